/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-task-totals.h"

#include "pollux-statistics.h"
#include "pollux-task-sums.h"
#include "pollux-text.h"
#include "pollux-time-text.h"
#include "pollux-trace-text.h"

/* Tasks between two looks at the clock. */
#define BATCH 64

static void
add (PolluxTaskTotals *totals, PolluxTrace *trace, PolluxTaskIndex task)
{
  PolluxTaskSums sums;

  pollux_task_sums_compute (trace, task, &sums);
  if (totals->n == 0)
    totals->longest_poll = totals->longest_delay = POLLUX_TIME_NONE;
  if (sums.longest_poll > totals->longest_poll)
    {
      totals->longest_poll = sums.longest_poll;
      totals->longest_poll_task = task;
    }
  if (sums.longest_delay > totals->longest_delay)
    {
      totals->longest_delay = sums.longest_delay;
      totals->longest_delay_task = task;
    }

  totals->n++;
  totals->n_alive += sums.state != POLLUX_STATE_NONE;
  totals->busy += sums.lane.busy;
  totals->scheduled += sums.lane.scheduled;
  totals->spawn_delay += sums.lane.spawn_delay;
  totals->idle += sums.lane.idle;
  totals->n_polls += sums.lane.n_polls;
  totals->n_wakes += sums.lane.n_wakes;
}

/**
 * pollux_task_totals_run:
 * @tasks: (array length=n): all of them, the same in each call
 * @deadline: monotonic µs, 0 for none
 *
 * Goes on adding up.
 *
 * Returns: TRUE when all are in
 */
gboolean
pollux_task_totals_run (PolluxTaskTotals *totals, PolluxTrace *trace,
                        const PolluxTaskIndex *tasks, guint n, gint64 deadline)
{
  while (totals->n < n)
    {
      if (deadline != 0 && totals->n % BATCH == BATCH - 1 && g_get_monotonic_time () >= deadline)
        {
          add (totals, trace, tasks[totals->n]);
          return totals->n == n;
        }
      add (totals, trace, tasks[totals->n]);
    }

  return TRUE;
}

/* Takes over @value. */
static void
add_row (PolluxDetails *details, const char *name, char *value, PolluxTaskIndex task)
{
  PolluxDetail *detail = g_new0 (PolluxDetail, 1);

  detail->name = g_strdup (name);
  detail->value = value;
  detail->link = (PolluxThing) POLLUX_THING_INIT;
  if (task != POLLUX_TASK_NONE)
    detail->link = (PolluxThing) { POLLUX_THING_TASK, task, 0 };
  g_ptr_array_add (details->rows, detail);
}

static void
add_duration (PolluxDetails *details, PolluxTrace *trace, const char *name, gint64 duration)
{
  add_row (details, name, pollux_trace_text_duration (trace, duration), POLLUX_TASK_NONE);
}

/* The worst is shown with whose it is, which it leads to. */
static void
add_longest (PolluxDetails *details, PolluxTrace *trace, const char *name, gint64 duration,
             PolluxTaskIndex task)
{
  g_autofree char *length = NULL;
  g_autofree char *whose = NULL;

  if (duration == POLLUX_TIME_NONE)
    return;
  length = pollux_trace_text_duration (trace, duration);
  whose = pollux_text_for_task (trace, task);
  /* Translators: a length of time, and the task that it is from. */
  add_row (details, name, g_strdup_printf (_("%s, %s"), length, whose), task);
}

/**
 * pollux_task_totals_describe:
 *
 * Returns: (transfer full): the sums as texts; what was not recorded is left
 *   out, or said to be so
 */
PolluxDetails *
pollux_task_totals_describe (const PolluxTaskTotals *totals, PolluxTrace *trace)
{
  PolluxDetails *details = pollux_details_new_empty ();
  g_autofree char *count = pollux_count_to_label (totals->n);
  g_autofree char *alive = pollux_count_to_label (totals->n_alive);

  details->heading = g_strdup_printf (ngettext ("%s task", "%s tasks", totals->n), count);
  details->subheading = g_strdup (_("Sums over the whole trace"));
  add_row (details, _("Alive at the end"), g_steal_pointer (&alive), POLLUX_TASK_NONE);
  if (!pollux_statistics_has_polls (trace))
    return details;

  add_row (details, _("Polls"), pollux_count_to_label (totals->n_polls), POLLUX_TASK_NONE);
  add_row (details, _("Wakes"), pollux_count_to_label (totals->n_wakes), POLLUX_TASK_NONE);
  if (!pollux_trace_has_times (trace))
    return details;

  add_duration (details, trace, _("Busy"), totals->busy);
  add_duration (details, trace, _("Scheduled"), totals->scheduled);
  add_duration (details, trace, _("Spawn delay"), totals->spawn_delay);
  add_duration (details, trace, _("Idle"), totals->idle);
  add_longest (details, trace, _("Longest poll"), totals->longest_poll,
               totals->longest_poll_task);
  add_longest (details, trace, _("Longest delay"), totals->longest_delay,
               totals->longest_delay_task);
  return details;
}
