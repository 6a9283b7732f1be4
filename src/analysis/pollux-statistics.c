/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Statistics of a range, in slices.
 *
 * The sums of a task come from its lane's summaries in O(log n). The lengths
 * for the percentiles are read poll by poll, but only those whose section or
 * the scheduled time before it touches the range: the polls of a lane are in
 * time order and do not overlap, so these are one run, found by bisection.
 * Every step is a few hundred polls, then the clock is read; at the end the
 * percentiles are selected, again in slices (pollux-samples.c).
 */

#include "config.h"

#include "pollux-samples.h"
#include "pollux-statistics.h"

/* How many polls are read between two looks at the clock. */
#define CLOCK_EVERY 512
/* floor (sqrt (2) * 2^63) */
#define SQRT2_63 G_GUINT64_CONSTANT (0xB504F333F9DE6484)
/* Where bin 1 begins: 2^7 = 128 ns. */
#define FIRST_BITS 7

typedef enum
{
  STAGE_TASKS,
  STAGE_POLLS,
  STAGE_DELAYS,
  STAGE_DONE,
} Stage;

/* What pollux_statistics_has_polls() found out. */
typedef struct
{
  guint64 generation;
  gboolean any;
} KnownPolls;

struct _PolluxStatisticsJob
{
  PolluxTrace *trace;
  PolluxTaskIndex *tasks;
  guint n_tasks;
  PolluxStatistics statistics;
  PolluxSamples *polls;
  PolluxSamples *delays;

  Stage stage;
  guint next_task;
  /* Where it is in the lane of the task before @next_task; NULL: done with it. */
  const PolluxLane *lane;
  guint next_poll;
};

static const guint percents[] = { 50, 95, 99 };

/**
 * pollux_histogram_bin_begin:
 * @bin: a bin, below POLLUX_HISTOGRAM_BINS
 *
 * Returns: the smallest length in ns that it counts
 */
gint64
pollux_histogram_bin_begin (guint bin)
{
  guint octave;

  g_return_val_if_fail (bin < POLLUX_HISTOGRAM_BINS, G_MAXINT64);

  if (bin == 0)
    return 0;

  octave = FIRST_BITS + (bin - 1) / 2;

  return (bin - 1) % 2 == 0 ? (gint64) 1 << octave : (gint64) (SQRT2_63 >> (63 - octave));
}

/**
 * pollux_histogram_find_bin:
 * @length: ns
 *
 * Returns: the bin that counts it
 */
guint
pollux_histogram_find_bin (gint64 length)
{
  guint exponent, bin;

  if (length < (1 << FIRST_BITS))
    return 0;

  exponent = 63 - (guint) __builtin_clzll ((guint64) length);
  bin = 1 + 2 * (exponent - FIRST_BITS);
  if (bin + 1 < POLLUX_HISTOGRAM_BINS && length >= pollux_histogram_bin_begin (bin + 1))
    bin++;

  return MIN (bin, POLLUX_HISTOGRAM_BINS - 1);
}

/**
 * pollux_statistics_get_whole:
 * @trace: a trace
 *
 * Returns: the half-open range of all that it holds
 */
PolluxRange
pollux_statistics_get_whole (PolluxTrace *trace)
{
  PolluxRange extent = pollux_trace_get_extent (trace);

  if (extent.end < G_MAXINT64)
    extent.end++;

  return extent;
}

static void
take_all_but_blocking (PolluxStatisticsJob *job)
{
  guint n = pollux_trace_get_n_tasks (job->trace);

  job->tasks = g_new (PolluxTaskIndex, n);

  for (PolluxTaskIndex i = 0; i < n; i++)
    if (pollux_trace_get_task (job->trace, i)->kind != POLLUX_TASK_KIND_BLOCKING)
      job->tasks[job->n_tasks++] = i;
}

/**
 * pollux_statistics_job_new:
 * @trace: a trace, settled
 * @range: half open, times of @trace
 * @tasks: (nullable) (array length=n_tasks): which; %NULL for all but those of
 *   kind "blocking"
 * @n_tasks: how many
 *
 * Returns: (transfer full): a computation that has not begun
 */
