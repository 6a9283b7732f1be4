/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-statistics.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_STATISTICS_VIEW (pollux_statistics_view_get_type ())

/**
 * PolluxStatisticsView:
 *
 * The statistics of one task, or of all: shares of the states, counts, and the
 * distributions of poll times and of scheduled times.
 */
G_DECLARE_FINAL_TYPE (PolluxStatisticsView, pollux_statistics_view, POLLUX, STATISTICS_VIEW,
                      GtkWidget)

/* @has_times: FALSE for a trace that tells no times: only counts are shown.
 * @has_polls: FALSE for one that tells of no polls: dashes for what they make. */
void  pollux_statistics_view_set      (PolluxStatisticsView   *self,
                                       const char             *title,
                                       const char             *subtitle,
                                       const PolluxStatistics *statistics,
                                       gboolean                has_times,
                                       gboolean                has_polls);
/* What is shown, as lines "name<tab>value". (transfer full). */
char *pollux_statistics_view_dup_text (PolluxStatisticsView   *self);

G_END_DECLS
