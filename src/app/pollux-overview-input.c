/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pointer and keys of the overview. The frame around the view is taken hold of
 * inside (pans) or at an edge (zooms); a drag beside it, or anywhere while the
 * whole trace is shown, spans a new view; a click beside it centres the view
 * there; the wheel zooms.
 */
#include "config.h"

#include <math.h>

#include "pollux-overview-view-private.h"

#define EDGE_DISTANCE 5
#define WHEEL_ZOOM 1.25
#define SURFACE_ZOOM 0.005
#define KEY_ZOOM 1.5

static PolluxFramePart
find_part (PolluxOverviewView *self,
           double              x)
{
  const PolluxViewport *view = pollux_session_get_viewport (self->session);
  PolluxRange range = pollux_viewport_get_range (view);
  double begin = pollux_overview_view_x_of (self, range.begin);
  double end = pollux_overview_view_x_of (self, range.end);

  if (fabs (x - begin) <= EDGE_DISTANCE && x < (begin + end) / 2)
    return POLLUX_FRAME_BEGIN;
  if (fabs (x - end) <= EDGE_DISTANCE && x >= (begin + end) / 2)
    return POLLUX_FRAME_END;
  if (x > begin && x < end && !pollux_viewport_is_fitted (view))
    return POLLUX_FRAME_INSIDE;

  return POLLUX_FRAME_OUTSIDE;
}

static void
update_cursor (PolluxOverviewView *self)
{
  const char *name = NULL;
  PolluxFramePart part;

  if (self->session != NULL)
    {
      part = self->dragging ? self->part : find_part (self, self->pointer_x);
      if (part == POLLUX_FRAME_BEGIN || part == POLLUX_FRAME_END)
        name = "col-resize";
      else if (part == POLLUX_FRAME_INSIDE)
        name = self->dragging ? "grabbing" : "grab";
    }

  if (g_strcmp0 (name, self->cursor_name) != 0)
    {
      self->cursor_name = name;
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
    }
}

static void
motion_cb (PolluxOverviewView *self,
           double              x,
           double              y)
{
  self->pointer_inside = TRUE;
  self->pointer_x = x;
  if (self->session != NULL)
    pollux_session_hover (self->session, NULL, pollux_overview_view_time_at (self, x));
  update_cursor (self);
}

static void
leave_cb (PolluxOverviewView *self)
{
  self->pointer_inside = FALSE;
  if (self->session != NULL)
    pollux_session_hover (self->session, NULL, POLLUX_TIME_NONE);
}

/* Exactly what was drawn; the old view is remembered once for each drag. */
static void
show_between (PolluxOverviewView *self,
              PolluxTime          a,
              PolluxTime          b)
{
  PolluxViewport view = *pollux_session_get_viewport (self->session);
  PolluxRange range = { MIN (a, b), MAX (a, b) };

  range = pollux_range_intersect (range, view.extent);
  if (pollux_range_length (range) == 0)
    return;

  pollux_viewport_set_range (&view, range);
  pollux_session_set_viewport (self->session, &view, !self->moved);
}

/* The grabbed time comes under the pointer. */
static void
pan_to (PolluxOverviewView *self,
        double              x)
{
  const PolluxViewport *view = pollux_session_get_viewport (self->session);
  PolluxTime time = pollux_overview_view_time_at (self, x);

  pollux_session_pan (self->session, pollux_viewport_time_to_x (view, time) -
                                     pollux_viewport_time_to_x (view, self->anchor));
}

static void
drag_begin_cb (GtkGestureDrag     *gesture,
               double              x,
               double              y,
               PolluxOverviewView *self)
{
  PolluxRange range;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->session == NULL)
    return;

  self->part = find_part (self, x);
  self->dragging = TRUE;
  self->moved = FALSE;
  self->start_x = x;
  range = pollux_viewport_get_range (pollux_session_get_viewport (self->session));
  if (self->part == POLLUX_FRAME_BEGIN)
    self->anchor = range.end;
  else if (self->part == POLLUX_FRAME_END)
    self->anchor = range.begin;
  else
    self->anchor = pollux_overview_view_time_at (self, x);
}

/* While panning the grabbed time stays the same in the picture, so what is
 * under the pointer is where it was grabbed plus the way it has gone. */
static void
drag_update_cb (GtkGestureDrag     *gesture,
                double              offset_x,
                double              offset_y,
                PolluxOverviewView *self)
{
  double x = self->start_x + offset_x;

  if (self->session == NULL || !self->dragging)
    return;
  if (!self->moved && !gtk_drag_check_threshold (GTK_WIDGET (self), self->start_x, 0, x, 0))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->part == POLLUX_FRAME_INSIDE)
    {
      pan_to (self, x);
      self->anchor = pollux_overview_view_time_at (self, x);
    }
  else
    show_between (self, self->anchor, pollux_overview_view_time_at (self, x));
  self->moved = TRUE;
  update_cursor (self);
}