PolluxStatisticsJob *
pollux_statistics_job_new (PolluxTrace           *trace,
                           PolluxRange            range,
                           const PolluxTaskIndex *tasks,
                           guint                  n_tasks)
{
  PolluxStatisticsJob *job;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NULL);

  job = g_new0 (PolluxStatisticsJob, 1);
  job->trace = g_object_ref (trace);
  job->statistics.range = range;
  job->polls = pollux_samples_new ();
  job->delays = pollux_samples_new ();

  if (tasks != NULL)
    {
      job->tasks = g_memdup2 (tasks, sizeof (PolluxTaskIndex) * n_tasks);
      job->n_tasks = n_tasks;
    }
  else
    {
      take_all_but_blocking (job);
    }

  return job;
}

/**
 * pollux_statistics_job_free:
 * @job: (nullable) (transfer full): a computation, done or not
 */
void
pollux_statistics_job_free (PolluxStatisticsJob *job)
{
  if (job == NULL)
    return;

  pollux_samples_free (job->polls);
  pollux_samples_free (job->delays);
  g_free (job->tasks);
  g_object_unref (job->trace);
  g_free (job);
}

static void
add_time (gint64 *sum,
          gint64  time)
{
  if (__builtin_add_overflow (*sum, time, sum))
    *sum = G_MAXINT64;
}

static void
add_summary (PolluxLaneSummary       *sum,
             const PolluxLaneSummary *lane)
{
  add_time (&sum->alive, lane->alive);
  add_time (&sum->busy, lane->busy);
  add_time (&sum->scheduled, lane->scheduled);
  add_time (&sum->spawn_delay, lane->spawn_delay);
  add_time (&sum->unfinished, lane->unfinished);
  add_time (&sum->idle, lane->idle);
  sum->n_polls += lane->n_polls;
  sum->n_open += lane->n_open;
  sum->n_delays += lane->n_delays;
  sum->n_wakes += lane->n_wakes;
  sum->n_self_wakes += lane->n_self_wakes;
  sum->n_effective_wakes += lane->n_effective_wakes;
  sum->longest_poll = MAX (sum->longest_poll, lane->longest_poll);
  sum->longest_wait = MAX (sum->longest_wait, lane->longest_wait);
}

/* An empty section belongs to the range in which it lies. */
static gboolean
overlaps (PolluxRange section,
          PolluxRange range)
{
  if (section.begin >= range.end)
    return FALSE;

  return section.end > range.begin || section.begin >= range.begin;
}

static gboolean
starts_inside (PolluxTime  time,
               PolluxRange range)
{
  return time >= range.begin && time < range.end;
}

static void
add_poll (PolluxStatisticsJob *job,
          const PolluxPoll    *poll)
{
  PolluxStatistics *statistics = &job->statistics;
  PolluxRange section = { poll->start, poll->end };
  gint64 length = poll->end - poll->start;

  if (!overlaps (section, statistics->range))
    return;

  if ((poll->flags & (POLLUX_POLL_WOKEN | POLLUX_POLL_SPAWN_DELAY)) == 0)
    statistics->n_unwoken++;

  if ((poll->flags & POLLUX_POLL_OPEN) != 0 || !starts_inside (poll->start, statistics->range))
    {
      statistics->polls.omitted++;
      return;
    }

  pollux_samples_add (job->polls, length);
  statistics->polls.bins[pollux_histogram_find_bin (length)]++;
}

static void
add_delay (PolluxStatisticsJob *job,
           const PolluxPoll    *poll)
{
  PolluxStatistics *statistics = &job->statistics;
  PolluxRange section = { poll->start - poll->wait, poll->start };

  if ((poll->flags & POLLUX_POLL_WOKEN) == 0 || (poll->flags & POLLUX_POLL_SPAWN_DELAY) != 0 ||
      !overlaps (section, statistics->range))
    return;

  if (!starts_inside (section.begin, statistics->range))
    {
      statistics->delays.omitted++;
      return;
    }

  pollux_samples_add (job->delays, poll->wait);
  statistics->delays.bins[pollux_histogram_find_bin (poll->wait)]++;
}

/* The first poll that can touch the range. */
static guint
find_first_poll (const PolluxLane *lane,
                 PolluxTime        begin)
{
  guint index = pollux_lane_find_poll (lane, begin);

  while (index > 0)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, index - 1, &poll);
      if (poll.end <= begin && (poll.flags & POLLUX_POLL_OPEN) == 0)
        break;
      index--;
    }

  return index;
}

