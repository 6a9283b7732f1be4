/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Names and locations are interned, so the group of each distinct string is
 * found once and kept. A pattern is hashed and compared straight from the name
 * and made a string of its own only when it is new: a million tasks with a
 * million names cost a million short hashes and no allocation.
 *
 * Which thread polled a task most often takes a look at all its polls. While
 * the trace grows that is done again for tasks that have grown by an eighth,
 * and for all that have grown once it is finished.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pollux-group-keys.h"
#include "pollux-text.h"

#define POLLS_AT_ONCE 256

struct _PolluxGroupKeys
{
  PolluxTrace *trace;
  PolluxGrouping grouping;
  guint64 generation;
  gboolean finished;

  guint *keys;           /* by task */
  guint n_tasks;
  guint n_allocated;

  GArray *by_string;     /* guint: key plus one by string, 0 where not known */
  GPtrArray *patterns;   /* char * by key */
  GArray *locations;     /* PolluxString by key */
  guint *slots;          /* open addressing: key of a pattern plus one */
  guint n_slots;

  guint *n_seen;         /* polls of each task that were counted */
  guint *counts;         /* by thread */
  guint n_threads;
};

/**
 * pollux_group_keys_new:
 *
 * Returns: (transfer full): keys of no tasks
 */
PolluxGroupKeys *
pollux_group_keys_new (void)
{
  PolluxGroupKeys *keys = g_new0 (PolluxGroupKeys, 1);

  keys->by_string = g_array_new (FALSE, TRUE, sizeof (guint));
  keys->patterns = g_ptr_array_new_with_free_func (g_free);
  keys->locations = g_array_new (FALSE, FALSE, sizeof (PolluxString));

  return keys;
}

static void
forget (PolluxGroupKeys *keys)
{
  g_array_set_size (keys->by_string, 0);
  g_ptr_array_set_size (keys->patterns, 0);
  g_array_set_size (keys->locations, 0);
  g_clear_pointer (&keys->slots, g_free);
  g_clear_pointer (&keys->keys, g_free);
  g_clear_pointer (&keys->n_seen, g_free);
  g_clear_pointer (&keys->counts, g_free);
  keys->n_slots = keys->n_tasks = keys->n_allocated = keys->n_threads = 0;
  keys->generation = 0;
  keys->finished = FALSE;
}

/**
 * pollux_group_keys_free:
 */
void
pollux_group_keys_free (PolluxGroupKeys *keys)
{
  forget (keys);
  g_array_unref (keys->by_string);
  g_ptr_array_unref (keys->patterns);
  g_array_unref (keys->locations);
  g_clear_object (&keys->trace);
  g_free (keys);
}

/* --- names ----------------------------------------------------------------- */

/* The next character of the pattern of *@name: a run of digits is one "*". */
static inline char
next_char (const char **name)
{
  const char *at = *name;
  char c = *at;

  if (c == '\0')
    return c;
  if (!g_ascii_isdigit (c))
    {
      *name = at + 1;
      return c;
    }

  while (g_ascii_isdigit (*at))
    at++;
  *name = at;

  return '*';
}

static guint
hash_pattern (const char *name)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (char c = next_char (&name); c != '\0'; c = next_char (&name))
    hash = (hash ^ (guchar) c) * G_GUINT64_CONSTANT (0x100000001b3);

  return hash ^ (hash >> 32);
}

/* A "*" in the pattern stands for itself as well. */
static gboolean
is_pattern_of (const char *pattern,
               const char *name)
{
  for (;; pattern++)
    {
      if (*pattern != next_char (&name))
        return FALSE;
      if (*pattern == '\0')
        return TRUE;
    }
}

/**
 * pollux_name_to_pattern:
 *
 * Returns: (transfer full): @name with a star in the place of each number
 */
char *
pollux_name_to_pattern (const char *name)
{
  GString *pattern = g_string_new (NULL);

  for (char c = next_char (&name); c != '\0'; c = next_char (&name))
    g_string_append_c (pattern, c);

  return g_string_free (pattern, FALSE);
}

static void
grow_slots (PolluxGroupKeys *keys)
{
  g_free (keys->slots);
  keys->n_slots = MAX (64, keys->n_slots * 2);
  keys->slots = g_new0 (guint, keys->n_slots);

  for (guint key = 0; key < keys->patterns->len; key++)
    {
      guint at = hash_pattern (g_ptr_array_index (keys->patterns, key)) & (keys->n_slots - 1);

      while (keys->slots[at] != 0)
        at = (at + 1) & (keys->n_slots - 1);
      keys->slots[at] = key + 1;
    }
}

