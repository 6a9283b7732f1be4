/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands around the lanes and across them: headers, ruler, links. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "pollux-painter-private.h"

#define PADDING 12.0
#define ACCENT_WIDTH 3.0
#define TICK_LENGTH 9.0
#define SMALL_TICK_LENGTH 4.0
#define ID_GAP 8.0
#define EXPANDER_X 7.0
#define INDENT 10.0

/* --- headers ------------------------------------------------------------ */

static void
show_centred (PolluxPainter     *painter,
              const PolluxLabel *label,
              double             x,
              double             y,
              double             height)
{
  pollux_painter_show_label (painter, label, x, y + (height - label->height) / 2);
}

static double
paint_id (PolluxPainter         *painter,
          const PolluxScene     *scene,
          const PolluxSceneLane *lane)
{
  const PolluxLabel *label;
  double x;

  if (*lane->id == '\0')
    return scene->header_width - PADDING;

  label = pollux_painter_get_label (painter, lane->height >= POLLUX_LANE_NORMAL
                                             ? POLLUX_STYLE_ID : POLLUX_STYLE_LOCATION,
                                    lane->id, 0);
  x = scene->header_width - PADDING - label->width;
  if (x < PADDING || label->height > lane->height + 3)
    return scene->header_width - PADDING;

  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  show_centred (painter, label, x, lane->y, lane->height);

  return x - ID_GAP;
}

/* Where the name begins: behind the indentation and the triangles. */
static double
get_text_x (const PolluxSceneLane *lane)
{
  gboolean both = (lane->flags & POLLUX_LANE_PARENT) != 0 &&
                  (lane->flags & POLLUX_LANE_HAS_SPANS) != 0;

  return PADDING + lane->indent + (both ? POLLUX_EXPANDER_WIDTH : 0);
}

/* What a heading tells of its tasks: all of it, or else the first of the figures,
 * but no figure with its middle cut out. */
static const PolluxLabel *
get_second_line (PolluxPainter         *painter,
                 const PolluxSceneLane *lane,
                 double                 width)
{
  const PolluxLabel *label = pollux_painter_get_label (painter, POLLUX_STYLE_LOCATION,
                                                       lane->location, width);
  const char *comma = strstr (lane->location, ", ");
  g_autofree char *first = NULL;

  if (lane->row.kind != POLLUX_ROW_GROUP || !label->ellipsized || comma == NULL)
    return label;

  first = g_strndup (lane->location, comma - lane->location);

  return pollux_painter_get_label (painter, POLLUX_STYLE_LOCATION, first, width);
}

/* Both lines only where they fit; the name alone otherwise. */
static void
paint_names (PolluxPainter         *painter,
             const PolluxSceneLane *lane,
             double                 right)
{
  double x = get_text_x (lane);
  gboolean bold = (lane->flags & POLLUX_LANE_SELECTED) != 0;
  gboolean compact = lane->height < POLLUX_LANE_NORMAL;
  PolluxTextStyle style = compact ? (bold ? POLLUX_STYLE_COMPACT_BOLD : POLLUX_STYLE_COMPACT)
                                  : (bold ? POLLUX_STYLE_TITLE_BOLD : POLLUX_STYLE_TITLE);
  const PolluxLabel *title = pollux_painter_get_label (painter, style, lane->title,
                                                       MAX (1, right - x));
  const PolluxLabel *location = NULL;
  double y;

  if (title->height > lane->height + 3)
    return;

  if (lane->height >= POLLUX_LANE_COMFORTABLE && *lane->location != '\0')
    location = get_second_line (painter, lane, MAX (1, right - x));
  if (location != NULL && title->height + location->height > lane->height + 2)
    location = NULL;

  y = lane->y + (lane->height - title->height - (location != NULL ? location->height : 0)) / 2;
  pollux_painter_set_color (painter, &painter->palette.text, 1);
  pollux_painter_show_label (painter, title, x, y);
  if (location == NULL)
    return;

  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  pollux_painter_show_label (painter, location, x, y + title->height);
}

