/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From span records to polls and wakes.
 *
 * Each thread has a stack of the tasks that are entered on it; a file without
 * threads has one for all. The first enter of a task on a stack begins a
 * poll, the exit that takes its last entry off ends it. Exits may come in any
 * order (tracing allows it), so the stack is searched from its top.
 *
 * Without threads, the top of the one stack is the current task only while
 * all enters and exits nest like on one thread. Once they do not, several
 * threads write, and what is being polled is only known as a set.
 *
 * Drop-enters: tracing from 0.1.38 on enters a task's span once more while
 * its future is dropped. Tokio from 1.41 on, which prints size.bytes, always
 * comes with such a tracing. Without size.bytes the closed tasks vote: a last
 * enter that follows no wake since the enter before cannot be a poll.
 *
 * A file may hold several runs of a program, one after the other, and ids
 * start over in each: a creation of an id that was created, polled or dropped
 * before is another task, and so is what enters a span that was closed. What
 * the reader holds is a handle, which always stands for the latest task. The
 * first Tokio id that is created again also says that a new run begins: what
 * the one before had entered is left then, however it ended.
 *
 * Closed tasks stay on the stacks of threads until they are on top: looking
 * for them on every thread would make a file of many threads quadratic.
 */

#include "config.h"

#include "pollux-span-tracker-private.h"

#include "pollux-trace.h"

#include <string.h>

/* Deeper nesting than that is damage: the oldest entry is given up. */
#define MAX_DEPTH 1024
/* Open tasks looked at as candidates for a waker. */
#define MAX_OPEN 64
/* Without wakes in the file: how near a drop is to the poll before, ns. */
#define DROP_NEARNESS 100000
/* How far the ids of tasks may be out of order. */
#define ID_STEP 1024
/* Votes before the end of the file that suffice. */
#define EARLY_VOTES 16

static void
clear_stack (gpointer data)
{
  PolluxStack *stack = data;

  g_array_unref (stack->entries);
}

/* A stack of the process whose records come now; returns its place. */
guint
pollux_span_tracker_add_stack (PolluxSpanTracker *tracker)
{
  PolluxStack stack = {
    .entries = g_array_new (FALSE, FALSE, sizeof (PolluxStackEntry)),
    .run = process_of (tracker, tracker->process)->run,
    .process = tracker->process,
  };

  g_array_append_val (tracker->stacks, stack);
  return tracker->stacks->len - 1;
}

static void
add_process (PolluxSpanTracker *tracker)
{
  PolluxProcess process = { .nested = TRUE };

  tracker->process = tracker->processes->len;
  g_array_append_val (tracker->processes, process);
  process_of (tracker, tracker->process)->slot = pollux_span_tracker_add_stack (tracker);
}

/**
 * pollux_span_tracker_new:
 *
 * Returns: (transfer full): a tracker that needs a batch before it is used
 */
PolluxSpanTracker *
pollux_span_tracker_new (void)
{
  PolluxSpanTracker *tracker = g_new0 (PolluxSpanTracker, 1);

  tracker->strings = pollux_strings_new ();
  tracker->threads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tracker->stacks = g_array_new (FALSE, FALSE, sizeof (PolluxStack));
  tracker->handles = g_array_new (FALSE, FALSE, sizeof (PolluxTaskHandle));
  tracker->tasks = g_array_new (FALSE, FALSE, sizeof (PolluxTaskState));
  tracker->slots = g_array_new (FALSE, FALSE, sizeof (guint));
  tracker->processes = g_array_new (FALSE, FALSE, sizeof (PolluxProcess));
  tracker->by_tokio_id = g_hash_table_new_full (pollux_process_key_hash, pollux_process_key_equal,
                                                g_free, NULL);
  tracker->by_identity = g_hash_table_new (NULL, NULL);
  tracker->wakers = pollux_waker_map_new ();
  tracker->spans = pollux_span_instances_new ();
  g_array_set_clear_func (tracker->stacks, clear_stack);
  add_process (tracker);
  return tracker;
}

/**
 * pollux_span_tracker_free:
 * @tracker: (nullable) (transfer full): a tracker
 */
