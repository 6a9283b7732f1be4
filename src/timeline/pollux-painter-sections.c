/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Bars and runs. Wide bars are paths, all of one colour filled at once. Where
 * a lane has runs or many narrow bars, a mask with a byte per pixel is written
 * for each of the two colours and painted at once: rows of bytes are forty
 * times faster than rectangles, and a run's columns differ in height anyway.
 *
 * A column of a run, from top to bottom: a strip for the longest poll that
 * touches it and one for the longest wait (the stronger, the longer, measured
 * by the longest of the visible lanes), then the column's time as a stack,
 * active from below, scheduled above it, on a light ground that says
 * "several". Whatever is there at all has a pixel of the stack.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pollux-mask.h"
#include "pollux-painter-private.h"
#include "pollux-time-text.h"

/* Narrower bars are drawn plain. */
#define PLAIN 3.0
/* With more of them a lane is written as a mask. */
#define MANY 24
#define GROUND 56
/* Bars are not higher, in device pixels. */
#define HATCH_ROWS 256
#define LABEL_PADDING 6.0
#define MIN_LABEL_WIDTH 34.0
/* Names are cut at multiples of it, so that few different ones are laid out. */
#define LABEL_STEP 8.0
/* With less room a name that does not fit says nothing. */
#define MIN_CUT_NAME 56.0
#define MARK_HEIGHT 2.0
#define VEIL 0.7
#define FADE 28.0
#define TOOTH 3.0

/* Bytes of one row's pixel columns. */
typedef struct
{
  PolluxPainter *painter;
  PolluxLaneShape shape;
  double left;         /* pixel of the first column */
  guint width;         /* device pixels */
  guint height;
  guint strip;         /* rows of each strip; 0: both share the first row */
  guint top;           /* first row of the stack */
  double inverse_poll; /* of the longest that the strips are measured by */
  double inverse_wait;
  guint8 *full;        /* an active bar from top to bottom */
  guint8 *half;        /* a scheduled bar, half as high */
  guint8 *ground;
  guint8 *busy_top;    /* first row of the stack's active part */
  guint8 *wait_top;
  guint8 *poll_strip;
  guint8 *wait_strip;
  guint8 *hatch;       /* the stack's, a few columns more: each row begins one later */
} Mask;

static gboolean
is_plain (const PolluxSceneBar *bar)
{
  return bar->x1 - bar->x0 < PLAIN;
}

static gboolean
is_wait (const PolluxSceneBar *bar)
{
  return bar->kind >= POLLUX_BAR_SCHEDULED;
}

static gboolean
use_mask (const PolluxPainter    *painter,
          const PolluxPainterRow *row)
{
  guint n = 0;

  for (guint l = row->first; l < row->end && !painter->vector; l++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (row->scene, l);

      for (guint i = 0; i < lane->bars.n; i++)
        n += is_plain (pollux_scene_get_bar (row->scene, lane->bars.first + i));
      if (lane->runs.n > 0 || n > MANY)
        return TRUE;
    }

  return FALSE;
}

/* --- masks -------------------------------------------------------------- */

static void
extend_mask (const PolluxScene     *scene,
             const PolluxSceneLane *lane,
             double                *begin,
             double                *end)
{
  for (guint i = 0; i < lane->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, lane->runs.first + i);

      *begin = MIN (*begin, run->x);
      *end = MAX (*end, run->x + run->n * run->step);
    }

  for (guint i = 0; i < lane->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);

      if (!is_plain (bar))
        continue;
      *begin = MIN (*begin, bar->x0);
      *end = MAX (*end, bar->x1);
    }
}

static void
get_mask_extent (const PolluxPainterRow *row,
                 double                 *begin,
                 double                 *end)
{
  const PolluxScene *scene = row->scene;

  *begin = scene->width;
  *end = scene->header_width;
  for (guint l = row->first; l < row->end; l++)
    extend_mask (scene, pollux_scene_get_lane (scene, l), begin, end);

  *begin = CLAMP (floor (*begin), scene->header_width, scene->width);
  *end = CLAMP (ceil (*end), *begin, scene->width);
}

