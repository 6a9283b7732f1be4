/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A lane against a computation that shares nothing with it: random lives of a
 * task are given to a trace, in order or shuffled across threads, and every
 * figure is compared with a plain walk over the list of what happened.
 */

#include "config.h"

#include "pollux-trace.h"

typedef struct
{
  PolluxTime start, end;
  PolluxRecord record, exit_record;
  PolluxThread thread;
  gint64 wait;
  int wake;        /* index of the wake it answers, -1 */
} TruePoll;

typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  gboolean self, effective;
} TrueWake;

typedef struct
{
  PolluxTime spawned, ended, last;
  PolluxRecord end_record;
  GArray *polls;
  GArray *wakes;
} Life;

typedef enum { NEW, ENTER, EXIT, WAKE, CLOSE } What;
typedef struct
{
  What what;
  PolluxTime time;
  PolluxRecord record;
  PolluxThread thread;
  gboolean self;
} Step;

#define POLL(life, i) (&g_array_index ((life)->polls, TruePoll, (i)))
#define TWAKE(life, i) (&g_array_index ((life)->wakes, TrueWake, (i)))

static void
life_clear (Life *life)
{
  g_array_unref (life->polls);
  g_array_unref (life->wakes);
}

static gint64
pick (GRand *rand, gboolean coarse)
{
  /* Coarse clocks make equal times, long ones exceed 32 bits. */
  if (g_rand_int_range (rand, 0, 40) == 0)
    return G_GINT64_CONSTANT (5000000000) + g_rand_int_range (rand, 0, 1000);
  return coarse ? g_rand_int_range (rand, 0, 3) * 1000 : g_rand_int_range (rand, 0, 5000);
}

static void
add_wakes (Life *life, GArray *steps, GRand *rand, PolluxTime from, PolluxTime to,
           PolluxRecord *record, gboolean self)
{
  int n = g_rand_int_range (rand, 0, 3);

  for (int i = 0; i < n; i++)
    {
      PolluxTime time = from + (to - from) * i / MAX (n, 1);
      TrueWake wake = { time, *record, self, FALSE };
      Step step = { WAKE, time, *record, 0, self };

      (*record)++;
      g_array_append_val (life->wakes, wake);
      g_array_append_val (steps, step);
    }
}

/* Makes one life, as steps in file order and as the truth. */
static void
make_life (Life *life, GArray *steps, GRand *rand, int n_polls, gboolean spawned, gboolean closed)
{
  gboolean coarse = g_rand_boolean (rand);
  PolluxTime now = 0;
  PolluxRecord record = 0;

  life->polls = g_array_new (FALSE, FALSE, sizeof (TruePoll));
  life->wakes = g_array_new (FALSE, FALSE, sizeof (TrueWake));
  life->spawned = life->ended = POLLUX_TIME_NONE;
  if (spawned)
    {
      Step step = { NEW, now, record++, 0, FALSE };
      life->spawned = now;
      g_array_append_val (steps, step);
    }
  for (int i = 0; i < n_polls; i++)
    {
      TruePoll poll = { 0 };
      Step step;

      add_wakes (life, steps, rand, now, now + 10, &record, FALSE);
      now += 10 + pick (rand, coarse);
      poll.start = now;
      poll.thread = g_rand_int_range (rand, 0, 3);
      poll.record = record++;
      step = (Step) { ENTER, now, poll.record, poll.thread, FALSE };
      g_array_append_val (steps, step);
      poll.end = now + pick (rand, coarse);
      add_wakes (life, steps, rand, now, poll.end, &record, TRUE);
      now = poll.end;
      poll.exit_record = record++;
      step = (Step) { EXIT, now, poll.exit_record, poll.thread, FALSE };
      g_array_append_val (steps, step);
      g_array_append_val (life->polls, poll);
    }
  add_wakes (life, steps, rand, now, now + 100, &record, FALSE);
  now += 100 + pick (rand, coarse);
  if (closed)
    {
      Step step = { CLOSE, now, record, 0, FALSE };
      life->ended = now;
      life->end_record = record++;
      g_array_append_val (steps, step);
      add_wakes (life, steps, rand, now, now + 5, &record, FALSE);
      now += 10;
    }
  life->last = now;
}

