/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-cli-commands.h"
#include "pollux-cli-load.h"
#include "pollux-cli-select.h"
#include "pollux-cli-table.h"
#include "pollux-task-figures.h"
#include "pollux-time-text.h"

typedef struct
{
  PolluxTrace *trace;
  PolluxCliFacts facts;
  PolluxSamples *polls;
  PolluxSamples *delays;
  const GArray *tasks; /* PolluxTaskIndex; NULL: all */
} Listing;

static guint
count (const Listing *listing)
{
  return listing->tasks != NULL ? listing->tasks->len : pollux_trace_get_n_tasks (listing->trace);
}

static PolluxTaskIndex
get_task (const Listing *listing,
          guint          index)
{
  return listing->tasks != NULL ? g_array_index (listing->tasks, PolluxTaskIndex, index) : index;
}

static gint64
known (gboolean is_known,
       gint64   time)
{
  return is_known ? time : POLLUX_TIME_NONE;
}

/* Blots out what the file does not record. */
static void
compute (const Listing     *listing,
         PolluxTaskIndex    index,
         PolluxTaskFigures *figures)
{
  const PolluxTask *task = pollux_trace_get_task (listing->trace, index);
  gboolean timed = listing->facts.times && listing->facts.polls;

  pollux_task_figures_compute (listing->trace, index, listing->polls, listing->delays, figures);
  figures->busy = known (timed, figures->busy);
  figures->scheduled = known (timed, figures->scheduled);
  figures->idle = known (timed, figures->idle);
  figures->unfinished = known (timed, figures->unfinished);
  figures->spawn_delay = known (timed && task->spawned != POLLUX_TIME_NONE, figures->spawn_delay);
  figures->longest_poll = known (timed, figures->longest_poll);
  figures->poll_p50 = known (timed, figures->poll_p50);
  figures->poll_p99 = known (timed, figures->poll_p99);
  figures->longest_scheduled = known (timed, figures->longest_scheduled);
  figures->scheduled_p50 = known (timed, figures->scheduled_p50);
  figures->scheduled_p99 = known (timed, figures->scheduled_p99);
}

static void
add_id (PolluxCliJson    *json,
        const char       *key,
        const PolluxTask *task)
{
  if (task != NULL && (task->flags & POLLUX_TASK_HAS_TOKIO_ID) != 0)
    pollux_cli_json_add_count (json, key, task->tokio_id);
  else
    pollux_cli_json_add_null (json, key);
}

static void
add_span_id (PolluxCliJson    *json,
             const PolluxTask *task)
{
  g_autofree char *text = NULL;

  if ((task->flags & POLLUX_TASK_HAS_SPAN_ID) != 0)
    text = g_strdup_printf ("%" G_GUINT64_FORMAT, task->span_id);
  pollux_cli_json_add_string (json, "span_id", text);
}

/* NULL if one process alone wrote the file. */
static const char *
get_process (PolluxTrace      *trace,
             const PolluxTask *task)
{
  const char *process = pollux_trace_get_string (trace, task->process);

  return *process != '\0' ? process : NULL;
}

static void
add_identity (PolluxCliJson    *json,
              const Listing    *listing,
              const PolluxTask *task)
{
  const char *location = pollux_trace_get_string (listing->trace, task->location);

  add_id (json, "task_id", task);
  add_span_id (json, task);
  pollux_cli_json_add_string (json, "name", pollux_trace_get_string (listing->trace, task->name));
  pollux_cli_json_add_string (json, "process", get_process (listing->trace, task));
  pollux_cli_json_add_string (json, "kind", pollux_task_kind_to_string (task->kind));
  pollux_cli_json_add_string (json, "location", *location != '\0' ? location : NULL);
  add_id (json, "spawned_by",
          task->spawner != POLLUX_TASK_NONE
            ? pollux_trace_get_task (listing->trace, task->spawner)
            : NULL);
  pollux_cli_json_add_time (json, "spawned_ns",
                            pollux_cli_facts_since (&listing->facts, task->spawned));
  pollux_cli_json_add_time (json, "ended_ns",
                            pollux_cli_facts_since (&listing->facts, task->ended));
}

