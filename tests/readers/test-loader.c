/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The loader on real files and on those that are none: everything that goes
 * wrong has its own error, and nothing hangs.
 */

#include "config.h"

#include "pollux-loader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *directory;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = g_dir_make_tmp ("pollux-loader-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "trace", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->path);
}

static char *
real_trace (const char *name)
{
  return g_build_filename (g_getenv ("POLLUX_TRACES"), "fmt", name, NULL);
}

static PolluxLoader *
loader_for (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return pollux_loader_new (file);
}

/* Many tasks with two polls each, as tracing-subscriber prints them. */
static void
write_large (const char *path, guint n_tasks)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_tasks; i++)
    {
      static const char *const messages[] = { "new", "enter", "exit", "enter", "exit", "close" };

      for (guint m = 0; m < G_N_ELEMENTS (messages); m++)
        g_string_append_printf (
            text,
            "{\"timestamp\":\"2026-01-01T00:%02u:%02u.%03u%03uZ\",\"level\":\"TRACE\",\"fields\":"
            "{\"message\":\"%s\"},\"target\":\"tokio::task\",\"span\":{\"kind\":\"task\","
            "\"task.id\":%u,\"task.name\":\"\",\"name\":\"runtime.spawn\"},\"spans\":[],"
            "\"threadId\":\"ThreadId(1)\"}\n",
            i / 60000, i / 1000 % 60, i % 1000, m * 10, messages[m], i);
    }
  g_assert_true (g_file_set_contents (path, text->str, text->len, NULL));
}

static void
store_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

static gboolean
out_of_time (gpointer user_data)
{
  g_error ("the load did not end");
  return G_SOURCE_REMOVE;
}

static gboolean
load_async (PolluxLoader *loader, PolluxTrace *trace, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint timeout = g_timeout_add_seconds (60, out_of_time, NULL);

  pollux_loader_load_async (loader, trace, cancellable, store_result, &result);
  g_assert_true (pollux_loader_get_loading (loader));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  g_assert_false (pollux_loader_get_loading (loader));
  return pollux_loader_load_finish (loader, result, error);
}

static void
check_seed (PolluxTrace *trace)
{
  PolluxTotals totals;

  g_assert_true (pollux_trace_is_finished (trace));
  g_assert_true (pollux_trace_is_complete (trace));
  g_assert_cmpstr (pollux_trace_get_format (trace), ==, "tracing-fmt-json");
  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 2);
  g_assert_cmpuint (totals.n_polls, ==, 4);
  g_assert_cmpuint (totals.n_wakes, ==, 1);
  g_assert_cmpuint (totals.n_wakes_resolved, ==, 1);
  g_assert_cmpint (totals.busy, ==, 303000);
  g_assert_cmpint (totals.scheduled, ==, 30000);
  g_assert_cmpint (totals.spawn_delay, ==, 51000);
}

static void
test_both_ways (void)
{
  g_autofree char *path = real_trace ("seed-json-full.t153.jsonl");
  g_autoptr (PolluxLoader) loader = loader_for (path);
  g_autoptr (PolluxTrace) at_once = pollux_trace_new ();
  g_autoptr (PolluxTrace) meanwhile = pollux_trace_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (pollux_loader_get_display_name (loader), ==, "seed-json-full.t153.jsonl");
  pollux_loader_load (loader, at_once, NULL, &error);
  g_assert_no_error (error);
  check_seed (at_once);
  load_async (loader, meanwhile, NULL, &error);
  g_assert_no_error (error);
  check_seed (meanwhile);
  g_assert_cmpfloat (pollux_loader_get_fraction (loader), ==, 1.0);
}

static void
test_read_record (void)
{
  g_autofree char *path = real_trace ("seed-json-full.t153.jsonl");
  g_autoptr (PolluxLoader) loader = loader_for (path);
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxRecordText) text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  pollux_loader_load (loader, trace, NULL, &error);
  g_assert_no_error (error);
  text = pollux_loader_read_record (loader, trace, 39, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (text->line, ==, 40);
  g_assert_true (g_str_has_prefix (text->text, "{\"timestamp\":\""));
  g_assert_nonnull (strstr (text->text, "waker.wake"));
  for (guint i = 0; i < text->fields->len; i++)
    {
      const PolluxField *field = g_ptr_array_index (text->fields, i);

      if (g_str_equal (field->name, "op") && g_str_equal (field->value, "waker.wake"))
        found = TRUE;
    }
  g_assert_true (found);
}

