/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "pollux-batch.h"
#include "pollux-lane.h"
#include "pollux-strings.h"
#include "pollux-task.h"

G_BEGIN_DECLS

/**
 * PolluxCounter:
 * @POLLUX_COUNTER_RECORDS: all records (lines) seen
 * @POLLUX_COUNTER_FOREIGN: lines that are no records of the format
 * @POLLUX_COUNTER_UNMATCHED_EXITS: exits without an enter
 * @POLLUX_COUNTER_OTHER_SPANS: lifecycle records of spans that are no tasks
 * @POLLUX_COUNTER_CLOCK_STEPS: times that stepped back within one thread
 * @POLLUX_COUNTER_TIMED: records with a time
 * @POLLUX_COUNTER_THREADED: records that name their thread
 * @POLLUX_COUNTER_LEVELED: records with a level
 * @POLLUX_COUNTER_TARGETED: records with a target
 * @POLLUX_COUNTER_SPANNED: records that print the span they were made in
 * @POLLUX_COUNTER_NEWS, @POLLUX_COUNTER_ENTERS, @POLLUX_COUNTER_EXITS,
 *   @POLLUX_COUNTER_CLOSES: lifecycle records of tasks, by kind
 * @POLLUX_COUNTER_RESOURCES: records of Tokio about its resources
 * @POLLUX_COUNTER_AMBIGUOUS: records whose text can be read in more than one
 *   way, because a value in it imitates the format
 * @POLLUX_COUNTER_REPAIRED: records with lost characters, read as far as
 *   they go
 * @POLLUX_COUNTER_PREFIXED: records behind what another program put in front
 *   of the line (a service manager's name and time)
 * @POLLUX_COUNTER_PROCESSES: processes told apart by such a prefix, if more
 *   than one
 * @POLLUX_COUNTER_REUSED: task ids that were created again while the task was
 *   still alive: the output of several processes is mixed
 * @POLLUX_COUNTER_RUNS: runs of the program that begin in the file after the
 *   first one
 * @POLLUX_COUNTER_MAJORITY: wakers whose first record was made in the poll of
 *   another task than the others, and decided by the majority
 *
 * Facts about a trace that only its reader can count.
 */
typedef enum
{
  POLLUX_COUNTER_RECORDS,
  POLLUX_COUNTER_FOREIGN,
  POLLUX_COUNTER_UNMATCHED_EXITS,
  POLLUX_COUNTER_OTHER_SPANS,
  POLLUX_COUNTER_CLOCK_STEPS,
  POLLUX_COUNTER_TIMED,
  POLLUX_COUNTER_THREADED,
  POLLUX_COUNTER_LEVELED,
  POLLUX_COUNTER_TARGETED,
  POLLUX_COUNTER_SPANNED,
  POLLUX_COUNTER_NEWS,
  POLLUX_COUNTER_ENTERS,
  POLLUX_COUNTER_EXITS,
  POLLUX_COUNTER_CLOSES,
  POLLUX_COUNTER_RESOURCES,
  POLLUX_COUNTER_AMBIGUOUS,
  POLLUX_COUNTER_REPAIRED,
  POLLUX_COUNTER_PREFIXED,
  POLLUX_COUNTER_PROCESSES,
  POLLUX_COUNTER_REUSED,
  POLLUX_COUNTER_RUNS,
  POLLUX_COUNTER_MAJORITY,
  POLLUX_N_COUNTERS,
} PolluxCounter;

/**
 * PolluxDamage:
 * @offset: byte offset of the first bad byte in the decompressed file
 * @line: line from 1, or 0 if the format has no lines
 * @records: how many records were lost, or 0 if that cannot be known
 * @message: what is wrong, in English as the reader says it
 */
typedef struct
{
  guint64 offset;
  guint64 line;
  guint64 records;
  const char *message;
} PolluxDamage;

/**
 * PolluxLogEvent:
 *
 * A record that is neither lifecycle nor waker operation. Its text and fields
 * stay in the file.
 */
typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  PolluxTaskIndex task;
  PolluxLevel level;
} PolluxLogEvent;

/**
 * PolluxLooseWake:
 *
 * A wake whose task is not known from the file.
 */
typedef struct
{
  PolluxWake wake;
  guint64 waker_id;
} PolluxLooseWake;

