/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of records is split where many lie between two of them, so that a
 * few records of a large file do not cost the reading of the whole: each part
 * is a plan of its own. All plans are made at the start, on the thread of the
 * trace, and run one after the other.
 *
 * Thread and main loop share the job by counting references. Items travel in
 * batches: one is sent when it is full or old, so that results are seen soon
 * and the main loop is not woken for each.
 */

#include "config.h"

#include "pollux-record-job.h"

/* Records between two that are wanted, which are cheaper to skip by seeking. */
#define GAP 8192
/* A compressed file is read from its start for every part. */
#define PARTS_MAX 8
#define BATCH_MAX 4096
/* µs */
#define BATCH_AGE 50000
/* Batches on their way; then the thread waits for the main loop. */
#define BATCHES_MAX 4

struct _PolluxRecordJob
{
  int n_references;         /* atomic */
  const PolluxRecordJobClass *klass;
  GCancellable *cancellable;
  gpointer data;
  GDestroyNotify free_data;
  gpointer owner;
  gboolean cancelled;       /* of the main loop's */

  GPtrArray *plans;         /* (element-type PolluxRecordPlan) */

  /* Of the thread. */
  GPtrArray *items;
  guint first;
  gint64 begun;

  GMutex lock;
  GCond taken;
  guint n_travelling;
};

typedef struct
{
  PolluxRecordJob *job;
  GPtrArray *items;
  guint first;
} Batch;

typedef struct
{
  PolluxRecordJob *job;
  GError *error;
} Ending;

static PolluxRecordJob *
job_ref (PolluxRecordJob *job)
{
  g_atomic_int_inc (&job->n_references);
  return job;
}

static void
job_unref (gpointer data)
{
  PolluxRecordJob *job = data;

  if (!g_atomic_int_dec_and_test (&job->n_references))
    return;

  if (job->free_data != NULL)
    job->free_data (job->data);
  g_object_unref (job->cancellable);
  g_ptr_array_unref (job->plans);
  g_mutex_clear (&job->lock);
  g_cond_clear (&job->taken);
  g_free (job);
}

static void
batch_free (gpointer data)
{
  Batch *batch = data;
  PolluxRecordJob *job = batch->job;

  for (guint i = 0; i < batch->items->len && job->klass->free_item != NULL; i++)
    {
      if (batch->items->pdata[i] != NULL)
        job->klass->free_item (batch->items->pdata[i]);
    }
  g_ptr_array_unref (batch->items);

  g_mutex_lock (&job->lock);
  job->n_travelling--;
  g_cond_signal (&job->taken);
  g_mutex_unlock (&job->lock);
  job_unref (job);
  g_free (batch);
}

static gboolean
take_cb (gpointer user_data)
{
  Batch *batch = user_data;
  PolluxRecordJob *job = batch->job;

  if (!job->cancelled)
    job->klass->take (batch->first, batch->items->pdata, batch->items->len, job->owner);
  return G_SOURCE_REMOVE;
}

/* Waits while the main loop is behind; a cancelled job need not wait. */
static void
begin_travel (PolluxRecordJob *job)
{
  g_mutex_lock (&job->lock);
  while (job->n_travelling >= BATCHES_MAX && !g_cancellable_is_cancelled (job->cancellable))
    g_cond_wait (&job->taken, &job->lock);
  job->n_travelling++;
  g_mutex_unlock (&job->lock);
}

static void
send (PolluxRecordJob *job)
{
  Batch *batch;

  if (job->items->len == 0)
    return;

  begin_travel (job);
  batch = g_new (Batch, 1);
  *batch = (Batch) { job_ref (job), job->items, job->first };
  job->first += job->items->len;
  job->items = g_ptr_array_new ();
  job->begun = g_get_monotonic_time ();
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, take_cb, batch, batch_free);
}

static gboolean
record_cb (PolluxRecordText *text, gpointer data)
{
  PolluxRecordJob *job = data;

  guint index = job->first + job->items->len;

  g_ptr_array_add (job->items, job->klass->convert (text, index, job->data));
  pollux_record_text_free (text);
  if (job->items->len >= BATCH_MAX ||
      (job->items->len % 64 == 0 && g_get_monotonic_time () - job->begun > BATCH_AGE))
    send (job);
  return !g_cancellable_is_cancelled (job->cancellable);
}

