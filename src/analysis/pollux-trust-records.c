/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-time-text.h"
#include "pollux-trust.h"

static const struct
{
  const char *key;
  const char *title;
  const char *reason;
} kinds[POLLUX_N_RECORD_KINDS] = {
  [POLLUX_RECORD_KIND_CREATION] = {
    "creation", N_("Creation (new)"),
    N_("When a task was spawned: its lifetime and its spawn delay."),
  },
  [POLLUX_RECORD_KIND_ENTER] = {
    "enter", N_("Enter"), N_("Where polls begin: without them there is nothing to draw."),
  },
  [POLLUX_RECORD_KIND_EXIT] = {
    "exit", N_("Exit"), N_("Where polls end: how long a task kept its thread busy."),
  },
  [POLLUX_RECORD_KIND_CLOSE] = {
    "close", N_("Close"), N_("When a task was dropped; tasks that are still alive have none."),
  },
  [POLLUX_RECORD_KIND_WAKER] = {
    "waker", N_("Waker operations"), N_("Who woke a task, and how long it waited to be polled."),
  },
  [POLLUX_RECORD_KIND_EVENT] = {
    "event", N_("Log events"), N_("What the program itself said in its polls."),
  },
  [POLLUX_RECORD_KIND_RESOURCE] = {
    "resource", N_("Resources"), N_("What a task waits for: a timer, a lock, a channel."),
  },
  [POLLUX_RECORD_KIND_TIME] = {
    "time", N_("Times"), N_("All durations; without them only the order is known."),
  },
  [POLLUX_RECORD_KIND_THREAD] = {
    "thread", N_("Thread ids"), N_("Which thread polled, and in whose poll a wake was made."),
  },
  [POLLUX_RECORD_KIND_LEVEL] = {
    "level", N_("Levels"), N_("Which log events are warnings and errors."),
  },
  [POLLUX_RECORD_KIND_TARGET] = {
    "target", N_("Targets"), N_("What tells Tokio’s records from look-alikes."),
  },
  [POLLUX_RECORD_KIND_SPAN] = {
    "span", N_("Spans"),
    N_("To which task a record belongs; outside of tasks there is none."),
  },
};

/**
 * pollux_record_kind_to_key:
 * @kind: a kind of record
 *
 * Returns: (transfer none): its key for programs
 */
const char *
pollux_record_kind_to_key (PolluxRecordKind kind)
{
  g_return_val_if_fail (kind < POLLUX_N_RECORD_KINDS, NULL);

  return kinds[kind].key;
}

/**
 * pollux_record_kind_get_title:
 * @kind: a kind of record
 *
 * Returns: (transfer none): how it is called
 */
const char *
pollux_record_kind_get_title (PolluxRecordKind kind)
{
  g_return_val_if_fail (kind < POLLUX_N_RECORD_KINDS, NULL);

  return _(kinds[kind].title);
}

/**
 * pollux_record_kind_get_reason:
 * @kind: a kind of record
 *
 * Returns: (transfer none): why it matters
 */
const char *
pollux_record_kind_get_reason (PolluxRecordKind kind)
{
  g_return_val_if_fail (kind < POLLUX_N_RECORD_KINDS, NULL);

  return _(kinds[kind].reason);
}

/* Of so many that there could be. */
static PolluxTrustRow
row_of (guint64 n,
        guint64 of)
{
  PolluxTrustRow row = { POLLUX_PRESENCE_SOME, MIN (n, of), of };

  if (of == 0)
    row.presence = POLLUX_PRESENCE_UNKNOWN;
  else if (n == 0)
    row.presence = POLLUX_PRESENCE_NONE;
  else if (n >= of)
    row.presence = POLLUX_PRESENCE_ALL;

  return row;
}

/* Nobody knows how many there could be. */
static PolluxTrustRow
row_count (guint64 n)
{
  return (PolluxTrustRow) { n > 0 ? POLLUX_PRESENCE_SOME : POLLUX_PRESENCE_NONE, n, 0 };
}

static PolluxTrustRow
row_flag (gboolean present)
{
  return (PolluxTrustRow) { present ? POLLUX_PRESENCE_ALL : POLLUX_PRESENCE_NONE, 0, 0 };
}

/* What the records of the tasks' lives hold, or what the tasks show of them. */
static PolluxTrustRow
get_life_row (const PolluxTrust *trust,
              PolluxRecordKind   kind)
{
  const guint64 *counters = trust->counters;
  gboolean counted = trust->counted;
  guint64 enters = counted ? counters[POLLUX_COUNTER_ENTERS] : trust->n_polls;
  guint64 exits = counted ? counters[POLLUX_COUNTER_EXITS] : trust->n_polls - trust->n_open_polls;

  switch (kind)
    {
    case POLLUX_RECORD_KIND_CREATION:
      return row_of (counted ? counters[POLLUX_COUNTER_NEWS] : trust->n_created, trust->n_tasks);

    case POLLUX_RECORD_KIND_ENTER:
      if (enters == 0)
        return row_count (0);
      return row_of (enters, enters + counters[POLLUX_COUNTER_UNMATCHED_EXITS]);

    case POLLUX_RECORD_KIND_EXIT:
      if (exits == 0)
        return row_count (0);
      return row_of (exits, MAX (enters, exits));

    case POLLUX_RECORD_KIND_CLOSE:
    default:
      return row_of (counted ? counters[POLLUX_COUNTER_CLOSES] : trust->n_ended, trust->n_tasks);
    }
}

