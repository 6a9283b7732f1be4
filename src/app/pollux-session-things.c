/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the times of the selected thing are told, and the way to its neighbours,
 * as they lie in its lane: by worker the polls of a thread follow each other
 * whichever task they are of, and in a packed row the next task begins where
 * one ends.
 */
#include "config.h"

#include "pollux-session.h"
#include "pollux-walk.h"

typedef struct
{
  const PolluxTaskIndex *tasks;
  guint n;
  gint64 at;
} Pack;

/* The packed row that a task is in, and where. */
static gboolean
find_pack (PolluxSession   *self,
           PolluxTaskIndex  task,
           Pack            *pack)
{
  const PolluxRows *rows = pollux_session_get_rows (self);
  guint index = task != POLLUX_TASK_NONE ? pollux_rows_find_task (rows, task) : G_MAXUINT;
  PolluxRow row;

  if (index >= pollux_rows_get_length (rows))
    return FALSE;
  pollux_rows_get (rows, index, &row);
  if (row.kind != POLLUX_ROW_PACK)
    return FALSE;

  pack->tasks = pollux_rows_get_pack (rows, row.index, &pack->n);
  for (pack->at = 0; pack->at < pack->n; pack->at++)
    if (pack->tasks[pack->at] == task)
      return TRUE;

  return FALSE;
}

/* The nearest task of the row that has a thing of the kind. */
static gboolean
step_in_pack (PolluxSession     *self,
              const PolluxThing *thing,
              int                direction,
              PolluxThing       *next)
{
  PolluxTrace *trace = pollux_session_get_trace (self);
  Pack pack;

  if (!find_pack (self, thing->task, &pack))
    return FALSE;

  for (gint64 at = pack.at + direction; at >= 0 && at < pack.n; at += direction)
    {
      if (pollux_thing_enter (trace, thing->kind, pack.tasks[at], direction, next))
        return TRUE;
      if (thing->kind == POLLUX_THING_TASK)
        {
          *next = (PolluxThing) { POLLUX_THING_TASK, pack.tasks[at], 0 };
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * pollux_session_step:
 * @direction: 1 for the next, -1 for the previous one
 * @next: (out caller-allocates): set if there is one
 *
 * Finds the neighbour of the same kind of what is selected, in its lane.
 *
 * Returns: FALSE at the end of the lane, and if nothing is selected
 */
gboolean
pollux_session_step (PolluxSession *self,
                     int            direction,
                     PolluxThing   *next)
{
  const PolluxThing *thing = pollux_session_get_selection (self);
  const PolluxWorkers *workers = pollux_rows_get_workers (pollux_session_get_rows (self));

  if (thing->kind == POLLUX_THING_NONE)
    return FALSE;
  if (workers != NULL && thing->kind == POLLUX_THING_POLL)
    return pollux_workers_step (workers, thing, direction, next);

  return pollux_thing_step (pollux_session_get_trace (self), thing, direction, next) ||
         step_in_pack (self, thing, direction, next);
}

/**
 * pollux_session_walk:
 * @direction: 1 for the next, -1 for the previous one
 * @next: (out caller-allocates): set if there is one
 *
 * Finds the neighbour of whatever kind of what is selected, in its lane.
 *
 * Returns: FALSE at the end of the lane, and if nothing is selected
 */
gboolean
pollux_session_walk (PolluxSession *self,
                     int            direction,
                     PolluxThing   *next)
{
  PolluxTrace *trace = pollux_session_get_trace (self);
  const PolluxThing *thing = pollux_session_get_selection (self);
  PolluxRange life;
  Pack pack;

  if (thing->kind == POLLUX_THING_NONE)
    return FALSE;
  if (pollux_walk_neighbour (trace, thing, direction, next))
    return TRUE;
  if (!find_pack (self, thing->task, &pack))
    return FALSE;

  for (gint64 at = pack.at + direction; at >= 0 && at < pack.n; at += direction)
    {
      life = pollux_lane_get_life (pollux_trace_get_lane (trace, pack.tasks[at]));
      if (pollux_walk_at (trace, pack.tasks[at], direction > 0 ? life.begin : life.end, next))
        return TRUE;
    }

  return FALSE;
}

/**
 * pollux_session_get_fixed_clock:
 * @clock: (out caller-allocates): filled
 *
 * Tells how the times of things are told that do not begin where all counts
 * from: counted from itself each would be at 0.
 */
void
pollux_session_get_fixed_clock (PolluxSession *self,
                                PolluxClock   *clock)
{
  PolluxTimeMode mode = pollux_session_get_time_mode (self);

  if (mode == POLLUX_TIME_MODE_SELECTION)
    mode = POLLUX_TIME_MODE_RELATIVE;
  pollux_time_mode_get_clock (mode, pollux_session_get_trace (self), POLLUX_TIME_NONE, clock);
}
