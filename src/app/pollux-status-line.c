/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-status-line.h"

#include "pollux-sentence.h"
#include "pollux-template.h"
#include "pollux-text.h"
#include "pollux-time-text.h"
#include "pollux-tooltip.h"
#include "pollux-trust-text.h"

struct _PolluxStatusLine
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *description;
  GtkLabel *chain;
  GtkLabel *range;
  GtkLabel *cursor;
  GtkWidget *trust;
  GtkImage *trust_icon;
  GtkLabel *trust_label;

  PolluxSession *session;
  PolluxTrustMonitor *monitor;
  GSignalGroup *signals;
  GSignalGroup *chain_signals;
  GSignalGroup *finder_signals;
  PolluxThing described;

  PolluxMarks *marks;
  guint mark;            /* that was gone to last, until something else is of interest */
  gint64 mark_time;
  gint64 selection_time; /* when it was selected what the pointer is not over; else 0 */
};

/* The picture that moves below the pointer on the way to a mark, or to what keys
 * selected, is not of interest, what the pointer is moved to afterwards is. */
#define MARK_US (500 * G_TIME_SPAN_MILLISECOND)

G_DEFINE_FINAL_TYPE (PolluxStatusLine, pollux_status_line, GTK_TYPE_WIDGET)

static void
update_description (PolluxStatusLine *self)
{
  const PolluxThing *hovered = pollux_session_get_hovered (self->session);
  const PolluxMark *mark = self->mark != 0 ? pollux_marks_find (self->marks, self->mark) : NULL;
  g_autofree char *text = NULL;

  self->described = *hovered;
  /* Stepping through findings or marks moves the picture below the pointer. */
  text = pollux_finder_get_message (pollux_session_get_finder (self->session),
                                    pollux_session_get_selection (self->session));
  if (text == NULL && mark != NULL)
    text = pollux_sentence_for_mark (self->session, mark);
  else if (text == NULL && hovered->kind != POLLUX_THING_NONE && self->selection_time == 0)
    text = pollux_sentence_for_thing (self->session, hovered);
  else
    {
      g_free (text);
      text = pollux_sentence_for_selection (self->session);
    }
  gtk_label_set_text (self->description, text);
  pollux_tooltip_set (GTK_WIDGET (self->description), text);
}

/* Where one is in a chain of wakes stays, whatever the pointer is over. */
static void
update_chain (PolluxStatusLine *self)
{
  g_autofree char *text = NULL;

  if (self->session != NULL)
    text = pollux_chain_describe (pollux_session_get_chain (self->session));
  gtk_label_set_text (self->chain, text != NULL ? text : "");
  pollux_tooltip_set (GTK_WIDGET (self->chain), text);
  gtk_widget_set_visible (GTK_WIDGET (self->chain), text != NULL);
}

static void
selection_changed_cb (PolluxStatusLine *self)
{
  const PolluxThing *hovered = pollux_session_get_hovered (self->session);

  self->mark = 0;
  self->selection_time = 0;
  if (hovered->kind != POLLUX_THING_NONE &&
      !pollux_thing_equal (hovered, pollux_session_get_selection (self->session)))
    self->selection_time = g_get_monotonic_time ();
  update_description (self);
  update_chain (self);
}

static void
update_cursor (PolluxStatusLine *self)
{
  PolluxTime cursor = pollux_session_get_cursor (self->session);
  g_autofree char *text = NULL;
  PolluxClock clock;

  if (cursor != POLLUX_TIME_NONE)
    {
      pollux_session_get_clock (self->session, &clock);
      text = pollux_text_for_time (&clock, cursor);
    }
  gtk_label_set_text (self->cursor, text != NULL ? text : "");
}

/* What is in sight is told only where nothing else is. */
static void
view_changed_cb (PolluxStatusLine *self)
{
  if (pollux_session_get_selection (self->session)->kind == POLLUX_THING_NONE)
    update_description (self);
}

static void
hover_changed_cb (PolluxStatusLine *self)
{
  const PolluxThing *hovered = pollux_session_get_hovered (self->session);

  update_cursor (self);
  if (self->mark != 0 && g_get_monotonic_time () - self->mark_time > MARK_US)
    self->mark = 0;
  else if (self->selection_time != 0 &&
           g_get_monotonic_time () - self->selection_time > MARK_US)
    self->selection_time = 0;
  /* The pointer moves much within one thing. */
  else if (pollux_thing_equal (hovered, &self->described))
    return;
  update_description (self);
}

/* Somebody went to a mark, or made one. */
static void
mark_changed_cb (PolluxStatusLine *self)
{
  if (self->session == NULL)
    return;

  self->mark = pollux_marks_get_current (self->marks);
  self->mark_time = g_get_monotonic_time ();
  update_description (self);
}

static void
update_range (PolluxStatusLine *self)
{
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  PolluxRange range = pollux_session_get_range (self->session);
  gint64 length = pollux_range_length (range);
  g_autofree char *text = NULL;

  if (length > 0 && pollux_trace_has_times (trace))
    {
      g_autofree char *duration = pollux_duration_to_exact (length);
      g_autofree char *rate = pollux_rate_to_label (length);

      /* Translators: Δ is the length of the selected range, 1/Δ its frequency. */
      text = g_strdup_printf (_("Δ %s · 1/Δ %s"), duration, rate);
    }
  else if (length > 0)
    {
      g_autofree char *count = pollux_count_to_label (length);

      text = g_strdup_printf (ngettext ("%s record", "%s records", length), count);
    }
  gtk_label_set_text (self->range, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->range), text != NULL);
}

