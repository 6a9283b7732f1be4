/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-reader.h"

#define RECORD \
  "{\"timestamp\":\"2026-11-22T19:03:57.092152Z\",\"level\":\"TRACE\",\"fields\":{\"message\":" \
  "\"exit\"},\"target\":\"tokio::task\",\"span\":{\"name\":\"runtime.spawn\"},\"spans\":[]}\n"

#define FULL \
  "2026-11-22T19:03:57.092084Z TRACE runtime.spawn{kind=task task.name= task.id=2 " \
  "loc.file=\"a.rs\" loc.line=1 loc.col=5}: tokio::task: enter\n"

static const struct
{
  const char *text;
  const char *format;
} known[] = {
  { RECORD, "tracing-fmt-json" },
  { "\xEF\xBB\xBF" RECORD, "tracing-fmt-json" },
  { "\n\n" RECORD, "tracing-fmt-json" },
  { "   Compiling tokio v1.24.2\n{\"reason\":\"build-finished\"}\n" RECORD, "tracing-fmt-json" },
  /* The rarer forms. */
  { "{\"level\":\"INFO\",\"fields\":{},\"target\":\"app\"}", "tracing-fmt-json" },
  { "{\"timestamp\":\"   0.1s\",\"fields\":{\"message\":\"enter\"}}\n", "tracing-fmt-json" },
  { "{\"timestamp\":\"x\",\"level\":\"INFO\",\"message\":\"m\",\"target\":\"app\"}\n",
    "tracing-fmt-json" },
  { "{\"fields\":{\"message\":\"new\"},\"level\":\"TRACE\",\"span\":{\"id\":1,\"name\":\"x\"},"
    "\"timestamp\":1795374424246005339}\n", "tracing-fmt-json" },
  { "{ \"timestamp\": \"x\", \"level\": \"INFO\", \"fields\": {}, \"target\": \"app\" }\n",
    "tracing-fmt-json" },
  { "{\"fields\":{},\"name\":\"runtime.resource\",\"op\":\"new\",\"parent\":null,\"span\":1,"
    "\"target\":\"tokio::sync::oneshot\",\"thread\":1,\"ts\":1795374424384291161}\n",
    "tracing-fmt-json" },
  { "web-1  | " RECORD, "tracing-fmt-json" },
  { "   Compiling app v0.1.0\n" FULL, "tracing-fmt-full" },
  { "Nov 22 19:03:57 host app[7]: " FULL, "tracing-fmt-full" },
  { "2026-11-22T19:03:57.092084Z TRACE runtime.spawn: tokio::task: enter kind=task task.name= "
    "task.id=2 loc.file=\"a.rs\" loc.line=1 loc.col=5\n", "tracing-fmt-compact" },
  { "  2026-11-22T19:03:57.092084Z TRACE tokio::task: enter\n    at a.rs:1\n"
    "    in tokio::task::runtime.spawn with kind: task, task.name: , task.id: 2\n\n",
    "tracing-fmt-pretty" },
  { "TRACE runtime.spawn{kind=task task.id=2}: tokio::task: enter\n", "tracing-fmt-full" },
  { "runtime.spawn{kind=task task.id=2}: tokio::task: enter\n", "tracing-fmt-full" },
  { "2026-11-22T19:03:57Z  INFO app: hello\n", "tracing-fmt-full" },
};

