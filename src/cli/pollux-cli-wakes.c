/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "pollux-cli-commands.h"
#include "pollux-cli-load.h"
#include "pollux-cli-select.h"
#include "pollux-cli-table.h"
#include "pollux-time-text.h"

/* Rows that are laid out together; later ones may widen a column. */
#define ROWS_AT_ONCE 4096

/* Where a wake is: in a task's lane, or, without a task, among the loose ones. */
typedef struct
{
  PolluxRecord record;
  PolluxTaskIndex task;
  guint index;
} Place;

typedef struct
{
  PolluxWake wake;
  const PolluxTask *task; /* NULL if it is not known */
  const PolluxTask *by;
  PolluxWakerOrigin origin;
  gboolean has_waker;
  guint64 waker;
} Found;

static int
compare_places (const void *a,
                const void *b)
{
  const Place *left = a;
  const Place *right = b;

  return (left->record > right->record) - (left->record < right->record);
}

static void
collect_of_task (PolluxTrace     *trace,
                 PolluxTaskIndex  task,
                 GArray          *places)
{
  const PolluxLane *lane = pollux_trace_get_lane (trace, task);

  for (guint i = 0; i < pollux_lane_get_n_wakes (lane); i++)
    {
      PolluxWake wake;
      Place place = { 0, task, i };

      pollux_lane_get_wake (lane, i, &wake);
      place.record = wake.record;
      g_array_append_val (places, place);
    }
}

/* @tasks: only of these; NULL: all, those of unknown tasks too. */
static GArray *
collect (PolluxTrace  *trace,
         const GArray *tasks)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  guint n_tasks = tasks != NULL ? tasks->len : pollux_trace_get_n_tasks (trace);

  for (guint i = 0; i < n_tasks; i++)
    collect_of_task (trace, tasks != NULL ? g_array_index (tasks, PolluxTaskIndex, i) : i, places);

  for (guint i = 0; tasks == NULL && i < pollux_trace_get_n_loose_wakes (trace); i++)
    {
      PolluxLooseWake loose;
      Place place = { 0, POLLUX_TASK_NONE, i };

      pollux_trace_get_loose_wake (trace, i, &loose);
      place.record = loose.wake.record;
      g_array_append_val (places, place);
    }

  g_array_sort (places, compare_places);

  return places;
}

static void
find (PolluxTrace *trace,
      const Place *place,
      Found       *found)
{
  *found = (Found) { 0 };

  if (place->task == POLLUX_TASK_NONE)
    {
      PolluxLooseWake loose;

      pollux_trace_get_loose_wake (trace, place->index, &loose);
      found->wake = loose.wake;
      found->waker = loose.waker_id;
      found->has_waker = TRUE;
    }
  else
    {
      found->task = pollux_trace_get_task (trace, place->task);
      pollux_lane_get_wake (pollux_trace_get_lane (trace, place->task), place->index,
                            &found->wake);
      found->origin = pollux_trace_get_waker_origin (trace, place->task);
      found->waker = found->task->span_id;
      found->has_waker = (found->task->flags & POLLUX_TASK_HAS_SPAN_ID) != 0;
    }

  if (found->wake.by != POLLUX_TASK_NONE)
    found->by = pollux_trace_get_task (trace, found->wake.by);
}

static const char *
get_op (const Found *found)
{
  return (found->wake.flags & POLLUX_WAKE_BY_REF) != 0 ? "wake_by_ref" : "wake";
}

