/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The spans of a trace that are no tasks: where they lie in time, where they
 * were entered in the polls of a task, and which of a task's operations on
 * resources returned Pending.
 *
 * A span's sections are kept with the task in whose polls they were made, in
 * one array that is ordered by (start, record) once it is settled. As in a
 * lane, what one thread says in a row is true in that order whatever the
 * clock says: a time that steps back on it is moved to the one before. So
 * sections of a task nest, and the open ones of a thread are a stack.
 *
 * Cost: O(1) per record in order; where some came late, one sort per settle.
 */

#include "config.h"

#include "pollux-trace-private.h"

/* Deeper ones are said to lie this deep. */
#define MAX_DEPTH 255
/* How many open sections are looked at for an exit: its own is the last one,
 * or hidden by a few that lost their exits. */
#define MAX_OPEN_LOOKED_AT 1024

typedef struct
{
  PolluxSpan span;
  guint32 n_enters;
} PolluxStoredSpan;

static void
free_task_spans (gpointer data)
{
  PolluxTaskSpans *spans = data;

  if (spans == NULL)
    return;
  g_clear_pointer (&spans->spans, g_array_unref);
  g_clear_pointer (&spans->sections, g_array_unref);
  g_clear_pointer (&spans->open, g_array_unref);
  g_clear_pointer (&spans->pendings, g_array_unref);
  g_clear_pointer (&spans->guests, g_array_unref);
  g_clear_pointer (&spans->known_guests, g_hash_table_unref);
  g_free (spans);
}

void
pollux_trace_init_spans (PolluxTrace *self)
{
  pollux_column_init (&self->spans, sizeof (PolluxStoredSpan), 10);
  pollux_column_init (&self->foreigns, sizeof (PolluxStoredForeign), 10);
  self->task_spans = g_ptr_array_new_with_free_func (free_task_spans);
  self->late_spans = g_ptr_array_new ();
}

void
pollux_trace_clear_spans (PolluxTrace *self)
{
  pollux_column_clear (&self->spans);
  pollux_column_clear (&self->foreigns);
  g_ptr_array_unref (self->late_spans);
  g_ptr_array_unref (self->task_spans);
  free_task_spans (self->loose_spans);
}

static gsize
array_memory (const GArray *array, gsize element_size)
{
  return array != NULL ? sizeof *array + array->len * element_size : 0;
}

static gsize
task_spans_memory (const PolluxTaskSpans *spans)
{
  if (spans == NULL)
    return 0;
  return sizeof *spans + array_memory (spans->spans, sizeof (PolluxSpanIndex))
         + array_memory (spans->sections, sizeof (PolluxSpanSection))
         + array_memory (spans->open, sizeof (guint32))
         + array_memory (spans->pendings, sizeof (PolluxStoredPending))
         + array_memory (spans->guests, 4 * sizeof (gpointer));
}

gsize
pollux_trace_get_spans_memory (PolluxTrace *self)
{
  gsize bytes = pollux_column_get_memory (&self->spans);

  bytes += pollux_column_get_memory (&self->foreigns);
  bytes += self->task_spans->len * sizeof (gpointer);
  for (guint i = 0; i < self->task_spans->len; i++)
    bytes += task_spans_memory (g_ptr_array_index (self->task_spans, i));
  return bytes + task_spans_memory (self->loose_spans);
}

static gboolean
is_task_or_none (PolluxTrace *self, PolluxTaskIndex task)
{
  return task == POLLUX_TASK_NONE || task < pollux_column_get_length (&self->tasks);
}

static PolluxStoredSpan *
stored_span (PolluxTrace *self, PolluxSpanIndex span)
{
  return span < pollux_column_get_length (&self->spans) ? pollux_column_get (&self->spans, span)
                                                        : NULL;
}

/* What is known of the spans of @task, or NULL for nothing. */
static PolluxTaskSpans *
find_task_spans (PolluxTrace *self, PolluxTaskIndex task)
{
  if (task == POLLUX_TASK_NONE)
    return self->loose_spans;
  return task < self->task_spans->len ? g_ptr_array_index (self->task_spans, task) : NULL;
}

static PolluxTaskSpans *
ensure_task_spans (PolluxTrace *self, PolluxTaskIndex task)
{
  PolluxTaskSpans *spans = find_task_spans (self, task);

  if (spans != NULL)
    return spans;
  spans = g_new0 (PolluxTaskSpans, 1);
  spans->last = G_MININT64;
  spans->thread = POLLUX_THREAD_NONE;
  if (task == POLLUX_TASK_NONE)
    {
      self->loose_spans = spans;
      return spans;
    }
  if (task >= self->task_spans->len)
    g_ptr_array_set_size (self->task_spans, task + 1);
  g_ptr_array_index (self->task_spans, task) = spans;
  return spans;
}

