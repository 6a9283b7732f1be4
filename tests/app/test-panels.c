/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The side panel against numbers that were computed elsewhere: those of the
 * recorded traces' expected results, and those of pollux-cli.
 */
#include "config.h"

#include <json-glib/json-glib.h>

#include "window-fixture.h"

#include "pollux-distribution-view.h"
#include "pollux-record-view.h"
#include "pollux-selection-panel.h"
#include "pollux-statistics-panel.h"
#include "pollux-statistics-view.h"
#include "pollux-status-line.h"
#include "pollux-time-text.h"

#define NBSP "\u00a0"
#define THIN "\u202f"

static PolluxSelectionPanel *
show_selection (PolluxWindow *window, const PolluxThing *thing)
{
  PolluxSelectionPanel *panel = test_find (window, POLLUX_TYPE_SELECTION_PANEL);

  pollux_session_select (pollux_window_get_session (window), thing, TRUE);
  test_wait_for (!pollux_selection_panel_is_busy (panel));
  return panel;
}

static void
assert_value (PolluxSelectionPanel *panel, const char *name, const char *value)
{
  g_assert_cmpstr (pollux_selection_panel_get_value (panel, name), ==, value);
}

/* The program that Pollux began with: a task that prints, sleeps 100 ms, and
 * prints again. The figures are those of expected.json and of the file's lines. */
static void
test_seed (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));
  PolluxThing poll = { POLLUX_THING_POLL, 1, 1 };
  PolluxThing task = { POLLUX_THING_TASK, 1, 0 };
  PolluxSelectionPanel *panel;
  PolluxPoll data;

  panel = show_selection (window, &poll);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 1), 1, &data);
  assert_value (panel, "Waited", "30.000" NBSP "µs");
  assert_value (panel, "Woken by", "outside any task");
  test_wait_for (test_shows (panel, "Poll 2 of 2"));
  g_assert_true (test_shows (panel, "task #2"));
  g_assert_true (test_shows (panel, "enter"));

  panel = show_selection (window, &task);
  assert_value (panel, "Task id", "2");
  assert_value (panel, "Kind", "task");
  assert_value (panel, "State", "done");
  assert_value (panel, "Polls", "2");
  assert_value (panel, "Wakes", "1");
  assert_value (panel, "Busy", "253.000" NBSP "µs");
  assert_value (panel, "Scheduled", "30.000" NBSP "µs");
  assert_value (panel, "Longest delay", "30.000" NBSP "µs");
  test_close (window);
}

/* Adds to @n the labels whose lines do not fit into their height. */
static void
count_cut_labels (GtkWidget *widget, guint *n)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_LABEL (widget))
    {
      int height;

      pango_layout_get_pixel_size (gtk_label_get_layout (GTK_LABEL (widget)), NULL, &height);
      *n += height > gtk_widget_get_height (widget);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count_cut_labels (child, n);
}

/* A row that had a short value, was not needed, and has a long one is as high as that. */
static void
test_lines (void)
{
  const PolluxThing things[] = {
    { POLLUX_THING_POLL, 4, 1 }, { POLLUX_THING_IDLE, 3, 2 }, { POLLUX_THING_WAKE, 3, 1 },
    { POLLUX_THING_POLL, 2, 1 }, { POLLUX_THING_IDLE, 3, 2 }, { POLLUX_THING_TASK, 0, 0 },
    { POLLUX_THING_WAKE, 3, 1 },
  };
  PolluxWindow *window = test_open_trace ("readme-recommended.jsonl");

  test_wait_for (test_shows (window, "Nothing selected"));
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      PolluxSelectionPanel *panel = show_selection (window, &things[i]);
      guint n = 0;

      test_run_for (300);
      count_cut_labels (GTK_WIDGET (panel), &n);
      g_assert_cmpuint (n, ==, 0);
    }
  g_assert_nonnull (pollux_selection_panel_get_value (
    test_find (window, POLLUX_TYPE_SELECTION_PANEL), "Answered by"));
  test_close (window);
}

static void
forbid_error (GtkLabel *label)
{
  g_assert_null (strstr (gtk_label_get_text (label), "cannot be read again"));
}

/* What is selected while a record is read: only the last one's is shown, and
 * an answer that nobody waits for is not even an error. */
