/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From waker ids to tasks.
 *
 * A waker record names its waker by the id of the tracing span of the task it
 * wakes, and no other record of the common formats prints that id. But a waker is cloned
 * (or, if it never is, woken by reference) inside a poll of its own task, so
 * the task that is being polled where that happens owns the id. One id is one
 * task, and one task has one id, for as long as it lives.
 *
 * - The file names the span itself: that decides.
 * - The poll is known (the current span is the task, or the thread is known):
 *   the first such observation decides, for as long as the others do not
 *   outnumber it: code that keeps a waker may clone it in another task's poll.
 * - Where the beginning of the file is missing, a wake by reference may only
 *   seem to be an id's first record: its clones were made before, and another
 *   task may hold one. It decides at the end, if the id was cloned nowhere and
 *   the task has no other.
 * - Several tasks were being polled and the file does not say on which thread
 *   the record was made: that waits for the end of the file. If all enters and
 *   exits turned out to nest as on one thread, the innermost owns the id.
 *   Otherwise the sets of all observations of the id are intersected, and
 *   tasks that own another id are taken out of the sets until nothing changes.
 *
 * - The file has one task that can own a waker, and one waker without a task:
 *   they belong together.
 *
 * Anything else stays unknown. Nothing is guessed from the order of wakes and
 * polls or from the span that created a resource: both were measured to be
 * wrong at times.
 *
 * A file may hold several runs of a program, one behind the other. Ids start
 * over in each, so a new run forgets the ids of the one before.
 *
 * Cost: O(1) per record; the end costs the sum of the sets per round.
 */

#include "config.h"

#include "pollux-waker-map.h"

#include "pollux-hash.h"
#include "pollux-trace.h"

/* More candidates than that say nothing worth keeping. */
#define MAX_CANDIDATES 256
/* A hostile file could make each round find one more; real ones need few. No
 * round begins once so many candidates were looked at. */
#define MAX_CHECKS 20000000

/* So many clones in its task's polls, and a waker is the task's for good. */
#define SURE 4

typedef struct
{
  guint64 id;
  guint process;
} Key;

typedef struct
{
  PolluxTime time;
  PolluxRecord record;
} NotedWake;

typedef struct
{
  Key key;
  PolluxTaskIndex task;
  PolluxTaskIndex suspect;   /* owner if nothing speaks against it */
  PolluxTaskIndex innermost; /* of all observations, if they agree */
  PolluxTaskIndex rival;     /* in whose polls it was cloned, too */
  guint n_seen;              /* clones in polls of @task */
  guint n_rival;
  GArray *candidates;        /* PolluxTaskIndex, or NULL before the first */
  GArray *wakes;             /* NotedWake: while it may be moved, or NULL */
  gboolean used;
  gboolean direct;           /* the file itself says whose it is */
} Waker;

struct _PolluxWakerMap
{
  GHashTable *by_id;    /* Key * -> index + 1 */
  GHashTable *spans;    /* Key * -> task + 1: ids that the file names */
  GHashTable *owners;   /* task + 1 -> how many ids it has */
  GHashTable *closed;   /* task + 1 -> 1 */
  GArray *wakers;
  guint process;        /* whose ids come now */
  guint n_unmapped;
};

static void
clear_waker (gpointer data)
{
  Waker *waker = data;

  g_clear_pointer (&waker->candidates, g_array_unref);
  g_clear_pointer (&waker->wakes, g_array_unref);
}

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return pollux_uint64_hash (&key->id) + key->process * 0x9e3779b9u;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const Key *left = a, *right = b;

  return left->id == right->id && left->process == right->process;
}

/**
 * pollux_waker_map_new:
 *
 * Returns: (transfer full): an empty map
 */
PolluxWakerMap *
pollux_waker_map_new (void)
{
  PolluxWakerMap *map = g_new0 (PolluxWakerMap, 1);

  map->by_id = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
  map->spans = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
  map->owners = g_hash_table_new (NULL, NULL);
  map->closed = g_hash_table_new (NULL, NULL);
  map->wakers = g_array_new (FALSE, FALSE, sizeof (Waker));
  g_array_set_clear_func (map->wakers, clear_waker);
  return map;
}

/**
 * pollux_waker_map_free:
 * @map: (nullable) (transfer full): a map
 */
void
pollux_waker_map_free (PolluxWakerMap *map)
{
  if (map == NULL)
    return;
  g_hash_table_unref (map->by_id);
  g_hash_table_unref (map->spans);
  g_hash_table_unref (map->owners);
  g_hash_table_unref (map->closed);
  g_array_unref (map->wakers);
  g_free (map);
}

