/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-worker-job.h"
#include "pollux-worker-rows.h"

struct _PolluxWorkerRows
{
  PolluxTrace *trace;
  PolluxRows *rows;
  PolluxWorkerJob *job;
  PolluxWorkers *workers;      /* NULL until they are made */
  char *filter;
  PolluxWorkerJob *taken_job;  /* of the tasks that the filter takes; NULL without one */
  PolluxWorkers *taken;        /* NULL until they are made */
  GFunc changed;
  gpointer user_data;
  gboolean is_quiet;           /* what is made now is not told */
};

static void
update (PolluxWorkerRows *self)
{
  if (self->workers == NULL)
    return;

  pollux_rows_set_workers (self->rows, self->workers, self->taken);
  pollux_rows_update (self->rows, self->trace);
  if (!self->is_quiet)
    self->changed (self->user_data, NULL);
}

static void
replace (PolluxWorkers **place,
         PolluxWorkers  *workers)
{
  g_clear_pointer (place, pollux_workers_unref);
  *place = pollux_workers_ref (workers);
}

static void
workers_cb (PolluxWorkers *workers,
            gpointer       user_data)
{
  PolluxWorkerRows *self = user_data;

  replace (&self->workers, workers);
  update (self);
}

static void
taken_cb (PolluxWorkers *workers,
          gpointer       user_data)
{
  PolluxWorkerRows *self = user_data;

  replace (&self->taken, workers);
  update (self);
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
  self->filter = g_strdup ("");
  self->changed = changed;
  self->user_data = user_data;
  self->is_quiet = TRUE;
  self->job = pollux_worker_job_new (trace, NULL, workers_cb, self);
  self->is_quiet = FALSE;

  return self;
}

/**
 * pollux_worker_rows_free:
 */
void
pollux_worker_rows_free (PolluxWorkerRows *self)
{
  pollux_worker_job_free (self->job);
  g_clear_pointer (&self->taken_job, pollux_worker_job_free);
  g_clear_pointer (&self->workers, pollux_workers_unref);
  g_clear_pointer (&self->taken, pollux_workers_unref);
  pollux_rows_free (self->rows);
  g_object_unref (self->trace);
  g_free (self->filter);
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
  return self->workers != NULL ? self->rows : NULL;
}

/* Until the polls of what it takes are made, all are dim. */
static void
set_filter (PolluxWorkerRows *self,
            const char       *filter)
{
  if (g_str_equal (filter, self->filter))
    return;

  g_free (self->filter);
  self->filter = g_strdup (filter);
  pollux_rows_set_filter (self->rows, filter);

  g_clear_pointer (&self->taken_job, pollux_worker_job_free);
  g_clear_pointer (&self->taken, pollux_workers_unref);
  if (!pollux_rows_has_filter (self->rows))
    return;

  self->is_quiet = TRUE;
  self->taken_job = pollux_worker_job_new (self->trace, filter, taken_cb, self);
  self->is_quiet = FALSE;
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
  set_filter (self, filter);
  pollux_rows_set_lane_height (self->rows, pollux_rows_get_lane_height (rows));
  pollux_rows_set_text_scale (self->rows, pollux_rows_get_text_scale (rows));
  if (self->workers == NULL)
    return FALSE;

  pollux_rows_set_workers (self->rows, self->workers, self->taken);
  pollux_rows_update (self->rows, self->trace);

  return TRUE;
}
