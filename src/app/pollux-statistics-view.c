/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-statistics-view.h"

#include "pollux-distribution-view.h"
#include "pollux-property-list.h"
#include "pollux-share-bar.h"
#include "pollux-template.h"
#include "pollux-time-text.h"
#include "pollux-tooltip.h"
#include "pollux-trace-text.h"

#define SWATCH_WIDTH 22

struct _PolluxStatisticsView
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *times;
  PolluxShareBar *bar;
  GtkGrid *shares;
  PolluxPropertyList *counts;
  PolluxDistributionView *polls;
  PolluxDistributionView *delays;

  GtkLabel *sums[POLLUX_N_SHARES];
  GtkLabel *percents[POLLUX_N_SHARES];
  GtkLabel *total;
  GString *text;
};

G_DEFINE_FINAL_TYPE (PolluxStatisticsView, pollux_statistics_view, GTK_TYPE_WIDGET)

static GtkLabel *
add_figure (PolluxStatisticsView *self, int column, int row)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_grid_attach (self->shares, label, column, row, 1, 1);

  return GTK_LABEL (label);
}

static GtkWidget *
add_name (PolluxStatisticsView *self, const char *name, int row)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (self->shares, label, 1, row, 1, 1);

  return label;
}

static void
add_share_rows (PolluxStatisticsView *self)
{
  for (guint i = 0; i < POLLUX_N_SHARES; i++)
    {
      GtkWidget *swatch = g_object_new (POLLUX_TYPE_SHARE_BAR, "accessible-role",
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      GtkWidget *name = add_name (self, pollux_share_get_name (i), i);

      pollux_share_bar_set_only (POLLUX_SHARE_BAR (swatch), i);
      gtk_widget_set_size_request (swatch, SWATCH_WIDTH, -1);
      gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
      gtk_grid_attach (self->shares, swatch, 0, i, 1, 1);
      self->sums[i] = add_figure (self, 2, i);
      self->percents[i] = add_figure (self, 3, i);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->sums[i]),
                                      GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, name, NULL, -1);
    }
  add_name (self, _("Lifetime"), POLLUX_N_SHARES);
  self->total = add_figure (self, 2, POLLUX_N_SHARES);
}

static void
note (PolluxStatisticsView *self, const char *name, const char *value)
{
  g_string_append_printf (self->text, "%s\t%s\n", name, value);
}

static void
set_duration (GtkLabel *label, gint64 duration)
{
  g_autofree char *text = pollux_duration_to_label (duration);
  g_autofree char *whole = pollux_duration_to_exact (duration);

  gtk_label_set_text (label, text);
  pollux_tooltip_set (GTK_WIDGET (label), duration != POLLUX_TIME_NONE ? whole : NULL);
}

static void
set_shares (PolluxStatisticsView *self, const PolluxLaneSummary *summary, gboolean known)
{
  GString *description = g_string_new (NULL);

  pollux_share_bar_set (self->bar, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), known);
  for (guint i = 0; i < POLLUX_N_SHARES; i++)
    {
      gint64 sum = known ? pollux_share_get_sum (summary, i) : POLLUX_TIME_NONE;
      g_autofree char *share = pollux_trace_text_share (sum, known ? summary->alive : 0);

      set_duration (self->sums[i], sum);
      gtk_label_set_text (self->percents[i], share);
      note (self, pollux_share_get_name (i), gtk_label_get_text (self->sums[i]));
      g_string_append_printf (description, "%s%s %s", i > 0 ? ", " : "",
                              pollux_share_get_name (i), share);
    }
  set_duration (self->total, summary->alive);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description->str, -1);
  g_string_free (description, TRUE);
}

/* A row with a count; @always: also if it is 0. */
static void
add_count (PolluxStatisticsView *self, const char *name, guint64 count, gboolean always)
{
  g_autofree char *text = pollux_count_to_label (count);

  if (count == 0 && !always)
    return;
  pollux_property_list_add (self->counts, name, text, NULL);
  note (self, name, text);
}

static void
add_counts (PolluxStatisticsView *self, const PolluxStatistics *statistics, gboolean has_polls)
{
  const PolluxLaneSummary *summary = &statistics->summary;

  if (!has_polls)
    {
      pollux_property_list_add (self->counts, _("Polls"), "—", NULL);
      note (self, _("Polls"), "—");
      add_count (self, _("Wakes"), summary->n_wakes, TRUE);
      return;
    }
  add_count (self, _("Polls"), summary->n_polls, TRUE);
  add_count (self, _("Open polls"), summary->n_open, FALSE);
  add_count (self, _("Wakes"), summary->n_wakes, TRUE);
  add_count (self, _("Self-wakes"), summary->n_self_wakes, FALSE);
  add_count (self, _("Redundant wakes"), summary->n_wakes - summary->n_effective_wakes, FALSE);
  add_count (self, _("Without wake"), statistics->n_unwoken, FALSE);
}

