/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: opening, its title and states, its commands, several at once. */
#include "config.h"

#include "window-fixture.h"

#include "pollux-settings.h"
#include "pollux-task-table.h"
#include "pollux-timeline.h"
#include "pollux-trace-view.h"

static GtkLabel *
find_with_class (GtkWidget *widget, const char *css_class)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, css_class))
    return GTK_LABEL (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkLabel *found = find_with_class (child, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
assert_subtitle (PolluxWindow *window, const char *expected)
{
  GtkWidget *titlebar = gtk_window_get_titlebar (GTK_WINDOW (window));

  g_assert_cmpstr (gtk_label_get_text (find_with_class (titlebar, "subtitle")), ==, expected);
}

static void
test_empty (void)
{
  PolluxWindow *window = pollux_window_new (test_get_application ());

  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_EMPTY);
  g_assert_true (pollux_window_is_empty (window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Pollux");
  test_wait_for (test_shows (window, "Open a trace or drop one here"));
  g_assert_false (test_is_enabled (window, "reload"));
  g_assert_false (test_is_enabled (window, "export"));
  g_assert_false (test_is_enabled (window, "zoom-in"));
  g_assert_false (test_is_enabled (window, "cancel"));
  g_assert_true (test_is_enabled (window, "open"));
  test_close (window);
}

static void
test_title (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==,
                   "seed-json-full.t153.jsonl — Pollux");
  assert_subtitle (window, "102\u00a0ms · 2 tasks · tracing-subscriber JSON");
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 2);
  g_assert_false (test_is_enabled (window, "cancel"));
  g_assert_true (test_is_enabled (window, "reload"));
  g_assert_true (test_is_enabled (window, "export"));
  test_close (window);
}

static void
test_no_times (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full-none.t153.jsonl");

  assert_subtitle (window, "2 tasks · no times · tracing-subscriber JSON");
  test_close (window);
}

static void
test_history (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxRange range = { 100000000, 101000000 };
  const PolluxViewport *viewport = pollux_session_get_viewport (session);

  g_assert_true (pollux_viewport_is_fitted (viewport));
  g_assert_false (test_is_enabled (window, "back"));
  g_assert_false (test_is_enabled (window, "zoom-to-range"));
  pollux_session_set_range (session, range);
  g_assert_true (test_is_enabled (window, "zoom-to-range"));
  test_act (window, "zoom-to-range");
  g_assert_false (pollux_viewport_is_fitted (viewport));
  g_assert_cmpint (pollux_viewport_get_range (viewport).begin, <=, range.begin);
  g_assert_cmpint (pollux_viewport_get_range (viewport).end, >=, range.end);
  g_assert_cmpint (pollux_range_length (pollux_viewport_get_range (viewport)), <, 3000000);
  g_assert_true (test_is_enabled (window, "back"));
  g_assert_false (test_is_enabled (window, "forward"));

  test_act (window, "back");
  g_assert_true (pollux_viewport_is_fitted (viewport));
  g_assert_true (test_is_enabled (window, "forward"));
  test_act (window, "forward");
  g_assert_false (pollux_viewport_is_fitted (viewport));
  test_act (window, "fit");
  g_assert_true (pollux_viewport_is_fitted (viewport));
  test_close (window);
}

static void
test_zoom (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  double before = pollux_session_get_viewport (session)->scale;

  test_act (window, "zoom-in");
  g_assert_cmpfloat (pollux_session_get_viewport (session)->scale, <, before);
  test_act (window, "zoom-in");
  test_act (window, "back");
  /* A series of zooms is one step back. */
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (session)));
  test_close (window);
}

static void
test_filter (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  guint n = pollux_trace_get_n_tasks (pollux_session_get_trace (session));

  pollux_trace_view_set_filter (view, "ticker");
  g_assert_cmpuint (pollux_rows_get_n_tasks (pollux_session_get_rows (session)), ==, 3);
  g_assert_false (pollux_trace_view_is_unmatched (view));
  g_assert_true (test_shows_part (gtk_window_get_titlebar (GTK_WINDOW (window)), "3 of "));
  pollux_trace_view_set_filter (view, "nothing of that name");
  g_assert_true (pollux_trace_view_is_unmatched (view));
  test_wait_for (test_shows (window, "No task matches"));
  test_act (window, "clear-filter");
  g_assert_false (pollux_trace_view_is_unmatched (view));
  g_assert_cmpuint (pollux_rows_get_n_tasks (pollux_session_get_rows (session)), ==, n);

  /* What is typed reaches the session as well, after a moment. */
  test_act (window, "find");
  gtk_editable_set_text (GTK_EDITABLE (test_find (view, GTK_TYPE_SEARCH_ENTRY)), "blocker");
  test_wait_for (g_str_equal (pollux_session_get_filter (session), "blocker"));
  test_close (window);
}

