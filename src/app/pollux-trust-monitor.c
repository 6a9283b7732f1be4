/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The facts are read in slices of a few milliseconds when the main loop has
 * nothing else to do, as the statistics are: once a second while a file
 * loads, where a job gets one slice and is given up if that is not enough,
 * and completely once it is read.
 */

#include "config.h"

#include "pollux-trust-monitor.h"

/* µs of the main loop per slice. */
#define SLICE 4000
#define REST_MS 80
#define LOADING_MS 1000

struct _PolluxTrustMonitor
{
  GObject parent_instance;

  PolluxSession *session;
  GSignalGroup *signals;
  gboolean partial;

  PolluxTrustJob *job;
  guint64 generation;       /* of the trace, when the job began */
  guint start_source;
  guint slice_source;

  /* What is known; the trace owns some of its texts. */
  PolluxTrace *trace;
  PolluxTrust trust;
  GPtrArray *findings;
};

G_DEFINE_FINAL_TYPE (PolluxTrustMonitor, pollux_trust_monitor, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void schedule (PolluxTrustMonitor *self);

static void
stop (PolluxTrustMonitor *self)
{
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_handle_id (&self->slice_source, g_source_remove);
  g_clear_pointer (&self->job, pollux_trust_job_free);
}

static void
forget (PolluxTrustMonitor *self)
{
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_object (&self->trace);
  self->trust = (PolluxTrust) { 0 };
}

static gboolean
run_job (PolluxTrustMonitor *self)
{
  if (!pollux_trust_job_run (self->job, g_get_monotonic_time () + SLICE))
    return FALSE;

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_set_object (&self->trace, pollux_session_get_trace (self->session));
  self->trust = *pollux_trust_job_get (self->job);
  if (self->partial)
    self->trust.finished = FALSE;
  self->findings = pollux_trust_find_all (&self->trust);
  g_clear_pointer (&self->job, pollux_trust_job_free);
  g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

static gboolean
slice_cb (gpointer user_data)
{
  PolluxTrustMonitor *self = user_data;
  PolluxTrace *trace = pollux_session_get_trace (self->session);

  if (pollux_trace_get_generation (trace) != self->generation)
    {
      self->slice_source = 0;
      g_clear_pointer (&self->job, pollux_trust_job_free);
      schedule (self);
      return G_SOURCE_REMOVE;
    }
  if (!run_job (self))
    return G_SOURCE_CONTINUE;

  self->slice_source = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
start_cb (gpointer user_data)
{
  PolluxTrustMonitor *self = user_data;
  PolluxTrace *trace = pollux_session_get_trace (self->session);

  self->start_source = 0;
  g_clear_handle_id (&self->slice_source, g_source_remove);
  g_clear_pointer (&self->job, pollux_trust_job_free);
  self->generation = pollux_trace_get_generation (trace);
  self->job = pollux_trust_job_new (trace);

  if (!run_job (self))
    {
      if (pollux_trace_is_finished (trace))
        self->slice_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE + 10, slice_cb, self, NULL);
      else
        g_clear_pointer (&self->job, pollux_trust_job_free);
    }

  return G_SOURCE_REMOVE;
}

static void
schedule (PolluxTrustMonitor *self)
{
  gboolean finished;

  if (self->session == NULL || self->start_source != 0)
    return;
  finished = pollux_trace_is_finished (pollux_session_get_trace (self->session));
  self->start_source = g_timeout_add (finished ? REST_MS : LOADING_MS, start_cb, self);
}

static void
trace_changed_cb (PolluxTrustMonitor *self)
{
  if (pollux_trace_is_finished (pollux_session_get_trace (self->session)))
    stop (self);
  schedule (self);
}

static void
pollux_trust_monitor_dispose (GObject *object)
{
  PolluxTrustMonitor *self = POLLUX_TRUST_MONITOR (object);

  stop (self);
  forget (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pollux_trust_monitor_parent_class)->dispose (object);
}

static void
pollux_trust_monitor_class_init (PolluxTrustMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pollux_trust_monitor_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pollux_trust_monitor_init (PolluxTrustMonitor *self)
{
  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (trace_changed_cb),
                                  self);
}

/**
 * pollux_trust_monitor_new:
 *
 * Returns: (transfer full): a monitor of nothing
 */
PolluxTrustMonitor *
pollux_trust_monitor_new (void)
{
  return g_object_new (POLLUX_TYPE_TRUST_MONITOR, NULL);
}

/**
 * pollux_trust_monitor_set_session:
 * @session: (nullable): whose trace is judged
 */
void
pollux_trust_monitor_set_session (PolluxTrustMonitor *self, PolluxSession *session)
{
  g_return_if_fail (POLLUX_IS_TRUST_MONITOR (self));
  g_return_if_fail (session == NULL || POLLUX_IS_SESSION (session));

  if (session == self->session)
    return;

  stop (self);
  forget (self);
  self->partial = FALSE;
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  g_signal_emit (self, signals[CHANGED], 0);
  schedule (self);
}

/**
 * pollux_trust_monitor_set_partial:
 *
 * Says that the rest of the file is not read, until there is another session.
 */
void
pollux_trust_monitor_set_partial (PolluxTrustMonitor *self)
{
  g_return_if_fail (POLLUX_IS_TRUST_MONITOR (self));

  if (self->session == NULL || self->partial)
    return;
  self->partial = TRUE;
  schedule (self);
}

/**
 * pollux_trust_monitor_is_partial:
 *
 * Returns: whether the rest of the file is not read
 */
gboolean
pollux_trust_monitor_is_partial (PolluxTrustMonitor *self)
{
  g_return_val_if_fail (POLLUX_IS_TRUST_MONITOR (self), FALSE);

  return self->partial;
}

/**
 * pollux_trust_monitor_get_trust:
 *
 * Returns: (transfer none) (nullable): the facts, if they are known
 */
const PolluxTrust *
pollux_trust_monitor_get_trust (PolluxTrustMonitor *self)
{
  g_return_val_if_fail (POLLUX_IS_TRUST_MONITOR (self), NULL);

  return self->findings != NULL ? &self->trust : NULL;
}

/**
 * pollux_trust_monitor_get_findings:
 *
 * Returns: (transfer none) (nullable) (element-type PolluxTrustFinding): what
 *   is to be said, worst first, if it is known
 */
GPtrArray *
pollux_trust_monitor_get_findings (PolluxTrustMonitor *self)
{
  g_return_val_if_fail (POLLUX_IS_TRUST_MONITOR (self), NULL);

  return self->findings;
}

/**
 * pollux_trust_monitor_is_busy:
 *
 * Returns: whether other findings may be shown soon
 */
gboolean
pollux_trust_monitor_is_busy (PolluxTrustMonitor *self)
{
  g_return_val_if_fail (POLLUX_IS_TRUST_MONITOR (self), FALSE);

  return self->start_source != 0 || self->job != NULL;
}
