/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-packing.h"
#include "pollux-rows.h"

#define MAIN "src/main.rs:1:1"
#define NET "src/net.rs:5:9"
#define JOB "src/job.rs:7:9"

static void
build_life (BuildTrace      *build,
            const char      *name,
            const char      *location,
            PolluxTaskIndex  spawner,
            PolluxTime       begin,
            PolluxTime       busy,
            PolluxTime       end)
{
  PolluxTaskIndex task = build_task (build, name, location, begin, spawner);

  build_poll (build, task, begin, begin + busy);
  build_close (build, task, end);
}

/* A main task, two connections, and the jobs that these spawned. */
static PolluxTrace *
make_trace (void)
{
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task_of_kind (&build, "main", MAIN, 0, POLLUX_TASK_NONE, POLLUX_TASK_KIND_BLOCK_ON, 0);
  build_life (&build, "conn-1", NET, 0, 1000, 100, 5000);
  build_life (&build, "conn-2", NET, 0, 2000, 300, 9000);
  build_life (&build, "job-1", JOB, 1, 1500, 50, 2500);
  build_life (&build, "job-2", JOB, 1, 2600, 60, 4000);
  build_life (&build, "job-3", JOB, 2, 2700, 370, 3100);
  build_life (&build, "job-40", JOB, 2, 6000, 10, 7000);
  build_task_of_kind (&build, "", "worker.rs:457:13", 0, POLLUX_TASK_NONE,
                      POLLUX_TASK_KIND_BLOCKING, POLLUX_TASK_RUNTIME_WORKER);
  build_poll (&build, 7, 10, 10000);

  return build_trace_end (&build);
}

static void
add_row (GString    *text,
         PolluxRows *rows,
         guint       index)
{
  g_autofree char *title = NULL;
  const PolluxTaskIndex *tasks;
  PolluxGroup group;
  PolluxRow row;
  guint n;

  pollux_rows_get (rows, index, &row);
  if (text->len > 0)
    g_string_append_c (text, ' ');
  for (guint i = 0; i < row.depth; i++)
    g_string_append_c (text, '>');
  if (row.flags & POLLUX_ROW_PINNED)
    g_string_append_c (text, '!');
  if (row.flags & POLLUX_ROW_COLLAPSED)
    g_string_append_c (text, '+');

  switch (row.kind)
    {
    case POLLUX_ROW_TASK:
      g_string_append_printf (text, "%u", row.task);
      g_assert_cmpuint (pollux_rows_find_task (rows, row.task), ==, index);
      break;
    case POLLUX_ROW_PACK:
      tasks = pollux_rows_get_pack (rows, row.index, &n);
      for (guint i = 0; i < n; i++)
        {
          g_string_append_printf (text, i == 0 ? "{%u" : ",%u", tasks[i]);
          g_assert_cmpuint (pollux_rows_find_task (rows, tasks[i]), ==, index);
        }
      g_string_append_c (text, '}');
      break;
    case POLLUX_ROW_GROUP:
      title = pollux_rows_dup_group_title (rows, row.index);
      pollux_rows_get_group (rows, row.index, &group);
      g_string_append_printf (text, "[%s %u]", title, group.n_tasks);
      for (guint i = 0; i < group.n_tasks && group.collapsed; i++)
        g_assert_cmpuint (pollux_rows_find_task (rows, group.tasks[i]), ==, index);
      break;
    case POLLUX_ROW_TRACE:
    case POLLUX_ROW_SPAN:
    default:
      g_string_append (text, row.kind == POLLUX_ROW_TRACE ? "trace" : "spans");
    }
}

/* Headings are none; a band is one. */
static gboolean
is_lane (const PolluxRows *rows,
         guint             index)
{
  PolluxRow row;

  pollux_rows_get (rows, index, &row);

  return row.kind != POLLUX_ROW_SPAN &&
         (row.kind != POLLUX_ROW_GROUP || (row.flags & POLLUX_ROW_COLLAPSED) != 0);
}