static gboolean
before (PolluxTime a, PolluxRecord a_record, PolluxTime b, PolluxRecord b_record)
{
  return a < b || (a == b && a_record < b_record);
}

/* The definitions of scheduled time, word by word. */
static void
pair (Life *life)
{
  for (guint i = 0; i < life->polls->len; i++)
    {
      TruePoll *poll = POLL (life, i);
      const TruePoll *last = i > 0 ? POLL (life, i - 1) : NULL;

      poll->wake = -1;
      for (guint w = 0; w < life->wakes->len && poll->wake < 0; w++)
        {
          TrueWake *wake = TWAKE (life, w);

          if ((last == NULL || before (last->start, last->record, wake->time, wake->record))
              && before (wake->time, wake->record, poll->start, poll->record))
            poll->wake = w;
        }
      if (i == 0 && life->spawned != POLLUX_TIME_NONE)
        {
          poll->wait = poll->start - life->spawned;
          poll->wake = -1;
        }
      else if (poll->wake >= 0)
        {
          PolluxTime due = TWAKE (life, poll->wake)->time;

          TWAKE (life, poll->wake)->effective = TRUE;
          if (last != NULL)
            due = MAX (due, last->end);
          poll->wait = poll->start - due;
        }
    }
  /* The first wake after the last poll began waits for a poll that never comes. */
  if (life->polls->len == 0 && life->spawned != POLLUX_TIME_NONE)
    return;
  for (guint w = 0; w < life->wakes->len; w++)
    {
      TrueWake *wake = TWAKE (life, w);
      const TruePoll *last
          = life->polls->len > 0 ? POLL (life, life->polls->len - 1) : NULL;

      if (last != NULL && !before (last->start, last->record, wake->time, wake->record))
        continue;
      if (life->ended != POLLUX_TIME_NONE
          && before (life->ended, life->end_record, wake->time, wake->record))
        continue;
      wake->effective = TRUE;
      break;
    }
}

/* Each thread's records in their order, but one thread after the other. */
static int
compare_steps_by_thread (gconstpointer a, gconstpointer b)
{
  const Step *left = a, *right = b;

  if (left->thread != right->thread)
    return left->thread - right->thread;
  return left->record < right->record ? -1 : 1;
}

/* Wakes become known last, as when their waker is. */
static int
compare_steps_wakes_last (gconstpointer a, gconstpointer b)
{
  const Step *left = a, *right = b;

  if ((left->what == WAKE) != (right->what == WAKE))
    return (left->what == WAKE) - (right->what == WAKE);
  return left->record < right->record ? -1 : 1;
}

static PolluxTrace *
build (const Life *life, GArray *steps, gsize slice)
{
  PolluxTrace *trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  PolluxTask task = { .spawned = POLLUX_TIME_NONE, .ended = POLLUX_TIME_NONE,
                      .spawner = POLLUX_TASK_NONE };

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, life->last, steps->len);
  pollux_batch_add_task (batch, &task, "", 0, "", 0);
  pollux_batch_add_waker (batch, G_MAXUINT64);
  pollux_batch_map_waker (batch, 0, 0, POLLUX_WAKER_CLONED);
  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      if (step->what == NEW)
        pollux_batch_set_spawned (batch, 0, step->time, step->record, POLLUX_TASK_NONE);
      else if (step->what == ENTER)
        pollux_batch_enter (batch, 0, step->time, step->record, step->thread);
      else if (step->what == EXIT)
        pollux_batch_exit (batch, 0, step->time, step->record, step->thread);
      else if (step->what == WAKE)
        pollux_batch_wake (batch, 0, step->time, step->record,
                           step->self ? 0 : POLLUX_TASK_NONE, FALSE);
      else
        pollux_batch_close (batch, 0, step->time, step->record);
      if (slice > 0 && i % slice == slice - 1)
        {
          pollux_trace_apply (trace, batch, 0, 0);
          pollux_trace_settle (trace);
          /* What was compact may grow and change again. */
          if (i / slice % 3 == 0)
            g_assert_true (pollux_trace_compact (trace, 0));
          pollux_batch_free (batch);
          batch = pollux_batch_new ();
        }
    }
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_finish (trace);
  if (slice > 0)
    g_assert_true (pollux_trace_compact (trace, 0));
  return trace;
}

