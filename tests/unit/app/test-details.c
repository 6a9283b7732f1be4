/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-details.h"
#include "pollux-time-mode.h"

static const PolluxDetail *
find_row (const PolluxDetails *details,
          const char          *name)
{
  for (guint i = 0; i < details->rows->len; i++)
    {
      const PolluxDetail *detail = g_ptr_array_index (details->rows, i);

      if (g_str_equal (detail->name, name))
        return detail;
    }

  return NULL;
}

static void
assert_row (const PolluxDetails *details,
            const char          *name,
            const char          *value,
            PolluxThingKind      link)
{
  const PolluxDetail *row = find_row (details, name);
  g_autoptr (GString) text = NULL;

  g_assert_nonnull (row);
  text = g_string_new (row->value);
  g_string_replace (text, "\u00a0", " ", 0);
  g_assert_cmpstr (text->str, ==, value);
  g_assert_cmpint (row->link.kind, ==, link);
}

static PolluxDetails *
make (PolluxTrace     *trace,
      PolluxThingKind  kind,
      PolluxTaskIndex  task,
      guint            index)
{
  PolluxClock clock;

  pollux_time_mode_get_clock (POLLUX_TIME_MODE_RELATIVE, trace, POLLUX_TIME_NONE, &clock);
  return pollux_details_new (trace, &clock, &(PolluxThing) { kind, task, index });
}

static void
test_span (void)
{
  g_autoptr (PolluxTrace) trace = build_web_trace ();
  g_autoptr (PolluxDetails) query = make (trace, POLLUX_THING_SPAN, 1, 5);
  g_autoptr (PolluxDetails) worker = make (trace, POLLUX_THING_SPAN, 1, 2);
  g_autoptr (PolluxDetails) outside = make (trace, POLLUX_THING_SPAN, POLLUX_TASK_NONE, 0);

  g_assert_cmpstr (query->heading, ==, "web #4");
  g_assert_true (g_str_has_prefix (query->subheading, "query  sql="));
  assert_row (query, "Kind", "span of the program", POLLUX_THING_NONE);
  assert_row (query, "Lies in", "request", POLLUX_THING_SPAN);
  assert_row (query, "Created", "253.000 µs", POLLUX_THING_NONE);
  assert_row (query, "Closed", "286.000 µs", POLLUX_THING_NONE);
  assert_row (query, "Lifetime", "33.000 µs", POLLUX_THING_NONE);
  assert_row (query, "Entered", "1 time", POLLUX_THING_NONE);
  assert_row (query, "Time inside", "30.000 µs", POLLUX_THING_NONE);
  g_assert_null (find_row (query, "Created by"));
  g_assert_null (find_row (query, "Location"));

  /* Made by main, and what it lies in is shown there. */
  assert_row (worker, "Created by", "block_on #3", POLLUX_THING_POLL);
  g_assert_cmpuint (find_row (worker, "Lies in")->link.task, ==, 0);
  assert_row (worker, "Closed", "not in this trace", POLLUX_THING_NONE);
  g_assert_nonnull (outside);
  g_assert_null (make (trace, POLLUX_THING_SPAN, 1, 99999));
}

static void
test_location (void)
{
  BuildTrace build;
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (PolluxDetails) sleep = NULL;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  build_span (&build, 0, POLLUX_SPAN_NONE, POLLUX_SPAN_RESOURCE, "runtime.resource",
              "concrete_type=\"Sleep\" kind=\"timer\" loc.file=\"src/main.rs\" loc.line=14 "
              "loc.col=9", 50);
  trace = build_trace_end (&build);
  sleep = make (trace, POLLUX_THING_SPAN, 0, 0);
  g_assert_cmpstr (sleep->subheading, ==, "Sleep");
  assert_row (sleep, "Kind", "resource of Tokio", POLLUX_THING_NONE);
  assert_row (sleep, "Location", "src/main.rs:14:9", POLLUX_THING_NONE);
  assert_row (sleep, "Entered", "0 times", POLLUX_THING_NONE);
}

static void
test_pending (void)
{
  g_autoptr (PolluxTrace) trace = build_web_trace ();
  g_autoptr (PolluxDetails) poll = make (trace, POLLUX_THING_POLL, 1, 0);
  g_autoptr (PolluxDetails) last = make (trace, POLLUX_THING_POLL, 1, 1);
  g_autoptr (PolluxDetails) idle = make (trace, POLLUX_THING_IDLE, 1, 1);

  assert_row (poll, "Waits for", "Sleep 100 µs", POLLUX_THING_SPAN);
  g_assert_cmpuint (find_row (poll, "Waits for")->link.index, ==, 4);
  g_assert_null (find_row (last, "Waits for"));
  assert_row (idle, "Waits for", "Sleep 100 µs", POLLUX_THING_SPAN);
}

/* How the task of a wake was found. */
static void
test_origins (void)
{
  static const struct { PolluxWakerOrigin origin; const char *text; } origins[] = {
    { POLLUX_WAKER_DIRECT, "named in the record" },
    { POLLUX_WAKER_CLONED, "known from where the waker was cloned" },
    { POLLUX_WAKER_ELIMINATED, "the only task it can belong to" },
    { POLLUX_WAKER_ONLY_TASK, "inferred: the only task in the file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (origins); i++)
    {
      g_autoptr (PolluxBatch) batch = pollux_batch_new ();
      g_autoptr (PolluxTrace) trace = pollux_trace_new ();
      g_autoptr (PolluxDetails) wake = NULL;
      PolluxTask task = { .spawned = 0, .ended = POLLUX_TIME_NONE, .spawner = POLLUX_TASK_NONE };

      pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_CLOCK, 0);
      pollux_batch_extend (batch, 0, 100, 1);
      pollux_batch_add_task (batch, &task, "", 0, "", 0);
      pollux_batch_add_task (batch, &task, "", 0, "", 0);
      pollux_batch_add_waker (batch, 7);
      pollux_batch_map_waker (batch, 0, 0, origins[i].origin);
      pollux_batch_wake (batch, 0, 10, 1, POLLUX_TASK_NONE, FALSE);
      pollux_batch_wake (batch, 0, 20, 2, POLLUX_TASK_NONE, FALSE);
      pollux_batch_move_wake (batch, 0, 1, 20, 2);
      pollux_trace_apply (trace, batch, 0, 0);
      pollux_trace_finish (trace);

      wake = make (trace, POLLUX_THING_WAKE, 0, 0);
      assert_row (wake, "Task", origins[i].text, POLLUX_THING_NONE);
      g_clear_pointer (&wake, pollux_details_free);
      wake = make (trace, POLLUX_THING_WAKE, 1, 0);
      assert_row (wake, "Task", "inferred: most records of this waker were made in its polls",
                  POLLUX_THING_NONE);
    }
}

static void
test_uri (void)
{
  PolluxThing span = { POLLUX_THING_SPAN, POLLUX_TASK_NONE, 5 }, back;
  g_autofree char *uri = pollux_thing_to_uri (&span);

  g_assert_true (pollux_thing_from_uri (uri, &back));
  g_assert_true (pollux_thing_equal (&span, &back));
  g_assert_false (pollux_thing_from_uri ("thing:99:0:0", &back));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/details/span", test_span);
  g_test_add_func ("/details/location", test_location);
  g_test_add_func ("/details/pending", test_pending);
  g_test_add_func ("/details/origins", test_origins);
  g_test_add_func ("/details/uri", test_uri);

  return g_test_run ();
}
