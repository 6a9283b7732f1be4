/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One step runs the library's decoder until the input is used up or the room
 * is full, across the borders of members (gzip) and frames (zstd, also the
 * skippable ones), which "cat" puts behind each other.
 *
 * What the decoder must know at the end of the input is whether it stands
 * between two members (a clean end) or in one (the stream was cut).
 *
 * Behind the last member of a gzip file zero bytes may follow up to the end, as
 * the gzip tool allows for tapes. Anything else there is damage.
 *
 * Memory: 32 KiB of window for gzip; for zstd what the frame asks for, but
 * never above 128 MiB, so a few bytes cannot make us allocate gigabytes.
 */

#include "config.h"

#include <string.h>

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "pollux-decoder.h"

#define ZSTD_FRAME_MAGIC 0xfd2fb528u
#define ZSTD_SKIPPABLE_MAGIC 0x184d2a50u
#define ZSTD_SKIPPABLE_MASK 0xfffffff0u

#define GZIP_FIRST_BYTE 0x1f
/* A gzip header, not a zlib one, and the largest window. */
#define GZIP_WINDOW_BITS (16 + MAX_WBITS)
/* zlib counts in unsigned int. */
#define GZIP_MAX_STEP ((gsize) 1 << 30)

struct _PolluxDecoder
{
  PolluxSourceCompression compression;
  gboolean in_member;
  gboolean had_member;
  gboolean had_padding;
  z_stream gzip;
  ZSTD_DStream *zstd;
};

/**
 * pollux_decoder_detect:
 * @bytes: the first bytes of a stream
 * @length: how many there are; %POLLUX_DECODER_MAGIC_BYTES are enough
 *
 * Returns: what @bytes is packed with, %POLLUX_SOURCE_PLAIN if nothing says so
 */
PolluxSourceCompression
pollux_decoder_detect (const guint8 *bytes,
                       gsize         length)
{
  guint32 magic;

  if (length >= 3 && bytes[0] == GZIP_FIRST_BYTE && bytes[1] == 0x8b && bytes[2] == Z_DEFLATED)
    return POLLUX_SOURCE_GZIP;

  if (length < sizeof magic)
    return POLLUX_SOURCE_PLAIN;

  memcpy (&magic, bytes, sizeof magic);
  magic = GUINT32_FROM_LE (magic);

  if (magic == ZSTD_FRAME_MAGIC || (magic & ZSTD_SKIPPABLE_MASK) == ZSTD_SKIPPABLE_MAGIC)
    return POLLUX_SOURCE_ZSTD;

  return POLLUX_SOURCE_PLAIN;
}

/**
 * pollux_decoder_new:
 * @compression: gzip or zstd
 *
 * Returns: (transfer full): a decoder at the start of a stream
 */
PolluxDecoder *
pollux_decoder_new (PolluxSourceCompression compression)
{
  PolluxDecoder *decoder = g_new0 (PolluxDecoder, 1);

  decoder->compression = compression;

  if (compression == POLLUX_SOURCE_GZIP)
    {
      if (inflateInit2 (&decoder->gzip, GZIP_WINDOW_BITS) != Z_OK)
        g_error ("Out of memory for the gzip decoder");
    }
  else
    {
      decoder->zstd = ZSTD_createDStream ();

      if (decoder->zstd == NULL)
        g_error ("Out of memory for the zstd decoder");

      ZSTD_DCtx_setParameter (decoder->zstd, ZSTD_d_windowLogMax, POLLUX_DECODER_WINDOW_LOG);
    }

  return decoder;
}

/**
 * pollux_decoder_free:
 * @decoder: (transfer full) (nullable): a decoder
 */
void
pollux_decoder_free (PolluxDecoder *decoder)
{
  if (decoder == NULL)
    return;

  if (decoder->compression == POLLUX_SOURCE_GZIP)
    inflateEnd (&decoder->gzip);
  else
    ZSTD_freeDStream (decoder->zstd);

  g_free (decoder);
}

static void
advance (PolluxDecoderBuffers *buffers,
         gsize                 n_in,
         gsize                 n_out)
{
  buffers->in += n_in;
  buffers->in_left -= n_in;
  buffers->out += n_out;
  buffers->out_left -= n_out;
}

/* Between two members: over the padding, to the first byte of the next. */
static PolluxDecoderResult
begin_gzip_member (PolluxDecoder        *decoder,
                   PolluxDecoderBuffers *buffers)
{
  if (decoder->had_member)
    {
      while (buffers->in_left > 0 && *buffers->in == 0)
        {
          decoder->had_padding = TRUE;
          advance (buffers, 1, 0);
        }

      if (buffers->in_left == 0)
        return POLLUX_DECODER_OK;

      if (decoder->had_padding || *buffers->in != GZIP_FIRST_BYTE)
        return POLLUX_DECODER_TRAILING;

      inflateReset (&decoder->gzip);
    }

  decoder->had_member = TRUE;
  decoder->in_member = TRUE;

  return POLLUX_DECODER_OK;
}

