/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pointer, wheel and touch. A wheel counts clicks, a touchpad pixels: clicks
 * move by a part of what is in sight, as in GTK's own scrolled windows, pixels
 * move by just as much. A scroll event has no position of its own, so the
 * pointer's is remembered from its motion.
 */
#include "config.h"

#include <math.h>

#include "pollux-timeline-private.h"

#define WHEEL_ZOOM 1.25           /* per click */
#define SURFACE_ZOOM 0.005        /* of the logarithm, per pixel */
#define SURFACE_HEIGHT 40.0       /* pixels for the next height of the lanes */

/**
 * pollux_timeline_pick:
 *
 * What is at a point: in the headers the task, in the lanes what is drawn.
 */
gboolean
pollux_timeline_pick (PolluxTimeline *self,
                      double          x,
                      double          y,
                      PolluxThing    *thing)
{
  *thing = (PolluxThing) POLLUX_THING_INIT;

  return y >= self->ruler_height && pollux_timeline_ensure_scene (self) &&
         pollux_scene_hit (self->scene, x, y, thing);
}

/* The time under the pointer; none beside the trace. */
static PolluxTime
get_cursor (PolluxTimeline *self)
{
  PolluxRange extent = self->shown.extent;
  PolluxTime time = pollux_timeline_time_at (self, self->pointer_x);

  if (self->pointer_x < pollux_timeline_get_header (self) ||
      time < extent.begin || time > extent.end)
    return POLLUX_TIME_NONE;

  return time;
}

/* Looks up again what is under the pointer, which may be at rest while the
 * picture moves. */
void
pollux_timeline_refresh_hover (PolluxTimeline *self)
{
  PolluxThing thing;

  if (self->session == NULL || !self->pointer_inside)
    return;

  pollux_timeline_pick (self, self->pointer_x, self->pointer_y, &thing);
  if (pollux_timeline_is_dragging (self))
    thing = (PolluxThing) POLLUX_THING_INIT;

  pollux_session_hover (self->session, &thing, get_cursor (self));
}

void
pollux_timeline_update_cursor (PolluxTimeline *self)
{
  PolluxDragMode mode = self->drag.mode;
  const char *name = NULL;

  if (!pollux_timeline_is_dragging (self))
    mode = pollux_timeline_find_drag (self, self->pointer_x, self->pointer_y);

  if (mode == POLLUX_DRAG_PAN)
    name = "grabbing";
  else if (mode == POLLUX_DRAG_EDGE || mode == POLLUX_DRAG_HEADER)
    name = "col-resize";

  if (g_strcmp0 (name, self->cursor_name) == 0)
    return;

  self->cursor_name = name;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
motion_cb (PolluxTimeline *self,
           double          x,
           double          y)
{
  self->pointer_inside = TRUE;
  if (x != self->pointer_x || y != self->pointer_y)
    self->pointer_rests = FALSE;
  self->pointer_x = x;
  self->pointer_y = y;
  if (self->session != NULL)
    pollux_timeline_note_anchor (self);
  /* A view that moves is looked up once it is where the next frame shows it: a scene
   * of where it was would be built for nobody. */
  if (self->scene_valid || self->frame_id == 0)
    pollux_timeline_refresh_hover (self);
  pollux_timeline_update_cursor (self);
}

static void
leave_cb (PolluxTimeline *self)
{
  self->pointer_inside = FALSE;
  if (self->session == NULL)
    return;

  pollux_timeline_note_anchor (self);
  pollux_session_hover (self->session, NULL, POLLUX_TIME_NONE);
}

double
pollux_timeline_get_zoom_x (PolluxTimeline *self)
{
  double header = pollux_timeline_get_header (self);
  double width = self->shown.width;
  PolluxRange range;
  double middle;

  if (self->pointer_inside && self->pointer_x >= header)
    return self->pointer_x - header;

  range = pollux_thing_get_range (pollux_session_get_trace (self->session),
                                  pollux_session_get_selection (self->session));
  if (range.begin == POLLUX_TIME_NONE)
    return width / 2;

  middle = (pollux_viewport_time_to_x (&self->shown, range.begin) +
            pollux_viewport_time_to_x (&self->shown, range.end)) / 2;
  return middle >= 0 && middle <= width ? middle : width / 2;
}

/* One height up or down for each whole click. */
static void
scroll_height (PolluxTimeline *self,
               double          steps)
{
  self->height_steps += steps;
  while (fabs (self->height_steps) >= 1)
    {
      gboolean higher = self->height_steps < 0;

      gtk_widget_activate_action (GTK_WIDGET (self),
                                  higher ? "timeline.lane-higher" : "timeline.lane-lower", NULL);
      self->height_steps += higher ? 1 : -1;
    }
}

/* What one click moves: as GtkScrolledWindow does it. */
static double
get_wheel_step (double page)
{
  return pow (MAX (page, 1), 2.0 / 3.0);
}

/**
 * pollux_timeline_scroll:
 * @wheel: whether @dx and @dy are clicks of a wheel, else pixels of a touchpad
 * @state: the modifiers that are held
 *
 * Moves the lanes; with Shift, or sideways, the time; with Ctrl it zooms about
 * the pointer, with both it makes the lanes higher or lower.
 */
void
pollux_timeline_scroll (PolluxTimeline  *self,
                        double           dx,
                        double           dy,
                        gboolean         wheel,
                        GdkModifierType  state)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  pollux_timeline_stop_motion (self);
  if ((state & GDK_CONTROL_MASK) != 0 && shift)
    scroll_height (self, (dy != 0 ? dy : dx) / (wheel ? 1 : SURFACE_HEIGHT));
  else if ((state & GDK_CONTROL_MASK) != 0)
    pollux_session_zoom (self->session,
                         wheel ? pow (WHEEL_ZOOM, -dy) : exp (-dy * SURFACE_ZOOM),
                         pollux_timeline_get_zoom_x (self));
  else
    {
      if (shift && dx == 0)
        {
          dx = dy;
          dy = 0;
        }
      if (dx != 0)
        pollux_session_pan (self->session, wheel ? dx * get_wheel_step (self->shown.width) : dx);
      if (dy != 0)
        pollux_timeline_set_scroll (self, self->scroll_y +
                                    (wheel ? dy * get_wheel_step (pollux_timeline_get_page (self))
                                           : dy));
    }
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           PolluxTimeline           *self)
{
  if (self->session == NULL)
    return GDK_EVENT_PROPAGATE;

  pollux_timeline_scroll (
    self, dx, dy, gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL,
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller)));
  return GDK_EVENT_STOP;
}

