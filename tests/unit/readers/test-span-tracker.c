/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-span-tracker.h"
#include "pollux-trace.h"

typedef struct
{
  PolluxSpanTracker *tracker;
  PolluxBatch *batch;
  PolluxTrace *trace;
  PolluxRecord record;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->tracker = pollux_span_tracker_new ();
  fixture->batch = pollux_batch_new ();
  fixture->trace = pollux_trace_new ();
  pollux_batch_set_format (fixture->batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_span_tracker_set_batch (fixture->tracker, fixture->batch);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pollux_span_tracker_free (fixture->tracker);
  pollux_batch_free (fixture->batch);
  g_object_unref (fixture->trace);
}

static const PolluxSpanContext nowhere = { FALSE, POLLUX_TASK_NONE, POLLUX_TASK_NONE };
static const PolluxSpanContext other_span = { TRUE, POLLUX_TASK_NONE, POLLUX_TASK_NONE };

static PolluxMoment
at (Fixture *fixture, PolluxTime time, PolluxThread thread)
{
  pollux_batch_extend (fixture->batch, time, time, 1);
  return (PolluxMoment) { time, fixture->record++, thread };
}

static PolluxTaskIndex
task (Fixture *fixture, guint64 id, const char *kind, gboolean sized)
{
  PolluxTaskSpan span = { .kind = { kind, strlen (kind) }, .name = POLLUX_SLICE_LITERAL (""),
                          .file = POLLUX_SLICE_LITERAL ("src/main.rs"), .line = 3, .column = 5,
                          .has_line = TRUE, .tokio_id = id, .has_tokio_id = TRUE,
                          .has_size = sized };

  return pollux_span_tracker_get_task (fixture->tracker, &span);
}

static void
poll_task (Fixture *fixture, PolluxTaskIndex handle, PolluxTime from, PolluxTime to,
           PolluxThread thread)
{
  PolluxMoment moment = at (fixture, from, thread);

  pollux_span_tracker_enter (fixture->tracker, &moment, handle);
  moment = at (fixture, to, thread);
  pollux_span_tracker_exit (fixture->tracker, &moment, handle);
}

static void
create (Fixture *fixture, PolluxTaskIndex handle, PolluxTime time, PolluxThread thread)
{
  PolluxMoment moment = at (fixture, time, thread);

  pollux_span_tracker_new_span (fixture->tracker, &moment, handle, &other_span);
}

static void
close_task (Fixture *fixture, PolluxTaskIndex handle, PolluxTime time, PolluxThread thread)
{
  PolluxMoment moment = at (fixture, time, thread);

  pollux_span_tracker_close (fixture->tracker, &moment, handle);
}

static void
waker (Fixture *fixture, PolluxWakerOp op, guint64 id, PolluxTime time, PolluxThread thread,
       const PolluxSpanContext *context)
{
  PolluxMoment moment = at (fixture, time, thread);

  pollux_span_tracker_waker (fixture->tracker, &moment, op, id, context);
}

static void
finish (Fixture *fixture)
{
  pollux_span_tracker_finish (fixture->tracker);
  pollux_trace_apply (fixture->trace, fixture->batch, 0, 0);
  pollux_trace_finish (fixture->trace);
}

static PolluxThread
thread (Fixture *fixture, const char *id)
{
  return pollux_span_tracker_get_thread (fixture->tracker, (PolluxSlice) { id, strlen (id) },
                                         POLLUX_SLICE_LITERAL (""));
}

/* Of two tasks that are polled at the same time, the thread tells whose waker
 * is cloned, and which task made a wake. */
static void
test_threads (Fixture *fixture, gconstpointer data)
{
  PolluxThread one = thread (fixture, "ThreadId(1)"), two = thread (fixture, "ThreadId(2)");
  PolluxTaskIndex a = task (fixture, 1, "task", FALSE), b = task (fixture, 2, "task", FALSE);
  PolluxMoment moment;
  PolluxWake wake;

  g_assert_cmpuint (thread (fixture, "ThreadId(1)"), ==, one);
  create (fixture, a, 0, one);
  create (fixture, b, 0, one);
  moment = at (fixture, 10, one);
  pollux_span_tracker_enter (fixture->tracker, &moment, a);
  moment = at (fixture, 11, two);
  pollux_span_tracker_enter (fixture->tracker, &moment, b);
  waker (fixture, POLLUX_WAKER_OP_CLONE, G_MAXUINT64, 12, two, &other_span);
  waker (fixture, POLLUX_WAKER_OP_CLONE, G_MAXUINT64 - 1, 13, one, &other_span);
  moment = at (fixture, 20, two);
  pollux_span_tracker_exit (fixture->tracker, &moment, b);
  waker (fixture, POLLUX_WAKER_OP_WAKE, G_MAXUINT64, 21, one, &other_span);
  moment = at (fixture, 30, one);
  pollux_span_tracker_exit (fixture->tracker, &moment, a);
  waker (fixture, POLLUX_WAKER_OP_WAKE, G_MAXUINT64 - 1, 31, two, &nowhere);
  finish (fixture);

  g_assert_cmpuint (pollux_trace_get_n_loose_wakes (fixture->trace), ==, 0);
  pollux_lane_get_wake (pollux_trace_get_lane (fixture->trace, b), 0, &wake);
  g_assert_cmpuint (wake.by, ==, a);
  g_assert_cmpint (wake.time, ==, 21);
  pollux_lane_get_wake (pollux_trace_get_lane (fixture->trace, a), 0, &wake);
  g_assert_cmpuint (wake.by, ==, POLLUX_TASK_NONE);
  g_assert_cmpuint (pollux_trace_get_task (fixture->trace, b)->span_id, ==, G_MAXUINT64);
  g_assert_cmpint (pollux_trace_get_waker_origin (fixture->trace, b), ==, POLLUX_WAKER_CLONED);
}

/* Without threads and with polls that overlap, nothing is guessed, but two
 * observations and elimination tell. */
static void
test_no_threads (Fixture *fixture, gconstpointer data)
{
  PolluxTaskIndex tasks[3];
  PolluxMoment moment;

  for (guint i = 0; i < 3; i++)
    {
      tasks[i] = task (fixture, i, "task", FALSE);
      create (fixture, tasks[i], 0, POLLUX_THREAD_NONE);
    }
  for (guint round = 0; round < 2; round++)
    {
      guint second = round == 0 ? 1 : 2;

      moment = at (fixture, 10 + round * 100, POLLUX_THREAD_NONE);
      pollux_span_tracker_enter (fixture->tracker, &moment, tasks[0]);
      pollux_span_tracker_enter (fixture->tracker, &moment, tasks[second]);
      waker (fixture, POLLUX_WAKER_OP_CLONE, 50, 11 + round * 100, POLLUX_THREAD_NONE,
             &other_span);
      if (round == 1)
        waker (fixture, POLLUX_WAKER_OP_CLONE, 52, 112, POLLUX_THREAD_NONE, &other_span);
      moment = at (fixture, 20 + round * 100, POLLUX_THREAD_NONE);
      /* Not the innermost: these are several threads. */
      pollux_span_tracker_exit (fixture->tracker, &moment, tasks[0]);
      pollux_span_tracker_exit (fixture->tracker, &moment, tasks[second]);
    }
  waker (fixture, POLLUX_WAKER_OP_WAKE, 50, 300, POLLUX_THREAD_NONE, &nowhere);
  waker (fixture, POLLUX_WAKER_OP_WAKE, 52, 301, POLLUX_THREAD_NONE, &nowhere);
  waker (fixture, POLLUX_WAKER_OP_WAKE, 99, 302, POLLUX_THREAD_NONE, &nowhere);
  finish (fixture);

  g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (fixture->trace, 0)), ==, 1);
  g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (fixture->trace, 1)), ==, 0);
  g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (fixture->trace, 2)), ==, 1);
  g_assert_cmpuint (pollux_trace_get_n_loose_wakes (fixture->trace), ==, 1);
  g_assert_cmpint (pollux_trace_get_waker_origin (fixture->trace, 2), ==, POLLUX_WAKER_ELIMINATED);
}

