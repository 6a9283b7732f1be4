/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A kind of finding is one entry of a table: its texts, and a function that
 * finds the next one in a lane. Those about sections go down the summaries of
 * the lane, so a lane without any costs a few of its upper blocks.
 *
 * Of each kind the worst are kept in a heap whose first element is the least
 * of them. Sorted by time in the end.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-findings.h"
#include "pollux-statistics.h"
#include "pollux-time-text.h"

#define LIMIT_MAX (10 * G_GINT64_CONSTANT (1000000))
#define LIMIT_MIN (100 * G_GINT64_CONSTANT (1000))
/* A hundredth of the trace. */
#define LIMIT_PART 100
/* So many times the limit is severe. */
#define SEVERE_FACTOR 10
/* tokio-console warns of tasks of which half the wakes are their own; a few
 * say nothing. */
#define SELF_WAKES_MIN 20
/* Lanes between two looks at the clock; and polls of one lane. */
#define BATCH 32

typedef struct
{
  PolluxTrace *trace;
  PolluxTaskIndex task;
  const PolluxTask *record;
  const PolluxLane *lane;
  gint64 limit;
} Place;

typedef struct
{
  const char *name;
  const char *title;
  gboolean in_blocking;   /* also of tasks that may block as long as they like */
  /* The next one whose poll is *@from or later; moves *@from behind it. A kind
   * that finds one in a task at most is asked with *@from 0 alone. */
  gboolean (*next) (const Place *place, guint *from, PolluxFinding *finding);
  gboolean once;
  char *(*describe) (const PolluxFinding *finding);
} Kind;

struct _PolluxFindings
{
  PolluxTrace *trace;
  gint64 limit;
  gboolean no_polls;

  /* How far it is */
  PolluxTaskIndex task;
  guint kind;
  guint from;
  gboolean done;

  GArray *heaps[POLLUX_N_FINDING_KINDS]; /* of PolluxFinding */
  guint64 counts[POLLUX_N_FINDING_KINDS];
  GArray *sorted;
};

static PolluxFindingSeverity
rate (gint64 value, gint64 limit)
{
  return value / SEVERE_FACTOR >= limit ? POLLUX_FINDING_SEVERE : POLLUX_FINDING_WARNING;
}

/* The first poll from @index on of which a summary says that it or its wait
 * may be as long as @limit; the number of polls if there is none. */
static guint
find_candidate (const PolluxLane *lane, guint index, gint64 limit, gboolean waits)
{
  guint n = pollux_lane_get_n_polls (lane);

  while (index < n)
    {
      guint64 size = POLLUX_LANE_FANOUT;
      guint skip = 0;

      for (guint level = 0; level < pollux_lane_get_n_levels (lane) && index % size == 0; level++)
        {
          const PolluxBlock *block;

          if (index / size >= pollux_lane_get_n_blocks (lane, level))
            break;
          block = pollux_lane_get_block (lane, level, index / size);
          if ((waits ? block->longest_wait : block->longest_poll) >= limit)
            break;
          skip = size;
          size *= POLLUX_LANE_STEP;
        }
      if (skip == 0)
        return index;
      index += skip;
    }

  return n;
}

static gboolean
next_long (const Place *place, guint *from, gboolean waits, PolluxPoll *poll)
{
  guint n = pollux_lane_get_n_polls (place->lane);

  for (guint i = find_candidate (place->lane, *from, place->limit, waits); i < n;
       i = find_candidate (place->lane, i + 1, place->limit, waits))
    {
      gint64 length;

      pollux_lane_get_poll (place->lane, i, poll);
      length = waits ? poll->wait : poll->end - poll->start;
      if (length < place->limit || (waits ? (poll->flags & POLLUX_POLL_WOKEN) == 0
                                          : (poll->flags & POLLUX_POLL_OPEN) != 0))
        continue;
      *from = i + 1;
      return TRUE;
    }

  return FALSE;
}

static gboolean
next_long_poll (const Place *place, guint *from, PolluxFinding *finding)
{
  PolluxPoll poll;

  if (!next_long (place, from, FALSE, &poll))
    return FALSE;

  finding->poll = *from - 1;
  finding->range = (PolluxRange) { poll.start, poll.end };
  finding->value = poll.end - poll.start;
  finding->severity = rate (finding->value, place->limit);
  return TRUE;
}

static gboolean
next_long_delay (const Place *place, guint *from, PolluxFinding *finding)
{
  PolluxPoll poll;

  if (!next_long (place, from, TRUE, &poll))
    return FALSE;

  finding->poll = *from - 1;
  finding->range = (PolluxRange) { poll.start - poll.wait, poll.start };
  finding->value = poll.wait;
  finding->severity = rate (finding->value, place->limit);
  return TRUE;
}