static void
scroll_begin_cb (PolluxTimeline *self)
{
  pollux_timeline_stop_motion (self);
}

static void
decelerate_cb (GtkEventControllerScroll *controller,
               double                    speed_x,
               double                    speed_y,
               PolluxTimeline           *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (self->session == NULL || (state & GDK_CONTROL_MASK) != 0 ||
      gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    return;

  if ((state & GDK_SHIFT_MASK) != 0 && speed_x == 0)
    pollux_timeline_fling (self, speed_y, 0);
  else
    pollux_timeline_fling (self, speed_x, speed_y);
}

/**
 * pollux_timeline_begin_pinch:
 * @x: pixels, the middle between the fingers
 *
 * Two fingers came down, on the screen or a touchpad.
 */
void
pollux_timeline_begin_pinch (PolluxTimeline *self,
                             double          x,
                             double          y)
{
  pollux_timeline_cancel_drag (self);
  pollux_timeline_stop_motion (self);
  self->zoom_scale = 1;
  self->zoom_x = x;
  self->zoom_y = y;
}

/**
 * pollux_timeline_pinch:
 * @scale: how much further apart the fingers are than at the begin
 *
 * Zooms about the middle between the fingers; where they move together it pans.
 */
void
pollux_timeline_pinch (PolluxTimeline *self,
                       double          scale,
                       double          x,
                       double          y)
{
  if (self->session == NULL || !isfinite (scale) || scale <= 0)
    return;

  pollux_session_pan (self->session, self->zoom_x - x);
  pollux_session_zoom (self->session, scale / self->zoom_scale,
                       x - pollux_timeline_get_header (self));
  pollux_timeline_set_scroll (self, self->scroll_y + self->zoom_y - y);
  self->zoom_scale = scale;
  self->zoom_x = x;
  self->zoom_y = y;
}

static void
zoom_begin_cb (GtkGesture       *gesture,
               GdkEventSequence *sequence,
               PolluxTimeline   *self)
{
  double x = self->pointer_x, y = self->pointer_y;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  pollux_timeline_begin_pinch (self, x, y);
}

static void
zoom_changed_cb (GtkGestureZoom *gesture,
                 double          scale,
                 PolluxTimeline *self)
{
  double x = self->zoom_x, y = self->zoom_y;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  pollux_timeline_pinch (self, scale, x, y);
}

/* Whether the triangle before a lane's name lies there. */
static gboolean
find_expander (PolluxTimeline  *self,
               double           x,
               double           y,
               PolluxTaskIndex *task)
{
  return self->session != NULL && pollux_timeline_ensure_scene (self) &&
         pollux_scene_hit_expander (self->scene, x, y, task);
}

/* Whether a click there collapses or expands a group. */
static gboolean
find_group (PolluxTimeline *self,
            double          x,
            double          y,
            guint          *key)
{
  return self->session != NULL && pollux_timeline_ensure_scene (self) &&
         pollux_scene_hit_group (self->scene, x, y, key);
}

/* Whether it is drawn in the band of a collapsed group. */
static gboolean
is_collapsed (PolluxTimeline    *self,
              const PolluxThing *thing)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  guint index = pollux_rows_find_task (rows, thing->task);
  PolluxRow row;

  if (index >= pollux_rows_get_length (rows))
    return FALSE;
  pollux_rows_get (rows, index, &row);

  return row.kind == POLLUX_ROW_GROUP;
}

