/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "window-fixture.h"

static PolluxApplication *application;
static char *folder;

void
test_turn (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (2000);
}

void
test_run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    test_turn ();
}

PolluxApplication *
test_get_application (void)
{
  return application;
}

static void
remove_folder (void)
{
  const char *name;
  GDir *dir;

  if (folder == NULL)
    return;

  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static void
activate_cb (GApplication *app, int *status)
{
  /* No window of the program's own. */
  g_signal_stop_emission_by_name (app, "activate");
  *status = g_test_run ();
}

int
test_run_all (void)
{
  int status = 1;
  int run_status;

  application = pollux_application_new ();
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &status);
  run_status = g_application_run (G_APPLICATION (application), 0, NULL);
  remove_folder ();
  g_assert_cmpint (run_status, ==, 0);
  g_assert_finalize_object (g_steal_pointer (&application));

  return status;
}

char *
test_trace_path (const char *name)
{
  return g_build_filename (g_getenv ("POLLUX_TRACES"), "fmt", name, NULL);
}

GFile *
test_trace_file (const char *name)
{
  g_autofree char *path = test_trace_path (name);

  return g_file_new_for_path (path);
}

char *
test_temporary_path (const char *name)
{
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    folder = g_dir_make_tmp ("pollux-test-XXXXXX", &error);
  g_assert_no_error (error);

  return g_build_filename (folder, name, NULL);
}

GFile *
test_write_file (const char *name, const char *bytes, gssize length)
{
  g_autofree char *path = test_temporary_path (name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

static void
append_record (GString *text, guint task, gint64 ns, const char *message)
{
  gint64 us = ns / 1000;

  g_string_append_printf (
    text,
    "{\"timestamp\":\"2026-11-22T19:%02d:%02d.%06dZ\",\"level\":\"TRACE\",\"fields\":{\"message\":"
    "\"%s\"},\"target\":\"tokio::task\",\"span\":{\"kind\":\"task\",\"loc.col\":5,\"loc.file\":"
    "\"main.rs\",\"loc.line\":%u,\"task.id\":%u,\"task.name\":\"w%u\",\"name\":\"runtime.spawn\"},"
    "\"spans\":[]}\n",
    (int) (us / 60000000), (int) (us / 1000000 % 60), (int) (us % 1000000), message,
    task % 12 + 1, task + 1, task % 50);
}

GString *
test_record (guint n_tasks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_tasks; i++)
    {
      gint64 at = (gint64) i * 20000;

      append_record (text, i, at, "new");
      append_record (text, i, at + 3000, "enter");
      append_record (text, i, at + 7000, "exit");
      append_record (text, i, at + 9000, "enter");
      append_record (text, i, at + 10000 + i % 7 * 1000, "exit");
    }

  return text;
}

PolluxWindow *
test_open (GFile *file)
{
  PolluxWindow *window = pollux_window_new (test_get_application ());

  pollux_window_open (window, file);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

PolluxWindow *
test_open_trace (const char *name)
{
  g_autoptr (GFile) file = test_trace_file (name);
  PolluxWindow *window = test_open (file);

  test_wait_for (!pollux_window_is_loading (window));
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_TRACE);
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)));
  test_wait_for (pollux_session_get_viewport (pollux_window_get_session (window))->width > 0);

  return window;
}

void
test_close (PolluxWindow *window)
{
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_close (GTK_WINDOW (window));
  test_wait_for (weak == NULL);
}

void
test_act (PolluxWindow *window, const char *action)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
}

void
test_act_string (PolluxWindow *window, const char *action, const char *target)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, g_variant_new_string (target));
}

gboolean
test_is_enabled (PolluxWindow *window, const char *action)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

char *
test_get_state (PolluxWindow *window, const char *action)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), action);

  g_assert_nonnull (state);
  if (g_variant_is_of_type (state, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (state, NULL);
  return g_variant_print (state, FALSE);
}

static void
pressed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *ended = user_data;

  g_assert_true (g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, NULL));
  *ended = TRUE;
}

void
test_press (PolluxWindow *window, const char *key)
{
  g_autofree char *x = g_strdup_printf ("%d", gtk_widget_get_width (GTK_WIDGET (window)) / 2);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ended = FALSE;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "mousemove", x, "20",
                              "key", key, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, pressed_cb, &ended);
  test_wait_for (ended);
  test_run_for (60);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) && test_shows (widget, label))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

void
test_click (gpointer widget, const char *label)
{
  GtkWidget *button = find_button (widget, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

gpointer
test_find (gpointer widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = test_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
collect_labels (GtkWidget *widget, GPtrArray *texts)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_ptr_array_add (texts, (gpointer) gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_INSCRIPTION (widget))
    g_ptr_array_add (texts, (gpointer) gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, texts);
}

gboolean
test_shows (gpointer widget, const char *text)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  collect_labels (widget, texts);
  for (guint i = 0; i < texts->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (texts, i), text))
        return TRUE;
    }

  return FALSE;
}

gboolean
test_shows_part (gpointer widget, const char *part)
{
  g_autofree char *all = test_dump_labels (widget);

  return strstr (all, part) != NULL;
}

char *
test_dump_labels (gpointer widget)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  collect_labels (widget, texts);
  g_ptr_array_add (texts, NULL);

  return g_strjoinv ("\n", (char **) texts->pdata);
}
