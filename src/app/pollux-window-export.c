/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of the selected range, or of the view. They are painted on the main
 * thread, which owns the trace, and packed and written on another: packing a
 * picture takes ten times as long as painting it.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-window-private.h"

#include "pollux-export.h"
#include "pollux-settings.h"
#include "pollux-theme.h"

#define WIDTH_MIN 900.0
/* In a window that has not been laid out yet nothing is in sight. */
#define HEIGHT_MIN 100.0
#define TOAST_SECONDS 8

/* A picture to be written. Belongs to a GTask; no widget is in it. */
typedef struct
{
  cairo_surface_t *surface;
  GFile *file;
} Picture;

static void
picture_free (Picture *picture)
{
  cairo_surface_destroy (picture->surface);
  g_object_unref (picture->file);
  g_free (picture);
}

/* The name of the picture of a trace: "server.png" of "server.jsonl.gz". */
static char *
propose_name (PolluxWindow *self)
{
  static const char *const endings[] = {
    ".gz", ".zst", ".jsonl", ".json", ".ndjson", ".log", ".txt",
  };
  g_autofree char *name = pollux_window_dup_name (self);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (name) - MIN (strlen (endings[i]), strlen (name));

      if (length > 0 && g_ascii_strcasecmp (name + length, endings[i]) == 0)
        name[length] = '\0';
    }

  return g_strconcat (name, ".png", NULL);
}

/* Only the lanes that are in sight. */
static void
choose_rows_in_sight (PolluxWindow *self, PolluxExport *picture)
{
  GtkAdjustment *adjustment = pollux_trace_view_get_scroll (self->view);
  double top = gtk_adjustment_get_value (adjustment);
  double bottom = top + MAX (gtk_adjustment_get_page_size (adjustment), HEIGHT_MIN);
  guint first = pollux_rows_find_y (picture->rows, top);
  guint last = pollux_rows_find_y (picture->rows, bottom - 1);
  guint n = pollux_rows_get_length (picture->rows);

  picture->first_row = first < n ? first : 0;
  picture->n_rows = last < n ? last - picture->first_row + 1 : G_MAXUINT;
}

