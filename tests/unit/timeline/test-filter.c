/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "build-trace.h"
#include "pollux-filter.h"
#include "pollux-statistics.h"
#include "pollux-task-figures.h"

typedef struct
{
  const char *filter, *tasks;
} Case;

static char *
list_tasks (PolluxTrace *trace,
            const char  *text)
{
  g_autoptr(PolluxFilter) filter = pollux_filter_new (text);
  g_autoptr(GString) found = g_string_new (NULL);

  for (PolluxTaskIndex i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    if (pollux_filter_matches (filter, trace, i))
      g_string_append_printf (found, found->len > 0 ? " %u" : "%u", i);

  return g_string_free (g_steal_pointer (&found), FALSE);
}

static void
check_cases (PolluxTrace *trace,
             const Case  *cases,
             guint        n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autoptr(PolluxFilter) filter = pollux_filter_new (cases[i].filter);
      g_autofree char *found = list_tasks (trace, cases[i].filter);

      g_test_message ("%s", cases[i].filter);
      g_assert_null (pollux_filter_get_fault (filter));
      g_assert_cmpstr (found, ==, cases[i].tasks);
    }
}

/* Ids are the index plus three. */
static void
test_text (void)
{
  static const Case cases[] = {
    { "", "0 1 2 3 4 5 6" },
    { "name:PING", "1" },
    { "name:ping|dense", "1 5" },
    { "name:ping loc:pong", "1" },
    { "name:ping_pong", "" },
    { "loc:ping_pong", "1 2" },
    { "location:lost.rs:8", "4" },
    { "lost.rs:8", "4" },
    { "loc:lost -name:lost", "4" },
    { "kind:block", "0 6" },
    { "kind:block_on", "0" },
    { "-kind:task", "0 6" },
    { "kind:block_on|blocking", "0 6" },
    { "by:3", "1 2 3 4 5" },
    { "by:#3 ping|lost", "1 2 3 4" },
    { "spawner:main.rs", "1 2 3 4 5" },
    { "by:dense", "" },
    { "-by:3", "0 6" },
    { "ping|dense", "1 2 5" },
    { "\"ping|dense\"", "" },
    { "\"a-very long\"", "" },
    { "unborn\"-with\"-a", "4" },
    { "-\"ping_pong\"", "0 3 4 5 6" },
    { "name:\"dense", "5" },
    { "id:4", "1" },
    { "id:#4", "1" },
    { "id:4,6|9", "1 3 6" },
    { "#4", "1" },
    { "#3|#4", "0 1" },
    { "-id:4 loc:ping", "2" },
    { "tokio::runtime", "" },
    { "http://x", "" },
    { "- -", "0 1 2 3 4 5 6" },
    { "process:api", "" },
    { "thread:worker", "" },
    { "-thread:worker name:ping", "1" },
    { "name=ping", "1" },
  };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();

  check_cases (trace, cases, G_N_ELEMENTS (cases));
}

static void
test_figures (void)
{
  static const Case cases[] = {
    { "polls>=200", "5" },
    { "polls>=2e2", "5" },
    { "polls>0.2k", "5" },
    { "polls=0", "4" },
    { "polls = 0 kind:task", "4" },
    { "polls:=0", "4" },
    { "-polls>0", "4" },
    { "busy>900us", "6" },
    { "busy>=0.9995ms", "6" },
    { "busy > 0.9995ms", "" },
    { "busy>0.0009995s", "" },
    { "busy<999500ns busy>=110µs", "0 1 2" },
    { "busy≥110us busy≤110us", "2" },
    { "longest>=100us", "0 1 2 6" },
    { "poll>=100us -kind:blocking", "0 1 2" },
    { "longest>0", "0 1 2 3 5 6" },
    { "state:active", "2" },
    { "state:done", "1 4" },
    { "state:alive", "0 2 3 5 6" },
    { "-state:alive", "1 4" },
    { "state:done|active", "1 2 4" },
    { "state:SCHEDULED", "3" },
    { "unfinished>0", "2 3" },
    { "life>0", "1 4" },
    { "life=423us", "4" },
    { "lifetime<423us", "" },
    { "wakes>0", "1 2 3 5" },
    { "spawn=423us", "4" },
    { "selfwakes>0", "1" },
    { "self-wakes<1 polls>0 name:pong", "2" },
  };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();

  check_cases (trace, cases, G_N_ELEMENTS (cases));
}