void
pollux_span_tracker_free (PolluxSpanTracker *tracker)
{
  if (tracker == NULL)
    return;
  pollux_strings_free (tracker->strings);
  g_hash_table_unref (tracker->threads);
  g_array_unref (tracker->stacks);
  g_array_unref (tracker->slots);
  g_array_unref (tracker->processes);
  g_array_unref (tracker->handles);
  g_array_unref (tracker->tasks);
  g_hash_table_unref (tracker->by_tokio_id);
  g_hash_table_unref (tracker->by_identity);
  pollux_waker_map_free (tracker->wakers);
  pollux_span_instances_free (tracker->spans);
  g_free (tracker);
}

/**
 * pollux_span_tracker_set_batch:
 * @batch: (not nullable): where results go from now on; borrowed
 */
void
pollux_span_tracker_set_batch (PolluxSpanTracker *tracker, PolluxBatch *batch)
{
  tracker->batch = batch;
  pollux_span_instances_set_batch (tracker->spans, batch);
}

/**
 * pollux_span_tracker_set_process:
 * @process: 0, or a number that is at most one higher than any before
 *
 * The next records, and the tasks, spans and threads they name, are of
 * another process.
 */
void
pollux_span_tracker_set_process (PolluxSpanTracker *tracker, guint process)
{
  if (process >= tracker->processes->len)
    add_process (tracker);
  else
    tracker->process = process;
  pollux_waker_map_set_process (tracker->wakers, tracker->process);
}

/**
 * pollux_span_tracker_get_n_tasks:
 *
 * Returns: how many tasks were introduced
 */
guint
pollux_span_tracker_get_n_tasks (PolluxSpanTracker *tracker)
{
  return tracker->tasks->len;
}

/* --- threads -------------------------------------------------------------- */

static guint
slot_of (PolluxSpanTracker *tracker, PolluxThread thread)
{
  return thread < tracker->slots->len ? g_array_index (tracker->slots, guint, thread)
                                      : process_of (tracker, tracker->process)->slot;
}

static PolluxStack *
stack_of (PolluxSpanTracker *tracker, PolluxThread thread)
{
  guint slot = slot_of (tracker, thread);
  PolluxStack *stack = &g_array_index (tracker->stacks, PolluxStack, slot);
  guint run = process_of (tracker, stack->process)->run;

  if (stack->run != run)
    {
      g_array_set_size (stack->entries, 0);
      pollux_span_instances_forget (tracker->spans, slot);
      stack->timed = FALSE;
      stack->run = run;
    }
  return stack;
}

/* Times never step back on one thread, unless the machine's clock did. */
static void
check_clock (PolluxSpanTracker *tracker, const PolluxMoment *moment)
{
  PolluxStack *stack;

  if (moment->thread == POLLUX_THREAD_NONE || moment->time == POLLUX_TIME_NONE)
    return;
  stack = stack_of (tracker, moment->thread);
  if (stack->timed && moment->time < stack->last)
    pollux_batch_count (tracker->batch, POLLUX_COUNTER_CLOCK_STEPS, 1);
  stack->last = moment->time;
  stack->timed = TRUE;
}

static PolluxTime
time_of (const PolluxMoment *moment)
{
  return moment->time != POLLUX_TIME_NONE ? moment->time : (PolluxTime) moment->record;
}

/* --- tasks ---------------------------------------------------------------- */

static PolluxTaskIndex
current_task (PolluxSpanTracker *tracker, PolluxTaskIndex handle)
{
  if (handle >= tracker->handles->len)
    return POLLUX_TASK_NONE;
  return g_array_index (tracker->handles, PolluxTaskHandle, handle).current;
}

/* --- what is being polled -------------------------------------------------- */

static void
forget_closed (PolluxSpanTracker *tracker, PolluxStack *stack)
{
  while (stack->entries->len > 0)
    {
      guint last = stack->entries->len - 1;

      if (!state_of (tracker, g_array_index (stack->entries, PolluxStackEntry, last).task)->closed)
        return;
      g_array_set_size (stack->entries, last);
    }
}

/* The task that is being polled; guests are not. */
static PolluxTaskIndex
top_of (const PolluxStack *stack)
{
  for (guint i = stack->entries->len; i > 0; i--)
    {
      const PolluxStackEntry *entry = &g_array_index (stack->entries, PolluxStackEntry, i - 1);

      if (!entry->guest)
        return entry->task;
    }
  return POLLUX_TASK_NONE;
}

