/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/* Up to so many samples percentiles are exact. */
#define POLLUX_SAMPLES_EXACT_MAX 1000000
/* How many percentiles one selection can find. */
#define POLLUX_SAMPLES_MAX_PERCENTILES 4

/**
 * PolluxSamples:
 *
 * A bag of lengths that tells its percentiles: nearest rank, exact up to
 * POLLUX_SAMPLES_EXACT_MAX of them, beyond that within half a percent.
 */
typedef struct _PolluxSamples PolluxSamples;

PolluxSamples *pollux_samples_new       (void);
void           pollux_samples_free      (PolluxSamples       *samples);
void           pollux_samples_clear     (PolluxSamples       *samples);
void           pollux_samples_add       (PolluxSamples       *samples,
                                         gint64               length);
guint64        pollux_samples_get_count (const PolluxSamples *samples);
gint64         pollux_samples_get_sum   (const PolluxSamples *samples);
gint64         pollux_samples_get_min   (const PolluxSamples *samples);
gint64         pollux_samples_get_max   (const PolluxSamples *samples);
gboolean       pollux_samples_is_exact  (const PolluxSamples *samples);
gboolean       pollux_samples_select    (PolluxSamples       *samples,
                                         const guint         *percents,
                                         guint                n_percents,
                                         gint64               deadline);
gint64         pollux_samples_get_selected
                                        (const PolluxSamples *samples,
                                         guint                index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxSamples, pollux_samples_free)

G_END_DECLS
