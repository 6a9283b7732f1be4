/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The findings: one entry of a table each. An entry has a check, a title, and
 * either a text or a function that writes one with the numbers in it. Entries
 * of the same severity are listed in the order of the table: what spoils most
 * comes first.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-time-text.h"
#include "pollux-trust.h"

typedef struct
{
  const char *id;
  PolluxTrustSeverity severity;
  gboolean early;        /* nothing that is still to be read can take it back */
  PolluxTrustAdvice advice;
  gboolean (*check) (const PolluxTrust *trust);
  const char *title;
  const char *text;
  char *(*explain) (const PolluxTrust *trust);
} Entry;

/* Why the tasks of some wakes are not known: the first that holds. */
typedef enum
{
  CAUSE_NONE,
  CAUSE_NO_POLLS,
  CAUSE_NO_SPANS,
  CAUSE_HEAD,
  CAUSE_DAMAGE,
  CAUSE_THREADS,
  CAUSE_OTHER,
} Cause;

static gboolean
lacks (const PolluxTrust *trust,
       PolluxRecordKind   kind)
{
  return pollux_trust_get_row (trust, kind).presence == POLLUX_PRESENCE_NONE;
}

static gboolean
has (const PolluxTrust *trust,
     PolluxRecordKind   kind)
{
  return pollux_trust_get_row (trust, kind).n > 0;
}

static guint64
get_n_records (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_RECORDS];
}

/* A text of one count. @format has one %s, of which the texts of the table are
 * the only source. */
static char *
fill (const char *format,
      guint64     n)
{
  g_autofree char *count = pollux_count_to_label (n);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strjoinv (count, parts);
}

/* --- what is wrong ---------------------------------------------------------- */

static gboolean
is_damaged (const PolluxTrust *trust)
{
  return trust->n_damages > 0;
}

static char *
explain_damage (const PolluxTrust *trust)
{
  g_autofree char *count = pollux_count_to_label (trust->n_damages);
  g_autofree char *line = pollux_count_to_label (trust->damage.line);
  g_autofree char *offset = pollux_count_to_label (trust->damage.offset);
  g_autofree char *message = g_utf8_make_valid (trust->damage.message, -1);
  g_autofree char *place = NULL;

  if (trust->damage.line > 0)
    place = g_strdup_printf (_("line %s, byte %s"), line, offset);
  else
    place = g_strdup_printf (_("byte %s"), offset);
  if (trust->n_damages == 1)
    /* Translators: a place in the file, and what is wrong there. */
    return g_strdup_printf (_("At %s: %s. What could be read is shown; what was lost there is "
                              "missing in all figures."),
                            place, message);

  /* Translators: a count of places, the first of them, and what is wrong there. */
  return g_strdup_printf (_("In %s places, the first at %s: %s. What could be read is shown; what "
                            "was lost there is missing in all figures."),
                          count, place, message);
}

static gboolean
is_mixed (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_PROCESSES] > 1 ||
         trust->counters[POLLUX_COUNTER_REUSED] > 0;
}

static char *
explain_mixed (const PolluxTrust *trust)
{
  guint64 processes = trust->counters[POLLUX_COUNTER_PROCESSES];
  guint64 reused = trust->counters[POLLUX_COUNTER_REUSED];

  if (processes > 1)
    return fill (g_dngettext (GETTEXT_PACKAGE,
                              "What stands before the lines tells %s processes apart. Their tasks "
                              "have the same ids and can be taken for one another.",
                              "What stands before the lines tells %s processes apart. Their tasks "
                              "have the same ids and can be taken for one another.",
                              processes),
                 processes);

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s task id was created again while its task was still alive, which "
                            "one process never does: tasks can be taken for one another.",
                            "%s task ids were created again while their tasks were still alive, "
                            "which one process never does: tasks can be taken for one another.",
                            reused),
               reused);
}

static gboolean
is_busy_different (const PolluxTrust *trust)
{
  return trust->n_different * 10 > trust->n_compared;
}

