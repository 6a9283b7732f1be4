/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What lies at a point: marks first (they are small), then sections as they
 * are drawn, then what the task was doing at that time, then the lane. A pixel
 * that stands for several sections gives its longest poll, or, on the strip of
 * the longest waits and where it has no poll, its longest wait.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pollux-scene-private.h"
#include "pollux-text.h"
#include "pollux-time-text.h"

#define MARK_REACH 4.0
#define NARROW 3.0
#define NARROW_REACH 2.5

/* Of a packed row its own lane. */
static const PolluxSceneLane *
find_lane (const PolluxScene *scene,
           double             y)
{
  gboolean sticky = y < scene->ruler_height + scene->sticky_height;
  guint low = sticky ? 0 : scene->n_sticky, high = sticky ? scene->n_sticky : scene->lanes->len;

  if (y < scene->ruler_height || y >= scene->height)
    return NULL;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, middle);

      if (y >= lane->y + lane->height)
        low = middle + 1;
      else
        high = middle;
    }

  if (low == scene->lanes->len || y < pollux_scene_get_lane (scene, low)->y)
    return NULL;

  return pollux_scene_get_lane (scene, low);
}

/* The task of a packed row at @x, else its own lane. */
static const PolluxSceneLane *
find_member (const PolluxScene     *scene,
             const PolluxSceneLane *pack,
             double                 x)
{
  const PolluxSceneLane *end = pollux_scene_get_lane (scene, scene->lanes->len);
  const PolluxSceneLane *best = pack;
  double nearest = MARK_REACH;

  if (pack->row.kind != POLLUX_ROW_PACK)
    return pack;

  for (const PolluxSceneLane *at = pack + 1; at < end && at->flags & POLLUX_LANE_MEMBER; at++)
    {
      double distance = MAX (MAX (at->life_begin - x, x - at->life_end), 0);

      if ((at->flags & POLLUX_LANE_HAS_LIFE) != 0 && distance < nearest)
        {
          nearest = distance;
          best = at;
        }
    }

  return best;
}

static PolluxTime
get_time (const PolluxScene *scene,
          double             x)
{
  return pollux_viewport_x_to_time (&scene->viewport, x - scene->header_width);
}

static const PolluxSceneMark *
find_mark (const PolluxScene *scene,
           PolluxSlice        slice,
           double             x)
{
  const PolluxSceneMark *best = NULL;
  guint low = slice.first, high = slice.first + slice.n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_scene_get_mark (scene, middle)->x < x - MARK_REACH)
        low = middle + 1;
      else
        high = middle;
    }

  for (; low < slice.first + slice.n; low++)
    {
      const PolluxSceneMark *mark = pollux_scene_get_mark (scene, low);

      if (mark->x > x + MARK_REACH)
        break;
      if (best == NULL || fabs (mark->x - x) < fabs (best->x - x))
        best = mark;
    }

  return best;
}

static guint
find_nearest_wake (const PolluxScene *scene,
                   PolluxTaskIndex    task,
                   double             x)
{
  const PolluxLane *lane = pollux_trace_get_lane (scene->trace, task);
  PolluxTime time = get_time (scene, x);
  guint at = pollux_lane_find_wake (lane, time);
  PolluxWake before, after;

  if (at == 0)
    return at;
  if (at == pollux_lane_get_n_wakes (lane))
    return at - 1;

  pollux_lane_get_wake (lane, at - 1, &before);
  pollux_lane_get_wake (lane, at, &after);

  return time - before.time < after.time - time ? at - 1 : at;
}

static gboolean
hit_wake (const PolluxScene     *scene,
          const PolluxSceneLane *lane,
          double                 x,
          PolluxThing           *thing)
{
  const PolluxSceneMark *mark = find_mark (scene, lane->wakes, x);

  if (mark == NULL)
    return FALSE;

  *thing = (PolluxThing) { mark->flags & POLLUX_MARK_LOOSE ? POLLUX_THING_LOOSE_WAKE
                                                           : POLLUX_THING_WAKE,
                           lane->row.task, mark->index };

  /* Of several the one that is under the pointer. */
  if (mark->n != 1 && thing->kind == POLLUX_THING_WAKE)
    thing->index = find_nearest_wake (scene, lane->row.task, x);

  return TRUE;
}

