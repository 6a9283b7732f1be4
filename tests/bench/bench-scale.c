/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the size of a trace costs: 1, 10 and 100 million polls in 50, 10,000 and
 * 1,000,000 tasks, each task polled every 10 ms, so that a larger trace of as
 * many tasks is a longer one. A million tasks that are polled once each make a
 * trace of 10 ms then, which does not fill the picture at 100 us a pixel, so a
 * million tasks come once more, polled every 200 ms. Of 50 lanes at 1600x900,
 * for each zoom: the columns (level of detail alone) and the whole picture
 * (scene and painting), median and 95th percentile of random views in ms; bytes
 * per poll and per wake beside the summaries; building in ns per poll. All in
 * CPU time of the thread.
 * Last come the ratios of 100 M to 1 M polls at the same ns per pixel; they
 * count where both traces fill the picture.
 *
 * usage: bench-scale [--all] [--views N] [--largest POLLS]
 *
 * Without --all, 100 million polls are tried in 10,000 tasks only.
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench-trace.h"
#include "pollux-lod.h"
#include "pollux-painter.h"

#define WIDTH 1600
#define HEIGHT 900
#define HEADER 190
#define RULER 28
#define LANES 50
#define MAX_VIEWS 101
#define N_SIZES 3
#define N_COUNTS 4
#define N_ZOOMS 5
#define GOAL_RATIO 1.5
#define GOAL_POLL_BYTES 16.0
#define GOAL_WAKE_BYTES 12.0

static const double sizes[N_SIZES] = { 1e6, 1e7, 1e8 };
static const struct { guint n_tasks; double every; } counts[N_COUNTS] = {
  { 50, 1e7 }, { 10000, 1e7 }, { 1000000, 1e7 }, { 1000000, 2e8 },
};
/* Below 1: a part of the scale at which all is in sight. */
static const struct { const char *name; double scale; } zooms[N_ZOOMS] = {
  { "fit", 0.99999 }, { "1/10", 0.1 }, { "1/100", 0.01 }, { "100 us/px", 1e5 }, { "1 us/px", 1e3 },
};

static int n_views = 21;

typedef struct
{
  PolluxTrace *trace;
  PolluxRows *rows;
  PolluxScene *scene;
  PolluxPainter *painter;
  PolluxLod lod;
  cairo_surface_t *surface;
  GRand *rand;
} Bench;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static void
set_view (Bench              *bench,
          PolluxSceneRequest *request,
          double              scale)
{
  double height = pollux_rows_get_height (bench->rows) - (HEIGHT - RULER);

  pollux_viewport_fit (&request->viewport);
  if (scale < request->viewport.scale)
    {
      pollux_viewport_zoom (&request->viewport, request->viewport.scale / scale,
                            g_rand_double_range (bench->rand, 0, WIDTH - HEADER));
      pollux_viewport_pan (&request->viewport, g_rand_double_range (bench->rand, -1, 1) *
                                               (request->viewport.extent.end / scale));
    }
  request->scroll_y = height > 0 ? floor (g_rand_double_range (bench->rand, 0, height)) : 0;
}

static double
time_columns (Bench                *bench,
              const PolluxViewport *viewport)
{
  guint n = pollux_trace_get_n_tasks (bench->trace);
  guint first = g_rand_int_range (bench->rand, 0, MAX (1, (int) n - LANES + 1));
  double begin = now ();

  pollux_lod_set_viewport (&bench->lod, viewport);
  for (guint i = first; i < MIN (n, first + LANES); i++)
    {
      pollux_lod_reset (&bench->lod);
      pollux_lod_add_lane (&bench->lod, pollux_trace_get_lane (bench->trace, i));
    }

  return now () - begin;
}

static double
time_picture (Bench                    *bench,
              const PolluxSceneRequest *request)
{
  cairo_t *cr = cairo_create (bench->surface);
  double begin = now ();

  pollux_scene_build (bench->scene, request);
  pollux_painter_paint (bench->painter, cr, bench->scene);
  cairo_surface_flush (bench->surface);
  begin = now () - begin;
  cairo_destroy (cr);

  return begin;
}

/* Returns the median of the picture. */
static double
measure (Bench *bench,
         double scale)
{
  double columns[MAX_VIEWS], picture[MAX_VIEWS];
  PolluxSceneRequest request = {
    .trace = bench->trace, .rows = bench->rows, .height = HEIGHT, .header_width = HEADER,
    .ruler_height = RULER, .selected = POLLUX_THING_INIT, .hovered = POLLUX_THING_INIT,
    .cursor = POLLUX_TIME_NONE,
  };

  pollux_viewport_init (&request.viewport);
  pollux_viewport_set_extent (&request.viewport, pollux_trace_get_extent (bench->trace));
  pollux_viewport_set_width (&request.viewport, WIDTH - HEADER);
  if (scale < 1)
    scale *= request.viewport.scale;

  for (int i = 0; i < n_views; i++)
    {
      set_view (bench, &request, scale);
      columns[i] = time_columns (bench, &request.viewport);
      picture[i] = time_picture (bench, &request);
    }

  qsort (columns, n_views, sizeof (double), compare_doubles);
  qsort (picture, n_views, sizeof (double), compare_doubles);
  g_print (" %6.2f %6.2f %6.2f %6.2f |", columns[n_views / 2], columns[n_views * 95 / 100],
           picture[n_views / 2], picture[n_views * 95 / 100]);

  return picture[n_views / 2];
}

