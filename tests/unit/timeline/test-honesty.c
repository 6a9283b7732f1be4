/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The picture tells the truth: what a scene draws of random lanes in random
 * views is compared with every poll, one by one. The thresholds are the
 * smallest that there are: a poll of 0 ns and a delay of 1 ns are visible at
 * every zoom.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "build-trace.h"
#include "pollux-scene-private.h"

#define HEADER 120.0
#define RULER 24.0
#define WIDTH 300.0
#define DAY G_GINT64_CONSTANT (86400000000000)

/* A bar is not farther from where it belongs, in pixels. */
#define MOVED 3.01

typedef enum
{
  LANE_DENSE,
  LANE_SPARSE,
  LANE_EMPTY,
  LANE_ABUTTING,
  LANE_EVEN,
  LANE_LONG,
  LANE_MIXED,
  LANE_OPEN,
  N_LANES,
} LaneKind;

typedef struct
{
  PolluxTrace *trace;
  PolluxRows *rows;
  PolluxScene *scene;
  PolluxSceneRequest request;
  PolluxLod columns;    /* of the view, for the bounds alone */
  GRand *rand;
} Fixture;

/* What a column of a lane is, by every poll. */
typedef struct
{
  gint64 busy;
  gint64 wait;
  gint64 longest_poll;
  gint64 longest_wait;
  guint n_polls;
  guint n_starts;
} Truth;

/* --- traces ------------------------------------------------------------- */

static gint64
random_log (GRand  *rand,
            double  from,
            double  to)
{
  return (gint64) exp (g_rand_double_range (rand, log (from), log (to)));
}

static gint64
get_gap (GRand    *rand,
         LaneKind  kind,
         gint64    share)
{
  switch (kind)
    {
    case LANE_DENSE:
      return g_rand_int_range (rand, 0, 20);
    case LANE_EMPTY:
      return g_rand_int_range (rand, 0, 3) * g_rand_int_range (rand, 0, 200);
    case LANE_EVEN:
      return random_log (rand, 1, 2 + share / 8.0);
    case LANE_ABUTTING:
      return g_rand_int_range (rand, 0, 50) == 0 ? random_log (rand, 1, 2 + share) : 0;
    default:
      return random_log (rand, 1, 2 + 2.0 * share);
    }
}

static gint64
get_length (GRand    *rand,
            LaneKind  kind,
            gint64    share)
{
  switch (kind)
    {
    case LANE_DENSE:
      return g_rand_int_range (rand, 0, 30);
    case LANE_EMPTY:
      return g_rand_int_range (rand, 0, 8) == 0 ? 1 : 0;
    case LANE_EVEN:
      return 1 + share * g_rand_double_range (rand, 0.9, 1.2);
    case LANE_ABUTTING:
      return random_log (rand, 1, 3000);
    case LANE_LONG:
      return random_log (rand, 1 + share / 4.0, 2 + share);
    default:
      return random_log (rand, 1, 2 + share) - 1;
    }
}

static void
build_lane (BuildTrace *build,
            GRand      *rand,
            LaneKind    kind,
            guint       n,
            gint64      length)
{
  PolluxTaskIndex task = build_task (build, "lane", "src/main.rs:1:1",
                                     g_rand_boolean (rand) ? 0 : POLLUX_TIME_NONE,
                                     POLLUX_TASK_NONE);
  gint64 share = length / n / 2;
  PolluxTime time = g_rand_int_range (rand, 0, 1000);

  for (guint i = 0; i < n; i++)
    {
      PolluxTime start = time + get_gap (rand, kind, share);
      PolluxTime end = start + get_length (rand, kind, share);
      gboolean open = (kind == LANE_OPEN && g_rand_boolean (rand)) ||
                      (kind == LANE_MIXED && g_rand_int_range (rand, 0, 200) == 0);

      if (kind != LANE_ABUTTING && g_rand_int_range (rand, 0, 3) > 0)
        build_wake (build, task, start - (gint64) ((start - time) * g_rand_double (rand)),
                    POLLUX_TASK_NONE);
      if (open)
        build_enter (build, task, start);
      else
        build_poll (build, task, start, end);
      time = open ? start : end;
    }
  if (g_rand_boolean (rand))
    build_wake (build, task, time + 1, POLLUX_TASK_NONE);
}