static guint
n_polls (Fixture *fixture, PolluxTaskIndex index)
{
  return pollux_lane_get_n_polls (pollux_trace_get_lane (fixture->trace, index));
}

/* size.bytes tells of a tracing that enters spans for the drop. */
static void
test_drop_enter_by_size (Fixture *fixture, gconstpointer data)
{
  PolluxTaskIndex a = task (fixture, 1, "block_on", TRUE);

  create (fixture, a, 0, POLLUX_THREAD_NONE);
  poll_task (fixture, a, 10, 20, POLLUX_THREAD_NONE);
  poll_task (fixture, a, 21, 22, POLLUX_THREAD_NONE);
  close_task (fixture, a, 23, POLLUX_THREAD_NONE);
  finish (fixture);
  g_assert_cmpuint (n_polls (fixture, 0), ==, 1);
}

/* Without it the wakes tell: no poll comes without one. */
static void
test_drop_enter_by_vote (Fixture *fixture, gconstpointer data)
{
  gboolean drops = GPOINTER_TO_INT (data);

  for (guint i = 0; i < 20; i++)
    {
      PolluxTime begin = 1000 * i;
      PolluxTaskIndex a = task (fixture, i, "task", FALSE);

      create (fixture, a, begin, POLLUX_THREAD_NONE);
      pollux_span_tracker_enter (fixture->tracker,
                                 &(PolluxMoment) { begin + 1, fixture->record++,
                                                   POLLUX_THREAD_NONE }, a);
      waker (fixture, POLLUX_WAKER_OP_CLONE, 100 + i, begin + 2, POLLUX_THREAD_NONE,
             &(PolluxSpanContext) { TRUE, a, a });
      pollux_span_tracker_exit (fixture->tracker,
                                &(PolluxMoment) { begin + 3, fixture->record++,
                                                  POLLUX_THREAD_NONE }, a);
      waker (fixture, POLLUX_WAKER_OP_WAKE, 100 + i, begin + 50, POLLUX_THREAD_NONE, &nowhere);
      poll_task (fixture, a, begin + 60, begin + 70, POLLUX_THREAD_NONE);
      if (drops)
        poll_task (fixture, a, begin + 71, begin + 72, POLLUX_THREAD_NONE);
      close_task (fixture, a, begin + 73, POLLUX_THREAD_NONE);
    }
  finish (fixture);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (n_polls (fixture, i), ==, 2);
}

