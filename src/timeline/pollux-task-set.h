/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/**
 * PolluxTaskSet:
 *
 * Some of the tasks of a trace: a bit for each, so that to ask and to change
 * costs the same however many they are. Their list is made when it is asked
 * for.
 */
typedef struct _PolluxTaskSet PolluxTaskSet;

PolluxTaskSet         *pollux_task_set_new      (void);
void                   pollux_task_set_free     (PolluxTaskSet         *set);
void                   pollux_task_set_clear    (PolluxTaskSet         *set);
/* Whether that changed anything. POLLUX_TASK_NONE is never in a set. */
gboolean               pollux_task_set_add      (PolluxTaskSet         *set,
                                                 PolluxTaskIndex        task);
gboolean               pollux_task_set_remove   (PolluxTaskSet         *set,
                                                 PolluxTaskIndex        task);
/* @set may be NULL for an empty one. */
gboolean               pollux_task_set_contains (const PolluxTaskSet   *set,
                                                 PolluxTaskIndex        task);
guint                  pollux_task_set_get_n    (const PolluxTaskSet   *set);
/* Ascending; borrowed, until the set changes. */
const PolluxTaskIndex *pollux_task_set_get      (PolluxTaskSet         *set,
                                                 guint                 *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxTaskSet, pollux_task_set_free)

G_END_DECLS
