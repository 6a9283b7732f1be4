/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-batch-private.h"

#include <string.h>

static void
clear_task (gpointer data)
{
  PolluxNewTask *task = data;

  g_free (task->name);
  g_free (task->location);
}

static void
clear_span (gpointer data)
{
  PolluxNewSpan *span = data;

  g_free (span->name);
  g_free (span->fields);
}

static void
clear_pending (gpointer data)
{
  PolluxNewPending *pending = data;

  g_free (pending->text);
}

static void
clear_thread (gpointer data)
{
  PolluxNewThread *thread = data;

  g_free (thread->id);
  g_free (thread->name);
}

static void
clear_damage (gpointer data)
{
  PolluxDamage *damage = data;

  g_free ((char *) damage->message);
}

/* A copy that ends in NUL whatever the length; NULL stays NULL. */
static char *
copy_text (const char *text, gssize length, gsize *copied)
{
  gsize n = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize) length;
  char *copy = text == NULL ? NULL : g_malloc (n + 1);

  if (copy != NULL)
    {
      memcpy (copy, text, n);
      copy[n] = '\0';
    }
  if (copied != NULL)
    *copied = n;
  return copy;
}

/**
 * pollux_batch_new:
 *
 * Returns: (transfer full): an empty batch
 */
PolluxBatch *
pollux_batch_new (void)
{
  PolluxBatch *batch = g_new0 (PolluxBatch, 1);

  batch->ops = g_array_new (FALSE, FALSE, sizeof (PolluxOp));
  batch->tasks = g_array_new (FALSE, FALSE, sizeof (PolluxNewTask));
  batch->spans = g_array_new (FALSE, FALSE, sizeof (PolluxNewSpan));
  batch->pendings = g_array_new (FALSE, FALSE, sizeof (PolluxNewPending));
  batch->threads = g_array_new (FALSE, FALSE, sizeof (PolluxNewThread));
  batch->processes = g_ptr_array_new_with_free_func (g_free);
  batch->marks = g_array_new (FALSE, FALSE, sizeof (PolluxMark));
  batch->damages = g_array_new (FALSE, FALSE, sizeof (PolluxDamage));
  g_array_set_clear_func (batch->tasks, clear_task);
  g_array_set_clear_func (batch->spans, clear_span);
  g_array_set_clear_func (batch->pendings, clear_pending);
  g_array_set_clear_func (batch->threads, clear_thread);
  g_array_set_clear_func (batch->damages, clear_damage);
  return batch;
}

/**
 * pollux_batch_free:
 * @batch: (nullable) (transfer full): a batch
 */
void
pollux_batch_free (PolluxBatch *batch)
{
  if (batch == NULL)
    return;
  g_array_unref (batch->ops);
  g_array_unref (batch->tasks);
  g_array_unref (batch->spans);
  g_array_unref (batch->pendings);
  g_array_unref (batch->threads);
  g_ptr_array_unref (batch->processes);
  g_array_unref (batch->marks);
  g_array_unref (batch->damages);
  g_free (batch->format);
  g_free (batch);
}

/**
 * pollux_batch_get_length:
 *
 * Returns: how many operations it holds, as pollux_trace_apply() counts them
 */
gsize
pollux_batch_get_length (const PolluxBatch *batch)
{
  return batch->ops->len;
}

/**
 * pollux_batch_get_memory:
 *
 * Returns: bytes it takes, but for the texts of its tasks and spans
 */
gsize
pollux_batch_get_memory (const PolluxBatch *batch)
{
  return batch->ops->len * sizeof (PolluxOp) + batch->tasks->len * sizeof (PolluxNewTask)
         + batch->spans->len * sizeof (PolluxNewSpan)
         + batch->pendings->len * sizeof (PolluxNewPending)
         + batch->marks->len * sizeof (PolluxMark);
}

/**
 * pollux_batch_set_format:
 * @format: as on the command line: "tracing-fmt-json"
 * @origin_epoch: ns of time 0, POLLUX_TIME_NONE if there are no times
 */
