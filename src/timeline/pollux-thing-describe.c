/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Things as sentences. A sentence is one translatable frame with whole
 * clauses as its parts; where a file has no times or no wakes the clause says
 * so instead of a number.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-span-rows.h"
#include "pollux-text.h"
#include "pollux-thing.h"
#include "pollux-time-mode.h"
#include "pollux-time-text.h"

static char *
describe_length (PolluxTrace *trace,
                 gint64       length)
{
  if (!pollux_trace_has_times (trace))
    return g_strdup (_("length not recorded"));

  return pollux_duration_to_label (length);
}

static guint64
count_up (guint index)
{
  return (guint64) index + 1;
}

/* Who made a wake, as the end of "a wake …". */
static char *
describe_waker (PolluxTrace      *trace,
                const PolluxWake *wake)
{
  g_autofree char *name = NULL;

  if (wake->flags & POLLUX_WAKE_SELF)
    return g_strdup (C_("waker", "by itself"));

  if (wake->by >= pollux_trace_get_n_tasks (trace))
    return g_strdup (C_("waker", "from outside all tasks"));

  name = pollux_text_for_task (trace, wake->by);
  /* Translators: %s is a task's name; it made a wake */
  return g_strdup_printf (C_("waker", "by %s"), name);
}

static char *
describe_cause (PolluxTrace       *trace,
                const PolluxLane  *lane,
                const PolluxThing *thing)
{
  guint index = pollux_thing_get_wake (trace, thing);
  PolluxWake wake;

  if (index == G_MAXUINT)
    return NULL;

  pollux_lane_get_wake (lane, index, &wake);

  return describe_waker (trace, &wake);
}

/* "waited 6.8 ms after a wake by main #3" */
static char *
describe_wait_before (PolluxTrace       *trace,
                      const PolluxLane  *lane,
                      const PolluxThing *thing,
                      const PolluxPoll  *poll)
{
  g_autofree char *wait = pollux_duration_to_label (poll->wait);
  g_autofree char *cause = describe_cause (trace, lane, thing);
  gboolean timed = pollux_trace_has_times (trace);

  if (poll->flags & POLLUX_POLL_SPAWN_DELAY)
    {
      /* Translators: %s is a duration; a clause of the sentence about a poll */
      return timed ? g_strdup_printf (_("waited %s after the spawn"), wait)
                   : g_strdup (_("the first after the spawn"));
    }

  if (cause == NULL)
    return g_strdup (_("without a recorded wake"));

  if (!timed)
    {
      /* Translators: %s is "by" and who made the wake, or "from outside all tasks" */
      return g_strdup_printf (_("after a wake %s"), cause);
    }

  /* Translators: a duration, then "by" and who made the wake */
  return g_strdup_printf (_("waited %s after a wake %s"), wait, cause);
}

static char *
describe_thread (PolluxTrace  *trace,
                 PolluxThread  thread)
{
  const char *name;

  if (thread >= pollux_trace_get_n_threads (trace))
    return NULL;

  name = pollux_trace_get_thread_name (trace, thread);
  if (name == NULL || *name == '\0')
    name = pollux_trace_get_thread_id (trace, thread);
  if (name == NULL || *name == '\0')
    return NULL;

  return g_utf8_make_valid (name, -1);
}

static char *
describe_poll (PolluxTrace       *trace,
               const PolluxLane  *lane,
               const PolluxThing *thing,
               const char        *task)
{
  g_autofree char *number = pollux_count_to_label (count_up (thing->index));
  g_autofree char *total = pollux_count_to_label (pollux_lane_get_n_polls (lane));
  g_autofree char *length = NULL;
  g_autofree char *where = NULL;
  g_autofree char *wait = NULL;
  PolluxPoll poll;

  pollux_lane_get_poll (lane, thing->index, &poll);
  wait = describe_wait_before (trace, lane, thing, &poll);
  where = describe_thread (trace, poll.thread);
  length = describe_length (trace, poll.end - poll.start);

  if (poll.flags & POLLUX_POLL_OPEN)
    {
      /* Translators: task, number, how many, the clause about the wait */
      return g_strdup_printf (_("%s, poll %s of %s: its end is not in the file, %s"),
                              task, number, total, wait);
    }

  if (where != NULL)
    {
      /* Translators: task, number, how many, duration, thread, the clause about the wait */
      return g_strdup_printf (_("%s, poll %s of %s: %s on %s, %s"),
                              task, number, total, length, where, wait);
    }

  /* Translators: task, number, how many, duration, the clause about the wait */
  return g_strdup_printf (_("%s, poll %s of %s: %s, %s"), task, number, total, length, wait);
}

