/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-trace.h"

static PolluxBatch *
begin_batch (guint n_tasks)
{
  PolluxBatch *batch = pollux_batch_new ();
  PolluxTask task = { .spawned = 0, .ended = POLLUX_TIME_NONE, .spawner = POLLUX_TASK_NONE,
                      .spawn_record = POLLUX_RECORD_NONE, .end_record = POLLUX_RECORD_NONE };

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 1000, 1);
  for (guint i = 0; i < n_tasks; i++)
    pollux_batch_add_task (batch, &task, "", 0, "", 0);
  return batch;
}

static void
take (PolluxTrace *trace, PolluxBatch *batch)
{
  g_assert_cmpuint (pollux_trace_apply (trace, batch, 0, 0), ==, pollux_batch_get_length (batch));
  pollux_trace_settle (trace);
  pollux_batch_free (batch);
}

static void
add_span (PolluxBatch *batch, PolluxTaskIndex task, PolluxSpanIndex parent, guint depth,
          PolluxTime created, const char *name)
{
  PolluxSpan span = { .created = created, .closed = POLLUX_TIME_NONE, .parent = parent,
                      .task = task, .record = 1, .close_record = POLLUX_RECORD_NONE,
                      .kind = POLLUX_SPAN_USER, .depth = depth };

  pollux_batch_add_span (batch, &span, name, -1, "n=1", -1);
}

static PolluxSpanSection
section_at (PolluxTrace *trace, PolluxTaskIndex task, guint index)
{
  PolluxSpanSection section;

  pollux_trace_get_span_section (trace, task, index, &section);
  return section;
}

static void
test_empty (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();

  take (trace, begin_batch (1));
  g_assert_cmpuint (pollux_trace_get_n_spans (trace), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_foreign (trace), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, 0), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, POLLUX_TASK_NONE), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, 0), ==, 0);
  g_assert_cmpuint (pollux_trace_find_span_section (trace, 0, 5), ==, 0);
  g_assert_null (pollux_trace_get_pending (trace, 0, 0, NULL, NULL));
}

static void
test_nested (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (2);
  const PolluxSpan *span;

  add_span (batch, 1, POLLUX_SPAN_NONE, 0, 10, "outer");
  add_span (batch, 1, 0, 1, 20, "inner");
  add_span (batch, POLLUX_TASK_NONE, POLLUX_SPAN_NONE, 0, 30, "outside");
  pollux_batch_enter_span (batch, 0, 1, 100, 10, 0);
  pollux_batch_enter_span (batch, 1, 1, 110, 11, 0);
  pollux_batch_exit_span (batch, 1, 1, 120, 12, 0);
  pollux_batch_exit_span (batch, 0, 1, 130, 13, 0);
  pollux_batch_enter_span (batch, 2, POLLUX_TASK_NONE, 140, 14, 3);
  pollux_batch_exit_span (batch, 2, POLLUX_TASK_NONE, 150, 15, 3);
  /* A span of task 1, entered in a poll of task 0 and never left. */
  pollux_batch_enter_span (batch, 0, 0, 160, 16, 1);
  pollux_batch_close_span (batch, 1, 170, 17);
  take (trace, batch);

  g_assert_cmpuint (pollux_trace_get_n_spans (trace), ==, 3);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, 0), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, 1), ==, 2);
  g_assert_cmpuint (pollux_trace_get_task_span (trace, 1, 1), ==, 1);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, POLLUX_TASK_NONE), ==, 1);
  g_assert_cmpuint (pollux_trace_get_task_span (trace, POLLUX_TASK_NONE, 0), ==, 2);
  span = pollux_trace_get_span (trace, 1);
  g_assert_cmpstr (pollux_trace_get_string (trace, span->name), ==, "inner");
  g_assert_cmpstr (pollux_trace_get_string (trace, span->fields), ==, "n=1");
  g_assert_cmpuint (span->parent, ==, 0);
  g_assert_cmpuint (span->depth, ==, 1);
  g_assert_cmpint (span->created, ==, 20);
  g_assert_cmpint (span->closed, ==, 170);
  g_assert_cmpuint (span->close_record, ==, 17);
  g_assert_cmpint (pollux_trace_get_span (trace, 0)->closed, ==, POLLUX_TIME_NONE);

  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, 1), ==, 2);
  g_assert_cmpint (section_at (trace, 1, 0).start, ==, 100);
  g_assert_cmpint (section_at (trace, 1, 0).end, ==, 130);
  g_assert_cmpuint (section_at (trace, 1, 1).span, ==, 1);
  g_assert_cmpint (section_at (trace, 1, 1).end, ==, 120);
  g_assert_cmpuint (section_at (trace, 1, 1).record, ==, 11);
  g_assert_cmpint (section_at (trace, POLLUX_TASK_NONE, 0).end, ==, 150);
  g_assert_cmpuint (section_at (trace, POLLUX_TASK_NONE, 0).thread, ==, 3);
  g_assert_cmpint (section_at (trace, 0, 0).end, ==, POLLUX_TIME_NONE);
  g_assert_cmpuint (pollux_trace_find_span_section (trace, 1, 101), ==, 1);
  g_assert_cmpuint (pollux_trace_find_span_section (trace, 1, 111), ==, 2);
  g_assert_cmpuint (pollux_trace_get_n_guest_spans (trace, 0), ==, 1);
  g_assert_cmpuint (pollux_trace_get_guest_span (trace, 0, 0), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_guest_spans (trace, 1), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_guest_spans (trace, POLLUX_TASK_NONE), ==, 0);
  g_assert_cmpuint (pollux_trace_get_span_n_enters (trace, 0), ==, 2);
  g_assert_cmpuint (pollux_trace_get_span_n_enters (trace, 1), ==, 1);
  g_assert_cmpuint (pollux_trace_get_memory (trace), >, 4 * sizeof (PolluxSpanSection));
}

