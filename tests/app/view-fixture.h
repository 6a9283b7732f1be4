/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "build-trace.h"
#include "pollux-overview-view.h"
#include "pollux-timeline.h"

G_BEGIN_DECLS

/*
 * A window with an overview above a timeline, as in the application, on a
 * display without a window manager: at (0, 0), without decoration. Everything
 * that waits gives up after ten seconds.
 */
typedef struct
{
  GtkWidget *window;
  GtkWidget *overview_widget;
  PolluxOverviewView *overview;
  GtkWidget *widget;
  PolluxTimeline *timeline;
  PolluxSession *session;
  PolluxTrace *trace;
} ViewFixture;

/* Takes @trace; the window is shown and laid out on return. */
void     view_open        (ViewFixture  *view,
                           PolluxTrace  *trace,
                           int           width,
                           int           height);
void     view_close       (ViewFixture  *view);

/* Runs the main loop until @check is TRUE, or fails. */
typedef gboolean (*ViewCheck) (ViewFixture *view);
void     view_wait        (ViewFixture  *view,
                           ViewCheck     check,
                           const char   *what);
/* Runs the main loop for a while. */
void     view_run         (guint         milliseconds);
/* Until a frame was painted after now. */
void     view_paint       (ViewFixture  *view);
void     view_set_animations (gboolean   enabled);

void     view_act         (ViewFixture  *view,
                           const char   *action);
/* One call of xdotool, and time for what it sent to arrive. */
void     view_xdotool     (const char   *format,
                           ...) G_GNUC_PRINTF (1, 2);
/* Moves the pointer to pixels of the timeline. */
void     view_move        (ViewFixture  *view,
                           double        x,
                           double        y);
/* Whether there is a tooltip for that pixel, or, by keys, for what is selected. */
gboolean view_query_tooltip
                          (ViewFixture  *view,
                           double        x,
                           double        y,
                           gboolean      keyboard);
double   view_lanes_width (ViewFixture  *view);
/* In pixels of the timeline. */
double   view_x_of        (ViewFixture  *view,
                           PolluxTime    time);
double   view_y_of        (ViewFixture  *view,
                           PolluxTaskIndex task);
void     view_assert_selected (ViewFixture    *view,
                               PolluxThingKind kind,
                               PolluxTaskIndex task,
                               guint           index);
/* The picture of @widget as it would be painted now; 4 bytes a pixel. */
guchar  *view_grab        (GtkWidget    *widget,
                           int          *width,
                           int          *height);

G_END_DECLS
