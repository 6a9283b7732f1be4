/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-bands.h"
#include "pollux-clock.h"
#include "pollux-marks.h"
#include "pollux-rows.h"
#include "pollux-task-set.h"
#include "pollux-thing.h"
#include "pollux-viewport.h"
#include "pollux-wakers.h"

G_BEGIN_DECLS

/**
 * PolluxSceneRequest:
 * @trace, @rows: borrowed while the scene is built
 * @bands: (nullable): where what is drawn of many tasks together is kept, and
 *   made in time; NULL: the scene makes it at once
 * @viewport: the time shown right of the headers; its width is that of the lanes
 * @scroll_y: pixels of the rows above the upper edge of the lanes
 * @height: pixels for ruler and lanes together
 * @header_width: pixels for the lane headers at the left, 0 for none
 * @ruler_height: 0 for none
 * @selected, @hovered: drawn emphasised, with their wake lines
 * @selected_tasks: (nullable): tasks that are selected as well; borrowed
 * @range: the selected range; empty for none
 * @wakers: (nullable): the index of @trace, for arrows to lanes out of sight
 * @all_arrows: arrows for all lanes in sight, if they are few
 * @cursor: where the crosshair is, or POLLUX_TIME_NONE
 * @clock: (nullable): how times are told; NULL: since the trace's begin
 * @marks: (nullable): moments and ranges with names; borrowed while it is built
 * @flag_height: pixels of @ruler_height, at its lower edge, for their flags
 * @export: a picture and no window: no hover, no focus, full lane names
 */
typedef struct
{
  PolluxTrace *trace;
  const PolluxRows *rows;
  PolluxBands *bands;
  PolluxViewport viewport;
  double scroll_y;
  double height;
  double header_width;
  double ruler_height;
  PolluxThing selected;
  PolluxThing hovered;
  const PolluxTaskSet *selected_tasks;
  PolluxRange range;
  PolluxTime cursor;
  const PolluxWakers *wakers;
  gboolean all_arrows;
  const PolluxClock *clock;
  PolluxMarks *marks;
  double flag_height;
  gboolean export;
} PolluxSceneRequest;

/**
 * PolluxScene:
 *
 * The display list of one frame: what is drawn where, without colours, fonts
 * or cairo. Painted by #PolluxPainter, on the screen and into files alike;
 * tests compare its text dump; hits are found in it.
 */
typedef struct _PolluxScene PolluxScene;

PolluxScene *pollux_scene_new         (void);
void         pollux_scene_free        (PolluxScene              *scene);
/* Replaces the content. Costs O(pixels x visible lanes). */
void         pollux_scene_build       (PolluxScene              *scene,
                                       const PolluxSceneRequest *request);
/* Replaces what the hovered thing adds, and nothing else: links, its outline,
 * its lane's flag. @request is the one the scene was built with, but for that
 * thing. Costs O(visible lanes). */
void         pollux_scene_set_hovered (PolluxScene              *scene,
                                       const PolluxSceneRequest *request);
/* The pixels that pollux_painter_paint_hovered() touches; FALSE if none. */
gboolean     pollux_scene_get_hovered_extents
                                      (const PolluxScene        *scene,
                                       double                   *x,
                                       double                   *y,
                                       double                   *width,
                                       double                   *height);
/* What lies at a point, within a few pixels for marks. TRUE if anything. */
gboolean     pollux_scene_hit         (const PolluxScene        *scene,
                                       double                    x,
                                       double                    y,
                                       PolluxThing              *thing);
/* The edges of the lane at @y; FALSE where there is none. */
gboolean     pollux_scene_find_lane   (const PolluxScene        *scene,
                                       double                    y,
                                       double                   *top,
                                       double                   *bottom);
/* Whether the name of a lane that an arrow leads to lies there; @task: which. */
gboolean     pollux_scene_hit_stub    (const PolluxScene        *scene,
                                       double                    x,
                                       double                    y,
                                       PolluxTaskIndex          *task);
/* Whether the triangle that unfolds a lane lies there; @task: whose lane, or
 * POLLUX_TASK_NONE: the trace's own. */
gboolean     pollux_scene_hit_expander (const PolluxScene        *scene,
                                       double                    x,
                                       double                    y,
                                       PolluxTaskIndex          *task);
/* Whether the triangle that collapses a group lies there, or the heading of one
 * that is not collapsed; @key: which. */
gboolean     pollux_scene_hit_group   (const PolluxScene        *scene,
                                       double                    x,
                                       double                    y,
                                       guint                    *key);
/* Whether the flag of a mark lies there, or its band in the ruler; @mark: its id. */
gboolean     pollux_scene_hit_flag    (const PolluxScene        *scene,
                                       double                    x,
                                       double                    y,
                                       guint                    *mark);
/* What a group has, as translated sentences, for its heading; else NULL. */
char        *pollux_scene_describe_group (const PolluxScene     *scene,
                                       double                    x,
                                       double                    y);
/* What an aggregated pixel stands for, as a translated sentence; NULL where
 * the drawing is exact. */
char        *pollux_scene_describe_aggregate
                                      (const PolluxScene        *scene,
                                       double                    x,
                                       double                    y);
/* Whether no lane in it has a section, a mark or a span; lives alone do not
 * count. FALSE if there are no lanes at all. */
gboolean     pollux_scene_is_empty    (const PolluxScene        *scene);
/* One line per item, stable, independent of fonts and themes. */
char        *pollux_scene_dump        (const PolluxScene        *scene);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxScene, pollux_scene_free)

G_END_DECLS
