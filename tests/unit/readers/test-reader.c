/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-reader.h"

static void
test_text (void)
{
  g_autoptr (PolluxRecordText) text
    = pollux_record_text_new (3, 400, 4, (PolluxSlice) { "a\xFF" "b\0c", 5 });

  g_assert_cmpuint (text->record, ==, 3);
  g_assert_cmpuint (text->offset, ==, 400);
  g_assert_cmpuint (text->line, ==, 4);
  g_assert_cmpstr (text->text, ==, "a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c");
  g_assert_false (text->cut);
  g_assert_cmpuint (text->fields->len, ==, 0);
}

/* A long text is cut between two characters. */
static void
test_cut (void)
{
  for (guint shift = 0; shift < 4; shift++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);
      g_autoptr (PolluxRecordText) text = NULL;

      for (guint i = 0; i < shift; i++)
        g_string_append_c (bytes, '.');
      while (bytes->len <= POLLUX_RECORD_TEXT_MAX)
        g_string_append (bytes, "\xF0\x9F\xA6\x80");

      text = pollux_record_text_new (0, 0, 1, (PolluxSlice) { bytes->str, bytes->len });
      g_assert_true (text->cut);
      g_assert_cmpuint (strlen (text->text), <=, POLLUX_RECORD_TEXT_MAX);
      g_assert_cmpuint (strlen (text->text), >, POLLUX_RECORD_TEXT_MAX - 4);
      g_assert_null (strstr (text->text, "\xEF\xBF\xBD"));
    }
}

static void
test_exact (void)
{
  g_autofree char *bytes = g_strnfill (POLLUX_RECORD_TEXT_MAX, 'x');
  g_autoptr (PolluxRecordText) text
    = pollux_record_text_new (0, 0, 0, (PolluxSlice) { bytes, POLLUX_RECORD_TEXT_MAX });

  g_assert_false (text->cut);
  g_assert_cmpstr (text->text, ==, bytes);
}

static void
test_field (void)
{
  PolluxField *field = pollux_field_new (POLLUX_SLICE_LITERAL ("span"),
                                         POLLUX_SLICE_LITERAL ("a"), (PolluxSlice) { NULL, 0 });

  g_assert_cmpstr (field->group, ==, "span");
  g_assert_cmpstr (field->name, ==, "a");
  g_assert_cmpstr (field->value, ==, "");
  pollux_field_free (field);
  pollux_field_free (NULL);
  pollux_record_text_free (NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reader/text", test_text);
  g_test_add_func ("/reader/cut", test_cut);
  g_test_add_func ("/reader/exact", test_exact);
  g_test_add_func ("/reader/field", test_field);

  return g_test_run ();
}