void
pollux_batch_set_format (PolluxBatch *batch, const char *format, PolluxTimeKind time_kind,
                         gint64 origin_epoch)
{
  g_free (batch->format);
  batch->format = g_strdup (format);
  batch->time_kind = time_kind;
  batch->origin_epoch = origin_epoch;
}

/**
 * pollux_batch_extend:
 * @first: smallest time of some records
 * @last: largest time of them, not below @first; either may be
 *   POLLUX_TIME_NONE if they have no times
 * @n_records: how many they are
 */
void
pollux_batch_extend (PolluxBatch *batch, PolluxTime first, PolluxTime last, guint n_records)
{
  batch->counters[POLLUX_COUNTER_RECORDS] += n_records;
  if (first == POLLUX_TIME_NONE || last == POLLUX_TIME_NONE)
    return;
  if (!batch->has_extent)
    batch->extent = (PolluxRange) { first, last };
  batch->has_extent = TRUE;
  batch->extent.begin = MIN (batch->extent.begin, first);
  batch->extent.end = MAX (batch->extent.end, last);
}

/**
 * pollux_batch_add_mark:
 * @offset: where @record begins in the decompressed file; marks come in order
 */
void
pollux_batch_add_mark (PolluxBatch *batch, PolluxRecord record, guint64 offset)
{
  PolluxMark mark = { offset, record };

  g_array_append_val (batch->marks, mark);
}

/**
 * pollux_batch_add_damage:
 * @message: what is wrong there; copied
 */
void
pollux_batch_add_damage (PolluxBatch *batch, guint64 offset, guint64 line, guint64 n_records,
                         const char *message)
{
  PolluxDamage damage = { offset, line, n_records, g_strdup (message) };

  g_array_append_val (batch->damages, damage);
}

/**
 * pollux_batch_count:
 * @counter: a #PolluxCounter
 * @n: how much to add to it
 */
void
pollux_batch_count (PolluxBatch *batch, guint counter, guint64 n)
{
  g_return_if_fail (counter < POLLUX_N_COUNTERS);

  batch->counters[counter] += n;
}

/**
 * pollux_batch_add_thread:
 * @id: what the file calls it: "ThreadId(2)"
 * @name: (nullable): its name
 */
void
pollux_batch_add_thread (PolluxBatch *batch, const char *id, gssize id_length, const char *name,
                         gssize name_length)
{
  PolluxNewThread thread;

  thread.id = copy_text (id, id_length, NULL);
  thread.name = copy_text (name, name_length, NULL);
  g_array_append_val (batch->threads, thread);
}

/**
 * pollux_batch_add_task:
 * @task: what is known of it; copied, its texts are ignored
 */
