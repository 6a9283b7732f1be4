/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "build-trace.h"
#include "pollux-trust.h"

/*
 * A recording and what is wrong with it. As it is written down here nothing
 * is: main spawns a worker and reads a file in a blocking thread; each test
 * takes something away or puts something in, and says which findings appear.
 */
typedef struct
{
  const char *format;        /* NULL: a log of tracing-subscriber */
  PolluxTimeKind time_kind;
  gboolean unfinished;
  gboolean no_tasks;
  gboolean no_blocking;
  gboolean no_news;          /* not one */
  gboolean late;             /* the worker's is missing */
  gboolean no_polls;
  gboolean no_closes;
  gboolean no_wakers;
  gboolean no_events;
  gboolean uncounted;        /* the reader counts nothing of its records */
  gboolean unknown_task;     /* a wake of it */
  gboolean open_poll;
  gboolean two_pollers;      /* the worker is polled on a thread of its own */
  guint n_damages;
  gboolean no_resources;
  gboolean no_report;        /* of how long the worker was busy */
  gint64 report_error;       /* ns more than its polls */
  PolluxWakerOrigin origin;  /* 0: cloned in a poll */
  /* Records that have none, -1 for all of them. */
  gint64 lacking[POLLUX_N_COUNTERS];
  guint64 extra[POLLUX_N_COUNTERS];
} Recipe;

#define POLLS 2
#define POLL_LENGTH 10000000

static PolluxRecord
next_record (BuildTrace *build,
             PolluxTime  time)
{
  pollux_batch_extend (build->batch, time, time, 1);

  return build->record++;
}

static void
count (BuildTrace    *build,
       const Recipe  *recipe,
       PolluxCounter  counter)
{
  if (!recipe->uncounted)
    pollux_batch_count (build->batch, counter, 1);
}

static PolluxTaskIndex
add_task (BuildTrace     *build,
          const Recipe   *recipe,
          PolluxTaskKind  kind)
{
  gboolean is_worker = kind == POLLUX_TASK_KIND_TASK;
  gboolean unborn = recipe->no_news || (recipe->late && is_worker);
  PolluxTask task = {
    .tokio_id = build->n_tasks + 1,
    .span_id = build->n_tasks + 100,
    .spawner = POLLUX_TASK_NONE,
    .spawned = POLLUX_TIME_NONE,
    .ended = POLLUX_TIME_NONE,
    .reported_busy = POLLUX_TIME_NONE,
    .reported_idle = POLLUX_TIME_NONE,
    .spawn_record = POLLUX_RECORD_NONE,
    .end_record = POLLUX_RECORD_NONE,
    .kind = kind,
    .flags = POLLUX_TASK_HAS_TOKIO_ID | POLLUX_TASK_HAS_SPAN_ID,
  };

  pollux_batch_add_task (build->batch, &task, "", 0, "a.rs:1:1", 8);
  if (is_worker && !recipe->no_report)
    pollux_batch_set_reported (build->batch, build->n_tasks,
                               POLLS * POLL_LENGTH + recipe->report_error, POLLUX_TIME_NONE);
  pollux_batch_add_waker (build->batch, task.span_id);
  pollux_batch_map_waker (build->batch, build->n_tasks + 1, build->n_tasks,
                          recipe->origin != 0 ? recipe->origin : POLLUX_WAKER_CLONED);
  if (!unborn)
    {
      pollux_batch_set_spawned (build->batch, build->n_tasks, 0, next_record (build, 0),
                                POLLUX_TASK_NONE);
      count (build, recipe, POLLUX_COUNTER_NEWS);
    }

  return build->n_tasks++;
}

