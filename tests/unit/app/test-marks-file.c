/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "pollux-marks-file.h"
#include "pollux-marks-store.h"

static void
test_round_trip (void)
{
  g_autoptr (PolluxMarks) marks = pollux_marks_new ();
  g_autoptr (PolluxMarks) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *twice = NULL;

  pollux_marks_add (marks, (PolluxRange) { 5, 5 }, "„a\"b\\c“ \xf0\x9f\x8c\x9f");
  pollux_marks_add (marks, (PolluxRange) { -7, G_GINT64_CONSTANT (2305843009213693951) }, "far");
  text = pollux_marks_to_json (marks);
  again = pollux_marks_from_json (text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pollux_marks_get_n (again), ==, 2);
  g_assert_cmpint (pollux_marks_get (again, 0)->range.begin, ==, -7);
  g_assert_cmpint (pollux_marks_get (again, 0)->range.end, ==,
                   G_GINT64_CONSTANT (2305843009213693951));
  g_assert_cmpstr (pollux_marks_get (again, 1)->name, ==, pollux_marks_get (marks, 1)->name);
  twice = pollux_marks_to_json (again);
  g_assert_cmpstr (twice, ==, text);
}

/* No bytes do more than to be refused. */
static void
test_broken (void)
{
  static const char *const texts[] = {
    "",
    "null",
    "[]",
    "{",
    "{}",
    "{\"format\":\"other\",\"marks\":[]}",
    "{\"format\":1,\"marks\":[]}",
    "{\"format\":\"pollux-marks\"}",
    "{\"format\":\"pollux-marks\",\"marks\":{}}",
    "{\"format\":\"pollux-marks\",\"marks\":[1]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":1}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":\"1\",\"name\":\"a\"}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":1e300,\"name\":\"a\"}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":9223372036854775807,\"name\":\"a\"}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":5,\"end\":4,\"name\":\"a\"}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":5,\"end\":null,\"name\":\"a\"}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":5,\"name\":[]}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":5,\"name\":\"\"}]}",
    "{\"format\":\"pollux-marks\",\"marks\":[{\"begin\":5,\"name\":\"\xff\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (pollux_marks_from_json (texts[i], -1, &error));
      g_assert_error (error, POLLUX_MARKS_ERROR, POLLUX_MARKS_ERROR_BROKEN);
    }
}

static void
test_hostile (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autofree char *large = g_strnfill (33 * 1024 * 1024, ' ');
  GString *many = g_string_new ("{\"format\":\"pollux-marks\",\"marks\":[");
  g_autoptr (GError) error = NULL;

  g_assert_null (pollux_marks_from_json (deep, -1, &error));
  g_assert_error (error, POLLUX_MARKS_ERROR, POLLUX_MARKS_ERROR_BROKEN);
  g_clear_error (&error);
  g_assert_null (pollux_marks_from_json (large, -1, &error));
  g_assert_error (error, POLLUX_MARKS_ERROR, POLLUX_MARKS_ERROR_TOO_LARGE);
  g_clear_error (&error);

  for (guint i = 0; i <= POLLUX_MARKS_MAX; i++)
    g_string_append_printf (many, "%s{\"begin\":%u,\"name\":\"a\"}", i > 0 ? "," : "", i);
  g_string_append (many, "]}");
  g_assert_null (pollux_marks_from_json (many->str, -1, &error));
  g_assert_error (error, POLLUX_MARKS_ERROR, POLLUX_MARKS_ERROR_TOO_LARGE);
  g_string_free (many, TRUE);
}

/* The same bytes are the same trace, as a file or not. */
static void
test_key (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "pollux-key-XXXXXX", NULL);
  g_autofree char *text = g_strnfill (200000, 'a');
  g_autoptr (GBytes) bytes = g_bytes_new (text, 200000);
  g_autoptr (GBytes) shorter = g_bytes_new (text, 199999);
  g_autofree char *key = pollux_marks_store_make_key_for_bytes (bytes);
  g_autofree char *other = pollux_marks_store_make_key_for_bytes (shorter);
  g_autofree char *of_file = NULL;
  g_autoptr (GFile) file = NULL;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, text, 200000, NULL));
  file = g_file_new_for_path (path);
  of_file = pollux_marks_store_make_key (file, NULL, NULL);
  g_assert_cmpstr (of_file, ==, key);
  g_assert_cmpstr (other, !=, key);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_null (pollux_marks_store_make_key (file, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks-file/round-trip", test_round_trip);
  g_test_add_func ("/marks-file/broken", test_broken);
  g_test_add_func ("/marks-file/hostile", test_hostile);
  g_test_add_func ("/marks-file/key", test_key);

  return g_test_run ();
}
