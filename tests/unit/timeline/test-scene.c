/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "build-causes.h"
#include "build-trace.h"
#include "pollux-cause.h"
#include "pollux-scene-private.h"

#define HEADER 150.0
#define RULER 24.0

typedef struct
{
  PolluxTrace *trace;
  PolluxRows *rows;
  PolluxScene *scene;
  PolluxSceneRequest request;
} Fixture;

static void
init_fixture (Fixture     *fixture,
              PolluxTrace *trace,
              double       width,
              double       height)
{
  fixture->trace = trace;
  fixture->rows = pollux_rows_new ();
  fixture->scene = pollux_scene_new ();
  pollux_rows_update (fixture->rows, trace);
  fixture->request = (PolluxSceneRequest) {
    .trace = trace, .rows = fixture->rows, .height = height, .header_width = HEADER,
    .ruler_height = RULER, .selected = POLLUX_THING_INIT, .hovered = POLLUX_THING_INIT,
    .cursor = POLLUX_TIME_NONE,
  };
  pollux_viewport_init (&fixture->request.viewport);
  pollux_viewport_set_extent (&fixture->request.viewport, pollux_trace_get_extent (trace));
  pollux_viewport_set_width (&fixture->request.viewport, width);
}

static void
clear_fixture (Fixture *fixture)
{
  g_object_unref (fixture->trace);
  pollux_rows_free (fixture->rows);
  pollux_scene_free (fixture->scene);
}

static void
build (Fixture *fixture)
{
  pollux_scene_build (fixture->scene, &fixture->request);
}

static void
assert_inside (const PolluxScene *scene,
               double             x)
{
  g_assert_cmpfloat (x, >=, scene->header_width - POLLUX_SCENE_MARGIN - 1);
  g_assert_cmpfloat (x, <=, scene->width + POLLUX_SCENE_MARGIN + 3);
}

/* Bars are in order, at least a pixel wide, and overlap neither each other nor
 * a run. */
static void
assert_layout (const PolluxScene     *scene,
               const PolluxSceneLane *lane)
{
  double pen = -G_MAXDOUBLE;

  for (guint i = 0; i < lane->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);

      assert_inside (scene, bar->x0);
      assert_inside (scene, bar->x1);
      g_assert_cmpfloat (bar->x0, >=, pen - 1e-6);
      g_assert_cmpfloat (bar->x1 - bar->x0, >=, 1 - 1e-6);
      pen = bar->x1;

      for (guint r = 0; r < lane->runs.n; r++)
        {
          const PolluxSceneRun *run = pollux_scene_get_run (scene, lane->runs.first + r);

          if (bar->x0 < run->x + run->n * run->step - 2.01)
            g_assert_cmpfloat (bar->x1, <=, run->x + 2.01);
        }
    }
}

static gboolean
is_covered (const PolluxScene     *scene,
            const PolluxSceneLane *lane,
            guint                  poll,
            double                 x)
{
  for (guint i = 0; i < lane->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);

      if (bar->index == poll && bar->kind < POLLUX_BAR_SCHEDULED && x >= bar->x0 - 2.1 &&
          x <= bar->x1 + 2.1)
        return TRUE;
    }

  for (guint i = 0; i < lane->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, lane->runs.first + i);
      double at = floor ((x - run->x) / run->step + 1e-9);

      if (at >= 0 && at < run->n &&
          pollux_scene_get_column (scene, run->first + (guint) at)->n_polls > 0)
        return TRUE;
    }

  return FALSE;
}

/* No poll and no wait in sight is missing. */
static void
assert_all_visible (const Fixture         *fixture,
                    const PolluxSceneLane *lane)
{
  const PolluxScene *scene = fixture->scene;
  const PolluxLane *source = pollux_trace_get_lane (fixture->trace, lane->row.task);
  const PolluxViewport *viewport = &scene->viewport;
  guint n_waits = 0, n_bars = 0;

  for (guint i = 0; i < pollux_lane_get_n_polls (source); i++)
    {
      double x;
      PolluxPoll poll;

      pollux_lane_get_poll (source, i, &poll);
      x = pollux_viewport_time_to_x (viewport, poll.start);
      if (x < 0 || x >= viewport->width)
        continue;
      g_assert_true (is_covered (scene, lane, i, HEADER + x));
      n_waits += poll.wait > 0 && pollux_viewport_time_to_x (viewport, poll.start - poll.wait) >= 0;
    }

  for (guint i = 0; i < lane->bars.n; i++)
    n_bars += pollux_scene_get_bar (scene, lane->bars.first + i)->kind >= POLLUX_BAR_SCHEDULED;
  if (lane->runs.n == 0)
    g_assert_cmpuint (n_bars, >=, n_waits);
}

