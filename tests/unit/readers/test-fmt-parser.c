/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"

typedef struct
{
  FmtNamer *namer;
  PolluxFmtParser *parser;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->namer = fmt_namer_new ();
  fixture->parser = fmt_namer_parser (fixture->namer);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  pollux_fmt_parser_free (fixture->parser);
  fmt_namer_free (fixture->namer);
}

static PolluxFmtVerdict
parse (Fixture       *fixture,
       const char    *text,
       PolluxFmtLine *line)
{
  return pollux_fmt_parser_parse (fixture->parser, (PolluxSlice) { text, strlen (text) }, line);
}

static PolluxFmtKind
parse_kind (Fixture    *fixture,
            const char *text)
{
  PolluxFmtLine line;
  PolluxTaskIndex task;

  g_assert_cmpint (parse (fixture, text, &line), ==, POLLUX_FMT_GOOD);
  return pollux_fmt_line_get_kind (&line, &task);
}

#define TIME "\"timestamp\":\"2026-11-22T19:03:57.000001Z\",\"level\":\"TRACE\","
#define BLOCK_ON \
  "{\"kind\":\"block_on\",\"loc.col\":23,\"loc.file\":\"a.rs\",\"loc.line\":22,\"task.id\":1," \
  "\"task.name\":\"\",\"name\":\"runtime.spawn\"}"
#define TASK \
  "{\"kind\":\"task\",\"loc.col\":5,\"loc.file\":\"a \\\"b\\\".rs\",\"loc.line\":86," \
  "\"size.bytes\":384,\"task.id\":2,\"task.name\":\"w}1]\",\"name\":\"runtime.spawn\"}"
#define OUTER "{\"a\":1,\"name\":\"outer\"}"

static void
test_lifecycle (Fixture       *fixture,
                gconstpointer  data)
{
  PolluxFmtLine line;
  PolluxTaskIndex task;

  g_assert_cmpint (parse (fixture,
                          "{" TIME "\"fields\":{\"message\":\"new\"},\"target\":\"tokio::task\","
                          "\"filename\":\"t.rs\",\"line_number\":69,\"span\":" TASK ","
                          "\"spans\":[" BLOCK_ON "," OUTER "],\"threadName\":\"main\","
                          "\"threadId\":\"ThreadId(1)\"}", &line), ==, POLLUX_FMT_GOOD);
  g_assert_cmpint (pollux_fmt_line_get_kind (&line, &task), ==, POLLUX_FMT_KIND_NEW);
  g_assert_cmpint (line.level, ==, POLLUX_LEVEL_TRACE);
  g_assert_cmpint (line.time_kind, ==, POLLUX_FMT_TIME_EPOCH);
  g_assert_cmpint (line.time, ==, G_GINT64_CONSTANT (1795374237000001000));
  g_assert_cmpint (line.has, ==, POLLUX_FMT_HAS_THREAD * 2 - 1);
  g_assert_cmpint (line.innermost.kind, ==, POLLUX_FMT_SPAN_OTHER);
  g_assert_cmpstr (g_ptr_array_index (fixture->namer->tasks, task), ==,
                   "task kind=4:task name=4:w}1] file=8:a \"b\".rs function=0: line=1:86 column=5"
                   " tokio=1:2 span=0:0 size=1");
  g_assert_cmpstr (g_ptr_array_index (fixture->namer->tasks, line.chain), ==,
                   "task kind=8:block_on name=0: file=4:a.rs function=0: line=1:22 column=23"
                   " tokio=1:1 span=0:0 size=0");
  g_assert_cmpstr (g_ptr_array_index (fixture->namer->threads, line.thread), ==,
                   "thread id=11:ThreadId(1)");
  g_assert_cmpuint (pollux_fmt_parser_get_n_slow (fixture->parser), ==, 0);
}

