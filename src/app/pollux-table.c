/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-table.h"

/**
 * pollux_table_scroll_to:
 * @position: a row
 *
 * The list inside the column view knows how to scroll; the view does not tell
 * it before GTK 4.12.
 */
void
pollux_table_scroll_to (GtkColumnView *view, guint position)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_VIEW (child))
        {
          gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
          return;
        }
    }
}

static GtkWidget *
find_label (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = find_label (child);

      if (label != NULL)
        return label;
    }

  return NULL;
}

/* The headings are the children of the view's first child; columns do not know
 * them. */
static GtkWidget *
find_heading (GtkColumnView *view, guint column)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *heading = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (guint i = 0; i < column && heading != NULL; i++)
    heading = gtk_widget_get_next_sibling (heading);

  return heading;
}

/**
 * pollux_table_describe_heading:
 * @column: which, as they were added
 * @meaning: what is in the column
 */
void
pollux_table_describe_heading (GtkColumnView *view, guint column, const char *meaning)
{
  GtkWidget *heading = find_heading (view, column);

  if (heading != NULL)
    gtk_widget_set_tooltip_text (heading, meaning);
}

/**
 * pollux_table_align_heading:
 * @column: which, as they were added
 */
void
pollux_table_align_heading (GtkColumnView *view, guint column)
{
  GtkWidget *heading = find_heading (view, column);
  GtkWidget *label = heading != NULL ? find_label (heading) : NULL;

  if (label == NULL)
    return;
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_halign (label, GTK_ALIGN_END);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
}

/**
 * pollux_table_move_focus:
 * @table: the whole
 * @heading: what stands above the rows
 * @view: the rows
 * @direction: forward or backward
 *
 * To the keys the rows are one thing: Tab enters them and leaves them, the
 * arrows move inside. The list itself would go through all of them.
 *
 * Returns: FALSE if the focus leaves the table
 */
gboolean
pollux_table_move_focus (GtkWidget *table, GtkWidget *heading, GtkWidget *view,
                         GtkDirectionType direction)
{
  GtkRoot *root = gtk_widget_get_root (table);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_view = focus != NULL && gtk_widget_is_ancestor (focus, view);
  gboolean in_heading = focus != NULL && gtk_widget_is_ancestor (focus, heading);
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;

  if (in_view)
    return !forward && gtk_widget_child_focus (heading, direction);
  if (in_heading)
    /* To the row where it was before. */
    return gtk_widget_child_focus (heading, direction) ||
           (forward && gtk_widget_grab_focus (view));
  if (forward)
    return gtk_widget_child_focus (heading, direction) || gtk_widget_grab_focus (view);
  return gtk_widget_grab_focus (view) || gtk_widget_child_focus (heading, direction);
}
