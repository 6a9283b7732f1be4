/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-batch.h"
#include "pollux-json-cursor.h"

G_BEGIN_DECLS

/**
 * PolluxSpanTracker:
 *
 * Turns the span records of a tracing format into polls and wakes: which task
 * a span is, enter and exit to polls (outermost only), waker id to task, the
 * task in which an event or wake was made, whether closed tasks end in a
 * drop-enter. Shared by the span based formats.
 *
 * All calls for one trace come in file order. Results go into the batch that
 * was set last.
 */
typedef struct _PolluxSpanTracker PolluxSpanTracker;

/* Where a record was made. @thread: POLLUX_THREAD_NONE if the file does not say. @time may
 * be POLLUX_TIME_NONE for none. */
typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  PolluxThread thread;
} PolluxMoment;

/* What the file says of a task's span. Slices are not NUL terminated and not
 * escaped. @kind, @name, @file may be empty. @identity: any bytes that are
 * equal exactly for the same span, used if there is no @tokio_id. */
typedef struct
{
  PolluxSlice kind;
  PolluxSlice name;
  PolluxSlice file;        /* loc.file, or all of spawn.location */
  PolluxSlice function;    /* fn of a blocking task */
  PolluxSlice identity;
  guint64 line;
  guint64 column;
  guint64 tokio_id;
  guint64 span_id;
  gboolean has_line;
  gboolean has_tokio_id;
  gboolean has_span_id;
  gboolean has_size;       /* size.bytes or original_size.bytes is there */
} PolluxTaskSpan;

/* What a record says of the spans around it: the task of its current span if
 * that span is a task itself (else POLLUX_TASK_NONE), and whether the record
 * has a current span at all: FALSE only where the file would print it, so that
 * it is certain that no task was being polled. @chain: innermost task in its span list. For a
 * lifecycle record the current span is the last of its list, not the span
 * that the record is about. */
typedef struct
{
  gboolean has_span;
  PolluxTaskIndex span;
  PolluxTaskIndex chain;
} PolluxSpanContext;

/**
 * PolluxOtherSpan:
 * @fields: its fields for people
 * @type, @source: concrete_type of a resource, source of an operation
 * @identity: bytes that are the same for the same name and fields
 * @internal: a resource inside another one
 *
 * What a file says of a span that is no task. Where it has a span id, that is
 * what tells it from others; else its bytes do, and time.
 */
typedef struct
{
  PolluxSlice name;
  PolluxSlice fields;
  PolluxSlice type;
  PolluxSlice source;
  PolluxSlice identity;
  PolluxSpanKind kind;
  gboolean internal;
  guint64 span_id;
  gboolean has_span_id;
} PolluxOtherSpan;

typedef enum
{
  POLLUX_SPAN_OP_NONE,
  POLLUX_SPAN_OP_NEW,
  POLLUX_SPAN_OP_ENTER,
  POLLUX_SPAN_OP_EXIT,
  POLLUX_SPAN_OP_CLOSE,
} PolluxSpanOp;

/**
 * PolluxResourceState:
 * @resource, @operation: handles of the spans that the record lies in, or
 *   POLLUX_SPAN_NONE
 * @op_name: what was tried, empty if nothing was
 * @pending: and it returned Pending
 * @duration, @unit: what a timer waits for, if @has_duration
 */
typedef struct
{
  guint32 resource;
  guint32 operation;
  PolluxSlice op_name;
  gboolean pending;
  gboolean has_duration;
  guint64 duration;
  PolluxSlice unit;
} PolluxResourceState;

typedef enum
{
  POLLUX_WAKER_OP_CLONE,
  POLLUX_WAKER_OP_WAKE,
  POLLUX_WAKER_OP_WAKE_BY_REF,
  POLLUX_WAKER_OP_DROP,
} PolluxWakerOp;

PolluxSpanTracker *pollux_span_tracker_new        (void);
void               pollux_span_tracker_free       (PolluxSpanTracker       *tracker);
void               pollux_span_tracker_set_batch  (PolluxSpanTracker       *tracker,
                                                   PolluxBatch             *batch);

/* Whose records come next: several processes may write into one file, and each
 * has ids of its own. */
void               pollux_span_tracker_set_process (PolluxSpanTracker      *tracker,
                                                   guint                    process,
                                                   const char              *name);

/* The thread with this id text; introduces it when it is new. */
PolluxThread       pollux_span_tracker_get_thread (PolluxSpanTracker       *tracker,
                                                   PolluxSlice              id,
                                                   PolluxSlice              name);
/* A handle for the task of this span; introduces it when it is new. The
 * handle stays good when a later run in the same file uses the id again. */
PolluxTaskIndex    pollux_span_tracker_get_task   (PolluxSpanTracker       *tracker,
                                                   const PolluxTaskSpan    *span);

/* A handle for a span that is no task: the same for the same name and fields. */
guint32            pollux_span_tracker_get_span   (PolluxSpanTracker       *tracker,
                                                   const PolluxOtherSpan   *span);

void               pollux_span_tracker_new_span   (PolluxSpanTracker       *tracker,
                                                   const PolluxMoment      *moment,
                                                   PolluxTaskIndex          task,
                                                   const PolluxSpanContext *context);
void               pollux_span_tracker_enter      (PolluxSpanTracker       *tracker,
                                                   const PolluxMoment      *moment,
                                                   PolluxTaskIndex          task);
void               pollux_span_tracker_exit       (PolluxSpanTracker       *tracker,
                                                   const PolluxMoment      *moment,
                                                   PolluxTaskIndex          task);
void               pollux_span_tracker_close      (PolluxSpanTracker       *tracker,
                                                   const PolluxMoment      *moment,
                                                   PolluxTaskIndex          task);
void               pollux_span_tracker_waker      (PolluxSpanTracker       *tracker,
                                                   const PolluxMoment      *moment,
                                                   PolluxWakerOp            op,
                                                   guint64                  waker_id,
                                                   const PolluxSpanContext *context);
void               pollux_span_tracker_event      (PolluxSpanTracker       *tracker,
                                                   const PolluxMoment      *moment,
                                                   PolluxLevel              level,
                                                   const PolluxSpanContext *context);
/* What the task's close record says of itself; POLLUX_TIME_NONE: nothing. */
void               pollux_span_tracker_set_reported (PolluxSpanTracker     *tracker,
                                                   PolluxTaskIndex          task,
                                                   gint64                   busy,
                                                   gint64                   idle);
/* The life of a span that is no task. @parent: a handle, or POLLUX_SPAN_NONE. */
void               pollux_span_tracker_span       (PolluxSpanTracker       *tracker,
                                                   const PolluxMoment      *moment,
                                                   PolluxSpanOp             op,
                                                   guint32                  span,
                                                   guint32                  parent,
                                                   const PolluxSpanContext *context);
void               pollux_span_tracker_resource   (PolluxSpanTracker       *tracker,
                                                   const PolluxMoment      *moment,
                                                   const PolluxResourceState *state,
                                                   const PolluxSpanContext *context);
/* Records are missing here (damage): what was entered may have been left. */
void               pollux_span_tracker_gap        (PolluxSpanTracker       *tracker);
/* The file is at its end: says what only the whole of it tells. */
void               pollux_span_tracker_finish     (PolluxSpanTracker       *tracker);

guint              pollux_span_tracker_get_n_tasks (PolluxSpanTracker      *tracker);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxSpanTracker, pollux_span_tracker_free)

G_END_DECLS
