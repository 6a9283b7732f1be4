/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-trace-private.h"

/* How often the clock is looked at, in lanes. */
#define COMPACT_STEP 64

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxTrace, pollux_trace, G_TYPE_OBJECT)

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

static void
pollux_trace_finalize (GObject *object)
{
  PolluxTrace *self = POLLUX_TRACE (object);

  for (guint i = 0; i < pollux_column_get_length (&self->lanes); i++)
    pollux_lane_clear (pollux_column_get (&self->lanes, i));
  pollux_column_clear (&self->lanes);
  pollux_column_clear (&self->tasks);
  pollux_trace_clear_spans (self);
  pollux_column_clear (&self->shared.events);
  pollux_arena_clear (&self->shared.arena);
  g_array_unref (self->task_wakers);
  g_array_unref (self->wakers);
  g_array_unref (self->loose_wakes);
  g_array_unref (self->loose_events);
  g_array_unref (self->unsettled);
  g_array_unref (self->threads);
  g_array_unref (self->marks);
  g_array_unref (self->damages);
  g_free (self->format);
  pollux_strings_free (self->strings);
  G_OBJECT_CLASS (pollux_trace_parent_class)->finalize (object);
}

static void
pollux_trace_class_init (PolluxTraceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pollux_trace_finalize;

  /**
   * PolluxTrace::changed:
   *
   * Data was added, or late data was put in its place: indices of polls and
   * wakes that were read before may have moved.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pollux_trace_init (PolluxTrace *self)
{
  self->origin = POLLUX_TIME_NONE;
  self->time_kind = POLLUX_TIME_KIND_ORDINAL;
  self->strings = pollux_strings_new ();
  pollux_column_init (&self->tasks, sizeof (PolluxTask), 10);
  pollux_column_init (&self->lanes, sizeof (PolluxLane), 10);
  pollux_column_init (&self->shared.events, sizeof (PolluxStoredEvent), 14);
  self->task_wakers = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->wakers = g_array_new (FALSE, FALSE, sizeof (PolluxWaker));
  self->loose_wakes = g_array_new (FALSE, FALSE, sizeof (PolluxStoredLooseWake));
  self->loose_events = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->unsettled = g_array_new (FALSE, FALSE, sizeof (guint32));
  pollux_trace_init_spans (self);
  self->threads = g_array_new (FALSE, FALSE, sizeof (PolluxNewThread));
  self->marks = g_array_new (FALSE, FALSE, sizeof (PolluxMark));
  self->damages = g_array_new (FALSE, FALSE, sizeof (PolluxDamage));
  g_array_set_clear_func (self->threads, clear_thread);
  g_array_set_clear_func (self->damages, clear_damage);
}

/**
 * pollux_trace_new:
 *
 * Returns: (transfer full): an empty trace
 */
PolluxTrace *
pollux_trace_new (void)
{
  return g_object_new (POLLUX_TYPE_TRACE, NULL);
}

/* Says that something changed. */
void
pollux_trace_touch (PolluxTrace *self)
{
  self->generation++;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * pollux_trace_finish:
 *
 * Nothing more comes. Settles what is left.
 */
void
pollux_trace_finish (PolluxTrace *self)
{
  g_return_if_fail (POLLUX_IS_TRACE (self));

  self->finished = TRUE;
  pollux_trace_settle (self);
}

/**
 * pollux_trace_compact:
 * @deadline: when to stop, of g_get_monotonic_time(); 0: not before the end
 *
 * Gives back the memory that lanes keep in order to grow fast. To be called when
 * all is read; changes nothing that can be seen, and the trace may go on growing.
 *
 * Returns: %TRUE when all lanes are done
 */
gboolean
pollux_trace_compact (PolluxTrace *self, gint64 deadline)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), TRUE);

  while (self->n_compact < pollux_column_get_length (&self->lanes))
    {
      pollux_lane_compact (pollux_column_get (&self->lanes, self->n_compact));
      self->n_compact++;
      if (deadline > 0 && self->n_compact % COMPACT_STEP == 0
          && g_get_monotonic_time () >= deadline)
        return FALSE;
    }
  self->n_compact = 0;
  return TRUE;
}

