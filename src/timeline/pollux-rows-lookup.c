/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the rows are and what they show. A lane has a place among the lanes,
 * its item; a row an index among lanes and rows of spans together. O(log n)
 * each.
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "pollux-rows-private.h"
#include "pollux-text.h"
#include "pollux-time-text.h"

#define SPAN_HEIGHT 18
#define MAX_TEXT_SCALE 4

/**
 * pollux_rows_find_lane_place:
 * @data: the rows
 *
 * Returns: the place of a task that has a lane of its own, below which spans
 *   may be shown; G_MAXUINT for others
 */
guint
pollux_rows_find_lane_place (gconstpointer    data,
                             PolluxTaskIndex  task)
{
  const PolluxRows *rows = data;
  guint place;

  if (task == POLLUX_TASK_NONE)
    return rows->trace_place;
  if (task >= rows->n_seen)
    return G_MAXUINT;

  place = rows->places[task];
  if (place == G_MAXUINT || rows->items[place].kind != POLLUX_ROW_TASK)
    return G_MAXUINT;

  return place;
}

/**
 * pollux_rows_set_lane_height:
 */
void
pollux_rows_set_lane_height (PolluxRows       *rows,
                             PolluxLaneHeight  height)
{
  g_return_if_fail (rows != NULL);
  g_return_if_fail (height >= POLLUX_LANE_TINY);

  rows->lane_height = height;
  pollux_rows_lay_out (rows, 0);
}

/**
 * pollux_rows_get_lane_height:
 */
PolluxLaneHeight
pollux_rows_get_lane_height (const PolluxRows *rows)
{
  return rows->lane_height;
}

/**
 * pollux_rows_set_text_scale:
 * @scale: 1 for text of the usual size; never less
 *
 * Lanes with names in two lines have room for them at any size of the text.
 */
void
pollux_rows_set_text_scale (PolluxRows *rows,
                            double      scale)
{
  g_return_if_fail (rows != NULL);

  rows->text_scale = CLAMP (scale, 1, MAX_TEXT_SCALE);
  pollux_rows_lay_out (rows, 0);
}

/**
 * pollux_rows_get_text_scale:
 */
double
pollux_rows_get_text_scale (const PolluxRows *rows)
{
  return rows->text_scale;
}

/**
 * pollux_rows_get_lane_pixels:
 */
double
pollux_rows_get_lane_pixels (const PolluxRows *rows)
{
  return round (rows->lane_height * rows->text_scale);
}

/**
 * pollux_rows_get_n_lanes:
 *
 * Returns: how many lanes there are: the trace's own, packed rows and collapsed
 *   groups are one each, the headings of other groups are none
 */
guint
pollux_rows_get_n_lanes (const PolluxRows *rows)
{
  return rows->n_items - rows->n_headings;
}

/**
 * pollux_rows_get_length:
 *
 * Returns: how many rows there are, headings and trace lane included
 */
guint
pollux_rows_get_length (const PolluxRows *rows)
{
  return rows->n_items + pollux_folds_get_n_rows (rows->folds);
}

/**
 * pollux_rows_get_n_tasks:
 *
 * Returns: how many tasks are shown, also those in packed rows and collapsed
 *   groups
 */
guint
pollux_rows_get_n_tasks (const PolluxRows *rows)
{
  return rows->n_tasks;
}

/**
 * pollux_rows_get_tasks:
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): all tasks that are shown
 */
const PolluxTaskIndex *
pollux_rows_get_tasks (const PolluxRows *rows,
                       guint            *n)
{
  *n = rows->n_tasks;

  return rows->tasks;
}

/**
 * pollux_rows_get:
 * @index: below the length
 * @row: (out caller-allocates): filled
 */
void
pollux_rows_get (const PolluxRows *rows,
                 guint             index,
                 PolluxRow        *row)
{
  const PolluxRowItem *item;
  guint place, sub;

  g_return_if_fail (index < pollux_rows_get_length (rows));

  place = pollux_folds_split (rows->folds, index, &sub);
  item = &rows->items[place];
  *row = (PolluxRow) { item->kind, POLLUX_TASK_NONE, 0, place, item->index, item->depth,
                       item->flags };
  if (item->kind == POLLUX_ROW_TASK)
    row->task = item->index;

  if (sub != G_MAXUINT)
    {
      row->kind = POLLUX_ROW_SPAN;
      row->sub = sub;
    }
}

static double
get_span_height (const PolluxRows *rows)
{
  return round (MIN (SPAN_HEIGHT, (double) rows->lane_height) * rows->text_scale);
}

/* Pixels of the lanes before the one at @place, without rows of spans. */
static double
get_lane_y (const PolluxRows *rows,
            guint             place)
{
  return rows->items != NULL ? rows->items[place].y : 0;
}

/**
 * pollux_rows_get_y:
 * @index: up to the length
 *
 * Returns: pixels from the first row's upper edge to that of row @index
 */