/* Whether @task is only a guest on top of the poll of another. */
static gboolean
is_guest (const PolluxStack *stack, PolluxTaskIndex task)
{
  for (guint i = stack->entries->len; i > 0; i--)
    {
      const PolluxStackEntry *entry = &g_array_index (stack->entries, PolluxStackEntry, i - 1);

      if (!entry->guest)
        return FALSE;
      if (entry->task == task)
        return TRUE;
    }
  return FALSE;
}

/* The task that was being polled where a record was made. FALSE if that is
 * not known; *task is POLLUX_TASK_NONE if it is known to be none. */
static gboolean
find_current (PolluxSpanTracker *tracker, const PolluxMoment *moment,
              const PolluxSpanContext *context, PolluxTaskIndex *task)
{
  PolluxStack *stack = stack_of (tracker, moment->thread);

  *task = POLLUX_TASK_NONE;
  forget_closed (tracker, stack);
  if (context->has_span && context->span != POLLUX_TASK_NONE)
    {
      *task = current_task (tracker, context->span);
      if (is_guest (stack, *task))
        *task = top_of (stack);
      return TRUE;
    }
  if (!context->has_span || stack->entries->len == 0)
    return TRUE;
  *task = top_of (stack);
  if (moment->thread != POLLUX_THREAD_NONE || stack->entries->len == 1)
    return TRUE;
  /* It may be any of them, unless the span list confirms the innermost. */
  if (process_of (tracker, tracker->process)->nested && context->chain != POLLUX_TASK_NONE
      && current_task (tracker, context->chain) == *task)
    return TRUE;
  *task = POLLUX_TASK_NONE;
  return FALSE;
}

/* Of kinds block_on and blocking Tokio makes no waker records. */
static gboolean
can_own_waker (PolluxSpanTracker *tracker, PolluxTaskIndex task)
{
  guint8 kind = state_of (tracker, task)->kind;

  return kind != POLLUX_TASK_KIND_BLOCK_ON && kind != POLLUX_TASK_KIND_BLOCKING;
}

static void
remove_entry (PolluxSpanTracker *tracker, PolluxStack *stack, guint index)
{
  PolluxTaskIndex task = g_array_index (stack->entries, PolluxStackEntry, index).task;
  PolluxTaskState *state = state_of (tracker, task);

  if (g_array_index (stack->entries, PolluxStackEntry, index).guest)
    state->n_guests--;
  else if (!state->closed)
    state->entered--;
  g_array_remove_index (stack->entries, index);
}

static void
push (PolluxSpanTracker *tracker, PolluxStack *stack, PolluxTaskIndex task, gboolean guest)
{
  PolluxStackEntry entry = { task, tracker->gap, guest };

  if (stack->entries->len >= MAX_DEPTH)
    remove_entry (tracker, stack, 0);
  g_array_append_val (stack->entries, entry);
  if (guest)
    state_of (tracker, task)->n_guests++;
  else
    state_of (tracker, task)->entered++;
}

/* Index of the topmost entry of @task below @limit; G_MAXUINT if none. */
static guint
search (const PolluxStack *stack, PolluxTaskIndex task, guint limit)
{
  for (guint i = limit; i > 0; i--)
    {
      if (g_array_index (stack->entries, PolluxStackEntry, i - 1).task == task)
        return i - 1;
    }
  return G_MAXUINT;
}

/* A task is closed: it is no candidate where the file has no threads. */
static void
forget_entries (PolluxSpanTracker *tracker, PolluxTaskIndex task)
{
  PolluxStack *stack = stack_of (tracker, POLLUX_THREAD_NONE);

  if (state_of (tracker, task)->entered == 0)
    return;
  for (guint at = search (stack, task, stack->entries->len); at != G_MAXUINT;
       at = search (stack, task, at))
    remove_entry (tracker, stack, at);
  state_of (tracker, task)->entered = 0;
}

/* Entries from before a gap have lost their exit: their poll stays open. */
static void
forget_lost (PolluxSpanTracker *tracker, PolluxStack *stack, PolluxTaskIndex task)
{
  for (guint at = search (stack, task, stack->entries->len); at != G_MAXUINT;
       at = search (stack, task, at))
    {
      if (g_array_index (stack->entries, PolluxStackEntry, at).gap != tracker->gap)
        remove_entry (tracker, stack, at);
    }
}

