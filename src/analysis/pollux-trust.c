/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The facts that trust in a trace rests on. All but those of the tasks are
 * counters; a task costs one look at its lane's summaries and its first and
 * last poll, so that a trace of a million tasks is read in slices.
 *
 * A close record of tracing-subscriber says how long the task was busy. It is
 * measured before each enter and exit is written, so that it differs from the
 * times of the records by what the recorder itself takes: within a few µs per
 * enter in practice. What differs by more than that, and by more than three
 * digits allow, tells of lost enters or exits, or of a clock that was set.
 */

#include "config.h"

#include "pollux-trust.h"

/* How many tasks are read between two looks at the clock. */
#define CLOCK_EVERY 128
/* ns that the recorder may take per enter. */
#define RECORDER_COST 10000

struct _PolluxTrustJob
{
  PolluxTrace *trace;
  PolluxTrust trust;
  guint8 *polling;       /* per thread: seen polling */
  PolluxTaskIndex next;
};

static void
read_counters (PolluxTrust *trust,
               PolluxTrace *trace)
{
  for (guint i = 0; i < POLLUX_N_COUNTERS; i++)
    trust->counters[i] = pollux_trace_get_counter (trace, i);
  for (guint i = POLLUX_COUNTER_TIMED; i <= POLLUX_COUNTER_CLOSES; i++)
    trust->counted = trust->counted || trust->counters[i] > 0;
}

/**
 * pollux_trust_job_new:
 * @trace: a trace, settled
 *
 * Returns: (transfer full): a computation that has not begun
 */
PolluxTrustJob *
pollux_trust_job_new (PolluxTrace *trace)
{
  PolluxTrustJob *job = g_new0 (PolluxTrustJob, 1);
  PolluxTrust *trust = &job->trust;

  job->trace = g_object_ref (trace);
  trust->format = pollux_trace_get_format (trace);
  trust->is_log = trust->format != NULL && g_str_has_prefix (trust->format, "tracing-");
  trust->finished = pollux_trace_is_finished (trace);
  trust->has_times = pollux_trace_has_times (trace);
  trust->complete = pollux_trace_is_complete (trace);
  trust->n_tasks = pollux_trace_get_n_tasks (trace);
  trust->n_wakes = pollux_trace_get_n_loose_wakes (trace);
  trust->n_waker_operations = pollux_trace_get_n_waker_operations (trace);
  trust->n_events = pollux_trace_get_n_events (trace);
  trust->n_threads = pollux_trace_get_n_threads (trace);
  trust->n_damages = pollux_trace_get_n_damages (trace);
  if (trust->n_damages > 0)
    trust->damage = *pollux_trace_get_damage (trace, 0);
  read_counters (trust, trace);
  job->polling = g_new0 (guint8, MAX (trust->n_threads, 1));

  return job;
}

/**
 * pollux_trust_job_free:
 * @job: (nullable) (transfer full): a computation
 */
void
pollux_trust_job_free (PolluxTrustJob *job)
{
  if (job == NULL)
    return;

  g_object_unref (job->trace);
  g_free (job->polling);
  g_free (job);
}

/* Half of the last of three digits. */
static gint64
get_rounding (gint64 value)
{
  gint64 digit = 1;

  while (value / digit >= 1000)
    digit *= 10;

  return digit / 2 + 1;
}

static void
compare_busy (PolluxTrust             *trust,
              const PolluxTask        *task,
              const PolluxLane        *lane,
              const PolluxLaneSummary *summary)
{
  PolluxRange drop = pollux_lane_get_drop (lane);
  gint64 polled = summary->busy;
  gint64 enters = (gint64) summary->n_polls;
  gint64 difference;

  if (task->reported_busy == POLLUX_TIME_NONE || summary->n_open > 0 || !trust->has_times)
    return;
  if (drop.begin != POLLUX_TIME_NONE)
    {
      if (__builtin_add_overflow (polled, pollux_range_length (drop), &polled))
        return;
      enters++;
    }
  /* No polls recorded: nothing to compare with. */
  if (enters == 0)
    return;

  trust->n_compared++;
  difference = ABS (task->reported_busy - polled);
  if (difference <= get_rounding (task->reported_busy) + enters * RECORDER_COST)
    return;
  trust->n_different++;
  if (trust->n_different == 1 || difference > ABS (trust->worst_reported - trust->worst_polled))
    {
      trust->worst_reported = task->reported_busy;
      trust->worst_polled = polled;
    }
}

static void
see_thread (PolluxTrustJob   *job,
            const PolluxLane *lane,
            guint             index)
{
  PolluxPoll poll;

  pollux_lane_get_poll (lane, index, &poll);
  if (poll.thread == POLLUX_THREAD_NONE || poll.thread >= job->trust.n_threads)
    return;
  job->trust.n_polling_threads += !job->polling[poll.thread];
  job->polling[poll.thread] = TRUE;
}

static void
read_task (PolluxTrustJob  *job,
           PolluxTaskIndex  index)
{
  static const PolluxRange all = { G_MININT64 / 2, G_MAXINT64 / 2 };
  const PolluxTask *task = pollux_trace_get_task (job->trace, index);
  const PolluxLane *lane = pollux_trace_get_lane (job->trace, index);
  PolluxWakerOrigin origin = pollux_trace_get_waker_origin (job->trace, index);
  guint n_polls = pollux_lane_get_n_polls (lane);
  PolluxTrust *trust = &job->trust;
  PolluxLaneSummary summary;

  pollux_lane_summarize (lane, all, &summary);
  trust->n_tasks_by_kind[task->kind]++;
  trust->n_created += task->spawned != POLLUX_TIME_NONE;
  trust->n_ended += (task->flags & POLLUX_TASK_CLOSED) != 0;
  trust->n_polled_again += task->kind <= POLLUX_TASK_KIND_LOCAL && n_polls > 1;
  trust->n_polls += summary.n_polls;
  trust->n_open_polls += summary.n_open;
  trust->n_wakes += summary.n_wakes;
  trust->n_wakes_resolved += summary.n_wakes;
  trust->n_wakes_by_origin[origin] += summary.n_wakes;
  compare_busy (trust, task, lane, &summary);
  if (n_polls > 0 && task->kind != POLLUX_TASK_KIND_BLOCKING)
    {
      see_thread (job, lane, 0);
      see_thread (job, lane, n_polls - 1);
    }
}

/**
 * pollux_trust_job_run:
 * @job: a computation
 * @deadline: when to stop, or 0
 *
 * Returns: whether it is done
 */
gboolean
pollux_trust_job_run (PolluxTrustJob *job,
                      gint64          deadline)
{
  while (job->next < job->trust.n_tasks)
    {
      read_task (job, job->next++);
      if (deadline != 0 && job->next % CLOCK_EVERY == 0 && g_get_monotonic_time () >= deadline)
        return job->next == job->trust.n_tasks;
    }

  return TRUE;
}

/**
 * pollux_trust_job_get:
 * @job: a computation that is done
 *
 * Returns: (transfer none): the facts
 */
const PolluxTrust *
pollux_trust_job_get (PolluxTrustJob *job)
{
  g_return_val_if_fail (job->next == job->trust.n_tasks, NULL);

  return &job->trust;
}

/**
 * pollux_trust_compute:
 * @trace: a trace, settled
 * @trust: (out caller-allocates): its facts
 */
void
pollux_trust_compute (PolluxTrace *trace,
                      PolluxTrust *trust)
{
  g_autoptr (PolluxTrustJob) job = pollux_trust_job_new (trace);

  pollux_trust_job_run (job, 0);
  *trust = *pollux_trust_job_get (job);
}
