/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going from thing to thing by keys, along a lane, from lane to lane, and along
 * wake chains, so that everything that is drawn can be reached without a
 * pointer; and bringing into sight what was selected elsewhere.
 */
#include "config.h"

#include <math.h>

#include "pollux-timeline-private.h"
#include "pollux-walk.h"

#define MOMENT_ZOOM 8

static PolluxTrace *
get_trace (PolluxTimeline *self)
{
  return pollux_session_get_trace (self->session);
}

static gboolean
has_selection (PolluxTimeline *self)
{
  return self->session != NULL &&
         pollux_session_get_selection (self->session)->kind != POLLUX_THING_NONE;
}

/* The middle of what is seen of @range, else where it begins. */
static PolluxTime
get_nav_time (PolluxTimeline *self)
{
  PolluxRange view = pollux_viewport_get_range (&self->shown);
  PolluxRange range = pollux_thing_get_range (get_trace (self),
                                              pollux_session_get_selection (self->session));
  PolluxRange seen = pollux_range_intersect (view, range);

  if (self->nav_time != POLLUX_TIME_NONE)
    return self->nav_time;
  if (range.begin != POLLUX_TIME_NONE && pollux_range_length (seen) == 0)
    return range.begin;
  if (pollux_range_length (seen) == 0)
    seen = view;

  return seen.begin + pollux_range_length (seen) / 2;
}

/**
 * pollux_timeline_select:
 * @thing: what to select and reveal
 * @time: the time that moving between lanes keeps from now on, or
 *   POLLUX_TIME_NONE for that of the thing
 *
 * While a time is kept and in sight, only the lanes are scrolled.
 */
void
pollux_timeline_select (PolluxTimeline    *self,
                        const PolluxThing *thing,
                        PolluxTime         time)
{
  PolluxRange view = pollux_viewport_get_range (pollux_session_get_viewport (self->session));
  gboolean in_sight = time != POLLUX_TIME_NONE && time >= view.begin && time <= view.end;

  pollux_session_select (self->session, thing, !in_sight);
  if (in_sight)
    pollux_timeline_reveal (self);
  self->nav_time = time;
}

static double
find_scroll (PolluxTimeline *self,
             guint           index)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  double page = pollux_timeline_get_page (self);
  double top = pollux_rows_get_y (rows, index);
  double bottom = pollux_rows_get_y (rows, index + 1);
  double current = self->glide.active ? self->glide.to_y : self->scroll_y;
  double sticky = pollux_rows_get_sticky_height (rows, page);

  if (top < sticky)
    return current;
  top -= sticky;
  if (top >= current && bottom <= current + page)
    return current;
  if (top > current + 2 * page || bottom < current - page)
    return pollux_timeline_clamp_scroll (self, (top + bottom - page) / 2);

  return pollux_timeline_clamp_scroll (self, top < current ? top : bottom - page);
}

static guint
find_row (PolluxTimeline    *self,
          const PolluxThing *thing)
{
  return pollux_rows_find_thing (pollux_session_get_rows (self->session), thing);
}

double
pollux_timeline_get_selected_y (PolluxTimeline *self)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  double page = pollux_timeline_get_page (self);
  guint index = find_row (self, pollux_session_get_selection (self->session));
  double y = page / 2;

  if (index < pollux_rows_get_length (rows))
    y = pollux_rows_get_shown_y (rows, index, self->scroll_y, page) +
        (pollux_rows_get_y (rows, index + 1) - pollux_rows_get_y (rows, index)) / 2;

  return self->ruler_height + CLAMP (y, 0, page);
}

static void
reveal_row (PolluxTimeline *self,
            guint           index)
{
  double y;

  if (index >= pollux_rows_get_length (pollux_session_get_rows (self->session)))
    return;

  y = find_scroll (self, index);
  if (y == self->scroll_y && !self->glide.active)
    return;

  if (pollux_timeline_can_glide (self))
    pollux_timeline_glide (self, y);
  else
    pollux_timeline_set_scroll (self, y);
}

/* Scrolls the lane of the selection into sight; the session has brought its
 * time there already. Again, if lanes are arranged anew. */
