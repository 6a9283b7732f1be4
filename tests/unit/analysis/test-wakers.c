/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-causes.h"
#include "pollux-wakers.h"

static void
check_wakes (PolluxTrace        *trace,
             const PolluxWakers *wakers,
             const GArray       *causes,
             PolluxTaskIndex     by)
{
  guint n, at = 0;
  const PolluxMadeWake *wakes = pollux_wakers_get_wakes (wakers, by, &n);

  for (guint i = 0; i < causes->len; i++)
    {
      const BuildCause *noted = &g_array_index (causes, BuildCause, i);
      PolluxWake wake;

      if (noted->by != by || noted->spawn)
        continue;

      g_assert_cmpuint (at, <, n);
      g_assert_cmpuint (wakes[at].task, ==, noted->task);
      pollux_lane_get_wake (pollux_trace_get_lane (trace, noted->task), wakes[at].wake, &wake);
      g_assert_cmpuint (wake.record, ==, noted->record);
      g_assert_cmpuint (pollux_wakers_find (wakers, trace, by, noted->time), <=, at);
      g_assert_cmpuint (pollux_wakers_find (wakers, trace, by, noted->time + 1), >, at);
      at++;
    }
  g_assert_cmpuint (at, ==, n);
}

static void
check_spawned (PolluxTrace        *trace,
               const PolluxWakers *wakers,
               const GArray       *causes,
               PolluxTaskIndex     by)
{
  guint n, at = 0;
  const PolluxTaskIndex *spawned = pollux_wakers_get_spawned (wakers, by, &n);

  for (guint i = 0; i < causes->len; i++)
    {
      const BuildCause *noted = &g_array_index (causes, BuildCause, i);

      if (noted->by != by || !noted->spawn)
        continue;

      g_assert_cmpuint (at, <, n);
      g_assert_cmpuint (spawned[at], ==, noted->task);
      g_assert_cmpuint (pollux_wakers_find_spawned (wakers, trace, by, noted->time), <=, at);
      g_assert_cmpuint (pollux_wakers_find_spawned (wakers, trace, by, noted->time + 1), >, at);
      at++;
    }
  g_assert_cmpuint (at, ==, n);
}

static void
test_random (void)
{
  for (guint32 seed = 1; seed <= 8; seed++)
    {
      g_autoptr (GArray) causes = NULL;
      g_autoptr (PolluxTrace) trace = build_random_causes (seed, 3000, 800,
                                                           seed % 2 ? 1 : 5000, &causes);
      g_autoptr (PolluxWakers) wakers = pollux_wakers_new (trace, NULL);
      guint n_tasks = pollux_trace_get_n_tasks (trace);

      for (guint i = 0; i < n_tasks; i++)
        {
          check_wakes (trace, wakers, causes, i);
          check_spawned (trace, wakers, causes, i);
        }
      g_assert_cmpuint (pollux_wakers_get_memory (wakers), <=,
                        100 + 8 * (gsize) causes->len + 12 * (gsize) n_tasks);
    }
}

static void
test_edges (void)
{
  g_autoptr (PolluxTrace) empty = pollux_trace_new ();
  g_autoptr (PolluxTrace) zoo = build_zoo_trace ();
  g_autoptr (PolluxWakers) none = pollux_wakers_new (empty, NULL);
  gint stop = 1;
  guint n = 7;

  g_assert_null (pollux_wakers_get_wakes (none, 0, &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (pollux_wakers_get_spawned (none, POLLUX_TASK_NONE, &n));
  g_assert_cmpuint (pollux_wakers_find (none, empty, 3, 0), ==, 0);
  g_assert_null (pollux_wakers_new (zoo, &stop));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wakers/random", test_random);
  g_test_add_func ("/wakers/edges", test_edges);

  return g_test_run ();
}