static void
init_fixture (Fixture *fixture,
              guint32  seed)
{
  static const double lengths[] = { 1e4, 1e6, 1e9, DAY, 1e3 * DAY };
  GRand *rand = g_rand_new_with_seed (seed);
  gint64 length = lengths[seed % G_N_ELEMENTS (lengths)];
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint kind = 0; kind < N_LANES; kind++)
    build_lane (&build, rand, kind, random_log (rand, 1, 2500), length);
  pollux_batch_extend (build.batch, 0, length, 0);

  fixture->rand = rand;
  fixture->trace = build_trace_end (&build);
  fixture->rows = pollux_rows_new ();
  fixture->scene = pollux_scene_new ();
  pollux_lod_init (&fixture->columns);
  pollux_rows_update (fixture->rows, fixture->trace);
  fixture->request = (PolluxSceneRequest) {
    .trace = fixture->trace, .rows = fixture->rows, .height = 1000, .header_width = HEADER,
    .ruler_height = RULER, .selected = POLLUX_THING_INIT, .hovered = POLLUX_THING_INIT,
    .cursor = POLLUX_TIME_NONE,
  };
  pollux_viewport_init (&fixture->request.viewport);
  pollux_viewport_set_extent (&fixture->request.viewport, pollux_trace_get_extent (fixture->trace));
  pollux_viewport_set_width (&fixture->request.viewport, WIDTH);
}

static void
clear_fixture (Fixture *fixture)
{
  g_object_unref (fixture->trace);
  pollux_rows_free (fixture->rows);
  pollux_scene_free (fixture->scene);
  pollux_lod_clear (&fixture->columns);
  g_rand_free (fixture->rand);
}

/* Somewhere around any poll. */
static void
look (Fixture *fixture,
      double   scale)
{
  PolluxViewport *viewport = &fixture->request.viewport;
  guint task = g_rand_int_range (fixture->rand, 0, N_LANES);
  const PolluxLane *lane = pollux_trace_get_lane (fixture->trace, task);
  double x = g_rand_double_range (fixture->rand, -10, WIDTH + 10);
  PolluxPoll poll;

  pollux_lane_get_poll (lane, g_rand_int_range (fixture->rand, 0, pollux_lane_get_n_polls (lane)),
                        &poll);
  if (scale < 1 && g_rand_boolean (fixture->rand))
    x = g_rand_double_range (fixture->rand, -1, 1) / scale;
  pollux_viewport_fit (viewport);
  pollux_viewport_zoom (viewport, viewport->scale / scale, WIDTH / 2);
  pollux_viewport_pan (viewport, pollux_viewport_time_to_x (viewport, poll.start) - x);
}

static gint64
get_length_of_any (Fixture *fixture)
{
  const PolluxLane *lane = pollux_trace_get_lane (fixture->trace,
                                                  g_rand_int_range (fixture->rand, 0, N_LANES));
  PolluxPoll poll;

  pollux_lane_get_poll (lane, g_rand_int_range (fixture->rand, 0, pollux_lane_get_n_polls (lane)),
                        &poll);

  return poll.end - poll.start;
}

/* At any zoom, often at one at which polls are about a pixel long. */
static void
look_somewhere (Fixture *fixture)
{
  double scale;

  pollux_viewport_fit (&fixture->request.viewport);
  scale = exp (g_rand_double_range (fixture->rand, log (POLLUX_VIEWPORT_MIN_SCALE),
                                    log (fixture->request.viewport.scale)));
  if (g_rand_int_range (fixture->rand, 0, 4) == 0)
    scale = MAX (1, round (scale));
  else if (g_rand_int_range (fixture->rand, 0, 6) == 0)
    scale = g_rand_double_range (fixture->rand, POLLUX_VIEWPORT_MIN_SCALE, 1);
  else if (g_rand_boolean (fixture->rand))
    scale = get_length_of_any (fixture) * g_rand_double_range (fixture->rand, 0.2, 1.5);
  look (fixture, MAX (scale, POLLUX_VIEWPORT_MIN_SCALE));
}