static gboolean
init_mask (Mask                   *mask,
           PolluxPainter          *painter,
           const PolluxPainterRow *row)
{
  const PolluxScene *scene = row->scene;
  guint8 *bytes;
  double end;
  gsize size;

  mask->painter = painter;
  pollux_lane_shape_init (&mask->shape, pollux_scene_get_lane (scene, row->first)->height);
  get_mask_extent (row, &mask->left, &end);
  mask->width = ceil ((end - mask->left) * painter->scale);
  mask->height = round (mask->shape.bar_height * painter->scale);
  mask->strip = round (mask->shape.strip_height * painter->scale);
  mask->top = MAX (1, 2 * mask->strip + round (mask->shape.strip_gap * painter->scale));
  mask->inverse_poll = 1.0 / MAX (1, scene->longest_poll);
  mask->inverse_wait = 1.0 / MAX (1, scene->longest_wait);
  if (mask->width == 0)
    return FALSE;

  size = (gsize) mask->width * 8 + HATCH_ROWS;
  if (size > painter->scratch_size)
    {
      painter->scratch = g_realloc (painter->scratch, size);
      painter->scratch_size = size;
    }

  bytes = painter->scratch;
  memset (bytes, 0, size);
  mask->full = bytes;
  mask->half = bytes += mask->width;
  mask->ground = bytes += mask->width;
  mask->poll_strip = bytes += mask->width;
  mask->wait_strip = bytes += mask->width;
  mask->busy_top = bytes += mask->width;
  mask->wait_top = bytes += mask->width;
  mask->hatch = bytes + mask->width;
  memset (mask->busy_top, 0xff, (gsize) mask->width * 2);
  for (guint i = 0; i < mask->width + HATCH_ROWS; i++)
    mask->hatch[i] = i / MAX (1, (guint) painter->scale) % 4 == 0 ? 0xa0 : 0xff;

  return TRUE;
}

/* Device columns of [x0, x1), at least one. */
static void
get_columns (const Mask *mask,
             double      x0,
             double      x1,
             guint      *from,
             guint      *to)
{
  double scale = mask->painter->scale;
  double begin = round ((x0 - mask->left) * scale);
  double end = round ((x1 - mask->left) * scale);

  *from = CLAMP (begin, 0, mask->width - 1.0);
  *to = CLAMP (end, *from + 1.0, mask->width);
}

/* Nearly linear: an outlier is to stand out, not everything. */
static guint8
get_strength (gint64 length,
              double inverse_longest)
{
  double share;

  if (length <= 0)
    return 0;

  share = MIN (1, length * inverse_longest);

  return MAX (1, (int) (255 * share * (1.4 - 0.4 * share)));
}

static void
add_stack (Mask  *mask,
           guint  x,
           int    busy,
           int    wait)
{
  int bottom = mask->height;
  int room = bottom - mask->top;

  /* Another task of the row ended in the same pixel. */
  if (mask->ground[x] != 0)
    {
      busy += bottom - mask->busy_top[x];
      wait += mask->busy_top[x] - mask->wait_top[x];
    }

  if (busy + wait > room)
    {
      int less = MIN (MIN (busy, wait), room / 2);

      busy = busy > wait ? room - less : less;
      wait = room - busy;
    }

  mask->busy_top[x] = bottom - busy;
  mask->wait_top[x] = bottom - busy - wait;
}

static void
add_column (Mask                    *mask,
            const PolluxSceneColumn *column,
            guint                    from,
            guint                    to)
{
  int room = (int) mask->height - (int) mask->top;
  int busy = column->busy * room + 0.5f, wait = column->wait * room + 0.5f;
  guint8 poll_strip = get_strength (column->longest_poll, mask->inverse_poll);
  guint8 wait_strip = get_strength (column->longest_wait, mask->inverse_wait);

  busy = MAX (busy, column->n_polls > 0);
  wait = MAX (wait, column->wait > 0);
  if (busy + wait == 0)
    return;

  for (guint x = from; x < to; x++)
    {
      add_stack (mask, x, busy, wait);
      mask->ground[x] = GROUND;
      mask->poll_strip[x] = MAX (mask->poll_strip[x], poll_strip);
      mask->wait_strip[x] = MAX (mask->wait_strip[x], wait_strip);
    }
}

