/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How records begin: every form that the options of the recorder, and of what
 * may stand in front of it, can give. And what is learned from the beginning
 * of a file.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-head.h"

typedef struct
{
  const char *text;
  PolluxFmtTimeKind kind;
  gint64 time;
} Stamp;

static const Stamp stamps[] = {
  { "2026-11-22T19:03:57.092084Z", POLLUX_FMT_TIME_EPOCH, G_GINT64_CONSTANT (1795374237092084000) },
  { "2026-11-22T19:03:57.1Z", POLLUX_FMT_TIME_EPOCH, G_GINT64_CONSTANT (1795374237100000000) },
  { "2026-11-22T20:03:57.961138713+01:00", POLLUX_FMT_TIME_EPOCH,
    G_GINT64_CONSTANT (1795374237961138713) },
  { "2026-11-22 20:07:07.472557 +01:00", POLLUX_FMT_TIME_EPOCH,
    G_GINT64_CONSTANT (1795374427472557000) },
  { "   0.000374595s", POLLUX_FMT_TIME_UPTIME, 374595 },
  { "12345.000000001s", POLLUX_FMT_TIME_UPTIME, G_GINT64_CONSTANT (12345000000001) },
  { "", POLLUX_FMT_TIME_NONE, 0 },
};

static const struct
{
  const char *text;
  const char *colour;
  PolluxLevel level;
} levels[] = {
  { "TRACE", "\033[35m", POLLUX_LEVEL_TRACE }, { "DEBUG", "\033[34m", POLLUX_LEVEL_DEBUG },
  { " INFO", "\033[32m", POLLUX_LEVEL_INFO },  { " WARN", "\033[33m", POLLUX_LEVEL_WARN },
  { "ERROR", "\033[31m", POLLUX_LEVEL_ERROR }, { "", "", POLLUX_LEVEL_NONE },
};

static const struct
{
  const char *text;
  const char *name;
  const char *id;
} threads[] = {
  { "", "", "" },
  { "ThreadId(01) ", "", "ThreadId(01)" },
  { "           main ThreadId(01) ", "main", "ThreadId(01)" },
  { "tokio rt worker ThreadId(123) ", "tokio rt worker", "ThreadId(123)" },
};

static const char *const prefixes[] = {
  "", "web-1  | ", "Nov 22 19:03:57 host shop[812]: ", "pod/web-5d4f app ",
};

/* Which of them has a time of its own. */
#define SYSLOG 2

#define REST "runtime.spawn{kind=task}: tokio::task: new"

static PolluxSlice
slice (const char *text)
{
  return (PolluxSlice) { text, strlen (text) };
}

static void
check_slice (PolluxSlice  found,
             const char  *expected)
{
  g_autofree char *text = g_strndup (found.length > 0 ? found.bytes : "", found.length);

  g_assert_cmpstr (text, ==, expected);
}

static void
check_head (guint    stamp,
            guint    level,
            guint    thread,
            guint    prefix,
            gboolean ansi)
{
  PolluxFmtShape shape = {
    .timed = stamps[stamp].kind != POLLUX_FMT_TIME_NONE,
    .leveled = levels[level].level != POLLUX_LEVEL_NONE,
    .threaded = threads[thread].id[0] != '\0',
    .prefixed = prefixes[prefix][0] != '\0',
    .ansi = ansi,
  };
  g_autoptr (GString) line = g_string_new (prefixes[prefix]);
  PolluxFmtClock clock = { 0 };
  PolluxFmtHead head;

  if (shape.timed)
    g_string_append_printf (line, "%s%s%s ", ansi ? "\033[2m" : "", stamps[stamp].text,
                            ansi ? "\033[0m" : "");
  if (shape.leveled)
    g_string_append_printf (line, "%s%s%s ", ansi ? levels[level].colour : "",
                            levels[level].text, ansi ? "\033[0m" : "");
  g_string_append_printf (line, "%s" REST, threads[thread].text);

  g_test_message ("%s", line->str);
  g_assert_true (pollux_fmt_head_parse (&shape, &clock, slice (line->str), &head));
  g_assert_cmpint (head.time_kind, ==, stamps[stamp].kind);
  if (shape.timed)
    g_assert_cmpint (head.time, ==, stamps[stamp].time);
  g_assert_cmpint (head.level, ==, levels[level].level);
  check_slice (head.thread_id, threads[thread].id);
  check_slice (head.thread_name, threads[thread].name);
  check_slice (head.rest, REST);
  if (shape.prefixed)
    g_assert_true (g_str_has_prefix (line->str, prefixes[prefix]));
  if (shape.prefixed && shape.timed && !ansi && stamps[stamp].kind == POLLUX_FMT_TIME_EPOCH)
    check_slice (head.prefix, prefixes[prefix]);
}

