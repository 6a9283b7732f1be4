/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From records of the fmt layer to a span tracker and a batch.
 *
 * A line that is no record is foreign: a program's output often has other lines
 * between, printed by a build tool, a panic, a shell. They are kept with the
 * time of the record before them. Only what looks like a broken record is
 * damage: that is something of the trace that is missing.
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "pollux-damage-run.h"
#include "pollux-fmt-feed.h"
#include "pollux-trace.h"

/* Entered tasks whose exit names no span; real nesting is a few deep. */
#define MAX_ANONYMOUS 256
/* Bytes of a line in which the words of a panic are looked for. */
#define PANIC_BYTES 256
/* ns, 73 years: farther from the first record than any clock can step, and
 * near enough that the distance of two times is never too large to compute. */
#define MAX_TIME (G_GINT64_CONSTANT (1) << 61)

const char pollux_fmt_damage_too_long[] = "line of more than 16 MiB";
const char pollux_fmt_damage_cut[] = "the file ends in the middle of a record";
const char pollux_fmt_damage_records[] = "more lines than can be numbered";
static const char damage_time[] = "record without a time like those of the others";

/* A task that was entered by a record without a span. */
typedef struct
{
  PolluxThread thread;
  PolluxTaskIndex task;
} Anonymous;

struct _PolluxFmtFeed
{
  const char *format;
  PolluxSpanTracker *tracker;
  GArray *anonymous; /* (element-type Anonymous) */
  PolluxDamageRun damage;
  PolluxTimeKind time_kind;
  gint64 origin;
  PolluxTime last_time; /* of the last record, or POLLUX_TIME_NONE */
  guint64 n_records;

  /* Of one batch. */
  PolluxBatch *batch;
  PolluxTime first;
  PolluxTime last;
  guint n_batch_records;
  guint counts[POLLUX_N_COUNTERS];
};

static PolluxTaskIndex
get_task (gpointer              data,
          const PolluxTaskSpan *span)
{
  return pollux_span_tracker_get_task (data, span);
}

static guint32
get_span (gpointer               data,
          const PolluxOtherSpan *span)
{
  return pollux_span_tracker_get_span (data, span);
}

static PolluxThread
get_thread (gpointer    data,
            PolluxSlice id,
            PolluxSlice name)
{
  return pollux_span_tracker_get_thread (data, id, name);
}

/**
 * pollux_fmt_feed_new:
 * @format: the reader's name, static
 *
 * Returns: (transfer full): a feed that needs a batch before it is used
 */
PolluxFmtFeed *
pollux_fmt_feed_new (const char *format)
{
  PolluxFmtFeed *feed = g_new0 (PolluxFmtFeed, 1);

  feed->format = format;
  feed->tracker = pollux_span_tracker_new ();
  feed->anonymous = g_array_new (FALSE, FALSE, sizeof (Anonymous));
  feed->last_time = POLLUX_TIME_NONE;
  return feed;
}

/**
 * pollux_fmt_feed_free:
 * @feed: (nullable) (transfer full): a feed
 */
void
pollux_fmt_feed_free (PolluxFmtFeed *feed)
{
  if (feed == NULL)
    return;

  pollux_span_tracker_free (feed->tracker);
  g_array_unref (feed->anonymous);
  g_free (feed);
}

/**
 * pollux_fmt_feed_get_names:
 * @feed: a feed, which must outlive whoever uses the names
 *
 * Returns: who numbers tasks, spans and threads of this file
 */
PolluxFmtNames
pollux_fmt_feed_get_names (PolluxFmtFeed *feed)
{
  return (PolluxFmtNames) { get_task, get_span, get_thread, feed->tracker };
}

/**
 * pollux_fmt_feed_set_process:
 * @feed: a feed
 * @process: 0, or a number for each other process that writes into the file
 * @name: what it is called, or the empty string
 */
void
pollux_fmt_feed_set_process (PolluxFmtFeed *feed,
                             guint          process,
                             const char    *name)
{
  pollux_span_tracker_set_process (feed->tracker, process, name);
}

/**
 * pollux_fmt_feed_count:
 * @feed: a feed
 * @counter: a #PolluxCounter to raise by one
 */
void
pollux_fmt_feed_count (PolluxFmtFeed *feed,
                       guint          counter)
{
  feed->counts[counter]++;
}

/* --- times ---------------------------------------------------------------- */

