/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "pollux-time-text.h"

#define SECOND G_GINT64_CONSTANT (1000000000)

#define FORM                                                                  \
  "\\A(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(\\.\\d+)? ?"  \
  "([Zz]|[+-]\\d\\d:\\d\\d)\\z"

static void
assert_epoch (const char *text,
              gint64      expected)
{
  gint64 epoch = 77;

  /* Exactly so many bytes: a sanitizer sees any read beyond. */
  g_autofree char *bytes = g_memdup2 (text, strlen (text));

  if (!pollux_epoch_from_rfc3339 (bytes, strlen (text), &epoch))
    g_error ("%s was refused", text);

  if (epoch != expected)
    g_error ("%s: %" G_GINT64_FORMAT " instead of %" G_GINT64_FORMAT, text, epoch, expected);
}

static void
test_known (void)
{
  /* Seconds from date(1). */
  assert_epoch ("1970-01-01T00:00:00Z", 0);
  assert_epoch ("2026-11-22T19:03:57.092084Z", 1795374237092084000);
  assert_epoch ("2026-11-22T19:03:57.092Z", 1795374237092000000);
  assert_epoch ("2026-11-22 20:03:57.092084 +01:00", 1795374237092084000);
  assert_epoch ("2026-11-22T20:03:57.092084123+01:00", 1795374237092084123);
  assert_epoch ("2026-11-22T20:03:57.0920841239999+01:00", 1795374237092084123);
  assert_epoch ("2026-11-22t19:03:57z", 1795374237000000000);
  assert_epoch ("2000-02-29T00:00:00Z", 951782400 * SECOND);
  assert_epoch ("1969-12-31T23:59:59.999999999Z", -1);
  assert_epoch ("1969-12-31T23:59:59.999999Z", -1000);
  assert_epoch ("1970-01-01T00:00:00.5+00:01", -60 * SECOND + SECOND / 2);
  assert_epoch ("1970-01-01T00:00:00-23:59", (23 * 3600 + 59 * 60) * SECOND);
  assert_epoch ("1970-01-01T00:00:00-00:00", 0);
}

static void
test_leap_second (void)
{
  assert_epoch ("2016-12-31T23:59:60Z", 1483228800 * SECOND - 1);
  assert_epoch ("2016-12-31T23:59:60.5Z", 1483228800 * SECOND - 1);
  assert_epoch ("2016-12-31T23:59:60.123456Z", 1483228800 * SECOND - 1);
  assert_epoch ("2017-01-01T00:59:60+01:00", 1483228800 * SECOND - 1);
}

/* 64 bits of nanoseconds, but for the smallest, which means "not recorded". */
static void
test_limits (void)
{
  gint64 epoch;

  assert_epoch ("2262-04-11T23:47:16.854775807Z", G_MAXINT64);
  assert_epoch ("1677-09-21T00:12:43.145224193Z", G_MININT64 + 1);
  assert_epoch ("2262-04-12T23:46:16.854775807+23:59", G_MAXINT64);

  g_assert_false (pollux_epoch_from_rfc3339 ("2262-04-11T23:47:16.854775808Z", 30, &epoch));
  g_assert_false (pollux_epoch_from_rfc3339 ("2262-04-11T23:47:17.000000Z", 27, &epoch));
  g_assert_false (pollux_epoch_from_rfc3339 ("1677-09-21T00:12:43.145224192Z", 30, &epoch));
  g_assert_false (pollux_epoch_from_rfc3339 ("1677-09-21T00:12:43.145224191Z", 30, &epoch));
  g_assert_false (pollux_epoch_from_rfc3339 ("1677-09-21T00:12:42.999999Z", 27, &epoch));
  g_assert_false (pollux_epoch_from_rfc3339 ("0000-01-01T00:00:00.000000Z", 27, &epoch));
  g_assert_false (pollux_epoch_from_rfc3339 ("9999-12-31T23:59:59.999999Z", 27, &epoch));
}

