/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-rows.h"

static void
assert_tasks (const PolluxRows *rows,
              const char       *expected)
{
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < pollux_rows_get_length (rows); i++)
    {
      PolluxRow row;

      pollux_rows_get (rows, i, &row);
      if (i > 0)
        g_string_append_c (found, ' ');
      if (row.kind == POLLUX_ROW_TASK)
        g_string_append_printf (found, "%u", row.task);
      else if (row.kind == POLLUX_ROW_SPAN)
        g_string_append_printf (found, "spans:%u", row.sub);
      else
        g_string_append (found, row.kind == POLLUX_ROW_TRACE ? "trace" : "group");
      if (row.kind == POLLUX_ROW_TASK)
        g_assert_cmpuint (pollux_rows_find_task (rows, row.task), ==, i);
    }

  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_zoo (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  g_assert_cmpuint (pollux_rows_get_length (rows), ==, 0);
  g_assert_cmpuint (pollux_rows_find_y (rows, 0), ==, G_MAXUINT);
  g_assert_cmpuint (pollux_rows_find_task (rows, 0), ==, G_MAXUINT);
  g_assert_true (pollux_rows_update (rows, trace));
  g_assert_false (pollux_rows_update (rows, trace));
  assert_tasks (rows, "trace 0 1 2 3 4 5 group 6");
  g_assert_cmpuint (pollux_rows_find_task (rows, 7), ==, G_MAXUINT);
}

static void
test_geometry (void)
{
  static const PolluxLaneHeight heights[] = { 32, 24, 16, 8 };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  pollux_rows_update (rows, trace);
  for (guint h = 0; h < G_N_ELEMENTS (heights); h++)
    {
      guint n = pollux_rows_get_length (rows);

      pollux_rows_set_lane_height (rows, heights[h]);
      g_assert_cmpfloat (pollux_rows_get_y (rows, 0), ==, 0);
      g_assert_cmpfloat (pollux_rows_get_y (rows, 3) - pollux_rows_get_y (rows, 2), ==, heights[h]);
      g_assert_cmpfloat (pollux_rows_get_y (rows, n), ==, pollux_rows_get_height (rows));
      g_assert_cmpuint (pollux_rows_find_y (rows, -0.1), ==, G_MAXUINT);
      g_assert_cmpuint (pollux_rows_find_y (rows, pollux_rows_get_height (rows)), ==, G_MAXUINT);

      for (guint i = 0; i < n; i++)
        {
          double y = pollux_rows_get_y (rows, i), next = pollux_rows_get_y (rows, i + 1);

          g_assert_cmpfloat (next, >=, y + 8);
          g_assert_cmpuint (pollux_rows_find_y (rows, y), ==, i);
          g_assert_cmpuint (pollux_rows_find_y (rows, next - 0.01), ==, i);
        }
    }
}

static void
test_filter (void)
{
  static const struct { const char *filter, *rows; } cases[] = {
    { "", "trace 0 1 2 3 4 5 group 6" },
    { "   ", "trace 0 1 2 3 4 5 group 6" },
    { "PING", "1 2" },
    { "ping -22", "1" },
    { "-ping", "0 3 4 5 group 6" },
    { "lost.rs", "3 4" },
    { "lost.rs lost", "3 4" },
    { "lost.rs unborn", "4" },
    { "block", "0 group 6" },
    { "#4", "1" },
    { "#", "0 1 2 3 4 5 group 6" },
    { "-#4 ping", "2" },
    { "nothing", "" },
    { "-", "trace 0 1 2 3 4 5 group 6" },
    { "\xff", "" },
  };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      pollux_rows_set_filter (rows, cases[i].filter);
      pollux_rows_update (rows, trace);
      if (g_strcmp0 (cases[i].filter, "-") != 0)
        assert_tasks (rows, cases[i].rows);
      else
        g_assert_cmpuint (pollux_rows_find_task (rows, 6), !=, G_MAXUINT);

      for (PolluxTaskIndex task = 0; task < 7; task++)
        g_assert_cmpint (pollux_rows_matches (trace, task, cases[i].filter), ==,
                         pollux_rows_find_task (rows, task) != G_MAXUINT);
    }
}

static void
test_filter_unicode (void)
{
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "Übertragung", "a.rs:1:1", 0, POLLUX_TASK_NONE);
  build_task (&build, "broken \xff name", "a.rs:2:1", 0, POLLUX_TASK_NONE);
  trace = build_trace_end (&build);

  g_assert_true (pollux_rows_matches (trace, 0, "übertragung"));
  g_assert_true (pollux_rows_matches (trace, 0, "ÜBER"));
  g_assert_false (pollux_rows_matches (trace, 1, "über"));
  g_assert_true (pollux_rows_matches (trace, 1, "Broken NAME"));
  g_assert_true (pollux_rows_matches (trace, 1, NULL));
}

