/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-axis.h"
#include "pollux-time-text.h"

static PolluxViewport
look_at (PolluxTime begin,
         PolluxTime end,
         double     width)
{
  PolluxViewport viewport;

  pollux_viewport_init (&viewport);
  pollux_viewport_set_extent (&viewport, (PolluxRange) { MIN (begin, 0), end });
  pollux_viewport_set_width (&viewport, width);
  pollux_viewport_set_range (&viewport, (PolluxRange) { begin, end });

  return viewport;
}

/* Labels have room, name the very time they stand at, and differ. */
static void
assert_axis (const PolluxViewport *viewport,
             PolluxTime            origin)
{
  PolluxRange range = pollux_viewport_get_range (viewport);
  g_autofree char *before = NULL;
  double end_of_label = -1e9;
  guint n = 0;
  PolluxAxis axis;

  pollux_axis_init (&axis, viewport, origin, FALSE);
  g_assert_cmpint (axis.step % axis.n_parts, ==, 0);

  for (PolluxTime tick = pollux_axis_first_tick (&axis, range.begin); tick <= range.end;
       tick = pollux_axis_next_tick (&axis, tick))
    {
      double x = pollux_viewport_time_to_x (viewport, tick);
      g_autofree char *label = NULL;
      gint64 named;

      g_assert_cmpuint (n++, <, 10000);
      g_assert_cmpint (tick, >=, range.begin);
      if (!pollux_axis_is_labelled (&axis, tick))
        continue;

      label = pollux_axis_get_label (&axis, tick);
      g_assert_cmpfloat (x, >, end_of_label);
      end_of_label = x + g_utf8_strlen (label, -1) * 7;
      g_assert_true (pollux_duration_from_text (label, &named));
      g_assert_cmpint (named, ==, tick - origin);
      g_assert_cmpstr (label, !=, before);
      g_free (before);
      before = g_strdup (label);
    }
}

static void
test_all_scales (void)
{
  for (gint64 length = 10; length < G_GINT64_CONSTANT (1000000000000000); length = length * 17 / 5)
    for (double width = 200; width < 4000; width *= 1.7)
      {
        PolluxViewport viewport = look_at (0, length, width);

        assert_axis (&viewport, 0);
        viewport = look_at (length / 3 + 7, length / 3 + length / 9 + 9, width);
        assert_axis (&viewport, 0);
        viewport = look_at (-length / 3, length, width);
        assert_axis (&viewport, -length / 3);
        assert_axis (&viewport, 0);
      }
}

