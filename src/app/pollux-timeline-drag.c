/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a pressed button drags: a new range of time, an edge of the range there
 * is, the view, or the edge beside the headers. A drag holds on to times, not
 * to pixels, so it stays right when the view moves under it: while the trace
 * grows, while the wheel turns, and while it scrolls by itself beyond an edge.
 */
#include "config.h"

#include <math.h>

#include "pollux-timeline-private.h"

#define EDGE_DISTANCE 4
#define SCROLL_MARGIN 12
#define SCROLL_SPEED 12.0     /* of its distance beyond the margin, per second */

static gboolean
is_near (PolluxTimeline *self,
         double          x,
         PolluxTime      time)
{
  return fabs (pollux_timeline_x_of (self, time) - x) <= EDGE_DISTANCE;
}

/**
 * pollux_timeline_find_drag:
 *
 * Returns: what a drag that starts at the point would move
 */
PolluxDragMode
pollux_timeline_find_drag (PolluxTimeline *self,
                           double          x,
                           double          y)
{
  double header = pollux_timeline_get_header (self);
  PolluxRange range;

  if (fabs (x - header) <= EDGE_DISTANCE)
    return POLLUX_DRAG_HEADER;
  if (x < header || self->session == NULL)
    return POLLUX_DRAG_NONE;

  range = pollux_session_get_range (self->session);
  if (pollux_range_length (range) > 0 &&
      (is_near (self, x, range.begin) || is_near (self, x, range.end)))
    return POLLUX_DRAG_EDGE;

  return POLLUX_DRAG_SELECT;
}

gboolean
pollux_timeline_is_dragging (PolluxTimeline *self)
{
  return self->drag.mode != POLLUX_DRAG_NONE && self->drag.moved;
}

static PolluxTime
clamp_time (PolluxTimeline *self,
            PolluxTime      time)
{
  PolluxRange extent = self->shown.extent;

  return CLAMP (time, extent.begin, MAX (extent.begin, extent.end));
}

/* The dragged end of the range is where the pointer is. */
static void
drag_range (PolluxTimeline *self)
{
  double header = pollux_timeline_get_header (self);
  double x = CLAMP (self->drag.x, header, MAX (header, gtk_widget_get_width (GTK_WIDGET (self))));
  PolluxTime time = clamp_time (self, pollux_timeline_time_at (self, x));
  PolluxTime anchor = clamp_time (self, self->drag.anchor);

  self->drag.snapped = !self->drag.free && pollux_timeline_snap (self, x, self->drag.y, &time);
  self->drag.snap = time;
  pollux_session_set_range (self->session,
                            (PolluxRange) { MIN (time, anchor), MAX (time, anchor) });
}

/* The grabbed time comes under the pointer. */
static void
drag_view (PolluxTimeline *self)
{
  pollux_session_pan (self->session,
                      pollux_timeline_x_of (self, self->drag.anchor) - self->drag.x);
  pollux_timeline_set_scroll (self, self->drag.start_scroll + self->drag.start_y - self->drag.y);
}

static void
move_drag (PolluxTimeline *self)
{
  switch (self->drag.mode)
    {
    case POLLUX_DRAG_SELECT:
    case POLLUX_DRAG_EDGE:
      drag_range (self);
      pollux_timeline_queue_frame (self);
      break;

    case POLLUX_DRAG_PAN:
      drag_view (self);
      break;

    case POLLUX_DRAG_HEADER:
      pollux_timeline_set_header_width (self, self->drag.start_header +
                                              (int) (self->drag.x - self->drag.start_x));
      break;

    case POLLUX_DRAG_NONE:
    default:
      break;
    }
}

/* Pixels to pan by in a second while the pointer is at @x. */
static double
get_scroll_speed (PolluxTimeline *self,
                  double          x)
{
  double left = pollux_timeline_get_header (self) + SCROLL_MARGIN;
  double right = gtk_widget_get_width (GTK_WIDGET (self)) - SCROLL_MARGIN;

  if (left >= right)
    return 0;
  if (x < left)
    return (x - left) * SCROLL_SPEED;
  if (x > right)
    return (x - right) * SCROLL_SPEED;

  return 0;
}

/**
 * pollux_timeline_step_drag:
 *
 * Scrolls on while a range is dragged beyond an edge.
 *
 * Returns: TRUE while it does
 */
gboolean
pollux_timeline_step_drag (PolluxTimeline *self,
                           gint64          frame_time)
{
  PolluxTimelineDrag *drag = &self->drag;
  double speed, seconds;

  if (!pollux_timeline_is_dragging (self) ||
      (drag->mode != POLLUX_DRAG_SELECT && drag->mode != POLLUX_DRAG_EDGE))
    return FALSE;

  speed = get_scroll_speed (self, drag->x);
  seconds = drag->scroll_time == 0 ? 0 : (frame_time - drag->scroll_time) / (double) G_USEC_PER_SEC;
  drag->scroll_time = speed != 0 ? frame_time : 0;
  if (speed == 0)
    return FALSE;

  pollux_session_pan (self->session, speed * MIN (seconds, 0.1));
  drag_range (self);

  return TRUE;
}

static gboolean
is_touch (GtkGesture *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  return event != NULL && gdk_event_get_event_type (event) == GDK_TOUCH_BEGIN;
}

