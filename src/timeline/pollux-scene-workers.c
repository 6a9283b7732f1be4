/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The lanes of workers: what a thread polled, whichever task it was.
 *
 * Polls of one thread may lie inside each other (a task that drives others
 * within its own poll). At each moment the one that began last is shown, so
 * the one around it is cut in pieces; bars never overlap. Where several lie in
 * a pixel, its column is told by numbers, as in the lanes of tasks.
 */

#include "config.h"

#include <math.h>

#include "pollux-scene-private.h"
#include "pollux-text.h"

/* A bar this wide gives its last pixel to the gap to the next one. */
#define WIDE 3.0

/* A narrower bar has no room for a name. */
#define MIN_LABEL_WIDTH 24.0

/* Polls inside of each other that are kept apart. */
#define MAX_DEPTH 32

typedef struct
{
  guint entry;
  PolluxPoll poll;
} Open;

typedef struct
{
  PolluxScene *scene;
  const PolluxSceneRequest *request;
  const PolluxWorker *worker;
  PolluxSceneLane *out;
  PolluxRange segment;
  double left;
  double right;
  double pen;
  PolluxTime at;         /* up to where it is laid out */
  Open open[MAX_DEPTH];  /* the innermost last */
  guint n_open;
} Layout;

static void
take (PolluxWorkers       **place,
      const PolluxWorkers  *workers)
{
  if (*place == workers)
    return;

  g_clear_pointer (place, pollux_workers_unref);
  if (workers != NULL)
    *place = pollux_workers_ref ((PolluxWorkers *) workers);
}

/**
 * pollux_scene_take_workers:
 *
 * Keeps what @rows show until the next build.
 */
void
pollux_scene_take_workers (PolluxScene      *scene,
                           const PolluxRows *rows)
{
  take (&scene->workers, pollux_rows_get_workers (rows));
  take (&scene->taken, pollux_rows_get_taken (rows));
}

/**
 * pollux_scene_get_taken:
 *
 * Returns: (nullable): the same worker with the tasks that the filter takes; %NULL
 *   without one
 */
const PolluxWorker *
pollux_scene_get_taken (const PolluxScene  *scene,
                        const PolluxWorker *worker)
{
  return scene->taken != NULL ? pollux_workers_find (scene->taken, worker->thread) : NULL;
}

/**
 * pollux_scene_begin_worker:
 * @lane: a lane that is not yet in the scene
 *
 * Sets its texts, whether it has the selection, and the line between its polls,
 * from the first to the last: what the thread did before and behind is not known.
 */
void
pollux_scene_begin_worker (PolluxScene              *scene,
                           const PolluxSceneRequest *request,
                           PolluxSceneLane          *lane)
{
  const PolluxWorker *worker = pollux_workers_get (scene->workers, lane->row.index);
  const PolluxWorker *taken = pollux_scene_get_taken (scene, worker);

  lane->title = worker->title;
  lane->id = worker->id;
  lane->location = pollux_scene_keep (scene, pollux_worker_summarize (worker, taken));
  if (pollux_rows_find_thing (request->rows, &request->selected) == lane->index)
    lane->flags |= POLLUX_LANE_SELECTED;
  if (pollux_rows_find_thing (request->rows, &request->hovered) == lane->index)
    lane->flags |= POLLUX_LANE_HOVERED;

  if (worker->thread == POLLUX_THREAD_NONE)
    return;

  lane->life_begin = pollux_scene_time_to_x (scene, worker->extent.begin);
  lane->life_end = pollux_scene_time_to_x (scene, worker->extent.end);
  if (lane->life_end > scene->header_width - POLLUX_SCENE_MARGIN &&
      lane->life_begin < scene->width + POLLUX_SCENE_MARGIN)
    {
      lane->flags |= POLLUX_LANE_HAS_LIFE;
      pollux_scene_see (scene, POLLUX_SEEN_BETWEEN);
    }
}

