/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The timeline and the overview under a real pointer and real keys, sent by
 * xdotool to the display this runs on. The window lies at (0, 0), so pixels of
 * the window are those of the screen.
 */
#include "config.h"

#include <glib/gstdio.h>

#include "view-fixture.h"

static PolluxTime
time_at (ViewFixture *view,
         double       x)
{
  const PolluxViewport *viewport = pollux_session_get_viewport (view->session);

  return pollux_viewport_x_to_time (viewport, x - view_x_of (view, 0) +
                                              pollux_viewport_time_to_x (viewport, 0));
}

static double
get_scale (ViewFixture *view)
{
  return pollux_session_get_viewport (view->session)->scale;
}

static void
assert_near (PolluxTime a,
             PolluxTime b,
             double     tolerance)
{
  g_assert_cmpfloat (ABS ((double) a - (double) b), <=, tolerance);
}

static void
test_wheel_zooms_about_pointer (void)
{
  ViewFixture view;
  PolluxTime before;
  double scale;

  view_open (&view, build_zoo_trace (), 900, 500);
  view_move (&view, 613, 100);
  before = time_at (&view, 613);
  scale = get_scale (&view);
  view_xdotool ("xdotool keydown ctrl click 4 click 4 click 4 keyup ctrl");
  g_assert_cmpfloat (get_scale (&view), <, scale / 1.9);
  assert_near (time_at (&view, 613), before, scale);
  view_xdotool ("xdotool keydown ctrl click 5 keyup ctrl");
  assert_near (time_at (&view, 613), before, scale);
  view_close (&view);
}

/* The plain wheel moves the lanes, with Shift the time; with both the height. */
static void
test_wheel_scrolls (void)
{
  ViewFixture view;
  GtkAdjustment *vertical;
  PolluxTime left;

  view_open (&view, build_random_trace (60, 20, 1000000, 5), 900, 500);
  vertical = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view.widget));
  view_move (&view, 600, 200);
  view_xdotool ("xdotool click 5 click 5");
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), >, 50);
  view_xdotool ("xdotool click 4 click 4 click 4");
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), ==, 0);

  pollux_session_show_range (view.session, (PolluxRange) { 400000, 500000 });
  left = pollux_session_get_viewport (view.session)->left;
  view_xdotool ("xdotool keydown shift click 5 keyup shift");
  g_assert_cmpint (pollux_session_get_viewport (view.session)->left, >, left);
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), ==, 0);

  view_xdotool ("xdotool keydown ctrl keydown shift click 5 keyup shift keyup ctrl");
  g_assert_cmpint (pollux_rows_get_lane_height (pollux_session_get_rows (view.session)), ==,
                   POLLUX_LANE_NORMAL);
  view_close (&view);
}

/* The lane under the pointer stays there when lanes change their height. */
static void
test_height_keeps_lane (void)
{
  ViewFixture view;
  PolluxRow row;
  double y;

  view_open (&view, build_random_trace (100, 5, 1000000, 5), 900, 500);
  pollux_rows_get (pollux_session_get_rows (view.session), 50, &row);
  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_TASK, row.task, 0 }, TRUE);
  view_run (60);
  y = view_y_of (&view, row.task);
  view_move (&view, 600, y);
  view_xdotool ("xdotool keydown ctrl keydown shift click 5 click 5 keyup shift keyup ctrl");
  g_assert_cmpfloat_with_epsilon (view_y_of (&view, row.task), y, 2);
  view_close (&view);
}

