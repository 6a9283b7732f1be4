/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is asked for, and how the rows follow it and the trace. The lanes are
 * one array of items (see pollux-rows-arrange.c), twelve bytes each; rows of
 * spans are kept apart (PolluxFolds): an index or y is first looked up among
 * those (see pollux-rows-lookup.c).
 *
 * Names and locations are interned, so a filter word is tried once for each
 * distinct string and the answer kept (two bits a string): a million tasks
 * from twelve places cost a million look-ups and twelve searches.
 *
 * While a trace grows in spawn order, new tasks are appended without looking
 * at the old ones again. In the other orders the keys of old tasks change with
 * every batch; long lists are then sorted again only when they have grown by
 * an eighth, and once more when the trace is finished.
 */

#include "config.h"

#include <string.h>

#include "pollux-rows-private.h"

#define SORT_ALWAYS_BELOW 4096
#define CANCEL_EVERY 4096
/* With more tasks groups begin collapsed. */
#define COLLAPSE_ABOVE 100

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
  rows->text_scale = 1;
  rows->filter = pollux_filter_new ("");
  rows->filter_text = g_strdup ("");
  rows->stale = TRUE;
  rows->trace_place = G_MAXUINT;
  rows->folds = pollux_folds_new ();
  rows->cache = pollux_rows_cache_new ();
  rows->pinned = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
  rows->pinned_set = g_hash_table_new (NULL, NULL);
  rows->hidden = g_hash_table_new (NULL, NULL);
  rows->only = g_hash_table_new (NULL, NULL);
  rows->groups = g_array_new (FALSE, FALSE, sizeof (PolluxRowGroup));
  rows->packs = g_array_new (FALSE, FALSE, sizeof (PolluxRowPack));
  for (guint i = 0; i < POLLUX_N_GROUPINGS; i++)
    rows->toggled[i] = g_hash_table_new (NULL, NULL);

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
  g_clear_pointer (&rows->workers, pollux_workers_unref);
  g_clear_pointer (&rows->taken, pollux_workers_unref);
  pollux_folds_free (rows->folds);
  pollux_rows_cache_unref (rows->cache);
  g_array_unref (rows->pinned);
  g_hash_table_unref (rows->pinned_set);
  g_hash_table_unref (rows->hidden);
  g_hash_table_unref (rows->only);
  g_array_unref (rows->groups);
  g_array_unref (rows->packs);
  for (guint i = 0; i < POLLUX_N_GROUPINGS; i++)
    g_hash_table_unref (rows->toggled[i]);
  g_free (rows->tasks);
  g_free (rows->places);
  g_free (rows->parents);
  g_free (rows->items);
  g_free (rows);
}

static gboolean
is_worker (PolluxTrace     *trace,
           PolluxTaskIndex  task)
{
  return (pollux_trace_get_task (trace, task)->flags & POLLUX_TASK_RUNTIME_WORKER) != 0;
}

static gboolean
has_task (GHashTable      *set,
          PolluxTaskIndex  task)
{
  return g_hash_table_size (set) > 0 && g_hash_table_contains (set, GUINT_TO_POINTER (task));
}

static gboolean
matches (const PolluxRows *rows,
         PolluxTaskIndex   task)
{
  if (has_task (rows->pinned_set, task) || has_task (rows->hidden, task) ||
      (g_hash_table_size (rows->only) > 0 && !has_task (rows->only, task)))
    return FALSE;

  if (pollux_range_length (rows->range) > 0)
    {
      PolluxRange life = pollux_lane_get_life (pollux_trace_get_lane (rows->trace, task));

      if (life.begin >= rows->range.end ||
          (life.begin < rows->range.begin && life.end <= rows->range.begin))
        return FALSE;
    }

  return pollux_filter_matches (rows->filter, rows->trace, task);
}

static void
collect_pinned (PolluxRows *rows,
                guint       n)
{
  for (guint i = 0; i < rows->pinned->len; i++)
    {
      PolluxTaskIndex task = g_array_index (rows->pinned, PolluxTaskIndex, i);

      if (task < n)
        rows->tasks[rows->n_tasks++] = task;
    }
  rows->n_pinned = rows->n_tasks;
}

