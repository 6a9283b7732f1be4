/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "pollux-event-cache.h"

G_BEGIN_DECLS

/**
 * PolluxEventColumn:
 *
 * The columns of the event table.
 */
typedef enum
{
  POLLUX_EVENT_COLUMN_TIME,
  POLLUX_EVENT_COLUMN_LEVEL,
  POLLUX_EVENT_COLUMN_TARGET,
  POLLUX_EVENT_COLUMN_TASK,
  POLLUX_EVENT_COLUMN_MESSAGE,
  POLLUX_EVENT_COLUMN_FIELDS,
  POLLUX_N_EVENT_COLUMNS,
} PolluxEventColumn;

/* The whole text of a column, with its line breaks; empty while @text, the
 * part of it that is in the file, is not known. (transfer full). */
char           *pollux_event_dup_text      (PolluxTrace           *trace,
                                            const PolluxClock     *clock,
                                            PolluxEventItem        item,
                                            const PolluxEventText *text,
                                            PolluxEventColumn      column);

/* A time as it stands in a table. (transfer full). */
char           *pollux_event_dup_time      (PolluxTrace           *trace,
                                            const PolluxClock     *clock,
                                            PolluxTime             time);

/* How many characters that has at most, about. */
int             pollux_event_count_chars   (PolluxTrace           *trace,
                                            const PolluxClock     *clock);

#define POLLUX_TYPE_EVENT_ROW (pollux_event_row_get_type ())

/**
 * PolluxEventRow:
 *
 * A place in the event table, made when it is looked at. With another filter
 * another event may be in it. Emits "changed" when its texts may have changed.
 */
G_DECLARE_FINAL_TYPE (PolluxEventRow, pollux_event_row, POLLUX, EVENT_ROW, GObject)

PolluxEventRow *pollux_event_row_new        (PolluxTrace       *trace,
                                             PolluxEventCache  *cache,
                                             PolluxEventItem    item);
PolluxEventItem pollux_event_row_get_item   (PolluxEventRow    *self);
PolluxLevel     pollux_event_row_get_level  (PolluxEventRow    *self);
/* (transfer full). */
char           *pollux_event_row_dup_text   (PolluxEventRow    *self,
                                             PolluxEventColumn  column);
/* Puts an event into it, maybe the same, and emits "changed". */
void            pollux_event_row_set_item   (PolluxEventRow    *self,
                                             PolluxEventItem    item);

G_END_DECLS
