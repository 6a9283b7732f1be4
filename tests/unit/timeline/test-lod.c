/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-lod.h"

/* The same figures from every poll of the lane, one by one. */
static void
count_by_hand (const PolluxLane *lane,
               PolluxRange       range,
               PolluxLodColumn  *column)
{
  PolluxRange unanswered = pollux_lane_get_unanswered (lane);

  *column = (PolluxLodColumn) { 0 };
  column->wait = pollux_range_length (pollux_range_intersect (unanswered, range));
  if (column->wait > 0)
    column->longest_wait = unanswered.end - unanswered.begin;

  for (guint i = 0; i < pollux_lane_get_n_polls (lane); i++)
    {
      PolluxPoll poll;
      gint64 wait;

      pollux_lane_get_poll (lane, i, &poll);
      wait = pollux_range_length (pollux_range_intersect (
        (PolluxRange) { poll.start - poll.wait, poll.start }, range));
      column->wait += wait;
      if (wait > 0)
        column->longest_wait = MAX (column->longest_wait, poll.wait);

      column->n_starts += poll.start >= range.begin && poll.start < range.end;
      if ((poll.start < range.end && poll.end > range.begin) ||
          (poll.start == poll.end && poll.start >= range.begin && poll.start < range.end))
        {
          column->n_polls++;
          column->longest_poll = MAX (column->longest_poll, poll.end - poll.start);
        }
      column->busy += pollux_range_length (pollux_range_intersect (
        (PolluxRange) { poll.start, poll.end }, range));
    }
}

/* Whether the lane has blocks so short that they may be shared out. */
static gboolean
has_short_blocks (const PolluxLod  *lod,
                  const PolluxLane *lane)
{
  gint64 column = lod->bounds[1] - lod->bounds[0] + 1;

  for (guint i = 0; i < pollux_lane_get_n_blocks (lane, 0); i++)
    {
      const PolluxBlock *block = pollux_lane_get_block (lane, 0, i);

      if ((block->last - block->first) * 4 <= column)
        return TRUE;
    }

  return FALSE;
}

/* What a block is shared out to its neighbours may be off by a sixteenth of a
 * column at each edge; nothing may be missing in the sum. */
static void
assert_nearly (const PolluxLod  *lod,
               const PolluxLane *lane)
{
  PolluxRange view = { lod->bounds[0], lod->bounds[lod->n] };
  PolluxLodColumn sum = { 0 }, expected;

  for (guint i = 0; i < lod->n; i++)
    {
      const PolluxLodColumn *column = &lod->columns[i];
      double length = lod->bounds[i + 1] - lod->bounds[i];

      count_by_hand (lane, (PolluxRange) { lod->bounds[i], lod->bounds[i + 1] }, &expected);
      g_assert_cmpfloat (ABS (column->busy - expected.busy), <=, length / 8 + 2);
      g_assert_cmpfloat (ABS (column->wait - expected.wait), <=, length / 8 + 2);
      g_assert_cmpint (column->longest_poll, >=, expected.longest_poll);
      g_assert_cmpint (column->longest_wait, >=, expected.longest_wait);
      g_assert_cmpint (column->n_polls > 0, >=, expected.n_polls > 0);
      sum.busy += column->busy;
      sum.wait += column->wait;
      sum.n_starts += column->n_starts;
    }

  count_by_hand (lane, view, &expected);
  g_assert_cmpint (sum.busy, ==, expected.busy);
  g_assert_cmpint (sum.wait, ==, expected.wait);
  g_assert_cmpuint (sum.n_starts, ==, expected.n_starts);
}

static void
assert_columns (const PolluxLod  *lod,
                const PolluxLane *lane)
{
  if (has_short_blocks (lod, lane))
    {
      assert_nearly (lod, lane);
      return;
    }

  for (guint i = 0; i < lod->n; i++)
    {
      const PolluxLodColumn *column = &lod->columns[i];
      PolluxRange range = { lod->bounds[i], lod->bounds[i + 1] };
      PolluxLodColumn expected;

      g_assert_cmpint (range.begin, <, range.end);
      count_by_hand (lane, range, &expected);
      g_assert_cmpint (column->busy, ==, expected.busy);
      g_assert_cmpint (column->wait, ==, expected.wait);
      g_assert_cmpuint (column->n_polls, ==, expected.n_polls);
      g_assert_cmpuint (column->n_starts, ==, expected.n_starts);
      g_assert_cmpint (column->longest_poll, ==, expected.longest_poll);
      g_assert_cmpint (column->longest_wait, ==, expected.longest_wait);
      if (i < lod->begin || i >= lod->end)
        g_assert_cmpuint (column->n_polls + column->wait, ==, 0);
    }
}