static void
run (guint  n_tasks,
     double every,
     double n,
     double medians[N_ZOOMS])
{
  guint n_polls = n / n_tasks;
  double build = 0, poll_bytes, wake_bytes;
  Bench bench = { 0 };

  g_print ("%5.0f M %8u %6.0f |", n / 1e6, n_tasks, every / 1e6);
  if (!bench_trace_fits (n_tasks, n_polls))
    {
      g_print (" skipped: not enough memory\n");
      return;
    }

  bench.trace = bench_trace_new (n_tasks, n_polls, n_polls * every, &build);
  bench_trace_measure (bench.trace, &poll_bytes, &wake_bytes);
  g_print (" %5.0f %5.1f%s %5.1f%s |", build, poll_bytes,
           poll_bytes <= GOAL_POLL_BYTES ? " " : "!", wake_bytes,
           wake_bytes <= GOAL_WAKE_BYTES ? " " : "!");

  bench.rows = pollux_rows_new ();
  bench.scene = pollux_scene_new ();
  bench.painter = pollux_painter_new ();
  bench.surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  bench.rand = g_rand_new_with_seed (3);
  pollux_lod_init (&bench.lod);
  pollux_rows_set_lane_height (bench.rows, POLLUX_LANE_COMPACT);
  pollux_rows_update (bench.rows, bench.trace);
  for (guint i = 0; i < N_ZOOMS; i++)
    medians[i] = measure (&bench, zooms[i].scale);
  g_print ("\n");

  g_object_unref (bench.trace);
  pollux_rows_free (bench.rows);
  pollux_scene_free (bench.scene);
  pollux_painter_free (bench.painter);
  pollux_lod_clear (&bench.lod);
  cairo_surface_destroy (bench.surface);
  g_rand_free (bench.rand);
}

static void
print_head (void)
{
  g_print ("%dx%d, %d lanes, %d random views at each zoom, thread CPU time in ms\n"
           "%7s %8s %6s | %5s %6s %6s |", WIDTH, HEIGHT, LANES, n_views, "", "", "every", "build",
           "bytes", "bytes");
  for (guint i = 0; i < N_ZOOMS; i++)
    g_print (" %-27s |", zooms[i].name);
  g_print ("\n%7s %8s %6s | %5s %6s %6s |", "polls", "tasks", "ms", "ns", "/poll", "/wake");
  for (guint i = 0; i < N_ZOOMS; i++)
    g_print (" %6s %6s %6s %6s |", "columns", "p95", "all", "p95");
  g_print ("\n");
}

/* Only zooms that are the same for all sizes. */
static gboolean
print_ratios (double medians[N_COUNTS][N_SIZES][N_ZOOMS])
{
  gboolean missed = FALSE;

  for (guint c = 0; c < N_COUNTS; c++)
    for (guint z = 0; z < N_ZOOMS; z++)
      {
        double small = medians[c][0][z], large = medians[c][N_SIZES - 1][z];

        double length = sizes[0] / counts[c].n_tasks * counts[c].every;
        double shown = (WIDTH - HEADER) * zooms[z].scale;

        if (zooms[z].scale < 1 || small <= 0 || large <= 0)
          continue;
        g_print ("100 M / 1 M, %u tasks every %.0f ms, %s: %.2f ", counts[c].n_tasks,
                 counts[c].every / 1e6, zooms[z].name, large / small);
        if (length < shown)
          {
            g_print ("(does not count: 1 M end after %.0f ms, %.0f ms are shown)\n", length / 1e6,
                     shown / 1e6);
            continue;
          }
        g_print ("(goal: %.1f) %s\n", GOAL_RATIO, large / small <= GOAL_RATIO ? "pass" : "MISSED");
        missed = missed || large / small > GOAL_RATIO;
      }

  return missed;
}

int
main (int   argc,
      char *argv[])
{
  static double medians[N_COUNTS][N_SIZES][N_ZOOMS];
  gboolean all = FALSE;
  double largest = G_MAXDOUBLE;

  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--all") == 0)
        all = TRUE;
      else if (strcmp (argv[i], "--views") == 0 && i + 1 < argc)
        n_views = atoi (argv[++i]);
      else if (strcmp (argv[i], "--largest") == 0 && i + 1 < argc)
        largest = g_ascii_strtod (argv[++i], NULL);
    }

  n_views = CLAMP (n_views, 1, MAX_VIEWS);
  print_head ();
  for (guint c = 0; c < N_COUNTS; c++)
    for (guint s = 0; s < N_SIZES; s++)
      if (sizes[s] <= largest && (all || s + 1 < N_SIZES || counts[c].n_tasks == 10000))
        run (counts[c].n_tasks, counts[c].every, sizes[s], medians[c][s]);

  return print_ratios (medians);
}
