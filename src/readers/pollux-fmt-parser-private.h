/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "pollux-arena.h"
#include "pollux-fmt-parser.h"

G_BEGIN_DECLS

#define N_THREAD_PLACES 64u

typedef struct
{
  char *id;
  gsize length;
  PolluxThread thread;
} PolluxFmtThread;

struct _PolluxFmtParser
{
  PolluxFmtNames names;
  PolluxFmtClock clock;
  PolluxFmtSlices *slices;
  PolluxFmtThread threads[N_THREAD_PLACES];
  PolluxArena *scratch;     /* of one line */
  GString *label;           /* of one span */
  gboolean scratched;
  JsonParser *json;
  guint64 n_slow;
};

/* One line while it is taken apart, whichever way. */
typedef struct
{
  PolluxFmtParser *parser;
  PolluxFmtLine *line;
  PolluxFmtFields flat;     /* what lies at the top besides the known members */
  PolluxSlice thread_id;
  PolluxSlice thread_name;

  /* Of the cursor: what is new, to be named when the line is known to be good. */
  PolluxFmtSpanText new_span;
  PolluxSlice new_span_raw; /* empty: there is none */
  PolluxSlice new_list_raw;

  /* Of json-glib: the line as it is in the file, and the copy that is parsed. */
  const char *original;
  const char *copy;
} PolluxFmtParse;

typedef enum
{
  POLLUX_FMT_MEMBER_OTHER,
  POLLUX_FMT_MEMBER_TIMESTAMP,
  POLLUX_FMT_MEMBER_LEVEL,
  POLLUX_FMT_MEMBER_FIELDS,
  POLLUX_FMT_MEMBER_TARGET,
  POLLUX_FMT_MEMBER_PLACE, /* filename, line_number */
  POLLUX_FMT_MEMBER_SPAN,
  POLLUX_FMT_MEMBER_SPANS,
  POLLUX_FMT_MEMBER_THREAD_NAME,
  POLLUX_FMT_MEMBER_THREAD_ID,
} PolluxFmtMember;

PolluxFmtMember pollux_fmt_member_from_key   (PolluxSlice              key);
void            pollux_fmt_parse_begin       (PolluxFmtParse          *parse,
                                              PolluxFmtParser         *parser,
                                              PolluxFmtLine           *line);
/* Any member but those that hold objects. */
void            pollux_fmt_parse_set_member  (PolluxFmtParse          *parse,
                                              PolluxFmtMember          member,
                                              PolluxSlice              key,
                                              const PolluxFmtValue    *value);
/* The meaning of a span whose members are all in @text. */
PolluxFmtSpan   pollux_fmt_parse_name_span   (PolluxFmtParse          *parse,
                                              PolluxFmtSpanText       *text,
                                              PolluxSlice              raw);
void            pollux_fmt_parse_set_span    (PolluxFmtParse          *parse,
                                              const PolluxFmtMeaning  *meaning);
void            pollux_fmt_parse_set_spans   (PolluxFmtParse          *parse,
                                              const PolluxFmtMeaning  *meaning);
void            pollux_fmt_parse_end         (PolluxFmtParse          *parse);

PolluxSlice     pollux_fmt_parser_unescape   (PolluxFmtParser         *parser,
                                              PolluxSlice              raw);

G_END_DECLS
