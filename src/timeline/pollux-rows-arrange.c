/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From tasks that are sorted to lanes. Tasks of one group, of one packed row,
 * and those below one task in a tree are put side by side in the array of
 * tasks, so that each of these is a part of it; the lanes are an array of
 * items that refer to them. O(n), but for packing.
 */

#include "config.h"

#include <math.h>

#include <string.h>

#include "pollux-name-order.h"
#include "pollux-packing.h"
#include "pollux-rows-private.h"
#include "pollux-task-tree.h"

#define GROUP_HEIGHT 20
#define TRACE_MIN_HEIGHT 16
#define BAND_MIN_HEIGHT 16

/**
 * pollux_rows_are_plain:
 */
gboolean
pollux_rows_are_plain (const PolluxRows *rows)
{
  return rows->grouping == POLLUX_GROUP_NONE && !rows->packed;
}

/**
 * pollux_rows_add_item:
 */
void
pollux_rows_add_item (PolluxRows    *rows,
                      PolluxRowKind  kind,
                      guint          index,
                      guint          depth,
                      guint          flags)
{
  if (rows->n_items == rows->n_items_allocated)
    {
      rows->n_items_allocated = MAX (64, rows->n_items * 2);
      rows->items = g_renew (PolluxRowItem, rows->items, rows->n_items_allocated);
    }

  rows->items[rows->n_items++] = (PolluxRowItem) { index, 0, MIN (depth, G_MAXUINT16), kind,
                                                   flags };
}

static guint
get_plain_height (const PolluxRows    *rows,
                 const PolluxRowItem *item)
{
  if (item->kind == POLLUX_ROW_TRACE)
    return MAX (TRACE_MIN_HEIGHT, rows->lane_height);
  if (item->kind != POLLUX_ROW_GROUP)
    return rows->lane_height;

  return item->flags & POLLUX_ROW_COLLAPSED ? MAX (BAND_MIN_HEIGHT, rows->lane_height)
                                            : GROUP_HEIGHT;
}

/* On whole pixels. */
static guint
get_item_height (const PolluxRows    *rows,
                 const PolluxRowItem *item)
{
  return (guint) lround (get_plain_height (rows, item) * rows->text_scale);
}

/**
 * pollux_rows_lay_out:
 * @from: the first item whose place is not known
 */
void
pollux_rows_lay_out (PolluxRows *rows,
                     guint       from)
{
  guint y = 0;

  if (from > 0 && rows->n_items > 0)
    y = rows->items[from - 1].y + get_item_height (rows, &rows->items[from - 1]);

  /* One more, that tells where they end. */
  pollux_rows_add_item (rows, POLLUX_ROW_TRACE, 0, 0, 0);
  for (guint i = from; i < rows->n_items; i++)
    {
      rows->items[i].y = y;
      y += get_item_height (rows, &rows->items[i]);
    }
  rows->n_items--;
}

/* --- lanes of some tasks -------------------------------------------------------- */

static void
add_tasks (PolluxRows *rows,
           guint       first,
           guint       n,
           guint       depth)
{
  for (guint i = first; i < first + n; i++)
    {
      rows->places[rows->tasks[i]] = rows->n_items;
      pollux_rows_add_item (rows, POLLUX_ROW_TASK, rows->tasks[i], depth, 0);
    }
}

/* Moves the unfolded tasks, which need a row of their own, to the front. */
static guint
split_unfolded (PolluxRows *rows,
                guint       first,
                guint       n)
{
  PolluxTaskIndex *tasks = rows->tasks + first;
  guint n_unfolded = 0;

  for (guint i = 0; i < n; i++)
    if (pollux_folds_has (rows->folds, tasks[i]))
      {
        PolluxTaskIndex task = tasks[i];

        memmove (tasks + n_unfolded + 1, tasks + n_unfolded, (i - n_unfolded) * sizeof *tasks);
        tasks[n_unfolded++] = task;
      }

  return n_unfolded;
}

static void
add_packed (PolluxRows *rows,
            guint       first,
            guint       n,
            guint       depth)
{
  guint n_unfolded = split_unfolded (rows, first, n);
  g_autoptr(GArray) starts = NULL;

  add_tasks (rows, first, n_unfolded, depth);
  first += n_unfolded;
  n -= n_unfolded;
  starts = pollux_packing_pack (rows->trace, rows->tasks + first, n);

  for (guint i = 0; i < starts->len; i++)
    {
      guint begin = g_array_index (starts, guint, i);
      guint end = i + 1 < starts->len ? g_array_index (starts, guint, i + 1) : n;
      PolluxRowPack pack = { first + begin, end - begin };

      if (pack.n == 1)
        {
          add_tasks (rows, pack.first, 1, depth);
          continue;
        }

      for (guint t = pack.first; t < pack.first + pack.n; t++)
        rows->places[rows->tasks[t]] = rows->n_items;
      pollux_rows_add_item (rows, POLLUX_ROW_PACK, rows->packs->len, depth, 0);
      g_array_append_val (rows->packs, pack);
    }
}