static void
test_middle_drag_pans (void)
{
  ViewFixture view;
  PolluxTime grabbed;

  view_open (&view, build_random_trace (60, 20, 1000000, 5), 900, 500);
  pollux_session_show_range (view.session, (PolluxRange) { 400000, 500000 });
  view_run (20);
  view_move (&view, 700, 300);
  grabbed = time_at (&view, 700);
  view_xdotool ("xdotool mousedown 2");
  view_move (&view, 650, 280);
  view_move (&view, 600, 200);
  view_xdotool ("xdotool mouseup 2");
  assert_near (time_at (&view, 600), grabbed, 2 * get_scale (&view));
  g_assert_cmpfloat (gtk_adjustment_get_value (
                       gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view.widget))), ==, 100);
  g_assert_false (pollux_session_has_range (view.session));

  /* Shift does the same with the first button. */
  grabbed = time_at (&view, 500);
  view_move (&view, 500, 300);
  view_xdotool ("xdotool keydown shift mousedown 1");
  view_move (&view, 550, 300);
  view_move (&view, 600, 300);
  view_xdotool ("xdotool mouseup 1 keyup shift");
  assert_near (time_at (&view, 600), grabbed, 2 * get_scale (&view));
  g_assert_false (pollux_session_has_range (view.session));
  view_close (&view);
}

static void
drag (ViewFixture *view,
      double       x0,
      double       y0,
      double       x1,
      double       y1)
{
  view_move (view, x0, y0);
  view_xdotool ("xdotool mousedown 1");
  view_move (view, (x0 + x1) / 2, (y0 + y1) / 2);
  view_move (view, x1, y1);
  view_xdotool ("xdotool mouseup 1");
}

static void
test_drag_selects_range (void)
{
  ViewFixture view;
  PolluxRange range;
  double pixel;

  view_open (&view, build_zoo_trace (), 900, 500);
  pixel = get_scale (&view);
  drag (&view, 700, 100, 400, 140);
  range = pollux_session_get_range (view.session);
  assert_near (range.begin, time_at (&view, 400), pixel);
  assert_near (range.end, time_at (&view, 700), pixel);
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_NONE);

  /* The right edge goes to 800, the left one stays. */
  drag (&view, 701, 200, 800, 200);
  range = pollux_session_get_range (view.session);
  assert_near (range.begin, time_at (&view, 400), pixel);
  assert_near (range.end, time_at (&view, 800), pixel);

  /* In the ruler, and out of the window: to the end of the trace, not more. */
  drag (&view, 500, 10, 899, 10);
  range = pollux_session_get_range (view.session);
  assert_near (range.begin, time_at (&view, 500), pixel);
  g_assert_cmpint (range.end, <=, 1000000);
  g_assert_cmpint (range.end, >, 990000);

  /* A click in the ruler unselects. */
  view_move (&view, 300, 10);
  view_xdotool ("xdotool click 1");
  g_assert_false (pollux_session_has_range (view.session));
  view_close (&view);
}

/* Who selects by keys does not want to read of what the pointer was left on. */
static void
test_tooltip_yields_to_keys (void)
{
  ViewFixture view;
  double y;

  view_open (&view, build_zoo_trace (), 900, 500);
  y = view_y_of (&view, 1);
  view_move (&view, 30, y);
  g_assert_true (view_query_tooltip (&view, 30, y, FALSE));
  view_xdotool ("xdotool key period");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, !=, POLLUX_THING_NONE);
  g_assert_false (view_query_tooltip (&view, 30, y, FALSE));
  view_move (&view, 31, y);
  g_assert_true (view_query_tooltip (&view, 31, y, FALSE));
  view_close (&view);
}

static void
test_escape_cancels_drag (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 900, 500);
  pollux_session_set_range (view.session, (PolluxRange) { 1000, 2000 });
  view_move (&view, 500, 100);
  view_xdotool ("xdotool mousedown 1");
  view_move (&view, 600, 100);
  view_move (&view, 700, 100);
  g_assert_cmpint (pollux_session_get_range (view.session).end, >, 300000);
  view_xdotool ("xdotool key Escape");
  g_assert_cmpint (pollux_session_get_range (view.session).begin, ==, 1000);
  g_assert_cmpint (pollux_session_get_range (view.session).end, ==, 2000);
  view_move (&view, 800, 100);
  view_xdotool ("xdotool mouseup 1");
  g_assert_cmpint (pollux_session_get_range (view.session).end, ==, 2000);
  view_close (&view);
}

