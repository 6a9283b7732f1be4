/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view-fixture.h"

#define WIDTH 800

static const PolluxViewport *
get_view (ViewFixture *view)
{
  return pollux_session_get_viewport (view->session);
}

static guint32
get_pixel (const guchar *data,
           int           x,
           int           y)
{
  guint32 pixel;

  memcpy (&pixel, data + ((gsize) y * WIDTH + x) * 4, 4);
  return pixel;
}

/* How much of a column differs from the quiet last one, without the frame. */
static int
count_ink (const guchar *data,
           int           x,
           int           height)
{
  int n = 0;

  for (int y = 4; y < height - 4; y++)
    if (get_pixel (data, x, y) != get_pixel (data, WIDTH - 20, y))
      n++;

  return n;
}

/* One task, busy in the second quarter of the trace. */
static PolluxTrace *
build_quarter (void)
{
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, 0, 0, 1);
  build_poll (&build, 0, 250000, 500000);
  build_close (&build, 0, 1000000);

  return build_trace_end (&build);
}

static gboolean
is_filled (ViewFixture *view)
{
  g_autofree guchar *data = NULL;
  int width, height;

  view_paint (view);
  data = view_grab (view->overview_widget, &width, &height);
  g_assert_cmpint (width, ==, WIDTH);

  return count_ink (data, 300, height) > 10;
}

/* The columns appear where the trace was busy, and nowhere else. */
static void
test_columns (void)
{
  ViewFixture view;
  g_autofree guchar *data = NULL;
  int width, height;

  view_open (&view, build_quarter (), WIDTH, 400);
  view_wait (&view, is_filled, "the overview's columns");
  data = view_grab (view.overview_widget, &width, &height);
  g_assert_cmpint (height, ==, 48);
  g_assert_cmpint (count_ink (data, 390, height), >, 10);
  g_assert_cmpint (count_ink (data, 100, height), ==, 0);
  g_assert_cmpint (count_ink (data, 600, height), ==, 0);
  view_close (&view);
}

static void
test_actions (void)
{
  ViewFixture view;
  PolluxTime left;
  double scale;

  view_open (&view, build_quarter (), WIDTH, 400);
  scale = get_view (&view)->scale;
  gtk_widget_activate_action (view.overview_widget, "overview.zoom-in", NULL);
  gtk_widget_activate_action (view.overview_widget, "overview.zoom-in", NULL);
  g_assert_cmpfloat_with_epsilon (get_view (&view)->scale, scale / 2.25, scale / 100);
  left = get_view (&view)->left;
  gtk_widget_activate_action (view.overview_widget, "overview.pan-right", NULL);
  g_assert_cmpint (get_view (&view)->left, >, left);
  gtk_widget_activate_action (view.overview_widget, "overview.pan-left", NULL);
  g_assert_cmpint (ABS (get_view (&view)->left - left), <=, 1);
  gtk_widget_activate_action (view.overview_widget, "overview.fit", NULL);
  g_assert_true (pollux_viewport_is_fitted (get_view (&view)));
  view_close (&view);
}

static void
test_accessible (void)
{
  ViewFixture view;

  view_open (&view, build_quarter (), WIDTH, 400);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view.overview_widget),
                                   GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view.overview_widget),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Overview of the whole trace");
  view_close (&view);
}

/* Gone while it still computes. */
static void
test_destroy (void)
{
  for (guint i = 0; i < 5; i++)
    {
      ViewFixture view;

      view_open (&view, build_random_trace (200, 500, 1000000000, 3), WIDTH, 400);
      if (i == 3)
        pollux_overview_view_set_session (view.overview, NULL);
      view_run (i);
      view_close (&view);
      view_run (120);
    }
}

/* While the trace grows, columns of a part of it stand until there are new ones. */
static void
test_growth (void)
{
  ViewFixture view;

  view_open (&view, build_quarter (), WIDTH, 400);
  view_wait (&view, is_filled, "the overview's columns");
  for (guint i = 1; i <= 20; i++)
    {
      g_autoptr (PolluxBatch) batch = pollux_batch_new ();
      g_autofree guchar *data = NULL;
      int width, height;

      pollux_batch_extend (batch, 0, 1000000 + 100000 * i, 1);
      pollux_trace_apply (view.trace, batch, 0, 0);
      pollux_trace_settle (view.trace);
      view_run (20);
      view_paint (&view);
      data = view_grab (view.overview_widget, &width, &height);
      g_assert_true (count_ink (data, 110, height) > 10 || count_ink (data, 220, height) > 10);
    }

  /* In the end it stands for three times as long. */
  view_run (400);
  {
    g_autofree guchar *data = NULL;
    int width, height;

    view_paint (&view);
    data = view_grab (view.overview_widget, &width, &height);
    g_assert_cmpint (count_ink (data, 100, height), >, 10);
    g_assert_cmpint (count_ink (data, 150, height), ==, 0);
  }
  view_close (&view);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  view_set_animations (FALSE);

  g_test_add_func ("/overview/columns", test_columns);
  g_test_add_func ("/overview/actions", test_actions);
  g_test_add_func ("/overview/accessible", test_accessible);
  g_test_add_func ("/overview/destroy", test_destroy);
  g_test_add_func ("/overview/growth", test_growth);

  return g_test_run ();
}
