/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pollux-cli-facts.h"

#include "pollux-statistics.h"

/**
 * pollux_cli_facts_init:
 * @facts: (out caller-allocates): what @trace records
 * @trace: a trace, loaded
 */
void
pollux_cli_facts_init (PolluxCliFacts *facts,
                       PolluxTrace    *trace)
{
  PolluxRange extent = pollux_trace_get_extent (trace);
  guint n = pollux_trace_get_n_tasks (trace);

  *facts = (PolluxCliFacts) { 0 };
  facts->times = pollux_trace_has_times (trace);
  facts->first = facts->times ? extent.begin : POLLUX_TIME_NONE;
  facts->duration = facts->times ? extent.end - extent.begin : POLLUX_TIME_NONE;
  facts->polls = pollux_statistics_has_polls (trace);
  facts->spawns = n == 0;

  for (PolluxTaskIndex i = 0; i < n && !facts->spawns; i++)
    facts->spawns = pollux_trace_get_task (trace, i)->spawned != POLLUX_TIME_NONE;
}

/**
 * pollux_cli_facts_since:
 * @facts: what the trace records
 * @time: a time of the trace, or %POLLUX_TIME_NONE
 *
 * Returns: ns since the first record; %POLLUX_TIME_NONE if it is not known
 */
gint64
pollux_cli_facts_since (const PolluxCliFacts *facts,
                        PolluxTime            time)
{
  if (!facts->times || time == POLLUX_TIME_NONE)
    return POLLUX_TIME_NONE;

  return time - facts->first;
}

/**
 * pollux_cli_find_cut_waits:
 * @tasks: (nullable) (element-type PolluxTaskIndex): %NULL: all of @trace
 * @cut: (out caller-allocates): set
 *
 * Looks whether the end of a task cut a wait short.
 */
void
pollux_cli_find_cut_waits (PolluxTrace       *trace,
                           const GArray      *tasks,
                           PolluxCliCutWaits *cut)
{
  guint n = tasks != NULL ? tasks->len : pollux_trace_get_n_tasks (trace);

  *cut = (PolluxCliCutWaits) { 0 };
  for (guint i = 0; i < n; i++)
    {
      PolluxTaskIndex task = tasks != NULL ? g_array_index (tasks, PolluxTaskIndex, i) : i;
      const PolluxLane *lane = pollux_trace_get_lane (trace, task);

      if (pollux_trace_get_task (trace, task)->ended == POLLUX_TIME_NONE ||
          pollux_range_length (pollux_lane_get_unanswered (lane)) == 0)
        continue;
      if (pollux_lane_get_n_polls (lane) == 0)
        cut->spawn_delay = TRUE;
      else
        cut->scheduled = TRUE;
    }
}

/**
 * pollux_cli_has_lines:
 * @trace: a trace
 *
 * Returns: whether its format is one record per line, or of several lines
 */
gboolean
pollux_cli_has_lines (PolluxTrace *trace)
{
  return g_str_has_prefix (pollux_trace_get_format (trace), "tracing-") ||
         g_str_equal (pollux_trace_get_format (trace), "tokio-console");
}
