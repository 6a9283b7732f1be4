/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxSource:
 *
 * The bytes of a trace file, read front to back in blocks, decompressed on
 * the way when the content (never the name) says gzip or zstd, all members of
 * a file that has several. A file is read with read(2)/pread(2), never mapped, so a
 * file that shrinks while it is read ends early instead of raising SIGBUS.
 *
 * A source belongs to one thread at a time. It may be created on one and read
 * on another.
 */
typedef struct _PolluxSource PolluxSource;

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

PolluxSource *pollux_source_new_for_path        (const char            *path,
                                                 GError               **error);
PolluxSource *pollux_source_new_for_fd          (int                    fd);
PolluxSource *pollux_source_new_for_bytes       (GBytes                *bytes);
PolluxSource *pollux_source_new                 (PolluxSourceReadFunc   read_func,
                                                 gpointer               user_data,
                                                 GDestroyNotify         destroy,
                                                 gint64                 size);
void          pollux_source_free                (PolluxSource          *source);
gssize        pollux_source_read                (PolluxSource          *source,
                                                 void                  *buffer,
                                                 gsize                  size,
                                                 GError               **error);
gssize        pollux_source_peek                (PolluxSource          *source,
                                                 const guint8         **bytes,
                                                 gsize                  size,
                                                 GError               **error);
gboolean      pollux_source_skip                (PolluxSource          *source,
                                                 guint64                n_bytes,
                                                 GError               **error);
PolluxSourceCompression
              pollux_source_get_compression     (PolluxSource          *source);
guint64       pollux_source_get_offset          (const PolluxSource    *source);
guint64       pollux_source_get_raw_offset      (const PolluxSource    *source);
gint64        pollux_source_get_raw_size        (const PolluxSource    *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxSource, pollux_source_free)

G_END_DECLS
