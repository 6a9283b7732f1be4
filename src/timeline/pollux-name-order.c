/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A million names are sorted by their first bytes. What all have in common is
 * skipped, the next sixteen bytes of each name's sort key are made a number,
 * and the numbers are sorted by radix; only names that are still equal then
 * are compared in full. In the sort key a run of digits becomes "0", its
 * length without leading zeros, and its digits, so that keys compare as the
 * numbers do.
 */

#include "config.h"

#include <string.h>

#include "pollux-name-order.h"

#define PREFIX 16

typedef struct
{
  guint64 prefix[PREFIX / 8];
  guint name;
} Key;

static int
compare_naturally (const char *a,
                   const char *b)
{
  while (*a != '\0' && *b != '\0')
    {
      int left = g_ascii_tolower (*a), right = g_ascii_tolower (*b);

      if (g_ascii_isdigit (left) && g_ascii_isdigit (right))
        {
          gsize n, m;

          a += strspn (a, "0");
          b += strspn (b, "0");
          n = strspn (a, "0123456789");
          m = strspn (b, "0123456789");
          if (n != m)
            return n < m ? -1 : 1;
          left = strncmp (a, b, n);
          if (left != 0)
            return left;
          a += n;
          b += m;
          continue;
        }

      if (left != right)
        return (guint8) left < (guint8) right ? -1 : 1;
      a++;
      b++;
    }

  return (*a != '\0') - (*b != '\0');
}

static int
compare_names (const char *a,
               const char *b)
{
  int order = a != b ? compare_naturally (a, b) : 0;

  return order != 0 || a == b ? order : strcmp (a, b);
}

static int
compare_keys (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const char * const *names = user_data;

  return compare_names (names[((const Key *) a)->name], names[((const Key *) b)->name]);
}

/* How many leading bytes, none of them a digit, all names share. */
static gsize
get_common_length (const char * const *names,
                   guint               n)
{
  gsize common = strcspn (names[0], "0123456789");

  for (guint i = 1; i < n && common > 0; i++)
    {
      gsize length = 0;

      while (length < common &&
             g_ascii_tolower (names[0][length]) == g_ascii_tolower (names[i][length]))
        length++;
      common = length;
    }

  return common;
}

static void
put_byte (Key   *key,
          guint *at,
          guint8 byte)
{
  if (*at < PREFIX)
    key->prefix[*at / 8] |= (guint64) byte << (56 - *at % 8 * 8);
  (*at)++;
}

static void
init_key (Key        *key,
          const char *name,
          guint       index)
{
  guint at = 0;

  *key = (Key) { { 0, 0 }, index };
  while (*name != '\0' && at < PREFIX)
    {
      gsize n;

      if (!g_ascii_isdigit (*name))
        {
          put_byte (key, &at, g_ascii_tolower (*name++));
          continue;
        }

      name += strspn (name, "0");
      n = strspn (name, "0123456789");
      put_byte (key, &at, '0');
      put_byte (key, &at, MIN (n, 255));
      for (; n > 0; n--)
        put_byte (key, &at, *name++);
    }
}

/* One stable pass over byte @byte of the prefixes, the last byte is 0; FALSE
 * if all have the same there. */
static gboolean
sort_by_byte (const Key *from,
              Key       *to,
              guint      n,
              guint      byte)
{
  guint counts[256] = { 0 };
  guint word = 1 - byte / 8, shift = byte % 8 * 8;
  guint at = 0;

  for (guint i = 0; i < n; i++)
    counts[(from[i].prefix[word] >> shift) & 0xff]++;
  if (counts[(from[0].prefix[word] >> shift) & 0xff] == n)
    return FALSE;

  for (guint value = 0; value < 256; value++)
    {
      guint count = counts[value];

      counts[value] = at;
      at += count;
    }

  for (guint i = 0; i < n; i++)
    to[counts[(from[i].prefix[word] >> shift) & 0xff]++] = from[i];

  return TRUE;
}

static gboolean
have_equal_prefix (const Key *a,
                   const Key *b)
{
  return a->prefix[0] == b->prefix[0] && a->prefix[1] == b->prefix[1];
}

/* Sorts those in full whose prefixes are equal but whose names are not. */
static void
sort_rest (Key                *keys,
           guint               n,
           const char * const *names)
{
  for (guint from = 0, to; from < n; from = to)
    {
      gboolean same = TRUE;

      for (to = from + 1; to < n && have_equal_prefix (&keys[from], &keys[to]); to++)
        same = same && names[keys[from].name] == names[keys[to].name];

      if (!same)
        g_qsort_with_data (keys + from, to - from, sizeof *keys, compare_keys, (gpointer) names);
    }
}

/**
 * pollux_name_order_rank:
 * @names: (array length=n): what to sort; the same address is the same name
 * @ranks: (out caller-allocates) (array length=n): the place of each in order
 */
void
pollux_name_order_rank (const char * const *names,
                        guint               n,
                        guint              *ranks)
{
  g_autofree Key *keys = g_new (Key, MAX (n, 1));
  g_autofree Key *spare = g_new (Key, MAX (n, 1));
  gsize common;

  if (n == 0)
    return;

  common = get_common_length (names, n);
  for (guint i = 0; i < n; i++)
    init_key (&keys[i], names[i] + common, i);

  for (guint byte = 0; byte < PREFIX; byte++)
    if (sort_by_byte (keys, spare, n, byte))
      {
        Key *swap = keys;

        keys = spare;
        spare = swap;
      }

  sort_rest (keys, n, names);
  for (guint i = 0, rank = 0; i < n; i++)
    {
      if (i > 0 && compare_names (names[keys[i - 1].name], names[keys[i].name]) != 0)
        rank++;
      ranks[keys[i].name] = rank;
    }
}
