/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-clock.h"
#include "pollux-event-list.h"
#include "pollux-event-text.h"

G_BEGIN_DECLS

/**
 * PolluxEventCache:
 *
 * The texts of the events that somebody looks at, and of those looked at
 * before, up to a few thousand. They are read on a thread. Reference counted,
 * for the main thread alone.
 */
typedef struct _PolluxEventCache PolluxEventCache;

/* @loaded is called with @owner after texts came or an error. */
PolluxEventCache      *pollux_event_cache_new       (GFunc                  loaded,
                                                     gpointer               owner);
PolluxEventCache      *pollux_event_cache_ref       (PolluxEventCache      *cache);
void                   pollux_event_cache_unref     (PolluxEventCache      *cache);
/* Forgets everything, and its owner. */
void                   pollux_event_cache_close     (PolluxEventCache      *cache);
void                   pollux_event_cache_set_trace (PolluxEventCache      *cache,
                                                     PolluxTrace           *trace,
                                                     PolluxLoader          *loader);
/* How the times of the events are told; at first since the begin. */
void                   pollux_event_cache_set_clock (PolluxEventCache      *cache,
                                                     const PolluxClock     *clock);
const PolluxClock     *pollux_event_cache_get_clock (PolluxEventCache      *cache);
/* Borrowed until the next call; NULL if it is not there. */
const PolluxEventText *pollux_event_cache_get       (PolluxEventCache      *cache,
                                                     PolluxEventItem        item);
/* Reads those that are not there; @items in file order. What was wanted
 * before, and is not any more, is not read. */
void                   pollux_event_cache_want      (PolluxEventCache      *cache,
                                                     const PolluxEventItem *items,
                                                     guint                  n_items);
gboolean               pollux_event_cache_is_busy   (PolluxEventCache      *cache);
/* Why texts cannot be read, or NULL. */
const GError          *pollux_event_cache_get_error (PolluxEventCache      *cache);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxEventCache, pollux_event_cache_unref)

G_END_DECLS
