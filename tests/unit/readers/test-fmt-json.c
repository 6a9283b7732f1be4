/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The reader on files as they come from the world: with other lines between,
 * cut, broken, hostile.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-json.h"
#include "pollux-lines.h"
#include "pollux-trace.h"

#define HEAD(second) \
  "{\"timestamp\":\"2026-11-22T19:03:" second "Z\",\"level\":\"TRACE\",\"fields\":"
#define SPAN \
  "\"span\":{\"kind\":\"task\",\"task.id\":7,\"task.name\":\"w\",\"name\":\"runtime.spawn\"}"
#define LIFE(second, message) \
  HEAD (second) "{\"message\":\"" message "\"},\"target\":\"tokio::task\"," SPAN ",\"spans\":[]}"
#define WAKER(second, op) \
  HEAD (second) "{\"op\":\"waker." op "\",\"task.id\":18446744073709551615}," \
  "\"target\":\"tokio::task::waker\"," SPAN "}"

/* A task with one poll of a second. */
#define TASK LIFE ("01", "new") "\n" LIFE ("02", "enter") "\n" LIFE ("03", "exit") "\n"

static PolluxTrace *
load_source (PolluxSource  *source,
             GError       **error)
{
  const PolluxReaderClass *klass = &pollux_fmt_json_class;
  PolluxReader *reader = klass->open (klass, source);
  PolluxTrace *trace = pollux_trace_new ();
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (PolluxBatch) batch = pollux_batch_new ();

      more = klass->next_batch (reader, batch, NULL, error);
      pollux_trace_apply (trace, batch, 0, 0);
    }
  klass->close (reader);
  pollux_trace_finish (trace);
  return trace;
}

static PolluxTrace *
load_length (const char *bytes,
             gsize       length)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, length);
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (copy);
  g_autoptr (GError) error = NULL;
  PolluxTrace *trace = load_source (source, &error);

  g_assert_no_error (error);
  return trace;
}

static PolluxTrace *
load (const char *text)
{
  return load_length (text, strlen (text));
}

static PolluxTotals
totals_of (PolluxTrace *trace)
{
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  return totals;
}

static void
assert_task (PolluxTrace *trace)
{
  PolluxPoll poll;

  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 1);
  g_assert_cmpuint (pollux_lane_get_n_polls (pollux_trace_get_lane (trace, 0)), ==, 1);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 0), 0, &poll);
  g_assert_cmpint (poll.end - poll.start, ==, G_GINT64_CONSTANT (1000000000));
}

/* --- what is read ---------------------------------------------------------- */

static void
test_plain (void)
{
  g_autoptr (PolluxTrace) trace = load (TASK LIFE ("04", "close") "\n");
  PolluxRange extent = pollux_trace_get_extent (trace);

  assert_task (trace);
  g_assert_true (pollux_trace_is_complete (trace));
  g_assert_cmpstr (pollux_trace_get_format (trace), ==, "tracing-fmt-json");
  g_assert_cmpint (pollux_trace_get_time_kind (trace), ==, POLLUX_TIME_KIND_EPOCH);
  g_assert_cmpint (pollux_trace_get_origin (trace), ==, G_GINT64_CONSTANT (1795374181000000000));
  g_assert_cmpint (extent.begin, ==, 0);
  g_assert_cmpint (extent.end, ==, G_GINT64_CONSTANT (3000000000));
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_RECORDS), ==, 4);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_FOREIGN), ==, 0);
}

static void
test_waker (void)
{
  g_autoptr (PolluxTrace) trace = load (LIFE ("01", "new") "\n" LIFE ("02", "enter") "\n"
                                        WAKER ("02", "clone") "\n" LIFE ("03", "exit") "\n"
                                        WAKER ("04", "wake") "\n" WAKER ("04", "drop") "\n");
  PolluxTotals totals = totals_of (trace);

  g_assert_cmpuint (totals.n_wakes, ==, 1);
  g_assert_cmpuint (totals.n_wakes_resolved, ==, 1);
  g_assert_cmpuint (totals.n_waker_clones, ==, 1);
  g_assert_cmpuint (totals.n_waker_drops, ==, 1);
}

