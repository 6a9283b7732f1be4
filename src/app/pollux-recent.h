/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define POLLUX_TYPE_RECENT (pollux_recent_get_type ())

/**
 * PolluxRecent:
 *
 * The traces that were opened last, as a menu that follows the desktop's list
 * of recent files. Its items activate "app.open-uri".
 */
G_DECLARE_FINAL_TYPE (PolluxRecent, pollux_recent, POLLUX, RECENT, GObject)

PolluxRecent *pollux_recent_new      (void);
GMenuModel   *pollux_recent_get_menu (PolluxRecent *self);
void          pollux_recent_add      (PolluxRecent *self,
                                      GFile        *file);
void          pollux_recent_remove   (PolluxRecent *self,
                                      GFile        *file);
void          pollux_recent_clear    (PolluxRecent *self);

G_END_DECLS
