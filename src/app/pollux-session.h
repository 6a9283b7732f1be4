/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "pollux-chain.h"
#include "pollux-finder.h"
#include "pollux-history.h"
#include "pollux-bands.h"
#include "pollux-loader.h"
#include "pollux-rows.h"
#include "pollux-task-set.h"
#include "pollux-thing.h"
#include "pollux-time-mode.h"
#include "pollux-viewport.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_SESSION (pollux_session_get_type ())

/**
 * PolluxSession:
 *
 * The state of one window's view of one trace. The timeline, the overview,
 * the panels and the header all follow it, none of them knows another.
 *
 * Signals, each without arguments:
 * "trace-changed": data was added (at most once per frame while loading)
 * "view-changed": the visible time range
 * "range-changed": the selected range
 * "selection-changed": the selected thing, or which tasks are selected with it
 * "hover-changed": the hovered thing or the cursor time
 * "clock-changed": how times are told
 * "arranging": lanes are being arranged as was asked for, or are now
 * "bands-changed": what collapsed groups and packed rows are drawn from
 * "rows-changed": filter, order, lane height, which lanes there are or are unfolded
 */
G_DECLARE_FINAL_TYPE (PolluxSession, pollux_session, POLLUX, SESSION, GObject)

PolluxSession        *pollux_session_new             (PolluxTrace          *trace,
                                                      PolluxLoader         *loader);
PolluxTrace          *pollux_session_get_trace       (PolluxSession        *self);
PolluxLoader         *pollux_session_get_loader      (PolluxSession        *self);
/* What is worth a look in the trace. */
PolluxFinder         *pollux_session_get_finder      (PolluxSession        *self);

/* Passes on at once what waits for the next frame. */
void                  pollux_session_flush           (PolluxSession        *self);

const PolluxViewport *pollux_session_get_viewport    (PolluxSession        *self);
/* Copies @viewport; remembers the old one in the history if @jump. */
void                  pollux_session_set_viewport    (PolluxSession        *self,
                                                      const PolluxViewport *viewport,
                                                      gboolean              jump);
void                  pollux_session_zoom            (PolluxSession        *self,
                                                      double                factor,
                                                      double                x);
void                  pollux_session_pan             (PolluxSession        *self,
                                                      double                pixels);
void                  pollux_session_fit             (PolluxSession        *self);
void                  pollux_session_show_range      (PolluxSession        *self,
                                                      PolluxRange           range);
/* Whether the last "view-changed" was a jump and not a move by hand. */
gboolean              pollux_session_has_jumped      (PolluxSession        *self);
gboolean              pollux_session_can_go_back     (PolluxSession        *self);
gboolean              pollux_session_can_go_forward  (PolluxSession        *self);
void                  pollux_session_go_back         (PolluxSession        *self);
void                  pollux_session_go_forward      (PolluxSession        *self);
/* @offset: -1 back, 1 forward, and so on; 0 is what is shown. */
void                  pollux_session_go_through_history
                                                     (PolluxSession        *self,
                                                      int                   offset);
PolluxHistory        *pollux_session_get_history     (PolluxSession        *self);

void                  pollux_session_set_time_mode   (PolluxSession        *self,
                                                      PolluxTimeMode        mode);
PolluxTimeMode        pollux_session_get_time_mode   (PolluxSession        *self);
/* In pollux-session-things.c: as the clock of the ruler, but since the begin
 * where that counts from what is selected. For panels and tables. */
void                  pollux_session_get_fixed_clock (PolluxSession        *self,
                                                      PolluxClock          *clock);
void                  pollux_session_get_clock       (PolluxSession        *self,
                                                      PolluxClock          *clock);

/* Empty if no range is selected. */
PolluxRange           pollux_session_get_range       (PolluxSession        *self);
gboolean              pollux_session_has_range       (PolluxSession        *self);
void                  pollux_session_set_range       (PolluxSession        *self,
                                                      PolluxRange           range);

const PolluxThing    *pollux_session_get_selection   (PolluxSession        *self);
/* @reveal: bring it into sight, in time and among the lanes. */
void                  pollux_session_select          (PolluxSession        *self,
                                                      const PolluxThing    *thing,
                                                      gboolean              reveal);
/* The tasks that are selected: that of the selected thing, and others with it.
 * Borrowed, ascending. */
const PolluxTaskIndex *pollux_session_get_selected_tasks
                                                     (PolluxSession        *self,
                                                      guint                *n);
const PolluxTaskSet  *pollux_session_get_task_set    (PolluxSession        *self);
/* Whether there are several. */
gboolean              pollux_session_has_tasks       (PolluxSession        *self);
/* @primary: one of them, whose thing stays selected, or which becomes it. */
void                  pollux_session_select_tasks    (PolluxSession        *self,
                                                      const PolluxTaskIndex *tasks,
                                                      guint                 n,
                                                      PolluxTaskIndex       primary);
void                  pollux_session_toggle_task     (PolluxSession        *self,
                                                      PolluxTaskIndex       task);
/* From where a selection is extended: the task that was selected by itself last. */
PolluxTaskIndex       pollux_session_get_task_anchor (PolluxSession        *self);
/* In pollux-session-tasks.c: those of the rows from the anchor's to that of
 * @task, instead of the others or (@add) with them; and all that are shown. */
