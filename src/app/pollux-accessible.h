/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What GTK 4.8 tells assistive technologies wrongly, or not at all. */

/* Gives names to what GTK leaves without one in @tree, or names twice. */
void  pollux_accessible_repair    (GtkWidget  *tree);
/* @name is what is read for @widget: NULL takes it back. */
void  pollux_accessible_set_name  (GtkWidget  *widget,
                                   const char *name);
/* The row of a list or a table that @child lies in; NULL if it is in none yet. */
GtkWidget *pollux_accessible_find_row (GtkWidget *child);

G_END_DECLS