/* The first of equal times, too. */
static void
check_find (const Life *life, const PolluxLane *lane, PolluxTime time)
{
  guint poll = 0, wake = 0;

  while (poll < life->polls->len && POLL (life, poll)->start < time)
    poll++;
  while (wake < life->wakes->len && TWAKE (life, wake)->time < time)
    wake++;
  g_assert_cmpuint (pollux_lane_find_poll (lane, time), ==, poll);
  g_assert_cmpuint (pollux_lane_find_wake (lane, time), ==, wake);
}

/* Many at once are the same as one by one. */
static void
check_some (const PolluxLane *lane, guint index, guint n)
{
  g_autofree PolluxPoll *polls = g_new (PolluxPoll, n);
  g_autofree PolluxPoll *times = g_new (PolluxPoll, n);

  pollux_lane_get_polls (lane, index, n, polls);
  pollux_lane_get_times (lane, index, n, times);
  for (guint i = 0; i < n; i++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, index + i, &poll);
      g_assert_cmpmem (&poll, sizeof poll, &polls[i], sizeof poll);
      g_assert_cmpint (times[i].start, ==, poll.start);
      g_assert_cmpint (times[i].end, ==, poll.end);
      g_assert_cmpint (times[i].wait, ==, poll.wait);
      g_assert_cmpuint (times[i].flags, ==, poll.flags);
    }
}

static void
check_contents (const Life *life, const PolluxLane *lane)
{
  g_assert_cmpuint (pollux_lane_get_n_polls (lane), ==, life->polls->len);
  g_assert_cmpuint (pollux_lane_get_n_wakes (lane), ==, life->wakes->len);
  for (guint i = 0; i < life->polls->len; i++)
    {
      const TruePoll *want = POLL (life, i);
      PolluxPoll poll;

      pollux_lane_get_poll (lane, i, &poll);
      g_assert_cmpint (poll.start, ==, want->start);
      g_assert_cmpint (poll.end, ==, want->end);
      g_assert_cmpint (poll.wait, ==, want->wait);
      g_assert_cmpuint (poll.record, ==, want->record);
      g_assert_cmpuint (poll.thread, ==, want->thread);
      g_assert_cmpint ((int) pollux_lane_get_wake_of_poll (lane, i), ==, want->wake);
    }
  for (guint i = 0; i < life->wakes->len; i++)
    {
      const TrueWake *want = TWAKE (life, i);
      PolluxWake wake;

      pollux_lane_get_wake (lane, i, &wake);
      g_assert_cmpint (wake.time, ==, want->time);
      g_assert_cmpuint (wake.record, ==, want->record);
      g_assert_cmpint ((wake.flags & POLLUX_WAKE_SELF) != 0, ==, want->self);
      g_assert_cmpint ((wake.flags & POLLUX_WAKE_EFFECTIVE) != 0, ==, want->effective);
    }
}

static gint64
clip (PolluxTime begin, PolluxTime end, PolluxRange range)
{
  return MAX (0, MIN (end, range.end) - MAX (begin, range.begin));
}

static gboolean
touches (PolluxTime begin, PolluxTime end, PolluxRange range)
{
  if (range.begin == range.end)
    return FALSE;
  if (begin == end)
    return begin >= range.begin && begin < range.end;
  return begin < range.end && end > range.begin;
}

