/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "build-trace.h"
#include "pollux-overview.h"

/* The mean of each column is what the lanes say of that stretch. Where short
 * blocks are shared out to two columns it may differ a little. */
static void
assert_columns (const PolluxOverview *overview,
                PolluxTrace          *trace,
                double                epsilon)
{
  PolluxRange extent = pollux_overview_get_extent (overview);
  guint n = pollux_overview_get_n_columns (overview);
  double peak = 0;

  for (guint i = 0; i < n; i++)
    {
      double length = extent.end - extent.begin;
      PolluxRange range = { extent.begin + (gint64) floor (length * i / n),
                            extent.begin + (gint64) floor (length * (i + 1) / n) };
      double busy, scheduled;
      gint64 busy_ns = 0, waiting_ns = 0;

      for (guint task = 0; task < pollux_trace_get_n_tasks (trace); task++)
        {
          const PolluxLane *lane = pollux_trace_get_lane (trace, task);
          PolluxRange unanswered = pollux_lane_get_unanswered (lane);
          gint64 open;
          PolluxLaneSummary summary;

          if (pollux_trace_get_task (trace, task)->flags & POLLUX_TASK_RUNTIME_WORKER)
            continue;
          pollux_lane_summarize (lane, range, &summary);
          open = summary.unfinished -
                 pollux_range_length (pollux_range_intersect (unanswered, range));
          busy_ns += summary.busy + open;
          waiting_ns += summary.scheduled + summary.spawn_delay + summary.unfinished - open;
        }

      pollux_overview_get (overview, i, &busy, &scheduled);
      g_assert_cmpfloat_with_epsilon (busy, (double) busy_ns / (range.end - range.begin),
                                      epsilon);
      g_assert_cmpfloat_with_epsilon (scheduled, (double) waiting_ns / (range.end - range.begin),
                                      epsilon);
      peak = MAX (peak, busy + scheduled);
    }

  g_assert_cmpfloat_with_epsilon (pollux_overview_get_peak (overview), peak, epsilon);
}

static void
test_zoo (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxOverview) overview = pollux_overview_new ();

  g_assert_cmpuint (pollux_overview_get_n_columns (overview), ==, 0);
  g_assert_true (pollux_overview_run (overview, 0));

  for (guint n = 1; n < 3000; n = n * 3 + 1)
    {
      pollux_overview_restart (overview, trace, n);
      g_assert_true (pollux_overview_run (overview, 0));
      g_assert_cmpuint (pollux_overview_get_n_columns (overview), ==, n);
      assert_columns (overview, trace, 0.01);
    }
}

/* In slices of nothing it ends all the same; until then the old is shown. */
static void
test_slices (void)
{
  g_autoptr(PolluxTrace) trace = build_random_trace (100, 50, 1000000, 4);
  g_autoptr(PolluxTrace) other = build_zoo_trace ();
  g_autoptr(PolluxOverview) overview = pollux_overview_new ();
  guint n_slices = 1;

  pollux_overview_restart (overview, other, 20);
  pollux_overview_run (overview, 0);
  pollux_overview_restart (overview, trace, 77);
  while (!pollux_overview_run (overview, 1))
    {
      g_assert_cmpuint (pollux_overview_get_n_columns (overview), ==, 20);
      g_assert_cmpuint (n_slices++, <, 1000);
    }

  g_assert_cmpuint (n_slices, >, 3);
  g_assert_cmpuint (pollux_overview_get_n_columns (overview), ==, 77);
  assert_columns (overview, trace, 1e-4);
}

/* A slice is at most a few lanes where lanes are full. */
static void
test_full_lanes (void)
{
  g_autoptr(PolluxTrace) trace = build_random_trace (20, 5000, 1000000000, 4);
  g_autoptr(PolluxOverview) overview = pollux_overview_new ();
  guint n_slices = 1;

  pollux_overview_restart (overview, trace, 1600);
  while (!pollux_overview_run (overview, 1))
    n_slices++;

  g_assert_cmpuint (n_slices, >=, 10);
}

static void
test_empty (void)
{
  g_autoptr(PolluxTrace) trace = pollux_trace_new ();
  g_autoptr(PolluxOverview) overview = pollux_overview_new ();

  pollux_overview_restart (overview, trace, 100);
  g_assert_true (pollux_overview_run (overview, 0));
  g_assert_cmpfloat (pollux_overview_get_peak (overview), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overview/zoo", test_zoo);
  g_test_add_func ("/overview/slices", test_slices);
  g_test_add_func ("/overview/full-lanes", test_full_lanes);
  g_test_add_func ("/overview/empty", test_empty);

  return g_test_run ();
}
