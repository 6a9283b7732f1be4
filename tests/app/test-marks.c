/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks: set, named, found again with the trace, and deleted, by keys. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "window-fixture.h"

#include "pollux-mark-popover.h"
#include "pollux-marks-popover.h"
#include "pollux-marks-store.h"
#include "pollux-status-line.h"
#include "pollux-timeline.h"

#define TRACE "odd-json_ids-mt2.t153.jsonl"
#define MS G_GINT64_CONSTANT (1000000)

static gboolean
draws (PolluxWindow *window, const char *part)
{
  g_autofree char *dump = pollux_timeline_dump (test_find (window, POLLUX_TYPE_TIMELINE));

  return strstr (dump, part) != NULL;
}

static gboolean
tells (PolluxWindow *window, const char *part)
{
  PolluxStatusLine *status = test_find (window, POLLUX_TYPE_STATUS_LINE);

  return strstr (pollux_status_line_get_text (status), part) != NULL;
}

static guint
count (PolluxWindow *window)
{
  return pollux_marks_get_n (pollux_window_get_marks (window));
}

/* The entry takes keys until its popover is gone. */
static void
wait_for_keyboard (PolluxWindow *window)
{
  GtkWidget *popover = test_find (window, POLLUX_TYPE_MARK_POPOVER);

  test_wait_for (popover == NULL || !gtk_widget_get_mapped (popover));
  test_wait_for (gtk_window_is_active (GTK_WINDOW (window)));
  test_run_for (100);
}

static GtkEditable *
ask_name (PolluxWindow *window)
{
  GtkWidget *popover;

  wait_for_keyboard (window);
  test_press (window, "m");
  test_wait_for ((popover = test_find (window, POLLUX_TYPE_MARK_POPOVER)) != NULL &&
                 gtk_widget_get_mapped (popover));
  return GTK_EDITABLE (test_find (popover, GTK_TYPE_ENTRY));
}

static void
set_mark (PolluxWindow *window, const char *name)
{
  guint n = count (window);
  GtkEditable *entry = ask_name (window);

  if (name != NULL)
    gtk_editable_set_text (entry, name);
  test_press (window, "Return");
  test_wait_for (count (window) == n + 1);
  wait_for_keyboard (window);
}

/* NULL: there is none. */
static gboolean
file_has (const char *path, const char *part)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return part == NULL;
  return part != NULL && strstr (text, part) != NULL;
}

/* Sees that they are saved: under the key of the trace, beside it. */
static void
wait_for_file (PolluxWindow *window, const char *part)
{
  g_autofree char *key = pollux_marks_store_make_key (pollux_window_get_file (window), NULL, NULL);
  g_autofree char *path = pollux_marks_store_dup_path (key);

  g_assert_nonnull (key);
  test_wait_for (file_has (path, part));
}

static void
test_keys (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);

  test_run_for (300);
  g_assert_cmpuint (count (window), ==, 0);
  g_assert_false (draws (window, "flag"));

  pollux_session_hover (session, NULL, POLLUX_TIME_NONE);
  set_mark (window, NULL);
  test_wait_for (draws (window, "\"Mark 1\" current"));
  pollux_session_set_range (session, (PolluxRange) { 100 * MS, 150 * MS });
  set_mark (window, "slow part");
  test_wait_for (draws (window, "flag range") && draws (window, "\"slow part\" current"));
  test_wait_for (tells (window, "Mark “slow part” from") && tells (window, ", 50"));
  pollux_session_select (session, &(PolluxThing) { POLLUX_THING_TASK, 1, 0 }, FALSE);
  g_assert_false (tells (window, "slow part"));
  test_act (window, "previous-mark");
  test_act (window, "next-mark");
  test_wait_for (tells (window, "Mark “"));

  /* Escape sets none. */
  ask_name (window);
  test_press (window, "Escape");
  test_wait_for (!gtk_widget_get_visible (test_find (window, POLLUX_TYPE_MARK_POPOVER)));
  g_assert_cmpuint (count (window), ==, 2);
  wait_for_file (window, "slow part");
  test_close (window);

  window = test_open_trace (TRACE);
  test_wait_for (count (window) == 2);
  test_wait_for (draws (window, "\"slow part\"") && draws (window, "\"Mark 1\""));
  test_act (window, "reload");
  test_run_for (300);
  test_wait_for (count (window) == 2 && draws (window, "\"slow part\""));

  /* To one, which Delete deletes. */
  test_act (window, "next-mark");
  if (pollux_marks_get_current (pollux_window_get_marks (window)) == 0)
    test_act (window, "previous-mark");
  test_press (window, "Delete");
  test_wait_for (count (window) == 1);
  test_act (window, "previous-mark");
  if (pollux_marks_get_current (pollux_window_get_marks (window)) == 0)
    test_act (window, "next-mark");
  test_act (window, "delete-mark");
  test_wait_for (!draws (window, "flag"));
  wait_for_file (window, NULL);
  test_close (window);
}

