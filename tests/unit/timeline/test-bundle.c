/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-bundle.h"
#include "pollux-lod.h"
#include "pollux-rows.h"
#include "pollux-sorted-times.h"
#include "pollux-workers.h"

/* Lanes whose polls and waits overlap those of the others; some polls are
 * empty, some have no end, some wakes are never answered. */
static PolluxTrace *
make_trace (GRand  *rand,
            guint   n_tasks,
            guint   n_polls,
            gint64  step)
{
  BuildTrace build;
  PolluxTime end = 1;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("ThreadId(%u)", i);

      build_thread (&build, id, NULL);
    }

  for (guint task = 0; task < n_tasks; task++)
    {
      PolluxTime time = g_rand_double (rand) * step * n_polls;

      build_task (&build, "task", "src/main.rs:1:1",
                  g_rand_boolean (rand) ? time : POLLUX_TIME_NONE, POLLUX_TASK_NONE);
      for (guint i = 0, n = g_rand_int_range (rand, 0, n_polls + 1); i < n; i++)
        {
          build.thread = g_rand_int_range (rand, 0, 4);
          if (build.thread == 3)
            build.thread = POLLUX_THREAD_NONE;
          time += g_rand_double (rand) * step;
          if (g_rand_int_range (rand, 0, 3) > 0)
            build_wake (&build, task, time, POLLUX_TASK_NONE);
          time += g_rand_double (rand) * step * (g_rand_int_range (rand, 0, 20) == 0 ? 50 : 2);
          if (g_rand_int_range (rand, 0, 90) == 0)
            build_enter (&build, task, time);
          else if (g_rand_int_range (rand, 0, 5) == 0)
            build_poll (&build, task, time, time);
          else
            {
              PolluxTime start = time;

              time += g_rand_double (rand) * step;
              build_poll (&build, task, start, time);
            }
        }
      if (g_rand_boolean (rand))
        build_wake (&build, task, ++time, POLLUX_TASK_NONE);
      end = MAX (end, time);
    }
  pollux_batch_extend (build.batch, 0, end + 100, 0);

  return build_trace_end (&build);
}

static gboolean
is_on (const PolluxPoll *poll,
       int               thread)
{
  return thread < 0 || poll->thread == (thread == 3 ? POLLUX_THREAD_NONE : thread);
}

static void
count_wait (PolluxRange          wait,
            PolluxRange          range,
            PolluxBundleSummary *sum)
{
  gint64 clipped = pollux_range_length (pollux_range_intersect (wait, range));

  sum->wait += clipped;
  if (clipped > 0)
    sum->longest_wait = MAX (sum->longest_wait, wait.end - wait.begin);
}

/* The same from every poll of every lane; @thread -1: all, 3: none recorded. */
static void
count_by_hand (PolluxTrace         *trace,
               int                  thread,
               PolluxRange          range,
               PolluxBundleSummary *sum)
{
  *sum = (PolluxBundleSummary) { 0 };

  for (guint task = 0; task < pollux_trace_get_n_tasks (trace); task++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, task);

      if (thread < 0)
        count_wait (pollux_lane_get_unanswered (lane), range, sum);

      for (guint i = 0; i < pollux_lane_get_n_polls (lane); i++)
        {
          PolluxPoll poll;
          gboolean starts;

          pollux_lane_get_poll (lane, i, &poll);
          if (!is_on (&poll, thread))
            continue;

          starts = poll.start >= range.begin && poll.start < range.end;
          sum->n_starts += starts;
          if (starts || (poll.start < range.end && poll.end > range.begin))
            {
              sum->n_polls++;
              sum->longest_poll = MAX (sum->longest_poll, poll.end - poll.start);
            }
          sum->busy += pollux_range_length (
            pollux_range_intersect ((PolluxRange) { poll.start, poll.end }, range));
          if (thread < 0)
            count_wait ((PolluxRange) { poll.start - poll.wait, poll.start }, range, sum);
        }
    }
}

static void
assert_summary (const PolluxBundleSummary *summary,
                const PolluxBundleSummary *expected)
{
  g_assert_cmpint (summary->busy, ==, expected->busy);
  g_assert_cmpint (summary->wait, ==, expected->wait);
  g_assert_cmpuint (summary->n_polls, ==, expected->n_polls);
  g_assert_cmpuint (summary->n_starts, ==, expected->n_starts);
  g_assert_cmpint (summary->longest_poll, ==, expected->longest_poll);
  g_assert_cmpint (summary->longest_wait, ==, expected->longest_wait);
}

