/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-group-keys.h"
#include "pollux-span-rows.h"
#include "pollux-task-order.h"
#include "pollux-workers.h"

G_BEGIN_DECLS

typedef enum
{
  POLLUX_ROW_TASK,
  POLLUX_ROW_TRACE,   /* the trace's own lane: loose wakes and events; only if it has any */
  POLLUX_ROW_GROUP,   /* the heading above tasks of a group, or all there is of a collapsed one */
  POLLUX_ROW_SPAN,    /* spans, below the unfolded lane of their task */
  POLLUX_ROW_PACK,    /* several tasks, one after the other */
  POLLUX_ROW_THREAD,  /* what a worker polled, see pollux_rows_set_workers() */
} PolluxRowKind;

/* Parent: a task that others are shown below as its own. Collapsed: these, or
 * the tasks of the group, are not shown one by one. Pinned: stays in sight. */
enum
{
  POLLUX_ROW_PARENT    = 1 << 0,
  POLLUX_ROW_COLLAPSED = 1 << 1,
  POLLUX_ROW_PINNED    = 1 << 2,
};

/* @sub: which of the rows of spans of @task, POLLUX_TASK_NONE for those below
 * the trace's own lane. @place: of the lane, or the one it lies below, among
 * the lanes. @index: which group, packed row or worker. @depth: how far a task
 * (or what is below it) is indented. */
typedef struct
{
  PolluxRowKind kind;
  PolluxTaskIndex task;
  guint sub;
  guint place;
  guint index;
  guint depth;
  guint flags;
} PolluxRow;

/* In the order in which they can be restored. */
typedef enum
{
  POLLUX_ROWS_ONLY,
  POLLUX_ROWS_HIDDEN,
  POLLUX_ROWS_PINNED,
  POLLUX_N_ROWS_SETS,
} PolluxRowsSet;

/* The groups' keys are those of PolluxGroupKeys; by spawner the task's index. */
#define POLLUX_GROUP_NO_KEY G_MAXUINT
#define POLLUX_GROUP_WORKERS (G_MAXUINT - 1)

/**
 * PolluxGroup:
 * @key: which it is; stays the same while the trace grows
 * @tasks: (array length=n_tasks): which it has, as they are ordered
 * @figures: sums and extremes of all of them
 */
typedef struct
{
  guint key;
  guint n_tasks;
  const PolluxTaskIndex *tasks;
  gboolean collapsed;
  PolluxFigures figures;
} PolluxGroup;

/* How high a lane is: with name and location, with the name, compact, and
 * without labels. */
typedef enum
{
  POLLUX_LANE_COMFORTABLE = 32,
  POLLUX_LANE_NORMAL      = 24,
  POLLUX_LANE_COMPACT     = 16,
  POLLUX_LANE_TINY        = 8,
} PolluxLaneHeight;

/**
 * PolluxRows:
 *
 * Which lanes are shown, in which order, at which height: pinned tasks first,
 * the trace's lane, then tasks, by group if that is asked for, then the
 * runtime workers apart under a heading; below a lane that is unfolded the
 * rows of its spans. Rebuilt when the trace or what is asked for changes; row
 * at y in O(log n).
 */
typedef struct _PolluxRows PolluxRows;

PolluxRows *pollux_rows_new          (void);
void        pollux_rows_free         (PolluxRows       *rows);
/* TRUE if the rows are not the same as before. */
gboolean    pollux_rows_update       (PolluxRows       *rows,
                                      PolluxTrace      *trace);
/* As for pollux_filter_new(). */
void        pollux_rows_set_filter   (PolluxRows       *rows,
                                      const char       *filter);
/* Leaves out tasks that were not alive in @range; an empty one leaves out none. */
void        pollux_rows_set_range    (PolluxRows       *rows,
                                      PolluxRange       range);
void        pollux_rows_set_order    (PolluxRows       *rows,
                                      PolluxOrder       order,
                                      gboolean          descending);
void        pollux_rows_set_grouping (PolluxRows       *rows,
                                      PolluxGrouping    grouping);
PolluxGrouping pollux_rows_get_grouping (const PolluxRows *rows);
/* The one of the rows as they are: the other takes effect with the next update. */
PolluxGrouping pollux_rows_get_shown_grouping (const PolluxRows *rows);
/* Tasks whose lives do not overlap share a row. */
void        pollux_rows_set_packed   (PolluxRows       *rows,
                                      gboolean          packed);