/* To the right, and down once there is something below. */
static void
paint_triangle (PolluxPainter         *painter,
                const PolluxSceneLane *lane,
                double                 x,
                gboolean               open)
{
  double size = lane->height >= POLLUX_LANE_COMPACT ? 3.5 : 2.5;
  double y = lane->y + round (lane->height / 2) - 0.5;

  if (open)
    {
      cairo_move_to (painter->cr, x - size, y - size / 2);
      cairo_line_to (painter->cr, x + size, y - size / 2);
      cairo_line_to (painter->cr, x, y + size / 2 + 0.5);
    }
  else
    {
      cairo_move_to (painter->cr, x - size / 2, y - size);
      cairo_line_to (painter->cr, x + size / 2 + 0.5, y);
      cairo_line_to (painter->cr, x - size / 2, y + size);
    }
  cairo_close_path (painter->cr);
  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  cairo_fill (painter->cr);
}

/* Those of a lane: for what is grouped below it, and for its spans. */
static void
paint_expanders (PolluxPainter         *painter,
                 const PolluxSceneLane *lane)
{
  double x = EXPANDER_X + lane->indent;

  if (lane->flags & POLLUX_LANE_PARENT)
    {
      paint_triangle (painter, lane, x, (lane->flags & POLLUX_LANE_COLLAPSED) == 0);
      x += POLLUX_EXPANDER_WIDTH;
    }
  if (lane->flags & POLLUX_LANE_HAS_SPANS)
    paint_triangle (painter, lane, x, (lane->flags & POLLUX_LANE_UNFOLDED) != 0);
}

/* The strip above the tasks of a group. */
static void
paint_group (PolluxPainter         *painter,
             const PolluxScene     *scene,
             const PolluxSceneLane *lane)
{
  const PolluxLabel *label;
  double right;

  pollux_painter_add_rect (painter, 0, lane->y, scene->width, lane->y + lane->height);
  pollux_painter_set_color (painter, &painter->palette.header, 1);
  cairo_fill (painter->cr);

  pollux_painter_add_rect (painter, 0, lane->y, scene->width, lane->y + 1);
  pollux_painter_add_rect (painter, 0, lane->y + lane->height - 1, scene->width,
                           lane->y + lane->height);
  pollux_painter_set_color (painter, &painter->palette.border, 1);
  cairo_fill (painter->cr);

  right = paint_id (painter, scene, lane);
  if (!scene->is_export)
    paint_triangle (painter, lane, EXPANDER_X + lane->indent, TRUE);
  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  label = pollux_painter_get_label (painter, POLLUX_STYLE_HEADING, lane->title,
                                    MAX (1, right - PADDING - lane->indent));
  show_centred (painter, label, PADDING + lane->indent, lane->y, lane->height);
  if (*lane->location == '\0')
    return;

  label = pollux_painter_get_label (painter, POLLUX_STYLE_LOCATION, lane->location,
                                    MAX (1, scene->viewport.width - 2 * PADDING));
  show_centred (painter, label, scene->header_width + PADDING, lane->y, lane->height);
}

/* Of a row of spans: how many there are, quietly. */
static void
paint_span_header (PolluxPainter         *painter,
                   const PolluxScene     *scene,
                   const PolluxSceneLane *lane)
{
  const PolluxLabel *label;

  if (*lane->title == '\0' || lane->height < POLLUX_LANE_COMPACT)
    return;

  label = pollux_painter_get_label (painter, POLLUX_STYLE_LOCATION, lane->title,
                                    MAX (1, scene->header_width - 2 * PADDING - INDENT -
                                            lane->indent));
  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  show_centred (painter, label, PADDING + INDENT + lane->indent, lane->y, lane->height);
}

static void
paint_header (PolluxPainter         *painter,
              const PolluxScene     *scene,
              const PolluxSceneLane *lane)
{
  if (lane->row.kind == POLLUX_ROW_SPAN)
    {
      paint_span_header (painter, scene, lane);
      return;
    }

  if (lane->flags & POLLUX_LANE_MEMBER)
    return;

  if (!scene->is_export)
    paint_expanders (painter, lane);
  if (lane->flags & POLLUX_LANE_SELECTED)
    {
      pollux_painter_add_rect (painter, 0, lane->y, ACCENT_WIDTH, lane->y + lane->height);
      pollux_painter_set_color (painter, &painter->palette.accent, 1);
      cairo_fill (painter->cr);
    }

  if (lane->height >= POLLUX_LANE_COMPACT)
    paint_names (painter, lane, paint_id (painter, scene, lane));
}

