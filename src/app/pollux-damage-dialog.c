/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-damage-dialog.h"

#include "pollux-accessible.h"
#include "pollux-time-text.h"

/* A file may be damaged in every line: so many places are listed. */
#define PLACES_MAX 500

static char *
describe_place (const PolluxDamage *damage)
{
  g_autofree char *line = pollux_count_to_label (damage->line);
  g_autofree char *offset = pollux_count_to_label (damage->offset);

  if (damage->line > 0)
    return g_strdup_printf (_("line %s, byte %s"), line, offset);
  return g_strdup_printf (_("byte %s"), offset);
}

static char *
describe_records (guint64 n)
{
  g_autofree char *count = pollux_count_to_label (n);

  if (n == 0)
    return g_strdup (_("nobody knows how many records were lost"));
  return g_strdup_printf (ngettext ("%s record lost", "%s records lost", n), count);
}

/**
 * pollux_damage_describe:
 *
 * Returns: (transfer full) (nullable): one sentence, or NULL if all was read
 */
char *
pollux_damage_describe (PolluxTrace *trace)
{
  guint n = pollux_trace_get_n_damages (trace);
  const PolluxDamage *first;
  g_autofree char *place = NULL;
  g_autofree char *count = NULL;

  if (n == 0)
    return pollux_trace_is_complete (trace) ? NULL
                                            : g_strdup (_("The end of this file is missing."));

  first = pollux_trace_get_damage (trace, 0);
  place = describe_place (first);
  if (n == 1)
    {
      g_autofree char *message = g_utf8_make_valid (first->message, -1);

      /* Translators: a place in the file, and what is wrong there. */
      return g_strdup_printf (_("This file is damaged at %s: %s. The rest is shown."), place,
                              message);
    }

  count = pollux_count_to_label (n);
  return g_strdup_printf (_("This file is damaged in %s places, the first at %s. The rest is "
                            "shown."),
                          count, place);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
new_place_row (const PolluxDamage *damage)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *message = g_utf8_make_valid (damage->message, -1);
  g_autofree char *place = describe_place (damage);
  g_autofree char *records = describe_records (damage->records);
  g_autofree char *where = g_strdup_printf ("%s · %s", place, records);
  g_autofree char *name = g_strdup_printf ("%s, %s", message, where);

  gtk_box_append (GTK_BOX (box), new_label (message, "body"));
  gtk_box_append (GTK_BOX (box), new_label (where, "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  pollux_accessible_set_name (row, name);

  return row;
}

static GtkWidget *
new_places_list (PolluxTrace *trace)
{
  GtkWidget *list = gtk_list_box_new ();
  guint n = pollux_trace_get_n_damages (trace);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "rich-list");
  pollux_accessible_set_name (list, _("Places"));
  for (guint i = 0; i < n && i < PLACES_MAX; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), new_place_row (pollux_trace_get_damage (trace, i)));
  if (n > PLACES_MAX)
    {
      g_autofree char *count = pollux_count_to_label (n - PLACES_MAX);
      g_autofree char *text = g_strdup_printf (_("… and %s more"), count);

      gtk_list_box_append (GTK_LIST_BOX (list), new_label (text, "dim-label"));
    }

  return list;
}

/**
 * pollux_damage_dialog_show:
 * @parent: the window of the trace
 * @trace: a damaged trace
 * @name: of its file
 *
 * Shows a dialog that frees itself.
 */
void
pollux_damage_dialog_show (GtkWindow *parent, PolluxTrace *trace, const char *name)
{
  GtkWidget *dialog = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  g_autofree char *title = g_strdup_printf (_("Damage in “%s”"), name);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), new_places_list (trace));

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (dialog, keys);

  gtk_window_set_title (GTK_WINDOW (dialog), title);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 520, 360);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_child (GTK_WINDOW (dialog), scroller);
  gtk_window_present (GTK_WINDOW (dialog));
}
