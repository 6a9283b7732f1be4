/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A picture for people who do not have the trace: title, ruler, lanes with
 * their full names, and a legend of what appears. The layout is computed from
 * what the texts take; the lanes are built and painted in bands, so that the
 * memory does not grow with their number.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pollux-axis.h"
#include "pollux-export.h"
#include "pollux-painter-private.h"
#include "pollux-text.h"
#include "pollux-time-text.h"

/* Of a group the name may be followed by how many tasks it has. */
#define GROUP_ROOM 60.0
#define MARGIN 20.0
#define RULER_HEIGHT 28.0
#define FLAG_HEIGHT 17.0
#define TITLE_GAP 12.0
#define LEGEND_GAP 14.0
#define SAMPLE_WIDTH 34.0
#define SAMPLE_GAP 8.0
#define ENTRY_GAP 26.0
#define LEGEND_LINE 26.0
#define HEADER_PADDING 12.0
#define HEADER_GAP 16.0
#define MIN_LANES_WIDTH 160.0
/* Names take at most so much of the width. */
#define MAX_HEADER_SHARE 0.4
#define BAND_ROWS 64
#define MAX_DEVICE_PIXELS 32767

typedef struct
{
  const PolluxExport *picture;
  PolluxPainter *painter;
  PolluxScene *scene;
  PolluxRange range;
  guint first_row;
  guint n_rows;
  double header_width;
  double title_height;
  double lanes_height;
  double legend_height;
  double height;
  guint seen;
} Layout;

G_DEFINE_QUARK (pollux-export-error-quark, pollux_export_error)

static void
clear_layout (Layout *layout)
{
  g_clear_pointer (&layout->painter, pollux_painter_free);
  g_clear_pointer (&layout->scene, pollux_scene_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, clear_layout)

static const char * const legend[POLLUX_N_SEEN] = {
  [POLLUX_SEEN_ACTIVE] = NC_("legend", "active"),
  [POLLUX_SEEN_SCHEDULED] = NC_("legend", "scheduled"),
  [POLLUX_SEEN_IDLE] = NC_("legend", "idle"),
  [POLLUX_SEEN_OPEN] = NC_("legend", "active, end not recorded"),
  [POLLUX_SEEN_UNANSWERED] = NC_("legend", "scheduled, not polled again"),
  [POLLUX_SEEN_AGGREGATED] =
    NC_("legend", "several in a pixel: shares of its time, and the longest above"),
  [POLLUX_SEEN_WAKE] = NC_("legend", "wake"),
  [POLLUX_SEEN_REDUNDANT] = NC_("legend", "redundant wake"),
  [POLLUX_SEEN_SELF_WAKE] = NC_("legend", "wake by itself"),
  [POLLUX_SEEN_LOOSE_WAKE] = NC_("legend", "wake of an unknown task"),
  [POLLUX_SEEN_DENSE_WAKES] = NC_("legend", "many wakes"),
  [POLLUX_SEEN_EVENT] = NC_("legend", "log event"),
  [POLLUX_SEEN_WARNING] = NC_("legend", "warning"),
  [POLLUX_SEEN_ERROR] = NC_("legend", "error"),
  [POLLUX_SEEN_DROPPED] = NC_("legend", "dropped"),
  [POLLUX_SEEN_ALIVE] = NC_("legend", "alive at the end of the trace"),
  [POLLUX_SEEN_SPAN] = NC_("legend", "span, and below it where it was entered"),
  [POLLUX_SEEN_RESOURCE] = NC_("legend", "timer, lock or channel of Tokio"),
  [POLLUX_SEEN_BETWEEN] = NC_("legend", "between polls"),
  [POLLUX_SEEN_LEFT_OUT] = NC_("legend", "of tasks that the filter leaves out"),
  [POLLUX_SEEN_WAKE_ARROW] = NC_("legend", "from what woke a task to the task"),
  [POLLUX_SEEN_SPAWN_ARROW] = NC_("legend", "from what spawned a task to the task"),
};

static const char *
get_legend_text (PolluxSeen what)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "legend", legend[what]);
}

/* --- layout ------------------------------------------------------------- */

static double
get_lanes_width (const Layout *layout)
{
  return layout->picture->width - 2 * MARGIN - layout->header_width;
}