static int
inflate_once (PolluxDecoder        *decoder,
              PolluxDecoderBuffers *buffers)
{
  uInt n_in = (uInt) MIN (buffers->in_left, GZIP_MAX_STEP);
  uInt n_out = (uInt) MIN (buffers->out_left, GZIP_MAX_STEP);
  int result;

  /* zlib's input is not const, but it does not write there. */
  decoder->gzip.next_in = (Bytef *) buffers->in;
  decoder->gzip.avail_in = n_in;
  decoder->gzip.next_out = buffers->out;
  decoder->gzip.avail_out = n_out;
  result = inflate (&decoder->gzip, Z_NO_FLUSH);
  advance (buffers, n_in - decoder->gzip.avail_in, n_out - decoder->gzip.avail_out);

  return result;
}

static PolluxDecoderResult
step_gzip (PolluxDecoder        *decoder,
           PolluxDecoderBuffers *buffers)
{
  while (buffers->out_left > 0)
    {
      int result;

      if (!decoder->in_member)
        {
          PolluxDecoderResult begun;

          if (buffers->in_left == 0)
            return POLLUX_DECODER_OK;

          begun = begin_gzip_member (decoder, buffers);

          if (begun != POLLUX_DECODER_OK || !decoder->in_member)
            return begun;
        }

      result = inflate_once (decoder, buffers);

      if (result == Z_STREAM_END)
        decoder->in_member = FALSE;
      else if (result == Z_BUF_ERROR)
        return POLLUX_DECODER_OK;
      else if (result != Z_OK)
        return POLLUX_DECODER_DAMAGED;
    }

  return POLLUX_DECODER_OK;
}

static PolluxDecoderResult
classify_zstd_error (const PolluxDecoder *decoder,
                     gsize                result)
{
  switch (ZSTD_getErrorCode (result))
    {
    case ZSTD_error_frameParameter_windowTooLarge:
    case ZSTD_error_memory_allocation:
      return POLLUX_DECODER_WINDOW;

    case ZSTD_error_version_unsupported:
    case ZSTD_error_frameParameter_unsupported:
    case ZSTD_error_dictionary_wrong:
      return POLLUX_DECODER_UNSUPPORTED;

    case ZSTD_error_prefix_unknown:
      return decoder->had_member ? POLLUX_DECODER_TRAILING : POLLUX_DECODER_DAMAGED;

    default:
      return POLLUX_DECODER_DAMAGED;
    }
}

static PolluxDecoderResult
step_zstd (PolluxDecoder        *decoder,
           PolluxDecoderBuffers *buffers)
{
  /* Between two frames it must not be called without input: it would answer
   * that it waits for a frame, which is no cut one. */
  while (buffers->out_left > 0 && (decoder->in_member || buffers->in_left > 0))
    {
      ZSTD_inBuffer in = { buffers->in, buffers->in_left, 0 };
      ZSTD_outBuffer out = { buffers->out, buffers->out_left, 0 };
      gsize result = ZSTD_decompressStream (decoder->zstd, &out, &in);

      advance (buffers, in.pos, out.pos);

      if (ZSTD_isError (result))
        return classify_zstd_error (decoder, result);

      decoder->in_member = result != 0;
      decoder->had_member |= result == 0;

      if (decoder->in_member && buffers->in_left == 0)
        return POLLUX_DECODER_OK;
    }

  return POLLUX_DECODER_OK;
}

/**
 * pollux_decoder_step:
 * @decoder: a decoder that has not failed
 * @buffers: (inout): input and room, advanced by what was used of them
 *
 * Goes on until the room is full or the input is used up. What was put into
 * the room is good even if the result is not %POLLUX_DECODER_OK.
 *
 * Returns: how it ended
 */
PolluxDecoderResult
pollux_decoder_step (PolluxDecoder        *decoder,
                     PolluxDecoderBuffers *buffers)
{
  if (decoder->compression == POLLUX_SOURCE_GZIP)
    return step_gzip (decoder, buffers);

  return step_zstd (decoder, buffers);
}

/**
 * pollux_decoder_may_end:
 * @decoder: a decoder
 *
 * Returns: whether the stream is complete if it ends here
 */
gboolean
pollux_decoder_may_end (const PolluxDecoder *decoder)
{
  return !decoder->in_member;
}
