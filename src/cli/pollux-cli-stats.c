/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "pollux-cli-commands.h"
#include "pollux-cli-load.h"
#include "pollux-cli-select.h"
#include "pollux-cli-table.h"
#include "pollux-statistics.h"
#include "pollux-time-text.h"

/* Columns of a terminal for the longest bar of a histogram. */
#define BAR_COLUMNS 40
/* So many empty bins in a row are left out. */
#define SHORTEST_GAP 3

/* --- JSON ------------------------------------------------------------------- */

static void
add_bins (PolluxCliJson            *json,
          const PolluxDistribution *distribution)
{
  pollux_cli_json_begin_array (json, "histogram");

  for (guint i = 0; i < POLLUX_HISTOGRAM_BINS; i++)
    if (distribution->bins[i] > 0)
      {
        pollux_cli_json_begin_object (json, NULL);
        pollux_cli_json_add_time (json, "from_ns", pollux_histogram_bin_begin (i));
        pollux_cli_json_add_time (json, "to_ns",
                                  i + 1 < POLLUX_HISTOGRAM_BINS
                                    ? pollux_histogram_bin_begin (i + 1)
                                    : POLLUX_TIME_NONE);
        pollux_cli_json_add_count (json, "count", distribution->bins[i]);
        pollux_cli_json_end_object (json);
      }

  pollux_cli_json_end_array (json);
}

static void
add_distribution (PolluxCliJson            *json,
                  const char               *key,
                  gboolean                  known,
                  const PolluxDistribution *distribution)
{
  if (!known)
    {
      pollux_cli_json_add_null (json, key);
      return;
    }

  pollux_cli_json_begin_object (json, key);
  pollux_cli_json_add_count (json, "count", distribution->count);
  pollux_cli_json_add_count (json, "omitted", distribution->omitted);
  pollux_cli_json_add_boolean (json, "exact", distribution->exact);
  pollux_cli_json_add_time (json, "sum_ns", distribution->sum);
  pollux_cli_json_add_time (json, "min_ns", distribution->min);
  pollux_cli_json_add_time (json, "p50_ns", distribution->p50);
  pollux_cli_json_add_time (json, "p95_ns", distribution->p95);
  pollux_cli_json_add_time (json, "p99_ns", distribution->p99);
  pollux_cli_json_add_time (json, "max_ns", distribution->max);
  add_bins (json, distribution);
  pollux_cli_json_end_object (json);
}

static gint64
known (gboolean is_known,
       gint64   time)
{
  return is_known ? time : POLLUX_TIME_NONE;
}

static void
add_count (PolluxCliJson *json,
           const char    *key,
           gboolean       is_known,
           guint64        count)
{
  if (is_known)
    pollux_cli_json_add_count (json, key, count);
  else
    pollux_cli_json_add_null (json, key);
}

static void
print_json (const PolluxStatistics *statistics,
            const PolluxCliFacts   *facts,
            PolluxRange             shown,
            PolluxCliOutput        *output)
{
  g_autoptr (PolluxCliJson) json = pollux_cli_json_new (output);
  const PolluxLaneSummary *sums = &statistics->summary;
  gboolean timed = facts->times && facts->polls;

  pollux_cli_json_begin_object (json, NULL);
  pollux_cli_json_add_time (json, "from_ns", pollux_cli_facts_since (facts, shown.begin));
  pollux_cli_json_add_time (json, "to_ns", pollux_cli_facts_since (facts, shown.end));
  pollux_cli_json_add_count (json, "tasks", statistics->n_tasks);
  pollux_cli_json_add_time (json, "alive_ns", known (facts->times, sums->alive));
  pollux_cli_json_add_time (json, "busy_ns", known (timed, sums->busy));
  pollux_cli_json_add_time (json, "scheduled_ns", known (timed, sums->scheduled));
  pollux_cli_json_add_time (json, "spawn_delay_ns",
                            known (timed && facts->spawns, sums->spawn_delay));
  pollux_cli_json_add_time (json, "unfinished_ns", known (timed, sums->unfinished));
  pollux_cli_json_add_time (json, "idle_ns", known (timed, sums->idle));
  add_count (json, "polls", facts->polls, sums->n_polls);
  add_count (json, "open_polls", facts->polls, sums->n_open);
  add_count (json, "polls_without_wake", facts->polls, statistics->n_unwoken);
  pollux_cli_json_add_count (json, "wakes", sums->n_wakes);
  add_count (json, "effective_wakes", facts->polls, sums->n_effective_wakes);
  add_count (json, "self_wakes", facts->polls, sums->n_self_wakes);
  add_distribution (json, "poll_times", timed, &statistics->polls);
  add_distribution (json, "scheduled_times", timed, &statistics->delays);
  pollux_cli_json_end_object (json);
}

