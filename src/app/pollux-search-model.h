/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "pollux-query.h"
#include "pollux-session.h"
#include "pollux-ticks.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_SEARCH_ROW (pollux_search_row_get_type ())

/**
 * PolluxSearchRow:
 *
 * A place in the results, made when it is looked at. Emits "changed" when
 * something else is in it, or when its text came.
 */
G_DECLARE_FINAL_TYPE (PolluxSearchRow, pollux_search_row, POLLUX, SEARCH_ROW, GObject)

const PolluxThing *pollux_search_row_get_thing (PolluxSearchRow *self);

#define POLLUX_TYPE_SEARCH_MODEL (pollux_search_model_get_type ())

/**
 * PolluxSearchModel:
 *
 * What was found in a trace: tasks, then spans, then log events and lines that
 * are no records, each in the order of the trace. A #GListModel of
 * #PolluxSearchRow. Emits "updated" when there is more, or when it is done.
 */
G_DECLARE_FINAL_TYPE (PolluxSearchModel, pollux_search_model, POLLUX, SEARCH_MODEL, GObject)

PolluxSearchModel *pollux_search_model_new         (void);
void               pollux_search_model_set_session (PolluxSearchModel *self,
                                                    PolluxSession     *session);
/* Starts anew; nothing is found for no words. */
void               pollux_search_model_set_text    (PolluxSearchModel *self,
                                                    const char        *text);
const PolluxQuery *pollux_search_model_get_query   (PolluxSearchModel *self);
guint              pollux_search_model_get_n_found (PolluxSearchModel *self);
/* FALSE beyond the end. */
gboolean           pollux_search_model_get_thing   (PolluxSearchModel *self,
                                                    guint              position,
                                                    PolluxThing       *thing);
gboolean           pollux_search_model_is_busy     (PolluxSearchModel *self);
/* 0 to 1 while texts are read, else -1. */
double             pollux_search_model_get_progress (PolluxSearchModel *self);
/* Why texts cannot be read, or NULL. */
const GError      *pollux_search_model_get_error   (PolluxSearchModel *self);
/* When all that was found was. Borrowed. */
PolluxTicks       *pollux_search_model_get_ticks   (PolluxSearchModel *self);

/* The text in which it was found, in one line; empty while it is read. */
char              *pollux_search_model_dup_text    (PolluxSearchModel *self,
                                                    const PolluxThing *thing);
/* Reads the texts of @n rows from @first on, which are looked at. */
void               pollux_search_model_want        (PolluxSearchModel *self,
                                                    guint              first,
                                                    guint              n);

G_END_DECLS
