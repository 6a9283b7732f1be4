/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-fmt-time.h"

#define S G_GINT64_CONSTANT (1000000000)

static PolluxSlice
slice (const char *text)
{
  return (PolluxSlice) { text, strlen (text) };
}

/* The epoch of a civil time in UTC, by GLib. */
static gint64
utc (int    year,
     int    month,
     int    day,
     int    hour,
     int    minute,
     int    second,
     gint64 ns)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);

  return g_date_time_to_unix (time) * S + ns;
}

typedef struct
{
  const char *text;
  PolluxFmtTimeKind kind;
  gint64 time;
} Expected;

/* With one clock for all of them, and with a new one for each. */
static void
check (const Expected *times,
       guint           n_times)
{
  PolluxFmtClock clock = { 0 };

  for (guint i = 0; i < n_times; i++)
    {
      PolluxFmtClock fresh = { 0 };
      gint64 time = 0;

      g_test_message ("%s", times[i].text);
      g_assert_cmpint (pollux_fmt_parse_time (&clock, slice (times[i].text), &time), ==,
                       times[i].kind);
      g_assert_cmpint (time, ==, times[i].time);

      time = 0;
      g_assert_cmpint (pollux_fmt_parse_time (&fresh, slice (times[i].text), &time), ==,
                       times[i].kind);
      g_assert_cmpint (time, ==, times[i].time);
    }
}

static void
test_times (void)
{
  Expected times[] = {
    { "2026-11-22T19:03:57.092084Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 57, 92084000) },
    /* In the same minute now, which is remembered. */
    { "2026-11-22T19:03:57.092085Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 57, 92085000) },
    { "2026-11-22T19:03:09.1Z", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 19, 3, 9, 100000000) },
    { "2026-11-22T19:03:09Z", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 19, 3, 9, 0) },
    { "2026-11-22T19:03:09.123456789Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 9, 123456789) },
    { "2026-11-22T19:03:09.1234567891Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 9, 123456789) },
    { "2026-11-22T19:03:09.123", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 19, 3, 9, 123000000) },
    { "2026-11-22T19:03:09.Z", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:03:99Z", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:03:0xZ", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:03:09ZZ", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:03:09.5ZZ", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:04:00.000001Z", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 19, 4, 0, 1000) },
    { "2026-11-22T19:03:59.999999Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 59, 999999000) },
    { "1969-12-31T23:59:59.5Z", POLLUX_FMT_TIME_EPOCH, -S / 2 },
    { "2026-11-22T20:03:57.5+01:00", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 57, 500000000) },
    { "2026-11-22T20:03:57.961138713+00:00", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 20, 3, 57, 961138713) },
    { "2026-11-22 20:07:07.472557 +01:00", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 7, 7, 472557000) },
    { "2026-11-22 20:07:07 -02:30", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 22, 37, 7, 0) },
    { "2026-11-22 20:07:07.472557", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 20, 7, 7, 472557000) },
    { "   0.000374595s", POLLUX_FMT_TIME_UPTIME, 374595 },
    { "12.5s", POLLUX_FMT_TIME_UPTIME, 12 * S + S / 2 },
    { "9223372035.999999999s", POLLUX_FMT_TIME_UPTIME, 9223372035 * S + 999999999 },
    { "9223372036.999999999s", POLLUX_FMT_TIME_NONE, 0 },
    { "9223372036.854775807", POLLUX_FMT_TIME_EPOCH, G_MAXINT64 },
    { "9223372036.854775808", POLLUX_FMT_TIME_NONE, 0 },
    { "99999999999999999999.0s", POLLUX_FMT_TIME_NONE, 0 },
    { "5s", POLLUX_FMT_TIME_NONE, 0 },
    { "5.s", POLLUX_FMT_TIME_NONE, 0 },
    { ".5s", POLLUX_FMT_TIME_NONE, 0 },
    { "   ", POLLUX_FMT_TIME_NONE, 0 },
    { "1.5 s", POLLUX_FMT_TIME_NONE, 0 },
    { "1.5ms", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-13-22T19:03:57Z", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-02-30T19:03:57Z", POLLUX_FMT_TIME_NONE, 0 },
    { "99999-02-30T19:03:57Z", POLLUX_FMT_TIME_NONE, 0 },
    { "9999-12-31T23:59:59Z", POLLUX_FMT_TIME_NONE, 0 },
    { "fake", POLLUX_FMT_TIME_NONE, 0 },
    { "", POLLUX_FMT_TIME_NONE, 0 },
  };

  check (times, G_N_ELEMENTS (times));
}

