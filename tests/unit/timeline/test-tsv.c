/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "build-trace.h"
#include "pollux-tsv.h"

#define SECTIONS "kind\ttask\ttask_id\tlocation\tstart_ns\tend_ns\tduration_ns\tthread\n"

static PolluxTrace *
build (void)
{
  BuildTrace build;
  PolluxTaskIndex ping, tab;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  ping = build_task (&build, "ping", "src/a.rs:1:2", 0, POLLUX_TASK_NONE);
  build_poll (&build, ping, 10, 30);
  build_wake (&build, ping, 50, POLLUX_TASK_NONE);
  build_poll (&build, ping, 60, 75);
  build_close (&build, ping, 100);
  tab = build_task (&build, "a\tb", "", 5, POLLUX_TASK_NONE);
  build_poll (&build, tab, 20, 40);

  return build_trace_end (&build);
}

static void
test_thing (void)
{
  g_autoptr (PolluxTrace) trace = build ();
  g_autofree char *poll = pollux_tsv_for_thing (trace,
                                                &(PolluxThing) { POLLUX_THING_POLL, 0, 1 });
  g_autofree char *gone = pollux_tsv_for_thing (trace,
                                                &(PolluxThing) { POLLUX_THING_POLL, 0, 9 });

  g_assert_cmpstr (poll, ==, SECTIONS "poll\tping\t3\tsrc/a.rs:1:2\t60\t75\t15\t\n");
  g_assert_cmpstr (gone, ==, SECTIONS "poll\tping\t3\tsrc/a.rs:1:2\t\t\t\t\n");
}

/* Tabs of the file make no columns; every row has as many as the heading. */
static void
test_tasks (void)
{
  g_autoptr (PolluxTrace) trace = build ();
  const PolluxTaskIndex tasks[] = { 1, 0 };
  g_autofree char *text = pollux_tsv_for_tasks (trace, tasks, 2);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_columns = 0;

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);

      if (i == 0)
        n_columns = g_strv_length (fields);
      g_assert_cmpuint (g_strv_length (fields), ==, n_columns);
    }
  g_assert_true (g_str_has_prefix (lines[1], "a b\t4\ttask\t\t"));
  g_assert_true (g_str_has_prefix (lines[2], "ping\t3\ttask\tsrc/a.rs:1:2\tdone\t0\t100\t"
                                             "2\t35\t10\t10\t45\t20\t10\t1\t0"));
}

static void
test_range (void)
{
  g_autoptr (PolluxTrace) trace = build ();
  const PolluxTaskIndex tasks[] = { 0, 1 };
  g_autofree char *some = pollux_tsv_for_range (trace, (PolluxRange) { 30, 61 }, tasks, 2);
  g_autofree char *none = pollux_tsv_for_range (trace, (PolluxRange) { 80, 90 }, tasks, 2);

  g_assert_cmpstr (some, ==, SECTIONS
                   "scheduled\tping\t3\tsrc/a.rs:1:2\t50\t60\t10\t\n"
                   "poll\tping\t3\tsrc/a.rs:1:2\t60\t75\t15\t\n"
                   "poll\ta b\t4\t\t20\t40\t20\t\n");
  g_assert_cmpstr (none, ==, SECTIONS);
}

static void
test_cut (void)
{
  g_autoptr (PolluxTrace) trace = build_random_trace (2, 60000, 100000000, 4);
  const PolluxTaskIndex tasks[] = { 0, 1 };
  g_autofree char *text = pollux_tsv_for_range (trace, (PolluxRange) { 0, 100000000 }, tasks, 2);

  g_assert_nonnull (strstr (text, "\n# cut after "));
}

/* A table that is just full has lost nothing, whatever lies behind the range. */
static void
test_full (void)
{
  BuildTrace build;
  g_autoptr (PolluxTrace) trace = NULL;
  g_autofree char *text = NULL;
  PolluxTaskIndex tasks[2];

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < 2; i++)
    {
      tasks[i] = build_task (&build, "full", "", i * 4000000, POLLUX_TASK_NONE);
      for (guint j = 0; j < (i == 0 ? POLLUX_TSV_MAX_ROWS : 10); j++)
        build_poll (&build, tasks[i], i * 4000000 + j * 20, i * 4000000 + j * 20 + 10);
    }
  trace = build_trace_end (&build);
  text = pollux_tsv_for_range (trace, (PolluxRange) { 0, (POLLUX_TSV_MAX_ROWS - 1) * 20 }, tasks,
                               2);
  g_assert_null (strstr (text, "# cut after "));
}

/* A few rows at a time are the same text. */
static void
test_slices (void)
{
  g_autoptr (PolluxTrace) trace = build_random_trace (300, 700, 100000000, 4);
  g_autofree PolluxTaskIndex *tasks = g_new (PolluxTaskIndex, 300);
  PolluxRange range = { 1000000, 20000000 };
  guint n_slices = 0;

  for (guint i = 0; i < 300; i++)
    tasks[i] = 299 - i;
  for (guint of_range = 0; of_range < 2; of_range++)
    {
      PolluxTsv *tsv = of_range ? pollux_tsv_new_for_range (trace, range, tasks, 300)
                                : pollux_tsv_new_for_tasks (trace, tasks, 300);
      g_autofree char *whole = of_range ? pollux_tsv_for_range (trace, range, tasks, 300)
                                        : pollux_tsv_for_tasks (trace, tasks, 300);
      g_autofree char *text = NULL;

      while (!pollux_tsv_run (tsv, 1))
        n_slices++;
      text = pollux_tsv_free_to_text (tsv);
      g_assert_cmpstr (text, ==, whole);
    }
  g_assert_cmpuint (n_slices, >, 100);
  pollux_tsv_free (pollux_tsv_new_for_tasks (trace, tasks, 1));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tsv/thing", test_thing);
  g_test_add_func ("/tsv/tasks", test_tasks);
  g_test_add_func ("/tsv/range", test_range);
  g_test_add_func ("/tsv/cut", test_cut);
  g_test_add_func ("/tsv/full", test_full);
  g_test_add_func ("/tsv/slices", test_slices);

  return g_test_run ();
}
