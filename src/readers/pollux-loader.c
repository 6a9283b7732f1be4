/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Loading: a reader on one side, a trace on the other.
 *
 * In the asynchronous form a thread of its own reads and fills batches; at
 * most QUEUE_LENGTH of them wait. A source of the main loop, with the priority
 * of idle work so that drawing and input come first, takes operations from
 * them for SLICE µs at a time. Both sides share nothing but a Load: the
 * thread never sees the loader or the trace, so both may go at any time.
 */

#include "config.h"

#include "pollux-loader.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define QUEUE_LENGTH 8
/* µs of the main loop per slice. */
#define SLICE 4000

/* Where the bytes come from: a file, else bytes, else a descriptor. Can be
 * opened several times, but for a descriptor. */
typedef struct
{
  GFile *file;
  GBytes *bytes;
  int fd;
} Origin;

typedef struct
{
  gatomicrefcount ref_count;
  Origin origin;
  GCancellable *cancellable;
  gulong cancelled_id;

  GMutex mutex;
  GCond cond;
  GQueue batches;
  gboolean done;
  gboolean abandoned;
  GError *error;
  guint64 raw_offset;
  gint64 raw_size;
  GSource *wake_up;
  PolluxSource *source;   /* of the thread, while it reads */

  /* Of the main loop's side alone. */
  PolluxBatch *batch;
  gsize position;
} Load;

struct _PolluxLoader
{
  GObject parent_instance;

  Origin origin;
  char *display_name;
  double fraction;
  gboolean loading;
};

enum
{
  PROP_0,
  PROP_FRACTION,
  PROP_LOADING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PolluxLoader, pollux_loader, G_TYPE_OBJECT)

static Origin
origin_copy (const Origin *origin)
{
  return (Origin) {
    .file = origin->file != NULL ? g_object_ref (origin->file) : NULL,
    .bytes = origin->bytes != NULL ? g_bytes_ref (origin->bytes) : NULL,
    .fd = origin->fd,
  };
}

static void
origin_clear (Origin *origin)
{
  g_clear_object (&origin->file);
  g_clear_pointer (&origin->bytes, g_bytes_unref);
}

/* --- opening --------------------------------------------------------------- */

static gssize
read_stream (gpointer user_data, void *buffer, gsize size, GError **error)
{
  return g_input_stream_read (G_INPUT_STREAM (user_data), buffer, size, NULL, error);
}

static PolluxSource *
open_stream (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GFileInfo) info = NULL;
  gint64 size = -1;

  if (stream == NULL)
    return NULL;
  info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, NULL);
  if (info != NULL && g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_STANDARD_SIZE))
    size = g_file_info_get_size (info);
  return pollux_source_new (read_stream, g_steal_pointer (&stream), g_object_unref, size);
}

static PolluxSource *
open_bytes (GBytes *bytes)
{
  return pollux_source_new (read_stream, g_memory_input_stream_new_from_bytes (bytes),
                            g_object_unref, g_bytes_get_size (bytes));
}

