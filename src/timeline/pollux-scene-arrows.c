/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Arrows across lanes: who woke or spawned whom. A wake takes no time, so each
 * is vertical, from the lane of who made it to the lane of who was woken, and
 * ends at the edge of the bars, not on them. Of the selected thing there is its
 * whole chain of causes, fainter the farther it lies back, with a line along each
 * lane from where it was woken to where it woke the next; and what it led to. Of
 * the hovered thing there is one step both ways, and on demand there are those of
 * all lanes in sight, if they are few. What is not drawn is counted.
 *
 * What a thing led to is found by the index of wakers; without it, while a file
 * loads, in the visible lanes. Nothing here looks at more than a few thousand
 * wakes in one frame.
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "pollux-cause.h"
#include "pollux-scene-private.h"
#include "pollux-text.h"
#include "pollux-time-text.h"

#define MADE_MAX 2048         /* wakes of a thing that are looked at */
#define LINKS_MAX 512
#define CHAIN_MAX 256         /* steps of a chain that are looked at */
#define ALL_MAX 300           /* arrows of all lanes, not more */
#define ALL_LOOKED_AT 20000
/* Length of a line whose other end is not shown at all. */
#define STUB 14.0
#define STUB_ROOM 150.0
#define STUB_MIN_ROOM 110.0
/* More ends than this out of sight are cut short. */
#define WHOLE_MAX 12
#define STUBS_MAX 24

static const PolluxSceneLane *
find_lane (const PolluxArrows *arrows,
           PolluxTaskIndex     task,
           PolluxTime          time)
{
  return task != POLLUX_TASK_NONE ? pollux_arrows_find_lane (arrows, task, time) : NULL;
}

static double
get_middle (const PolluxSceneLane *lane)
{
  return lane->y + lane->height / 2;
}

/* The edge of the bars that looks to @y. */
static double
get_edge (const PolluxSceneLane *lane,
          double                 y)
{
  PolluxLaneShape shape;

  pollux_lane_shape_init (&shape, lane->height);

  return y < get_middle (lane) ? lane->y + shape.bar_top
                               : lane->y + shape.bar_top + shape.bar_height;
}

/* Where the lane of @task is beyond an edge; NAN if it is not among the rows. */
static double
get_outside_y (const PolluxArrows *arrows,
               PolluxTaskIndex     task,
               PolluxTime          time)
{
  const PolluxScene *scene = arrows->scene;
  guint row = G_MAXUINT;
  double y, top;

  if (scene->workers != NULL)
    row = pollux_workers_find_task (scene->workers, task, time);
  else if (task != POLLUX_TASK_NONE)
    row = pollux_rows_find_task (arrows->request->rows, task);
  if (row == G_MAXUINT)
    return NAN;

  y = scene->ruler_height + pollux_rows_get_y (arrows->request->rows, row) -
      arrows->request->scroll_y;
  top = scene->ruler_height + scene->sticky_height;

  return y < top ? top : scene->height;
}

/* FALSE if neither end is in sight. */
static gboolean
set_ends (const PolluxArrows *arrows,
          PolluxSceneLink    *link)
{
  const PolluxSceneLane *from = find_lane (arrows, link->from, link->time);
  const PolluxSceneLane *to = find_lane (arrows, link->to, link->time);
  gboolean all = link->kind == POLLUX_LINK_ALL_WAKE || link->kind == POLLUX_LINK_ALL_SPAWN;

  link->from_hidden = from == NULL;
  link->to_hidden = to == NULL;
  if (from != NULL && from == to)
    {
      /* Two tasks on one worker. */
      link->y0 = from->y;
      link->y1 = get_edge (to, 0);
      return TRUE;
    }
  if (from != NULL && to != NULL)
    {
      link->y0 = get_edge (from, get_middle (to));
      link->y1 = get_edge (to, get_middle (from));
      return TRUE;
    }
  if (from == NULL && to == NULL)
    return FALSE;

  if (from == NULL)
    {
      double y = get_outside_y (arrows, link->from, link->time);

      link->y1 = get_edge (to, isnan (y) ? 0 : y);
      link->y0 = isnan (y) ? link->y1 - STUB : y;
      if (all && fabs (link->y0 - link->y1) > STUB)
        link->y0 = link->y1 + copysign (STUB, link->y0 - link->y1);
    }
  else
    {
      double y = get_outside_y (arrows, link->to, link->time);

      link->y0 = get_edge (from, isnan (y) ? 0 : y);
      link->y1 = isnan (y) ? link->y0 - STUB : y;
      if (all && fabs (link->y1 - link->y0) > STUB)
        link->y1 = link->y0 + copysign (STUB, link->y1 - link->y0);
    }

  return TRUE;
}