/* A log that two runs of the program were appended to: ids start over. */
static void
test_two_runs (Fixture *fixture, gconstpointer data)
{
  for (guint run = 0; run < 2; run++)
    {
      PolluxTaskIndex a = task (fixture, 7, "task", FALSE);

      create (fixture, a, run * 1000, POLLUX_THREAD_NONE);
      pollux_span_tracker_enter (fixture->tracker,
                                 &(PolluxMoment) { run * 1000 + 1, fixture->record++,
                                                   POLLUX_THREAD_NONE }, a);
      waker (fixture, POLLUX_WAKER_OP_CLONE, 5, run * 1000 + 2, POLLUX_THREAD_NONE,
             &(PolluxSpanContext) { TRUE, a, a });
      pollux_span_tracker_exit (fixture->tracker,
                                &(PolluxMoment) { run * 1000 + 3, fixture->record++,
                                                  POLLUX_THREAD_NONE }, a);
      waker (fixture, POLLUX_WAKER_OP_WAKE, 5, run * 1000 + 10, POLLUX_THREAD_NONE, &nowhere);
      poll_task (fixture, a, run * 1000 + 20, run * 1000 + 30, POLLUX_THREAD_NONE);
      close_task (fixture, a, run * 1000 + 40, POLLUX_THREAD_NONE);
    }
  finish (fixture);
  g_assert_cmpuint (pollux_trace_get_n_tasks (fixture->trace), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (n_polls (fixture, i), ==, 2);
      g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (fixture->trace, i)), ==, 1);
      g_assert_cmpuint (pollux_trace_get_task (fixture->trace, i)->tokio_id, ==, 7);
    }
}