/* 2^64 - 1 and its neighbour are two wakers, also where json-glib reads. */
static void
test_waker_ids (void)
{
  g_autoptr (PolluxTrace) trace
    = load (TASK HEAD ("04") "{\"op\":\"waker.wake\",\"task.id\":18446744073709551615},"
            "\"target\":\"tokio::task::waker\"}\n"
            HEAD ("05") "{\"op\":\"waker.wake\",\"task.id\": 18446744073709551614},"
            "\"target\":\"tokio::task::waker\"}\n");
  PolluxLooseWake wake;

  g_assert_cmpuint (pollux_trace_get_n_loose_wakes (trace), ==, 2);
  pollux_trace_get_loose_wake (trace, 0, &wake);
  g_assert_cmpuint (wake.waker_id, ==, G_MAXUINT64);
  pollux_trace_get_loose_wake (trace, 1, &wake);
  g_assert_cmpuint (wake.waker_id, ==, G_MAXUINT64 - 1);
  g_assert_cmpuint (wake.wake.record, ==, 4);
}

static void
test_events (void)
{
  g_autoptr (PolluxTrace) trace
    = load (LIFE ("01", "enter") "\n"
            "{\"timestamp\":\"2026-11-22T19:03:02Z\",\"level\":\"WARN\",\"fields\":{\"message\":"
            "\"new\"},\"target\":\"app\"," SPAN "}\n"
            "{\"timestamp\":\"2026-11-22T19:03:02Z\",\"level\":\"TRACE\",\"fields\":{\"is_ready\":"
            "true},\"target\":\"runtime::resource::poll_op\"," SPAN "}\n"
            "{\"timestamp\":\"2026-11-22T19:03:02Z\",\"level\":\"INFO\",\"fields\":{\"message\":"
            "\"enter\"},\"target\":\"app\",\"span\":{\"name\":\"outer\"}}\n"
            LIFE ("03", "exit") "\n");
  PolluxLogEvent event;

  g_assert_cmpuint (pollux_trace_get_n_events (trace), ==, 1);
  pollux_trace_get_event (trace, 0, &event);
  g_assert_cmpint (event.level, ==, POLLUX_LEVEL_WARN);
  g_assert_cmpuint (event.task, ==, 0);
  g_assert_cmpuint (event.record, ==, 1);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_OTHER_SPANS), ==, 2);
  g_assert_cmpuint (totals_of (trace).n_polls, ==, 1);
}

static void
test_times (void)
{
  static const struct
  {
    const char *first;
    const char *second;
    PolluxTimeKind kind;
    gint64 busy;
  } cases[] = {
    { "\"timestamp\":\"2026-11-22T20:03:01.5+01:00\",", "\"timestamp\":\"2026-11-22T19:03:02Z\",",
      POLLUX_TIME_KIND_EPOCH, 500000000 },
    { "\"timestamp\":\"   0.000374595s\",", "\"timestamp\":\"   1.000374600s\",",
      POLLUX_TIME_KIND_CLOCK, 1000000005 },
    { "\"timestamp\":1795374424246005339,", "\"timestamp\":1795374424246005340,",
      POLLUX_TIME_KIND_EPOCH, 1 },
    { "\"level\":\"INFO\",", "\"level\":\"INFO\",", POLLUX_TIME_KIND_ORDINAL, 1 },
    { "\"timestamp\":\"just now\",", "\"timestamp\":\"later\",", POLLUX_TIME_KIND_ORDINAL, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
        = g_strdup_printf ("{%s\"fields\":{\"message\":\"enter\"},\"target\":\"tokio::task\"," SPAN
                           "}\n{%s\"fields\":{\"message\":\"exit\"},\"target\":\"tokio::task\","
                           SPAN "}\n", cases[i].first, cases[i].second);
      g_autoptr (PolluxTrace) trace = load (text);
      PolluxPoll poll;

      g_test_message ("%s", text);
      g_assert_true (pollux_trace_is_complete (trace));
      g_assert_cmpint (pollux_trace_get_time_kind (trace), ==, cases[i].kind);
      g_assert_cmpuint (pollux_lane_get_n_polls (pollux_trace_get_lane (trace, 0)), ==, 1);
      pollux_lane_get_poll (pollux_trace_get_lane (trace, 0), 0, &poll);
      g_assert_cmpint (poll.end - poll.start, ==, cases[i].busy);
    }
}

/* Without the current span, the list says who was entered, and the order who
 * was left. */
static void
test_anonymous (void)
{
#define ANONYMOUS(second, message, spans) \
  HEAD (second) "{\"message\":\"" message "\"},\"target\":\"tokio::task\",\"spans\":[" spans "]}\n"
#define ONE "{\"task.id\":1,\"name\":\"runtime.spawn\"}"
#define TWO "{\"task.id\":2,\"name\":\"runtime.spawn\"}"
  g_autoptr (PolluxTrace) trace
    = load (ANONYMOUS ("01", "enter", ONE) ANONYMOUS ("02", "enter", ONE "," TWO)
            ANONYMOUS ("03", "exit", ONE) ANONYMOUS ("05", "exit", "")
            ANONYMOUS ("06", "exit", ""));
  PolluxPoll poll;

  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 2);
  g_assert_cmpuint (totals_of (trace).n_open_polls, ==, 0);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 0), 0, &poll);
  g_assert_cmpint (poll.end - poll.start, ==, G_GINT64_CONSTANT (4000000000));
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 1), 0, &poll);
  g_assert_cmpint (poll.end - poll.start, ==, G_GINT64_CONSTANT (1000000000));
}

