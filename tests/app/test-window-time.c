/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in time a window is: how times are told, going to one, the views of the
 * history, linked windows, and never being lost. */
#include "config.h"

#include "window-fixture.h"

#include "pollux-event-table.h"
#include "pollux-goto.h"
#include "pollux-history-popover.h"
#include "pollux-nothing-hint.h"
#include "pollux-selection-panel.h"
#include "pollux-timeline.h"

#define TRACE "odd-json_ids-mt2.t153.jsonl"
#define MS G_GINT64_CONSTANT (1000000)

static PolluxTimeline *
find_timeline (PolluxWindow *window)
{
  return test_find (window, POLLUX_TYPE_TIMELINE);
}

static gboolean
ruler_has (PolluxWindow *window, const char *part)
{
  g_autofree char *dump = pollux_timeline_dump (find_timeline (window));

  return strstr (dump, part) != NULL;
}

static void
test_time_mode (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);

  test_wait_for (ruler_has (window, "\"100 ms\"") || ruler_has (window, "\"100\u00a0ms\""));
  test_act_string (window, "time-mode", "utc");
  test_wait_for (ruler_has (window, "zone \"UTC\""));
  pollux_session_hover (session, NULL, 7);
  test_wait_for (test_shows_part (window, " UTC"));

  test_act_string (window, "time-mode", "selection");
  test_wait_for (!ruler_has (window, "zone"));
  pollux_session_set_range (session, (PolluxRange) { 100 * MS, 150 * MS });
  test_wait_for (ruler_has (window, "\u2212100\u00a0ms"));
  test_act_string (window, "time-mode", "relative");
  test_wait_for (!ruler_has (window, "\u2212100\u00a0ms"));
  test_close (window);
}

/* "19:07:01.666" of an epoch, by other means. */
static char *
dup_day_time (gint64 epoch)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (epoch / 1000000000);
  g_autofree char *text = g_date_time_format (seconds, "%H:%M:%S");

  return g_strdup_printf ("%s.%03d", text, (int) (epoch / 1000000 % 1000));
}

/* The panels and tables tell times as the ruler does. */
static void
test_time_mode_of_panels (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);
  PolluxTrace *trace = pollux_session_get_trace (session);
  GtkWidget *details = test_find (window, POLLUX_TYPE_SELECTION_PANEL);
  GtkWidget *events;
  g_autofree char *first = NULL, *poll = NULL;
  PolluxLogEvent event;
  PolluxPoll at;

  pollux_trace_get_event (trace, 0, &event);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 3), 0, &at);
  first = dup_day_time (pollux_trace_get_origin (trace) + event.time);
  poll = dup_day_time (pollux_trace_get_origin (trace) + at.start);

  pollux_session_select (session, &(PolluxThing) { POLLUX_THING_POLL, 3, 0 }, FALSE);
  test_act_string (window, "table", "events");
  test_wait_for ((events = test_find (window, POLLUX_TYPE_EVENT_TABLE)) != NULL &&
                 gtk_widget_get_mapped (events));
  /* The time of day in a row of its own. */
  test_wait_for (test_shows (details, "Clock"));
  g_assert_false (test_shows_part (events, first));

  test_act_string (window, "time-mode", "utc");
  test_wait_for (test_shows_part (details, poll) && !test_shows (details, "Clock"));
  test_wait_for (test_shows_part (events, first));

  /* What is selected itself is not always at 0. */
  test_act_string (window, "time-mode", "selection");
  test_wait_for (test_shows (details, "Clock") && !test_shows_part (events, first));
  g_assert_false (test_shows (details, "0\u00a0ns"));
  test_act_string (window, "time-mode", "relative");
  test_close (window);
}

static void
test_no_times (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full-none.t153.jsonl");

  test_act_string (window, "time-mode", "utc");
  test_wait_for (ruler_has (window, "\"#0\""));
  pollux_session_set_range (pollux_window_get_session (window), (PolluxRange) { 3, 20 });
  test_wait_for (ruler_has (window, "\"17 records\""));
  test_act_string (window, "time-mode", "relative");
  test_close (window);
}

static void
test_go_to (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);
  const PolluxViewport *view = pollux_session_get_viewport (session);
  PolluxGoto *popover;
  GtkEditable *entry;

  test_act (window, "go-to");
  popover = test_find (window, POLLUX_TYPE_GOTO);
  g_assert_nonnull (popover);
  entry = GTK_EDITABLE (test_find (popover, GTK_TYPE_ENTRY));
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (popover)));
  g_assert_nonnull (strstr (pollux_goto_get_hint (popover), "1.25s"));

  gtk_editable_set_text (entry, "100ms 5m");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error") ||
                 strstr (pollux_goto_get_hint (popover), "Shows") != NULL);
  gtk_editable_set_text (entry, "12");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  gtk_editable_set_text (entry, "100ms 5ms");
  g_assert_cmpstr (pollux_goto_get_hint (popover), ==,
                   "Shows 100.000\u00a0ms to 105.000\u00a0ms, 5.00\u00a0ms");
  g_signal_emit_by_name (entry, "activate");
  test_wait_for (!gtk_widget_get_visible (GTK_WIDGET (popover)));
  g_assert_cmpint (view->left, ==, 100 * MS);
  g_assert_cmpfloat_with_epsilon (view->scale * view->width, 5 * MS, 1);

  /* A moment comes into the middle, and the zoom stays. */
  g_assert_true (pollux_goto_run (session, "150ms", NULL));
  g_assert_cmpfloat_with_epsilon (view->scale * view->width, 5 * MS, 1);
  g_assert_cmpint (ABS (view->left - 147500000), <=, 1);
  g_assert_true (pollux_goto_run (session, "w 1ms", NULL));
  g_assert_cmpfloat_with_epsilon (view->scale * view->width, MS, 1);
  g_assert_false (pollux_goto_run (session, "10s", NULL));
  g_assert_true (test_is_enabled (window, "back"));
  test_close (window);
}