static gboolean
hit_event (const PolluxScene     *scene,
           const PolluxSceneLane *lane,
           double                 x,
           PolluxThing           *thing)
{
  const PolluxSceneMark *mark = find_mark (scene, lane->events, x);

  if (mark == NULL)
    return FALSE;

  *thing = (PolluxThing) { POLLUX_THING_EVENT, lane->row.task, mark->index };

  return TRUE;
}

static gboolean
hit_mark (const PolluxScene     *scene,
          const PolluxSceneLane *lane,
          double                 x,
          double                 y,
          PolluxThing           *thing)
{
  PolluxLaneShape shape;

  pollux_lane_shape_init (&shape, lane->height);
  if (lane->row.kind == POLLUX_ROW_TRACE)
    return hit_wake (scene, lane, x, thing) || hit_event (scene, lane, x, thing);

  if (y >= lane->y + shape.wake_top - 2 && hit_wake (scene, lane, x, thing))
    return TRUE;

  return y < lane->y + shape.event_top + shape.event_height + 2 &&
         hit_event (scene, lane, x, thing);
}

/**
 * pollux_scene_find_bar:
 *
 * Returns: (nullable): the bar at @x; a narrow one also near it, before a wide one
 */
const PolluxSceneBar *
pollux_scene_find_bar (const PolluxScene *scene,
                       PolluxSlice        slice,
                       double             x)
{
  const PolluxSceneBar *best = NULL;
  guint low = slice.first, high = slice.first + slice.n;
  double nearest = G_MAXDOUBLE;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_scene_get_bar (scene, middle)->x1 < x - NARROW_REACH)
        low = middle + 1;
      else
        high = middle;
    }

  for (; low < slice.first + slice.n; low++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, low);
      gboolean narrow = bar->x1 - bar->x0 < NARROW;
      double distance = MAX (bar->x0 - x, x - bar->x1);

      if (bar->x0 > x + NARROW_REACH)
        break;
      if (!narrow && (x < bar->x0 || x >= bar->x1))
        continue;
      if (!narrow)
        distance = NARROW_REACH;
      else if (x >= bar->x0 && x < bar->x1)
        distance = -NARROW;
      if (distance <= nearest)
        {
          nearest = distance;
          best = bar;
        }
    }

  return best;
}

static const PolluxSceneRun *
find_run (const PolluxScene     *scene,
          const PolluxSceneLane *lane,
          double                 x)
{
  for (guint i = lane->runs.first; i < lane->runs.first + lane->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, i);

      if (x < run->x)
        break;
      if (x < run->x + run->n * run->step)
        return run;
    }

  return NULL;
}

/* The time that a column stands for; of an empty one FALSE. */
static gboolean
get_column_range (const PolluxScene    *scene,
                  const PolluxSceneRun *run,
                  int                   at,
                  PolluxRange          *range)
{
  const PolluxSceneColumn *column;

  if (at < 0 || at >= (int) run->n)
    return FALSE;

  column = pollux_scene_get_column (scene, run->first + at);
  range->begin = scene->lod.bounds[run->lod + at];
  range->end = scene->lod.bounds[run->lod + at + 1];

  return column->n_polls > 0 || column->wait > 0;
}

/* The worst of what many tasks did. */
static gboolean
hit_bundle (const PolluxBundle *bundle,
            PolluxRange         range,
            gboolean            on_wait_strip,
            PolluxThing        *thing)
{
  guint poll = pollux_bundle_find_longest (bundle, range, FALSE);
  guint wait = pollux_bundle_find_longest (bundle, range, TRUE);
  gboolean is_wait = poll == G_MAXUINT || (on_wait_strip && wait != G_MAXUINT);

  if (poll == G_MAXUINT && wait == G_MAXUINT)
    return FALSE;

  *thing = (PolluxThing) { is_wait ? POLLUX_THING_WAIT : POLLUX_THING_POLL, POLLUX_TASK_NONE, 0 };
  pollux_bundle_get_entry (bundle, is_wait ? wait : poll, &thing->task, &thing->index);

  return TRUE;
}