static void
assert_rows (PolluxRows  *rows,
             PolluxTrace *trace,
             const char  *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n, n_lanes = 0;

  pollux_rows_update (rows, trace);
  g_assert_false (pollux_rows_update (rows, trace));
  n = pollux_rows_get_length (rows);
  for (guint i = 0; i < n; i++)
    {
      double y = pollux_rows_get_y (rows, i), next = pollux_rows_get_y (rows, i + 1);

      add_row (text, rows, i);
      n_lanes += is_lane (rows, i);
      g_assert_cmpuint (pollux_rows_find_y (rows, y), ==, i);
      g_assert_cmpuint (pollux_rows_find_y (rows, next - 0.01), ==, i);
    }
  g_assert_cmpuint (pollux_rows_get_n_lanes (rows), ==, n_lanes);
  g_assert_cmpfloat (pollux_rows_get_y (rows, n), ==, pollux_rows_get_height (rows));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_groupings (void)
{
  static const struct { PolluxGrouping grouping; const char *rows; } cases[] = {
    { POLLUX_GROUP_NONE, "0 1 3 2 4 5 6 [Runtime workers 1] 7" },
    { POLLUX_GROUP_LOCATION,
      "[" MAIN " 1] 0 [" NET " 2] 1 2 [" JOB " 4] 3 4 5 6 [Runtime workers 1] 7" },
    { POLLUX_GROUP_KIND, "[block_on 1] 0 [task 6] 1 3 2 4 5 6 [Runtime workers 1] 7" },
    { POLLUX_GROUP_NAME,
      "[main 1] 0 [conn-* 2] 1 2 [job-* 4] 3 4 5 6 [Runtime workers 1] 7" },
    { POLLUX_GROUP_THREAD, "[No thread known 7] 0 1 3 2 4 5 6 [Runtime workers 1] 7" },
    { POLLUX_GROUP_SPAWNER, "0 >1 >>3 >>4 >2 >>5 >>6 [Runtime workers 1] 7" },
  };
  g_autoptr(PolluxTrace) trace = make_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      pollux_rows_set_grouping (rows, cases[i].grouping);
      assert_rows (rows, trace, cases[i].rows);
      g_assert_cmpuint (pollux_rows_get_n_tasks (rows), ==, 8);
    }
}

/* The figures: busy 0, 400, 490; polls 0, 2, 4; longest 0, 300, 370. */
static void
test_group_order (void)
{
  static const struct { PolluxOrder order; gboolean descending; const char *rows; } cases[] = {
    { POLLUX_ORDER_BUSY, TRUE, "[job-* 4] 5 4 3 6 [conn-* 2] 2 1 [main 1] 0" },
    { POLLUX_ORDER_BUSY, FALSE, "[main 1] 0 [conn-* 2] 1 2 [job-* 4] 6 3 4 5" },
    { POLLUX_ORDER_POLLS, TRUE, "[job-* 4] 3 4 5 6 [conn-* 2] 1 2 [main 1] 0" },
    { POLLUX_ORDER_LONGEST_POLL, TRUE, "[job-* 4] 5 4 3 6 [conn-* 2] 2 1 [main 1] 0" },
    { POLLUX_ORDER_NAME, FALSE, "[conn-* 2] 1 2 [job-* 4] 3 4 5 6 [main 1] 0" },
    { POLLUX_ORDER_NAME, TRUE, "[main 1] 0 [job-* 4] 6 5 4 3 [conn-* 2] 2 1" },
    { POLLUX_ORDER_SPAWN, TRUE, "[job-* 4] 6 5 4 3 [conn-* 2] 2 1 [main 1] 0" },
  };
  g_autoptr(PolluxTrace) trace = make_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  pollux_rows_set_grouping (rows, POLLUX_GROUP_NAME);
  pollux_rows_set_filter (rows, "-blocking");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      pollux_rows_set_order (rows, cases[i].order, cases[i].descending);
      assert_rows (rows, trace, cases[i].rows);
    }

  /* A tree by all that is below: conn-1 100 + 110, conn-2 300 + 380. */
  pollux_rows_set_grouping (rows, POLLUX_GROUP_SPAWNER);
  pollux_rows_set_order (rows, POLLUX_ORDER_BUSY, TRUE);
  assert_rows (rows, trace, "0 >2 >>5 >>6 >1 >>4 >>3");
}

