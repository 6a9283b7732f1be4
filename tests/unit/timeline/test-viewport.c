/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "pollux-viewport.h"

#define DAY (G_GINT64_CONSTANT (86400) * 1000000000)

static PolluxViewport
make_viewport (PolluxTime begin,
               PolluxTime end,
               double     width)
{
  PolluxViewport viewport;

  pollux_viewport_init (&viewport);
  pollux_viewport_set_extent (&viewport, (PolluxRange) { begin, end });
  pollux_viewport_set_width (&viewport, width);

  return viewport;
}

static void
test_fit (void)
{
  static const PolluxRange extents[] = {
    { 0, 0 }, { 0, 1 }, { 5, 5 }, { 0, 1000 }, { -500, 242000000 }, { 0, 10 * DAY },
    { -4 * DAY, 4 * DAY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (extents); i++)
    for (double width = 1; width < 5000; width *= 3.7)
      {
        PolluxViewport viewport = make_viewport (extents[i].begin, extents[i].end, width);

        g_assert_true (pollux_viewport_is_fitted (&viewport));
        g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, extents[i].begin), >=, 0);
        g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, extents[i].end), <=, width + 1e-6);
      }
}

static void
test_growing (void)
{
  PolluxViewport viewport = make_viewport (0, 1000000, 800);
  PolluxViewport before;

  pollux_viewport_set_extent (&viewport, (PolluxRange) { -10, 5000000 });
  g_assert_true (pollux_viewport_is_fitted (&viewport));
  g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, 5000000), <=, 800);

  pollux_viewport_zoom (&viewport, 10, 400);
  g_assert_false (pollux_viewport_is_fitted (&viewport));
  before = viewport;
  pollux_viewport_set_extent (&viewport, (PolluxRange) { -10, 90000000 });
  g_assert_cmpint (viewport.left, ==, before.left);
  g_assert_cmpfloat (viewport.scale, ==, before.scale);

  pollux_viewport_set_width (&viewport, 900);
  g_assert_cmpint (viewport.left, ==, before.left);
  g_assert_cmpfloat (viewport.scale, ==, before.scale);
}

/* The time under the pointer stays under the pointer at every scale. */
static void
test_zoom_point (void)
{
  static const double factors[] = { 1.1, 2, 1 / 1.1, 0.5, 1.0001 };

  for (double scale = 0.0625; scale < 1e9; scale *= 2.3)
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
      for (double x = 0; x <= 1400; x += 93.7)
        {
          PolluxViewport viewport = make_viewport (0, 4000 * DAY, 1400);
          PolluxTime time;
          double moved;

          viewport.scale = MAX (scale, 0.0625 * 2.1);
          viewport.left = 2000 * DAY + 123456789;
          viewport.fraction = 0.37;
          time = pollux_viewport_x_to_time (&viewport, x);
          moved = pollux_viewport_time_to_x (&viewport, time);
          pollux_viewport_zoom (&viewport, factors[i], x);
          moved = (pollux_viewport_time_to_x (&viewport, time) - x) -
                  (moved - x) * factors[i];
          g_assert_cmpfloat (fabs (moved * viewport.scale), <, 0.01 + viewport.scale * 1e-6);
        }
}

/* Neither zooming there and back nor panning there and back moves the view. */
static void
test_no_drift (void)
{
  PolluxViewport viewport = make_viewport (0, 4000 * DAY, 1400);
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  PolluxTime left;
  double offset;

  viewport.scale = 1;
  viewport.left = left = 3000 * DAY + 1;
  viewport.fraction = 0.25;

  for (guint i = 0; i < 10000; i++)
    {
      double x = g_rand_double_range (rand, 0, 1400);
      double factor = g_rand_double_range (rand, 0.1, 7);
      double pixels = g_rand_double_range (rand, -5000, 5000);

      pollux_viewport_zoom (&viewport, factor, x);
      pollux_viewport_pan (&viewport, pixels);
      pollux_viewport_pan (&viewport, -pixels);
      pollux_viewport_zoom (&viewport, 1 / factor, x);
      pollux_viewport_pan (&viewport, 0.1);
      pollux_viewport_pan (&viewport, -0.1);
    }

  g_assert_cmpfloat (fabs (viewport.scale - 1), <, 1e-9);
  offset = (double) (viewport.left - left) + viewport.fraction - 0.25;
  g_assert_cmpfloat (fabs (offset), <, 0.001);
}