static cairo_surface_t *
paint (const PolluxExport *picture, GError **error)
{
  cairo_surface_t *surface;
  cairo_t *cr;
  int width;
  int height;

  if (!pollux_export_get_size (picture, &width, &height, error))
    return NULL;

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_FAILED,
                           cairo_status_to_string (cairo_surface_status (surface)));
      cairo_surface_destroy (surface);
      return NULL;
    }

  cr = cairo_create (surface);
  cairo_scale (cr, picture->scale, picture->scale);
  pollux_export_paint (picture, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* Paints the selected range or the view with all lanes, or, if that is too
 * high for a picture, with those in sight. */
static cairo_surface_t *
paint_picture (PolluxWindow *self, gboolean in_sight, double scale, GError **error)
{
  g_autofree char *title = pollux_window_dup_name (self);
  g_autoptr (GError) local_error = NULL;
  GtkWidget *timeline = GTK_WIDGET (pollux_trace_view_get_timeline (self->view));
  PolluxPalette palette;
  cairo_surface_t *surface;
  PolluxClock clock;
  PolluxExport picture = {
    .trace = pollux_session_get_trace (self->session),
    .rows = pollux_session_get_rows (self->session),
    .n_rows = G_MAXUINT,
    .width = MAX (gtk_widget_get_width (timeline), WIDTH_MIN),
    .scale = scale,
    .palette = &palette,
    .clock = &clock,
    .marks = self->marks,
    .selected = pollux_session_get_selection (self->session),
    .all_arrows = pollux_chain_get_show_all (pollux_session_get_chain (self->session)),
    .title = title,
  };

  if (picture.selected->kind != POLLUX_THING_NONE || picture.all_arrows)
    picture.wakers = pollux_chain_get_wakers (pollux_session_get_chain (self->session));

  pollux_theme_get_palette (timeline, &palette);
  pollux_session_get_clock (self->session, &clock);
  if (pollux_session_has_range (self->session))
    picture.range = pollux_session_get_range (self->session);
  else if (!pollux_viewport_is_fitted (pollux_session_get_viewport (self->session)))
    picture.range = pollux_viewport_get_range (pollux_session_get_viewport (self->session));

  if (in_sight)
    choose_rows_in_sight (self, &picture);
  surface = paint (&picture, &local_error);
  if (!in_sight &&
      g_error_matches (local_error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_TOO_LARGE))
    {
      g_clear_error (&local_error);
      choose_rows_in_sight (self, &picture);
      surface = paint (&picture, &local_error);
    }
  if (surface == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return surface;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
write_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Picture *picture = task_data;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GError *error = NULL;
  cairo_status_t status;

  status = cairo_surface_write_to_png_stream (picture->surface, append_bytes, bytes);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_task_return_new_error (task, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_FAILED, "%s",
                               cairo_status_to_string (status));
      return;
    }

  if (g_file_replace_contents (picture->file, (const char *) bytes->data, bytes->len, NULL, FALSE,
                               G_FILE_CREATE_NONE, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
show_export_error (PolluxWindow *self, const GError *error)
{
  /* Translators: %s says why. */
  g_autofree char *text = g_strdup_printf (_("The picture could not be saved: %s"), error->message);

  pollux_window_show_toast (self, text, NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (PolluxWindow) self = g_weak_ref_get (weak);
  Picture *picture = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean success = g_task_propagate_boolean (G_TASK (result), &error);

  if (self != NULL && success)
    {
      g_autofree char *basename = g_file_get_basename (picture->file);
      g_autofree char *name = g_filename_display_name (basename);
      /* Translators: %s is the name of a file. */
      g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), name);

      pollux_window_show_toast (self, text, picture->file);
    }
  else if (self != NULL)
    {
      show_export_error (self, error);
    }

  g_weak_ref_clear (weak);
  g_free (weak);
}

static void
export_picture (PolluxWindow *self, GFile *file, gboolean in_sight, double scale)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  cairo_surface_t *surface = paint_picture (self, in_sight, scale, &error);
  Picture *picture;
  GWeakRef *weak;

  if (surface == NULL)
    {
      show_export_error (self, error);
      return;
    }

  picture = g_new (Picture, 1);
  *picture = (Picture) { surface, g_object_ref (file) };
  weak = g_new (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  task = g_task_new (NULL, NULL, written_cb, weak);
  g_task_set_source_tag (task, export_picture);
  g_task_set_task_data (task, picture, (GDestroyNotify) picture_free);
  g_task_run_in_thread (task, write_thread);
}

/**
 * pollux_window_export_to:
 * @file: a PNG file, replaced if it is there
 *
 * Saves a picture of the selected range or of the view; a toast tells when it
 * is done.
 */
void
pollux_window_export_to (PolluxWindow *self, GFile *file)
{
  if (self->session != NULL)
    export_picture (self, file, FALSE, 1);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, PolluxWindow *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  if (response == GTK_RESPONSE_ACCEPT && self->session != NULL)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (chooser);
      g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
      gboolean in_sight = g_strcmp0 (gtk_file_chooser_get_choice (chooser, "lanes"), "sight") == 0;
      gboolean twice = g_strcmp0 (gtk_file_chooser_get_choice (chooser, "twice"), "true") == 0;

      if (folder != NULL)
        {
          g_autofree char *uri = g_file_get_uri (folder);

          pollux_settings_set_string ("export-folder", uri);
        }
      if (file != NULL)
        export_picture (self, file, in_sight, twice ? 2 : 1);
    }
  pollux_window_close_chooser (self);
}

static void
add_choices (GtkFileChooser *chooser)
{
  const char *const lanes[] = { "all", "sight", NULL };
  const char *const labels[] = { _("All"), _("In sight"), NULL };
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("PNG pictures"));
  gtk_file_filter_add_pattern (filter, "*.png");
  gtk_file_chooser_add_filter (chooser, filter);
  g_object_unref (filter);

  gtk_file_chooser_add_choice (chooser, "lanes", _("Lanes"), (const char **) lanes,
                               (const char **) labels);
  gtk_file_chooser_set_choice (chooser, "lanes", "all");
  gtk_file_chooser_add_choice (chooser, "twice", _("Twice as fine"), NULL, NULL);
  gtk_file_chooser_set_choice (chooser, "twice", "false");
}

static GFile *
find_export_folder (void)
{
  g_autofree char *uri = pollux_settings_dup_string ("export-folder", "");
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);

  if (*uri != '\0')
    return g_file_new_for_uri (uri);
  return pictures != NULL ? g_file_new_for_path (pictures) : NULL;
}

