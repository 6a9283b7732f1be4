/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For texts that change often: gtk_widget_set_tooltip_text() asks the display server
 * each time where the pointer is, and waits for the answer. @text NULL: none. */
void pollux_tooltip_set (GtkWidget  *widget,
                         const char *text);

G_END_DECLS
