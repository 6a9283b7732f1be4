/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-task-row.h"

#include "pollux-statistics.h"
#include "pollux-task-sums.h"
#include "pollux-text.h"
#include "pollux-time-text.h"
#include "pollux-thing.h"
#include "pollux-trace-text.h"

struct _PolluxTaskRow
{
  GObject parent_instance;

  PolluxTrace *trace;
  PolluxTaskIndex task;
  guint64 generation;       /* of the trace, when @sums were computed */
  PolluxTaskSums sums;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxTaskRow, pollux_task_row, G_TYPE_OBJECT)

static void
pollux_task_row_finalize (GObject *object)
{
  PolluxTaskRow *self = POLLUX_TASK_ROW (object);

  g_clear_object (&self->trace);
  G_OBJECT_CLASS (pollux_task_row_parent_class)->finalize (object);
}

static void
pollux_task_row_class_init (PolluxTaskRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pollux_task_row_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pollux_task_row_init (PolluxTaskRow *self)
{
  self->generation = G_MAXUINT64;
}

/**
 * pollux_task_row_new:
 * @trace: (nullable): a reference is kept
 * @task: one of its tasks, or POLLUX_TASK_NONE for a blank row
 *
 * Returns: (transfer full): a row
 */
PolluxTaskRow *
pollux_task_row_new (PolluxTrace *trace, PolluxTaskIndex task)
{
  PolluxTaskRow *self = g_object_new (POLLUX_TYPE_TASK_ROW, NULL);

  self->trace = trace != NULL ? g_object_ref (trace) : NULL;
  self->task = task;

  return self;
}

/**
 * pollux_task_row_get_trace:
 *
 * Returns: (transfer none) (nullable): the trace
 */
PolluxTrace *
pollux_task_row_get_trace (PolluxTaskRow *self)
{
  g_return_val_if_fail (POLLUX_IS_TASK_ROW (self), NULL);

  return self->trace;
}

/**
 * pollux_task_row_get_task:
 *
 * Returns: which task it is; POLLUX_TASK_NONE if the row is blank
 */
PolluxTaskIndex
pollux_task_row_get_task (PolluxTaskRow *self)
{
  g_return_val_if_fail (POLLUX_IS_TASK_ROW (self), POLLUX_TASK_NONE);

  return self->task;
}

static char *
dup_id (PolluxTrace *trace, PolluxTaskIndex task)
{
  const PolluxTask *record = pollux_trace_get_task (trace, task);

  if (record->flags & POLLUX_TASK_HAS_TOKIO_ID)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, record->tokio_id);
  return g_strdup ("—");
}

static const PolluxTaskSums *
get_sums (PolluxTaskRow *self)
{
  guint64 generation = pollux_trace_get_generation (self->trace);

  if (self->generation != generation)
    {
      pollux_task_sums_compute (self->trace, self->task, &self->sums);
      self->generation = generation;
    }

  return &self->sums;
}

/* Without the creation there is nothing from which it could be counted. */
static gint64
get_spawn_delay (PolluxTrace *trace, PolluxTaskIndex task, const PolluxTaskSums *sums)
{
  return pollux_trace_get_task (trace, task)->spawned != POLLUX_TIME_NONE ? sums->lane.spawn_delay
                                                                          : POLLUX_TIME_NONE;
}

/* Whether the figures of a column come from the polls. */
static gboolean
needs_polls (PolluxTaskColumn column)
{
  return column >= POLLUX_TASK_COLUMN_STATE && column <= POLLUX_TASK_COLUMN_LONGEST_DELAY;
}

/**
 * pollux_task_row_dup_text:
 * @column: which column
 *
 * Returns: (transfer full): the text of a cell; "" if the row is blank
 */
