/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The columns are kept while the range and the width stay: then only the times
 * that were added since are looked at. Eight bytes a time.
 */

#include "config.h"

#include <string.h>

#include "pollux-ticks.h"

struct _PolluxTicks
{
  GArray *times;       /* (element-type PolluxTime): as they came */
  GByteArray *columns; /* what they make of @range */
  PolluxRange range;
  guint n_seen;        /* times that are in the columns */
};

/**
 * pollux_ticks_new:
 *
 * Returns: (transfer full): none
 */
PolluxTicks *
pollux_ticks_new (void)
{
  PolluxTicks *ticks = g_new0 (PolluxTicks, 1);

  ticks->times = g_array_new (FALSE, FALSE, sizeof (PolluxTime));
  ticks->columns = g_byte_array_new ();

  return ticks;
}

/**
 * pollux_ticks_free:
 * @ticks: (nullable) (transfer full): ticks
 */
void
pollux_ticks_free (PolluxTicks *ticks)
{
  if (ticks == NULL)
    return;

  g_array_unref (ticks->times);
  g_byte_array_unref (ticks->columns);
  g_free (ticks);
}

/**
 * pollux_ticks_clear:
 */
void
pollux_ticks_clear (PolluxTicks *ticks)
{
  g_array_set_size (ticks->times, 0);
  g_byte_array_set_size (ticks->columns, 0);
  ticks->n_seen = 0;
}

/**
 * pollux_ticks_add:
 * @time: when
 */
void
pollux_ticks_add (PolluxTicks *ticks,
                  PolluxTime   time)
{
  if (time != POLLUX_TIME_NONE)
    g_array_append_val (ticks->times, time);
}

/**
 * pollux_ticks_get_n_times:
 *
 * Returns: how many there are
 */
guint
pollux_ticks_get_n_times (PolluxTicks *ticks)
{
  return ticks->times->len;
}

static void
mark (PolluxTicks *ticks,
      PolluxTime   time)
{
  double length = MAX (1.0, (double) ticks->range.end - (double) ticks->range.begin);
  double part;
  guint n = ticks->columns->len;

  if (time < ticks->range.begin || time > ticks->range.end)
    return;

  part = ((double) time - (double) ticks->range.begin) / length;
  ticks->columns->data[MIN ((guint) (part * n), n - 1)] = TRUE;
}

/**
 * pollux_ticks_get_columns:
 * @range: what the columns stand for
 * @n_columns: how many; not 0
 *
 * Returns: (transfer none) (array length=n_columns): whether there is a tick
 */
const guint8 *
pollux_ticks_get_columns (PolluxTicks *ticks,
                          PolluxRange  range,
                          guint        n_columns)
{
  g_return_val_if_fail (n_columns > 0, NULL);

  if (ticks->columns->len != n_columns || ticks->range.begin != range.begin ||
      ticks->range.end != range.end)
    {
      g_byte_array_set_size (ticks->columns, n_columns);
      memset (ticks->columns->data, 0, n_columns);
      ticks->range = range;
      ticks->n_seen = 0;
    }

  for (; ticks->n_seen < ticks->times->len; ticks->n_seen++)
    mark (ticks, g_array_index (ticks->times, PolluxTime, ticks->n_seen));

  return ticks->columns->data;
}