/* --- brute force -------------------------------------------------------- */

static guint
find_column (const PolluxLod *lod,
             PolluxTime       time)
{
  guint low = 0, high = lod->n - 1;

  while (low < high)
    {
      guint middle = (low + high + 1) / 2;

      if (lod->bounds[middle] <= time)
        low = middle;
      else
        high = middle - 1;
    }

  return low;
}

static PolluxRange
get_view (const PolluxLod *lod)
{
  return (PolluxRange) { lod->bounds[0], lod->bounds[lod->n] };
}

/* Whether any of a section is in sight; columns from @from to @to hold it. */
static gboolean
get_columns (const PolluxLod *lod,
             PolluxRange      section,
             guint           *from,
             guint           *to)
{
  PolluxRange view = get_view (lod);

  if (section.begin >= view.end || section.end < view.begin ||
      (section.end == view.begin && section.begin < view.begin))
    return FALSE;

  *from = find_column (lod, MAX (section.begin, view.begin));
  *to = find_column (lod, MAX (MAX (section.begin, view.begin), MIN (section.end, view.end) - 1));

  return TRUE;
}

static void
add_truth (const PolluxLod *lod,
           Truth           *truth,
           PolluxRange      section,
           gboolean         wait)
{
  gint64 length = section.end - section.begin;
  guint from, to;

  if ((wait && length <= 0) || !get_columns (lod, section, &from, &to))
    return;

  for (guint i = from; i <= to; i++)
    {
      PolluxRange column = { lod->bounds[i], lod->bounds[i + 1] };
      gint64 part = pollux_range_length (pollux_range_intersect (section, column));

      if (wait)
        {
          truth[i].wait += part;
          truth[i].longest_wait = MAX (truth[i].longest_wait, length);
          continue;
        }
      truth[i].busy += part;
      truth[i].longest_poll = MAX (truth[i].longest_poll, length);
      truth[i].n_polls++;
      truth[i].n_starts += section.begin >= column.begin && section.begin < column.end;
    }
}

static Truth *
find_truth (const PolluxLod  *lod,
            const PolluxLane *lane)
{
  Truth *truth = g_new0 (Truth, lod->n);

  add_truth (lod, truth, pollux_lane_get_unanswered (lane), TRUE);
  for (guint i = 0; i < pollux_lane_get_n_polls (lane); i++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, i, &poll);
      add_truth (lod, truth, (PolluxRange) { poll.start, poll.end }, FALSE);
      add_truth (lod, truth, (PolluxRange) { poll.start - poll.wait, poll.start }, TRUE);
    }

  return truth;
}

/* --- runs --------------------------------------------------------------- */

/* Whether the lane has blocks that are shared out between two columns, for
 * that their sums may be off by a sixteenth of a column at each edge. */
static gboolean
may_share (const PolluxLod  *lod,
           const PolluxLane *lane)
{
  double column = ceil (1 / lod->inverse) + 1;

  for (guint i = 0; i < pollux_lane_get_n_blocks (lane, 0); i++)
    {
      const PolluxBlock *block = pollux_lane_get_block (lane, 0, i);

      if ((block->last - block->first) * 4.0 <= column)
        return TRUE;
    }

  return FALSE;
}

static void
assert_share (double drawn,
              gint64 expected,
              double length,
              double room)
{
  g_assert_cmpfloat (fabs (drawn - expected / length), <=, room + 1e-6);
}