/**
 * pollux_rows_is_cancelled:
 *
 * Returns: whether the rows are a draft that is not wanted any more
 */
gboolean
pollux_rows_is_cancelled (PolluxRows *rows)
{
  return g_atomic_int_get (&rows->cancelled) != 0;
}

/* Those of which @workers is true. */
static void
collect (PolluxRows *rows,
         guint       n,
         gboolean    workers)
{
  for (PolluxTaskIndex task = 0; task < n; task++)
    {
      if (task % CANCEL_EVERY == 0 && pollux_rows_is_cancelled (rows))
        return;
      if (is_worker (rows->trace, task) == workers && matches (rows, task))
        rows->tasks[rows->n_tasks++] = task;
    }
}

/* A draft has the time to find what later ones are spared. */
static void
learn (PolluxRows *rows)
{
  if (!rows->is_draft || pollux_rows_is_cancelled (rows))
    return;

  if (rows->order == POLLUX_ORDER_NAME)
    pollux_rows_cache_learn_names (rows->cache, rows->trace);
  if (rows->grouping != POLLUX_GROUP_NONE ||
      (rows->order != POLLUX_ORDER_NAME && rows->order != POLLUX_ORDER_SPAWN))
    pollux_rows_cache_learn_figures (rows->cache, rows->trace);
}

/* Filters and sorts everything anew. */
static void
rebuild (PolluxRows *rows,
         guint       n)
{
  const PolluxTaskRanks *known = pollux_rows_cache_get_ranks (rows->cache);
  PolluxOrder order = rows->order;
  guint first;

  rows->n_tasks = rows->n_workers = 0;
  collect_pinned (rows, n);

  first = rows->n_tasks;
  collect (rows, n, FALSE);
  learn (rows);
  if (pollux_rows_is_cancelled (rows))
    return;
  /* A tree is sorted by the figures of all that is below. */
  if (rows->grouping == POLLUX_GROUP_SPAWNER && order != POLLUX_ORDER_NAME)
    order = POLLUX_ORDER_SPAWN;
  pollux_task_order_sort (rows->trace, rows->tasks + first, rows->n_tasks - first, order,
                          rows->descending && order == rows->order, known);
  rows->last_spawned = G_MININT64;
  if (rows->n_tasks > first)
    rows->last_spawned = pollux_task_order_get_begin (rows->trace,
                                                      rows->tasks[rows->n_tasks - 1]);

  first = rows->n_tasks;
  collect (rows, n, TRUE);
  rows->n_workers = rows->n_tasks - first;
  pollux_task_order_sort (rows->trace, rows->tasks + first, rows->n_workers, rows->order,
                          rows->descending, known);

  rows->n_seen = rows->n_sorted = n;
  rows->built = pollux_trace_get_generation (rows->trace);
  if (pollux_rows_is_cancelled (rows))
    return;

  if (n > 0)
    memset (rows->places, 0xff, n * sizeof *rows->places);
  pollux_rows_arrange (rows);
  pollux_rows_lay_out (rows, 0);
}

/* Puts the tasks from @n_seen on behind the others where that is their place
 * (or, in orders that are brought up to date later, near enough). */
static gboolean
append_tasks (PolluxRows *rows,
              guint       n)
{
  guint from = rows->n_items;

  if (!pollux_rows_are_plain (rows))
    return FALSE;

  for (PolluxTaskIndex task = rows->n_seen; task < n; task++)
    {
      PolluxTime begin = pollux_task_order_get_begin (rows->trace, task);

      if (rows->n_workers > 0 || is_worker (rows->trace, task) ||
          (rows->order == POLLUX_ORDER_SPAWN && begin < rows->last_spawned))
        return FALSE;

      rows->places[task] = G_MAXUINT;
      if (!matches (rows, task))
        continue;

      rows->places[task] = rows->n_items;
      rows->tasks[rows->n_tasks++] = task;
      pollux_rows_add_item (rows, POLLUX_ROW_TASK, task, 0, 0);
      rows->last_spawned = MAX (rows->last_spawned, begin);
    }

  rows->n_seen = n;
  pollux_rows_lay_out (rows, from);

  return TRUE;
}

