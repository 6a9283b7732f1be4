/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Sealed blocks: numbers of any size come back as they were, what is sealed
 * can still be changed, and it takes as little memory as is promised.
 */

#include "config.h"

#include "pollux-lane-private.h"
#include "pollux-trace.h"

#define N 1000

static PolluxTrace *
new_trace (guint n_tasks)
{
  PolluxTask task = { .spawned = POLLUX_TIME_NONE, .ended = POLLUX_TIME_NONE,
                      .spawner = POLLUX_TASK_NONE, .spawn_record = POLLUX_RECORD_NONE,
                      .end_record = POLLUX_RECORD_NONE };
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  PolluxTrace *trace = pollux_trace_new ();

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  for (guint i = 0; i < n_tasks; i++)
    {
      pollux_batch_add_task (batch, &task, "", 0, "", 0);
      pollux_batch_add_waker (batch, i);
      pollux_batch_map_waker (batch, i, i, POLLUX_WAKER_DIRECT);
    }
  pollux_trace_apply (trace, batch, 0, 0);
  return trace;
}

static void
apply (PolluxTrace *trace, PolluxBatch *batch)
{
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_settle (trace);
  pollux_batch_free (batch);
}

/* Times, lengths, records, threads and tasks near and far, up to the largest. */
static void
test_extremes (void)
{
  g_autoptr (PolluxTrace) trace = new_trace (1);
  PolluxBatch *batch = pollux_batch_new ();
  const PolluxLane *lane = pollux_trace_get_lane (trace, 0);
  PolluxTime time = -(G_GINT64_CONSTANT (1) << 61);
  PolluxTime starts[N], ends[N], wakes[N];
  PolluxRecord records[N];

  for (guint i = 0; i < N; i++)
    {
      gint64 step = G_GINT64_CONSTANT (1) << (i % 52);

      wakes[i] = time;
      starts[i] = time + step;
      ends[i] = starts[i] + (i % 7 == 0 ? 0 : step);
      records[i] = i % 97 == 0 ? G_MAXUINT32 - 1 - i : 5 * i;
      pollux_batch_wake (batch, 0, wakes[i], 5 * i,
                         i % 3 == 0 ? POLLUX_TASK_NONE : i % 3 == 1 ? 0 : i * 100000, i % 2);
      pollux_batch_enter (batch, 0, starts[i], records[i], i % 5 == 0 ? POLLUX_THREAD_NONE : i);
      pollux_batch_exit (batch, 0, ends[i], 5 * i + 2, i % 5 == 0 ? POLLUX_THREAD_NONE : i);
      time = ends[i] + 1;
    }
  apply (trace, batch);
  g_assert_true (pollux_trace_compact (trace, 0));

  g_assert_cmpuint (pollux_lane_get_n_polls (lane), ==, N);
  g_assert_cmpuint (lane->poll_blocks.n_items, ==, N);
  g_assert_cmpuint (lane->wake_blocks.n_items, ==, N);
  for (guint i = 0; i < N; i++)
    {
      PolluxPoll poll;
      PolluxWake wake;

      pollux_lane_get_poll (lane, i, &poll);
      g_assert_cmpint (poll.start, ==, starts[i]);
      g_assert_cmpint (poll.end, ==, ends[i]);
      g_assert_cmpint (poll.wait, ==, starts[i] - wakes[i]);
      g_assert_cmpuint (poll.record, ==, records[i]);
      g_assert_cmpuint (poll.thread, ==, i % 5 == 0 ? POLLUX_THREAD_NONE : i);
      g_assert_cmpuint (poll.flags, ==, POLLUX_POLL_WOKEN);
      pollux_lane_get_wake (lane, i, &wake);
      g_assert_cmpint (wake.time, ==, wakes[i]);
      g_assert_cmpuint (wake.record, ==, 5 * i);
      g_assert_cmpuint (wake.by, ==, i % 3 == 0 ? POLLUX_TASK_NONE : i % 3 == 1 ? 0 : i * 100000);
      g_assert_cmpuint (wake.flags, ==, POLLUX_WAKE_EFFECTIVE
                                            | (i % 2 ? POLLUX_WAKE_BY_REF : 0)
                                            | (wake.by == 0 ? POLLUX_WAKE_SELF : 0));
    }
}

static void
fill (PolluxBatch *batch, guint task, guint n, gint64 share, guint stride)
{
  for (guint i = 0; i < n; i++)
    {
      PolluxRecord record = (i * stride + task) * 3;

      pollux_batch_wake (batch, task, i * share, record, (i * 7919) % stride, TRUE);
      pollux_batch_enter (batch, task, i * share + share / 10, record + 1, i % 8);
      pollux_batch_exit (batch, task, i * share + share / (2 + i % 9), record + 2, i % 8);
    }
}

