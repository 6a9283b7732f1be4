/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands of a window. Menus, buttons, keys and tests all go through the
 * action's name; what moves the view is handed on to the timeline, which has
 * the same commands for its own keys.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-window-private.h"

#include "pollux-settings.h"

static const struct
{
  const char *name;
  PolluxOrder order;
  gboolean descending;      /* what one wants to see first */
} orders[] = {
  { "spawn", POLLUX_ORDER_SPAWN, FALSE },
  { "name", POLLUX_ORDER_NAME, FALSE },
  { "busy", POLLUX_ORDER_BUSY, TRUE },
  { "scheduled", POLLUX_ORDER_SCHEDULED, TRUE },
  { "polls", POLLUX_ORDER_POLLS, TRUE },
  { "longest-poll", POLLUX_ORDER_LONGEST_POLL, TRUE },
  { "longest-wait", POLLUX_ORDER_LONGEST_WAIT, TRUE },
};

static const struct
{
  const char *name;
  PolluxLaneHeight height;
} lane_heights[] = {
  { "tiny", POLLUX_LANE_TINY },
  { "compact", POLLUX_LANE_COMPACT },
  { "normal", POLLUX_LANE_NORMAL },
  { "comfortable", POLLUX_LANE_COMFORTABLE },
};

static GSimpleAction *
find_action (PolluxWindow *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

static void
set_enabled (PolluxWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (find_action (self, name), enabled);
}

static const char *
get_state_string (PolluxWindow *self, const char *name)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (find_action (self, name)));

  /* The action keeps the state alive. */
  return g_variant_get_string (state, NULL);
}

static guint
find_order (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      if (g_strcmp0 (orders[i].name, name) == 0)
        return i;
    }
  return 0;
}

static PolluxLaneHeight
find_lane_height (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (lane_heights); i++)
    {
      if (g_strcmp0 (lane_heights[i].name, name) == 0)
        return lane_heights[i].height;
    }
  return POLLUX_LANE_COMFORTABLE;
}

static const char *
name_lane_height (PolluxLaneHeight height)
{
  for (guint i = 0; i < G_N_ELEMENTS (lane_heights); i++)
    {
      if (lane_heights[i].height == height)
        return lane_heights[i].name;
    }
  return "comfortable";
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_window_choose_file (user_data);
}

static void
paste_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_window_paste (user_data);
}

static void
close_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (user_data);
}

static void
reload_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_window_reload (user_data);
}

static void
cancel_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_window_cancel (user_data);
}

static void
find_task_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;

  pollux_trace_view_focus_filter (self->view);
}

static void
clear_filter_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;

  pollux_trace_view_set_filter (self->view, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
export_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_window_export (user_data);
}

static void
export_to_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  pollux_window_export_to (user_data, file);
}

static void
copy_picture_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_window_copy_picture (user_data);
}

static void
copy_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  g_autofree char *text = pollux_selection_panel_dup_text (self->selection);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

/* The panes one goes through: those that are shown. */
static GtkWidget *
find_pane (PolluxWindow *self, int direction)
{
  GtkWidget *panes[] = { GTK_WIDGET (self->view), gtk_stack_get_visible_child (self->tables),
                         GTK_WIDGET (self->side_panel) };
  const int n = G_N_ELEMENTS (panes);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int at = direction > 0 ? n - 1 : 0;

  for (int i = 0; i < n; i++)
    {
      if (focus != NULL && (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i])))
        at = i;
    }
  do
    at = (at + direction + n) % n;
  while (!gtk_widget_get_mapped (panes[at]) && at != 0);

  return panes[at];
}

static void
move_to_pane (PolluxWindow *self, int direction)
{
  GtkWidget *pane = find_pane (self, direction);

  if (pane == GTK_WIDGET (self->side_panel))
    gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (pane);
}

static void
next_pane_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_to_pane (user_data, 1);
}

static void
previous_pane_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_to_pane (user_data, -1);
}

static void
activate_in_timeline (PolluxWindow *self, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (pollux_trace_view_get_timeline (self->view)), name, NULL);
}

/* Escape, wherever the focus is: stops reading; else takes back the selected
 * thing, then the range. */
