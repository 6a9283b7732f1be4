/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Rows of spans, and what idle stretches wait for.
 *
 * In a row spans lie apart and in time order. One that is a few pixels wide is
 * an item of its own; where several share a column the column is told by the
 * share of its time in which any of them lived or was entered, and the next
 * span is looked up behind it: O(pixels x log spans) for a row. The same goes
 * for where a span was entered.
 */

#include "config.h"

#include <math.h>

#include "pollux-scene-private.h"
#include "pollux-text.h"

/* A narrower span shares its column with what else is in it. */
#define COLUMN 2.0
#define MIN_LABEL_WIDTH 20.0
#define MIN_WAIT_WIDTH 36.0

typedef struct
{
  PolluxScene *scene;
  PolluxSceneLane *out;
  const PolluxSpanPlace *places;
  guint n_places;
  const PolluxSpanStretch *stretches;    /* of the whole row */
  guint n_stretches;
  PolluxRange view;
} Layout;

static PolluxTime
get_time (const PolluxScene *scene,
          double             x)
{
  return pollux_viewport_x_to_time (&scene->viewport, x - scene->header_width);
}

/* One share for [x, x + step). */
static PolluxSceneShare
get_share (const Layout *layout,
           double        x,
           double        step)
{
  PolluxRange range = { get_time (layout->scene, x), get_time (layout->scene, x + step) };
  double length = MAX (1, range.end - range.begin);
  gint64 life, entered;

  range.end = range.begin + length;
  life = pollux_span_places_cover (layout->places, layout->n_places, range);
  entered = pollux_span_stretches_cover (layout->stretches, layout->n_stretches, range);

  return (PolluxSceneShare) { life / length, entered / length, POLLUX_SPAN_NONE };
}

static void
see_span (Layout *layout,
          guint   kind)
{
  pollux_scene_see (layout->scene, kind == POLLUX_SPAN_USER ? POLLUX_SEEN_SPAN
                                                            : POLLUX_SEEN_RESOURCE);
}

/* Sections too many to be drawn one by one. */
static void
add_shares (Layout          *layout,
            PolluxSceneSpan *span)
{
  PolluxScene *scene = layout->scene;
  double left = MAX (span->x0, scene->header_width);
  double right = MIN (span->x1, scene->width);

  span->step = 1;
  span->shares.first = scene->shares->len;
  for (double x = floor (left); x < right; x++)
    {
      PolluxSceneShare share = get_share (layout, x, 1);

      g_array_append_val (scene->shares, share);
      span->shares.n++;
    }
}

static void
add_stretches (Layout                *layout,
               const PolluxSpanPlace *place,
               PolluxSceneSpan       *span)
{
  PolluxScene *scene = layout->scene;
  const PolluxSpanStretch *all = layout->stretches + (place->first - layout->places[0].first);
  guint first = pollux_span_stretches_find (all, place->n, layout->view.begin);
  guint end = pollux_span_stretches_find (all, place->n, layout->view.end);
  double width = MIN (span->x1, scene->width) - MAX (span->x0, scene->header_width);

  if (end - first > MAX (4, width / 2))
    {
      add_shares (layout, span);
      return;
    }

  span->stretches.first = scene->stretches->len;
  for (guint i = first; i < MIN (end + 1, place->n); i++)
    {
      PolluxSceneStretch stretch = { pollux_scene_time_to_x (scene, all[i].range.begin),
                                     pollux_scene_time_to_x (scene, all[i].range.end) };

      if (all[i].range.begin >= layout->view.end)
        break;
      stretch.x1 = MAX (stretch.x1, stretch.x0 + 1);
      g_array_append_val (scene->stretches, stretch);
      span->stretches.n++;
    }
}

static void
add_span (Layout                *layout,
          const PolluxSpanPlace *place)
{
  PolluxScene *scene = layout->scene;
  PolluxSceneSpan span = { pollux_scene_time_to_x (scene, place->life.begin),
                           pollux_scene_time_to_x (scene, place->life.end),
                           .index = place->span };

  span.x1 = MAX (span.x1, span.x0 + 1);
  span.kind = pollux_trace_get_span (scene->trace, place->span)->kind;
  if (place->life.begin < layout->view.begin)
    span.flags |= POLLUX_SPAN_CUT_LEFT;
  if (place->life.end > layout->view.end)
    span.flags |= POLLUX_SPAN_CUT_RIGHT;
  if (place->open)
    span.flags |= POLLUX_SPAN_OPEN;
  if (MIN (span.x1, scene->width) - MAX (span.x0, scene->header_width) >= MIN_LABEL_WIDTH)
    span.label = pollux_scene_keep (scene, pollux_text_for_span_label (scene->trace, place->span));
  add_stretches (layout, place, &span);

  g_array_append_val (scene->spans, span);
  layout->out->spans.n++;
  see_span (layout, span.kind);
}