/* Columns of a pixel need no rounding each. */
static void
add_run (Mask                 *mask,
         const PolluxScene    *scene,
         const PolluxSceneRun *run)
{
  guint scale = mask->painter->scale;
  gboolean even = run->step == 1 && scale == mask->painter->scale;
  guint from, to;

  get_columns (mask, run->x, run->x + run->step, &from, &to);
  for (guint i = 0; i < run->n; i++)
    {
      if (!even)
        get_columns (mask, run->x + i * run->step, run->x + (i + 1) * run->step, &from, &to);
      add_column (mask, pollux_scene_get_column (scene, run->first + i), from,
                  MIN (to, mask->width));
      from += scale;
      to += scale;
    }
}

/* Either the dim runs, or everything else. */
static void
fill_mask (Mask                  *mask,
           const PolluxScene     *scene,
           const PolluxSceneLane *lane,
           gboolean               dim)
{
  guint from, to;

  for (guint i = 0; i < lane->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, lane->runs.first + i);

      if (run->dim == dim)
        add_run (mask, scene, run);
    }

  for (guint i = 0; i < lane->bars.n && !dim; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);

      if (!is_plain (bar))
        continue;
      get_columns (mask, bar->x0, bar->x1, &from, &to);
      memset ((is_wait (bar) ? mask->half : mask->full) + from, 0xff, to - from);
    }
}

static void
write_active_row (const Mask *mask,
                  guint       row,
                  guint8     *out)
{
  if (row < MAX (mask->strip, 1))
    pollux_mask_or (out, mask->full, mask->poll_strip, mask->width);
  else if (row < mask->top)
    memcpy (out, mask->full, mask->width);
  else
    pollux_mask_fill (out, mask->full, mask->ground, mask->busy_top, row, mask->width);
}

static void
write_scheduled_row (const Mask *mask,
                     guint       row,
                     guint8     *out)
{
  guint half = round (mask->shape.wait_height * mask->painter->scale);
  guint half_top = (mask->height - half) / 2;

  if (mask->strip == 0 && row == 0)
    pollux_mask_above (out, mask->wait_strip, mask->poll_strip, mask->width);
  else if (row >= mask->strip && row < 2 * mask->strip)
    memcpy (out, mask->wait_strip, mask->width);
  else
    pollux_mask_band (out, mask->hatch + row, mask->wait_top, mask->busy_top, row, mask->width);

  if (row >= half_top && row < half_top + half)
    pollux_mask_max (out, mask->half, mask->width);
}

static void
paint_mask (const Mask        *mask,
            double             y,
            const PolluxColor *color,
            double             alpha,
            void             (*write_row) (const Mask *mask,
                                           guint       row,
                                           guint8     *out))
{
  PolluxPainter *painter = mask->painter;
  cairo_surface_t *surface;
  guint8 *bytes;
  gsize stride;

  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, mask->width, mask->height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return;
    }

  cairo_surface_flush (surface);
  bytes = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (guint row = 0; row < mask->height; row++)
    write_row (mask, row, bytes + row * stride);
  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, painter->scale, painter->scale);

  pollux_painter_set_color (painter, color, alpha);
  cairo_mask_surface (painter->cr, surface, mask->left, y);
  cairo_surface_destroy (surface);
}

static gboolean
has_waits (const PolluxScene     *scene,
           const PolluxSceneLane *lane)
{
  for (guint i = 0; i < lane->bars.n; i++)
    if (is_wait (pollux_scene_get_bar (scene, lane->bars.first + i)))
      return TRUE;

  for (guint i = 0; i < lane->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, lane->runs.first + i);

      for (guint c = run->first; c < run->first + run->n; c++)
        if (pollux_scene_get_column (scene, c)->wait > 0)
          return TRUE;
    }

  return FALSE;
}

static gboolean
has_dim_runs (const PolluxPainterRow *row)
{
  for (guint l = row->first; l < row->end; l++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (row->scene, l);

      /* They come first. */
      if (lane->runs.n > 0 && pollux_scene_get_run (row->scene, lane->runs.first)->dim)
        return TRUE;
    }

  return FALSE;
}

static void
paint_mask_pass (PolluxPainter          *painter,
                 const PolluxPainterRow *row,
                 gboolean                dim)
{
  double alpha = dim ? 1 - VEIL : 1;
  gboolean waits = FALSE;
  double y;
  Mask mask;

  if (!init_mask (&mask, painter, row))
    return;

  for (guint l = row->first; l < row->end; l++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (row->scene, l);

      fill_mask (&mask, row->scene, lane, dim);
      waits = waits || has_waits (row->scene, lane);
    }

  y = pollux_painter_snap (painter, pollux_scene_get_lane (row->scene, row->first)->y +
                                    mask.shape.bar_top);
  paint_mask (&mask, y, &painter->palette.active, alpha, write_active_row);
  if (waits)
    paint_mask (&mask, y, &painter->palette.scheduled, alpha, write_scheduled_row);
}

