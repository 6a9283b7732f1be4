/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-selection-panel.h"

#include "pollux-details.h"
#include "pollux-property-list.h"
#include "pollux-record-view.h"
#include "pollux-task-totals.h"
#include "pollux-template.h"
#include "pollux-time-text.h"
#include "pollux-tooltip.h"

/* While a trace grows the figures of its tasks change: so often at most. */
#define REFRESH_MS 250
/* Rows of a task's details. */
#define ROWS_RESERVED 18
/* µs of the main loop per slice. */
#define SLICE 3000

struct _PolluxSelectionPanel
{
  GtkWidget parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkLabel *empty_title;
  GtkLabel *hint;
  GtkWidget *range_button;
  GtkScrolledWindow *scroller;
  GtkLabel *heading;
  GtkLabel *subheading;
  PolluxPropertyList *properties;
  PolluxRecordView *record;

  PolluxSession *session;
  GSignalGroup *signals;
  PolluxThing shown;
  PolluxTaskTotals totals;  /* of several tasks, so far */
  guint totals_source;
  char *text;               /* the details as text, to see whether they changed */
  guint refresh_source;
  guint reserve_source;
};

G_DEFINE_FINAL_TYPE (PolluxSelectionPanel, pollux_selection_panel, GTK_TYPE_WIDGET)

static char *
describe_range (PolluxTrace *trace, gint64 length)
{
  g_autofree char *text = NULL;

  if (pollux_trace_has_times (trace))
    {
      text = pollux_duration_to_label (length);
      /* Translators: %s is a length of time, such as "12 ms". */
      return g_strdup_printf (_("A range of %s is selected"), text);
    }

  text = pollux_count_to_label (length);
  return g_strdup_printf (ngettext ("A range of %s record is selected",
                                    "A range of %s records is selected", length), text);
}

/* Where no thing is selected a range may be: its statistics are elsewhere. */
static void
update_empty (PolluxSelectionPanel *self)
{
  gboolean ranged = self->session != NULL && pollux_session_has_range (self->session);
  g_autofree char *text = NULL;

  if (ranged)
    text = describe_range (pollux_session_get_trace (self->session),
                           pollux_range_length (pollux_session_get_range (self->session)));
  gtk_label_set_text (self->empty_title, ranged ? text : _("Nothing selected"));
  gtk_label_set_text (self->hint,
                      ranged ? _("Click a task, a poll, a wait or a wake to see when it was, how "
                                 "long it took and why.")
                             : _("Click a task, a poll, a wait or a wake to see when it was, how "
                                 "long it took and why. Drag to select a range of time."));
  gtk_widget_set_visible (self->range_button, ranged);
}

static void
show_nothing (PolluxSelectionPanel *self)
{
  update_empty (self);
  self->shown = (PolluxThing) POLLUX_THING_INIT;
  g_clear_pointer (&self->text, g_free);
  pollux_property_list_clear (self->properties);
  pollux_record_view_clear (self->record);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
fill_properties (PolluxSelectionPanel *self, const PolluxDetails *details)
{
  pollux_property_list_begin (self->properties);
  for (guint i = 0; i < details->rows->len; i++)
    {
      const PolluxDetail *detail = g_ptr_array_index (details->rows, i);
      g_autofree char *uri = NULL;

      if (detail->link.kind != POLLUX_THING_NONE)
        uri = pollux_thing_to_uri (&detail->link);
      pollux_property_list_add (self->properties, detail->name, detail->value, uri);
    }
  pollux_property_list_end (self->properties);
}

static void
show_details (PolluxSelectionPanel *self, const PolluxDetails *details)
{
  g_autofree char *text = pollux_details_dup_text (details);

  gtk_stack_set_visible_child_name (self->stack, "details");
  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_steal_pointer (&text);
  gtk_label_set_text (self->heading, details->heading);
  pollux_tooltip_set (GTK_WIDGET (self->heading), details->heading);
  gtk_label_set_text (self->subheading, details->subheading);
  fill_properties (self, details);
}

static void
update_steps (PolluxSelectionPanel *self)
{
  gboolean known = self->shown.kind != POLLUX_THING_NONE && self->session != NULL;
  PolluxThing next;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.previous",
                                 known && pollux_session_step (self->session, -1, &next));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.next",
                                 known && pollux_session_step (self->session, 1, &next));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.copy", known);
}

