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
} BuildTrace;

void            build_trace_init    (BuildTrace      *build,
                                     PolluxTimeKind   kind);
/* Everything said so far, settled and finished. (transfer full). */
PolluxTrace    *build_trace_end     (BuildTrace      *build);

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

/* @n_tasks tasks with @n_polls polls each and a wake before every poll, at
 * random moments of [0, length), the same for the same @seed. */
PolluxTrace    *build_random_trace  (guint            n_tasks,
                                     guint            n_polls,
                                     gint64           length,
                                     guint32          seed);

/* A small program of every feature: see the source. */
PolluxTrace    *build_zoo_trace     (void);

G_END_DECLS