static void
assert_scene (const Fixture *fixture)
{
  const PolluxScene *scene = fixture->scene;

  for (guint i = 0; i < scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (lane->row.kind != POLLUX_ROW_TASK)
        continue;
      assert_layout (scene, lane);
      assert_all_visible (fixture, lane);
    }

  for (guint i = 0; i < scene->marks->len; i++)
    assert_inside (scene, pollux_scene_get_mark (scene, i)->x);
  for (guint i = 0; i < scene->ticks->len; i++)
    assert_inside (scene, g_array_index (scene->ticks, PolluxSceneTick, i).x);
}

static void
test_random (void)
{
  static const guint counts[] = { 1, 40, 1000, 4000 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (5);

  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    {
      Fixture fixture;

      init_fixture (&fixture, build_random_trace (3, counts[c], 1000000, c), 300, 200);
      build (&fixture);
      assert_scene (&fixture);

      for (guint round = 0; round < 60; round++)
        {
          pollux_viewport_fit (&fixture.request.viewport);
          pollux_viewport_zoom (&fixture.request.viewport,
                                exp (g_rand_double_range (rand, 0, 15)),
                                g_rand_double_range (rand, 0, 300));
          build (&fixture);
          assert_scene (&fixture);
        }
      clear_fixture (&fixture);
    }
}

static void
test_zoo (void)
{
  static const PolluxLaneHeight heights[] = { 32, 24, 16, 8 };
  Fixture fixture;

  init_fixture (&fixture, build_zoo_trace (), 1000, 400);
  for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
    for (double zoom = 1; zoom < 1e7; zoom *= 3)
      {
        pollux_rows_set_lane_height (fixture.rows, heights[i]);
        pollux_viewport_fit (&fixture.request.viewport);
        pollux_viewport_zoom (&fixture.request.viewport, zoom, 200);
        build (&fixture);
        assert_scene (&fixture);
      }
  clear_fixture (&fixture);
}

/* However far away things are, cairo never sees it. */
static void
test_far (void)
{
  const gint64 year = G_GINT64_CONSTANT (31536000) * 1000000000;
  BuildTrace zoo;
  Fixture fixture;

  build_trace_init (&zoo, POLLUX_TIME_KIND_CLOCK);
  build_task (&zoo, "old", "", -100 * year, POLLUX_TASK_NONE);
  build_poll (&zoo, 0, -90 * year, -80 * year);
  build_poll (&zoo, 0, 0, 10);
  build_poll (&zoo, 0, 20, 100 * year);
  build_wake (&zoo, 0, 99 * year, POLLUX_TASK_NONE);
  init_fixture (&fixture, build_trace_end (&zoo), 800, 100);
  build (&fixture);
  assert_scene (&fixture);

  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { -5, 30 });
  fixture.request.range = (PolluxRange) { -100 * year, 50 * year };
  fixture.request.cursor = -100 * year;
  fixture.request.selected = (PolluxThing) { POLLUX_THING_POLL, 0, 0 };
  fixture.request.hovered = (PolluxThing) { POLLUX_THING_WAKE, 0, 0 };
  build (&fixture);
  assert_scene (&fixture);
  assert_inside (fixture.scene, fixture.scene->range_begin);
  assert_inside (fixture.scene, fixture.scene->range_end);
  g_assert_false (fixture.scene->has_cursor);
  clear_fixture (&fixture);
}

static const PolluxSceneLane *
find_lane (const Fixture   *fixture,
           PolluxTaskIndex  task)
{
  for (guint i = 0; i < fixture->scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (fixture->scene, i);

      if (lane->row.kind == POLLUX_ROW_TASK && lane->row.task == task)
        return lane;
    }

  g_assert_not_reached ();
}

static void
assert_hit (const Fixture   *fixture,
            double           x,
            double           y,
            PolluxThingKind  kind,
            PolluxTaskIndex  task,
            guint            index)
{
  PolluxThing thing = POLLUX_THING_INIT;

  g_assert_true (pollux_scene_hit (fixture->scene, x, y, &thing));
  g_assert_cmpint (thing.kind, ==, kind);
  g_assert_cmpuint (thing.task, ==, task);
  g_assert_cmpuint (thing.index, ==, index);
}

static double
get_x (const Fixture *fixture,
       PolluxTime     time)
{
  return HEADER + pollux_viewport_time_to_x (&fixture->request.viewport, time);
}

