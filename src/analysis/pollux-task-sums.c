/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-task-sums.h"

#include "pollux-statistics.h"

static void
close_at_end (const PolluxLane *lane, PolluxLaneSummary *summary)
{
  gint64 wait = pollux_range_length (pollux_lane_get_unanswered (lane));

  if (summary->n_polls > 0)
    summary->scheduled += wait;
  else
    summary->spawn_delay += wait;
  summary->unfinished -= wait;
}

/* The longest scheduled time. The summary's longest wait may be the spawn
 * delay, which only a first poll can have: so it is left out of the range. */
static gint64
find_longest_delay (const PolluxLane *lane, PolluxRange whole, const PolluxLaneSummary *summary)
{
  PolluxLaneSummary rest;
  PolluxPoll first;

  if (summary->n_delays == 0)
    return POLLUX_TIME_NONE;

  pollux_lane_get_poll (lane, 0, &first);
  if ((first.flags & POLLUX_POLL_SPAWN_DELAY) == 0)
    return summary->longest_wait;

  pollux_lane_summarize (lane, (PolluxRange) { first.start, whole.end }, &rest);
  return rest.longest_wait;
}

/**
 * pollux_task_sums_get_state:
 * @trace: a trace, settled
 * @task: one of its tasks
 *
 * Returns: what the task is at the end of the trace, without any sum
 */
PolluxState
pollux_task_sums_get_state (PolluxTrace *trace, PolluxTaskIndex task)
{
  const PolluxLane *lane = pollux_trace_get_lane (trace, task);
  guint n_polls = pollux_lane_get_n_polls (lane);

  if (pollux_trace_get_task (trace, task)->flags & POLLUX_TASK_CLOSED)
    return POLLUX_STATE_NONE;
  if (n_polls > 0)
    {
      PolluxPoll last;

      pollux_lane_get_poll (lane, n_polls - 1, &last);
      if (last.flags & POLLUX_POLL_OPEN)
        return POLLUX_STATE_ACTIVE;
    }
  if (pollux_range_length (pollux_lane_get_unanswered (lane)) == 0)
    return POLLUX_STATE_IDLE;
  return n_polls > 0 ? POLLUX_STATE_SCHEDULED : POLLUX_STATE_SPAWNED;
}

/**
 * pollux_task_sums_compute:
 * @trace: a trace, settled
 * @task: one of its tasks
 * @sums: (out caller-allocates): the result
 *
 * Sums up one task over the whole trace.
 */
void
pollux_task_sums_compute (PolluxTrace *trace, PolluxTaskIndex task, PolluxTaskSums *sums)
{
  PolluxRange whole = pollux_statistics_get_whole (trace);
  const PolluxTask *record = pollux_trace_get_task (trace, task);
  const PolluxLane *lane = pollux_trace_get_lane (trace, task);

  pollux_lane_summarize (lane, whole, &sums->lane);
  sums->longest_poll = sums->lane.n_polls > sums->lane.n_open ? sums->lane.longest_poll
                                                              : POLLUX_TIME_NONE;
  sums->longest_delay = find_longest_delay (lane, whole, &sums->lane);
  sums->state = pollux_task_sums_get_state (trace, task);
  if (record->ended != POLLUX_TIME_NONE)
    close_at_end (lane, &sums->lane);
}
