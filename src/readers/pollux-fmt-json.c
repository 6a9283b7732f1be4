/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The reader of tracing-subscriber's JSON: one object per line.
 *
 * Lines become PolluxFmtLines, and those become calls of the span tracker. A
 * record's number is its physical line, whatever the lines before it were, so
 * that a record can be found again from any mark.
 *
 * What is no record: a program's output often has other lines between, printed
 * by a build tool, a panic, a shell. They are foreign, counted and passed
 * over. Only what looks like a broken record is damage: that is something of
 * the trace that is missing.
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "pollux-damage-run.h"
#include "pollux-fmt-json.h"
#include "pollux-fmt-parser.h"
#include "pollux-lines.h"
#include "pollux-trace.h"

#define MARK_EVERY 1024
/* Entered tasks whose exit names no span; real nesting is a few deep. */
#define MAX_ANONYMOUS 256
/* ns, 73 years: farther from the first record than any clock can step, and
 * near enough that the distance of two times is never too large to compute. */
#define MAX_TIME (G_GINT64_CONSTANT (1) << 61)
/* Lines that a probe looks at. */
#define PROBE_LINES 1024

static const char damage_broken[] = "broken record: the line is no JSON";
static const char damage_too_long[] = "line of more than 16 MiB";
static const char damage_cut[] = "the file ends in the middle of a record";
static const char damage_time[] = "record without a time like those of the others";
static const char damage_records[] = "more lines than can be numbered";

/* A task that was entered by a record without a span. */
typedef struct
{
  PolluxThread thread;
  PolluxTaskIndex task;
} Anonymous;

typedef struct
{
  PolluxReader parent_instance;

  PolluxLines *lines;
  PolluxFmtParser *parser;
  PolluxSpanTracker *tracker;
  GArray *anonymous; /* (element-type Anonymous) */
  PolluxDamageRun damage;
  PolluxTimeKind time_kind;
  gint64 origin;
  guint64 n_records;
  PolluxTime before; /* of the last record */
  gboolean finished;

  /* Of one batch. */
  PolluxBatch *batch;
  PolluxTime first;
  PolluxTime last;
  guint n_batch_records;
  guint n_foreign;
  guint n_other_spans;
} FmtJson;

static PolluxTaskIndex
get_task (gpointer              data,
          const PolluxTaskSpan *span)
{
  return pollux_span_tracker_get_task (data, span);
}

static PolluxThread
get_thread (gpointer    data,
            PolluxSlice id,
            PolluxSlice name)
{
  return pollux_span_tracker_get_thread (data, id, name);
}

static PolluxReader *
fmt_json_open (const PolluxReaderClass *klass,
               PolluxSource            *source)
{
  FmtJson *self = g_new0 (FmtJson, 1);
  PolluxFmtNames names = { get_task, get_thread, NULL };

  self->parent_instance.klass = klass;
  self->parent_instance.source = source;
  self->lines = pollux_lines_new (source);
  self->tracker = pollux_span_tracker_new ();
  names.data = self->tracker;
  self->parser = pollux_fmt_parser_new (&names);
  self->anonymous = g_array_new (FALSE, FALSE, sizeof (Anonymous));

  return &self->parent_instance;
}

static void
fmt_json_close (PolluxReader *reader)
{
  FmtJson *self = (FmtJson *) reader;

  pollux_lines_free (self->lines);
  pollux_fmt_parser_free (self->parser);
  pollux_span_tracker_free (self->tracker);
  g_array_unref (self->anonymous);
  g_free (self);
}

/* --- records -------------------------------------------------------------- */

/* The first record says what all times of the file count from. */
static void
begin_trace (FmtJson             *self,
             const PolluxFmtLine *line)
{
  switch (line->time_kind)
    {
    case POLLUX_FMT_TIME_EPOCH:
      self->time_kind = POLLUX_TIME_KIND_EPOCH;
      self->origin = line->time;
      break;
    case POLLUX_FMT_TIME_UPTIME:
      self->time_kind = POLLUX_TIME_KIND_CLOCK;
      self->origin = line->time;
      break;
    case POLLUX_FMT_TIME_NONE:
    default:
      self->time_kind = POLLUX_TIME_KIND_ORDINAL;
      self->origin = POLLUX_TIME_NONE;
      break;
    }

  pollux_batch_set_format (self->batch, self->parent_instance.klass->name, self->time_kind,
                           self->origin);
}

/* The time of a record since the origin. FALSE if it has none of the kind
 * that the file's other records have. */