/* Who spawned a task is who was being polled, also where the list ends in the
 * new span itself. */
static void
test_spawner (void)
{
#define NESTED(second, message, span, spans) \
  HEAD (second) "{\"message\":\"" message "\"},\"target\":\"tokio::task\",\"span\":" span "," \
  "\"spans\":[" spans "]}\n"
  static const char *const lists[] = { ONE, ONE "," TWO, "" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *text = g_strdup_printf (NESTED ("01", "enter", ONE, ONE)
                                               NESTED ("02", "new", TWO, "%s"), lists[i]);
      g_autoptr (PolluxTrace) trace = load (text);

      g_assert_cmpuint (pollux_trace_get_task (trace, 1)->spawner, ==,
                        i < 2 ? 0 : POLLUX_TASK_NONE);
    }
}

/* --- what is not read ------------------------------------------------------ */

static void
test_foreign (void)
{
  g_autoptr (PolluxTrace) trace
    = load ("   Compiling tokio v1.24.2\n"
            "{\"reason\":\"compiler-artifact\",\"target\":{\"kind\":[\"bin\"]}}\n"
            "\n"
            TASK
            "thread 'main' panicked at src/main.rs:3:5:\n"
            "note: run with `RUST_BACKTRACE=1`\r\n"
            "[1,2,3]\n"
            "   \n"
            LIFE ("04", "close") "\r\n"
            "null\n");

  assert_task (trace);
  g_assert_true (pollux_trace_is_complete (trace));
  g_assert_cmpuint (pollux_trace_get_n_damages (trace), ==, 0);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_FOREIGN), ==, 6);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_RECORDS), ==, 4);
  /* A record's number is its line. */
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->spawn_record, ==, 3);
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->end_record, ==, 10);
}

static void
assert_damage (PolluxTrace *trace,
               guint        index,
               guint64      offset,
               guint64      line,
               guint64      n_records,
               const char  *word)
{
  const PolluxDamage *damage;

  g_assert_cmpuint (pollux_trace_get_n_damages (trace), >, index);
  damage = pollux_trace_get_damage (trace, index);
  g_assert_cmpuint (damage->offset, ==, offset);
  g_assert_cmpuint (damage->line, ==, line);
  g_assert_cmpuint (damage->records, ==, n_records);
  g_assert_nonnull (strstr (damage->message, word));
  g_assert_false (pollux_trace_is_complete (trace));
}