static gboolean
must_rebuild (const PolluxRows *rows,
              guint             n,
              gboolean          finished)
{
  if (rows->stale || n < rows->n_seen || (finished && !rows->finished))
    return TRUE;

  if (pollux_filter_may_change (rows->filter) &&
      pollux_trace_get_generation (rows->trace) - rows->built > rows->built / 8)
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
  pollux_rows_cache_unref (rows->cache);
  rows->cache = pollux_rows_cache_new ();
  rows->keys = NULL;
  pollux_folds_forget (rows->folds);
  g_array_set_size (rows->pinned, 0);
  g_hash_table_remove_all (rows->pinned_set);
  g_hash_table_remove_all (rows->hidden);
  g_hash_table_remove_all (rows->only);
  for (guint i = 0; i < POLLUX_N_GROUPINGS; i++)
    {
      g_hash_table_remove_all (rows->toggled[i]);
      rows->default_decided[i] = FALSE;
    }
  rows->workers_collapsed = FALSE;
  rows->stale = TRUE;
}

static guint64
mix (guint64 hash,
     guint64 value)
{
  hash = (hash ^ value) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return hash ^ (hash >> 29);
}

/* A hash over what is shown tells whether it changed, without a second copy. */
static guint64
get_digest (const PolluxRows *rows)
{
  guint64 hash = rows->n_items ^ ((guint64) rows->n_workers << 32);

  for (guint i = 0; i < rows->n_items; i++)
    {
      const PolluxRowItem *item = &rows->items[i];

      hash = mix (hash, item->index ^ ((guint64) item->kind << 32) ^
                        ((guint64) item->flags << 40) ^ ((guint64) item->depth << 48));
    }
  for (guint i = 0; i < rows->n_tasks && !pollux_rows_are_plain (rows); i++)
    hash = mix (hash, rows->tasks[i]);
  for (guint i = 0; i < rows->packs->len; i++)
    hash = mix (hash, g_array_index (rows->packs, PolluxRowPack, i).first);

  return hash ^ pollux_folds_get_digest (rows->folds);
}

/**
 * pollux_rows_note_digest:
 */
void
pollux_rows_note_digest (PolluxRows *rows)
{
  rows->digest = get_digest (rows);
}

/* --- rows of spans ---------------------------------------------------------- */

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

  if (!pollux_folds_set (rows->folds, task, unfolded))
    return;

  /* An unfolded task needs a row of its own. */
  rows->folds_stale = TRUE;
  if (rows->packed)
    rows->stale = TRUE;
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
  if (rows->packed)
    rows->stale = TRUE;
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

static gboolean
has_trace_lane (const PolluxRows *rows)
{
  return *rows->filter_text == '\0' && g_hash_table_size (rows->only) == 0 &&
         (pollux_trace_get_n_loose_wakes (rows->trace) > 0 ||
          pollux_trace_get_n_loose_events (rows->trace) > 0 ||
          pollux_span_rows_has_any (rows->trace, POLLUX_TASK_NONE));
}

static void
allocate (PolluxRows *rows,
          guint       n)
{
  if (n <= rows->n_places)
    return;

  rows->n_places = n + n / 4;
  rows->tasks = g_renew (PolluxTaskIndex, rows->tasks, rows->n_places);
  rows->places = g_renew (guint, rows->places, rows->n_places);
}

/**
 * pollux_rows_decide_default:
 *
 * Whether groups begin collapsed depends on how many tasks there are.
 */
void
pollux_rows_decide_default (PolluxRows *rows)
{
  PolluxGrouping grouping = rows->grouping;

  if (rows->default_decided[grouping] || grouping == POLLUX_GROUP_NONE)
    return;

  rows->collapsed_default[grouping] = pollux_trace_get_n_tasks (rows->trace) > COLLAPSE_ABOVE;
  rows->default_decided[grouping] = pollux_trace_is_finished (rows->trace);
}