/* What every record can carry. */
static PolluxTrustRow
get_part_row (const PolluxTrust *trust,
              PolluxCounter      counter)
{
  if (!trust->counted)
    return (PolluxTrustRow) { POLLUX_PRESENCE_UNKNOWN, 0, 0 };

  return row_of (trust->counters[counter], trust->counters[POLLUX_COUNTER_RECORDS]);
}

/**
 * pollux_trust_get_row:
 * @trust: the facts of a trace
 * @kind: a kind of record
 *
 * Returns: how much of it the trace has
 */
PolluxTrustRow
pollux_trust_get_row (const PolluxTrust *trust,
                      PolluxRecordKind   kind)
{
  switch (kind)
    {
    case POLLUX_RECORD_KIND_WAKER:
      return row_count (trust->n_wakes + trust->n_waker_operations);

    case POLLUX_RECORD_KIND_EVENT:
      return row_count (trust->n_events);

    case POLLUX_RECORD_KIND_RESOURCE:
      if (trust->counters[POLLUX_COUNTER_RESOURCES] == 0 && !trust->counted)
        return (PolluxTrustRow) { POLLUX_PRESENCE_UNKNOWN, 0, 0 };
      return row_count (trust->counters[POLLUX_COUNTER_RESOURCES]);

    case POLLUX_RECORD_KIND_TIME:
      if (!trust->counted)
        return row_flag (trust->has_times);
      return get_part_row (trust, POLLUX_COUNTER_TIMED);

    case POLLUX_RECORD_KIND_THREAD:
      if (!trust->counted)
        return row_flag (trust->n_threads > 0);
      return get_part_row (trust, POLLUX_COUNTER_THREADED);

    case POLLUX_RECORD_KIND_LEVEL:
      return get_part_row (trust, POLLUX_COUNTER_LEVELED);

    case POLLUX_RECORD_KIND_TARGET:
      return get_part_row (trust, POLLUX_COUNTER_TARGETED);

    case POLLUX_RECORD_KIND_SPAN:
      return get_part_row (trust, POLLUX_COUNTER_SPANNED);

    default:
      return get_life_row (trust, kind);
    }
}

/**
 * pollux_trust_row_to_text:
 * @row: how much there is
 *
 * Returns: (transfer full): that, for people
 */
char *
pollux_trust_row_to_text (PolluxTrustRow row)
{
  g_autofree char *n = pollux_count_to_label (row.n);
  g_autofree char *of = pollux_count_to_label (row.of);

  switch (row.presence)
    {
    case POLLUX_PRESENCE_NONE:
      /* Translators: not one record of a kind. */
      return g_strdup (C_("records", "none"));

    case POLLUX_PRESENCE_ALL:
      /* Translators: all records of a kind, or all records have it. */
      return g_strdup (C_("records", "all"));

    case POLLUX_PRESENCE_SOME:
      if (row.of == 0)
        return g_steal_pointer (&n);
      /* Translators: so many records of so many. */
      return g_strdup_printf (_("%s of %s"), n, of);

    case POLLUX_PRESENCE_UNKNOWN:
    default:
      return g_strdup ("—");
    }
}

/**
 * pollux_presence_to_key:
 * @presence: how much there is
 *
 * Returns: (transfer none) (nullable): a key for programs
 */
const char *
pollux_presence_to_key (PolluxPresence presence)
{
  static const char *const keys[] = { NULL, "none", "some", "all" };

  g_return_val_if_fail (presence < G_N_ELEMENTS (keys), NULL);

  return keys[presence];
}

/**
 * pollux_trust_describe_wakes:
 * @trust: the facts of a trace
 *
 * Returns: (transfer full) (nullable): how the tasks of the wakes were found
 */
char *
pollux_trust_describe_wakes (const PolluxTrust *trust)
{
  static const char *const labels[] = {
    [POLLUX_WAKER_UNRESOLVED] = N_("%s not found"),
    [POLLUX_WAKER_DIRECT] = N_("%s named by the record"),
    [POLLUX_WAKER_CLONED] = N_("%s by the poll that cloned the waker"),
    [POLLUX_WAKER_ELIMINATED] = N_("%s by elimination"),
    [POLLUX_WAKER_ONLY_TASK] = N_("%s because there is no other task"),
  };
  g_autoptr (GString) text = g_string_new (NULL);

  if (trust->n_wakes == 0)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      /* The unresolved ones come last. */
      guint origin = (i + 1) % G_N_ELEMENTS (labels);
      guint64 n = trust->n_wakes_by_origin[origin];
      g_autofree char *count = NULL;
      g_auto (GStrv) parts = NULL;
      g_autofree char *part = NULL;

      if (origin == POLLUX_WAKER_UNRESOLVED)
        n += trust->n_wakes - trust->n_wakes_resolved;
      if (n == 0)
        continue;
      count = pollux_count_to_label (n);
      parts = g_strsplit (_(labels[origin]), "%s", 2);
      part = g_strjoinv (count, parts);
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
