/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-marks.h"
#include "pollux-timeline.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_MARKS_POPOVER (pollux_marks_popover_get_type ())

/**
 * PolluxMarksPopover:
 *
 * The list of all marks of a trace. Return goes to one, F2 renames it, Delete
 * deletes it.
 */
G_DECLARE_FINAL_TYPE (PolluxMarksPopover, pollux_marks_popover, POLLUX, MARKS_POPOVER, GtkPopover)

GtkWidget *pollux_marks_popover_new  (PolluxTimeline     *timeline);
void       pollux_marks_popover_open (PolluxMarksPopover *self,
                                      PolluxMarks        *marks);

G_END_DECLS