static void
test_refused (void)
{
  const char *const texts[] = {
    "", "2", "2026-11-22", "2026-11-22T19:03:57", "2026-11-22T19:03:57.1", "2026-11-22T19:03:57.Z",
    "2026-11-22T19:03:57.092084", "2026-11-22T19:03:57.092084ZZ", " 2026-11-22T19:03:57.092084Z",
    "2026-11-22T19:03:57.092084 ", "2026-11-22T19:03:57.092084  Z", "2026-11-22T19:03:57,092084Z",
    "2026-11-22_19:03:57.092084Z", "2026-11-22T19:03:57.092084Y", "2026-11-22T19:03:57.09208/Z",
    "2026-11-22T19:03:57.09208:Z", "2026-00-22T19:03:57.092084Z", "2026-13-22T19:03:57.092084Z",
    "2026-11-00T19:03:57.092084Z", "2026-11-31T19:03:57.092084Z", "2026-02-29T19:03:57.092084Z",
    "1900-02-29T19:03:57.092084Z", "2100-02-29T19:03:57.092084Z", "2024-02-30T19:03:57.092084Z",
    "2026-11-22T24:00:00.000000Z", "2026-11-22T19:60:57.092084Z", "2026-11-22T19:03:61.092084Z",
    "2026-11-22T19:03:57+24:00", "2026-11-22T19:03:57+01:60", "2026-11-22T19:03:57+0100",
    "2026-11-22T19:03:57+01", "2026-11-22T19:03:57+1:00", "2026-11-22T19:03:57*01:00",
    "-026-11-22T19:03:57.092084Z", "+2026-11-22T19:03:57.092084Z", "2026-11-2T19:03:57.0092084Z",
    "   0.000374595s",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *bytes = g_memdup2 (texts[i], strlen (texts[i]));
      gint64 epoch;

      if (pollux_epoch_from_rfc3339 (bytes, strlen (texts[i]), &epoch))
        g_error ("\"%s\" was taken", texts[i]);
    }
}

static void
test_every_day (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, G_DATE_JANUARY, 1678);
  g_autoptr (GDate) epoch_date = g_date_new_dmy (1, G_DATE_JANUARY, 1970);

  for (; g_date_get_year (date) < 2262; g_date_add_days (date, 1))
    {
      gint64 expected = (gint64) g_date_days_between (epoch_date, date) * 86400 * SECOND;
      g_autofree char *back = pollux_epoch_to_rfc3339 (expected);
      char text[64];

      g_snprintf (text, sizeof text, "%04u-%02d-%02uT00:00:00.000000Z", g_date_get_year (date),
                  g_date_get_month (date), g_date_get_day (date));
      assert_epoch (text, expected);
      g_snprintf (text, sizeof text, "%04u-%02d-%02uT00:00:00.000000000Z", g_date_get_year (date),
                  g_date_get_month (date), g_date_get_day (date));
      g_assert_cmpstr (back, ==, text);
    }
}

static void
append_random_fraction (GString *text,
                        guint   *nanosecond)
{
  gint n_digits = g_test_rand_int_range (0, 13);
  guint scale = 100000000;

  *nanosecond = 0;

  if (n_digits > 0)
    g_string_append_c (text, '.');

  for (gint i = 0; i < n_digits; i++)
    {
      guint digit = (guint) g_test_rand_int_range (0, 10);

      g_string_append_c (text, (char) ('0' + digit));
      *nanosecond += digit * scale;
      scale /= 10;
    }
}

static GTimeZone *
append_random_zone (GString *text)
{
  gint offset = g_test_rand_int_range (-1439, 1440);

  if (g_test_rand_bit ())
    g_string_append_c (text, ' ');

  if (g_test_rand_int_range (0, 3) == 0)
    {
      g_string_append_c (text, 'Z');
      return g_time_zone_new_utc ();
    }

  g_string_append_printf (text, "%c%02d:%02d", offset < 0 ? '-' : '+', ABS (offset) / 60,
                          ABS (offset) % 60);

  return g_time_zone_new_offset (offset * 60);
}

