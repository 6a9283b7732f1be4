/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window: its parts, their sizes, and the session that they share. What
 * it does is in the files beside this one: loading (-load), what it shows in
 * which state (-states), its commands (-actions), files that are chosen or
 * dropped (-files), pictures (-export).
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pollux-window-private.h"

#include "pollux-accessible.h"
#include "pollux-memory.h"
#include "pollux-settings.h"
#include "pollux-theme.h"
#include "pollux-trace-text.h"

#define WIDTH 1200
#define HEIGHT 760
#define SIDE_PANEL_WIDTH 320
#define SIDE_PANEL_WIDTH_MIN 240
#define TABLES_HEIGHT 200

G_DEFINE_FINAL_TYPE (PolluxWindow, pollux_window, GTK_TYPE_APPLICATION_WINDOW)

static guint
count_shown_tasks (PolluxSession *session)
{
  PolluxTrace *trace = pollux_session_get_trace (session);

  if (*pollux_session_get_filter (session) == '\0')
    return pollux_trace_get_n_tasks (trace);
  return pollux_rows_get_n_tasks (pollux_session_get_task_rows (session));
}

/**
 * pollux_window_dup_name:
 *
 * Returns: (transfer full) (nullable): what it shows or loads, for people
 */
char *
pollux_window_dup_name (PolluxWindow *self)
{
  g_autofree char *basename = NULL;

  if (self->pasted != NULL)
    /* Translators: the name of a trace that is no file. */
    return g_strdup (_("Pasted text"));
  if (self->file == NULL)
    return NULL;
  basename = g_file_get_basename (self->file);
  return g_filename_display_name (basename);
}

/**
 * pollux_window_update_title:
 *
 * Tells what is shown, or loaded.
 */
void
pollux_window_update_title (PolluxWindow *self)
{
  g_autofree char *subtitle = NULL;
  g_autofree char *window_title = NULL;
  g_autofree char *name = pollux_window_dup_name (self);
  g_autofree char *place = self->file != NULL ? g_file_get_parse_name (self->file) : NULL;

  if (self->session != NULL)
    subtitle = pollux_trace_text_subtitle (pollux_session_get_trace (self->session),
                                           count_shown_tasks (self->session));

  if (name != NULL)
    /* Translators: the title of a window: the name of a file. */
    window_title = g_strdup_printf (_("%s — Pollux"), name);
  gtk_window_set_title (GTK_WINDOW (self), name != NULL ? window_title : "Pollux");
  gtk_label_set_text (self->title, name != NULL ? name : "Pollux");
  gtk_label_set_text (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), place);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), place);
}

static void
trace_changed_cb (PolluxWindow *self)
{
  pollux_window_update_title (self);
  pollux_window_update_actions (self);
}

/**
 * pollux_window_set_session:
 * @session: (nullable): what all parts of the window show from now on
 */
void
pollux_window_set_session (PolluxWindow *self, PolluxSession *session)
{
  if (session == self->session)
    return;
  pollux_window_unlink (self);
  g_set_object (&self->session, session);

  if (session != NULL)
    {
      pollux_window_apply_view_settings (self, session);
      pollux_window_apply_time_settings (self, session);
    }
  pollux_trace_view_set_session (self->view, session);
  pollux_selection_panel_set_session (self->selection, session);
  pollux_statistics_panel_set_session (self->statistics, session);
  pollux_task_table_set_session (self->table, session);
  pollux_event_table_set_session (self->events, session);
  pollux_search_panel_set_session (self->search, session);
  pollux_status_line_set_session (self->status, session);
  pollux_trust_monitor_set_session (self->monitor, session);
  pollux_window_load_marks (self);
  g_signal_group_set_target (self->signals, session);
  pollux_window_update_title (self);
  pollux_window_update_actions (self);
  pollux_window_tell_links (self);
}

/* A paned only knows the size of its first child; ours remember that of the
 * second. So it is placed when the whole size is known, once. */
static int
get_whole (GtkPaned *paned)
{
  GtkWidget *widget = GTK_WIDGET (paned);

  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (paned)) == GTK_ORIENTATION_HORIZONTAL)
    return gtk_widget_get_width (widget);
  return gtk_widget_get_height (widget);
}

static void
place (GtkPaned *paned, int size)
{
  gtk_paned_set_position (paned, MAX (get_whole (paned) - size, 0));
}

