/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Filling a trace from batches. A batch comes from a reader of this program,
 * but its numbers come from a file: an operation that refers to a task or a
 * waker that was never introduced is passed over.
 */

#include "config.h"

#include <string.h>

#include "pollux-trace-private.h"

/* How often the clock is looked at. */
#define DEADLINE_STEP 128

static void
take_facts (PolluxTrace *self, const PolluxBatch *batch)
{
  if (batch->format != NULL)
    {
      g_free (self->format);
      self->format = g_strdup (batch->format);
      self->time_kind = batch->time_kind;
      self->origin = batch->origin_epoch;
    }
  if (batch->has_extent)
    {
      if (!self->has_extent)
        self->shared.extent = batch->extent;
      self->has_extent = TRUE;
      self->shared.extent.begin = MIN (self->shared.extent.begin, batch->extent.begin);
      self->shared.extent.end = MAX (self->shared.extent.end, batch->extent.end);
    }
  for (guint i = 0; i < POLLUX_N_COUNTERS; i++)
    self->counters[i] += batch->counters[i];
  for (guint i = 0; i < batch->threads->len; i++)
    {
      const PolluxNewThread *from = &g_array_index (batch->threads, PolluxNewThread, i);
      PolluxNewThread thread = { g_strdup (from->id), g_strdup (from->name) };

      g_array_append_val (self->threads, thread);
    }
  for (guint i = 0; i < batch->damages->len; i++)
    {
      PolluxDamage damage = g_array_index (batch->damages, PolluxDamage, i);

      damage.message = g_strdup (damage.message);
      g_array_append_val (self->damages, damage);
    }
  g_array_append_vals (self->marks, batch->marks->data, batch->marks->len);
}

static PolluxLane *
lane_of (PolluxTrace *self, PolluxTaskIndex task)
{
  return task < pollux_column_get_length (&self->lanes) ? pollux_column_get (&self->lanes, task)
                                                        : NULL;
}

static PolluxTask *
task_of (PolluxTrace *self, PolluxTaskIndex task)
{
  return task < pollux_column_get_length (&self->tasks) ? pollux_column_get (&self->tasks, task)
                                                        : NULL;
}

/* Remembers a lane that waits to be sorted, once. */
static void
note_unsettled (PolluxTrace *self, const PolluxLane *lane, gboolean was_settled)
{
  if (was_settled && !pollux_lane_is_settled (lane))
    g_array_append_val (self->unsettled, lane->task);
}

static void
add_task (PolluxTrace *self, const PolluxNewTask *from)
{
  guint32 no_waker = POLLUX_LOOSE_NONE;
  PolluxTaskIndex index = pollux_column_get_length (&self->tasks);
  PolluxTask *task = pollux_column_append (&self->tasks);
  PolluxLane *lane = pollux_column_append (&self->lanes);

  *task = from->task;
  task->name = 0;
  task->location = 0;
  task->process = task->title = 0;
  task->reported_busy = POLLUX_TIME_NONE;
  task->reported_idle = POLLUX_TIME_NONE;
  if (from->name != NULL)
    task->name = pollux_strings_intern (self->strings, from->name, from->name_length);
  if (from->location != NULL)
    task->location = pollux_strings_intern (self->strings, from->location, from->location_length);
  pollux_lane_init (lane, &self->shared, index);
  if (task->spawned != POLLUX_TIME_NONE)
    pollux_lane_set_spawned (lane, task->spawned);
  g_array_append_val (self->task_wakers, no_waker);
}

static void
set_process (PolluxTrace *self, PolluxTaskIndex index, const char *process)
{
  PolluxTask *task = task_of (self, index);
  PolluxString name = pollux_strings_intern (self->strings, process, strlen (process));
  g_autofree char *title = NULL;

  if (task == NULL)
    return;
  if (self->n_processes == 0 || (self->n_processes == 1 && self->first_process != name))
    self->n_processes++;
  if (self->n_processes == 1)
    self->first_process = name;
  title = g_strdup_printf ("%s/%s", process, pollux_trace_get_task_title (self, index));
  task->process = name;
  task->title = pollux_strings_intern (self->strings, title, strlen (title));
}

static void
set_spawned (PolluxTrace *self, const PolluxOp *op)
{
  PolluxTask *task = task_of (self, op->task);
  PolluxLane *lane = lane_of (self, op->task);
  gboolean settled;

  if (task == NULL)
    return;
  settled = pollux_lane_is_settled (lane);
  task->spawned = op->time;
  task->spawn_record = op->record;
  task->spawner = op->other;
  pollux_lane_set_spawned (lane, op->time);
  note_unsettled (self, lane, settled);
}