static gboolean
was_alive (const PolluxLane *lane,
           PolluxRange       range)
{
  PolluxRange life = pollux_lane_get_life (lane);

  return life.begin != POLLUX_TIME_NONE && overlaps (life, range);
}

/* The end of a task ends the wait in which it came, as in the sums of one task
 * (pollux-task-figures.c): only what the file does not see end is unfinished. */
static void
close_at_end (const PolluxLane  *lane,
              PolluxRange        range,
              PolluxLaneSummary *summary)
{
  PolluxRange unanswered = pollux_range_intersect (pollux_lane_get_unanswered (lane), range);
  gint64 wait = pollux_range_length (unanswered);

  summary->unfinished -= wait;
  if (pollux_lane_get_n_polls (lane) > 0)
    add_time (&summary->scheduled, wait);
  else
    add_time (&summary->spawn_delay, wait);
}

static void
begin_lane (PolluxStatisticsJob *job)
{
  PolluxStatistics *statistics = &job->statistics;
  PolluxTaskIndex task = job->tasks[job->next_task];
  const PolluxLane *lane = pollux_trace_get_lane (job->trace, task);
  PolluxRange unanswered = pollux_lane_get_unanswered (lane);
  PolluxLaneSummary summary;

  pollux_lane_summarize (lane, statistics->range, &summary);
  if (pollux_trace_get_task (job->trace, task)->ended != POLLUX_TIME_NONE)
    close_at_end (lane, statistics->range, &summary);
  add_summary (&statistics->summary, &summary);

  if (was_alive (lane, statistics->range))
    statistics->n_tasks++;
  /* A task that was never polled waits since its spawn: that is no delay. */
  if (pollux_lane_get_n_polls (lane) > 0 && pollux_range_length (unanswered) > 0 &&
      overlaps (unanswered, statistics->range))
    statistics->delays.omitted++;

  job->lane = lane;
  job->next_poll = find_first_poll (lane, statistics->range.begin);
  job->next_task++;
}

/* Reads up to CLOCK_EVERY polls; sets the lane to NULL at its end. */
static void
go_on_with_lane (PolluxStatisticsJob *job)
{
  guint n_polls = pollux_lane_get_n_polls (job->lane);
  guint end = MIN (n_polls, job->next_poll + CLOCK_EVERY);

  for (; job->next_poll < end; job->next_poll++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (job->lane, job->next_poll, &poll);
      if (poll.start - poll.wait >= job->statistics.range.end)
        break;

      add_poll (job, &poll);
      add_delay (job, &poll);
    }

  if (job->next_poll < end || end == n_polls)
    job->lane = NULL;
}

static gboolean
is_late (gint64 deadline)
{
  return deadline != 0 && g_get_monotonic_time () >= deadline;
}

static gboolean
run_tasks (PolluxStatisticsJob *job,
           gint64               deadline)
{
  guint read = 0;

  while (job->lane != NULL || job->next_task < job->n_tasks)
    {
      guint before;

      if (job->lane == NULL)
        begin_lane (job);

      before = job->next_poll;
      go_on_with_lane (job);

      /* A lane by itself costs about as much as a few polls. */
      read += job->next_poll - before + 8;
      if (read >= CLOCK_EVERY)
        {
          if (is_late (deadline))
            return FALSE;
          read = 0;
        }
    }

  return TRUE;
}

static gboolean
run_percentiles (PolluxSamples      *samples,
                 PolluxDistribution *distribution,
                 gint64              deadline)
{
  if (!pollux_samples_select (samples, percents, G_N_ELEMENTS (percents), deadline))
    return FALSE;

  distribution->count = pollux_samples_get_count (samples);
  distribution->sum = pollux_samples_get_sum (samples);
  distribution->min = pollux_samples_get_min (samples);
  distribution->p50 = pollux_samples_get_selected (samples, 0);
  distribution->p95 = pollux_samples_get_selected (samples, 1);
  distribution->p99 = pollux_samples_get_selected (samples, 2);
  distribution->max = pollux_samples_get_max (samples);
  distribution->exact = pollux_samples_is_exact (samples);
  pollux_samples_clear (samples);

  return TRUE;
}

