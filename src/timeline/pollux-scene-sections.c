/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The sections of a lane: bars where they can be drawn one by one, runs of
 * columns where they cannot.
 *
 * Bars of one lane never overlap and are at least a pixel wide. A pen keeps
 * the right edge of what is laid out: a wait that is shorter than a pixel
 * stands in the pixel before its poll; where that is taken, the longer of its
 * neighbours gives a pixel away. Nothing is moved by more than three pixels,
 * because crowds (see pollux_lod_find_crowds()) are not laid out here.
 */

#include "config.h"

#include <math.h>

#include "pollux-scene-private.h"

/* A bar this wide can give away a pixel for a wait. */
#define WIDE 3.0
/* With so much room a bar keeps a pixel between itself and the poll before. */
#define APART 2.0

typedef struct
{
  PolluxScene *scene;
  const PolluxLane *lane;
  PolluxSceneLane *out;
  PolluxRange view;
  PolluxRange segment;   /* times between two crowds */
  double left;           /* pixels of it */
  double right;
  double pen;
  guint last_poll;       /* whose bar ends at the pen; G_MAXUINT if none */
} Layout;

static PolluxSceneBar *
get_last_bar (Layout *layout)
{
  if (layout->out->bars.n == 0)
    return NULL;

  return &g_array_index (layout->scene->bars, PolluxSceneBar,
                         layout->out->bars.first + layout->out->bars.n - 1);
}

static void
see_bar (PolluxScene   *scene,
         PolluxBarKind  kind)
{
  static const PolluxSeen seen[POLLUX_N_BAR_KINDS] = {
    [POLLUX_BAR_ACTIVE] = POLLUX_SEEN_ACTIVE,
    [POLLUX_BAR_OPEN] = POLLUX_SEEN_OPEN,
    [POLLUX_BAR_SCHEDULED] = POLLUX_SEEN_SCHEDULED,
    [POLLUX_BAR_SPAWN] = POLLUX_SEEN_SCHEDULED,
    [POLLUX_BAR_UNANSWERED] = POLLUX_SEEN_UNANSWERED,
  };

  pollux_scene_see (scene, seen[kind]);
}

static void
add_bar (Layout        *layout,
         PolluxBarKind  kind,
         guint          index,
         PolluxRange    range,
         double         x0,
         double         x1)
{
  PolluxSceneBar bar = { x0, x1, range.end - range.begin, NULL, index, kind, 0 };

  if (range.begin < layout->view.begin)
    bar.flags |= POLLUX_BAR_CUT_LEFT;
  if (range.end > layout->view.end)
    bar.flags |= POLLUX_BAR_CUT_RIGHT;

  g_array_append_val (layout->scene->bars, bar);
  layout->out->bars.n++;
  layout->pen = x1;
  see_bar (layout->scene, kind);
}

/* Pixels of a section; never empty, never outside of the segment. */
static void
place (const Layout *layout,
       PolluxRange   range,
       double       *x0,
       double       *x1)
{
  double begin = pollux_scene_time_to_x (layout->scene, range.begin);
  double end = pollux_scene_time_to_x (layout->scene, range.end);

  begin = CLAMP (begin, layout->left, MAX (layout->left, layout->right - 1));
  end = MIN (end, layout->right);
  if (end - begin < 1)
    {
      begin = MAX (floor (begin), layout->left);
      end = begin + 1;
    }

  *x0 = begin;
  *x1 = end;
}

/* Makes a pixel of room at the pen for a wait before the bar [*x0, *x1). */
static void
make_room (Layout *layout,
           double *x0,
           double *x1)
{
  PolluxSceneBar *before = get_last_bar (layout);

  if (*x1 - *x0 >= WIDE)
    *x0 = layout->pen + 1;
  else if (before != NULL && before->x1 == layout->pen && before->x1 - before->x0 >= WIDE)
    {
      before->x1 -= 1;
      layout->pen = before->x1;
      *x0 = MAX (*x0, layout->pen + 1);
    }
  else
    {
      *x0 = layout->pen + 1;
      *x1 = MAX (*x1, *x0 + 1);
    }
}

