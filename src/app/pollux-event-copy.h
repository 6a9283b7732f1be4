/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-clock.h"
#include "pollux-event-list.h"
#include "pollux-record-job.h"

G_BEGIN_DECLS

/**
 * PolluxEventCopy:
 *
 * Events on their way to the clipboard: as a table with a tabulator between
 * the columns. A value with a tabulator or a line break stands in quotes, as
 * spreadsheets want it.
 */
typedef struct _PolluxEventCopy PolluxEventCopy;

/* @done is called once with @owner; @text is NULL if the texts cannot be read.
 * Takes @items, which are in file order. */
PolluxEventCopy *pollux_event_copy_start  (PolluxTrace     *trace,
                                           const PolluxClock *clock,
                                           PolluxLoader    *loader,
                                           GArray          *items,
                                           void           (*done) (const char   *text,
                                                                   guint         n_items,
                                                                   const GError *error,
                                                                   gpointer      owner),
                                           gpointer         owner);
/* @done is not called any more. */
void             pollux_event_copy_cancel (PolluxEventCopy *copy);

G_END_DECLS
