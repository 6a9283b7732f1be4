/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-task-order.h"

G_BEGIN_DECLS

/**
 * PolluxTreeNode:
 * @parent: the nearest task above that is among the tasks, or POLLUX_TASK_NONE
 * @depth: 0 for those without a parent
 * @n_below: tasks below it, which follow it
 */
typedef struct
{
  PolluxTaskIndex parent;
  guint depth;
  guint n_below;
} PolluxTreeNode;

/* Puts each of @n tasks, which must be in the order of their creation, below
 * the one that spawned it; tasks with one parent are ordered by the figure of
 * all that each has below it. Those with nothing below them come first among
 * them if @leaves_first. Fills @nodes, one for each task as it is ordered. */
void     pollux_task_tree_sort (PolluxTrace      *trace,
                                PolluxTaskIndex  *tasks,
                                guint             n,
                                PolluxOrder       order,
                                gboolean          descending,
                                gboolean          leaves_first,
                                const PolluxTaskRanks *known,
                                PolluxTreeNode   *nodes);

G_END_DECLS
