/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of tasks: order, filter, and the selection it shares. */
#include "config.h"

#include "window-fixture.h"

#include "pollux-statistics-panel.h"
#include "pollux-task-sums.h"
#include "pollux-task-table.h"
#include "pollux-text.h"
#include "pollux-timeline.h"
#include "pollux-trace-view.h"

static PolluxTaskModel *
get_model (PolluxWindow *window)
{
  return pollux_task_table_get_model (test_find (window, POLLUX_TYPE_TASK_TABLE));
}

static void
wait_for_table (PolluxWindow *window)
{
  test_wait_for (!pollux_task_model_is_busy (get_model (window)));
}

static gint64
get_busy (PolluxTrace *trace, PolluxTaskIndex task)
{
  PolluxTaskSums sums;

  pollux_task_sums_compute (trace, task, &sums);
  return sums.lane.busy;
}

static gint64
get_spawn_delay (PolluxTrace *trace, PolluxTaskIndex task)
{
  PolluxTaskSums sums;

  pollux_task_sums_compute (trace, task, &sums);
  return sums.lane.spawn_delay;
}

static char *
get_cell (PolluxWindow *window, guint position, PolluxTaskColumn column)
{
  g_autoptr (PolluxTaskRow) row =
    g_list_model_get_item (G_LIST_MODEL (get_model (window)), position);

  return pollux_task_row_dup_text (row, column);
}

static void
assert_cell (PolluxWindow *window, guint position, PolluxTaskColumn column, const char *expected)
{
  g_autofree char *text = get_cell (window, position, column);

  g_assert_cmpstr (text, ==, expected);
}

/* The figures of expected.json. */
static void
test_cells (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");

  wait_for_table (window);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (window))), ==, 2);
  assert_cell (window, 0, POLLUX_TASK_COLUMN_NAME, "block_on");
  assert_cell (window, 0, POLLUX_TASK_COLUMN_ID, "1");
  assert_cell (window, 0, POLLUX_TASK_COLUMN_POLLS, "2");
  assert_cell (window, 0, POLLUX_TASK_COLUMN_BUSY, "50.0\u00a0µs");
  assert_cell (window, 0, POLLUX_TASK_COLUMN_LONGEST_DELAY, "—");
  assert_cell (window, 1, POLLUX_TASK_COLUMN_KIND, "task");
  assert_cell (window, 1, POLLUX_TASK_COLUMN_STATE, "done");
  assert_cell (window, 1, POLLUX_TASK_COLUMN_BUSY, "253\u00a0µs");
  assert_cell (window, 1, POLLUX_TASK_COLUMN_SCHEDULED, "30.0\u00a0µs");
  assert_cell (window, 0, POLLUX_TASK_COLUMN_SPAWN_DELAY, "9.00\u00a0µs");
  assert_cell (window, 1, POLLUX_TASK_COLUMN_SPAWN_DELAY, "42.0\u00a0µs");
  assert_cell (window, 1, POLLUX_TASK_COLUMN_LONGEST_DELAY, "30.0\u00a0µs");
  assert_cell (window, 1, POLLUX_TASK_COLUMN_WAKES, "1");
  test_wait_for (test_shows (test_find (window, POLLUX_TYPE_TASK_TABLE), "253\u00a0µs"));
  test_close (window);
}

/* Nobody knows what was not recorded: dashes, as on the command line, no zeros. */
/* Hidden it keeps a few rows; shown again it has all, and the same in sight, or
 * what was selected meanwhile. */