/**
 * pollux_rows_update_lanes:
 *
 * Brings the lanes up to date, whatever it costs; not the rows of spans.
 */
void
pollux_rows_update_lanes (PolluxRows *rows)
{
  guint n = pollux_trace_get_n_tasks (rows->trace);
  gboolean finished = pollux_trace_is_finished (rows->trace);
  gboolean has_trace = has_trace_lane (rows);
  PolluxGrouping grouping = rows->grouping;

  if (rows->workers != NULL)
    {
      pollux_rows_arrange_workers (rows);
      rows->generation = pollux_trace_get_generation (rows->trace);
      rows->stale = FALSE;
      return;
    }

  allocate (rows, n);
  pollux_rows_decide_default (rows);
  rows->shown_grouping = grouping;
  if (grouping != POLLUX_GROUP_NONE && grouping != POLLUX_GROUP_SPAWNER)
    rows->keys = pollux_rows_cache_get_keys (rows->cache, rows->trace, grouping);

  if (has_trace != (rows->trace_place != G_MAXUINT))
    {
      rows->trace_place = has_trace ? 0 : G_MAXUINT;
      rows->stale = TRUE;
    }
  if (must_rebuild (rows, n, finished) || !append_tasks (rows, n))
    rebuild (rows, n);

  rows->generation = pollux_trace_get_generation (rows->trace);
  rows->finished = finished;
  rows->stale = FALSE;
}

/**
 * pollux_rows_update:
 * @trace: what to show; a reference is kept
 *
 * Brings the rows up to date with the trace and with what is asked for; only
 * the rows of spans while a draft is on its way.
 *
 * Returns: whether they are other rows than before
 */
gboolean
pollux_rows_update (PolluxRows  *rows,
                    PolluxTrace *trace)
{
  gboolean trace_changed, lanes_changed;
  guint64 before;

  g_return_val_if_fail (rows != NULL, FALSE);
  g_return_val_if_fail (POLLUX_IS_TRACE (trace), FALSE);

  set_trace (rows, trace);
  trace_changed = rows->generation != pollux_trace_get_generation (trace);
  lanes_changed = (rows->stale || trace_changed) && !rows->pending;
  if (!lanes_changed && !rows->folds_stale)
    return FALSE;

  before = rows->digest;
  if (lanes_changed)
    pollux_rows_update_lanes (rows);
  pollux_folds_update (rows->folds, trace, trace_changed, pollux_rows_find_lane_place, rows);
  rows->folds_stale = FALSE;
  for (guint i = 0; i < rows->groups->len && trace_changed; i++)
    g_array_index (rows->groups, PolluxRowGroup, i).has_figures = FALSE;

  pollux_rows_note_digest (rows);

  return rows->digest != before;
}

/**
 * pollux_rows_set_filter:
 * @filter: (nullable): terms; see #PolluxFilter
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

  if (rows->range.begin == range.begin && rows->range.end == range.end)
    return;

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
 * pollux_rows_set_grouping:
 *
 * Takes effect with the next update.
 */
void
pollux_rows_set_grouping (PolluxRows     *rows,
                          PolluxGrouping  grouping)
{
  g_return_if_fail (rows != NULL);
  g_return_if_fail (grouping < POLLUX_N_GROUPINGS);

  rows->grouping = grouping;
  rows->stale = TRUE;
}

/**
 * pollux_rows_get_grouping:
 *
 * Returns: what was set
 */
PolluxGrouping
pollux_rows_get_grouping (const PolluxRows *rows)
{
  return rows->grouping;
}

/**
 * pollux_rows_get_shown_grouping:
 *
 * Returns: by what the rows are grouped since the last update
 */
PolluxGrouping
pollux_rows_get_shown_grouping (const PolluxRows *rows)
{
  return rows->shown_grouping;
}

/**
 * pollux_rows_set_packed:
 *
 * Takes effect with the next update.
 */
void
pollux_rows_set_packed (PolluxRows *rows,
                        gboolean    packed)
{
  g_return_if_fail (rows != NULL);

  rows->packed = packed;
  rows->stale = TRUE;
}

