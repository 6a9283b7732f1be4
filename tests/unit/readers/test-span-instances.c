/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which of the spans that look alike a record is about, by small files.
 */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"

#define TS "2026-11-22T19:03:57.0000"
#define T1 "runtime.spawn{kind=task task.name= task.id=1 loc.file=\"a.rs\" loc.line=1 loc.col=5}"
#define T2 "runtime.spawn{kind=task task.name= task.id=2 loc.file=\"a.rs\" loc.line=1 loc.col=5}"
#define LIFE(n, task, message) TS #n "Z TRACE " task ": tokio::task: " message "\n"
#define SPAN(n, spans, message) TS #n "Z  INFO " spans ": app: " message "\n"
#define RESOURCE \
  "runtime.resource{concrete_type=\"Sleep\" kind=\"timer\" loc.file=\"a.rs\" loc.line=3 loc.col=4}"
#define OPERATION "runtime.resource.async_op{source=\"Sleep::new_timeout\"}"

static PolluxTrace *
load (const char *file)
{
  g_autoptr (GError) error = NULL;
  PolluxTrace *trace = fmt_load (file, strlen (file), &error);

  g_assert_no_error (error);
  return trace;
}

static const PolluxSpan *
get_span (PolluxTrace     *trace,
          PolluxTaskIndex  task,
          guint            index)
{
  return pollux_trace_get_span (trace, pollux_trace_get_task_span (trace, task, index));
}

/* A span is given another field while it lives. */
static void
test_recorded (void)
{
  g_autoptr (PolluxTrace) trace = load (
    LIFE (10, T1, "new") LIFE (11, T1, "enter") SPAN (12, T1 ":s{a=1}", "new")
    SPAN (13, T1 ":s{a=1}", "enter") SPAN (14, T1 ":s{a=1 b=2}", "exit")
    SPAN (15, T1 ":s{a=1 b=2}", "enter") SPAN (16, T1 ":s{a=1 b=2 b=3}", "exit")
    SPAN (17, T1 ":s{a=1 b=2 b=3}", "close") LIFE (18, T1, "exit"));
  const PolluxSpan *span;

  g_assert_cmpuint (pollux_trace_get_n_spans (trace), ==, 1);
  span = get_span (trace, 0, 0);
  g_assert_cmpint (span->created, ==, 2000);
  g_assert_cmpint (span->closed, ==, 7000);
  g_assert_cmpuint (pollux_trace_get_span_n_enters (trace, 0), ==, 2);
  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, 0), ==, 2);
}

/* Two tasks have a span of the same name and fields each, at the same time. */
static void
test_twins (void)
{
  g_autoptr (PolluxTrace) trace = load (
    LIFE (10, T1, "new") LIFE (11, T2, "new")
    LIFE (12, T1, "enter") SPAN (13, T1 ":s{a=1}", "new") SPAN (14, T1 ":s{a=1}", "enter")
    SPAN (15, T1 ":s{a=1}", "exit") LIFE (16, T1, "exit")
    LIFE (17, T2, "enter") SPAN (18, T2 ":s{a=1}", "new") SPAN (19, T2 ":s{a=1}", "enter")
    SPAN (20, T2 ":s{a=1}", "exit") LIFE (21, T2, "exit")
    LIFE (22, T1, "enter") SPAN (23, T1 ":s{a=1}", "enter") SPAN (24, T1 ":s{a=1}", "exit")
    SPAN (25, T1 ":s{a=1}", "close") LIFE (26, T1, "exit"));

  g_assert_cmpuint (pollux_trace_get_n_spans (trace), ==, 2);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, 0), ==, 1);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, 1), ==, 1);
  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, 0), ==, 2);
  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, 1), ==, 1);
  g_assert_cmpint (get_span (trace, 0, 0)->closed, !=, POLLUX_TIME_NONE);
  g_assert_cmpint (get_span (trace, 1, 0)->closed, ==, POLLUX_TIME_NONE);
}