static void
add_lanes (PolluxRows *rows,
           guint       first,
           guint       n,
           guint       depth)
{
  if (rows->packed)
    add_packed (rows, first, n, depth);
  else
    add_tasks (rows, first, n, depth);
}

/* The heading, which, if it is collapsed, stands for the tasks. */
static void
add_heading (PolluxRows *rows,
             guint       key,
             guint       first,
             guint       n,
             guint       depth,
             gboolean    collapsed)
{
  PolluxRowGroup group = { key, first, n, collapsed, FALSE, { 0 } };

  for (guint i = first; i < first + n && collapsed; i++)
    rows->places[rows->tasks[i]] = rows->n_items;
  pollux_rows_add_item (rows, POLLUX_ROW_GROUP, rows->groups->len, depth,
                        collapsed ? POLLUX_ROW_COLLAPSED : 0);
  g_array_append_val (rows->groups, group);
  rows->n_headings += !collapsed;
}

/* --- groups --------------------------------------------------------------------- */

/* Of a group while they are sorted. */
typedef struct
{
  guint n;
  guint first;
  guint seen;        /* which in the order of their first tasks */
  PolluxFigures figures;
} Gathered;

static void
rank_titles (PolluxRows      *rows,
             PolluxSortEntry *entries,
             guint            n)
{
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autofree guint *ranks = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (titles, pollux_group_keys_dup_title (rows->keys, entries[i].value));
  pollux_name_order_rank ((const char **) titles->pdata, n, ranks);
  for (guint i = 0; i < n; i++)
    entries[i].key = rows->descending ? ~(guint64) ranks[i] : ranks[i];
}

/* Fills @entries with the keys of the groups that have tasks, sorted by the
 * same as the tasks are; returns how many there are. */
static guint
sort_groups (PolluxRows       *rows,
             const Gathered   *gathered,
             guint             n_keys,
             PolluxSortEntry **entries)
{
  g_autofree PolluxSortEntry *spare = g_new (PolluxSortEntry, n_keys + 1);
  guint n = 0;

  for (guint key = 0; key < n_keys; key++)
    if (gathered[key].n > 0)
      (*entries)[n++] = (PolluxSortEntry) { gathered[key].seen, key };
  pollux_sort_entries (entries, &spare, n);

  if (rows->order == POLLUX_ORDER_SPAWN)
    return n;

  for (guint i = 0; i < n; i++)
    {
      guint64 figure = pollux_figures_get (&gathered[(*entries)[i].value].figures, rows->order);

      (*entries)[i].key = rows->descending ? ~figure : figure;
    }
  if (rows->order == POLLUX_ORDER_NAME)
    rank_titles (rows, *entries, n);
  pollux_sort_entries (entries, &spare, n);

  return n;
}

static void
gather (PolluxRows *rows,
        guint       first,
        guint       n,
        Gathered   *gathered)
{
  gboolean by_figure = rows->order != POLLUX_ORDER_SPAWN && rows->order != POLLUX_ORDER_NAME;
  guint n_seen = 0;

  for (guint i = first; i < first + n; i++)
    {
      Gathered *group = &gathered[pollux_group_keys_get (rows->keys, rows->tasks[i])];

      if (group->n++ == 0)
        group->seen = n_seen++;
      if (by_figure)
        pollux_figures_add_known (&group->figures, rows->trace, rows->tasks[i],
                                  pollux_rows_cache_get_ranks (rows->cache));
    }
}