static void
test_order (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  gboolean descending;
  PolluxRow first;

  test_act_string (window, "order", "busy");
  g_assert_cmpint (pollux_session_get_order (session, &descending), ==, POLLUX_ORDER_BUSY);
  g_assert_true (descending);
  pollux_rows_get (pollux_session_get_rows (session), 0, &first);
  g_assert_cmpstr (pollux_trace_get_task_title (pollux_session_get_trace (session), first.task), ==,
                   "blocker");
  test_act (window, "reverse-order");
  pollux_session_get_order (session, &descending);
  g_assert_false (descending);
  test_act_string (window, "order", "name");
  g_assert_cmpint (pollux_session_get_order (session, &descending), ==, POLLUX_ORDER_NAME);
  g_assert_false (descending);
  test_close (window);
}

static void
test_lane_height (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  g_autofree char *state = NULL;
  g_autofree char *setting = NULL;

  g_assert_cmpint (pollux_rows_get_lane_height (pollux_session_get_rows (session)), ==,
                   POLLUX_LANE_COMFORTABLE);
  test_act_string (window, "lane-height", "compact");
  g_assert_cmpint (pollux_rows_get_lane_height (pollux_session_get_rows (session)), ==,
                   POLLUX_LANE_COMPACT);
  setting = pollux_settings_dup_string ("lane-height", "");
  g_assert_cmpstr (setting, ==, "compact");

  /* Changed by the timeline's keys, the menu follows. */
  pollux_session_set_lane_height (session, POLLUX_LANE_NORMAL);
  state = test_get_state (window, "lane-height");
  g_assert_cmpstr (state, ==, "normal");
  test_act_string (window, "lane-height", "comfortable");
  test_close (window);
}

static void
test_panels (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  g_autofree char *state = NULL;

  test_wait_for (test_shows (window, "Nothing selected"));
  test_act (window, "toggle-side-panel");
  test_run_for (50);
  g_assert_false (test_shows (window, "Nothing selected"));
  state = test_get_state (window, "toggle-side-panel");
  g_assert_cmpstr (state, ==, "false");
  test_act (window, "toggle-tables");
  g_assert_false (test_shows (window, "Tasks"));
  test_close (window);

  /* The next window looks as the last one did. */
  g_assert_false (pollux_settings_get_boolean ("side-panel-visible", TRUE));
  window = test_open_trace ("seed-json-full.t153.jsonl");
  test_run_for (50);
  g_assert_false (test_shows (window, "Nothing selected"));
  test_act (window, "toggle-side-panel");
  test_act (window, "toggle-tables");
  test_wait_for (test_shows (window, "Nothing selected") && test_shows (window, "Tasks"));
  test_close (window);
  g_assert_true (pollux_settings_get_boolean ("side-panel-visible", FALSE));
}

static void
test_sizes (void)
{
  PolluxWindow *window;
  int width;
  int height;

  pollux_settings_set_int ("window-width", 1000);
  pollux_settings_set_int ("window-height", 650);
  pollux_settings_set_int ("side-panel-width", 280);
  pollux_settings_set_int ("tables-height", 150);
  window = test_open_trace ("seed-json-full.t153.jsonl");
  test_run_for (100);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 1000);
  g_assert_cmpint (height, ==, 650);
  test_close (window);
  g_assert_cmpint (pollux_settings_get_int ("side-panel-width", 0), ==, 280);
  g_assert_cmpint (pollux_settings_get_int ("tables-height", 0), ==, 150);
  pollux_settings_set_int ("window-width", 1200);
  pollux_settings_set_int ("window-height", 760);
}