static void
add_polls (BuildTrace      *build,
           const Recipe    *recipe,
           PolluxTaskIndex  task,
           PolluxThread     thread)
{
  gboolean no_threads = recipe->lacking[POLLUX_COUNTER_THREADED] < 0;

  if (recipe->no_polls)
    return;

  for (guint i = 0; i < POLLS; i++)
    {
      PolluxTime start = 1000000 + (PolluxTime) task * POLLS * POLL_LENGTH * 2 +
                         (PolluxTime) i * POLL_LENGTH * 2;

      pollux_batch_enter (build->batch, task, start, next_record (build, start),
                          no_threads ? POLLUX_THREAD_NONE : thread);
      count (build, recipe, POLLUX_COUNTER_ENTERS);
      if (i + 1 == POLLS && recipe->open_poll && task == 1)
        break;
      pollux_batch_exit (build->batch, task, start + POLL_LENGTH,
                         next_record (build, start + POLL_LENGTH),
                         no_threads ? POLLUX_THREAD_NONE : thread);
      count (build, recipe, POLLUX_COUNTER_EXITS);
    }
}

static void
add_rest (BuildTrace   *build,
          const Recipe *recipe,
          guint         n_tasks)
{
  if (!recipe->no_wakers)
    {
      if (recipe->no_tasks)
        build_loose_wake (build, 60000000, POLLUX_TASK_NONE);
      else
        build_wake (build, 1, 60000000, POLLUX_TASK_NONE);
      pollux_batch_clone_waker (build->batch, recipe->no_tasks ? 0 : 2);
    }
  if (recipe->unknown_task)
    build_loose_wake (build, 60000000, POLLUX_TASK_NONE);
  if (!recipe->no_events)
    build_event (build, POLLUX_TASK_NONE, 60000000, POLLUX_LEVEL_INFO);
  for (PolluxTaskIndex task = 0; task < n_tasks && !recipe->no_closes; task++)
    {
      build_close (build, task, 200000000);
      count (build, recipe, POLLUX_COUNTER_CLOSES);
    }
  for (guint i = 0; i < recipe->n_damages; i++)
    pollux_batch_add_damage (build->batch, 1234 + i, 17, 1, "no end of a string");
}

/* What the reader counts, if it does. */
static void
add_counts (BuildTrace   *build,
            const Recipe *recipe)
{
  gint64 n = build->record;

  for (guint i = POLLUX_COUNTER_TIMED; i <= POLLUX_COUNTER_SPANNED; i++)
    {
      gint64 lacking = recipe->lacking[i] < 0 ? n : recipe->lacking[i];

      if (!recipe->uncounted)
        pollux_batch_count (build->batch, i, n - lacking);
    }
  if (!recipe->no_resources && !recipe->uncounted)
    pollux_batch_count (build->batch, POLLUX_COUNTER_RESOURCES, 5);
  for (guint i = 0; i < POLLUX_N_COUNTERS; i++)
    pollux_batch_count (build->batch, i, recipe->extra[i]);
}

static PolluxTrace *
cook (const Recipe *recipe)
{
  static const PolluxTaskKind kinds[] = {
    POLLUX_TASK_KIND_BLOCK_ON, POLLUX_TASK_KIND_TASK, POLLUX_TASK_KIND_BLOCKING,
  };
  guint n_tasks = recipe->no_tasks ? 0 : recipe->no_blocking ? 2 : 3;
  BuildTrace build;
  PolluxTrace *trace;

  build_trace_init (&build, recipe->time_kind);
  pollux_batch_set_format (build.batch,
                           recipe->format != NULL ? recipe->format : "tracing-fmt-json",
                           recipe->time_kind, 0);
  if (recipe->lacking[POLLUX_COUNTER_THREADED] >= 0)
    for (guint i = 0; i < 2; i++)
      pollux_batch_add_thread (build.batch, i == 0 ? "1" : "2", 1, NULL, 0);
  for (guint i = 0; i < n_tasks; i++)
    add_task (&build, recipe, kinds[i]);
  for (guint i = 0; i < n_tasks; i++)
    add_polls (&build, recipe, i,
               kinds[i] == POLLUX_TASK_KIND_BLOCKING || (i == 1 && recipe->two_pollers));
  add_rest (&build, recipe, n_tasks);
  add_counts (&build, recipe);

  trace = pollux_trace_new ();
  pollux_trace_apply (trace, build.batch, 0, 0);
  pollux_trace_settle (trace);
  if (!recipe->unfinished)
    pollux_trace_finish (trace);
  pollux_batch_free (build.batch);

  return trace;
}

