/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-timeline-private.h"
#include "view-fixture.h"

static const PolluxViewport *
get_view (ViewFixture *view)
{
  return pollux_session_get_viewport (view->session);
}

static PolluxTime
get_middle (ViewFixture *view)
{
  return pollux_viewport_x_to_time (get_view (view), view_lanes_width (view) / 2);
}

static void
select_thing (ViewFixture     *view,
              PolluxThingKind  kind,
              PolluxTaskIndex  task,
              guint            index)
{
  pollux_session_select (view->session, &(PolluxThing) { kind, task, index }, FALSE);
}

/* Without a session nothing happens, and nothing breaks. */
static void
test_no_session (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (pollux_timeline_new ());
  g_autoptr (GtkWidget) overview = g_object_ref_sink (pollux_overview_view_new ());
  PolluxTimeline *timeline = POLLUX_TIMELINE (widget);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  ViewFixture view = { window };

  gtk_box_append (GTK_BOX (box), overview);
  gtk_box_append (GTK_BOX (box), widget);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  view.widget = widget;
  view_run (50);
  view_paint (&view);

  g_assert_null (pollux_timeline_get_session (timeline));
  gtk_widget_activate_action (widget, "timeline.zoom-in", NULL);
  gtk_widget_activate_action (widget, "timeline.lane-down", NULL);
  gtk_widget_activate_action (overview, "overview.zoom-in", NULL);
  pollux_timeline_set_session (timeline, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_properties (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (pollux_timeline_new ());
  PolluxTimeline *timeline = POLLUX_TIMELINE (widget);
  g_autoptr (GtkAdjustment) adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 9, 1, 1, 1));
  int width = 0;

  g_assert_nonnull (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget)));
  g_assert_nonnull (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (widget)));
  gtk_scrollable_set_vadjustment (GTK_SCROLLABLE (widget), adjustment);
  g_assert_true (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget)) == adjustment);
  gtk_scrollable_set_vadjustment (GTK_SCROLLABLE (widget), NULL);
  g_assert_nonnull (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget)));

  g_object_set (widget, "header-width", 250, NULL);
  g_object_get (widget, "header-width", &width, NULL);
  g_assert_cmpint (width, ==, 250);
  pollux_timeline_set_header_width (timeline, -5);
  g_assert_cmpint (pollux_timeline_get_header_width (timeline), >, 0);
  g_assert_cmpint (pollux_timeline_get_ruler_height (timeline), >, 0);
}

/* The session shows the whole trace in as many pixels as the lanes have. */
static void
test_width (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 800, 400);
  g_assert_true (pollux_viewport_is_fitted (get_view (&view)));
  g_assert_cmpfloat (get_view (&view)->width, ==,
                     800 - pollux_timeline_get_header_width (view.timeline));

  pollux_timeline_set_header_width (view.timeline, 300);
  view_run (100);
  g_assert_cmpfloat (get_view (&view)->width, ==, 500);
  g_assert_true (pollux_viewport_is_fitted (get_view (&view)));
  view_close (&view);
}

/* Keys zoom about the middle, for the pointer is elsewhere. */
static void
test_zoom (void)
{
  ViewFixture view;
  PolluxTime middle;
  double scale;

  view_open (&view, build_zoo_trace (), 800, 400);
  view_act (&view, "timeline.zoom-in");
  view_act (&view, "timeline.zoom-in");
  middle = get_middle (&view);
  scale = get_view (&view)->scale;
  view_act (&view, "timeline.zoom-in");
  g_assert_cmpfloat_with_epsilon (get_view (&view)->scale, scale / 1.5, scale * 1e-6);
  g_assert_cmpint (ABS (get_middle (&view) - middle), <=, 1 + get_view (&view)->scale);

  for (guint i = 0; i < 60; i++)
    view_act (&view, "timeline.zoom-in");
  g_assert_cmpfloat (get_view (&view)->scale, ==, POLLUX_VIEWPORT_MIN_SCALE);
  for (guint i = 0; i < 60; i++)
    view_act (&view, "timeline.zoom-out");
  g_assert_true (pollux_viewport_is_fitted (get_view (&view)));

  view_act (&view, "timeline.zoom-in");
  view_act (&view, "timeline.fit");
  g_assert_true (pollux_viewport_is_fitted (get_view (&view)));
  view_close (&view);
}

