/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A strip: the mask of one row's small shapes. Ten thousand small paths cost
 * eight milliseconds, so on pixels each shape is drawn once, kept as a stamp,
 * copied into a strip as wide as what the row has of them, and that is painted
 * at once.
 */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

static cairo_surface_t *
new_mask (const PolluxPainter *painter,
          double               width,
          double               height)
{
  cairo_surface_t *mask;

  mask = cairo_image_surface_create (CAIRO_FORMAT_A8, ceil (width * painter->scale),
                                     ceil (height * painter->scale));
  cairo_surface_set_device_scale (mask, painter->scale, painter->scale);

  return mask;
}

/**
 * pollux_painter_get_stamp:
 * @stamp: where it is kept while the scale and @size stay
 * @width: in pixels
 * @height: in pixels
 * @draw: draws @shape, for lanes of which @size is a measure
 *
 * Returns: (transfer none): the shape as a mask
 */
cairo_surface_t *
pollux_painter_get_stamp (PolluxPainter          *painter,
                          PolluxPainterStamp     *stamp,
                          double                  width,
                          double                  height,
                          PolluxPainterStampFunc  draw,
                          guint                   shape,
                          double                  size)
{
  cairo_t *cr;

  if (stamp->surface != NULL && stamp->scale == painter->scale && stamp->size == size)
    return stamp->surface;

  pollux_painter_clear_stamp (stamp);
  stamp->scale = painter->scale;
  stamp->size = size;
  stamp->surface = new_mask (painter, width, height);
  cr = cairo_create (stamp->surface);
  draw (cr, shape, size);
  cairo_destroy (cr);
  cairo_surface_flush (stamp->surface);

  return stamp->surface;
}

/**
 * pollux_painter_clear_stamp:
 */
void
pollux_painter_clear_stamp (PolluxPainterStamp *stamp)
{
  g_clear_pointer (&stamp->surface, cairo_surface_destroy);
}

/**
 * pollux_painter_begin_strip:
 * @strip: to be filled in; pollux_painter_end_strip() ends it
 * @left: in pixels of the scene, an edge of a device pixel
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: FALSE if there is nothing to be ended
 */
gboolean
pollux_painter_begin_strip (PolluxPainter      *painter,
                            PolluxPainterStrip *strip,
                            double              left,
                            double              width,
                            double              height)
{
  strip->left = left;
  strip->surface = new_mask (painter, width, height);
  if (cairo_surface_status (strip->surface) == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (strip->surface);
      return TRUE;
    }

  g_clear_pointer (&strip->surface, cairo_surface_destroy);
  return FALSE;
}

/**
 * pollux_painter_stamp:
 * @stamp: of pollux_painter_get_stamp()
 * @x: where its left edge comes to lie, in pixels of the scene
 *
 * Where two shapes meet the stronger pixel wins.
 */
void
pollux_painter_stamp (PolluxPainter      *painter,
                      PolluxPainterStrip *strip,
                      cairo_surface_t    *stamp,
                      double              x)
{
  const guint8 *from_bytes = cairo_image_surface_get_data (stamp);
  guint8 *to_bytes = cairo_image_surface_get_data (strip->surface);
  int from_stride = cairo_image_surface_get_stride (stamp);
  int to_stride = cairo_image_surface_get_stride (strip->surface);
  int column = floor ((x - strip->left) * painter->scale);
  int height = MIN (cairo_image_surface_get_height (strip->surface),
                    cairo_image_surface_get_height (stamp));
  int from = MAX (0, -column);
  int to = MIN (cairo_image_surface_get_width (stamp),
                cairo_image_surface_get_width (strip->surface) - column);

  for (int row = 0; row < height; row++)
    {
      const guint8 *in = from_bytes + row * (gsize) from_stride;
      guint8 *out = to_bytes + row * (gsize) to_stride + column;

      for (int i = from; i < to; i++)
        out[i] = MAX (out[i], in[i]);
    }
}

/**
 * pollux_painter_end_strip:
 * @top: where it comes to lie, in pixels of the scene
 *
 * Paints what was stamped in the colour that is set.
 */
void
pollux_painter_end_strip (PolluxPainter      *painter,
                          PolluxPainterStrip *strip,
                          double              top)
{
  cairo_surface_mark_dirty (strip->surface);
  cairo_mask_surface (painter->cr, strip->surface, strip->left,
                      pollux_painter_snap (painter, top));
  g_clear_pointer (&strip->surface, cairo_surface_destroy);
}