static Waker *
get (PolluxWakerMap *map, guint32 waker)
{
  return &g_array_index (map->wakers, Waker, waker);
}

/**
 * pollux_waker_map_set_process:
 * @process: whose ids come next
 */
void
pollux_waker_map_set_process (PolluxWakerMap *map, guint process)
{
  map->process = process;
}

static gboolean
is_closed (PolluxWakerMap *map, PolluxTaskIndex task)
{
  return g_hash_table_contains (map->closed, GUINT_TO_POINTER (task + 1));
}

/**
 * pollux_waker_map_owns:
 *
 * Returns: whether @task is known to own an id
 */
gboolean
pollux_waker_map_owns (PolluxWakerMap *map, PolluxTaskIndex task)
{
  return g_hash_table_lookup (map->owners, GUINT_TO_POINTER (task + 1)) != NULL;
}

static guint
count_owned (PolluxWakerMap *map, PolluxTaskIndex task)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (map->owners, GUINT_TO_POINTER (task + 1)));
}

static void
change_owned (PolluxWakerMap *map, PolluxTaskIndex task, int change)
{
  g_hash_table_insert (map->owners, GUINT_TO_POINTER (task + 1),
                       GUINT_TO_POINTER (count_owned (map, task) + change));
}

static void
give (PolluxWakerMap *map, PolluxBatch *batch, guint32 index, PolluxTaskIndex task,
      PolluxWakerOrigin origin)
{
  Waker *waker = get (map, index);

  waker->task = task;
  waker->n_seen = 1;
  waker->direct = origin == POLLUX_WAKER_DIRECT;
  map->n_unmapped--;
  g_clear_pointer (&waker->candidates, g_array_unref);
  change_owned (map, task, 1);
  pollux_batch_map_waker (batch, index, task, origin);
}

static guint32
add (PolluxWakerMap *map, PolluxBatch *batch, Key key)
{
  Waker waker = { .key = key,
                  .task = POLLUX_TASK_NONE,
                  .suspect = POLLUX_TASK_NONE,
                  .innermost = POLLUX_TASK_NONE,
                  .rival = POLLUX_TASK_NONE };
  guint32 index = map->wakers->len;
  gpointer named;

  g_array_append_val (map->wakers, waker);
  map->n_unmapped++;
  pollux_batch_add_waker (batch, key.id);
  g_hash_table_insert (map->by_id, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (index + 1));
  named = g_hash_table_lookup (map->spans, &key);
  if (named != NULL)
    give (map, batch, index, GPOINTER_TO_UINT (named) - 1, POLLUX_WAKER_DIRECT);
  return index;
}

/**
 * pollux_waker_map_intern:
 *
 * Returns: the number of the waker with this id; introduces it to @batch when
 *   it is new
 */
guint32
pollux_waker_map_intern (PolluxWakerMap *map, PolluxBatch *batch, guint64 waker_id)
{
  Key key = { waker_id, map->process };
  gpointer found = g_hash_table_lookup (map->by_id, &key);

  return found != NULL ? GPOINTER_TO_UINT (found) - 1 : add (map, batch, key);
}

static gboolean
is_of_process (gpointer key, gpointer value, gpointer data)
{
  return ((const Key *) key)->process == GPOINTER_TO_UINT (data);
}

/**
 * pollux_waker_map_begin_run:
 *
 * From here on the process is another run of its program: the ids of the one
 * before mean nothing more. Its wakers keep their tasks.
 */
void
pollux_waker_map_begin_run (PolluxWakerMap *map)
{
  g_hash_table_foreach_remove (map->by_id, is_of_process, GUINT_TO_POINTER (map->process));
  g_hash_table_foreach_remove (map->spans, is_of_process, GUINT_TO_POINTER (map->process));
}

/**
 * pollux_waker_map_set_span:
 *
 * The file itself says that the span @span_id is @task: all wakes of that id
 * are the task's, those before it was first mentioned too. If the id belonged
 * to another task, it was used again.
 */
void
pollux_waker_map_set_span (PolluxWakerMap *map, PolluxBatch *batch, guint64 span_id,
                           PolluxTaskIndex task)
{
  Key key = { span_id, map->process };
  gpointer found = g_hash_table_lookup (map->by_id, &key);
  guint32 index;

  g_hash_table_insert (map->spans, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (task + 1));
  if (found == NULL)
    return;
  index = GPOINTER_TO_UINT (found) - 1;
  if (get (map, index)->task == POLLUX_TASK_NONE)
    give (map, batch, index, task, POLLUX_WAKER_DIRECT);
  else if (get (map, index)->task != task)
    g_hash_table_remove (map->by_id, &key);
}

