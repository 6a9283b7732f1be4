/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-clock.h"
#include "pollux-viewport.h"

G_BEGIN_DECLS

/**
 * PolluxAxis:
 * @origin: the time that is called 0
 * @step: ns (or records) between two labelled ticks, from the origin
 * @n_parts: into how many parts the small ticks cut a step; 1: no small ticks
 * @unit: ns of the unit of the labels
 * @ordinal: times are numbers of records
 * @clock: how the ticks are called where they are times of day, or moments
 *   since another
 * @zones: the zone changes in sight, so each label names its own
 *
 * Where the ticks of a ruler are and what they are called. All labels of one
 * ruler have the same unit and decimals.
 */
typedef struct
{
  PolluxTime origin;
  gint64 step;
  guint n_parts;
  gint64 unit;
  gboolean ordinal;
  PolluxClock clock;
  gboolean zones;
} PolluxAxis;

void        pollux_axis_init       (PolluxAxis           *axis,
                                    const PolluxViewport *viewport,
                                    PolluxTime            origin,
                                    gboolean              ordinal);
/* The same with ticks as a clock has them. */
void        pollux_axis_init_clock (PolluxAxis           *axis,
                                    const PolluxViewport *viewport,
                                    const PolluxClock    *clock);
/* The first tick, small or not, that is not before @time. */
PolluxTime  pollux_axis_first_tick (const PolluxAxis     *axis,
                                    PolluxTime            time);
/* The next tick; TRUE from is_labelled if it is a labelled one. */
PolluxTime  pollux_axis_next_tick  (const PolluxAxis     *axis,
                                    PolluxTime            tick);
gboolean    pollux_axis_is_labelled (const PolluxAxis    *axis,
                                    PolluxTime            tick);
/* (transfer full). */
char       *pollux_axis_get_label  (const PolluxAxis     *axis,
                                    PolluxTime            tick);

G_END_DECLS
