/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Builds the display list of one frame: ruler, then each visible lane with
 * what its level of detail says, then what is emphasised across lanes. Cost:
 * O(pixels x visible lanes); the memory of the frame before is used again.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pollux-axis.h"
#include "pollux-scene-private.h"
#include "pollux-text.h"
#include "pollux-time-mode.h"
#include "pollux-time-text.h"

/* No name has room in the life of a task that is narrower. */
#define MIN_NAMED 34.0

/**
 * pollux_scene_new:
 *
 * Returns: (transfer full): an empty scene
 */
PolluxScene *
pollux_scene_new (void)
{
  PolluxScene *scene = g_new0 (PolluxScene, 1);

  scene->ticks = g_array_new (FALSE, FALSE, sizeof (PolluxSceneTick));
  scene->lanes = g_array_new (FALSE, FALSE, sizeof (PolluxSceneLane));
  scene->bars = g_array_new (FALSE, FALSE, sizeof (PolluxSceneBar));
  scene->runs = g_array_new (FALSE, FALSE, sizeof (PolluxSceneRun));
  scene->columns = g_array_new (FALSE, FALSE, sizeof (PolluxSceneColumn));
  scene->marks = g_array_new (FALSE, FALSE, sizeof (PolluxSceneMark));
  scene->spans = g_array_new (FALSE, FALSE, sizeof (PolluxSceneSpan));
  scene->stretches = g_array_new (FALSE, FALSE, sizeof (PolluxSceneStretch));
  scene->shares = g_array_new (FALSE, FALSE, sizeof (PolluxSceneShare));
  scene->waits = g_array_new (FALSE, FALSE, sizeof (PolluxSceneWait));
  scene->links = g_array_new (FALSE, FALSE, sizeof (PolluxSceneLink));
  scene->stubs = g_array_new (FALSE, FALSE, sizeof (PolluxSceneStub));
  scene->outlines = g_array_new (FALSE, FALSE, sizeof (PolluxSceneOutline));
  scene->flags = g_array_new (FALSE, FALSE, sizeof (PolluxSceneFlag));
  scene->bundles = g_ptr_array_new_with_free_func ((GDestroyNotify) pollux_bundle_unref);
  scene->texts = g_string_chunk_new (4096);
  pollux_viewport_init (&scene->viewport);
  pollux_lod_init (&scene->lod);

  return scene;
}

/**
 * pollux_scene_free:
 */
void
pollux_scene_free (PolluxScene *scene)
{
  g_clear_object (&scene->trace);
  g_clear_pointer (&scene->workers, pollux_workers_unref);
  g_clear_pointer (&scene->taken, pollux_workers_unref);
  g_array_unref (scene->ticks);
  g_array_unref (scene->lanes);
  g_array_unref (scene->bars);
  g_array_unref (scene->runs);
  g_array_unref (scene->columns);
  g_array_unref (scene->marks);
  g_array_unref (scene->spans);
  g_array_unref (scene->stretches);
  g_array_unref (scene->shares);
  g_array_unref (scene->waits);
  g_array_unref (scene->links);
  g_array_unref (scene->stubs);
  g_array_unref (scene->outlines);
  g_array_unref (scene->flags);
  g_clear_pointer (&scene->loose_wakes, g_array_unref);
  g_clear_pointer (&scene->severe, g_array_unref);
  g_ptr_array_unref (scene->bundles);
  g_clear_pointer (&scene->bands, pollux_bands_free);
  g_string_chunk_free (scene->texts);
  pollux_lod_clear (&scene->lod);
  g_free (scene);
}

static void
scale_shape (PolluxLaneShape *shape,
             double           scale)
{
  shape->middle = floor (shape->middle * scale) + 0.5;
  shape->bar_height = 2 * floor (shape->bar_height * scale / 2) + 1;
  shape->bar_top = shape->middle - shape->bar_height / 2;
  shape->wait_height = 2 * floor (shape->wait_height * scale / 2) + 1;
  shape->event_top = round (shape->event_top * scale);
  shape->event_height = round (shape->event_height * scale);
  shape->wake_top = round (shape->wake_top * scale);
  shape->wake_height = round (shape->wake_height * scale);
}

