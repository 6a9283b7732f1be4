/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxFilter:
 *
 * A filter text made ready for many tasks of one trace.
 */
typedef struct _PolluxFilter PolluxFilter;

PolluxFilter *pollux_filter_new     (const char      *text);
void          pollux_filter_free    (PolluxFilter    *filter);
gboolean      pollux_filter_matches (PolluxFilter    *filter,
                                     PolluxTrace     *trace,
                                     PolluxTaskIndex  task);
/* Forgets the answers kept: another trace has other strings. */
void          pollux_filter_forget  (PolluxFilter    *filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFilter, pollux_filter_free)

G_END_DECLS
