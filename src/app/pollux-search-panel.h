/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-search-model.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_SEARCH_PANEL (pollux_search_panel_get_type ())

/**
 * PolluxSearchPanel:
 *
 * The page below the timeline that looks for a text: an entry, what was found,
 * and the steps through it. Each step selects what was found in the session and
 * brings it into sight. Emits "changed" when the ticks of what was found
 * changed, and "closed" when one wants to be done with it.
 */
G_DECLARE_FINAL_TYPE (PolluxSearchPanel, pollux_search_panel, POLLUX, SEARCH_PANEL, GtkWidget)

void               pollux_search_panel_set_session (PolluxSearchPanel *self,
                                                    PolluxSession     *session);
void               pollux_search_panel_set_text    (PolluxSearchPanel *self,
                                                    const char        *text);
/* What is typed next is looked for. */
void               pollux_search_panel_focus       (PolluxSearchPanel *self);
/* To the next one, or the one before; round at the ends. */
void               pollux_search_panel_step        (PolluxSearchPanel *self,
                                                    int                direction);
/* Which was stepped to, G_MAXUINT if none was. */
guint              pollux_search_panel_get_position (PolluxSearchPanel *self);
PolluxSearchModel *pollux_search_panel_get_model   (PolluxSearchPanel *self);

G_END_DECLS
