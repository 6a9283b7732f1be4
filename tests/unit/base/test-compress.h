/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <zlib.h>
#include <zstd.h>

#include "pollux-source.h"

G_BEGIN_DECLS

/* One member or frame, made with the libraries themselves. */

static inline GBytes *
test_compress_gzip (GBytes *data)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (data, &length);
  z_stream stream = { 0 };
  guint8 *packed;

  g_assert_cmpint (deflateInit2 (&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY),
                   ==, Z_OK);
  stream.avail_out = (uInt) deflateBound (&stream, length);
  packed = g_malloc (stream.avail_out);
  stream.next_out = packed;
  stream.next_in = (Bytef *) bytes;
  stream.avail_in = (uInt) length;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  deflateEnd (&stream);

  return g_bytes_new_take (packed, stream.total_out);
}

/* With a checksum, so that damage shows. */
static inline GBytes *
test_compress_zstd (GBytes *data)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (data, &length);
  gsize bound = ZSTD_compressBound (length);
  guint8 *packed = g_malloc (bound);
  ZSTD_CCtx *context = ZSTD_createCCtx ();
  gsize n_packed;

  ZSTD_CCtx_setParameter (context, ZSTD_c_checksumFlag, 1);
  n_packed = ZSTD_compress2 (context, packed, bound, bytes, length);
  g_assert_false (ZSTD_isError (n_packed));
  ZSTD_freeCCtx (context);

  return g_bytes_new_take (packed, n_packed);
}

static inline GBytes *
test_compress (GBytes                  *data,
               PolluxSourceCompression  compression)
{
  if (compression == POLLUX_SOURCE_GZIP)
    return test_compress_gzip (data);

  if (compression == POLLUX_SOURCE_ZSTD)
    return test_compress_zstd (data);

  return g_bytes_ref (data);
}

G_END_DECLS
