/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/**
 * PolluxSortedTimes:
 *
 * Moments in ascending order, each in 4 bytes where they are dense, with how
 * many lie before a moment and their sum in O(log n). Two of them, where things
 * begin and where they end, tell how much time lies inside the things up to any
 * moment, exactly, however they overlap.
 */
typedef struct _PolluxSortedTimes PolluxSortedTimes;

PolluxSortedTimes *pollux_sorted_times_new        (void);
void               pollux_sorted_times_free       (PolluxSortedTimes       *times);
/* A time before the last one is taken for that one. */
void               pollux_sorted_times_append     (PolluxSortedTimes       *times,
                                                   PolluxTime               time);
/* Gives back what was allocated ahead. */
void               pollux_sorted_times_trim       (PolluxSortedTimes       *times);
guint              pollux_sorted_times_get_length (const PolluxSortedTimes *times);
PolluxTime         pollux_sorted_times_get        (const PolluxSortedTimes *times,
                                                   guint                    index);
/* How many are < @time. @sum (nullable): theirs, modulo 2^64. @hint (nullable):
 * where to look first, for whoever asks for ascending times; begins as 0. */
guint              pollux_sorted_times_count      (const PolluxSortedTimes *times,
                                                   PolluxTime               time,
                                                   guint64                 *sum,
                                                   guint                   *hint);
gsize              pollux_sorted_times_get_memory (const PolluxSortedTimes *times);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxSortedTimes, pollux_sorted_times_free)

G_END_DECLS
