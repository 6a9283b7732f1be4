/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-property-list.h"

/* Values come from files: longer ones are cut here, whole in the record. */
#define VALUE_CHARS_MAX 400
#define NAME_CHARS_MAX 12

struct _PolluxPropertyList
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GPtrArray *names;
  GPtrArray *values;
  GtkSizeGroup *group;
};

enum
{
  SIGNAL_ACTIVATE_LINK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxPropertyList, pollux_property_list, GTK_TYPE_WIDGET)

static gboolean
activate_link_cb (PolluxPropertyList *self, const char *uri)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE_LINK], 0, uri);
  return GDK_EVENT_STOP;
}

/* What fits: a number is not broken between its groups of digits. */
static char *
make_text (const char *value)
{
  g_autoptr (GString) text = g_string_new (value);

  if (g_utf8_strlen (value, -1) > VALUE_CHARS_MAX)
    {
      g_string_truncate (text, g_utf8_offset_to_pointer (value, VALUE_CHARS_MAX) - value);
      g_string_append (text, "…");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
new_name_label (const char *name)
{
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS_MAX);
  if (g_utf8_strlen (name, -1) > NAME_CHARS_MAX - 2)
    gtk_widget_set_tooltip_text (label, name);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static GtkWidget *
new_value_label (PolluxPropertyList *self, const char *value, const char *uri)
{
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *text = make_text (value);

  if (uri != NULL)
    {
      g_autofree char *markup = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", uri, text);

      gtk_label_set_markup (GTK_LABEL (label), markup);
      g_signal_connect_swapped (label, "activate-link", G_CALLBACK (activate_link_cb), self);
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (label), text);
    }

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");

  return label;
}

static void
pollux_property_list_dispose (GObject *object)
{
  PolluxPropertyList *self = POLLUX_PROPERTY_LIST (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_object (&self->group);
  G_OBJECT_CLASS (pollux_property_list_parent_class)->dispose (object);
}

static void
pollux_property_list_finalize (GObject *object)
{
  PolluxPropertyList *self = POLLUX_PROPERTY_LIST (object);

  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  G_OBJECT_CLASS (pollux_property_list_parent_class)->finalize (object);
}

static void
pollux_property_list_class_init (PolluxPropertyListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_property_list_dispose;
  object_class->finalize = pollux_property_list_finalize;

  signals[SIGNAL_ACTIVATE_LINK] =
    g_signal_new ("activate-link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pollux-properties");
}

static void
pollux_property_list_init (PolluxPropertyList *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 10);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 4);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

/**
 * pollux_property_list_new:
 *
 * Returns: (transfer full): a list without rows
 */
GtkWidget *
pollux_property_list_new (void)
{
  return g_object_new (POLLUX_TYPE_PROPERTY_LIST, NULL);
}

/**
 * pollux_property_list_clear:
 *
 * Removes all rows.
 */
void
pollux_property_list_clear (PolluxPropertyList *self)
{
  GtkWidget *child;

  g_return_if_fail (POLLUX_IS_PROPERTY_LIST (self));

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  g_ptr_array_set_size (self->names, 0);
  g_ptr_array_set_size (self->values, 0);
}

/**
 * pollux_property_list_add:
 * @name: what it is
 * @value: the text, valid UTF-8; a very long one is cut
 * @uri: (nullable): makes the value a link
 *
 * Adds a row at the end.
 */
void
pollux_property_list_add (PolluxPropertyList *self,
                          const char *name,
                          const char *value,
                          const char *uri)
{
  GtkWidget *name_label;
  GtkWidget *value_label;
  int row;

  g_return_if_fail (POLLUX_IS_PROPERTY_LIST (self));

  row = self->names->len;
  name_label = new_name_label (name);
  value_label = new_value_label (self, value, uri);
  if (self->group != NULL)
    gtk_size_group_add_widget (self->group, name_label);
  gtk_grid_attach (GTK_GRID (self->grid), name_label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), value_label, 1, row, 1, 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value_label),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, name_label, NULL, -1);
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, g_strdup (value));
}

/**
 * pollux_property_list_set_group:
 * @group: (nullable): joins the names of rows that are added from now on
 */
void
pollux_property_list_set_group (PolluxPropertyList *self, GtkSizeGroup *group)
{
  g_return_if_fail (POLLUX_IS_PROPERTY_LIST (self));

  g_set_object (&self->group, group);
}

/**
 * pollux_property_list_get_n:
 *
 * Returns: the number of rows
 */
guint
pollux_property_list_get_n (PolluxPropertyList *self)
{
  g_return_val_if_fail (POLLUX_IS_PROPERTY_LIST (self), 0);

  return self->names->len;
}

/**
 * pollux_property_list_get_value:
 * @name: name of a row
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
pollux_property_list_get_value (PolluxPropertyList *self, const char *name)
{
  g_return_val_if_fail (POLLUX_IS_PROPERTY_LIST (self), NULL);

  for (guint i = 0; i < self->names->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (self->names, i), name))
        return g_ptr_array_index (self->values, i);
    }

  return NULL;
}