static void
test_other_forms (void)
{
  Expected times[] = {
    { "19:03:57", POLLUX_FMT_TIME_UPTIME, (19 * 3600 + 3 * 60 + 57) * S },
    { "19:03:58.25", POLLUX_FMT_TIME_UPTIME, (19 * 3600 + 3 * 60 + 58) * S + S / 4 },
    { "24:00:00", POLLUX_FMT_TIME_NONE, 0 },
    { "Nov 22 19:03:57", POLLUX_FMT_TIME_UPTIME, utc (1972, 11, 22, 19, 3, 57, 0) },
    { "11-22 19:03:57.5", POLLUX_FMT_TIME_UPTIME, utc (1972, 11, 22, 19, 3, 57, 500000000) },
    { "22/Nov/2026:19:03:57 +0100", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 18, 3, 57, 0) },
    { "2026/11/22 19:03:57,125", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 57, 125000000) },
    { "1795374237.092", POLLUX_FMT_TIME_EPOCH, 1795374237 * S + 92000000 },
    { "1795374237092", POLLUX_FMT_TIME_EPOCH, 1795374237 * S + 92000000 },
    { "1795374237092000001", POLLUX_FMT_TIME_EPOCH, 1795374237 * S + 92000001 },
    { "17953742370", POLLUX_FMT_TIME_NONE, 0 },
  };

  check (times, G_N_ELEMENTS (times));
}

/* A time of day is of the day that is nearest to the record before. */
static void
test_midnight (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } times[] = {
    { "23:59:58", 24 * 3600 - 2 }, { "00:00:01", 24 * 3600 + 1 }, { "23:59:59", 24 * 3600 - 1 },
    { "00:00:02", 24 * 3600 + 2 }, { "12:00:00", 36 * 3600 },     { "01:00:00", 25 * 3600 },
    { "12:00:00", 36 * 3600 },     { "23:00:00", 47 * 3600 },     { "00:00:00", 48 * 3600 },
  };
  PolluxFmtClock clock = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 time = 0;

      g_test_message ("%s", times[i].text);
      g_assert_cmpint (pollux_fmt_parse_time (&clock, slice (times[i].text), &time), ==,
                       POLLUX_FMT_TIME_UPTIME);
      g_assert_cmpint (time, ==, times[i].seconds * S);
    }
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    gint64 ns;
  } durations[] = {
    { "0.00ns", 0 }, { "7.00ns", 7 }, { "50.7\u00b5s", 50700 }, { "210\u00b5s", 210000 },
    { "102ms", 102000000 }, { "2.97ms", 2970000 }, { "1.50s", S + S / 2 },
    { "1234s", 1234 * S },
    { "", POLLUX_TIME_NONE }, { "5", POLLUX_TIME_NONE }, { "ms", POLLUX_TIME_NONE },
    { "5 ms", POLLUX_TIME_NONE }, { "x", POLLUX_TIME_NONE },
    { "99999999999s", POLLUX_TIME_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_test_message ("%s", durations[i].text);
      g_assert_cmpint (pollux_fmt_parse_duration (slice (durations[i].text)), ==, durations[i].ns);
    }
}

/* Where a time stamp ends in a line. */
static void
test_measures (void)
{
  static const struct
  {
    const char *text;
    gsize length;
  } texts[] = {
    { "2026-11-22T19:03:57.092084Z TRACE x", 27 }, { "2026-11-22T19:03:57Z  INFO x", 20 },
    { "2026-11-22 20:07:07.472557 +01:00 TRACE x", 33 }, { "2026-11-22 20:07:07 TRACE", 19 },
    { "0.000374595s TRACE x", 12 }, { "19:03:57.5 INFO", 10 }, { "Nov 22 19:03:57 INFO x", 15 },
    { "Nov  2 19:03:57 INFO x", 15 }, { "1795374237.5 INFO", 12 }, { "12 INFO", 0 },
    { "TRACE x", 0 }, { "", 0 }, { "2026-11-22T19:03:57.092084ZTRACE", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i].text);
      g_assert_cmpuint (pollux_fmt_measure_time (slice (texts[i].text)), ==, texts[i].length);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-time/times", test_times);
  g_test_add_func ("/fmt-time/other-forms", test_other_forms);
  g_test_add_func ("/fmt-time/midnight", test_midnight);
  g_test_add_func ("/fmt-time/durations", test_durations);
  g_test_add_func ("/fmt-time/measures", test_measures);

  return g_test_run ();
}
