/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"
#include "pollux-fmt-layer.h"

typedef struct
{
  FmtNamer *namer;
  PolluxFmtLayer *layer;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  PolluxFmtNames names;

  fixture->namer = fmt_namer_new ();
  names = fmt_namer_names (fixture->namer);
  fixture->layer = pollux_fmt_layer_new (&names);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  pollux_fmt_layer_free (fixture->layer);
  fmt_namer_free (fixture->namer);
}

static gboolean
parse (Fixture       *fixture,
       const char    *text,
       PolluxFmtLine *line)
{
  return pollux_fmt_layer_parse (fixture->layer, (PolluxSlice) { text, strlen (text) }, line);
}

#define NEW_TASK \
  "{\"op\":\"new\",\"span\":5,\"parent\":null,\"name\":\"runtime.spawn\",\"fields\":{\"kind\":" \
  "\"task\",\"task.id\":2,\"task.name\":\"a\\\"b\"},\"target\":\"tokio::task\"," \
  "\"thread\":1,\"ts\":7}"
#define NEW_SPAN \
  "{\"fields\":{\"n\":1},\"name\":\"work\",\"op\":\"new\",\"parent\":5,\"span\":8,\"target\":" \
  "\"app\",\"thread\":1,\"ts\":8}"

static PolluxFmtKind
parse_kind (Fixture         *fixture,
            const char      *text,
            PolluxFmtLine   *line,
            PolluxTaskIndex *task)
{
  g_assert_true (parse (fixture, text, line));
  return pollux_fmt_line_get_kind (line, task);
}

static void
test_life (Fixture       *fixture,
           gconstpointer  data)
{
  PolluxFmtLine line;
  PolluxTaskIndex task, other;

  g_assert_cmpint (parse_kind (fixture, NEW_TASK, &line, &task), ==, POLLUX_FMT_KIND_NEW);
  g_assert_cmpint (line.time, ==, 7);
  g_assert_nonnull (strstr (g_ptr_array_index (fixture->namer->tasks, task), "name=3:a\"b"));
  g_assert_nonnull (strstr (g_ptr_array_index (fixture->namer->tasks, task), "span=1:5"));
  g_assert_cmpint (parse_kind (fixture, "{\"op\":\"enter\",\"span\":5,\"thread\":1,\"ts\":9}",
                               &line,
                               &other), ==, POLLUX_FMT_KIND_ENTER);
  g_assert_cmpuint (other, ==, task);

  g_assert_cmpint (parse_kind (fixture, NEW_SPAN, &line, &other), ==, POLLUX_FMT_KIND_OTHER_SPAN);
  g_assert_cmpuint (line.chain, ==, task);
  g_assert_cmpuint (line.innermost.task, ==, task);

  /* In an event the span itself is the innermost, and what is around it counts. */
  g_assert_cmpint (parse_kind (fixture, "{\"op\":\"event\",\"span\":8,\"level\":\"INFO\","
                               "\"target\":"
                               "\"app\",\"fields\":{\"message\":\"new\"},\"thread\":1,\"ts\":10}",
                               &line, &other), ==, POLLUX_FMT_KIND_OTHER_SPAN);
  g_assert_cmpint (parse_kind (fixture, "{\"op\":\"event\",\"span\":8,\"level\":\"INFO\","
                               "\"target\":"
                               "\"app\",\"fields\":{\"message\":\"x\"},\"thread\":1,\"ts\":10}",
                               &line, &other), ==, POLLUX_FMT_KIND_EVENT);
  g_assert_cmpint (line.level, ==, POLLUX_LEVEL_INFO);
  g_assert_cmpuint (line.chain, ==, task);
  g_assert_cmpint (parse_kind (fixture, "{\"op\":\"event\",\"span\":5,\"target\":"
                               "\"tokio::task::waker\",\"fields\":{\"op\":\"waker.clone\","
                               "\"task.id\":2251799813685266},\"thread\":2,\"ts\":11}",
                               &line, &other), ==, POLLUX_FMT_KIND_WAKER);
  g_assert_cmpuint (line.fields.waker_id, ==, G_GUINT64_CONSTANT (2251799813685266));
  g_assert_cmpuint (line.span.task, ==, task);

  /* Closed, the span is forgotten. */
  g_assert_cmpint (parse_kind (fixture, "{\"op\":\"close\",\"span\":5,\"thread\":1,\"ts\":12}",
                               &line,
                               &other), ==, POLLUX_FMT_KIND_CLOSE);
  g_assert_cmpint (parse_kind (fixture, "{\"op\":\"enter\",\"span\":5,\"thread\":1,\"ts\":13}",
                               &line,
                               &other), ==, POLLUX_FMT_KIND_OTHER_SPAN);
}

static void
test_others (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const lines[] = {
    "", "{}", "[]", "{\"op\":\"new\"}", "{\"op\":\"enter\",\"ts\":1}", "{\"span\":5,\"ts\":1}",
    "{\"op\":\"enter\",\"span\":5,\"ts\":\"1\"}", "{\"op\":\"other\",\"span\":5,\"ts\":1}",
    "{\"op\":\"enter\",\"span\":5,\"ts\":1", "{\"op\":\"enter\",\"span\":5,\"ts\":1} x",
  };
  PolluxFmtLine line;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_false (parse (fixture, lines[i], &line));
    }
}

/* A span that is its own parent. */
static void
test_circle (Fixture       *fixture,
             gconstpointer  data)
{
  PolluxFmtLine line;

  g_assert_true (parse (fixture, "{\"op\":\"new\",\"span\":5,\"parent\":6,\"name\":\"a\",\"ts\":1}",
                        &line));
  g_assert_true (parse (fixture, "{\"op\":\"new\",\"span\":6,\"parent\":5,\"name\":\"b\",\"ts\":2}",
                        &line));
  g_assert_true (parse (fixture, "{\"op\":\"event\",\"span\":6,\"fields\":{},\"ts\":3}", &line));
  g_assert_cmpuint (line.chain, ==, POLLUX_TASK_NONE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) \
  g_test_add ("/fmt-layer/" name, Fixture, NULL, set_up, func, tear_down)

  ADD ("life", test_life);
  ADD ("others", test_others);
  ADD ("circle", test_circle);

  return g_test_run ();
}