static void
test_collapse (void)
{
  g_autoptr(PolluxTrace) trace = make_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();
  PolluxGroup group;

  pollux_rows_set_grouping (rows, POLLUX_GROUP_NAME);
  assert_rows (rows, trace, "[main 1] 0 [conn-* 2] 1 2 [job-* 4] 3 4 5 6 [Runtime workers 1] 7");
  pollux_rows_set_collapsed (rows, pollux_rows_get_group_of (rows, 4), TRUE);
  assert_rows (rows, trace, "[main 1] 0 [conn-* 2] 1 2 +[job-* 4] [Runtime workers 1] 7");
  pollux_rows_get_group (rows, 2, &group);
  g_assert_cmpint (group.figures.busy, ==, 490);
  g_assert_cmpuint (group.figures.n_polls, ==, 4);
  g_assert_cmpint (group.figures.longest_poll, ==, 370);

  g_assert_false (pollux_rows_reveal_task (rows, 1));
  g_assert_true (pollux_rows_reveal_task (rows, 4));
  pollux_rows_collapse_all (rows, TRUE);
  assert_rows (rows, trace, "+[main 1] +[conn-* 2] +[job-* 4] +[Runtime workers 1]");
  g_assert_true (pollux_rows_reveal_task (rows, 1));
  assert_rows (rows, trace, "+[main 1] [conn-* 2] 1 2 +[job-* 4] +[Runtime workers 1]");

  /* Other groups are collapsed on their own; these are as they were. */
  pollux_rows_set_grouping (rows, POLLUX_GROUP_KIND);
  assert_rows (rows, trace, "[block_on 1] 0 [task 6] 1 3 2 4 5 6 +[Runtime workers 1]");
  pollux_rows_set_grouping (rows, POLLUX_GROUP_NAME);
  assert_rows (rows, trace, "+[main 1] [conn-* 2] 1 2 +[job-* 4] +[Runtime workers 1]");
  pollux_rows_collapse_all (rows, FALSE);
  assert_rows (rows, trace, "[main 1] 0 [conn-* 2] 1 2 [job-* 4] 3 4 5 6 [Runtime workers 1] 7");
}

static void
test_tree (void)
{
  g_autoptr(PolluxTrace) trace = make_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  pollux_rows_set_grouping (rows, POLLUX_GROUP_SPAWNER);
  assert_rows (rows, trace, "0 >1 >>3 >>4 >2 >>5 >>6 [Runtime workers 1] 7");
  g_assert_cmpuint (pollux_rows_get_group_of (rows, 1), ==, 1);
  g_assert_cmpuint (pollux_rows_get_group_of (rows, 3), ==, 1);
  pollux_rows_set_collapsed (rows, 1, TRUE);
  assert_rows (rows, trace, "0 >+1 >>+[2 tasks below 2] >2 >>5 >>6 [Runtime workers 1] 7");
  pollux_rows_set_collapsed (rows, 0, TRUE);
  assert_rows (rows, trace, "+0 >+[6 tasks below 6] [Runtime workers 1] 7");
  g_assert_cmpuint (pollux_rows_get_group_of (rows, 3), ==, 0);
  g_assert_true (pollux_rows_reveal_task (rows, 3));
  assert_rows (rows, trace, "0 >1 >>3 >>4 >2 >>5 >>6 [Runtime workers 1] 7");

  /* Below the nearest one that is shown. */
  pollux_rows_set_filter (rows, "-conn-1 -blocking");
  assert_rows (rows, trace, "0 >3 >2 >>5 >>6 >4");
  pollux_rows_set_filter (rows, "job");
  assert_rows (rows, trace, "3 4 5 6");
  pollux_rows_set_filter (rows, "-blocking");
  pollux_rows_set_packed (rows, TRUE);
  assert_rows (rows, trace, "0 >1 >>{3,4} >2 >>{5,6}");
}

/* A task cannot be above itself, whatever a file says. */
static void
test_circle (void)
{
  g_autoptr(PolluxRows) rows = pollux_rows_new ();
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "a", "", 0, 2);
  build_task (&build, "b", "", 1, 0);
  build_task (&build, "c", "", 2, 1);
  build_task (&build, "self", "", 3, 3);
  build_task (&build, "d", "", 4, 2);
  trace = build_trace_end (&build);

  pollux_rows_set_grouping (rows, POLLUX_GROUP_SPAWNER);
  pollux_rows_update (rows, trace);
  g_assert_cmpuint (pollux_rows_get_length (rows), ==, 5);
  for (PolluxTaskIndex task = 0; task < 5; task++)
    g_assert_cmpuint (pollux_rows_find_task (rows, task), !=, G_MAXUINT);

  /* Those left out may be a circle as well. */
  pollux_rows_set_filter (rows, "d");
  assert_rows (rows, trace, "4");
  pollux_rows_set_filter (rows, "");
  pollux_rows_set_packed (rows, TRUE);
  pollux_rows_update (rows, trace);
  g_assert_cmpuint (pollux_rows_get_n_tasks (rows), ==, 5);
}