/* Years 1678 to 2261, all zones and precisions. */
static void
test_random (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GTimeZone) zone = NULL;
      g_autoptr (GDateTime) time = NULL;
      gint year = g_test_rand_int_range (1678, 2262);
      gint month = g_test_rand_int_range (1, 13);
      gint day = g_test_rand_int_range (1, 1 + g_date_get_days_in_month (month, (GDateYear) year));
      gint hour = g_test_rand_int_range (0, 24);
      gint minute = g_test_rand_int_range (0, 60);
      gint second = g_test_rand_int_range (0, 60);
      guint nanosecond;

      g_string_printf (text, "%04d-%02d-%02d%c%02d:%02d:%02d", year, month, day,
                       g_test_rand_bit () ? 'T' : ' ', hour, minute, second);
      append_random_fraction (text, &nanosecond);
      zone = append_random_zone (text);
      time = g_date_time_new (zone, year, month, day, hour, minute, second);
      g_assert_nonnull (time);
      assert_epoch (text->str, g_date_time_to_unix (time) * SECOND + nanosecond);
    }
}

/* Slow and independent: a regular expression and GDateTime. The second 60 has
 * its own test. */
static gboolean
reference_accepts (const GRegex *form,
                   const char   *bytes,
                   gsize         length,
                   gint64       *seconds)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *zone = NULL;
  gint offset = 0;
  gint field[6];

  if (!g_regex_match_full (form, bytes, (gssize) length, 0, 0, &match, NULL))
    return FALSE;

  for (gint i = 0; i < 6; i++)
    {
      g_autofree char *text = g_match_info_fetch (match, i + 1);

      field[i] = atoi (text);
    }

  zone = g_match_info_fetch (match, 8);

  if (strlen (zone) > 1)
    {
      if (atoi (zone + 1) > 23 || atoi (zone + 4) > 59)
        return FALSE;

      offset = (zone[0] == '-' ? -60 : 60) * (atoi (zone + 1) * 60 + atoi (zone + 4));
    }

  time = g_date_time_new_utc (field[0], field[1], field[2], field[3], field[4], field[5]);

  if (time == NULL)
    return FALSE;

  *seconds = g_date_time_to_unix (time) - offset;

  return *seconds > G_MININT64 / SECOND && *seconds < G_MAXINT64 / SECOND;
}

static void
assert_agrees (const GRegex *form,
               const char   *bytes,
               gsize         length)
{
  gint64 seconds = 0;
  gint64 epoch = 0;
  gboolean expected = reference_accepts (form, bytes, length, &seconds);
  gboolean accepted = pollux_epoch_from_rfc3339 (bytes, length, &epoch);

  /* GDateTime knows no leap second. */
  if (accepted && !expected && length > 18 && memcmp (bytes + 17, "60", 2) == 0)
    return;

  if (accepted != expected)
    g_error ("\"%.*s\": %d instead of %d", (gint) length, bytes, accepted, expected);

  if (accepted)
    g_assert_cmpint (epoch - seconds * SECOND, >=, 0);

  if (accepted)
    g_assert_cmpint (epoch - seconds * SECOND, <, SECOND);
}

