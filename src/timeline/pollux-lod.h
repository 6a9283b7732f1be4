/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-bundle.h"
#include "pollux-trace.h"
#include "pollux-viewport.h"

G_BEGIN_DECLS

/**
 * PolluxColumn flags:
 * @POLLUX_LOD_SHORT: a poll that starts here is shorter than the column, or, with
 *   a wait that is, shorter than two: less than they take to be seen
 * @POLLUX_LOD_CROWDED: more starts here, or so near, than can be drawn apart
 * @POLLUX_LOD_WOKEN: a wake that a poll answered lies here (or, with many polls
 *   in a column, a few of them further)
 */
enum
{
  POLLUX_LOD_SHORT   = 1 << 0,
  POLLUX_LOD_CROWDED = 1 << 1,
  POLLUX_LOD_WOKEN   = 1 << 2,
};

/**
 * PolluxLodColumn:
 * @busy, @wait: ns of polls (open ones to where they are drawn) and of waits
 *   (spawn delays included) inside the column
 * @longest_poll, @longest_wait: whole lengths of the longest that overlap it
 * @n_starts: polls that start in it
 * @n_polls: polls that overlap it, an empty one where it starts
 * @first: the first poll that overlaps it, or whose wait does (G_MAXUINT for the
 *   unanswered stretch); without meaning where nothing does
 * @flags: see above
 *
 * What one pixel column of one lane stands for.
 */
typedef struct
{
  gint64 busy;
  gint64 wait;
  gint64 longest_poll;
  gint64 longest_wait;
  guint n_starts;
  guint n_polls;
  guint first;
  guint flags;
} PolluxLodColumn;

/**
 * PolluxLod:
 * @n: columns
 * @bounds: @n + 1 times; column i is [bounds[i], bounds[i + 1])
 * @columns: @n of them; only what lies in [@begin, @end) is not zero
 *
 * The columns of a view: a pixel wide, or, closer than 1 ns per pixel, a
 * nanosecond. Plain memory for one lane after the other.
 */
typedef struct
{
  guint n;
  guint n_allocated;
  PolluxTime *bounds;
  PolluxLodColumn *columns;
  double inverse;
  guint begin;
  guint end;
} PolluxLod;

void  pollux_lod_init          (PolluxLod            *lod);
void  pollux_lod_clear         (PolluxLod            *lod);
/* Columns for the pixels of @viewport. */
void  pollux_lod_set_viewport  (PolluxLod            *lod,
                                const PolluxViewport *viewport);
/* @n equal columns over @range. */
void  pollux_lod_set_range     (PolluxLod            *lod,
                                PolluxRange           range,
                                guint                 n);
/* Column that holds @time; @time must be inside. */
guint pollux_lod_find          (const PolluxLod      *lod,
                                PolluxTime            time);
/* Sets all columns to zero. */
void  pollux_lod_reset         (PolluxLod            *lod);
/* Adds the polls and waits of @lane. */
void  pollux_lod_add_lane      (PolluxLod            *lod,
                                const PolluxLane     *lane);
/* Adds the polls and waits of all tasks of @bundle, which may overlap. */
void  pollux_lod_add_bundle    (PolluxLod             *lod,
                                const PolluxBundle    *bundle);
/* Sets POLLUX_LOD_CROWDED where it is due, for one lane's columns. */
void  pollux_lod_find_crowds   (PolluxLod            *lod);
/* The longest poll (or wait) that overlaps @range: its index, G_MAXUINT. */
guint pollux_lod_find_longest  (const PolluxLane     *lane,
                                PolluxRange           range,
                                gboolean              wait);

G_END_DECLS