void
pollux_timeline_reveal (PolluxTimeline *self)
{
  self->reveal_later = pollux_session_is_arranging (self->session);
  reveal_row (self, find_row (self, pollux_session_get_selection (self->session)));
}

void
pollux_timeline_reveal_task (PolluxTimeline  *self,
                             PolluxTaskIndex  task)
{
  guint index = pollux_rows_find_task (pollux_session_get_rows (self->session), task);
  PolluxThing thing = { POLLUX_THING_TASK, task, 0 };

  /* What the filter hides is described at least. */
  if (index == G_MAXUINT)
    pollux_session_select (self->session, &thing, FALSE);
  else
    reveal_row (self, index);
}

static PolluxRange
get_surroundings (PolluxTimeline *self,
                  PolluxTime      time)
{
  const PolluxViewport *view = pollux_session_get_viewport (self->session);
  double half = CLAMP (view->scale * view->width / MOMENT_ZOOM / 2, 8, 1e17);
  PolluxTime begin, end;

  if (__builtin_sub_overflow (time, (gint64) half, &begin) ||
      __builtin_add_overflow (time, (gint64) half, &end))
    return (PolluxRange) { 0, 0 };

  return (PolluxRange) { begin, end };
}

/**
 * pollux_timeline_zoom_to:
 * @thing: a section is shown from begin to end; a moment closer than before
 */
void
pollux_timeline_zoom_to (PolluxTimeline    *self,
                         const PolluxThing *thing)
{
  PolluxRange range = pollux_thing_get_range (get_trace (self), thing);

  if (range.begin == POLLUX_TIME_NONE)
    return;
  if (pollux_range_length (range) == 0)
    range = get_surroundings (self, range.begin);

  pollux_session_show_range (self->session, range);
}

/* To the selected range or thing, whichever was selected last. */
void
pollux_timeline_zoom_to_selected (PolluxTimeline *self,
                                  int             unused)
{
  gboolean range = pollux_session_has_range (self->session);

  if (range && (self->range_is_newer || !has_selection (self)))
    pollux_session_show_range (self->session, pollux_session_get_range (self->session));
  else if (has_selection (self))
    pollux_timeline_zoom_to (self, pollux_session_get_selection (self->session));
}

