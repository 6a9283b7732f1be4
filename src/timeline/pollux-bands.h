/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-bundle.h"

G_BEGIN_DECLS

/**
 * PolluxBands:
 *
 * The bundles of collapsed groups and packed rows, kept while they are looked
 * at. Small ones are made when they are first asked for; large ones in slices,
 * by whoever owns the bands.
 */
typedef struct _PolluxBands PolluxBands;

/* @at_once: nobody makes slices: all are made when they are asked for. */
PolluxBands        *pollux_bands_new      (gboolean               at_once);
void                pollux_bands_free     (PolluxBands           *bands);
/* What @tasks, which are always asked for by the same @id, did. Borrowed until
 * the next step; NULL while it is not ready yet. Of a trace that grows it may
 * be a little old. */
PolluxBundle       *pollux_bands_get      (PolluxBands           *bands,
                                           PolluxTrace           *trace,
                                           guint64                id,
                                           const PolluxTaskIndex *tasks,
                                           guint                  n);
gboolean            pollux_bands_has_work (const PolluxBands     *bands);
/* Goes on with what was asked for until @deadline of g_get_monotonic_time().
 * TRUE if a bundle was completed. */
gboolean            pollux_bands_step     (PolluxBands           *bands,
                                           gint64                 deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxBands, pollux_bands_free)

G_END_DECLS