static void
true_summary (const Life *life, PolluxRange range, PolluxLaneSummary *sum)
{
  PolluxTime first_seen = G_MAXINT64;

  *sum = (PolluxLaneSummary) { 0 };
  for (guint i = 0; i < life->polls->len; i++)
    {
      const TruePoll *poll = POLL (life, i);
      gboolean spawn = i == 0 && life->spawned != POLLUX_TIME_NONE;

      first_seen = MIN (first_seen, poll->start);
      if (spawn)
        sum->spawn_delay += clip (poll->start - poll->wait, poll->start, range);
      else
        sum->scheduled += clip (poll->start - poll->wait, poll->start, range);
      sum->busy += clip (poll->start, poll->end, range);
      if (touches (poll->start, poll->end, range))
        {
          sum->n_polls++;
          sum->longest_poll = MAX (sum->longest_poll, poll->end - poll->start);
        }
      if (touches (poll->start - poll->wait, poll->start, range))
        {
          sum->n_delays += poll->wake >= 0;
          sum->longest_wait = MAX (sum->longest_wait, poll->wait);
        }
    }
  for (guint i = 0; i < life->wakes->len; i++)
    {
      const TrueWake *wake = TWAKE (life, i);

      first_seen = MIN (first_seen, wake->time);
      if (wake->time < range.begin || wake->time >= range.end)
        continue;
      sum->n_wakes++;
      sum->n_self_wakes += wake->self;
      sum->n_effective_wakes += wake->effective;
    }
  if (life->spawned != POLLUX_TIME_NONE)
    first_seen = life->spawned;
  if (life->ended != POLLUX_TIME_NONE)
    first_seen = MIN (first_seen, life->ended);
  if (first_seen != G_MAXINT64)
    sum->alive = clip (first_seen, life->ended != POLLUX_TIME_NONE ? life->ended : life->last,
                       range);
}

static void
check_summary (const Life *life, const PolluxLane *lane, PolluxRange range)
{
  PolluxLaneSummary want, got;

  gint64 poll, wait;

  true_summary (life, (PolluxRange) { G_MININT64 / 2, G_MAXINT64 / 2 }, &want);
  pollux_lane_get_longest (lane, &poll, &wait);
  g_assert_cmpint (poll, ==, want.longest_poll);
  g_assert_cmpint (wait, ==, want.longest_wait);

  true_summary (life, range, &want);
  pollux_lane_summarize (lane, range, &got);
  g_assert_cmpint (got.alive, ==, want.alive);
  g_assert_cmpint (got.busy, ==, want.busy);
  g_assert_cmpint (got.scheduled, ==, want.scheduled);
  g_assert_cmpint (got.spawn_delay, ==, want.spawn_delay);
  g_assert_cmpuint (got.n_polls, ==, want.n_polls);
  g_assert_cmpuint (got.n_delays, ==, want.n_delays);
  g_assert_cmpuint (got.n_wakes, ==, want.n_wakes);
  g_assert_cmpuint (got.n_self_wakes, ==, want.n_self_wakes);
  g_assert_cmpuint (got.n_effective_wakes, ==, want.n_effective_wakes);
  g_assert_cmpint (got.longest_poll, ==, want.longest_poll);
  g_assert_cmpint (got.longest_wait, ==, want.longest_wait);
  g_assert_cmpint (got.idle, >=, 0);
  g_assert_cmpint (got.busy + got.scheduled + got.spawn_delay + got.unfinished + got.idle, ==,
                   got.alive);
}

static void
check_section (const Life *life, const PolluxLane *lane, PolluxTime time)
{
  PolluxSection section;
  PolluxState want = POLLUX_STATE_IDLE;

  pollux_lane_get_section (lane, time, &section);
  if (section.state == POLLUX_STATE_NONE || section.unfinished)
    return;
  g_assert_cmpint (section.range.begin, <=, time);
  g_assert_cmpint (section.range.end, >, time);
  for (guint i = 0; i < life->polls->len; i++)
    {
      const TruePoll *poll = POLL (life, i);

      if (time >= poll->start && time < poll->end)
        want = POLLUX_STATE_ACTIVE;
      else if (time >= poll->start - poll->wait && time < poll->start)
        want = i == 0 && life->spawned != POLLUX_TIME_NONE ? POLLUX_STATE_SPAWNED
                                                           : POLLUX_STATE_SCHEDULED;
    }
  g_assert_cmpint (section.state, ==, want);
}