static void
enter_or_exit (PolluxTrace *self, const PolluxOp *op)
{
  PolluxLane *lane = lane_of (self, op->task);
  gboolean settled;

  if (lane == NULL)
    return;
  settled = pollux_lane_is_settled (lane);
  if (op->type == POLLUX_OP_ENTER)
    pollux_lane_enter (lane, op->time, op->record, op->thread);
  else if (!pollux_lane_exit (lane, op->time, op->record, op->thread))
    self->counters[POLLUX_COUNTER_UNMATCHED_EXITS]++;
  note_unsettled (self, lane, settled);
}

static void
close_task (PolluxTrace *self, const PolluxOp *op)
{
  PolluxTask *task = task_of (self, op->task);
  PolluxLane *lane = lane_of (self, op->task);
  gboolean settled;

  if (task == NULL)
    return;
  settled = pollux_lane_is_settled (lane);
  task->end_record = op->record;
  task->flags |= POLLUX_TASK_CLOSED;
  task->ended = pollux_lane_end (lane, op->time, op->record);
  if (self->drop_enters)
    pollux_lane_set_drop_enter (lane, TRUE);
  note_unsettled (self, lane, settled);
}

static void
set_drop_enters (PolluxTrace *self, gboolean drop_enters)
{
  if (self->drop_enters == drop_enters)
    return;
  self->drop_enters = drop_enters;
  for (guint i = 0; i < pollux_column_get_length (&self->lanes); i++)
    pollux_lane_set_drop_enter (pollux_column_get (&self->lanes, i), drop_enters);
}

static PolluxWaker *
waker_of (PolluxTrace *self, guint32 waker)
{
  return waker < self->wakers->len ? &g_array_index (self->wakers, PolluxWaker, waker) : NULL;
}

static void
add_waker (PolluxTrace *self, guint64 id)
{
  PolluxWaker waker = { .id = id, .task = POLLUX_TASK_NONE, .first_loose = POLLUX_LOOSE_NONE,
                        .last_loose = POLLUX_LOOSE_NONE };

  g_array_append_val (self->wakers, waker);
}

static void
give_wake (PolluxTrace *self, PolluxTaskIndex task, const PolluxStoredWake *wake)
{
  PolluxLane *lane = lane_of (self, task);
  gboolean settled = pollux_lane_is_settled (lane);

  pollux_lane_add_wake (lane, wake->time, wake->record, pollux_unstored_task (wake->by),
                        (wake->flags & POLLUX_WAKE_BY_REF) != 0);
  note_unsettled (self, lane, settled);
}

/* The waker's task is known now: it gets the wakes that waited for it. */
static void
map_waker (PolluxTrace *self, const PolluxOp *op)
{
  PolluxWaker *waker = waker_of (self, op->other);
  PolluxTask *task = task_of (self, op->task);

  if (waker == NULL || task == NULL || waker->task != POLLUX_TASK_NONE)
    return;
  waker->task = op->task;
  waker->origin = op->detail;
  task->waker_clones += waker->clones;
  task->waker_drops += waker->drops;
  g_array_index (self->task_wakers, guint32, op->task) = op->other;
  if (!(task->flags & POLLUX_TASK_HAS_SPAN_ID))
    {
      task->span_id = waker->id;
      task->flags |= POLLUX_TASK_HAS_SPAN_ID;
    }
  for (guint32 i = waker->first_loose; i != POLLUX_LOOSE_NONE;)
    {
      PolluxStoredLooseWake *loose = &g_array_index (self->loose_wakes, PolluxStoredLooseWake, i);

      give_wake (self, op->task, &loose->wake);
      loose->waker = POLLUX_LOOSE_NONE;
      self->n_given_wakes++;
      i = loose->next;
    }
  waker->first_loose = waker->last_loose = POLLUX_LOOSE_NONE;
}

static void
keep_loose (PolluxTrace *self, guint32 index, PolluxWaker *waker, const PolluxStoredWake *wake)
{
  PolluxStoredLooseWake loose = { *wake, index, POLLUX_LOOSE_NONE };
  guint32 at = self->loose_wakes->len;

  if (waker->last_loose != POLLUX_LOOSE_NONE)
    g_array_index (self->loose_wakes, PolluxStoredLooseWake, waker->last_loose).next = at;
  else
    waker->first_loose = at;
  waker->last_loose = at;
  g_array_append_val (self->loose_wakes, loose);
}

