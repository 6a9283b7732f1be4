/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-session.h"

G_BEGIN_DECLS

/* Which tasks were pinned, hidden or the only ones, by what they are still
 * known by when the file is read again: process and id. */
typedef struct _PolluxKeptLanes PolluxKeptLanes;

PolluxKeptLanes *pollux_kept_lanes_new     (PolluxSession   *session);
void             pollux_kept_lanes_free    (PolluxKeptLanes *kept);
void             pollux_kept_lanes_restore (PolluxKeptLanes *kept,
                                            PolluxSession   *session);

G_END_DECLS
