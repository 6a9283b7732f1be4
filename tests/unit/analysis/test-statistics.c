/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Random tasks whose sections are known are put into a trace; the statistics
 * of random ranges must be what a walk over those sections says.
 */

#include "config.h"

#include <stdlib.h>

#include "pollux-statistics.h"
#include "pollux-task-figures.h"

typedef enum
{
  SECTION_POLL,
  SECTION_DELAY,
  SECTION_SPAWN_DELAY,
  SECTION_IDLE,
  SECTION_UNFINISHED_POLL,
  SECTION_UNFINISHED_DELAY,
  SECTION_UNFINISHED_SPAWN,
} SectionKind;

typedef struct
{
  SectionKind kind;
  gint64 begin;
  gint64 end;
  gboolean unwoken; /* a poll that no recorded wake and no spawn explains */
} Section;

typedef struct
{
  GArray *sections;
  gint64 spawned;
  gint64 ended;
  gboolean closed;
  gboolean blocking;
  guint n_wakes;
} Truth;

typedef struct
{
  PolluxTrace *trace;
  Truth *tasks;
  guint n_tasks;
  GRand *rand;
  PolluxBatch *batch;
  guint record;
} Fixture;

#define TRACE_END 100000

static gint64
step (Fixture *fixture)
{
  return g_rand_int_range (fixture->rand, 0, 4) == 0 ? 0
                                                     : g_rand_int_range (fixture->rand, 1, 900);
}

static void
add_section (Truth       *truth,
             SectionKind  kind,
             gint64       begin,
             gint64       end,
             gboolean     unwoken)
{
  Section section = { kind, begin, end, unwoken };

  g_array_append_val (truth->sections, section);
}

/* From @now, where the task is not due: idle, and perhaps due again. Sets
 * @wake to the time of the wake or to POLLUX_TIME_NONE. */
static gint64
add_wait (Fixture *fixture,
          Truth   *truth,
          guint    task,
          gint64   now,
          gint64  *wake)
{
  gint64 idle_end = now + step (fixture);
  gint64 poll = idle_end + step (fixture);

  add_section (truth, SECTION_IDLE, now, idle_end, FALSE);
  *wake = POLLUX_TIME_NONE;

  if (g_rand_boolean (fixture->rand))
    {
      add_section (truth, SECTION_IDLE, idle_end, poll, FALSE);
      return poll;
    }

  *wake = idle_end;
  pollux_batch_wake (fixture->batch, task, idle_end, fixture->record++, POLLUX_TASK_NONE, FALSE);
  pollux_batch_wake (fixture->batch, task, poll, fixture->record++, POLLUX_TASK_NONE, TRUE);
  truth->n_wakes += 2;

  return poll;
}

static void
add_polls (Fixture *fixture,
           Truth   *truth,
           guint    task,
           guint    n)
{
  gint64 now = truth->spawned;
  gint64 wake = POLLUX_TIME_NONE;

  for (guint i = 0; i < n; i++)
    {
      gint64 start = i == 0 ? now + step (fixture) : add_wait (fixture, truth, task, now, &wake);
      gint64 end = start + step (fixture);
      gboolean open = i == n - 1 && !truth->closed;

      if (i == 0)
        add_section (truth, SECTION_SPAWN_DELAY, now, start, FALSE);
      else if (wake != POLLUX_TIME_NONE)
        add_section (truth, SECTION_DELAY, wake, start, FALSE);

      pollux_batch_enter (fixture->batch, task, start, fixture->record++, (PolluxThread) task);
      if (open)
        {
          add_section (truth, SECTION_UNFINISHED_POLL, start, TRACE_END,
                       i > 0 && wake == POLLUX_TIME_NONE);
          return;
        }
      pollux_batch_exit (fixture->batch, task, end, fixture->record++, (PolluxThread) task);
      add_section (truth, SECTION_POLL, start, end, i > 0 && wake == POLLUX_TIME_NONE);
      now = end;
    }

  truth->ended = now + step (fixture);
  if (g_rand_boolean (fixture->rand) || n == 0)
    {
      add_section (truth, n > 0 ? SECTION_UNFINISHED_DELAY : SECTION_UNFINISHED_SPAWN, now,
                   truth->ended, FALSE);
      if (n > 0)
        {
          pollux_batch_wake (fixture->batch, task, now, fixture->record++, POLLUX_TASK_NONE, TRUE);
          truth->n_wakes++;
        }
    }
  else
    {
      add_section (truth, SECTION_IDLE, now, truth->ended, FALSE);
    }
  pollux_batch_close (fixture->batch, task, truth->ended, fixture->record++);
}

