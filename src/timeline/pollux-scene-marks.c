/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Marks of wakes and log events. Marks a few pixels apart are merged: time is
 * cut into cells, anchored at the origin so that panning does not change them,
 * and a cell has one mark however many wakes lie in it. The end of a cell is
 * found by galloping, so a lane costs O(pixels x log (wakes per cell)).
 *
 * No severe event disappears in a cell: where a cell has too many events to
 * look at each, warnings and errors are looked up in an index of their own.
 */

#include "config.h"

#include <math.h>

#include "pollux-scene-private.h"

#define WAKE_CELL 3.0
#define EVENT_CELL 2.0
/* Full shapes need so many pixels to the next mark. */
#define WAKE_ROOM 6.0
/* How many records of a cell are looked at one by one. */
#define MAX_LOOKED_AT 64

typedef struct
{
  PolluxTime time;
  guint index;
} LooseWake;

typedef struct
{
  PolluxScene *scene;
  const PolluxLane *lane;   /* NULL: the trace's own */
  gboolean events;
  double cell;              /* pixels */
  guint n;
} Series;

static guint
get_index (const Series *series,
           guint         at)
{
  if (series->lane != NULL)
    return series->events ? pollux_lane_get_event (series->lane, at) : at;
  if (series->events)
    return pollux_trace_get_loose_event (series->scene->trace, at);

  return g_array_index (series->scene->loose_wakes, LooseWake, at).index;
}

static PolluxTime
get_time (const Series *series,
          guint         at)
{
  if (series->events)
    {
      PolluxLogEvent event;

      pollux_trace_get_event (series->scene->trace, get_index (series, at), &event);
      return event.time;
    }

  if (series->lane != NULL)
    {
      PolluxWake wake;

      pollux_lane_get_wake (series->lane, at, &wake);
      return wake.time;
    }

  return g_array_index (series->scene->loose_wakes, LooseWake, at).time;
}

/* First of [@low, @high) at @time or later; @high if there is none. */
static guint
find (const Series *series,
      PolluxTime    time,
      guint         low,
      guint         high)
{
  guint step = 1;

  while (low + step < high && get_time (series, low + step) < time)
    {
      low += step;
      step *= 2;
    }

  high = MIN (high, low + step);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_time (series, middle) < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static int
compare_severe (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  PolluxTrace *trace = user_data;
  PolluxLogEvent left, right;

  pollux_trace_get_event (trace, *(const guint *) a, &left);
  pollux_trace_get_event (trace, *(const guint *) b, &right);

  if (left.task != right.task)
    return left.task < right.task ? -1 : 1;

  return left.time < right.time ? -1 : left.time > right.time;
}

/* Warnings and errors of the trace by task and time; made when first needed. */
static GArray *
get_severe (PolluxScene *scene)
{
  guint64 generation = pollux_trace_get_generation (scene->trace);
  guint n = pollux_trace_get_n_events (scene->trace);
  PolluxLogEvent event;

  if (scene->severe == NULL)
    scene->severe = g_array_new (FALSE, FALSE, sizeof (guint));
  if (scene->severe_generation == generation)
    return scene->severe;

  g_array_set_size (scene->severe, 0);
  for (guint i = 0; i < n; i++)
    {
      pollux_trace_get_event (scene->trace, i, &event);
      if (event.level >= POLLUX_LEVEL_WARN)
        g_array_append_val (scene->severe, i);
    }

  g_array_sort_with_data (scene->severe, compare_severe, scene->trace);
  scene->severe_generation = generation;

  return scene->severe;
}

/* Highest level of @task's severe events in [@begin, @end). */
static guint
find_severe_level (PolluxScene     *scene,
                   PolluxTaskIndex  task,
                   PolluxTime       begin,
                   PolluxTime       end)
{
  GArray *severe = get_severe (scene);
  guint low = 0, high = severe->len, level = 0;
  PolluxLogEvent event;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      pollux_trace_get_event (scene->trace, g_array_index (severe, guint, middle), &event);
      if (event.task < task || (event.task == task && event.time < begin))
        low = middle + 1;
      else
        high = middle;
    }

  for (; low < severe->len && level < POLLUX_LEVEL_ERROR; low++)
    {
      pollux_trace_get_event (scene->trace, g_array_index (severe, guint, low), &event);
      if (event.task != task || event.time >= end)
        break;
      level = MAX (level, event.level);
    }

  return level;
}

