/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-painter.h"

G_BEGIN_DECLS

void                  pollux_theme_get_palette (GtkWidget         *widget,
                                                PolluxPalette     *palette);
GdkRGBA               pollux_theme_color       (const PolluxColor *color);
PangoFontDescription *pollux_theme_dup_font    (GtkWidget         *widget);

G_END_DECLS