static void
ensure_array (GArray **array, guint element_size)
{
  if (*array == NULL)
    *array = g_array_new (FALSE, FALSE, element_size);
}

static void
mark_late (PolluxTrace *self, PolluxTaskSpans *spans)
{
  if (!spans->late)
    g_ptr_array_add (self->late_spans, spans);
  spans->late = TRUE;
}

/* --- filling --------------------------------------------------------------- */

/* A task or parent that the file has not introduced counts as none: the span
 * itself has to stay, or those behind it would change their numbers. */
void
pollux_trace_add_span (PolluxTrace *self, const PolluxNewSpan *from)
{
  PolluxSpanIndex index = pollux_column_get_length (&self->spans);
  PolluxStoredSpan *stored = pollux_column_append (&self->spans);
  PolluxSpan *span = &stored->span;
  PolluxTaskSpans *spans;
  guint depth = 0;

  *stored = (PolluxStoredSpan) { .span = from->span };
  span->name = span->fields = 0;
  if (from->name != NULL)
    span->name = pollux_strings_intern (self->strings, from->name, from->name_length);
  if (from->fields != NULL)
    span->fields = pollux_strings_intern (self->strings, from->fields, from->fields_length);
  if (!is_task_or_none (self, span->task))
    span->task = POLLUX_TASK_NONE;
  if (span->parent >= index)
    span->parent = POLLUX_SPAN_NONE;
  else
    depth = stored_span (self, span->parent)->span.depth + 1;
  span->depth = MIN (MIN (span->depth, depth), MAX_DEPTH);
  if (span->kind > POLLUX_SPAN_OPERATION)
    span->kind = POLLUX_SPAN_USER;

  spans = ensure_task_spans (self, span->task);
  ensure_array (&spans->spans, sizeof (PolluxSpanIndex));
  g_array_append_val (spans->spans, index);
}

/* When something happened, as the thread's own order allows. Outside tasks
 * several threads speak at a time, and nothing is known of their orders. */
static PolluxTime
order_moment (PolluxTaskSpans *spans, const PolluxOp *op)
{
  PolluxTime time = op->time;

  if (op->task == POLLUX_TASK_NONE)
    return time;
  if (op->thread == spans->thread)
    time = MAX (time, spans->last);
  spans->thread = op->thread;
  spans->last = time;
  return time;
}

static void
note_guest (PolluxTaskSpans *spans, PolluxSpanIndex span)
{
  if (spans->guests == NULL)
    {
      spans->guests = g_array_new (FALSE, FALSE, sizeof (PolluxSpanIndex));
      spans->known_guests = g_hash_table_new (NULL, NULL);
    }
  if (g_hash_table_add (spans->known_guests, GUINT_TO_POINTER (span)))
    g_array_append_val (spans->guests, span);
}

static void
enter_span (PolluxTrace *self, const PolluxOp *op)
{
  PolluxTaskSpans *spans = ensure_task_spans (self, op->task);
  PolluxSpanSection section = { .end = POLLUX_TIME_NONE, .span = op->other, .record = op->record,
                                .thread = op->thread };
  guint32 index;

  ensure_array (&spans->sections, sizeof (PolluxSpanSection));
  ensure_array (&spans->open, sizeof (guint32));
  section.start = order_moment (spans, op);
  index = spans->sections->len;
  if (index > 0)
    {
      const PolluxSpanSection *last = &g_array_index (spans->sections, PolluxSpanSection,
                                                      index - 1);

      if (section.start < last->start
          || (section.start == last->start && section.record < last->record))
        mark_late (self, spans);
    }
  g_array_append_val (spans->sections, section);
  g_array_append_val (spans->open, index);
  stored_span (self, op->other)->n_enters++;
  if (stored_span (self, op->other)->span.task != op->task)
    note_guest (spans, op->other);
}

/* Takes the last open section of @span on @thread out of the open ones. */
static PolluxSpanSection *
take_open (PolluxTaskSpans *spans, PolluxSpanIndex span, PolluxThread thread)
{
  guint n = spans->open != NULL ? spans->open->len : 0;
  guint n_looked_at = MIN (n, MAX_OPEN_LOOKED_AT);

  for (guint i = n; i > n - n_looked_at; i--)
    {
      guint32 index = g_array_index (spans->open, guint32, i - 1);
      PolluxSpanSection *section = &g_array_index (spans->sections, PolluxSpanSection, index);

      if (section->span == span
          && (thread == POLLUX_THREAD_NONE || section->thread == thread))
        {
          g_array_remove_index (spans->open, i - 1);
          return section;
        }
    }
  return NULL;
}

