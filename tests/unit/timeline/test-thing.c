/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "build-trace.h"
#include "pollux-text.h"
#include "pollux-thing.h"

static void
assert_range (PolluxTrace     *trace,
              PolluxThingKind  kind,
              PolluxTaskIndex  task,
              guint            index,
              PolluxTime       begin,
              PolluxTime       end)
{
  PolluxThing thing = { kind, task, index };
  PolluxRange range = pollux_thing_get_range (trace, &thing);

  g_assert_cmpint (range.begin, ==, begin);
  g_assert_cmpint (range.end, ==, end);
}

static void
test_ranges (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  const PolluxTime none = POLLUX_TIME_NONE;

  assert_range (trace, POLLUX_THING_TASK, 1, 0, 10000, 630000);
  assert_range (trace, POLLUX_THING_TASK, 0, 0, 0, 1000000);
  assert_range (trace, POLLUX_THING_POLL, 1, 3, 420000, 620000);
  assert_range (trace, POLLUX_THING_POLL, 2, 2, 710000, 1000000);
  assert_range (trace, POLLUX_THING_WAIT, 1, 0, 10000, 40000);
  /* Woken in its own poll: it waits from that poll's end. */
  assert_range (trace, POLLUX_THING_WAIT, 1, 1, 140000, 150000);
  assert_range (trace, POLLUX_THING_WAIT, 3, G_MAXUINT, 380000, 1000000);
  assert_range (trace, POLLUX_THING_WAIT, 0, 1, none, none);
  assert_range (trace, POLLUX_THING_WAIT, 1, G_MAXUINT, none, none);
  assert_range (trace, POLLUX_THING_IDLE, 1, 2, 160000, 200000);
  assert_range (trace, POLLUX_THING_IDLE, 1, 0, none, none);
  assert_range (trace, POLLUX_THING_IDLE, 1, G_MAXUINT, 620000, 630000);
  assert_range (trace, POLLUX_THING_IDLE, 3, G_MAXUINT, 80000, 380000);
  assert_range (trace, POLLUX_THING_WAKE, 2, 1, 370000, 370000);
  assert_range (trace, POLLUX_THING_EVENT, 1, 1, 230000, 230000);
  assert_range (trace, POLLUX_THING_LOOSE_WAKE, POLLUX_TASK_NONE, 0, 480000, 480000);
  assert_range (trace, POLLUX_THING_NONE, POLLUX_TASK_NONE, 0, none, none);
}

/* What was there once and is not any more. */
static void
test_stale (void)
{
  static const PolluxThing stale[] = {
    { POLLUX_THING_TASK, 99, 0 }, { POLLUX_THING_POLL, 1, 4 }, { POLLUX_THING_WAIT, 1, 77 },
    { POLLUX_THING_IDLE, 1, 4 }, { POLLUX_THING_WAKE, 1, 99 }, { POLLUX_THING_EVENT, 1, 99 },
    { POLLUX_THING_LOOSE_WAKE, POLLUX_TASK_NONE, 1 }, { POLLUX_THING_POLL, POLLUX_TASK_NONE, 0 },
    { POLLUX_THING_DROP, 0, 0 },
  };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();

  for (guint i = 0; i < G_N_ELEMENTS (stale); i++)
    {
      g_autofree char *text = pollux_thing_describe (trace, &stale[i]);
      PolluxThing next;

      g_assert_cmpint (pollux_thing_get_range (trace, &stale[i]).begin, ==, POLLUX_TIME_NONE);
      g_assert_cmpstr (text, ==, "");
      if (stale[i].kind != POLLUX_THING_DROP && stale[i].kind != POLLUX_THING_LOOSE_WAKE)
        {
          g_assert_false (pollux_thing_step (trace, &stale[i], 1, &next));
          g_assert_cmpuint (pollux_thing_get_record (trace, &stale[i]), ==, POLLUX_RECORD_NONE);
        }
    }
}

/* Printed with no-break blanks; compared with plain ones. */
static void
assert_described (PolluxTrace     *trace,
                  PolluxThingKind  kind,
                  PolluxTaskIndex  task,
                  guint            index,
                  const char      *expected)
{
  PolluxThing thing = { kind, task, index };
  g_autofree char *text = pollux_thing_describe (trace, &thing);
  g_auto(GStrv) parts = g_strsplit (text, "\u00a0", -1);
  g_autofree char *joined = g_strjoinv (" ", parts);
  g_auto(GStrv) groups = g_strsplit (joined, "\u202f", -1);
  g_autofree char *plain = g_strjoinv (" ", groups);

  g_assert_cmpstr (plain, ==, expected);
}

