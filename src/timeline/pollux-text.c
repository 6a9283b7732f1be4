/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pollux-text.h"
#include "pollux-time-mode.h"
#include "pollux-time-text.h"

/* Bytes of a span's fields that a label may show. */
#define MAX_FIELDS 160
/* What the names of Tokio's spans begin with. */
#define TOKIO_PREFIX "runtime.resource."

/* Names come from the file and may hold anything. */
static char *
make_printable (const char *bytes,
                gssize      length)
{
  char *text = g_utf8_make_valid (bytes, length);

  for (char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';

  return text;
}

/**
 * pollux_text_make_printable:
 *
 * Returns: (transfer full): what the file says, as text of one line
 */
char *
pollux_text_make_printable (const char *bytes)
{
  return make_printable (bytes, -1);
}

/**
 * pollux_text_for_title:
 *
 * Returns: (transfer full): how a task is called
 */
char *
pollux_text_for_title (PolluxTrace     *trace,
                       PolluxTaskIndex  task)
{
  return make_printable (pollux_trace_get_task_title (trace, task), -1);
}

/**
 * pollux_text_for_id:
 *
 * Returns: (transfer full): "#4", Tokio's id of a task, or an empty text
 */
char *
pollux_text_for_id (PolluxTrace     *trace,
                    PolluxTaskIndex  task)
{
  const PolluxTask *record = pollux_trace_get_task (trace, task);

  if (!(record->flags & POLLUX_TASK_HAS_TOKIO_ID))
    return g_strdup ("");

  return g_strdup_printf ("#%" G_GUINT64_FORMAT, record->tokio_id);
}

/**
 * pollux_text_for_task:
 *
 * Returns: (transfer full): title and id of a task
 */
char *
pollux_text_for_task (PolluxTrace     *trace,
                      PolluxTaskIndex  task)
{
  g_autofree char *title = pollux_text_for_title (trace, task);
  g_autofree char *id = pollux_text_for_id (trace, task);

  if (*id == '\0')
    return g_steal_pointer (&title);

  return g_strdup_printf ("%s %s", title, id);
}

/* The column of "file:line:column" is noise in a lane header. */
static gsize
get_length_without_column (const char *location)
{
  const char *last = strrchr (location, ':');
  const char *at;

  if (last == NULL || last == location || !g_ascii_isdigit (last[1]))
    return strlen (location);

  for (at = last - 1; at > location && g_ascii_isdigit (*at); at--)
    ;

  return *at == ':' && at + 1 < last ? (gsize) (last - location) : strlen (location);
}

/**
 * pollux_text_for_location:
 *
 * Returns: (transfer full): file and line of a task's spawn, without folders
 */
char *
pollux_text_for_location (PolluxTrace     *trace,
                          PolluxTaskIndex  task)
{
  const PolluxTask *record = pollux_trace_get_task (trace, task);
  const char *location = pollux_trace_get_string (trace, record->location);

  /* A file's name may have got lost: then its folder tells more than nothing. */
  for (const char *at = location; *at != '\0'; at++)
    if ((*at == '/' || *at == '\\') && at[1] != '\0' && at[1] != ':')
      location = at + 1;

  return make_printable (location, get_length_without_column (location));
}

/**
 * pollux_text_for_time:
 * @clock: how times are told
 *
 * Returns: (transfer full): when @time is, every digit
 */
char *
pollux_text_for_time (const PolluxClock *clock,
                      PolluxTime         time)
{
  g_autofree char *text = pollux_clock_to_exact (clock, time);

  if (clock->kind != POLLUX_CLOCK_ORDINAL || time == POLLUX_TIME_NONE)
    return g_steal_pointer (&text);

  /* Translators: "#" and the number of a record of the file */
  return g_strdup_printf (_("record %s"), text);
}

/**
 * pollux_text_for_moment:
 *
 * Returns: (transfer full): when @time is
 */
char *
pollux_text_for_moment (PolluxTrace *trace,
                        PolluxTime   time)
{
  PolluxClock clock;

  pollux_time_mode_get_clock (POLLUX_TIME_MODE_RELATIVE, trace, POLLUX_TIME_NONE, &clock);

  return pollux_text_for_time (&clock, time);
}

/**
 * pollux_text_for_length:
 * @length: ns or records, above 0
 *
 * Returns: (transfer full): how long a range is and how often a second it fits
 */
char *
pollux_text_for_length (PolluxTrace *trace,
                        gint64       length)
{
  g_autofree char *text = NULL;
  g_autofree char *rate = NULL;

  if (!pollux_trace_has_times (trace))
    {
      text = pollux_count_to_label (length);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s record", "%s records", length),
                              text);
    }

  text = pollux_duration_to_label (length);
  rate = pollux_rate_to_label (length);

  return g_strdup_printf ("%s · %s", text, rate);
}

/* The value of field @name in "a=1 name=\"x\"", as far as it is one word, without
 * quotes. */