/**
 * pollux_waker_map_close_task:
 *
 * @task was dropped: if its id is seen in another task from now on, then it
 * is another program run that used the id again.
 */
void
pollux_waker_map_close_task (PolluxWakerMap *map, PolluxTaskIndex task)
{
  g_hash_table_add (map->closed, GUINT_TO_POINTER (task + 1));
}

static gboolean
is_among (const PolluxTaskIndex *tasks, guint n_tasks, PolluxTaskIndex task)
{
  for (guint i = 0; i < n_tasks; i++)
    {
      if (tasks[i] == task)
        return TRUE;
    }
  return FALSE;
}

static void
narrow (Waker *waker, const PolluxWakerEvidence *evidence)
{
  if (evidence->n_candidates == 0 || evidence->n_candidates > MAX_CANDIDATES)
    return;
  if (waker->candidates == NULL)
    {
      waker->candidates = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
      g_array_append_vals (waker->candidates, evidence->candidates, evidence->n_candidates);
      waker->innermost = evidence->candidates[0];
      return;
    }
  if (waker->innermost != evidence->candidates[0])
    waker->innermost = POLLUX_TASK_NONE;
  for (guint i = waker->candidates->len; i > 0; i--)
    {
      PolluxTaskIndex task = g_array_index (waker->candidates, PolluxTaskIndex, i - 1);

      if (!is_among (evidence->candidates, evidence->n_candidates, task))
        g_array_remove_index_fast (waker->candidates, i - 1);
    }
}

/* A waker that has a task was cloned again. Some code clones the wakers of
 * others, so where it is cloned most often decides in the end. */
static void
count_observation (Waker *waker, PolluxTaskIndex owner)
{
  if (owner == POLLUX_TASK_NONE || waker->direct)
    return;
  if (owner == waker->task)
    {
      waker->n_seen++;
      if (waker->n_seen >= SURE && waker->n_rival == 0)
        g_clear_pointer (&waker->wakes, g_array_unref);
    }
  else if (waker->rival == POLLUX_TASK_NONE || waker->rival == owner)
    {
      waker->rival = owner;
      waker->n_rival++;
    }
}

/**
 * pollux_waker_map_note_wake:
 * @time, @record: of a wake by this waker
 *
 * Remembers a wake as long as its waker may still turn out to be another
 * task's.
 */
void
pollux_waker_map_note_wake (PolluxWakerMap *map, guint32 waker, PolluxTime time,
                            PolluxRecord record)
{
  Waker *noted = get (map, waker);
  NotedWake wake = { time, record };

  if (noted->direct || (noted->n_seen >= SURE && noted->n_rival == 0))
    return;
  if (noted->wakes == NULL)
    noted->wakes = g_array_new (FALSE, FALSE, sizeof (NotedWake));
  g_array_append_val (noted->wakes, wake);
}

/**
 * pollux_waker_map_observe:
 * @evidence: what is known of where the record was made
 *
 * The waker was cloned, or woken by reference as the first thing ever.
 *
 * Returns: the waker's number, another one than @waker if the id was used again
 */
guint32
pollux_waker_map_observe (PolluxWakerMap *map, PolluxBatch *batch, guint32 waker,
                          const PolluxWakerEvidence *evidence)
{
  Waker *known = get (map, waker);
  PolluxTaskIndex owner = evidence->owner;

  if (known->task != POLLUX_TASK_NONE)
    {
      if (owner == POLLUX_TASK_NONE || owner == known->task || !is_closed (map, known->task))
        {
          count_observation (known, owner);
          return waker;
        }
      waker = add (map, batch, known->key);
      known = get (map, waker);
      if (known->task != POLLUX_TASK_NONE)
        return waker;
    }
  if (owner != POLLUX_TASK_NONE)
    give (map, batch, waker, owner, POLLUX_WAKER_CLONED);
  else
    narrow (known, evidence);
  return waker;
}

/**
 * pollux_waker_map_suspect:
 *
 * The waker was woken by reference in a poll of @task, as the first thing in
 * a file whose beginning is missing.
 */
void
pollux_waker_map_suspect (PolluxWakerMap *map, guint32 waker, PolluxTaskIndex task)
{
  get (map, waker)->suspect = task;
}

/**
 * pollux_waker_map_is_fresh:
 *
 * Returns: whether no record of this waker was seen before
 */
gboolean
pollux_waker_map_is_fresh (PolluxWakerMap *map, guint32 waker)
{
  return !get (map, waker)->used;
}

/**
 * pollux_waker_map_touch:
 *
 * A record of this waker was seen.
 */
void
pollux_waker_map_touch (PolluxWakerMap *map, guint32 waker)
{
  get (map, waker)->used = TRUE;
}