static void
escape_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;

  if (self->loader != NULL)
    pollux_window_cancel (self);
  else if (self->session != NULL)
    activate_in_timeline (self, "timeline.clear");
}

static void
zoom_in_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  activate_in_timeline (user_data, "timeline.zoom-in");
}

static void
zoom_out_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  activate_in_timeline (user_data, "timeline.zoom-out");
}

static void
fit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_session_fit (POLLUX_WINDOW (user_data)->session);
}

/* The selected range, else the selected thing. */
static void
zoom_to_range_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxSession *session = POLLUX_WINDOW (user_data)->session;
  PolluxRange range = pollux_session_get_range (session);

  if (!pollux_session_has_range (session))
    range = pollux_thing_get_range (pollux_session_get_trace (session),
                                    pollux_session_get_selection (session));
  if (pollux_range_length (range) > 0)
    pollux_session_show_range (session, range);
}

static void
back_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_session_go_back (POLLUX_WINDOW (user_data)->session);
}

static void
forward_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_session_go_forward (POLLUX_WINDOW (user_data)->session);
}

static void
show_statistics_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;

  g_action_change_state (G_ACTION (find_action (self, "toggle-side-panel")),
                         g_variant_new_boolean (TRUE));
  gtk_notebook_set_current_page (
    self->side_panel, gtk_notebook_page_num (self->side_panel, GTK_WIDGET (self->statistics)));
}

static void
show_trust_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;

  show_statistics_action (NULL, NULL, self);
  pollux_statistics_panel_show_trust (self->statistics);
}

static void
side_panel_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gtk_widget_set_visible (GTK_WIDGET (POLLUX_WINDOW (user_data)->side_panel),
                          g_variant_get_boolean (value));
  g_simple_action_set_state (action, value);
}

static void
tables_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gtk_widget_set_visible (GTK_WIDGET (POLLUX_WINDOW (user_data)->tables),
                          g_variant_get_boolean (value));
  g_simple_action_set_state (action, value);
}

/* Which of the tables is shown; the keys stay with the table. */
static void
table_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;
  const char *name = g_variant_get_string (value, NULL);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->tables));

  if (gtk_stack_get_child_by_name (self->tables, name) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->tables, name);
  g_simple_action_set_state (action, value);
  if (focused)
    gtk_widget_grab_focus (gtk_stack_get_visible_child (self->tables));
}

static void
show_events (PolluxWindow *self)
{
  GActionGroup *group = G_ACTION_GROUP (self);

  g_action_group_change_action_state (group, "toggle-tables", g_variant_new_boolean (TRUE));
  g_action_group_change_action_state (group, "table", g_variant_new_string ("events"));
}

static void
events_table_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_events (user_data);
  gtk_widget_grab_focus (GTK_WIDGET (POLLUX_WINDOW (user_data)->events));
}

static void
find_event_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_events (user_data);
  pollux_event_table_focus_filter (POLLUX_WINDOW (user_data)->events);
}

/* What is found is marked while the page is open, and only then. */
void
pollux_window_search_changed_cb (PolluxWindow *self)
{
  PolluxSearchModel *model = pollux_search_panel_get_model (self->search);
  gboolean shown = self->session != NULL &&
                   !pollux_query_is_empty (pollux_search_model_get_query (model));

  pollux_trace_view_set_ticks (self->view, shown ? pollux_search_model_get_ticks (model) : NULL);
}

static gboolean
is_searching (PolluxWindow *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self->search));
}

static void
search_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  GActionGroup *group = G_ACTION_GROUP (self);

  if (!is_searching (self))
    {
      self->searched_from = NULL;
      if (gtk_widget_get_visible (GTK_WIDGET (self->tables)))
        self->searched_from =
          g_intern_string (gtk_stack_get_visible_child_name (self->tables));
    }
  g_action_group_change_action_state (group, "toggle-tables", g_variant_new_boolean (TRUE));
  g_action_group_change_action_state (group, "table", g_variant_new_string ("search"));
  pollux_search_panel_focus (self->search);
}

static void
step_search (PolluxWindow *self, int direction)
{
  PolluxSearchModel *model = pollux_search_panel_get_model (self->search);

  if (pollux_query_is_empty (pollux_search_model_get_query (model)))
    g_action_group_activate_action (G_ACTION_GROUP (self), "search", NULL);
  else
    pollux_search_panel_step (self->search, direction);
}