static void
test_orders (void)
{
  static const struct { PolluxOrder order; gboolean descending; const char *rows; } cases[] = {
    { POLLUX_ORDER_SPAWN, FALSE, "trace 0 1 2 3 4 5 group 6" },
    { POLLUX_ORDER_SPAWN, TRUE, "trace 5 4 3 2 1 0 group 6" },
    { POLLUX_ORDER_NAME, FALSE, "trace 0 5 3 1 2 4 group 6" },
    { POLLUX_ORDER_NAME, TRUE, "trace 4 2 1 3 5 0 group 6" },
    /* busy: 129, 325, 110 + open, 20, 0, 80 us */
    { POLLUX_ORDER_BUSY, TRUE, "trace 1 0 2 5 3 4 group 6" },
    { POLLUX_ORDER_BUSY, FALSE, "trace 4 3 5 2 0 1 group 6" },
    /* polls: 2, 4, 3, 1, 0, 201 */
    { POLLUX_ORDER_POLLS, TRUE, "trace 5 1 2 0 3 4 group 6" },
    /* longest: 100, 200, 100, 20, 0, 60: a tie in spawn order both ways */
    { POLLUX_ORDER_LONGEST_POLL, TRUE, "trace 1 0 2 5 3 4 group 6" },
    { POLLUX_ORDER_LONGEST_POLL, FALSE, "trace 4 3 5 0 2 1 group 6" },
    /* wait: 1, 70, 40, 35, 0, 72 us */
    { POLLUX_ORDER_LONGEST_WAIT, TRUE, "trace 5 1 2 3 0 4 group 6" },
    /* spawn delay included: 1, 30 + 10 + 25 + 70, 30 + 40 + 10, 35, 0, 72 + 10 us */
    { POLLUX_ORDER_SCHEDULED, TRUE, "trace 1 5 2 3 0 4 group 6" },
  };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      pollux_rows_set_order (rows, cases[i].order, cases[i].descending);
      pollux_rows_update (rows, trace);
      assert_tasks (rows, cases[i].rows);
    }
}

static void
test_natural_names (void)
{
  static const char * const names[] = { "t-10", "t-2", "T-1", "t-02", "s", "t-2b", "" };
  g_autoptr(PolluxRows) rows = pollux_rows_new ();
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    build_task (&build, names[i], "", i, POLLUX_TASK_NONE);
  trace = build_trace_end (&build);

  pollux_rows_set_order (rows, POLLUX_ORDER_NAME, FALSE);
  pollux_rows_update (rows, trace);
  /* The nameless one is called by its kind, "task". */
  assert_tasks (rows, "4 2 3 1 5 0 6");
}

/* While a trace grows, the rows are what they would be if made anew. */
static void
test_growing (void)
{
  g_autoptr(PolluxTrace) trace = pollux_trace_new ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();
  guint n = 0;

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr(PolluxBatch) batch = pollux_batch_new ();

      if (round == 0)
        pollux_batch_set_format (batch, "test", POLLUX_TIME_KIND_CLOCK, 0);
      for (guint i = 0; i < 7; i++, n++)
        {
          /* Every fifth comes with an earlier time than those before. */
          PolluxTask task = { .spawner = POLLUX_TASK_NONE, .ended = POLLUX_TIME_NONE,
                              .spawned = n % 5 == 4 ? n - 10 : n * 10,
                              .spawn_record = n, .end_record = POLLUX_RECORD_NONE,
                              .kind = round < 15 ? POLLUX_TASK_KIND_TASK
                                                 : POLLUX_TASK_KIND_BLOCKING,
                              .flags = round < 15 ? 0 : POLLUX_TASK_RUNTIME_WORKER };

          pollux_batch_extend (batch, 0, n * 10, 1);
          pollux_batch_add_task (batch, &task, "x", 1, "", 0);
        }
      pollux_trace_apply (trace, batch, 0, 0);
      pollux_trace_settle (trace);
      if (round == 19)
        pollux_trace_finish (trace);

      {
        g_autoptr(PolluxRows) fresh = pollux_rows_new ();

        g_assert_true (pollux_rows_update (rows, trace));
        pollux_rows_update (fresh, trace);
        g_assert_cmpuint (pollux_rows_get_length (rows), ==, pollux_rows_get_length (fresh));
        for (guint i = 0; i < pollux_rows_get_length (rows); i++)
          {
            PolluxRow a, b;

            pollux_rows_get (rows, i, &a);
            pollux_rows_get (fresh, i, &b);
            g_assert_cmpuint (a.task, ==, b.task);
            if (a.kind == POLLUX_ROW_TASK)
              g_assert_cmpuint (pollux_rows_find_task (rows, a.task), ==, i);
          }
      }
    }
}

