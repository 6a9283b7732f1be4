/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The numbers of threads, tasks and spans, for the span tracker. Several
 * processes may write into one file, and each has ids of its own.
 */

#include "config.h"

#include "pollux-span-tracker-private.h"

#include "pollux-hash.h"
#include "pollux-trace.h"

#include <string.h>

#define MAX_THREADS (POLLUX_THREAD_NONE - 1)

guint
pollux_process_key_hash (gconstpointer data)
{
  const PolluxProcessKey *key = data;

  return pollux_uint64_hash (&key->id) + key->process * 0x9e3779b9u;
}

gboolean
pollux_process_key_equal (gconstpointer a, gconstpointer b)
{
  const PolluxProcessKey *left = a, *right = b;

  return left->id == right->id && left->process == right->process;
}

/**
 * pollux_span_tracker_get_thread:
 * @id: what the file calls the thread
 * @name: its name, empty if it has none
 *
 * Returns: its number, POLLUX_THREAD_NONE if there are too many
 */
PolluxThread
pollux_span_tracker_get_thread (PolluxSpanTracker *tracker, PolluxSlice id, PolluxSlice name)
{
  g_autofree char *key = g_strdup_printf ("%u %.*s", tracker->process, (int) id.length, id.bytes);
  gpointer found = g_hash_table_lookup (tracker->threads, key);
  PolluxThread thread;
  guint slot;

  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;
  if (g_hash_table_size (tracker->threads) >= MAX_THREADS)
    return POLLUX_THREAD_NONE;
  thread = g_hash_table_size (tracker->threads);
  pollux_batch_add_thread (tracker->batch, id.bytes, id.length,
                           name.length > 0 ? name.bytes : NULL, name.length);
  g_hash_table_insert (tracker->threads, g_steal_pointer (&key), GUINT_TO_POINTER (thread + 1u));
  slot = pollux_span_tracker_add_stack (tracker);
  g_array_append_val (tracker->slots, slot);
  return thread;
}

/* Makes a task for @handle and lets it stand for it. */
PolluxTaskIndex
pollux_span_tracker_introduce (PolluxSpanTracker *tracker, guint32 index)
{
  PolluxTaskHandle *handle = &g_array_index (tracker->handles, PolluxTaskHandle, index);
  PolluxTaskState state = { .handle = index, .kind = handle->task.kind };
  PolluxTaskIndex task = tracker->tasks->len;

  handle->current = task;
  state.spawner = POLLUX_TASK_NONE;
  state.run = process_of (tracker, handle->process)->run;
  g_array_append_val (tracker->tasks, state);
  pollux_batch_add_task (tracker->batch, &handle->task,
                         pollux_strings_get (tracker->strings, handle->name),
                         pollux_strings_get_length (tracker->strings, handle->name),
                         pollux_strings_get (tracker->strings, handle->location),
                         pollux_strings_get_length (tracker->strings, handle->location));
  if (handle->task.flags & POLLUX_TASK_HAS_SPAN_ID)
    pollux_waker_map_set_span (tracker->wakers, tracker->batch, handle->task.span_id, task);
  return task;
}

