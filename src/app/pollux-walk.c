/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All things of a lane have one order: by their begin, then by the rank of
 * their kind, then by their position among those of their kind. The neighbour
 * of a thing is the smallest one above it. Each kind (a series) is in time
 * order by itself, so only a few of its members can be that one: those around
 * the positions where the thing's own time begins and ends, and around the
 * thing itself. A step therefore costs O(log n), however long the lane is and
 * however many of its things share one time.
 */
#include "config.h"

#include "pollux-walk.h"

typedef struct
{
  PolluxTime time;
  guint rank;
  guint position;
} Place;

typedef struct
{
  PolluxTrace *trace;
  const PolluxLane *lane;   /* NULL: the trace's own */
  PolluxTaskIndex task;
  PolluxThingKind kind;
} Series;

typedef struct
{
  Place from;
  int direction;
  gboolean found;
  Place place;
  PolluxThing thing;
} Search;

/* Of things that begin together: a wake comes before the wait it starts, a
 * wait before its poll, a poll before the events in it; polls and waits may be
 * empty, an idle stretch never is and comes after them. */
static guint
get_rank (PolluxThingKind kind)
{
  static const guint ranks[] = {
    [POLLUX_THING_WAKE] = 1,
    [POLLUX_THING_LOOSE_WAKE] = 1,
    [POLLUX_THING_WAIT] = 2,
    [POLLUX_THING_POLL] = 3,
    [POLLUX_THING_EVENT] = 4,
    [POLLUX_THING_IDLE] = 5,
    [POLLUX_THING_DROP] = 6,
  };

  return (guint) kind < G_N_ELEMENTS (ranks) ? ranks[kind] : 0;
}

static int
compare_places (const Place *a,
                const Place *b)
{
  if (a->time != b->time)
    return a->time < b->time ? -1 : 1;
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  if (a->position != b->position)
    return a->position < b->position ? -1 : 1;
  return 0;
}

static const PolluxLane *
get_lane (PolluxTrace     *trace,
          PolluxTaskIndex  task)
{
  return task < pollux_trace_get_n_tasks (trace) ? pollux_trace_get_lane (trace, task) : NULL;
}

static guint
series_get_length (const Series *series)
{
  if (series->lane == NULL)
    return series->kind == POLLUX_THING_EVENT ? pollux_trace_get_n_loose_events (series->trace)
                                              : pollux_trace_get_n_loose_wakes (series->trace);
  if (series->kind == POLLUX_THING_WAKE)
    return pollux_lane_get_n_wakes (series->lane);
  if (series->kind == POLLUX_THING_EVENT)
    return pollux_lane_get_n_events (series->lane);

  return pollux_lane_get_n_polls (series->lane);
}

static PolluxThing
series_get (const Series *series,
            guint         position)
{
  guint index = position;

  if (series->kind == POLLUX_THING_EVENT)
    index = series->lane != NULL ? pollux_lane_get_event (series->lane, position)
                                 : pollux_trace_get_loose_event (series->trace, position);

  return (PolluxThing) { series->kind, series->task, index };
}

static PolluxTime
loose_get_time (const Series *series,
                guint         position)
{
  PolluxLooseWake wake;
  PolluxLogEvent event;

  if (series->kind == POLLUX_THING_EVENT)
    {
      pollux_trace_get_event (series->trace,
                              pollux_trace_get_loose_event (series->trace, position), &event);
      return event.time;
    }

  pollux_trace_get_loose_wake (series->trace, position, &wake);
  return wake.wake.time;
}

static guint
loose_find (const Series *series,
            PolluxTime    time)
{
  guint low = 0, high = series_get_length (series);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (loose_get_time (series, middle) < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* First position whose time (of polls: the start) is >= @time. */
static guint
series_find (const Series *series,
             PolluxTime    time)
{
  if (series->lane == NULL)
    return loose_find (series, time);
  if (series->kind == POLLUX_THING_WAKE)
    return pollux_lane_find_wake (series->lane, time);
  if (series->kind == POLLUX_THING_EVENT)
    return pollux_lane_find_event (series->lane, time);

  return pollux_lane_find_poll (series->lane, time);
}

/* Keeps the better of what was found so far and @thing. */
static void
offer (Search            *search,
       PolluxTrace       *trace,
       const PolluxThing *thing,
       guint              position)
{
  PolluxTime time = pollux_thing_get_range (trace, thing).begin;
  Place place = { time, get_rank (thing->kind), position };

  if (time == POLLUX_TIME_NONE ||
      compare_places (&place, &search->from) * search->direction <= 0 ||
      (search->found && compare_places (&place, &search->place) * search->direction >= 0))
    return;

  search->found = TRUE;
  search->place = place;
  search->thing = *thing;
}

static void
offer_around (Search       *search,
              const Series *series,
              guint         position)
{
  guint n = series_get_length (series);
  guint first = position > 1 ? position - 2 : 0;

  for (guint i = first; i < n && i - first < 4; i++)
    {
      PolluxThing thing = series_get (series, i);

      offer (search, series->trace, &thing, i);
    }
}

static void
offer_series (Search       *search,
              const Series *series)
{
  PolluxTime time = search->from.time;

  offer_around (search, series, series_find (series, time));
  if (time < G_MAXINT64)
    offer_around (search, series, series_find (series, time + 1));
  if (search->from.position < series_get_length (series))
    offer_around (search, series, search->from.position);
}

static gboolean
run_search (Search          *search,
            PolluxTrace     *trace,
            PolluxTaskIndex  task,
            PolluxThing     *thing)
{
  static const PolluxThingKind kinds[] = {
    POLLUX_THING_POLL, POLLUX_THING_WAIT, POLLUX_THING_IDLE, POLLUX_THING_WAKE, POLLUX_THING_EVENT,
  };
  Series series = { trace, get_lane (trace, task), task, POLLUX_THING_LOOSE_WAKE };

  if (series.lane == NULL)
    {
      series.task = POLLUX_TASK_NONE;
      offer_series (search, &series);
      series.kind = POLLUX_THING_EVENT;
      offer_series (search, &series);
    }
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          series.kind = kinds[i];
          offer_series (search, &series);
        }
      offer (search, trace, &(PolluxThing) { POLLUX_THING_WAIT, task, G_MAXUINT }, G_MAXUINT);
      offer (search, trace, &(PolluxThing) { POLLUX_THING_IDLE, task, G_MAXUINT }, G_MAXUINT);
      offer (search, trace, &(PolluxThing) { POLLUX_THING_DROP, task, 0 }, 0);
    }

  if (search->found)
    *thing = search->thing;
  return search->found;
}