static char *
join_ids (GPtrArray *findings)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const PolluxTrustFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", finding->id);
    }

  return g_string_free (ids, FALSE);
}

/* What each change makes appear; nothing else, and nothing without it. */
static const struct
{
  const char *name;
  const char *ids;
  const char *part;          /* of a text or title */
  Recipe recipe;
} cases[] = {
  { "sound", "good", "complete and sound", { 0 } },
  { "damage", "damaged", "line 17, byte 1\u202f234: no end of a string", { .n_damages = 1 } },
  { "much-damage", "damaged", "In 3 places", { .n_damages = 3 } },
  { "processes", "mixed-processes", "2 processes", { .extra[POLLUX_COUNTER_PROCESSES] = 2 } },
  { "one-process", "good", NULL, { .extra[POLLUX_COUNTER_PROCESSES] = 1 } },
  { "reused", "mixed-processes", "3 task ids", { .extra[POLLUX_COUNTER_REUSED] = 3 } },
  { "repaired", "repaired", "1 record has lost", { .extra[POLLUX_COUNTER_REPAIRED] = 1 } },
  { "clock", "clock-steps", "7 times", { .extra[POLLUX_COUNTER_CLOCK_STEPS] = 7 } },
  { "ambiguous", "ambiguous", "2 records", { .extra[POLLUX_COUNTER_AMBIGUOUS] = 2 } },
  { "runs", "several-runs", "3 runs", { .extra[POLLUX_COUNTER_RUNS] = 2 } },
  { "exits", "unmatched-exits", "4 polls end", { .extra[POLLUX_COUNTER_UNMATCHED_EXITS] = 4 } },
  { "majority", "good majority", "6 wakers", { .extra[POLLUX_COUNTER_MAJORITY] = 6 } },
  { "foreign", "good foreign", "12\u202f345 lines", { .extra[POLLUX_COUNTER_FOREIGN] = 12345 } },
  { "prefixed", "good prefixed", "9 records", { .extra[POLLUX_COUNTER_PREFIXED] = 9 } },
  { "other-spans", "good", NULL, { .extra[POLLUX_COUNTER_OTHER_SPANS] = 9 } },

  { "rounded-busy", "good", NULL, { .report_error = 50000 + POLLS * 10000 } },
  { "different-busy", "busy-differs", "1 of 1 tasks",
    { .report_error = 50000 + POLLS * 10000 + 2 } },
  { "no-reports", "good", NULL, { .no_report = TRUE } },

  { "none", "no-tasks", NULL, { .no_tasks = TRUE, .no_wakers = TRUE } },
  { "wakes-only", "wakes-only", NULL, { .no_tasks = TRUE } },
  { "none-without-spans", "no-tasks", NULL,
    { .no_tasks = TRUE, .no_wakers = TRUE, .lacking[POLLUX_COUNTER_SPANNED] = -1 } },
  { "wakes-without-spans", "no-spans", NULL,
    { .no_tasks = TRUE, .lacking[POLLUX_COUNTER_SPANNED] = -1 } },
  { "no-lives", "no-span-events", NULL,
    { .no_news = TRUE, .no_polls = TRUE, .no_closes = TRUE } },
  { "close-only", "closes-only wakes-without-polls", "three digits",
    { .no_news = TRUE, .no_polls = TRUE, .unknown_task = TRUE } },
  { "new-and-close", "no-polls", NULL, { .no_polls = TRUE } },
  { "active", "polls-only", "FmtSpan::ACTIVE", { .no_news = TRUE, .no_closes = TRUE } },
  { "no-news", "no-creations", NULL, { .no_news = TRUE } },
  { "killed", "good no-closes open-polls", "1 poll has no end",
    { .no_closes = TRUE, .open_poll = TRUE } },
  { "late", "began-late", "1 of 3 tasks", { .late = TRUE } },

  { "no-times", "no-times", "number of the record",
    { .time_kind = POLLUX_TIME_KIND_ORDINAL, .lacking[POLLUX_COUNTER_TIMED] = -1 } },
  { "few-times", "few-times", "2 records have no time", { .lacking[POLLUX_COUNTER_TIMED] = 2 } },
  { "no-wakes", "no-wakers", "1 task was polled", { .no_wakers = TRUE } },
  { "no-threads", "no-thread-ids", NULL, { .lacking[POLLUX_COUNTER_THREADED] = -1 } },
  { "few-threads", "good", NULL, { .lacking[POLLUX_COUNTER_THREADED] = 2 } },
  { "no-spans", "no-spans", NULL, { .lacking[POLLUX_COUNTER_SPANNED] = -1 } },
  { "no-targets", "no-targets", NULL, { .lacking[POLLUX_COUNTER_TARGETED] = -1 } },
  { "no-levels", "good no-levels", NULL, { .lacking[POLLUX_COUNTER_LEVELED] = -1 } },
  { "no-events", "good no-events", NULL, { .no_events = TRUE } },
  { "no-resources", "good no-resources", NULL, { .no_resources = TRUE } },
  { "blocking", "good blocking-missing", "Either there was none",
    { .no_blocking = TRUE, .two_pollers = TRUE } },
  { "thread-beside", "good blocking-missing", NULL, { .no_blocking = TRUE } },
  { "blocking-there", "good", NULL, { .two_pollers = TRUE } },

  { "lost-wake", "wakes-unresolved", "1 of 2 wakes", { .unknown_task = TRUE } },
  { "lost-to-head", "wakes-of-head began-late", "begins later than the program",
    { .unknown_task = TRUE, .late = TRUE } },
  { "lost-to-damage", "damaged wakes-by-damage", "where the file is damaged",
    { .unknown_task = TRUE, .n_damages = 1 } },
  { "lost-to-threads", "wakes-without-threads no-thread-ids", "only thread ids",
    { .unknown_task = TRUE, .lacking[POLLUX_COUNTER_THREADED] = -1 } },
  { "lost-to-spans", "no-spans wakes-without-spans", "do not print the spans",
    { .unknown_task = TRUE, .lacking[POLLUX_COUNTER_SPANNED] = -1 } },
  { "guessed", "good guessed-wakes", "1 by elimination", { .origin = POLLUX_WAKER_ELIMINATED } },
  { "only-task", "good guessed-wakes", "1 because there is no other task",
    { .origin = POLLUX_WAKER_ONLY_TASK } },
  { "direct", "good", NULL, { .origin = POLLUX_WAKER_DIRECT } },

  /* Nobody counts: what the tasks show is taken, the rest is not judged. */
  { "uncounted", "good", NULL, { .uncounted = TRUE, .lacking[POLLUX_COUNTER_SPANNED] = -1 } },
  { "uncounted-active", "polls-only", NULL,
    { .uncounted = TRUE, .no_news = TRUE, .no_closes = TRUE } },
  { "uncounted-threads", "no-thread-ids", NULL,
    { .uncounted = TRUE, .lacking[POLLUX_COUNTER_THREADED] = -1 } },

  /* What is still being read may come yet; what is wrong stays wrong. */
  { "unfinished", "", NULL, { .unfinished = TRUE, .no_wakers = TRUE } },
  { "unfinished-damage", "damaged foreign", NULL,
    { .extra[POLLUX_COUNTER_FOREIGN] = 1, .unfinished = TRUE, .n_damages = 1 } },
};

