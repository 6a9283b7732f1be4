/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define POLLUX_TYPE_COLOR_SCHEME (pollux_color_scheme_get_type ())

/**
 * PolluxColorScheme:
 *
 * Keeps GTK light or dark: as the desktop wants it, or as the person does.
 */
G_DECLARE_FINAL_TYPE (PolluxColorScheme, pollux_color_scheme, POLLUX, COLOR_SCHEME, GObject)

PolluxColorScheme *pollux_color_scheme_new      (void);
const char        *pollux_color_scheme_get_name (PolluxColorScheme *self);
void               pollux_color_scheme_set_name (PolluxColorScheme *self,
                                                 const char        *name);
gboolean           pollux_color_scheme_is_dark  (PolluxColorScheme *self);

G_END_DECLS
