/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching by keys: what is found, the steps through it, and its marks. */

#include "config.h"

#include <string.h>

#include "pollux-overview-view.h"
#include "pollux-search-panel.h"
#include "pollux-trace-view.h"
#include "window-fixture.h"

#define TRACE "odd-json_ids-mt2.t153.jsonl"

static PolluxSearchPanel *
get_panel (PolluxWindow *window)
{
  return test_find (window, POLLUX_TYPE_SEARCH_PANEL);
}

static PolluxSearchModel *
get_model (PolluxWindow *window)
{
  return pollux_search_panel_get_model (get_panel (window));
}

static guint
count (PolluxWindow *window)
{
  return pollux_search_model_get_n_found (get_model (window));
}

static void
wait_until_found (PolluxWindow *window)
{
  test_wait_for (!pollux_search_model_is_busy (get_model (window)));
}

static void
search (PolluxWindow *window, const char *text)
{
  test_act (window, "search");
  pollux_search_panel_set_text (get_panel (window), text);
  wait_until_found (window);
}

static const PolluxThing *
get_selection (PolluxWindow *window)
{
  return pollux_session_get_selection (pollux_window_get_session (window));
}

static void
test_keys (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  GtkWidget *focus;

  test_press (window, "ctrl+f");
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (get_panel (window))));
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (get_panel (window))));
  test_press (window, "b");
  test_press (window, "l");
  test_press (window, "o");
  test_press (window, "c");
  test_press (window, "k");
  test_press (window, "e");
  test_press (window, "r");
  test_press (window, "Return");
  g_assert_cmpuint (pollux_search_panel_get_position (get_panel (window)), ==, 0);
  g_assert_cmpint (get_selection (window)->kind, ==, POLLUX_THING_TASK);
  g_assert_cmpstr (
    pollux_trace_get_task_title (
      pollux_session_get_trace (pollux_window_get_session (window)), get_selection (window)->task),
    ==, "blocker");

  /* It closes, and the selection stays. */
  test_press (window, "Escape");
  test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (get_panel (window))));
  g_assert_cmpint (get_selection (window)->kind, ==, POLLUX_THING_TASK);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (gtk_widget_is_ancestor (focus, test_find (window, POLLUX_TYPE_TRACE_VIEW)));
  test_close (window);
}

static guint
count_events (PolluxWindow *window, PolluxThing *last)
{
  PolluxThing thing;
  guint n = 0;

  for (guint i = 0; pollux_search_model_get_thing (get_model (window), i, &thing); i++)
    {
      if (thing.kind != POLLUX_THING_EVENT)
        continue;
      *last = thing;
      n++;
    }
  return n;
}

static void
test_events (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  g_autofree char *text = NULL;
  PolluxThing event;

  search (window, "PANICKING task");
  g_assert_cmpuint (count_events (window, &event), ==, 1);
  pollux_search_model_want (get_model (window), 0, count (window));
  test_wait_for ((g_free (text), text = pollux_search_model_dup_text (get_model (window), &event),
                  *text != '\0'));
  g_assert_nonnull (strstr (text, "joined panicking task"));

  /* It is one of the task that is titled so, but its record does not say so. */
  search (window, "block_on");
  g_assert_cmpuint (count_events (window, &event), ==, 0);
  test_close (window);
}

static void
test_steps (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSearchPanel *panel = get_panel (window);
  guint n;

  search (window, "ticker");
  n = count (window);
  g_assert_cmpuint (n, >=, 3);
  g_assert_cmpuint (pollux_search_panel_get_position (panel), ==, G_MAXUINT);
  for (guint i = 0; i < n; i++)
    {
      PolluxThing thing;
      g_autofree char *status = g_strdup_printf ("%u of %u", i + 1, n);

      test_press (window, i % 2 == 0 ? "F3" : "Return");
      g_assert_cmpuint (pollux_search_panel_get_position (panel), ==, i);
      g_assert_true (pollux_search_model_get_thing (get_model (window), i, &thing));
      g_assert_true (pollux_thing_equal (&thing, get_selection (window)));
      g_assert_true (test_shows (panel, status));
    }
  /* Round, and back. */
  test_press (window, "Return");
  g_assert_cmpuint (pollux_search_panel_get_position (panel), ==, 0);
  test_press (window, "shift+Return");
  g_assert_cmpuint (pollux_search_panel_get_position (panel), ==, n - 1);
  test_press (window, "shift+F3");
  g_assert_cmpuint (pollux_search_panel_get_position (panel), ==, n - 2);

  /* Also with the focus elsewhere. */
  gtk_widget_grab_focus (test_find (window, POLLUX_TYPE_TRACE_VIEW));
  test_press (window, "F3");
  g_assert_cmpuint (pollux_search_panel_get_position (panel), ==, n - 1);
  test_close (window);
}

