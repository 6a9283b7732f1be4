/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether there is anything to see, and what comes next on either side. Only
 * the lanes in sight are asked, each by a search in its polls.
 */
#include "config.h"

#include "pollux-timeline-private.h"

/**
 * pollux_timeline_shows_nothing:
 *
 * Returns: whether no lane in sight has a section or a mark in the time that is
 *   shown
 */
gboolean
pollux_timeline_shows_nothing (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), FALSE);

  return self->session != NULL && self->scene_valid && pollux_scene_is_empty (self->scene);
}

/* The poll of a lane that is next to @view on that side. */
static gboolean
find_poll (const PolluxLane *lane,
           PolluxRange       view,
           int               direction,
           guint            *index,
           gint64           *distance)
{
  guint n = pollux_lane_get_n_polls (lane);
  PolluxPoll poll;

  *index = pollux_lane_find_poll (lane, direction < 0 ? view.begin : view.end);
  if (direction < 0 && (*index)-- == 0)
    return FALSE;
  if (*index >= n)
    return FALSE;

  pollux_lane_get_poll (lane, *index, &poll);
  *distance = direction < 0 ? view.begin - poll.start : poll.start - view.end;

  return TRUE;
}

/**
 * pollux_timeline_find_outside:
 * @direction: -1 before what is shown, 1 behind it
 * @thing: (out): the nearest poll there of the lanes in sight
 *
 * Returns: whether there is one
 */
gboolean
pollux_timeline_find_outside (PolluxTimeline *self,
                              int             direction,
                              PolluxThing    *thing)
{
  PolluxRange view = pollux_viewport_get_range (&self->shown);
  double bottom = self->scroll_y + pollux_timeline_get_page (self);
  gint64 nearest = G_MAXINT64;
  const PolluxRows *rows;
  guint index;

  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), FALSE);

  if (self->session == NULL)
    return FALSE;

  rows = pollux_session_get_rows (self->session);
  for (index = pollux_rows_find_y (rows, self->scroll_y);
       index < pollux_rows_get_length (rows) && pollux_rows_get_y (rows, index) < bottom; index++)
    {
      PolluxTrace *trace = pollux_session_get_trace (self->session);
      gint64 distance;
      PolluxRow row;
      guint poll;

      pollux_rows_get (rows, index, &row);
      if (row.kind != POLLUX_ROW_TASK ||
          !find_poll (pollux_trace_get_lane (trace, row.task), view, direction, &poll, &distance) ||
          distance >= nearest)
        continue;
      nearest = distance;
      *thing = (PolluxThing) { POLLUX_THING_POLL, row.task, poll };
    }

  return nearest < G_MAXINT64;
}

/**
 * pollux_timeline_go_outside:
 * @direction: -1 before what is shown, 1 behind it
 *
 * Selects what pollux_timeline_find_outside() finds, and shows it.
 */
void
pollux_timeline_go_outside (PolluxTimeline *self,
                            int             direction)
{
  PolluxThing thing;

  if (pollux_timeline_find_outside (self, direction, &thing))
    pollux_timeline_select (self, &thing, POLLUX_TIME_NONE);
}
