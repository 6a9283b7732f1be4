/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxWakers:
 *
 * The wakes of a trace by the task that made them, and the tasks by the one
 * that spawned them: a lane knows only the wakes of its own task. Made once of
 * a trace that is finished; 8 bytes for each wake that a task made, 4 for each
 * task that has a spawner, and 8 for each task. Immutable, so any thread may
 * ask it.
 */
typedef struct _PolluxWakers PolluxWakers;

/**
 * PolluxMadeWake:
 * @task: whose waker it was
 * @wake: which wake of that task's lane
 */
typedef struct
{
  PolluxTaskIndex task;
  guint32 wake;
} PolluxMadeWake;

/* O(wakes * log (wakes)): for a thread of its own. NULL if @stop became set. */
PolluxWakers  *pollux_wakers_new           (PolluxTrace        *trace,
                                            const gint         *stop);
void           pollux_wakers_free          (PolluxWakers       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxWakers, pollux_wakers_free)

/* Those that @by made, in the order in which they were made. */
const PolluxMadeWake *
               pollux_wakers_get_wakes     (const PolluxWakers *self,
                                            PolluxTaskIndex     by,
                                            guint              *n);
/* First of them at @time or later; their number if there is none. */
guint          pollux_wakers_find          (const PolluxWakers *self,
                                            PolluxTrace        *trace,
                                            PolluxTaskIndex     by,
                                            PolluxTime          time);
/* Those that @by spawned at a known time, in that order. */
const PolluxTaskIndex *
               pollux_wakers_get_spawned   (const PolluxWakers *self,
                                            PolluxTaskIndex     by,
                                            guint              *n);
guint          pollux_wakers_find_spawned  (const PolluxWakers *self,
                                            PolluxTrace        *trace,
                                            PolluxTaskIndex     by,
                                            PolluxTime          time);
gsize          pollux_wakers_get_memory    (const PolluxWakers *self);

G_END_DECLS