gboolean    pollux_rows_is_packed    (const PolluxRows *rows);

/* Pinned tasks come first, whatever the filter says; hidden ones not at all;
 * if any are set as the only ones, others are left out. All take effect with
 * the next update, and end with the trace. */
void        pollux_rows_set_pinned   (PolluxRows            *rows,
                                      const PolluxTaskIndex *tasks,
                                      guint                  n,
                                      gboolean               pinned);
gboolean    pollux_rows_is_pinned    (const PolluxRows *rows,
                                      PolluxTaskIndex   task);
void        pollux_rows_hide         (PolluxRows            *rows,
                                      const PolluxTaskIndex *tasks,
                                      guint                  n);
gboolean    pollux_rows_is_hidden    (const PolluxRows *rows,
                                      PolluxTaskIndex   task);
void        pollux_rows_show_hidden  (PolluxRows       *rows);
guint       pollux_rows_get_n_hidden (const PolluxRows *rows);
void        pollux_rows_set_only     (PolluxRows            *rows,
                                      const PolluxTaskIndex *tasks,
                                      guint                  n);
/* How many; 0 if all are shown. */
guint       pollux_rows_get_n_only   (const PolluxRows *rows);

/* Shows a hidden task again, or beside the only ones. TRUE if it was left out. */
gboolean    pollux_rows_show         (PolluxRows       *rows,
                                      PolluxTaskIndex   task);
/* (transfer full) (array length=n): pinned ones in their order. */
PolluxTaskIndex *
            pollux_rows_dup_set      (const PolluxRows *rows,
                                      PolluxRowsSet     set,
                                      guint            *n);

/* The group of @task: POLLUX_GROUP_NO_KEY if there is none to collapse. */
guint       pollux_rows_get_group_of (const PolluxRows *rows,
                                      PolluxTaskIndex   task);
void        pollux_rows_set_collapsed (PolluxRows      *rows,
                                      guint             key,
                                      gboolean          collapsed);
gboolean    pollux_rows_is_collapsed (const PolluxRows *rows,
                                      guint             key);
void        pollux_rows_collapse_all (PolluxRows       *rows,
                                      gboolean          collapsed);
/* Expands whatever @task is hidden in. TRUE if there was anything. */
gboolean    pollux_rows_reveal_task  (PolluxRows       *rows,
                                      PolluxTaskIndex   task);
/* @index: of a row. Costs O(tasks of the group) the first time after an update. */
void        pollux_rows_get_group    (const PolluxRows *rows,
                                      guint             index,
                                      PolluxGroup      *group);
/* How it is called, and how many tasks it has. (transfer full). */
char       *pollux_rows_dup_group_title (const PolluxRows *rows,
                                      guint             index);
/* The tasks of a packed row, in the order of time; borrowed until the next update. */
const PolluxTaskIndex *
            pollux_rows_get_pack     (const PolluxRows *rows,
                                      guint             index,
                                      guint            *n);
/* All tasks that are shown, one by one or in groups, in that order; borrowed
 * until the next update. */
const PolluxTaskIndex *
            pollux_rows_get_tasks    (const PolluxRows *rows,
                                      guint            *n);

void        pollux_rows_set_lane_height (PolluxRows    *rows,
                                      PolluxLaneHeight  height);
PolluxLaneHeight pollux_rows_get_lane_height (const PolluxRows *rows);
/* How much larger the text is than usual; all rows grow with it. */
void        pollux_rows_set_text_scale (PolluxRows     *rows,
                                      double            scale);
double      pollux_rows_get_text_scale (const PolluxRows *rows);
/* Pixels of an ordinary lane. */
double      pollux_rows_get_lane_pixels (const PolluxRows *rows);
/* Shows these instead of the tasks, with the next update; NULL: the tasks.
 * @taken (nullable): the same, with only the tasks that the filter takes.
 * References are kept. */
void        pollux_rows_set_workers  (PolluxRows       *rows,
                                      PolluxWorkers    *workers,
                                      PolluxWorkers    *taken);
const PolluxWorkers *
            pollux_rows_get_workers  (const PolluxRows *rows);
/* @taken of the above; NULL without a filter, or if it is not known yet. */
const PolluxWorkers *
            pollux_rows_get_taken    (const PolluxRows *rows);
