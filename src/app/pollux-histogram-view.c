/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A histogram. The bins are those of PolluxDistribution: the first from 0 to
 * 128 ns, then two to each power of two, so on the axis, which is the
 * logarithm of the length, all but the first have the same width. Only bins
 * between the first and the last that counts are shown, with one empty bin on
 * either side. A bin that counts anything is at least two pixels high, so a
 * single outlier stays visible beside a million.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pollux-histogram-view.h"

#include "pollux-theme.h"
#include "pollux-time-text.h"
#include "pollux-trace-text.h"

#define PLOT_HEIGHT 64
#define AXIS_HEIGHT 18
#define MINIMUM_WIDTH 120
#define MINIMUM_BAR 2.0
#define BINS_MIN 8
#define LABEL_GAP 8
/* Powers of ten below it are labelled; ns. */
#define POWER_MAX G_GINT64_CONSTANT (1000000000000000000)
#define NO_BIN G_MAXUINT

struct _PolluxHistogramView
{
  GtkWidget parent_instance;

  guint64 bins[POLLUX_HISTOGRAM_BINS];
  guint64 count;
  guint64 largest;
  guint first;              /* shown bins: [first, last] */
  guint last;
  PolluxHistogramLook look;

  guint hovered;
  guint focused;
};

G_DEFINE_FINAL_TYPE (PolluxHistogramView, pollux_histogram_view, GTK_TYPE_WIDGET)

static guint
get_n_shown (PolluxHistogramView *self)
{
  return self->last - self->first + 1;
}

static double
bin_to_x (PolluxHistogramView *self, double bin)
{
  return (bin - self->first) / get_n_shown (self) * gtk_widget_get_width (GTK_WIDGET (self));
}

/* Where a length lies, counted in bins. */
static double
length_to_bin (gint64 length)
{
  gint64 second = pollux_histogram_bin_begin (1);

  if (length < second)
    return (double) MAX (length, 0) / second;
  return 1 + 2 * log2 ((double) length / second);
}

static void
choose_bins (PolluxHistogramView *self)
{
  guint first = POLLUX_HISTOGRAM_BINS - 1;
  guint last = 0;

  self->largest = 0;
  for (guint i = 0; i < POLLUX_HISTOGRAM_BINS; i++)
    {
      if (self->bins[i] == 0)
        continue;
      first = MIN (first, i);
      last = MAX (last, i);
      self->largest = MAX (self->largest, self->bins[i]);
    }

  if (first > last)
    first = last = 20;
  first = first > 0 ? first - 1 : 0;
  last = MIN (last + 1, POLLUX_HISTOGRAM_BINS - 1);
  while (last - first + 1 < BINS_MIN)
    {
      if (last < POLLUX_HISTOGRAM_BINS - 1)
        last++;
      if (first > 0)
        first--;
    }
  self->first = first;
  self->last = last;
}

static void
snapshot_bar (PolluxHistogramView *self,
              GtkSnapshot *snapshot,
              const PolluxPalette *palette,
              guint bin)
{
  double x = bin_to_x (self, bin);
  double width = bin_to_x (self, bin + 1) - x;
  double height = PLOT_HEIGHT * ((double) self->bins[bin] / self->largest);
  gboolean hot = bin == self->hovered || (self->hovered == NO_BIN && bin == self->focused);
  GdkRGBA color = pollux_theme_color (self->look == POLLUX_HISTOGRAM_ACTIVE ? &palette->active
                                                                            : &palette->scheduled);
  GdkRGBA text = pollux_theme_color (&palette->text);

  if (hot)
    {
      text.alpha = 0.1;
      gtk_snapshot_append_color (snapshot, &text, &GRAPHENE_RECT_INIT (x, 0, width, PLOT_HEIGHT));
    }
  if (self->bins[bin] == 0)
    return;

  height = MAX (round (height), MINIMUM_BAR);
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (round (x) + 0.5, PLOT_HEIGHT - height,
                                                  MAX (round (x + width) - round (x) - 1, 1),
                                                  height));
}

typedef struct
{
  GtkSnapshot *snapshot;
  GdkRGBA line;
  GdkRGBA text;
  double begin;             /* between the labels of the ends */
  double end;
} Axis;

