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

/* What a span object is (@span), or what a span list holds: its last span, and
 * its innermost task. */
typedef struct
{
  PolluxFmtSpan span;
  PolluxTaskIndex chain;
} PolluxFmtMeaning;

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