/* Each column, and the sums of all together. */
static void
assert_run (const PolluxScene   *scene,
            const PolluxLod     *lod,
            const PolluxSceneRun *run,
            const Truth         *truth,
            gboolean             shared)
{
  double busy = 0, wait = 0;
  guint64 n_polls = 0, n_starts = 0, n_overlaps = 0;

  for (guint i = 0; i < run->n; i++)
    {
      const PolluxSceneColumn *column = pollux_scene_get_column (scene, run->first + i);
      const Truth *expected = &truth[run->lod + i];
      double length = lod->bounds[run->lod + i + 1] - lod->bounds[run->lod + i];
      double x = pollux_viewport_time_to_x (&scene->viewport, lod->bounds[run->lod + i]);

      g_assert_cmpfloat (fabs (HEADER + x - run->x - i * run->step), <=, 1 + 1e-6);
      assert_share (column->busy, expected->busy, length, shared ? 0.125 : 0);
      assert_share (column->wait, expected->wait, length, shared ? 0.125 : 0);
      g_assert_cmpint (column->longest_poll, >=, expected->longest_poll);
      g_assert_cmpint (column->longest_wait, >=, expected->longest_wait);
      if (!shared)
        {
          g_assert_cmpuint (column->n_polls, ==, expected->n_polls);
          g_assert_cmpint (column->longest_poll, ==, expected->longest_poll);
          g_assert_cmpint (column->longest_wait, ==, expected->longest_wait);
        }
      busy += column->busy - expected->busy / length;
      wait += column->wait - expected->wait / length;
      n_polls += column->n_polls;
      n_starts += expected->n_starts;
      n_overlaps += expected->n_polls;
    }

  g_assert_cmpfloat (fabs (busy), <=, 0.125 + 1e-6 * run->n);
  g_assert_cmpfloat (fabs (wait), <=, 0.125 + 1e-6 * run->n);
  g_assert_cmpuint (n_polls, >=, n_starts);
  g_assert_cmpuint (n_polls, <=, n_overlaps);
}

/* --- bars --------------------------------------------------------------- */

static double
get_x (const PolluxScene *scene,
       PolluxTime         time)
{
  return pollux_scene_time_to_x (scene, time);
}

static PolluxRange
get_section (const PolluxLane     *lane,
             const PolluxSceneBar *bar)
{
  PolluxPoll poll;

  if (bar->kind == POLLUX_BAR_UNANSWERED)
    return pollux_lane_get_unanswered (lane);

  pollux_lane_get_poll (lane, bar->index, &poll);
  if (bar->kind < POLLUX_BAR_SCHEDULED)
    {
      g_assert_cmpint (bar->kind == POLLUX_BAR_OPEN, ==, (poll.flags & POLLUX_POLL_OPEN) != 0);
      return (PolluxRange) { poll.start, poll.end };
    }

  g_assert_cmpint (bar->kind == POLLUX_BAR_SPAWN, ==,
                   (poll.flags & POLLUX_POLL_SPAWN_DELAY) != 0);
  return (PolluxRange) { poll.start - poll.wait, poll.start };
}

/* A bar is as long as its section and where it is; only where a crowd begins
 * or ends it is cut. */
static void
assert_bar (const PolluxScene     *scene,
            const PolluxSceneLane *out,
            const PolluxLane      *lane,
            const PolluxSceneBar  *bar)
{
  PolluxRange section = get_section (lane, bar);
  double x0 = get_x (scene, section.begin), x1 = get_x (scene, section.end);

  g_assert_cmpint (bar->length, ==, section.end - section.begin);
  g_assert_cmpfloat (bar->x0, >=, x0 - MOVED);
  g_assert_cmpfloat (bar->x1, <=, MAX (x1, x0 + 1) + MOVED);

  for (guint i = 0; i < out->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, out->runs.first + i);
      double right = run->x + run->n * run->step;

      if (right > x0 && right <= bar->x0 + MOVED)
        x0 = right;
      if (run->x < x1 && run->x >= bar->x1 - MOVED)
        x1 = run->x;
    }
  g_assert_cmpfloat (bar->x0, <=, MAX (x0, HEADER) + MOVED);
  g_assert_cmpfloat (bar->x1, >=, MIN (x1, HEADER + scene->viewport.width) - MOVED);
}

