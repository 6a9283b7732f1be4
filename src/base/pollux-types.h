/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxTime:
 *
 * Nanoseconds since the origin of a trace, which is the time of the first
 * timed record in its file. Records of several threads may step back, so
 * small negative times are valid. In a trace without times it is the number
 * of the record.
 */
typedef gint64 PolluxTime;

/* "Not recorded": never printed, never drawn, never computed with. */
#define POLLUX_TIME_NONE G_MININT64

/* Index of a task, in the order in which the file mentions them. */
typedef guint32 PolluxTaskIndex;
#define POLLUX_TASK_NONE G_MAXUINT32

/* Number of a record in its file, from 0: for text formats the physical line. */
typedef guint32 PolluxRecord;
#define POLLUX_RECORD_NONE G_MAXUINT32

/* Id of an interned string; 0 is always the empty string. */
typedef guint32 PolluxString;

/* Index of a thread of the recorded program. */
typedef guint16 PolluxThread;
#define POLLUX_THREAD_NONE G_MAXUINT16

/**
 * PolluxRange:
 * @begin: first nanosecond inside
 * @end: first nanosecond outside
 *
 * A half-open range of time; empty if @end <= @begin.
 */
typedef struct
{
  PolluxTime begin;
  PolluxTime end;
} PolluxRange;

static inline gint64
pollux_range_length (PolluxRange range)
{
  return range.end > range.begin ? range.end - range.begin : 0;
}

static inline PolluxRange
pollux_range_intersect (PolluxRange a, PolluxRange b)
{
  return (PolluxRange) { MAX (a.begin, b.begin), MIN (a.end, b.end) };
}

G_END_DECLS
