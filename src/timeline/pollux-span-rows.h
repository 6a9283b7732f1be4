/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/* An unfolded lane has at most so many rows of spans. */
#define POLLUX_SPAN_ROWS_MAX 64

/**
 * PolluxSpanSum:
 * @life: from the creation, or the first enter, to the close, or the last
 *   exit, of the span's task or the trace where the file does not say; within
 *   the life of the task that is asked about. Begins with POLLUX_TIME_NONE if
 *   the span is not in that task
 * @open: nothing in the file ends it
 * @n_enters: sections in that task
 * @entered: ns of them
 */
typedef struct
{
  PolluxRange life;
  gboolean open;
  guint n_enters;
  gint64 entered;
} PolluxSpanSum;

/* What a span is in one task (POLLUX_TASK_NONE: outside all). Costs O(sections
 * of the task during the span's life). */
void     pollux_span_sum_init        (PolluxSpanSum         *sum,
                                      PolluxTrace           *trace,
                                      PolluxTaskIndex        task,
                                      PolluxSpanIndex        span);
/* Whether the lane of @task has anything to unfold. O(1). */
gboolean pollux_span_rows_has_any    (PolluxTrace           *trace,
                                      PolluxTaskIndex        task);
/* The next (@direction 1) or previous (-1) span of the task, in the order of
 * creation; from POLLUX_SPAN_NONE the first or last. */
gboolean pollux_span_rows_step       (PolluxTrace           *trace,
                                      PolluxTaskIndex        task,
                                      PolluxSpanIndex        span,
                                      int                    direction,
                                      PolluxSpanIndex       *next);

/**
 * PolluxSpanPlace:
 * @row: which of the rows below the lane
 * @first, @n: its sections among those of #PolluxSpanRows
 * @lives: ns of the lives of the spans before it in its row
 */
typedef struct
{
  PolluxRange life;
  PolluxSpanIndex span;
  guint row;
  guint first;
  guint n;
  gint64 lives;
  gboolean open;
} PolluxSpanPlace;

/* @entered: ns of the sections before it in its row. */
typedef struct
{
  PolluxRange range;
  gint64 entered;
} PolluxSpanStretch;

/**
 * PolluxSpanRows:
 *
 * The spans of one task in rows: each in the first row below its parent's
 * that is free over its life. In a row spans lie apart and in time order, and
 * so do their sections.
 */
typedef struct _PolluxSpanRows PolluxSpanRows;

PolluxSpanRows *pollux_span_rows_new (PolluxTrace           *trace,
                                      PolluxTaskIndex        task);
void     pollux_span_rows_free       (PolluxSpanRows        *rows);
/* The row that says how many more there are is one of them. */
guint    pollux_span_rows_get_n_rows (const PolluxSpanRows  *rows);
guint    pollux_span_rows_get_n_spans (const PolluxSpanRows *rows);
/* Those that did not fit: the last row says so, and holds none. */
guint    pollux_span_rows_get_n_hidden (const PolluxSpanRows *rows);
/* The places of row @row, in time order. */
const PolluxSpanPlace *
         pollux_span_rows_get_row    (const PolluxSpanRows  *rows,
                                      guint                  row,
                                      guint                 *n);
/* All sections; a place has its own side by side. */
const PolluxSpanStretch *
         pollux_span_rows_get_stretches (const PolluxSpanRows *rows);
/* NULL if it is hidden, or not of this task. */
const PolluxSpanPlace *
         pollux_span_rows_find       (const PolluxSpanRows  *rows,
                                      PolluxSpanIndex        span);
/* First of @n places that ends after @time. */
guint    pollux_span_places_find     (const PolluxSpanPlace *places,
                                      guint                  n,
                                      PolluxTime             time);
/* First of @n stretches that ends after @time. */
guint    pollux_span_stretches_find  (const PolluxSpanStretch *stretches,
                                      guint                  n,
                                      PolluxTime             time);
/* ns of @range that the lives, or the stretches, cover. O(log n). */
gint64   pollux_span_places_cover    (const PolluxSpanPlace *places,
                                      guint                  n,
                                      PolluxRange            range);
gint64   pollux_span_stretches_cover (const PolluxSpanStretch *stretches,
                                      guint                  n,
                                      PolluxRange            range);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxSpanRows, pollux_span_rows_free)

G_END_DECLS
