/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define POLLUX_TYPE_PROPERTY_LIST (pollux_property_list_get_type ())

/**
 * PolluxPropertyList:
 *
 * Rows of a name and a value. Values can be selected and copied; those with a
 * link emit "activate-link" with its uri.
 */
G_DECLARE_FINAL_TYPE (PolluxPropertyList, pollux_property_list, POLLUX, PROPERTY_LIST, GtkWidget)

GtkWidget  *pollux_property_list_new       (void);
void        pollux_property_list_clear     (PolluxPropertyList *self);
/* Around what is added instead of all rows; those needed again stay in sight. */
void        pollux_property_list_begin     (PolluxPropertyList *self);
void        pollux_property_list_end       (PolluxPropertyList *self);
void        pollux_property_list_add       (PolluxPropertyList *self,
                                            const char         *name,
                                            const char         *value,
                                            const char         *uri);
/* Makes a row for later; FALSE if there are @n_rows already. */
gboolean    pollux_property_list_reserve   (PolluxPropertyList *self,
                                            guint               n_rows);
/* Lists of the same group have names of the same width. */
void        pollux_property_list_set_group (PolluxPropertyList *self,
                                            GtkSizeGroup       *group);
guint       pollux_property_list_get_n     (PolluxPropertyList *self);
/* The value of the first row of that name; NULL if there is none. */
const char *pollux_property_list_get_value (PolluxPropertyList *self,
                                            const char         *name);

G_END_DECLS
