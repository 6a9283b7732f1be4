/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks of the trace that is shown: where they come from and go to, and the
 * commands about them. What a trace is known by takes a look into its file, on
 * a thread; marks that are set before that is known are kept with the others.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-window-private.h"

#include "pollux-mark-popover.h"
#include "pollux-marks-file.h"
#include "pollux-marks-popover.h"
#include "pollux-marks-store.h"

#define SAVE_MS 300
/* See pollux_marks_from_json(): one byte more is refused. */
#define IMPORT_BYTES_MAX (32 * 1024 * 1024 + 1)

static GSimpleAction *
find_action (PolluxWindow *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

static PolluxTimeline *
get_timeline (PolluxWindow *self)
{
  return pollux_trace_view_get_timeline (self->view);
}

static void
save_marks (PolluxWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->marks_source, g_source_remove);
  if (self->marks == NULL || pollux_marks_store_save (self->marks, &error))
    return;

  /* Translators: %s says why. */
  text = g_strdup_printf (_("The marks could not be saved: %s"), error->message);
  pollux_window_show_toast (self, text, NULL);
}

static gboolean
save_cb (gpointer user_data)
{
  PolluxWindow *self = user_data;

  self->marks_source = 0;
  save_marks (self);
  return G_SOURCE_REMOVE;
}

static void
update_enabled (PolluxWindow *self)
{
  gboolean any = self->session != NULL && self->marks != NULL;
  guint n = any ? pollux_marks_get_n (self->marks) : 0;
  gboolean current =
    any && pollux_marks_find (self->marks, pollux_marks_get_current (self->marks)) != NULL;

  g_simple_action_set_enabled (find_action (self, "add-mark"), any);
  g_simple_action_set_enabled (find_action (self, "show-marks"), any);
  g_simple_action_set_enabled (find_action (self, "import-marks"), any);
  g_simple_action_set_enabled (find_action (self, "export-marks"), n > 0);
  g_simple_action_set_enabled (find_action (self, "next-mark"), n > 0);
  g_simple_action_set_enabled (find_action (self, "previous-mark"), n > 0);
  g_simple_action_set_enabled (find_action (self, "rename-mark"), current);
  g_simple_action_set_enabled (find_action (self, "delete-mark"), current);
  g_simple_action_set_enabled (find_action (self, "zoom-to-mark"), current);
}

static void
marks_changed (PolluxWindow *self)
{
  update_enabled (self);
  if (self->marks_source == 0)
    self->marks_source = g_timeout_add (SAVE_MS, save_cb, self);
}

/* Takes over @marks. */
static void
show_marks (PolluxWindow *self, PolluxMarks *marks)
{
  if (self->marks != NULL && self->marks != marks)
    {
      save_marks (self);
      g_signal_handlers_disconnect_by_data (self->marks, self);
    }
  if (marks != NULL && self->marks != marks)
    {
      g_signal_connect_swapped (marks, "changed", G_CALLBACK (marks_changed), self);
      g_signal_connect_swapped (marks, "current-changed", G_CALLBACK (update_enabled), self);
    }
  g_set_object (&self->marks, marks);
  g_clear_object (&marks);
  pollux_trace_view_set_marks (self->view, self->marks);
  pollux_status_line_set_marks (self->status, self->marks);
  update_enabled (self);
}

/* Those set so far go along: they were set before the key was known, or the
 * file has grown since. */
static void
take_key (PolluxWindow *self, const char *key)
{
  g_autoptr (GError) error = NULL;
  PolluxMarks *marks = pollux_marks_store_get (key, &error);

  if (marks != self->marks && (self->marks_fresh || pollux_marks_get_n (marks) == 0))
    pollux_marks_merge (marks, self->marks);
  self->marks_fresh = FALSE;
  show_marks (self, marks);
  if (pollux_marks_get_n (marks) > 0)
    marks_changed (self);
  if (error != NULL)
    pollux_window_show_toast (self, error->message, NULL);
}

