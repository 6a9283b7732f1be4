/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selecting many tasks at once, in the order of the rows. */
#include "config.h"

#include "pollux-session.h"

/* Appends the tasks of rows [@first, @last]. */
static void
add_rows (PolluxSession *self, GArray *tasks, guint first, guint last)
{
  const PolluxRows *rows = pollux_session_get_task_rows (self);

  for (guint i = first; i <= last; i++)
    {
      const PolluxTaskIndex *packed;
      PolluxGroup group;
      PolluxRow row;
      guint n;

      pollux_rows_get (rows, i, &row);
      if (row.kind == POLLUX_ROW_TASK)
        g_array_append_val (tasks, row.task);
      else if (row.kind == POLLUX_ROW_PACK)
        {
          packed = pollux_rows_get_pack (rows, row.index, &n);
          g_array_append_vals (tasks, packed, n);
        }
      else if (row.kind == POLLUX_ROW_GROUP && (row.flags & POLLUX_ROW_COLLAPSED) != 0)
        {
          pollux_rows_get_group (rows, row.index, &group);
          g_array_append_vals (tasks, group.tasks, group.n_tasks);
        }
    }
}

static void
select_array (PolluxSession *self, GArray *tasks, PolluxTaskIndex primary)
{
  pollux_session_select_tasks (self, (const PolluxTaskIndex *) (void *) tasks->data, tasks->len,
                               primary);
}

/**
 * pollux_session_extend_to_task:
 * @task: up to which, it included; it must be shown
 * @add: whether what is selected elsewhere stays so
 *
 * Selects the tasks of all rows from the anchor's to that of @task, which becomes
 * the one that is looked at.
 */
void
pollux_session_extend_to_task (PolluxSession *self, PolluxTaskIndex task, gboolean add)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
  const PolluxTaskIndex *before;
  guint from, to, n;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  to = pollux_rows_find_task (pollux_session_get_task_rows (self), task);
  if (to == G_MAXUINT)
    return;
  from = pollux_rows_find_task (pollux_session_get_task_rows (self),
                                pollux_session_get_task_anchor (self));
  if (from == G_MAXUINT)
    from = to;

  before = pollux_session_get_selected_tasks (self, &n);
  if (add && n > 0)
    g_array_append_vals (tasks, before, n);
  add_rows (self, tasks, MIN (from, to), MAX (from, to));
  select_array (self, tasks, task);
}

/**
 * pollux_session_list_shown:
 *
 * Returns: (transfer full): of PolluxTaskIndex: all tasks that are shown, those of
 *   packed rows and collapsed groups as well
 */
GArray *
pollux_session_list_shown (PolluxSession *self)
{
  GArray *tasks = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
  guint n;

  g_return_val_if_fail (POLLUX_IS_SESSION (self), tasks);

  n = pollux_rows_get_length (pollux_session_get_task_rows (self));
  if (n > 0)
    add_rows (self, tasks, 0, n - 1);
  return tasks;
}

/**
 * pollux_session_select_all:
 *
 * Selects all tasks that are shown.
 */
void
pollux_session_select_all (PolluxSession *self)
{
  g_autoptr (GArray) tasks = pollux_session_list_shown (self);

  if (tasks->len > 0)
    select_array (self, tasks, pollux_session_get_selection (self)->task);
}

/**
 * pollux_session_set_text_scale:
 * @scale: how much larger than usual the text is that the lanes must hold
 *
 * Emits "rows-changed" if it differs.
 */
void
pollux_session_set_text_scale (PolluxSession *self, double scale)
{
  PolluxRows *rows;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  rows = pollux_session_get_task_rows (self);
  if (pollux_rows_get_text_scale (rows) == scale)
    return;

  pollux_rows_set_text_scale (rows, scale);
  pollux_session_follow_with_workers (self);
  g_signal_emit_by_name (self, "rows-changed");
}
