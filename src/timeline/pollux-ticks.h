/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/**
 * PolluxTicks:
 *
 * Moments to be marked, in any number: what is drawn of them is one mark a
 * pixel, however many lie there.
 */
typedef struct _PolluxTicks PolluxTicks;

PolluxTicks  *pollux_ticks_new         (void);
void          pollux_ticks_free        (PolluxTicks *ticks);
void          pollux_ticks_clear       (PolluxTicks *ticks);
/* POLLUX_TIME_NONE is left out. */
void          pollux_ticks_add         (PolluxTicks *ticks,
                                        PolluxTime   time);
guint         pollux_ticks_get_n_times (PolluxTicks *ticks);
/* @n_columns bytes: whether there is one in that part of @range, whose end
 * belongs to the last. Borrowed, until the next call. */
const guint8 *pollux_ticks_get_columns (PolluxTicks *ticks,
                                        PolluxRange  range,
                                        guint        n_columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxTicks, pollux_ticks_free)

G_END_DECLS
