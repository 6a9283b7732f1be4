/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxTaskSums:
 * @lane: sums over the whole trace
 * @longest_poll: of its polls that have an end, or POLLUX_TIME_NONE
 * @longest_delay: of the scheduled times that a poll ended, no spawn delay; or
 *   POLLUX_TIME_NONE
 * @state: at the end of the trace; NONE: it was dropped before
 *
 * The figures of one task that cost O(log n): the same as those of
 * pollux_task_figures_compute(), which reads every poll. As there, the wait
 * that a known end cut short is in the scheduled time (or in the spawn delay
 * of a task that was never polled) and not unfinished.
 */
typedef struct
{
  PolluxLaneSummary lane;
  gint64 longest_poll;
  gint64 longest_delay;
  PolluxState state;
} PolluxTaskSums;

void pollux_task_sums_compute (PolluxTrace     *trace,
                               PolluxTaskIndex  task,
                               PolluxTaskSums  *sums);
/* The state alone. */
PolluxState pollux_task_sums_get_state (PolluxTrace     *trace,
                                        PolluxTaskIndex  task);

G_END_DECLS
