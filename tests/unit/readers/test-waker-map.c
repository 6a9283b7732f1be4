/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"
#include "pollux-waker-map.h"

#define N_TASKS 3
#define ID G_GUINT64_CONSTANT (2251799813685266)

typedef struct
{
  PolluxWakerMap *map;
  PolluxBatch *batch;
  PolluxTrace *trace;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->map = pollux_waker_map_new ();
  fixture->batch = pollux_batch_new ();
  fixture->trace = pollux_trace_new ();
  pollux_batch_set_format (fixture->batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (fixture->batch, 0, 100, 10);
  for (guint i = 0; i < N_TASKS; i++)
    {
      PolluxTask task = { .spawned = 0, .ended = POLLUX_TIME_NONE, .spawner = POLLUX_TASK_NONE,
                          .spawn_record = i, .end_record = POLLUX_RECORD_NONE };

      pollux_batch_add_task (fixture->batch, &task, "", 0, "", 0);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  pollux_waker_map_free (fixture->map);
  pollux_batch_free (fixture->batch);
  g_object_unref (fixture->trace);
}

static guint32
observe (Fixture         *fixture,
         guint64          id,
         PolluxTaskIndex  owner)
{
  PolluxWakerEvidence evidence = { .owner = owner };
  guint32 waker = pollux_waker_map_intern (fixture->map, fixture->batch, id);

  return pollux_waker_map_observe (fixture->map, fixture->batch, waker, &evidence);
}

static void
wake (Fixture      *fixture,
      guint32       waker,
      PolluxTime    time)
{
  pollux_batch_wake (fixture->batch, waker, time, time, POLLUX_TASK_NONE, FALSE);
  pollux_waker_map_note_wake (fixture->map, waker, time, time);
}

/* Ends the file; how many wakes each task has. */
static void
check_wakes (Fixture         *fixture,
             PolluxTaskIndex  only,
             guint            first,
             guint            second,
             guint            loose)
{
  pollux_waker_map_finish (fixture->map, fixture->batch, FALSE, only);
  pollux_trace_apply (fixture->trace, fixture->batch, 0, 0);
  pollux_trace_finish (fixture->trace);
  g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (fixture->trace, 0)), ==,
                    first);
  g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (fixture->trace, 1)), ==,
                    second);
  g_assert_cmpuint (pollux_trace_get_n_loose_wakes (fixture->trace), ==, loose);
}

static guint64
count_majority (Fixture *fixture)
{
  return pollux_trace_get_counter (fixture->trace, POLLUX_COUNTER_MAJORITY);
}

/* The first clone was made in the poll of another task. */
static void
test_majority (Fixture       *fixture,
               gconstpointer  data)
{
  guint32 waker = observe (fixture, ID, 0);
  PolluxWake moved;

  wake (fixture, waker, 10);
  observe (fixture, ID, 1);
  wake (fixture, waker, 20);
  observe (fixture, ID, 1);
  check_wakes (fixture, POLLUX_TASK_NONE, 0, 2, 0);
  g_assert_cmpuint (count_majority (fixture), ==, 1);
  pollux_lane_get_wake (pollux_trace_get_lane (fixture->trace, 1), 0, &moved);
  g_assert_cmpint (moved.time, ==, 10);
  g_assert_true (moved.flags & POLLUX_WAKE_MOVED);
}

/* The other task has a waker of its own; or the first was right more often. */
static void
test_minority (Fixture       *fixture,
               gconstpointer  data)
{
  guint32 waker = observe (fixture, ID, 0);

  wake (fixture, waker, 10);
  if (g_strcmp0 (data, "owns") == 0)
    {
      observe (fixture, ID + 1, 1);
      observe (fixture, ID, 1);
    }
  else
    observe (fixture, ID, 0);
  observe (fixture, ID, 1);
  check_wakes (fixture, POLLUX_TASK_NONE, 1, 0, 0);
  g_assert_cmpuint (count_majority (fixture), ==, 0);
}

