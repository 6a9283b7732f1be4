/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lanes of a quarter of a million tasks are arranged while the main loop runs:
 * the outcome is that of an update at once, and no turn of the loop is long. The
 * lengths are printed, not judged: that is for a machine that does nothing else.
 */

#include "config.h"

#include <time.h>

#include "build-trace.h"
#include "pollux-session.h"

#define N_TASKS 240000
#define MS 1000000

typedef struct
{
  PolluxTrace *trace;
  PolluxSession *session;
  guint n_changes;
  guint n_arranging;
} Fixture;

static PolluxTrace *
make_trace (void)
{
  static const char *places[] = { "src/a.rs:1:1", "src/b.rs:2:2", "src/c.rs:3:3" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build.thread = build_thread (&build, "1", "tokio");
  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autofree char *name = g_strdup_printf ("job-%d", g_rand_int_range (rand, 0, 100000));
      PolluxTime begin = (gint64) i * 1000;
      PolluxTaskIndex spawner =
        i == 0 ? POLLUX_TASK_NONE : (PolluxTaskIndex) g_rand_int_range (rand, 0, i);
      PolluxTaskIndex task = build_task (&build, name, places[i % 3], begin, spawner);
      PolluxTime end = begin + g_rand_int_range (rand, 1, 2 * MS);

      build_poll (&build, task, begin, end);
      build_close (&build, task, end + 10);
    }

  return build_trace_end (&build);
}

static void
rows_changed_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
arranging_cb (Fixture *fixture)
{
  fixture->n_arranging++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static PolluxTrace *trace = NULL;

  if (trace == NULL)
    trace = make_trace ();
  fixture->trace = g_object_ref (trace);
  fixture->session = pollux_session_new (trace, NULL);
  g_signal_connect_swapped (fixture->session, "rows-changed", G_CALLBACK (rows_changed_cb),
                            fixture);
  g_signal_connect_swapped (fixture->session, "arranging", G_CALLBACK (arranging_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->session);
  g_object_unref (fixture->trace);
}

static gint64
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * (gint64) G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Until the lanes are as they were asked for; the longest turn in us of CPU. */
static gint64
settle (Fixture *fixture)
{
  gint64 longest = 0;

  while (pollux_session_is_arranging (fixture->session))
    {
      gint64 begin = get_cpu ();

      g_main_context_iteration (NULL, TRUE);
      longest = MAX (longest, get_cpu () - begin);
    }

  return longest;
}

static void
assert_same_row (const PolluxRows *a, const PolluxRows *b, guint index)
{
  PolluxGroup left, right;
  PolluxRow x, y;

  pollux_rows_get (a, index, &x);
  pollux_rows_get (b, index, &y);
  g_assert_cmpuint (x.kind, ==, y.kind);
  g_assert_cmpuint (x.task, ==, y.task);
  g_assert_cmpuint (x.depth, ==, y.depth);
  g_assert_cmpuint (x.flags, ==, y.flags);
  g_assert_cmpfloat (pollux_rows_get_y (a, index), ==, pollux_rows_get_y (b, index));
  if (x.kind != POLLUX_ROW_GROUP)
    return;

  pollux_rows_get_group (a, x.index, &left);
  pollux_rows_get_group (b, y.index, &right);
  g_assert_cmpuint (left.key, ==, right.key);
  g_assert_cmpuint (left.n_tasks, ==, right.n_tasks);
  g_assert_cmpint (left.figures.busy, ==, right.figures.busy);
  g_assert_cmpint (left.figures.longest_wait, ==, right.figures.longest_wait);
}

static void
assert_same_rows (PolluxTrace *trace, const PolluxRows *a, const PolluxRows *b)
{
  guint n_left, n_right;
  const PolluxTaskIndex *left = pollux_rows_get_tasks (a, &n_left);
  const PolluxTaskIndex *right = pollux_rows_get_tasks (b, &n_right);

  g_assert_cmpuint (pollux_rows_get_length (a), ==, pollux_rows_get_length (b));
  g_assert_cmpmem (left, n_left * sizeof *left, right, n_right * sizeof *right);
  g_assert_cmpuint (pollux_rows_get_shown_grouping (a), ==, pollux_rows_get_shown_grouping (b));
  for (guint i = 0; i < pollux_rows_get_length (a); i++)
    assert_same_row (a, b, i);
  for (PolluxTaskIndex task = 0; task < pollux_trace_get_n_tasks (trace); task++)
    g_assert_cmpuint (pollux_rows_find_task (a, task), ==, pollux_rows_find_task (b, task));
}

typedef struct
{
  const char *name;
  const char *filter;
  PolluxOrder order;
  gboolean descending;
  PolluxGrouping grouping;
  gboolean packed;
} Wish;

static const Wish wishes[] = {
  { "filter by name", "job-1", POLLUX_ORDER_SPAWN, FALSE, POLLUX_GROUP_NONE, FALSE },
  { "filter by sums", "busy>1ms", POLLUX_ORDER_SPAWN, FALSE, POLLUX_GROUP_NONE, FALSE },
  { "filter by sums again", "busy>1.5ms", POLLUX_ORDER_SPAWN, FALSE, POLLUX_GROUP_NONE, FALSE },
  { "by busy", "", POLLUX_ORDER_BUSY, TRUE, POLLUX_GROUP_NONE, FALSE },
  { "by longest poll", "", POLLUX_ORDER_LONGEST_POLL, TRUE, POLLUX_GROUP_NONE, FALSE },
  { "by name", "", POLLUX_ORDER_NAME, FALSE, POLLUX_GROUP_NONE, FALSE },
  { "by name, the last first", "", POLLUX_ORDER_NAME, TRUE, POLLUX_GROUP_NONE, FALSE },
  { "by location", "", POLLUX_ORDER_BUSY, TRUE, POLLUX_GROUP_LOCATION, FALSE },
  { "by name pattern", "", POLLUX_ORDER_NAME, FALSE, POLLUX_GROUP_NAME, FALSE },
  { "by thread", "", POLLUX_ORDER_SPAWN, FALSE, POLLUX_GROUP_THREAD, FALSE },
  { "by thread, packed", "", POLLUX_ORDER_SPAWN, FALSE, POLLUX_GROUP_THREAD, TRUE },
  { "tree", "", POLLUX_ORDER_BUSY, TRUE, POLLUX_GROUP_SPAWNER, FALSE },
  { "packed", "", POLLUX_ORDER_SPAWN, FALSE, POLLUX_GROUP_NONE, TRUE },
  { "all", "", POLLUX_ORDER_SPAWN, FALSE, POLLUX_GROUP_NONE, FALSE },
};

static void
apply (const Wish *wish, PolluxRows *rows)
{
  pollux_rows_set_filter (rows, wish->filter);
  pollux_rows_set_order (rows, wish->order, wish->descending);
  pollux_rows_set_grouping (rows, wish->grouping);
  pollux_rows_set_packed (rows, wish->packed);
}

static void
ask (const Wish *wish, PolluxSession *session)
{
  pollux_session_set_filter (session, wish->filter);
  pollux_session_set_order (session, wish->order, wish->descending);
  pollux_session_set_grouping (session, wish->grouping);
  pollux_session_set_packed (session, wish->packed);
}

static void
test_equal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PolluxRows) at_once = pollux_rows_new ();

  pollux_rows_update (at_once, fixture->trace);
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      gint64 begin = g_get_monotonic_time (), cpu = get_cpu ();
      gint64 update, asked, turn, wait;

      apply (&wishes[i], at_once);
      pollux_rows_update (at_once, fixture->trace);
      update = g_get_monotonic_time () - begin;

      begin = g_get_monotonic_time ();
      cpu = get_cpu ();
      ask (&wishes[i], fixture->session);
      asked = get_cpu () - cpu;
      g_assert_true (pollux_session_is_arranging (fixture->session));
      turn = settle (fixture);
      wait = g_get_monotonic_time () - begin;
      assert_same_rows (fixture->trace, pollux_session_get_task_rows (fixture->session), at_once);

      g_test_message ("%-24s at once %7.1f ms; apart %7.1f ms, asking %5.1f, longest turn %5.1f",
                      wishes[i].name, update / 1e3, wait / 1e3, asked / 1e3, turn / 1e3);
    }
}

