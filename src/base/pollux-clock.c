/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How times are told: as durations since a moment, or as the time of day in a
 * zone. All arithmetic is in whole nanoseconds; only the name and the offset of
 * the local zone come from GLib. A civil time that is out of what calendars
 * know is told as a duration.
 */

#include "config.h"

#include <string.h>

#include "pollux-clock.h"
#include "pollux-time-text.h"

#define NARROW_NO_BREAK_SPACE "\u202f"

/* Times that every calendar function takes: the years 1 to 9999. */
#define MIN_SECONDS G_GINT64_CONSTANT (-62135596800)
#define MAX_SECONDS G_GINT64_CONSTANT (253402300799)

/* A time of day with the date and the zone that belong to it. */
typedef struct
{
  GDateTime *seconds;
  guint nanosecond;
} Civil;

static void
civil_clear (Civil *civil)
{
  g_clear_pointer (&civil->seconds, g_date_time_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Civil, civil_clear)

static gint64
floor_div (gint64 a, gint64 b)
{
  return a / b - (a % b < 0 ? 1 : 0);
}

/**
 * pollux_clock_is_civil:
 *
 * Returns: whether it tells the time of day
 */
gboolean
pollux_clock_is_civil (const PolluxClock *clock)
{
  return clock->kind == POLLUX_CLOCK_LOCAL || clock->kind == POLLUX_CLOCK_UTC;
}

static gboolean
get_civil (const PolluxClock *clock,
           PolluxTime         time,
           Civil             *civil)
{
  gint64 epoch, seconds;

  if (!pollux_clock_is_civil (clock) || __builtin_add_overflow (clock->epoch, time, &epoch))
    return FALSE;

  seconds = floor_div (epoch, POLLUX_CLOCK_SECOND);
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS)
    return FALSE;

  civil->nanosecond = (guint) (epoch - seconds * POLLUX_CLOCK_SECOND);
  civil->seconds = clock->kind == POLLUX_CLOCK_UTC ? g_date_time_new_from_unix_utc (seconds)
                                                   : g_date_time_new_from_unix_local (seconds);

  return civil->seconds != NULL;
}

static char *
dup_zone (const PolluxClock *clock,
          const Civil       *civil)
{
  const char *name;

  if (clock->kind == POLLUX_CLOCK_UTC)
    return g_strdup ("UTC");

  name = g_date_time_get_timezone_abbreviation (civil->seconds);

  /* Zones without a name of their own are called by their offset. */
  return *name == '+' || *name == '-' ? g_strconcat ("UTC", name, NULL) : g_strdup (name);
}

static void
append_date (GString     *text,
             const Civil *civil)
{
  g_string_append_printf (text, "%04d-%02d-%02d", g_date_time_get_year (civil->seconds),
                          g_date_time_get_month (civil->seconds),
                          g_date_time_get_day_of_month (civil->seconds));
}

static void
append_fraction (GString *text,
                 guint    nanosecond,
                 guint    n_digits)
{
  guint power = 100000000;

  for (guint i = 0; i < n_digits; i++, power /= 10)
    {
      if (i % 3 == 0)
        g_string_append (text, i == 0 ? "." : NARROW_NO_BREAK_SPACE);
      g_string_append_c (text, (char) ('0' + nanosecond / power % 10));
    }
}

static void
append_day_time (GString     *text,
                 const Civil *civil,
                 gboolean     seconds,
                 guint        n_digits)
{
  g_string_append_printf (text, "%02d:%02d", g_date_time_get_hour (civil->seconds),
                          g_date_time_get_minute (civil->seconds));
  if (seconds || n_digits > 0)
    g_string_append_printf (text, ":%02d", g_date_time_get_second (civil->seconds));
  append_fraction (text, civil->nanosecond, n_digits);
}

