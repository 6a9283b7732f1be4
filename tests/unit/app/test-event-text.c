/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-event-text.h"

static PolluxSlice
slice (const char *text)
{
  return (PolluxSlice) { text, strlen (text) };
}

static void
add (PolluxRecordText *record, const char *group, const char *name, const char *value)
{
  g_ptr_array_add (record->fields, pollux_field_new (slice (group), slice (name), slice (value)));
}

static PolluxEventText *
make_text (gboolean flat, gboolean foreign)
{
  const char *group = flat ? "" : "fields";
  g_autoptr (PolluxRecordText) record = pollux_record_text_new (3, 0, 4, slice ("the line"));

  add (record, "", "timestamp", "2026-11-22T19:07:08.633132Z");
  add (record, "", "level", "INFO");
  add (record, group, "message", "two\nlines");
  add (record, group, "a", "1");
  add (record, group, "b", "x y");
  add (record, "", "target", "app::io");
  add (record, "", "threadId", "ThreadId(1)");
  add (record, "span", "name", "runtime.spawn");
  return pollux_event_text_new (record, foreign);
}

static void
test_record (void)
{
  for (gboolean flat = FALSE; flat <= TRUE; flat++)
    {
      g_autoptr (PolluxEventText) text = make_text (flat, FALSE);

      g_assert_cmpstr (text->message, ==, "two\nlines");
      g_assert_cmpstr (text->target, ==, "app::io");
      g_assert_cmpstr (text->fields, ==, "a=1 b=x y");
    }
}

/* A line of another logger may look like a record. */
static void
test_foreign (void)
{
  g_autoptr (PolluxEventText) text = make_text (FALSE, TRUE);

  g_assert_cmpstr (text->message, ==, "the line");
  g_assert_cmpstr (text->target, ==, "");
  g_assert_cmpstr (text->fields, ==, "");
}

static void
test_flatten (void)
{
  static const struct
  {
    const char *text;
    guint n_max;
    const char *line;
  } cases[] = {
    { "", 9, "" },
    { "plain", 9, "plain" },
    { "plain", 5, "plain" },
    { "plain", 4, "plai…" },
    { "a\nb", 9, "a\u00a0⏎ b" },
    { "a\r\nb", 9, "a\u00a0⏎ b" },
    { "a\u2028b", 9, "a\u00a0⏎ b" },
    { "a\tb", 9, "a⇥ b" },
    { "\x1b[31m", 9, "\\u{1b}[31m" },
    { "a\u202eb", 9, "a\\u{202e}b" },
    { "größe", 4, "größ…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = pollux_event_text_flatten (cases[i].text, cases[i].n_max);

      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

static void
test_query (void)
{
  static const struct
  {
    const char *query;
    const char *text;
    gboolean matches;
  } cases[] = {
    { "", "anything", TRUE },
    { " - ", "anything", TRUE },
    { "conn", "Connecting", TRUE },
    { "CONN", "connecting", TRUE },
    { "conn lost", "connection was lost", TRUE },
    { "conn lost", "connection", FALSE },
    { "conn -lost", "connection", TRUE },
    { "conn -lost", "connection LOST", FALSE },
    { "-lost", "", TRUE },
    { "GRÖSSE", "die größe", TRUE },
    { "größe", "DIE GRÖSSE", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PolluxQuery) query = pollux_query_new (cases[i].query);
      guint found = pollux_query_find (query, cases[i].text);

      g_assert_cmpint (pollux_query_matches (query, found), ==, cases[i].matches);
    }
}

/* Words may be spread over the parts of an event, but not one over two. */
static void
test_query_parts (void)
{
  g_autoptr (PolluxEventText) text = make_text (FALSE, FALSE);
  g_autoptr (PolluxQuery) spread = pollux_query_new ("io two a=1");
  g_autoptr (PolluxQuery) across = pollux_query_new ("iotwo");
  g_autoptr (PolluxQuery) same = pollux_query_new ("  IO two A=1");

  g_assert_true (
    pollux_query_matches (spread, pollux_event_query_find_in_event (spread, text)));
  g_assert_false (
    pollux_query_matches (across, pollux_event_query_find_in_event (across, text)));
  g_assert_true (pollux_query_equal (spread, same));
  g_assert_false (pollux_query_equal (spread, across));
}

/* A level is found by its whole name. */
static void
test_query_level (void)
{
  g_autoptr (PolluxQuery) query = pollux_query_new ("warn in -Error");

  g_assert_cmpuint (pollux_event_query_find_level (query, POLLUX_LEVEL_WARN), ==, 1);
  g_assert_cmpuint (pollux_event_query_find_level (query, POLLUX_LEVEL_INFO), ==, 0);
  g_assert_cmpuint (pollux_event_query_find_level (query, POLLUX_LEVEL_ERROR), ==, 4);
  g_assert_cmpuint (pollux_event_query_find_level (query, POLLUX_LEVEL_NONE), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-text/record", test_record);
  g_test_add_func ("/event-text/foreign", test_foreign);
  g_test_add_func ("/event-text/flatten", test_flatten);
  g_test_add_func ("/event-text/query", test_query);
  g_test_add_func ("/event-text/query-parts", test_query_parts);
  g_test_add_func ("/event-text/query-level", test_query_level);

  return g_test_run ();
}
