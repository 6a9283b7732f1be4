/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "pollux-marks-file.h"
#include "pollux-marks-store.h"

#define END_BYTES (64 * 1024)
#define KEY_DATA "pollux-marks-key"
#define DIRTY_DATA "pollux-marks-dirty"

/* (element-type utf8 PolluxMarks): those that somebody holds; borrowed. */
static GHashTable *held;

static char *
end_key (GChecksum *checksum,
         guint64    size)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, size);
  char *key;

  g_checksum_update (checksum, (const guchar *) text, -1);
  key = g_strdup (g_checksum_get_string (checksum));
  g_checksum_free (checksum);

  return key;
}

/**
 * pollux_marks_store_make_key_for_bytes:
 * @bytes: a trace that is no file
 *
 * Returns: (transfer full): what it is known by
 */
char *
pollux_marks_store_make_key_for_bytes (GBytes *bytes)
{
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);
  gsize n = MIN (size, END_BYTES);

  if (n > 0)
    {
      g_checksum_update (checksum, data, (gssize) n);
      g_checksum_update (checksum, data + size - n, (gssize) n);
    }
  return end_key (checksum, size);
}

static gboolean
add_part (GChecksum         *checksum,
          GFileInputStream  *stream,
          goffset            offset,
          GCancellable      *cancellable,
          GError           **error)
{
  g_autofree guchar *buffer = g_malloc (END_BYTES);
  gsize n;

  if (!g_seekable_seek (G_SEEKABLE (stream), offset, G_SEEK_SET, cancellable, error) ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, END_BYTES, &n, cancellable, error))
    return FALSE;

  g_checksum_update (checksum, buffer, (gssize) n);
  return TRUE;
}

/**
 * pollux_marks_store_make_key:
 * @file: a trace
 *
 * Its size and its first and last part are looked at, not its name. A file that
 * cannot be read twice, such as a pipe, has no key.
 *
 * Returns: (transfer full) (nullable): what it is known by
 */
char *
pollux_marks_store_make_key (GFile         *file,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GFileInfo) info = NULL;
  GChecksum *checksum;
  goffset size;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    return NULL;
  /* Opening a pipe would wait for who writes to it. */
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("It is no file."));
      return NULL;
    }
  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;

  size = g_file_info_get_size (info);
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  if (!add_part (checksum, stream, 0, cancellable, error) ||
      !add_part (checksum, stream, MAX (0, size - END_BYTES), cancellable, error))
    {
      g_checksum_free (checksum);
      return NULL;
    }
  return end_key (checksum, (guint64) size);
}

/**
 * pollux_marks_store_dup_path:
 *
 * Returns: (transfer full) (type filename): where the marks of a trace are kept
 */
char *
pollux_marks_store_dup_path (const char *key)
{
  g_autofree char *name = g_strconcat (key, ".json", NULL);

  return g_build_filename (g_get_user_state_dir (), "pollux", "marks", name, NULL);
}

static void
changed_cb (PolluxMarks *marks)
{
  g_object_set_data (G_OBJECT (marks), DIRTY_DATA, GINT_TO_POINTER (TRUE));
}

static void
forget_cb (gpointer key, GObject *marks)
{
  g_hash_table_remove (held, key);
}

static PolluxMarks *
read_marks (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (GError) local_error = NULL;
  PolluxMarks *marks = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_propagate_error (error, g_steal_pointer (&local_error));
      return pollux_marks_new ();
    }

  marks = pollux_marks_from_json (text, (gssize) length, &local_error);
  if (marks != NULL)
    return marks;

  /* So that the next mark does not write over what may still be of use. */
  aside = g_strconcat (path, ".broken", NULL);
  g_rename (path, aside);
  g_set_error (error, local_error->domain, local_error->code,
               /* Translators: the name of a file, and why. */
               _("The marks in “%s” cannot be read. %s"), aside, local_error->message);
  return pollux_marks_new ();
}

/**
 * pollux_marks_store_get:
 * @key: what the trace is known by
 * @error: location for an error
 *
 * Returns: (transfer full): its marks, also if there is an error
 */
PolluxMarks *
pollux_marks_store_get (const char *key, GError **error)
{
  g_autofree char *path = NULL;
  PolluxMarks *marks;
  char *kept;

  if (held == NULL)
    held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  marks = g_hash_table_lookup (held, key);
  if (marks != NULL)
    return g_object_ref (marks);

  path = pollux_marks_store_dup_path (key);
  marks = read_marks (path, error);
  kept = g_strdup (key);
  g_object_set_data_full (G_OBJECT (marks), KEY_DATA, g_strdup (key), g_free);
  g_signal_connect (marks, "changed", G_CALLBACK (changed_cb), NULL);
  g_hash_table_insert (held, kept, marks);
  g_object_weak_ref (G_OBJECT (marks), forget_cb, kept);

  return marks;
}

/**
 * pollux_marks_store_save:
 * @marks: marks; those that were not taken from the store are not kept
 *
 * Returns: whether what is on disk is what @marks are
 */
gboolean
pollux_marks_store_save (PolluxMarks *marks, GError **error)
{
  const char *key = g_object_get_data (G_OBJECT (marks), KEY_DATA);
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;

  if (key == NULL || g_object_get_data (G_OBJECT (marks), DIRTY_DATA) == NULL)
    return TRUE;

  g_object_set_data (G_OBJECT (marks), DIRTY_DATA, NULL);
  path = pollux_marks_store_dup_path (key);
  if (pollux_marks_get_n (marks) == 0)
    {
      g_unlink (path);
      return TRUE;
    }

  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                           g_strerror (errno));
      return FALSE;
    }
  text = pollux_marks_to_json (marks);
  return g_file_set_contents (path, text, -1, error);
}