static guint
find_pattern (PolluxGroupKeys *keys,
              const char      *name)
{
  guint at;

  if (keys->patterns->len * 2 >= keys->n_slots)
    grow_slots (keys);

  at = hash_pattern (name) & (keys->n_slots - 1);
  for (; keys->slots[at] != 0; at = (at + 1) & (keys->n_slots - 1))
    if (is_pattern_of (g_ptr_array_index (keys->patterns, keys->slots[at] - 1), name))
      return keys->slots[at] - 1;

  g_ptr_array_add (keys->patterns, pollux_name_to_pattern (name));
  keys->slots[at] = keys->patterns->len;

  return keys->patterns->len - 1;
}

/* --- keys ------------------------------------------------------------------ */

static guint *
get_string_slot (PolluxGroupKeys *keys,
                 PolluxString     string)
{
  if (string >= keys->by_string->len)
    g_array_set_size (keys->by_string, string + string / 2 + 64);

  return &g_array_index (keys->by_string, guint, string);
}

static guint
find_location (PolluxGroupKeys *keys,
               PolluxString     location)
{
  guint *slot = get_string_slot (keys, location);

  if (*slot == 0)
    {
      g_array_append_val (keys->locations, location);
      *slot = keys->locations->len;
    }

  return *slot - 1;
}

/* Tasks without a name are called by their kind, and have no string for it. */
static guint
find_name (PolluxGroupKeys  *keys,
           PolluxTaskIndex   index,
           const PolluxTask *task)
{
  const char *title = pollux_trace_get_task_title (keys->trace, index);
  PolluxString string = task->name;
  guint *slot;

  if (title != pollux_trace_get_string (keys->trace, string))
    string = task->title;
  if (title != pollux_trace_get_string (keys->trace, string))
    return find_pattern (keys, title);

  slot = get_string_slot (keys, string);
  if (*slot == 0)
    *slot = find_pattern (keys, title) + 1;

  return *slot - 1;
}

/* The thread of most polls, of equal ones the first; the number of threads if
 * none is known. */
static guint
count_threads (PolluxGroupKeys  *keys,
               const PolluxLane *lane,
               guint             n)
{
  PolluxPoll polls[POLLS_AT_ONCE];
  guint best = keys->n_threads;

  if (keys->n_threads > 0)
    memset (keys->counts, 0, keys->n_threads * sizeof *keys->counts);
  for (guint from = 0; from < n; from += POLLS_AT_ONCE)
    {
      guint n_here = MIN (POLLS_AT_ONCE, n - from);

      pollux_lane_get_polls (lane, from, n_here, polls);
      for (guint i = 0; i < n_here; i++)
        if (polls[i].thread < keys->n_threads)
          keys->counts[polls[i].thread]++;
    }

  for (guint thread = 0; thread < keys->n_threads; thread++)
    if (keys->counts[thread] > (best < keys->n_threads ? keys->counts[best] : 0))
      best = thread;

  return best;
}

static void
update_thread (PolluxGroupKeys *keys,
               PolluxTaskIndex  task)
{
  const PolluxLane *lane = pollux_trace_get_lane (keys->trace, task);
  guint n = pollux_lane_get_n_polls (lane);
  guint n_seen = keys->n_seen[task];

  if (n == n_seen && n > 0)
    return;
  if (!keys->finished && n >= n_seen && n_seen > 64 && n - n_seen <= n_seen / 8)
    return;

  keys->keys[task] = count_threads (keys, lane, n);
  if (keys->keys[task] == keys->n_threads)
    keys->keys[task] = G_MAXUINT;
  keys->n_seen[task] = n;
}

static void
allocate (PolluxGroupKeys *keys,
          guint            n)
{
  if (n <= keys->n_allocated)
    return;

  keys->n_allocated = n + n / 4;
  keys->keys = g_renew (guint, keys->keys, keys->n_allocated);
  if (keys->grouping == POLLUX_GROUP_THREAD)
    {
      keys->n_seen = g_renew (guint, keys->n_seen, keys->n_allocated);
      memset (keys->n_seen + keys->n_tasks, 0,
              (keys->n_allocated - keys->n_tasks) * sizeof *keys->n_seen);
    }
}

static guint
find_key (PolluxGroupKeys *keys,
          PolluxTaskIndex  index)
{
  const PolluxTask *task = pollux_trace_get_task (keys->trace, index);

  switch (keys->grouping)
    {
    case POLLUX_GROUP_LOCATION:
      return find_location (keys, task->location);
    case POLLUX_GROUP_KIND:
      return task->kind;
    case POLLUX_GROUP_NAME:
      return find_name (keys, index, task);
    case POLLUX_GROUP_NONE:
    case POLLUX_GROUP_SPAWNER:
    case POLLUX_GROUP_THREAD:
    case POLLUX_N_GROUPINGS:
    default:
      return 0;
    }
}

