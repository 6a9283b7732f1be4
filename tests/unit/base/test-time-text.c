/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-time-text.h"

#define NBSP "\u00a0"
#define GROUP "\u202f"
#define MINUS "\u2212"

#define US G_GINT64_CONSTANT (1000)
#define MS G_GINT64_CONSTANT (1000000)
#define S G_GINT64_CONSTANT (1000000000)
#define MIN_NS (60 * S)
#define HOUR (3600 * S)
#define DAY (24 * HOUR)

typedef struct
{
  gint64 duration;
  const char *text;
} Example;

static void
assert_text (char       *text,
             const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_label (void)
{
  const Example examples[] = {
    { POLLUX_TIME_NONE, "—" },
    { 0, "0" NBSP "ns" },
    { 1, "1" NBSP "ns" },
    { 7, "7" NBSP "ns" },
    { 999, "999" NBSP "ns" },
    { 1000, "1.00" NBSP "µs" },
    { 1004, "1.00" NBSP "µs" },
    { 1005, "1.01" NBSP "µs" },
    { 9994, "9.99" NBSP "µs" },
    { 9995, "10.0" NBSP "µs" },
    { 99949, "99.9" NBSP "µs" },
    { 99950, "100" NBSP "µs" },
    { 999499, "999" NBSP "µs" },
    { 999500, "1.00" NBSP "ms" },
    { 999999, "1.00" NBSP "ms" },
    { 1000000, "1.00" NBSP "ms" },
    { 1579000, "1.58" NBSP "ms" },
    { 26 * MS + 249999, "26.2" NBSP "ms" },
    { 999 * MS + 499999, "999" NBSP "ms" },
    { 999 * MS + 500000, "1.00" NBSP "s" },
    { S, "1.00" NBSP "s" },
    { 90 * S, "90.0" NBSP "s" },
    { 999 * S + S / 2 - 1, "999" NBSP "s" },
    { 999 * S + S / 2, "16.7" NBSP "min" },
    { 1000 * S, "16.7" NBSP "min" },
    { 90 * MIN_NS, "90.0" NBSP "min" },
    { 119 * MIN_NS, "119" NBSP "min" },
    { 119 * MIN_NS + MIN_NS / 2, "1.99" NBSP "h" },
    { 2 * HOUR, "2.00" NBSP "h" },
    { 47 * HOUR, "47.0" NBSP "h" },
    { 48 * HOUR - 1, "2.00" NBSP "d" },
    { 48 * HOUR, "2.00" NBSP "d" },
    { 999 * DAY, "999" NBSP "d" },
    { 1000 * DAY, "1" GROUP "000" NBSP "d" },
    { G_MAXINT64, "106" GROUP "752" NBSP "d" },
    { -1, MINUS "1" NBSP "ns" },
    { -999999, MINUS "1.00" NBSP "ms" },
    { -1579000, MINUS "1.58" NBSP "ms" },
    { G_MININT64 + 1, MINUS "106" GROUP "752" NBSP "d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    assert_text (pollux_duration_to_label (examples[i].duration), examples[i].text);
}

/* Of all magnitudes and both signs. */
static gint64
random_duration (void)
{
  guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  return (gint64) bits >> g_test_rand_int_range (0, 64);
}

/* Whatever the value: the number on the label lies within half a unit of its
 * last digit, and no label has more than three digits or less than two, but for
 * nanoseconds and long days. */
static void
test_label_random (void)
{
  for (guint i = 0; i < 50000; i++)
    {
      gint64 duration = random_duration ();
      g_autofree char *text = NULL;
      gint64 back;
      guint n_digits = 0;

      if (duration == POLLUX_TIME_NONE)
        continue;

      text = pollux_duration_to_label (duration);
      g_assert_true (pollux_duration_from_text (text, &back));
      g_assert_cmpfloat (ABS ((double) back - (double) duration), <=,
                         ABS ((double) duration) * 0.00501);

      for (const char *c = text; *c != '\0'; c++)
        n_digits += g_ascii_isdigit (*c) ? 1 : 0;

      if (ABS (duration) >= 1000 && ABS (duration) < 999 * DAY)
        g_assert_cmpuint (n_digits, ==, 3);
      else
        g_assert_cmpuint (n_digits, <=, 6);
    }
}

static void
test_exact (void)
{
  const Example examples[] = {
    { POLLUX_TIME_NONE, "—" },
    { 0, "0" NBSP "ns" },
    { 7, "7" NBSP "ns" },
    { 999, "999" NBSP "ns" },
    { 1000, "1.000" NBSP "µs" },
    { 999999, "999.999" NBSP "µs" },
    { 1000000, "1.000" GROUP "000" NBSP "ms" },
    { 1579000, "1.579" GROUP "000" NBSP "ms" },
    { 1000007, "1.000" GROUP "007" NBSP "ms" },
    { 999 * MS + 999999, "999.999" GROUP "999" NBSP "ms" },
    { S, "1.000" GROUP "000" GROUP "000" NBSP "s" },
    { S + 7, "1.000" GROUP "000" GROUP "007" NBSP "s" },
    { 90 * MIN_NS, "5" GROUP "400.000" GROUP "000" GROUP "000" NBSP "s" },
    { G_MAXINT64, "9" GROUP "223" GROUP "372" GROUP "036.854" GROUP "775" GROUP "807" NBSP "s" },
    { -1, MINUS "1" NBSP "ns" },
    { -1579000, MINUS "1.579" GROUP "000" NBSP "ms" },
    { G_MININT64 + 1,
      MINUS "9" GROUP "223" GROUP "372" GROUP "036.854" GROUP "775" GROUP "807" NBSP "s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    assert_text (pollux_duration_to_exact (examples[i].duration), examples[i].text);
}

/* Nothing is lost: the exact text is read back as it was. */
static void
test_exact_round_trip (void)
{
  for (guint i = 0; i < 50000; i++)
    {
      gint64 duration = random_duration ();
      g_autofree char *text = NULL;
      gint64 back;

      if (duration == POLLUX_TIME_NONE)
        continue;

      text = pollux_duration_to_exact (duration);
      g_assert_true (pollux_duration_from_text (text, &back));
      g_assert_cmpint (back, ==, duration);
    }
}

static void
test_tick (void)
{
  const struct
  {
    gint64 time;
    gint64 step;
    const char *text;
  } examples[] = {
    { POLLUX_TIME_NONE, S, "—" },
    { 0, 100 * MS, "0" NBSP "ms" },
    { 100 * MS, 100 * MS, "100" NBSP "ms" },
    { 1200 * MS, 100 * MS, "1" GROUP "200" NBSP "ms" },
    { 2500 * US, 2500 * US, "2.5" NBSP "ms" },
    { 5 * MS, 2500 * US, "5.0" NBSP "ms" },
    { 250 * US, 250 * US, "250" NBSP "µs" },
    { 1250, 1250, "1.25" NBSP "µs" },
    { 20, 20, "20" NBSP "ns" },
    { 1, 1, "1" NBSP "ns" },
    { 2 * S + 20, 20, "2" GROUP "000" GROUP "000" GROUP "020" NBSP "ns" },
    { 3 * S, S, "3" NBSP "s" },
    { 30 * S, 30 * S, "30" NBSP "s" },
    { 90 * S, 30 * S, "90" NBSP "s" },
    { 120 * S, MIN_NS, "2" NBSP "min" },
    { 90 * MIN_NS, 30 * MIN_NS, "90" NBSP "min" },
    { 2 * HOUR, HOUR, "2" NBSP "h" },
    { 12 * HOUR, 6 * HOUR, "12" NBSP "h" },
    { 3 * DAY, DAY, "3" NBSP "d" },
    { -100 * MS, 100 * MS, MINUS "100" NBSP "ms" },
    { -7500 * US, 2500 * US, MINUS "7.5" NBSP "ms" },
    /* Not on a tick: rounded, never "-0". */
    { 149 * US, 100 * MS, "0" NBSP "ms" },
    { -149 * US, 100 * MS, "0" NBSP "ms" },
    { 1500 * US, MS, "2" NBSP "ms" },
    { G_MAXINT64, 1,
      "9" GROUP "223" GROUP "372" GROUP "036" GROUP "854" GROUP "775" GROUP "807" NBSP "ns" },
    { G_MININT64 + 1, DAY, MINUS "106" GROUP "752" NBSP "d" },
    { 5, 0, "5" NBSP "ns" },
    { 5, -5, "5" NBSP "ns" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    assert_text (pollux_duration_to_tick (examples[i].time, examples[i].step), examples[i].text);
}

/* Two ticks never look alike, and a tick's text is exactly its time. */
static void
test_tick_random (void)
{
  const gint64 mantissas[] = { 1, 2, 5, 25 };

  for (guint i = 0; i < 20000; i++)
    {
      gint64 step = mantissas[g_test_rand_int_range (0, 4)];
      gint64 time;
      gint64 back;
      g_autofree char *text = NULL;

      for (gint power = g_test_rand_int_range (0, 14); power > 0; power--)
        step *= 10;

      time = step * g_test_rand_int_range (-10000, 10000);
      text = pollux_duration_to_tick (time, step);
      g_assert_true (pollux_duration_from_text (text, &back));
      g_assert_cmpint (back, ==, time);
    }
}

static void
test_from_text (void)
{
  const Example examples[] = {
    { 12500 * US, "12.5ms" },
    { S, "1s" },
    { 250 * US, "250us" },
    { 250 * US, "250µs" },
    { 250 * US, "250\u03bcs" },
    { 0, "0" },
    { 0, "-0" },
    { 0, "0.0" },
    { 0, "0ns" },
    { 90 * S, "1m30s" },
    { 90 * S, "1min30s" },
    { 90 * S, "1m 30s" },
    { 90 * S, "1.5m" },
    { 3 * MS, "+3ms" },
    { -MS, "-1ms" },
    { -MS, MINUS "1ms" },
    { 12500 * US, "12.5 ms" },
    { 1579000, "1.579" GROUP "000" NBSP "ms" },
    { 26 * HOUR + 3 * MIN_NS + 4 * S + 5 * MS + 6 * US + 7, "1d2h3m4s5ms6us7ns" },
    { 333333333, "0.33333333333333333333333333333333333s" },
    { 1, "1.9ns" },
    { 86400, "0.000000001d" },
    { 3599999999999, "0.99999999999999999h" },
    { 1, "0.000000001s" },
    { 1, "00000000000000000000000000000001ns" },
    { G_MAXINT64, "9223372036854775807ns" },
    { G_MAXINT64, "9223372036.854775807s" },
    { G_MININT64 + 1, "-9223372036854775807ns" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      gint64 duration = 77;

      if (!pollux_duration_from_text (examples[i].text, &duration))
        g_error ("%s was refused", examples[i].text);

      if (duration != examples[i].duration)
        g_error ("%s: %" G_GINT64_FORMAT, examples[i].text, duration);
    }
}

static void
test_from_text_refused (void)
{
  const char *const texts[] = {
    "", " ", "-", "+", "ms", "1", "1.5", "-1", "12.5", "1.ms", ".5ms", "1..5ms", "1,5ms", "1e3ms",
    "0x1ms", "1 2ms", "1  ms", " 1ms", "--1ms", "+-1ms", "1ms-", "1MS", "1msec", "1mss", "1sm",
    "30s1m", "1m1m", "1m30", "1.5m30s", "0 ", "00s1", "1s0", "nan", "inf", "1y", "—",
    "9223372036854775808ns", "-9223372036854775808ns", "18446744073709551616ns",
    "99999999999999999999999999ns", "9223372036.854775808s", "106752d", "106751d23h47m16.9s",
    "9223372036s1s", "1d18446744073709551615ns", "106751d9223372036s", "18446744073709551615.9ns",
    "1ms\u2009", "\u20091ms", "1ms\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 duration = 77;

      if (pollux_duration_from_text (texts[i], &duration))
        g_error ("\"%s\" was taken", texts[i]);

      g_assert_cmpint (duration, ==, 77);
    }
}

static void
test_count (void)
{
  assert_text (pollux_count_to_label (0), "0");
  assert_text (pollux_count_to_label (999), "999");
  assert_text (pollux_count_to_label (1000), "1" GROUP "000");
  assert_text (pollux_count_to_label (12345), "12" GROUP "345");
  assert_text (pollux_count_to_label (123456), "123" GROUP "456");
  assert_text (pollux_count_to_label (G_MAXUINT64),
               "18" GROUP "446" GROUP "744" GROUP "073" GROUP "709" GROUP "551" GROUP "615");
}

static void
test_bytes (void)
{
  assert_text (pollux_bytes_to_label (0), "0" NBSP "B");
  assert_text (pollux_bytes_to_label (999), "999" NBSP "B");
  assert_text (pollux_bytes_to_label (1000), "1.0" NBSP "kB");
  assert_text (pollux_bytes_to_label (1049), "1.0" NBSP "kB");
  assert_text (pollux_bytes_to_label (1050), "1.1" NBSP "kB");
  assert_text (pollux_bytes_to_label (999949), "999.9" NBSP "kB");
  assert_text (pollux_bytes_to_label (999950), "1.0" NBSP "MB");
  assert_text (pollux_bytes_to_label (1400000), "1.4" NBSP "MB");
  assert_text (pollux_bytes_to_label (203100000), "203.1" NBSP "MB");
  assert_text (pollux_bytes_to_label (G_GUINT64_CONSTANT (999999999999)), "1.0" NBSP "TB");
  assert_text (pollux_bytes_to_label (G_MAXUINT64), "18.4" NBSP "EB");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time-text/label", test_label);
  g_test_add_func ("/time-text/label-random", test_label_random);
  g_test_add_func ("/time-text/exact", test_exact);
  g_test_add_func ("/time-text/exact-round-trip", test_exact_round_trip);
  g_test_add_func ("/time-text/tick", test_tick);
  g_test_add_func ("/time-text/tick-random", test_tick_random);
  g_test_add_func ("/time-text/from-text", test_from_text);
  g_test_add_func ("/time-text/from-text-refused", test_from_text_refused);
  g_test_add_func ("/time-text/count", test_count);
  g_test_add_func ("/time-text/bytes", test_bytes);

  return g_test_run ();
}
