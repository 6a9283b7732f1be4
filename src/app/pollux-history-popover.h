/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-session.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_HISTORY_POPOVER (pollux_history_popover_get_type ())

/**
 * PolluxHistoryPopover:
 *
 * The views of the history as small pictures with their times, the newest at
 * the top, the one that is shown marked. Choosing one goes there. The pictures
 * are painted one after the other once it is open, and kept.
 */
G_DECLARE_FINAL_TYPE (PolluxHistoryPopover, pollux_history_popover, POLLUX, HISTORY_POPOVER,
                      GtkPopover)

GtkWidget *pollux_history_popover_new          (void);
void       pollux_history_popover_open         (PolluxHistoryPopover *self,
                                                PolluxSession        *session);
/* How many views it lists, and how many of their pictures are painted. */
guint      pollux_history_popover_get_n        (PolluxHistoryPopover *self);
guint      pollux_history_popover_get_n_painted (PolluxHistoryPopover *self);
/* Goes to the view @offset steps away, as if it were clicked. */
void       pollux_history_popover_choose       (PolluxHistoryPopover *self,
                                                int                   offset);

G_END_DECLS
