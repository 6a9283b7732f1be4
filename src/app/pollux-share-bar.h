/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-lane.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_SHARE_BAR (pollux_share_bar_get_type ())

/**
 * PolluxShareBar:
 *
 * How the life of tasks divides into states, as one bar; or, with a single
 * share, the sample of a state's look for a legend.
 */
G_DECLARE_FINAL_TYPE (PolluxShareBar, pollux_share_bar, POLLUX, SHARE_BAR, GtkWidget)

/* The states in the order of the bar. */
typedef enum
{
  POLLUX_SHARE_ACTIVE,
  POLLUX_SHARE_SCHEDULED,
  POLLUX_SHARE_SPAWN_DELAY,
  POLLUX_SHARE_UNFINISHED,
  POLLUX_SHARE_IDLE,
  POLLUX_N_SHARES,
} PolluxShare;

GtkWidget  *pollux_share_bar_new      (void);
void        pollux_share_bar_set      (PolluxShareBar          *self,
                                       const PolluxLaneSummary *summary);
/* A sample of one state. */
void        pollux_share_bar_set_only (PolluxShareBar          *self,
                                       PolluxShare              share);

const char *pollux_share_get_name     (PolluxShare              share);
gint64      pollux_share_get_sum      (const PolluxLaneSummary *summary,
                                       PolluxShare              share);

G_END_DECLS
