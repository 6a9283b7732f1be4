/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-wakers.h"

G_BEGIN_DECLS

/**
 * PolluxCause:
 * @task: who was woken or spawned
 * @wake: the wake, of that task's lane; G_MAXUINT: it was spawned
 * @time: when
 * @record: the record that says so
 * @by: by whom, or POLLUX_TASK_NONE: from outside of all tasks
 * @poll: the poll of @by in which that happened; G_MAXUINT if it is not known
 *
 * One link of a chain of causes: a poll is made due by a wake (or, the first
 * one of a task, by the spawn), which was made in another poll.
 */
typedef struct
{
  PolluxTaskIndex task;
  guint wake;
  PolluxTime time;
  PolluxRecord record;
  PolluxTaskIndex by;
  guint poll;
} PolluxCause;

/* The poll of @task in which a record was made at @time; G_MAXUINT if none was
 * going on. */
guint    pollux_cause_find_poll  (PolluxTrace        *trace,
                                  PolluxTaskIndex     task,
                                  PolluxTime          time,
                                  PolluxRecord        record);

/* What made poll @poll due; FALSE if that is not recorded. */
gboolean pollux_cause_of_poll    (PolluxTrace        *trace,
                                  PolluxTaskIndex     task,
                                  guint               poll,
                                  PolluxCause        *cause);
gboolean pollux_cause_of_wake    (PolluxTrace        *trace,
                                  PolluxTaskIndex     task,
                                  guint               wake,
                                  PolluxCause        *cause);
/* The spawn; FALSE if its time is not known. */
gboolean pollux_cause_of_task    (PolluxTrace        *trace,
                                  PolluxTaskIndex     task,
                                  PolluxCause        *cause);
/* What made the poll due in which @cause happened. Both may be the same. */
gboolean pollux_cause_go_back    (PolluxTrace        *trace,
                                  const PolluxCause  *cause,
                                  PolluxCause        *before);
/* Steps from @cause (itself the first) to where the chain begins, at most @max. */
guint    pollux_cause_count_back (PolluxTrace        *trace,
                                  const PolluxCause  *cause,
                                  guint               max);

/* What poll @poll of @task made due, in order: the effective wakes that were
 * made in it and the tasks that were spawned in it. Appended to @effects (of
 * PolluxCause), which is not longer than @max then. FALSE if there may be more:
 * @max was reached, or so many redundant wakes were made that not all were
 * looked at. */
gboolean pollux_cause_list_effects (PolluxTrace        *trace,
                                    const PolluxWakers *wakers,
                                    PolluxTaskIndex     task,
                                    guint               poll,
                                    guint               max,
                                    GArray             *effects);
/* The poll that answered it; G_MAXUINT if none did. */
guint    pollux_cause_get_answer (PolluxTrace        *trace,
                                  const PolluxCause  *cause);

G_END_DECLS
