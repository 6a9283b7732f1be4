/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-line.h"
#include "pollux-fmt-slices.h"

G_BEGIN_DECLS

/**
 * PolluxFmtNames:
 * @get_task: as pollux_span_tracker_get_task()
 * @get_span: as pollux_span_tracker_get_span()
 * @get_thread: as pollux_span_tracker_get_thread()
 *
 * Who gives tasks, spans and threads their numbers. Only asked about records that are
 * good as a whole.
 */
typedef struct
{
  PolluxTaskIndex (*get_task) (gpointer data, const PolluxTaskSpan *span);
  guint32 (*get_span) (gpointer data, const PolluxOtherSpan *span);
  PolluxThread (*get_thread) (gpointer data, PolluxSlice id, PolluxSlice name);
  gpointer data;
} PolluxFmtNames;

void             pollux_fmt_label_from_object   (PolluxSlice           object,
                                                 GString              *label);
PolluxFmtSpan    pollux_fmt_names_name_span     (const PolluxFmtNames *names,
                                                 PolluxFmtSpanText    *text,
                                                 PolluxSlice           label,
                                                 PolluxSlice           identity);

/**
 * PolluxFmtVerdict:
 * @POLLUX_FMT_UNUSUAL: not for the cursor; says nothing about the line
 * @POLLUX_FMT_INVALID: no JSON
 * @POLLUX_FMT_NO_OBJECT: JSON, but no object
 * @POLLUX_FMT_GOOD: an object; the line says what is in it
 */
typedef enum
{
  POLLUX_FMT_UNUSUAL,
  POLLUX_FMT_INVALID,
  POLLUX_FMT_NO_OBJECT,
  POLLUX_FMT_GOOD,
} PolluxFmtVerdict;

/**
 * PolluxFmtParser:
 *
 * From the bytes of one line to a #PolluxFmtLine, in two independent ways that
 * say the same: by the strict cursor, and by json-glib for whatever is unusual.
 */
typedef struct _PolluxFmtParser PolluxFmtParser;

PolluxFmtParser *pollux_fmt_parser_new          (const PolluxFmtNames *names);
void             pollux_fmt_parser_free         (PolluxFmtParser      *parser);

/* By the cursor, else by json-glib: never POLLUX_FMT_UNUSUAL. */
PolluxFmtVerdict pollux_fmt_parser_parse        (PolluxFmtParser      *parser,
                                                 PolluxSlice           text,
                                                 PolluxFmtLine        *line);
/* By the cursor alone: POLLUX_FMT_GOOD or POLLUX_FMT_UNUSUAL. */
PolluxFmtVerdict pollux_fmt_parser_parse_strict (PolluxFmtParser      *parser,
                                                 PolluxSlice           text,
                                                 PolluxFmtLine        *line);
/* By json-glib alone: never POLLUX_FMT_UNUSUAL. */
PolluxFmtVerdict pollux_fmt_parser_parse_slow   (PolluxFmtParser      *parser,
                                                 PolluxSlice           text,
                                                 PolluxFmtLine        *line);
/* How many lines went to json-glib. */
guint64          pollux_fmt_parser_get_n_slow   (PolluxFmtParser      *parser);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFmtParser, pollux_fmt_parser_free)

G_END_DECLS