/* Sections of another thread that come late are put in order, and exits find
 * their sections before and after that. */
static void
test_late (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (1), *later = pollux_batch_new ();

  add_span (batch, 0, POLLUX_SPAN_NONE, 0, 10, "a");
  pollux_batch_enter_span (batch, 0, 0, 500, 1, 1);
  pollux_batch_enter_span (batch, 0, 0, 300, 2, 2);
  pollux_batch_exit_span (batch, 0, 0, 310, 3, 2);
  pollux_batch_enter_span (batch, 0, 0, 300, 4, 3);
  take (trace, batch);
  g_assert_cmpint (section_at (trace, 0, 0).record, ==, 2);
  g_assert_cmpint (section_at (trace, 0, 0).end, ==, 310);
  g_assert_cmpint (section_at (trace, 0, 1).record, ==, 4);
  g_assert_cmpint (section_at (trace, 0, 2).start, ==, 500);
  g_assert_cmpint (section_at (trace, 0, 2).end, ==, POLLUX_TIME_NONE);

  pollux_batch_exit_span (later, 0, 0, 320, 6, 3);
  pollux_batch_exit_span (later, 0, 0, 510, 5, 1);
  /* Nothing is open any more. */
  pollux_batch_exit_span (later, 0, 0, 999, 7, 3);
  take (trace, later);
  g_assert_cmpint (section_at (trace, 0, 1).end, ==, 320);
  g_assert_cmpint (section_at (trace, 0, 2).end, ==, 510);
}

/* On one thread the order of the file is true, whatever the clock says. */
static void
test_clock_steps (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (1);

  add_span (batch, 0, POLLUX_SPAN_NONE, 0, 10, "a");
  add_span (batch, 0, 0, 1, 10, "b");
  pollux_batch_enter_span (batch, 0, 0, 100, 1, 0);
  pollux_batch_enter_span (batch, 1, 0, 90, 2, 0);
  pollux_batch_exit_span (batch, 1, 0, 120, 3, 0);
  pollux_batch_exit_span (batch, 0, 0, 110, 4, 0);
  pollux_batch_close_span (batch, 1, 5, 5);
  take (trace, batch);
  g_assert_cmpint (section_at (trace, 0, 0).start, ==, 100);
  g_assert_cmpint (section_at (trace, 0, 0).end, ==, 120);
  g_assert_cmpint (section_at (trace, 0, 1).start, ==, 100);
  g_assert_cmpint (section_at (trace, 0, 1).end, ==, 120);
  g_assert_cmpint (pollux_trace_get_span (trace, 1)->closed, ==, 10);
}