/* Held beyond the edge it scrolls on by itself. */
static void
test_autoscroll (void)
{
  ViewFixture view;
  PolluxTime left;

  view_open (&view, build_zoo_trace (), 900, 500);
  pollux_session_show_range (view.session, (PolluxRange) { 400000, 500000 });
  left = pollux_session_get_viewport (view.session)->left;
  view_move (&view, 600, 100);
  view_xdotool ("xdotool mousedown 1");
  view_move (&view, 700, 100);
  view_move (&view, 898, 100);
  view_run (400);
  g_assert_cmpint (pollux_session_get_viewport (view.session)->left, >, left + 2000);
  g_assert_cmpint (pollux_session_get_range (view.session).end, >, 505000);
  view_xdotool ("xdotool mouseup 1");
  left = pollux_session_get_viewport (view.session)->left;
  view_run (100);
  g_assert_cmpint (pollux_session_get_viewport (view.session)->left, ==, left);
  view_close (&view);
}

/* Late records come while a range is dragged: it stays what was dragged. */
static void
test_growth_while_dragging (void)
{
  ViewFixture view;
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  PolluxTime begin;

  view_open (&view, build_zoo_trace (), 900, 500);
  begin = time_at (&view, 500);
  view_move (&view, 500, 100);
  view_xdotool ("xdotool mousedown 1");
  view_move (&view, 600, 100);
  pollux_batch_extend (batch, -500000, 4000000, 2);
  pollux_batch_add_event (batch, -500000, 900, POLLUX_TASK_NONE, POLLUX_LEVEL_INFO);
  pollux_trace_apply (view.trace, batch, 0, 0);
  pollux_trace_settle (view.trace);
  view_run (60);
  view_move (&view, 700, 100);
  view_xdotool ("xdotool mouseup 1");
  assert_near (pollux_session_get_range (view.session).begin, begin, 5000);
  assert_near (pollux_session_get_range (view.session).end, time_at (&view, 700),
               get_scale (&view));
  view_close (&view);
}

static void
test_click_selects (void)
{
  ViewFixture view;
  GtkAdjustment *vertical;

  view_open (&view, build_zoo_trace (), 900, 500);
  vertical = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view.widget));
  g_assert_cmpfloat (gtk_adjustment_get_upper (vertical), <=, 452);

  view_move (&view, view_x_of (&view, 550000), view_y_of (&view, 1));
  g_assert_cmpint (pollux_session_get_hovered (view.session)->kind, ==, POLLUX_THING_POLL);
  g_assert_cmpuint (pollux_session_get_hovered (view.session)->index, ==, 3);
  assert_near (pollux_session_get_cursor (view.session), 550000, 2 * get_scale (&view));
  view_xdotool ("xdotool click 1");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 3);

  view_move (&view, view_x_of (&view, 182000), view_y_of (&view, 1));
  view_xdotool ("xdotool click 1");
  view_assert_selected (&view, POLLUX_THING_IDLE, 1, 2);

  view_move (&view, view_x_of (&view, 20000), view_y_of (&view, 1));
  view_xdotool ("xdotool click 1");
  view_assert_selected (&view, POLLUX_THING_WAIT, 1, 0);

  /* A wake lies on the lane's lower edge, an event on the upper one. */
  view_move (&view, view_x_of (&view, 350000), view_y_of (&view, 1) + 11);
  view_xdotool ("xdotool click 1");
  view_assert_selected (&view, POLLUX_THING_WAKE, 1, 2);
  view_move (&view, view_x_of (&view, 155000), view_y_of (&view, 1) - 12);
  view_xdotool ("xdotool click 1");
  view_assert_selected (&view, POLLUX_THING_EVENT, 1, 0);

  view_move (&view, 40, view_y_of (&view, 3));
  view_xdotool ("xdotool click 1");
  view_assert_selected (&view, POLLUX_THING_TASK, 3, 0);

  /* Below the last lane there is nothing. */
  view_move (&view, 600, 440);
  view_xdotool ("xdotool click 1");
  view_assert_selected (&view, POLLUX_THING_NONE, POLLUX_TASK_NONE, 0);
  g_assert_cmpint (pollux_session_get_hovered (view.session)->kind, ==, POLLUX_THING_NONE);
  view_close (&view);
}

