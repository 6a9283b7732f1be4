/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-time.h"
#include "pollux-span-tracker.h"

G_BEGIN_DECLS

/*
 * What one record of tracing-subscriber's fmt layer says, in the words that
 * matter here. Whoever takes a record apart (the cursor, json-glib, a reader
 * of another form of the same records) hands its members to the set functions
 * in file order; what they mean is decided in one place.
 */

/**
 * PolluxFmtValue:
 * @kind: what it is
 * @text: of a string its decoded text, of anything else its raw bytes
 *
 * A member's value.
 */
typedef struct
{
  PolluxJsonKind kind;
  PolluxSlice text;
} PolluxFmtValue;

typedef enum
{
  POLLUX_FMT_TARGET_NONE,     /* not printed */
  POLLUX_FMT_TARGET_TASK,     /* tokio::task and below it, but for the next */
  POLLUX_FMT_TARGET_WAKER,    /* tokio::task::waker */
  POLLUX_FMT_TARGET_TOKIO,    /* tokio::… */
  POLLUX_FMT_TARGET_RESOURCE, /* runtime::resource::… */
  POLLUX_FMT_TARGET_OTHER,
} PolluxFmtTarget;

typedef enum
{
  POLLUX_FMT_MESSAGE_NONE,
  POLLUX_FMT_MESSAGE_NEW,
  POLLUX_FMT_MESSAGE_ENTER,
  POLLUX_FMT_MESSAGE_EXIT,
  POLLUX_FMT_MESSAGE_CLOSE,
  POLLUX_FMT_MESSAGE_OTHER,
} PolluxFmtMessage;

typedef enum
{
  POLLUX_FMT_OP_NONE,
  POLLUX_FMT_OP_CLONE,
  POLLUX_FMT_OP_WAKE,
  POLLUX_FMT_OP_WAKE_BY_REF,
  POLLUX_FMT_OP_DROP,
} PolluxFmtOp;

typedef enum
{
  POLLUX_FMT_SPAN_NONE,
  POLLUX_FMT_SPAN_TASK,      /* runtime.spawn */
  POLLUX_FMT_SPAN_RESOURCE,  /* runtime.resource */
  POLLUX_FMT_SPAN_OPERATION, /* runtime.resource.async_op */
  POLLUX_FMT_SPAN_POLLING,   /* runtime.resource.async_op.poll */
  POLLUX_FMT_SPAN_OTHER,
} PolluxFmtSpanKind;

/* @task is POLLUX_TASK_NONE unless @kind is POLLUX_FMT_SPAN_TASK; @other is
 * POLLUX_SPAN_NONE unless it is one of the two behind it. */
typedef struct
{
  PolluxFmtSpanKind kind;
  PolluxTaskIndex task;
  guint32 other;
} PolluxFmtSpan;

#define POLLUX_FMT_SPAN_INIT { POLLUX_FMT_SPAN_NONE, POLLUX_TASK_NONE, POLLUX_SPAN_NONE }

/* A span while its fields come in. */
typedef struct
{
  PolluxTaskSpan task;
  PolluxSlice name;
  PolluxSlice type;    /* concrete_type */
  PolluxSlice source;
  gboolean internal;   /* is_internal */
  char buffer[512];    /* for a text that has escapes */
} PolluxFmtSpanText;

typedef enum
{
  POLLUX_FMT_UNSAID,
  POLLUX_FMT_NO,
  POLLUX_FMT_YES,
} PolluxFmtTruth;

/**
 * PolluxFmtFields:
 * @op_name, @is_ready: of an operation on a resource
 * @duration, @duration_unit: of a timer's state, if @has_duration
 * @busy, @idle: time.busy and time.idle in ns, or POLLUX_TIME_NONE
 * @timings: there is a time.busy or time.idle
 * @others: there is a field that no lifecycle or waker record has
 *
 * The fields of the event itself.
 */
typedef struct
{
  PolluxFmtMessage message;
  PolluxFmtOp op;
  PolluxFmtTruth is_ready;
  guint64 waker_id;
  guint64 duration;
  PolluxSlice op_name;
  PolluxSlice duration_unit;
  gint64 busy;
  gint64 idle;
  gboolean has_waker_id;
  gboolean has_duration;
  gboolean timings;
  gboolean others;
} PolluxFmtFields;

