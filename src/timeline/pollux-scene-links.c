/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is drawn across lanes for the selected and the hovered thing: the wake
 * that caused it, the wakes made during it, who spawned it and what it
 * spawned. Wakes are kept by the woken task, so those that a poll made are
 * looked for in the visible lanes; at most MAX_MADE_SCANNED of each.
 */

#include "config.h"

#include <math.h>

#include "pollux-scene-private.h"

#define MAX_MADE_SCANNED 2048
#define MAX_LINKS 512
/* Length of a line whose other end is not shown at all. */
#define STUB 14.0
/* An outline is at least so wide. */
#define MIN_OUTLINE 4.0

typedef struct
{
  PolluxScene *scene;
  const PolluxSceneRequest *request;
  PolluxThing thing;
  gboolean hovered;
} Emphasis;

/* The lanes of a row lie side by side: of a packed one first its own. */
static const PolluxSceneLane *
find_lane (const PolluxScene *scene,
           guint              row)
{
  guint low = 0, high = scene->lanes->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_scene_get_lane (scene, middle)->index < row)
        low = middle + 1;
      else
        high = middle;
    }

  if (low == scene->lanes->len || pollux_scene_get_lane (scene, low)->index != row)
    return NULL;

  return pollux_scene_get_lane (scene, low);
}

/* Its own lane, or the one that stands for it. */
static const PolluxSceneLane *
find_lane_of_task (const Emphasis  *emphasis,
                   PolluxTaskIndex  task)
{
  const PolluxScene *scene = emphasis->scene;
  guint row = pollux_rows_find_task (emphasis->request->rows, task);
  const PolluxSceneLane *lane = row != G_MAXUINT ? find_lane (scene, row) : NULL;
  const PolluxSceneLane *end = pollux_scene_get_lane (scene, scene->lanes->len);

  for (const PolluxSceneLane *at = lane; at != NULL && at < end && at->index == row; at++)
    if (at->row.kind == POLLUX_ROW_TASK && at->row.task == task)
      return at;

  return lane;
}

/* The middle of @task's lane; of one that is scrolled away the edge; NAN if it
 * is not among the rows. */
static double
get_end_y (const Emphasis  *emphasis,
           PolluxTaskIndex  task,
           gboolean        *hidden)
{
  guint row = pollux_rows_find_task (emphasis->request->rows, task);
  const PolluxSceneLane *lane = find_lane (emphasis->scene, row);
  PolluxLaneShape shape;
  double y, top;

  *hidden = lane == NULL;
  if (lane != NULL)
    {
      pollux_lane_shape_init (&shape, lane->height);
      return lane->y + shape.middle;
    }

  if (row == G_MAXUINT)
    return NAN;

  y = emphasis->scene->ruler_height + pollux_rows_get_y (emphasis->request->rows, row) -
      emphasis->request->scroll_y;
  top = emphasis->scene->ruler_height + emphasis->scene->sticky_height;

  return y < top ? top : emphasis->scene->height;
}

static void
add_link (const Emphasis  *emphasis,
          PolluxLinkKind   kind,
          PolluxTime       time,
          PolluxTaskIndex  from,
          PolluxTaskIndex  to)
{
  PolluxScene *scene = emphasis->scene;
  double x = pollux_viewport_time_to_x (&scene->viewport, time);
  PolluxSceneLink link = { kind, scene->header_width + x, 0, 0, FALSE, FALSE, emphasis->hovered };

  if (x < 0 || x > scene->viewport.width || scene->links->len >= MAX_LINKS || from == to)
    return;

  link.y0 = get_end_y (emphasis, from, &link.from_hidden);
  link.y1 = get_end_y (emphasis, to, &link.to_hidden);
  if ((link.from_hidden && link.to_hidden) || isnan (link.y1))
    return;

  /* From outside, or from a lane that the filter hides: a short line only. */
  if (isnan (link.y0))
    link.y0 = link.y1 - STUB;

  g_array_append_val (scene->links, link);
}