static char *
explain_busy_different (const PolluxTrust *trust)
{
  g_autofree char *different = pollux_count_to_label (trust->n_different);
  g_autofree char *compared = pollux_count_to_label (trust->n_compared);
  g_autofree char *reported = pollux_duration_to_label (trust->worst_reported);
  g_autofree char *polled = pollux_duration_to_label (trust->worst_polled);

  /* Translators: two counts of tasks, two durations. */
  return g_strdup_printf (_("For %s of %s tasks the recorder’s own sum (time.busy) is not the sum "
                            "of the polls, at worst %s against %s. Records of polls are missing, "
                            "or the clock was set."),
                          different, compared, reported, polled);
}

static gboolean
is_repaired (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_REPAIRED] > 0;
}

static char *
explain_repaired (const PolluxTrust *trust)
{
  guint64 n = trust->counters[POLLUX_COUNTER_REPAIRED];

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s record has lost characters and was read as far as it goes.",
                            "%s records have lost characters and were read as far as they go.",
                            n),
               n);
}

static gboolean
has_clock_steps (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_CLOCK_STEPS] > 0;
}

static char *
explain_clock_steps (const PolluxTrust *trust)
{
  guint64 n = trust->counters[POLLUX_COUNTER_CLOCK_STEPS];

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "The time stepped back %s time within one thread. The order of the "
                            "records was kept; durations near that place may be wrong.",
                            "The time stepped back %s times within one thread. The order of the "
                            "records was kept; durations near those places may be wrong.",
                            n),
               n);
}

static gboolean
is_ambiguous (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_AMBIGUOUS] > 0;
}

static char *
explain_ambiguous (const PolluxTrust *trust)
{
  guint64 n = trust->counters[POLLUX_COUNTER_AMBIGUOUS];

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s record can be read in more than one way, because a value in it "
                            "imitates the format. The likeliest reading was taken.",
                            "%s records can be read in more than one way, because a value in them "
                            "imitates the format. The likeliest reading was taken.",
                            n),
               n);
}

/* --- what the file does not tell ------------------------------------------ */

static gboolean
has_no_tasks (const PolluxTrust *trust)
{
  return trust->n_tasks == 0 && !has (trust, POLLUX_RECORD_KIND_WAKER);
}

static gboolean
has_wakes_only (const PolluxTrust *trust)
{
  return trust->n_tasks == 0 && has (trust, POLLUX_RECORD_KIND_WAKER) &&
         !(trust->is_log && lacks (trust, POLLUX_RECORD_KIND_SPAN));
}

/* Which of "new", "enter and exit", "close" the log has of its tasks. */
static gboolean
has_lives (const PolluxTrust *trust,
           gboolean           creations,
           gboolean           polls,
           gboolean           closes)
{
  if (!trust->is_log || trust->n_tasks == 0)
    return FALSE;

  return has (trust, POLLUX_RECORD_KIND_CREATION) == creations &&
         (has (trust, POLLUX_RECORD_KIND_ENTER) || has (trust, POLLUX_RECORD_KIND_EXIT)) == polls &&
         has (trust, POLLUX_RECORD_KIND_CLOSE) == closes;
}

static gboolean
has_no_lives (const PolluxTrust *trust)
{
  return has_lives (trust, FALSE, FALSE, FALSE);
}

static gboolean
has_closes_only (const PolluxTrust *trust)
{
  return has_lives (trust, FALSE, FALSE, TRUE);
}

static gboolean
has_no_polls (const PolluxTrust *trust)
{
  return has_lives (trust, TRUE, FALSE, TRUE) || has_lives (trust, TRUE, FALSE, FALSE);
}

static gboolean
has_polls_only (const PolluxTrust *trust)
{
  return has_lives (trust, FALSE, TRUE, FALSE);
}

static gboolean
has_no_creations (const PolluxTrust *trust)
{
  return has_lives (trust, FALSE, TRUE, TRUE);
}

static gboolean
has_no_closes (const PolluxTrust *trust)
{
  return has_lives (trust, TRUE, TRUE, FALSE);
}