static char *
add_plus (const PolluxClock *clock,
          PolluxTime         since,
          char              *text)
{
  char *signed_text;

  if (!clock->plus || since <= 0)
    return text;

  signed_text = g_strconcat ("+", text, NULL);
  g_free (text);

  return signed_text;
}

static PolluxTime
get_since (const PolluxClock *clock,
           PolluxTime         time)
{
  PolluxTime since;

  if (pollux_clock_is_civil (clock))
    return time;
  if (__builtin_sub_overflow (time, clock->zero, &since))
    return time < clock->zero ? -G_MAXINT64 : G_MAXINT64;

  return since;
}

/**
 * pollux_clock_equal:
 *
 * Returns: whether both tell all times alike
 */
gboolean
pollux_clock_equal (const PolluxClock *a,
                    const PolluxClock *b)
{
  return a->kind == b->kind && a->zero == b->zero && a->epoch == b->epoch &&
         a->dates == b->dates && a->plus == b->plus;
}

static char *
to_exact (const PolluxClock *clock,
          PolluxTime         time,
          gboolean           with_zone)
{
  g_auto (Civil) civil = { NULL, 0 };
  g_autofree char *zone = NULL;
  GString *text;

  if (time == POLLUX_TIME_NONE)
    return g_strdup ("—");
  if (clock->kind == POLLUX_CLOCK_ORDINAL)
    return g_strdup_printf ("#%" G_GINT64_FORMAT, time);
  if (!get_civil (clock, time, &civil))
    return add_plus (clock, get_since (clock, time),
                     pollux_duration_to_exact (get_since (clock, time)));

  text = g_string_new (NULL);
  if (clock->dates)
    {
      append_date (text, &civil);
      g_string_append_c (text, ' ');
    }
  append_day_time (text, &civil, TRUE, 9);
  zone = dup_zone (clock, &civil);
  if (with_zone)
    g_string_append_printf (text, " %s", zone);

  return g_string_free (text, FALSE);
}

/**
 * pollux_clock_to_exact:
 * @time: a time of the trace
 *
 * Returns: (transfer full): @time with every digit; "—" for %POLLUX_TIME_NONE
 */
char *
pollux_clock_to_exact (const PolluxClock *clock,
                       PolluxTime         time)
{
  return to_exact (clock, time, TRUE);
}

/**
 * pollux_clock_to_digits:
 * @time: a time of the trace
 *
 * Returns: (transfer full): the same without the zone, which is that of all
 *   times of a column
 */
char *
pollux_clock_to_digits (const PolluxClock *clock,
                        PolluxTime         time)
{
  return to_exact (clock, time, FALSE);
}

/**
 * pollux_clock_to_label:
 * @time: a time of the trace
 *
 * Returns: (transfer full): @time in short; "—" for %POLLUX_TIME_NONE
 */
char *
pollux_clock_to_label (const PolluxClock *clock,
                       PolluxTime         time)
{
  g_auto (Civil) civil = { NULL, 0 };
  GString *text;

  if (time == POLLUX_TIME_NONE || clock->kind == POLLUX_CLOCK_ORDINAL)
    return pollux_clock_to_exact (clock, time);
  if (!get_civil (clock, time, &civil))
    return add_plus (clock, get_since (clock, time),
                     pollux_duration_to_label (get_since (clock, time)));

  text = g_string_new (NULL);
  if (clock->dates)
    {
      append_date (text, &civil);
      g_string_append_c (text, ' ');
    }
  append_day_time (text, &civil, TRUE, 3);

  return g_string_free (text, FALSE);
}

/* As few as tell two ticks apart; below the millisecond in whole groups, since
 * nobody reads tenths of a microsecond at a glance. */
static guint
count_digits (gint64 step)
{
  gint64 unit = POLLUX_CLOCK_SECOND;
  guint n = 0;

  while (unit > 1 && step % unit != 0)
    {
      unit /= 10;
      n++;
    }

  return n > 3 ? (n + 2) / 3 * 3 : n;
}