char *
pollux_task_row_dup_text (PolluxTaskRow *self, PolluxTaskColumn column)
{
  const PolluxTaskSums *sums;

  g_return_val_if_fail (POLLUX_IS_TASK_ROW (self) && self->trace != NULL, NULL);

  if (self->task == POLLUX_TASK_NONE)
    return g_strdup ("");
  if (needs_polls (column) && !pollux_statistics_has_polls (self->trace))
    return g_strdup ("—");

  sums = get_sums (self);
  switch (column)
    {
    case POLLUX_TASK_COLUMN_NAME:
      return pollux_text_for_title (self->trace, self->task);

    case POLLUX_TASK_COLUMN_ID:
      return dup_id (self->trace, self->task);

    case POLLUX_TASK_COLUMN_KIND:
      return g_strdup (
        pollux_task_kind_to_string (pollux_trace_get_task (self->trace, self->task)->kind));

    case POLLUX_TASK_COLUMN_LOCATION:
      return pollux_text_for_location (self->trace, self->task);

    case POLLUX_TASK_COLUMN_STATE:
      return g_strdup (pollux_trace_text_state (sums->state, sums->lane.n_polls));

    case POLLUX_TASK_COLUMN_POLLS:
      return pollux_count_to_label (sums->lane.n_polls);

    case POLLUX_TASK_COLUMN_BUSY:
      return pollux_trace_text_label (self->trace, sums->lane.busy);

    case POLLUX_TASK_COLUMN_SCHEDULED:
      return pollux_trace_text_label (self->trace, sums->lane.scheduled);

    case POLLUX_TASK_COLUMN_SPAWN_DELAY:
      return pollux_trace_text_label (self->trace, get_spawn_delay (self->trace, self->task, sums));

    case POLLUX_TASK_COLUMN_LONGEST_POLL:
      return pollux_trace_text_label (self->trace, sums->longest_poll);

    case POLLUX_TASK_COLUMN_LONGEST_DELAY:
      return pollux_trace_text_label (self->trace, sums->longest_delay);

    case POLLUX_TASK_COLUMN_WAKES:
      return pollux_count_to_label (sums->lane.n_wakes);

    case POLLUX_N_TASK_COLUMNS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * pollux_task_row_dup_sentence:
 *
 * Returns: (transfer full): the task in one sentence; "" if the row is blank
 */
char *
pollux_task_row_dup_sentence (PolluxTaskRow *self)
{
  PolluxThing thing = { POLLUX_THING_TASK, self->task, 0 };

  g_return_val_if_fail (POLLUX_IS_TASK_ROW (self) && self->trace != NULL, NULL);

  return self->task != POLLUX_TASK_NONE ? pollux_thing_describe (self->trace, &thing)
                                        : g_strdup ("");
}

/**
 * pollux_task_row_set_task:
 * @task: the task that is in this place from now on, or POLLUX_TASK_NONE
 *
 * Emits "changed" if the task is another, or if it may have changed.
 */
void
pollux_task_row_set_task (PolluxTaskRow *self, PolluxTaskIndex task)
{
  g_return_if_fail (POLLUX_IS_TASK_ROW (self));

  if (self->task == task && self->generation == pollux_trace_get_generation (self->trace))
    return;

  self->task = task;
  self->generation = G_MAXUINT64;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * pollux_task_column_is_number:
 *
 * Returns: whether the column holds numbers
 */
gboolean
pollux_task_column_is_number (PolluxTaskColumn column)
{
  return column == POLLUX_TASK_COLUMN_ID || column >= POLLUX_TASK_COLUMN_POLLS;
}

/**
 * pollux_task_column_has_key:
 *
 * Returns: whether the column is sorted by pollux_task_column_get_key()
 */
gboolean
pollux_task_column_has_key (PolluxTaskColumn column)
{
  return column == POLLUX_TASK_COLUMN_STATE || pollux_task_column_is_number (column);
}

/**
 * pollux_task_column_get_key:
 *
 * Returns: what a task is sorted by in a column of numbers
 */
gint64
pollux_task_column_get_key (PolluxTaskColumn column, PolluxTrace *trace, PolluxTaskIndex task)
{
  const PolluxTask *record = pollux_trace_get_task (trace, task);
  PolluxTaskSums sums;

  if (column == POLLUX_TASK_COLUMN_ID)
    return record->flags & POLLUX_TASK_HAS_TOKIO_ID ? (gint64) MIN (record->tokio_id, G_MAXINT64)
                                                    : POLLUX_TIME_NONE;
  if (!pollux_task_column_has_key (column))
    return 0;
  if (needs_polls (column) && !pollux_statistics_has_polls (trace))
    return POLLUX_TIME_NONE;

  pollux_task_sums_compute (trace, task, &sums);
  switch (column)
    {
    case POLLUX_TASK_COLUMN_STATE:
      return sums.state;

    case POLLUX_TASK_COLUMN_POLLS:
      return sums.lane.n_polls;

    case POLLUX_TASK_COLUMN_BUSY:
      return sums.lane.busy;

    case POLLUX_TASK_COLUMN_SCHEDULED:
      return sums.lane.scheduled;

    case POLLUX_TASK_COLUMN_SPAWN_DELAY:
      return get_spawn_delay (trace, task, &sums);

    case POLLUX_TASK_COLUMN_LONGEST_POLL:
      return sums.longest_poll;

    case POLLUX_TASK_COLUMN_LONGEST_DELAY:
      return sums.longest_delay;

    case POLLUX_TASK_COLUMN_WAKES:
      return sums.lane.n_wakes;

    default:
      return 0;
    }
}

static const char *
skip_zeros (const char *text)
{
  while (*text == '0')
    text++;
  return text;
}

/* Two runs of digits: the longer one without its zeros is the larger number. */
static int
compare_numbers (const char **a, const char **b)
{
  const char *at_a = skip_zeros (*a);
  const char *at_b = skip_zeros (*b);
  int first = 0;

  while (g_ascii_isdigit (*at_a) && g_ascii_isdigit (*at_b))
    {
      if (first == 0)
        first = (int) *at_a - (int) *at_b;
      at_a++;
      at_b++;
    }
  *a = at_a;
  *b = at_b;
  if (g_ascii_isdigit (*at_a))
    return 1;
  if (g_ascii_isdigit (*at_b))
    return -1;
  return first;
}

static int
compare_texts (const char *a, const char *b)
{
  while (*a != '\0' && *b != '\0')
    {
      int order;

      if (g_ascii_isdigit (*a) && g_ascii_isdigit (*b))
        {
          order = compare_numbers (&a, &b);
        }
      else
        {
          order = (int) (guchar) g_ascii_tolower (*a) - (int) (guchar) g_ascii_tolower (*b);
          a++;
          b++;
        }
      if (order != 0)
        return order;
    }

  return (*a != '\0') - (*b != '\0');
}

/**
 * pollux_task_column_compare:
 *
 * Returns: below 0 if @a comes first, above 0 if @b does, else 0
 */
int
pollux_task_column_compare (PolluxTaskColumn column,
                            PolluxTrace *trace,
                            PolluxTaskIndex a,
                            PolluxTaskIndex b)
{
  const PolluxTask *task_a = pollux_trace_get_task (trace, a);
  const PolluxTask *task_b = pollux_trace_get_task (trace, b);

  switch (column)
    {
    case POLLUX_TASK_COLUMN_NAME:
      return compare_texts (pollux_trace_get_task_title (trace, a),
                            pollux_trace_get_task_title (trace, b));

    case POLLUX_TASK_COLUMN_KIND:
      return (int) task_a->kind - (int) task_b->kind;

    case POLLUX_TASK_COLUMN_LOCATION:
      if (task_a->location == task_b->location)
        return 0;
      return compare_texts (pollux_trace_get_string (trace, task_a->location),
                            pollux_trace_get_string (trace, task_b->location));

    default:
      return 0;
    }
}
