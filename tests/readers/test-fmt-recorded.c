/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Recordings of real programs against what is known of them: counted by an
 * independent reader of the same files, and by the recorded programs
 * themselves. -1: the file does not hold it.
 */

#include "config.h"

#include <string.h>

#include "pollux-loader.h"

typedef struct
{
  const char *name;
  gint64 tasks;
  gint64 polls;
  gint64 open_polls;
  gint64 wakes;
  gint64 wakes_resolved;
  gint64 clones;
  gint64 drops;
  gint64 events;
  gint64 busy;
  gint64 scheduled;
  gint64 spawn_delay;
  gint64 duration;
} Recording;

static const Recording recordings[] = {
  { "fields-json-full.t124.jsonl", 2, 4, 0, 1, 1, 2, 1, 45, 1357000, 8000, 74000, 3564000 },
  { "fields-json-full.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 45, 1085000, 23000, 90000, 3374000 },
  { "fields-json_flat-full.t124.jsonl", 2, 4, 0, 1, 1, 2, 1, 45, 1308000, -1, -1, 3492000 },
  { "fields-json_flat-full.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 45, 874000, -1, -1, 3093000 },
  { "odd-json_ids-mt2.t153.jsonl", 14, 102, 0, 86, 86, 146, 84, 6, 244069000, 10792000, 8126000,
    241901000 },
  { "seed-json-full-chronolocal.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 2, 345000, -1, -1, 102132000 },
  { "seed-json-full-none.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 2, -1, -1, -1, -1 },
  { "seed-json-full-uptime.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 2, 265201, -1, -1, 101920460 },
  { "seed-json-full-utc.t124.jsonl", 2, 4, 0, 1, 1, 2, 1, 3, 559918, -1, -1, 102385558 },
  { "seed-json-full.t124.jsonl", 2, 4, 0, 1, 1, 2, 1, 3, 466000, 27000, 39000, 102118000 },
  { "seed-json-full.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 2, 303000, 30000, 51000, 101673000 },
  { "seed-json_flat_ids-full.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 2, 279000, 33000, 35000, 101908000 },
  { "seed-json_ids-full.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 2, 370000, 33000, 76000, 102190000 },
  { "seed-json_nocur-full.t153.jsonl", -1, -1, -1, 1, -1, 2, 1, 2, -1, -1, -1, 101842000 },
  { "seed-json_nolist-full.t124.jsonl", 2, 4, 0, 1, 1, 2, 1, 3, 240000, 27000, 42000, 101998000 },
  { "seed-json_nospans-full.t124.jsonl", -1, -1, -1, 1, -1, 2, 1, 3, -1, -1, -1, 101894000 },
  { "seed-json_notarget-full.t153.jsonl", 2, 4, 0, 1, -1, 2, 1, 2, 243000, -1, -1, 105109000 },
  { "seed-spanid-full.t153.jsonl", 2, 4, 0, 1, 1, 2, 1, 2, -1, -1, -1, -1 },
  { "seed-full-full-none.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, -1, -1, -1, -1 },
  { "seed-compact-full-uptime.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, 172741, -1, -1, 105376637 },
  { "seed-compact_ids-full.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, 190000, -1, -1, 104955000 },
  { "seed-pretty-full-blog.t124.log", 2, 4, 0, 1, 1, 2, 1, -1, 121000, -1, -1, 101498000 },
  { "seed-pretty_ansi-full-blog.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, 186000, -1, -1, 101713000 },
  { "seed-full-close.t153.log", -1, -1, -1, 1, -1, 2, 1, -1, -1, -1, -1, 101581000 },
  { "seed-full-none.t153.log", -1, -1, -1, 1, -1, 2, 1, -1, -1, -1, -1, 101656000 },
  { "fields-full-full.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, 759000, -1, -1, 2962000 },
  { "fields-compact-full.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, 717000, -1, -1, 3013000 },
  { "fields-pretty-full.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, 700000, -1, -1, 6409000 },
  { "seed-full_ids_ansi-full.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, 171000, -1, -1, 101717000 },
  { "seed-compact_ansi-full.t153.log", 2, 4, 0, 1, 1, 2, 1, -1, 205000, -1, -1, 101867000 },
  { "seed-full_notarget-full.t153.log", 2, 4, 0, 1, -1, 2, 1, -1, 153000, -1, -1, 101668000 },
  { "seed-full-active.t153.log", -1, -1, -1, 1, -1, 2, 1, -1, -1, -1, -1, 101736000 },
};

static PolluxTrace *
load_from (const char *folder,
           const char *name)
{
  g_autoptr (GFile) file = g_file_new_build_filename (g_getenv ("POLLUX_TRACES"), folder, name,
                                                      NULL);
  g_autoptr (PolluxLoader) loader = pollux_loader_new (file);
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (GError) error = NULL;
  gboolean shown = pollux_loader_load (loader, trace, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (shown);
  return g_steal_pointer (&trace);
}

static PolluxTrace *
load (const char *name)
{
  return load_from ("fmt", name);
}

static void
check (gint64 expected,
       gint64 found)
{
  if (expected >= 0)
    g_assert_cmpint (found, ==, expected);
}

static void
test_recording (gconstpointer data)
{
  const Recording *expected = data;
  g_autoptr (PolluxTrace) trace = load (expected->name);
  PolluxRange extent = pollux_trace_get_extent (trace);
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  check (expected->tasks, pollux_trace_get_n_tasks (trace));
  check (expected->polls, totals.n_polls);
  check (expected->open_polls, totals.n_open_polls);
  check (expected->wakes, totals.n_wakes);
  check (expected->wakes_resolved, totals.n_wakes_resolved);
  check (expected->clones, totals.n_waker_clones);
  check (expected->drops, totals.n_waker_drops);
  check (expected->events, totals.n_events);
  check (expected->busy, totals.busy);
  check (expected->scheduled, totals.scheduled);
  check (expected->spawn_delay, totals.spawn_delay);
  check (expected->duration, extent.end - extent.begin);
  g_assert_true (pollux_trace_is_complete (trace));
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_FOREIGN), ==, 0);
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_UNMATCHED_EXITS), ==, 0);
}

/* The program was killed in the middle of a write. */
static void
test_killed (void)
{
  g_autoptr (PolluxTrace) trace = load ("forever-json-killed.t153.jsonl");
  const PolluxDamage *damage;
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 13);
  g_assert_cmpuint (totals.n_polls, ==, 34);
  g_assert_cmpuint (totals.n_open_polls, ==, 1);
  g_assert_cmpuint (totals.n_wakes, ==, 11);
  g_assert_cmpuint (totals.n_waker_clones, ==, 22);
  g_assert_cmpuint (totals.n_waker_drops, ==, 9);
  g_assert_false (pollux_trace_is_complete (trace));
  g_assert_cmpuint (pollux_trace_get_n_damages (trace), ==, 1);
  damage = pollux_trace_get_damage (trace, 0);
  g_assert_cmpuint (damage->offset, ==, 59594);
  g_assert_cmpuint (damage->line, ==, 162);
  g_assert_cmpuint (damage->records, ==, 1);
}

/* The same as text, cut behind 40000 bytes. */
static void
test_killed_text (void)
{
  g_autoptr (PolluxTrace) trace = load ("forever-full-killed.t153.log");
  const PolluxDamage *damage;
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 17);
  g_assert_cmpuint (totals.n_polls, ==, 45);
  g_assert_cmpuint (totals.n_open_polls, ==, 0);
  g_assert_cmpuint (totals.n_wakes, ==, 16);
  g_assert_cmpuint (totals.n_waker_clones, ==, 29);
  g_assert_cmpuint (totals.n_waker_drops, ==, 13);
  g_assert_false (pollux_trace_is_complete (trace));
  g_assert_cmpuint (pollux_trace_get_n_damages (trace), ==, 1);
  damage = pollux_trace_get_damage (trace, 0);
  g_assert_cmpuint (damage->offset, ==, 39903);
  g_assert_cmpuint (damage->line, ==, 221);
}

/* Text of a web page, which lost names and quotes on the way. */
static void
test_article (void)
{
  g_autoptr (PolluxTrace) trace = load_from ("article", "article-pretty.txt");
  PolluxRange extent = pollux_trace_get_extent (trace);
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  g_assert_cmpstr (pollux_trace_get_format (trace), ==, "tracing-fmt-pretty");
  g_assert_cmpuint (pollux_trace_get_n_tasks (trace), ==, 1);
  g_assert_cmpuint (pollux_trace_get_task (trace, 0)->tokio_id, ==, 18);
  g_assert_cmpuint (totals.n_polls, ==, 2);
  g_assert_cmpuint (totals.n_open_polls, ==, 0);
  g_assert_cmpuint (totals.n_wakes, ==, 1);
  g_assert_cmpuint (totals.n_wakes_resolved, ==, 1);
  g_assert_cmpuint (totals.n_self_wakes, ==, 0);
  g_assert_cmpint (totals.busy, ==, 46909000);
  g_assert_cmpint (totals.scheduled, ==, 6797000);
  g_assert_cmpint (totals.spawn_delay, ==, 8104000);
  g_assert_cmpuint (totals.n_events, ==, 2);
  g_assert_cmpint (extent.end - extent.begin, ==, 164074000);
  g_assert_true (pollux_trace_is_complete (trace));
  g_assert_cmpuint (pollux_trace_get_counter (trace, POLLUX_COUNTER_REPAIRED), >, 0);
  g_assert_cmpint (pollux_trace_get_waker_origin (trace, 0), ==, POLLUX_WAKER_ONLY_TASK);
}

/* Where span ids are printed, they name the wakers. */
static void
test_span_ids (void)
{
  g_autoptr (PolluxTrace) trace = load ("seed-spanid-full.t153.jsonl");
  guint n_seen = 0;

  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    {
      const PolluxTask *task = pollux_trace_get_task (trace, i);

      g_assert_true (task->flags & POLLUX_TASK_HAS_SPAN_ID);
      g_assert_cmpuint (task->span_id, ==, task->tokio_id + 3);
      if (pollux_lane_get_n_wakes (pollux_trace_get_lane (trace, i)) == 0)
        continue;
      g_assert_cmpuint (task->span_id, ==, 5);
      g_assert_cmpint (pollux_trace_get_waker_origin (trace, i), ==, POLLUX_WAKER_DIRECT);
      n_seen++;
    }
  g_assert_cmpuint (n_seen, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (recordings); i++)
    {
      g_autofree char *path = g_strconcat ("/fmt-recorded/", recordings[i].name, NULL);

      g_test_add_data_func (path, &recordings[i], test_recording);
    }
  g_test_add_func ("/fmt-recorded/killed", test_killed);
  g_test_add_func ("/fmt-recorded/killed-text", test_killed_text);
  g_test_add_func ("/fmt-recorded/article", test_article);
  g_test_add_func ("/fmt-recorded/span-ids", test_span_ids);

  return g_test_run ();
}