static double
measure_worker (const Layout *layout,
                guint         index)
{
  const PolluxWorkers *workers = pollux_rows_get_workers (layout->picture->rows);
  const PolluxWorker *worker = pollux_workers_get (workers, index);
  const PolluxWorkers *all_taken = pollux_rows_get_taken (layout->picture->rows);
  const PolluxWorker *taken = all_taken != NULL ? pollux_workers_find (all_taken, worker->thread)
                                                : NULL;
  g_autofree char *summary = pollux_worker_summarize (worker, taken);
  double width, id;

  width = pollux_painter_get_label (layout->painter, POLLUX_STYLE_TITLE, worker->title, 0)->width;
  width = MAX (width, pollux_painter_get_label (layout->painter, POLLUX_STYLE_LOCATION, summary,
                                                0)->width);
  id = pollux_painter_get_label (layout->painter, POLLUX_STYLE_ID, worker->id, 0)->width;

  return width + (id > 0 ? id + HEADER_GAP : 0);
}

/* As wide as the names want. */
static double
measure_header (const Layout *layout)
{
  gboolean tiny = pollux_rows_get_lane_height (layout->picture->rows) < POLLUX_LANE_COMPACT;
  double widest = 0;

  if (tiny)
    return 0;

  for (guint i = layout->first_row; i < layout->first_row + layout->n_rows; i++)
    {
      g_autofree char *location = NULL;
      g_autofree char *title = NULL;
      g_autofree char *id = NULL;
      double width, id_width;
      PolluxRow row;

      pollux_rows_get (layout->picture->rows, i, &row);
      if (row.kind == POLLUX_ROW_SPAN)
        continue;
      if (row.kind == POLLUX_ROW_GROUP)
        {
          location = pollux_rows_dup_group_title (layout->picture->rows, row.index);
          title = g_path_get_basename (location);
          width = pollux_painter_get_label (layout->painter, POLLUX_STYLE_TITLE, title, 0)->width;
          widest = MAX (widest, width + GROUP_ROOM);
          continue;
        }
      if (row.kind == POLLUX_ROW_THREAD)
        {
          widest = MAX (widest, measure_worker (layout, row.index));
          continue;
        }
      if (row.kind != POLLUX_ROW_TASK)
        {
          widest = MAX (widest, 120);
          continue;
        }

      title = pollux_text_for_title (layout->picture->trace, row.task);
      location = pollux_text_for_location (layout->picture->trace, row.task);
      id = pollux_text_for_id (layout->picture->trace, row.task);
      width = pollux_painter_get_label (layout->painter, POLLUX_STYLE_TITLE, title, 0)->width;
      width = MAX (width, pollux_painter_get_label (layout->painter, POLLUX_STYLE_LOCATION,
                                                    location, 0)->width);
      id_width = *id != '\0' ? pollux_painter_get_label (layout->painter, POLLUX_STYLE_ID, id,
                                                         0)->width + HEADER_GAP : 0;
      widest = MAX (widest, width + id_width);
    }

  widest = ceil (widest + 2 * HEADER_PADDING + 2);

  return MIN (widest, floor (layout->picture->width * MAX_HEADER_SHARE));
}

/* Flags have a line of their own, if any are shown. */
static double
get_ruler_height (const Layout *layout)
{
  PolluxMarks *marks = layout->picture->marks;
  guint n = marks != NULL ? pollux_marks_get_n (marks) : 0;

  for (guint i = 0; i < n; i++)
    {
      PolluxRange range = pollux_marks_get (marks, i)->range;

      if (range.begin <= layout->range.end && range.end >= layout->range.begin)
        return RULER_HEIGHT + FLAG_HEIGHT;
    }

  return RULER_HEIGHT;
}

/* Builds some lanes, or, for none, the ruler. */
static void
build_band (Layout *layout,
            guint   first,
            guint   n)
{
  const PolluxExport *picture = layout->picture;
  PolluxRange extent = pollux_trace_get_extent (picture->trace);
  double top = pollux_rows_get_y (picture->rows, first);
  double ruler_height = n == 0 ? get_ruler_height (layout) : 0;
  PolluxSceneRequest request = {
    .trace = picture->trace,
    .rows = picture->rows,
    .scroll_y = top,
    .height = pollux_rows_get_y (picture->rows, first + n) - top + ruler_height,
    .header_width = layout->header_width,
    .ruler_height = ruler_height,
    .selected = POLLUX_THING_INIT,
    .hovered = POLLUX_THING_INIT,
    .cursor = POLLUX_TIME_NONE,
    .clock = picture->clock,
    .marks = picture->marks,
    .flag_height = get_ruler_height (layout) - RULER_HEIGHT,
    .export = TRUE,
  };

  if (layout->n_rows <= POLLUX_EXPORT_ARROW_ROWS)
    {
      if (picture->selected != NULL)
        request.selected = *picture->selected;
      request.wakers = picture->wakers;
      request.all_arrows = picture->all_arrows;
    }
  pollux_viewport_init (&request.viewport);
  pollux_viewport_set_extent (&request.viewport, extent);
  pollux_viewport_set_width (&request.viewport, get_lanes_width (layout));
  if (layout->range.begin > extent.begin || layout->range.end < extent.end)
    pollux_viewport_set_range (&request.viewport, layout->range);

  pollux_scene_build (layout->scene, &request);
}

