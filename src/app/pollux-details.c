/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the model knows of a task, a poll, a wait, a wake or an event, as rows
 * of name and value. Costs O(log n), but for the longest sections of a task,
 * which cost one look at every block of 32 polls.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "pollux-details.h"

#include "pollux-span-rows.h"
#include "pollux-statistics.h"
#include "pollux-task-sums.h"
#include "pollux-text.h"
#include "pollux-time-text.h"
#include "pollux-trace-text.h"

typedef struct
{
  PolluxTrace *trace;
  const PolluxClock *clock;
  PolluxTaskIndex task;
  const PolluxTask *record;
  const PolluxLane *lane;
  PolluxDetails *details;
  gboolean has_polls;
} Builder;

static const PolluxThing nowhere = POLLUX_THING_INIT;

static void
detail_free (PolluxDetail *detail)
{
  g_free (detail->name);
  g_free (detail->value);
  g_free (detail);
}

/* Takes @value. */
static void
add_link (Builder *builder, const char *name, char *value, const PolluxThing *link)
{
  PolluxDetail *detail = g_new (PolluxDetail, 1);

  detail->name = g_strdup (name);
  detail->value = value;
  detail->link = *link;
  g_ptr_array_add (builder->details->rows, detail);
}

static void
add (Builder *builder, const char *name, char *value)
{
  add_link (builder, name, value, &nowhere);
}

static void
add_time (Builder *builder, const char *name, PolluxTime time)
{
  add (builder, name, pollux_trace_text_time (builder->clock, time));
}

static void
add_duration (Builder *builder, const char *name, gint64 duration)
{
  add (builder, name, pollux_trace_text_duration (builder->trace, duration));
}

static void
add_count (Builder *builder, const char *name, guint64 count)
{
  add (builder, name, pollux_count_to_label (count));
}

static void
add_clock (Builder *builder, PolluxTime time)
{
  char *clock = NULL;

  /* Else it was told already. */
  if (!pollux_clock_is_civil (builder->clock))
    clock = pollux_trace_text_clock (builder->trace, time);
  if (clock != NULL)
    add (builder, _("Clock"), clock);
}

/* The poll of @task that runs at @time, for a link; else the task itself. */
static PolluxThing
find_poll_at (PolluxTrace *trace, PolluxTaskIndex task, PolluxTime time)
{
  PolluxThing thing = { POLLUX_THING_TASK, task, 0 };
  PolluxSection section;

  pollux_lane_get_section (pollux_trace_get_lane (trace, task), time, &section);
  if (section.state == POLLUX_STATE_ACTIVE && section.poll != G_MAXUINT)
    thing = (PolluxThing) { POLLUX_THING_POLL, task, section.poll };

  return thing;
}

static void
add_poll_link (Builder *builder, const char *name, guint poll)
{
  PolluxThing link = { POLLUX_THING_POLL, builder->task, poll };
  g_autofree char *number = pollux_count_to_label ((guint64) poll + 1);

  /* Translators: a poll by its number. */
  add_link (builder, name, g_strdup_printf (_("poll %s"), number), &link);
}

/* By whom a wake was made. */
static void
add_waker (Builder *builder, const char *name, const PolluxWake *wake)
{
  PolluxThing link;

  if (wake->by == POLLUX_TASK_NONE)
    {
      /* Translators: a wake by the I/O driver, a timer, or a foreign thread. */
      add (builder, name, g_strdup (_("outside any task")));
      return;
    }

  link = find_poll_at (builder->trace, wake->by, wake->time);
  if (wake->flags & POLLUX_WAKE_SELF)
    add_link (builder, name, g_strdup (_("itself")), &link);
  else
    add_link (builder, name, pollux_text_for_task (builder->trace, wake->by), &link);
}

/* Where the wake of a wait comes from: "Woken at" and "Woken by". */
static void
add_cause (Builder *builder, guint index)
{
  PolluxThing link = { POLLUX_THING_WAKE, builder->task, index };
  PolluxWake wake;

  if (index == G_MAXUINT)
    {
      add (builder, _("Woken by"), g_strdup (_("not recorded")));
      return;
    }

  pollux_lane_get_wake (builder->lane, index, &wake);
  add_link (builder, _("Woken at"), pollux_trace_text_time (builder->clock, wake.time), &link);
  add_waker (builder, _("Woken by"), &wake);
}

