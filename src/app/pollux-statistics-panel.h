/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-session.h"
#include "pollux-trust-monitor.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_STATISTICS_PANEL (pollux_statistics_panel_get_type ())

/**
 * PolluxStatisticsPanel:
 *
 * Statistics of the selected range of time, else of the whole trace or of what
 * is visible; of the selected task and of all tasks. On a page of its own, how
 * far the trace can be trusted.
 *
 * Actions: "statistics.scope" (string: "whole" or "visible"), what is taken
 * while no range is selected; "statistics.copy": all of it to the clipboard;
 * "statistics.trust" and "statistics.figures": which page is shown.
 */
G_DECLARE_FINAL_TYPE (PolluxStatisticsPanel, pollux_statistics_panel, POLLUX, STATISTICS_PANEL,
                      GtkWidget)

void     pollux_statistics_panel_set_session (PolluxStatisticsPanel *self,
                                              PolluxSession         *session);
/* Once. */
void     pollux_statistics_panel_set_monitor (PolluxStatisticsPanel *self,
                                              PolluxTrustMonitor    *monitor);
void     pollux_statistics_panel_show_trust  (PolluxStatisticsPanel *self);
/* Whether figures are still to come. */
gboolean pollux_statistics_panel_is_busy     (PolluxStatisticsPanel *self);
/* All that is shown, as lines. (transfer full). */
char    *pollux_statistics_panel_dup_text    (PolluxStatisticsPanel *self);

G_END_DECLS
