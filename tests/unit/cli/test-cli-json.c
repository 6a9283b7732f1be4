/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the writer writes is read again by json-glib, and its layout compared.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <unistd.h>

#include "pollux-cli-json.h"
#include "pollux-types.h"

typedef void (*Write) (PolluxCliJson *json);

static char *
write_json (Write write_func)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PolluxCliOutput) output = NULL;
  g_autoptr (PolluxCliJson) json = NULL;
  char *text = NULL;
  int fd = g_file_open_tmp (NULL, &path, &error);

  g_assert_no_error (error);
  output = pollux_cli_output_new (fd);
  json = pollux_cli_json_new (output);
  write_func (json);
  g_assert_true (pollux_cli_output_finish (output, &error));

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  close (fd);
  g_unlink (path);

  return text;
}

static void
write_object (PolluxCliJson *json)
{
  pollux_cli_json_begin_object (json, NULL);
  pollux_cli_json_add_count (json, "count", G_MAXUINT64);
  pollux_cli_json_add_time (json, "time", G_MININT64 + 1);
  pollux_cli_json_add_time (json, "none", POLLUX_TIME_NONE);
  pollux_cli_json_begin_object (json, "inner");
  pollux_cli_json_add_boolean (json, "yes", TRUE);
  pollux_cli_json_add_boolean (json, "no", FALSE);
  pollux_cli_json_end_object (json);
  pollux_cli_json_begin_array (json, "empty");
  pollux_cli_json_end_array (json);
  pollux_cli_json_begin_array (json, "list");
  pollux_cli_json_begin_object (json, NULL);
  pollux_cli_json_end_object (json);
  pollux_cli_json_add_null (json, NULL);
  pollux_cli_json_add_string (json, NULL, "x");
  pollux_cli_json_end_array (json);
  pollux_cli_json_add_string (json, "text", NULL);
  pollux_cli_json_end_object (json);
}

static void
test_layout (void)
{
  g_autofree char *text = write_json (write_object);

  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"count\": 18446744073709551615,\n"
                   "  \"time\": -9223372036854775807,\n"
                   "  \"none\": null,\n"
                   "  \"inner\": {\"yes\": true, \"no\": false},\n"
                   "  \"empty\": [],\n"
                   "  \"list\": [{}, null, \"x\"],\n"
                   "  \"text\": null\n"
                   "}\n");
}

static void
write_lines (PolluxCliJson *json)
{
  pollux_cli_json_begin_array (json, NULL);
  for (guint i = 0; i < 3; i++)
    {
      pollux_cli_json_begin_object (json, NULL);
      pollux_cli_json_add_count (json, "i", i);
      pollux_cli_json_end_object (json);
    }
  pollux_cli_json_end_array (json);
}

static void
write_nothing (PolluxCliJson *json)
{
  pollux_cli_json_begin_array (json, NULL);
  pollux_cli_json_end_array (json);
}

static void
test_lines (void)
{
  g_autofree char *text = write_json (write_lines);
  g_autofree char *nothing = write_json (write_nothing);

  g_assert_cmpstr (text, ==, "[\n  {\"i\": 0},\n  {\"i\": 1},\n  {\"i\": 2}\n]\n");
  g_assert_cmpstr (nothing, ==, "[]\n");
}

static const char *const strings[] = {
  "", "plain", "\"quoted\" \\ /", "\b\f\n\r\t\001\037\177", "ünïcode 任务 \360\237\246\200",
  "\342\200\250\342\200\251", "no\377utf\300",
};

static void
write_strings (PolluxCliJson *json)
{
  pollux_cli_json_begin_array (json, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    pollux_cli_json_add_string (json, NULL, strings[i]);
  pollux_cli_json_end_array (json);
}

static void
test_strings (void)
{
  g_autofree char *text = write_json (write_strings);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  node = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==,
                    G_N_ELEMENTS (strings));

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autofree char *want = g_utf8_make_valid (strings[i], -1);

      g_assert_cmpstr (json_array_get_string_element (json_node_get_array (node), i), ==, want);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-json/layout", test_layout);
  g_test_add_func ("/cli-json/lines", test_lines);
  g_test_add_func ("/cli-json/strings", test_strings);

  return g_test_run ();
}