static gboolean
run_stage (PolluxStatisticsJob *job,
           gint64               deadline)
{
  switch (job->stage)
    {
    case STAGE_TASKS:
      return run_tasks (job, deadline);

    case STAGE_POLLS:
      return run_percentiles (job->polls, &job->statistics.polls, deadline);

    case STAGE_DELAYS:
      return run_percentiles (job->delays, &job->statistics.delays, deadline);

    case STAGE_DONE:
    default:
      return TRUE;
    }
}

/**
 * pollux_statistics_job_run:
 * @job: a computation
 * @deadline: of g_get_monotonic_time(); 0 for none
 *
 * Goes on with it for a while; it makes some progress even if the deadline is
 * over already.
 *
 * Returns: %TRUE when it is done
 */
gboolean
pollux_statistics_job_run (PolluxStatisticsJob *job,
                           gint64               deadline)
{
  g_return_val_if_fail (job != NULL, TRUE);

  while (job->stage != STAGE_DONE)
    {
      if (!run_stage (job, deadline))
        return FALSE;

      job->stage++;
      if (job->stage != STAGE_DONE && is_late (deadline))
        return FALSE;
    }

  return TRUE;
}

/**
 * pollux_statistics_job_get:
 * @job: a computation that is done
 *
 * Returns: (transfer none): the result
 */
const PolluxStatistics *
pollux_statistics_job_get (PolluxStatisticsJob *job)
{
  g_return_val_if_fail (job != NULL, NULL);
  g_return_val_if_fail (job->stage == STAGE_DONE, NULL);

  return &job->statistics;
}

static gboolean
was_entered (const PolluxLane *lane)
{
  return pollux_lane_get_n_polls (lane) > 0 ||
         pollux_lane_get_drop (lane).begin != POLLUX_TIME_NONE;
}

static gboolean
find_polls (PolluxTrace *trace)
{
  guint n = pollux_trace_get_n_tasks (trace);

  for (PolluxTaskIndex i = 0; i < n; i++)
    {
      if (was_entered (pollux_trace_get_lane (trace, i)))
        return TRUE;
    }

  /* Before anything is known nothing is missing. */
  return n == 0 && pollux_trace_get_n_loose_wakes (trace) == 0;
}

/**
 * pollux_statistics_has_polls:
 * @trace: a trace, settled
 *
 * What is counted from polls is only known if the file tells of polls. The
 * other formats cannot leave them out, so that none means none; the text logs
 * can, and one with tasks and not a single poll does. The answer is kept until
 * the trace changes, so that it may be asked for every figure.
 *
 * Returns: whether @trace says when tasks were polled
 */
gboolean
pollux_statistics_has_polls (PolluxTrace *trace)
{
  guint64 generation;
  const char *format;
  KnownPolls *known;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), FALSE);

  format = pollux_trace_get_format (trace);
  if (format == NULL || !g_str_has_prefix (format, "tracing-"))
    return TRUE;

  generation = pollux_trace_get_generation (trace);
  known = g_object_get_data (G_OBJECT (trace), "pollux-known-polls");
  if (known == NULL)
    {
      known = g_new0 (KnownPolls, 1);
      known->generation = ~generation;
      g_object_set_data_full (G_OBJECT (trace), "pollux-known-polls", known, g_free);
    }
  if (known->generation != generation)
    {
      known->generation = generation;
      known->any = find_polls (trace);
    }

  return known->any;
}

/**
 * pollux_statistics_compute:
 * @trace: a trace, settled
 * @range: half open
 * @tasks: (nullable) (array length=n_tasks): see pollux_statistics_job_new()
 * @n_tasks: how many
 * @statistics: (out caller-allocates): the result
 *
 * Computes it all at once.
 */
void
pollux_statistics_compute (PolluxTrace           *trace,
                           PolluxRange            range,
                           const PolluxTaskIndex *tasks,
                           guint                  n_tasks,
                           PolluxStatistics      *statistics)
{
  g_autoptr (PolluxStatisticsJob) job = NULL;

  g_return_if_fail (POLLUX_IS_TRACE (trace));
  g_return_if_fail (statistics != NULL);

  job = pollux_statistics_job_new (trace, range, tasks, n_tasks);
  pollux_statistics_job_run (job, 0);
  *statistics = job->statistics;
}
