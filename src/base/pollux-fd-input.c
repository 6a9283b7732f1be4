/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Regular files are simply read. Everything else may keep us waiting for as
 * long as a program on the other side likes, so it is polled together with a
 * pipe of our own, into which another thread writes to end the wait.
 *
 * For the same reason a path is opened without blocking: a FIFO nobody writes
 * to would stop us in open(2), where nothing can wake us. Once it is open,
 * poll(2) waits for the first writer.
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "pollux-fd-input.h"

struct _PolluxFdInput
{
  int fd;
  int bad_fd_code;
  int wake_pipe[2];
  gboolean is_regular;
  gboolean has_ended;
  gint64 start;
};

static gboolean
can_have_pipe (PolluxFdInput *input)
{
  return g_unix_open_pipe (input->wake_pipe, FD_CLOEXEC, NULL)
         && g_unix_set_fd_nonblocking (input->wake_pipe[1], TRUE, NULL);
}

/**
 * pollux_fd_input_new:
 * @fd: a file descriptor to read from where it stands; closed with the input.
 *   One that is not open lets the first read fail.
 *
 * Returns: (transfer full): a new input
 */
PolluxFdInput *
pollux_fd_input_new (int fd)
{
  PolluxFdInput *input = g_new0 (PolluxFdInput, 1);
  struct stat info;

  input->fd = fd;
  input->wake_pipe[0] = -1;
  input->wake_pipe[1] = -1;

  /* A closed standard input: a pipe of ours would get its very number. */
  if (fstat (fd, &info) != 0)
    {
      input->fd = -1;
      input->bad_fd_code = errno;
      return input;
    }

  input->is_regular = S_ISREG (info.st_mode);

  if (input->is_regular)
    input->start = MAX (0, (gint64) lseek (fd, 0, SEEK_CUR));
  else if (!can_have_pipe (input))
    g_warning ("Could not make a pipe: reading cannot be interrupted");

  return input;
}

static void
set_open_error (GError    **error,
                int         code,
                const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  if (code == EISDIR)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR, _("“%s” is a folder"), name);
  else
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                 _("Could not open “%s”: %s"), name, g_strerror (code));
}

/**
 * pollux_fd_input_open:
 * @path: a path in the file system's encoding
 * @error: a #GFileError
 *
 * Opens a file, never waiting for it: a FIFO may have no writer yet.
 *
 * Returns: (transfer full) (nullable): a new input, or %NULL with @error set
 */
PolluxFdInput *
pollux_fd_input_open (const char  *path,
                      GError     **error)
{
  struct stat info;
  int fd;

  do
    fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  while (fd < 0 && errno == EINTR);

  if (fd < 0)
    {
      set_open_error (error, errno, path);
      return NULL;
    }

  if (fstat (fd, &info) == 0 && S_ISDIR (info.st_mode))
    {
      set_open_error (error, EISDIR, path);
      close (fd);
      return NULL;
    }

  /* A hint; failing is fine. */
  (void) posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);

  return pollux_fd_input_new (fd);
}

/**
 * pollux_fd_input_free:
 * @input: (transfer full) (nullable): an input
 *
 * Closes the file descriptor.
 */
void
pollux_fd_input_free (PolluxFdInput *input)
{
  if (input == NULL)
    return;

  if (input->fd >= 0)
    close (input->fd);

  for (guint i = 0; i < G_N_ELEMENTS (input->wake_pipe); i++)
    if (input->wake_pipe[i] >= 0)
      close (input->wake_pipe[i]);

  g_free (input);
}

/* FALSE if it was woken before anything came. */
static gboolean
wait_for_bytes (PolluxFdInput *input)
{
  struct pollfd fds[] = {
    { .fd = input->fd, .events = POLLIN },
    { .fd = input->wake_pipe[0], .events = POLLIN },
  };

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
    if (errno != EINTR && errno != EAGAIN)
      return TRUE;

  return fds[1].revents == 0;
}

static void
set_read_error (GError **error,
                int      code)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _("Could not read: %s"), g_strerror (code));
}

/* What was no file and has ended stays so: a terminal would ask again. */
static gssize
end_read (PolluxFdInput *input,
          gssize         n_read)
{
  input->has_ended = n_read == 0 && !input->is_regular;

  return n_read;
}

/**
 * pollux_fd_input_read:
 * @input: an input
 * @buffer: room for @size bytes
 * @size: how many bytes to read at most
 * @error: a #GFileError, of which %G_FILE_ERROR_INTR says that
 *   pollux_fd_input_wake() ended the wait
 *
 * Returns: how many bytes were read, 0 at the end, -1 with @error set. A file
 *   that has grown goes on after its end, everything else does not.
 */
gssize
pollux_fd_input_read (PolluxFdInput  *input,
                      void           *buffer,
                      gsize           size,
                      GError        **error)
{
  if (input->bad_fd_code != 0)
    {
      set_read_error (error, input->bad_fd_code);
      return -1;
    }

  while (!input->has_ended)
    {
      gssize n_read;

      if (!input->is_regular && !wait_for_bytes (input))
        {
          g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INTR, _("Reading was cancelled"));
          return -1;
        }

      n_read = read (input->fd, buffer, MIN (size, G_MAXSSIZE));

      if (n_read >= 0)
        return end_read (input, n_read);

      if (errno == EINTR || errno == EAGAIN)
        continue;

      set_read_error (error, errno);
      return -1;
    }

  return 0;
}

/**
 * pollux_fd_input_can_seek:
 * @input: an input
 *
 * Returns: whether pollux_fd_input_skip() works
 */
gboolean
pollux_fd_input_can_seek (const PolluxFdInput *input)
{
  return input->is_regular;
}

/**
 * pollux_fd_input_skip:
 * @input: an input that can seek
 * @n_bytes: how far to go on
 *
 * Moves on without reading, but not beyond the end of the file.
 *
 * Returns: how far it went, less than @n_bytes only if the file ends there
 */
guint64
pollux_fd_input_skip (PolluxFdInput *input,
                      guint64        n_bytes)
{
  gint64 at = lseek (input->fd, 0, SEEK_CUR);
  struct stat info;
  guint64 n_skipped;

  if (at < 0 || fstat (input->fd, &info) != 0 || info.st_size <= at)
    return 0;

  n_skipped = MIN (n_bytes, (guint64) (info.st_size - at));

  return lseek (input->fd, at + (gint64) n_skipped, SEEK_SET) < 0 ? 0 : n_skipped;
}

/**
 * pollux_fd_input_get_size:
 * @input: an input
 *
 * Returns: the bytes from where the input began to the present end of the
 *   file; -1 if it is no regular file
 */
gint64
pollux_fd_input_get_size (const PolluxFdInput *input)
{
  struct stat info;

  if (!input->is_regular || fstat (input->fd, &info) != 0)
    return -1;

  return MAX (0, (gint64) info.st_size - input->start);
}

/**
 * pollux_fd_input_wake:
 * @input: an input
 *
 * Makes the present and every later wait end at once. For any thread, as long
 * as @input lives.
 */
void
pollux_fd_input_wake (PolluxFdInput *input)
{
  gssize n_written;

  if (input->wake_pipe[1] < 0)
    return;

  do
    n_written = write (input->wake_pipe[1], "", 1);
  while (n_written < 0 && errno == EINTR);
}
