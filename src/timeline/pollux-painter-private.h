/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "pollux-painter.h"
#include "pollux-scene-private.h"

G_BEGIN_DECLS

/* A lane, or that of a packed row with those of its tasks, which follow it. They
 * lie side by side at the same height, so that their pixels are written at once. */
typedef struct
{
  const PolluxScene *scene;
  guint first;
  guint end;
} PolluxPainterRow;

/* How a text looks. Sizes are shares of the font's. */
typedef enum
{
  POLLUX_STYLE_TITLE,
  POLLUX_STYLE_TITLE_BOLD,
  POLLUX_STYLE_COMPACT,
  POLLUX_STYLE_COMPACT_BOLD,
  POLLUX_STYLE_LOCATION,
  POLLUX_STYLE_ID,
  POLLUX_STYLE_TICK,
  POLLUX_STYLE_BAR,
  POLLUX_STYLE_HEADING,
  POLLUX_STYLE_SPAN,
  POLLUX_STYLE_WAIT,
  POLLUX_N_STYLES,
} PolluxTextStyle;

typedef enum
{
  POLLUX_MARK_SHAPE_EFFECTIVE,
  POLLUX_MARK_SHAPE_REDUNDANT,
  POLLUX_MARK_SHAPE_SELF,
  POLLUX_MARK_SHAPE_SELF_REDUNDANT,
  POLLUX_MARK_SHAPE_LOOSE,
  POLLUX_MARK_SHAPE_DENSE,
  POLLUX_MARK_SHAPE_DENSE_REDUNDANT,
  POLLUX_N_MARK_SHAPES,
} PolluxMarkShape;

typedef enum
{
  POLLUX_END_SHAPE_ROUND,
  POLLUX_END_SHAPE_OPEN,
  POLLUX_N_END_SHAPES,
} PolluxEndShape;

/* A small shape that is drawn once and copied from then on. */
typedef struct
{
  cairo_surface_t *surface;
  double scale;
  double size;
} PolluxPainterStamp;

typedef void (*PolluxPainterStampFunc) (cairo_t *cr,
                                        guint    shape,
                                        double   size);

/* The mask of one row's small shapes. */
typedef struct
{
  cairo_surface_t *surface;
  double left;          /* pixel of the scene */
} PolluxPainterStrip;

typedef struct
{
  PangoLayout *layout;
  guint serial;
  guint frame;
  double width;
  double height;
  double baseline;
  gboolean ellipsized;
} PolluxLabel;

struct _PolluxPainter
{
  PolluxPalette palette;
  PangoContext *context;
  PangoFontDescription *font;
  GHashTable *labels;
  GString *key;
  guint frame;
  guint max_new_labels; /* of one picture, 0: any number */
  guint n_new_labels;
  gboolean lacks_labels;
  double forced_scale;

  /* Of the picture being painted. */
  cairo_t *cr;
  double scale;         /* device pixels per pixel, 1 for vectors */
  gboolean vector;
  guint first_lane;     /* lanes [first_lane, last_lane) are being painted */
  guint last_lane;

  /* Kept between pictures of the same scale, lane height, and colours. */
  cairo_surface_t *hatch;
  double hatch_scale;
  PolluxPainterStamp mark_stamps[POLLUX_N_MARK_SHAPES];
  PolluxPainterStamp end_stamps[POLLUX_N_END_SHAPES];

  guint8 *scratch;
  gsize scratch_size;
};

/* Setting up: what kind of surface @cr draws on. */
void          pollux_painter_begin       (PolluxPainter         *painter,
                                          cairo_t               *cr);
void          pollux_painter_end         (PolluxPainter         *painter);
gboolean      pollux_painter_is_clipped_away (PolluxPainter     *painter);
void          pollux_painter_set_color   (PolluxPainter         *painter,
                                          const PolluxColor     *color,
                                          double                 alpha);
/* The nearest edge of a device pixel. */
double        pollux_painter_snap        (const PolluxPainter   *painter,
                                          double                 position);
/* The row of lane @first. */
PolluxPainterRow
              pollux_painter_get_row     (const PolluxPainter   *painter,
                                          const PolluxScene     *scene,
                                          guint                  first);
/* Adds a rectangle between device pixel edges, at least one wide. */
void          pollux_painter_add_rect    (PolluxPainter         *painter,
                                          double                 x0,
                                          double                 y0,
                                          double                 x1,
                                          double                 y1);

/* Text. @width: room in pixels, 0: as much as it takes. The label stays valid
 * until the next one is asked for. */
const PolluxLabel *
              pollux_painter_get_label   (PolluxPainter         *painter,
                                          PolluxTextStyle        style,
                                          const char            *text,
                                          double                 width);
/* NULL: it is to be left out, because the picture has as many new ones as it may. */
const PolluxLabel *
              pollux_painter_try_label   (PolluxPainter         *painter,
                                          PolluxTextStyle        style,
                                          const char            *text,
                                          double                 width);
void          pollux_painter_show_label  (PolluxPainter         *painter,
                                          const PolluxLabel     *label,
                                          double                 x,
                                          double                 y);
void          pollux_painter_drop_labels (PolluxPainter         *painter);

/* The parts of a picture. */
void          pollux_painter_paint_lives (PolluxPainter         *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_ends  (PolluxPainter         *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_sections (PolluxPainter      *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_spans (PolluxPainter         *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_marks (PolluxPainter         *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_across (PolluxPainter        *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_emphasis (PolluxPainter      *painter,
                                          const PolluxScene     *scene,
                                          gboolean               hovered);
void          pollux_painter_paint_link  (PolluxPainter         *painter,
                                          const PolluxSceneLink *link);
void          pollux_painter_paint_link_texts (PolluxPainter    *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_ruler (PolluxPainter         *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_flags (PolluxPainter         *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_flag_lines (PolluxPainter    *painter,
                                          const PolluxScene     *scene);
void          pollux_painter_paint_headers (PolluxPainter       *painter,
                                          const PolluxScene     *scene);
/* Draws one mark with its apex at @x, @y, @height high, in the set colour. */
void          pollux_painter_draw_mark   (cairo_t               *cr,
                                          PolluxMarkShape        shape,
                                          double                 x,
                                          double                 y,
                                          double                 height);
/* Sets the hatch of scheduled sections as the source. */
void          pollux_painter_set_hatch   (PolluxPainter         *painter);
void          pollux_painter_forget_hatch (PolluxPainter        *painter);

/* Shapes that are drawn once and copied into the mask of a row. */
cairo_surface_t *
              pollux_painter_get_stamp   (PolluxPainter         *painter,
                                          PolluxPainterStamp    *stamp,
                                          double                 width,
                                          double                 height,
                                          PolluxPainterStampFunc draw,
                                          guint                  shape,
                                          double                 size);
void          pollux_painter_clear_stamp (PolluxPainterStamp    *stamp);
gboolean      pollux_painter_begin_strip (PolluxPainter         *painter,
                                          PolluxPainterStrip    *strip,
                                          double                 left,
                                          double                 width,
                                          double                 height);
void          pollux_painter_stamp       (PolluxPainter         *painter,
                                          PolluxPainterStrip    *strip,
                                          cairo_surface_t       *stamp,
                                          double                 x);
void          pollux_painter_end_strip   (PolluxPainter         *painter,
                                          PolluxPainterStrip    *strip,
                                          double                 top);

/* Small pictures of the states for the legend of exported pictures. */
void          pollux_painter_paint_sample (PolluxPainter        *painter,
                                          PolluxSeen             what,
                                          double                 x,
                                          double                 y,
                                          double                 width,
                                          double                 height);

G_END_DECLS
