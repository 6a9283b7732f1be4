/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-marks.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_MARK_POPOVER (pollux_mark_popover_get_type ())

/**
 * PolluxMarkPopover:
 *
 * Asks for the name of a mark: of a new one, which is set with Return and not
 * set with Escape, or of one that there is.
 */
G_DECLARE_FINAL_TYPE (PolluxMarkPopover, pollux_mark_popover, POLLUX, MARK_POPOVER, GtkPopover)

GtkWidget *pollux_mark_popover_new    (void);
/* @place: in the parent. */
void       pollux_mark_popover_add    (PolluxMarkPopover  *self,
                                       PolluxMarks        *marks,
                                       PolluxRange         range,
                                       const GdkRectangle *place);
void       pollux_mark_popover_rename (PolluxMarkPopover  *self,
                                       PolluxMarks        *marks,
                                       guint               id,
                                       const GdkRectangle *place);

G_END_DECLS
