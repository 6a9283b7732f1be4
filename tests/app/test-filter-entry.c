/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entry above the lanes: what may be typed, what is wrong, and the help. */

#include "config.h"

#include "pollux-filter.h"
#include "pollux-status-line.h"
#include "pollux-trace-view.h"
#include "window-fixture.h"

static guint
count_shown (PolluxWindow *window)
{
  return pollux_rows_get_n_tasks (pollux_session_get_rows (pollux_window_get_session (window)));
}

static GtkWidget *
get_entry (PolluxWindow *window)
{
  return test_find (test_find (window, POLLUX_TYPE_TRACE_VIEW), GTK_TYPE_SEARCH_ENTRY);
}

static void
test_key (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  GtkWidget *focus;
  int width;

  test_wait_for (gtk_widget_get_width (get_entry (window)) > 0);
  width = gtk_widget_get_width (get_entry (window));
  test_press (window, "slash");
  test_wait_for (gtk_widget_get_width (get_entry (window)) > width + 100);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (gtk_widget_is_ancestor (focus, get_entry (window)));
  /* There it is a character like others. */
  test_press (window, "slash");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (window))), ==, "/");
  test_press (window, "Escape");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (window))), ==, "");

  /* It has room for a term or two, and is as wide as the lane headers again then. */
  test_wait_for (gtk_widget_get_width (get_entry (window)) == width);
  test_close (window);
}

static void
test_figures (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));
  guint n = 0;

  for (PolluxTaskIndex i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    n += pollux_lane_get_n_polls (pollux_trace_get_lane (trace, i)) > 3;
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, pollux_trace_get_n_tasks (trace));
  pollux_trace_view_set_filter (view, "polls>3");
  g_assert_cmpuint (count_shown (window), ==, n);
  g_assert_null (pollux_trace_view_get_fault (view));
  test_close (window);
}

static void
test_fault (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  GtkWidget *entry = get_entry (window);

  /* The rest applies, and the entry says what does not. */
  pollux_trace_view_set_filter (view, "ticker foo:bar");
  g_assert_cmpuint (count_shown (window), ==, 3);
  g_assert_nonnull (pollux_trace_view_get_fault (view));
  test_wait_for (test_shows_part (view, "“foo” is no key of the filter"));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));

  /* What may still become right is not called wrong. */
  pollux_trace_view_set_filter (view, "ticker busy>1");
  g_assert_null (pollux_trace_view_get_fault (view));
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  pollux_trace_view_set_filter (view, "busy>1 ticker");
  g_assert_nonnull (pollux_trace_view_get_fault (view));
  pollux_trace_view_set_filter (view, "");
  g_assert_null (pollux_trace_view_get_fault (view));
  test_close (window);
}

static GtkWidget *
find_help (PolluxWindow *window)
{
  GtkWidget *child = gtk_widget_get_next_sibling (get_entry (window));

  g_assert_true (GTK_IS_MENU_BUTTON (child));
  return child;
}

/* What is selected stays so without its lane, and that is told. */
static void
test_lost_lane (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  PolluxStatusLine *status = test_find (window, POLLUX_TYPE_STATUS_LINE);

  pollux_session_hover (session, NULL, POLLUX_TIME_NONE);
  pollux_session_select (session, &(PolluxThing) { POLLUX_THING_TASK, 1, 0 }, FALSE);
  g_assert_null (strstr (pollux_status_line_get_text (status), "lane is not shown"));
  pollux_trace_view_set_filter (view, "polls>100000000");
  test_wait_for (strstr (pollux_status_line_get_text (status), " (its lane is not shown)") != NULL);
  pollux_trace_view_set_filter (view, "");
  test_wait_for (strstr (pollux_status_line_get_text (status), "lane is not shown") == NULL);
  test_close (window);
}

static void
test_help (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (find_help (window)));
  const PolluxFilterKey *keys;
  guint n;

  pollux_trace_view_set_filter (view, "ticker ");
  gtk_menu_button_popup (GTK_MENU_BUTTON (find_help (window)));
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (popover)));
  keys = pollux_filter_get_keys (&n);
  for (guint i = 0; i < n; i++)
    g_assert_true (test_shows (popover, keys[i].example));

  test_click (popover, "polls>100");
  g_assert_cmpstr (pollux_trace_view_get_filter (view), ==, "ticker polls>100");
  test_wait_for (count_shown (window) == 0);
  test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (popover)));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                         get_entry (window)));
  test_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-entry/key", test_key);
  g_test_add_func ("/filter-entry/figures", test_figures);
  g_test_add_func ("/filter-entry/fault", test_fault);
  g_test_add_func ("/filter-entry/lost-lane", test_lost_lane);
  g_test_add_func ("/filter-entry/help", test_help);
  return test_run_all ();
}
