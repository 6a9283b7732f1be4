/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-span-rows.h"
#include "pollux-thing.h"

#define NOWHERE ((PolluxRange) { POLLUX_TIME_NONE, POLLUX_TIME_NONE })

/**
 * pollux_thing_equal:
 *
 * Returns: whether both point at the same thing
 */
gboolean
pollux_thing_equal (const PolluxThing *a,
                    const PolluxThing *b)
{
  return a->kind == b->kind && a->task == b->task && a->index == b->index;
}

static const PolluxLane *
get_lane (PolluxTrace       *trace,
          const PolluxThing *thing)
{
  if (thing->task >= pollux_trace_get_n_tasks (trace))
    return NULL;

  return pollux_trace_get_lane (trace, thing->task);
}

static gboolean
is_moment (PolluxThingKind kind)
{
  return kind == POLLUX_THING_EVENT || kind == POLLUX_THING_LOOSE_WAKE ||
         kind == POLLUX_THING_FOREIGN;
}

/* What an event, a loose wake or a foreign line have in common. The time of a
 * line is that of the record before it, if there is one. */
static gboolean
get_moment (PolluxTrace       *trace,
            const PolluxThing *thing,
            PolluxTime        *time,
            PolluxRecord      *record)
{
  if (thing->kind == POLLUX_THING_EVENT && thing->index < pollux_trace_get_n_events (trace))
    {
      PolluxLogEvent event;

      pollux_trace_get_event (trace, thing->index, &event);
      *time = event.time;
      *record = event.record;
      return TRUE;
    }

  if (thing->kind == POLLUX_THING_LOOSE_WAKE &&
      thing->index < pollux_trace_get_n_loose_wakes (trace))
    {
      PolluxLooseWake loose;

      pollux_trace_get_loose_wake (trace, thing->index, &loose);
      *time = loose.wake.time;
      *record = loose.wake.record;
      return TRUE;
    }

  if (thing->kind == POLLUX_THING_FOREIGN && thing->index < pollux_trace_get_n_foreign (trace))
    {
      *record = pollux_trace_get_foreign (trace, thing->index, time);
      return TRUE;
    }

  return FALSE;
}

static gboolean
has_span (PolluxTrace       *trace,
          const PolluxThing *thing)
{
  return thing->kind == POLLUX_THING_SPAN && thing->index < pollux_trace_get_n_spans (trace);
}

static PolluxRange
get_span_life (PolluxTrace       *trace,
               const PolluxThing *thing)
{
  PolluxSpanSum sum;

  pollux_span_sum_init (&sum, trace, thing->task, thing->index);

  return sum.life;
}

static gboolean
has_wait (const PolluxPoll *poll)
{
  return (poll->flags & (POLLUX_POLL_SPAWN_DELAY | POLLUX_POLL_WOKEN)) != 0;
}

static PolluxRange
get_wait (const PolluxLane *lane,
          guint             index)
{
  PolluxRange range = pollux_lane_get_unanswered (lane);
  PolluxPoll poll;

  if (index == G_MAXUINT)
    return range.end > range.begin ? range : NOWHERE;

  pollux_lane_get_poll (lane, index, &poll);

  return has_wait (&poll) ? (PolluxRange) { poll.start - poll.wait, poll.start } : NOWHERE;
}

static PolluxRange
get_idle (const PolluxLane *lane,
          guint             index)
{
  guint next = MIN (index, pollux_lane_get_n_polls (lane));
  PolluxRange range = pollux_lane_get_life (lane);
  PolluxPoll poll;

  if (index != G_MAXUINT)
    {
      pollux_lane_get_poll (lane, index, &poll);
      range.end = poll.start - poll.wait;
    }
  else if (pollux_range_length (pollux_lane_get_unanswered (lane)) > 0)
    range.end = pollux_lane_get_unanswered (lane).begin;

  if (next > 0)
    {
      pollux_lane_get_poll (lane, next - 1, &poll);
      range.begin = poll.end;
    }

  return range.end > range.begin ? range : NOWHERE;
}

static gboolean
is_in_lane (const PolluxLane  *lane,
            const PolluxThing *thing)
{
  switch (thing->kind)
    {
    case POLLUX_THING_POLL:
      return thing->index < pollux_lane_get_n_polls (lane);
    case POLLUX_THING_WAIT:
    case POLLUX_THING_IDLE:
      return thing->index == G_MAXUINT || thing->index < pollux_lane_get_n_polls (lane);
    case POLLUX_THING_WAKE:
      return thing->index < pollux_lane_get_n_wakes (lane);
    default:
      return TRUE;
    }
}

