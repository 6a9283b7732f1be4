/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-recent.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_APPLICATION (pollux_application_get_type ())

/**
 * PolluxApplication:
 *
 * The program: one window per trace. Actions: "app.new-window",
 * "app.open-uri" (string), "app.open-example", "app.clear-recent",
 * "app.color-scheme" (string: follow, light, dark), "app.about", "app.quit".
 */
G_DECLARE_FINAL_TYPE (PolluxApplication, pollux_application, POLLUX, APPLICATION, GtkApplication)

PolluxApplication *pollux_application_new         (void);
PolluxRecent      *pollux_application_get_recent  (PolluxApplication *self);
gboolean           pollux_application_is_dark     (PolluxApplication *self);
/* The example that comes with the program. (transfer full). */
GFile             *pollux_application_get_example (PolluxApplication *self);

G_END_DECLS
