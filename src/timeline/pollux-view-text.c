/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-axis.h"
#include "pollux-time-text.h"
#include "pollux-view-text.h"

/* Of the length that is shown, the last digit is worth about this part. */
#define PRECISION 1000

/**
 * pollux_view_text:
 * @clock: how times are told
 *
 * Returns: (transfer full): the part of the trace that is shown, in words
 */
char *
pollux_view_text (const PolluxViewport *viewport,
                  const PolluxClock    *clock)
{
  PolluxRange range = pollux_viewport_get_range (viewport);
  gint64 length = pollux_range_length (range);
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  g_autofree char *duration = NULL;
  PolluxAxis axis;

  pollux_axis_init_clock (&axis, viewport, clock);
  for (axis.step = 1; axis.step < POLLUX_CLOCK_SECOND && axis.step * 10 * PRECISION <= length;)
    axis.step *= 10;
  begin = pollux_axis_get_label (&axis, range.begin);
  end = pollux_axis_get_label (&axis, range.end);

  /* Translators: two times or numbers of records, the ends of what is shown. */
  if (clock->kind == POLLUX_CLOCK_ORDINAL)
    return g_strdup_printf (_("%s to %s"), begin, end);

  duration = pollux_duration_to_label (length);
  /* Translators: two times, the ends of what is shown, and the duration between them. */
  return g_strdup_printf (_("%s to %s, %s"), begin, end, duration);
}
