/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "pollux-source.h"
#include "test-compress.h"

static GBytes *
make_data (gsize length)
{
  guint8 *bytes = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    bytes[i] = (guint8) (i % 7 == 0 ? g_test_rand_int () : (gint32) (i / 100));

  /* Never the first byte of a magic number. */
  if (length > 0)
    bytes[0] = '{';

  return g_bytes_new_take (bytes, length);
}

static char *
write_file (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("pollux-source-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);

  return path;
}

/* A read function that gives little at a time and may fail in the end. */
typedef struct
{
  GBytes *bytes;
  gsize at;
  gsize max_piece;
  gboolean fails;
  gboolean *destroyed;
} Pieces;

static gssize
pieces_read (gpointer   user_data,
             void      *buffer,
             gsize      size,
             GError   **error)
{
  Pieces *pieces = user_data;
  gsize n = MIN (size, MIN (pieces->max_piece, g_bytes_get_size (pieces->bytes) - pieces->at));

  if (n == 0 && pieces->fails)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_IO, "broken");
      return -1;
    }

  if (n > 0)
    memcpy (buffer, (const guint8 *) g_bytes_get_data (pieces->bytes, NULL) + pieces->at, n);

  pieces->at += n;

  return (gssize) n;
}

static void
pieces_free (gpointer user_data)
{
  Pieces *pieces = user_data;

  if (pieces->destroyed != NULL)
    *pieces->destroyed = TRUE;

  g_bytes_unref (pieces->bytes);
  g_free (pieces);
}

static PolluxSource *
source_for_pieces (GBytes   *bytes,
                   gsize     max_piece,
                   gboolean  fails)
{
  Pieces *pieces = g_new0 (Pieces, 1);

  pieces->bytes = g_bytes_ref (bytes);
  pieces->max_piece = max_piece;
  pieces->fails = fails;

  return pollux_source_new (pieces_read, pieces, pieces_free, (gint64) g_bytes_get_size (bytes));
}

/* Reads to the end, in pieces of @piece; NULL @error means it must not fail. */
static GBytes *
read_all (PolluxSource  *source,
          gsize          piece,
          GError       **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GError) local = NULL;
  g_autofree guint8 *buffer = g_malloc (piece);
  gssize n;

  while ((n = pollux_source_read (source, buffer, piece, &local)) > 0)
    {
      g_assert_cmpint (n, <=, (gssize) piece);
      g_byte_array_append (all, buffer, (guint) n);
    }

  if (error == NULL)
    g_assert_no_error (local);

  g_assert_cmpint (n, ==, local != NULL ? -1 : 0);

  if (error != NULL)
    *error = g_steal_pointer (&local);

  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static void
assert_bytes_equal (GBytes *a,
                    GBytes *b)
{
  g_assert_cmpuint (g_bytes_get_size (a), ==, g_bytes_get_size (b));
  g_assert_true (g_bytes_equal (a, b));
}

static void
assert_reads (PolluxSource            *source,
              gsize                    piece,
              PolluxSourceCompression  compression,
              GBytes                  *expected)
{
  g_autoptr (GBytes) all = read_all (source, piece, NULL);

  assert_bytes_equal (all, expected);
  g_assert_cmpint (pollux_source_get_compression (source), ==, compression);
  g_assert_cmpuint (pollux_source_get_offset (source), ==, g_bytes_get_size (expected));
  g_assert_cmpint (pollux_source_get_raw_size (source), ==,
                   (gint64) pollux_source_get_raw_offset (source));
  pollux_source_free (source);
}