/* Errors of the C library become those of GIO, so that callers see one kind. */
static void
translate_error (GError **error)
{
  if (error == NULL || *error == NULL)
    return;
  if (g_error_matches (*error, G_FILE_ERROR, G_FILE_ERROR_ISDIR)
      || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    {
      g_clear_error (error);
      g_set_error_literal (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_DIRECTORY,
                           _ ("This is a directory, not a trace file"));
    }
  else if (g_error_matches (*error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CANCELLED))
    {
      (*error)->domain = G_IO_ERROR;
      (*error)->code = G_IO_ERROR_CANCELLED;
    }
  else if ((*error)->domain == POLLUX_SOURCE_ERROR)
    {
      (*error)->domain = POLLUX_READER_ERROR;
      (*error)->code = POLLUX_READER_ERROR_CORRUPT;
    }
  else if ((*error)->domain == G_FILE_ERROR)
    {
      (*error)->code = g_io_error_from_file_error ((*error)->code);
      (*error)->domain = G_IO_ERROR;
    }
}

static PolluxSource *
open_origin (const Origin *origin, GCancellable *cancellable, GError **error)
{
  const char *path = origin->file != NULL ? g_file_peek_path (origin->file) : NULL;
  g_autoptr (GError) local_error = NULL;
  PolluxSource *source;

  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error_literal (&local_error, G_FILE_ERROR, G_FILE_ERROR_ISDIR, "");
  if (local_error != NULL)
    source = NULL;
  else if (origin->bytes != NULL)
    source = open_bytes (origin->bytes);
  else if (origin->file == NULL)
    source = pollux_source_new_for_fd (origin->fd);
  else if (path != NULL)
    source = pollux_source_new_for_path (path, &local_error);
  else
    source = open_stream (origin->file, cancellable, &local_error);
  translate_error (&local_error);
  if (source == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return source;
}

static PolluxReader *
open_reader (PolluxSource *source, GError **error)
{
  const guint8 *bytes;
  const PolluxReaderClass *klass;
  gssize n = pollux_source_peek (source, &bytes, POLLUX_READER_PROBE_BYTES, error);

  if (n < 0)
    {
      translate_error (error);
      return NULL;
    }
  if (n == 0)
    {
      g_set_error_literal (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_EMPTY,
                           _ ("The file is empty"));
      return NULL;
    }
  klass = pollux_formats_detect (bytes, n, error);
  return klass != NULL ? klass->open (klass, source) : NULL;
}

/* A log without any task or waker is a log, but nothing to draw. */
static gboolean
check_content (PolluxTrace *trace, GError **error)
{
  if (pollux_trace_get_n_tasks (trace) > 0 || pollux_trace_get_n_loose_wakes (trace) > 0)
    return TRUE;
  g_set_error_literal (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_NO_TASKS,
                       _ ("This log holds no Tokio tasks: the program was built without "
                          "tokio_unstable, or its filter leaves out the target “tokio::task”"));
  return FALSE;
}

/* --- progress -------------------------------------------------------------- */

static void
set_fraction (PolluxLoader *self, guint64 offset, gint64 size)
{
  double fraction = size > 0 ? MIN (1.0, (double) offset / size) : -1;

  if (self->fraction == fraction)
    return;
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

/* --- on the calling thread --------------------------------------------------- */

static gboolean
load_all (PolluxLoader *self, PolluxSource *source, PolluxTrace *trace,
          GCancellable *cancellable, GError **error)
{
  PolluxReader *reader = open_reader (source, error);
  g_autoptr (GError) local_error = NULL;
  gboolean more = reader != NULL;

  if (reader == NULL)
    return FALSE;
  while (more)
    {
      g_autoptr (PolluxBatch) batch = pollux_batch_new ();

      more = reader->klass->next_batch (reader, batch, cancellable, &local_error);
      pollux_trace_apply (trace, batch, 0, 0);
      set_fraction (self, pollux_source_get_raw_offset (source),
                    pollux_source_get_raw_size (source));
      if (g_cancellable_set_error_if_cancelled (cancellable,
                                                local_error == NULL ? &local_error : NULL))
        break;
    }
  reader->klass->close (reader);
  pollux_trace_finish (trace);
  pollux_trace_compact (trace, 0);
  if (local_error != NULL)
    {
      translate_error (&local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return check_content (trace, error);
}

static void
cancel_source (GCancellable *cancellable, gpointer user_data)
{
  pollux_source_cancel (user_data);
}

/**
 * pollux_loader_load:
 * @trace: an empty trace
 *
 * Reads the whole file on the calling thread.
 *
 * Returns: FALSE with @error if nothing could be shown, or if it was cancelled;
 *   in that case @trace holds what was read
 */
gboolean
pollux_loader_load (PolluxLoader *self, PolluxTrace *trace, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (PolluxSource) source = NULL;
  gulong cancelled_id = 0;
  gboolean loaded;

  g_return_val_if_fail (POLLUX_IS_LOADER (self), FALSE);
  g_return_val_if_fail (POLLUX_IS_TRACE (trace), FALSE);

  source = open_origin (&self->origin, cancellable, error);
  if (source == NULL)
    return FALSE;
  if (cancellable != NULL)
    cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancel_source), source, NULL);
  loaded = load_all (self, source, trace, cancellable, error);
  g_cancellable_disconnect (cancellable, cancelled_id);
  return loaded;
}

/* --- the thread's side -------------------------------------------------------- */

static Load *
load_ref (Load *load)
{
  g_atomic_ref_count_inc (&load->ref_count);
  return load;
}

static void
load_unref (Load *load)
{
  if (!g_atomic_ref_count_dec (&load->ref_count))
    return;
  origin_clear (&load->origin);
  g_clear_object (&load->cancellable);
  g_queue_clear_full (&load->batches, (GDestroyNotify) pollux_batch_free);
  g_clear_pointer (&load->batch, pollux_batch_free);
  g_clear_error (&load->error);
  g_mutex_clear (&load->mutex);
  g_cond_clear (&load->cond);
  g_free (load);
}

/* Called with the mutex held. */
static void
wake_main_loop (Load *load)
{
  if (load->wake_up != NULL)
    g_source_set_ready_time (load->wake_up, 0);
}

/* Hands @batch over; waits while the queue is full. FALSE if nobody wants it. */
static gboolean
hand_over (Load *load, PolluxBatch *batch, const PolluxSource *source)
{
  gboolean wanted;

  g_mutex_lock (&load->mutex);
  while (g_queue_get_length (&load->batches) >= QUEUE_LENGTH && !load->abandoned)
    g_cond_wait (&load->cond, &load->mutex);
  wanted = !load->abandoned;
  if (wanted)
    g_queue_push_tail (&load->batches, batch);
  else
    pollux_batch_free (batch);
  load->raw_offset = pollux_source_get_raw_offset (source);
  load->raw_size = pollux_source_get_raw_size (source);
  wake_main_loop (load);
  g_mutex_unlock (&load->mutex);
  return wanted;
}

/* Lets the main loop interrupt a read that may never end, as of a pipe. */
static void
set_source (Load *load, PolluxSource *source)
{
  g_mutex_lock (&load->mutex);
  load->source = source;
  if (source != NULL && (load->abandoned || g_cancellable_is_cancelled (load->cancellable)))
    pollux_source_cancel (source);
  g_mutex_unlock (&load->mutex);
}

static void
read_batches (Load *load, PolluxSource *source, GError **error)
{
  PolluxReader *reader = open_reader (source, error);
  gboolean more = reader != NULL;

  while (more && !g_cancellable_is_cancelled (load->cancellable))
    {
      PolluxBatch *batch = pollux_batch_new ();

      more = reader->klass->next_batch (reader, batch, load->cancellable, error);
      more = hand_over (load, batch, source) && more;
    }
  if (reader != NULL)
    reader->klass->close (reader);
  translate_error (error);
}

static gpointer
reader_thread (gpointer data)
{
  Load *load = data;
  GError *error = NULL;
  g_autoptr (PolluxSource) source = open_origin (&load->origin, load->cancellable, &error);

  if (source != NULL)
    {
      set_source (load, source);
      read_batches (load, source, &error);
      set_source (load, NULL);
    }
  g_mutex_lock (&load->mutex);
  load->error = error;
  load->done = TRUE;
  wake_main_loop (load);
  g_mutex_unlock (&load->mutex);
  load_unref (load);
  return NULL;
}

/* --- the main loop's side ------------------------------------------------------ */

static void
set_loading (PolluxLoader *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* The next batch to apply; *done says that there will be none. */
static gboolean
next_batch (Load *load, gboolean *done)
{
  if (load->batch != NULL && load->position < pollux_batch_get_length (load->batch))
    return TRUE;
  g_clear_pointer (&load->batch, pollux_batch_free);
  g_mutex_lock (&load->mutex);
  load->batch = g_queue_pop_head (&load->batches);
  load->position = 0;
  *done = load->batch == NULL && load->done;
  g_cond_signal (&load->cond);
  g_mutex_unlock (&load->mutex);
  return load->batch != NULL;
}

/* The thread is left to itself; it ends with its next look at the load. */
static void
abandon (Load *load)
{
  g_mutex_lock (&load->mutex);
  load->abandoned = TRUE;
  if (load->source != NULL)
    pollux_source_cancel (load->source);
  g_source_destroy (load->wake_up);
  g_clear_pointer (&load->wake_up, g_source_unref);
  g_cond_signal (&load->cond);
  g_mutex_unlock (&load->mutex);
}

static void
complete (GTask *task, Load *load)
{
  PolluxLoader *self = g_task_get_source_object (task);
  PolluxTrace *trace = g_object_get_data (G_OBJECT (task), "trace");
  g_autoptr (GError) error = NULL;

  g_cancellable_disconnect (load->cancellable, load->cancelled_id);
  load->cancelled_id = 0;
  abandon (load);
  pollux_trace_finish (trace);
  if (!g_cancellable_set_error_if_cancelled (load->cancellable, &error))
    {
      g_mutex_lock (&load->mutex);
      error = g_steal_pointer (&load->error);
      g_mutex_unlock (&load->mutex);
      if (error == NULL)
        check_content (trace, &error);
    }
  set_loading (self, FALSE);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
take_batches (gpointer user_data)
{
  GTask *task = user_data;
  PolluxLoader *self = g_task_get_source_object (task);
  PolluxTrace *trace = g_object_get_data (G_OBJECT (task), "trace");
  Load *load = g_task_get_task_data (task);
  gint64 deadline = g_get_monotonic_time () + SLICE;
  gboolean done = FALSE;
  gboolean applied = FALSE;
  guint64 offset;
  gint64 size;

  g_source_set_ready_time (load->wake_up, -1);
  while (g_get_monotonic_time () < deadline && !g_cancellable_is_cancelled (load->cancellable)
         && next_batch (load, &done))
    {
      load->position = pollux_trace_apply (trace, load->batch, load->position, deadline);
      applied = TRUE;
    }
  g_mutex_lock (&load->mutex);
  offset = load->raw_offset;
  size = load->raw_size;
  if (!g_queue_is_empty (&load->batches) || load->batch != NULL)
    g_source_set_ready_time (load->wake_up, 0);
  g_mutex_unlock (&load->mutex);
  /* Handlers may do anything, also drop the last reference of the caller. */
  g_object_ref (task);
  if (applied)
    pollux_trace_settle (trace);
  set_fraction (self, offset, size);
  if (g_cancellable_is_cancelled (load->cancellable)
      || (done && pollux_trace_compact (trace, deadline)))
    complete (task, load);
  else if (done)
    g_source_set_ready_time (load->wake_up, 0);
  g_object_unref (task);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_wake_up (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs wake_up_funcs = { .dispatch = dispatch_wake_up };

static void
cancelled (GCancellable *cancellable, gpointer user_data)
{
  Load *load = user_data;

  g_mutex_lock (&load->mutex);
  if (load->source != NULL)
    pollux_source_cancel (load->source);
  wake_main_loop (load);
  g_cond_signal (&load->cond);
  g_mutex_unlock (&load->mutex);
}

static Load *
load_new (PolluxLoader *self, GCancellable *cancellable)
{
  Load *load = g_new0 (Load, 1);

  g_atomic_ref_count_init (&load->ref_count);
  g_mutex_init (&load->mutex);
  g_cond_init (&load->cond);
  g_queue_init (&load->batches);
  load->origin = origin_copy (&self->origin);
  load->cancellable = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  load->raw_size = -1;
  load->wake_up = g_source_new (&wake_up_funcs, sizeof (GSource));
  g_source_set_priority (load->wake_up, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_static_name (load->wake_up, "[pollux] loader");
  return load;
}

/**
 * pollux_loader_load_async:
 * @trace: an empty trace; filled from the thread-default main context
 * @callback: called when everything is in @trace, or on failure
 *
 * Reads the file on a thread of its own while the main loop goes on.
 */
void
pollux_loader_load_async (PolluxLoader *self, PolluxTrace *trace, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Load *load;

  g_return_if_fail (POLLUX_IS_LOADER (self));
  g_return_if_fail (POLLUX_IS_TRACE (trace));
  g_return_if_fail (!self->loading);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pollux_loader_load_async);
  g_task_set_check_cancellable (task, FALSE);
  load = load_new (self, cancellable);
  g_task_set_task_data (task, load, (GDestroyNotify) load_unref);
  g_object_set_data_full (G_OBJECT (task), "trace", g_object_ref (trace), g_object_unref);
  set_loading (self, TRUE);
  self->fraction = 0;
  g_source_set_callback (load->wake_up, take_batches, g_object_ref (task), g_object_unref);
  g_source_attach (load->wake_up, g_main_context_get_thread_default ());
  if (cancellable != NULL)
    load->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled),
                                                load_ref (load), (GDestroyNotify) load_unref);
  g_thread_unref (g_thread_new ("pollux-reader", reader_thread, load_ref (load)));
}

/**
 * pollux_loader_load_finish:
 *
 * Returns: as pollux_loader_load()
 */
gboolean
pollux_loader_load_finish (PolluxLoader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- one record again ----------------------------------------------------------- */

struct _PolluxRecordPlan
{
  Origin origin;
  const PolluxReaderClass *klass;
  PolluxRecord *records;
  guint n_records;
  PolluxRecord marked;
  guint64 offset;
};

/**
 * pollux_record_plan_free:
 * @plan: (nullable) (transfer full): a plan
 */
void
pollux_record_plan_free (PolluxRecordPlan *plan)
{
  if (plan == NULL)
    return;

  origin_clear (&plan->origin);
  g_free (plan->records);
  g_free (plan);
}

/**
 * pollux_loader_plan_records:
 * @trace: what this loader filled
 * @records: (array length=n_records): numbers of records, each larger than the
 *   one before; copied
 *
 * Says how to find records of the file again. To be called on the thread that
 * owns @trace.
 *
 * Returns: (transfer full): a plan that may be run once, on any thread
 */
PolluxRecordPlan *
pollux_loader_plan_records (PolluxLoader *self, PolluxTrace *trace, const PolluxRecord *records,
                            guint n_records)
{
  PolluxRecordPlan *plan;

  g_return_val_if_fail (POLLUX_IS_LOADER (self), NULL);
  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NULL);

  plan = g_new0 (PolluxRecordPlan, 1);
  plan->origin = origin_copy (&self->origin);
  plan->records = g_memdup2 (records, sizeof *records * n_records);
  plan->n_records = n_records;
  if (n_records > 0 && pollux_trace_find_mark (trace, records[0], &plan->marked, &plan->offset))
    plan->klass = pollux_formats_find (pollux_trace_get_format (trace));
  return plan;
}

/* A named pipe gives its bytes once, to whoever reads first: reading here
 * would take them from the load. */
static gboolean
is_pipe (GFile *file)
{
  const char *path = g_file_peek_path (file);
  GStatBuf info;

  return path != NULL && g_stat (path, &info) == 0 && !S_ISREG (info.st_mode);
}

/**
 * pollux_record_plan_run:
 * @func: gets the records in their order
 * @cancellable: (nullable): looked at while lines are read
 *
 * Reads the records of the plan, in one pass over the file.
 *
 * Returns: FALSE with @error if one of them cannot be read
 */
gboolean
pollux_record_plan_run (PolluxRecordPlan *plan, PolluxRecordFunc func, gpointer data,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (PolluxSource) source = NULL;
  gboolean good;

  if (plan->n_records == 0)
    return TRUE;
  if (plan->origin.bytes == NULL && (plan->origin.file == NULL || is_pipe (plan->origin.file)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("The trace came through a pipe and cannot be read again"));
      return FALSE;
    }
  if (plan->klass == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("The place of this record in the file is not known"));
      return FALSE;
    }

  source = open_origin (&plan->origin, cancellable, error);
  good = source != NULL && pollux_source_skip (source, plan->offset, error)
         && plan->klass->read_records (source, plan->marked, plan->records, plan->n_records, func,
                                       data, cancellable, error);
  if (!good)
    translate_error (error);
  return good;
}

static gboolean
keep_record (PolluxRecordText *text, gpointer data)
{
  PolluxRecordText **kept = data;

  *kept = text;
  return FALSE;
}

static PolluxRecordText *
run_for_one (PolluxRecordPlan *plan, GCancellable *cancellable, GError **error)
{
  PolluxRecordText *text = NULL;

  pollux_record_plan_run (plan, keep_record, &text, cancellable, error);
  return text;
}

/**
 * pollux_loader_read_record:
 * @trace: what this loader filled
 *
 * Reads a record of the file again.
 *
 * Returns: (transfer full): the record; NULL with @error if it cannot be read
 */
PolluxRecordText *
pollux_loader_read_record (PolluxLoader *self, PolluxTrace *trace, PolluxRecord record,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (PolluxRecordPlan) plan = pollux_loader_plan_records (self, trace, &record, 1);

  return plan != NULL ? run_for_one (plan, cancellable, error) : NULL;
}

static void
read_record_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  PolluxRecordText *text = run_for_one (data, cancellable, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, (GDestroyNotify) pollux_record_text_free);
  else
    g_task_return_error (task, error);
}

/**
 * pollux_loader_read_record_async:
 * @io_priority: of the call of @callback, too
 *
 * The same without stalling the main loop.
 */
void
pollux_loader_read_record_async (PolluxLoader *self, PolluxTrace *trace, PolluxRecord record,
                                 int io_priority, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (POLLUX_IS_LOADER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pollux_loader_read_record_async);
  g_task_set_priority (task, io_priority);
  g_task_set_task_data (task, pollux_loader_plan_records (self, trace, &record, 1),
                        (GDestroyNotify) pollux_record_plan_free);
  g_task_run_in_thread (task, read_record_thread);
}

/**
 * pollux_loader_read_record_finish:
 *
 * Returns: (transfer full): as pollux_loader_read_record()
 */
PolluxRecordText *
pollux_loader_read_record_finish (PolluxLoader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the object ------------------------------------------------------------------ */

static void
pollux_loader_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PolluxLoader *self = POLLUX_LOADER (object);

  switch (id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pollux_loader_finalize (GObject *object)
{
  PolluxLoader *self = POLLUX_LOADER (object);

  origin_clear (&self->origin);
  g_free (self->display_name);
  G_OBJECT_CLASS (pollux_loader_parent_class)->finalize (object);
}

static void
pollux_loader_class_init (PolluxLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pollux_loader_get_property;
  object_class->finalize = pollux_loader_finalize;

  /**
   * PolluxLoader:fraction:
   *
   * How much of the file's bytes was taken, 0 to 1; -1 if its size is not known.
   */
  properties[PROP_FRACTION]
      = g_param_spec_double ("fraction", NULL, NULL, -1, 1, 0,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * PolluxLoader:loading:
   *
   * Whether an asynchronous load is under way.
   */
  properties[PROP_LOADING]
      = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pollux_loader_init (PolluxLoader *self)
{
  self->origin.fd = -1;
}

/**
 * pollux_loader_new:
 * @file: any file that GIO can read
 *
 * Returns: (transfer full): a loader
 */
PolluxLoader *
pollux_loader_new (GFile *file)
{
  PolluxLoader *self = g_object_new (POLLUX_TYPE_LOADER, NULL);
  g_autofree char *base_name = g_file_get_basename (file);

  self->origin.file = g_object_ref (file);
  self->display_name = base_name != NULL ? g_filename_display_name (base_name)
                                         : g_file_get_parse_name (file);
  return self;
}

/**
 * pollux_loader_new_for_fd:
 * @fd: (transfer full): a descriptor to read; it is closed after the load
 * @display_name: how to call it
 *
 * Returns: (transfer full): a loader that can load once
 */
PolluxLoader *
pollux_loader_new_for_fd (int fd, const char *display_name)
{
  PolluxLoader *self = g_object_new (POLLUX_TYPE_LOADER, NULL);

  self->origin.fd = fd;
  self->display_name = g_strdup (display_name);
  return self;
}

/**
 * pollux_loader_new_for_bytes:
 * @bytes: what a file would hold; referenced
 * @display_name: how to call it
 *
 * Returns: (transfer full): a loader for a trace that is no file
 */
PolluxLoader *
pollux_loader_new_for_bytes (GBytes *bytes, const char *display_name)
{
  PolluxLoader *self = g_object_new (POLLUX_TYPE_LOADER, NULL);

  self->origin.bytes = g_bytes_ref (bytes);
  self->display_name = g_strdup (display_name);
  return self;
}

/**
 * pollux_loader_get_file:
 *
 * Returns: (transfer none) (nullable): the file, NULL for a descriptor or bytes
 */
GFile *
pollux_loader_get_file (PolluxLoader *self)
{
  g_return_val_if_fail (POLLUX_IS_LOADER (self), NULL);

  return self->origin.file;
}

/**
 * pollux_loader_get_display_name:
 *
 * Returns: (transfer none): the file's name for people
 */
const char *
pollux_loader_get_display_name (PolluxLoader *self)
{
  g_return_val_if_fail (POLLUX_IS_LOADER (self), "");

  return self->display_name;
}

/**
 * pollux_loader_get_fraction:
 *
 * Returns: see #PolluxLoader:fraction
 */
double
pollux_loader_get_fraction (PolluxLoader *self)
{
  g_return_val_if_fail (POLLUX_IS_LOADER (self), -1);

  return self->fraction;
}

/**
 * pollux_loader_get_loading:
 *
 * Returns: see #PolluxLoader:loading
 */
gboolean
pollux_loader_get_loading (PolluxLoader *self)
{
  g_return_val_if_fail (POLLUX_IS_LOADER (self), FALSE);

  return self->loading;
}
