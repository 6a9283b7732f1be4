/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The forms of a time stamp: RFC 3339 with any fraction and zone, which nearly
 * all files have and which is tried first; seconds since the recorder was set
 * up; and what chrono's format strings are used for: other orders of the date,
 * a time of day alone, seconds since the epoch. A form whose year is not
 * printed has no epoch: its times are of a clock of their own.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-time.h"
#include "pollux-fmt-words.h"
#include "pollux-time-text.h"

#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)
#define NS_PER_DAY (86400 * NS_PER_SECOND)
/* Long enough for any form of a time stamp. */
#define TIME_TEXT_MAX 64

/* The digits of @text from @at on: a fraction of a second, cut at ns. Returns
 * where they end. */
static gsize
parse_fraction (PolluxSlice text,
                gsize       at,
                gint64     *ns)
{
  gint64 scale = NS_PER_SECOND;

  *ns = 0;
  for (; at < text.length && g_ascii_isdigit (text.bytes[at]); at++)
    {
      scale /= 10;
      *ns += scale * (text.bytes[at] - '0');
    }

  return at;
}

/* Up to nine digits and the Z behind them. */
static inline gboolean
parse_end_of_second (PolluxSlice text,
                     gint64     *ns)
{
  static const gint64 scales[] = { 1000000000, 100000000, 10000000, 1000000, 100000,
                                   10000,      1000,      100,      10,      1 };
  gsize n_digits;
  gint64 digits = 0;

  if (text.bytes[19] == 'Z')
    {
      *ns = 0;
      return text.length == 20;
    }

  if (text.bytes[19] != '.' || text.length < 22 || text.length > 30 ||
      text.bytes[text.length - 1] != 'Z')
    return FALSE;

  n_digits = text.length - 21;
  for (gsize i = 0; i < n_digits; i++)
    {
      guint digit = (guchar) text.bytes[20 + i] - '0';

      if (digit > 9)
        return FALSE;
      digits = digits * 10 + digit;
    }

  *ns = digits * scales[n_digits];
  return TRUE;
}

/* "2026-11-22T19:03:57.092084Z" in the minute of the time stamp before it:
 * nearly all of a file. */
static gboolean
parse_in_minute (const PolluxFmtClock *clock,
                 PolluxSlice           text,
                 gint64               *time)
{
  guint tens, ones;
  gint64 fraction;

  if (!clock->is_set || text.length < 20 || memcmp (text.bytes, clock->minute, 17) != 0)
    return FALSE;

  tens = (guchar) text.bytes[17] - '0';
  ones = (guchar) text.bytes[18] - '0';
  if (tens > 5 || ones > 9 || !parse_end_of_second (text, &fraction))
    return FALSE;

  return !__builtin_add_overflow (clock->epoch_ns, (tens * 10 + ones) * NS_PER_SECOND + fraction,
                                  time);
}

static void
remember_minute (PolluxFmtClock *clock,
                 PolluxSlice     text)
{
  char whole[20];

  if (text.length < 20 || text.bytes[text.length - 1] != 'Z')
    return;

  memcpy (whole, text.bytes, 17);
  memcpy (whole + 17, "00Z", 3);
  clock->is_set = pollux_epoch_from_rfc3339 (whole, sizeof whole, &clock->epoch_ns);
  memcpy (clock->minute, text.bytes, sizeof clock->minute);
}

/* chrono may put a blank before the zone, or print none: then the zone is
 * not known, and UTC is as good as any for the distances. */
static gboolean
parse_other_rfc3339 (PolluxSlice text,
                     gint64     *time)
{
  char compact[TIME_TEXT_MAX];
  gsize length = 0;
  gboolean has_zone = FALSE;

  if (text.length < 19 || text.length > sizeof compact - 2)
    return FALSE;

  for (gsize i = 0; i < text.length; i++)
    {
      char byte = text.bytes[i];

      if (i >= 19)
        {
          has_zone |= byte == 'Z' || byte == 'z' || byte == '+' || byte == '-';
          if (byte == ' ' && i + 1 < text.length)
            continue;
        }
      compact[length++] = byte;
    }
  if (!has_zone)
    compact[length++] = 'Z';

  return pollux_epoch_from_rfc3339 (compact, length, time);
}

