/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Rows of spans: a pale box for the life of a span, a strip at its lower edge
 * where it was entered, its name between them. The name is never on a strong
 * ground, so it is readable in every palette.
 */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

#define STRIP_HEIGHT 3.0
#define LABEL_PADDING 4.0
#define MIN_LABEL 22.0
#define WAIT_PADDING 6.0
/* A narrower box is a mark: no edges, a stronger ground. */
#define NARROW 4.0

typedef struct
{
  double top;
  double bottom;
  double strip;   /* where the strip begins */
} Shape;

static Shape
get_shape (const PolluxSceneLane *lane)
{
  gboolean tiny = lane->height < POLLUX_LANE_COMPACT;
  double bottom = lane->y + lane->height - 1;

  return (Shape) { lane->y + 1, bottom, bottom - (tiny ? 2 : STRIP_HEIGHT) };
}

static const PolluxColor *
get_color (const PolluxPainter   *painter,
           const PolluxSceneSpan *span)
{
  return span->kind == POLLUX_SPAN_USER ? &painter->palette.span : &painter->palette.resource;
}

static void
paint_box (PolluxPainter         *painter,
           const PolluxSceneSpan *span,
           const Shape           *shape)
{
  gboolean narrow = span->x1 - span->x0 < NARROW;
  double x0 = pollux_painter_snap (painter, span->x0);
  double x1 = MAX (pollux_painter_snap (painter, span->x1), x0 + 1);

  pollux_painter_add_rect (painter, x0, shape->top, x1, shape->bottom);
  pollux_painter_set_color (painter, get_color (painter, span), narrow ? 0.6 : 0.15);
  cairo_fill (painter->cr);
  if (narrow)
    return;

  pollux_painter_add_rect (painter, x0, shape->top, x1, shape->top + 1);
  pollux_painter_add_rect (painter, x0, shape->bottom - 1, x1, shape->bottom);
  if (!(span->flags & POLLUX_SPAN_CUT_LEFT))
    pollux_painter_add_rect (painter, x0, shape->top + 1, x0 + 1, shape->bottom - 1);
  if (!(span->flags & (POLLUX_SPAN_CUT_RIGHT | POLLUX_SPAN_OPEN)))
    pollux_painter_add_rect (painter, x1 - 1, shape->top + 1, x1, shape->bottom - 1);
  pollux_painter_set_color (painter, get_color (painter, span), 0.5);
  cairo_fill (painter->cr);
}

/* Each column by the height of its shares; what is there at all has a pixel. */
static void
paint_shares (PolluxPainter         *painter,
              const PolluxScene     *scene,
              const PolluxSceneSpan *span,
              const Shape           *shape)
{
  gboolean crowd = (span->flags & POLLUX_SPAN_CROWD) != 0;
  double left = crowd ? span->x0 : floor (MAX (span->x0, scene->header_width));
  double height = shape->strip - shape->top;

  for (guint i = 0; crowd && i < span->shares.n; i++)
    {
      const PolluxSceneShare *share = pollux_scene_get_share (scene, span->shares.first + i);
      double x = left + i * span->step;

      pollux_painter_add_rect (painter, x, shape->strip - MAX (1, round (height * share->life)),
                               x + span->step, shape->strip);
    }
  pollux_painter_set_color (painter, get_color (painter, span), 0.45);
  cairo_fill (painter->cr);

  for (guint i = 0; i < span->shares.n; i++)
    {
      const PolluxSceneShare *share = pollux_scene_get_share (scene, span->shares.first + i);
      double x = left + i * span->step;

      if (share->entered <= 0)
        continue;
      pollux_painter_add_rect (painter, x, shape->bottom -
                               MAX (1, round ((shape->bottom - shape->strip) * share->entered)),
                               x + span->step, shape->bottom);
    }
  pollux_painter_set_color (painter, get_color (painter, span), 1);
  cairo_fill (painter->cr);
}

