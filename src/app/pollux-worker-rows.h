/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-rows.h"

G_BEGIN_DECLS

/**
 * PolluxWorkerRows:
 *
 * The lanes of a trace's threads, made in the background and again while the
 * trace grows.
 */
typedef struct _PolluxWorkerRows PolluxWorkerRows;

/* @changed is called, swapped, when there are others, not before this returns. */
PolluxWorkerRows *pollux_worker_rows_new      (PolluxTrace      *trace,
                                               GFunc             changed,
                                               gpointer          user_data);
void              pollux_worker_rows_free     (PolluxWorkerRows *self);
/* NULL until they are made. */
PolluxRows       *pollux_worker_rows_get      (PolluxWorkerRows *self);
/* Takes over the filter, and the heights of @rows; TRUE if there was anything. */
gboolean          pollux_worker_rows_follow   (PolluxWorkerRows *self,
                                               const char       *filter,
                                               const PolluxRows *rows);

G_END_DECLS