/* A collapsed group is a lane. */
static gboolean
is_strip (const PolluxSceneLane *lane)
{
  return lane->row.kind == POLLUX_ROW_GROUP && (lane->flags & POLLUX_LANE_COLLAPSED) == 0;
}

/**
 * pollux_painter_paint_headers:
 */
void
pollux_painter_paint_headers (PolluxPainter     *painter,
                              const PolluxScene *scene)
{
  double x = pollux_painter_snap (painter, scene->header_width - 1);

  cairo_save (painter->cr);
  cairo_rectangle (painter->cr, 0, scene->ruler_height, scene->width,
                   MAX (0, scene->height - scene->ruler_height));
  cairo_clip (painter->cr);

  for (guint i = painter->first_lane; i < painter->last_lane; i++)
    if (is_strip (pollux_scene_get_lane (scene, i)))
      paint_group (painter, scene, pollux_scene_get_lane (scene, i));

  if (scene->header_width > 0)
    {
      cairo_rectangle (painter->cr, 0, scene->ruler_height, scene->header_width,
                       MAX (0, scene->height - scene->ruler_height));
      cairo_clip (painter->cr);
      for (guint i = painter->first_lane;
           i < painter->last_lane && !pollux_painter_is_clipped_away (painter); i++)
        if (!is_strip (pollux_scene_get_lane (scene, i)))
          paint_header (painter, scene, pollux_scene_get_lane (scene, i));

      pollux_painter_add_rect (painter, x, scene->ruler_height, x + 1, scene->height);
      pollux_painter_set_color (painter, &painter->palette.border, 1);
      cairo_fill (painter->cr);
    }

  cairo_restore (painter->cr);
}

/* --- ruler -------------------------------------------------------------- */

/* What is left of the ruler above the flags. */
static double
get_scale_height (const PolluxScene *scene)
{
  return scene->ruler_height - scene->flag_height;
}

static void
add_ticks (PolluxPainter     *painter,
           const PolluxScene *scene)
{
  double bottom = get_scale_height (scene);

  for (guint i = 0; i < scene->ticks->len; i++)
    {
      const PolluxSceneTick *tick = &g_array_index (scene->ticks, PolluxSceneTick, i);
      double length = tick->label != NULL ? TICK_LENGTH : SMALL_TICK_LENGTH;
      double x = pollux_painter_snap (painter, tick->x - 0.5);

      pollux_painter_add_rect (painter, x, bottom - 1 - length, x + 1, bottom - 1);
    }
}

/* A small plate in the ruler; @width is 0 if there is none. */
typedef struct
{
  const char *text;
  double left;
  double width;
} Plate;

static Plate
place_plate (PolluxPainter     *painter,
             const PolluxScene *scene,
             const char        *text,
             double             x)
{
  const PolluxLabel *label = pollux_painter_get_label (painter, POLLUX_STYLE_TICK, text, 0);
  Plate plate = { text, 0, ceil (label->width) + 10 };

  if (plate.width + 2 > scene->viewport.width)
    return (Plate) { text, 0, 0 };

  /* Moved in where it would be cut. */
  plate.left = CLAMP (x - plate.width / 2, scene->header_width + 1,
                      scene->width - plate.width - 1);
  plate.left = pollux_painter_snap (painter, plate.left);

  return plate;
}

static Plate
place_range_plate (PolluxPainter     *painter,
                   const PolluxScene *scene)
{
  double begin = MAX (scene->range_begin, scene->header_width);
  double end = MIN (scene->range_end, scene->width);

  if (!scene->has_range || scene->range_label == NULL || end <= begin)
    return (Plate) { NULL, 0, 0 };

  return place_plate (painter, scene, scene->range_label, (begin + end) / 2);
}

