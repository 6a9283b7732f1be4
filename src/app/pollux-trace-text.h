/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-thing.h"

G_BEGIN_DECLS

/*
 * Facts of a trace as translated texts for the window. All (transfer full)
 * unless const. What the file does not hold is "not recorded", never 0.
 */

/* "12.304 000 ms", or the record's number in a trace without times. */
char       *pollux_trace_text_time     (const PolluxClock *clock,
                                        PolluxTime       time);
/* Every digit. */
char       *pollux_trace_text_duration (PolluxTrace     *trace,
                                        gint64           duration);
/* Three digits, "—" if it is not recorded: for tables. */
char       *pollux_trace_text_label    (PolluxTrace     *trace,
                                        gint64           duration);
/* The wall clock in the local zone; NULL if the file does not tell it. */
char       *pollux_trace_text_clock    (PolluxTrace     *trace,
                                        PolluxTime       time);
/* What a task is at the end of the trace: "done", "idle", … */
const char *pollux_trace_text_state    (PolluxState      state,
                                        guint64          n_polls);
char       *pollux_trace_text_thread   (PolluxTrace     *trace,
                                        PolluxThread     thread);
/* "34.2 %"; "<0.1 %" for what is more than nothing; "—" of nothing. */
char       *pollux_trace_text_share    (gint64           part,
                                        gint64           whole);
/* The format's title for people. */
const char *pollux_trace_text_format   (PolluxTrace     *trace);
/* "2.31 s · 36 tasks · tracing-fmt JSON"; @n_shown tasks pass the filter. */
char       *pollux_trace_text_subtitle (PolluxTrace     *trace,
                                        guint            n_shown);

G_END_DECLS