static void
paint_row_as_mask (PolluxPainter          *painter,
                   const PolluxPainterRow *row)
{
  if (has_dim_runs (row))
    paint_mask_pass (painter, row, TRUE);
  paint_mask_pass (painter, row, FALSE);
}

/* --- paths -------------------------------------------------------------- */

/* The same as a mask, in rectangles, for surfaces without pixels: neighbours
 * of equal height are one. */
static void
add_run_rects (PolluxPainter         *painter,
               const PolluxScene     *scene,
               const PolluxSceneLane *lane,
               const PolluxSceneRun  *run,
               gboolean               wait)
{
  PolluxLaneShape shape;
  double bottom, room;

  pollux_lane_shape_init (&shape, lane->height);
  bottom = lane->y + shape.bar_top + shape.bar_height;
  room = shape.bar_height - 2 * shape.strip_height - shape.strip_gap;

  for (guint i = 0, next; i < run->n; i = next)
    {
      const PolluxSceneColumn *column = pollux_scene_get_column (scene, run->first + i);
      double busy = MAX (column->busy * room, column->n_polls > 0);
      double high = wait ? MAX (column->wait * room, column->wait > 0) : busy;

      for (next = i + 1; next < run->n; next++)
        {
          const PolluxSceneColumn *other = pollux_scene_get_column (scene, run->first + next);

          if (fabs (other->busy - column->busy) * room > 0.25 ||
              fabs (other->wait - column->wait) * room > 0.25 ||
              (other->n_polls > 0) != (column->n_polls > 0))
            break;
        }

      if (high > 0)
        pollux_painter_add_rect (painter, run->x + i * run->step,
                                 bottom - high - (wait ? busy : 0),
                                 run->x + next * run->step, bottom - (wait ? busy : 0));
    }
}

static void
paint_runs_as_paths (PolluxPainter         *painter,
                     const PolluxScene     *scene,
                     const PolluxSceneLane *lane)
{
  PolluxLaneShape shape;
  gboolean was_dim = FALSE;

  pollux_lane_shape_init (&shape, lane->height);
  for (guint i = 0; i < lane->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, lane->runs.first + i);
      double alpha = run->dim ? 1 - VEIL : 1;

      /* What lies on a dim run has its ground already. */
      if (!was_dim || run->dim)
        {
          pollux_painter_add_rect (painter, run->x, lane->y + shape.bar_top,
                                   run->x + run->n * run->step,
                                   lane->y + shape.bar_top + shape.bar_height);
          pollux_painter_set_color (painter, &painter->palette.active, alpha * GROUND / 255.0);
          cairo_fill (painter->cr);
        }
      was_dim = was_dim || run->dim;
      add_run_rects (painter, scene, lane, run, FALSE);
      pollux_painter_set_color (painter, &painter->palette.active, alpha);
      cairo_fill (painter->cr);
      add_run_rects (painter, scene, lane, run, TRUE);
      pollux_painter_set_color (painter, &painter->palette.scheduled, alpha);
      cairo_fill (painter->cr);
    }
}

static void
get_bar_y (const PolluxSceneLane *lane,
           const PolluxSceneBar  *bar,
           double                *top,
           double                *bottom)
{
  PolluxLaneShape shape;
  double height;

  pollux_lane_shape_init (&shape, lane->height);
  height = is_wait (bar) ? shape.wait_height : shape.bar_height;
  *top = lane->y + shape.bar_top + (shape.bar_height - height) / 2;
  *bottom = *top + height;
}

static void
add_bar (PolluxPainter         *painter,
         const PolluxSceneLane *lane,
         const PolluxSceneBar  *bar)
{
  double top, bottom;

  get_bar_y (lane, bar, &top, &bottom);
  pollux_painter_add_rect (painter, bar->x0, top, bar->x1, bottom);
}