static gboolean
get_time (FmtJson             *self,
          const PolluxFmtLine *line,
          PolluxRecord         record,
          PolluxTime          *time)
{
  PolluxFmtTimeKind kind = POLLUX_FMT_TIME_EPOCH;

  if (self->time_kind == POLLUX_TIME_KIND_ORDINAL)
    {
      *time = record;
      return TRUE;
    }

  if (self->time_kind == POLLUX_TIME_KIND_CLOCK)
    kind = POLLUX_FMT_TIME_UPTIME;

  return line->time_kind == kind && !__builtin_sub_overflow (line->time, self->origin, time) &&
         ABS (*time / 2) <= MAX_TIME / 2;
}

/* The spans around an event. */
static PolluxSpanContext
get_context (const PolluxFmtLine *line)
{
  PolluxSpanContext context = {
    .has_span = line->span.kind != POLLUX_FMT_SPAN_NONE,
    .span = line->span.task,
    .chain = line->chain,
  };

  /* Without current span, the last of the list is that span. */
  if (!context.has_span && line->innermost.kind != POLLUX_FMT_SPAN_NONE)
    {
      context.has_span = TRUE;
      context.span = line->innermost.task;
    }

  return context;
}

/* The spans around the creation of @task: its record's own span is the new
 * one, so only the list tells. A recorder may print no list, or put the new
 * span at its end too; then only the thread tells. */
static PolluxSpanContext
get_creation_context (const PolluxFmtLine *line,
                      PolluxTaskIndex      task)
{
  PolluxSpanContext context = { TRUE, POLLUX_TASK_NONE, POLLUX_TASK_NONE };

  if (!(line->has & POLLUX_FMT_HAS_SPANS) || line->innermost.task == task)
    return context;

  context.has_span = line->innermost.kind != POLLUX_FMT_SPAN_NONE;
  context.span = line->innermost.task;
  context.chain = line->chain;
  return context;
}

static void
push_anonymous (FmtJson         *self,
                PolluxThread     thread,
                PolluxTaskIndex  task)
{
  Anonymous entry = { thread, task };

  if (self->anonymous->len == MAX_ANONYMOUS)
    g_array_remove_index (self->anonymous, 0);
  g_array_append_val (self->anonymous, entry);
}

/* The task that an exit without a span leaves: the last that was entered on
 * its thread. */
static PolluxTaskIndex
pop_anonymous (FmtJson      *self,
               PolluxThread  thread)
{
  for (guint i = self->anonymous->len; i > 0; i--)
    {
      Anonymous entry = g_array_index (self->anonymous, Anonymous, i - 1);

      if (entry.thread == thread)
        {
          g_array_remove_index (self->anonymous, i - 1);
          return entry.task;
        }
    }

  return POLLUX_TASK_NONE;
}

static void
take_exit (FmtJson            *self,
           const PolluxMoment *moment,
           PolluxTaskIndex     task)
{
  if (task == POLLUX_TASK_NONE)
    task = pop_anonymous (self, moment->thread);

  if (task != POLLUX_TASK_NONE)
    pollux_span_tracker_exit (self->tracker, moment, task);
  else
    self->n_other_spans++;
}

static void
take_waker (FmtJson             *self,
            const PolluxMoment  *moment,
            const PolluxFmtLine *line)
{
  static const PolluxWakerOp ops[] = {
    [POLLUX_FMT_OP_CLONE] = POLLUX_WAKER_OP_CLONE,
    [POLLUX_FMT_OP_WAKE] = POLLUX_WAKER_OP_WAKE,
    [POLLUX_FMT_OP_WAKE_BY_REF] = POLLUX_WAKER_OP_WAKE_BY_REF,
    [POLLUX_FMT_OP_DROP] = POLLUX_WAKER_OP_DROP,
  };
  PolluxSpanContext context = get_context (line);

  pollux_span_tracker_waker (self->tracker, moment, ops[line->fields.op], line->fields.waker_id,
                             &context);
}

static void
take_record (FmtJson             *self,
             const PolluxFmtLine *line,
             const PolluxMoment  *moment,
             PolluxFmtKind        kind,
             PolluxTaskIndex      task)
{
  PolluxSpanContext context;

  switch (kind)
    {
    case POLLUX_FMT_KIND_NEW:
      context = get_creation_context (line, task);
      pollux_span_tracker_new_span (self->tracker, moment, task, &context);
      break;
    case POLLUX_FMT_KIND_ENTER:
      if (!(line->has & POLLUX_FMT_HAS_SPAN))
        push_anonymous (self, moment->thread, task);
      pollux_span_tracker_enter (self->tracker, moment, task);
      break;
    case POLLUX_FMT_KIND_EXIT:
      take_exit (self, moment, task);
      break;
    case POLLUX_FMT_KIND_CLOSE:
      pollux_span_tracker_close (self->tracker, moment, task);
      break;
    case POLLUX_FMT_KIND_WAKER:
      take_waker (self, moment, line);
      break;
    case POLLUX_FMT_KIND_EVENT:
      context = get_context (line);
      pollux_span_tracker_event (self->tracker, moment, line->level, &context);
      break;
    case POLLUX_FMT_KIND_OTHER_SPAN:
    case POLLUX_FMT_KIND_FOREIGN:
    default:
      self->n_other_spans++;
      break;
    }
}

