/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-fmt-line.h"

#define S G_GINT64_CONSTANT (1000000000)

static PolluxSlice
slice (const char *text)
{
  return (PolluxSlice) { text, strlen (text) };
}

static PolluxFmtValue
string (const char *text)
{
  return (PolluxFmtValue) { POLLUX_JSON_STRING, slice (text) };
}

static PolluxFmtValue
number (const char *text)
{
  return (PolluxFmtValue) { POLLUX_JSON_NUMBER, slice (text) };
}

static void
test_members (void)
{
  PolluxFmtClock clock = { 0 };
  PolluxFmtLine line;
  PolluxFmtValue value;

  pollux_fmt_line_init (&line);
  value = number ("1795374424246005339");
  pollux_fmt_line_set_timestamp (&line, &clock, &value);
  g_assert_cmpint (line.time_kind, ==, POLLUX_FMT_TIME_EPOCH);
  g_assert_cmpint (line.time, ==, G_GINT64_CONSTANT (1795374424246005339));
  value = number ("1.5");
  pollux_fmt_line_set_timestamp (&line, &clock, &value);
  g_assert_cmpint (line.time_kind, ==, POLLUX_FMT_TIME_NONE);
  g_assert_cmpint (line.has, ==, POLLUX_FMT_HAS_TIMESTAMP);
  value = (PolluxFmtValue) { POLLUX_JSON_NULL, slice ("null") };
  pollux_fmt_line_set_timestamp (&line, &clock, &value);
  g_assert_cmpint (line.has, ==, 0);

  value = string ("WARN");
  pollux_fmt_line_set_level (&line, &value);
  g_assert_cmpint (line.level, ==, POLLUX_LEVEL_WARN);
  g_assert_cmpint (line.has, ==, POLLUX_FMT_HAS_LEVEL);
  value = string ("warn");
  pollux_fmt_line_set_level (&line, &value);
  g_assert_cmpint (line.level, ==, POLLUX_LEVEL_NONE);
  g_assert_cmpint (line.has, ==, 0);
}