/* Draws @text centred at @x, but within the widget, if it keeps clear of what
 * was drawn before; @end: it is drawn behind all others. */
static void
snapshot_label (PolluxHistogramView *self, Axis *axis, const char *text, double x, gboolean end)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int text_width;
  double left;

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  left = CLAMP (x - text_width / 2.0, 0, MAX (width - text_width, 0));
  if (left < axis->begin || left + text_width > axis->end)
    return;

  if (end)
    axis->end = left - LABEL_GAP;
  else
    axis->begin = left + text_width + LABEL_GAP;
  gtk_snapshot_save (axis->snapshot);
  gtk_snapshot_translate (axis->snapshot, &GRAPHENE_POINT_INIT (left, PLOT_HEIGHT + 4));
  gtk_snapshot_append_layout (axis->snapshot, layout, &axis->text);
  gtk_snapshot_restore (axis->snapshot);
}

static void
snapshot_ends (PolluxHistogramView *self, Axis *axis)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  g_autofree char *begin = pollux_duration_to_label (pollux_histogram_bin_begin (self->first));

  snapshot_label (self, axis, begin, 0, FALSE);
  if (self->last + 1 < POLLUX_HISTOGRAM_BINS)
    {
      g_autofree char *end = pollux_duration_to_label (pollux_histogram_bin_begin (self->last + 1));

      snapshot_label (self, axis, end, width, TRUE);
    }
}

/* Labels at the ends, ticks at the powers of ten, labelled where there is
 * room. */
static void
snapshot_axis (PolluxHistogramView *self, GtkSnapshot *snapshot, const PolluxPalette *palette)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  Axis axis = {
    .snapshot = snapshot,
    .line = pollux_theme_color (&palette->border),
    .text = pollux_theme_color (&palette->dim_text),
    .end = width,
  };

  gtk_snapshot_append_color (snapshot, &axis.line, &GRAPHENE_RECT_INIT (0, PLOT_HEIGHT, width, 1));
  snapshot_ends (self, &axis);
  for (gint64 power = 1000; power < POWER_MAX; power *= 10)
    {
      double bin = length_to_bin (power);
      double x = bin_to_x (self, bin);
      g_autofree char *label = pollux_duration_to_tick (power, power);

      if (bin < self->first || bin > self->last + 1)
        continue;
      gtk_snapshot_append_color (snapshot, &axis.line,
                                 &GRAPHENE_RECT_INIT (round (x), PLOT_HEIGHT, 1, 4));
      snapshot_label (self, &axis, label, x, FALSE);
    }
}

static void
pollux_histogram_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PolluxHistogramView *self = POLLUX_HISTOGRAM_VIEW (widget);
  PolluxPalette palette;

  if (self->count == 0)
    return;

  pollux_theme_get_palette (widget, &palette);
  for (guint i = self->first; i <= self->last; i++)
    snapshot_bar (self, snapshot, &palette, i);
  snapshot_axis (self, snapshot, &palette);

  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0,
                               gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

static void
pollux_histogram_view_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MINIMUM_WIDTH;
  else
    *minimum = *natural = PLOT_HEIGHT + AXIS_HEIGHT;
}

