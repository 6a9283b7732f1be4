/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-span-rows.h"

/* "3 6 9 | 4 5": the spans of each row. */
static void
assert_rows (const PolluxSpanRows *rows,
             const char           *expected)
{
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint row = 0; row < pollux_span_rows_get_n_rows (rows); row++)
    {
      guint n;
      const PolluxSpanPlace *places = pollux_span_rows_get_row (rows, row, &n);

      g_string_append (found, row > 0 ? " | " : "");
      for (guint i = 0; i < n; i++)
        {
          g_string_append_printf (found, "%s%u", i > 0 ? " " : "", places[i].span);
          g_assert_true (pollux_span_rows_find (rows, places[i].span) == &places[i]);
          g_assert_cmpuint (places[i].row, ==, row);
          if (i > 0)
            g_assert_cmpint (places[i].life.begin, >=, places[i - 1].life.end);
        }
    }

  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_web (void)
{
  g_autoptr(PolluxTrace) trace = build_web_trace ();
  g_autoptr(PolluxSpanRows) web = pollux_span_rows_new (trace, 1);
  g_autoptr(PolluxSpanRows) main_rows = pollux_span_rows_new (trace, 0);
  g_autoptr(PolluxSpanRows) outside = pollux_span_rows_new (trace, POLLUX_TASK_NONE);
  g_autoptr(PolluxSpanRows) none = pollux_span_rows_new (trace, 4);
  const PolluxSpanPlace *place;

  /* The span that main made for web is shown where it was entered. */
  assert_rows (web, "2 | 3 6 9 | 4 5 7 8 10 11");
  assert_rows (main_rows, "1");
  assert_rows (outside, "0");
  assert_rows (none, "");
  g_assert_true (pollux_span_rows_has_any (trace, 1));
  g_assert_true (pollux_span_rows_has_any (trace, POLLUX_TASK_NONE));
  g_assert_false (pollux_span_rows_has_any (trace, 4));
  g_assert_null (pollux_span_rows_find (web, 1));

  place = pollux_span_rows_find (web, 3);
  g_assert_cmpint (place->life.begin, ==, 102000);
  g_assert_cmpint (place->life.end, ==, 291000);
  g_assert_false (place->open);
  g_assert_cmpuint (place->n, ==, 2);
  g_assert_cmpint (pollux_span_rows_get_stretches (web)[place->first + 1].range.begin, ==, 252000);
  /* Within the life of this task. */
  place = pollux_span_rows_find (web, 2);
  g_assert_cmpint (place->life.begin, ==, 40000);
  g_assert_cmpint (place->life.end, ==, 1700000);
  g_assert_true (place->open);
  g_assert_cmpuint (place->n, ==, 6);
}