static void
add_cause (const Emphasis *emphasis)
{
  guint index = pollux_thing_get_wake (emphasis->scene->trace, &emphasis->thing);
  PolluxWake wake;

  if (index == G_MAXUINT)
    return;

  pollux_lane_get_wake (pollux_trace_get_lane (emphasis->scene->trace, emphasis->thing.task),
                        index, &wake);
  add_link (emphasis, POLLUX_LINK_CAUSE, wake.time, wake.by, emphasis->thing.task);
}

static void
add_made_in_lane (const Emphasis  *emphasis,
                  PolluxTaskIndex  woken,
                  PolluxRange      range)
{
  const PolluxLane *lane = pollux_trace_get_lane (emphasis->scene->trace, woken);
  guint n = pollux_lane_get_n_wakes (lane);
  guint at = pollux_lane_find_wake (lane, range.begin);
  double last = -G_MAXDOUBLE;

  for (guint end = MIN (n, at + MAX_MADE_SCANNED); at < end; at++)
    {
      PolluxWake wake;
      double x;

      pollux_lane_get_wake (lane, at, &wake);
      if (wake.time >= range.end)
        return;

      x = pollux_viewport_time_to_x (&emphasis->scene->viewport, wake.time);
      if (wake.by != emphasis->thing.task || x - last < 2)
        continue;

      add_link (emphasis, POLLUX_LINK_MADE, wake.time, wake.by, woken);
      last = x;
    }
}

/* The wakes that a poll made in the lanes that are in sight. */
static void
add_made (const Emphasis *emphasis)
{
  PolluxRange range = pollux_thing_get_range (emphasis->scene->trace, &emphasis->thing);
  PolluxRange view = pollux_viewport_get_range (&emphasis->scene->viewport);

  view.end++;
  range = pollux_range_intersect (range, view);

  for (guint i = 0; i < emphasis->scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (emphasis->scene, i);

      if (lane->row.kind == POLLUX_ROW_TASK && lane->row.task != emphasis->thing.task)
        add_made_in_lane (emphasis, lane->row.task, range);
    }
}

static void
add_spawns (const Emphasis *emphasis)
{
  PolluxTrace *trace = emphasis->scene->trace;
  const PolluxTask *task = pollux_trace_get_task (trace, emphasis->thing.task);

  if (task->spawner != POLLUX_TASK_NONE && task->spawned != POLLUX_TIME_NONE)
    add_link (emphasis, POLLUX_LINK_SPAWN, task->spawned, task->spawner, emphasis->thing.task);

  for (guint i = 0; i < emphasis->scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (emphasis->scene, i);

      if (lane->row.kind != POLLUX_ROW_TASK)
        continue;

      task = pollux_trace_get_task (trace, lane->row.task);
      if (task->spawner == emphasis->thing.task && task->spawned != POLLUX_TIME_NONE)
        add_link (emphasis, POLLUX_LINK_CHILD, task->spawned, emphasis->thing.task, lane->row.task);
    }
}

static const PolluxSceneLane *
find_lane_of_thing (const Emphasis *emphasis)
{
  if (emphasis->thing.kind == POLLUX_THING_SPAN)
    return find_lane (emphasis->scene,
                      pollux_rows_find_span (emphasis->request->rows, emphasis->thing.task,
                                             emphasis->thing.index));

  if (emphasis->thing.task != POLLUX_TASK_NONE)
    return find_lane_of_task (emphasis, emphasis->thing.task);

  return find_lane (emphasis->scene, pollux_rows_find_trace (emphasis->request->rows));
}