/**
 * PolluxTotals:
 *
 * Sums over the whole trace; times are POLLUX_TIME_NONE where they were not
 * recorded. "closed sections only", as the command line prints them.
 */
typedef struct
{
  guint64 n_tasks_by_kind[POLLUX_N_TASK_KINDS];
  guint64 n_polls;
  guint64 n_open_polls;
  guint64 n_wakes;
  guint64 n_wakes_resolved;
  guint64 n_self_wakes;
  guint64 n_waker_clones;
  guint64 n_waker_drops;
  guint64 n_events;
  gint64 busy;
  gint64 scheduled;
  gint64 spawn_delay;
} PolluxTotals;

#define POLLUX_TYPE_TRACE (pollux_trace_get_type ())

/**
 * PolluxTrace:
 *
 * A recording in memory: tasks with their lanes, wakes, log events, threads,
 * and what is known about its damage. It only ever grows, by batches, on the
 * thread that owns it (in the application the main thread).
 *
 * #PolluxTrace::changed is emitted after data was added.
 */
G_DECLARE_FINAL_TYPE (PolluxTrace, pollux_trace, POLLUX, TRACE, GObject)

PolluxTrace      *pollux_trace_new               (void);

/* Filling it. apply takes operations from @position on until @deadline (of
 * g_get_monotonic_time(), 0: none) and returns where it stopped; the batch is
 * done when that is its length. settle sorts what came late; queries are only
 * right after it. finish says that nothing more comes. All three emit
 * "changed" at most once. */
gsize             pollux_trace_apply             (PolluxTrace       *self,
                                                  const PolluxBatch *batch,
                                                  gsize              position,
                                                  gint64             deadline);
void              pollux_trace_settle            (PolluxTrace       *self);
void              pollux_trace_finish            (PolluxTrace       *self);
gboolean          pollux_trace_compact           (PolluxTrace       *self,
                                                  gint64             deadline);
gboolean          pollux_trace_is_finished       (PolluxTrace       *self);
/* Grows with every change. */
guint64           pollux_trace_get_generation    (PolluxTrace       *self);

const char       *pollux_trace_get_format        (PolluxTrace       *self);
PolluxTimeKind    pollux_trace_get_time_kind     (PolluxTrace       *self);
gboolean          pollux_trace_has_times         (PolluxTrace       *self);
/* Epoch ns of time 0; POLLUX_TIME_NONE if it is not known. For
 * POLLUX_TIME_KIND_CLOCK the reading of that clock at time 0. */
gint64            pollux_trace_get_origin        (PolluxTrace       *self);
/* [smallest, largest] time of any record: end is the largest itself. */
PolluxRange       pollux_trace_get_extent        (PolluxTrace       *self);

guint             pollux_trace_get_n_tasks       (PolluxTrace       *self);
const PolluxTask *pollux_trace_get_task          (PolluxTrace       *self,
                                                  PolluxTaskIndex    task);
const PolluxLane *pollux_trace_get_lane          (PolluxTrace       *self,
                                                  PolluxTaskIndex    task);
const char       *pollux_trace_get_string        (PolluxTrace       *self,
                                                  PolluxString       string);
/* How a task is called for people: its name, else its kind. */
const char       *pollux_trace_get_task_title    (PolluxTrace       *self,
                                                  PolluxTaskIndex    task);
PolluxWakerOrigin pollux_trace_get_waker_origin  (PolluxTrace       *self,
                                                  PolluxTaskIndex    task);

guint             pollux_trace_get_n_threads     (PolluxTrace       *self);
/* Borrowed; the name may be NULL. */
const char       *pollux_trace_get_thread_id     (PolluxTrace       *self,
                                                  PolluxThread       thread);
const char       *pollux_trace_get_thread_name   (PolluxTrace       *self,
                                                  PolluxThread       thread);

guint             pollux_trace_get_n_events      (PolluxTrace       *self);
void              pollux_trace_get_event         (PolluxTrace       *self,
                                                  guint              index,
                                                  PolluxLogEvent    *event);
/* Events outside all tasks: indices into the events, in time order. */
guint             pollux_trace_get_n_loose_events (PolluxTrace      *self);
guint             pollux_trace_get_loose_event   (PolluxTrace       *self,
                                                  guint              index);