void                  pollux_session_extend_to_task  (PolluxSession        *self,
                                                      PolluxTaskIndex       task,
                                                      gboolean              add);
void                  pollux_session_select_all      (PolluxSession        *self);
GArray               *pollux_session_list_shown      (PolluxSession        *self);
/* In pollux-session-things.c: the neighbour of the selected thing in its lane, of
 * the same kind, or of any. */
gboolean              pollux_session_step            (PolluxSession        *self,
                                                      int                   direction,
                                                      PolluxThing          *next);
gboolean              pollux_session_walk            (PolluxSession        *self,
                                                      int                   direction,
                                                      PolluxThing          *next);
/* The walk along causes that begins at the selection. */
PolluxChain          *pollux_session_get_chain       (PolluxSession        *self);
/* TRUE once after a select with @reveal, for the timeline to scroll to it. */
gboolean              pollux_session_take_reveal     (PolluxSession        *self);

const PolluxThing    *pollux_session_get_hovered     (PolluxSession        *self);
PolluxTime            pollux_session_get_cursor      (PolluxSession        *self);
void                  pollux_session_hover           (PolluxSession        *self,
                                                      const PolluxThing    *thing,
                                                      PolluxTime            cursor);

/* The lanes that are shown: those of the tasks, or by worker. */
PolluxRows           *pollux_session_get_rows        (PolluxSession        *self);
PolluxRows           *pollux_session_get_task_rows   (PolluxSession        *self);
/* What each thread polled, instead of what each task did. The lanes may come
 * later: until then those of the tasks are shown, and has_worker_rows is FALSE. */
gboolean              pollux_session_get_by_worker   (PolluxSession        *self);
void                  pollux_session_set_by_worker   (PolluxSession        *self,
                                                      gboolean              by_worker);
gboolean              pollux_session_has_worker_rows (PolluxSession        *self);
/* NULL if they are not made. */
PolluxRows           *pollux_session_get_worker_rows (PolluxSession        *self);
/* For the session itself, when filter or height have changed. */
void                  pollux_session_follow_with_workers (PolluxSession    *self);
const char           *pollux_session_get_filter      (PolluxSession        *self);
void                  pollux_session_set_filter      (PolluxSession        *self,
                                                      const char           *filter);
void                  pollux_session_set_order       (PolluxSession        *self,
                                                      PolluxOrder           order,
                                                      gboolean              descending);
PolluxOrder           pollux_session_get_order       (PolluxSession        *self,
                                                      gboolean             *descending);
/* Shows or hides the rows of spans of @n lanes. */
void                  pollux_session_unfold          (PolluxSession        *self,
                                                      const PolluxTaskIndex *tasks,
                                                      guint                 n,
                                                      gboolean              unfolded);
void                  pollux_session_fold_all        (PolluxSession        *self);
/* See pollux_rows_set_text_scale(). */
void                  pollux_session_set_text_scale  (PolluxSession        *self,
                                                      double                scale);
void                  pollux_session_set_lane_height (PolluxSession        *self,
                                                      PolluxLaneHeight      height);

/* In pollux-session-arrange.c: when lanes follow what is asked for. */
void                  pollux_session_arrange         (PolluxSession        *self,
                                                      gboolean              asked);
gboolean              pollux_session_is_arranging    (PolluxSession        *self);
gboolean              pollux_session_is_arranging_long (PolluxSession      *self);
/* Shows @task though it was hidden by hand or is not among the only ones. */
void                  pollux_session_show_task       (PolluxSession        *self,
                                                      PolluxTaskIndex       task);
void                  pollux_session_reveal_task     (PolluxSession        *self,
                                                      PolluxTaskIndex       task);

/* In pollux-session-lanes.c: how lanes are arranged. */
PolluxBands          *pollux_session_get_bands       (PolluxSession        *self);
void                  pollux_session_prepare_bands   (PolluxSession        *self);
void                  pollux_session_set_grouping    (PolluxSession        *self,
                                                      PolluxGrouping        grouping);
void                  pollux_session_set_packed      (PolluxSession        *self,
                                                      gboolean              packed);
void                  pollux_session_collapse        (PolluxSession        *self,
                                                      guint                 key,
                                                      gboolean              collapsed);
void                  pollux_session_collapse_all    (PolluxSession        *self,
                                                      gboolean              collapsed);
void                  pollux_session_pin             (PolluxSession        *self,
                                                      const PolluxTaskIndex *tasks,
                                                      guint                 n,
                                                      gboolean              pinned);
void                  pollux_session_hide            (PolluxSession        *self,
                                                      const PolluxTaskIndex *tasks,
                                                      guint                 n);
void                  pollux_session_show_hidden     (PolluxSession        *self);
/* None: all are shown again. */
void                  pollux_session_set_only        (PolluxSession        *self,
                                                      const PolluxTaskIndex *tasks,
                                                      guint                 n);
/* Leaves out lanes of tasks that are not alive in the view. */
void                  pollux_session_set_only_alive  (PolluxSession        *self,
                                                      gboolean              only_alive);
gboolean              pollux_session_get_only_alive  (PolluxSession        *self);

G_END_DECLS
