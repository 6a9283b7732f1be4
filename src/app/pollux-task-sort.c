/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sorting a table of up to millions of tasks without stalling the main loop:
 * a bottom-up merge sort whose state is four numbers, so that it can stop
 * anywhere. It costs O(n log n) comparisons and 32 bytes per task while it
 * runs; the keys of numeric columns are computed once per task. It is stable,
 * so tasks that are equal keep the order of the picture. What is not recorded
 * comes last in both directions.
 */

#include "config.h"

#include "pollux-task-sort.h"

/* How many cheap steps are made between two looks at the clock. */
#define CLOCK_EVERY 1024

typedef struct
{
  gint64 key;
  PolluxTaskIndex task;
} Entry;

typedef enum
{
  STAGE_COLLECT,
  STAGE_KEYS,
  STAGE_MERGE,
  STAGE_DONE,
} Stage;

struct _PolluxTaskSort
{
  PolluxTrace *trace;
  const PolluxRows *rows;
  PolluxTaskColumn column;
  gboolean descending;

  Stage stage;
  guint next;               /* row that is collected, or entry whose key is computed */
  Entry *entries;
  Entry *merged;
  guint n_entries;

  /* The merge of [left, left + width) and [left + width, left + 2 * width):
   * how much of either was taken. */
  guint width;
  guint left;
  guint taken_a;
  guint taken_b;
};

/**
 * pollux_task_sort_new:
 * @trace: a reference is kept
 * @rows: what is listed, borrowed until it was read
 * @column: by what
 * @descending: the largest first
 *
 * Returns: (transfer full): a sort that has not begun
 */
PolluxTaskSort *
pollux_task_sort_new (PolluxTrace *trace,
                      const PolluxRows *rows,
                      PolluxTaskColumn column,
                      gboolean descending)
{
  PolluxTaskSort *sort = g_new0 (PolluxTaskSort, 1);

  sort->trace = g_object_ref (trace);
  sort->rows = rows;
  sort->column = column;
  sort->descending = descending;
  sort->entries = g_new (Entry, MAX (pollux_rows_get_n_tasks (rows), 1));
  sort->width = 1;

  return sort;
}

/**
 * pollux_task_sort_free:
 * @sort: (nullable): to be freed, done or not
 */
void
pollux_task_sort_free (PolluxTaskSort *sort)
{
  if (sort == NULL)
    return;

  g_object_unref (sort->trace);
  g_free (sort->entries);
  g_free (sort->merged);
  g_free (sort);
}

static void
begin_merging (PolluxTaskSort *sort)
{
  sort->merged = g_new (Entry, MAX (sort->n_entries, 1));
  sort->stage = STAGE_MERGE;
}

static void
collect_one (PolluxTaskSort *sort)
{
  const PolluxTaskIndex *tasks;
  guint n;

  tasks = pollux_rows_get_tasks (sort->rows, &n);
  if (sort->next == n)
    {
      sort->rows = NULL;
      sort->next = 0;
      if (sort->column == POLLUX_N_TASK_COLUMNS)
        sort->stage = STAGE_DONE;
      else if (pollux_task_column_has_key (sort->column))
        sort->stage = STAGE_KEYS;
      else
        begin_merging (sort);
      return;
    }

  sort->entries[sort->n_entries++] = (Entry) { 0, tasks[sort->next++] };
}

static void
key_one (PolluxTaskSort *sort)
{
  Entry *entry;

  if (sort->next == sort->n_entries)
    {
      begin_merging (sort);
      return;
    }

  entry = &sort->entries[sort->next++];
  entry->key = pollux_task_column_get_key (sort->column, sort->trace, entry->task);
}

static int
compare (PolluxTaskSort *sort, const Entry *a, const Entry *b)
{
  int order;

  if (!pollux_task_column_has_key (sort->column))
    {
      order = pollux_task_column_compare (sort->column, sort->trace, a->task, b->task);
      return sort->descending ? -order : order;
    }

  if (a->key == b->key)
    return 0;
  if (a->key == POLLUX_TIME_NONE)
    return 1;
  if (b->key == POLLUX_TIME_NONE)
    return -1;
  order = a->key < b->key ? -1 : 1;
  return sort->descending ? -order : order;
}

/* The pass is complete: the next one merges runs of twice the length. */
static void
end_pass (PolluxTaskSort *sort)
{
  Entry *swap = sort->entries;

  sort->entries = sort->merged;
  sort->merged = swap;
  sort->left = 0;
  sort->width = sort->width > G_MAXUINT / 2 ? G_MAXUINT : sort->width * 2;
}

/* Moves one entry into place. */
static void
merge_one (PolluxTaskSort *sort)
{
  guint n = sort->n_entries;
  guint begin_b = sort->left + MIN (sort->width, n - sort->left);
  guint end_b = begin_b + MIN (sort->width, n - begin_b);
  guint at_a = sort->left + sort->taken_a;
  guint at_b = begin_b + sort->taken_b;
  guint to = at_a + sort->taken_b;
  gboolean from_b;

  if (sort->width >= n)
    {
      sort->stage = STAGE_DONE;
      return;
    }
  if (at_a == begin_b && at_b == end_b)
    {
      sort->left = end_b;
      sort->taken_a = sort->taken_b = 0;
      if (sort->left == n)
        end_pass (sort);
      return;
    }

  from_b = at_a == begin_b ||
           (at_b < end_b && compare (sort, &sort->entries[at_b], &sort->entries[at_a]) < 0);
  sort->merged[to] = sort->entries[from_b ? at_b : at_a];
  if (from_b)
    sort->taken_b++;
  else
    sort->taken_a++;
}

static void
step (PolluxTaskSort *sort)
{
  switch (sort->stage)
    {
    case STAGE_COLLECT:
      collect_one (sort);
      break;

    case STAGE_KEYS:
      key_one (sort);
      break;

    case STAGE_MERGE:
      merge_one (sort);
      break;

    case STAGE_DONE:
    default:
      break;
    }
}

/**
 * pollux_task_sort_run:
 * @deadline: of g_get_monotonic_time(), or 0
 *
 * Returns: whether it is done
 */
gboolean
pollux_task_sort_run (PolluxTaskSort *sort, gint64 deadline)
{
  guint n = 0;

  while (sort->stage != STAGE_DONE)
    {
      step (sort);
      if (++n % CLOCK_EVERY == 0 && deadline != 0 && g_get_monotonic_time () >= deadline)
        break;
    }

  return sort->stage == STAGE_DONE;
}

/**
 * pollux_task_sort_reads_rows:
 *
 * Returns: whether it must be started again when the rows change
 */
gboolean
pollux_task_sort_reads_rows (const PolluxTaskSort *sort)
{
  return sort->rows != NULL;
}

/**
 * pollux_task_sort_steal:
 * @n_tasks: (out): how many there are
 *
 * Returns: (transfer full): the tasks in their order
 */
PolluxTaskIndex *
pollux_task_sort_steal (PolluxTaskSort *sort, guint *n_tasks)
{
  PolluxTaskIndex *tasks;

  g_return_val_if_fail (sort->stage == STAGE_DONE, NULL);

  tasks = g_new (PolluxTaskIndex, MAX (sort->n_entries, 1));
  for (guint i = 0; i < sort->n_entries; i++)
    tasks[i] = sort->entries[i].task;
  *n_tasks = sort->n_entries;

  return tasks;
}