static void
test_describe (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();

  assert_described (trace, POLLUX_THING_TASK, 1, 0,
                    "ping #4: lived 620 µs, 4 polls, busy 325 µs, scheduled 105 µs, "
                    "spawn delay 30.0 µs");
  assert_described (trace, POLLUX_THING_TASK, 3, 0,
                    "lost #6: alive for 975 µs to the end of the trace, 1 poll, busy 20.0 µs, "
                    "scheduled 0 ns, spawn delay 35.0 µs");
  assert_described (trace, POLLUX_THING_POLL, 1, 0,
                    "ping #4, poll 1 of 4: 100 µs, waited 30.0 µs after the spawn");
  assert_described (trace, POLLUX_THING_POLL, 1, 1,
                    "ping #4, poll 2 of 4: 10.0 µs, waited 10.0 µs after a wake by itself");
  assert_described (trace, POLLUX_THING_POLL, 1, 3,
                    "ping #4, poll 4 of 4: 200 µs, waited 70.0 µs after a wake by block_on #3");
  assert_described (trace, POLLUX_THING_POLL, 0, 1,
                    "block_on #3, poll 2 of 2: 100 µs, without a recorded wake");
  assert_described (trace, POLLUX_THING_POLL, 2, 2,
                    "pong #5, poll 3 of 3: its end is not in the file, waited 10.0 µs after a "
                    "wake from outside all tasks");
  assert_described (trace, POLLUX_THING_WAIT, 1, 0,
                    "ping #4: waited 30.0 µs from its spawn to its first poll");
  assert_described (trace, POLLUX_THING_WAIT, 2, 1,
                    "pong #5: waited 40.0 µs for poll 2, after a wake by block_on #3");
  assert_described (trace, POLLUX_THING_WAIT, 3, G_MAXUINT,
                    "lost #6: woken by block_on #3 and not polled in the 620 µs to the end of "
                    "the trace");
  assert_described (trace, POLLUX_THING_WAIT, 4, G_MAXUINT,
                    "unborn-with-a-very-long-name-that-does-not-fit #7: spawned and dropped "
                    "423 µs later without a poll");
  assert_described (trace, POLLUX_THING_IDLE, 1, 2, "ping #4: idle for 40.0 µs before poll 3");
  assert_described (trace, POLLUX_THING_IDLE, 1, G_MAXUINT,
                    "ping #4: idle for 10.0 µs until its drop");
  assert_described (trace, POLLUX_THING_WAKE, 2, 0,
                    "pong #5: woken at 360.000 µs by block_on #3, answered by poll 2 after "
                    "40.0 µs");
  assert_described (trace, POLLUX_THING_WAKE, 2, 1,
                    "pong #5: woken at 370.000 µs by block_on #3, redundant");
  assert_described (trace, POLLUX_THING_WAKE, 3, 0,
                    "lost #6: woken at 380.000 µs by block_on #3, no poll followed");
  assert_described (trace, POLLUX_THING_EVENT, 1, 1, "WARN event at 230.000 µs in ping #4");
  assert_described (trace, POLLUX_THING_EVENT, POLLUX_TASK_NONE, 3,
                    "DEBUG event at 490.000 µs outside all tasks");
  assert_described (trace, POLLUX_THING_LOOSE_WAKE, POLLUX_TASK_NONE, 0,
                    "Wake at 480.000 µs by pong #5, of a task that the file does not tell");
}

/* Without times nothing is printed as one, and moments are records. */
static void
test_ordinal (void)
{
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_ORDINAL);
  build_task (&build, "a", "src/a.rs:1:1", 1, POLLUX_TASK_NONE);
  build_task (&build, "b", "src/a.rs:2:1", 2, POLLUX_TASK_NONE);
  build_poll (&build, 0, 3, 4);
  build_wake (&build, 0, 5, 1);
  build_poll (&build, 0, 6, 7);
  build_wake (&build, 0, 8, POLLUX_TASK_NONE);
  build_event (&build, 1, 9, POLLUX_LEVEL_INFO);
  trace = build_trace_end (&build);

  assert_described (trace, POLLUX_THING_TASK, 0, 0, "a #3: 2 polls, times are not recorded");
  assert_described (trace, POLLUX_THING_POLL, 0, 0,
                    "a #3, poll 1 of 2: length not recorded, the first after the spawn");
  assert_described (trace, POLLUX_THING_POLL, 0, 1,
                    "a #3, poll 2 of 2: length not recorded, after a wake by b #4");
  assert_described (trace, POLLUX_THING_WAIT, 0, 0,
                    "a #3: waited for its first poll after the spawn, how long is not recorded");
  assert_described (trace, POLLUX_THING_WAIT, 0, 1,
                    "a #3: waited for poll 2 after a wake by b #4, how long is not recorded");
  assert_described (trace, POLLUX_THING_WAIT, 0, G_MAXUINT,
                    "a #3: woken from outside all tasks and not polled again");
  assert_described (trace, POLLUX_THING_IDLE, 0, 1,
                    "a #3: idle before poll 2, how long is not recorded");
  assert_described (trace, POLLUX_THING_WAKE, 0, 0,
                    "a #3: woken at record #5 by b #4, answered by poll 2");
}