/* One that leads from a lane to itself has only its way along the lane. */
static gboolean
set_own_ends (const PolluxArrows *arrows,
              PolluxSceneLink    *link)
{
  const PolluxSceneLane *lane = find_lane (arrows, link->to, link->time);

  if (lane == NULL || isnan (link->along))
    return FALSE;

  link->y0 = link->y1 = get_edge (lane, 0);
  return TRUE;
}

static gboolean
add_link (const PolluxArrows *arrows,
          PolluxSceneLink    *link,
          PolluxTime          time)
{
  PolluxScene *scene = arrows->scene;
  double x = pollux_viewport_time_to_x (&scene->viewport, time);

  if (x < 0 || x > scene->viewport.width || scene->links->len >= LINKS_MAX)
    return FALSE;

  link->time = time;
  link->x = scene->header_width + x;
  link->hovered = arrows->hovered;
  if (link->from == link->to ? !set_own_ends (arrows, link) : !set_ends (arrows, link))
    return FALSE;

  g_array_append_val (scene->links, *link);
  return TRUE;
}

/* --- The chain of causes -------------------------------------------------- */

static double
get_along (const PolluxArrows *arrows,
           PolluxTime          time)
{
  return MIN (pollux_scene_time_to_x (arrows->scene, time), arrows->scene->width);
}

static gboolean
find_first_cause (const PolluxArrows *arrows,
                  PolluxCause        *cause)
{
  const PolluxThing *thing = &arrows->thing;
  guint wake;

  if (thing->kind == POLLUX_THING_TASK)
    return pollux_cause_of_task (arrows->scene->trace, thing->task, cause);
  if (thing->kind == POLLUX_THING_POLL)
    return pollux_cause_of_poll (arrows->scene->trace, thing->task, thing->index, cause);
  if (thing->kind == POLLUX_THING_WAIT && thing->index != G_MAXUINT)
    return pollux_cause_of_poll (arrows->scene->trace, thing->task, thing->index, cause);

  wake = pollux_thing_get_wake (arrows->scene->trace, thing);
  return wake != G_MAXUINT &&
         pollux_cause_of_wake (arrows->scene->trace, thing->task, wake, cause);
}

/**
 * pollux_arrows_add_causes:
 *
 * Of the selected thing the chain as far as it is in sight, of the hovered one
 * its first step.
 */
void
pollux_arrows_add_causes (const PolluxArrows *arrows)
{
  PolluxTrace *trace = arrows->scene->trace;
  PolluxRange range = pollux_thing_get_range (trace, &arrows->thing);
  PolluxTime begin = pollux_viewport_x_to_time (&arrows->scene->viewport, 0);
  guint n_steps = arrows->hovered ? 1 : CHAIN_MAX;
  double along = NAN;
  PolluxCause cause;

  if (!find_first_cause (arrows, &cause))
    return;
  if (arrows->thing.kind == POLLUX_THING_POLL && !arrows->hovered)
    along = get_along (arrows, range.begin);

  for (guint i = 0; i < n_steps && cause.time >= begin; i++)
    {
      PolluxSceneLink link = {
        .kind = cause.wake != G_MAXUINT ? POLLUX_LINK_CAUSE : POLLUX_LINK_SPAWN,
        .from = cause.by,
        .to = cause.task,
        .depth = i,
        .along = along,
      };

      if (cause.wake != G_MAXUINT || cause.by != POLLUX_TASK_NONE)
        add_link (arrows, &link, cause.time);
      along = get_along (arrows, cause.time);
      if (!pollux_cause_go_back (trace, &cause, &cause))
        return;
    }
}

/* --- What it led to --------------------------------------------------------- */

/* Where the last link to a lane is: another one in the same pixels adds nothing. */
static gboolean
is_near_last (GHashTable      *last,
              PolluxTaskIndex  task,
              double           x)
{
  gpointer before;
  int place = (int) CLAMP (x, -4, 1e6) + 8;

  if (g_hash_table_lookup_extended (last, GUINT_TO_POINTER (task), NULL, &before) &&
      abs (place - GPOINTER_TO_INT (before)) < 2)
    return TRUE;

  g_hash_table_insert (last, GUINT_TO_POINTER (task), GINT_TO_POINTER (place));
  return FALSE;
}

