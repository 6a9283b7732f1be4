/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The items of the list are the marks' ids as strings, of which GTK has a model
 * ready; a row looks up the rest when it comes into sight.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-marks-popover.h"

#include "pollux-text.h"

#define LIST_HEIGHT 320
#define LIST_WIDTH 420

struct _PolluxMarksPopover
{
  GtkPopover parent_instance;

  PolluxTimeline *timeline; /* borrowed: the parent */
  PolluxMarks *marks;
  GSignalGroup *signals;
  GtkStringList *ids;
  GtkSingleSelection *selection;
  GtkWidget *list;
  GtkWidget *stack;
};

G_DEFINE_FINAL_TYPE (PolluxMarksPopover, pollux_marks_popover, GTK_TYPE_POPOVER)

static guint
parse_id (GtkStringObject *item)
{
  return (guint) g_ascii_strtoull (gtk_string_object_get_string (item), NULL, 10);
}

static guint
get_selected (PolluxMarksPopover *self)
{
  GtkStringObject *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? parse_id (item) : 0;
}

static void
fill (PolluxMarksPopover *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->ids));
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint n = self->marks != NULL ? pollux_marks_get_n (self->marks) : 0;
  guint current = self->marks != NULL ? pollux_marks_get_current (self->marks) : 0;

  for (guint i = 0; i < n; i++)
    {
      const PolluxMark *mark = pollux_marks_get (self->marks, i);

      if (mark->id == current)
        selected = i;
      g_ptr_array_add (ids, g_strdup_printf ("%u", mark->id));
    }
  g_ptr_array_add (ids, NULL);

  gtk_string_list_splice (self->ids, 0, n_before, (const char *const *) ids->pdata);
  if (selected == GTK_INVALID_LIST_POSITION)
    selected = 0;
  if (n > 0)
    gtk_single_selection_set_selected (self->selection, MIN (selected, n - 1));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "list" : "none");
}

static GtkWidget *
add_label (GtkWidget *box, float align, const char *style)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), align);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = add_label (box, 0, NULL);
  GtkWidget *length = add_label (box, 1, "dim-label");

  add_label (box, 1, "numeric");
  gtk_widget_add_css_class (length, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, PolluxMarksPopover *self)
{
  PolluxSession *session = pollux_timeline_get_session (self->timeline);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *length = gtk_widget_get_next_sibling (name);
  GtkWidget *time = gtk_widget_get_next_sibling (length);
  guint id = parse_id (gtk_list_item_get_item (item));
  const PolluxMark *mark = self->marks != NULL ? pollux_marks_find (self->marks, id) : NULL;
  g_autofree char *time_text = NULL;
  g_autofree char *length_text = NULL;
  PolluxClock clock;

  if (mark == NULL || session == NULL)
    return;

  pollux_session_get_clock (session, &clock);
  time_text = pollux_text_for_time (&clock, mark->range.begin);
  if (pollux_range_length (mark->range) > 0)
    length_text = pollux_text_for_length (pollux_session_get_trace (session),
                                          pollux_range_length (mark->range));
  gtk_label_set_text (GTK_LABEL (name), mark->name);
  gtk_widget_set_tooltip_text (name, mark->name);
  gtk_label_set_text (GTK_LABEL (length), length_text != NULL ? length_text : "");
  gtk_label_set_text (GTK_LABEL (time), time_text);
}

static void
row_activated_cb (PolluxMarksPopover *self, guint position)
{
  g_autoptr (GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (self->ids), position);

  if (item == NULL)
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  pollux_timeline_go_to_mark (self->timeline, parse_id (item));
}

/* The window's commands are about the current mark. */
static gboolean
run_on_selected (PolluxMarksPopover *self, const char *action, gboolean close)
{
  guint id = get_selected (self);

  if (id == 0)
    return FALSE;
  pollux_marks_set_current (self->marks, id);
  if (close)
    gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self->timeline), action, NULL);
  return TRUE;
}

static void
rename_cb (PolluxMarksPopover *self)
{
  run_on_selected (self, "win.rename-mark", TRUE);
}

