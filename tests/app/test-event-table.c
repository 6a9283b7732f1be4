/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of log events: what it lists, and the selection it shares. */
#include "config.h"

#include "window-fixture.h"

#include "pollux-event-table.h"
#include "pollux-record-view.h"
#include "pollux-selection-panel.h"
#include "pollux-task-table.h"

static PolluxEventTable *
get_table (PolluxWindow *window)
{
  return test_find (window, POLLUX_TYPE_EVENT_TABLE);
}

static GListModel *
get_rows (PolluxWindow *window)
{
  return G_LIST_MODEL (pollux_event_table_get_model (get_table (window)));
}

static void
wait_for_table (PolluxWindow *window)
{
  test_wait_for (!pollux_event_model_is_busy (pollux_event_table_get_model (get_table (window))));
}

static void
show_table (PolluxWindow *window)
{
  test_act (window, "events-table");
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (get_table (window))));
  wait_for_table (window);
}

static void
close_table (PolluxWindow *window)
{
  test_act_string (window, "table", "tasks");
  test_close (window);
}

static guint
count_rows (PolluxWindow *window)
{
  wait_for_table (window);
  return g_list_model_get_n_items (get_rows (window));
}

static void
assert_cell (PolluxWindow *window, guint position, PolluxEventColumn column, const char *expected)
{
  g_autoptr (PolluxEventRow) row = g_list_model_get_item (get_rows (window), position);
  g_autofree char *text = pollux_event_row_dup_text (row, column);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_cells (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");

  show_table (window);
  test_wait_for (!test_shows (window, "Kind"));
  g_assert_cmpuint (count_rows (window), ==,
                    pollux_trace_get_n_events (
                      pollux_session_get_trace (pollux_window_get_session (window))));
  g_assert_cmpuint (count_rows (window), >, 0);
  assert_cell (window, 0, POLLUX_EVENT_COLUMN_LEVEL, "INFO");
  test_wait_for (test_shows (get_table (window), "INFO"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                         GTK_WIDGET (get_table (window))));
  close_table (window);
}

static const char unusual[] =
  "{\"timestamp\":\"2026-11-22T19:07:08.000001Z\",\"level\":\"TRACE\",\"fields\":{\"message\":"
  "\"new\"},\"target\":\"tokio::task\",\"span\":{\"kind\":\"task\",\"task.id\":7,\"task.name\":"
  "\"web\",\"name\":\"runtime.spawn\"},\"spans\":[{\"kind\":\"task\",\"task.id\":7,"
  "\"task.name\":\"web\",\"name\":\"runtime.spawn\"}]}\n"
  "{\"timestamp\":\"2026-11-22T19:07:08.000002Z\",\"level\":\"TRACE\",\"fields\":{\"message\":"
  "\"enter\"},\"target\":\"tokio::task\",\"span\":{\"kind\":\"task\",\"task.id\":7,"
  "\"task.name\":\"web\",\"name\":\"runtime.spawn\"},\"spans\":[{\"kind\":\"task\",\"task.id\":7,"
  "\"task.name\":\"web\",\"name\":\"runtime.spawn\"}]}\n"
  "{\"timestamp\":\"2026-11-22T19:07:08.000003Z\",\"level\":\"WARN\",\"fields\":{\"message\":"
  "\"two\\nlines\",\"size\":12,\"tab\":\"a\\tb\"},\"target\":\"app::io\"}\n"
  "thread 'main' panicked at src/main.rs:3\n"
  "{\"timestamp\":\"2026-11-22T19:07:08.000005Z\",\"level\":\"ERROR\",\"fields\":{\"message\":"
  "\"gone\"},\"target\":\"app\"}\n";

static PolluxWindow *
open_unusual (void)
{
  g_autoptr (GFile) file = test_write_file ("unusual.jsonl", unusual, -1);
  PolluxWindow *window = test_open (file);

  test_wait_for (!pollux_window_is_loading (window));
  show_table (window);
  return window;
}

/* In the row in one line, elsewhere whole. */
static void
test_unusual (void)
{
  PolluxWindow *window = open_unusual ();

  g_assert_cmpuint (count_rows (window), ==, 3);
  test_wait_for (test_shows (window, "two\u00a0⏎ lines"));
  test_wait_for (test_shows (window, "size=12 tab=a⇥ b"));
  assert_cell (window, 0, POLLUX_EVENT_COLUMN_MESSAGE, "two\nlines");
  assert_cell (window, 1, POLLUX_EVENT_COLUMN_LEVEL, "—");
  assert_cell (window, 1, POLLUX_EVENT_COLUMN_MESSAGE, "thread 'main' panicked at src/main.rs:3");
  test_wait_for (test_shows (window, "3 lines"));

  gtk_widget_activate_action (GTK_WIDGET (get_table (window)), "events.foreign", NULL);
  g_assert_cmpuint (count_rows (window), ==, 2);
  test_wait_for (test_shows (window, "2 events"));
  close_table (window);
}

static void
test_filter (void)
{
  PolluxWindow *window = open_unusual ();
  PolluxEventTable *table = get_table (window);

  /* A panic is an error, too. */
  pollux_event_table_set_level (table, POLLUX_LEVEL_ERROR);
  g_assert_cmpuint (count_rows (window), ==, 2);
  assert_cell (window, 0, POLLUX_EVENT_COLUMN_LEVEL, "—");
  assert_cell (window, 1, POLLUX_EVENT_COLUMN_LEVEL, "ERROR");
  test_wait_for (test_shows (window, "2 of 3 lines"));
  pollux_event_table_set_level (table, POLLUX_LEVEL_NONE);
  g_assert_cmpuint (count_rows (window), ==, 3);

  pollux_event_table_set_filter (table, "warn");
  g_assert_cmpuint (count_rows (window), ==, 1);
  assert_cell (window, 0, POLLUX_EVENT_COLUMN_LEVEL, "WARN");

  pollux_event_table_set_filter (table, "LINES size=12");
  g_assert_cmpuint (count_rows (window), ==, 1);
  assert_cell (window, 0, POLLUX_EVENT_COLUMN_LEVEL, "WARN");
  pollux_event_table_set_filter (table, "-lines -panicked");
  g_assert_cmpuint (count_rows (window), ==, 1);
  assert_cell (window, 0, POLLUX_EVENT_COLUMN_LEVEL, "ERROR");

  pollux_event_table_set_filter (table, "nowhere");
  g_assert_cmpuint (count_rows (window), ==, 0);
  test_wait_for (test_shows (window, "No event matches"));
  gtk_widget_activate_action (GTK_WIDGET (table), "events.clear", NULL);
  g_assert_cmpuint (count_rows (window), ==, 3);
  test_wait_for (!test_shows (window, "No event matches"));
  close_table (window);
}

static void
test_none (void)
{
  GString *text = test_record (3);
  g_autoptr (GFile) file = test_write_file ("no-events.jsonl", text->str, text->len);
  PolluxWindow *window = test_open (file);

  g_string_free (text, TRUE);
  test_wait_for (!pollux_window_is_loading (window));
  show_table (window);
  test_wait_for (test_shows (window, "This trace holds no log events"));
  g_assert_false (test_shows (window, "No event matches"));
  close_table (window);
}

static void
test_selection (void)
{
  PolluxWindow *window = open_unusual ();
  PolluxSession *session = pollux_window_get_session (window);
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (get_rows (window));
  PolluxThing event = { POLLUX_THING_EVENT, POLLUX_TASK_NONE, 1 };
  PolluxSelectionPanel *panel = test_find (window, POLLUX_TYPE_SELECTION_PANEL);

  /* From the table to the picture and the panel. */
  gtk_selection_model_select_item (rows, 0, TRUE);
  g_assert_cmpint (pollux_session_get_selection (session)->kind, ==, POLLUX_THING_EVENT);
  g_assert_cmpuint (pollux_session_get_selection (session)->index, ==, 0);
  test_wait_for (test_shows (panel, "two\nlines"));

  gtk_selection_model_select_item (rows, 1, TRUE);
  g_assert_cmpint (pollux_session_get_selection (session)->kind, ==, POLLUX_THING_FOREIGN);
  test_wait_for (test_shows (panel, "thread 'main' panicked at src/main.rs:3"));
  g_assert_true (test_shows (panel, "Line that is no record"));

  /* And back. */
  pollux_session_select (session, &event, FALSE);
  g_assert_true (gtk_selection_model_is_selected (rows, 2));
  g_assert_false (gtk_selection_model_is_selected (rows, 1));
  close_table (window);
}

/* A selected event is scrolled to, however far away, and its text is read. */
static void
test_many (void)
{
  GString *text = test_record (3);
  g_autoptr (GFile) file = NULL;
  PolluxThing far_away = { POLLUX_THING_EVENT, POLLUX_TASK_NONE, 29990 };
  PolluxWindow *window;

  for (guint i = 0; i < 30000; i++)
    g_string_append_printf (text, "{\"timestamp\":\"2026-11-22T19:08:%02u.%06uZ\",\"level\":"
                            "\"INFO\",\"fields\":{\"message\":\"number %u\"},\"target\":\"app\"}\n",
                            i / 1000, i % 1000, i);
  file = test_write_file ("many-events.jsonl", text->str, text->len);
  window = test_open (file);
  g_string_free (text, TRUE);
  test_wait_for (!pollux_window_is_loading (window));
  show_table (window);
  g_assert_cmpuint (count_rows (window), ==, 30000);
  test_wait_for (test_shows (window, "number 0"));

  pollux_session_select (pollux_window_get_session (window), &far_away, FALSE);
  test_wait_for (test_shows (get_table (window), "number 29990"));
  g_assert_false (test_shows (get_table (window), "number 0"));

  pollux_event_table_set_filter (get_table (window), "number 123");
  test_wait_for (count_rows (window) == 160);
  test_wait_for (test_shows (get_table (window), "number 123"));
  test_wait_for (test_shows (get_table (window), "number 1230"));
  close_table (window);
}

static char *clipboard_text;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  clipboard_text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (void)
{
  PolluxWindow *window = open_unusual ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  gdk_clipboard_set_text (clipboard, "before");
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (get_rows (window)));
  gtk_widget_activate_action (GTK_WIDGET (get_table (window)), "events.copy", NULL);
  for (guint i = 0; i < 100 && (i == 0 || g_str_equal (clipboard_text, "before")); i++)
    {
      test_run_for (20);
      g_clear_pointer (&clipboard_text, g_free);
      gdk_clipboard_read_text_async (clipboard, NULL, read_cb, NULL);
      test_wait_for (clipboard_text != NULL);
    }
  g_assert_cmpstr (clipboard_text, ==,
                   "0.002\u202f000\u00a0ms\tWARN\tapp::io\t—\t\"two\nlines\"\t"
                   "\"size=12 tab=a\tb\"\n"
                   "0.002\u202f000\u00a0ms\t—\t\t—\tthread 'main' panicked at src/main.rs:3\t\n"
                   "0.004\u202f000\u00a0ms\tERROR\tapp\t—\tgone\t\n");
  g_clear_pointer (&clipboard_text, g_free);
  close_table (window);
}

