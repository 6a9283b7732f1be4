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

/* The epoch of a civil time in UTC, by GLib. */
static gint64
utc (int    year,
     int    month,
     int    day,
     int    hour,
     int    minute,
     int    second,
     gint64 ns)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);

  return g_date_time_to_unix (time) * S + ns;
}

static void
test_times (void)
{
  struct
  {
    const char *text;
    PolluxFmtTimeKind kind;
    gint64 time;
  } times[] = {
    { "2026-11-22T19:03:57.092084Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 57, 92084000) },
    /* In the same minute now, which is remembered. */
    { "2026-11-22T19:03:57.092085Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 57, 92085000) },
    { "2026-11-22T19:03:09.1Z", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 19, 3, 9, 100000000) },
    { "2026-11-22T19:03:09Z", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 19, 3, 9, 0) },
    { "2026-11-22T19:03:09.123456789Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 9, 123456789) },
    { "2026-11-22T19:03:09.1234567891Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 9, 123456789) },
    { "2026-11-22T19:03:09.123", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 19, 3, 9, 123000000) },
    { "2026-11-22T19:03:09.Z", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:03:99Z", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:03:0xZ", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:03:09ZZ", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:03:09.5ZZ", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-11-22T19:04:00.000001Z", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 19, 4, 0, 1000) },
    { "2026-11-22T19:03:59.999999Z", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 59, 999999000) },
    { "1969-12-31T23:59:59.5Z", POLLUX_FMT_TIME_EPOCH, -S / 2 },
    { "2026-11-22T20:03:57.5+01:00", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 57, 500000000) },
    { "2026-11-22T20:03:57.961138713+00:00", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 20, 3, 57, 961138713) },
    { "2026-11-22 20:07:07.472557 +01:00", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 7, 7, 472557000) },
    { "2026-11-22 20:07:07 -02:30", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 22, 37, 7, 0) },
    { "2026-11-22 20:07:07.472557", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 20, 7, 7, 472557000) },
    { "   0.000374595s", POLLUX_FMT_TIME_UPTIME, 374595 },
    { "12.5s", POLLUX_FMT_TIME_UPTIME, 12 * S + S / 2 },
    { "9223372035.999999999s", POLLUX_FMT_TIME_UPTIME, 9223372035 * S + 999999999 },
    { "9223372036.999999999s", POLLUX_FMT_TIME_NONE, 0 },
    { "99999999999999999999.0s", POLLUX_FMT_TIME_NONE, 0 },
    { "5s", POLLUX_FMT_TIME_NONE, 0 },
    { "5.s", POLLUX_FMT_TIME_NONE, 0 },
    { ".5s", POLLUX_FMT_TIME_NONE, 0 },
    { "   ", POLLUX_FMT_TIME_NONE, 0 },
    { "1.5 s", POLLUX_FMT_TIME_NONE, 0 },
    { "1.5ms", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-13-22T19:03:57Z", POLLUX_FMT_TIME_NONE, 0 },
    { "2026-02-30T19:03:57Z", POLLUX_FMT_TIME_NONE, 0 },
    { "99999-02-30T19:03:57Z", POLLUX_FMT_TIME_NONE, 0 },
    { "9999-12-31T23:59:59Z", POLLUX_FMT_TIME_NONE, 0 },
    { "19:03:57", POLLUX_FMT_TIME_UPTIME, (19 * 3600 + 3 * 60 + 57) * S },
    { "19:03:58.25", POLLUX_FMT_TIME_UPTIME, (19 * 3600 + 3 * 60 + 58) * S + S / 4 },
    { "24:00:00", POLLUX_FMT_TIME_NONE, 0 },
    { "Nov 22 19:03:57", POLLUX_FMT_TIME_UPTIME, utc (1972, 11, 22, 19, 3, 57, 0) },
    { "11-22 19:03:57.5", POLLUX_FMT_TIME_UPTIME, utc (1972, 11, 22, 19, 3, 57, 500000000) },
    { "22/Nov/2026:19:03:57 +0100", POLLUX_FMT_TIME_EPOCH, utc (2026, 11, 22, 18, 3, 57, 0) },
    { "2026/11/22 19:03:57,125", POLLUX_FMT_TIME_EPOCH,
      utc (2026, 11, 22, 19, 3, 57, 125000000) },
    { "1795374237.092", POLLUX_FMT_TIME_EPOCH, 1795374237 * S + 92000000 },
    { "1795374237092", POLLUX_FMT_TIME_EPOCH, 1795374237 * S + 92000000 },
    { "1795374237092000001", POLLUX_FMT_TIME_EPOCH, 1795374237 * S + 92000001 },
    { "17953742370", POLLUX_FMT_TIME_NONE, 0 },
    { "fake", POLLUX_FMT_TIME_NONE, 0 },
    { "", POLLUX_FMT_TIME_NONE, 0 },
  };
  PolluxFmtClock clock = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      PolluxFmtClock fresh = { 0 };
      gint64 time = 0;

      g_test_message ("%s", times[i].text);
      g_assert_cmpint (pollux_fmt_parse_time (&clock, slice (times[i].text), &time), ==,
                       times[i].kind);
      g_assert_cmpint (time, ==, times[i].time);

      time = 0;
      g_assert_cmpint (pollux_fmt_parse_time (&fresh, slice (times[i].text), &time), ==,
                       times[i].kind);
      g_assert_cmpint (time, ==, times[i].time);
    }
}