/* --- for people ------------------------------------------------------------- */

/* Tasks of @trace are left out by their kind if there are any and @tasks has none. */
static gboolean
lacks_blocking (PolluxTrace  *trace,
                const GArray *tasks)
{
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  if (totals.n_tasks_by_kind[POLLUX_TASK_KIND_BLOCKING] == 0)
    return FALSE;

  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    if (pollux_trace_get_task (trace, g_array_index (tasks, PolluxTaskIndex, i))->kind ==
        POLLUX_TASK_KIND_BLOCKING)
      return FALSE;

  return TRUE;
}

static void
print_heading (const PolluxStatistics *statistics,
               const PolluxCliFacts   *facts,
               PolluxRange             shown,
               gboolean                lacks,
               const char             *file,
               PolluxCliOutput        *output)
{
  static const PolluxCliColumn columns[] = { { NULL }, { NULL } };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, 2, 2, 2);
  g_autofree char *title = pollux_cli_get_file_title (file);
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  g_autofree char *length = NULL;
  g_autofree char *tasks = pollux_count_to_label (statistics->n_tasks);

  begin = pollux_duration_to_exact (pollux_cli_facts_since (facts, shown.begin));
  end = pollux_duration_to_exact (pollux_cli_facts_since (facts, shown.end));
  length = pollux_duration_to_exact (known (facts->times, shown.end - shown.begin));

  pollux_cli_table_add (table, _("Range"));
  if (facts->times)
    pollux_cli_table_take (table, g_strdup_printf ("%s – %s (%s)", begin, end, length));
  else
    pollux_cli_table_take (table, g_strdup_printf (_("records %" PRId64 " – "
                                                     "%" PRId64),
                                                   shown.begin, shown.end));
  pollux_cli_table_add (table, _("Tasks"));
  /* Translators: a count of tasks */
  pollux_cli_table_take (table, lacks ? g_strdup_printf (_("%s, without blocking ones"), tasks)
                                      : g_steal_pointer (&tasks));

  pollux_cli_output_printf (output, "%s\n", title);
  pollux_cli_table_print (table, 0, output);
  pollux_cli_output_print (output, "\n");
}

static void
add_state (PolluxCliTable          *table,
           const char              *label,
           gint64                   time,
           const PolluxLaneSummary *sums)
{
  pollux_cli_table_add (table, label);
  pollux_cli_table_take (table, pollux_duration_to_exact (time));
  pollux_cli_table_take (table, time != POLLUX_TIME_NONE ? pollux_cli_share (time, sums->alive)
                                                         : g_strdup ("—"));
}

static void
print_states (const PolluxStatistics *statistics,
              const PolluxCliFacts   *facts,
              gboolean                has_cut,
              PolluxCliOutput        *output)
{
  const PolluxLaneSummary *sums = &statistics->summary;
  gboolean timed = facts->times && facts->polls;
  const PolluxCliColumn columns[] = {
    { .title = _("State") },
    { .title = _("Time"), .right = TRUE },
    { .title = _("Share"), .right = TRUE },
  };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, G_N_ELEMENTS (columns), 2, 2);

  add_state (table, _("Busy"), known (timed, sums->busy), sums);
  add_state (table, _("Scheduled"), known (timed, sums->scheduled), sums);
  add_state (table, _("Spawn delay"), known (timed && facts->spawns, sums->spawn_delay), sums);
  add_state (table, _("Unfinished"), known (timed, sums->unfinished), sums);
  add_state (table, _("Idle"), known (timed, sums->idle), sums);
  add_state (table, _("Alive"), known (facts->times, sums->alive), sums);

  pollux_cli_table_print (table, 0, output);
  if (has_cut)
    pollux_cli_output_printf (output, "  %s\n",
                              _("(With the waits that the end of a task cut short.)"));
  pollux_cli_output_print (output, "\n");
}