static void
test_packed (void)
{
  g_autoptr(PolluxTrace) trace = make_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  pollux_rows_set_packed (rows, TRUE);
  assert_rows (rows, trace, "0 1 {3,4} 2 {5,6} [Runtime workers 1] 7");
  /* The order of tasks is that of time in any case. */
  pollux_rows_set_order (rows, POLLUX_ORDER_BUSY, TRUE);
  assert_rows (rows, trace, "0 1 {3,4} 2 {5,6} [Runtime workers 1] 7");
  pollux_rows_set_grouping (rows, POLLUX_GROUP_NAME);
  assert_rows (rows, trace,
               "[job-* 4] {3,4,6} 5 [conn-* 2] 1 2 [main 1] 0 [Runtime workers 1] 7");
  pollux_rows_set_packed (rows, FALSE);
  pollux_rows_set_grouping (rows, POLLUX_GROUP_NONE);
  assert_rows (rows, trace, "5 2 1 4 3 6 0 [Runtime workers 1] 7");
}

static void
test_pinned (void)
{
  static const PolluxTaskIndex both[] = { 5, 1 };
  g_autoptr(PolluxTrace) trace = make_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  pollux_rows_update (rows, trace);
  pollux_rows_set_pinned (rows, both, 2, TRUE);
  assert_rows (rows, trace, "!5 !1 0 3 2 4 6 [Runtime workers 1] 7");
  g_assert_true (pollux_rows_is_pinned (rows, 5));
  pollux_rows_set_filter (rows, "conn");
  assert_rows (rows, trace, "!5 !1 2");
  pollux_rows_set_grouping (rows, POLLUX_GROUP_NAME);
  assert_rows (rows, trace, "!5 !1 [conn-* 1] 2");
  g_assert_cmpuint (pollux_rows_get_group_of (rows, 5), ==, POLLUX_GROUP_NO_KEY);

  /* Two lanes of 24 pixels stay, where the page has room for them. */
  g_assert_cmpfloat (pollux_rows_get_sticky_height (rows, 100), ==, 48);
  g_assert_cmpfloat (pollux_rows_get_sticky_height (rows, 90), ==, 24);
  g_assert_cmpfloat (pollux_rows_get_sticky_height (rows, 10), ==, 0);
  g_assert_cmpfloat (pollux_rows_get_shown_y (rows, 1, 30, 100), ==, 24);
  g_assert_cmpfloat (pollux_rows_get_shown_y (rows, 1, 30, 90), ==, -6);
  g_assert_cmpfloat (pollux_rows_get_shown_y (rows, 3, 30, 100), ==, 48 + 20 - 30);
  g_assert_cmpuint (pollux_rows_find_shown_y (rows, 25, 30, 100), ==, 1);
  g_assert_cmpuint (pollux_rows_find_shown_y (rows, 50, 30, 100), ==, 3);

  pollux_rows_set_pinned (rows, both, 1, FALSE);
  assert_rows (rows, trace, "!1 [conn-* 1] 2");
  pollux_rows_hide (rows, both, 2);
  assert_rows (rows, trace, "[conn-* 1] 2");
  g_assert_cmpfloat (pollux_rows_get_sticky_height (rows, 100), ==, 0);
}

static void
test_hidden (void)
{
  static const PolluxTaskIndex tasks[] = { 0, 3, 7 };
  g_autoptr(PolluxTrace) trace = make_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  pollux_rows_update (rows, trace);
  pollux_rows_hide (rows, tasks, 3);
  assert_rows (rows, trace, "1 2 4 5 6");
  g_assert_cmpuint (pollux_rows_get_n_hidden (rows), ==, 3);
  g_assert_cmpuint (pollux_rows_find_task (rows, 3), ==, G_MAXUINT);
  pollux_rows_set_only (rows, tasks, 2);
  assert_rows (rows, trace, "0 3");
  g_assert_cmpuint (pollux_rows_get_n_only (rows), ==, 2);
  g_assert_cmpuint (pollux_rows_get_n_hidden (rows), ==, 1);
  pollux_rows_set_only (rows, NULL, 0);
  assert_rows (rows, trace, "0 1 3 2 4 5 6");
  pollux_rows_show_hidden (rows);
  assert_rows (rows, trace, "0 1 3 2 4 5 6 [Runtime workers 1] 7");
}