static void
add_wait (Builder *builder, guint index, const PolluxPoll *poll)
{
  PolluxThing link = { POLLUX_THING_WAIT, builder->task, index };

  if (poll->flags & POLLUX_POLL_SPAWN_DELAY)
    {
      add_link (builder, _("Spawn delay"),
                pollux_trace_text_duration (builder->trace, poll->wait), &link);
      return;
    }

  if (poll->flags & POLLUX_POLL_WOKEN)
    add_link (builder, _("Waited"), pollux_trace_text_duration (builder->trace, poll->wait),
              &link);
  else
    add (builder, _("Waited"), g_strdup (_("not recorded")));
  add_cause (builder, pollux_lane_get_wake_of_poll (builder->lane, index));
}

/* How many log events lie in a poll; leads to the first. */
static void
add_events (Builder *builder, PolluxRange range)
{
  guint begin = pollux_lane_find_event (builder->lane, range.begin);
  guint end = pollux_lane_find_event (builder->lane, range.end);
  PolluxThing link = { POLLUX_THING_EVENT, builder->task, 0 };

  if (end <= begin)
    return;
  link.index = pollux_lane_get_event (builder->lane, begin);
  add_link (builder, _("Log events"), pollux_count_to_label (end - begin), &link);
}

/* A span, in the lane of this task if it is shown there, else in its own. */
static void
add_span_link (Builder *builder, const char *name, char *value, PolluxSpanIndex span)
{
  PolluxThing link = { POLLUX_THING_SPAN, builder->task, span };

  if (pollux_thing_get_range (builder->trace, &link).begin == POLLUX_TIME_NONE)
    link.task = pollux_trace_get_span (builder->trace, span)->task;
  add_link (builder, name, value, &link);
}

/* What the task waits for after poll @index. */
static void
add_pending (Builder *builder, guint index)
{
  char *text = pollux_text_for_pending (builder->trace, builder->task, index);
  PolluxSpanIndex span;

  if (text == NULL)
    return;

  pollux_trace_get_pending (builder->trace, builder->task, index, &span, NULL);
  if (span == POLLUX_SPAN_NONE)
    add (builder, _("Waits for"), text);
  else
    add_span_link (builder, _("Waits for"), text, span);
}

static void
add_poll_rows (Builder *builder, guint index)
{
  PolluxPoll poll;

  pollux_lane_get_poll (builder->lane, index, &poll);
  add_time (builder, _("Start"), poll.start);
  add_clock (builder, poll.start);
  if (poll.flags & POLLUX_POLL_OPEN)
    add (builder, _("Length"), g_strdup (_("not ended in this trace")));
  else
    add_duration (builder, _("Length"), poll.end - poll.start);
  add (builder, _("Thread"), pollux_trace_text_thread (builder->trace, poll.thread));
  add_wait (builder, index, &poll);
  add_pending (builder, index);
  add_events (builder, (PolluxRange) { poll.start, poll.end });
  if (poll.flags & POLLUX_POLL_ADJUSTED)
    add (builder, _("Note"), g_strdup (_("the recorder’s clock stepped back here")));
}

static void
build_poll (Builder *builder, guint index)
{
  g_autofree char *number = pollux_count_to_label ((guint64) index + 1);
  g_autofree char *all = pollux_count_to_label (pollux_lane_get_n_polls (builder->lane));

  builder->details->subheading = g_strdup_printf (_("Poll %s of %s"), number, all);
  add_poll_rows (builder, index);
}

/* Wakes of a wait that changed nothing. */
static guint
count_redundant (Builder *builder, PolluxRange range)
{
  guint begin = pollux_lane_find_wake (builder->lane, range.begin);
  guint end = pollux_lane_find_wake (builder->lane, range.end);
  guint n = 0;

  for (guint i = begin; i < end; i++)
    {
      PolluxWake wake;

      pollux_lane_get_wake (builder->lane, i, &wake);
      if ((wake.flags & POLLUX_WAKE_EFFECTIVE) == 0)
        n++;
    }

  return n;
}

/* The last wake that made the task due and that no poll answered. */
static guint
find_unanswered_wake (Builder *builder)
{
  guint n = pollux_lane_get_n_wakes (builder->lane);

  while (n > 0)
    {
      PolluxWake wake;

      pollux_lane_get_wake (builder->lane, --n, &wake);
      if (wake.flags & POLLUX_WAKE_EFFECTIVE)
        return pollux_lane_get_poll_of_wake (builder->lane, n) == G_MAXUINT ? n : G_MAXUINT;
    }

  return G_MAXUINT;
}

