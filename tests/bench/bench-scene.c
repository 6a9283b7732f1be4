/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a frame costs: 1600x900, lanes of 16 pixels, scene and painting on an
 * image surface apart, CPU time of this thread, median and 95th percentile of
 * random views at each zoom. Every view is another one, so nothing kept from
 * the frame before helps.
 *
 * usage: bench-scene [--views N] [--zoom fit|fit/10|...] [--case 0|1|2|3|4]
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench-trace.h"
#include "pollux-overview.h"
#include "pollux-painter.h"

#define WIDTH 1600
#define HEIGHT 900
#define HEADER 190
#define RULER 28
#define MAX_VIEWS 101

static int n_views = 31;
static int only_case = -1;
static const char *only_zoom;

typedef struct
{
  PolluxTrace *trace;
  PolluxRows *rows;
  PolluxScene *scene;
  PolluxPainter *painter;
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
      pollux_viewport_pan (&request->viewport,
                           g_rand_double_range (bench->rand, -1, 1) *
                           (request->viewport.extent.end / scale));
    }
  request->scroll_y = height > 0 ? floor (g_rand_double_range (bench->rand, 0, height)) : 0;
}

static void
measure (Bench      *bench,
         const char *name,
         double      scale)
{
  double build[MAX_VIEWS], paint[MAX_VIEWS], total[MAX_VIEWS];
  PolluxSceneRequest request = {
    .trace = bench->trace, .rows = bench->rows, .height = HEIGHT, .header_width = HEADER,
    .ruler_height = RULER, .selected = POLLUX_THING_INIT, .hovered = POLLUX_THING_INIT,
    .cursor = POLLUX_TIME_NONE,
  };

  if (only_zoom != NULL && strcmp (only_zoom, name) != 0)
    return;

  pollux_viewport_init (&request.viewport);
  pollux_viewport_set_extent (&request.viewport, pollux_trace_get_extent (bench->trace));
  pollux_viewport_set_width (&request.viewport, WIDTH - HEADER);
  if (scale < 1)
    scale *= request.viewport.scale;

  for (int i = 0; i < n_views; i++)
    {
      cairo_t *cr = cairo_create (bench->surface);
      double begin, middle, end;

      set_view (bench, &request, scale);
      begin = now ();
      pollux_scene_build (bench->scene, &request);
      middle = now ();
      pollux_painter_paint (bench->painter, cr, bench->scene);
      cairo_surface_flush (bench->surface);
      end = now ();
      build[i] = middle - begin;
      paint[i] = end - middle;
      total[i] = end - begin;
      cairo_destroy (cr);
    }

  qsort (build, n_views, sizeof (double), compare_doubles);
  qsort (paint, n_views, sizeof (double), compare_doubles);
  qsort (total, n_views, sizeof (double), compare_doubles);
  g_print ("  %-10s %8.2f %8.2f   %8.2f %8.2f   %8.2f %8.2f\n", name,
           build[n_views / 2], build[n_views * 95 / 100], paint[n_views / 2],
           paint[n_views * 95 / 100], total[n_views / 2], total[n_views * 95 / 100]);
}

static void
measure_overview (Bench *bench)
{
  g_autoptr(PolluxOverview) overview = pollux_overview_new ();
  double begin = now ();

  pollux_overview_restart (overview, bench->trace, WIDTH);
  pollux_overview_run (overview, 0);
  g_print ("  overview: %.1f ms\n", now () - begin);
}

static void
run (guint  n_tasks,
     guint  n_turns,
     guint  n_polls,
     gint64 length)
{
  Bench bench = { bench_trace_new_turns (n_tasks, n_turns, n_polls, length, NULL),
                  pollux_rows_new (), pollux_scene_new (), pollux_painter_new (),
                  cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT),
                  g_rand_new_with_seed (3) };
  double begin = now ();

  pollux_rows_set_lane_height (bench.rows, POLLUX_LANE_COMPACT);
  pollux_rows_set_packed (bench.rows, n_turns > 1);
  pollux_rows_update (bench.rows, bench.trace);
  g_print ("%u tasks with %u polls and wakes each, %g s, %u in a row "
           "(rows %.1f ms)\n"
           "  %-10s %17s   %17s   %17s\n  %-10s %8s %8s   %8s %8s   %8s %8s\n",
           n_tasks, n_polls, length / 1e9, n_turns, now () - begin, "", "scene [ms]", "paint [ms]",
           "both [ms]", "ns/pixel", "median", "p95", "median", "p95", "median", "p95");
  measure (&bench, "fit", 0.99999);
  measure (&bench, "fit/10", 0.1);
  measure (&bench, "fit/100", 0.01);
  measure (&bench, "100 us", 1e5);
  measure (&bench, "1 us", 1e3);
  measure_overview (&bench);

  g_object_unref (bench.trace);
  pollux_rows_free (bench.rows);
  pollux_scene_free (bench.scene);
  pollux_painter_free (bench.painter);
  cairo_surface_destroy (bench.surface);
  g_rand_free (bench.rand);
}

int
main (int   argc,
      char *argv[])
{
  static const struct { guint n_tasks, n_turns, n_polls; gint64 length; } cases[] = {
    { 50, 1, 1000, G_GINT64_CONSTANT (10000000000) },
    { 50, 1, 200000, G_GINT64_CONSTANT (100000000000) },
    { 10000, 1, 1000, G_GINT64_CONSTANT (100000000000) },
    /* As many tasks in a row as are just drawn one by one, and as there are pixels. */
    { 100 * 85, 85, 10, G_GINT64_CONSTANT (100000000000) },
    { 100 * 1400, 1400, 10, G_GINT64_CONSTANT (100000000000) },
  };

  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--views") == 0 && i + 1 < argc)
        n_views = atoi (argv[++i]);
      else if (strcmp (argv[i], "--zoom") == 0 && i + 1 < argc)
        only_zoom = argv[++i];
      else if (strcmp (argv[i], "--case") == 0 && i + 1 < argc)
        only_case = atoi (argv[++i]);
    }

  n_views = CLAMP (n_views, 1, MAX_VIEWS);

  g_print ("%dx%d, %d lanes, %d random views at each zoom, thread CPU time\n", WIDTH, HEIGHT,
           (HEIGHT - RULER) / POLLUX_LANE_COMPACT, n_views);
  for (int i = 0; i < (int) G_N_ELEMENTS (cases); i++)
    if (only_case < 0 || only_case == i)
      run (cases[i].n_tasks, cases[i].n_turns, cases[i].n_polls, cases[i].length);

  return 0;
}
