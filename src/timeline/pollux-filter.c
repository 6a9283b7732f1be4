/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Every text that is looked for keeps, for each interned string that it was
 * tried on, whether it is in it: a byte a string, since names and locations
 * repeat. Figures come from the summaries of a lane, once a task however many
 * are compared; only "thread:" looks at polls, up to the first that fits.
 */

#include "config.h"

#include <string.h>

#include "pollux-filter-private.h"
#include "pollux-match.h"
#include "pollux-statistics.h"
#include "pollux-task-sums.h"

enum { UNTRIED, ABSENT, PRESENT };

/* How many polls are read at once. */
#define N_POLLS 64

/* A task that is looked at, and its figures when they were needed. */
typedef struct
{
  PolluxTrace *trace;
  PolluxTaskIndex index;
  const PolluxTask *task;
  gboolean summed;
  PolluxTaskSums sums;
} Candidate;

/**
 * pollux_filter_new:
 * @text: (nullable): terms; see #PolluxFilter
 *
 * Returns: (transfer full): a filter
 */
PolluxFilter *
pollux_filter_new (const char *text)
{
  PolluxFilter *filter = g_new0 (PolluxFilter, 1);

  pollux_filter_parse (filter, text != NULL ? text : "");

  return filter;
}

/**
 * pollux_filter_free:
 */
void
pollux_filter_free (PolluxFilter *filter)
{
  g_array_unref (filter->terms);
  g_free (filter->message);
  g_free (filter);
}

static PolluxFilterTerm *
get_term (const PolluxFilter *filter,
          guint               index)
{
  return &g_array_index (filter->terms, PolluxFilterTerm, index);
}

static PolluxFilterNeedle *
get_needle (const PolluxFilterTerm *term,
            guint                   index)
{
  return &g_array_index (term->needles, PolluxFilterNeedle, index);
}

/**
 * pollux_filter_forget:
 */
void
pollux_filter_forget (PolluxFilter *filter)
{
  for (guint i = 0; i < filter->terms->len; i++)
    {
      PolluxFilterTerm *term = get_term (filter, i);

      g_clear_pointer (&term->threads, g_byte_array_unref);
      for (guint k = 0; term->needles != NULL && k < term->needles->len; k++)
        g_byte_array_set_size (get_needle (term, k)->answers, 0);
    }
}

/**
 * pollux_filter_get_fault:
 *
 * Returns: (transfer none) (nullable): what is wrong with the first term that
 *   is wrong, and is left out
 */
const PolluxFilterFault *
pollux_filter_get_fault (const PolluxFilter *filter)
{
  return filter->message != NULL ? &filter->fault : NULL;
}

/* Whether it is about what a task does, and not what it is. */
static gboolean
may_change (const PolluxFilterTerm *term)
{
  return term->subject >= POLLUX_FILTER_STATE || term->subject == POLLUX_FILTER_THREAD;
}

/**
 * pollux_filter_names:
 *
 * Returns: whether a term says which tasks are meant, and not only which are
 *   not, or what they do
 */
gboolean
pollux_filter_names (const PolluxFilter *filter)
{
  for (guint i = 0; i < filter->terms->len; i++)
    if (!get_term (filter, i)->negative && !may_change (get_term (filter, i)))
      return TRUE;

  return FALSE;
}

/**
 * pollux_filter_may_change:
 *
 * Returns: whether its answer for a task may be another when a trace has grown
 */
gboolean
pollux_filter_may_change (const PolluxFilter *filter)
{
  for (guint i = 0; i < filter->terms->len; i++)
    if (may_change (get_term (filter, i)))
      return TRUE;

  return FALSE;
}

/* --- text ------------------------------------------------------------------ */

static gboolean
is_in_string (PolluxFilterNeedle *needle,
              PolluxTrace        *trace,
              PolluxString        string)
{
  guint8 *answer;

  if (string == 0)
    return FALSE;

  if (string >= needle->answers->len)
    {
      guint before = needle->answers->len;

      g_byte_array_set_size (needle->answers, MAX (string + 1, before * 2));
      memset (needle->answers->data + before, UNTRIED, needle->answers->len - before);
    }

  answer = &needle->answers->data[string];
  if (*answer == UNTRIED)
    *answer = pollux_match_contains (pollux_trace_get_string (trace, string), needle->text)
                ? PRESENT
                : ABSENT;

  return *answer == PRESENT;
}

static gboolean
has_id (const PolluxFilterNeedle *needle,
        const PolluxTask         *task)
{
  return needle->has_id && (task->flags & POLLUX_TASK_HAS_TOKIO_ID) != 0 &&
         task->tokio_id == needle->id;
}

