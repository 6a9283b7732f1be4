/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loading, watched while it happens: the trace comes out of a pipe, so each
 * test decides how much of it has been written. And what cannot be loaded.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "window-fixture.h"

#include "pollux-refused-page.h"
#include "pollux-status-line.h"
#include "pollux-task-table.h"
#include "pollux-text.h"

#define N_TASKS 8000

typedef struct
{
  char *path;
  GFile *file;
  GString *text;
  int fd;
  GThread *writer;
  GMutex mutex;
  GCond cond;
  gsize allowed;            /* bytes that may be written */
  gboolean closing;
} Pipe;

/* Writes what is allowed; the loader reads no faster than the main loop takes. */
static gpointer
write_thread (gpointer user_data)
{
  Pipe *pipe = user_data;
  gsize written = 0;

  for (;;)
    {
      gssize n;

      g_mutex_lock (&pipe->mutex);
      while (pipe->allowed == written && !pipe->closing)
        g_cond_wait (&pipe->cond, &pipe->mutex);
      if (pipe->closing)
        {
          g_mutex_unlock (&pipe->mutex);
          break;
        }
      n = MIN (pipe->allowed - written, 4096);
      g_mutex_unlock (&pipe->mutex);

      n = write (pipe->fd, pipe->text->str + written, n);
      if (n < 0 && errno == EAGAIN)
        g_usleep (1000);
      else
        g_assert_cmpint (n, >, 0);
      written += MAX (n, 0);
      if (written == pipe->text->len)
        break;
    }

  close (pipe->fd);
  return NULL;
}

static void
pipe_begin (Pipe *pipe, const char *name)
{
  memset (pipe, 0, sizeof *pipe);
  pipe->path = test_temporary_path (name);
  g_assert_cmpint (mkfifo (pipe->path, 0600), ==, 0);
  pipe->file = g_file_new_for_path (pipe->path);
  pipe->text = test_record (N_TASKS);
  /* For reading as well, so that it can be opened before anybody reads. */
  pipe->fd = open (pipe->path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
  g_assert_cmpint (pipe->fd, >=, 0);
  g_mutex_init (&pipe->mutex);
  g_cond_init (&pipe->cond);
  pipe->writer = g_thread_new ("pipe", write_thread, pipe);
}

static void
pipe_allow (Pipe *pipe, gsize n_bytes)
{
  g_mutex_lock (&pipe->mutex);
  pipe->allowed = n_bytes;
  g_cond_signal (&pipe->cond);
  g_mutex_unlock (&pipe->mutex);
}

static void
pipe_end (Pipe *pipe)
{
  g_mutex_lock (&pipe->mutex);
  pipe->closing = TRUE;
  g_cond_signal (&pipe->cond);
  g_mutex_unlock (&pipe->mutex);
  g_thread_join (pipe->writer);
  g_mutex_clear (&pipe->mutex);
  g_cond_clear (&pipe->cond);
  g_unlink (pipe->path);
  g_free (pipe->path);
  g_string_free (pipe->text, TRUE);
  g_object_unref (pipe->file);
}

/* Opens the pipe and writes half of the trace; returns when some of it is shown. */
static PolluxWindow *
open_half (Pipe *pipe, const char *name)
{
  PolluxWindow *window;

  pipe_begin (pipe, name);
  window = test_open (pipe->file);
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_LOADING);
  g_assert_true (test_is_enabled (window, "cancel"));
  pipe_allow (pipe, pipe->text->len / 2);
  test_wait_for (pollux_window_get_state (window) == POLLUX_WINDOW_TRACE);
  g_assert_true (pollux_window_is_loading (window));

  return window;
}

/* The picture is there before the end of the file is. */
static void
test_grows (void)
{
  Pipe pipe;
  PolluxWindow *window = open_half (&pipe, "grows");
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));

  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), >, 0);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), <=, N_TASKS / 2 + 1);
  g_assert_false (pollux_trace_is_finished (trace));
  /* After a while the window says how far it is, and offers to cancel. */
  test_wait_for (test_shows_part (window, "Loading…"));
  test_wait_for (test_shows (window, "Cancel"));

  pipe_allow (&pipe, pipe.text->len);
  test_wait_for (!pollux_window_is_loading (window));
  g_assert_true (pollux_trace_is_finished (trace));
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, N_TASKS);
  test_wait_for (!test_shows_part (window, "Loading…"));
  test_close (window);
  pipe_end (&pipe);
}

