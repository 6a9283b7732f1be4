/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-painter.h"

G_BEGIN_DECLS

void    pollux_theme_get_palette (GtkWidget         *widget,
                                  PolluxPalette     *palette);
GdkRGBA pollux_theme_color       (const PolluxColor *color);
void    pollux_theme_apply       (GtkWidget         *widget,
                                  PolluxPainter     *painter,
                                  PolluxPalette     *palette);

G_END_DECLS