/* The first record says what all times of the file count from. */
static void
begin_trace (PolluxFmtFeed       *feed,
             const PolluxFmtLine *line)
{
  switch (line->time_kind)
    {
    case POLLUX_FMT_TIME_EPOCH:
      feed->time_kind = POLLUX_TIME_KIND_EPOCH;
      feed->origin = line->time;
      break;
    case POLLUX_FMT_TIME_UPTIME:
      feed->time_kind = POLLUX_TIME_KIND_CLOCK;
      feed->origin = line->time;
      break;
    case POLLUX_FMT_TIME_NONE:
    default:
      feed->time_kind = POLLUX_TIME_KIND_ORDINAL;
      feed->origin = POLLUX_TIME_NONE;
      break;
    }

  pollux_batch_set_format (feed->batch, feed->format, feed->time_kind, feed->origin);
}

/* The time of a record since the origin. FALSE if it has none of the kind
 * that the file's other records have. */
static gboolean
get_time (PolluxFmtFeed       *feed,
          const PolluxFmtLine *line,
          PolluxRecord         record,
          PolluxTime          *time)
{
  PolluxFmtTimeKind kind = POLLUX_FMT_TIME_EPOCH;

  if (feed->time_kind == POLLUX_TIME_KIND_ORDINAL)
    {
      *time = record;
      return TRUE;
    }

  if (feed->time_kind == POLLUX_TIME_KIND_CLOCK)
    kind = POLLUX_FMT_TIME_UPTIME;

  return line->time_kind == kind && !__builtin_sub_overflow (line->time, feed->origin, time) &&
         ABS (*time / 2) <= MAX_TIME / 2;
}

static void
widen (PolluxFmtFeed *feed,
       PolluxTime     time)
{
  if (feed->n_batch_records++ == 0)
    {
      feed->first = feed->last = time;
      return;
    }

  feed->first = MIN (feed->first, time);
  feed->last = MAX (feed->last, time);
}

/* --- records -------------------------------------------------------------- */

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
push_anonymous (PolluxFmtFeed   *feed,
                PolluxThread     thread,
                PolluxTaskIndex  task)
{
  Anonymous entry = { thread, task };

  if (feed->anonymous->len == MAX_ANONYMOUS)
    g_array_remove_index (feed->anonymous, 0);
  g_array_append_val (feed->anonymous, entry);
}

/* The task that an exit without a span leaves: the last that was entered on
 * its thread. */
static PolluxTaskIndex
pop_anonymous (PolluxFmtFeed *feed,
               PolluxThread   thread)
{
  for (guint i = feed->anonymous->len; i > 0; i--)
    {
      Anonymous entry = g_array_index (feed->anonymous, Anonymous, i - 1);

      if (entry.thread == thread)
        {
          g_array_remove_index (feed->anonymous, i - 1);
          return entry.task;
        }
    }

  return POLLUX_TASK_NONE;
}

static void
take_exit (PolluxFmtFeed      *feed,
           const PolluxMoment *moment,
           PolluxTaskIndex     task)
{
  if (task == POLLUX_TASK_NONE)
    task = pop_anonymous (feed, moment->thread);

  if (task != POLLUX_TASK_NONE)
    pollux_span_tracker_exit (feed->tracker, moment, task);
  else
    feed->counts[POLLUX_COUNTER_OTHER_SPANS]++;
}

static void
take_close (PolluxFmtFeed       *feed,
            const PolluxMoment  *moment,
            const PolluxFmtLine *line,
            PolluxTaskIndex      task)
{
  const PolluxFmtFields *fields = &line->fields;

  if (fields->busy != POLLUX_TIME_NONE || fields->idle != POLLUX_TIME_NONE)
    pollux_span_tracker_set_reported (feed->tracker, task, fields->busy, fields->idle);
  pollux_span_tracker_close (feed->tracker, moment, task);
}

static void
take_waker (PolluxFmtFeed       *feed,
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

  pollux_span_tracker_waker (feed->tracker, moment, ops[line->fields.op], line->fields.waker_id,
                             &context);
}

