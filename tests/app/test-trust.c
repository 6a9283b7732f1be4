/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the window says a recording can and cannot tell, and how it gets there.
 */
#include "config.h"

#include "build-trace.h"
#include "window-fixture.h"

#include "pollux-statistics-panel.h"
#include "pollux-status-line.h"
#include "pollux-trust-view.h"

/* Has one limit: no thread ids. */
#define POOR "seed-json-full.t153.jsonl"
#define SOUND "seed-json_ids-full.t153.jsonl"
#define DAMAGED "forever-json-killed.t153.jsonl"

static gpointer
find_status (PolluxWindow *window)
{
  return test_find (window, POLLUX_TYPE_STATUS_LINE);
}

static gpointer
show_trust (PolluxWindow *window)
{
  gpointer view = test_find (window, POLLUX_TYPE_TRUST_VIEW);

  test_act (window, "show-trust");
  test_wait_for (gtk_widget_get_mapped (view));
  return view;
}

static void
test_poor (void)
{
  PolluxWindow *window = test_open_trace (POOR);
  gpointer view = test_find (window, POLLUX_TYPE_TRUST_VIEW);

  test_wait_for (test_shows (find_status (window), "1 limit"));
  g_assert_false (gtk_widget_get_mapped (view));
  show_trust (window);
  /* The last of what is shown, a few at a time. */
  test_wait_for (test_shows (view, "Spans"));
  g_assert_true (test_shows (view, "Trust: 1 limit"));
  g_assert_true (test_shows (view, "What the recording cannot tell"));
  g_assert_true (test_shows (view, "Threads were not recorded"));
  g_assert_true (test_shows (view, "Record thread ids"));
  g_assert_true (test_shows (view, "Waker operations"));
  g_assert_true (test_shows (view, "none"));
  g_assert_false (test_shows (view, "What may be wrong"));
  test_close (window);
}

/* The verdict stands above the figures as well; from there and back. */
static void
test_ways (void)
{
  PolluxWindow *window = test_open_trace (POOR);
  gpointer panel = test_find (window, POLLUX_TYPE_STATISTICS_PANEL);
  gpointer view = test_find (window, POLLUX_TYPE_TRUST_VIEW);

  gtk_notebook_set_current_page (test_find (window, GTK_TYPE_NOTEBOOK), 1);
  test_wait_for (test_shows (panel, "Trust: 1 limit"));
  g_assert_false (gtk_widget_get_mapped (view));
  gtk_widget_activate_action (panel, "statistics.trust", NULL);
  test_wait_for (gtk_widget_get_mapped (view));
  gtk_widget_activate_action (panel, "statistics.figures", NULL);
  test_wait_for (!gtk_widget_get_mapped (view));
  test_wait_for (test_shows (panel, "All tasks"));

  /* Also where the side panel is hidden. */
  test_act (window, "toggle-side-panel");
  test_wait_for (!gtk_widget_get_mapped (panel));
  show_trust (window);
  g_assert_true (test_shows (view, "Trust: 1 limit"));
  test_close (window);
}

static void
test_sound (void)
{
  PolluxWindow *window = test_open_trace (SOUND);
  gpointer view = show_trust (window);

  test_wait_for (test_shows (view, "Trust: nothing is missing"));
  g_assert_false (test_shows (view, "What the recording cannot tell"));
  g_assert_false (test_shows_part (find_status (window), "limit"));
  g_assert_false (test_shows_part (find_status (window), "missing"));
  test_close (window);
}

/* The worst comes first. */
static void
test_damaged (void)
{
  PolluxWindow *window = test_open_trace (DAMAGED);
  gpointer view = show_trust (window);
  g_autofree char *labels = NULL;

  test_wait_for (test_shows (view, "Trust: 1 problem, 1 limit"));
  test_wait_for (test_shows (view, "Some polls have no end"));
  g_assert_true (test_shows (find_status (window), "1 problem, 1 limit"));
  labels = test_dump_labels (view);
  g_assert_true (strstr (labels, "The file is damaged") < strstr (labels, "Threads were not"));
  g_assert_true (strstr (labels, "Threads were not") < strstr (labels, "Some polls have no end"));
  test_close (window);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_assert_no_error (error);
}

static char *
read_clipboard (PolluxWindow *window)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, read_cb,
                                 &text);
  test_wait_for (text != NULL);
  return text;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_code (void)
{
  PolluxWindow *window = test_open_trace (POOR);
  gpointer view = show_trust (window);
  const char *code = pollux_trust_advice_get_code (POLLUX_TRUST_ADVICE_THREAD_IDS);
  g_autofree char *copied = NULL;
  g_autofree char *all = NULL;
  gpointer expander;

  test_wait_for (test_shows (view, "Trust: 1 limit"));
  expander = test_find (view, GTK_TYPE_EXPANDER);
  g_assert_false (test_shows (view, code));
  gtk_expander_set_expanded (expander, TRUE);
  test_wait_for (test_shows (view, code));
  g_signal_emit_by_name (find_button (expander, "_Copy Code"), "clicked");
  copied = read_clipboard (window);
  g_assert_cmpstr (copied, ==, code);

  gtk_widget_activate_action (view, "trust.copy", NULL);
  all = read_clipboard (window);
  g_assert_nonnull (strstr (all, "Limit: Threads were not recorded\nNobody knows"));
  g_assert_nonnull (strstr (all, code));
  g_assert_nonnull (strstr (all, "Close: all\n"));
  test_close (window);
}

