/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Paints a scene: the ground of the lanes, what happened in them, what goes
 * across them, then headers and ruler on top, each clipped to its place. Only
 * the pollux-painter-*.c files call cairo to draw. All edges lie between
 * device pixels.
 */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

#define HATCH_STEP 6
#define DEFAULT_FONT "Sans 10"
#define RESOLUTION 96.0

/**
 * pollux_painter_new:
 *
 * Returns: (transfer full): a painter with the light palette and the default
 *   font
 */
PolluxPainter *
pollux_painter_new (void)
{
  PolluxPainter *painter = g_new0 (PolluxPainter, 1);

  painter->palette = *pollux_palette_get (POLLUX_PALETTE_LIGHT);
  painter->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_resolution (painter->context, RESOLUTION);
  painter->font = pango_font_description_from_string (DEFAULT_FONT);
  painter->key = g_string_new (NULL);
  pollux_painter_drop_labels (painter);

  return painter;
}

/**
 * pollux_painter_free:
 */
void
pollux_painter_free (PolluxPainter *painter)
{
  for (guint i = 0; i < POLLUX_N_MARK_SHAPES; i++)
    pollux_painter_clear_stamp (&painter->mark_stamps[i]);
  for (guint i = 0; i < POLLUX_N_END_SHAPES; i++)
    pollux_painter_clear_stamp (&painter->end_stamps[i]);
  pollux_painter_forget_hatch (painter);
  g_hash_table_unref (painter->labels);
  pango_font_description_free (painter->font);
  g_object_unref (painter->context);
  g_string_free (painter->key, TRUE);
  g_free (painter->scratch);
  g_free (painter);
}

/**
 * pollux_painter_set_palette:
 * @palette: copied
 */
void
pollux_painter_set_palette (PolluxPainter       *painter,
                            const PolluxPalette *palette)
{
  g_return_if_fail (painter != NULL);
  g_return_if_fail (palette != NULL);

  painter->palette = *palette;
  pollux_painter_forget_hatch (painter);
}

/**
 * pollux_painter_set_font:
 * @font: copied; its size is that of the lanes' names
 */
void
pollux_painter_set_font (PolluxPainter              *painter,
                         const PangoFontDescription *font)
{
  g_return_if_fail (painter != NULL);
  g_return_if_fail (font != NULL);

  if (pango_font_description_equal (painter->font, font))
    return;

  pango_font_description_free (painter->font);
  painter->font = pango_font_description_copy (font);
  if (pango_font_description_get_size (font) == 0)
    pango_font_description_set_size (painter->font, 10 * PANGO_SCALE);
  pollux_painter_drop_labels (painter);
}

/**
 * pollux_painter_set_resolution:
 * @dpi: dots per inch at which points of the font are pixels; 96 at first
 */
void
pollux_painter_set_resolution (PolluxPainter *painter,
                               double         dpi)
{
  g_return_if_fail (painter != NULL);

  if (dpi <= 0)
    dpi = RESOLUTION;
  if (pango_cairo_context_get_resolution (painter->context) == dpi)
    return;

  pango_cairo_context_set_resolution (painter->context, dpi);
  pollux_painter_drop_labels (painter);
}

/**
 * pollux_painter_set_device_scale:
 * @scale: device pixels per pixel; 0: what the cairo context says
 *
 * A recorded picture does not know at which scale it will be played; whoever
 * records tells it.
 */
void
pollux_painter_set_device_scale (PolluxPainter *painter,
                                 double         scale)
{
  g_return_if_fail (painter != NULL);

  painter->forced_scale = MAX (0, scale);
}

/**
 * pollux_painter_set_max_new_labels:
 * @n: 0: any number
 *
 * Where thirty tasks share each row, names that were not seen before are 15 of
 * the picture's 20 ms. With a limit it is without some of them: paint it again
 * where pollux_painter_lacks_labels(), and it has so many more.
 */
void
pollux_painter_set_max_new_labels (PolluxPainter *painter,
                                   guint          n)
{
  g_return_if_fail (painter != NULL);

  painter->max_new_labels = n;
}

/**
 * pollux_painter_lacks_labels:
 *
 * Returns: whether the last picture is without some labels that there is room
 *   for
 */
gboolean
pollux_painter_lacks_labels (const PolluxPainter *painter)
{
  g_return_val_if_fail (painter != NULL, FALSE);

  return painter->lacks_labels;
}

