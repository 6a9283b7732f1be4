/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Blocks of 32 moments. A block keeps its first moment and the sum of all
 * moments before it; the moments themselves are 32-bit distances to the first,
 * or, where 32 of them take more than 4.29 s, 64-bit ones in a second array.
 * Sums are modulo 2^64: what is computed from them is a difference that fits.
 */

#include "config.h"

#include "pollux-sorted-times.h"

#define BLOCK 32

typedef struct
{
  PolluxTime first;
  guint64 sum;        /* of the moments before the block */
  guint32 wide;       /* 1 + which block of @wides, 0 if it needs none */
} Block;

struct _PolluxSortedTimes
{
  guint n;
  PolluxTime last;
  guint64 sum;
  guint n_blocks_allocated;
  guint n_wides;
  guint n_wides_allocated;
  Block *blocks;
  guint32 *distances;
  PolluxTime *wides;
};

/**
 * pollux_sorted_times_new:
 *
 * Returns: (transfer full): none
 */
PolluxSortedTimes *
pollux_sorted_times_new (void)
{
  return g_new0 (PolluxSortedTimes, 1);
}

/**
 * pollux_sorted_times_free:
 * @times: (nullable):
 */
void
pollux_sorted_times_free (PolluxSortedTimes *times)
{
  if (times == NULL)
    return;

  g_free (times->blocks);
  g_free (times->distances);
  g_free (times->wides);
  g_free (times);
}

static void
resize (PolluxSortedTimes *times,
        guint              n_blocks)
{
  times->blocks = g_renew (Block, times->blocks, n_blocks);
  times->distances = g_renew (guint32, times->distances, (gsize) n_blocks * BLOCK);
  times->n_blocks_allocated = n_blocks;
}

static void
begin_block (PolluxSortedTimes *times,
             PolluxTime         time)
{
  guint at = times->n / BLOCK;

  if (at == times->n_blocks_allocated)
    resize (times, MAX (2, at + at / 2));

  times->blocks[at] = (Block) { time, times->sum, 0 };
}

/* Moves the last block, which has @n moments, to 64 bits. */
static void
widen (PolluxSortedTimes *times,
       guint              n)
{
  Block *block = &times->blocks[times->n / BLOCK];
  const guint32 *distances = times->distances + times->n / BLOCK * BLOCK;
  PolluxTime *wide;

  if (times->n_wides == times->n_wides_allocated)
    {
      times->n_wides_allocated = MAX (2, times->n_wides + times->n_wides / 2);
      times->wides = g_renew (PolluxTime, times->wides, (gsize) times->n_wides_allocated * BLOCK);
    }

  wide = times->wides + (gsize) times->n_wides * BLOCK;
  for (guint i = 0; i < n; i++)
    wide[i] = block->first + distances[i];
  block->wide = ++times->n_wides;
}

/**
 * pollux_sorted_times_append:
 * @time: ns; one before the last is taken for the last
 */
void
pollux_sorted_times_append (PolluxSortedTimes *times,
                            PolluxTime         time)
{
  guint inside = times->n % BLOCK;
  guint64 distance;
  Block *block;

  if (times->n > 0)
    time = MAX (time, times->last);
  if (inside == 0)
    begin_block (times, time);

  block = &times->blocks[times->n / BLOCK];
  distance = (guint64) time - (guint64) block->first;
  if (block->wide == 0 && distance > G_MAXUINT32)
    widen (times, inside);

  if (block->wide != 0)
    times->wides[(gsize) (block->wide - 1) * BLOCK + inside] = time;
  else
    times->distances[times->n] = distance;

  times->sum += (guint64) time;
  times->last = time;
  times->n++;
}

/**
 * pollux_sorted_times_trim:
 */
void
pollux_sorted_times_trim (PolluxSortedTimes *times)
{
  resize (times, MAX (1, (times->n + BLOCK - 1) / BLOCK));
  times->n_wides_allocated = MAX (1, times->n_wides);
  times->wides = g_renew (PolluxTime, times->wides, (gsize) times->n_wides_allocated * BLOCK);
}

