/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A selected section keeps its identity by the record it was read from,
 * because a late record may move the indices behind it.
 */
#include "config.h"

#include "pollux-selection.h"

static const PolluxLane *
get_lane (PolluxTrace *trace, const PolluxThing *thing)
{
  if (thing->task >= pollux_trace_get_n_tasks (trace))
    return NULL;
  return pollux_trace_get_lane (trace, thing->task);
}

/* The record by which a thing with an index is known again, or
 * POLLUX_RECORD_NONE if it has none. */
static PolluxRecord
get_anchor (PolluxTrace *trace, const PolluxThing *thing, PolluxTime *begin)
{
  const PolluxLane *lane = get_lane (trace, thing);
  PolluxPoll poll;
  PolluxWake wake;

  switch (thing->kind)
    {
    case POLLUX_THING_POLL:
    case POLLUX_THING_WAIT:
    case POLLUX_THING_IDLE:
      if (lane == NULL || thing->index >= pollux_lane_get_n_polls (lane))
        return POLLUX_RECORD_NONE;
      pollux_lane_get_poll (lane, thing->index, &poll);
      *begin = poll.start;
      return poll.record;

    case POLLUX_THING_WAKE:
      if (lane == NULL || thing->index >= pollux_lane_get_n_wakes (lane))
        return POLLUX_RECORD_NONE;
      pollux_lane_get_wake (lane, thing->index, &wake);
      *begin = wake.time;
      return wake.record;

    case POLLUX_THING_NONE:
    case POLLUX_THING_TASK:
    case POLLUX_THING_DROP:
    case POLLUX_THING_EVENT:
    case POLLUX_THING_LOOSE_WAKE:
    case POLLUX_THING_SPAN:
    case POLLUX_THING_FOREIGN:
    default:
      return POLLUX_RECORD_NONE;
    }
}

static gboolean
find_poll_again (const PolluxLane *lane, PolluxRecord record, PolluxTime begin, guint *index)
{
  guint n = pollux_lane_get_n_polls (lane);

  for (guint i = pollux_lane_find_poll (lane, begin); i < n; i++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, i, &poll);
      if (poll.record == record)
        {
          *index = i;
          return TRUE;
        }
      if (poll.start > begin)
        break;
    }

  return FALSE;
}

static gboolean
find_wake_again (const PolluxLane *lane, PolluxRecord record, PolluxTime begin, guint *index)
{
  guint n = pollux_lane_get_n_wakes (lane);

  for (guint i = pollux_lane_find_wake (lane, begin); i < n; i++)
    {
      PolluxWake wake;

      pollux_lane_get_wake (lane, i, &wake);
      if (wake.record == record)
        {
          *index = i;
          return TRUE;
        }
      if (wake.time > begin)
        break;
    }

  return FALSE;
}

static void
set_thing (PolluxSelection *selection, PolluxTrace *trace, const PolluxThing *thing)
{
  selection->thing = *thing;
  selection->anchor = get_anchor (trace, thing, &selection->begin);
}

/**
 * pollux_selection_init:
 *
 * Nothing is selected.
 */
void
pollux_selection_init (PolluxSelection *selection)
{
  *selection = (PolluxSelection) {
    .thing = POLLUX_THING_INIT,
    .anchor = POLLUX_RECORD_NONE,
    .tasks = pollux_task_set_new (),
    .task_anchor = POLLUX_TASK_NONE,
  };
}

/**
 * pollux_selection_clear:
 *
 * Frees what init made.
 */
void
pollux_selection_clear (PolluxSelection *selection)
{
  g_clear_pointer (&selection->tasks, pollux_task_set_free);
}

/**
 * pollux_selection_follow:
 *
 * The trace changed: finds the selected section again, else falls back to its
 * task.
 *
 * Returns: whether that changed the selection
 */
gboolean
pollux_selection_follow (PolluxSelection *selection, PolluxTrace *trace)
{
  PolluxThing *thing = &selection->thing;
  const PolluxLane *lane = get_lane (trace, thing);
  PolluxTime begin = POLLUX_TIME_NONE;
  gboolean found;

  if (selection->anchor == POLLUX_RECORD_NONE || lane == NULL ||
      get_anchor (trace, thing, &begin) == selection->anchor)
    return FALSE;

  if (thing->kind == POLLUX_THING_WAKE)
    found = find_wake_again (lane, selection->anchor, selection->begin, &thing->index);
  else
    found = find_poll_again (lane, selection->anchor, selection->begin, &thing->index);

  if (!found)
    {
      *thing = (PolluxThing) { POLLUX_THING_TASK, thing->task, 0 };
      selection->anchor = POLLUX_RECORD_NONE;
    }
  return TRUE;
}

/**
 * pollux_selection_set:
 * @thing: what is selected from now on, by itself; maybe of kind NONE
 */
void
pollux_selection_set (PolluxSelection *selection, PolluxTrace *trace, const PolluxThing *thing)
{
  set_thing (selection, trace, thing);
  pollux_task_set_clear (selection->tasks);
  pollux_task_set_add (selection->tasks, thing->task);
  selection->task_anchor = thing->task;
}

/* The thing that is selected stays if it is one of @primary's. */
static void
set_primary (PolluxSelection *selection, PolluxTrace *trace, PolluxTaskIndex primary)
{
  static const PolluxThing nothing = POLLUX_THING_INIT;

  if (primary == POLLUX_TASK_NONE)
    set_thing (selection, trace, &nothing);
  else if (selection->thing.kind == POLLUX_THING_NONE || selection->thing.task != primary)
    set_thing (selection, trace, &(PolluxThing) { POLLUX_THING_TASK, primary, 0 });
}

/**
 * pollux_selection_set_tasks:
 * @tasks: (array length=n): which are selected from now on
 * @primary: the one of them whose thing is selected; if it is none of them,
 *   the first
 */
void
pollux_selection_set_tasks (PolluxSelection *selection, PolluxTrace *trace,
                            const PolluxTaskIndex *tasks, guint n, PolluxTaskIndex primary)
{
  guint n_tasks = pollux_trace_get_n_tasks (trace);

  pollux_task_set_clear (selection->tasks);
  for (guint i = 0; i < n; i++)
    if (tasks[i] < n_tasks)
      pollux_task_set_add (selection->tasks, tasks[i]);

  if (!pollux_task_set_contains (selection->tasks, primary))
    primary = n > 0 && tasks[0] < n_tasks ? tasks[0] : POLLUX_TASK_NONE;
  set_primary (selection, trace, primary);
  if (!pollux_task_set_contains (selection->tasks, selection->task_anchor))
    selection->task_anchor = primary;
}

/**
 * pollux_selection_toggle:
 *
 * Takes @task in, or leaves it out. Where it held the selected thing the last of the
 * others takes its place.
 */
void
pollux_selection_toggle (PolluxSelection *selection, PolluxTrace *trace, PolluxTaskIndex task)
{
  PolluxTaskIndex primary = task;

  if (pollux_task_set_remove (selection->tasks, task))
    {
      guint n;
      const PolluxTaskIndex *tasks = pollux_task_set_get (selection->tasks, &n);

      primary = selection->thing.task;
      if (primary == task)
        primary = n > 0 ? tasks[n - 1] : POLLUX_TASK_NONE;
    }
  else
    {
      pollux_task_set_add (selection->tasks, task);
    }

  set_primary (selection, trace, primary);
  selection->task_anchor = task;
}
