/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Dates and times of day as nanoseconds since the Unix epoch, and back.
 *
 * Parsing runs once per record of a file. Eight characters are loaded as one
 * word and xored with their form ("0000-00-"): separators become zero and
 * digits their value. Adding 0x76 to a digit and 0x7f to a separator reaches
 * the byte's highest bit exactly if it is none, so one test checks all eight;
 * a carry can only come from a byte that has failed already. A multiplication
 * by ten and a shifted addition then make all two-digit numbers of the word.
 *
 * Days come from the proleptic Gregorian calendar by integer arithmetic in
 * years that start in March: the leap day is the last of its year then. About
 * 10 ns per call for the form with six digits and Z; no libc, no allocation.
 */

#include "config.h"

#include <string.h>

#include "pollux-time-text.h"

#define SECOND G_GINT64_CONSTANT (1000000000)
#define SECONDS_PER_DAY 86400
#define DAYS_PER_ERA 146097
/* From March 1st of the year 0 to the Unix epoch. */
#define EPOCH_DAY 719468

#define NARROW_NO_BREAK_SPACE "\u202f"

#define WORD(a, b, c, d, e, f, g, h)                                                  \
  ((guint64) (a) | (guint64) (b) << 8 | (guint64) (c) << 16 | (guint64) (d) << 24     \
   | (guint64) (e) << 32 | (guint64) (f) << 40 | (guint64) (g) << 48 | (guint64) (h) << 56)

#define DIGIT 0x76
#define OTHER 0x7f
#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

typedef struct
{
  guint year;
  guint month;
  guint day;
  guint hour;
  guint minute;
  guint second;
  guint nanosecond;
} DateTime;

static inline gboolean
is_digit (char c)
{
  return (guint8) (c - '0') <= 9;
}

/* The digits' values where @form has '0', zeros elsewhere. */
static inline gboolean
take_word (const char *bytes,
           guint64     form,
           guint64     limits,
           guint64    *values)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);
  word = GUINT64_FROM_LE (word) ^ form;
  *values = word;

  return (((word + limits) | word) & HIGH_BITS) == 0;
}

static inline guint
pair_at (guint64 pairs,
         guint   index)
{
  return (guint) (pairs >> (8 * index)) & 0xff;
}

/* In each byte ten times its own value and the next one's: at most 99. */
static inline guint64
make_pairs (guint64 values)
{
  return values * 10 + (values >> 8);
}

/* The first 19 characters: "2026-11-22T19:07:01". */
static inline gboolean
take_date_time (const char *bytes,
                DateTime   *time)
{
  const guint64 date_form = WORD ('0', '0', '0', '0', '-', '0', '0', '-');
  const guint64 date_limits = WORD (DIGIT, DIGIT, DIGIT, DIGIT, OTHER, DIGIT, DIGIT, OTHER);
  const guint64 time_form = WORD ('0', '0', ':', '0', '0', ':', '0', '0');
  const guint64 time_limits = WORD (DIGIT, DIGIT, OTHER, DIGIT, DIGIT, OTHER, DIGIT, DIGIT);
  guint64 date;
  guint64 clock;

  if (!take_word (bytes, date_form, date_limits, &date)
      || !take_word (bytes + 11, time_form, time_limits, &clock)
      || !is_digit (bytes[8])
      || !is_digit (bytes[9])
      || (bytes[10] != 'T' && bytes[10] != ' ' && bytes[10] != 't'))
    return FALSE;

  date = make_pairs (date);
  clock = make_pairs (clock);
  time->year = pair_at (date, 0) * 100 + pair_at (date, 2);
  time->month = pair_at (date, 5);
  time->day = (guint) (bytes[8] - '0') * 10 + (guint) (bytes[9] - '0');
  time->hour = pair_at (clock, 0);
  time->minute = pair_at (clock, 3);
  time->second = pair_at (clock, 6);

  return TRUE;
}