static void
test_pan_and_history (void)
{
  ViewFixture view;
  PolluxTime left;

  view_open (&view, build_zoo_trace (), 800, 400);
  pollux_session_show_range (view.session, (PolluxRange) { 400000, 500000 });
  left = get_view (&view)->left;
  view_act (&view, "timeline.pan-right");
  g_assert_cmpint (get_view (&view)->left, >, left);
  view_act (&view, "timeline.pan-left");
  g_assert_cmpint (ABS (get_view (&view)->left - left), <=, 1);

  view_act (&view, "timeline.back");
  g_assert_true (pollux_viewport_is_fitted (get_view (&view)));
  view_act (&view, "timeline.forward");
  g_assert_cmpint (ABS (get_view (&view)->left - left), <=, 1);
  view_close (&view);
}

/* Along the lane, into the lane beside it at the same time, along the wakes. */
static void
test_select_by_keys (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 800, 400);
  view_act (&view, "timeline.lane-down");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, !=, POLLUX_THING_NONE);

  select_thing (&view, POLLUX_THING_TASK, 1, 0);
  view_act (&view, "timeline.next");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 0);
  view_act (&view, "timeline.next");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 1);
  view_act (&view, "timeline.previous-any");
  view_assert_selected (&view, POLLUX_THING_WAIT, 1, 1);
  view_act (&view, "timeline.next-any");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 1);

  /* ping's fourth poll lasts from 420 to 620 us, pong's third section there
   * is a poll until 500 us: in the middle it idles. */
  select_thing (&view, POLLUX_THING_POLL, 1, 3);
  view_act (&view, "timeline.lane-down");
  view_assert_selected (&view, POLLUX_THING_IDLE, 2, 2);
  view_act (&view, "timeline.lane-up");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 3);

  view_act (&view, "timeline.follow-cause");
  view_assert_selected (&view, POLLUX_THING_POLL, 0, 1);
  view_act (&view, "timeline.follow-effect");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 3);
  g_assert_true (pollux_viewport_is_fitted (get_view (&view)));
  view_close (&view);
}

static void
assert_chain (ViewFixture *view,
              const char  *wanted)
{
  g_autofree char *text = pollux_chain_describe (pollux_session_get_chain (view->session));

  g_assert_cmpstr (text, ==, wanted);
}

/* The way is kept: back, back and on is back, also where the chain branches. */
static void
test_chain (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 800, 400);
  select_thing (&view, POLLUX_THING_POLL, 1, 1);
  assert_chain (&view, NULL);
  view_act (&view, "timeline.follow-cause");
  view_act (&view, "timeline.follow-cause");
  view_assert_selected (&view, POLLUX_THING_POLL, 0, 0);
  assert_chain (&view, "step 2 of 2 back: ping #4 was spawned by block_on #3");
  view_act (&view, "timeline.follow-cause");
  view_assert_selected (&view, POLLUX_THING_POLL, 0, 0);
  assert_chain (&view, "The chain begins here: no cause is recorded");
  view_act (&view, "timeline.follow-effect");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 0);
  assert_chain (&view, "step 1 of 2 back: ping #4 woke itself");
  view_act (&view, "timeline.follow-effect");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 1);

  select_thing (&view, POLLUX_THING_POLL, 0, 1);
  view_act (&view, "timeline.next-effect");
  assert_chain (&view, "There is no other effect to go to");
  view_act (&view, "timeline.follow-effect");
  assert_chain (&view, "step 1 on: ping #4 was woken by block_on #3 (1 of 3)");
  view_act (&view, "timeline.next-effect");
  view_assert_selected (&view, POLLUX_THING_POLL, 2, 1);
  view_act (&view, "timeline.previous-effect");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 3);

  /* Whoever selects something else begins anew. */
  select_thing (&view, POLLUX_THING_POLL, 2, 1);
  assert_chain (&view, NULL);
  view_close (&view);
}

static void
test_extend (void)
{
  ViewFixture view;
  PolluxRange range;

  view_open (&view, build_zoo_trace (), 800, 400);
  select_thing (&view, POLLUX_THING_POLL, 1, 1);
  view_act (&view, "timeline.extend-next");
  range = pollux_session_get_range (view.session);
  g_assert_cmpint (range.begin, ==, 150000);
  g_assert_cmpint (range.end, ==, 240000);
  view_act (&view, "timeline.extend-next");
  range = pollux_session_get_range (view.session);
  g_assert_cmpint (range.begin, ==, 150000);
  g_assert_cmpint (range.end, ==, 620000);
  view_act (&view, "timeline.extend-previous");
  view_act (&view, "timeline.extend-previous");
  view_act (&view, "timeline.extend-previous");
  range = pollux_session_get_range (view.session);
  g_assert_cmpint (range.begin, ==, 40000);
  g_assert_cmpint (range.end, ==, 150000);

  view_act (&view, "timeline.clear");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_NONE);
  g_assert_true (pollux_session_has_range (view.session));
  view_act (&view, "timeline.clear");
  g_assert_false (pollux_session_has_range (view.session));
  view_close (&view);
}

