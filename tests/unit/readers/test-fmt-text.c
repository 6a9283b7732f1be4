/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whole files in the text formats: what lies between the records, files that
 * are cut, and files of several processes.
 */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"

#define T1 "kind=block_on task.name= task.id=1 loc.file=\"a.rs\" loc.line=22 loc.col=23"
#define T2 "kind=task task.name=w task.id=2 loc.file=\"a.rs\" loc.line=1 loc.col=5"
#define P1 "kind: block_on, task.name: , task.id: 1, loc.file: \"a.rs\", loc.line: 22, loc.col: 23"
#define P2 "kind: task, task.name: w, task.id: 2, loc.file: \"a.rs\", loc.line: 1, loc.col: 5"
#define DIM(text) "\033[2m" text "\033[0m"
#define BOLD(text) "\033[1m" text "\033[0m"

/* A program: one task waits once. What each record says, in each format. */
typedef struct
{
  guint span;          /* of task 1 or 2; 0: none */
  const char *target;
  const char *level;
  const char *text;
  const char *pretty;
} Step;

#define WAKER "tokio::task::waker"

static const Step steps[] = {
  { 1, "tokio::task", "TRACE", "new", "new" },
  { 1, "tokio::task", "TRACE", "enter", "enter" },
  { 2, "tokio::task", "TRACE", "new", "new" },
  { 1, "tokio::task", "TRACE", "exit", "exit" },
  { 2, "tokio::task", "TRACE", "enter", "enter" },
  { 2, WAKER, "TRACE", "op=\"waker.clone\" task.id=2251799813685266",
    "op: \"waker.clone\", task.id: 2251799813685266" },
  { 2, "app", " INFO", "first\nsecond line", "first\nsecond line" },
  { 2, "tokio::task", "TRACE", "exit", "exit" },
  { 0, WAKER, "TRACE", "op=\"waker.wake\" task.id=2251799813685266",
    "op: \"waker.wake\", task.id: 2251799813685266" },
  { 2, "tokio::task", "TRACE", "enter", "enter" },
  { 2, "tokio::task", "TRACE", "exit", "exit" },
  { 2, "tokio::task", "TRACE", "close time.busy=46.9ms time.idle=117ms",
    "close, time.busy: 46.9ms, time.idle: 117ms" },
};

enum { FULL, COMPACT, PRETTY, COLOURED, N_FORMS };

static void
add_step (GString    *file,
          guint       form,
          guint       i,
          const char *prefix)
{
  const Step *step = &steps[i];
  const char *fields = step->span == 1 ? T1 : T2;
  g_autofree char *time = g_strdup_printf ("2026-11-22T19:03:57.%06uZ", i * 10);

  g_string_append (file, prefix);
  if (form == PRETTY)
    {
      g_string_append_printf (file, "  %s %s %s: %s\n    at src/main.rs:5\n", time, step->level,
                              step->target, step->pretty);
      if (step->span != 0)
        g_string_append_printf (file, "    in tokio::task::runtime.spawn with %s\n",
                                step->span == 1 ? P1 : P2);
      g_string_append_c (file, '\n');
    }
  else if (form == COLOURED)
    {
      g_string_append_printf (file, DIM ("%s") " \033[35m%s\033[0m ", time, step->level);
      if (step->span != 0)
        g_string_append_printf (file, BOLD ("runtime.spawn") BOLD ("{") "%s" BOLD ("}") DIM (":")
                                " ", fields);
      g_string_append_printf (file, DIM ("%s") DIM (":") " %s\n", step->target, step->text);
    }
  else
    {
      g_string_append_printf (file, "%s %s ", time, step->level);
      if (step->span != 0 && form == FULL)
        g_string_append_printf (file, "runtime.spawn{%s}: ", fields);
      else if (step->span != 0)
        g_string_append (file, "runtime.spawn: ");
      g_string_append_printf (file, "%s: %s", step->target, step->text);
      if (step->span != 0 && form == COMPACT)
        g_string_append_printf (file, " %s", fields);
      g_string_append_c (file, '\n');
    }
}

/* All records, with @between in front of record @at. */
static GString *
make_file (guint       form,
           guint       at,
           const char *between)
{
  GString *file = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (i == at)
        g_string_append (file, between);
      add_step (file, form, i, "");
    }
  if (at == G_N_ELEMENTS (steps))
    g_string_append (file, between);

  return file;
}

static PolluxTrace *
load (const GString *file)
{
  g_autoptr (GError) error = NULL;
  PolluxTrace *trace = fmt_load (file->str, file->len, &error);

  g_assert_no_error (error);
  return trace;
}

