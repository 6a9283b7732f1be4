/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * "name{fields}:name{fields}: target: message": records and what is read in them.
 */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"

#define TS "2026-11-22T19:03:57.000001Z "
#define T1 \
  "runtime.spawn{kind=block_on task.name= task.id=1 loc.file=\"a.rs\" loc.line=22 loc.col=23}"
#define T2 \
  "runtime.spawn{kind=task task.name=w task.id=2 size.bytes=9 " \
  "loc.file=\"a.rs\" loc.line=1 loc.col=5}"
/* As Tokio 1.24 writes it. */
#define BLOCKING \
  "runtime.spawn{kind=blocking task.name= task.id=7 fn=app::f::{{closure}} " \
  "spawn.location=src/main.rs:62:18}"
#define NAMED \
  "runtime.spawn{kind=task task.name=x task.id=99 loc.file=\"y\" task.id=3 loc.file=\"a.rs\" " \
  "loc.line=1 loc.col=5}"
#define QUOTED \
  "runtime.spawn{kind=task task.name=a } \" { b task.id=4 loc.file=\"a.rs\" loc.line=1 loc.col=5}"
#define STRING "\"}: runtime.spawn{kind=task task.name= task.id=9 loc.col=1}: \\\" x\""
#define TS0 "2026-11-22T19:03:57.000001Z"
#define DIM "\033[2m"
#define BOLD "\033[1m"
#define RESET "\033[0m"
#define TRACE "\033[35mTRACE" RESET
#define COLON DIM ":" RESET
#define KEY(name) "\033[3m" name RESET DIM "=" RESET
#define CT1 \
  BOLD "runtime.spawn" RESET BOLD "{" RESET KEY ("kind") "block_on " KEY ("task.name") " " \
  KEY ("task.id") "1 " KEY ("loc.file") "\"a.rs\" " KEY ("loc.line") "22 " KEY ("loc.col") "23" \
  BOLD "}" RESET

#define SHAPE .dialect = POLLUX_FMT_FULL, .timed = TRUE, .leveled = TRUE

static const PolluxFmtShape plain = { SHAPE };
static const PolluxFmtShape threaded = { SHAPE, .threaded = TRUE };
static const PolluxFmtShape coloured = { SHAPE, .ansi = TRUE };

