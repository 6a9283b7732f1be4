/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What moves by itself. A jump (to a range, to a thing, through the history)
 * glides: the session is at its goal at once, only what is drawn takes 150 ms
 * to get there, so that the eye can follow. The scale goes evenly in its
 * logarithm; the left edge goes so that the time which both views have at the
 * same pixel stays at that pixel, as in zooming about a point. Where the user
 * asked for no animations nothing glides.
 *
 * A touchpad's momentum goes on as exponential decay, as in scrolled windows.
 */
#include "config.h"

#include <math.h>

#include "pollux-timeline-private.h"

#define GLIDE_US (150 * G_TIME_SPAN_MILLISECOND)
#define FRICTION 4.0
#define FLING_MIN 20.0

/**
 * pollux_timeline_can_glide:
 *
 * Returns: whether somebody looks, and wants to see motion
 */
gboolean
pollux_timeline_can_glide (PolluxTimeline *self)
{
  gboolean animations = FALSE;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->shown.width < 1)
    return FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)),
                "gtk-enable-animations", &animations, NULL);
  return animations;
}

/**
 * pollux_timeline_glide:
 * @to_y: the scroll position to end at
 *
 * Starts from what is shown now, towards the session's view and @to_y.
 */
void
pollux_timeline_glide (PolluxTimeline *self,
                       double          to_y)
{
  self->fling.active = FALSE;
  self->glide.active = TRUE;
  self->glide.begin = 0;
  self->glide.from = self->shown;
  self->glide.from_y = self->scroll_y;
  self->glide.to_y = to_y;
  pollux_timeline_queue_frame (self);
}

/**
 * pollux_timeline_stop_motion:
 *
 * Ends all motion; a glide is at its goal then.
 */
void
pollux_timeline_stop_motion (PolluxTimeline *self)
{
  double to_y = self->glide.to_y;

  self->fling.active = FALSE;
  if (!self->glide.active)
    return;

  self->glide.active = FALSE;
  if (self->session != NULL)
    self->shown = *pollux_session_get_viewport (self->session);
  pollux_timeline_set_scroll (self, to_y);
  pollux_timeline_invalidate (self);
}

/**
 * pollux_timeline_fling:
 * @x, @y: pixels per second, later and further down
 *
 * Goes on scrolling with decreasing speed, where motion is wanted.
 */
void
pollux_timeline_fling (PolluxTimeline *self,
                       double          x,
                       double          y)
{
  self->fling.active = hypot (x, y) >= FLING_MIN && pollux_timeline_can_glide (self);
  self->fling.time = 0;
  self->fling.x = x;
  self->fling.y = y;
  if (self->fling.active)
    pollux_timeline_queue_frame (self);
}

static void
set_time (PolluxViewport *view,
          PolluxTime      base,
          double          offset)
{
  double whole = floor (offset);

  view->left = base + (PolluxTime) whole;
  view->fraction = CLAMP (offset - whole, 0.0, nextafter (1.0, 0.0));
}

/* @to, but @done (0 to 1) of the way there from @from. */
static PolluxViewport
interpolate (const PolluxViewport *from,
             const PolluxViewport *to,
             double                done)
{
  PolluxViewport view = *to;
  double share = done;
  double distance;
  gint64 whole;

  if (__builtin_sub_overflow (to->left, from->left, &whole))
    return view;

  distance = (double) whole + to->fraction - from->fraction;
  view.scale = from->scale * pow (to->scale / from->scale, done);
  if (fabs (to->scale - from->scale) > 1e-6 * from->scale)
    share = (view.scale - from->scale) / (to->scale - from->scale);
  set_time (&view, from->left, from->fraction + distance * share);

  return view;
}

static gboolean
step_glide (PolluxTimeline *self,
            gint64          frame_time)
{
  PolluxTimelineGlide *glide = &self->glide;
  double done, eased;

  if (glide->begin == 0)
    glide->begin = frame_time;

  done = (double) (frame_time - glide->begin) / GLIDE_US;
  if (done >= 1)
    {
      pollux_timeline_stop_motion (self);
      return FALSE;
    }

  eased = 1 - pow (1 - done, 3);
  self->shown = interpolate (&glide->from, pollux_session_get_viewport (self->session), eased);
  pollux_timeline_set_scroll (self, glide->from_y + (glide->to_y - glide->from_y) * eased);
  pollux_timeline_invalidate_time (self);

  return TRUE;
}

static gboolean
step_fling (PolluxTimeline *self,
            gint64          frame_time)
{
  PolluxTimelineFling *fling = &self->fling;
  double seconds = fling->time == 0 ? 0 : (frame_time - fling->time) / (double) G_USEC_PER_SEC;
  double decay = exp (-FRICTION * seconds);
  double share = (1 - decay) / FRICTION;

  fling->time = frame_time;
  if (fling->x != 0)
    pollux_session_pan (self->session, fling->x * share);
  pollux_timeline_set_scroll (self, self->scroll_y + fling->y * share);
  fling->x *= decay;
  fling->y *= decay;
  fling->active = hypot (fling->x, fling->y) >= FLING_MIN;

  return fling->active;
}

gboolean
pollux_timeline_step_motion (PolluxTimeline *self,
                             gint64          frame_time)
{
  gboolean more = FALSE;

  if (self->session == NULL)
    return FALSE;

  if (self->glide.active)
    more |= step_glide (self, frame_time);
  if (self->fling.active)
    more |= step_fling (self, frame_time);

  return more;
}
