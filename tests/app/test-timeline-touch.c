/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What wheels, touchpads and fingers move: the display that tests run on has
 * no touchpad, so the timeline is told what one would have said.
 */
#include "config.h"

#include <math.h>

#include "pollux-timeline-private.h"
#include "view-fixture.h"

#define X 600.0
#define Y 200.0
#define SHIFT GDK_SHIFT_MASK
#define CTRL GDK_CONTROL_MASK

typedef struct
{
  const char *name;
  gboolean wheel;
  double dx;
  double dy;
  GdkModifierType state;
  double pan;          /* pixels, or clicks */
  double scroll;
  double zoom;         /* how many times closer, 1: not */
  int height;          /* of the lanes afterwards, 0: the same */
} Case;

static const Case cases[] = {
  { "click-down", TRUE, 0, 1, 0, 0, 1, 1, 0 },
  { "click-up", TRUE, 0, -1, 0, 0, -1, 1, 0 },
  { "click-right", TRUE, 1, 0, 0, 1, 0, 1, 0 },
  { "click-shift", TRUE, 0, 1, SHIFT, 1, 0, 1, 0 },
  { "click-shift-up", TRUE, 0, -1, SHIFT, -1, 0, 1, 0 },
  { "click-part", TRUE, 0, 0.25, 0, 0, 0.25, 1, 0 },
  { "click-ctrl-up", TRUE, 0, -1, CTRL, 0, 0, 1.25, 0 },
  { "click-ctrl-down", TRUE, 0, 1, CTRL, 0, 0, 1 / 1.25, 0 },
  { "click-ctrl-shift", TRUE, 0, 1, CTRL | SHIFT, 0, 0, 1, POLLUX_LANE_NORMAL },
  { "pixels-down", FALSE, 0, 13, 0, 0, 13, 1, 0 },
  { "pixels-up", FALSE, 0, -13, 0, 0, -13, 1, 0 },
  { "pixels-right", FALSE, 17, 0, 0, 17, 0, 1, 0 },
  { "pixels-both", FALSE, -17, 13, 0, -17, 13, 1, 0 },
  { "pixels-shift", FALSE, 0, 21, SHIFT, 21, 0, 1, 0 },
  { "pixels-shift-sideways", FALSE, 9, 21, SHIFT, 9, 21, 1, 0 },
  { "pixels-ctrl-up", FALSE, 0, -100, CTRL, 0, 0, 1.6487212707001282, 0 },
  { "pixels-ctrl-shift-few", FALSE, 0, 30, CTRL | SHIFT, 0, 0, 1, 0 },
  { "pixels-ctrl-shift", FALSE, 0, 41, CTRL | SHIFT, 0, 0, 1, POLLUX_LANE_NORMAL },
};

static const PolluxViewport *
get_view (ViewFixture *view)
{
  return pollux_session_get_viewport (view->session);
}

static GtkAdjustment *
get_vertical (ViewFixture *view)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view->widget));
}

static double
get_left (ViewFixture *view)
{
  return get_view (view)->left + get_view (view)->fraction;
}

static double
get_header (ViewFixture *view)
{
  return pollux_timeline_get_header_width (view->timeline);
}

/* The middle of a long trace, scrolled to the middle of its lanes. */
static void
open_middle (ViewFixture *view)
{
  view_open (view, build_random_trace (100, 50, 1000000, 3), 900, 500);
  pollux_session_show_range (view->session, (PolluxRange) { 400000, 500000 });
  gtk_adjustment_set_value (get_vertical (view), 300);
  view_paint (view);
  view_move (view, X, Y);
}

/* A click moves by as much as in GTK's own windows. */
static double
get_step (double page)
{
  return pow (page, 2.0 / 3.0);
}

static void
test_scroll (gconstpointer data)
{
  const Case *test = data;
  double unit_x = 1, unit_y = 1, scale, left, y;
  PolluxTime under;
  ViewFixture view;
  int height;

  open_middle (&view);
  scale = get_view (&view)->scale;
  left = get_left (&view);
  y = gtk_adjustment_get_value (get_vertical (&view));
  under = pollux_viewport_x_to_time (get_view (&view), X - get_header (&view));
  height = pollux_rows_get_lane_height (pollux_session_get_rows (view.session));
  if (test->wheel)
    {
      unit_x = get_step (view_lanes_width (&view));
      unit_y = get_step (gtk_adjustment_get_page_size (get_vertical (&view)));
    }

  pollux_timeline_scroll (view.timeline, test->dx, test->dy, test->wheel, test->state);
  g_assert_cmpfloat_with_epsilon (scale / get_view (&view)->scale, test->zoom, 1e-6);
  if (test->zoom == 1)
    g_assert_cmpfloat_with_epsilon ((get_left (&view) - left) / scale, test->pan * unit_x, 0.51);
  else
    g_assert_cmpfloat_with_epsilon (view_x_of (&view, under), X, 1);
  if (test->height == 0)
    g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (get_vertical (&view)) - y,
                                    test->scroll * unit_y, 0.51);
  g_assert_cmpint (pollux_rows_get_lane_height (pollux_session_get_rows (view.session)), ==,
                   test->height != 0 ? test->height : height);
  view_close (&view);
}

