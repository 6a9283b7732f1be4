/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-finder.h"

#include "pollux-text.h"
#include "pollux-time-text.h"

/* µs of the main loop per slice. */
#define SLICE 3000

struct _PolluxFinder
{
  GObject parent_instance;

  PolluxTrace *trace;
  PolluxFindings *findings;
  guint64 generation;
  guint source;
  gboolean done;

  gboolean stepped;
  guint current;            /* the finding gone to last, G_MAXUINT: there was none */
  PolluxThing selected;     /* while this is selected */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_MESSAGE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxFinder, pollux_finder, G_TYPE_OBJECT)

/**
 * pollux_finding_get_thing:
 *
 * Returns: the poll, the wait or the task that a finding is about
 */
PolluxThing
pollux_finding_get_thing (const PolluxFinding *finding)
{
  PolluxThing thing = { POLLUX_THING_TASK, finding->task, finding->poll };

  switch (finding->kind)
    {
    case POLLUX_FINDING_LONG_POLL:
    case POLLUX_FINDING_OPEN_POLL:
      thing.kind = POLLUX_THING_POLL;
      break;

    case POLLUX_FINDING_LONG_DELAY:
    case POLLUX_FINDING_LOST_WAKE:
    case POLLUX_FINDING_NEVER_POLLED:
      thing.kind = POLLUX_THING_WAIT;
      break;

    case POLLUX_FINDING_SELF_WAKES:
    case POLLUX_FINDING_DROPPED:
    case POLLUX_N_FINDING_KINDS:
    default:
      thing.index = 0;
      break;
    }

  return thing;
}

static void
forget (PolluxFinder *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->findings, pollux_findings_free);
  self->done = self->stepped = FALSE;
}

static gboolean
slice_cb (gpointer user_data)
{
  PolluxFinder *self = user_data;

  if (!pollux_findings_run (self->findings, g_get_monotonic_time () + SLICE))
    return G_SOURCE_CONTINUE;

  self->source = 0;
  self->done = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* A trace that grows changes what was found: it is searched when it is read. */
static void
trace_changed_cb (PolluxFinder *self)
{
  gboolean known = self->done;
  guint64 generation = pollux_trace_get_generation (self->trace);

  if (self->findings != NULL && generation == self->generation)
    return;

  forget (self);
  self->generation = generation;
  if (pollux_trace_is_finished (self->trace))
    {
      self->findings = pollux_findings_new (self->trace);
      self->source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE + 20, slice_cb, self, NULL);
    }
  if (known)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
pollux_finder_dispose (GObject *object)
{
  PolluxFinder *self = POLLUX_FINDER (object);

  forget (self);
  g_clear_object (&self->trace);
  G_OBJECT_CLASS (pollux_finder_parent_class)->dispose (object);
}

static void
pollux_finder_class_init (PolluxFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pollux_finder_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MESSAGE_CHANGED] = g_signal_new ("message-changed", G_TYPE_FROM_CLASS (klass),
                                                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 0);
}

static void
pollux_finder_init (PolluxFinder *self)
{
}

/**
 * pollux_finder_new:
 * @trace: where to look
 *
 * Returns: (transfer full): a finder that begins when @trace is read
 */
PolluxFinder *
pollux_finder_new (PolluxTrace *trace)
{
  PolluxFinder *self = g_object_new (POLLUX_TYPE_FINDER, NULL);

  self->trace = g_object_ref (trace);
  g_signal_connect_object (trace, "changed", G_CALLBACK (trace_changed_cb), self,
                           G_CONNECT_SWAPPED);
  trace_changed_cb (self);
  return self;
}

/**
 * pollux_finder_get_findings:
 *
 * Returns: (transfer none) (nullable): the findings, NULL until all are known
 */
const PolluxFindings *
pollux_finder_get_findings (PolluxFinder *self)
{
  g_return_val_if_fail (POLLUX_IS_FINDER (self), NULL);

  return self->done ? self->findings : NULL;
}

