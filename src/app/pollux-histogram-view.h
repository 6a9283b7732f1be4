/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-statistics.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_HISTOGRAM_VIEW (pollux_histogram_view_get_type ())

/**
 * PolluxHistogramView:
 *
 * A histogram of lengths over a logarithmic axis. The bin under the pointer,
 * or the one chosen with the arrow keys, tells its range and count.
 */
G_DECLARE_FINAL_TYPE (PolluxHistogramView, pollux_histogram_view, POLLUX, HISTOGRAM_VIEW,
                      GtkWidget)

typedef enum
{
  POLLUX_HISTOGRAM_ACTIVE,
  POLLUX_HISTOGRAM_SCHEDULED,
} PolluxHistogramLook;

void  pollux_histogram_view_set          (PolluxHistogramView      *self,
                                          const PolluxDistribution *distribution,
                                          PolluxHistogramLook       look);
/* "1.02 ms – 1.45 ms: 12 (8.3 %)". (transfer full). */
char *pollux_histogram_view_describe_bin (PolluxHistogramView      *self,
                                          guint                     bin);
/* The bin at a place in the widget; G_MAXUINT if there is none. */
guint pollux_histogram_view_find_bin     (PolluxHistogramView      *self,
                                          double                    x);

G_END_DECLS
