/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lanes that stand for many tasks. A collapsed group is drawn as columns of
 * all its polls together: its busy and scheduled time as shares of the most
 * that any column of the view has, rounded up to a power of two (so that it
 * does not flicker while one moves), and the worst on strips of their own.
 *
 * A packed row is drawn task by task, each a lane of its own at the same
 * height, while there are few; else as the columns of all of them, above the
 * stretches in which any is alive. O(pixels x log n).
 */

#include "config.h"

#include <math.h>

#include "pollux-bands.h"
#include "pollux-scene-private.h"

/* Tasks of a packed row are drawn one by one with so many pixels for each, and
 * with all that their marks tell with so many. */
#define PIXELS_PER_TASK 16.0
#define ROOMY_PER_TASK 40.0
#define MIN_TASKS 12

static PolluxBands *
get_bands (PolluxScene              *scene,
           const PolluxSceneRequest *request)
{
  if (request->bands != NULL)
    return request->bands;
  if (scene->bands == NULL)
    scene->bands = pollux_bands_new (TRUE);

  return scene->bands;
}

/* How much of the time of a column its stack's height stands for. */
static double
find_peak (const PolluxLod *lod)
{
  double most = 1;

  for (guint i = lod->begin; i < lod->end; i++)
    {
      double length = lod->bounds[i + 1] - lod->bounds[i];

      most = MAX (most, (lod->columns[i].busy + lod->columns[i].wait) / length);
    }

  return exp2 (ceil (log2 (most) - 1e-9));
}

static double
get_column_x (const PolluxScene *scene,
              guint              at)
{
  if (scene->viewport.scale < 1)
    return scene->header_width +
           pollux_viewport_time_to_x (&scene->viewport, scene->lod.bounds[at]);

  return scene->header_width + at;
}

static void
add_column (PolluxScene           *scene,
            const PolluxLodColumn *column,
            double                 length)
{
  PolluxSceneColumn out;

  out.busy = MIN (1, column->busy / length);
  out.wait = MIN (1 - out.busy, column->wait / length);
  if (column->wait > 0)
    out.wait = MAX (out.wait, G_MINFLOAT);
  out.n_polls = column->n_polls;
  out.longest_poll = column->longest_poll;
  out.longest_wait = column->longest_wait;
  g_array_append_val (scene->columns, out);
}

static void
add_runs (PolluxScene     *scene,
          PolluxSceneLane *out)
{
  const PolluxLod *lod = &scene->lod;
  double step = MAX (1, 1 / scene->viewport.scale);

  for (guint at = lod->begin; at < lod->end;)
    {
      PolluxSceneRun run = { get_column_x (scene, at), step, scene->columns->len, 0, at };

      for (; at < lod->end && (lod->columns[at].n_polls > 0 || lod->columns[at].wait > 0); at++)
        add_column (scene, &lod->columns[at],
                    (lod->bounds[at + 1] - lod->bounds[at]) * out->peak);
      run.n = at - run.lod;
      if (run.n == 0)
        {
          at++;
          continue;
        }
      g_array_append_val (scene->runs, run);
      out->runs.n++;
    }

  if (out->runs.n > 0)
    {
      pollux_scene_see (scene, POLLUX_SEEN_AGGREGATED);
      pollux_scene_see (scene, POLLUX_SEEN_ACTIVE);
    }
}

static void
add_bundle (PolluxScene              *scene,
            const PolluxSceneRequest *request,
            guint64                   id,
            const PolluxTaskIndex    *tasks,
            guint                     n)
{
  PolluxSceneLane *out = &g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);
  PolluxBundle *bundle = pollux_bands_get (get_bands (scene, request), request->trace, id, tasks,
                                           n);
  PolluxBundleSummary summary;

  out->peak = 1;
  out->runs.first = scene->runs->len;
  if (bundle == NULL)
    {
      out->flags |= POLLUX_LANE_PENDING;
      return;
    }

  out->bundle = bundle;
  g_ptr_array_add (scene->bundles, pollux_bundle_ref (bundle));
  pollux_bundle_summarize (bundle, pollux_bundle_get_extent (bundle), &summary);
  scene->longest_poll = MAX (scene->longest_poll, summary.longest_poll);
  scene->longest_wait = MAX (scene->longest_wait, summary.longest_wait);
  if (summary.wait > 0)
    pollux_scene_see (scene, POLLUX_SEEN_SCHEDULED);

  pollux_lod_reset (&scene->lod);
  pollux_lod_add_bundle (&scene->lod, bundle);
  out->peak = find_peak (&scene->lod);
  add_runs (scene, out);
}

/**
 * pollux_scene_add_group:
 *
 * Adds what the tasks of a collapsed group did in the view, or nothing for one
 * that is not collapsed.
 */