/* Sizes around the block, compressed and not, from everywhere. */
static void
test_round_trip (void)
{
  const gsize sizes[] = { 0, 1, 2, 3, 4, 5, 1000, 131071, 131072, 131073, 700000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (PolluxSourceCompression c = POLLUX_SOURCE_PLAIN; c <= POLLUX_SOURCE_ZSTD; c++)
      {
        g_autoptr (GBytes) data = make_data (sizes[i]);
        g_autoptr (GBytes) raw = test_compress (data, c);
        g_autofree char *path = write_file (raw);
        gsize small = sizes[i] < 10000 ? 1 : 777;
        g_autoptr (GError) error = NULL;
        PolluxSource *source = pollux_source_new_for_path (path, &error);

        g_assert_no_error (error);
        assert_reads (source, 65536, c, data);
        assert_reads (pollux_source_new_for_path (path, NULL), small, c, data);
        assert_reads (pollux_source_new_for_fd (g_open (path, O_RDONLY | O_CLOEXEC)), 65536, c,
                      data);
        assert_reads (pollux_source_new_for_bytes (raw), 65536, c, data);
        assert_reads (pollux_source_new_for_bytes (raw), small, c, data);
        assert_reads (source_for_pieces (raw, small, FALSE), 65536, c, data);
        assert_reads (source_for_pieces (raw, 1 << 20, FALSE), 65536, c, data);
        g_unlink (path);
      }
}

/* The name says nothing, and nothing but the magic number is enough. */
static void
test_detection (void)
{
  const struct
  {
    const char *bytes;
    gsize length;
    PolluxSourceCompression compression;
  } examples[] = {
    { "", 0, POLLUX_SOURCE_PLAIN },
    { "\x1f", 1, POLLUX_SOURCE_PLAIN },
    { "\x1f\x8b", 2, POLLUX_SOURCE_PLAIN },
    { "\x1f\x8b\x07\x00", 4, POLLUX_SOURCE_PLAIN },
    { "\x1f\x8b\x08", 3, POLLUX_SOURCE_GZIP },
    { "\x28\xb5\x2f", 3, POLLUX_SOURCE_PLAIN },
    { "\x28\xb5\x2f\xfd", 4, POLLUX_SOURCE_ZSTD },
    { "\x50\x2a\x4d\x18", 4, POLLUX_SOURCE_ZSTD },
    { "\x5f\x2a\x4d\x18", 4, POLLUX_SOURCE_ZSTD },
    { "\x60\x2a\x4d\x18", 4, POLLUX_SOURCE_PLAIN },
    { "{\"timestamp\"", 12, POLLUX_SOURCE_PLAIN },
    { "\x00\x00\x00\x00", 4, POLLUX_SOURCE_PLAIN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (examples[i].bytes, examples[i].length);
      g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
      g_autoptr (PolluxSource) slow = source_for_pieces (bytes, 1, FALSE);

      g_assert_cmpint (pollux_source_get_compression (source), ==, examples[i].compression);
      g_assert_cmpint (pollux_source_get_compression (slow), ==, examples[i].compression);

      if (examples[i].compression == POLLUX_SOURCE_PLAIN)
        {
          g_autoptr (GBytes) all = read_all (source, 100, NULL);

          assert_bytes_equal (all, bytes);
        }
    }
}

static void
assert_peek (PolluxSource *source,
             gsize         size,
             const char   *expected)
{
  g_autoptr (GError) error = NULL;
  const guint8 *bytes = NULL;
  gssize n = pollux_source_peek (source, &bytes, size, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (bytes, (gsize) n, expected, strlen (expected));
}

static void
test_peek (void)
{
  for (PolluxSourceCompression c = POLLUX_SOURCE_PLAIN; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      g_autoptr (GBytes) data = g_bytes_new_static ("0123456789", 10);
      g_autoptr (GBytes) raw = test_compress (data, c);
      g_autoptr (PolluxSource) source = source_for_pieces (raw, 1, FALSE);
      char buffer[16];

      assert_peek (source, 0, "");
      assert_peek (source, 3, "012");
      assert_peek (source, 2, "01");
      assert_peek (source, 6, "012345");
      g_assert_cmpuint (pollux_source_get_offset (source), ==, 0);
      g_assert_cmpint (pollux_source_read (source, buffer, 2, NULL), ==, 2);
      g_assert_cmpmem (buffer, 2, "01", 2);
      assert_peek (source, 3, "234");
      assert_peek (source, 100, "23456789");
      g_assert_true (pollux_source_skip (source, 7, NULL));
      assert_peek (source, 100, "9");
      g_assert_cmpint (pollux_source_read (source, buffer, 16, NULL), ==, 1);
      assert_peek (source, 100, "");
      g_assert_cmpuint (pollux_source_get_offset (source), ==, 10);
    }
}

/* Random reads, peeks and skips against the bytes themselves. */
static void
walk_randomly (PolluxSource *source,
               GBytes       *data)
{
  const guint8 *expected = g_bytes_get_data (data, NULL);
  gsize length = g_bytes_get_size (data);
  gsize at = 0;
  g_autofree guint8 *buffer = g_malloc (50000);

  while (at < length)
    {
      gsize size = (gsize) g_test_rand_int_range (0, g_test_rand_bit () ? 50000 : 100);
      gint dice = g_test_rand_int_range (0, 3);
      g_autoptr (GError) error = NULL;
      const guint8 *bytes;
      gssize n;

      if (dice == 0)
        {
          n = pollux_source_read (source, buffer, size, &error);
          g_assert_cmpint (n, >=, size > 0 ? 1 : 0);
          g_assert_cmpmem (buffer, (gsize) n, expected + at, (gsize) n);
          at += (gsize) n;
        }
      else if (dice == 1)
        {
          n = pollux_source_peek (source, &bytes, size, &error);
          g_assert_cmpmem (bytes, (gsize) n, expected + at, MIN (size, length - at));
        }
      else
        {
          size = MIN (size, length - at);
          g_assert_true (pollux_source_skip (source, size, &error));
          at += size;
        }

      g_assert_no_error (error);
      g_assert_cmpuint (pollux_source_get_offset (source), ==, at);
    }

  g_assert_cmpint (pollux_source_read (source, buffer, 10, NULL), ==, 0);
  pollux_source_free (source);
}

static void
test_random_walk (void)
{
  for (guint i = 0; i < 30; i++)
    {
      PolluxSourceCompression c = (PolluxSourceCompression) (i % 3);
      g_autoptr (GBytes) data = make_data ((gsize) g_test_rand_int_range (1, 2000000));
      g_autoptr (GBytes) raw = test_compress (data, c);
      g_autofree char *path = write_file (raw);
      gsize max_piece = (gsize) g_test_rand_int_range (1, 20000);

      walk_randomly (pollux_source_new_for_path (path, NULL), data);
      walk_randomly (pollux_source_new_for_bytes (raw), data);
      walk_randomly (source_for_pieces (raw, max_piece, FALSE), data);
      g_unlink (path);
    }
}

static void
assert_skip_past_end (PolluxSource *source,
                      guint64       distance,
                      gsize         length)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pollux_source_skip (source, distance, &error));
  g_assert_error (error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CUT);
  g_assert_cmpuint (pollux_source_get_offset (source), ==, length);
  g_assert_true (pollux_source_skip (source, 0, NULL));
  pollux_source_free (source);
}

/* Shorter and longer than a block. */
static void
test_skip_past_end (void)
{
  const gsize sizes[] = { 1000, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (PolluxSourceCompression c = POLLUX_SOURCE_PLAIN; c <= POLLUX_SOURCE_ZSTD; c++)
      {
        const guint64 distances[] = { sizes[i] + 1, G_MAXINT64, G_MAXUINT64 };
        g_autoptr (GBytes) data = make_data (sizes[i]);
        g_autoptr (GBytes) raw = test_compress (data, c);
        g_autofree char *path = write_file (raw);

        for (guint d = 0; d < G_N_ELEMENTS (distances); d++)
          {
            assert_skip_past_end (pollux_source_new_for_path (path, NULL), distances[d], sizes[i]);
            assert_skip_past_end (pollux_source_new_for_bytes (raw), distances[d], sizes[i]);
          }

        g_unlink (path);
      }
}

/* Seeking, not reading: a terabyte of hole takes no time. */
static void
test_skip_seeks (void)
{
  g_autoptr (GBytes) data = make_data (10);
  g_autofree char *path = write_file (data);
  const gint64 far = G_GINT64_CONSTANT (1) << 40;
  g_autoptr (PolluxSource) source = NULL;
  g_autoptr (GError) error = NULL;
  char byte;

  if (truncate (path, far + 10) != 0)
    {
      g_test_skip ("the file system has no sparse files of this size");
      g_unlink (path);
      return;
    }

  source = pollux_source_new_for_path (path, &error);
  g_assert_no_error (error);
  g_assert_true (pollux_source_skip (source, (guint64) far, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pollux_source_get_offset (source), ==, (guint64) far);
  g_assert_cmpuint (pollux_source_get_raw_offset (source), ==, (guint64) far);
  g_assert_cmpint (pollux_source_read (source, &byte, 1, &error), ==, 1);
  g_unlink (path);
}

static void
test_fd_offset (void)
{
  g_autoptr (GBytes) data = make_data (1000);
  g_autoptr (GBytes) rest = g_bytes_new_from_bytes (data, 300, 700);
  g_autofree char *path = write_file (data);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GBytes) all = NULL;
  g_autoptr (PolluxSource) source = NULL;

  g_assert_cmpint (lseek (fd, 300, SEEK_SET), ==, 300);
  source = pollux_source_new_for_fd (fd);
  g_assert_cmpint (pollux_source_get_raw_size (source), ==, 700);
  all = read_all (source, 100, NULL);
  assert_bytes_equal (all, rest);

  /* It is ours: closed with the source. */
  g_clear_pointer (&source, pollux_source_free);
  g_assert_cmpint (fcntl (fd, F_GETFD), ==, -1);
  g_unlink (path);
}

static void
test_open_errors (void)
{
  g_autoptr (GBytes) data = make_data (10);
  g_autofree char *path = write_file (data);
  const struct
  {
    const char *path;
    GFileError code;
  } examples[] = {
    { "/nonexistent/file", G_FILE_ERROR_NOENT },
    { "/dev/null/file", G_FILE_ERROR_NOTDIR },
    { "/", G_FILE_ERROR_ISDIR },
    { path, G_FILE_ERROR_ACCES },
  };

  g_assert_cmpint (g_chmod (path, 0), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PolluxSource) source = NULL;

      /* Nothing is forbidden to root. */
      if (examples[i].code == G_FILE_ERROR_ACCES && geteuid () == 0)
        continue;

      source = pollux_source_new_for_path (examples[i].path, &error);
      g_assert_null (source);
      g_assert_error (error, G_FILE_ERROR, (gint) examples[i].code);
      g_assert_nonnull (strstr (error->message, examples[i].path));
    }

  g_unlink (path);
}

static void
test_read_errors (void)
{
  const int fds[] = {
    g_open ("/", O_RDONLY | O_CLOEXEC),
    g_open ("/dev/null", O_WRONLY | O_CLOEXEC),
  };
  const GFileError codes[] = { G_FILE_ERROR_ISDIR, G_FILE_ERROR_BADF };

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      g_autoptr (PolluxSource) source = pollux_source_new_for_fd (fds[i]);
      g_autoptr (GError) error = NULL;
      const guint8 *bytes;
      char byte;

      g_assert_cmpint (pollux_source_get_compression (source), ==, POLLUX_SOURCE_PLAIN);
      g_assert_cmpint (pollux_source_peek (source, &bytes, 10, NULL), ==, -1);
      g_assert_cmpint (pollux_source_read (source, &byte, 1, NULL), ==, -1);
      g_assert_cmpint (pollux_source_read (source, &byte, 1, &error), ==, -1);
      g_assert_error (error, G_FILE_ERROR, (gint) codes[i]);
      g_clear_error (&error);
      g_assert_false (pollux_source_skip (source, 1, &error));
      g_assert_error (error, G_FILE_ERROR, (gint) codes[i]);
    }
}