static void
test_history (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);
  const PolluxViewport *view = pollux_session_get_viewport (session);
  PolluxHistoryPopover *popover;

  test_run_for (50);
  for (guint i = 1; i <= 3; i++)
    pollux_session_show_range (session, (PolluxRange) { i * 10 * MS, (i * 10 + 5) * MS });
  test_act (window, "show-history");
  popover = test_find (window, POLLUX_TYPE_HISTORY_POPOVER);
  g_assert_nonnull (popover);
  g_assert_cmpuint (pollux_history_popover_get_n (popover), ==, 4);
  test_wait_for (pollux_history_popover_get_n_painted (popover) == 4);
  g_assert_true (test_shows (popover, "Shown now"));
  g_assert_true (test_shows (popover, "3 views back"));

  pollux_history_popover_choose (popover, -2);
  g_assert_cmpint (ABS (view->left - 10 * MS), <, MS);
  test_wait_for (!gtk_widget_get_visible (GTK_WIDGET (popover)));
  test_act (window, "show-history");
  test_wait_for (pollux_history_popover_get_n_painted (popover) == 4);
  g_assert_true (test_shows (popover, "2 views forward"));
  test_close (window);
}

static GtkWidget *
find_link_button (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;
      const char *action = NULL;

      if (GTK_IS_ACTIONABLE (child))
        action = gtk_actionable_get_action_name (GTK_ACTIONABLE (child));
      if (g_strcmp0 (action, "win.link-views") == 0)
        return child;
      found = find_link_button (child);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static PolluxWindow *
find_other (PolluxWindow *window)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (test_get_application ()));

  for (GList *link = windows; link != NULL; link = link->next)
    if (POLLUX_IS_WINDOW (link->data) && link->data != window)
      return link->data;

  return NULL;
}

static void
test_links (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);
  PolluxSession *other_session;
  PolluxWindow *other;
  GtkWidget *mark = find_link_button (GTK_WIDGET (window));
  PolluxTime left;

  g_assert_nonnull (mark);
  g_assert_false (gtk_widget_get_visible (mark));
  test_act (window, "new-view");
  other = find_other (window);
  g_assert_nonnull (other);
  other_session = pollux_window_get_session (other);
  g_assert_true (pollux_session_get_trace (other_session) == pollux_session_get_trace (session));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (other)), ==,
                   gtk_window_get_title (GTK_WINDOW (window)));
  test_run_for (100);

  test_act (window, "link-views");
  g_assert_true (gtk_widget_get_visible (mark));
  g_assert_true (gtk_widget_get_visible (find_link_button (GTK_WIDGET (other))));
  pollux_session_zoom (session, 4, 200);
  g_assert_cmpint (pollux_session_get_viewport (other_session)->left, ==,
                   pollux_session_get_viewport (session)->left);
  pollux_session_pan (other_session, 30);
  g_assert_cmpint (pollux_session_get_viewport (other_session)->left, ==,
                   pollux_session_get_viewport (session)->left);

  test_act (other, "link-views");
  g_assert_false (gtk_widget_get_visible (mark));
  left = pollux_session_get_viewport (other_session)->left;
  pollux_session_pan (session, 30);
  g_assert_cmpint (pollux_session_get_viewport (other_session)->left, ==, left);

  test_act (window, "link-views");
  g_assert_true (gtk_widget_get_visible (mark));
  test_close (other);
  g_assert_false (gtk_widget_get_visible (mark));
  pollux_session_pan (session, 30);
  test_close (window);
}

static void
test_nothing (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);
  GtkWidget *hint = test_find (window, POLLUX_TYPE_NOTHING_HINT);
  PolluxViewport view;

  test_run_for (400);
  g_assert_false (gtk_widget_get_visible (hint));
  test_act (window, "fit");
  view = *pollux_session_get_viewport (session);
  pollux_viewport_set_range (&view, (PolluxRange) { 239 * MS, 239 * MS + 20000 });
  pollux_session_set_viewport (session, &view, TRUE);
  test_wait_for (gtk_widget_get_visible (hint));
  g_assert_true (test_shows (hint, "Nothing here"));
  g_assert_true (test_shows_part (hint, "Next section at 24"));
  test_act (window, "fit");
  test_wait_for (!gtk_widget_get_visible (hint));
  test_close (window);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-time/mode", test_time_mode);
  g_test_add_func ("/window-time/panels", test_time_mode_of_panels);
  g_test_add_func ("/window-time/no-times", test_no_times);
  g_test_add_func ("/window-time/go-to", test_go_to);
  g_test_add_func ("/window-time/history", test_history);
  g_test_add_func ("/window-time/links", test_links);
  g_test_add_func ("/window-time/nothing", test_nothing);

  return test_run_all ();
}
