/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/*
 * Statistics of a range of a trace, for one task or for many: sections are
 * clipped to the range for sums, counted when they overlap it, and in the
 * percentiles with their whole lengths when they start in it and have an end.
 */

#define POLLUX_HISTOGRAM_BINS 64

/**
 * PolluxDistribution:
 * @count: samples
 * @omitted: sections that overlap but are no samples: open, unfinished, started before
 * @sum, @min, @p50, @p95, @p99, @max: ns; but for the sum POLLUX_TIME_NONE if there is
 *   no sample
 * @exact: percentiles are nearest rank; else within 1 %
 * @bins: histogram over powers of the square root of two: bin i counts lengths
 *   in [pollux_histogram_bin_begin (i), pollux_histogram_bin_begin (i + 1))
 */
typedef struct
{
  guint64 count;
  guint64 omitted;
  gint64 sum;
  gint64 min;
  gint64 p50;
  gint64 p95;
  gint64 p99;
  gint64 max;
  gboolean exact;
  guint64 bins[POLLUX_HISTOGRAM_BINS];
} PolluxDistribution;

/* Lower bound in ns of a bin: 0, then from 128 ns on by factors of sqrt (2);
 * the last bin has no upper bound. */
gint64 pollux_histogram_bin_begin (guint  bin);
/* The bin that counts @length. */
guint  pollux_histogram_find_bin  (gint64 length);

/**
 * PolluxStatistics:
 * @summary: sums over the tasks; @summary.alive is the sum of lifetimes. The wait that a task's
 *   end cut short is scheduled time or spawn delay, as in #PolluxTaskFigures
 * @n_tasks: tasks that were alive in the range
 * @polls: lengths of polls that start in the range
 * @delays: scheduled times whose section starts in the range; no spawn delays
 * @n_unwoken: polls that overlap the range and follow no recorded wake (and
 *   are not the first after a spawn)
 */
typedef struct
{
  PolluxRange range;
  PolluxLaneSummary summary;
  guint64 n_tasks;
  guint64 n_unwoken;
  PolluxDistribution polls;
  PolluxDistribution delays;
} PolluxStatistics;

/**
 * PolluxStatisticsJob:
 *
 * A computation that can be done in slices, so that a main loop can do it
 * without stalling. The trace must not change in between; start again when it
 * did (see pollux_trace_get_generation()).
 */
typedef struct _PolluxStatisticsJob PolluxStatisticsJob;

/* @tasks: which, or NULL for all but kind "blocking" (which count only if
 * named); @n_tasks of them, copied. */
PolluxStatisticsJob    *pollux_statistics_job_new  (PolluxTrace           *trace,
                                                    PolluxRange            range,
                                                    const PolluxTaskIndex *tasks,
                                                    guint                  n_tasks);
void                    pollux_statistics_job_free (PolluxStatisticsJob   *job);
/* Goes on until @deadline (g_get_monotonic_time(), 0: none); TRUE when done. */
gboolean                pollux_statistics_job_run  (PolluxStatisticsJob   *job,
                                                    gint64                 deadline);
/* Borrowed; only after run returned TRUE. */
const PolluxStatistics *pollux_statistics_job_get  (PolluxStatisticsJob   *job);

/* The range that takes in everything of @trace, its last nanosecond included. */
PolluxRange             pollux_statistics_get_whole (PolluxTrace          *trace);

/* FALSE: the recorder left out when tasks were polled, so nobody knows. */
gboolean                pollux_statistics_has_polls (PolluxTrace          *trace);

/* In one go, for the command line and tests. */
void                    pollux_statistics_compute  (PolluxTrace           *trace,
                                                    PolluxRange            range,
                                                    const PolluxTaskIndex *tasks,
                                                    guint                  n_tasks,
                                                    PolluxStatistics      *statistics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxStatisticsJob, pollux_statistics_job_free)

G_END_DECLS