/**
 * pollux_lane_shape_init:
 * @height: pixels of the lane
 *
 * Where things are in a lane. Everything lies on whole pixels; bars have an
 * even or odd height so that the middle line is crisp.
 */
void
pollux_lane_shape_init (PolluxLaneShape *shape,
                        double           height)
{
  double scale = 1;

  if (height >= POLLUX_LANE_COMFORTABLE)
    *shape = (PolluxLaneShape) { 15.5, 7, 17, 9, 1, 5, 23, 8, 2, 1 };
  else if (height >= POLLUX_LANE_NORMAL)
    *shape = (PolluxLaneShape) { 11.5, 5, 13, 7, 0, 4, 17, 7, 1, 1 };
  else if (height >= POLLUX_LANE_COMPACT)
    *shape = (PolluxLaneShape) { 7.5, 3, 9, 5, 0, 2, 11, 5, 1, 0 };
  else
    *shape = (PolluxLaneShape) { 3.5, 1, 5, 3, 0, 1, 6, 2, 0, 0 };

  /* Lanes grow with the text, and what is in them with the lanes. */
  if (height > POLLUX_LANE_COMFORTABLE)
    scale = height / POLLUX_LANE_COMFORTABLE;
  if (scale > 1)
    scale_shape (shape, scale);
}

/**
 * pollux_scene_time_to_x:
 *
 * Returns: where @time is in the scene, at most a few pixels outside of the
 *   lanes
 */
double
pollux_scene_time_to_x (const PolluxScene *scene,
                        PolluxTime         time)
{
  double x = pollux_viewport_time_to_x (&scene->viewport, time);

  return scene->header_width +
         CLAMP (x, -POLLUX_SCENE_MARGIN, scene->viewport.width + POLLUX_SCENE_MARGIN);
}

/**
 * pollux_scene_see:
 *
 * Notes that something is to be explained in the legend.
 */
void
pollux_scene_see (PolluxScene *scene,
                  PolluxSeen   what)
{
  scene->seen |= 1u << what;
}

static void
reset (PolluxScene *scene)
{
  g_array_set_size (scene->ticks, 0);
  g_array_set_size (scene->lanes, 0);
  g_array_set_size (scene->bars, 0);
  g_array_set_size (scene->runs, 0);
  g_array_set_size (scene->columns, 0);
  g_array_set_size (scene->marks, 0);
  g_array_set_size (scene->spans, 0);
  g_array_set_size (scene->stretches, 0);
  g_array_set_size (scene->shares, 0);
  g_array_set_size (scene->waits, 0);
  g_array_set_size (scene->links, 0);
  g_array_set_size (scene->stubs, 0);
  scene->n_hidden_wakes = scene->n_hidden_spawns = 0;
  scene->hidden_is_least = FALSE;
  scene->note = NULL;
  g_array_set_size (scene->outlines, 0);
  g_array_set_size (scene->flags, 0);
  g_ptr_array_set_size (scene->bundles, 0);
  g_string_chunk_clear (scene->texts);
  scene->has_range = scene->has_cursor = FALSE;
  scene->range_label = scene->cursor_label = scene->zone_label = NULL;
  scene->longest_poll = scene->longest_wait = 0;
  scene->seen = 0;
}

static void
take_request (PolluxScene              *scene,
              const PolluxSceneRequest *request)
{
  g_set_object (&scene->trace, request->trace);
  pollux_scene_take_workers (scene, request->rows);
  scene->viewport = request->viewport;
  scene->has_times = pollux_trace_has_times (request->trace);
  scene->is_export = request->export;
  scene->header_width = MAX (0, request->header_width);
  scene->ruler_height = MAX (0, request->ruler_height);
  scene->width = scene->header_width + scene->viewport.width;
  scene->height = request->height;
  scene->lane_height = pollux_rows_get_lane_height (request->rows);
  scene->rows = request->rows;
  scene->n_sticky = 0;
  scene->sticky_height = 0;
  if (!request->export)
    scene->sticky_height = pollux_rows_get_sticky_height (request->rows,
                                                          request->height - scene->ruler_height);
  if (request->clock != NULL)
    scene->clock = *request->clock;
  else
    pollux_time_mode_get_clock (POLLUX_TIME_MODE_RELATIVE, request->trace, POLLUX_TIME_NONE,
                                &scene->clock);
}

