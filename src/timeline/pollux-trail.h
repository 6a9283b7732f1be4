/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-cause.h"
#include "pollux-thing.h"

G_BEGIN_DECLS

/**
 * PolluxTrail:
 *
 * A walk along a chain of causes, from thing to thing: back to what woke or
 * spawned it, and on to what it woke. The way is kept as a browser keeps it: who
 * went two back and goes one on is where he was one before, also where the
 * chain branches. A trace that grew since may have other indices, so then only
 * the thing where one stands is kept.
 */
typedef struct _PolluxTrail PolluxTrail;

PolluxTrail *pollux_trail_new         (void);
void         pollux_trail_free        (PolluxTrail        *trail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxTrail, pollux_trail_free)

/* Begins anew at @thing, unless one stands there already. */
void         pollux_trail_start       (PolluxTrail        *trail,
                                       const PolluxThing  *thing);
/* Goes towards the cause (@direction -1) or the effect (1). @wakers may be NULL:
 * then all lanes are asked for effects. FALSE where the chain ends. */
gboolean     pollux_trail_follow      (PolluxTrail        *trail,
                                       PolluxTrace        *trace,
                                       const PolluxWakers *wakers,
                                       int                 direction,
                                       PolluxThing        *thing);
/* The next (1) or previous (-1) of the things that the one before caused. From
 * the last to the first. FALSE if there is no other. */
gboolean     pollux_trail_choose      (PolluxTrail        *trail,
                                       PolluxTrace        *trace,
                                       const PolluxWakers *wakers,
                                       int                 direction,
                                       PolluxThing        *thing);
/* Whether pollux_trail_choose() has more than one. */
gboolean     pollux_trail_has_choice  (const PolluxTrail  *trail);
/* Where one is, translated: "step 3 of 7 back: ping #4 was woken by sink #9".
 * NULL where the walk began. */
char        *pollux_trail_describe    (const PolluxTrail  *trail,
                                       PolluxTrace        *trace);

/* One step from any thing, without a trail; FALSE where the chain ends. */
gboolean     pollux_trail_find_cause  (PolluxTrace        *trace,
                                       const PolluxThing  *from,
                                       PolluxThing        *thing);
gboolean     pollux_trail_find_effect (PolluxTrace        *trace,
                                       const PolluxWakers *wakers,
                                       const PolluxThing  *from,
                                       PolluxThing        *thing);

G_END_DECLS
