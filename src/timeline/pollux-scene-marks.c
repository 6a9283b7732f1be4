/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Marks of wakes and log events. Marks a few pixels apart are merged: time is
 * cut into cells, anchored at the origin so that panning does not change them,
 * and a cell has one mark however many wakes lie in it.
 *
 * A few wakes are looked at one by one. Where there are many, the level of
 * detail knows already in which columns a poll followed a wake; only the cells
 * without such a column are looked up, for wakes that no poll answered. Events
 * gallop from cell to cell. So a lane costs O(pixels x log n).
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
/* How many events of a cell are looked at one by one. */
#define MAX_LOOKED_AT 64
/* Wakes in sight for each cell, up to which they are. */
#define MAX_WAKES_PER_CELL 4

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

/* Where three or more shapes would touch, all of them are drawn small; two may
 * overlap a little. Beside many other tasks all of them are. */
static void
find_dense (PolluxScene *scene,
            PolluxSlice  slice,
            gboolean     crowded)
{
  PolluxSceneMark *marks = &g_array_index (scene->marks, PolluxSceneMark, slice.first);

  for (guint from = 0, to; from < slice.n; from = to)
    {
      for (to = from + 1; to < slice.n && marks[to].x - marks[to - 1].x < WAKE_ROOM; to++)
        ;

      for (guint i = from; i < to && (crowded || to - from > 2); i++)
        marks[i].flags |= POLLUX_MARK_DENSE;
    }
}

/* Time cut into cells; cell 0 begins at or before the left edge. */
typedef struct
{
  const PolluxScene *scene;
  double length;    /* ns */
  double phase;
  PolluxTime begin; /* of what may be marked */
  PolluxTime end;
} Cells;

static void
init_cells (Cells             *cells,
            const PolluxScene *scene,
            double             width)
{
  const PolluxViewport *viewport = &scene->viewport;

  cells->scene = scene;
  cells->length = viewport->scale * width;
  cells->phase = fmod (viewport->left, cells->length);
  cells->begin = pollux_viewport_x_to_time (viewport, -POLLUX_SCENE_MARGIN);
  cells->end = pollux_viewport_x_to_time (viewport, viewport->width + POLLUX_SCENE_MARGIN);
}

static double
get_cell (const Cells *cells,
          PolluxTime   time)
{
  return floor ((time - cells->scene->viewport.left + cells->phase) / cells->length);
}

static double
get_cell_x (const Cells *cells,
            double       cell)
{
  const PolluxViewport *viewport = &cells->scene->viewport;

  return cells->scene->header_width +
         (cell * cells->length - cells->phase - viewport->fraction) / viewport->scale;
}

static PolluxTime
get_cell_begin (const Cells *cells,
                double       cell)
{
  return cells->scene->viewport.left + (gint64) ceil (cell * cells->length - cells->phase);
}

static PolluxSlice
add_events (const Series *series)
{
  PolluxSlice slice = { series->scene->marks->len, 0 };
  Cells cells;
  guint at;

  init_cells (&cells, series->scene, EVENT_CELL);
  at = find (series, cells.begin, 0, series->n);

  while (at < series->n)
    {
      PolluxTime time = get_time (series, at);
      PolluxSceneMark mark = { .index = get_index (series, at) };
      double cell = get_cell (&cells, time);
      PolluxTime end = MAX (get_cell_begin (&cells, cell + 1), time + 1);
      guint next;

      if (time > cells.end)
        break;

      next = find (series, end, at, series->n);
      mark.n = next - at;
      mark.x = pollux_scene_time_to_x (series->scene, time);
      mark.cell = get_cell_x (&cells, cell);
      look_at_events (series, at, next, end, &mark);
      g_array_append_val (series->scene->marks, mark);
      slice.n++;
      at = next;
    }

  return slice;
}

/* Adds wake @at to the last mark if that is of the same cell, or a new one. */
static void
add_wake (const Series     *series,
          const Cells      *cells,
          const PolluxWake *wake,
          guint             at,
          PolluxSlice      *slice)
{
  double x = get_cell_x (cells, get_cell (cells, wake->time));
  PolluxSceneMark mark = { pollux_scene_time_to_x (series->scene, wake->time), x,
                           get_index (series, at), 1, 0, 0 };
  GArray *marks = series->scene->marks;

  if (series->lane == NULL)
    mark.flags = POLLUX_MARK_LOOSE;
  if (wake->flags & POLLUX_WAKE_EFFECTIVE)
    mark.flags |= POLLUX_MARK_EFFECTIVE;
  if (wake->flags & POLLUX_WAKE_SELF)
    mark.flags |= POLLUX_MARK_SELF;

  if (slice->n > 0 && g_array_index (marks, PolluxSceneMark, marks->len - 1).cell == x)
    {
      g_array_index (marks, PolluxSceneMark, marks->len - 1).flags |= mark.flags;
      g_array_index (marks, PolluxSceneMark, marks->len - 1).n++;
      return;
    }

  g_array_append_val (marks, mark);
  slice->n++;
}

