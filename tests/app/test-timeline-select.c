/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Selecting under a real pointer and real keys: several tasks, and ranges that
 * snap to what is drawn.
 */
#include "config.h"

#include <string.h>

#include "view-fixture.h"

static PolluxTaskIndex
get_task (ViewFixture *view,
          guint        row)
{
  PolluxRow found;

  pollux_rows_get (pollux_session_get_rows (view->session), row, &found);
  g_assert_cmpint (found.kind, ==, POLLUX_ROW_TASK);
  return found.task;
}

/* The rows of the selected tasks, in their order. */
static void
assert_rows (ViewFixture *view,
             const char  *expected)
{
  PolluxRows *rows = pollux_session_get_rows (view->session);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n;

  pollux_session_get_selected_tasks (view->session, &n);
  for (guint i = 0; i < pollux_rows_get_length (rows); i++)
    {
      PolluxRow row;

      pollux_rows_get (rows, i, &row);
      if (pollux_task_set_contains (pollux_session_get_task_set (view->session), row.task))
        {
          g_string_append_printf (text, "%s%u", text->len > 0 ? " " : "", i);
          n--;
        }
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpuint (n, ==, 0);
}

static void
click_header (ViewFixture *view,
              guint        row,
              const char  *modifiers)
{
  view_move (view, 60, view_y_of (view, get_task (view, row)));
  if (*modifiers == '\0')
    view_xdotool ("xdotool click 1");
  else
    view_xdotool ("xdotool keydown %s click 1 keyup %s", modifiers, modifiers);
  /* The next one is no double click. */
  view_run (450);
}

static guint
get_primary (ViewFixture *view)
{
  return pollux_rows_find_task (pollux_session_get_rows (view->session),
                                pollux_session_get_selection (view->session)->task);
}

static void
test_tasks_by_pointer (void)
{
  ViewFixture view;

  view_open (&view, build_random_trace (12, 20, 1000000, 5), 900, 600);
  click_header (&view, 2, "");
  assert_rows (&view, "2");
  click_header (&view, 5, "ctrl");
  assert_rows (&view, "2 5");
  g_assert_cmpuint (get_primary (&view), ==, 5);
  click_header (&view, 2, "ctrl");
  assert_rows (&view, "5");

  /* Shift: from the last that was clicked, in the order of the rows. */
  click_header (&view, 4, "");
  click_header (&view, 7, "shift");
  assert_rows (&view, "4 5 6 7");
  g_assert_cmpuint (get_primary (&view), ==, 7);
  click_header (&view, 3, "shift");
  assert_rows (&view, "3 4");

  /* In a lane too, without a drag; nothing else is dropped on nothing. */
  view_move (&view, view_x_of (&view, 500000), view_y_of (&view, get_task (&view, 8)));
  view_xdotool ("xdotool keydown ctrl click 1 keyup ctrl");
  assert_rows (&view, "3 4 8");
  view_move (&view, view_x_of (&view, 500000), 590);
  view_xdotool ("xdotool keydown ctrl click 1 keyup ctrl");
  assert_rows (&view, "3 4 8");

  /* The menu is for all of them on one of them, else for the one. */
  view_move (&view, 60, view_y_of (&view, get_task (&view, 4)));
  view_xdotool ("xdotool click 3");
  assert_rows (&view, "3 4 8");
  view_xdotool ("xdotool key Escape");
  view_run (300);
  click_header (&view, 3, "");
  assert_rows (&view, "3");
  view_close (&view);
}

static void
test_tasks_by_keys (void)
{
  ViewFixture view;
  guint n;

  view_open (&view, build_random_trace (12, 20, 1000000, 5), 900, 600);
  pollux_session_set_order (view.session, POLLUX_ORDER_BUSY, TRUE);
  click_header (&view, 6, "");
  view_xdotool ("xdotool key shift+Down key shift+Down");
  assert_rows (&view, "6 7 8");
  view_xdotool ("xdotool key shift+Up key shift+Up key shift+Up");
  assert_rows (&view, "5 6");
  view_xdotool ("xdotool key Down");
  assert_rows (&view, "6");

  view_xdotool ("xdotool key ctrl+a");
  pollux_session_get_selected_tasks (view.session, &n);
  g_assert_cmpuint (n, ==, 12);
  g_assert_cmpuint (get_primary (&view), ==, 6);
  view_xdotool ("xdotool key Escape");
  assert_rows (&view, "");

  /* Only what is shown. */
  pollux_session_set_filter (view.session, "#3");
  pollux_session_get_selected_tasks (view.session, &n);
  view_xdotool ("xdotool key ctrl+a");
  pollux_session_get_selected_tasks (view.session, &n);
  g_assert_cmpuint (n, ==, pollux_rows_get_n_tasks (pollux_session_get_rows (view.session)));
  g_assert_cmpuint (n, <, 12);
  view_close (&view);
}

/* 100,000 tasks are selected, asked for, and left in a few milliseconds. */
static void
test_many_tasks (void)
{
  PolluxTrace *trace = build_random_trace (100000, 1, 1000000, 5);
  PolluxSession *session = pollux_session_new (trace, NULL);
  gint64 begin = g_get_monotonic_time ();
  guint n;

  pollux_session_select_all (session);
  pollux_session_get_selected_tasks (session, &n);
  g_assert_cmpuint (n, ==, 100000);
  pollux_session_toggle_task (session, 77);
  pollux_session_toggle_task (session, 78);
  pollux_session_get_selected_tasks (session, &n);
  g_assert_cmpuint (n, ==, 99998);
  g_test_message ("%.2f ms", (g_get_monotonic_time () - begin) / 1000.0);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 200 * G_TIME_SPAN_MILLISECOND);

  pollux_session_select (session, NULL, FALSE);
  g_assert_false (pollux_session_has_tasks (session));
  g_object_unref (session);
  g_object_unref (trace);
}