static void
add_counts (PolluxCliJson           *json,
            const Listing           *listing,
            const PolluxTask        *task,
            const PolluxTaskFigures *figures)
{
  if (listing->facts.polls)
    {
      pollux_cli_json_add_string (json, "state", pollux_state_to_string (figures->state));
      pollux_cli_json_add_count (json, "polls", figures->n_polls);
      pollux_cli_json_add_boolean (json, "open_poll", figures->open_poll);
      pollux_cli_json_add_count (json, "polls_without_wake", figures->n_unwoken);
      pollux_cli_json_add_count (json, "self_wakes", figures->n_self_wakes);
    }
  else
    {
      pollux_cli_json_add_null (json, "state");
      pollux_cli_json_add_null (json, "polls");
      pollux_cli_json_add_null (json, "open_poll");
      pollux_cli_json_add_null (json, "polls_without_wake");
      pollux_cli_json_add_null (json, "self_wakes");
    }

  pollux_cli_json_add_count (json, "wakes", figures->n_wakes);
  pollux_cli_json_add_count (json, "waker_clones", task->waker_clones);
  pollux_cli_json_add_count (json, "waker_drops", task->waker_drops);
}

/* What the recorder itself says, rounded to three digits. */
static void
add_reported (PolluxCliJson    *json,
              const PolluxTask *task)
{
  pollux_cli_json_add_time (json, "reported_busy_ns", task->reported_busy);
  pollux_cli_json_add_time (json, "reported_idle_ns", task->reported_idle);
}

static void
add_times (PolluxCliJson           *json,
           const PolluxTaskFigures *figures)
{
  pollux_cli_json_add_time (json, "busy_ns", figures->busy);
  pollux_cli_json_add_time (json, "scheduled_ns", figures->scheduled);
  pollux_cli_json_add_time (json, "spawn_delay_ns", figures->spawn_delay);
  pollux_cli_json_add_time (json, "idle_ns", figures->idle);
  pollux_cli_json_add_time (json, "unfinished_ns", figures->unfinished);
  pollux_cli_json_add_time (json, "longest_poll_ns", figures->longest_poll);
  pollux_cli_json_add_time (json, "longest_scheduled_ns", figures->longest_scheduled);
  pollux_cli_json_add_time (json, "poll_p50_ns", figures->poll_p50);
  pollux_cli_json_add_time (json, "poll_p99_ns", figures->poll_p99);
  pollux_cli_json_add_time (json, "scheduled_p50_ns", figures->scheduled_p50);
  pollux_cli_json_add_time (json, "scheduled_p99_ns", figures->scheduled_p99);
}

static void
print_json (const Listing   *listing,
            PolluxCliOutput *output)
{
  g_autoptr (PolluxCliJson) json = pollux_cli_json_new (output);
  guint n = count (listing);

  pollux_cli_json_begin_array (json, NULL);

  for (guint i = 0; i < n && pollux_cli_output_is_open (output); i++)
    {
      PolluxTaskIndex index = get_task (listing, i);
      const PolluxTask *task = pollux_trace_get_task (listing->trace, index);
      PolluxTaskFigures figures;

      compute (listing, index, &figures);
      pollux_cli_json_begin_object (json, NULL);
      add_identity (json, listing, task);
      add_counts (json, listing, task, &figures);
      add_times (json, &figures);
      add_reported (json, task);
      pollux_cli_json_end_object (json);
    }

  pollux_cli_json_end_array (json);
}

/* --- for people ------------------------------------------------------------- */

static void
add_escaped (PolluxCliTable *table,
             PolluxTrace    *trace,
             PolluxString    string)
{
  pollux_cli_table_take (table, pollux_cli_escape (pollux_trace_get_string (trace, string)));
}

static void
add_count_cell (PolluxCliTable *table,
                gboolean        is_known,
                guint64         count)
{
  pollux_cli_table_take (table, is_known ? pollux_count_to_label (count) : g_strdup ("—"));
}

static void
add_duration_cell (PolluxCliTable *table,
                   gint64          duration)
{
  pollux_cli_table_take (table, pollux_duration_to_label (duration));
}

static const char *
get_state_label (PolluxState state)
{
  switch (state)
    {
    case POLLUX_STATE_IDLE:
      return _("idle");

    case POLLUX_STATE_SCHEDULED:
      return _("scheduled");

    case POLLUX_STATE_SPAWNED:
      return _("spawned");

    case POLLUX_STATE_ACTIVE:
      return _("active");

    case POLLUX_STATE_NONE:
    default:
      return _("done");
    }
}

