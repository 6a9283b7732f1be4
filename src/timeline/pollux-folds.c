/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-folds.h"

/* Traces with less in them are packed anew with every batch. */
#define PACK_ALWAYS_BELOW 4096

struct _PolluxFolds
{
  GHashTable *spans;   /* task plus one: its rows, NULL before the next update */
  GArray *shown;       /* PolluxFold, by place */
  guint n_seen;        /* spans and polls of the trace when they were packed */
};

static void
free_spans (gpointer data)
{
  pollux_span_rows_free (data);
}

/**
 * pollux_folds_new:
 *
 * Returns: (transfer full): with all lanes folded
 */
PolluxFolds *
pollux_folds_new (void)
{
  PolluxFolds *folds = g_new0 (PolluxFolds, 1);

  folds->spans = g_hash_table_new_full (NULL, NULL, NULL, free_spans);
  folds->shown = g_array_new (FALSE, FALSE, sizeof (PolluxFold));

  return folds;
}

/**
 * pollux_folds_free:
 */
void
pollux_folds_free (PolluxFolds *folds)
{
  g_hash_table_unref (folds->spans);
  g_array_unref (folds->shown);
  g_free (folds);
}

/**
 * pollux_folds_forget:
 *
 * Folds all lanes.
 */
void
pollux_folds_forget (PolluxFolds *folds)
{
  g_hash_table_remove_all (folds->spans);
  g_array_set_size (folds->shown, 0);
  folds->n_seen = 0;
}

static gpointer
get_key (PolluxTaskIndex task)
{
  return GUINT_TO_POINTER (task + 1);
}

/**
 * pollux_folds_set:
 *
 * Takes effect with the next update.
 *
 * Returns: whether it was otherwise before
 */
gboolean
pollux_folds_set (PolluxFolds     *folds,
                  PolluxTaskIndex  task,
                  gboolean         unfolded)
{
  if (pollux_folds_has (folds, task) == unfolded)
    return FALSE;

  if (unfolded)
    return g_hash_table_insert (folds->spans, get_key (task), NULL);

  return g_hash_table_remove (folds->spans, get_key (task));
}

/**
 * pollux_folds_follow:
 *
 * Takes effect with the next update.
 */
void
pollux_folds_follow (PolluxFolds       *folds,
                     const PolluxFolds *other)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, other->spans);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (folds->spans, key))
      g_hash_table_insert (folds->spans, key, NULL);
}

/**
 * pollux_folds_has:
 *
 * Returns: whether the lane of @task is unfolded
 */
gboolean
pollux_folds_has (const PolluxFolds *folds,
                  PolluxTaskIndex    task)
{
  return g_hash_table_contains (folds->spans, get_key (task));
}

/**
 * pollux_folds_get_spans:
 *
 * Returns: (transfer none) (nullable): the rows of @task's spans
 */
const PolluxSpanRows *
pollux_folds_get_spans (const PolluxFolds *folds,
                        PolluxTaskIndex    task)
{
  return g_hash_table_lookup (folds->spans, get_key (task));
}

static guint
count_things (PolluxTrace *trace)
{
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);

  return pollux_trace_get_n_spans (trace) + totals.n_polls;
}

/* While a trace grows, packing many spans with every batch would cost too
 * much: it is done again when there is an eighth more. */
static gboolean
must_pack (PolluxFolds *folds,
           PolluxTrace *trace)
{
  guint n_seen;

  if (g_hash_table_size (folds->spans) == 0)
    return FALSE;

  n_seen = count_things (trace);
  if (!pollux_trace_is_finished (trace) && n_seen >= PACK_ALWAYS_BELOW &&
      n_seen >= folds->n_seen && n_seen - folds->n_seen <= folds->n_seen / 8)
    return FALSE;

  folds->n_seen = n_seen;
  return TRUE;
}

static int
compare_folds (gconstpointer a,
               gconstpointer b)
{
  const PolluxFold *left = a, *right = b;

  return left->place < right->place ? -1 : left->place > right->place;
}

