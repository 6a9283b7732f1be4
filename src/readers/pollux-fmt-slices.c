/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A hash table from bytes to what they mean, with open addressing. It is a
 * cache: what it does not hold is parsed again, so it may forget. Once it is
 * full (by entries or by bytes) it forgets everything; a trace works with few
 * spans at a time, and they are back in a moment. A file with millions of
 * different spans therefore costs time, never memory.
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

#include "pollux-arena.h"
#include "pollux-fmt-slices.h"

#define N_PLACES 32768u
#define MAX_ENTRIES (N_PLACES / 2)
#define MAX_BYTES (8u * 1024 * 1024)
/* Longer ones are rare, and few of them would fill the table. */
#define MAX_SLICE 8192u
#define MAX_STEPS 8u

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
  PolluxArena *arena;
  guint n_entries;
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

  slices->places = g_new0 (Entry, N_PLACES);
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

static inline guint64
load_word (const char *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);
  return word;
}

static inline guint64
mix_word (guint64 word,
          guint64 key)
{
  word ^= key;
  return (word & G_MAXUINT32) * (word >> 32) + word;
}

static guint32
hash_slice (PolluxSlice slice)
{
  const char *at = slice.bytes;
  gsize left = slice.length;
  guint64 key = G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  guint64 sum = slice.length * key;
  guint64 other = 0;

  for (; left >= 16; at += 16, left -= 16)
    {
      sum += mix_word (load_word (at), key);
      other += mix_word (load_word (at + 8), ~key);
      key += G_GUINT64_CONSTANT (0xD6E8FEB86659FD93);
    }

  if (slice.length >= 16)
    {
      /* The last sixteen bytes, some of them again. */
      sum += mix_word (load_word (at + left - 16), key);
      other += mix_word (load_word (at + left - 8), ~key);
    }
  else
    {
      for (; left > 0; at++, left--)
        sum = (sum ^ (guchar) *at) * G_GUINT64_CONSTANT (0x100000001B3);
    }

  sum ^= (other << 31) | (other >> 33);
  sum ^= sum >> 32;
  sum *= G_GUINT64_CONSTANT (0xD6E8FEB86659FD93);
  return sum >> 32;
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
      const Entry *entry = &slices->places[(hash + step) % N_PLACES];

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
  memset (slices->places, 0, sizeof (Entry) * N_PLACES);
  pollux_arena_reset (slices->arena);
  slices->n_entries = 0;
  slices->n_bytes = 0;
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
  guint32 hash;
  Entry *entry;

  if (slice.length == 0 || slice.length > MAX_SLICE)
    return;
  if (slices->n_entries >= MAX_ENTRIES || slices->n_bytes + slice.length > MAX_BYTES)
    forget (slices);

  hash = hash_slice (slice);
  entry = &slices->places[hash % N_PLACES];
  for (guint step = 0; step < MAX_STEPS; step++)
    {
      Entry *free_entry = &slices->places[(hash + step) % N_PLACES];

      if (free_entry->bytes == NULL)
        {
          entry = free_entry;
          break;
        }
    }

  /* Without a free place it takes that of another one. */
  entry->bytes = pollux_arena_strndup (slices->arena, slice.bytes, slice.length);
  entry->length = slice.length;
  entry->hash = hash;
  entry->meaning = *meaning;
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
  return sizeof *slices + sizeof (Entry) * N_PLACES + pollux_arena_get_memory (slices->arena);
}