static void
test_zoom_to (void)
{
  ViewFixture view;
  PolluxRange shown;

  view_open (&view, build_zoo_trace (), 800, 400);
  select_thing (&view, POLLUX_THING_POLL, 1, 3);
  view_act (&view, "timeline.zoom-to-selection");
  shown = pollux_viewport_get_range (get_view (&view));
  g_assert_cmpint (shown.begin, <=, 420000);
  g_assert_cmpint (shown.begin, >, 400000);
  g_assert_cmpint (shown.end, >=, 620000);
  g_assert_cmpint (shown.end, <, 640000);

  /* A moment is shown closer, in the middle. */
  select_thing (&view, POLLUX_THING_WAKE, 1, 2);
  view_act (&view, "timeline.zoom-to-thing");
  g_assert_cmpint (ABS (get_middle (&view) - 350000), <=, 2 + get_view (&view)->scale);
  g_assert_cmpint (pollux_range_length (pollux_viewport_get_range (get_view (&view))), <, 40000);

  /* A range that is newer than the selection goes first. */
  view_act (&view, "timeline.fit");
  pollux_session_set_range (view.session, (PolluxRange) { 100000, 110000 });
  view_act (&view, "timeline.zoom-to-selection");
  shown = pollux_viewport_get_range (get_view (&view));
  g_assert_cmpint (shown.begin, >, 98000);
  g_assert_cmpint (shown.end, <, 112000);

  select_thing (&view, POLLUX_THING_POLL, 1, 0);
  view_act (&view, "timeline.select-range");
  g_assert_cmpint (pollux_session_get_range (view.session).begin, ==, 40000);
  g_assert_cmpint (pollux_session_get_range (view.session).end, ==, 140000);
  view_close (&view);
}

static void
test_lane_height (void)
{
  ViewFixture view;
  PolluxRows *rows;

  view_open (&view, build_zoo_trace (), 800, 400);
  rows = pollux_session_get_rows (view.session);
  for (guint i = 0; i < 5; i++)
    view_act (&view, "timeline.lane-lower");
  g_assert_cmpint (pollux_rows_get_lane_height (rows), ==, POLLUX_LANE_TINY);
  view_act (&view, "timeline.lane-higher");
  g_assert_cmpint (pollux_rows_get_lane_height (rows), ==, POLLUX_LANE_COMPACT);
  for (guint i = 0; i < 5; i++)
    view_act (&view, "timeline.lane-higher");
  g_assert_cmpint (pollux_rows_get_lane_height (rows), ==, POLLUX_LANE_COMFORTABLE);
  view_close (&view);
}

static void
test_scroll (void)
{
  ViewFixture view;
  GtkAdjustment *vertical, *horizontal;
  PolluxRows *rows;
  double value;
  PolluxTime left;

  view_open (&view, build_random_trace (100, 5, 1000000, 3), 800, 400);
  vertical = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view.widget));
  horizontal = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view.widget));
  rows = pollux_session_get_rows (view.session);
  g_assert_cmpfloat (gtk_adjustment_get_upper (vertical), ==, pollux_rows_get_height (rows));
  g_assert_cmpfloat (gtk_adjustment_get_page_size (vertical), ==,
                     gtk_widget_get_height (view.widget) -
                     pollux_timeline_get_ruler_height (view.timeline));

  view_act (&view, "timeline.page-down");
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), >, 200);
  view_act (&view, "timeline.last-lane");
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), ==,
                     gtk_adjustment_get_upper (vertical) - gtk_adjustment_get_page_size (vertical));
  view_act (&view, "timeline.first-lane");
  g_assert_cmpfloat (gtk_adjustment_get_value (vertical), ==, 0);

  pollux_session_show_range (view.session, (PolluxRange) { 400000, 500000 });
  view_run (300);
  left = get_view (&view)->left;
  value = gtk_adjustment_get_value (horizontal);
  g_assert_cmpfloat (value, >, 0);
  gtk_adjustment_set_value (horizontal, value + 100);
  g_assert_cmpfloat_with_epsilon ((double) (get_view (&view)->left - left),
                                  100 * get_view (&view)->scale, 2);
  view_close (&view);
}