static char *
describe_unanswered (PolluxTrace       *trace,
                     const PolluxLane  *lane,
                     const PolluxThing *thing,
                     const char        *task)
{
  PolluxRange range = pollux_lane_get_unanswered (lane);
  g_autofree char *length = pollux_duration_to_label (range.end - range.begin);
  g_autofree char *cause = describe_cause (trace, lane, thing);
  gboolean ended = pollux_trace_get_task (trace, thing->task)->ended != POLLUX_TIME_NONE;

  if (!pollux_trace_has_times (trace))
    return cause == NULL ? g_strdup_printf (_("%s: spawned and not polled"), task) :
           g_strdup_printf (_("%s: woken %s and not polled again"), task, cause);

  if (cause == NULL)
    return g_strdup_printf (ended ? _("%s: spawned and dropped %s later without a poll") :
                            _("%s: spawned and not polled in the %s to the end of the trace"),
                            task, length);

  return g_strdup_printf (ended ? _("%s: woken %s and not polled in the %s to its drop")
                          : _("%s: woken %s and not polled in the %s to the end of the trace"),
                          task, cause, length);
}

static char *
describe_wait (PolluxTrace       *trace,
               const PolluxLane  *lane,
               const PolluxThing *thing,
               const char        *task)
{
  g_autofree char *length = NULL;
  g_autofree char *number = NULL;
  g_autofree char *cause = NULL;
  PolluxPoll poll;

  if (thing->index == G_MAXUINT)
    return describe_unanswered (trace, lane, thing, task);

  pollux_lane_get_poll (lane, thing->index, &poll);
  length = pollux_duration_to_label (poll.wait);
  number = pollux_count_to_label (count_up (thing->index));
  cause = describe_cause (trace, lane, thing);

  if (!pollux_trace_has_times (trace))
    return cause == NULL ?
           g_strdup_printf (_("%s: waited for its first poll after the spawn, how long is not "
                              "recorded"), task) :
           g_strdup_printf (_("%s: waited for poll %s after a wake %s, how long is not recorded"),
                            task, number, cause);

  if (cause == NULL)
    {
      /* Translators: task, duration */
      return g_strdup_printf (_("%s: waited %s from its spawn to its first poll"), task, length);
    }

  /* Translators: task, duration, the number of a poll, "by" and who made the wake */
  return g_strdup_printf (_("%s: waited %s for poll %s, after a wake %s"),
                          task, length, number, cause);
}

/* The poll before an idle stretch: what it returned Pending from. */
static char *
describe_waits_for (PolluxTrace       *trace,
                    const PolluxThing *thing)
{
  guint n = pollux_lane_get_n_polls (pollux_trace_get_lane (trace, thing->task));
  guint next = MIN (thing->index, n);

  return next > 0 ? pollux_text_for_pending (trace, thing->task, next - 1) : NULL;
}

