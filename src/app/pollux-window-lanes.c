/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window's commands for how lanes are arranged. What has a state is
 * remembered; the timeline's own keys change it as well, so the states follow
 * the session.
 */
#include "config.h"

#include "pollux-window-private.h"

#include "pollux-settings.h"

static const char *const groupings[POLLUX_N_GROUPINGS] = {
  [POLLUX_GROUP_NONE] = "none",
  [POLLUX_GROUP_LOCATION] = "location",
  [POLLUX_GROUP_KIND] = "kind",
  [POLLUX_GROUP_SPAWNER] = "spawner",
  [POLLUX_GROUP_THREAD] = "thread",
  [POLLUX_GROUP_NAME] = "name",
};

static GSimpleAction *
find_action (PolluxWindow *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

static gboolean
get_state (PolluxWindow *self, const char *name)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (find_action (self, name)));

  return g_variant_get_boolean (state);
}

static PolluxGrouping
find_grouping (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (groupings); i++)
    {
      if (g_strcmp0 (groupings[i], name) == 0)
        return i;
    }
  return POLLUX_GROUP_NONE;
}

static PolluxGrouping
get_grouping (PolluxWindow *self)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (find_action (self, "group")));

  return find_grouping (g_variant_get_string (state, NULL));
}

static void
group_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;
  PolluxGrouping grouping = find_grouping (g_variant_get_string (value, NULL));

  g_simple_action_set_state (action, g_variant_new_string (groupings[grouping]));
  pollux_settings_set_string ("group-by", groupings[grouping]);
  if (self->session != NULL)
    pollux_session_set_grouping (self->session, grouping);
}

static void
packed_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;

  g_simple_action_set_state (action, value);
  pollux_settings_set_boolean ("packed", g_variant_get_boolean (value));
  if (self->session != NULL)
    pollux_session_set_packed (self->session, g_variant_get_boolean (value));
}

static void
only_alive_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;

  g_simple_action_set_state (action, value);
  pollux_settings_set_boolean ("only-alive", g_variant_get_boolean (value));
  if (self->session != NULL)
    pollux_session_set_only_alive (self->session, g_variant_get_boolean (value));
}

/* The timeline has the same under the same name. */
static void
timeline_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  g_autofree char *name = g_strconcat ("timeline.", g_action_get_name (G_ACTION (action)), NULL);

  gtk_widget_activate_action (GTK_WIDGET (pollux_trace_view_get_timeline (self->view)), name,
                              NULL);
}

static const GActionEntry entries[] = {
  { "group", NULL, "s", "'none'", group_action },
  { "packed", NULL, NULL, "false", packed_action },
  { "only-alive", NULL, NULL, "false", only_alive_action },
  { "pin", timeline_action },
  { "hide", timeline_action },
  { "only-these", timeline_action },
  { "show-hidden", timeline_action },
  { "show-all", timeline_action },
  { "toggle-group", timeline_action },
  { "toggle-groups", timeline_action },
};

/**
 * pollux_window_add_lane_actions:
 *
 * Adds the commands, with their states from the settings.
 */
void
pollux_window_add_lane_actions (PolluxWindow *self)
{
  g_autofree char *group = pollux_settings_dup_string ("group-by", "none");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_simple_action_set_state (find_action (self, "group"),
                             g_variant_new_string (groupings[find_grouping (group)]));
  g_simple_action_set_state (
    find_action (self, "packed"),
    g_variant_new_boolean (pollux_settings_get_boolean ("packed", FALSE)));
  g_simple_action_set_state (
    find_action (self, "only-alive"),
    g_variant_new_boolean (pollux_settings_get_boolean ("only-alive", FALSE)));
}

/**
 * pollux_window_apply_lane_settings:
 * @session: what is to be shown
 */
void
pollux_window_apply_lane_settings (PolluxWindow *self, PolluxSession *session)
{
  pollux_session_set_grouping (session, get_grouping (self));
  pollux_session_set_packed (session, get_state (self, "packed"));
  pollux_session_set_only_alive (session, get_state (self, "only-alive"));
}

static void
follow (PolluxWindow *self)
{
  const PolluxRows *rows = pollux_session_get_task_rows (self->session);
  gboolean packed = pollux_rows_is_packed (rows);

  if (packed == get_state (self, "packed"))
    return;

  g_simple_action_set_state (find_action (self, "packed"), g_variant_new_boolean (packed));
  pollux_settings_set_boolean ("packed", packed);
}

/**
 * pollux_window_update_lane_actions:
 * @any: whether there is a trace to act on
 */
void
pollux_window_update_lane_actions (PolluxWindow *self, gboolean any)
{
  guint n_selected = 0, n_hidden = 0, n_only = 0;
  gboolean grouped = FALSE;

  if (any)
    {
      const PolluxRows *rows = pollux_session_get_task_rows (self->session);

      pollux_session_get_selected_tasks (self->session, &n_selected);
      n_hidden = pollux_rows_get_n_hidden (rows);
      n_only = pollux_rows_get_n_only (rows);
      grouped = pollux_rows_get_grouping (rows) != POLLUX_GROUP_NONE;
      follow (self);
    }

  g_simple_action_set_enabled (find_action (self, "pin"), n_selected > 0);
  g_simple_action_set_enabled (find_action (self, "hide"), n_selected > 0);
  g_simple_action_set_enabled (find_action (self, "only-these"), n_selected > 0 || n_only > 0);
  g_simple_action_set_enabled (find_action (self, "show-hidden"), n_hidden > 0);
  g_simple_action_set_enabled (find_action (self, "show-all"), n_hidden > 0 || n_only > 0);
  g_simple_action_set_enabled (find_action (self, "toggle-group"), grouped);
  g_simple_action_set_enabled (find_action (self, "toggle-groups"), grouped);
}