static void
update_all (PolluxStatusLine *self)
{
  update_chain (self);
  if (self->session == NULL)
    {
      self->described = (PolluxThing) POLLUX_THING_INIT;
      gtk_label_set_text (self->description, "");
      gtk_label_set_text (self->cursor, "");
      gtk_widget_set_visible (GTK_WIDGET (self->range), FALSE);
      return;
    }
  update_description (self);
  update_cursor (self);
  update_range (self);
}

/* Only what costs something is worth a place here. */
static void
trust_changed_cb (PolluxStatusLine *self)
{
  PolluxTrustSeverity worst;
  g_autofree char *verdict = pollux_trust_get_verdict (self->monitor, &worst);
  gboolean show = verdict != NULL && worst >= POLLUX_TRUST_LIMIT;

  gtk_widget_set_visible (self->trust, show);
  if (!show)
    return;
  gtk_label_set_text (self->trust_label, verdict);
  pollux_trust_set_image (self->trust_icon, worst);
}

static void
pollux_status_line_dispose (GObject *object)
{
  PolluxStatusLine *self = POLLUX_STATUS_LINE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->chain_signals);
  g_clear_object (&self->finder_signals);
  g_clear_object (&self->session);
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->marks);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  pollux_template_dispose (GTK_WIDGET (self));
  G_OBJECT_CLASS (pollux_status_line_parent_class)->dispose (object);
}

static void
pollux_status_line_class_init (PolluxStatusLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pollux_status_line_dispose;

  gtk_widget_class_set_css_name (widget_class, "pollux-status");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-status-line.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxStatusLine, description);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatusLine, chain);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatusLine, range);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatusLine, cursor);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatusLine, trust);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatusLine, trust_icon);
  gtk_widget_class_bind_template_child (widget_class, PolluxStatusLine, trust_label);
}

static void
pollux_status_line_init (PolluxStatusLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  /* The same thing may end, or be another one, once more of the file is read. */
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (update_all), self);
  g_signal_group_connect_swapped (self->signals, "clock-changed", G_CALLBACK (update_all), self);
  g_signal_group_connect_swapped (self->signals, "hover-changed", G_CALLBACK (hover_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "selection-changed",
                                  G_CALLBACK (selection_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "view-changed", G_CALLBACK (view_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (update_description),
                                  self);
  g_signal_group_connect_swapped (self->signals, "range-changed", G_CALLBACK (update_range), self);
  self->chain_signals = g_signal_group_new (POLLUX_TYPE_CHAIN);
  g_signal_group_connect_swapped (self->chain_signals, "changed", G_CALLBACK (update_chain), self);
  self->finder_signals = g_signal_group_new (POLLUX_TYPE_FINDER);
  g_signal_group_connect_swapped (self->finder_signals, "message-changed",
                                  G_CALLBACK (update_description), self);
  update_all (self);
}

/**
 * pollux_status_line_set_session:
 * @session: (nullable): what is told of
 */
void
pollux_status_line_set_session (PolluxStatusLine *self, PolluxSession *session)
{
  g_return_if_fail (POLLUX_IS_STATUS_LINE (self));

  if (!g_set_object (&self->session, session))
    return;
  self->mark = 0;
  g_signal_group_set_target (self->signals, session);
  g_signal_group_set_target (self->chain_signals,
                             session != NULL ? pollux_session_get_chain (session) : NULL);
  g_signal_group_set_target (self->finder_signals,
                             session != NULL ? pollux_session_get_finder (session) : NULL);
  update_all (self);
}

/**
 * pollux_status_line_set_marks:
 * @marks: (nullable): of which the current one is told when it changes
 */
void
pollux_status_line_set_marks (PolluxStatusLine *self, PolluxMarks *marks)
{
  g_return_if_fail (POLLUX_IS_STATUS_LINE (self));

  if (self->marks != NULL && self->marks != marks)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  if (!g_set_object (&self->marks, marks))
    return;
  self->mark = 0;
  if (marks != NULL)
    g_signal_connect_object (marks, "current-changed", G_CALLBACK (mark_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

/**
 * pollux_status_line_set_monitor:
 * @monitor: who knows how far the trace can be trusted
 */
void
pollux_status_line_set_monitor (PolluxStatusLine *self, PolluxTrustMonitor *monitor)
{
  g_return_if_fail (POLLUX_IS_STATUS_LINE (self));
  g_return_if_fail (self->monitor == NULL);

  self->monitor = g_object_ref (monitor);
  g_signal_connect_object (monitor, "changed", G_CALLBACK (trust_changed_cb), self,
                           G_CONNECT_SWAPPED);
  trust_changed_cb (self);
}

/**
 * pollux_status_line_get_text:
 *
 * Returns: (transfer none): the sentence that is shown
 */
const char *
pollux_status_line_get_text (PolluxStatusLine *self)
{
  g_return_val_if_fail (POLLUX_IS_STATUS_LINE (self), NULL);

  return gtk_label_get_text (self->description);
}

/**
 * pollux_status_line_get_chain:
 *
 * Returns: (transfer none): what is shown of the chain of wakes, or the empty
 *   string
 */
const char *
pollux_status_line_get_chain (PolluxStatusLine *self)
{
  g_return_val_if_fail (POLLUX_IS_STATUS_LINE (self), NULL);

  return gtk_label_get_text (self->chain);
}