/* Tokio starts the workers of its runtime as blocking tasks of its own. */
static gboolean
is_runtime_worker (const PolluxTaskSpan *span)
{
  static const char *const places[] = {
    "tokio::runtime::scheduler::",
    "tokio::runtime::thread_pool::",
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gsize length = strlen (places[i]);

      if (span->function.length >= length && memcmp (span->function.bytes, places[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

static PolluxString
intern_location (PolluxSpanTracker *tracker, const PolluxTaskSpan *span)
{
  g_autoptr (GString) text = g_string_new_len (span->file.bytes, span->file.length);

  if (span->has_line)
    g_string_append_printf (text, ":%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, span->line,
                            span->column);
  return pollux_strings_intern (tracker->strings, text->str, text->len);
}

static guint32
add_handle (PolluxSpanTracker *tracker, const PolluxTaskSpan *span)
{
  PolluxTaskHandle handle = { 0 };
  guint32 index = tracker->handles->len;

  handle.task = (PolluxTask) {
    .tokio_id = span->tokio_id,
    .span_id = span->span_id,
    .spawned = POLLUX_TIME_NONE,
    .ended = POLLUX_TIME_NONE,
    .reported_busy = POLLUX_TIME_NONE,
    .reported_idle = POLLUX_TIME_NONE,
    .spawner = POLLUX_TASK_NONE,
    .spawn_record = POLLUX_RECORD_NONE,
    .end_record = POLLUX_RECORD_NONE,
    .kind = pollux_task_kind_from_string (span->kind.bytes, span->kind.length),
  };
  handle.task.flags = (span->has_tokio_id ? POLLUX_TASK_HAS_TOKIO_ID : 0)
                      | (span->has_span_id ? POLLUX_TASK_HAS_SPAN_ID : 0)
                      | (is_runtime_worker (span) ? POLLUX_TASK_RUNTIME_WORKER : 0);
  handle.name = pollux_strings_intern (tracker->strings, span->name.bytes, span->name.length);
  handle.location = intern_location (tracker, span);
  handle.process = tracker->process;
  g_array_append_val (tracker->handles, handle);
  pollux_span_tracker_introduce (tracker, index);
  return index;
}

void
pollux_span_tracker_say_drop_enters (PolluxSpanTracker *tracker, gboolean drop_enters)
{
  if (tracker->drop_enters == drop_enters)
    return;
  tracker->drop_enters = drop_enters;
  pollux_batch_set_drop_enters (tracker->batch, drop_enters);
}

/* A span without an id is what it looks like. */
static PolluxString
intern_identity (PolluxSpanTracker *tracker, const PolluxTaskSpan *span)
{
  g_autoptr (GString) text = NULL;

  if (tracker->process == 0)
    return pollux_strings_intern (tracker->strings, span->identity.bytes, span->identity.length);

  text = g_string_new (NULL);
  g_string_printf (text, "%u ", tracker->process);
  g_string_append_len (text, span->identity.bytes, span->identity.length);
  return pollux_strings_intern (tracker->strings, text->str, text->len);
}

/**
 * pollux_span_tracker_get_span:
 * @span: what the file says of a span that is no task
 *
 * Returns: a handle for it
 */
guint32
pollux_span_tracker_get_span (PolluxSpanTracker *tracker, const PolluxOtherSpan *span)
{
  return pollux_span_instances_get (tracker->spans, tracker->process, span);
}

/**
 * pollux_span_tracker_get_task:
 * @span: what the file says of the span
 *
 * Returns: a handle for it
 */
PolluxTaskIndex
pollux_span_tracker_get_task (PolluxSpanTracker *tracker, const PolluxTaskSpan *span)
{
  PolluxProcessKey id = { span->tokio_id, tracker->process };
  PolluxString identity = 0;
  gpointer found;
  guint32 handle;

  if (span->has_tokio_id)
    found = g_hash_table_lookup (tracker->by_tokio_id, &id);
  else
    {
      identity = intern_identity (tracker, span);
      found = g_hash_table_lookup (tracker->by_identity, GUINT_TO_POINTER (identity));
    }
  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;

  handle = add_handle (tracker, span);
  if (span->has_tokio_id)
    {
      g_hash_table_insert (tracker->by_tokio_id, g_memdup2 (&id, sizeof id),
                           GUINT_TO_POINTER (handle + 1));
    }
  else
    g_hash_table_insert (tracker->by_identity, GUINT_TO_POINTER (identity),
                         GUINT_TO_POINTER (handle + 1));
  if (span->has_size && !tracker->sized)
    {
      tracker->sized = TRUE;
      pollux_span_tracker_say_drop_enters (tracker, TRUE);
    }
  return handle;
}
