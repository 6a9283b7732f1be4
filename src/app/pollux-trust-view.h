/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-trust-monitor.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_TRUST_VIEW (pollux_trust_view_get_type ())

/**
 * PolluxTrustView:
 *
 * What a recording can and cannot tell: a verdict, the findings with the code
 * that avoids them, and which records there are.
 */
G_DECLARE_FINAL_TYPE (PolluxTrustView, pollux_trust_view, POLLUX, TRUST_VIEW, GtkWidget)

void  pollux_trust_view_set_monitor (PolluxTrustView    *self,
                                     PolluxTrustMonitor *monitor);
/* All of it as lines, the code as well. */
char *pollux_trust_view_dup_text    (PolluxTrustView    *self);

G_END_DECLS