/* Fingers pan, they have no other way to. */
static PolluxDragMode
choose_mode (PolluxTimeline *self,
             GtkGesture     *gesture,
             double          x,
             double          y)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  PolluxDragMode mode = pollux_timeline_find_drag (self, x, y);

  if (gesture == self->middle_drag || is_touch (gesture) ||
      ((state & GDK_SHIFT_MASK) != 0 && mode != POLLUX_DRAG_HEADER))
    return POLLUX_DRAG_PAN;

  return mode;
}

/* The end of the range that is not at @x. */
static PolluxTime
find_anchor (PolluxTimeline *self,
             double          x)
{
  PolluxRange range = pollux_session_get_range (self->session);
  double to_begin = fabs (pollux_timeline_x_of (self, range.begin) - x);
  double to_end = fabs (pollux_timeline_x_of (self, range.end) - x);

  return to_begin < to_end ? range.end : range.begin;
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               PolluxTimeline *self)
{
  PolluxTimelineDrag *drag = &self->drag;

  if (self->session == NULL)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  pollux_timeline_stop_motion (self);
  *drag = (PolluxTimelineDrag) {
    .mode = choose_mode (self, GTK_GESTURE (gesture), x, y),
    .start_x = x,
    .start_y = y,
    .x = x,
    .y = y,
    .anchor = pollux_timeline_time_at (self, x),
    .start_scroll = self->scroll_y,
    .start_header = (int) pollux_timeline_get_header (self),
    .before = pollux_session_get_range (self->session),
  };
  if (drag->mode == POLLUX_DRAG_EDGE)
    drag->anchor = find_anchor (self, x);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                PolluxTimeline *self)
{
  PolluxTimelineDrag *drag = &self->drag;

  if (drag->mode == POLLUX_DRAG_NONE || self->session == NULL)
    return;

  drag->free = (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) &
                GDK_ALT_MASK) != 0;
  drag->x = drag->start_x + offset_x;
  drag->y = drag->start_y + offset_y;
  if (!drag->moved)
    {
      if (!gtk_drag_check_threshold (GTK_WIDGET (self), drag->start_x, drag->start_y,
                                     drag->x, drag->y))
        return;

      drag->moved = TRUE;
      if (drag->mode == POLLUX_DRAG_SELECT && !drag->free)
        pollux_timeline_snap (self, drag->start_x, drag->start_y, &drag->anchor);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      pollux_timeline_update_cursor (self);
      pollux_timeline_update_actions (self);
    }

  move_drag (self);
}

static void
finish_drag (PolluxTimeline *self)
{
  self->drag.mode = POLLUX_DRAG_NONE;
  pollux_timeline_refresh_hover (self);
  pollux_timeline_update_cursor (self);
  pollux_timeline_update_actions (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          offset_x,
             double          offset_y,
             PolluxTimeline *self)
{
  if (self->drag.mode != POLLUX_DRAG_NONE)
    finish_drag (self);
}

/**
 * pollux_timeline_cancel_drag:
 *
 * Puts back what a drag changed, as Escape does.
 *
 * Returns: whether there was one
 */
gboolean
pollux_timeline_cancel_drag (PolluxTimeline *self)
{
  PolluxTimelineDrag *drag = &self->drag;
  PolluxDragMode mode = drag->mode;

  if (mode == POLLUX_DRAG_NONE)
    return FALSE;

  drag->mode = POLLUX_DRAG_NONE;
  if (drag->moved && (mode == POLLUX_DRAG_SELECT || mode == POLLUX_DRAG_EDGE))
    pollux_session_set_range (self->session, drag->before);
  else if (drag->moved && mode == POLLUX_DRAG_HEADER)
    pollux_timeline_set_header_width (self, drag->start_header);

  gtk_event_controller_reset (GTK_EVENT_CONTROLLER (self->primary_drag));
  gtk_event_controller_reset (GTK_EVENT_CONTROLLER (self->middle_drag));
  finish_drag (self);

  return TRUE;
}

static void
drag_cancel_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                PolluxTimeline   *self)
{
  pollux_timeline_cancel_drag (self);
}

/* A finger that is taken away in motion gives the view a push. */
static void
swipe_cb (GtkGestureSwipe *gesture,
          double           speed_x,
          double           speed_y,
          PolluxTimeline  *self)
{
  if (self->session != NULL && self->drag.moved)
    pollux_timeline_fling (self, -speed_x, -speed_y);
}

static GtkGesture *
add_drag (PolluxTimeline *self,
          guint           button)
{
  GtkGesture *gesture = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), button);
  g_signal_connect (gesture, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (gesture, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (gesture, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (gesture, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));

  return gesture;
}

void
pollux_timeline_init_drag (PolluxTimeline *self)
{
  GtkGesture *swipe = gtk_gesture_swipe_new ();

  self->primary_drag = add_drag (self, GDK_BUTTON_PRIMARY);
  self->middle_drag = add_drag (self, GDK_BUTTON_MIDDLE);

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (swipe), TRUE);
  g_signal_connect (swipe, "swipe", G_CALLBACK (swipe_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (swipe));
  gtk_gesture_group (swipe, self->primary_drag);
}
