/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "pollux-trace.h"

G_BEGIN_DECLS

/* Replaces the items of @menu by those of "win.time-mode" that make sense for
 * @trace (nullable: those for any). */
void pollux_time_menu_fill (GMenu       *menu,
                            PolluxTrace *trace);

G_END_DECLS