static void
exit_span (PolluxTrace *self, const PolluxOp *op)
{
  PolluxTaskSpans *spans = find_task_spans (self, op->task);
  PolluxSpanSection *section = spans != NULL ? take_open (spans, op->other, op->thread) : NULL;

  if (section != NULL)
    section->end = MAX (section->start, order_moment (spans, op));
}

/**
 * pollux_trace_apply_span:
 * @op: an enter, exit or close of a span
 */
void
pollux_trace_apply_span (PolluxTrace *self, const PolluxOp *op)
{
  PolluxStoredSpan *stored = stored_span (self, op->other);

  if (stored == NULL || !is_task_or_none (self, op->task))
    return;
  if (op->type == POLLUX_OP_ENTER_SPAN)
    enter_span (self, op);
  else if (op->type == POLLUX_OP_EXIT_SPAN)
    exit_span (self, op);
  else
    {
      stored->span.closed = op->time;
      stored->span.close_record = op->record;
      if (stored->span.created != POLLUX_TIME_NONE && op->time != POLLUX_TIME_NONE)
        stored->span.closed = MAX (op->time, stored->span.created);
    }
}

void
pollux_trace_add_pending (PolluxTrace *self, const PolluxOp *op, const PolluxNewPending *from)
{
  PolluxStoredPending pending = { op->time, op->record, from->span, 0 };
  PolluxTaskSpans *spans;

  if (op->task >= pollux_column_get_length (&self->tasks))
    return;
  if (stored_span (self, pending.span) == NULL)
    pending.span = POLLUX_SPAN_NONE;
  if (from->text != NULL)
    pending.text = pollux_strings_intern (self->strings, from->text, from->length);
  spans = ensure_task_spans (self, op->task);
  ensure_array (&spans->pendings, sizeof (PolluxStoredPending));
  if (spans->pendings->len > 0)
    {
      const PolluxStoredPending *last = &g_array_index (spans->pendings, PolluxStoredPending,
                                                        spans->pendings->len - 1);

      if (pending.time < last->time
          || (pending.time == last->time && pending.record < last->record))
        mark_late (self, spans);
    }
  g_array_append_val (spans->pendings, pending);
}

/* --- settling -------------------------------------------------------------- */

static int
compare_moments (PolluxTime a, PolluxRecord a_record, PolluxTime b, PolluxRecord b_record)
{
  if (a != b)
    return a < b ? -1 : 1;
  return a_record < b_record ? -1 : a_record > b_record;
}

static int
compare_sections (gconstpointer a, gconstpointer b)
{
  const PolluxSpanSection *left = a, *right = b;

  return compare_moments (left->start, left->record, right->start, right->record);
}

static int
compare_pendings (gconstpointer a, gconstpointer b)
{
  const PolluxStoredPending *left = a, *right = b;

  return compare_moments (left->time, left->record, right->time, right->record);
}

/* The open sections in the order of their records, which is that of their
 * enters on each thread. */
static void
collect_open (PolluxTaskSpans *spans)
{
  g_array_set_size (spans->open, 0);
  for (guint32 i = 0; i < spans->sections->len; i++)
    {
      if (g_array_index (spans->sections, PolluxSpanSection, i).end == POLLUX_TIME_NONE)
        g_array_append_val (spans->open, i);
    }
}

/**
 * pollux_trace_settle_spans:
 *
 * Sorts what came late.
 */
void
pollux_trace_settle_spans (PolluxTrace *self)
{
  for (guint i = 0; i < self->late_spans->len; i++)
    {
      PolluxTaskSpans *spans = g_ptr_array_index (self->late_spans, i);

      spans->late = FALSE;
      if (spans->pendings != NULL)
        g_array_sort (spans->pendings, compare_pendings);
      if (spans->sections == NULL)
        continue;
      g_array_sort (spans->sections, compare_sections);
      collect_open (spans);
    }
  g_ptr_array_set_size (self->late_spans, 0);
}

/* --- reading --------------------------------------------------------------- */

/**
 * pollux_trace_get_n_foreign:
 *
 * Returns: how many lines are no records of the format
 */
guint
pollux_trace_get_n_foreign (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return pollux_column_get_length (&self->foreigns);
}

