/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rows are one array of task indices, tasks first, runtime workers behind
 * them; the trace's lane and the heading are told by two flags, so a lane is
 * found from y by arithmetic. Rows of spans are kept apart (PolluxFolds): an
 * index or y is first looked up among those.
 *
 * Names and locations are interned, so a filter word is tried once for each
 * distinct string and the answer kept (two bits a string): a million tasks
 * from twelve places cost a million look-ups and twelve searches. Orders sort
 * 64-bit keys with a radix sort (stable, one pass for each byte in which keys
 * differ); names get their rank as key.
 *
 * While a trace grows in spawn order, new tasks are appended without looking
 * at the old ones again. In the other orders the keys of old tasks change with
 * every batch; long lists are then sorted again only when they have grown by
 * an eighth, and once more when the trace is finished.
 */

#include "config.h"

#include <string.h>

#include "pollux-filter.h"
#include "pollux-folds.h"
#include "pollux-name-order.h"
#include "pollux-rows.h"

#define GROUP_HEIGHT 20.0
#define SPAN_HEIGHT 18
#define TRACE_MIN_HEIGHT 16.0
#define SORT_ALWAYS_BELOW 4096

typedef struct
{
  guint64 key;
  PolluxTaskIndex task;
} Entry;

struct _PolluxRows
{
  PolluxFilter *filter;
  char *filter_text;
  PolluxRange range;
  PolluxOrder order;
  gboolean descending;
  PolluxLaneHeight lane_height;

  /* What the rows were made from. */
  PolluxTrace *trace;
  guint64 generation;
  gboolean stale;
  gboolean finished;
  guint n_seen;
  guint n_sorted;
  PolluxTime last_spawned;

  PolluxTaskIndex *tasks;
  guint *places;         /* of a task in @tasks, G_MAXUINT if it is not shown */
  guint n_places;
  guint n_tasks;
  guint n_workers;       /* the last of @tasks */
  gboolean has_trace;

  PolluxFolds *folds;
  gboolean folds_stale;
};

/**
 * pollux_rows_new:
 *
 * Returns: (transfer full): no rows, in spawn order, of normal height
 */
PolluxRows *
pollux_rows_new (void)
{
  PolluxRows *rows = g_new0 (PolluxRows, 1);

  rows->lane_height = POLLUX_LANE_NORMAL;
  rows->filter = pollux_filter_new ("");
  rows->filter_text = g_strdup ("");
  rows->stale = TRUE;
  rows->folds = pollux_folds_new ();

  return rows;
}

/**
 * pollux_rows_free:
 */
void
pollux_rows_free (PolluxRows *rows)
{
  pollux_filter_free (rows->filter);
  g_free (rows->filter_text);
  g_clear_object (&rows->trace);
  pollux_folds_free (rows->folds);
  g_free (rows->tasks);
  g_free (rows->places);
  g_free (rows);
}

/* Where unsigned keys sort as signed times do. */
static guint64
time_key (gint64 time)
{
  return (guint64) time ^ (G_GUINT64_CONSTANT (1) << 63);
}

static PolluxTime
get_begin (PolluxTrace     *trace,
           PolluxTaskIndex  task)
{
  return pollux_lane_get_life (pollux_trace_get_lane (trace, task)).begin;
}

static guint64
get_sum (PolluxTrace     *trace,
         PolluxTaskIndex  task,
         PolluxOrder      order)
{
  PolluxLaneSummary summary;

  pollux_lane_summarize (pollux_trace_get_lane (trace, task),
                         (PolluxRange) { G_MININT64 / 2, G_MAXINT64 / 2 }, &summary);

  switch (order)
    {
    case POLLUX_ORDER_BUSY:
      return summary.busy;
    case POLLUX_ORDER_SCHEDULED:
      return summary.scheduled + summary.spawn_delay;
    case POLLUX_ORDER_POLLS:
      return summary.n_polls;
    case POLLUX_ORDER_LONGEST_POLL:
      return summary.longest_poll;
    case POLLUX_ORDER_LONGEST_WAIT:
      return summary.longest_wait;
    case POLLUX_ORDER_SPAWN:
    case POLLUX_ORDER_NAME:
    case POLLUX_N_ORDERS:
    default:
      return 0;
    }
}

