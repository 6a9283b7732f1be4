/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/* A trace in memory: @n_tasks tasks with @n_polls polls and wakes each, evenly
 * over @length ns, lengths and delays as heavy-tailed as real ones. Finished and
 * compact. @build_ns: (nullable): CPU time that it took per poll. */
PolluxTrace *bench_trace_new           (guint        n_tasks,
                                        guint        n_polls,
                                        gint64       length,
                                        double      *build_ns);
/* The same with tasks that live one after the other, @n_turns of them in each row
 * when they are packed; @n_tasks is a multiple of it. */
PolluxTrace *bench_trace_new_turns     (guint        n_tasks,
                                        guint        n_turns,
                                        guint        n_polls,
                                        gint64       length,
                                        double      *build_ns);
/* Bytes per poll and per wake, summaries left out. */
void         bench_trace_measure       (PolluxTrace *trace,
                                        double      *poll_bytes,
                                        double      *wake_bytes);
/* Whether the machine has room for so much. */
gboolean     bench_trace_fits          (guint        n_tasks,
                                        guint        n_polls);

G_END_DECLS
