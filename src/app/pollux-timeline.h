/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-marks.h"
#include "pollux-session.h"
#include "pollux-ticks.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_TIMELINE (pollux_timeline_get_type ())

/**
 * PolluxTimeline:
 *
 * The lanes of a trace under a ruler, with the lane headers at their left.
 *
 * Properties: "session"; "header-width" (int, pixels; changed also by dragging
 * the edge between headers and lanes); those of #GtkScrollable, of which the
 * vertical adjustment scrolls the lanes, the horizontal one the time.
 *
 * Signals: "scene-changed", in a frame that shows something else than the one
 * before.
 *
 * All commands are widget actions "timeline.…" (see pollux-timeline-actions.c).
 */
G_DECLARE_FINAL_TYPE (PolluxTimeline, pollux_timeline, POLLUX, TIMELINE, GtkWidget)

GtkWidget     *pollux_timeline_new              (void);
PolluxSession *pollux_timeline_get_session      (PolluxTimeline *self);
void           pollux_timeline_set_session      (PolluxTimeline *self,
                                                 PolluxSession  *session);
/* Also the keys that type a character, while nothing in @window takes text. */
void           pollux_timeline_add_keys         (PolluxTimeline *self,
                                                 GtkWidget      *window);
int            pollux_timeline_get_header_width (PolluxTimeline *self);
void           pollux_timeline_set_header_width (PolluxTimeline *self,
                                                 int             width);
/* Height of the ruler above the lanes: the place beside it, above the headers,
 * is left free for the window's filter entry. */
int            pollux_timeline_get_ruler_height (PolluxTimeline *self);

/* Whether the lanes in sight have nothing in the time that is shown, the
 * nearest poll on either side (@direction -1, 1), and going there. */
gboolean       pollux_timeline_shows_nothing    (PolluxTimeline *self);
gboolean       pollux_timeline_find_outside     (PolluxTimeline *self,
                                                 int             direction,
                                                 PolluxThing    *thing);
void           pollux_timeline_go_outside       (PolluxTimeline *self,
                                                 int             direction);

/* For tests and benchmarks: what is drawn now, as pollux_scene_dump() tells it
 * (empty if nothing is), and how often a scene was built. */
char          *pollux_timeline_dump             (PolluxTimeline *self);
guint          pollux_timeline_get_n_builds     (PolluxTimeline *self);
/* Marks moments on the ruler; NULL for none. */
void             pollux_timeline_set_ticks     (PolluxTimeline *self,
                                                PolluxTicks    *ticks);
/* Shows what was marked by hand; NULL for nothing. */
void             pollux_timeline_set_marks     (PolluxTimeline *self,
                                                PolluxMarks    *marks);
/* Where the flag of a mark at @time is, or is nearest to. */
void             pollux_timeline_get_mark_place (PolluxTimeline *self,
                                                PolluxTime      time,
                                                GdkRectangle   *place);
void             pollux_timeline_go_to_mark    (PolluxTimeline *self,
                                                guint           id);
/* To the current one. */
void             pollux_timeline_zoom_to_mark  (PolluxTimeline *self);

G_END_DECLS
