/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A band is known by its id, and up to date while it has the same tasks (told
 * by a hash that does not depend on their order) of the same generation of the
 * trace. One that is not is shown as it was until the next one is ready; while
 * the trace grows that is begun again only after ten times as long as it took.
 *
 * Bands that nobody asks for any more are dropped, the one that was asked for
 * longest ago first, when all together have too many polls.
 */

#include "config.h"

#include "pollux-bands.h"

/* Fewer polls than that are merged at once. */
#define AT_ONCE_POLLS 4096
#define AT_ONCE_TASKS 1024
#define MAX_POLLS (24 * 1000 * 1000)
#define PAUSE_FACTOR 10

typedef struct
{
  PolluxBundle *bundle;
  guint64 digest;          /* of the bundle's tasks */
  guint64 generation;
  PolluxBundleBuild *build;
  guint64 build_digest;
  guint64 build_generation;
  gint64 spent;            /* us of the build */
  gint64 due;
  guint64 used;            /* when it was asked for */
} Band;

struct _PolluxBands
{
  gboolean at_once;
  GHashTable *bands;       /* id: Band */
  PolluxTrace *trace;
  guint n_building;
  guint64 clock;
};

static void
free_band (gpointer data)
{
  Band *band = data;

  g_clear_pointer (&band->bundle, pollux_bundle_unref);
  g_clear_pointer (&band->build, pollux_bundle_build_free);
  g_free (band);
}

/**
 * pollux_bands_new:
 *
 * Returns: (transfer full): without any
 */
PolluxBands *
pollux_bands_new (gboolean at_once)
{
  PolluxBands *bands = g_new0 (PolluxBands, 1);

  bands->at_once = at_once;
  bands->bands = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_band);

  return bands;
}

/**
 * pollux_bands_free:
 */
void
pollux_bands_free (PolluxBands *bands)
{
  g_hash_table_unref (bands->bands);
  g_clear_object (&bands->trace);
  g_free (bands);
}