/* What came before a failure is delivered, also through a decoder. */
static void
test_function_fails (void)
{
  for (PolluxSourceCompression c = POLLUX_SOURCE_PLAIN; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      g_autoptr (GBytes) data = make_data (1000);
      g_autoptr (GBytes) raw = test_compress (data, c);
      g_autoptr (PolluxSource) source = source_for_pieces (raw, 10, TRUE);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) all = read_all (source, 100, &error);

      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_IO);
      g_assert_cmpstr (error->message, ==, "broken");
      assert_bytes_equal (all, data);
    }
}

/* Too few bytes to tell the compression from. */
static void
test_function_fails_early (void)
{
  for (gsize length = 0; length < 4; length++)
    {
      g_autoptr (GBytes) data = make_data (length);
      g_autoptr (PolluxSource) source = source_for_pieces (data, 1, TRUE);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) all = read_all (source, 100, &error);

      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_IO);
      assert_bytes_equal (all, data);
    }
}

/* As if started with standard input closed: nothing else may get into its
 * place, and reading must not wait. */
static void
test_closed_fd (void)
{
  int fd = g_open ("/dev/null", O_RDONLY | O_CLOEXEC);
  g_autoptr (PolluxSource) source = NULL;
  g_autoptr (GError) error = NULL;
  char byte;

  close (fd);
  source = pollux_source_new_for_fd (fd);
  g_assert_cmpint (fcntl (fd, F_GETFD), ==, -1);
  g_assert_cmpint (pollux_source_read (source, &byte, 1, &error), ==, -1);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_BADF);
  pollux_source_cancel (source);
}

