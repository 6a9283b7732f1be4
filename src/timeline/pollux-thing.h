/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-clock.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxThingKind:
 *
 * What can be pointed at, selected, and described.
 */
typedef enum
{
  POLLUX_THING_NONE,
  POLLUX_THING_TASK,        /* the lane as a whole */
  POLLUX_THING_POLL,        /* index: poll */
  POLLUX_THING_WAIT,        /* index: the poll that ends it; G_MAXUINT: the unanswered one */
  POLLUX_THING_IDLE,        /* index: the poll that ends it; G_MAXUINT: the last one */
  POLLUX_THING_DROP,        /* the drop of the future */
  POLLUX_THING_WAKE,        /* index: wake of the lane */
  POLLUX_THING_EVENT,       /* index: event of the trace */
  POLLUX_THING_LOOSE_WAKE,  /* index: loose wake of the trace; no task */
  POLLUX_THING_SPAN,        /* index: span of the trace; task: in whose lane, or none */
  POLLUX_THING_FOREIGN,     /* index: line of the file that is no record; no task */
} PolluxThingKind;

/**
 * PolluxThing:
 * @task: whose it is, POLLUX_TASK_NONE for the trace's own lane
 * @index: see #PolluxThingKind
 */
typedef struct
{
  PolluxThingKind kind;
  PolluxTaskIndex task;
  guint index;
} PolluxThing;

#define POLLUX_THING_INIT { POLLUX_THING_NONE, POLLUX_TASK_NONE, 0 }

gboolean     pollux_thing_equal        (const PolluxThing *a,
                                        const PolluxThing *b);
/* Its whole extent; a moment has begin == end. Empty with POLLUX_TIME_NONE if
 * it has none or is not (any more) in the trace. */
PolluxRange  pollux_thing_get_range    (PolluxTrace       *trace,
                                        const PolluxThing *thing);
/* The record it is read from; POLLUX_RECORD_NONE if none. */
PolluxRecord pollux_thing_get_record   (PolluxTrace       *trace,
                                        const PolluxThing *thing);
/* The wake of the lane that made a poll or a wait due, or a wake itself;
 * G_MAXUINT if there is none. */
guint        pollux_thing_get_wake     (PolluxTrace       *trace,
                                        const PolluxThing *thing);
/* One translated sentence for the status line, tooltips and screen readers:
 * "ping #4, poll 2 of 9: 26.2 ms, waited 6.8 ms after a wake by main". */
char        *pollux_thing_describe_by  (PolluxTrace       *trace,
                                        const PolluxClock *clock,
                                        const PolluxThing *thing);
char        *pollux_thing_describe     (PolluxTrace       *trace,
                                        const PolluxThing *thing);
/* The next (@direction 1) or previous (-1) poll, wait, wake or span of the same
 * kind in the lane; for a task its first or last poll. FALSE at the end. */
gboolean     pollux_thing_step         (PolluxTrace       *trace,
                                        const PolluxThing *thing,
                                        int                direction,
                                        PolluxThing       *next);
/* The first (@direction 1) or last (-1) of a kind that a task has, FALSE if none. */
gboolean     pollux_thing_enter        (PolluxTrace       *trace,
                                        PolluxThingKind    kind,
                                        PolluxTaskIndex    task,
                                        int                direction,
                                        PolluxThing       *first);

G_END_DECLS
