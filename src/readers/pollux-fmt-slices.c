/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A hash table from bytes to what they mean, with open addressing. It is a
 * cache: what it does not hold is parsed again, so it may forget. It grows to a
 * limit; full there (by entries or by bytes) it forgets everything. A trace
 * works with few spans at a time, and they are back in a moment. A file with
 * millions of different spans therefore costs time, never memory.
 *
 * A look-up sees only a few places in a row. A file made to collide only
 * defeats the cache.
 *
 * The hash multiplies the halves of every eight bytes, each mixed with a
 * number of its own, and adds the products: no step waits for the one before,
 * so it runs at several bytes per cycle. Equal hashes prove nothing; the bytes
 * are always compared.
 */

#include "config.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "pollux-arena.h"
#include "pollux-fmt-slices.h"

/* Powers of two. */
#define FIRST_PLACES 256u
#define MAX_PLACES 32768u
#define MAX_BYTES (8u * 1024 * 1024)
/* Longer ones are rare, and few of them would fill the table. */
#define MAX_SLICE 8192u
#define MAX_STEPS 32u

typedef struct
{
  const char *bytes;
  guint32 length;
  guint32 hash;
  PolluxFmtMeaning meaning;
} Entry;

struct _PolluxFmtSlices
{
  Entry *places;
  guint n_places;
  PolluxArena *arena;
  guint n_entries; /* at most half of the places */
  gsize n_bytes;
};

/**
 * pollux_fmt_slices_new:
 *
 * Returns: (transfer full): an empty table
 */
PolluxFmtSlices *
pollux_fmt_slices_new (void)
{
  PolluxFmtSlices *slices = g_new0 (PolluxFmtSlices, 1);

  slices->n_places = FIRST_PLACES;
  slices->places = g_new0 (Entry, slices->n_places);
  slices->arena = pollux_arena_new ();
  return slices;
}

/**
 * pollux_fmt_slices_free:
 * @slices: (nullable) (transfer full): a table
 */
void
pollux_fmt_slices_free (PolluxFmtSlices *slices)
{
  if (slices == NULL)
    return;

  g_free (slices->places);
  pollux_arena_free (slices->arena);
  g_free (slices);
}

#ifdef __SSE2__

typedef __m128i Lanes;

static inline Lanes
set_lanes (guint64 word)
{
  return _mm_set1_epi64x (word);
}

static inline Lanes
add_lanes (Lanes a,
           Lanes b)
{
  return _mm_add_epi64 (a, b);
}

static inline guint64
sum_lanes (Lanes lanes)
{
  guint64 words[2];

  _mm_storeu_si128 ((__m128i *) (void *) words, lanes);
  return words[0] ^ (words[1] << 31 | words[1] >> 33);
}

/* Sixteen bytes, mixed with @key. */
static inline Lanes
mix (const char *bytes,
     Lanes       key)
{
  Lanes word = _mm_xor_si128 (_mm_loadu_si128 ((const __m128i *) (const void *) bytes), key);

  return _mm_add_epi64 (_mm_mul_epu32 (word, _mm_srli_epi64 (word, 32)), word);
}

#else

typedef struct
{
  guint64 words[2];
} Lanes;

static inline Lanes
set_lanes (guint64 word)
{
  return (Lanes) { { word, word } };
}

static inline Lanes
add_lanes (Lanes a,
           Lanes b)
{
  return (Lanes) { { a.words[0] + b.words[0], a.words[1] + b.words[1] } };
}

static inline guint64
sum_lanes (Lanes lanes)
{
  return lanes.words[0] ^ (lanes.words[1] << 31 | lanes.words[1] >> 33);
}

/* Sixteen bytes, mixed with @key. */
static inline Lanes
mix (const char *bytes,
     Lanes       key)
{
  Lanes lanes;

  memcpy (&lanes, bytes, sizeof lanes);
  for (guint i = 0; i < 2; i++)
    {
      guint64 word = lanes.words[i] ^ key.words[i];

      lanes.words[i] = (word & G_MAXUINT32) * (word >> 32) + word;
    }
  return lanes;
}

#endif

static inline guint32
finish_hash (guint64 sum)
{
  sum ^= sum >> 32;
  sum *= G_GUINT64_CONSTANT (0xD6E8FEB86659FD93);
  return sum >> 32;
}

static guint32
hash_slice (PolluxSlice slice)
{
  const Lanes step = set_lanes (G_GUINT64_CONSTANT (0xD6E8FEB86659FD93));
  Lanes key = set_lanes (G_GUINT64_CONSTANT (0x9E3779B97F4A7C15) + slice.length);
  const char *at = slice.bytes;
  const char *end = at + slice.length;
  guint64 short_sum = slice.length;
  Lanes sum;

  if (slice.length < 16)
    {
      for (; at < end; at++)
        short_sum = (short_sum ^ (guchar) *at) * G_GUINT64_CONSTANT (0x100000001B3);
      return finish_hash (short_sum);
    }

  /* The last sixteen bytes first, some of them again. */
  sum = mix (end - 16, key);
  for (; end - at >= 16; at += 16)
    {
      key = add_lanes (key, step);
      sum = add_lanes (sum, mix (at, key));
    }

  return finish_hash (sum_lanes (sum));
}

