/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-trace.h"

G_BEGIN_DECLS

/* "Part of this file could not be read: …", for the bar above a trace.
 * (transfer full) (nullable): NULL if it is complete. */
char *pollux_damage_describe    (PolluxTrace *trace);
/* Where the file is damaged, place by place, over @parent. */
void  pollux_damage_dialog_show (GtkWindow   *parent,
                                 PolluxTrace *trace,
                                 const char  *name);

G_END_DECLS
