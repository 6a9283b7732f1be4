/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-batch.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

typedef enum
{
  POLLUX_OP_TASK,        /* other: index into tasks */
  POLLUX_OP_SPAWNED,     /* other: spawner */
  POLLUX_OP_PROCESS,     /* other: index into processes */
  POLLUX_OP_ENTER,
  POLLUX_OP_EXIT,
  POLLUX_OP_CLOSE,
  POLLUX_OP_DROP_ENTERS, /* detail: boolean */
  POLLUX_OP_WAKER,       /* time: the waker's id */
  POLLUX_OP_MAP_WAKER,   /* other: waker, detail: origin */
  POLLUX_OP_WAKE,        /* other: waker, task: by, detail: by_ref */
  POLLUX_OP_CLONE,       /* other: waker */
  POLLUX_OP_DROP,        /* other: waker */
  POLLUX_OP_EVENT,       /* detail: level */
  POLLUX_OP_MOVE_WAKE,   /* task: from, other: to */
  POLLUX_OP_REPORTED_BUSY, /* time: ns */
  POLLUX_OP_REPORTED_IDLE, /* time: ns */
  POLLUX_OP_FOREIGN,
  POLLUX_OP_SPAN,        /* other: index into spans */
  POLLUX_OP_ENTER_SPAN,  /* other: span */
  POLLUX_OP_EXIT_SPAN,   /* other: span */
  POLLUX_OP_CLOSE_SPAN,  /* other: span */
  POLLUX_OP_PENDING,     /* other: index into pendings */
} PolluxOpType;

typedef struct
{
  gint64 time;
  PolluxRecord record;
  PolluxTaskIndex task;
  guint32 other;
  PolluxThread thread;
  guint8 type;
  guint8 detail;
} PolluxOp;

typedef struct
{
  PolluxTask task;
  char *name;
  gsize name_length;
  char *location;
  gsize location_length;
} PolluxNewTask;

typedef struct
{
  PolluxSpan span;
  char *name;
  gsize name_length;
  char *fields;
  gsize fields_length;
} PolluxNewSpan;

typedef struct
{
  PolluxSpanIndex span;
  char *text;
  gsize length;
} PolluxNewPending;

typedef struct
{
  char *id;
  char *name;
} PolluxNewThread;

typedef struct
{
  guint64 offset;
  PolluxRecord record;
} PolluxMark;

/* Facts of the whole trace stand apart from the operations and are taken
 * before the first of them. */
struct _PolluxBatch
{
  GArray *ops;
  GArray *tasks;
  GArray *spans;
  GArray *pendings;
  GArray *threads;
  GPtrArray *processes;
  GArray *marks;
  GArray *damages;
  char *format;
  PolluxTimeKind time_kind;
  gint64 origin_epoch;
  PolluxRange extent;
  gboolean has_extent;
  guint64 counters[POLLUX_N_COUNTERS];
};

G_END_DECLS
