/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Names, locations and fields are interned and repeat, so each string is
 * looked through once and the set of its words kept: a million tasks cost a
 * few million look-ups. Four bytes a string, four a hit.
 */

#include "config.h"

#include "pollux-search.h"

/* Of a string's words: they were looked for. */
#define KNOWN (1u << 31)
/* Things between two looks at the clock. */
#define STRIDE 256

struct _PolluxSearch
{
  PolluxTrace *trace;
  PolluxQuery *query;
  GArray *words; /* (element-type guint): by PolluxString */
  GArray *tasks; /* (element-type PolluxTaskIndex) */
  GArray *spans; /* (element-type PolluxSpanIndex) */
  guint next_task;
  guint next_span;
};

/**
 * pollux_search_new:
 * @trace: where to look
 * @query: for what; with no words nothing is found
 *
 * Returns: (transfer full): a search that has not begun
 */
PolluxSearch *
pollux_search_new (PolluxTrace *trace,
                   PolluxQuery *query)
{
  PolluxSearch *search = g_new0 (PolluxSearch, 1);

  search->trace = g_object_ref (trace);
  search->query = pollux_query_ref (query);
  search->words = g_array_new (FALSE, TRUE, sizeof (guint));
  search->tasks = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
  search->spans = g_array_new (FALSE, FALSE, sizeof (PolluxSpanIndex));

  return search;
}

/**
 * pollux_search_free:
 * @search: (nullable) (transfer full): a search
 */
void
pollux_search_free (PolluxSearch *search)
{
  if (search == NULL)
    return;

  g_object_unref (search->trace);
  pollux_query_unref (search->query);
  g_array_unref (search->words);
  g_array_unref (search->tasks);
  g_array_unref (search->spans);
  g_free (search);
}

static guint
find_in_string (PolluxSearch *search,
                PolluxString  string)
{
  guint *words;

  if (string == 0)
    return 0;
  if (string >= search->words->len)
    g_array_set_size (search->words, MAX (string + 1, search->words->len * 2));

  words = &g_array_index (search->words, guint, string);
  if (*words == 0)
    *words = KNOWN | pollux_query_find (search->query,
                                        pollux_trace_get_string (search->trace, string));

  return *words & ~KNOWN;
}

static gboolean
is_task_found (PolluxSearch    *search,
               PolluxTaskIndex  index)
{
  const PolluxTask *task = pollux_trace_get_task (search->trace, index);
  guint found = find_in_string (search, task->name) | find_in_string (search, task->location) |
                find_in_string (search, task->process);
  char id[24];

  if ((task->flags & POLLUX_TASK_HAS_TOKIO_ID) != 0)
    {
      g_snprintf (id, sizeof id, "#%" G_GUINT64_FORMAT, task->tokio_id);
      found |= pollux_query_find_whole (search->query, id);
    }

  return pollux_query_matches (search->query, found);
}

static gboolean
is_span_found (PolluxSearch    *search,
               PolluxSpanIndex  index)
{
  const PolluxSpan *span = pollux_trace_get_span (search->trace, index);

  return pollux_query_matches (search->query, find_in_string (search, span->name) |
                                                find_in_string (search, span->fields));
}

static gboolean
look_at_next (PolluxSearch *search)
{
  if (search->next_task < pollux_trace_get_n_tasks (search->trace))
    {
      PolluxTaskIndex task = search->next_task++;

      if (is_task_found (search, task))
        g_array_append_val (search->tasks, task);
      return TRUE;
    }

  if (search->next_span < pollux_trace_get_n_spans (search->trace))
    {
      PolluxSpanIndex span = search->next_span++;

      if (is_span_found (search, span))
        g_array_append_val (search->spans, span);
      return TRUE;
    }

  return FALSE;
}

/**
 * pollux_search_run:
 * @deadline: of g_get_monotonic_time(); 0: to the end
 *
 * Returns: whether all of the trace was looked at
 */
gboolean
pollux_search_run (PolluxSearch *search,
                   gint64        deadline)
{
  if (pollux_query_is_empty (search->query))
    return TRUE;

  for (guint n = 1; look_at_next (search); n++)
    if (n % STRIDE == 0 && deadline != 0 && g_get_monotonic_time () >= deadline)
      return FALSE;

  return TRUE;
}

/**
 * pollux_search_get_n_tasks:
 *
 * Returns: how many tasks were found until now
 */
guint
pollux_search_get_n_tasks (const PolluxSearch *search)
{
  return search->tasks->len;
}

/**
 * pollux_search_get_task:
 * @index: below their number
 *
 * Returns: a task
 */
PolluxTaskIndex
pollux_search_get_task (const PolluxSearch *search,
                        guint               index)
{
  return g_array_index (search->tasks, PolluxTaskIndex, index);
}

/**
 * pollux_search_get_n_spans:
 *
 * Returns: how many spans were found until now
 */
guint
pollux_search_get_n_spans (const PolluxSearch *search)
{
  return search->spans->len;
}

/**
 * pollux_search_get_span:
 * @index: below their number
 *
 * Returns: a span
 */
PolluxSpanIndex
pollux_search_get_span (const PolluxSearch *search,
                        guint               index)
{
  return g_array_index (search->spans, PolluxSpanIndex, index);
}