static void
assert_steps (PolluxTrace     *trace,
              PolluxThingKind  kind,
              PolluxTaskIndex  task,
              const guint     *indices,
              guint            n)
{
  PolluxThing thing = { kind, task, indices[0] }, next;

  if (task != POLLUX_TASK_NONE)
    {
      g_assert_true (pollux_thing_enter (trace, kind, task, 1, &next));
      g_assert_cmpint (next.kind, ==, kind);
      g_assert_cmpuint (next.task, ==, task);
      g_assert_cmpuint (next.index, ==, indices[0]);
      g_assert_true (pollux_thing_enter (trace, kind, task, -1, &next));
      g_assert_cmpuint (next.index, ==, indices[n - 1]);
    }

  for (guint i = 1; i < n; i++)
    {
      g_assert_true (pollux_thing_step (trace, &thing, 1, &next));
      g_assert_cmpuint (next.index, ==, indices[i]);
      g_assert_cmpint (next.kind, ==, kind);
      thing = next;
    }

  g_assert_false (pollux_thing_step (trace, &thing, 1, &next));
  for (guint i = n - 1; i > 0; i--)
    {
      g_assert_true (pollux_thing_step (trace, &thing, -1, &next));
      g_assert_cmpuint (next.index, ==, indices[i - 1]);
      thing = next;
    }

  g_assert_false (pollux_thing_step (trace, &thing, -1, &next));
}

static void
test_steps (void)
{
  static const guint polls[] = { 0, 1, 2, 3 }, wakes[] = { 0, 1, 2 }, loose[] = { 0 };
  static const guint waits[] = { 0, G_MAXUINT }, dense[] = { 0, 200 }, events[] = { 0, 1, 2 };
  static const guint idles[] = { 2, 3, G_MAXUINT }, loose_events[] = { 3 };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  PolluxThing task = { POLLUX_THING_TASK, 1, 0 }, next;

  assert_steps (trace, POLLUX_THING_POLL, 1, polls, G_N_ELEMENTS (polls));
  assert_steps (trace, POLLUX_THING_WAIT, 3, waits, G_N_ELEMENTS (waits));
  assert_steps (trace, POLLUX_THING_WAIT, 5, dense, G_N_ELEMENTS (dense));
  assert_steps (trace, POLLUX_THING_IDLE, 1, idles, G_N_ELEMENTS (idles));
  assert_steps (trace, POLLUX_THING_WAKE, 1, wakes, G_N_ELEMENTS (wakes));
  assert_steps (trace, POLLUX_THING_EVENT, 1, events, G_N_ELEMENTS (events));
  assert_steps (trace, POLLUX_THING_EVENT, POLLUX_TASK_NONE, loose_events, 1);
  assert_steps (trace, POLLUX_THING_LOOSE_WAKE, POLLUX_TASK_NONE, loose, 1);

  g_assert_true (pollux_thing_step (trace, &task, 1, &next));
  g_assert_cmpint (next.kind, ==, POLLUX_THING_POLL);
  g_assert_cmpuint (next.index, ==, 0);
  g_assert_true (pollux_thing_step (trace, &task, -1, &next));
  g_assert_cmpuint (next.index, ==, 3);
  task.task = 4;
  g_assert_false (pollux_thing_step (trace, &task, 1, &next));
}

static void
test_records (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  PolluxThing poll = { POLLUX_THING_POLL, 1, 3 }, wait = { POLLUX_THING_WAIT, 1, 3 };
  PolluxThing wake = { POLLUX_THING_WAKE, 1, 2 }, first = { POLLUX_THING_WAIT, 1, 0 };
  PolluxThing lost = { POLLUX_THING_WAIT, 3, G_MAXUINT }, lost_wake = { POLLUX_THING_WAKE, 3, 0 };

  g_assert_cmpuint (pollux_thing_get_wake (trace, &poll), ==, 2);
  g_assert_cmpuint (pollux_thing_get_record (trace, &wait), ==,
                    pollux_thing_get_record (trace, &wake));
  g_assert_cmpuint (pollux_thing_get_record (trace, &poll), >,
                    pollux_thing_get_record (trace, &wake));
  g_assert_cmpuint (pollux_thing_get_record (trace, &first), ==,
                    pollux_trace_get_task (trace, 1)->spawn_record);
  g_assert_cmpuint (pollux_thing_get_record (trace, &lost), ==,
                    pollux_thing_get_record (trace, &lost_wake));
}

