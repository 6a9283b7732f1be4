/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-distribution-view.h"

#include "pollux-template.h"
#include "pollux-time-text.h"
#include "pollux-tooltip.h"

struct _PolluxDistributionView
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *title;
  GtkLabel *count;
  GtkWidget *figures;
  GtkLabel *min;
  GtkLabel *p50;
  GtkLabel *p95;
  GtkLabel *p99;
  GtkLabel *max;
  PolluxHistogramView *histogram;
  GtkLabel *note;

  PolluxHistogramLook look;
};

G_DEFINE_FINAL_TYPE (PolluxDistributionView, pollux_distribution_view, GTK_TYPE_WIDGET)

/* @exact: else the figure is within one percent, and says so. */
static void
set_figure (GtkLabel *label, gint64 length, gboolean exact)
{
  g_autofree char *text = pollux_duration_to_label (length);
  g_autofree char *whole = pollux_duration_to_exact (length);
  g_autofree char *marked = NULL;

  if (!exact && length != POLLUX_TIME_NONE)
    marked = g_strconcat ("≈", text, NULL);
  gtk_label_set_text (label, marked != NULL ? marked : text);
  pollux_tooltip_set (GTK_WIDGET (label), length != POLLUX_TIME_NONE ? whole : NULL);
}

static void
set_count (PolluxDistributionView *self, guint64 count)
{
  g_autofree char *number = pollux_count_to_label (count);
  g_autofree char *text = g_strdup_printf (ngettext ("%s sample", "%s samples", count), number);

  gtk_label_set_text (self->count, text);
}

static void
set_note (PolluxDistributionView *self, guint64 omitted, const char *reason)
{
  g_autofree char *number = pollux_count_to_label (omitted);
  g_autofree char *text = NULL;

  if (omitted > 0)
    /* Translators: how many samples, and why. */
    text = g_strdup_printf (_("%s left out: %s"), number, reason);
  gtk_label_set_text (self->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
}

static void
pollux_distribution_view_dispose (GObject *object)
{
  pollux_template_dispose (GTK_WIDGET (object));
  G_OBJECT_CLASS (pollux_distribution_view_parent_class)->dispose (object);
}

static void
pollux_distribution_view_class_init (PolluxDistributionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_distribution_view_dispose;

  g_type_ensure (POLLUX_TYPE_HISTOGRAM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-distribution-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, title);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, count);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, figures);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, min);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, p50);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, p95);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, p99);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, max);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, histogram);
  gtk_widget_class_bind_template_child (widget_class, PolluxDistributionView, note);
}

static void
pollux_distribution_view_init (PolluxDistributionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pollux_distribution_view_set_look:
 * @title: translated: what is distributed
 * @look: colour of the histogram
 */
void
pollux_distribution_view_set_look (PolluxDistributionView *self,
                                   const char *title,
                                   PolluxHistogramLook look)
{
  g_return_if_fail (POLLUX_IS_DISTRIBUTION_VIEW (self));

  self->look = look;
  gtk_label_set_text (self->title, title);
}

/**
 * pollux_distribution_view_set:
 * @distribution: what to show, copied
 * @omitted_reason: translated: why sections are no samples
 */
void
pollux_distribution_view_set (PolluxDistributionView *self,
                              const PolluxDistribution *distribution,
                              const char *omitted_reason)
{
  gboolean any;

  g_return_if_fail (POLLUX_IS_DISTRIBUTION_VIEW (self));
  g_return_if_fail (distribution != NULL);

  any = distribution->count > 0;
  set_count (self, distribution->count);
  set_figure (self->min, distribution->min, TRUE);
  set_figure (self->p50, distribution->p50, distribution->exact);
  set_figure (self->p95, distribution->p95, distribution->exact);
  set_figure (self->p99, distribution->p99, distribution->exact);
  set_figure (self->max, distribution->max, TRUE);
  gtk_widget_set_visible (self->figures, any);
  gtk_widget_set_visible (GTK_WIDGET (self->histogram), any);
  pollux_histogram_view_set (self->histogram, distribution, self->look);
  set_note (self, distribution->omitted, omitted_reason);
}