static void
add_task (Fixture *fixture,
          guint    index)
{
  Truth *truth = &fixture->tasks[index];
  PolluxTask task = { .tokio_id = index + 1, .span_id = index, .spawner = POLLUX_TASK_NONE };
  guint n_polls = (guint) g_rand_int_range (fixture->rand, 0, index == 0 ? 60 : 12);

  truth->sections = g_array_new (FALSE, FALSE, sizeof (Section));
  truth->spawned = g_rand_int_range (fixture->rand, 0, 10000);
  truth->closed = g_rand_boolean (fixture->rand) || n_polls == 0;
  truth->blocking = index % 5 == 4;
  truth->ended = TRACE_END;

  task.kind = truth->blocking ? POLLUX_TASK_KIND_BLOCKING : POLLUX_TASK_KIND_TASK;
  task.flags = POLLUX_TASK_HAS_TOKIO_ID | POLLUX_TASK_HAS_SPAN_ID;
  task.spawned = task.ended = POLLUX_TIME_NONE;

  pollux_batch_add_thread (fixture->batch, "t", -1, NULL, 0);
  pollux_batch_add_task (fixture->batch, &task, "", 0, "", 0);
  pollux_batch_add_waker (fixture->batch, index);
  pollux_batch_map_waker (fixture->batch, index, index, POLLUX_WAKER_DIRECT);
  pollux_batch_set_spawned (fixture->batch, index, truth->spawned, fixture->record++,
                            POLLUX_TASK_NONE);
  add_polls (fixture, truth, index, n_polls);
}

