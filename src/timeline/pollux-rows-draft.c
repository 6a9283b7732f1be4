/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A draft is rows of its own, with a copy of what is asked for, and shares with
 * the rows that it is for only the trace and the cache, which these do not ask
 * for more while a draft is on its way. It never has rows of spans: these
 * follow the lanes when it is adopted.
 */

#include "config.h"

#include "pollux-rows-private.h"

/* Up to so many tasks an update is made at once. */
#define AT_ONCE 50000

static void
copy_set (GHashTable *from,
          GHashTable *to)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (to, key);
}

static void
copy_wishes (const PolluxRows *rows,
             PolluxRows       *draft)
{
  pollux_rows_set_filter (draft, rows->filter_text);
  draft->range = rows->range;
  draft->order = rows->order;
  draft->descending = rows->descending;
  draft->lane_height = rows->lane_height;
  draft->text_scale = rows->text_scale;
  draft->grouping = rows->grouping;
  draft->packed = rows->packed;
  draft->workers_collapsed = rows->workers_collapsed;

  g_array_append_vals (draft->pinned, rows->pinned->data, rows->pinned->len);
  copy_set (rows->pinned_set, draft->pinned_set);
  copy_set (rows->hidden, draft->hidden);
  copy_set (rows->only, draft->only);
  pollux_folds_follow (draft->folds, rows->folds);
  for (guint i = 0; i < POLLUX_N_GROUPINGS; i++)
    {
      copy_set (rows->toggled[i], draft->toggled[i]);
      draft->collapsed_default[i] = rows->collapsed_default[i];
      draft->default_decided[i] = rows->default_decided[i];
    }
}

/**
 * pollux_rows_needs_draft:
 *
 * Returns: whether the lanes are not what is asked for, nor will be by the
 *   draft that is on its way, and an update would take long
 */
gboolean
pollux_rows_needs_draft (const PolluxRows *rows)
{
  if (rows->workers != NULL || rows->trace == NULL ||
      !pollux_trace_is_finished (rows->trace) ||
      pollux_trace_get_n_tasks (rows->trace) <= AT_ONCE)
    return FALSE;

  return rows->stale ||
         (!rows->pending && rows->generation != pollux_trace_get_generation (rows->trace));
}

/**
 * pollux_rows_begin_draft:
 *
 * Returns: (transfer full): rows to be filled and adopted
 */
PolluxRows *
pollux_rows_begin_draft (PolluxRows *rows)
{
  PolluxRows *draft;

  g_return_val_if_fail (rows != NULL, NULL);
  g_return_val_if_fail (rows->trace != NULL, NULL);

  pollux_rows_decide_default (rows);
  draft = pollux_rows_new ();
  draft->is_draft = TRUE;
  draft->trace = g_object_ref (rows->trace);
  pollux_rows_cache_unref (draft->cache);
  draft->cache = pollux_rows_cache_ref (rows->cache);
  copy_wishes (rows, draft);
  rows->stale = FALSE;
  rows->pending = TRUE;

  return draft;
}

/**
 * pollux_rows_fill_draft:
 *
 * Takes as long as it takes; also sums up the groups, which would else be done
 * when they are first drawn.
 */
void
pollux_rows_fill_draft (PolluxRows *draft)
{
  PolluxGroup group;

  g_return_if_fail (draft != NULL && draft->is_draft);

  pollux_rows_update_lanes (draft);
  for (guint i = 0; i < draft->groups->len && !pollux_rows_is_cancelled (draft); i++)
    pollux_rows_get_group (draft, i, &group);
  pollux_rows_note_digest (draft);
}

/**
 * pollux_rows_cancel_draft:
 */
void
pollux_rows_cancel_draft (PolluxRows *draft)
{
  g_return_if_fail (draft != NULL && draft->is_draft);

  g_atomic_int_set (&draft->cancelled, 1);
}

#define SWAP(member)                        \
  G_STMT_START                              \
  {                                         \
    typeof (rows->member) kept = rows->member; \
    rows->member = draft->member;           \
    draft->member = kept;                   \
  }                                         \
  G_STMT_END

static void
swap_lanes (PolluxRows *rows,
            PolluxRows *draft)
{
  SWAP (tasks);
  SWAP (places);
  SWAP (parents);
  SWAP (n_places);
  SWAP (n_tasks);
  SWAP (n_workers);
  SWAP (items);
  SWAP (n_items);
  SWAP (n_headings);
  SWAP (n_items_allocated);
  SWAP (n_pinned);
  SWAP (trace_place);
  SWAP (groups);
  SWAP (packs);
}

#undef SWAP

/**
 * pollux_rows_adopt_draft:
 *
 * Returns: whether they are other rows than before
 */
gboolean
pollux_rows_adopt_draft (PolluxRows *rows,
                         PolluxRows *draft)
{
  gboolean trace_changed;
  guint64 before;

  g_return_val_if_fail (rows != NULL && rows->pending, FALSE);
  g_return_val_if_fail (draft != NULL && draft->is_draft, FALSE);
  g_return_val_if_fail (!pollux_rows_is_cancelled (draft), FALSE);
  g_return_val_if_fail (rows->trace == draft->trace, FALSE);

  before = rows->digest;
  trace_changed = rows->generation != draft->generation;
  swap_lanes (rows, draft);
  rows->keys = draft->keys;
  rows->shown_grouping = draft->shown_grouping;
  rows->generation = draft->generation;
  rows->finished = draft->finished;
  rows->n_seen = draft->n_seen;
  rows->n_sorted = draft->n_sorted;
  rows->built = draft->built;
  rows->last_spawned = draft->last_spawned;
  rows->pending = FALSE;

  if (rows->lane_height != draft->lane_height || rows->text_scale != draft->text_scale)
    pollux_rows_lay_out (rows, 0);
  pollux_folds_update (rows->folds, rows->trace, trace_changed, pollux_rows_find_lane_place,
                       rows);
  rows->folds_stale = FALSE;
  rows->digest = draft->digest ^ pollux_folds_get_digest (rows->folds);

  return rows->digest != before;
}

/**
 * pollux_rows_has_draft:
 *
 * Returns: whether one was begun and neither adopted nor replaced
 */
gboolean
pollux_rows_has_draft (const PolluxRows *rows)
{
  return rows->pending;
}
