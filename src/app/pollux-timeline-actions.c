/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands of the timeline: class actions named "timeline.…", the keys that
 * run them while the timeline has the focus (those that type a character also
 * elsewhere in the window), and the menu of the thing under the pointer.
 * Everything that a pointer can do has a command here.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-time-menu.h"
#include "pollux-timeline-private.h"

#define KEY_ZOOM 1.5
#define KEY_PAN 8           /* parts of the width */
#define KEY_RESIZE 16       /* pixels */
#define CTRL_PLUS "+"       /* see key_cb() */

typedef struct
{
  const char *name;
  void (*run) (PolluxTimeline *self, int argument);
  int argument;
  gboolean conditional;     /* enabled by pollux_timeline_update_actions() alone */
} Command;

typedef struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
} Key;

static void
zoom (PolluxTimeline *self,
      int             direction)
{
  double before = pollux_session_get_viewport (self->session)->scale;

  pollux_timeline_stop_motion (self);
  pollux_session_zoom (self->session, direction > 0 ? KEY_ZOOM : 1 / KEY_ZOOM,
                       pollux_timeline_get_zoom_x (self));
  /* There is nothing closer, or nothing more to see. */
  if (pollux_session_get_viewport (self->session)->scale == before)
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
pan (PolluxTimeline *self,
     int             direction)
{
  pollux_timeline_stop_motion (self);
  pollux_session_pan (self->session, direction * self->shown.width / KEY_PAN);
}

static void
fit (PolluxTimeline *self,
     int             unused)
{
  pollux_session_fit (self->session);
}

static void
go_through_history (PolluxTimeline *self,
                    int             direction)
{
  if (direction < 0)
    pollux_session_go_back (self->session);
  else
    pollux_session_go_forward (self->session);
}

static void
change_lane_height (PolluxTimeline *self,
                    int             direction)
{
  static const PolluxLaneHeight heights[] = {
    POLLUX_LANE_TINY, POLLUX_LANE_COMPACT, POLLUX_LANE_NORMAL, POLLUX_LANE_COMFORTABLE,
  };
  PolluxRows *rows = pollux_session_get_rows (self->session);
  int last = G_N_ELEMENTS (heights) - 1;
  int i = 0;

  while (i < last && heights[i] < pollux_rows_get_lane_height (rows))
    i++;

  pollux_timeline_stop_motion (self);
  pollux_session_set_lane_height (self->session, heights[CLAMP (i + direction, 0, last)]);
}

static void
change_header_width (PolluxTimeline *self,
                     int             direction)
{
  int width = (int) pollux_timeline_get_header (self) + direction * KEY_RESIZE;

  pollux_timeline_set_header_width (self, width);
}

/* What Escape takes back: a drag, then the selection, then the range, then the
 * current mark, then that only some tasks are shown. */
static void
clear (PolluxTimeline *self,
       int             unused)
{
  if (pollux_timeline_cancel_drag (self))
    return;

  if (pollux_session_get_selection (self->session)->kind != POLLUX_THING_NONE)
    pollux_session_select (self->session, NULL, FALSE);
  else if (pollux_session_has_range (self->session))
    pollux_session_set_range (self->session, (PolluxRange) { 0, 0 });
  else if (self->marks != NULL && pollux_marks_get_current (self->marks) != 0)
    pollux_marks_set_current (self->marks, 0);
  else
    pollux_session_set_only (self->session, NULL, 0);
}

static void
zoom_to_thing (PolluxTimeline *self,
               int             unused)
{
  pollux_timeline_zoom_to (self, pollux_session_get_selection (self->session));
}

/* What each task did, or what each thread polled. */
static void
toggle_by_worker (PolluxTimeline *self,
                  int             unused)
{
  pollux_session_set_by_worker (self->session, !pollux_session_get_by_worker (self->session));
}

static void
select_range (PolluxTimeline *self,
              int             unused)
{
  PolluxRange range = pollux_thing_get_range (pollux_session_get_trace (self->session),
                                              pollux_session_get_selection (self->session));

  if (pollux_range_length (range) > 0)
    pollux_session_set_range (self->session, range);
}

/* By keys: at the selected thing, else in the middle of the lanes. */
static void
show_menu (PolluxTimeline *self,
           int             unused)
{
  PolluxRange range = pollux_thing_get_range (pollux_session_get_trace (self->session),
                                              pollux_session_get_selection (self->session));
  double header = pollux_timeline_get_header (self);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double x = (header + width) / 2;

  if (range.begin != POLLUX_TIME_NONE)
    x = CLAMP ((pollux_timeline_x_of (self, range.begin) +
                pollux_timeline_x_of (self, range.end)) / 2, header, MAX (header, width));

  pollux_timeline_popup_menu (self, x, pollux_timeline_get_selected_y (self));
}

static const Command commands[] = {
  { "timeline.zoom-in", zoom, 1 },
  { "timeline.zoom-out", zoom, -1 },
  { "timeline.pan-left", pan, -1 },
  { "timeline.pan-right", pan, 1 },
  { "timeline.fit", fit, 0 },
  { "timeline.zoom-to-selection", pollux_timeline_zoom_to_selected, 0, TRUE },
  { "timeline.zoom-to-thing", zoom_to_thing, 0, TRUE },
  { "timeline.back", go_through_history, -1, TRUE },
  { "timeline.forward", go_through_history, 1, TRUE },
  { "timeline.next", pollux_timeline_go_next, 1 },
  { "timeline.previous", pollux_timeline_go_next, -1 },
  { "timeline.next-any", pollux_timeline_go_any, 1 },
  { "timeline.previous-any", pollux_timeline_go_any, -1 },
  { "timeline.extend-next", pollux_timeline_extend, 1 },
  { "timeline.extend-previous", pollux_timeline_extend, -1 },
  { "timeline.lane-up", pollux_timeline_go_lane, -1 },
  { "timeline.lane-down", pollux_timeline_go_lane, 1 },
  { "timeline.extend-up", pollux_timeline_extend_lanes, -1 },
  { "timeline.extend-down", pollux_timeline_extend_lanes, 1 },
  { "timeline.select-all", pollux_timeline_select_all, 0 },
  { "timeline.page-up", pollux_timeline_go_page, -1 },
  { "timeline.page-down", pollux_timeline_go_page, 1 },
  { "timeline.first-lane", pollux_timeline_go_end, -1 },
  { "timeline.last-lane", pollux_timeline_go_end, 1 },
  { "timeline.next-finding", pollux_timeline_go_finding, 1 },
  { "timeline.previous-finding", pollux_timeline_go_finding, -1 },
  { "timeline.follow-cause", pollux_timeline_follow, -1 },
  { "timeline.follow-effect", pollux_timeline_follow, 1 },
  { "timeline.next-effect", pollux_timeline_choose_effect, 1 },
  { "timeline.previous-effect", pollux_timeline_choose_effect, -1 },
  { "timeline.all-arrows", pollux_timeline_toggle_arrows, 0 },
  { "timeline.unfold", pollux_timeline_toggle_selected_fold, 0, TRUE },
  { "timeline.unfold-all", pollux_timeline_toggle_all_folds, 0 },
  { "timeline.pin", pollux_timeline_toggle_pinned, 0, TRUE },
  { "timeline.hide", pollux_timeline_hide, 0, TRUE },
  { "timeline.only-these", pollux_timeline_toggle_only, 0, TRUE },
  { "timeline.show-hidden", pollux_timeline_show_hidden, 0, TRUE },
  { "timeline.show-all", pollux_timeline_show_all, 0, TRUE },
  { "timeline.pack", pollux_timeline_toggle_packed, 0 },
  { "timeline.toggle-group", pollux_timeline_toggle_group, 0 },
  { "timeline.toggle-groups", pollux_timeline_toggle_all_groups, 0 },
  { "timeline.by-worker", toggle_by_worker, 0 },
  { "timeline.lane-higher", change_lane_height, 1 },
  { "timeline.lane-lower", change_lane_height, -1 },
  { "timeline.header-wider", change_header_width, 1 },
  { "timeline.header-narrower", change_header_width, -1 },
  { "timeline.select-range", select_range, 0, TRUE },
  { "timeline.copy", pollux_timeline_copy_table, 0, TRUE },
  { "timeline.copy-description", pollux_timeline_copy_description, 0, TRUE },
  { "timeline.clear", clear, 0, TRUE },
  { "timeline.add-mark", pollux_timeline_run_mark_command, 0 },
  { "timeline.show-marks", pollux_timeline_run_mark_command, 1 },
  { "timeline.delete-mark", pollux_timeline_run_mark_command, 2, TRUE },
  { "timeline.menu", show_menu, 0 },
};

/* Several keys for one command, because keyboards differ: "+" needs Shift on
 * some and not on others, and is "=" without it on most. */
static const Key keys[] = {
  { GDK_KEY_plus, 0, "timeline.zoom-in" },
  { GDK_KEY_equal, 0, "timeline.zoom-in" },
  { GDK_KEY_KP_Add, 0, "timeline.zoom-in" },
  { GDK_KEY_plus, GDK_CONTROL_MASK, CTRL_PLUS },
  { GDK_KEY_equal, GDK_CONTROL_MASK, "timeline.zoom-in" },
  { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "timeline.zoom-in" },
  { GDK_KEY_w, 0, "timeline.zoom-in" },
  { GDK_KEY_minus, 0, "timeline.zoom-out" },
  { GDK_KEY_KP_Subtract, 0, "timeline.zoom-out" },
  { GDK_KEY_minus, GDK_CONTROL_MASK, "timeline.zoom-out" },
  { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "timeline.zoom-out" },
  { GDK_KEY_s, 0, "timeline.zoom-out" },
  { GDK_KEY_a, 0, "timeline.pan-left" },
  { GDK_KEY_d, 0, "timeline.pan-right" },
  { GDK_KEY_f, 0, "timeline.fit" },
  { GDK_KEY_0, 0, "timeline.fit" },
  { GDK_KEY_KP_0, 0, "timeline.fit" },
  { GDK_KEY_0, GDK_CONTROL_MASK, "timeline.fit" },
  { GDK_KEY_KP_0, GDK_CONTROL_MASK, "timeline.fit" },
  { GDK_KEY_Home, 0, "timeline.fit" },
  { GDK_KEY_KP_Home, 0, "timeline.fit" },
  { GDK_KEY_z, 0, "timeline.zoom-to-selection" },
  { GDK_KEY_Return, 0, "timeline.zoom-to-selection" },
  { GDK_KEY_KP_Enter, 0, "timeline.zoom-to-selection" },
  { GDK_KEY_ISO_Enter, 0, "timeline.zoom-to-selection" },
  { GDK_KEY_BackSpace, 0, "timeline.back" },
  { GDK_KEY_Left, GDK_ALT_MASK, "timeline.back" },
  { GDK_KEY_Right, GDK_ALT_MASK, "timeline.forward" },
  { GDK_KEY_Right, 0, "timeline.next" },
  { GDK_KEY_KP_Right, 0, "timeline.next" },
  { GDK_KEY_Left, 0, "timeline.previous" },
  { GDK_KEY_KP_Left, 0, "timeline.previous" },
  { GDK_KEY_period, 0, "timeline.next-any" },
  { GDK_KEY_comma, 0, "timeline.previous-any" },
  { GDK_KEY_Right, GDK_SHIFT_MASK, "timeline.extend-next" },
  { GDK_KEY_Left, GDK_SHIFT_MASK, "timeline.extend-previous" },
  { GDK_KEY_Up, 0, "timeline.lane-up" },
  { GDK_KEY_KP_Up, 0, "timeline.lane-up" },
  { GDK_KEY_Down, 0, "timeline.lane-down" },
  { GDK_KEY_KP_Down, 0, "timeline.lane-down" },
  { GDK_KEY_Up, GDK_SHIFT_MASK, "timeline.extend-up" },
  { GDK_KEY_KP_Up, GDK_SHIFT_MASK, "timeline.extend-up" },
  { GDK_KEY_Down, GDK_SHIFT_MASK, "timeline.extend-down" },
  { GDK_KEY_KP_Down, GDK_SHIFT_MASK, "timeline.extend-down" },
  { GDK_KEY_a, GDK_CONTROL_MASK, "timeline.select-all" },
  { GDK_KEY_Page_Up, 0, "timeline.page-up" },
  { GDK_KEY_KP_Page_Up, 0, "timeline.page-up" },
  { GDK_KEY_Page_Down, 0, "timeline.page-down" },
  { GDK_KEY_KP_Page_Down, 0, "timeline.page-down" },
  { GDK_KEY_Home, GDK_CONTROL_MASK, "timeline.first-lane" },
  { GDK_KEY_End, GDK_CONTROL_MASK, "timeline.last-lane" },
  { GDK_KEY_bracketleft, 0, "timeline.follow-cause" },
  { GDK_KEY_bracketright, 0, "timeline.follow-effect" },
  { GDK_KEY_braceleft, 0, "timeline.previous-effect" },
  { GDK_KEY_braceright, 0, "timeline.next-effect" },
  { GDK_KEY_r, 0, "timeline.all-arrows" },
  { GDK_KEY_n, 0, "timeline.next-finding" },
  { GDK_KEY_n, GDK_SHIFT_MASK, "timeline.previous-finding" },
  { GDK_KEY_t, 0, "timeline.by-worker" },
  { GDK_KEY_e, 0, "timeline.unfold" },
  { GDK_KEY_e, GDK_SHIFT_MASK, "timeline.unfold-all" },
  { GDK_KEY_p, 0, "timeline.pin" },
  { GDK_KEY_h, 0, "timeline.hide" },
  { GDK_KEY_h, GDK_SHIFT_MASK, "timeline.show-hidden" },
  { GDK_KEY_o, 0, "timeline.only-these" },
  { GDK_KEY_k, 0, "timeline.pack" },
  { GDK_KEY_g, 0, "timeline.toggle-group" },
  { GDK_KEY_g, GDK_SHIFT_MASK, "timeline.toggle-groups" },
  { GDK_KEY_plus, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "timeline.lane-higher" },
  { GDK_KEY_KP_Add, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "timeline.lane-higher" },
  { GDK_KEY_minus, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "timeline.lane-lower" },
  { GDK_KEY_underscore, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "timeline.lane-lower" },
  { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "timeline.lane-lower" },
  { GDK_KEY_m, 0, "timeline.add-mark" },
  { GDK_KEY_m, GDK_SHIFT_MASK, "timeline.show-marks" },
  { GDK_KEY_Delete, 0, "timeline.delete-mark" },
  { GDK_KEY_greater, 0, "timeline.header-wider" },
  { GDK_KEY_less, 0, "timeline.header-narrower" },
  { GDK_KEY_c, GDK_CONTROL_MASK, "timeline.copy" },
  { GDK_KEY_Insert, GDK_CONTROL_MASK, "timeline.copy" },
  { GDK_KEY_Escape, 0, "timeline.clear" },
  { GDK_KEY_Menu, 0, "timeline.menu" },
  { GDK_KEY_F10, GDK_SHIFT_MASK, "timeline.menu" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (commands) <= POLLUX_TIMELINE_MAX_COMMANDS);

static guint
find_command (const char *name)
{
  guint i = 0;

  while (!g_str_equal (commands[i].name, name))
    i++;

  return i;
}

static void
activate (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  PolluxTimeline *self = POLLUX_TIMELINE (widget);
  const Command *command = &commands[find_command (name)];

  if (self->session != NULL)
    command->run (self, command->argument);
}

static gboolean
is_shift_down (GtkWidget *widget)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));
  GdkDevice *keyboard = seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;

  return keyboard != NULL && (gdk_device_get_modifier_state (keyboard) & GDK_SHIFT_MASK) != 0;
}