static void
centre (PolluxOverviewView *self,
        double              x)
{
  PolluxViewport view = *pollux_session_get_viewport (self->session);
  PolluxTime time = pollux_overview_view_time_at (self, x);

  pollux_viewport_pan (&view, pollux_viewport_time_to_x (&view, time) - view.width / 2);
  pollux_session_set_viewport (self->session, &view, TRUE);
}

static void
drag_end_cb (GtkGestureDrag     *gesture,
             double              offset_x,
             double              offset_y,
             PolluxOverviewView *self)
{
  gboolean clicked = self->dragging && !self->moved;

  self->dragging = FALSE;
  if (clicked && self->session != NULL && self->part == POLLUX_FRAME_OUTSIDE)
    centre (self, self->start_x);
  update_cursor (self);
}

static void
drag_cancel_cb (GtkGesture         *gesture,
                GdkEventSequence   *sequence,
                PolluxOverviewView *self)
{
  self->dragging = FALSE;
  update_cursor (self);
}

/**
 * pollux_overview_view_stop_drag:
 *
 * Lets go of the frame, for what is shown changes.
 */
void
pollux_overview_view_stop_drag (PolluxOverviewView *self)
{
  if (!self->dragging)
    return;

  self->dragging = FALSE;
  gtk_event_controller_reset (GTK_EVENT_CONTROLLER (self->drag));
}

static void
pressed_cb (GtkGestureClick    *gesture,
            int                 n_press,
            double              x,
            double              y,
            PolluxOverviewView *self)
{
  if (n_press != 2 || self->session == NULL)
    return;

  pollux_overview_view_stop_drag (self);
  pollux_session_fit (self->session);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           PolluxOverviewView       *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean wheel = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL;
  const PolluxViewport *view;
  double x;

  if (self->session == NULL)
    return GDK_EVENT_PROPAGATE;

  view = pollux_session_get_viewport (self->session);
  if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    {
      dx = dy;
      dy = 0;
    }
  if (dx != 0)
    pollux_session_pan (self->session, wheel ? dx * view->width / 10 : dx);
  if (dy != 0)
    {
      x = pollux_viewport_time_to_x (view, pollux_overview_view_time_at (self, self->pointer_x));
      pollux_session_zoom (self->session, wheel ? pow (WHEEL_ZOOM, -dy) : exp (-dy * SURFACE_ZOOM),
                           CLAMP (x, 0, view->width));
    }

  return GDK_EVENT_STOP;
}

void
pollux_overview_view_init_input (PolluxOverviewView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);

  self->drag = gtk_gesture_drag_new ();
  g_signal_connect (self->drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (self->drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (self->drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (self->drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->drag));

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
activate (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (widget);
  const PolluxViewport *view;

  if (self->session == NULL)
    return;

  view = pollux_session_get_viewport (self->session);
  if (g_str_equal (name, "overview.pan-left"))
    pollux_session_pan (self->session, -view->width / 8);
  else if (g_str_equal (name, "overview.pan-right"))
    pollux_session_pan (self->session, view->width / 8);
  else if (g_str_equal (name, "overview.page-left"))
    pollux_session_pan (self->session, -view->width);
  else if (g_str_equal (name, "overview.page-right"))
    pollux_session_pan (self->session, view->width);
  else if (g_str_equal (name, "overview.zoom-in"))
    pollux_session_zoom (self->session, KEY_ZOOM, view->width / 2);
  else if (g_str_equal (name, "overview.zoom-out"))
    pollux_session_zoom (self->session, 1 / KEY_ZOOM, view->width / 2);
  else if (g_str_equal (name, "overview.fit"))
    pollux_session_fit (self->session);
}

void
pollux_overview_view_install_actions (GtkWidgetClass *widget_class)
{
  static const char * const actions[] = {
    "overview.pan-left", "overview.pan-right", "overview.page-left", "overview.page-right",
    "overview.zoom-in", "overview.zoom-out", "overview.fit",
  };
  static const struct
  {
    guint key;
    const char *action;
  } keys[] = {
    { GDK_KEY_Left, "overview.pan-left" },
    { GDK_KEY_KP_Left, "overview.pan-left" },
    { GDK_KEY_Right, "overview.pan-right" },
    { GDK_KEY_KP_Right, "overview.pan-right" },
    { GDK_KEY_Page_Up, "overview.page-left" },
    { GDK_KEY_Page_Down, "overview.page-right" },
    { GDK_KEY_Up, "overview.zoom-in" },
    { GDK_KEY_plus, "overview.zoom-in" },
    { GDK_KEY_equal, "overview.zoom-in" },
    { GDK_KEY_KP_Add, "overview.zoom-in" },
    { GDK_KEY_Down, "overview.zoom-out" },
    { GDK_KEY_minus, "overview.zoom-out" },
    { GDK_KEY_KP_Subtract, "overview.zoom-out" },
    { GDK_KEY_0, "overview.fit" },
    { GDK_KEY_KP_0, "overview.fit" },
    { GDK_KEY_f, "overview.fit" },
    { GDK_KEY_Home, "overview.fit" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, activate);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
}
