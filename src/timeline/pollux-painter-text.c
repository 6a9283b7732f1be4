/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Text through Pango. Laying out a label costs 13 µs, showing one again a
 * quarter of that: labels are kept by style, room and text. When there are
 * many, those that none of the last pictures showed are dropped: a window
 * paints its headers and its lanes one after the other.
 */

#include "config.h"

#include <math.h>

#include "pollux-painter-private.h"

#define MAX_LABELS 2048
#define MAX_AGE 16

typedef struct
{
  double size;
  PangoWeight weight;
  gboolean tabular;
  PangoEllipsizeMode ellipsize;
} Style;

static const Style styles[POLLUX_N_STYLES] = {
  [POLLUX_STYLE_TITLE] = { 0.95, PANGO_WEIGHT_NORMAL, FALSE, PANGO_ELLIPSIZE_MIDDLE },
  [POLLUX_STYLE_TITLE_BOLD] = { 0.95, PANGO_WEIGHT_BOLD, FALSE, PANGO_ELLIPSIZE_MIDDLE },
  [POLLUX_STYLE_COMPACT] = { 0.8, PANGO_WEIGHT_NORMAL, FALSE, PANGO_ELLIPSIZE_MIDDLE },
  [POLLUX_STYLE_COMPACT_BOLD] = { 0.8, PANGO_WEIGHT_BOLD, FALSE, PANGO_ELLIPSIZE_MIDDLE },
  [POLLUX_STYLE_LOCATION] = { 0.8, PANGO_WEIGHT_NORMAL, TRUE, PANGO_ELLIPSIZE_MIDDLE },
  [POLLUX_STYLE_ID] = { 0.85, PANGO_WEIGHT_NORMAL, TRUE, PANGO_ELLIPSIZE_NONE },
  [POLLUX_STYLE_TICK] = { 0.85, PANGO_WEIGHT_NORMAL, TRUE, PANGO_ELLIPSIZE_NONE },
  [POLLUX_STYLE_BAR] = { 0.8, PANGO_WEIGHT_SEMIBOLD, TRUE, PANGO_ELLIPSIZE_END },
  [POLLUX_STYLE_SPAN] = { 0.8, PANGO_WEIGHT_NORMAL, TRUE, PANGO_ELLIPSIZE_END },
  [POLLUX_STYLE_WAIT] = { 0.75, PANGO_WEIGHT_NORMAL, TRUE, PANGO_ELLIPSIZE_NONE },
  [POLLUX_STYLE_HEADING] = { 0.85, PANGO_WEIGHT_BOLD, FALSE, PANGO_ELLIPSIZE_MIDDLE },
};

static void
free_label (gpointer data)
{
  PolluxLabel *label = data;

  g_object_unref (label->layout);
  g_free (label);
}

static void
set_style (PolluxPainter *painter,
           PangoLayout   *layout,
           const Style   *style)
{
  g_autoptr(PangoFontDescription) font = pango_font_description_copy (painter->font);
  double size = pango_font_description_get_size (font) * style->size;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, size);
  pango_font_description_set_weight (font, style->weight);
  pango_layout_set_font_description (layout, font);

  if (style->tabular)
    {
      g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
    }
}

static PolluxLabel *
make_label (PolluxPainter   *painter,
            PolluxTextStyle  style,
            const char      *text,
            double           width)
{
  PolluxLabel *label = g_new0 (PolluxLabel, 1);

  label->layout = pango_layout_new (painter->context);
  pango_layout_set_single_paragraph_mode (label->layout, TRUE);
  /* Time goes from left to right; a name in another script does not move. */
  pango_layout_set_auto_dir (label->layout, FALSE);
  set_style (painter, label->layout, &styles[style]);
  pango_layout_set_text (label->layout, text, -1);
  if (width > 0)
    {
      pango_layout_set_width (label->layout, width * PANGO_SCALE);
      pango_layout_set_ellipsize (label->layout, styles[style].ellipsize);
    }

  return label;
}

static void
measure (PolluxPainter *painter,
         PolluxLabel   *label)
{
  PangoRectangle logical;

  label->serial = pango_context_get_serial (painter->context);
  pango_layout_get_extents (label->layout, NULL, &logical);
  label->width = (double) logical.width / PANGO_SCALE;
  label->height = (double) logical.height / PANGO_SCALE;
  label->baseline = (double) pango_layout_get_baseline (label->layout) / PANGO_SCALE;
  label->ellipsized = pango_layout_is_ellipsized (label->layout);
}

