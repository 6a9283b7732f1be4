/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Statistics are computed in slices of a few milliseconds when the main loop
 * has nothing else to do, and shown when they are complete; until then the
 * figures before stay. A job may not outlive a change of the trace, so while
 * a file loads a job gets one slice, now and then: what does not fit into one
 * comes when the file is read. Nothing is computed while the panel cannot be
 * seen.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-statistics-panel.h"

#include "pollux-statistics-view.h"
#include "pollux-template.h"
#include "pollux-text.h"
#include "pollux-time-text.h"
#include "pollux-trace-text.h"
#include "pollux-trust-text.h"
#include "pollux-trust-view.h"

/* µs of the main loop per slice. */
#define SLICE 4000
/* A changing range is followed after it rested so long, a growing trace as often. */
#define REST_MS 80
#define LOADING_MS 1000

typedef enum
{
  SUBJECT_TASK,
  SUBJECT_ALL,
  N_SUBJECTS,
} Subject;

struct _PolluxStatisticsPanel
{
  GtkWidget parent_instance;

  /* Template children */
  GtkStack *pages;
  GtkWidget *trust_button;
  GtkImage *trust_icon;
  GtkLabel *trust_label;
  GtkWidget *back_button;
  PolluxTrustView *trust;
  GtkStack *stack;
  GtkLabel *message;
  GtkWidget *range_title;
  GtkDropDown *scope;
  GtkLabel *range;
  GtkWidget *clear;
  GtkWidget *task_box;
  PolluxStatisticsView *task;
  PolluxStatisticsView *all;

  PolluxSession *session;
  GSignalGroup *signals;
  PolluxTrustMonitor *monitor;

  PolluxStatisticsJob *job;
  Subject subject;
  guint64 generation;       /* of the trace, when the job began */
  PolluxRange job_range;
  PolluxTaskIndex job_task; /* the one whose thing is selected */
  guint n_job_tasks;        /* that are selected */
  guint64 tasks_hash;       /* which, to see whether they changed */
  guint start_source;
  guint slice_source;
  gboolean stale;           /* something changed that no job has seen */
};

G_DEFINE_FINAL_TYPE (PolluxStatisticsPanel, pollux_statistics_panel, GTK_TYPE_WIDGET)

static void schedule (PolluxStatisticsPanel *self);

static PolluxTrace *
get_trace (PolluxStatisticsPanel *self)
{
  return self->session != NULL ? pollux_session_get_trace (self->session) : NULL;
}

static gboolean
is_visible_scope (PolluxStatisticsPanel *self)
{
  return gtk_drop_down_get_selected (self->scope) == 1;
}

static PolluxRange
choose_range (PolluxStatisticsPanel *self)
{
  if (pollux_session_has_range (self->session))
    return pollux_session_get_range (self->session);
  if (is_visible_scope (self))
    {
      const PolluxViewport *viewport = pollux_session_get_viewport (self->session);

      if (!pollux_viewport_is_fitted (viewport))
        return pollux_viewport_get_range (viewport);
    }
  return pollux_statistics_get_whole (get_trace (self));
}

static PolluxTaskIndex
get_selected_task (PolluxStatisticsPanel *self)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);

  return thing->kind != POLLUX_THING_NONE ? thing->task : POLLUX_TASK_NONE;
}

