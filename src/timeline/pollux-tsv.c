/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-statistics.h"
#include "pollux-task-figures.h"
#include "pollux-task-sums.h"
#include "pollux-text.h"
#include "pollux-tsv.h"

#define THING_HEADING "kind\ttask\ttask_id\tlocation\tstart_ns\tend_ns\tduration_ns\tthread\n"
#define TASK_HEADING \
  "task\ttask_id\tkind\tlocation\tstate\tspawned_ns\tended_ns\tpolls\tbusy_ns\tscheduled_ns\t" \
  "spawn_delay_ns\tidle_ns\tlongest_poll_ns\tlongest_scheduled_ns\twakes\tself_wakes\n"

/* The clock is looked at once in so many rows. */
#define CHECK 64

static const char * const kind_names[] = {
  [POLLUX_THING_NONE] = "none",
  [POLLUX_THING_TASK] = "task",
  [POLLUX_THING_POLL] = "poll",
  [POLLUX_THING_WAIT] = "wait",
  [POLLUX_THING_IDLE] = "idle",
  [POLLUX_THING_DROP] = "drop",
  [POLLUX_THING_WAKE] = "wake",
  [POLLUX_THING_EVENT] = "event",
  [POLLUX_THING_LOOSE_WAKE] = "wake",
  [POLLUX_THING_SPAN] = "span",
  [POLLUX_THING_FOREIGN] = "line",
};

/* A text of the file in one field. Takes over @text. */
static void
add_text (GString *table,
          char    *text)
{
  g_string_append (table, g_strdelimit (text, "\t\n\r", ' '));
  g_free (text);
}

/* With the tab before it; empty if it is not known. */
static void
add_time (GString *table,
          gint64   time)
{
  g_string_append_c (table, '\t');
  if (time != POLLUX_TIME_NONE)
    g_string_append_printf (table, "%" G_GINT64_FORMAT, time);
}

static void
add_count (GString *table,
           guint64  count)
{
  g_string_append_printf (table, "\t%" G_GUINT64_FORMAT, count);
}

static void
add_id (GString          *table,
        const PolluxTask *task)
{
  g_string_append_c (table, '\t');
  if (task->flags & POLLUX_TASK_HAS_TOKIO_ID)
    g_string_append_printf (table, "%" G_GUINT64_FORMAT, task->tokio_id);
}

static void
add_location (GString          *table,
              PolluxTrace      *trace,
              const PolluxTask *task)
{
  g_string_append_c (table, '\t');
  add_text (table, g_utf8_make_valid (pollux_trace_get_string (trace, task->location), -1));
}

static void
add_section (GString         *table,
             PolluxTrace     *trace,
             const char      *kind,
             PolluxTaskIndex  task,
             PolluxRange      range,
             PolluxThread     thread)
{
  const char *id = NULL;

  g_string_append_printf (table, "%s\t", kind);
  if (task < pollux_trace_get_n_tasks (trace))
    {
      const PolluxTask *record = pollux_trace_get_task (trace, task);

      add_text (table, pollux_text_for_title (trace, task));
      add_id (table, record);
      add_location (table, trace, record);
    }
  else
    g_string_append (table, "\t\t");

  add_time (table, range.begin);
  add_time (table, range.end);
  add_time (table, range.begin != POLLUX_TIME_NONE && pollux_trace_has_times (trace)
                   ? range.end - range.begin : POLLUX_TIME_NONE);
  g_string_append_c (table, '\t');
  if (thread != POLLUX_THREAD_NONE)
    id = pollux_trace_get_thread_id (trace, thread);
  if (id != NULL)
    add_text (table, g_utf8_make_valid (id, -1));
  g_string_append_c (table, '\n');
}

/**
 * pollux_tsv_for_thing:
 *
 * Returns: (transfer full): a heading and a row
 */
char *
pollux_tsv_for_thing (PolluxTrace       *trace,
                      const PolluxThing *thing)
{
  PolluxRange range = pollux_thing_get_range (trace, thing);
  PolluxThread thread = POLLUX_THREAD_NONE;
  GString *table;

  if (thing->kind == POLLUX_THING_TASK)
    return pollux_tsv_for_tasks (trace, &thing->task, 1);

  if (thing->kind == POLLUX_THING_POLL && range.begin != POLLUX_TIME_NONE)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (pollux_trace_get_lane (trace, thing->task), thing->index, &poll);
      thread = poll.thread;
    }

  table = g_string_new (THING_HEADING);
  if (range.begin == POLLUX_TIME_NONE)
    range.end = POLLUX_TIME_NONE;
  add_section (table, trace, kind_names[thing->kind], thing->task, range, thread);

  return g_string_free (table, FALSE);
}

