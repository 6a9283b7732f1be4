/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"
#include "pollux-trust-advice.h"

G_BEGIN_DECLS

/*
 * What a recording can and cannot tell: facts that are read from a trace
 * once, and findings and kinds of records that follow from them. All texts
 * are for people, translated.
 */

/**
 * PolluxTrust:
 * @format: as pollux_trace_get_format(); may be %NULL
 * @is_log: a log of tracing-subscriber, whose recorder can be told to record
 *   something else
 * @finished: the whole file was read
 * @counted: the reader counted what its records hold; else what the tasks
 *   themselves show is taken, and the rest is not known
 * @counters: of the trace
 * @n_created, @n_ended: tasks whose creation and drop are in the file
 * @n_polled_again: tasks that were polled more than once, which takes a wake
 * @n_wakes_by_origin: wakes of known tasks, by how the task was found
 * @n_waker_operations: clones and drops, no wakes
 * @n_threads: threads that the file tells apart
 * @n_polling_threads: how many of them were seen polling tasks that are not
 *   blocking, at least
 * @n_compared: tasks whose close record says how long they were busy
 * @n_different: those of them whose polls sum up to something else
 * @worst_reported, @worst_polled: ns of the one with the largest difference
 * @damage: the first one, if there is any
 *
 * Borrowed strings live as long as the trace.
 */
typedef struct
{
  const char *format;
  gboolean is_log;
  gboolean finished;
  gboolean has_times;
  gboolean complete;
  gboolean counted;
  guint64 counters[POLLUX_N_COUNTERS];

  guint64 n_tasks;
  guint64 n_tasks_by_kind[POLLUX_N_TASK_KINDS];
  guint64 n_created;
  guint64 n_ended;
  guint64 n_polled_again;
  guint64 n_polls;
  guint64 n_open_polls;
  guint64 n_wakes;
  guint64 n_wakes_resolved;
  guint64 n_wakes_by_origin[POLLUX_WAKER_ONLY_TASK + 1];
  guint64 n_waker_operations;
  guint64 n_events;
  guint n_threads;
  guint n_polling_threads;

  guint64 n_compared;
  guint64 n_different;
  gint64 worst_reported;
  gint64 worst_polled;

  guint n_damages;
  PolluxDamage damage;
} PolluxTrust;

/**
 * PolluxTrustJob:
 *
 * Reads the facts in slices, O(tasks) in all. The trace must not change in
 * between; start again when it did.
 */
typedef struct _PolluxTrustJob PolluxTrustJob;

PolluxTrustJob    *pollux_trust_job_new  (PolluxTrace    *trace);
void               pollux_trust_job_free (PolluxTrustJob *job);
/* Goes on until @deadline (g_get_monotonic_time(), 0: none); TRUE when done. */
gboolean           pollux_trust_job_run  (PolluxTrustJob *job,
                                          gint64          deadline);
/* Borrowed; only after run returned TRUE. */
const PolluxTrust *pollux_trust_job_get  (PolluxTrustJob *job);
/* In one go. */
void               pollux_trust_compute  (PolluxTrace    *trace,
                                          PolluxTrust    *trust);

/**
 * PolluxRecordKind:
 *
 * What a recording can hold of a task, or a record of itself.
 */
typedef enum
{
  POLLUX_RECORD_KIND_CREATION,
  POLLUX_RECORD_KIND_ENTER,
  POLLUX_RECORD_KIND_EXIT,
  POLLUX_RECORD_KIND_CLOSE,
  POLLUX_RECORD_KIND_WAKER,
  POLLUX_RECORD_KIND_EVENT,
  POLLUX_RECORD_KIND_RESOURCE,
  POLLUX_RECORD_KIND_TIME,
  POLLUX_RECORD_KIND_THREAD,
  POLLUX_RECORD_KIND_LEVEL,
  POLLUX_RECORD_KIND_TARGET,
  POLLUX_RECORD_KIND_SPAN,
  POLLUX_N_RECORD_KINDS,
} PolluxRecordKind;

typedef enum
{
  POLLUX_PRESENCE_UNKNOWN,
  POLLUX_PRESENCE_NONE,
  POLLUX_PRESENCE_SOME,
  POLLUX_PRESENCE_ALL,
} PolluxPresence;

/**
 * PolluxTrustRow:
 * @n: how many the file holds
 * @of: how many there could be, 0 if nobody can know
 */
typedef struct
{
  PolluxPresence presence;
  guint64 n;
  guint64 of;
} PolluxTrustRow;

/* "creation", ...: a key for programs, never translated. */
const char     *pollux_record_kind_to_key    (PolluxRecordKind    kind);
const char     *pollux_record_kind_get_title (PolluxRecordKind    kind);
/* What it is good for, one sentence. */
const char     *pollux_record_kind_get_reason (PolluxRecordKind   kind);
PolluxTrustRow  pollux_trust_get_row         (const PolluxTrust  *trust,
                                              PolluxRecordKind    kind);
/* "all", "12 of 40", "none", "—". */
char           *pollux_trust_row_to_text     (PolluxTrustRow      row);
/* "none", "some", "all", NULL if it is not known; never translated. */
const char     *pollux_presence_to_key       (PolluxPresence      presence);
/* How the tasks of the wakes were found; NULL if there are no wakes. */
char           *pollux_trust_describe_wakes  (const PolluxTrust  *trust);

typedef enum
{
  POLLUX_TRUST_GOOD,
  POLLUX_TRUST_NOTE,     /* worth knowing, costs nothing */
  POLLUX_TRUST_LIMIT,    /* something that the recording cannot tell */
  POLLUX_TRUST_PROBLEM,  /* something that it tells may be wrong */
} PolluxTrustSeverity;

/**
 * PolluxTrustFinding:
 * @id: a key for programs, never translated
 * @advice: what to record differently, or %POLLUX_TRUST_ADVICE_NONE
 */
typedef struct
{
  const char *id;
  PolluxTrustSeverity severity;
  char *title;
  char *text;
  PolluxTrustAdvice advice;
} PolluxTrustFinding;

/* (transfer full) (element-type PolluxTrustFinding): worst first. Of a trace
 * that is not finished only what no later record can change. */
GPtrArray      *pollux_trust_find_all        (const PolluxTrust  *trust);
guint           pollux_trust_count           (GPtrArray          *findings,
                                              PolluxTrustSeverity severity);
/* "1 problem, 3 limits" or "nothing is missing", in lower case. */
char           *pollux_trust_describe        (GPtrArray          *findings);
/* "good", "note", "limit", "problem"; never translated. */
const char     *pollux_trust_severity_to_key (PolluxTrustSeverity severity);
const char     *pollux_trust_severity_get_title (PolluxTrustSeverity severity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxTrustJob, pollux_trust_job_free)

G_END_DECLS