/* The digits of an id are found as those of a name are. */
static gboolean
is_in_id (const PolluxFilterNeedle *needle,
          const PolluxTask         *task)
{
  char id[24];

  if (needle->has_id)
    return has_id (needle, task);
  if (!(task->flags & POLLUX_TASK_HAS_TOKIO_ID) ||
      !(needle->text[0] == '#' || g_ascii_isdigit (needle->text[0])))
    return FALSE;

  g_snprintf (id, sizeof id, "#%" G_GUINT64_FORMAT, task->tokio_id);

  return strstr (id, needle->text) != NULL;
}

static gboolean
is_in_kind (const PolluxFilterNeedle *needle,
            const PolluxTask         *task)
{
  return pollux_match_contains (pollux_task_kind_to_string (task->kind), needle->text);
}

static gboolean
is_in_task (PolluxFilterNeedle *needle,
            PolluxTrace        *trace,
            const PolluxTask   *task)
{
  return is_in_string (needle, trace, task->name) ||
         is_in_string (needle, trace, task->location) ||
         is_in_string (needle, trace, task->process) || is_in_kind (needle, task) ||
         is_in_id (needle, task);
}

static gboolean
is_in_spawner (PolluxFilterNeedle *needle,
               PolluxTrace        *trace,
               PolluxTaskIndex     spawner)
{
  const PolluxTask *task;

  if (spawner == POLLUX_TASK_NONE)
    return FALSE;

  task = pollux_trace_get_task (trace, spawner);

  return needle->has_id ? has_id (needle, task) : is_in_task (needle, trace, task);
}

/* --- threads --------------------------------------------------------------- */

static gboolean
is_in_thread (const PolluxFilterTerm *term,
              PolluxTrace            *trace,
              PolluxThread            thread)
{
  const char *id = pollux_trace_get_thread_id (trace, thread);
  const char *name = pollux_trace_get_thread_name (trace, thread);

  for (guint i = 0; i < term->needles->len; i++)
    {
      const char *text = get_needle (term, i)->text;

      if ((id != NULL && pollux_match_contains (id, text)) ||
          (name != NULL && pollux_match_contains (name, text)))
        return TRUE;
    }

  return FALSE;
}

/* Tries the threads that came since the last time. */
static void
try_threads (PolluxFilterTerm *term,
             PolluxTrace      *trace)
{
  guint n = pollux_trace_get_n_threads (trace);

  if (term->threads == NULL)
    term->threads = g_byte_array_new ();
  for (guint i = term->threads->len; i < n; i++)
    {
      guint8 answer = is_in_thread (term, trace, i) ? PRESENT : ABSENT;

      g_byte_array_append (term->threads, &answer, 1);
    }
}

static gboolean
was_on_thread (PolluxFilterTerm *term,
               const Candidate  *candidate)
{
  const PolluxLane *lane = pollux_trace_get_lane (candidate->trace, candidate->index);
  guint n = pollux_lane_get_n_polls (lane);
  PolluxPoll polls[N_POLLS];

  try_threads (term, candidate->trace);
  if (term->threads->len == 0 ||
      memchr (term->threads->data, PRESENT, term->threads->len) == NULL)
    return FALSE;

  for (guint i = 0; i < n; i += N_POLLS)
    {
      guint n_read = MIN (N_POLLS, n - i);

      pollux_lane_get_polls (lane, i, n_read, polls);
      for (guint k = 0; k < n_read; k++)
        if (polls[k].thread < term->threads->len &&
            term->threads->data[polls[k].thread] == PRESENT)
          return TRUE;
    }

  return FALSE;
}

/* --- figures --------------------------------------------------------------- */

static const PolluxTaskSums *
get_sums (Candidate *candidate)
{
  if (!candidate->summed)
    pollux_task_sums_compute (candidate->trace, candidate->index, &candidate->sums);
  candidate->summed = TRUE;

  return &candidate->sums;
}

static gint64
get_life (const PolluxTask *task)
{
  if (task->spawned == POLLUX_TIME_NONE || task->ended == POLLUX_TIME_NONE)
    return POLLUX_TIME_NONE;

  return task->ended - task->spawned;
}