/* The record of the thing, else, under a heading, that of the task's spawn: it
 * has the task's fields. */
static void
show_record (PolluxSelectionPanel *self, PolluxTrace *trace, const PolluxThing *thing)
{
  PolluxLoader *loader = pollux_session_get_loader (self->session);
  PolluxRecord record = pollux_thing_get_record (trace, thing);
  const char *heading = NULL;
  gboolean wake = thing->kind == POLLUX_THING_WAIT &&
                  pollux_thing_get_wake (trace, thing) != G_MAXUINT;

  if (record == POLLUX_RECORD_NONE && thing->task != POLLUX_TASK_NONE)
    {
      record = pollux_trace_get_task (trace, thing->task)->spawn_record;
      heading = _("Task");
    }
  pollux_record_view_show (self->record, loader, trace, record, heading, wake);
}

/* Adds up the selected tasks until @deadline. TRUE when it is shown. */
static gboolean
run_totals (PolluxSelectionPanel *self, gint64 deadline)
{
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  guint n;
  const PolluxTaskIndex *tasks = pollux_session_get_selected_tasks (self->session, &n);
  g_autoptr (PolluxDetails) details = NULL;

  if (!pollux_task_totals_run (&self->totals, trace, tasks, n, deadline))
    return FALSE;

  details = pollux_task_totals_describe (&self->totals, trace);
  show_details (self, details);
  return TRUE;
}

static gboolean
totals_cb (gpointer user_data)
{
  PolluxSelectionPanel *self = user_data;

  if (!run_totals (self, g_get_monotonic_time () + SLICE))
    return G_SOURCE_CONTINUE;

  self->totals_source = 0;
  return G_SOURCE_REMOVE;
}

/* The figures of several tasks are sums; their records stay where they are. */
static void
show_totals (PolluxSelectionPanel *self)
{
  self->shown = (PolluxThing) POLLUX_THING_INIT;
  self->totals = (PolluxTaskTotals) { 0 };
  pollux_record_view_clear (self->record);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.previous", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.next", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.copy", TRUE);
  if (!run_totals (self, g_get_monotonic_time () + SLICE))
    self->totals_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE + 5, totals_cb, self, NULL);
}

static void
refresh (PolluxSelectionPanel *self)
{
  g_autoptr (PolluxDetails) details = NULL;
  const PolluxThing *thing;
  PolluxClock clock;
  PolluxTrace *trace;

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_handle_id (&self->totals_source, g_source_remove);
  if (self->session == NULL)
    {
      show_nothing (self);
      return;
    }
  if (pollux_session_has_tasks (self->session))
    {
      show_totals (self);
      return;
    }

  trace = pollux_session_get_trace (self->session);
  thing = pollux_session_get_selection (self->session);
  pollux_session_get_fixed_clock (self->session, &clock);
  details = pollux_details_new (trace, &clock, thing);
  if (details == NULL)
    {
      show_nothing (self);
      return;
    }

  if (!pollux_thing_equal (thing, &self->shown))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  self->shown = *thing;
  show_details (self, details);
  update_steps (self);
  show_record (self, trace, thing);
}