static void
add_wake (PolluxTrace *self, const PolluxOp *op)
{
  PolluxWaker *waker = waker_of (self, op->other);
  PolluxStoredWake wake = { .time = op->time, .record = op->record };

  if (waker == NULL)
    return;
  wake.by = pollux_stored_task (op->task);
  wake.flags = op->detail ? POLLUX_WAKE_BY_REF : 0;
  self->n_wakes++;
  if (waker->task != POLLUX_TASK_NONE)
    give_wake (self, waker->task, &wake);
  else
    keep_loose (self, op->other, waker, &wake);
}

static void
clone_or_drop (PolluxTrace *self, const PolluxOp *op)
{
  PolluxWaker *waker = waker_of (self, op->other);
  PolluxTask *task = waker != NULL ? task_of (self, waker->task) : NULL;

  if (waker == NULL)
    return;
  if (op->type == POLLUX_OP_CLONE)
    {
      self->n_waker_clones++;
      (*(task != NULL ? &task->waker_clones : &waker->clones))++;
    }
  else
    {
      self->n_waker_drops++;
      (*(task != NULL ? &task->waker_drops : &waker->drops))++;
    }
}

static void
move_wake (PolluxTrace *self, const PolluxOp *op)
{
  PolluxLane *from = lane_of (self, op->task);
  PolluxLane *to = lane_of (self, op->other);
  gboolean from_settled, to_settled;

  if (from == NULL || to == NULL)
    return;
  from_settled = pollux_lane_is_settled (from);
  to_settled = pollux_lane_is_settled (to);
  pollux_lane_move_wake (from, to, op->time, op->record);
  note_unsettled (self, from, from_settled);
  if (to != from)
    note_unsettled (self, to, to_settled);
}

static void
set_reported (PolluxTrace *self, const PolluxOp *op)
{
  PolluxTask *task = task_of (self, op->task);

  if (task == NULL)
    return;
  *(op->type == POLLUX_OP_REPORTED_BUSY ? &task->reported_busy : &task->reported_idle) = op->time;
}

static void
add_foreign (PolluxTrace *self, const PolluxOp *op)
{
  PolluxStoredForeign *foreign = pollux_column_append (&self->foreigns);

  foreign->time = op->time;
  foreign->record = op->record;
  foreign->level = op->detail;
}

static void
add_event (PolluxTrace *self, const PolluxOp *op)
{
  guint32 index = pollux_column_get_length (&self->shared.events);
  PolluxStoredEvent *event = pollux_column_append (&self->shared.events);
  PolluxLane *lane = lane_of (self, op->task);

  event->time = op->time;
  event->record = op->record;
  event->task = lane != NULL ? pollux_stored_task (op->task) : POLLUX_STORED_TASK_NONE;
  event->level = op->detail;
  if (lane != NULL)
    {
      gboolean settled = pollux_lane_is_settled (lane);

      pollux_lane_add_event (lane, index);
      note_unsettled (self, lane, settled);
      return;
    }
  if (self->loose_events->len > 0)
    {
      guint32 last = g_array_index (self->loose_events, guint32, self->loose_events->len - 1);

      if (pollux_column_index (&self->shared.events, PolluxStoredEvent, last)->time > op->time)
        self->loose_events_late = TRUE;
    }
  g_array_append_val (self->loose_events, index);
}