static void
test_heads (void)
{
  for (guint stamp = 0; stamp < G_N_ELEMENTS (stamps); stamp++)
    for (guint level = 0; level < G_N_ELEMENTS (levels); level++)
      for (guint thread = 0; thread < G_N_ELEMENTS (threads); thread++)
        for (guint prefix = 0; prefix < G_N_ELEMENTS (prefixes); prefix++)
          for (guint ansi = 0; ansi < 2; ansi++)
            {
              gboolean leveled = levels[level].level != POLLUX_LEVEL_NONE;
              gboolean bare = stamps[stamp].kind == POLLUX_FMT_TIME_NONE && !leveled;

              /* Without a time nothing tells where a prefix ends, and without
               * a level not which of two times is the record's. */
              if (prefix == 0 || (!bare && (leveled || prefix != SYSLOG)))
                check_head (stamp, level, thread, prefix, ansi);
            }
}

static void
test_no_heads (void)
{
  static const char *const lines[] = {
    "",
    "thread 'main' panicked at src/main.rs:7:",
    "2026-11-22T19:03:57.092084Z",
    "2026-11-22T19:03:57.092084Z TRACER x",
    "2026-11-22T19:03:57.092084Z note: INFO x",
    "2026-13-22T19:03:57.092084Z TRACE x",
    "INFO x",
    "second line 2026-11-22T19:03:57.092084Z TRACE x",
  };
  PolluxFmtShape shape = { .timed = TRUE, .leveled = TRUE };
  PolluxFmtShape coloured = { .timed = TRUE, .leveled = TRUE, .ansi = TRUE };
  PolluxFmtClock clock = { 0 };
  PolluxFmtHead head;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_false (pollux_fmt_head_parse (&shape, &clock, slice (lines[i]), &head));
    }

  /* What has no colours is no record of a coloured file. */
  g_assert_false (pollux_fmt_head_parse (&coloured, &clock,
                                         slice ("2026-11-22T19:03:57.092084Z TRACE x"), &head));
}

/* --- learning ------------------------------------------------------------- */

#define TS "2026-11-22T19:03:57.000001Z "
#define F "kind=task task.name= task.id=1 loc.file=\"a.rs\" loc.line=1 loc.col=1"
#define FULL "runtime.spawn{" F "}: tokio::task: new\n"
#define COMPACT "runtime.spawn: tokio::task: new " F "\n"
#define PRETTY \
  "tokio::task: new\n    at src/main.rs:5\n" \
  "    in tokio::task::runtime.spawn with kind: task, task.name: , task.id: 1\n\n"
#define TEN(text) text text text text text text text text text text

static const struct
{
  const char *text;
  const char *shape;
} files[] = {
  { TS "TRACE " FULL, "80 full timed leveled" },
  { TS "TRACE " COMPACT, "80 compact timed leveled" },
  { "  " TS "TRACE " PRETTY, "80 pretty timed leveled" },
  { "TRACE " FULL, "80 full leveled" },
  { TS FULL, "80 full timed" },
  { FULL, "40 full" },
  { COMPACT, "40 compact" },
  { TS "TRACE ThreadId(01) " FULL, "80 full timed leveled threaded" },
  { TS "TRACE main " FULL, "80 full timed leveled named" },
  { "web-1  | " TS "TRACE " FULL, "80 full timed leveled prefixed" },
  { "\033[2m" TS "\033[0m\033[35mTRACE\033[0m " FULL, "80 full timed leveled ansi" },
  { "\357\273\277" TS "TRACE " FULL, "80 full timed leveled" },
  { TS "TRACE runtime.spawn{" F "}: tokio::task: new\r\n", "80 full timed leveled" },
  { "   Compiling app v0.1.0\n    Finished dev\n     Running `app`\n" TS "TRACE " FULL,
    "80 full timed leveled" },
  /* Another logger's lines are more, and a panic's stack looks like Pretty. */
  { TEN ("INFO other: text\n") TS "TRACE " FULL, "80 full timed leveled" },
  { TEN ("   3: std::rt::lang_start\n             at /rustc/src/rt.rs:5\n") TS "TRACE " FULL,
    "80 full timed leveled" },
  { TS " INFO app: hello\n", "50 full timed leveled" },
  { "hello\nworld\n", "0 full timed" },
  { "", "0 full timed" },
};

static char *
describe (int                   score,
          const PolluxFmtShape *shape)
{
  static const char *const dialects[] = { "full", "compact", "pretty" };

  return g_strdup_printf ("%d %s%s%s%s%s%s%s", score, dialects[shape->dialect],
                          shape->timed ? " timed" : "", shape->leveled ? " leveled" : "",
                          shape->threaded ? " threaded" : "", shape->named ? " named" : "",
                          shape->prefixed ? " prefixed" : "", shape->ansi ? " ansi" : "");
}

static void
test_learn (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      PolluxFmtShape shape;
      int score = pollux_fmt_shape_learn (files[i].text, strlen (files[i].text), &shape);
      g_autofree char *found = describe (score, &shape);

      g_test_message ("%s", files[i].text);
      g_assert_cmpstr (found, ==, files[i].shape);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-head/heads", test_heads);
  g_test_add_func ("/fmt-head/no-heads", test_no_heads);
  g_test_add_func ("/fmt-head/learn", test_learn);

  return g_test_run ();
}