/* Another file in the same window. */
static void
test_another_file (void)
{
  PolluxWindow *window = test_open_trace (DAMAGED);
  gpointer view = show_trust (window);
  g_autoptr (GFile) file = test_trace_file (SOUND);

  test_wait_for (test_shows (view, "Trust: 1 problem, 1 limit"));
  pollux_window_open (window, file);
  test_wait_for (!pollux_window_is_loading (window));
  test_wait_for (test_shows (view, "Trust: nothing is missing"));
  g_assert_false (test_shows (view, "The file is damaged"));
  test_close (window);
}

/* --- while a file is read ----------------------------------------------------- */

static void
apply (PolluxTrace *trace, BuildTrace *build)
{
  pollux_trace_apply (trace, build->batch, 0, 0);
  pollux_trace_settle (trace);
  pollux_batch_free (build->batch);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_growing (void)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxSession) session = pollux_session_new (trace, NULL);
  g_autoptr (PolluxTrustMonitor) monitor = pollux_trust_monitor_new ();
  GtkWidget *window = gtk_window_new ();
  PolluxTrustView *view = g_object_new (POLLUX_TYPE_TRUST_VIEW, NULL);
  GtkWidget *expander;
  BuildTrace build;
  guint n_changes = 0;

  pollux_trust_view_set_monitor (view, monitor);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  gtk_window_present (GTK_WINDOW (window));
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (view)));
  g_assert_true (test_shows (view, "Trust: still being read"));
  g_assert_false (test_shows (view, "Records in the file"));

  pollux_trust_monitor_set_session (monitor, session);
  g_signal_connect_swapped (monitor, "changed", G_CALLBACK (count_cb), &n_changes);
  build_trace_init (&build, POLLUX_TIME_KIND_EPOCH);
  pollux_batch_set_format (build.batch, "tracing-fmt-json", POLLUX_TIME_KIND_EPOCH, 0);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, 0, 10, 20);
  pollux_batch_count (build.batch, POLLUX_COUNTER_CLOCK_STEPS, 1);
  apply (trace, &build);
  for (guint i = 0; i < 20; i++)
    {
      g_signal_emit_by_name (trace, "changed");
      test_run_for (1);
    }
  g_assert_cmpuint (n_changes, ==, 0);

  /* What is wrong is said at once, what is missing not yet. */
  test_wait_for (test_shows (view, "Trust: 1 problem"));
  test_wait_for (test_shows (view, "The clock stepped back"));
  g_assert_false (test_shows (view, "Threads were not recorded"));
  g_assert_cmpuint (n_changes, ==, 1);

  /* What somebody reads does not fold up because more of the file came. */
  expander = test_find (view, GTK_TYPE_EXPANDER);
  g_object_add_weak_pointer (G_OBJECT (expander), (gpointer *) &expander);
  g_signal_emit_by_name (trace, "changed");
  test_wait_for (n_changes == 2);
  g_assert_nonnull (expander);
  g_object_remove_weak_pointer (G_OBJECT (expander), (gpointer *) &expander);

  pollux_trace_finish (trace);
  test_wait_for (test_shows (view, "Trust: 1 problem, 1 limit"));
  g_assert_true (test_shows (view, "Threads were not recorded"));
  g_assert_false (pollux_trust_monitor_is_busy (monitor));

  /* The rest of the file may have what is missing. */
  pollux_trust_monitor_set_partial (monitor);
  test_wait_for (test_shows (view, "Trust: 1 problem"));
  g_assert_false (test_shows (view, "Threads were not recorded"));

  pollux_trust_monitor_set_session (monitor, NULL);
  g_assert_null (pollux_trust_monitor_get_findings (monitor));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* So many tasks that one slice is not enough. */
static void
test_many_tasks (void)
{
  g_autoptr (PolluxTrace) trace = build_random_trace (50000, 1, 1000000000, 3);
  g_autoptr (PolluxSession) session = pollux_session_new (trace, NULL);
  g_autoptr (PolluxTrustMonitor) monitor = pollux_trust_monitor_new ();

  pollux_trust_monitor_set_session (monitor, session);
  test_wait_for (!pollux_trust_monitor_is_busy (monitor));
  g_assert_cmpuint (pollux_trust_monitor_get_trust (monitor)->n_tasks, ==, 50000);
  g_assert_cmpuint (pollux_trust_monitor_get_trust (monitor)->n_polls, ==, 50000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/poor", test_poor);
  g_test_add_func ("/trust/ways", test_ways);
  g_test_add_func ("/trust/sound", test_sound);
  g_test_add_func ("/trust/damaged", test_damaged);
  g_test_add_func ("/trust/code", test_code);
  g_test_add_func ("/trust/another-file", test_another_file);
  g_test_add_func ("/trust/growing", test_growing);
  g_test_add_func ("/trust/many-tasks", test_many_tasks);

  return test_run_all ();
}
