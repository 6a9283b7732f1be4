/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a record means.
 *
 * tracing-subscriber writes the life of a span as events with the messages
 * "new", "enter", "exit" and "close". Programs may log the very same words, so
 * the message alone decides nothing: a record is about a task's life only if
 * its span is a runtime.spawn, its target is Tokio's and it has no field that
 * such a record never has.
 *
 * For spans of the program itself that certainty does not exist: a record with
 * one of the four messages and nothing else is taken for its span's life.
 *
 * Tokio's own records about resources (targets runtime::resource::…) belong to
 * the resource's span and are no log events: else a program that logs two lines
 * and sleeps once would seem to log a dozen.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-line.h"
#include "pollux-fmt-words.h"

/**
 * pollux_fmt_line_init:
 * @line: (out): a line that says nothing yet
 */
void
pollux_fmt_line_init (PolluxFmtLine *line)
{
  *line = (PolluxFmtLine) {
    .fields = POLLUX_FMT_FIELDS_INIT,
    .span = POLLUX_FMT_SPAN_INIT,
    .innermost = POLLUX_FMT_SPAN_INIT,
    .chain = POLLUX_TASK_NONE,
    .resource = POLLUX_SPAN_NONE,
    .operation = POLLUX_SPAN_NONE,
    .thread = POLLUX_THREAD_NONE,
  };
}

/**
 * pollux_fmt_line_set_timestamp:
 * @line: a line
 * @clock: the clock of the lines of one file
 * @value: the member "timestamp": a text, or ns since the epoch as a number
 */
void
pollux_fmt_line_set_timestamp (PolluxFmtLine        *line,
                               PolluxFmtClock       *clock,
                               const PolluxFmtValue *value)
{
  line->time_kind = POLLUX_FMT_TIME_NONE;
  line->has &= ~POLLUX_FMT_HAS_TIMESTAMP;

  if (value->kind == POLLUX_JSON_STRING)
    line->time_kind = pollux_fmt_parse_time (clock, value->text, &line->time);
  else if (value->kind == POLLUX_JSON_NUMBER &&
           pollux_json_slice_to_int64 (value->text, &line->time))
    line->time_kind = POLLUX_FMT_TIME_EPOCH;
  else if (value->kind != POLLUX_JSON_NUMBER)
    return;

  line->has |= POLLUX_FMT_HAS_TIMESTAMP;
}

/**
 * pollux_fmt_line_set_level:
 * @line: a line
 * @value: the member "level"
 */
void
pollux_fmt_line_set_level (PolluxFmtLine        *line,
                           const PolluxFmtValue *value)
{
  PolluxSlice text = value->text;

  line->level = POLLUX_LEVEL_NONE;

  if (value->kind != POLLUX_JSON_STRING)
    line->level = POLLUX_LEVEL_NONE;
  else if (IS (text, "TRACE"))
    line->level = POLLUX_LEVEL_TRACE;
  else if (IS (text, "DEBUG"))
    line->level = POLLUX_LEVEL_DEBUG;
  else if (IS (text, "INFO"))
    line->level = POLLUX_LEVEL_INFO;
  else if (IS (text, "WARN"))
    line->level = POLLUX_LEVEL_WARN;
  else if (IS (text, "ERROR"))
    line->level = POLLUX_LEVEL_ERROR;

  if (line->level != POLLUX_LEVEL_NONE)
    line->has |= POLLUX_FMT_HAS_LEVEL;
  else
    line->has &= ~POLLUX_FMT_HAS_LEVEL;
}

static PolluxFmtTarget
parse_target (PolluxSlice text)
{
  if (BEGINS (text, "tokio::"))
    {
      if (IS (text, "tokio::task"))
        return POLLUX_FMT_TARGET_TASK;
      if (IS (text, "tokio::task::waker"))
        return POLLUX_FMT_TARGET_WAKER;
      if (BEGINS (text, "tokio::task::"))
        return POLLUX_FMT_TARGET_TASK;
      return POLLUX_FMT_TARGET_TOKIO;
    }

  return BEGINS (text, "runtime::resource::") ? POLLUX_FMT_TARGET_RESOURCE
                                              : POLLUX_FMT_TARGET_OTHER;
}

/**
 * pollux_fmt_line_set_target:
 * @line: a line
 * @value: the member "target"
 */
void
pollux_fmt_line_set_target (PolluxFmtLine        *line,
                            const PolluxFmtValue *value)
{
  if (value->kind != POLLUX_JSON_STRING)
    {
      line->target = POLLUX_FMT_TARGET_NONE;
      line->has &= ~POLLUX_FMT_HAS_TARGET;
      return;
    }

  line->target = parse_target (value->text);
  line->has |= POLLUX_FMT_HAS_TARGET;
}