/**
 * pollux_scene_keep:
 * @text: (transfer full): a text of an item
 *
 * Returns: (transfer none): the same, valid until the next build
 */
const char *
pollux_scene_keep (PolluxScene *scene,
                   char        *text)
{
  const char *kept = g_string_chunk_insert (scene->texts, text);

  g_free (text);

  return kept;
}

static void
add_tick (PolluxScene      *scene,
          const PolluxAxis *axis,
          PolluxTime        time)
{
  double x = pollux_scene_time_to_x (scene, time);
  double step = axis->step / scene->viewport.scale;
  PolluxSceneTick tick = { x, NULL, MIN (step, scene->width - x) };

  if (pollux_axis_is_labelled (axis, time))
    tick.label = pollux_scene_keep (scene, pollux_axis_get_label (axis, time));

  g_array_append_val (scene->ticks, tick);
}

static void
add_ticks (PolluxScene *scene)
{
  PolluxRange extent = pollux_trace_get_extent (scene->trace);
  PolluxRange range = pollux_viewport_get_range (&scene->viewport);
  PolluxAxis axis;

  if (pollux_range_length (range) == 0 && pollux_range_length (extent) > 0)
    return;

  pollux_axis_init_clock (&axis, &scene->viewport, &scene->clock);

  for (PolluxTime time = pollux_axis_first_tick (&axis, range.begin); time <= range.end;
       time = pollux_axis_next_tick (&axis, time))
    add_tick (scene, &axis, time);
}

/* A time of day without its zone could be any: that of the right edge, at
 * which it stands. */
static void
add_zone (PolluxScene *scene)
{
  PolluxRange range = pollux_viewport_get_range (&scene->viewport);
  char *zone = pollux_clock_get_zone (&scene->clock, range.end);

  if (zone != NULL)
    scene->zone_label = pollux_scene_keep (scene, zone);
}

/* The first of the rows of spans says how many there are, the last how many
 * more. */
static void
add_span_texts (PolluxScene          *scene,
                PolluxSceneLane      *lane,
                const PolluxSpanRows *spans)
{
  guint n = pollux_span_rows_get_n_spans (spans);
  guint n_hidden = pollux_span_rows_get_n_hidden (spans);
  g_autofree char *count = pollux_count_to_label (n);
  g_autofree char *more = pollux_count_to_label (n_hidden);

  if (lane->row.sub == 0)
    lane->title = pollux_scene_keep (scene, g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s span", "%s spans", n), count));
  /* Translators: spans that there is no room for */
  if (n_hidden > 0 && lane->row.sub + 1 == pollux_span_rows_get_n_rows (spans))
    lane->location = pollux_scene_keep (scene, g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "+%s more", "+%s more", n_hidden), more));
}

/* "12 tasks", "busy 1.2 s, longest poll 3 ms". */
static void
add_group_texts (PolluxScene              *scene,
                 const PolluxSceneRequest *request,
                 PolluxSceneLane          *lane)
{
  g_autofree char *title = NULL;
  g_autofree char *busy = NULL;
  g_autofree char *longest = NULL;
  PolluxGroup group;

  pollux_rows_get_group (request->rows, lane->row.index, &group);
  title = pollux_rows_dup_group_title (request->rows, lane->row.index);
  /* Of a location the end tells most, as in the tasks' headers. */
  if (pollux_rows_get_shown_grouping (request->rows) == POLLUX_GROUP_LOCATION)
    lane->title = pollux_scene_keep (scene, g_path_get_basename (title));
  else
    lane->title = pollux_scene_keep (scene, g_strdup (title));
  if (group.key != POLLUX_GROUP_WORKERS || group.collapsed)
    lane->id = pollux_scene_keep (scene, pollux_count_to_label (group.n_tasks));
  if (!scene->has_times || (group.key == POLLUX_GROUP_WORKERS && !group.collapsed))
    return;

  busy = pollux_duration_to_label (group.figures.busy);
  longest = pollux_duration_to_label (group.figures.longest_poll);
  /* Translators: two durations, of all tasks of a group */
  lane->location = pollux_scene_keep (scene, g_strdup_printf (_("busy %s, longest poll %s"), busy,
                                                              longest));
}

