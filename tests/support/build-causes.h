/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "build-trace.h"

G_BEGIN_DECLS

/**
 * BuildCause:
 * @task: who was woken or spawned
 * @spawn: it was a spawn
 * @by: in whose poll @poll, or POLLUX_TASK_NONE
 * @effective: it made the task due: nothing else had before
 * @answer: the poll that followed, G_MAXUINT if none did
 *
 * What really happened when a trace was made.
 */
typedef struct
{
  PolluxTaskIndex task;
  gboolean spawn;
  PolluxTime time;
  PolluxRecord record;
  PolluxTaskIndex by;
  guint poll;
  gboolean effective;
  guint answer;
} BuildCause;

/* A program that runs at random on three threads for @n_steps steps, up to
 * @pause ns apart, recorded with a clock of @tick ns, so that many things share
 * a time. @causes: (element-type BuildCause): all wakes and spawns, in order. */
PolluxTrace *build_random_causes (guint32   seed,
                                  guint     n_steps,
                                  gint64    pause,
                                  gint64    tick,
                                  GArray  **causes);

G_END_DECLS