/* Replaces the keys by the rank of each task's title. */
static void
set_name_keys (PolluxTrace *trace,
               Entry       *entries,
               guint        n)
{
  g_autofree const char **titles = g_new (const char *, MAX (n, 1));
  g_autofree guint *ranks = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    titles[i] = pollux_trace_get_task_title (trace, entries[i].task);

  pollux_name_order_rank (titles, n, ranks);
  for (guint i = 0; i < n; i++)
    entries[i].key = ranks[i];
}

static void
sort_by_byte (const Entry *from,
              Entry       *to,
              guint        n,
              guint        shift,
              guint       *counts)
{
  guint at = 0;

  for (guint value = 0; value < 256; value++)
    {
      guint count = counts[value];

      counts[value] = at;
      at += count;
    }

  for (guint i = 0; i < n; i++)
    to[counts[(from[i].key >> shift) & 0xff]++] = from[i];
}

/* Stable; @entries and @spare change places when the number of passes is odd. */
static void
sort_entries (Entry **entries,
              Entry **spare,
              guint   n)
{
  gboolean sorted = TRUE;

  for (guint i = 1; i < n && sorted; i++)
    sorted = (*entries)[i - 1].key <= (*entries)[i].key;

  for (guint shift = 0; shift < 64 && !sorted; shift += 8)
    {
      guint counts[256] = { 0 };
      Entry *swap = *entries;

      for (guint i = 0; i < n; i++)
        counts[((*entries)[i].key >> shift) & 0xff]++;
      if (counts[((*entries)[0].key >> shift) & 0xff] == n)
        continue;

      sort_by_byte (*entries, *spare, n, shift, counts);
      *entries = *spare;
      *spare = swap;
    }
}

static void
sort_tasks (PolluxRows *rows,
            Entry     **entries,
            Entry     **spare,
            guint       n)
{
  sort_entries (entries, spare, n);

  if (rows->order == POLLUX_ORDER_NAME)
    set_name_keys (rows->trace, *entries, n);
  else if (rows->order != POLLUX_ORDER_SPAWN)
    for (guint i = 0; i < n; i++)
      (*entries)[i].key = get_sum (rows->trace, (*entries)[i].task, rows->order);

  /* Ties stay in spawn order also in the other direction. */
  if (rows->descending)
    for (guint i = 0; i < n; i++)
      (*entries)[i].key = ~(*entries)[i].key;

  sort_entries (entries, spare, n);
}

static gboolean
is_worker (PolluxTrace     *trace,
           PolluxTaskIndex  task)
{
  return (pollux_trace_get_task (trace, task)->flags & POLLUX_TASK_RUNTIME_WORKER) != 0;
}

static void
note_places (PolluxRows *rows,
             guint       from)
{
  for (guint i = from; i < rows->n_tasks; i++)
    rows->places[rows->tasks[i]] = i;
}

static gboolean
matches (const PolluxRows *rows,
         PolluxTaskIndex   task)
{
  if (pollux_range_length (rows->range) > 0)
    {
      PolluxRange life = pollux_lane_get_life (pollux_trace_get_lane (rows->trace, task));

      if (life.begin >= rows->range.end ||
          (life.begin < rows->range.begin && life.end <= rows->range.begin))
        return FALSE;
    }

  return pollux_filter_matches (rows->filter, rows->trace, task);
}