/**
 * pollux_painter_set_color:
 */
void
pollux_painter_set_color (PolluxPainter     *painter,
                          const PolluxColor *color,
                          double             alpha)
{
  cairo_set_source_rgba (painter->cr, color->red, color->green, color->blue,
                         color->alpha * alpha);
}

/**
 * pollux_painter_snap:
 *
 * Returns: the device pixel edge nearest to @position
 */
double
pollux_painter_snap (const PolluxPainter *painter,
                     double               position)
{
  return floor (position * painter->scale + 0.5) / painter->scale;
}

/**
 * pollux_painter_add_rect:
 */
void
pollux_painter_add_rect (PolluxPainter *painter,
                         double         x0,
                         double         y0,
                         double         x1,
                         double         y1)
{
  double left = pollux_painter_snap (painter, x0);
  double top = pollux_painter_snap (painter, y0);
  double right = MAX (pollux_painter_snap (painter, x1), left + 1 / painter->scale);
  double bottom = MAX (pollux_painter_snap (painter, y1), top + 1 / painter->scale);

  cairo_rectangle (painter->cr, left, top, right - left, bottom - top);
}

/**
 * pollux_painter_forget_hatch:
 */
void
pollux_painter_forget_hatch (PolluxPainter *painter)
{
  g_clear_pointer (&painter->hatch, cairo_surface_destroy);
}

/* One tile of diagonal lines that fits to itself on all sides. */
static void
make_hatch (PolluxPainter *painter)
{
  cairo_t *cr;

  painter->hatch_scale = painter->scale;
  painter->hatch = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                               ceil (HATCH_STEP * painter->scale),
                                               ceil (HATCH_STEP * painter->scale));
  cr = cairo_create (painter->hatch);
  cairo_scale (cr, painter->scale, painter->scale);
  cairo_set_source_rgba (cr, painter->palette.scheduled.red, painter->palette.scheduled.green,
                         painter->palette.scheduled.blue, painter->palette.scheduled.alpha);
  cairo_set_line_width (cr, 1.6);
  for (int i = -1; i <= 1; i++)
    {
      cairo_move_to (cr, i * HATCH_STEP - 1, HATCH_STEP + 1);
      cairo_line_to (cr, (i + 1) * HATCH_STEP + 1, -1);
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_set_device_scale (painter->hatch, painter->scale, painter->scale);
}

/**
 * pollux_painter_set_hatch:
 */
void
pollux_painter_set_hatch (PolluxPainter *painter)
{
  cairo_pattern_t *pattern;

  if (painter->hatch == NULL || painter->hatch_scale != painter->scale)
    {
      pollux_painter_forget_hatch (painter);
      make_hatch (painter);
    }

  pattern = cairo_pattern_create_for_surface (painter->hatch);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_set_source (painter->cr, pattern);
  cairo_pattern_destroy (pattern);
}

static void
clip (PolluxPainter *painter,
      double         x,
      double         y,
      double         width,
      double         height)
{
  cairo_save (painter->cr);
  cairo_rectangle (painter->cr, x, y, MAX (0, width), MAX (0, height));
  cairo_clip (painter->cr);
}

PolluxPainterRow
pollux_painter_get_row (const PolluxPainter *painter,
                        const PolluxScene   *scene,
                        guint                first)
{
  PolluxPainterRow row = { scene, first, first + 1 };

  while (row.end < painter->last_lane &&
         (pollux_scene_get_lane (scene, row.end)->flags & POLLUX_LANE_MEMBER) != 0)
    row.end++;

  return row;
}

/* Grounds of the lanes: every other one, the selected and the hovered. */
static void
paint_grounds (PolluxPainter     *painter,
               const PolluxScene *scene)
{
  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (lane->flags & POLLUX_LANE_ALTERNATE)
        pollux_painter_add_rect (painter, 0, lane->y, scene->width, lane->y + lane->height);
    }
  pollux_painter_set_color (painter, &painter->palette.alternate, 1);
  cairo_fill (painter->cr);

  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (!(lane->flags & (POLLUX_LANE_SELECTED | POLLUX_LANE_HOVERED)))
        continue;
      pollux_painter_add_rect (painter, 0, lane->y, scene->width, lane->y + lane->height);
      pollux_painter_set_color (painter, &painter->palette.accent,
                                lane->flags & POLLUX_LANE_SELECTED ? 0.13 : 0.05);
      cairo_fill (painter->cr);
    }
}