/* Calls @paint for the lanes, some at a time. */
static void
for_each_band (Layout *layout,
               void  (*paint) (Layout *layout,
                               double  y))
{
  guint end = layout->first_row + layout->n_rows;
  double begin = pollux_rows_get_y (layout->picture->rows, layout->first_row);

  guint step = layout->n_rows <= POLLUX_EXPORT_ARROW_ROWS ? layout->n_rows : BAND_ROWS;

  for (guint first = layout->first_row; first < end; first += step)
    {
      build_band (layout, first, MIN (step, end - first));
      paint (layout, pollux_rows_get_y (layout->picture->rows, first) - begin);
    }
}

static void
note_seen (Layout *layout,
           double  y)
{
  layout->seen |= layout->scene->seen;
}

static double
measure_entry (Layout     *layout,
               PolluxSeen  what)
{
  return SAMPLE_WIDTH + SAMPLE_GAP +
         pollux_painter_get_label (layout->painter, POLLUX_STYLE_TICK, get_legend_text (what),
                                   0)->width;
}

/* Walks through the legend's entries; calls @paint, if any, with the place of
 * each. Returns the height. */
static double
lay_out_legend (Layout *layout,
                void  (*paint) (Layout     *layout,
                                PolluxSeen  what,
                                double      x,
                                double      y))
{
  double right = layout->picture->width - MARGIN;
  double x = MARGIN, y = 0;

  if (layout->seen == 0)
    return 0;

  for (guint what = 0; what < POLLUX_N_SEEN; what++)
    {
      double width;

      if (!(layout->seen & (1u << what)))
        continue;

      width = measure_entry (layout, what);
      if (x > MARGIN && x + width > right)
        {
          x = MARGIN;
          y += LEGEND_LINE;
        }
      if (paint != NULL)
        paint (layout, what, x, y);
      x += width + ENTRY_GAP;
    }

  return y + LEGEND_LINE;
}

static gboolean
check_size (const Layout  *layout,
            GError       **error)
{
  double scale = layout->picture->scale;
  double width = ceil (layout->picture->width * scale);
  double height = ceil (layout->height * scale);

  if (width <= MAX_DEVICE_PIXELS && height <= MAX_DEVICE_PIXELS)
    return TRUE;

  if (height > MAX_DEVICE_PIXELS)
    g_set_error (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_TOO_LARGE,
                 _("The picture would be %.0f pixels high, %d are possible. Choose fewer tasks, "
                   "a shorter range, lower lanes or a smaller scale."), height, MAX_DEVICE_PIXELS);
  else
    g_set_error (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_TOO_LARGE,
                 _("The picture would be %.0f pixels wide, %d are possible. Choose a smaller "
                   "width or scale."), width, MAX_DEVICE_PIXELS);

  return FALSE;
}

static gboolean
take_rows (Layout  *layout,
           GError **error)
{
  guint n = pollux_rows_get_length (layout->picture->rows);

  layout->first_row = MIN (layout->picture->first_row, n);
  layout->n_rows = MIN (layout->picture->n_rows, n - layout->first_row);
  if (layout->n_rows > 0)
    return TRUE;

  g_set_error_literal (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_EMPTY,
                       _("There is no task to draw."));
  return FALSE;
}

static void
take_range (Layout *layout)
{
  layout->range = layout->picture->range;
  if (pollux_range_length (layout->range) == 0)
    layout->range = pollux_trace_get_extent (layout->picture->trace);
}