static gint64
get_expected (const PolluxTaskFigures *figures,
              const char              *key)
{
  if (g_str_equal (key, "busy"))
    return figures->busy;
  if (g_str_equal (key, "scheduled"))
    return figures->scheduled;
  if (g_str_equal (key, "idle"))
    return figures->idle;
  if (g_str_equal (key, "unfinished"))
    return figures->unfinished;
  if (g_str_equal (key, "longest"))
    return figures->longest_poll;
  if (g_str_equal (key, "delay"))
    return figures->longest_scheduled;
  if (g_str_equal (key, "life"))
    return figures->lifetime;
  if (g_str_equal (key, "spawn"))
    return figures->spawn_delay;
  if (g_str_equal (key, "polls"))
    return figures->n_polls;
  if (g_str_equal (key, "wakes"))
    return figures->n_wakes;
  g_assert_cmpstr (key, ==, "selfwakes");

  return figures->n_self_wakes;
}

/* A random trace, of which everything is asked by its own figures. */
static PolluxTrace *
build_random (void)
{
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < 40; i++)
    {
      PolluxTime time = g_test_rand_int_range (0, 1000);

      build_task (&build, "t", "t.rs:1:1", time, i > 0 ? i / 2 : POLLUX_TASK_NONE);
      for (gint k = g_test_rand_int_range (0, 80); k > 0; k--)
        {
          PolluxTime start = time + g_test_rand_int_range (1, 5000);
          PolluxTime end = start + g_test_rand_int_range (0, 3000);

          if (g_test_rand_bit ())
            build_wake (&build, i, time + (start - time) / 2, g_test_rand_bit () ? i / 2 : i);
          build_poll (&build, i, start, end);
          if (g_test_rand_int_range (0, 4) == 0)
            build_wake (&build, i, start + (end - start) / 2, i);
          time = end;
        }
      if (g_test_rand_bit ())
        build_wake (&build, i, time + 10, POLLUX_TASK_NONE);
      if (g_test_rand_bit ())
        build_close (&build, i, time + 100);
      else if (g_test_rand_bit ())
        build_enter (&build, i, time + 100);
    }

  return build_trace_end (&build);
}

static void
check_figure (PolluxTrace           *trace,
              const PolluxFilterKey *key,
              gint64                 limit)
{
  static const char *const operators[] = { "<", "<=", "=", ">=", ">" };
  const char *unit = key->kind == POLLUX_FILTER_KEY_DURATION ? "ns" : "";
  g_autoptr(PolluxSamples) polls = pollux_samples_new ();
  g_autoptr(PolluxSamples) delays = pollux_samples_new ();

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      g_autofree char *text = g_strdup_printf ("%s%s%" G_GINT64_FORMAT "%s", key->name,
                                               operators[i], limit, unit);
      g_autoptr(PolluxFilter) filter = pollux_filter_new (text);

      g_assert_null (pollux_filter_get_fault (filter));
      for (PolluxTaskIndex task = 0; task < pollux_trace_get_n_tasks (trace); task++)
        {
          PolluxTaskFigures figures;
          gboolean expected[G_N_ELEMENTS (operators)];
          gint64 value;

          pollux_task_figures_compute (trace, task, polls, delays, &figures);
          value = get_expected (&figures, key->name);
          expected[0] = value < limit;
          expected[1] = value <= limit;
          expected[2] = value == limit;
          expected[3] = value >= limit;
          expected[4] = value > limit;
          g_assert_cmpint (pollux_filter_matches (filter, trace, task), ==,
                           value != POLLUX_TIME_NONE && expected[i]);
        }
    }
}

/* The same as the slow figures, which read every poll. */
static void
test_same_figures (void)
{
  g_autoptr(PolluxTrace) trace = build_random ();
  g_autoptr(PolluxSamples) polls = pollux_samples_new ();
  g_autoptr(PolluxSamples) delays = pollux_samples_new ();
  const PolluxFilterKey *keys;
  guint n_keys, n_figures = 0;

  keys = pollux_filter_get_keys (&n_keys);
  for (guint i = 0; i < n_keys; i++)
    {
      if (keys[i].kind != POLLUX_FILTER_KEY_DURATION && keys[i].kind != POLLUX_FILTER_KEY_COUNT)
        continue;

      n_figures++;
      for (PolluxTaskIndex task = 0; task < pollux_trace_get_n_tasks (trace); task += 7)
        {
          PolluxTaskFigures figures;
          gint64 limit;

          pollux_task_figures_compute (trace, task, polls, delays, &figures);
          limit = get_expected (&figures, keys[i].name);
          if (limit != POLLUX_TIME_NONE)
            check_figure (trace, &keys[i], limit);
        }
    }
  g_assert_cmpuint (n_figures, ==, 11);
}