/* "   0.000374595s": seconds since the recorder was set up. */
static gboolean
parse_uptime (PolluxSlice text,
              gint64     *time)
{
  gsize at = 0;
  gsize digits;
  guint64 seconds;
  gint64 fraction;

  while (at < text.length && text.bytes[at] == ' ')
    at++;

  digits = at;
  while (at < text.length && g_ascii_isdigit (text.bytes[at]))
    at++;
  if (at == text.length || text.bytes[at] != '.' ||
      !pollux_json_slice_to_uint64 ((PolluxSlice) { text.bytes + digits, at - digits }, &seconds))
    return FALSE;

  digits = at + 1;
  at = parse_fraction (text, digits, &fraction);
  if (at == digits || at + 1 != text.length || text.bytes[at] != 's')
    return FALSE;

  return seconds < G_MAXINT64 / NS_PER_SECOND &&
         !__builtin_add_overflow ((gint64) seconds * NS_PER_SECOND, fraction, time);
}

/* --- other forms ---------------------------------------------------------- */

/* Bytes that are taken from the front. */
typedef struct
{
  const char *at;
  const char *end;
} Scan;

typedef struct
{
  guint year;   /* 0: not printed */
  guint month;  /* 0: a time of day alone */
  guint day;
  gint64 seconds;
  gint64 fraction;
  gint64 zone;  /* seconds east of UTC */
} Parts;

static gboolean
take_byte (Scan       *scan,
           const char *any)
{
  if (scan->at == scan->end || *scan->at == '\0' || strchr (any, *scan->at) == NULL)
    return FALSE;

  scan->at++;
  return TRUE;
}

/* A number of @min to @max digits. */
static gboolean
take_digits (Scan    *scan,
             guint    min,
             guint    max,
             guint64 *number)
{
  guint n = 0;

  *number = 0;
  while (scan->at < scan->end && g_ascii_isdigit (*scan->at) && n < max)
    {
      *number = *number * 10 + (*scan->at++ - '0');
      n++;
    }

  return n >= min;
}

static gboolean
take_small (Scan  *scan,
            guint  min,
            guint  max,
            guint  largest,
            guint *number)
{
  guint64 value;

  if (!take_digits (scan, min, max, &value) || value > largest)
    return FALSE;

  *number = value;
  return TRUE;
}

/* "Nov", as C's and English's %b. */
static gboolean
take_month (Scan  *scan,
            guint *month)
{
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

  if (scan->end - scan->at < 3)
    return FALSE;

  for (guint i = 0; i < 12; i++)
    {
      if (memcmp (names + 3 * i, scan->at, 3) == 0)
        {
          scan->at += 3;
          *month = i + 1;
          return TRUE;
        }
    }

  return FALSE;
}

/* "20:07:07.472557" */
static gboolean
take_time_of_day (Scan  *scan,
                  Parts *parts)
{
  guint hour, minute, second;
  gint64 scale = NS_PER_SECOND;

  if (!take_small (scan, 2, 2, 23, &hour) || !take_byte (scan, ":") ||
      !take_small (scan, 2, 2, 59, &minute) || !take_byte (scan, ":") ||
      !take_small (scan, 2, 2, 60, &second))
    return FALSE;

  parts->seconds = (hour * 60 + minute) * 60 + second;
  if (scan->end - scan->at >= 2 && (*scan->at == '.' || *scan->at == ',') &&
      g_ascii_isdigit (scan->at[1]))
    {
      for (scan->at++; scan->at < scan->end && g_ascii_isdigit (*scan->at); scan->at++)
        {
          scale /= 10;
          parts->fraction += scale * (*scan->at - '0');
        }
    }

  return TRUE;
}

/* "Z", "+01:00", " +0100"; none is as good as UTC for the distances. */
static void
take_zone (Scan  *scan,
           Parts *parts)
{
  Scan ahead = *scan;
  guint hours, minutes;
  gint64 sign;

  if (take_byte (scan, "Zz"))
    return;

  take_byte (&ahead, " ");
  sign = ahead.at < ahead.end && *ahead.at == '-' ? -1 : 1;
  if (!take_byte (&ahead, "+-") || !take_small (&ahead, 2, 2, 23, &hours))
    return;
  take_byte (&ahead, ":");
  if (!take_small (&ahead, 2, 2, 59, &minutes))
    return;

  parts->zone = sign * (hours * 60 + minutes) * 60;
  *scan = ahead;
}

/* "2026-11-22", "2026/11/22", "22/Nov/2026", "22 Nov 2026", "Nov 22", "11-22",
 * or nothing before a time of day. */
