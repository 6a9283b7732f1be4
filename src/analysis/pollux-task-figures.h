/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-samples.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxTaskFigures:
 * @lifetime: ns from the spawn to the end; POLLUX_TIME_NONE if the file does
 *   not tell both
 * @busy, @scheduled, @spawn_delay, @idle: ns
 * @unfinished: ns of an open poll, or of the wait since a wake or the spawn
 *   that neither a poll nor the end of the task followed
 * @n_polls: open ones included
 * @n_delays: scheduled times that a poll ended
 * @n_unwoken: polls without a recorded wake (and not the first after a spawn)
 * @open_poll: whether its last poll has no end
 * @state: at the end of the trace; NONE: it was dropped before
 * @longest_poll, @poll_p50, @poll_p99: of its polls that have an end
 * @longest_scheduled, @scheduled_p50, @scheduled_p99: of the scheduled times
 *   that a poll ended; no spawn delay. Each is POLLUX_TIME_NONE without samples
 *
 * What one task did in the whole trace.
 *
 * The wait that a task's end cut short was spent scheduled (or as spawn delay,
 * if the task was never polled), so it is in those sums: for a task whose
 * creation and end are known, @busy + @scheduled + @spawn_delay + @idle is
 * exactly @lifetime. What the file does not see end is @unfinished and in none
 * of the other sums: nobody knows how long it took. (The totals of a
 * trace, pollux_trace_get_totals(), only count what a poll ended.)
 */
typedef struct
{
  gint64 lifetime;
  gint64 busy;
  gint64 scheduled;
  gint64 spawn_delay;
  gint64 idle;
  gint64 unfinished;
  guint64 n_polls;
  guint64 n_wakes;
  guint64 n_self_wakes;
  guint64 n_effective_wakes;
  guint64 n_delays;
  guint64 n_unwoken;
  gboolean open_poll;
  PolluxState state;
  gint64 longest_poll;
  gint64 longest_scheduled;
  gint64 poll_p50;
  gint64 poll_p99;
  gint64 scheduled_p50;
  gint64 scheduled_p99;
} PolluxTaskFigures;

/* @polls, @delays: scratch space, to be used again for the next task. */
void pollux_task_figures_compute (PolluxTrace       *trace,
                                  PolluxTaskIndex    task,
                                  PolluxSamples     *polls,
                                  PolluxSamples     *delays,
                                  PolluxTaskFigures *figures);

/* "done", "idle", "scheduled", "spawned", "active": on the command
 * line and in its JSON; never translated. */
const char *pollux_state_to_string (PolluxState state);

G_END_DECLS