static gboolean
has_no_times (const PolluxTrust *trust)
{
  return !trust->has_times && get_n_records (trust) > 0;
}

static gboolean
has_few_times (const PolluxTrust *trust)
{
  return trust->has_times &&
         pollux_trust_get_row (trust, POLLUX_RECORD_KIND_TIME).presence == POLLUX_PRESENCE_SOME;
}

static char *
explain_few_times (const PolluxTrust *trust)
{
  PolluxTrustRow row = pollux_trust_get_row (trust, POLLUX_RECORD_KIND_TIME);

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s record has no time and stands at the time of the one before it.",
                            "%s records have no time and stand at the time of the one before "
                            "them.",
                            row.of - row.n),
               row.of - row.n);
}

static gboolean
has_no_wakers (const PolluxTrust *trust)
{
  return lacks (trust, POLLUX_RECORD_KIND_WAKER) && trust->n_polled_again > 0;
}

static char *
explain_no_wakers (const PolluxTrust *trust)
{
  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s task was polled more than once, which takes a wake, but no wake "
                            "is in the file: nobody knows who woke it and how long it waited. A "
                            "filter may drop the target tokio::task::waker.",
                            "%s tasks were polled more than once, which takes a wake, but no wake "
                            "is in the file: nobody knows who woke them and how long they waited. "
                            "A filter may drop the target tokio::task::waker.",
                            trust->n_polled_again),
               trust->n_polled_again);
}

static Cause
find_cause (const PolluxTrust *trust)
{
  if (trust->n_wakes_resolved >= trust->n_wakes || trust->n_tasks == 0)
    return CAUSE_NONE;
  if (trust->is_log && !has (trust, POLLUX_RECORD_KIND_ENTER))
    return CAUSE_NO_POLLS;
  if (trust->is_log && lacks (trust, POLLUX_RECORD_KIND_SPAN))
    return CAUSE_NO_SPANS;
  if (trust->n_created > 0 && trust->n_created < trust->n_tasks)
    return CAUSE_HEAD;
  if (trust->n_damages > 0)
    return CAUSE_DAMAGE;
  if (trust->is_log && lacks (trust, POLLUX_RECORD_KIND_THREAD))
    return CAUSE_THREADS;

  return CAUSE_OTHER;
}

static gboolean
loses_wakes_without_polls (const PolluxTrust *trust)
{
  return find_cause (trust) == CAUSE_NO_POLLS;
}

static gboolean
loses_wakes_without_spans (const PolluxTrust *trust)
{
  return find_cause (trust) == CAUSE_NO_SPANS;
}

static gboolean
loses_wakes_of_head (const PolluxTrust *trust)
{
  return find_cause (trust) == CAUSE_HEAD;
}

static gboolean
loses_wakes_by_damage (const PolluxTrust *trust)
{
  return find_cause (trust) == CAUSE_DAMAGE;
}

static gboolean
loses_wakes_without_threads (const PolluxTrust *trust)
{
  return find_cause (trust) == CAUSE_THREADS;
}

static gboolean
loses_wakes (const PolluxTrust *trust)
{
  return find_cause (trust) == CAUSE_OTHER;
}

static const char *
get_cause_text (Cause cause)
{
  switch (cause)
    {
    case CAUSE_NO_POLLS:
      return _("A waker belongs to the task in whose poll it was cloned, and the file has no "
               "polls.");

    case CAUSE_NO_SPANS:
      return _("The records do not print the spans in which they were made.");

    case CAUSE_HEAD:
      return _("The file begins later than the program: their wakers were cloned before.");

    case CAUSE_DAMAGE:
      return _("Their wakers may have been cloned where the file is damaged.");

    case CAUSE_THREADS:
      return _("Where several threads poll at once, only thread ids tell in whose poll a waker "
               "was cloned.");

    case CAUSE_OTHER:
    case CAUSE_NONE:
    default:
      return _("Their wakers were cloned outside of the tasks in the file.");
    }
}