static void
drag (ViewFixture *view,
      double       x0,
      double       x1,
      double       y,
      const char  *modifier)
{
  view_move (view, x0, y);
  if (*modifier != '\0')
    view_xdotool ("xdotool keydown %s", modifier);
  view_xdotool ("xdotool mousedown 1");
  view_move (view, (x0 + x1) / 2, y);
  view_move (view, x1, y);
  view_xdotool ("xdotool mouseup 1");
  if (*modifier != '\0')
    view_xdotool ("xdotool keyup %s", modifier);
}

/* Both edges go to those of the sections beside them, to the nanosecond; with
 * Alt they stay where the pointer is. */
static void
test_snapping (void)
{
  ViewFixture view;
  BuildTrace build;
  PolluxTaskIndex task;
  PolluxRange range;
  double y;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  task = build_task (&build, "ping", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, task, 200000003, 300000007);
  build_wake (&build, task, 500000011, POLLUX_TASK_NONE);
  build_poll (&build, task, 600000013, 700000017);
  build_close (&build, task, 1000000000);
  view_open (&view, build_trace_end (&build), 900, 400);
  y = view_y_of (&view, task);

  drag (&view, view_x_of (&view, 200000003) + 4, view_x_of (&view, 300000007) - 4, y, "");
  range = pollux_session_get_range (view.session);
  g_assert_cmpint (range.begin, ==, 200000003);
  g_assert_cmpint (range.end, ==, 300000007);

  /* An edge moves to a wake. */
  drag (&view, view_x_of (&view, 300000007), view_x_of (&view, 500000011) + 3, y, "");
  range = pollux_session_get_range (view.session);
  g_assert_cmpint (range.begin, ==, 200000003);
  g_assert_cmpint (range.end, ==, 500000011);

  /* In the middle of nothing there is nothing to snap to. */
  drag (&view, view_x_of (&view, 500000011), view_x_of (&view, 400000000), y, "");
  range = pollux_session_get_range (view.session);
  g_assert_cmpint (ABS (range.end - 400000000), <, 3000000);
  g_assert_cmpint (range.begin, ==, 200000003);

  drag (&view, view_x_of (&view, 600000013) + 4, view_x_of (&view, 700000017) - 4, y, "alt");
  range = pollux_session_get_range (view.session);
  g_assert_cmpint (range.begin, >, 602000000);
  g_assert_cmpint (range.end, <, 698000000);
  view_close (&view);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

/* How many lines Ctrl+C gives, the heading included, and how it begins. */
static void
assert_copy (ViewFixture *view,
             guint        n_lines,
             const char  *prefix)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  view_xdotool ("xdotool key ctrl+c");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (view->widget), NULL, read_cb, &text);
  for (guint i = 0; i < 100 && text == NULL; i++)
    view_run (10);
  g_assert_nonnull (text);
  g_assert_true (g_str_has_prefix (text, prefix));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, n_lines + 1);
}

