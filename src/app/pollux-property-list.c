/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-property-list.h"
#include "pollux-tooltip.h"

/* Values come from files: longer ones are cut here, whole in the record. */
#define VALUE_CHARS_MAX 400

/* Longer names take a second line: the room would be missing for the values. */
#define NAME_CHARS_MAX 13

/* Shorter values are never wrapped: they cost less to lay out. */
#define SHORT_CHARS 18

/* Rows are kept when the list is cleared, and used again: who walks from poll
 * to poll sees the same names with other values. */
typedef struct
{
  GtkLabel *name_label;
  GtkLabel *value_label;
  char *name;
  char *value;
} Row;

struct _PolluxPropertyList
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GPtrArray *rows;          /* (element-type Row): those in use, then those kept */
  guint n_rows;             /* in use */
  guint n_visible;          /* more than that only until the list is ended */
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

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->name);
  g_free (row->value);
  g_free (row);
}

static GtkLabel *
new_name_label (PolluxPropertyList *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS_MAX);
  gtk_widget_add_css_class (label, "dim-label");
  if (self->group != NULL)
    gtk_size_group_add_widget (self->group, label);

  return GTK_LABEL (label);
}

static GtkLabel *
new_value_label (PolluxPropertyList *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  g_signal_connect_swapped (label, "activate-link", G_CALLBACK (activate_link_cb), self);

  return GTK_LABEL (label);
}

static Row *
new_row (PolluxPropertyList *self)
{
  Row *row = g_new0 (Row, 1);
  int index = self->rows->len;

  row->name_label = new_name_label (self);
  row->value_label = new_value_label (self);
  gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (row->name_label), 0, index, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (row->value_label), 1, index, 1, 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row->value_label),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, row->name_label, NULL, -1);
  g_ptr_array_add (self->rows, row);

  return row;
}

/* GTK (4.8 at least) keeps that a label has one height for all widths if its grid asks
 * while the label waits for a resize, as a hidden one always does: the next rows would
 * lie on its second line. Measuring ends that wait. The text is set after this. */
static void
set_wrap (GtkLabel *label, gboolean wrap)
{
  if (gtk_label_get_wrap (label) == wrap)
    return;

  gtk_label_set_text (label, NULL);
  gtk_widget_measure (GTK_WIDGET (label), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_label_set_wrap (label, wrap);
}

static void
show_name (Row *row)
{
  glong length = g_utf8_strlen (row->name, -1);
  gboolean cut = length > NAME_CHARS_MAX;

  set_wrap (row->name_label, cut);
  gtk_label_set_text (row->name_label, row->name);
  gtk_label_set_width_chars (row->name_label, MIN (length, NAME_CHARS_MAX));
  pollux_tooltip_set (GTK_WIDGET (row->name_label), cut ? row->name : NULL);
}

static void
show_value (Row *row, const char *uri)
{
  g_autofree char *text = make_text (row->value);
  gboolean wrap = g_utf8_strlen (text, -1) > SHORT_CHARS;

  set_wrap (row->value_label, wrap);
  if (uri != NULL)
    {
      g_autofree char *markup = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", uri, text);

      gtk_label_set_markup (row->value_label, markup);
    }
  else
    {
      gtk_label_set_text (row->value_label, text);
    }
  gtk_label_set_width_chars (row->value_label, wrap ? 8 : -1);
  gtk_label_set_ellipsize (row->value_label, wrap ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
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

  g_clear_pointer (&self->rows, g_ptr_array_unref);
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
  self->rows = g_ptr_array_new_with_free_func (row_free);
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
  Row *row;

  g_return_if_fail (POLLUX_IS_PROPERTY_LIST (self));

  row = self->n_rows < self->rows->len ? g_ptr_array_index (self->rows, self->n_rows)
                                       : new_row (self);
  self->n_rows++;
  g_free (row->name);
  g_free (row->value);
  row->name = g_strdup (name);
  row->value = g_strdup (value);
  self->n_visible = MAX (self->n_visible, self->n_rows);
  gtk_widget_set_visible (GTK_WIDGET (row->name_label), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (row->value_label), TRUE);
  show_name (row);
  show_value (row, uri);
}

static void
hide_row (Row *row)
{
  gtk_widget_set_visible (GTK_WIDGET (row->name_label), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (row->value_label), FALSE);
}

/**
 * pollux_property_list_begin:
 *
 * What is added from now on takes the place of all rows: those that are needed
 * again stay as they are, which costs much less than to hide and to show them.
 * To be followed by pollux_property_list_end().
 */
void
pollux_property_list_begin (PolluxPropertyList *self)
{
  g_return_if_fail (POLLUX_IS_PROPERTY_LIST (self));

  self->n_rows = 0;
}

/**
 * pollux_property_list_end:
 *
 * Hides the rows that were not needed again.
 */
void
pollux_property_list_end (PolluxPropertyList *self)
{
  g_return_if_fail (POLLUX_IS_PROPERTY_LIST (self));

  while (self->n_visible > self->n_rows)
    hide_row (g_ptr_array_index (self->rows, --self->n_visible));
}

/**
 * pollux_property_list_clear:
 *
 * Removes all rows.
 */
void
pollux_property_list_clear (PolluxPropertyList *self)
{
  pollux_property_list_begin (self);
  pollux_property_list_end (self);
}

/**
 * pollux_property_list_reserve:
 * @n_rows: how many rows will be needed
 *
 * Makes one row that is not shown yet, so that many rows can be made while
 * there is nothing else to do.
 *
 * Returns: FALSE if there are enough
 */
gboolean
pollux_property_list_reserve (PolluxPropertyList *self, guint n_rows)
{
  g_return_val_if_fail (POLLUX_IS_PROPERTY_LIST (self), FALSE);

  if (self->rows->len >= n_rows)
    return FALSE;

  hide_row (new_row (self));
  return TRUE;
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

  return self->n_rows;
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

  for (guint i = 0; i < self->n_rows; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (g_str_equal (row->name, name))
        return row->value;
    }

  return NULL;
}
