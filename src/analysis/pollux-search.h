/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-query.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxSearch:
 *
 * The tasks and spans of a trace in whose texts the words of a query are: of a
 * task its name, location, process and #id, of a span its name and fields. What
 * is in the file alone, the text of log events, is not looked at.
 *
 * It goes through the trace in steps, and on when the trace has grown.
 */
typedef struct _PolluxSearch PolluxSearch;

/* @trace and @query: references are kept. */
PolluxSearch    *pollux_search_new         (PolluxTrace        *trace,
                                            PolluxQuery        *query);
void             pollux_search_free        (PolluxSearch       *search);
/* Looks on until @deadline (of g_get_monotonic_time(); 0: to the end). TRUE if
 * everything that the trace has was looked at. */
gboolean         pollux_search_run         (PolluxSearch       *search,
                                            gint64              deadline);
/* Both in the order of the trace; they only ever get more. */
guint            pollux_search_get_n_tasks (const PolluxSearch *search);
PolluxTaskIndex  pollux_search_get_task    (const PolluxSearch *search,
                                            guint               index);
guint            pollux_search_get_n_spans (const PolluxSearch *search);
PolluxSpanIndex  pollux_search_get_span    (const PolluxSearch *search,
                                            guint               index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxSearch, pollux_search_free)

G_END_DECLS
