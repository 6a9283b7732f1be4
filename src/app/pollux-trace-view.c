/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-trace-view.h"

#include "pollux-filter-help.h"
#include "pollux-nothing-hint.h"
#include "pollux-overview-view.h"
#include "pollux-template.h"
#include "pollux-time-text.h"

/* Room for a term or two and the buttons beside them. */
#define FILTER_WIDTH 380

struct _PolluxTraceView
{
  GtkWidget parent_instance;

  /* Template children */
  PolluxOverviewView *overview;
  GtkWidget *area;
  GtkScrolledWindow *scroller;
  PolluxTimeline *timeline;
  GtkWidget *filter_box;
  GtkSearchEntry *filter;
  GtkMenuButton *help_button;
  GtkMenuButton *sort_button;
  GtkRevealer *fault;
  GtkLabel *fault_label;
  GMenu *order_menu;
  GMenu *lanes_menu;
  GtkWidget *no_match;
  PolluxNothingHint *nothing;
  GtkWidget *hint;
  GtkWidget *show_all;
  GtkLabel *hint_label;
  GtkLabel *worker_note;

  PolluxSession *session;
  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (PolluxTraceView, pollux_trace_view, GTK_TYPE_WIDGET)

/* Why there is no view by worker, or not yet. */
static void
update_worker_note (PolluxTraceView *self,
                    gboolean         hidden)
{
  gboolean asked = self->session != NULL && pollux_session_get_by_worker (self->session);
  PolluxRows *rows = asked ? pollux_session_get_worker_rows (self->session) : NULL;
  const char *text = NULL;

  if (asked && rows == NULL)
    text = _("Sorting the polls by worker…");
  else if (asked && !pollux_workers_has_threads (pollux_rows_get_workers (rows)))
    text = _("This trace does not say on which thread tasks were polled. "
             "Press T to see the tasks again.");

  gtk_label_set_text (self->worker_note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->worker_note), text != NULL && !hidden);
}

/* Says so when the filter lets nothing pass. */
static void
update_match (PolluxTraceView *self)
{
  gboolean none = self->session != NULL &&
                  *pollux_session_get_filter (self->session) != '\0' &&
                  pollux_rows_get_n_tasks (pollux_session_get_task_rows (self->session)) == 0;

  gtk_widget_set_visible (self->no_match, none);
  update_worker_note (self, none);
}

static void
update_fault (PolluxTraceView *self)
{
  g_autofree char *message = pollux_filter_help_mark_fault (GTK_EDITABLE (self->filter));

  if (message != NULL)
    gtk_label_set_text (self->fault_label, message);
  gtk_revealer_set_reveal_child (self->fault, message != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message != NULL ? message : "", -1);
}

/* What is left out by hand, and the way back; before all, that it is not so yet. */
static char *
describe_hidden (guint n_hidden, guint n_only, gboolean arranging)
{
  g_autofree char *hidden = pollux_count_to_label (n_hidden);
  g_autofree char *only = pollux_count_to_label (n_only);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (arranging)
    /* Translators: lanes are being sorted or grouped as was asked for */
    return g_strdup (_("Arranging…"));

  /* Translators: tasks that were hidden by hand */
  first = g_strdup_printf (ngettext ("%s hidden", "%s hidden", n_hidden), hidden);
  /* Translators: these are shown, and no others */
  second = g_strdup_printf (ngettext ("only %s task", "only %s tasks", n_only), only);
  if (n_only == 0)
    return g_steal_pointer (&first);
  if (n_hidden == 0)
    return g_steal_pointer (&second);
  return g_strdup_printf ("%s · %s", first, second);
}

static void
update_hint (PolluxTraceView *self)
{
  gboolean arranging = FALSE;
  guint n_hidden = 0, n_only = 0;
  g_autofree char *text = NULL;

  if (self->session != NULL)
    {
      n_hidden = pollux_rows_get_n_hidden (pollux_session_get_task_rows (self->session));
      n_only = pollux_rows_get_n_only (pollux_session_get_task_rows (self->session));
      arranging = pollux_session_is_arranging_long (self->session);
    }

  text = describe_hidden (n_hidden, n_only, arranging);
  gtk_label_set_text (self->hint_label, text);
  gtk_widget_set_visible (self->show_all, n_hidden > 0 || n_only > 0);
  gtk_widget_set_visible (self->hint, n_hidden > 0 || n_only > 0 || arranging);
}

static void
rows_changed_cb (PolluxTraceView *self)
{
  update_match (self);
  update_hint (self);
}

static void
apply_filter (PolluxTraceView *self)
{
  update_fault (self);
  if (self->session != NULL)
    pollux_session_set_filter (self->session, pollux_trace_view_get_filter (self));
}

static void
stop_search_cb (PolluxTraceView *self)
{
  pollux_trace_view_set_filter (self, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->timeline));
}

static void
activate_cb (PolluxTraceView *self)
{
  apply_filter (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->timeline));
}