/**
 * pollux_waker_map_get_task:
 *
 * Returns: the owner, POLLUX_TASK_NONE if it is not known (yet)
 */
PolluxTaskIndex
pollux_waker_map_get_task (PolluxWakerMap *map, guint32 waker)
{
  return get (map, waker)->task;
}

/**
 * pollux_waker_map_get_n_unmapped:
 *
 * Returns: how many wakers have no known owner (yet)
 */
guint
pollux_waker_map_get_n_unmapped (PolluxWakerMap *map)
{
  return map->n_unmapped;
}

static gboolean
eliminate (PolluxWakerMap *map, PolluxBatch *batch, guint32 index, guint64 *n_checks)
{
  Waker *waker = get (map, index);

  if (waker->task != POLLUX_TASK_NONE || waker->candidates == NULL)
    return FALSE;
  *n_checks += waker->candidates->len;
  for (guint i = waker->candidates->len; i > 0; i--)
    {
      PolluxTaskIndex task = g_array_index (waker->candidates, PolluxTaskIndex, i - 1);

      if (pollux_waker_map_owns (map, task))
        g_array_remove_index_fast (waker->candidates, i - 1);
    }
  if (waker->candidates->len != 1)
    return FALSE;
  give (map, batch, index, g_array_index (waker->candidates, PolluxTaskIndex, 0),
        POLLUX_WAKER_ELIMINATED);
  return TRUE;
}

/* Gives a waker to the task in whose polls most of its clones were made; where
 * both have as many, to the one that has no other. */
static void
follow_majority (PolluxWakerMap *map, PolluxBatch *batch, Waker *waker)
{
  PolluxTaskIndex from = waker->task, to = waker->rival;

  if (from == POLLUX_TASK_NONE || to == POLLUX_TASK_NONE || waker->direct
      || pollux_waker_map_owns (map, to))
    return;
  if (waker->n_rival < waker->n_seen
      || (waker->n_rival == waker->n_seen && count_owned (map, from) < 2))
    return;
  for (guint i = 0; waker->wakes != NULL && i < waker->wakes->len; i++)
    {
      const NotedWake *wake = &g_array_index (waker->wakes, NotedWake, i);

      pollux_batch_move_wake (batch, from, to, wake->time, wake->record);
    }
  change_owned (map, from, -1);
  change_owned (map, to, 1);
  waker->task = to;
  pollux_batch_count (batch, POLLUX_COUNTER_MAJORITY, 1);
}

/* The file has one task and one waker: they belong together. */
static void
give_to_only_task (PolluxWakerMap *map, PolluxBatch *batch, PolluxTaskIndex only)
{
  if (only == POLLUX_TASK_NONE || map->n_unmapped != 1 || pollux_waker_map_owns (map, only))
    return;
  for (guint32 i = 0; i < map->wakers->len; i++)
    {
      if (get (map, i)->task == POLLUX_TASK_NONE)
        {
          give (map, batch, i, only, POLLUX_WAKER_ONLY_TASK);
          return;
        }
    }
}

/**
 * pollux_waker_map_finish:
 * @nested: whether all enters and exits nest as on one thread
 * @only: the one task that can own a waker, or POLLUX_TASK_NONE
 *
 * The file is at its end: finds what only the whole of it tells.
 */
void
pollux_waker_map_finish (PolluxWakerMap *map, PolluxBatch *batch, gboolean nested,
                         PolluxTaskIndex only)
{
  gboolean changed = TRUE;
  guint64 n_checks = 0;

  for (guint32 i = 0; i < map->wakers->len; i++)
    follow_majority (map, batch, get (map, i));

  for (guint32 i = 0; nested && i < map->wakers->len; i++)
    {
      Waker *waker = get (map, i);

      if (waker->task == POLLUX_TASK_NONE && waker->innermost != POLLUX_TASK_NONE)
        give (map, batch, i, waker->innermost, POLLUX_WAKER_CLONED);
    }

  for (guint32 i = 0; i < map->wakers->len; i++)
    {
      Waker *waker = get (map, i);

      if (waker->task == POLLUX_TASK_NONE && waker->suspect != POLLUX_TASK_NONE
          && !pollux_waker_map_owns (map, waker->suspect))
        give (map, batch, i, waker->suspect, POLLUX_WAKER_CLONED);
    }

  while (changed && map->n_unmapped > 0 && n_checks < MAX_CHECKS)
    {
      changed = FALSE;
      for (guint32 i = 0; i < map->wakers->len; i++)
        changed = eliminate (map, batch, i, &n_checks) || changed;
    }
  give_to_only_task (map, batch, only);
}
