/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define POLLUX_TYPE_CELL_LAYOUT (pollux_cell_layout_get_type ())

/**
 * PolluxCellLayout:
 *
 * Makes a cell of a table one line high and as wide as some characters of the
 * table's font, whatever is in it.
 */
G_DECLARE_FINAL_TYPE (PolluxCellLayout, pollux_cell_layout, POLLUX, CELL_LAYOUT, GtkLayoutManager)

/* Takes @cell, an inscription, in hand. */
void pollux_cell_layout_add (GtkWidget *cell, int min_chars, int nat_chars);

G_END_DECLS