/* Every poll of the thread once, in order. */
static void
assert_entries (PolluxTrace  *trace,
                PolluxBundle *bundle,
                int           thread)
{
  PolluxTime last = G_MININT64;
  guint n = 0;

  for (guint i = 0; i < pollux_bundle_get_n (bundle); i++)
    {
      PolluxPoll poll;
      PolluxTaskIndex task;
      guint index;

      g_assert_true (pollux_bundle_get_poll (bundle, i, &poll));
      g_assert_cmpint (poll.start, >=, last);
      g_assert_true (is_on (&poll, thread));
      last = poll.start;

      pollux_bundle_get_entry (bundle, i, &task, &index);
      g_assert_cmpuint (pollux_bundle_find_poll (bundle, task, index), ==, i);
    }

  for (guint task = 0; task < pollux_trace_get_n_tasks (trace); task++)
    for (guint i = 0; i < pollux_lane_get_n_polls (pollux_trace_get_lane (trace, task)); i++)
      {
        PolluxPoll poll;

        pollux_lane_get_poll (pollux_trace_get_lane (trace, task), i, &poll);
        n += is_on (&poll, thread);
        if (!is_on (&poll, thread))
          g_assert_cmpuint (pollux_bundle_find_poll (bundle, task, i), ==, G_MAXUINT);
      }
  g_assert_cmpuint (n, ==, pollux_bundle_get_n (bundle));
}

/* The walk over a range, and the longest in it, against a look at each entry. */
static void
assert_found (PolluxBundle *bundle,
              gboolean      waits,
              PolluxRange   range)
{
  guint next = pollux_bundle_find_overlap (bundle, 0, range, waits);
  guint longest[2] = { pollux_bundle_find_longest (bundle, range, FALSE),
                       pollux_bundle_find_longest (bundle, range, TRUE) };
  gint64 length[2] = { -1, -1 };
  PolluxPoll poll;

  for (guint i = 0; i < pollux_bundle_get_n (bundle); i++)
    {
      gboolean in_poll, in_wait;

      pollux_bundle_get_poll (bundle, i, &poll);
      in_poll = (poll.start < range.end && poll.end > range.begin) ||
                (poll.start >= range.begin && poll.start < range.end);
      in_wait = waits && poll.wait > 0 && poll.start - poll.wait < range.end &&
                poll.start > range.begin;
      if (in_poll)
        length[0] = MAX (length[0], poll.end - poll.start);
      if (in_wait)
        length[1] = MAX (length[1], poll.wait);
      if (!in_poll && !in_wait)
        continue;

      g_assert_cmpuint (next, ==, i);
      next = pollux_bundle_find_overlap (bundle, i + 1, range, waits);
    }
  g_assert_cmpuint (next, ==, G_MAXUINT);

  for (guint wait = 0; wait < 2; wait++)
    {
      g_assert_cmpint (longest[wait] == G_MAXUINT, ==, length[wait] < 0);
      if (longest[wait] == G_MAXUINT)
        continue;
      pollux_bundle_get_poll (bundle, longest[wait], &poll);
      g_assert_cmpint (wait ? poll.wait : poll.end - poll.start, ==, length[wait]);
    }
}

static void
assert_columns (PolluxTrace  *trace,
                PolluxBundle *bundle,
                int           thread,
                GRand        *rand)
{
  PolluxRange extent = pollux_trace_get_extent (trace);
  gint64 length = pollux_range_length (extent);
  PolluxLod lod;

  pollux_lod_init (&lod);
  for (guint round = 0; round < 6; round++)
    {
      PolluxTime begin = round == 0 ? extent.begin : g_rand_double (rand) * length;
      gint64 view = round == 0 ? length : MAX (1, length * g_rand_double (rand) / round / round);

      pollux_lod_set_range (&lod, (PolluxRange) { begin, begin + view }, 60);
      pollux_lod_add_bundle (&lod, bundle);
      for (guint i = 0; i < lod.n; i++)
        {
          const PolluxLodColumn *column = &lod.columns[i];
          PolluxRange range = { lod.bounds[i], lod.bounds[i + 1] };
          PolluxBundleSummary expected, summary = {
            column->busy, column->wait, column->n_polls, column->n_starts,
            column->longest_poll, column->longest_wait,
          };

          count_by_hand (trace, thread, range, &expected);
          assert_summary (&summary, &expected);
          pollux_bundle_summarize (bundle, range, &summary);
          assert_summary (&summary, &expected);
          if (i < lod.begin || i >= lod.end)
            g_assert_cmpuint (column->n_polls + column->wait, ==, 0);
          if (i % 13 == 0)
            assert_found (bundle, thread < 0, range);
        }
    }
  pollux_lod_clear (&lod);
}