static void
add_made_wake (const PolluxArrows *arrows,
               GHashTable         *last,
               PolluxTaskIndex     task,
               guint               index)
{
  PolluxSceneLink link = { .kind = POLLUX_LINK_MADE, .from = arrows->thing.task, .to = task,
                           .along = NAN };
  PolluxWake wake;

  pollux_lane_get_wake (pollux_trace_get_lane (arrows->scene->trace, task), index, &wake);
  if (wake.by == arrows->thing.task && task != arrows->thing.task &&
      !is_near_last (last, task, pollux_viewport_time_to_x (&arrows->scene->viewport, wake.time)))
    add_link (arrows, &link, wake.time);
}

static void
add_made_by_index (const PolluxArrows *arrows,
                   GHashTable         *last,
                   PolluxRange         range)
{
  const PolluxWakers *wakers = arrows->request->wakers;
  PolluxTrace *trace = arrows->scene->trace;
  PolluxTaskIndex by = arrows->thing.task;
  guint n;
  const PolluxMadeWake *wakes = pollux_wakers_get_wakes (wakers, by, &n);
  guint at = pollux_wakers_find (wakers, trace, by, range.begin);
  guint end = pollux_wakers_find (wakers, trace, by, range.end);
  guint stop = MIN (end, at + MADE_MAX);

  for (; at < stop && arrows->scene->links->len < LINKS_MAX; at++)
    add_made_wake (arrows, last, wakes[at].task, wakes[at].wake);
  if (!arrows->hovered)
    arrows->scene->n_hidden_wakes += end - at;
}

static void
add_made_in_lanes (const PolluxArrows *arrows,
                   GHashTable         *last,
                   PolluxRange         range)
{
  for (guint i = 0; i < arrows->scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (arrows->scene, i);
      const PolluxLane *source;
      guint at, end;

      if (lane->row.kind != POLLUX_ROW_TASK)
        continue;

      source = pollux_trace_get_lane (arrows->scene->trace, lane->row.task);
      at = pollux_lane_find_wake (source, range.begin);
      end = MIN (pollux_lane_find_wake (source, range.end), at + MADE_MAX);
      for (; at < end; at++)
        add_made_wake (arrows, last, lane->row.task, at);
    }
}

static void
add_child (const PolluxArrows *arrows,
           PolluxTaskIndex     task,
           PolluxRange         range)
{
  const PolluxTask *child = pollux_trace_get_task (arrows->scene->trace, task);
  PolluxSceneLink link = { .kind = POLLUX_LINK_CHILD, .from = child->spawner, .to = task,
                           .along = NAN };

  if (child->spawner == arrows->thing.task && child->spawned != POLLUX_TIME_NONE &&
      child->spawned >= range.begin && child->spawned < range.end && task != child->spawner)
    add_link (arrows, &link, child->spawned);
}

static void
add_children (const PolluxArrows *arrows,
              PolluxRange         range)
{
  const PolluxWakers *wakers = arrows->request->wakers;
  PolluxTrace *trace = arrows->scene->trace;
  const PolluxTaskIndex *spawned;
  guint n, at, end;

  if (wakers == NULL)
    {
      for (guint i = 0; i < arrows->scene->lanes->len; i++)
        {
          const PolluxSceneLane *lane = pollux_scene_get_lane (arrows->scene, i);

          if (lane->row.kind == POLLUX_ROW_TASK)
            add_child (arrows, lane->row.task, range);
        }
      return;
    }

  spawned = pollux_wakers_get_spawned (wakers, arrows->thing.task, &n);
  at = pollux_wakers_find_spawned (wakers, trace, arrows->thing.task, range.begin);
  end = pollux_wakers_find_spawned (wakers, trace, arrows->thing.task, range.end);
  n = MIN (end, at + MADE_MAX);
  for (; at < n && arrows->scene->links->len < LINKS_MAX; at++)
    add_child (arrows, spawned[at], range);
  if (!arrows->hovered)
    arrows->scene->n_hidden_spawns += end - at;
}

