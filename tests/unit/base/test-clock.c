/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-clock.h"
#include "pollux-time-text.h"

#define NS "\u202f"
#define NB "\u00a0"

/* 2026-03-29 00:59:59 UTC: a second before the clocks are put forward in Berlin. */
#define SPRING G_GINT64_CONSTANT (1774745999000000000)
/* 2026-11-22 18:07:01.666624 UTC */
#define WINTER G_GINT64_CONSTANT (1795370821666624000)

static void
check (char *(*print) (const PolluxClock *, PolluxTime), const PolluxClock *clock, PolluxTime time,
       const char *expected)
{
  g_autofree char *text = print (clock, time);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_relative (void)
{
  PolluxClock clock = { POLLUX_CLOCK_RELATIVE, 1000 };
  PolluxClock since = { POLLUX_CLOCK_RELATIVE, 1000, .plus = TRUE };

  check (pollux_clock_to_exact, &clock, 1000, "0" NB "ns");
  check (pollux_clock_to_exact, &clock, 1580000, "1.579" NS "000" NB "ms");
  check (pollux_clock_to_exact, &clock, 0, "\u22121.000" NB "µs");
  check (pollux_clock_to_exact, &since, 2000, "+1.000" NB "µs");
  check (pollux_clock_to_exact, &since, 1000, "0" NB "ns");
  check (pollux_clock_to_label, &since, -1000, "\u22122.00" NB "µs");
  check (pollux_clock_to_exact, &clock, POLLUX_TIME_NONE, "—");
  g_assert_null (pollux_clock_get_zone (&clock, 0));
}

static void
test_civil (void)
{
  PolluxClock utc = { POLLUX_CLOCK_UTC, .epoch = WINTER };
  PolluxClock local = { POLLUX_CLOCK_LOCAL, .epoch = WINTER, .dates = TRUE };

  check (pollux_clock_to_exact, &utc, 7, "18:07:01.666" NS "624" NS "007 UTC");
  check (pollux_clock_to_exact, &utc, -1666624000, "18:07:00.000" NS "000" NS "000 UTC");
  check (pollux_clock_to_exact, &local, 0, "2026-11-22 19:07:01.666" NS "624" NS "000 CET");
  check (pollux_clock_to_digits, &utc, 7, "18:07:01.666" NS "624" NS "007");
  check (pollux_clock_to_digits, &local, 0, "2026-11-22 19:07:01.666" NS "624" NS "000");
  g_assert_true (pollux_clock_equal (&utc, &utc));
  g_assert_false (pollux_clock_equal (&utc, &local));
  check (pollux_clock_to_label, &utc, 0, "18:07:01.666");
  check (pollux_clock_to_label, &local, 0, "2026-11-22 19:07:01.666");
}

/* Out of what a calendar knows: told as a duration, and no crash. */
static void
test_far (void)
{
  PolluxClock utc = { POLLUX_CLOCK_UTC, .epoch = G_MAXINT64 - 5 };

  check (pollux_clock_to_exact, &utc, 10, "10" NB "ns");
  g_assert_cmpint (pollux_clock_get_midnight (&utc, 10), ==, 0);
}

static void
check_tick (const PolluxClock *clock, PolluxTime time, gint64 step, const char *expected)
{
  g_autofree char *text = pollux_clock_to_tick (clock, time, step);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_ticks (void)
{
  PolluxClock utc = { POLLUX_CLOCK_UTC, .epoch = WINTER };
  PolluxTime whole = -666624000;
  PolluxTime midnight = pollux_clock_get_midnight (&utc, 0);

  check_tick (&utc, whole, POLLUX_CLOCK_SECOND, "18:07:01");
  check_tick (&utc, whole - POLLUX_CLOCK_SECOND, POLLUX_CLOCK_MINUTE, "18:07");
  check_tick (&utc, whole, 500000000, "18:07:01.0");
  check_tick (&utc, 1, 1, "18:07:01.666" NS "624" NS "001");
  check_tick (&utc, 0, 2000, "18:07:01.666" NS "624");
  check_tick (&utc, midnight, POLLUX_CLOCK_MINUTE, "2026-11-22");
  check_tick (&utc, midnight + POLLUX_CLOCK_DAY, 1000, "2026-11-23");
}

static void
test_zone_change (void)
{
  PolluxClock local = { POLLUX_CLOCK_LOCAL, .epoch = SPRING };
  g_autofree char *before = pollux_clock_get_zone (&local, 0);
  g_autofree char *after = pollux_clock_get_zone (&local, POLLUX_CLOCK_SECOND);

  check (pollux_clock_to_label, &local, 0, "01:59:59.000");
  check (pollux_clock_to_label, &local, POLLUX_CLOCK_SECOND, "03:00:00.000");
  g_assert_cmpstr (before, ==, "CET");
  g_assert_cmpstr (after, ==, "CEST");
  g_assert_cmpint (pollux_clock_get_offset (&local, 0), ==, 60 * POLLUX_CLOCK_MINUTE);
  g_assert_cmpint (pollux_clock_get_offset (&local, POLLUX_CLOCK_SECOND), ==,
                   120 * POLLUX_CLOCK_MINUTE);
}

static void
test_rate (void)
{
  static const struct
  {
    gint64 length;
    const char *expected;
  } cases[] = {
    { 12500000, "80" NB "Hz" },
    { 1, "1" NB "GHz" },
    { 3, "333" NB "MHz" },
    { 1000, "1" NB "MHz" },
    { 1001, "999" NB "kHz" },
    { 100200000, "9.98" NB "Hz" },
    { 2 * POLLUX_CLOCK_SECOND, "500" NB "mHz" },
    { 30 * POLLUX_CLOCK_DAY, "<0.001" NB "mHz" },
    { 0, "1" NB "GHz" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pollux_rate_to_label (cases[i].length);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/relative", test_relative);
  g_test_add_func ("/clock/civil", test_civil);
  g_test_add_func ("/clock/far", test_far);
  g_test_add_func ("/clock/ticks", test_ticks);
  g_test_add_func ("/clock/zone-change", test_zone_change);
  g_test_add_func ("/clock/rate", test_rate);

  return g_test_run ();
}