static void
assert_cursor (ViewFixture *view,
               GtkWidget   *widget,
               const char  *name)
{
  GdkCursor *cursor = gtk_widget_get_cursor (widget);

  g_assert_cmpstr (cursor != NULL ? gdk_cursor_get_name (cursor) : NULL, ==, name);
}

/* The pointer says what a drag would do. */
static void
test_cursors (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 900, 500);
  pollux_session_set_range (view.session, (PolluxRange) { 300000, 600000 });
  view_move (&view, 500, 300);
  assert_cursor (&view, view.widget, NULL);
  view_move (&view, view_x_of (&view, 600000) + 1, 300);
  assert_cursor (&view, view.widget, "col-resize");
  view_move (&view, pollux_timeline_get_header_width (view.timeline), 300);
  assert_cursor (&view, view.widget, "col-resize");

  view_move (&view, 500, 300);
  view_xdotool ("xdotool mousedown 2");
  view_move (&view, 520, 300);
  view_move (&view, 540, 300);
  assert_cursor (&view, view.widget, "grabbing");
  view_xdotool ("xdotool mouseup 2");
  assert_cursor (&view, view.widget, NULL);

  pollux_session_show_range (view.session, (PolluxRange) { 400000, 600000 });
  view_xdotool ("xdotool mousemove 450 20");
  assert_cursor (&view, view.overview_widget, "grab");
  view_xdotool ("xdotool mousemove 100 20");
  assert_cursor (&view, view.overview_widget, NULL);
  view_close (&view);
}

static void
test_double_click_zooms (void)
{
  ViewFixture view;
  PolluxRange shown;

  view_open (&view, build_zoo_trace (), 900, 500);
  view_move (&view, view_x_of (&view, 550000), view_y_of (&view, 1));
  view_xdotool ("xdotool click --repeat 2 --delay 40 1");
  shown = pollux_viewport_get_range (pollux_session_get_viewport (view.session));
  assert_near (shown.begin, 410000, 11000);
  assert_near (shown.end, 630000, 11000);
  view_move (&view, 600, 10);
  view_run (500);
  view_xdotool ("xdotool click --repeat 2 --delay 40 1");
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));
  view_close (&view);
}

static void
test_header_edge (void)
{
  ViewFixture view;
  int width;

  view_open (&view, build_zoo_trace (), 900, 500);
  width = pollux_timeline_get_header_width (view.timeline);
  drag (&view, width + 1, 200, width + 61, 200);
  g_assert_cmpint (ABS (pollux_timeline_get_header_width (view.timeline) - width - 60), <=, 1);
  g_assert_false (pollux_session_has_range (view.session));
  g_assert_cmpfloat (pollux_session_get_viewport (view.session)->width, ==,
                     view_lanes_width (&view));
  view_close (&view);
}

