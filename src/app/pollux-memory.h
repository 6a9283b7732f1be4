/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* To be called once, before anything else is. */
void pollux_memory_keep (void);

/* For each large window, before it is realized. */
void pollux_memory_keep_frames (GtkWindow *window);

G_END_DECLS