/* As often in both: to the one that has no other, if the first has. */
static void
test_tie (Fixture       *fixture,
          gconstpointer  data)
{
  gboolean two = data != NULL;
  guint32 waker;

  if (two)
    observe (fixture, ID + 1, 0);
  waker = observe (fixture, ID, 0);
  wake (fixture, waker, 10);
  observe (fixture, ID, 1);
  check_wakes (fixture, POLLUX_TASK_NONE, two ? 0 : 1, two ? 1 : 0, 0);
}

/* Sure of it after a few clones: what comes then does not count. */
static void
test_sure (Fixture       *fixture,
           gconstpointer  data)
{
  guint32 waker = observe (fixture, ID, 0);

  wake (fixture, waker, 10);
  for (guint i = 0; i < 3; i++)
    observe (fixture, ID, 0);
  for (guint i = 0; i < 3; i++)
    observe (fixture, ID, 1);
  wake (fixture, waker, 20);
  check_wakes (fixture, POLLUX_TASK_NONE, 2, 0, 0);
}

/* The file itself says whose it is. */
static void
test_direct (Fixture       *fixture,
             gconstpointer  data)
{
  guint32 waker;

  pollux_waker_map_set_span (fixture->map, fixture->batch, ID, 0);
  waker = observe (fixture, ID, 1);
  wake (fixture, waker, 10);
  for (guint i = 0; i < 9; i++)
    observe (fixture, ID, 1);
  check_wakes (fixture, POLLUX_TASK_NONE, 1, 0, 0);
  g_assert_cmpuint (count_majority (fixture), ==, 0);
  g_assert_cmpint (pollux_trace_get_waker_origin (fixture->trace, 0), ==, POLLUX_WAKER_DIRECT);
}

static void
test_only (Fixture       *fixture,
           gconstpointer  data)
{
  guint n = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < n; i++)
    wake (fixture, pollux_waker_map_intern (fixture->map, fixture->batch, ID + i), 10 + i);
  check_wakes (fixture, 1, 0, n == 1 ? 1 : 0, n == 1 ? 0 : n);
}

/* --- whole files ------------------------------------------------------------ */

#define TS(ns) "2026-11-22T19:03:57.00000000" #ns "Z TRACE "
#define T "runtime.spawn{kind=task task.name= task.id=2 loc.file=\"a.rs\" loc.line=1 loc.col=5}: "
#define NEW TS (1) T "tokio::task: new\n"
#define POLL TS (2) T "tokio::task: enter\n" TS (3) T "tokio::task: exit\n"
#define WAKE TS (4) "tokio::task::waker: op=\"waker.wake\" task.id=5\n"

/* The only task is only sure to be the only one if it was seen from the start,
 * and one waker cannot be two. */
static void
test_only_task (void)
{
  static const struct
  {
    const char *file;
    gboolean resolved;
  } cases[] = {
    { NEW POLL WAKE, TRUE },
    { NEW POLL WAKE WAKE, TRUE },
    { POLL WAKE, FALSE },
    { NEW POLL WAKE TS (5) "tokio::task::waker: op=\"waker.wake\" task.id=6\n", FALSE },
    { NEW POLL TS (4) "runtime.spawn{kind=task task.name= task.id=3 loc.file=\"a.rs\" loc.line=1"
      " loc.col=5}: tokio::task: new\n" WAKE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PolluxTrace) trace = fmt_load (cases[i].file, strlen (cases[i].file), &error);
      PolluxTotals totals;

      g_assert_no_error (error);
      pollux_trace_get_totals (trace, &totals);
      g_test_message ("%s", cases[i].file);
      g_assert_cmpuint (totals.n_wakes_resolved, ==, cases[i].resolved ? totals.n_wakes : 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, func) \
  g_test_add ("/waker-map/" name, Fixture, data, set_up, func, tear_down)

  ADD ("majority", NULL, test_majority);
  ADD ("minority", NULL, test_minority);
  ADD ("owner-of-another", "owns", test_minority);
  ADD ("tie", NULL, test_tie);
  ADD ("tie-of-two", "two", test_tie);
  ADD ("sure", NULL, test_sure);
  ADD ("direct", NULL, test_direct);
  ADD ("only", GUINT_TO_POINTER (1), test_only);
  ADD ("only-of-two", GUINT_TO_POINTER (2), test_only);
  g_test_add_func ("/waker-map/only-task", test_only_task);

  return g_test_run ();
}
