/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/* Index of a span, in the order in which the file mentions them. */
typedef guint32 PolluxSpanIndex;
#define POLLUX_SPAN_NONE G_MAXUINT32

/**
 * PolluxSpanKind:
 * @POLLUX_SPAN_USER: of the program itself
 * @POLLUX_SPAN_RESOURCE: Tokio's runtime.resource: a timer, lock, channel
 * @POLLUX_SPAN_OPERATION: runtime.resource.async_op and its polls
 */
typedef enum
{
  POLLUX_SPAN_USER,
  POLLUX_SPAN_RESOURCE,
  POLLUX_SPAN_OPERATION,
} PolluxSpanKind;

/**
 * PolluxSpan:
 * @created, @closed: POLLUX_TIME_NONE where the file does not say
 * @name: as the program calls it
 * @fields: its fields as text, "a=1 b=\"x\"", or the empty string
 * @parent: the span that it lies in, or POLLUX_SPAN_NONE: a task or nothing
 * @task: the task in whose polls it was created or first entered, or
 *   POLLUX_TASK_NONE: outside all tasks
 * @record: the record that mentions it first
 * @close_record: POLLUX_RECORD_NONE if it was not closed
 * @kind: a #PolluxSpanKind
 * @depth: how many spans of the task it lies in
 *
 * A tracing span that is no task. Where a file prints no span ids, spans of
 * one task with the same name, fields and parents are told apart by time only.
 */
typedef struct
{
  PolluxTime created;
  PolluxTime closed;
  PolluxString name;
  PolluxString fields;
  PolluxSpanIndex parent;
  PolluxTaskIndex task;
  PolluxRecord record;
  PolluxRecord close_record;
  guint16 kind;
  guint16 depth;
} PolluxSpan;

/**
 * PolluxSpanSection:
 * @start, @end: half open; @end is POLLUX_TIME_NONE if nothing in the file
 *   ends it
 * @record: the record of the enter
 *
 * One stretch in which a span was entered, inside one poll of its task.
 */
typedef struct
{
  PolluxTime start;
  PolluxTime end;
  PolluxSpanIndex span;
  PolluxRecord record;
  PolluxThread thread;
} PolluxSpanSection;

G_END_DECLS