static char *
explain_unresolved (const PolluxTrust *trust)
{
  g_autofree char *unresolved = pollux_count_to_label (trust->n_wakes - trust->n_wakes_resolved);
  g_autofree char *all = pollux_count_to_label (trust->n_wakes);
  g_autofree char *counts = NULL;

  /* Translators: two counts of wakes. */
  counts = g_strdup_printf (_("For %s of %s wakes nobody knows which task they woke; they stand "
                              "in the lane “Outside tasks”."),
                            unresolved, all);

  return g_strconcat (counts, " ", get_cause_text (find_cause (trust)), NULL);
}

static gboolean
began_late (const PolluxTrust *trust)
{
  return trust->n_created > 0 && trust->n_created < trust->n_tasks;
}

static char *
explain_late (const PolluxTrust *trust)
{
  g_autofree char *unborn = pollux_count_to_label (trust->n_tasks - trust->n_created);
  g_autofree char *all = pollux_count_to_label (trust->n_tasks);

  /* Translators: two counts of tasks. */
  return g_strdup_printf (_("%s of %s tasks were created before the file begins, or where it was "
                            "not recorded: their lifetime and spawn delay are not known."),
                          unborn, all);
}

static gboolean
has_unmatched_exits (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_UNMATCHED_EXITS] > 0;
}

static char *
explain_unmatched_exits (const PolluxTrust *trust)
{
  guint64 n = trust->counters[POLLUX_COUNTER_UNMATCHED_EXITS];

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s poll ends in the file without having begun in it, and is not "
                            "counted: the file begins later, or lines are missing.",
                            "%s polls end in the file without having begun in it, and are not "
                            "counted: the file begins later, or lines are missing.",
                            n),
               n);
}

static gboolean
has_runs (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_RUNS] > 0;
}

static char *
explain_runs (const PolluxTrust *trust)
{
  guint64 n = trust->counters[POLLUX_COUNTER_RUNS] + 1;

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s run of the program stands in the file. Sums take in all of it.",
                            "%s runs of the program stand in the file one behind the other. Sums "
                            "take in all of them.",
                            n),
               n);
}

static gboolean
has_no_threads (const PolluxTrust *trust)
{
  return trust->is_log && trust->n_tasks > 0 && lacks (trust, POLLUX_RECORD_KIND_THREAD);
}

/* A log that tells nothing of Tokio may have no spans to print. */
static gboolean
has_no_spans (const PolluxTrust *trust)
{
  return trust->is_log && lacks (trust, POLLUX_RECORD_KIND_SPAN) && !has_no_tasks (trust);
}

static gboolean
has_no_targets (const PolluxTrust *trust)
{
  return trust->is_log && get_n_records (trust) > 0 && lacks (trust, POLLUX_RECORD_KIND_TARGET);
}

/* --- what is worth knowing -------------------------------------------------- */

static gboolean
may_lack_blocking (const PolluxTrust *trust)
{
  return trust->is_log && trust->n_tasks > 0 &&
         trust->n_tasks_by_kind[POLLUX_TASK_KIND_BLOCKING] == 0 &&
         (trust->n_polling_threads > 1 || trust->n_threads > MAX (trust->n_polling_threads, 1));
}

static gboolean
has_open_polls (const PolluxTrust *trust)
{
  return trust->n_open_polls > 0;
}

static char *
explain_open_polls (const PolluxTrust *trust)
{
  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s poll has no end in the file. It is drawn to the end of the trace "
                            "and left out of sums and percentiles.",
                            "%s polls have no end in the file. They are drawn to the end of the "
                            "trace and left out of sums and percentiles.",
                            trust->n_open_polls),
               trust->n_open_polls);
}

static gboolean
has_guessed_wakes (const PolluxTrust *trust)
{
  return trust->n_wakes_by_origin[POLLUX_WAKER_ELIMINATED] > 0 ||
         trust->n_wakes_by_origin[POLLUX_WAKER_ONLY_TASK] > 0;
}

