/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lanes of threads instead of tasks: real widgets, keys and pointer. */

#include "config.h"

#include <string.h>

#include "view-fixture.h"

/* Three tasks that move between two workers, one that is polled within another's
 * poll, and one whose thread is not recorded. */
static PolluxTrace *
make_trace (void)
{
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_thread (&build, "ThreadId(3)", "worker-10");
  build_thread (&build, "ThreadId(2)", "worker-2");
  build_task (&build, "alpha", "src/main.rs:1:1", 0, POLLUX_TASK_NONE);
  build_task (&build, "beta", "src/main.rs:2:1", 0, POLLUX_TASK_NONE);
  build_task (&build, "gamma", "src/main.rs:3:1", 0, POLLUX_TASK_NONE);

  build.thread = 1;
  build_poll (&build, 0, 1000, 2000);
  build.thread = 0;
  build_poll (&build, 1, 1500, 3500);
  build.thread = 1;
  build_poll (&build, 2, 3000, 4000);
  build_wake (&build, 0, 3200, 2);
  build.thread = 0;
  build_poll (&build, 0, 5000, 6000);
  build.thread = POLLUX_THREAD_NONE;
  build_poll (&build, 1, 7000, 8000);
  pollux_batch_extend (build.batch, 0, 10000, 0);

  return build_trace_end (&build);
}

static void
select_poll (ViewFixture     *view,
             PolluxTaskIndex  task,
             guint            poll)
{
  pollux_session_select (view->session, &(PolluxThing) { POLLUX_THING_POLL, task, poll }, TRUE);
  view_paint (view);
}

static void
assert_selected (ViewFixture     *view,
                 PolluxTaskIndex  task,
                 guint            poll)
{
  view_assert_selected (view, POLLUX_THING_POLL, task, poll);
}

static gboolean
dump_has (ViewFixture *view,
          const char  *text)
{
  g_autofree char *dump = pollux_timeline_dump (view->timeline);

  return strstr (dump, text) != NULL;
}

static gboolean
has_worker_rows (ViewFixture *view)
{
  return pollux_session_has_worker_rows (view->session);
}

/* Where the lane of a worker is, in the window. */
static double
y_of_worker (ViewFixture *view,
             guint        index)
{
  const PolluxRows *rows = pollux_session_get_rows (view->session);

  return pollux_timeline_get_ruler_height (view->timeline) +
         (pollux_rows_get_y (rows, index) + pollux_rows_get_y (rows, index + 1)) / 2;
}

static void
test_toggle (void)
{
  ViewFixture view;

  view_open (&view, make_trace (), 900, 500);
  select_poll (&view, 2, 0);
  gtk_widget_grab_focus (view.widget);
  view_xdotool ("xdotool key t");
  g_assert_true (pollux_session_get_by_worker (view.session));
  g_assert_true (has_worker_rows (&view));
  g_assert_cmpuint (pollux_rows_get_length (pollux_session_get_rows (view.session)), ==, 3);

  /* By name as people count, what is not known last; the selection stays. */
  g_assert_true (dump_has (&view, "thread \"worker-2\""));
  g_assert_true (dump_has (&view, "\"ThreadId(2)\" selected"));
  g_assert_true (dump_has (&view, "thread \"Thread not recorded\" \"1 poll\""));
  g_assert_true (dump_has (&view, "marked \"gamma"));
  g_assert_true (dump_has (&view, "outline"));
  assert_selected (&view, 2, 0);

  /* The table still has the tasks. */
  g_assert_cmpuint (pollux_rows_get_n_tasks (pollux_session_get_task_rows (view.session)), ==, 3);

  /* Threads are not packed, and the tasks, which nobody sees, stay as they are. */
  view_xdotool ("xdotool key k");
  g_assert_false (pollux_rows_is_packed (pollux_session_get_task_rows (view.session)));

  view_xdotool ("xdotool key t");
  g_assert_false (pollux_session_get_by_worker (view.session));
  g_assert_false (dump_has (&view, "thread"));
  assert_selected (&view, 2, 0);
  view_close (&view);
}

static void
test_navigate (void)
{
  ViewFixture view;

  view_open (&view, make_trace (), 900, 500);
  view_act (&view, "timeline.by-worker");
  select_poll (&view, 0, 0);

  view_act (&view, "timeline.next");
  assert_selected (&view, 2, 0);
  view_act (&view, "timeline.next");
  assert_selected (&view, 2, 0);
  view_act (&view, "timeline.previous");
  assert_selected (&view, 0, 0);

  /* To worker-10, at the same time, and to the lane of unknown threads. */
  view_act (&view, "timeline.lane-down");
  assert_selected (&view, 1, 0);
  view_act (&view, "timeline.next");
  assert_selected (&view, 0, 1);
  view_act (&view, "timeline.lane-down");
  assert_selected (&view, 1, 1);

  /* The chain of wakes leads from worker to worker. */
  select_poll (&view, 0, 1);
  g_assert_true (dump_has (&view, "link cause"));
  view_act (&view, "timeline.follow-cause");
  view_act (&view, "timeline.follow-cause");
  g_assert_cmpuint (pollux_session_get_selection (view.session)->task, ==, 2);
  view_close (&view);
}

