/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Raw bytes -> decoder -> peeked bytes -> reader.
 *
 * Raw bytes come from a descriptor, a function, or memory. Those of a plain
 * source go straight into the reader's buffer if that is large; otherwise, and
 * for the decoder, through a block of our own. What was looked at in advance is
 * kept until it is read.
 *
 * Whatever was decompressed before something went wrong is delivered first; the
 * error comes with the next call, and stays. Nothing here depends on sizes that
 * the data states: memory is the block, the decoder's window, and what the
 * caller asked to peek at.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "pollux-decoder.h"
#include "pollux-fd-input.h"
#include "pollux-source.h"

#define BLOCK_SIZE ((gsize) 128 * 1024)
/* A plain read of at least this size is not worth a copy. */
#define DIRECT_SIZE ((gsize) 16 * 1024)

struct _PolluxSource
{
  PolluxFdInput *fd_input;
  PolluxSourceReadFunc read_func;
  gpointer user_data;
  GDestroyNotify destroy;
  GBytes *memory;
  gint64 size;

  /* Raw bytes that were read and not used: in the block or in the memory. */
  guint8 *block;
  const guint8 *in;
  gsize in_left;
  guint64 raw_read;

  PolluxDecoder *decoder;
  PolluxSourceCompression compression;
  gboolean detected;

  GByteArray *peeked;
  gsize peeked_at;
  guint64 offset;

  GError *error;
  gint cancelled;
};

G_DEFINE_QUARK (pollux-source-error-quark, pollux_source_error)

static PolluxSource *
source_new (void)
{
  PolluxSource *source = g_new0 (PolluxSource, 1);

  source->peeked = g_byte_array_new ();
  source->size = -1;

  return source;
}

/**
 * pollux_source_new_for_path:
 * @path: a path in the file system's encoding
 * @error: a #GFileError; %G_FILE_ERROR_ISDIR for a folder
 *
 * Opens a file. It does not wait for the writer of a FIFO; reading does.
 *
 * Returns: (transfer full) (nullable): a new source, or %NULL with @error set
 */
PolluxSource *
pollux_source_new_for_path (const char  *path,
                            GError     **error)
{
  PolluxFdInput *input;
  PolluxSource *source;

  g_return_val_if_fail (path != NULL, NULL);

  input = pollux_fd_input_open (path, error);

  if (input == NULL)
    return NULL;

  source = source_new ();
  source->fd_input = input;

  return source;
}

/**
 * pollux_source_new_for_fd:
 * @fd: a file descriptor; taken over, closed with the source
 *
 * Reads a descriptor from where it stands: a file, standard input, a pipe.
 *
 * Returns: (transfer full): a new source
 */
PolluxSource *
pollux_source_new_for_fd (int fd)
{
  PolluxSource *source = source_new ();

  source->fd_input = pollux_fd_input_new (fd);

  return source;
}

/**
 * pollux_source_new_for_bytes:
 * @bytes: the raw bytes
 *
 * Returns: (transfer full): a new source that holds a reference to @bytes
 */
PolluxSource *
pollux_source_new_for_bytes (GBytes *bytes)
{
  PolluxSource *source;

  g_return_val_if_fail (bytes != NULL, NULL);

  source = source_new ();
  source->memory = g_bytes_ref (bytes);
  source->in = g_bytes_get_data (bytes, &source->in_left);
  source->raw_read = source->in_left;
  source->size = (gint64) source->in_left;

  return source;
}

/**
 * pollux_source_new:
 * @read_func: reads raw bytes; called on the thread that uses the source
 * @user_data: for @read_func
 * @destroy: (nullable): frees @user_data
 * @size: how many raw bytes there are in all, -1 if that is not known
 *
 * Returns: (transfer full): a new source on top of a function
 */
PolluxSource *
pollux_source_new (PolluxSourceReadFunc read_func,
                   gpointer             user_data,
                   GDestroyNotify       destroy,
                   gint64               size)
{
  PolluxSource *source;

  g_return_val_if_fail (read_func != NULL, NULL);

  source = source_new ();
  source->read_func = read_func;
  source->user_data = user_data;
  source->destroy = destroy;
  source->size = size;

  return source;
}

/**
 * pollux_source_free:
 * @source: (transfer full) (nullable): a source
 *
 * Closes the file and frees the source.
 */
void
pollux_source_free (PolluxSource *source)
{
  if (source == NULL)
    return;

  if (source->destroy != NULL)
    source->destroy (source->user_data);

  g_clear_pointer (&source->fd_input, pollux_fd_input_free);
  g_clear_pointer (&source->decoder, pollux_decoder_free);
  g_clear_pointer (&source->memory, g_bytes_unref);
  g_clear_error (&source->error);
  g_byte_array_unref (source->peeked);
  g_free (source->block);
  g_free (source);
}