static void
set_hovered (PolluxHistogramView *self, guint bin)
{
  if (self->hovered == bin)
    return;
  self->hovered = bin;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (PolluxHistogramView *self, double x, double y)
{
  set_hovered (self, pollux_histogram_view_find_bin (self, x));
}

static void
leave_cb (PolluxHistogramView *self)
{
  set_hovered (self, NO_BIN);
}

static void
focus_leave_cb (PolluxHistogramView *self)
{
  self->focused = NO_BIN;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Goes to the next bin that counts something. */
static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PolluxHistogramView *self = POLLUX_HISTOGRAM_VIEW (widget);
  int step = g_variant_get_int32 (parameter);
  int bin = self->focused;
  g_autofree char *text = NULL;

  if (self->count == 0)
    return;
  if (self->focused == NO_BIN)
    bin = step > 0 ? (int) self->first - 1 : (int) self->last + 1;
  do
    bin += step;
  while (bin >= (int) self->first && bin <= (int) self->last && self->bins[bin] == 0);
  if (bin < (int) self->first || bin > (int) self->last)
    return;

  self->focused = bin;
  text = pollux_histogram_view_describe_bin (self, bin);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_widget_trigger_tooltip_query (widget);
  gtk_widget_queue_draw (widget);
}

static gboolean
pollux_histogram_view_query_tooltip (GtkWidget *widget,
                                     int x,
                                     int y,
                                     gboolean keyboard,
                                     GtkTooltip *tooltip)
{
  PolluxHistogramView *self = POLLUX_HISTOGRAM_VIEW (widget);
  guint bin = keyboard ? self->focused : pollux_histogram_view_find_bin (self, x);
  g_autofree char *text = NULL;
  int left;

  if (bin == NO_BIN)
    return FALSE;

  text = pollux_histogram_view_describe_bin (self, bin);
  left = bin_to_x (self, bin);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle) { left, 0, bin_to_x (self, bin + 1) - left,
                                              PLOT_HEIGHT });
  return TRUE;
}

static void
pollux_histogram_view_class_init (PolluxHistogramViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = pollux_histogram_view_snapshot;
  widget_class->measure = pollux_histogram_view_measure;
  widget_class->query_tooltip = pollux_histogram_view_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "pollux-histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  gtk_widget_class_install_action (widget_class, "histogram.move", "i", move_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "histogram.move", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "histogram.move", "i", 1);
}

static void
pollux_histogram_view_init (PolluxHistogramView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->hovered = NO_BIN;
  self->focused = NO_BIN;
  choose_bins (self);

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * pollux_histogram_view_set:
 * @distribution: (nullable): what to show, copied; NULL for nothing
 * @look: whose colour it has
 */
void
pollux_histogram_view_set (PolluxHistogramView *self,
                           const PolluxDistribution *distribution,
                           PolluxHistogramLook look)
{
  g_return_if_fail (POLLUX_IS_HISTOGRAM_VIEW (self));

  self->look = look;
  self->count = 0;
  memset (self->bins, 0, sizeof self->bins);
  if (distribution != NULL)
    {
      self->count = distribution->count;
      memcpy (self->bins, distribution->bins, sizeof self->bins);
    }
  choose_bins (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pollux_histogram_view_describe_bin:
 * @bin: below POLLUX_HISTOGRAM_BINS
 *
 * Returns: (transfer full): the lengths it counts, and how many there are
 */
char *
pollux_histogram_view_describe_bin (PolluxHistogramView *self, guint bin)
{
  g_autofree char *begin = NULL;
  g_autofree char *count = NULL;
  g_autofree char *end = NULL;
  g_autofree char *share = NULL;

  g_return_val_if_fail (POLLUX_IS_HISTOGRAM_VIEW (self), NULL);
  g_return_val_if_fail (bin < POLLUX_HISTOGRAM_BINS, NULL);

  share = pollux_trace_text_share (self->bins[bin], self->count);
  begin = pollux_duration_to_label (pollux_histogram_bin_begin (bin));
  count = pollux_count_to_label (self->bins[bin]);
  if (bin + 1 == POLLUX_HISTOGRAM_BINS)
    /* Translators: a length, how many are at least as long, and their share. */
    return g_strdup_printf (_("%s and more: %s (%s)"), begin, count, share);

  end = pollux_duration_to_label (pollux_histogram_bin_begin (bin + 1));
  /* Translators: two lengths, how many are between them, and their share. */
  return g_strdup_printf (_("%s – %s: %s (%s)"), begin, end, count, share);
}

/**
 * pollux_histogram_view_find_bin:
 * @x: pixels from the left edge
 *
 * Returns: the bin there, or G_MAXUINT
 */
guint
pollux_histogram_view_find_bin (PolluxHistogramView *self, double x)
{
  int width;

  g_return_val_if_fail (POLLUX_IS_HISTOGRAM_VIEW (self), NO_BIN);

  width = gtk_widget_get_width (GTK_WIDGET (self));
  if (self->count == 0 || width <= 0 || x < 0 || x >= width)
    return NO_BIN;
  return self->first + (guint) (x / width * get_n_shown (self));
}
