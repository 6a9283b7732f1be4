/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tasks are taken in the order of their creation. Each goes into a row that is
 * free: the one that its spawner's last child took, else the first at or after
 * the spawner's row, else any. A new row is only begun where none is free, so
 * there are as many rows as tasks ever lived at once. A tree over the rows
 * holds the earliest end of the last lives below each node; the first free row
 * from some row on is found in it in O(log n).
 *
 * Rows are numbered as they are begun, and shown as a tree: below the row in
 * which the first of their tasks was spawned.
 */

#include "config.h"

#include "pollux-packing.h"
#include "pollux-task-order.h"

typedef struct
{
  PolluxTrace *trace;
  GHashTable *row_of;   /* task: its row, of those that spawned others */
  PolluxTime *ends;     /* the tree: node 1 is the root, rows begin at @size */
  guint size;
  guint n_rows;
  GArray *rows;         /* Row */
} Packing;

/* @home: the row that it is shown below, G_MAXUINT for none. @last_child: the
 * row that took the last task spawned from this one. */
typedef struct
{
  guint home;
  guint last_child;
  guint first_below;
  guint last_below;
  guint next;
  guint shown;
} Row;

static Row *
get_row (Packing *packing,
         guint    row)
{
  return &g_array_index (packing->rows, Row, row);
}

static void
set_end (Packing    *packing,
         guint       row,
         PolluxTime  end)
{
  guint node = packing->size + row;

  packing->ends[node] = end;
  for (node /= 2; node > 0; node /= 2)
    packing->ends[node] = MIN (packing->ends[2 * node], packing->ends[2 * node + 1]);
}

static void
grow (Packing *packing)
{
  g_autofree PolluxTime *old = packing->ends;
  guint size = packing->size;

  packing->size = MAX (64, size * 2);
  packing->ends = g_new (PolluxTime, packing->size * 2);
  for (guint i = 0; i < packing->size; i++)
    packing->ends[packing->size + i] = i < size ? old[size + i] : G_MAXINT64;
  for (guint node = packing->size - 1; node > 0; node--)
    packing->ends[node] = MIN (packing->ends[2 * node], packing->ends[2 * node + 1]);
}

/* The first row from @from on that is free at @time; G_MAXUINT if none is. */
static guint
find_free (const Packing *packing,
           guint          from,
           PolluxTime     time)
{
  guint node = packing->size + from;

  if (from >= packing->n_rows)
    return G_MAXUINT;

  /* Up to a subtree, to the right, that has one; then down to its first. */
  while (packing->ends[node] > time)
    {
      while (node & 1)
        node /= 2;
      if (node == 0)
        return G_MAXUINT;
      node++;
    }

  while (node < packing->size)
    node = packing->ends[2 * node] <= time ? 2 * node : 2 * node + 1;

  return node - packing->size;
}

static guint
begin_row (Packing *packing,
           guint    home)
{
  Row row = { home, G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT, 0 };

  if (packing->n_rows == packing->size)
    grow (packing);
  g_array_append_val (packing->rows, row);

  return packing->n_rows++;
}

static guint
choose_row (Packing         *packing,
            PolluxTaskIndex  spawner,
            PolluxTime       begin)
{
  gpointer value;
  guint home = G_MAXUINT, row = G_MAXUINT;

  if (spawner != POLLUX_TASK_NONE &&
      g_hash_table_lookup_extended (packing->row_of, GUINT_TO_POINTER (spawner), NULL, &value))
    home = GPOINTER_TO_UINT (value);

  if (home != G_MAXUINT)
    {
      row = get_row (packing, home)->last_child;
      if (row == G_MAXUINT || packing->ends[packing->size + row] > begin)
        row = find_free (packing, home, begin);
    }
  if (row == G_MAXUINT)
    row = find_free (packing, 0, begin);
  if (row == G_MAXUINT)
    row = begin_row (packing, home);
  if (home != G_MAXUINT)
    get_row (packing, home)->last_child = row;

  return row;
}