/* The bytes of a span decide, known or not. */
static void
test_known (Fixture       *fixture,
            gconstpointer  data)
{
  PolluxFmtLine line;
  PolluxTaskIndex first = POLLUX_TASK_NONE;

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (parse (fixture,
                              "{" TIME "\"fields\":{\"message\":\"enter\"},\"target\":\"tokio::task"
                              "\",\"span\":" BLOCK_ON ",\"spans\":[" BLOCK_ON "]}", &line), ==,
                       POLLUX_FMT_GOOD);
      first = i == 0 ? line.span.task : first;
      g_assert_cmpuint (line.span.task, ==, first);
      g_assert_cmpuint (line.innermost.task, ==, first);
      g_assert_cmpuint (line.chain, ==, first);
      g_assert_cmpuint (fixture->namer->tasks->len, ==, 1);
    }
}

/* A broken line introduces nothing, wherever it breaks off. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  data)
{
  static const char text[] = "{" TIME "\"fields\":{\"message\":\"enter\"},"
                             "\"target\":\"tokio::task\",\"span\":" TASK ","
                             "\"spans\":[" BLOCK_ON "," TASK "],\"threadId\":\"ThreadId(1)\"}";
  PolluxFmtLine line;

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      g_autofree char *cut = g_strndup (text, length);

      g_assert_cmpint (parse (fixture, cut, &line), ==, POLLUX_FMT_INVALID);
    }
  g_assert_cmpuint (fixture->namer->tasks->len, ==, 0);
  g_assert_cmpuint (fixture->namer->threads->len, ==, 0);

  g_assert_cmpint (parse (fixture, text, &line), ==, POLLUX_FMT_GOOD);
  g_assert_cmpuint (fixture->namer->tasks->len, ==, 2);
  g_assert_cmpuint (fixture->namer->threads->len, ==, 1);
}

static void
test_verdicts (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    const char *text;
    PolluxFmtVerdict verdict;
    guint n_slow;
  } cases[] = {
    { "{}", POLLUX_FMT_GOOD, 0 },
    { "{\"a\":1}", POLLUX_FMT_GOOD, 0 },
    { "{ }", POLLUX_FMT_GOOD, 1 },
    { "{\"a\": 1}", POLLUX_FMT_GOOD, 2 },
    { "[]", POLLUX_FMT_NO_OBJECT, 3 },
    { " 7", POLLUX_FMT_NO_OBJECT, 4 },
    { "", POLLUX_FMT_INVALID, 5 },
    { "   Compiling tokio v1.24.2", POLLUX_FMT_INVALID, 6 },
  };
  PolluxFmtLine line;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (parse (fixture, cases[i].text, &line), ==, cases[i].verdict);
      g_assert_cmpuint (pollux_fmt_parser_get_n_slow (fixture->parser), ==, cases[i].n_slow);
    }
}

/* Of equal keys at the top, the first timestamp and level and the last of the
 * others are the record's own. */
static void
test_flattened (Fixture       *fixture,
                gconstpointer  data)
{
  PolluxFmtLine line;
  PolluxTaskIndex task;

  g_assert_cmpint (parse (fixture,
                          "{" TIME "\"message\":\"step\",\"timestamp\":\"fake\",\"level\":\"fake\","
                          "\"target\":\"tokio::task\",\"fields\":3,\"span\":\"s\",\"spans\":\"ss\","
                          "\"threadId\":\"t\",\"target\":\"app\",\"span\":" BLOCK_ON ",\"spans\":["
                          BLOCK_ON "],\"threadId\":\"ThreadId(2)\"}", &line), ==, POLLUX_FMT_GOOD);
  g_assert_cmpint (line.time_kind, ==, POLLUX_FMT_TIME_EPOCH);
  g_assert_cmpint (line.level, ==, POLLUX_LEVEL_TRACE);
  g_assert_cmpint (line.target, ==, POLLUX_FMT_TARGET_OTHER);
  g_assert_cmpint (line.span.kind, ==, POLLUX_FMT_SPAN_TASK);
  g_assert_cmpint (line.innermost.kind, ==, POLLUX_FMT_SPAN_TASK);
  g_assert_cmpint (line.fields.message, ==, POLLUX_FMT_MESSAGE_OTHER);
  g_assert_false (line.has & POLLUX_FMT_HAS_FIELDS);
  g_assert_cmpstr (g_ptr_array_index (fixture->namer->threads, line.thread), ==,
                   "thread id=11:ThreadId(2)");
  g_assert_cmpint (pollux_fmt_line_get_kind (&line, &task), ==, POLLUX_FMT_KIND_EVENT);

  /* The event was outside of all spans: "span" is a field. */
  g_assert_cmpint (parse (fixture, "{" TIME "\"message\":\"x\",\"span\":\"s\",\"target\":\"app\"}",
                          &line), ==, POLLUX_FMT_GOOD);
  g_assert_cmpint (line.span.kind, ==, POLLUX_FMT_SPAN_NONE);
  g_assert_false (line.has & POLLUX_FMT_HAS_SPAN);

  g_assert_cmpint (parse_kind (fixture, "{" TIME "\"message\":\"enter\",\"target\":\"tokio::task\","
                               "\"span\":" TASK ",\"spans\":[" TASK "]}"), ==,
                   POLLUX_FMT_KIND_ENTER);
  g_assert_cmpint (parse_kind (fixture, "{" TIME "\"op\":\"waker.wake\",\"task.id\":5,"
                               "\"target\":\"tokio::task::waker\"}"), ==, POLLUX_FMT_KIND_WAKER);
}

