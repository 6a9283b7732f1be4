/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-rows-cache.h"

#include "pollux-name-order.h"

struct _PolluxRowsCache
{
  gatomicrefcount ref_count;
  PolluxGroupKeys *keys[POLLUX_N_GROUPINGS];
  PolluxFigures *figures;
  guint *names;
  PolluxTaskRanks ranks;
};

/**
 * pollux_rows_cache_new:
 *
 * Returns: (transfer full): nothing is known
 */
PolluxRowsCache *
pollux_rows_cache_new (void)
{
  PolluxRowsCache *cache = g_new0 (PolluxRowsCache, 1);

  g_atomic_ref_count_init (&cache->ref_count);

  return cache;
}

/**
 * pollux_rows_cache_ref:
 *
 * Returns: (transfer full): the same
 */
PolluxRowsCache *
pollux_rows_cache_ref (PolluxRowsCache *cache)
{
  g_atomic_ref_count_inc (&cache->ref_count);

  return cache;
}

/**
 * pollux_rows_cache_unref:
 */
void
pollux_rows_cache_unref (PolluxRowsCache *cache)
{
  if (!g_atomic_ref_count_dec (&cache->ref_count))
    return;

  for (guint i = 0; i < POLLUX_N_GROUPINGS; i++)
    g_clear_pointer (&cache->keys[i], pollux_group_keys_free);
  g_free (cache->figures);
  g_free (cache->names);
  g_free (cache);
}

/**
 * pollux_rows_cache_get_keys:
 *
 * Returns: (transfer none): the groups of the tasks of @trace
 */
PolluxGroupKeys *
pollux_rows_cache_get_keys (PolluxRowsCache *cache,
                            PolluxTrace     *trace,
                            PolluxGrouping   grouping)
{
  if (cache->keys[grouping] == NULL)
    cache->keys[grouping] = pollux_group_keys_new ();
  pollux_group_keys_update (cache->keys[grouping], trace, grouping);

  return cache->keys[grouping];
}

/**
 * pollux_rows_cache_get_ranks:
 *
 * Returns: (transfer none): what is known
 */
const PolluxTaskRanks *
pollux_rows_cache_get_ranks (const PolluxRowsCache *cache)
{
  return &cache->ranks;
}

/**
 * pollux_rows_cache_learn_figures:
 * @trace: finished
 */
void
pollux_rows_cache_learn_figures (PolluxRowsCache *cache,
                                 PolluxTrace     *trace)
{
  guint n = pollux_trace_get_n_tasks (trace);

  if (cache->figures != NULL)
    return;

  cache->figures = g_new0 (PolluxFigures, MAX (n, 1));
  for (PolluxTaskIndex task = 0; task < n; task++)
    pollux_figures_add_task (&cache->figures[task], trace, task);
  cache->ranks.figures = cache->figures;
}

/**
 * pollux_rows_cache_learn_names:
 * @trace: finished
 */
void
pollux_rows_cache_learn_names (PolluxRowsCache *cache,
                               PolluxTrace     *trace)
{
  guint n = pollux_trace_get_n_tasks (trace);
  g_autofree const char **titles = NULL;

  if (cache->names != NULL)
    return;

  titles = g_new (const char *, MAX (n, 1));
  cache->names = g_new (guint, MAX (n, 1));
  for (PolluxTaskIndex task = 0; task < n; task++)
    titles[task] = pollux_trace_get_task_title (trace, task);
  pollux_name_order_rank (titles, n, cache->names);
  cache->ranks.names = cache->names;
}
