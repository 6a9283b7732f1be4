/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-causes.h"
#include "pollux-trail.h"

static void
assert_thing (const PolluxThing *thing,
              PolluxThingKind    kind,
              PolluxTaskIndex    task,
              guint              index)
{
  g_assert_cmpint (thing->kind, ==, kind);
  g_assert_cmpuint (thing->task, ==, task);
  g_assert_cmpuint (thing->index, ==, index);
}

#define NO_WAY { POLLUX_THING_NONE, 0, 0 }

/* What each kind of thing in the zoo is caused by, and what it led to first. */
static void
test_kinds (void)
{
  static const struct
  {
    PolluxThing from;
    PolluxThing cause;
    PolluxThing effect;
  } cases[] = {
    /* main wakes ping at 350 us in its second poll: ping's fourth answers. */
    { { POLLUX_THING_POLL, 1, 3 }, { POLLUX_THING_POLL, 0, 1 }, NO_WAY },
    { { POLLUX_THING_WAIT, 1, 3 }, { POLLUX_THING_POLL, 0, 1 }, { POLLUX_THING_POLL, 1, 3 } },
    { { POLLUX_THING_IDLE, 1, 3 }, { POLLUX_THING_POLL, 0, 1 }, { POLLUX_THING_POLL, 1, 3 } },
    { { POLLUX_THING_WAKE, 1, 2 }, { POLLUX_THING_POLL, 0, 1 }, { POLLUX_THING_POLL, 1, 3 } },
    { { POLLUX_THING_POLL, 0, 1 }, NO_WAY, { POLLUX_THING_POLL, 1, 3 } },
    /* A wake by itself. */
    { { POLLUX_THING_POLL, 1, 1 }, { POLLUX_THING_POLL, 1, 0 }, NO_WAY },
    { { POLLUX_THING_WAKE, 1, 0 }, { POLLUX_THING_POLL, 1, 0 }, { POLLUX_THING_POLL, 1, 1 } },
    /* From outside: the wake is where the way begins. */
    { { POLLUX_THING_POLL, 1, 2 }, { POLLUX_THING_WAKE, 1, 1 }, NO_WAY },
    { { POLLUX_THING_WAKE, 1, 1 }, NO_WAY, { POLLUX_THING_POLL, 1, 2 } },
    /* The first poll follows from the spawn, in main's first poll. */
    { { POLLUX_THING_POLL, 1, 0 }, { POLLUX_THING_POLL, 0, 0 }, { POLLUX_THING_POLL, 1, 1 } },
    { { POLLUX_THING_TASK, 1, 0 }, { POLLUX_THING_POLL, 0, 0 }, NO_WAY },
    { { POLLUX_THING_TASK, 0, 0 }, NO_WAY, { POLLUX_THING_TASK, 1, 0 } },
    { { POLLUX_THING_POLL, 0, 0 }, NO_WAY, { POLLUX_THING_POLL, 1, 0 } },
    /* Woken and never polled again: by that poll, and nothing follows. */
    { { POLLUX_THING_WAIT, 3, G_MAXUINT }, { POLLUX_THING_POLL, 0, 1 }, NO_WAY },
    { { POLLUX_THING_WAKE, 3, 0 }, { POLLUX_THING_POLL, 0, 1 },
      { POLLUX_THING_WAIT, 3, G_MAXUINT } },
    { { POLLUX_THING_IDLE, 3, G_MAXUINT }, { POLLUX_THING_POLL, 0, 1 },
      { POLLUX_THING_WAIT, 3, G_MAXUINT } },
    /* Of an event and a wake of nobody the poll that made them. */
    { { POLLUX_THING_EVENT, 1, 0 }, { POLLUX_THING_POLL, 1, 1 }, NO_WAY },
    { { POLLUX_THING_LOOSE_WAKE, POLLUX_TASK_NONE, 0 }, { POLLUX_THING_POLL, 2, 1 }, NO_WAY },
    { { POLLUX_THING_DROP, 1, 0 }, NO_WAY, NO_WAY },
    { { POLLUX_THING_POLL, 99, 0 }, NO_WAY, NO_WAY },
    { { POLLUX_THING_WAKE, 1, 99 }, NO_WAY, NO_WAY },
    { { POLLUX_THING_IDLE, 1, G_MAXUINT }, NO_WAY, NO_WAY },
    { { POLLUX_THING_NONE, POLLUX_TASK_NONE, 0 }, NO_WAY, NO_WAY },
  };
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  g_autoptr (PolluxWakers) wakers = pollux_wakers_new (trace, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PolluxThing thing = NO_WAY;

      g_test_message ("case %u", i);
      pollux_trail_find_cause (trace, &cases[i].from, &thing);
      assert_thing (&thing, cases[i].cause.kind, cases[i].cause.task, cases[i].cause.index);
      for (guint j = 0; j < 2; j++)
        {
          thing = (PolluxThing) NO_WAY;
          pollux_trail_find_effect (trace, j == 0 ? wakers : NULL, &cases[i].from, &thing);
          assert_thing (&thing, cases[i].effect.kind, cases[i].effect.task, cases[i].effect.index);
        }
    }
}