static char *
explain_guessed_wakes (const PolluxTrust *trust)
{
  guint64 n = trust->n_wakes_by_origin[POLLUX_WAKER_ELIMINATED] +
              trust->n_wakes_by_origin[POLLUX_WAKER_ONLY_TASK];
  g_autofree char *text = NULL;
  g_autofree char *how = pollux_trust_describe_wakes (trust);

  text = fill (g_dngettext (GETTEXT_PACKAGE,
                            "For %s wake no record says which task it woke; the task follows from "
                            "the other records.",
                            "For %s wakes no record says which task they woke; the tasks follow "
                            "from the other records.",
                            n),
               n);

  /* Translators: a sentence, and how the tasks of the wakes were found. */
  return g_strdup_printf (_("%s In all: %s."), text, how);
}

static gboolean
has_majority (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_MAJORITY] > 0;
}

static char *
explain_majority (const PolluxTrust *trust)
{
  guint64 n = trust->counters[POLLUX_COUNTER_MAJORITY];

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s waker was used in the polls of several tasks; it was given to the "
                            "one that most of its records speak for.",
                            "%s wakers were used in the polls of several tasks; they were given "
                            "to those that most of their records speak for.",
                            n),
               n);
}

static gboolean
has_foreign (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_FOREIGN] > 0;
}

static char *
explain_foreign (const PolluxTrust *trust)
{
  guint64 n = trust->counters[POLLUX_COUNTER_FOREIGN];

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s line is no record of this format. It was passed over and changes "
                            "no figure.",
                            "%s lines are no records of this format. They were passed over and "
                            "change no figure.",
                            n),
               n);
}

static gboolean
has_prefixes (const PolluxTrust *trust)
{
  return trust->counters[POLLUX_COUNTER_PREFIXED] > 0;
}

static char *
explain_prefixes (const PolluxTrust *trust)
{
  guint64 n = trust->counters[POLLUX_COUNTER_PREFIXED];

  return fill (g_dngettext (GETTEXT_PACKAGE,
                            "%s record stands behind what another program put in front of the "
                            "line. The times are those of the record.",
                            "%s records stand behind what another program put in front of the "
                            "line. The times are those of the records.",
                            n),
               n);
}

static gboolean
has_no_levels (const PolluxTrust *trust)
{
  return trust->is_log && trust->n_events > 0 && lacks (trust, POLLUX_RECORD_KIND_LEVEL);
}

static gboolean
has_no_events (const PolluxTrust *trust)
{
  return trust->is_log && trust->n_tasks > 0 && lacks (trust, POLLUX_RECORD_KIND_EVENT);
}

static gboolean
has_no_resources (const PolluxTrust *trust)
{
  return trust->is_log && trust->n_tasks > 0 && lacks (trust, POLLUX_RECORD_KIND_RESOURCE);
}

#define UNRESOLVED_TITLE N_("The tasks of some wakes are not known")

