/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Percentiles of many lengths, in slices.
 *
 * Up to SORT_MAX samples are kept and sorted when they are asked for. Beyond
 * that each is also counted in a histogram of FINE_BINS bins: one per
 * nanosecond up to 256 ns, then 128 to the power of two, so that a bin is at
 * most 1/128 of its lengths wide. The bin in which a rank falls is known at
 * once. While the samples themselves are kept, the bin is then divided again,
 * 4096 ways in each pass over the samples, until it is one nanosecond wide:
 * that is the exact value, after one or two passes for all usual lengths and
 * five at most. A pass can be interrupted anywhere, so that a main loop does
 * not stall on a million samples, and nothing is moved or sorted.
 *
 * More than POLLUX_SAMPLES_EXACT_MAX samples are not kept; the middle of the
 * bin stands for the value then, at most 1/256 off.
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "pollux-samples.h"

#define SORT_MAX 4096
#define LINEAR_BITS 8
#define OCTAVE_BITS 7
#define FINE_BINS ((1 << LINEAR_BITS) + (63 - LINEAR_BITS) * (1 << OCTAVE_BITS))
#define SPLIT_BITS 12
#define SPLIT_BINS (1 << SPLIT_BITS)
/* How many samples are looked at between two looks at the clock. */
#define CLOCK_EVERY 8192

/* One percentile on its way: it is the @rank-th smallest (from 0) of the
 * samples in [@low, @low + 2^@bits). */
typedef struct
{
  gint64 low;
  guint bits;
  guint64 rank;
  guint32 *bins;
  gboolean done;
} Search;

struct _PolluxSamples
{
  gint64 *values;
  guint n_values;
  guint n_allocated;
  gboolean sorted;

  guint64 *fine;
  guint64 count;
  gint64 sum;
  gint64 min;
  gint64 max;

  Search searches[POLLUX_SAMPLES_MAX_PERCENTILES];
  guint n_searches;
  guint position;
  gboolean searching;
};

static guint
fine_index (gint64 length)
{
  guint exponent;

  if (length < (1 << LINEAR_BITS))
    return (guint) length;

  exponent = 63 - (guint) __builtin_clzll ((guint64) length);

  return (1 << LINEAR_BITS) + ((exponent - LINEAR_BITS) << OCTAVE_BITS) +
         ((guint) (length >> (exponent - OCTAVE_BITS)) & ((1 << OCTAVE_BITS) - 1));
}

static void
fine_bounds (guint   index,
             gint64 *low,
             guint  *bits)
{
  guint octave, part;

  if (index < (1 << LINEAR_BITS))
    {
      *low = index;
      *bits = 0;
      return;
    }

  octave = (index - (1 << LINEAR_BITS)) >> OCTAVE_BITS;
  part = (index - (1 << LINEAR_BITS)) & ((1 << OCTAVE_BITS) - 1);
  *bits = octave + LINEAR_BITS - OCTAVE_BITS;
  *low = (gint64) ((1 << OCTAVE_BITS) + part) << *bits;
}

/**
 * pollux_samples_new:
 *
 * Returns: (transfer full): an empty bag
 */
PolluxSamples *
pollux_samples_new (void)
{
  return g_new0 (PolluxSamples, 1);
}

/**
 * pollux_samples_free:
 * @samples: (nullable) (transfer full): a bag
 */
void
pollux_samples_free (PolluxSamples *samples)
{
  if (samples == NULL)
    return;

  for (guint i = 0; i < POLLUX_SAMPLES_MAX_PERCENTILES; i++)
    g_free (samples->searches[i].bins);

  g_free (samples->values);
  g_free (samples->fine);
  g_free (samples);
}

/**
 * pollux_samples_clear:
 * @samples: a bag
 *
 * Empties it for use anew; a small bag keeps its memory.
 */
void
pollux_samples_clear (PolluxSamples *samples)
{
  g_return_if_fail (samples != NULL);

  g_clear_pointer (&samples->fine, g_free);

  if (samples->n_allocated > SORT_MAX)
    {
      g_clear_pointer (&samples->values, g_free);
      samples->n_allocated = 0;
    }

  samples->n_values = 0;
  samples->sorted = FALSE;
  samples->count = 0;
  samples->sum = 0;
  samples->searching = FALSE;
  samples->n_searches = 0;
}

static void
count_all_finely (PolluxSamples *samples)
{
  samples->fine = g_new0 (guint64, FINE_BINS);

  for (guint i = 0; i < samples->n_values; i++)
    samples->fine[fine_index (samples->values[i])]++;
}