/* Every poll that is in sight is in a column. */
static void
assert_none_lost (const PolluxLod  *lod,
                  const PolluxLane *lane)
{
  PolluxRange view = { lod->bounds[0], lod->bounds[lod->n] };
  guint64 starts = 0, expected = 0;

  for (guint i = 0; i < pollux_lane_get_n_polls (lane); i++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, i, &poll);
      if (poll.start < view.begin || poll.start >= view.end)
        continue;
      expected++;
      g_assert_cmpuint (lod->columns[pollux_lod_find (lod, poll.start)].n_polls, >, 0);
    }

  for (guint i = 0; i < lod->n; i++)
    starts += lod->columns[i].n_starts;
  g_assert_cmpuint (starts, ==, expected);
}

static void
look_at (PolluxTrace *trace,
         double       scale,
         PolluxTime   left,
         double       fraction,
         double       width)
{
  PolluxViewport viewport = { left, fraction, scale, width, pollux_trace_get_extent (trace) };
  PolluxLod lod;

  pollux_lod_init (&lod);
  pollux_lod_set_viewport (&lod, &viewport);
  for (guint task = 0; task < pollux_trace_get_n_tasks (trace); task++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, task);

      pollux_lod_reset (&lod);
      pollux_lod_add_lane (&lod, lane);
      assert_columns (&lod, lane);
      assert_none_lost (&lod, lane);
    }
  pollux_lod_clear (&lod);
}

static void
test_random (void)
{
  static const guint counts[] = { 1, 31, 33, 1100, 5000 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 length = 1000000;
      g_autoptr(PolluxTrace) trace = build_random_trace (3, counts[i], length, i);

      look_at (trace, length / 50.0, 0, 0, 50);
      for (guint round = 0; round < 12; round++)
        {
          double scale = length / 60.0 * g_rand_double (rand) * g_rand_double (rand) *
                         g_rand_double (rand) + 0.07;

          look_at (trace, scale, g_rand_int_range (rand, -1000, length), g_rand_double (rand), 57);
        }
    }
}

/* One-nanosecond and empty polls on the edges of columns. */
static void
test_edges (void)
{
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "edges", "", 0, POLLUX_TASK_NONE);
  for (guint i = 0; i < 400; i++)
    {
      build_wake (&build, 0, i * 5, POLLUX_TASK_NONE);
      build_poll (&build, 0, i * 5 + 1, i * 5 + 1 + i % 4);
    }
  trace = build_trace_end (&build);

  for (double scale = 0.0625; scale < 3000; scale *= 1.9)
    for (PolluxTime left = -3; left < 8; left++)
      look_at (trace, scale, left, 0.5, 40);
}

static void
test_open (void)
{
  static const guint every[] = { 1, 7, 40, 299, 300 };

  for (guint e = 0; e < G_N_ELEMENTS (every); e++)
    {
      g_autoptr(PolluxTrace) trace = NULL;
      BuildTrace build;

      build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
      build_task (&build, "open", "", 0, POLLUX_TASK_NONE);
      for (guint i = 1; i <= 320; i++)
        {
          if (i % every[e] == 0)
            build_enter (&build, 0, i * 100);
          else
            build_poll (&build, 0, i * 100, i * 100 + 30);
        }
      pollux_batch_extend (build.batch, 0, 50000, 0);
      trace = build_trace_end (&build);

      look_at (trace, 1000, 0, 0, 50);
      look_at (trace, 10000, -50, 0, 5);
      look_at (trace, 77, 3000, 0.25, 90);
    }
}

static void
test_zoo (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();

  look_at (trace, 1000, 0, 0, 1001);
  look_at (trace, 130, 0, 0, 1001);
  look_at (trace, 1e6, -5, 0, 3);
}