static void
test_stale_answers (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxTrace *trace = pollux_session_get_trace (session);
  PolluxSelectionPanel *panel = test_find (window, POLLUX_TYPE_SELECTION_PANEL);
  PolluxRecordView *view = test_find (window, POLLUX_TYPE_RECORD_VIEW);
  PolluxThing thing = { POLLUX_THING_POLL, 1, 0 };

  /* Its message is the last of what is directly in it. */
  g_signal_connect (gtk_widget_get_last_child (GTK_WIDGET (view)), "notify::label",
                    G_CALLBACK (forbid_error), NULL);
  for (guint i = 0; i < 15; i++)
    {
      thing.index = i;
      pollux_session_select (session, &thing, FALSE);
      test_run_for (i % 3);
    }
  test_wait_for (!pollux_selection_panel_is_busy (panel));
  g_assert_cmpuint (pollux_record_view_get_record (view)->record, ==,
                    pollux_thing_get_record (trace, &thing));

  /* Nothing selected: nothing of the last answer stays. */
  pollux_session_select (session, NULL, FALSE);
  test_run_for (300);
  g_assert_null (pollux_record_view_get_record (view));
  g_assert_true (test_shows (window, "Nothing selected"));
  test_close (window);
}

static void
test_record_text (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));
  PolluxThing thing = { POLLUX_THING_WAKE, 1, 0 };
  PolluxSelectionPanel *panel = show_selection (window, &thing);
  const PolluxRecordText *record =
    pollux_record_view_get_record (test_find (window, POLLUX_TYPE_RECORD_VIEW));
  g_autofree char *path = test_trace_path ("seed-json-full.t153.jsonl");
  g_autofree char *bytes = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *place = NULL;
  g_autofree char *copied = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  lines = g_strsplit (bytes, "\n", -1);
  g_assert_nonnull (record);
  /* expected.json: the wake of task 2 stands in line 40. */
  g_assert_cmpuint (record->line, ==, 40);
  g_assert_cmpstr (record->text, ==, lines[39]);
  g_assert_cmpuint (record->record, ==, pollux_thing_get_record (trace, &thing));
  place = g_strdup_printf ("line %u", (guint) record->line);
  test_wait_for (test_shows (panel, place));
  test_wait_for (test_shows (panel, record->text));
  copied = pollux_selection_panel_dup_text (panel);
  g_assert_nonnull (strstr (copied, lines[39]));
  test_close (window);
}

/* A range alone is something selected, too: its statistics are a click away. */
static void
test_range (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxSelectionPanel *panel = test_find (window, POLLUX_TYPE_SELECTION_PANEL);
  GtkWidget *statistics = test_find (window, POLLUX_TYPE_STATISTICS_PANEL);

  test_wait_for (test_shows (panel, "Nothing selected"));
  g_assert_false (test_shows (panel, "Show Its Statistics"));
  pollux_session_set_range (session, (PolluxRange) { 1000000, 51000000 });
  test_wait_for (test_shows (panel, "A range of 50.0" NBSP "ms is selected"));
  g_assert_false (test_shows_part (panel, "Drag to select"));
  g_assert_false (gtk_widget_get_mapped (statistics));
  test_click (panel, "Show Its Statistics");
  test_wait_for (gtk_widget_get_mapped (statistics));
  test_close (window);
}

/* Of a wait the record of the wake is shown, whose span is the waker's. */
static void
test_wake_of_wait (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxThing poll = { POLLUX_THING_POLL, 1, 3 };
  PolluxThing wait = { POLLUX_THING_WAIT, 1, 3 };
  PolluxThing wake = { POLLUX_THING_WAKE, 1, 0 };
  PolluxSelectionPanel *panel = show_selection (window, &wait);
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));

  wake.index = pollux_thing_get_wake (trace, &wait);
  g_assert_cmpuint (wake.index, !=, G_MAXUINT);
  test_wait_for (test_shows (panel, "Fields of the wake"));
  g_assert_false (test_shows (panel, "Fields"));
  /* The same record as what it is. */
  show_selection (window, &wake);
  test_wait_for (test_shows (panel, "Fields"));
  g_assert_false (test_shows_part (panel, "of the wake"));
  show_selection (window, &wait);
  test_wait_for (test_shows (panel, "Fields of the wake"));
  show_selection (window, &poll);
  test_wait_for (test_shows (panel, "Span"));
  g_assert_false (test_shows_part (panel, "of the wake"));
  test_close (window);
}