static void
remember_place (GtkPaned *paned, const char *key)
{
  GtkWidget *end = gtk_paned_get_end_child (paned);

  if (gtk_widget_get_mapped (end))
    pollux_settings_set_int (key, get_whole (paned) - gtk_paned_get_position (paned));
}

/* Larger text needs more of the window. */
static void
pollux_window_place_side_panel_cb (PolluxWindow *self)
{
  double scale = pollux_theme_get_text_scale (GTK_WIDGET (self->side_panel));
  double share = MIN (0.3 * scale, 0.4);
  int whole = get_whole (self->side_paned);
  int width;

  if (self->side_panel_placed || whole <= 0)
    return;
  self->side_panel_placed = TRUE;
  width = pollux_settings_get_int ("side-panel-width", SIDE_PANEL_WIDTH);
  if (width == SIDE_PANEL_WIDTH)
    width = (int) lround (width * scale);
  place (self->side_paned, MIN (width, MAX (SIDE_PANEL_WIDTH_MIN, (int) (whole * share))));
}

static void
pollux_window_place_tables_cb (PolluxWindow *self)
{
  int height;

  if (self->tables_placed || get_whole (self->tables_paned) <= 0)
    return;
  self->tables_placed = TRUE;
  height = pollux_settings_get_int ("tables-height", TABLES_HEIGHT);
  /* Nobody has chosen it: no more than a third of a small window. */
  if (height == TABLES_HEIGHT)
    height = MIN (height, get_whole (self->tables_paned) / 3);
  place (self->tables_paned, height);
}

static void
restore_sizes (PolluxWindow *self)
{
  PolluxTimeline *timeline = pollux_trace_view_get_timeline (self->view);

  gtk_window_set_default_size (GTK_WINDOW (self), pollux_settings_get_int ("window-width", WIDTH),
                               pollux_settings_get_int ("window-height", HEIGHT));
  if (pollux_settings_get_boolean ("maximized", FALSE))
    gtk_window_maximize (GTK_WINDOW (self));

  pollux_timeline_set_header_width (
    timeline,
    pollux_settings_get_int ("header-width", pollux_timeline_get_header_width (timeline)));
  gtk_widget_set_visible (GTK_WIDGET (self->side_panel),
                          pollux_settings_get_boolean ("side-panel-visible", TRUE));
  gtk_widget_set_visible (GTK_WIDGET (self->tables),
                          pollux_settings_get_boolean ("tables-visible", TRUE));
}

static void
remember_sizes (PolluxWindow *self)
{
  PolluxTimeline *timeline = pollux_trace_view_get_timeline (self->view);
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width;
  int height;

  pollux_settings_set_boolean ("maximized", maximized);
  if (!maximized && !gtk_window_is_fullscreen (GTK_WINDOW (self)))
    {
      gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
      pollux_settings_set_int ("window-width", width);
      pollux_settings_set_int ("window-height", height);
    }

  pollux_settings_set_int ("header-width", pollux_timeline_get_header_width (timeline));
  pollux_settings_set_boolean ("side-panel-visible",
                               gtk_widget_get_visible (GTK_WIDGET (self->side_panel)));
  pollux_settings_set_boolean ("tables-visible",
                               gtk_widget_get_visible (GTK_WIDGET (self->tables)));
  if (gtk_stack_get_visible_child (self->tables) != GTK_WIDGET (self->search))
    pollux_settings_set_string ("table", gtk_stack_get_visible_child_name (self->tables));
  if (self->side_panel_placed)
    remember_place (self->side_paned, "side-panel-width");
  if (self->tables_placed)
    remember_place (self->tables_paned, "tables-height");
}

static gboolean
pollux_window_close_request (GtkWindow *window)
{
  remember_sizes (POLLUX_WINDOW (window));
  return GTK_WINDOW_CLASS (pollux_window_parent_class)->close_request (window);
}

static void
pollux_window_dispose (GObject *object)
{
  PolluxWindow *self = POLLUX_WINDOW (object);

  pollux_window_stop_loading (self);
  pollux_window_close_chooser (self);
  g_clear_handle_id (&self->toast_source, g_source_remove);
  if (self->view != NULL)
    pollux_window_set_session (self, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->kept_lanes, pollux_kept_lanes_free);
  g_clear_object (&self->session);
  g_clear_object (&self->file);
  g_clear_pointer (&self->pasted, g_bytes_unref);
  g_clear_object (&self->saved);
  g_clear_weak_pointer (&self->last_focus);
  pollux_window_dispose_marks (self);
  pollux_window_dispose_time (self);
  G_OBJECT_CLASS (pollux_window_parent_class)->dispose (object);
}

