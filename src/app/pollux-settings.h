/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The settings of the program, by the keys of org.pollux.viewer.gschema.xml.
 *
 * GSettings ends the program when its schema is not installed. These functions
 * do not: then every key has the value given as @fallback, and what is set is
 * forgotten.
 */

int      pollux_settings_get_int     (const char *key,
                                      int         fallback);
void     pollux_settings_set_int     (const char *key,
                                      int         value);
gboolean pollux_settings_get_boolean (const char *key,
                                      gboolean    fallback);
void     pollux_settings_set_boolean (const char *key,
                                      gboolean    value);
/* Enumerations by their nick. (transfer full). */
char    *pollux_settings_dup_string  (const char *key,
                                      const char *fallback);
void     pollux_settings_set_string  (const char *key,
                                      const char *value);

G_END_DECLS
