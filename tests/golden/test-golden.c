/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Scenes as text, compared with files: what is drawn where, without fonts and
 * themes. Each case is a trace and a few steps, as a person would do them; the
 * scene is dumped after the last.
 *
 * When a change is meant, look at the difference and write the files anew:
 *
 *   POLLUX_GOLDEN_UPDATE=1 meson test -C BUILD --suite golden
 */

#include "config.h"

#include <string.h>

#include "build-causes.h"
#include "build-trace.h"
#include "pollux-loader.h"
#include "pollux-scene.h"
#include "pollux-time-mode.h"

#define HEADER 160
#define RULER 28
#define FLAGS 17

typedef struct
{
  PolluxTrace *trace;
  PolluxRows *rows;
  PolluxScene *scene;
  PolluxTaskSet *tasks;
  PolluxSceneRequest request;
  PolluxWakers *wakers;
  PolluxTimeMode mode;
} View;

typedef struct
{
  const char *name;
  const char *trace;   /* a file below tests/traces, or "zoo", "web", "crowd", "dense", "causes" */
  const char *steps;
} Case;

/*
 * Steps: size W H, lane H, fit, show FROM TO (ns), zoom FACTOR X, pan PX,
 * scroll Y, filter WORD, sort ORDER, select KIND TASK INDEX, hover KIND TASK
 * INDEX, also TASK (selected with the others), range FROM TO, cursor NS, clock MODE,
 * mark FROM TO NAME, current MARK, unfold TASK (-1: the trace's own lane), workers, export,
 * group WAY, collapse 1, reveal TASK, packed, pin TASK, hide TASK, only TASK, alive FROM TO
 * (others are left out), text SCALE, index (of wakers), arrows.
 * INDEX -1 is the one that nothing ends.
 */