/* A key that is looked for. The window may be gone, or look for another. */
typedef struct
{
  GWeakRef window;
  GFile *file;
  GCancellable *cancellable;
} Look;

static void
look_free (Look *look)
{
  g_weak_ref_clear (&look->window);
  g_object_unref (look->file);
  g_object_unref (look->cancellable);
  g_free (look);
}

static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Look *look = task_data;
  GError *error = NULL;
  char *key = pollux_marks_store_make_key (look->file, cancellable, &error);

  if (key != NULL)
    g_task_return_pointer (task, key, g_free);
  else
    g_task_return_error (task, error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Look *look = g_task_get_task_data (G_TASK (result));
  g_autoptr (PolluxWindow) self = g_weak_ref_get (&look->window);
  g_autofree char *key = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Without a key there are marks all the same, as long as the window shows it. */
  if (self != NULL && key != NULL && self->marks_cancellable == look->cancellable)
    take_key (self, key);
}

static void
look_for_key (PolluxWindow *self)
{
  g_autoptr (GTask) task = NULL;
  Look *look = g_new0 (Look, 1);

  self->marks_cancellable = g_cancellable_new ();
  g_weak_ref_init (&look->window, self);
  look->file = g_object_ref (self->file);
  look->cancellable = g_object_ref (self->marks_cancellable);
  task = g_task_new (NULL, self->marks_cancellable, looked_cb, NULL);
  g_task_set_source_tag (task, look_for_key);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look_thread);
}

static gboolean
is_same_source (PolluxWindow *self)
{
  return self->marks != NULL && self->pasted == NULL && self->file != NULL &&
         self->marks_file != NULL && g_file_equal (self->file, self->marks_file);
}

/**
 * pollux_window_load_marks:
 *
 * Shows the marks of what is shown now.
 */
void
pollux_window_load_marks (PolluxWindow *self)
{
  if (self->marks_cancellable != NULL)
    g_cancellable_cancel (self->marks_cancellable);
  g_clear_object (&self->marks_cancellable);
  if (self->session == NULL)
    {
      show_marks (self, NULL);
      g_clear_object (&self->marks_file);
      return;
    }

  if (!is_same_source (self))
    {
      self->marks_fresh = TRUE;
      show_marks (self, pollux_marks_new ());
    }
  g_set_object (&self->marks_file, self->file);
  if (self->pasted != NULL)
    {
      g_autofree char *key = pollux_marks_store_make_key_for_bytes (self->pasted);

      take_key (self, key);
    }
  else if (self->file != NULL)
    look_for_key (self);
}

/* --- commands ------------------------------------------------------------- */

/* The selected range, else the cursor, else where the selection begins, else
 * the middle. */
static PolluxRange
choose_range (PolluxWindow *self)
{
  PolluxTime time = pollux_session_get_cursor (self->session);
  PolluxRange view = pollux_viewport_get_range (pollux_session_get_viewport (self->session));

  if (pollux_session_has_range (self->session))
    return pollux_session_get_range (self->session);
  if (time == POLLUX_TIME_NONE)
    time = pollux_thing_get_range (pollux_session_get_trace (self->session),
                                   pollux_session_get_selection (self->session)).begin;
  if (time == POLLUX_TIME_NONE)
    time = view.begin + (view.end - view.begin) / 2;

  return (PolluxRange) { time, time };
}

static PolluxMarkPopover *
get_popover (PolluxWindow *self)
{
  if (self->mark_popover == NULL)
    {
      self->mark_popover = pollux_mark_popover_new ();
      gtk_widget_set_parent (self->mark_popover, GTK_WIDGET (get_timeline (self)));
    }
  return POLLUX_MARK_POPOVER (self->mark_popover);
}

static void
add_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  PolluxRange range = choose_range (self);
  GdkRectangle place;

  if (pollux_marks_get_n (self->marks) >= POLLUX_MARKS_MAX)
    {
      g_autofree char *text = g_strdup_printf (_("There are %d marks already, which is as many "
                                                 "as are kept."), POLLUX_MARKS_MAX);

      pollux_window_show_toast (self, text, NULL);
      return;
    }
  pollux_timeline_get_mark_place (get_timeline (self), range.begin, &place);
  pollux_mark_popover_add (get_popover (self), self->marks, range, &place);
}

