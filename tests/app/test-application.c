/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: files from outside, its actions, its templates. */
#include "config.h"

#include <glib/gstdio.h>

#include "window-fixture.h"

#include "pollux-damage-dialog.h"
#include "pollux-distribution-view.h"
#include "pollux-empty-page.h"
#include "pollux-event-table.h"
#include "pollux-record-view.h"
#include "pollux-refused-page.h"
#include "pollux-selection-panel.h"
#include "pollux-settings.h"
#include "pollux-statistics-panel.h"
#include "pollux-statistics-view.h"
#include "pollux-status-line.h"
#include "pollux-task-table.h"
#include "pollux-trace-view.h"

static guint
count_windows (void)
{
  return g_list_length (gtk_application_get_windows (GTK_APPLICATION (test_get_application ())));
}

static PolluxWindow *
find_window (const char *name)
{
  g_autofree char *title = g_strdup_printf ("%s — Pollux", name);

  for (GList *link =
         gtk_application_get_windows (GTK_APPLICATION (test_get_application ()));
       link != NULL; link = link->next)
    {
      if (g_strcmp0 (gtk_window_get_title (link->data), title) == 0)
        return link->data;
    }

  return NULL;
}

static void
close_all (void)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (test_get_application ()))) !=
         NULL)
    test_close (windows->data);
}

static void
open_files (const char *const *names, guint n)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (files, test_trace_file (names[i]));
  g_application_open (G_APPLICATION (test_get_application ()), (GFile **) files->pdata, n, "");
}

/* One window per file; an empty one is used first; a file that is open
 * already gets no second window. */
static void
test_open_several (void)
{
  const char *const names[] = { "seed-json-full.t153.jsonl", "odd-json_ids-mt2.t153.jsonl" };
  PolluxWindow *empty = pollux_window_new (test_get_application ());
  PolluxWindow *second;

  gtk_window_present (GTK_WINDOW (empty));
  open_files (names, 2);
  g_assert_cmpuint (count_windows (), ==, 2);
  g_assert_true (find_window (names[0]) == empty);
  second = find_window (names[1]);
  g_assert_nonnull (second);
  test_wait_for (!pollux_window_is_loading (empty) && !pollux_window_is_loading (second));
  g_assert_cmpint (pollux_window_get_state (second), ==, POLLUX_WINDOW_TRACE);

  open_files (names, 1);
  g_assert_cmpuint (count_windows (), ==, 2);
  close_all ();
}

static void
test_example (void)
{
  GActionGroup *actions = G_ACTION_GROUP (test_get_application ());
  PolluxWindow *window;

  g_action_group_activate_action (actions, "open-example", NULL);
  g_assert_cmpuint (count_windows (), ==, 1);
  window = find_window ("step.jsonl");
  g_assert_nonnull (window);
  test_wait_for (!pollux_window_is_loading (window));
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_TRACE);
  close_all ();
}

static void
test_open_uri (void)
{
  g_autoptr (GFile) file = test_trace_file ("seed-json-full.t153.jsonl");
  g_autofree char *uri = g_file_get_uri (file);
  PolluxWindow *window;

  g_action_group_activate_action (G_ACTION_GROUP (test_get_application ()), "open-uri",
                                  g_variant_new_string (uri));
  window = find_window ("seed-json-full.t153.jsonl");
  g_assert_nonnull (window);
  test_wait_for (!pollux_window_is_loading (window));
  close_all ();
}

static void
test_new_window (void)
{
  GActionGroup *actions = G_ACTION_GROUP (test_get_application ());

  g_action_group_activate_action (actions, "new-window", NULL);
  g_action_group_activate_action (actions, "new-window", NULL);
  g_assert_cmpuint (count_windows (), ==, 2);
  close_all ();
}

/* What was opened is in the menus; a file that is gone is not for long. */
static void
test_recent (void)
{
  GMenuModel *menu =
    pollux_recent_get_menu (pollux_application_get_recent (test_get_application ()));
  g_autoptr (GFile) missing = NULL;
  g_autofree char *path = test_temporary_path ("gone.jsonl");
  PolluxWindow *window;
  g_autofree char *label = NULL;
  int n;

  g_action_group_activate_action (G_ACTION_GROUP (test_get_application ()), "clear-recent", NULL);
  test_wait_for (g_menu_model_get_n_items (menu) == 0);
  window = test_open_trace ("seed-json-full.t153.jsonl");
  test_wait_for (g_menu_model_get_n_items (menu) == 1);
  g_assert_true (g_menu_model_get_item_attribute (menu, 0, G_MENU_ATTRIBUTE_LABEL, "s", &label));
  g_assert_cmpstr (label, ==, "seed-json-full.t153.jsonl");
  test_close (window);

  window = pollux_window_new (test_get_application ());
  gtk_window_present (GTK_WINDOW (window));
  test_wait_for (test_shows (window, "Recent"));
  test_wait_for (test_shows (window, "seed-json-full.t153.jsonl"));
  test_close (window);

  missing = g_file_new_for_path (path);
  pollux_recent_add (pollux_application_get_recent (test_get_application ()), missing);
  test_wait_for ((n = g_menu_model_get_n_items (menu)) == 2);
  window = test_open (missing);
  test_wait_for (pollux_window_get_state (window) == POLLUX_WINDOW_REFUSED);
  test_wait_for (g_menu_model_get_n_items (menu) == 1);
  test_close (window);
}

static gboolean
prefers_dark (void)
{
  gboolean dark;

  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &dark, NULL);
  return dark;
}