static const struct
{
  const char *text;
  gsize length; /* 0: up to its NUL */
  const char *word;
} unknown[] = {
  { "{}\n", 0, "JSON" },
  { "[]", 0, "JSON" },
  { "{\"a\": [1, 2],\n \"b\": {}}\n", 0, "JSON" },
  { "{\"traceEvents\":[{\"ph\":\"B\"}]}", 0, "JSON" },
  { "[{\"name\":\"a\",\"ph\":\"B\",\"ts\":1}]\n", 0, "JSON" },
  /* Other loggers. */
  { "{\"timestamp\":\"2026\",\"level\":\"INFO\",\"message\":\"m\"}\n", 0, "JSON" },
  { "{\"level\":\"info\",\"ts\":1.5,\"msg\":\"m\"}\n", 0, "JSON" },
  { "{\"level\":30,\"time\":1,\"pid\":1,\"hostname\":\"h\",\"msg\":\"m\"}\n", 0, "JSON" },
  { "{\"@timestamp\":\"2026\",\"level\":\"INFO\",\"fields\":3}\n", 0, "JSON" },
  { "{\"reason\":\"compiler-artifact\",\"target\":{\"kind\":[\"bin\"]}}\n", 0, "JSON" },
  { "{\"op\":\"new\",\"span\":1}\n", 0, "JSON" },
  { "hello\n", 0, "text" },
  { "[INFO] hello\n", 0, "text" },
  { "{\"broken\n", 0, "text" },
  { "zażółć\n", 0, "text" },
  { "2026-11-22 19:03:57,092 - app - INFO - hello\n", 0, "text" },
  { "I1122 19:03:57.092084 1 app.cc:5] hello\n", 0, "text" },
  { "Nov 22 19:03:57 host kernel: hello\n", 0, "text" },
  { "\x00\x01\x02\x03", 4, "recording" },
  { "\xFF\xFE\xFD\xFC\xFB\xFA", 6, "recording" },
};

static void
test_known (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (GError) error = NULL;
      const PolluxReaderClass *klass;

      g_test_message ("%s", known[i].text);
      klass = pollux_formats_detect ((const guint8 *) known[i].text, strlen (known[i].text),
                                     &error);
      g_assert_no_error (error);
      g_assert_cmpstr (klass->name, ==, known[i].format);
    }
}

static void
test_unknown (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GError) error = NULL;
      /* Of exactly its size, so that a sanitizer sees what is read beyond. */
      gsize length = unknown[i].length > 0 ? unknown[i].length : strlen (unknown[i].text);
      g_autofree char *copy = g_memdup2 (unknown[i].text, length);
      g_autofree char *printable = g_strescape (unknown[i].text, NULL);

      g_test_message ("%s", printable);
      g_assert_null (pollux_formats_detect ((const guint8 *) copy, length, &error));
      g_assert_error (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_UNKNOWN);
      g_assert_nonnull (strstr (error->message, unknown[i].word));
    }
}

static void
test_empty (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pollux_formats_detect ((const guint8 *) "", 0, &error));
  g_assert_error (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_EMPTY);
}

/* A record far into the first bytes is found; one behind them is not. */
static void
test_late (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  while (text->len < 40000)
    g_string_append (text, "   Compiling some-crate-of-many v0.1.0 (/home/dev/app)\n");
  g_string_append (text, RECORD);
  g_assert_nonnull (pollux_formats_detect ((const guint8 *) text->str, text->len, &error));

  g_string_prepend_len (text, text->str, 39000);
  g_assert_null (pollux_formats_detect ((const guint8 *) text->str, text->len, &error));
  g_assert_error (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_UNKNOWN);
}

/* Records longer than what a probe sees. */
static void
test_long (void)
{
  g_autofree char *filling = g_strnfill (POLLUX_READER_PROBE_BYTES * 2, 'x');
  g_autofree char *record = g_strdup_printf ("{\"timestamp\":\"2026-11-22T19:03:57.092152Z\","
                                             "\"level\":\"TRACE\",\"fields\":{\"message\":\"%s",
                                             filling);
  g_autofree char *json = g_strdup_printf ("{\"text\":[\"%s", filling);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (pollux_formats_detect ((const guint8 *) record, POLLUX_READER_PROBE_BYTES,
                                           &error));
  g_assert_null (pollux_formats_detect ((const guint8 *) json, POLLUX_READER_PROBE_BYTES, &error));
  g_assert_error (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_UNKNOWN);
}

static void
test_list (void)
{
  const PolluxReaderClass *const *list = pollux_formats_list ();

  g_assert_nonnull (list[0]);
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_assert_true (pollux_formats_find (list[i]->name) == list[i]);
      g_assert_nonnull (list[i]->title);
      g_assert_nonnull (list[i]->read_records);
    }
  g_assert_null (pollux_formats_find ("tracing-fmt"));
  g_assert_null (pollux_formats_find (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/formats/known", test_known);
  g_test_add_func ("/formats/unknown", test_unknown);
  g_test_add_func ("/formats/empty", test_empty);
  g_test_add_func ("/formats/late", test_late);
  g_test_add_func ("/formats/long", test_long);
  g_test_add_func ("/formats/list", test_list);

  return g_test_run ();
}