static gboolean
pollux_trace_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (POLLUX_TRACE_VIEW (widget)->timeline));
}

/* What Tab goes through: what lies above the lanes comes before them. */
static GPtrArray *
list_stops (PolluxTraceView *self)
{
  GPtrArray *stops = g_ptr_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != self->area)
      g_ptr_array_add (stops, child);
  for (GtkWidget *child = gtk_widget_get_first_child (self->area); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != GTK_WIDGET (self->scroller))
      g_ptr_array_add (stops, child);
  g_ptr_array_add (stops, self->scroller);

  return stops;
}

/* Where GTK goes by itself depends on where the focus was before, so that the
 * overview would not be reached. */
static gboolean
pollux_trace_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  PolluxTraceView *self = POLLUX_TRACE_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int step = direction == GTK_DIR_TAB_BACKWARD ? -1 : 1;
  g_autoptr (GPtrArray) stops = NULL;
  int i;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (pollux_trace_view_parent_class)->focus (widget, direction);

  stops = list_stops (self);
  for (i = 0; i < (int) stops->len; i++)
    {
      GtkWidget *stop = g_ptr_array_index (stops, i);

      if (focus != NULL && (focus == stop || gtk_widget_is_ancestor (focus, stop)))
        break;
    }
  if (i == (int) stops->len)
    i = step > 0 ? 0 : i - 1;
  for (; i >= 0 && i < (int) stops->len; i += step)
    if (gtk_widget_child_focus (g_ptr_array_index (stops, i), direction))
      return TRUE;

  return FALSE;
}

static void
pollux_trace_view_dispose (GObject *object)
{
  PolluxTraceView *self = POLLUX_TRACE_VIEW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  pollux_template_dispose (GTK_WIDGET (self));
  G_OBJECT_CLASS (pollux_trace_view_parent_class)->dispose (object);
}

static void
pollux_trace_view_class_init (PolluxTraceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pollux_trace_view_dispose;
  widget_class->focus = pollux_trace_view_focus;
  widget_class->grab_focus = pollux_trace_view_grab_focus;

  g_type_ensure (POLLUX_TYPE_NOTHING_HINT);
  g_type_ensure (POLLUX_TYPE_OVERVIEW_VIEW);
  g_type_ensure (POLLUX_TYPE_TIMELINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-trace-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, overview);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, area);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, scroller);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, timeline);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, filter_box);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, filter);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, help_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, sort_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, fault);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, fault_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, order_menu);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, lanes_menu);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, no_match);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, nothing);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, hint);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, show_all);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, hint_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxTraceView, worker_note);
  gtk_widget_class_bind_template_callback (widget_class, apply_filter);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

/* Above the headers of the lanes; while somebody types in it over the ruler as well. */
static void
update_filter_width (PolluxTraceView *self)
{
  gboolean typing = (gtk_widget_get_state_flags (GTK_WIDGET (self->filter)) &
                     GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
  int header, width;

  g_object_get (self->timeline, "header-width", &header, NULL);
  width = typing ? MAX (header, MIN (FILTER_WIDTH, gtk_widget_get_width (self->area))) : header;
  g_object_set (self->filter_box, "width-request", width, NULL);
  if (typing)
    gtk_widget_add_css_class (self->filter_box, "typing");
  else
    gtk_widget_remove_css_class (self->filter_box, "typing");
}

/* The lane headers are at the left in every language, since time goes to the
 * right; the filter belongs above them. */
static void
place_filter (PolluxTraceView *self)
{
  GtkWidget *at_the_left[] = { self->area, self->filter_box, GTK_WIDGET (self->fault),
                               self->hint };

  /* An overlay goes by the direction of what it places. */
  for (guint i = 0; i < G_N_ELEMENTS (at_the_left); i++)
    gtk_widget_set_direction (at_the_left[i], GTK_TEXT_DIR_LTR);
  g_object_bind_property (self->timeline, "ruler-height", self->filter_box, "height-request",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->timeline, "ruler-height", self->fault, "margin-top",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->timeline, "notify::header-width",
                           G_CALLBACK (update_filter_width), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filter, "state-flags-changed", G_CALLBACK (update_filter_width),
                           self, G_CONNECT_SWAPPED);
  update_filter_width (self);
  g_object_bind_property (self->timeline, "header-width", self->hint, "width-request",
                          G_BINDING_SYNC_CREATE);
}

/* A choice from a menu in the menu leaves the focus on what is gone with it: the
 * keys would reach nobody. */
static void
menu_closed_cb (PolluxTraceView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->timeline));
}

static void
set_menu (PolluxTraceView *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append_section (menu, _("Sort by"), G_MENU_MODEL (self->order_menu));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->lanes_menu));
  gtk_menu_button_set_menu_model (self->sort_button, G_MENU_MODEL (menu));
  g_signal_connect_object (gtk_menu_button_get_popover (self->sort_button), "closed",
                           G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
}