static PolluxRange
get_view (const PolluxArrows *arrows)
{
  PolluxRange view = pollux_viewport_get_range (&arrows->scene->viewport);

  view.end += view.end < G_MAXINT64;
  return view;
}

/**
 * pollux_arrows_add_effects:
 *
 * What a poll woke and spawned, or what a task spawned, as far as it is in sight.
 */
void
pollux_arrows_add_effects (const PolluxArrows *arrows)
{
  g_autoptr (GHashTable) last = NULL;
  PolluxRange view = get_view (arrows);
  PolluxRange range = pollux_thing_get_range (arrows->scene->trace, &arrows->thing);

  if (arrows->thing.kind == POLLUX_THING_TASK)
    {
      add_children (arrows, view);
      return;
    }

  range.end += range.end < G_MAXINT64 && range.end == range.begin;
  range = pollux_range_intersect (range, view);
  if (range.begin >= range.end)
    return;

  last = g_hash_table_new (NULL, NULL);
  if (arrows->request->wakers != NULL)
    add_made_by_index (arrows, last, range);
  else
    add_made_in_lanes (arrows, last, range);
  add_children (arrows, range);
}

/* --- Of all lanes ----------------------------------------------------------- */

typedef struct
{
  PolluxTime time;
  PolluxTaskIndex from;
  PolluxTaskIndex to;
} Pair;

typedef struct
{
  const PolluxArrows *arrows;
  PolluxRange view;
  GArray *pairs;       /* as many as may be drawn */
  guint n;             /* all there are */
  guint n_looked_at;
} Gathering;

static void
gather (Gathering       *gathering,
        PolluxTime       time,
        PolluxTaskIndex  from,
        PolluxTaskIndex  to)
{
  Pair pair = { time, from, to };

  if (gathering->n++ < ALL_MAX)
    g_array_append_val (gathering->pairs, pair);
}

/* Those that arrive at a lane. */
static void
gather_woken (Gathering       *gathering,
              PolluxTaskIndex  task)
{
  const PolluxLane *lane = pollux_trace_get_lane (gathering->arrows->scene->trace, task);
  guint at = pollux_lane_find_wake (lane, gathering->view.begin);
  guint end = pollux_lane_find_wake (lane, gathering->view.end);

  for (; at < end && gathering->n_looked_at < ALL_LOOKED_AT; at++)
    {
      PolluxWake wake;

      gathering->n_looked_at++;
      pollux_lane_get_wake (lane, at, &wake);
      if (wake.by != POLLUX_TASK_NONE && wake.by != task)
        gather (gathering, wake.time, wake.by, task);
    }
}

/* Those that leave it for a lane that is not in sight. */
static void
gather_made (Gathering       *gathering,
             PolluxTaskIndex  task)
{
  const PolluxArrows *arrows = gathering->arrows;
  const PolluxWakers *wakers = arrows->request->wakers;
  PolluxTrace *trace = arrows->scene->trace;
  guint n;
  const PolluxMadeWake *wakes = pollux_wakers_get_wakes (wakers, task, &n);
  guint at = pollux_wakers_find (wakers, trace, task, gathering->view.begin);
  guint end = pollux_wakers_find (wakers, trace, task, gathering->view.end);

  for (; at < end && gathering->n_looked_at < ALL_LOOKED_AT; at++)
    {
      PolluxWake wake;

      gathering->n_looked_at++;
      if (find_lane (arrows, wakes[at].task, 0) != NULL)
        continue;
      pollux_lane_get_wake (pollux_trace_get_lane (trace, wakes[at].task), wakes[at].wake, &wake);
      gather (gathering, wake.time, task, wakes[at].task);
    }
}

static void
gather_spawned (Gathering       *gathering,
                PolluxTaskIndex  task)
{
  const PolluxTask *spawned = pollux_trace_get_task (gathering->arrows->scene->trace, task);

  if (spawned->spawner != POLLUX_TASK_NONE && spawned->spawned != POLLUX_TIME_NONE &&
      spawned->spawner != task &&
      spawned->spawned >= gathering->view.begin && spawned->spawned < gathering->view.end)
    gather (gathering, spawned->spawned, spawned->spawner, task);
}