static const Entry entries[] = {
  { "damaged", POLLUX_TRUST_PROBLEM, TRUE, POLLUX_TRUST_ADVICE_NONE, is_damaged,
    N_("The file is damaged"), NULL, explain_damage },
  { "mixed-processes", POLLUX_TRUST_PROBLEM, TRUE, POLLUX_TRUST_ADVICE_PER_PROCESS, is_mixed,
    N_("Several processes are mixed"), NULL, explain_mixed },
  { "busy-differs", POLLUX_TRUST_PROBLEM, FALSE, POLLUX_TRUST_ADVICE_NONE, is_busy_different,
    N_("Polls do not sum up to what the recorder says"), NULL, explain_busy_different },
  { "repaired", POLLUX_TRUST_PROBLEM, TRUE, POLLUX_TRUST_ADVICE_OWN_FILE, is_repaired,
    N_("Some records are mutilated"), NULL, explain_repaired },
  { "clock-steps", POLLUX_TRUST_PROBLEM, TRUE, POLLUX_TRUST_ADVICE_STEADY_TIMER, has_clock_steps,
    N_("The clock stepped back"), NULL, explain_clock_steps },
  { "ambiguous", POLLUX_TRUST_PROBLEM, TRUE, POLLUX_TRUST_ADVICE_JSON, is_ambiguous,
    N_("Some records are ambiguous"), NULL, explain_ambiguous },

  { "no-tasks", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_UNSTABLE, has_no_tasks,
    N_("There are no tasks"),
    N_("Not one record in the file is about a task. Tokio tells of its tasks only if it is built "
       "for it, and a filter may drop the target tokio::task."), NULL },
  { "wakes-only", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_SPAN_EVENTS, has_wakes_only,
    N_("There are only wakes and events"),
    N_("Nothing in the file tells when tasks were created, polled or dropped. What there is "
       "stands in the lane “Outside tasks”."), NULL },
  { "no-span-events", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_SPAN_EVENTS, has_no_lives,
    N_("Nothing tells of the tasks’ lives"),
    N_("Tasks are known only from the events and wakes in their polls (FmtSpan::NONE). When they "
       "were created, polled and dropped was not recorded."), NULL },
  { "closes-only", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_SPAN_EVENTS, has_closes_only,
    N_("Only the ends of the tasks were recorded"),
    N_("No polls can be drawn (FmtSpan::CLOSE). The sums that the recorder wrote at the end, "
       "time.busy and time.idle, are rounded to three digits and include its own cost."), NULL },
  { "no-polls", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_SPAN_EVENTS, has_no_polls,
    N_("Polls were not recorded"),
    N_("Only creation and end of the tasks are in the file (FmtSpan::NEW and CLOSE): nobody knows "
       "when they were busy, and no poll can be drawn."), NULL },
  { "polls-only", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_SPAN_EVENTS, has_polls_only,
    N_("Creation and end of the tasks were not recorded"),
    N_("Spawn delays and lifetimes are not known: a task seems to live from its first poll to the "
       "end. Either only enters and exits were recorded (FmtSpan::ACTIVE), or the records do not "
       "print their current span."), NULL },
  { "no-creations", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_SPAN_EVENTS, has_no_creations,
    N_("The creation of the tasks was not recorded"),
    N_("Spawn delays and lifetimes are not known: a task seems to live from its first poll on."),
    NULL },
  { "no-times", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_TIMER, has_no_times,
    N_("No times were recorded"),
    N_("The axis is the number of the record. Only the order of things is known; all durations, "
       "also that of the recording, are not."), NULL },
  { "few-times", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_TIMER, has_few_times,
    N_("Some records have no time"), NULL, explain_few_times },
  { "no-spans", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_CURRENT_SPAN, has_no_spans,
    N_("The records do not print their spans"),
    N_("To which task a record belongs can only be guessed from the order of the records, or "
       "not at all."), NULL },
  { "no-wakers", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_TARGETS, has_no_wakers,
    N_("No wakes were recorded"), NULL, explain_no_wakers },
  { "wakes-without-polls", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_SPAN_EVENTS,
    loses_wakes_without_polls, UNRESOLVED_TITLE, NULL, explain_unresolved },
  { "wakes-without-spans", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_CURRENT_SPAN,
    loses_wakes_without_spans, UNRESOLVED_TITLE, NULL, explain_unresolved },
  { "wakes-of-head", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_FROM_START,
    loses_wakes_of_head, UNRESOLVED_TITLE, NULL, explain_unresolved },
  { "wakes-by-damage", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_NONE,
    loses_wakes_by_damage, UNRESOLVED_TITLE, NULL, explain_unresolved },
  { "wakes-without-threads", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_THREAD_IDS,
    loses_wakes_without_threads, UNRESOLVED_TITLE, NULL, explain_unresolved },
  { "wakes-unresolved", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_NONE, loses_wakes,
    UNRESOLVED_TITLE, NULL, explain_unresolved },
  { "began-late", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_FROM_START, began_late,
    N_("The file began later than its tasks"), NULL, explain_late },
  { "unmatched-exits", POLLUX_TRUST_LIMIT, TRUE, POLLUX_TRUST_ADVICE_FROM_START,
    has_unmatched_exits, N_("Some polls have no beginning"), NULL, explain_unmatched_exits },
  { "several-runs", POLLUX_TRUST_LIMIT, TRUE, POLLUX_TRUST_ADVICE_PER_PROCESS, has_runs,
    N_("The file holds several runs"), NULL, explain_runs },
  { "no-thread-ids", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_THREAD_IDS, has_no_threads,
    N_("Threads were not recorded"),
    N_("Nobody knows which thread polled a task, and where several threads poll at once their "
       "wakes and events may not be told apart."), NULL },
  { "no-targets", POLLUX_TRUST_LIMIT, FALSE, POLLUX_TRUST_ADVICE_TARGET_AND_LEVEL, has_no_targets,
    N_("Targets were not recorded"),
    N_("Tokio’s records are told by the names of their spans alone, which a program could use "
       "as well."), NULL },

  { "blocking-missing", POLLUX_TRUST_NOTE, FALSE, POLLUX_TRUST_ADVICE_TARGETS, may_lack_blocking,
    N_("Blocking tasks may be missing"),
    N_("Several threads were at work, but no blocking task is in the file. Either there was none, "
       "or a filter for exactly the target tokio::task drops those of tokio::task::blocking."),
    NULL },
  { "no-closes", POLLUX_TRUST_NOTE, FALSE, POLLUX_TRUST_ADVICE_SPAN_EVENTS, has_no_closes,
    N_("No task ended"),
    N_("All tasks are shown as alive at the end. Either the program was ended from outside, or "
       "the ends were not recorded."), NULL },
  { "open-polls", POLLUX_TRUST_NOTE, FALSE, POLLUX_TRUST_ADVICE_NONE, has_open_polls,
    N_("Some polls have no end"), NULL, explain_open_polls },
  { "guessed-wakes", POLLUX_TRUST_NOTE, FALSE, POLLUX_TRUST_ADVICE_THREAD_IDS, has_guessed_wakes,
    N_("The tasks of some wakes were inferred"), NULL, explain_guessed_wakes },
  { "majority", POLLUX_TRUST_NOTE, FALSE, POLLUX_TRUST_ADVICE_NONE, has_majority,
    N_("Some wakers were decided by the majority"), NULL, explain_majority },
  { "foreign", POLLUX_TRUST_NOTE, TRUE, POLLUX_TRUST_ADVICE_OWN_FILE, has_foreign,
    N_("Other output is in the file"), NULL, explain_foreign },
  { "prefixed", POLLUX_TRUST_NOTE, TRUE, POLLUX_TRUST_ADVICE_OWN_FILE, has_prefixes,
    N_("The lines went through another program"), NULL, explain_prefixes },
  { "no-levels", POLLUX_TRUST_NOTE, FALSE, POLLUX_TRUST_ADVICE_TARGET_AND_LEVEL, has_no_levels,
    N_("Levels were not recorded"),
    N_("Warnings and errors look like any other log event."), NULL },
  { "no-events", POLLUX_TRUST_NOTE, FALSE, POLLUX_TRUST_ADVICE_EVENTS, has_no_events,
    N_("The program said nothing itself"),
    N_("There is no log event in the file. The program’s own events in the lanes make it easier "
       "to see which poll does what."), NULL },
  { "no-resources", POLLUX_TRUST_NOTE, FALSE, POLLUX_TRUST_ADVICE_RESOURCES, has_no_resources,
    N_("What the tasks wait for was not recorded"),
    N_("Timers, locks and channels are optional: with them a lane can say what a task waits for, "
       "and the file becomes about 2.5 times as large."), NULL },
};

