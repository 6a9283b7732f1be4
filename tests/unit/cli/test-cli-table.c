/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <unistd.h>

#include "pollux-cli-table.h"

static const PolluxCliColumn columns[] = {
  { .title = "Id", .right = TRUE },
  { .title = "Name", .min = 4, .cut = POLLUX_CLI_CUT_MIDDLE, .optional = TRUE },
  { .title = "Time", .right = TRUE },
  { .title = "Place", .min = 5, .cut = POLLUX_CLI_CUT_START },
};

static void
add_row (PolluxCliTable *table,
         const char     *id,
         const char     *name,
         const char     *time,
         const char     *place)
{
  pollux_cli_table_add (table, id);
  pollux_cli_table_add (table, name);
  pollux_cli_table_add (table, time);
  pollux_cli_table_add (table, place);
}

/* Prints into a file and takes what is in there. */
static char *
print (PolluxCliTable *table,
       guint           width)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PolluxCliOutput) output = NULL;
  char *text = NULL;
  int fd = g_file_open_tmp (NULL, &path, &error);

  g_assert_no_error (error);
  output = pollux_cli_output_new (fd);
  pollux_cli_table_print (table, width, output);
  g_assert_true (pollux_cli_output_finish (output, &error));
  g_assert_no_error (error);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  close (fd);
  g_unlink (path);

  return text;
}

static void
test_plain (void)
{
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, 4, 2, 1);
  g_autofree char *text = NULL;

  add_row (table, "1", "ping", "3 ms", "src/main.rs:1");
  add_row (table, "12", "", "12 ms", "");
  add_row (table, "3", "任务", "", "a.rs:2");
  text = print (table, 0);

  g_assert_cmpstr (text, ==,
                   " Id  Name   Time  Place\n"
                   "  1  ping   3 ms  src/main.rs:1\n"
                   " 12        12 ms\n"
                   "  3  任务         a.rs:2\n");
}

/* A column without content can go, but not one that is only empty later. */
static void
test_optional (void)
{
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, 4, 1, 0);
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;

  add_row (table, "1", "", "3 ms", "a");
  text = print (table, 0);
  g_assert_cmpstr (text, ==, "Id Time Place\n 1 3 ms a\n");

  /* What follows stands below the same heading, and may be wider. */
  add_row (table, "1000", "hidden", "4 ms", "b");
  more = print (table, 0);
  g_assert_cmpstr (more, ==, "1000 4 ms b\n");
}

static void
test_fit (void)
{
  const struct
  {
    guint width;
    const char *text;
  } cases[] = {
    { 40, "Id  Name      Time  Place\n 1  abcdefgh  3 ms  src/net/io.rs:7\n" },
    { 35, "Id  Name      Time  Place\n 1  abcdefgh  3 ms  src/net/io.rs:7\n" },
    { 34, "Id  Name      Time  Place\n 1  abcdefgh  3 ms  …c/net/io.rs:7\n" },
    { 26, "Id  Name     Time  Place\n 1  abc…fgh  3 ms  …o.rs:7\n" },
    { 21, "Id  Name  Time  Place\n 1  ab…h  3 ms  …rs:7\n" },
    /* It does not get any narrower. */
    { 5, "Id  Name  Time  Place\n 1  ab…h  3 ms  …rs:7\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, 4, 2, 0);
      g_autofree char *text = NULL;

      add_row (table, "1", "abcdefgh", "3 ms", "src/net/io.rs:7");
      text = print (table, cases[i].width);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_without_title (void)
{
  static const PolluxCliColumn untitled[] = { { NULL }, { .right = TRUE } };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (untitled, 2, 2, 2);
  g_autofree char *text = NULL;

  pollux_cli_table_add (table, "Polls");
  pollux_cli_table_take (table, g_strdup ("12"));
  pollux_cli_table_add (table, "Wakes");
  pollux_cli_table_take (table, NULL);
  text = print (table, 0);

  g_assert_cmpstr (text, ==, "  Polls  12\n  Wakes\n");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-table/plain", test_plain);
  g_test_add_func ("/cli-table/optional", test_optional);
  g_test_add_func ("/cli-table/fit", test_fit);
  g_test_add_func ("/cli-table/without-title", test_without_title);

  return g_test_run ();
}