/* GTK takes the keys of disabled actions as used up; they belong to others.
 * Where "+" is typed with Shift, GTK finds Ctrl++ and Ctrl+Shift++ to be the
 * same: the first leaves those with Shift to the second, and "=" zooms. */
static gboolean
key_cb (GtkWidget *widget,
        GVariant  *args,
        gpointer   user_data)
{
  PolluxTimeline *self = POLLUX_TIMELINE (widget);
  const char *action = NULL;

  g_variant_get (args, "(&s)", &action);
  if (g_str_equal (action, CTRL_PLUS))
    action = is_shift_down (widget) ? "timeline.lane-higher" : "timeline.zoom-in";
  if (!self->enabled[find_command (action)])
    return GDK_EVENT_PROPAGATE;

  /* A tooltip that stays would lie on what the keys select. */
  if (self->pointer_inside && !self->pointer_rests)
    {
      self->pointer_rests = TRUE;
      gtk_widget_trigger_tooltip_query (widget);
    }
  gtk_widget_activate_action (widget, action, NULL);
  return GDK_EVENT_STOP;
}

/* Who types a text means its letters, and who has a menu open its keys. */
static gboolean
is_typing (GtkWidget *window)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus) ||
                           gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL);
}

static gboolean
window_key_cb (GtkWidget *window,
               GVariant  *args,
               gpointer   user_data)
{
  if (is_typing (window))
    return GDK_EVENT_PROPAGATE;
  return key_cb (GTK_WIDGET (user_data), args, NULL);
}