static const PolluxMark *
get_current (PolluxWindow *self)
{
  return pollux_marks_find (self->marks, pollux_marks_get_current (self->marks));
}

static void
rename_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  const PolluxMark *mark = get_current (self);
  GdkRectangle place;

  pollux_timeline_go_to_mark (get_timeline (self), mark->id);
  pollux_timeline_get_mark_place (get_timeline (self), mark->range.begin, &place);
  pollux_mark_popover_rename (get_popover (self), self->marks, mark->id, &place);
}

static void
delete_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  const PolluxMark *mark = get_current (self);
  /* Translators: %s is the name of a mark. */
  g_autofree char *text = g_strdup_printf (_("The mark “%s” is deleted"), mark->name);

  pollux_marks_remove (self->marks, mark->id);
  pollux_window_show_toast (self, text, NULL);
}

static void
zoom_to_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_timeline_zoom_to_mark (get_timeline (user_data));
}

static void
show_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;

  if (self->marks_popover == NULL)
    self->marks_popover = pollux_marks_popover_new (get_timeline (self));
  pollux_marks_popover_open (POLLUX_MARKS_POPOVER (self->marks_popover), self->marks);
}

static void
go (PolluxWindow *self, int direction)
{
  const PolluxMark *mark = get_current (self);
  PolluxTime time = pollux_session_get_cursor (self->session);
  PolluxRange view = pollux_viewport_get_range (pollux_session_get_viewport (self->session));

  if (mark != NULL)
    time = mark->range.begin;
  else if (time == POLLUX_TIME_NONE)
    time = view.begin + (view.end - view.begin) / 2;

  mark = pollux_marks_find_next (self->marks, time, direction);
  if (mark != NULL)
    pollux_timeline_go_to_mark (get_timeline (self), mark->id);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
next_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go (user_data, 1);
}

static void
previous_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go (user_data, -1);
}

/* --- files ---------------------------------------------------------------- */

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree GWeakRef *weak = user_data;
  g_autoptr (PolluxWindow) self = g_weak_ref_get (weak);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_weak_ref_clear (weak);
  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autofree char *basename = g_file_get_basename (G_FILE (source));

      name = g_filename_display_name (basename);
      text = g_strdup_printf (_("Saved as “%s”"), name);
    }
  else
    text = g_strdup_printf (_("The marks could not be saved: %s"), error->message);
  if (self != NULL)
    pollux_window_show_toast (self, text, NULL);
}

/**
 * pollux_window_export_marks_to:
 * @file: replaced if it is there; a table if its name ends in ".tsv", else JSON
 *
 * Saves the marks; a toast tells when it is done.
 */
void
pollux_window_export_marks_to (PolluxWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes = NULL;
  GWeakRef *weak;
  char *text;

  if (self->marks == NULL)
    return;

  text = name != NULL && g_str_has_suffix (name, ".tsv") ? pollux_marks_to_tsv (self->marks)
                                                         : pollux_marks_to_json (self->marks);
  bytes = g_bytes_new_take (text, strlen (text));
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       exported_cb, weak);
}