static gboolean
find_self_wakes (const Place *place, guint *from, PolluxFinding *finding)
{
  PolluxLaneSummary summary;

  if (pollux_lane_get_n_wakes (place->lane) < SELF_WAKES_MIN)
    return FALSE;

  pollux_lane_summarize (place->lane, pollux_statistics_get_whole (place->trace), &summary);
  if (summary.n_self_wakes < SELF_WAKES_MIN || summary.n_self_wakes * 2 <= summary.n_wakes)
    return FALSE;

  finding->range = pollux_lane_get_life (place->lane);
  finding->value = summary.n_self_wakes;
  finding->of = summary.n_wakes;
  finding->severity = POLLUX_FINDING_WARNING;
  return TRUE;
}

static gboolean
find_open_poll (const Place *place, guint *from, PolluxFinding *finding)
{
  guint n = pollux_lane_get_n_polls (place->lane);
  PolluxPoll poll;

  if (n == 0)
    return FALSE;
  pollux_lane_get_poll (place->lane, n - 1, &poll);
  if ((poll.flags & POLLUX_POLL_OPEN) == 0 || poll.end - poll.start < place->limit)
    return FALSE;

  finding->poll = n - 1;
  finding->range = (PolluxRange) { poll.start, poll.end };
  finding->value = poll.end - poll.start;
  finding->severity = rate (finding->value, place->limit);
  return TRUE;
}

/* Still due when the trace ended, for so long that it is no accident. */
static gboolean
find_unanswered (const Place *place, PolluxFinding *finding)
{
  PolluxRange range = pollux_lane_get_unanswered (place->lane);

  if (place->record->ended != POLLUX_TIME_NONE || pollux_range_length (range) < place->limit)
    return FALSE;

  finding->range = range;
  finding->value = pollux_range_length (range);
  finding->severity = rate (finding->value, place->limit);
  return TRUE;
}

static gboolean
find_lost_wake (const Place *place, guint *from, PolluxFinding *finding)
{
  return pollux_lane_get_n_polls (place->lane) > 0 && find_unanswered (place, finding);
}

static gboolean
find_never_polled (const Place *place, guint *from, PolluxFinding *finding)
{
  return pollux_lane_get_n_polls (place->lane) == 0 && find_unanswered (place, finding);
}

static gboolean
find_dropped (const Place *place, guint *from, PolluxFinding *finding)
{
  if (pollux_lane_get_n_polls (place->lane) > 0 || place->record->ended == POLLUX_TIME_NONE ||
      place->record->spawned == POLLUX_TIME_NONE)
    return FALSE;

  finding->range = pollux_lane_get_life (place->lane);
  finding->value = pollux_range_length (finding->range);
  finding->severity = POLLUX_FINDING_NOTE;
  return TRUE;
}

static char *
describe_long_poll (const PolluxFinding *finding)
{
  g_autofree char *length = pollux_duration_to_label (finding->value);

  /* Translators: a finding; %s is a length of time. */
  return g_strdup_printf (_("poll of %s"), length);
}

static char *
describe_long_delay (const PolluxFinding *finding)
{
  g_autofree char *length = pollux_duration_to_label (finding->value);

  /* Translators: a finding: how long a task that was due waited for its poll. */
  return g_strdup_printf (_("delay of %s"), length);
}

static char *
describe_self_wakes (const PolluxFinding *finding)
{
  g_autofree char *own = pollux_count_to_label (finding->value);
  g_autofree char *all = pollux_count_to_label (finding->of);

  /* Translators: a finding: how many of a task's wakes it made itself. */
  return g_strdup_printf (_("%s of %s wakes made by itself"), own, all);
}

static char *
describe_open_poll (const PolluxFinding *finding)
{
  g_autofree char *length = pollux_duration_to_label (finding->value);

  /* Translators: a finding; %s is the time from its begin to the end of the trace. */
  return g_strdup_printf (_("poll without an end, for %s"), length);
}

static char *
describe_lost_wake (const PolluxFinding *finding)
{
  g_autofree char *length = pollux_duration_to_label (finding->value);

  /* Translators: a finding; %s is the time from the wake to the end of the trace. */
  return g_strdup_printf (_("woken and never polled again, for %s"), length);
}

static char *
describe_never_polled (const PolluxFinding *finding)
{
  g_autofree char *length = pollux_duration_to_label (finding->value);

  /* Translators: a finding; %s is the time from the spawn to the end of the trace. */
  return g_strdup_printf (_("spawned and never polled, for %s"), length);
}

static char *
describe_dropped (const PolluxFinding *finding)
{
  g_autofree char *length = pollux_duration_to_label (finding->value);

  /* Translators: a finding; %s is the time from the spawn to the drop. */
  return g_strdup_printf (_("dropped before its first poll, after %s"), length);
}