static void
bind_shell (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, view_section);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, history_buttons);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, link_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, zoom_buttons);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, find_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, side_panel_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, content);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, toast);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, toast_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, toast_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, notice_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, damage);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, damage_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, no_polls);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, no_polls_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, loading_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, refused_page);
}

static void
bind_trace_page (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, side_paned);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, tables_paned);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, view);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, tables);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, table);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, events);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, search);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, side_panel);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, selection);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, statistics);
  gtk_widget_class_bind_template_child (widget_class, PolluxWindow, status);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_place_side_panel_cb);
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_place_tables_cb);
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_close_search);
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_hide_toast);
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_toast_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_notice_response_cb);
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_damage_response_cb);
  gtk_widget_class_bind_template_callback (widget_class, pollux_window_no_polls_response_cb);
}

static void
ensure_types (void)
{
  g_type_ensure (POLLUX_TYPE_EMPTY_PAGE);
  g_type_ensure (POLLUX_TYPE_EVENT_TABLE);
  g_type_ensure (POLLUX_TYPE_SEARCH_PANEL);
  g_type_ensure (POLLUX_TYPE_REFUSED_PAGE);
  g_type_ensure (POLLUX_TYPE_SELECTION_PANEL);
  g_type_ensure (POLLUX_TYPE_STATISTICS_PANEL);
  g_type_ensure (POLLUX_TYPE_STATUS_LINE);
  g_type_ensure (POLLUX_TYPE_TASK_TABLE);
  g_type_ensure (POLLUX_TYPE_TRACE_VIEW);
}

static void
pollux_window_class_init (PolluxWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pollux_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = pollux_window_close_request;

  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-window.ui");
  bind_shell (widget_class);
  bind_trace_page (widget_class);
  bind_callbacks (widget_class);
  pollux_window_install_actions (widget_class);
}

/* A container remembers which child had the focus and enters there again, so
 * that what lies before would never be reached by Tab. What the focus has left
 * forgets; lists and panes have a memory of their own. */
static void
focus_changed_cb (PolluxWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  GtkWidget *child = self->last_focus;

  while (child != NULL)
    {
      GtkWidget *parent = gtk_widget_get_parent (child);

      if (parent == NULL || (focus != NULL && gtk_widget_is_ancestor (focus, parent)))
        break;
      if (gtk_widget_get_focus_child (parent) == child)
        gtk_widget_set_focus_child (parent, NULL);
      child = parent;
    }
  g_set_weak_pointer (&self->last_focus, focus);
}

static void
pollux_window_init (PolluxWindow *self)
{
  self->cancelled_at = -1;
  pollux_memory_keep_frames (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->monitor = pollux_trust_monitor_new ();
  pollux_statistics_panel_set_monitor (self->statistics, self->monitor);
  pollux_status_line_set_monitor (self->status, self->monitor);
  gtk_label_set_text (self->no_polls_label,
                      _("This trace has no polls, so nobody knows when its tasks were busy: "
                        "record with FmtSpan::FULL."));

  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (trace_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (trace_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "arranging",
                                  G_CALLBACK (pollux_window_update_actions), self);
  g_signal_group_connect_swapped (self->signals, "view-changed",
                                  G_CALLBACK (pollux_window_update_actions), self);
  g_signal_group_connect_swapped (self->signals, "range-changed",
                                  G_CALLBACK (pollux_window_update_actions), self);
  g_signal_group_connect_swapped (self->signals, "selection-changed",
                                  G_CALLBACK (pollux_window_update_actions), self);

  g_menu_append_submenu (self->view_section, _("_Order of Tasks"),
                         pollux_trace_view_get_order_menu (self->view));
  g_menu_append_submenu (self->view_section, _("_Groups and Rows"),
                         pollux_trace_view_get_lanes_menu (self->view));
  pollux_window_add_actions (self);
  pollux_window_add_time_actions (self);
  pollux_window_add_mark_actions (self);
  pollux_window_add_drop_target (self);
  restore_sizes (self);
  pollux_accessible_repair (GTK_WIDGET (self));
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  pollux_window_update_title (self);
  pollux_window_update_actions (self);
  pollux_window_show_page (self, POLLUX_WINDOW_EMPTY);
}

static GMenuModel *
new_open_menu (GMenuModel *recent)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) open = g_menu_new ();
  g_autoptr (GMenu) example = g_menu_new ();

  g_menu_append (open, _("_Open…"), "win.open");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (open));
  if (recent != NULL)
    g_menu_append_section (menu, _("Recent"), recent);
  g_menu_append (example, _("Open the _Example"), "app.open-example");
  g_menu_append (example, _("_Forget Recent"), "app.clear-recent");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (example));

  return G_MENU_MODEL (menu);
}