static void
test_cancel (void)
{
  Pipe pipe;
  PolluxWindow *window = open_half (&pipe, "cancel");
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));

  test_act (window, "cancel");
  test_wait_for (!pollux_window_is_loading (window));
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_TRACE);
  g_assert_true (pollux_session_get_trace (pollux_window_get_session (window)) == trace);
  g_assert_true (pollux_trace_is_finished (trace));
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), >, 0);
  test_wait_for (test_shows_part (window, "Loading was cancelled"));
  test_wait_for (test_shows_part (window, "What was read until then is shown."));
  g_assert_true (test_is_enabled (window, "reload"));
  g_assert_false (test_is_enabled (window, "cancel"));
  /* Nor is the file blamed for what was not read of it. */
  test_act (window, "show-trust");
  test_wait_for (test_shows (window, "Trust: only a part was read"));
  g_assert_false (test_shows (window, "Threads were not recorded"));
  test_close (window);
  pipe_end (&pipe);
}

/* Before there is anything to show. */
static void
test_cancel_early (void)
{
  Pipe pipe;
  PolluxWindow *window;

  pipe_begin (&pipe, "cancel-early");
  window = test_open (pipe.file);
  test_run_for (50);
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_LOADING);
  test_act (window, "cancel");
  test_wait_for (!pollux_window_is_loading (window));
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_EMPTY);
  test_wait_for (test_shows_part (window, "Loading was cancelled"));
  g_assert_false (test_shows_part (window, "is shown"));
  test_close (window);
  pipe_end (&pipe);
}

static void
test_close_while_loading (void)
{
  Pipe pipe;
  PolluxWindow *window = open_half (&pipe, "close");

  test_close (window);
  /* And at once, before anything was read. */
  window = test_open (pipe.file);
  test_close (window);
  pipe_end (&pipe);
}

/* Another file is opened in a window that still loads one. */
static void
test_replaced_while_loading (void)
{
  Pipe pipe;
  PolluxWindow *window = open_half (&pipe, "replaced");
  g_autoptr (GFile) other = test_trace_file ("seed-json-full.t153.jsonl");

  pollux_window_open (window, other);
  test_wait_for (!pollux_window_is_loading (window));
  g_assert_cmpuint (
    pollux_trace_get_n_tasks (pollux_session_get_trace (pollux_window_get_session (window))), ==,
    2);
  test_close (window);
  pipe_end (&pipe);
}

/* What is selected while the trace grows stays what it is, and everything
 * beside it follows the trace to its end. */
static void
test_selection_while_loading (void)
{
  Pipe pipe;
  PolluxWindow *window = open_half (&pipe, "selection");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxTrace *trace = pollux_session_get_trace (session);
  PolluxTaskModel *model =
    pollux_task_table_get_model (test_find (window, POLLUX_TYPE_TASK_TABLE));
  PolluxThing thing = { POLLUX_THING_POLL, 7, 1 };
  PolluxStatusLine *line = test_find (window, POLLUX_TYPE_STATUS_LINE);
  PolluxThing last = { POLLUX_THING_TASK, pollux_trace_get_n_tasks (trace) - 1, 0 };
  g_autofree char *half = pollux_thing_describe (trace, &last);
  g_autofree char *whole = NULL;
  PolluxPoll before;
  PolluxPoll after;

  pollux_session_select (session, &thing, FALSE);
  pollux_session_hover (session, &last, 0);
  g_assert_cmpstr (pollux_status_line_get_text (line), ==, half);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, 7), 1, &before);
  test_wait_for (test_shows (window, "Poll 2 of 2"));
  /* Reading its record from the pipe would take bytes from the load. */
  test_wait_for (test_shows_part (window, "came through a pipe"));

  pipe_allow (&pipe, pipe.text->len);
  test_wait_for (!pollux_window_is_loading (window));
  /* The task under the pointer was not over yet when half of it was read. */
  whole = pollux_thing_describe (trace, pollux_session_get_hovered (session));
  g_assert_cmpstr (half, !=, whole);
  g_assert_cmpstr (pollux_status_line_get_text (line), ==, whole);
  thing = *pollux_session_get_selection (session);
  g_assert_cmpint (thing.kind, ==, POLLUX_THING_POLL);
  pollux_lane_get_poll (pollux_trace_get_lane (trace, thing.task), thing.index, &after);
  g_assert_cmpuint (after.record, ==, before.record);
  test_wait_for (!pollux_task_model_is_busy (model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, N_TASKS);
  g_assert_true (pollux_viewport_is_fitted (pollux_session_get_viewport (session)));
  test_close (window);
  pipe_end (&pipe);
}