static void
set_outline_y (PolluxSceneOutline    *outline,
               const PolluxThing     *thing,
               const PolluxSceneLane *lane)
{
  PolluxLaneShape shape;

  pollux_lane_shape_init (&shape, lane->height);
  outline->y = lane->y + shape.bar_top;
  outline->height = shape.bar_height;

  switch (thing->kind)
    {
    case POLLUX_THING_IDLE:
      /* Close to the line: what it waits for stands above. */
      outline->y = lane->y + shape.middle - 1;
      outline->height = 2;
      break;
    case POLLUX_THING_WAIT:
    case POLLUX_THING_DROP:
      outline->y = lane->y + shape.middle - shape.wait_height / 2;
      outline->height = shape.wait_height;
      break;
    case POLLUX_THING_WAKE:
    case POLLUX_THING_LOOSE_WAKE:
      outline->y = lane->y + shape.wake_top;
      outline->height = shape.wake_height;
      outline->point = TRUE;
      break;
    case POLLUX_THING_SPAN:
      outline->y = lane->y + 1;
      outline->height = lane->height - 2;
      break;
    case POLLUX_THING_EVENT:
      outline->y = lane->y + shape.event_top;
      outline->height = shape.event_height;
      outline->point = TRUE;
      break;
    default:
      break;
    }
}

/* The bar of a section tells its place better than its time: bars are moved by
 * a pixel where there is no room. */
static void
set_outline_x (const Emphasis        *emphasis,
               const PolluxSceneLane *lane,
               PolluxRange            range,
               PolluxSceneOutline    *outline)
{
  PolluxScene *scene = emphasis->scene;
  gboolean wait = emphasis->thing.kind == POLLUX_THING_WAIT;
  double x0 = pollux_scene_time_to_x (scene, range.begin);
  double x1 = pollux_scene_time_to_x (scene, range.end);

  for (guint i = lane->bars.first; i < lane->bars.first + lane->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, i);

      if (bar->index == emphasis->thing.index && (bar->kind >= POLLUX_BAR_SCHEDULED) == wait &&
          (wait || emphasis->thing.kind == POLLUX_THING_POLL))
        {
          x0 = bar->x0;
          x1 = bar->x1;
          break;
        }
    }

  if (outline->point)
    {
      x0 -= outline->height / 2;
      x1 = x0 + outline->height;
    }
  else if (x1 - x0 < MIN_OUTLINE)
    {
      double middle = (x0 + x1) / 2;

      x0 = middle - MIN_OUTLINE / 2;
      x1 = middle + MIN_OUTLINE / 2;
    }

  outline->x = x0;
  outline->width = x1 - x0;
}

static void
add_outline (const Emphasis *emphasis)
{
  PolluxRange range = pollux_thing_get_range (emphasis->scene->trace, &emphasis->thing);
  const PolluxSceneLane *lane = find_lane_of_thing (emphasis);
  PolluxSceneOutline outline = { .hovered = emphasis->hovered };
  double right = emphasis->scene->width + POLLUX_SCENE_MARGIN;

  if (lane == NULL || range.begin == POLLUX_TIME_NONE ||
      emphasis->thing.kind == POLLUX_THING_TASK)
    return;

  set_outline_y (&outline, &emphasis->thing, lane);
  set_outline_x (emphasis, lane, range, &outline);
  if (outline.x >= right ||
      outline.x + outline.width <= emphasis->scene->header_width - POLLUX_SCENE_MARGIN)
    return;

  g_array_append_val (emphasis->scene->outlines, outline);
}

static void
emphasise (const Emphasis *emphasis)
{
  if (pollux_thing_get_range (emphasis->scene->trace, &emphasis->thing).begin == POLLUX_TIME_NONE)
    return;

  switch (emphasis->thing.kind)
    {
    case POLLUX_THING_TASK:
      add_spawns (emphasis);
      break;
    case POLLUX_THING_POLL:
      add_made (emphasis);
      add_cause (emphasis);
      break;
    case POLLUX_THING_WAIT:
    case POLLUX_THING_WAKE:
      add_cause (emphasis);
      break;
    default:
      break;
    }

  add_outline (emphasis);
}

/**
 * pollux_scene_add_links:
 *
 * Adds lines and outlines for the selected and the hovered thing.
 */
