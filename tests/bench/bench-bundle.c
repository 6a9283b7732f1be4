/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a bundle of all tasks costs: CPU time to build it, memory, and the
 * columns of 1600 pixels in random views at each zoom.
 *
 * usage: bench-bundle [tasks [polls for each]]
 */

#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "build-trace.h"
#include "pollux-bundle.h"
#include "pollux-lod.h"

#define N_VIEWS 31
#define WIDTH 1600
#define LENGTH (60 * G_GINT64_CONSTANT (1000000000))

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
time_columns (PolluxBundle *bundle,
              PolluxRange   extent,
              const char   *name,
              double        length,
              GRand        *rand)
{
  double times[N_VIEWS];
  PolluxLod lod;

  pollux_lod_init (&lod);
  for (guint i = 0; i < N_VIEWS; i++)
    {
      PolluxTime begin = extent.begin;
      double start;

      if (length < pollux_range_length (extent))
        begin += g_rand_double (rand) * (pollux_range_length (extent) - length);
      pollux_lod_set_range (&lod, (PolluxRange) { begin, begin + (gint64) length }, WIDTH);
      start = now ();
      pollux_lod_add_bundle (&lod, bundle);
      times[i] = now () - start;
    }
  pollux_lod_clear (&lod);

  qsort (times, N_VIEWS, sizeof *times, compare_doubles);
  g_print ("  columns %-10s median %7.3f ms   p95 %7.3f ms\n", name, times[N_VIEWS / 2],
           times[N_VIEWS * 95 / 100]);
}

static PolluxBundle *
build (PolluxTrace *trace,
       gboolean     by_thread)
{
  g_autoptr(PolluxBundleBuild) work = pollux_bundle_build_new (trace, NULL, 0, by_thread);
  double start = now ();
  PolluxBundle *bundle;

  pollux_bundle_build_step (work, 0, NULL);
  bundle = pollux_bundle_build_take (work, 0);
  g_print ("%s: build %.0f ms, %u polls, %.1f bytes each\n", by_thread ? "by thread" : "group",
           now () - start, pollux_bundle_get_n (bundle),
           pollux_bundle_get_memory (bundle) / (double) MAX (1, pollux_bundle_get_n (bundle)));

  return bundle;
}

int
main (int   argc,
      char *argv[])
{
  guint n_tasks = argc > 1 ? atoi (argv[1]) : 10000;
  guint n_polls = argc > 2 ? atoi (argv[2]) : 1000;
  g_autoptr(PolluxTrace) trace = build_random_trace (n_tasks, n_polls, LENGTH, 1);
  PolluxRange extent = pollux_trace_get_extent (trace);
  gint64 length = pollux_range_length (extent);
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (guint by_thread = 0; by_thread < 2; by_thread++)
    {
      g_autoptr(PolluxBundle) bundle = build (trace, by_thread);

      time_columns (bundle, extent, "fit", length, rand);
      time_columns (bundle, extent, "fit/10", length / 10.0, rand);
      time_columns (bundle, extent, "fit/100", length / 100.0, rand);
      time_columns (bundle, extent, "100 us/px", WIDTH * 100e3, rand);
      time_columns (bundle, extent, "1 us/px", WIDTH * 1e3, rand);
    }

  return 0;
}