/* Selected elsewhere: the lane comes into sight, and the time. */
static void
test_reveal (gconstpointer data)
{
  gboolean animations = GPOINTER_TO_INT (data);
  ViewFixture view;
  double y;
  PolluxRange range, shown;

  view_set_animations (animations);
  view_open (&view, build_random_trace (100, 50, 1000000, 3), 800, 400);
  pollux_session_show_range (view.session, (PolluxRange) { 0, 10000 });
  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_POLL, 77, 40 }, TRUE);
  g_assert_false (pollux_session_take_reveal (view.session));
  view_run (animations ? 400 : 20);

  y = view_y_of (&view, 77);
  g_assert_cmpfloat (y, >, pollux_timeline_get_ruler_height (view.timeline));
  g_assert_cmpfloat (y, <, gtk_widget_get_height (view.widget));
  range = pollux_thing_get_range (view.trace, pollux_session_get_selection (view.session));
  shown = pollux_viewport_get_range (get_view (&view));
  g_assert_cmpint (shown.begin, <=, range.begin);
  g_assert_cmpint (shown.end, >=, range.begin);
  view_close (&view);
  view_set_animations (FALSE);
}

/* The lane at the upper edge stays there when others come and go. */
static void
test_anchor (void)
{
  ViewFixture view;
  GtkAdjustment *vertical;
  double before;
  guint row;

  view_open (&view, build_random_trace (100, 5, 1000000, 3), 800, 400);
  vertical = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view.widget));
  row = pollux_rows_find_task (pollux_session_get_rows (view.session), 51);
  gtk_adjustment_set_value (vertical,
                            pollux_rows_get_y (pollux_session_get_rows (view.session), row) - 1);
  gtk_adjustment_set_value (vertical, gtk_adjustment_get_value (vertical) + 1);
  view_paint (&view);
  before = view_y_of (&view, 51);
  pollux_session_set_filter (view.session, "-task-1");
  g_assert_cmpfloat_with_epsilon (view_y_of (&view, 51), before, 1);
  pollux_session_set_filter (view.session, "");
  view_paint (&view);
  g_assert_cmpfloat_with_epsilon (view_y_of (&view, 51), before, 1);
  pollux_session_set_order (view.session, POLLUX_ORDER_NAME, TRUE);
  g_assert_cmpfloat_with_epsilon (view_y_of (&view, 51), before, 1);
  view_close (&view);
}

static void
add_task (PolluxBatch *batch,
          guint        task,
          PolluxTime   time)
{
  PolluxTask record = {
    .spawned = POLLUX_TIME_NONE, .ended = POLLUX_TIME_NONE, .spawner = POLLUX_TASK_NONE,
    .spawn_record = POLLUX_RECORD_NONE, .end_record = POLLUX_RECORD_NONE,
  };

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_CLOCK, 0);
  pollux_batch_add_task (batch, &record, "t", 1, "", 0);
  pollux_batch_enter (batch, task, time, 2 * task, POLLUX_THREAD_NONE);
  pollux_batch_exit (batch, task, time + 500, 2 * task + 1, POLLUX_THREAD_NONE);
  pollux_batch_extend (batch, time, time + 500, 2);
}

static void
grow (ViewFixture *view,
      guint        task,
      PolluxTime   time)
{
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();

  add_task (batch, task, time);
  pollux_trace_apply (view->trace, batch, 0, 0);
  pollux_trace_settle (view->trace);
  view_run (60);
}

/* While it loads, the whole stays the whole, and a part stays that part. */
static void
test_growth (void)
{
  ViewFixture view;
  PolluxTime left;
  double scale;

  view_open (&view, pollux_trace_new (), 800, 400);
  grow (&view, 0, 0);
  grow (&view, 1, 10000);
  g_assert_true (pollux_viewport_is_fitted (get_view (&view)));
  g_assert_cmpint (get_view (&view)->extent.end, ==, 10500);

  pollux_session_show_range (view.session, (PolluxRange) { 2000, 4000 });
  left = get_view (&view)->left;
  scale = get_view (&view)->scale;
  grow (&view, 2, 100000);
  grow (&view, 3, -3000);
  g_assert_cmpint (get_view (&view)->left, ==, left);
  g_assert_cmpfloat (get_view (&view)->scale, ==, scale);
  g_assert_cmpint (get_view (&view)->extent.begin, ==, -3000);
  g_assert_cmpint (get_view (&view)->extent.end, ==, 100500);
  view_close (&view);
}