/**
 * pollux_fmt_slices_lookup:
 * @slices: a table
 * @slice: the bytes of a whole object or list, or any other bytes
 *
 * Only bytes that were inserted are found, so what is found was checked when
 * it was.
 *
 * Returns: (transfer none) (nullable): what they mean, until the next insert;
 *   %NULL if that is not known
 */
const PolluxFmtMeaning *
pollux_fmt_slices_lookup (const PolluxFmtSlices *slices,
                          PolluxSlice            slice)
{
  guint32 hash;

  if (slice.length == 0 || slice.length > MAX_SLICE)
    return NULL;

  hash = hash_slice (slice);
  for (guint step = 0; step < MAX_STEPS; step++)
    {
      const Entry *entry = &slices->places[(hash + step) & (slices->n_places - 1)];

      if (entry->bytes == NULL)
        return NULL;
      if (entry->hash == hash && entry->length == slice.length &&
          memcmp (entry->bytes, slice.bytes, slice.length) == 0)
        return &entry->meaning;
    }

  return NULL;
}

static void
forget (PolluxFmtSlices *slices)
{
  memset (slices->places, 0, sizeof (Entry) * slices->n_places);
  pollux_arena_reset (slices->arena);
  slices->n_entries = 0;
  slices->n_bytes = 0;
}

/* Puts @entry where it will be found; without a free place there it takes
 * that of another one. */
static void
put (PolluxFmtSlices *slices,
     const Entry     *entry)
{
  Entry *place = &slices->places[entry->hash & (slices->n_places - 1)];

  for (guint step = 0; step < MAX_STEPS; step++)
    {
      Entry *next = &slices->places[(entry->hash + step) & (slices->n_places - 1)];

      if (next->bytes == NULL ||
          (next->hash == entry->hash && next->length == entry->length &&
           memcmp (next->bytes, entry->bytes, entry->length) == 0))
        {
          place = next;
          break;
        }
    }

  *place = *entry;
}

static void
grow (PolluxFmtSlices *slices)
{
  g_autofree Entry *old = g_steal_pointer (&slices->places);
  guint n_old = slices->n_places;

  slices->n_places *= 4;
  slices->places = g_new0 (Entry, slices->n_places);
  for (guint i = 0; i < n_old; i++)
    {
      if (old[i].bytes != NULL)
        put (slices, &old[i]);
    }
}

static void
make_room (PolluxFmtSlices *slices,
           gsize            n_bytes)
{
  gboolean full = slices->n_entries >= slices->n_places / 2;

  if (slices->n_bytes + n_bytes > MAX_BYTES || (full && slices->n_places >= MAX_PLACES))
    forget (slices);
  else if (full)
    grow (slices);
}

/**
 * pollux_fmt_slices_insert:
 * @slices: a table that does not hold @slice
 * @slice: the bytes of a whole object or list that was found to be good;
 *   copied
 * @meaning: what they mean
 */
void
pollux_fmt_slices_insert (PolluxFmtSlices        *slices,
                          PolluxSlice             slice,
                          const PolluxFmtMeaning *meaning)
{
  Entry entry;

  if (slice.length == 0 || slice.length > MAX_SLICE)
    return;

  make_room (slices, slice.length);
  entry = (Entry) {
    .bytes = pollux_arena_strndup (slices->arena, slice.bytes, slice.length),
    .length = slice.length,
    .hash = hash_slice (slice),
    .meaning = *meaning,
  };
  put (slices, &entry);
  slices->n_entries++;
  slices->n_bytes += slice.length;
}

/**
 * pollux_fmt_slices_get_memory:
 * @slices: a table
 *
 * Returns: the bytes it takes
 */
gsize
pollux_fmt_slices_get_memory (const PolluxFmtSlices *slices)
{
  return sizeof *slices + sizeof (Entry) * slices->n_places +
         pollux_arena_get_memory (slices->arena);
}

/**
 * pollux_fmt_meaning_add:
 * @meaning: of a list, %POLLUX_FMT_MEANING_NONE at first
 * @span: the next, inner span
 */
void
pollux_fmt_meaning_add (PolluxFmtMeaning    *meaning,
                        const PolluxFmtSpan *span)
{
  meaning->parent = meaning->span;
  meaning->parent_chain = meaning->chain;
  meaning->span = *span;
  if (span->kind == POLLUX_FMT_SPAN_TASK)
    meaning->chain = span->task;
  else if (span->kind == POLLUX_FMT_SPAN_RESOURCE)
    meaning->resource = span->other;
  else if (span->kind == POLLUX_FMT_SPAN_OPERATION)
    meaning->operation = span->other;
}
