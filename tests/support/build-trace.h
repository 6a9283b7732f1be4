/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/*
 * Traces for tests, written down as what happened. Records are numbered in
 * the order of the calls; times are ns.
 */
typedef struct
{
  PolluxBatch *batch;
  PolluxRecord record;
  guint n_tasks;
  guint n_spans;
  guint n_threads;
  PolluxThread thread;   /* where the next polls are; POLLUX_THREAD_NONE at first */
} BuildTrace;

void            build_trace_init    (BuildTrace      *build,
                                     PolluxTimeKind   kind);
/* Everything said so far, settled and finished. (transfer full). */
PolluxTrace    *build_trace_end     (BuildTrace      *build);

/* A thread for "thread" above. @name may be NULL. */
PolluxThread    build_thread        (BuildTrace      *build,
                                     const char      *id,
                                     const char      *name);
PolluxTaskIndex build_task          (BuildTrace      *build,
                                     const char      *name,
                                     const char      *location,
                                     PolluxTime       spawned,
                                     PolluxTaskIndex  spawner);
PolluxTaskIndex build_task_of_kind  (BuildTrace      *build,
                                     const char      *name,
                                     const char      *location,
                                     PolluxTime       spawned,
                                     PolluxTaskIndex  spawner,
                                     PolluxTaskKind   kind,
                                     guint            flags);
void            build_poll          (BuildTrace      *build,
                                     PolluxTaskIndex  task,
                                     PolluxTime       start,
                                     PolluxTime       end);
/* A poll without an end. */
void            build_enter         (BuildTrace      *build,
                                     PolluxTaskIndex  task,
                                     PolluxTime       start);
void            build_wake          (BuildTrace      *build,
                                     PolluxTaskIndex  task,
                                     PolluxTime       time,
                                     PolluxTaskIndex  by);
/* A wake whose task stays unknown. */
void            build_loose_wake    (BuildTrace      *build,
                                     PolluxTime       time,
                                     PolluxTaskIndex  by);
void            build_event         (BuildTrace      *build,
                                     PolluxTaskIndex  task,
                                     PolluxTime       time,
                                     PolluxLevel      level);
/* The drop; with @drop_enters said, the enter before it counts as part of it. */
void            build_close         (BuildTrace      *build,
                                     PolluxTaskIndex  task,
                                     PolluxTime       time);

/* A span of @task (or POLLUX_TASK_NONE); @created may be POLLUX_TIME_NONE. */
PolluxSpanIndex build_span          (BuildTrace      *build,
                                     PolluxTaskIndex  task,
                                     PolluxSpanIndex  parent,
                                     PolluxSpanKind   kind,
                                     const char      *name,
                                     const char      *fields,
                                     PolluxTime       created);
/* @span is entered in a poll of @task; @end POLLUX_TIME_NONE: it has no exit. */
void            build_section       (BuildTrace      *build,
                                     PolluxSpanIndex  span,
                                     PolluxTaskIndex  task,
                                     PolluxTime       start,
                                     PolluxTime       end);
void            build_close_span    (BuildTrace      *build,
                                     PolluxSpanIndex  span,
                                     PolluxTime       time);
void            build_pending       (BuildTrace      *build,
                                     PolluxTaskIndex  task,
                                     PolluxSpanIndex  span,
                                     PolluxTime       time,
                                     const char      *text);

/* @n_tasks tasks with @n_polls polls each and a wake before every poll, at
 * random moments of [0, length), the same for the same @seed. */
PolluxTrace    *build_random_trace  (guint            n_tasks,
                                     guint            n_polls,
                                     gint64           length,
                                     guint32          seed);

/* A small program of every feature: see the source. */
PolluxTrace    *build_zoo_trace     (void);

/* A small server with spans of every kind: see the source. */
PolluxTrace    *build_web_trace     (void);

G_END_DECLS
