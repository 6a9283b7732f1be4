/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-line.h"

G_BEGIN_DECLS

/**
 * PolluxFmtSlices:
 *
 * Remembers what the raw bytes of a "span" or "spans" member meant. A trace
 * repeats few of them many times.
 */
typedef struct _PolluxFmtSlices PolluxFmtSlices;

/**
 * PolluxFmtMeaning:
 * @span: what a span is, or the last one of a list
 * @parent: the last but one of a list
 * @chain: the innermost task of a list
 * @parent_chain: the same without its last span
 * @resource, @operation: the innermost of each in a list
 * @ambiguous: it may be read in another way
 */
typedef struct
{
  PolluxFmtSpan span;
  PolluxFmtSpan parent;
  PolluxTaskIndex chain;
  PolluxTaskIndex parent_chain;
  guint32 resource;
  guint32 operation;
  gboolean ambiguous;
} PolluxFmtMeaning;

#define POLLUX_FMT_MEANING_NONE \
  ((PolluxFmtMeaning) { POLLUX_FMT_SPAN_INIT, POLLUX_FMT_SPAN_INIT, POLLUX_TASK_NONE, \
                        POLLUX_TASK_NONE, POLLUX_SPAN_NONE, POLLUX_SPAN_NONE, FALSE })

/* Adds the next, inner span to the meaning of a list. */
void                    pollux_fmt_meaning_add       (PolluxFmtMeaning       *meaning,
                                                      const PolluxFmtSpan    *span);

PolluxFmtSlices        *pollux_fmt_slices_new        (void);
void                    pollux_fmt_slices_free       (PolluxFmtSlices        *slices);
const PolluxFmtMeaning *pollux_fmt_slices_lookup     (const PolluxFmtSlices  *slices,
                                                      PolluxSlice             slice);
void                    pollux_fmt_slices_insert     (PolluxFmtSlices        *slices,
                                                      PolluxSlice             slice,
                                                      const PolluxFmtMeaning *meaning);
gsize                   pollux_fmt_slices_get_memory (const PolluxFmtSlices  *slices);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFmtSlices, pollux_fmt_slices_free)

G_END_DECLS