/* --- runs ------------------------------------------------------------------- */

static gboolean
is_used (PolluxSpanTracker *tracker, PolluxTaskIndex task)
{
  const PolluxTaskState *state = state_of (tracker, task);

  return state->spawned || state->closed || state->n_pairs > 0;
}

static gboolean
is_of_this_run (PolluxSpanTracker *tracker, PolluxTaskIndex task)
{
  return state_of (tracker, task)->run == process_of (tracker, tracker->process)->run;
}

/* Whether @task is entered somewhere in this run. */
static gboolean
is_entered (PolluxSpanTracker *tracker, PolluxTaskIndex task)
{
  return is_of_this_run (tracker, task) && state_of (tracker, task)->entered > 0;
}

static void
begin_run (PolluxSpanTracker *tracker)
{
  PolluxProcess *process = process_of (tracker, tracker->process);

  process->run++;
  process->largest_id = 0;
  process->headless = FALSE;
  pollux_batch_count (tracker->batch, POLLUX_COUNTER_RUNS, 1);
  pollux_waker_map_begin_run (tracker->wakers);
}

/* Tokio counts its tasks up: an id far below another belongs to another run.
 * Records of several threads may be out of order by a few. */
static void
look_at_id (PolluxSpanTracker *tracker, PolluxTaskIndex handle, gboolean created)
{
  const PolluxTask *task = &g_array_index (tracker->handles, PolluxTaskHandle, handle).task;
  PolluxProcess *process = process_of (tracker, tracker->process);

  if (!(task->flags & POLLUX_TASK_HAS_TOKIO_ID))
    return;
  if (created && process->largest_id > ID_STEP && task->tokio_id < process->largest_id - ID_STEP)
    begin_run (tracker);
  process->largest_id = MAX (process->largest_id, task->tokio_id);
}

/* The task that is created as @handle: another one if that was used before. */
static PolluxTaskIndex
created_task (PolluxSpanTracker *tracker, PolluxTaskIndex handle)
{
  PolluxTaskIndex index = current_task (tracker, handle);
  const PolluxTaskHandle *known;

  if (index == POLLUX_TASK_NONE)
    return index;
  look_at_id (tracker, handle, TRUE);
  if (!is_used (tracker, index))
    {
      /* It was named before the run began that it is the first of. */
      state_of (tracker, index)->run = process_of (tracker, tracker->process)->run;
      return index;
    }
  known = &g_array_index (tracker->handles, PolluxTaskHandle, handle);
  if ((known->task.flags & POLLUX_TASK_HAS_TOKIO_ID) && is_of_this_run (tracker, index))
    begin_run (tracker);
  return pollux_span_tracker_introduce (tracker, handle);
}

/* The task that is entered as @handle. */
static PolluxTaskIndex
entered_task (PolluxSpanTracker *tracker, PolluxTaskIndex handle)
{
  PolluxTaskIndex index = current_task (tracker, handle);

  if (index == POLLUX_TASK_NONE)
    return index;
  look_at_id (tracker, handle, FALSE);
  if (state_of (tracker, index)->closed || !is_of_this_run (tracker, index))
    return pollux_span_tracker_introduce (tracker, handle);
  return index;
}

/* --- lifecycle -------------------------------------------------------------- */

/**
 * pollux_span_tracker_new_span:
 * @task: handle
 * @context: the spans around the place where it was created
 *
 * A task was created.
 */
void
pollux_span_tracker_new_span (PolluxSpanTracker *tracker, const PolluxMoment *moment,
                              PolluxTaskIndex task, const PolluxSpanContext *context)
{
  PolluxTaskIndex index = created_task (tracker, task);
  PolluxTaskIndex spawner;

  check_clock (tracker, moment);
  if (index == POLLUX_TASK_NONE)
    return;
  state_of (tracker, index)->spawned = TRUE;
  if (!find_current (tracker, moment, context, &spawner))
    spawner = POLLUX_TASK_NONE;
  if (spawner == POLLUX_TASK_NONE && context->chain != POLLUX_TASK_NONE)
    {
      PolluxTaskIndex chain = current_task (tracker, context->chain);

      if (chain != POLLUX_TASK_NONE && is_entered (tracker, chain))
        spawner = chain;
    }
  if (spawner == index)
    spawner = POLLUX_TASK_NONE;
  state_of (tracker, index)->spawner = spawner;
  pollux_batch_set_spawned (tracker->batch, index, time_of (moment), moment->record, spawner);
}