/* From a poll to what woke it, as a click on the link does it. */
static void
test_links (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxThing thing = { POLLUX_THING_POLL, 1, 3 };
  PolluxSelectionPanel *panel = show_selection (window, &thing);
  GtkWidget *properties = test_find (panel, g_type_from_name ("PolluxPropertyList"));

  g_signal_emit_by_name (properties, "activate-link", "thing:1:2:0");
  g_assert_cmpint (pollux_session_get_selection (session)->kind, ==, POLLUX_THING_TASK);
  g_assert_cmpuint (pollux_session_get_selection (session)->task, ==, 2);
  g_signal_emit_by_name (properties, "activate-link", "thing:1:nonsense");
  g_assert_cmpuint (pollux_session_get_selection (session)->task, ==, 2);

  show_selection (window, &thing);
  gtk_widget_activate_action (GTK_WIDGET (panel), "selection.next", NULL);
  g_assert_cmpuint (pollux_session_get_selection (session)->index, ==, 4);
  gtk_widget_activate_action (GTK_WIDGET (panel), "selection.previous", NULL);
  gtk_widget_activate_action (GTK_WIDGET (panel), "selection.previous", NULL);
  g_assert_cmpuint (pollux_session_get_selection (session)->index, ==, 2);
  test_close (window);
}

/* Every thing of every lane can be shown. */
static void
test_everything (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxTrace *trace = pollux_session_get_trace (session);
  PolluxSelectionPanel *panel = test_find (window, POLLUX_TYPE_SELECTION_PANEL);

  for (PolluxTaskIndex task = 0; task < pollux_trace_get_n_tasks (trace); task++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, task);
      guint n_polls = pollux_lane_get_n_polls (lane);
      guint n_wakes = pollux_lane_get_n_wakes (lane);
      PolluxThing things[] = {
        { POLLUX_THING_TASK, task, 0 },
        { POLLUX_THING_POLL, task, 0 },
        { POLLUX_THING_POLL, task, n_polls },
        { POLLUX_THING_WAIT, task, n_polls / 2 },
        { POLLUX_THING_WAIT, task, G_MAXUINT },
        { POLLUX_THING_IDLE, task, n_polls / 2 },
        { POLLUX_THING_IDLE, task, G_MAXUINT },
        { POLLUX_THING_DROP, task, 0 },
        { POLLUX_THING_WAKE, task, 0 },
        { POLLUX_THING_WAKE, task, n_wakes },
      };

      for (guint i = 0; i < G_N_ELEMENTS (things); i++)
        {
          pollux_session_select (session, &things[i], FALSE);
          test_turn ();
        }
    }
  for (guint i = 0; i < pollux_trace_get_n_events (trace); i++)
    {
      PolluxThing thing = { POLLUX_THING_EVENT, POLLUX_TASK_NONE, i };

      pollux_session_select (session, &thing, FALSE);
    }
  test_wait_for (!pollux_selection_panel_is_busy (panel));
  test_close (window);
}

static void
test_status_line (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxTrace *trace = pollux_session_get_trace (session);
  PolluxStatusLine *line = test_find (window, POLLUX_TYPE_STATUS_LINE);
  PolluxThing poll = { POLLUX_THING_POLL, 1, 1 };
  PolluxThing task = { POLLUX_THING_TASK, 0, 0 };
  PolluxThing other = { POLLUX_THING_POLL, 0, 0 };
  g_autofree char *other_text = pollux_thing_describe (trace, &other);
  g_autofree char *poll_text = pollux_thing_describe (trace, &poll);
  g_autofree char *task_text = pollux_thing_describe (trace, &task);
  PolluxViewport viewport;

  test_wait_for (g_str_equal (pollux_status_line_get_text (line),
                              "3 lanes, 0.0" NBSP "ms to 101.6" NBSP "ms, 102" NBSP "ms"));
  /* As many digits as tell the ends apart. */
  viewport = *pollux_session_get_viewport (session);
  pollux_viewport_set_range (&viewport, (PolluxRange) { 50000000, 50004000 });
  pollux_session_set_viewport (session, &viewport, TRUE);
  test_wait_for (g_str_equal (pollux_status_line_get_text (line),
                              "3 lanes, 50.000" THIN "000" NBSP "ms to 50.004" THIN "000" NBSP
                              "ms, 4.00" NBSP "µs"));
  pollux_session_select (session, &poll, FALSE);
  g_assert_cmpstr (pollux_status_line_get_text (line), ==, poll_text);
  pollux_session_hover (session, &task, 1234567);
  g_assert_cmpstr (pollux_status_line_get_text (line), ==, task_text);
  test_wait_for (test_shows (line, "1.234" THIN "567" NBSP "ms"));
  pollux_session_hover (session, NULL, POLLUX_TIME_NONE);
  g_assert_cmpstr (pollux_status_line_get_text (line), ==, poll_text);

  /* Keys select something else than what the pointer rests on: that is told, also
   * when the picture moves something else below the pointer on the way. */
  pollux_session_hover (session, &task, 1234567);
  pollux_session_select (session, &other, FALSE);
  g_assert_cmpstr (pollux_status_line_get_text (line), ==, other_text);
  pollux_session_hover (session, &poll, 1234567);
  g_assert_cmpstr (pollux_status_line_get_text (line), ==, other_text);
  test_run_for (600);
  pollux_session_hover (session, &task, 1234567);
  g_assert_cmpstr (pollux_status_line_get_text (line), ==, task_text);
  pollux_session_hover (session, NULL, POLLUX_TIME_NONE);
  pollux_session_select (session, &poll, FALSE);
  pollux_session_set_range (session, (PolluxRange) { 1000000, 2000000 });
  test_wait_for (test_shows (line, "Δ 1.000" THIN "000" NBSP "ms · 1/Δ 1" NBSP "kHz"));
  test_close (window);
}

