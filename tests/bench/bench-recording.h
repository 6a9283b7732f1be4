/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a recording of about @size bytes to @path, as tracing-subscriber
 * writes JSON for Tokio 1.53 with two workers and thread ids: hundreds of
 * tasks alive at a time, each polled a few times. Always the same bytes. */
gboolean bench_recording_write (const char  *path,
                                gsize        size,
                                GError     **error);

G_END_DECLS
