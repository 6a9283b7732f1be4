/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-time-goal.h"

#define MS G_GINT64_CONSTANT (1000000)
#define S (1000 * MS)

/* 2026-11-22 18:07:01 UTC, a trace of ten seconds. */
#define EPOCH G_GINT64_CONSTANT (1795370821000000000)

static PolluxTimeFrame
make_frame (PolluxClockKind kind)
{
  return (PolluxTimeFrame) {
    .clock = { kind, .epoch = EPOCH }, .here = 2 * S, .extent = { 0, 10 * S }, .epoch = EPOCH,
  };
}

static const struct
{
  const char *text;
  PolluxClockKind clock;
  PolluxTimeGoalKind kind;
  gint64 begin;
  gint64 end;
} goals[] = {
  { "1.25s", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_MOMENT, 1250 * MS, 1250 * MS },
  { " 0 ", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_MOMENT, 0, 0 },
  { "+3ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_MOMENT, 2003 * MS, 2003 * MS },
  { "-3 ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_MOMENT, 1997 * MS, 1997 * MS },
  { "1.579\u202f000\u00a0ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_MOMENT, 1579000, 1579000 },
  { "1.2s 5ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_RANGE, 1200 * MS, 1205 * MS },
  { "1.2 s 5 ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_RANGE, 1200 * MS, 1205 * MS },
  { "1.2s +5ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_RANGE, 1200 * MS, 1205 * MS },
  { "1s 5ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_RANGE, 1000 * MS, 1005 * MS },
  { "1s5ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_MOMENT, 1005 * MS, 1005 * MS },
  { "0 5ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_RANGE, 0, 5 * MS },
  { "1.2s..1.3s", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_RANGE, 1200 * MS, 1300 * MS },
  { "1.2s .. +5ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_RANGE, 1200 * MS, 1205 * MS },
  { "-1s..+1s", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_RANGE, 1 * S, 2 * S },
  { "w 5ms", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_WIDTH, 0, 5 * MS },
  { "w5ms", POLLUX_CLOCK_UTC, POLLUX_GOAL_WIDTH, 0, 5 * MS },
  { "18:07:04.5", POLLUX_CLOCK_UTC, POLLUX_GOAL_MOMENT, 3500 * MS, 3500 * MS },
  { "19:07:04.5", POLLUX_CLOCK_LOCAL, POLLUX_GOAL_MOMENT, 3500 * MS, 3500 * MS },
  { "19:07:04.5", POLLUX_CLOCK_RELATIVE, POLLUX_GOAL_MOMENT, 3500 * MS, 3500 * MS },
  { "19:07:04.5 CET", POLLUX_CLOCK_LOCAL, POLLUX_GOAL_MOMENT, 3500 * MS, 3500 * MS },
  { "18:07:04Z", POLLUX_CLOCK_LOCAL, POLLUX_GOAL_MOMENT, 3000 * MS, 3000 * MS },
  { "18:07:04 UTC", POLLUX_CLOCK_LOCAL, POLLUX_GOAL_MOMENT, 3000 * MS, 3000 * MS },
  { "20:07:04+02:00", POLLUX_CLOCK_UTC, POLLUX_GOAL_MOMENT, 3000 * MS, 3000 * MS },
  { "18:07:04.001\u202f002\u202f003 UTC", POLLUX_CLOCK_UTC, POLLUX_GOAL_MOMENT, 3001002003,
    3001002003 },
  { "2026-11-22T18:07:02.7Z", POLLUX_CLOCK_LOCAL, POLLUX_GOAL_MOMENT, 1700 * MS, 1700 * MS },
  { "2026-11-22 19:07:02.7", POLLUX_CLOCK_LOCAL, POLLUX_GOAL_MOMENT, 1700 * MS, 1700 * MS },
  { "2026-11-22 18:07:02.7 5ms", POLLUX_CLOCK_UTC, POLLUX_GOAL_RANGE, 1700 * MS, 1705 * MS },
  { "18:07:04..18:07:05", POLLUX_CLOCK_UTC, POLLUX_GOAL_RANGE, 3 * S, 4 * S },
  { "#1234", POLLUX_CLOCK_ORDINAL, POLLUX_GOAL_MOMENT, 1234, 1234 },
  { "1234", POLLUX_CLOCK_ORDINAL, POLLUX_GOAL_MOMENT, 1234, 1234 },
  { "#12 50", POLLUX_CLOCK_ORDINAL, POLLUX_GOAL_RANGE, 12, 62 },
  { "#12..#50", POLLUX_CLOCK_ORDINAL, POLLUX_GOAL_RANGE, 12, 50 },
  { "w 50", POLLUX_CLOCK_ORDINAL, POLLUX_GOAL_WIDTH, 0, 50 },
};

static void
test_goals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    {
      PolluxTimeFrame frame = make_frame (goals[i].clock);
      g_autoptr (GError) error = NULL;
      PolluxTimeGoal goal;

      g_test_message ("%s", goals[i].text);
      pollux_time_goal_parse (goals[i].text, &frame, &goal, &error);
      g_assert_no_error (error);
      g_assert_cmpint (goal.kind, ==, goals[i].kind);
      g_assert_cmpint (goal.range.begin, ==, goals[i].begin);
      g_assert_cmpint (goal.range.end, ==, goals[i].end);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    PolluxClockKind clock;
    PolluxTimeGoalError code;
  } cases[] = {
    { "", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_EMPTY },
    { "   ", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_EMPTY },
    { "12", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_UNIT },
    { "1.5", POLLUX_CLOCK_UTC, POLLUX_TIME_GOAL_ERROR_UNIT },
    { "soon", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_SYNTAX },
    { "w", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_SYNTAX },
    { "w -5ms", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_SYNTAX },
    { "25:00", POLLUX_CLOCK_UTC, POLLUX_TIME_GOAL_ERROR_SYNTAX },
    { "12:61", POLLUX_CLOCK_UTC, POLLUX_TIME_GOAL_ERROR_SYNTAX },
    { "12:30:60", POLLUX_CLOCK_UTC, POLLUX_TIME_GOAL_ERROR_SYNTAX },
    { "18:07:04 XYZ", POLLUX_CLOCK_UTC, POLLUX_TIME_GOAL_ERROR_SYNTAX },
    { "#12", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_UNKNOWN },
    { "1s", POLLUX_CLOCK_ORDINAL, POLLUX_TIME_GOAL_ERROR_UNKNOWN },
    { "1.3s..1.2s", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_ORDER },
    { "1s..1s", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_ORDER },
    { "1s..", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_EMPTY },
    { "11s", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_OUTSIDE },
    { "-3s", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_OUTSIDE },
    { "12s 5ms", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_OUTSIDE },
    { "2025-11-22T18:07:02Z", POLLUX_CLOCK_UTC, POLLUX_TIME_GOAL_ERROR_OUTSIDE },
    { "5s 200000d", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_SYNTAX },
    { "5s 106751d23h47m16s", POLLUX_CLOCK_RELATIVE, POLLUX_TIME_GOAL_ERROR_OUTSIDE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PolluxTimeFrame frame = make_frame (cases[i].clock);
      g_autoptr (GError) error = NULL;
      PolluxTimeGoal goal;

      g_test_message ("%s", cases[i].text);
      g_assert_false (pollux_time_goal_parse (cases[i].text, &frame, &goal, &error));
      g_assert_error (error, POLLUX_TIME_GOAL_ERROR, (int) cases[i].code);
    }
}

/* A trace on a clock of its own has no time of day. */
static void
test_no_epoch (void)
{
  PolluxTimeFrame frame = make_frame (POLLUX_CLOCK_RELATIVE);
  g_autoptr (GError) error = NULL;
  PolluxTimeGoal goal;

  frame.epoch = POLLUX_TIME_NONE;
  g_assert_false (pollux_time_goal_parse ("18:07:04", &frame, &goal, &error));
  g_assert_error (error, POLLUX_TIME_GOAL_ERROR, POLLUX_TIME_GOAL_ERROR_UNKNOWN);
}

/* The clocks of Berlin: 02:30 came twice on 2026-10-25 and never on 2026-03-29. */
static void
test_zone_changes (void)
{
  PolluxTimeFrame frame = make_frame (POLLUX_CLOCK_LOCAL);
  g_autoptr (GError) error = NULL;
  PolluxTimeGoal goal;
  const gint64 hour = 60 * POLLUX_CLOCK_MINUTE;

  /* 2026-10-25 00:00 UTC, 02:00 CEST */
  frame.epoch = frame.clock.epoch = G_GINT64_CONSTANT (1792886400000000000);
  frame.extent.end = 4 * hour;
  frame.here = 0;
  g_assert_true (pollux_time_goal_parse ("02:30", &frame, &goal, &error));
  g_assert_cmpint (goal.range.begin, ==, hour / 2);
  frame.here = 3 * hour;
  g_assert_true (pollux_time_goal_parse ("02:30", &frame, &goal, &error));
  g_assert_cmpint (goal.range.begin, ==, hour * 3 / 2);
  g_assert_true (pollux_time_goal_parse ("03:30", &frame, &goal, &error));
  g_assert_cmpint (goal.range.begin, ==, hour * 5 / 2);

  /* 2026-03-29 00:00 UTC, 01:00 CET */
  frame.epoch = frame.clock.epoch = G_GINT64_CONSTANT (1774742400000000000);
  g_assert_false (pollux_time_goal_parse ("2026-03-29 02:30", &frame, &goal, &error));
  g_assert_error (error, POLLUX_TIME_GOAL_ERROR, POLLUX_TIME_GOAL_ERROR_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-goal/goals", test_goals);
  g_test_add_func ("/time-goal/errors", test_errors);
  g_test_add_func ("/time-goal/no-epoch", test_no_epoch);
  g_test_add_func ("/time-goal/zone-changes", test_zone_changes);

  return g_test_run ();
}
