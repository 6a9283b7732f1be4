/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-task-set.h"

#define BITS 64

struct _PolluxTaskSet
{
  guint64 *words;
  guint n_words;
  guint n;
  GArray *tasks;      /* of PolluxTaskIndex; right if it has n */
  gboolean listed;
};

/**
 * pollux_task_set_new:
 *
 * Returns: (transfer full): an empty set
 */
PolluxTaskSet *
pollux_task_set_new (void)
{
  PolluxTaskSet *set = g_new0 (PolluxTaskSet, 1);

  set->tasks = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));

  return set;
}

/**
 * pollux_task_set_free:
 */
void
pollux_task_set_free (PolluxTaskSet *set)
{
  g_free (set->words);
  g_array_unref (set->tasks);
  g_free (set);
}

/**
 * pollux_task_set_clear:
 *
 * Takes out all.
 */
void
pollux_task_set_clear (PolluxTaskSet *set)
{
  if (set->n > 0)
    memset (set->words, 0, sizeof *set->words * set->n_words);
  set->n = 0;
  set->listed = FALSE;
}

static void
make_room (PolluxTaskSet   *set,
           PolluxTaskIndex  task)
{
  guint wanted = task / BITS + 1;

  if (wanted <= set->n_words)
    return;

  wanted = MAX (wanted, set->n_words + set->n_words / 2);
  set->words = g_renew (guint64, set->words, wanted);
  memset (set->words + set->n_words, 0, sizeof *set->words * (wanted - set->n_words));
  set->n_words = wanted;
}

/**
 * pollux_task_set_add:
 *
 * Returns: FALSE if it was in it already
 */
gboolean
pollux_task_set_add (PolluxTaskSet   *set,
                     PolluxTaskIndex  task)
{
  if (task == POLLUX_TASK_NONE || pollux_task_set_contains (set, task))
    return FALSE;

  make_room (set, task);
  set->words[task / BITS] |= G_GUINT64_CONSTANT (1) << (task % BITS);
  set->n++;
  set->listed = FALSE;

  return TRUE;
}

/**
 * pollux_task_set_remove:
 *
 * Returns: FALSE if it was not in it
 */
gboolean
pollux_task_set_remove (PolluxTaskSet   *set,
                        PolluxTaskIndex  task)
{
  if (!pollux_task_set_contains (set, task))
    return FALSE;

  set->words[task / BITS] &= ~(G_GUINT64_CONSTANT (1) << (task % BITS));
  set->n--;
  set->listed = FALSE;

  return TRUE;
}

/**
 * pollux_task_set_contains:
 * @set: (nullable): the set; NULL for an empty one
 *
 * Returns: whether @task is in it
 */
gboolean
pollux_task_set_contains (const PolluxTaskSet *set,
                          PolluxTaskIndex      task)
{
  return set != NULL && task / BITS < set->n_words &&
         (set->words[task / BITS] >> (task % BITS) & 1) != 0;
}

/**
 * pollux_task_set_get_n:
 *
 * Returns: how many are in it
 */
guint
pollux_task_set_get_n (const PolluxTaskSet *set)
{
  return set->n;
}

/**
 * pollux_task_set_get:
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): they, ascending, until the set
 *   changes
 */
const PolluxTaskIndex *
pollux_task_set_get (PolluxTaskSet *set,
                     guint         *n)
{
  if (!set->listed)
    {
      g_array_set_size (set->tasks, 0);
      for (guint i = 0; i < set->n_words; i++)
        for (guint64 word = set->words[i]; word != 0; word &= word - 1)
          {
            PolluxTaskIndex task = i * BITS + __builtin_ctzll (word);

            g_array_append_val (set->tasks, task);
          }
      set->listed = TRUE;
    }

  *n = set->tasks->len;

  return (const PolluxTaskIndex *) (void *) set->tasks->data;
}
