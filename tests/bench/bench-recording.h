/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BENCH_JSON,
  BENCH_FULL,
  BENCH_COMPACT,
  BENCH_PRETTY,
  BENCH_N_FORMS,
} BenchForm;

/* Writes a recording of about @size bytes to @path, as tracing-subscriber
 * writes it in this form for Tokio 1.53 with two workers and thread ids:
 * hundreds of tasks alive at a time, each polled a few times. Always the same
 * program and the same bytes. */
gboolean bench_recording_write (const char  *path,
                                BenchForm    form,
                                gsize        size,
                                GError     **error);

G_END_DECLS