static void
build_unanswered (Builder *builder)
{
  PolluxRange range = pollux_lane_get_unanswered (builder->lane);

  builder->details->subheading = g_strdup (_("Scheduled, and never polled again"));
  add_time (builder, _("Start"), range.begin);
  add_clock (builder, range.begin);
  add_duration (builder, _("Until the end"), pollux_range_length (range));
  if (pollux_lane_get_n_wakes (builder->lane) > 0)
    add_cause (builder, find_unanswered_wake (builder));
}

static void
build_wait (Builder *builder, guint index)
{
  gboolean spawn;
  PolluxRange range;
  PolluxPoll poll;

  if (index == G_MAXUINT)
    {
      build_unanswered (builder);
      return;
    }

  pollux_lane_get_poll (builder->lane, index, &poll);
  spawn = (poll.flags & POLLUX_POLL_SPAWN_DELAY) != 0;
  range = (PolluxRange) { poll.start - poll.wait, poll.start };
  builder->details->subheading =
    g_strdup (spawn ? _("Spawn delay: waiting for the first poll") : _("Scheduled"));

  add_time (builder, _("Start"), range.begin);
  add_clock (builder, range.begin);
  add_duration (builder, _("Length"), poll.wait);
  if (!spawn)
    add_cause (builder, pollux_lane_get_wake_of_poll (builder->lane, index));
  add_poll_link (builder, _("Followed by"), index);
  add_count (builder, _("Redundant wakes"), count_redundant (builder, range));
}

static void
build_idle (Builder *builder, const PolluxThing *thing)
{
  PolluxRange range = pollux_thing_get_range (builder->trace, thing);
  guint next = MIN (thing->index, pollux_lane_get_n_polls (builder->lane));

  builder->details->subheading = g_strdup (_("Idle"));
  add_time (builder, _("Start"), range.begin);
  add_clock (builder, range.begin);
  add_duration (builder, _("Length"), pollux_range_length (range));
  if (next > 0)
    add_pending (builder, next - 1);
  if (thing->index != G_MAXUINT)
    add_poll_link (builder, _("Followed by"), thing->index);
}

static void
build_drop (Builder *builder)
{
  PolluxRange range = pollux_lane_get_drop (builder->lane);

  builder->details->subheading = g_strdup (_("Drop of the future"));
  add_time (builder, _("Start"), range.begin);
  add_clock (builder, range.begin);
  if (range.begin != POLLUX_TIME_NONE)
    add_duration (builder, _("Length"), pollux_range_length (range));
  add (builder, _("Note"), g_strdup (_("not a poll, and in no statistic")));
}

static void
build_wake (Builder *builder, guint index)
{
  g_autofree char *number = pollux_count_to_label ((guint64) index + 1);
  g_autofree char *all = pollux_count_to_label (pollux_lane_get_n_wakes (builder->lane));
  guint poll = pollux_lane_get_poll_of_wake (builder->lane, index);
  PolluxWake wake;

  builder->details->subheading = g_strdup_printf (_("Wake %s of %s"), number, all);
  pollux_lane_get_wake (builder->lane, index, &wake);
  add_time (builder, _("Time"), wake.time);
  add_clock (builder, wake.time);
  add_waker (builder, _("Woken by"), &wake);
  add (builder, _("Effect"),
       g_strdup (wake.flags & POLLUX_WAKE_EFFECTIVE ? _("made the task due")
                                                    : _("redundant: it was due already")));
  add (builder, _("Operation"),
       g_strdup (wake.flags & POLLUX_WAKE_BY_REF ? "waker.wake_by_ref" : "waker.wake"));
  add (builder, _("Task"),
       g_strdup (pollux_text_for_origin (builder->trace, builder->task, &wake)));
  if (poll != G_MAXUINT)
    add_poll_link (builder, _("Answered by"), poll);
  else
    add (builder, _("Answered by"), g_strdup (_("no poll in this trace")));
}

static const char *
level_name (PolluxLevel level)
{
  switch (level)
    {
    case POLLUX_LEVEL_TRACE:
      return "TRACE";

    case POLLUX_LEVEL_DEBUG:
      return "DEBUG";

    case POLLUX_LEVEL_INFO:
      return "INFO";

    case POLLUX_LEVEL_WARN:
      return "WARN";

    case POLLUX_LEVEL_ERROR:
      return "ERROR";

    case POLLUX_LEVEL_NONE:
    default:
      return NULL;
    }
}

