/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-bundle.h"
#include "pollux-sorted-times.h"

G_BEGIN_DECLS

/*
 * How a bundle is stored. A part has 8 bytes for each entry, 8 for how long it
 * is, 4 for each moment where one starts, ends, or is due, and a static
 * tree of summaries. There are
 * two: the polls, and the stretches in which tasks were due and no poll
 * followed (@poll is G_MAXUINT, the stretch is the wait, start and end are
 * where it ends), which no entry of the bundle stands for.
 */

#define POLLUX_BUNDLE_FANOUT 32
#define POLLUX_BUNDLE_MAX_LEVELS 7

typedef struct
{
  PolluxTaskIndex task;
  guint poll;
} PolluxBundleEntry;

/* How long an entry is, in ns up to two seconds, else to a thirtieth (see get_scale()
 * in pollux-bundle.c). */
typedef struct
{
  guint32 poll;
  guint32 wait;
} PolluxBundleScale;

/* @first: where the first section begins; @last: the largest end. */
typedef struct
{
  PolluxTime first;
  PolluxTime last;
  gint64 longest_poll;
  gint64 longest_wait;
} PolluxBundleBlock;

typedef struct
{
  PolluxBundleBlock *blocks;
  guint n;
  guint allocated;
} PolluxBundleLevel;

typedef struct
{
  PolluxBundleEntry *entries;
  PolluxBundleScale *scales;
  guint n;
  guint allocated;
  guint n_levels;
  PolluxBundleLevel levels[POLLUX_BUNDLE_MAX_LEVELS];
} PolluxBundlePart;

struct _PolluxBundle
{
  gatomicrefcount refs;
  PolluxTrace *trace;
  gboolean has_waits;
  gint64 covered;
  PolluxTime covered_until;
  PolluxBundlePart polls;
  PolluxBundlePart unanswered;
  PolluxSortedTimes *starts;
  PolluxSortedTimes *ends;
  PolluxSortedTimes *empties;       /* where polls without length are */
  PolluxSortedTimes *dues;          /* of both parts */
  PolluxSortedTimes *given_up;      /* where the unanswered stretches end */
};

/* Where a bundle stands at one moment. Busy and wait are what lies before it,
 * modulo 2^64. @n_before: polls that started before; @n_active: of these, those
 * that go on at it. @n_empty: polls without length right at it. */
typedef struct
{
  guint64 busy;
  guint64 wait;
  guint n_before;
  guint n_active;
  guint n_waiting;
  guint n_empty;
  guint n_given_up;
  guint hints[5];
} PolluxBundleMoment;

void     pollux_bundle_get_moment      (const PolluxBundle     *bundle,
                                        PolluxTime              time,
                                        PolluxBundleMoment     *moment);
/* Figures between two moments, [@from, @to) = @range. @longest (nullable): the
 * entry of the longest poll, or of the longest wait if no poll overlaps. */
void     pollux_bundle_compare_moments (const PolluxBundle       *bundle,
                                        PolluxRange               range,
                                        const PolluxBundleMoment *from,
                                        const PolluxBundleMoment *to,
                                        PolluxBundleSummary      *summary,
                                        guint                    *longest);

/* Used by the build. */
PolluxBundle *pollux_bundle_alloc      (PolluxTrace              *trace,
                                        gboolean                  has_waits);
void     pollux_bundle_add_entry       (PolluxBundlePart         *part,
                                        PolluxTaskIndex           task,
                                        guint                     poll,
                                        const PolluxBundleBlock  *section);
void     pollux_bundle_part_finish     (PolluxBundlePart         *part);

G_END_DECLS