/**
 * pollux_trace_is_finished:
 *
 * Returns: whether pollux_trace_finish() was called
 */
gboolean
pollux_trace_is_finished (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), FALSE);

  return self->finished;
}

/**
 * pollux_trace_get_generation:
 *
 * Returns: a number that grows with every change
 */
guint64
pollux_trace_get_generation (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return self->generation;
}

/**
 * pollux_trace_get_format:
 *
 * Returns: (transfer none): "tracing-fmt-json" and the like; "" while nothing
 *   is known
 */
const char *
pollux_trace_get_format (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), "");

  return self->format != NULL ? self->format : "";
}

/**
 * pollux_trace_get_time_kind:
 *
 * Returns: what the times are
 */
PolluxTimeKind
pollux_trace_get_time_kind (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), POLLUX_TIME_KIND_ORDINAL);

  return self->time_kind;
}

/**
 * pollux_trace_has_times:
 *
 * Returns: whether times were recorded; if not, no duration may be shown
 */
gboolean
pollux_trace_has_times (PolluxTrace *self)
{
  return pollux_trace_get_time_kind (self) != POLLUX_TIME_KIND_ORDINAL;
}

/**
 * pollux_trace_get_origin:
 *
 * Returns: epoch (or own clock) ns of time 0, POLLUX_TIME_NONE if unknown
 */
gint64
pollux_trace_get_origin (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), POLLUX_TIME_NONE);

  return self->time_kind == POLLUX_TIME_KIND_ORDINAL ? POLLUX_TIME_NONE : self->origin;
}

/**
 * pollux_trace_get_extent:
 *
 * Returns: smallest and largest time of any record (both inclusive)
 */
PolluxRange
pollux_trace_get_extent (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), ((PolluxRange) { 0, 0 }));

  return self->shared.extent;
}

/**
 * pollux_trace_get_n_tasks:
 *
 * Returns: how many tasks are known
 */
guint
pollux_trace_get_n_tasks (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return pollux_column_get_length (&self->tasks);
}

/**
 * pollux_trace_get_task:
 *
 * Returns: (transfer none): a task; valid until the trace changes
 */
const PolluxTask *
pollux_trace_get_task (PolluxTrace *self, PolluxTaskIndex task)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), NULL);
  g_return_val_if_fail (task < pollux_column_get_length (&self->tasks), NULL);

  return pollux_column_get (&self->tasks, task);
}

/**
 * pollux_trace_get_lane:
 *
 * Returns: (transfer none): the lane of a task; valid until the trace changes
 */
const PolluxLane *
pollux_trace_get_lane (PolluxTrace *self, PolluxTaskIndex task)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), NULL);
  g_return_val_if_fail (task < pollux_column_get_length (&self->lanes), NULL);

  return pollux_column_get (&self->lanes, task);
}

/**
 * pollux_trace_get_string:
 *
 * Returns: (transfer none): the text of a string id of this trace. Bytes of
 *   the file: not always valid UTF-8
 */
const char *
pollux_trace_get_string (PolluxTrace *self, PolluxString string)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), "");

  return pollux_strings_get (self->strings, string);
}

/**
 * pollux_trace_get_task_title:
 *
 * Returns: (transfer none): how a task is called: its name, or else its kind;
 *   behind the name of its process, if there are several
 */
const char *
pollux_trace_get_task_title (PolluxTrace *self, PolluxTaskIndex task)
{
  const PolluxTask *record = pollux_trace_get_task (self, task);

  g_return_val_if_fail (record != NULL, "");

  if (record->title != 0 && self->n_processes > 1)
    return pollux_strings_get (self->strings, record->title);
  if (record->name != 0)
    return pollux_strings_get (self->strings, record->name);
  return pollux_task_kind_to_string (record->kind);
}

/**
 * pollux_trace_get_waker_origin:
 *
 * Returns: how it was found that a task's wakes are its own
 */
PolluxWakerOrigin
pollux_trace_get_waker_origin (PolluxTrace *self, PolluxTaskIndex task)
{
  guint32 waker;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), POLLUX_WAKER_UNRESOLVED);
  g_return_val_if_fail (task < self->task_wakers->len, POLLUX_WAKER_UNRESOLVED);

  waker = g_array_index (self->task_wakers, guint32, task);
  if (waker == POLLUX_LOOSE_NONE)
    return POLLUX_WAKER_UNRESOLVED;
  return g_array_index (self->wakers, PolluxWaker, waker).origin;
}