static void
set_look (Layout         *layout,
          const Open     *open,
          PolluxSceneBar *bar)
{
  PolluxScene *scene = layout->scene;
  PolluxTaskIndex task;
  guint poll;

  pollux_bundle_get_entry (layout->worker->bundle, open->entry, &task, &poll);
  if (!pollux_rows_takes (layout->request->rows, task))
    {
      bar->flags |= POLLUX_BAR_DIM;
      pollux_scene_see (scene, POLLUX_SEEN_LEFT_OUT);
    }
  if (layout->request->selected.kind != POLLUX_THING_NONE && layout->request->selected.task == task)
    bar->flags |= POLLUX_BAR_MARKED;
  if (bar->x1 - bar->x0 >= MIN_LABEL_WIDTH)
    bar->label = pollux_scene_keep (scene, pollux_text_for_task (scene->trace, task));
}

/* A piece of a poll, in which no other lies. */
static void
add_piece (Layout     *layout,
           const Open *open,
           PolluxTime  begin,
           PolluxTime  end)
{
  PolluxScene *scene = layout->scene;
  gboolean is_open = (open->poll.flags & POLLUX_POLL_OPEN) != 0;
  double x0, x1;

  if (begin >= layout->segment.end || (end <= layout->segment.begin && begin < end))
    return;

  x0 = CLAMP (pollux_scene_time_to_x (scene, begin), layout->left,
              MAX (layout->left, layout->right - 1));
  x1 = MIN (pollux_scene_time_to_x (scene, end), layout->right);
  if (x0 - layout->pen < 1 && x1 - x0 >= WIDE && layout->pen > layout->left)
    x0 = layout->pen + 1;
  x0 = MAX (x0, layout->pen);
  x1 = MAX (x1, x0 + 1);

  {
    PolluxSceneBar bar = { x0, x1, open->poll.end - open->poll.start, NULL, open->entry,
                           is_open ? POLLUX_BAR_OPEN : POLLUX_BAR_ACTIVE, 0 };

    if (begin < scene->lod.bounds[0])
      bar.flags |= POLLUX_BAR_CUT_LEFT;
    if (end > scene->lod.bounds[scene->lod.n])
      bar.flags |= POLLUX_BAR_CUT_RIGHT;
    set_look (layout, open, &bar);
    g_array_append_val (scene->bars, bar);
  }

  layout->out->bars.n++;
  layout->pen = x1;
  pollux_scene_see (scene, is_open ? POLLUX_SEEN_OPEN : POLLUX_SEEN_ACTIVE);
}

/* Lays out up to @time what is open. */
static void
advance (Layout     *layout,
         PolluxTime  time)
{
  while (layout->n_open > 0)
    {
      const Open *open = &layout->open[layout->n_open - 1];
      PolluxTime end = MIN (open->poll.end, time);

      if (end > layout->at || open->poll.end == open->poll.start)
        add_piece (layout, open, MAX (layout->at, open->poll.start), end);
      layout->at = MAX (layout->at, end);
      if (open->poll.end > time)
        return;
      layout->n_open--;
    }

  layout->at = MAX (layout->at, time);
}

static void
add_segment (Layout *layout,
             guint   from,
             guint   to)
{
  PolluxScene *scene = layout->scene;
  const PolluxLod *lod = &scene->lod;
  const PolluxBundle *bundle = layout->worker->bundle;
  guint entry;

  layout->segment = (PolluxRange) { lod->bounds[from], lod->bounds[to] };
  layout->left = pollux_scene_get_segment_x (scene, from);
  layout->right = pollux_scene_get_segment_x (scene, to);
  if (layout->right <= layout->left)
    return;

  layout->pen = MAX (layout->pen, layout->left);
  layout->n_open = 0;
  layout->at = G_MININT64;

  for (entry = pollux_bundle_find_overlap (bundle, 0, layout->segment, FALSE); entry != G_MAXUINT;
       entry = pollux_bundle_find_overlap (bundle, entry + 1, layout->segment, FALSE))
    {
      Open open = { .entry = entry };

      pollux_bundle_get_poll (bundle, entry, &open.poll);
      advance (layout, open.poll.start);
      if (layout->n_open == MAX_DEPTH)
        layout->n_open--;
      layout->open[layout->n_open++] = open;
    }

  advance (layout, layout->segment.end);
  /* What goes on behind the segment ends at its edge. */
  if (layout->n_open > 0 && layout->at < layout->segment.end)
    add_piece (layout, &layout->open[layout->n_open - 1], layout->at,
               layout->open[layout->n_open - 1].poll.end);
}

