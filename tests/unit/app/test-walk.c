/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-walk.h"

typedef struct
{
  PolluxTrace *trace;
  PolluxThing thing;
  PolluxTime time;
  guint rank;
  guint position;
} Entry;

static void
add (GArray          *entries,
     PolluxTrace     *trace,
     PolluxThingKind  kind,
     PolluxTaskIndex  task,
     guint            index,
     guint            rank,
     guint            position)
{
  Entry entry = { trace, { kind, task, index }, 0, rank, position };

  entry.time = pollux_thing_get_range (trace, &entry.thing).begin;
  if (entry.time != POLLUX_TIME_NONE)
    g_array_append_val (entries, entry);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return x->position < y->position ? -1 : x->position > y->position;
}

/* Everything that a lane has, sorted the plain way. */
static GArray *
list_lane (PolluxTrace     *trace,
           PolluxTaskIndex  task)
{
  const PolluxLane *lane = pollux_trace_get_lane (trace, task);
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  for (guint i = 0; i < pollux_lane_get_n_polls (lane); i++)
    {
      add (entries, trace, POLLUX_THING_IDLE, task, i, 5, i);
      add (entries, trace, POLLUX_THING_WAIT, task, i, 2, i);
      add (entries, trace, POLLUX_THING_POLL, task, i, 3, i);
    }
  for (guint i = 0; i < pollux_lane_get_n_wakes (lane); i++)
    add (entries, trace, POLLUX_THING_WAKE, task, i, 1, i);
  for (guint i = 0; i < pollux_lane_get_n_events (lane); i++)
    add (entries, trace, POLLUX_THING_EVENT, task, pollux_lane_get_event (lane, i), 4, i);
  add (entries, trace, POLLUX_THING_IDLE, task, G_MAXUINT, 5, G_MAXUINT);
  add (entries, trace, POLLUX_THING_WAIT, task, G_MAXUINT, 2, G_MAXUINT);
  add (entries, trace, POLLUX_THING_DROP, task, 0, 6, 0);
  g_array_sort (entries, compare_entries);

  return entries;
}

/* From the task through all its things and out at the other end. */
static void
walk_lane (PolluxTrace     *trace,
           PolluxTaskIndex  task,
           int              direction)
{
  g_autoptr (GArray) entries = list_lane (trace, task);
  PolluxThing thing = { POLLUX_THING_TASK, task, 0 };
  guint n = 0;

  while (pollux_walk_neighbour (trace, &thing, direction, &thing))
    {
      const Entry *wanted;

      g_assert_cmpuint (n, <, entries->len);
      wanted = &g_array_index (entries, Entry, direction > 0 ? n : entries->len - 1 - n);
      g_assert_cmpint (thing.kind, ==, wanted->thing.kind);
      g_assert_cmpuint (thing.task, ==, task);
      g_assert_cmpuint (thing.index, ==, wanted->thing.index);
      n++;
    }

  g_assert_cmpuint (n, ==, entries->len);
}

static void
walk_trace (PolluxTrace *trace)
{
  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    {
      walk_lane (trace, i, 1);
      walk_lane (trace, i, -1);
    }
}

static void
test_neighbours (void)
{
  g_autoptr (PolluxTrace) zoo = build_zoo_trace ();
  g_autoptr (PolluxTrace) random = build_random_trace (5, 400, 1000000, 7);
  g_autoptr (PolluxTrace) crowded = build_random_trace (3, 300, 2000, 8);

  walk_trace (zoo);
  walk_trace (random);
  walk_trace (crowded);
}

/* Files print microseconds: many things share a time. */
static void
test_equal_times (void)
{
  g_autoptr (PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  for (guint i = 0; i < 90; i++)
    {
      build_wake (&build, 0, 1000 * (i / 30), POLLUX_TASK_NONE);
      build_event (&build, 0, 1000 * (i / 30), POLLUX_LEVEL_INFO);
      build_poll (&build, 0, 1000 * (i / 30), 1000 * (i / 30));
    }
  build_poll (&build, 0, 3000, 4000);
  trace = build_trace_end (&build);

  walk_trace (trace);
}

static void
test_loose (void)
{
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  PolluxThing thing;

  g_assert_true (pollux_walk_at (trace, POLLUX_TASK_NONE, 0, &thing));
  g_assert_cmpint (thing.kind, ==, POLLUX_THING_LOOSE_WAKE);
  g_assert_true (pollux_walk_at (trace, POLLUX_TASK_NONE, 484000, &thing));
  g_assert_cmpint (thing.kind, ==, POLLUX_THING_LOOSE_WAKE);
  g_assert_true (pollux_walk_at (trace, POLLUX_TASK_NONE, 486000, &thing));
  g_assert_cmpint (thing.kind, ==, POLLUX_THING_EVENT);
  g_assert_false (pollux_walk_neighbour (trace, &thing, 1, &thing));
  g_assert_true (pollux_walk_neighbour (trace, &thing, -1, &thing));
  g_assert_cmpint (thing.kind, ==, POLLUX_THING_LOOSE_WAKE);
  g_assert_false (pollux_walk_neighbour (trace, &thing, -1, &thing));
}

static void
test_at (void)
{
  static const struct
  {
    PolluxTaskIndex task;
    PolluxTime time;
    PolluxThing wanted;
  } cases[] = {
    { 1, 5000, { POLLUX_THING_TASK, 1, 0 } },
    { 1, 20000, { POLLUX_THING_WAIT, 1, 0 } },
    { 1, 40000, { POLLUX_THING_POLL, 1, 0 } },
    { 1, 139999, { POLLUX_THING_POLL, 1, 0 } },
    { 1, 145000, { POLLUX_THING_WAIT, 1, 1 } },
    { 1, 180000, { POLLUX_THING_IDLE, 1, 2 } },
    { 1, 999999, { POLLUX_THING_TASK, 1, 0 } },
    { 3, 500000, { POLLUX_THING_WAIT, 3, G_MAXUINT } },
  };
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  PolluxThing thing;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (pollux_walk_at (trace, cases[i].task, cases[i].time, &thing));
      g_assert_cmpint (thing.kind, ==, cases[i].wanted.kind);
      g_assert_cmpuint (thing.task, ==, cases[i].wanted.task);
      g_assert_cmpuint (thing.index, ==, cases[i].wanted.index);
    }

  g_assert_false (pollux_walk_at (trace, 99, 0, &thing));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/walk/neighbours", test_neighbours);
  g_test_add_func ("/walk/equal-times", test_equal_times);
  g_test_add_func ("/walk/loose", test_loose);
  g_test_add_func ("/walk/at", test_at);

  return g_test_run ();
}