/* The window that shows pasted text. */
static PolluxWindow *
find_pasted (PolluxWindow *other)
{
  GList *link = gtk_application_get_windows (GTK_APPLICATION (test_get_application ()));

  for (; link != NULL; link = link->next)
    {
      if (link->data != other && POLLUX_IS_WINDOW (link->data) && test_shows (link->data,
                                                                              "Pasted text"))
        return link->data;
    }
  return NULL;
}

static void
test_paste (void)
{
  PolluxWindow *window = pollux_window_new (test_get_application ());
  PolluxWindow *second;
  PolluxThing event = { POLLUX_THING_EVENT, POLLUX_TASK_NONE, 0 };

  /* An empty window takes it. */
  gtk_window_present (GTK_WINDOW (window));
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), unusual);
  test_act (window, "paste");
  test_wait_for (pollux_window_get_session (window) != NULL &&
                 !pollux_window_is_loading (window));
  g_assert_null (pollux_window_get_file (window));
  test_wait_for (test_shows (window, "Pasted text"));

  /* It can be read again: for details, and as a whole. */
  pollux_session_select (pollux_window_get_session (window), &event, FALSE);
  test_wait_for (test_shows (test_find (window, POLLUX_TYPE_SELECTION_PANEL), "two\nlines"));
  g_assert_true (test_is_enabled (window, "reload"));
  test_act (window, "reload");
  test_wait_for (!pollux_window_is_loading (window));
  test_wait_for (test_shows (window, "Pasted text"));

  /* One that shows something leaves it to another. */
  test_act (window, "paste");
  test_wait_for ((second = find_pasted (window)) != NULL);
  test_wait_for (!pollux_window_is_loading (second));
  test_close (second);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), " \n");
  test_act (window, "paste");
  test_wait_for (test_shows (window, "The clipboard holds no text."));
  g_assert_null (find_pasted (window));
  test_close (window);
}