static void
test_targets (void)
{
  static const struct
  {
    const char *text;
    PolluxFmtTarget target;
  } targets[] = {
    { "tokio::task", POLLUX_FMT_TARGET_TASK },
    { "tokio::task::blocking", POLLUX_FMT_TARGET_TASK },
    { "tokio::task::waker", POLLUX_FMT_TARGET_WAKER },
    { "tokio::tasks", POLLUX_FMT_TARGET_TOKIO },
    { "tokio::sync::oneshot", POLLUX_FMT_TARGET_TOKIO },
    { "tokio", POLLUX_FMT_TARGET_OTHER },
    { "tokio_util::task", POLLUX_FMT_TARGET_OTHER },
    { "runtime::resource::poll_op", POLLUX_FMT_TARGET_RESOURCE },
    { "runtime", POLLUX_FMT_TARGET_OTHER },
    { "my tokio::task", POLLUX_FMT_TARGET_OTHER },
    { "", POLLUX_FMT_TARGET_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      PolluxFmtLine line;
      PolluxFmtValue value = string (targets[i].text);

      pollux_fmt_line_init (&line);
      pollux_fmt_line_set_target (&line, &value);
      g_assert_cmpint (line.target, ==, targets[i].target);
    }
}

typedef struct
{
  const char *what;
  PolluxFmtKind kind;
  const char *target;      /* NULL: not printed */
  const char *message;
  const char *op;
  const char *waker_id;
  const char *other;       /* the name of another field */
  PolluxFmtSpanKind span;
  PolluxFmtSpanKind innermost;
  PolluxTaskIndex innermost_task;
} KindCase;

#define TASK POLLUX_FMT_SPAN_TASK
#define RESOURCE POLLUX_FMT_SPAN_RESOURCE
#define OTHER POLLUX_FMT_SPAN_OTHER
#define NO_SPAN POLLUX_FMT_SPAN_NONE
#define WAKER "tokio::task::waker"

/* The record's own span is task 7 if it is a task. */
static const KindCase kinds[] = {
  { "new", POLLUX_FMT_KIND_NEW, "tokio::task", "new", .span = TASK },
  { "enter", POLLUX_FMT_KIND_ENTER, "tokio::task", "enter", .span = TASK },
  { "exit", POLLUX_FMT_KIND_EXIT, "tokio::task", "exit", .span = TASK },
  { "close", POLLUX_FMT_KIND_CLOSE, "tokio::task", "close", .span = TASK },
  { "close with timings", POLLUX_FMT_KIND_CLOSE, "tokio::task", "close", .other = "time.busy",
    .span = TASK },
  { "blocking", POLLUX_FMT_KIND_ENTER, "tokio::task::blocking", "enter", .span = TASK },
  { "no other record has timings", POLLUX_FMT_KIND_EVENT, "tokio::task", "exit",
    .other = "time.idle", .span = TASK },
  { "nor any other field", POLLUX_FMT_KIND_EVENT, "tokio::task", "new", .other = "x",
    .span = TASK },
  { "nor an op", POLLUX_FMT_KIND_EVENT, "tokio::task", "new", .op = "waker.wake", .span = TASK },
  { "nor a task.id", POLLUX_FMT_KIND_EVENT, "tokio::task", "new", .waker_id = "1", .span = TASK },
  { "the program's own new", POLLUX_FMT_KIND_EVENT, "app", "new", .span = TASK },
  { "the program's own close", POLLUX_FMT_KIND_EVENT, "app", "close", .span = TASK },
  { "a longer word", POLLUX_FMT_KIND_EVENT, "tokio::task", "newer", .span = TASK },
  { "no message", POLLUX_FMT_KIND_EVENT, "tokio::task", NULL, .span = TASK },
  { "a span of the program", POLLUX_FMT_KIND_OTHER_SPAN, "app", "enter", .span = OTHER },
  { "a resource", POLLUX_FMT_KIND_OTHER_SPAN, "tokio::sync::oneshot", "new", .span = RESOURCE },
  { "an event in a span", POLLUX_FMT_KIND_EVENT, "app", "step 1", .span = OTHER },
  { "an event in a task", POLLUX_FMT_KIND_EVENT, "app", "step 1", .span = TASK },
  { "an event nowhere", POLLUX_FMT_KIND_EVENT, "app", "new" },
  { "a resource's operation", POLLUX_FMT_KIND_OTHER_SPAN, "runtime::resource::poll_op", NULL,
    .other = "is_ready", .span = RESOURCE },
  { "the same outside of spans", POLLUX_FMT_KIND_OTHER_SPAN, "runtime::resource::poll_op", NULL,
    .other = "is_ready" },
  { "an event in a resource", POLLUX_FMT_KIND_EVENT, "app", "step 1", .span = RESOURCE },

  { "wake", POLLUX_FMT_KIND_WAKER, WAKER, NULL, "waker.wake", "5" },
  { "wake_by_ref", POLLUX_FMT_KIND_WAKER, WAKER, NULL, "waker.wake_by_ref", "5", .span = TASK },
  { "clone", POLLUX_FMT_KIND_WAKER, WAKER, NULL, "waker.clone", "18446744073709551615" },
  { "drop", POLLUX_FMT_KIND_WAKER, WAKER, NULL, "waker.drop", "5", .span = RESOURCE },
  { "an unknown op", POLLUX_FMT_KIND_EVENT, WAKER, NULL, "waker.sleep", "5" },
  { "no id", POLLUX_FMT_KIND_EVENT, WAKER, NULL, "waker.wake", NULL },
  { "an id beyond 64 bits", POLLUX_FMT_KIND_EVENT, WAKER, NULL, "waker.wake",
    "18446744073709551616" },
  { "a negative id", POLLUX_FMT_KIND_EVENT, WAKER, NULL, "waker.wake", "-1" },
  { "the program's own", POLLUX_FMT_KIND_EVENT, "app", NULL, "waker.wake", "5" },

  /* Without target. */
  { "new", POLLUX_FMT_KIND_NEW, NULL, "new", .span = TASK },
  { "enter", POLLUX_FMT_KIND_ENTER, NULL, "enter", .span = TASK, .innermost = TASK,
    .innermost_task = 7 },
  { "exit", POLLUX_FMT_KIND_EXIT, NULL, "exit", .span = TASK, .innermost = TASK,
    .innermost_task = 6 },
  { "the program's own", POLLUX_FMT_KIND_EVENT, NULL, "exit", .span = TASK, .innermost = TASK,
    .innermost_task = 7 },
  { "wake", POLLUX_FMT_KIND_WAKER, NULL, NULL, "waker.wake", "5" },
  { "a resource's operation", POLLUX_FMT_KIND_OTHER_SPAN, NULL, NULL, .other = "is_ready",
    .span = RESOURCE },

  /* Without current span. */
  { "enter", POLLUX_FMT_KIND_ENTER, "tokio::task", "enter", .innermost = TASK,
    .innermost_task = 7 },
  { "exit", POLLUX_FMT_KIND_EXIT, "tokio::task", "exit" },
  { "new", POLLUX_FMT_KIND_OTHER_SPAN, "tokio::task", "new", .innermost = TASK,
    .innermost_task = 3 },
  { "a resource", POLLUX_FMT_KIND_OTHER_SPAN, "tokio::sync::oneshot", "enter",
    .innermost = RESOURCE },
};

static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const KindCase *c = &kinds[i];
      PolluxFmtLine line;
      PolluxFmtValue value;
      PolluxTaskIndex task;

      g_test_message ("%s", c->what);
      pollux_fmt_line_init (&line);
      line.has = POLLUX_FMT_HAS_FIELDS;
      line.span = (PolluxFmtSpan) { c->span, c->span == TASK ? 7 : POLLUX_TASK_NONE };
      line.innermost.kind = c->innermost;
      if (c->innermost == TASK)
        line.innermost.task = c->innermost_task;

      value = string (c->target != NULL ? c->target : "");
      if (c->target != NULL)
        pollux_fmt_line_set_target (&line, &value);
      value = string (c->message != NULL ? c->message : "");
      if (c->message != NULL)
        pollux_fmt_fields_set (&line.fields, slice ("message"), &value);
      value = string (c->op != NULL ? c->op : "");
      if (c->op != NULL)
        pollux_fmt_fields_set (&line.fields, slice ("op"), &value);
      value = number (c->waker_id != NULL ? c->waker_id : "");
      if (c->waker_id != NULL)
        pollux_fmt_fields_set (&line.fields, slice ("task.id"), &value);
      value = string ("1µs");
      if (c->other != NULL)
        pollux_fmt_fields_set (&line.fields, slice (c->other), &value);

      g_assert_cmpint (pollux_fmt_line_get_kind (&line, &task), ==, c->kind);
      if (c->kind >= POLLUX_FMT_KIND_NEW && c->kind <= POLLUX_FMT_KIND_CLOSE)
        g_assert_cmpint (task, ==, c->span == TASK || c->innermost == TASK ? 7 : POLLUX_TASK_NONE);
    }
}