static void
add_plain_bars (PolluxPainter          *painter,
                const PolluxPainterRow *row,
                gboolean                wait)
{
  gboolean masked = use_mask (painter, row);

  for (guint l = row->first; l < row->end; l++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (row->scene, l);

      for (guint i = 0; i < lane->bars.n; i++)
        {
          const PolluxSceneBar *bar = pollux_scene_get_bar (row->scene, lane->bars.first + i);

          if (is_wait (bar) == wait && (is_plain (bar) ? !masked : bar->kind == POLLUX_BAR_ACTIVE))
            add_bar (painter, lane, bar);
        }
    }
}

static void
paint_plain_bars (PolluxPainter     *painter,
                  const PolluxScene *scene,
                  gboolean           wait)
{
  PolluxPainterRow row;

  for (guint l = painter->first_lane; l < painter->last_lane; l = row.end)
    {
      row = pollux_painter_get_row (painter, scene, l);
      add_plain_bars (painter, &row, wait);
    }

  pollux_painter_set_color (painter, wait ? &painter->palette.scheduled
                                          : &painter->palette.active, 1);
  cairo_fill (painter->cr);
}

/* An end that is not in the file frays. */
static void
add_frayed_path (PolluxPainter        *painter,
                 const PolluxSceneBar *bar,
                 double                top,
                 double                bottom)
{
  double left = pollux_painter_snap (painter, bar->x0);
  double step = (bottom - top) / MAX (2, round ((bottom - top) / (2 * TOOTH)) * 2);

  cairo_move_to (painter->cr, left, top);
  if (bar->flags & POLLUX_BAR_CUT_RIGHT)
    {
      cairo_line_to (painter->cr, bar->x1, top);
      cairo_line_to (painter->cr, bar->x1, bottom);
    }
  else
    for (guint i = 0; top + i * step < bottom + step / 2; i++)
      cairo_line_to (painter->cr, bar->x1 - (i % 2 != 0 ? TOOTH : 0), top + i * step);
  cairo_line_to (painter->cr, left, bottom);
}

/* A poll without an end also fades. */
static void
paint_open_bar (PolluxPainter         *painter,
                const PolluxSceneLane *lane,
                const PolluxSceneBar  *bar)
{
  const PolluxColor *color = &painter->palette.active;
  double fade = MIN (FADE, (bar->x1 - bar->x0) / 2);
  cairo_pattern_t *pattern;
  double top, bottom;

  get_bar_y (lane, bar, &top, &bottom);
  add_frayed_path (painter, bar, pollux_painter_snap (painter, top),
                   pollux_painter_snap (painter, bottom));
  cairo_close_path (painter->cr);

  pattern = cairo_pattern_create_linear (bar->x1 - fade, 0, bar->x1, 0);
  cairo_pattern_add_color_stop_rgba (pattern, 0, color->red, color->green, color->blue, 1);
  cairo_pattern_add_color_stop_rgba (pattern, 1, color->red, color->green, color->blue,
                                     bar->flags & POLLUX_BAR_CUT_RIGHT ? 1 : 0.3);
  cairo_set_source (painter->cr, pattern);
  cairo_fill (painter->cr);
  cairo_pattern_destroy (pattern);
}

/* A wait that no poll ended is empty but for a dashed line around it. */
static void
paint_unanswered_bar (PolluxPainter         *painter,
                      const PolluxSceneLane *lane,
                      const PolluxSceneBar  *bar)
{
  static const double dashes[] = { 4, 3 };
  double top, bottom;

  get_bar_y (lane, bar, &top, &bottom);
  top = pollux_painter_snap (painter, top);
  bottom = pollux_painter_snap (painter, bottom);
  add_frayed_path (painter, bar, top, bottom);
  pollux_painter_set_color (painter, &painter->palette.scheduled_fill, 1);
  cairo_fill (painter->cr);

  cairo_save (painter->cr);
  add_frayed_path (painter, bar, top + 0.5, bottom - 0.5);
  if (!(bar->flags & POLLUX_BAR_CUT_LEFT))
    cairo_close_path (painter->cr);
  cairo_set_line_width (painter->cr, 1);
  cairo_set_dash (painter->cr, dashes, G_N_ELEMENTS (dashes), 0);
  pollux_painter_set_color (painter, &painter->palette.scheduled, 1);
  cairo_stroke (painter->cr);
  cairo_restore (painter->cr);
}

