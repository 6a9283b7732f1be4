/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Marks of wakes and log events. On pixels the shapes are stamped; see
 * pollux-painter-strip.c.
 */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

static double
get_half_width (double height)
{
  return MAX (2, round (height * 0.55));
}

static void
draw_triangle (cairo_t *cr,
               double   x,
               double   y,
               double   height,
               gboolean filled)
{
  double half = get_half_width (height);
  double inset = filled ? 0 : 0.5;

  cairo_move_to (cr, x, y + inset * 2);
  cairo_line_to (cr, x + half - inset, y + height - inset);
  cairo_line_to (cr, x - half + inset, y + height - inset);
  cairo_close_path (cr);

  if (filled)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

/* A small arrow that comes round to where it began. */
static void
draw_loop (cairo_t *cr,
           double   x,
           double   y,
           double   height)
{
  double radius = height * 0.34;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + get_half_width (height) * 0.35 + radius, y + radius, radius,
             -0.9 * G_PI, 0.55 * G_PI);
  cairo_stroke (cr);
}

/* One tooth of a comb. */
static void
draw_dense (cairo_t *cr,
            double   x,
            double   y,
            double   height,
            gboolean effective)
{
  double length = height >= 7 ? (effective ? 4 : 2) : MIN (height, effective ? 3 : 2);

  cairo_rectangle (cr, floor (x), y + MIN (2, height - length), 2, length);
  cairo_fill (cr);
}

/* Nobody knows whose it is: a diamond. */
static void
draw_diamond (cairo_t *cr,
              double   x,
              double   y,
              double   height)
{
  double half = height / 2 - 0.5;

  cairo_move_to (cr, x, y + height / 2 - half);
  cairo_line_to (cr, x + half, y + height / 2);
  cairo_line_to (cr, x, y + height / 2 + half);
  cairo_line_to (cr, x - half, y + height / 2);
  cairo_close_path (cr);
  cairo_stroke (cr);
}

static gboolean
is_dense (PolluxMarkShape shape)
{
  return shape == POLLUX_MARK_SHAPE_DENSE || shape == POLLUX_MARK_SHAPE_DENSE_REDUNDANT;
}

/* Many teeth side by side are not to outshine the bars above them. */
static double
get_alpha (PolluxMarkShape shape)
{
  return is_dense (shape) ? 0.6 : 1;
}

/**
 * pollux_painter_draw_mark:
 *
 * Draws a wake's mark in the colour that is set.
 */
void
pollux_painter_draw_mark (cairo_t         *cr,
                          PolluxMarkShape  shape,
                          double           x,
                          double           y,
                          double           height)
{
  gboolean redundant = shape == POLLUX_MARK_SHAPE_REDUNDANT ||
                       shape == POLLUX_MARK_SHAPE_SELF_REDUNDANT;

  cairo_set_line_width (cr, 1);

  switch (shape)
    {
    case POLLUX_MARK_SHAPE_LOOSE:
      draw_diamond (cr, x, y, height);
      return;
    case POLLUX_MARK_SHAPE_DENSE:
    case POLLUX_MARK_SHAPE_DENSE_REDUNDANT:
      draw_dense (cr, x, y, height, shape == POLLUX_MARK_SHAPE_DENSE);
      return;
    case POLLUX_MARK_SHAPE_SELF:
    case POLLUX_MARK_SHAPE_SELF_REDUNDANT:
      if (height >= 5)
        draw_loop (cr, x, y, height);
      draw_triangle (cr, x, y, height, !redundant || height < 5);
      return;
    case POLLUX_MARK_SHAPE_EFFECTIVE:
    case POLLUX_MARK_SHAPE_REDUNDANT:
    case POLLUX_N_MARK_SHAPES:
    default:
      draw_triangle (cr, x, y, height, !redundant || height < 5);
      return;
    }
}