static gboolean
check_cancelled (PolluxSource  *source,
                 GError       **error)
{
  if (!g_atomic_int_get (&source->cancelled))
    return FALSE;

  g_clear_error (error);
  g_set_error_literal (error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CANCELLED,
                       _("Reading was cancelled"));

  return TRUE;
}

static gssize
read_raw (PolluxSource  *source,
          guint8        *buffer,
          gsize          size,
          GError       **error)
{
  gssize n_read;

  if (source->fd_input != NULL)
    n_read = pollux_fd_input_read (source->fd_input, buffer, size, error);
  else
    n_read = source->read_func (source->user_data, buffer, size, error);

  /* What ended the wait, perhaps. */
  if (check_cancelled (source, error))
    return -1;

  g_assert (n_read <= (gssize) size);

  if (n_read > 0)
    source->raw_read += (gsize) n_read;

  return n_read;
}

/* Reads behind the unused bytes in the block, which begin at its start. */
static gssize
fill_block (PolluxSource  *source,
            GError       **error)
{
  gssize n_read;

  if (source->memory != NULL)
    return 0;

  if (source->block == NULL)
    source->block = g_malloc (BLOCK_SIZE);

  n_read = read_raw (source, source->block + source->in_left, BLOCK_SIZE - source->in_left, error);
  source->in = source->block;

  if (n_read > 0)
    source->in_left += (gsize) n_read;

  return n_read;
}

/* An empty source stays undecided: it may grow. */
static gboolean
detect (PolluxSource  *source,
        GError       **error)
{
  if (source->detected)
    return TRUE;

  while (source->in_left < POLLUX_DECODER_MAGIC_BYTES)
    {
      gssize n_read = fill_block (source, error);

      if (n_read < 0 && source->in_left == 0)
        return FALSE;

      if (n_read <= 0)
        break;
    }

  /* A few bytes and then a failure: the bytes first, it will fail again. */
  g_clear_error (error);

  source->detected = source->in_left > 0;
  source->compression = pollux_decoder_detect (source->in, source->in_left);

  if (source->compression != POLLUX_SOURCE_PLAIN)
    source->decoder = pollux_decoder_new (source->compression);

  return TRUE;
}

/* The functions that make the stream leave their error in the source. */
static gssize
produce_plain (PolluxSource *source,
               guint8       *buffer,
               gsize         size)
{
  gsize n_bytes;

  if (source->in_left == 0 && source->memory == NULL && size >= DIRECT_SIZE)
    return read_raw (source, buffer, size, &source->error);

  if (source->in_left == 0)
    {
      gssize n_read = fill_block (source, &source->error);

      if (n_read <= 0)
        return n_read;
    }

  n_bytes = MIN (size, source->in_left);
  memcpy (buffer, source->in, n_bytes);
  source->in += n_bytes;
  source->in_left -= n_bytes;

  return (gssize) n_bytes;
}

static void
set_decoder_error (PolluxSource        *source,
                   PolluxDecoderResult  result)
{
  guint64 at = pollux_source_get_raw_offset (source);

  switch (result)
    {
    case POLLUX_DECODER_TRAILING:
      g_set_error (&source->error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_DAMAGED,
                   _("Something else follows the compressed data at byte %" PRIu64), at);
      break;

    case POLLUX_DECODER_WINDOW:
      g_set_error (&source->error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_UNSUPPORTED,
                   _("The data is compressed with a window of more than %d MiB"),
                   1 << (POLLUX_DECODER_WINDOW_LOG - 20));
      break;

    case POLLUX_DECODER_UNSUPPORTED:
      g_set_error_literal (&source->error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_UNSUPPORTED,
                           _("The data is compressed with a dictionary or in an unknown way"));
      break;

    case POLLUX_DECODER_DAMAGED:
    case POLLUX_DECODER_OK:
    default:
      g_set_error (&source->error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_DAMAGED,
                   _("The compressed data is damaged near byte %" PRIu64), at);
      break;
    }
}

/* The raw bytes are at their end: a clean one only between two members. */
static gssize
end_compressed (PolluxSource *source)
{
  if (pollux_decoder_may_end (source->decoder))
    return 0;

  g_set_error (&source->error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CUT,
               _("The compressed data is cut off at byte %" PRIu64),
               pollux_source_get_raw_offset (source));

  return -1;
}