/* As in a file of a hundred seconds and ten million polls. */
static void
test_memory (void)
{
  static const struct { guint n_polls, stride; } cases[] = {
    { 200000, 50 },
    { 1000, 10000 },
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (PolluxTrace) trace = new_trace (3);
      guint n = cases[c].n_polls;
      gsize polls = 0, wakes = 0;

      for (guint task = 0; task < 3; task++)
        {
          PolluxBatch *batch = pollux_batch_new ();

          fill (batch, task, n, G_GINT64_CONSTANT (100000000000) / n, cases[c].stride);
          apply (trace, batch);
        }
      pollux_trace_finish (trace);
      g_assert_true (pollux_trace_compact (trace, 0));
      for (guint task = 0; task < 3; task++)
        {
          polls += pollux_lane_get_polls_memory (pollux_trace_get_lane (trace, task));
          wakes += pollux_lane_get_wakes_memory (pollux_trace_get_lane (trace, task));
        }
      g_test_message ("%u polls: %.2f bytes a poll, %.2f a wake", n, polls / 3.0 / n,
                      wakes / 3.0 / n);
      g_assert_cmpfloat (polls, <=, 16.0 * 3 * n);
      g_assert_cmpfloat (wakes, <=, 12.0 * 3 * n);
    }
}

/* An end that comes when the poll is long sealed, and a record that is late. */
static void
test_changes (void)
{
  g_autoptr (PolluxTrace) trace = new_trace (2);
  PolluxBatch *batch = pollux_batch_new ();
  const PolluxLane *lane = pollux_trace_get_lane (trace, 0);
  const PolluxLane *other = pollux_trace_get_lane (trace, 1);
  PolluxPoll poll;
  PolluxWake wake;

  pollux_batch_enter (batch, 0, 5, 0, 9);
  for (guint i = 1; i < N; i++)
    {
      pollux_batch_wake (batch, 0, i * 100, i * 10, 1, FALSE);
      pollux_batch_enter (batch, 0, i * 100 + 30, i * 10 + 1, 1);
      pollux_batch_exit (batch, 0, i * 100 + 60, i * 10 + 2, 1);
    }
  apply (trace, batch);
  g_assert_true (pollux_trace_compact (trace, 0));
  g_assert_cmpuint (lane->poll_blocks.n_items, ==, N);

  batch = pollux_batch_new ();
  pollux_batch_exit (batch, 0, 25, 1, 9);
  pollux_batch_wake (batch, 0, 250 * 100 + 90, 250 * 10 + 5, POLLUX_TASK_NONE, FALSE);
  pollux_batch_move_wake (batch, 0, 1, 700 * 100, 700 * 10);
  apply (trace, batch);
  g_assert_cmpuint (pollux_lane_get_n_wakes (lane), ==, N - 1);
  g_assert_cmpuint (pollux_lane_get_n_wakes (other), ==, 1);
  g_assert_true (pollux_trace_compact (trace, 0));

  pollux_lane_get_poll (lane, 0, &poll);
  g_assert_cmpint (poll.end, ==, 25);
  g_assert_cmpuint (poll.flags & POLLUX_POLL_OPEN, ==, 0);
  pollux_lane_get_poll (lane, 251, &poll);
  g_assert_cmpint (poll.wait, ==, 40);
  pollux_lane_get_poll (lane, 700, &poll);
  g_assert_cmpint (poll.wait, ==, 0);
  pollux_lane_get_poll (lane, N - 1, &poll);
  g_assert_cmpint (poll.wait, ==, 30);
  pollux_lane_get_wake (other, 0, &wake);
  g_assert_cmpint (wake.time, ==, 700 * 100);
  g_assert_cmpuint (wake.by, ==, 1);
  g_assert_true (wake.flags & POLLUX_WAKE_MOVED);
}

/* In slices: each call gets further, and a new record starts it anew. */
static void
test_slices (void)
{
  g_autoptr (PolluxTrace) trace = new_trace (1000);
  PolluxBatch *batch = pollux_batch_new ();
  guint n = 0;

  for (guint task = 0; task < 1000; task++)
    fill (batch, task, 3, 1000, 1000);
  apply (trace, batch);
  while (!pollux_trace_compact (trace, 1))
    n++;
  g_assert_cmpuint (n, >, 5);
  for (guint task = 0; task < 1000; task++)
    g_assert_cmpuint (pollux_trace_get_lane (trace, task)->poll_blocks.n_items, ==, 3);

  batch = pollux_batch_new ();
  pollux_batch_enter (batch, 7, 9000, 100000, 0);
  apply (trace, batch);
  g_assert_cmpuint (pollux_lane_get_n_polls (pollux_trace_get_lane (trace, 7)), ==, 4);
  g_assert_true (pollux_trace_compact (trace, 0));
  g_assert_cmpuint (pollux_trace_get_lane (trace, 7)->poll_blocks.n_items, ==, 4);
}