/* Only the outermost enter is a poll; a lost exit costs one poll, not all. */
static void
test_nesting_and_gap (Fixture *fixture, gconstpointer data)
{
  PolluxTaskIndex a = task (fixture, 1, "task", FALSE);
  PolluxMoment moment;
  PolluxPoll poll;

  create (fixture, a, 0, POLLUX_THREAD_NONE);
  moment = at (fixture, 10, POLLUX_THREAD_NONE);
  pollux_span_tracker_enter (fixture->tracker, &moment, a);
  poll_task (fixture, a, 12, 14, POLLUX_THREAD_NONE);
  moment = at (fixture, 20, POLLUX_THREAD_NONE);
  pollux_span_tracker_exit (fixture->tracker, &moment, a);

  moment = at (fixture, 30, POLLUX_THREAD_NONE);
  pollux_span_tracker_enter (fixture->tracker, &moment, a);
  pollux_span_tracker_gap (fixture->tracker);
  poll_task (fixture, a, 50, 60, POLLUX_THREAD_NONE);
  moment = at (fixture, 61, POLLUX_THREAD_NONE);
  pollux_span_tracker_exit (fixture->tracker, &moment, a);
  finish (fixture);

  g_assert_cmpuint (n_polls (fixture, 0), ==, 3);
  pollux_lane_get_poll (pollux_trace_get_lane (fixture->trace, 0), 0, &poll);
  g_assert_cmpint (poll.start, ==, 10);
  g_assert_cmpint (poll.end, ==, 20);
  pollux_lane_get_poll (pollux_trace_get_lane (fixture->trace, 0), 1, &poll);
  g_assert_true (poll.flags & POLLUX_POLL_OPEN);
  g_assert_cmpuint (
      pollux_trace_get_counter (fixture->trace, POLLUX_COUNTER_UNMATCHED_EXITS), ==, 1);
}

/* Deep nesting of many tasks costs bounded memory and time. */
static void
test_hostile_depth (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 100000; i++)
    {
      PolluxMoment moment = at (fixture, i, POLLUX_THREAD_NONE);

      pollux_span_tracker_enter (fixture->tracker, &moment, task (fixture, i, "task", FALSE));
    }
  for (guint i = 0; i < 100000; i++)
    {
      PolluxMoment moment = at (fixture, 100000 + i, POLLUX_THREAD_NONE);

      pollux_span_tracker_exit (fixture->tracker, &moment, task (fixture, i, "task", FALSE));
    }
  finish (fixture);
  g_assert_cmpuint (pollux_trace_get_n_tasks (fixture->trace), ==, 100000);
}

/* Ids of one slot differ in their upper bits alone: with a hash of the lower
 * ones this takes minutes. */
static void
test_generations (Fixture *fixture, gconstpointer data)
{
  for (guint64 i = 0; i < 100000; i++)
    waker (fixture, POLLUX_WAKER_OP_DROP, i << 34 | 18, i, POLLUX_THREAD_NONE,
           &nowhere);
  finish (fixture);
}

/* One run: two tasks on two threads, each woken once; killed before they end. */
static void
run_killed (Fixture *fixture, PolluxTime begin, gboolean with_ids)
{
  for (guint i = 1; i <= 2; i++)
    {
      PolluxTaskSpan span = { .kind = POLLUX_SLICE_LITERAL ("task"), .tokio_id = i,
                              .has_tokio_id = TRUE, .span_id = 100 + i, .has_span_id = with_ids };
      PolluxTaskIndex a = pollux_span_tracker_get_task (fixture->tracker, &span);
      PolluxThread on = thread (fixture, i == 1 ? "ThreadId(1)" : "ThreadId(2)");
      PolluxMoment moment;

      create (fixture, a, begin, on);
      moment = at (fixture, begin + 10, on);
      pollux_span_tracker_enter (fixture->tracker, &moment, a);
      waker (fixture, POLLUX_WAKER_OP_CLONE, 100 + i, begin + 11, on, &other_span);
      moment = at (fixture, begin + 20, on);
      pollux_span_tracker_exit (fixture->tracker, &moment, a);
      waker (fixture, POLLUX_WAKER_OP_WAKE, 100 + i, begin + 30, on, &nowhere);
      moment = at (fixture, begin + 40, on);
      pollux_span_tracker_enter (fixture->tracker, &moment, a);
    }
}

/* The first run was killed: its tasks never end, and the ids of the second mean
 * other tasks and other wakers all the same. */
