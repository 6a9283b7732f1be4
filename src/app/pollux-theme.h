/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-painter.h"

G_BEGIN_DECLS

void    pollux_theme_get_palette (GtkWidget         *widget,
                                  PolluxPalette     *palette);
/* 1 for text of the usual size, more for larger text. */
double  pollux_theme_get_text_scale (GtkWidget       *widget);
GdkRGBA pollux_theme_color       (const PolluxColor *color);
void    pollux_theme_apply       (GtkWidget         *widget,
                                  PolluxPainter     *painter,
                                  PolluxPalette     *palette);

G_END_DECLS
