/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-marks.h"
#include "pollux-ticks.h"
#include "pollux-timeline.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_TRACE_VIEW (pollux_trace_view_get_type ())

/**
 * PolluxTraceView:
 *
 * The picture of a trace: the overview, the timeline, and, above the lane
 * headers, the filter and the order of the tasks.
 */
G_DECLARE_FINAL_TYPE (PolluxTraceView, pollux_trace_view, POLLUX, TRACE_VIEW, GtkWidget)

void            pollux_trace_view_set_session  (PolluxTraceView *self,
                                                PolluxSession   *session);
PolluxTimeline *pollux_trace_view_get_timeline (PolluxTraceView *self);
/* Where the lanes are scrolled to. */
GtkAdjustment  *pollux_trace_view_get_scroll   (PolluxTraceView *self);
/* The orders of the tasks, for other menus. */
GMenuModel     *pollux_trace_view_get_order_menu (PolluxTraceView *self);
GMenuModel     *pollux_trace_view_get_lanes_menu (PolluxTraceView *self);
const char     *pollux_trace_view_get_hint (PolluxTraceView *self);
const char     *pollux_trace_view_get_filter   (PolluxTraceView *self);
void            pollux_trace_view_set_filter   (PolluxTraceView *self,
                                                const char      *filter);
void            pollux_trace_view_focus_filter (PolluxTraceView *self);
/* Marks moments on the overview and the ruler; NULL for none. */
void            pollux_trace_view_set_ticks    (PolluxTraceView *self,
                                                PolluxTicks     *ticks);
/* What was marked by hand; NULL for nothing. */
void            pollux_trace_view_set_marks    (PolluxTraceView *self,
                                                PolluxMarks     *marks);
/* What is wrong with it, if that is shown. */
const char     *pollux_trace_view_get_fault    (PolluxTraceView *self);
/* Whether it says that no task passes the filter. */
gboolean        pollux_trace_view_is_unmatched (PolluxTraceView *self);

G_END_DECLS