static void
test_color_scheme (void)
{
  GActionGroup *actions = G_ACTION_GROUP (test_get_application ());
  g_autofree char *setting = NULL;

  g_assert_false (prefers_dark ());
  g_action_group_change_action_state (actions, "color-scheme", g_variant_new_string ("dark"));
  g_assert_true (prefers_dark ());
  g_assert_true (pollux_application_is_dark (test_get_application ()));
  setting = pollux_settings_dup_string ("color-scheme", "");
  g_assert_cmpstr (setting, ==, "dark");
  g_action_group_change_action_state (actions, "color-scheme", g_variant_new_string ("light"));
  g_assert_false (prefers_dark ());
  g_action_group_change_action_state (actions, "color-scheme", g_variant_new_string ("follow"));
  g_assert_false (prefers_dark ());
}

/* Settings of keys that are not in the schema, and of values that are not in
 * a key's range, do not end the program. */
static void
test_settings (void)
{
  g_assert_cmpint (pollux_settings_get_int ("no-such-key", 17), ==, 17);
  pollux_settings_set_int ("no-such-key", 18);
  pollux_settings_set_int ("side-panel-width", 300);
  pollux_settings_set_int ("side-panel-width", -5);
  g_assert_cmpint (pollux_settings_get_int ("side-panel-width", 0), ==, 300);
  pollux_settings_set_int ("side-panel-width", 320);
}

/* Each template can be made alone, and goes again without a word. */
static void
test_templates (void)
{
  const GType types[] = {
    POLLUX_TYPE_DISTRIBUTION_VIEW, POLLUX_TYPE_EMPTY_PAGE,      POLLUX_TYPE_RECORD_VIEW,
    POLLUX_TYPE_EVENT_TABLE,
    POLLUX_TYPE_REFUSED_PAGE,      POLLUX_TYPE_SELECTION_PANEL, POLLUX_TYPE_STATISTICS_PANEL,
    POLLUX_TYPE_STATISTICS_VIEW,   POLLUX_TYPE_STATUS_LINE,     POLLUX_TYPE_TASK_TABLE,
    POLLUX_TYPE_TRACE_VIEW,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *window = gtk_window_new ();
      GtkWidget *widget = g_object_new (types[i], NULL);
      gpointer weak = widget;

      g_object_add_weak_pointer (G_OBJECT (widget), &weak);
      gtk_window_set_child (GTK_WINDOW (window), widget);
      gtk_window_present (GTK_WINDOW (window));
      test_run_for (30);
      gtk_window_destroy (GTK_WINDOW (window));
      test_wait_for (weak == NULL);
    }
}

/* GTK's file chooser uses libcloudproviders, which leaks; the leak checker
 * does not see who it was, so it cannot be told to look away. */
static void
show_choosers (PolluxWindow *window)
{
#ifndef __SANITIZE_ADDRESS__
  test_act (window, "open");
  test_run_for (300);
  test_act (window, "export");
  test_run_for (300);
#endif
}

/* Dialogs, menus and the window of keys open without a warning. */
static void
test_dialogs (void)
{
  PolluxWindow *window = test_open_trace ("forever-json-killed.t153.jsonl");
  GList *toplevels;

  pollux_damage_dialog_show (GTK_WINDOW (window),
                             pollux_session_get_trace (pollux_window_get_session (window)),
                             "forever");
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-help-overlay", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (test_get_application ()), "about", NULL);
  test_run_for (100);
  show_choosers (window);
  toplevels = gtk_window_list_toplevels ();
  g_assert_cmpuint (g_list_length (toplevels), >=, 3);
  for (GList *link = toplevels; link != NULL; link = link->next)
    {
      if (!POLLUX_IS_WINDOW (link->data) && gtk_window_get_transient_for (link->data) != NULL)
        gtk_window_close (link->data);
    }
  g_list_free (toplevels);
  test_run_for (50);
  close_all ();
}

static void
test_shortcuts (void)
{
  static const char *const keys[] = {
    "<Control>o", "<Control>w", "<Control>q", "<Control>f", "<Control>e",      "F5",
    "F9",         "F11",        "<Control>plus", "<Control>minus", "<Control>0", "<Alt>Left",
    "<Alt>Right", "<Control>F9", "<Control>KP_Add", "<Control>KP_Subtract", "<Control>KP_0",
    "<Control>r", "<Control>n", "<Control><Shift>c", "F6", "<Shift>F6",
  };
  GtkApplication *application = GTK_APPLICATION (test_get_application ());

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_auto (GStrv) actions = gtk_application_get_actions_for_accel (application, keys[i]);

      g_assert_cmpuint (g_strv_length (actions), ==, 1);
    }
}

/* The program alone: its version, and its exit status. */
static void
test_version (void)
{
  const char *arguments[] = { g_getenv ("POLLUX"), "--version", NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (output, ==, "pollux " POLLUX_VERSION "\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/application/open-several", test_open_several);
  g_test_add_func ("/application/example", test_example);
  g_test_add_func ("/application/open-uri", test_open_uri);
  g_test_add_func ("/application/new-window", test_new_window);
  g_test_add_func ("/application/recent", test_recent);
  g_test_add_func ("/application/color-scheme", test_color_scheme);
  g_test_add_func ("/application/settings", test_settings);
  g_test_add_func ("/application/templates", test_templates);
  g_test_add_func ("/application/dialogs", test_dialogs);
  g_test_add_func ("/application/shortcuts", test_shortcuts);
  g_test_add_func ("/application/version", test_version);

  return test_run_all ();
}