/* The next section of the same kind; without a selection the time moves. */
void
pollux_timeline_go_next (PolluxTimeline *self,
                         int             direction)
{
  PolluxThing next;

  if (!has_selection (self))
    {
      pollux_timeline_stop_motion (self);
      pollux_session_pan (self->session, direction * self->shown.width / 8);
    }
  else if (pollux_session_step (self->session, direction, &next))
    pollux_timeline_select (self, &next, POLLUX_TIME_NONE);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* The next thing of whatever kind. */
void
pollux_timeline_go_any (PolluxTimeline *self,
                        int             direction)
{
  PolluxThing next;

  if (!has_selection (self))
    pollux_timeline_go_lane (self, direction);
  else if (pollux_session_walk (self->session, direction, &next))
    pollux_timeline_select (self, &next, POLLUX_TIME_NONE);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* Selects the next section and spans the range up to it, from where extending
 * began. */
void
pollux_timeline_extend (PolluxTimeline *self,
                        int             direction)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  PolluxRange range = pollux_session_get_range (self->session);
  PolluxRange before = pollux_thing_get_range (get_trace (self), thing);
  PolluxRange after;
  PolluxThing next;

  if (!has_selection (self) || before.begin == POLLUX_TIME_NONE ||
      !pollux_session_step (self->session, direction, &next))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  if (range.begin != self->extended.begin || range.end != self->extended.end ||
      pollux_range_length (range) == 0)
    self->extend_anchor = direction > 0 ? before.begin : before.end;

  pollux_timeline_select (self, &next, POLLUX_TIME_NONE);
  after = pollux_thing_get_range (get_trace (self), &next);
  if (after.begin >= self->extend_anchor)
    self->extended = (PolluxRange) { self->extend_anchor, after.end };
  else
    self->extended = (PolluxRange) { after.begin, self->extend_anchor };
  pollux_session_set_range (self->session, self->extended);
}

/* The span of a row that lives at @time, else the nearest. */
static gboolean
find_span_at (const PolluxRows *rows,
              const PolluxRow  *row,
              PolluxTime        time,
              PolluxThing      *thing)
{
  const PolluxSpanPlace *places;
  guint n, at;

  places = pollux_span_rows_get_row (pollux_rows_get_spans (rows, row->task), row->sub, &n);
  if (n == 0)
    return FALSE;

  at = pollux_span_places_find (places, n, time);
  if (at == n || (at > 0 && places[at].life.begin > time &&
                  time - places[at - 1].life.end < places[at].life.begin - time))
    at--;

  *thing = (PolluxThing) { POLLUX_THING_SPAN, row->task, places[at].span };
  return TRUE;
}

/* Of those that a packed row or a collapsed group stands for the one that is
 * alive at @time, else the one nearest to it. */
static PolluxTaskIndex
find_task_at (PolluxTimeline  *self,
              const PolluxRow *row,
              PolluxTime       time)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  PolluxTaskIndex best = POLLUX_TASK_NONE;
  PolluxTime nearest = G_MAXINT64;
  const PolluxTaskIndex *tasks;
  PolluxGroup group;
  guint n;

  if (row->kind == POLLUX_ROW_PACK)
    tasks = pollux_rows_get_pack (rows, row->index, &n);
  else
    {
      if ((row->flags & POLLUX_ROW_COLLAPSED) == 0)
        return POLLUX_TASK_NONE;
      pollux_rows_get_group (rows, row->index, &group);
      tasks = group.tasks;
      n = group.n_tasks;
    }

  for (guint i = 0; i < n && nearest > 0; i++)
    {
      PolluxRange life = pollux_lane_get_life (pollux_trace_get_lane (get_trace (self), tasks[i]));
      PolluxTime distance = MAX (MAX (life.begin - time, time - life.end), 0);

      if (distance < nearest)
        {
          nearest = distance;
          best = tasks[i];
        }
    }

  return best;
}

static gboolean
find_thing_at (PolluxTimeline  *self,
               const PolluxRow *row,
               PolluxTime       time,
               PolluxThing     *thing)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  PolluxTaskIndex task;

  if (row->kind == POLLUX_ROW_THREAD)
    return pollux_workers_find_at (pollux_rows_get_workers (rows), row->index, time, thing);
  if (row->kind == POLLUX_ROW_SPAN)
    return find_span_at (rows, row, time, thing);

  if (row->kind != POLLUX_ROW_GROUP && row->kind != POLLUX_ROW_PACK)
    return pollux_walk_at (get_trace (self), row->task, time, thing);

  task = find_task_at (self, row, time);

  return task != POLLUX_TASK_NONE && pollux_walk_at (get_trace (self), task, time, thing);
}

/* Selects in the first row from @index on, in @direction, that has anything. */
static gboolean
select_row (PolluxTimeline *self,
            gint64          index,
            int             direction)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  PolluxTime time = get_nav_time (self);

  for (; index >= 0 && index < pollux_rows_get_length (rows); index += direction)
    {
      PolluxThing thing;
      PolluxRow row;

      pollux_rows_get (rows, index, &row);
      if (find_thing_at (self, &row, time, &thing))
        {
          pollux_timeline_select (self, &thing, time);
          return TRUE;
        }
    }

  return FALSE;
}

/* The row to start from when nothing is selected: the first (or last) one that
 * is whole in sight. */
static gint64
find_start (PolluxTimeline *self,
            int             direction)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  double page = pollux_timeline_get_page (self);
  double half = pollux_rows_get_lane_pixels (rows) / 2.0;
  double sticky = pollux_rows_get_sticky_height (rows, page);
  guint index;

  index = pollux_rows_find_y (rows, direction > 0 ? self->scroll_y + sticky + half
                                                   : self->scroll_y + page - half);
  if (index == G_MAXUINT)
    return direction > 0 ? 0 : (gint64) pollux_rows_get_length (rows) - 1;

  return index;
}

