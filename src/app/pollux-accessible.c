/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GTK 4.8 names a button by its text and once more by the label inside, with
 * the underscore of the mnemonic ("_Open Open"), all tabs of a notebook "Tab",
 * and what has no name of its own by its type ("GtkToggleButton"), which is
 * then what is read aloud. The names are set right here, once for a whole tree
 * of widgets, so that templates need not know.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-accessible.h"

/**
 * pollux_accessible_set_name:
 * @widget: any
 * @name: (nullable): what is read for it
 */
void
pollux_accessible_set_name (GtkWidget *widget, const char *name)
{
  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/**
 * pollux_accessible_find_row:
 * @child: the child of a list item, or of a cell
 *
 * Returns: (transfer none) (nullable): the row that has the focus when the keys
 *   are there
 */
GtkWidget *
pollux_accessible_find_row (GtkWidget *child)
{
  GtkWidget *row = NULL;

  for (GtkWidget *widget = gtk_widget_get_parent (child);
       widget != NULL && !GTK_IS_LIST_VIEW (widget); widget = gtk_widget_get_parent (widget))
    if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_ROW)
      row = widget;

  return row;
}

static GtkWidget *
find_label (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child);

  return found;
}

/* The first that can have the focus; the widget around it does not. */
static GtkWidget *
find_button (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TOGGLE_BUTTON (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child);

  return found;
}

static void
name_by (GtkWidget *widget, GtkWidget *label)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
}

/* Without the mnemonic's underscore: (transfer full). */
static char *
strip_mnemonic (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv (NULL, parts);
}

static void
name_by_text (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);
  g_autofree char *name = NULL;

  if (label == NULL)
    return;
  name = gtk_button_get_use_underline (button) ? strip_mnemonic (label) : g_strdup (label);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  pollux_accessible_set_name (GTK_WIDGET (button), name);
}

static void
repair_button (GtkWidget *button)
{
  GtkWidget *label = find_label (button);

  if (gtk_button_get_label (GTK_BUTTON (button)) != NULL)
    {
      name_by_text (GTK_BUTTON (button));
      g_signal_connect (button, "notify::label", G_CALLBACK (name_by_text), NULL);
    }
  else if (label != NULL)
    name_by (button, label);
  else if (gtk_widget_has_css_class (button, "close"))
    pollux_accessible_set_name (button, _("Close"));
}

static void
repair_expander (GtkWidget *expander)
{
  GtkWidget *label = gtk_expander_get_label_widget (GTK_EXPANDER (expander));

  if (label != NULL)
    name_by (expander, label);
}

/* A heading may take two lines, its name does not. */
static void
repair_heading (GtkWidget *heading)
{
  GtkWidget *label = find_label (heading);
  g_autofree char *name = NULL;

  if (label == NULL)
    return;
  name = g_strdelimit (g_strdup (gtk_label_get_text (GTK_LABEL (label))), "\n", ' ');
  pollux_accessible_set_name (heading, name);
}

static void
describe_choice (GtkDropDown *drop_down, GParamSpec *pspec, GtkWidget *button)
{
  gpointer item = gtk_drop_down_get_selected_item (drop_down);

  if (GTK_IS_STRING_OBJECT (item))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    gtk_string_object_get_string (item), -1);
}

/* The button inside has the focus. */
static void
repair_drop_down (GtkWidget *drop_down)
{
  GtkWidget *button = find_button (drop_down);

  if (button == NULL)
    return;
  name_by (button, drop_down);
  g_signal_connect_object (drop_down, "notify::selected-item", G_CALLBACK (describe_choice),
                           button, 0);
  describe_choice (GTK_DROP_DOWN (drop_down), NULL, button);
}

static void
repair_menu_button (GtkWidget *menu_button)
{
  const char *label = gtk_menu_button_get_label (GTK_MENU_BUTTON (menu_button));
  g_autofree char *name = label != NULL ? strip_mnemonic (label) : NULL;

  if (name != NULL)
    pollux_accessible_set_name (menu_button, name);
}

static void
repair_notebook (GtkNotebook *notebook)
{
  for (int i = 0; i < gtk_notebook_get_n_pages (notebook); i++)
    {
      GtkWidget *label = gtk_notebook_get_tab_label (notebook,
                                                     gtk_notebook_get_nth_page (notebook, i));
      GtkWidget *tab = label != NULL ? gtk_widget_get_parent (label) : NULL;

      if (tab != NULL && GTK_IS_LABEL (label))
        pollux_accessible_set_name (tab, gtk_label_get_text (GTK_LABEL (label)));
    }
}

/* What is focused in a table are its rows; the list around them and the row of
 * the headings can be as well. */
static void
repair_column_view (GtkWidget *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_VIEW (child))
        name_by (child, view);
      else
        pollux_accessible_set_name (child, _("Headings"));
    }
}

static void
repair (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  if (GTK_IS_BUTTON (widget))
    repair_button (widget);
  else if (GTK_IS_EXPANDER (widget))
    repair_expander (widget);
  else if (GTK_IS_DROP_DOWN (widget))
    repair_drop_down (widget);
  else if (GTK_IS_MENU_BUTTON (widget))
    repair_menu_button (widget);
  else if (GTK_IS_NOTEBOOK (widget))
    repair_notebook (GTK_NOTEBOOK (widget));
  else if (GTK_IS_COLUMN_VIEW (widget))
    repair_column_view (widget);
  else if (role == GTK_ACCESSIBLE_ROLE_COLUMN_HEADER)
    repair_heading (widget);
}

/**
 * pollux_accessible_repair:
 * @tree: what was just built; once for each widget
 *
 * Sets right what @tree and all below it are called.
 */
void
pollux_accessible_repair (GtkWidget *tree)
{
  for (GtkWidget *child = gtk_widget_get_first_child (tree); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    pollux_accessible_repair (child);
  repair (tree);
}
