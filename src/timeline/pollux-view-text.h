/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-clock.h"
#include "pollux-viewport.h"

G_BEGIN_DECLS

/* "1.250 s to 1.255 s, 5.00 ms": what is shown, with as many digits as tell its
 * ends apart; "#12 to #62" without times. (transfer full). */
char *pollux_view_text (const PolluxViewport *viewport,
                        const PolluxClock    *clock);

G_END_DECLS
