/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxOverview:
 *
 * How many tasks were busy and how many scheduled over the whole trace, in a
 * fixed number of columns. Computed in slices.
 */
typedef struct _PolluxOverview PolluxOverview;

PolluxOverview *pollux_overview_new       (void);
void            pollux_overview_free      (PolluxOverview *overview);
/* Starts over for @n_columns equal parts of the trace's extent. */
void            pollux_overview_restart   (PolluxOverview *overview,
                                           PolluxTrace    *trace,
                                           guint           n_columns);
/* Goes on until @deadline (monotonic us; 0: none). TRUE when done. The columns
 * of the previous run stay visible until then. */
gboolean        pollux_overview_run       (PolluxOverview *overview,
                                           gint64          deadline);
guint           pollux_overview_get_n_columns (const PolluxOverview *overview);
/* Mean number of tasks in the state in the column, runtime workers left out. */
void            pollux_overview_get       (const PolluxOverview *overview,
                                           guint           column,
                                           double         *busy,
                                           double         *scheduled);
double          pollux_overview_get_peak  (const PolluxOverview *overview);
PolluxRange     pollux_overview_get_extent (const PolluxOverview *overview);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxOverview, pollux_overview_free)

G_END_DECLS
