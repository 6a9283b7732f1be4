/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define POLLUX_TYPE_REFUSED_PAGE (pollux_refused_page_get_type ())

/**
 * PolluxRefusedPage:
 *
 * What a window shows instead of a file that it cannot show: what the file is
 * not, what is read, and how to record one.
 */
G_DECLARE_FINAL_TYPE (PolluxRefusedPage, pollux_refused_page, POLLUX, REFUSED_PAGE, GtkWidget)

void        pollux_refused_page_set         (PolluxRefusedPage *self,
                                             const char        *name,
                                             const GError      *error);
const char *pollux_refused_page_get_title   (PolluxRefusedPage *self);
gboolean    pollux_refused_page_can_retry   (PolluxRefusedPage *self);

G_END_DECLS
