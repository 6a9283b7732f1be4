/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lanes of files that no healthy recorder writes: clocks that step back, exits
 * that are lost, events in the wrong order, times beyond all reason.
 */

#include "config.h"

#include "pollux-trace.h"

#define N_EVENTS 100000

static const PolluxTask unborn = { .spawned = POLLUX_TIME_NONE, .ended = POLLUX_TIME_NONE,
                                   .spawner = POLLUX_TASK_NONE,
                                   .spawn_record = POLLUX_RECORD_NONE,
                                   .end_record = POLLUX_RECORD_NONE };

static PolluxBatch *
new_batch (PolluxTime first, PolluxTime last)
{
  PolluxBatch *batch = pollux_batch_new ();

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, first, last, 1);
  pollux_batch_add_task (batch, &unborn, "", 0, "", 0);
  return batch;
}

static PolluxTrace *
make_trace (const PolluxBatch *batch)
{
  PolluxTrace *trace = pollux_trace_new ();

  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_finish (trace);
  return trace;
}

static void
summarize (PolluxTrace *trace, PolluxLaneSummary *summary)
{
  PolluxRange all = { G_MININT64 / 2, G_MAXINT64 / 2 };

  pollux_lane_summarize (pollux_trace_get_lane (trace, 0), all, summary);
  g_assert_cmpint (summary->idle, >=, 0);
  g_assert_cmpint (summary->alive, ==,
                   summary->busy + summary->scheduled + summary->spawn_delay
                       + summary->unfinished + summary->idle);
}

/* One thread of a program logs while the clock runs backwards. */
static void
test_late_events (void)
{
  g_autoptr (PolluxBatch) batch = new_batch (0, N_EVENTS);
  g_autoptr (PolluxTrace) trace = NULL;
  const PolluxLane *lane;

  for (guint i = 0; i < N_EVENTS; i++)
    pollux_batch_add_event (batch, N_EVENTS - i / 2, i, 0, POLLUX_LEVEL_INFO);
  g_test_timer_start ();
  trace = make_trace (batch);
  g_assert_cmpfloat (g_test_timer_elapsed (), <, 1.0);

  lane = pollux_trace_get_lane (trace, 0);
  g_assert_cmpuint (pollux_lane_get_n_events (lane), ==, N_EVENTS);
  for (guint i = 0; i < N_EVENTS; i++)
    g_assert_cmpuint (pollux_lane_get_event (lane, i), ==, (N_EVENTS - 2 - i / 2 * 2) + i % 2);
}

/* The clock steps back between a task's creation and its first poll. */
static void
test_poll_before_spawn (void)
{
  g_autoptr (PolluxBatch) batch = new_batch (0, 3000);
  g_autoptr (PolluxTrace) trace = NULL;
  PolluxLaneSummary summary;
  PolluxPoll poll;

  pollux_batch_set_spawned (batch, 0, 1000, 0, POLLUX_TASK_NONE);
  pollux_batch_enter (batch, 0, 400, 1, 0);
  pollux_batch_exit (batch, 0, 500, 2, 0);
  pollux_batch_enter (batch, 0, 1100, 3, 0);
  pollux_batch_exit (batch, 0, 1150, 4, 0);
  pollux_batch_close (batch, 0, 600, 5);
  trace = make_trace (batch);
  summarize (trace, &summary);
  g_assert_cmpint (summary.alive, ==, 150);
  g_assert_cmpint (summary.busy, ==, 50);
  g_assert_cmpint (summary.idle, ==, 100);
  g_assert_cmpint (pollux_trace_get_task (trace, 0)->ended, ==, 1150);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 0), 0, &poll);
  g_assert_cmpint (poll.start, ==, 1000);
  g_assert_true (poll.flags & POLLUX_POLL_ADJUSTED);
}

/* Moving a poll behind the one before must not move it behind the next. */
static void
test_order_of_adjusted (void)
{
  g_autoptr (PolluxBatch) batch = new_batch (0, 300);
  g_autoptr (PolluxTrace) trace = NULL;
  static const PolluxTime starts[] = { 0, 200, 50, 70, 220 };
  static const PolluxTime ends[] = { 100, 210, 60, 80, 230 };
  static const PolluxThread threads[] = { 0, 1, 0, 1, 0 };
  PolluxTime before = G_MININT64;

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      pollux_batch_enter (batch, 0, starts[i], 2 * i, threads[i]);
      pollux_batch_exit (batch, 0, ends[i], 2 * i + 1, threads[i]);
    }
  trace = make_trace (batch);
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (pollux_trace_get_lane (trace, 0), i, &poll);
      g_assert_cmpint (poll.start, >=, before);
      before = poll.start;
    }
}

/* An exit that was lost long ago does not make a task busy for ever. */
static void
test_lost_exit (void)
{
  g_autoptr (PolluxBatch) batch = new_batch (0, 1000);
  g_autoptr (PolluxTrace) trace = NULL;
  PolluxLaneSummary summary;
  PolluxSection section;
  PolluxRange unanswered;

  pollux_batch_set_spawned (batch, 0, 0, 0, POLLUX_TASK_NONE);
  pollux_batch_add_waker (batch, 5);
  pollux_batch_map_waker (batch, 0, 0, POLLUX_WAKER_CLONED);
  pollux_batch_enter (batch, 0, 10, 1, 0);
  pollux_batch_wake (batch, 0, 40, 2, POLLUX_TASK_NONE, FALSE);
  pollux_batch_enter (batch, 0, 50, 3, 0);
  pollux_batch_exit (batch, 0, 60, 4, 0);
  pollux_batch_wake (batch, 0, 70, 5, POLLUX_TASK_NONE, FALSE);
  trace = make_trace (batch);
  summarize (trace, &summary);
  g_assert_cmpint (summary.unfinished, ==, 30 + 930);
  g_assert_cmpint (summary.idle, ==, 10);
  unanswered = pollux_lane_get_unanswered (pollux_trace_get_lane (trace, 0));
  g_assert_cmpint (unanswered.begin, ==, 70);
  g_assert_cmpint (unanswered.end, ==, 1000);
  pollux_lane_get_section (pollux_trace_get_lane (trace, 0), 500, &section);
  g_assert_cmpint (section.state, ==, POLLUX_STATE_SCHEDULED);
}

/* Sums that do not fit 64 bits end at the top. */
static void
test_huge (void)
{
  gint64 half = G_GINT64_CONSTANT (1) << 62;
  g_autoptr (PolluxBatch) batch = new_batch (0, half);
  g_autoptr (PolluxTrace) trace = NULL;
  PolluxLaneSummary summary;
  PolluxRange all = { 0, G_MAXINT64 };

  for (PolluxThread i = 0; i < 100; i++)
    pollux_batch_enter (batch, 0, i, i, i);
  for (PolluxThread i = 0; i < 100; i++)
    pollux_batch_exit (batch, 0, half, 100 + i, i);
  trace = make_trace (batch);
  pollux_lane_summarize (pollux_trace_get_lane (trace, 0), all, &summary);
  g_assert_cmpint (summary.busy, ==, G_MAXINT64);
  g_assert_cmpint (summary.idle, ==, 0);
  g_assert_cmpuint (summary.n_polls, ==, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane-odd/late-events", test_late_events);
  g_test_add_func ("/lane-odd/poll-before-spawn", test_poll_before_spawn);
  g_test_add_func ("/lane-odd/order-of-adjusted", test_order_of_adjusted);
  g_test_add_func ("/lane-odd/lost-exit", test_lost_exit);
  g_test_add_func ("/lane-odd/huge", test_huge);
  return g_test_run ();
}