/* Every byte at every place of every form, inserted, removed and replaced. */
static void
test_mutated (void)
{
  const char *const texts[] = {
    "2026-11-22T19:03:57.092084Z", "2024-02-29 20:07:07.472557 +01:00",
    "1999-12-31T23:59:59.961138713-11:30", "2026-11-22T19:03:57Z",
  };
  g_autoptr (GRegex) form = g_regex_new (FORM, G_REGEX_RAW, 0, NULL);

  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    for (gsize i = 0; i < strlen (texts[t]); i++)
      for (guint c = 0; c < 256; c++)
        {
          g_autoptr (GString) text = g_string_new (texts[t]);

          text->str[i] = (char) c;
          assert_agrees (form, text->str, text->len);
          g_string_erase (text, (gssize) i, 1);
          assert_agrees (form, text->str, text->len);
          g_string_assign (text, texts[t]);
          g_string_insert_c (text, (gssize) i, (char) c);
          assert_agrees (form, text->str, text->len);
        }
}

static void
test_round_trip (void)
{
  const gint64 edges[] = {
    0, 1, -1, SECOND, -SECOND, SECOND - 1, 1 - SECOND, 86400 * SECOND, -86400 * SECOND, G_MAXINT64,
    G_MAXINT64 - 1, G_MININT64 + 1, G_MININT64 + 2,
  };

  for (guint i = 0; i < 20000; i++)
    {
      gint64 epoch = i < G_N_ELEMENTS (edges)
                       ? edges[i]
                       : (gint64) ((guint64) (guint32) g_test_rand_int () << 32
                                   | (guint32) g_test_rand_int ());
      g_autofree char *text = NULL;

      if (epoch == POLLUX_TIME_NONE)
        continue;

      text = pollux_epoch_to_rfc3339 (epoch);
      g_assert_cmpuint (strlen (text), ==, 30);
      assert_epoch (text, epoch);
    }
}

static void
assert_text (char       *text,
             const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_print (void)
{
  assert_text (pollux_epoch_to_rfc3339 (1795374237092084001), "2026-11-22T19:03:57.092084001Z");
  assert_text (pollux_epoch_to_rfc3339 (-1), "1969-12-31T23:59:59.999999999Z");
  assert_text (pollux_epoch_to_rfc3339 (POLLUX_TIME_NONE), "—");

  /* The tests run with TZ=UTC. */
  assert_text (pollux_epoch_to_local (1795374237092084000), "2026-11-22 19:03:57.092\u202f084 UTC");
  assert_text (pollux_epoch_to_local (1795374237092084001),
               "2026-11-22 19:03:57.092\u202f084\u202f001 UTC");
  assert_text (pollux_epoch_to_local (1795374237000000000), "2026-11-22 19:03:57.000\u202f000 UTC");
  assert_text (pollux_epoch_to_local (-1), "1969-12-31 23:59:59.999\u202f999\u202f999 UTC");
  assert_text (pollux_epoch_to_local (G_MAXINT64), "2262-04-11 23:47:16.854\u202f775\u202f807 UTC");
  assert_text (pollux_epoch_to_local (POLLUX_TIME_NONE), "—");
}

static void
test_local_zone (void)
{
  if (g_test_subprocess ())
    {
      g_setenv ("TZ", "Asia/Kathmandu", TRUE);
      assert_text (pollux_epoch_to_local (0), "1970-01-01 05:30:00.000\u202f000 +0530");
      assert_text (pollux_epoch_to_local (1795374237092084000),
                   "2026-11-23 00:48:57.092\u202f084 +0545");
      return;
    }

  if (!g_file_test ("/usr/share/zoneinfo/Asia/Kathmandu", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("no time zone data");
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/epoch-text/known", test_known);
  g_test_add_func ("/epoch-text/leap-second", test_leap_second);
  g_test_add_func ("/epoch-text/limits", test_limits);
  g_test_add_func ("/epoch-text/refused", test_refused);
  g_test_add_func ("/epoch-text/every-day", test_every_day);
  g_test_add_func ("/epoch-text/random", test_random);
  g_test_add_func ("/epoch-text/mutated", test_mutated);
  g_test_add_func ("/epoch-text/round-trip", test_round_trip);
  g_test_add_func ("/epoch-text/print", test_print);
  g_test_add_func ("/epoch-text/local-zone", test_local_zone);

  return g_test_run ();
}
