/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-trace.h"

static const PolluxTask plain_task = { .spawned = 0, .ended = POLLUX_TIME_NONE,
                                       .spawner = POLLUX_TASK_NONE,
                                       .spawn_record = POLLUX_RECORD_NONE,
                                       .end_record = POLLUX_RECORD_NONE };

static void
count_changes (PolluxTrace *trace, guint *n)
{
  (*n)++;
}

static void
test_empty (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxTotals totals;
  PolluxRecord marked;
  guint64 offset;

  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 0);
  g_assert_cmpstr (pollux_trace_get_format (trace), ==, "");
  g_assert_false (pollux_trace_has_times (trace));
  g_assert_cmpint (pollux_trace_get_origin (trace), ==, POLLUX_TIME_NONE);
  g_assert_true (pollux_trace_is_complete (trace));
  g_assert_false (pollux_trace_find_mark (trace, 5, &marked, &offset));
  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpint (totals.busy, ==, POLLUX_TIME_NONE);
  pollux_trace_finish (trace);
  g_assert_true (pollux_trace_is_finished (trace));
}

/* Wakes of an unknown waker are kept apart until the waker is known, and then
 * paired as if it had always been. */
static void
test_loose_wakes (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  g_autoptr (PolluxBatch) later = pollux_batch_new ();
  PolluxLooseWake loose;
  PolluxTotals totals;
  PolluxPoll poll;

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 5);
  pollux_batch_extend (batch, 0, 1000, 9);
  pollux_batch_add_task (batch, &plain_task, "a", 1, "", 0);
  pollux_batch_add_waker (batch, 77);
  pollux_batch_add_waker (batch, G_MAXUINT64);
  pollux_batch_clone_waker (batch, 0);
  pollux_batch_enter (batch, 0, 10, 1, 0);
  pollux_batch_exit (batch, 0, 20, 2, 0);
  pollux_batch_wake (batch, 1, 25, 3, POLLUX_TASK_NONE, TRUE);
  pollux_batch_wake (batch, 0, 30, 4, 0, FALSE);
  pollux_batch_wake (batch, 1, 31, 5, POLLUX_TASK_NONE, FALSE);
  pollux_batch_wake (batch, 0, 35, 6, POLLUX_TASK_NONE, FALSE);
  pollux_batch_enter (batch, 0, 50, 7, 0);
  pollux_batch_exit (batch, 0, 60, 8, 0);
  g_assert_cmpuint (pollux_trace_apply (trace, batch, 0, 0), ==, pollux_batch_get_length (batch));
  pollux_trace_settle (trace);

  g_assert_cmpuint (pollux_trace_get_n_loose_wakes (trace), ==, 4);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 0), 1, &poll);
  g_assert_cmpint (poll.wait, ==, 0);
  g_assert_false (poll.flags & POLLUX_POLL_WOKEN);
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->waker_clones, ==, 0);

  pollux_batch_map_waker (later, 0, 0, POLLUX_WAKER_CLONED);
  pollux_trace_apply (trace, later, 0, 0);
  pollux_trace_finish (trace);
  g_assert_cmpuint (pollux_trace_get_n_loose_wakes (trace), ==, 2);
  pollux_trace_get_loose_wake (trace, 1, &loose);
  g_assert_cmpuint (loose.waker_id, ==, G_MAXUINT64);
  g_assert_cmpint (loose.wake.time, ==, 31);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 0), 1, &poll);
  g_assert_cmpint (poll.wait, ==, 20);
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->waker_clones, ==, 1);
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->span_id, ==, 77);
  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpuint (totals.n_wakes, ==, 4);
  g_assert_cmpuint (totals.n_wakes_resolved, ==, 2);
  g_assert_cmpuint (totals.n_self_wakes, ==, 1);
  g_assert_cmpuint (totals.n_waker_clones, ==, 1);
  g_assert_cmpint (totals.busy, ==, 20);
  g_assert_cmpint (totals.scheduled, ==, 20);
  g_assert_cmpint (totals.spawn_delay, ==, 10);
}

