/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-slices.h"
#include "pollux-fmt-text-parser.h"

G_BEGIN_DECLS

/* Threads whose numbers are remembered. */
#define POLLUX_FMT_N_THREADS 1024u
#define POLLUX_FMT_N_RECENT 32u

/* A record's text without colours, for whoever needs it whole. */
typedef struct
{
  GString *rest;
  GString *spans;
  GString *label;
} PolluxFmtScratch;

struct _PolluxFmtTextParser
{
  PolluxFmtNames names;
  PolluxFmtShape shape;
  PolluxFmtClock clock;
  PolluxFmtSlices *slices;    /* of Full: span lists; of Pretty: spans */
  GHashTable *name_lists;     /* of Compact: bytes -> a list of names */
  gpointer recent_lists[POLLUX_FMT_N_RECENT];
  GHashTable *bare_names;     /* of spans that were seen without fields */
  PolluxFmtScratch scratch;
  PolluxFmtTextPartFunc watch;
  gpointer watch_data;
  gboolean has_targets;       /* records have a target */
  gboolean ansi;              /* the record is coloured */
  PolluxThread threads[POLLUX_FMT_N_THREADS]; /* by number, plus one; 0: unknown */
};

/* Where the event's own fields are, and what punctuation they have. */
typedef struct
{
  const char *equals;  /* "=" or ": " */
  const char *comma;   /* " " or ", " */
} PolluxFmtStyle;

extern const PolluxFmtStyle pollux_fmt_style_plain;   /* Full, Compact */
extern const PolluxFmtStyle pollux_fmt_style_pretty;

/* The event's fields as far as they matter; returns where they end, or the
 * length of @text if that cannot be told. */
gsize                pollux_fmt_text_take_fields  (const PolluxFmtStyle    *style,
                                                   PolluxSlice              text,
                                                   PolluxFmtLine           *line,
                                                   gboolean                *repaired);
gboolean             pollux_fmt_text_is_life      (PolluxSlice              text);
/* The fields of a span, whose name is set. */
void                 pollux_fmt_text_take_span    (const PolluxFmtStyle    *style,
                                                   PolluxSlice              fields,
                                                   PolluxFmtSpanText       *span,
                                                   gboolean                *repaired);
/* Where the fields of a task at the front of @text end; G_MAXSIZE if they do
 * not. @behind: what must follow. */
gsize                pollux_fmt_text_measure_task (PolluxSlice              text,
                                                   const char              *behind);
/* "target: file.rs:5: rest": sets the target, returns the rest. */
PolluxSlice          pollux_fmt_text_take_target  (PolluxFmtTextParser     *parser,
                                                   PolluxSlice              text,
                                                   PolluxFmtLine           *line);
PolluxFmtSpan        pollux_fmt_text_name_span    (PolluxFmtTextParser     *parser,
                                                   PolluxFmtSpanText       *span,
                                                   PolluxSlice              fields,
                                                   PolluxSlice              identity);
void                 pollux_fmt_text_set_spans    (PolluxFmtLine           *line,
                                                   const PolluxFmtMeaning  *meaning);
void                 pollux_fmt_text_set_thread   (PolluxFmtTextParser     *parser,
                                                   PolluxFmtLine           *line,
                                                   PolluxSlice              id,
                                                   PolluxSlice              name);
/* Tells whoever watches. */
void                 pollux_fmt_text_tell         (PolluxFmtTextParser     *parser,
                                                   const char              *part,
                                                   PolluxSlice              name,
                                                   PolluxSlice              text);
/* @text without colours: itself, or a copy in @scratch. */
PolluxSlice          pollux_fmt_text_plain        (PolluxSlice              text,
                                                   GString                 *scratch);

PolluxFmtTextVerdict pollux_fmt_full_parse        (PolluxFmtTextParser     *parser,
                                                   PolluxSlice              rest,
                                                   gboolean                 final,
                                                   PolluxFmtLine           *line,
                                                   PolluxFmtTextFacts      *facts);
PolluxFmtTextVerdict pollux_fmt_compact_parse     (PolluxFmtTextParser     *parser,
                                                   PolluxSlice              rest,
                                                   gboolean                 final,
                                                   PolluxFmtLine           *line,
                                                   PolluxFmtTextFacts      *facts);
PolluxFmtTextVerdict pollux_fmt_pretty_parse      (PolluxFmtTextParser     *parser,
                                                   PolluxSlice              rest,
                                                   gboolean                 final,
                                                   PolluxFmtLine           *line,
                                                   PolluxFmtTextFacts      *facts);
/* Whether a line of a Pretty record tells of its place or a span. */
gboolean             pollux_fmt_pretty_is_tail    (PolluxSlice              line);
/* FALSE for what was not seen before and may be cut; a place never is. */
gboolean             pollux_fmt_pretty_knows      (PolluxFmtTextParser     *parser,
                                                   PolluxSlice              line);
void                 pollux_fmt_compact_free_list (gpointer                 data);

G_END_DECLS