static inline gboolean
take_six_digits_and_z (const char *bytes,
                       guint      *nanosecond)
{
  const guint64 form = WORD ('.', '0', '0', '0', '0', '0', '0', 'Z');
  const guint64 limits = WORD (OTHER, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, OTHER);
  guint64 values;

  if (!take_word (bytes, form, limits, &values))
    return FALSE;

  values = make_pairs (values);
  *nanosecond = (pair_at (values, 1) * 10000 + pair_at (values, 3) * 100 + pair_at (values, 5))
                * 1000;

  return TRUE;
}

static gboolean
take_fraction (const char **at,
               const char  *end,
               guint       *nanosecond)
{
  const char *p = *at;
  guint scale = 100000000;

  *nanosecond = 0;

  if (p == end || *p != '.')
    return TRUE;

  for (p++; p < end && is_digit (*p); p++)
    {
      *nanosecond += (guint) (*p - '0') * scale;
      scale /= 10;
    }

  if (p == *at + 1)
    return FALSE;

  *at = p;

  return TRUE;
}

static gboolean
take_zone (const char *at,
           const char *end,
           gint       *offset)
{
  guint hours;
  guint minutes;

  *offset = 0;

  if (at < end && *at == ' ')
    at++;

  if (end - at == 1)
    return *at == 'Z' || *at == 'z';

  if (end - at != 6 || (*at != '+' && *at != '-') || at[3] != ':'
      || !is_digit (at[1]) || !is_digit (at[2]) || !is_digit (at[4]) || !is_digit (at[5]))
    return FALSE;

  hours = (guint) (at[1] - '0') * 10 + (guint) (at[2] - '0');
  minutes = (guint) (at[4] - '0') * 10 + (guint) (at[5] - '0');

  if (hours > 23 || minutes > 59)
    return FALSE;

  *offset = (gint) (hours * 3600 + minutes * 60);

  if (*at == '-')
    *offset = -*offset;

  return TRUE;
}

static inline guint
days_in_month (guint year,
               guint month)
{
  if (month != 2)
    return 30 | (month ^ (month >> 3));

  return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28;
}

/* What 64 bits of nanoseconds hold begins and ends within the years 1677 and
 * 2262, so that others need no arithmetic. */
static inline gboolean
is_valid (const DateTime *time)
{
  return time->year >= 1677 && time->year <= 2262
         && time->month >= 1 && time->month <= 12
         && time->day >= 1 && time->day <= days_in_month (time->year, time->month)
         && time->hour <= 23 && time->minute <= 59 && time->second <= 60;
}

/* Year counted from March, month 0 is March. */
static inline gint64
days_since_epoch (guint year,
                  guint month,
                  guint day)
{
  guint march_year = month <= 2 ? year - 1 : year;
  guint march_month = month <= 2 ? month + 9 : month - 3;
  guint day_of_year = (153 * march_month + 2) / 5 + day - 1;

  return (gint64) (march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400
                   + day_of_year)
         - EPOCH_DAY;
}

/* Seconds and nanoseconds get the same sign first: near the smallest value the
 * whole seconds alone would not fit. */
static inline gboolean
make_epoch (gint64  seconds,
            gint64  nanosecond,
            gint64 *epoch_ns)
{
  if (seconds < 0)
    {
      seconds += 1;
      nanosecond -= SECOND;
    }

  return !__builtin_mul_overflow (seconds, SECOND, &seconds)
         && !__builtin_add_overflow (seconds, nanosecond, epoch_ns)
         && *epoch_ns != POLLUX_TIME_NONE;
}

/**
 * pollux_epoch_from_rfc3339:
 * @bytes: the text
 * @length: number of bytes in @bytes, all of which must belong to the time
 * @epoch_ns: (out): nanoseconds since 1970-01-01T00:00:00Z; undefined on failure
 *
 * Parses "2026-11-22T19:07:01.666624Z" and its relatives: a blank instead of
 * the T, any number of digits behind the point (those behind the ninth are cut)
 * or no point, a zone like +01:00 instead of the Z, and one blank before the
 * zone. The second 60 is the last nanosecond before the next minute.
 *
 * Returns: whether @bytes is such a time, exists in the calendar, and fits
 */