/**
 * pollux_fmt_message_from_text:
 * @text: an event's message
 *
 * Returns: which of the four it is, or %POLLUX_FMT_MESSAGE_OTHER
 */
PolluxFmtMessage
pollux_fmt_message_from_text (PolluxSlice text)
{
  switch (text.length)
    {
    case 3:
      return IS (text, "new") ? POLLUX_FMT_MESSAGE_NEW : POLLUX_FMT_MESSAGE_OTHER;
    case 4:
      return IS (text, "exit") ? POLLUX_FMT_MESSAGE_EXIT : POLLUX_FMT_MESSAGE_OTHER;
    case 5:
      if (IS (text, "enter"))
        return POLLUX_FMT_MESSAGE_ENTER;
      return IS (text, "close") ? POLLUX_FMT_MESSAGE_CLOSE : POLLUX_FMT_MESSAGE_OTHER;
    default:
      return POLLUX_FMT_MESSAGE_OTHER;
    }
}

static PolluxFmtMessage
parse_message (const PolluxFmtValue *value)
{
  return value->kind == POLLUX_JSON_STRING ? pollux_fmt_message_from_text (value->text)
                                           : POLLUX_FMT_MESSAGE_OTHER;
}

/**
 * pollux_fmt_message_is_lifecycle:
 * @message: a message
 *
 * Returns: whether it is one of the four that tell of a span's life
 */
gboolean
pollux_fmt_message_is_lifecycle (PolluxFmtMessage message)
{
  return message != POLLUX_FMT_MESSAGE_NONE && message != POLLUX_FMT_MESSAGE_OTHER;
}

static PolluxFmtOp
parse_op (const PolluxFmtValue *value)
{
  if (value->kind != POLLUX_JSON_STRING || !BEGINS (value->text, "waker."))
    return POLLUX_FMT_OP_NONE;
  if (IS (value->text, "waker.wake"))
    return POLLUX_FMT_OP_WAKE;
  if (IS (value->text, "waker.clone"))
    return POLLUX_FMT_OP_CLONE;
  if (IS (value->text, "waker.wake_by_ref"))
    return POLLUX_FMT_OP_WAKE_BY_REF;
  if (IS (value->text, "waker.drop"))
    return POLLUX_FMT_OP_DROP;
  return POLLUX_FMT_OP_NONE;
}

static void
set_text (PolluxSlice          *text,
          const PolluxFmtValue *value)
{
  *text = value->kind == POLLUX_JSON_STRING ? value->text : (PolluxSlice) { NULL, 0 };
}

static gboolean
set_number (guint64              *number,
            const PolluxFmtValue *value)
{
  if (value->kind == POLLUX_JSON_NUMBER && pollux_json_slice_to_uint64 (value->text, number))
    return TRUE;

  *number = 0;
  return FALSE;
}

/* A program may log a field of the same name. */
static void
set_timing (PolluxFmtFields      *fields,
            gint64               *time,
            const PolluxFmtValue *value)
{
  fields->timings = TRUE;
  *time = value->kind == POLLUX_JSON_STRING ? pollux_fmt_parse_duration (value->text)
                                            : POLLUX_TIME_NONE;
}

static PolluxFmtTruth
parse_truth (const PolluxFmtValue *value)
{
  if (value->kind == POLLUX_JSON_TRUE)
    return POLLUX_FMT_YES;

  return value->kind == POLLUX_JSON_FALSE ? POLLUX_FMT_NO : POLLUX_FMT_UNSAID;
}

/* The fields of Tokio's records about resources. */
static void
set_resource_field (PolluxFmtFields      *fields,
                    PolluxSlice           key,
                    const PolluxFmtValue *value)
{
  if (IS (key, "op_name"))
    set_text (&fields->op_name, value);
  else if (IS (key, "is_ready"))
    fields->is_ready = parse_truth (value);
  else if (IS (key, "duration"))
    fields->has_duration = set_number (&fields->duration, value);
  else if (IS (key, "duration.unit"))
    set_text (&fields->duration_unit, value);
}

/**
 * pollux_fmt_fields_set:
 * @fields: an event's fields
 * @key: the next field's name
 * @value: its value
 *
 * Of fields with the same name the last one counts.
 */