double
pollux_rows_get_y (const PolluxRows *rows,
                   guint             index)
{
  guint sub;
  guint place = pollux_folds_split (rows->folds, index, &sub);
  guint n_above = index - place;

  if (sub == G_MAXUINT)
    return get_lane_y (rows, place) + n_above * get_span_height (rows);

  /* The lane itself lies above as well. */
  return get_lane_y (rows, place + 1) + (n_above - 1) * get_span_height (rows);
}

/**
 * pollux_rows_get_height:
 *
 * Returns: pixels of all rows
 */
double
pollux_rows_get_height (const PolluxRows *rows)
{
  return get_lane_y (rows, rows->n_items) +
         pollux_folds_get_n_rows (rows->folds) * get_span_height (rows);
}

/* The lane at @y, below the height of the lanes, where none is unfolded. */
static guint
find_lane_y (const PolluxRows *rows,
             double            y)
{
  guint low = 0, high = rows->n_items;

  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (rows->items[middle].y <= y)
        low = middle;
      else
        high = middle;
    }

  return low;
}

/* Where the rows of spans of a fold begin. */
static double
get_fold_y (const PolluxRows *rows,
            const PolluxFold *fold)
{
  return get_lane_y (rows, fold->place + 1) + fold->above * get_span_height (rows);
}

/**
 * pollux_rows_find_y:
 *
 * Returns: the row at @y, G_MAXUINT outside
 */
guint
pollux_rows_find_y (const PolluxRows *rows,
                    double            y)
{
  guint low = 0, high = pollux_folds_get_length (rows->folds);
  const PolluxFold *fold;
  double height;

  if (!(y >= 0 && y < pollux_rows_get_height (rows)))
    return G_MAXUINT;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_fold_y (rows, pollux_folds_get (rows->folds, middle)) <= y)
        low = middle + 1;
      else
        high = middle;
    }

  if (low == 0)
    return find_lane_y (rows, y);

  fold = pollux_folds_get (rows->folds, low - 1);
  height = get_span_height (rows);
  if (y < get_fold_y (rows, fold) + fold->n * height)
    return fold->place + fold->above + 1 + (guint) ((y - get_fold_y (rows, fold)) / height);

  return find_lane_y (rows, y - (fold->above + fold->n) * height) + fold->above + fold->n;
}

/**
 * pollux_rows_find_trace:
 *
 * Returns: the trace's own lane
 */
guint
pollux_rows_find_trace (const PolluxRows *rows)
{
  if (rows->trace_place == G_MAXUINT)
    return G_MAXUINT;

  return pollux_folds_join (rows->folds, rows->trace_place);
}

/**
 * pollux_rows_find_task:
 *
 * Returns: the row that shows @task, G_MAXUINT if none does
 */
guint
pollux_rows_find_task (const PolluxRows *rows,
                       PolluxTaskIndex   task)
{
  if (task >= rows->n_seen || rows->places[task] == G_MAXUINT)
    return G_MAXUINT;

  return pollux_folds_join (rows->folds, rows->places[task]);
}

/**
 * pollux_rows_find_span:
 *
 * Returns: the row of @span below the lane of @task, G_MAXUINT if it is not
 *   shown
 */
guint
pollux_rows_find_span (const PolluxRows *rows,
                       PolluxTaskIndex   task,
                       PolluxSpanIndex   span)
{
  const PolluxSpanRows *spans = pollux_rows_get_spans (rows, task);
  const PolluxSpanPlace *at = spans != NULL ? pollux_span_rows_find (spans, span) : NULL;
  guint place = pollux_rows_find_lane_place (rows, task);

  if (at == NULL || place == G_MAXUINT)
    return G_MAXUINT;

  return pollux_folds_join (rows->folds, place) + 1 + at->row;
}

/* --- what stays in sight --------------------------------------------------------- */

/**
 * pollux_rows_get_sticky_height:
 *
 * Returns: pixels of pinned rows that do not scroll
 */
double
pollux_rows_get_sticky_height (const PolluxRows *rows,
                               double            page)
{
  double height;
  guint index;

  if (rows->n_pinned == 0)
    return 0;

  height = pollux_rows_get_y (rows, pollux_folds_join (rows->folds, rows->n_pinned));
  if (height <= page / 2)
    return height;

  index = pollux_rows_find_y (rows, MAX (page / 2, 0));

  return index != G_MAXUINT ? pollux_rows_get_y (rows, index) : 0;
}

/**
 * pollux_rows_get_shown_y:
 *
 * Returns: where a row is shown; one that is scrolled away lies above 0, or
 *   behind the pinned ones
 */
double
pollux_rows_get_shown_y (const PolluxRows *rows,
                         guint             index,
                         double            scroll,
                         double            page)
{
  double y = pollux_rows_get_y (rows, index);

  return y < pollux_rows_get_sticky_height (rows, page) ? y : y - scroll;
}

/**
 * pollux_rows_find_shown_y:
 *
 * Returns: the row at a pixel, G_MAXUINT if there is none
 */
