/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-viewport.h"

G_BEGIN_DECLS

/**
 * PolluxPlace:
 * @viewport: the time that is shown
 * @scroll: pixels of the lanes above the upper edge
 *
 * A view, as it is remembered.
 */
typedef struct
{
  PolluxViewport viewport;
  double scroll;
} PolluxPlace;

/* How one came from a view to the next. */
typedef enum
{
  POLLUX_STEP_NONE,      /* by hand, or not at all: not remembered */
  POLLUX_STEP_JUMP,
  POLLUX_STEP_ZOOM,
  POLLUX_STEP_REVEAL,
} PolluxStep;

/**
 * PolluxHistory:
 *
 * The views that somebody has looked at, at most a hundred each way.
 */
typedef struct _PolluxHistory PolluxHistory;

PolluxHistory     *pollux_history_new          (void);
void               pollux_history_free         (PolluxHistory     *history);
/* One leaves @from by @step at the monotonic time @now. */
void               pollux_history_leave        (PolluxHistory     *history,
                                                const PolluxViewport *from,
                                                PolluxStep         step,
                                                gint64             now);
guint              pollux_history_get_n_back   (PolluxHistory     *history);
guint              pollux_history_get_n_forward (PolluxHistory    *history);
/* @offset: -1 the view before the current one, 1 the one behind it. FALSE if
 * there is none. */
gboolean           pollux_history_get_place    (PolluxHistory     *history,
                                                int                offset,
                                                const PolluxViewport *current,
                                                PolluxPlace       *place);
/* Goes there; @current is remembered on the other side. */
gboolean           pollux_history_go           (PolluxHistory     *history,
                                                int                offset,
                                                const PolluxViewport *current,
                                                PolluxPlace       *place);
/* The timeline tells where it is scrolled to, and asks where it is to be. */
void               pollux_history_note_scroll  (PolluxHistory     *history,
                                                double             scroll);
gboolean           pollux_history_take_scroll  (PolluxHistory     *history,
                                                double            *scroll);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxHistory, pollux_history_free)

G_END_DECLS
