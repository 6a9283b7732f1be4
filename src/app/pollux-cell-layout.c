/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The size of a cell. GtkInscription asks its own context for the metrics of its
 * font, and each context finds them anew by shaping a sentence: a table keeps
 * three thousand cells at hand, which takes a tenth of a second when it is shown
 * or laid out anew. All of them have the font of their table, which is asked
 * instead and knows the answer.
 */
#include "config.h"

#include "pollux-cell-layout.h"

struct _PolluxCellLayout
{
  GtkLayoutManager parent_instance;

  int min_chars;
  int nat_chars;
};

G_DEFINE_FINAL_TYPE (PolluxCellLayout, pollux_cell_layout, GTK_TYPE_LAYOUT_MANAGER)

static PangoFontMetrics *
get_metrics (GtkWidget *cell)
{
  GtkWidget *table = gtk_widget_get_ancestor (cell, GTK_TYPE_COLUMN_VIEW);

  if (table == NULL)
    table = gtk_widget_get_ancestor (cell, GTK_TYPE_LIST_VIEW);

  return pango_context_get_metrics (gtk_widget_get_pango_context (table != NULL ? table : cell),
                                    NULL, NULL);
}

/* Then a cell is asked once for each direction, not for each width. */
static GtkSizeRequestMode
pollux_cell_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *cell)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
pollux_cell_layout_measure (GtkLayoutManager *manager, GtkWidget *cell,
                            GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  PolluxCellLayout *self = POLLUX_CELL_LAYOUT (manager);
  PangoFontMetrics *metrics = get_metrics (cell);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                       pango_font_metrics_get_approximate_digit_width (metrics));

      *minimum = PANGO_PIXELS_CEIL (self->min_chars * width);
      *natural = PANGO_PIXELS_CEIL (MAX (self->min_chars, self->nat_chars) * width);
    }
  else
    {
      int ascent = pango_font_metrics_get_ascent (metrics);

      *minimum = *natural =
        PANGO_PIXELS_CEIL (ascent + pango_font_metrics_get_descent (metrics));
      *minimum_baseline = *natural_baseline = PANGO_PIXELS_CEIL (ascent);
    }
  pango_font_metrics_unref (metrics);
}

/* What the cell does without a layout. */
static void
pollux_cell_layout_allocate (GtkLayoutManager *manager, GtkWidget *cell, int width, int height,
                             int baseline)
{
  GTK_WIDGET_GET_CLASS (cell)->size_allocate (cell, width, height, baseline);
}

static void
pollux_cell_layout_class_init (PolluxCellLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = pollux_cell_layout_get_request_mode;
  manager_class->measure = pollux_cell_layout_measure;
  manager_class->allocate = pollux_cell_layout_allocate;
}

static void
pollux_cell_layout_init (PolluxCellLayout *self)
{
}

/**
 * pollux_cell_layout_add:
 * @cell: a #GtkInscription
 * @min_chars: how many characters it shows at least
 * @nat_chars: how many it would like to show
 *
 * Gives @cell the size of its table's cells.
 */
void
pollux_cell_layout_add (GtkWidget *cell, int min_chars, int nat_chars)
{
  PolluxCellLayout *self = g_object_new (POLLUX_TYPE_CELL_LAYOUT, NULL);

  g_return_if_fail (GTK_IS_INSCRIPTION (cell));

  self->min_chars = min_chars;
  self->nat_chars = nat_chars;
  gtk_widget_set_layout_manager (cell, GTK_LAYOUT_MANAGER (self));
}
