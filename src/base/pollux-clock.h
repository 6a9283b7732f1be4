/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/* A step of ticks that whole seconds, minutes, days have, in ns. */
#define POLLUX_CLOCK_SECOND G_GINT64_CONSTANT (1000000000)
#define POLLUX_CLOCK_MINUTE (60 * POLLUX_CLOCK_SECOND)
#define POLLUX_CLOCK_DAY (24 * 60 * POLLUX_CLOCK_MINUTE)

typedef enum
{
  POLLUX_CLOCK_RELATIVE,   /* durations since a moment */
  POLLUX_CLOCK_LOCAL,      /* time of day in the zone of this computer */
  POLLUX_CLOCK_UTC,
  POLLUX_CLOCK_ORDINAL,    /* no times, numbers of records */
} PolluxClockKind;

/**
 * PolluxClock:
 * @kind: how times are told
 * @zero: the time that is called 0, of a relative clock
 * @epoch: ns since the Unix epoch at time 0; of a local or UTC clock
 * @dates: whether a time of day alone could be of several days
 * @plus: whether times after @zero have a "+" in front
 *
 * How the times of a trace are told to people. A plain value, to be copied.
 */
typedef struct
{
  PolluxClockKind kind;
  PolluxTime zero;
  gint64 epoch;
  gboolean dates;
  gboolean plus;
} PolluxClock;

/* Time of day, not a duration. */
gboolean    pollux_clock_is_civil  (const PolluxClock *clock);
gboolean    pollux_clock_equal     (const PolluxClock *a,
                                    const PolluxClock *b);
/* Every digit: "1.579 000 ms", "19:07:01.666 624 000 CET", "#120". A date in
 * front if the clock has dates. (transfer full). */
char       *pollux_clock_to_exact  (const PolluxClock *clock,
                                    PolluxTime         time);
/* The same without the zone, for columns. (transfer full). */
char       *pollux_clock_to_digits (const PolluxClock *clock,
                                    PolluxTime         time);
/* Three digits of a duration; a time of day down to the ms, without its zone. */
char       *pollux_clock_to_label  (const PolluxClock *clock,
                                    PolluxTime         time);
/* The label of a tick of a ruler with ticks every @step ns: of a civil clock
 * "19:07", "19:07:01.25", and at midnight the date. */
char       *pollux_clock_to_tick   (const PolluxClock *clock,
                                    PolluxTime         time,
                                    gint64             step);
/* "CET", "UTC", "UTC+03"; NULL if the clock is not civil. (transfer full). */
char       *pollux_clock_get_zone  (const PolluxClock *clock,
                                    PolluxTime         time);
/* ns to add to UTC at @time; 0 if the clock is not local. */
gint64      pollux_clock_get_offset (const PolluxClock *clock,
                                    PolluxTime         time);
/* The last midnight at or before @time (of another kind of clock: its 0). */
PolluxTime  pollux_clock_get_midnight (const PolluxClock *clock,
                                    PolluxTime         time);

/* "12.5 Hz": how often a second a duration fits. (transfer full). */
char       *pollux_rate_to_label   (gint64             length);

G_END_DECLS