/* A thing is one row, several tasks are one each, a range is its sections. */
static void
test_copy (void)
{
  ViewFixture view;

  view_open (&view, build_zoo_trace (), 900, 500);
  view_move (&view, 500, 480);
  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_POLL, 1, 1 }, FALSE);
  assert_copy (&view, 2, "kind\ttask\t");
  pollux_session_toggle_task (view.session, 2);
  pollux_session_toggle_task (view.session, 3);
  assert_copy (&view, 4, "task\ttask_id\t");
  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_TASK, 3, 0 }, FALSE);
  pollux_session_set_range (view.session, (PolluxRange) { 0, 1 });
  assert_copy (&view, 1, "kind\ttask\t");
  view_close (&view);
}

/* However many rows there are and however lanes are put together, it holds all
 * that are shown. */
static void
test_copy_many (void)
{
  ViewFixture view;
  BuildTrace build;
  g_autofree char *lanes = NULL, *packed = NULL;
  char **texts[] = { &lanes, &packed };

  /* One after the other, so that they find room in one row. */
  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < 2000; i++)
    {
      PolluxTime begin = i * G_GINT64_CONSTANT (100000);
      PolluxTaskIndex task = build_task (&build, "job", "", begin, POLLUX_TASK_NONE);

      for (guint j = 0; j < 20; j++)
        build_poll (&build, task, begin + 1000 + j * 4000, begin + 2000 + j * 4000);
      build_close (&build, task, begin + 90000);
    }
  view_open (&view, build_trace_end (&build), 900, 500);
  pollux_session_set_range (view.session, (PolluxRange) { 0, 200000000 });
  for (guint i = 0; i < 2; i++)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (view.widget), "before");
      pollux_session_set_packed (view.session, i == 1);
      view_run (300);
      gtk_widget_activate_action (view.widget, "timeline.copy", NULL);
      for (guint j = 0; j < 1000 && (j == 0 || g_str_equal (*texts[i], "before")); j++)
        {
          g_clear_pointer (texts[i], g_free);
          view_run (20);
          gdk_clipboard_read_text_async (gtk_widget_get_clipboard (view.widget), NULL, read_cb,
                                         texts[i]);
          while (*texts[i] == NULL)
            view_run (1);
        }
      g_assert_true (g_str_has_prefix (*texts[i], "kind\ttask\t"));
    }
  g_assert_cmpuint (strlen (lanes), >, 1000000);
  g_assert_cmpuint (strlen (packed), ==, strlen (lanes));
  view_close (&view);
}

/* Where tasks share a row the arrows go on from one to the next, past those that
 * have nothing of the kind; where they do not they stop. */
static void
test_packed_steps (void)
{
  ViewFixture view;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < 4; i++)
    {
      PolluxTaskIndex task = build_task (&build, "job", "", i * 100000, POLLUX_TASK_NONE);

      /* The third is never polled. */
      for (guint j = 0; j < 2 && i != 2; j++)
        build_poll (&build, task, i * 100000 + 1000 + j * 4000, i * 100000 + 2000 + j * 4000);
      build_close (&build, task, i * 100000 + 90000);
    }
  view_open (&view, build_trace_end (&build), 900, 500);

  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_POLL, 0, 1 }, FALSE);
  view_act (&view, "timeline.next");
  view_assert_selected (&view, POLLUX_THING_POLL, 0, 1);

  pollux_session_set_packed (view.session, TRUE);
  view_run (100);
  view_act (&view, "timeline.next");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 0);
  view_act (&view, "timeline.next");
  view_act (&view, "timeline.next");
  view_assert_selected (&view, POLLUX_THING_POLL, 3, 0);
  view_act (&view, "timeline.next");
  view_act (&view, "timeline.next");
  view_assert_selected (&view, POLLUX_THING_POLL, 3, 1);
  view_act (&view, "timeline.previous");
  view_act (&view, "timeline.previous");
  view_assert_selected (&view, POLLUX_THING_POLL, 1, 1);

  /* Tasks themselves, and things of any kind. */
  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_TASK, 2, 0 }, FALSE);
  view_act (&view, "timeline.next");
  view_assert_selected (&view, POLLUX_THING_TASK, 3, 0);
  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_IDLE, 0, G_MAXUINT }, FALSE);
  view_act (&view, "timeline.next-any");
  g_assert_cmpuint (pollux_session_get_selection (view.session)->task, ==, 1);
  view_act (&view, "timeline.previous-any");
  g_assert_cmpuint (pollux_session_get_selection (view.session)->task, ==, 0);
  view_close (&view);
}

