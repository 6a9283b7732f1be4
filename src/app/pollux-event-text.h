/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-query.h"
#include "pollux-reader.h"

G_BEGIN_DECLS

/**
 * PolluxEventText:
 * @target: whose record it is, or empty
 * @message: its message; of a line that is no record the whole line
 * @fields: the other fields as "name=value", joined by blanks
 *
 * What of a log event stays in the file, with its line breaks as they are.
 */
typedef struct
{
  char *target;
  char *message;
  char *fields;
} PolluxEventText;

/* On any thread. @foreign: it is a line that is no record. */
PolluxEventText *pollux_event_text_new  (const PolluxRecordText *record,
                                         gboolean                foreign);
void             pollux_event_text_free (PolluxEventText        *text);

/* In one line, for a table: line breaks and other control characters as signs
 * that can be seen; cut after so many characters. (transfer full). */
char            *pollux_event_text_flatten (const char          *text,
                                            guint                n_max);

const char      *pollux_event_text_name_level (PolluxLevel       level);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxEventText, pollux_event_text_free)

/*
 * An event is looked at in three places: its record, on the thread that reads
 * it, its level, and the title of its task.
 */

/* Which words are in the record. */
guint            pollux_event_query_find_in_event (const PolluxQuery     *query,
                                                   const PolluxEventText *text);
/* Which words are the name of the level. */
guint            pollux_event_query_find_level    (const PolluxQuery     *query,
                                                   PolluxLevel            level);

G_END_DECLS
