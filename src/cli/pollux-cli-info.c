/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-cli-commands.h"
#include "pollux-cli-load.h"
#include "pollux-cli-table.h"
#include "pollux-cli-trust.h"
#include "pollux-reader.h"
#include "pollux-time-text.h"

/* What a command knows of one trace, put together once. */
typedef struct
{
  PolluxTrace *trace;
  PolluxCliFacts facts;
  PolluxTotals totals;
  PolluxTrust trust;
  guint64 n_tasks;
} Info;

static const char *const counter_keys[POLLUX_N_COUNTERS] = {
  [POLLUX_COUNTER_RECORDS] = "records",
  [POLLUX_COUNTER_FOREIGN] = "foreign_records",
  [POLLUX_COUNTER_UNMATCHED_EXITS] = "unmatched_exits",
  [POLLUX_COUNTER_OTHER_SPANS] = "other_span_records",
  [POLLUX_COUNTER_CLOCK_STEPS] = "clock_steps",
  [POLLUX_COUNTER_TIMED] = "timed_records",
  [POLLUX_COUNTER_THREADED] = "threaded_records",
  [POLLUX_COUNTER_LEVELED] = "leveled_records",
  [POLLUX_COUNTER_TARGETED] = "targeted_records",
  [POLLUX_COUNTER_SPANNED] = "spanned_records",
  [POLLUX_COUNTER_NEWS] = "new_records",
  [POLLUX_COUNTER_ENTERS] = "enter_records",
  [POLLUX_COUNTER_EXITS] = "exit_records",
  [POLLUX_COUNTER_CLOSES] = "close_records",
  [POLLUX_COUNTER_RESOURCES] = "resource_records",
  [POLLUX_COUNTER_AMBIGUOUS] = "ambiguous_records",
  [POLLUX_COUNTER_REPAIRED] = "repaired_records",
  [POLLUX_COUNTER_PREFIXED] = "prefixed_records",
  [POLLUX_COUNTER_PROCESSES] = "processes",
  [POLLUX_COUNTER_REUSED] = "reused_task_ids",
  [POLLUX_COUNTER_RUNS] = "further_runs",
  [POLLUX_COUNTER_MAJORITY] = "wakers_by_majority",
};

static void
info_init (Info        *info,
           PolluxTrace *trace)
{
  info->trace = trace;
  info->n_tasks = pollux_trace_get_n_tasks (trace);
  pollux_cli_facts_init (&info->facts, trace);
  pollux_trace_get_totals (trace, &info->totals);
  pollux_trust_compute (trace, &info->trust);

  if (!info->facts.polls || !info->facts.times)
    info->totals.busy = info->totals.scheduled = POLLUX_TIME_NONE;
  if (!info->facts.polls || !info->facts.times || !info->facts.spawns)
    info->totals.spawn_delay = POLLUX_TIME_NONE;
}

static gint64
get_reading (const Info *info,
             PolluxTime  time)
{
  gint64 origin = pollux_trace_get_origin (info->trace);

  return info->facts.times && origin != POLLUX_TIME_NONE ? origin + time : POLLUX_TIME_NONE;
}

static void
add_known_count (PolluxCliJson *json,
                 const char    *key,
                 gboolean       known,
                 guint64        count)
{
  if (known)
    pollux_cli_json_add_count (json, key, count);
  else
    pollux_cli_json_add_null (json, key);
}

static void
add_counts (PolluxCliJson *json,
            const Info    *info)
{
  const PolluxTotals *totals = &info->totals;

  pollux_cli_json_add_count (json, "tasks", info->n_tasks);
  pollux_cli_json_begin_object (json, "tasks_by_kind");
  for (guint kind = 0; kind < POLLUX_N_TASK_KINDS; kind++)
    if (totals->n_tasks_by_kind[kind] > 0)
      pollux_cli_json_add_count (json, pollux_task_kind_to_string (kind),
                                 totals->n_tasks_by_kind[kind]);
  pollux_cli_json_end_object (json);

  add_known_count (json, "polls", info->facts.polls, totals->n_polls);
  add_known_count (json, "open_polls", info->facts.polls, totals->n_open_polls);
  pollux_cli_json_add_count (json, "wakes", totals->n_wakes);
  pollux_cli_json_add_count (json, "wakes_resolved", totals->n_wakes_resolved);
  add_known_count (json, "self_wakes", info->facts.polls, totals->n_self_wakes);
  pollux_cli_json_add_count (json, "waker_clones", totals->n_waker_clones);
  pollux_cli_json_add_count (json, "waker_drops", totals->n_waker_drops);
  pollux_cli_json_add_time (json, "busy_ns", totals->busy);
  pollux_cli_json_add_time (json, "scheduled_ns", totals->scheduled);
  pollux_cli_json_add_time (json, "spawn_delay_ns", totals->spawn_delay);
  pollux_cli_json_add_count (json, "events", totals->n_events);
}