static void
check_refused (const char *path, GQuark domain, int code)
{
  g_autoptr (PolluxLoader) loader = loader_for (path);
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxTrace) other = pollux_trace_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (pollux_loader_load (loader, trace, NULL, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_clear_error (&error);
  g_assert_false (load_async (loader, other, NULL, &error));
  g_assert_error (error, domain, code);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char not_a_trace[] = "{\"name\":\"left-pad\",\"version\":\"1.0.0\"}\n";
  static const char no_tasks[]
      = "{\"timestamp\":\"2026-01-01T00:00:00.000000Z\",\"level\":\"INFO\",\"fields\":"
        "{\"message\":\"hello\"},\"target\":\"app\"}\n";
  guint8 noise[4096];
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = g_rand_int (rand);
  check_refused (fixture->path, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  check_refused (fixture->directory, POLLUX_READER_ERROR, POLLUX_READER_ERROR_DIRECTORY);
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  check_refused (fixture->path, POLLUX_READER_ERROR, POLLUX_READER_ERROR_EMPTY);
  g_assert_true (g_file_set_contents (fixture->path, (const char *) noise, sizeof noise, NULL));
  check_refused (fixture->path, POLLUX_READER_ERROR, POLLUX_READER_ERROR_UNKNOWN);
  g_assert_true (g_file_set_contents (fixture->path, not_a_trace, -1, NULL));
  check_refused (fixture->path, POLLUX_READER_ERROR, POLLUX_READER_ERROR_UNKNOWN);
  g_assert_true (g_file_set_contents (fixture->path, no_tasks, -1, NULL));
  check_refused (fixture->path, POLLUX_READER_ERROR, POLLUX_READER_ERROR_NO_TASKS);
  if (geteuid () != 0)
    {
      g_chmod (fixture->path, 0);
      check_refused (fixture->path, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
    }
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PolluxLoader) loader = NULL;
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  write_large (fixture->path, 100);
  loader = loader_for (fixture->path);
  g_cancellable_cancel (cancellable);
  g_assert_false (load_async (loader, trace, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (pollux_trace_is_finished (trace));
}

static void
cancel_when_filled (PolluxTrace *trace, GCancellable *cancellable)
{
  if (pollux_trace_get_n_tasks (trace) > 1000)
    g_cancellable_cancel (cancellable);
}

/* What was read stays, whole and consistent. */
static void
test_cancelled_during (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PolluxLoader) loader = NULL;
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  PolluxTotals totals;

  write_large (fixture->path, 100000);
  loader = loader_for (fixture->path);
  g_signal_connect (trace, "changed", G_CALLBACK (cancel_when_filled), cancellable);
  g_assert_false (load_async (loader, trace, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), >, 1000);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), <, 100000);
  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpuint (totals.n_polls, >, 2000);
}

static void
shrink (PolluxTrace *trace, const char *path)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (truncate (path, 1000), ==, 0);
      g_unlink (path);
    }
}

/* A file that is cut and removed while it is read ends early. */
static void
test_vanishing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PolluxLoader) loader = NULL;
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (GError) error = NULL;

  write_large (fixture->path, 200000);
  loader = loader_for (fixture->path);
  g_signal_connect (trace, "changed", G_CALLBACK (shrink), fixture->path);
  load_async (loader, trace, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), >, 100);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), <, 200000);
}

static gboolean
cancel_now (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* A pipe that nobody writes to: cancelling ends the wait for it. */
static void
test_silent_pipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PolluxLoader) loader = NULL;
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  loader = pollux_loader_new_for_fd (ends[0], "pipe");
  g_timeout_add (20, cancel_now, cancellable);
  g_assert_false (load_async (loader, trace, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  close (ends[1]);
}

static gpointer
cancel_soon (gpointer user_data)
{
  g_usleep (20000);
  g_cancellable_cancel (user_data);
  return NULL;
}

static void
test_silent_pipe_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PolluxLoader) loader = NULL;
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  loader = pollux_loader_new_for_fd (ends[0], "pipe");
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (pollux_loader_load (loader, trace, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  close (ends[1]);
}

/* Several loads at once, and one whose callers are gone. */
static void
test_side_by_side (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *results[3] = { NULL };
  g_autoptr (GPtrArray) loaders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) traces = g_ptr_array_new_with_free_func (g_object_unref);

  write_large (fixture->path, 20000);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_ptr_array_add (loaders, loader_for (fixture->path));
      g_ptr_array_add (traces, pollux_trace_new ());
      pollux_loader_load_async (g_ptr_array_index (loaders, i), g_ptr_array_index (traces, i), NULL,
                                store_result, &results[i]);
    }
  while (results[0] == NULL || results[1] == NULL || results[2] == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;

      pollux_loader_load_finish (g_ptr_array_index (loaders, i), results[i], &error);
      g_assert_no_error (error);
      g_assert_cmpuint (pollux_trace_get_n_tasks (g_ptr_array_index (traces, i)), ==, 20000);
      g_object_unref (results[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loader/both-ways", test_both_ways);
  g_test_add_func ("/loader/read-record", test_read_record);
#define ADD(path, test) g_test_add ("/loader/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("refused", test_refused);
  ADD ("cancelled-before", test_cancelled_before);
  ADD ("cancelled-during", test_cancelled_during);
  ADD ("vanishing", test_vanishing);
  ADD ("silent-pipe", test_silent_pipe);
  ADD ("silent-pipe/at-once", test_silent_pipe_at_once);
  ADD ("side-by-side", test_side_by_side);
  return g_test_run ();
}
