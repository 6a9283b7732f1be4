/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define POLLUX_TYPE_EMPTY_PAGE (pollux_empty_page_get_type ())

/**
 * PolluxEmptyPage:
 *
 * What a window without a trace shows: how to open one.
 */
G_DECLARE_FINAL_TYPE (PolluxEmptyPage, pollux_empty_page, POLLUX, EMPTY_PAGE, GtkWidget)

void pollux_empty_page_set_recent (PolluxEmptyPage *self,
                                   GMenuModel      *recent);

G_END_DECLS