/**
 * pollux_trace_get_foreign:
 * @index: in file order
 * @time: (out) (nullable): of the record before it, or POLLUX_TIME_NONE
 *
 * Returns: the line
 */
PolluxRecord
pollux_trace_get_foreign (PolluxTrace *self, guint index, PolluxTime *time)
{
  const PolluxStoredForeign *foreign;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), POLLUX_RECORD_NONE);
  g_return_val_if_fail (index < pollux_column_get_length (&self->foreigns), POLLUX_RECORD_NONE);

  foreign = pollux_column_get (&self->foreigns, index);
  if (time != NULL)
    *time = foreign->time;
  return foreign->record;
}

/**
 * pollux_trace_get_foreign_level:
 * @index: in file order
 *
 * Returns: the level of what the line tells: POLLUX_LEVEL_ERROR of a panic
 */
PolluxLevel
pollux_trace_get_foreign_level (PolluxTrace *self, guint index)
{
  const PolluxStoredForeign *foreign;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), POLLUX_LEVEL_NONE);
  g_return_val_if_fail (index < pollux_column_get_length (&self->foreigns), POLLUX_LEVEL_NONE);

  foreign = pollux_column_get (&self->foreigns, index);
  return foreign->level;
}

/**
 * pollux_trace_get_n_spans:
 *
 * Returns: how many spans there are that are no tasks
 */
guint
pollux_trace_get_n_spans (PolluxTrace *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  return pollux_column_get_length (&self->spans);
}

/**
 * pollux_trace_get_span:
 *
 * Returns: (transfer none): a span; valid until the trace changes
 */
const PolluxSpan *
pollux_trace_get_span (PolluxTrace *self, PolluxSpanIndex span)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), NULL);
  g_return_val_if_fail (span < pollux_column_get_length (&self->spans), NULL);

  return &stored_span (self, span)->span;
}

/**
 * pollux_trace_get_span_n_enters:
 *
 * Returns: how often it was entered, in all tasks together and outside them
 */
guint
pollux_trace_get_span_n_enters (PolluxTrace *self, PolluxSpanIndex span)
{
  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);
  g_return_val_if_fail (span < pollux_column_get_length (&self->spans), 0);

  return stored_span (self, span)->n_enters;
}

static guint
array_length (const GArray *array)
{
  return array != NULL ? array->len : 0;
}

/**
 * pollux_trace_get_n_task_spans:
 * @task: a task, or POLLUX_TASK_NONE
 *
 * Returns: how many spans belong to it; POLLUX_TASK_NONE: lie outside all tasks
 */
guint
pollux_trace_get_n_task_spans (PolluxTrace *self, PolluxTaskIndex task)
{
  const PolluxTaskSpans *spans;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  spans = find_task_spans (self, task);
  return spans != NULL ? array_length (spans->spans) : 0;
}

/**
 * pollux_trace_get_task_span:
 * @task: a task, or POLLUX_TASK_NONE
 * @index: in order of creation
 *
 * Returns: the span's index among all spans
 */
PolluxSpanIndex
pollux_trace_get_task_span (PolluxTrace *self, PolluxTaskIndex task, guint index)
{
  g_return_val_if_fail (index < pollux_trace_get_n_task_spans (self, task), POLLUX_SPAN_NONE);

  return g_array_index (find_task_spans (self, task)->spans, PolluxSpanIndex, index);
}

/**
 * pollux_trace_get_n_guest_spans:
 * @task: a task, or POLLUX_TASK_NONE
 *
 * Returns: how many spans of others were entered in its polls
 */
guint
pollux_trace_get_n_guest_spans (PolluxTrace *self, PolluxTaskIndex task)
{
  const PolluxTaskSpans *spans;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  spans = find_task_spans (self, task);
  return spans != NULL ? array_length (spans->guests) : 0;
}

/**
 * pollux_trace_get_guest_span:
 * @task: a task, or POLLUX_TASK_NONE
 * @index: in the order of the file's enters
 *
 * Returns: the span's index among all spans
 */
PolluxSpanIndex
pollux_trace_get_guest_span (PolluxTrace *self, PolluxTaskIndex task, guint index)
{
  g_return_val_if_fail (index < pollux_trace_get_n_guest_spans (self, task), POLLUX_SPAN_NONE);

  return g_array_index (find_task_spans (self, task)->guests, PolluxSpanIndex, index);
}

/**
 * pollux_trace_get_n_span_sections:
 * @task: a task, or POLLUX_TASK_NONE
 *
 * Returns: how often any span was entered in its polls
 */
