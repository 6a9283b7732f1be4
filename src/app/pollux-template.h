/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Unparents all children of a widget made from a template, in its dispose. */
void pollux_template_dispose (GtkWidget *widget);

G_END_DECLS
