/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxQuery:
 *
 * Words to look for, without regard to case; reference counted and
 * unchangeable, so that it may be used on any thread.
 *
 * A thing that has several texts is looked at in each. Each gives a set of
 * words as bits; the thing matches if their union has the wanted words and none
 * of the unwanted.
 */
typedef struct _PolluxQuery PolluxQuery;

PolluxQuery *pollux_query_new         (const char        *text);
PolluxQuery *pollux_query_ref         (PolluxQuery       *query);
void         pollux_query_unref       (PolluxQuery       *query);
/* What it was made of. */
const char  *pollux_query_get_text    (const PolluxQuery *query);
/* No words: everything matches. */
gboolean     pollux_query_is_empty    (const PolluxQuery *query);
gboolean     pollux_query_equal       (const PolluxQuery *a,
                                       const PolluxQuery *b);
/* Which words are in it. */
guint        pollux_query_find        (const PolluxQuery *query,
                                       const char        *text);
/* Which words are all of it. */
guint        pollux_query_find_whole  (const PolluxQuery *query,
                                       const char        *text);
gboolean     pollux_query_matches     (const PolluxQuery *query,
                                       guint              found);
/* The first place of a wanted word that ends behind @from, in bytes. */
gboolean     pollux_query_find_place  (const PolluxQuery *query,
                                       const char        *text,
                                       gsize              from,
                                       gsize             *begin,
                                       gsize             *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxQuery, pollux_query_unref)

G_END_DECLS
