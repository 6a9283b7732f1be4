/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "pollux-overview.h"
#include "pollux-scene.h"
#include "pollux-ticks.h"

G_BEGIN_DECLS

typedef struct
{
  double red, green, blue, alpha;
} PolluxColor;

/**
 * PolluxPalette:
 *
 * Every colour the painter uses. Light, dark, high contrast (both) and print
 * are built in; the window replaces background, text and accent by the theme's.
 */
typedef struct
{
  PolluxColor background;
  PolluxColor alternate;      /* every other lane */
  PolluxColor header;         /* behind headers and ruler */
  PolluxColor text;
  PolluxColor dim_text;
  PolluxColor grid;
  PolluxColor border;
  PolluxColor active;
  PolluxColor active_text;
  PolluxColor scheduled;
  PolluxColor scheduled_fill;
  PolluxColor idle;
  PolluxColor wake;
  PolluxColor warning;
  PolluxColor error;
  PolluxColor span;           /* of the program itself */
  PolluxColor resource;       /* and of Tokio: timers, locks, channels */
  PolluxColor accent;         /* selection */
  gboolean dark;
} PolluxPalette;

typedef enum
{
  POLLUX_PALETTE_LIGHT,
  POLLUX_PALETTE_DARK,
  POLLUX_PALETTE_HIGH_CONTRAST,
  POLLUX_PALETTE_HIGH_CONTRAST_DARK,
  POLLUX_PALETTE_PRINT,
} PolluxPaletteName;

const PolluxPalette *pollux_palette_get (PolluxPaletteName name);

/**
 * PolluxPainter:
 *
 * Paints scenes with cairo and pango. Keeps laid out labels between frames, so
 * keep one per widget.
 */
typedef struct _PolluxPainter PolluxPainter;

PolluxPainter *pollux_painter_new          (void);
void           pollux_painter_free         (PolluxPainter              *painter);
void           pollux_painter_set_palette  (PolluxPainter              *painter,
                                            const PolluxPalette        *palette);
/* Copied. Drops all cached labels when it differs. */
void           pollux_painter_set_font     (PolluxPainter              *painter,
                                            const PangoFontDescription *font);
/* Pixels per 72 points of the font; 96 unless set. */
void           pollux_painter_set_resolution (PolluxPainter            *painter,
                                            double                      dpi);
/* Device pixels per pixel where the cairo context cannot tell, as when GTK
 * records; 0: ask the context. */
void           pollux_painter_set_device_scale (PolluxPainter          *painter,
                                            double                      scale);
/* How many names and lengths a picture may lay out that those before did not
 * have; 0, as at first: any number. */
void           pollux_painter_set_max_new_labels (PolluxPainter        *painter,
                                            guint                       n);
/* Whether the last picture lacks some for that. */
gboolean       pollux_painter_lacks_labels (const PolluxPainter        *painter);
void           pollux_painter_paint        (PolluxPainter              *painter,
                                            cairo_t                    *cr,
                                            const PolluxScene          *scene);
/* What pollux_scene_set_hovered() added, to be painted above the rest, which
 * may then stay as it is. */
void           pollux_painter_paint_hovered (PolluxPainter            *painter,
                                            cairo_t                    *cr,
                                            const PolluxScene          *scene);
void           pollux_painter_paint_overview
                                           (PolluxPainter              *painter,
                                            cairo_t                    *cr,
                                            const PolluxOverview       *overview,
                                            double                      width,
                                            double                      height,
                                            PolluxRange                 view,
                                            PolluxRange                 selected);
/* Marks the moments of @ticks on the band. */
void           pollux_painter_paint_ticks  (PolluxPainter              *painter,
                                            cairo_t                    *cr,
                                            PolluxTicks                *ticks,
                                            PolluxRange                 extent,
                                            double                      width,
                                            double                      height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxPainter, pollux_painter_free)

G_END_DECLS