/**
 * pollux_sorted_times_get_length:
 *
 * Returns: how many there are
 */
guint
pollux_sorted_times_get_length (const PolluxSortedTimes *times)
{
  return times->n;
}

/**
 * pollux_sorted_times_get:
 * @index: below the length
 *
 * Returns: the time, ns
 */
PolluxTime
pollux_sorted_times_get (const PolluxSortedTimes *times,
                         guint                    index)
{
  const Block *block = &times->blocks[index / BLOCK];

  g_return_val_if_fail (index < times->n, 0);

  if (block->wide != 0)
    return times->wides[(gsize) (block->wide - 1) * BLOCK + index % BLOCK];

  return block->first + times->distances[index];
}

/* The first block from @low on, below @high, that does not begin before @time. */
static guint
find_block (const PolluxSortedTimes *times,
            PolluxTime               time,
            guint                    low,
            guint                    high)
{
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (times->blocks[middle].first < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* The same, in steps that double, from @hint on if it is no block too far. */
static guint
find_block_from (const PolluxSortedTimes *times,
                 PolluxTime               time,
                 guint                    hint)
{
  guint n_blocks = (times->n + BLOCK - 1) / BLOCK;
  guint low = hint, step = 1;

  if (hint == 0 || hint > n_blocks || times->blocks[hint - 1].first >= time)
    low = 0;

  while (low + step <= n_blocks && times->blocks[low + step - 1].first < time)
    {
      low += step;
      step *= 2;
    }

  return find_block (times, time, low, MIN (low + step, n_blocks));
}

static guint
count_wide (const PolluxTime *wide,
            guint             n,
            PolluxTime        time,
            guint64          *sum)
{
  guint count = 0;

  while (count < n && wide[count] < time)
    *sum += (guint64) wide[count++];

  return count;
}

/* All are looked at, without a branch: that is faster than to search. */
static guint
count_narrow (const guint32 *distances,
              guint          n,
              guint64        limit,
              guint64       *sum)
{
  guint64 before = 0;
  guint count = 0;

  for (guint i = 0; i < n; i++)
    {
      guint is_before = distances[i] < limit;

      count += is_before;
      before += distances[i] & (0 - (guint64) is_before);
    }

  *sum += before;

  return count;
}

/**
 * pollux_sorted_times_count:
 * @time: ns
 * @sum: (out) (nullable): of those before @time, modulo 2^64
 * @hint: (inout) (nullable): where the search begins, 0 at first
 *
 * Returns: how many are before @time
 */
guint
pollux_sorted_times_count (const PolluxSortedTimes *times,
                           PolluxTime               time,
                           guint64                 *sum,
                           guint                   *hint)
{
  guint at = find_block_from (times, time, hint != NULL ? *hint : 0);
  guint64 total = 0;
  const Block *block;
  guint n, count;

  if (hint != NULL)
    *hint = at;
  if (sum != NULL)
    *sum = 0;
  if (at == 0)
    return 0;

  at--;
  block = &times->blocks[at];
  n = MIN (BLOCK, times->n - at * BLOCK);
  if (block->wide != 0)
    count = count_wide (times->wides + (gsize) (block->wide - 1) * BLOCK, n, time, &total);
  else
    {
      count = count_narrow (times->distances + (gsize) at * BLOCK, n,
                            (guint64) time - (guint64) block->first, &total);
      total += (guint64) block->first * count;
    }

  if (sum != NULL)
    *sum = block->sum + total;

  return at * BLOCK + count;
}

/**
 * pollux_sorted_times_get_memory:
 *
 * Returns: bytes
 */
gsize
pollux_sorted_times_get_memory (const PolluxSortedTimes *times)
{
  return sizeof *times + (gsize) times->n_blocks_allocated * (sizeof (Block) + BLOCK * 4) +
         (gsize) times->n_wides_allocated * BLOCK * sizeof (PolluxTime);
}