gboolean
pollux_epoch_from_rfc3339 (const char *bytes,
                           gsize       length,
                           gint64     *epoch_ns)
{
  DateTime time;
  gint offset = 0;

  if (length < 20 || !take_date_time (bytes, &time))
    return FALSE;

  if (length != 27 || !take_six_digits_and_z (bytes + 19, &time.nanosecond))
    {
      const char *at = bytes + 19;
      const char *end = bytes + length;

      if (!take_fraction (&at, end, &time.nanosecond) || !take_zone (at, end, &offset))
        return FALSE;
    }

  if (!is_valid (&time))
    return FALSE;

  if (G_UNLIKELY (time.second == 60))
    {
      time.second = 59;
      time.nanosecond = SECOND - 1;
    }

  return make_epoch (days_since_epoch (time.year, time.month, time.day) * SECONDS_PER_DAY
                       + time.hour * 3600 + time.minute * 60 + time.second - offset,
                     time.nanosecond, epoch_ns);
}

static inline gint64
floor_div (gint64  dividend,
           gint64  divisor,
           gint64 *rest)
{
  gint64 quotient = dividend / divisor;

  *rest = dividend % divisor;

  if (*rest < 0)
    {
      *rest += divisor;
      quotient--;
    }

  return quotient;
}

static void
date_from_days (gint64    days,
                DateTime *time)
{
  gint64 day_of_era;
  guint era = (guint) floor_div (days + EPOCH_DAY, DAYS_PER_ERA, &day_of_era);
  guint doe = (guint) day_of_era;
  guint year_of_era = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  guint day_of_year = doe - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint march_month = (5 * day_of_year + 2) / 153;

  time->day = day_of_year - (153 * march_month + 2) / 5 + 1;
  time->month = march_month < 10 ? march_month + 3 : march_month - 9;
  time->year = era * 400 + year_of_era + (time->month <= 2 ? 1 : 0);
}

/**
 * pollux_epoch_to_rfc3339:
 * @epoch_ns: nanoseconds since the Unix epoch
 *
 * Returns: (transfer full): the time in UTC with nine digits behind the point
 *   and a Z, or "—" for %POLLUX_TIME_NONE
 */
char *
pollux_epoch_to_rfc3339 (gint64 epoch_ns)
{
  gint64 second_of_day;
  gint64 nanosecond;
  gint64 days;
  DateTime time;

  if (epoch_ns == POLLUX_TIME_NONE)
    return g_strdup ("—");

  days = floor_div (floor_div (epoch_ns, SECOND, &nanosecond), SECONDS_PER_DAY, &second_of_day);
  date_from_days (days, &time);

  return g_strdup_printf ("%04u-%02u-%02uT%02d:%02d:%02d.%09dZ",
                          time.year, time.month, time.day, (gint) (second_of_day / 3600),
                          (gint) (second_of_day / 60 % 60), (gint) (second_of_day % 60),
                          (gint) nanosecond);
}

/**
 * pollux_epoch_to_local:
 * @epoch_ns: nanoseconds since the Unix epoch
 *
 * Prints a time for people, in the local time zone, with microseconds and, if
 * they are not zero, nanoseconds.
 *
 * Returns: (transfer full): the time, or "—" for %POLLUX_TIME_NONE
 */
char *
pollux_epoch_to_local (gint64 epoch_ns)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GString) text = NULL;
  gint64 nanosecond;
  gint64 seconds;

  if (epoch_ns == POLLUX_TIME_NONE)
    return g_strdup ("—");

  seconds = floor_div (epoch_ns, SECOND, &nanosecond);
  time = g_date_time_new_from_unix_local (seconds);

  if (time == NULL)
    return pollux_epoch_to_rfc3339 (epoch_ns);

  text = g_string_new (NULL);
  g_string_append_printf (text, "%04d-%02d-%02d %02d:%02d:%02d.%03d" NARROW_NO_BREAK_SPACE "%03d",
                          g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time), g_date_time_get_second (time),
                          (gint) (nanosecond / 1000000), (gint) (nanosecond / 1000 % 1000));

  if (nanosecond % 1000 != 0)
    g_string_append_printf (text, NARROW_NO_BREAK_SPACE "%03d", (gint) (nanosecond % 1000));

  /* A date without its zone could be any. */
  g_string_append_printf (text, " %s", g_date_time_get_timezone_abbreviation (time));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