static void
build_event (Builder *builder, guint index)
{
  PolluxLogEvent event;
  const char *level;

  builder->details->subheading = g_strdup (_("Log event"));
  pollux_trace_get_event (builder->trace, index, &event);
  level = level_name (event.level);
  add_time (builder, _("Time"), event.time);
  add_clock (builder, event.time);
  add (builder, _("Level"), g_strdup (level != NULL ? level : _("not recorded")));
  if (event.task != POLLUX_TASK_NONE)
    {
      PolluxThing link = find_poll_at (builder->trace, event.task, event.time);

      if (link.kind == POLLUX_THING_POLL)
        add_poll_link (builder, _("In"), link.index);
    }
}

static void
build_foreign (Builder *builder, guint index)
{
  PolluxTime time;

  /* Translators: a panic, what println wrote, another program's output. */
  builder->details->subheading = g_strdup (_("Line that is no record"));
  pollux_trace_get_foreign (builder->trace, index, &time);
  /* Translators: the time of the record that stands before a line. */
  add_time (builder, _("After"), time);
}

static void
build_loose_wake (Builder *builder, guint index)
{
  PolluxLooseWake wake;

  builder->details->subheading = g_strdup (_("Wake of an unknown task"));
  pollux_trace_get_loose_wake (builder->trace, index, &wake);
  add_time (builder, _("Time"), wake.wake.time);
  add_clock (builder, wake.wake.time);
  add (builder, _("Waker"), g_strdup_printf ("%" G_GUINT64_FORMAT, wake.waker_id));
  add_waker (builder, _("Woken by"), &wake.wake);
  add (builder, _("Operation"),
       g_strdup (wake.wake.flags & POLLUX_WAKE_BY_REF ? "waker.wake_by_ref" : "waker.wake"));
}

static gint64
poll_figure (const PolluxPoll *poll, gboolean wait)
{
  if (wait)
    return poll->flags & POLLUX_POLL_WOKEN ? poll->wait : -1;
  return poll->flags & POLLUX_POLL_OPEN ? -1 : poll->end - poll->start;
}

/* The first of the longest closed polls (or waits) in [begin, end), if longer than *longest. */
static void
scan_polls (const PolluxLane *lane, guint begin, guint end, gboolean wait, gint64 *longest,
            guint *found)
{
  for (guint i = begin; i < end; i++)
    {
      PolluxPoll poll;
      gint64 figure;

      pollux_lane_get_poll (lane, i, &poll);
      figure = poll_figure (&poll, wait);
      if (figure > *longest)
        {
          *longest = figure;
          *found = i;
        }
    }
}

/* G_MAXUINT if there is none. Blocks only bound: a block's longest wait may be
 * a spawn delay. */
static guint
find_longest (const PolluxLane *lane, gboolean wait, gint64 *longest)
{
  guint n_polls = pollux_lane_get_n_polls (lane);
  guint n_blocks = pollux_lane_get_n_levels (lane) > 0 ? pollux_lane_get_n_blocks (lane, 0) : 0;
  guint found = G_MAXUINT;

  *longest = -1;
  for (guint i = 0; i < n_blocks; i++)
    {
      const PolluxBlock *block = pollux_lane_get_block (lane, 0, i);

      if ((wait ? block->longest_wait : block->longest_poll) > *longest)
        scan_polls (lane, i * POLLUX_LANE_FANOUT, (i + 1) * POLLUX_LANE_FANOUT, wait, longest,
                    &found);
    }
  scan_polls (lane, n_blocks * POLLUX_LANE_FANOUT, n_polls, wait, longest, &found);

  return found;
}

static void
add_longest (Builder *builder)
{
  PolluxThing poll = { POLLUX_THING_POLL, builder->task, 0 };
  PolluxThing wait = { POLLUX_THING_WAIT, builder->task, 0 };
  gint64 longest;

  poll.index = find_longest (builder->lane, FALSE, &longest);
  if (poll.index != G_MAXUINT)
    add_link (builder, _("Longest poll"), pollux_trace_text_duration (builder->trace, longest),
              &poll);
  wait.index = find_longest (builder->lane, TRUE, &longest);
  if (wait.index != G_MAXUINT)
    add_link (builder, _("Longest delay"), pollux_trace_text_duration (builder->trace, longest),
              &wait);
}