static gboolean
is_current (PolluxFinder *self, const PolluxThing *selected)
{
  return self->stepped && pollux_thing_equal (selected, &self->selected);
}

static void
stay (PolluxFinder *self, const PolluxThing *selected)
{
  self->stepped = TRUE;
  self->current = G_MAXUINT;
  self->selected = *selected;
  g_signal_emit (self, signals[SIGNAL_MESSAGE_CHANGED], 0);
}

/**
 * pollux_finder_step:
 * @direction: 1 for the next, -1 for the previous
 * @selected: what is selected
 * @time: where to begin if that is not what the last step led to
 * @thing: (out): what to select
 *
 * Returns: FALSE if there is nothing to go to
 */
gboolean
pollux_finder_step (PolluxFinder *self, int direction, const PolluxThing *selected,
                    PolluxTime time, PolluxThing *thing)
{
  gint64 n, index;

  g_return_val_if_fail (POLLUX_IS_FINDER (self), FALSE);

  n = self->done ? pollux_findings_get_n (self->findings) : 0;
  if (n == 0)
    {
      stay (self, selected);
      return FALSE;
    }

  if (is_current (self, selected) && self->current < n)
    index = (gint64) self->current + direction;
  else if (direction > 0)
    index = pollux_findings_find (self->findings, time);
  else
    index = (gint64) pollux_findings_find (self->findings, time) - 1;

  self->stepped = TRUE;
  self->current = (index + n) % n;
  *thing = pollux_finding_get_thing (pollux_findings_get (self->findings, self->current));
  self->selected = *thing;
  g_signal_emit (self, signals[SIGNAL_MESSAGE_CHANGED], 0);
  return TRUE;
}

static char *
describe_none (PolluxFinder *self)
{
  g_autofree char *limit = NULL;

  if (!self->done)
    return g_strdup (_("The trace is still being searched for findings"));
  if (!pollux_trace_has_times (self->trace))
    return g_strdup (_("No findings: the trace has no times"));

  limit = pollux_duration_to_label (pollux_findings_get_limit (self->findings));
  /* Translators: %s is a length of time, such as "10 ms". */
  return g_strdup_printf (_("No findings: no poll or delay of %s or more, no lost task"), limit);
}

static char *
describe_current (PolluxFinder *self)
{
  const PolluxFinding *finding = pollux_findings_get (self->findings, self->current);
  guint n_kept = pollux_findings_get_n (self->findings);
  guint64 total = pollux_findings_get_total (self->findings);
  g_autofree char *number = pollux_count_to_label (self->current + 1);
  g_autofree char *kept = pollux_count_to_label (n_kept);
  g_autofree char *all = pollux_count_to_label (total);
  g_autofree char *task = pollux_text_for_task (self->trace, finding->task);
  g_autofree char *what = pollux_finding_describe (finding);

  if (n_kept < total)
    /* Translators: number, count of the worst, count of all; task; "poll of 26.2 ms". */
    return g_strdup_printf (_("Finding %s of the worst %s of %s: %s, %s"), number, kept, all, task,
                            what);
  /* Translators: number and count of findings; task; "poll of 26.2 ms". */
  return g_strdup_printf (_("Finding %s of %s: %s, %s"), number, all, task, what);
}

/**
 * pollux_finder_get_message:
 * @selected: what is selected now
 *
 * Returns: (transfer full) (nullable): what the last step led to, for people;
 *   NULL once something else is selected
 */
char *
pollux_finder_get_message (PolluxFinder *self, const PolluxThing *selected)
{
  g_return_val_if_fail (POLLUX_IS_FINDER (self), NULL);

  if (!is_current (self, selected))
    return NULL;
  if (self->current == G_MAXUINT)
    return describe_none (self);
  return self->done ? describe_current (self) : NULL;
}
