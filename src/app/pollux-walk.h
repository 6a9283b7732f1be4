/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-thing.h"

G_BEGIN_DECLS

/*
 * Ways from one thing to another: along a lane and to the lane beside it.
 * Each gives FALSE where the way ends; @from and @thing may be
 * the same.
 */

/* What the lane of @task, or the trace's own for POLLUX_TASK_NONE, shows at
 * @time: the section, or the task if it does not live then; in the trace's own
 * lane the nearest moment. */
gboolean pollux_walk_at        (PolluxTrace       *trace,
                                PolluxTaskIndex    task,
                                PolluxTime         time,
                                PolluxThing       *thing);
/* The next (@direction 1) or previous (-1) thing of whatever kind in its lane;
 * from a task its first or last. */
gboolean pollux_walk_neighbour (PolluxTrace       *trace,
                                const PolluxThing *from,
                                int                direction,
                                PolluxThing       *thing);

G_END_DECLS