static void
test_random (void)
{
  static const gint64 steps[] = { 3, 1000, 1000000000 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (8);

  for (guint round = 0; round < 24; round++)
    {
      guint n_tasks = g_rand_int_range (rand, 1, 40);
      g_autoptr(PolluxTrace) trace = make_trace (rand, n_tasks, round % 5 == 0 ? 150 : 20,
                                                 steps[round % 3]);
      g_autofree PolluxTaskIndex *tasks = g_new (PolluxTaskIndex, n_tasks);
      g_autoptr(PolluxBundle) bundle = NULL;

      for (guint i = 0; i < n_tasks; i++)
        tasks[i] = n_tasks - 1 - i;
      bundle = pollux_bundle_new (trace, tasks, n_tasks);
      assert_entries (trace, bundle, -1);
      assert_columns (trace, bundle, -1, rand);
      g_assert_cmpuint (pollux_bundle_get_memory (bundle), >, 0);
    }
}

/* One bundle for each thread and one for what has none, in tiny slices. */
static void
test_threads (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (9);

  for (guint round = 0; round < 6; round++)
    {
      g_autoptr(PolluxTrace) trace = make_trace (rand, 30, 100, round % 2 ? 500 : 500000000);
      g_autoptr(PolluxBundleBuild) build = pollux_bundle_build_new (trace, NULL, 0, TRUE);
      double progress = 0;

      while (!pollux_bundle_build_step (build, 1, NULL))
        {
          g_assert_cmpfloat (pollux_bundle_build_get_progress (build), >=, progress);
          progress = pollux_bundle_build_get_progress (build);
        }
      g_assert_cmpfloat (pollux_bundle_build_get_progress (build), ==, 1);

      g_assert_cmpuint (pollux_bundle_build_get_n_bundles (build), ==, 4);
      for (guint i = 0; i < 4; i++)
        {
          g_autoptr(PolluxBundle) bundle = pollux_bundle_build_take (build, i);

          assert_entries (trace, bundle, i);
          assert_columns (trace, bundle, i, rand);
        }
    }
}

/* Only the polls of tasks that the filter takes, and all threads whatever it takes. */
static void
assert_taken (PolluxTrace         *trace,
              const PolluxWorkers *taken,
              const char          *filter,
              PolluxThread         thread)
{
  const PolluxWorker *worker = pollux_workers_find (taken, thread);
  guint n = 0;

  g_assert_nonnull (worker);
  g_assert_cmpuint (worker->thread, ==, thread);

  for (guint task = 0; task < pollux_trace_get_n_tasks (trace); task++)
    for (guint i = 0; i < pollux_lane_get_n_polls (pollux_trace_get_lane (trace, task)); i++)
      {
        gboolean is_taken;
        PolluxPoll poll;

        pollux_lane_get_poll (pollux_trace_get_lane (trace, task), i, &poll);
        is_taken = poll.thread == thread && pollux_rows_matches (trace, task, filter);
        g_assert_true (is_taken ==
                       (pollux_bundle_find_poll (worker->bundle, task, i) != G_MAXUINT));
        n += is_taken;
      }
  g_assert_cmpuint (pollux_bundle_get_n (worker->bundle), ==, n);
}

static void
test_filter (void)
{
  static const char * const filters[] = { "polls>50", "polls<20", "task", "nothing" };
  g_autoptr(GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < G_N_ELEMENTS (filters); round++)
    {
      g_autoptr(PolluxTrace) trace = make_trace (rand, 30, 100, 500);
      g_autoptr(PolluxWorkers) taken = pollux_workers_new_for_trace (trace, filters[round]);

      g_assert_cmpuint (pollux_workers_get_n (taken), ==, 4);
      for (PolluxThread thread = 0; thread < 3; thread++)
        assert_taken (trace, taken, filters[round], thread);
      assert_taken (trace, taken, filters[round], POLLUX_THREAD_NONE);
    }
}

/* A runtime's worker is a task that is polled as long as the thread lives: that is
 * no poll of the thread, but tells when it lived. The share is of the recording. */
static void
test_runtime_workers (void)
{
  g_autoptr(PolluxWorkers) workers = NULL;
  g_autoptr(PolluxTrace) trace = NULL;
  g_autofree char *text = NULL;
  const PolluxWorker *worker;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("ThreadId(%u)", i);

      build_thread (&build, id, NULL);
      build_task_of_kind (&build, "", "worker.rs:1:1", 0, POLLUX_TASK_NONE,
                          POLLUX_TASK_KIND_BLOCKING, POLLUX_TASK_RUNTIME_WORKER);
    }
  build.thread = 0;
  build_poll (&build, 0, 100, 900);
  build.thread = 1;
  build_poll (&build, 1, 200, 800);
  build_task (&build, "own", "src/main.rs:1:1", 0, POLLUX_TASK_NONE);
  build_poll (&build, 2, 400, 500);
  pollux_batch_extend (build.batch, 0, 1000, 0);
  trace = build_trace_end (&build);
  workers = pollux_workers_new_for_trace (trace, NULL);

  g_assert_cmpuint (pollux_workers_get_n (workers), ==, 2);
  worker = pollux_workers_get (workers, 0);
  g_assert_cmpuint (pollux_bundle_get_n (worker->bundle), ==, 0);
  g_assert_cmpint (worker->extent.begin, ==, 100);
  g_assert_cmpint (worker->extent.end, ==, 900);
  worker = pollux_workers_get (workers, 1);
  g_assert_cmpuint (pollux_bundle_get_n (worker->bundle), ==, 1);
  g_assert_cmpint (worker->covered, ==, 100);
  g_assert_cmpint (worker->extent.begin, ==, 200);
  text = pollux_worker_summarize (worker, NULL);
  g_assert_cmpstr (text, ==, "1 poll, busy 10 %");
}