/* Many small steps of a touchpad are one large one. */
static void
test_steps_add_up (void)
{
  ViewFixture view;
  double scale, left, y;

  open_middle (&view);
  scale = get_view (&view)->scale;
  left = get_left (&view);
  y = gtk_adjustment_get_value (get_vertical (&view));
  for (guint i = 0; i < 100; i++)
    pollux_timeline_scroll (view.timeline, 0.3, 0.4, FALSE, 0);
  g_assert_cmpfloat_with_epsilon ((get_left (&view) - left) / scale, 30, 0.51);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (get_vertical (&view)) - y, 40, 0.51);

  /* There and back again. */
  for (guint i = 0; i < 100; i++)
    pollux_timeline_scroll (view.timeline, 0, -1.7, FALSE, CTRL);
  g_assert_cmpfloat (get_view (&view)->scale, <, scale / 2);
  for (guint i = 0; i < 100; i++)
    pollux_timeline_scroll (view.timeline, 0, 1.7, FALSE, CTRL);
  g_assert_cmpfloat_with_epsilon (get_view (&view)->scale / scale, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon ((get_left (&view) - left) / scale, 30, 1);
  view_close (&view);
}

typedef struct
{
  const char *name;
  double scale;        /* of the gesture, told in three steps */
  double dx;           /* how far its middle went */
  double dy;
} Pinch;

static const Pinch pinches[] = {
  { "apart", 3, 0, 0 },
  { "together", 0.4, 0, 0 },
  { "pan", 1, 70, -40 },
  { "apart-and-pan", 2.5, -60, 30 },
};

/* What is between the fingers stays between them. */
static void
test_pinch (gconstpointer data)
{
  const Pinch *pinch = data;
  ViewFixture view;
  PolluxTime under;
  double scale, y;

  open_middle (&view);
  scale = get_view (&view)->scale;
  y = gtk_adjustment_get_value (get_vertical (&view));
  under = pollux_viewport_x_to_time (get_view (&view), X - get_header (&view));

  pollux_timeline_begin_pinch (view.timeline, X, Y);
  for (guint i = 1; i <= 3; i++)
    pollux_timeline_pinch (view.timeline, pow (pinch->scale, i / 3.0), X + pinch->dx * i / 3,
                           Y + pinch->dy * i / 3);
  g_assert_cmpfloat_with_epsilon (scale / get_view (&view)->scale, pinch->scale, 1e-6);
  g_assert_cmpfloat_with_epsilon (view_x_of (&view, under), X + pinch->dx, 2);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (get_vertical (&view)), y - pinch->dy,
                                  1);

  /* What makes no sense is ignored, and the next gesture begins anew. */
  scale = get_view (&view)->scale;
  pollux_timeline_pinch (view.timeline, 0, X, Y);
  pollux_timeline_pinch (view.timeline, -1, X, Y);
  pollux_timeline_pinch (view.timeline, NAN, X, Y);
  pollux_timeline_pinch (view.timeline, INFINITY, X, Y);
  pollux_timeline_begin_pinch (view.timeline, X, Y);
  g_assert_cmpfloat (get_view (&view)->scale, ==, scale);
  pollux_timeline_pinch (view.timeline, 2, X, Y);
  g_assert_cmpfloat_with_epsilon (scale / get_view (&view)->scale, 2, 1e-6);
  view_close (&view);
}

/* Fingers that come down end a drag, and a momentum. */
static void
test_pinch_ends_motion (void)
{
  ViewFixture view;
  PolluxTime left;

  open_middle (&view);
  view_set_animations (TRUE);
  pollux_timeline_fling (view.timeline, 3000, 0);
  view_run (60);
  pollux_timeline_begin_pinch (view.timeline, X, Y);
  left = get_view (&view)->left;
  view_run (100);
  g_assert_cmpint (get_view (&view)->left, ==, left);

  pollux_timeline_fling (view.timeline, 3000, 0);
  view_run (60);
  pollux_timeline_scroll (view.timeline, 0, 1, FALSE, 0);
  left = get_view (&view)->left;
  view_run (100);
  g_assert_cmpint (get_view (&view)->left, ==, left);
  view_set_animations (FALSE);
  view_close (&view);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/touch/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_scroll);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pinches); i++)
    {
      g_autofree char *path = g_strconcat ("/touch/pinch/", pinches[i].name, NULL);

      g_test_add_data_func (path, &pinches[i], test_pinch);
    }
  g_test_add_func ("/touch/steps-add-up", test_steps_add_up);
  g_test_add_func ("/touch/pinch-ends-motion", test_pinch_ends_motion);

  return g_test_run ();
}