static void
add_identity (Builder *builder, const PolluxTaskSums *sums)
{
  const PolluxTask *record = builder->record;
  g_autofree char *location =
    g_utf8_make_valid (pollux_trace_get_string (builder->trace, record->location), -1);

  if (record->flags & POLLUX_TASK_HAS_TOKIO_ID)
    add (builder, _("Task id"), g_strdup_printf ("%" G_GUINT64_FORMAT, record->tokio_id));
  if (record->flags & POLLUX_TASK_HAS_SPAN_ID)
    add (builder, _("Span id"), g_strdup_printf ("%" G_GUINT64_FORMAT, record->span_id));
  add (builder, _("Kind"), g_strdup (pollux_task_kind_to_string (record->kind)));
  add (builder, _("Location"), g_strdup (*location != '\0' ? location : _("not recorded")));
  add (builder, _("State"),
       g_strdup (builder->has_polls ? pollux_trace_text_state (sums->state, sums->lane.n_polls)
                                    : _("not recorded")));
}

static void
add_life (Builder *builder)
{
  const PolluxTask *record = builder->record;

  add_time (builder, _("Spawned"), record->spawned);
  add_clock (builder, record->spawned);
  if (record->spawner != POLLUX_TASK_NONE)
    {
      PolluxThing link = { POLLUX_THING_TASK, record->spawner, 0 };

      if (record->spawned != POLLUX_TIME_NONE)
        link = find_poll_at (builder->trace, record->spawner, record->spawned);
      add_link (builder, _("Spawned by"),
                pollux_text_for_task (builder->trace, record->spawner), &link);
    }
  if (record->ended != POLLUX_TIME_NONE)
    add_time (builder, _("Dropped"), record->ended);
  else
    add (builder, _("Dropped"), g_strdup (_("not in this trace")));
}

static char *
describe_reported (gint64 duration)
{
  g_autofree char *text = pollux_duration_to_label (duration);

  /* Translators: %s is a time that the recorder summed up and rounded. */
  return g_strdup_printf (_("≈ %s, a rounded sum of the recorder’s"), text);
}

/* Without polls, what the close record says is all there is to know. FALSE if
 * it says nothing. */
static gboolean
add_reported (Builder *builder)
{
  const PolluxTask *record = builder->record;

  if (record->reported_busy == POLLUX_TIME_NONE)
    return FALSE;

  add (builder, _("Busy"), describe_reported (record->reported_busy));
  if (record->reported_idle != POLLUX_TIME_NONE)
    add (builder, _("Not busy"), describe_reported (record->reported_idle));
  return TRUE;
}

static void
add_sums (Builder *builder, const PolluxLaneSummary *summary)
{
  add_duration (builder, _("Lifetime"), summary->alive);
  if (!builder->has_polls)
    {
      if (!add_reported (builder))
        add (builder, _("Busy"), g_strdup (_("not recorded")));
      return;
    }
  add_duration (builder, _("Busy"), summary->busy);
  add_duration (builder, _("Scheduled"), summary->scheduled);
  add_duration (builder, _("Spawn delay"), summary->spawn_delay);
  if (summary->unfinished > 0)
    add_duration (builder, _("Unfinished"), summary->unfinished);
  add_duration (builder, _("Idle"), summary->idle);
}

static void
add_wake_counts (Builder *builder, const PolluxLaneSummary *summary)
{
  add_count (builder, _("Wakes"), summary->n_wakes);
  if (summary->n_self_wakes > 0)
    add_count (builder, _("Self-wakes"), summary->n_self_wakes);
  if (summary->n_wakes > summary->n_effective_wakes)
    add_count (builder, _("Redundant wakes"), summary->n_wakes - summary->n_effective_wakes);
  if (builder->record->waker_clones > 0 || builder->record->waker_drops > 0)
    {
      g_autofree char *clones = pollux_count_to_label (builder->record->waker_clones);
      g_autofree char *drops = pollux_count_to_label (builder->record->waker_drops);

      /* Translators: how often a waker was cloned, and dropped. */
      add (builder, _("Wakers"), g_strdup_printf (_("%s cloned, %s dropped"), clones, drops));
    }
}