static void
update_threads (PolluxGroupKeys *keys,
                guint            n)
{
  guint n_threads = pollux_trace_get_n_threads (keys->trace);

  if (n_threads > keys->n_threads)
    {
      keys->n_threads = n_threads;
      keys->counts = g_renew (guint, keys->counts, n_threads);
    }

  for (PolluxTaskIndex task = 0; task < n; task++)
    {
      if (task >= keys->n_tasks)
        keys->keys[task] = G_MAXUINT;
      update_thread (keys, task);
    }
}

/**
 * pollux_group_keys_update:
 * @trace: a reference is kept
 */
void
pollux_group_keys_update (PolluxGroupKeys *keys,
                          PolluxTrace     *trace,
                          PolluxGrouping   grouping)
{
  guint n = pollux_trace_get_n_tasks (trace);
  gboolean finished = pollux_trace_is_finished (trace);

  if (keys->trace != trace || keys->grouping != grouping || n < keys->n_tasks)
    forget (keys);
  g_set_object (&keys->trace, trace);
  keys->grouping = grouping;
  if (keys->keys != NULL && keys->generation == pollux_trace_get_generation (trace))
    return;

  /* Late records may have told more of a task than it began with. */
  if (finished && !keys->finished)
    keys->n_tasks = grouping == POLLUX_GROUP_THREAD ? keys->n_tasks : 0;
  keys->finished = finished;
  allocate (keys, MAX (n, 1));

  if (grouping == POLLUX_GROUP_THREAD)
    update_threads (keys, n);
  else
    for (PolluxTaskIndex task = keys->n_tasks; task < n; task++)
      keys->keys[task] = find_key (keys, task);

  keys->n_tasks = n;
  keys->generation = pollux_trace_get_generation (trace);
}

/**
 * pollux_group_keys_get:
 *
 * Returns: the key of the group that @task is in
 */
guint
pollux_group_keys_get (PolluxGroupKeys *keys,
                       PolluxTaskIndex  task)
{
  guint key = keys->keys[task];

  /* The last group is for those of which no thread is known. */
  return key == G_MAXUINT ? keys->n_threads : key;
}

/**
 * pollux_group_keys_get_n:
 *
 * Returns: a number that no key reaches
 */
guint
pollux_group_keys_get_n (PolluxGroupKeys *keys)
{
  switch (keys->grouping)
    {
    case POLLUX_GROUP_LOCATION:
      return keys->locations->len;
    case POLLUX_GROUP_KIND:
      return POLLUX_N_TASK_KINDS;
    case POLLUX_GROUP_THREAD:
      return keys->n_threads + 1;
    case POLLUX_GROUP_NAME:
      return keys->patterns->len;
    case POLLUX_GROUP_NONE:
    case POLLUX_GROUP_SPAWNER:
    case POLLUX_N_GROUPINGS:
    default:
      return 1;
    }
}

static char *
dup_thread_title (PolluxGroupKeys *keys,
                  guint            thread)
{
  g_autofree char *printable = NULL;
  const char *name, *id;

  if (thread >= keys->n_threads)
    return g_strdup (_("No thread known"));

  name = pollux_trace_get_thread_name (keys->trace, thread);
  id = pollux_trace_get_thread_id (keys->trace, thread);
  if (name == NULL || *name == '\0')
    {
      printable = pollux_text_make_printable (id);
      return g_strdup_printf (_("Thread %s"), printable);
    }

  printable = g_strconcat (name, " ", id, NULL);

  return pollux_text_make_printable (printable);
}

/**
 * pollux_group_keys_dup_title:
 *
 * Returns: (transfer full): what a group is called
 */
char *
pollux_group_keys_dup_title (PolluxGroupKeys *keys,
                             guint            key)
{
  PolluxString location;

  switch (keys->grouping)
    {
    case POLLUX_GROUP_LOCATION:
      location = g_array_index (keys->locations, PolluxString, key);
      if (*pollux_trace_get_string (keys->trace, location) == '\0')
        return g_strdup (_("No location known"));
      return pollux_text_make_printable (pollux_trace_get_string (keys->trace, location));
    case POLLUX_GROUP_KIND:
      return g_strdup (pollux_task_kind_to_string (key));
    case POLLUX_GROUP_THREAD:
      return dup_thread_title (keys, key);
    case POLLUX_GROUP_NAME:
      return pollux_text_make_printable (g_ptr_array_index (keys->patterns, key));
    case POLLUX_GROUP_NONE:
    case POLLUX_GROUP_SPAWNER:
    case POLLUX_N_GROUPINGS:
    default:
      return g_strdup ("");
    }
}
