/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The overview: how many tasks were busy and scheduled in each of a fixed
 * number of columns.
 *
 * Lanes are walked from their first poll to their last. Wherever a block of
 * the lane's tree lies in one column, the whole block is added at once, so a
 * lane costs about as many steps as it has columns, however many polls it
 * has. A section that covers many columns is added at its ends only: full
 * columns are counted as differences, which are summed when all is done.
 */

#include "config.h"

#include "pollux-overview.h"

/* How often the clock is looked at. */
#define DEADLINE_STEP 64

typedef struct
{
  double *busy;       /* ns per column, beyond what the differences say */
  double *scheduled;
  double *busy_steps;
  double *scheduled_steps;
} Sums;

struct _PolluxOverview
{
  PolluxTrace *trace;
  PolluxRange extent;
  guint n_columns;
  double width;       /* ns per column */
  Sums sums;
  PolluxTaskIndex task;
  guint poll;
  gboolean running;

  /* What the last complete run gave. */
  PolluxRange shown_extent;
  guint n_shown;
  double *shown_busy;
  double *shown_scheduled;
  double peak;
};

static void
sums_clear (Sums *sums)
{
  g_clear_pointer (&sums->busy, g_free);
  g_clear_pointer (&sums->scheduled, g_free);
  g_clear_pointer (&sums->busy_steps, g_free);
  g_clear_pointer (&sums->scheduled_steps, g_free);
}

/**
 * pollux_overview_new:
 *
 * Returns: (transfer full): an overview without columns
 */
PolluxOverview *
pollux_overview_new (void)
{
  return g_new0 (PolluxOverview, 1);
}

/**
 * pollux_overview_free:
 * @overview: (nullable) (transfer full): an overview
 */
void
pollux_overview_free (PolluxOverview *overview)
{
  if (overview == NULL)
    return;
  g_clear_object (&overview->trace);
  sums_clear (&overview->sums);
  g_free (overview->shown_busy);
  g_free (overview->shown_scheduled);
  g_free (overview);
}

/**
 * pollux_overview_restart:
 * @trace: must not change until pollux_overview_run() returned TRUE; if it
 *   does, restart
 * @n_columns: at least 1
 *
 * Starts over for @n_columns equal parts of the trace's extent.
 */
void
pollux_overview_restart (PolluxOverview *overview, PolluxTrace *trace, guint n_columns)
{
  g_return_if_fail (POLLUX_IS_TRACE (trace));

  n_columns = MAX (n_columns, 1);
  g_set_object (&overview->trace, trace);
  sums_clear (&overview->sums);
  overview->extent = pollux_trace_get_extent (trace);
  overview->n_columns = n_columns;
  overview->width = MAX (1.0, (double) pollux_range_length (overview->extent)) / n_columns;
  overview->sums.busy = g_new0 (double, n_columns);
  overview->sums.scheduled = g_new0 (double, n_columns);
  overview->sums.busy_steps = g_new0 (double, n_columns + 1);
  overview->sums.scheduled_steps = g_new0 (double, n_columns + 1);
  overview->task = 0;
  overview->poll = 0;
  overview->running = TRUE;
}

static guint
column_at (const PolluxOverview *overview, PolluxTime time)
{
  double column = (double) (time - overview->extent.begin) / overview->width;

  return (guint) CLAMP (column, 0, overview->n_columns - 1);
}

static double
column_begin (const PolluxOverview *overview, guint column)
{
  return overview->width * column;
}

/* Adds the ns of [begin, end) to the columns that they lie in. */
static void
add_section (const PolluxOverview *overview, double *parts, double *steps, PolluxTime begin,
             PolluxTime end)
{
  double from, to;
  guint first, last;

  begin = MAX (begin, overview->extent.begin);
  end = MIN (end, overview->extent.end);
  if (end <= begin)
    return;
  first = column_at (overview, begin);
  last = column_at (overview, end);
  from = (double) (begin - overview->extent.begin);
  to = (double) (end - overview->extent.begin);
  if (first == last)
    {
      parts[first] += to - from;
      return;
    }
  parts[first] += column_begin (overview, first + 1) - from;
  parts[last] += to - column_begin (overview, last);
  steps[first + 1] += overview->width;
  steps[last] -= overview->width;
}

static void
add_poll (PolluxOverview *overview, const PolluxLane *lane, guint index)
{
  PolluxPoll poll;

  pollux_lane_get_poll (lane, index, &poll);
  add_section (overview, overview->sums.busy, overview->sums.busy_steps, poll.start, poll.end);
  add_section (overview, overview->sums.scheduled, overview->sums.scheduled_steps,
               poll.start - poll.wait, poll.start);
}

/* Adds the largest block that begins at poll @index and lies in one column.
 * Returns how many polls that were; 0 if there is none. */
