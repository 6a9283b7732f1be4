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

typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  guint8 level;
} PolluxStoredForeign;

/* What was returned Pending from. */
typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  PolluxSpanIndex span;
  PolluxString text;
} PolluxStoredPending;

/* The spans of one task; most tasks have none. An array is NULL while it is
 * empty. */
typedef struct
{
  GArray *spans;       /* PolluxSpanIndex, of its own, in order of creation */
  GArray *sections;    /* PolluxSpanSection, of any span entered in it */
  GArray *open;        /* guint32: indices of the sections without an end */
  GArray *pendings;    /* PolluxStoredPending */
  GArray *guests;      /* PolluxSpanIndex, of others, in the order of their first enter */
  GHashTable *known_guests;
  PolluxTime last;     /* the moment of the last enter or exit, and where */
  PolluxThread thread;
  guint8 late;         /* something in it is out of order */
} PolluxTaskSpans;

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
  guint n_compact;          /* lanes that pollux_trace_compact() has done so far */
  guint n_processes;        /* 0, 1, or 2 for several */
  PolluxString first_process;

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
  PolluxColumn spans;       /* PolluxSpan */
  GPtrArray *task_spans;    /* PolluxTaskSpans per task, NULL for none; may be shorter */
  PolluxTaskSpans *loose_spans; /* outside all tasks, or NULL */
  GPtrArray *late_spans;    /* PolluxTaskSpans: borrowed, to be sorted */
  PolluxColumn foreigns;    /* PolluxStoredForeign */
  GArray *threads;          /* PolluxNewThread */
  GArray *marks;            /* PolluxMark */
  GArray *damages;          /* PolluxDamage */
  guint64 counters[POLLUX_N_COUNTERS];

  guint64 n_wakes;
  guint64 n_waker_clones;
  guint64 n_waker_drops;
};

/* Spans, pending operations and foreign lines. */
void  pollux_trace_init_spans       (PolluxTrace         *self);
void  pollux_trace_clear_spans      (PolluxTrace         *self);
void  pollux_trace_settle_spans     (PolluxTrace         *self);
gsize pollux_trace_get_spans_memory (PolluxTrace         *self);
void  pollux_trace_add_span         (PolluxTrace         *self,
                                     const PolluxNewSpan *from);
void  pollux_trace_apply_span       (PolluxTrace         *self,
                                     const PolluxOp      *op);
void  pollux_trace_add_pending      (PolluxTrace         *self,
                                     const PolluxOp      *op,
                                     const PolluxNewPending *from);

/* Says that something changed. */
void pollux_trace_touch (PolluxTrace *self);

G_END_DECLS