/* Draws all or none: some of many say nothing. */
static guint
draw_gathered (Gathering      *gathering,
               PolluxLinkKind  kind)
{
  if (gathering->n > ALL_MAX)
    return gathering->n;

  for (guint i = 0; i < gathering->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (gathering->pairs, Pair, i);
      PolluxSceneLink link = { .kind = kind, .from = pair->from, .to = pair->to, .along = NAN };

      add_link (gathering->arrows, &link, pair->time);
    }

  return 0;
}

static void
add_all_of (const PolluxArrows *arrows,
            PolluxLinkKind      kind)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  Gathering gathering = { arrows, get_view (arrows), pairs, 0, 0 };
  PolluxScene *scene = arrows->scene;

  for (guint i = 0; i < scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (lane->row.kind != POLLUX_ROW_TASK)
        continue;
      if (kind == POLLUX_LINK_ALL_SPAWN)
        {
          gather_spawned (&gathering, lane->row.task);
          continue;
        }
      gather_woken (&gathering, lane->row.task);
      if (arrows->request->wakers != NULL)
        gather_made (&gathering, lane->row.task);
    }

  if (kind == POLLUX_LINK_ALL_SPAWN)
    scene->n_hidden_spawns += draw_gathered (&gathering, kind);
  else
    {
      scene->n_hidden_wakes += draw_gathered (&gathering, kind);
      scene->hidden_is_least = gathering.n_looked_at >= ALL_LOOKED_AT;
    }
}

/**
 * pollux_arrows_add_all:
 *
 * Those of all lanes in sight; if they are many only how many there are. They go
 * from task to task: where lanes are threads it is said that there are none.
 */
void
pollux_arrows_add_all (const PolluxArrows *arrows)
{
  if (pollux_rows_get_workers (arrows->request->rows) != NULL)
    {
      arrows->scene->note = _("arrows of all wakes need a lane for each task");
      return;
    }

  add_all_of (arrows, POLLUX_LINK_ALL_WAKE);
  add_all_of (arrows, POLLUX_LINK_ALL_SPAWN);
}

/* --- Names at the ends that are not in sight --------------------------------- */

static int
compare_stubs (gconstpointer a,
               gconstpointer b)
{
  const PolluxSceneStub *x = a, *y = b;

  if (x->y != y->y)
    return x->y < y->y ? -1 : 1;

  return x->x < y->x ? -1 : x->x > y->x;
}

static void
note_stub (PolluxScene           *scene,
           const PolluxSceneLink *link)
{
  double y = link->from_hidden ? link->y0 : link->y1;
  double other = link->from_hidden ? link->y1 : link->y0;
  PolluxSceneStub stub = {
    .task = link->from_hidden ? link->from : link->to,
    .x = link->x + 3,
    .y = y < other ? y + 1 : y - POLLUX_STUB_HEIGHT - 1,
    .width = STUB_ROOM,
    .n = 1,
  };

  /* Whole, also where the lane itself is cut. */
  stub.y = MAX (MIN (stub.y, scene->height - POLLUX_STUB_HEIGHT - 1),
                scene->ruler_height + scene->sticky_height + 1);
  g_array_append_val (scene->stubs, stub);
}

static PolluxSceneStub *
get_stub (PolluxScene *scene,
          guint        index)
{
  return &g_array_index (scene->stubs, PolluxSceneStub, index);
}

/* Whether the task of stub @index is another than those of [@first, @index). */
static gboolean
is_new (PolluxScene *scene,
        guint        first,
        guint        index)
{
  for (guint i = first; i < index; i++)
    if (get_stub (scene, i)->task == get_stub (scene, index)->task)
      return FALSE;

  return TRUE;
}

/* Those that would lie on one another become one, "ping #4 and 2 more": all of
 * them are counted in the first, then these are put side by side. */
static void
merge_stubs (PolluxScene *scene)
{
  guint first = 0, n = 0;

  for (guint i = 1; i < scene->stubs->len; i++)
    {
      PolluxSceneStub *stub = get_stub (scene, i);
      PolluxSceneStub *last = get_stub (scene, first);

      if (last->y == stub->y && stub->x - last->x < STUB_MIN_ROOM)
        {
          last->n += is_new (scene, first, i);
          stub->n = 0;
          continue;
        }
      if (last->y == stub->y)
        last->width = MIN (last->width, stub->x - last->x - 6);
      first = i;
    }

  for (guint i = 0; i < scene->stubs->len; i++)
    if (get_stub (scene, i)->n > 0)
      *get_stub (scene, n++) = *get_stub (scene, i);
  g_array_set_size (scene->stubs, MIN (n, STUBS_MAX));
}