/* Which of the tasks spawned others; only their rows are asked for. */
static void
note_spawners (Packing               *packing,
               const PolluxTaskIndex *tasks,
               guint                  n)
{
  for (guint i = 0; i < n; i++)
    {
      PolluxTaskIndex spawner = pollux_trace_get_task (packing->trace, tasks[i])->spawner;

      if (spawner != POLLUX_TASK_NONE)
        g_hash_table_insert (packing->row_of, GUINT_TO_POINTER (spawner),
                             GUINT_TO_POINTER (G_MAXUINT));
    }
}

/* Numbers the rows as they are shown, without recursion. */
static void
number_rows (Packing *packing)
{
  guint first = G_MAXUINT, last = G_MAXUINT, n = 0, at;

  for (guint i = 0; i < packing->n_rows; i++)
    {
      Row *row = get_row (packing, i);
      Row *home = row->home != G_MAXUINT && row->home != i ? get_row (packing, row->home) : NULL;
      guint *head = home != NULL ? &home->first_below : &first;
      guint *tail = home != NULL ? &home->last_below : &last;

      if (home == NULL)
        row->home = G_MAXUINT;
      if (*tail != G_MAXUINT)
        get_row (packing, *tail)->next = i;
      else
        *head = i;
      *tail = i;
    }

  for (at = first; at != G_MAXUINT;)
    {
      Row *row = get_row (packing, at);

      row->shown = n++;
      if (row->first_below != G_MAXUINT)
        {
          at = row->first_below;
          continue;
        }
      while (at != G_MAXUINT && get_row (packing, at)->next == G_MAXUINT)
        at = get_row (packing, at)->home;
      if (at != G_MAXUINT)
        at = get_row (packing, at)->next;
    }
}

/* Fills @entries with the tasks and their rows, in the order of creation. */
static void
place_tasks (Packing         *packing,
             PolluxSortEntry *entries,
             guint            n)
{
  for (guint i = 0; i < n; i++)
    {
      PolluxTaskIndex task = entries[i].value;
      PolluxRange life = pollux_lane_get_life (pollux_trace_get_lane (packing->trace, task));
      PolluxTaskIndex spawner = pollux_trace_get_task (packing->trace, task)->spawner;
      guint row = choose_row (packing, spawner != task ? spawner : POLLUX_TASK_NONE, life.begin);

      /* A moment needs room as well. */
      set_end (packing, row, MAX (life.end, life.begin + 1));
      entries[i].key = row;
      if (g_hash_table_contains (packing->row_of, GUINT_TO_POINTER (task)))
        g_hash_table_insert (packing->row_of, GUINT_TO_POINTER (task), GUINT_TO_POINTER (row));
    }
}

/**
 * pollux_packing_pack:
 * @tasks: (array length=n): in any order, each once
 *
 * The result depends on which tasks there are alone, not on their order.
 *
 * Returns: (transfer full) (element-type guint): where the rows begin
 */
GArray *
pollux_packing_pack (PolluxTrace     *trace,
                     PolluxTaskIndex *tasks,
                     guint            n)
{
  g_autofree PolluxSortEntry *entries = g_new (PolluxSortEntry, MAX (n, 1));
  g_autofree PolluxSortEntry *spare = g_new (PolluxSortEntry, MAX (n, 1));
  g_autoptr(GHashTable) row_of = g_hash_table_new (NULL, NULL);
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint));
  Packing packing = { trace, row_of, NULL, 0, 0, rows };
  guint last = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    entries[i] = (PolluxSortEntry) { tasks[i], tasks[i] };
  pollux_sort_entries (&entries, &spare, n);
  for (guint i = 0; i < n; i++)
    entries[i].key = pollux_time_to_key (pollux_task_order_get_begin (trace, entries[i].value));
  pollux_sort_entries (&entries, &spare, n);
  note_spawners (&packing, tasks, n);
  place_tasks (&packing, entries, n);
  number_rows (&packing);

  for (guint i = 0; i < n; i++)
    entries[i].key = get_row (&packing, entries[i].key)->shown;
  pollux_sort_entries (&entries, &spare, n);

  for (guint i = 0; i < n; i++)
    {
      tasks[i] = entries[i].value;
      if (entries[i].key != last)
        g_array_append_val (starts, i);
      last = entries[i].key;
    }
  g_free (packing.ends);

  return starts;
}