/* Whether entering @task is no poll of it: a future may be instrumented with
 * the span of the task that spawned it, which is then entered in the polls of
 * another. What really runs inside the poll of another task are the tasks of a
 * local set, and a block_on that was begun there. */
static gboolean
visits (PolluxSpanTracker *tracker, const PolluxMoment *moment, PolluxStack *stack,
        PolluxTaskIndex task)
{
  const PolluxTaskState *state = state_of (tracker, task);
  PolluxTaskIndex host;
  guint8 kind;

  if (moment->thread == POLLUX_THREAD_NONE)
    return FALSE;
  forget_closed (tracker, stack);
  host = top_of (stack);
  if (host == POLLUX_TASK_NONE || host == task)
    return FALSE;

  kind = state_of (tracker, host)->kind;
  if (kind != POLLUX_TASK_KIND_TASK && kind != POLLUX_TASK_KIND_LOCAL)
    return FALSE;
  return state->kind == POLLUX_TASK_KIND_TASK
         || (state->kind == POLLUX_TASK_KIND_BLOCK_ON && state->spawner != host);
}

/**
 * pollux_span_tracker_enter:
 * @task: handle
 *
 * A task's span was entered.
 */
void
pollux_span_tracker_enter (PolluxSpanTracker *tracker, const PolluxMoment *moment,
                           PolluxTaskIndex task)
{
  PolluxTaskIndex index = entered_task (tracker, task);
  PolluxStack *stack = stack_of (tracker, moment->thread);
  PolluxTaskState *state;

  check_clock (tracker, moment);
  if (index == POLLUX_TASK_NONE)
    return;
  state = state_of (tracker, index);
  if (state->entered > 0)
    {
      forget_lost (tracker, stack, index);
      if (search (stack, index, stack->entries->len) != G_MAXUINT)
        {
          push (tracker, stack, index, FALSE);
          return;
        }
    }
  if (visits (tracker, moment, stack, index))
    {
      push (tracker, stack, index, TRUE);
      return;
    }
  if (!state->spawned)
    process_of (tracker, tracker->process)->headless = TRUE;
  push (tracker, stack, index, FALSE);
  state->previous_exit = state->exit;
  state->enter = time_of (moment);
  state->answered = state->woken;
  state->woken = FALSE;
  state->n_pairs++;
  pollux_batch_enter (tracker->batch, index, time_of (moment), moment->record, moment->thread);
}

/**
 * pollux_span_tracker_exit:
 * @task: handle
 *
 * A task's span was left.
 */
void
pollux_span_tracker_exit (PolluxSpanTracker *tracker, const PolluxMoment *moment,
                          PolluxTaskIndex task)
{
  PolluxTaskIndex index = current_task (tracker, task);
  PolluxStack *stack = stack_of (tracker, moment->thread);
  guint at = G_MAXUINT;

  check_clock (tracker, moment);
  if (index == POLLUX_TASK_NONE)
    return;
  if (state_of (tracker, index)->entered > 0 || state_of (tracker, index)->n_guests > 0)
    at = search (stack, index, stack->entries->len);
  if (at != G_MAXUINT && g_array_index (stack->entries, PolluxStackEntry, at).guest)
    {
      remove_entry (tracker, stack, at);
      return;
    }
  if (at == G_MAXUINT)
    {
      pollux_batch_count (tracker->batch, POLLUX_COUNTER_UNMATCHED_EXITS, 1);
      return;
    }
  if (moment->thread == POLLUX_THREAD_NONE && at + 1 != stack->entries->len)
    process_of (tracker, tracker->process)->nested = FALSE;
  remove_entry (tracker, stack, at);
  if (state_of (tracker, index)->entered > 0
      && search (stack, index, stack->entries->len) != G_MAXUINT)
    return;
  state_of (tracker, index)->exit = time_of (moment);
  pollux_batch_exit (tracker->batch, index, time_of (moment), moment->record, moment->thread);
}