static void
test_facts (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  PolluxTask task = plain_task;
  PolluxRecord marked;
  guint64 offset;
  guint n_changes = 0;

  task.kind = POLLUX_TASK_KIND_BLOCK_ON;
  g_signal_connect (trace, "changed", G_CALLBACK (count_changes), &n_changes);
  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_CLOCK, 5);
  pollux_batch_extend (batch, 10, 100, 2);
  pollux_batch_extend (batch, -3, 90, 2);
  pollux_batch_extend (batch, POLLUX_TIME_NONE, POLLUX_TIME_NONE, 1);
  pollux_batch_add_thread (batch, "ThreadId(1)", -1, NULL, 0);
  pollux_batch_add_thread (batch, "ThreadId(2)xx", 11, "main", -1);
  pollux_batch_add_mark (batch, 0, 0);
  pollux_batch_add_mark (batch, 1024, 5000);
  pollux_batch_add_damage (batch, 17, 3, 2, "broken");
  pollux_batch_count (batch, POLLUX_COUNTER_FOREIGN, 4);
  pollux_batch_add_task (batch, &task, "", 0, "src/main.rs:3:5", -1);
  pollux_batch_add_task (batch, &task, "n\0me", 4, NULL, 0);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_settle (trace);

  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpint (pollux_trace_get_extent (trace).begin, ==, -3);
  g_assert_cmpint (pollux_trace_get_extent (trace).end, ==, 100);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_RECORDS), ==, 5);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_FOREIGN), ==, 4);
  g_assert_cmpuint (pollux_trace_get_n_threads (trace), ==, 2);
  g_assert_null (pollux_trace_get_thread_name (trace, 0));
  g_assert_cmpstr (pollux_trace_get_thread_id (trace, 1), ==, "ThreadId(2)");
  g_assert_cmpstr (pollux_trace_get_thread_name (trace, 1), ==, "main");
  g_assert_false (pollux_trace_is_complete (trace));
  g_assert_cmpstr (pollux_trace_get_damage (trace, 0)->message, ==, "broken");
  g_assert_cmpstr (pollux_trace_get_task_title (trace, 0), ==, "block_on");
  g_assert_cmpstr (pollux_trace_get_string (trace, pollux_trace_get_task (trace, 0)->location), ==,
                   "src/main.rs:3:5");
  g_assert_true (pollux_trace_find_mark (trace, 2000, &marked, &offset));
  g_assert_cmpuint (marked, ==, 1024);
  g_assert_cmpuint (offset, ==, 5000);
  g_assert_true (pollux_trace_find_mark (trace, 1023, &marked, &offset));
  g_assert_cmpuint (marked, ==, 0);
}

static void
test_events (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  static const PolluxTime times[] = { 10, 30, 20, 20, 5 };
  PolluxLogEvent event;
  const PolluxLane *lane;

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 100, 10);
  pollux_batch_add_task (batch, &plain_task, "", 0, "", 0);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      pollux_batch_add_event (batch, times[i], 2 * i, 0, POLLUX_LEVEL_INFO);
      pollux_batch_add_event (batch, times[i], 2 * i + 1, POLLUX_TASK_NONE, POLLUX_LEVEL_ERROR);
    }
  /* A task that does not exist: kept, outside all tasks. */
  pollux_batch_add_event (batch, 99, 20, 12345, POLLUX_LEVEL_WARN);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_finish (trace);

  lane = pollux_trace_get_lane (trace, 0);
  g_assert_cmpuint (pollux_trace_get_n_events (trace), ==, 11);
  g_assert_cmpuint (pollux_lane_get_n_events (lane), ==, 5);
  g_assert_cmpuint (pollux_trace_get_n_loose_events (trace), ==, 6);
  for (guint i = 0; i < 5; i++)
    {
      static const PolluxRecord order[] = { 8, 0, 4, 6, 2 };

      pollux_trace_get_event (trace, pollux_lane_get_event (lane, i), &event);
      g_assert_cmpuint (event.record, ==, order[i]);
      g_assert_cmpuint (event.task, ==, 0);
      pollux_trace_get_event (trace, pollux_trace_get_loose_event (trace, i), &event);
      g_assert_cmpuint (event.record, ==, order[i] + 1);
      g_assert_cmpuint (event.task, ==, POLLUX_TASK_NONE);
      g_assert_cmpint (event.level, ==, POLLUX_LEVEL_ERROR);
    }
  g_assert_cmpuint (pollux_lane_find_event (lane, 20), ==, 2);
}

/* A batch taken in slices gives the same as one taken whole. */
static void
test_slices (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  gsize position = 0;
  guint n_slices = 0;

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 1000000, 10);
  pollux_batch_add_task (batch, &plain_task, "", 0, "", 0);
  for (guint i = 0; i < 5000; i++)
    {
      pollux_batch_enter (batch, 0, i * 10, 2 * i, 0);
      pollux_batch_exit (batch, 0, i * 10 + 5, 2 * i + 1, 0);
    }
  while (position < pollux_batch_get_length (batch))
    {
      gsize next = pollux_trace_apply (trace, batch, position, 1);

      g_assert_cmpuint (next, >, position);
      position = next;
      n_slices++;
    }
  pollux_trace_finish (trace);
  g_assert_cmpuint (n_slices, >, 10);
  g_assert_cmpuint (pollux_lane_get_n_polls (pollux_trace_get_lane (trace, 0)), ==, 5000);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_RECORDS), ==, 10);
  g_assert_cmpuint (pollux_trace_get_memory (trace), <, 5000 * 64);
}

/* Numbers that refer to nothing are passed over. */
static void
test_bad_references (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();

  pollux_batch_enter (batch, 3, 1, 1, 0);
  pollux_batch_exit (batch, POLLUX_TASK_NONE, 1, 1, 0);
  pollux_batch_close (batch, 9, 1, 1);
  pollux_batch_set_spawned (batch, 9, 1, 1, 7);
  pollux_batch_wake (batch, 4, 1, 1, 8, FALSE);
  pollux_batch_clone_waker (batch, 4);
  pollux_batch_drop_waker (batch, G_MAXUINT32);
  pollux_batch_map_waker (batch, 4, 4, POLLUX_WAKER_CLONED);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_finish (trace);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/empty", test_empty);
  g_test_add_func ("/trace/loose-wakes", test_loose_wakes);
  g_test_add_func ("/trace/facts", test_facts);
  g_test_add_func ("/trace/events", test_events);
  g_test_add_func ("/trace/slices", test_slices);
  g_test_add_func ("/trace/bad-references", test_bad_references);
  return g_test_run ();
}
