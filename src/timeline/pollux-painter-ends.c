/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The ends of tasks: the drop of the future, and behind it a dot where the
 * task was dropped, an arrow where it goes on.
 */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

#define LINE_WIDTH 1.2

static double
get_radius (double lane_height)
{
  return lane_height >= POLLUX_LANE_COMPACT ? 2.5 : 2;
}

/* Pixels of a stamp above its middle row, and as many below. */
static double
get_reach (double radius)
{
  return ceil (radius) + 1;
}

/* Both stand behind the end at @x, so that they never hide a short task. */
static void
draw_cap (cairo_t        *cr,
          PolluxEndShape  shape,
          double          x,
          double          y,
          double          radius)
{
  if (shape == POLLUX_END_SHAPE_ROUND)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, x + radius, y, radius, 0, 2 * G_PI);
      return;
    }

  cairo_move_to (cr, x + 1, y - radius);
  cairo_line_to (cr, x + 1 + radius, y);
  cairo_line_to (cr, x + 1, y + radius);
}

static void
finish_caps (cairo_t        *cr,
             PolluxEndShape  shape)
{
  if (shape == POLLUX_END_SHAPE_ROUND)
    {
      cairo_fill (cr);
      return;
    }

  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_stroke (cr);
}

static gboolean
has_cap (const PolluxSceneLane *lane,
         PolluxEndShape         shape)
{
  return (lane->flags & (shape == POLLUX_END_SHAPE_ROUND ? POLLUX_LANE_CAP_ROUND
                                                         : POLLUX_LANE_CAP_OPEN)) != 0;
}

static void
draw_stamp (cairo_t *cr,
            guint    shape,
            double   radius)
{
  draw_cap (cr, shape, 0, get_reach (radius) + 0.5, radius);
  finish_caps (cr, shape);
}

static cairo_surface_t *
get_stamp (PolluxPainter  *painter,
           PolluxEndShape  shape,
           double          radius)
{
  double reach = get_reach (radius);

  return pollux_painter_get_stamp (painter, &painter->end_stamps[shape], 2 * reach, 2 * reach + 1,
                                   draw_stamp, shape, radius);
}

/* The row of pixels on whose middle the lane's line lies. */
static double
get_line_y (const PolluxPainter   *painter,
            const PolluxSceneLane *lane)
{
  PolluxLaneShape shape;

  pollux_lane_shape_init (&shape, lane->height);
  return pollux_painter_snap (painter, lane->y + shape.middle - 0.5);
}

/* Pixels in which the caps of a row begin; nothing if it has none. */
static gboolean
get_extent (const PolluxPainterRow *row,
            double                 *begin,
            double                 *end)
{
  *begin = G_MAXDOUBLE;
  *end = -G_MAXDOUBLE;

  for (guint i = row->first; i < row->end; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (row->scene, i);

      if ((lane->flags & (POLLUX_LANE_CAP_ROUND | POLLUX_LANE_CAP_OPEN)) == 0)
        continue;
      *begin = MIN (*begin, lane->life_end);
      *end = MAX (*end, lane->life_end);
    }

  return *end >= *begin;
}

static void
stamp_caps (PolluxPainter          *painter,
            const PolluxPainterRow *row)
{
  const PolluxSceneLane *first = pollux_scene_get_lane (row->scene, row->first);
  double radius = get_radius (first->height);
  double reach = get_reach (radius);
  PolluxPainterStrip strip;
  double begin, end;

  if (!get_extent (row, &begin, &end))
    return;

  begin = pollux_painter_snap (painter, begin);
  if (!pollux_painter_begin_strip (painter, &strip, begin, end - begin + 2 * reach + 1,
                                   2 * reach + 1))
    return;

  for (guint i = row->first; i < row->end; i++)
    for (PolluxEndShape shape = 0; shape < POLLUX_N_END_SHAPES; shape++)
      {
        const PolluxSceneLane *lane = pollux_scene_get_lane (row->scene, i);

        if (has_cap (lane, shape))
          pollux_painter_stamp (painter, &strip, get_stamp (painter, shape, radius),
                                pollux_painter_snap (painter, lane->life_end));
      }

  pollux_painter_end_strip (painter, &strip, get_line_y (painter, first) - reach);
}

static void
draw_caps (PolluxPainter     *painter,
           const PolluxScene *scene,
           PolluxEndShape     shape)
{
  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (has_cap (lane, shape))
        draw_cap (painter->cr, shape, lane->life_end, get_line_y (painter, lane) + 0.5,
                  get_radius (lane->height));
    }
  finish_caps (painter->cr, shape);
}

static void
add_drop (PolluxPainter         *painter,
          const PolluxSceneLane *lane)
{
  PolluxLaneShape shape;

  if (!(lane->flags & POLLUX_LANE_HAS_DROP))
    return;

  pollux_lane_shape_init (&shape, lane->height);
  pollux_painter_add_rect (painter, lane->drop_begin,
                           lane->y + shape.middle - shape.wait_height / 2, lane->drop_end,
                           lane->y + shape.middle + shape.wait_height / 2);
}

/**
 * pollux_painter_paint_ends:
 *
 * Paints the ends of all tasks.
 */
void
pollux_painter_paint_ends (PolluxPainter     *painter,
                           const PolluxScene *scene)
{
  PolluxPainterRow row;

  pollux_painter_set_color (painter, &painter->palette.idle, 1);
  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    add_drop (painter, pollux_scene_get_lane (scene, i));
  cairo_fill (painter->cr);

  if (painter->vector)
    {
      for (PolluxEndShape shape = 0; shape < POLLUX_N_END_SHAPES; shape++)
        draw_caps (painter, scene, shape);
      return;
    }

  for (guint i = painter->first_lane; i < painter->last_lane; i = row.end)
    {
      row = pollux_painter_get_row (painter, scene, i);
      stamp_caps (painter, &row);
    }
}