/**
 * pollux_window_export:
 *
 * Asks for the file of a picture.
 */
void
pollux_window_export (PolluxWindow *self)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Save Picture"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _("_Save"), _("_Cancel"));
  g_autoptr (GFile) folder = find_export_folder ();
  g_autofree char *name = propose_name (self);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  add_choices (GTK_FILE_CHOOSER (chooser));
  pollux_window_show_chooser (self, chooser, G_CALLBACK (chosen_cb));
}

/**
 * pollux_window_copy_picture:
 *
 * Puts a picture of the selected range or of the view on the clipboard.
 */
void
pollux_window_copy_picture (PolluxWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  cairo_surface_t *surface;
  int stride;

  if (self->session == NULL)
    return;

  surface = paint_picture (self, FALSE, gtk_widget_get_scale_factor (GTK_WIDGET (self)), &error);
  if (surface == NULL)
    {
      show_export_error (self, error);
      return;
    }

  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) stride * cairo_image_surface_get_height (surface),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (cairo_image_surface_get_width (surface),
                                    cairo_image_surface_get_height (surface), GDK_MEMORY_DEFAULT,
                                    bytes, stride);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  pollux_window_show_toast (self, _("The picture is on the clipboard"), NULL);
}

static gboolean
toast_over_cb (gpointer user_data)
{
  PolluxWindow *self = user_data;

  self->toast_source = 0;
  gtk_revealer_set_reveal_child (self->toast, FALSE);
  return G_SOURCE_REMOVE;
}

/**
 * pollux_window_show_toast:
 * @text: what happened
 * @file: (nullable): what the button "Show" leads to; without it there is none
 */
void
pollux_window_show_toast (PolluxWindow *self, const char *text, GFile *file)
{
  g_clear_handle_id (&self->toast_source, g_source_remove);
  g_set_object (&self->saved, file);
  gtk_label_set_text (self->toast_label, text);
  gtk_widget_set_visible (self->toast_button, file != NULL);
  gtk_revealer_set_reveal_child (self->toast, TRUE);
  self->toast_source = g_timeout_add_seconds (TOAST_SECONDS, toast_over_cb, self);
}

/**
 * pollux_window_hide_toast:
 */
void
pollux_window_hide_toast (PolluxWindow *self)
{
  g_clear_handle_id (&self->toast_source, g_source_remove);
  gtk_revealer_set_reveal_child (self->toast, FALSE);
}

/* No file manager answers over D-Bus: the folder is opened by whatever does. */
static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *folder_uri = user_data;
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  if (reply == NULL)
    gtk_show_uri (NULL, folder_uri, GDK_CURRENT_TIME);
}

/**
 * pollux_window_toast_clicked_cb:
 *
 * Shows the saved picture in the file manager.
 */
void
pollux_window_toast_clicked_cb (PolluxWindow *self)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  GDBusConnection *connection =
    application != NULL ? g_application_get_dbus_connection (application) : NULL;
  g_autoptr (GFile) folder = self->saved != NULL ? g_file_get_parent (self->saved) : NULL;
  g_autofree char *uri = NULL;
  const char *uris[] = { NULL, NULL };

  pollux_window_hide_toast (self);
  if (folder == NULL)
    return;
  if (connection == NULL)
    {
      uri = g_file_get_uri (folder);
      gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
      return;
    }

  uri = g_file_get_uri (self->saved);
  uris[0] = uri;
  g_dbus_connection_call (connection, "org.freedesktop.FileManager1",
                          "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1",
                          "ShowItems", g_variant_new ("(^ass)", uris, ""), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, shown_cb, g_file_get_uri (folder));
}
