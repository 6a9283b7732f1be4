/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-mark-popover.h"

struct _PolluxMarkPopover
{
  GtkPopover parent_instance;

  GtkWidget *entry;
  PolluxMarks *marks;
  guint id;                 /* 0: a new one is set */
  PolluxRange range;
};

G_DEFINE_FINAL_TYPE (PolluxMarkPopover, pollux_mark_popover, GTK_TYPE_POPOVER)

static gboolean
take_name (PolluxMarkPopover *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->marks == NULL)
    return FALSE;
  if (self->id == 0)
    self->id = pollux_marks_add (self->marks, self->range, name);
  else if (!pollux_marks_rename (self->marks, self->id, name))
    return FALSE;

  if (self->id != 0)
    pollux_marks_set_current (self->marks, self->id);
  return self->id != 0;
}

static void
activate_cb (PolluxMarkPopover *self)
{
  if (take_name (self))
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
closed_cb (PolluxMarkPopover *self)
{
  g_clear_object (&self->marks);
}

static void
pollux_mark_popover_dispose (GObject *object)
{
  g_clear_object (&POLLUX_MARK_POPOVER (object)->marks);
  G_OBJECT_CLASS (pollux_mark_popover_parent_class)->dispose (object);
}

static void
pollux_mark_popover_class_init (PolluxMarkPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pollux_mark_popover_dispose;
}

static void
pollux_mark_popover_init (PolluxMarkPopover *self)
{
  self->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), POLLUX_MARK_NAME_MAX);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("Name of the mark"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 24);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Name of the mark"), -1);
  gtk_popover_set_child (GTK_POPOVER (self), self->entry);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
}

/**
 * pollux_mark_popover_new:
 *
 * Returns: (transfer floating): it, to be given a parent
 */
GtkWidget *
pollux_mark_popover_new (void)
{
  return g_object_new (POLLUX_TYPE_MARK_POPOVER, NULL);
}

static void
ask (PolluxMarkPopover  *self,
     PolluxMarks        *marks,
     const char         *name,
     const GdkRectangle *place)
{
  g_set_object (&self->marks, marks);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), place);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * pollux_mark_popover_add:
 * @range: what is marked
 *
 * Asks for a name that is proposed, and sets the mark.
 */
void
pollux_mark_popover_add (PolluxMarkPopover  *self,
                         PolluxMarks        *marks,
                         PolluxRange         range,
                         const GdkRectangle *place)
{
  g_autofree char *name = pollux_marks_propose_name (marks);

  g_return_if_fail (POLLUX_IS_MARK_POPOVER (self));

  self->id = 0;
  self->range = range;
  ask (self, marks, name, place);
}

/**
 * pollux_mark_popover_rename:
 * @id: which of @marks
 *
 * Asks for another name.
 */
void
pollux_mark_popover_rename (PolluxMarkPopover  *self,
                            PolluxMarks        *marks,
                            guint               id,
                            const GdkRectangle *place)
{
  const PolluxMark *mark = pollux_marks_find (marks, id);

  g_return_if_fail (POLLUX_IS_MARK_POPOVER (self));

  if (mark == NULL)
    return;
  self->id = id;
  ask (self, marks, mark->name, place);
}