/* --- lines ---------------------------------------------------------------- */

static void
add_damage (FmtJson          *self,
            const PolluxLine *line,
            const char       *message)
{
  pollux_damage_run_add (&self->damage, self->batch, line->offset, line->number + 1, 1, message);
  pollux_span_tracker_gap (self->tracker);
}

static gboolean
is_blank (PolluxSlice text)
{
  for (gsize i = 0; i < text.length; i++)
    {
      if (!g_ascii_isspace (text.bytes[i]))
        return FALSE;
    }

  return TRUE;
}

/* Whether a line that is no JSON was meant to be a record, or is a piece of
 * one: it has a record's beginning or end. */
static gboolean
looks_broken (PolluxSlice text)
{
  const char *end = text.bytes + text.length;

  if (text.length >= 2 && text.bytes[0] == '{' && text.bytes[1] == '"')
    return TRUE;

  return text.length >= 3 && end[-1] == '}' &&
         (end[-2] == '"' || end[-2] == ']' || end[-2] == '}') &&
         memmem (text.bytes, text.length, "\":", 2) != NULL;
}

static void
take_other (FmtJson          *self,
            const PolluxLine *line,
            PolluxFmtVerdict  verdict)
{
  if (verdict == POLLUX_FMT_INVALID && looks_broken (line->text))
    add_damage (self, line, line->ended ? damage_broken : damage_cut);
  else if (!is_blank (line->text))
    {
      self->n_foreign++;
      pollux_batch_add_foreign (self->batch,
                                self->n_records > 0 ? self->before : POLLUX_TIME_NONE,
                                line->number);
    }
}

static void
widen (FmtJson    *self,
       PolluxTime  time)
{
  if (self->n_batch_records++ == 0)
    {
      self->first = self->last = time;
      return;
    }

  self->first = MIN (self->first, time);
  self->last = MAX (self->last, time);
}

/* Editors put a byte order mark in front of a file. */
static PolluxSlice
skip_mark (PolluxSlice text)
{
  if (text.length >= 3 && memcmp (text.bytes, "\xEF\xBB\xBF", 3) == 0)
    return (PolluxSlice) { text.bytes + 3, text.length - 3 };
  return text;
}

static void
take_line (FmtJson          *self,
           const PolluxLine *line)
{
  PolluxFmtLine record;
  PolluxFmtKind kind = POLLUX_FMT_KIND_FOREIGN;
  PolluxTaskIndex task;
  PolluxMoment moment = { .record = line->number };
  PolluxFmtVerdict verdict;

  if (G_UNLIKELY (line->too_long))
    {
      add_damage (self, line, damage_too_long);
      return;
    }

  verdict = pollux_fmt_parser_parse (self->parser, line->text, &record);
  if (G_LIKELY (verdict == POLLUX_FMT_GOOD))
    kind = pollux_fmt_line_get_kind (&record, &task);
  if (G_UNLIKELY (kind == POLLUX_FMT_KIND_FOREIGN))
    {
      take_other (self, line, verdict);
      return;
    }

  if (G_UNLIKELY (self->n_records == 0))
    begin_trace (self, &record);
  if (G_UNLIKELY (!get_time (self, &record, line->number, &moment.time)))
    {
      add_damage (self, line, damage_time);
      return;
    }

  if (G_UNLIKELY (self->damage.message != NULL))
    pollux_damage_run_end (&self->damage, self->batch);
  self->n_records++;
  self->before = moment.time;
  widen (self, moment.time);
  /* The tracker must not take distances between records for time. */
  if (self->time_kind == POLLUX_TIME_KIND_ORDINAL)
    moment.time = POLLUX_TIME_NONE;
  moment.thread = record.thread;
  take_record (self, &record, &moment, kind, task);
}

/* --- batches -------------------------------------------------------------- */

static void
begin_batch (FmtJson     *self,
             PolluxBatch *batch)
{
  self->batch = batch;
  self->n_batch_records = 0;
  self->n_foreign = 0;
  self->n_other_spans = 0;
  pollux_span_tracker_set_batch (self->tracker, batch);
}

static void
end_batch (FmtJson *self)
{
  if (self->n_batch_records > 0)
    pollux_batch_extend (self->batch, self->first, self->last, self->n_batch_records);
  pollux_batch_count (self->batch, POLLUX_COUNTER_FOREIGN, self->n_foreign);
  pollux_batch_count (self->batch, POLLUX_COUNTER_OTHER_SPANS, self->n_other_spans);
}