/* Returns what it has as soon as it would have to wait for more. */
static gssize
produce_decompressed (PolluxSource *source,
                      guint8       *buffer,
                      gsize         size)
{
  for (;;)
    {
      PolluxDecoderBuffers buffers = { source->in, source->in_left, buffer, size };
      PolluxDecoderResult result = pollux_decoder_step (source->decoder, &buffers);
      gssize n_read;

      source->in = buffers.in;
      source->in_left = buffers.in_left;

      /* One that leaves both input and room would do so for ever. */
      if (result == POLLUX_DECODER_OK && buffers.in_left > 0 && buffers.out_left > 0)
        result = POLLUX_DECODER_DAMAGED;

      if (result != POLLUX_DECODER_OK)
        set_decoder_error (source, result);

      if (buffers.out_left < size)
        return (gssize) (size - buffers.out_left);

      if (result != POLLUX_DECODER_OK)
        return -1;

      n_read = fill_block (source, &source->error);

      if (n_read < 0)
        return -1;

      if (n_read == 0)
        return end_compressed (source);
    }
}

static gssize
produce_any (PolluxSource *source,
             guint8       *buffer,
             gsize         size)
{
  if (source->error != NULL
      || check_cancelled (source, &source->error)
      || !detect (source, &source->error))
    return -1;

  if (source->decoder != NULL)
    return produce_decompressed (source, buffer, size);

  return source->detected ? produce_plain (source, buffer, size) : 0;
}

/* The stream behind the peeked bytes. */
static gssize
produce (PolluxSource  *source,
         guint8        *buffer,
         gsize          size,
         GError       **error)
{
  gssize n_bytes = produce_any (source, buffer, size);

  if (n_bytes < 0 && error != NULL)
    *error = g_error_copy (source->error);

  return n_bytes;
}

static inline gsize
get_n_peeked (const PolluxSource *source)
{
  return source->peeked->len - source->peeked_at;
}

static void
drop_peeked (PolluxSource *source,
             gsize         n_bytes)
{
  source->peeked_at += n_bytes;

  if (get_n_peeked (source) > 0)
    return;

  g_byte_array_set_size (source->peeked, 0);
  source->peeked_at = 0;
}

/**
 * pollux_source_read:
 * @source: a source
 * @buffer: room for @size bytes
 * @size: how many bytes to read at most
 * @error: a #PolluxSourceError or #GFileError, or that of the read function
 *
 * Takes the next bytes. It returns what is at hand and waits only for the
 * first of them, so fewer bytes than @size do not mean that the end is near.
 *
 * Returns: how many bytes were read; 0 at the end, or if @size is 0; -1 with
 *   @error set
 */
gssize
pollux_source_read (PolluxSource  *source,
                    void          *buffer,
                    gsize          size,
                    GError       **error)
{
  gssize n_bytes;

  g_return_val_if_fail (source != NULL, -1);

  size = MIN (size, G_MAXSSIZE);

  if (size == 0)
    return 0;

  if (get_n_peeked (source) > 0)
    {
      n_bytes = (gssize) MIN (size, get_n_peeked (source));
      memcpy (buffer, source->peeked->data + source->peeked_at, (gsize) n_bytes);
      drop_peeked (source, (gsize) n_bytes);
    }
  else
    {
      n_bytes = produce (source, buffer, size, error);
    }

  if (n_bytes > 0)
    source->offset += (gsize) n_bytes;

  return n_bytes;
}

/* One more piece behind the peeked bytes, of at most @size. */
static gssize
peek_more (PolluxSource  *source,
           gsize          size,
           GError       **error)
{
  guint length = source->peeked->len;
  gssize n_bytes;

  g_byte_array_set_size (source->peeked, length + (guint) size);
  n_bytes = produce (source, source->peeked->data + length, size, error);
  g_byte_array_set_size (source->peeked, length + (guint) MAX (n_bytes, 0));

  return n_bytes;
}

/**
 * pollux_source_peek:
 * @source: a source
 * @bytes: (out) (transfer none): the next bytes, valid until the next call
 * @size: how many bytes to look at, at most 1 GiB
 * @error: as in pollux_source_read()
 *
 * Looks at the next bytes without taking them. Unlike pollux_source_read() it
 * waits for all of them.
 *
 * Returns: how many bytes there are: fewer than @size only if the source ends or
 *   fails behind them; -1 with @error set if it fails at once
 */
gssize
pollux_source_peek (PolluxSource  *source,
                    const guint8 **bytes,
                    gsize          size,
                    GError       **error)
{
  g_return_val_if_fail (source != NULL, -1);
  g_return_val_if_fail (bytes != NULL, -1);
  g_return_val_if_fail (size <= 1 << 30, -1);

  if (source->peeked_at > 0 && get_n_peeked (source) < size)
    {
      g_byte_array_remove_range (source->peeked, 0, (guint) source->peeked_at);
      source->peeked_at = 0;
    }

  while (get_n_peeked (source) < size)
    {
      gboolean is_first = get_n_peeked (source) == 0;
      gssize n_bytes = peek_more (source, size - get_n_peeked (source), is_first ? error : NULL);

      if (n_bytes < 0 && is_first)
        return -1;

      if (n_bytes <= 0)
        break;
    }

  *bytes = source->peeked->data + source->peeked_at;

  return (gssize) MIN (size, get_n_peeked (source));
}