static void
build_task (Builder *builder)
{
  PolluxTaskSums sums;

  pollux_task_sums_compute (builder->trace, builder->task, &sums);
  builder->has_polls = pollux_statistics_has_polls (builder->trace);
  builder->details->subheading =
    g_strdup (builder->record->flags & POLLUX_TASK_RUNTIME_WORKER ? _("Runtime worker")
                                                                  : _("Task"));
  add_identity (builder, &sums);
  add_life (builder);
  add_sums (builder, &sums.lane);
  if (builder->has_polls)
    add_count (builder, _("Polls"), sums.lane.n_polls);
  else
    add (builder, _("Polls"), g_strdup (_("not recorded")));
  add_longest (builder);
  add_wake_counts (builder, &sums.lane);
}

static const char *
describe_span_kind (PolluxSpanKind kind)
{
  switch (kind)
    {
    case POLLUX_SPAN_RESOURCE:
      return _("resource of Tokio");

    case POLLUX_SPAN_OPERATION:
      return _("operation on a resource of Tokio");

    case POLLUX_SPAN_USER:
    default:
      return _("span of the program");
    }
}

/* Where a span comes from: what it lies in, and the task that made it. */
static void
add_span_origin (Builder *builder, const PolluxSpan *span)
{
  if (span->parent != POLLUX_SPAN_NONE)
    add_span_link (builder, _("Lies in"), pollux_text_for_span (builder->trace, span->parent),
                   span->parent);
  if (span->task != builder->task && span->task != POLLUX_TASK_NONE)
    {
      PolluxThing link = { POLLUX_THING_TASK, span->task, 0 };

      if (span->created != POLLUX_TIME_NONE)
        link = find_poll_at (builder->trace, span->task, span->created);
      add_link (builder, _("Created by"), pollux_text_for_task (builder->trace, span->task),
                &link);
    }
}

static void
add_enters (Builder *builder, const PolluxSpanSum *sum)
{
  g_autofree char *count = pollux_count_to_label (sum->n_enters);

  /* Translators: how often a span was entered. */
  add (builder, _("Entered"),
       g_strdup_printf (ngettext ("%s time", "%s times", sum->n_enters), count));
  if (sum->n_enters > 0)
    /* Translators: how long a span was entered, all times together. */
    add_duration (builder, _("Time inside"), sum->entered);
}

static void
build_span (Builder *builder, PolluxSpanIndex index)
{
  const PolluxSpan *span = pollux_trace_get_span (builder->trace, index);
  char *location = pollux_text_for_span_location (builder->trace, index);
  PolluxSpanSum sum;

  pollux_span_sum_init (&sum, builder->trace, builder->task, index);
  builder->details->subheading = pollux_text_for_span_label (builder->trace, index);
  add (builder, _("Kind"), g_strdup (describe_span_kind (span->kind)));
  if (location != NULL)
    add (builder, _("Location"), location);
  add_span_origin (builder, span);
  add_time (builder, _("Created"), span->created);
  add_clock (builder, span->created);
  if (span->closed != POLLUX_TIME_NONE)
    add_time (builder, _("Closed"), span->closed);
  else
    add (builder, _("Closed"), g_strdup (_("not in this trace")));
  if (sum.life.begin != POLLUX_TIME_NONE)
    add_duration (builder, _("Lifetime"), pollux_range_length (sum.life));
  add_enters (builder, &sum);
}

/* Whether the thing is (still) in the trace. */
static gboolean
is_valid (PolluxTrace *trace, const PolluxThing *thing)
{
  const PolluxLane *lane = NULL;

  if (thing->task != POLLUX_TASK_NONE)
    {
      if (thing->task >= pollux_trace_get_n_tasks (trace))
        return FALSE;
      lane = pollux_trace_get_lane (trace, thing->task);
    }

  switch (thing->kind)
    {
    case POLLUX_THING_TASK:
    case POLLUX_THING_DROP:
      return lane != NULL;

    case POLLUX_THING_POLL:
      return lane != NULL && thing->index < pollux_lane_get_n_polls (lane);

    case POLLUX_THING_WAIT:
    case POLLUX_THING_IDLE:
      return lane != NULL &&
             (thing->index == G_MAXUINT || thing->index < pollux_lane_get_n_polls (lane));

    case POLLUX_THING_WAKE:
      return lane != NULL && thing->index < pollux_lane_get_n_wakes (lane);

    case POLLUX_THING_EVENT:
      return thing->index < pollux_trace_get_n_events (trace);

    case POLLUX_THING_LOOSE_WAKE:
      return thing->index < pollux_trace_get_n_loose_wakes (trace);

    case POLLUX_THING_SPAN:
      return thing->index < pollux_trace_get_n_spans (trace);

    case POLLUX_THING_FOREIGN:
      return thing->index < pollux_trace_get_n_foreign (trace);

    case POLLUX_THING_NONE:
    default:
      return FALSE;
    }
}