static PolluxMarkShape
get_shape (const PolluxSceneMark *mark)
{
  gboolean effective = (mark->flags & POLLUX_MARK_EFFECTIVE) != 0;

  if (mark->flags & POLLUX_MARK_LOOSE)
    return POLLUX_MARK_SHAPE_LOOSE;
  if (mark->flags & POLLUX_MARK_DENSE)
    return effective ? POLLUX_MARK_SHAPE_DENSE : POLLUX_MARK_SHAPE_DENSE_REDUNDANT;
  if (mark->flags & POLLUX_MARK_SELF)
    return effective ? POLLUX_MARK_SHAPE_SELF : POLLUX_MARK_SHAPE_SELF_REDUNDANT;

  return effective ? POLLUX_MARK_SHAPE_EFFECTIVE : POLLUX_MARK_SHAPE_REDUNDANT;
}

/* Teeth stand in their cells, evenly. */
static double
get_x (const PolluxSceneMark *mark)
{
  return mark->flags & POLLUX_MARK_DENSE ? mark->cell + 0.5 : mark->x;
}

/* Half the width of a stamp in pixels: the loop reaches beyond the triangle,
 * a tooth is narrow. */
static double
get_stamp_half (PolluxMarkShape shape,
                double          height)
{
  if (is_dense (shape))
    return 1;

  return ceil (get_half_width (height) + height * 0.5) + 1;
}

/* The apex is in the middle. */
static void
draw_stamp (cairo_t *cr,
            guint    shape,
            double   height)
{
  cairo_set_source_rgba (cr, 0, 0, 0, get_alpha (shape));
  pollux_painter_draw_mark (cr, shape, get_stamp_half (shape, height) + 0.5, 0, height);
}

static cairo_surface_t *
get_stamp (PolluxPainter   *painter,
           PolluxMarkShape  shape,
           double           height)
{
  return pollux_painter_get_stamp (painter, &painter->mark_stamps[shape],
                                   2 * get_stamp_half (shape, height) + 1, height,
                                   draw_stamp, shape, height);
}

/* Pixels that the marks of a row reach from and to; nothing if it has none. */
static void
get_strip_extent (const PolluxPainterRow *row,
                  double                 *begin,
                  double                 *end)
{
  *begin = G_MAXDOUBLE;
  *end = -G_MAXDOUBLE;

  for (guint l = row->first; l < row->end; l++)
    {
      PolluxSlice wakes = pollux_scene_get_lane (row->scene, l)->wakes;

      if (wakes.n == 0)
        continue;
      *begin = MIN (*begin, pollux_scene_get_mark (row->scene, wakes.first)->x);
      *end = MAX (*end, pollux_scene_get_mark (row->scene, wakes.first + wakes.n - 1)->x);
    }
}

static void
stamp_wakes (PolluxPainter          *painter,
             const PolluxPainterRow *row,
             PolluxPainterStrip     *strip,
             double                  height)
{
  for (guint l = row->first; l < row->end; l++)
    {
      PolluxSlice wakes = pollux_scene_get_lane (row->scene, l)->wakes;

      for (guint i = 0; i < wakes.n; i++)
        {
          const PolluxSceneMark *mark = pollux_scene_get_mark (row->scene, wakes.first + i);
          PolluxMarkShape shape = get_shape (mark);

          pollux_painter_stamp (painter, strip, get_stamp (painter, shape, height),
                                get_x (mark) - get_stamp_half (shape, height));
        }
    }
}

static void
paint_wakes_as_mask (PolluxPainter          *painter,
                     const PolluxPainterRow *row,
                     double                  top,
                     double                  height)
{
  double half = get_stamp_half (POLLUX_MARK_SHAPE_SELF, height);
  PolluxPainterStrip strip;
  double begin, end, left;

  get_strip_extent (row, &begin, &end);
  if (end < begin)
    return;

  left = pollux_painter_snap (painter, begin) - half;
  if (!pollux_painter_begin_strip (painter, &strip, left, end - left + half + 2, height))
    return;

  stamp_wakes (painter, row, &strip, height);
  pollux_painter_end_strip (painter, &strip, top);
}

