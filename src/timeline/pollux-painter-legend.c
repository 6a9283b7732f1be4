/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Samples for the legend of a picture: a lane of a few pixels that has just
 * the one thing, painted like any other lane, so a sample cannot differ from
 * what it explains.
 */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

typedef struct
{
  PolluxScene *scene;
  PolluxSceneLane lane;
  double width;
} Sample;

static void
add_bar (Sample        *sample,
         PolluxBarKind  kind,
         double         x0,
         double         x1)
{
  PolluxSceneBar bar = { x0, x1, 0, NULL, 0, kind, 0 };

  g_array_append_val (sample->scene->bars, bar);
  sample->lane.bars.n++;
}

static void
add_wake (Sample *sample,
          double  x,
          guint8  flags)
{
  PolluxSceneMark mark = { .x = x, .cell = x, .n = 1, .flags = flags };

  g_array_append_val (sample->scene->marks, mark);
  sample->lane.wakes.n++;
}

static void
add_event (Sample *sample,
           guint8  level)
{
  PolluxSceneMark mark = { .x = sample->width / 2, .n = 1, .level = level };

  sample->lane.events.first = sample->scene->marks->len;
  sample->lane.events.n = 1;
  g_array_append_val (sample->scene->marks, mark);
}

static void
add_life (Sample *sample,
          double  end,
          guint   flags)
{
  sample->lane.life_begin = 0;
  sample->lane.life_end = end;
  sample->lane.flags = POLLUX_LANE_HAS_LIFE | flags;
}

static void
add_run (Sample *sample)
{
  static const float shares[][2] = {
    { .2, .1 }, { .5, .1 }, { .3, .3 }, { .7, .2 }, { .6, 0 }, { .2, .2 }, { .4, .1 }, { .1, .1 },
  };
  PolluxSceneRun run = { 1, 1, sample->scene->columns->len, 0, 0 };

  for (guint i = 0; i < sample->width - 2; i++)
    {
      const float *share = shares[(i / 2) % G_N_ELEMENTS (shares)];
      PolluxSceneColumn column = { share[0], share[1], 3, i / 2 == 6 ? 100 : 25,
                                   i / 2 == 11 ? 100 : 20 };

      g_array_append_val (sample->scene->columns, column);
      run.n++;
    }

  sample->scene->longest_poll = sample->scene->longest_wait = 100;
  g_array_append_val (sample->scene->runs, run);
  sample->lane.runs.n = 1;
}

static void
add_section (Sample     *sample,
             PolluxSeen  what)
{
  static const PolluxBarKind kinds[POLLUX_N_SEEN] = {
    [POLLUX_SEEN_ACTIVE] = POLLUX_BAR_ACTIVE,
    [POLLUX_SEEN_SCHEDULED] = POLLUX_BAR_SCHEDULED,
    [POLLUX_SEEN_OPEN] = POLLUX_BAR_OPEN,
    [POLLUX_SEEN_UNANSWERED] = POLLUX_BAR_UNANSWERED,
    [POLLUX_SEEN_LEFT_OUT] = POLLUX_BAR_ACTIVE,
  };

  add_bar (sample, kinds[what], 0, sample->width);
  if (what != POLLUX_SEEN_LEFT_OUT)
    return;

  sample->lane.row.kind = POLLUX_ROW_THREAD;
  g_array_index (sample->scene->bars, PolluxSceneBar, 0).flags |= POLLUX_BAR_DIM;
}

static void
add_wakes (Sample     *sample,
           PolluxSeen  what)
{
  static const guint8 flags[POLLUX_N_SEEN] = {
    [POLLUX_SEEN_WAKE] = POLLUX_MARK_EFFECTIVE,
    [POLLUX_SEEN_REDUNDANT] = 0,
    [POLLUX_SEEN_SELF_WAKE] = POLLUX_MARK_SELF | POLLUX_MARK_EFFECTIVE,
    [POLLUX_SEEN_LOOSE_WAKE] = POLLUX_MARK_LOOSE,
    [POLLUX_SEEN_DENSE_WAKES] = POLLUX_MARK_DENSE | POLLUX_MARK_EFFECTIVE,
  };
  double step = what == POLLUX_SEEN_DENSE_WAKES ? 3 : sample->width;

  for (double x = step / 2; x < sample->width; x += step)
    add_wake (sample, floor (x) + 0.5, flags[what]);
}

