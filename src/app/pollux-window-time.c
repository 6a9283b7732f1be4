/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window's commands about time: how it is told, going to one, and going
 * through the views that were shown before.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-window-private.h"

#include "pollux-goto.h"
#include "pollux-history-popover.h"
#include "pollux-settings.h"
#include "pollux-time-menu.h"

static GSimpleAction *
find_action (PolluxWindow *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

static void
time_mode_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;
  PolluxTimeMode mode;

  if (!pollux_time_mode_find (g_variant_get_string (value, NULL), &mode))
    return;
  g_simple_action_set_state (action, value);
  pollux_settings_set_string ("time-mode", pollux_time_mode_get_name (mode));
  if (self->session != NULL)
    pollux_session_set_time_mode (self->session, mode);
}

/* At the middle of the ruler. */
static void
go_to_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  PolluxTimeline *timeline = pollux_trace_view_get_timeline (self->view);
  int header = pollux_timeline_get_header_width (timeline);
  int width = gtk_widget_get_width (GTK_WIDGET (timeline));
  GdkRectangle ruler = { MAX ((header + width) / 2, 0), 0, 1,
                         pollux_timeline_get_ruler_height (timeline) };

  if (self->goto_popover == NULL)
    {
      self->goto_popover = pollux_goto_new ();
      gtk_widget_set_parent (self->goto_popover, GTK_WIDGET (timeline));
    }
  pollux_goto_open (POLLUX_GOTO (self->goto_popover), self->session, &ruler);
}

static void
show_history (PolluxWindow *self)
{
  if (self->session == NULL)
    return;
  if (self->history_popover == NULL)
    {
      self->history_popover = pollux_history_popover_new ();
      gtk_widget_set_parent (self->history_popover, self->history_buttons);
    }
  pollux_history_popover_open (POLLUX_HISTORY_POPOVER (self->history_popover), self->session);
}

static void
show_history_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_history (user_data);
}

static void
history_clicked_cb (GtkGesture *gesture, int n_press, double x, double y, PolluxWindow *self)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_history (self);
}

static void
history_pressed_cb (GtkGesture *gesture, double x, double y, PolluxWindow *self)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_history (self);
}

/* The buttons of the history show all of it when pressed long, or with the
 * secondary button, as those of a browser do. */
static void
add_history_gestures (PolluxWindow *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect (secondary, "pressed", G_CALLBACK (history_clicked_cb), self);
  g_signal_connect (press, "pressed", G_CALLBACK (history_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->history_buttons, GTK_EVENT_CONTROLLER (secondary));
  gtk_widget_add_controller (self->history_buttons, GTK_EVENT_CONTROLLER (press));
}

static const GActionEntry entries[] = {
  { "go-to", go_to_action },
  { "show-history", show_history_action },
  { "time-mode", NULL, "s", "'relative'", time_mode_action },
};

/**
 * pollux_window_add_time_actions:
 *
 * Adds the commands, with their states from the settings, and the menu.
 */
void
pollux_window_add_time_actions (PolluxWindow *self)
{
  g_autofree char *name = pollux_settings_dup_string ("time-mode", "relative");
  PolluxTimeMode mode = POLLUX_TIME_MODE_RELATIVE;

  pollux_time_mode_find (name, &mode);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_simple_action_set_state (find_action (self, "time-mode"),
                             g_variant_new_string (pollux_time_mode_get_name (mode)));

  add_history_gestures (self);
  pollux_window_add_link_actions (self);
  self->time_menu = g_menu_new ();
  g_menu_append_submenu (self->view_section, _("_Times"), G_MENU_MODEL (self->time_menu));
}

/**
 * pollux_window_apply_time_settings:
 * @session: (nullable): what is to be shown
 *
 * Has it tell times as the window does, and offers what it can.
 */
void
pollux_window_apply_time_settings (PolluxWindow *self, PolluxSession *session)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (find_action (self, "time-mode")));
  PolluxTimeMode mode = POLLUX_TIME_MODE_RELATIVE;

  pollux_time_mode_find (g_variant_get_string (state, NULL), &mode);
  if (session != NULL)
    pollux_session_set_time_mode (session, mode);
}

/**
 * pollux_window_update_time_actions:
 * @any: whether there is a trace to act on
 *
 * Enables what makes sense now.
 */
void
pollux_window_update_time_actions (PolluxWindow *self, gboolean any)
{
  PolluxTrace *trace = any ? pollux_session_get_trace (self->session) : NULL;
  int kind = trace != NULL ? (int) pollux_trace_get_time_kind (trace) : -1;

  g_simple_action_set_enabled (find_action (self, "time-mode"), any);
  g_simple_action_set_enabled (find_action (self, "go-to"), any);
  g_simple_action_set_enabled (find_action (self, "show-history"), any);
  pollux_window_update_links (self, any);
  if (g_menu_model_get_n_items (G_MENU_MODEL (self->time_menu)) > 0 && kind == self->time_menu_kind)
    return;
  self->time_menu_kind = kind;
  pollux_time_menu_fill (self->time_menu, trace);
}

/**
 * pollux_window_dispose_time:
 *
 * Lets go of what hangs in other widgets.
 */
void
pollux_window_dispose_time (PolluxWindow *self)
{
  pollux_window_unlink (self);
  g_clear_pointer (&self->goto_popover, gtk_widget_unparent);
  g_clear_pointer (&self->history_popover, gtk_widget_unparent);
  g_clear_object (&self->time_menu);
}