static PolluxRange
get_range_in_lane (const PolluxLane  *lane,
                   const PolluxThing *thing)
{
  PolluxRange life;
  PolluxPoll poll;
  PolluxWake wake;

  switch (thing->kind)
    {
    case POLLUX_THING_TASK:
      life = pollux_lane_get_life (lane);
      return life.begin == 0 && life.end == 0 && pollux_lane_get_n_polls (lane) == 0
             ? NOWHERE : life;
    case POLLUX_THING_POLL:
      pollux_lane_get_poll (lane, thing->index, &poll);
      return (PolluxRange) { poll.start, poll.end };
    case POLLUX_THING_WAIT:
      return get_wait (lane, thing->index);
    case POLLUX_THING_IDLE:
      return get_idle (lane, thing->index);
    case POLLUX_THING_DROP:
      return pollux_lane_get_drop (lane);
    case POLLUX_THING_WAKE:
      pollux_lane_get_wake (lane, thing->index, &wake);
      return (PolluxRange) { wake.time, wake.time };
    case POLLUX_THING_NONE:
    case POLLUX_THING_EVENT:
    case POLLUX_THING_LOOSE_WAKE:
    case POLLUX_THING_SPAN:
    case POLLUX_THING_FOREIGN:
    default:
      return NOWHERE;
    }
}

/**
 * pollux_thing_get_range:
 *
 * Where @thing is: half open, ns; begin == end for a moment.
 *
 * Returns: its whole extent, or an empty range with begin POLLUX_TIME_NONE
 */
PolluxRange
pollux_thing_get_range (PolluxTrace       *trace,
                        const PolluxThing *thing)
{
  const PolluxLane *lane;
  PolluxRecord record;
  PolluxTime time;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NOWHERE);

  if (is_moment (thing->kind))
    return get_moment (trace, thing, &time, &record) ? (PolluxRange) { time, time } : NOWHERE;

  if (thing->kind == POLLUX_THING_SPAN)
    return get_span_life (trace, thing);

  lane = get_lane (trace, thing);
  if (lane == NULL || !is_in_lane (lane, thing))
    return NOWHERE;

  return get_range_in_lane (lane, thing);
}

/**
 * pollux_thing_get_record:
 *
 * Returns: the record that says of @thing: of a poll its enter, of a wait the
 *   wake (or the creation) that began it, of a task its creation, of a span
 *   the first that mentions it
 */
PolluxRecord
pollux_thing_get_record (PolluxTrace       *trace,
                         const PolluxThing *thing)
{
  PolluxRecord record = POLLUX_RECORD_NONE;
  const PolluxLane *lane;
  PolluxPoll poll;
  PolluxWake wake;
  PolluxTime time;
  guint index;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), POLLUX_RECORD_NONE);

  if (is_moment (thing->kind))
    return get_moment (trace, thing, &time, &record) ? record : POLLUX_RECORD_NONE;
  if (has_span (trace, thing))
    return pollux_trace_get_span (trace, thing->index)->record;

  lane = get_lane (trace, thing);
  if (lane == NULL || !is_in_lane (lane, thing))
    return POLLUX_RECORD_NONE;

  switch (thing->kind)
    {
    case POLLUX_THING_TASK:
      return pollux_trace_get_task (trace, thing->task)->spawn_record;
    case POLLUX_THING_DROP:
      return pollux_trace_get_task (trace, thing->task)->end_record;
    case POLLUX_THING_POLL:
      pollux_lane_get_poll (lane, thing->index, &poll);
      return poll.record;
    case POLLUX_THING_WAKE:
      pollux_lane_get_wake (lane, thing->index, &wake);
      return wake.record;
    case POLLUX_THING_WAIT:
      index = pollux_thing_get_wake (trace, thing);
      if (index == G_MAXUINT)
        return pollux_trace_get_task (trace, thing->task)->spawn_record;
      pollux_lane_get_wake (lane, index, &wake);
      return wake.record;
    default:
      return POLLUX_RECORD_NONE;
    }
}

/* The wake that began the unanswered stretch: the last effective one. */
static guint
get_unanswered_wake (const PolluxLane *lane)
{
  guint n_polls = pollux_lane_get_n_polls (lane);
  PolluxTime from = G_MININT64 + 1;
  PolluxPoll poll;
  PolluxWake wake;

  if (n_polls > 0)
    {
      pollux_lane_get_poll (lane, n_polls - 1, &poll);
      from = poll.start;
    }

  for (guint i = pollux_lane_find_wake (lane, from); i < pollux_lane_get_n_wakes (lane); i++)
    {
      pollux_lane_get_wake (lane, i, &wake);
      if (wake.flags & POLLUX_WAKE_EFFECTIVE && (n_polls == 0 || wake.record > poll.record))
        return i;
    }

  return G_MAXUINT;
}

