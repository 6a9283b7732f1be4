/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-head.h"
#include "pollux-fmt-parser.h"

G_BEGIN_DECLS

/**
 * PolluxFmtTextVerdict:
 * @POLLUX_FMT_TEXT_GOOD: the line says what is in it
 * @POLLUX_FMT_TEXT_MORE: it breaks off where only the next lines go on
 */
typedef enum
{
  POLLUX_FMT_TEXT_GOOD,
  POLLUX_FMT_TEXT_MORE,
} PolluxFmtTextVerdict;

/**
 * PolluxFmtTextFacts:
 * @prefix: what stands before the record in its line
 * @whole: nothing that follows can belong to the record
 * @ambiguous: it may be read in more than one way
 * @repaired: characters are missing, and were thought of
 * @known: its spans were seen before, byte for byte; not said in Pretty
 *
 * What there is to know of a record besides what it says.
 */
typedef struct
{
  PolluxSlice prefix;
  gboolean whole;
  gboolean ambiguous;
  gboolean repaired;
  gboolean known;
} PolluxFmtTextFacts;

/**
 * PolluxFmtTextParser:
 *
 * From the bytes of one record in a text format, of one line or several, to a
 * #PolluxFmtLine.
 */
typedef struct _PolluxFmtTextParser PolluxFmtTextParser;

PolluxFmtTextParser *pollux_fmt_text_parser_new     (const PolluxFmtNames *names,
                                                     const PolluxFmtShape *shape);
void                 pollux_fmt_text_parser_free    (PolluxFmtTextParser  *parser);
/* Whether a record begins in this line. */
gboolean             pollux_fmt_text_parser_begins  (PolluxFmtTextParser  *parser,
                                                     PolluxSlice           text,
                                                     PolluxFmtHead        *head);
/* @head: of a record; its rest may have further lines. Unless @final it may
 * say MORE. */
PolluxFmtTextVerdict pollux_fmt_text_parser_parse   (PolluxFmtTextParser  *parser,
                                                     const PolluxFmtHead  *head,
                                                     gboolean              final,
                                                     PolluxFmtLine        *line,
                                                     PolluxFmtTextFacts   *facts);

/**
 * PolluxFmtTextPartFunc:
 * @part: "span", with its name; "target", "place", "fields": without
 *
 * Gets the parts of a record, the spans from the outermost on.
 */
typedef void (*PolluxFmtTextPartFunc) (gpointer data, const char *part, PolluxSlice name,
                                       PolluxSlice text);

/* For a parser that is used once: tells @func all parts of the record. */
void                 pollux_fmt_text_parser_watch   (PolluxFmtTextParser  *parser,
                                                     PolluxFmtTextPartFunc func,
                                                     gpointer              data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFmtTextParser, pollux_fmt_text_parser_free)

G_END_DECLS