/* The program as it is, whatever is around its records. */
static void
check_program (PolluxTrace *trace)
{
  const PolluxLane *lane;
  PolluxTotals totals;
  PolluxWake wake;

  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 2);
  g_assert_cmpuint (totals.n_polls, ==, 3);
  g_assert_cmpuint (totals.n_open_polls, ==, 0);
  g_assert_cmpuint (totals.n_wakes_resolved, ==, 1);
  g_assert_cmpuint (totals.n_waker_clones, ==, 1);
  g_assert_cmpuint (totals.n_events, ==, 1);
  g_assert_true (pollux_trace_is_complete (trace));
  lane = pollux_trace_get_lane (trace, 1);
  g_assert_cmpuint (pollux_lane_get_n_polls (lane), ==, 2);
  g_assert_cmpuint (pollux_lane_get_n_events (lane), ==, 1);
  pollux_lane_get_wake (lane, 0, &wake);
  g_assert_cmpint (wake.time, ==, 80000);
}

static void
test_program (void)
{
  static const char *const names[] = { "tracing-fmt-full", "tracing-fmt-compact",
                                       "tracing-fmt-pretty", "tracing-fmt-full" };

  for (guint form = 0; form < N_FORMS; form++)
    {
      g_autoptr (GString) file = make_file (form, G_MAXUINT, "");
      g_autoptr (PolluxTrace) trace = load (file);

      check_program (trace);
      g_assert_cmpstr (pollux_trace_get_format (trace), ==, names[form]);
      g_assert_cmpuint (pollux_trace_get_n_foreign (trace), ==, 0);
    }
}

/* Line ends of another system, a byte order mark. */
static void
test_bytes (void)
{
  for (guint form = 0; form < N_FORMS; form++)
    {
      g_autoptr (GString) file = make_file (form, G_MAXUINT, "");
      g_autoptr (PolluxTrace) trace = NULL;

      g_string_replace (file, "\n", "\r\n", 0);
      g_string_prepend (file, "\357\273\277");
      trace = load (file);
      check_program (trace);
      g_assert_cmpuint (pollux_trace_get_n_foreign (trace), ==, 0);
    }
}

/* Text from a page: blanks that do not break, and none at the left. */
static void
test_pasted (void)
{
  g_autoptr (GString) file = make_file (PRETTY, G_MAXUINT, "");
  g_autoptr (GString) hard = make_file (PRETTY, G_MAXUINT, "");
  g_autoptr (PolluxTrace) trace = NULL, hard_trace = NULL;

  g_string_replace (file, "\n    ", "\n", 0);
  g_string_replace (file, "\n  2", "\n2", 0);
  trace = load (file);
  check_program (trace);

  g_string_replace (hard, "\n    ", "\n\302\240\302\240\302\240\302\240", 0);
  hard_trace = load (hard);
  check_program (hard_trace);
}

/* --- foreign lines -------------------------------------------------------- */

static const struct
{
  const char *text;
  guint n_foreign;
} foreign[] = {
  { "thread 'main' panicked at src/main.rs:7:\n", 1 },
  { "thread 'tokio-rt-worker' panicked at 'boom', src/main.rs:7:5\n"
    "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n", 2 },
  { "{\"level\":30,\"msg\":\"another logger\"}\n", 1 },
  { "[2026-11-22T19:03:57Z INFO  env_logger] hello\n", 1 },
  { "   Compiling app v0.1.0 (/src)\n    Finished dev in 2s\n     Running `target/app`\n", 3 },
  { "warning: unused variable\n", 1 },
  { "2026-11-22T19:03:57.5Z other logger: no level\n", 1 },
};

static void
check_foreign (guint       form,
               guint       at,
               const char *text,
               guint       n)
{
  g_autoptr (GString) file = make_file (form, at, text);
  g_autoptr (PolluxTrace) trace = load (file);
  guint first = 0;

  g_test_message ("form %u, in front of %u: %s", form, at, text);
  check_program (trace);
  g_assert_cmpuint (pollux_trace_get_n_foreign (trace), ==, n);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_FOREIGN), ==, n);
  for (const char *c = file->str; c < strstr (file->str, text); c++)
    first += *c == '\n';
  for (guint i = 0; i < n; i++)
    {
      PolluxTime time;

      g_assert_cmpuint (pollux_trace_get_foreign (trace, i, &time), ==, first + i);
      /* In Pretty the record before it may still go on. */
      if (form != PRETTY)
        g_assert_cmpint (time, ==, at == 0 ? POLLUX_TIME_NONE : (PolluxTime) (at - 1) * 10000);
    }
}

static void
test_foreign (void)
{
  for (guint form = 0; form < N_FORMS; form++)
    for (guint at = 0; at <= G_N_ELEMENTS (steps); at++)
      for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
        check_foreign (form, at, foreign[i].text, foreign[i].n_foreign);
}