static void
test_reload (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxSession *before = session;
  PolluxThing thing = { POLLUX_THING_TASK, 3, 0 };
  PolluxRange range = { 20000000, 120000000 };
  PolluxRange view;
  guint64 id;

  pollux_session_set_range (session, range);
  pollux_session_show_range (session, range);
  view = pollux_viewport_get_range (pollux_session_get_viewport (session));
  pollux_session_select (session, &thing, FALSE);
  id = pollux_trace_get_task (pollux_session_get_trace (session), 3)->tokio_id;

  test_act (window, "reload");
  test_wait_for (!pollux_window_is_loading (window));
  session = pollux_window_get_session (window);
  g_assert_true (session != before);
  g_assert_cmpint (pollux_session_get_range (session).begin, ==, range.begin);
  g_assert_cmpint (pollux_session_get_range (session).end, ==, range.end);
  g_assert_cmpint (
    ABS (pollux_viewport_get_range (pollux_session_get_viewport (session)).begin - view.begin), <=,
    1000);
  thing = *pollux_session_get_selection (session);
  g_assert_cmpint (thing.kind, ==, POLLUX_THING_TASK);
  g_assert_cmpuint (
    pollux_trace_get_task (pollux_session_get_trace (session), thing.task)->tokio_id, ==, id);
  test_close (window);
}

/* The file changes between two loads. */
static void
test_reload_changed (void)
{
  g_autofree char *path = test_trace_path ("seed-json-full.t153.jsonl");
  g_autofree char *bytes = NULL;
  g_autoptr (GFile) file = NULL;
  PolluxWindow *window;
  PolluxSession *session;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  file = test_write_file ("changing.jsonl", bytes, length / 2);
  window = test_open (file);
  test_wait_for (!pollux_window_is_loading (window));
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_TRACE);

  g_object_unref (test_write_file ("changing.jsonl", bytes, length));
  test_act (window, "reload");
  test_wait_for (!pollux_window_is_loading (window));
  session = pollux_window_get_session (window);
  g_assert_true (pollux_trace_is_complete (pollux_session_get_trace (session)));
  g_assert_cmpuint (pollux_trace_get_n_tasks (pollux_session_get_trace (session)), ==, 2);

  /* It goes: what was read before stays, and the window says why. */
  g_assert_true (g_file_delete (file, NULL, NULL));
  test_act (window, "reload");
  test_wait_for (!pollux_window_is_loading (window));
  g_assert_true (pollux_window_get_session (window) == session);
  test_wait_for (test_shows_part (window, "cannot be read again"));
  test_close (window);
}

static void
test_damaged (void)
{
  PolluxWindow *window = test_open_trace ("forever-json-killed.t153.jsonl");
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));

  g_assert_false (pollux_trace_is_complete (trace));
  test_wait_for (test_shows_part (window, "This file is damaged at line "));
  test_close (window);
}

static void
test_three_at_once (void)
{
  static const char *const names[] = {
    "seed-json-full.t153.jsonl", "odd-json_ids-mt2.t153.jsonl", "fields-json-full.t153.jsonl",
  };
  PolluxWindow *windows[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file = test_trace_file (names[i]);

      windows[i] = test_open (file);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *title = g_strdup_printf ("%s — Pollux", names[i]);

      test_wait_for (!pollux_window_is_loading (windows[i]));
      g_assert_cmpint (pollux_window_get_state (windows[i]), ==, POLLUX_WINDOW_TRACE);
      g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (windows[i])), ==, title);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    test_close (windows[i]);
}

static gboolean
has_focus (PolluxWindow *window, GType type)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *pane = test_find (window, type);

  return focus != NULL && (focus == pane || gtk_widget_is_ancestor (focus, pane));
}

/* The keyboard gets everywhere, and out again. */
static void
test_panes (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");

  test_wait_for (has_focus (window, POLLUX_TYPE_TIMELINE));
  test_act (window, "next-pane");
  test_wait_for (has_focus (window, POLLUX_TYPE_TASK_TABLE));
  test_act (window, "next-pane");
  test_wait_for (has_focus (window, GTK_TYPE_NOTEBOOK));
  test_act (window, "next-pane");
  test_wait_for (has_focus (window, POLLUX_TYPE_TIMELINE));
  test_act (window, "previous-pane");
  test_wait_for (has_focus (window, GTK_TYPE_NOTEBOOK));
  test_act (window, "previous-pane");
  test_wait_for (has_focus (window, POLLUX_TYPE_TASK_TABLE));

  /* Two rows, but one Tab leaves the table, and another way the rows. */
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  g_assert_false (has_focus (window, POLLUX_TYPE_TASK_TABLE));
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_BACKWARD);
  g_assert_true (has_focus (window, POLLUX_TYPE_TASK_TABLE));
  /* The titles of the columns, and the three buttons above. */
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_BACKWARD);
  g_assert_true (has_focus (window, POLLUX_TYPE_TASK_TABLE));
  for (guint i = 0; i < 3; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_BACKWARD);
      g_assert_true (GTK_IS_TOGGLE_BUTTON (gtk_window_get_focus (GTK_WINDOW (window))));
      g_assert_true (has_focus (window, POLLUX_TYPE_TASK_TABLE));
    }
  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_BACKWARD);
  g_assert_false (has_focus (window, POLLUX_TYPE_TASK_TABLE));
  test_close (window);
}