static void
paint_stretches (PolluxPainter         *painter,
                 const PolluxScene     *scene,
                 const PolluxSceneSpan *span,
                 const Shape           *shape)
{
  for (guint i = 0; i < span->stretches.n; i++)
    {
      const PolluxSceneStretch *stretch = pollux_scene_get_stretch (scene,
                                                                    span->stretches.first + i);

      pollux_painter_add_rect (painter, stretch->x0, shape->strip, stretch->x1, shape->bottom);
    }
  pollux_painter_set_color (painter, get_color (painter, span), 1);
  cairo_fill (painter->cr);
}

/* Where the box is cut at the left, its name stays in sight. */
static void
paint_label (PolluxPainter         *painter,
             const PolluxScene     *scene,
             const PolluxSceneSpan *span,
             const Shape           *shape)
{
  double left = MAX (span->x0, scene->header_width) + LABEL_PADDING;
  double room = MIN (span->x1, scene->width) - LABEL_PADDING - left;
  const PolluxLabel *label;

  if (span->label == NULL || room < MIN_LABEL)
    return;

  label = pollux_painter_try_label (painter, POLLUX_STYLE_SPAN, span->label, 0);
  if (label != NULL && label->width > room)
    label = pollux_painter_try_label (painter, POLLUX_STYLE_SPAN, span->label, room);
  if (label == NULL || label->width > room || label->height > shape->bottom - shape->top + 1)
    return;

  pollux_painter_set_color (painter, &painter->palette.text, 0.85);
  pollux_painter_show_label (painter, label, left,
                             (shape->top + shape->strip - label->height) / 2);
}

static void
paint_more (PolluxPainter         *painter,
            const PolluxScene     *scene,
            const PolluxSceneLane *lane)
{
  const PolluxLabel *label;

  if (*lane->location == '\0' || lane->height < POLLUX_LANE_COMPACT)
    return;

  label = pollux_painter_get_label (painter, POLLUX_STYLE_SPAN, lane->location, 0);
  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  pollux_painter_show_label (painter, label, scene->header_width + LABEL_PADDING,
                             lane->y + (lane->height - label->height) / 2);
}

static void
paint_row (PolluxPainter         *painter,
           const PolluxScene     *scene,
           const PolluxSceneLane *lane)
{
  Shape shape = get_shape (lane);

  for (guint i = lane->spans.first; i < lane->spans.first + lane->spans.n; i++)
    {
      const PolluxSceneSpan *span = pollux_scene_get_span (scene, i);

      if (!(span->flags & POLLUX_SPAN_CROWD))
        paint_box (painter, span, &shape);
      paint_stretches (painter, scene, span, &shape);
      paint_shares (painter, scene, span, &shape);
      paint_label (painter, scene, span, &shape);
    }

  paint_more (painter, scene, lane);
}

/* Above the line, with padding on both sides, or not at all. */
static void
paint_waits (PolluxPainter         *painter,
             const PolluxScene     *scene,
             const PolluxSceneLane *lane)
{
  PolluxLaneShape shape;

  if (lane->height < POLLUX_LANE_NORMAL)
    return;

  pollux_lane_shape_init (&shape, lane->height);
  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  for (guint i = lane->waits.first; i < lane->waits.first + lane->waits.n; i++)
    {
      const PolluxSceneWait *wait = &g_array_index (scene->waits, PolluxSceneWait, i);
      const PolluxLabel *label = pollux_painter_try_label (painter, POLLUX_STYLE_WAIT,
                                                           wait->label, 0);

      if (label != NULL && label->width + 2 * WAIT_PADDING <= wait->x1 - wait->x0)
        pollux_painter_show_label (painter, label, wait->x0 + WAIT_PADDING,
                                   lane->y + shape.middle - label->baseline - 3);
    }
}

/**
 * pollux_painter_paint_spans:
 *
 * Paints rows of spans, and what idle stretches wait for.
 */
void
pollux_painter_paint_spans (PolluxPainter     *painter,
                            const PolluxScene *scene)
{
  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (lane->row.kind == POLLUX_ROW_SPAN)
        paint_row (painter, scene, lane);
      else if (lane->waits.n > 0)
        paint_waits (painter, scene, lane);
    }
}