static void
search_next_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step_search (user_data, 1);
}

static void
search_previous_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step_search (user_data, -1);
}

void
pollux_window_close_search (PolluxWindow *self)
{
  GActionGroup *group = G_ACTION_GROUP (self);
  const char *table = self->searched_from != NULL ? self->searched_from : "tasks";

  pollux_search_panel_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_action_group_change_action_state (
    group, "table",
    g_variant_new_string (g_str_equal (table, "search") ? "tasks" : table));
  if (self->searched_from == NULL)
    g_action_group_change_action_state (group, "toggle-tables", g_variant_new_boolean (FALSE));
}

static void
fullscreen_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  if (g_variant_get_boolean (value))
    gtk_window_fullscreen (user_data);
  else
    gtk_window_unfullscreen (user_data);
}

static void
fullscreened_cb (PolluxWindow *self)
{
  g_simple_action_set_state (
    find_action (self, "toggle-fullscreen"),
    g_variant_new_boolean (gtk_window_is_fullscreen (GTK_WINDOW (self))));
}

static void
by_worker_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;

  g_simple_action_set_state (action, value);
  if (self->session != NULL)
    pollux_session_set_by_worker (self->session, g_variant_get_boolean (value));
}

static void
lane_height_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;
  PolluxLaneHeight height = find_lane_height (g_variant_get_string (value, NULL));

  g_simple_action_set_state (action, g_variant_new_string (name_lane_height (height)));
  pollux_settings_set_string ("lane-height", name_lane_height (height));
  if (self->session != NULL)
    pollux_session_set_lane_height (self->session, height);
}

static void
apply_order (PolluxWindow *self, PolluxSession *session)
{
  g_autoptr (GVariant) reverse =
    g_action_get_state (G_ACTION (find_action (self, "reverse-order")));
  guint i = find_order (get_state_string (self, "order"));
  gboolean descending = orders[i].descending != g_variant_get_boolean (reverse);

  pollux_session_set_order (session, orders[i].order, descending);
}

static void
order_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;
  guint i = find_order (g_variant_get_string (value, NULL));

  g_simple_action_set_state (action, g_variant_new_string (orders[i].name));
  g_simple_action_set_state (find_action (self, "reverse-order"), g_variant_new_boolean (FALSE));
  if (self->session != NULL)
    apply_order (self, self->session);
}

static void
reverse_order_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;

  g_simple_action_set_state (action, value);
  if (self->session != NULL)
    apply_order (self, self->session);
}

static const GActionEntry entries[] = {
  { "open", open_action },
  { "paste", paste_action },
  { "close", close_action },
  { "reload", reload_action },
  { "cancel", cancel_action },
  { "escape", escape_action },
  { "next-pane", next_pane_action },
  { "previous-pane", previous_pane_action },
  { "find", find_task_action },
  { "clear-filter", clear_filter_action },
  { "export", export_action },
  { "export-to", export_to_action, "s" },
  { "copy-picture", copy_picture_action },
  { "copy", copy_action },
  { "zoom-in", zoom_in_action },
  { "zoom-out", zoom_out_action },
  { "fit", fit_action },
  { "zoom-to-range", zoom_to_range_action },
  { "back", back_action },
  { "forward", forward_action },
  { "show-statistics", show_statistics_action },
  { "show-trust", show_trust_action },
  { "toggle-side-panel", NULL, NULL, "true", side_panel_action },
  { "toggle-tables", NULL, NULL, "true", tables_action },
  { "table", NULL, "s", "'tasks'", table_action },
  { "events-table", events_table_action },
  { "find-event", find_event_action },
  { "search", search_action },
  { "search-next", search_next_action },
  { "search-previous", search_previous_action },
  { "toggle-fullscreen", NULL, NULL, "false", fullscreen_action },
  { "lane-height", NULL, "s", "'comfortable'", lane_height_action },
  { "by-worker", NULL, NULL, "false", by_worker_action },
  { "order", NULL, "s", "'spawn'", order_action },
  { "reverse-order", NULL, NULL, "false", reverse_order_action },
};