/* What a closed task says about its last enter. @closed: when; POLLUX_TIME_NONE
 * in a file without times, where nothing is near or far. */
static void
vote (PolluxSpanTracker *tracker, PolluxTaskIndex index, PolluxTime closed)
{
  const PolluxTaskState *state = state_of (tracker, index);
  gboolean wakes_known = pollux_waker_map_owns (tracker->wakers, index)
                         || pollux_waker_map_get_n_unmapped (tracker->wakers) == 0;

  if (tracker->sized || state->n_pairs < 2)
    return;
  if (closed != POLLUX_TIME_NONE
      && state->exit - state->enter <= DROP_NEARNESS && closed - state->exit <= DROP_NEARNESS
      && state->enter - state->previous_exit <= DROP_NEARNESS)
    tracker->near_votes_for++;
  else
    tracker->near_votes_against++;
  if (!wakes_known || !can_own_waker (tracker, index))
    return;
  if (state->answered)
    tracker->votes_against++;
  else
    tracker->votes_for++;
  if (tracker->votes_for + tracker->votes_against == EARLY_VOTES && tracker->has_wakers)
    pollux_span_tracker_say_drop_enters (tracker, tracker->votes_for > tracker->votes_against);
}

/**
 * pollux_span_tracker_close:
 * @task: handle
 *
 * A task was dropped.
 */
void
pollux_span_tracker_close (PolluxSpanTracker *tracker, const PolluxMoment *moment,
                           PolluxTaskIndex task)
{
  PolluxTaskIndex index = current_task (tracker, task);

  check_clock (tracker, moment);
  if (index == POLLUX_TASK_NONE || state_of (tracker, index)->closed)
    return;
  forget_entries (tracker, index);
  state_of (tracker, index)->closed = TRUE;
  vote (tracker, index, moment->time);
  pollux_waker_map_close_task (tracker->wakers, index);
  pollux_batch_close (tracker->batch, index, time_of (moment), moment->record);
}

/* --- wakes and events -------------------------------------------------------- */

/* The tasks that are being polled according to a file without threads. */
static guint
list_open (PolluxSpanTracker *tracker, PolluxTaskIndex *open)
{
  const PolluxStack *stack = stack_of (tracker, POLLUX_THREAD_NONE);
  guint n = 0;

  for (guint i = stack->entries->len; i > 0 && n < MAX_OPEN; i--)
    {
      PolluxTaskIndex task = g_array_index (stack->entries, PolluxStackEntry, i - 1).task;

      if (can_own_waker (tracker, task))
        open[n++] = task;
    }
  return n;
}

static guint32
observe_waker (PolluxSpanTracker *tracker, const PolluxMoment *moment, PolluxWakerOp op,
               guint32 waker, const PolluxSpanContext *context)
{
  PolluxTaskIndex open[MAX_OPEN];
  PolluxWakerEvidence evidence = { POLLUX_TASK_NONE, open, 0 };

  if (find_current (tracker, moment, context, &evidence.owner)
      && evidence.owner != POLLUX_TASK_NONE && !can_own_waker (tracker, evidence.owner))
    evidence.owner = POLLUX_TASK_NONE;
  if (evidence.owner == POLLUX_TASK_NONE && moment->thread == POLLUX_THREAD_NONE
      && context->has_span && context->span == POLLUX_TASK_NONE)
    evidence.n_candidates = list_open (tracker, open);
  if (evidence.n_candidates == 1)
    evidence.owner = open[0];
  if (op != POLLUX_WAKER_OP_CLONE && evidence.owner != POLLUX_TASK_NONE
      && (process_of (tracker, tracker->process)->headless
          || !state_of (tracker, evidence.owner)->spawned
          || pollux_waker_map_owns (tracker->wakers, evidence.owner)))
    {
      pollux_waker_map_suspect (tracker->wakers, waker, evidence.owner);
      return waker;
    }
  return pollux_waker_map_observe (tracker->wakers, tracker->batch, waker, &evidence);
}

/* A worker of the runtime is a task only as Tokio starts it: what its thread
 * does between the polls of others is the I/O driver's or a timer's. */
