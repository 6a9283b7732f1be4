/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating): a popover that tells how a filter of tasks is written; a click on an
 * example adds it to @entry. */
GtkWidget *pollux_filter_help_new        (GtkEditable *entry);
/* Marks the place of @entry's text that is wrong as a filter, and tells why.
 * Returns: (nullable) (transfer full): what is wrong, in words. */
char      *pollux_filter_help_mark_fault (GtkEditable *entry);

G_END_DECLS
