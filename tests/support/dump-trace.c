/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Prints what a recording says, in words that do not depend on how its records
 * are written: no record numbers, no order of tasks but that of their ids.
 * Recordings of the same program in different forms give the same text.
 */

#include "config.h"

#include "pollux-loader.h"

static gint64
number_of (PolluxTrace     *trace,
           PolluxTaskIndex  task)
{
  return task == POLLUX_TASK_NONE ? -1 : (gint64) pollux_trace_get_task (trace, task)->tokio_id;
}

static void
print_lane (PolluxTrace     *trace,
            PolluxTaskIndex  task)
{
  const PolluxLane *lane = pollux_trace_get_lane (trace, task);

  for (guint i = 0; i < pollux_lane_get_n_polls (lane); i++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, i, &poll);
      g_print ("poll %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " wait %" G_GINT64_FORMAT
               " flags %x\n", poll.start, poll.end, poll.wait, poll.flags);
    }
  for (guint i = 0; i < pollux_lane_get_n_wakes (lane); i++)
    {
      PolluxWake wake;

      pollux_lane_get_wake (lane, i, &wake);
      g_print ("wake %" G_GINT64_FORMAT " by %" G_GINT64_FORMAT " flags %x\n", wake.time,
               number_of (trace, wake.by), wake.flags);
    }
  for (guint i = 0; i < pollux_lane_get_n_events (lane); i++)
    {
      PolluxLogEvent event;

      pollux_trace_get_event (trace, pollux_lane_get_event (lane, i), &event);
      g_print ("event %" G_GINT64_FORMAT " level %d\n", event.time, event.level);
    }
}

static void
print_spans (PolluxTrace     *trace,
             PolluxTaskIndex  task)
{
  for (guint i = 0; i < pollux_trace_get_n_task_spans (trace, task); i++)
    {
      const PolluxSpan *span = pollux_trace_get_span (trace, pollux_trace_get_task_span (trace,
                                                                                         task, i));

      g_print ("span %s depth %u kind %d from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT "\n",
               pollux_trace_get_string (trace, span->name), span->depth, span->kind,
               span->created, span->closed);
    }
  for (guint i = 0; i < pollux_trace_get_n_span_sections (trace, task); i++)
    {
      PolluxSpanSection section;

      pollux_trace_get_span_section (trace, task, i, &section);
      g_print ("section %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " of %s\n", section.start,
               section.end, pollux_trace_get_string (trace,
                                                     pollux_trace_get_span (trace, section.span)
                                                       ->name));
    }
}

static void
print_task (PolluxTrace     *trace,
            PolluxTaskIndex  index)
{
  const PolluxTask *task = pollux_trace_get_task (trace, index);
  g_autofree char *name = g_strescape (pollux_trace_get_string (trace, task->name), NULL);

  g_print ("task %" G_GUINT64_FORMAT " kind %d \"%s\" at %s by %" G_GINT64_FORMAT " from %"
           G_GINT64_FORMAT " to %" G_GINT64_FORMAT "\n", task->tokio_id, task->kind, name,
           pollux_trace_get_string (trace, task->location), number_of (trace, task->spawner),
           task->spawned, task->ended);
  print_lane (trace, index);
  print_spans (trace, index);
}

static void
print_loose (PolluxTrace *trace)
{
  for (guint i = 0; i < pollux_trace_get_n_loose_wakes (trace); i++)
    {
      PolluxLooseWake loose;

      pollux_trace_get_loose_wake (trace, i, &loose);
      g_print ("loose wake %" G_GINT64_FORMAT " of %" G_GUINT64_FORMAT " by %" G_GINT64_FORMAT
               "\n", loose.wake.time, loose.waker_id, number_of (trace, loose.wake.by));
    }
  for (guint i = 0; i < pollux_trace_get_n_loose_events (trace); i++)
    {
      PolluxLogEvent event;

      pollux_trace_get_event (trace, pollux_trace_get_loose_event (trace, i), &event);
      g_print ("loose event %" G_GINT64_FORMAT " level %d\n", event.time, event.level);
    }
  print_spans (trace, POLLUX_TASK_NONE);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b,
                 gpointer      trace)
{
  gint64 left = number_of (trace, *(const guint *) a);
  gint64 right = number_of (trace, *(const guint *) b);

  return (left > right) - (left < right);
}

static void
print_trace (PolluxTrace *trace)
{
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  g_print ("complete %d foreign %" G_GUINT64_FORMAT " clones %" G_GUINT64_FORMAT " drops %"
           G_GUINT64_FORMAT "\n", pollux_trace_is_complete (trace),
           pollux_trace_get_counter (trace, POLLUX_COUNTER_FOREIGN), totals.n_waker_clones,
           totals.n_waker_drops);
  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_numbers, trace);
  for (guint i = 0; i < order->len; i++)
    print_task (trace, g_array_index (order, guint, i));
  print_loose (trace);
}

int
main (int   argc,
      char *argv[])
{
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (argv[i]);
      g_autoptr (PolluxLoader) loader = pollux_loader_new (file);
      g_autoptr (PolluxTrace) trace = pollux_trace_new ();
      g_autoptr (GError) error = NULL;

      if (!pollux_loader_load (loader, trace, NULL, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      print_trace (trace);
    }

  return 0;
}