/* Only tasks that live in the range have a row. */
static void
test_range (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();
  PolluxRange extent = pollux_trace_get_extent (trace);
  gint64 step = pollux_range_length (extent) / 20;
  guint n_left_out = 0;

  for (PolluxTime begin = extent.begin; begin < extent.end; begin += step)
    {
      PolluxRange range = { begin, begin + step };

      pollux_rows_set_range (rows, range);
      pollux_rows_update (rows, trace);
      for (PolluxTaskIndex task = 0; task < pollux_trace_get_n_tasks (trace); task++)
        {
          PolluxRange life = pollux_lane_get_life (pollux_trace_get_lane (trace, task));
          gboolean alive = life.begin < range.end && life.end > range.begin;

          g_assert_cmpint (pollux_rows_find_task (rows, task) != G_MAXUINT, ==, alive);
          n_left_out += !alive;
        }
    }

  g_assert_cmpuint (n_left_out, >, 0);
  pollux_rows_set_range (rows, (PolluxRange) { 0, 0 });
  pollux_rows_update (rows, trace);
  assert_tasks (rows, "trace 0 1 2 3 4 5 group 6");
}

/* Rows of spans are counted apart; everything else stays as it was. */
static void
test_unfolded (void)
{
  static const PolluxLaneHeight heights[] = { 32, 16, 8 };
  g_autoptr(PolluxTrace) trace = build_web_trace ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();
  PolluxRow row;
  guint n;

  pollux_rows_update (rows, trace);
  assert_tasks (rows, "trace 0 1 2 3 4");
  g_assert_null (pollux_rows_get_spans (rows, 1));
  g_assert_cmpuint (pollux_rows_find_span (rows, 1, 3), ==, G_MAXUINT);
  pollux_rows_set_unfolded (rows, POLLUX_TASK_NONE, TRUE);
  pollux_rows_set_unfolded (rows, 1, TRUE);
  pollux_rows_set_unfolded (rows, 4, TRUE);
  g_assert_true (pollux_rows_update (rows, trace));
  g_assert_false (pollux_rows_update (rows, trace));
  assert_tasks (rows, "trace spans:0 0 1 spans:0 spans:1 spans:2 2 3 4");
  g_assert_cmpuint (pollux_rows_find_span (rows, POLLUX_TASK_NONE, 0), ==, 1);
  g_assert_cmpuint (pollux_rows_find_span (rows, 1, 3), ==, 5);
  pollux_rows_get (rows, 6, &row);
  g_assert_cmpuint (row.task, ==, 1);
  g_assert_cmpuint (row.place, ==, 2);

  n = pollux_rows_get_length (rows);
  for (guint h = 0; h < G_N_ELEMENTS (heights); h++)
    {
      pollux_rows_set_lane_height (rows, heights[h]);
      g_assert_cmpfloat (pollux_rows_get_y (rows, n), ==, pollux_rows_get_height (rows));
      for (guint i = 0; i < n; i++)
        {
          double y = pollux_rows_get_y (rows, i), next = pollux_rows_get_y (rows, i + 1);

          g_assert_cmpfloat (next, >=, y + 8);
          g_assert_cmpuint (pollux_rows_find_y (rows, y), ==, i);
          g_assert_cmpuint (pollux_rows_find_y (rows, next - 0.01), ==, i);
        }
    }

  /* They go with their lane. */
  pollux_rows_set_filter (rows, "-web");
  g_assert_true (pollux_rows_update (rows, trace));
  assert_tasks (rows, "0 2 3 4");
  pollux_rows_set_filter (rows, "web");
  pollux_rows_update (rows, trace);
  assert_tasks (rows, "1 spans:0 spans:1 spans:2");
  pollux_rows_set_filter (rows, "");
  pollux_rows_set_order (rows, POLLUX_ORDER_POLLS, TRUE);
  pollux_rows_update (rows, trace);
  assert_tasks (rows, "trace spans:0 1 spans:0 spans:1 spans:2 0 2 3 4");
  pollux_rows_set_unfolded (rows, 1, FALSE);
  g_assert_true (pollux_rows_update (rows, trace));
  assert_tasks (rows, "trace spans:0 1 0 2 3 4");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/zoo", test_zoo);
  g_test_add_func ("/rows/geometry", test_geometry);
  g_test_add_func ("/rows/filter", test_filter);
  g_test_add_func ("/rows/filter-unicode", test_filter_unicode);
  g_test_add_func ("/rows/orders", test_orders);
  g_test_add_func ("/rows/natural-names", test_natural_names);
  g_test_add_func ("/rows/growing", test_growing);
  g_test_add_func ("/rows/unfolded", test_unfolded);
  g_test_add_func ("/rows/range", test_range);

  return g_test_run ();
}