static const Case cases[] = {
  { "zoo-fit", "zoo", "fit" },
  { "zoo-tiny", "zoo", "lane 8; fit" },
  { "zoo-selected-poll", "zoo", "lane 32; fit; select 2 0 1; hover 3 2 1" },
  { "zoo-selected-task", "zoo", "lane 24; fit; select 1 0 0; range 300000 500000; cursor 620000" },
  { "zoo-selected-tasks", "zoo", "lane 24; fit; select 2 0 1; also 0; also 2; also 3" },
  { "zoo-close", "zoo", "lane 32; show 99000 103000" },
  { "zoo-nanoseconds", "zoo", "show 99995 100005" },
  { "zoo-scrolled", "zoo", "size 600 120; lane 32; fit; select 2 1 3; scroll 130" },
  { "zoo-filtered", "zoo", "filter ping; sort 2; show 0 500000" },
  { "zoo-export", "zoo", "lane 16; fit; select 2 1 3; export" },
  { "zoo-kinds", "zoo", "group 2; fit; lane 32; size 700 300" },
  { "zoo-kinds-collapsed", "zoo", "group 2; collapse 1; fit; lane 24; size 500 300; select 2 1 3" },
  { "zoo-tree", "zoo", "group 3; fit; lane 16; size 500 300" },
  { "zoo-pinned", "zoo", "pin 3; pin 1; hide 5; fit; lane 24; size 500 180; scroll 40; "
    "select 2 1 1" },
  { "zoo-only", "zoo", "only 2; fit; lane 32; size 700 120; select 1 2 0" },
  { "zoo-alive", "zoo", "alive 0 20000; show 0 20000; lane 16; size 700 300" },
  { "zoo-kinds-revealed", "zoo", "group 2; collapse 1; reveal 2; fit; lane 24; size 500 300; "
    "select 2 2 1" },
  { "zoo-large-text", "zoo", "text 2; fit; lane 24; size 700 300; select 2 0 1" },
  { "zoo-by-delay", "zoo", "sort 6; fit; lane 16; size 700 200; range 100000 200000; also 1" },
  { "crowd-packed", "crowd", "packed; fit; lane 24; size 500 300" },
  { "crowd-packed-many", "crowd", "packed; show 100000 200000; lane 16; size 900 160" },
  { "crowd-packed-close", "crowd", "packed; show 100000 140000; size 500 300; select 1 41 0" },
  { "crowd-names", "crowd", "group 5; collapse 1; fit; lane 16; size 500 200" },
  { "crowd-tree", "crowd", "group 3; collapse 1; fit; lane 32; size 500 200" },
  { "web-folded", "web", "lane 32; fit" },
  { "web-unfolded", "web", "lane 32; fit; unfold -1; unfold 0; unfold 1; select 9 1 3" },
  { "web-close", "web", "lane 24; unfold 1; show 690000 760000; hover 9 1 4" },
  { "web-crowds", "web", "unfold 2; fit; size 500 200" },
  { "web-ticks", "web", "unfold 2; show 1000000 1050000; size 700 200" },
  { "web-many", "web", "unfold 3; lane 8; fit; size 400 700; export" },
  { "chain-back", "causes", "lane 24; size 1000 700; index; fit; select 2 4 5" },
  { "chain-on", "causes", "lane 24; size 1000 700; index; fit; select 2 0 1; hover 1 3 0" },
  { "chain-hidden", "causes", "lane 24; size 700 130; index; fit; scroll 60; select 2 4 5" },
  { "arrows-few", "causes", "lane 16; size 1000 400; index; fit; arrows" },
  { "arrows-many", "causes-many", "lane 16; size 1000 300; index; fit; arrows" },
  { "marks", "zoo", "size 900 100; mark 50000 50000 boot; mark 200000 400000 long; "
    "mark 300000 300000 inside; mark 301000 301000 beside; mark 620000 620000 a-name-to-be-cut; "
    "mark 640000 640000 end; mark -9000000 -8000000 gone; current 5; fit" },
  { "marks-close", "zoo", "size 900 100; mark 200000 400000 long; mark 300000 300000 inside; "
    "mark 301000 301000 beside; current 3; show 299000 302000" },
  { "time-selection", "zoo", "size 900 100; fit; range 300000 500000; cursor 620000; clock 1" },
  { "time-local", "fmt/seed-json-full.t153.jsonl", "size 900 100; fit; cursor 12345; clock 2" },
  { "time-utc", "fmt/seed-json-full.t153.jsonl",
    "size 900 100; show 1000000 1000400; cursor 1000007; range 1000000 1000200; clock 3" },
  { "time-uptime", "fmt/seed-json-full-uptime.t153.jsonl", "size 900 100; fit; clock 4" },
  { "time-records", "fmt/seed-json-full-none.t153.jsonl",
    "size 900 100; fit; cursor 12; range 3 20; clock 3" },
  { "dense-fit", "dense", "size 500 200; fit" },
  { "dense-zoomed", "dense", "size 500 200; fit; zoom 8 170; pan 33" },
  { "seed", "fmt/seed-json-full.t153.jsonl", "lane 32; fit" },
  { "seed-old-tokio", "fmt/seed-json_ids-full.t153.jsonl", "lane 24; fit; select 3 1 1" },
  { "seed-no-times", "fmt/seed-json-full-none.t153.jsonl", "lane 24; fit; select 2 1 1" },
  { "seed-uptime", "fmt/seed-json-full-uptime.t153.jsonl", "lane 24; fit" },
  { "killed", "fmt/forever-json-killed.t153.jsonl", "lane 24; size 700 300; fit" },
  { "odd-fit", "fmt/odd-json_ids-mt2.t153.jsonl", "lane 32; size 1000 500; fit" },
  { "odd-start", "fmt/odd-json_ids-mt2.t153.jsonl",
    "lane 32; size 1000 500; show 0 2500000; select 2 4 3" },
  { "odd-sorted", "fmt/odd-json_ids-mt2.t153.jsonl",
    "size 700 300; sort 5; lane 16; show 80000000 95000000; select 3 2 2" },
  { "odd-workers", "fmt/odd-json_ids-mt2.t153.jsonl", "workers; lane 32; size 1000 300; fit" },
  { "odd-workers-close", "fmt/odd-json_ids-mt2.t153.jsonl",
    "workers; lane 24; size 1000 300; show 0 2500000; select 2 4 3" },
  { "odd-workers-arrows", "fmt/odd-json_ids-mt2.t153.jsonl",
    "workers; arrows; lane 24; size 700 300; show 0 2500000" },
  { "recommended-workers", "fmt/readme-recommended.jsonl",
    "workers; lane 32; size 1000 300; fit" },
  { "odd-workers-runs-filtered", "fmt/odd-json_ids-mt2.t153.jsonl",
    "workers ticker; lane 32; size 600 300; fit" },
  { "odd-workers-filtered", "fmt/odd-json_ids-mt2.t153.jsonl",
    "workers; filter blocker; lane 24; size 700 300; show 0 2500000; hover 2 4 3" },
};