static gboolean
init_layout (Layout             *layout,
             const PolluxExport *picture,
             GError            **error)
{
  const PolluxRows *rows = picture->rows;

  layout->picture = picture;
  if (!take_rows (layout, error))
    return FALSE;

  take_range (layout);
  layout->lanes_height = pollux_rows_get_y (rows, layout->first_row + layout->n_rows) -
                         pollux_rows_get_y (rows, layout->first_row);
  layout->height = layout->lanes_height;
  /* Before any work that grows with the size. */
  if (!check_size (layout, error))
    return FALSE;

  layout->painter = pollux_painter_new ();
  layout->scene = pollux_scene_new ();
  if (picture->palette != NULL)
    pollux_painter_set_palette (layout->painter, picture->palette);

  layout->title_height = ceil (pollux_painter_get_label (layout->painter, POLLUX_STYLE_TITLE_BOLD,
                                                         "Xg", 0)->height) + TITLE_GAP;
  layout->header_width = measure_header (layout);
  if (get_lanes_width (layout) < MIN_LANES_WIDTH)
    {
      g_set_error_literal (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_EMPTY,
                           _("The picture is too narrow: nothing is left beside the names."));
      return FALSE;
    }

  for_each_band (layout, note_seen);
  layout->legend_height = lay_out_legend (layout, NULL);
  layout->height = ceil (2 * MARGIN + layout->title_height + get_ruler_height (layout) +
                         layout->lanes_height + LEGEND_GAP + layout->legend_height);

  return check_size (layout, error);
}

/* --- painting ----------------------------------------------------------- */

/* The coarsest power of ten that both times are multiples of, but a
 * thousandth of what lies between them at least. */
static gint64
choose_precision (PolluxTime begin,
                  PolluxTime end)
{
  gint64 step = 1;

  while (step <= G_MAXINT64 / 100 &&
         (end - begin >= step * 10000 || (begin % (step * 10) == 0 && end % (step * 10) == 0)))
    step *= 10;

  return step;
}

static char *
describe_range (const Layout *layout)
{
  PolluxTrace *trace = layout->picture->trace;
  PolluxTime origin = pollux_trace_get_extent (trace).begin;
  PolluxTime begin = layout->range.begin - origin, end = layout->range.end - origin;
  gint64 step = choose_precision (begin, end);
  PolluxAxis axis = { .step = MIN (step, 1000000000), .n_parts = 1, .unit = 1,
                      .ordinal = !pollux_trace_has_times (trace) };
  g_autofree char *length = pollux_duration_to_label (end - begin);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (axis.ordinal)
    {
      from = pollux_axis_get_label (&axis, layout->range.begin);
      to = pollux_axis_get_label (&axis, layout->range.end);
      /* Translators: the number of a record, the number of a record */
      return g_strdup_printf (_("records %s to %s"), from, to);
    }

  while (axis.unit < 1000000000 && end >= axis.unit * 1000)
    axis.unit *= 1000;
  from = pollux_axis_get_label (&axis, begin);
  to = pollux_axis_get_label (&axis, end);

  /* Translators: a time, a time, the duration between them */
  return g_strdup_printf (_("%s to %s (%s)"), from, to, length);
}

/* "server.jsonl — 1.25 s to 1.35 s (100 ms) — 2026-11-22 19:07:01" */
static char *
get_title (const Layout *layout)
{
  PolluxTrace *trace = layout->picture->trace;
  gint64 origin = pollux_trace_get_origin (trace);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (layout->picture->title != NULL)
    g_ptr_array_add (parts, g_utf8_make_valid (layout->picture->title, -1));

  g_ptr_array_add (parts, describe_range (layout));
  if (pollux_trace_get_time_kind (trace) == POLLUX_TIME_KIND_EPOCH && origin != POLLUX_TIME_NONE)
    g_ptr_array_add (parts, pollux_epoch_to_local (origin + layout->range.begin));
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" \u2014 ", (char **) parts->pdata);
}

static void
paint_title (Layout *layout)
{
  g_autofree char *title = get_title (layout);
  const PolluxLabel *label;

  label = pollux_painter_get_label (layout->painter, POLLUX_STYLE_TITLE_BOLD, title,
                                    layout->picture->width - 2 * MARGIN);
  pollux_painter_set_color (layout->painter, &layout->painter->palette.text, 1);
  pollux_painter_show_label (layout->painter, label, MARGIN, MARGIN);
}

static void
paint_band (Layout *layout,
            double  y)
{
  cairo_t *cr = layout->painter->cr;

  cairo_save (cr);
  cairo_translate (cr, 0, y);
  pollux_painter_paint (layout->painter, cr, layout->scene);
  cairo_restore (cr);
  layout->painter->cr = cr;
}