/* The name of the first, "job-*", whether others have the same, and how many. */
static void
add_pack_texts (PolluxScene              *scene,
                const PolluxSceneRequest *request,
                PolluxSceneLane          *lane)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *count = NULL;
  const PolluxTaskIndex *tasks;
  guint n;

  tasks = pollux_rows_get_pack (request->rows, lane->row.index, &n);
  first = pollux_name_to_pattern (pollux_trace_get_task_title (scene->trace, tasks[0]));
  last = pollux_name_to_pattern (pollux_trace_get_task_title (scene->trace, tasks[n - 1]));
  count = pollux_count_to_label (n);
  lane->title = pollux_scene_keep (scene, pollux_text_make_printable (first));
  if (g_strcmp0 (first, last) != 0)
    {
      g_autofree char *both = g_strconcat (first, ", …", NULL);

      lane->title = pollux_scene_keep (scene, pollux_text_make_printable (both));
    }
  lane->location = pollux_scene_keep (scene, g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s task in turn", "%s tasks in turn", n), count));
  lane->id = pollux_scene_keep (scene, pollux_count_to_label (n));
}

static void
add_texts (PolluxScene              *scene,
           const PolluxSceneRequest *request,
           PolluxSceneLane          *lane)
{
  if (lane->row.kind == POLLUX_ROW_SPAN)
    add_span_texts (scene, lane, pollux_rows_get_spans (request->rows, lane->row.task));
  else if (lane->row.kind == POLLUX_ROW_THREAD)
    pollux_scene_begin_worker (scene, request, lane);
  else if (lane->row.kind == POLLUX_ROW_GROUP)
    add_group_texts (scene, request, lane);
  else if (lane->row.kind == POLLUX_ROW_PACK)
    add_pack_texts (scene, request, lane);
  else if (lane->row.kind == POLLUX_ROW_TRACE)
    {
      lane->title = _("Outside tasks");
      lane->location = pollux_span_rows_has_any (scene->trace, POLLUX_TASK_NONE) ?
                       _("wakes, events, spans") : _("wakes, events");
    }
  else
    {
      lane->title = pollux_scene_keep (scene, pollux_text_for_title (scene->trace, lane->row.task));
      lane->location = pollux_scene_keep (scene, pollux_text_for_location (scene->trace,
                                                                           lane->row.task));
      lane->id = pollux_scene_keep (scene, pollux_text_for_id (scene->trace, lane->row.task));
    }
}

static void
add_drop (PolluxScene      *scene,
          PolluxSceneLane  *lane,
          const PolluxLane *source)
{
  PolluxRange drop = pollux_lane_get_drop (source);

  if (drop.begin == POLLUX_TIME_NONE)
    return;

  lane->drop_begin = pollux_scene_time_to_x (scene, drop.begin);
  lane->drop_end = pollux_scene_time_to_x (scene, drop.end);
  if (lane->drop_end > scene->header_width && lane->drop_begin < scene->width)
    lane->flags |= POLLUX_LANE_HAS_DROP;
}

static void
add_life (PolluxScene      *scene,
          PolluxSceneLane  *lane,
          const PolluxLane *source)
{
  const PolluxTask *task = pollux_trace_get_task (scene->trace, lane->row.task);
  PolluxRange life = pollux_lane_get_life (source);
  double right = scene->width + POLLUX_SCENE_MARGIN;

  if (life.end <= life.begin && task->spawned == POLLUX_TIME_NONE &&
      pollux_lane_get_n_polls (source) == 0)
    return;

  lane->life_begin = pollux_scene_time_to_x (scene, life.begin);
  lane->life_end = pollux_scene_time_to_x (scene, life.end);
  if (lane->life_end <= scene->header_width - POLLUX_SCENE_MARGIN || lane->life_begin >= right)
    return;

  lane->flags |= POLLUX_LANE_HAS_LIFE;
  pollux_scene_see (scene, POLLUX_SEEN_IDLE);
  if (task->spawned != POLLUX_TIME_NONE)
    lane->flags |= POLLUX_LANE_SPAWN_TICK;
  if (lane->life_end >= right || (lane->flags & POLLUX_LANE_CROWDED) != 0)
    return;

  lane->flags |= task->ended != POLLUX_TIME_NONE ? POLLUX_LANE_CAP_ROUND : POLLUX_LANE_CAP_OPEN;
  pollux_scene_see (scene, task->ended != POLLUX_TIME_NONE ? POLLUX_SEEN_DROPPED
                                                           : POLLUX_SEEN_ALIVE);
}