static void
test_states (void)
{
  static const char *const names[] = { "done", "idle", "scheduled", "spawned", "active" };
  g_autoptr(PolluxTrace) trace = build_random ();
  g_autoptr(PolluxSamples) polls = pollux_samples_new ();
  g_autoptr(PolluxSamples) delays = pollux_samples_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strconcat ("state:", names[i], NULL);
      g_autoptr(PolluxFilter) filter = pollux_filter_new (text);

      for (PolluxTaskIndex task = 0; task < pollux_trace_get_n_tasks (trace); task++)
        {
          PolluxTaskFigures figures;

          pollux_task_figures_compute (trace, task, polls, delays, &figures);
          g_assert_cmpint (pollux_filter_matches (filter, trace, task), ==,
                           g_str_equal (pollux_state_to_string (figures.state), names[i]));
        }
    }
}

/* Without times there are no durations, but there are counts. */
static void
test_unknown (void)
{
  static const Case cases[] = {
    { "busy>=0", "" }, { "-busy>=0", "0" }, { "polls>0", "0" }, { "life>=0", "" },
    { "delay<1h", "" }, { "state:done", "0" },
  };
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_ORDINAL);
  build_task (&build, "a", "a.rs:1:1", 0, POLLUX_TASK_NONE);
  build_poll (&build, 0, 1, 2);
  build_close (&build, 0, 3);
  trace = build_trace_end (&build);

  check_cases (trace, cases, G_N_ELEMENTS (cases));
}

static void
build_poll_on (BuildTrace      *build,
               PolluxTaskIndex  task,
               PolluxTime       start,
               PolluxThread     thread)
{
  pollux_batch_enter (build->batch, task, start, build->record++, thread);
  pollux_batch_exit (build->batch, task, start + 5, build->record++, thread);
}

static void
test_threads (void)
{
  static const Case cases[] = {
    { "thread:worker-1", "0" }, { "thread:WORKER", "0 1" }, { "thread:worker-1|-2", "0 1" },
    { "thread:main", "" },      { "-thread:worker-2", "0" },
    /* The id of the thread. */
    { "thread:22", "1" },
  };
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "a", "", 0, POLLUX_TASK_NONE);
  build_task (&build, "b", "", 0, POLLUX_TASK_NONE);
  pollux_batch_add_thread (build.batch, "11", 2, "tokio-worker-1", 14);
  pollux_batch_add_thread (build.batch, "22", 2, "tokio-worker-2", 14);
  for (guint i = 0; i < 300; i++)
    build_poll_on (&build, i % 2, i * 10, i % 2);
  trace = build_trace_end (&build);

  check_cases (trace, cases, G_N_ELEMENTS (cases));
}

static void
test_faults (void)
{
  static const struct
  {
    const char *text, *fault, *place;
    gboolean unfinished;
  } cases[] = {
    { "foo:bar", "“foo” is no key", "foo:bar", FALSE },
    { "ping foo:\"a b\" x", ": \"foo:a b\"", "foo:\"a b\"", FALSE },
    { "Vec<T>", "“Vec” is no key", "Vec<T>", FALSE },
    { "busy>", "“busy” needs a value: busy>10ms", "busy>", TRUE },
    { "busy> ", "“busy” needs a value", "busy> ", TRUE },
    { "a -busy>1", "“1” is no length of time", "-busy>1", TRUE },
    { "busy>1 a", "“1” is no length of time", "busy>1", FALSE },
    { "busy>x", "“x” is no length of time", "busy>x", FALSE },
    { "busy:10ms", "“busy” must be compared", "busy:10ms", FALSE },
    { "busy:", "“busy” must be compared", "busy:", TRUE },
    { "polls>1.5", "“1.5” is no number", "polls>1.5", TRUE },
    { "polls>-1", "“-1” is no number", "polls>-1", FALSE },
    { "polls>9999999999999999", "is no number", "polls>9999999999999999", TRUE },
    { "name>5", "“name” cannot be compared: it is written as name:ping", "name>5", FALSE },
    { "name:", "“name” needs a value: name:ping", "name:", TRUE },
    { "name:\"\" x", "“name” needs a value", "name:\"\"", FALSE },
    { "state:sched", "“sched” is no state: idle, scheduled", "state:sched", TRUE },
    { "state:foo", "“foo” is no state", "state:foo", FALSE },
    { "kind:foo", "“foo” is no kind", "kind:foo", FALSE },
    { "id:foo", "“foo” is no id", "id:foo", FALSE },
    { "id:#", "“#” is no id", "id:#", TRUE },
    { "foo:x bar:y", "“foo”", "foo:x", FALSE },
  };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PolluxFilter) filter = pollux_filter_new (cases[i].text);
      const PolluxFilterFault *fault = pollux_filter_get_fault (filter);
      g_autofree char *place = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (fault);
      g_assert_nonnull (strstr (fault->message, cases[i].fault));
      place = g_strndup (cases[i].text + fault->begin, fault->end - fault->begin);
      g_assert_cmpstr (place, ==, cases[i].place);
      g_assert_cmpint (fault->unfinished, ==, cases[i].unfinished);
    }
}

