/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-trace-text.h"

#include "pollux-reader.h"
#include "pollux-text.h"
#include "pollux-time-text.h"

/**
 * pollux_trace_text_time:
 * @clock: how times are told
 * @time: ns since the first record
 *
 * Returns: (transfer full): the time with every digit
 */
char *
pollux_trace_text_time (const PolluxClock *clock, PolluxTime time)
{
  if (time == POLLUX_TIME_NONE)
    return g_strdup (_("not recorded"));

  return pollux_text_for_time (clock, time);
}

/**
 * pollux_trace_text_duration:
 * @duration: ns, or POLLUX_TIME_NONE
 *
 * Returns: (transfer full): the duration with every digit
 */
char *
pollux_trace_text_duration (PolluxTrace *trace, gint64 duration)
{
  if (duration == POLLUX_TIME_NONE || !pollux_trace_has_times (trace))
    return g_strdup (_("not recorded"));

  return pollux_duration_to_exact (duration);
}

/**
 * pollux_trace_text_label:
 * @duration: ns, or POLLUX_TIME_NONE
 *
 * Returns: (transfer full): the duration with three digits
 */
char *
pollux_trace_text_label (PolluxTrace *trace, gint64 duration)
{
  if (!pollux_trace_has_times (trace))
    duration = POLLUX_TIME_NONE;

  return pollux_duration_to_label (duration);
}

/**
 * pollux_trace_text_clock:
 * @time: ns since the first record
 *
 * Returns: (transfer full) (nullable): date and time of day
 */
char *
pollux_trace_text_clock (PolluxTrace *trace, PolluxTime time)
{
  gint64 origin = pollux_trace_get_origin (trace);
  gint64 epoch;

  if (time == POLLUX_TIME_NONE || origin == POLLUX_TIME_NONE ||
      pollux_trace_get_time_kind (trace) != POLLUX_TIME_KIND_EPOCH ||
      __builtin_add_overflow (origin, time, &epoch))
    return NULL;

  return pollux_epoch_to_local (epoch);
}

/**
 * pollux_trace_text_state:
 * @state: at the end of the trace
 * @n_polls: how often the task was polled
 *
 * Returns: (transfer none): the state in a word
 */
const char *
pollux_trace_text_state (PolluxState state, guint64 n_polls)
{
  switch (state)
    {
    case POLLUX_STATE_ACTIVE:
      return _("active");

    case POLLUX_STATE_SCHEDULED:
    case POLLUX_STATE_SPAWNED:
      return _("scheduled");

    case POLLUX_STATE_IDLE:
      return _("idle");

    case POLLUX_STATE_NONE:
    default:
      return n_polls > 0 ? _("done") : _("unpolled");
    }
}

static const char *
get_text (const char *text)
{
  return text != NULL ? text : "";
}

/**
 * pollux_trace_text_thread:
 * @thread: index of a thread, or POLLUX_THREAD_NONE
 *
 * Returns: (transfer full): its id and name as the file gives them
 */
char *
pollux_trace_text_thread (PolluxTrace *trace, PolluxThread thread)
{
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  if (thread == POLLUX_THREAD_NONE || thread >= pollux_trace_get_n_threads (trace))
    return g_strdup (_("not recorded"));

  id = g_utf8_make_valid (get_text (pollux_trace_get_thread_id (trace, thread)), -1);
  name = g_utf8_make_valid (get_text (pollux_trace_get_thread_name (trace, thread)), -1);
  if (*id != '\0' && *name != '\0')
    return g_strdup_printf ("%s · %s", id, name);
  if (*id != '\0')
    return g_steal_pointer (&id);
  return *name != '\0' ? g_steal_pointer (&name) : g_strdup (_("not recorded"));
}

/**
 * pollux_trace_text_share:
 * @part: of @whole, not negative
 *
 * Returns: (transfer full): the share in percent
 */
char *
pollux_trace_text_share (gint64 part, gint64 whole)
{
  double percent;

  if (whole <= 0)
    return g_strdup ("—");

  percent = 100.0 * part / whole;
  if (part > 0 && percent < 0.1)
    return g_strdup ("<0.1\u00a0%");
  if (part < whole && percent > 99.9)
    return g_strdup (">99.9\u00a0%");
  return g_strdup_printf ("%.*f\u00a0%%", percent < 99.95 && part > 0 ? 1 : 0, percent);
}

/**
 * pollux_trace_text_format:
 *
 * Returns: (transfer none): the title of the trace's format, or ""
 */
const char *
pollux_trace_text_format (PolluxTrace *trace)
{
  const char *name = pollux_trace_get_format (trace);
  const PolluxReaderClass *klass = name != NULL ? pollux_formats_find (name) : NULL;

  if (klass != NULL)
    return _(klass->title);
  return name != NULL ? name : "";
}

/* "36 tasks", or "3 of 36 tasks". */
static char *
count_tasks (guint n_shown, guint n_tasks)
{
  g_autofree char *shown = pollux_count_to_label (n_shown);
  g_autofree char *all = pollux_count_to_label (n_tasks);

  if (n_shown != n_tasks)
    /* Translators: how many tasks pass the filter. */
    return g_strdup_printf (ngettext ("%s of %s task", "%s of %s tasks", n_tasks), shown, all);
  return g_strdup_printf (ngettext ("%s task", "%s tasks", n_tasks), all);
}

/**
 * pollux_trace_text_subtitle:
 * @n_shown: tasks that pass the filter
 *
 * Returns: (transfer full): the trace in a few words
 */
char *
pollux_trace_text_subtitle (PolluxTrace *trace, guint n_shown)
{
  PolluxRange extent = pollux_trace_get_extent (trace);
  g_autofree char *length = pollux_trace_text_label (trace, pollux_range_length (extent));
  g_autofree char *tasks = count_tasks (n_shown, pollux_trace_get_n_tasks (trace));
  const char *format = pollux_trace_text_format (trace);

  if (pollux_trace_has_times (trace))
    return g_strjoin (" · ", length, tasks, format, NULL);
  return g_strjoin (" · ", tasks, _("no times"), format, NULL);
}