/**
 * pollux_thing_get_wake:
 *
 * Returns: the wake of the lane that made the poll or the wait @thing due, or
 *   that it is; G_MAXUINT if there is none
 */
guint
pollux_thing_get_wake (PolluxTrace       *trace,
                       const PolluxThing *thing)
{
  const PolluxLane *lane = get_lane (trace, thing);

  if (lane == NULL || !is_in_lane (lane, thing))
    return G_MAXUINT;

  switch (thing->kind)
    {
    case POLLUX_THING_WAKE:
      return thing->index;
    case POLLUX_THING_POLL:
      return pollux_lane_get_wake_of_poll (lane, thing->index);
    case POLLUX_THING_WAIT:
      if (thing->index == G_MAXUINT)
        return get_unanswered_wake (lane);
      return pollux_lane_get_wake_of_poll (lane, thing->index);
    default:
      return G_MAXUINT;
    }
}

/* Whether no poll of the block of 32 that begins with poll @index has a wait. */
static gboolean
block_has_no_wait (const PolluxLane *lane,
                   guint             index)
{
  const PolluxBlock *block;

  if (index % POLLUX_LANE_FANOUT != 0 ||
      index / POLLUX_LANE_FANOUT >= pollux_lane_get_n_blocks (lane, 0))
    return FALSE;

  block = pollux_lane_get_block (lane, 0, index / POLLUX_LANE_FANOUT);

  return block->longest_wait == 0 && block->n_delays == 0;
}

/* Waits and idle stretches are numbered by the poll that ends them; one more,
 * G_MAXUINT, may follow the last poll. */
static gboolean
step_stretch (const PolluxLane *lane,
              PolluxThing      *next,
              int               direction)
{
  gboolean waits = next->kind == POLLUX_THING_WAIT;
  guint n_polls = pollux_lane_get_n_polls (lane);
  gint64 index = MIN (next->index, n_polls);

  for (index += direction; index >= 0 && index <= n_polls; index += direction)
    {
      if (waits && direction > 0 && index < n_polls && block_has_no_wait (lane, index))
        {
          index += POLLUX_LANE_FANOUT - 1;
          continue;
        }

      if (waits && direction < 0 && (index + 1) % POLLUX_LANE_FANOUT == 0 &&
          block_has_no_wait (lane, index + 1 - POLLUX_LANE_FANOUT))
        {
          index -= POLLUX_LANE_FANOUT - 1;
          continue;
        }

      next->index = index == n_polls ? G_MAXUINT : index;
      if (get_range_in_lane (lane, next).begin != POLLUX_TIME_NONE)
        return TRUE;
    }

  return FALSE;
}

static gboolean
step_index (PolluxThing *next,
            int          direction,
            guint        n)
{
  gint64 index = (gint64) next->index + direction;

  if (index < 0 || index >= n)
    return FALSE;

  next->index = index;
  return TRUE;
}