/* What the command line prints of the same range. */
static JsonObject *
ask_cli (JsonParser *parser, const char *trace, const char *from, const char *to,
         const char *tasks)
{
  g_autofree char *path = test_trace_path (trace);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  int status;

  g_ptr_array_add (arguments, (gpointer) g_getenv ("POLLUX_CLI"));
  g_ptr_array_add (arguments, (gpointer) "stats");
  g_ptr_array_add (arguments, (gpointer) "--json");
  if (from != NULL)
    {
      g_ptr_array_add (arguments, (gpointer) from);
      g_ptr_array_add (arguments, (gpointer) to);
    }
  if (tasks != NULL)
    g_ptr_array_add (arguments, (gpointer) tasks);
  g_ptr_array_add (arguments, path);
  g_ptr_array_add (arguments, NULL);
  g_spawn_sync (NULL, (char **) arguments->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  json_parser_load_from_data (parser, output, -1, &error);
  g_assert_no_error (error);

  return json_node_get_object (json_parser_get_root (parser));
}

static void
assert_shows (gpointer view, char *text)
{
  g_autofree char *labels = test_dump_labels (view);

  if (!test_shows (view, text))
    g_error ("“%s” is not among:\n%s", text, labels);
  g_free (text);
}

static void
assert_distribution (PolluxStatisticsView *view, guint nth, JsonObject *expected)
{
  static const char *const figures[] = { "min_ns", "p50_ns", "p95_ns", "p99_ns", "max_ns" };
  GtkWidget *distribution = test_find (view, POLLUX_TYPE_DISTRIBUTION_VIEW);
  gint64 count = json_object_get_int_member (expected, "count");
  g_autofree char *number = pollux_count_to_label (count);

  while (nth-- > 0)
    distribution = gtk_widget_get_next_sibling (distribution);
  assert_shows (distribution, g_strdup_printf ("%s sample%s", number, count == 1 ? "" : "s"));
  if (count == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    assert_shows (distribution,
                  pollux_duration_to_label (json_object_get_int_member (expected, figures[i])));
}

static void
assert_statistics (PolluxStatisticsView *view, JsonObject *expected)
{
  static const char *const sums[] = {
    "alive_ns", "busy_ns", "scheduled_ns", "spawn_delay_ns", "unfinished_ns", "idle_ns",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    assert_shows (view, pollux_duration_to_label (json_object_get_int_member (expected, sums[i])));
  assert_shows (view, pollux_count_to_label (json_object_get_int_member (expected, "polls")));
  assert_shows (view, pollux_count_to_label (json_object_get_int_member (expected, "wakes")));
  assert_distribution (view, 0, json_object_get_object_member (expected, "poll_times"));
  assert_distribution (view, 1, json_object_get_object_member (expected, "scheduled_times"));
}

static PolluxStatisticsPanel *
show_statistics (PolluxWindow *window)
{
  PolluxStatisticsPanel *panel = test_find (window, POLLUX_TYPE_STATISTICS_PANEL);

  gtk_notebook_set_current_page (test_find (window, GTK_TYPE_NOTEBOOK), 1);
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (panel)));
  test_wait_for (!pollux_statistics_panel_is_busy (panel));
  test_run_for (50);
  return panel;
}

/* The view of all tasks is the second; the first is that of the selected one. */
static PolluxStatisticsView *
find_view (PolluxStatisticsPanel *panel, gboolean all)
{
  GtkWidget *first = test_find (panel, POLLUX_TYPE_STATISTICS_VIEW);
  GtkWidget *next = gtk_widget_get_parent (first);

  if (!all)
    return POLLUX_STATISTICS_VIEW (first);
  while ((next = gtk_widget_get_next_sibling (next)) != NULL)
    {
      if (POLLUX_IS_STATISTICS_VIEW (next))
        return POLLUX_STATISTICS_VIEW (next);
    }
  g_assert_not_reached ();
}

static void
test_statistics (void)
{
  static const char *const names[] = {
    "seed-json-full.t153.jsonl", "seed-json-full.t124.jsonl", "odd-json_ids-mt2.t153.jsonl",
    "fields-json-full.t153.jsonl", "forever-json-killed.t153.jsonl",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      PolluxWindow *window = test_open_trace (names[i]);
      PolluxStatisticsPanel *panel = show_statistics (window);
      g_autoptr (JsonParser) parser = json_parser_new ();

      assert_statistics (find_view (panel, TRUE), ask_cli (parser, names[i], NULL, NULL, NULL));
      test_close (window);
    }
}

static void
test_statistics_of_range (void)
{
  const char *name = "odd-json_ids-mt2.t153.jsonl";
  PolluxWindow *window = test_open_trace (name);
  PolluxSession *session = pollux_window_get_session (window);
  PolluxStatisticsPanel *panel = show_statistics (window);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonParser) task_parser = json_parser_new ();
  PolluxThing thing = { POLLUX_THING_POLL, 2, 1 };

  pollux_session_set_range (session, (PolluxRange) { 50000000, 150000000 });
  pollux_session_select (session, &thing, FALSE);
  test_wait_for (!pollux_statistics_panel_is_busy (panel));
  test_wait_for (test_shows (panel, "Selected range"));
  assert_statistics (find_view (panel, TRUE),
                     ask_cli (parser, name, "--from=50ms", "--to=150ms", NULL));
  test_wait_for (test_shows (panel, "ticker-1 #5"));
  assert_statistics (find_view (panel, FALSE),
                     ask_cli (task_parser, name, "--from=50ms", "--to=150ms", "--tasks=ticker-1"));

  /* Back to the whole trace, and no task. */
  gtk_widget_activate_action (GTK_WIDGET (panel), "statistics.clear-range", NULL);
  pollux_session_select (session, NULL, FALSE);
  test_wait_for (!pollux_statistics_panel_is_busy (panel));
  test_wait_for (!test_shows (panel, "ticker-1 #5"));
  assert_statistics (find_view (panel, TRUE), ask_cli (parser, name, NULL, NULL, NULL));
  test_close (window);
}