/* In order, at least a pixel wide, and two polls side by side that have the
 * room are two bars to the eye. */
static void
assert_bars (const PolluxScene     *scene,
             const PolluxSceneLane *out,
             const PolluxLane      *lane)
{
  const PolluxSceneBar *last = NULL;

  for (guint i = 0; i < out->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, out->bars.first + i);

      assert_bar (scene, out, lane, bar);
      g_assert_cmpfloat (bar->x1 - bar->x0, >=, 1 - 1e-6);
      if (last != NULL)
        g_assert_cmpfloat (bar->x0, >=, last->x1 - 1e-6);
      if (last != NULL && bar->kind < POLLUX_BAR_SCHEDULED && last->kind < POLLUX_BAR_SCHEDULED &&
          bar->index == last->index + 1 && bar->x1 - last->x1 >= 2.001)
        g_assert_cmpfloat (bar->x0 - last->x1, >=, 1 - 1e-6);
      last = bar;
    }
}

/* --- nothing is invisible ------------------------------------------------ */

static gboolean
is_in_run (const PolluxScene     *scene,
           const PolluxSceneLane *out,
           guint                  column,
           gint64                 length,
           gboolean               wait)
{
  for (guint i = 0; i < out->runs.n; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, out->runs.first + i);
      const PolluxSceneColumn *drawn;

      if (column < run->lod || column >= run->lod + run->n)
        continue;
      drawn = pollux_scene_get_column (scene, run->first + column - run->lod);
      if (wait)
        return drawn->wait > 0 && drawn->longest_wait >= length;
      return drawn->n_polls > 0 && drawn->longest_poll >= length;
    }

  return FALSE;
}

/* Whether a bar of @index stands at the pixel(s) of the column, or so near as
 * it may have been moved. */
static gboolean
is_in_bar (const PolluxScene     *scene,
           const PolluxSceneLane *out,
           double                 x,
           guint                  index,
           gboolean               wait)
{
  for (guint i = 0; i < out->bars.n; i++)
    {
      const PolluxSceneBar *bar = pollux_scene_get_bar (scene, out->bars.first + i);

      if (bar->index == index && (bar->kind >= POLLUX_BAR_SCHEDULED) == wait &&
          bar->x0 <= x + MOVED && bar->x1 >= x - MOVED)
        return TRUE;
    }

  return FALSE;
}

static void
assert_visible (const Fixture         *fixture,
                const PolluxSceneLane *out,
                PolluxRange            section,
                guint                  index,
                gboolean               wait,
                gboolean               shared)
{
  const PolluxScene *scene = fixture->scene;
  const PolluxLod *lod = &fixture->columns;
  guint from, to, middle;

  if ((wait && section.end <= section.begin) || !get_columns (lod, section, &from, &to))
    return;

  middle = from + (to - from) / 2;
  for (guint i = 0; i < 3; i++)
    {
      guint at = i == 0 ? from : i == 1 ? middle : to;
      PolluxTime time = CLAMP (lod->bounds[at], section.begin, section.end);
      double x = pollux_viewport_time_to_x (&scene->viewport, time);

      /* Closer than 1 ns per pixel the edges of the view cut a column. */
      if (x >= scene->viewport.width ||
          pollux_viewport_time_to_x (&scene->viewport, section.end) < 0)
        continue;
      if (is_in_run (scene, out, at, section.end - section.begin, wait))
        continue;
      /* Of a block that is shared out the neighbour may have it. */
      if (shared && (is_in_run (scene, out, at - 1, section.end - section.begin, wait) ||
                     is_in_run (scene, out, at + 1, section.end - section.begin, wait)))
        continue;
      g_assert_true (is_in_bar (scene, out, HEADER + MAX (x, 0), index, wait));
    }
}