/**
 * pollux_scene_find_column:
 * @offset: how many columns to the right of @x
 * @range: (out): its times
 *
 * Returns: whether there is such a column with anything in it
 */
gboolean
pollux_scene_find_column (const PolluxScene     *scene,
                          const PolluxSceneLane *lane,
                          double                 x,
                          int                    offset,
                          PolluxRange           *range)
{
  const PolluxSceneRun *run = find_run (scene, lane, x);

  return run != NULL &&
         get_column_range (scene, run, (int) floor ((x - run->x) / run->step) + offset, range);
}

static gboolean
hit_run (const PolluxScene     *scene,
         const PolluxSceneLane *lane,
         double                 x,
         double                 y,
         PolluxThing           *thing)
{
  static const int offsets[] = { 0, -1, 1, -2, 2 };
  const PolluxSceneRun *run = find_run (scene, lane, x);
  PolluxLaneShape shape;
  PolluxRange range;
  gboolean on_wait_strip;

  if (run == NULL)
    return FALSE;

  pollux_lane_shape_init (&shape, lane->height);
  on_wait_strip = y < lane->y + shape.bar_top + 2 * shape.strip_height + shape.strip_gap &&
                  y >= lane->y + shape.bar_top + shape.strip_height;

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      const PolluxLane *source;
      guint poll, wait;

      if (!get_column_range (scene, run, floor ((x - run->x) / run->step) + offsets[i], &range))
        continue;
      if (lane->bundle != NULL)
        return hit_bundle (lane->bundle, range, on_wait_strip, thing);

      source = pollux_trace_get_lane (scene->trace, lane->row.task);
      poll = pollux_lod_find_longest (source, range, FALSE);
      wait = pollux_lod_find_longest (source, range, TRUE);
      if (poll == G_MAXUINT && wait == G_MAXUINT)
        continue;

      *thing = (PolluxThing) { POLLUX_THING_POLL, lane->row.task, poll };
      if (poll == G_MAXUINT || (on_wait_strip && wait != G_MAXUINT))
        *thing = (PolluxThing) { POLLUX_THING_WAIT, lane->row.task, wait };
      return TRUE;
    }

  return FALSE;
}

/* What the task was at that moment, where nothing is drawn but its line. */
static void
hit_moment (const PolluxScene     *scene,
            const PolluxSceneLane *lane,
            double                 x,
            PolluxThing           *thing)
{
  static const PolluxThingKind kinds[] = {
    [POLLUX_STATE_NONE] = POLLUX_THING_TASK,
    [POLLUX_STATE_IDLE] = POLLUX_THING_IDLE,
    [POLLUX_STATE_SCHEDULED] = POLLUX_THING_WAIT,
    [POLLUX_STATE_SPAWNED] = POLLUX_THING_WAIT,
    [POLLUX_STATE_ACTIVE] = POLLUX_THING_POLL,
  };
  PolluxSection section;

  pollux_lane_get_section (pollux_trace_get_lane (scene->trace, lane->row.task),
                           get_time (scene, x), &section);
  *thing = (PolluxThing) { kinds[section.state], lane->row.task, section.poll };
  if (section.state == POLLUX_STATE_NONE)
    thing->index = 0;
}

static void
hit_section (const PolluxScene     *scene,
             const PolluxSceneLane *lane,
             double                 x,
             double                 y,
             PolluxThing           *thing)
{
  const PolluxSceneBar *bar = pollux_scene_find_bar (scene, lane->bars, x);

  if (bar != NULL)
    *thing = (PolluxThing) { bar->kind >= POLLUX_BAR_SCHEDULED ? POLLUX_THING_WAIT
                                                               : POLLUX_THING_POLL,
                             lane->row.task, bar->index };
  else if (lane->flags & POLLUX_LANE_HAS_DROP && x >= lane->drop_begin - NARROW_REACH &&
           x <= lane->drop_end + NARROW_REACH)
    *thing = (PolluxThing) { POLLUX_THING_DROP, lane->row.task, 0 };
  else if (!hit_run (scene, lane, x, y, thing))
    hit_moment (scene, lane, x, thing);
}