void
pollux_fmt_fields_set (PolluxFmtFields      *fields,
                       PolluxSlice           key,
                       const PolluxFmtValue *value)
{
  if (IS (key, "message"))
    fields->message = parse_message (value);
  else if (IS (key, "op"))
    fields->op = parse_op (value);
  else if (IS (key, "task.id"))
    fields->has_waker_id = value->kind == POLLUX_JSON_NUMBER &&
                           pollux_json_slice_to_uint64 (value->text, &fields->waker_id);
  else if (IS (key, "time.busy"))
    set_timing (fields, &fields->busy, value);
  else if (IS (key, "time.idle"))
    set_timing (fields, &fields->idle, value);
  else
    {
      fields->others = TRUE;
      set_resource_field (fields, key, value);
    }
}

/**
 * pollux_fmt_span_text_set:
 * @span: a span, zeroed at first
 * @key: the next field's name
 * @value: its value
 *
 * Of fields with the same name the last one counts; the span's own name comes
 * as the last field "name".
 */
void
pollux_fmt_span_text_set (PolluxFmtSpanText    *span,
                          PolluxSlice           key,
                          const PolluxFmtValue *value)
{
  PolluxTaskSpan *task = &span->task;

  if (IS (key, "name"))
    set_text (&span->name, value);
  else if (IS (key, "kind"))
    set_text (&task->kind, value);
  else if (IS (key, "task.name"))
    set_text (&task->name, value);
  else if (IS (key, "loc.file") || IS (key, "spawn.location"))
    set_text (&task->file, value);
  else if (IS (key, "fn"))
    set_text (&task->function, value);
  else if (IS (key, "loc.line"))
    task->has_line = set_number (&task->line, value);
  else if (IS (key, "loc.col"))
    set_number (&task->column, value);
  else if (IS (key, "task.id"))
    task->has_tokio_id = set_number (&task->tokio_id, value);
  else if (IS (key, "id"))
    task->has_span_id = set_number (&task->span_id, value);
  else if (IS (key, "size.bytes") || IS (key, "original_size.bytes"))
    task->has_size = TRUE;
  else if (IS (key, "concrete_type"))
    set_text (&span->type, value);
  else if (IS (key, "source"))
    set_text (&span->source, value);
  else if (IS (key, "is_internal"))
    span->internal = value->kind == POLLUX_JSON_TRUE;
}

/**
 * pollux_fmt_span_text_get_kind:
 * @span: a span with all its fields
 *
 * Returns: what its name says it is
 */
PolluxFmtSpanKind
pollux_fmt_span_text_get_kind (const PolluxFmtSpanText *span)
{
  if (IS (span->name, "runtime.spawn"))
    return POLLUX_FMT_SPAN_TASK;
  if (IS (span->name, "runtime.resource"))
    return POLLUX_FMT_SPAN_RESOURCE;
  if (IS (span->name, "runtime.resource.async_op.poll"))
    return POLLUX_FMT_SPAN_POLLING;
  if (BEGINS (span->name, "runtime.resource."))
    return POLLUX_FMT_SPAN_OPERATION;
  return POLLUX_FMT_SPAN_OTHER;
}

static inline gboolean
is_lifecycle (const PolluxFmtFields *fields)
{
  if (!pollux_fmt_message_is_lifecycle (fields->message))
    return FALSE;
  if (fields->others || fields->op != POLLUX_FMT_OP_NONE || fields->has_waker_id)
    return FALSE;
  return !fields->timings || fields->message == POLLUX_FMT_MESSAGE_CLOSE;
}

static PolluxFmtKind
lifecycle_kind (PolluxFmtMessage message)
{
  switch (message)
    {
    case POLLUX_FMT_MESSAGE_NEW:
      return POLLUX_FMT_KIND_NEW;
    case POLLUX_FMT_MESSAGE_ENTER:
      return POLLUX_FMT_KIND_ENTER;
    case POLLUX_FMT_MESSAGE_EXIT:
      return POLLUX_FMT_KIND_EXIT;
    case POLLUX_FMT_MESSAGE_CLOSE:
      return POLLUX_FMT_KIND_CLOSE;
    case POLLUX_FMT_MESSAGE_NONE:
    case POLLUX_FMT_MESSAGE_OTHER:
    default:
      return POLLUX_FMT_KIND_EVENT;
    }
}

/* A record with a lifecycle message whose span is a task's. */
static PolluxFmtKind
task_span_kind (const PolluxFmtLine *line)
{
  PolluxFmtMessage message = line->fields.message;

  if (line->target == POLLUX_FMT_TARGET_TASK)
    return lifecycle_kind (message);
  if (line->target != POLLUX_FMT_TARGET_NONE)
    return POLLUX_FMT_KIND_EVENT;
  /* Tokio's own records have one level. */
  if (line->level != POLLUX_LEVEL_NONE && line->level != POLLUX_LEVEL_TRACE)
    return POLLUX_FMT_KIND_EVENT;

  /* Without a target the span list helps: it holds the task around an event,
   * but not (or no longer) the one that is created, left or closed. */
  if (message != POLLUX_FMT_MESSAGE_ENTER && line->innermost.kind == POLLUX_FMT_SPAN_TASK &&
      line->innermost.task == line->span.task)
    return POLLUX_FMT_KIND_EVENT;

  return lifecycle_kind (message);
}