/* Two tasks that spawn many short ones, one after the other. */
static PolluxTrace *
make_crowd (void)
{
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "listen", "src/net.rs:3:5", 0, POLLUX_TASK_NONE);
  build_task (&build, "clean", "src/gc.rs:4:5", 500, POLLUX_TASK_NONE);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf (i % 2 == 0 ? "conn-%u" : "sweep-%u", i);
      PolluxTime begin = 1000 + i * 2500;
      PolluxTaskIndex task = build_task (&build, name, "src/x.rs:1:1", begin, i % 2);

      build_poll (&build, task, begin + 100, begin + 300 + i % 7 * 100);
      build_wake (&build, task, begin + 2000, i % 2);
      build_poll (&build, task, begin + 2100, begin + 2400);
      build_close (&build, task, begin + (i % 3 == 0 ? 4500 : 2600));
    }

  return build_trace_end (&build);
}

static void
load (View       *view,
      const char *name)
{
  if (strcmp (name, "zoo") == 0)
    view->trace = build_zoo_trace ();
  else if (strcmp (name, "web") == 0)
    view->trace = build_web_trace ();
  else if (strcmp (name, "crowd") == 0)
    view->trace = make_crowd ();
  else if (g_str_has_prefix (name, "causes"))
    {
      g_autoptr(GArray) causes = NULL;

      view->trace = build_random_causes (3, strcmp (name, "causes") == 0 ? 400 : 4000, 4000, 1,
                                         &causes);
    }
  else if (strcmp (name, "dense") == 0)
    view->trace = build_random_trace (4, 3000, 100000000, 9);
  else
    {
      g_autofree char *path = g_build_filename (g_getenv ("POLLUX_TRACES"), name, NULL);
      g_autoptr(GFile) file = g_file_new_for_path (path);
      g_autoptr(PolluxLoader) loader = pollux_loader_new (file);
      g_autoptr(GError) error = NULL;

      view->trace = pollux_trace_new ();
      pollux_loader_load (loader, view->trace, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
set_size (View   *view,
          double  width,
          double  height)
{
  pollux_viewport_set_width (&view->request.viewport, width - HEADER);
  view->request.height = height;
}

static PolluxThing
make_thing (const double *numbers)
{
  return (PolluxThing) { numbers[0], numbers[1], numbers[2] < 0 ? G_MAXUINT : numbers[2] };
}

static void
set_state (View         *view,
           const char   *step,
           const double *numbers)
{
  PolluxSceneRequest *request = &view->request;

  if (g_str_has_prefix (step, "scroll"))
    request->scroll_y = numbers[0];
  else if (g_str_has_prefix (step, "select"))
    request->selected = make_thing (numbers);
  else if (g_str_has_prefix (step, "also"))
    pollux_task_set_add (view->tasks, numbers[0]);
  else if (g_str_has_prefix (step, "hover"))
    request->hovered = make_thing (numbers);
  else if (g_str_has_prefix (step, "range"))
    request->range = (PolluxRange) { numbers[0], numbers[1] };
  else if (g_str_has_prefix (step, "cursor"))
    request->cursor = numbers[0];
  else if (g_str_has_prefix (step, "arrows"))
    request->all_arrows = TRUE;
  else if (g_str_has_prefix (step, "index"))
    request->wakers = view->wakers = pollux_wakers_new (view->trace, NULL);
  else if (g_str_has_prefix (step, "export"))
    request->export = TRUE;
  else
    g_error ("unknown step: %s", step);
}

/* The rows must know the trace by then. */
static void
unfold (View   *view,
        double  task)
{
  pollux_rows_update (view->rows, view->trace);
  pollux_rows_set_unfolded (view->rows, task < 0 ? POLLUX_TASK_NONE : (guint) task, TRUE);
}

/* As for unfolding: these are about the tasks of one trace. */
static gboolean
set_rows (View         *view,
          const char   *step,
          const double *numbers)
{
  PolluxTaskIndex task = numbers[0];

  if (strcmp (step, "group") == 0)
    pollux_rows_set_grouping (view->rows, numbers[0]);
  else if (strcmp (step, "packed") == 0)
    pollux_rows_set_packed (view->rows, TRUE);
  else if (strcmp (step, "collapse") == 0)
    pollux_rows_collapse_all (view->rows, numbers[0] > 0);
  else if (strcmp (step, "pin") == 0)
    pollux_rows_set_pinned (view->rows, &task, 1, TRUE);
  else if (strcmp (step, "hide") == 0)
    pollux_rows_hide (view->rows, &task, 1);
  else if (strcmp (step, "only") == 0)
    pollux_rows_set_only (view->rows, &task, 1);
  else if (strcmp (step, "alive") == 0)
    pollux_rows_set_range (view->rows, (PolluxRange) { numbers[0], numbers[1] });
  else if (strcmp (step, "reveal") == 0)
    {
      pollux_rows_update (view->rows, view->trace);
      pollux_rows_reveal_task (view->rows, task);
    }
  else if (strcmp (step, "text") == 0)
    pollux_rows_set_text_scale (view->rows, numbers[0]);
  else
    return FALSE;

  return TRUE;
}

static void
show_workers (View       *view,
              const char *filter)
{
  g_autoptr(PolluxWorkers) workers = pollux_workers_new_for_trace (view->trace, NULL);
  g_autoptr(PolluxWorkers) taken = NULL;

  if (filter != NULL)
    {
      taken = pollux_workers_new_for_trace (view->trace, filter);
      pollux_rows_set_filter (view->rows, filter);
    }
  pollux_rows_set_workers (view->rows, workers, taken);
}

static void
take_step (View       *view,
           const char *step)
{
  g_auto(GStrv) words = g_strsplit (step, " ", -1);
  PolluxViewport *viewport = &view->request.viewport;
  double numbers[3] = { 0 };

  for (guint i = 1; words[0] != NULL && words[i] != NULL && i <= 3; i++)
    numbers[i - 1] = g_ascii_strtod (words[i], NULL);

  if (strcmp (words[0], "size") == 0)
    set_size (view, numbers[0], numbers[1]);
  else if (strcmp (words[0], "lane") == 0)
    pollux_rows_set_lane_height (view->rows, numbers[0]);
  else if (strcmp (words[0], "fit") == 0)
    pollux_viewport_fit (viewport);
  else if (strcmp (words[0], "show") == 0)
    pollux_viewport_set_range (viewport, (PolluxRange) { numbers[0], numbers[1] });
  else if (strcmp (words[0], "zoom") == 0)
    pollux_viewport_zoom (viewport, numbers[0], numbers[1]);
  else if (strcmp (words[0], "pan") == 0)
    pollux_viewport_pan (viewport, numbers[0]);
  else if (strcmp (words[0], "filter") == 0)
    pollux_rows_set_filter (view->rows, words[1]);
  else if (strcmp (words[0], "sort") == 0)
    pollux_rows_set_order (view->rows, numbers[0], TRUE);
  else if (strcmp (words[0], "unfold") == 0)
    unfold (view, numbers[0]);
  else if (strcmp (words[0], "workers") == 0)
    show_workers (view, words[1]);
  else if (strcmp (words[0], "mark") == 0)
    pollux_marks_add (view->request.marks, (PolluxRange) { numbers[0], numbers[1] }, words[3]);
  else if (strcmp (words[0], "current") == 0)
    pollux_marks_set_current (view->request.marks, numbers[0]);
  else if (strcmp (words[0], "clock") == 0)
    view->mode = numbers[0];
  else if (!set_rows (view, words[0], numbers))
    set_state (view, step, numbers);
}

static char *
dump (const Case *test)
{
  g_autoptr(PolluxMarks) marks = pollux_marks_new ();
  g_auto(GStrv) steps = g_strsplit (test->steps, "; ", -1);
  View view = { NULL, pollux_rows_new (), pollux_scene_new (), pollux_task_set_new () };
  PolluxClock clock;
  char *text;

  load (&view, test->trace);
  view.request = (PolluxSceneRequest) {
    .trace = view.trace, .rows = view.rows, .header_width = HEADER, .ruler_height = RULER,
    .selected = POLLUX_THING_INIT, .hovered = POLLUX_THING_INIT, .cursor = POLLUX_TIME_NONE,
    .selected_tasks = view.tasks, .marks = marks,
  };
  pollux_viewport_init (&view.request.viewport);
  pollux_viewport_set_extent (&view.request.viewport, pollux_trace_get_extent (view.trace));
  set_size (&view, 960, 400);
  pollux_rows_update (view.rows, view.trace);

  for (guint i = 0; steps[i] != NULL; i++)
    take_step (&view, steps[i]);
  pollux_rows_update (view.rows, view.trace);
  pollux_time_mode_get_clock (view.mode, view.trace,
                              pollux_range_length (view.request.range) > 0
                                ? view.request.range.begin : POLLUX_TIME_NONE, &clock);
  view.request.clock = &clock;
  if (pollux_marks_get_n (marks) > 0)
    {
      view.request.flag_height = FLAGS;
      view.request.ruler_height = RULER + FLAGS;
    }
  pollux_scene_build (view.scene, &view.request);
  text = pollux_scene_dump (view.scene);

  g_object_unref (view.trace);
  g_clear_pointer (&view.wakers, pollux_wakers_free);
  pollux_rows_free (view.rows);
  pollux_scene_free (view.scene);
  pollux_task_set_free (view.tasks);

  return text;
}

/* Tells the first line that differs. */
static void
compare (const char *expected,
         const char *found)
{
  g_auto(GStrv) left = g_strsplit (expected, "\n", -1);
  g_auto(GStrv) right = g_strsplit (found, "\n", -1);

  for (guint i = 0; left[i] != NULL && right[i] != NULL; i++)
    if (strcmp (left[i], right[i]) != 0)
      {
        g_test_message ("line %u is\n  %s\nand was\n  %s", i + 1, right[i], left[i]);
        g_test_fail ();
        return;
      }

  g_assert_cmpuint (g_strv_length (left), ==, g_strv_length (right));
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *file = g_strconcat (test->name, ".txt", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", file, NULL);
  g_autofree char *found = dump (test);
  g_autofree char *expected = NULL;
  g_autoptr(GError) error = NULL;

  if (g_getenv ("POLLUX_GOLDEN_UPDATE") != NULL)
    g_file_set_contents (path, found, -1, &error);
  else if (g_file_get_contents (path, &expected, NULL, &error))
    compare (expected, found);
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/golden/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