static char *
describe_stretch (PolluxTrace       *trace,
                  const PolluxThing *thing,
                  const char        *task)
{
  PolluxRange range = pollux_thing_get_range (trace, thing);
  g_autofree char *length = pollux_duration_to_label (range.end - range.begin);
  g_autofree char *number = NULL;

  if (!pollux_trace_has_times (trace))
    {
      if (thing->index == G_MAXUINT)
        return g_strdup_printf (_("%s: idle after its last poll, how long is not recorded"), task);

      number = pollux_count_to_label (count_up (thing->index));
      return g_strdup_printf (_("%s: idle before poll %s, how long is not recorded"),
                              task, number);
    }

  if (thing->index == G_MAXUINT)
    {
      if (pollux_trace_get_task (trace, thing->task)->ended != POLLUX_TIME_NONE)
        return g_strdup_printf (_("%s: idle for %s until its drop"), task, length);

      return g_strdup_printf (_("%s: idle for %s to the end of the trace"), task, length);
    }

  number = pollux_count_to_label (count_up (thing->index));
  /* Translators: task, duration, the number of a poll */
  return g_strdup_printf (_("%s: idle for %s before poll %s"), task, length, number);
}

static char *
describe_idle (PolluxTrace       *trace,
               const PolluxThing *thing,
               const char        *task)
{
  g_autofree char *stretch = describe_stretch (trace, thing, task);
  g_autofree char *what = describe_waits_for (trace, thing);

  if (what == NULL)
    return g_steal_pointer (&stretch);

  /* Translators: a sentence about an idle stretch, then the operation that it waits for, as in
   * "ping #4: idle for 98 ms before poll 3, waits for Sleep 100 ms" */
  return g_strdup_printf (_("%s, waits for %s"), stretch, what);
}

static char *
describe_drop (PolluxTrace       *trace,
               const PolluxClock *clock,
               const PolluxThing *thing,
               const char        *task)
{
  PolluxRange range = pollux_thing_get_range (trace, thing);
  g_autofree char *at = pollux_text_for_time (clock, range.begin);
  g_autofree char *length = pollux_duration_to_label (range.end - range.begin);

  if (!pollux_trace_has_times (trace))
    return g_strdup_printf (_("%s: dropped at %s"), task, at);

  /* Translators: task, a moment, a duration */
  return g_strdup_printf (_("%s: dropped at %s, which took %s"), task, at, length);
}

/* What became of a wake. */
static char *
describe_answer (PolluxTrace      *trace,
                 const PolluxLane *lane,
                 guint             index,
                 const PolluxWake *wake)
{
  guint answer = pollux_lane_get_poll_of_wake (lane, index);
  g_autofree char *number = NULL;
  g_autofree char *wait = NULL;
  PolluxPoll poll;

  if (!(wake->flags & POLLUX_WAKE_EFFECTIVE))
    return g_strdup (_("redundant"));

  if (answer == G_MAXUINT)
    return g_strdup (_("no poll followed"));

  pollux_lane_get_poll (lane, answer, &poll);
  number = pollux_count_to_label (count_up (answer));

  if (!pollux_trace_has_times (trace))
    return g_strdup_printf (_("answered by poll %s"), number);

  wait = pollux_duration_to_label (poll.start - wake->time);
  /* Translators: the number of a poll, a duration */
  return g_strdup_printf (_("answered by poll %s after %s"), number, wait);
}

static char *
describe_wake (PolluxTrace       *trace,
               const PolluxClock *clock,
               const PolluxLane  *lane,
               const PolluxThing *thing,
               const char        *task)
{
  g_autofree char *answer = NULL;
  g_autofree char *waker = NULL;
  g_autofree char *at = NULL;
  PolluxWake wake;

  pollux_lane_get_wake (lane, thing->index, &wake);
  at = pollux_text_for_time (clock, wake.time);
  waker = describe_waker (trace, &wake);
  answer = describe_answer (trace, lane, thing->index, &wake);

  if (pollux_text_is_origin_inferred (trace, thing->task, &wake))
    {
      /* Translators: task, a moment, "by" and who made the wake, what became of it, how it was
       * found whose wake it is */
      return g_strdup_printf (_("%s: woken at %s %s, %s (its task is %s)"), task, at, waker,
                              answer, pollux_text_for_origin (trace, thing->task, &wake));
    }

  /* Translators: task, a moment, "by" and who made the wake, what became of it */
  return g_strdup_printf (_("%s: woken at %s %s, %s"), task, at, waker, answer);
}

