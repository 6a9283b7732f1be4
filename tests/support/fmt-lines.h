/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-parser.h"
#include "pollux-fmt-text-parser.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/*
 * Tells what a parser of fmt lines found, in words that do not depend on the
 * order in which tasks were numbered.
 */
typedef struct
{
  GPtrArray *tasks;   /* (element-type utf8): what the file says of each */
  GPtrArray *spans;
  GPtrArray *threads;
  GHashTable *by_text;
} FmtNamer;

FmtNamer        *fmt_namer_new      (void);
void             fmt_namer_free     (FmtNamer              *namer);
PolluxFmtParser *fmt_namer_parser   (FmtNamer              *namer);
char            *fmt_namer_describe (FmtNamer              *namer,
                                     PolluxFmtVerdict       verdict,
                                     const PolluxFmtLine   *line);

PolluxFmtNames   fmt_namer_names    (FmtNamer              *namer);
/* A text record, and in few words what a new parser finds in it. */
typedef struct
{
  const PolluxFmtShape *shape;
  const char *before; /* records that it reads first, or NULL */
  const char *record;
  const char *words;
} FmtTextCase;

void             fmt_text_check_cases (const FmtTextCase   *cases,
                                       guint                n_cases);

/* A file of these bytes, whose format is found out; NULL with @error if nothing
 * can be made of it. (transfer full). */
PolluxTrace     *fmt_load           (const char            *bytes,
                                     gsize                  length,
                                     GError               **error);

/* Changes @line in one or a few places, as damage or another writer would. */
void             fmt_mutate         (GRand                 *random,
                                     GString               *line,
                                     const GString         *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FmtNamer, fmt_namer_free)

G_END_DECLS
