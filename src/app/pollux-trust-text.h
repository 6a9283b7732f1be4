/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-trust-monitor.h"

G_BEGIN_DECLS

/* How the worst finding looks: an icon that goes with its word, and the style
 * class of that. */
const char *pollux_trust_get_icon  (PolluxTrustSeverity  severity);
const char *pollux_trust_get_style (PolluxTrustSeverity  severity);
/* Shows the icon of @severity in its colour. */
void        pollux_trust_set_image (GtkImage            *image,
                                    PolluxTrustSeverity  severity);
/* "2 limits"; that the file is still being read; NULL if nothing is known.
 * @worst: of the findings. */
char       *pollux_trust_get_verdict (PolluxTrustMonitor  *monitor,
                                      PolluxTrustSeverity *worst);

G_END_DECLS
