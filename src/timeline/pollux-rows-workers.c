/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows that are workers, and where a thing is, whatever the rows are. */

#include "config.h"

#include "pollux-rows-private.h"

static void
replace (PolluxWorkers **place,
         PolluxWorkers  *workers)
{
  if (workers != NULL)
    pollux_workers_ref (workers);
  g_clear_pointer (place, pollux_workers_unref);
  *place = workers;
}

/**
 * pollux_rows_set_workers:
 * @workers: (nullable): what is shown instead of the tasks
 * @taken: (nullable): the same with the tasks that the filter takes; %NULL if there is
 *   no filter, or as long as it is not known
 *
 * Takes effect with the next update.
 */
void
pollux_rows_set_workers (PolluxRows    *rows,
                         PolluxWorkers *workers,
                         PolluxWorkers *taken)
{
  g_return_if_fail (rows != NULL);

  if (rows->workers != workers)
    rows->stale = TRUE;
  replace (&rows->workers, workers);
  replace (&rows->taken, taken);
}

/**
 * pollux_rows_get_taken:
 *
 * Returns: (transfer none) (nullable): the workers with the tasks that the filter
 *   takes; %NULL without a filter, or if they are not known
 */
const PolluxWorkers *
pollux_rows_get_taken (const PolluxRows *rows)
{
  return pollux_rows_has_filter (rows) ? rows->taken : NULL;
}

/**
 * pollux_rows_has_filter:
 *
 * Returns: whether tasks may be left out by the filter's text
 */
gboolean
pollux_rows_has_filter (const PolluxRows *rows)
{
  return *rows->filter_text != '\0';
}

/**
 * pollux_rows_get_workers:
 *
 * Returns: (transfer none) (nullable): what is shown instead of the tasks
 */
const PolluxWorkers *
pollux_rows_get_workers (const PolluxRows *rows)
{
  return rows->workers;
}

/**
 * pollux_rows_arrange_workers:
 *
 * Makes the items, one for each worker; no task is shown.
 */
void
pollux_rows_arrange_workers (PolluxRows *rows)
{
  rows->n_items = rows->n_headings = rows->n_pinned = 0;
  rows->n_tasks = rows->n_workers = rows->n_seen = 0;
  rows->trace_place = G_MAXUINT;
  g_array_set_size (rows->groups, 0);
  g_array_set_size (rows->packs, 0);

  for (guint i = 0; i < pollux_workers_get_n (rows->workers); i++)
    pollux_rows_add_item (rows, POLLUX_ROW_THREAD, i, 0, 0);
  pollux_rows_lay_out (rows, 0);
}

/**
 * pollux_rows_find_thing:
 *
 * Returns: the row that shows @thing, %G_MAXUINT if none does
 */
guint
pollux_rows_find_thing (const PolluxRows  *rows,
                        const PolluxThing *thing)
{
  if (thing->kind == POLLUX_THING_NONE)
    return G_MAXUINT;
  if (rows->workers != NULL)
    return pollux_workers_find_thing (rows->workers, thing, NULL);

  if (thing->kind == POLLUX_THING_SPAN)
    {
      guint index = pollux_rows_find_span (rows, thing->task, thing->index);

      if (index != G_MAXUINT)
        return index;
    }

  return thing->task != POLLUX_TASK_NONE ? pollux_rows_find_task (rows, thing->task)
                                         : pollux_rows_find_trace (rows);
}

/**
 * pollux_rows_takes:
 *
 * Returns: whether the filter that is set takes @task
 */
gboolean
pollux_rows_takes (const PolluxRows *rows,
                   PolluxTaskIndex   task)
{
  return pollux_filter_matches (rows->filter, rows->trace, task);
}
