/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/* Puts tasks whose lives do not overlap into rows together, as few rows as can
 * be, each below the row of the task that spawned the first in it. @tasks is
 * sorted by row, then by time; returns for each row the place of its first
 * task (transfer full, of guint). Costs O(n log n). */
GArray  *pollux_packing_pack (PolluxTrace      *trace,
                              PolluxTaskIndex  *tasks,
                              guint             n);

G_END_DECLS