/* Whatever it shows, it can be driven, painted and destroyed. */
static void
drive (ViewFixture *view)
{
  static const char * const actions[] = {
    "timeline.lane-down", "timeline.lane-down", "timeline.next", "timeline.next-any",
    "timeline.previous-any", "timeline.follow-cause", "timeline.follow-effect",
    "timeline.zoom-to-selection", "timeline.zoom-in", "timeline.extend-next",
    "timeline.page-down", "timeline.page-up", "timeline.last-lane", "timeline.first-lane",
    "timeline.lane-up", "timeline.zoom-out", "timeline.pan-left", "timeline.pan-right",
    "timeline.lane-lower", "timeline.copy", "timeline.select-range", "timeline.back",
    "timeline.clear", "timeline.fit", "timeline.previous", "timeline.lane-higher",
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree guchar *data = NULL;
      int width, height;

      gtk_widget_activate_action (view->widget, actions[i], NULL);
      view_paint (view);
      data = view_grab (view->widget, &width, &height);
      g_assert_nonnull (data);
    }
}

static void
test_odd_traces (void)
{
  ViewFixture view;
  BuildTrace build;

  view_open (&view, pollux_trace_new (), 800, 400);
  drive (&view);
  view_close (&view);

  build_trace_init (&build, POLLUX_TIME_KIND_ORDINAL);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, 0, 1, 4);
  build_wake (&build, 0, 5, POLLUX_TASK_NONE);
  build_poll (&build, 0, 7, 9);
  view_open (&view, build_trace_end (&build), 800, 400);
  drive (&view);
  view_close (&view);

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "one", "", POLLUX_TIME_NONE, POLLUX_TASK_NONE);
  build_poll (&build, 0, 0, 0);
  view_open (&view, build_trace_end (&build), 800, 400);
  drive (&view);
  view_close (&view);

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "early", "", -5000, POLLUX_TASK_NONE);
  build_poll (&build, 0, -4000, -1000);
  build_loose_wake (&build, -2000, 0);
  view_open (&view, build_trace_end (&build), 800, 400);
  drive (&view);
  view_close (&view);

  /* Centuries, to the ends of what is representable. */
  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "long", "", -G_MAXINT64 / 2, POLLUX_TASK_NONE);
  build_poll (&build, 0, -G_MAXINT64 / 2, 0);
  build_poll (&build, 0, G_MAXINT64 / 2 - 1000, G_MAXINT64 / 2);
  view_open (&view, build_trace_end (&build), 800, 400);
  drive (&view);
  view_close (&view);
}

static void
test_odd_sizes (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 130, 70 }, { 300, 61 }, { 3000, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      ViewFixture view;

      view_open (&view, build_zoo_trace (), sizes[i][0], sizes[i][1]);
      drive (&view);
      view_close (&view);
    }
}

/* An allocation of nothing at all, as in a pane that is pushed shut. */
static void
test_zero_size (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 800, 400);
  gtk_widget_allocate (view.widget, 0, 0, -1, NULL);
  view_act (&view, "timeline.zoom-in");
  view_act (&view, "timeline.lane-down");
  view_run (30);
  view_close (&view);
}

/* A popover that is laid out anew has its parent allocated once more. */
static void
test_same_size (void)
{
  ViewFixture view;
  guint before;

  view_open (&view, build_zoo_trace (), 800, 400);
  view_run (100);
  before = pollux_timeline_get_n_builds (view.timeline);
  gtk_widget_queue_resize (view.widget);
  view_run (100);
  g_assert_cmpuint (pollux_timeline_get_n_builds (view.timeline), ==, before);
  pollux_timeline_set_header_width (view.timeline,
                                    pollux_timeline_get_header_width (view.timeline) + 20);
  view_run (100);
  g_assert_cmpuint (pollux_timeline_get_n_builds (view.timeline), >, before);
  view_close (&view);
}

/* Destroyed in the middle of a glide, with everything else still queued. */
static void
test_destroy (void)
{
  view_set_animations (TRUE);
  for (guint i = 0; i < 4; i++)
    {
      ViewFixture view;

      view_open (&view, build_random_trace (100, 50, 1000000, 3), 800, 400);
      pollux_session_show_range (view.session, (PolluxRange) { 400000, 500000 });
      pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_POLL, 77, 40 }, TRUE);
      view_run (i * 30);
      if (i == 2)
        pollux_timeline_set_session (view.timeline, NULL);
      view_close (&view);
      view_run (30);
    }
  view_set_animations (FALSE);
}