static void
test_texts (void)
{
  static const struct { const char *location, *text; } cases[] = {
    { "src/main.rs:12:5", "main.rs:12" }, { "main.rs:12:5", "main.rs:12" },
    { "C:\\work\\src\\main.rs:7:1", "main.rs:7" }, { "", "" }, { "main.rs:12", "main.rs:12" },
    { "main.rs", "main.rs" }, { "a/", "a/" }, { ":5:6", ":5" }, { "::", "::" },
    { "x:y:3", "x:y:3" },
    { "br\xffken.rs:1:2", "br\xef\xbf\xbdken.rs:1" }, { "a\nb.rs:1:2", "a b.rs:1" },
  };
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    build_task (&build, "na\xffme\ttab", cases[i].location, 0, POLLUX_TASK_NONE);
  trace = build_trace_end (&build);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *location = pollux_text_for_location (trace, i);
      g_autofree char *title = pollux_text_for_title (trace, i);

      g_assert_cmpstr (location, ==, cases[i].text);
      g_assert_cmpstr (title, ==, "na\xef\xbf\xbdme tab");
    }
}

static void
test_spans (void)
{
  g_autoptr(PolluxTrace) trace = build_web_trace ();
  PolluxThing sleep = { POLLUX_THING_SPAN, 1, 4 };
  PolluxThing next;

  assert_range (trace, POLLUX_THING_SPAN, 1, 3, 102000, 291000);
  assert_range (trace, POLLUX_THING_SPAN, POLLUX_TASK_NONE, 0, 0, 2000000);
  /* Of another task, and of none. */
  assert_range (trace, POLLUX_THING_SPAN, 4, 3, POLLUX_TIME_NONE, POLLUX_TIME_NONE);
  assert_range (trace, POLLUX_THING_SPAN, 1, 99999, POLLUX_TIME_NONE, POLLUX_TIME_NONE);
  g_assert_cmpuint (pollux_thing_get_record (trace, &sleep), ==,
                    pollux_trace_get_span (trace, 4)->record);
  assert_described (trace, POLLUX_THING_SPAN, 1, 4, "Sleep, 141 µs, in web #4: not entered");
  assert_described (trace, POLLUX_THING_SPAN, 1, 3,
                    "request  id=1 path=\"/orders/7\", 189 µs, in web #4: entered 2 times, "
                    "73.0 µs");
  assert_described (trace, POLLUX_THING_SPAN, POLLUX_TASK_NONE, 0,
                    "startup  version=\"1.2\", 2.00 ms, outside all tasks: entered 1 time, "
                    "8.00 µs");
  assert_described (trace, POLLUX_THING_IDLE, 1, 1,
                    "web #4: idle for 100 µs before poll 2, waits for Sleep 100 µs");
  assert_described (trace, POLLUX_THING_IDLE, 1, 2,
                    "web #4: idle for 405 µs before poll 3");

  g_assert_true (pollux_thing_step (trace, &sleep, 1, &next));
  g_assert_cmpint (next.kind, ==, POLLUX_THING_SPAN);
  g_assert_cmpuint (next.index, ==, 5);
  g_assert_false (pollux_thing_step (trace, &(PolluxThing) { POLLUX_THING_SPAN, 1, 11 }, 1, &next));
}

/* A task that was never polled has no first wait, but maybe the one that nothing ends. */
static void
test_enter_unpolled (void)
{
  g_autoptr(PolluxTrace) trace = NULL;
  PolluxThing thing;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "waits", "src/main.rs:1:1", 10, POLLUX_TASK_NONE);
  build_task (&build, "unseen", "src/main.rs:1:1", POLLUX_TIME_NONE, POLLUX_TASK_NONE);
  pollux_batch_extend (build.batch, 0, 100, 0);
  trace = build_trace_end (&build);

  for (int direction = -1; direction <= 1; direction += 2)
    {
      g_assert_true (pollux_thing_enter (trace, POLLUX_THING_WAIT, 0, direction, &thing));
      g_assert_cmpuint (thing.index, ==, G_MAXUINT);
      g_assert_false (pollux_thing_enter (trace, POLLUX_THING_WAIT, 1, direction, &thing));
      g_assert_false (pollux_thing_enter (trace, POLLUX_THING_IDLE, 0, direction, &thing));
      g_assert_false (pollux_thing_enter (trace, POLLUX_THING_POLL, 0, direction, &thing));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thing/ranges", test_ranges);
  g_test_add_func ("/thing/stale", test_stale);
  g_test_add_func ("/thing/describe", test_describe);
  g_test_add_func ("/thing/ordinal", test_ordinal);
  g_test_add_func ("/thing/steps", test_steps);
  g_test_add_func ("/thing/enter-unpolled", test_enter_unpolled);
  g_test_add_func ("/thing/records", test_records);
  g_test_add_func ("/thing/texts", test_texts);
  g_test_add_func ("/thing/spans", test_spans);

  return g_test_run ();
}