static void
note_longest (PolluxScene      *scene,
              const PolluxLane *source)
{
  gint64 poll, wait;

  pollux_lane_get_longest (source, &poll, &wait);
  scene->longest_poll = MAX (scene->longest_poll, poll);
  scene->longest_wait = MAX (scene->longest_wait, wait);
}

/* Whether the lane can be unfolded. */
static void
add_expander (PolluxScene              *scene,
              const PolluxSceneRequest *request,
              PolluxSceneLane          *lane)
{
  if ((lane->row.kind != POLLUX_ROW_TASK && lane->row.kind != POLLUX_ROW_TRACE) ||
      !pollux_span_rows_has_any (scene->trace, lane->row.task))
    return;

  lane->flags |= POLLUX_LANE_HAS_SPANS;
  if (pollux_rows_is_unfolded (request->rows, lane->row.task))
    lane->flags |= POLLUX_LANE_UNFOLDED;
}

/**
 * pollux_scene_add_task_lane:
 * @lane: as far as it is known; of a task
 */
void
pollux_scene_add_task_lane (PolluxScene              *scene,
                            const PolluxSceneRequest *request,
                            PolluxSceneLane          *lane)
{
  const PolluxLane *source = pollux_trace_get_lane (scene->trace, lane->row.task);

  if (pollux_task_set_contains (request->selected_tasks, lane->row.task) ||
      (lane->row.task == request->selected.task && request->selected.kind != POLLUX_THING_NONE))
    lane->flags |= POLLUX_LANE_SELECTED;
  if (lane->row.task == request->hovered.task && request->hovered.kind != POLLUX_THING_NONE)
    lane->flags |= POLLUX_LANE_HOVERED;
  add_life (scene, lane, source);
  if ((lane->flags & POLLUX_LANE_MEMBER) && lane->life_end - lane->life_begin >= MIN_NAMED)
    lane->title = pollux_scene_keep (scene, pollux_text_for_task (scene->trace, lane->row.task));
  add_drop (scene, lane, source);
  note_longest (scene, source);

  g_array_append_val (scene->lanes, *lane);
  pollux_scene_add_sections (scene, source);
  pollux_scene_add_waits (scene, source);
  pollux_scene_add_marks (scene, source);
}

/* Where the header begins, and what its first triangle is for. */
static void
add_group_of (PolluxScene     *scene,
              PolluxSceneLane *lane)
{
  double room = scene->header_width / 3;

  lane->indent = MIN (lane->row.depth, floor (room / POLLUX_INDENT)) * POLLUX_INDENT;
  if (lane->row.flags & POLLUX_ROW_PINNED)
    lane->flags |= POLLUX_LANE_PINNED;
  if (lane->row.flags & POLLUX_ROW_COLLAPSED)
    lane->flags |= POLLUX_LANE_COLLAPSED;

  if (lane->row.kind == POLLUX_ROW_GROUP)
    {
      PolluxGroup group;

      pollux_rows_get_group (scene->rows, lane->row.index, &group);
      lane->key = group.key;
      lane->flags |= POLLUX_LANE_PARENT;
    }
  else if (lane->row.kind == POLLUX_ROW_TASK && (lane->row.flags & POLLUX_ROW_PARENT) != 0)
    {
      lane->key = lane->row.task;
      lane->flags |= POLLUX_LANE_PARENT;
    }
}

