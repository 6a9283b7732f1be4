/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-workers.h"

G_BEGIN_DECLS

/* @workers: borrowed. */
typedef void (*PolluxWorkerFunc) (PolluxWorkers *workers,
                                  gpointer       user_data);

/**
 * PolluxWorkerJob:
 *
 * Sorts the polls of a trace by thread, in the background: a finished one in
 * another thread, one that grows in slices, again and again until it is
 * finished. A small one is done before pollux_worker_job_new() returns.
 */
typedef struct _PolluxWorkerJob PolluxWorkerJob;

/* @func is called on the main thread each time there are workers, until the
 * job is freed. */
PolluxWorkerJob *pollux_worker_job_new  (PolluxTrace      *trace,
                                         const char       *filter,
                                         PolluxWorkerFunc  func,
                                         gpointer          user_data);
void             pollux_worker_job_free (PolluxWorkerJob  *job);

G_END_DECLS