/* The span at @x; a narrow one also near it. Of a crowd the first of its column. */
static gboolean
hit_span (const PolluxScene     *scene,
          const PolluxSceneLane *lane,
          double                 x,
          PolluxThing           *thing)
{
  const PolluxSceneSpan *best = NULL;
  double nearest = NARROW_REACH;

  for (guint i = lane->spans.first; i < lane->spans.first + lane->spans.n; i++)
    {
      const PolluxSceneSpan *span = pollux_scene_get_span (scene, i);
      double distance = MAX (MAX (span->x0 - x, x - span->x1), 0);

      if (x >= span->x0 && x < span->x1)
        distance = -1;
      if (distance < nearest)
        {
          nearest = distance;
          best = span;
        }
    }

  if (best == NULL)
    return FALSE;

  *thing = (PolluxThing) { POLLUX_THING_SPAN, lane->row.task, best->index };
  if (best->flags & POLLUX_SPAN_CROWD)
    {
      int column = CLAMP (floor ((x - best->x0) / best->step), 0, (int) best->shares.n - 1);

      thing->index = pollux_scene_get_share (scene, best->shares.first + column)->span;
    }

  return TRUE;
}

/**
 * pollux_scene_find_lane:
 * @top: (out): its upper edge
 * @bottom: (out): its lower edge
 *
 * Returns: whether there is a lane at @y
 */
gboolean
pollux_scene_find_lane (const PolluxScene *scene,
                        double             y,
                        double            *top,
                        double            *bottom)
{
  g_return_val_if_fail (scene != NULL, FALSE);

  for (guint i = 0; i < scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (y < lane->y || y >= lane->y + lane->height)
        continue;

      *top = lane->y;
      *bottom = lane->y + lane->height;
      return TRUE;
    }

  return FALSE;
}

/**
 * pollux_scene_hit_stub:
 * @task: (out): the lane whose name is there
 *
 * Returns: whether there is one
 */
