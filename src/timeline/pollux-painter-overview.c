/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole trace in one band: busy below, scheduled on top of it, the visible
 * part framed, the rest dimmed. */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

#define TOP_ROOM 4.0
#define FRAME 2.0
#define TICK_WIDTH 2.0
#define TICK_HEIGHT 9.0
/* The frame can be seen and grabbed however short the view is. */
#define MIN_FRAME 6.0

typedef struct
{
  PolluxPainter *painter;
  const PolluxOverview *overview;
  double width;
  double height;
} Band;

static double
get_x (const Band *band,
       PolluxTime  time)
{
  PolluxRange extent = pollux_overview_get_extent (band->overview);
  double length = MAX (1, (double) extent.end - (double) extent.begin);
  double x = ((double) time - (double) extent.begin) / length * band->width;

  return CLAMP (x, 0, band->width);
}

static double
get_high (const Band *band,
          double      tasks)
{
  double peak = pollux_overview_get_peak (band->overview);

  if (tasks <= 0 || peak <= 0)
    return 0;

  return MAX (1, tasks / peak * (band->height - TOP_ROOM));
}

/* One layer; columns of equal height are one rectangle. */
static void
paint_layer (const Band        *band,
             gboolean           scheduled,
             const PolluxColor *color)
{
  PolluxPainter *painter = band->painter;
  guint n = pollux_overview_get_n_columns (band->overview);
  double begin = 0, last_top = band->height, last_bottom = band->height;

  for (guint i = 0; i <= n; i++)
    {
      double x = pollux_painter_snap (painter, band->width * i / n);
      double top = band->height, bottom = band->height;
      double busy, waiting;

      if (i < n)
        {
          pollux_overview_get (band->overview, i, &busy, &waiting);
          bottom = scheduled ? band->height - get_high (band, busy) : band->height;
          top = bottom - get_high (band, scheduled ? waiting : busy);
          top = pollux_painter_snap (painter, MAX (0, top));
          bottom = pollux_painter_snap (painter, bottom);
        }

      if (top == last_top && bottom == last_bottom && i < n)
        continue;
      if (last_top < last_bottom && x > begin)
        cairo_rectangle (painter->cr, begin, last_top, x - begin, last_bottom - last_top);
      begin = x;
      last_top = top;
      last_bottom = bottom;
    }

  pollux_painter_set_color (painter, color, 1);
  cairo_fill (painter->cr);
}

static void
paint_selected (const Band  *band,
                PolluxRange  selected)
{
  PolluxPainter *painter = band->painter;
  double begin = get_x (band, selected.begin);
  double end = get_x (band, selected.end);

  if (pollux_range_length (selected) == 0)
    return;

  pollux_painter_add_rect (painter, begin, 0, end, band->height);
  pollux_painter_set_color (painter, &painter->palette.accent, 0.18);
  cairo_fill (painter->cr);
  pollux_painter_add_rect (painter, begin, 0, begin + 1, band->height);
  pollux_painter_add_rect (painter, end - 1, 0, end, band->height);
  pollux_painter_set_color (painter, &painter->palette.accent, 0.9);
  cairo_fill (painter->cr);
}

static void
paint_view (const Band  *band,
            PolluxRange  view)
{
  PolluxPainter *painter = band->painter;
  double begin = get_x (band, view.begin);
  double end = get_x (band, view.end);
  double missing = MIN_FRAME - (end - begin);

  if (missing > 0)
    {
      begin = CLAMP (begin - missing / 2, 0, MAX (0, band->width - MIN_FRAME));
      end = begin + MIN_FRAME;
    }

  begin = pollux_painter_snap (painter, begin);
  end = pollux_painter_snap (painter, end);

  if (begin > 0)
    cairo_rectangle (painter->cr, 0, 0, begin, band->height);
  if (end < band->width)
    cairo_rectangle (painter->cr, end, 0, band->width - end, band->height);
  pollux_painter_set_color (painter, &painter->palette.header, 0.72);
  cairo_fill (painter->cr);

  cairo_rectangle (painter->cr, begin + FRAME / 2, FRAME / 2, end - begin - FRAME,
                   band->height - FRAME);
  cairo_set_line_width (painter->cr, FRAME);
  pollux_painter_set_color (painter, &painter->palette.accent, 1);
  cairo_stroke (painter->cr);
}

/**
 * pollux_painter_paint_overview:
 * @width, @height: pixels of the band
 * @view: the visible time
 * @selected: the selected time; empty for none
 *
 * Paints the band at the origin of @cr.
 */
void
pollux_painter_paint_overview (PolluxPainter        *painter,
                               cairo_t              *cr,
                               const PolluxOverview *overview,
                               double                width,
                               double                height,
                               PolluxRange           view,
                               PolluxRange           selected)
{
  Band band = { painter, overview, width, height };

  g_return_if_fail (painter != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (overview != NULL);

  pollux_painter_begin (painter, cr);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  pollux_painter_set_color (painter, &painter->palette.background, 1);
  cairo_paint (cr);

  if (pollux_overview_get_n_columns (overview) > 0)
    {
      paint_layer (&band, FALSE, &painter->palette.active);
      paint_layer (&band, TRUE, &painter->palette.scheduled);
      paint_selected (&band, selected);
      paint_view (&band, view);
    }

  cairo_restore (cr);
  pollux_painter_end (painter);
}

/**
 * pollux_painter_paint_ticks:
 * @ticks: what is marked
 * @extent: the time that the band shows
 * @width, @height: pixels of the band
 *
 * Paints a mark in every pixel that has a tick along the upper edge of the band
 * at the origin of @cr.
 */
void
pollux_painter_paint_ticks (PolluxPainter *painter,
                            cairo_t       *cr,
                            PolluxTicks   *ticks,
                            PolluxRange    extent,
                            double         width,
                            double         height)
{
  guint n = (guint) CLAMP (width, 1, 32767);
  const guint8 *columns = pollux_ticks_get_columns (ticks, extent, n);
  double step = width / n;

  g_return_if_fail (painter != NULL);

  pollux_painter_begin (painter, cr);
  cairo_save (cr);
  for (guint i = 0; i < n; i++)
    if (columns[i])
      cairo_rectangle (cr, MAX (0, i * step - TICK_WIDTH / 2), 0, TICK_WIDTH,
                       MIN (TICK_HEIGHT, height));
  pollux_painter_set_color (painter, &painter->palette.background, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke_preserve (cr);
  pollux_painter_set_color (painter, &painter->palette.text, 1);
  cairo_fill (cr);
  cairo_restore (cr);
  pollux_painter_end (painter);
}