static void
check_tree (const PolluxLane *lane)
{
  guint n = pollux_lane_get_n_polls (lane);

  for (guint level = 0; level < pollux_lane_get_n_levels (lane); level++)
    {
      n /= level == 0 ? POLLUX_LANE_FANOUT : POLLUX_LANE_STEP;
      g_assert_cmpuint (pollux_lane_get_n_blocks (lane, level), ==, n);
    }
  g_assert_cmpuint (n / (pollux_lane_get_n_levels (lane) == 0 ? POLLUX_LANE_FANOUT
                                                              : POLLUX_LANE_STEP), ==, 0);
}

static void
check_life (const Life *life, GArray *steps, gsize slice, GRand *rand)
{
  g_autoptr (PolluxTrace) trace = build (life, steps, slice);
  const PolluxLane *lane = pollux_trace_get_lane (trace, 0);

  check_contents (life, lane);
  check_tree (lane);
  check_summary (life, lane, (PolluxRange) { G_MININT64 / 2, G_MAXINT64 / 2 });
  for (int i = 0; i < 200; i++)
    {
      PolluxTime a = (PolluxTime) (g_rand_double (rand) * (life->last + 2)) - 1;
      PolluxTime b = (PolluxTime) (g_rand_double (rand) * (life->last + 2)) - 1;

      if (life->polls->len > 0 && i % 3 == 0)
        a = POLL (life, g_rand_int_range (rand, 0, life->polls->len))->start;
      if (life->polls->len > 0 && i % 5 == 0)
        b = POLL (life, g_rand_int_range (rand, 0, life->polls->len))->end;
      check_summary (life, lane, (PolluxRange) { MIN (a, b), MAX (a, b) });
      check_find (life, lane, a);
      if (life->polls->len > 0)
        {
          guint index = g_rand_int_range (rand, 0, life->polls->len);

          check_some (lane, index, g_rand_int_range (rand, 0, life->polls->len - index + 1));
        }
      check_section (life, lane, a);
    }
}

static void
test_random_lives (gconstpointer data)
{
  GCompareFunc order = (GCompareFunc) data;

  for (guint seed = 1; seed <= 60; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
      static const int sizes[] = { 0, 1, 2, 31, 33, 200, 1100, 4200 };
      Life life = { 0 };

      make_life (&life, steps, rand, sizes[seed % G_N_ELEMENTS (sizes)], seed % 4 != 0,
                 seed % 3 != 0);
      pair (&life);
      if (order != NULL)
        g_array_sort (steps, order);
      check_life (&life, steps, 0, rand);
      check_life (&life, steps, 7, rand);
      life_clear (&life);
    }
}

static void
test_open_poll (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  PolluxTask task = { .spawned = 10, .ended = POLLUX_TIME_NONE, .spawner = POLLUX_TASK_NONE };
  const PolluxLane *lane;
  PolluxLaneSummary sum;
  PolluxPoll poll;

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 1000, 4);
  pollux_batch_add_task (batch, &task, "", 0, "", 0);
  pollux_batch_enter (batch, 0, 100, 1, 0);
  pollux_batch_exit (batch, 0, 200, 2, 0);
  pollux_batch_enter (batch, 0, 700, 3, 0);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_finish (trace);

  lane = pollux_trace_get_lane (trace, 0);
  pollux_lane_get_poll (lane, 1, &poll);
  g_assert_true (poll.flags & POLLUX_POLL_OPEN);
  g_assert_cmpint (poll.end, ==, 1000);
  pollux_lane_summarize (lane, (PolluxRange) { 0, 2000 }, &sum);
  g_assert_cmpuint (sum.n_polls, ==, 2);
  g_assert_cmpuint (sum.n_open, ==, 1);
  g_assert_cmpint (sum.busy, ==, 100);
  g_assert_cmpint (sum.spawn_delay, ==, 90);
  g_assert_cmpint (sum.unfinished, ==, 300);
  g_assert_cmpint (sum.idle, ==, 500);
  g_assert_cmpint (sum.longest_poll, ==, 100);
}