static void
fixture_init (Fixture *fixture,
              guint32  seed)
{
  fixture->rand = g_rand_new_with_seed (seed);
  fixture->n_tasks = (guint) g_rand_int_range (fixture->rand, 1, 12);
  fixture->tasks = g_new0 (Truth, fixture->n_tasks);
  fixture->record = 0;
  fixture->batch = pollux_batch_new ();
  fixture->trace = pollux_trace_new ();

  pollux_batch_set_format (fixture->batch, "tracing-fmt-json", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (fixture->batch, 0, TRACE_END, 2);
  for (guint i = 0; i < fixture->n_tasks; i++)
    add_task (fixture, i);

  g_assert_cmpuint (pollux_trace_apply (fixture->trace, fixture->batch, 0, 0), ==,
                    pollux_batch_get_length (fixture->batch));
  pollux_trace_settle (fixture->trace);
  pollux_trace_finish (fixture->trace);
}

static void
fixture_clear (Fixture *fixture)
{
  for (guint i = 0; i < fixture->n_tasks; i++)
    g_array_unref (fixture->tasks[i].sections);

  g_free (fixture->tasks);
  pollux_batch_free (fixture->batch);
  g_object_unref (fixture->trace);
  g_rand_free (fixture->rand);
}

static gint64
clip (gint64      begin,
      gint64      end,
      PolluxRange range)
{
  gint64 inside = 0;

  begin = MAX (begin, range.begin);
  end = MIN (end, range.end);
  if (end > begin)
    inside = end - begin;

  return inside;
}

static gboolean
touches (gint64      begin,
         gint64      end,
         PolluxRange range)
{
  return begin == end ? begin >= range.begin && begin < range.end
                      : begin < range.end && end > range.begin;
}

static int
compare (const void *a,
         const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static gint64
nearest_rank (GArray *lengths,
              guint   percent)
{
  guint rank = 0;

  if (lengths->len == 0)
    return POLLUX_TIME_NONE;
  while (rank * 100 < percent * lengths->len)
    rank++;

  return g_array_index (lengths, gint64, MAX (rank, 1) - 1);
}

static void
check_distribution (const PolluxDistribution *got,
                    GArray                   *lengths,
                    guint                     omitted)
{
  guint64 in_bins = 0;

  g_array_sort (lengths, compare);
  g_assert_cmpuint (got->count, ==, lengths->len);
  g_assert_cmpuint (got->omitted, ==, omitted);
  g_assert_cmpint (got->p50, ==, nearest_rank (lengths, 50));
  g_assert_cmpint (got->p95, ==, nearest_rank (lengths, 95));
  g_assert_cmpint (got->p99, ==, nearest_rank (lengths, 99));
  g_assert_cmpint (got->min, ==, nearest_rank (lengths, 0));
  g_assert_cmpint (got->max, ==, nearest_rank (lengths, 100));
  g_assert_true (got->exact);

  for (guint bin = 0; bin < POLLUX_HISTOGRAM_BINS; bin++)
    {
      guint64 want = 0;

      for (guint i = 0; i < lengths->len; i++)
        {
          gint64 length = g_array_index (lengths, gint64, i);

          want += length >= pollux_histogram_bin_begin (bin) &&
                  (bin == POLLUX_HISTOGRAM_BINS - 1 ||
                   length < pollux_histogram_bin_begin (bin + 1));
        }
      g_assert_cmpuint (got->bins[bin], ==, want);
      in_bins += got->bins[bin];
    }
  g_assert_cmpuint (in_bins, ==, got->count);
}

static void
add_length (GArray        *lengths,
            const Section *section,
            PolluxRange    range,
            guint         *omitted)
{
  gint64 length = section->end - section->begin;

  if (!touches (section->begin, section->end, range))
    return;
  if (section->begin >= range.begin)
    g_array_append_val (lengths, length);
  else
    (*omitted)++;
}

typedef struct
{
  gint64 sums[SECTION_UNFINISHED_SPAWN + 1];
  gint64 alive;
  guint n_tasks, n_polls, n_open, n_unwoken, polls_omitted, delays_omitted;
  GArray *polls, *delays;
} Walk;

static void
walk_section (Walk          *walk,
              const Section *section,
              PolluxRange    range)
{
  gboolean is_poll = section->kind == SECTION_POLL || section->kind == SECTION_UNFINISHED_POLL;

  walk->sums[section->kind] += clip (section->begin, section->end, range);
  if (is_poll && touches (section->begin, section->end, range))
    {
      walk->n_polls++;
      walk->n_unwoken += section->unwoken;
    }

  if (section->kind == SECTION_POLL)
    add_length (walk->polls, section, range, &walk->polls_omitted);
  else if (section->kind == SECTION_DELAY)
    add_length (walk->delays, section, range, &walk->delays_omitted);
  else if (section->kind == SECTION_UNFINISHED_POLL &&
           touches (section->begin, section->end, range))
    {
      walk->n_open++;
      walk->polls_omitted++;
    }
  else if (section->kind == SECTION_UNFINISHED_DELAY && section->end > section->begin &&
           touches (section->begin, section->end, range))
    walk->delays_omitted++;
}

static void
check_range (Fixture               *fixture,
             PolluxRange            range,
             const PolluxTaskIndex *tasks,
             guint                  n_tasks,
             const PolluxStatistics *got)
{
  Walk walk = { { 0 } };

  walk.polls = g_array_new (FALSE, FALSE, sizeof (gint64));
  walk.delays = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < (tasks != NULL ? n_tasks : fixture->n_tasks); i++)
    {
      Truth *truth = &fixture->tasks[tasks != NULL ? tasks[i] : i];

      if (tasks == NULL && truth->blocking)
        continue;
      walk.alive += clip (truth->spawned, truth->ended, range);
      walk.n_tasks += touches (truth->spawned, truth->ended, range);
      for (guint j = 0; j < truth->sections->len; j++)
        walk_section (&walk, &g_array_index (truth->sections, Section, j), range);
    }

  g_assert_cmpint (got->summary.alive, ==, walk.alive);
  g_assert_cmpint (got->summary.busy, ==, walk.sums[SECTION_POLL]);
  g_assert_cmpint (got->summary.scheduled, ==,
                   walk.sums[SECTION_DELAY] + walk.sums[SECTION_UNFINISHED_DELAY]);
  g_assert_cmpint (got->summary.spawn_delay, ==,
                   walk.sums[SECTION_SPAWN_DELAY] + walk.sums[SECTION_UNFINISHED_SPAWN]);
  g_assert_cmpint (got->summary.idle, ==, walk.sums[SECTION_IDLE]);
  g_assert_cmpint (got->summary.unfinished, ==, walk.sums[SECTION_UNFINISHED_POLL]);
  g_assert_cmpuint (got->n_tasks, ==, walk.n_tasks);
  g_assert_cmpuint (got->summary.n_polls, ==, walk.n_polls);
  g_assert_cmpuint (got->summary.n_open, ==, walk.n_open);
  g_assert_cmpuint (got->n_unwoken, ==, walk.n_unwoken);
  check_distribution (&got->polls, walk.polls, walk.polls_omitted);
  check_distribution (&got->delays, walk.delays, walk.delays_omitted);

  g_array_unref (walk.polls);
  g_array_unref (walk.delays);
}

static void
test_ranges (void)
{
  for (guint32 seed = 0; seed < 150; seed++)
    {
      Fixture fixture;
      PolluxRange whole;

      fixture_init (&fixture, seed);
      whole = pollux_statistics_get_whole (fixture.trace);
      g_assert_cmpint (whole.begin, ==, 0);
      g_assert_cmpint (whole.end, ==, TRACE_END + 1);

      for (guint turn = 0; turn < 25; turn++)
        {
          PolluxRange range = whole;
          PolluxTaskIndex one = (PolluxTaskIndex) g_rand_int_range (fixture.rand, 0,
                                                                    (gint32) fixture.n_tasks);
          PolluxStatistics statistics;

          if (turn > 0)
            {
              range.begin = g_rand_int_range (fixture.rand, 0, turn % 2 ? 20000 : TRACE_END);
              range.end = range.begin + g_rand_int_range (fixture.rand, 0, 3000);
            }
          pollux_statistics_compute (fixture.trace, range, NULL, 0, &statistics);
          check_range (&fixture, range, NULL, 0, &statistics);
          pollux_statistics_compute (fixture.trace, range, &one, 1, &statistics);
          check_range (&fixture, range, &one, 1, &statistics);
        }
      fixture_clear (&fixture);
    }
}

/* A computation whose time is always up goes on all the same, with the same
 * result. */
static void
test_slices (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  g_autoptr (PolluxStatisticsJob) job = NULL;
  PolluxTask task = { .kind = POLLUX_TASK_KIND_TASK, .spawner = POLLUX_TASK_NONE };
  const guint n = 20000;
  guint turns = 0;
  const PolluxStatistics *sliced;
  PolluxStatistics whole;

  task.spawned = task.ended = POLLUX_TIME_NONE;
  pollux_batch_set_format (batch, "tracing-fmt-json", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 10 * n + 9, n);
  pollux_batch_add_task (batch, &task, "", 0, "", 0);
  for (guint i = 0; i < n; i++)
    {
      pollux_batch_enter (batch, 0, 10 * i, 2 * i, POLLUX_THREAD_NONE);
      pollux_batch_exit (batch, 0, 10 * i + i % 10, 2 * i + 1, POLLUX_THREAD_NONE);
    }
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_settle (trace);

  job = pollux_statistics_job_new (trace, pollux_statistics_get_whole (trace), NULL, 0);
  while (!pollux_statistics_job_run (job, 1))
    g_assert_cmpuint (turns++, <, n);
  g_assert_cmpuint (turns, >, n / 1000);

  sliced = pollux_statistics_job_get (job);
  pollux_statistics_compute (trace, pollux_statistics_get_whole (trace), NULL, 0, &whole);
  g_assert_cmpmem (sliced, sizeof *sliced, &whole, sizeof whole);
  g_assert_cmpuint (whole.polls.count, ==, n);
  g_assert_cmpuint (whole.n_unwoken, ==, n);
  g_assert_cmpint (whole.polls.p50, ==, 4);
  g_assert_cmpint (whole.polls.p95, ==, 9);
  g_assert_cmpint (whole.polls.sum, ==, 90000);
}

static void
check_figures (const Truth             *truth,
               const PolluxTaskFigures *figures)
{
  Walk walk = { { 0 } };
  PolluxRange all = { 0, G_MAXINT64 };

  walk.polls = g_array_new (FALSE, FALSE, sizeof (gint64));
  walk.delays = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < truth->sections->len; i++)
    walk_section (&walk, &g_array_index (truth->sections, Section, i), all);
  g_array_sort (walk.polls, compare);
  g_array_sort (walk.delays, compare);

  g_assert_cmpint (figures->busy, ==, walk.sums[SECTION_POLL]);
  g_assert_cmpint (figures->idle, ==, walk.sums[SECTION_IDLE]);
  g_assert_cmpint (figures->scheduled, ==,
                   walk.sums[SECTION_DELAY] + walk.sums[SECTION_UNFINISHED_DELAY]);
  g_assert_cmpint (figures->spawn_delay, ==,
                   walk.sums[SECTION_SPAWN_DELAY] + walk.sums[SECTION_UNFINISHED_SPAWN]);
  g_assert_cmpuint (figures->n_polls, ==, walk.n_polls);
  g_assert_cmpuint (figures->n_unwoken, ==, walk.n_unwoken);
  g_assert_cmpuint (figures->n_wakes, ==, truth->n_wakes);
  g_assert_cmpint (figures->poll_p50, ==, nearest_rank (walk.polls, 50));
  g_assert_cmpint (figures->poll_p99, ==, nearest_rank (walk.polls, 99));
  g_assert_cmpint (figures->longest_poll, ==, nearest_rank (walk.polls, 100));
  g_assert_cmpint (figures->scheduled_p50, ==, nearest_rank (walk.delays, 50));
  g_assert_cmpint (figures->scheduled_p99, ==, nearest_rank (walk.delays, 99));
  g_assert_cmpint (figures->longest_scheduled, ==, nearest_rank (walk.delays, 100));
  g_array_unref (walk.polls);
  g_array_unref (walk.delays);

  if (truth->closed)
    {
      g_assert_cmpint (figures->state, ==, POLLUX_STATE_NONE);
      g_assert_cmpint (figures->lifetime, ==, truth->ended - truth->spawned);
      g_assert_cmpint (figures->lifetime, ==,
                       figures->busy + figures->scheduled + figures->spawn_delay +
                         figures->idle);
    }
  else
    {
      g_assert_cmpint (figures->state, ==, POLLUX_STATE_ACTIVE);
      g_assert_true (figures->open_poll);
      g_assert_cmpint (figures->lifetime, ==, POLLUX_TIME_NONE);
    }
}