static void
lay_wait (Layout           *layout,
          const PolluxPoll *poll,
          guint             index,
          double           *x0,
          double           *x1)
{
  PolluxRange range = { poll->start - poll->wait, poll->start };
  double begin = pollux_scene_time_to_x (layout->scene, range.begin);

  begin = MAX (MIN (begin, *x0 - 1), layout->pen);
  begin = MAX (begin, layout->left);
  if (*x0 - begin < 1)
    {
      make_room (layout, x0, x1);
      begin = layout->pen;
    }

  add_bar (layout, poll->flags & POLLUX_POLL_SPAWN_DELAY ? POLLUX_BAR_SPAWN : POLLUX_BAR_SCHEDULED,
           index, range, begin, *x0);
}

/* Leaves a gap of a pixel between two polls where both can afford it. */
static void
keep_apart (Layout *layout,
            guint   index,
            double *x0,
            double  x1)
{
  if (layout->last_poll + 1 == index && layout->last_poll != G_MAXUINT &&
      *x0 - layout->pen < 1 && x1 - layout->pen >= APART)
    *x0 = layout->pen + 1;
}

static void
lay_poll (Layout           *layout,
          const PolluxPoll *poll,
          guint             index)
{
  PolluxRange range = { poll->start, poll->end };
  gboolean is_here = poll->start < layout->segment.end;
  double x0 = layout->right, x1 = layout->right;

  if (is_here)
    place (layout, range, &x0, &x1);

  if (poll->wait > 0 && poll->start > layout->segment.begin)
    lay_wait (layout, poll, index, &x0, &x1);
  else
    keep_apart (layout, index, &x0, x1);

  if (!is_here || (poll->end <= layout->segment.begin && poll->start < layout->segment.begin))
    return;

  x0 = MAX (x0, layout->pen);
  x1 = MAX (x1, x0 + 1);
  add_bar (layout, poll->flags & POLLUX_POLL_OPEN ? POLLUX_BAR_OPEN : POLLUX_BAR_ACTIVE,
           index, range, x0, x1);
  layout->last_poll = index;
}

static void
lay_unanswered (Layout *layout)
{
  PolluxRange range = pollux_lane_get_unanswered (layout->lane);
  double x0, x1;

  if (pollux_range_length (pollux_range_intersect (range, layout->segment)) == 0)
    return;

  place (layout, range, &x0, &x1);
  x0 = MAX (x0, layout->pen);
  x1 = MAX (x1, x0 + 1);
  add_bar (layout, POLLUX_BAR_UNANSWERED, G_MAXUINT, range, x0, x1);
}

/**
 * pollux_scene_get_column_x:
 *
 * Returns: the left edge of column @at of the view, in the scene
 */
double
pollux_scene_get_column_x (const PolluxScene *scene,
                           guint              at)
{
  if (scene->viewport.scale < 1)
    return scene->header_width +
           pollux_viewport_time_to_x (&scene->viewport, scene->lod.bounds[at]);

  return scene->header_width + at;
}

/**
 * pollux_scene_get_segment_x:
 *
 * Returns: the same, as near as bars may come
 */
double
pollux_scene_get_segment_x (const PolluxScene *scene,
                            guint              at)
{
  return CLAMP (pollux_scene_get_column_x (scene, at), scene->header_width - POLLUX_SCENE_MARGIN,
                scene->width + POLLUX_SCENE_MARGIN);
}