/* A record with a lifecycle message that names no span: the recorder does not
 * print them, or there is none. The span list still has what was entered. */
static PolluxFmtKind
no_span_kind (const PolluxFmtLine *line,
              PolluxTaskIndex     *task)
{
  PolluxFmtMessage message = line->fields.message;

  if (line->target == POLLUX_FMT_TARGET_TASK && message == POLLUX_FMT_MESSAGE_ENTER &&
      line->innermost.kind == POLLUX_FMT_SPAN_TASK)
    {
      *task = line->innermost.task;
      return POLLUX_FMT_KIND_ENTER;
    }
  if (line->target == POLLUX_FMT_TARGET_TASK && message == POLLUX_FMT_MESSAGE_EXIT)
    return POLLUX_FMT_KIND_EXIT;

  return line->target == POLLUX_FMT_TARGET_TASK || line->target == POLLUX_FMT_TARGET_TOKIO
           ? POLLUX_FMT_KIND_OTHER_SPAN
           : POLLUX_FMT_KIND_EVENT;
}

/* Beside "fields", "span" is no number, but in what other recorders write. */
static inline gboolean
is_record (const PolluxFmtLine *line)
{
  guint n = 0;

  if (line->has & POLLUX_FMT_HAS_FIELDS)
    return !(line->has & POLLUX_FMT_HAS_ODD_SPAN);

  for (guint flag = POLLUX_FMT_HAS_TIMESTAMP; flag <= POLLUX_FMT_HAS_SPANS; flag <<= 1)
    n += (line->has & flag) != 0;
  return n >= 2;
}

static inline gboolean
is_of_resource (PolluxFmtSpanKind kind)
{
  return kind == POLLUX_FMT_SPAN_RESOURCE || kind == POLLUX_FMT_SPAN_OPERATION ||
         kind == POLLUX_FMT_SPAN_POLLING;
}

/**
 * pollux_fmt_line_get_kind:
 * @line: a line with all its members
 * @task: (out): the task whose span it is about; %POLLUX_TASK_NONE if it is
 *   about none, and for an exit whose span is not printed
 *
 * Returns: what the record is
 */
PolluxFmtKind
pollux_fmt_line_get_kind (const PolluxFmtLine *line,
                          PolluxTaskIndex     *task)
{
  const PolluxFmtFields *fields = &line->fields;

  *task = line->span.task;

  if (G_UNLIKELY (!is_record (line)))
    return POLLUX_FMT_KIND_FOREIGN;

  if (is_lifecycle (fields))
    {
      if (line->span.kind == POLLUX_FMT_SPAN_TASK)
        return task_span_kind (line);
      if (line->span.kind == POLLUX_FMT_SPAN_NONE)
        return no_span_kind (line, task);
      return POLLUX_FMT_KIND_OTHER_SPAN;
    }

  if (fields->op != POLLUX_FMT_OP_NONE && fields->has_waker_id &&
      (line->target == POLLUX_FMT_TARGET_WAKER || line->target == POLLUX_FMT_TARGET_NONE))
    return POLLUX_FMT_KIND_WAKER;

  if (line->target == POLLUX_FMT_TARGET_RESOURCE ||
      (line->target == POLLUX_FMT_TARGET_NONE && fields->message == POLLUX_FMT_MESSAGE_NONE &&
       is_of_resource (line->span.kind)))
    return POLLUX_FMT_KIND_OTHER_SPAN;

  return POLLUX_FMT_KIND_EVENT;
}

/**
 * pollux_fmt_line_is_typical:
 * @line: a line with all its members
 *
 * Returns: whether the record has what tracing-subscriber's have and other
 *   loggers' have not
 */
gboolean
pollux_fmt_line_is_typical (const PolluxFmtLine *line)
{
  guint head = line->has & (POLLUX_FMT_HAS_TIMESTAMP | POLLUX_FMT_HAS_LEVEL);
  guint origin = line->has & (POLLUX_FMT_HAS_TARGET | POLLUX_FMT_HAS_SPAN | POLLUX_FMT_HAS_SPANS);

  if (line->has & POLLUX_FMT_HAS_FIELDS)
    return is_record (line) && (head != 0 || origin != 0);
  return head != 0 && origin != 0;
}