static void
paint_plate (PolluxPainter     *painter,
             const PolluxScene *scene,
             const Plate       *plate,
             const PolluxColor *color)
{
  const PolluxLabel *label;
  double height, top;

  if (plate->width == 0)
    return;

  label = pollux_painter_get_label (painter, POLLUX_STYLE_TICK, plate->text, 0);
  height = MIN (ceil (label->height) + 2, get_scale_height (scene) - 4);
  top = round ((get_scale_height (scene) - 1 - height) / 2);
  pollux_painter_add_rect (painter, plate->left, top, plate->left + plate->width, top + height);
  pollux_painter_set_color (painter, color, 1);
  cairo_fill (painter->cr);
  pollux_painter_set_color (painter, &painter->palette.background, 1);
  pollux_painter_show_label (painter, label, plate->left + 5, top + (height - label->height) / 2);
}

static gboolean
covers (const Plate *plate,
        double       x0,
        double       x1)
{
  return plate->width > 0 && x1 > plate->left - 3 && x0 < plate->left + plate->width + 3;
}

/* A label stands behind its tick; one without room is left out. */
static void
paint_tick_labels (PolluxPainter     *painter,
                   const PolluxScene *scene,
                   const Plate       *plates,
                   guint              n_plates)
{
  for (guint i = 0; i < scene->ticks->len; i++)
    {
      const PolluxSceneTick *tick = &g_array_index (scene->ticks, PolluxSceneTick, i);
      const PolluxLabel *label;
      gboolean covered = FALSE;

      if (tick->label == NULL)
        continue;

      label = pollux_painter_get_label (painter, POLLUX_STYLE_TICK, tick->label, 0);
      for (guint p = 0; p < n_plates; p++)
        covered |= covers (&plates[p], tick->x + 4, tick->x + 4 + label->width);
      if (!covered && label->width + 6 <= tick->room)
        pollux_painter_show_label (painter, label, tick->x + 4,
                                   (get_scale_height (scene) - 1 - label->height) / 2 - 2);
    }
}

/* The zone stands at the right end, in the place of the tick's label there. */
static Plate
place_zone (PolluxPainter     *painter,
            const PolluxScene *scene)
{
  if (scene->zone_label == NULL)
    return (Plate) { NULL, 0, 0 };

  return place_plate (painter, scene, scene->zone_label, scene->width);
}

static void
paint_zone (PolluxPainter     *painter,
            const PolluxScene *scene,
            const Plate       *zone,
            const Plate       *plates,
            guint              n_plates)
{
  const PolluxLabel *label;

  for (guint p = 0; p < n_plates; p++)
    if (covers (&plates[p], zone->left, zone->left + zone->width))
      return;
  if (zone->width == 0)
    return;

  label = pollux_painter_get_label (painter, POLLUX_STYLE_TICK, zone->text, 0);
  pollux_painter_set_color (painter, &painter->palette.text, 1);
  pollux_painter_show_label (painter, label, zone->left + 5,
                             (get_scale_height (scene) - 1 - label->height) / 2 - 2);
}

static void
paint_range_in_ruler (PolluxPainter     *painter,
                      const PolluxScene *scene)
{
  double begin = MAX (scene->range_begin, scene->header_width);
  double end = MIN (scene->range_end, scene->width);

  if (!scene->has_range || end <= begin)
    return;

  pollux_painter_add_rect (painter, begin, 0, end, scene->ruler_height);
  pollux_painter_set_color (painter, &painter->palette.accent, 0.16);
  cairo_fill (painter->cr);
}

static void
paint_scale (PolluxPainter     *painter,
             const PolluxScene *scene)
{
  Plate plates[3] = { place_range_plate (painter, scene), { NULL, 0, 0 },
                      place_zone (painter, scene) };

  if (scene->has_cursor)
    plates[1] = place_plate (painter, scene, scene->cursor_label, scene->cursor);
  /* The cursor's is the one that is looked for. */
  if (plates[1].width > 0 && covers (&plates[0], plates[1].left, plates[1].left + plates[1].width))
    plates[0].width = 0;

  paint_range_in_ruler (painter, scene);
  add_ticks (painter, scene);
  pollux_painter_set_color (painter, &painter->palette.dim_text, 0.55);
  cairo_fill (painter->cr);
  pollux_painter_set_color (painter, &painter->palette.dim_text, 1);
  paint_tick_labels (painter, scene, plates, G_N_ELEMENTS (plates));
  paint_zone (painter, scene, &plates[2], plates, 2);
  paint_plate (painter, scene, &plates[0], &painter->palette.accent);
  paint_plate (painter, scene, &plates[1], &painter->palette.text);
  pollux_painter_paint_flags (painter, scene);
}

