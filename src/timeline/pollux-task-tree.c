/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A tree of tasks by their spawners, without recursion: a program may spawn a
 * chain of a million tasks. Tasks whose spawner is left out are put below the
 * nearest one above it that is not; where a damaged file makes a task its own
 * ancestor, the circle is cut. O(n).
 */

#include "config.h"

#include "pollux-task-tree.h"

#define NONE G_MAXUINT

typedef struct
{
  PolluxTrace *trace;
  const PolluxTaskRanks *known;
  guint n_tasks;          /* of the trace */
  guint n;
  guint *places;          /* of a task among those given; NONE if it is not */
  guint *parents;         /* by place; NONE: no parent */
  guint *first_below;     /* by place; @n: of those without a parent */
  guint *last_below;
  guint *next;
} Tree;

static void
init_tree (Tree                  *tree,
           PolluxTrace           *trace,
           const PolluxTaskIndex *tasks,
           guint                  n)
{
  tree->trace = trace;
  tree->n_tasks = pollux_trace_get_n_tasks (trace);
  tree->n = n;
  tree->places = g_new (guint, MAX (tree->n_tasks, 1));
  tree->parents = g_new (guint, n + 1);
  tree->first_below = g_new (guint, n + 1);
  tree->last_below = g_new (guint, n + 1);
  tree->next = g_new (guint, n + 1);

  for (guint i = 0; i < tree->n_tasks; i++)
    tree->places[i] = NONE;
  for (guint i = 0; i < n; i++)
    tree->places[tasks[i]] = i;
}

static void
clear_tree (Tree *tree)
{
  g_free (tree->places);
  g_free (tree->parents);
  g_free (tree->first_below);
  g_free (tree->last_below);
  g_free (tree->next);
}

static PolluxTaskIndex
get_spawner (const Tree      *tree,
             PolluxTaskIndex  task)
{
  PolluxTaskIndex spawner = pollux_trace_get_task (tree->trace, task)->spawner;

  return spawner < tree->n_tasks ? spawner : POLLUX_TASK_NONE;
}

/* The nearest place above each task. @above keeps what was found for tasks that
 * are left out: a place, or NONE. */
static void
find_parents (Tree                  *tree,
              const PolluxTaskIndex *tasks)
{
  g_autoptr(GHashTable) above = g_hash_table_new (NULL, NULL);
  g_autoptr(GArray) path = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));

  for (guint i = 0; i < tree->n; i++)
    {
      PolluxTaskIndex at = get_spawner (tree, tasks[i]);
      guint parent = NONE;
      gpointer found;

      g_array_set_size (path, 0);
      while (at != POLLUX_TASK_NONE && tree->places[at] == NONE)
        {
          if (g_hash_table_lookup_extended (above, GUINT_TO_POINTER (at), NULL, &found))
            {
              parent = GPOINTER_TO_UINT (found);
              break;
            }
          g_hash_table_insert (above, GUINT_TO_POINTER (at), GUINT_TO_POINTER (NONE));
          g_array_append_val (path, at);
          at = get_spawner (tree, at);
        }

      if (parent == NONE && at != POLLUX_TASK_NONE)
        parent = tree->places[at];
      for (guint p = 0; p < path->len; p++)
        g_hash_table_insert (above, GUINT_TO_POINTER (g_array_index (path, PolluxTaskIndex, p)),
                             GUINT_TO_POINTER (parent));
      tree->parents[i] = parent != i ? parent : NONE;
    }
}

/* Follows each task to the top; who comes back to where the walk was has no
 * parent. */
static void
cut_circles (Tree *tree)
{
  g_autofree guint *walks = g_new0 (guint, tree->n + 1);

  for (guint i = 0; i < tree->n; i++)
    {
      guint at = i;

      while (walks[at] == 0)
        {
          walks[at] = i + 1;
          if (tree->parents[at] == NONE)
            break;
          if (walks[tree->parents[at]] == i + 1)
            {
              tree->parents[at] = NONE;
              break;
            }
          at = tree->parents[at];
        }
    }
}

static void
reset_lists (Tree *tree)
{
  for (guint i = 0; i <= tree->n; i++)
    tree->first_below[i] = tree->last_below[i] = tree->next[i] = NONE;
}

static void
append (Tree  *tree,
        guint  place)
{
  guint parent = tree->parents[place] != NONE ? tree->parents[place] : tree->n;

  if (tree->last_below[parent] != NONE)
    tree->next[tree->last_below[parent]] = place;
  else
    tree->first_below[parent] = place;
  tree->last_below[parent] = place;
}

/* The place after @at, parents before those below them. */
static guint
get_following (const Tree *tree,
               guint       at,
               guint      *depth)
{
  if (tree->first_below[at] != NONE)
    {
      (*depth)++;
      return tree->first_below[at];
    }

  while (at != NONE && tree->next[at] == NONE)
    {
      at = tree->parents[at];
      (*depth)--;
    }

  return at != NONE ? tree->next[at] : NONE;
}