static char *
describe_event (PolluxTrace       *trace,
                const PolluxClock *clock,
                const PolluxThing *thing)
{
  static const char * const levels[] = { "", "TRACE ", "DEBUG ", "INFO ", "WARN ", "ERROR " };
  g_autofree char *task = NULL;
  g_autofree char *at = NULL;
  PolluxLogEvent event;

  pollux_trace_get_event (trace, thing->index, &event);
  at = pollux_text_for_time (clock, event.time);

  if (event.task >= pollux_trace_get_n_tasks (trace))
    {
      /* Translators: a level such as "WARN " or nothing, a moment */
      return g_strdup_printf (_("%sevent at %s outside all tasks"),
                              levels[MIN (event.level, G_N_ELEMENTS (levels) - 1)], at);
    }

  task = pollux_text_for_task (trace, event.task);
  /* Translators: a level such as "WARN " or nothing, a moment, a task */
  return g_strdup_printf (_("%sevent at %s in %s"),
                          levels[MIN (event.level, G_N_ELEMENTS (levels) - 1)], at, task);
}

static char *
describe_loose_wake (PolluxTrace       *trace,
                     const PolluxClock *clock,
                     const PolluxThing *thing)
{
  g_autofree char *waker = NULL;
  g_autofree char *at = NULL;
  PolluxLooseWake loose;

  pollux_trace_get_loose_wake (trace, thing->index, &loose);
  at = pollux_text_for_time (clock, loose.wake.time);
  waker = describe_waker (trace, &loose.wake);

  /* Translators: a moment, "by" and who made the wake */
  return g_strdup_printf (_("Wake at %s %s, of a task that the file does not tell"), at, waker);
}

/* "entered 2 times, 73 µs" */
static char *
describe_enters (PolluxTrace         *trace,
                 const PolluxSpanSum *sum)
{
  g_autofree char *count = pollux_count_to_label (sum->n_enters);
  g_autofree char *length = pollux_duration_to_label (sum->entered);

  if (sum->n_enters == 0)
    return g_strdup (_("not entered"));

  if (!pollux_trace_has_times (trace))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "entered %s time", "entered %s times",
                                         sum->n_enters), count);

  /* Translators: count, duration */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "entered %s time, %s",
                                       "entered %s times, %s", sum->n_enters), count, length);
}

static char *
describe_span (PolluxTrace       *trace,
               const PolluxThing *thing)
{
  g_autofree char *name = pollux_text_for_span_label (trace, thing->index);
  g_autofree char *enters = NULL;
  g_autofree char *length = NULL;
  g_autofree char *task = NULL;
  PolluxSpanSum sum;

  pollux_span_sum_init (&sum, trace, thing->task, thing->index);
  length = describe_length (trace, sum.life.end - sum.life.begin);
  enters = describe_enters (trace, &sum);

  if (thing->task == POLLUX_TASK_NONE)
    {
      /* Translators: a span's name, duration, "entered 2 times, 73 µs" */
      return g_strdup_printf (_("%s, %s, outside all tasks: %s"), name, length, enters);
    }

  task = pollux_text_for_task (trace, thing->task);
  /* Translators: a span's name, duration, task, "entered 2 times, 73 µs" */
  return g_strdup_printf (_("%s, %s, in %s: %s"), name, length, task, enters);
}