/* What needs no sum is told without one. */
static gint64
get_figure (Candidate           *candidate,
            PolluxFilterSubject  subject)
{
  const PolluxLane *lane = pollux_trace_get_lane (candidate->trace, candidate->index);

  switch (subject)
    {
    case POLLUX_FILTER_BUSY:
      return get_sums (candidate)->lane.busy;
    case POLLUX_FILTER_SCHEDULED:
      return get_sums (candidate)->lane.scheduled;
    case POLLUX_FILTER_IDLE:
      return get_sums (candidate)->lane.idle;
    case POLLUX_FILTER_SPAWN:
      return candidate->task->spawned != POLLUX_TIME_NONE
               ? get_sums (candidate)->lane.spawn_delay
               : POLLUX_TIME_NONE;
    case POLLUX_FILTER_LONGEST:
      return get_sums (candidate)->longest_poll;
    case POLLUX_FILTER_DELAY:
      return get_sums (candidate)->longest_delay;
    case POLLUX_FILTER_UNFINISHED:
      return get_sums (candidate)->lane.unfinished;
    case POLLUX_FILTER_LIFE:
      return get_life (candidate->task);
    case POLLUX_FILTER_POLLS:
      return pollux_lane_get_n_polls (lane);
    case POLLUX_FILTER_WAKES:
      return pollux_lane_get_n_wakes (lane);
    case POLLUX_FILTER_SELF_WAKES:
      return get_sums (candidate)->lane.n_self_wakes;
    default:
      g_return_val_if_reached (POLLUX_TIME_NONE);
    }
}

static gboolean
is_known (const Candidate     *candidate,
          PolluxFilterSubject  subject)
{
  gboolean is_time = subject < POLLUX_FILTER_POLLS;
  gboolean of_polls = subject != POLLUX_FILTER_WAKES && subject != POLLUX_FILTER_LIFE;

  return (!is_time || pollux_trace_has_times (candidate->trace)) &&
         (!of_polls || pollux_statistics_has_polls (candidate->trace));
}

static gboolean
compares (const PolluxFilterTerm *term,
          Candidate              *candidate)
{
  gint64 figure;

  if (!is_known (candidate, term->subject))
    return FALSE;

  figure = get_figure (candidate, term->subject);
  if (figure == POLLUX_TIME_NONE)
    return FALSE;
  if (figure == term->number)
    return (term->operator & POLLUX_FILTER_EQUAL) != 0;

  return (term->operator & (figure < term->number ? POLLUX_FILTER_LESS
                                                  : POLLUX_FILTER_GREATER)) != 0;
}

static gboolean
is_in_state (const PolluxFilterNeedle *needle,
             const Candidate          *candidate)
{
  PolluxState state = pollux_task_sums_get_state (candidate->trace, candidate->index);

  return pollux_statistics_has_polls (candidate->trace) && (needle->states & 1u << state) != 0;
}

/* --- terms ----------------------------------------------------------------- */

static gboolean
needle_fits (PolluxFilterNeedle  *needle,
             PolluxFilterSubject  subject,
             Candidate           *candidate)
{
  PolluxTrace *trace = candidate->trace;
  const PolluxTask *task = candidate->task;

  switch (subject)
    {
    case POLLUX_FILTER_WORD:
      return is_in_task (needle, trace, task);
    case POLLUX_FILTER_NAME:
      return is_in_string (needle, trace, task->name);
    case POLLUX_FILTER_LOCATION:
      return is_in_string (needle, trace, task->location);
    case POLLUX_FILTER_KIND:
      return is_in_kind (needle, task);
    case POLLUX_FILTER_PROCESS:
      return is_in_string (needle, trace, task->process);
    case POLLUX_FILTER_BY:
      return is_in_spawner (needle, trace, task->spawner);
    case POLLUX_FILTER_ID:
      return has_id (needle, task);
    case POLLUX_FILTER_STATE:
      return is_in_state (needle, candidate);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
term_fits (PolluxFilterTerm *term,
           Candidate        *candidate)
{
  if (POLLUX_FILTER_IS_FIGURE (term->subject))
    return compares (term, candidate);
  if (term->subject == POLLUX_FILTER_THREAD)
    return was_on_thread (term, candidate);

  for (guint i = 0; i < term->needles->len; i++)
    if (needle_fits (get_needle (term, i), term->subject, candidate))
      return TRUE;

  return FALSE;
}

/**
 * pollux_filter_matches:
 * @trace: always the same, or see pollux_filter_forget(); settled
 *
 * Returns: whether @task is to be shown
 */
gboolean
pollux_filter_matches (PolluxFilter    *filter,
                       PolluxTrace     *trace,
                       PolluxTaskIndex  task)
{
  Candidate candidate;

  if (filter->terms->len == 0)
    return TRUE;

  candidate.trace = trace;
  candidate.index = task;
  candidate.task = pollux_trace_get_task (trace, task);
  candidate.summed = FALSE;
  for (guint i = 0; i < filter->terms->len; i++)
    {
      PolluxFilterTerm *term = get_term (filter, i);

      if (term_fits (term, &candidate) == term->negative)
        return FALSE;
    }

  return TRUE;
}
