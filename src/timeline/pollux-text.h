/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-clock.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/*
 * Texts of a trace as they are printed: always valid UTF-8 of one line, also
 * where the file has other bytes.
 */

/* Any bytes of the file. (transfer full). */
char *pollux_text_make_printable (const char     *bytes);
/* "ping #4": title and Tokio's id where it is known. (transfer full). */
char *pollux_text_for_task     (PolluxTrace     *trace,
                                PolluxTaskIndex  task);
/* Its title alone. */
char *pollux_text_for_title    (PolluxTrace     *trace,
                                PolluxTaskIndex  task);
/* "main.rs:12" of "src/bin/main.rs:12:5"; empty if the file has none. */
char *pollux_text_for_location (PolluxTrace     *trace,
                                PolluxTaskIndex  task);
/* "#4", or empty. */
char *pollux_text_for_id       (PolluxTrace     *trace,
                                PolluxTaskIndex  task);
/* A time from the beginning of the trace, every digit; "record #120" in a
 * trace without times. */
char *pollux_text_for_moment   (PolluxTrace     *trace,
                                PolluxTime       time);
/* The same as a clock tells it. */
char *pollux_text_for_time     (const PolluxClock *clock,
                                PolluxTime       time);
/* "12.5 ms · 80.0 Hz", how long a range is; "120 records" without times. */
char *pollux_text_for_length   (PolluxTrace     *trace,
                                gint64           length);
/* "Sleep", a span's name; of a resource the type that it is of, where its
 * fields tell it. */
char *pollux_text_for_span     (PolluxTrace     *trace,
                                PolluxSpanIndex  span);
/* The same with its fields: "request id=7 path=\"/\"", cut where it is long. */
char *pollux_text_for_span_label (PolluxTrace    *trace,
                                PolluxSpanIndex  span);
/* "src/main.rs:14:5", where a resource was made; NULL if its fields do not say. */
char *pollux_text_for_span_location (PolluxTrace *trace,
                                PolluxSpanIndex  span);
/* What poll @poll of @task waits for after it, "Sleep 100 ms"; NULL if the file
 * does not say. */
char *pollux_text_for_pending  (PolluxTrace     *trace,
                                PolluxTaskIndex  task,
                                guint            poll);
/* How it was found that @wake is one of @task: "named in the record". */
const char *pollux_text_for_origin (PolluxTrace  *trace,
                                PolluxTaskIndex   task,
                                const PolluxWake *wake);
/* Whether that is a conclusion and stands in no record. */
gboolean pollux_text_is_origin_inferred (PolluxTrace      *trace,
                                         PolluxTaskIndex   task,
                                         const PolluxWake *wake);

G_END_DECLS