guint
pollux_rows_find_shown_y (const PolluxRows *rows,
                          double            y,
                          double            scroll,
                          double            page)
{
  if (y < pollux_rows_get_sticky_height (rows, page))
    return pollux_rows_find_y (rows, y);

  return pollux_rows_find_y (rows, y + scroll);
}

/* --- groups and packed rows ------------------------------------------------------ */

/**
 * pollux_rows_get_group_of:
 *
 * Returns: the key of the group that collapses with @task: by spawner its own
 *   if there are tasks below it, else that of the one above it
 */
guint
pollux_rows_get_group_of (const PolluxRows *rows,
                          PolluxTaskIndex   task)
{
  const PolluxRowItem *item;

  if (task >= rows->n_seen || rows->places[task] == G_MAXUINT ||
      rows->places[task] < rows->n_pinned)
    return POLLUX_GROUP_NO_KEY;
  if (pollux_trace_get_task (rows->trace, task)->flags & POLLUX_TASK_RUNTIME_WORKER)
    return POLLUX_GROUP_WORKERS;
  if (rows->shown_grouping == POLLUX_GROUP_NONE)
    return POLLUX_GROUP_NO_KEY;
  if (rows->shown_grouping != POLLUX_GROUP_SPAWNER)
    return pollux_group_keys_get (rows->keys, task);

  item = &rows->items[rows->places[task]];
  if (item->kind == POLLUX_ROW_GROUP)
    return g_array_index (rows->groups, PolluxRowGroup, item->index).key;

  return item->flags & POLLUX_ROW_PARENT ? task : rows->parents[task];
}

/**
 * pollux_rows_reveal_task:
 *
 * Expands the groups that @task is hidden in. Takes effect with the next
 * update.
 *
 * Returns: whether there are any
 */
gboolean
pollux_rows_reveal_task (PolluxRows      *rows,
                         PolluxTaskIndex  task)
{
  guint place = task < rows->n_seen ? rows->places[task] : G_MAXUINT;
  guint key;

  if (place == G_MAXUINT || rows->items[place].kind != POLLUX_ROW_GROUP)
    return FALSE;

  key = pollux_rows_get_group_of (rows, task);
  if (rows->shown_grouping != POLLUX_GROUP_SPAWNER || key == POLLUX_GROUP_WORKERS)
    {
      pollux_rows_set_collapsed (rows, key, FALSE);
      return TRUE;
    }

  for (PolluxTaskIndex at = rows->parents[task]; at != POLLUX_TASK_NONE; at = rows->parents[at])
    pollux_rows_set_collapsed (rows, at, FALSE);

  return TRUE;
}

/**
 * pollux_rows_get_group:
 * @index: of a row of a group
 * @group: (out caller-allocates): filled
 */
void
pollux_rows_get_group (const PolluxRows *rows,
                       guint             index,
                       PolluxGroup      *group)
{
  const PolluxTaskRanks *known = pollux_rows_cache_get_ranks (rows->cache);
  PolluxRowGroup *inner;

  g_return_if_fail (index < rows->groups->len);

  inner = &g_array_index (rows->groups, PolluxRowGroup, index);
  if (!inner->has_figures)
    {
      inner->figures = (PolluxFigures) { 0 };
      for (guint i = inner->first; i < inner->first + inner->n; i++)
        pollux_figures_add_known (&inner->figures, rows->trace, rows->tasks[i], known);
      inner->has_figures = TRUE;
    }

  *group = (PolluxGroup) { inner->key, inner->n, rows->tasks + inner->first, inner->collapsed,
                           inner->figures };
}

/**
 * pollux_rows_dup_group_title:
 * @index: of a row of a group
 *
 * Returns: (transfer full): how the group is called
 */
char *
pollux_rows_dup_group_title (const PolluxRows *rows,
                             guint             index)
{
  const PolluxRowGroup *group;
  g_autofree char *count = NULL;

  g_return_val_if_fail (index < rows->groups->len, NULL);

  group = &g_array_index (rows->groups, PolluxRowGroup, index);
  if (group->key == POLLUX_GROUP_WORKERS)
    return g_strdup (_("Runtime workers"));
  if (rows->shown_grouping != POLLUX_GROUP_SPAWNER)
    return pollux_group_keys_dup_title (rows->keys, group->key);

  count = pollux_count_to_label (group->n);
  /* Translators: tasks that are shown below the one that spawned them */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s task below", "%s tasks below",
                                       group->n), count);
}

/**
 * pollux_rows_get_pack:
 * @index: of a packed row
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): its tasks
 */
const PolluxTaskIndex *
pollux_rows_get_pack (const PolluxRows *rows,
                      guint             index,
                      guint            *n)
{
  const PolluxRowPack *pack;

  g_return_val_if_fail (index < rows->packs->len, NULL);

  pack = &g_array_index (rows->packs, PolluxRowPack, index);
  *n = pack->n;

  return rows->tasks + pack->first;
}