static const char good_text[] =
  N_("Nothing in the file contradicts itself, and no kind of record that the figures rest on is "
     "missing.");

static void
free_finding (gpointer data)
{
  PolluxTrustFinding *finding = data;

  g_free (finding->title);
  g_free (finding->text);
  g_free (finding);
}

static PolluxTrustFinding *
new_finding (const PolluxTrust *trust,
             const Entry       *entry)
{
  PolluxTrustFinding *finding = g_new0 (PolluxTrustFinding, 1);

  finding->id = entry->id;
  finding->severity = entry->severity;
  finding->title = g_strdup (_(entry->title));
  finding->text = entry->explain != NULL ? entry->explain (trust) : g_strdup (_(entry->text));
  /* The code is for one recorder. */
  finding->advice = trust->is_log ? entry->advice : POLLUX_TRUST_ADVICE_NONE;

  return finding;
}

static PolluxTrustFinding *
new_good (void)
{
  PolluxTrustFinding *finding = g_new0 (PolluxTrustFinding, 1);

  finding->id = "good";
  finding->severity = POLLUX_TRUST_GOOD;
  finding->title = g_strdup (_("The recording is complete and sound"));
  finding->text = g_strdup (_(good_text));

  return finding;
}

/**
 * pollux_trust_find_all:
 * @trust: the facts of a trace
 *
 * Returns: (transfer full) (element-type PolluxTrustFinding): what is to be
 *   said about it, worst first; if neither problem nor limit is among it, the
 *   first one says so
 */