static void
test_damage (void)
{
  static const char broken[] = "{\"timestamp\":\"2026-11-22T19:03:01Z\",\"level\":\"TRA";
  static const char tail[] = "CE\",\"name\":\"runtime.spawn\"},\"spans\":[]}";
  g_autofree char *text = g_strdup_printf ("%s\n%s\n" TASK "%s\n" LIFE ("04", "close") "\n",
                                           broken, tail, broken);
  gsize first = strlen (broken) + 1 + strlen (tail) + 1;
  g_autoptr (PolluxTrace) trace = load (text);

  assert_task (trace);
  g_assert_cmpuint (pollux_trace_get_n_damages (trace), ==, 2);
  assert_damage (trace, 0, 0, 1, 2, "broken");
  assert_damage (trace, 1, first + strlen (TASK), 6, 1, "broken");
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_FOREIGN), ==, 0);
}

/* Wherever a file ends in its last record, that record is cut, unless only
 * the line's end is missing. */
static void
test_cut (void)
{
  static const char last[] = LIFE ("04", "close");

  for (gsize length = 2; length < sizeof last; length++)
    {
      g_autofree char *text = g_strdup_printf ("%s%.*s", TASK, (int) length, last);
      g_autoptr (PolluxTrace) trace = load (text);

      assert_task (trace);
      if (length + 1 < sizeof last)
        assert_damage (trace, 0, strlen (TASK), 4, 1, "middle");
      else
        g_assert_true (pollux_trace_is_complete (trace));
      g_assert_cmpint (pollux_trace_get_task (trace, 0)->ended != POLLUX_TIME_NONE, ==,
                       length + 1 == sizeof last);
    }
}

static void
test_bytes (void)
{
  static const char text[] = "\xEF\xBB\xBF" TASK "{\"timestamp\":\"\0\"}\n" "{\"a\":\"\xFF\"}\n"
                             "\0\0\0\n" LIFE ("04", "close") "\n";
  g_autoptr (PolluxTrace) trace = load_length (text, sizeof text - 1);

  assert_task (trace);
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->spawn_record, ==, 0);
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->end_record, ==, 6);
  g_assert_cmpuint (pollux_trace_get_n_damages (trace), ==, 1);
  assert_damage (trace, 0, 3 + strlen (TASK), 4, 2, "broken");
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_FOREIGN), ==, 1);
}

/* Where records are missing, the exit of a poll may be among them. */
static void
test_gap (void)
{
  g_autoptr (PolluxTrace) trace
    = load (LIFE ("01", "enter") "\n{\"broken\n" LIFE ("02", "enter") "\n"
            LIFE ("03", "exit") "\n");

  g_assert_cmpuint (totals_of (trace).n_polls, ==, 2);
  g_assert_cmpuint (totals_of (trace).n_open_polls, ==, 1);
}

static void
test_other_time (void)
{
  g_autoptr (PolluxTrace) trace
    = load (TASK "{\"timestamp\":\"1.5s\",\"level\":\"TRACE\",\"fields\":{\"message\":\"close\"},"
            "\"target\":\"tokio::task\"," SPAN "}\n" LIFE ("04", "close") "\n");

  assert_task (trace);
  assert_damage (trace, 0, strlen (TASK), 4, 1, "time");
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->end_record, ==, 4);
}

/* Times so far apart that their distance is no number. */
static void
test_far_time (void)
{
  g_autoptr (PolluxTrace) trace
    = load (TASK "{\"timestamp\":-9000000000000000000,\"level\":\"TRACE\",\"fields\":"
            "{\"message\":\"enter\"},\"target\":\"tokio::task\"," SPAN "}\n"
            "{\"timestamp\":9000000000000000000,\"level\":\"TRACE\",\"fields\":"
            "{\"message\":\"exit\"},\"target\":\"tokio::task\"," SPAN "}\n"
            LIFE ("04", "close") "\n");
  PolluxRange extent = pollux_trace_get_extent (trace);

  assert_task (trace);
  assert_damage (trace, 0, strlen (TASK), 4, 2, "time");
  g_assert_cmpint (extent.end - extent.begin, <, G_GINT64_CONSTANT (10000000000));
}