static const Kind kinds[POLLUX_N_FINDING_KINDS] = {
  [POLLUX_FINDING_LONG_POLL] = {
    "long-poll", N_("Long poll"), FALSE, next_long_poll, FALSE, describe_long_poll },
  [POLLUX_FINDING_LONG_DELAY] = {
    "long-delay", N_("Long delay"), TRUE, next_long_delay, FALSE, describe_long_delay },
  [POLLUX_FINDING_SELF_WAKES] = {
    "self-wakes", N_("Many self-wakes"), TRUE, find_self_wakes, TRUE, describe_self_wakes },
  [POLLUX_FINDING_OPEN_POLL] = {
    "open-poll", N_("Poll without an end"), FALSE, find_open_poll, TRUE, describe_open_poll },
  [POLLUX_FINDING_LOST_WAKE] = {
    "lost-wake", N_("Woken and never polled again"), TRUE, find_lost_wake, TRUE,
    describe_lost_wake },
  [POLLUX_FINDING_NEVER_POLLED] = {
    "never-polled", N_("Never polled"), TRUE, find_never_polled, TRUE, describe_never_polled },
  [POLLUX_FINDING_DROPPED] = {
    "dropped", N_("Dropped before its first poll"), TRUE, find_dropped, TRUE, describe_dropped },
};

/* --- keeping the worst --------------------------------------------------- */

static PolluxFinding *
at (GArray *heap, guint i)
{
  return &g_array_index (heap, PolluxFinding, i);
}

static void
sink (GArray *heap, guint i)
{
  for (;;)
    {
      guint least = i;
      PolluxFinding other;

      for (guint child = 2 * i + 1; child <= 2 * i + 2 && child < heap->len; child++)
        if (at (heap, child)->value < at (heap, least)->value)
          least = child;
      if (least == i)
        return;
      other = *at (heap, i);
      *at (heap, i) = *at (heap, least);
      *at (heap, least) = other;
      i = least;
    }
}

static void
keep (PolluxFindings *findings, const PolluxFinding *finding)
{
  GArray *heap = findings->heaps[finding->kind];

  findings->counts[finding->kind]++;
  if (heap->len < POLLUX_FINDINGS_MAX)
    {
      g_array_append_val (heap, *finding);
      if (heap->len == POLLUX_FINDINGS_MAX)
        for (guint i = heap->len / 2; i-- > 0;)
          sink (heap, i);
    }
  else if (finding->value > at (heap, 0)->value)
    {
      *at (heap, 0) = *finding;
      sink (heap, 0);
    }
}

static int
compare_time (gconstpointer a, gconstpointer b)
{
  const PolluxFinding *left = a, *right = b;

  if (left->range.begin != right->range.begin)
    return left->range.begin < right->range.begin ? -1 : 1;
  if (left->task != right->task)
    return left->task < right->task ? -1 : 1;
  return (int) left->kind - (int) right->kind;
}

/* --- searching ----------------------------------------------------------- */

static gint64
choose_limit (PolluxTrace *trace)
{
  gint64 length = pollux_range_length (pollux_trace_get_extent (trace));

  return CLAMP (length / LIMIT_PART, LIMIT_MIN, LIMIT_MAX);
}

/**
 * pollux_findings_new:
 * @trace: where to look; a reference is kept
 *
 * Returns: (transfer full): a search that has not begun
 */
PolluxFindings *
pollux_findings_new (PolluxTrace *trace)
{
  PolluxFindings *findings = g_new0 (PolluxFindings, 1);

  findings->trace = g_object_ref (trace);
  findings->limit = choose_limit (trace);
  findings->no_polls = !pollux_statistics_has_polls (trace);
  findings->sorted = g_array_new (FALSE, FALSE, sizeof (PolluxFinding));
  for (guint i = 0; i < POLLUX_N_FINDING_KINDS; i++)
    findings->heaps[i] = g_array_new (FALSE, FALSE, sizeof (PolluxFinding));
  return findings;
}

/**
 * pollux_findings_free:
 */
void
pollux_findings_free (PolluxFindings *findings)
{
  for (guint i = 0; i < POLLUX_N_FINDING_KINDS; i++)
    g_array_unref (findings->heaps[i]);
  g_array_unref (findings->sorted);
  g_object_unref (findings->trace);
  g_free (findings);
}