/* Tells the columns of the lane's runs once more, of the tasks that the filter takes. */
static void
add_taken_runs (Layout             *layout,
                const PolluxWorker *taken)
{
  PolluxScene *scene = layout->scene;
  PolluxSceneLane *out = layout->out;
  guint n = out->runs.n;

  pollux_lod_reset (&scene->lod);
  pollux_lod_add_bundle (&scene->lod, taken->bundle);

  for (guint i = 0; i < n; i++)
    {
      PolluxSceneRun run = *pollux_scene_get_run (scene, out->runs.first + i);

      pollux_scene_add_run (scene, out, run.lod, run.lod + run.n);
    }
}

/**
 * pollux_scene_add_worker:
 *
 * Adds what the worker of the last lane polled in the view. What the filter leaves
 * out is dim: bars are, and runs are told of all tasks, dim, and once more of the
 * tasks that it takes.
 */
void
pollux_scene_add_worker (PolluxScene              *scene,
                         const PolluxSceneRequest *request)
{
  PolluxLod *lod = &scene->lod;
  Layout layout = { .scene = scene, .request = request, .pen = -G_MAXDOUBLE };
  const PolluxWorker *taken;

  layout.out = &g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);
  layout.worker = pollux_workers_get (scene->workers, layout.out->row.index);
  layout.out->bars.first = scene->bars->len;
  layout.out->runs.first = scene->runs->len;
  scene->longest_poll = MAX (scene->longest_poll, layout.worker->longest_poll);

  pollux_lod_reset (lod);
  pollux_lod_add_bundle (lod, layout.worker->bundle);
  pollux_lod_find_crowds (lod);

  for (guint at = lod->begin; at < lod->end;)
    {
      guint crowded = lod->columns[at].flags & POLLUX_LOD_CROWDED;
      guint from = at;

      while (at < lod->end && (lod->columns[at].flags & POLLUX_LOD_CROWDED) == crowded)
        at++;

      if (!crowded)
        {
          add_segment (&layout, from, at);
          continue;
        }

      pollux_scene_add_run (scene, layout.out, from, at);
      if (pollux_rows_has_filter (request->rows))
        {
          g_array_index (scene->runs, PolluxSceneRun, scene->runs->len - 1).dim = TRUE;
          pollux_scene_see (scene, POLLUX_SEEN_LEFT_OUT);
        }
      layout.pen = pollux_scene_get_column_x (scene, at);
    }

  taken = pollux_scene_get_taken (scene, layout.worker);
  if (taken != NULL && layout.out->runs.n > 0)
    add_taken_runs (&layout, taken);
}

/**
 * pollux_scene_hit_worker:
 * @thing: (out): the poll there; of several in a pixel the longest, first of those
 *   that the filter takes
 *
 * Returns: %FALSE between polls and on the header
 */
gboolean
pollux_scene_hit_worker (const PolluxScene     *scene,
                         const PolluxSceneLane *lane,
                         double                 x,
                         PolluxThing           *thing)
{
  static const int offsets[] = { 0, -1, 1, -2, 2 };
  const PolluxWorker *worker = pollux_workers_get (scene->workers, lane->row.index);
  const PolluxWorker *taken = pollux_scene_get_taken (scene, worker);
  const PolluxBundle *bundle = worker->bundle;
  const PolluxSceneBar *bar;
  guint entry = G_MAXUINT;
  PolluxRange range;

  if (x < scene->header_width)
    return FALSE;

  bar = pollux_scene_find_bar (scene, lane->bars, x);
  if (bar != NULL)
    entry = bar->index;
  for (guint i = 0; i < G_N_ELEMENTS (offsets) && entry == G_MAXUINT; i++)
    if (pollux_scene_find_column (scene, lane, x, offsets[i], &range))
      {
        /* What the filter takes is what one looks for. */
        if (taken != NULL)
          entry = pollux_bundle_find_longest (taken->bundle, range, FALSE);
        bundle = entry != G_MAXUINT ? taken->bundle : worker->bundle;
        if (entry == G_MAXUINT)
          entry = pollux_bundle_find_longest (bundle, range, FALSE);
      }
  if (entry == G_MAXUINT)
    return FALSE;

  *thing = (PolluxThing) { POLLUX_THING_POLL, POLLUX_TASK_NONE, 0 };
  pollux_bundle_get_entry (bundle, entry, &thing->task, &thing->index);

  return TRUE;
}