static void
test_hidden (void)
{
  g_autoptr(PolluxTrace) trace = build_web_trace ();
  g_autoptr(PolluxSpanRows) rows = pollux_span_rows_new (trace, 3);
  guint n;

  g_assert_cmpuint (pollux_span_rows_get_n_rows (rows), ==, POLLUX_SPAN_ROWS_MAX);
  g_assert_cmpuint (pollux_span_rows_get_n_spans (rows), ==, 81);
  g_assert_cmpuint (pollux_span_rows_get_n_hidden (rows), ==, 81 - (POLLUX_SPAN_ROWS_MAX - 1));
  pollux_span_rows_get_row (rows, POLLUX_SPAN_ROWS_MAX - 1, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* A child begins before its parent's row is known, and a span is entered twice at a time. */
static void
test_odd (void)
{
  BuildTrace build;
  g_autoptr(PolluxTrace) trace = NULL;
  g_autoptr(PolluxSpanRows) rows = NULL;
  PolluxSpanIndex parent, child, again, late;
  const PolluxSpanPlace *place;
  PolluxSpanSum sum;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  parent = build_span (&build, 0, POLLUX_SPAN_NONE, POLLUX_SPAN_USER, "parent", "",
                       POLLUX_TIME_NONE);
  child = build_span (&build, 0, parent, POLLUX_SPAN_USER, "child", "", 50);
  again = build_span (&build, 0, POLLUX_SPAN_NONE, POLLUX_SPAN_USER, "again", "", 200);
  build_section (&build, parent, 0, 100, 150);
  build_section (&build, again, 0, 210, POLLUX_TIME_NONE);
  build_section (&build, again, 0, 220, 230);
  pollux_batch_exit_span (build.batch, again, 0, 250, build.record++, POLLUX_THREAD_NONE);
  build_close_span (&build, again, 260);
  /* Below its parent, though that is closed by then. */
  late = build_span (&build, 0, again, POLLUX_SPAN_USER, "late", "", 270);
  build_close_span (&build, late, 280);
  build_close_span (&build, parent, 160);
  build_close_span (&build, child, 90);
  build_close (&build, 0, 300);
  trace = build_trace_end (&build);
  rows = pollux_span_rows_new (trace, 0);
  assert_rows (rows, "1 0 2 | 3");

  place = pollux_span_rows_find (rows, parent);
  g_assert_cmpint (place->life.begin, ==, 100);
  pollux_span_sum_init (&sum, trace, 0, again);
  g_assert_cmpuint (sum.n_enters, ==, 2);
  g_assert_cmpint (sum.entered, ==, 40);
  g_assert_false (sum.open);
  place = pollux_span_rows_find (rows, again);
  g_assert_cmpint (pollux_span_stretches_cover (pollux_span_rows_get_stretches (rows) +
                                                place->first, place->n,
                                                (PolluxRange) { 0, 1000 }), ==, 40);
  pollux_span_sum_init (&sum, trace, POLLUX_TASK_NONE, again);
  g_assert_cmpint (sum.life.begin, ==, POLLUX_TIME_NONE);
  pollux_span_sum_init (&sum, trace, 7, again);
  g_assert_cmpint (sum.life.begin, ==, POLLUX_TIME_NONE);
  pollux_span_sum_init (&sum, trace, 0, 99);
  g_assert_cmpint (sum.life.begin, ==, POLLUX_TIME_NONE);
}

/* Sums by bisection are those of one span after the other. */
static void
test_cover (void)
{
  g_autoptr(PolluxTrace) trace = build_web_trace ();
  g_autoptr(PolluxSpanRows) rows = pollux_span_rows_new (trace, 2);
  const PolluxSpanStretch *stretches = pollux_span_rows_get_stretches (rows);
  const PolluxSpanPlace *places;
  guint n;

  places = pollux_span_rows_get_row (rows, 0, &n);
  g_assert_cmpuint (n, ==, 600);
  for (PolluxTime begin = 190000; begin < 1500000; begin += 77777)
    {
      PolluxRange range = { begin, begin + 54321 };
      gint64 lives = 0, entered = 0;

      for (guint i = 0; i < n; i++)
        {
          lives += pollux_range_length (pollux_range_intersect (places[i].life, range));
          entered += pollux_range_length (pollux_range_intersect (stretches[i].range, range));
        }
      g_assert_cmpint (pollux_span_places_cover (places, n, range), ==, lives);
      g_assert_cmpint (pollux_span_stretches_cover (stretches, n, range), ==, entered);
    }
}

static void
test_step (void)
{
  g_autoptr(PolluxTrace) trace = build_web_trace ();
  PolluxSpanIndex span = POLLUX_SPAN_NONE;

  /* From main's worker on: that is shown in web. */
  g_assert_true (pollux_span_rows_step (trace, 1, POLLUX_SPAN_NONE, 1, &span));
  g_assert_cmpuint (span, ==, 2);
  for (PolluxSpanIndex expected = 3; expected < 12; expected++)
    {
      g_assert_true (pollux_span_rows_step (trace, 1, span, 1, &span));
      g_assert_cmpuint (span, ==, expected);
    }
  g_assert_false (pollux_span_rows_step (trace, 1, span, 1, &span));
  g_assert_true (pollux_span_rows_step (trace, 1, span, -1, &span));
  g_assert_cmpuint (span, ==, 10);
  g_assert_false (pollux_span_rows_step (trace, 0, 1, 1, &span));
  g_assert_false (pollux_span_rows_step (trace, 4, POLLUX_SPAN_NONE, 1, &span));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/span-rows/web", test_web);
  g_test_add_func ("/span-rows/hidden", test_hidden);
  g_test_add_func ("/span-rows/odd", test_odd);
  g_test_add_func ("/span-rows/cover", test_cover);
  g_test_add_func ("/span-rows/step", test_step);

  return g_test_run ();
}
