/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pollux-window-private.h"

#include "pollux-settings.h"

/* Opens files as the program would when they came from outside: in this
 * window if it is empty, else in windows of their own. */
static void
open_files (PolluxWindow *self, GFile **files, guint n_files)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  guint first = 0;

  if (n_files > 0 && pollux_window_is_empty (self))
    {
      pollux_window_open (self, files[0]);
      first = 1;
    }
  if (first < n_files)
    g_application_open (G_APPLICATION (application), files + first, n_files - first, "");
}

static void
open_list (PolluxWindow *self, GListModel *files)
{
  guint n = g_list_model_get_n_items (files);
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (array, g_list_model_get_item (files, i));
  open_files (self, (GFile **) array->pdata, array->len);
}

static void
remember_folder (GtkFileChooser *chooser)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_current_folder (chooser);

  if (folder != NULL)
    {
      g_autofree char *uri = g_file_get_uri (folder);

      pollux_settings_set_string ("last-open-folder", uri);
    }
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, PolluxWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

      remember_folder (GTK_FILE_CHOOSER (dialog));
      open_list (self, files);
    }
  pollux_window_close_chooser (self);
}

static void
add_filters (GtkFileChooser *chooser)
{
  static const char *const patterns[] = {
    "*.jsonl", "*.json", "*.ndjson", "*.log", "*.txt", "*.trace", "*.gz", "*.zst",
  };
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) traces = gtk_file_filter_new ();

  /* A trace is known by its content, so no name is left out at first. */
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);

  gtk_file_filter_set_name (traces, _("Traces and logs"));
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    gtk_file_filter_add_pattern (traces, patterns[i]);
  gtk_file_chooser_add_filter (chooser, traces);
}

/**
 * pollux_window_choose_file:
 *
 * Asks for traces to open.
 */
void
pollux_window_choose_file (PolluxWindow *self)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Open a Trace"), GTK_WINDOW (self),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  g_autofree char *uri = pollux_settings_dup_string ("last-open-folder", "");

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  add_filters (GTK_FILE_CHOOSER (chooser));
  if (*uri != '\0')
    {
      g_autoptr (GFile) folder = g_file_new_for_uri (uri);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
    }
  pollux_window_show_chooser (self, chooser, G_CALLBACK (chosen_cb));
}

/**
 * pollux_window_show_chooser:
 * @chooser: (transfer full): what to show; one shown before is closed
 * @response: of type (GtkNativeDialog *, int, PolluxWindow *); must call
 *   pollux_window_close_chooser()
 */
void
pollux_window_show_chooser (PolluxWindow *self, GtkFileChooserNative *chooser, GCallback response)
{
  pollux_window_close_chooser (self);
  /* Nothing else keeps a native dialog alive. */
  self->chooser = chooser;
  g_signal_connect (chooser, "response", response, self);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * pollux_window_close_chooser:
 *
 * Lets go of the chooser, if there is one.
 */
void
pollux_window_close_chooser (PolluxWindow *self)
{
  if (self->chooser == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->chooser, self);
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

/* Opens what is no file, as open_files() does. FALSE if there is nothing in it. */
static gboolean
open_text (PolluxWindow *self, const char *text)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GBytes) bytes = NULL;

  if (text == NULL || text[strspn (text, " \t\r\n")] == '\0')
    return FALSE;

  if (!pollux_window_is_empty (self))
    self = pollux_window_new (POLLUX_APPLICATION (application));
  bytes = g_bytes_new (text, strlen (text));
  pollux_window_open_text (self, bytes);
  gtk_window_present (GTK_WINDOW (self));
  return TRUE;
}

static gboolean
take_value (PolluxWindow *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GSList *list = gdk_file_list_get_files (g_value_get_boxed (value));
      g_autoptr (GPtrArray) files = g_ptr_array_new ();

      for (GSList *link = list; link != NULL; link = link->next)
        g_ptr_array_add (files, link->data);
      open_files (self, (GFile **) files->pdata, files->len);
      g_slist_free (list);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    {
      GFile *file = g_value_get_object (value);

      open_files (self, &file, 1);
      return TRUE;
    }

  return G_VALUE_HOLDS_STRING (value) && open_text (self, g_value_get_string (value));
}

static void
paste_text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree GWeakRef *window = user_data;
  g_autoptr (PolluxWindow) self = g_weak_ref_get (window);

  g_weak_ref_clear (window);
  if (self != NULL && gtk_window_get_application (GTK_WINDOW (self)) != NULL &&
      !open_text (self, text))
    pollux_window_show_toast (self, _("The clipboard holds no text."), NULL);
}

static void
paste_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree GWeakRef *window = user_data;
  g_autoptr (PolluxWindow) self = g_weak_ref_get (window);

  g_weak_ref_clear (window);
  if (self != NULL && gtk_window_get_application (GTK_WINDOW (self)) != NULL && value != NULL)
    take_value (self, value);
}

/**
 * pollux_window_paste:
 *
 * Opens the text, or the files, of the clipboard.
 */
void
pollux_window_paste (PolluxWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GWeakRef *window = g_new0 (GWeakRef, 1);

  g_weak_ref_init (window, self);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    paste_files_cb, window);
  else
    gdk_clipboard_read_text_async (clipboard, NULL, paste_text_cb, window);
}

/**
 * pollux_window_add_drop_target:
 *
 * Files and text can be dropped on any part of the window, whatever it shows.
 */
void
pollux_window_add_drop_target (PolluxWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, G_TYPE_STRING };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (take_value), self);
  gtk_widget_add_controller (self->content, GTK_EVENT_CONTROLLER (target));
}