/* The life of a span that is no task, or what Tokio says of a resource. */
static void
take_other_span (PolluxFmtFeed       *feed,
                 const PolluxMoment  *moment,
                 const PolluxFmtLine *line)
{
  static const PolluxSpanOp ops[] = {
    [POLLUX_FMT_MESSAGE_NEW] = POLLUX_SPAN_OP_NEW,
    [POLLUX_FMT_MESSAGE_ENTER] = POLLUX_SPAN_OP_ENTER,
    [POLLUX_FMT_MESSAGE_EXIT] = POLLUX_SPAN_OP_EXIT,
    [POLLUX_FMT_MESSAGE_CLOSE] = POLLUX_SPAN_OP_CLOSE,
  };
  const PolluxFmtFields *fields = &line->fields;
  PolluxSpanContext context = get_context (line);

  feed->counts[POLLUX_COUNTER_OTHER_SPANS]++;
  if (line->target == POLLUX_FMT_TARGET_RESOURCE || fields->op_name.length > 0 ||
      fields->has_duration)
    {
      PolluxResourceState state = {
        .resource = line->resource,
        .operation = line->operation,
        .op_name = fields->op_name,
        .pending = fields->is_ready == POLLUX_FMT_NO,
        .has_duration = fields->has_duration,
        .duration = fields->duration,
        .unit = fields->duration_unit,
      };

      feed->counts[POLLUX_COUNTER_RESOURCES]++;
      pollux_span_tracker_resource (feed->tracker, moment, &state, &context);
      return;
    }

  if (fields->message != POLLUX_FMT_MESSAGE_NONE && fields->message != POLLUX_FMT_MESSAGE_OTHER &&
      line->span.other != POLLUX_SPAN_NONE)
    pollux_span_tracker_span (feed->tracker, moment, ops[fields->message], line->span.other,
                              line->innermost.other, &context);
}

static void
take_record (PolluxFmtFeed       *feed,
             const PolluxFmtLine *line,
             const PolluxMoment  *moment,
             PolluxFmtKind        kind,
             PolluxTaskIndex      task)
{
  PolluxSpanContext context;

  switch (kind)
    {
    case POLLUX_FMT_KIND_NEW:
      feed->counts[POLLUX_COUNTER_NEWS]++;
      context = get_creation_context (line, task);
      pollux_span_tracker_new_span (feed->tracker, moment, task, &context);
      break;
    case POLLUX_FMT_KIND_ENTER:
      feed->counts[POLLUX_COUNTER_ENTERS]++;
      if (!(line->has & POLLUX_FMT_HAS_SPAN))
        push_anonymous (feed, moment->thread, task);
      pollux_span_tracker_enter (feed->tracker, moment, task);
      break;
    case POLLUX_FMT_KIND_EXIT:
      feed->counts[POLLUX_COUNTER_EXITS]++;
      take_exit (feed, moment, task);
      break;
    case POLLUX_FMT_KIND_CLOSE:
      feed->counts[POLLUX_COUNTER_CLOSES]++;
      take_close (feed, moment, line, task);
      break;
    case POLLUX_FMT_KIND_WAKER:
      take_waker (feed, moment, line);
      break;
    case POLLUX_FMT_KIND_EVENT:
      context = get_context (line);
      pollux_span_tracker_event (feed->tracker, moment, line->level, &context);
      break;
    case POLLUX_FMT_KIND_OTHER_SPAN:
    case POLLUX_FMT_KIND_FOREIGN:
    default:
      take_other_span (feed, moment, line);
      break;
    }
}

static void
count_facts (PolluxFmtFeed       *feed,
             const PolluxFmtLine *line)
{
  guint *counts = feed->counts;

  counts[POLLUX_COUNTER_TIMED] += line->time_kind != POLLUX_FMT_TIME_NONE;
  counts[POLLUX_COUNTER_THREADED] += line->thread != POLLUX_THREAD_NONE;
  counts[POLLUX_COUNTER_LEVELED] += (line->has & POLLUX_FMT_HAS_LEVEL) != 0;
  counts[POLLUX_COUNTER_TARGETED] += (line->has & POLLUX_FMT_HAS_TARGET) != 0;
  counts[POLLUX_COUNTER_SPANNED] += (line->has & (POLLUX_FMT_HAS_SPAN | POLLUX_FMT_HAS_SPANS)) != 0;
}

/**
 * pollux_fmt_feed_take:
 * @feed: a feed
 * @at: where the record begins; only its place is looked at
 * @line: what it says
 *
 * Returns: %FALSE if it is no record
 */