/* A line of 100 MB costs neither its size in memory nor the lines behind it. */
static void
test_long_line (void)
{
  gsize length = 100 * 1000 * 1000;
  g_autoptr (GString) text = g_string_new (TASK "{\"timestamp\":\"");
  g_autofree char *filling = g_strnfill (length, 'x');
  g_autoptr (PolluxTrace) trace = NULL;

  g_string_append_len (text, filling, length);
  g_string_append (text, "\"}\n" LIFE ("04", "close") "\n");
  trace = load_length (text->str, text->len);

  assert_task (trace);
  assert_damage (trace, 0, strlen (TASK), 4, 1, "16 MiB");
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->end_record, ==, 4);
}

/* However much is broken, the list of it stays short. */
static void
test_much_damage (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PolluxTrace) trace = NULL;
  guint64 n_records = 0;

  for (guint i = 0; i < 30000; i++)
    g_string_append (text, i % 2 ? LIFE ("04", "enter") "\n" : "{\"broken\n");
  trace = load (text->str);

  g_assert_cmpuint (pollux_trace_get_n_damages (trace), <=, 256);
  for (guint i = 0; i < pollux_trace_get_n_damages (trace); i++)
    n_records += pollux_trace_get_damage (trace, i)->records;
  g_assert_cmpuint (n_records, ==, 15000);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_RECORDS), ==, 15000);
}

typedef struct
{
  const char *text;
  gsize at;
} Feed;

static gssize
read_then_fail (gpointer   user_data,
                void      *buffer,
                gsize      size,
                GError   **error)
{
  Feed *feed = user_data;
  gsize n = MIN (size, strlen (feed->text) - feed->at);

  if (n == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "broken disk");
      return -1;
    }
  memcpy (buffer, feed->text + feed->at, n);
  feed->at += n;
  return n;
}