/* How the task of the wake was found, NULL if it was not. */
static const char *
get_origin (const Found *found)
{
  if (found->task == NULL)
    return NULL;
  if ((found->wake.flags & POLLUX_WAKE_MOVED) != 0)
    return "majority";

  switch (found->origin)
    {
    case POLLUX_WAKER_DIRECT:
      return "record";

    case POLLUX_WAKER_CLONED:
      return "clone";

    case POLLUX_WAKER_ELIMINATED:
      return "elimination";

    case POLLUX_WAKER_ONLY_TASK:
      return "only-task";

    case POLLUX_WAKER_UNRESOLVED:
    default:
      return NULL;
    }
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

/* The line, or else the offset where it is known exactly. */
static void
add_position (PolluxCliJson *json,
              PolluxTrace   *trace,
              PolluxRecord   record,
              gboolean       lines)
{
  PolluxRecord marked;
  guint64 offset;

  if (lines)
    pollux_cli_json_add_count (json, "line", (guint64) record + 1);
  else if (pollux_trace_find_mark (trace, record, &marked, &offset) && marked == record)
    pollux_cli_json_add_count (json, "offset", offset);
  else
    pollux_cli_json_add_null (json, "offset");
}

static void
add_wake (PolluxCliJson        *json,
          PolluxTrace          *trace,
          const PolluxCliFacts *facts,
          const Found          *found,
          gboolean              lines)
{
  g_autofree char *waker = NULL;

  if (found->has_waker)
    waker = g_strdup_printf ("%" G_GUINT64_FORMAT, found->waker);

  pollux_cli_json_begin_object (json, NULL);
  pollux_cli_json_add_time (json, "ns", pollux_cli_facts_since (facts, found->wake.time));
  add_position (json, trace, found->wake.record, lines);
  pollux_cli_json_add_string (json, "waker_id", waker);
  add_id (json, "task_id", found->task);
  pollux_cli_json_add_string (json, "task_known_by", get_origin (found));
  add_id (json, "by_task_id", found->by);
  pollux_cli_json_add_string (json, "op", get_op (found));
  if (found->task != NULL)
    pollux_cli_json_add_boolean (json, "effective",
                                 (found->wake.flags & POLLUX_WAKE_EFFECTIVE) != 0);
  else
    pollux_cli_json_add_null (json, "effective");
  pollux_cli_json_end_object (json);
}

static void
print_json (PolluxTrace     *trace,
            const GArray    *places,
            PolluxCliOutput *output)
{
  g_autoptr (PolluxCliJson) json = pollux_cli_json_new (output);
  gboolean lines = pollux_cli_has_lines (trace);
  PolluxCliFacts facts;

  pollux_cli_facts_init (&facts, trace);
  pollux_cli_json_begin_array (json, NULL);
  for (guint i = 0; i < places->len && pollux_cli_output_is_open (output); i++)
    {
      Found found;

      find (trace, &g_array_index (places, Place, i), &found);
      add_wake (json, trace, &facts, &found, lines);
    }
  pollux_cli_json_end_array (json);
}

/* --- for people ------------------------------------------------------------- */

/* "2 ping", or without an id the name alone. */
static char *
describe_task (PolluxTrace      *trace,
               const PolluxTask *task)
{
  g_autofree char *name = pollux_cli_escape (pollux_trace_get_string (trace, task->name));
  const char *title = *name != '\0' ? name : pollux_task_kind_to_string (task->kind);

  if ((task->flags & POLLUX_TASK_HAS_TOKIO_ID) == 0)
    return g_strdup (title);

  return g_strdup_printf ("%" G_GUINT64_FORMAT " %s", task->tokio_id, title);
}

static char *
describe_waker (PolluxTrace          *trace,
                const PolluxCliFacts *facts,
                const Found          *found)
{
  /* Without polls nothing is known of what a thread did. */
  if (found->by == NULL && !facts->polls)
    return g_strdup ("—");
  if ((found->wake.flags & POLLUX_WAKE_SELF) != 0)
    return g_strdup (_("itself"));
  if (found->by == NULL)
    return g_strdup (_("from outside"));

  return describe_task (trace, found->by);
}

static const char *
describe_effect (const Found *found)
{
  if (found->task == NULL)
    return _("unknown task");
  if ((found->wake.flags & POLLUX_WAKE_EFFECTIVE) != 0)
    return _("effective");

  return _("redundant");
}

static void
add_row (PolluxTrace          *trace,
         const PolluxCliFacts *facts,
         const Found          *found,
         gboolean              lines,
         PolluxCliTable       *table)
{
  gint64 time = pollux_cli_facts_since (facts, found->wake.time);

  pollux_cli_table_take (table, time != POLLUX_TIME_NONE ? pollux_duration_to_exact (time)
                                                         : g_strdup ("—"));
  pollux_cli_table_take (table, g_strdup_printf ("%u", found->wake.record + (lines ? 1 : 0)));
  pollux_cli_table_take (table, found->has_waker
                                  ? g_strdup_printf ("%" G_GUINT64_FORMAT, found->waker)
                                  : g_strdup ("—"));
  pollux_cli_table_take (table, found->task != NULL ? describe_task (trace, found->task)
                                                    : g_strdup ("—"));
  pollux_cli_table_take (table, describe_waker (trace, facts, found));
  pollux_cli_table_add (table, get_op (found));
  pollux_cli_table_add (table, describe_effect (found));
}

static void
print_text (PolluxTrace     *trace,
            const GArray    *places,
            PolluxCliOutput *output)
{
  gboolean lines = pollux_cli_has_lines (trace);
  guint width = pollux_cli_get_terminal_width ();
  const PolluxCliColumn columns[] = {
    { .title = _("Time"), .right = TRUE },
    { .title = lines ? _("Line") : _("Record"), .right = TRUE },
    { .title = _("Waker"), .right = TRUE },
    { .title = _("Task"), .min = 8, .cut = POLLUX_CLI_CUT_MIDDLE },
    { .title = _("Woken by"), .min = 8, .cut = POLLUX_CLI_CUT_MIDDLE },
    { .title = _("Operation") },
    { .title = _("Effect") },
  };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, G_N_ELEMENTS (columns), 2, 0);
  PolluxCliFacts facts;

  pollux_cli_facts_init (&facts, trace);
  for (guint i = 0; i < places->len && pollux_cli_output_is_open (output); i++)
    {
      Found found;

      find (trace, &g_array_index (places, Place, i), &found);
      add_row (trace, &facts, &found, lines, table);
      if (i % ROWS_AT_ONCE == ROWS_AT_ONCE - 1)
        pollux_cli_table_print (table, width, output);
    }
  pollux_cli_table_print (table, width, output);
}

/**
 * pollux_cli_wakes:
 * @options: the line
 * @file: the trace's file, as on the line
 * @trace: the trace
 * @output: where to
 *
 * Lists the wakes in the order of the file; with --tasks those of the tasks
 * that it takes.
 *
 * Returns: an exit status
 */
PolluxCliStatus
pollux_cli_wakes (const PolluxCliOptions *options,
                  const char             *file,
                  PolluxTrace            *trace,
                  PolluxCliOutput        *output)
{
  g_autoptr (GArray) tasks = NULL;
  g_autoptr (GArray) places = NULL;
  g_autoptr (GError) error = NULL;

  if (options->pattern != NULL &&
      !pollux_cli_find_tasks (trace, options->pattern, TRUE, &tasks, &error))
    {
      pollux_cli_complain (file, error->message);
      return POLLUX_CLI_FAILED;
    }

  places = collect (trace, tasks);
  if (options->json)
    print_json (trace, places, output);
  else
    print_text (trace, places, output);

  return POLLUX_CLI_OK;
}