/* Behind what Tokio writes anything is foreign; behind an event it may be more
 * of its message. */
static void
test_printed (void)
{
  for (guint form = 0; form < N_FORMS; form++)
    {
      g_autoptr (GString) file = NULL;
      g_autoptr (PolluxTrace) trace = NULL;

      for (guint at = 1; at <= G_N_ELEMENTS (steps); at++)
        {
          if (at != 7 || form == PRETTY)
            check_foreign (form, at, "hello from println\n", 1);
        }

      file = make_file (form, 7, form == PRETTY ? "" : "third line\n");
      trace = load (file);
      check_program (trace);
      g_assert_cmpuint (pollux_trace_get_n_foreign (trace), ==, 0);
    }
}

/* --- cut files ------------------------------------------------------------ */

/* Nothing that is cut becomes more than it was, or anything else. */
static void
check_cut (const GString *file,
           gsize          length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PolluxTrace) trace = fmt_load (file->str, length, &error);
  const char *rest = file->str + length, *line;
  PolluxTotals totals;

  if (trace == NULL)
    return;

  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), <=, 2);
  g_assert_cmpuint (totals.n_polls, <=, 3);
  g_assert_cmpuint (totals.n_wakes, <=, 1);
  g_assert_cmpuint (totals.n_waker_clones, <=, 1);
  g_assert_cmpuint (totals.n_events, <=, 1);
  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    g_assert_cmpuint (pollux_trace_get_task (trace, i)->tokio_id, ==, i + 1);
  for (guint i = 0; i < pollux_trace_get_n_loose_wakes (trace); i++)
    {
      PolluxLooseWake wake;

      pollux_trace_get_loose_wake (trace, i, &wake);
      g_assert_cmpuint (wake.waker_id, ==, G_GUINT64_CONSTANT (2251799813685266));
    }
  if (pollux_trace_get_n_tasks (trace) > 1)
    g_assert_cmpuint (pollux_lane_get_n_wakes (pollux_trace_get_lane (trace, 0)), ==, 0);

  /* Whole, or an event's message, or without the times of a close, or Pretty
   * in the line of the place; from one record alone nobody knows that there
   * should be a target. */
  line = g_strrstr_len (file->str, length, "\n");
  if (line != NULL && strstr (file->str + 40, "2026-") < rest &&
      pollux_trace_is_complete (trace) && *rest != '\n' && rest[-1] != '\n' && rest[-1] != ' ')
    g_assert_true (strstr (file->str, " INFO") < rest || g_str_has_prefix (rest, " time.") ||
                   g_str_has_prefix (line, "\n    at "));
}

static void
test_cut (void)
{
  for (guint form = 0; form < N_FORMS; form++)
    {
      g_autoptr (GString) file = make_file (form, G_MAXUINT, "");

      for (gsize length = 1; length < file->len; length++)
        check_cut (file, length);
    }
}

/* --- processes ------------------------------------------------------------ */

/* Two services have tasks with the same numbers. */
static void
test_processes (void)
{
  for (guint form = 0; form < N_FORMS; form++)
    {
      g_autoptr (GString) file = g_string_new (NULL);
      g_autoptr (PolluxTrace) trace = NULL;
      PolluxTotals totals;

      if (form == PRETTY)
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
        {
          if (i == 6)
            continue;
          add_step (file, form, i, "web-1  | ");
          add_step (file, form, i, "web-2  | ");
        }
      trace = load (file);
      pollux_trace_get_totals (trace, &totals);
      g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 4);
      g_assert_cmpuint (totals.n_polls, ==, 6);
      g_assert_cmpuint (totals.n_open_polls, ==, 0);
      g_assert_cmpuint (totals.n_wakes_resolved, ==, 2);
      g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_PREFIXED), ==, 22);
      g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_PROCESSES), ==, 2);
      g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_REUSED), ==, 0);
      for (guint i = 0; i < 4; i++)
        {
          const PolluxLane *lane = pollux_trace_get_lane (trace, i);
          gboolean waits = pollux_trace_get_task (trace, i)->tokio_id == 2;

          g_assert_cmpuint (pollux_lane_get_n_polls (lane), ==, waits ? 2 : 1);
          g_assert_cmpuint (pollux_lane_get_n_wakes (lane), ==, waits ? 1 : 0);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-text/program", test_program);
  g_test_add_func ("/fmt-text/bytes", test_bytes);
  g_test_add_func ("/fmt-text/pasted", test_pasted);
  g_test_add_func ("/fmt-text/foreign", test_foreign);
  g_test_add_func ("/fmt-text/printed", test_printed);
  g_test_add_func ("/fmt-text/cut", test_cut);
  g_test_add_func ("/fmt-text/processes", test_processes);

  return g_test_run ();
}