static void
test_hits (void)
{
  const PolluxSceneLane *lane;
  PolluxThing thing;
  Fixture fixture;
  double middle, low;

  init_fixture (&fixture, build_zoo_trace (), 1000, 400);
  pollux_rows_set_lane_height (fixture.rows, POLLUX_LANE_COMFORTABLE);
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { 0, 1000000 });
  build (&fixture);

  lane = find_lane (&fixture, 1);
  middle = lane->y + 15.5;
  low = lane->y + 28;
  assert_hit (&fixture, 20, middle, POLLUX_THING_TASK, 1, 0);
  assert_hit (&fixture, get_x (&fixture, 500000), middle, POLLUX_THING_POLL, 1, 3);
  assert_hit (&fixture, get_x (&fixture, 400000), middle, POLLUX_THING_WAIT, 1, 3);
  assert_hit (&fixture, get_x (&fixture, 180000), middle, POLLUX_THING_IDLE, 1, 2);
  assert_hit (&fixture, get_x (&fixture, 626000), middle, POLLUX_THING_IDLE, 1, G_MAXUINT);
  assert_hit (&fixture, get_x (&fixture, 900000), middle, POLLUX_THING_TASK, 1, 0);
  /* Marks are found within four pixels, and before what they stand on. */
  assert_hit (&fixture, get_x (&fixture, 350000) + 3.9, low, POLLUX_THING_WAKE, 1, 2);
  assert_hit (&fixture, get_x (&fixture, 350000) - 3.9, low, POLLUX_THING_WAKE, 1, 2);
  assert_hit (&fixture, get_x (&fixture, 350000) + 5, low, POLLUX_THING_WAIT, 1, 3);
  assert_hit (&fixture, get_x (&fixture, 230000) + 1, lane->y + 3, POLLUX_THING_EVENT, 1, 1);

  lane = find_lane (&fixture, 3);
  assert_hit (&fixture, get_x (&fixture, 900000), lane->y + 15, POLLUX_THING_WAIT, 3, G_MAXUINT);
  assert_hit (&fixture, get_x (&fixture, 480000), RULER + 15, POLLUX_THING_LOOSE_WAKE,
              POLLUX_TASK_NONE, 0);

  g_assert_false (pollux_scene_hit (fixture.scene, 500, 5, &thing));
  g_assert_false (pollux_scene_hit (fixture.scene, 500, 399, &thing));
  g_assert_false (pollux_scene_hit (fixture.scene, -1, middle, &thing));
  g_assert_false (pollux_scene_hit (fixture.scene, 5000, middle, &thing));
  g_assert_false (pollux_scene_hit (fixture.scene, 20, RULER + 7 * 32 + 5, &thing));
  clear_fixture (&fixture);
}

/* A poll of a nanosecond in a view of a second can be hit. */
static void
test_narrow_hits (void)
{
  BuildTrace narrow;
  Fixture fixture;
  double x, y;

  build_trace_init (&narrow, POLLUX_TIME_KIND_CLOCK);
  build_task (&narrow, "narrow", "", 0, POLLUX_TASK_NONE);
  build_poll (&narrow, 0, 100000000, 100000001);
  build_poll (&narrow, 0, 400000000, 500000000);
  build_wake (&narrow, 0, 510000000, POLLUX_TASK_NONE);
  build_poll (&narrow, 0, 510000010, 510000020);
  pollux_batch_extend (narrow.batch, 0, 1000000000, 0);
  init_fixture (&fixture, build_trace_end (&narrow), 1000, 100);
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { 0, 1000000000 });
  build (&fixture);

  y = RULER + 11;
  x = get_x (&fixture, 510000000);
  assert_hit (&fixture, x, y, POLLUX_THING_POLL, 0, 2);
  assert_hit (&fixture, x + 2, y, POLLUX_THING_POLL, 0, 2);
  /* Its wait of 10 ns stands in the pixel before. */
  assert_hit (&fixture, x - 1, y, POLLUX_THING_WAIT, 0, 2);
  assert_hit (&fixture, get_x (&fixture, 100000000), y, POLLUX_THING_POLL, 0, 0);
  assert_hit (&fixture, get_x (&fixture, 450000000), y, POLLUX_THING_POLL, 0, 1);
  clear_fixture (&fixture);
}