static void
test_labels (void)
{
  static const struct { gint64 begin, end; double width; const char *first, *second; } cases[] = {
    { 0, 242000000, 1000, "0 ms", "20 ms" },
    { 0, 1000000000, 1000, "0.0 s", "0.1 s" },
    { 0, 20, 1000, "0 ns", "2 ns" },
    { 2345600000, 2345601000, 800, "2.345 600 0 s", "2.345 600 2 s" },
    { 0, G_GINT64_CONSTANT (7200) * 1000000000, 1000, "0 min", "10 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PolluxViewport viewport = look_at (cases[i].begin, cases[i].end, cases[i].width);
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;
      PolluxAxis axis;
      PolluxTime tick;

      viewport.extent.end = cases[i].end;
      pollux_axis_init (&axis, &viewport, 0, FALSE);
      tick = (cases[i].begin + axis.step - 1) / axis.step * axis.step;
      first = pollux_axis_get_label (&axis, tick);
      second = pollux_axis_get_label (&axis, tick + axis.step);
      for (char **label = (char *[]) { first, second, NULL }; *label != NULL; label++)
        {
          /* Written with plain blanks above. */
          g_auto(GStrv) parts = g_strsplit (*label, "\u00a0", -1);
          g_autofree char *joined = g_strjoinv (" ", parts);
          g_auto(GStrv) groups = g_strsplit (joined, "\u202f", -1);
          g_autofree char *plain = g_strjoinv (" ", groups);

          g_assert_cmpstr (plain, ==, *label == first ? cases[i].first : cases[i].second);
        }
    }
}

static void
test_steps (void)
{
  for (double scale = 0.07; scale < 1e9; scale *= 1.13)
    {
      PolluxViewport viewport = { 0, 0, scale, 1000, { 0, 1000 * scale } };
      PolluxAxis axis;
      gint64 leading;

      pollux_axis_init (&axis, &viewport, 0, FALSE);
      for (leading = axis.step; leading % 10 == 0; leading /= 10)
        ;
      if (axis.step < G_GINT64_CONSTANT (60000000000))
        g_assert_true (leading == 1 || leading == 2 || leading == 5);
      g_assert_cmpfloat (axis.step / scale, <, 450);
      if (axis.n_parts > 1)
        g_assert_cmpfloat (axis.step / scale / axis.n_parts, >=, 6);
    }
}

static void
test_ordinal (void)
{
  PolluxViewport viewport = look_at (0, 500, 1000);
  g_autofree char *label = NULL;
  PolluxAxis axis;

  pollux_axis_init (&axis, &viewport, 3, TRUE);
  label = pollux_axis_get_label (&axis, 120);
  g_assert_cmpstr (label, ==, "#120");
  g_assert_true (pollux_axis_is_labelled (&axis, 0));

  viewport = look_at (0, 3, 1000);
  pollux_axis_init (&axis, &viewport, 0, TRUE);
  g_assert_cmpint (axis.step, ==, 1);
  g_assert_cmpuint (axis.n_parts, ==, 1);
}

/* Every label is of the moment where it stands, and has room, at all zooms of a
 * trace of a day, over a change of the clocks, and at negative times. */
static void
test_clocks (void)
{
  /* Two hours before the clocks are put back in Berlin. */
  const gint64 epoch = G_GINT64_CONSTANT (1792882800000000000);
  PolluxClock clocks[] = {
    { POLLUX_CLOCK_LOCAL, .epoch = epoch },
    { POLLUX_CLOCK_UTC, .epoch = epoch },
    { POLLUX_CLOCK_RELATIVE, 12345, .plus = TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    for (gint64 length = 900; length <= POLLUX_CLOCK_DAY; length = length * 17 / 5)
      for (gint64 begin = -length / 2; begin < POLLUX_CLOCK_DAY; begin = begin * 2 + length + 7)
        {
          PolluxViewport viewport = look_at (begin, begin + length, 900);
          PolluxRange range = pollux_viewport_get_range (&viewport);
          g_autofree char *before = NULL;
          double end_of_label = -1e9;
          guint n = 0, n_labels = 0;
          PolluxAxis axis;

          pollux_axis_init_clock (&axis, &viewport, &clocks[i]);
          for (PolluxTime tick = pollux_axis_first_tick (&axis, range.begin); tick <= range.end;
               tick = pollux_axis_next_tick (&axis, tick))
            {
              double x = pollux_viewport_time_to_x (&viewport, tick);
              g_autofree char *label = NULL;

              g_assert_cmpuint (n++, <, 10000);
              if (!pollux_axis_is_labelled (&axis, tick))
                continue;
              n_labels++;
              label = pollux_axis_get_label (&axis, tick);
              g_assert_cmpfloat (x, >, end_of_label);
              end_of_label = x + g_utf8_strlen (label, -1) * 7;
              g_assert_cmpstr (label, !=, before);
              g_free (before);
              before = g_strdup (label);
            }
          g_assert_cmpuint (n_labels, >=, 1);
        }
}

static void
check_label (const PolluxClock *clock,
             PolluxTime         begin,
             PolluxTime         end,
             const char        *expected)
{
  PolluxViewport viewport = look_at (begin, end, 900);
  PolluxAxis axis;
  PolluxTime tick;
  g_autofree char *label = NULL;

  pollux_axis_init_clock (&axis, &viewport, clock);
  for (tick = pollux_axis_first_tick (&axis, begin); !pollux_axis_is_labelled (&axis, tick);
       tick = pollux_axis_next_tick (&axis, tick))
    ;
  label = pollux_axis_get_label (&axis, tick);
  g_assert_cmpstr (label, ==, expected);
}

static void
test_clock_labels (void)
{
  const gint64 hour = 60 * POLLUX_CLOCK_MINUTE;
  /* 2026-10-25 00:59:00 CEST */
  PolluxClock local = { POLLUX_CLOCK_LOCAL, .epoch = G_GINT64_CONSTANT (1792882740000000000) };
  PolluxClock utc = { POLLUX_CLOCK_UTC, .epoch = local.epoch };

  check_label (&local, 0, 20 * POLLUX_CLOCK_MINUTE, "01:00");
  check_label (&utc, 0, 20 * POLLUX_CLOCK_MINUTE, "23:00");
  /* 1 ns a pixel, in the middle of a day. */
  check_label (&utc, 12 * hour + 1, 12 * hour + 901, "10:59:00.000\u202f000\u202f200");
  /* The clocks are put back in sight: 01:00 is of summer time. */
  check_label (&local, 0, 3 * hour, "01:00\u00a0CEST");
  /* The day changes. */
  check_label (&utc, hour - POLLUX_CLOCK_MINUTE, 2 * hour, "2026-10-25");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/axis/all-scales", test_all_scales);
  g_test_add_func ("/axis/labels", test_labels);
  g_test_add_func ("/axis/steps", test_steps);
  g_test_add_func ("/axis/ordinal", test_ordinal);
  g_test_add_func ("/axis/clocks", test_clocks);
  g_test_add_func ("/axis/clock-labels", test_clock_labels);

  return g_test_run ();
}