/* First event outside all tasks at @time or later. */
static guint
find_loose_event (PolluxTrace *trace,
                  PolluxTime   time)
{
  guint low = 0, high = pollux_trace_get_n_loose_events (trace);
  PolluxLogEvent event;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      pollux_trace_get_event (trace, pollux_trace_get_loose_event (trace, middle), &event);
      if (event.time < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static guint
get_event_at (PolluxTrace      *trace,
              const PolluxLane *lane,
              guint             at)
{
  if (lane != NULL)
    return pollux_lane_get_event (lane, at);

  return pollux_trace_get_loose_event (trace, at);
}

static guint
count_events (PolluxTrace      *trace,
              const PolluxLane *lane)
{
  if (lane != NULL)
    return pollux_lane_get_n_events (lane);

  return pollux_trace_get_n_loose_events (trace);
}

/* Position of event @event among those of its lane, or, without a lane, among
 * those of none. */
static guint
find_event (PolluxTrace      *trace,
            const PolluxLane *lane,
            guint             event)
{
  guint n = count_events (trace, lane);
  PolluxLogEvent record;
  guint at;

  pollux_trace_get_event (trace, event, &record);
  at = lane != NULL ? pollux_lane_find_event (lane, record.time)
                    : find_loose_event (trace, record.time);

  while (at < n && get_event_at (trace, lane, at) != event)
    at++;

  return at < n ? at : G_MAXUINT;
}

static gboolean
step_event (PolluxTrace *trace,
            PolluxThing *next,
            int          direction)
{
  const PolluxLane *lane = get_lane (trace, next);
  PolluxThing at = *next;

  if (next->index >= pollux_trace_get_n_events (trace))
    return FALSE;

  at.index = find_event (trace, lane, next->index);

  if (at.index == G_MAXUINT ||
      !step_index (&at, direction, count_events (trace, lane)))
    return FALSE;

  next->index = get_event_at (trace, lane, at.index);
  return TRUE;
}

static gboolean
step_in_lane (const PolluxLane *lane,
              PolluxThing      *next,
              int               direction)
{
  guint n_polls = pollux_lane_get_n_polls (lane);

  switch (next->kind)
    {
    case POLLUX_THING_TASK:
      next->kind = POLLUX_THING_POLL;
      next->index = direction > 0 ? 0 : n_polls - 1;
      return n_polls > 0;
    case POLLUX_THING_POLL:
      return step_index (next, direction, n_polls);
    case POLLUX_THING_WAIT:
    case POLLUX_THING_IDLE:
      return step_stretch (lane, next, direction);
    case POLLUX_THING_WAKE:
      return step_index (next, direction, pollux_lane_get_n_wakes (lane));
    default:
      return FALSE;
    }
}

/**
 * pollux_thing_step:
 * @direction: 1 for the next, -1 for the previous one
 * @next: (out caller-allocates): set if there is one
 *
 * Goes to the neighbour of the same kind in the same lane; from a task to its
 * first or last poll.
 *
 * Returns: FALSE at the end of the lane, and for what has no neighbours
 */
gboolean
pollux_thing_step (PolluxTrace       *trace,
                   const PolluxThing *thing,
                   int                direction,
                   PolluxThing       *next)
{
  PolluxThing result = *thing;
  const PolluxLane *lane;
  gboolean found;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), FALSE);
  g_return_val_if_fail (direction == 1 || direction == -1, FALSE);

  lane = get_lane (trace, thing);

  if (thing->kind == POLLUX_THING_EVENT)
    found = step_event (trace, &result, direction);
  else if (thing->kind == POLLUX_THING_LOOSE_WAKE)
    found = step_index (&result, direction, pollux_trace_get_n_loose_wakes (trace));
  else if (thing->kind == POLLUX_THING_SPAN)
    found = has_span (trace, thing) &&
            pollux_span_rows_step (trace, thing->task, thing->index, direction, &result.index);
  else if (thing->kind == POLLUX_THING_FOREIGN)
    found = step_index (&result, direction, pollux_trace_get_n_foreign (trace));
  else
    found = lane != NULL && is_in_lane (lane, thing) && step_in_lane (lane, &result, direction);

  if (found)
    *next = result;

  return found;
}

/* Whether there is such a stretch; else on to the next one. */
static gboolean
enter_stretch (const PolluxLane *lane,
               PolluxThing      *first,
               int               direction)
{
  /* Without a poll there is but the one that nothing ends. */
  first->index = direction > 0 && pollux_lane_get_n_polls (lane) > 0 ? 0 : G_MAXUINT;

  return get_range_in_lane (lane, first).begin != POLLUX_TIME_NONE ||
         step_stretch (lane, first, direction);
}

/**
 * pollux_thing_enter:
 * @kind: of a poll, wait, idle stretch, wake or event
 * @direction: 1 for the first, -1 for the last one
 * @first: (out caller-allocates): set if there is one
 *
 * Finds the first or last of a task's things of one kind.
 *
 * Returns: FALSE if it has none
 */
gboolean
pollux_thing_enter (PolluxTrace     *trace,
                    PolluxThingKind  kind,
                    PolluxTaskIndex  task,
                    int              direction,
                    PolluxThing     *first)
{
  PolluxThing result = { kind, task, 0 };
  const PolluxLane *lane;
  guint n = 0;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), FALSE);
  g_return_val_if_fail (direction == 1 || direction == -1, FALSE);

  lane = get_lane (trace, &result);
  if (lane == NULL)
    return FALSE;

  if (kind == POLLUX_THING_POLL)
    n = pollux_lane_get_n_polls (lane);
  else if (kind == POLLUX_THING_WAKE)
    n = pollux_lane_get_n_wakes (lane);
  else if (kind == POLLUX_THING_EVENT)
    n = pollux_lane_get_n_events (lane);
  else if ((kind != POLLUX_THING_WAIT && kind != POLLUX_THING_IDLE) ||
           !enter_stretch (lane, &result, direction))
    return FALSE;

  if (kind != POLLUX_THING_WAIT && kind != POLLUX_THING_IDLE)
    {
      if (n == 0)
        return FALSE;
      result.index = direction > 0 ? 0 : n - 1;
      if (kind == POLLUX_THING_EVENT)
        result.index = get_event_at (trace, lane, result.index);
    }
  *first = result;

  return TRUE;
}