/* A pixel of many polls gives the longest of them, and says what it holds. */
static void
test_aggregates (void)
{
  g_autofree char *text = NULL;
  BuildTrace dense;
  Fixture fixture;

  build_trace_init (&dense, POLLUX_TIME_KIND_CLOCK);
  build_task (&dense, "dense", "", POLLUX_TIME_NONE, POLLUX_TASK_NONE);
  for (guint i = 0; i < 10000; i++)
    {
      build_wake (&dense, 0, i * 1000, POLLUX_TASK_NONE);
      build_poll (&dense, 0, i * 1000 + (i == 5077 ? 400 : 10),
                  i * 1000 + (i == 5033 ? 900 : i == 5077 ? 500 : 110));
    }
  init_fixture (&fixture, build_trace_end (&dense), 100, 60);
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { 0, 10000000 });
  build (&fixture);

  assert_hit (&fixture, HEADER + 50.5, RULER + 14, POLLUX_THING_POLL, 0, 5033);
  assert_hit (&fixture, HEADER + 50.5, RULER + 6.5, POLLUX_THING_WAIT, 0, 5077);
  text = pollux_scene_describe_aggregate (fixture.scene, HEADER + 50.5, RULER + 11);
  /* 98 of 100 ns, one of 890, one of 100 */
  g_assert_cmpstr (text, ==, "dense #3, 100\u00a0µs in this pixel: 100 polls, busy 10.8\u00a0µs, "
                   "longest 890\u00a0ns; scheduled 1.39\u00a0µs, longest 400\u00a0ns; 100 wakes");
  g_assert_null (pollux_scene_describe_aggregate (fixture.scene, 10, RULER + 11));
  g_assert_null (pollux_scene_describe_aggregate (fixture.scene, HEADER + 50.5, 3));
  clear_fixture (&fixture);
}

static guint
count_links (const Fixture  *fixture,
             PolluxLinkKind  kind)
{
  guint n = 0;

  for (guint i = 0; i < fixture->scene->links->len; i++)
    n += g_array_index (fixture->scene->links, PolluxSceneLink, i).kind == kind;

  return n;
}

static void
test_emphasis (void)
{
  const PolluxSceneOutline *outline;
  const PolluxSceneLink *link;
  Fixture fixture;

  init_fixture (&fixture, build_zoo_trace (), 1000, 400);
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { 0, 1000000 });

  fixture.request.selected = (PolluxThing) { POLLUX_THING_POLL, 1, 3 };
  build (&fixture);
  g_assert_cmpuint (fixture.scene->outlines->len, ==, 1);
  outline = &g_array_index (fixture.scene->outlines, PolluxSceneOutline, 0);
  g_assert_cmpfloat_with_epsilon (outline->x, HEADER + 420, 1);
  g_assert_cmpfloat_with_epsilon (outline->width, 200, 1);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_CAUSE), ==, 1);
  link = &g_array_index (fixture.scene->links, PolluxSceneLink, 0);
  g_assert_cmpfloat_with_epsilon (link->x, HEADER + 350, 0.1);
  g_assert_cmpfloat (link->y0, <, link->y1);
  g_assert_true (find_lane (&fixture, 1)->flags & POLLUX_LANE_SELECTED);

  /* The poll of main woke three tasks four times. */
  fixture.request.selected = (PolluxThing) { POLLUX_THING_POLL, 0, 1 };
  build (&fixture);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_MADE), ==, 4);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_CAUSE), ==, 0);

  fixture.request.selected = (PolluxThing) { POLLUX_THING_TASK, 0, 0 };
  build (&fixture);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_CHILD), ==, 5);
  g_assert_cmpuint (fixture.scene->outlines->len, ==, 0);

  fixture.request.selected = (PolluxThing) { POLLUX_THING_TASK, 1, 0 };
  fixture.request.hovered = (PolluxThing) { POLLUX_THING_WAKE, 3, 0 };
  build (&fixture);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_SPAWN), ==, 1);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_CAUSE), ==, 1);

  /* In a picture nothing is hovered. */
  fixture.request.export = TRUE;
  build (&fixture);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_SPAWN), ==, 1);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_CAUSE), ==, 0);
  g_assert_cmpuint (fixture.scene->seen & (1u << POLLUX_SEEN_SPAWN_ARROW), !=, 0);
  g_assert_cmpuint (fixture.scene->seen & (1u << POLLUX_SEEN_WAKE_ARROW), ==, 0);

  /* What is gone has none of it. */
  fixture.request.export = FALSE;
  fixture.request.selected = (PolluxThing) { POLLUX_THING_POLL, 77, 0 };
  fixture.request.hovered = (PolluxThing) { POLLUX_THING_WAIT, 1, 99 };
  build (&fixture);
  g_assert_cmpuint (fixture.scene->links->len + fixture.scene->outlines->len, ==, 0);
  clear_fixture (&fixture);
}

