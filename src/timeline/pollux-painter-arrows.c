/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Arrows from lane to lane. Spawns are dashed, so that they differ from wakes not
 * by colour alone. Lines are thin where they cross other lanes, and heads stand
 * beside the bars.
 */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

#define HEAD_WIDTH 7.0
#define HEAD_LENGTH 6.0
#define PADDING 3.0

/* What caused the thing is stronger than what it caused; the farther back the
 * fainter. */
static double
get_alpha (const PolluxSceneLink *link)
{
  if (link->kind == POLLUX_LINK_ALL_WAKE || link->kind == POLLUX_LINK_ALL_SPAWN)
    return 0.6;
  if (link->kind == POLLUX_LINK_MADE || link->kind == POLLUX_LINK_CHILD)
    return link->hovered || pollux_scene_link_is_spawn (link) ? 0.6 : 0.8;

  return (link->hovered ? 0.7 : 1) * MAX (0.35, 1 - 0.13 * link->depth);
}

static void
paint_shaft (PolluxPainter         *painter,
             const PolluxSceneLink *link,
             double                 x,
             double                 y1)
{
  const double dashes[] = { 4, 2.5 };

  cairo_move_to (painter->cr, x, link->y0);
  cairo_line_to (painter->cr, x, y1);
  if (pollux_scene_link_is_spawn (link))
    cairo_set_dash (painter->cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_stroke (painter->cr);
  cairo_set_dash (painter->cr, NULL, 0, 0);
}

static void
paint_head (PolluxPainter         *painter,
            const PolluxSceneLink *link,
            double                 x,
            double                 length)
{
  double back = link->y1 >= link->y0 ? -length : length;

  cairo_move_to (painter->cr, x, link->y1);
  cairo_line_to (painter->cr, x - HEAD_WIDTH / 2, link->y1 + back);
  cairo_line_to (painter->cr, x + HEAD_WIDTH / 2, link->y1 + back);
  cairo_close_path (painter->cr);
  cairo_fill (painter->cr);
}

/* From where it arrives to where the chain goes on. */
static void
paint_along (PolluxPainter         *painter,
             const PolluxSceneLink *link,
             double                 x)
{
  double y = pollux_painter_snap (painter, link->y1);

  if (isnan (link->along) || link->along - x < 1 || link->to_hidden)
    return;

  pollux_painter_add_rect (painter, x, y - 1, link->along, y + 0.5);
  cairo_fill (painter->cr);
}

/**
 * pollux_painter_paint_link:
 *
 * Paints one arrow.
 */
void
pollux_painter_paint_link (PolluxPainter         *painter,
                           const PolluxSceneLink *link)
{
  gboolean main_line = link->kind == POLLUX_LINK_CAUSE || link->kind == POLLUX_LINK_SPAWN;
  double x = pollux_painter_snap (painter, link->x - 0.5) + 0.5;
  double length = MIN (HEAD_LENGTH, fabs (link->y1 - link->y0));
  double direction = link->y1 >= link->y0 ? 1 : -1;

  pollux_painter_set_color (painter, pollux_scene_link_is_spawn (link) ? &painter->palette.text
                                                     : &painter->palette.wake, get_alpha (link));
  paint_along (painter, link, x);
  if (link->from == link->to)
    return;

  cairo_set_line_width (painter->cr, main_line ? 1.6 : 1);
  paint_shaft (painter, link, x, link->y1 - (link->to_hidden ? 0 : direction * (length - 1)));
  if (!link->from_hidden)
    {
      cairo_arc (painter->cr, x, link->y0, main_line ? 2.5 : 2, 0, 2 * G_PI);
      cairo_fill (painter->cr);
    }
  /* Also where it leaves the picture its head says which way it goes. */
  paint_head (painter, link, x, length);
}

static void
paint_plate (PolluxPainter *painter,
             double         x,
             double         y,
             double         width,
             double         height)
{
  pollux_painter_add_rect (painter, x, y, x + width, y + height);
  pollux_painter_set_color (painter, &painter->palette.background, 0.85);
  cairo_fill (painter->cr);
}

static void
paint_stub (PolluxPainter         *painter,
            const PolluxSceneStub *stub)
{
  const PolluxLabel *label =
    pollux_painter_get_label (painter, POLLUX_STYLE_LOCATION, stub->text,
                              MAX (stub->width - 2 * PADDING, 1));

  paint_plate (painter, stub->x, stub->y, label->width + 2 * PADDING, POLLUX_STUB_HEIGHT);
  pollux_painter_set_color (painter, &painter->palette.text, 1);
  pollux_painter_show_label (painter, label, stub->x + PADDING,
                             stub->y + (POLLUX_STUB_HEIGHT - label->height) / 2);
}

/**
 * pollux_painter_paint_link_texts:
 *
 * Paints the names at the ends of arrows that are not in sight, and how many
 * arrows are not drawn.
 */
void
pollux_painter_paint_link_texts (PolluxPainter     *painter,
                                 const PolluxScene *scene)
{
  const PolluxLabel *label;
  double width, x, y;

  for (guint i = 0; i < scene->stubs->len; i++)
    paint_stub (painter, &g_array_index (scene->stubs, PolluxSceneStub, i));

  if (scene->note == NULL)
    return;

  label = pollux_painter_get_label (painter, POLLUX_STYLE_LOCATION, scene->note,
                                    MAX (scene->viewport.width - 16, 1));
  width = label->width + 4 * PADDING;
  x = scene->width - width - 6;
  y = scene->height - label->height - 2 * PADDING - 6;
  paint_plate (painter, x, y, width, label->height + 2 * PADDING);
  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  pollux_painter_show_label (painter, label, x + 2 * PADDING, y + PADDING);
}