static char *
describe_task (PolluxTrace       *trace,
               const PolluxLane  *lane,
               const PolluxThing *thing,
               const char        *task)
{
  guint n_polls = pollux_lane_get_n_polls (lane);
  g_autofree char *count = pollux_count_to_label (n_polls);
  g_autofree char *scheduled = NULL;
  g_autofree char *spawn_delay = NULL;
  g_autofree char *polls = NULL;
  g_autofree char *busy = NULL;
  g_autofree char *life = NULL;
  PolluxLaneSummary summary;

  polls = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s poll", "%s polls", n_polls), count);

  if (!pollux_trace_has_times (trace))
    {
      /* Translators: task, "3 polls" */
      return g_strdup_printf (_("%s: %s, times are not recorded"), task, polls);
    }

  pollux_lane_summarize (lane, (PolluxRange) { G_MININT64 / 2, G_MAXINT64 / 2 }, &summary);
  life = pollux_duration_to_label (summary.alive);
  busy = pollux_duration_to_label (summary.busy);
  scheduled = pollux_duration_to_label (summary.scheduled);
  spawn_delay = pollux_duration_to_label (summary.spawn_delay);

  if (pollux_trace_get_task (trace, thing->task)->ended != POLLUX_TIME_NONE)
    {
      /* Translators: task, duration, "3 polls", duration, duration, duration */
      return g_strdup_printf (_("%s: lived %s, %s, busy %s, scheduled %s, spawn delay %s"),
                              task, life, polls, busy, scheduled, spawn_delay);
    }

  return g_strdup_printf (_("%s: alive for %s to the end of the trace, %s, busy %s, scheduled %s, "
                            "spawn delay %s"),
                          task, life, polls, busy, scheduled, spawn_delay);
}

static char *
describe_foreign (PolluxTrace       *trace,
                  const PolluxClock *clock,
                  const PolluxThing *thing)
{
  g_autofree char *at = pollux_text_for_time (clock,
                                              pollux_thing_get_range (trace, thing).begin);

  /* Translators: a line of the file that is no record, so nobody knows when
   * it was written; %s is the time of the record before it. */
  return g_strdup_printf (_("line that is no record, after %s"), at);
}

/**
 * pollux_thing_describe_by:
 * @clock: how moments are told
 *
 * Says what @thing is, in one translated sentence.
 *
 * Returns: (transfer full): text; empty for what is not in the trace
 */
char *
pollux_thing_describe_by (PolluxTrace       *trace,
                          const PolluxClock *clock,
                          const PolluxThing *thing)
{
  g_autofree char *task = NULL;
  const PolluxLane *lane;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NULL);

  if (pollux_thing_get_range (trace, thing).begin == POLLUX_TIME_NONE)
    return g_strdup ("");

  if (thing->kind == POLLUX_THING_EVENT)
    return describe_event (trace, clock, thing);
  if (thing->kind == POLLUX_THING_LOOSE_WAKE)
    return describe_loose_wake (trace, clock, thing);
  if (thing->kind == POLLUX_THING_SPAN)
    return describe_span (trace, thing);
  if (thing->kind == POLLUX_THING_FOREIGN)
    return describe_foreign (trace, clock, thing);

  lane = pollux_trace_get_lane (trace, thing->task);
  task = pollux_text_for_task (trace, thing->task);

  switch (thing->kind)
    {
    case POLLUX_THING_TASK:
      return describe_task (trace, lane, thing, task);
    case POLLUX_THING_POLL:
      return describe_poll (trace, lane, thing, task);
    case POLLUX_THING_WAIT:
      return describe_wait (trace, lane, thing, task);
    case POLLUX_THING_IDLE:
      return describe_idle (trace, thing, task);
    case POLLUX_THING_DROP:
      return describe_drop (trace, clock, thing, task);
    case POLLUX_THING_WAKE:
      return describe_wake (trace, clock, lane, thing, task);
    default:
      return g_strdup ("");
    }
}

/**
 * pollux_thing_describe:
 *
 * Says what @thing is, in one translated sentence. Moments are told from the
 * beginning of the trace.
 *
 * Returns: (transfer full): text; empty for what is not in the trace
 */
char *
pollux_thing_describe (PolluxTrace       *trace,
                       const PolluxThing *thing)
{
  PolluxClock clock;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NULL);

  pollux_time_mode_get_clock (POLLUX_TIME_MODE_RELATIVE, trace, POLLUX_TIME_NONE, &clock);

  return pollux_thing_describe_by (trace, &clock, thing);
}