static void
test_killed_run (Fixture *fixture, gconstpointer data)
{
  PolluxThread one;
  PolluxLogEvent event;

  run_killed (fixture, 0, GPOINTER_TO_INT (data));
  one = thread (fixture, "ThreadId(1)");
  create (fixture, task (fixture, 1, "task", FALSE), 900, one);
  pollux_span_tracker_event (fixture->tracker,
                             &(PolluxMoment) { 950, fixture->record++, one }, POLLUX_LEVEL_INFO,
                             &other_span);
  run_killed (fixture, 1000, GPOINTER_TO_INT (data));
  finish (fixture);

  g_assert_cmpuint (pollux_trace_get_n_tasks (fixture->trace), ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (fixture->trace, i)), ==,
                      i == 2 ? 0 : 1);
  pollux_trace_get_event (fixture->trace, 0, &event);
  g_assert_cmpuint (event.task, ==, POLLUX_TASK_NONE);
}

/* The head of the first run is missing: a task is not created after its polls. */
static void
test_run_without_head (Fixture *fixture, gconstpointer data)
{
  PolluxTaskIndex a = task (fixture, 1, "task", FALSE);

  poll_task (fixture, a, 10, 20, POLLUX_THREAD_NONE);
  create (fixture, a, 1000, POLLUX_THREAD_NONE);
  poll_task (fixture, a, 1010, 1020, POLLUX_THREAD_NONE);
  finish (fixture);
  g_assert_cmpuint (pollux_trace_get_n_tasks (fixture->trace), ==, 2);
  g_assert_cmpint (pollux_trace_get_task (fixture->trace, 0)->spawned, ==, POLLUX_TIME_NONE);
  g_assert_cmpuint (n_polls (fixture, 0), ==, 1);
  g_assert_cmpint (pollux_trace_get_task (fixture->trace, 1)->spawned, ==, 1000);
  g_assert_cmpuint (n_polls (fixture, 1), ==, 1);
}

/* Two runs whose filter left the creations out: a closed task is not polled. */
static void
test_runs_without_creation (Fixture *fixture, gconstpointer data)
{
  for (guint run = 0; run < 2; run++)
    {
      PolluxTaskIndex a = task (fixture, 7, "task", TRUE);

      poll_task (fixture, a, run * 1000 + 10, run * 1000 + 20, POLLUX_THREAD_NONE);
      poll_task (fixture, a, run * 1000 + 21, run * 1000 + 22, POLLUX_THREAD_NONE);
      close_task (fixture, a, run * 1000 + 23, POLLUX_THREAD_NONE);
    }
  finish (fixture);
  g_assert_cmpuint (pollux_trace_get_n_tasks (fixture->trace), ==, 2);
  g_assert_cmpuint (n_polls (fixture, 0), ==, 1);
  g_assert_cmpuint (n_polls (fixture, 1), ==, 1);
}

/* Where both exits of a nested enter are lost, the next poll still ends. */
static void
test_gap_in_nesting (Fixture *fixture, gconstpointer data)
{
  PolluxTaskIndex a = task (fixture, 1, "task", FALSE);
  PolluxMoment moment = at (fixture, 10, POLLUX_THREAD_NONE);
  PolluxPoll poll;

  pollux_span_tracker_enter (fixture->tracker, &moment, a);
  pollux_span_tracker_enter (fixture->tracker, &moment, a);
  pollux_span_tracker_gap (fixture->tracker);
  poll_task (fixture, a, 50, 60, POLLUX_THREAD_NONE);
  finish (fixture);
  g_assert_cmpuint (n_polls (fixture, 0), ==, 2);
  pollux_lane_get_poll (pollux_trace_get_lane (fixture->trace, 0), 1, &poll);
  g_assert_false (poll.flags & POLLUX_POLL_OPEN);
  g_assert_cmpint (poll.end, ==, 60);
}

