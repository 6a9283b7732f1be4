/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a clock is made of for a trace and a person's wish. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-time-mode.h"

static const struct
{
  const char *name;
  const char *title;
} modes[POLLUX_N_TIME_MODES] = {
  { "relative", N_("Since the _Begin") },
  { "selection", N_("Since the _Selection") },
  { "local", N_("_Local Time") },
  { "utc", N_("_UTC") },
  { "uptime", N_("As _Recorded") },
};

/**
 * pollux_time_mode_get_name:
 *
 * Returns: (transfer none): how it is called in actions and options
 */
const char *
pollux_time_mode_get_name (PolluxTimeMode mode)
{
  g_return_val_if_fail (mode < POLLUX_N_TIME_MODES, NULL);

  return modes[mode].name;
}

/**
 * pollux_time_mode_find:
 * @name: (nullable): as from pollux_time_mode_get_name()
 * @mode: (out): untouched on failure
 *
 * Returns: whether there is such a mode
 */
gboolean
pollux_time_mode_find (const char     *name,
                       PolluxTimeMode *mode)
{
  for (guint i = 0; i < POLLUX_N_TIME_MODES; i++)
    if (g_strcmp0 (modes[i].name, name) == 0)
      {
        *mode = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * pollux_time_mode_get_title:
 *
 * Returns: (transfer none): its name in a menu
 */
const char *
pollux_time_mode_get_title (PolluxTimeMode mode)
{
  g_return_val_if_fail (mode < POLLUX_N_TIME_MODES, NULL);

  return _(modes[mode].title);
}

/**
 * pollux_time_mode_is_available:
 *
 * Returns: whether times of @trace can be told so
 */
gboolean
pollux_time_mode_is_available (PolluxTimeMode  mode,
                               PolluxTrace    *trace)
{
  PolluxTimeKind kind = pollux_trace_get_time_kind (trace);
  gboolean known = pollux_trace_get_origin (trace) != POLLUX_TIME_NONE;

  switch (mode)
    {
    case POLLUX_TIME_MODE_LOCAL:
    case POLLUX_TIME_MODE_UTC:
      return kind == POLLUX_TIME_KIND_EPOCH && known;

    case POLLUX_TIME_MODE_UPTIME:
      return kind == POLLUX_TIME_KIND_CLOCK && known;

    case POLLUX_TIME_MODE_SELECTION:
      return kind != POLLUX_TIME_KIND_ORDINAL;

    case POLLUX_TIME_MODE_RELATIVE:
    case POLLUX_N_TIME_MODES:
    default:
      return TRUE;
    }
}

static gboolean
spans_days (const PolluxClock *clock,
            PolluxRange        extent)
{
  return pollux_clock_get_midnight (clock, extent.begin) !=
         pollux_clock_get_midnight (clock, extent.end);
}

/**
 * pollux_time_mode_get_clock:
 * @trace: a trace
 * @zero: the begin of what is selected, or %POLLUX_TIME_NONE
 * @clock: (out caller-allocates): how its times are told
 */
void
pollux_time_mode_get_clock (PolluxTimeMode  mode,
                            PolluxTrace    *trace,
                            PolluxTime      zero,
                            PolluxClock    *clock)
{
  PolluxRange extent = pollux_trace_get_extent (trace);
  gint64 origin = pollux_trace_get_origin (trace);

  *clock = (PolluxClock) { POLLUX_CLOCK_RELATIVE, extent.begin };

  if (!pollux_trace_has_times (trace))
    *clock = (PolluxClock) { POLLUX_CLOCK_ORDINAL };
  else if (!pollux_time_mode_is_available (mode, trace))
    return;
  else if (mode == POLLUX_TIME_MODE_LOCAL)
    *clock = (PolluxClock) { POLLUX_CLOCK_LOCAL, .epoch = origin };
  else if (mode == POLLUX_TIME_MODE_UTC)
    *clock = (PolluxClock) { POLLUX_CLOCK_UTC, .epoch = origin };
  else if (mode == POLLUX_TIME_MODE_UPTIME)
    clock->zero = -origin;
  else if (mode == POLLUX_TIME_MODE_SELECTION && zero != POLLUX_TIME_NONE)
    *clock = (PolluxClock) { POLLUX_CLOCK_RELATIVE, zero, .plus = TRUE };

  if (pollux_clock_is_civil (clock))
    clock->dates = spans_days (clock, extent);
}