/* Tells sets of tasks apart; of one task it is the task. */
static guint64
hash_tasks (PolluxStatisticsPanel *self)
{
  guint n;
  const PolluxTaskIndex *tasks = pollux_session_get_selected_tasks (self->session, &n);
  guint64 hash = n;

  for (guint i = 0; i < n; i++)
    hash = (hash ^ tasks[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

static void
stop_job (PolluxStatisticsPanel *self)
{
  g_clear_handle_id (&self->slice_source, g_source_remove);
  g_clear_pointer (&self->job, pollux_statistics_job_free);
}

static void
stop (PolluxStatisticsPanel *self)
{
  g_clear_handle_id (&self->start_source, g_source_remove);
  stop_job (self);
}

static void
show_message (PolluxStatisticsPanel *self, const char *message)
{
  gtk_label_set_text (self->message, message);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static gboolean
is_whole (PolluxTrace *trace, PolluxRange range)
{
  PolluxRange whole = pollux_statistics_get_whole (trace);

  return range.begin == whole.begin && range.end == whole.end;
}

/* The whole trace is as long as from its first record to its last; its range
 * is a nanosecond longer, to take in the last. */
static char *
describe_range (PolluxTrace *trace, const PolluxClock *clock, PolluxRange range)
{
  g_autofree char *begin = pollux_trace_text_time (clock, range.begin);
  g_autofree char *end = pollux_trace_text_time (clock, range.end);
  g_autofree char *length = NULL;

  if (is_whole (trace, range))
    return pollux_trace_text_duration (
      trace, pollux_range_length (pollux_trace_get_extent (trace)));
  if (!pollux_trace_has_times (trace))
    /* Translators: begin and end of a range of records. */
    return g_strdup_printf (_("%s – %s"), begin, end);

  length = pollux_duration_to_exact (pollux_range_length (range));
  /* Translators: begin, end and length of a range of time. */
  return g_strdup_printf (_("%s – %s (%s)"), begin, end, length);
}

static void
show_range (PolluxStatisticsPanel *self)
{
  gboolean selected = pollux_session_has_range (self->session);
  g_autofree char *text = NULL;
  PolluxClock clock;

  pollux_session_get_fixed_clock (self->session, &clock);
  text = describe_range (get_trace (self), &clock, self->job_range);

  gtk_widget_set_visible (self->range_title, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->scope), !selected);
  gtk_widget_set_visible (self->clear, selected);
  gtk_label_set_text (self->range, text);
}

static void
clock_changed_cb (PolluxStatisticsPanel *self)
{
  if (*gtk_label_get_text (self->range) != '\0')
    show_range (self);
}

static char *
describe_tasks (const PolluxStatistics *statistics)
{
  g_autofree char *count = pollux_count_to_label (statistics->n_tasks);

  return g_strdup_printf (ngettext ("%s task, without blocking ones",
                                    "%s tasks, without blocking ones", statistics->n_tasks),
                          count);
}

static char *
describe_selected (PolluxStatisticsPanel *self)
{
  g_autofree char *count = pollux_count_to_label (self->n_job_tasks);

  if (self->n_job_tasks <= 1)
    return pollux_text_for_task (get_trace (self), self->job_task);
  return g_strdup_printf (ngettext ("%s task", "%s tasks", self->n_job_tasks), count);
}

static void
show_job (PolluxStatisticsPanel *self)
{
  const PolluxStatistics *statistics = pollux_statistics_job_get (self->job);
  PolluxTrace *trace = get_trace (self);
  gboolean has_times = pollux_trace_has_times (trace);
  gboolean has_polls = pollux_statistics_has_polls (trace);

  show_range (self);
  if (self->subject == SUBJECT_TASK)
    {
      g_autofree char *title = describe_selected (self);

      pollux_statistics_view_set (self->task, title,
                                  ngettext ("Selected task", "Selected tasks", self->n_job_tasks),
                                  statistics, has_times, has_polls);
    }
  else
    {
      g_autofree char *subtitle = describe_tasks (statistics);

      pollux_statistics_view_set (self->all, _("All tasks"), subtitle, statistics, has_times,
                                  has_polls);
      gtk_stack_set_visible_child_name (self->stack, "figures");
    }
}

static void
begin_job (PolluxStatisticsPanel *self, Subject subject)
{
  PolluxTrace *trace = get_trace (self);

  g_clear_pointer (&self->job, pollux_statistics_job_free);
  self->subject = subject;
  self->generation = pollux_trace_get_generation (trace);
  if (subject == SUBJECT_TASK)
    {
      guint n;
      const PolluxTaskIndex *tasks = pollux_session_get_selected_tasks (self->session, &n);

      self->job = pollux_statistics_job_new (trace, self->job_range, tasks, n);
    }
  else
    self->job = pollux_statistics_job_new (trace, self->job_range, NULL, 0);
}

/* Goes on with the jobs until @deadline. TRUE when all are done. */
static gboolean
run_jobs (PolluxStatisticsPanel *self, gint64 deadline)
{
  while (pollux_statistics_job_run (self->job, deadline))
    {
      show_job (self);
      if (self->subject == SUBJECT_ALL)
        {
          g_clear_pointer (&self->job, pollux_statistics_job_free);
          return TRUE;
        }
      begin_job (self, SUBJECT_ALL);
    }

  return FALSE;
}

static gboolean
slice_cb (gpointer user_data)
{
  PolluxStatisticsPanel *self = user_data;
  PolluxTrace *trace = get_trace (self);

  if (pollux_trace_get_generation (trace) != self->generation)
    {
      self->slice_source = 0;
      g_clear_pointer (&self->job, pollux_statistics_job_free);
      schedule (self);
      return G_SOURCE_REMOVE;
    }

  if (!run_jobs (self, g_get_monotonic_time () + SLICE))
    return G_SOURCE_CONTINUE;

  self->slice_source = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
start_cb (gpointer user_data)
{
  PolluxStatisticsPanel *self = user_data;
  PolluxTrace *trace = get_trace (self);

  self->start_source = 0;
  self->stale = FALSE;
  stop_job (self);
  if (pollux_trace_get_n_tasks (trace) == 0)
    {
      show_message (self, "");
      return G_SOURCE_REMOVE;
    }

  self->job_range = choose_range (self);
  self->job_task = get_selected_task (self);
  self->n_job_tasks = pollux_task_set_get_n (pollux_session_get_task_set (self->session));
  self->tasks_hash = hash_tasks (self);
  gtk_widget_set_visible (self->task_box, self->job_task != POLLUX_TASK_NONE);
  begin_job (self, self->job_task != POLLUX_TASK_NONE ? SUBJECT_TASK : SUBJECT_ALL);

  if (!run_jobs (self, g_get_monotonic_time () + SLICE))
    {
      if (pollux_trace_is_finished (trace))
        self->slice_source =
          g_idle_add_full (G_PRIORITY_DEFAULT_IDLE + 10, slice_cb, self, NULL);
      else
        g_clear_pointer (&self->job, pollux_statistics_job_free);
    }

  return G_SOURCE_REMOVE;
}

static void
schedule (PolluxStatisticsPanel *self)
{
  gboolean finished;

  if (self->session == NULL)
    return;

  self->stale = TRUE;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->start_source != 0)
    return;
  finished = pollux_trace_is_finished (get_trace (self));
  self->start_source = g_timeout_add (finished ? REST_MS : LOADING_MS, start_cb, self);
}

/* What is computed is not what is wanted any more. A start that is due soon
 * stays due, so that a range that never rests is followed as well. */
static void
restart (PolluxStatisticsPanel *self)
{
  stop_job (self);
  schedule (self);
}

static void
trace_changed_cb (PolluxStatisticsPanel *self)
{
  if (pollux_trace_is_finished (get_trace (self)))
    stop (self);
  schedule (self);
}

static void
view_changed_cb (PolluxStatisticsPanel *self)
{
  if (is_visible_scope (self) && !pollux_session_has_range (self->session))
    restart (self);
}

static void
selection_changed_cb (PolluxStatisticsPanel *self)
{
  if (get_selected_task (self) != self->job_task || hash_tasks (self) != self->tasks_hash)
    restart (self);
}

static void
scope_cb (PolluxStatisticsPanel *self)
{
  restart (self);
}

static void
pollux_statistics_panel_map (GtkWidget *widget)
{
  PolluxStatisticsPanel *self = POLLUX_STATISTICS_PANEL (widget);

  GTK_WIDGET_CLASS (pollux_statistics_panel_parent_class)->map (widget);
  if (self->stale)
    schedule (self);
}

static void
pollux_statistics_panel_unmap (GtkWidget *widget)
{
  PolluxStatisticsPanel *self = POLLUX_STATISTICS_PANEL (widget);

  if (self->start_source != 0 || self->slice_source != 0)
    self->stale = TRUE;
  stop (self);
  GTK_WIDGET_CLASS (pollux_statistics_panel_parent_class)->unmap (widget);
}

static void
trust_changed_cb (PolluxStatisticsPanel *self)
{
  PolluxTrustSeverity worst;
  g_autofree char *verdict = pollux_trust_get_verdict (self->monitor, &worst);
  g_autofree char *text = NULL;

  if (verdict != NULL)
    /* Translators: how far a recording can be trusted: "1 problem, 2 limits". */
    text = g_strdup_printf (_("Trust: %s"), verdict);
  gtk_label_set_text (self->trust_label, text != NULL ? text : _("Trust: still being read"));
  pollux_trust_set_image (self->trust_icon, worst);
}

static void
trust_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pollux_statistics_panel_show_trust (POLLUX_STATISTICS_PANEL (widget));
}

static void
figures_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PolluxStatisticsPanel *self = POLLUX_STATISTICS_PANEL (widget);

  gtk_stack_set_visible_child_name (self->pages, "statistics");
  gtk_widget_grab_focus (self->trust_button);
}

static void
clear_range_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PolluxStatisticsPanel *self = POLLUX_STATISTICS_PANEL (widget);

  if (self->session != NULL)
    pollux_session_set_range (self->session, (PolluxRange) { 0, 0 });
}