static const FmtTextCase cases[] = {
  { &plain, NULL,
    TS "TRACE runtime.spawn{kind=task task.name=a\nb task.id=2 loc.file=\"a.rs\" loc.line=1 "
    "loc.col=5}: tokio::task: enter",
    "enter; of task 2; whole" },
  { &plain, NULL,
    TS "TRACE " T1 ": tokio::task: new",
    "new; of task 1; whole" },
  { &plain, NULL,
    TS "TRACE " T1 ":" T2 ": tokio::task: enter",
    "enter; of task 2; in task 1; chain 1; whole" },
  { &plain, NULL,
    TS "TRACE " T2 ": tokio::task: close time.busy=46.9ms time.idle=117ms",
    "close; of task 2; whole" },
  { &plain, NULL,
    TS "TRACE " T2 ": tokio::task: close",
    "close; of task 2; whole" },
  { &plain, NULL,
    TS "TRACE " T1 ":" T2 ": tokio::task::waker: op=\"waker.wake\" task.id=2251799813685266",
    "waker wake 2251799813685266; of task 2; in task 2; chain 2; whole" },
  { &plain, NULL,
    TS "TRACE tokio::task::waker: op=\"waker.wake_by_ref\" task.id=5",
    "waker wake_by_ref 5; whole" },
  { &plain, NULL,
    TS "TRACE " BLOCKING ": tokio::task::blocking: new",
    "new; of task 7; whole" },
  { &plain, NULL,
    TS "TRACE " BLOCKING ":" T2 ": tokio::task: enter",
    "enter; of task 2; in task 7; chain 7; whole" },
  { &threaded, NULL,
    TS "TRACE            main ThreadId(01) " T1 ": tokio::task: exit",
    "exit; of task 1; thread ThreadId(1); whole" },
  { &plain, NULL,
    TS " INFO " T1 ":outer:inner span{a=1 c=\"x}: y{\"}: app: step z=1",
    "event; of inner span; in inner span; chain 1" },
  { &plain, NULL,
    TS " INFO outer: app::jobs: new",
    "other 1; of outer; whole" },
  { &plain, NULL,
    TS " INFO outer: new",
    "event; whole" },
  { &plain, NULL,
    TS " INFO " T1 ":outer: app: new thing",
    "event; of outer; in outer; chain 1" },
  { &plain, NULL,
    TS " INFO " T1 ": app: new",
    "event; of task 1; whole" },
  { &plain, NULL,
    TS " INFO " T1 ": app: enter a=1",
    "event; of task 1; in task 1; chain 1" },
  { &plain, NULL,
    TS " INFO " T1 ": app: exit: 5",
    "event; of task 1; in task 1; chain 1" },
  { &plain, NULL,
    TS " INFO " T1 ": app: got " T2 ": tokio::task: enter",
    "event; of task 1; in task 1; chain 1" },
  { &plain, NULL,
    TS " INFO app: " T2 ": tokio::task: enter",
    "event" },
  { &plain, NULL,
    TS " INFO " T1 ":s{v=" STRING "}: app: x",
    "event; of s; in s; chain 1" },
  { &plain, NULL,
    TS " INFO " T1 ":s{v=a \" b}: app: x",
    "event; of s; in s; chain 1; ambiguous" },
  { &plain, TS "TRACE " T1 ": tokio::task: new",
    TS " INFO " T1 ":evil}: {x{task.id=3 kind=task v=a=1}: fake{b=2}: }: app: x",
    "event; of evil}; in evil}; chain 1; ambiguous" },
  { &plain, NULL,
    TS " INFO " T1 ":s{v=\"a",
    "more" },
  { &plain, NULL,
    TS " INFO " T1 ":s{v=a\nb}: app: x",
    "event; of s; in s; chain 1" },
  { &plain, NULL,
    TS "TRACE " NAMED ": tokio::task: enter",
    "enter; of task 3; whole" },
  { &plain, NULL,
    TS "TRACE " QUOTED ": tokio::task: enter",
    "enter; of task 4; whole" },
  { &plain, NULL,
    TS "TRACE runtime.resource.async_op.poll: new",
    "other 1; of runtime.resource.async_op.poll; whole" },
  { &plain, NULL,
    TS "TRACE runtime.resource{concrete_type=\"Sleep\" kind=\"timer\" loc.file=\"a.rs\" "
    "loc.line=1 loc.col=2}: runtime::resource::state_update: duration=101 "
    "duration.unit=\"ms\" duration.op=\"override\"",
    "other 5; of runtime.resource; in runtime.resource; whole" },
  { &plain, NULL,
    TS " INFO app: src/main.rs:35: hello",
    "event" },
  { &plain, NULL,
    TS " INFO src/main.rs:35: hello",
    "event" },
  { &coloured, NULL,
    DIM TS0 RESET " " TRACE " " CT1 COLON " " DIM "tokio::task" RESET COLON " exit",
    "exit; of task 1; whole" },
  { &coloured, NULL,
    DIM TS0 RESET " " TRACE " " CT1 COLON BOLD "s" RESET BOLD "{" RESET "v=}: x{\"}: app: new"
    BOLD "}" RESET COLON " " DIM "app" RESET COLON " step",
    "event; of s; in s; chain 1" },
  { &coloured, NULL,
    DIM TS0 RESET " " TRACE " " CT1 COLON " tokio::task: new",
    "event; of task 1; in task 1; chain 1" },
  { &coloured, NULL,
    TS "TRACE " T1 ": tokio::task: exit",
    "no head" },
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

  g_test_add_func ("/fmt-full/cases", test_cases);

  return g_test_run ();
}