static void
test_pending (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (1);
  PolluxSpanIndex span;
  PolluxRecord record;

  add_span (batch, 0, POLLUX_SPAN_NONE, 0, 10, "Sleep");
  pollux_batch_enter (batch, 0, 100, 1, 0);
  pollux_batch_add_pending (batch, 0, 77, 100, 2, "first", -1);
  pollux_batch_add_pending (batch, 0, 0, 110, 3, "Sleep 100 msxx", 12);
  pollux_batch_exit (batch, 0, 110, 4, 0);
  /* The next poll begins at the same microsecond, with a pending of its own. */
  pollux_batch_enter (batch, 0, 110, 5, 0);
  pollux_batch_add_pending (batch, 0, POLLUX_SPAN_NONE, 110, 6, "recv", -1);
  pollux_batch_exit (batch, 0, 120, 7, 0);
  pollux_batch_enter (batch, 0, 200, 8, 0);
  pollux_batch_exit (batch, 0, 210, 9, 0);
  /* In no poll at all. */
  pollux_batch_add_pending (batch, 0, 77, 250, 9, "outside", -1);
  pollux_batch_enter (batch, 0, 300, 10, 0);
  pollux_batch_add_pending (batch, 0, 77, 320, 11, "late", -1);
  pollux_batch_add_pending (batch, 0, 77, 310, 12, "early", -1);
  take (trace, batch);

  g_assert_cmpstr (pollux_trace_get_pending (trace, 0, 0, &span, &record), ==, "Sleep 100 ms");
  g_assert_cmpuint (span, ==, 0);
  g_assert_cmpuint (record, ==, 3);
  g_assert_cmpstr (pollux_trace_get_pending (trace, 0, 1, &span, &record), ==, "recv");
  g_assert_cmpuint (span, ==, POLLUX_SPAN_NONE);
  g_assert_cmpuint (record, ==, 6);
  g_assert_null (pollux_trace_get_pending (trace, 0, 2, &span, &record));
  g_assert_cmpuint (record, ==, POLLUX_RECORD_NONE);
  g_assert_cmpstr (pollux_trace_get_pending (trace, 0, 3, &span, NULL), ==, "late");
  g_assert_cmpuint (span, ==, POLLUX_SPAN_NONE);
  g_assert_null (pollux_trace_get_pending (trace, 0, 4, NULL, NULL));
  g_assert_null (pollux_trace_get_pending (trace, POLLUX_TASK_NONE, 0, NULL, NULL));
}

static void
test_foreign (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (1);
  PolluxTime time;

  pollux_batch_add_foreign (batch, POLLUX_TIME_NONE, 0, POLLUX_LEVEL_NONE);
  pollux_batch_add_foreign (batch, 30, 7, POLLUX_LEVEL_ERROR);
  take (trace, batch);
  g_assert_cmpuint (pollux_trace_get_n_foreign (trace), ==, 2);
  g_assert_cmpuint (pollux_trace_get_foreign (trace, 0, &time), ==, 0);
  g_assert_cmpint (time, ==, POLLUX_TIME_NONE);
  g_assert_cmpuint (pollux_trace_get_foreign (trace, 1, &time), ==, 7);
  g_assert_cmpint (time, ==, 30);
  g_assert_cmpuint (pollux_trace_get_foreign (trace, 1, NULL), ==, 7);
  g_assert_cmpint (pollux_trace_get_foreign_level (trace, 0), ==, POLLUX_LEVEL_NONE);
  g_assert_cmpint (pollux_trace_get_foreign_level (trace, 1), ==, POLLUX_LEVEL_ERROR);
}

static void
test_reported (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (3);

  pollux_batch_set_reported (batch, 0, 50700, 2970000);
  pollux_batch_set_reported (batch, 1, POLLUX_TIME_NONE, 12);
  pollux_batch_set_reported (batch, 99, 1, 1);
  take (trace, batch);
  g_assert_cmpint (pollux_trace_get_task (trace, 0)->reported_busy, ==, 50700);
  g_assert_cmpint (pollux_trace_get_task (trace, 0)->reported_idle, ==, 2970000);
  g_assert_cmpint (pollux_trace_get_task (trace, 1)->reported_busy, ==, POLLUX_TIME_NONE);
  g_assert_cmpint (pollux_trace_get_task (trace, 1)->reported_idle, ==, 12);
  g_assert_cmpint (pollux_trace_get_task (trace, 2)->reported_busy, ==, POLLUX_TIME_NONE);
  g_assert_cmpint (pollux_trace_get_task (trace, 2)->reported_idle, ==, POLLUX_TIME_NONE);
}

typedef enum
{
  WRONG_NONE,
  WRONG_BOTH,
  WRONG_ONE,   /* one lane only loses, the other only gains */
  WRONG_SPLIT, /* one loses early and gains late, the other the other way round */
  N_WRONG,
} Wrong;

static gboolean
is_wrong (Wrong wrong, guint task, guint i)
{
  if (wrong == WRONG_NONE || i % 4 != 1)
    return FALSE;
  if (wrong == WRONG_ONE)
    return task == 0;
  return wrong == WRONG_BOTH || (task == 0) == (i < 100);
}

/* Two tasks with 200 polls and wakes each, some of which are given to the
 * wrong task at first. */
