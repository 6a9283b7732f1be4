/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Showing and hiding the rows of spans below a lane, by the triangle before its
 * name or by keys.
 */
#include "config.h"

#include "pollux-timeline-private.h"

/* The lane that a row of spans lies below takes the selection of a span that is
 * not shown any more. */
static void
leave_hidden_span (PolluxTimeline  *self,
                   PolluxTaskIndex  task)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  PolluxThing lane = { POLLUX_THING_TASK, task, 0 };

  if (thing->kind == POLLUX_THING_SPAN && thing->task == task)
    pollux_session_select (self->session, task != POLLUX_TASK_NONE ? &lane : NULL, FALSE);
}

/**
 * pollux_timeline_toggle_fold:
 * @task: whose lane, or POLLUX_TASK_NONE: the trace's own
 */
void
pollux_timeline_toggle_fold (PolluxTimeline  *self,
                             PolluxTaskIndex  task)
{
  gboolean unfolded = pollux_rows_is_unfolded (pollux_session_get_rows (self->session), task);

  pollux_timeline_stop_motion (self);
  if (unfolded)
    leave_hidden_span (self, task);
  pollux_session_unfold (self->session, &task, 1, !unfolded);
}

gboolean
pollux_timeline_can_fold_selected (PolluxTimeline *self)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);

  return thing->kind != POLLUX_THING_NONE && !pollux_session_has_worker_rows (self->session) &&
         pollux_span_rows_has_any (pollux_session_get_trace (self->session), thing->task);
}

void
pollux_timeline_toggle_selected_fold (PolluxTimeline *self,
                                      int             unused)
{
  if (pollux_timeline_can_fold_selected (self))
    pollux_timeline_toggle_fold (self, pollux_session_get_selection (self->session)->task);
}

void
pollux_timeline_toggle_all_folds (PolluxTimeline *self,
                                  int             unused)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  double bottom = self->scroll_y + pollux_timeline_get_page (self);
  guint n = pollux_rows_get_length (rows);
  gboolean all_unfolded = TRUE;

  for (guint i = pollux_rows_find_y (rows, self->scroll_y);
       i < n && pollux_rows_get_y (rows, i) < bottom; i++)
    {
      PolluxRow row;

      pollux_rows_get (rows, i, &row);
      if ((row.kind != POLLUX_ROW_TASK && row.kind != POLLUX_ROW_TRACE) ||
          !pollux_span_rows_has_any (pollux_session_get_trace (self->session), row.task))
        continue;
      g_array_append_val (tasks, row.task);
      all_unfolded &= pollux_rows_is_unfolded (rows, row.task);
    }

  if (tasks->len == 0)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  pollux_timeline_stop_motion (self);
  if (all_unfolded)
    {
      leave_hidden_span (self, pollux_session_get_selection (self->session)->task);
      pollux_session_fold_all (self->session);
    }
  else
    pollux_session_unfold (self->session, (const PolluxTaskIndex *) tasks->data, tasks->len, TRUE);
}
