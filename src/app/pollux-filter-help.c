/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pollux-filter-help.h"

#include "pollux-filter.h"

typedef struct
{
  const char *example;
  const char *description;
} Line;

static const Line words[] = {
  { "ping", N_("A word in the name, the place, the process or the kind") },
  { "#5", N_("The task with this id") },
  { "\"two words\"", N_("With the blank; a key in quotes is none") },
  { "-name:ping", N_("Not: in front of anything") },
  { "name:ping|pong", N_("One of them") },
};

/* Puts a term behind what stands there, with the cursor after it. */
static void
clicked_cb (GtkButton *button, GtkEditable *entry)
{
  const char *term = g_object_get_data (G_OBJECT (button), "pollux-term");
  g_autofree char *before = g_strchomp (g_strdup (gtk_editable_get_text (entry)));
  g_autofree char *text = g_strconcat (before, *before != '\0' ? " " : "", term, NULL);
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);

  gtk_editable_set_text (entry, text);
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_set_position (entry, -1);
}

static void
add_line (GtkGrid *grid, int row, const Line *line, GtkEditable *entry)
{
  GtkWidget *button = gtk_button_new_with_label (line->example);
  GtkWidget *description = gtk_label_new (_(line->description));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "filter-example");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  g_object_set_data_full (G_OBJECT (button), "pollux-term", g_strdup (line->example), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), entry, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _(line->description), -1);
  gtk_label_set_xalign (GTK_LABEL (description), 0);
  gtk_grid_attach (grid, button, 0, row, 1, 1);
  gtk_grid_attach (grid, description, 1, row, 1, 1);
}

static int
add_heading (GtkGrid *grid, int row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, row > 0 ? 8 : 0);
  gtk_grid_attach (grid, label, 0, row, 2, 1);
  return row + 1;
}

static int
add_keys (GtkGrid *grid, int row, gboolean figures, GtkEditable *entry)
{
  const PolluxFilterKey *keys;
  guint n;

  keys = pollux_filter_get_keys (&n);
  for (guint i = 0; i < n; i++)
    {
      Line line = { keys[i].example, keys[i].description };

      if ((keys[i].kind >= POLLUX_FILTER_KEY_DURATION) == figures)
        add_line (grid, row++, &line, entry);
    }
  return row;
}

static GtkWidget *
create_note (void)
{
  GtkWidget *label = gtk_label_new (
    _("A task is shown if all terms fit, with < <= > >= or =, and units ns, us, ms, s, m, k or M. "
      "A term that is wrong is left out."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 56);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  return label;
}

/**
 * pollux_filter_help_new:
 * @entry: where examples go; must live as long as the popover
 *
 * Returns: (transfer floating): a popover
 */
GtkWidget *
pollux_filter_help_new (GtkEditable *entry)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *grid = gtk_grid_new ();
  int row = 0;

  gtk_widget_add_css_class (popover, "filter-help");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 10);
  row = add_heading (GTK_GRID (grid), row, _("Which Tasks"));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    add_line (GTK_GRID (grid), row++, &words[i], entry);
  row = add_keys (GTK_GRID (grid), row, FALSE, entry);
  row = add_heading (GTK_GRID (grid), row, _("What They Did"));
  row = add_keys (GTK_GRID (grid), row, TRUE, entry);
  gtk_grid_attach (GTK_GRID (grid), create_note (), 0, row, 2, 1);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 460);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  return popover;
}

/* A wavy line below the place. */
static void
underline (GtkEditable *entry, const PolluxFilterFault *fault)
{
  GtkEditable *delegate = gtk_editable_get_delegate (entry);
  PangoAttrList *list = pango_attr_list_new ();
  PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

  line->start_index = fault->begin;
  line->end_index = fault->end;
  pango_attr_list_insert (list, line);
  if (GTK_IS_TEXT (delegate))
    gtk_text_set_attributes (GTK_TEXT (delegate), list);
  pango_attr_list_unref (list);
}

/**
 * pollux_filter_help_mark_fault:
 * @entry: where a filter is typed
 *
 * What may be right when more is typed is no fault.
 *
 * Returns: (transfer full) (nullable): what is wrong with the text
 */
char *
pollux_filter_help_mark_fault (GtkEditable *entry)
{
  g_autoptr (PolluxFilter) filter = pollux_filter_new (gtk_editable_get_text (entry));
  const PolluxFilterFault *fault = pollux_filter_get_fault (filter);
  GtkEditable *delegate = gtk_editable_get_delegate (entry);

  if (fault == NULL || fault->unfinished)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
      if (GTK_IS_TEXT (delegate))
        gtk_text_set_attributes (GTK_TEXT (delegate), NULL);
      gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
      return NULL;
    }

  gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  underline (entry, fault);
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  return g_strdup (fault->message);
}