static void
test_destroy (void)
{
  gboolean destroyed = FALSE;
  Pieces *pieces = g_new0 (Pieces, 1);
  PolluxSource *source;

  pieces->bytes = g_bytes_new_static ("x", 1);
  pieces->destroyed = &destroyed;
  source = pollux_source_new (pieces_read, pieces, pieces_free, -1);
  g_assert_cmpint (pollux_source_get_raw_size (source), ==, -1);
  pollux_source_free (source);
  g_assert_true (destroyed);
  pollux_source_free (NULL);
}

static void
test_shrinks (void)
{
  g_autoptr (GBytes) data = make_data (1000000);
  g_autofree char *path = write_file (data);
  g_autoptr (PolluxSource) source = pollux_source_new_for_path (path, NULL);
  g_autofree guint8 *buffer = g_malloc (100000);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) rest = NULL;

  g_assert_true (pollux_source_skip (source, 500000, &error));
  g_assert_cmpint (pollux_source_read (source, buffer, 100000, &error), ==, 100000);
  g_assert_cmpint (truncate (path, 650000), ==, 0);
  rest = read_all (source, 20000, NULL);
  g_assert_cmpuint (g_bytes_get_size (rest), ==, 50000);
  g_assert_cmpint (truncate (path, 10), ==, 0);
  g_assert_cmpint (pollux_source_read (source, buffer, 100, &error), ==, 0);
  g_assert_false (pollux_source_skip (source, 1, &error));
  g_assert_error (error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CUT);
  g_unlink (path);
}