static guint64
get_digest (const PolluxTaskIndex *tasks,
            guint                  n)
{
  guint64 digest = n;

  for (guint i = 0; i < n; i++)
    {
      guint64 hash = (tasks[i] + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

      hash ^= hash >> 29;
      digest += hash * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
    }

  return digest;
}

static gboolean
is_small (PolluxTrace           *trace,
          const PolluxTaskIndex *tasks,
          guint                  n)
{
  guint64 n_polls = 0;

  if (n > AT_ONCE_TASKS)
    return FALSE;

  for (guint i = 0; i < n && n_polls <= AT_ONCE_POLLS; i++)
    n_polls += pollux_lane_get_n_polls (pollux_trace_get_lane (trace, tasks[i]));

  return n_polls <= AT_ONCE_POLLS;
}

/* Drops what was asked for longest ago, but never @kept. */
static void
make_room (PolluxBands *bands,
           const Band  *kept)
{
  for (;;)
    {
      const gint64 *oldest = NULL;
      guint64 n_polls = 0, used = G_MAXUINT64;
      GHashTableIter iter;
      gpointer key, value;

      g_hash_table_iter_init (&iter, bands->bands);
      while (g_hash_table_iter_next (&iter, &key, &value))
        {
          const Band *band = value;

          n_polls += band->bundle != NULL ? pollux_bundle_get_n (band->bundle) : 0;
          if (band != kept && band->build == NULL && band->used < used)
            {
              used = band->used;
              oldest = key;
            }
        }

      if (n_polls <= MAX_POLLS || oldest == NULL)
        return;
      g_hash_table_remove (bands->bands, oldest);
    }
}

static void
complete (PolluxBands  *bands,
          Band         *band,
          PolluxBundle *bundle)
{
  g_clear_pointer (&band->bundle, pollux_bundle_unref);
  band->bundle = bundle;
  band->digest = band->build_digest;
  band->generation = band->build_generation;
  band->due = g_get_monotonic_time () + band->spent * PAUSE_FACTOR;
  make_room (bands, band);
}

static void
renew (PolluxBands           *bands,
       Band                  *band,
       PolluxTrace           *trace,
       const PolluxTaskIndex *tasks,
       guint                  n,
       guint64                digest)
{
  if (band->build != NULL)
    {
      pollux_bundle_build_free (band->build);
      band->build = NULL;
      bands->n_building--;
    }
  band->build_digest = digest;
  band->build_generation = pollux_trace_get_generation (trace);
  band->spent = 0;

  if (bands->at_once || is_small (trace, tasks, n))
    {
      complete (bands, band, pollux_bundle_new (trace, tasks, n));
      return;
    }

  band->build = pollux_bundle_build_new (trace, tasks, n, FALSE);
  bands->n_building++;
}

static Band *
find_band (PolluxBands *bands,
           PolluxTrace *trace,
           guint64      id)
{
  gint64 key = (gint64) id;
  Band *band;

  if (g_set_object (&bands->trace, trace))
    {
      g_hash_table_remove_all (bands->bands);
      bands->n_building = 0;
    }

  band = g_hash_table_lookup (bands->bands, &key);
  if (band == NULL)
    {
      band = g_new0 (Band, 1);
      g_hash_table_insert (bands->bands, g_memdup2 (&key, sizeof key), band);
    }
  band->used = ++bands->clock;

  return band;
}

/**
 * pollux_bands_get:
 * @id: another for each group or packed row that may be asked for
 * @tasks: (array length=n): in any order
 *
 * Costs O(n), and what a small one costs to be made.
 *
 * Returns: (transfer none) (nullable): their polls
 */
PolluxBundle *
pollux_bands_get (PolluxBands           *bands,
                  PolluxTrace           *trace,
                  guint64                id,
                  const PolluxTaskIndex *tasks,
                  guint                  n)
{
  guint64 digest = get_digest (tasks, n);
  guint64 generation = pollux_trace_get_generation (trace);
  Band *band = find_band (bands, trace, id);
  gboolean paused = !bands->at_once && !pollux_trace_is_finished (trace) &&
                    g_get_monotonic_time () < band->due;

  if (band->bundle != NULL && band->digest == digest && band->generation == generation)
    return band->bundle;

  /* Other tasks: what there is would be wrong. */
  if (band->bundle != NULL && band->digest != digest && band->generation == generation)
    g_clear_pointer (&band->bundle, pollux_bundle_unref);

  if (band->build != NULL && band->build_digest == digest &&
      (band->build_generation == generation || !pollux_trace_is_finished (trace)))
    return band->bundle;
  if (!paused || band->bundle == NULL)
    renew (bands, band, trace, tasks, n, digest);

  return band->bundle;
}

/**
 * pollux_bands_has_work:
 *
 * Returns: whether pollux_bands_step() has anything to do
 */
gboolean
pollux_bands_has_work (const PolluxBands *bands)
{
  return bands->n_building > 0;
}

static Band *
find_build (PolluxBands *bands)
{
  GHashTableIter iter;
  gpointer value;
  Band *newest = NULL;

  g_hash_table_iter_init (&iter, bands->bands);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Band *band = value;

      if (band->build != NULL && (newest == NULL || band->used > newest->used))
        newest = band;
    }

  return newest;
}

/**
 * pollux_bands_step:
 */
gboolean
pollux_bands_step (PolluxBands *bands,
                   gint64       deadline)
{
  gboolean any = FALSE;

  while (bands->n_building > 0)
    {
      gint64 begin = g_get_monotonic_time ();
      Band *band = find_build (bands);
      gboolean done = pollux_bundle_build_step (band->build, deadline, NULL);

      band->spent += g_get_monotonic_time () - begin;
      if (!done)
        break;

      complete (bands, band, pollux_bundle_build_take (band->build, 0));
      g_clear_pointer (&band->build, pollux_bundle_build_free);
      bands->n_building--;
      any = TRUE;
      if (g_get_monotonic_time () >= deadline)
        break;
    }

  return any;
}
