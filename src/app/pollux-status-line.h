/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-marks.h"
#include "pollux-session.h"
#include "pollux-trust-monitor.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_STATUS_LINE (pollux_status_line_get_type ())

/**
 * PolluxStatusLine:
 *
 * What is under the pointer, or selected, as a sentence; the time under the
 * pointer; the length of the selected range; and, if there is any, how much of
 * the trace cannot be trusted, which opens the page about it.
 */
G_DECLARE_FINAL_TYPE (PolluxStatusLine, pollux_status_line, POLLUX, STATUS_LINE, GtkWidget)

void        pollux_status_line_set_session (PolluxStatusLine *self,
                                            PolluxSession    *session);
void        pollux_status_line_set_marks   (PolluxStatusLine *self,
                                            PolluxMarks      *marks);
/* Once. */
void        pollux_status_line_set_monitor (PolluxStatusLine *self,
                                            PolluxTrustMonitor *monitor);
const char *pollux_status_line_get_text    (PolluxStatusLine *self);
const char *pollux_status_line_get_chain (PolluxStatusLine *self);

G_END_DECLS