static void
assert_all_visible (const Fixture         *fixture,
                    const PolluxSceneLane *out,
                    const PolluxLane      *lane,
                    gboolean               shared)
{
  for (guint i = 0; i < pollux_lane_get_n_polls (lane); i++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, i, &poll);
      assert_visible (fixture, out, (PolluxRange) { poll.start, poll.end }, i, FALSE, shared);
      assert_visible (fixture, out, (PolluxRange) { poll.start - poll.wait, poll.start }, i, TRUE,
                      shared);
    }
  assert_visible (fixture, out, pollux_lane_get_unanswered (lane), G_MAXUINT, TRUE, shared);
}

/* --- coordinates --------------------------------------------------------- */

static void
assert_x (const PolluxScene *scene,
          double             x)
{
  g_assert_cmpfloat (x, >=, HEADER - POLLUX_SCENE_MARGIN - 2);
  g_assert_cmpfloat (x, <=, HEADER + scene->viewport.width + POLLUX_SCENE_MARGIN + 3);
}

static void
assert_coordinates (const PolluxScene *scene)
{
  for (guint i = 0; i < scene->bars->len; i++)
    {
      assert_x (scene, pollux_scene_get_bar (scene, i)->x0);
      assert_x (scene, pollux_scene_get_bar (scene, i)->x1);
    }
  for (guint i = 0; i < scene->runs->len; i++)
    {
      const PolluxSceneRun *run = pollux_scene_get_run (scene, i);

      /* Whole columns, of which the view may cut the first and the last. */
      g_assert_cmpfloat (run->x, >, HEADER - run->step - 1e-6);
      g_assert_cmpfloat (run->x + run->n * run->step, <,
                         HEADER + scene->viewport.width + 2 * run->step);
    }
  for (guint i = 0; i < scene->marks->len; i++)
    assert_x (scene, pollux_scene_get_mark (scene, i)->x);
  for (guint i = 0; i < scene->ticks->len; i++)
    assert_x (scene, g_array_index (scene->ticks, PolluxSceneTick, i).x);
  for (guint i = 0; i < scene->lanes->len; i++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, i);

      if (lane->flags & POLLUX_LANE_HAS_LIFE)
        {
          assert_x (scene, lane->life_begin);
          assert_x (scene, lane->life_end);
        }
      g_assert_cmpfloat (lane->y, >=, -1000);
      g_assert_cmpfloat (lane->y, <=, 2000);
    }
}

static void
assert_honest (Fixture *fixture)
{
  PolluxScene *scene = fixture->scene;
  PolluxLod *lod = &fixture->columns;
  guint n_lanes = 0;

  pollux_scene_build (scene, &fixture->request);
  pollux_lod_set_viewport (lod, &scene->viewport);
  assert_coordinates (scene);

  for (guint i = 0; i < scene->lanes->len; i++)
    {
      const PolluxSceneLane *out = pollux_scene_get_lane (scene, i);
      const PolluxLane *lane;
      g_autofree Truth *truth = NULL;
      gboolean shared;

      if (out->row.kind != POLLUX_ROW_TASK)
        continue;

      n_lanes++;
      lane = pollux_trace_get_lane (fixture->trace, out->row.task);
      truth = find_truth (lod, lane);
      shared = may_share (lod, lane);
      for (guint r = 0; r < out->runs.n; r++)
        assert_run (scene, lod, pollux_scene_get_run (scene, out->runs.first + r), truth, shared);
      assert_bars (scene, out, lane);
      assert_all_visible (fixture, out, lane, shared);
    }
  g_assert_cmpuint (n_lanes, ==, N_LANES);
}

static void
test_random (void)
{
  guint n_seeds = g_test_slow () ? 400 : 60;

  for (guint32 seed = 0; seed < n_seeds; seed++)
    {
      Fixture fixture;

      init_fixture (&fixture, seed);
      assert_honest (&fixture);
      for (guint view = 0; view < 25; view++)
        {
          look_somewhere (&fixture);
          if (g_test_verbose ())
            g_test_message ("seed %u view %u: %g ns/pixel from %" G_GINT64_FORMAT, seed, view,
                            fixture.request.viewport.scale, fixture.request.viewport.left);
          assert_honest (&fixture);
        }
      clear_fixture (&fixture);
    }
}

