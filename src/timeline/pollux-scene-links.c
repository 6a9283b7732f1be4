/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is emphasised for the selected and the hovered thing: its outline, and
 * the arrows from what caused it and to what it caused.
 */

#include "config.h"

#include <math.h>

#include "pollux-scene-private.h"

/* An outline is at least so wide. */
#define MIN_OUTLINE 4.0

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

/**
 * pollux_arrows_find_lane:
 *
 * Returns: (nullable): the lane of @task in the scene, or the one that stands
 *   for it, by worker the one where it ran at @time; NULL if it is not in sight
 */
const PolluxSceneLane *
pollux_arrows_find_lane (const PolluxArrows *arrows,
                         PolluxTaskIndex     task,
                         PolluxTime          time)
{
  const PolluxScene *scene = arrows->scene;
  guint row = scene->workers != NULL ? pollux_workers_find_task (scene->workers, task, time)
                                     : pollux_rows_find_task (arrows->request->rows, task);
  const PolluxSceneLane *lane = row != G_MAXUINT ? find_lane (scene, row) : NULL;
  const PolluxSceneLane *end = pollux_scene_get_lane (scene, scene->lanes->len);

  for (const PolluxSceneLane *at = lane; at != NULL && at < end && at->index == row; at++)
    if (at->row.kind == POLLUX_ROW_TASK && at->row.task == task)
      return at;

  return lane;
}

static const PolluxSceneLane *
find_lane_of_thing (const PolluxArrows *arrows)
{
  /* By worker only polls are shown. */
  if (arrows->scene->workers != NULL)
    return arrows->thing.kind == POLLUX_THING_POLL
           ? find_lane (arrows->scene, pollux_rows_find_thing (arrows->request->rows,
                                                               &arrows->thing))
           : NULL;

  if (arrows->thing.kind == POLLUX_THING_SPAN)
    return find_lane (arrows->scene,
                      pollux_rows_find_span (arrows->request->rows, arrows->thing.task,
                                             arrows->thing.index));

  if (arrows->thing.task != POLLUX_TASK_NONE)
    return pollux_arrows_find_lane (arrows, arrows->thing.task, POLLUX_TIME_NONE);

  return find_lane (arrows->scene, pollux_rows_find_trace (arrows->request->rows));
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
set_outline_x (const PolluxArrows        *arrows,
               const PolluxSceneLane *lane,
               PolluxRange            range,
               PolluxSceneOutline    *outline)
{
  PolluxScene *scene = arrows->scene;
  gboolean wait = arrows->thing.kind == POLLUX_THING_WAIT;
  double x0 = pollux_scene_time_to_x (scene, range.begin);
  double x1 = pollux_scene_time_to_x (scene, range.end);

  for (guint i = lane->bars.first; i < lane->bars.first + lane->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, i);

      if (lane->row.kind != POLLUX_ROW_THREAD && bar->index == arrows->thing.index &&
          (bar->kind >= POLLUX_BAR_SCHEDULED) == wait &&
          (wait || arrows->thing.kind == POLLUX_THING_POLL))
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
add_outline (const PolluxArrows *arrows)
{
  PolluxRange range = pollux_thing_get_range (arrows->scene->trace, &arrows->thing);
  const PolluxSceneLane *lane = find_lane_of_thing (arrows);
  PolluxSceneOutline outline = { .hovered = arrows->hovered };
  double right = arrows->scene->width + POLLUX_SCENE_MARGIN;

  if (lane == NULL || range.begin == POLLUX_TIME_NONE ||
      arrows->thing.kind == POLLUX_THING_TASK)
    return;

  set_outline_y (&outline, &arrows->thing, lane);
  set_outline_x (arrows, lane, range, &outline);
  if (outline.x >= right ||
      outline.x + outline.width <= arrows->scene->header_width - POLLUX_SCENE_MARGIN)
    return;

  g_array_append_val (arrows->scene->outlines, outline);
}

static void
emphasise (const PolluxArrows *arrows)
{
  if (pollux_thing_get_range (arrows->scene->trace, &arrows->thing).begin == POLLUX_TIME_NONE)
    return;

  switch (arrows->thing.kind)
    {
    case POLLUX_THING_TASK:
    case POLLUX_THING_POLL:
      pollux_arrows_add_causes (arrows);
      pollux_arrows_add_effects (arrows);
      break;
    case POLLUX_THING_WAIT:
    case POLLUX_THING_WAKE:
      pollux_arrows_add_causes (arrows);
      break;
    default:
      break;
    }

  add_outline (arrows);
}

static void
see_links (PolluxScene *scene)
{
  for (guint i = 0; i < scene->links->len; i++)
    {
      const PolluxSceneLink *link = &g_array_index (scene->links, PolluxSceneLink, i);

      pollux_scene_see (scene, pollux_scene_link_is_spawn (link) ? POLLUX_SEEN_SPAWN_ARROW
                                                                 : POLLUX_SEEN_WAKE_ARROW);
    }
}

/**
 * pollux_scene_add_links:
 *
 * Adds arrows and outlines for the selected and the hovered thing.
 */
void
pollux_scene_add_links (PolluxScene              *scene,
                        const PolluxSceneRequest *request)
{
  PolluxArrows hovered = { scene, request, request->hovered, TRUE };
  PolluxArrows selected = { scene, request, request->selected, FALSE };

  if (request->all_arrows)
    pollux_arrows_add_all (&selected);
  if (!request->export && !pollux_thing_equal (&request->hovered, &request->selected))
    emphasise (&hovered);

  emphasise (&selected);
  pollux_arrows_finish (scene);
  see_links (scene);
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
  PolluxArrows hovered = { scene, request, request->hovered, TRUE };

  g_return_if_fail (scene != NULL);
  g_return_if_fail (request != NULL);

  remove_hovered (scene);
  for (guint i = 0; i < scene->lanes->len; i++)
    {
      PolluxSceneLane *lane = &g_array_index (scene->lanes, PolluxSceneLane, i);
      gboolean is_hovered = lane->row.kind == POLLUX_ROW_TASK &&
                            request->hovered.kind != POLLUX_THING_NONE &&
                            lane->row.task == request->hovered.task;

      if (lane->row.kind == POLLUX_ROW_THREAD)
        is_hovered = lane->index == pollux_rows_find_thing (request->rows, &request->hovered);

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