/* Goes on in one task. FALSE when the time is up. */
static gboolean
search_task (PolluxFindings *findings, gint64 deadline)
{
  const PolluxTask *record = pollux_trace_get_task (findings->trace, findings->task);
  const PolluxLane *lane = pollux_trace_get_lane (findings->trace, findings->task);
  Place place = { findings->trace, findings->task, record, lane, findings->limit };
  guint n_found = 0;

  for (; findings->kind < POLLUX_N_FINDING_KINDS; findings->kind++, findings->from = 0)
    {
      const Kind *kind = &kinds[findings->kind];
      PolluxFinding finding = { .kind = findings->kind, .task = findings->task };

      if (!kind->in_blocking && record->kind == POLLUX_TASK_KIND_BLOCKING)
        continue;

      for (;;)
        {
          finding.poll = G_MAXUINT;
          if (!kind->next (&place, &findings->from, &finding))
            break;
          keep (findings, &finding);
          if (kind->once)
            break;
          if (++n_found % BATCH == 0 && deadline != 0 && g_get_monotonic_time () >= deadline)
            return FALSE;
        }
    }

  findings->kind = 0;
  return TRUE;
}

static void
finish (PolluxFindings *findings)
{
  for (guint i = 0; i < POLLUX_N_FINDING_KINDS; i++)
    {
      GArray *heap = findings->heaps[i];

      if (heap->len > 0)
        g_array_append_vals (findings->sorted, heap->data, heap->len);
      g_array_set_size (heap, 0);
    }
  g_array_sort (findings->sorted, compare_time);
  findings->done = TRUE;
}

/**
 * pollux_findings_run:
 * @deadline: monotonic µs, 0 for none
 *
 * Goes on searching. A runtime's own worker threads are left out: they are
 * polled once, as long as the program runs. In a trace without times nothing
 * is long, and in one without polls nobody knows.
 *
 * Returns: TRUE when done
 */
gboolean
pollux_findings_run (PolluxFindings *findings, gint64 deadline)
{
  guint n = pollux_trace_get_n_tasks (findings->trace);

  if (findings->done)
    return TRUE;
  if (findings->no_polls || !pollux_trace_has_times (findings->trace))
    findings->task = n;

  while (findings->task < n)
    {
      const PolluxTask *record = pollux_trace_get_task (findings->trace, findings->task);

      if ((record->flags & POLLUX_TASK_RUNTIME_WORKER) == 0 && !search_task (findings, deadline))
        return FALSE;
      findings->task++;
      if (deadline != 0 && findings->task % BATCH == 0 && g_get_monotonic_time () >= deadline)
        return FALSE;
    }

  finish (findings);
  return TRUE;
}

/**
 * pollux_findings_get_n:
 *
 * Returns: how many are kept
 */
guint
pollux_findings_get_n (const PolluxFindings *findings)
{
  return findings->sorted->len;
}

/**
 * pollux_findings_get:
 *
 * Returns: (transfer none): a finding, in the order of their begins
 */
const PolluxFinding *
pollux_findings_get (const PolluxFindings *findings, guint index)
{
  g_return_val_if_fail (index < findings->sorted->len, NULL);

  return &g_array_index (findings->sorted, PolluxFinding, index);
}

/**
 * pollux_findings_get_total:
 *
 * Returns: how many there are, also of those that were not kept
 */
guint64
pollux_findings_get_total (const PolluxFindings *findings)
{
  guint64 total = 0;

  for (guint i = 0; i < POLLUX_N_FINDING_KINDS; i++)
    total += findings->counts[i];
  return total;
}

/**
 * pollux_findings_count:
 *
 * Returns: how many of a kind there are
 */
guint64
pollux_findings_count (const PolluxFindings *findings, PolluxFindingKind kind)
{
  g_return_val_if_fail (kind < POLLUX_N_FINDING_KINDS, 0);

  return findings->counts[kind];
}

/**
 * pollux_findings_get_limit:
 *
 * Returns: ns from which on a poll or a delay is long
 */
gint64
pollux_findings_get_limit (const PolluxFindings *findings)
{
  return findings->limit;
}

/**
 * pollux_findings_find:
 *
 * Returns: the first finding that begins at or after @time; their number if
 *   none does
 */
guint
pollux_findings_find (const PolluxFindings *findings, PolluxTime time)
{
  guint low = 0, high = findings->sorted->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (at (findings->sorted, middle)->range.begin < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pollux_finding_kind_to_string:
 *
 * Returns: a word for machines
 */
const char *
pollux_finding_kind_to_string (PolluxFindingKind kind)
{
  g_return_val_if_fail (kind < POLLUX_N_FINDING_KINDS, NULL);

  return kinds[kind].name;
}

/**
 * pollux_finding_kind_get_title:
 *
 * Returns: its name for people, translated
 */
const char *
pollux_finding_kind_get_title (PolluxFindingKind kind)
{
  g_return_val_if_fail (kind < POLLUX_N_FINDING_KINDS, NULL);

  return _(kinds[kind].title);
}

/**
 * pollux_finding_describe:
 *
 * Returns: (transfer full): what it is, in a few translated words with the
 *   figures that prove it
 */
char *
pollux_finding_describe (const PolluxFinding *finding)
{
  return kinds[finding->kind].describe (finding);
}
