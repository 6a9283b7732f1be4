/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-line.h"

G_BEGIN_DECLS

typedef enum
{
  POLLUX_FMT_FULL,
  POLLUX_FMT_COMPACT,
  POLLUX_FMT_PRETTY,
  POLLUX_FMT_N_DIALECTS,
} PolluxFmtDialect;

/**
 * PolluxFmtShape:
 * @dialect: which of the three text formats
 * @timed, @leveled: what each record begins with
 * @ansi: it is coloured: a record that is not is none
 * @mixed: some records are coloured, and others are not
 * @threaded: records carry thread ids
 * @named: records carry thread names without ids
 * @prefixed: another program put something in front of each line
 *
 * How the records of one file are written.
 */
typedef struct
{
  PolluxFmtDialect dialect;
  gboolean timed;
  gboolean leveled;
  gboolean ansi;
  gboolean mixed;
  gboolean threaded;
  gboolean named;
  gboolean prefixed;
} PolluxFmtShape;

/**
 * PolluxFmtHead:
 * @prefix: what stands before the record in its line
 * @stamp: its time as text
 * @ansi: it is coloured
 * @thread_id, @thread_name: empty if there are none
 * @rest: the record behind its time, level and thread
 *
 * The beginning of a record; the slices are of its line.
 */
typedef struct
{
  PolluxFmtTimeKind time_kind;
  gint64 time;
  PolluxLevel level;
  PolluxSlice prefix;
  PolluxSlice stamp;
  PolluxSlice thread_id;
  PolluxSlice thread_name;
  PolluxSlice rest;
  gboolean ansi;
} PolluxFmtHead;

/* FALSE if no record begins in this line. */
gboolean pollux_fmt_head_parse   (const PolluxFmtShape *shape,
                                  PolluxFmtClock       *clock,
                                  PolluxSlice           line,
                                  PolluxFmtHead        *head);
PolluxSlice pollux_fmt_head_strip_prefix (PolluxSlice      line,
                                          PolluxSlice      prefix);
/* 0 to 100: how sure it is that these are records of a text format. */
int      pollux_fmt_shape_learn  (const char           *bytes,
                                  gsize                 length,
                                  PolluxFmtShape       *shape);

G_END_DECLS