/* Another session, and none, while things are selected and gliding. */
static void
test_swap_session (void)
{
  g_autoptr (PolluxTrace) other = build_random_trace (3, 5, 5000, 1);
  g_autoptr (PolluxSession) session = pollux_session_new (other, NULL);
  ViewFixture view;

  view_set_animations (TRUE);
  view_open (&view, build_zoo_trace (), 800, 400);
  select_thing (&view, POLLUX_THING_POLL, 5, 200);
  view_act (&view, "timeline.zoom-to-selection");
  pollux_timeline_set_session (view.timeline, session);
  pollux_overview_view_set_session (view.overview, session);
  view_run (100);
  g_assert_cmpfloat (pollux_session_get_viewport (session)->width, ==, view_lanes_width (&view));
  pollux_timeline_set_session (view.timeline, NULL);
  pollux_overview_view_set_session (view.overview, NULL);
  view_run (50);
  pollux_timeline_set_session (view.timeline, view.session);
  view_run (50);
  view_close (&view);
  view_set_animations (FALSE);
}

static void
test_accessible (void)
{
  ViewFixture view;
  g_autofree char *sentence = NULL;
  g_autofree char *description = NULL;
  const PolluxThing thing = { POLLUX_THING_POLL, 1, 3 };

  view_open (&view, build_zoo_trace (), 800, 400);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view.widget), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view.widget),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Task timeline");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view.overview_widget),
                                   GTK_ACCESSIBLE_ROLE_IMG);

  pollux_session_select (view.session, &thing, FALSE);
  view_run (400);
  sentence = pollux_thing_describe (view.trace, &thing);
  description = gtk_test_accessible_check_property (GTK_ACCESSIBLE (view.widget),
                                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_assert_nonnull (description);
  g_assert_nonnull (strstr (description, sentence));
  view_close (&view);
}

static guint32
get_pixel (const guchar *data,
           int           width,
           int           x,
           int           y)
{
  guint32 pixel;

  memcpy (&pixel, data + ((gsize) y * width + x) * 4, 4);
  return pixel;
}

/* A poll fills its lane at its time, and nothing of it is in the lanes beside
 * it, in the headers or the ruler, however far it reaches beyond the view. */
static void
test_pixels (void)
{
  ViewFixture view;
  BuildTrace build;
  g_autofree guchar *data = NULL;
  int width, height, x, y, ruler, colored = 0;
  guint32 bar;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  build_task (&build, "b", "", 0, POLLUX_TASK_NONE);
  build_task (&build, "c", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, 1, 0, 1000000);
  view_open (&view, build_trace_end (&build), 800, 400);
  pollux_session_show_range (view.session, (PolluxRange) { 400000, 400100 });
  gtk_window_set_focus (GTK_WINDOW (view.window), NULL);
  view_run (50);

  data = view_grab (view.widget, &width, &height);
  ruler = pollux_timeline_get_ruler_height (view.timeline);
  x = 600;
  y = (int) view_y_of (&view, 1);
  bar = get_pixel (data, width, x, y);
  g_assert_cmphex (bar, !=, get_pixel (data, width, x, height - 2));

  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      if (get_pixel (data, width, column, row) == bar)
        {
          g_assert_cmpint (row, >=, MAX (ruler, y - POLLUX_LANE_COMFORTABLE / 2));
          g_assert_cmpint (row, <, y + POLLUX_LANE_COMFORTABLE / 2);
          g_assert_cmpint (column, >=, pollux_timeline_get_header_width (view.timeline));
          colored++;
        }
  g_assert_cmpint (colored, >, 600 * 10);
  view_close (&view);
}

/* Moving the crosshair keeps the painted scene. */
static void
test_hover_is_cheap (void)
{
  ViewFixture view;
  guint before;

  view_open (&view, build_random_trace (50, 500, 1000000, 3), 800, 400);
  view_paint (&view);
  before = pollux_timeline_get_n_builds (view.timeline);
  for (guint i = 0; i < 5; i++)
    {
      pollux_session_hover (view.session, NULL, 5000 * i);
      view_paint (&view);
    }
  g_assert_cmpuint (pollux_timeline_get_n_builds (view.timeline), ==, before);

  view_act (&view, "timeline.zoom-in");
  view_paint (&view);
  g_assert_cmpuint (pollux_timeline_get_n_builds (view.timeline), ==, before + 1);
  view_close (&view);
}

