/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxTaskColumn:
 *
 * The columns of the task table.
 */
typedef enum
{
  POLLUX_TASK_COLUMN_NAME,
  POLLUX_TASK_COLUMN_ID,
  POLLUX_TASK_COLUMN_KIND,
  POLLUX_TASK_COLUMN_LOCATION,
  POLLUX_TASK_COLUMN_STATE,
  POLLUX_TASK_COLUMN_POLLS,
  POLLUX_TASK_COLUMN_BUSY,
  POLLUX_TASK_COLUMN_SCHEDULED,
  POLLUX_TASK_COLUMN_SPAWN_DELAY,
  POLLUX_TASK_COLUMN_LONGEST_POLL,
  POLLUX_TASK_COLUMN_LONGEST_DELAY,
  POLLUX_TASK_COLUMN_WAKES,
  POLLUX_N_TASK_COLUMNS,
} PolluxTaskColumn;

/* Whether a column holds numbers, which stand at the right. */
gboolean        pollux_task_column_is_number (PolluxTaskColumn column);
/* Whether it is sorted by a key, else by comparing. */
gboolean        pollux_task_column_has_key   (PolluxTaskColumn column);
/* What a column with keys is sorted by, POLLUX_TIME_NONE if it is not
 * recorded; else 0. */
gint64          pollux_task_column_get_key   (PolluxTaskColumn column,
                                              PolluxTrace     *trace,
                                              PolluxTaskIndex  task);
/* Compares texts of a column: without regard to case, numbers by value. */
int             pollux_task_column_compare   (PolluxTaskColumn column,
                                              PolluxTrace     *trace,
                                              PolluxTaskIndex  a,
                                              PolluxTaskIndex  b);

#define POLLUX_TYPE_TASK_ROW (pollux_task_row_get_type ())

/**
 * PolluxTaskRow:
 *
 * A place in the task table, made when it is looked at. Another order puts
 * another task into it, so that the widgets of the table stay where they are.
 * Emits "changed" when its texts may have changed.
 */
G_DECLARE_FINAL_TYPE (PolluxTaskRow, pollux_task_row, POLLUX, TASK_ROW, GObject)

/* @trace may be NULL for a row that is in no table. */
PolluxTaskRow   *pollux_task_row_new      (PolluxTrace      *trace,
                                           PolluxTaskIndex   task);
PolluxTrace     *pollux_task_row_get_trace (PolluxTaskRow   *self);
PolluxTaskIndex  pollux_task_row_get_task (PolluxTaskRow    *self);
/* (transfer full). */
char            *pollux_task_row_dup_text (PolluxTaskRow    *self,
                                           PolluxTaskColumn  column);
/* What is read for the whole row: the same as for the lane. (transfer full). */
char            *pollux_task_row_dup_sentence (PolluxTaskRow *self);
/* Puts a task into it, maybe the same, and emits "changed". */
void             pollux_task_row_set_task (PolluxTaskRow    *self,
                                           PolluxTaskIndex   task);

G_END_DECLS