static void
set_counts (PolluxStatisticsView *self, const PolluxStatistics *statistics, gboolean has_polls)
{
  pollux_property_list_begin (self->counts);
  add_counts (self, statistics, has_polls);
  pollux_property_list_end (self->counts);
}

static void
note_distribution (PolluxStatisticsView *self,
                   const char *title,
                   const PolluxDistribution *distribution)
{
  const struct
  {
    const char *name;
    gint64 length;
  } figures[] = {
    { "min", distribution->min }, { "p50", distribution->p50 }, { "p95", distribution->p95 },
    { "p99", distribution->p99 }, { "max", distribution->max },
  };

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %s", title, figures[i].name);
      g_autofree char *text = pollux_duration_to_label (figures[i].length);

      note (self, name, text);
    }
}

static void
pollux_statistics_view_dispose (GObject *object)
{
  pollux_template_dispose (GTK_WIDGET (object));
  G_OBJECT_CLASS (pollux_statistics_view_parent_class)->dispose (object);
}

static void
pollux_statistics_view_finalize (GObject *object)
{
  PolluxStatisticsView *self = POLLUX_STATISTICS_VIEW (object);

  g_string_free (self->text, TRUE);
  G_OBJECT_CLASS (pollux_statistics_view_parent_class)->finalize (object);
}

static void
pollux_statistics_view_class_init (PolluxStatisticsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_statistics_view_dispose;
  object_class->finalize = pollux_statistics_view_finalize;

  g_type_ensure (POLLUX_TYPE_DISTRIBUTION_VIEW);
  g_type_ensure (POLLUX_TYPE_PROPERTY_LIST);
  g_type_ensure (POLLUX_TYPE_SHARE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-statistics-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsView, title);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsView, subtitle);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsView, times);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsView, bar);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsView, shares);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsView, counts);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsView, polls);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsView, delays);
}

static void
pollux_statistics_view_init (PolluxStatisticsView *self)
{
  self->text = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_share_rows (self);
  pollux_distribution_view_set_look (self->polls, _("Poll times"), POLLUX_HISTOGRAM_ACTIVE);
  pollux_distribution_view_set_look (self->delays, _("Scheduled times"),
                                     POLLUX_HISTOGRAM_SCHEDULED);
}

/**
 * pollux_statistics_view_set:
 * @title: whose they are
 * @subtitle: (nullable): more about that
 * @statistics: what to show, copied
 * @has_times: whether durations mean anything
 * @has_polls: whether polls are recorded
 */
void
pollux_statistics_view_set (PolluxStatisticsView *self,
                            const char *title,
                            const char *subtitle,
                            const PolluxStatistics *statistics,
                            gboolean has_times,
                            gboolean has_polls)
{
  g_return_if_fail (POLLUX_IS_STATISTICS_VIEW (self));

  g_string_printf (self->text, "%s\n", title);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL);
  gtk_widget_set_visible (self->times, has_times);
  gtk_widget_set_visible (GTK_WIDGET (self->polls), has_times && has_polls);
  gtk_widget_set_visible (GTK_WIDGET (self->delays), has_times && has_polls);
  set_counts (self, statistics, has_polls);
  if (has_times)
    set_shares (self, &statistics->summary, has_polls);
  if (!has_times || !has_polls)
    return;

  pollux_distribution_view_set (self->polls, &statistics->polls,
                                _("without an end, or begun before the range"));
  pollux_distribution_view_set (self->delays, &statistics->delays,
                                _("not ended by a poll, or begun before the range"));
  note_distribution (self, _("Poll times"), &statistics->polls);
  note_distribution (self, _("Scheduled times"), &statistics->delays);
}

/**
 * pollux_statistics_view_dup_text:
 *
 * Returns: (transfer full): the title and the figures as lines
 */
char *
pollux_statistics_view_dup_text (PolluxStatisticsView *self)
{
  g_return_val_if_fail (POLLUX_IS_STATISTICS_VIEW (self), NULL);

  return g_strdup (self->text->str);
}