guint             pollux_trace_get_n_loose_wakes (PolluxTrace       *self);
void              pollux_trace_get_loose_wake    (PolluxTrace       *self,
                                                  guint              index,
                                                  PolluxLooseWake   *wake);

/* Lines that are no records of the format, in file order. @time: of the record
 * before the line, or POLLUX_TIME_NONE. Their level is mostly POLLUX_LEVEL_NONE. */
guint             pollux_trace_get_n_foreign     (PolluxTrace       *self);
PolluxRecord      pollux_trace_get_foreign       (PolluxTrace       *self,
                                                  guint              index,
                                                  PolluxTime        *time);
PolluxLevel       pollux_trace_get_foreign_level (PolluxTrace       *self,
                                                  guint              index);

guint             pollux_trace_get_n_spans       (PolluxTrace       *self);
const PolluxSpan *pollux_trace_get_span          (PolluxTrace       *self,
                                                  PolluxSpanIndex    span);
/* The spans of @task in the order of their creation; POLLUX_TASK_NONE: those
 * outside all tasks. */
guint             pollux_trace_get_n_task_spans  (PolluxTrace       *self,
                                                  PolluxTaskIndex    task);
PolluxSpanIndex   pollux_trace_get_task_span     (PolluxTrace       *self,
                                                  PolluxTaskIndex    task,
                                                  guint              index);
/* Those that belong to others (or to none) and were entered in polls of @task. */
guint             pollux_trace_get_n_guest_spans (PolluxTrace       *self,
                                                  PolluxTaskIndex    task);
PolluxSpanIndex   pollux_trace_get_guest_span    (PolluxTrace       *self,
                                                  PolluxTaskIndex    task,
                                                  guint              index);
/* How often it was entered, in whatever task. */
guint             pollux_trace_get_span_n_enters (PolluxTrace       *self,
                                                  PolluxSpanIndex    span);
/* Where spans were entered in the polls of @task, ordered by start, then by
 * record; they nest. */
guint             pollux_trace_get_n_span_sections (PolluxTrace     *self,
                                                  PolluxTaskIndex    task);
void              pollux_trace_get_span_section  (PolluxTrace       *self,
                                                  PolluxTaskIndex    task,
                                                  guint              index,
                                                  PolluxSpanSection *section);
/* First section of @task that starts at or after @time; the count if none. */
guint             pollux_trace_find_span_section (PolluxTrace       *self,
                                                  PolluxTaskIndex    task,
                                                  PolluxTime         time);
/* How many records say what a poll of @task returned Pending from. */
guint             pollux_trace_get_n_pending     (PolluxTrace       *self,
                                                  PolluxTaskIndex    task);
/* What poll @poll of @task returned Pending from, for people ("Sleep 100 ms"),
 * or NULL if the file does not say: what the task waits for after that poll.
 * @span (nullable): the resource's operation, POLLUX_SPAN_NONE if unknown.
 * @record (nullable): the record that says so. */
const char       *pollux_trace_get_pending       (PolluxTrace       *self,
                                                  PolluxTaskIndex    task,
                                                  guint              poll,
                                                  PolluxSpanIndex   *span,
                                                  PolluxRecord      *record);

/* Clones and drops of wakers, of known tasks and of unknown ones. */
guint64           pollux_trace_get_n_waker_operations (PolluxTrace  *self);
guint64           pollux_trace_get_counter       (PolluxTrace       *self,
                                                  PolluxCounter      counter);
guint             pollux_trace_get_n_damages     (PolluxTrace       *self);
const PolluxDamage *pollux_trace_get_damage      (PolluxTrace       *self,
                                                  guint              index);
/* FALSE if the file is damaged or cut. */
gboolean          pollux_trace_is_complete       (PolluxTrace       *self);
void              pollux_trace_get_totals        (PolluxTrace       *self,
                                                  PolluxTotals      *totals);

/* The nearest marked record at or before @record, and its offset. FALSE if
 * there is none. */
gboolean          pollux_trace_find_mark         (PolluxTrace       *self,
                                                  PolluxRecord       record,
                                                  PolluxRecord      *marked,
                                                  guint64           *offset);
gsize             pollux_trace_get_memory        (PolluxTrace       *self);

G_END_DECLS