static void
test_drop_enter (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  PolluxTask task = { .spawned = 0, .ended = POLLUX_TIME_NONE, .spawner = POLLUX_TASK_NONE };
  const PolluxLane *lane;
  PolluxRange drop;
  PolluxTotals totals;

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 1000, 10);
  pollux_batch_add_task (batch, &task, "", 0, "", 0);
  for (int i = 0; i < 32; i++)
    {
      pollux_batch_enter (batch, 0, 10 + 20 * i, 2 * i, 0);
      pollux_batch_exit (batch, 0, 20 + 20 * i, 2 * i + 1, 0);
    }
  pollux_batch_close (batch, 0, 900, 64);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_settle (trace);
  lane = pollux_trace_get_lane (trace, 0);
  g_assert_cmpuint (pollux_lane_get_n_polls (lane), ==, 32);
  g_assert_cmpuint (pollux_lane_get_n_blocks (lane, 0), ==, 1);
  g_assert_cmpint (pollux_lane_get_drop (lane).begin, ==, POLLUX_TIME_NONE);

  /* Learned later, and taken back: both must leave everything consistent. */
  for (int round = 0; round < 2; round++)
    {
      g_autoptr (PolluxBatch) yes = pollux_batch_new ();
      g_autoptr (PolluxBatch) no = pollux_batch_new ();

      pollux_batch_set_drop_enters (yes, TRUE);
      pollux_trace_apply (trace, yes, 0, 0);
      pollux_trace_settle (trace);
      g_assert_true (pollux_trace_compact (trace, 0));
      drop = pollux_lane_get_drop (lane);
      g_assert_cmpint (drop.begin, ==, 630);
      g_assert_cmpint (drop.end, ==, 640);
      g_assert_cmpuint (pollux_lane_get_n_polls (lane), ==, 31);
      g_assert_cmpuint (pollux_lane_get_n_blocks (lane, 0), ==, 0);
      pollux_trace_get_totals (trace, &totals);
      g_assert_cmpint (totals.busy, ==, 310);
      pollux_batch_set_drop_enters (no, FALSE);
      pollux_trace_apply (trace, no, 0, 0);
      pollux_trace_settle (trace);
      g_assert_true (pollux_trace_compact (trace, 0));
      g_assert_cmpuint (pollux_lane_get_n_polls (lane), ==, 32);
      g_assert_cmpuint (pollux_lane_get_n_blocks (lane, 0), ==, 1);
    }
}

static void
test_clock_step (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  PolluxTask task = { .spawned = 0, .ended = POLLUX_TIME_NONE, .spawner = POLLUX_TASK_NONE };
  const PolluxLane *lane;
  PolluxPoll poll;

  pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_EPOCH, 0);
  pollux_batch_extend (batch, 0, 300, 6);
  pollux_batch_add_task (batch, &task, "", 0, "", 0);
  pollux_batch_enter (batch, 0, 100, 1, 0);
  pollux_batch_exit (batch, 0, 200, 2, 0);
  /* The clock steps back by 150 on the same thread. */
  pollux_batch_enter (batch, 0, 60, 3, 0);
  pollux_batch_exit (batch, 0, 80, 4, 0);
  pollux_batch_enter (batch, 0, 250, 5, 0);
  pollux_batch_exit (batch, 0, 260, 6, 0);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_finish (trace);
  lane = pollux_trace_get_lane (trace, 0);
  g_assert_cmpuint (pollux_lane_get_n_polls (lane), ==, 3);
  pollux_lane_get_poll (lane, 1, &poll);
  g_assert_cmpuint (poll.record, ==, 3);
  g_assert_cmpint (poll.start, ==, 200);
  g_assert_true (poll.flags & POLLUX_POLL_ADJUSTED);
  g_assert_cmpint (poll.end, >=, poll.start);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/lane/random-lives", NULL, test_random_lives);
  g_test_add_data_func ("/lane/random-lives/threads-apart", compare_steps_by_thread,
                        test_random_lives);
  g_test_add_data_func ("/lane/random-lives/wakes-last", compare_steps_wakes_last,
                        test_random_lives);
  g_test_add_func ("/lane/open-poll", test_open_poll);
  g_test_add_func ("/lane/drop-enter", test_drop_enter);
  g_test_add_func ("/lane/clock-step", test_clock_step);
  return g_test_run ();
}