/* The waker's lane may be scrolled away or filtered out. */
static void
test_hidden_links (void)
{
  const PolluxSceneLink *link;
  Fixture fixture;

  init_fixture (&fixture, build_zoo_trace (), 1000, 60);
  fixture.request.selected = (PolluxThing) { POLLUX_THING_POLL, 1, 3 };
  fixture.request.scroll_y = 48;
  build (&fixture);
  link = &g_array_index (fixture.scene->links, PolluxSceneLink, 0);
  g_assert_true (link->from_hidden);
  g_assert_cmpfloat (link->y0, ==, RULER);

  fixture.request.scroll_y = 0;
  pollux_rows_set_filter (fixture.rows, "ping");
  pollux_rows_update (fixture.rows, fixture.trace);
  build (&fixture);
  link = &g_array_index (fixture.scene->links, PolluxSceneLink, 0);
  g_assert_true (link->from_hidden);
  g_assert_cmpfloat (link->y1 - link->y0, <, 20);
  clear_fixture (&fixture);
}

static guint
count_back (const Fixture *fixture,
            guint          depth)
{
  guint n = 0;

  for (guint i = 0; i < fixture->scene->links->len; i++)
    {
      const PolluxSceneLink *link = &g_array_index (fixture->scene->links, PolluxSceneLink, i);

      n += link->depth == depth &&
           (link->kind == POLLUX_LINK_CAUSE || link->kind == POLLUX_LINK_SPAWN);
    }

  return n;
}

static guint
find_longest_chain (PolluxTrace *trace,
                    PolluxThing *thing)
{
  guint longest = 0;

  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    for (guint j = 0; j < pollux_lane_get_n_polls (pollux_trace_get_lane (trace, i)); j++)
      {
        PolluxCause cause;
        guint n = 0;

        if (pollux_cause_of_poll (trace, i, j, &cause))
          n = pollux_cause_count_back (trace, &cause, 1000);
        if (n <= longest)
          continue;
        longest = n;
        *thing = (PolluxThing) { POLLUX_THING_POLL, i, j };
      }

  return longest;
}

/* Of the selected poll the whole chain is drawn, of the hovered one a step. */
static void
test_chain (void)
{
  g_autoptr (GArray) causes = NULL;
  PolluxThing thing;
  Fixture fixture;
  guint n;

  init_fixture (&fixture, build_random_causes (3, 400, 4000, 1, &causes), 1000, 1600);
  n = find_longest_chain (fixture.trace, &thing);
  g_test_message ("task %u, poll %u, %u steps", thing.task, thing.index, n);
  g_assert_cmpuint (n, >, 5);
  fixture.request.selected = thing;
  build (&fixture);
  for (guint i = 0; i + 1 < n; i++)
    g_assert_cmpuint (count_back (&fixture, i), ==, 1);
  g_assert_cmpuint (count_back (&fixture, n), ==, 0);

  fixture.request.selected = (PolluxThing) POLLUX_THING_INIT;
  fixture.request.hovered = thing;
  build (&fixture);
  g_assert_cmpuint (count_back (&fixture, 0), ==, 1);
  g_assert_cmpuint (count_back (&fixture, 1), ==, 0);
  clear_fixture (&fixture);
}

/* With the index arrows lead to lanes that are not in sight, and say to which;
 * their names lead there. */
static void
test_stubs (void)
{
  g_autoptr (PolluxWakers) wakers = NULL;
  const PolluxSceneStub *stub;
  PolluxTaskIndex task;
  Fixture fixture;

  init_fixture (&fixture, build_zoo_trace (), 1000, 60);
  wakers = pollux_wakers_new (fixture.trace, NULL);
  fixture.request.selected = (PolluxThing) { POLLUX_THING_POLL, 0, 1 };
  build (&fixture);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_MADE), <, 4);
  fixture.request.wakers = wakers;
  build (&fixture);
  g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_MADE), ==, 4);
  g_assert_cmpuint (fixture.scene->stubs->len, ==, 1);
  stub = &g_array_index (fixture.scene->stubs, PolluxSceneStub, 0);
  g_assert_cmpuint (stub->task, ==, 1);
  g_assert_cmpstr (stub->text, ==, "ping #4 and 2 more");
  g_assert_true (pollux_scene_hit_stub (fixture.scene, stub->x + 2, stub->y + 2, &task));
  g_assert_cmpuint (task, ==, 1);
  g_assert_false (pollux_scene_hit_stub (fixture.scene, stub->x - 2, stub->y + 2, &task));
  clear_fixture (&fixture);
}

