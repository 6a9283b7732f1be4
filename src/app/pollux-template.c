/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-template.h"

/**
 * pollux_template_dispose:
 * @widget: a widget that was made from a template
 *
 * gtk_widget_dispose_template() is not what is wanted: it unparents the bound
 * children, however deep, behind the backs of their parents, and leaves the
 * others. This lets go of the direct children and leaves the rest to them.
 * The bound pointers stay valid until the parent class has disposed.
 */
void
pollux_template_dispose (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
