/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-json-cursor.h"
#include "pollux-types.h"

G_BEGIN_DECLS

typedef enum
{
  POLLUX_FMT_TIME_NONE,
  POLLUX_FMT_TIME_EPOCH,  /* ns since the Unix epoch */
  POLLUX_FMT_TIME_UPTIME, /* ns since the recorder was set up, or since midnight */
} PolluxFmtTimeKind;

/* Remembers the minute of the last time stamp, and the last time of day. Zero
 * it before use. */
typedef struct
{
  char minute[17];
  gint64 epoch_ns;
  gint64 day_ns;
  gint64 days;
  gboolean is_set;
} PolluxFmtClock;

/* The forms of a time stamp: see the .c file. */
PolluxFmtTimeKind pollux_fmt_parse_time     (PolluxFmtClock *clock,
                                             PolluxSlice     text,
                                             gint64         *time);
/* How many bytes of @text, from its first, look like a time stamp; 0: none. */
gsize             pollux_fmt_measure_time   (PolluxSlice     text);
/* "46.9ms", "210\u00b5s", "1234s": in ns; POLLUX_TIME_NONE for anything else. */
gint64            pollux_fmt_parse_duration (PolluxSlice     text);

G_END_DECLS
