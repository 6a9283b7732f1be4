/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-kept-lanes.h"

/* @process: interned */
typedef struct
{
  guint64 id;
  const char *process;
} Key;

struct _PolluxKeptLanes
{
  GArray *keys[POLLUX_N_ROWS_SETS];   /* Key */
};

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return g_int64_hash (&key->id) ^ g_direct_hash (key->process);
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const Key *left = a, *right = b;

  return left->id == right->id && left->process == right->process;
}

/* FALSE if nothing tells it from others. */
static gboolean
get_key (PolluxTrace *trace, PolluxTaskIndex index, Key *key)
{
  const PolluxTask *task = pollux_trace_get_task (trace, index);

  if (!(task->flags & POLLUX_TASK_HAS_TOKIO_ID))
    return FALSE;

  *key = (Key) { task->tokio_id,
                 g_intern_string (pollux_trace_get_string (trace, task->process)) };
  return TRUE;
}

/**
 * pollux_kept_lanes_new:
 *
 * Returns: (transfer full): what @session has now
 */
PolluxKeptLanes *
pollux_kept_lanes_new (PolluxSession *session)
{
  PolluxKeptLanes *kept = g_new0 (PolluxKeptLanes, 1);
  PolluxTrace *trace = pollux_session_get_trace (session);

  for (guint set = 0; set < POLLUX_N_ROWS_SETS; set++)
    {
      guint n;
      g_autofree PolluxTaskIndex *tasks =
        pollux_rows_dup_set (pollux_session_get_task_rows (session), set, &n);
      Key key;

      kept->keys[set] = g_array_new (FALSE, FALSE, sizeof (Key));
      for (guint i = 0; i < n; i++)
        if (get_key (trace, tasks[i], &key))
          g_array_append_val (kept->keys[set], key);
    }

  return kept;
}

/**
 * pollux_kept_lanes_free:
 */
void
pollux_kept_lanes_free (PolluxKeptLanes *kept)
{
  for (guint set = 0; set < POLLUX_N_ROWS_SETS; set++)
    g_array_unref (kept->keys[set]);
  g_free (kept);
}

/* Key to task plus one, of those that were kept. */
static GHashTable *
find_tasks (PolluxKeptLanes *kept, PolluxTrace *trace)
{
  GHashTable *found = g_hash_table_new (hash_key, equal_keys);
  Key key;

  for (guint set = 0; set < POLLUX_N_ROWS_SETS; set++)
    for (guint i = 0; i < kept->keys[set]->len; i++)
      g_hash_table_insert (found, &g_array_index (kept->keys[set], Key, i), NULL);
  for (PolluxTaskIndex task = 0;
       g_hash_table_size (found) > 0 && task < pollux_trace_get_n_tasks (trace); task++)
    {
      gpointer own, before;

      if (get_key (trace, task, &key) &&
          g_hash_table_lookup_extended (found, &key, &own, &before) && before == NULL)
        g_hash_table_insert (found, own, GUINT_TO_POINTER (task + 1));
    }

  return found;
}

/**
 * pollux_kept_lanes_restore:
 * @session: of the trace that was read again
 *
 * Tasks that are there no more are left out.
 */
void
pollux_kept_lanes_restore (PolluxKeptLanes *kept, PolluxSession *session)
{
  g_autoptr (GHashTable) found = find_tasks (kept, pollux_session_get_trace (session));

  for (guint set = 0; set < POLLUX_N_ROWS_SETS; set++)
    {
      g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
      const PolluxTaskIndex *tasks;

      for (guint i = 0; i < kept->keys[set]->len; i++)
        {
          guint place = GPOINTER_TO_UINT (
            g_hash_table_lookup (found, &g_array_index (kept->keys[set], Key, i)));
          PolluxTaskIndex task = place - 1;

          if (place > 0)
            g_array_append_val (array, task);
        }
      if (array->len == 0)
        continue;

      tasks = (const PolluxTaskIndex *) (void *) array->data;
      if (set == POLLUX_ROWS_PINNED)
        pollux_session_pin (session, tasks, array->len, TRUE);
      else if (set == POLLUX_ROWS_HIDDEN)
        pollux_session_hide (session, tasks, array->len);
      else
        pollux_session_set_only (session, tasks, array->len);
    }
}