static void
test_hidden (void)
{
  GString *record = test_record (400);
  g_autoptr (GFile) file = test_write_file ("hidden.jsonl", record->str, record->len);
  PolluxWindow *window = test_open (file);
  PolluxTaskModel *model;
  GtkColumnView *view;
  GtkAdjustment *adjustment;
  double before, page;
  guint n;

  g_string_free (record, TRUE);
  test_wait_for (!pollux_window_is_loading (window));
  model = get_model (window);
  view = test_find (test_find (window, POLLUX_TYPE_TASK_TABLE), GTK_TYPE_COLUMN_VIEW);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  n = pollux_trace_get_n_tasks (pollux_session_get_trace (pollux_window_get_session (window)));
  g_assert_cmpuint (n, >=, 400);
  test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (model)) == n);
  test_run_for (100);
  page = gtk_adjustment_get_page_size (adjustment);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2);
  test_run_for (100);
  before = gtk_adjustment_get_value (adjustment);
  g_assert_cmpfloat (before, >, page);

  test_act (window, "toggle-tables");
  test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (model)) == 20);
  test_act (window, "toggle-tables");
  test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (model)) == n);
  test_wait_for (ABS (gtk_adjustment_get_value (adjustment) - before) < 30);

  test_act (window, "toggle-tables");
  test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (model)) == 20);
  pollux_session_select (pollux_window_get_session (window),
                         &(PolluxThing) { POLLUX_THING_TASK,
                                          pollux_task_model_get_task (model, n - 1), 0 }, FALSE);
  test_act (window, "toggle-tables");
  test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (model)) == n);
  test_run_for (100);
  test_wait_for (gtk_adjustment_get_value (adjustment) + page + 30 >
                 gtk_adjustment_get_upper (adjustment) &&
                 gtk_adjustment_get_value (adjustment) > page);
  test_close (window);
}

static void
test_no_polls (void)
{
  static const char record[] =
    "{\"timestamp\":\"2026-11-22T19:07:08.633132Z\",\"level\":\"TRACE\",\"fields\":"
    "{\"message\":\"%s\"},\"target\":\"tokio::task\",\"span\":"
    "{\"kind\":\"task\",\"task.id\":7,\"name\":\"runtime.spawn\"},\"spans\":"
    "[{\"kind\":\"task\",\"task.id\":7,\"name\":\"runtime.spawn\"}]}\n";
  g_autofree char *text = g_strdup_printf (record, "new");
  g_autoptr (GFile) file = test_write_file ("no-polls.jsonl", text, -1);
  PolluxWindow *window = test_open (file);

  test_wait_for (!pollux_window_is_loading (window));
  wait_for_table (window);
  assert_cell (window, 0, POLLUX_TASK_COLUMN_STATE, "—");
  assert_cell (window, 0, POLLUX_TASK_COLUMN_POLLS, "—");
  assert_cell (window, 0, POLLUX_TASK_COLUMN_BUSY, "—");
  assert_cell (window, 0, POLLUX_TASK_COLUMN_SPAWN_DELAY, "—");
  test_wait_for (test_shows_part (window, "FmtSpan::FULL"));
  /* What is opened is what the keys are for. */
  g_assert_true (POLLUX_IS_TIMELINE (gtk_window_get_focus (GTK_WINDOW (window))));
  g_assert_false (gtk_widget_get_mapped (test_find (window, POLLUX_TYPE_STATISTICS_PANEL)));
  test_click (window, "Details");
  test_wait_for (gtk_widget_get_mapped (test_find (window, POLLUX_TYPE_STATISTICS_PANEL)));
  test_close (window);
}

/* A list that is scrolled far down and gets short shows what it has then. */
static void
test_far_down (void)
{
  static const char record[] =
    "{\"timestamp\":\"2026-11-22T19:07:08.%06uZ\",\"level\":\"TRACE\",\"fields\":"
    "{\"message\":\"%s\"},\"target\":\"tokio::task\",\"span\":{\"kind\":\"task\",\"task.id\":%u,"
    "\"task.name\":\"%c-%u\",\"name\":\"runtime.spawn\"},\"spans\":[]}\n";
  PolluxThing last = { POLLUX_THING_TASK, 2999, 0 };
  g_autoptr (GFile) file = NULL;
  PolluxWindow *window;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 3000; i++)
    {
      g_string_append_printf (text, record, 3 * i, "new", i + 1, "xyz"[i % 3], i);
      g_string_append_printf (text, record, 3 * i + 1, "enter", i + 1, "xyz"[i % 3], i);
      g_string_append_printf (text, record, 3 * i + 2, "exit", i + 1, "xyz"[i % 3], i);
    }
  file = test_write_file ("many-tasks.jsonl", text->str, text->len);
  g_string_free (text, TRUE);
  window = test_open (file);
  test_wait_for (!pollux_window_is_loading (window));
  wait_for_table (window);
  pollux_session_select (pollux_window_get_session (window), &last, TRUE);
  test_wait_for (test_shows (test_find (window, POLLUX_TYPE_TASK_TABLE), "z-2999"));

  pollux_session_set_filter (pollux_window_get_session (window), "name:x-1");
  wait_for_table (window);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (window))), ==, 369);
  test_wait_for (test_shows (test_find (window, POLLUX_TYPE_TASK_TABLE), "x-1998"));
  pollux_session_set_filter (pollux_window_get_session (window), "name:x-29");
  wait_for_table (window);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (window))), ==, 36);
  test_wait_for (test_shows (test_find (window, POLLUX_TYPE_TASK_TABLE), "x-2997"));
  test_close (window);
}