static gboolean
take_date (Scan  *scan,
           Parts *parts)
{
  Scan ahead = *scan;
  guint first;

  if (take_month (scan, &parts->month))
    return take_byte (scan, " ") && (take_byte (scan, " ") || TRUE) &&
           take_small (scan, 1, 2, 31, &parts->day) && take_byte (scan, " ");

  if (take_small (&ahead, 4, 4, 9999, &parts->year))
    {
      *scan = ahead;
      return take_byte (scan, "-/.") && take_small (scan, 1, 2, 12, &parts->month) &&
             take_byte (scan, "-/.") && take_small (scan, 1, 2, 31, &parts->day) &&
             take_byte (scan, " T_");
    }
  parts->year = 0;

  ahead = *scan;
  if (!take_small (&ahead, 1, 2, 99, &first))
    return FALSE;
  if (ahead.at < ahead.end && *ahead.at == ':')
    return TRUE;
  if (!take_byte (&ahead, "-/ ."))
    return FALSE;

  *scan = ahead;
  if (take_month (scan, &parts->month))
    {
      parts->day = first;
      return take_byte (scan, "-/ ") && take_small (scan, 4, 4, 9999, &parts->year) &&
             take_byte (scan, " :T");
    }
  parts->month = first;
  return first <= 12 && take_small (scan, 2, 2, 31, &parts->day) && take_byte (scan, " T");
}

/* A time of day says nothing of the day: it is the day that is nearest to the
 * record before. */
static gint64
place_in_days (PolluxFmtClock *clock,
               gint64          ns)
{
  if (ns < clock->day_ns - NS_PER_DAY / 2)
    clock->days++;
  else if (ns > clock->day_ns + NS_PER_DAY / 2 && clock->days > 0)
    return (clock->days - 1) * NS_PER_DAY + ns;

  clock->day_ns = ns;
  return clock->days * NS_PER_DAY + ns;
}

static PolluxFmtTimeKind
place (PolluxFmtClock *clock,
       const Parts    *parts,
       gint64         *time)
{
  char text[32];
  gint64 day;

  if (parts->month == 0)
    {
      *time = place_in_days (clock, parts->seconds * NS_PER_SECOND + parts->fraction);
      return POLLUX_FMT_TIME_UPTIME;
    }

  g_snprintf (text, sizeof text, "%04u-%02u-%02uT00:00:00Z",
              parts->year > 0 ? parts->year : 1972, parts->month, parts->day);
  if (!pollux_epoch_from_rfc3339 (text, 20, &day) ||
      __builtin_add_overflow (day, (parts->seconds - parts->zone) * NS_PER_SECOND + parts->fraction,
                              time))
    return POLLUX_FMT_TIME_NONE;

  return parts->year > 0 ? POLLUX_FMT_TIME_EPOCH : POLLUX_FMT_TIME_UPTIME;
}

/* Takes a date and time of any of the forms; where it ends is in @scan. */
static gboolean
take_other (Scan  *scan,
            Parts *parts)
{
  *parts = (Parts) { 0 };
  if (!take_date (scan, parts) || !take_time_of_day (scan, parts))
    return FALSE;

  take_zone (scan, parts);
  return TRUE;
}

/* "1795374424.384291": seconds since the epoch; with 13, 16 or 19 digits and
 * no point ms, µs or ns. */
static gboolean
take_unix (Scan   *scan,
           gint64 *time)
{
  const char *begin = scan->at;
  guint64 number;
  gint64 fraction = 0, scale = NS_PER_SECOND;
  gsize n_digits;

  if (!take_digits (scan, 10, 19, &number))
    return FALSE;

  n_digits = scan->at - begin;
  if (n_digits == 10 && scan->end - scan->at >= 2 && *scan->at == '.')
    {
      for (scan->at++; scan->at < scan->end && g_ascii_isdigit (*scan->at); scan->at++)
        {
          scale /= 10;
          fraction += scale * (*scan->at - '0');
        }
    }
  if (n_digits % 3 != 1 || number > G_MAXINT64)
    return FALSE;

  for (gsize n = n_digits; n < 19; n += 3)
    number *= 1000;
  return number <= G_MAXINT64 && !__builtin_add_overflow ((gint64) number, fraction, time);
}

static PolluxFmtTimeKind
parse_other (PolluxFmtClock *clock,
             PolluxSlice     text,
             gint64         *time)
{
  Scan scan = { text.bytes, text.bytes + text.length };
  Parts parts;
  gint64 ns;

  if (text.length >= 8 && text.length < TIME_TEXT_MAX && take_other (&scan, &parts) &&
      scan.at == scan.end)
    return place (clock, &parts, time);

  scan.at = text.bytes;
  if (text.length < TIME_TEXT_MAX && take_unix (&scan, &ns) && scan.at == scan.end)
    {
      *time = ns;
      return POLLUX_FMT_TIME_EPOCH;
    }

  return POLLUX_FMT_TIME_NONE;
}