/* Events are counted in the whole trace: where it stands in its own lane. */
static guint
find_position (PolluxTrace       *trace,
               const PolluxThing *thing,
               PolluxTime         time)
{
  Series series = { trace, get_lane (trace, thing->task), thing->task, thing->kind };
  guint n;

  if (thing->kind != POLLUX_THING_EVENT)
    return thing->index;

  n = series_get_length (&series);
  for (guint i = series_find (&series, time); i < n; i++)
    if (series_get (&series, i).index == thing->index)
      return i;

  return n;
}

/* The sooner of the loose moments on both sides of @time. */
static gboolean
find_nearest (PolluxTrace *trace,
              PolluxTime   time,
              PolluxThing *thing)
{
  Search next = { { time, 0, 0 }, 1, FALSE };
  Search previous = { { time, 0, 0 }, -1, FALSE };
  PolluxThing before;

  if (!run_search (&next, trace, POLLUX_TASK_NONE, thing))
    return run_search (&previous, trace, POLLUX_TASK_NONE, thing);
  if (run_search (&previous, trace, POLLUX_TASK_NONE, &before) &&
      (double) time - (double) previous.place.time < (double) next.place.time - (double) time)
    *thing = before;

  return TRUE;
}

/**
 * pollux_walk_at:
 * @task: the lane, or POLLUX_TASK_NONE for the trace's own
 * @time: ns
 * @thing: (out): what is there
 *
 * Returns: FALSE if there is no such lane or nothing in it
 */
gboolean
pollux_walk_at (PolluxTrace     *trace,
                PolluxTaskIndex  task,
                PolluxTime       time,
                PolluxThing     *thing)
{
  static const PolluxThingKind kinds[] = {
    [POLLUX_STATE_NONE] = POLLUX_THING_TASK,
    [POLLUX_STATE_IDLE] = POLLUX_THING_IDLE,
    [POLLUX_STATE_SCHEDULED] = POLLUX_THING_WAIT,
    [POLLUX_STATE_SPAWNED] = POLLUX_THING_WAIT,
    [POLLUX_STATE_ACTIVE] = POLLUX_THING_POLL,
  };
  const PolluxLane *lane = get_lane (trace, task);
  PolluxSection section;

  if (task == POLLUX_TASK_NONE)
    return find_nearest (trace, time, thing);
  if (lane == NULL)
    return FALSE;

  pollux_lane_get_section (lane, time, &section);
  *thing = (PolluxThing) { kinds[section.state], task, section.poll };
  if (section.state == POLLUX_STATE_NONE)
    thing->index = 0;

  return TRUE;
}

/**
 * pollux_walk_neighbour:
 * @direction: 1 for the next, -1 for the previous
 * @thing: (out): the neighbour in the lane's order
 *
 * Returns: FALSE at the end of the lane
 */
gboolean
pollux_walk_neighbour (PolluxTrace       *trace,
                       const PolluxThing *from,
                       int                direction,
                       PolluxThing       *thing)
{
  PolluxTime time = pollux_thing_get_range (trace, from).begin;
  Search search = { { time, get_rank (from->kind), 0 }, direction, FALSE };

  if (from->kind == POLLUX_THING_TASK)
    search.from = (Place) { direction > 0 ? G_MININT64 + 1 : G_MAXINT64, 0, G_MAXUINT };
  else if (from->kind == POLLUX_THING_NONE || time == POLLUX_TIME_NONE)
    return FALSE;
  else
    search.from.position = find_position (trace, from, time);

  return run_search (&search, trace, from->task, thing);
}