static void
keep_value (PolluxSamples *samples,
            gint64         length)
{
  if (samples->n_values == samples->n_allocated)
    {
      samples->n_allocated = MAX (64, samples->n_allocated * 2);
      samples->n_allocated = MIN (samples->n_allocated, POLLUX_SAMPLES_EXACT_MAX);
      samples->values = g_renew (gint64, samples->values, samples->n_allocated);
    }

  samples->values[samples->n_values++] = length;
}

/**
 * pollux_samples_add:
 * @samples: a bag
 * @length: ns; below zero counts as zero
 *
 * Adds a sample. What was selected before is void.
 */
void
pollux_samples_add (PolluxSamples *samples,
                    gint64         length)
{
  g_return_if_fail (samples != NULL);

  length = MAX (length, 0);

  if (samples->count == SORT_MAX)
    count_all_finely (samples);
  if (samples->fine != NULL)
    samples->fine[fine_index (length)]++;

  if (samples->count < POLLUX_SAMPLES_EXACT_MAX)
    {
      keep_value (samples, length);
    }
  else if (samples->values != NULL)
    {
      g_clear_pointer (&samples->values, g_free);
      samples->n_values = samples->n_allocated = 0;
    }

  samples->min = samples->count == 0 ? length : MIN (samples->min, length);
  samples->max = samples->count == 0 ? length : MAX (samples->max, length);
  if (__builtin_add_overflow (samples->sum, length, &samples->sum))
    samples->sum = G_MAXINT64;
  samples->count++;
  samples->sorted = FALSE;
  samples->searching = FALSE;
  samples->n_searches = 0;
}

/**
 * pollux_samples_get_count:
 * @samples: a bag
 *
 * Returns: how many samples it holds
 */
guint64
pollux_samples_get_count (const PolluxSamples *samples)
{
  g_return_val_if_fail (samples != NULL, 0);

  return samples->count;
}

/**
 * pollux_samples_get_sum:
 * @samples: a bag
 *
 * Returns: their sum, at most %G_MAXINT64
 */
gint64
pollux_samples_get_sum (const PolluxSamples *samples)
{
  g_return_val_if_fail (samples != NULL, 0);

  return samples->sum;
}

/**
 * pollux_samples_get_min:
 * @samples: a bag
 *
 * Returns: the smallest; %POLLUX_TIME_NONE if there is none
 */
gint64
pollux_samples_get_min (const PolluxSamples *samples)
{
  g_return_val_if_fail (samples != NULL, POLLUX_TIME_NONE);

  return samples->count > 0 ? samples->min : POLLUX_TIME_NONE;
}

/**
 * pollux_samples_get_max:
 * @samples: a bag
 *
 * Returns: the largest; %POLLUX_TIME_NONE if there is none
 */
gint64
pollux_samples_get_max (const PolluxSamples *samples)
{
  g_return_val_if_fail (samples != NULL, POLLUX_TIME_NONE);

  return samples->count > 0 ? samples->max : POLLUX_TIME_NONE;
}

/**
 * pollux_samples_is_exact:
 * @samples: a bag
 *
 * Returns: whether its percentiles are exact
 */
gboolean
pollux_samples_is_exact (const PolluxSamples *samples)
{
  g_return_val_if_fail (samples != NULL, TRUE);

  return samples->count <= POLLUX_SAMPLES_EXACT_MAX;
}