static void
assert_descending (PolluxWindow *window, gint64 (*get) (PolluxTrace *, PolluxTaskIndex))
{
  PolluxTrace *trace = pollux_session_get_trace (pollux_window_get_session (window));
  PolluxTaskModel *model = get_model (window);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (model));

  g_assert_cmpuint (n, ==, pollux_trace_get_n_tasks (trace));
  for (guint i = 0; i + 1 < n; i++)
    g_assert_cmpint (get (trace, pollux_task_model_get_task (model, i)), >=,
                     get (trace, pollux_task_model_get_task (model, i + 1)));
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (pollux_task_model_find (model, pollux_task_model_get_task (model, i)), ==, i);
}

static void
test_sort (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTaskTable *table = test_find (window, POLLUX_TYPE_TASK_TABLE);

  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_BUSY, TRUE);
  wait_for_table (window);
  assert_descending (window, get_busy);
  assert_cell (window, 0, POLLUX_TASK_COLUMN_NAME, "blocker");

  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_BUSY, FALSE);
  wait_for_table (window);
  assert_cell (window, 0, POLLUX_TASK_COLUMN_NAME, "aborted-before-first-poll");

  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_NAME, FALSE);
  wait_for_table (window);
  assert_cell (window, 0, POLLUX_TASK_COLUMN_NAME, "aborted");
  assert_cell (window, 1, POLLUX_TASK_COLUMN_NAME, "aborted-before-first-poll");
  assert_cell (window, 2, POLLUX_TASK_COLUMN_NAME, "block_on");

  /* What is not recorded stands last, whichever way. */
  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_LONGEST_DELAY, FALSE);
  wait_for_table (window);
  assert_cell (window, 13, POLLUX_TASK_COLUMN_LONGEST_DELAY, "—");
  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_LONGEST_DELAY, TRUE);
  wait_for_table (window);
  assert_cell (window, 13, POLLUX_TASK_COLUMN_LONGEST_DELAY, "—");

  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_SPAWN_DELAY, TRUE);
  wait_for_table (window);
  assert_descending (window, get_spawn_delay);

  pollux_task_table_sort (table, POLLUX_N_TASK_COLUMNS, FALSE);
  wait_for_table (window);
  assert_cell (window, 0, POLLUX_TASK_COLUMN_NAME, "block_on");
  test_close (window);
}