void
pollux_scene_add_links (PolluxScene              *scene,
                        const PolluxSceneRequest *request)
{
  Emphasis hovered = { scene, request, request->hovered, TRUE };
  Emphasis selected = { scene, request, request->selected, FALSE };

  if (request->export)
    return;

  if (!pollux_thing_equal (&request->hovered, &request->selected))
    emphasise (&hovered);

  emphasise (&selected);
}

static void
remove_hovered (PolluxScene *scene)
{
  for (guint i = scene->links->len; i > 0; i--)
    if (g_array_index (scene->links, PolluxSceneLink, i - 1).hovered)
      g_array_remove_index (scene->links, i - 1);

  for (guint i = scene->outlines->len; i > 0; i--)
    if (g_array_index (scene->outlines, PolluxSceneOutline, i - 1).hovered)
      g_array_remove_index (scene->outlines, i - 1);
}

/**
 * pollux_scene_set_hovered:
 * @scene: a scene that was built
 * @request: as it was built, with another hovered thing or none
 *
 * Replaces what is emphasised for the hovered thing.
 */
void
pollux_scene_set_hovered (PolluxScene              *scene,
                          const PolluxSceneRequest *request)
{
  Emphasis hovered = { scene, request, request->hovered, TRUE };

  g_return_if_fail (scene != NULL);
  g_return_if_fail (request != NULL);

  remove_hovered (scene);
  for (guint i = 0; i < scene->lanes->len; i++)
    {
      PolluxSceneLane *lane = &g_array_index (scene->lanes, PolluxSceneLane, i);
      gboolean is_hovered = lane->row.kind == POLLUX_ROW_TASK &&
                            request->hovered.kind != POLLUX_THING_NONE &&
                            lane->row.task == request->hovered.task;

      lane->flags = is_hovered ? lane->flags | POLLUX_LANE_HOVERED
                               : lane->flags & ~(guint) POLLUX_LANE_HOVERED;
    }

  if (!pollux_thing_equal (&request->hovered, &request->selected))
    emphasise (&hovered);
}

typedef struct
{
  double x0, y0, x1, y1;
} Extents;

static void
extend (Extents *extents,
        double   x0,
        double   y0,
        double   x1,
        double   y1)
{
  extents->x0 = MIN (extents->x0, floor (x0));
  extents->y0 = MIN (extents->y0, floor (y0));
  extents->x1 = MAX (extents->x1, ceil (x1));
  extents->y1 = MAX (extents->y1, ceil (y1));
}

/**
 * pollux_scene_get_hovered_extents:
 *
 * With room for the width of lines and heads.
 */
gboolean
pollux_scene_get_hovered_extents (const PolluxScene *scene,
                                  double            *x,
                                  double            *y,
                                  double            *width,
                                  double            *height)
{
  Extents extents = { scene->width, scene->height, 0, scene->ruler_height };

  for (guint i = 0; i < scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (lane->flags & POLLUX_LANE_HOVERED)
        extend (&extents, 0, lane->y, scene->width, lane->y + lane->height);
    }

  for (guint i = 0; i < scene->links->len; i++)
    {
      const PolluxSceneLink *link = &g_array_index (scene->links, PolluxSceneLink, i);

      if (link->hovered)
        extend (&extents, link->x - POLLUX_SCENE_MARGIN, MIN (link->y0, link->y1) - 4,
                link->x + POLLUX_SCENE_MARGIN, MAX (link->y0, link->y1) + 4);
    }

  for (guint i = 0; i < scene->outlines->len; i++)
    {
      const PolluxSceneOutline *outline = &g_array_index (scene->outlines, PolluxSceneOutline, i);

      if (outline->hovered)
        extend (&extents, outline->x - 4, outline->y - 4, outline->x + outline->width + 4,
                outline->y + outline->height + 4);
    }

  *x = MAX (extents.x0, 0);
  *y = MAX (extents.y0, scene->ruler_height);
  *width = MIN (extents.x1, scene->width) - *x;
  *height = MIN (extents.y1, scene->height) - *y;

  return *width > 0 && *height > 0;
}