gboolean
pollux_scene_hit_stub (const PolluxScene *scene,
                       double             x,
                       double             y,
                       PolluxTaskIndex   *task)
{
  g_return_val_if_fail (scene != NULL, FALSE);

  for (guint i = 0; i < scene->stubs->len; i++)
    {
      const PolluxSceneStub *stub = &g_array_index (scene->stubs, PolluxSceneStub, i);

      if (stub->task != POLLUX_TASK_NONE && x >= stub->x && x < stub->x + stub->width &&
          y >= stub->y && y < stub->y + POLLUX_STUB_HEIGHT)
        {
          *task = stub->task;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * pollux_scene_hit_expander:
 * @task: (out): whose lane it unfolds
 *
 * Returns: whether there is a triangle at that point
 */
gboolean
pollux_scene_hit_expander (const PolluxScene *scene,
                           double             x,
                           double             y,
                           PolluxTaskIndex   *task)
{
  const PolluxSceneLane *lane;
  double left;

  g_return_val_if_fail (scene != NULL, FALSE);

  lane = find_lane (scene, y);
  if (lane == NULL || !(lane->flags & POLLUX_LANE_HAS_SPANS))
    return FALSE;

  left = lane->indent + (lane->flags & POLLUX_LANE_PARENT ? POLLUX_EXPANDER_WIDTH : 0);
  if (x < left || x >= MIN (left + POLLUX_EXPANDER_WIDTH, scene->header_width))
    return FALSE;

  *task = lane->row.task;

  return TRUE;
}

/**
 * pollux_scene_hit_group:
 * @key: (out): of a group
 *
 * Returns: whether a click there collapses or expands a group
 */
gboolean
pollux_scene_hit_group (const PolluxScene *scene,
                        double             x,
                        double             y,
                        guint             *key)
{
  const PolluxSceneLane *lane;
  double right = scene->header_width;

  g_return_val_if_fail (scene != NULL, FALSE);

  lane = find_lane (scene, y);
  if (lane == NULL || !(lane->flags & POLLUX_LANE_PARENT))
    return FALSE;

  if (lane->row.kind == POLLUX_ROW_TASK)
    right = MIN (right, lane->indent + POLLUX_EXPANDER_WIDTH);
  else if (!(lane->flags & POLLUX_LANE_COLLAPSED))
    right = scene->width;
  if (x < (lane->row.kind == POLLUX_ROW_TASK ? lane->indent : 0) || x >= right)
    return FALSE;

  *key = lane->key;

  return TRUE;
}

/**
 * pollux_scene_hit:
 * @x, @y: pixels in the scene
 * @thing: (out caller-allocates): what is there
 *
 * Returns: FALSE, and @thing untouched, in the ruler, on a heading, and where
 *   there is no lane
 */
gboolean
pollux_scene_hit (const PolluxScene *scene,
                  double             x,
                  double             y,
                  PolluxThing       *thing)
{
  const PolluxSceneLane *lane;

  g_return_val_if_fail (scene != NULL, FALSE);

  lane = find_lane (scene, y);
  if (lane == NULL || x < 0 || x >= scene->width)
    return FALSE;
  if (x >= scene->header_width)
    lane = find_member (scene, lane, x);
  if (lane->row.kind == POLLUX_ROW_GROUP || lane->row.kind == POLLUX_ROW_PACK)
    return x >= scene->header_width && lane->bundle != NULL &&
           hit_run (scene, lane, x, y, thing);

  if (lane->row.kind == POLLUX_ROW_THREAD)
    return pollux_scene_hit_worker (scene, lane, x, thing);

  if (lane->row.kind == POLLUX_ROW_SPAN && x >= scene->header_width)
    return hit_span (scene, lane, x, thing);

  if (x >= scene->header_width && hit_mark (scene, lane, x, y, thing))
    return TRUE;

  if (lane->row.kind == POLLUX_ROW_SPAN && lane->row.task != POLLUX_TASK_NONE)
    {
      *thing = (PolluxThing) { POLLUX_THING_TASK, lane->row.task, 0 };
      return TRUE;
    }

  if (lane->row.kind != POLLUX_ROW_TASK)
    return FALSE;

  *thing = (PolluxThing) { POLLUX_THING_TASK, lane->row.task, 0 };
  if (x >= scene->header_width)
    hit_section (scene, lane, x, y, thing);

  return TRUE;
}

static char *
describe_polls (const PolluxLaneSummary *summary)
{
  g_autofree char *count = pollux_count_to_label (summary->n_polls);
  g_autofree char *busy = pollux_duration_to_label (summary->busy);
  g_autofree char *longest = pollux_duration_to_label (summary->longest_poll);

  /* Translators: count, duration, duration */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s poll, busy %s, longest %s",
                                       "%s polls, busy %s, longest %s", summary->n_polls),
                          count, busy, longest);
}

static char *
describe_waits (const PolluxLaneSummary *summary)
{
  g_autofree char *sum = pollux_duration_to_label (summary->scheduled + summary->spawn_delay);
  g_autofree char *longest = pollux_duration_to_label (summary->longest_wait);

  /* Translators: two durations */
  return g_strdup_printf (_("scheduled %s, longest %s"), sum, longest);
}

static char *
describe_wakes (const PolluxLaneSummary *summary)
{
  g_autofree char *count = pollux_count_to_label (summary->n_wakes);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s wake", "%s wakes", summary->n_wakes),
                          count);
}

static char *
describe_summary (PolluxTrace             *trace,
                  PolluxTaskIndex          task,
                  PolluxRange              range,
                  const PolluxLaneSummary *summary)
{
  g_autofree char *name = pollux_text_for_task (trace, task);
  g_autofree char *length = pollux_duration_to_label (range.end - range.begin);
  g_autofree char *polls = describe_polls (summary);
  g_autofree char *waits = describe_waits (summary);
  g_autofree char *wakes = describe_wakes (summary);

  if (!pollux_trace_has_times (trace))
    {
      g_autofree char *count = pollux_count_to_label (summary->n_polls);

      /* Translators: task, count of polls, "3 wakes" */
      return g_strdup_printf (_("%s, several in this pixel: %s polls, %s"), name, count, wakes);
    }

  /* Translators: task, duration, clauses about polls, waits and wakes */
  return g_strdup_printf (_("%s, %s in this pixel: %s; %s; %s"), name, length, polls, waits, wakes);
}

