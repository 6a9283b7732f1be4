/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Marks that somebody set: flags below the ruler, and their lines. */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

#define PADDING 5.0

static const PolluxSceneFlag *
get_flag (const PolluxScene *scene,
          guint              index)
{
  return &g_array_index (scene->flags, PolluxSceneFlag, index);
}

static void
paint_band (PolluxPainter         *painter,
            const PolluxScene     *scene,
            const PolluxSceneFlag *flag)
{
  double top = scene->ruler_height - scene->flag_height;

  if (!flag->range)
    return;

  pollux_painter_add_rect (painter, flag->x0, top, MAX (flag->x1, flag->x0 + 1),
                           scene->ruler_height - 1);
  pollux_painter_set_color (painter, &painter->palette.accent, flag->current ? 0.45 : 0.28);
  cairo_fill (painter->cr);
}

/* A plate on a pole; on a band the name alone, if it has the room. */
static void
paint_flag (PolluxPainter         *painter,
            const PolluxScene     *scene,
            const PolluxSceneFlag *flag)
{
  double top = scene->ruler_height - scene->flag_height + 1;
  double bottom = scene->ruler_height - 2;
  double left = pollux_painter_snap (painter, flag->left);
  const PolluxLabel *label = NULL;
  gboolean begins = flag->x0 >= scene->header_width;
  gboolean plain;
  double width = 4;

  if (flag->room >= 3 * PADDING)
    {
      label = pollux_painter_get_label (painter, POLLUX_STYLE_SPAN, flag->text,
                                        MAX (flag->room - 2 * PADDING, 1));
      width = MIN (ceil (label->width) + 2 * PADDING, flag->room);
    }
  plain = flag->range && !flag->current && label != NULL && flag->x1 - flag->left >= width;

  if (!plain)
    {
      pollux_painter_add_rect (painter, left, top, left + width, bottom);
      pollux_painter_set_color (painter, &painter->palette.background, 1);
      cairo_fill_preserve (painter->cr);
      pollux_painter_set_color (painter, &painter->palette.accent, flag->current ? 1 : 0.28);
      cairo_fill (painter->cr);
    }
  if (begins)
    {
      pollux_painter_add_rect (painter, left, top, left + 2, scene->ruler_height);
      pollux_painter_set_color (painter, &painter->palette.accent, 1);
      cairo_fill (painter->cr);
    }
  if (label == NULL)
    return;

  pollux_painter_set_color (painter, flag->current ? &painter->palette.background
                                                   : &painter->palette.text, 1);
  pollux_painter_show_label (painter, label, left + PADDING,
                             top + (bottom - top - label->height) / 2);
}

/**
 * pollux_painter_paint_flags:
 *
 * Paints the flags into the lower part of the ruler.
 */
void
pollux_painter_paint_flags (PolluxPainter     *painter,
                            const PolluxScene *scene)
{
  if (scene->flag_height <= 0)
    return;

  for (guint i = 0; i < scene->flags->len; i++)
    paint_band (painter, scene, get_flag (scene, i));
  for (guint i = 0; i < scene->flags->len; i++)
    paint_flag (painter, scene, get_flag (scene, i));
}

/* Through device pixels that lie in the lanes. */
static void
add_line (PolluxPainter     *painter,
          const PolluxScene *scene,
          double             x)
{
  if (x < scene->header_width || x > scene->width)
    return;

  x = pollux_painter_snap (painter, x);
  pollux_painter_add_rect (painter, x, scene->ruler_height, x + 1, scene->height);
}

/**
 * pollux_painter_paint_flag_lines:
 *
 * Paints the lines of the marks over the lanes.
 */
void
pollux_painter_paint_flag_lines (PolluxPainter     *painter,
                                 const PolluxScene *scene)
{
  for (guint i = 0; i < scene->flags->len; i++)
    {
      const PolluxSceneFlag *flag = get_flag (scene, i);

      add_line (painter, scene, flag->x0);
      if (flag->range)
        add_line (painter, scene, flag->x1);
      pollux_painter_set_color (painter, &painter->palette.accent, flag->current ? 0.9 : 0.5);
      cairo_fill (painter->cr);
    }
}