/* First the selected thing, then the range. */
static void
test_escape (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxThing task = { POLLUX_THING_TASK, 0, 0 };

  pollux_session_select (session, &task, FALSE);
  pollux_session_set_range (session, (PolluxRange) { 1000, 2000 });
  test_wait_for (test_shows (window, "2 · whole trace"));
  test_act (window, "escape");
  g_assert_cmpint (pollux_session_get_selection (session)->kind, ==, POLLUX_THING_NONE);
  g_assert_true (pollux_session_has_range (session));
  test_act (window, "escape");
  g_assert_false (pollux_session_has_range (session));
  g_assert_false (test_shows_part (window, "whole trace"));
  test_close (window);
}

static double
get_scale (PolluxSession *session)
{
  return pollux_range_length (pollux_viewport_get_range (pollux_session_get_viewport (session)));
}

/* Keys that type a character act on the lanes wherever the focus is, but not
 * where text is typed. */
static void
test_keys (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  PolluxThing poll = { POLLUX_THING_POLL, 1, 3 };
  GtkWidget *table = test_find (window, POLLUX_TYPE_TASK_TABLE);
  double scale = get_scale (session);
  GtkWidget *entry;

  g_assert_true (gtk_widget_grab_focus (table));
  test_press (window, "w");
  g_assert_cmpfloat (get_scale (session), <, scale);
  test_press (window, "f");
  g_assert_cmpfloat (get_scale (session), ==, scale);
  pollux_session_select (session, &poll, FALSE);
  test_press (window, "z");
  g_assert_cmpfloat (get_scale (session), <, scale / 10);
  test_press (window, "period");
  g_assert_cmpuint (pollux_session_get_selection (session)->index, !=, 3);
  test_press (window, "comma");
  test_press (window, "bracketleft");
  g_assert_true (pollux_session_get_selection (session)->kind != POLLUX_THING_NONE);

  /* The arrows are the table's. */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), table));
  pollux_session_select (session, &poll, FALSE);
  test_press (window, "Down");
  test_press (window, "Down");
  g_assert_cmpint (pollux_session_get_selection (session)->kind, ==, POLLUX_THING_TASK);
  g_assert_cmpuint (pollux_session_get_selection (session)->task, ==, 2);

  /* And the letters the entry's. */
  test_press (window, "f");
  test_act (window, "find");
  entry = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (GTK_IS_EDITABLE (entry));
  test_press (window, "w");
  test_press (window, "bracketleft");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "w[");
  g_assert_cmpfloat (get_scale (session), ==, scale);
  pollux_trace_view_set_filter (view, "");
  test_act (window, "find-event");
  entry = gtk_window_get_focus (GTK_WINDOW (window));
  test_press (window, "s");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "s");
  g_assert_cmpfloat (get_scale (session), ==, scale);
  test_close (window);
}

/* It fits beside another window on a small screen. */
static void
test_narrow (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  int minimum;

  test_run_for (200);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 720);
  test_act_string (window, "table", "events");
  test_run_for (100);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 800);
  test_act_string (window, "table", "tasks");
  test_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/narrow", test_narrow);
  g_test_add_func ("/window/empty", test_empty);
  g_test_add_func ("/window/panes", test_panes);
  g_test_add_func ("/window/escape", test_escape);
  g_test_add_func ("/window/keys", test_keys);
  g_test_add_func ("/window/title", test_title);
  g_test_add_func ("/window/no-times", test_no_times);
  g_test_add_func ("/window/history", test_history);
  g_test_add_func ("/window/zoom", test_zoom);
  g_test_add_func ("/window/filter", test_filter);
  g_test_add_func ("/window/order", test_order);
  g_test_add_func ("/window/lane-height", test_lane_height);
  g_test_add_func ("/window/panels", test_panels);
  g_test_add_func ("/window/sizes", test_sizes);
  g_test_add_func ("/window/reload", test_reload);
  g_test_add_func ("/window/reload-changed", test_reload_changed);
  g_test_add_func ("/window/damaged", test_damaged);
  g_test_add_func ("/window/three-at-once", test_three_at_once);

  return test_run_all ();
}