static void
test_figures (void)
{
  g_autoptr (PolluxSamples) polls = pollux_samples_new ();
  g_autoptr (PolluxSamples) delays = pollux_samples_new ();

  for (guint32 seed = 0; seed < 150; seed++)
    {
      Fixture fixture;

      fixture_init (&fixture, seed);
      for (guint i = 0; i < fixture.n_tasks; i++)
        {
          PolluxTaskFigures figures;

          pollux_task_figures_compute (fixture.trace, i, polls, delays, &figures);
          check_figures (&fixture.tasks[i], &figures);
        }
      fixture_clear (&fixture);
    }
}

/* The states that the random tasks do not end in. */
static void
test_states (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  g_autoptr (PolluxSamples) polls = pollux_samples_new ();
  g_autoptr (PolluxSamples) delays = pollux_samples_new ();
  PolluxTask task = { .kind = POLLUX_TASK_KIND_TASK, .spawner = POLLUX_TASK_NONE };
  const char *states[] = { "spawned", "idle", "scheduled" };

  task.spawned = task.ended = POLLUX_TIME_NONE;
  pollux_batch_set_format (batch, "tracing-fmt-json", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 100, 1);
  for (guint i = 0; i < 3; i++)
    {
      pollux_batch_add_task (batch, &task, "", 0, "", 0);
      pollux_batch_set_spawned (batch, i, 0, i, POLLUX_TASK_NONE);
      pollux_batch_add_waker (batch, i);
      pollux_batch_map_waker (batch, i, i, POLLUX_WAKER_DIRECT);
      if (i > 0)
        {
          pollux_batch_enter (batch, i, 10, 10 * i, POLLUX_THREAD_NONE);
          pollux_batch_exit (batch, i, 20, 10 * i + 1, POLLUX_THREAD_NONE);
        }
    }
  pollux_batch_wake (batch, 2, 40, 99, POLLUX_TASK_NONE, FALSE);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_settle (trace);
  pollux_trace_finish (trace);

  for (guint i = 0; i < 3; i++)
    {
      PolluxTaskFigures figures;

      pollux_task_figures_compute (trace, i, polls, delays, &figures);
      g_assert_cmpstr (pollux_state_to_string (figures.state), ==, states[i]);
      g_assert_cmpint (figures.scheduled, ==, 0);
      g_assert_cmpint (figures.unfinished, ==, i == 0 ? 100 : i == 1 ? 0 : 60);
    }
}