static void
draw_wakes (PolluxPainter         *painter,
            const PolluxScene     *scene,
            const PolluxSceneLane *lane,
            double                 top,
            double                 height)
{
  for (guint i = 0; i < lane->wakes.n; i++)
    {
      const PolluxSceneMark *mark = pollux_scene_get_mark (scene, lane->wakes.first + i);
      PolluxMarkShape look = get_shape (mark);

      pollux_painter_set_color (painter, &painter->palette.wake, get_alpha (look));
      pollux_painter_draw_mark (painter->cr, look, get_x (mark), top, height);
    }
}

static void
paint_wakes (PolluxPainter          *painter,
             const PolluxPainterRow *row)
{
  const PolluxSceneLane *lane = pollux_scene_get_lane (row->scene, row->first);
  PolluxLaneShape shape;
  double top, height;

  pollux_lane_shape_init (&shape, lane->height);
  top = lane->y + shape.wake_top;
  height = shape.wake_height;
  if (lane->row.kind == POLLUX_ROW_TRACE)
    {
      height = MIN (10, lane->height - 6);
      top = lane->y + round ((lane->height - height) / 2);
    }

  if (!painter->vector)
    {
      paint_wakes_as_mask (painter, row, top, height);
      return;
    }

  for (guint l = row->first; l < row->end; l++)
    draw_wakes (painter, row->scene, pollux_scene_get_lane (row->scene, l), top, height);
}

static guint
get_event_class (const PolluxSceneMark *mark)
{
  if (mark->level >= POLLUX_LEVEL_ERROR)
    return 2;

  return mark->level >= POLLUX_LEVEL_WARN;
}

/* Ticks that touch are one rectangle. */
static void
add_events (PolluxPainter         *painter,
            const PolluxScene     *scene,
            const PolluxSceneLane *lane,
            guint                  class)
{
  double thick = lane->height >= POLLUX_LANE_COMPACT && class > 0 ? 2 : 1;
  PolluxLaneShape shape;
  double end = -G_MAXDOUBLE, begin = 0, top;

  pollux_lane_shape_init (&shape, lane->height);
  top = lane->y + shape.event_top;

  for (guint i = 0; i < lane->events.n; i++)
    {
      const PolluxSceneMark *mark = pollux_scene_get_mark (scene, lane->events.first + i);
      double x = pollux_painter_snap (painter, mark->x - thick / 2);

      if (get_event_class (mark) != class)
        continue;

      if (x > end + 0.5)
        {
          if (end > begin)
            pollux_painter_add_rect (painter, begin, top, end, top + shape.event_height);
          begin = x;
        }
      end = x + thick;
    }

  if (end > begin)
    pollux_painter_add_rect (painter, begin, top, end, top + shape.event_height);
}

/**
 * pollux_painter_paint_marks:
 *
 * Paints the marks of all lanes: events from the least to the most severe.
 */
void
pollux_painter_paint_marks (PolluxPainter     *painter,
                            const PolluxScene *scene)
{
  const PolluxColor *colors[] = {
    &painter->palette.dim_text, &painter->palette.warning, &painter->palette.error,
  };

  PolluxPainterRow row;

  pollux_painter_set_color (painter, &painter->palette.wake, 1);
  for (guint i = painter->first_lane; i < painter->last_lane; i = row.end)
    {
      row = pollux_painter_get_row (painter, scene, i);
      paint_wakes (painter, &row);
    }

  for (guint class = 0; class < G_N_ELEMENTS (colors); class++)
    {
      for (guint i = painter->first_lane; i < painter->last_lane; i++)
        add_events (painter, scene, pollux_scene_get_lane (scene, i), class);
      pollux_painter_set_color (painter, colors[class], 1);
      cairo_fill (painter->cr);
    }
}