static void
test_hidden (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  PolluxTaskIndex task, other;

  pollux_trace_view_set_filter (view, "ticker");
  search (window, "blocker");
  test_act (window, "search-next");
  test_wait_for (test_shows (get_panel (window), "Its lane is hidden"));
  test_click (get_panel (window), "Show");
  g_assert_cmpstr (pollux_trace_view_get_filter (view), ==, "");
  g_assert_false (test_shows (get_panel (window), "Its lane is hidden"));
  g_assert_cmpint (get_selection (window)->kind, ==, POLLUX_THING_TASK);

  /* What was hidden by hand, or is not among the only ones, is shown as well. */
  task = get_selection (window)->task;
  other = task == 0 ? 1 : 0;
  pollux_session_set_only (pollux_window_get_session (window), &other, 1);
  test_wait_for (test_shows (get_panel (window), "Its lane is hidden"));
  test_click (get_panel (window), "Show");
  g_assert_false (test_shows (get_panel (window), "Its lane is hidden"));
  pollux_session_hide (pollux_window_get_session (window), &task, 1);
  g_assert_true (test_shows (get_panel (window), "Its lane is hidden"));
  test_click (get_panel (window), "Show");
  g_assert_false (test_shows (get_panel (window), "Its lane is hidden"));
  g_assert_cmpuint (get_selection (window)->task, ==, task);
  test_close (window);
}

static void
test_status (void)
{
  PolluxWindow *window = test_open_trace (TRACE);

  search (window, "no such thing");
  test_wait_for (test_shows (get_panel (window), "Nothing found"));
  g_assert_cmpuint (count (window), ==, 0);
  test_act (window, "search-next");
  g_assert_cmpuint (pollux_search_panel_get_position (get_panel (window)), ==, G_MAXUINT);

  search (window, "ticker -ticker-1 -ticker-2");
  g_assert_cmpuint (count (window), >, 0);
  g_assert_cmpuint (pollux_ticks_get_n_times (
                      pollux_search_model_get_ticks (get_model (window))), ==, count (window));
  search (window, "");
  g_assert_cmpuint (count (window), ==, 0);
  test_close (window);
}

/* The table that was there before comes back, or none. */
static void
test_return (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  g_autofree char *table = NULL;
  g_autofree char *shown = NULL;

  test_act (window, "events-table");
  test_act (window, "search");
  test_press (window, "Escape");
  table = test_get_state (window, "table");
  g_assert_cmpstr (table, ==, "events");

  test_act (window, "toggle-tables");
  test_act (window, "search");
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (get_panel (window))));
  test_press (window, "Escape");
  shown = test_get_state (window, "toggle-tables");
  g_assert_cmpstr (shown, ==, "false");
  test_close (window);
}

/* A large file is read on the side, and a new text ends what was begun. */
static void
test_large (void)
{
  g_autoptr (GString) text = test_record (4000);
  g_autoptr (GFile) file = NULL;
  PolluxWindow *window;
  gint64 begin, longest = 0;

  for (guint i = 0; i < 40000; i++)
    g_string_append_printf (text,
                            "{\"timestamp\":\"2026-11-22T19:00:00.%06uZ\",\"level\":\"INFO\","
                            "\"fields\":{\"message\":\"number %u\"},\"target\":\"app\"}\n",
                            200000 + i, i);
  file = test_write_file ("large.jsonl", text->str, text->len);
  window = test_open (file);
  test_wait_for (!pollux_window_is_loading (window));
  test_act (window, "search");
  pollux_search_panel_set_text (get_panel (window), "number");
  pollux_search_panel_set_text (get_panel (window), "number 3999");
  while (pollux_search_model_is_busy (get_model (window)))
    {
      begin = g_get_monotonic_time ();
      test_turn ();
      longest = MAX (longest, g_get_monotonic_time () - begin);
    }
  g_assert_cmpuint (count (window), ==, 14);
  g_test_message ("longest turn: %" G_GINT64_FORMAT " µs", longest);
  pollux_search_panel_set_text (get_panel (window), "number");
  wait_until_found (window);
  g_assert_cmpuint (count (window), ==, 40000);
  test_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/keys", test_keys);
  g_test_add_func ("/search/events", test_events);
  g_test_add_func ("/search/steps", test_steps);
  g_test_add_func ("/search/hidden", test_hidden);
  g_test_add_func ("/search/status", test_status);
  g_test_add_func ("/search/return", test_return);
  g_test_add_func ("/search/large", test_large);
  return test_run_all ();
}