static void
test_bins (void)
{
  g_assert_cmpint (pollux_histogram_bin_begin (0), ==, 0);
  g_assert_cmpint (pollux_histogram_bin_begin (1), ==, 128);
  g_assert_cmpint (pollux_histogram_bin_begin (2), ==, 181);
  g_assert_cmpint (pollux_histogram_bin_begin (3), ==, 256);
  g_assert_cmpint (pollux_histogram_bin_begin (63), ==, G_GINT64_CONSTANT (128) << 31);

  for (guint bin = 0; bin < POLLUX_HISTOGRAM_BINS; bin++)
    {
      g_assert_cmpuint (pollux_histogram_find_bin (pollux_histogram_bin_begin (bin)), ==, bin);
      if (bin > 0)
        g_assert_cmpuint (pollux_histogram_find_bin (pollux_histogram_bin_begin (bin) - 1), ==,
                          bin - 1);
    }
  g_assert_cmpuint (pollux_histogram_find_bin (G_MAXINT64), ==, POLLUX_HISTOGRAM_BINS - 1);
}

/* A poll that lost its exit long ago is no poll at the end. */
static void
test_lost_exit (void)
{
  static const PolluxTask task = { .spawned = POLLUX_TIME_NONE, .ended = POLLUX_TIME_NONE,
                                   .spawner = POLLUX_TASK_NONE };
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  g_autoptr (PolluxSamples) polls = pollux_samples_new ();
  g_autoptr (PolluxSamples) delays = pollux_samples_new ();
  PolluxTaskFigures figures;

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 1000, 3);
  pollux_batch_add_task (batch, &task, "", 0, "", 0);
  pollux_batch_enter (batch, 0, 10, 0, 0);
  pollux_batch_enter (batch, 0, 50, 1, 0);
  pollux_batch_exit (batch, 0, 60, 2, 0);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_finish (trace);

  pollux_task_figures_compute (trace, 0, polls, delays, &figures);
  g_assert_false (figures.open_poll);
  g_assert_cmpint (figures.state, ==, POLLUX_STATE_IDLE);
  g_assert_cmpint (figures.unfinished, ==, 40);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/statistics/bins", test_bins);
  g_test_add_func ("/statistics/ranges", test_ranges);
  g_test_add_func ("/statistics/slices", test_slices);
  g_test_add_func ("/statistics/figures", test_figures);
  g_test_add_func ("/statistics/states", test_states);

  g_test_add_func ("/statistics/lost-exit", test_lost_exit);

  return g_test_run ();
}