/* Lines inside of the edges; an end that is out of sight has none. */
static void
add_frame (PolluxPainter         *painter,
           const PolluxSceneLane *lane,
           const PolluxSceneBar  *bar)
{
  double line = 1 / painter->scale;
  double top, bottom, left, right;

  get_bar_y (lane, bar, &top, &bottom);
  left = pollux_painter_snap (painter, bar->x0);
  right = pollux_painter_snap (painter, bar->x1);
  line = MAX (line, 1);
  pollux_painter_add_rect (painter, left, top, right, top + line);
  pollux_painter_add_rect (painter, left, bottom - line, right, bottom);
  if (!(bar->flags & POLLUX_BAR_CUT_LEFT))
    pollux_painter_add_rect (painter, left, top, left + line, bottom);
  if (!(bar->flags & POLLUX_BAR_CUT_RIGHT))
    pollux_painter_add_rect (painter, right - line, top, right, bottom);
}

/* Which pass of scheduled bars: ground, hatch, frame. */
typedef enum { PASS_GROUND, PASS_HATCH, PASS_FRAME } Pass;

static void
add_scheduled_bars (PolluxPainter     *painter,
                    const PolluxScene *scene,
                    Pass               pass)
{
  for (guint l = painter->first_lane; l < painter->last_lane; l++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, l);

      for (guint i = 0; i < lane->bars.n; i++)
        {
          const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);

          if (!is_wait (bar) || is_plain (bar) || bar->kind == POLLUX_BAR_UNANSWERED)
            continue;
          if (pass == PASS_FRAME)
            add_frame (painter, lane, bar);
          else
            add_bar (painter, lane, bar);
        }
    }
}

static void
paint_scheduled_bars (PolluxPainter     *painter,
                      const PolluxScene *scene)
{
  add_scheduled_bars (painter, scene, PASS_GROUND);
  pollux_painter_set_color (painter, &painter->palette.scheduled_fill, 1);
  cairo_fill (painter->cr);

  add_scheduled_bars (painter, scene, PASS_HATCH);
  pollux_painter_set_hatch (painter);
  cairo_fill (painter->cr);

  add_scheduled_bars (painter, scene, PASS_FRAME);
  pollux_painter_set_color (painter, &painter->palette.scheduled, 1);
  cairo_fill (painter->cr);
}

/* --- labels ------------------------------------------------------------- */

static void
paint_bar_label (PolluxPainter         *painter,
                 const PolluxSceneLane *lane,
                 const PolluxSceneBar  *bar)
{
  g_autofree char *text = bar->label == NULL ? pollux_duration_to_label (bar->length) : NULL;
  double room = bar->x1 - bar->x0 - 2 * LABEL_PADDING;
  const PolluxLabel *label;
  double top, bottom;

  if (bar->flags & POLLUX_BAR_DIM)
    return;

  label = pollux_painter_try_label (painter, POLLUX_STYLE_BAR, text != NULL ? text : bar->label, 0);
  if (label != NULL && text == NULL && label->width > room && room >= MIN_CUT_NAME)
    label = pollux_painter_try_label (painter, POLLUX_STYLE_BAR, bar->label,
                                      floor (room / LABEL_STEP) * LABEL_STEP);
  if (label == NULL)
    return;

  get_bar_y (lane, bar, &top, &bottom);
  if (label->width + 2 * LABEL_PADDING > bar->x1 - bar->x0 || label->height > bottom - top + 3)
    return;

  pollux_painter_show_label (painter, label, bar->x0 + LABEL_PADDING,
                             (top + bottom - label->height) / 2);
}

static void
paint_bar_labels (PolluxPainter     *painter,
                  const PolluxScene *scene)
{
  pollux_painter_set_color (painter, &painter->palette.active_text, 1);

  for (guint l = painter->first_lane; l < painter->last_lane; l++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, l);

      if (lane->height < POLLUX_LANE_COMPACT)
        continue;

      for (guint i = 0; i < lane->bars.n; i++)
        {
          const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);

          if (bar->kind == POLLUX_BAR_ACTIVE && bar->x1 - bar->x0 >= MIN_LABEL_WIDTH)
            paint_bar_label (painter, lane, bar);
        }
    }
}

/* The name of a task of a packed row, in the first gap between its sections that
 * has room for it. */
