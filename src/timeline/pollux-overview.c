/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Adds up the columns of all lanes. A lane costs O(columns + log n) by the
 * blocks of its tree, a short-lived one only the columns it lived in; a slice
 * ends a few lanes after its deadline has passed, sooner if they are full. The sums of a run that
 * is not done yet stay apart from those that are shown.
 */

#include "config.h"

#include <math.h>

#include "pollux-lod.h"
#include "pollux-overview.h"

/* How often the clock is looked at: a lane counts as many as it has polls, up to what
 * its columns cost at most, and some for itself. */
#define CLOCK_EVERY 8192
#define MAX_WORK 4096
#define LANE_WORK 512

typedef struct
{
  float busy;
  float scheduled;
} Column;

struct _PolluxOverview
{
  PolluxTrace *trace;
  PolluxLod lod;
  PolluxRange next_extent;
  PolluxTaskIndex next_task;
  gboolean running;

  GArray *columns;   /* of Column: shown */
  PolluxRange extent;
  double peak;
};

/**
 * pollux_overview_new:
 *
 * Returns: (transfer full): an overview without columns
 */
PolluxOverview *
pollux_overview_new (void)
{
  PolluxOverview *overview = g_new0 (PolluxOverview, 1);

  overview->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  pollux_lod_init (&overview->lod);

  return overview;
}

/**
 * pollux_overview_free:
 */
void
pollux_overview_free (PolluxOverview *overview)
{
  g_clear_object (&overview->trace);
  g_array_unref (overview->columns);
  pollux_lod_clear (&overview->lod);
  g_free (overview);
}

/**
 * pollux_overview_restart:
 * @trace: what to add up; a reference is kept
 * @n_columns: into how many parts its extent is cut; fewer if it has fewer
 *   nanoseconds
 *
 * Starts over. What was there before stays visible until the run is done.
 */
void
pollux_overview_restart (PolluxOverview *overview,
                         PolluxTrace    *trace,
                         guint           n_columns)
{
  g_return_if_fail (overview != NULL);
  g_return_if_fail (POLLUX_IS_TRACE (trace));

  g_set_object (&overview->trace, trace);
  overview->next_extent = pollux_trace_get_extent (trace);
  overview->next_task = 0;
  overview->running = TRUE;
  pollux_lod_set_range (&overview->lod, overview->next_extent, MAX (1, n_columns));
}

static void
finish (PolluxOverview *overview)
{
  const PolluxLod *lod = &overview->lod;

  g_array_set_size (overview->columns, lod->n);
  overview->extent = overview->next_extent;
  overview->peak = 0;

  for (guint i = 0; i < lod->n; i++)
    {
      double length = MAX (1, lod->bounds[i + 1] - lod->bounds[i]);
      Column *column = &g_array_index (overview->columns, Column, i);

      column->busy = lod->columns[i].busy / length;
      column->scheduled = lod->columns[i].wait / length;
      overview->peak = MAX (overview->peak, column->busy + column->scheduled);
    }

  overview->running = FALSE;
}

/**
 * pollux_overview_run:
 * @deadline: when to stop, of g_get_monotonic_time(); 0: not before the end
 *
 * Goes on. If tasks were added in between they are added up as well.
 *
 * Returns: %TRUE when it is done and the new columns are shown
 */
gboolean
pollux_overview_run (PolluxOverview *overview,
                     gint64          deadline)
{
  guint n, work = 0;

  g_return_val_if_fail (overview != NULL, TRUE);

  if (!overview->running)
    return TRUE;

  n = pollux_trace_get_n_tasks (overview->trace);
  while (overview->next_task < n)
    {
      PolluxTaskIndex task = overview->next_task++;
      const PolluxLane *lane = pollux_trace_get_lane (overview->trace, task);

      if (!(pollux_trace_get_task (overview->trace, task)->flags & POLLUX_TASK_RUNTIME_WORKER))
        pollux_lod_add_lane (&overview->lod, lane);

      work += LANE_WORK + MIN (pollux_lane_get_n_polls (lane), MAX_WORK);
      if (deadline == 0 || work < CLOCK_EVERY)
        continue;

      work = 0;
      if (g_get_monotonic_time () >= deadline)
        return FALSE;
    }

  finish (overview);

  return TRUE;
}

/**
 * pollux_overview_get_n_columns:
 *
 * Returns: how many columns there are
 */
guint
pollux_overview_get_n_columns (const PolluxOverview *overview)
{
  return overview->columns->len;
}

/**
 * pollux_overview_get:
 * @busy: (out): mean number of tasks that were polled
 * @scheduled: (out): mean number of tasks that waited for a worker
 */
void
pollux_overview_get (const PolluxOverview *overview,
                     guint                 column,
                     double               *busy,
                     double               *scheduled)
{
  g_return_if_fail (column < overview->columns->len);

  *busy = g_array_index (overview->columns, Column, column).busy;
  *scheduled = g_array_index (overview->columns, Column, column).scheduled;
}

/**
 * pollux_overview_get_peak:
 *
 * Returns: the highest sum of both
 */
double
pollux_overview_get_peak (const PolluxOverview *overview)
{
  return overview->peak;
}

/**
 * pollux_overview_get_extent:
 *
 * Returns: the time that the columns cover
 */
PolluxRange
pollux_overview_get_extent (const PolluxOverview *overview)
{
  return overview->extent;
}