static void
name_stub (PolluxScene     *scene,
           PolluxSceneStub *stub)
{
  g_autofree char *name = stub->task != POLLUX_TASK_NONE
                          ? pollux_text_for_task (scene->trace, stub->task)
                          /* Translators: a wake was made outside of all tasks */
                          : g_strdup (_("outside"));

  if (stub->x + STUB_MIN_ROOM > scene->width)
    stub->x = MAX (stub->x - 6 - STUB_MIN_ROOM, scene->header_width);
  stub->width = MIN (stub->width, scene->width - stub->x);
  if (stub->n > 1)
    /* Translators: the name of a task, and a number of other tasks */
    stub->text = pollux_scene_keep (scene, g_strdup_printf (
      ngettext ("%s and %u more", "%s and %u more", stub->n - 1), name, stub->n - 1));
  else
    stub->text = pollux_scene_keep (scene, g_steal_pointer (&name));
}

static gboolean
is_effect_out_of_sight (const PolluxSceneLink *link)
{
  return !link->hovered && link->to_hidden &&
         (link->kind == POLLUX_LINK_MADE || link->kind == POLLUX_LINK_CHILD);
}

/* A few lines to an edge say where the lane is; dozens are a curtain. */
static void
cut_many (PolluxScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < scene->links->len; i++)
    n += is_effect_out_of_sight (&g_array_index (scene->links, PolluxSceneLink, i));
  if (n <= WHOLE_MAX)
    return;

  for (guint i = 0; i < scene->links->len; i++)
    {
      PolluxSceneLink *link = &g_array_index (scene->links, PolluxSceneLink, i);

      if (is_effect_out_of_sight (link) && fabs (link->y1 - link->y0) > STUB)
        link->y1 = link->y0 + copysign (STUB, link->y1 - link->y0);
    }
}

static void
add_stubs (PolluxScene *scene)
{
  cut_many (scene);
  for (guint i = 0; i < scene->links->len; i++)
    {
      const PolluxSceneLink *link = &g_array_index (scene->links, PolluxSceneLink, i);

      if (!link->hovered && (link->from_hidden || link->to_hidden) &&
          link->kind < POLLUX_LINK_ALL_WAKE)
        note_stub (scene, link);
    }

  g_array_sort (scene->stubs, compare_stubs);
  merge_stubs (scene);
  for (guint i = 0; i < scene->stubs->len; i++)
    name_stub (scene, &g_array_index (scene->stubs, PolluxSceneStub, i));
}

/* --- What is not drawn ------------------------------------------------------- */

static char *
describe_hidden_wakes (const PolluxScene *scene)
{
  g_autofree char *count = pollux_count_to_label (scene->n_hidden_wakes);

  if (scene->hidden_is_least)
    return g_strdup_printf (_("more than %s wakes not drawn: zoom in"), count);

  return g_strdup_printf (ngettext ("%s wake not drawn: zoom in", "%s wakes not drawn: zoom in",
                                    scene->n_hidden_wakes), count);
}

static char *
describe_hidden_spawns (const PolluxScene *scene)
{
  g_autofree char *count = pollux_count_to_label (scene->n_hidden_spawns);

  return g_strdup_printf (ngettext ("%s spawn not drawn: zoom in", "%s spawns not drawn: zoom in",
                                    scene->n_hidden_spawns), count);
}

static void
add_note (PolluxScene *scene)
{
  g_autofree char *wakes = scene->n_hidden_wakes > 0 ? describe_hidden_wakes (scene) : NULL;
  g_autofree char *spawns = scene->n_hidden_spawns > 0 ? describe_hidden_spawns (scene) : NULL;

  if (wakes != NULL && spawns != NULL)
    scene->note = pollux_scene_keep (scene, g_strdup_printf ("%s · %s", wakes, spawns));
  else if (wakes != NULL || spawns != NULL)
    scene->note = pollux_scene_keep (scene, g_strdup (wakes != NULL ? wakes : spawns));
}

/**
 * pollux_arrows_finish:
 *
 * Names the ends that are not in sight, and says how much is not drawn.
 */
void
pollux_arrows_finish (PolluxScene *scene)
{
  add_stubs (scene);
  add_note (scene);
}