/* A time of day is of the day that is nearest to the record before. */
static void
test_midnight (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } times[] = {
    { "23:59:58", 24 * 3600 - 2 }, { "00:00:01", 24 * 3600 + 1 }, { "23:59:59", 24 * 3600 - 1 },
    { "00:00:02", 24 * 3600 + 2 }, { "12:00:00", 36 * 3600 },     { "01:00:00", 25 * 3600 },
    { "12:00:00", 36 * 3600 },     { "23:00:00", 47 * 3600 },     { "00:00:00", 48 * 3600 },
  };
  PolluxFmtClock clock = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 time = 0;

      g_test_message ("%s", times[i].text);
      g_assert_cmpint (pollux_fmt_parse_time (&clock, slice (times[i].text), &time), ==,
                       POLLUX_FMT_TIME_UPTIME);
      g_assert_cmpint (time, ==, times[i].seconds * S);
    }
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    gint64 ns;
  } durations[] = {
    { "0.00ns", 0 },        { "7.00ns", 7 },       { "50.7\u00b5s", 50700 }, { "210\u00b5s", 210000 },
    { "102ms", 102000000 }, { "2.97ms", 2970000 }, { "1.50s", S + S / 2 },   { "1234s", 1234 * S },
    { "", POLLUX_TIME_NONE }, { "5", POLLUX_TIME_NONE }, { "ms", POLLUX_TIME_NONE },
    { "5 ms", POLLUX_TIME_NONE }, { "x", POLLUX_TIME_NONE },
    { "99999999999s", POLLUX_TIME_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_test_message ("%s", durations[i].text);
      g_assert_cmpint (pollux_fmt_parse_duration (slice (durations[i].text)), ==, durations[i].ns);
    }
}

/* Where a time stamp ends in a line. */
static void
test_measures (void)
{
  static const struct
  {
    const char *text;
    gsize length;
  } texts[] = {
    { "2026-11-22T19:03:57.092084Z TRACE x", 27 }, { "2026-11-22T19:03:57Z  INFO x", 20 },
    { "2026-11-22 20:07:07.472557 +01:00 TRACE x", 33 }, { "2026-11-22 20:07:07 TRACE", 19 },
    { "0.000374595s TRACE x", 12 }, { "19:03:57.5 INFO", 10 }, { "Nov 22 19:03:57 INFO x", 15 },
    { "Nov  2 19:03:57 INFO x", 15 }, { "1795374237.5 INFO", 12 }, { "12 INFO", 0 },
    { "TRACE x", 0 }, { "", 0 }, { "2026-11-22T19:03:57.092084ZTRACE", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i].text);
      g_assert_cmpuint (pollux_fmt_measure_time (slice (texts[i].text)), ==, texts[i].length);
    }
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
  value = string ("runtime.resource.async_op.poll");
  pollux_fmt_span_text_set (&span, slice ("name"), &value);
  g_assert_cmpint (pollux_fmt_span_text_get_kind (&span), ==, POLLUX_FMT_SPAN_RESOURCE);
  value = string ("runtime.resources");
  pollux_fmt_span_text_set (&span, slice ("name"), &value);
  g_assert_cmpint (pollux_fmt_span_text_get_kind (&span), ==, POLLUX_FMT_SPAN_OTHER);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-line/times", test_times);
  g_test_add_func ("/fmt-line/midnight", test_midnight);
  g_test_add_func ("/fmt-line/durations", test_durations);
  g_test_add_func ("/fmt-line/measures", test_measures);
  g_test_add_func ("/fmt-line/members", test_members);
  g_test_add_func ("/fmt-line/targets", test_targets);
  g_test_add_func ("/fmt-line/kinds", test_kinds);
  g_test_add_func ("/fmt-line/record", test_record);
  g_test_add_func ("/fmt-line/span", test_span);

  return g_test_run ();
}
