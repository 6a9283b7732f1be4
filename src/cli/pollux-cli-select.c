/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "pollux-cli-select.h"
#include "pollux-filter.h"
#include "pollux-time-goal.h"
#include "pollux-time-mode.h"
#include "pollux-time-text.h"

typedef enum
{
  TIME_RELATIVE,
  TIME_EPOCH,
  TIME_CIVIL,   /* a time of day, or a date without a zone: needs the trace */
  TIME_RECORD,
} TimeKind;

static gboolean
is_civil (const char *text)
{
  const PolluxTimeFrame frame = { .clock = { POLLUX_CLOCK_UTC } };
  PolluxTime time;

  return pollux_time_point_parse (text, &frame, &time, NULL);
}

static gboolean
parse_time (const char  *text,
            TimeKind    *kind,
            gint64      *value,
            GError     **error)
{
  guint64 record;

  *kind = TIME_RELATIVE;
  if (pollux_duration_from_text (text, value))
    return TRUE;

  *kind = TIME_EPOCH;
  if (pollux_epoch_from_rfc3339 (text, strlen (text), value))
    return TRUE;

  *kind = TIME_RECORD;
  if (g_ascii_string_to_unsigned (*text == '#' ? text + 1 : text, 10, 0, G_MAXUINT32, &record,
                                  NULL))
    {
      *value = (gint64) record;
      return TRUE;
    }

  *kind = TIME_CIVIL;
  *value = 0;
  if (is_civil (text))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is no time: it is written as 12.5ms, 1s, 250us, 0 or "
                 "2026-11-22T19:07:01.7Z"),
               text);

  return FALSE;
}

static gboolean
add_times (gint64      a,
           gint64      b,
           gint64     *sum,
           GError    **error)
{
  if (!__builtin_add_overflow (a, b, sum))
    return TRUE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("such a time is too far away"));

  return FALSE;
}

static gboolean
bad_kind (const char  *text,
          const char  *message,
          GError     **error)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", text, message);

  return FALSE;
}

/* In local time unless it names a zone, on the day on which it is nearest. */
static gboolean
resolve_civil (PolluxTrace  *trace,
               const char   *text,
               PolluxTime   *time,
               GError      **error)
{
  PolluxRange extent = pollux_trace_get_extent (trace);
  g_autoptr (GError) reason = NULL;
  PolluxTimeFrame frame = {
    .here = extent.begin, .extent = extent, .epoch = pollux_trace_get_origin (trace),
  };

  pollux_time_mode_get_clock (POLLUX_TIME_MODE_LOCAL, trace, POLLUX_TIME_NONE, &frame.clock);

  return pollux_time_point_parse (text, &frame, time, &reason) ||
         bad_kind (text, reason->message, error);
}

static gboolean
resolve_time (PolluxTrace  *trace,
              const char   *text,
              PolluxTime   *time,
              GError      **error)
{
  PolluxTimeKind recorded = pollux_trace_get_time_kind (trace);
  PolluxTime first = pollux_trace_get_extent (trace).begin;
  TimeKind kind;
  gint64 value;

  if (!parse_time (text, &kind, &value, error))
    return FALSE;

  /* "0" is the beginning however time is told. */
  if (recorded == POLLUX_TIME_KIND_ORDINAL && kind != TIME_RECORD && strcmp (text, "0") != 0)
    return bad_kind (text, _("the recording has no times; give the number of a record"), error);
  if (recorded != POLLUX_TIME_KIND_ORDINAL && kind == TIME_RECORD)
    return bad_kind (text, _("the unit is missing: 12.5ms, 1s, 250us"), error);
  if (recorded == POLLUX_TIME_KIND_CLOCK && (kind == TIME_EPOCH || kind == TIME_CIVIL))
    return bad_kind (text, _("the recording does not know the date; give a time since its begin"),
                     error);

  if (kind == TIME_CIVIL)
    return resolve_civil (trace, text, time, error);
  if (kind == TIME_EPOCH)
    return add_times (value, -pollux_trace_get_origin (trace), time, error);

  return add_times (value, first, time, error);
}

/**
 * pollux_cli_check_range:
 * @options: a command's options
 * @error: location for what is wrong
 *
 * Returns: whether --from and --to, where given, are times
 */
gboolean
pollux_cli_check_range (const PolluxCliOptions  *options,
                        GError                 **error)
{
  TimeKind kind;
  gint64 value;

  return (options->from == NULL || parse_time (options->from, &kind, &value, error)) &&
         (options->to == NULL || parse_time (options->to, &kind, &value, error));
}

/**
 * pollux_cli_get_range:
 * @trace: a trace, loaded
 * @options: a command's options
 * @range: (out): half open, times of @trace
 * @error: location for an error
 *
 * Returns: %FALSE with @error if there is no such range in @trace
 */
gboolean
pollux_cli_get_range (PolluxTrace             *trace,
                      const PolluxCliOptions  *options,
                      PolluxRange             *range,
                      GError                 **error)
{
  PolluxRange whole = pollux_trace_get_extent (trace);

  if (whole.end < G_MAXINT64)
    whole.end++;
  *range = whole;

  if (options->from != NULL && !resolve_time (trace, options->from, &range->begin, error))
    return FALSE;
  if (options->to != NULL && !resolve_time (trace, options->to, &range->end, error))
    return FALSE;

  if (options->from != NULL && options->to != NULL && range->begin >= range->end)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("--from must come before --to"));
      return FALSE;
    }

  *range = pollux_range_intersect (*range, whole);
  if (pollux_range_length (*range) > 0)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _("nothing was recorded in that range"));

  return FALSE;
}

/**
 * pollux_cli_check_pattern:
 * @options: a command's options
 * @error: location for what is wrong
 *
 * Returns: whether --tasks, where given, is a filter without a fault
 */
gboolean
pollux_cli_check_pattern (const PolluxCliOptions  *options,
                          GError                 **error)
{
  g_autoptr (PolluxFilter) filter = pollux_filter_new (options->pattern);
  const PolluxFilterFault *fault = pollux_filter_get_fault (filter);

  if (fault == NULL)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--tasks: %s", fault->message);

  return FALSE;
}

/**
 * pollux_cli_find_tasks:
 * @trace: a trace
 * @pattern: as for pollux_filter_new()
 * @all: whether those of kind "blocking" need not be named
 * @tasks: (out) (transfer full) (element-type PolluxTaskIndex): those it takes
 * @error: location for an error
 *
 * Finds tasks. Tasks of kind "blocking" run as long as the program and would drown
 * the others in any sum, so for statistics they must be asked for: a pattern
 * that only leaves out or looks at figures does not take them.
 *
 * Returns: %FALSE with @error if there is none
 */
gboolean
pollux_cli_find_tasks (PolluxTrace  *trace,
                       const char   *pattern,
                       gboolean      all,
                       GArray      **tasks,
                       GError      **error)
{
  g_autoptr (PolluxFilter) filter = pollux_filter_new (pattern);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
  guint n = pollux_trace_get_n_tasks (trace);
  gboolean named = all || pollux_filter_names (filter);

  for (PolluxTaskIndex i = 0; i < n; i++)
    if ((named || pollux_trace_get_task (trace, i)->kind != POLLUX_TASK_KIND_BLOCKING) &&
        pollux_filter_matches (filter, trace, i))
      g_array_append_val (found, i);

  if (found->len == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("no task matches “%s”"), pattern);
      return FALSE;
    }
  *tasks = g_steal_pointer (&found);

  return TRUE;
}
