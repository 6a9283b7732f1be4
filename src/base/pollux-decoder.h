/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-source.h"

G_BEGIN_DECLS

/**
 * PolluxDecoder:
 *
 * Decompresses gzip or zstd in steps, with bounded memory: all members or
 * frames of a stream, one behind the other. For #PolluxSource alone.
 */
typedef struct _PolluxDecoder PolluxDecoder;

/**
 * PolluxDecoderResult:
 * @POLLUX_DECODER_OK: went on as far as input and room allowed
 * @POLLUX_DECODER_DAMAGED: the data contradicts itself
 * @POLLUX_DECODER_TRAILING: what follows a complete member is none
 * @POLLUX_DECODER_WINDOW: needs more memory than a decoder may take
 * @POLLUX_DECODER_UNSUPPORTED: needs a dictionary or a newer decoder
 *
 * How a step ended. All but the first are final.
 */
typedef enum
{
  POLLUX_DECODER_OK,
  POLLUX_DECODER_DAMAGED,
  POLLUX_DECODER_TRAILING,
  POLLUX_DECODER_WINDOW,
  POLLUX_DECODER_UNSUPPORTED,
} PolluxDecoderResult;

/* Input and room; a step advances all four. */
typedef struct
{
  const guint8 *in;
  gsize in_left;
  guint8 *out;
  gsize out_left;
} PolluxDecoderBuffers;

/* Enough first bytes to tell the compression. */
#define POLLUX_DECODER_MAGIC_BYTES 4

/* Binary logarithm of the largest window of a zstd frame: 128 MiB, all that
 * the zstd tool uses unless it is told --long. */
#define POLLUX_DECODER_WINDOW_LOG 27

PolluxSourceCompression
                     pollux_decoder_detect     (const guint8            *bytes,
                                                gsize                    length);
PolluxDecoder       *pollux_decoder_new        (PolluxSourceCompression  compression);
void                 pollux_decoder_free       (PolluxDecoder           *decoder);
PolluxDecoderResult  pollux_decoder_step       (PolluxDecoder           *decoder,
                                                PolluxDecoderBuffers    *buffers);
gboolean             pollux_decoder_may_end    (const PolluxDecoder     *decoder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxDecoder, pollux_decoder_free)

G_END_DECLS
