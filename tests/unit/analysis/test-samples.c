/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "pollux-samples.h"

static const guint percents[] = { 1, 50, 99, 100 };

static int
compare (const void *a,
         const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

/* Nearest rank by its definition: the smallest value such that at least
 * percent / 100 of the samples are not above it. */
static gint64
nearest_rank (const gint64 *sorted,
              guint         n,
              guint         percent)
{
  guint i = 0;

  while ((guint64) (i + 1) * 100 < (guint64) percent * n)
    i++;

  return sorted[i];
}

typedef gint64 (*Draw) (GRand *rand);

static gint64
draw_small (GRand *rand)
{
  return g_rand_int_range (rand, 0, 300);
}

static gint64
draw_equal (GRand *rand)
{
  return 1234567;
}

/* Lengths of 0 to 2^62 with equal weight for each power of two. */
static gint64
draw_wide (GRand *rand)
{
  guint64 bits = ((guint64) g_rand_int (rand) << 32) | g_rand_int (rand);

  return (gint64) (bits >> g_rand_int_range (rand, 2, 64));
}

/* All within one bin of the fine histogram. */
static gint64
draw_narrow (GRand *rand)
{
  return (gint64) 3000000000000 + g_rand_int_range (rand, 0, 1000000);
}

static gint64
draw_polls (GRand *rand)
{
  return (gint64) exp (g_rand_double_range (rand, log (1e3), log (1e9)));
}

static const Draw draws[] = { draw_small, draw_equal, draw_wide, draw_narrow, draw_polls };

static void
check_exact (Draw   draw,
             guint  n,
             gint64 deadline)
{
  g_autoptr (PolluxSamples) samples = pollux_samples_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (n);
  g_autofree gint64 *values = g_new (gint64, n);
  guint turns = 0;

  for (guint i = 0; i < n; i++)
    pollux_samples_add (samples, values[i] = draw (rand));
  qsort (values, n, sizeof *values, compare);

  while (!pollux_samples_select (samples, percents, G_N_ELEMENTS (percents), deadline))
    g_assert_cmpuint (turns++, <, 100000);
  if (n > 100000)
    g_assert_cmpint (turns > 1, ==, deadline != 0);

  g_assert_true (pollux_samples_is_exact (samples));
  g_assert_cmpuint (pollux_samples_get_count (samples), ==, n);
  g_assert_cmpint (pollux_samples_get_min (samples), ==, values[0]);
  g_assert_cmpint (pollux_samples_get_max (samples), ==, values[n - 1]);
  for (guint i = 0; i < G_N_ELEMENTS (percents); i++)
    g_assert_cmpint (pollux_samples_get_selected (samples, i), ==,
                     nearest_rank (values, n, percents[i]));
}

static void
test_exact (void)
{
  const guint counts[] = { 1, 2, 3, 50, 99, 100, 101, 4095, 4096, 4097, 20000 };

  for (guint i = 0; i < G_N_ELEMENTS (draws); i++)
    for (guint j = 0; j < G_N_ELEMENTS (counts); j++)
      check_exact (draws[i], counts[j], 0);
}

/* A million samples are still exact, and their selection can be interrupted. */
static void
test_million (void)
{
  check_exact (draw_polls, POLLUX_SAMPLES_EXACT_MAX, 0);
  check_exact (draw_narrow, POLLUX_SAMPLES_EXACT_MAX, 1);
  check_exact (draw_wide, 300000, 1);
}

static void
test_more (void)
{
  const guint n = POLLUX_SAMPLES_EXACT_MAX + POLLUX_SAMPLES_EXACT_MAX / 2;

  for (guint i = 0; i < G_N_ELEMENTS (draws); i++)
    {
      g_autoptr (PolluxSamples) samples = pollux_samples_new ();
      g_autoptr (GRand) rand = g_rand_new_with_seed (i);
      g_autofree gint64 *values = g_new (gint64, n);

      for (guint j = 0; j < n; j++)
        pollux_samples_add (samples, values[j] = draws[i](rand));
      qsort (values, n, sizeof *values, compare);

      g_assert_true (pollux_samples_select (samples, percents, G_N_ELEMENTS (percents), 0));
      g_assert_false (pollux_samples_is_exact (samples));
      g_assert_cmpint (pollux_samples_get_max (samples), ==, values[n - 1]);

      for (guint j = 0; j < G_N_ELEMENTS (percents); j++)
        {
          double want = (double) nearest_rank (values, n, percents[j]);
          double got = (double) pollux_samples_get_selected (samples, j);

          g_assert_cmpfloat (fabs (got - want), <=, want * 0.01);
        }
    }
}

static void
test_empty (void)
{
  g_autoptr (PolluxSamples) samples = pollux_samples_new ();

  for (guint turn = 0; turn < 2; turn++)
    {
      g_assert_true (pollux_samples_select (samples, percents, 2, 0));
      g_assert_cmpint (pollux_samples_get_selected (samples, 0), ==, POLLUX_TIME_NONE);
      g_assert_cmpint (pollux_samples_get_min (samples), ==, POLLUX_TIME_NONE);
      g_assert_cmpint (pollux_samples_get_max (samples), ==, POLLUX_TIME_NONE);
      g_assert_cmpuint (pollux_samples_get_count (samples), ==, 0);
      g_assert_cmpint (pollux_samples_get_sum (samples), ==, 0);

      for (guint i = 0; i < 10000; i++)
        pollux_samples_add (samples, i);
      g_assert_cmpint (pollux_samples_get_sum (samples), ==, 49995000);
      pollux_samples_clear (samples);
    }
}

/* Nothing of the samples before a clear is left, and sums do not overflow. */
static void
test_edges (void)
{
  g_autoptr (PolluxSamples) samples = pollux_samples_new ();

  for (guint i = 0; i < 5000; i++)
    pollux_samples_add (samples, G_MAXINT64);
  g_assert_true (pollux_samples_select (samples, percents, 4, 0));
  g_assert_cmpint (pollux_samples_get_selected (samples, 1), ==, G_MAXINT64);
  g_assert_cmpint (pollux_samples_get_sum (samples), ==, G_MAXINT64);

  pollux_samples_clear (samples);
  pollux_samples_add (samples, -5);
  pollux_samples_add (samples, 7);
  g_assert_true (pollux_samples_select (samples, percents, 4, 0));
  g_assert_cmpint (pollux_samples_get_selected (samples, 1), ==, 0);
  g_assert_cmpint (pollux_samples_get_selected (samples, 3), ==, 7);

  /* A sample after a selection makes a new one necessary. */
  pollux_samples_add (samples, 9);
  g_assert_true (pollux_samples_select (samples, percents, 4, 0));
  g_assert_cmpint (pollux_samples_get_selected (samples, 1), ==, 7);
  g_assert_cmpint (pollux_samples_get_selected (samples, 3), ==, 9);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/samples/exact", test_exact);
  g_test_add_func ("/samples/million", test_million);
  g_test_add_func ("/samples/more", test_more);
  g_test_add_func ("/samples/empty", test_empty);
  g_test_add_func ("/samples/edges", test_edges);

  return g_test_run ();
}
