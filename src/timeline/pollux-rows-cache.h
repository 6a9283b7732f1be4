/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-group-keys.h"
#include "pollux-task-order.h"

G_BEGIN_DECLS

/**
 * PolluxRowsCache:
 *
 * What rows of one trace are made from, whatever is asked for: kept from one
 * arrangement to the next. Counted references; one thread at a time may ask for
 * what is not known yet.
 */
typedef struct _PolluxRowsCache PolluxRowsCache;

PolluxRowsCache *pollux_rows_cache_new       (void);
PolluxRowsCache *pollux_rows_cache_ref       (PolluxRowsCache  *cache);
void             pollux_rows_cache_unref     (PolluxRowsCache  *cache);
/* (transfer none): brought up to date with @trace. */
PolluxGroupKeys *pollux_rows_cache_get_keys  (PolluxRowsCache  *cache,
                                              PolluxTrace      *trace,
                                              PolluxGrouping    grouping);
/* What is known of all tasks. */
const PolluxTaskRanks *
                 pollux_rows_cache_get_ranks (const PolluxRowsCache *cache);
/* Makes known what sorting needs. @trace: finished, always the same. */
void             pollux_rows_cache_learn_figures (PolluxRowsCache *cache,
                                              PolluxTrace      *trace);
void             pollux_rows_cache_learn_names (PolluxRowsCache *cache,
                                              PolluxTrace      *trace);

G_END_DECLS