/* A touchpad's momentum goes on for a while and then ends. */
static void
test_fling (void)
{
  ViewFixture view;
  PolluxTime before, after;

  view_open (&view, build_random_trace (100, 50, 1000000, 3), 800, 400);
  pollux_session_show_range (view.session, (PolluxRange) { 400000, 410000 });
  view_paint (&view);
  view_set_animations (TRUE);
  before = get_view (&view)->left;
  pollux_timeline_fling (view.timeline, 2000, 1000);
  view_run (150);
  g_assert_cmpint (get_view (&view)->left, >, before);
  g_assert_cmpfloat (gtk_adjustment_get_value (
                       gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view.widget))), >, 20);
  view_run (1800);
  after = get_view (&view)->left;
  g_assert_cmpfloat_with_epsilon ((after - before) / get_view (&view)->scale, 2000 / 4.0, 30);
  view_run (100);
  g_assert_cmpint (get_view (&view)->left, ==, after);

  /* A touch stops it. */
  pollux_timeline_fling (view.timeline, -2000, 0);
  view_run (60);
  pollux_timeline_stop_motion (view.timeline);
  after = get_view (&view)->left;
  view_run (100);
  g_assert_cmpint (get_view (&view)->left, ==, after);

  /* Nor does it begin where no motion is wanted. */
  view_set_animations (FALSE);
  pollux_timeline_fling (view.timeline, 2000, 1000);
  view_run (100);
  g_assert_cmpint (get_view (&view)->left, ==, after);
  view_close (&view);
}

static void
test_tooltip (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 800, 400);
  g_assert_true (view_query_tooltip (&view, view_x_of (&view, 500000), view_y_of (&view, 1),
                                     FALSE));
  g_assert_true (view_query_tooltip (&view, 30, view_y_of (&view, 1), FALSE));
  g_assert_false (view_query_tooltip (&view, 500, 5, FALSE));
  g_assert_false (view_query_tooltip (&view, 500, gtk_widget_get_height (view.widget) - 3, FALSE));
  g_assert_false (view_query_tooltip (&view, 500, 100, TRUE));
  select_thing (&view, POLLUX_THING_POLL, 1, 3);
  g_assert_true (view_query_tooltip (&view, 500, 100, TRUE));
  view_close (&view);
}

/* A tooltip keeps clear of the lane that it is about, and is near the pointer. */
static void
test_tooltip_area (void)
{
  ViewFixture view;
  PolluxThing thing = { POLLUX_THING_POLL, 1, 3 };
  double y;

  view_open (&view, build_zoo_trace (), 1400, 400);
  y = view_y_of (&view, 1);
  for (int x = (int) view_x_of (&view, 421000); x < view_x_of (&view, 619000); x += 7)
    {
      double half = pollux_rows_get_lane_height (pollux_session_get_rows (view.session)) / 2.0;
      GdkRectangle area;

      pollux_timeline_get_tip_area (view.timeline, &thing, x, (int) y, &area);
      g_assert_cmpfloat_with_epsilon (area.y, y - half, 1);
      g_assert_cmpfloat_with_epsilon (area.y + area.height, y + half, 1);
      g_assert_cmpint (area.x, <=, x);
      g_assert_cmpint (area.x + area.width, >, x);
      g_assert_cmpint (area.width, <=, 300);

      pollux_timeline_get_tip_area (view.timeline, NULL, x, (int) y, &area);
      g_assert_cmpint (area.x, ==, x);
      g_assert_cmpint (area.width, ==, 1);
    }
  view_close (&view);
}

/* r shows the arrows of all lanes, and hides them; the key works like a button. */
static void
test_all_arrows (void)
{
  ViewFixture view;
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;
  g_autofree char *again = NULL;

  view_open (&view, build_zoo_trace (), 800, 400);
  without = pollux_timeline_dump (view.timeline);
  g_assert_null (strstr (without, "link wake"));
  view_act (&view, "timeline.all-arrows");
  with = pollux_timeline_dump (view.timeline);
  g_assert_nonnull (strstr (with, "link wake"));
  g_assert_nonnull (strstr (with, "link any-spawn"));
  view_act (&view, "timeline.all-arrows");
  again = pollux_timeline_dump (view.timeline);
  g_assert_cmpstr (again, ==, without);
  view_close (&view);
}

/* What is drawn is what the session says. */
static void
test_dump (void)
{
  ViewFixture view;
  g_autofree char *fitted = NULL;
  g_autofree char *closer = NULL;
  g_autofree char *again = NULL;

  view_open (&view, build_zoo_trace (), 800, 400);
  fitted = pollux_timeline_dump (view.timeline);
  g_assert_nonnull (strstr (fitted, "pong"));
  view_act (&view, "timeline.zoom-in");
  closer = pollux_timeline_dump (view.timeline);
  g_assert_cmpstr (closer, !=, fitted);
  view_act (&view, "timeline.back");
  again = pollux_timeline_dump (view.timeline);
  g_assert_cmpstr (again, ==, fitted);
  view_close (&view);
}