/* What was read before an error is kept. */
static void
test_read_error (void)
{
  Feed feed = { TASK, 0 };
  Feed nothing = { "", 0 };
  g_autoptr (PolluxSource) source = pollux_source_new (read_then_fail, &feed, NULL, -1);
  g_autoptr (PolluxSource) dead = pollux_source_new (read_then_fail, &nothing, NULL, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PolluxTrace) trace = load_source (source, &error);
  g_autoptr (PolluxTrace) empty = NULL;

  g_assert_no_error (error);
  assert_task (trace);
  assert_damage (trace, 0, strlen (TASK), 4, 0, "broken disk");

  empty = load_source (dead, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_nothing (void)
{
  static const char *const texts[] = { "no record\nat all\n", "{\"broken\n", "\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
      g_autoptr (GError) error = NULL;
      g_autoptr (PolluxTrace) trace = load_source (source, &error);

      g_assert_error (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_CORRUPT);
    }
}

static void
test_cancelled (void)
{
  const PolluxReaderClass *klass = &pollux_fmt_json_class;
  g_autoptr (GBytes) bytes = g_bytes_new_static (TASK, strlen (TASK));
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
  g_autoptr (PolluxBatch) batch = pollux_batch_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  PolluxReader *reader = klass->open (klass, source);

  g_cancellable_cancel (cancellable);
  g_assert_false (klass->next_batch (reader, batch, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  klass->close (reader);
}

/* --- records again --------------------------------------------------------- */

static PolluxRecordText *
read_again (PolluxTrace  *trace,
            const char   *text,
            PolluxRecord  record)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
  g_autoptr (GError) error = NULL;
  PolluxRecordText *again;
  PolluxRecord marked;
  guint64 offset;

  g_assert_true (pollux_trace_find_mark (trace, record, &marked, &offset));
  g_assert_cmpuint (record - marked, <, 1024);
  g_assert_true (pollux_source_skip (source, offset, &error));
  again = pollux_reader_class_read_record (&pollux_fmt_json_class, source, marked, record, NULL,
                                           &error);
  g_assert_no_error (error);
  return again;
}

/* Any line is found from the nearest mark. */
static void
test_marks (void)
{
  g_autoptr (GString) text = g_string_new (LIFE ("01", "new") "\n");
  g_autoptr (PolluxTrace) trace = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 1; i < 5000; i++)
    g_string_append_printf (text, i % 3 ? "{\"fields\":{\"message\":\"%u\"},\"timestamp\":"
                            "\"2026-11-22T19:03:01Z\"}\n" : "line %u\n", i);
  trace = load (text->str);
  lines = g_strsplit (text->str, "\n", -1);

  for (guint i = 0; i < 5000; i += 321)
    {
      g_autoptr (PolluxRecordText) again = read_again (trace, text->str, i);

      g_assert_cmpstr (again->text, ==, lines[i]);
      g_assert_cmpuint (again->line, ==, i + 1);
      g_assert_cmpuint (again->offset, ==, strstr (text->str, lines[i]) - text->str);
      g_assert_false (again->cut);
    }
}

static void
test_fields (void)
{
  static const char text[] =
    "{\"timestamp\":\"2026-11-22T19:03:57.2Z\",\"level\":\"INFO\",\"fields\":{\"message\":"
    "\"a \\\"b\\\"\\n\\u0000c\",\"big\":18446744073709551615,\"f\":1.0,\"t\":true,\"n\":null,"
    "\"list\":[1, {}]},\"target\":\"app\",\"span\":{\"a\":1,\"a\":2,\"name\":\"inner\"},\"spans\":["
    "{\"task.id\":2,\"name\":\"runtime.spawn\"},{\"a\":1,\"name\":\"inner\"}],"
    "\"threadId\":\"T(1)\"}";
  static const char *const expected[] = {
    "", "timestamp", "2026-11-22T19:03:57.2Z",
    "", "level", "INFO",
    "fields", "message", "a \"b\"\n\xEF\xBF\xBD" "c",
    "fields", "big", "18446744073709551615",
    "fields", "f", "1.0",
    "fields", "t", "true",
    "fields", "n", "null",
    "fields", "list", "[1, {}]",
    "", "target", "app",
    "span", "a", "1",
    "span", "a", "2",
    "span", "name", "inner",
    "runtime.spawn", "task.id", "2",
    "runtime.spawn", "name", "runtime.spawn",
    "inner", "a", "1",
    "inner", "name", "inner",
    "", "threadId", "T(1)",
  };
  g_autoptr (PolluxTrace) trace = load (text);
  g_autoptr (PolluxRecordText) again = read_again (trace, text, 0);

  g_assert_cmpstr (again->text, ==, text);
  g_assert_cmpuint (again->fields->len * 3, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < again->fields->len; i++)
    {
      const PolluxField *field = g_ptr_array_index (again->fields, i);

      g_assert_cmpstr (field->group, ==, expected[i * 3]);
      g_assert_cmpstr (field->name, ==, expected[i * 3 + 1]);
      g_assert_cmpstr (field->value, ==, expected[i * 3 + 2]);
    }
}

static void
test_no_record (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (TASK, strlen (TASK));
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (pollux_reader_class_read_record (&pollux_fmt_json_class, source, 0, 3, NULL,
                                                  &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-json/plain", test_plain);
  g_test_add_func ("/fmt-json/waker", test_waker);
  g_test_add_func ("/fmt-json/waker-ids", test_waker_ids);
  g_test_add_func ("/fmt-json/events", test_events);
  g_test_add_func ("/fmt-json/times", test_times);
  g_test_add_func ("/fmt-json/anonymous", test_anonymous);
  g_test_add_func ("/fmt-json/spawner", test_spawner);
  g_test_add_func ("/fmt-json/foreign", test_foreign);
  g_test_add_func ("/fmt-json/damage", test_damage);
  g_test_add_func ("/fmt-json/cut", test_cut);
  g_test_add_func ("/fmt-json/bytes", test_bytes);
  g_test_add_func ("/fmt-json/gap", test_gap);
  g_test_add_func ("/fmt-json/other-time", test_other_time);
  g_test_add_func ("/fmt-json/far-time", test_far_time);
  g_test_add_func ("/fmt-json/long-line", test_long_line);
  g_test_add_func ("/fmt-json/much-damage", test_much_damage);
  g_test_add_func ("/fmt-json/read-error", test_read_error);
  g_test_add_func ("/fmt-json/nothing", test_nothing);
  g_test_add_func ("/fmt-json/cancelled", test_cancelled);
  g_test_add_func ("/fmt-json/marks", test_marks);
  g_test_add_func ("/fmt-json/fields", test_fields);
  g_test_add_func ("/fmt-json/no-record", test_no_record);

  return g_test_run ();
}