/* ns from @base to the point @x, in more digits than a double has. */
static long double
get_position (const PolluxViewport *viewport,
              PolluxTime            base,
              double                x)
{
  return (long double) (viewport->left - base) + viewport->fraction +
         (long double) x * viewport->scale;
}

/* In a trace of a day, from the whole of it to the closest there is and back, in
 * any number of steps: what is under the pointer stays there. */
static void
test_pointer_stays (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (19);

  for (guint i = 0; i < 300; i++)
    {
      PolluxViewport viewport = make_viewport (0, DAY, 1400);
      double x = g_rand_double_range (rand, 0, 1400);
      PolluxTime base;
      long double before;

      base = DAY / 2 + g_rand_int (rand);
      viewport.left = base;
      viewport.fraction = g_rand_double (rand);
      viewport.scale = 1;
      before = get_position (&viewport, base, x);
      for (guint j = 0; j < 500; j++)
        {
          double factor = exp (g_rand_double_range (rand, -1.5, 1.5));

          /* Far out the view meets the ends of the trace, and must move. */
          if (viewport.scale / factor > 1e7)
            factor = 1 / factor;
          pollux_viewport_zoom (&viewport, factor, x);
          g_assert_cmpfloat (viewport.scale, >=, POLLUX_VIEWPORT_MIN_SCALE);
          g_assert_cmpfloat (fabs ((double) (get_position (&viewport, base, x) - before)), <,
                             viewport.scale);
        }
    }
}

/* Who goes on zooming where there is nothing closer stays where he is. */
static void
test_limits (void)
{
  PolluxViewport viewport = make_viewport (0, DAY, 1400);
  PolluxViewport closest;

  for (guint i = 0; i < 200; i++)
    pollux_viewport_zoom (&viewport, 1.5, 777);
  closest = viewport;
  g_assert_cmpfloat (viewport.scale, ==, POLLUX_VIEWPORT_MIN_SCALE);
  for (guint i = 0; i < 200; i++)
    pollux_viewport_zoom (&viewport, 1.5, i * 7);
  g_assert_cmpint (viewport.left, ==, closest.left);
  g_assert_cmpfloat (viewport.fraction, ==, closest.fraction);

  for (guint i = 0; i < 200; i++)
    pollux_viewport_zoom (&viewport, 1 / 1.5, i * 7);
  g_assert_true (pollux_viewport_is_fitted (&viewport));
  closest = viewport;
  pollux_viewport_zoom (&viewport, 1 / 1.5, 3);
  g_assert_cmpint (viewport.left, ==, closest.left);
}

static void
test_clamps (void)
{
  PolluxViewport viewport = make_viewport (1000, 1000000, 1000);

  pollux_viewport_zoom (&viewport, 1e-9, 300);
  g_assert_true (pollux_viewport_is_fitted (&viewport));

  pollux_viewport_zoom (&viewport, 1e12, 300);
  g_assert_cmpfloat (viewport.scale, ==, POLLUX_VIEWPORT_MIN_SCALE);

  pollux_viewport_fit (&viewport);
  pollux_viewport_zoom (&viewport, 10, 500);
  pollux_viewport_pan (&viewport, -1e15);
  g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, 1000), <=, 8.01);
  g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, 1000), >=, 0);
  pollux_viewport_pan (&viewport, 1e15);
  g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, 1000000), >=, 991.9);
  g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, 1000000), <=, 1000);

  pollux_viewport_set_extent (&viewport, (PolluxRange) { G_MININT64 + 1, G_MAXINT64 });
  pollux_viewport_fit (&viewport);
  pollux_viewport_zoom (&viewport, 3, 1000);
  pollux_viewport_pan (&viewport, 1e300);
  g_assert_cmpfloat (viewport.fraction, >=, 0);
  g_assert_cmpfloat (viewport.fraction, <, 1);
}