static void
test_patterns (void)
{
  static const struct { const char *name, *pattern; } cases[] = {
    { "job-1", "job-*" }, { "job-12", "job-*" }, { "7up", "*up" }, { "a1b22c", "a*b*c" },
    { "", "" }, { "42", "*" }, { "plain", "plain" }, { "*", "*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pattern = pollux_name_to_pattern (cases[i].name);

      g_assert_cmpstr (pattern, ==, cases[i].pattern);
    }
}

/* --- packing at random -------------------------------------------------------------- */

static PolluxTrace *
make_crowd (guint n,
            guint seed)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < n; i++)
    {
      PolluxTime begin = g_rand_int_range (random, 0, 4000);
      PolluxTaskIndex spawner = i > 0 && g_rand_boolean (random) ?
                                (guint) g_rand_int_range (random, 0, (gint32) i) :
                                POLLUX_TASK_NONE;

      build_task (&build, "x", "", begin, spawner);
      if (g_rand_int_range (random, 0, 10) > 0)
        build_close (&build, i, begin + g_rand_int_range (random, 0, 300));
    }

  return build_trace_end (&build);
}

static PolluxRange
get_life (PolluxTrace     *trace,
          PolluxTaskIndex  task)
{
  PolluxRange life = pollux_lane_get_life (pollux_trace_get_lane (trace, task));

  life.end = MAX (life.end, life.begin + 1);
  return life;
}

static guint
count_most_at_once (PolluxTrace *trace,
                    guint        n)
{
  guint most = 0;

  for (PolluxTaskIndex task = 0; task < n; task++)
    {
      PolluxTime time = get_life (trace, task).begin;
      guint count = 0;

      for (PolluxTaskIndex other = 0; other < n; other++)
        count += get_life (trace, other).begin <= time && get_life (trace, other).end > time;
      most = MAX (most, count);
    }

  return most;
}

static void
test_packing (void)
{
  for (guint seed = 0; seed < 40; seed++)
    {
      guint n = seed * 13 % 300;
      g_autoptr(PolluxTrace) trace = make_crowd (n, seed);
      g_autofree PolluxTaskIndex *tasks = g_new (PolluxTaskIndex, n + 1);
      g_autofree PolluxTaskIndex *reverse = g_new (PolluxTaskIndex, n + 1);
      g_autofree guint8 *seen = g_new0 (guint8, n + 1);
      g_autoptr(GArray) starts = NULL;
      g_autoptr(GArray) other = NULL;

      for (guint i = 0; i < n; i++)
        tasks[i] = reverse[n - 1 - i] = i;
      starts = pollux_packing_pack (trace, tasks, n);
      other = pollux_packing_pack (trace, reverse, n);
      g_assert_cmpmem (tasks, n * sizeof *tasks, reverse, n * sizeof *reverse);
      g_assert_cmpmem (starts->data, starts->len * sizeof (guint), other->data,
                       other->len * sizeof (guint));
      g_assert_cmpuint (starts->len, ==, count_most_at_once (trace, n));

      for (guint i = 0, row = 0; i < n; i++)
        {
          gboolean first = row < starts->len && g_array_index (starts, guint, row) == i;

          g_assert_false (seen[tasks[i]]);
          seen[tasks[i]] = TRUE;
          row += first;
          if (!first)
            g_assert_cmpint (get_life (trace, tasks[i - 1]).end, <=,
                             get_life (trace, tasks[i]).begin);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/groups/groupings", test_groupings);
  g_test_add_func ("/groups/order", test_group_order);
  g_test_add_func ("/groups/collapse", test_collapse);
  g_test_add_func ("/groups/tree", test_tree);
  g_test_add_func ("/groups/circle", test_circle);
  g_test_add_func ("/groups/packed", test_packed);
  g_test_add_func ("/groups/pinned", test_pinned);
  g_test_add_func ("/groups/hidden", test_hidden);
  g_test_add_func ("/groups/patterns", test_patterns);
  g_test_add_func ("/groups/packing", test_packing);

  return g_test_run ();
}