/**
 * pollux_rows_is_packed:
 */
gboolean
pollux_rows_is_packed (const PolluxRows *rows)
{
  return rows->packed;
}

/* --- pinned, hidden, only ---------------------------------------------------- */

static void
unpin (PolluxRows      *rows,
       PolluxTaskIndex  task)
{
  if (!g_hash_table_remove (rows->pinned_set, GUINT_TO_POINTER (task)))
    return;

  for (guint i = rows->pinned->len; i > 0; i--)
    if (g_array_index (rows->pinned, PolluxTaskIndex, i - 1) == task)
      g_array_remove_index (rows->pinned, i - 1);
}

static void
unpin_all (PolluxRows            *rows,
           const PolluxTaskIndex *tasks,
           guint                  n)
{
  guint n_kept = 0;

  if (n == 1)
    {
      unpin (rows, tasks[0]);
      return;
    }

  for (guint i = 0; i < n; i++)
    g_hash_table_remove (rows->pinned_set, GUINT_TO_POINTER (tasks[i]));
  for (guint i = 0; i < rows->pinned->len; i++)
    {
      PolluxTaskIndex task = g_array_index (rows->pinned, PolluxTaskIndex, i);

      if (has_task (rows->pinned_set, task))
        g_array_index (rows->pinned, PolluxTaskIndex, n_kept++) = task;
    }
  g_array_set_size (rows->pinned, n_kept);
}

/**
 * pollux_rows_set_pinned:
 * @tasks: (array length=n): which
 */
void
pollux_rows_set_pinned (PolluxRows            *rows,
                        const PolluxTaskIndex *tasks,
                        guint                  n,
                        gboolean               pinned)
{
  g_return_if_fail (rows != NULL);

  rows->stale = TRUE;
  if (!pinned)
    {
      unpin_all (rows, tasks, n);
      return;
    }

  for (guint i = 0; i < n; i++)
    if (g_hash_table_add (rows->pinned_set, GUINT_TO_POINTER (tasks[i])))
      {
        g_array_append_val (rows->pinned, tasks[i]);
        g_hash_table_remove (rows->hidden, GUINT_TO_POINTER (tasks[i]));
      }
}

/**
 * pollux_rows_is_pinned:
 */
gboolean
pollux_rows_is_pinned (const PolluxRows *rows,
                       PolluxTaskIndex   task)
{
  return has_task (rows->pinned_set, task);
}

/**
 * pollux_rows_hide:
 * @tasks: (array length=n): which
 */
void
pollux_rows_hide (PolluxRows            *rows,
                  const PolluxTaskIndex *tasks,
                  guint                  n)
{
  g_return_if_fail (rows != NULL);

  unpin_all (rows, tasks, n);
  for (guint i = 0; i < n; i++)
    g_hash_table_add (rows->hidden, GUINT_TO_POINTER (tasks[i]));
  rows->stale = TRUE;
}

/**
 * pollux_rows_is_hidden:
 *
 * Returns: whether @task was hidden by pollux_rows_hide()
 */
gboolean
pollux_rows_is_hidden (const PolluxRows *rows,
                       PolluxTaskIndex   task)
{
  return has_task (rows->hidden, task);
}

/**
 * pollux_rows_show_hidden:
 */
void
pollux_rows_show_hidden (PolluxRows *rows)
{
  g_return_if_fail (rows != NULL);

  g_hash_table_remove_all (rows->hidden);
  rows->stale = TRUE;
}

/**
 * pollux_rows_get_n_hidden:
 *
 * Returns: how many tasks were hidden by pollux_rows_hide()
 */
guint
pollux_rows_get_n_hidden (const PolluxRows *rows)
{
  return g_hash_table_size (rows->hidden);
}

/**
 * pollux_rows_set_only:
 * @tasks: (array length=n): which are shown; none: all
 */
