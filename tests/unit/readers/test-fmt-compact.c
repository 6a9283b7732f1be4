/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * "name:name: target: message fields of spans": records and what is read in them.
 */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"

#define TS "2026-11-22T19:03:57.000001Z "
#define F1 "kind=block_on task.name= task.id=1 loc.file=\"a.rs\" loc.line=22 loc.col=23"
#define F2 "kind=task task.name=w task.id=2 size.bytes=9 loc.file=\"a.rs\" loc.line=1 loc.col=5"
/* As Tokio 1.24 writes it. */
#define BLOCKING \
  "kind=blocking task.name= task.id=7 fn=app::f::{{closure}} spawn.location=src/main.rs:62:18"
#define NAMED \
  "kind=task task.name=x loc.col=1} task.id=3 loc.file=\"a.rs\" loc.line=1 loc.col=5"
#define TS0 "2026-11-22T19:03:57.000001Z"
#define DIM "\033[2m"
#define BOLD "\033[1m"
#define RESET "\033[0m"
#define TRACE "\033[35mTRACE" RESET
#define COLON DIM ":" RESET
#define KEY(name) "\033[3m" name RESET DIM "=" RESET
#define CF1 \
  " " DIM KEY ("kind") "block_on " KEY ("task.name") " " KEY ("task.id") "1 " \
  KEY ("loc.file") "\"a.rs\" " KEY ("loc.line") "22 " KEY ("loc.col") "23" RESET

#define SHAPE .dialect = POLLUX_FMT_COMPACT, .timed = TRUE, .leveled = TRUE

static const PolluxFmtShape plain = { SHAPE };
static const PolluxFmtShape threaded = { SHAPE, .threaded = TRUE };
static const PolluxFmtShape coloured = { SHAPE, .ansi = TRUE };

static const FmtTextCase cases[] = {
  { &plain, NULL,
    TS "TRACE runtime.spawn: tokio::task: enter kind=task task.name=a\nb task.id=2 "
    "loc.file=\"a.rs\" loc.line=1 loc.col=5",
    "enter; of task 2; whole" },
  { &plain, NULL,
    TS "TRACE runtime.spawn: tokio::task: new " F1,
    "new; of task 1; whole" },
  { &plain, NULL,
    TS "TRACE runtime.spawn:runtime.spawn: tokio::task: enter " F1 " " F2,
    "enter; of task 2; in task 1; chain 1; whole" },
  { &plain, NULL,
    TS "TRACE runtime.spawn: tokio::task: close time.busy=46.9ms time.idle=117ms " F2,
    "close; of task 2; whole" },
  { &plain, NULL,
    TS "TRACE runtime.spawn: tokio::task::waker: op=\"waker.clone\" task.id=5 " F2,
    "waker clone 5; of task 2; in task 2; chain 2; whole" },
  { &plain, NULL,
    TS "TRACE tokio::task::waker: op=\"waker.drop\" task.id=18446744073709551615",
    "waker drop 18446744073709551615; whole" },
  { &plain, NULL,
    TS "TRACE runtime.spawn:runtime.spawn: tokio::task: enter " BLOCKING " " F2,
    "enter; of task 2; in task 7; chain 7; whole" },
  { &plain, NULL,
    TS "TRACE runtime.spawn: tokio::task::blocking: new " BLOCKING,
    "new; of task 7; whole" },
  { &plain, NULL,
    TS "TRACE runtime.spawn: tokio::task: enter " NAMED,
    "enter; of task 3; whole" },
  { &threaded, NULL,
    TS "TRACE tokio rt worker ThreadId(12) runtime.spawn: tokio::task: exit " F1,
    "exit; of task 1; thread ThreadId(12); whole" },
  { &plain, NULL,
    TS " INFO runtime.spawn:outer:inner span: app: step z=1 " F1 " a=1 c=\"x\"",
    "event; of inner span; in inner span; chain 1" },
  { &plain, NULL,
    TS " INFO runtime.spawn:outer: app: new " F1,
    "other 1; of outer; in task 1; chain 1" },
  { &plain, NULL,
    TS " INFO outer: app::jobs: new",
    "other 1; of outer" },
  { &plain, NULL,
    TS " INFO runtime.spawn: app: new thing " F1,
    "event; of task 1; in task 1; chain 1" },
  { &plain, NULL,
    TS " INFO runtime.spawn: app: exit: 5 " F1,
    "event; of task 1; in task 1; chain 1" },
  { &plain, NULL,
    TS " INFO runtime.spawn: app: " F2 " " F1,
    "event; of task 1; in task 1; chain 1; ambiguous" },
  { &plain, NULL,
    TS " INFO s:t: app: new " F1,
    "other 1; of t; in s; ambiguous" },
  { &plain, NULL,
    TS " INFO :a: b::c: new x=1",
    "other 1; of a" },
  { &plain, NULL,
    TS " INFO runtime.spawn: app: a",
    "more" },
  { &plain, NULL,
    TS " INFO runtime.spawn: app: a\nb " F1,
    "event; of task 1; in task 1; chain 1" },
  { &plain, NULL,
    TS " INFO app: 35: hello",
    "event" },
  { &plain, NULL,
    TS "TRACE runtime.resource.async_op.poll: tokio::time::sleep: enter",
    "other 2; of runtime.resource.async_op.poll; whole" },
  { &coloured, NULL,
    DIM TS0 RESET " " TRACE " " BOLD "runtime.spawn" RESET ": " DIM "tokio::task" RESET COLON
    " exit" CF1,
    "exit; of task 1; whole" },
  { &coloured, NULL,
    DIM TS0 RESET " " TRACE " " BOLD "runtime.spawn" RESET ": " BOLD "tokio::task" RESET COLON
    " exit" CF1,
    "exit; of task 1; whole" },
  { &coloured, NULL,
    DIM TS0 RESET " " TRACE " " BOLD "runtime.spawn" RESET ": tokio::task: new" CF1,
    "event; of task 1; in task 1; chain 1" },
  { &coloured, NULL,
    DIM TS0 RESET " " TRACE " " BOLD "runtime.spawn" RESET ": " DIM "app" RESET COLON " exit " F2
    CF1,
    "event; of task 1; in task 1; chain 1" },
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

  g_test_add_func ("/fmt-compact/cases", test_cases);

  return g_test_run ();
}