static gboolean
is_worker_task (PolluxSpanTracker *tracker, PolluxTaskIndex task)
{
  guint32 handle = state_of (tracker, task)->handle;

  guint16 flags = g_array_index (tracker->handles, PolluxTaskHandle, handle).task.flags;

  return (flags & POLLUX_TASK_RUNTIME_WORKER) != 0;
}

static void
add_wake (PolluxSpanTracker *tracker, const PolluxMoment *moment, guint32 waker,
          const PolluxSpanContext *context, gboolean by_ref)
{
  PolluxTaskIndex owner = pollux_waker_map_get_task (tracker->wakers, waker);
  PolluxTaskIndex by;

  find_current (tracker, moment, context, &by);
  if (by != POLLUX_TASK_NONE && is_worker_task (tracker, by))
    by = POLLUX_TASK_NONE;
  if (owner != POLLUX_TASK_NONE)
    state_of (tracker, owner)->woken = TRUE;
  pollux_waker_map_note_wake (tracker->wakers, waker, time_of (moment), moment->record);
  pollux_batch_wake (tracker->batch, waker, time_of (moment), moment->record, by, by_ref);
}

/**
 * pollux_span_tracker_waker:
 * @waker_id: as the file writes it, all 64 bits
 * @context: the spans around the record
 *
 * A waker was cloned, woken or dropped.
 */
void
pollux_span_tracker_waker (PolluxSpanTracker *tracker, const PolluxMoment *moment,
                           PolluxWakerOp op, guint64 waker_id, const PolluxSpanContext *context)
{
  guint32 waker = pollux_waker_map_intern (tracker->wakers, tracker->batch, waker_id);

  check_clock (tracker, moment);
  tracker->has_wakers = TRUE;
  if (op == POLLUX_WAKER_OP_CLONE
      || (op == POLLUX_WAKER_OP_WAKE_BY_REF && pollux_waker_map_is_fresh (tracker->wakers, waker)))
    waker = observe_waker (tracker, moment, op, waker, context);
  pollux_waker_map_touch (tracker->wakers, waker);
  switch (op)
    {
    case POLLUX_WAKER_OP_CLONE:
      pollux_batch_clone_waker (tracker->batch, waker);
      break;
    case POLLUX_WAKER_OP_DROP:
      pollux_batch_drop_waker (tracker->batch, waker);
      break;
    case POLLUX_WAKER_OP_WAKE:
    case POLLUX_WAKER_OP_WAKE_BY_REF:
      add_wake (tracker, moment, waker, context, op == POLLUX_WAKER_OP_WAKE_BY_REF);
      break;
    default:
      g_return_if_reached ();
    }
}

/**
 * pollux_span_tracker_event:
 * @context: the spans around the record
 *
 * A log event.
 */
void
pollux_span_tracker_event (PolluxSpanTracker *tracker, const PolluxMoment *moment,
                           PolluxLevel level, const PolluxSpanContext *context)
{
  PolluxTaskIndex task;

  check_clock (tracker, moment);
  if (!find_current (tracker, moment, context, &task) && context->chain != POLLUX_TASK_NONE)
    {
      /* The span list names the task that created the current span; it made
       * the event too if it is being polled right now. */
      task = current_task (tracker, context->chain);
      if (task != POLLUX_TASK_NONE && !is_entered (tracker, task))
        task = POLLUX_TASK_NONE;
    }
  pollux_batch_add_event (tracker->batch, time_of (moment), moment->record, task, level);
}

/* --- other spans -------------------------------------------------------------- */

/* The task in whose poll a record about another span was made. Such a record
 * names the span itself, so only the thread tells; without threads that is
 * certain while one task is entered, and else the program's own spans name
 * the task around them. */
static PolluxTaskIndex
task_around (PolluxSpanTracker *tracker, const PolluxMoment *moment, gboolean is_user,
             const PolluxSpanContext *context)
{
  PolluxStack *stack = stack_of (tracker, moment->thread);
  PolluxTaskIndex chain;

  forget_closed (tracker, stack);
  if (moment->thread != POLLUX_THREAD_NONE || stack->entries->len <= 1
      || process_of (tracker, tracker->process)->nested)
    return top_of (stack);
  if (!is_user || context->chain == POLLUX_TASK_NONE)
    return POLLUX_TASK_NONE;
  chain = current_task (tracker, context->chain);
  return chain != POLLUX_TASK_NONE && is_entered (tracker, chain) ? chain : POLLUX_TASK_NONE;
}

