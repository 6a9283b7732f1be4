/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-findings.h"

#define MS G_GINT64_CONSTANT (1000000)

static PolluxFindings *
find (PolluxTrace *trace)
{
  PolluxFindings *findings = pollux_findings_new (trace);

  g_assert_true (pollux_findings_run (findings, 0));
  return findings;
}

static void
assert_finding (const PolluxFindings *findings,
                guint                 index,
                PolluxFindingKind     kind,
                PolluxTaskIndex       task,
                guint                 poll,
                gint64                value)
{
  const PolluxFinding *finding = pollux_findings_get (findings, index);

  g_assert_cmpint (finding->kind, ==, kind);
  g_assert_cmpuint (finding->task, ==, task);
  g_assert_cmpuint (finding->poll, ==, poll);
  g_assert_cmpint (finding->value, ==, value);
}

/* One of every kind, and beside each what is just none. */
static void
test_kinds (void)
{
  BuildTrace build;
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (PolluxFindings) findings = NULL;
  PolluxTaskIndex polls, delays, own, open, lost, unborn, dropped, blocking, quiet;
  g_autofree char *text = NULL;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  polls = build_task (&build, "polls", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, polls, 1 * MS, 11 * MS - 1);
  build_poll (&build, polls, 20 * MS, 30 * MS);
  build_poll (&build, polls, 40 * MS, 240 * MS);
  build_close (&build, polls, 300 * MS);

  delays = build_task (&build, "delays", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, delays, 50 * MS, 51 * MS);
  build_wake (&build, delays, 60 * MS, POLLUX_TASK_NONE);
  build_poll (&build, delays, 75 * MS, 76 * MS);
  build_wake (&build, delays, 80 * MS, POLLUX_TASK_NONE);
  build_poll (&build, delays, 90 * MS - 1, 91 * MS);
  build_close (&build, delays, 300 * MS);

  own = build_task (&build, "own", "", 0, POLLUX_TASK_NONE);
  for (guint i = 0; i < 30; i++)
    {
      build_poll (&build, own, (100 + i) * MS, (100 + i) * MS + 100);
      build_wake (&build, own, (100 + i) * MS + 50, own);
    }
  build_poll (&build, own, 130 * MS, 130 * MS + 100);
  build_close (&build, own, 300 * MS);

  blocking = build_task_of_kind (&build, "blocking", "", 0, POLLUX_TASK_NONE,
                                 POLLUX_TASK_KIND_BLOCKING, 0);
  build_poll (&build, blocking, 1 * MS, 900 * MS);
  build_close (&build, blocking, 950 * MS);

  lost = build_task (&build, "lost", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, lost, 1 * MS, 2 * MS);
  build_wake (&build, lost, 500 * MS, POLLUX_TASK_NONE);

  unborn = build_task (&build, "unborn", "", 600 * MS, POLLUX_TASK_NONE);
  build_task (&build, "fresh", "", 1995 * MS, POLLUX_TASK_NONE);
  dropped = build_task (&build, "dropped", "", 700 * MS, POLLUX_TASK_NONE);
  build_close (&build, dropped, 701 * MS);

  /* Woken at its end: that is no lost wake. */
  quiet = build_task (&build, "quiet", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, quiet, 1 * MS, 2 * MS);
  build_wake (&build, quiet, 800 * MS, POLLUX_TASK_NONE);
  build_close (&build, quiet, 900 * MS);

  open = build_task (&build, "open", "", 0, POLLUX_TASK_NONE);
  build_enter (&build, open, 1500 * MS);
  build_event (&build, quiet, 2000 * MS, POLLUX_LEVEL_INFO);
  trace = build_trace_end (&build);

  findings = find (trace);
  g_assert_cmpint (pollux_findings_get_limit (findings), ==, 10 * MS);
  g_assert_cmpuint (pollux_findings_get_n (findings), ==, 8);
  g_assert_cmpuint (pollux_findings_get_total (findings), ==, 8);
  assert_finding (findings, 0, POLLUX_FINDING_SELF_WAKES, own, G_MAXUINT, 30);
  assert_finding (findings, 1, POLLUX_FINDING_LONG_POLL, polls, 1, 10 * MS);
  assert_finding (findings, 2, POLLUX_FINDING_LONG_POLL, polls, 2, 200 * MS);
  assert_finding (findings, 3, POLLUX_FINDING_LONG_DELAY, delays, 1, 15 * MS);
  assert_finding (findings, 4, POLLUX_FINDING_LOST_WAKE, lost, G_MAXUINT, 1500 * MS);
  assert_finding (findings, 5, POLLUX_FINDING_NEVER_POLLED, unborn, G_MAXUINT, 1400 * MS);
  assert_finding (findings, 6, POLLUX_FINDING_DROPPED, dropped, G_MAXUINT, 1 * MS);
  assert_finding (findings, 7, POLLUX_FINDING_OPEN_POLL, open, 0, 500 * MS);
  g_assert_cmpint (pollux_findings_get (findings, 1)->severity, ==, POLLUX_FINDING_WARNING);
  g_assert_cmpint (pollux_findings_get (findings, 2)->severity, ==, POLLUX_FINDING_SEVERE);
  g_assert_cmpint (pollux_findings_get (findings, 6)->severity, ==, POLLUX_FINDING_NOTE);
  g_assert_cmpuint (pollux_findings_count (findings, POLLUX_FINDING_LONG_POLL), ==, 2);
  g_assert_cmpuint (pollux_findings_find (findings, 40 * MS), ==, 2);
  g_assert_cmpuint (pollux_findings_find (findings, 40 * MS + 1), ==, 3);
  g_assert_cmpuint (pollux_findings_find (findings, 9000 * MS), ==, 8);

  text = pollux_finding_describe (pollux_findings_get (findings, 3));
  g_assert_cmpstr (text, ==, "delay of 15.0\u00a0ms");
}