static PolluxTrace *
build_wakes (Wrong wrong, gboolean settle_between)
{
  PolluxTrace *trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (2), *moves = pollux_batch_new ();
  PolluxRecord record = 0;

  for (guint i = 0; i < 2; i++)
    {
      pollux_batch_add_waker (batch, 100 + i);
      pollux_batch_map_waker (batch, i, i, POLLUX_WAKER_CLONED);
    }
  for (guint i = 0; i < 200; i++)
    {
      PolluxTime time = 10 + i * 100;

      for (guint task = 0; task < 2; task++)
        {
          gboolean moved = is_wrong (wrong, task, i);

          if (moved)
            pollux_batch_move_wake (moves, 1 - task, task, time + task, record);
          pollux_batch_wake (batch, moved ? 1 - task : task, time + task, record++,
                             i % 3 == 0 ? task : POLLUX_TASK_NONE, i % 2);
          /* A redundant one. */
          pollux_batch_wake (batch, task, time + 5, record++, POLLUX_TASK_NONE, TRUE);
          pollux_batch_enter (batch, task, time + 20 + 3 * (i % 7), record++, task);
          pollux_batch_exit (batch, task, time + 50, record++, task);
        }
    }
  if (settle_between)
    take (trace, batch);
  else
    {
      pollux_trace_apply (trace, batch, 0, 0);
      pollux_batch_free (batch);
    }
  take (trace, moves);
  return trace;
}

static void
assert_same_lanes (PolluxTrace *right, PolluxTrace *moved, guint task, guint n_wakes)
{
  const PolluxLane *a = pollux_trace_get_lane (right, task);
  const PolluxLane *b = pollux_trace_get_lane (moved, task);
  PolluxRange ranges[] = { { G_MININT64 / 2, G_MAXINT64 / 2 }, { 1115, 9000 } };

  g_assert_cmpuint (pollux_lane_get_n_polls (a), ==, pollux_lane_get_n_polls (b));
  g_assert_cmpuint (pollux_lane_get_n_wakes (a), ==, n_wakes);
  g_assert_cmpuint (pollux_lane_get_n_wakes (b), ==, n_wakes);
  for (guint i = 0; i < pollux_lane_get_n_polls (a); i++)
    {
      PolluxPoll left, other;

      pollux_lane_get_poll (a, i, &left);
      pollux_lane_get_poll (b, i, &other);
      g_assert_cmpint (left.wait, ==, other.wait);
      g_assert_cmpuint (left.flags, ==, other.flags);
      g_assert_cmpuint (pollux_lane_get_wake_of_poll (a, i), ==,
                        pollux_lane_get_wake_of_poll (b, i));
    }
  for (guint i = 0; i < n_wakes; i++)
    {
      PolluxWake left, other;

      pollux_lane_get_wake (a, i, &left);
      pollux_lane_get_wake (b, i, &other);
      g_assert_cmpuint (left.record, ==, other.record);
      g_assert_cmpuint (left.by, ==, other.by);
      g_assert_cmpuint (left.flags, ==, other.flags & ~POLLUX_WAKE_MOVED);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      PolluxLaneSummary left, other;

      pollux_lane_summarize (a, ranges[i], &left);
      pollux_lane_summarize (b, ranges[i], &other);
      g_assert_cmpmem (&left, sizeof left, &other, sizeof other);
    }
}

/* Wakes that change their lane leave no trace in the figures of either. */
static void
test_move_wake (void)
{
  g_autoptr (PolluxTrace) right = build_wakes (WRONG_NONE, TRUE);

  for (guint i = 0; i < 2 * (N_WRONG - WRONG_BOTH); i++)
    {
      Wrong wrong = WRONG_BOTH + i / 2;
      g_autoptr (PolluxTrace) moved = build_wakes (wrong, i % 2);
      guint n_moved = 0;

      for (guint task = 0; task < 2; task++)
        {
          assert_same_lanes (right, moved, task, 400);
          for (guint w = 0; w < 400; w++)
            {
              PolluxWake wake;

              pollux_lane_get_wake (pollux_trace_get_lane (moved, task), w, &wake);
              n_moved += (wake.flags & POLLUX_WAKE_MOVED) != 0;
            }
        }
      g_assert_cmpuint (n_moved, ==, wrong == WRONG_BOTH ? 100 : 50);
    }
}