static void
delete_cb (PolluxMarksPopover *self)
{
  run_on_selected (self, "win.delete-mark", FALSE);
}

static void
add_cb (PolluxMarksPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self->timeline), "win.add-mark", NULL);
}

static gboolean
key_cb (PolluxMarksPopover *self, guint key)
{
  if (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete)
    return run_on_selected (self, "win.delete-mark", FALSE);
  if (key == GDK_KEY_F2)
    return run_on_selected (self, "win.rename-mark", TRUE);
  return GDK_EVENT_PROPAGATE;
}

static void
closed_cb (PolluxMarksPopover *self)
{
  g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->marks);
}

static void
pollux_marks_popover_dispose (GObject *object)
{
  PolluxMarksPopover *self = POLLUX_MARKS_POPOVER (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->marks);
  g_clear_object (&self->ids);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (pollux_marks_popover_parent_class)->dispose (object);
}

static void
pollux_marks_popover_class_init (PolluxMarksPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pollux_marks_popover_dispose;
}

static void
add_list (PolluxMarksPopover *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *none = gtk_label_new (_("No marks yet: the key M sets one."));
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  self->ids = gtk_string_list_new (NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->ids)));
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Marks"), -1);
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (row_activated_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->list, keys);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);

  gtk_widget_add_css_class (none, "dim-label");
  gtk_widget_set_margin_top (none, 18);
  gtk_widget_set_margin_bottom (none, 18);
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_named (GTK_STACK (self->stack), scroller, "list");
  gtk_stack_add_named (GTK_STACK (self->stack), none, "none");
  gtk_widget_set_size_request (self->stack, LIST_WIDTH, -1);
}

static void
add_button (PolluxMarksPopover *self, GtkWidget *box, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_action (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
}

static void
pollux_marks_popover_init (PolluxMarksPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  add_list (self);
  add_button (self, buttons, _("_Add…"), G_CALLBACK (add_cb));
  add_button (self, buttons, _("_Rename…"), G_CALLBACK (rename_cb));
  add_button (self, buttons, _("_Delete"), G_CALLBACK (delete_cb));
  gtk_widget_set_hexpand (gtk_widget_get_last_child (buttons), TRUE);
  gtk_widget_set_halign (gtk_widget_get_last_child (buttons), GTK_ALIGN_START);
  add_action (buttons, _("_Import…"), "win.import-marks");
  add_action (buttons, _("_Export…"), "win.export-marks");

  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);

  self->signals = g_signal_group_new (POLLUX_TYPE_MARKS);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (fill), self);
}

/**
 * pollux_marks_popover_new:
 * @timeline: what it goes through; its parent
 *
 * Returns: (transfer none): it
 */
GtkWidget *
pollux_marks_popover_new (PolluxTimeline *timeline)
{
  PolluxMarksPopover *self = g_object_new (POLLUX_TYPE_MARKS_POPOVER, NULL);

  self->timeline = timeline;
  gtk_widget_set_parent (GTK_WIDGET (self), GTK_WIDGET (timeline));
  return GTK_WIDGET (self);
}

/**
 * pollux_marks_popover_open:
 * @marks: what is listed
 *
 * Shows it below the middle of the ruler.
 */
void
pollux_marks_popover_open (PolluxMarksPopover *self, PolluxMarks *marks)
{
  int header, width;

  g_return_if_fail (POLLUX_IS_MARKS_POPOVER (self));
  g_return_if_fail (POLLUX_IS_MARKS (marks));

  header = pollux_timeline_get_header_width (self->timeline);
  width = gtk_widget_get_width (GTK_WIDGET (self->timeline));
  g_set_object (&self->marks, marks);
  g_signal_group_set_target (self->signals, marks);
  fill (self);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &(GdkRectangle) {
    MAX ((header + width) / 2, 0), 0, 1, pollux_timeline_get_ruler_height (self->timeline) });
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->list);
  if (pollux_marks_get_n (marks) > 0)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u",
                                gtk_single_selection_get_selected (self->selection));
}
