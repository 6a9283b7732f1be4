/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How lanes are arranged, by the window's commands and by keys. */
#include "config.h"

#include "window-fixture.h"

#include "pollux-settings.h"
#include "pollux-trace-view.h"

#define TRACE "odd-json_ids-mt2.t153.jsonl"

static const PolluxRows *
get_rows (PolluxWindow *window)
{
  return pollux_session_get_rows (pollux_window_get_session (window));
}

static guint
count (PolluxWindow *window, PolluxRowKind kind, guint flags)
{
  const PolluxRows *rows = get_rows (window);
  guint found = 0;

  for (guint i = 0; i < pollux_rows_get_length (rows); i++)
    {
      PolluxRow row;

      pollux_rows_get (rows, i, &row);
      found += row.kind == kind && (row.flags & flags) == flags;
    }

  return found;
}

static void
select_task (PolluxWindow *window, PolluxTaskIndex task)
{
  PolluxThing thing = { POLLUX_THING_TASK, task, 0 };

  pollux_session_select (pollux_window_get_session (window), &thing, FALSE);
}

static PolluxTaskIndex
get_selected (PolluxWindow *window)
{
  return pollux_session_get_selection (pollux_window_get_session (window))->task;
}

static void
test_groups (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  g_autofree char *setting = NULL;
  PolluxThing thing = { POLLUX_THING_TASK, 3, 0 };
  guint n = pollux_rows_get_n_tasks (get_rows (window));
  guint n_groups;

  g_assert_false (test_is_enabled (window, "toggle-groups"));
  test_act_string (window, "group", "location");
  n_groups = count (window, POLLUX_ROW_GROUP, 0);
  g_assert_cmpuint (n_groups, >, 2);
  g_assert_cmpuint (count (window, POLLUX_ROW_TASK, 0), ==, n);
  setting = pollux_settings_dup_string ("group-by", "");
  g_assert_cmpstr (setting, ==, "location");

  test_press (window, "shift+g");
  g_assert_cmpuint (count (window, POLLUX_ROW_GROUP, POLLUX_ROW_COLLAPSED), ==, n_groups);
  g_assert_cmpuint (count (window, POLLUX_ROW_TASK, 0), ==, 0);
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n);

  /* The selected task's, which it stays in. */
  select_task (window, 3);
  test_press (window, "g");
  g_assert_cmpuint (count (window, POLLUX_ROW_GROUP, POLLUX_ROW_COLLAPSED), ==, n_groups - 1);
  test_press (window, "g");
  g_assert_cmpuint (count (window, POLLUX_ROW_TASK, 0), ==, 0);
  g_assert_cmpuint (get_selected (window), ==, 3);

  /* Whoever is led to a task sees it. */
  pollux_session_select (pollux_window_get_session (window), &thing, TRUE);
  g_assert_cmpuint (count (window, POLLUX_ROW_TASK, 0), >, 0);
  test_act (window, "toggle-groups");
  test_act (window, "toggle-groups");
  g_assert_cmpuint (count (window, POLLUX_ROW_TASK, 0), ==, n);
  test_act_string (window, "group", "none");
  test_close (window);
}

static void
test_bands (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  guint before;

  test_act_string (window, "group", "name");
  test_press (window, "shift+g");
  test_run_for (100);
  before = count (window, POLLUX_ROW_GROUP, POLLUX_ROW_COLLAPSED);
  g_assert_false (pollux_bands_has_work (
    pollux_session_get_bands (pollux_window_get_session (window))));

  /* Down through the bands without opening any. */
  test_press (window, "Down");
  test_press (window, "Down");
  g_assert_cmpuint (get_selected (window), !=, POLLUX_TASK_NONE);
  g_assert_cmpuint (pollux_rows_find_task (get_rows (window), get_selected (window)), ==, 1);
  g_assert_cmpuint (count (window, POLLUX_ROW_GROUP, POLLUX_ROW_COLLAPSED), ==, before);
  test_act_string (window, "group", "none");
  test_close (window);
}