static void
scope_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PolluxStatisticsPanel *self = POLLUX_STATISTICS_PANEL (widget);
  gboolean visible = g_str_equal (g_variant_get_string (parameter, NULL), "visible");

  gtk_drop_down_set_selected (self->scope, visible ? 1 : 0);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = pollux_statistics_panel_dup_text (POLLUX_STATISTICS_PANEL (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
pollux_statistics_panel_dispose (GObject *object)
{
  PolluxStatisticsPanel *self = POLLUX_STATISTICS_PANEL (object);

  stop (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  pollux_template_dispose (GTK_WIDGET (self));
  G_OBJECT_CLASS (pollux_statistics_panel_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (POLLUX_TYPE_STATISTICS_VIEW);
  g_type_ensure (POLLUX_TYPE_TRUST_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-statistics-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, pages);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, trust_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, trust_icon);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, trust_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, back_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, trust);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, message);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, range_title);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, scope);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, range);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, clear);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, task_box);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, task);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatisticsPanel, all);
  gtk_widget_class_bind_template_callback (widget_class, scope_cb);
}

static void
pollux_statistics_panel_class_init (PolluxStatisticsPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_statistics_panel_dispose;
  widget_class->map = pollux_statistics_panel_map;
  widget_class->unmap = pollux_statistics_panel_unmap;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "statistics.trust", NULL, trust_action);
  gtk_widget_class_install_action (widget_class, "statistics.figures", NULL, figures_action);
  gtk_widget_class_install_action (widget_class, "statistics.clear-range", NULL,
                                   clear_range_action);
  gtk_widget_class_install_action (widget_class, "statistics.scope", "s", scope_action);
  gtk_widget_class_install_action (widget_class, "statistics.copy", NULL, copy_action);
}