gboolean
pollux_fmt_feed_take (PolluxFmtFeed       *feed,
                      const PolluxLine    *at,
                      const PolluxFmtLine *line)
{
  PolluxMoment moment = { .record = at->number, .thread = line->thread };
  PolluxTaskIndex task;
  PolluxFmtKind kind = pollux_fmt_line_get_kind (line, &task);

  if (G_UNLIKELY (kind == POLLUX_FMT_KIND_FOREIGN))
    return FALSE;

  if (G_UNLIKELY (feed->n_records == 0))
    begin_trace (feed, line);
  if (G_UNLIKELY (!get_time (feed, line, at->number, &moment.time)))
    {
      pollux_fmt_feed_add_damage (feed, at, damage_time);
      return TRUE;
    }

  if (G_UNLIKELY (feed->damage.message != NULL))
    pollux_damage_run_end (&feed->damage, feed->batch);
  feed->n_records++;
  feed->last_time = moment.time;
  widen (feed, moment.time);
  count_facts (feed, line);
  /* The tracker must not take distances between records for time. */
  if (feed->time_kind == POLLUX_TIME_KIND_ORDINAL)
    moment.time = POLLUX_TIME_NONE;
  take_record (feed, line, &moment, kind, task);
  return TRUE;
}

/* As Rust prints it. The name of a thread may hold anything, but is short. */
static gboolean
is_panic (PolluxSlice text)
{
  static const char thread[] = "thread '";
  static const char panicked[] = "panicked at";

  return text.length > sizeof thread && memcmp (text.bytes, thread, sizeof thread - 1) == 0 &&
         memmem (text.bytes, MIN (text.length, PANIC_BYTES), panicked, sizeof panicked - 1) != NULL;
}

/**
 * pollux_fmt_feed_add_foreign:
 * @feed: a feed
 * @line: a line that is no record
 */
void
pollux_fmt_feed_add_foreign (PolluxFmtFeed    *feed,
                             const PolluxLine *line)
{
  feed->counts[POLLUX_COUNTER_FOREIGN]++;
  pollux_batch_add_foreign (feed->batch, feed->last_time, line->number,
                            is_panic (line->text) ? POLLUX_LEVEL_ERROR : POLLUX_LEVEL_NONE);
}

/**
 * pollux_fmt_feed_add_damage:
 * @feed: a feed
 * @at: where it is
 * @message: what is missing there; a static string
 */
void
pollux_fmt_feed_add_damage (PolluxFmtFeed    *feed,
                            const PolluxLine *at,
                            const char       *message)
{
  pollux_damage_run_add (&feed->damage, feed->batch, at->offset, at->number + 1, 1, message);
  pollux_span_tracker_gap (feed->tracker);
}

/* --- batches -------------------------------------------------------------- */

/**
 * pollux_fmt_feed_begin_batch:
 * @feed: a feed
 * @batch: where things go from now on; borrowed until the batch ends
 */
void
pollux_fmt_feed_begin_batch (PolluxFmtFeed *feed,
                             PolluxBatch   *batch)
{
  feed->batch = batch;
  feed->n_batch_records = 0;
  memset (feed->counts, 0, sizeof feed->counts);
  pollux_span_tracker_set_batch (feed->tracker, batch);
}

/**
 * pollux_fmt_feed_end_batch:
 * @feed: a feed
 */
void
pollux_fmt_feed_end_batch (PolluxFmtFeed *feed)
{
  if (feed->n_batch_records > 0)
    pollux_batch_extend (feed->batch, feed->first, feed->last, feed->n_batch_records);
  for (guint i = 0; i < POLLUX_N_COUNTERS; i++)
    if (feed->counts[i] > 0)
      pollux_batch_count (feed->batch, i, feed->counts[i]);
}

/**
 * pollux_fmt_feed_finish:
 * @feed: a feed with a batch
 * @offset: where the file ends or reading stopped
 * @last: the number of the last line, from 0
 * @read_error: (nullable): why it stopped
 * @error: return location for @read_error or %POLLUX_READER_ERROR_CORRUPT, if
 *   there was no record before
 */
void
pollux_fmt_feed_finish (PolluxFmtFeed  *feed,
                        guint64         offset,
                        guint64         last,
                        const GError   *read_error,
                        GError        **error)
{
  if (feed->n_records == 0)
    {
      if (read_error != NULL)
        g_propagate_error (error, g_error_copy (read_error));
      else
        g_set_error_literal (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_CORRUPT,
                             _ ("The file holds no readable record"));
      return;
    }

  pollux_damage_run_finish (&feed->damage, feed->batch);
  if (read_error != NULL)
    {
      g_autofree char *message = g_strdup_printf ("reading stopped: %s", read_error->message);

      pollux_batch_add_damage (feed->batch, offset, last + 2, 0, message);
    }
  pollux_span_tracker_finish (feed->tracker);
}