static guint
count_arrows (const GArray *causes,
              gboolean      spawn)
{
  guint n = 0;

  for (guint i = 0; i < causes->len; i++)
    {
      const BuildCause *cause = &g_array_index (causes, BuildCause, i);

      n += cause->spawn == spawn && cause->by != POLLUX_TASK_NONE && cause->by != cause->task;
    }

  return n;
}

/* All arrows or their number: never some of them. */
static void
test_all_arrows (void)
{
  static const guint steps[] = { 100, 300, 700, 4000 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GArray) causes = NULL;
      Fixture fixture;
      guint n_wakes;

      init_fixture (&fixture, build_random_causes (11, steps[i], 4000, 1, &causes), 1000, 1200);
      n_wakes = count_arrows (causes, FALSE);
      fixture.request.all_arrows = TRUE;
      build (&fixture);
      g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_ALL_WAKE), ==,
                        n_wakes <= 300 ? n_wakes : 0);
      g_assert_cmpuint (fixture.scene->n_hidden_wakes, ==, n_wakes <= 300 ? 0 : n_wakes);
      g_assert_true ((fixture.scene->note != NULL) == (n_wakes > 300));
      g_assert_cmpuint (count_links (&fixture, POLLUX_LINK_ALL_SPAWN), ==,
                        count_arrows (causes, TRUE));
      clear_fixture (&fixture);
    }
}

/* Many wakes have marks at the same places as when each is looked at. */
static void
test_many_wakes (void)
{
  BuildTrace storm;
  Fixture fixture;
  guint n_effective = 0;
  const PolluxSceneLane *lane;

  build_trace_init (&storm, POLLUX_TIME_KIND_CLOCK);
  build_task (&storm, "storm", "", POLLUX_TIME_NONE, POLLUX_TASK_NONE);
  for (guint i = 0; i < 20000; i++)
    {
      /* A hole in the middle, and a part that nobody answers. */
      if (i >= 9000 && i < 11000)
        continue;
      build_wake (&storm, 0, i * 100, POLLUX_TASK_NONE);
      if (i < 15000)
        build_poll (&storm, 0, i * 100 + 10, i * 100 + 20);
    }
  init_fixture (&fixture, build_trace_end (&storm), 300, 60);
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { 0, 2000000 });
  build (&fixture);

  lane = find_lane (&fixture, 0);
  g_assert_cmpuint (lane->wakes.n, >=, 88);
  g_assert_cmpuint (lane->wakes.n, <=, 93);
  for (guint i = 0; i < lane->wakes.n; i++)
    {
      const PolluxSceneMark *mark = pollux_scene_get_mark (fixture.scene, lane->wakes.first + i);

      g_assert_false (mark->x > HEADER + 138.1 && mark->x < HEADER + 161.9);
      g_assert_cmpint (mark->flags & POLLUX_MARK_DENSE, !=, 0);
      n_effective += (mark->flags & POLLUX_MARK_EFFECTIVE) != 0;
      if (mark->x > HEADER + 229)
        g_assert_cmpint (mark->flags & POLLUX_MARK_EFFECTIVE, ==, 0);
    }
  g_assert_cmpuint (n_effective, >=, 64);
  assert_hit (&fixture, HEADER + 30, RULER + 21, POLLUX_THING_WAKE, 0, 2000);
  clear_fixture (&fixture);
}

/* An error among thousands of events in a pixel is seen. */
static void
test_severe (void)
{
  const PolluxSceneLane *lane;
  BuildTrace noisy;
  Fixture fixture;
  guint n_errors = 0;

  build_trace_init (&noisy, POLLUX_TIME_KIND_CLOCK);
  build_task (&noisy, "noisy", "", 0, POLLUX_TASK_NONE);
  build_task (&noisy, "other", "", 0, POLLUX_TASK_NONE);
  build_poll (&noisy, 0, 0, 1000000);
  for (guint i = 0; i < 10000; i++)
    build_event (&noisy, 0, i * 100, i == 7777 ? POLLUX_LEVEL_ERROR : POLLUX_LEVEL_INFO);
  build_event (&noisy, 1, 500000, POLLUX_LEVEL_WARN);
  init_fixture (&fixture, build_trace_end (&noisy), 40, 100);
  build (&fixture);

  lane = find_lane (&fixture, 0);
  for (guint i = 0; i < lane->events.n; i++)
    {
      const PolluxSceneMark *mark = pollux_scene_get_mark (fixture.scene, lane->events.first + i);

      g_assert_cmpuint (mark->level, !=, POLLUX_LEVEL_WARN);
      n_errors += mark->level == POLLUX_LEVEL_ERROR;
    }
  g_assert_cmpuint (n_errors, ==, 1);
  clear_fixture (&fixture);
}