static void
apply_span_op (PolluxTrace *self, const PolluxBatch *batch, const PolluxOp *op)
{
  switch ((PolluxOpType) op->type)
    {
    case POLLUX_OP_SPAN:
      pollux_trace_add_span (self, &g_array_index (batch->spans, PolluxNewSpan, op->other));
      break;
    case POLLUX_OP_ENTER_SPAN:
    case POLLUX_OP_EXIT_SPAN:
    case POLLUX_OP_CLOSE_SPAN:
      pollux_trace_apply_span (self, op);
      break;
    case POLLUX_OP_PENDING:
      pollux_trace_add_pending (self, op,
                                &g_array_index (batch->pendings, PolluxNewPending, op->other));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
apply_op (PolluxTrace *self, const PolluxBatch *batch, const PolluxOp *op)
{
  switch ((PolluxOpType) op->type)
    {
    case POLLUX_OP_TASK:
      add_task (self, &g_array_index (batch->tasks, PolluxNewTask, op->other));
      break;
    case POLLUX_OP_SPAWNED:
      set_spawned (self, op);
      break;
    case POLLUX_OP_PROCESS:
      set_process (self, op->task, g_ptr_array_index (batch->processes, op->other));
      break;
    case POLLUX_OP_ENTER:
    case POLLUX_OP_EXIT:
      enter_or_exit (self, op);
      break;
    case POLLUX_OP_CLOSE:
      close_task (self, op);
      break;
    case POLLUX_OP_DROP_ENTERS:
      set_drop_enters (self, op->detail);
      break;
    case POLLUX_OP_WAKER:
      add_waker (self, (guint64) op->time);
      break;
    case POLLUX_OP_MAP_WAKER:
      map_waker (self, op);
      break;
    case POLLUX_OP_WAKE:
      add_wake (self, op);
      break;
    case POLLUX_OP_CLONE:
    case POLLUX_OP_DROP:
      clone_or_drop (self, op);
      break;
    case POLLUX_OP_EVENT:
      add_event (self, op);
      break;
    case POLLUX_OP_MOVE_WAKE:
      move_wake (self, op);
      break;
    case POLLUX_OP_REPORTED_BUSY:
    case POLLUX_OP_REPORTED_IDLE:
      set_reported (self, op);
      break;
    case POLLUX_OP_FOREIGN:
      add_foreign (self, op);
      break;
    default:
      apply_span_op (self, batch, op);
    }
}

/**
 * pollux_trace_apply:
 * @batch: what a reader found
 * @position: 0 at first, then what the call before returned
 * @deadline: µs of g_get_monotonic_time() to stop at, 0 for never
 *
 * Takes operations of @batch. Emits nothing: call pollux_trace_settle() when
 * the slice is over.
 *
 * Returns: where it stopped; the length of @batch when all is taken
 */
gsize
pollux_trace_apply (PolluxTrace *self, const PolluxBatch *batch, gsize position, gint64 deadline)
{
  gsize length = pollux_batch_get_length (batch);

  g_return_val_if_fail (POLLUX_IS_TRACE (self), length);

  if (position == 0)
    take_facts (self, batch);
  while (position < length)
    {
      apply_op (self, batch, &g_array_index (batch->ops, PolluxOp, position));
      position++;
      if (position % DEADLINE_STEP == 0 && deadline != 0 && g_get_monotonic_time () >= deadline)
        break;
    }
  return position;
}

/* Drops the loose wakes that have a task by now. */
static void
compact_loose_wakes (PolluxTrace *self)
{
  guint32 kept = 0;

  for (guint i = 0; i < self->wakers->len; i++)
    {
      PolluxWaker *waker = &g_array_index (self->wakers, PolluxWaker, i);

      waker->first_loose = waker->last_loose = POLLUX_LOOSE_NONE;
    }
  for (guint32 i = 0; i < self->loose_wakes->len; i++)
    {
      PolluxStoredLooseWake loose = g_array_index (self->loose_wakes, PolluxStoredLooseWake, i);
      PolluxWaker *waker;

      if (loose.waker == POLLUX_LOOSE_NONE)
        continue;
      waker = &g_array_index (self->wakers, PolluxWaker, loose.waker);
      loose.next = POLLUX_LOOSE_NONE;
      if (waker->last_loose != POLLUX_LOOSE_NONE)
        g_array_index (self->loose_wakes, PolluxStoredLooseWake, waker->last_loose).next = kept;
      else
        waker->first_loose = kept;
      waker->last_loose = kept;
      g_array_index (self->loose_wakes, PolluxStoredLooseWake, kept++) = loose;
    }
  g_array_set_size (self->loose_wakes, kept);
  self->n_given_wakes = 0;
}

static int
compare_loose_events (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PolluxColumn *events = user_data;
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;
  PolluxTime left_time = pollux_column_index (events, PolluxStoredEvent, left)->time;
  PolluxTime right_time = pollux_column_index (events, PolluxStoredEvent, right)->time;

  if (left_time != right_time)
    return left_time < right_time ? -1 : 1;
  return left < right ? -1 : left > right;
}

/**
 * pollux_trace_settle:
 *
 * Sorts what came late and emits #PolluxTrace::changed. Call it after one or
 * several pollux_trace_apply(), before anything is read from the trace.
 */
void
pollux_trace_settle (PolluxTrace *self)
{
  g_return_if_fail (POLLUX_IS_TRACE (self));

  for (guint i = 0; i < self->unsettled->len; i++)
    pollux_lane_settle (lane_of (self, g_array_index (self->unsettled, guint32, i)));
  g_array_set_size (self->unsettled, 0);
  if (self->n_given_wakes > 0)
    compact_loose_wakes (self);
  if (self->loose_events_late)
    g_array_sort_with_data (self->loose_events, compare_loose_events, &self->shared.events);
  self->loose_events_late = FALSE;
  pollux_trace_settle_spans (self);
  pollux_trace_touch (self);
}