/* From nothing, also compressed: the end of a file is not final. */
static void
test_grows (void)
{
  for (PolluxSourceCompression c = POLLUX_SOURCE_PLAIN; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
      g_autoptr (GBytes) data = make_data (100000);
      g_autoptr (GBytes) raw = test_compress (data, c);
      g_autofree char *path = write_file (empty);
      g_autoptr (PolluxSource) source = pollux_source_new_for_path (path, NULL);

      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (GBytes) before = read_all (source, 50000, NULL);
          g_autoptr (GBytes) after = NULL;
          int fd = g_open (path, O_WRONLY | O_APPEND | O_CLOEXEC);

          g_assert_cmpuint (g_bytes_get_size (before), ==, 0);
          g_assert_cmpint (write (fd, g_bytes_get_data (raw, NULL), g_bytes_get_size (raw)), ==,
                           (gssize) g_bytes_get_size (raw));
          close (fd);
          g_assert_cmpint (pollux_source_get_raw_size (source), ==,
                           (gint64) ((i + 1) * g_bytes_get_size (raw)));
          after = read_all (source, 50000, NULL);
          assert_bytes_equal (after, data);
        }

      g_unlink (path);
    }
}

typedef struct
{
  int fd;
  GBytes *bytes;
} Writer;

static gpointer
write_slowly (gpointer user_data)
{
  Writer *writer = user_data;
  const guint8 *bytes = g_bytes_get_data (writer->bytes, NULL);
  gsize length = g_bytes_get_size (writer->bytes);

  for (gsize at = 0; at < length;)
    {
      gsize n = (gsize) g_random_int_range (1, 9000);

      n = MIN (n, length - at);
      g_assert_cmpint (write (writer->fd, bytes + at, n), ==, (gssize) n);
      at += n;

      if (g_random_int_range (0, 10) == 0)
        g_usleep (500);
    }

  close (writer->fd);

  return NULL;
}