static void
add_trust (PolluxCliJson *json,
           const Info    *info)
{
  pollux_cli_json_begin_object (json, "trust");
  for (guint i = 0; i < POLLUX_N_COUNTERS; i++)
    pollux_cli_json_add_count (json, counter_keys[i], pollux_trace_get_counter (info->trace, i));
  pollux_cli_json_add_count (json, "wakes_unresolved",
                             info->totals.n_wakes - info->totals.n_wakes_resolved);
  pollux_cli_trust_add_json (&info->trust, json);
  pollux_cli_json_end_object (json);
}

static void
add_damage (PolluxCliJson *json,
            PolluxTrace   *trace)
{
  pollux_cli_json_begin_array (json, "damage");

  for (guint i = 0; i < pollux_trace_get_n_damages (trace); i++)
    {
      const PolluxDamage *damage = pollux_trace_get_damage (trace, i);

      pollux_cli_json_begin_object (json, NULL);
      pollux_cli_json_add_count (json, "offset", damage->offset);
      add_known_count (json, "line", damage->line > 0, damage->line);
      add_known_count (json, "records", damage->records > 0, damage->records);
      pollux_cli_json_add_string (json, "message", damage->message);
      pollux_cli_json_end_object (json);
    }

  pollux_cli_json_end_array (json);
}

static void
print_json (const Info      *info,
            PolluxCliOutput *output)
{
  g_autoptr (PolluxCliJson) json = pollux_cli_json_new (output);
  PolluxRange extent = pollux_trace_get_extent (info->trace);
  guint n_threads = pollux_trace_get_n_threads (info->trace);

  pollux_cli_json_begin_object (json, NULL);
  pollux_cli_json_add_string (json, "format", pollux_trace_get_format (info->trace));
  add_counts (json, info);
  pollux_cli_json_add_time (json, "first_ns", get_reading (info, extent.begin));
  pollux_cli_json_add_time (json, "last_ns", get_reading (info, extent.end));
  pollux_cli_json_add_time (json, "duration_ns", info->facts.duration);
  add_known_count (json, "threads", n_threads > 0, n_threads);
  pollux_cli_json_add_boolean (json, "complete", pollux_trace_is_complete (info->trace));
  add_damage (json, info->trace);
  add_trust (json, info);
  pollux_cli_json_end_object (json);
}

/* --- for people ------------------------------------------------------------- */

static const PolluxCliColumn columns[] = { { NULL }, { NULL } };

static void
add_line (PolluxCliTable *table,
          const char     *label,
          char           *text)
{
  pollux_cli_table_add (table, label);
  pollux_cli_table_take (table, text);
}

static char *
describe_count (gboolean known,
                guint64  count)
{
  return known ? pollux_count_to_label (count) : g_strdup ("—");
}

static char *
describe_kinds (const Info *info)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *all = pollux_count_to_label (info->n_tasks);

  g_string_append (text, all);
  for (guint kind = 0; kind < POLLUX_N_TASK_KINDS; kind++)
    if (info->totals.n_tasks_by_kind[kind] > 0)
      {
        g_autofree char *count = pollux_count_to_label (info->totals.n_tasks_by_kind[kind]);

        g_string_append_printf (text, "%s%s %s", text->len == strlen (all) ? " (" : ", ", count,
                                pollux_task_kind_to_string (kind));
      }
  if (text->len > strlen (all))
    g_string_append_c (text, ')');

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_polls (const Info *info)
{
  g_autofree char *all = describe_count (info->facts.polls, info->totals.n_polls);
  g_autofree char *open = pollux_count_to_label (info->totals.n_open_polls);

  if (!info->facts.polls || info->totals.n_open_polls == 0)
    return g_steal_pointer (&all);

  /* Translators: both are counts of polls; open ones have no end in the file. */
  return g_strdup_printf (_("%s (%s open)"), all, open);
}

static char *
describe_wakes (const Info *info)
{
  const PolluxTotals *totals = &info->totals;
  g_autofree char *all = pollux_count_to_label (totals->n_wakes);
  g_autofree char *self = describe_count (info->facts.polls, totals->n_self_wakes);
  g_autofree char *unresolved = pollux_count_to_label (totals->n_wakes - totals->n_wakes_resolved);

  if (totals->n_wakes == 0)
    return g_steal_pointer (&all);

  /* Translators: all three are counts of wakes. */
  return g_strdup_printf (_("%s (%s by the task itself, %s of unknown tasks)"), all, self,
                          unresolved);
}

static char *
describe_wakers (const Info *info)
{
  g_autofree char *clones = pollux_count_to_label (info->totals.n_waker_clones);
  g_autofree char *drops = pollux_count_to_label (info->totals.n_waker_drops);

  /* Translators: how often wakers were cloned and dropped. */
  return g_strdup_printf (_("%s cloned, %s dropped"), clones, drops);
}

/* The statistics have other sums under the same names: they leave out blocking tasks,
 * and have the waits that a task's end cut short. */
