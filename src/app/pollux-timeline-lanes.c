/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands for lanes: pinning and hiding the selected tasks, showing only
 * these, collapsing groups, packing.
 */
#include "config.h"

#include "pollux-timeline-private.h"

/* A borrowed list that lasts while rows change. */
static PolluxTaskIndex *
dup_selected (PolluxTimeline *self,
              guint          *n)
{
  const PolluxTaskIndex *tasks = pollux_session_get_selected_tasks (self->session, n);

  return g_memdup2 (tasks, (gsize) *n * sizeof *tasks);
}

gboolean
pollux_timeline_has_selected_tasks (PolluxTimeline *self)
{
  guint n;

  pollux_session_get_selected_tasks (self->session, &n);

  return n > 0;
}

/* Pins the selected tasks, or, where all of them are, unpins them. */
void
pollux_timeline_toggle_pinned (PolluxTimeline *self,
                               int             unused)
{
  const PolluxRows *rows = pollux_session_get_task_rows (self->session);
  gboolean all = TRUE;
  guint n;
  g_autofree PolluxTaskIndex *tasks = dup_selected (self, &n);

  for (guint i = 0; i < n; i++)
    all &= pollux_rows_is_pinned (rows, tasks[i]);

  pollux_timeline_stop_motion (self);
  pollux_session_pin (self->session, tasks, n, !all);
}

/* What is hidden is not selected any more; the next lane is. */
void
pollux_timeline_hide (PolluxTimeline *self,
                      int             unused)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  guint index = pollux_rows_find_task (rows, pollux_session_get_selection (self->session)->task);
  PolluxThing next = POLLUX_THING_INIT;
  guint n;
  g_autofree PolluxTaskIndex *tasks = dup_selected (self, &n);

  pollux_timeline_stop_motion (self);
  pollux_session_hide (self->session, tasks, n);
  for (; index < pollux_rows_get_length (rows); index++)
    {
      PolluxRow row;

      pollux_rows_get (rows, index, &row);
      /* While lanes are arranged anew the hidden ones are still there. */
      if (row.kind == POLLUX_ROW_TASK && pollux_rows_is_hidden (rows, row.task))
        continue;
      if (row.kind == POLLUX_ROW_TASK)
        next = (PolluxThing) { POLLUX_THING_TASK, row.task, 0 };
      break;
    }
  pollux_session_select (self->session, &next, FALSE);
}

void
pollux_timeline_show_hidden (PolluxTimeline *self,
                             int             unused)
{
  pollux_timeline_stop_motion (self);
  pollux_session_show_hidden (self->session);
}

/* The same key leads back. */
void
pollux_timeline_toggle_only (PolluxTimeline *self,
                             int             unused)
{
  guint n = 0;
  g_autofree PolluxTaskIndex *tasks = NULL;

  if (pollux_rows_get_n_only (pollux_session_get_task_rows (self->session)) == 0)
    tasks = dup_selected (self, &n);
  else if (!pollux_timeline_has_selected_tasks (self))
    n = 0;

  pollux_timeline_stop_motion (self);
  pollux_session_set_only (self->session, tasks, n);
  pollux_timeline_reveal (self);
}

/* Everything that was hidden one way or the other. */
void
pollux_timeline_show_all (PolluxTimeline *self,
                          int             unused)
{
  pollux_timeline_stop_motion (self);
  pollux_session_show_hidden (self->session);
  pollux_session_set_only (self->session, NULL, 0);
}

void
pollux_timeline_toggle_packed (PolluxTimeline *self,
                               int             unused)
{
  const PolluxRows *rows = pollux_session_get_task_rows (self->session);

  /* Threads are not packed, and what is not in sight stays as it is. */
  if (pollux_session_has_worker_rows (self->session))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  pollux_timeline_stop_motion (self);
  pollux_session_set_packed (self->session, !pollux_rows_is_packed (rows));
}

/**
 * pollux_timeline_toggle_group_at:
 * @key: of a group
 */
void
pollux_timeline_toggle_group_at (PolluxTimeline *self,
                                 guint           key)
{
  gboolean collapsed = pollux_rows_is_collapsed (pollux_session_get_task_rows (self->session), key);

  pollux_timeline_stop_motion (self);
  pollux_session_collapse (self->session, key, !collapsed);
}

/* That of the selected task, else the first one in sight. */
static guint
find_group (PolluxTimeline *self)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  PolluxTaskIndex task = pollux_session_get_selection (self->session)->task;
  double page = pollux_timeline_get_page (self);
  guint n = pollux_rows_get_length (rows);
  guint key = pollux_rows_get_group_of (rows, task);
  guint i = pollux_rows_find_shown_y (rows, pollux_rows_get_sticky_height (rows, page),
                                      self->scroll_y, page);

  for (; i < n && key == POLLUX_GROUP_NO_KEY; i++)
    {
      PolluxGroup group;
      PolluxRow row;

      pollux_rows_get (rows, i, &row);
      if (row.kind == POLLUX_ROW_TASK)
        key = pollux_rows_get_group_of (rows, row.task);
      else if (row.kind == POLLUX_ROW_GROUP)
        {
          pollux_rows_get_group (rows, row.index, &group);
          key = group.key;
        }
    }

  return key;
}

void
pollux_timeline_toggle_group (PolluxTimeline *self,
                              int             unused)
{
  guint key = find_group (self);

  if (key == POLLUX_GROUP_NO_KEY)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  pollux_timeline_toggle_group_at (self, key);
  if (pollux_timeline_has_selected_tasks (self))
    pollux_timeline_reveal (self);
}

/* Collapses all groups, or, where none is expanded, expands all. */
void
pollux_timeline_toggle_all_groups (PolluxTimeline *self,
                                   int             unused)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  guint n = pollux_rows_get_length (rows);
  gboolean any_expanded = FALSE, any = FALSE;

  for (guint i = 0; i < n && !any_expanded; i++)
    {
      PolluxRow row;

      pollux_rows_get (rows, i, &row);
      if (row.kind != POLLUX_ROW_GROUP && (row.flags & POLLUX_ROW_PARENT) == 0)
        continue;
      any = TRUE;
      any_expanded |= (row.flags & POLLUX_ROW_COLLAPSED) == 0;
    }

  if (!any)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  pollux_timeline_stop_motion (self);
  pollux_session_collapse_all (self->session, any_expanded);
  if (pollux_timeline_has_selected_tasks (self))
    pollux_timeline_reveal (self);
}