static gboolean
is_unfolded (ViewFixture     *view,
             PolluxTaskIndex  task)
{
  return pollux_rows_is_unfolded (pollux_session_get_rows (view->session), task);
}

/* Rows of spans are walked through like lanes, spans like polls. */
static void
test_unfold (void)
{
  ViewFixture view;

  view_open (&view, build_web_trace (), 900, 600);
  pollux_session_set_filter (view.session, "web");
  select_thing (&view, POLLUX_THING_POLL, 1, 0);
  view_act (&view, "timeline.unfold");
  g_assert_true (is_unfolded (&view, 1));
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 0);
  view_act (&view, "timeline.lane-down");
  view_assert_selected (&view, POLLUX_THING_SPAN, 1, 2);
  view_act (&view, "timeline.lane-down");
  view_assert_selected (&view, POLLUX_THING_SPAN, 1, 3);
  view_act (&view, "timeline.next");
  view_assert_selected (&view, POLLUX_THING_SPAN, 1, 4);
  view_act (&view, "timeline.previous");
  view_act (&view, "timeline.lane-up");
  view_act (&view, "timeline.lane-up");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, !=, POLLUX_THING_SPAN);
  view_act (&view, "timeline.unfold");
  g_assert_false (is_unfolded (&view, 1));

  /* By thread there is no lane to unfold. */
  view_act (&view, "timeline.by-worker");
  view_xdotool ("xdotool key e");
  view_act (&view, "timeline.by-worker");
  g_assert_false (is_unfolded (&view, 1));

  /* A span that is linked to is shown. */
  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_SPAN, 1, 7 }, TRUE);
  g_assert_true (is_unfolded (&view, 1));
  view_paint (&view);
  view_act (&view, "timeline.zoom-to-thing");
  g_assert_cmpint (get_view (&view)->left, >, 600000);
  view_act (&view, "timeline.unfold-all");
  view_assert_selected (&view, POLLUX_THING_TASK, 1, 0);
  view_close (&view);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  view_set_animations (FALSE);

  g_test_add_func ("/timeline/no-session", test_no_session);
  g_test_add_func ("/timeline/properties", test_properties);
  g_test_add_func ("/timeline/width", test_width);
  g_test_add_func ("/timeline/zoom", test_zoom);
  g_test_add_func ("/timeline/pan-and-history", test_pan_and_history);
  g_test_add_func ("/timeline/select-by-keys", test_select_by_keys);
  g_test_add_func ("/timeline/chain", test_chain);
  g_test_add_func ("/timeline/extend", test_extend);
  g_test_add_func ("/timeline/zoom-to", test_zoom_to);
  g_test_add_func ("/timeline/lane-height", test_lane_height);
  g_test_add_func ("/timeline/unfold", test_unfold);
  g_test_add_func ("/timeline/scroll", test_scroll);
  g_test_add_data_func ("/timeline/reveal", GINT_TO_POINTER (FALSE), test_reveal);
  g_test_add_data_func ("/timeline/reveal-gliding", GINT_TO_POINTER (TRUE), test_reveal);
  g_test_add_func ("/timeline/anchor", test_anchor);
  g_test_add_func ("/timeline/growth", test_growth);
  g_test_add_func ("/timeline/odd-traces", test_odd_traces);
  g_test_add_func ("/timeline/odd-sizes", test_odd_sizes);
  g_test_add_func ("/timeline/zero-size", test_zero_size);
  g_test_add_func ("/timeline/same-size", test_same_size);
  g_test_add_func ("/timeline/destroy", test_destroy);
  g_test_add_func ("/timeline/swap-session", test_swap_session);
  g_test_add_func ("/timeline/accessible", test_accessible);
  g_test_add_func ("/timeline/pixels", test_pixels);
  g_test_add_func ("/timeline/hover-is-cheap", test_hover_is_cheap);
  g_test_add_func ("/timeline/fling", test_fling);
  g_test_add_func ("/timeline/tooltip", test_tooltip);
  g_test_add_func ("/timeline/tooltip-area", test_tooltip_area);
  g_test_add_func ("/timeline/all-arrows", test_all_arrows);
  g_test_add_func ("/timeline/dump", test_dump);

  return g_test_run ();
}
