/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pollux-statistics.h"
#include "pollux-task-figures.h"

static const guint percents[] = { 50, 99 };

static void
read_polls (const PolluxLane  *lane,
            PolluxSamples     *polls,
            PolluxSamples     *delays,
            PolluxTaskFigures *figures)
{
  guint n = pollux_lane_get_n_polls (lane);

  for (guint i = 0; i < n; i++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, i, &poll);

      figures->open_poll = (poll.flags & POLLUX_POLL_OPEN) != 0;
      if (!figures->open_poll)
        pollux_samples_add (polls, poll.end - poll.start);

      if ((poll.flags & POLLUX_POLL_SPAWN_DELAY) != 0)
        continue;
      if ((poll.flags & POLLUX_POLL_WOKEN) != 0)
        pollux_samples_add (delays, poll.wait);
      else
        figures->n_unwoken++;
    }
}

static void
take_sums (const PolluxLaneSummary *summary,
           PolluxTaskFigures       *figures)
{
  figures->busy = summary->busy;
  figures->scheduled = summary->scheduled;
  figures->spawn_delay = summary->spawn_delay;
  figures->idle = summary->idle;
  figures->unfinished = summary->unfinished;
  figures->n_polls = summary->n_polls;
  figures->n_wakes = summary->n_wakes;
  figures->n_self_wakes = summary->n_self_wakes;
  figures->n_effective_wakes = summary->n_effective_wakes;
}

/* The end of the task ends the wait in which it came. */
static void
close_at_end (const PolluxLane  *lane,
              PolluxTaskFigures *figures)
{
  gint64 wait = pollux_range_length (pollux_lane_get_unanswered (lane));

  figures->unfinished -= wait;
  if (figures->n_polls > 0)
    figures->scheduled += wait;
  else
    figures->spawn_delay += wait;
}

static PolluxState
find_last_state (const PolluxTask        *task,
                 const PolluxLane        *lane,
                 const PolluxTaskFigures *figures)
{
  if ((task->flags & POLLUX_TASK_CLOSED) != 0)
    return POLLUX_STATE_NONE;
  if (figures->open_poll)
    return POLLUX_STATE_ACTIVE;
  if (pollux_range_length (pollux_lane_get_unanswered (lane)) == 0)
    return POLLUX_STATE_IDLE;

  return figures->n_polls > 0 ? POLLUX_STATE_SCHEDULED : POLLUX_STATE_SPAWNED;
}

static void
take_lengths (PolluxSamples     *polls,
              PolluxSamples     *delays,
              PolluxTaskFigures *figures)
{
  pollux_samples_select (polls, percents, G_N_ELEMENTS (percents), 0);
  pollux_samples_select (delays, percents, G_N_ELEMENTS (percents), 0);

  figures->n_delays = pollux_samples_get_count (delays);
  figures->longest_poll = pollux_samples_get_max (polls);
  figures->poll_p50 = pollux_samples_get_selected (polls, 0);
  figures->poll_p99 = pollux_samples_get_selected (polls, 1);
  figures->longest_scheduled = pollux_samples_get_max (delays);
  figures->scheduled_p50 = pollux_samples_get_selected (delays, 0);
  figures->scheduled_p99 = pollux_samples_get_selected (delays, 1);
}

/**
 * pollux_task_figures_compute:
 * @trace: a trace, settled
 * @task: one of its tasks
 * @polls: scratch space
 * @delays: scratch space
 * @figures: (out caller-allocates): the result
 *
 * Sums up one task over the whole trace.
 */
void
pollux_task_figures_compute (PolluxTrace       *trace,
                             PolluxTaskIndex    task,
                             PolluxSamples     *polls,
                             PolluxSamples     *delays,
                             PolluxTaskFigures *figures)
{
  const PolluxTask *record;
  const PolluxLane *lane;
  PolluxLaneSummary summary;

  g_return_if_fail (POLLUX_IS_TRACE (trace));
  g_return_if_fail (polls != NULL && delays != NULL && figures != NULL);

  record = pollux_trace_get_task (trace, task);
  lane = pollux_trace_get_lane (trace, task);
  *figures = (PolluxTaskFigures) { 0 };

  pollux_lane_summarize (lane, pollux_statistics_get_whole (trace), &summary);
  take_sums (&summary, figures);

  pollux_samples_clear (polls);
  pollux_samples_clear (delays);
  read_polls (lane, polls, delays, figures);
  take_lengths (polls, delays, figures);

  if (record->ended != POLLUX_TIME_NONE)
    close_at_end (lane, figures);

  figures->state = find_last_state (record, lane, figures);
  figures->lifetime = POLLUX_TIME_NONE;
  if (record->spawned != POLLUX_TIME_NONE && record->ended != POLLUX_TIME_NONE)
    figures->lifetime = record->ended - record->spawned;
}

/**
 * pollux_state_to_string:
 * @state: a state at the end of a trace
 *
 * Returns: (transfer none): its name on the command line
 */
const char *
pollux_state_to_string (PolluxState state)
{
  switch (state)
    {
    case POLLUX_STATE_IDLE:
      return "idle";

    case POLLUX_STATE_SCHEDULED:
      return "scheduled";

    case POLLUX_STATE_SPAWNED:
      return "spawned";

    case POLLUX_STATE_ACTIVE:
      return "active";

    case POLLUX_STATE_NONE:
    default:
      return "done";
    }
}
