/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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

/**
 * PolluxEventQuery:
 *
 * Words to look for in log events; reference counted and unchangeable, so that
 * it may be used on any thread.
 *
 * An event is looked at in three places: its record, on the thread that reads
 * it, its level, and the title of its task. Each gives a set of words as bits; an event matches
 * if their union has the wanted words and none of the unwanted.
 */
typedef struct _PolluxEventQuery PolluxEventQuery;

PolluxEventQuery *pollux_event_query_new      (const char             *text);
PolluxEventQuery *pollux_event_query_ref      (PolluxEventQuery       *query);
void              pollux_event_query_unref    (PolluxEventQuery       *query);
/* No words: everything matches. */
gboolean          pollux_event_query_is_empty (const PolluxEventQuery *query);
gboolean          pollux_event_query_equal    (const PolluxEventQuery *a,
                                               const PolluxEventQuery *b);
/* Which words are in it. */
guint             pollux_event_query_find     (const PolluxEventQuery *query,
                                               const char             *text);
guint             pollux_event_query_find_in_event (const PolluxEventQuery *query,
                                               const PolluxEventText  *text);
guint             pollux_event_query_find_level (const PolluxEventQuery *query,
                                               PolluxLevel             level);
gboolean          pollux_event_query_matches  (const PolluxEventQuery *query,
                                               guint                   found);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxEventQuery, pollux_event_query_unref)

G_END_DECLS