void
pollux_rows_set_only (PolluxRows            *rows,
                      const PolluxTaskIndex *tasks,
                      guint                  n)
{
  g_return_if_fail (rows != NULL);

  g_hash_table_remove_all (rows->only);
  for (guint i = 0; i < n; i++)
    {
      g_hash_table_add (rows->only, GUINT_TO_POINTER (tasks[i]));
      g_hash_table_remove (rows->hidden, GUINT_TO_POINTER (tasks[i]));
    }
  rows->stale = TRUE;
}

/**
 * pollux_rows_get_n_only:
 *
 * Returns: how many tasks are the only ones, 0 if all may be shown
 */
guint
pollux_rows_get_n_only (const PolluxRows *rows)
{
  return g_hash_table_size (rows->only);
}

/**
 * pollux_rows_show:
 *
 * Takes effect with the next update.
 *
 * Returns: whether @task was hidden, or not among the only ones
 */
gboolean
pollux_rows_show (PolluxRows      *rows,
                  PolluxTaskIndex  task)
{
  gboolean changed;

  g_return_val_if_fail (rows != NULL, FALSE);

  changed = g_hash_table_remove (rows->hidden, GUINT_TO_POINTER (task));
  if (g_hash_table_size (rows->only) > 0)
    changed |= g_hash_table_add (rows->only, GUINT_TO_POINTER (task));
  rows->stale |= changed;

  return changed;
}

/**
 * pollux_rows_dup_set:
 * @n: (out): how many
 *
 * Returns: (transfer full) (array length=n): the tasks that were set so by hand
 */
PolluxTaskIndex *
pollux_rows_dup_set (const PolluxRows *rows,
                     PolluxRowsSet     set,
                     guint            *n)
{
  GHashTable *table = set == POLLUX_ROWS_ONLY ? rows->only : rows->hidden;
  PolluxTaskIndex *tasks;
  GHashTableIter iter;
  gpointer key;

  *n = 0;
  if (set == POLLUX_ROWS_PINNED)
    {
      *n = rows->pinned->len;
      return g_memdup2 (rows->pinned->data, *n * sizeof *tasks);
    }

  tasks = g_new (PolluxTaskIndex, g_hash_table_size (table) + 1);
  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    tasks[(*n)++] = GPOINTER_TO_UINT (key);

  return tasks;
}

/* --- groups ------------------------------------------------------------------ */

/**
 * pollux_rows_set_collapsed:
 * @key: of a group
 */
void
pollux_rows_set_collapsed (PolluxRows *rows,
                           guint       key,
                           gboolean    collapsed)
{
  PolluxGrouping grouping = rows->shown_grouping;

  g_return_if_fail (rows != NULL);

  rows->stale = TRUE;
  if (key == POLLUX_GROUP_WORKERS)
    {
      rows->workers_collapsed = collapsed;
      return;
    }

  rows->default_decided[grouping] = TRUE;
  if (collapsed != rows->collapsed_default[grouping])
    g_hash_table_add (rows->toggled[grouping], GUINT_TO_POINTER (key + 1));
  else
    g_hash_table_remove (rows->toggled[grouping], GUINT_TO_POINTER (key + 1));
}

/**
 * pollux_rows_is_collapsed:
 */
gboolean
pollux_rows_is_collapsed (const PolluxRows *rows,
                          guint             key)
{
  if (key == POLLUX_GROUP_WORKERS)
    return rows->workers_collapsed;

  return rows->collapsed_default[rows->shown_grouping] !=
         g_hash_table_contains (rows->toggled[rows->shown_grouping],
                                GUINT_TO_POINTER (key + 1));
}

/**
 * pollux_rows_collapse_all:
 *
 * All groups that there are and that may still come.
 */
void
pollux_rows_collapse_all (PolluxRows *rows,
                          gboolean    collapsed)
{
  g_return_if_fail (rows != NULL);

  g_hash_table_remove_all (rows->toggled[rows->grouping]);
  rows->collapsed_default[rows->grouping] = collapsed && rows->grouping != POLLUX_GROUP_NONE;
  rows->default_decided[rows->grouping] = TRUE;
  rows->workers_collapsed = collapsed;
  rows->stale = TRUE;
}

/**
 * pollux_rows_matches:
 * @filter: (nullable): terms; see #PolluxFilter
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