/* Goes @lanes down (or up), keeping the time. */
void
pollux_timeline_go_lane (PolluxTimeline *self,
                         int             lanes)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  gint64 n = pollux_rows_get_length (rows);
  guint current = find_row (self, pollux_session_get_selection (self->session));
  int direction = lanes < 0 ? -1 : 1;
  gint64 wanted;

  if (!has_selection (self) || current == G_MAXUINT)
    wanted = find_start (self, direction);
  else
    wanted = CLAMP ((gint64) current + lanes, lanes == direction ? -1 : 0,
                    lanes == direction ? n : n - 1);

  if (!select_row (self, wanted, direction) && !select_row (self, wanted, -direction))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* The nearest row of a task from @index on, in @direction; POLLUX_TASK_NONE if none. */
static PolluxTaskIndex
find_task_row (PolluxTimeline *self,
               gint64          index,
               int             direction)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);

  for (; index >= 0 && index < pollux_rows_get_length (rows); index += direction)
    {
      PolluxRow row;

      pollux_rows_get (rows, index, &row);
      if (row.kind == POLLUX_ROW_TASK)
        return row.task;
    }

  return POLLUX_TASK_NONE;
}

/* The lane that was reached last is that of the selected thing: extending goes
 * on from there, and comes back. */
void
pollux_timeline_extend_lanes (PolluxTimeline *self,
                              int             direction)
{
  PolluxTime time = get_nav_time (self);
  PolluxTaskIndex task;
  guint row;

  if (!has_selection (self))
    {
      pollux_timeline_go_lane (self, direction);
      return;
    }

  row = find_row (self, pollux_session_get_selection (self->session));
  task = row == G_MAXUINT ? POLLUX_TASK_NONE
                          : find_task_row (self, (gint64) row + direction, direction);
  if (task == POLLUX_TASK_NONE)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  pollux_session_extend_to_task (self->session, task, FALSE);
  pollux_timeline_reveal (self);
  self->nav_time = time;
}

void
pollux_timeline_select_all (PolluxTimeline *self,
                            int             unused)
{
  pollux_session_select_all (self->session);
}

/* A page up or down; the selection goes along. */
void
pollux_timeline_go_page (PolluxTimeline *self,
                         int             direction)
{
  double height = pollux_rows_get_lane_pixels (pollux_session_get_rows (self->session));
  double page = pollux_timeline_get_page (self);
  int lanes = MAX ((int) (page / height) - 1, 1);

  pollux_timeline_stop_motion (self);
  if (has_selection (self))
    pollux_timeline_go_lane (self, direction * lanes);
  else
    pollux_timeline_set_scroll (self, self->scroll_y + direction * lanes * height);
}

/* To the first or last lane. */
void
pollux_timeline_go_end (PolluxTimeline *self,
                        int             direction)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  gint64 last = (gint64) pollux_rows_get_length (rows) - 1;

  pollux_timeline_stop_motion (self);
  if (has_selection (self))
    select_row (self, direction < 0 ? 0 : last, -direction);
  else
    pollux_timeline_set_scroll (self, direction < 0 ? 0 : pollux_rows_get_height (rows));
}

void
pollux_timeline_go_finding (PolluxTimeline *self,
                            int             direction)
{
  PolluxRange view = pollux_viewport_get_range (pollux_session_get_viewport (self->session));
  PolluxThing selected = *pollux_session_get_selection (self->session);
  PolluxRange range = pollux_thing_get_range (get_trace (self), &selected);
  PolluxTime time = range.begin;
  PolluxThing thing;

  if (time == POLLUX_TIME_NONE)
    time = direction > 0 ? view.begin : view.end;
  else if (direction > 0 && selected.kind != POLLUX_THING_TASK)
    time++;

  if (pollux_finder_step (pollux_session_get_finder (self->session), direction, &selected, time,
                          &thing))
    {
      /* A finding nobody sees is none: what was hidden by hand comes back. */
      if (thing.task != POLLUX_TASK_NONE)
        pollux_session_show_task (self->session, thing.task);
      pollux_timeline_select (self, &thing, POLLUX_TIME_NONE);
    }
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}
