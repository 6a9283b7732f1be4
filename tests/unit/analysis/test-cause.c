/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chains of causes of random programs, compared with what these programs noted
 * while they ran.
 */
#include "config.h"

#include "build-causes.h"
#include "pollux-cause.h"

static guint
count_wakes_before (const GArray *causes,
                    guint         index)
{
  PolluxTaskIndex task = g_array_index (causes, BuildCause, index).task;
  guint n = 0;

  for (guint i = 0; i < index; i++)
    {
      const BuildCause *cause = &g_array_index (causes, BuildCause, i);

      n += cause->task == task && !cause->spawn;
    }

  return n;
}

static void
assert_cause (const PolluxCause *cause,
              const BuildCause  *noted)
{
  g_assert_cmpuint (cause->task, ==, noted->task);
  g_assert_cmpint (cause->time, ==, noted->time);
  g_assert_cmpuint (cause->record, ==, noted->record);
  g_assert_cmpuint (cause->by, ==, noted->by);
  g_assert_cmpuint (cause->poll, ==, noted->poll);
  g_assert_true ((cause->wake == G_MAXUINT) == noted->spawn);
}

/* What made a poll due: the first that it answered. */
static const BuildCause *
find_noted_cause (const GArray    *causes,
                  PolluxTaskIndex  task,
                  guint            poll)
{
  for (guint i = 0; i < causes->len; i++)
    {
      const BuildCause *cause = &g_array_index (causes, BuildCause, i);

      if (cause->task == task && cause->answer == poll)
        return cause;
    }

  return NULL;
}

static void
check_back (PolluxTrace     *trace,
            const GArray    *causes,
            PolluxTaskIndex  task,
            guint            poll)
{
  const BuildCause *noted = find_noted_cause (causes, task, poll);
  PolluxCause cause, at;
  guint n = 1;

  g_assert_true (pollux_cause_of_poll (trace, task, poll, &cause));
  g_assert_nonnull (noted);
  assert_cause (&cause, noted);

  at = cause;
  while (noted->by != POLLUX_TASK_NONE)
    {
      noted = find_noted_cause (causes, noted->by, noted->poll);
      g_assert_true (pollux_cause_go_back (trace, &at, &at));
      assert_cause (&at, noted);
      n++;
    }
  g_assert_false (pollux_cause_go_back (trace, &at, &at));
  g_assert_cmpuint (pollux_cause_count_back (trace, &cause, G_MAXUINT), ==, n);
  g_assert_cmpuint (pollux_cause_count_back (trace, &cause, 2), ==, MIN (n, 2));
}

static void
check_forth (PolluxTrace        *trace,
             const PolluxWakers *wakers,
             const GArray       *causes,
             PolluxTaskIndex     task,
             guint               poll)
{
  g_autoptr (GArray) effects = g_array_new (FALSE, FALSE, sizeof (PolluxCause));
  guint at = 0;

  g_assert_true (pollux_cause_list_effects (trace, wakers, task, poll, 1000, effects));
  for (guint i = 0; i < causes->len; i++)
    {
      const BuildCause *noted = &g_array_index (causes, BuildCause, i);
      const PolluxCause *effect;

      if (noted->by != task || noted->poll != poll || !noted->effective)
        continue;

      g_assert_cmpuint (at, <, effects->len);
      effect = &g_array_index (effects, PolluxCause, at++);
      assert_cause (effect, noted);
      g_assert_cmpuint (pollux_cause_get_answer (trace, effect), ==, noted->answer);
    }
  g_assert_cmpuint (at, ==, effects->len);

  if (effects->len > 1)
    {
      g_array_set_size (effects, 0);
      g_assert_false (pollux_cause_list_effects (trace, wakers, task, poll, at - 1, effects));
      g_assert_cmpuint (effects->len, ==, at - 1);
    }
}

static void
check_wakes (PolluxTrace  *trace,
             const GArray *causes)
{
  for (guint i = 0; i < causes->len; i++)
    {
      const BuildCause *noted = &g_array_index (causes, BuildCause, i);
      PolluxCause cause;

      if (noted->spawn)
        g_assert_true (pollux_cause_of_task (trace, noted->task, &cause));
      else
        g_assert_true (pollux_cause_of_wake (trace, noted->task, count_wakes_before (causes, i),
                                             &cause));
      assert_cause (&cause, noted);
    }
}

static void
check (guint32 seed,
       gint64  tick)
{
  g_autoptr (GArray) causes = NULL;
  g_autoptr (PolluxTrace) trace = build_random_causes (seed, 1500, 800, tick, &causes);
  g_autoptr (PolluxWakers) wakers = pollux_wakers_new (trace, NULL);

  check_wakes (trace, causes);
  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    {
      guint n = pollux_lane_get_n_polls (pollux_trace_get_lane (trace, i));

      for (guint j = 0; j < n; j++)
        {
          check_back (trace, causes, i, j);
          check_forth (trace, wakers, causes, i, j);
          check_forth (trace, NULL, causes, i, j);
        }
    }
}

static void
test_random (void)
{
  for (guint32 seed = 1; seed <= 6; seed++)
    {
      check (seed, 1);
      check (seed + 100, 1000);
      check (seed + 200, 20000);
    }
}

static void
test_nothing (void)
{
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  PolluxCause cause = { 0, 0, 0, 0, POLLUX_TASK_NONE, G_MAXUINT };

  g_assert_false (pollux_cause_of_poll (trace, 99, 0, &cause));
  g_assert_false (pollux_cause_of_poll (trace, 0, 99, &cause));
  g_assert_false (pollux_cause_of_wake (trace, 0, 99, &cause));
  g_assert_false (pollux_cause_of_task (trace, POLLUX_TASK_NONE, &cause));
  g_assert_false (pollux_cause_go_back (trace, &cause, &cause));
  g_assert_cmpuint (pollux_cause_find_poll (trace, 1, 145000, 0), ==, G_MAXUINT);
  g_assert_cmpuint (pollux_cause_find_poll (trace, 1, POLLUX_TIME_NONE, 0), ==, G_MAXUINT);
  g_assert_cmpuint (pollux_cause_find_poll (trace, 1, G_MAXINT64, 0), ==, G_MAXUINT);
  cause.task = POLLUX_TASK_NONE;
  g_assert_cmpuint (pollux_cause_get_answer (trace, &cause), ==, G_MAXUINT);
}

/* A file may say that two tasks woke each other at one time, in any order: the
 * way back ends nevertheless. */
static void
test_no_circle (void)
{
  g_autoptr (PolluxTrace) trace = NULL;
  BuildTrace build;
  PolluxCause cause;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  build_task (&build, "b", "", 0, POLLUX_TASK_NONE);
  for (guint i = 0; i < 20; i++)
    {
      build_wake (&build, i % 2, 500, (i + 1) % 2);
      build_poll (&build, (i + 1) % 2, 500, 500);
    }
  trace = build_trace_end (&build);
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 10; j++)
      if (pollux_cause_of_poll (trace, i, j, &cause))
        g_assert_cmpuint (pollux_cause_count_back (trace, &cause, 1000), <=, 20);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cause/random", test_random);
  g_test_add_func ("/cause/nothing", test_nothing);
  g_test_add_func ("/cause/no-circle", test_no_circle);

  return g_test_run ();
}