/* Those that need a trace to act on. */
static const char *const trace_actions[] = {
  "find", "clear-filter", "export", "export-to", "copy-picture", "zoom-in", "zoom-out", "fit",
  "next-pane", "previous-pane", "events-table", "find-event",
  "search", "search-next", "search-previous",
  "by-worker",
  "show-statistics", "show-trust",
};

/**
 * pollux_window_install_actions:
 *
 * Binds the keys that do something only if nothing else wants them: Escape, and
 * those of the clipboard, which are an entry's while it has the focus. They are
 * no accelerators of the application: those come before every other use.
 */
void
pollux_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.escape", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_slash, 0, "win.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Divide, 0, "win.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_SHIFT_MASK, "win.paste",
                                       NULL);
}

/* The keys of the clipboard belong to whatever has the focus: in the table
 * they copy what is selected. */
static void
add_copy_key (GtkWidget *widget)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                      gtk_named_action_new ("win.copy")));
  gtk_widget_add_controller (widget, controller);
}

/**
 * pollux_window_add_actions:
 *
 * Adds all commands, with their states from the settings.
 */
void
pollux_window_add_actions (PolluxWindow *self)
{
  g_autofree char *height = pollux_settings_dup_string ("lane-height", "comfortable");
  g_autofree char *table = pollux_settings_dup_string ("table", "tasks");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  pollux_window_add_lane_actions (self);
  g_simple_action_set_state (
    find_action (self, "lane-height"),
    g_variant_new_string (name_lane_height (find_lane_height (height))));
  g_simple_action_set_state (
    find_action (self, "toggle-side-panel"),
    g_variant_new_boolean (pollux_settings_get_boolean ("side-panel-visible", TRUE)));
  g_simple_action_set_state (
    find_action (self, "toggle-tables"),
    g_variant_new_boolean (pollux_settings_get_boolean ("tables-visible", TRUE)));
  g_action_group_change_action_state (G_ACTION_GROUP (self), "table",
                                      g_variant_new_string (table));

  pollux_timeline_add_keys (pollux_trace_view_get_timeline (self->view), GTK_WIDGET (self));
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  add_copy_key (GTK_WIDGET (self->table));
}

/**
 * pollux_window_apply_view_settings:
 * @session: what is to be shown
 *
 * Gives it the window's lane height and order.
 */
void
pollux_window_apply_view_settings (PolluxWindow *self, PolluxSession *session)
{
  pollux_window_apply_lane_settings (self, session);
  pollux_session_set_lane_height (session,
                                  find_lane_height (get_state_string (self, "lane-height")));
  apply_order (self, session);
}

/* The timeline's own keys change the height, and the twin view, as well. */
static void
follow_lane_height (PolluxWindow *self)
{
  PolluxLaneHeight height =
    pollux_rows_get_lane_height (pollux_session_get_task_rows (self->session));

  if (height == find_lane_height (get_state_string (self, "lane-height")))
    return;
  g_simple_action_set_state (find_action (self, "lane-height"),
                             g_variant_new_string (name_lane_height (height)));
  pollux_settings_set_string ("lane-height", name_lane_height (height));
}

/**
 * pollux_window_update_actions:
 *
 * Enables what makes sense now.
 */
void
pollux_window_update_actions (PolluxWindow *self)
{
  PolluxSession *session = self->session;
  gboolean any = session != NULL && pollux_window_get_state (self) == POLLUX_WINDOW_TRACE;
  gboolean selected = any && pollux_session_get_selection (session)->kind != POLLUX_THING_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (trace_actions); i++)
    set_enabled (self, trace_actions[i], any);

  pollux_window_update_time_actions (self, any);
  pollux_window_update_lane_actions (self, any);
  set_enabled (self, "copy", selected);
  set_enabled (self, "zoom-to-range", selected || (any && pollux_session_has_range (session)));
  set_enabled (self, "back", any && pollux_session_can_go_back (session));
  set_enabled (self, "forward", any && pollux_session_can_go_forward (session));
  set_enabled (self, "reload", self->file != NULL || self->pasted != NULL);
  set_enabled (self, "cancel", self->loader != NULL);
  if (session != NULL)
    {
      follow_lane_height (self);
      g_simple_action_set_state (find_action (self, "by-worker"),
                                 g_variant_new_boolean (pollux_session_get_by_worker (session)));
    }
}