static void
arrange_groups (PolluxRows *rows,
                guint       first,
                guint       n)
{
  guint n_keys = pollux_group_keys_get_n (rows->keys);
  g_autofree Gathered *gathered = g_new0 (Gathered, n_keys + 1);
  g_autofree PolluxSortEntry *entries = g_new (PolluxSortEntry, n_keys + 1);
  g_autofree PolluxTaskIndex *sorted = NULL;
  guint n_groups, at = first;

  if (n == 0)
    return;

  gather (rows, first, n, gathered);
  n_groups = sort_groups (rows, gathered, n_keys, &entries);
  for (guint i = 0; i < n_groups; i++)
    {
      gathered[entries[i].value].first = at;
      at += gathered[entries[i].value].n;
    }

  sorted = g_memdup2 (rows->tasks + first, (gsize) n * sizeof *sorted);
  for (guint i = 0; i < n; i++)
    rows->tasks[gathered[pollux_group_keys_get (rows->keys, sorted[i])].first++] = sorted[i];

  for (guint i = 0; i < n_groups; i++)
    {
      guint key = entries[i].value;
      guint begin = gathered[key].first - gathered[key].n;
      gboolean collapsed = pollux_rows_is_collapsed (rows, key);

      add_heading (rows, key, begin, gathered[key].n, 0, collapsed);
      if (!collapsed)
        add_lanes (rows, begin, gathered[key].n, 0);
    }
}

/* --- tree ----------------------------------------------------------------------- */

static void
note_parents (PolluxRows           *rows,
              guint                 first,
              guint                 n,
              const PolluxTreeNode *nodes)
{
  rows->parents = g_renew (PolluxTaskIndex, rows->parents, MAX (rows->n_places, 1));
  if (rows->n_places > 0)
    memset (rows->parents, 0xff, rows->n_places * sizeof *rows->parents);
  for (guint i = 0; i < n; i++)
    rows->parents[rows->tasks[first + i]] = nodes[i].parent;
}

/* How many from @at on have nothing below them, at the same depth. */
static guint
count_leaves (const PolluxTreeNode *nodes,
              guint                 at,
              guint                 n)
{
  guint end = at;

  while (end < n && nodes[end].n_below == 0 && nodes[end].parent == nodes[at].parent)
    end++;

  return end - at;
}

static void
arrange_tree (PolluxRows *rows,
              guint       first,
              guint       n)
{
  g_autofree PolluxTreeNode *nodes = g_new (PolluxTreeNode, n + 1);

  pollux_task_tree_sort (rows->trace, rows->tasks + first, n, rows->order, rows->descending,
                         rows->packed, pollux_rows_cache_get_ranks (rows->cache), nodes);
  note_parents (rows, first, n, nodes);

  for (guint i = 0; i < n;)
    {
      PolluxTaskIndex task = rows->tasks[first + i];
      guint n_below = nodes[i].n_below, depth = nodes[i].depth;
      gboolean collapsed = n_below > 0 && pollux_rows_is_collapsed (rows, task);
      guint n_leaves = count_leaves (nodes, i, n);

      if (n_leaves > 0)
        {
          add_lanes (rows, first + i, n_leaves, depth);
          i += n_leaves;
          continue;
        }

      rows->places[task] = rows->n_items;
      pollux_rows_add_item (rows, POLLUX_ROW_TASK, task, depth,
                            POLLUX_ROW_PARENT | (collapsed ? POLLUX_ROW_COLLAPSED : 0));
      i++;
      if (!collapsed)
        continue;
      add_heading (rows, task, first + i, n_below, depth + 1, TRUE);
      i += n_below;
    }
}

/**
 * pollux_rows_arrange:
 *
 * Makes the items of the tasks: pinned ones first, runtime workers last.
 */
void
pollux_rows_arrange (PolluxRows *rows)
{
  guint first = rows->n_pinned;
  guint n = rows->n_tasks - rows->n_workers - rows->n_pinned;

  rows->n_items = rows->n_headings = 0;
  g_array_set_size (rows->groups, 0);
  g_array_set_size (rows->packs, 0);

  add_tasks (rows, 0, rows->n_pinned, 0);
  for (guint i = 0; i < rows->n_items; i++)
    rows->items[i].flags |= POLLUX_ROW_PINNED;
  if (rows->trace_place != G_MAXUINT)
    {
      rows->trace_place = rows->n_items;
      pollux_rows_add_item (rows, POLLUX_ROW_TRACE, 0, 0, 0);
    }

  if (rows->grouping == POLLUX_GROUP_NONE)
    add_lanes (rows, first, n, 0);
  else if (rows->grouping == POLLUX_GROUP_SPAWNER)
    arrange_tree (rows, first, n);
  else
    arrange_groups (rows, first, n);

  if (rows->n_workers == 0)
    return;
  add_heading (rows, POLLUX_GROUP_WORKERS, first + n, rows->n_workers, 0,
               rows->workers_collapsed);
  if (!rows->workers_collapsed)
    add_tasks (rows, first + n, rows->n_workers, 0);
}