static gboolean
refresh_cb (gpointer user_data)
{
  PolluxSelectionPanel *self = user_data;

  self->refresh_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* Labels are slow to make: those of the first selection are made before it. */
static gboolean
reserve_cb (gpointer user_data)
{
  PolluxSelectionPanel *self = user_data;
  gint64 end = g_get_monotonic_time () + SLICE;

  while (pollux_property_list_reserve (self->properties, ROWS_RESERVED) ||
         pollux_record_view_reserve (self->record))
    {
      if (g_get_monotonic_time () >= end)
        return G_SOURCE_CONTINUE;
    }

  self->reserve_source = 0;
  return G_SOURCE_REMOVE;
}

static void
trace_changed_cb (PolluxSelectionPanel *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
activate_link_cb (PolluxSelectionPanel *self, const char *uri)
{
  PolluxThing thing;

  if (self->session != NULL && pollux_thing_from_uri (uri, &thing))
    pollux_session_select (self->session, &thing, TRUE);
}

static void
step (PolluxSelectionPanel *self, int direction)
{
  PolluxThing next;

  if (self->session != NULL && pollux_session_step (self->session, direction, &next))
    pollux_session_select (self->session, &next, TRUE);
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (POLLUX_SELECTION_PANEL (widget), -1);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (POLLUX_SELECTION_PANEL (widget), 1);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = pollux_selection_panel_dup_text (POLLUX_SELECTION_PANEL (widget));

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
pollux_selection_panel_dispose (GObject *object)
{
  PolluxSelectionPanel *self = POLLUX_SELECTION_PANEL (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_handle_id (&self->totals_source, g_source_remove);
  g_clear_handle_id (&self->reserve_source, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  pollux_template_dispose (GTK_WIDGET (self));
  G_OBJECT_CLASS (pollux_selection_panel_parent_class)->dispose (object);
}

static void
pollux_selection_panel_finalize (GObject *object)
{
  PolluxSelectionPanel *self = POLLUX_SELECTION_PANEL (object);

  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (pollux_selection_panel_parent_class)->finalize (object);
}

static void
pollux_selection_panel_class_init (PolluxSelectionPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_selection_panel_dispose;
  object_class->finalize = pollux_selection_panel_finalize;

  g_type_ensure (POLLUX_TYPE_PROPERTY_LIST);
  g_type_ensure (POLLUX_TYPE_RECORD_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-selection-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, empty_title);
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, hint);
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, range_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, heading);
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, subheading);
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, properties);
  gtk_widget_class_bind_template_child (widget_class, PolluxSelectionPanel, record);
  gtk_widget_class_bind_template_callback (widget_class, activate_link_cb);

  gtk_widget_class_install_action (widget_class, "selection.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "selection.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "selection.copy", NULL, copy_action);
}

static void
pollux_selection_panel_init (PolluxSelectionPanel *self)
{
  g_autoptr (GtkSizeGroup) names = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  self->shown = (PolluxThing) POLLUX_THING_INIT;
  gtk_widget_init_template (GTK_WIDGET (self));
  update_empty (self);
  pollux_property_list_set_group (self->properties, names);
  pollux_record_view_set_group (self->record, names);

  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "selection-changed", G_CALLBACK (refresh), self);
  /* In another arrangement something else lies beside it. */
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (update_steps), self);
  g_signal_group_connect_swapped (self->signals, "range-changed", G_CALLBACK (update_empty),
                                  self);
  g_signal_group_connect_swapped (self->signals, "clock-changed", G_CALLBACK (trace_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (trace_changed_cb),
                                  self);
}

/**
 * pollux_selection_panel_set_session:
 * @session: (nullable): whose selection is shown
 */
void
pollux_selection_panel_set_session (PolluxSelectionPanel *self, PolluxSession *session)
{
  g_return_if_fail (POLLUX_IS_SELECTION_PANEL (self));
  g_return_if_fail (session == NULL || POLLUX_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  refresh (self);
  if (session != NULL && self->reserve_source == 0)
    self->reserve_source = g_idle_add_full (G_PRIORITY_LOW, reserve_cb, self, NULL);
}

/**
 * pollux_selection_panel_dup_text:
 *
 * Returns: (transfer full) (nullable): the details and the record as text
 */
char *
pollux_selection_panel_dup_text (PolluxSelectionPanel *self)
{
  const PolluxRecordText *record;

  g_return_val_if_fail (POLLUX_IS_SELECTION_PANEL (self), NULL);

  record = pollux_record_view_get_record (self->record);
  if (self->text == NULL || record == NULL || record->text == NULL)
    return g_strdup (self->text);
  return g_strconcat (self->text, "\n", record->text, "\n", NULL);
}

/**
 * pollux_selection_panel_get_value:
 * @name: what, as it is shown
 *
 * Returns: (transfer none) (nullable): the value beside it
 */
const char *
pollux_selection_panel_get_value (PolluxSelectionPanel *self, const char *name)
{
  g_return_val_if_fail (POLLUX_IS_SELECTION_PANEL (self), NULL);

  return pollux_property_list_get_value (self->properties, name);
}

/**
 * pollux_selection_panel_is_busy:
 *
 * Returns: whether a record is being read
 */
gboolean
pollux_selection_panel_is_busy (PolluxSelectionPanel *self)
{
  g_return_val_if_fail (POLLUX_IS_SELECTION_PANEL (self), FALSE);

  return pollux_record_view_is_busy (self->record);
}
