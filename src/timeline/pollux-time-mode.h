/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-clock.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxTimeMode:
 * @POLLUX_TIME_MODE_RELATIVE: since the trace's begin
 * @POLLUX_TIME_MODE_SELECTION: since the begin of what is selected
 * @POLLUX_TIME_MODE_LOCAL: time of day in the zone of this computer
 * @POLLUX_TIME_MODE_UTC: time of day in UTC
 * @POLLUX_TIME_MODE_UPTIME: as the clock of the recorded program read
 *
 * How a person wants the times of a trace to be told. A trace without times is
 * told by the numbers of its records in every mode.
 */
typedef enum
{
  POLLUX_TIME_MODE_RELATIVE,
  POLLUX_TIME_MODE_SELECTION,
  POLLUX_TIME_MODE_LOCAL,
  POLLUX_TIME_MODE_UTC,
  POLLUX_TIME_MODE_UPTIME,
  POLLUX_N_TIME_MODES,
} PolluxTimeMode;

/* "relative", "selection", "local", "utc", "uptime". */
const char *pollux_time_mode_get_name     (PolluxTimeMode  mode);
/* FALSE if there is no mode of that name. */
gboolean    pollux_time_mode_find         (const char     *name,
                                           PolluxTimeMode *mode);
/* For a menu, with a mnemonic. */
const char *pollux_time_mode_get_title    (PolluxTimeMode  mode);
/* Whether the trace knows what the mode needs. */
gboolean    pollux_time_mode_is_available (PolluxTimeMode  mode,
                                           PolluxTrace    *trace);
/* @zero: the begin of what is selected, or POLLUX_TIME_NONE. A mode that is not
 * available, or that nothing is selected for, gives the relative clock. */
void        pollux_time_mode_get_clock    (PolluxTimeMode  mode,
                                           PolluxTrace    *trace,
                                           PolluxTime      zero,
                                           PolluxClock    *clock);

G_END_DECLS