/* Filters and sorts everything anew. */
static void
rebuild (PolluxRows *rows,
         guint       n)
{
  g_autofree Entry *entries = g_new (Entry, MAX (n, 1));
  g_autofree Entry *spare = g_new (Entry, MAX (n, 1));
  guint n_tasks = 0, n_workers = 0;

  for (PolluxTaskIndex task = 0; task < n; task++)
    if (!is_worker (rows->trace, task) && matches (rows, task))
      entries[n_tasks++] = (Entry) { time_key (get_begin (rows->trace, task)), task };

  sort_tasks (rows, &entries, &spare, n_tasks);
  rows->last_spawned = G_MININT64;
  if (n_tasks > 0)
    rows->last_spawned = get_begin (rows->trace, entries[n_tasks - 1].task);
  for (guint i = 0; i < n_tasks; i++)
    rows->tasks[i] = entries[i].task;

  for (PolluxTaskIndex task = 0; task < n; task++)
    if (is_worker (rows->trace, task) && matches (rows, task))
      entries[n_workers++] = (Entry) { time_key (get_begin (rows->trace, task)), task };

  sort_tasks (rows, &entries, &spare, n_workers);
  for (guint i = 0; i < n_workers; i++)
    rows->tasks[n_tasks + i] = entries[i].task;

  rows->n_tasks = n_tasks + n_workers;
  rows->n_workers = n_workers;
  rows->n_seen = rows->n_sorted = n;
  if (n > 0)
    memset (rows->places, 0xff, n * sizeof *rows->places);
  note_places (rows, 0);
}

/* Puts the tasks from @n_seen on behind the others where that is their place
 * (or, in orders that are brought up to date later, near enough). */
static gboolean
append_tasks (PolluxRows *rows,
              guint       n)
{
  guint from = rows->n_tasks;

  for (PolluxTaskIndex task = rows->n_seen; task < n; task++)
    {
      PolluxTime begin = get_begin (rows->trace, task);

      if (rows->n_workers > 0 || is_worker (rows->trace, task) ||
          (rows->order == POLLUX_ORDER_SPAWN && begin < rows->last_spawned))
        return FALSE;

      rows->places[task] = G_MAXUINT;
      if (!matches (rows, task))
        continue;

      rows->tasks[rows->n_tasks++] = task;
      rows->last_spawned = MAX (rows->last_spawned, begin);
    }

  rows->n_seen = n;
  note_places (rows, from);

  return TRUE;
}

static gboolean
must_rebuild (const PolluxRows *rows,
              guint             n,
              gboolean          finished)
{
  if (rows->stale || n < rows->n_seen || (finished && !rows->finished))
    return TRUE;

  if (rows->order == POLLUX_ORDER_SPAWN)
    return rows->descending;

  return finished || n < SORT_ALWAYS_BELOW || n - rows->n_sorted > rows->n_sorted / 8;
}

static void
set_trace (PolluxRows  *rows,
           PolluxTrace *trace)
{
  if (!g_set_object (&rows->trace, trace))
    return;

  pollux_filter_forget (rows->filter);
  pollux_folds_forget (rows->folds);
  rows->stale = TRUE;
}