static void
paint_grid (PolluxPainter     *painter,
            const PolluxScene *scene)
{
  for (guint i = 0; i < scene->ticks->len; i++)
    {
      const PolluxSceneTick *tick = &g_array_index (scene->ticks, PolluxSceneTick, i);
      double x = pollux_painter_snap (painter, tick->x - 0.5);

      if (tick->label != NULL)
        pollux_painter_add_rect (painter, x, scene->ruler_height, x + 1, scene->height);
    }

  pollux_painter_set_color (painter, &painter->palette.grid, 1);
  cairo_fill (painter->cr);
}

static void
paint_range (PolluxPainter     *painter,
             const PolluxScene *scene)
{
  if (!scene->has_range)
    return;

  pollux_painter_add_rect (painter, scene->range_begin, 0, scene->range_end, scene->height);
  pollux_painter_set_color (painter, &painter->palette.accent, 0.12);
  cairo_fill (painter->cr);
}

/* Pieces of a line that abut are one: thousands of tasks may share a row. */
typedef struct
{
  PolluxPainter *painter;
  double x0;
  double x1;
  double y;
} Line;

static void
line_flush (Line *line)
{
  if (line->x1 > line->x0)
    pollux_painter_add_rect (line->painter, line->x0, line->y, line->x1, line->y + 1);
  line->x0 = line->x1 = 0;
}

static void
line_add (Line   *line,
          double  x0,
          double  x1,
          double  y)
{
  double left = pollux_painter_snap (line->painter, x0);
  double right = MAX (pollux_painter_snap (line->painter, x1), left + 1 / line->painter->scale);

  if (y != line->y || left > line->x1 || left < line->x0)
    {
      line_flush (line);
      line->x0 = left;
      line->y = y;
    }
  line->x1 = MAX (line->x1, right);
}

/* The line is left out below runs, whose ground it would show through. */
static void
add_line (Line                  *line,
          const PolluxScene     *scene,
          const PolluxSceneLane *lane,
          double                 y)
{
  double x = lane->life_begin;

  for (guint i = 0; i < lane->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, lane->runs.first + i);

      if (run->x > x)
        line_add (line, x, run->x, y);
      x = MAX (x, run->x + run->n * run->step);
    }

  if (x < lane->life_end || lane->runs.n == 0)
    line_add (line, x, lane->life_end, y);
}

static void
add_life (Line                  *line,
          const PolluxScene     *scene,
          const PolluxSceneLane *lane)
{
  PolluxPainter *painter = line->painter;
  PolluxLaneShape shape;
  double tick, y;

  pollux_lane_shape_init (&shape, lane->height);
  y = pollux_painter_snap (painter, lane->y + shape.middle - 0.5);
  for (guint i = 0; i < lane->lives.n; i++)
    {
      const PolluxSceneStretch *life = pollux_scene_get_stretch (scene, lane->lives.first + i);

      line_add (line, life->x0, life->x1, y);
    }
  if (!(lane->flags & POLLUX_LANE_HAS_LIFE))
    return;

  tick = pollux_painter_snap (painter, lane->life_begin);
  add_line (line, scene, lane, y);
  if (lane->flags & POLLUX_LANE_SPAWN_TICK)
    pollux_painter_add_rect (painter, tick, y + 0.5 - shape.wait_height / 2, tick + 1,
                             y + 0.5 + shape.wait_height / 2);
}

static void
paint_lines (PolluxPainter     *painter,
             const PolluxScene *scene)
{
  Line line = { painter, 0, 0, 0 };

  pollux_painter_set_color (painter, &painter->palette.idle, 1);
  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    add_life (&line, scene, pollux_scene_get_lane (scene, i));
  line_flush (&line);
  cairo_fill (painter->cr);
}

/**
 * pollux_painter_paint_lives:
 *
 * Paints what is in the lanes, without a ground.
 */
void
pollux_painter_paint_lives (PolluxPainter     *painter,
                            const PolluxScene *scene)
{
  paint_lines (painter, scene);
  pollux_painter_paint_ends (painter, scene);
  pollux_painter_paint_sections (painter, scene);
  pollux_painter_paint_spans (painter, scene);
  pollux_painter_paint_marks (painter, scene);
}