/* What is at hand already. */
static guint64
skip_buffered (PolluxSource *source,
               guint64       n_bytes)
{
  gsize n_peeked = (gsize) MIN (n_bytes, get_n_peeked (source));
  gsize n_in = 0;

  drop_peeked (source, n_peeked);

  if (source->decoder == NULL && source->detected)
    {
      n_in = (gsize) MIN (n_bytes - n_peeked, source->in_left);
      source->in += n_in;
      source->in_left -= n_in;
    }

  return n_peeked + n_in;
}

static guint64
skip_by_seeking (PolluxSource *source,
                 guint64       n_bytes)
{
  guint64 n_skipped;

  if (source->decoder != NULL || !source->detected || source->error != NULL
      || source->fd_input == NULL || !pollux_fd_input_can_seek (source->fd_input))
    return 0;

  n_skipped = pollux_fd_input_skip (source->fd_input, n_bytes);
  source->raw_read += n_skipped;

  return n_skipped;
}

static gboolean
skip_by_reading (PolluxSource  *source,
                 guint64        n_bytes,
                 GError       **error)
{
  g_autofree guint8 *scratch = n_bytes > 0 ? g_malloc (BLOCK_SIZE) : NULL;

  while (n_bytes > 0)
    {
      gsize size = (gsize) MIN (n_bytes, BLOCK_SIZE);
      gssize n_read = pollux_source_read (source, scratch, size, error);

      if (n_read < 0)
        return FALSE;

      if (n_read == 0)
        {
          g_set_error (error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CUT,
                       _("The file ends at byte %" PRIu64), source->offset);
          return FALSE;
        }

      n_bytes -= (gsize) n_read;
    }

  return TRUE;
}

/**
 * pollux_source_skip:
 * @source: a source
 * @n_bytes: how many decompressed bytes to pass over
 * @error: as in pollux_source_read(), and %POLLUX_SOURCE_ERROR_CUT if it ends
 *   before
 *
 * Passes over bytes: in a plain file by seeking, otherwise by reading. If it
 * fails, it stands at the end or where the failure is.
 *
 * Returns: whether all @n_bytes were there
 */
gboolean
pollux_source_skip (PolluxSource  *source,
                    guint64        n_bytes,
                    GError       **error)
{
  guint64 n_skipped;

  g_return_val_if_fail (source != NULL, FALSE);

  if (source->error == NULL)
    detect (source, &source->error);

  n_skipped = skip_buffered (source, n_bytes);
  n_skipped += skip_by_seeking (source, n_bytes - n_skipped);
  source->offset += n_skipped;

  return skip_by_reading (source, n_bytes - n_skipped, error);
}

/**
 * pollux_source_cancel:
 * @source: a source
 *
 * Lets the present and every later call fail with %POLLUX_SOURCE_ERROR_CANCELLED,
 * also while it waits for a pipe, once what was peeked at is read. May be called
 * on any thread while @source lives.
 */
void
pollux_source_cancel (PolluxSource *source)
{
  g_return_if_fail (source != NULL);

  g_atomic_int_set (&source->cancelled, TRUE);

  if (source->fd_input != NULL)
    pollux_fd_input_wake (source->fd_input);
}

/**
 * pollux_source_get_compression:
 * @source: a source
 *
 * Says what the raw bytes are packed with. Reads the first of them if that was
 * not done yet; if that fails, the next read says so.
 *
 * Returns: the compression; %POLLUX_SOURCE_PLAIN if there is nothing to read
 */
PolluxSourceCompression
pollux_source_get_compression (PolluxSource *source)
{
  g_return_val_if_fail (source != NULL, POLLUX_SOURCE_PLAIN);

  if (source->error == NULL)
    detect (source, &source->error);

  return source->compression;
}

/**
 * pollux_source_get_offset:
 * @source: a source
 *
 * Returns: how many decompressed bytes were read and skipped
 */
guint64
pollux_source_get_offset (const PolluxSource *source)
{
  g_return_val_if_fail (source != NULL, 0);

  return source->offset;
}

/**
 * pollux_source_get_raw_offset:
 * @source: a source
 *
 * Returns: how many raw bytes were used
 */
guint64
pollux_source_get_raw_offset (const PolluxSource *source)
{
  g_return_val_if_fail (source != NULL, 0);

  return source->raw_read - source->in_left;
}

/**
 * pollux_source_get_raw_size:
 * @source: a source
 *
 * Returns: how many raw bytes there are, of a file now, since it may grow or
 *   shrink; -1 if that is not known
 */
gint64
pollux_source_get_raw_size (const PolluxSource *source)
{
  g_return_val_if_fail (source != NULL, -1);

  if (source->fd_input != NULL)
    return pollux_fd_input_get_size (source->fd_input);

  return source->size;
}