static void
add_lane (PolluxScene              *scene,
          const PolluxSceneRequest *request,
          guint                     index,
          double                    y)
{
  PolluxSceneLane lane = { .index = index, .title = "", .location = "", .id = "" };

  pollux_rows_get (request->rows, index, &lane.row);
  lane.y = scene->ruler_height + y;
  lane.height = pollux_rows_get_y (request->rows, index + 1) -
                pollux_rows_get_y (request->rows, index);
  lane.flags = lane.row.place % 2 != 0 ? POLLUX_LANE_ALTERNATE : 0;
  add_group_of (scene, &lane);
  add_texts (scene, request, &lane);
  add_expander (scene, request, &lane);

  if (lane.row.kind == POLLUX_ROW_TASK)
    {
      pollux_scene_add_task_lane (scene, request, &lane);
      return;
    }

  g_array_append_val (scene->lanes, lane);
  if (lane.row.kind == POLLUX_ROW_SPAN)
    pollux_scene_add_spans (scene, pollux_rows_get_spans (request->rows, lane.row.task));
  else if (lane.row.kind == POLLUX_ROW_THREAD)
    pollux_scene_add_worker (scene, request);
  else if (lane.row.kind == POLLUX_ROW_GROUP)
    pollux_scene_add_group (scene, request);
  else if (lane.row.kind == POLLUX_ROW_PACK)
    pollux_scene_add_pack (scene, request);
  else
    pollux_scene_add_marks (scene, NULL);
}

/* The pinned ones stay; others begin below them. */
static void
add_lanes (PolluxScene              *scene,
           const PolluxSceneRequest *request)
{
  guint n = pollux_rows_get_length (request->rows);
  double bottom = scene->height - scene->ruler_height;
  double scroll = MAX (0, request->scroll_y);
  guint index = 0;

  for (; index < n && pollux_rows_get_y (request->rows, index) < scene->sticky_height; index++)
    add_lane (scene, request, index, pollux_rows_get_y (request->rows, index));
  scene->n_sticky = scene->lanes->len;

  index = pollux_rows_find_y (request->rows, scroll + scene->sticky_height);
  for (; index < n; index++)
    {
      double y = pollux_rows_get_y (request->rows, index) - request->scroll_y;

      if (y >= bottom)
        break;
      add_lane (scene, request, index, y);
    }
}

static void
add_range (PolluxScene *scene,
           PolluxRange  range)
{
  if (pollux_range_length (range) == 0)
    return;

  scene->has_range = TRUE;
  scene->range_begin = pollux_scene_time_to_x (scene, range.begin);
  scene->range_end = pollux_scene_time_to_x (scene, range.end);
  scene->range_label = pollux_scene_keep (scene,
                                          pollux_text_for_length (scene->trace,
                                                                  range.end - range.begin));
}

static void
add_cursor (PolluxScene *scene,
            PolluxTime   cursor)
{
  double x;

  if (cursor == POLLUX_TIME_NONE)
    return;

  x = pollux_viewport_time_to_x (&scene->viewport, cursor);
  if (x < 0 || x > scene->viewport.width)
    return;

  scene->has_cursor = TRUE;
  scene->cursor = scene->header_width + x;
  scene->cursor_label = pollux_scene_keep (scene, pollux_text_for_time (&scene->clock, cursor));
}

/**
 * pollux_scene_build:
 * @request: what to show; see #PolluxSceneRequest
 *
 * Replaces the content of the scene. A reference to the trace is kept until
 * the next build, for hits and descriptions.
 */
void
pollux_scene_build (PolluxScene              *scene,
                    const PolluxSceneRequest *request)
{
  g_return_if_fail (scene != NULL);
  g_return_if_fail (POLLUX_IS_TRACE (request->trace));
  g_return_if_fail (request->rows != NULL);

  reset (scene);
  take_request (scene, request);
  pollux_lod_set_viewport (&scene->lod, &scene->viewport);

  add_ticks (scene);
  add_zone (scene);
  add_lanes (scene, request);
  pollux_scene_add_links (scene, request);
  pollux_scene_add_flags (scene, request);
  add_range (scene, request->range);
  add_cursor (scene, request->cursor);
}

/**
 * pollux_scene_is_empty:
 *
 * Returns: whether there are lanes, and nothing but lines of life in them
 */
gboolean
pollux_scene_is_empty (const PolluxScene *scene)
{
  return scene->lanes->len > 0 && scene->bars->len == 0 && scene->runs->len == 0 &&
         scene->marks->len == 0 && scene->spans->len == 0;
}
