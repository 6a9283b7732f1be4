/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-batch-private.h"
#include "pollux-lane-private.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/* A waker of the file. Its loose wakes are chained by index. */
typedef struct
{
  guint64 id;
  PolluxTaskIndex task;
  guint32 clones;
  guint32 drops;
  guint32 first_loose;
  guint32 last_loose;
  guint8 origin;
} PolluxWaker;

#define POLLUX_LOOSE_NONE G_MAXUINT32

typedef struct
{
  PolluxStoredWake wake;
  guint32 waker;      /* POLLUX_LOOSE_NONE once it was given to a task */
  guint32 next;
} PolluxStoredLooseWake;

struct _PolluxTrace
{
  GObject parent_instance;

  char *format;
  PolluxTimeKind time_kind;
  gint64 origin;
  gboolean has_extent;
  gboolean finished;
  gboolean drop_enters;
  guint64 generation;

  PolluxLaneShared shared;
  PolluxStrings *strings;
  PolluxColumn tasks;       /* PolluxTask */
  PolluxColumn lanes;       /* PolluxLane */
  GArray *task_wakers;      /* guint32 per task: its waker or POLLUX_LOOSE_NONE */
  GArray *wakers;           /* PolluxWaker */
  GArray *loose_wakes;      /* PolluxStoredLooseWake, by record */
  guint n_given_wakes;      /* of them, how many have a task by now */
  GArray *loose_events;     /* guint32: indices */
  gboolean loose_events_late;
  GArray *unsettled;        /* guint32: tasks whose lane is not settled */
  GArray *threads;          /* PolluxNewThread */
  GArray *marks;            /* PolluxMark */
  GArray *damages;          /* PolluxDamage */
  guint64 counters[POLLUX_N_COUNTERS];

  guint64 n_wakes;
  guint64 n_waker_clones;
  guint64 n_waker_drops;
};

/* Says that something changed. */
void pollux_trace_touch (PolluxTrace *self);

G_END_DECLS
