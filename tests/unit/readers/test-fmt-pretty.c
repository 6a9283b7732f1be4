/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Records of several lines, and what is read in them.
 */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"

#define TS "2026-11-22T19:03:57.000001Z "
#define AT "\n    at src/main.rs:5"
#define T1 \
  "\n    in tokio::task::runtime.spawn with kind: block_on, task.name: , task.id: 1, " \
  "loc.file: \"a.rs\", loc.line: 22, loc.col: 23"
#define T2 \
  "\n    in tokio::task::runtime.spawn with kind: task, task.name: a, task.id: 9 , task.id: 2, " \
  "size.bytes: 384, loc.file: \"a.rs\", loc.line: 1, loc.col: 5"
#define BLOCKING \
  "\n    in tokio::task::blocking::runtime.spawn with kind: blocking, task.name: , task.id: 7, " \
  "fn: app::f, spawn.location: src/main.rs:62:18"

#define SHAPE .dialect = POLLUX_FMT_PRETTY, .timed = TRUE, .leveled = TRUE

static const PolluxFmtShape plain = { SHAPE };
static const PolluxFmtShape coloured = { SHAPE, .ansi = TRUE };

static const FmtTextCase cases[] = {
  { &plain, NULL,
    "  " TS "TRACE tokio::task: enter" AT
    "\n    in tokio::task::runtime.spawn with kind: task, task.name: a\nb, task.id: 2, "
    "loc.file: \"a.rs\", loc.line: 1, loc.col: 5" T1,
    "enter; of task 2; in task 1; chain 1; whole" },
  { &plain, NULL,
    "  " TS "TRACE tokio::task: new" AT T1,
    "new; of task 1; whole" },
  { &plain, NULL,
    "  " TS "TRACE tokio::task: enter" AT T2 T1,
    "enter; of task 2; in task 1; chain 1; whole" },
  { &plain, NULL,
    "  " TS "TRACE tokio::task: close, time.busy: 46.9ms, time.idle: 117ms" AT T2,
    "close; of task 2; whole" },
  { &plain, NULL,
    "  " TS "TRACE tokio::task::waker: op: \"waker.clone\", task.id: 5" AT T2,
    "waker clone 5; of task 2; in task 2; chain 2; whole" },
  { &plain, NULL,
    "  " TS "TRACE tokio::task::waker: op: \"waker.wake\", task.id: 5" AT " on main ThreadId(1)",
    "waker wake 5; thread ThreadId(1); whole" },
  { &plain, NULL,
    "  " TS "TRACE tokio::task::blocking: enter" AT BLOCKING T1,
    "enter; of task 7; in task 1; chain 1; whole" },
  { &plain, NULL,
    "  " TS " INFO app: exit, a: 1" AT T2,
    "event; of task 2; in task 2; chain 2" },
  { &plain, NULL,
    "  " TS " INFO app: newer" AT T2,
    "event; of task 2; in task 2; chain 2" },
  { &plain, NULL,
    "  " TS " INFO app: new" AT "\n    in app::inner span with a: 1, b: two words" T2,
    "other 1; of inner span; in task 2; chain 2; whole" },
  { &plain, NULL,
    "  " TS " INFO app: new" AT "\n    in app::evil}: {x with task.id: 3, kind: task, v: a=1}: "
    T2,
    "other 1; of evil}: {x; in task 2; chain 2; whole" },
  { &plain, NULL,
    "  " TS " INFO app: a\nb" AT "\n    in app::s with v: a\nb" T2,
    "event; of s; in s; chain 2" },
  { &plain, NULL,
    "  " TS "TRACE tokio::task::waker: op: \"waker.wake\", 1" AT,
    "waker wake 1; whole; repaired" },
  { &plain, NULL,
    TS "TRACE tokio::task: new\nat src/main.rs:5\nin tokio::task::runtime.spawn with kind: "
    "task, , 18, loc.line: 5",
    "new; of task 18; whole; repaired" },
  { &plain, NULL,
    "    at src/main.rs:5",
    "no head" },
  { &coloured, NULL,
    "  \033[2m2026-11-22T19:03:57.000001Z\033[0m \033[35mTRACE\033[0m "
    "\033[1;35mtokio::task\033[0m\033[35m: \033[35menter\033[0m\n    \033[2;3mat\033[0m "
    "a.rs:5\n    \033[2;3min\033[0m tokio::task::\033[1mruntime.spawn\033[0m "
    "\033[2;3mwith\033[0m \033[1mkind\033[0m: task, \033[1mtask.name\033[0m: , "
    "\033[1mtask.id\033[0m: 2, \033[1mloc.file\033[0m: \"a.rs\", \033[1mloc.line\033[0m: "
    "1, \033[1mloc.col\033[0m: 5",
    "enter; of task 2; whole" },
};

static void
test_cases (void)
{
  fmt_text_check_cases (cases, G_N_ELEMENTS (cases));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-pretty/cases", test_cases);

  return g_test_run ();
}