static guint
count_alive (PolluxTrace           *trace,
             const PolluxTaskIndex *tasks,
             guint                  n,
             PolluxRange            range)
{
  guint n_alive = 0;

  for (guint i = 0; i < n; i++)
    {
      PolluxRange life = pollux_lane_get_life (pollux_trace_get_lane (trace, tasks[i]));

      n_alive += life.begin < range.end && life.end > range.begin;
    }

  return n_alive;
}

static const PolluxTaskIndex *
get_tasks (const PolluxScene     *scene,
           const PolluxSceneLane *lane,
           guint                 *n)
{
  PolluxGroup group;

  if (lane->row.kind == POLLUX_ROW_PACK)
    return pollux_rows_get_pack (scene->rows, lane->row.index, n);

  pollux_rows_get_group (scene->rows, lane->row.index, &group);
  *n = group.n_tasks;

  return group.tasks;
}

static char *
describe_alive (PolluxTrace           *trace,
                const PolluxTaskIndex *tasks,
                guint                  n,
                PolluxRange            range)
{
  guint n_alive = count_alive (trace, tasks, n, range);
  g_autofree char *count = pollux_count_to_label (n);
  g_autofree char *alive = pollux_count_to_label (n_alive);

  /* Translators: how many of the tasks of a group live */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s of %s task alive",
                                       "%s of %s tasks alive", n), alive, count);
}

/* What many tasks did in a pixel. */
static char *
describe_bundle (const PolluxScene     *scene,
                 const PolluxSceneLane *lane,
                 PolluxRange            range)
{
  g_autofree char *length = pollux_duration_to_label (range.end - range.begin);
  g_autofree char *polls = NULL;
  g_autofree char *waits = NULL;
  g_autofree char *alive = NULL;
  PolluxLaneSummary lane_summary = { 0 };
  const PolluxTaskIndex *tasks;
  PolluxBundleSummary summary;
  guint n;

  tasks = get_tasks (scene, lane, &n);
  pollux_bundle_summarize (lane->bundle, range, &summary);
  lane_summary.n_polls = summary.n_polls;
  lane_summary.busy = summary.busy;
  lane_summary.scheduled = summary.wait;
  lane_summary.longest_poll = summary.longest_poll;
  lane_summary.longest_wait = summary.longest_wait;
  alive = describe_alive (scene->trace, tasks, n, range);
  if (!pollux_trace_has_times (scene->trace))
    {
      g_autofree char *count = pollux_count_to_label (summary.n_polls);

      /* Translators: name of a group, "3 of 12 tasks alive", count of polls */
      return g_strdup_printf (_("%s, %s in this pixel, %s polls"), lane->title, alive, count);
    }

  polls = describe_polls (&lane_summary);
  waits = describe_waits (&lane_summary);

  /* Translators: name of a group, duration, "3 of 12 tasks alive", clauses about
   * polls and waits */
  return g_strdup_printf (_("%s, %s in this pixel: %s; %s; %s"), lane->title, length, alive, polls,
                          waits);
}

/**
 * pollux_scene_describe_group:
 * @x, @y: pixels in the scene
 *
 * Returns: (transfer full) (nullable): what a group or a packed row has in the
 *   whole trace, for its header; %NULL elsewhere
 */
