/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-span.h"
#include "pollux-task.h"

G_BEGIN_DECLS

/*
 * What a reader says of a trace: a batch of operations, filled on the
 * reader's thread, handed over whole, and applied to the trace by its owner.
 * A batch refers to nothing outside itself.
 *
 * Tasks, threads and wakers are numbered by the reader, densely, from 0, in
 * the order in which it introduces them; a task must be introduced before
 * anything refers to it. The enters and exits of one task come in the order
 * in which they happened on each thread; records of several threads may be
 * out of order, the trace sorts them by time, then by record.
 */

/**
 * PolluxTimeKind:
 *
 * What the times of a trace are.
 */
typedef enum
{
  POLLUX_TIME_KIND_EPOCH,   /* ns since the origin, whose epoch is known */
  POLLUX_TIME_KIND_CLOCK,   /* ns on a clock of its own (uptime) */
  POLLUX_TIME_KIND_ORDINAL, /* not recorded: the number of the record */
} PolluxTimeKind;

typedef enum
{
  POLLUX_LEVEL_NONE,
  POLLUX_LEVEL_TRACE,
  POLLUX_LEVEL_DEBUG,
  POLLUX_LEVEL_INFO,
  POLLUX_LEVEL_WARN,
  POLLUX_LEVEL_ERROR,
} PolluxLevel;

/* How a wake's task was found. */
typedef enum
{
  POLLUX_WAKER_UNRESOLVED,
  POLLUX_WAKER_DIRECT,      /* the record names the task's span */
  POLLUX_WAKER_CLONED,      /* the waker was cloned in a poll of the task */
  POLLUX_WAKER_ELIMINATED,  /* the only task left that it can belong to */
  POLLUX_WAKER_ONLY_TASK,   /* the file has no other task: an inference */
} PolluxWakerOrigin;

typedef struct _PolluxBatch PolluxBatch;

PolluxBatch *pollux_batch_new           (void);
void         pollux_batch_free          (PolluxBatch       *batch);
gsize        pollux_batch_get_length    (const PolluxBatch *batch);
gsize        pollux_batch_get_memory    (const PolluxBatch *batch);

/* Facts of the whole trace. */
void         pollux_batch_set_format    (PolluxBatch       *batch,
                                         const char        *format,
                                         PolluxTimeKind     time_kind,
                                         gint64             origin_epoch);
/* Every timed record, whatever it is, widens the trace. */
void         pollux_batch_extend        (PolluxBatch       *batch,
                                         PolluxTime         first,
                                         PolluxTime         last,
                                         guint              n_records);
/* Record @record starts at @offset of the (decompressed) file. */
void         pollux_batch_add_mark      (PolluxBatch       *batch,
                                         PolluxRecord       record,
                                         guint64            offset);
void         pollux_batch_add_damage    (PolluxBatch       *batch,
                                         guint64            offset,
                                         guint64            line,
                                         guint64            n_records,
                                         const char        *message);
/* @counter is a name from pollux-trace.h's PolluxCounter. */
void         pollux_batch_count         (PolluxBatch       *batch,
                                         guint              counter,
                                         guint64            n);

void         pollux_batch_add_thread    (PolluxBatch       *batch,
                                         const char        *id,
                                         gssize             id_length,
                                         const char        *name,
                                         gssize             name_length);
/* @task's name and location are ignored; the texts are copied. */
void         pollux_batch_add_task      (PolluxBatch       *batch,
                                         const PolluxTask  *task,
                                         const char        *name,
                                         gssize             name_length,
                                         const char        *location,
                                         gssize             location_length);
/* A task's creation, learned after it was introduced. */
void         pollux_batch_set_spawned   (PolluxBatch       *batch,
                                         PolluxTaskIndex    task,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         PolluxTaskIndex    spawner);
void         pollux_batch_enter         (PolluxBatch       *batch,
                                         PolluxTaskIndex    task,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         PolluxThread       thread);
