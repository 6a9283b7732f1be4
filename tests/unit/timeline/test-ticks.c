/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-ticks.h"

static void
assert_columns (PolluxTicks *ticks,
                PolluxRange  range,
                const char  *expected)
{
  guint n = strlen (expected);
  const guint8 *columns = pollux_ticks_get_columns (ticks, range, n);
  g_autofree char *found = g_new0 (char, n + 1);

  for (guint i = 0; i < n; i++)
    found[i] = columns[i] ? '|' : '.';
  g_assert_cmpstr (found, ==, expected);
}

static void
test_columns (void)
{
  g_autoptr(PolluxTicks) ticks = pollux_ticks_new ();

  assert_columns (ticks, (PolluxRange) { 0, 100 }, "..........");
  pollux_ticks_add (ticks, 0);
  pollux_ticks_add (ticks, 35);
  pollux_ticks_add (ticks, 39);
  pollux_ticks_add (ticks, POLLUX_TIME_NONE);
  assert_columns (ticks, (PolluxRange) { 0, 100 }, "|..|......");
  /* The end is in the last one; what comes later is added. */
  pollux_ticks_add (ticks, 100);
  assert_columns (ticks, (PolluxRange) { 0, 100 }, "|..|.....|");
  assert_columns (ticks, (PolluxRange) { 30, 40 }, ".....|...|");
  assert_columns (ticks, (PolluxRange) { 0, 100 }, "||..|");
  g_assert_cmpuint (pollux_ticks_get_n_times (ticks), ==, 4);
  pollux_ticks_clear (ticks);
  assert_columns (ticks, (PolluxRange) { 0, 100 }, ".....");
}

static void
test_extremes (void)
{
  g_autoptr(PolluxTicks) ticks = pollux_ticks_new ();

  pollux_ticks_add (ticks, G_MAXINT64);
  pollux_ticks_add (ticks, -5);
  assert_columns (ticks, (PolluxRange) { 0, 0 }, "..");
  assert_columns (ticks, (PolluxRange) { -5, -5 }, "|.");
  assert_columns (ticks, (PolluxRange) { G_MININT64 / 2, G_MAXINT64 }, ".|.|");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticks/columns", test_columns);
  g_test_add_func ("/ticks/extremes", test_extremes);

  return g_test_run ();
}