static int
compare_lengths (const void *a,
                 const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static guint64
rank_of_percent (guint64 count,
                 guint   percent)
{
  guint64 rank = (count / 100) * percent + ((count % 100) * percent + 99) / 100;

  return rank > 0 ? rank - 1 : 0;
}

static void
begin_search (const PolluxSamples *samples,
              Search              *search,
              guint                percent)
{
  guint index = 0;

  search->rank = rank_of_percent (samples->count, percent);

  if (samples->fine == NULL)
    {
      search->low = samples->values[search->rank];
      search->done = TRUE;
      return;
    }

  while (search->rank >= samples->fine[index])
    search->rank -= samples->fine[index++];

  fine_bounds (index, &search->low, &search->bits);
  search->done = search->bits == 0;

  if (!pollux_samples_is_exact (samples) && !search->done)
    {
      search->low += (gint64) 1 << (search->bits - 1);
      search->low = CLAMP (search->low, samples->min, samples->max);
      search->done = TRUE;
    }
}

static void
begin_pass (PolluxSamples *samples)
{
  samples->position = 0;

  for (guint i = 0; i < samples->n_searches; i++)
    {
      Search *search = &samples->searches[i];

      if (search->done)
        continue;
      if (search->bins == NULL)
        search->bins = g_new (guint32, SPLIT_BINS);
      memset (search->bins, 0, sizeof (guint32) * SPLIT_BINS);
    }
}

static void
count_slice (const PolluxSamples *samples,
             Search              *search,
             guint                begin,
             guint                end)
{
  guint64 low = (guint64) search->low;
  guint64 width = (guint64) 1 << search->bits;
  guint shift = search->bits > SPLIT_BITS ? search->bits - SPLIT_BITS : 0;

  for (guint i = begin; i < end; i++)
    {
      guint64 offset = (guint64) samples->values[i] - low;

      if (offset < width)
        search->bins[offset >> shift]++;
    }
}

static void
narrow (Search *search)
{
  guint shift = search->bits > SPLIT_BITS ? search->bits - SPLIT_BITS : 0;
  guint index = 0;

  while (search->rank >= search->bins[index])
    search->rank -= search->bins[index++];

  search->low += (gint64) index << shift;
  search->bits = shift;
  search->done = shift == 0;
}

/* One pass over the samples; FALSE if the deadline came first. */
static gboolean
go_on_with_pass (PolluxSamples *samples,
                 gint64         deadline)
{
  while (samples->position < samples->n_values)
    {
      guint end = MIN (samples->position + CLOCK_EVERY, samples->n_values);

      for (guint i = 0; i < samples->n_searches; i++)
        if (!samples->searches[i].done)
          count_slice (samples, &samples->searches[i], samples->position, end);

      samples->position = end;
      if (deadline != 0 && g_get_monotonic_time () >= deadline)
        break;
    }

  return samples->position == samples->n_values;
}

static gboolean
all_done (const PolluxSamples *samples)
{
  for (guint i = 0; i < samples->n_searches; i++)
    if (!samples->searches[i].done)
      return FALSE;

  return TRUE;
}

static void
begin_select (PolluxSamples *samples,
              const guint   *percents,
              guint          n_percents)
{
  if (samples->fine == NULL && !samples->sorted && samples->count > 0)
    {
      qsort (samples->values, samples->n_values, sizeof (gint64), compare_lengths);
      samples->sorted = TRUE;
    }

  samples->n_searches = samples->count > 0 ? n_percents : 0;
  for (guint i = 0; i < samples->n_searches; i++)
    begin_search (samples, &samples->searches[i], percents[i]);

  samples->searching = TRUE;
  begin_pass (samples);
}

/**
 * pollux_samples_select:
 * @samples: a bag
 * @percents: (array length=n_percents): which, 1 to 100 each
 * @n_percents: how many, at most POLLUX_SAMPLES_MAX_PERCENTILES
 * @deadline: of g_get_monotonic_time(); 0 for none
 *
 * Finds percentiles by nearest rank. If it returns %FALSE, the deadline came
 * first: call it again with the same @percents.
 *
 * Returns: %TRUE when pollux_samples_get_selected() can tell them
 */
gboolean
pollux_samples_select (PolluxSamples *samples,
                       const guint   *percents,
                       guint          n_percents,
                       gint64         deadline)
{
  g_return_val_if_fail (samples != NULL, TRUE);
  g_return_val_if_fail (n_percents <= POLLUX_SAMPLES_MAX_PERCENTILES, TRUE);

  if (!samples->searching)
    begin_select (samples, percents, n_percents);

  while (!all_done (samples))
    {
      if (!go_on_with_pass (samples, deadline))
        return FALSE;

      for (guint i = 0; i < samples->n_searches; i++)
        if (!samples->searches[i].done)
          narrow (&samples->searches[i]);
      begin_pass (samples);
    }

  samples->searching = FALSE;

  return TRUE;
}

/**
 * pollux_samples_get_selected:
 * @samples: a bag
 * @index: which of the percents that were selected last
 *
 * Returns: ns; %POLLUX_TIME_NONE if there is no sample
 */
gint64
pollux_samples_get_selected (const PolluxSamples *samples,
                             guint                index)
{
  g_return_val_if_fail (samples != NULL, POLLUX_TIME_NONE);
  g_return_val_if_fail (index < POLLUX_SAMPLES_MAX_PERCENTILES, POLLUX_TIME_NONE);

  return index < samples->n_searches ? samples->searches[index].low : POLLUX_TIME_NONE;
}