/* A wrong term is left out, the others apply. */
static void
test_rest_applies (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autofree char *found = list_tasks (trace, "busy>x name:ping foo:bar");

  g_assert_cmpstr (found, ==, "1");
}

/* What quotes the message proposes is what was typed. */
static void
test_quoted (void)
{
  g_autoptr(PolluxTrace) trace = NULL;
  BuildTrace build;
  g_autofree char *found = NULL;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "read Vec<T>", "", 0, POLLUX_TASK_NONE);
  build_task (&build, "busy>1ms", "", 0, POLLUX_TASK_NONE);
  trace = build_trace_end (&build);
  found = list_tasks (trace, "\"vec<t>\"");
  g_assert_cmpstr (found, ==, "0");
  g_free (found);
  found = list_tasks (trace, "\"busy>1ms\"");
  g_assert_cmpstr (found, ==, "1");
}

static void
test_names (void)
{
  static const struct
  {
    const char *text;
    gboolean names, may_change;
  } cases[] = {
    { "", FALSE, FALSE },      { "-ping", FALSE, FALSE },        { "ping", TRUE, FALSE },
    { "busy>1ms", FALSE, TRUE }, { "busy>1ms kind:blocking", TRUE, TRUE },
    { "thread:x", FALSE, TRUE }, { "state:done", FALSE, TRUE },  { "id:5", TRUE, FALSE },
    { "foo:x", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PolluxFilter) filter = pollux_filter_new (cases[i].text);

      g_assert_cmpint (pollux_filter_names (filter), ==, cases[i].names);
      g_assert_cmpint (pollux_filter_may_change (filter), ==, cases[i].may_change);
    }
}

/* Each example is right, and is about the key that it stands for. */
static void
test_keys (void)
{
  const PolluxFilterKey *keys;
  guint n;

  keys = pollux_filter_get_keys (&n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(PolluxFilter) filter = pollux_filter_new (keys[i].example);

      g_assert_null (pollux_filter_get_fault (filter));
      g_assert_true (g_str_has_prefix (keys[i].example, keys[i].name));
      g_assert_cmpuint (strlen (keys[i].description), >, 5);
    }
}

/* Whatever is typed does no harm, and says something. */
static void
test_junk (void)
{
  static const char letters[] = "ab:<>=-|\"# \tbusynamed0123.\xc3\xa4\xff,";
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();

  for (guint i = 0; i < 20000; i++)
    {
      char text[24] = "";
      gint n = g_test_rand_int_range (0, sizeof text);
      g_autoptr(PolluxFilter) filter = NULL;
      const PolluxFilterFault *fault;

      for (gint k = 0; k < n; k++)
        text[k] = letters[g_test_rand_int_range (0, sizeof letters)];
      filter = pollux_filter_new (text);
      fault = pollux_filter_get_fault (filter);
      pollux_filter_matches (filter, trace, i % 7);
      if (fault == NULL)
        continue;
      g_assert_cmpuint (fault->begin, <, fault->end);
      g_assert_cmpuint (fault->end, <=, strlen (text));
      g_assert_true (g_utf8_validate (fault->message, -1, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/text", test_text);
  g_test_add_func ("/filter/figures", test_figures);
  g_test_add_func ("/filter/same-figures", test_same_figures);
  g_test_add_func ("/filter/states", test_states);
  g_test_add_func ("/filter/unknown", test_unknown);
  g_test_add_func ("/filter/threads", test_threads);
  g_test_add_func ("/filter/faults", test_faults);
  g_test_add_func ("/filter/rest-applies", test_rest_applies);
  g_test_add_func ("/filter/quoted", test_quoted);
  g_test_add_func ("/filter/names", test_names);
  g_test_add_func ("/filter/keys", test_keys);
  g_test_add_func ("/filter/junk", test_junk);

  return g_test_run ();
}