/**
 * pollux_trace_get_n_threads:
 *
 * Returns: how many threads the file names
 */
guint
pollux_trace_get_n_threads (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return self->threads->len;
}

/**
 * pollux_trace_get_thread_id:
 *
 * Returns: (transfer none): "ThreadId(2)", as the file writes it
 */
const char *
pollux_trace_get_thread_id (PolluxTrace *self, PolluxThread thread)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), "");
  g_return_val_if_fail (thread < self->threads->len, "");

  return g_array_index (self->threads, PolluxNewThread, thread).id;
}

/**
 * pollux_trace_get_thread_name:
 *
 * Returns: (transfer none) (nullable): its name
 */
const char *
pollux_trace_get_thread_name (PolluxTrace *self, PolluxThread thread)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), NULL);
  g_return_val_if_fail (thread < self->threads->len, NULL);

  return g_array_index (self->threads, PolluxNewThread, thread).name;
}

/**
 * pollux_trace_get_n_events:
 *
 * Returns: how many log events there are
 */
guint
pollux_trace_get_n_events (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return pollux_column_get_length (&self->shared.events);
}

/**
 * pollux_trace_get_event:
 * @index: in file order, below pollux_trace_get_n_events()
 * @event: (out caller-allocates): filled
 */
void
pollux_trace_get_event (PolluxTrace *self, guint index, PolluxLogEvent *event)
{
  const PolluxStoredEvent *stored;

  g_return_if_fail (POLLUX_IS_TRACE (self));
  g_return_if_fail (index < pollux_column_get_length (&self->shared.events));

  stored = pollux_column_get (&self->shared.events, index);
  event->time = stored->time;
  event->record = stored->record;
  event->task = pollux_unstored_task (stored->task);
  event->level = stored->level;
}

/**
 * pollux_trace_get_n_loose_events:
 *
 * Returns: how many log events were made outside all tasks
 */
guint
pollux_trace_get_n_loose_events (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return self->loose_events->len;
}

/**
 * pollux_trace_get_loose_event:
 *
 * Returns: the event's index among all events
 */
guint
pollux_trace_get_loose_event (PolluxTrace *self, guint index)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);
  g_return_val_if_fail (index < self->loose_events->len, 0);

  return g_array_index (self->loose_events, guint32, index);
}

/**
 * pollux_trace_get_n_loose_wakes:
 *
 * Returns: how many wakes have no known task
 */
guint
pollux_trace_get_n_loose_wakes (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return self->loose_wakes->len;
}

/**
 * pollux_trace_get_loose_wake:
 * @index: in file order
 * @wake: (out caller-allocates): filled
 */
void
pollux_trace_get_loose_wake (PolluxTrace *self, guint index, PolluxLooseWake *wake)
{
  const PolluxStoredLooseWake *stored;

  g_return_if_fail (POLLUX_IS_TRACE (self));
  g_return_if_fail (index < self->loose_wakes->len);

  stored = &g_array_index (self->loose_wakes, PolluxStoredLooseWake, index);
  wake->wake.time = stored->wake.time;
  wake->wake.record = stored->wake.record;
  wake->wake.by = pollux_unstored_task (stored->wake.by);
  wake->wake.flags = stored->wake.flags;
  wake->waker_id = g_array_index (self->wakers, PolluxWaker, stored->waker).id;
}

/**
 * pollux_trace_get_counter:
 *
 * Returns: a fact that the reader counted
 */
guint64
pollux_trace_get_counter (PolluxTrace *self, PolluxCounter counter)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);
  g_return_val_if_fail (counter < POLLUX_N_COUNTERS, 0);

  return self->counters[counter];
}

/**
 * pollux_trace_get_n_damages:
 *
 * Returns: how many damaged places of the file are known
 */
guint
pollux_trace_get_n_damages (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return self->damages->len;
}

/**
 * pollux_trace_get_damage:
 *
 * Returns: (transfer none): one damaged place, in file order
 */