void         pollux_batch_exit          (PolluxBatch       *batch,
                                         PolluxTaskIndex    task,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         PolluxThread       thread);
void         pollux_batch_close         (PolluxBatch       *batch,
                                         PolluxTaskIndex    task,
                                         PolluxTime         time,
                                         PolluxRecord       record);
/* Whether a closed task's last enter is the drop of its future and no poll;
 * may be said at any time, and said again: the last word counts for all. */
void         pollux_batch_set_drop_enters (PolluxBatch     *batch,
                                         gboolean           drop_enters);

void         pollux_batch_add_waker     (PolluxBatch       *batch,
                                         guint64            waker_id);
/* All wakes of @waker, past and to come, belong to @task. */
void         pollux_batch_map_waker     (PolluxBatch       *batch,
                                         guint32            waker,
                                         PolluxTaskIndex    task,
                                         PolluxWakerOrigin  origin);
void         pollux_batch_wake          (PolluxBatch       *batch,
                                         guint32            waker,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         PolluxTaskIndex    by,
                                         gboolean           by_ref);
void         pollux_batch_clone_waker   (PolluxBatch       *batch,
                                         guint32            waker);
void         pollux_batch_drop_waker    (PolluxBatch       *batch,
                                         guint32            waker);
void         pollux_batch_add_event     (PolluxBatch       *batch,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         PolluxTaskIndex    task,
                                         PolluxLevel        level);

/* A wake that was given to @from belongs to @to: the file's majority says so.
 * Passed over if @from has no wake with this time and record. */
void         pollux_batch_move_wake     (PolluxBatch       *batch,
                                         PolluxTaskIndex    from,
                                         PolluxTaskIndex    to,
                                         PolluxTime         time,
                                         PolluxRecord       record);
/* Which of several processes that write into the file has this task. */
void         pollux_batch_set_process   (PolluxBatch       *batch,
                                         PolluxTaskIndex    task,
                                         const char        *process);
/* What a close record says of itself: rounded to three digits by the recorder.
 * Either may be POLLUX_TIME_NONE. */
void         pollux_batch_set_reported  (PolluxBatch       *batch,
                                         PolluxTaskIndex    task,
                                         gint64             busy,
                                         gint64             idle);
/* A line that is no record of the format. @time: of the record before it, or
 * POLLUX_TIME_NONE. @level: that of what it tells, mostly POLLUX_LEVEL_NONE. In
 * file order. */
void         pollux_batch_add_foreign   (PolluxBatch       *batch,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         PolluxLevel        level);

/* Spans are numbered like tasks, densely, from 0. @span's name and fields are
 * ignored; the texts are copied. */
void         pollux_batch_add_span      (PolluxBatch       *batch,
                                         const PolluxSpan  *span,
                                         const char        *name,
                                         gssize             name_length,
                                         const char        *fields,
                                         gssize             fields_length);
/* @span was entered in a poll of @task, which need not be the span's own. An
 * exit ends the last section of the span in @task that is open on @thread. */
void         pollux_batch_enter_span    (PolluxBatch       *batch,
                                         PolluxSpanIndex    span,
                                         PolluxTaskIndex    task,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         PolluxThread       thread);
void         pollux_batch_exit_span     (PolluxBatch       *batch,
                                         PolluxSpanIndex    span,
                                         PolluxTaskIndex    task,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         PolluxThread       thread);
void         pollux_batch_close_span    (PolluxBatch       *batch,
                                         PolluxSpanIndex    span,
                                         PolluxTime         time,
                                         PolluxRecord       record);
/* In a poll of @task, at @time, an operation on a resource returned Pending.
 * @text names it for people: "Sleep 100 ms". Of several in one poll the last
 * one counts. */
void         pollux_batch_add_pending   (PolluxBatch       *batch,
                                         PolluxTaskIndex    task,
                                         PolluxSpanIndex    span,
                                         PolluxTime         time,
                                         PolluxRecord       record,
                                         const char        *text,
                                         gssize             length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxBatch, pollux_batch_free)

G_END_DECLS