/* A file that names span ids, and whose head is missing: the wake comes first. */
static void
test_late_span_id (Fixture *fixture, gconstpointer data)
{
  PolluxTaskSpan span = { .kind = POLLUX_SLICE_LITERAL ("task"), .tokio_id = 1,
                          .has_tokio_id = TRUE, .span_id = 5, .has_span_id = TRUE };

  waker (fixture, POLLUX_WAKER_OP_WAKE, 5, 10, POLLUX_THREAD_NONE, &nowhere);
  poll_task (fixture, pollux_span_tracker_get_task (fixture->tracker, &span), 20, 30,
             POLLUX_THREAD_NONE);
  finish (fixture);
  g_assert_cmpuint (pollux_trace_get_n_loose_wakes (fixture->trace), ==, 0);
  g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (fixture->trace, 0)), ==, 1);
  g_assert_cmpint (pollux_trace_get_waker_origin (fixture->trace, 0), ==, POLLUX_WAKER_DIRECT);
}

/* Dropping a task that was never left costs no look at every thread. */
static void
test_hostile_threads (Fixture *fixture, gconstpointer data)
{
  PolluxThread last = POLLUX_THREAD_NONE;

  for (guint i = 0; i < 60000; i++)
    {
      g_autofree char *id = g_strdup_printf ("ThreadId(%u)", i);

      last = thread (fixture, id);
    }
  g_test_timer_start ();
  for (guint i = 0; i < 100000; i++)
    {
      PolluxTaskIndex a = task (fixture, i, "task", FALSE);
      PolluxMoment moment = at (fixture, i, last);

      pollux_span_tracker_enter (fixture->tracker, &moment, a);
      close_task (fixture, a, i, last);
    }
  g_assert_cmpfloat (g_test_timer_elapsed (), <, 5.0);
  finish (fixture);
}

/* Many wakers, each of which may belong to any of many tasks, of which every
 * look at all finds one more. */
static void
test_hostile_wakers (Fixture *fixture, gconstpointer data)
{
  PolluxTaskIndex tasks[64];
  PolluxMoment moment;

  for (guint i = 0; i < 64; i++)
    {
      tasks[i] = task (fixture, i, "task", FALSE);
      moment = at (fixture, i, POLLUX_THREAD_NONE);
      pollux_span_tracker_enter (fixture->tracker, &moment, tasks[i]);
    }
  for (guint i = 0; i < 200000; i++)
    waker (fixture, POLLUX_WAKER_OP_CLONE, 1000 + i, 100 + i, POLLUX_THREAD_NONE, &other_span);
  for (guint i = 0; i < 63; i++)
    {
      waker (fixture, POLLUX_WAKER_OP_CLONE, 10000000 + i, 300000 + i, POLLUX_THREAD_NONE,
             &other_span);
      moment = at (fixture, 300000 + i, POLLUX_THREAD_NONE);
      pollux_span_tracker_exit (fixture->tracker, &moment, tasks[i]);
    }
  waker (fixture, POLLUX_WAKER_OP_CLONE, 20000000, 400001, POLLUX_THREAD_NONE, &other_span);
  g_test_timer_start ();
  finish (fixture);
  g_assert_cmpfloat (g_test_timer_elapsed (), <, 2.0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test)                                                                      \
  g_test_add ("/span-tracker/" path, Fixture, data, set_up, test, tear_down)
  ADD ("threads", NULL, test_threads);
  ADD ("no-threads", NULL, test_no_threads);
  ADD ("drop-enter-by-size", NULL, test_drop_enter_by_size);
  ADD ("drop-enter-by-vote", GINT_TO_POINTER (TRUE), test_drop_enter_by_vote);
  ADD ("no-drop-enter-by-vote", GINT_TO_POINTER (FALSE), test_drop_enter_by_vote);
  ADD ("two-runs", NULL, test_two_runs);
  ADD ("nesting-and-gap", NULL, test_nesting_and_gap);
  ADD ("hostile-depth", NULL, test_hostile_depth);
  ADD ("generations", NULL, test_generations);
  ADD ("killed-run", GINT_TO_POINTER (FALSE), test_killed_run);
  ADD ("killed-run/span-ids", GINT_TO_POINTER (TRUE), test_killed_run);
  ADD ("run-without-head", NULL, test_run_without_head);
  ADD ("runs-without-creation", NULL, test_runs_without_creation);
  ADD ("gap-in-nesting", NULL, test_gap_in_nesting);
  ADD ("late-span-id", NULL, test_late_span_id);
  ADD ("hostile-threads", NULL, test_hostile_threads);
  ADD ("hostile-wakers", NULL, test_hostile_wakers);
  return g_test_run ();
}