/* Every key, as the keyboard sends it; letters only while it has the focus. */
static void
test_keys (void)
{
  ViewFixture view;
  PolluxRows *rows;
  double scale;

  view_open (&view, build_zoo_trace (), 900, 500);
  rows = pollux_session_get_rows (view.session);
  view_move (&view, 600, 300);
  view_xdotool ("xdotool key plus key plus");
  scale = get_scale (&view);
  view_xdotool ("xdotool key w");
  g_assert_cmpfloat_with_epsilon (get_scale (&view), scale / 1.5, scale / 100);
  view_xdotool ("xdotool key s");
  g_assert_cmpfloat_with_epsilon (get_scale (&view), scale, scale / 100);
  view_xdotool ("xdotool key ctrl+equal");
  g_assert_cmpfloat_with_epsilon (get_scale (&view), scale / 1.5, scale / 100);
  view_xdotool ("xdotool key minus");
  g_assert_cmpfloat_with_epsilon (get_scale (&view), scale, scale / 100);
  view_xdotool ("xdotool key KP_Add");
  g_assert_cmpfloat_with_epsilon (get_scale (&view), scale / 1.5, scale / 100);
  view_xdotool ("xdotool key f");
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));
  view_xdotool ("xdotool key BackSpace");
  g_assert_false (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));
  view_xdotool ("xdotool key 0");
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));

  view_xdotool ("xdotool key ctrl+shift+minus");
  g_assert_cmpint (pollux_rows_get_lane_height (rows), ==, POLLUX_LANE_NORMAL);
  view_xdotool ("xdotool key ctrl+shift+equal");
  g_assert_cmpint (pollux_rows_get_lane_height (rows), ==, POLLUX_LANE_COMFORTABLE);
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));

  view_xdotool ("xdotool key Down key Escape");
  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_TASK, 1, 0 }, FALSE);
  view_xdotool ("xdotool key Right key Right");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 1);
  view_xdotool ("xdotool key Left");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 0);
  view_xdotool ("xdotool key bracketright");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 1);
  view_xdotool ("xdotool key bracketleft key period");
  view_xdotool ("xdotool key shift+Right");
  g_assert_true (pollux_session_has_range (view.session));
  view_xdotool ("xdotool key Return");
  g_assert_false (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));
  view_xdotool ("xdotool key alt+Left");
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));
  view_xdotool ("xdotool key Escape key Escape");
  g_assert_false (pollux_session_has_range (view.session));
  view_close (&view);
}

/* Without focus a letter means nothing. */
static void
test_focus (void)
{
  ViewFixture view;
  double scale;

  view_open (&view, build_zoo_trace (), 900, 500);
  scale = get_scale (&view);
  gtk_widget_grab_focus (view.overview_widget);
  view_move (&view, 600, 300);
  view_xdotool ("xdotool key w key d");
  g_assert_cmpfloat (get_scale (&view), ==, scale);
  view_xdotool ("xdotool click 1 key w");
  g_assert_cmpfloat (get_scale (&view), <, scale);
  view_close (&view);
}

static GtkWidget *
find_menu (ViewFixture *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view->widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      return child;

  return NULL;
}

static void
test_menu (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 900, 500);
  view_move (&view, view_x_of (&view, 550000), view_y_of (&view, 1));
  view_xdotool ("xdotool click 3");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 3);
  g_assert_nonnull (find_menu (&view));
  g_assert_true (gtk_widget_get_visible (find_menu (&view)));
  view_xdotool ("xdotool key Escape");
  g_assert_false (gtk_widget_get_visible (find_menu (&view)));
  view_xdotool ("xdotool key shift+F10");
  g_assert_true (gtk_widget_get_visible (find_menu (&view)));
  view_xdotool ("xdotool key Escape");
  view_close (&view);
}

static void
test_overview (void)
{
  ViewFixture view;
  PolluxRange shown;
  PolluxTime left;

  view_open (&view, build_zoo_trace (), 900, 500);
  view_run (100);

  /* All is shown, so a drag spans a new view. */
  view_xdotool ("xdotool mousemove 300 20 mousedown 1");
  view_xdotool ("xdotool mousemove 400 20");
  view_xdotool ("xdotool mousemove 500 20 mouseup 1");
  shown = pollux_viewport_get_range (pollux_session_get_viewport (view.session));
  assert_near (shown.begin, 333333, 3000);
  assert_near (shown.end, 555555, 3000);

  /* Inside it pans, and keeps the scale. */
  left = pollux_session_get_viewport (view.session)->left;
  view_xdotool ("xdotool mousemove 400 20 mousedown 1");
  view_xdotool ("xdotool mousemove 450 20");
  view_xdotool ("xdotool mousemove 490 20 mouseup 1");
  assert_near (pollux_session_get_viewport (view.session)->left, left + 100000, 4000);

  /* The right edge, at 590, goes to 690; the left one stays. */
  left = pollux_session_get_viewport (view.session)->left;
  view_xdotool ("xdotool mousemove 590 20 mousedown 1");
  view_xdotool ("xdotool mousemove 640 20");
  view_xdotool ("xdotool mousemove 690 20 mouseup 1");
  shown = pollux_viewport_get_range (pollux_session_get_viewport (view.session));
  assert_near (shown.begin, left, 4000);
  assert_near (shown.end, 766666, 4000);

  /* A click beside it centres there. */
  view_xdotool ("xdotool mousemove 250 20 click 1");
  shown = pollux_viewport_get_range (pollux_session_get_viewport (view.session));
  assert_near ((shown.begin + shown.end) / 2, 277777, 4000);

  view_run (500);
  view_xdotool ("xdotool mousemove 800 20 click --repeat 2 --delay 40 1");
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));

  view_xdotool ("xdotool click 4 click 4");
  g_assert_false (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));
  view_xdotool ("xdotool key Left key Home");
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (view.session)));
  view_close (&view);
}