/* Sums over a range's columns for many lanes: what the overview does. */
static void
test_ranges (void)
{
  g_autoptr(PolluxTrace) trace = build_random_trace (7, 300, 100000, 5);
  PolluxRange extent = pollux_trace_get_extent (trace);
  PolluxLod lod;
  gint64 busy = 0, wait = 0;

  pollux_lod_init (&lod);
  pollux_lod_set_range (&lod, extent, 33);
  g_assert_cmpuint (lod.n, ==, 33);
  g_assert_cmpint (lod.bounds[0], ==, extent.begin);
  g_assert_cmpint (lod.bounds[33], ==, extent.end);

  for (guint task = 0; task < 7; task++)
    {
      PolluxLaneSummary summary;

      pollux_lod_add_lane (&lod, pollux_trace_get_lane (trace, task));
      pollux_lane_summarize (pollux_trace_get_lane (trace, task), extent, &summary);
      busy += summary.busy;
      wait += summary.scheduled + summary.spawn_delay + summary.unfinished;
    }

  for (guint i = 0; i < lod.n; i++)
    {
      busy -= lod.columns[i].busy;
      wait -= lod.columns[i].wait;
    }

  g_assert_cmpint (busy, ==, 0);
  g_assert_cmpint (wait, ==, 0);
  pollux_lod_clear (&lod);
}

static void
test_crowds (void)
{
  /* A pixel is 100 ns. */
  static const struct { PolluxTime start, end; } polls[] = {
    { 100, 110 },                                  /* alone: drawn as it is */
    { 1000, 1010 }, { 1050, 1060 },                /* two in pixel 10 */
    { 1310, 1320 },                                /* near: part of the crowd */
    { 1500, 1510 }, { 1610, 1620 },                /* neighbours, 15 and 16 */
    { 3000, 3400 }, { 3401, 3700 },                /* long ones side by side */
    { 5000, 5010 }, { 5020, 5900 }, { 5910, 5920 }, { 5930, 5940 },
  };
  static const guint crowded[] = { 10, 11, 12, 13, 14, 15, 16, 50, 59 };
  g_autoptr(PolluxTrace) trace = NULL;
  PolluxViewport viewport;
  BuildTrace build;
  PolluxLod lod;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "crowds", "", POLLUX_TIME_NONE, POLLUX_TASK_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (polls); i++)
    build_poll (&build, 0, polls[i].start, polls[i].end);
  trace = build_trace_end (&build);

  pollux_lod_init (&lod);
  viewport = (PolluxViewport) { 0, 0, 100, 80, pollux_trace_get_extent (trace) };
  pollux_lod_set_viewport (&lod, &viewport);
  pollux_lod_add_lane (&lod, pollux_trace_get_lane (trace, 0));
  pollux_lod_find_crowds (&lod);

  for (guint i = 0, next = 0; i < lod.n; i++)
    {
      gboolean expected = next < G_N_ELEMENTS (crowded) && crowded[next] == i;

      g_assert_cmpint ((lod.columns[i].flags & POLLUX_LOD_CROWDED) != 0, ==, expected);
      next += expected;
    }
  pollux_lod_clear (&lod);
}

static void
test_longest (void)
{
  g_autoptr(PolluxTrace) trace = build_random_trace (1, 5000, 1000000, 3);
  const PolluxLane *lane = pollux_trace_get_lane (trace, 0);
  g_autoptr(GRand) rand = g_rand_new_with_seed (2);

  for (guint round = 0; round < 200; round++)
    {
      PolluxTime begin = g_rand_int_range (rand, 0, 1000000);
      PolluxRange range = { begin, begin + g_rand_int_range (rand, 1, 30000) };
      PolluxLodColumn expected;
      PolluxPoll poll;
      guint index;

      count_by_hand (lane, range, &expected);
      index = pollux_lod_find_longest (lane, range, FALSE);
      g_assert_cmpint (index != G_MAXUINT, ==, expected.n_polls > 0);
      if (index != G_MAXUINT)
        {
          pollux_lane_get_poll (lane, index, &poll);
          g_assert_cmpint (poll.end - poll.start, ==, expected.longest_poll);
        }

      index = pollux_lod_find_longest (lane, range, TRUE);
      g_assert_cmpint (index != G_MAXUINT, ==, expected.wait > 0);
      if (index != G_MAXUINT)
        {
          pollux_lane_get_poll (lane, index, &poll);
          g_assert_cmpint (poll.wait, ==, expected.longest_wait);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lod/random", test_random);
  g_test_add_func ("/lod/edges", test_edges);
  g_test_add_func ("/lod/open", test_open);
  g_test_add_func ("/lod/zoo", test_zoo);
  g_test_add_func ("/lod/ranges", test_ranges);
  g_test_add_func ("/lod/crowds", test_crowds);
  g_test_add_func ("/lod/longest", test_longest);

  return g_test_run ();
}