static gpointer
find_heading (gpointer widget, const char *title)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (widget), title))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_heading (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static const char *
find_tooltip (GtkWidget *widget)
{
  while (widget != NULL && gtk_widget_get_tooltip_text (widget) == NULL)
    widget = gtk_widget_get_parent (widget);
  return widget != NULL ? gtk_widget_get_tooltip_text (widget) : NULL;
}

/* The headings that one can click are the columns that are sorted by. */
static void
test_headings (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTaskTable *table = test_find (window, POLLUX_TYPE_TASK_TABLE);
  GtkColumnView *view = test_find (table, GTK_TYPE_COLUMN_VIEW);
  GListModel *columns = gtk_column_view_get_columns (view);

  g_assert_cmpuint (g_list_model_get_n_items (columns), ==, POLLUX_N_TASK_COLUMNS);
  for (guint i = 0; i < POLLUX_N_TASK_COLUMNS; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const char *title = gtk_column_view_column_get_title (column);
      GtkWidget *heading = find_heading (view, title);

      g_assert_nonnull (gtk_column_view_column_get_sorter (column));
      g_assert_nonnull (heading);
      g_assert_nonnull (find_tooltip (heading));
      g_assert_cmpint (gtk_widget_get_halign (heading), ==,
                       pollux_task_column_is_number (i) ? GTK_ALIGN_END : GTK_ALIGN_FILL);
    }
  test_close (window);
}

static void
test_selection (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (get_model (window));
  PolluxThing poll = { POLLUX_THING_POLL, 5, 1 };
  guint position;

  pollux_task_table_sort (test_find (window, POLLUX_TYPE_TASK_TABLE), POLLUX_TASK_COLUMN_BUSY,
                          TRUE);
  wait_for_table (window);

  /* From the picture to the table: a poll selects its task's row. */
  pollux_session_select (session, &poll, FALSE);
  position = pollux_task_model_find (get_model (window), 5);
  g_assert_true (gtk_selection_model_is_selected (model, position));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    g_assert_true (gtk_selection_model_is_selected (model, i) == (i == position));

  /* The row of the same task again: the poll stays selected. */
  gtk_selection_model_select_item (model, position, TRUE);
  g_assert_cmpint (pollux_session_get_selection (session)->kind, ==, POLLUX_THING_POLL);

  /* From the table to the picture. */
  gtk_selection_model_select_item (model, 0, TRUE);
  g_assert_cmpint (pollux_session_get_selection (session)->kind, ==, POLLUX_THING_TASK);
  g_assert_cmpuint (pollux_session_get_selection (session)->task, ==,
                    pollux_task_model_get_task (get_model (window), 0));
  g_assert_true (gtk_selection_model_is_selected (model, 0));
  g_assert_false (gtk_selection_model_is_selected (model, position));

  /* It stays selected in another order. */
  pollux_task_table_sort (test_find (window, POLLUX_TYPE_TASK_TABLE), POLLUX_TASK_COLUMN_ID, TRUE);
  wait_for_table (window);
  position = pollux_task_model_find (get_model (window),
                                     pollux_session_get_selection (session)->task);
  g_assert_cmpuint (position, >, 0);
  g_assert_true (gtk_selection_model_is_selected (model, position));
  test_close (window);
}

static guint
count_selected (GtkSelectionModel *model)
{
  g_autoptr (GtkBitset) bitset = gtk_selection_model_get_selection (model);

  return gtk_bitset_get_size (bitset);
}

/* Several rows are several lanes, both ways, and the panel adds them up. */
static void
test_several (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (get_model (window));
  const PolluxTaskIndex both[] = { 5, 3 };
  guint n;

  wait_for_table (window);
  gtk_selection_model_select_item (model, 2, TRUE);
  gtk_selection_model_select_item (model, 4, FALSE);
  pollux_session_get_selected_tasks (session, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (pollux_task_set_contains (pollux_session_get_task_set (session),
                                           pollux_task_model_get_task (get_model (window), 4)));
  gtk_selection_model_unselect_item (model, 2);
  g_assert_cmpuint (count_selected (model), ==, 1);
  gtk_selection_model_select_range (model, 3, 3, TRUE);
  g_assert_cmpuint (count_selected (model), ==, 3);
  gtk_selection_model_unselect_range (model, 3, 1);
  g_assert_false (gtk_selection_model_is_selected (model, 3));
  g_assert_cmpuint (count_selected (model), ==, 2);
  gtk_selection_model_select_all (model);
  pollux_session_get_selected_tasks (session, &n);
  g_assert_cmpuint (n, ==, 14);
  test_wait_for (test_shows (window, "14 tasks"));
  test_wait_for (test_shows (window, "14 tasks selected"));
  gtk_selection_model_unselect_all (model);
  g_assert_cmpuint (count_selected (model), ==, 0);

  pollux_session_select_tasks (session, both, 2, 5);
  g_assert_cmpuint (count_selected (model), ==, 2);
  g_assert_true (gtk_selection_model_is_selected (
    model, pollux_task_model_find (get_model (window), 3)));
  test_wait_for (test_shows (window, "2 tasks"));
  test_act (window, "show-statistics");
  test_wait_for (test_shows (window, "Selected tasks"));
  test_close (window);
}

static void
test_activate (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  GtkColumnView *view = test_find (window, GTK_TYPE_COLUMN_VIEW);
  PolluxRange life;
  PolluxRange shown;

  wait_for_table (window);
  g_signal_emit_by_name (view, "activate", 4);
  life = pollux_lane_get_life (pollux_trace_get_lane (
    pollux_session_get_trace (session), pollux_task_model_get_task (get_model (window), 4)));
  shown = pollux_viewport_get_range (pollux_session_get_viewport (session));
  g_assert_cmpint (shown.begin, <=, life.begin);
  g_assert_cmpint (shown.end, >=, life.end);
  g_assert_cmpint (pollux_range_length (shown), <, 2 * pollux_range_length (life));
  g_assert_cmpuint (pollux_session_get_selection (session)->task, ==,
                    pollux_task_model_get_task (get_model (window), 4));
  test_close (window);
}

static void
test_filter (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTraceView *view = test_find (window, POLLUX_TYPE_TRACE_VIEW);
  PolluxTaskTable *table = test_find (window, POLLUX_TYPE_TASK_TABLE);

  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_NAME, TRUE);
  pollux_trace_view_set_filter (view, "ticker");
  wait_for_table (window);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (window))), ==, 3);
  assert_cell (window, 0, POLLUX_TASK_COLUMN_NAME, "ticker-2");
  assert_cell (window, 2, POLLUX_TASK_COLUMN_NAME, "ticker-0");
  test_wait_for (test_shows (table, "3 of 14"));
  pollux_trace_view_set_filter (view, "no such task");
  wait_for_table (window);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_model (window))), ==, 0);
  pollux_trace_view_set_filter (view, "");
  wait_for_table (window);
  test_wait_for (test_shows (table, "14"));
  test_close (window);
}

