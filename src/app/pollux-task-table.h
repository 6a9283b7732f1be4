/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-task-model.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_TASK_TABLE (pollux_task_table_get_type ())

/**
 * PolluxTaskTable:
 *
 * The tasks as a table: what the timeline draws, as rows of text that can be
 * sorted, read aloud, and reached by keys alone.
 */
G_DECLARE_FINAL_TYPE (PolluxTaskTable, pollux_task_table, POLLUX, TASK_TABLE, GtkWidget)

void             pollux_task_table_set_session (PolluxTaskTable  *self,
                                                PolluxSession    *session);
/* As a click on the heading of a column does it. */
void             pollux_task_table_sort        (PolluxTaskTable  *self,
                                                PolluxTaskColumn  column,
                                                gboolean          descending);
PolluxTaskModel *pollux_task_table_get_model   (PolluxTaskTable  *self);

G_END_DECLS