/* --- moving -------------------------------------------------------------- */

typedef struct
{
  double x0;
  double x1;
  guint task;
  guint index;
  guint kind;
} Drawn;

/* The bars, and of runs each column that has something, with all pixels. */
static GArray *
get_drawn (const PolluxScene *scene)
{
  GArray *drawn = g_array_new (FALSE, FALSE, sizeof (Drawn));

  for (guint l = 0; l < scene->lanes->len; l++)
    {
      const PolluxSceneLane *lane = pollux_scene_get_lane (scene, l);

      for (guint i = 0; i < lane->bars.n; i++)
        {
          const PolluxSceneBar *bar = pollux_scene_get_bar (scene, lane->bars.first + i);
          Drawn one = { bar->x0, bar->x1, lane->row.task, bar->index, bar->kind };

          g_array_append_val (drawn, one);
        }
      for (guint i = 0; i < lane->runs.n; i++)
        {
          const PolluxSceneRun *run = pollux_scene_get_run (scene, lane->runs.first + i);

          for (guint c = 0; c < run->n; c++)
            {
              const PolluxSceneColumn *column = pollux_scene_get_column (scene, run->first + c);
              Drawn one = { run->x + c * run->step, run->x + (c + 1) * run->step, lane->row.task,
                            column->n_polls, 100 + (guint) (column->busy * 1000) };

              g_array_append_val (drawn, one);
            }
        }
    }

  return drawn;
}

static gboolean
has_drawn (const GArray *drawn,
           const Drawn  *wanted,
           double        moved)
{
  for (guint i = 0; i < drawn->len; i++)
    {
      const Drawn *one = &g_array_index (drawn, Drawn, i);

      if (one->task == wanted->task && one->index == wanted->index &&
          one->kind == wanted->kind && fabs (one->x0 - moved - wanted->x0) < 1e-3 &&
          fabs (one->x1 - moved - wanted->x1) < 1e-3)
        return TRUE;
    }

  return FALSE;
}

/* In a trace of a day, 1 ns (and less) per pixel: a step of a pixel moves
 * everything by a pixel and changes nothing but at the edges. */
static void
test_steps (void)
{
  static const double scales[] = { 1, 1, 0.5, 0.125, 4 };
  guint n_seen = 0;

  for (guint32 seed = 3; seed < 63; seed += 5)
    {
      PolluxViewport *viewport;
      Fixture fixture;

      init_fixture (&fixture, seed);
      viewport = &fixture.request.viewport;
      g_assert_cmpint (pollux_range_length (pollux_trace_get_extent (fixture.trace)), >=, DAY);
      for (guint round = 0; round < 15; round++)
        {
          double scale = scales[round % G_N_ELEMENTS (scales)];
          g_autoptr(GArray) before = NULL;
          g_autoptr(GArray) after = NULL;
          double left, right;

          look (&fixture, scale);
          pollux_scene_build (fixture.scene, &fixture.request);
          before = get_drawn (fixture.scene);
          pollux_viewport_pan (viewport, 1);
          pollux_scene_build (fixture.scene, &fixture.request);
          after = get_drawn (fixture.scene);

          left = HEADER + 16 / MIN (1, scale);
          right = HEADER + WIDTH - 16 / MIN (1, scale);
          for (guint i = 0; i < before->len; i++)
            {
              const Drawn *one = &g_array_index (before, Drawn, i);

              if (one->x0 < left || one->x1 > right)
                continue;
              g_assert_true (has_drawn (after, one, -1));
              n_seen++;
            }
        }
      clear_fixture (&fixture);
    }
  g_assert_cmpuint (n_seen, >, 500);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/honesty/random", test_random);
  g_test_add_func ("/honesty/steps", test_steps);

  return g_test_run ();
}