static gboolean
is_midnight (const Civil *civil)
{
  return civil->nanosecond == 0 && g_date_time_get_hour (civil->seconds) == 0 &&
         g_date_time_get_minute (civil->seconds) == 0 &&
         g_date_time_get_second (civil->seconds) == 0;
}

/**
 * pollux_clock_to_tick:
 * @time: where the tick is
 * @step: ns between two of them
 *
 * Returns: (transfer full): what the tick is called; @step alone says how many
 *   digits that has
 */
char *
pollux_clock_to_tick (const PolluxClock *clock,
                      PolluxTime         time,
                      gint64             step)
{
  g_auto (Civil) civil = { NULL, 0 };
  GString *text;

  if (clock->kind == POLLUX_CLOCK_ORDINAL)
    return pollux_clock_to_exact (clock, time);
  if (!get_civil (clock, time, &civil))
    return add_plus (clock, get_since (clock, time),
                     pollux_duration_to_tick (get_since (clock, time), step));

  text = g_string_new (NULL);
  if (is_midnight (&civil))
    append_date (text, &civil);
  else
    append_day_time (text, &civil, step % POLLUX_CLOCK_MINUTE != 0, count_digits (step));

  return g_string_free (text, FALSE);
}

/**
 * pollux_clock_get_zone:
 * @time: a time of the trace, since zones change
 *
 * Returns: (transfer full) (nullable): in which zone the time of day is told
 */
char *
pollux_clock_get_zone (const PolluxClock *clock,
                       PolluxTime         time)
{
  g_auto (Civil) civil = { NULL, 0 };

  return get_civil (clock, time, &civil) ? dup_zone (clock, &civil) : NULL;
}

/**
 * pollux_clock_get_offset:
 * @time: a time of the trace
 *
 * Returns: how far local time is ahead of UTC then, ns
 */
gint64
pollux_clock_get_offset (const PolluxClock *clock,
                         PolluxTime         time)
{
  g_auto (Civil) civil = { NULL, 0 };

  if (clock->kind != POLLUX_CLOCK_LOCAL || !get_civil (clock, time, &civil))
    return 0;

  return g_date_time_get_utc_offset (civil.seconds) * 1000;
}

/**
 * pollux_clock_get_midnight:
 * @time: a time of the trace
 *
 * Returns: when its day began if that day has no change of the zone; of a clock
 *   that is not civil, when 0 is
 */
PolluxTime
pollux_clock_get_midnight (const PolluxClock *clock,
                           PolluxTime         time)
{
  gint64 local;

  if (!pollux_clock_is_civil (clock))
    return clock->kind == POLLUX_CLOCK_ORDINAL ? 0 : clock->zero;
  if (__builtin_add_overflow (clock->epoch + pollux_clock_get_offset (clock, time), time, &local))
    return 0;

  return time - (local - floor_div (local, POLLUX_CLOCK_DAY) * POLLUX_CLOCK_DAY);
}

/**
 * pollux_rate_to_label:
 * @length: ns, above 0
 *
 * Returns: (transfer full): how often a second @length fits, three digits
 */
char *
pollux_rate_to_label (gint64 length)
{
  static const char *const units[] = { "mHz", "Hz", "kHz", "MHz", "GHz" };
  double rate = 1e12 / MAX (length, 1);
  guint unit = 0;

  while (rate >= 999.5 && unit + 1 < G_N_ELEMENTS (units))
    {
      rate /= 1000;
      unit++;
    }

  /* Three digits, without the exponent that %g would write below 1 µHz. */
  if (rate >= 99.95)
    return g_strdup_printf ("%.0f\u00a0%s", rate, units[unit]);
  if (rate < 0.001)
    return g_strdup_printf ("<0.001\u00a0%s", units[unit]);
  return g_strdup_printf ("%.3g\u00a0%s", rate, units[unit]);
}
