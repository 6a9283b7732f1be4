/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the tables below the timeline have in common, and GTK 4.8 lacks. */

/* Brings a row into sight. */
void       pollux_table_scroll_to      (GtkColumnView    *view,
                                        guint             position);
/* The same behind the next frame. */
void       pollux_table_scroll_later   (GtkColumnView    *view,
                                        guint             position);
/* The last row in sight, for going back there; G_MAXUINT if there is none. */
guint      pollux_table_get_last       (GtkColumnView    *view);
/* What is in a column, as the tooltip of its title. */
void       pollux_table_describe_heading (GtkColumnView  *view,
                                        guint             column,
                                        const char       *meaning);
/* Titles of columns with numbers stand at the right, as the numbers do. */
void       pollux_table_align_heading  (GtkColumnView    *view,
                                        guint             column);
/* Titles of columns that can be sorted by take the keys as they take clicks. */
void       pollux_table_focus_headings (GtkColumnView    *view);
/* The keys enter the rows at the selected one, wherever they were before. */
void       pollux_table_enter_selected (GtkColumnView    *view);
/* Puts the focus on the selected row, or where it was. */
gboolean   pollux_table_focus_row      (GtkWidget        *view);
/* Whether a tabulator moved the focus inside of @table, see the source. */
gboolean   pollux_table_move_focus     (GtkWidget        *table,
                                        GtkWidget        *heading,
                                        GtkWidget        *view,
                                        GtkDirectionType  direction);

G_END_DECLS
