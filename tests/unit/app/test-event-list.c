/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of events and the model over it, without a display. */
#include "config.h"

#include "pollux-event-copy.h"
#include "pollux-event-model.h"

#define PATIENCE (20 * G_TIME_SPAN_SECOND)

#define wait_for(condition)                                       \
  G_STMT_START                                                    \
  {                                                               \
    gint64 end = g_get_monotonic_time () + PATIENCE;              \
    while (!(condition))                                          \
      {                                                           \
        if (g_get_monotonic_time () > end)                        \
          g_error ("gave up waiting for %s", #condition);         \
        if (!g_main_context_iteration (NULL, FALSE))              \
          g_usleep (500);                                         \
      }                                                           \
  }                                                               \
  G_STMT_END

typedef struct
{
  PolluxTrace *trace;
  PolluxLoader *loader;
  PolluxSession *session;
  PolluxEventModel *model;
  PolluxEventList *list;
} Fixture;

#define HEAD "{\"timestamp\":\"2026-11-22T19:07:08.%06uZ\",\"level\":\"%s\","
#define SPAN "\"span\":{\"kind\":\"task\",\"task.id\":7,\"task.name\":\"%s\"," \
  "\"name\":\"runtime.spawn\"},\"spans\":[{\"kind\":\"task\",\"task.id\":7,\"task.name\":\"%s\"," \
  "\"name\":\"runtime.spawn\"}]}\n"

static void
append (GString *log, guint us, const char *message, const char *task)
{
  g_string_append_printf (log, HEAD "\"fields\":{\"message\":\"%s\"},"
                          "\"target\":\"tokio::task\"," SPAN, us, "TRACE", message, task, task);
}

/* One event of each level in the task, each with a number, after it others of
 * none; behind every twentieth a line that is no record. */
static GString *
make_log (guint n_events)
{
  static const char *const levels[] = { "TRACE", "DEBUG", "INFO", "WARN", "ERROR" };
  GString *log = g_string_new (NULL);

  append (log, 0, "new", "reader");
  append (log, 1, "enter", "reader");
  for (guint i = 0; i < n_events; i++)
    {
      if (i == 5)
        append (log, 900, "exit", "reader");
      g_string_append_printf (log, HEAD "\"fields\":{\"message\":\"number %u\",\"odd\":%s},"
                              "\"target\":\"app::part%u\"", i < 5 ? 100 + i : 1000 + i,
                              levels[i % 5], i, i % 2 ? "true" : "false", i % 3);
      if (i < 5)
        g_string_append_printf (log, "," SPAN, "reader", "reader");
      else
        g_string_append (log, "}\n");
      if (i % 20 == 19)
        g_string_append_printf (log, "thread 'main' panicked at %u\n", i);
    }
  return log;
}

static void
open_log (Fixture *fixture, guint n_events)
{
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (make_log (n_events));
  g_autoptr (GError) error = NULL;

  fixture->trace = pollux_trace_new ();
  fixture->loader = pollux_loader_new_for_bytes (bytes, "log");
  pollux_loader_load (fixture->loader, fixture->trace, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pollux_trace_get_n_events (fixture->trace), ==, n_events);
  g_assert_cmpuint (pollux_trace_get_n_foreign (fixture->trace), ==, n_events / 20);
  fixture->session = pollux_session_new (fixture->trace, fixture->loader);
  fixture->model = pollux_event_model_new ();
  fixture->list = pollux_event_model_get_list (fixture->model);
  pollux_event_model_set_session (fixture->model, fixture->session);
  wait_for (!pollux_event_model_is_busy (fixture->model));
}

static void
close_log (Fixture *fixture)
{
  g_assert_finalize_object (fixture->model);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->loader);
  g_object_unref (fixture->trace);
  /* Batches that were on their way go with the main loop. */
  for (guint i = 0; i < 20; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

static guint
count (Fixture *fixture, const PolluxEventChoice *choice)
{
  pollux_event_model_set_choice (fixture->model, choice);
  wait_for (!pollux_event_model_is_busy (fixture->model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==,
                    pollux_event_list_get_n_items (fixture->list));
  return pollux_event_list_get_n_items (fixture->list);
}

static PolluxRecord
get_record (Fixture *fixture, guint position)
{
  PolluxLogEvent event;

  pollux_event_item_get (fixture->trace, pollux_event_list_get_item (fixture->list, position),
                         &event);
  return event.record;
}

static void
test_order (void)
{
  Fixture fixture;
  PolluxEventChoice all = { .foreign = TRUE };
  PolluxEventChoice events = { .foreign = FALSE };

  open_log (&fixture, 1000);
  g_assert_cmpuint (count (&fixture, &all), ==, 1050);
  for (guint i = 0; i < 1050; i++)
    {
      PolluxEventItem item = pollux_event_list_get_item (fixture.list, i);

      g_assert_true (i == 0 || get_record (&fixture, i - 1) < get_record (&fixture, i));
      g_assert_cmpuint (pollux_event_list_find (fixture.list, item), ==, i);
      g_assert_true (pollux_event_item_is_foreign (item) == (i % 21 == 20));
    }
  g_assert_cmpuint (pollux_event_list_get_item (fixture.list, 1050), ==, POLLUX_EVENT_ITEM_NONE);
  g_assert_cmpuint (count (&fixture, &events), ==, 1000);
  g_assert_cmpuint (pollux_event_list_get_n_all (fixture.list), ==, 1000);
  close_log (&fixture);
}

static void
test_known (void)
{
  Fixture fixture;
  PolluxEventChoice choice = { .level = POLLUX_LEVEL_WARN, .foreign = TRUE };
  PolluxThing task = { POLLUX_THING_TASK, 0, 0 };

  open_log (&fixture, 1000);
  g_assert_cmpuint (count (&fixture, &choice), ==, 450);
  choice.level = POLLUX_LEVEL_ERROR;
  /* With the panics. */
  g_assert_cmpuint (count (&fixture, &choice), ==, 250);

  choice = (PolluxEventChoice) { .selected_task = TRUE, .foreign = TRUE };
  g_assert_cmpuint (count (&fixture, &choice), ==, 1050);
  pollux_session_select (fixture.session, &task, FALSE);
  wait_for (!pollux_event_model_is_busy (fixture.model));
  g_assert_cmpuint (pollux_event_list_get_n_items (fixture.list), ==, 5);

  choice = (PolluxEventChoice) { .selected_range = TRUE, .foreign = TRUE };
  g_assert_cmpuint (count (&fixture, &choice), ==, 1050);
  pollux_session_set_range (fixture.session, (PolluxRange) { 102000, 1007000 });
  wait_for (!pollux_event_model_is_busy (fixture.model));
  g_assert_cmpuint (pollux_event_list_get_n_items (fixture.list), ==, 5);
  close_log (&fixture);
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    PolluxLevel level;
    guint n_items;
  } cases[] = {
    { "number", 0, 3000 },
    { "NUMBER 299", 0, 13 },            /* 299, 1299, 2299, and 2990 to 2999 */
    { "panicked", 0, 150 },
    { "part1", 0, 1000 },
    { "odd=true", 0, 1500 },
    { "odd=true", POLLUX_LEVEL_ERROR, 300 },
    { "reader", 0, 5 },                 /* the title of the task */
    { "number -reader", 0, 2995 },
    { "warn", 0, 600 },                 /* the level */
    { "Warn odd=true", 0, 300 },
    { "number -error", 0, 2400 },
    { "panicked -error", 0, 150 },
    { "war", 0, 0 },
    { "-odd -panicked", 0, 0 },
    { "nowhere", 0, 0 },
  };
  Fixture fixture;

  open_log (&fixture, 3000);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PolluxEventChoice choice = { cases[i].text, cases[i].level, FALSE, FALSE, TRUE };
      guint n = cases[i].n_items;

      g_assert_cmpuint (count (&fixture, &choice), ==, n);
      for (guint at = 1; at < n; at++)
        g_assert_cmpuint (get_record (&fixture, at - 1), <, get_record (&fixture, at));
    }
  close_log (&fixture);
}

/* While the words are the same, nothing is read twice. */
static void
test_text_kept (void)
{
  Fixture fixture;
  PolluxEventChoice choice = { "odd=true", POLLUX_LEVEL_NONE, FALSE, FALSE, FALSE };

  open_log (&fixture, 3000);
  g_assert_cmpuint (count (&fixture, &choice), ==, 1500);
  choice.level = POLLUX_LEVEL_INFO;
  pollux_event_model_set_choice (fixture.model, &choice);
  do
    g_assert_cmpfloat (pollux_event_list_get_progress (fixture.list), ==, -1);
  while (g_main_context_iteration (NULL, FALSE) || pollux_event_list_is_busy (fixture.list));
  g_assert_cmpuint (pollux_event_list_get_n_items (fixture.list), ==, 900);
  close_log (&fixture);
}

/* Another word in the middle of a search: the old one does not come through. */
static void
test_text_changes (void)
{
  Fixture fixture;
  PolluxEventChoice choice = { "odd=true", POLLUX_LEVEL_NONE, FALSE, FALSE, TRUE };
  PolluxEventChoice other = { "panicked", POLLUX_LEVEL_NONE, FALSE, FALSE, TRUE };

  open_log (&fixture, 60000);
  for (guint i = 0; i < 20; i++)
    {
      pollux_event_model_set_choice (fixture.model, &choice);
      g_assert_true (pollux_event_list_is_busy (fixture.list));
      for (guint turn = 0; turn < i * 3; turn++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (200);
        }
      g_assert_cmpuint (count (&fixture, &other), ==, 3000);
    }
  pollux_event_model_set_choice (fixture.model, &choice);
  close_log (&fixture);
}

static void
test_rows (void)
{
  Fixture fixture;
  g_autoptr (PolluxEventRow) row = NULL;
  g_autofree char *before = NULL;
  g_autofree char *message = NULL;
  g_autofree char *fields = NULL;
  g_autofree char *task = NULL;
  g_autofree char *time = NULL;

  open_log (&fixture, 1000);
  row = g_list_model_get_item (G_LIST_MODEL (fixture.model), 3);
  before = pollux_event_row_dup_text (row, POLLUX_EVENT_COLUMN_MESSAGE);
  g_assert_cmpstr (before, ==, "");
  pollux_event_model_set_visible (fixture.model, 0, 10);
  wait_for (!pollux_event_model_is_busy (fixture.model));
  message = pollux_event_row_dup_text (row, POLLUX_EVENT_COLUMN_MESSAGE);
  fields = pollux_event_row_dup_text (row, POLLUX_EVENT_COLUMN_FIELDS);
  task = pollux_event_row_dup_text (row, POLLUX_EVENT_COLUMN_TASK);
  time = pollux_event_row_dup_text (row, POLLUX_EVENT_COLUMN_TIME);
  g_assert_cmpstr (message, ==, "number 3");
  g_assert_cmpstr (fields, ==, "odd=true");
  g_assert_cmpstr (task, ==, "reader #7");
  g_assert_cmpstr (time, ==, "0.103\u202f000\u00a0ms");
  g_assert_cmpint (pollux_event_row_get_level (row), ==, POLLUX_LEVEL_WARN);
  g_clear_object (&row);
  close_log (&fixture);
}

static void
test_selection (void)
{
  Fixture fixture;
  GtkSelectionModel *model;
  PolluxThing event = { POLLUX_THING_EVENT, POLLUX_TASK_NONE, 40 };
  PolluxThing task = { POLLUX_THING_TASK, 0, 0 };
  PolluxEventChoice errors = { .level = POLLUX_LEVEL_ERROR };

  open_log (&fixture, 1000);
  model = GTK_SELECTION_MODEL (fixture.model);

  gtk_selection_model_select_item (model, 20, TRUE);
  g_assert_cmpint (pollux_session_get_selection (fixture.session)->kind, ==,
                   POLLUX_THING_FOREIGN);
  g_assert_cmpuint (pollux_session_get_selection (fixture.session)->index, ==, 0);
  gtk_selection_model_select_item (model, 2, TRUE);
  g_assert_cmpint (pollux_session_get_selection (fixture.session)->kind, ==, POLLUX_THING_EVENT);
  g_assert_cmpuint (pollux_session_get_selection (fixture.session)->task, ==, 0);

  /* Several rows are for the clipboard alone. */
  gtk_selection_model_select_range (model, 2, 4, TRUE);
  g_assert_cmpuint (gtk_bitset_get_size (pollux_event_model_get_selected (fixture.model)), ==, 4);
  g_assert_cmpuint (pollux_session_get_selection (fixture.session)->index, ==, 2);

  pollux_session_select (fixture.session, &event, FALSE);
  g_assert_cmpuint (pollux_event_model_get_position (fixture.model), ==, 42);
  g_assert_true (gtk_selection_model_is_selected (model, 42));
  g_assert_false (gtk_selection_model_is_selected (model, 3));

  /* It is no error, and comes back with the rest. */
  g_assert_cmpuint (count (&fixture, &errors), ==, 200);
  g_assert_cmpuint (pollux_event_model_get_position (fixture.model), ==, G_MAXUINT);
  g_assert_true (gtk_bitset_is_empty (pollux_event_model_get_selected (fixture.model)));
  count (&fixture, &(PolluxEventChoice) { .foreign = FALSE });
  g_assert_true (gtk_selection_model_is_selected (model, 40));

  pollux_session_select (fixture.session, &task, FALSE);
  g_assert_true (gtk_bitset_is_empty (pollux_event_model_get_selected (fixture.model)));
  close_log (&fixture);
}

static void
copied_cb (const char *text, guint n_items, const GError *error, gpointer owner)
{
  g_assert_no_error (error);
  *(char **) owner = g_strdup (text);
}

static void
test_copy (void)
{
  Fixture fixture;
  GArray *items = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
  g_autofree char *text = NULL;

  open_log (&fixture, 1000);
  for (guint i = 19; i < 21; i++)
    {
      PolluxEventItem item = pollux_event_list_get_item (fixture.list, i);

      g_array_append_val (items, item);
    }
  pollux_event_copy_start (fixture.trace, &(PolluxClock) { .kind = POLLUX_CLOCK_RELATIVE },
                           fixture.loader, items, copied_cb, &text);
  wait_for (text != NULL);
  g_assert_cmpstr (text, ==,
                   "1.019\u202f000\u00a0ms\tERROR\tapp::part1\t—\tnumber 19\todd=true\n"
                   "1.019\u202f000\u00a0ms\t—\t\t—\tthread 'main' panicked at 19\t\n");
  close_log (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-list/order", test_order);
  g_test_add_func ("/event-list/known", test_known);
  g_test_add_func ("/event-list/text", test_text);
  g_test_add_func ("/event-list/text-kept", test_text_kept);
  g_test_add_func ("/event-list/text-changes", test_text_changes);
  g_test_add_func ("/event-list/rows", test_rows);
  g_test_add_func ("/event-list/selection", test_selection);
  g_test_add_func ("/event-list/copy", test_copy);

  return g_test_run ();
}