static void
pollux_statistics_panel_init (PolluxStatisticsPanel *self)
{
  self->job_task = POLLUX_TASK_NONE;
  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (trace_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "clock-changed", G_CALLBACK (clock_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "range-changed", G_CALLBACK (restart), self);
  g_signal_group_connect_swapped (self->signals, "view-changed", G_CALLBACK (view_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "selection-changed",
                                  G_CALLBACK (selection_changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pollux_statistics_panel_set_session:
 * @session: (nullable): whose trace is summed up
 */
void
pollux_statistics_panel_set_session (PolluxStatisticsPanel *self, PolluxSession *session)
{
  g_return_if_fail (POLLUX_IS_STATISTICS_PANEL (self));
  g_return_if_fail (session == NULL || POLLUX_IS_SESSION (session));

  if (session == self->session)
    return;

  stop (self);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  self->job_task = POLLUX_TASK_NONE;
  show_message (self, "");
  schedule (self);
}

/**
 * pollux_statistics_panel_set_monitor:
 * @monitor: who knows how far the trace can be trusted
 */
void
pollux_statistics_panel_set_monitor (PolluxStatisticsPanel *self, PolluxTrustMonitor *monitor)
{
  g_return_if_fail (POLLUX_IS_STATISTICS_PANEL (self));
  g_return_if_fail (self->monitor == NULL);

  self->monitor = g_object_ref (monitor);
  g_signal_connect_object (monitor, "changed", G_CALLBACK (trust_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pollux_trust_view_set_monitor (self->trust, monitor);
  trust_changed_cb (self);
}

/**
 * pollux_statistics_panel_show_trust:
 *
 * Shows how far the trace can be trusted, in place of the figures.
 */
void
pollux_statistics_panel_show_trust (PolluxStatisticsPanel *self)
{
  g_return_if_fail (POLLUX_IS_STATISTICS_PANEL (self));

  gtk_stack_set_visible_child_name (self->pages, "trust");
  gtk_widget_grab_focus (self->back_button);
}

/**
 * pollux_statistics_panel_is_busy:
 *
 * Returns: whether figures are still to come
 */
gboolean
pollux_statistics_panel_is_busy (PolluxStatisticsPanel *self)
{
  g_return_val_if_fail (POLLUX_IS_STATISTICS_PANEL (self), FALSE);

  return self->stale || self->start_source != 0 || self->job != NULL;
}

/**
 * pollux_statistics_panel_dup_text:
 *
 * Returns: (transfer full): all figures as lines
 */
char *
pollux_statistics_panel_dup_text (PolluxStatisticsPanel *self)
{
  g_autofree char *task = NULL;
  g_autofree char *all = NULL;

  g_return_val_if_fail (POLLUX_IS_STATISTICS_PANEL (self), NULL);

  all = pollux_statistics_view_dup_text (self->all);
  if (gtk_widget_get_visible (self->task_box))
    task = pollux_statistics_view_dup_text (self->task);
  return g_strjoin ("\n", gtk_label_get_text (self->range), task != NULL ? task : all,
                    task != NULL ? all : NULL, NULL);
}