/* A span made in one task is entered in another. */
static void
test_foreign_task (void)
{
  g_autoptr (PolluxTrace) trace = load (
    LIFE (10, T1, "new") LIFE (11, T2, "new")
    LIFE (12, T1, "enter") SPAN (13, T1 ":s{a=1}", "new") LIFE (14, T1, "exit")
    LIFE (15, T2, "enter") SPAN (16, T1 ":s{a=1}", "enter") SPAN (17, T1 ":s{a=1}", "exit")
    LIFE (18, T2, "exit"));

  g_assert_cmpuint (pollux_trace_get_n_spans (trace), ==, 1);
  g_assert_cmpuint (pollux_trace_get_n_task_spans (trace, 0), ==, 1);
  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, 0), ==, 0);
  g_assert_cmpuint (pollux_trace_get_n_guest_spans (trace, 1), ==, 1);
  g_assert_cmpuint (pollux_trace_get_n_span_sections (trace, 1), ==, 1);
}

/* Nested spans keep their depth, and a name with blanks is a name. */
static void
test_nested (void)
{
  g_autoptr (PolluxTrace) trace = load (
    LIFE (10, T1, "new") LIFE (11, T1, "enter")
    SPAN (12, T1 ":outer", "new") SPAN (13, T1 ":outer", "enter")
    SPAN (14, T1 ":outer:inner span{v=\"}: x\"}", "new")
    SPAN (15, T1 ":outer:inner span{v=\"}: x\"}", "enter")
    SPAN (16, T1 ":outer:inner span{v=\"}: x\"}", "exit") SPAN (17, T1 ":outer", "exit")
    LIFE (18, T1, "exit"));

  g_assert_cmpuint (pollux_trace_get_n_spans (trace), ==, 2);
  g_assert_cmpuint (get_span (trace, 0, 0)->depth, ==, 0);
  g_assert_cmpuint (get_span (trace, 0, 1)->depth, ==, 1);
  g_assert_cmpuint (get_span (trace, 0, 1)->parent, ==, 0);
  g_assert_cmpstr (pollux_trace_get_string (trace, get_span (trace, 0, 1)->name), ==,
                   "inner span");
  g_assert_cmpstr (pollux_trace_get_string (trace, get_span (trace, 0, 1)->fields), ==,
                   "v=\"}: x\"");
}

/* What a poll returned Pending from, in the words of Tokio. */
static void
test_pending (void)
{
  g_autoptr (PolluxTrace) trace = load (
    LIFE (10, T1, "new") LIFE (11, T1, "enter")
    TS "12Z TRACE " RESOURCE ": tokio::time::sleep: new\n"
    TS "13Z TRACE " RESOURCE ": runtime::resource::state_update: duration=100 "
       "duration.unit=\"ms\" duration.op=\"override\"\n"
    TS "14Z TRACE " RESOURCE ":" OPERATION ": tokio::time::sleep: new\n"
    TS "15Z TRACE " RESOURCE ":" OPERATION ": tokio::time::sleep: enter\n"
    TS "16Z TRACE " RESOURCE ":" OPERATION ": runtime::resource::poll_op: "
       "op_name=\"poll_elapsed\" is_ready=false\n"
    TS "17Z TRACE " RESOURCE ":" OPERATION ": tokio::time::sleep: exit\n"
    LIFE (18, T1, "exit") LIFE (19, T1, "enter")
    TS "20Z TRACE " RESOURCE ":" OPERATION ": runtime::resource::poll_op: "
       "op_name=\"poll_elapsed\" is_ready=true\n"
    LIFE (21, T1, "exit"));

  g_assert_cmpuint (pollux_trace_get_n_spans (trace), ==, 2);
  g_assert_cmpuint (pollux_trace_get_n_pending (trace, 0), ==, 1);
  g_assert_cmpstr (pollux_trace_get_pending (trace, 0, 0, NULL, NULL), ==, "Sleep 100 ms");
  g_assert_null (pollux_trace_get_pending (trace, 0, 1, NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/span-instances/recorded", test_recorded);
  g_test_add_func ("/span-instances/twins", test_twins);
  g_test_add_func ("/span-instances/foreign-task", test_foreign_task);
  g_test_add_func ("/span-instances/nested", test_nested);
  g_test_add_func ("/span-instances/pending", test_pending);

  return g_test_run ();
}
