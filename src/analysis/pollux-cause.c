/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chains of causes. Every step back is two binary searches, however long the
 * lanes are. Steps go back in time, and among equal times (files print
 * microseconds) in the file, so that no chain can come back to itself, whatever
 * a file says.
 */
#include "config.h"

#include <stdlib.h>

#include "pollux-cause.h"

/* Wakes of one poll that are looked at: a poll may make millions that are
 * redundant. */
#define LOOKED_AT_MAX 65536

static const PolluxLane *
get_lane (PolluxTrace     *trace,
          PolluxTaskIndex  task)
{
  return task < pollux_trace_get_n_tasks (trace) ? pollux_trace_get_lane (trace, task) : NULL;
}

/* Of the polls [@low, @high), which begin together, the first that was recorded
 * behind @record. */
static guint
find_record (const PolluxLane *lane,
             guint             low,
             guint             high,
             PolluxRecord      record)
{
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PolluxPoll poll;

      pollux_lane_get_poll (lane, middle, &poll);
      if (poll.record < record)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * pollux_cause_find_poll:
 * @time: ns
 * @record: what was recorded then: of polls that begin at @time those behind
 *   it had not begun
 *
 * Returns: the poll of @task that was going on, or G_MAXUINT
 */
guint
pollux_cause_find_poll (PolluxTrace     *trace,
                        PolluxTaskIndex  task,
                        PolluxTime       time,
                        PolluxRecord     record)
{
  const PolluxLane *lane = get_lane (trace, task);
  PolluxPoll poll;
  guint first, end;

  if (lane == NULL || time == POLLUX_TIME_NONE || time == G_MAXINT64)
    return G_MAXUINT;

  first = pollux_lane_find_poll (lane, time);
  end = pollux_lane_find_poll (lane, time + 1);
  end = find_record (lane, first, end, record);
  if (end == 0)
    return G_MAXUINT;

  pollux_lane_get_poll (lane, end - 1, &poll);

  return poll.end >= time || (poll.flags & POLLUX_POLL_OPEN) != 0 ? end - 1 : G_MAXUINT;
}

static void
find_maker (PolluxTrace *trace,
            PolluxCause *cause)
{
  cause->poll = G_MAXUINT;
  if (cause->by != POLLUX_TASK_NONE)
    cause->poll = pollux_cause_find_poll (trace, cause->by, cause->time, cause->record);
}

/**
 * pollux_cause_of_wake:
 * @wake: of the lane of @task
 * @cause: (out): who made it, and when
 *
 * Returns: FALSE if there is no such wake
 */
gboolean
pollux_cause_of_wake (PolluxTrace     *trace,
                      PolluxTaskIndex  task,
                      guint            wake,
                      PolluxCause     *cause)
{
  const PolluxLane *lane = get_lane (trace, task);
  PolluxWake made;

  if (lane == NULL || wake >= pollux_lane_get_n_wakes (lane))
    return FALSE;

  pollux_lane_get_wake (lane, wake, &made);
  *cause = (PolluxCause) { task, wake, made.time, made.record, made.by, G_MAXUINT };
  find_maker (trace, cause);

  return TRUE;
}

/**
 * pollux_cause_of_task:
 * @cause: (out): who spawned it, and when
 *
 * Returns: FALSE if the file does not tell when
 */
gboolean
pollux_cause_of_task (PolluxTrace     *trace,
                      PolluxTaskIndex  task,
                      PolluxCause     *cause)
{
  const PolluxTask *spawned;

  if (task >= pollux_trace_get_n_tasks (trace))
    return FALSE;

  spawned = pollux_trace_get_task (trace, task);
  if (spawned->spawned == POLLUX_TIME_NONE)
    return FALSE;

  *cause = (PolluxCause) { task, G_MAXUINT, spawned->spawned, spawned->spawn_record,
                           spawned->spawner, G_MAXUINT };
  find_maker (trace, cause);

  return TRUE;
}

/**
 * pollux_cause_of_poll:
 * @poll: of the lane of @task
 * @cause: (out): the wake, or for the first poll of a task its spawn
 *
 * Returns: FALSE if nothing is recorded
 */
gboolean
pollux_cause_of_poll (PolluxTrace     *trace,
                      PolluxTaskIndex  task,
                      guint            poll,
                      PolluxCause     *cause)
{
  const PolluxLane *lane = get_lane (trace, task);
  guint wake;

  if (lane == NULL || poll >= pollux_lane_get_n_polls (lane))
    return FALSE;

  wake = pollux_lane_get_wake_of_poll (lane, poll);
  if (wake != G_MAXUINT)
    return pollux_cause_of_wake (trace, task, wake, cause);

  return poll == 0 && pollux_cause_of_task (trace, task, cause);
}

/**
 * pollux_cause_go_back:
 * @cause: a link
 * @before: (out): the one before it
 *
 * Returns: FALSE where the chain begins
 */
gboolean
pollux_cause_go_back (PolluxTrace       *trace,
                      const PolluxCause *cause,
                      PolluxCause       *before)
{
  PolluxCause found;

  if (cause->poll == G_MAXUINT ||
      !pollux_cause_of_poll (trace, cause->by, cause->poll, &found) ||
      found.time > cause->time ||
      (found.time == cause->time && found.record >= cause->record))
    return FALSE;

  *before = found;
  return TRUE;
}

/**
 * pollux_cause_count_back:
 *
 * Returns: the links from @cause to where the chain begins, @cause among them
 */
guint
pollux_cause_count_back (PolluxTrace       *trace,
                         const PolluxCause *cause,
                         guint              max)
{
  PolluxCause at = *cause;
  guint n = 1;

  while (n < max && pollux_cause_go_back (trace, &at, &at))
    n++;

  return n;
}

/* Whether it happened in that poll; at its edges times alone do not tell. */
static gboolean
is_made_in (const PolluxCause *cause,
            PolluxTaskIndex    task,
            guint              poll)
{
  return cause->by == task && cause->poll == poll;
}

typedef struct
{
  PolluxTrace *trace;
  PolluxTaskIndex task;
  guint poll;
  PolluxRange range;
  guint max;
  GArray *effects;
} Listing;

static gboolean
add_wake (Listing         *listing,
          PolluxTaskIndex  task,
          guint            index)
{
  PolluxCause cause;
  PolluxWake wake;

  pollux_lane_get_wake (pollux_trace_get_lane (listing->trace, task), index, &wake);
  if (wake.by != listing->task || (wake.flags & POLLUX_WAKE_EFFECTIVE) == 0 ||
      !pollux_cause_of_wake (listing->trace, task, index, &cause) ||
      !is_made_in (&cause, listing->task, listing->poll))
    return TRUE;

  if (listing->effects->len >= listing->max)
    return FALSE;

  g_array_append_val (listing->effects, cause);
  return TRUE;
}

static gboolean
add_spawned (Listing         *listing,
             PolluxTaskIndex  task)
{
  PolluxCause cause;

  if (!pollux_cause_of_task (listing->trace, task, &cause) ||
      !is_made_in (&cause, listing->task, listing->poll))
    return TRUE;

  if (listing->effects->len >= listing->max)
    return FALSE;

  g_array_append_val (listing->effects, cause);
  return TRUE;
}

static gboolean
list_by_index (Listing            *listing,
               const PolluxWakers *wakers)
{
  guint n, n_spawned;
  const PolluxMadeWake *wakes = pollux_wakers_get_wakes (wakers, listing->task, &n);
  const PolluxTaskIndex *spawned = pollux_wakers_get_spawned (wakers, listing->task, &n_spawned);
  guint at = pollux_wakers_find (wakers, listing->trace, listing->task, listing->range.begin);
  guint end = pollux_wakers_find (wakers, listing->trace, listing->task, listing->range.end);
  gboolean whole = end - at <= LOOKED_AT_MAX;

  end = MIN (end, at + LOOKED_AT_MAX);
  for (; at < end && whole; at++)
    whole = add_wake (listing, wakes[at].task, wakes[at].wake);

  at = pollux_wakers_find_spawned (wakers, listing->trace, listing->task, listing->range.begin);
  end = pollux_wakers_find_spawned (wakers, listing->trace, listing->task, listing->range.end);
  for (; at < end && whole; at++)
    whole = add_spawned (listing, spawned[at]);

  return whole;
}

/* Without an index all lanes are asked. */
static gboolean
list_by_lanes (Listing *listing)
{
  guint n_tasks = pollux_trace_get_n_tasks (listing->trace);
  guint n_looked_at = 0;

  for (guint i = 0; i < n_tasks; i++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (listing->trace, i);
      guint at = pollux_lane_find_wake (lane, listing->range.begin);
      guint end = pollux_lane_find_wake (lane, listing->range.end);

      for (; at < end; at++)
        if (++n_looked_at > LOOKED_AT_MAX || !add_wake (listing, i, at))
          return FALSE;

      if (pollux_trace_get_task (listing->trace, i)->spawner == listing->task &&
          !add_spawned (listing, i))
        return FALSE;
    }

  return TRUE;
}

static int
compare_causes (gconstpointer a,
                gconstpointer b)
{
  const PolluxCause *x = a, *y = b;

  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;

  return x->record < y->record ? -1 : x->record > y->record;
}

/**
 * pollux_cause_list_effects:
 * @wakers: (nullable): the index of @trace; without it all lanes are asked
 * @max: the length that @effects must not exceed
 * @effects: (element-type PolluxCause): what is found is appended, in order
 *
 * Returns: FALSE if there may be more
 */
gboolean
pollux_cause_list_effects (PolluxTrace        *trace,
                           const PolluxWakers *wakers,
                           PolluxTaskIndex     task,
                           guint               poll,
                           guint               max,
                           GArray             *effects)
{
  const PolluxLane *lane = get_lane (trace, task);
  Listing listing = { trace, task, poll, { 0, 0 }, max, effects };
  guint before = effects->len;
  PolluxPoll source;
  gboolean whole;

  if (lane == NULL || poll >= pollux_lane_get_n_polls (lane))
    return TRUE;

  pollux_lane_get_poll (lane, poll, &source);
  listing.range.begin = source.start;
  /* What happens at its end may belong to it. */
  listing.range.end = (source.flags & POLLUX_POLL_OPEN) != 0 || source.end == G_MAXINT64
                      ? G_MAXINT64 : source.end + 1;
  whole = wakers != NULL ? list_by_index (&listing, wakers) : list_by_lanes (&listing);
  if (effects->len > before)
    qsort (&g_array_index (effects, PolluxCause, before), effects->len - before,
           sizeof (PolluxCause), compare_causes);

  return whole;
}

/**
 * pollux_cause_get_answer:
 *
 * Returns: the poll that @cause made due, or G_MAXUINT if none followed
 */
guint
pollux_cause_get_answer (PolluxTrace       *trace,
                         const PolluxCause *cause)
{
  const PolluxLane *lane = get_lane (trace, cause->task);

  if (lane == NULL)
    return G_MAXUINT;
  if (cause->wake != G_MAXUINT)
    return cause->wake < pollux_lane_get_n_wakes (lane)
           ? pollux_lane_get_poll_of_wake (lane, cause->wake) : G_MAXUINT;

  return pollux_lane_get_n_polls (lane) > 0 ? 0 : G_MAXUINT;
}