static void
test_threads (Fixture       *fixture,
              gconstpointer  data)
{
  PolluxFmtLine line;

  /* More threads than are remembered, twice. */
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"threadId\":\"ThreadId(%u)\"}", i % 200);
      g_autofree char *expected = g_strdup_printf ("ThreadId(%u)", i % 200);

      g_assert_cmpint (parse (fixture, text, &line), ==, POLLUX_FMT_GOOD);
      g_assert_nonnull (strstr (g_ptr_array_index (fixture->namer->threads, line.thread),
                                expected));
    }
  g_assert_cmpuint (fixture->namer->threads->len, ==, 200);

  /* A name is no id, unless it is one. */
  parse (fixture, "{\"threadName\":\"tokio-rt-worker\"}", &line);
  g_assert_cmpuint (line.thread, ==, POLLUX_THREAD_NONE);
  parse (fixture, "{\"threadName\":\"ThreadId(7)\"}", &line);
  g_assert_cmpstr (g_ptr_array_index (fixture->namer->threads, line.thread), ==,
                   "thread id=11:ThreadId(7)");
}

static void
test_identity (Fixture       *fixture,
               gconstpointer  data)
{
  PolluxFmtLine line;

  /* Without task.id the span's own bytes tell tasks apart. */
  parse (fixture, "{\"span\":{\"kind\":\"task\",\"spawn.location\":\"a.rs:1:2\",\"name\":"
         "\"runtime.spawn\"},\"fields\":{}}", &line);
  g_assert_nonnull (strstr (g_ptr_array_index (fixture->namer->tasks, line.span.task),
                            "file=8:a.rs:1:2"));
  g_assert_nonnull (strstr (g_ptr_array_index (fixture->namer->tasks, line.span.task),
                            "identity=66:{"));

  /* A span id, printed by a formatter of one's own. */
  parse (fixture, "{\"span\":{\"id\":2251799813685266,\"name\":\"runtime.spawn\",\"task.id\":9},"
         "\"fields\":{}}", &line);
  g_assert_nonnull (strstr (g_ptr_array_index (fixture->namer->tasks, line.span.task),
                            "tokio=1:9 span=1:2251799813685266"));

  /* The metadata's name is the last of that name. */
  parse (fixture, "{\"span\":{\"name\":\"runtime.spawn\",\"name\":\"mine\"},\"fields\":{}}", &line);
  g_assert_cmpint (line.span.kind, ==, POLLUX_FMT_SPAN_OTHER);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) \
  g_test_add ("/fmt-parser/" name, Fixture, NULL, set_up, func, tear_down)

  ADD ("lifecycle", test_lifecycle);
  ADD ("known", test_known);
  ADD ("broken", test_broken);
  ADD ("verdicts", test_verdicts);
  ADD ("flattened", test_flattened);
  ADD ("threads", test_threads);
  ADD ("identity", test_identity);

  return g_test_run ();
}