static void
test_ranges (void)
{
  PolluxViewport viewport = make_viewport (0, 1000000000, 1000);
  PolluxRange range = { 200000000, 300000000 };
  PolluxRange shown;

  pollux_viewport_set_range (&viewport, range);
  g_assert_cmpfloat_with_epsilon (pollux_viewport_time_to_x (&viewport, range.begin), 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (pollux_viewport_time_to_x (&viewport, range.end), 1000, 1e-6);
  shown = pollux_viewport_get_range (&viewport);
  g_assert_cmpint (shown.begin, ==, range.begin);
  g_assert_cmpint (shown.end, ==, range.end);

  pollux_viewport_show_range (&viewport, range);
  g_assert_cmpfloat_with_epsilon (pollux_viewport_time_to_x (&viewport, range.begin), 50, 0.1);
  g_assert_cmpfloat_with_epsilon (pollux_viewport_time_to_x (&viewport, range.end), 950, 0.1);

  pollux_viewport_fit (&viewport);
  shown = pollux_viewport_get_range (&viewport);
  g_assert_cmpint (shown.begin, ==, 0);
  g_assert_cmpint (shown.end, ==, 1000000000);
}

static void
assert_in_sight (const PolluxViewport *viewport,
                 PolluxRange           range)
{
  g_assert_cmpfloat (pollux_viewport_time_to_x (viewport, range.begin), >=, 0);
  g_assert_cmpfloat (pollux_viewport_time_to_x (viewport, range.end), <=, viewport->width);
}

static void
test_reveal (void)
{
  PolluxViewport viewport = make_viewport (0, 1000000, 1000);
  PolluxRange near = { 601000, 602000 }, far = { 10000, 12000 };
  PolluxTime left;

  pollux_viewport_set_range (&viewport, (PolluxRange) { 500000, 600000 });
  left = viewport.left;
  pollux_viewport_reveal (&viewport, (PolluxRange) { 510000, 520000 });
  g_assert_cmpint (viewport.left, ==, left);

  pollux_viewport_reveal (&viewport, near);
  assert_in_sight (&viewport, near);
  g_assert_cmpint (viewport.left, <, 520000);

  pollux_viewport_set_range (&viewport, (PolluxRange) { 500000, 600000 });
  pollux_viewport_reveal (&viewport, far);
  assert_in_sight (&viewport, far);

  pollux_viewport_reveal (&viewport, (PolluxRange) { 700000, 900000 });
  g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, 700000), >=, 0);
  g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, 700000), <=, 500);
}

/* A time maps to the pixel that maps back to it. */
static void
test_round_trip (void)
{
  PolluxViewport viewport = make_viewport (0, 4000 * DAY, 1400);

  for (double scale = 0.0625; scale < 1e12; scale *= 3.1)
    for (double x = 0; x < 1400; x += 31.3)
      {
        PolluxTime time;

        viewport.scale = scale;
        viewport.left = 2000 * DAY;
        viewport.fraction = 0.5;
        time = pollux_viewport_x_to_time (&viewport, x);
        g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, time), <=, x + 1e-6);
        g_assert_cmpfloat (pollux_viewport_time_to_x (&viewport, time + 1), >, x - 1e-6);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewport/fit", test_fit);
  g_test_add_func ("/viewport/growing", test_growing);
  g_test_add_func ("/viewport/zoom-point", test_zoom_point);
  g_test_add_func ("/viewport/no-drift", test_no_drift);
  g_test_add_func ("/viewport/pointer-stays", test_pointer_stays);
  g_test_add_func ("/viewport/limits", test_limits);
  g_test_add_func ("/viewport/clamps", test_clamps);
  g_test_add_func ("/viewport/ranges", test_ranges);
  g_test_add_func ("/viewport/reveal", test_reveal);
  g_test_add_func ("/viewport/round-trip", test_round_trip);

  return g_test_run ();
}
