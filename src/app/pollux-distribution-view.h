/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-histogram-view.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_DISTRIBUTION_VIEW (pollux_distribution_view_get_type ())

/**
 * PolluxDistributionView:
 *
 * A distribution of lengths: count, percentiles, histogram, and what was left
 * out of it.
 */
G_DECLARE_FINAL_TYPE (PolluxDistributionView, pollux_distribution_view, POLLUX, DISTRIBUTION_VIEW,
                      GtkWidget)

void pollux_distribution_view_set_look (PolluxDistributionView   *self,
                                        const char               *title,
                                        PolluxHistogramLook       look);
void pollux_distribution_view_set      (PolluxDistributionView   *self,
                                        const PolluxDistribution *distribution,
                                        const char               *omitted_reason);

G_END_DECLS