static void
pollux_trace_view_init (PolluxTraceView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->filter),
                               _("Words, #id, name:ping, state:idle, busy>10ms, -word, …"));
  gtk_menu_button_set_popover (self->help_button,
                               pollux_filter_help_new (GTK_EDITABLE (self->filter)));
  place_filter (self);
  pollux_nothing_hint_set_timeline (self->nothing, self->timeline);
  set_menu (self);

  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (rows_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "arranging", G_CALLBACK (update_hint), self);
}

/**
 * pollux_trace_view_set_session:
 * @session: (nullable): what is shown
 */
void
pollux_trace_view_set_session (PolluxTraceView *self, PolluxSession *session)
{
  g_return_if_fail (POLLUX_IS_TRACE_VIEW (self));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  apply_filter (self);
  pollux_overview_view_set_session (self->overview, session);
  pollux_timeline_set_session (self->timeline, session);
  rows_changed_cb (self);
}

/**
 * pollux_trace_view_get_timeline:
 *
 * Returns: (transfer none): the lanes
 */
PolluxTimeline *
pollux_trace_view_get_timeline (PolluxTraceView *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE_VIEW (self), NULL);

  return self->timeline;
}

/**
 * pollux_trace_view_get_scroll:
 *
 * Returns: (transfer none): pixels of the lanes above the upper edge
 */
GtkAdjustment *
pollux_trace_view_get_scroll (PolluxTraceView *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE_VIEW (self), NULL);

  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

/**
 * pollux_trace_view_get_order_menu:
 *
 * Returns: (transfer none): items of "win.order" and "win.reverse-order"
 */
GMenuModel *
pollux_trace_view_get_order_menu (PolluxTraceView *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE_VIEW (self), NULL);

  return G_MENU_MODEL (self->order_menu);
}

/**
 * pollux_trace_view_get_lanes_menu:
 *
 * Returns: (transfer none): items about groups, packed rows and hidden tasks
 */
GMenuModel *
pollux_trace_view_get_lanes_menu (PolluxTraceView *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE_VIEW (self), NULL);

  return G_MENU_MODEL (self->lanes_menu);
}

/**
 * pollux_trace_view_get_hint:
 *
 * Returns: (transfer none) (nullable): what it says about tasks that are hidden;
 *   NULL while none are
 */
const char *
pollux_trace_view_get_hint (PolluxTraceView *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE_VIEW (self), NULL);

  return gtk_widget_get_visible (self->hint) ? gtk_label_get_text (self->hint_label) : NULL;
}

/**
 * pollux_trace_view_get_filter:
 *
 * Returns: (transfer none): the text of the entry
 */
const char *
pollux_trace_view_get_filter (PolluxTraceView *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE_VIEW (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->filter));
}

/**
 * pollux_trace_view_set_filter:
 * @filter: the text of the entry, applied at once
 */
void
pollux_trace_view_set_filter (PolluxTraceView *self, const char *filter)
{
  g_return_if_fail (POLLUX_IS_TRACE_VIEW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->filter), filter);
  apply_filter (self);
}

/**
 * pollux_trace_view_focus_filter:
 *
 * What is typed next is a filter.
 */
void
pollux_trace_view_focus_filter (PolluxTraceView *self)
{
  g_return_if_fail (POLLUX_IS_TRACE_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->filter));
  gtk_editable_select_region (GTK_EDITABLE (self->filter), 0, -1);
}

/**
 * pollux_trace_view_set_ticks:
 * @ticks: (nullable): moments to mark, borrowed; call it again when there are more
 */
void
pollux_trace_view_set_ticks (PolluxTraceView *self, PolluxTicks *ticks)
{
  g_return_if_fail (POLLUX_IS_TRACE_VIEW (self));

  pollux_overview_view_set_ticks (self->overview, ticks);
  pollux_timeline_set_ticks (self->timeline, ticks);
}

/**
 * pollux_trace_view_set_marks:
 * @marks: (nullable): what was marked by hand
 */
void
pollux_trace_view_set_marks (PolluxTraceView *self, PolluxMarks *marks)
{
  g_return_if_fail (POLLUX_IS_TRACE_VIEW (self));

  pollux_overview_view_set_marks (self->overview, marks);
  pollux_timeline_set_marks (self->timeline, marks);
}

/**
 * pollux_trace_view_get_fault:
 *
 * Returns: (transfer none) (nullable): what it says is wrong with the filter
 */
const char *
pollux_trace_view_get_fault (PolluxTraceView *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE_VIEW (self), NULL);

  return gtk_revealer_get_reveal_child (self->fault) ? gtk_label_get_text (self->fault_label)
                                                     : NULL;
}

/**
 * pollux_trace_view_is_unmatched:
 *
 * Returns: whether it says that no task passes the filter
 */
gboolean
pollux_trace_view_is_unmatched (PolluxTraceView *self)
{
  g_return_val_if_fail (POLLUX_IS_TRACE_VIEW (self), FALSE);

  return gtk_widget_get_visible (self->no_match);
}