static void
assert_part (GPtrArray  *findings,
             const char *part)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const PolluxTrustFinding *finding = g_ptr_array_index (findings, i);

      if (strstr (finding->text, part) != NULL || strstr (finding->title, part) != NULL)
        return;
    }
  g_error ("“%s” is in no text", part);
}

static void
test_finding (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr (PolluxTrace) trace = cook (&cases[index].recipe);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *ids = NULL;
  PolluxTrust trust;

  pollux_trust_compute (trace, &trust);
  findings = pollux_trust_find_all (&trust);
  ids = join_ids (findings);
  g_assert_cmpstr (ids, ==, cases[index].ids);
  if (cases[index].part != NULL)
    assert_part (findings, cases[index].part);

  for (guint i = 0; i < findings->len; i++)
    {
      const PolluxTrustFinding *finding = g_ptr_array_index (findings, i);
      const PolluxTrustFinding *next = i + 1 < findings->len ? g_ptr_array_index (findings, i + 1)
                                                             : NULL;

      g_assert_nonnull (finding->title);
      g_assert_true (g_utf8_validate (finding->text, -1, NULL));
      g_assert_null (strchr (finding->text, '%'));
      if (next != NULL && finding->severity != POLLUX_TRUST_GOOD)
        g_assert_cmpint (finding->severity, >=, next->severity);
    }
}