/* Whether the rows of spans below a lane are shown; POLLUX_TASK_NONE: the
 * trace's own. Takes effect with the next update. */
void        pollux_rows_set_unfolded (PolluxRows       *rows,
                                      PolluxTaskIndex   task,
                                      gboolean          unfolded);
void        pollux_rows_fold_all     (PolluxRows       *rows);
gboolean    pollux_rows_is_unfolded  (const PolluxRows *rows,
                                      PolluxTaskIndex   task);
/* What they show; NULL while folded. */
const PolluxSpanRows *
            pollux_rows_get_spans    (const PolluxRows *rows,
                                      PolluxTaskIndex   task);
guint       pollux_rows_get_length   (const PolluxRows *rows);
/* How many of them are neither rows of spans nor headings of what is below them. */
guint       pollux_rows_get_n_lanes  (const PolluxRows *rows);
/* How many of them are tasks, runtime workers included. */
guint       pollux_rows_get_n_tasks  (const PolluxRows *rows);
void        pollux_rows_get          (const PolluxRows *rows,
                                      guint             index,
                                      PolluxRow        *row);
double      pollux_rows_get_height   (const PolluxRows *rows);
double      pollux_rows_get_y        (const PolluxRows *rows,
                                      guint             index);
/* G_MAXUINT outside. */
guint       pollux_rows_find_y       (const PolluxRows *rows,
                                      double            y);
/* Pixels of the pinned rows that stay in sight in @page pixels: whole rows, at
 * most half of it. */
double      pollux_rows_get_sticky_height (const PolluxRows *rows,
                                      double            page);
/* The same as get_y and find_y, for what is shown below the upper edge when
 * @scroll pixels of the rows are above it. */
double      pollux_rows_get_shown_y  (const PolluxRows *rows,
                                      guint             index,
                                      double            scroll,
                                      double            page);
guint       pollux_rows_find_shown_y (const PolluxRows *rows,
                                      double            y,
                                      double            scroll,
                                      double            page);
/* The trace's own; G_MAXUINT if there is none. */
guint       pollux_rows_find_trace   (const PolluxRows *rows);
/* The row that shows @task: its own, a packed one, or that of its collapsed
 * group; G_MAXUINT if none does. */
guint       pollux_rows_find_task    (const PolluxRows *rows,
                                      PolluxTaskIndex   task);
/* The row below the lane of @task that shows @span; G_MAXUINT if none does. */
guint       pollux_rows_find_span    (const PolluxRows *rows,
                                      PolluxTaskIndex   task,
                                      PolluxSpanIndex   span);
/* The row that shows @thing: of its span, its task, or the worker that ran it;
 * G_MAXUINT if none does. */
guint       pollux_rows_find_thing   (const PolluxRows  *rows,
                                      const PolluxThing *thing);
/* Whether there is a filter. */
gboolean    pollux_rows_has_filter   (const PolluxRows *rows);
/* Whether @task is taken by the filter that is set. */
gboolean    pollux_rows_takes        (const PolluxRows *rows,
                                      PolluxTaskIndex   task);
/* Whether @filter (as above) takes @task: shared with the command line. */
gboolean    pollux_rows_matches      (PolluxTrace      *trace,
                                      PolluxTaskIndex   task,
                                      const char       *filter);

/*
 * For many tasks an update takes longer than a frame may. When the trace is
 * finished it can be made on another thread instead: begin a draft, fill it
 * there, adopt it. Until then the rows stay as they are, and updates do not
 * change lanes. In pollux-rows-draft.c.
 */
/* Whether there is something to do that needs one. */
gboolean    pollux_rows_needs_draft  (const PolluxRows *rows);
/* (transfer full): of what is asked; it takes the place of an earlier one. */
PolluxRows *pollux_rows_begin_draft  (PolluxRows       *rows);
/* On any thread, one draft of a trace at a time. */
void        pollux_rows_fill_draft   (PolluxRows       *draft);
/* Makes fill_draft() on another thread return soon. */
void        pollux_rows_cancel_draft (PolluxRows       *draft);
/* Puts the lanes of @draft, which is to be freed then, into @rows. TRUE if the
 * rows are not the same as before. */
gboolean    pollux_rows_adopt_draft  (PolluxRows       *rows,
                                      PolluxRows       *draft);
gboolean    pollux_rows_has_draft    (const PolluxRows *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxRows, pollux_rows_free)

G_END_DECLS