static void
test_packed (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  guint n = pollux_rows_get_length (get_rows (window));
  g_autofree char *on = NULL;
  g_autofree char *off = NULL;

  test_press (window, "k");
  g_assert_cmpuint (count (window, POLLUX_ROW_PACK, 0), >, 0);
  g_assert_cmpuint (pollux_rows_get_length (get_rows (window)), <, n);
  on = test_get_state (window, "packed");
  g_assert_cmpstr (on, ==, "true");
  g_assert_true (pollux_settings_get_boolean ("packed", FALSE));

  /* Lane by lane, packed ones as well. */
  for (guint i = 0; i < 5; i++)
    {
      test_press (window, "Down");
      g_assert_cmpuint (pollux_rows_find_task (get_rows (window), get_selected (window)), ==, i);
    }

  test_act (window, "packed");
  off = test_get_state (window, "packed");
  g_assert_cmpstr (off, ==, "false");
  g_assert_cmpuint (pollux_rows_get_length (get_rows (window)), ==, n);
  test_close (window);
}

static void
test_pinned (void)
{
  PolluxWindow *window = test_open_trace (TRACE);

  g_assert_false (test_is_enabled (window, "pin"));
  select_task (window, 4);
  test_press (window, "p");
  g_assert_cmpuint (pollux_rows_find_task (get_rows (window), 4), ==, 0);
  g_assert_cmpuint (count (window, POLLUX_ROW_TASK, POLLUX_ROW_PINNED), ==, 1);
  g_assert_cmpuint (get_selected (window), ==, 4);
  test_act (window, "pin");
  g_assert_cmpuint (count (window, POLLUX_ROW_TASK, POLLUX_ROW_PINNED), ==, 0);
  test_close (window);
}

static void
test_hidden (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  guint n = pollux_rows_get_n_tasks (get_rows (window));

  g_assert_null (pollux_trace_view_get_hint (view));
  g_assert_false (test_is_enabled (window, "show-hidden"));
  select_task (window, 2);
  test_press (window, "h");
  test_press (window, "h");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n - 2);
  g_assert_cmpstr (pollux_trace_view_get_hint (view), ==, "2 hidden");
  test_press (window, "shift+h");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n);
  g_assert_null (pollux_trace_view_get_hint (view));

  /* Only these: the button, the same key, and Escape lead back. */
  select_task (window, 2);
  test_press (window, "o");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, 1);
  g_assert_cmpstr (pollux_trace_view_get_hint (view), ==, "only 1 task");
  test_press (window, "o");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n);
  test_press (window, "o");
  test_press (window, "Escape");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, 1);
  test_press (window, "Escape");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n);
  select_task (window, 2);
  test_press (window, "o");
  test_click (window, "Show All");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n);
  test_close (window);
}

static gboolean
has_fewer (PolluxWindow *window, guint n)
{
  return pollux_rows_get_n_tasks (get_rows (window)) < n;
}

static void
test_only_alive (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);
  PolluxRange extent = pollux_trace_get_extent (pollux_session_get_trace (session));
  guint n = pollux_rows_get_n_tasks (get_rows (window));

  test_act (window, "only-alive");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n);
  pollux_session_show_range (session, (PolluxRange) { extent.begin, extent.begin + 1000 });
  /* Not while the view moves. */
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n);
  test_wait_for (has_fewer (window, n));
  pollux_session_fit (session);
  test_wait_for (pollux_rows_get_n_tasks (get_rows (window)) == n);
  pollux_session_show_range (session, (PolluxRange) { extent.begin, extent.begin + 1000 });
  test_wait_for (has_fewer (window, n));
  test_act (window, "only-alive");
  g_assert_cmpuint (pollux_rows_get_n_tasks (get_rows (window)), ==, n);
  test_close (window);
}

/* Reading the file again does not undo what was done by hand. */
static void
test_reload (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *before = pollux_window_get_session (window);
  const PolluxTaskIndex pinned = 1, hidden = 2;

  pollux_session_pin (before, &pinned, 1, TRUE);
  pollux_session_hide (before, &hidden, 1);
  test_act (window, "reload");
  test_wait_for (pollux_window_get_session (window) != before &&
                 pollux_rows_get_n_hidden (get_rows (window)) > 0);
  g_assert_true (pollux_rows_is_pinned (get_rows (window), pinned));
  g_assert_true (pollux_rows_is_hidden (get_rows (window), hidden));
  g_assert_cmpuint (pollux_rows_get_n_only (get_rows (window)), ==, 0);
  test_close (window);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lanes/groups", test_groups);
  g_test_add_func ("/lanes/bands", test_bands);
  g_test_add_func ("/lanes/packed", test_packed);
  g_test_add_func ("/lanes/pinned", test_pinned);
  g_test_add_func ("/lanes/hidden", test_hidden);
  g_test_add_func ("/lanes/reload", test_reload);
  g_test_add_func ("/lanes/only-alive", test_only_alive);

  return test_run_all ();
}
