/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Open addressing with linear probing over slots of eight bytes: 32 bits of
 * the hash and the id, so that a probe rarely touches a string that is not the
 * one looked for, and a rehash never touches any. At most two thirds of the
 * slots are in use.
 *
 * A string lies in an arena as its length (seven bits per byte, the highest
 * bit set in all but the last), its bytes, and a NUL: one string costs its
 * bytes, two more for the length and the NUL, eight for the pointer from its
 * id, and twelve to twenty-four for its slot.
 *
 * Id 0 is the empty string, which is never in the table: 0 marks a free slot.
 */

#include "config.h"

#include <string.h>

#include "pollux-arena.h"
#include "pollux-column.h"
#include "pollux-strings.h"

#define MIN_SLOTS ((gsize) 64)
#define MAX_LENGTH_BYTES 10
#define HASH_FACTOR G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

typedef struct
{
  guint32 hash;
  PolluxString id;
} Slot;

struct _PolluxStrings
{
  PolluxArena *arena;
  PolluxColumn entries;
  Slot *slots;
  gsize n_slots;
};

static inline guint64
mix (guint64 hash,
     guint64 word)
{
  hash = (hash ^ word) * HASH_FACTOR;

  return hash ^ (hash >> 32);
}

/* Each step is a bijection of the state, so words never cancel each other;
 * the last two steps carry the last word into all bits. */
static guint32
hash_bytes (const char *bytes,
            gsize       length)
{
  guint64 hash = mix (0, length);
  guint64 word;

  for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      hash = mix (hash, word);
    }

  word = 0;
  memcpy (&word, bytes, length);
  hash = mix (mix (hash, word), 0);

  return (guint32) hash;
}

static inline const char *
entry_read (const char *entry,
            gsize      *length)
{
  guint8 byte = *entry++;
  gsize value = byte & 0x7f;

  for (guint shift = 7; G_UNLIKELY (byte & 0x80); shift += 7)
    {
      byte = *entry++;
      value |= (gsize) (byte & 0x7f) << shift;
    }

  *length = value;

  return entry;
}

static const char *
entry_new (PolluxStrings *strings,
           const char    *bytes,
           gsize          length)
{
  char prefix[MAX_LENGTH_BYTES];
  gsize n_prefix = 0;
  gsize rest = length;
  char *entry;

  for (; rest >= 0x80; rest >>= 7)
    prefix[n_prefix++] = (char) (rest | 0x80);

  prefix[n_prefix++] = (char) rest;

  entry = pollux_arena_alloc_bytes (strings->arena, n_prefix + length + 1);
  memcpy (entry, prefix, n_prefix);
  memcpy (entry + n_prefix, bytes, length);
  entry[n_prefix + length] = '\0';

  return entry;
}

static inline const char *
get_entry (const PolluxStrings *strings,
           PolluxString         id,
           gsize               *length)
{
  return entry_read (*pollux_column_index (&strings->entries, const char *, id), length);
}

static PolluxString
append_entry (PolluxStrings *strings,
              const char    *bytes,
              gsize          length)
{
  const char *entry = entry_new (strings, bytes, length);

  *(const char **) pollux_column_append (&strings->entries) = entry;

  return pollux_column_get_length (&strings->entries) - 1;
}

/* The slot that holds the string, or the free one where it belongs. */
static Slot *
find_slot (const PolluxStrings *strings,
           const char          *bytes,
           gsize                length,
           guint32              hash)
{
  gsize mask = strings->n_slots - 1;

  for (gsize i = hash & mask;; i = (i + 1) & mask)
    {
      Slot *slot = &strings->slots[i];
      const char *other;
      gsize other_length;

      if (slot->id == 0)
        return slot;

      if (slot->hash != hash)
        continue;

      other = get_entry (strings, slot->id, &other_length);

      if (other_length == length && memcmp (other, bytes, length) == 0)
        return slot;
    }
}

static void
grow_slots (PolluxStrings *strings)
{
  g_autofree Slot *old = g_steal_pointer (&strings->slots);
  gsize n_old = strings->n_slots;
  gsize mask;

  strings->n_slots = n_old * 2;
  strings->slots = g_new0 (Slot, strings->n_slots);
  mask = strings->n_slots - 1;

  for (gsize i = 0; i < n_old; i++)
    {
      gsize at = old[i].hash & mask;

      if (old[i].id == 0)
        continue;

      while (strings->slots[at].id != 0)
        at = (at + 1) & mask;

      strings->slots[at] = old[i];
    }
}

