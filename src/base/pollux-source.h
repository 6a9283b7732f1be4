/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxSource:
 *
 * The bytes of a trace file, read front to back in blocks, decompressed on
 * the way when the content (never the name) says gzip or zstd, all members of
 * a file that has several. A file is read with read(2), never mapped, so a file
 * that shrinks while it is read ends early instead of raising SIGBUS.
 *
 * A source belongs to one thread at a time. It may be created on one and read
 * on another.
 */
typedef struct _PolluxSource PolluxSource;

#define POLLUX_SOURCE_ERROR (pollux_source_error_quark ())

/**
 * PolluxSourceError:
 * @POLLUX_SOURCE_ERROR_CUT: it ends in the middle of its compressed data, or
 *   before the place that was asked for
 * @POLLUX_SOURCE_ERROR_DAMAGED: its compressed data is damaged, or something
 *   else follows it
 * @POLLUX_SOURCE_ERROR_UNSUPPORTED: it is compressed in a way that needs a
 *   dictionary, a newer decoder, or too much memory
 * @POLLUX_SOURCE_ERROR_CANCELLED: pollux_source_cancel() was called
 *
 * Why a source cannot go on. All bytes before that place have been delivered.
 * Failures of the system are G_FILE_ERROR.
 */
typedef enum
{
  POLLUX_SOURCE_ERROR_CUT,
  POLLUX_SOURCE_ERROR_DAMAGED,
  POLLUX_SOURCE_ERROR_UNSUPPORTED,
  POLLUX_SOURCE_ERROR_CANCELLED,
} PolluxSourceError;

GQuark pollux_source_error_quark (void);

/**
 * PolluxSourceReadFunc:
 *
 * Reads up to @size raw bytes into @buffer. Returns the number read, 0 at the
 * end, -1 with @error set.
 */
typedef gssize (*PolluxSourceReadFunc) (gpointer   user_data,
                                        void      *buffer,
                                        gsize      size,
                                        GError   **error);

/**
 * PolluxSourceCompression:
 *
 * What the raw bytes are packed with.
 */
typedef enum
{
  POLLUX_SOURCE_PLAIN,
  POLLUX_SOURCE_GZIP,
  POLLUX_SOURCE_ZSTD,
} PolluxSourceCompression;

/* Opens, but does not wait: a FIFO may have no writer yet. */
PolluxSource *pollux_source_new_for_path        (const char            *path,
                                                 GError               **error);
/* From where @fd stands; takes @fd over and closes it. */
PolluxSource *pollux_source_new_for_fd          (int                    fd);
PolluxSource *pollux_source_new_for_bytes       (GBytes                *bytes);
/* @size: raw bytes in all, -1 if not known. */
PolluxSource *pollux_source_new                 (PolluxSourceReadFunc   read_func,
                                                 gpointer               user_data,
                                                 GDestroyNotify         destroy,
                                                 gint64                 size);
void          pollux_source_free                (PolluxSource          *source);

/* Up to @size bytes: fewer only means that there are no more at hand. 0 at the
 * end, where a later call may find more if a plain file has grown; -1 with
 * @error, and again at each later call. */
gssize        pollux_source_read                (PolluxSource          *source,
                                                 void                  *buffer,
                                                 gsize                  size,
                                                 GError               **error);
/* The next @size bytes without taking them: fewer only where it ends or fails,
 * -1 if there are none for an error. Valid until the next call. */
gssize        pollux_source_peek                (PolluxSource          *source,
                                                 const guint8         **bytes,
                                                 gsize                  size,
                                                 GError               **error);
/* Over @n_bytes, or FALSE with @error: CUT if it ends before. */
gboolean      pollux_source_skip                (PolluxSource          *source,
                                                 guint64                n_bytes,
                                                 GError               **error);
/* Ends the present wait for bytes and every later one with CANCELLED. The one
 * function for any thread, as long as @source lives. */
void          pollux_source_cancel              (PolluxSource          *source);
/* Reads the first bytes if that was not done yet. */
PolluxSourceCompression
              pollux_source_get_compression     (PolluxSource          *source);
/* Decompressed bytes taken by read and skip. */
guint64       pollux_source_get_offset          (const PolluxSource    *source);
/* For progress: raw bytes used, of how many; -1 if that is not known. */
guint64       pollux_source_get_raw_offset      (const PolluxSource    *source);
gint64        pollux_source_get_raw_size        (const PolluxSource    *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxSource, pollux_source_free)

G_END_DECLS
