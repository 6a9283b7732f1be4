/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-marks.h"
#include "pollux-session.h"
#include "pollux-ticks.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_OVERVIEW_VIEW (pollux_overview_view_get_type ())

/**
 * PolluxOverviewView:
 *
 * The whole trace in one strip, with a frame around what the timeline shows.
 * Property: "session".
 */
G_DECLARE_FINAL_TYPE (PolluxOverviewView, pollux_overview_view, POLLUX, OVERVIEW_VIEW, GtkWidget)

GtkWidget     *pollux_overview_view_new         (void);
PolluxSession *pollux_overview_view_get_session (PolluxOverviewView *self);
void           pollux_overview_view_set_session (PolluxOverviewView *self,
                                                 PolluxSession      *session);
/* Marks moments; NULL for none. */
void       pollux_overview_view_set_ticks   (PolluxOverviewView *self,
                                             PolluxTicks        *ticks);
/* Shows what was marked by hand; NULL for nothing. */
void       pollux_overview_view_set_marks   (PolluxOverviewView *self,
                                             PolluxMarks        *marks);

G_END_DECLS