static void
test_list (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  PolluxSession *session = pollux_window_get_session (window);
  PolluxMarks *marks = pollux_window_get_marks (window);
  GtkWidget *list;
  guint second;

  test_run_for (300);
  marks = pollux_window_get_marks (window);
  test_press (window, "shift+m");
  test_wait_for ((list = test_find (window, POLLUX_TYPE_MARKS_POPOVER)) != NULL &&
                 test_shows_part (list, "No marks yet"));
  pollux_marks_add (marks, (PolluxRange) { 20 * MS, 20 * MS }, "first");
  second = pollux_marks_add (marks, (PolluxRange) { 60 * MS, 80 * MS }, "second");
  test_wait_for (test_shows (list, "first") && test_shows (list, "second"));
  g_assert_true (test_shows_part (list, "20.0"));

  test_press (window, "Down");
  test_press (window, "Return");
  test_wait_for (!gtk_widget_get_visible (list));
  test_wait_for (pollux_marks_get_current (marks) != 0);
  pollux_session_show_range (session, (PolluxRange) { 0, 5 * MS });
  pollux_marks_set_current (marks, 0);
  pollux_session_hover (session, NULL, 30 * MS);
  test_act (window, "next-mark");
  g_assert_cmpuint (pollux_marks_get_current (marks), ==, second);
  g_assert_cmpint (pollux_session_get_range (session).begin, ==, 60 * MS);
  g_assert_cmpint (pollux_viewport_get_range (pollux_session_get_viewport (session)).end, >,
                   60 * MS);
  test_act (window, "zoom-to-mark");
  g_assert_cmpint (pollux_viewport_get_range (pollux_session_get_viewport (session)).begin, <=,
                   60 * MS);
  pollux_marks_remove (marks, second);
  pollux_marks_remove (marks, pollux_marks_get (marks, 0)->id);
  test_close (window);
}

static void
test_files (void)
{
  PolluxWindow *window = test_open_trace (TRACE);
  g_autoptr (GFile) file = test_write_file ("marks.json", "", 0);
  g_autoptr (GFile) table = test_write_file ("marks.tsv", "", 0);
  g_autofree char *text = NULL;
  PolluxMarks *marks;

  test_run_for (300);
  marks = pollux_window_get_marks (window);
  pollux_marks_add (marks, (PolluxRange) { 20 * MS, 30 * MS }, "kept");
  pollux_window_export_marks_to (window, file);
  test_wait_for (test_shows_part (window, "marks.json"));
  pollux_window_export_marks_to (window, table);
  test_wait_for (test_shows_part (window, "marks.tsv"));
  g_assert_true (g_file_load_contents (table, NULL, &text, NULL, NULL, NULL));
  g_assert_cmpstr (text, ==, "name\tstart_ns\tend_ns\tduration_ns\n"
                             "kept\t20000000\t30000000\t10000000\n");

  pollux_marks_remove (marks, pollux_marks_get (marks, 0)->id);
  pollux_window_import_marks_from (window, file);
  test_wait_for (count (window) == 1);
  g_assert_cmpstr (pollux_marks_get (marks, 0)->name, ==, "kept");
  /* Once more: none is doubled; and a table is not read. */
  pollux_window_import_marks_from (window, file);
  test_wait_for (test_shows_part (window, "0 marks were added"));
  pollux_window_import_marks_from (window, table);
  test_wait_for (test_shows_part (window, "marks.tsv” cannot be read"));
  g_assert_cmpuint (count (window), ==, 1);
  pollux_marks_remove (marks, pollux_marks_get (marks, 0)->id);
  test_close (window);
}

/* A broken file is named and put aside, and the trace is shown. */
static void
test_broken (void)
{
  g_autoptr (GFile) trace = test_trace_file (TRACE);
  g_autofree char *key = pollux_marks_store_make_key (trace, NULL, NULL);
  g_autofree char *path = pollux_marks_store_dup_path (key);
  g_autofree char *aside = g_strconcat (path, ".broken", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  PolluxWindow *window;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "{\"format\":\"pollux-marks\",\"marks\":[3]}", -1,
                                      NULL));
  window = test_open_trace (TRACE);
  test_wait_for (test_shows_part (window, ".broken"));
  g_assert_cmpuint (count (window), ==, 0);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unlink (aside);
  test_close (window);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/keys", test_keys);
  g_test_add_func ("/marks/list", test_list);
  g_test_add_func ("/marks/files", test_files);
  g_test_add_func ("/marks/broken", test_broken);

  return test_run_all ();
}
