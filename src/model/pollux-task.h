/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/**
 * PolluxTaskKind:
 *
 * The kinds of spawned futures that Tokio names in a task's field "kind".
 */
typedef enum
{
  POLLUX_TASK_KIND_TASK,
  POLLUX_TASK_KIND_LOCAL,
  POLLUX_TASK_KIND_BLOCK_ON,
  POLLUX_TASK_KIND_BLOCKING,
  POLLUX_TASK_KIND_OTHER,
  POLLUX_N_TASK_KINDS,
} PolluxTaskKind;

/* "task", "local", "block_on", "blocking", "other": as in the files and on
 * the command line; never translated. */
const char     *pollux_task_kind_to_string   (PolluxTaskKind  kind);
PolluxTaskKind  pollux_task_kind_from_string (const char     *bytes,
                                              gsize           length);

/**
 * PolluxTaskFlags:
 * @POLLUX_TASK_HAS_TOKIO_ID: @tokio_id is known
 * @POLLUX_TASK_HAS_SPAN_ID: @span_id is known
 * @POLLUX_TASK_RUNTIME_WORKER: one of the runtime's own worker threads, which
 *   Tokio starts as a blocking task
 * @POLLUX_TASK_CLOSED: the file says that the task was dropped
 */
typedef enum
{
  POLLUX_TASK_HAS_TOKIO_ID   = 1 << 0,
  POLLUX_TASK_HAS_SPAN_ID    = 1 << 1,
  POLLUX_TASK_RUNTIME_WORKER = 1 << 2,
  POLLUX_TASK_CLOSED         = 1 << 3,
} PolluxTaskFlags;

/**
 * PolluxTask:
 * @tokio_id: Tokio's task id, unique in a process, if flagged
 * @span_id: the tracing span's id, which the waker records call task.id
 * @name: name given by the program, or the empty string
 * @location: "file:line:col" of the spawn, or the empty string
 * @process: the name of the process whose task it is, if several write into
 *   the file, or the empty string
 * @title: with that name in front, for people
 * @spawner: the task in whose poll it was spawned, or POLLUX_TASK_NONE
 * @spawned: its creation, or POLLUX_TIME_NONE if the file began later
 * @ended: its drop, or POLLUX_TIME_NONE
 * @spawn_record, @end_record: the records of both
 * @reported_busy, @reported_idle: what its close record says, in ns rounded to
 *   three digits by the recorder, POLLUX_TIME_NONE if it does not: no sum of
 *   polls, and with the drop of its future and the recorder's own cost in it
 * @waker_clones, @waker_drops: waker operations that are no wakes
 *
 * One spawned future. A plain record; its polls and wakes are in its lane.
 */
typedef struct
{
  guint64 tokio_id;
  guint64 span_id;
  PolluxTime spawned;
  PolluxTime ended;
  gint64 reported_busy;
  gint64 reported_idle;
  PolluxString name;
  PolluxString location;
  PolluxString process;
  PolluxString title;
  PolluxTaskIndex spawner;
  PolluxRecord spawn_record;
  PolluxRecord end_record;
  guint32 waker_clones;
  guint32 waker_drops;
  guint16 kind;
  guint16 flags;
} PolluxTask;

G_END_DECLS
