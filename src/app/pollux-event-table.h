/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-event-model.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_EVENT_TABLE (pollux_event_table_get_type ())

/**
 * PolluxEventTable:
 *
 * The log events as a table that can be filtered, with the lines of the file
 * that are no records among them.
 */
G_DECLARE_FINAL_TYPE (PolluxEventTable, pollux_event_table, POLLUX, EVENT_TABLE, GtkWidget)

void              pollux_event_table_set_session  (PolluxEventTable *self,
                                                   PolluxSession    *session);
/* What is typed next is a filter. */
void              pollux_event_table_focus_filter (PolluxEventTable *self);
/* As a person types and chooses it, but at once. */
void              pollux_event_table_set_filter   (PolluxEventTable *self,
                                                   const char       *text);
void              pollux_event_table_set_level    (PolluxEventTable *self,
                                                   PolluxLevel       level);
PolluxEventModel *pollux_event_table_get_model    (PolluxEventTable *self);

G_END_DECLS