/* Lays out what lies in the columns [from, to), which are no crowd. */
static void
add_segment (Layout *layout,
             guint   from,
             guint   to)
{
  const PolluxLod *lod = &layout->scene->lod;
  guint n_polls = pollux_lane_get_n_polls (layout->lane);
  guint first = G_MAXUINT;
  PolluxPoll poll;

  layout->segment = (PolluxRange) { lod->bounds[from], lod->bounds[to] };
  /* Nothing is left of the first segment: a short wait may stand there. */
  layout->left = pollux_scene_get_segment_x (layout->scene,
                                             from == lod->begin && from > 0 ? from - 1 : from);
  layout->right = pollux_scene_get_segment_x (layout->scene, to);
  if (layout->right <= layout->left)
    return;

  layout->pen = MAX (layout->pen, layout->left);

  for (guint i = from; i < to && first == G_MAXUINT; i++)
    if (lod->columns[i].n_polls > 0 || lod->columns[i].wait > 0)
      first = lod->columns[i].first;

  for (guint i = first; i < n_polls; i++)
    {
      pollux_lane_get_poll (layout->lane, i, &poll);
      if (poll.start - poll.wait >= layout->segment.end)
        break;
      lay_poll (layout, &poll, i);
    }

  lay_unanswered (layout);
}

/**
 * pollux_scene_add_run:
 * @lane: the last lane
 *
 * Adds the columns [@from, @to) of the view, each told by numbers.
 */
void
pollux_scene_add_run (PolluxScene     *scene,
                      PolluxSceneLane *lane,
                      guint            from,
                      guint            to)
{
  const PolluxLod *lod = &scene->lod;
  double step = MAX (1, 1 / scene->viewport.scale);
  PolluxSceneRun run = { pollux_scene_get_column_x (scene, from), step, scene->columns->len,
                         to - from, from };

  for (guint i = from; i < to; i++)
    {
      const PolluxLodColumn *column = &lod->columns[i];
      double length = lod->bounds[i + 1] - lod->bounds[i];
      PolluxSceneColumn out;

      out.busy = MIN (1, column->busy / length);
      out.wait = MIN (1 - out.busy, column->wait / length);
      /* Beside polls that fill the column to the last digit, too. */
      if (column->wait > 0)
        out.wait = MAX (out.wait, G_MINFLOAT);
      out.n_polls = column->n_polls;
      out.longest_poll = column->longest_poll;
      out.longest_wait = column->longest_wait;
      g_array_append_val (scene->columns, out);
      if (column->wait > 0)
        pollux_scene_see (scene, POLLUX_SEEN_SCHEDULED);
    }

  g_array_append_val (scene->runs, run);
  lane->runs.n++;
  pollux_scene_see (scene, POLLUX_SEEN_AGGREGATED);
  pollux_scene_see (scene, POLLUX_SEEN_ACTIVE);
}

static void
add_run (Layout *layout,
         guint   from,
         guint   to)
{
  const PolluxSceneRun *run;

  pollux_scene_add_run (layout->scene, layout->out, from, to);
  run = pollux_scene_get_run (layout->scene, layout->scene->runs->len - 1);
  /* A short wait before a narrow crowd may reach over it. */
  layout->pen = MAX (layout->pen, run->x + run->n * run->step);
  layout->last_poll = G_MAXUINT;
}

/**
 * pollux_scene_add_sections:
 * @lane: the lane of the scene's last row
 *
 * Adds bars and runs for what @lane did in the view.
 */
void
pollux_scene_add_sections (PolluxScene      *scene,
                           const PolluxLane *lane)
{
  PolluxLod *lod = &scene->lod;
  Layout layout = { .scene = scene, .lane = lane, .last_poll = G_MAXUINT };

  layout.out = &g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);
  layout.out->bars.first = scene->bars->len;
  layout.out->runs.first = scene->runs->len;
  layout.view = (PolluxRange) { lod->bounds[0], lod->bounds[lod->n] };
  layout.pen = -G_MAXDOUBLE;

  pollux_lod_reset (lod);
  pollux_lod_add_lane (lod, lane);
  pollux_lod_find_crowds (lod);

  for (guint at = lod->begin; at < lod->end;)
    {
      guint crowded = lod->columns[at].flags & POLLUX_LOD_CROWDED;
      guint from = at;

      while (at < lod->end && (lod->columns[at].flags & POLLUX_LOD_CROWDED) == crowded)
        at++;

      if (crowded)
        add_run (&layout, from, at);
      else
        add_segment (&layout, from, at);
    }
}
