/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/*
 * Columns of unsigned numbers, each number as many bits wide as the largest of
 * its column needs, from none to all 64. Whoever allocates memory for them adds
 * POLLUX_PACK_PADDING bytes, which are read and written beside the columns.
 */
#define POLLUX_PACK_PADDING 8

/* The wider ones may lie in nine bytes. */
#define POLLUX_PACK_ONE_WORD 57

/* For the bits of all numbers of a column together. */
static inline guint
pollux_pack_width (guint64 bits)
{
  return bits != 0 ? 64 - __builtin_clzll (bits) : 0;
}

static inline gsize
pollux_pack_size (guint n, guint width)
{
  return ((gsize) n * width + 7) / 8;
}

static inline guint64
pollux_pack_mask (guint width)
{
  return width > 0 ? G_MAXUINT64 >> (64 - width) : 0;
}

static inline guint64
pollux_pack_get (const guint8 *column, guint width, guint index)
{
  guint bit = index * width;
  guint shift = bit & 7;
  guint64 word;

  memcpy (&word, column + bit / 8, sizeof word);
  word = GUINT64_FROM_LE (word) >> shift;
  if (G_UNLIKELY (width > POLLUX_PACK_ONE_WORD && shift > 0))
    word |= (guint64) column[bit / 8 + 8] << (64 - shift);
  return word & pollux_pack_mask (width);
}

/* Packs @n numbers that fit into @width bits; returns where the next column begins. */
static inline guint8 *
pollux_pack_put (guint8 *column, guint width, guint n, const guint64 *numbers)
{
  guint8 *out = column;
  guint64 word = 0, stored;
  guint filled = 0;

  for (guint i = 0; i < n && width > 0; i++)
    {
      word |= numbers[i] << filled;
      if (filled + width < 64)
        {
          filled += width;
          continue;
        }
      stored = GUINT64_TO_LE (word);
      memcpy (out, &stored, sizeof stored);
      out += sizeof stored;
      word = filled > 0 ? numbers[i] >> (64 - filled) : 0;
      filled = filled + width - 64;
    }
  stored = GUINT64_TO_LE (word);
  if (filled > 0)
    memcpy (out, &stored, sizeof stored);
  return column + pollux_pack_size (n, width);
}

/* One number after the other, of several columns side by side. To look for wide numbers
 * each time would cost what is gained by one pass. */
typedef struct
{
  const guint8 *column;
  guint64 mask;
  guint width;
  guint bit;
} PolluxPackReader;

/* Returns FALSE if the numbers are too wide for it. */
static inline gboolean
pollux_pack_reader_init (PolluxPackReader *reader, const guint8 *column, guint width, guint first)
{
  reader->column = column;
  reader->mask = pollux_pack_mask (width);
  reader->width = width;
  reader->bit = first * width;
  return width <= POLLUX_PACK_ONE_WORD;
}

static inline guint64
pollux_pack_reader_next (PolluxPackReader *reader)
{
  guint64 word;

  memcpy (&word, reader->column + reader->bit / 8, sizeof word);
  word = (GUINT64_FROM_LE (word) >> (reader->bit & 7)) & reader->mask;
  reader->bit += reader->width;
  return word;
}

/* Puts numbers [@first, @first + @n) of a column, @base added, into a field of an array
 * of structures. */
#define POLLUX_PACK_UNPACK(column, width, first, n, base, array, field)                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if ((width) == 0)                                                                              \
      for (guint i_ = 0; i_ < (n); i_++)                                                           \
        (array)[i_].field = (base);                                                                \
    else if (G_LIKELY ((width) <= POLLUX_PACK_ONE_WORD))                                           \
      {                                                                                            \
        const guint64 mask_ = pollux_pack_mask (width);                                            \
        guint bit_ = (first) * (width);                                                            \
                                                                                                   \
        for (guint i_ = 0; i_ < (n); i_++, bit_ += (width))                                        \
          {                                                                                        \
            guint64 word_;                                                                         \
                                                                                                   \
            memcpy (&word_, (column) + (bit_ >> 3), sizeof word_);                                 \
            (array)[i_].field = (base) + ((GUINT64_FROM_LE (word_) >> (bit_ & 7)) & mask_);        \
          }                                                                                        \
      }                                                                                            \
    else                                                                                           \
      for (guint i_ = 0; i_ < (n); i_++)                                                           \
        (array)[i_].field = (base) + pollux_pack_get ((column), (width), (first) + i_);            \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