/* --- the interface -------------------------------------------------------- */

/**
 * pollux_fmt_parse_time:
 * @clock: what is remembered from the time stamp before
 * @text: a time stamp's text
 * @time: (out): in ns; untouched if there is none
 *
 * Understands RFC 3339 with any fraction and zone, also with blanks for the T
 * and before the zone and without zone; the uptime in seconds; and what else
 * programs print with a format string of chrono's: see the head of this file.
 *
 * Returns: what @time counts from; %POLLUX_FMT_TIME_NONE for any other text
 */
PolluxFmtTimeKind
pollux_fmt_parse_time (PolluxFmtClock *clock,
                       PolluxSlice     text,
                       gint64         *time)
{
  gint64 ns;

  if (G_LIKELY (parse_in_minute (clock, text, &ns)))
    {
      *time = ns;
      return POLLUX_FMT_TIME_EPOCH;
    }

  if (pollux_epoch_from_rfc3339 (text.bytes, text.length, &ns))
    {
      remember_minute (clock, text);
      *time = ns;
      return POLLUX_FMT_TIME_EPOCH;
    }

  if (parse_other_rfc3339 (text, &ns))
    {
      *time = ns;
      return POLLUX_FMT_TIME_EPOCH;
    }

  if (parse_uptime (text, &ns))
    {
      *time = ns;
      return POLLUX_FMT_TIME_UPTIME;
    }

  return parse_other (clock, text, time);
}

static gsize
measure_uptime (PolluxSlice text)
{
  Scan scan = { text.bytes, text.bytes + text.length };
  guint64 number;

  if (!take_digits (&scan, 1, 18, &number) || !take_byte (&scan, "."))
    return 0;
  while (scan.at < scan.end && g_ascii_isdigit (*scan.at))
    scan.at++;

  return take_byte (&scan, "s") ? (gsize) (scan.at - text.bytes) : 0;
}

/**
 * pollux_fmt_measure_time:
 * @text: bytes that may begin with a time stamp
 *
 * Returns: how many bytes of @text, from its first, look like a time stamp
 *   that ends there or before a blank; 0 if none do
 */
gsize
pollux_fmt_measure_time (PolluxSlice text)
{
  Scan scan = { text.bytes, text.bytes + MIN (text.length, TIME_TEXT_MAX) };
  gsize length = 0;
  Parts parts;
  gint64 ns;

  if (text.length == 0)
    return 0;

  /* Nearly all of them. */
  if (text.length > 27 && text.bytes[26] == 'Z' && text.bytes[10] == 'T' && text.bytes[27] == ' ' &&
      text.bytes[19] == '.')
    length = 27;
  else if (take_other (&scan, &parts))
    length = scan.at - text.bytes;
  else if (g_ascii_isdigit (*text.bytes))
    {
      length = measure_uptime (text);
      scan.at = text.bytes;
      if (length == 0 && take_unix (&scan, &ns))
        length = scan.at - text.bytes;
    }

  return length == text.length || (length > 0 && text.bytes[length] == ' ') ? length : 0;
}

/**
 * pollux_fmt_parse_duration:
 * @text: "46.9ms", as the recorder prints durations: three digits and a unit
 *
 * Returns: ns, or POLLUX_TIME_NONE if it is no such text
 */
gint64
pollux_fmt_parse_duration (PolluxSlice text)
{
  static const struct
  {
    const char *unit;
    gint64 ns;
  } units[] = { { "ns", 1 },          { "\u00b5s", 1000 },      { "\u03bcs", 1000 },
                { "us", 1000 },       { "ms", 1000000 },        { "s", NS_PER_SECOND } };
  Scan scan = { text.bytes, text.bytes + text.length };
  guint64 whole;
  gint64 thousandths = 0, scale = 1000;
  PolluxSlice unit;

  if (!take_digits (&scan, 1, 9, &whole))
    return POLLUX_TIME_NONE;
  if (take_byte (&scan, "."))
    {
      for (; scan.at < scan.end && g_ascii_isdigit (*scan.at); scan.at++)
        {
          scale /= 10;
          thousandths += scale * (*scan.at - '0');
        }
    }

  unit = (PolluxSlice) { scan.at, scan.end - scan.at };
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (slice_is (unit, units[i].unit, strlen (units[i].unit)))
        return (gint64) whole * units[i].ns + thousandths * units[i].ns / 1000;
    }

  return POLLUX_TIME_NONE;
}