static void
test_empty (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(PolluxTrace) trace = make_trace (rand, 2, 0, 100);
  g_autoptr(PolluxBundle) bundle = pollux_bundle_new (trace, NULL, 0);
  g_autoptr(PolluxBundle) none = NULL;
  PolluxTaskIndex task = 0;

  assert_entries (trace, bundle, -1);
  assert_columns (trace, bundle, -1, rand);
  none = pollux_bundle_new (trace, &task, 1);
  g_assert_cmpuint (pollux_bundle_get_n (none), ==, 0);
  g_assert_cmpint (pollux_range_length (pollux_bundle_get_extent (none)), ==, 0);
}

static void
test_cancel (void)
{
  g_autoptr(PolluxTrace) trace = build_random_trace (20, 500, 1000000, 3);
  g_autoptr(PolluxBundleBuild) build = pollux_bundle_build_new (trace, NULL, 0, FALSE);
  gint stop = 1;

  g_assert_false (pollux_bundle_build_step (build, 0, &stop));
  g_assert_false (pollux_bundle_build_step (build, 0, &stop));
  g_assert_cmpfloat (pollux_bundle_build_get_progress (build), <, 1);
}

static void
test_times (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < 40; round++)
    {
      g_autoptr(PolluxSortedTimes) times = pollux_sorted_times_new ();
      guint n = g_rand_int_range (rand, 0, 300);
      g_autofree PolluxTime *all = g_new (PolluxTime, n + 1);
      double step = round % 4 == 0 ? 1e17 : round % 4 == 1 ? 4e8 : 5;
      PolluxTime time = round % 4 == 0 ? -G_MAXINT64 / 2 : -100;
      guint hint = 0;

      for (guint i = 0; i < n; i++)
        {
          all[i] = time;
          pollux_sorted_times_append (times, time);
          time += MIN (g_rand_double (rand) * step, (double) (G_MAXINT64 / 4 - time / 4));
        }
      pollux_sorted_times_trim (times);
      g_assert_cmpuint (pollux_sorted_times_get_length (times), ==, n);

      for (guint i = 0; i < n; i++)
        for (int by = -1; by < 2; by++)
          {
            PolluxTime at = all[i] + by;
            guint64 sum, expected = 0;
            guint count = 0;

            for (; count < n && all[count] < at; count++)
              expected += (guint64) all[count];
            g_assert_cmpuint (pollux_sorted_times_count (times, at, &sum, &hint), ==, count);
            g_assert_cmpuint (sum, ==, expected);
            g_assert_cmpuint (pollux_sorted_times_count (times, at, &sum, NULL), ==, count);
            g_assert_cmpuint (sum, ==, expected);
            g_assert_cmpint (pollux_sorted_times_get (times, i), ==, all[i]);
          }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle/times", test_times);
  g_test_add_func ("/bundle/random", test_random);
  g_test_add_func ("/bundle/threads", test_threads);
  g_test_add_func ("/bundle/filter", test_filter);
  g_test_add_func ("/bundle/runtime-workers", test_runtime_workers);
  g_test_add_func ("/bundle/empty", test_empty);
  g_test_add_func ("/bundle/cancel", test_cancel);

  return g_test_run ();
}
