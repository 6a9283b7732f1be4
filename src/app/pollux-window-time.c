/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's commands about time: how it is told. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-window-private.h"

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

static const GActionEntry entries[] = {
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
  if (g_menu_model_get_n_items (G_MENU_MODEL (self->time_menu)) > 0 && kind == self->time_menu_kind)
    return;
  self->time_menu_kind = kind;
  pollux_time_menu_fill (self->time_menu, trace);
}