/**
 * pollux_painter_paint_ruler:
 */
void
pollux_painter_paint_ruler (PolluxPainter     *painter,
                            const PolluxScene *scene)
{
  if (scene->ruler_height <= 0)
    return;

  cairo_rectangle (painter->cr, 0, 0, scene->width, scene->ruler_height);
  pollux_painter_set_color (painter, &painter->palette.header, 1);
  cairo_fill (painter->cr);

  cairo_save (painter->cr);
  cairo_rectangle (painter->cr, scene->header_width, 0, scene->viewport.width, scene->ruler_height);
  cairo_clip (painter->cr);
  paint_scale (painter, scene);
  cairo_restore (painter->cr);

  pollux_painter_add_rect (painter, 0, scene->ruler_height - 1, scene->width, scene->ruler_height);
  pollux_painter_set_color (painter, &painter->palette.border, 1);
  cairo_fill (painter->cr);
}

/* --- across ------------------------------------------------------------- */

/* A light line in a dark one is seen on every ground. */
static void
paint_outline (PolluxPainter            *painter,
               const PolluxSceneOutline *outline)
{
  double grow = outline->point ? 2.5 : 1.5;
  double x0 = pollux_painter_snap (painter, outline->x) - grow;
  double y0 = pollux_painter_snap (painter, outline->y) - grow;
  double x1 = pollux_painter_snap (painter, outline->x + outline->width) + grow;
  double y1 = pollux_painter_snap (painter, outline->y + outline->height) + grow;

  cairo_rectangle (painter->cr, x0, y0, x1 - x0, y1 - y0);
  if (!outline->hovered)
    {
      cairo_set_line_width (painter->cr, 4);
      pollux_painter_set_color (painter, &painter->palette.background, 0.9);
      cairo_stroke_preserve (painter->cr);
    }

  cairo_set_line_width (painter->cr, outline->hovered ? 1 : 2);
  pollux_painter_set_color (painter, outline->hovered ? &painter->palette.dim_text
                                                      : &painter->palette.text, 1);
  cairo_stroke (painter->cr);
}

static void
add_line (PolluxPainter     *painter,
          const PolluxScene *scene,
          double             x)
{
  x = pollux_painter_snap (painter, x - 0.5);
  pollux_painter_add_rect (painter, x, scene->ruler_height, x + 1, scene->height);
}

/**
 * pollux_painter_paint_emphasis:
 * @hovered: of the hovered thing, else of the selected one
 *
 * Paints links and outlines.
 */
void
pollux_painter_paint_emphasis (PolluxPainter     *painter,
                               const PolluxScene *scene,
                               gboolean           hovered)
{
  for (guint i = 0; i < scene->links->len; i++)
    {
      const PolluxSceneLink *link = &g_array_index (scene->links, PolluxSceneLink, i);

      if (link->hovered == hovered)
        pollux_painter_paint_link (painter, link);
    }

  for (guint i = 0; i < scene->outlines->len; i++)
    {
      const PolluxSceneOutline *outline = &g_array_index (scene->outlines, PolluxSceneOutline, i);

      if (outline->hovered == hovered)
        paint_outline (painter, outline);
    }
}

/**
 * pollux_painter_paint_across:
 *
 * Paints links, outlines, the edges of the selected range and the crosshair.
 */
void
pollux_painter_paint_across (PolluxPainter     *painter,
                             const PolluxScene *scene)
{
  pollux_painter_paint_flag_lines (painter, scene);
  if (scene->has_range)
    {
      add_line (painter, scene, scene->range_begin);
      add_line (painter, scene, scene->range_end);
      pollux_painter_set_color (painter, &painter->palette.accent, 1);
      cairo_fill (painter->cr);
    }

  if (scene->has_cursor)
    {
      add_line (painter, scene, scene->cursor);
      pollux_painter_set_color (painter, &painter->palette.text, 0.45);
      cairo_fill (painter->cr);
    }

  pollux_painter_paint_emphasis (painter, scene, TRUE);
  pollux_painter_paint_emphasis (painter, scene, FALSE);
  pollux_painter_paint_link_texts (painter, scene);
}