/* Among thousands, with whole summaries of short ones before and between. */
static void
test_far_apart (void)
{
  static const guint long_ones[] = { 0, 1500, 2047, 4096, 4999 };
  BuildTrace build;
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (PolluxFindings) findings = NULL;
  PolluxTaskIndex task;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  task = build_task (&build, "busy", "", 0, POLLUX_TASK_NONE);
  for (guint i = 0, next = 0; i < 5000; i++)
    {
      gboolean is_long = next < G_N_ELEMENTS (long_ones) && long_ones[next] == i;

      build_poll (&build, task, i * 20 * MS, i * 20 * MS + (is_long ? 15 * MS : 1 * MS));
      next += is_long;
    }
  build_close (&build, task, 5000 * 20 * MS);
  trace = build_trace_end (&build);
  findings = find (trace);
  g_assert_cmpuint (pollux_findings_get_n (findings), ==, G_N_ELEMENTS (long_ones));
  for (guint i = 0; i < G_N_ELEMENTS (long_ones); i++)
    assert_finding (findings, i, POLLUX_FINDING_LONG_POLL, task, long_ones[i], 15 * MS);
}

/* A short trace is measured by its own length, down to Tokio's rule. */
static void
test_limit (void)
{
  static const struct
  {
    gint64 length;
    gint64 limit;
  } cases[] = {
    { 10, MS / 10 }, { 9 * MS, MS / 10 }, { 100 * MS, 1 * MS }, { 5000 * MS, 10 * MS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BuildTrace build;
      g_autoptr (PolluxTrace) trace = NULL;
      g_autoptr (PolluxFindings) findings = NULL;

      build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
      build_poll (&build, build_task (&build, "a", "", 0, POLLUX_TASK_NONE), 0, cases[i].length);
      trace = build_trace_end (&build);
      findings = find (trace);
      g_assert_cmpint (pollux_findings_get_limit (findings), ==, cases[i].limit);
    }
}

/* Without times nothing is long. */
static void
test_no_times (void)
{
  BuildTrace build;
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (PolluxFindings) findings = NULL;

  build_trace_init (&build, POLLUX_TIME_KIND_ORDINAL);
  build_poll (&build, build_task (&build, "a", "", 0, POLLUX_TASK_NONE), 0, 9000 * MS);
  trace = build_trace_end (&build);
  findings = find (trace);
  g_assert_cmpuint (pollux_findings_get_n (findings), ==, 0);
}

/* All are counted, the worst are kept; in slices the same as at once. */
static void
test_many (void)
{
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (PolluxFindings) findings = NULL;
  g_autoptr (PolluxFindings) slices = NULL;
  PolluxTaskIndex task;
  BuildTrace build;
  guint n_slices = 0;
  gint64 time = 0;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  task = build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  for (guint i = 0; i < 5000; i++)
    {
      gint64 length = (i * 7919 % 5000 < 4000 ? 10 : 0) * MS + i;

      build_poll (&build, task, time, time + length);
      time += length + 1000;
    }
  trace = build_trace_end (&build);

  findings = find (trace);
  g_assert_cmpuint (pollux_findings_get_total (findings), ==, 4000);
  g_assert_cmpuint (pollux_findings_get_n (findings), ==, POLLUX_FINDINGS_MAX);
  for (guint i = 0; i < POLLUX_FINDINGS_MAX; i++)
    {
      const PolluxFinding *finding = pollux_findings_get (findings, i);

      g_assert_cmpint (finding->value, >=, 10 * MS + 2400);
      if (i > 0)
        g_assert_cmpint (finding->range.begin, >,
                         pollux_findings_get (findings, i - 1)->range.begin);
    }

  slices = pollux_findings_new (trace);
  while (!pollux_findings_run (slices, 1))
    n_slices++;
  g_assert_cmpuint (n_slices, >, 50);
  g_assert_cmpuint (pollux_findings_get_total (slices), ==, 4000);
  for (guint i = 0; i < POLLUX_FINDINGS_MAX; i++)
    g_assert_cmpuint (pollux_findings_get (slices, i)->poll, ==,
                      pollux_findings_get (findings, i)->poll);
}

/* The summaries find what a walk over all polls finds. */
static void
test_brute_force (void)
{
  g_autoptr (PolluxTrace) trace = build_random_trace (20, 3000, 40000 * MS, 3);
  g_autoptr (PolluxFindings) findings = find (trace);
  guint64 n_polls = 0, n_delays = 0;

  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, i);

      for (guint j = 0; j < pollux_lane_get_n_polls (lane); j++)
        {
          PolluxPoll poll;

          pollux_lane_get_poll (lane, j, &poll);
          n_polls += (poll.flags & POLLUX_POLL_OPEN) == 0 && poll.end - poll.start >= 10 * MS;
          n_delays += (poll.flags & POLLUX_POLL_WOKEN) != 0 && poll.wait >= 10 * MS;
        }
    }
  g_assert_cmpuint (n_polls + n_delays, >, 0);
  g_assert_cmpuint (pollux_findings_count (findings, POLLUX_FINDING_LONG_POLL), ==, n_polls);
  g_assert_cmpuint (pollux_findings_count (findings, POLLUX_FINDING_LONG_DELAY), ==, n_delays);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/findings/kinds", test_kinds);
  g_test_add_func ("/findings/far-apart", test_far_apart);
  g_test_add_func ("/findings/limit", test_limit);
  g_test_add_func ("/findings/no-times", test_no_times);
  g_test_add_func ("/findings/many", test_many);
  g_test_add_func ("/findings/brute-force", test_brute_force);

  return g_test_run ();
}