const PolluxDamage *
pollux_trace_get_damage (PolluxTrace *self, guint index)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), NULL);
  g_return_val_if_fail (index < self->damages->len, NULL);

  return &g_array_index (self->damages, PolluxDamage, index);
}

/**
 * pollux_trace_get_n_waker_operations:
 *
 * Returns: how often wakers were cloned and dropped
 */
guint64
pollux_trace_get_n_waker_operations (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return self->n_waker_clones + self->n_waker_drops;
}

/**
 * pollux_trace_is_complete:
 *
 * Returns: whether the file was read without damage
 */
gboolean
pollux_trace_is_complete (PolluxTrace *self)
{
  return pollux_trace_get_n_damages (self) == 0;
}

/**
 * pollux_trace_get_totals:
 * @totals: (out caller-allocates): filled
 *
 * Sums over all tasks. Costs O(tasks).
 */
void
pollux_trace_get_totals (PolluxTrace *self, PolluxTotals *totals)
{
  PolluxRange all = { G_MININT64 / 2, G_MAXINT64 / 2 };
  gboolean has_times;

  g_return_if_fail (POLLUX_IS_TRACE (self));

  has_times = pollux_trace_has_times (self);
  *totals = (PolluxTotals) { 0 };
  for (guint i = 0; i < pollux_column_get_length (&self->lanes); i++)
    {
      const PolluxTask *task = pollux_column_get (&self->tasks, i);
      PolluxLaneSummary summary;

      pollux_lane_summarize (pollux_column_get (&self->lanes, i), all, &summary);
      totals->n_tasks_by_kind[task->kind]++;
      totals->n_polls += summary.n_polls;
      totals->n_open_polls += summary.n_open;
      totals->n_wakes_resolved += summary.n_wakes;
      totals->n_self_wakes += summary.n_self_wakes;
      totals->busy = pollux_add_ns (totals->busy, summary.busy);
      totals->scheduled = pollux_add_ns (totals->scheduled, summary.scheduled);
      totals->spawn_delay = pollux_add_ns (totals->spawn_delay, summary.spawn_delay);
    }
  totals->n_wakes = self->n_wakes;
  totals->n_waker_clones = self->n_waker_clones;
  totals->n_waker_drops = self->n_waker_drops;
  totals->n_events = pollux_column_get_length (&self->shared.events);
  if (!has_times)
    totals->busy = totals->scheduled = totals->spawn_delay = POLLUX_TIME_NONE;
}

/**
 * pollux_trace_find_mark:
 * @marked: (out): the nearest record at or before @record whose place is known
 * @offset: (out): where that record begins in the decompressed file
 *
 * Returns: FALSE if there is none
 */
gboolean
pollux_trace_find_mark (PolluxTrace *self, PolluxRecord record, PolluxRecord *marked,
                        guint64 *offset)
{
  guint low = 0, high;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), FALSE);

  high = self->marks->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->marks, PolluxMark, middle).record <= record)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == 0)
    return FALSE;
  *marked = g_array_index (self->marks, PolluxMark, low - 1).record;
  *offset = g_array_index (self->marks, PolluxMark, low - 1).offset;
  return TRUE;
}

/**
 * pollux_trace_get_memory:
 *
 * Returns: bytes that the trace holds, about
 */
gsize
pollux_trace_get_memory (PolluxTrace *self)
{
  gsize bytes = 0;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  for (guint i = 0; i < pollux_column_get_length (&self->lanes); i++)
    bytes += pollux_lane_get_memory (pollux_column_get (&self->lanes, i)) - sizeof (PolluxLane);
  bytes += pollux_column_get_memory (&self->lanes) + pollux_column_get_memory (&self->tasks);
  bytes += pollux_column_get_memory (&self->shared.events);
  bytes += pollux_arena_get_spare (&self->shared.arena);
  bytes += self->wakers->len * sizeof (PolluxWaker);
  bytes += self->loose_wakes->len * sizeof (PolluxStoredLooseWake);
  bytes += self->marks->len * sizeof (PolluxMark);
  bytes += pollux_trace_get_spans_memory (self);
  return bytes;
}