static void
import_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *buffer = NULL;
  GError *error = NULL;
  PolluxMarks *marks;
  gsize n = 0;

  stream = g_file_read (G_FILE (task_data), cancellable, &error);
  buffer = g_try_malloc (IMPORT_BYTES_MAX);
  if (stream == NULL || buffer == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, IMPORT_BYTES_MAX, &n, cancellable,
                                &error))
    {
      if (error == NULL)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (ENOMEM));
      g_task_return_error (task, error);
      return;
    }

  marks = pollux_marks_from_json (buffer, (gssize) n, &error);
  if (marks != NULL)
    g_task_return_pointer (task, marks, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree GWeakRef *weak = user_data;
  g_autoptr (PolluxWindow) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;
  g_autoptr (PolluxMarks) marks = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;
  guint n;

  g_weak_ref_clear (weak);
  if (self == NULL || self->marks == NULL)
    return;
  if (marks == NULL)
    {
      g_autofree char *basename = g_file_get_basename (g_task_get_task_data (G_TASK (result)));
      g_autofree char *name = g_filename_display_name (basename);

      text = g_strdup_printf (_("The marks in “%s” cannot be read. %s"), name, error->message);
      pollux_window_show_toast (self, text, NULL);
      return;
    }

  n = pollux_marks_merge (self->marks, marks);
  text = g_strdup_printf (ngettext ("%u mark was added", "%u marks were added", n), n);
  pollux_window_show_toast (self, text, NULL);
}

/**
 * pollux_window_import_marks_from:
 * @file: as pollux_window_export_marks_to() writes them, not as a table
 *
 * Adds marks to those there are; a toast tells how many.
 */
void
pollux_window_import_marks_from (PolluxWindow *self, GFile *file)
{
  g_autoptr (GTask) task = NULL;
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  task = g_task_new (NULL, NULL, imported_cb, weak);
  g_task_set_source_tag (task, pollux_window_import_marks_from);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, import_thread);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, PolluxWindow *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (chooser);
  if (file != NULL && gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SAVE)
    pollux_window_export_marks_to (self, file);
  else if (file != NULL)
    pollux_window_import_marks_from (self, file);
  pollux_window_close_chooser (self);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
export_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  g_autofree char *trace = pollux_window_dup_name (self);
  g_autofree char *name = g_strconcat (trace, ".marks.json", NULL);
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Save Marks"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _("_Save"), _("_Cancel"));

  add_filter (GTK_FILE_CHOOSER (chooser), _("Marks, as JSON"), "*.json");
  add_filter (GTK_FILE_CHOOSER (chooser), _("Tables, as TSV"), "*.tsv");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  pollux_window_show_chooser (self, chooser, G_CALLBACK (chosen_cb));
}

static void
import_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Import Marks"), GTK_WINDOW (self),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"), _("_Cancel"));

  add_filter (GTK_FILE_CHOOSER (chooser), _("Marks, as JSON"), "*.json");
  add_filter (GTK_FILE_CHOOSER (chooser), _("All files"), "*");
  pollux_window_show_chooser (self, chooser, G_CALLBACK (chosen_cb));
}

static const GActionEntry entries[] = {
  { "add-mark", add_action },
  { "show-marks", show_action },
  { "next-mark", next_action },
  { "previous-mark", previous_action },
  { "rename-mark", rename_action },
  { "delete-mark", delete_action },
  { "zoom-to-mark", zoom_to_action },
  { "export-marks", export_action },
  { "import-marks", import_action },
};

/**
 * pollux_window_add_mark_actions:
 */
void
pollux_window_add_mark_actions (PolluxWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  update_enabled (self);
}

/**
 * pollux_window_get_marks:
 *
 * Returns: (transfer none) (nullable): the marks that are shown
 */
PolluxMarks *
pollux_window_get_marks (PolluxWindow *self)
{
  g_return_val_if_fail (POLLUX_IS_WINDOW (self), NULL);

  return self->marks;
}

/**
 * pollux_window_dispose_marks:
 *
 * Lets go of them, and of what hangs in other widgets.
 */
void
pollux_window_dispose_marks (PolluxWindow *self)
{
  if (self->marks != NULL)
    {
      save_marks (self);
      g_signal_handlers_disconnect_by_data (self->marks, self);
    }
  if (self->marks_cancellable != NULL)
    g_cancellable_cancel (self->marks_cancellable);
  g_clear_object (&self->marks_cancellable);
  g_clear_handle_id (&self->marks_source, g_source_remove);
  g_clear_object (&self->marks);
  g_clear_object (&self->marks_file);
  g_clear_pointer (&self->mark_popover, gtk_widget_unparent);
  g_clear_pointer (&self->marks_popover, gtk_widget_unparent);
}
