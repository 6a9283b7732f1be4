/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxBundleSummary:
 * @busy: ns of polls inside the range, each clipped to it; polls that overlap
 *   count each; open ones to where they are drawn
 * @wait: the same of the waits, spawn delays and unanswered stretches included
 * @n_polls: polls that overlap the range (an empty one if it starts in it)
 * @n_starts: polls that start in it
 * @longest_poll, @longest_wait: whole lengths of the longest that overlap it
 *
 * Figures of a bundle in a range.
 */
typedef struct
{
  gint64 busy;
  gint64 wait;
  guint n_polls;
  guint n_starts;
  gint64 longest_poll;
  gint64 longest_wait;
} PolluxBundleSummary;

/**
 * PolluxBundle:
 *
 * The polls of many lanes, each with the wait before it, merged in the order
 * of their starts: of a group of tasks, or of what one thread polled. Polls of
 * it may overlap. It never changes; the lanes are still read through it, so
 * what a trace that grows has changed since is only in the next one.
 */
typedef struct _PolluxBundle PolluxBundle;

/**
 * PolluxBundleBuild:
 *
 * A bundle, or one for each thread, in the making.
 */
typedef struct _PolluxBundleBuild PolluxBundleBuild;

/* All at once. (transfer full). */
PolluxBundle      *pollux_bundle_new              (PolluxTrace           *trace,
                                                   const PolluxTaskIndex *tasks,
                                                   guint                  n_tasks);
PolluxBundle      *pollux_bundle_ref              (PolluxBundle          *bundle);
void               pollux_bundle_unref            (PolluxBundle          *bundle);

/* In slices, or in another thread when the trace is finished. @tasks NULL: all of
 * the trace. @by_thread: one bundle for each thread, without waits and without the
 * runtime's own workers, and a last one for the polls whose thread is not recorded. */
PolluxBundleBuild *pollux_bundle_build_new        (PolluxTrace           *trace,
                                                   const PolluxTaskIndex *tasks,
                                                   guint                  n_tasks,
                                                   gboolean               by_thread);
/* Before the first step: only of tasks that @filter (nullable) takes. By thread only. */
void               pollux_bundle_build_set_filter (PolluxBundleBuild     *build,
                                                   const char            *filter);
gboolean           pollux_bundle_build_has_filter (const PolluxBundleBuild *build);
void               pollux_bundle_build_free       (PolluxBundleBuild     *build);
/* Goes on until @deadline of g_get_monotonic_time() (0: to the end) or until
 * @stop (nullable), which another thread may set, is not 0. TRUE when it is complete. */
gboolean           pollux_bundle_build_step       (PolluxBundleBuild     *build,
                                                   gint64                 deadline,
                                                   gint                  *stop);
/* From 0 to 1. */
double             pollux_bundle_build_get_progress (const PolluxBundleBuild *build);
/* Of a complete build: 1, or how many threads there were and one. */
guint              pollux_bundle_build_get_n_bundles (const PolluxBundleBuild *build);
/* (transfer full); each once. */
PolluxBundle      *pollux_bundle_build_take       (PolluxBundleBuild     *build,
                                                   guint                  index);

guint              pollux_bundle_get_n            (const PolluxBundle    *bundle);
void               pollux_bundle_get_entry        (const PolluxBundle    *bundle,
                                                   guint                  index,
                                                   PolluxTaskIndex       *task,
                                                   guint                 *poll);
/* FALSE (and @poll is zero) if the lane has it no more. */
gboolean           pollux_bundle_get_poll         (const PolluxBundle    *bundle,
                                                   guint                  index,
                                                   PolluxPoll            *poll);
/* From the first wait's begin to the largest end; empty without polls. */
PolluxRange        pollux_bundle_get_extent       (const PolluxBundle    *bundle);
/* ns in which at least one of its polls goes on. */
gint64             pollux_bundle_get_covered      (const PolluxBundle    *bundle);
/* First entry that starts at or after @time; the count if none does. */
guint              pollux_bundle_find             (const PolluxBundle    *bundle,
                                                   PolluxTime             time);
/* The entry of poll @poll of @task, G_MAXUINT if it is not in the bundle. */
guint              pollux_bundle_find_poll        (const PolluxBundle    *bundle,
                                                   PolluxTaskIndex        task,
                                                   guint                  poll);
/* First entry from @index on whose poll (with @waits: or its wait) overlaps
 * @range; G_MAXUINT if none does. */
guint              pollux_bundle_find_overlap     (const PolluxBundle    *bundle,
                                                   guint                  index,
                                                   PolluxRange            range,
                                                   gboolean               waits);
/* The longest poll (or wait) that overlaps @range: its entry, G_MAXUINT. */
guint              pollux_bundle_find_longest     (const PolluxBundle    *bundle,
                                                   PolluxRange            range,
                                                   gboolean               wait);
void               pollux_bundle_summarize        (const PolluxBundle    *bundle,
                                                   PolluxRange            range,
                                                   PolluxBundleSummary   *summary);
gsize              pollux_bundle_get_memory       (const PolluxBundle    *bundle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxBundle, pollux_bundle_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxBundleBuild, pollux_bundle_build_free)

G_END_DECLS