/**
 * pollux_timeline_add_keys:
 * @window: where the keys are pressed
 *
 * Makes the keys that type a character work wherever the focus is, but not
 * where one types text. They come last: what has the focus comes before.
 */
void
pollux_timeline_add_keys (PolluxTimeline *self,
                          GtkWidget      *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_return_if_fail (POLLUX_IS_TIMELINE (self));
  g_return_if_fail (GTK_IS_ROOT (window));

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut;

      if (keys[i].key > '~' || (keys[i].modifiers & ~GDK_SHIFT_MASK) != 0)
        continue;
      shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                                   gtk_callback_action_new (window_key_cb, self, NULL));
      gtk_shortcut_set_arguments (shortcut, g_variant_new ("(s)", keys[i].action));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (window, controller);
}

void
pollux_timeline_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    gtk_widget_class_install_action (widget_class, commands[i].name, NULL, activate);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, keys[i].modifiers, key_cb,
                                  "(s)", keys[i].action);
}

static void
enable (PolluxTimeline *self,
        const char     *action,
        gboolean        enabled)
{
  self->enabled[find_command (action)] = enabled;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

/* Which commands make sense now; keys of the others are left to the window. */
void
pollux_timeline_update_actions (PolluxTimeline *self)
{
  PolluxSession *session = self->session;
  PolluxThing thing = POLLUX_THING_INIT;
  PolluxRange range = { 0, 0 };
  gboolean has_range, has_thing, has_tasks, has_mark;
  guint n_only, n_hidden;

  if (session == NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        enable (self, commands[i].name, FALSE);
      return;
    }

  thing = *pollux_session_get_selection (session);
  has_thing = thing.kind != POLLUX_THING_NONE;
  has_mark = self->marks != NULL && pollux_marks_get_current (self->marks) != 0;
  has_range = pollux_session_has_range (session);
  range = pollux_thing_get_range (pollux_session_get_trace (session), &thing);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (!commands[i].conditional)
      enable (self, commands[i].name, TRUE);
  enable (self, "timeline.back", pollux_session_can_go_back (session));
  enable (self, "timeline.forward", pollux_session_can_go_forward (session));
  enable (self, "timeline.zoom-to-selection", has_thing || has_range);
  enable (self, "timeline.zoom-to-thing", has_thing && range.begin != POLLUX_TIME_NONE);
  enable (self, "timeline.select-range", has_thing && pollux_range_length (range) > 0);
  enable (self, "timeline.copy", has_thing || has_range);
  enable (self, "timeline.copy-description", has_thing);
  enable (self, "timeline.delete-mark", has_mark);
  enable (self, "timeline.unfold", pollux_timeline_can_fold_selected (self));
  n_only = pollux_rows_get_n_only (pollux_session_get_task_rows (session));
  n_hidden = pollux_rows_get_n_hidden (pollux_session_get_task_rows (session));
  has_tasks = pollux_timeline_has_selected_tasks (self);
  enable (self, "timeline.pin", has_tasks);
  enable (self, "timeline.hide", has_tasks);
  enable (self, "timeline.only-these", has_tasks || n_only > 0);
  enable (self, "timeline.show-hidden", n_hidden > 0);
  enable (self, "timeline.show-all", n_hidden > 0 || n_only > 0);
  enable (self, "timeline.clear", has_thing || has_range || n_only > 0 || has_mark ||
                                  pollux_timeline_is_dragging (self));
}

static GMenuModel *
create_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) thing = g_menu_new ();
  g_autoptr (GMenu) chain = g_menu_new ();
  g_autoptr (GMenu) lanes = g_menu_new ();
  g_autoptr (GMenu) view = g_menu_new ();

  g_menu_append (thing, _("_Zoom to This"), "timeline.zoom-to-thing");
  g_menu_append (thing, _("Select _Range of This"), "timeline.select-range");
  g_menu_append (thing, _("_Copy as Table"), "timeline.copy");
  g_menu_append (thing, _("Copy _Description"), "timeline.copy-description");
  g_menu_append (chain, _("Go to What _Woke It"), "timeline.follow-cause");
  g_menu_append (chain, _("Go to What It _Caused"), "timeline.follow-effect");
  g_menu_append (chain, _("Go to the _Next of These"), "timeline.next-effect");
  g_menu_append (lanes, _("_Pin or Unpin"), "timeline.pin");
  g_menu_append (lanes, _("_Hide"), "timeline.hide");
  g_menu_append (lanes, _("_Only These Tasks"), "timeline.only-these");
  g_menu_append (lanes, _("Collapse or Expand _Group"), "timeline.toggle-group");
  g_menu_append (view, _("Show or Hide _Spans"), "timeline.unfold");
  g_menu_append (view, _("Show or Hide All _Arrows"), "timeline.all-arrows");
  g_menu_append (view, _("Show by _Worker or Task"), "timeline.by-worker");
  g_menu_append (view, _("Zoom _Out"), "timeline.zoom-out");
  g_menu_append (view, _("_Fit Whole Trace"), "timeline.fit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (thing));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (chain));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (lanes));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (view));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* How times are told, and where to go in it. */
static void
popup_ruler_menu (PolluxTimeline *self,
                  GdkRectangle   *point)
{
  if (self->ruler_menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new ();
      g_autoptr (GMenu) view = g_menu_new ();

      self->times = g_menu_new ();
      g_menu_append (view, _("_Go to Time…"), "win.go-to");
      g_menu_append (view, _("Set _Mark…"), "win.add-mark");
      g_menu_append (view, _("_Marks"), "win.show-marks");
      g_menu_append (view, _("Zoom _Out"), "timeline.zoom-out");
      g_menu_append (view, _("_Fit Whole Trace"), "timeline.fit");
      g_menu_append_section (menu, _("Times"), G_MENU_MODEL (self->times));
      g_menu_append_section (menu, NULL, G_MENU_MODEL (view));

      self->ruler_menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_widget_set_parent (self->ruler_menu, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->ruler_menu), FALSE);
      gtk_widget_set_halign (self->ruler_menu, GTK_ALIGN_START);
    }

  pollux_time_menu_fill (self->times, pollux_session_get_trace (self->session));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->ruler_menu), point);
  gtk_popover_popup (GTK_POPOVER (self->ruler_menu));
}

/**
 * pollux_timeline_popup_menu:
 * @x, @y: what it points at
 */
void
pollux_timeline_popup_menu (PolluxTimeline *self,
                            double          x,
                            double          y)
{
  GdkRectangle point = { (int) x, (int) y, 1, 1 };
  guint mark;

  if (pollux_timeline_find_mark (self, x, y, &mark))
    {
      pollux_marks_set_current (self->marks, mark);
      pollux_timeline_popup_mark_menu (self, &point);
      return;
    }
  if (y < self->ruler_height)
    {
      popup_ruler_menu (self, &point);
      return;
    }

  if (self->menu == NULL)
    {
      g_autoptr (GMenuModel) model = create_menu ();

      self->menu = gtk_popover_menu_new_from_model (model);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
    }

  enable (self, "timeline.follow-cause", pollux_timeline_can_follow (self, -1));
  enable (self, "timeline.follow-effect", pollux_timeline_can_follow (self, 1));
  enable (self, "timeline.next-effect",
          pollux_chain_has_choice (pollux_session_get_chain (self->session)));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &point);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