GPtrArray *
pollux_trust_find_all (const PolluxTrust *trust)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (free_finding);

  /* The table is in this order already. */
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if ((trust->finished || entries[i].early) && entries[i].check (trust))
      g_ptr_array_add (findings, new_finding (trust, &entries[i]));

  if (trust->finished && pollux_trust_count (findings, POLLUX_TRUST_PROBLEM) == 0 &&
      pollux_trust_count (findings, POLLUX_TRUST_LIMIT) == 0)
    g_ptr_array_insert (findings, 0, new_good ());

  return g_steal_pointer (&findings);
}

/**
 * pollux_trust_count:
 * @findings: (element-type PolluxTrustFinding): findings
 * @severity: a severity
 *
 * Returns: how many are of it
 */
guint
pollux_trust_count (GPtrArray           *findings,
                    PolluxTrustSeverity  severity)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const PolluxTrustFinding *finding = g_ptr_array_index (findings, i);

      n += finding->severity == severity;
    }

  return n;
}

/**
 * pollux_trust_describe:
 * @findings: (element-type PolluxTrustFinding): findings
 *
 * Returns: (transfer full): how many of what severity
 */
char *
pollux_trust_describe (GPtrArray *findings)
{
  guint n_problems = pollux_trust_count (findings, POLLUX_TRUST_PROBLEM);
  guint n_limits = pollux_trust_count (findings, POLLUX_TRUST_LIMIT);
  g_autofree char *problems = NULL;
  g_autofree char *limits = NULL;

  problems = fill (g_dngettext (GETTEXT_PACKAGE, "%s problem", "%s problems", n_problems),
                   n_problems);
  limits = fill (g_dngettext (GETTEXT_PACKAGE, "%s limit", "%s limits", n_limits), n_limits);
  if (n_problems > 0 && n_limits > 0)
    /* Translators: "1 problem, 2 limits". */
    return g_strdup_printf (_("%s, %s"), problems, limits);
  if (n_problems > 0)
    return g_steal_pointer (&problems);
  if (n_limits > 0)
    return g_steal_pointer (&limits);

  return g_strdup (_("nothing is missing"));
}

/**
 * pollux_trust_severity_to_key:
 * @severity: a severity
 *
 * Returns: (transfer none): its key for programs
 */
const char *
pollux_trust_severity_to_key (PolluxTrustSeverity severity)
{
  static const char *const keys[] = { "good", "note", "limit", "problem" };

  g_return_val_if_fail (severity < G_N_ELEMENTS (keys), NULL);

  return keys[severity];
}

/**
 * pollux_trust_severity_get_title:
 * @severity: a severity
 *
 * Returns: (transfer none): how it is called
 */
const char *
pollux_trust_severity_get_title (PolluxTrustSeverity severity)
{
  static const char *const titles[] = { N_("Good"), N_("Note"), N_("Limit"), N_("Problem") };

  g_return_val_if_fail (severity < G_N_ELEMENTS (titles), NULL);

  return _(titles[severity]);
}