static void
assert_refused (GFile *file, const char *title_end, const char *reason, gboolean can_retry)
{
  PolluxWindow *window = test_open (file);
  PolluxRefusedPage *page = test_find (window, POLLUX_TYPE_REFUSED_PAGE);
  g_autofree char *basename = g_file_get_basename (file);
  g_autofree char *title = g_strdup_printf ("“%s” %s", basename, title_end);

  test_wait_for (!pollux_window_is_loading (window));
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_REFUSED);
  g_assert_cmpstr (pollux_refused_page_get_title (page), ==, title);
  g_assert_true (pollux_refused_page_can_retry (page) == can_retry);
  test_wait_for (test_shows (window, title));
  g_assert_true (reason == NULL || test_shows_part (page, reason));
  g_assert_true (pollux_window_is_empty (window));
  g_assert_false (test_is_enabled (window, "export"));
  test_close (window);
}

static void
test_directory (void)
{
  g_autofree char *path = test_trace_path ("");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  assert_refused (file, "is a folder", NULL, FALSE);
}

static void
test_empty_file (void)
{
  g_autoptr (GFile) file = test_write_file ("empty.jsonl", "", 0);

  assert_refused (file, "is empty", NULL, TRUE);
}

static void
test_random_bytes (void)
{
  g_autofree guchar *bytes = g_malloc (20000);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GFile) file = NULL;

  for (guint i = 0; i < 20000; i++)
    bytes[i] = g_rand_int (rand);
  file = test_write_file ("random.bin", (const char *) bytes, 20000);
  assert_refused (file, "is not a trace that Pollux can read", NULL, FALSE);
}

static void
test_other_json (void)
{
  g_autoptr (GFile) file = test_write_file ("other.json", "{\"name\": \"no trace\"}\n", -1);

  assert_refused (file, "is not a trace that Pollux can read",
                  "This is JSON, but not a tracing-subscriber record", FALSE);
}

static void
test_other_text (void)
{
  g_autoptr (GFile) file = test_write_file ("other.txt", "a line\nand another one\n", -1);

  assert_refused (file, "is not a trace that Pollux can read",
                  "This is text, but not a log that tracing-subscriber wrote", FALSE);
}

/* Of the right format, but only other log lines. */
static void
test_no_tasks (void)
{
  g_autoptr (GFile) file =
    test_write_file ("log.jsonl",
                     "{\"timestamp\":\"2026-11-22T19:07:08.633132Z\",\"level\":\"INFO\","
                     "\"fields\":{\"message\":\"hello\"},\"target\":\"program\"}\n",
                     -1);

  assert_refused (file, "tells nothing of Tokio tasks", "This log holds no Tokio tasks", TRUE);
}

static void
test_missing (void)
{
  g_autofree char *path = test_temporary_path ("missing.jsonl");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  assert_refused (file, "is not there", NULL, TRUE);
}

static void
test_no_rights (void)
{
  g_autoptr (GFile) file = test_write_file ("secret.jsonl", "{}\n", -1);

  if (geteuid () == 0)
    {
      g_test_skip ("the rights of files do not bind root");
      return;
    }
  g_assert_cmpint (g_chmod (g_file_peek_path (file), 0), ==, 0);
  assert_refused (file, "may not be read", NULL, TRUE);
}

/* Refused first; then the file is there, and the same window opens it. */
static void
test_retry (void)
{
  g_autofree char *path = test_temporary_path ("late.jsonl");
  g_autofree char *trace = test_trace_path ("seed-json-full.t153.jsonl");
  g_autofree char *bytes = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  PolluxWindow *window = test_open (file);
  gsize length;

  test_wait_for (pollux_window_get_state (window) == POLLUX_WINDOW_REFUSED);
  g_assert_true (g_file_get_contents (trace, &bytes, &length, NULL));
  g_object_unref (test_write_file ("late.jsonl", bytes, length));
  test_act (window, "reload");
  test_wait_for (!pollux_window_is_loading (window));
  g_assert_cmpint (pollux_window_get_state (window), ==, POLLUX_WINDOW_TRACE);
  test_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-loading/grows", test_grows);
  g_test_add_func ("/window-loading/cancel", test_cancel);
  g_test_add_func ("/window-loading/cancel-early", test_cancel_early);
  g_test_add_func ("/window-loading/close", test_close_while_loading);
  g_test_add_func ("/window-loading/replaced", test_replaced_while_loading);
  g_test_add_func ("/window-loading/selection", test_selection_while_loading);
  g_test_add_func ("/window-loading/refused/directory", test_directory);
  g_test_add_func ("/window-loading/refused/empty", test_empty_file);
  g_test_add_func ("/window-loading/refused/random-bytes", test_random_bytes);
  g_test_add_func ("/window-loading/refused/other-json", test_other_json);
  g_test_add_func ("/window-loading/refused/other-text", test_other_text);
  g_test_add_func ("/window-loading/refused/no-tasks", test_no_tasks);
  g_test_add_func ("/window-loading/refused/missing", test_missing);
  g_test_add_func ("/window-loading/refused/no-rights", test_no_rights);
  g_test_add_func ("/window-loading/retry", test_retry);

  return test_run_all ();
}
