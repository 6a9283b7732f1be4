/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-details.h"

G_BEGIN_DECLS

/**
 * PolluxTaskTotals:
 * @n: tasks that were added so far
 * @n_alive: of them those that had not ended with the trace
 * @longest_poll, @longest_delay: ns, POLLUX_TIME_NONE without samples
 * @longest_poll_task, @longest_delay_task: whose they are
 *
 * The figures of several tasks over the whole trace, added up in slices.
 * Starts as { 0 }.
 */
typedef struct
{
  guint n;
  guint n_alive;
  gint64 busy;
  gint64 scheduled;
  gint64 spawn_delay;
  gint64 idle;
  guint64 n_polls;
  guint64 n_wakes;
  gint64 longest_poll;
  gint64 longest_delay;
  PolluxTaskIndex longest_poll_task;
  PolluxTaskIndex longest_delay_task;
} PolluxTaskTotals;

/* Goes on with @tasks until @deadline (0: none). TRUE when all are in. */
gboolean       pollux_task_totals_run      (PolluxTaskTotals       *totals,
                                            PolluxTrace            *trace,
                                            const PolluxTaskIndex  *tasks,
                                            guint                   n,
                                            gint64                  deadline);
/* As texts for people. (transfer full). */
PolluxDetails *pollux_task_totals_describe (const PolluxTaskTotals *totals,
                                            PolluxTrace            *trace);

G_END_DECLS