static void
look_at_events (const Series    *series,
                guint            from,
                guint            to,
                PolluxTime       end,
                PolluxSceneMark *mark)
{
  PolluxLogEvent event = { .task = POLLUX_TASK_NONE };

  for (guint i = from; i < to && i < from + MAX_LOOKED_AT; i++)
    {
      pollux_trace_get_event (series->scene->trace, get_index (series, i), &event);
      mark->level = MAX (mark->level, event.level);
    }

  if (to - from > MAX_LOOKED_AT)
    mark->level = MAX (mark->level, find_severe_level (series->scene, event.task,
                                                       get_time (series, from), end));

  pollux_scene_see (series->scene, mark->level >= POLLUX_LEVEL_ERROR ? POLLUX_SEEN_ERROR :
                                   mark->level >= POLLUX_LEVEL_WARN ? POLLUX_SEEN_WARNING
                                                                    : POLLUX_SEEN_EVENT);
}

static void
look_at_wakes (const Series    *series,
               guint            from,
               guint            to,
               PolluxTime       end,
               PolluxSceneMark *mark)
{
  PolluxLaneSummary summary;
  PolluxWake wake;

  if (series->lane == NULL)
    {
      mark->flags = POLLUX_MARK_LOOSE;
      return;
    }

  if (to - from > MAX_LOOKED_AT)
    {
      pollux_lane_summarize (series->lane, (PolluxRange) { get_time (series, from), end },
                             &summary);
      mark->flags |= summary.n_effective_wakes > 0 ? POLLUX_MARK_EFFECTIVE : 0;
      mark->flags |= summary.n_self_wakes > 0 ? POLLUX_MARK_SELF : 0;
      return;
    }

  for (guint i = from; i < to; i++)
    {
      pollux_lane_get_wake (series->lane, i, &wake);
      mark->flags |= wake.flags & POLLUX_WAKE_EFFECTIVE ? POLLUX_MARK_EFFECTIVE : 0;
      mark->flags |= wake.flags & POLLUX_WAKE_SELF ? POLLUX_MARK_SELF : 0;
    }
}

static void
see_wakes (PolluxScene *scene,
           PolluxSlice  slice)
{
  for (guint i = slice.first; i < slice.first + slice.n; i++)
    {
      const PolluxSceneMark *mark = pollux_scene_get_mark (scene, i);

      if (mark->flags & POLLUX_MARK_LOOSE)
        pollux_scene_see (scene, POLLUX_SEEN_LOOSE_WAKE);
      else if (mark->flags & POLLUX_MARK_DENSE)
        pollux_scene_see (scene, POLLUX_SEEN_DENSE_WAKES);
      else if (mark->flags & POLLUX_MARK_SELF)
        pollux_scene_see (scene, POLLUX_SEEN_SELF_WAKE);
      else
        pollux_scene_see (scene, mark->flags & POLLUX_MARK_EFFECTIVE ? POLLUX_SEEN_WAKE
                                                                     : POLLUX_SEEN_REDUNDANT);
    }
}

/* Full shapes that would touch are drawn small. */
static void
find_dense (PolluxScene *scene,
            PolluxSlice  slice)
{
  PolluxSceneMark *marks = &g_array_index (scene->marks, PolluxSceneMark, slice.first);

  for (guint i = 0; i + 1 < slice.n; i++)
    if (marks[i + 1].x - marks[i].x < WAKE_ROOM)
      {
        marks[i].flags |= POLLUX_MARK_DENSE;
        marks[i + 1].flags |= POLLUX_MARK_DENSE;
      }
}