static PolluxSlice
add_few_wakes (const Series *series,
               const Cells  *cells,
               guint         from,
               guint         to)
{
  PolluxSlice slice = { series->scene->marks->len, 0 };
  PolluxWake wake = { 0 };

  for (guint at = from; at < to; at++)
    {
      if (series->lane != NULL)
        pollux_lane_get_wake (series->lane, at, &wake);
      else
        wake.time = get_time (series, at);
      add_wake (series, cells, &wake, at, &slice);
    }

  return slice;
}

/* Whether a poll in one of the cell's columns followed a wake. */
static gboolean
has_woken_column (const PolluxScene *scene,
                  double             x)
{
  double first = floor (x - scene->header_width);
  gint64 from = MAX (first, scene->lod.begin), to = MIN (first + WAKE_CELL, scene->lod.end);

  for (gint64 i = from; i < to; i++)
    if (scene->lod.columns[i].flags & POLLUX_LOD_WOKEN)
      return TRUE;

  return FALSE;
}

/* One mark for each cell that has any; which wakes and how many is not looked
 * up. Columns are pixels here: there cannot be so many wakes closer than 1 ns
 * a pixel. */
static PolluxSlice
add_many_wakes (const Series *series,
                const Cells  *cells)
{
  PolluxScene *scene = series->scene;
  PolluxSlice slice = { scene->marks->len, 0 };
  guint n = pollux_lane_get_n_wakes (series->lane);
  double last = get_cell (cells, cells->end);

  for (double cell = get_cell (cells, cells->begin); cell <= last; cell++)
    {
      PolluxSceneMark mark = { .cell = get_cell_x (cells, cell), .index = G_MAXUINT,
                               .flags = POLLUX_MARK_DENSE };
      PolluxWake wake;
      guint at;

      mark.x = CLAMP (mark.cell + WAKE_CELL / 2, scene->header_width - POLLUX_SCENE_MARGIN,
                      scene->width + POLLUX_SCENE_MARGIN);
      if (has_woken_column (scene, mark.cell))
        mark.flags |= POLLUX_MARK_EFFECTIVE;
      else
        {
          at = pollux_lane_find_wake (series->lane, get_cell_begin (cells, cell));
          if (at == n)
            break;
          pollux_lane_get_wake (series->lane, at, &wake);
          /* Up to the cell of the next wake there is none. */
          if (get_cell (cells, wake.time) > cell)
            {
              cell = MIN (get_cell (cells, wake.time), last + 1) - 1;
              continue;
            }
        }

      g_array_append_val (scene->marks, mark);
      slice.n++;
    }

  return slice;
}

static PolluxSlice
add_wakes (const Series *series)
{
  double n_cells = series->scene->viewport.width / WAKE_CELL;
  guint from, to;
  Cells cells;

  init_cells (&cells, series->scene, WAKE_CELL);

  if (series->lane != NULL)
    {
      from = pollux_lane_find_wake (series->lane, cells.begin);
      to = pollux_lane_find_wake (series->lane, cells.end + 1);
    }
  else
    {
      from = find (series, cells.begin, 0, series->n);
      to = find (series, cells.end + 1, from, series->n);
    }

  if (series->lane != NULL && series->scene->viewport.scale >= 1 &&
      to - from > MAX_WAKES_PER_CELL * n_cells)
    return add_many_wakes (series, &cells);

  return add_few_wakes (series, &cells, from, to);
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
 * @lane: (nullable): the lane of the scene's last row, whose columns the level
 *   of detail still holds; %NULL for the trace's own
 *
 * Adds the marks of wakes and log events in the view.
 */
void
pollux_scene_add_marks (PolluxScene      *scene,
                        const PolluxLane *lane)
{
  Series wakes = { scene, lane, FALSE, 0 };
  Series events = { scene, lane, TRUE, 0 };
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

  out->wakes = add_wakes (&wakes);
  find_dense (scene, out->wakes, (out->flags & POLLUX_LANE_CROWDED) != 0);
  see_wakes (scene, out->wakes);
  out->events = add_events (&events);
}