static void
test_record (void)
{
  static const struct
  {
    guint has;
    gboolean record;
    gboolean typical;
  } cases[] = {
    { 0, FALSE, FALSE },
    { POLLUX_FMT_HAS_FIELDS, TRUE, FALSE },
    { POLLUX_FMT_HAS_FIELDS | POLLUX_FMT_HAS_TARGET, TRUE, TRUE },
    { POLLUX_FMT_HAS_FIELDS | POLLUX_FMT_HAS_SPAN, TRUE, TRUE },
    { POLLUX_FMT_HAS_FIELDS | POLLUX_FMT_HAS_TARGET | POLLUX_FMT_HAS_ODD_SPAN, FALSE, FALSE },
    { POLLUX_FMT_HAS_LEVEL | POLLUX_FMT_HAS_TARGET | POLLUX_FMT_HAS_ODD_SPAN, TRUE, TRUE },
    { POLLUX_FMT_HAS_TIMESTAMP, FALSE, FALSE },
    { POLLUX_FMT_HAS_LEVEL, FALSE, FALSE },
    { POLLUX_FMT_HAS_THREAD | POLLUX_FMT_HAS_LEVEL, FALSE, FALSE },
    { POLLUX_FMT_HAS_TIMESTAMP | POLLUX_FMT_HAS_LEVEL, TRUE, FALSE },
    { POLLUX_FMT_HAS_LEVEL | POLLUX_FMT_HAS_TARGET, TRUE, TRUE },
    { POLLUX_FMT_HAS_TIMESTAMP | POLLUX_FMT_HAS_SPANS, TRUE, TRUE },
    { POLLUX_FMT_HAS_SPAN | POLLUX_FMT_HAS_SPANS, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PolluxFmtLine line;
      PolluxTaskIndex task;

      pollux_fmt_line_init (&line);
      line.has = cases[i].has;
      g_assert_cmpint (pollux_fmt_line_get_kind (&line, &task) != POLLUX_FMT_KIND_FOREIGN, ==,
                       cases[i].record);
      g_assert_cmpint (pollux_fmt_line_is_typical (&line), ==, cases[i].typical);
    }
}

static void
test_span (void)
{
  PolluxFmtSpanText span = { 0 };
  PolluxFmtValue value;

  value = string ("mine");
  pollux_fmt_span_text_set (&span, slice ("name"), &value);
  g_assert_cmpint (pollux_fmt_span_text_get_kind (&span), ==, POLLUX_FMT_SPAN_OTHER);
  value = number ("18446744073709551615");
  pollux_fmt_span_text_set (&span, slice ("task.id"), &value);
  g_assert_true (span.task.has_tokio_id);
  g_assert_cmpuint (span.task.tokio_id, ==, G_MAXUINT64);
  value = string ("5");
  pollux_fmt_span_text_set (&span, slice ("task.id"), &value);
  g_assert_false (span.task.has_tokio_id);

  value = string ("src/main.rs:3:4");
  pollux_fmt_span_text_set (&span, slice ("spawn.location"), &value);
  g_assert_true (pollux_slice_equal (span.task.file, value.text));
  g_assert_false (span.task.has_line);
  value = number ("12");
  pollux_fmt_span_text_set (&span, slice ("loc.line"), &value);
  g_assert_true (span.task.has_line);
  g_assert_cmpuint (span.task.line, ==, 12);
  g_assert_false (span.task.has_size);
  pollux_fmt_span_text_set (&span, slice ("size.bytes"), &value);
  g_assert_true (span.task.has_size);

  value = string ("runtime.spawn");
  pollux_fmt_span_text_set (&span, slice ("name"), &value);
  g_assert_cmpint (pollux_fmt_span_text_get_kind (&span), ==, POLLUX_FMT_SPAN_TASK);
  value = string ("runtime.resource");
  pollux_fmt_span_text_set (&span, slice ("name"), &value);
  g_assert_cmpint (pollux_fmt_span_text_get_kind (&span), ==, POLLUX_FMT_SPAN_RESOURCE);
  value = string ("runtime.resource.async_op");
  pollux_fmt_span_text_set (&span, slice ("name"), &value);
  g_assert_cmpint (pollux_fmt_span_text_get_kind (&span), ==, POLLUX_FMT_SPAN_OPERATION);
  value = string ("runtime.resource.async_op.poll");
  pollux_fmt_span_text_set (&span, slice ("name"), &value);
  g_assert_cmpint (pollux_fmt_span_text_get_kind (&span), ==, POLLUX_FMT_SPAN_POLLING);
  value = string ("runtime.resources");
  pollux_fmt_span_text_set (&span, slice ("name"), &value);
  g_assert_cmpint (pollux_fmt_span_text_get_kind (&span), ==, POLLUX_FMT_SPAN_OTHER);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-line/members", test_members);
  g_test_add_func ("/fmt-line/targets", test_targets);
  g_test_add_func ("/fmt-line/kinds", test_kinds);
  g_test_add_func ("/fmt-line/record", test_record);
  g_test_add_func ("/fmt-line/span", test_span);

  return g_test_run ();
}