static guint
add_block (PolluxOverview *overview, const PolluxLane *lane, guint index)
{
  guint64 span = 1;
  guint taken = 0;
  const PolluxBlock *best = NULL;
  guint column = 0;

  for (guint level = 0; level < pollux_lane_get_n_levels (lane); level++)
    {
      const PolluxBlock *block;

      span *= POLLUX_LANE_FANOUT;
      if (index % span != 0 || index / span >= pollux_lane_get_n_blocks (lane, level))
        break;
      block = pollux_lane_get_block (lane, level, index / span);
      column = column_at (overview, block->first);
      if (column != column_at (overview, block->last))
        break;
      best = block;
      taken = span;
    }
  if (best != NULL)
    {
      column = column_at (overview, best->first);
      overview->sums.busy[column] += best->busy;
      overview->sums.scheduled[column] += best->wait;
    }
  return taken;
}

static void
end_lane (PolluxOverview *overview, const PolluxLane *lane)
{
  PolluxRange unanswered = pollux_lane_get_unanswered (lane);

  add_section (overview, overview->sums.scheduled, overview->sums.scheduled_steps,
               unanswered.begin, unanswered.end);
  overview->task++;
  overview->poll = 0;
}

/* One poll, one block, or the end of one lane. */
static void
step (PolluxOverview *overview)
{
  const PolluxTask *task = pollux_trace_get_task (overview->trace, overview->task);
  const PolluxLane *lane = pollux_trace_get_lane (overview->trace, overview->task);
  guint n_polls = pollux_lane_get_n_polls (lane);
  guint taken;

  if (task->flags & POLLUX_TASK_RUNTIME_WORKER)
    {
      overview->task++;
      return;
    }
  if (overview->poll >= n_polls)
    {
      end_lane (overview, lane);
      return;
    }
  taken = overview->poll % POLLUX_LANE_FANOUT == 0 ? add_block (overview, lane, overview->poll) : 0;
  if (taken == 0)
    {
      add_poll (overview, lane, overview->poll);
      taken = 1;
    }
  overview->poll += taken;
}

static void
show (PolluxOverview *overview)
{
  double busy = 0, scheduled = 0;

  g_free (overview->shown_busy);
  g_free (overview->shown_scheduled);
  overview->shown_busy = g_steal_pointer (&overview->sums.busy);
  overview->shown_scheduled = g_steal_pointer (&overview->sums.scheduled);
  overview->n_shown = overview->n_columns;
  overview->shown_extent = overview->extent;
  overview->peak = 0;
  for (guint i = 0; i < overview->n_columns; i++)
    {
      busy += overview->sums.busy_steps[i];
      scheduled += overview->sums.scheduled_steps[i];
      overview->shown_busy[i] = MAX (0, overview->shown_busy[i] + busy) / overview->width;
      overview->shown_scheduled[i]
          = MAX (0, overview->shown_scheduled[i] + scheduled) / overview->width;
      overview->peak = MAX (overview->peak, overview->shown_busy[i] + overview->shown_scheduled[i]);
    }
  sums_clear (&overview->sums);
}

/**
 * pollux_overview_run:
 * @deadline: µs of g_get_monotonic_time() to stop at, 0 for never
 *
 * Goes on with the computation.
 *
 * Returns: TRUE when it is done and the new columns are shown
 */
gboolean
pollux_overview_run (PolluxOverview *overview, gint64 deadline)
{
  guint n_tasks;

  if (!overview->running)
    return TRUE;
  n_tasks = pollux_trace_get_n_tasks (overview->trace);
  for (guint n = 1; overview->task < n_tasks; n++)
    {
      step (overview);
      if (n % DEADLINE_STEP == 0 && deadline != 0 && g_get_monotonic_time () >= deadline)
        return FALSE;
    }
  show (overview);
  overview->running = FALSE;
  return TRUE;
}

/**
 * pollux_overview_get_n_columns:
 *
 * Returns: how many columns the last complete run gave
 */
guint
pollux_overview_get_n_columns (const PolluxOverview *overview)
{
  return overview->n_shown;
}

/**
 * pollux_overview_get:
 * @busy: (out): mean number of tasks that were being polled
 * @scheduled: (out): mean number of tasks that waited for a worker, the spawn
 *   delay included
 */
void
pollux_overview_get (const PolluxOverview *overview, guint column, double *busy, double *scheduled)
{
  g_return_if_fail (column < overview->n_shown);

  *busy = overview->shown_busy[column];
  *scheduled = overview->shown_scheduled[column];
}

/**
 * pollux_overview_get_peak:
 *
 * Returns: the largest sum of both in a column
 */
double
pollux_overview_get_peak (const PolluxOverview *overview)
{
  return overview->peak;
}

/**
 * pollux_overview_get_extent:
 *
 * Returns: what the columns divide
 */
PolluxRange
pollux_overview_get_extent (const PolluxOverview *overview)
{
  return overview->shown_extent;
}