char *
pollux_scene_describe_group (const PolluxScene *scene,
                             double             x,
                             double             y)
{
  const PolluxSceneLane *lane;
  g_autofree char *title = NULL;
  g_autofree char *count = NULL;
  g_autofree char *polls = NULL;
  g_autofree char *waits = NULL;
  PolluxLaneSummary summary = { 0 };
  PolluxGroup group;

  g_return_val_if_fail (scene != NULL, NULL);

  lane = find_lane (scene, y);
  if (lane == NULL || lane->row.kind != POLLUX_ROW_GROUP ||
      (x >= scene->header_width && (lane->flags & POLLUX_LANE_COLLAPSED) != 0))
    return NULL;

  pollux_rows_get_group (scene->rows, lane->row.index, &group);
  title = pollux_rows_dup_group_title (scene->rows, lane->row.index);
  summary.n_polls = group.figures.n_polls;
  summary.busy = group.figures.busy;
  summary.scheduled = group.figures.scheduled;
  summary.longest_poll = group.figures.longest_poll;
  summary.longest_wait = group.figures.longest_wait;
  count = describe_alive (scene->trace, group.tasks, group.n_tasks,
                          pollux_viewport_get_range (&scene->viewport));
  if (!pollux_trace_has_times (scene->trace))
    return g_strdup_printf ("%s: %s", title, count);

  polls = describe_polls (&summary);
  waits = describe_waits (&summary);

  /* Translators: name of a group, "3 of 12 tasks alive", clauses about polls and waits */
  return g_strdup_printf (_("%s: %s in view; in all %s; %s"), title, count, polls, waits);
}

/* Of a pixel that stands for several polls what they are, else, where there is
 * no poll, what the worker did. */
static char *
describe_worker (const PolluxScene     *scene,
                 const PolluxSceneLane *lane,
                 double                 x)
{
  const PolluxWorker *worker = pollux_workers_get (scene->workers, lane->row.index);
  g_autofree char *length = NULL, *polls = NULL;
  const PolluxWorker *taken;
  PolluxBundleSummary summary;
  PolluxLaneSummary figures;
  gboolean is_taken;
  PolluxThing thing;
  PolluxRange range;

  if (x < scene->header_width || !pollux_scene_hit_worker (scene, lane, x, &thing))
    return pollux_worker_describe (worker);
  if (!pollux_scene_find_column (scene, lane, x, 0, &range))
    return NULL;

  taken = pollux_scene_get_taken (scene, worker);
  if (taken != NULL)
    pollux_bundle_summarize (taken->bundle, range, &summary);
  is_taken = taken != NULL && summary.n_polls > 0;
  if (!is_taken)
    pollux_bundle_summarize (worker->bundle, range, &summary);
  figures = (PolluxLaneSummary) { .n_polls = summary.n_polls, .busy = summary.busy,
                                  .longest_poll = summary.longest_poll };
  length = pollux_duration_to_label (range.end - range.begin);
  polls = describe_polls (&figures);
  if (is_taken)
    /* Translators: thread, duration, a clause about polls */
    return g_strdup_printf (_("%s, %s in this pixel, of the tasks of the filter: %s"), lane->title,
                            length, polls);
  if (taken != NULL)
    /* Translators: thread, duration, a clause about polls */
    return g_strdup_printf (_("%s, %s in this pixel, of tasks that the filter leaves out: %s"),
                            lane->title, length, polls);

  /* Translators: thread, duration, a clause about polls */
  return g_strdup_printf (_("%s, %s in this pixel: %s"), lane->title, length, polls);
}

/**
 * pollux_scene_describe_aggregate:
 * @x, @y: pixels in the scene
 *
 * Says what a pixel that stands for several sections stands for: count, sums
 * and extremes, exact.
 *
 * Returns: (transfer full) (nullable): a sentence; %NULL where the drawing
 *   shows each section
 */
char *
pollux_scene_describe_aggregate (const PolluxScene *scene,
                                 double             x,
                                 double             y)
{
  const PolluxSceneLane *lane;
  const PolluxSceneRun *run;
  PolluxLaneSummary summary;
  PolluxRange range;

  g_return_val_if_fail (scene != NULL, NULL);

  lane = find_lane (scene, y);
  if (lane != NULL && lane->row.kind == POLLUX_ROW_THREAD)
    return describe_worker (scene, lane, x);
  if (lane == NULL || x < scene->header_width)
    return NULL;

  lane = find_member (scene, lane, x);
  run = find_run (scene, lane, x);
  if (run == NULL || !get_column_range (scene, run, floor ((x - run->x) / run->step), &range))
    return NULL;
  if (lane->bundle != NULL)
    return describe_bundle (scene, lane, range);

  pollux_lane_summarize (pollux_trace_get_lane (scene->trace, lane->row.task), range, &summary);

  return describe_summary (scene->trace, lane->row.task, range, &summary);
}