static void
on_signal (int number)
{
}

/* A pipe of a program that dawdles, while signals without SA_RESTART come. */
static void
test_pipe (void)
{
  const struct sigaction action = { .sa_handler = on_signal };
  const struct itimerval often = { { 0, 300 }, { 0, 300 } };
  const struct itimerval never = { { 0, 0 }, { 0, 0 } };
  struct sigaction old_action;

  g_assert_cmpint (sigaction (SIGALRM, &action, &old_action), ==, 0);

  for (PolluxSourceCompression c = POLLUX_SOURCE_PLAIN; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      g_autoptr (GBytes) data = make_data (600000);
      g_autoptr (GBytes) raw = test_compress (data, c);
      g_autoptr (PolluxSource) source = NULL;
      g_autoptr (GBytes) all = NULL;
      int fds[2];
      Writer writer;
      sigset_t signals;
      GThread *thread;

      g_assert_cmpint (pipe (fds), ==, 0);
      writer = (Writer) { fds[1], raw };

      /* The writer is to be left alone. */
      sigemptyset (&signals);
      sigaddset (&signals, SIGALRM);
      pthread_sigmask (SIG_BLOCK, &signals, NULL);
      thread = g_thread_new ("writer", write_slowly, &writer);
      pthread_sigmask (SIG_UNBLOCK, &signals, NULL);

      setitimer (ITIMER_REAL, &often, NULL);
      source = pollux_source_new_for_fd (fds[0]);
      g_assert_cmpint (pollux_source_get_raw_size (source), ==, -1);
      all = read_all (source, 30000, NULL);
      setitimer (ITIMER_REAL, &never, NULL);

      g_thread_join (thread);
      assert_bytes_equal (all, data);
    }

  sigaction (SIGALRM, &old_action, NULL);
}

static char *
make_fifo (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("pollux-source-XXXXXX", &error);
  char *path = g_build_filename (folder, "fifo", NULL);

  g_assert_no_error (error);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);

  return path;
}

static void
remove_fifo (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);
}

