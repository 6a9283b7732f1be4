/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-session.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_GOTO (pollux_goto_get_type ())

/**
 * PolluxGoto:
 *
 * A small entry at the ruler in which one types where in time to go. It says
 * while one types what would be shown, or what is wrong; Return goes there,
 * Escape closes it.
 */
G_DECLARE_FINAL_TYPE (PolluxGoto, pollux_goto, POLLUX, GOTO, GtkPopover)

GtkWidget  *pollux_goto_new      (void);
/* @pointing_to: in the parent. */
void        pollux_goto_open     (PolluxGoto         *self,
                                  PolluxSession      *session,
                                  const GdkRectangle *pointing_to);
/* What it says below the entry. */
const char *pollux_goto_get_hint (PolluxGoto         *self);
/* Goes to what @text says; FALSE with an error if that is nowhere. */
gboolean    pollux_goto_run      (PolluxSession      *session,
                                  const char         *text,
                                  GError            **error);

G_END_DECLS