guint
pollux_trace_get_n_span_sections (PolluxTrace *self, PolluxTaskIndex task)
{
  const PolluxTaskSpans *spans;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  spans = find_task_spans (self, task);
  return spans != NULL ? array_length (spans->sections) : 0;
}

/**
 * pollux_trace_get_span_section:
 * @task: a task, or POLLUX_TASK_NONE
 * @index: in order of (start, record)
 * @section: (out caller-allocates): filled
 */
void
pollux_trace_get_span_section (PolluxTrace *self, PolluxTaskIndex task, guint index,
                               PolluxSpanSection *section)
{
  g_return_if_fail (index < pollux_trace_get_n_span_sections (self, task));

  *section = g_array_index (find_task_spans (self, task)->sections, PolluxSpanSection, index);
}

/**
 * pollux_trace_find_span_section:
 * @task: a task, or POLLUX_TASK_NONE
 *
 * Returns: the first section that starts at or after @time; the count if none
 */
guint
pollux_trace_find_span_section (PolluxTrace *self, PolluxTaskIndex task, PolluxTime time)
{
  guint low = 0, high = pollux_trace_get_n_span_sections (self, task);
  const GArray *sections = high > 0 ? find_task_spans (self, task)->sections : NULL;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (sections, PolluxSpanSection, middle).start < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* How many pendings of @spans come before that moment. */
static guint
count_pendings_before (const PolluxTaskSpans *spans, PolluxTime time, PolluxRecord record)
{
  guint low = 0, high = array_length (spans->pendings);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PolluxStoredPending *at = &g_array_index (spans->pendings, PolluxStoredPending, middle);

      if (compare_moments (at->time, at->record, time, record) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The last pending operation inside a poll: behind its enter, not behind its
 * end, and, as times are often equal, before the enter of the next one. */
static const PolluxStoredPending *
find_pending (const PolluxTaskSpans *spans, const PolluxLane *lane, guint index)
{
  const PolluxStoredPending *pending;
  PolluxPoll poll, next = { .start = G_MAXINT64, .record = POLLUX_RECORD_NONE };
  guint n;

  pollux_lane_get_poll (lane, index, &poll);
  if (index + 1 < pollux_lane_get_n_polls (lane))
    pollux_lane_get_poll (lane, index + 1, &next);
  n = count_pendings_before (spans, next.start, next.record);
  if (n == 0)
    return NULL;
  pending = &g_array_index (spans->pendings, PolluxStoredPending, n - 1);
  if (pending->time > poll.end
      || compare_moments (pending->time, pending->record, poll.start, poll.record) < 0)
    return NULL;
  return pending;
}

/**
 * pollux_trace_get_n_pending:
 *
 * Returns: how many operations returned Pending in polls of @task
 */
guint
pollux_trace_get_n_pending (PolluxTrace *self, PolluxTaskIndex task)
{
  const PolluxTaskSpans *spans;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), 0);

  spans = task != POLLUX_TASK_NONE ? find_task_spans (self, task) : NULL;
  return spans != NULL ? array_length (spans->pendings) : 0;
}

/**
 * pollux_trace_get_pending:
 * @poll: a poll of @task
 * @span: (out) (nullable): the operation, or POLLUX_SPAN_NONE
 * @record: (out) (nullable): the record that says so
 *
 * Returns: (transfer none) (nullable): what the poll returned Pending from
 */
const char *
pollux_trace_get_pending (PolluxTrace *self, PolluxTaskIndex task, guint poll,
                          PolluxSpanIndex *span, PolluxRecord *record)
{
  const PolluxTaskSpans *spans;
  const PolluxStoredPending *pending;

  g_return_val_if_fail (POLLUX_IS_TRACE (self), NULL);

  if (span != NULL)
    *span = POLLUX_SPAN_NONE;
  if (record != NULL)
    *record = POLLUX_RECORD_NONE;
  spans = task != POLLUX_TASK_NONE ? find_task_spans (self, task) : NULL;
  if (spans == NULL || array_length (spans->pendings) == 0)
    return NULL;
  if (poll >= pollux_lane_get_n_polls (pollux_trace_get_lane (self, task)))
    return NULL;
  pending = find_pending (spans, pollux_trace_get_lane (self, task), poll);
  if (pending == NULL)
    return NULL;
  if (span != NULL)
    *span = pending->span;
  if (record != NULL)
    *record = pending->record;
  return pollux_strings_get (self->strings, pending->text);
}