static void
print_counts (const PolluxStatistics *statistics,
              const PolluxCliFacts   *facts,
              PolluxCliOutput        *output)
{
  static const PolluxCliColumn columns[] = { { NULL }, { .right = TRUE } };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, 2, 2, 2);
  const PolluxLaneSummary *sums = &statistics->summary;
  const struct
  {
    const char *label;
    gboolean known;
    guint64 count;
  } counts[] = {
    { _("Polls"), facts->polls, sums->n_polls },
    { _("without an end"), facts->polls, sums->n_open },
    { _("without a recorded wake"), facts->polls, statistics->n_unwoken },
    { _("Wakes"), TRUE, sums->n_wakes },
    { _("that made the task due"), facts->polls, sums->n_effective_wakes },
    { _("by the task itself"), facts->polls, sums->n_self_wakes },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      pollux_cli_table_take (table, g_strconcat (i % 3 == 0 ? "" : "  ", counts[i].label, NULL));
      pollux_cli_table_take (table, counts[i].known ? pollux_count_to_label (counts[i].count)
                                                    : g_strdup ("—"));
    }

  pollux_cli_table_print (table, 0, output);
  pollux_cli_output_print (output, "\n");
}

/* A percentile that is not exact says so. */
static char *
describe_percentile (const PolluxDistribution *distribution,
                     gint64                    value)
{
  g_autofree char *text = NULL;

  if (distribution->exact || value == POLLUX_TIME_NONE)
    return pollux_duration_to_exact (value);

  text = pollux_duration_to_label (value);

  return g_strconcat ("≈ ", text, NULL);
}

static void
add_length_rows (PolluxCliTable           *table,
                 const PolluxDistribution *polls,
                 const PolluxDistribution *delays)
{
  pollux_cli_table_add (table, _("Shortest"));
  pollux_cli_table_take (table, pollux_duration_to_exact (polls->min));
  pollux_cli_table_take (table, pollux_duration_to_exact (delays->min));
  pollux_cli_table_add (table, _("Median"));
  pollux_cli_table_take (table, describe_percentile (polls, polls->p50));
  pollux_cli_table_take (table, describe_percentile (delays, delays->p50));
  pollux_cli_table_add (table, "95 %");
  pollux_cli_table_take (table, describe_percentile (polls, polls->p95));
  pollux_cli_table_take (table, describe_percentile (delays, delays->p95));
  pollux_cli_table_add (table, "99 %");
  pollux_cli_table_take (table, describe_percentile (polls, polls->p99));
  pollux_cli_table_take (table, describe_percentile (delays, delays->p99));
  pollux_cli_table_add (table, _("Longest"));
  pollux_cli_table_take (table, pollux_duration_to_exact (polls->max));
  pollux_cli_table_take (table, pollux_duration_to_exact (delays->max));
}

static void
print_distributions (const PolluxStatistics *statistics,
                     PolluxCliOutput        *output)
{
  const PolluxDistribution *polls = &statistics->polls;
  const PolluxDistribution *delays = &statistics->delays;
  const PolluxCliColumn columns[] = {
    { .title = "" },
    { .title = _("Poll times"), .right = TRUE },
    { .title = _("Scheduled times"), .right = TRUE },
  };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, G_N_ELEMENTS (columns), 2, 2);

  pollux_cli_table_add (table, _("Count"));
  pollux_cli_table_take (table, pollux_count_to_label (polls->count));
  pollux_cli_table_take (table, pollux_count_to_label (delays->count));
  pollux_cli_table_add (table, _("Left out"));
  pollux_cli_table_take (table, pollux_count_to_label (polls->omitted));
  pollux_cli_table_take (table, pollux_count_to_label (delays->omitted));
  add_length_rows (table, polls, delays);

  pollux_cli_table_print (table, 0, output);
  if (polls->omitted + delays->omitted > 0)
    pollux_cli_output_printf (output, "  %s\n",
                              _("(Left out: began before the range, or have no end.)"));
}

/* "128 – 181 ns": both ends in the unit of each. */
static char *
describe_bin (guint bin)
{
  g_autofree char *begin = pollux_duration_to_label (pollux_histogram_bin_begin (bin));
  g_autofree char *end = NULL;

  if (bin + 1 == POLLUX_HISTOGRAM_BINS)
    return g_strdup_printf ("≥ %s", begin);

  end = pollux_duration_to_label (pollux_histogram_bin_begin (bin + 1));
  if (bin == 0)
    return g_strdup_printf ("< %s", end);

  return g_strdup_printf ("%s – %s", begin, end);
}

/* In eighths of a column, and never nothing for something. */
static char *
draw_bar (guint64 count,
          guint64 largest)
{
  static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
  GString *bar = g_string_new (NULL);
  guint length = (guint) ((double) count / (double) largest * BAR_COLUMNS * 8 + 0.5);

  if (count > 0)
    length = MAX (length, 1);

  for (guint i = 0; i < length / 8; i++)
    g_string_append (bar, "█");
  g_string_append (bar, eighths[length % 8]);

  return g_string_free (bar, FALSE);
}

