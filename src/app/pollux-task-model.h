/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-session.h"
#include "pollux-task-row.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_TASK_MODEL (pollux_task_model_get_type ())

/**
 * PolluxTaskModel:
 *
 * The tasks of a session that pass its filter, sorted: a #GListModel of
 * #PolluxTaskRow, and a #GtkSelectionModel whose selection is the session's.
 *
 * Emits "updated" after the list was brought up to date.
 */
G_DECLARE_FINAL_TYPE (PolluxTaskModel, pollux_task_model, POLLUX, TASK_MODEL, GObject)

PolluxTaskModel *pollux_task_model_new         (void);
void             pollux_task_model_set_session (PolluxTaskModel  *self,
                                                PolluxSession    *session);
/* By a column; POLLUX_N_TASK_COLUMNS: as in the picture. */
void             pollux_task_model_sort        (PolluxTaskModel  *self,
                                                PolluxTaskColumn  column,
                                                gboolean          descending);
/* As many as the list will be long when nothing is under way. */
guint            pollux_task_model_get_n_tasks (PolluxTaskModel  *self);
/* G_MAXUINT if it is not in the list. */
guint            pollux_task_model_find        (PolluxTaskModel  *self,
                                                PolluxTaskIndex   task);
PolluxTaskIndex  pollux_task_model_get_task    (PolluxTaskModel  *self,
                                                guint             position);
gboolean         pollux_task_model_is_busy     (PolluxTaskModel  *self);
/* Stops the updating, and makes up for it later. */
void             pollux_task_model_set_active  (PolluxTaskModel  *self,
                                                gboolean          active);

G_END_DECLS