static void
add_row (const Listing   *listing,
         PolluxTaskIndex  index,
         PolluxCliTable  *table)
{
  const PolluxTask *task = pollux_trace_get_task (listing->trace, index);
  gboolean has_id = (task->flags & POLLUX_TASK_HAS_TOKIO_ID) != 0;
  PolluxTaskFigures figures;

  compute (listing, index, &figures);
  pollux_cli_table_take (table, has_id ? g_strdup_printf ("%" G_GUINT64_FORMAT, task->tokio_id)
                                       : g_strdup ("—"));
  if (pollux_trace_get_counter (listing->trace, POLLUX_COUNTER_PROCESSES) > 1)
    add_escaped (table, listing->trace, task->title);
  else
    add_escaped (table, listing->trace, task->name);
  pollux_cli_table_add (table, pollux_task_kind_to_string (task->kind));
  pollux_cli_table_add (table, listing->facts.polls ? get_state_label (figures.state) : "—");
  add_count_cell (table, listing->facts.polls, figures.n_polls);
  add_duration_cell (table, figures.busy);
  add_duration_cell (table, figures.scheduled);
  add_duration_cell (table, figures.spawn_delay);
  add_duration_cell (table, figures.idle);
  add_duration_cell (table, figures.longest_poll);
  add_duration_cell (table, figures.longest_scheduled);
  add_count_cell (table, TRUE, figures.n_wakes);
  add_escaped (table, listing->trace, task->location);
}

static void
print_text (const Listing   *listing,
            PolluxCliOutput *output)
{
  const PolluxCliColumn columns[] = {
    { .title = _("Id"), .right = TRUE },
    { .title = _("Name"), .min = 6, .cut = POLLUX_CLI_CUT_MIDDLE, .optional = TRUE },
    { .title = _("Kind") },
    { .title = _("State") },
    { .title = _("Polls"), .right = TRUE },
    { .title = _("Busy"), .right = TRUE },
    /* Translators: time between a wake and the poll; keep the headings short. */
    { .title = _("Sched."), .right = TRUE },
    /* Translators: time between the creation and the first poll. */
    { .title = _("Spawn"), .right = TRUE },
    { .title = _("Idle"), .right = TRUE },
    /* Translators: the longest poll. */
    { .title = _("Max poll"), .right = TRUE },
    /* Translators: the longest time between a wake and the poll. */
    { .title = _("Max wait"), .right = TRUE },
    { .title = _("Wakes"), .right = TRUE },
    { .title = _("Location"), .min = 10, .cut = POLLUX_CLI_CUT_START, .optional = TRUE },
  };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, G_N_ELEMENTS (columns), 1, 0);
  guint n = count (listing);

  for (guint i = 0; i < n; i++)
    add_row (listing, get_task (listing, i), table);

  pollux_cli_table_print (table, pollux_cli_get_terminal_width (), output);
}

/**
 * pollux_cli_tasks:
 * @options: the line
 * @file: the trace's file, as on the line
 * @trace: the trace
 * @output: where to
 *
 * Lists the tasks that --tasks takes with their figures, in the order of the
 * file.
 *
 * Returns: an exit status
 */
PolluxCliStatus
pollux_cli_tasks (const PolluxCliOptions *options,
                  const char             *file,
                  PolluxTrace            *trace,
                  PolluxCliOutput        *output)
{
  g_autoptr (PolluxSamples) polls = pollux_samples_new ();
  g_autoptr (PolluxSamples) delays = pollux_samples_new ();
  g_autoptr (GArray) tasks = NULL;
  g_autoptr (GError) error = NULL;
  Listing listing = { trace, { 0 }, polls, delays, NULL };

  if (options->pattern != NULL &&
      !pollux_cli_find_tasks (trace, options->pattern, TRUE, &tasks, &error))
    {
      pollux_cli_complain (file, error->message);
      return POLLUX_CLI_FAILED;
    }

  listing.tasks = tasks;
  pollux_cli_facts_init (&listing.facts, trace);
  if (options->json)
    print_json (&listing, output);
  else
    print_text (&listing, output);

  return POLLUX_CLI_OK;
}