static PolluxSlice
add_series (const Series *series)
{
  const PolluxViewport *viewport = &series->scene->viewport;
  PolluxSlice slice = { series->scene->marks->len, 0 };
  double cell = viewport->scale * series->cell;
  double phase = fmod (viewport->left, cell);
  PolluxTime begin = pollux_viewport_x_to_time (viewport, -POLLUX_SCENE_MARGIN);
  PolluxTime end = pollux_viewport_x_to_time (viewport, viewport->width + POLLUX_SCENE_MARGIN);
  guint at = find (series, begin, 0, series->n);

  while (at < series->n)
    {
      PolluxTime time = get_time (series, at);
      PolluxSceneMark mark = { .index = get_index (series, at) };
      PolluxTime cell_end;
      double ordinal;
      guint next;

      if (time > end)
        break;

      ordinal = floor ((time - viewport->left + phase) / cell);
      cell_end = viewport->left + (gint64) ceil ((ordinal + 1) * cell - phase);
      mark.cell = series->scene->header_width +
                  (ordinal * cell - phase - viewport->fraction) / viewport->scale;
      next = find (series, MAX (cell_end, time + 1), at, series->n);
      mark.n = next - at;
      mark.x = pollux_scene_time_to_x (series->scene, time);
      (series->events ? look_at_events : look_at_wakes) (series, at, next, MAX (cell_end, time + 1),
                                                         &mark);
      g_array_append_val (series->scene->marks, mark);
      slice.n++;
      at = next;
    }

  return slice;
}

static int
compare_loose (gconstpointer a,
               gconstpointer b)
{
  const LooseWake *left = a, *right = b;

  if (left->time != right->time)
    return left->time < right->time ? -1 : 1;

  return left->index < right->index ? -1 : left->index > right->index;
}

/* The trace keeps them in file order, nearly that of time. */
static void
sort_loose_wakes (PolluxScene *scene)
{
  guint64 generation = pollux_trace_get_generation (scene->trace);
  guint n = pollux_trace_get_n_loose_wakes (scene->trace);
  gboolean sorted = TRUE;
  PolluxTime last = G_MININT64;

  if (scene->loose_wakes == NULL)
    scene->loose_wakes = g_array_new (FALSE, FALSE, sizeof (LooseWake));
  if (scene->loose_generation == generation && scene->loose_wakes->len == n)
    return;

  g_array_set_size (scene->loose_wakes, n);
  for (guint i = 0; i < n; i++)
    {
      PolluxLooseWake wake;

      pollux_trace_get_loose_wake (scene->trace, i, &wake);
      g_array_index (scene->loose_wakes, LooseWake, i) = (LooseWake) { wake.wake.time, i };
      sorted = sorted && wake.wake.time >= last;
      last = wake.wake.time;
    }

  if (!sorted)
    g_array_sort (scene->loose_wakes, compare_loose);
  scene->loose_generation = generation;
}

/**
 * pollux_scene_add_marks:
 * @lane: (nullable): the lane of the scene's last row; %NULL for the trace's own
 *
 * Adds the marks of wakes and log events in the view.
 */
void
pollux_scene_add_marks (PolluxScene      *scene,
                        const PolluxLane *lane)
{
  Series wakes = { scene, lane, FALSE, WAKE_CELL, 0 };
  Series events = { scene, lane, TRUE, EVENT_CELL, 0 };
  PolluxSceneLane *out = &g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);

  if (lane != NULL)
    {
      wakes.n = pollux_lane_get_n_wakes (lane);
      events.n = pollux_lane_get_n_events (lane);
    }
  else
    {
      sort_loose_wakes (scene);
      wakes.n = scene->loose_wakes->len;
      events.n = pollux_trace_get_n_loose_events (scene->trace);
    }

  out->wakes = add_series (&wakes);
  find_dense (scene, out->wakes);
  see_wakes (scene, out->wakes);
  out->events = add_series (&events);
}