/* Until a draft is adopted everything is as it was; only the last wish counts. */
static void
test_latest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PolluxRows) at_once = pollux_rows_new ();
  PolluxRows *rows = pollux_session_get_task_rows (fixture->session);

  pollux_rows_update (at_once, fixture->trace);
  ask (&wishes[0], fixture->session);
  ask (&wishes[7], fixture->session);
  g_assert_cmpuint (pollux_rows_get_grouping (rows), ==, POLLUX_GROUP_LOCATION);
  assert_same_rows (fixture->trace, rows, at_once);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_cmpuint (fixture->n_arranging, >, 0);

  settle (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  apply (&wishes[7], at_once);
  pollux_rows_update (at_once, fixture->trace);
  assert_same_rows (fixture->trace, rows, at_once);
}

/* A height that is set meanwhile is kept, and lanes stay unfolded and hidden. */
static void
test_meanwhile (Fixture *fixture, gconstpointer data)
{
  PolluxRows *rows = pollux_session_get_task_rows (fixture->session);
  const PolluxTaskIndex task = 5, other = 6;

  pollux_session_set_order (fixture->session, POLLUX_ORDER_BUSY, TRUE);
  pollux_session_set_lane_height (fixture->session, POLLUX_LANE_TINY);
  pollux_session_hide (fixture->session, &other, 1);
  pollux_session_pin (fixture->session, &task, 1, TRUE);
  g_assert_cmpuint (pollux_rows_find_task (rows, task), ==, task);
  settle (fixture);

  g_assert_cmpuint (pollux_rows_find_task (rows, task), ==, 0);
  g_assert_cmpuint (pollux_rows_find_task (rows, other), ==, G_MAXUINT);
  g_assert_cmpfloat (pollux_rows_get_y (rows, 1), ==, POLLUX_LANE_TINY);
}

/* What is asked to be seen in a collapsed group is, once there are groups. */
static void
test_reveal (Fixture *fixture, gconstpointer data)
{
  PolluxRows *rows = pollux_session_get_task_rows (fixture->session);
  PolluxThing thing = { POLLUX_THING_TASK, 77, 0 };
  PolluxRow row;

  pollux_session_set_grouping (fixture->session, POLLUX_GROUP_LOCATION);
  pollux_session_select (fixture->session, &thing, TRUE);
  settle (fixture);

  pollux_rows_get (rows, pollux_rows_find_task (rows, 77), &row);
  g_assert_cmpuint (row.kind, ==, POLLUX_ROW_TASK);
}

/* Who closes a window does not wait. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  PolluxSession *session = pollux_session_new (fixture->trace, NULL);

  pollux_session_set_order (session, POLLUX_ORDER_NAME, FALSE);
  g_assert_true (pollux_session_is_arranging (session));
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  g_object_unref (session);
  g_assert_null (session);

  pollux_session_set_order (fixture->session, POLLUX_ORDER_BUSY, FALSE);
  settle (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/arrange/equal", test_equal);
  ADD ("/arrange/latest", test_latest);
  ADD ("/arrange/meanwhile", test_meanwhile);
  ADD ("/arrange/reveal", test_reveal);
  ADD ("/arrange/closed", test_closed);

  return g_test_run ();
}