/* What is kept between frames does not show. */
static void
test_rebuilt (void)
{
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  Fixture fixture;

  init_fixture (&fixture, build_zoo_trace (), 1000, 400);
  build (&fixture);
  first = pollux_scene_dump (fixture.scene);
  pollux_viewport_zoom (&fixture.request.viewport, 30, 100);
  fixture.request.scroll_y = 40;
  build (&fixture);
  fixture.request.scroll_y = 0;
  pollux_viewport_fit (&fixture.request.viewport);
  build (&fixture);
  again = pollux_scene_dump (fixture.scene);
  g_assert_cmpstr (first, ==, again);
  clear_fixture (&fixture);
}

static const PolluxSceneLane *
find_span_row (const Fixture   *fixture,
               PolluxTaskIndex  task,
               guint            sub)
{
  guint index = pollux_rows_find_task (fixture->rows, task) + 1 + sub;
  const PolluxSceneLane *lane = pollux_scene_get_lane (fixture->scene, index);

  g_assert_cmpint (lane->row.kind, ==, POLLUX_ROW_SPAN);
  g_assert_cmpuint (lane->row.sub, ==, sub);

  return lane;
}

static void
unfold (Fixture *fixture)
{
  pollux_rows_set_lane_height (fixture->rows, POLLUX_LANE_COMFORTABLE);
  for (PolluxTaskIndex task = 0; task < 4; task++)
    pollux_rows_set_unfolded (fixture->rows, task, TRUE);
  pollux_rows_update (fixture->rows, fixture->trace);
  build (fixture);
}

static void
test_span_hits (void)
{
  const PolluxSceneLane *lane;
  PolluxTaskIndex task;
  PolluxThing thing;
  Fixture fixture;
  double middle;

  init_fixture (&fixture, build_web_trace (), 1000, 2000);
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { 0, 2000000 });
  unfold (&fixture);

  lane = find_lane (&fixture, 1);
  g_assert_true (pollux_scene_hit_expander (fixture.scene, 6, lane->y + 5, &task));
  g_assert_cmpuint (task, ==, 1);
  g_assert_false (pollux_scene_hit_expander (fixture.scene, 30, lane->y + 5, &task));
  g_assert_false (pollux_scene_hit_expander (fixture.scene, 6, find_lane (&fixture, 4)->y + 5,
                                             &task));
  g_assert_true (pollux_scene_hit_expander (fixture.scene, 6, RULER + 5, &task));
  g_assert_cmpuint (task, ==, POLLUX_TASK_NONE);

  lane = find_span_row (&fixture, 1, 1);
  middle = lane->y + 9;
  g_assert_false (pollux_scene_hit_expander (fixture.scene, 6, middle, &task));
  assert_hit (&fixture, 20, middle, POLLUX_THING_TASK, 1, 0);
  assert_hit (&fixture, get_x (&fixture, 200000), middle, POLLUX_THING_SPAN, 1, 3);
  assert_hit (&fixture, get_x (&fixture, 102000) - 2, middle, POLLUX_THING_SPAN, 1, 3);
  assert_hit (&fixture, get_x (&fixture, 800000), middle, POLLUX_THING_SPAN, 1, 6);
  g_assert_false (pollux_scene_hit (fixture.scene, get_x (&fixture, 500000), middle, &thing));

  /* One of six hundred in a tenth of the width. */
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { -5000000, 9000000 });
  build (&fixture);
  lane = find_span_row (&fixture, 2, 0);
  g_assert_true (pollux_scene_hit (fixture.scene, get_x (&fixture, 800000), lane->y + 9, &thing));
  g_assert_cmpint (thing.kind, ==, POLLUX_THING_SPAN);
  g_assert_cmpint (ABS (pollux_trace_get_span (fixture.trace, thing.index)->created - 800000), <=,
                   60000);
  clear_fixture (&fixture);
}

/* At every zoom a row has no more items than pixels, in order and inside, and
 * every span in sight is in one of them. */