static void
paint_member_name (PolluxPainter         *painter,
                   const PolluxScene     *scene,
                   const PolluxSceneLane *lane)
{
  const PolluxLabel *label;
  double x = MAX (lane->life_begin, scene->header_width), width;

  if (!(lane->flags & POLLUX_LANE_MEMBER) || lane->height < POLLUX_LANE_COMPACT ||
      lane->runs.n > 0 || lane->waits.n > 0 || lane->life_end - x < MIN_LABEL_WIDTH)
    return;

  label = pollux_painter_try_label (painter, POLLUX_STYLE_WAIT, lane->title, 0);
  if (label == NULL)
    return;

  width = label->width + 2 * LABEL_PADDING;
  for (guint i = 0; i < lane->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);

      if (bar->x0 - x >= width)
        break;
      x = MAX (x, bar->x1);
    }

  if (MIN (lane->life_end, scene->width) - x >= width)
    pollux_painter_show_label (painter, label, x + LABEL_PADDING,
                               lane->y + (lane->height - label->height) / 2 -
                               (lane->height >= POLLUX_LANE_NORMAL ? label->height / 2 : 0));
}

/* What is still being merged says so. */
static void
paint_pending (PolluxPainter         *painter,
               const PolluxScene     *scene,
               const PolluxSceneLane *lane)
{
  const PolluxLabel *label;

  if (!(lane->flags & POLLUX_LANE_PENDING))
    return;

  label = pollux_painter_get_label (painter, POLLUX_STYLE_LOCATION, _("Counting…"), 0);
  pollux_painter_show_label (painter, label, scene->header_width + 2 * LABEL_PADDING,
                             lane->y + (lane->height - label->height) / 2);
}

static void
paint_many (PolluxPainter     *painter,
            const PolluxScene *scene)
{
  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    {
      paint_member_name (painter, scene, pollux_scene_get_lane (scene, i));
      paint_pending (painter, scene, pollux_scene_get_lane (scene, i));
    }
}

static void
paint_unfinished_bars (PolluxPainter         *painter,
                       const PolluxScene     *scene,
                       const PolluxSceneLane *lane)
{
  for (guint i = 0; i < lane->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);

      if (bar->kind == POLLUX_BAR_OPEN && !is_plain (bar))
        paint_open_bar (painter, lane, bar);
      else if (bar->kind == POLLUX_BAR_UNANSWERED && !is_plain (bar))
        paint_unanswered_bar (painter, lane, bar);
    }
}

/* A veil over the polls of others, a line under those of the selected task. */
static void
paint_bar_looks (PolluxPainter     *painter,
                 const PolluxScene *scene,
                 guint              flag)
{
  gboolean veil = flag == POLLUX_BAR_DIM;

  for (guint l = 0; l < scene->lanes->len; l++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, l);

      for (guint i = 0; i < lane->bars.n && lane->row.kind == POLLUX_ROW_THREAD; i++)
        {
          const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);
          double top, bottom;

          if (!(bar->flags & flag))
            continue;
          get_bar_y (lane, bar, &top, &bottom);
          pollux_painter_add_rect (painter, bar->x0, veil ? top : bottom, bar->x1,
                                   veil ? bottom : bottom + MARK_HEIGHT);
        }
    }

  pollux_painter_set_color (painter, veil ? &painter->palette.background
                                          : &painter->palette.accent, veil ? VEIL : 1);
  cairo_fill (painter->cr);
}

/**
 * pollux_painter_paint_sections:
 *
 * Paints what the tasks did, in all lanes.
 */
void
pollux_painter_paint_sections (PolluxPainter     *painter,
                               const PolluxScene *scene)
{
  PolluxPainterRow row;

  paint_scheduled_bars (painter, scene);
  paint_plain_bars (painter, scene, TRUE);
  paint_plain_bars (painter, scene, FALSE);

  for (guint l = painter->first_lane; l < painter->last_lane; l = row.end)
    {
      row = pollux_painter_get_row (painter, scene, l);
      for (guint i = row.first; i < row.end; i++)
        paint_unfinished_bars (painter, scene, pollux_scene_get_lane (scene, i));
      if (use_mask (painter, &row))
        paint_row_as_mask (painter, &row);
      else
        for (guint i = row.first; i < row.end; i++)
          paint_runs_as_paths (painter, scene, pollux_scene_get_lane (scene, i));
    }

  paint_bar_looks (painter, scene, POLLUX_BAR_DIM);
  paint_bar_looks (painter, scene, POLLUX_BAR_MARKED);

  if (scene->has_times)
    paint_bar_labels (painter, scene);
  paint_many (painter, scene);
}
