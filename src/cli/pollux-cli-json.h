/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-cli-output.h"

G_BEGIN_DECLS

/**
 * PolluxCliJson:
 *
 * Writes one JSON text as it goes, so that a million records take no memory.
 * The members of the outermost value stand on a line each, what is inside of
 * them in one line.
 */
typedef struct _PolluxCliJson PolluxCliJson;

PolluxCliJson *pollux_cli_json_new          (PolluxCliOutput *output);
void           pollux_cli_json_free         (PolluxCliJson   *json);

/* @key is NULL inside of arrays and for the outermost value. */
void           pollux_cli_json_begin_object (PolluxCliJson   *json,
                                             const char      *key);
void           pollux_cli_json_end_object   (PolluxCliJson   *json);
void           pollux_cli_json_begin_array  (PolluxCliJson   *json,
                                             const char      *key);
void           pollux_cli_json_end_array    (PolluxCliJson   *json);
/* NULL is null. Bytes that are no UTF-8 are replaced. */
void           pollux_cli_json_add_string   (PolluxCliJson   *json,
                                             const char      *key,
                                             const char      *text);
void           pollux_cli_json_add_count    (PolluxCliJson   *json,
                                             const char      *key,
                                             guint64          count);
/* POLLUX_TIME_NONE is null. */
void           pollux_cli_json_add_time     (PolluxCliJson   *json,
                                             const char      *key,
                                             gint64           time);
void           pollux_cli_json_add_boolean  (PolluxCliJson   *json,
                                             const char      *key,
                                             gboolean         value);
void           pollux_cli_json_add_null     (PolluxCliJson   *json,
                                             const char      *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxCliJson, pollux_cli_json_free)

G_END_DECLS