/* The file is at its end, or cannot be read on behind @last. */
static void
fmt_json_finish (FmtJson           *self,
                 const PolluxLine  *last,
                 const GError      *read_error,
                 GError           **error)
{
  self->finished = TRUE;

  if (self->n_records == 0)
    {
      if (read_error != NULL)
        g_propagate_error (error, g_error_copy (read_error));
      else
        g_set_error_literal (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_CORRUPT,
                             _ ("The file holds no readable record"));
      return;
    }

  pollux_damage_run_finish (&self->damage, self->batch);
  if (read_error != NULL)
    {
      g_autofree char *message = g_strdup_printf ("reading stopped: %s", read_error->message);

      pollux_batch_add_damage (self->batch, pollux_source_get_offset (self->parent_instance.source),
                               last->number + 2, 0, message);
    }
  pollux_span_tracker_finish (self->tracker);
}

static gboolean
fmt_json_next_batch (PolluxReader  *reader,
                     PolluxBatch   *batch,
                     GCancellable  *cancellable,
                     GError       **error)
{
  FmtJson *self = (FmtJson *) reader;
  g_autoptr (GError) read_error = NULL;
  gboolean more = TRUE;
  gboolean cancelled;
  PolluxLine line = { .text = { NULL, 0 } };

  if (self->finished || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  begin_batch (self, batch);
  for (guint i = 0; i < POLLUX_READER_BATCH_RECORDS && more; i++)
    {
      more = pollux_lines_next (self->lines, &line, cancellable, &read_error);
      if (!more)
        break;

      if (G_UNLIKELY (line.number >= POLLUX_RECORD_NONE))
        {
          add_damage (self, &line, damage_records);
          more = FALSE;
          break;
        }
      if (line.number % MARK_EVERY == 0)
        pollux_batch_add_mark (batch, line.number, line.offset);
      if (line.number == 0)
        line.text = skip_mark (line.text);
      take_line (self, &line);
    }

  cancelled = g_error_matches (read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (cancelled)
    g_propagate_error (error, g_steal_pointer (&read_error));
  else if (!more)
    fmt_json_finish (self, &line, read_error, error);
  end_batch (self);
  return more;
}

/* --- detection ------------------------------------------------------------ */

static PolluxTaskIndex
probe_task (gpointer              data,
            const PolluxTaskSpan *span)
{
  return 0;
}

static PolluxThread
probe_thread (gpointer    data,
              PolluxSlice id,
              PolluxSlice name)
{
  return 0;
}

static gboolean
is_typical (PolluxFmtParser *parser,
            PolluxSlice      text)
{
  PolluxFmtLine line;

  return pollux_fmt_parser_parse (parser, text, &line) == POLLUX_FMT_GOOD &&
         pollux_fmt_line_is_typical (&line);
}

/* A first line that is longer than what a probe gets. */
static int
probe_beginning (PolluxSlice text)
{
  static const char timestamp[] = "{\"timestamp\":\"";
  static const char level[] = "\",\"level\":\"";

  if (text.length < sizeof timestamp || memcmp (text.bytes, timestamp, sizeof timestamp - 1) != 0)
    return 0;

  return memmem (text.bytes, MIN (text.length, 128), level, sizeof level - 1) != NULL ? 40 : 0;
}

static int
fmt_json_probe (const guint8 *bytes,
                gsize         length)
{
  PolluxFmtNames names = { probe_task, probe_thread, NULL };
  g_autoptr (PolluxFmtParser) parser = pollux_fmt_parser_new (&names);
  PolluxSlice left = skip_mark ((PolluxSlice) { (const char *) bytes, length });
  guint n_seen = 0;

  for (guint i = 0; i < PROBE_LINES && left.length > 0; i++)
    {
      const char *newline = memchr (left.bytes, '\n', left.length);
      gsize n = newline != NULL ? (gsize) (newline - left.bytes) : left.length;
      PolluxSlice text = { left.bytes, n };

      if (text.length > 0 && memchr (text.bytes, '{', MIN (text.length, 16)) != NULL &&
          is_typical (parser, text))
        return n_seen == 0 ? 95 : 70;
      if (newline == NULL)
        return n_seen == 0 ? probe_beginning (text) : 0;

      n_seen += !is_blank (text);
      left.length -= text.length + 1;
      left.bytes = newline + 1;
    }

  return 0;
}

const PolluxReaderClass pollux_fmt_json_class = {
  .name = "tracing-fmt-json",
  .title = N_ ("tracing-subscriber JSON"),
  .probe = fmt_json_probe,
  .open = fmt_json_open,
  .next_batch = fmt_json_next_batch,
  .read_records = pollux_fmt_json_read_records,
  .close = fmt_json_close,
};