/* A hash over what is shown tells whether it changed, without a second copy. */
static guint64
get_digest (const PolluxRows *rows)
{
  guint64 hash = rows->n_tasks ^ ((guint64) rows->n_workers << 32) ^
                 ((guint64) rows->has_trace << 63);

  for (guint i = 0; i < rows->n_tasks; i++)
    {
      hash = (hash ^ rows->tasks[i]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 29;
    }

  return hash ^ pollux_folds_get_digest (rows->folds);
}

/* Places among the lanes; rows of spans are not counted. */
static guint
find_lane_place (gconstpointer    data,
                 PolluxTaskIndex  task)
{
  const PolluxRows *rows = data;
  guint place;

  if (task == POLLUX_TASK_NONE)
    return rows->has_trace ? 0 : G_MAXUINT;
  if (task >= rows->n_seen || rows->places[task] == G_MAXUINT)
    return G_MAXUINT;

  place = rows->places[task];

  return rows->has_trace + place + (place >= rows->n_tasks - rows->n_workers);
}

/**
 * pollux_rows_set_unfolded:
 * @task: whose lane, or POLLUX_TASK_NONE: the trace's own
 */
void
pollux_rows_set_unfolded (PolluxRows      *rows,
                          PolluxTaskIndex  task,
                          gboolean         unfolded)
{
  g_return_if_fail (rows != NULL);

  if (pollux_folds_set (rows->folds, task, unfolded))
    rows->folds_stale = TRUE;
}

/**
 * pollux_rows_fold_all:
 */
void
pollux_rows_fold_all (PolluxRows *rows)
{
  g_return_if_fail (rows != NULL);

  pollux_folds_forget (rows->folds);
  rows->folds_stale = TRUE;
}

/**
 * pollux_rows_is_unfolded:
 *
 * Returns: whether the spans of @task were asked for
 */
gboolean
pollux_rows_is_unfolded (const PolluxRows *rows,
                         PolluxTaskIndex   task)
{
  return pollux_folds_has (rows->folds, task);
}

/**
 * pollux_rows_get_spans:
 *
 * Returns: (transfer none) (nullable): the rows of spans of @task
 */
const PolluxSpanRows *
pollux_rows_get_spans (const PolluxRows *rows,
                       PolluxTaskIndex   task)
{
  return pollux_folds_get_spans (rows->folds, task);
}

/* --- all rows -------------------------------------------------------------- */

static void
update_lanes (PolluxRows *rows)
{
  PolluxTrace *trace = rows->trace;
  guint n = pollux_trace_get_n_tasks (trace);
  gboolean finished = pollux_trace_is_finished (trace);

  if (n > rows->n_places)
    {
      rows->n_places = n + n / 4;
      rows->tasks = g_renew (PolluxTaskIndex, rows->tasks, rows->n_places);
      rows->places = g_renew (guint, rows->places, rows->n_places);
    }

  if (must_rebuild (rows, n, finished) || !append_tasks (rows, n))
    rebuild (rows, n);

  rows->has_trace = *rows->filter_text == '\0' &&
                    (pollux_trace_get_n_loose_wakes (trace) > 0 ||
                     pollux_trace_get_n_loose_events (trace) > 0 ||
                     pollux_span_rows_has_any (trace, POLLUX_TASK_NONE));
  rows->generation = pollux_trace_get_generation (trace);
  rows->finished = finished;
  rows->stale = FALSE;
}

/**
 * pollux_rows_update:
 * @trace: what to show; a reference is kept
 *
 * Brings the rows up to date with the trace, the filter and the order.
 *
 * Returns: whether they are other rows than before
 */
gboolean
pollux_rows_update (PolluxRows  *rows,
                    PolluxTrace *trace)
{
  gboolean trace_changed;
  guint64 before;

  g_return_val_if_fail (rows != NULL, FALSE);
  g_return_val_if_fail (POLLUX_IS_TRACE (trace), FALSE);

  set_trace (rows, trace);
  trace_changed = rows->generation != pollux_trace_get_generation (trace);
  if (!rows->stale && !trace_changed && !rows->folds_stale)
    return FALSE;

  before = get_digest (rows);
  if (rows->stale || trace_changed)
    update_lanes (rows);
  pollux_folds_update (rows->folds, trace, trace_changed, find_lane_place, rows);
  rows->folds_stale = FALSE;

  return get_digest (rows) != before;
}

/**
 * pollux_rows_set_filter:
 * @filter: (nullable): words; see the header
 *
 * Takes effect with the next update.
 */
void
pollux_rows_set_filter (PolluxRows *rows,
                        const char *filter)
{
  g_return_if_fail (rows != NULL);

  g_clear_pointer (&rows->filter, pollux_filter_free);
  rows->filter = pollux_filter_new (filter);
  g_free (rows->filter_text);
  rows->filter_text = g_strstrip (g_strdup (filter != NULL ? filter : ""));
  rows->stale = TRUE;
}

/**
 * pollux_rows_set_range:
 * @range: ns, half open; empty for none
 *
 * Leaves out tasks that were not alive in @range. Takes effect with the next
 * update.
 */
void
pollux_rows_set_range (PolluxRows  *rows,
                       PolluxRange  range)
{
  g_return_if_fail (rows != NULL);

  rows->range = range;
  rows->stale = TRUE;
}

/**
 * pollux_rows_set_order:
 *
 * Takes effect with the next update.
 */
void
pollux_rows_set_order (PolluxRows  *rows,
                       PolluxOrder  order,
                       gboolean     descending)
{
  g_return_if_fail (rows != NULL);
  g_return_if_fail (order < POLLUX_N_ORDERS);

  rows->order = order;
  rows->descending = descending;
  rows->stale = TRUE;
}

/**
 * pollux_rows_set_lane_height:
 */
void
pollux_rows_set_lane_height (PolluxRows       *rows,
                             PolluxLaneHeight  height)
{
  g_return_if_fail (rows != NULL);
  g_return_if_fail (height >= POLLUX_LANE_TINY);

  rows->lane_height = height;
}

/**
 * pollux_rows_get_lane_height:
 */
PolluxLaneHeight
pollux_rows_get_lane_height (const PolluxRows *rows)
{
  return rows->lane_height;
}

/**
 * pollux_rows_get_n_lanes:
 *
 * Returns: how many lanes there are, heading and trace lane included
 */
guint
pollux_rows_get_n_lanes (const PolluxRows *rows)
{
  return rows->has_trace + rows->n_tasks + (rows->n_workers > 0);
}

/**
 * pollux_rows_get_length:
 *
 * Returns: how many rows there are, heading and trace lane included
 */
guint
pollux_rows_get_length (const PolluxRows *rows)
{
  return pollux_rows_get_n_lanes (rows) + pollux_folds_get_n_rows (rows->folds);
}

/**
 * pollux_rows_get_n_tasks:
 *
 * Returns: how many rows are tasks
 */
guint
pollux_rows_get_n_tasks (const PolluxRows *rows)
{
  return rows->n_tasks;
}

/* Place of the heading, G_MAXUINT if there is none. */
static guint
get_group_place (const PolluxRows *rows)
{
  if (rows->n_workers == 0)
    return G_MAXUINT;

  return rows->has_trace + rows->n_tasks - rows->n_workers;
}

/**
 * pollux_rows_get:
 * @index: below the length
 * @row: (out caller-allocates): filled
 */
void
pollux_rows_get (const PolluxRows *rows,
                 guint             index,
                 PolluxRow        *row)
{
  guint group = get_group_place (rows);
  guint place, sub;

  g_return_if_fail (index < pollux_rows_get_length (rows));

  place = pollux_folds_split (rows->folds, index, &sub);
  if (place == 0 && rows->has_trace)
    *row = (PolluxRow) { POLLUX_ROW_TRACE, POLLUX_TASK_NONE, 0, place };
  else if (place == group)
    *row = (PolluxRow) { POLLUX_ROW_GROUP, POLLUX_TASK_NONE, 0, place };
  else
    *row = (PolluxRow) { POLLUX_ROW_TASK, rows->tasks[place - rows->has_trace - (place > group)],
                         0, place };

  if (sub != G_MAXUINT)
    {
      row->kind = POLLUX_ROW_SPAN;
      row->sub = sub;
    }
}

static double
get_trace_height (const PolluxRows *rows)
{
  return rows->has_trace ? MAX (TRACE_MIN_HEIGHT, (double) rows->lane_height) : 0;
}

static double
get_span_height (const PolluxRows *rows)
{
  return MIN (SPAN_HEIGHT, (double) rows->lane_height);
}

/* Pixels of the lanes before the one at @place, without rows of spans. */
static double
get_lane_y (const PolluxRows *rows,
            guint             place)
{
  guint group = get_group_place (rows);
  guint n_lanes;

  if (place == 0)
    return 0;

  n_lanes = place - rows->has_trace - (place > group);

  return get_trace_height (rows) + (double) n_lanes * rows->lane_height +
         (place > group ? GROUP_HEIGHT : 0);
}

/**
 * pollux_rows_get_y:
 * @index: up to the length
 *
 * Returns: pixels from the first row's upper edge to that of row @index
 */
double
pollux_rows_get_y (const PolluxRows *rows,
                   guint             index)
{
  guint sub;
  guint place = pollux_folds_split (rows->folds, index, &sub);
  guint n_above = index - place;

  if (sub == G_MAXUINT)
    return get_lane_y (rows, place) + n_above * get_span_height (rows);

  /* The lane itself lies above as well. */
  return get_lane_y (rows, place + 1) + (n_above - 1) * get_span_height (rows);
}

/**
 * pollux_rows_get_height:
 *
 * Returns: pixels of all rows
 */
double
pollux_rows_get_height (const PolluxRows *rows)
{
  return get_lane_y (rows, pollux_rows_get_n_lanes (rows)) +
         pollux_folds_get_n_rows (rows->folds) * get_span_height (rows);
}

/* The lane at @y, below the height of the lanes, where none is unfolded. */
static guint
find_lane_y (const PolluxRows *rows,
             double            y)
{
  guint group = get_group_place (rows);
  guint place;

  if (y < get_trace_height (rows))
    return 0;

  place = rows->has_trace + (guint) ((y - get_trace_height (rows)) / rows->lane_height);
  if (place < group)
    return place;

  y -= get_lane_y (rows, group) + GROUP_HEIGHT;

  return y < 0 ? group : group + 1 + (guint) (y / rows->lane_height);
}

/* Where the rows of spans of a fold begin. */
static double
get_fold_y (const PolluxRows *rows,
            const PolluxFold *fold)
{
  return get_lane_y (rows, fold->place + 1) + fold->above * get_span_height (rows);
}

/**
 * pollux_rows_find_y:
 *
 * Returns: the row at @y, G_MAXUINT outside
 */
guint
pollux_rows_find_y (const PolluxRows *rows,
                    double            y)
{
  guint low = 0, high = pollux_folds_get_length (rows->folds);
  const PolluxFold *fold;
  double height;

  if (!(y >= 0 && y < pollux_rows_get_height (rows)))
    return G_MAXUINT;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_fold_y (rows, pollux_folds_get (rows->folds, middle)) <= y)
        low = middle + 1;
      else
        high = middle;
    }

  if (low == 0)
    return find_lane_y (rows, y);

  fold = pollux_folds_get (rows->folds, low - 1);
  height = get_span_height (rows);
  if (y < get_fold_y (rows, fold) + fold->n * height)
    return fold->place + fold->above + 1 + (guint) ((y - get_fold_y (rows, fold)) / height);

  return find_lane_y (rows, y - (fold->above + fold->n) * height) + fold->above + fold->n;
}