static gboolean
done_cb (gpointer user_data)
{
  Ending *ending = user_data;

  if (!ending->job->cancelled)
    {
      ending->job->cancelled = TRUE;
      ending->job->klass->done (ending->error, ending->job->owner);
      job_unref (ending->job);
    }
  return G_SOURCE_REMOVE;
}

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_clear_error (&ending->error);
  job_unref (ending->job);
  g_free (ending);
}

static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PolluxRecordJob *job = data;
  Ending *ending = g_new0 (Ending, 1);

  job->items = g_ptr_array_new ();
  job->begun = g_get_monotonic_time ();
  for (guint i = 0; i < job->plans->len && ending->error == NULL &&
                    !g_cancellable_is_cancelled (job->cancellable); i++)
    pollux_record_plan_run (g_ptr_array_index (job->plans, i), record_cb, job, job->cancellable,
                            &ending->error);
  send (job);
  g_ptr_array_unref (job->items);

  ending->job = job_ref (job);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, done_cb, ending, ending_free);
  g_task_return_boolean (task, TRUE);
}

/* The smallest gap that is split at, so that there are PARTS_MAX parts at most. */
static guint
choose_gap (const PolluxRecord *records, guint n_records)
{
  guint gap = GAP;

  for (;;)
    {
      guint n_parts = 1;

      for (guint i = 1; i < n_records && n_parts <= PARTS_MAX; i++)
        n_parts += records[i] - records[i - 1] > gap;
      if (n_parts <= PARTS_MAX)
        return gap;
      gap *= 2;
    }
}

static void
make_plans (PolluxRecordJob *job, PolluxLoader *loader, PolluxTrace *trace,
            const PolluxRecord *records, guint n_records)
{
  guint gap = choose_gap (records, n_records);
  guint begin = 0;

  for (guint i = 1; i <= n_records; i++)
    {
      if (i < n_records && records[i] - records[i - 1] <= gap)
        continue;
      g_ptr_array_add (job->plans, pollux_loader_plan_records (loader, trace, records + begin,
                                                               i - begin));
      begin = i;
    }
}

/**
 * pollux_record_job_start:
 * @klass: what is made of the records; must stay
 * @loader: what read @trace
 * @trace: whose records they are
 * @records: (array length=n_records): each larger than the one before
 * @data: (transfer full): for @klass's convert, freed on any thread
 * @free_data: (nullable): frees it
 * @owner: for take and done
 *
 * Returns: (transfer none): the job, which is valid until done was called or
 *   it was cancelled
 */
PolluxRecordJob *
pollux_record_job_start (const PolluxRecordJobClass *klass,
                         PolluxLoader *loader,
                         PolluxTrace *trace,
                         const PolluxRecord *records,
                         guint n_records,
                         gpointer data,
                         GDestroyNotify free_data,
                         gpointer owner)
{
  PolluxRecordJob *job = g_new0 (PolluxRecordJob, 1);
  g_autoptr (GTask) task = NULL;

  job->n_references = 1;
  job->klass = klass;
  job->cancellable = g_cancellable_new ();
  job->data = data;
  job->free_data = free_data;
  job->owner = owner;
  job->plans = g_ptr_array_new_with_free_func ((GDestroyNotify) pollux_record_plan_free);
  g_mutex_init (&job->lock);
  g_cond_init (&job->taken);
  make_plans (job, loader, trace, records, n_records);

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, pollux_record_job_start);
  g_task_set_task_data (task, job_ref (job), job_unref);
  g_task_run_in_thread (task, run_thread);

  return job;
}

/**
 * pollux_record_job_cancel:
 * @job: (transfer full): a job that is not done
 */
void
pollux_record_job_cancel (PolluxRecordJob *job)
{
  job->cancelled = TRUE;
  g_cancellable_cancel (job->cancellable);
  g_mutex_lock (&job->lock);
  g_cond_signal (&job->taken);
  g_mutex_unlock (&job->lock);
  job_unref (job);
}