static void
test_other_format (void)
{
  Recipe recipe = { 0 };
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *ids = NULL;
  PolluxTrust trust;

  /* A format of its own has what it has: no advice about another's recorder. */
  recipe.format = "dial9";
  recipe.lacking[POLLUX_COUNTER_THREADED] = -1;
  recipe.no_closes = TRUE;
  recipe.late = TRUE;
  trace = cook (&recipe);
  pollux_trust_compute (trace, &trust);
  findings = pollux_trust_find_all (&trust);
  ids = join_ids (findings);
  g_assert_cmpstr (ids, ==, "began-late");
  g_assert_cmpint (((PolluxTrustFinding *) g_ptr_array_index (findings, 0))->advice, ==,
                   POLLUX_TRUST_ADVICE_NONE);
}

static void
assert_row (const PolluxTrust *trust,
            PolluxRecordKind   kind,
            const char        *presence,
            const char        *text)
{
  PolluxTrustRow row = pollux_trust_get_row (trust, kind);
  g_autofree char *label = pollux_trust_row_to_text (row);

  g_assert_cmpstr (pollux_presence_to_key (row.presence), ==, presence);
  g_assert_cmpstr (label, ==, text);
}

static void
test_rows (void)
{
  Recipe recipe = { 0 };
  g_autoptr (PolluxTrace) trace = NULL;
  PolluxTrust trust;

  recipe.late = TRUE;
  recipe.open_poll = TRUE;
  recipe.lacking[POLLUX_COUNTER_TIMED] = 3;
  recipe.lacking[POLLUX_COUNTER_LEVELED] = -1;
  recipe.extra[POLLUX_COUNTER_RESOURCES] = 1229;
  trace = cook (&recipe);
  pollux_trust_compute (trace, &trust);

  assert_row (&trust, POLLUX_RECORD_KIND_CREATION, "some", "2 of 3");
  assert_row (&trust, POLLUX_RECORD_KIND_ENTER, "all", "all");
  assert_row (&trust, POLLUX_RECORD_KIND_EXIT, "some", "5 of 6");
  assert_row (&trust, POLLUX_RECORD_KIND_CLOSE, "all", "all");
  assert_row (&trust, POLLUX_RECORD_KIND_WAKER, "some", "2");
  assert_row (&trust, POLLUX_RECORD_KIND_EVENT, "some", "1");
  assert_row (&trust, POLLUX_RECORD_KIND_RESOURCE, "some", "1\u202f234");
  assert_row (&trust, POLLUX_RECORD_KIND_TIME, "some", "15 of 18");
  assert_row (&trust, POLLUX_RECORD_KIND_LEVEL, "none", "none");
  assert_row (&trust, POLLUX_RECORD_KIND_SPAN, "all", "all");
  for (guint i = 0; i < POLLUX_N_RECORD_KINDS; i++)
    {
      g_assert_nonnull (pollux_record_kind_to_key (i));
      g_assert_nonnull (pollux_record_kind_get_title (i));
      g_assert_nonnull (pollux_record_kind_get_reason (i));
    }
}

