/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-timeline.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_NOTHING_HINT (pollux_nothing_hint_get_type ())

/**
 * PolluxNothingHint:
 *
 * Appears over a timeline whose lanes have nothing in the time that is shown,
 * says where the next section is on either side, and goes there.
 */
G_DECLARE_FINAL_TYPE (PolluxNothingHint, pollux_nothing_hint, POLLUX, NOTHING_HINT, GtkWidget)

void pollux_nothing_hint_set_timeline (PolluxNothingHint *self,
                                       PolluxTimeline    *timeline);

G_END_DECLS
