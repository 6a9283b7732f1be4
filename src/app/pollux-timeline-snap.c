/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The edges of a dragged range snap to what is drawn near the pointer in the
 * lane below it: where a poll or a wait begins or ends, and where a wake is.
 * Only the section at the pointer and the wakes beside it are looked at, so it
 * costs the same however many there are.
 */
#include "config.h"

#include <math.h>

#include "pollux-timeline-private.h"

#define SNAP_DISTANCE 6

typedef struct
{
  PolluxTimeline *timeline;
  double x;
  double distance;
  PolluxTime time;
} Nearest;

static void
consider (Nearest    *nearest,
          PolluxTime  time)
{
  PolluxRange extent = nearest->timeline->shown.extent;
  double distance;

  if (time < extent.begin || time > extent.end)
    return;

  distance = fabs (pollux_timeline_x_of (nearest->timeline, time) - nearest->x);
  if (distance >= nearest->distance)
    return;

  nearest->distance = distance;
  nearest->time = time;
}

static void
consider_wakes (Nearest          *nearest,
                const PolluxLane *lane,
                PolluxTime        time)
{
  guint n = pollux_lane_get_n_wakes (lane);
  guint i = pollux_lane_find_wake (lane, time);
  PolluxWake wake;

  if (i < n)
    {
      pollux_lane_get_wake (lane, i, &wake);
      consider (nearest, wake.time);
    }
  if (i > 0)
    {
      pollux_lane_get_wake (lane, i - 1, &wake);
      consider (nearest, wake.time);
    }
}

/**
 * pollux_timeline_snap:
 * @x, @y: where the pointer is
 * @time: (inout): the time there; replaced by that of an edge beside it
 *
 * Returns: whether there is one within a few pixels
 */
gboolean
pollux_timeline_snap (PolluxTimeline *self,
                      double          x,
                      double          y,
                      PolluxTime     *time)
{
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  Nearest nearest = { self, x, SNAP_DISTANCE + 0.5, *time };
  const PolluxLane *lane;
  PolluxSection section;
  PolluxThing thing;

  if (!pollux_timeline_pick (self, x, y, &thing) ||
      thing.task >= pollux_trace_get_n_tasks (trace))
    return FALSE;

  lane = pollux_trace_get_lane (trace, thing.task);
  pollux_lane_get_section (lane, *time, &section);
  consider (&nearest, section.range.begin);
  consider (&nearest, section.range.end);
  consider_wakes (&nearest, lane, *time);
  if (nearest.distance > SNAP_DISTANCE)
    return FALSE;

  *time = nearest.time;
  return TRUE;
}