static void
add_task (GString         *table,
          PolluxTrace     *trace,
          PolluxTaskIndex  task)
{
  const PolluxTask *record = pollux_trace_get_task (trace, task);
  gboolean has_times = pollux_trace_has_times (trace);
  PolluxTaskSums sums;

  pollux_task_sums_compute (trace, task, &sums);
  add_text (table, pollux_text_for_title (trace, task));
  add_id (table, record);
  g_string_append_printf (table, "\t%s", pollux_task_kind_to_string (record->kind));
  add_location (table, trace, record);
  g_string_append_printf (table, "\t%s", pollux_state_to_string (sums.state));
  add_time (table, record->spawned);
  add_time (table, record->ended);
  if (!pollux_statistics_has_polls (trace))
    {
      g_string_append (table, "\t\t\t\t\t\t\t\t\n");
      return;
    }

  add_count (table, sums.lane.n_polls);
  add_time (table, has_times ? sums.lane.busy : POLLUX_TIME_NONE);
  add_time (table, has_times ? sums.lane.scheduled : POLLUX_TIME_NONE);
  add_time (table, has_times ? sums.lane.spawn_delay : POLLUX_TIME_NONE);
  add_time (table, has_times ? sums.lane.idle : POLLUX_TIME_NONE);
  add_time (table, has_times ? sums.longest_poll : POLLUX_TIME_NONE);
  add_time (table, has_times ? sums.longest_delay : POLLUX_TIME_NONE);
  add_count (table, sums.lane.n_wakes);
  add_count (table, sums.lane.n_self_wakes);
  g_string_append_c (table, '\n');
}

struct _PolluxTsv
{
  PolluxTrace *trace;
  PolluxTaskIndex *tasks;
  guint n_tasks;
  guint at;                 /* the next task */
  gboolean of_range;
  PolluxRange range;
  guint poll;               /* of that task the next, G_MAXUINT: not looked for yet */
  guint n_rows;
  gboolean full;
  GString *table;
};

static PolluxTsv *
new_table (PolluxTrace           *trace,
           const PolluxTaskIndex *tasks,
           guint                  n,
           const char            *heading)
{
  PolluxTsv *tsv = g_new0 (PolluxTsv, 1);

  tsv->trace = g_object_ref (trace);
  tsv->tasks = g_memdup2 (tasks, n * sizeof *tasks);
  tsv->n_tasks = n;
  tsv->poll = G_MAXUINT;
  tsv->table = g_string_new (heading);

  return tsv;
}

/**
 * pollux_tsv_new_for_tasks:
 * @trace: a reference is kept
 * @tasks: (array length=n): which; copied
 *
 * Returns: (transfer full): a heading, to be followed by a row for each
 */
PolluxTsv *
pollux_tsv_new_for_tasks (PolluxTrace           *trace,
                          const PolluxTaskIndex *tasks,
                          guint                  n)
{
  return new_table (trace, tasks, n, TASK_HEADING);
}

/**
 * pollux_tsv_new_for_range:
 * @trace: a reference is kept
 * @range: half open, ns
 * @tasks: (array length=n): whose sections; copied
 *
 * Returns: (transfer full): a heading, to be followed by a row for each poll
 *   and each wait
 */
PolluxTsv *
pollux_tsv_new_for_range (PolluxTrace           *trace,
                          PolluxRange            range,
                          const PolluxTaskIndex *tasks,
                          guint                  n)
{
  PolluxTsv *tsv = new_table (trace, tasks, n, THING_HEADING);

  tsv->of_range = TRUE;
  tsv->range = range;

  return tsv;
}

/**
 * pollux_tsv_free:
 * @tsv: (nullable) (transfer full): a table
 */
void
pollux_tsv_free (PolluxTsv *tsv)
{
  if (tsv == NULL)
    return;

  g_object_unref (tsv->trace);
  g_free (tsv->tasks);
  if (tsv->table != NULL)
    g_string_free (tsv->table, TRUE);
  g_free (tsv);
}

/**
 * pollux_tsv_free_to_text:
 * @tsv: (transfer full): a table, complete
 *
 * Returns: (transfer full): its text
 */
char *
pollux_tsv_free_to_text (PolluxTsv *tsv)
{
  char *text = g_string_free (g_steal_pointer (&tsv->table), FALSE);

  pollux_tsv_free (tsv);

  return text;
}

static gboolean
is_late (gint64 deadline)
{
  return deadline != 0 && g_get_monotonic_time () >= deadline;
}

/* The waits and polls of the next task from tsv->poll on. Returns %FALSE when it is
 * time to stop; the task is done where tsv->poll is G_MAXUINT. */