/**
 * pollux_window_new:
 * @application: the program
 *
 * Returns: (transfer none): an empty window, not shown yet
 */
PolluxWindow *
pollux_window_new (PolluxApplication *application)
{
  PolluxWindow *self = g_object_new (POLLUX_TYPE_WINDOW, "application", application, NULL);
  PolluxRecent *recent = pollux_application_get_recent (application);
  GMenuModel *recent_menu = recent != NULL ? pollux_recent_get_menu (recent) : NULL;
  g_autoptr (GMenuModel) menu = new_open_menu (recent_menu);

  gtk_menu_button_set_menu_model (self->open_button, menu);
  pollux_empty_page_set_recent (self->empty_page, recent_menu);

  return self;
}

static void
open_trace (PolluxWindow *self, GFile *file, GBytes *pasted)
{
  pollux_window_set_session (self, NULL);
  self->kept.valid = FALSE;
  pollux_trace_view_set_filter (self->view, "");
  pollux_event_table_set_filter (self->events, "");
  pollux_search_panel_set_text (self->search, "");
  pollux_window_load (self, file, pasted);
}

/**
 * pollux_window_open:
 * @file: what to show
 *
 * Loads a file into this window.
 */
void
pollux_window_open (PolluxWindow *self, GFile *file)
{
  g_return_if_fail (POLLUX_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  open_trace (self, file, NULL);
}

/**
 * pollux_window_open_text:
 * @text: a log; a reference is kept
 *
 * Loads what is no file into this window.
 */
void
pollux_window_open_text (PolluxWindow *self, GBytes *text)
{
  g_return_if_fail (POLLUX_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  open_trace (self, NULL, text);
}

/**
 * pollux_window_get_state:
 *
 * Returns: what kind of thing it shows
 */
PolluxWindowState
pollux_window_get_state (PolluxWindow *self)
{
  const char *name;

  g_return_val_if_fail (POLLUX_IS_WINDOW (self), POLLUX_WINDOW_EMPTY);

  name = gtk_stack_get_visible_child_name (self->pages);
  if (g_strcmp0 (name, "trace") == 0)
    return POLLUX_WINDOW_TRACE;
  if (g_strcmp0 (name, "refused") == 0)
    return POLLUX_WINDOW_REFUSED;
  if (g_strcmp0 (name, "loading") == 0)
    return POLLUX_WINDOW_LOADING;
  return POLLUX_WINDOW_EMPTY;
}

/**
 * pollux_window_is_empty:
 *
 * Returns: whether a file can be opened in it without losing anything
 */
gboolean
pollux_window_is_empty (PolluxWindow *self)
{
  PolluxWindowState state = pollux_window_get_state (self);

  return state == POLLUX_WINDOW_EMPTY || state == POLLUX_WINDOW_REFUSED;
}

/**
 * pollux_window_is_loading:
 *
 * Returns: whether a file is being read
 */
gboolean
pollux_window_is_loading (PolluxWindow *self)
{
  g_return_val_if_fail (POLLUX_IS_WINDOW (self), FALSE);

  return self->loader != NULL;
}

/**
 * pollux_window_get_file:
 *
 * Returns: (transfer none) (nullable): what it shows, loads or refused
 */
GFile *
pollux_window_get_file (PolluxWindow *self)
{
  g_return_val_if_fail (POLLUX_IS_WINDOW (self), NULL);

  return self->file;
}

/**
 * pollux_window_get_session:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
PolluxSession *
pollux_window_get_session (PolluxWindow *self)
{
  g_return_val_if_fail (POLLUX_IS_WINDOW (self), NULL);

  return self->session;
}
