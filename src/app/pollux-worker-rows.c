/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-worker-job.h"
#include "pollux-worker-rows.h"

struct _PolluxWorkerRows
{
  PolluxTrace *trace;
  PolluxRows *rows;
  PolluxWorkerJob *job;
  gboolean made;
  GFunc changed;
  gpointer user_data;
};

static void
workers_cb (PolluxWorkers *workers,
            gpointer       user_data)
{
  PolluxWorkerRows *self = user_data;

  pollux_rows_set_workers (self->rows, workers);
  pollux_rows_update (self->rows, self->trace);
  self->made = TRUE;
  if (self->job != NULL)
    self->changed (self->user_data, NULL);
}

/**
 * pollux_worker_rows_new:
 * @changed: (scope notified): called with @user_data first
 *
 * Returns: (transfer full): lanes in the making
 */
PolluxWorkerRows *
pollux_worker_rows_new (PolluxTrace *trace,
                        GFunc        changed,
                        gpointer     user_data)
{
  PolluxWorkerRows *self = g_new0 (PolluxWorkerRows, 1);

  self->trace = g_object_ref (trace);
  self->rows = pollux_rows_new ();
  self->changed = changed;
  self->user_data = user_data;
  self->job = pollux_worker_job_new (trace, workers_cb, self);

  return self;
}

/**
 * pollux_worker_rows_free:
 */
void
pollux_worker_rows_free (PolluxWorkerRows *self)
{
  pollux_worker_job_free (self->job);
  pollux_rows_free (self->rows);
  g_object_unref (self->trace);
  g_free (self);
}

/**
 * pollux_worker_rows_get:
 *
 * Returns: (transfer none) (nullable): the lanes; %NULL until they are made
 */
PolluxRows *
pollux_worker_rows_get (PolluxWorkerRows *self)
{
  return self->made ? self->rows : NULL;
}

/**
 * pollux_worker_rows_follow:
 * @filter: polls of other tasks are drawn dim
 * @rows: whose lanes are as high
 *
 * Returns: whether the lanes look otherwise now
 */
gboolean
pollux_worker_rows_follow (PolluxWorkerRows *self,
                           const char       *filter,
                           const PolluxRows *rows)
{
  pollux_rows_set_filter (self->rows, filter);
  pollux_rows_set_lane_height (self->rows, pollux_rows_get_lane_height (rows));
  pollux_rows_set_text_scale (self->rows, pollux_rows_get_text_scale (rows));
  if (self->made)
    pollux_rows_update (self->rows, self->trace);

  return self->made;
}
