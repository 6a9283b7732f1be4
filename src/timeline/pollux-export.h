/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "pollux-clock.h"
#include "pollux-painter.h"

G_BEGIN_DECLS

/* More are drawn in several parts, and no arrow goes from part to part. */
#define POLLUX_EXPORT_ARROW_ROWS 512

/**
 * PolluxExport:
 * @range: the time shown; empty: the whole trace
 * @rows: which lanes, in which order
 * @width: pixels of the whole picture before scaling
 * @scale: device pixels per pixel
 * @clock: (nullable): how times are told; NULL: since the trace's begin
 * @marks: (nullable): moments and ranges with names that are shown too
 * @selected: (nullable): a thing whose lane stands out, with its arrows; only where
 *   not more than POLLUX_EXPORT_ARROW_ROWS are shown
 * @wakers: (nullable): the index of @trace, for arrows to lanes that are not shown
 * @all_arrows: arrows for all lanes, if they are few
 * @title: file name for the title line, or NULL
 * @first_row, @n_rows: which of @rows; 0, G_MAXUINT: all
 *
 * What a picture shows.
 */
typedef struct
{
  PolluxTrace *trace;
  const PolluxRows *rows;
  PolluxRange range;
  guint first_row;
  guint n_rows;
  double width;
  double scale;
  const PolluxPalette *palette;
  const PolluxClock *clock;
  PolluxMarks *marks;
  const PolluxThing *selected;
  const PolluxWakers *wakers;
  gboolean all_arrows;
  const char *title;
} PolluxExport;

/* Device pixels of the picture; FALSE with POLLUX_EXPORT_ERROR if it would be
 * larger than cairo can (32767), or if nothing is left to draw. */
gboolean pollux_export_get_size  (const PolluxExport  *picture,
                                  int                 *width,
                                  int                 *height,
                                  GError             **error);
/* Draws on any cairo surface, size as above before scaling. */
void     pollux_export_paint     (const PolluxExport  *picture,
                                  cairo_t             *cr);
/* The bytes of a PNG file. (transfer full). */
GBytes  *pollux_export_to_png    (const PolluxExport  *picture,
                                  GError             **error);

#define POLLUX_EXPORT_ERROR (pollux_export_error_quark ())
typedef enum
{
  POLLUX_EXPORT_ERROR_TOO_LARGE,
  POLLUX_EXPORT_ERROR_EMPTY,
  POLLUX_EXPORT_ERROR_FAILED,
} PolluxExportError;
GQuark pollux_export_error_quark (void);

G_END_DECLS