static void
paint_legend_entry (Layout     *layout,
                    PolluxSeen  what,
                    double      x,
                    double      y)
{
  const PolluxLabel *label;

  y += layout->height - MARGIN - layout->legend_height;
  pollux_painter_paint_sample (layout->painter, what, x, y, SAMPLE_WIDTH, LEGEND_LINE);
  label = pollux_painter_get_label (layout->painter, POLLUX_STYLE_TICK, get_legend_text (what), 0);
  pollux_painter_set_color (layout->painter, &layout->painter->palette.text, 1);
  pollux_painter_show_label (layout->painter, label, x + SAMPLE_WIDTH + SAMPLE_GAP,
                             y + (LEGEND_LINE - label->height) / 2);
}

static void
paint_frame (Layout *layout,
             double  top)
{
  PolluxPainter *painter = layout->painter;
  double right = layout->picture->width - MARGIN;
  double bottom = top + get_ruler_height (layout) + layout->lanes_height;

  pollux_painter_add_rect (painter, MARGIN - 1, top - 1, right + 1, top);
  pollux_painter_add_rect (painter, MARGIN - 1, bottom, right + 1, bottom + 1);
  pollux_painter_add_rect (painter, MARGIN - 1, top - 1, MARGIN, bottom + 1);
  pollux_painter_add_rect (painter, right, top - 1, right + 1, bottom + 1);
  pollux_painter_set_color (painter, &painter->palette.border, 1);
  cairo_fill (painter->cr);
}

static void
paint_picture (Layout  *layout,
               cairo_t *cr)
{
  double top = MARGIN + layout->title_height;

  pollux_painter_begin (layout->painter, cr);
  pollux_painter_set_color (layout->painter, &layout->painter->palette.background, 1);
  cairo_paint (cr);
  paint_title (layout);

  cairo_save (cr);
  cairo_translate (cr, MARGIN, top + get_ruler_height (layout));
  for_each_band (layout, paint_band);
  cairo_restore (cr);

  cairo_save (cr);
  cairo_translate (cr, MARGIN, top);
  build_band (layout, layout->first_row, 0);
  pollux_painter_paint (layout->painter, cr, layout->scene);
  cairo_restore (cr);

  pollux_painter_begin (layout->painter, cr);
  paint_frame (layout, top);
  lay_out_legend (layout, paint_legend_entry);
  pollux_painter_end (layout->painter);
}

/**
 * pollux_export_get_size:
 * @width, @height: (out): device pixels
 *
 * Returns: %FALSE with %POLLUX_EXPORT_ERROR_TOO_LARGE if no image of that size
 *   can be made, or %POLLUX_EXPORT_ERROR_EMPTY if it would show nothing
 */
gboolean
pollux_export_get_size (const PolluxExport  *picture,
                        int                 *width,
                        int                 *height,
                        GError             **error)
{
  g_auto(Layout) layout = { 0 };

  g_return_val_if_fail (picture != NULL, FALSE);
  g_return_val_if_fail (picture->scale > 0, FALSE);

  if (!init_layout (&layout, picture, error))
    return FALSE;

  *width = ceil (picture->width * picture->scale);
  *height = ceil (layout.height * picture->scale);

  return TRUE;
}

/**
 * pollux_export_paint:
 * @cr: a cairo context; the scale is its own affair
 *
 * Paints the picture at the origin; nothing if there is nothing to draw.
 */
void
pollux_export_paint (const PolluxExport *picture,
                     cairo_t            *cr)
{
  g_auto(Layout) layout = { 0 };

  g_return_if_fail (picture != NULL);
  g_return_if_fail (cr != NULL);

  if (init_layout (&layout, picture, NULL))
    paint_picture (&layout, cr);
}

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/**
 * pollux_export_to_png:
 *
 * Returns: (transfer full): a PNG file; %NULL with %POLLUX_EXPORT_ERROR
 */
GBytes *
pollux_export_to_png (const PolluxExport  *picture,
                      GError             **error)
{
  g_auto(Layout) layout = { 0 };
  cairo_surface_t *surface;
  cairo_status_t status;
  GByteArray *bytes;
  cairo_t *cr;

  g_return_val_if_fail (picture != NULL, NULL);
  g_return_val_if_fail (picture->scale > 0, NULL);

  if (!init_layout (&layout, picture, error))
    return NULL;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, ceil (picture->width * picture->scale),
                                        ceil (layout.height * picture->scale));
  cairo_surface_set_device_scale (surface, picture->scale, picture->scale);
  cr = cairo_create (surface);
  paint_picture (&layout, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);

  bytes = g_byte_array_new ();
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_byte_array_unref (bytes);
      g_set_error (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_FAILED,
                   _("The picture could not be drawn: %s"), cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (bytes);
}