/* A lane whose only mark was the wake, and moves that find nothing. */
static void
test_move_odd (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (1), *moves = pollux_batch_new ();
  PolluxTask task = { .spawned = POLLUX_TIME_NONE, .ended = POLLUX_TIME_NONE,
                      .spawner = POLLUX_TASK_NONE };
  PolluxTotals totals;

  pollux_batch_add_task (batch, &task, "", 0, "", 0);
  pollux_batch_add_waker (batch, 100);
  pollux_batch_map_waker (batch, 0, 1, POLLUX_WAKER_ONLY_TASK);
  pollux_batch_wake (batch, 0, 40, 3, POLLUX_TASK_NONE, FALSE);
  take (trace, batch);
  g_assert_cmpint (pollux_trace_get_waker_origin (trace, 1), ==, POLLUX_WAKER_ONLY_TASK);
  g_assert_cmpint (pollux_lane_get_life (pollux_trace_get_lane (trace, 1)).begin, ==, 40);

  pollux_batch_move_wake (moves, 1, 0, 40, 4);
  pollux_batch_move_wake (moves, 1, 0, 41, 3);
  pollux_batch_move_wake (moves, 1, 9, 40, 3);
  pollux_batch_move_wake (moves, 9, 1, 40, 3);
  pollux_batch_move_wake (moves, 1, 1, 40, 3);
  pollux_batch_move_wake (moves, 1, 0, 40, 3);
  pollux_batch_move_wake (moves, 1, 0, 40, 3);
  take (trace, moves);
  g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (trace, 1)), ==, 0);
  g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (trace, 0)), ==, 1);
  g_assert_cmpint (pollux_range_length (pollux_lane_get_life (pollux_trace_get_lane (trace, 1))),
                   ==, 0);
  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpuint (totals.n_wakes, ==, 1);
  g_assert_cmpuint (totals.n_wakes_resolved, ==, 1);
}

/* Numbers that refer to nothing are passed over; the spans keep theirs. */
static void
test_bad_references (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (1);

  add_span (batch, 99, 5, 70, 10, "a");
  add_span (batch, 0, 0, 70, 10, "b");
  pollux_batch_enter_span (batch, 2, 0, 10, 1, 0);
  pollux_batch_enter_span (batch, POLLUX_SPAN_NONE, 0, 10, 1, 0);
  pollux_batch_enter_span (batch, 1, 1, 10, 1, 0);
  pollux_batch_exit_span (batch, 1, 0, 10, 1, 0);
  pollux_batch_exit_span (batch, 9, 0, 10, 1, 0);
  pollux_batch_exit_span (batch, 0, POLLUX_TASK_NONE, 10, 1, 0);
  pollux_batch_close_span (batch, 9, 10, 1);
  pollux_batch_add_pending (batch, 1, 0, 10, 1, "x", -1);
  pollux_batch_add_pending (batch, POLLUX_TASK_NONE, 0, 10, 1, "x", -1);
  take (trace, batch);
  g_assert_cmpuint (pollux_trace_get_n_spans (trace), ==, 2);
  g_assert_cmpuint (pollux_trace_get_span (trace, 0)->task, ==, POLLUX_TASK_NONE);
  g_assert_cmpuint (pollux_trace_get_span (trace, 0)->parent, ==, POLLUX_SPAN_NONE);
  g_assert_cmpuint (pollux_trace_get_span (trace, 0)->depth, ==, 0);
  g_assert_cmpuint (pollux_trace_get_span (trace, 1)->depth, ==, 1);
  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, 0), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, POLLUX_TASK_NONE), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, 12345), ==, 0);
}

/* A chain of a thousand spans ends at a depth that fits. */
static void
test_depth (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  PolluxBatch *batch = begin_batch (1);

  for (guint i = 0; i < 1000; i++)
    add_span (batch, 0, i > 0 ? i - 1 : POLLUX_SPAN_NONE, i, 10, "a");
  take (trace, batch);
  g_assert_cmpuint (pollux_trace_get_span (trace, 254)->depth, ==, 254);
  g_assert_cmpuint (pollux_trace_get_span (trace, 999)->depth, ==, 255);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-spans/empty", test_empty);
  g_test_add_func ("/trace-spans/nested", test_nested);
  g_test_add_func ("/trace-spans/late", test_late);
  g_test_add_func ("/trace-spans/clock-steps", test_clock_steps);
  g_test_add_func ("/trace-spans/pending", test_pending);
  g_test_add_func ("/trace-spans/foreign", test_foreign);
  g_test_add_func ("/trace-spans/reported", test_reported);
  g_test_add_func ("/trace-spans/move-wake", test_move_wake);
  g_test_add_func ("/trace-spans/move-odd", test_move_odd);
  g_test_add_func ("/trace-spans/bad-references", test_bad_references);
  g_test_add_func ("/trace-spans/depth", test_depth);
  return g_test_run ();
}