static gboolean
is_unfolded (ViewFixture     *view,
             PolluxTaskIndex  task)
{
  return pollux_rows_is_unfolded (pollux_session_get_rows (view->session), task);
}

/* The triangle before a name shows the spans, and takes no selection. */
static void
test_expander (void)
{
  ViewFixture view;
  double y;

  view_open (&view, build_web_trace (), 900, 500);
  y = view_y_of (&view, 1);
  view_move (&view, 6, y);
  view_xdotool ("xdotool click 1");
  g_assert_true (is_unfolded (&view, 1));
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_NONE);
  g_assert_cmpfloat (view_y_of (&view, 1), ==, y);

  /* A span in the second row below it; the lane's spans go with e. */
  view_move (&view, view_x_of (&view, 200000), y + 16 + 18 + 9);
  view_xdotool ("xdotool click 1");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_SPAN);
  g_assert_cmpuint (pollux_session_get_selection (view.session)->index, ==, 3);
  view_xdotool ("xdotool key e");
  g_assert_false (is_unfolded (&view, 1));
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_TASK);

  view_xdotool ("xdotool key shift+e");
  g_assert_true (is_unfolded (&view, 0));
  g_assert_true (is_unfolded (&view, 1));
  g_assert_true (is_unfolded (&view, POLLUX_TASK_NONE));
  g_assert_false (is_unfolded (&view, 4));

  /* A lane without spans has no triangle. */
  view_xdotool ("xdotool key shift+e");
  g_assert_false (is_unfolded (&view, 0));
  view_move (&view, 6, view_y_of (&view, 4));
  view_xdotool ("xdotool click 1");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_TASK);
  g_assert_cmpuint (pollux_session_get_selection (view.session)->task, ==, 4);
  view_close (&view);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *tool = g_find_program_in_path ("xdotool");

  if (tool == NULL)
    {
      g_printerr ("xdotool is not installed\n");
      return 77;
    }

  gtk_test_init (&argc, &argv, NULL);
  view_set_animations (FALSE);

  g_test_add_func ("/pointer/wheel-zooms", test_wheel_zooms_about_pointer);
  g_test_add_func ("/pointer/wheel-scrolls", test_wheel_scrolls);
  g_test_add_func ("/pointer/height-keeps-lane", test_height_keeps_lane);
  g_test_add_func ("/pointer/middle-drag", test_middle_drag_pans);
  g_test_add_func ("/pointer/drag-selects", test_drag_selects_range);
  g_test_add_func ("/pointer/tooltip-and-keys", test_tooltip_yields_to_keys);
  g_test_add_func ("/pointer/escape", test_escape_cancels_drag);
  g_test_add_func ("/pointer/autoscroll", test_autoscroll);
  g_test_add_func ("/pointer/growth-while-dragging", test_growth_while_dragging);
  g_test_add_func ("/pointer/click", test_click_selects);
  g_test_add_func ("/pointer/cursors", test_cursors);
  g_test_add_func ("/pointer/double-click", test_double_click_zooms);
  g_test_add_func ("/pointer/header-edge", test_header_edge);
  g_test_add_func ("/pointer/expander", test_expander);
  g_test_add_func ("/pointer/keys", test_keys);
  g_test_add_func ("/pointer/focus", test_focus);
  g_test_add_func ("/pointer/menu", test_menu);
  g_test_add_func ("/pointer/overview", test_overview);

  return g_test_run ();
}