static void
assert_span_row (const Fixture *fixture,
                 guint          sub)
{
  const PolluxSceneLane *lane = find_span_row (fixture, 2, sub);
  const PolluxSpanRows *rows = pollux_rows_get_spans (fixture->rows, 2);
  const PolluxSpanPlace *places;
  guint n, at = 0;

  places = pollux_span_rows_get_row (rows, sub, &n);
  g_assert_cmpuint (lane->spans.n, <=, 1000);
  for (guint i = 0; i < lane->spans.n; i++)
    {
      const PolluxSceneSpan *span = pollux_scene_get_span (fixture->scene, lane->spans.first + i);

      assert_inside (fixture->scene, span->x0);
      assert_inside (fixture->scene, span->x1);
      g_assert_cmpfloat (span->x1, >, span->x0);
      g_assert_cmpuint (span->shares.n, <=, 1002);
      if (i > 0)
        g_assert_cmpfloat (span->x0, >=, span[-1].x0);
      if (i > 0 && (span->flags & span[-1].flags & POLLUX_SPAN_CROWD) != 0)
        g_assert_cmpfloat (span->x0, >=, span[-1].x1 - 0.01);
      for (guint s = 0; s < span->shares.n; s++)
        {
          const PolluxSceneShare *share = pollux_scene_get_share (fixture->scene,
                                                                  span->shares.first + s);

          g_assert_cmpfloat (share->life, <=, 1.001);
          g_assert_cmpfloat (share->entered, <=, share->life + 0.001);
        }
    }

  for (guint i = 0; i < n; i++)
    {
      double x = get_x (fixture, places[i].life.begin);

      if (x < HEADER || x >= HEADER + 1000)
        continue;
      while (at + 1 < lane->spans.n &&
             pollux_scene_get_span (fixture->scene, lane->spans.first + at + 1)->x0 <= x + 0.01)
        at++;
      g_assert_cmpfloat (pollux_scene_get_span (fixture->scene, lane->spans.first + at)->x0, <=,
                         x + 2.01);
      g_assert_cmpfloat (pollux_scene_get_span (fixture->scene, lane->spans.first + at)->x1, >=,
                         x - 2.01);
    }
}

static void
test_span_zooms (void)
{
  Fixture fixture;

  init_fixture (&fixture, build_web_trace (), 1000, 2000);
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { 0, 2000000 });
  unfold (&fixture);
  for (guint i = 0; i < 60; i++)
    {
      assert_span_row (&fixture, 0);
      pollux_viewport_zoom (&fixture.request.viewport, 1.3, 437);
      build (&fixture);
    }
  clear_fixture (&fixture);
}

/* What is selected is outlined in its row, and nowhere while that is folded. */
static void
test_span_outline (void)
{
  const PolluxSceneOutline *outline;
  Fixture fixture;

  init_fixture (&fixture, build_web_trace (), 1000, 2000);
  pollux_viewport_set_range (&fixture.request.viewport, (PolluxRange) { 0, 2000000 });
  fixture.request.selected = (PolluxThing) { POLLUX_THING_SPAN, 1, 6 };
  build (&fixture);
  g_assert_cmpuint (fixture.scene->outlines->len, ==, 0);
  unfold (&fixture);
  g_assert_cmpuint (fixture.scene->outlines->len, ==, 1);
  outline = &g_array_index (fixture.scene->outlines, PolluxSceneOutline, 0);
  g_assert_cmpfloat (outline->y, ==, find_span_row (&fixture, 1, 1)->y + 1);
  g_assert_cmpfloat_with_epsilon (outline->x, get_x (&fixture, 702000), 0.1);
  clear_fixture (&fixture);
}

static void
test_empty (void)
{
  PolluxThing thing;
  Fixture fixture;

  init_fixture (&fixture, pollux_trace_new (), 1000, 400);
  build (&fixture);
  g_assert_cmpuint (fixture.scene->lanes->len, ==, 0);
  g_assert_false (pollux_scene_hit (fixture.scene, 300, 100, &thing));
  clear_fixture (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/random", test_random);
  g_test_add_func ("/scene/zoo", test_zoo);
  g_test_add_func ("/scene/far", test_far);
  g_test_add_func ("/scene/hits", test_hits);
  g_test_add_func ("/scene/narrow-hits", test_narrow_hits);
  g_test_add_func ("/scene/aggregates", test_aggregates);
  g_test_add_func ("/scene/emphasis", test_emphasis);
  g_test_add_func ("/scene/hidden-links", test_hidden_links);
  g_test_add_func ("/scene/chain", test_chain);
  g_test_add_func ("/scene/stubs", test_stubs);
  g_test_add_func ("/scene/all-arrows", test_all_arrows);
  g_test_add_func ("/scene/many-wakes", test_many_wakes);
  g_test_add_func ("/scene/severe", test_severe);
  g_test_add_func ("/scene/rebuilt", test_rebuilt);
  g_test_add_func ("/scene/span-hits", test_span_hits);
  g_test_add_func ("/scene/span-zooms", test_span_zooms);
  g_test_add_func ("/scene/span-outline", test_span_outline);
  g_test_add_func ("/scene/empty", test_empty);

  return g_test_run ();
}
