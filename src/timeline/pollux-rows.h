/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-span-rows.h"

G_BEGIN_DECLS

typedef enum
{
  POLLUX_ROW_TASK,
  POLLUX_ROW_TRACE,   /* the trace's own lane: loose wakes and events; only if it has any */
  POLLUX_ROW_GROUP,   /* the heading above the runtime workers */
  POLLUX_ROW_SPAN,    /* spans, below the unfolded lane of their task */
} PolluxRowKind;

/* @sub: which of the rows of spans of @task, POLLUX_TASK_NONE for those below
 * the trace's own lane. @place: of the lane, or the one it lies below, among
 * the lanes. */
typedef struct
{
  PolluxRowKind kind;
  PolluxTaskIndex task;
  guint sub;
  guint place;
} PolluxRow;

typedef enum
{
  POLLUX_ORDER_SPAWN,
  POLLUX_ORDER_NAME,
  POLLUX_ORDER_BUSY,
  POLLUX_ORDER_SCHEDULED,
  POLLUX_ORDER_POLLS,
  POLLUX_ORDER_LONGEST_POLL,
  POLLUX_ORDER_LONGEST_WAIT,
  POLLUX_N_ORDERS,
} PolluxOrder;

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
 * Which lanes are shown, in which order, at which height: trace lane first,
 * then tasks, then the runtime workers apart under a heading; below a lane
 * that is unfolded the rows of its spans. Rebuilt when the trace, the filter
 * or the order changes; row at y in O(log (unfolded lanes)).
 */
typedef struct _PolluxRows PolluxRows;

PolluxRows *pollux_rows_new          (void);
void        pollux_rows_free         (PolluxRows       *rows);
/* TRUE if the rows are not the same as before. */
gboolean    pollux_rows_update       (PolluxRows       *rows,
                                      PolluxTrace      *trace);
/* Words separated by blanks; a task is shown if its name, process, location, kind
 * or "#id" holds each, without regard to case; "-word" must not be there. */
void        pollux_rows_set_filter   (PolluxRows       *rows,
                                      const char       *filter);
/* Leaves out tasks that were not alive in @range; an empty one leaves out none. */
void        pollux_rows_set_range    (PolluxRows       *rows,
                                      PolluxRange       range);
void        pollux_rows_set_order    (PolluxRows       *rows,
                                      PolluxOrder       order,
                                      gboolean          descending);
void        pollux_rows_set_lane_height (PolluxRows    *rows,
                                      PolluxLaneHeight  height);
PolluxLaneHeight pollux_rows_get_lane_height (const PolluxRows *rows);
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
/* How many of them are no rows of spans. */
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
guint       pollux_rows_find_task    (const PolluxRows *rows,
                                      PolluxTaskIndex   task);
/* The row below the lane of @task that shows @span; G_MAXUINT if none does. */
guint       pollux_rows_find_span    (const PolluxRows *rows,
                                      PolluxTaskIndex   task,
                                      PolluxSpanIndex   span);
/* Whether @filter (as above) takes @task: shared with the command line. */
gboolean    pollux_rows_matches      (PolluxTrace      *trace,
                                      PolluxTaskIndex   task,
                                      const char       *filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxRows, pollux_rows_free)

G_END_DECLS
