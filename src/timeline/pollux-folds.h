/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-span-rows.h"

G_BEGIN_DECLS

/**
 * PolluxFold:
 * @place: of its lane among the lanes
 * @above: rows of spans above its own
 * @n: its own
 *
 * The rows of spans below an unfolded lane.
 */
typedef struct
{
  guint place;
  guint above;
  guint n;
} PolluxFold;

/**
 * PolluxFolds:
 *
 * Which lanes are unfolded, and how rows are counted where some are: a lane
 * has a place among the lanes and an index among all rows. O(log n) each.
 */
typedef struct _PolluxFolds PolluxFolds;

/* The place of the lane of a task, G_MAXUINT if it is not shown. */
typedef guint (*PolluxFoldsPlaceFunc) (gconstpointer    data,
                                       PolluxTaskIndex  task);

PolluxFolds *pollux_folds_new         (void);
void         pollux_folds_free        (PolluxFolds          *folds);
/* Unfolds what is unfolded in @other. */
void         pollux_folds_follow      (PolluxFolds          *folds,
                                       const PolluxFolds    *other);
void         pollux_folds_forget      (PolluxFolds          *folds);
gboolean     pollux_folds_set         (PolluxFolds          *folds,
                                       PolluxTaskIndex       task,
                                       gboolean              unfolded);
gboolean     pollux_folds_has         (const PolluxFolds    *folds,
                                       PolluxTaskIndex       task);
const PolluxSpanRows *
             pollux_folds_get_spans   (const PolluxFolds    *folds,
                                       PolluxTaskIndex       task);
void         pollux_folds_update      (PolluxFolds          *folds,
                                       PolluxTrace          *trace,
                                       gboolean              trace_changed,
                                       PolluxFoldsPlaceFunc  get_place,
                                       gconstpointer         data);
guint64      pollux_folds_get_digest  (const PolluxFolds    *folds);
guint        pollux_folds_get_length  (const PolluxFolds    *folds);
const PolluxFold *
             pollux_folds_get         (const PolluxFolds    *folds,
                                       guint                 index);
/* All rows of spans. */
guint        pollux_folds_get_n_rows  (const PolluxFolds    *folds);
/* The place of the lane of row @index, or of the one that it lies below: then
 * @sub is its number there, else G_MAXUINT. */
guint        pollux_folds_split       (const PolluxFolds    *folds,
                                       guint                 index,
                                       guint                *sub);
/* The row of the lane at @place. */
guint        pollux_folds_join        (const PolluxFolds    *folds,
                                       guint                 place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFolds, pollux_folds_free)

G_END_DECLS