void
pollux_scene_add_group (PolluxScene              *scene,
                        const PolluxSceneRequest *request)
{
  PolluxSceneLane *out = &g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);
  PolluxGrouping grouping = pollux_rows_get_shown_grouping (request->rows);
  PolluxGroup group;
  guint64 id;

  pollux_rows_get_group (request->rows, out->row.index, &group);
  if (!group.collapsed)
    return;

  id = group.key | ((guint64) (grouping + 1) << 32);
  if (request->selected.kind != POLLUX_THING_NONE &&
      pollux_rows_find_task (request->rows, request->selected.task) == out->index)
    out->flags |= POLLUX_LANE_SELECTED;
  add_bundle (scene, request, id, group.tasks, group.n_tasks);
}

/* --- packed rows ------------------------------------------------------------------ */

static PolluxRange
get_life (const PolluxScene *scene,
          PolluxTaskIndex    task)
{
  return pollux_lane_get_life (pollux_trace_get_lane (scene->trace, task));
}

/* The first of @tasks from @low on that ends (or begins) behind @time. */
static guint
find_task (const PolluxScene     *scene,
           const PolluxTaskIndex *tasks,
           guint                  low,
           guint                  n,
           PolluxTime             time,
           gboolean               by_end)
{
  guint high = n;

  /* The next is near where tasks are looked for one after the other. */
  for (guint step = 1; low + step < high; step *= 2)
    {
      PolluxRange life = get_life (scene, tasks[low + step - 1]);

      if ((by_end ? life.end : life.begin) > time)
        high = low + step - 1;
      else
        low += step;
    }

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PolluxRange life = get_life (scene, tasks[middle]);

      if ((by_end ? life.end : life.begin) > time)
        high = middle;
      else
        low = middle + 1;
    }

  return low;
}

/* Stretches in which any of the tasks was alive; gaps of less than a pixel are
 * none. */
static void
add_lives (PolluxScene           *scene,
           PolluxSceneLane       *out,
           const PolluxTaskIndex *tasks,
           guint                  from,
           guint                  to)
{
  PolluxTime gap = MAX (1, scene->viewport.scale);

  out->lives.first = scene->stretches->len;
  while (from < to)
    {
      PolluxTime begin = get_life (scene, tasks[from]).begin;
      PolluxTime end = get_life (scene, tasks[from]).end;
      guint next = from + 1;
      PolluxSceneStretch stretch;

      while (next < to && get_life (scene, tasks[next]).begin <= end + gap)
        {
          next = find_task (scene, tasks, next, to, end + gap, FALSE);
          end = get_life (scene, tasks[next - 1]).end;
        }

      stretch.x0 = pollux_scene_time_to_x (scene, begin);
      stretch.x1 = MAX (pollux_scene_time_to_x (scene, end), stretch.x0 + 1);
      g_array_append_val (scene->stretches, stretch);
      out->lives.n++;
      from = next;
    }
  pollux_scene_see (scene, POLLUX_SEEN_IDLE);
}

static gboolean
has_more (const PolluxScene *scene,
          guint              n_tasks,
          double             pixels_per_task)
{
  return n_tasks > MAX (MIN_TASKS, scene->viewport.width / pixels_per_task);
}

/**
 * pollux_scene_add_pack:
 *
 * Adds the tasks of a packed row: those that are in sight follow its lane as
 * lanes of their own, or are drawn in it all together.
 */
void
pollux_scene_add_pack (PolluxScene              *scene,
                       const PolluxSceneRequest *request)
{
  PolluxSceneLane pack = g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);
  PolluxSceneLane *out = &g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);
  PolluxTime left = pollux_viewport_x_to_time (&scene->viewport, -POLLUX_SCENE_MARGIN);
  PolluxTime right = pollux_viewport_x_to_time (&scene->viewport,
                                                scene->viewport.width + POLLUX_SCENE_MARGIN);
  const PolluxTaskIndex *tasks;
  guint n, from, to;

  tasks = pollux_rows_get_pack (request->rows, pack.row.index, &n);
  from = find_task (scene, tasks, 0, n, left - 1, TRUE);
  to = find_task (scene, tasks, from, n, right, FALSE);

  if (has_more (scene, to - from, PIXELS_PER_TASK))
    {
      add_lives (scene, out, tasks, from, to);
      add_bundle (scene, request, tasks[0] | ((guint64) 0x80 << 32), tasks, n);
      return;
    }

  for (guint i = from; i < to; i++)
    {
      PolluxSceneLane lane = { .index = pack.index, .title = "", .location = "", .id = "" };

      lane.row = pack.row;
      lane.row.kind = POLLUX_ROW_TASK;
      lane.row.task = tasks[i];
      lane.y = pack.y;
      lane.height = pack.height;
      lane.flags = POLLUX_LANE_MEMBER;
      if (has_more (scene, to - from, ROOMY_PER_TASK))
        lane.flags |= POLLUX_LANE_CROWDED;
      pollux_scene_add_task_lane (scene, request, &lane);
    }
}
