/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/*
 * What in a trace deserves a look: polls that kept a worker too long, wakes
 * that nobody answered, … This is about the recorded program; how far the
 * recording itself can be trusted is in pollux-trust.h.
 *
 * How long is long: Tokio's rule is that no more than 10 to 100 µs go by from
 * one .await to the next, and a program in good order has few polls that last
 * for milliseconds. A poll or a delay is a finding from 10 ms on; in a trace
 * shorter than a second from a hundredth of its length on, but not below
 * 100 µs.
 */

typedef enum
{
  POLLUX_FINDING_LONG_POLL,    /* a poll of at least the limit */
  POLLUX_FINDING_LONG_DELAY,   /* a wait for a worker of at least the limit */
  POLLUX_FINDING_SELF_WAKES,   /* a task that is woken mostly by itself */
  POLLUX_FINDING_OPEN_POLL,    /* a poll without end, as long as a long poll */
  POLLUX_FINDING_LOST_WAKE,    /* woken, and not polled up to the trace's end */
  POLLUX_FINDING_NEVER_POLLED, /* spawned, and not polled up to the trace's end */
  POLLUX_FINDING_DROPPED,      /* dropped before its first poll */
  POLLUX_N_FINDING_KINDS,
} PolluxFindingKind;

typedef enum
{
  POLLUX_FINDING_NOTE,
  POLLUX_FINDING_WARNING,
  POLLUX_FINDING_SEVERE,
} PolluxFindingSeverity;

/**
 * PolluxFinding:
 * @poll: the poll that it is, or the one that ended the wait; G_MAXUINT if
 *   none did, and for findings of a whole task
 * @range: where it is; of a task its life
 * @value: what it is measured by: ns, or the number of self-wakes
 * @of: what @value is a part of (all wakes of the task), else 0
 */
typedef struct
{
  PolluxFindingKind kind;
  PolluxFindingSeverity severity;
  PolluxTaskIndex task;
  guint poll;
  PolluxRange range;
  gint64 value;
  gint64 of;
} PolluxFinding;

/* More of a kind are counted, but only the worst are kept. */
#define POLLUX_FINDINGS_MAX 2000

/**
 * PolluxFindings:
 *
 * The findings of a trace, looked for in slices: O(tasks + found), because
 * lanes are searched through their summaries. The trace must not change in
 * between.
 */
typedef struct _PolluxFindings PolluxFindings;

PolluxFindings      *pollux_findings_new       (PolluxTrace          *trace);
void                 pollux_findings_free      (PolluxFindings       *findings);
/* Goes on until @deadline (monotonic us, 0: none); TRUE when done. */
gboolean             pollux_findings_run       (PolluxFindings       *findings,
                                                gint64                deadline);
/* What follows is right once it is done. Those that are kept, by time. */
guint                pollux_findings_get_n     (const PolluxFindings *findings);
const PolluxFinding *pollux_findings_get       (const PolluxFindings *findings,
                                                guint                 index);
/* All that were found, also those that were not kept. */
guint64              pollux_findings_get_total (const PolluxFindings *findings);
guint64              pollux_findings_count     (const PolluxFindings *findings,
                                                PolluxFindingKind     kind);
/* From how many ns on a poll or a delay is long. */
gint64               pollux_findings_get_limit (const PolluxFindings *findings);
/* The first that begins at or after @time; their number if none does. */
guint                pollux_findings_find      (const PolluxFindings *findings,
                                                PolluxTime            time);

/* "long-poll": a word for machines, never translated. */
const char          *pollux_finding_kind_to_string (PolluxFindingKind kind);
/* "Long poll", for headings. */
const char          *pollux_finding_kind_get_title (PolluxFindingKind kind);
/* "poll of 26.2 ms": for people, without the task. (transfer full). */
char                *pollux_finding_describe   (const PolluxFinding  *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFindings, pollux_findings_free)

G_END_DECLS