/* The label of @text if it is laid out already; the painter's key is its key. */
static PolluxLabel *
find_label (PolluxPainter   *painter,
            PolluxTextStyle  style,
            const char      *text,
            double           width)
{
  g_string_printf (painter->key, "%c%d:%s", 'a' + style, (int) width, text);

  return g_hash_table_lookup (painter->labels, painter->key->str);
}

/**
 * pollux_painter_get_label:
 *
 * Returns: (transfer none): @text laid out in @style
 */
const PolluxLabel *
pollux_painter_get_label (PolluxPainter   *painter,
                          PolluxTextStyle  style,
                          const char      *text,
                          double           width)
{
  PolluxLabel *label;

  width = floor (width);
  label = find_label (painter, style, text, width);

  if (label == NULL)
    {
      painter->n_new_labels++;
      label = make_label (painter, style, text, width);
      g_hash_table_insert (painter->labels, g_strdup (painter->key->str), label);
      measure (painter, label);
    }
  else if (label->serial != pango_context_get_serial (painter->context))
    {
      pango_layout_context_changed (label->layout);
      measure (painter, label);
    }

  label->frame = painter->frame;

  return label;
}

/**
 * pollux_painter_try_label:
 *
 * Returns: (transfer none) (nullable): @text laid out in @style; %NULL if that
 *   is to be left to the next picture
 */
const PolluxLabel *
pollux_painter_try_label (PolluxPainter   *painter,
                          PolluxTextStyle  style,
                          const char      *text,
                          double           width)
{
  if (painter->max_new_labels > 0 && painter->n_new_labels >= painter->max_new_labels &&
      find_label (painter, style, text, floor (width)) == NULL)
    {
      painter->lacks_labels = TRUE;
      return NULL;
    }

  return pollux_painter_get_label (painter, style, text, width);
}

/**
 * pollux_painter_show_label:
 * @x, @y: the upper left corner
 */
void
pollux_painter_show_label (PolluxPainter     *painter,
                           const PolluxLabel *label,
                           double             x,
                           double             y)
{
  /* A baseline between two pixels would blur. */
  double baseline = round ((y + label->baseline) * painter->scale) / painter->scale;

  cairo_move_to (painter->cr, x, baseline - label->baseline);
  pango_cairo_show_layout (painter->cr, label->layout);
}

static gboolean
is_old (gpointer key,
        gpointer value,
        gpointer user_data)
{
  const PolluxPainter *painter = user_data;
  const PolluxLabel *label = value;

  return painter->frame - label->frame > MAX_AGE;
}

/**
 * pollux_painter_begin:
 *
 * Finds out about the surface that @cr draws on.
 */
void
pollux_painter_begin (PolluxPainter *painter,
                      cairo_t       *cr)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  cairo_surface_type_t type = cairo_surface_get_type (target);
  double x_scale, y_scale;
  cairo_matrix_t matrix;

  cairo_surface_get_device_scale (target, &x_scale, &y_scale);
  cairo_get_matrix (cr, &matrix);
  painter->cr = cr;
  painter->vector = type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_SVG ||
                    type == CAIRO_SURFACE_TYPE_PS || type == CAIRO_SURFACE_TYPE_SCRIPT;
  painter->scale = painter->forced_scale > 0 ? painter->forced_scale : matrix.xx * x_scale;
  if (painter->vector || !(painter->scale >= 1 && painter->scale <= 8))
    painter->scale = 1;

  painter->frame++;
  painter->n_new_labels = 0;
  painter->lacks_labels = FALSE;
  pango_cairo_update_context (cr, painter->context);
}

/**
 * pollux_painter_is_clipped_away:
 *
 * Returns: whether nothing that is painted now will be seen
 */
gboolean
pollux_painter_is_clipped_away (PolluxPainter *painter)
{
  double x0, y0, x1, y1;

  cairo_clip_extents (painter->cr, &x0, &y0, &x1, &y1);

  return x1 <= x0 || y1 <= y0;
}

/**
 * pollux_painter_end:
 */
void
pollux_painter_end (PolluxPainter *painter)
{
  if (g_hash_table_size (painter->labels) > MAX_LABELS)
    g_hash_table_foreach_remove (painter->labels, is_old, painter);

  painter->cr = NULL;
}

/**
 * pollux_painter_drop_labels:
 *
 * Forgets all labels: the font changed.
 */
void
pollux_painter_drop_labels (PolluxPainter *painter)
{
  if (painter->labels == NULL)
    painter->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_label);
  else
    g_hash_table_remove_all (painter->labels);
}
