/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-trace.h"
#include "pollux-search.h"

static char *
describe (const PolluxSearch *search)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pollux_search_get_n_tasks (search); i++)
    g_string_append_printf (text, " t%u", pollux_search_get_task (search, i));
  for (guint i = 0; i < pollux_search_get_n_spans (search); i++)
    g_string_append_printf (text, " s%u", pollux_search_get_span (search, i));

  return g_strchug (g_string_free (text, FALSE));
}

static char *
find (PolluxTrace *trace,
      const char  *words)
{
  g_autoptr(PolluxQuery) query = pollux_query_new (words);
  g_autoptr(PolluxSearch) search = pollux_search_new (trace, query);

  g_assert_true (pollux_search_run (search, 0));

  return describe (search);
}

static void
test_tasks (void)
{
  static const struct { const char *words, *found; } cases[] = {
    { "", "" },
    { "PING", "t1 t2" },
    { "ping 22:", "t2" },
    { "lost.rs", "t3 t4" },
    { "lost.rs -unborn", "t3" },
    { "\"#4\"", "t1" },
    { "#4", "t1" },
    { "#", "" },
    { "nowhere", "" },
  };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = find (trace, cases[i].words);

      g_test_message ("%s", cases[i].words);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* The same as looking at each span by itself. */
static void
test_spans (void)
{
  static const char *const words[] = { "request", "path orders", "Sleep", "id=1", "-request" };
  g_autoptr(PolluxTrace) trace = build_web_trace ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(PolluxQuery) query = pollux_query_new (words[i]);
      g_autoptr(PolluxSearch) search = pollux_search_new (trace, query);
      guint next = 0;

      g_assert_true (pollux_search_run (search, 0));
      for (PolluxSpanIndex k = 0; k < pollux_trace_get_n_spans (trace); k++)
        {
          const PolluxSpan *span = pollux_trace_get_span (trace, k);
          g_autofree char *text = g_strconcat (pollux_trace_get_string (trace, span->name), "\n",
                                               pollux_trace_get_string (trace, span->fields), NULL);

          if (pollux_query_matches (query, pollux_query_find (query, text)))
            g_assert_cmpuint (pollux_search_get_span (search, next++), ==, k);
        }
      g_assert_cmpuint (next, ==, pollux_search_get_n_spans (search));
      g_assert_cmpuint (next, >, 0);
    }
}

/* In however many steps, and however the trace grows. */
static void
test_steps (void)
{
  g_autoptr(PolluxQuery) query = pollux_query_new ("w-7");
  g_autoptr(PolluxSearch) search = NULL;
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;
  guint n_steps = 1;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *name = g_strdup_printf ("w-%u", i % 10);

      build_task (&build, name, "a.rs:1:1", i, POLLUX_TASK_NONE);
    }
  trace = build_trace_end (&build);
  search = pollux_search_new (trace, query);
  while (!pollux_search_run (search, 1))
    n_steps++;
  g_assert_cmpuint (n_steps, >, 3);
  g_assert_cmpuint (pollux_search_get_n_tasks (search), ==, 500);
  for (guint i = 0; i < 500; i++)
    g_assert_cmpuint (pollux_search_get_task (search, i), ==, i * 10 + 7);
  g_assert_true (pollux_search_run (search, 1));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/tasks", test_tasks);
  g_test_add_func ("/search/spans", test_spans);
  g_test_add_func ("/search/steps", test_steps);

  return g_test_run ();
}