static void
test_statistics_of_view (void)
{
  const char *name = "odd-json_ids-mt2.t153.jsonl";
  PolluxWindow *window = test_open_trace (name);
  PolluxSession *session = pollux_window_get_session (window);
  PolluxStatisticsPanel *panel = show_statistics (window);
  g_autoptr (JsonParser) parser = json_parser_new ();
  PolluxViewport viewport;
  PolluxRange range;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  gtk_widget_activate_action (GTK_WIDGET (panel), "statistics.scope", "s", "visible");
  viewport = *pollux_session_get_viewport (session);
  pollux_viewport_set_range (&viewport, (PolluxRange) { 80000000, 100000000 });
  pollux_session_set_viewport (session, &viewport, FALSE);
  test_wait_for (!pollux_statistics_panel_is_busy (panel));
  range = pollux_viewport_get_range (pollux_session_get_viewport (session));
  from = g_strdup_printf ("--from=%" G_GINT64_FORMAT "ns", range.begin);
  to = g_strdup_printf ("--to=%" G_GINT64_FORMAT "ns", range.end);
  test_run_for (50);
  assert_statistics (find_view (panel, TRUE), ask_cli (parser, name, from, to, NULL));
  test_close (window);
}

/* No times in the file: counts, and no sums of nothing. */
static void
test_statistics_without_times (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full-none.t153.jsonl");
  PolluxStatisticsPanel *panel = show_statistics (window);

  g_assert_false (test_shows (panel, "Poll times"));
  g_assert_false (test_shows_part (panel, "0" NBSP "ns"));
  test_wait_for (test_shows (panel, "Polls"));
  test_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panels/seed", test_seed);
  g_test_add_func ("/panels/lines", test_lines);
  g_test_add_func ("/panels/range", test_range);
  g_test_add_func ("/panels/wake-of-wait", test_wake_of_wait);
  g_test_add_func ("/panels/stale-answers", test_stale_answers);
  g_test_add_func ("/panels/record-text", test_record_text);
  g_test_add_func ("/panels/links", test_links);
  g_test_add_func ("/panels/everything", test_everything);
  g_test_add_func ("/panels/status-line", test_status_line);
  g_test_add_func ("/panels/statistics", test_statistics);
  g_test_add_func ("/panels/statistics/range", test_statistics_of_range);
  g_test_add_func ("/panels/statistics/view", test_statistics_of_view);
  g_test_add_func ("/panels/statistics/no-times", test_statistics_without_times);

  return test_run_all ();
}