static gboolean
has_findings (ViewFixture *view)
{
  return pollux_finder_get_findings (pollux_session_get_finder (view->session)) != NULL;
}

static void
assert_message (ViewFixture *view,
                const char  *expected)
{
  g_autofree char *text =
    pollux_finder_get_message (pollux_session_get_finder (view->session),
                               pollux_session_get_selection (view->session));

  g_assert_cmpstr (text, ==, expected);
}

/* n goes through all by time and around, and back; from where one has gone. */
static void
test_findings (void)
{
  ViewFixture view;
  BuildTrace build;
  PolluxTaskIndex task;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  task = build_task (&build, "ping", "", 0, POLLUX_TASK_NONE);
  build_poll (&build, task, 100000000, 120000000);
  build_poll (&build, task, 300000000, 300500000);
  build_poll (&build, task, 500000000, 526200000);
  build_wake (&build, task, 700000000, POLLUX_TASK_NONE);
  build_poll (&build, task, 720000000, 721000000);
  build_close (&build, task, 2000000000);
  view_open (&view, build_trace_end (&build), 900, 400);
  view_wait (&view, has_findings, "findings");

  view_move (&view, 500, 300);
  view_xdotool ("xdotool key n");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_POLL);
  g_assert_cmpuint (pollux_session_get_selection (view.session)->index, ==, 0);
  assert_message (&view, "Finding 1 of 3: ping #3, poll of 20.0\u00a0ms");
  view_xdotool ("xdotool key n");
  assert_message (&view, "Finding 2 of 3: ping #3, poll of 26.2\u00a0ms");
  view_xdotool ("xdotool key n");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_WAIT);
  assert_message (&view, "Finding 3 of 3: ping #3, delay of 20.0\u00a0ms");
  view_xdotool ("xdotool key n");
  assert_message (&view, "Finding 1 of 3: ping #3, poll of 20.0\u00a0ms");
  view_xdotool ("xdotool key shift+n key shift+n");
  g_assert_cmpuint (pollux_session_get_selection (view.session)->index, ==, 2);

  pollux_session_select (view.session, &(PolluxThing) { POLLUX_THING_POLL, task, 1 }, TRUE);
  assert_message (&view, NULL);
  view_xdotool ("xdotool key shift+n");
  assert_message (&view, "Finding 1 of 3: ping #3, poll of 20.0\u00a0ms");

  /* The lane that was hidden comes back with the next. */
  view_xdotool ("xdotool key h");
  g_assert_cmpuint (pollux_rows_find_task (pollux_session_get_rows (view.session), task), ==,
                    G_MAXUINT);
  view_xdotool ("xdotool key n");
  g_assert_cmpuint (pollux_rows_find_task (pollux_session_get_rows (view.session), task), !=,
                    G_MAXUINT);
  view_close (&view);
}

static void
test_no_findings (void)
{
  ViewFixture view;

  view_open (&view, build_random_trace (3, 4, 100000, 1), 900, 400);
  view_wait (&view, has_findings, "findings");
  view_move (&view, 500, 300);
  view_xdotool ("xdotool key n");
  g_assert_cmpint (pollux_session_get_selection (view.session)->kind, ==, POLLUX_THING_NONE);
  assert_message (&view, "No findings: no poll or delay of 100\u00a0µs or more, no lost task");
  view_close (&view);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *tool = g_find_program_in_path ("xdotool");

  if (tool == NULL)
    {
      g_printerr ("xdotool is not installed\n");
      return 77;
    }

  gtk_test_init (&argc, &argv, NULL);
  view_set_animations (FALSE);

  g_test_add_func ("/select/tasks-by-pointer", test_tasks_by_pointer);
  g_test_add_func ("/select/tasks-by-keys", test_tasks_by_keys);
  g_test_add_func ("/select/many-tasks", test_many_tasks);
  g_test_add_func ("/select/snapping", test_snapping);
  g_test_add_func ("/select/copy", test_copy);
  g_test_add_func ("/select/copy-many", test_copy_many);
  g_test_add_func ("/select/packed-steps", test_packed_steps);
  g_test_add_func ("/select/findings", test_findings);
  g_test_add_func ("/select/no-findings", test_no_findings);

  return g_test_run ();
}