static gpointer
open_and_write (gpointer user_data)
{
  int fd;

  g_usleep (20000);
  fd = g_open (user_data, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (write (fd, "hello ", 6), ==, 6);
  g_usleep (20000);
  g_assert_cmpint (write (fd, "world", 5), ==, 5);
  close (fd);

  return NULL;
}

/* Opened before it has a writer, which is no end. */
static void
test_fifo (void)
{
  g_autofree char *path = make_fifo ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PolluxSource) source = pollux_source_new_for_path (path, &error);
  GThread *thread = g_thread_new ("writer", open_and_write, path);
  char buffer[16];

  g_assert_no_error (error);

  /* What is there is delivered without waiting for more. */
  g_assert_cmpint (pollux_source_read (source, buffer, sizeof buffer, &error), ==, 6);
  g_assert_cmpmem (buffer, 6, "hello ", 6);
  g_assert_cmpint (pollux_source_read (source, buffer, sizeof buffer, &error), ==, 5);
  g_assert_cmpint (pollux_source_read (source, buffer, sizeof buffer, &error), ==, 0);
  g_assert_cmpint (pollux_source_read (source, buffer, sizeof buffer, &error), ==, 0);
  g_thread_join (thread);
  remove_fifo (path);
}

static gpointer
cancel_soon (gpointer user_data)
{
  g_usleep (20000);
  pollux_source_cancel (user_data);

  return NULL;
}

static void
test_cancel_waiting (void)
{
  g_autofree char *path = make_fifo ();
  g_autoptr (PolluxSource) source = pollux_source_new_for_path (path, NULL);
  GThread *thread = g_thread_new ("cancel", cancel_soon, source);
  g_autoptr (GError) error = NULL;
  char byte;

  g_assert_cmpint (pollux_source_read (source, &byte, 1, &error), ==, -1);
  g_assert_error (error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CANCELLED);
  g_thread_join (thread);
  g_clear_error (&error);
  g_assert_cmpint (pollux_source_read (source, &byte, 1, &error), ==, -1);
  g_assert_error (error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CANCELLED);
  remove_fifo (path);
}

static void
test_cancel_before (void)
{
  g_autoptr (GBytes) data = make_data (100);
  g_autofree char *path = write_file (data);
  PolluxSource *sources[] = {
    pollux_source_new_for_path (path, NULL),
    pollux_source_new_for_bytes (data),
    source_for_pieces (data, 10, FALSE),
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (GError) error = NULL;
      const guint8 *bytes;

      g_assert_cmpint (pollux_source_get_compression (sources[i]), ==, POLLUX_SOURCE_PLAIN);
      pollux_source_cancel (sources[i]);
      g_assert_cmpint (pollux_source_peek (sources[i], &bytes, 10, &error), ==, -1);
      g_assert_error (error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CANCELLED);
      pollux_source_free (sources[i]);
    }

  g_unlink (path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/source/round-trip", test_round_trip);
  g_test_add_func ("/source/detection", test_detection);
  g_test_add_func ("/source/peek", test_peek);
  g_test_add_func ("/source/random-walk", test_random_walk);
  g_test_add_func ("/source/skip-past-end", test_skip_past_end);
  g_test_add_func ("/source/skip-seeks", test_skip_seeks);
  g_test_add_func ("/source/fd-offset", test_fd_offset);
  g_test_add_func ("/source/open-errors", test_open_errors);
  g_test_add_func ("/source/read-errors", test_read_errors);
  g_test_add_func ("/source/function-fails", test_function_fails);
  g_test_add_func ("/source/function-fails-early", test_function_fails_early);
  g_test_add_func ("/source/closed-fd", test_closed_fd);
  g_test_add_func ("/source/destroy", test_destroy);
  g_test_add_func ("/source/shrinks", test_shrinks);
  g_test_add_func ("/source/grows", test_grows);
  g_test_add_func ("/source/pipe", test_pipe);
  g_test_add_func ("/source/fifo", test_fifo);
  g_test_add_func ("/source/cancel-waiting", test_cancel_waiting);
  g_test_add_func ("/source/cancel-before", test_cancel_before);

  return g_test_run ();
}