void
pollux_batch_add_task (PolluxBatch *batch, const PolluxTask *task, const char *name,
                       gssize name_length, const char *location, gssize location_length)
{
  PolluxOp op = { .type = POLLUX_OP_TASK, .other = batch->tasks->len };
  PolluxNewTask new_task = { .task = *task };

  new_task.name = copy_text (name, name_length, &new_task.name_length);
  new_task.location = copy_text (location, location_length, &new_task.location_length);
  g_array_append_val (batch->tasks, new_task);
  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_set_spawned:
 * @spawner: in whose poll, or POLLUX_TASK_NONE
 */
void
pollux_batch_set_spawned (PolluxBatch *batch, PolluxTaskIndex task, PolluxTime time,
                          PolluxRecord record, PolluxTaskIndex spawner)
{
  PolluxOp op = { time, record, task, spawner, 0, POLLUX_OP_SPAWNED, 0 };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_enter:
 *
 * The outermost enter of a task's span: a poll begins.
 */
void
pollux_batch_enter (PolluxBatch *batch, PolluxTaskIndex task, PolluxTime time,
                    PolluxRecord record, PolluxThread thread)
{
  PolluxOp op = { time, record, task, 0, thread, POLLUX_OP_ENTER, 0 };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_exit:
 *
 * The exit that belongs to the outermost enter on that thread.
 */
void
pollux_batch_exit (PolluxBatch *batch, PolluxTaskIndex task, PolluxTime time, PolluxRecord record,
                   PolluxThread thread)
{
  PolluxOp op = { time, record, task, 0, thread, POLLUX_OP_EXIT, 0 };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_close:
 *
 * The task was dropped.
 */
void
pollux_batch_close (PolluxBatch *batch, PolluxTaskIndex task, PolluxTime time, PolluxRecord record)
{
  PolluxOp op = { time, record, task, 0, 0, POLLUX_OP_CLOSE, 0 };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_set_drop_enters:
 * @drop_enters: whether the last enter of each closed task is its drop
 */
void
pollux_batch_set_drop_enters (PolluxBatch *batch, gboolean drop_enters)
{
  PolluxOp op = { .type = POLLUX_OP_DROP_ENTERS, .detail = drop_enters };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_add_waker:
 * @waker_id: as the file writes it
 *
 * Introduces the next waker number.
 */
void
pollux_batch_add_waker (PolluxBatch *batch, guint64 waker_id)
{
  PolluxOp op = { .type = POLLUX_OP_WAKER, .time = (gint64) waker_id };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_map_waker:
 * @origin: how that was found
 */
void
pollux_batch_map_waker (PolluxBatch *batch, guint32 waker, PolluxTaskIndex task,
                        PolluxWakerOrigin origin)
{
  PolluxOp op = { .type = POLLUX_OP_MAP_WAKER, .task = task, .other = waker, .detail = origin };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_wake:
 * @by: in whose poll, or POLLUX_TASK_NONE: from outside
 */
void
pollux_batch_wake (PolluxBatch *batch, guint32 waker, PolluxTime time, PolluxRecord record,
                   PolluxTaskIndex by, gboolean by_ref)
{
  PolluxOp op = { time, record, by, waker, 0, POLLUX_OP_WAKE, by_ref };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_clone_waker:
 *
 * A waker operation that is no wake: counted.
 */
void
pollux_batch_clone_waker (PolluxBatch *batch, guint32 waker)
{
  PolluxOp op = { .type = POLLUX_OP_CLONE, .other = waker };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_drop_waker:
 *
 * A waker operation that is no wake: counted.
 */
void
pollux_batch_drop_waker (PolluxBatch *batch, guint32 waker)
{
  PolluxOp op = { .type = POLLUX_OP_DROP, .other = waker };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_add_event:
 * @task: in whose poll, or POLLUX_TASK_NONE
 */
void
pollux_batch_add_event (PolluxBatch *batch, PolluxTime time, PolluxRecord record,
                        PolluxTaskIndex task, PolluxLevel level)
{
  PolluxOp op = { time, record, task, 0, 0, POLLUX_OP_EVENT, level };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_move_wake:
 * @time: of the wake
 * @record: of the wake
 *
 * A wake belongs to another task than was said before.
 */
void
pollux_batch_move_wake (PolluxBatch *batch, PolluxTaskIndex from, PolluxTaskIndex to,
                        PolluxTime time, PolluxRecord record)
{
  PolluxOp op = { time, record, from, to, 0, POLLUX_OP_MOVE_WAKE, 0 };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_set_process:
 * @process: the name of the process whose task it is
 */
void
pollux_batch_set_process (PolluxBatch *batch, PolluxTaskIndex task, const char *process)
{
  PolluxOp op = { .type = POLLUX_OP_PROCESS, .task = task };
  guint n = batch->processes->len;

  if (n == 0 || strcmp (g_ptr_array_index (batch->processes, n - 1), process) != 0)
    g_ptr_array_add (batch->processes, g_strdup (process));
  op.other = batch->processes->len - 1;
  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_set_reported:
 * @busy: ns, or POLLUX_TIME_NONE
 * @idle: ns, or POLLUX_TIME_NONE
 *
 * What the close record of a task says of it.
 */
void
pollux_batch_set_reported (PolluxBatch *batch, PolluxTaskIndex task, gint64 busy, gint64 idle)
{
  PolluxOp busy_op = { .type = POLLUX_OP_REPORTED_BUSY, .task = task, .time = busy };
  PolluxOp idle_op = { .type = POLLUX_OP_REPORTED_IDLE, .task = task, .time = idle };

  if (busy != POLLUX_TIME_NONE)
    g_array_append_val (batch->ops, busy_op);
  if (idle != POLLUX_TIME_NONE)
    g_array_append_val (batch->ops, idle_op);
}

/**
 * pollux_batch_add_foreign:
 * @time: of the record before it, or POLLUX_TIME_NONE
 * @record: the line
 * @level: of what it tells, or POLLUX_LEVEL_NONE
 */
void
pollux_batch_add_foreign (PolluxBatch *batch, PolluxTime time, PolluxRecord record,
                          PolluxLevel level)
{
  PolluxOp op = { time, record, POLLUX_TASK_NONE, 0, 0, POLLUX_OP_FOREIGN, level };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_add_span:
 * @span: what is known of it; copied, its texts are ignored
 *
 * Introduces the next span number.
 */
void
pollux_batch_add_span (PolluxBatch *batch, const PolluxSpan *span, const char *name,
                       gssize name_length, const char *fields, gssize fields_length)
{
  PolluxOp op = { .type = POLLUX_OP_SPAN, .other = batch->spans->len };
  PolluxNewSpan new_span = { .span = *span };

  new_span.name = copy_text (name, name_length, &new_span.name_length);
  new_span.fields = copy_text (fields, fields_length, &new_span.fields_length);
  g_array_append_val (batch->spans, new_span);
  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_enter_span:
 * @task: in whose poll, or POLLUX_TASK_NONE
 *
 * A section of the span begins. It is open until its exit comes.
 */
void
pollux_batch_enter_span (PolluxBatch *batch, PolluxSpanIndex span, PolluxTaskIndex task,
                         PolluxTime time, PolluxRecord record, PolluxThread thread)
{
  PolluxOp op = { time, record, task, span, thread, POLLUX_OP_ENTER_SPAN, 0 };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_exit_span:
 * @task: in whose poll, or POLLUX_TASK_NONE
 *
 * The last section of the span in @task that is open on @thread ends.
 */
void
pollux_batch_exit_span (PolluxBatch *batch, PolluxSpanIndex span, PolluxTaskIndex task,
                        PolluxTime time, PolluxRecord record, PolluxThread thread)
{
  PolluxOp op = { time, record, task, span, thread, POLLUX_OP_EXIT_SPAN, 0 };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_close_span:
 *
 * The span was dropped.
 */
void
pollux_batch_close_span (PolluxBatch *batch, PolluxSpanIndex span, PolluxTime time,
                         PolluxRecord record)
{
  PolluxOp op = { time, record, POLLUX_TASK_NONE, span, 0, POLLUX_OP_CLOSE_SPAN, 0 };

  g_array_append_val (batch->ops, op);
}

/**
 * pollux_batch_add_pending:
 * @span: the operation, or POLLUX_SPAN_NONE
 * @text: what the task waits for; copied
 *
 * An operation on a resource returned Pending in a poll of @task.
 */
void
pollux_batch_add_pending (PolluxBatch *batch, PolluxTaskIndex task, PolluxSpanIndex span,
                          PolluxTime time, PolluxRecord record, const char *text, gssize length)
{
  PolluxOp op = { time, record, task, batch->pendings->len, 0, POLLUX_OP_PENDING, 0 };
  PolluxNewPending pending = { .span = span };

  pending.text = copy_text (text, length, &pending.length);
  g_array_append_val (batch->pendings, pending);
  g_array_append_val (batch->ops, op);
}
