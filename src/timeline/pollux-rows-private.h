/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-filter.h"
#include "pollux-folds.h"
#include "pollux-rows-cache.h"
#include "pollux-rows.h"

G_BEGIN_DECLS

/* One lane. @index: the task, or which group or packed row. @y: pixels of the
 * lanes above, without rows of spans. */
typedef struct
{
  guint index;
  guint y;
  guint16 depth;
  guint8 kind;
  guint8 flags;
} PolluxRowItem;

/* Tasks [@first, @first + @n) of the rows' array. */
typedef struct
{
  guint key;
  guint first;
  guint n;
  gboolean collapsed;
  gboolean has_figures;
  PolluxFigures figures;
} PolluxRowGroup;

typedef struct
{
  guint first;
  guint n;
} PolluxRowPack;

struct _PolluxRows
{
  /* What is asked for. */
  PolluxFilter *filter;
  char *filter_text;
  PolluxRange range;
  PolluxOrder order;
  gboolean descending;
  PolluxLaneHeight lane_height;
  double text_scale;
  PolluxGrouping grouping;
  gboolean packed;
  GArray *pinned;          /* PolluxTaskIndex, in the order of pinning */
  GHashTable *pinned_set;
  GHashTable *hidden;
  GHashTable *only;        /* empty: all */
  /* Groups that are not as the default is: key plus one. */
  GHashTable *toggled[POLLUX_N_GROUPINGS];
  gboolean collapsed_default[POLLUX_N_GROUPINGS];
  gboolean default_decided[POLLUX_N_GROUPINGS];
  gboolean workers_collapsed;

  /* What the rows were made from. */
  PolluxTrace *trace;
  guint64 generation;
  gboolean stale;
  gboolean pending;     /* a draft of what is asked for is on its way */
  gboolean finished;
  guint n_seen;
  guint n_sorted;
  guint64 built;        /* the generation that was last looked at as a whole */
  PolluxTime last_spawned;
  PolluxRowsCache *cache;
  PolluxGroupKeys *keys;   /* of the cache; by what the rows are grouped */

  /* Only of a draft: not 0 if nobody waits for it any more. */
  gint cancelled;
  gboolean is_draft;

  /* What they are. */
  PolluxGrouping shown_grouping;
  guint64 digest;
  PolluxTaskIndex *tasks;  /* as they are shown */
  guint *places;           /* the item of each task, G_MAXUINT if it is not shown */
  PolluxTaskIndex *parents; /* of each task in the tree; only by spawner */
  guint n_places;
  guint n_tasks;
  guint n_workers;         /* the last of @tasks */
  PolluxRowItem *items;
  guint n_items;
  guint n_headings;        /* of groups that are not collapsed, among them */
  guint n_items_allocated;
  guint n_pinned;          /* the first of @items */
  guint trace_place;       /* G_MAXUINT if the trace has no lane */
  GArray *groups;          /* PolluxRowGroup */
  GArray *packs;           /* PolluxRowPack */

  PolluxFolds *folds;
  gboolean folds_stale;

  PolluxWorkers *workers;  /* shown instead of all that, or NULL */
  PolluxWorkers *taken;    /* the same with the tasks that the filter takes, or NULL */
};

/* pollux-rows-arrange.c: from the tasks that are shown, sorted, to the items. */
void     pollux_rows_arrange       (PolluxRows       *rows);
void     pollux_rows_add_item      (PolluxRows       *rows,
                                    PolluxRowKind     kind,
                                    guint             index,
                                    guint             depth,
                                    guint             flags);
/* Whether the items are no more than one for each task. */
gboolean pollux_rows_are_plain     (const PolluxRows *rows);
/* Computes where the items are. */
void     pollux_rows_lay_out       (PolluxRows       *rows,
                                    guint             from);

/* pollux-rows-workers.c: the same of the workers. */
void     pollux_rows_arrange_workers (PolluxRows     *rows);

/* pollux-rows.c: without looking whether anything changed. */
void     pollux_rows_update_lanes  (PolluxRows       *rows);
void     pollux_rows_decide_default (PolluxRows      *rows);
void     pollux_rows_note_digest   (PolluxRows       *rows);
gboolean pollux_rows_is_cancelled  (PolluxRows       *rows);

/* pollux-rows-lookup.c: places among the lanes; rows of spans are not counted. */
guint    pollux_rows_find_lane_place (gconstpointer   data,
                                      PolluxTaskIndex task);

G_END_DECLS
