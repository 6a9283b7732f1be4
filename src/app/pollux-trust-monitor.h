/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-session.h"
#include "pollux-trust.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_TRUST_MONITOR (pollux_trust_monitor_get_type ())

/**
 * PolluxTrustMonitor:
 *
 * Keeps the facts and findings about the trace of a session up to date, for
 * all who show them. "changed" is emitted when there are others.
 */
G_DECLARE_FINAL_TYPE (PolluxTrustMonitor, pollux_trust_monitor, POLLUX, TRUST_MONITOR, GObject)

PolluxTrustMonitor *pollux_trust_monitor_new          (void);
void                pollux_trust_monitor_set_session  (PolluxTrustMonitor *self,
                                                       PolluxSession      *session);
/* Reading was given up: what is missing in the trace may be in the file. */
void                pollux_trust_monitor_set_partial  (PolluxTrustMonitor *self);
gboolean            pollux_trust_monitor_is_partial   (PolluxTrustMonitor *self);
/* NULL as long as nothing is known; borrowed, until "changed". */
const PolluxTrust  *pollux_trust_monitor_get_trust    (PolluxTrustMonitor *self);
GPtrArray          *pollux_trust_monitor_get_findings (PolluxTrustMonitor *self);
/* Whether there is more to come, apart from what the file still brings. */
gboolean            pollux_trust_monitor_is_busy      (PolluxTrustMonitor *self);

G_END_DECLS