static void
build (Builder *builder, const PolluxThing *thing)
{
  switch (thing->kind)
    {
    case POLLUX_THING_TASK:
      build_task (builder);
      break;

    case POLLUX_THING_POLL:
      build_poll (builder, thing->index);
      break;

    case POLLUX_THING_WAIT:
      build_wait (builder, thing->index);
      break;

    case POLLUX_THING_IDLE:
      build_idle (builder, thing);
      break;

    case POLLUX_THING_DROP:
      build_drop (builder);
      break;

    case POLLUX_THING_WAKE:
      build_wake (builder, thing->index);
      break;

    case POLLUX_THING_EVENT:
      build_event (builder, thing->index);
      break;

    case POLLUX_THING_LOOSE_WAKE:
      build_loose_wake (builder, thing->index);
      break;

    case POLLUX_THING_SPAN:
      build_span (builder, thing->index);
      break;

    case POLLUX_THING_FOREIGN:
      build_foreign (builder, thing->index);
      break;

    case POLLUX_THING_NONE:
    default:
      break;
    }
}

/**
 * pollux_details_new_empty:
 *
 * Returns: (transfer full): details that others fill in
 */
PolluxDetails *
pollux_details_new_empty (void)
{
  PolluxDetails *details = g_new0 (PolluxDetails, 1);

  details->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) detail_free);
  return details;
}

/**
 * pollux_details_new:
 * @trace: the trace, borrowed
 * @clock: how times are told
 * @thing: what to describe
 *
 * Returns: (transfer full) (nullable): NULL if @thing is not in the trace
 */
PolluxDetails *
pollux_details_new (PolluxTrace *trace, const PolluxClock *clock, const PolluxThing *thing)
{
  Builder builder = { .trace = trace, .clock = clock, .task = thing->task };

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NULL);

  if (!is_valid (trace, thing))
    return NULL;

  builder.details = pollux_details_new_empty ();
  if (thing->task != POLLUX_TASK_NONE)
    {
      builder.record = pollux_trace_get_task (trace, thing->task);
      builder.lane = pollux_trace_get_lane (trace, thing->task);
      builder.details->heading = pollux_text_for_task (trace, thing->task);
    }
  else
    {
      /* Translators: the lane of what belongs to no task. */
      builder.details->heading = g_strdup (_("Outside tasks"));
    }
  build (&builder, thing);

  return builder.details;
}

/**
 * pollux_details_free:
 * @details: (nullable): to be freed
 */
void
pollux_details_free (PolluxDetails *details)
{
  if (details == NULL)
    return;

  g_free (details->heading);
  g_free (details->subheading);
  g_ptr_array_unref (details->rows);
  g_free (details);
}

/**
 * pollux_details_dup_text:
 *
 * Returns: (transfer full): all of it as lines, values behind a tabulator
 */
char *
pollux_details_dup_text (const PolluxDetails *details)
{
  GString *text = g_string_new (details->heading);

  g_string_append_printf (text, "\n%s\n", details->subheading);
  for (guint i = 0; i < details->rows->len; i++)
    {
      const PolluxDetail *detail = g_ptr_array_index (details->rows, i);

      g_string_append_printf (text, "%s\t%s\n", detail->name, detail->value);
    }

  return g_string_free (text, FALSE);
}

/**
 * pollux_thing_to_uri:
 *
 * Returns: (transfer full): the thing as a text for links
 */
char *
pollux_thing_to_uri (const PolluxThing *thing)
{
  return g_strdup_printf ("thing:%u:%u:%u", (guint) thing->kind, thing->task, thing->index);
}

/**
 * pollux_thing_from_uri:
 * @uri: what pollux_thing_to_uri() returned
 * @thing: (out): the thing; whether it is in a trace is not known here
 *
 * Returns: whether it was such a text
 */
gboolean
pollux_thing_from_uri (const char *uri, PolluxThing *thing)
{
  guint kind;

  if (sscanf (uri, "thing:%u:%u:%u", &kind, &thing->task, &thing->index) != 3 ||
      kind > POLLUX_THING_FOREIGN)
    return FALSE;

  thing->kind = kind;
  return TRUE;
}