static char *
find_field (const char *fields,
            const char *name)
{
  gsize length = strlen (name);

  for (const char *at = fields; at != NULL && *at != '\0';)
    {
      const char *end = strchrnul (at, ' ');

      if (strncmp (at, name, length) == 0 && at[length] == '=')
        {
          const char *value = at + length + 1;
          gboolean quoted = *value == '"' && end > value + 1 && end[-1] == '"';

          return make_printable (value + quoted, end - value - 2 * quoted);
        }
      at = *end != '\0' ? end + 1 : end;
    }

  return NULL;
}

/**
 * pollux_text_for_span:
 *
 * Tokio calls all its resources "runtime.resource"; what they are is in a field.
 *
 * Returns: (transfer full): what a span is called
 */
char *
pollux_text_for_span (PolluxTrace     *trace,
                      PolluxSpanIndex  span)
{
  const PolluxSpan *record = pollux_trace_get_span (trace, span);
  const char *fields = pollux_trace_get_string (trace, record->fields);
  const char *name;
  char *type = NULL;

  if (record->kind == POLLUX_SPAN_RESOURCE)
    type = find_field (fields, "concrete_type");
  else if (record->kind == POLLUX_SPAN_OPERATION)
    type = find_field (fields, "source");
  if (type != NULL && *type != '\0')
    return type;

  g_free (type);
  name = pollux_trace_get_string (trace, record->name);
  if (record->kind != POLLUX_SPAN_USER && g_str_has_prefix (name, TOKIO_PREFIX))
    name += strlen (TOKIO_PREFIX);

  return make_printable (name, -1);
}

/**
 * pollux_text_for_span_label:
 *
 * Returns: (transfer full): what a span is called, and its fields
 */
char *
pollux_text_for_span_label (PolluxTrace     *trace,
                            PolluxSpanIndex  span)
{
  const PolluxSpan *record = pollux_trace_get_span (trace, span);
  const char *fields = pollux_trace_get_string (trace, record->fields);
  g_autofree char *name = pollux_text_for_span (trace, span);
  g_autofree char *values = NULL;

  if (*fields == '\0' || record->kind != POLLUX_SPAN_USER)
    return g_steal_pointer (&name);

  values = make_printable (fields, MIN (strlen (fields), MAX_FIELDS));

  return g_strdup_printf ("%s  %s", name, values);
}

/**
 * pollux_text_for_span_location:
 *
 * Returns: (transfer full) (nullable): file, line and column
 */
char *
pollux_text_for_span_location (PolluxTrace     *trace,
                               PolluxSpanIndex  span)
{
  const char *fields = pollux_trace_get_string (trace, pollux_trace_get_span (trace, span)->fields);
  g_autofree char *file = find_field (fields, "loc.file");
  g_autofree char *line = find_field (fields, "loc.line");
  g_autofree char *column = find_field (fields, "loc.col");

  if (file == NULL || line == NULL)
    return g_steal_pointer (&file);
  if (column == NULL)
    return g_strdup_printf ("%s:%s", file, line);

  return g_strdup_printf ("%s:%s:%s", file, line, column);
}

/**
 * pollux_text_for_pending:
 *
 * Returns: (transfer full) (nullable): what the task waits for
 */
char *
pollux_text_for_pending (PolluxTrace     *trace,
                         PolluxTaskIndex  task,
                         guint            poll)
{
  const char *text = pollux_trace_get_pending (trace, task, poll, NULL, NULL);

  return text != NULL && *text != '\0' ? make_printable (text, -1) : NULL;
}

/**
 * pollux_text_for_origin:
 * @wake: a wake of @task
 *
 * Returns: (transfer none): how its task was found, for people
 */
const char *
pollux_text_for_origin (PolluxTrace      *trace,
                        PolluxTaskIndex   task,
                        const PolluxWake *wake)
{
  if (wake->flags & POLLUX_WAKE_MOVED)
    return _("inferred: most records of this waker were made in its polls");

  switch (pollux_trace_get_waker_origin (trace, task))
    {
    case POLLUX_WAKER_DIRECT:
      return _("named in the record");

    case POLLUX_WAKER_CLONED:
      return _("known from where the waker was cloned");

    case POLLUX_WAKER_ELIMINATED:
      return _("the only task it can belong to");

    case POLLUX_WAKER_ONLY_TASK:
      /* Translators: how the task of a wake was found: the wake itself does not say whose it is */
      return _("inferred: the only task in the file");

    case POLLUX_WAKER_UNRESOLVED:
    default:
      return _("not known");
    }
}

/**
 * pollux_text_is_origin_inferred:
 * @wake: a wake of @task
 *
 * Returns: whether no record says that the wake is of this task
 */
gboolean
pollux_text_is_origin_inferred (PolluxTrace      *trace,
                                PolluxTaskIndex   task,
                                const PolluxWake *wake)
{
  PolluxWakerOrigin origin = pollux_trace_get_waker_origin (trace, task);

  return (wake->flags & POLLUX_WAKE_MOVED) != 0 || origin == POLLUX_WAKER_ONLY_TASK;
}