static guint64
get_key (const Tree            *tree,
         PolluxTaskIndex        task,
         PolluxOrder            order)
{
  PolluxFigures figures = { 0 };

  pollux_figures_add_known (&figures, tree->trace, task, tree->known);

  return pollux_figures_get (&figures, order);
}

/* Fills @keys, by place, with the figures of all that is below. */
static void
sum_up (Tree                  *tree,
        const PolluxTaskIndex *tasks,
        PolluxOrder            order,
        PolluxSortEntry       *keys)
{
  gboolean longest = order == POLLUX_ORDER_LONGEST_POLL || order == POLLUX_ORDER_LONGEST_WAIT;
  g_autofree guint *sequence = g_new (guint, tree->n + 1);
  guint n = 0, depth = 0;

  reset_lists (tree);
  for (guint i = 0; i < tree->n; i++)
    {
      keys[i] = (PolluxSortEntry) { get_key (tree, tasks[i], order), i };
      append (tree, i);
    }

  for (guint at = tree->first_below[tree->n]; at != NONE; at = get_following (tree, at, &depth))
    sequence[n++] = at;
  for (guint i = n; i > 0; i--)
    {
      guint place = sequence[i - 1], parent = tree->parents[place];

      if (parent != NONE && longest)
        keys[parent].key = MAX (keys[parent].key, keys[place].key);
      else if (parent != NONE)
        keys[parent].key += keys[place].key;
    }
}

/* Puts the places into @entries as those with one parent are to follow each
 * other. */
static void
order_places (Tree                  *tree,
              const PolluxTaskIndex *tasks,
              PolluxOrder            order,
              gboolean               descending,
              PolluxSortEntry      **entries)
{
  g_autofree PolluxSortEntry *spare = NULL;

  if (order == POLLUX_ORDER_SPAWN || order == POLLUX_ORDER_NAME)
    {
      for (guint i = 0; i < tree->n; i++)
        (*entries)[i].value = i;
      return;
    }

  spare = g_new (PolluxSortEntry, tree->n + 1);
  sum_up (tree, tasks, order, *entries);
  for (guint i = 0; i < tree->n && descending; i++)
    (*entries)[i].key = ~(*entries)[i].key;
  pollux_sort_entries (entries, &spare, tree->n);
}

static void
fill_nodes (const Tree      *tree,
            PolluxTaskIndex *tasks,
            PolluxTreeNode  *nodes)
{
  g_autofree PolluxTaskIndex *before = g_memdup2 (tasks, (gsize) tree->n * sizeof *tasks);
  g_autofree guint *sequence = g_new (guint, tree->n + 1);
  guint depth = 0, n = 0;

  for (guint at = tree->first_below[tree->n]; at != NONE; at = get_following (tree, at, &depth))
    {
      guint parent = tree->parents[at];

      sequence[at] = n;
      tasks[n] = before[at];
      nodes[n++] = (PolluxTreeNode) { parent != NONE ? before[parent] : POLLUX_TASK_NONE, depth,
                                      0 };
    }

  for (guint i = n; i > 0; i--)
    if (nodes[i - 1].parent != POLLUX_TASK_NONE)
      nodes[sequence[tree->places[nodes[i - 1].parent]]].n_below += nodes[i - 1].n_below + 1;
}

/**
 * pollux_task_tree_sort:
 * @tasks: (array length=n): in the order of creation, or, for that by name, of
 *   names
 * @known: (nullable): what need not be summed up again
 * @nodes: (out caller-allocates) (array length=n): filled
 */
void
pollux_task_tree_sort (PolluxTrace     *trace,
                       PolluxTaskIndex *tasks,
                       guint            n,
                       PolluxOrder      order,
                       gboolean         descending,
                       gboolean         leaves_first,
                       const PolluxTaskRanks *known,
                       PolluxTreeNode  *nodes)
{
  g_autofree PolluxSortEntry *entries = g_new (PolluxSortEntry, n + 1);
  g_autofree guint8 *has_below = g_new0 (guint8, n + 1);
  Tree tree;

  init_tree (&tree, trace, tasks, n);
  tree.known = known;
  find_parents (&tree, tasks);
  cut_circles (&tree);
  for (guint i = 0; i < n; i++)
    if (tree.parents[i] != NONE)
      has_below[tree.parents[i]] = TRUE;

  order_places (&tree, tasks, order, descending, &entries);
  reset_lists (&tree);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      {
        guint place = entries[i].value;

        if (pass == (leaves_first && has_below[place]))
          append (&tree, place);
      }

  fill_nodes (&tree, tasks, nodes);
  clear_tree (&tree);
}