/* Many tasks: sorted in slices, right all the same, and a selected row does
 * not make rows for all. */
static void
test_many (void)
{
  GString *text = test_record (30000);
  g_autoptr (GFile) file = test_write_file ("many.jsonl", text->str, text->len);
  PolluxWindow *window = test_open (file);
  PolluxTaskTable *table = test_find (window, POLLUX_TYPE_TASK_TABLE);
  PolluxThing thing = { POLLUX_THING_TASK, 29999, 0 };
  PolluxTaskModel *model = get_model (window);

  g_string_free (text, TRUE);
  test_wait_for (!pollux_window_is_loading (window));
  wait_for_table (window);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 30000);
  pollux_session_select (pollux_window_get_session (window), &thing, FALSE);
  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_BUSY, TRUE);
  wait_for_table (window);
  assert_descending (window, get_busy);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model),
                                                  pollux_task_model_find (model, 29999)));
  pollux_task_table_sort (table, POLLUX_TASK_COLUMN_NAME, FALSE);
  wait_for_table (window);
  assert_cell (window, 0, POLLUX_TASK_COLUMN_NAME, "w0");
  /* By value of the number in it, not by its digits. */
  assert_cell (window, 1200, POLLUX_TASK_COLUMN_NAME, "w2");
  assert_cell (window, 29999, POLLUX_TASK_COLUMN_NAME, "w49");
  test_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/task-table/cells", test_cells);
  g_test_add_func ("/task-table/hidden", test_hidden);
  g_test_add_func ("/task-table/no-polls", test_no_polls);
  g_test_add_func ("/task-table/sort", test_sort);
  g_test_add_func ("/task-table/far-down", test_far_down);
  g_test_add_func ("/task-table/headings", test_headings);
  g_test_add_func ("/task-table/selection", test_selection);
  g_test_add_func ("/task-table/several", test_several);
  g_test_add_func ("/task-table/activate", test_activate);
  g_test_add_func ("/task-table/filter", test_filter);
  g_test_add_func ("/task-table/many", test_many);

  return test_run_all ();
}