/* How many bins from @bin to @last hold nothing. */
static guint
count_empty (const PolluxDistribution *distribution,
             guint                     bin,
             guint                     last)
{
  guint n = 0;

  while (bin + n <= last && distribution->bins[bin + n] == 0)
    n++;

  return n;
}

static void
add_bin (PolluxCliTable           *table,
         const PolluxDistribution *distribution,
         guint                     bin,
         guint64                   largest)
{
  pollux_cli_table_take (table, describe_bin (bin));
  pollux_cli_table_take (table, pollux_count_to_label (distribution->bins[bin]));
  pollux_cli_table_take (table, draw_bar (distribution->bins[bin], largest));
}

static void
print_histogram (const char               *title,
                 const PolluxDistribution *distribution,
                 PolluxCliOutput          *output)
{
  static const PolluxCliColumn columns[] = { { .right = TRUE }, { .right = TRUE }, { NULL } };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, G_N_ELEMENTS (columns), 2, 2);
  guint first = POLLUX_HISTOGRAM_BINS;
  guint last = 0;
  guint64 largest = 0;

  for (guint i = 0; i < POLLUX_HISTOGRAM_BINS; i++)
    if (distribution->bins[i] > 0)
      {
        first = MIN (first, i);
        last = i;
        largest = MAX (largest, distribution->bins[i]);
      }

  if (largest == 0)
    return;

  for (guint i = first; i <= last; i++)
    {
      guint empty = count_empty (distribution, i, last);

      /* A long gap takes one line. */
      if (empty < SHORTEST_GAP)
        {
          add_bin (table, distribution, i, largest);
          continue;
        }

      pollux_cli_table_add (table, "⋮");
      pollux_cli_table_add (table, NULL);
      pollux_cli_table_add (table, NULL);
      i += empty - 1;
    }

  pollux_cli_output_printf (output, "\n  %s\n", title);
  pollux_cli_table_print (table, 0, output);
}

static void
print_text (const PolluxStatistics *statistics,
            const PolluxCliFacts   *facts,
            PolluxRange             shown,
            PolluxTrace            *trace,
            const GArray           *tasks,
            const char             *file,
            PolluxCliOutput        *output)
{
  PolluxCliCutWaits cut;

  pollux_cli_find_cut_waits (trace, tasks, &cut);
  print_heading (statistics, facts, shown, lacks_blocking (trace, tasks), file, output);
  print_states (statistics, facts, facts->polls && (cut.spawn_delay || cut.scheduled), output);
  print_counts (statistics, facts, output);

  if (!facts->times || !facts->polls)
    return;

  print_distributions (statistics, output);
  print_histogram (_("Poll times"), &statistics->polls, output);
  print_histogram (_("Scheduled times"), &statistics->delays, output);
}

/**
 * pollux_cli_stats:
 * @options: the line
 * @file: the trace's file, as on the line
 * @trace: the trace
 * @output: where to
 *
 * Sums up a range: the statistics that the window shows.
 *
 * Returns: an exit status
 */
PolluxCliStatus
pollux_cli_stats (const PolluxCliOptions *options,
                  const char             *file,
                  PolluxTrace            *trace,
                  PolluxCliOutput        *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) tasks = NULL;
  PolluxStatistics statistics;
  PolluxCliFacts facts;
  PolluxRange range, shown;

  if (!pollux_cli_get_range (trace, options, &range, &error) ||
      (options->pattern != NULL &&
       !pollux_cli_find_tasks (trace, options->pattern, FALSE, &tasks, &error)))
    {
      pollux_cli_complain (file, error->message);
      return error->domain == G_OPTION_ERROR ? POLLUX_CLI_USAGE : POLLUX_CLI_FAILED;
    }

  /* The last nanosecond belongs to the range; nobody wants to read of it. */
  shown = range;
  shown.end = MIN (range.end, pollux_trace_get_extent (trace).end);

  pollux_cli_facts_init (&facts, trace);
  pollux_statistics_compute (trace, range,
                             tasks != NULL ? (PolluxTaskIndex *) (void *) tasks->data : NULL,
                             tasks != NULL ? tasks->len : 0, &statistics);
  if (options->json)
    print_json (&statistics, &facts, shown, output);
  else
    print_text (&statistics, &facts, shown, trace, tasks, file, output);

  return POLLUX_CLI_OK;
}
