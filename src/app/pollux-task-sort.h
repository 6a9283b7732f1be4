/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-rows.h"
#include "pollux-task-row.h"

G_BEGIN_DECLS

/**
 * PolluxTaskSort:
 *
 * Brings tasks into the order of a column, in slices.
 */
typedef struct _PolluxTaskSort PolluxTaskSort;

/* POLLUX_N_TASK_COLUMNS: keeps the order of the rows. */
PolluxTaskSort        *pollux_task_sort_new       (PolluxTrace      *trace,
                                                   const PolluxRows *rows,
                                                   PolluxTaskColumn  column,
                                                   gboolean          descending);
void                   pollux_task_sort_free      (PolluxTaskSort   *sort);
/* Goes on until @deadline (monotonic us; 0: none). TRUE when done. The rows
 * must not change while it still reads them. */
gboolean               pollux_task_sort_run       (PolluxTaskSort   *sort,
                                                   gint64            deadline);
gboolean               pollux_task_sort_reads_rows (const PolluxTaskSort *sort);
/* (transfer full): the tasks; only after run returned TRUE, and only once. */
PolluxTaskIndex       *pollux_task_sort_steal     (PolluxTaskSort   *sort,
                                                   guint            *n_tasks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxTaskSort, pollux_task_sort_free)

G_END_DECLS