/* Many tasks with few polls: not more for each poll than where there are many. */
static void
test_few (void)
{
  static const guint numbers[] = { 1, 10, 33, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (PolluxTrace) trace = new_trace (1000);
      PolluxBatch *batch = pollux_batch_new ();
      double polls = 0, wakes = 0;

      for (guint task = 0; task < 1000; task++)
        fill (batch, task, numbers[i], 3000000, 1000000);
      apply (trace, batch);
      pollux_trace_finish (trace);
      g_assert_true (pollux_trace_compact (trace, 0));
      for (guint task = 0; task < 1000; task++)
        {
          const PolluxLane *lane = pollux_trace_get_lane (trace, task);

          polls += pollux_lane_get_polls_memory (lane);
          wakes += pollux_lane_get_wakes_memory (lane);
        }
      g_assert_cmpfloat (polls / (1000 * numbers[i]), <=, 16);
      g_assert_cmpfloat (wakes / (1000 * numbers[i]), <=, 12);
    }
}

static void
assert_poll (const PolluxLane *lane, guint index, const PolluxPoll *expected)
{
  PolluxPoll poll, times;
  PolluxThread thread = expected->thread;

  pollux_lane_get_poll (lane, index, &poll);
  pollux_lane_load_times (lane, index, 1, &times);
  g_assert_cmpint (poll.start, ==, expected->start);
  g_assert_cmpint (poll.end, ==, expected->end);
  g_assert_cmpint (poll.wait, ==, expected->wait);
  g_assert_cmpuint (poll.record, ==, expected->record);
  g_assert_cmpuint (poll.thread, ==, thread);
  g_assert_cmpint (times.start, ==, expected->start);
  g_assert_cmpint (times.end, ==, expected->end);
  g_assert_cmpint (times.wait, ==, expected->wait);
  g_assert_cmpuint (poll.flags, ==, expected->flags);
  g_assert_cmpuint (times.flags, ==, expected->flags);
  g_assert_cmpint (pollux_lane_poll_start (lane, index), ==, expected->start);
  g_assert_cmpint (pollux_lane_poll_length (lane, index), ==, expected->end - expected->start);
  g_assert_cmpint (pollux_lane_poll_wait (lane, index), ==, expected->wait);
  g_assert_cmpuint (pollux_lane_poll_flags (lane, index), ==, expected->flags);
  g_assert_cmpuint (pollux_lane_poll_record (lane, index), ==, expected->record);
  g_assert_cmpuint (pollux_lane_poll_thread (lane, index), ==, thread);
}

/* A poll that is alone is stored by itself: any numbers, and more may come. */
static void
test_single (void)
{
  guint flags = 0;

  for (guint i = 0; i < 63; i++)
    {
      g_autoptr (PolluxTrace) trace = new_trace (1);
      const PolluxLane *lane = pollux_trace_get_lane (trace, 0);
      PolluxBatch *batch = pollux_batch_new ();
      gint64 length = i < 61 ? G_GINT64_CONSTANT (1) << i : 0;
      gint64 wait = i % 3 == 0 ? 0 : length / 3;
      PolluxPoll first = { -length / 2, length - length / 2, wait,
                           i % 5 == 0 ? G_MAXUINT32 - 1 : 7 * i + 1,
                           i % 4 == 0 ? POLLUX_THREAD_NONE : i, 0 };
      PolluxPoll second = { first.end + 10, first.end + 20, 0, first.record, 3, 0 };

      if (wait > 0)
        pollux_batch_wake (batch, 0, first.start - wait, 0, POLLUX_TASK_NONE, FALSE);
      pollux_batch_enter (batch, 0, first.start, first.record, first.thread);
      pollux_batch_exit (batch, 0, first.end, first.record, first.thread);
      apply (trace, batch);
      first.flags = pollux_lane_poll_flags (lane, 0);
      flags |= first.flags;
      assert_poll (lane, 0, &first);
      for (guint again = 0; again < 2; again++)
        {
          g_assert_true (pollux_trace_compact (trace, 0));
          g_assert_true (lane->poll_blocks.is_single);
          assert_poll (lane, 0, &first);
        }

      batch = pollux_batch_new ();
      pollux_batch_enter (batch, 0, second.start, second.record, second.thread);
      pollux_batch_exit (batch, 0, second.end, second.record, second.thread);
      apply (trace, batch);
      second.flags = pollux_lane_poll_flags (lane, 1);
      assert_poll (lane, 0, &first);
      assert_poll (lane, 1, &second);
      g_assert_true (pollux_trace_compact (trace, 0));
      g_assert_false (lane->poll_blocks.is_single);
      assert_poll (lane, 0, &first);
      assert_poll (lane, 1, &second);
    }
  g_assert_cmpuint (flags, !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane-store/extremes", test_extremes);
  g_test_add_func ("/lane-store/memory", test_memory);
  g_test_add_func ("/lane-store/changes", test_changes);
  g_test_add_func ("/lane-store/slices", test_slices);
  g_test_add_func ("/lane-store/few", test_few);
  g_test_add_func ("/lane-store/single", test_single);
  return g_test_run ();
}