static gboolean
add_lane (PolluxTsv *tsv,
          gint64     deadline)
{
  PolluxTaskIndex task = tsv->tasks[tsv->at];
  const PolluxLane *lane = pollux_trace_get_lane (tsv->trace, task);
  guint n = pollux_lane_get_n_polls (lane);

  if (tsv->poll == G_MAXUINT)
    {
      guint first = pollux_lane_find_poll (lane, tsv->range.begin);

      tsv->poll = first > 0 ? first - 1 : 0;
    }

  for (; tsv->poll < n; tsv->poll++)
    {
      PolluxPoll poll;

      pollux_lane_get_poll (lane, tsv->poll, &poll);
      if (poll.start - poll.wait >= tsv->range.end)
        break;
      tsv->full = tsv->n_rows + 2 > POLLUX_TSV_MAX_ROWS;
      if (tsv->full)
        return FALSE;
      if (poll.wait > 0 && poll.start > tsv->range.begin)
        {
          add_section (tsv->table, tsv->trace,
                       poll.flags & POLLUX_POLL_SPAWN_DELAY ? "spawn-delay" : "scheduled", task,
                       (PolluxRange) { poll.start - poll.wait, poll.start }, POLLUX_THREAD_NONE);
          tsv->n_rows++;
        }
      if (poll.start < tsv->range.end &&
          (poll.end > tsv->range.begin || poll.start >= tsv->range.begin))
        {
          add_section (tsv->table, tsv->trace,
                       poll.flags & POLLUX_POLL_OPEN ? "open-poll" : "poll", task,
                       (PolluxRange) { poll.start, poll.end }, poll.thread);
          tsv->n_rows++;
        }
      if (tsv->poll % CHECK == CHECK - 1 && is_late (deadline))
        {
          tsv->poll++;
          return FALSE;
        }
    }

  tsv->poll = G_MAXUINT;
  return TRUE;
}

/* Returns whether the table is complete, or full. */
static gboolean
run_range (PolluxTsv *tsv,
           gint64     deadline)
{
  while (tsv->at < tsv->n_tasks && add_lane (tsv, deadline))
    {
      tsv->at++;
      if (tsv->at % CHECK == 0 && is_late (deadline))
        break;
    }

  if (tsv->full)
    g_string_append_printf (tsv->table, "# cut after %u rows\n", tsv->n_rows);

  return tsv->full || tsv->at == tsv->n_tasks;
}

static gboolean
run_tasks (PolluxTsv *tsv,
           gint64     deadline)
{
  guint n = MIN (tsv->n_tasks, POLLUX_TSV_MAX_ROWS);

  while (tsv->at < n)
    {
      add_task (tsv->table, tsv->trace, tsv->tasks[tsv->at++]);
      if (tsv->at < n && tsv->at % CHECK == 0 && is_late (deadline))
        return FALSE;
    }

  if (tsv->n_tasks > POLLUX_TSV_MAX_ROWS)
    g_string_append_printf (tsv->table, "# cut after %u of %u rows\n", POLLUX_TSV_MAX_ROWS,
                            tsv->n_tasks);

  return TRUE;
}

/**
 * pollux_tsv_run:
 * @deadline: monotonic time in µs; 0 to go on to the end
 *
 * Adds rows. To be called until it is complete, and not again.
 *
 * Returns: whether the table is complete
 */
gboolean
pollux_tsv_run (PolluxTsv *tsv,
                gint64     deadline)
{
  return tsv->of_range ? run_range (tsv, deadline) : run_tasks (tsv, deadline);
}

/**
 * pollux_tsv_for_tasks:
 * @tasks: (array length=n): which
 *
 * Returns: (transfer full): a heading and a row for each
 */
char *
pollux_tsv_for_tasks (PolluxTrace           *trace,
                      const PolluxTaskIndex *tasks,
                      guint                  n)
{
  PolluxTsv *tsv = pollux_tsv_new_for_tasks (trace, tasks, n);

  pollux_tsv_run (tsv, 0);

  return pollux_tsv_free_to_text (tsv);
}

/**
 * pollux_tsv_for_range:
 * @range: half open, ns
 * @tasks: (array length=n): whose sections
 *
 * Returns: (transfer full): a heading and a row for each poll and each wait
 */
char *
pollux_tsv_for_range (PolluxTrace           *trace,
                      PolluxRange            range,
                      const PolluxTaskIndex *tasks,
                      guint                  n)
{
  PolluxTsv *tsv = pollux_tsv_new_for_range (trace, range, tasks, n);

  pollux_tsv_run (tsv, 0);

  return pollux_tsv_free_to_text (tsv);
}