#define POLLUX_FMT_FIELDS_INIT { .busy = POLLUX_TIME_NONE, .idle = POLLUX_TIME_NONE }

typedef enum
{
  POLLUX_FMT_HAS_TIMESTAMP = 1 << 0, /* whether or not it is understood */
  POLLUX_FMT_HAS_LEVEL     = 1 << 1, /* one of the five */
  POLLUX_FMT_HAS_TARGET    = 1 << 2,
  POLLUX_FMT_HAS_FIELDS    = 1 << 3, /* as an object: the event is not flattened */
  POLLUX_FMT_HAS_SPAN      = 1 << 4,
  POLLUX_FMT_HAS_SPANS     = 1 << 5,
  POLLUX_FMT_HAS_THREAD    = 1 << 6,
  POLLUX_FMT_HAS_ODD_SPAN  = 1 << 7, /* "span" is a number */
} PolluxFmtHas;

/**
 * PolluxFmtLine:
 * @has: flags of #PolluxFmtHas
 * @fields: the event's fields, from "fields" or else flattened into the record
 * @span: the event's parent span, or else the current one
 * @innermost: the last of the span list
 * @chain: the innermost task in the span list
 * @resource, @operation: the innermost of each in it, or POLLUX_SPAN_NONE
 */
typedef struct
{
  guint has;
  PolluxFmtTimeKind time_kind;
  gint64 time;
  PolluxLevel level;
  PolluxFmtTarget target;
  PolluxFmtFields fields;
  PolluxFmtSpan span;
  PolluxFmtSpan innermost;
  PolluxTaskIndex chain;
  guint32 resource;
  guint32 operation;
  PolluxThread thread;
} PolluxFmtLine;

/**
 * PolluxFmtKind:
 *
 * What a record is.
 */
typedef enum
{
  POLLUX_FMT_KIND_FOREIGN,    /* no record of this format */
  POLLUX_FMT_KIND_NEW,        /* lifecycle of a task's span */
  POLLUX_FMT_KIND_ENTER,
  POLLUX_FMT_KIND_EXIT,
  POLLUX_FMT_KIND_CLOSE,
  POLLUX_FMT_KIND_OTHER_SPAN, /* lifecycle or operation of a span that is no task */
  POLLUX_FMT_KIND_WAKER,
  POLLUX_FMT_KIND_EVENT,
} PolluxFmtKind;


void              pollux_fmt_line_init           (PolluxFmtLine        *line);
/* FALSE if @message is none of the four of a span's life. */
gboolean          pollux_fmt_message_is_lifecycle (PolluxFmtMessage     message);
PolluxFmtMessage  pollux_fmt_message_from_text   (PolluxSlice           text);
PolluxFmtKind     pollux_fmt_line_get_kind       (const PolluxFmtLine  *line,
                                                  PolluxTaskIndex      *task);
/* Stricter than "not foreign": no other program's JSON looks like this. */
gboolean          pollux_fmt_line_is_typical     (const PolluxFmtLine  *line);

void              pollux_fmt_line_set_timestamp  (PolluxFmtLine        *line,
                                                  PolluxFmtClock       *clock,
                                                  const PolluxFmtValue *value);
void              pollux_fmt_line_set_level      (PolluxFmtLine        *line,
                                                  const PolluxFmtValue *value);
void              pollux_fmt_line_set_target     (PolluxFmtLine        *line,
                                                  const PolluxFmtValue *value);
void              pollux_fmt_fields_set          (PolluxFmtFields      *fields,
                                                  PolluxSlice           key,
                                                  const PolluxFmtValue *value);
void              pollux_fmt_span_text_set       (PolluxFmtSpanText    *span,
                                                  PolluxSlice           key,
                                                  const PolluxFmtValue *value);
PolluxFmtSpanKind pollux_fmt_span_text_get_kind  (const PolluxFmtSpanText *span);

G_END_DECLS