static PolluxSpanPlace
place_of (PolluxSpanTracker *tracker, const PolluxMoment *moment, gboolean is_user,
          const PolluxSpanContext *context)
{
  return (PolluxSpanPlace) {
    .time = time_of (moment),
    .record = moment->record,
    .thread = moment->thread,
    .slot = slot_of (tracker, moment->thread),
    .task = task_around (tracker, moment, is_user, context),
  };
}

/**
 * pollux_span_tracker_span:
 * @op: what happened
 * @span: a handle
 * @parent: the handle of the span that it lies in, or POLLUX_SPAN_NONE
 * @context: the spans around the record
 *
 * A span that is no task was created, entered, left or closed.
 */
void
pollux_span_tracker_span (PolluxSpanTracker *tracker, const PolluxMoment *moment, PolluxSpanOp op,
                          guint32 span, guint32 parent, const PolluxSpanContext *context)
{
  gboolean is_user = pollux_span_instances_get_kind (tracker->spans, span) == POLLUX_SPAN_USER;
  PolluxSpanPlace place = place_of (tracker, moment, is_user, context);

  check_clock (tracker, moment);
  pollux_span_instances_take (tracker->spans, &place, op, span, parent);
}

/**
 * pollux_span_tracker_resource:
 * @state: what Tokio says of a resource
 * @context: the spans around the record
 *
 * A resource changed, or was asked for something.
 */
void
pollux_span_tracker_resource (PolluxSpanTracker *tracker, const PolluxMoment *moment,
                              const PolluxResourceState *state, const PolluxSpanContext *context)
{
  PolluxSpanPlace place = place_of (tracker, moment, FALSE, context);

  check_clock (tracker, moment);
  pollux_span_instances_resource (tracker->spans, &place, state);
}

/**
 * pollux_span_tracker_set_reported:
 * @task: handle
 * @busy, @idle: ns as its close record prints them, or POLLUX_TIME_NONE
 */
void
pollux_span_tracker_set_reported (PolluxSpanTracker *tracker, PolluxTaskIndex task, gint64 busy,
                                  gint64 idle)
{
  PolluxTaskIndex index = current_task (tracker, task);

  if (index != POLLUX_TASK_NONE)
    pollux_batch_set_reported (tracker->batch, index, busy, idle);
}

/**
 * pollux_span_tracker_gap:
 *
 * Records are missing between the last and the next one.
 */
void
pollux_span_tracker_gap (PolluxSpanTracker *tracker)
{
  tracker->gap++;
}

/* The one task of the file that can own a waker; POLLUX_TASK_NONE if there are
 * several or none, or if the file does not tell of creations: then there may
 * be others in the program. */
static PolluxTaskIndex
find_only_task (PolluxSpanTracker *tracker)
{
  PolluxTaskIndex only = POLLUX_TASK_NONE;

  for (PolluxTaskIndex i = 0; i < tracker->tasks->len; i++)
    {
      if (!can_own_waker (tracker, i))
        continue;
      if (only != POLLUX_TASK_NONE)
        return POLLUX_TASK_NONE;
      only = i;
    }
  return only != POLLUX_TASK_NONE && state_of (tracker, only)->spawned ? only : POLLUX_TASK_NONE;
}

/**
 * pollux_span_tracker_finish:
 *
 * The file is at its end.
 */
void
pollux_span_tracker_finish (PolluxSpanTracker *tracker)
{
  gboolean nested = TRUE;

  for (guint i = 0; i < tracker->processes->len; i++)
    {
      nested = nested && process_of (tracker, i)->nested;
    }
  if (tracker->processes->len > 1)
    pollux_batch_count (tracker->batch, POLLUX_COUNTER_PROCESSES, tracker->processes->len);
  pollux_waker_map_finish (tracker->wakers, tracker->batch, nested, find_only_task (tracker));
  if (tracker->sized)
    return;
  if (tracker->has_wakers)
    pollux_span_tracker_say_drop_enters (tracker, tracker->votes_for > tracker->votes_against);
  else
    pollux_span_tracker_say_drop_enters (tracker, tracker->near_votes_for
                                                    > 4 * tracker->near_votes_against);
}
