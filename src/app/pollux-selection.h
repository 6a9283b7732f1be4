/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-task-set.h"
#include "pollux-thing.h"

G_BEGIN_DECLS

/**
 * PolluxSelection:
 * @thing: what is selected, maybe of kind NONE
 * @anchor, @begin: the record it was read from and when it begins, to know it
 *   again
 * @tasks: its task, and others that are selected with it
 * @task_anchor: the task that was selected by itself last, or POLLUX_TASK_NONE
 *
 * What is selected in a session.
 */
typedef struct
{
  PolluxThing thing;
  PolluxRecord anchor;
  PolluxTime begin;
  PolluxTaskSet *tasks;
  PolluxTaskIndex task_anchor;
} PolluxSelection;

void     pollux_selection_init      (PolluxSelection       *selection);
void     pollux_selection_clear     (PolluxSelection       *selection);
gboolean pollux_selection_follow    (PolluxSelection       *selection,
                                     PolluxTrace           *trace);
void     pollux_selection_set       (PolluxSelection       *selection,
                                     PolluxTrace           *trace,
                                     const PolluxThing     *thing);
void     pollux_selection_set_tasks (PolluxSelection       *selection,
                                     PolluxTrace           *trace,
                                     const PolluxTaskIndex *tasks,
                                     guint                  n,
                                     PolluxTaskIndex        primary);
void     pollux_selection_toggle    (PolluxSelection       *selection,
                                     PolluxTrace           *trace,
                                     PolluxTaskIndex        task);

G_END_DECLS
