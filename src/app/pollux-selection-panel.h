/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-session.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_SELECTION_PANEL (pollux_selection_panel_get_type ())

/**
 * PolluxSelectionPanel:
 *
 * What is selected: what the model knows of it, and the fields and the text of
 * its record, which are read again from the file.
 *
 * Action "selection.copy": all of it as text to the clipboard.
 */
G_DECLARE_FINAL_TYPE (PolluxSelectionPanel, pollux_selection_panel, POLLUX, SELECTION_PANEL,
                      GtkWidget)

void        pollux_selection_panel_set_session (PolluxSelectionPanel *self,
                                                PolluxSession        *session);
/* (transfer full) (nullable): what is shown as text; NULL if nothing is. */
char       *pollux_selection_panel_dup_text    (PolluxSelectionPanel *self);
/* The value shown for a name in the details; NULL if it is not shown. */
const char *pollux_selection_panel_get_value   (PolluxSelectionPanel *self,
                                                const char           *name);
/* Whether a record is being read. */
gboolean    pollux_selection_panel_is_busy     (PolluxSelectionPanel *self);

G_END_DECLS
