/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-fmt-prefixes.h"

static guint
get (PolluxFmtPrefixes *prefixes,
     const char        *text)
{
  return pollux_fmt_prefixes_get_process (prefixes, (PolluxSlice) { text, strlen (text) });
}

/* Docker compose, with colours and without; journalctl; kubectl. */
static void
test_names (void)
{
  static const struct
  {
    const char *prefix;
    guint process;
  } cases[] = {
    { "web-1  | ", 0 },
    { "db     | ", 1 },
    { "\033[36mweb-1  |\033[0m ", 0 },
    { "web-1  |  ", 0 },
    { "Nov 22 19:03:57 host shop[812]: ", 2 },
    { "Nov 22 19:03:58 host shop[812]: ", 2 },
    { "Nov 22 19:03:58 host shop[813]: ", 3 },
    { "pod/web-5d4f app 2026-11-22T19:03:57.1Z ", 4 },
    { "pod/web-5d4f app 2026-11-22T19:04:07.2Z ", 4 },
    { "db     | ", 1 },
    { "", 5 },
    { "19:03:57 ", 5 },
  };
  g_autoptr (PolluxFmtPrefixes) prefixes = pollux_fmt_prefixes_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (get (prefixes, cases[i].prefix), ==, cases[i].process);
}

/* A name that differs from line to line names nothing; long ones are no limit. */
static void
test_many (void)
{
  g_autoptr (PolluxFmtPrefixes) prefixes = pollux_fmt_prefixes_new ();
  g_autofree char *name = g_strnfill (500, 'x');
  guint most = 0;

  g_assert_cmpuint (get (prefixes, name), ==, 0);
  g_assert_cmpuint (get (prefixes, name), ==, 0);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = g_strdup_printf ("p%u | ", i);

      most = MAX (most, get (prefixes, text));
    }
  g_assert_cmpuint (most, ==, 255);
  g_assert_cmpuint (get (prefixes, "p3 | "), ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-prefixes/names", test_names);
  g_test_add_func ("/fmt-prefixes/many", test_many);

  return g_test_run ();
}