static inline gsize
resolve_length (const char *bytes,
                gssize      length)
{
  if (length >= 0)
    return length;

  return bytes != NULL ? strlen (bytes) : 0;
}

/**
 * pollux_strings_new:
 *
 * Returns: (transfer full): a set that holds the empty string alone
 */
PolluxStrings *
pollux_strings_new (void)
{
  PolluxStrings *strings = g_new0 (PolluxStrings, 1);

  strings->arena = pollux_arena_new ();
  strings->n_slots = MIN_SLOTS;
  strings->slots = g_new0 (Slot, strings->n_slots);
  pollux_column_init (&strings->entries, sizeof (const char *), 14);
  append_entry (strings, "", 0);

  return strings;
}

/**
 * pollux_strings_free:
 * @strings: (transfer full) (nullable): a set of strings
 *
 * Frees @strings and every string that was got from it.
 */
void
pollux_strings_free (PolluxStrings *strings)
{
  if (strings == NULL)
    return;

  pollux_column_clear (&strings->entries);
  pollux_arena_free (strings->arena);
  g_free (strings->slots);
  g_free (strings);
}

/**
 * pollux_strings_intern:
 * @strings: a set of strings
 * @bytes: (nullable): @length bytes; %NULL is the empty string
 * @length: number of bytes, or negative if @bytes ends with a NUL
 *
 * Adds a copy of the string unless it is there already.
 *
 * Returns: the id of the string
 */
PolluxString
pollux_strings_intern (PolluxStrings *strings,
                       const char    *bytes,
                       gssize         length)
{
  gsize n_bytes = resolve_length (bytes, length);
  guint32 hash;
  Slot *slot;

  if (n_bytes == 0)
    return 0;

  hash = hash_bytes (bytes, n_bytes);
  slot = find_slot (strings, bytes, n_bytes, hash);

  if (slot->id != 0)
    return slot->id;

  if (pollux_strings_get_count (strings) >= strings->n_slots / 3 * 2)
    {
      grow_slots (strings);
      slot = find_slot (strings, bytes, n_bytes, hash);
    }

  slot->hash = hash;
  slot->id = append_entry (strings, bytes, n_bytes);

  return slot->id;
}

/**
 * pollux_strings_lookup:
 * @strings: a set of strings
 * @bytes: (nullable): @length bytes; %NULL is the empty string
 * @length: number of bytes, or negative if @bytes ends with a NUL
 * @id: (out) (optional): its id, untouched if there is none
 *
 * Looks for a string without adding it.
 *
 * Returns: whether the string has been interned
 */
gboolean
pollux_strings_lookup (const PolluxStrings *strings,
                       const char          *bytes,
                       gssize               length,
                       PolluxString        *id)
{
  gsize n_bytes = resolve_length (bytes, length);
  PolluxString found = 0;

  if (n_bytes > 0)
    {
      found = find_slot (strings, bytes, n_bytes, hash_bytes (bytes, n_bytes))->id;

      if (found == 0)
        return FALSE;
    }

  if (id != NULL)
    *id = found;

  return TRUE;
}

/**
 * pollux_strings_get:
 * @strings: a set of strings
 * @id: an id from @strings
 *
 * Returns: (transfer none): the bytes with a NUL behind them, valid as long as
 *   @strings; %NULL if there is no such id
 */
const char *
pollux_strings_get (const PolluxStrings *strings,
                    PolluxString         id)
{
  gsize length;

  g_return_val_if_fail (id < pollux_strings_get_count (strings), NULL);

  return get_entry (strings, id, &length);
}

/**
 * pollux_strings_get_length:
 * @strings: a set of strings
 * @id: an id from @strings
 *
 * Returns: the number of bytes, without the NUL behind them
 */
gsize
pollux_strings_get_length (const PolluxStrings *strings,
                           PolluxString         id)
{
  gsize length;

  g_return_val_if_fail (id < pollux_strings_get_count (strings), 0);

  get_entry (strings, id, &length);

  return length;
}

/**
 * pollux_strings_get_count:
 * @strings: a set of strings
 *
 * Returns: the number of strings with the empty one, at least 1; ids are below
 */
guint
pollux_strings_get_count (const PolluxStrings *strings)
{
  return pollux_column_get_length (&strings->entries);
}

/**
 * pollux_strings_get_memory:
 * @strings: a set of strings
 *
 * Returns: the bytes allocated for @strings
 */
gsize
pollux_strings_get_memory (const PolluxStrings *strings)
{
  return sizeof *strings + strings->n_slots * sizeof (Slot)
         + pollux_column_get_memory (&strings->entries)
         + pollux_arena_get_memory (strings->arena);
}
