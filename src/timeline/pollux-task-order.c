/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Orders sort 64-bit keys with a radix sort (stable, one pass for each byte in
 * which keys differ); names get their rank as key.
 */

#include "config.h"

#include "pollux-name-order.h"
#include "pollux-task-order.h"

/**
 * pollux_figures_add_task:
 *
 * Adds what @task did in the whole trace.
 */
void
pollux_figures_add_task (PolluxFigures   *figures,
                         PolluxTrace     *trace,
                         PolluxTaskIndex  task)
{
  PolluxLaneSummary summary;

  pollux_lane_summarize (pollux_trace_get_lane (trace, task),
                         (PolluxRange) { G_MININT64 / 2, G_MAXINT64 / 2 }, &summary);
  figures->busy += summary.busy;
  figures->scheduled += summary.scheduled + summary.spawn_delay;
  figures->n_polls += summary.n_polls;
  figures->longest_poll = MAX (figures->longest_poll, summary.longest_poll);
  figures->longest_wait = MAX (figures->longest_wait, summary.longest_wait);
}

/**
 * pollux_figures_add_known:
 * @known: (nullable): what need not be summed up again
 */
void
pollux_figures_add_known (PolluxFigures         *figures,
                          PolluxTrace           *trace,
                          PolluxTaskIndex        task,
                          const PolluxTaskRanks *known)
{
  if (known != NULL && known->figures != NULL)
    pollux_figures_add (figures, &known->figures[task]);
  else
    pollux_figures_add_task (figures, trace, task);
}

/**
 * pollux_figures_add:
 */
void
pollux_figures_add (PolluxFigures       *figures,
                    const PolluxFigures *other)
{
  figures->busy += other->busy;
  figures->scheduled += other->scheduled;
  figures->n_polls += other->n_polls;
  figures->longest_poll = MAX (figures->longest_poll, other->longest_poll);
  figures->longest_wait = MAX (figures->longest_wait, other->longest_wait);
}

/**
 * pollux_figures_get:
 *
 * Returns: the figure by which @order sorts
 */
guint64
pollux_figures_get (const PolluxFigures *figures,
                    PolluxOrder          order)
{
  switch (order)
    {
    case POLLUX_ORDER_BUSY:
      return figures->busy;
    case POLLUX_ORDER_SCHEDULED:
      return figures->scheduled;
    case POLLUX_ORDER_POLLS:
      return figures->n_polls;
    case POLLUX_ORDER_LONGEST_POLL:
      return figures->longest_poll;
    case POLLUX_ORDER_LONGEST_WAIT:
      return figures->longest_wait;
    case POLLUX_ORDER_SPAWN:
    case POLLUX_ORDER_NAME:
    case POLLUX_N_ORDERS:
    default:
      return 0;
    }
}

/**
 * pollux_time_to_key:
 *
 * Returns: a number that sorts as @time does
 */
guint64
pollux_time_to_key (PolluxTime time)
{
  return (guint64) time ^ (G_GUINT64_CONSTANT (1) << 63);
}

/**
 * pollux_task_order_get_begin:
 *
 * Returns: when the life of @task begins
 */
PolluxTime
pollux_task_order_get_begin (PolluxTrace     *trace,
                             PolluxTaskIndex  task)
{
  return pollux_lane_get_life (pollux_trace_get_lane (trace, task)).begin;
}

/* Replaces the keys by the rank of each task's title. */
static void
set_name_keys (PolluxTrace           *trace,
               PolluxSortEntry       *entries,
               guint                  n,
               const PolluxTaskRanks *known)
{
  g_autofree const char **titles = NULL;
  g_autofree guint *ranks = NULL;

  for (guint i = 0; i < n && known != NULL && known->names != NULL; i++)
    entries[i].key = known->names[entries[i].value];
  if (known != NULL && known->names != NULL)
    return;

  titles = g_new (const char *, MAX (n, 1));
  ranks = g_new (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    titles[i] = pollux_trace_get_task_title (trace, entries[i].value);

  pollux_name_order_rank (titles, n, ranks);
  for (guint i = 0; i < n; i++)
    entries[i].key = ranks[i];
}

static void
sort_by_byte (const PolluxSortEntry *from,
              PolluxSortEntry       *to,
              guint                  n,
              guint                  shift,
              guint                 *counts)
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

/**
 * pollux_sort_entries:
 * @entries: (inout): sorted afterwards
 * @spare: (inout): as many, of any content
 */
void
pollux_sort_entries (PolluxSortEntry **entries,
                     PolluxSortEntry **spare,
                     guint             n)
{
  gboolean sorted = TRUE;

  for (guint i = 1; i < n && sorted; i++)
    sorted = (*entries)[i - 1].key <= (*entries)[i].key;

  for (guint shift = 0; shift < 64 && !sorted; shift += 8)
    {
      guint counts[256] = { 0 };
      PolluxSortEntry *swap = *entries;

      for (guint i = 0; i < n; i++)
        counts[((*entries)[i].key >> shift) & 0xff]++;
      if (counts[((*entries)[0].key >> shift) & 0xff] == n)
        continue;

      sort_by_byte (*entries, *spare, n, shift, counts);
      *entries = *spare;
      *spare = swap;
    }
}

/**
 * pollux_task_order_sort:
 * @tasks: (array length=n): ascending; sorted afterwards
 * @descending: the largest first; equal ones stay in the order of creation
 * @known: (nullable): what need not be found again
 */
void
pollux_task_order_sort (PolluxTrace           *trace,
                        PolluxTaskIndex       *tasks,
                        guint                  n,
                        PolluxOrder            order,
                        gboolean               descending,
                        const PolluxTaskRanks *known)
{
  g_autofree PolluxSortEntry *entries = g_new (PolluxSortEntry, MAX (n, 1));
  g_autofree PolluxSortEntry *spare = g_new (PolluxSortEntry, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    entries[i] = (PolluxSortEntry) {
      pollux_time_to_key (pollux_task_order_get_begin (trace, tasks[i])), tasks[i]
    };
  pollux_sort_entries (&entries, &spare, n);

  if (order == POLLUX_ORDER_NAME)
    set_name_keys (trace, entries, n, known);
  else if (order != POLLUX_ORDER_SPAWN)
    for (guint i = 0; i < n; i++)
      {
        PolluxFigures figures = { 0 };

        pollux_figures_add_known (&figures, trace, entries[i].value, known);
        entries[i].key = pollux_figures_get (&figures, order);
      }

  /* Ties stay in spawn order also in the other direction. */
  for (guint i = 0; i < n && descending; i++)
    entries[i].key = ~entries[i].key;
  pollux_sort_entries (&entries, &spare, n);

  for (guint i = 0; i < n; i++)
    tasks[i] = entries[i].value;
}