static void
double_click (PolluxTimeline *self,
              double          x,
              double          y)
{
  PolluxTaskIndex task;
  PolluxThing thing;
  guint key;

  if (pollux_timeline_find_drag (self, x, y) == POLLUX_DRAG_HEADER)
    pollux_timeline_reset_header (self);
  else if (self->session == NULL || find_expander (self, x, y, &task) ||
           find_group (self, x, y, &key))
    return;
  else if (pollux_timeline_find_mark (self, x, y, &key))
    pollux_timeline_zoom_to_mark (self);
  else if (y < self->ruler_height)
    pollux_session_fit (self->session);
  else if (!pollux_timeline_pick (self, x, y, &thing))
    return;
  else if (is_collapsed (self, &thing))
    /* Opens the group and leads to the worst of what the pixel stood for. */
    pollux_session_select (self->session, &thing, TRUE);
  else
    pollux_timeline_zoom_to (self, &thing);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            PolluxTimeline  *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  pollux_timeline_stop_motion (self);
  if (n_press == 2)
    double_click (self, x, y);
}

/* As in lists: Ctrl adds a task or takes it out, Shift takes all up to it. */
static gboolean
click_task (PolluxTimeline    *self,
            const PolluxThing *thing,
            GdkModifierType    state)
{
  if (thing->task == POLLUX_TASK_NONE || (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    return FALSE;

  if (state & GDK_SHIFT_MASK)
    pollux_session_extend_to_task (self->session, thing->task, (state & GDK_CONTROL_MASK) != 0);
  else
    pollux_session_toggle_task (self->session, thing->task);

  return TRUE;
}

/* On nothing: unselects, first the thing, then the range. */
static void
click (PolluxTimeline  *self,
       double           x,
       double           y,
       GdkModifierType  state)
{
  PolluxTaskIndex task;
  PolluxThing thing;
  guint key;

  if (find_expander (self, x, y, &task))
    pollux_timeline_toggle_fold (self, task);
  else if (pollux_scene_hit_stub (self->scene, x, y, &task))
    pollux_timeline_reveal_task (self, task);
  else if (pollux_timeline_find_mark (self, x, y, &key))
    pollux_timeline_go_to_mark (self, key);
  else if (find_group (self, x, y, &key))
    pollux_timeline_toggle_group_at (self, key);
  else if (pollux_timeline_pick (self, x, y, &thing))
    {
      if (!click_task (self, &thing, state))
        pollux_session_select (self->session, &thing, FALSE);
      self->nav_time = x >= pollux_timeline_get_header (self) ? pollux_timeline_time_at (self, x)
                                                             : POLLUX_TIME_NONE;
    }
  else if ((state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0)
    return;
  else if (y < self->ruler_height ||
           pollux_session_get_selection (self->session)->kind == POLLUX_THING_NONE)
    pollux_session_set_range (self->session, (PolluxRange) { 0, 0 });
  else
    pollux_session_select (self->session, NULL, FALSE);
}

static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             PolluxTimeline  *self)
{
  if (self->session != NULL && n_press == 1 && !self->drag.moved &&
      pollux_timeline_find_drag (self, x, y) != POLLUX_DRAG_HEADER)
    click (self, x, y,
           gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)));
}

static void
open_menu (PolluxTimeline *self,
           double          x,
           double          y)
{
  PolluxThing thing;

  if (self->session == NULL)
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  /* On one of several selected tasks the menu is for all of them. */
  if (pollux_timeline_pick (self, x, y, &thing) &&
      !(pollux_session_has_tasks (self->session) &&
        pollux_task_set_contains (pollux_session_get_task_set (self->session), thing.task)))
    pollux_session_select (self->session, &thing, FALSE);
  pollux_timeline_popup_menu (self, x, y);
}

static void
secondary_pressed_cb (GtkGestureClick *gesture,
                      int              n_press,
                      double           x,
                      double           y,
                      PolluxTimeline  *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 PolluxTimeline      *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

static void
add_scroll (PolluxTimeline *self)
{
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES |
                                     GTK_EVENT_CONTROLLER_SCROLL_KINETIC);

  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (scroll, "scroll-begin", G_CALLBACK (scroll_begin_cb), self);
  g_signal_connect (scroll, "decelerate", G_CALLBACK (decelerate_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

static void
add_motion (PolluxTimeline *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
add_clicks (PolluxTimeline *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  self->click = gtk_gesture_click_new ();
  g_signal_connect (self->click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (self->click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->click));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

void
pollux_timeline_init_input (PolluxTimeline *self)
{
  GtkGesture *zoom = gtk_gesture_zoom_new ();

  add_scroll (self);
  add_motion (self);
  add_clicks (self);

  g_signal_connect (zoom, "begin", G_CALLBACK (zoom_begin_cb), self);
  g_signal_connect (zoom, "scale-changed", G_CALLBACK (zoom_changed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (zoom));
}