static char *
describe_sum (const Info *info,
              gint64      time,
              gboolean    some_were_cut)
{
  g_autofree char *text = pollux_duration_to_exact (time);
  gboolean blocking = info->totals.n_tasks_by_kind[POLLUX_TASK_KIND_BLOCKING] > 0;

  if (time == POLLUX_TIME_NONE || (!blocking && !some_were_cut))
    return g_steal_pointer (&text);

  if (!some_were_cut)
    /* Translators: a duration */
    return g_strdup_printf (_("%s (with blocking tasks)"), text);
  if (!blocking)
    /* Translators: a duration */
    return g_strdup_printf (_("%s (without waits that a task’s end cut short)"), text);

  /* Translators: a duration */
  return g_strdup_printf (_("%s (with blocking tasks, without waits that a task’s end cut short)"),
                          text);
}

static char *
describe_format (PolluxTrace *trace)
{
  const PolluxReaderClass *klass = pollux_formats_find (pollux_trace_get_format (trace));

  return g_strdup (klass != NULL ? _(klass->title) : pollux_trace_get_format (trace));
}

/* The date, or what the recorder's own clock showed. */
static char *
describe_time (const Info *info,
               PolluxTime  time)
{
  gint64 reading = get_reading (info, time);

  if (reading == POLLUX_TIME_NONE)
    return g_strdup ("—");
  if (pollux_trace_get_time_kind (info->trace) == POLLUX_TIME_KIND_EPOCH)
    return pollux_epoch_to_local (reading);

  return pollux_duration_to_exact (reading);
}

static void
add_trust_lines (PolluxCliTable *table,
                 const Info     *info)
{
  const char *labels[POLLUX_N_COUNTERS] = {
    [POLLUX_COUNTER_RECORDS] = _("Records"),
    [POLLUX_COUNTER_FOREIGN] = _("Not understood"),
    [POLLUX_COUNTER_UNMATCHED_EXITS] = _("Exits without an enter"),
    [POLLUX_COUNTER_OTHER_SPANS] = _("Of other spans"),
    [POLLUX_COUNTER_CLOCK_STEPS] = _("Clock stepped back"),
  };

  for (guint i = 0; i < POLLUX_N_COUNTERS; i++)
    if (labels[i] != NULL)
      add_line (table, labels[i],
                pollux_count_to_label (pollux_trace_get_counter (info->trace, i)));
}

static char *
describe_damage (PolluxTrace *trace)
{
  guint n = pollux_trace_get_n_damages (trace);

  if (pollux_trace_is_complete (trace))
    return g_strdup (_("yes"));
  if (n == 0)
    return g_strdup (_("no, it was cut"));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "no, damaged in %u place",
                                       "no, damaged in %u places", n),
                          n);
}

static void
print_text (const Info      *info,
            const char      *file,
            PolluxCliOutput *output)
{
  g_autoptr (PolluxCliTable) table = NULL;
  g_autofree char *title = pollux_cli_get_file_title (file);
  PolluxRange extent = pollux_trace_get_extent (info->trace);
  guint n_threads = pollux_trace_get_n_threads (info->trace);
  PolluxCliCutWaits cut;

  pollux_cli_find_cut_waits (info->trace, NULL, &cut);
  table = pollux_cli_table_new (columns, G_N_ELEMENTS (columns), 2, 2);
  add_line (table, _("Format"), describe_format (info->trace));
  add_line (table, _("Complete"), describe_damage (info->trace));
  add_line (table, _("First record"), describe_time (info, extent.begin));
  add_line (table, _("Last record"), describe_time (info, extent.end));
  add_line (table, _("Duration"), pollux_duration_to_exact (info->facts.duration));
  add_line (table, _("Tasks"), describe_kinds (info));
  add_line (table, _("Polls"), describe_polls (info));
  add_line (table, _("Wakes"), describe_wakes (info));
  add_line (table, _("Wakers"), describe_wakers (info));
  add_line (table, _("Log events"), pollux_count_to_label (info->totals.n_events));
  add_line (table, _("Threads"), describe_count (n_threads > 0, n_threads));
  add_line (table, _("Busy"), describe_sum (info, info->totals.busy, FALSE));
  add_line (table, _("Scheduled"), describe_sum (info, info->totals.scheduled, cut.scheduled));
  add_line (table, _("Spawn delay"),
            describe_sum (info, info->totals.spawn_delay, cut.spawn_delay));
  add_trust_lines (table, info);

  pollux_cli_output_printf (output, "%s\n", title);
  pollux_cli_table_print (table, 0, output);
  pollux_cli_trust_print (&info->trust, pollux_cli_get_terminal_width (), output);
}

/**
 * pollux_cli_info:
 * @options: the line
 * @file: the trace's file, as on the line
 * @trace: the trace
 * @output: where to
 *
 * Says what is in a trace and how much of it can be trusted.
 *
 * Returns: an exit status
 */
PolluxCliStatus
pollux_cli_info (const PolluxCliOptions *options,
                 const char             *file,
                 PolluxTrace            *trace,
                 PolluxCliOutput        *output)
{
  Info info;

  info_init (&info, trace);
  if (options->json)
    print_json (&info, output);
  else
    print_text (&info, file, output);

  return POLLUX_CLI_OK;
}