static void
add_span (Sample *sample,
          guint   kind)
{
  PolluxSceneStretch stretch = { 6, sample->width - 12 };
  PolluxSceneSpan span = { 0, sample->width, .index = 0, .kind = kind, .stretches = { 0, 1 } };

  sample->lane.row.kind = POLLUX_ROW_SPAN;
  sample->lane.height = POLLUX_LANE_COMPACT;
  sample->lane.location = "";
  sample->lane.spans.n = 1;
  g_array_append_val (sample->scene->stretches, stretch);
  g_array_append_val (sample->scene->spans, span);
}

static void
add_arrow (Sample          *sample,
           PolluxLinkKind   kind)
{
  PolluxSceneLink link = { .kind = kind, .x = sample->width / 2, .y0 = 3,
                           .y1 = sample->lane.height - 3, .from = 0, .to = 1, .along = NAN };

  g_array_append_val (sample->scene->links, link);
}

static void
add_sample (Sample     *sample,
            PolluxSeen  what)
{
  switch (what)
    {
    case POLLUX_SEEN_IDLE:
    case POLLUX_SEEN_BETWEEN:
      add_life (sample, sample->width, 0);
      break;
    case POLLUX_SEEN_DROPPED:
      add_life (sample, sample->width - 6, POLLUX_LANE_CAP_ROUND);
      break;
    case POLLUX_SEEN_ALIVE:
      add_life (sample, sample->width - 6, POLLUX_LANE_CAP_OPEN);
      break;
    case POLLUX_SEEN_AGGREGATED:
      add_run (sample);
      break;
    case POLLUX_SEEN_WAKE:
    case POLLUX_SEEN_REDUNDANT:
    case POLLUX_SEEN_SELF_WAKE:
    case POLLUX_SEEN_LOOSE_WAKE:
    case POLLUX_SEEN_DENSE_WAKES:
      add_wakes (sample, what);
      break;
    case POLLUX_SEEN_EVENT:
      add_event (sample, POLLUX_LEVEL_INFO);
      break;
    case POLLUX_SEEN_WARNING:
      add_event (sample, POLLUX_LEVEL_WARN);
      break;
    case POLLUX_SEEN_ERROR:
      add_event (sample, POLLUX_LEVEL_ERROR);
      break;
    case POLLUX_SEEN_SPAN:
      add_span (sample, POLLUX_SPAN_USER);
      break;
    case POLLUX_SEEN_WAKE_ARROW:
      add_arrow (sample, POLLUX_LINK_CAUSE);
      break;
    case POLLUX_SEEN_SPAWN_ARROW:
      add_arrow (sample, POLLUX_LINK_SPAWN);
      break;
    case POLLUX_SEEN_RESOURCE:
      add_span (sample, POLLUX_SPAN_RESOURCE);
      break;
    default:
      add_section (sample, what);
      break;
    }
}

/* Where the sample has its weight, from the lane's upper edge. */
static double
get_centre (const Sample *sample)
{
  PolluxLaneShape shape;

  pollux_lane_shape_init (&shape, sample->lane.height);
  if (sample->lane.wakes.n > 0)
    return shape.wake_top + shape.wake_height / 2;
  if (sample->lane.spans.n > 0 || sample->scene->links->len > 0)
    return sample->lane.height / 2;
  if (sample->lane.events.n > 0)
    return shape.event_top + shape.event_height / 2;

  return shape.middle;
}

/**
 * pollux_painter_paint_sample:
 * @x, @y, @width, @height: where; it is centred vertically
 *
 * Paints what @what looks like.
 */
void
pollux_painter_paint_sample (PolluxPainter *painter,
                             PolluxSeen     what,
                             double         x,
                             double         y,
                             double         width,
                             double         height)
{
  g_autoptr(PolluxScene) scene = pollux_scene_new ();
  Sample sample = { scene, { .height = POLLUX_LANE_NORMAL }, width };

  scene->width = scene->viewport.width = width;
  scene->height = sample.lane.height;
  add_sample (&sample, what);
  g_array_append_val (scene->lanes, sample.lane);

  cairo_save (painter->cr);
  cairo_translate (painter->cr, x, y + round (height / 2 - get_centre (&sample)));
  painter->first_lane = 0;
  painter->last_lane = scene->lanes->len;
  pollux_painter_paint_lives (painter, scene);
  for (guint i = 0; i < scene->links->len; i++)
    pollux_painter_paint_link (painter, &g_array_index (scene->links, PolluxSceneLink, i));
  cairo_restore (painter->cr);
}
