/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "pollux-worker-job.h"

#define AT_ONCE_US 6000
#define SLICE_US 3000
/* A trace that grows is sorted again after this many times what it took. */
#define PAUSE_FACTOR 4
#define MIN_PAUSE_MS 250
#define MAX_PAUSE_MS 10000

/* What the thread and the job share; the last one frees it. */
typedef struct
{
  PolluxTrace *trace;
  PolluxBundleBuild *build;
  gint stop;
} Work;

struct _PolluxWorkerJob
{
  PolluxTrace *trace;
  char *filter;              /* nullable */
  PolluxWorkerFunc func;
  gpointer user_data;

  PolluxBundleBuild *build;  /* in slices; NULL while a thread has it */
  Work *work;                /* of the thread that runs, or NULL */
  gboolean finished;         /* the trace was when the build began */
  guint64 generation;
  gint64 spent;              /* us in slices */
  guint source;
};

static void begin (PolluxWorkerJob *job);

static void
work_clear (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->build, pollux_bundle_build_free);
  g_clear_object (&work->trace);
}

static void
work_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, work_clear);
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Work *work = data;

  if (pollux_bundle_build_step (work->build, 0, &work->stop))
    g_task_return_pointer (task, pollux_workers_new (work->trace, work->build),
                           (GDestroyNotify) pollux_workers_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/* The job lives on if it still has the work; a freed one has told it to stop. */
static void
work_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  PolluxWorkerJob *job = user_data;
  PolluxWorkers *workers = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_atomic_int_get (&work->stop) == 0)
    {
      g_clear_pointer (&job->work, work_unref);
      if (workers != NULL)
        job->func (workers, job->user_data);
    }
  if (workers != NULL)
    pollux_workers_unref (workers);
}

static void
begin_thread (PolluxWorkerJob *job)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, work_done_cb, job);

  job->work = g_atomic_rc_box_new0 (Work);
  job->work->trace = g_object_ref (job->trace);
  job->work->build = g_steal_pointer (&job->build);
  g_task_set_source_tag (task, begin_thread);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (job->work), work_unref);
  g_task_run_in_thread (task, work_thread);
}

static gboolean
again_cb (gpointer user_data)
{
  PolluxWorkerJob *job = user_data;

  if (pollux_trace_get_generation (job->trace) == job->generation &&
      pollux_trace_is_finished (job->trace) == job->finished)
    return G_SOURCE_CONTINUE;

  job->source = 0;
  begin (job);

  return G_SOURCE_REMOVE;
}

static void
hand_over (PolluxWorkerJob *job)
{
  g_autoptr (PolluxBundleBuild) build = g_steal_pointer (&job->build);
  g_autoptr (PolluxWorkers) workers = pollux_workers_new (job->trace, build);

  if (!job->finished)
    job->source = g_timeout_add (CLAMP (job->spent / 1000 * PAUSE_FACTOR, MIN_PAUSE_MS,
                                        MAX_PAUSE_MS), again_cb, job);
  job->func (workers, job->user_data);
}

static gboolean
slice_cb (gpointer user_data)
{
  PolluxWorkerJob *job = user_data;
  gint64 start = g_get_monotonic_time ();
  gboolean done;

  /* The rest of the file is there: all polls anew, for the last time. */
  if (pollux_trace_is_finished (job->trace))
    {
      job->source = 0;
      begin (job);
      return G_SOURCE_REMOVE;
    }

  done = pollux_bundle_build_step (job->build, start + SLICE_US, NULL);
  job->spent += g_get_monotonic_time () - start;
  if (!done)
    return G_SOURCE_CONTINUE;

  job->source = 0;
  hand_over (job);

  return G_SOURCE_REMOVE;
}

static void
begin (PolluxWorkerJob *job)
{
  gint64 start = g_get_monotonic_time ();

  g_clear_pointer (&job->build, pollux_bundle_build_free);
  job->build = pollux_bundle_build_new (job->trace, NULL, 0, TRUE);
  pollux_bundle_build_set_filter (job->build, job->filter);
  job->finished = pollux_trace_is_finished (job->trace);
  job->generation = pollux_trace_get_generation (job->trace);
  job->spent = 0;

  if (pollux_bundle_build_step (job->build, start + AT_ONCE_US, NULL))
    hand_over (job);
  else if (job->finished)
    begin_thread (job);
  else
    job->source = g_idle_add_full (G_PRIORITY_LOW, slice_cb, job, NULL);
}

/**
 * pollux_worker_job_new:
 * @filter: (nullable): only of tasks that it takes
 * @func: called with the workers, maybe more than once, and maybe before this
 *   returns
 *
 * Returns: (transfer full): a job that has begun
 */
PolluxWorkerJob *
pollux_worker_job_new (PolluxTrace      *trace,
                       const char       *filter,
                       PolluxWorkerFunc  func,
                       gpointer          user_data)
{
  PolluxWorkerJob *job = g_new0 (PolluxWorkerJob, 1);

  job->trace = g_object_ref (trace);
  job->filter = g_strdup (filter);
  job->func = func;
  job->user_data = user_data;
  begin (job);

  return job;
}

/**
 * pollux_worker_job_free:
 *
 * A thread that still works stops soon, and calls nobody.
 */
void
pollux_worker_job_free (PolluxWorkerJob *job)
{
  if (job->work != NULL)
    g_atomic_int_set (&job->work->stop, 1);
  g_clear_pointer (&job->work, work_unref);
  g_clear_handle_id (&job->source, g_source_remove);
  g_clear_pointer (&job->build, pollux_bundle_build_free);
  g_object_unref (job->trace);
  g_free (job->filter);
  g_free (job);
}