/* The column at @x, behind the last one if that is its neighbour. */
static void
add_to_crowd (Layout                *layout,
              double                 x,
              const PolluxSpanPlace *place)
{
  PolluxScene *scene = layout->scene;
  PolluxSceneShare share = get_share (layout, x, COLUMN);
  PolluxSceneSpan *last = NULL;
  PolluxSceneSpan span = { x, x + COLUMN, .step = COLUMN, .index = POLLUX_SPAN_NONE,
                           .flags = POLLUX_SPAN_CROWD };

  share.span = place->span;
  span.kind = pollux_trace_get_span (scene->trace, place->span)->kind;
  if (layout->out->spans.n > 0)
    last = &g_array_index (scene->spans, PolluxSceneSpan, scene->spans->len - 1);
  if (last == NULL || !(last->flags & POLLUX_SPAN_CROWD) || last->x1 != x ||
      last->kind != span.kind)
    {
      span.shares.first = scene->shares->len;
      g_array_append_val (scene->spans, span);
      layout->out->spans.n++;
      last = &g_array_index (scene->spans, PolluxSceneSpan, scene->spans->len - 1);
    }

  g_array_append_val (scene->shares, share);
  last->shares.n++;
  last->x1 = x + COLUMN;
  see_span (layout, span.kind);
  pollux_scene_see (scene, POLLUX_SEEN_AGGREGATED);
}

static void
lay_out (Layout *layout)
{
  PolluxScene *scene = layout->scene;
  double pen = -G_MAXDOUBLE;   /* the right edge of the last column */
  guint i = pollux_span_places_find (layout->places, layout->n_places, layout->view.begin);

  while (i < layout->n_places && layout->places[i].life.begin < layout->view.end)
    {
      const PolluxSpanPlace *place = &layout->places[i];
      double x0 = pollux_scene_time_to_x (scene, place->life.begin);
      double x1 = pollux_scene_time_to_x (scene, place->life.end);
      double column = scene->header_width +
                      COLUMN * floor ((x0 - scene->header_width) / COLUMN);
      gboolean alone = i + 1 == layout->n_places ||
                       place[1].life.begin >= get_time (scene, x0 + COLUMN);

      if (x1 - x0 >= COLUMN || (alone && x0 >= pen))
        {
          add_span (layout, place);
          i++;
          continue;
        }

      /* One that goes on from the column before is told by the next. */
      column = MAX (column, pen);
      pen = column + COLUMN;
      add_to_crowd (layout, column, place);
      i = MAX (i + 1, pollux_span_places_find (layout->places, layout->n_places,
                                               get_time (scene, pen)));
    }
}

/**
 * pollux_scene_add_spans:
 * @spans: what is unfolded below the lane of the scene's last row
 *
 * Adds the spans of that row.
 */
void
pollux_scene_add_spans (PolluxScene          *scene,
                        const PolluxSpanRows *spans)
{
  Layout layout = { .scene = scene };
  const PolluxSpanPlace *last;

  layout.out = &g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);
  layout.out->spans.first = scene->spans->len;
  layout.places = pollux_span_rows_get_row (spans, layout.out->row.sub, &layout.n_places);
  if (layout.n_places == 0)
    return;

  last = &layout.places[layout.n_places - 1];
  layout.stretches = pollux_span_rows_get_stretches (spans) + layout.places[0].first;
  layout.n_stretches = last->first + last->n - layout.places[0].first;
  layout.view = pollux_viewport_get_range (&scene->viewport);
  layout.view.end++;

  lay_out (&layout);
}

/* --- what idle stretches wait for ------------------------------------------ */

/* Names the stretch between two sections, if it is idle and known. */
static void
add_wait (PolluxScene      *scene,
          PolluxSceneLane  *out,
          const PolluxLane *lane,
          double            x0,
          double            x1)
{
  PolluxSceneWait wait = { MAX (x0, scene->header_width), MIN (x1, scene->width), NULL };
  PolluxSection section;
  char *text;
  guint next;

  if (wait.x1 - wait.x0 < MIN_WAIT_WIDTH)
    return;

  pollux_lane_get_section (lane, get_time (scene, (wait.x0 + wait.x1) / 2), &section);
  next = MIN (section.poll, pollux_lane_get_n_polls (lane));
  if (section.state != POLLUX_STATE_IDLE || next == 0)
    return;

  text = pollux_text_for_pending (scene->trace, out->row.task, next - 1);
  if (text == NULL)
    return;

  wait.label = pollux_scene_keep (scene, text);
  g_array_append_val (scene->waits, wait);
  out->waits.n++;
}

/**
 * pollux_scene_add_waits:
 * @lane: the lane of the scene's last row, its sections added
 *
 * Adds the names of what its idle stretches wait for, where these are wide.
 */
void
pollux_scene_add_waits (PolluxScene      *scene,
                        const PolluxLane *lane)
{
  PolluxSceneLane *out = &g_array_index (scene->lanes, PolluxSceneLane, scene->lanes->len - 1);
  guint bar = out->bars.first, run = out->runs.first;
  guint bars_end = bar + out->bars.n, runs_end = run + out->runs.n;
  double pen = out->life_begin;

  out->waits.first = scene->waits->len;
  if (!(out->flags & POLLUX_LANE_HAS_LIFE) || pollux_trace_get_n_pending (scene->trace,
                                                                          out->row.task) == 0)
    return;

  while (bar < bars_end || run < runs_end)
    {
      const PolluxSceneBar *next_bar = bar < bars_end ? pollux_scene_get_bar (scene, bar) : NULL;
      const PolluxSceneRun *next_run = run < runs_end ? pollux_scene_get_run (scene, run) : NULL;
      gboolean take_bar = next_run == NULL || (next_bar != NULL && next_bar->x0 < next_run->x);

      add_wait (scene, out, lane, pen, take_bar ? next_bar->x0 : next_run->x);
      pen = MAX (pen, take_bar ? next_bar->x1 : next_run->x + next_run->n * next_run->step);
      if (take_bar)
        bar++;
      else
        run++;
    }

  add_wait (scene, out, lane, pen,
            out->flags & POLLUX_LANE_HAS_DROP ? out->drop_begin : out->life_end);
}