/**
 * pollux_rows_find_task:
 *
 * Returns: the row of @task, G_MAXUINT if it is not shown
 */
guint
pollux_rows_find_task (const PolluxRows *rows,
                       PolluxTaskIndex   task)
{
  guint place = task != POLLUX_TASK_NONE ? find_lane_place (rows, task) : G_MAXUINT;

  return place != G_MAXUINT ? pollux_folds_join (rows->folds, place) : G_MAXUINT;
}

/**
 * pollux_rows_find_span:
 *
 * Returns: the row of @span below the lane of @task, G_MAXUINT if it is not
 *   shown
 */
guint
pollux_rows_find_span (const PolluxRows *rows,
                       PolluxTaskIndex   task,
                       PolluxSpanIndex   span)
{
  const PolluxSpanRows *spans = pollux_rows_get_spans (rows, task);
  const PolluxSpanPlace *at = spans != NULL ? pollux_span_rows_find (spans, span) : NULL;
  guint place = find_lane_place (rows, task);

  if (at == NULL || place == G_MAXUINT)
    return G_MAXUINT;

  return pollux_folds_join (rows->folds, place) + 1 + at->row;
}

/**
 * pollux_rows_matches:
 * @filter: (nullable): words; see the header
 *
 * Returns: whether @filter takes @task
 */
gboolean
pollux_rows_matches (PolluxTrace     *trace,
                     PolluxTaskIndex  task,
                     const char      *filter)
{
  g_autoptr(PolluxFilter) compiled = pollux_filter_new (filter);

  return pollux_filter_matches (compiled, trace, task);
}
