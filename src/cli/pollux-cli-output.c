/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "pollux-cli-output.h"

#define FLUSH_AT (64 * 1024)

struct _PolluxCliOutput
{
  int fd;
  int error_number;
  GString *buffer;
  char *charset;    /* NULL if it is UTF-8 */
};

/**
 * pollux_cli_output_new:
 * @fd: a descriptor, which stays open
 *
 * Returns: (transfer full): an output
 */
PolluxCliOutput *
pollux_cli_output_new (int fd)
{
  PolluxCliOutput *output = g_new0 (PolluxCliOutput, 1);
  const char *charset;

  output->fd = fd;
  output->buffer = g_string_sized_new (FLUSH_AT + 4096);
  if (!g_get_charset (&charset))
    output->charset = g_strconcat (charset, "//TRANSLIT", NULL);

  return output;
}

/**
 * pollux_cli_output_free:
 * @output: (nullable) (transfer full): an output
 *
 * Drops what was not written yet: call pollux_cli_output_finish() before.
 */
void
pollux_cli_output_free (PolluxCliOutput *output)
{
  if (output == NULL)
    return;

  g_string_free (output->buffer, TRUE);
  g_free (output->charset);
  g_free (output);
}

static void
flush (PolluxCliOutput *output)
{
  gsize done = 0;

  while (done < output->buffer->len && output->error_number == 0)
    {
      ssize_t n = write (output->fd, output->buffer->str + done, output->buffer->len - done);

      if (n >= 0)
        done += (gsize) n;
      else if (errno != EINTR && errno != EAGAIN)
        output->error_number = errno;
    }

  g_string_truncate (output->buffer, 0);
}

/**
 * pollux_cli_output_write:
 * @output: an output
 * @bytes: what to write
 * @length: how many bytes, or -1 if @bytes ends in NUL
 */
void
pollux_cli_output_write (PolluxCliOutput *output,
                         const char      *bytes,
                         gssize           length)
{
  if (output->error_number != 0)
    return;

  g_string_append_len (output->buffer, bytes, length);
  if (output->buffer->len >= FLUSH_AT)
    flush (output);
}

/**
 * pollux_cli_output_print:
 * @output: an output
 * @text: UTF-8
 */
void
pollux_cli_output_print (PolluxCliOutput *output,
                         const char      *text)
{
  g_autofree char *converted = NULL;

  if (output->charset != NULL)
    converted = g_convert_with_fallback (text, -1, output->charset, "UTF-8", "?", NULL, NULL,
                                         NULL);

  pollux_cli_output_write (output, converted != NULL ? converted : text, -1);
}

/**
 * pollux_cli_output_printf:
 * @output: an output
 * @format: a format, UTF-8
 * @...: its arguments
 */
void
pollux_cli_output_printf (PolluxCliOutput *output,
                          const char      *format,
                          ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  pollux_cli_output_print (output, text);
}

/**
 * pollux_cli_output_is_open:
 * @output: an output
 *
 * Returns: %FALSE if there is no sense in writing more
 */
gboolean
pollux_cli_output_is_open (const PolluxCliOutput *output)
{
  return output->error_number == 0;
}

/**
 * pollux_cli_output_finish:
 * @output: an output
 * @error: location for an error
 *
 * Writes what is left.
 *
 * Returns: %FALSE with @error if not everything could be written
 */
gboolean
pollux_cli_output_finish (PolluxCliOutput  *output,
                          GError          **error)
{
  flush (output);

  if (output->error_number == 0 || output->error_number == EPIPE)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (output->error_number),
               _("cannot write: %s"), g_strerror (output->error_number));

  return FALSE;
}