static void
assert_text (const PolluxTrail *trail,
             PolluxTrace       *trace,
             const char        *wanted)
{
  g_autofree char *text = pollux_trail_describe (trail, trace);

  g_assert_cmpstr (text, ==, wanted);
}

/* The second poll of main woke ping, pong and lost: one comes to the first and
 * chooses another. */
static void
test_choices (void)
{
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  g_autoptr (PolluxWakers) wakers = pollux_wakers_new (trace, NULL);
  g_autoptr (PolluxTrail) trail = pollux_trail_new ();
  PolluxThing thing = { POLLUX_THING_POLL, 0, 1 };

  pollux_trail_start (trail, &thing);
  assert_text (trail, trace, NULL);
  g_assert_false (pollux_trail_choose (trail, trace, wakers, 1, &thing));
  g_assert_true (pollux_trail_follow (trail, trace, wakers, 1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 1, 3);
  g_assert_true (pollux_trail_has_choice (trail));
  assert_text (trail, trace, "step 1 on: ping #4 was woken by block_on #3 (1 of 3)");

  g_assert_true (pollux_trail_choose (trail, trace, wakers, 1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 2, 1);
  assert_text (trail, trace, "step 1 on: pong #5 was woken by block_on #3 (2 of 3)");
  g_assert_true (pollux_trail_choose (trail, trace, wakers, 1, &thing));
  assert_thing (&thing, POLLUX_THING_WAIT, 3, G_MAXUINT);
  g_assert_true (pollux_trail_choose (trail, trace, wakers, 1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 1, 3);
  g_assert_true (pollux_trail_choose (trail, trace, wakers, -1, &thing));
  assert_thing (&thing, POLLUX_THING_WAIT, 3, G_MAXUINT);

  /* What was chosen is kept on the way back and forth. */
  g_assert_true (pollux_trail_follow (trail, trace, wakers, -1, &thing));
  assert_text (trail, trace, NULL);
  g_assert_true (pollux_trail_follow (trail, trace, wakers, 1, &thing));
  assert_thing (&thing, POLLUX_THING_WAIT, 3, G_MAXUINT);
  assert_text (trail, trace, "step 1 on: lost #6 was woken by block_on #3 (3 of 3)");
  g_assert_false (pollux_trail_follow (trail, trace, wakers, 1, &thing));
}

/* Back over a wake of its own and a spawn, and the same way again. */
static void
test_back (void)
{
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  g_autoptr (PolluxTrail) trail = pollux_trail_new ();
  PolluxThing thing = { POLLUX_THING_POLL, 1, 1 };

  pollux_trail_start (trail, &thing);
  g_assert_true (pollux_trail_follow (trail, trace, NULL, -1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 1, 0);
  pollux_trail_start (trail, &thing);
  assert_text (trail, trace, "step 1 of 2 back: ping #4 woke itself");
  g_assert_true (pollux_trail_follow (trail, trace, NULL, -1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 0, 0);
  assert_text (trail, trace, "step 2 of 2 back: ping #4 was spawned by block_on #3");
  g_assert_false (pollux_trail_follow (trail, trace, NULL, -1, &thing));
  g_assert_true (pollux_trail_follow (trail, trace, NULL, 1, &thing));
  g_assert_true (pollux_trail_follow (trail, trace, NULL, 1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 1, 1);
  assert_text (trail, trace, NULL);

  /* Another one of those that were spawned; from there it is a way on. */
  g_assert_true (pollux_trail_follow (trail, trace, NULL, -1, &thing));
  g_assert_true (pollux_trail_choose (trail, trace, NULL, 1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 2, 0);
  assert_text (trail, trace, "step 1 on: pong #5 was spawned by block_on #3 (2 of 5)");

  /* From outside. */
  thing = (PolluxThing) { POLLUX_THING_POLL, 1, 2 };
  pollux_trail_start (trail, &thing);
  assert_text (trail, trace, NULL);
  g_assert_true (pollux_trail_follow (trail, trace, NULL, -1, &thing));
  assert_text (trail, trace, "step 1 of 1 back: ping #4 was woken from outside");
}

/* However one walks, going back and on are each other's opposite. */
static void
walk (PolluxTrace        *trace,
      const PolluxWakers *wakers,
      GRand              *rand)
{
  g_autoptr (PolluxTrail) trail = pollux_trail_new ();
  PolluxTaskIndex task = g_rand_int_range (rand, 0, pollux_trace_get_n_tasks (trace));
  guint n = pollux_lane_get_n_polls (pollux_trace_get_lane (trace, task));
  PolluxThing thing = { POLLUX_THING_POLL, task, 0 };

  if (n == 0)
    return;

  thing.index = g_rand_int_range (rand, 0, n);
  pollux_trail_start (trail, &thing);
  for (guint i = 0; i < 60; i++)
    {
      int direction = g_rand_int_range (rand, 0, 2) * 2 - 1;
      PolluxThing before = thing, next, again;

      if (!pollux_trail_follow (trail, trace, wakers, direction, &thing))
        {
          g_assert_false (direction < 0 ? pollux_trail_find_cause (trace, &before, &next)
                                        : pollux_trail_find_effect (trace, wakers, &before, &next));
          continue;
        }
      if (direction < 0)
        {
          g_assert_true (pollux_trail_find_cause (trace, &before, &next));
          g_assert_true (pollux_thing_equal (&next, &thing));
        }

      g_assert_true (pollux_trail_follow (trail, trace, wakers, -direction, &again));
      g_assert_true (pollux_thing_equal (&again, &before));
      g_assert_true (pollux_trail_follow (trail, trace, wakers, direction, &again));
      g_assert_true (pollux_thing_equal (&again, &thing));
      if (g_rand_int_range (rand, 0, 4) == 0 && direction > 0)
        pollux_trail_choose (trail, trace, wakers, 1, &thing);
    }
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (77);

  for (guint32 seed = 1; seed <= 4; seed++)
    {
      g_autoptr (GArray) causes = NULL;
      g_autoptr (PolluxTrace) trace = build_random_causes (seed, 1500, 800,
                                                           seed % 2 ? 1 : 1000, &causes);
      g_autoptr (PolluxWakers) wakers = pollux_wakers_new (trace, NULL);

      for (guint i = 0; i < 100; i++)
        walk (trace, i % 2 ? wakers : NULL, rand);
    }
}

/* Indices may move while a trace grows: the way is forgotten, not its place. */
static void
test_growth (void)
{
  g_autoptr (PolluxTrace) trace = build_zoo_trace ();
  g_autoptr (PolluxTrail) trail = pollux_trail_new ();
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  PolluxThing thing = { POLLUX_THING_POLL, 2, 1 };

  pollux_trail_start (trail, &thing);
  g_assert_true (pollux_trail_follow (trail, trace, NULL, -1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 0, 1);
  pollux_batch_extend (batch, 0, 2000000, 1);
  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_settle (trace);
  g_assert_true (pollux_trail_follow (trail, trace, NULL, 1, &thing));
  assert_thing (&thing, POLLUX_THING_POLL, 1, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trail/kinds", test_kinds);
  g_test_add_func ("/trail/choices", test_choices);
  g_test_add_func ("/trail/back", test_back);
  g_test_add_func ("/trail/random", test_random);
  g_test_add_func ("/trail/growth", test_growth);

  return g_test_run ();
}