/**
 * pollux_folds_update:
 * @trace_changed: since the last update
 * @get_place: where a lane is
 *
 * Packs what is to be packed and counts the rows.
 */
void
pollux_folds_update (PolluxFolds          *folds,
                     PolluxTrace          *trace,
                     gboolean              trace_changed,
                     PolluxFoldsPlaceFunc  get_place,
                     gconstpointer         data)
{
  gboolean pack = trace_changed && must_pack (folds, trace);
  GHashTableIter iter;
  gpointer key, spans;
  guint above = 0;

  g_array_set_size (folds->shown, 0);
  g_hash_table_iter_init (&iter, folds->spans);
  while (g_hash_table_iter_next (&iter, &key, &spans))
    {
      PolluxTaskIndex task = GPOINTER_TO_UINT (key) - 1;
      PolluxFold fold = { get_place (data, task), 0, 0 };

      if (fold.place == G_MAXUINT)
        continue;
      if (spans == NULL || pack)
        {
          spans = pollux_span_rows_new (trace, task);
          g_hash_table_iter_replace (&iter, spans);
        }
      fold.n = pollux_span_rows_get_n_rows (spans);
      g_array_append_val (folds->shown, fold);
    }

  g_array_sort (folds->shown, compare_folds);
  for (guint i = 0; i < folds->shown->len; i++)
    {
      PolluxFold *fold = &g_array_index (folds->shown, PolluxFold, i);

      fold->above = above;
      above += fold->n;
    }
}

/**
 * pollux_folds_get_digest:
 *
 * Returns: another number where other rows are shown
 */
guint64
pollux_folds_get_digest (const PolluxFolds *folds)
{
  guint64 hash = 0;

  for (guint i = 0; i < folds->shown->len; i++)
    {
      const PolluxFold *fold = pollux_folds_get (folds, i);

      hash ^= fold->place ^ ((guint64) fold->n << 32);
      hash *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 29;
    }

  return hash;
}

/**
 * pollux_folds_get_length:
 *
 * Returns: how many unfolded lanes are shown
 */
guint
pollux_folds_get_length (const PolluxFolds *folds)
{
  return folds->shown->len;
}

/**
 * pollux_folds_get:
 *
 * Returns: (transfer none): one of them, by place
 */
const PolluxFold *
pollux_folds_get (const PolluxFolds *folds,
                  guint              index)
{
  return &g_array_index (folds->shown, PolluxFold, index);
}

/**
 * pollux_folds_get_n_rows:
 *
 * Returns: how many rows of spans there are
 */
guint
pollux_folds_get_n_rows (const PolluxFolds *folds)
{
  const PolluxFold *last;

  if (folds->shown->len == 0)
    return 0;

  last = pollux_folds_get (folds, folds->shown->len - 1);

  return last->above + last->n;
}

/**
 * pollux_folds_split:
 * @sub: (out): which row of spans, or G_MAXUINT
 *
 * Returns: the place of a lane
 */
guint
pollux_folds_split (const PolluxFolds *folds,
                    guint              index,
                    guint             *sub)
{
  guint low = 0, high = folds->shown->len;
  const PolluxFold *fold;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      fold = pollux_folds_get (folds, middle);
      if (fold->place + fold->above < index)
        low = middle + 1;
      else
        high = middle;
    }

  *sub = G_MAXUINT;
  if (low == 0)
    return index;

  fold = pollux_folds_get (folds, low - 1);
  if (index > fold->place + fold->above + fold->n)
    return index - fold->above - fold->n;

  *sub = index - fold->place - fold->above - 1;
  return fold->place;
}

/**
 * pollux_folds_join:
 *
 * Returns: the row of the lane at @place
 */
guint
pollux_folds_join (const PolluxFolds *folds,
                   guint              place)
{
  guint low = 0, high = folds->shown->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_folds_get (folds, middle)->place < place)
        low = middle + 1;
      else
        high = middle;
    }

  if (low == 0)
    return place;

  return place + pollux_folds_get (folds, low - 1)->above + pollux_folds_get (folds, low - 1)->n;
}
