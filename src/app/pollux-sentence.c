/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-sentence.h"

#include "pollux-text.h"
#include "pollux-time-text.h"
#include "pollux-view-text.h"

/**
 * pollux_sentence_for_view:
 * @session: what is looked at
 *
 * Returns: (transfer full): how many lanes there are, and the time that is shown
 */
char *
pollux_sentence_for_view (PolluxSession *session)
{
  guint n = pollux_rows_get_n_lanes (pollux_session_get_rows (session));
  g_autofree char *count = pollux_count_to_label (n);
  g_autofree char *lanes = g_strdup_printf (ngettext ("%s lane", "%s lanes", n), count);
  g_autofree char *view = NULL;
  PolluxClock clock;

  if (!pollux_trace_has_times (pollux_session_get_trace (session)))
    return g_steal_pointer (&lanes);

  pollux_session_get_clock (session, &clock);
  view = pollux_view_text (pollux_session_get_viewport (session), &clock);
  /* Translators: "12 lanes", "0 ms to 10 ms, 10 ms" */
  return g_strdup_printf (_("%s, %s"), lanes, view);
}

static char *
describe_tasks (PolluxSession *session)
{
  guint n = pollux_task_set_get_n (pollux_session_get_task_set (session));
  g_autofree char *count = pollux_count_to_label (n);

  return g_strdup_printf (ngettext ("%s task selected", "%s tasks selected", n), count);
}

/**
 * pollux_sentence_for_thing:
 * @session: what is looked at
 * @thing: something in it
 *
 * Returns: (transfer full): what it is, with times as the session tells them
 */
char *
pollux_sentence_for_thing (PolluxSession *session, const PolluxThing *thing)
{
  PolluxClock clock;

  pollux_session_get_clock (session, &clock);

  return pollux_thing_describe_by (pollux_session_get_trace (session), &clock, thing);
}

/**
 * pollux_sentence_for_mark:
 * @session: what is looked at
 * @mark: one of its marks
 *
 * Returns: (transfer full): its name, when it is, and how long
 */
char *
pollux_sentence_for_mark (PolluxSession *session, const PolluxMark *mark)
{
  gint64 length = pollux_range_length (mark->range);
  g_autofree char *name = pollux_text_make_printable (mark->name);
  g_autofree char *begin = NULL, *end = NULL, *duration = NULL;
  PolluxClock clock;

  pollux_session_get_clock (session, &clock);
  begin = pollux_text_for_time (&clock, mark->range.begin);
  if (length == 0)
    /* Translators: the name that somebody gave to a moment, and when it is */
    return g_strdup_printf (_("Mark “%s” at %s"), name, begin);

  end = pollux_text_for_time (&clock, mark->range.end);
  if (!pollux_trace_has_times (pollux_session_get_trace (session)))
    /* Translators: the name that somebody gave to a range, its begin and end */
    return g_strdup_printf (_("Mark “%s” from %s to %s"), name, begin, end);

  duration = pollux_duration_to_label (length);
  /* Translators: the name that somebody gave to a range, its begin, end and length */
  return g_strdup_printf (_("Mark “%s” from %s to %s, %s"), name, begin, end, duration);
}

/* It may be filtered out, hidden, or left out as it is not alive in the view. */
static gboolean
has_no_lane (PolluxSession *session, const PolluxThing *thing)
{
  const PolluxRows *rows = pollux_session_get_rows (session);

  return thing->task != POLLUX_TASK_NONE && pollux_rows_get_workers (rows) == NULL &&
         pollux_rows_find_task (rows, thing->task) == G_MAXUINT;
}

static char *
add_lost_lane (PolluxSession *session, const PolluxThing *thing, char *sentence)
{
  char *both;

  if (!has_no_lane (session, thing))
    return sentence;

  /* Translators: a sentence about a task, which the filter leaves out */
  both = g_strdup_printf (_("%s (its lane is not shown)"), sentence);
  g_free (sentence);
  return both;
}

/**
 * pollux_sentence_for_selection:
 * @session: what is looked at
 *
 * Returns: (transfer full): what the keys act on
 */
char *
pollux_sentence_for_selection (PolluxSession *session)
{
  const PolluxThing *thing = pollux_session_get_selection (session);
  char *finding = pollux_finder_get_message (pollux_session_get_finder (session), thing);

  if (finding != NULL)
    return add_lost_lane (session, thing, finding);
  if (pollux_session_has_tasks (session))
    return describe_tasks (session);
  if (thing->kind == POLLUX_THING_NONE)
    return pollux_sentence_for_view (session);

  return add_lost_lane (session, thing, pollux_sentence_for_thing (session, thing));
}