static void
test_click (void)
{
  const PolluxThing *hovered;
  ViewFixture view;

  view_open (&view, make_trace (), 900, 500);
  view_act (&view, "timeline.by-worker");
  view_paint (&view);
  view_move (&view, view_x_of (&view, 5500), y_of_worker (&view, 1));
  view_paint (&view);
  hovered = pollux_session_get_hovered (view.session);
  g_assert_cmpint (hovered->kind, ==, POLLUX_THING_POLL);
  g_assert_cmpuint (hovered->task, ==, 0);
  view_xdotool ("xdotool click 1");
  assert_selected (&view, 0, 1);
  g_assert_true (dump_has (&view, "\"worker-10\" \"2 polls, busy 30 %\" \"ThreadId(3)\" selected"));

  /* Between polls there is nothing to select. */
  view_move (&view, view_x_of (&view, 4300), y_of_worker (&view, 1));
  view_paint (&view);
  g_assert_cmpint (pollux_session_get_hovered (view.session)->kind, ==, POLLUX_THING_NONE);
  view_close (&view);
}

static void
test_filter_and_height (void)
{
  ViewFixture view;

  view_open (&view, make_trace (), 900, 500);
  view_act (&view, "timeline.by-worker");
  g_assert_false (dump_has (&view, " dim"));
  pollux_session_set_filter (view.session, "alpha");
  g_assert_true (dump_has (&view, " dim"));
  g_assert_true (dump_has (&view, "\"1 of 2 polls, busy "));
  pollux_session_set_filter (view.session, "nothing like it");
  g_assert_true (dump_has (&view, "\"0 of 2 polls, busy 0.0 %"));
  pollux_session_set_filter (view.session, "alpha");
  g_assert_cmpuint (pollux_rows_get_length (pollux_session_get_rows (view.session)), ==, 3);
  pollux_session_set_lane_height (view.session, POLLUX_LANE_COMPACT);
  g_assert_cmpfloat (pollux_rows_get_height (pollux_session_get_rows (view.session)), ==, 48);
  view_close (&view);
}

static void
test_no_threads (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 900, 500);
  view_act (&view, "timeline.by-worker");
  g_assert_true (has_worker_rows (&view));
  g_assert_cmpuint (pollux_rows_get_length (pollux_session_get_rows (view.session)), ==, 0);
  view_act (&view, "timeline.lane-down");
  view_act (&view, "timeline.fit");
  view_act (&view, "timeline.by-worker");
  g_assert_cmpuint (pollux_rows_get_length (pollux_session_get_rows (view.session)), >, 0);
  view_close (&view);
}

/* A large one is sorted elsewhere; going away meanwhile is no fault. */
static void
test_large (void)
{
  for (guint round = 0; round < 3; round++)
    {
      ViewFixture view;

      view_open (&view, build_random_trace (100, 5000, G_GINT64_CONSTANT (10000000000), 3), 900,
                 400);
      view_act (&view, "timeline.by-worker");
      if (round == 0)
        {
          g_assert_false (has_worker_rows (&view));
          view_wait (&view, has_worker_rows, "the workers");
        }
      else if (round == 1)
        {
          view_act (&view, "timeline.by-worker");
          view_act (&view, "timeline.by-worker");
        }
      view_close (&view);
    }
}

static gboolean
has_two_polls (ViewFixture *view)
{
  return dump_has (view, "2 polls");
}

/* While a trace grows its workers follow. */
static void
test_growth (void)
{
  PolluxTrace *trace = pollux_trace_new ();
  BuildTrace build;
  ViewFixture view;
  gsize first;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_thread (&build, "ThreadId(1)", "worker");
  build_task (&build, "alpha", "", 0, POLLUX_TASK_NONE);
  build.thread = 0;
  build_poll (&build, 0, 1000, 2000);
  pollux_trace_apply (trace, build.batch, 0, 0);
  pollux_trace_settle (trace);
  first = pollux_batch_get_length (build.batch);

  view_open (&view, trace, 900, 400);
  view_act (&view, "timeline.by-worker");
  g_assert_true (dump_has (&view, "thread \"worker\" \"1 poll"));

  build_poll (&build, 0, 3000, 4000);
  pollux_trace_apply (trace, build.batch, first, 0);
  pollux_trace_settle (trace);
  view_wait (&view, has_two_polls, "the second poll");
  pollux_trace_finish (trace);
  view_run (400);
  g_assert_true (dump_has (&view, "2 polls"));
  pollux_batch_free (build.batch);
  view_close (&view);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  view_set_animations (FALSE);

  g_test_add_func ("/timeline-workers/toggle", test_toggle);
  g_test_add_func ("/timeline-workers/navigate", test_navigate);
  g_test_add_func ("/timeline-workers/click", test_click);
  g_test_add_func ("/timeline-workers/filter-and-height", test_filter_and_height);
  g_test_add_func ("/timeline-workers/no-threads", test_no_threads);
  g_test_add_func ("/timeline-workers/large", test_large);
  g_test_add_func ("/timeline-workers/growth", test_growth);

  return g_test_run ();
}