static void
test_uncounted_rows (void)
{
  Recipe recipe = { 0 };
  g_autoptr (PolluxTrace) trace = NULL;
  PolluxTrust trust;

  recipe.uncounted = TRUE;
  recipe.late = TRUE;
  trace = cook (&recipe);
  pollux_trust_compute (trace, &trust);

  assert_row (&trust, POLLUX_RECORD_KIND_CREATION, "some", "2 of 3");
  assert_row (&trust, POLLUX_RECORD_KIND_ENTER, "all", "all");
  assert_row (&trust, POLLUX_RECORD_KIND_TIME, "all", "all");
  assert_row (&trust, POLLUX_RECORD_KIND_THREAD, "all", "all");
  assert_row (&trust, POLLUX_RECORD_KIND_RESOURCE, NULL, "—");
  assert_row (&trust, POLLUX_RECORD_KIND_TARGET, NULL, "—");
}

static void
assert_verdict (const Recipe *recipe,
                const char   *verdict)
{
  g_autoptr (PolluxTrace) trace = cook (recipe);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *text = NULL;
  PolluxTrust trust;

  pollux_trust_compute (trace, &trust);
  findings = pollux_trust_find_all (&trust);
  text = pollux_trust_describe (findings);
  g_assert_cmpstr (text, ==, verdict);
}

static void
test_verdict (void)
{
  Recipe recipe = { 0 };

  assert_verdict (&recipe, "nothing is missing");
  recipe.extra[POLLUX_COUNTER_FOREIGN] = 4;
  assert_verdict (&recipe, "nothing is missing");
  recipe.late = TRUE;
  assert_verdict (&recipe, "1 limit");
  recipe.n_damages = 1;
  assert_verdict (&recipe, "1 problem, 1 limit");
  recipe.extra[POLLUX_COUNTER_CLOCK_STEPS] = 1;
  recipe.late = FALSE;
  assert_verdict (&recipe, "2 problems");
}

static void
test_advice (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_null (pollux_trust_advice_to_key (POLLUX_TRUST_ADVICE_NONE));
  g_assert_null (pollux_trust_advice_get_title (POLLUX_TRUST_ADVICE_NONE));
  for (guint i = POLLUX_TRUST_ADVICE_NONE + 1; i < POLLUX_N_TRUST_ADVICES; i++)
    {
      const char *code = pollux_trust_advice_get_code (i);

      g_assert_true (g_hash_table_add (keys, (gpointer) pollux_trust_advice_to_key (i)));
      g_assert_nonnull (pollux_trust_advice_get_title (i));
      g_assert_false (g_str_has_suffix (code, "\n"));
      for (const char *line = code; line != NULL; line = strchr (line + 1, '\n'))
        g_assert_cmpint (strcspn (line + 1, "\n"), <=, 72);
    }
}

/* In slices it is the same as in one go. */
static void
test_slices (void)
{
  g_autoptr (PolluxTrace) trace = build_random_trace (1000, 3, 1000000, 5);
  g_autoptr (PolluxTrustJob) job = pollux_trust_job_new (trace);
  guint slices = 1;
  PolluxTrust trust;

  while (!pollux_trust_job_run (job, 1))
    slices++;
  g_assert_cmpuint (slices, >, 4);
  pollux_trust_compute (trace, &trust);
  g_assert_cmpmem (&trust, sizeof trust, pollux_trust_job_get (job), sizeof trust);
  g_assert_cmpuint (trust.n_tasks, ==, 1000);
  g_assert_cmpuint (trust.n_polls, ==, 3000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/trust/finding/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_finding);
    }
  g_test_add_func ("/trust/other-format", test_other_format);
  g_test_add_func ("/trust/rows", test_rows);
  g_test_add_func ("/trust/rows/uncounted", test_uncounted_rows);
  g_test_add_func ("/trust/verdict", test_verdict);
  g_test_add_func ("/trust/advice", test_advice);
  g_test_add_func ("/trust/slices", test_slices);

  return g_test_run ();
}