/* What is pasted and no trace is refused by its name. */
static void
test_paste_nonsense (void)
{
  PolluxWindow *window = pollux_window_new (test_get_application ());

  gtk_window_present (GTK_WINDOW (window));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), "good morning");
  test_act (window, "paste");
  test_wait_for (pollux_window_get_state (window) == POLLUX_WINDOW_REFUSED);
  test_wait_for (test_shows_part (window, "Pasted text"));
  test_close (window);
}

/* The pane remembers which table it showed. */
static void
test_switch (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  PolluxTaskTable *tasks = test_find (window, POLLUX_TYPE_TASK_TABLE);

  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (tasks)));
  test_act (window, "toggle-tables");
  test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (tasks)));
  test_act (window, "find-event");
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (get_table (window))));
  g_assert_true (GTK_IS_EDITABLE (gtk_window_get_focus (GTK_WINDOW (window))));
  test_close (window);

  window = test_open_trace ("seed-json-full.t153.jsonl");
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (get_table (window))));
  close_table (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-table/cells", test_cells);
  g_test_add_func ("/event-table/unusual", test_unusual);
  g_test_add_func ("/event-table/filter", test_filter);
  g_test_add_func ("/event-table/none", test_none);
  g_test_add_func ("/event-table/selection", test_selection);
  g_test_add_func ("/event-table/many", test_many);
  g_test_add_func ("/event-table/copy", test_copy);
  g_test_add_func ("/event-table/paste", test_paste);
  g_test_add_func ("/event-table/paste-nonsense", test_paste_nonsense);
  g_test_add_func ("/event-table/switch", test_switch);

  return test_run_all ();
}
