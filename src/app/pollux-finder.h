/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-findings.h"
#include "pollux-thing.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_FINDER (pollux_finder_get_type ())

/**
 * PolluxFinder:
 *
 * Looks for the findings of a trace when it is read, in the idle time of the
 * main loop, and knows which of them was gone to last.
 *
 * Signals, each without arguments:
 * "changed": the findings are known, or not any more
 * "message-changed": what a step led to
 */
G_DECLARE_FINAL_TYPE (PolluxFinder, pollux_finder, POLLUX, FINDER, GObject)

PolluxFinder         *pollux_finder_new          (PolluxTrace         *trace);
/* NULL until all are known. */
const PolluxFindings *pollux_finder_get_findings (PolluxFinder        *self);
/* Goes to the next (1) or previous (-1) finding from the one gone to last if that is
 * still @selected, else from @time; around at the end. FALSE, and a message, if
 * there is none. */
gboolean              pollux_finder_step         (PolluxFinder        *self,
                                                  int                  direction,
                                                  const PolluxThing   *selected,
                                                  PolluxTime           time,
                                                  PolluxThing         *thing);
/* "Finding 3 of 17: ping #4, poll of 26.2 ms" while @selected is what the last
 * step led to; else NULL. (transfer full). */
char                 *pollux_finder_get_message  (PolluxFinder        *self,
                                                  const PolluxThing   *selected);
/* What a finding is about. */
PolluxThing           pollux_finding_get_thing   (const PolluxFinding *finding);

G_END_DECLS