/* The pinned lanes, which lie above those that scroll, and these: each within
 * its own part. */
static void
paint_parts (PolluxPainter     *painter,
             const PolluxScene *scene,
             void             (*paint) (PolluxPainter     *painter,
                                        const PolluxScene *scene))
{
  double edge = scene->ruler_height + scene->sticky_height;

  for (guint part = 0; part < 2; part++)
    {
      double top = part == 0 ? scene->ruler_height : edge;
      double bottom = part == 0 ? edge : scene->height;

      painter->first_lane = part == 0 ? 0 : scene->n_sticky;
      painter->last_lane = part == 0 ? scene->n_sticky : scene->lanes->len;
      if (bottom <= top)
        continue;

      clip (painter, 0, top, scene->width, bottom - top);
      if (!pollux_painter_is_clipped_away (painter))
        paint (painter, scene);
      cairo_restore (painter->cr);
    }

  painter->first_lane = 0;
  painter->last_lane = scene->lanes->len;
}

static void
paint_lanes (PolluxPainter     *painter,
             const PolluxScene *scene)
{
  clip (painter, scene->header_width, scene->ruler_height,
        scene->viewport.width, scene->height - scene->ruler_height);
  if (!pollux_painter_is_clipped_away (painter))
    {
      paint_grid (painter, scene);
      paint_range (painter, scene);
      paint_parts (painter, scene, pollux_painter_paint_lives);
      pollux_painter_paint_across (painter, scene);
    }
  cairo_restore (painter->cr);
}

/* Below the pinned lanes. */
static void
paint_separator (PolluxPainter     *painter,
                 const PolluxScene *scene)
{
  double y = scene->ruler_height + scene->sticky_height;

  if (scene->sticky_height <= 0)
    return;

  pollux_painter_add_rect (painter, 0, y - 1, scene->width, y + 1);
  pollux_painter_set_color (painter, &painter->palette.dim_text, 0.6);
  cairo_fill (painter->cr);
}

/**
 * pollux_painter_paint:
 * @cr: any cairo context; the scene's upper left corner is at its origin
 *
 * Paints @scene over its whole size. Where @cr is clipped to the headers, or to
 * what is beside them, the rest costs next to nothing.
 */
void
pollux_painter_paint (PolluxPainter     *painter,
                      cairo_t           *cr,
                      const PolluxScene *scene)
{
  g_return_if_fail (painter != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (scene != NULL);

  pollux_painter_begin (painter, cr);
  clip (painter, 0, 0, scene->width, scene->height);
  pollux_painter_set_color (painter, &painter->palette.background, 1);
  cairo_paint (cr);

  if (scene->trace != NULL)
    {
      paint_parts (painter, scene, paint_grounds);
      paint_lanes (painter, scene);
    }

  paint_parts (painter, scene, pollux_painter_paint_headers);
  paint_separator (painter, scene);
  pollux_painter_paint_ruler (painter, scene);
  cairo_restore (cr);
  pollux_painter_end (painter);
}

static void
paint_hovered_grounds (PolluxPainter     *painter,
                       const PolluxScene *scene)
{
  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if ((lane->flags & POLLUX_LANE_HOVERED) != 0 && (lane->flags & POLLUX_LANE_SELECTED) == 0)
        pollux_painter_add_rect (painter, 0, lane->y, scene->width, lane->y + lane->height);
    }
  pollux_painter_set_color (painter, &painter->palette.accent, 0.05);
  cairo_fill (painter->cr);
}

/**
 * pollux_painter_paint_hovered:
 * @cr: any cairo context; the scene's upper left corner is at its origin
 *
 * Paints what belongs to the hovered thing, above what
 * pollux_painter_paint() painted before the thing was hovered.
 */
void
pollux_painter_paint_hovered (PolluxPainter     *painter,
                              cairo_t           *cr,
                              const PolluxScene *scene)
{
  g_return_if_fail (painter != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (scene != NULL);

  pollux_painter_begin (painter, cr);
  paint_parts (painter, scene, paint_hovered_grounds);

  clip (painter, scene->header_width, scene->ruler_height,
        scene->viewport.width, scene->height - scene->ruler_height);
  pollux_painter_paint_emphasis (painter, scene, TRUE);
  cairo_restore (cr);
  pollux_painter_end (painter);
}
