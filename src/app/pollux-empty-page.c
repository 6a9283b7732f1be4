/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-empty-page.h"

#include "pollux-accessible.h"
#include "pollux-template.h"

#define RECENT_MAX 5

struct _PolluxEmptyPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *explanation;
  GtkWidget *open_button;
  GtkWidget *recent_box;
  GtkListBox *recent_list;

  GMenuModel *recent;
};

G_DEFINE_FINAL_TYPE (PolluxEmptyPage, pollux_empty_page, GTK_TYPE_WIDGET)

/* A menu's label has its underscores doubled. */
static char *
plain_label (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "__", -1);

  return g_strjoinv ("_", parts);
}

static void
add_row (PolluxEmptyPage *self, int index)
{
  g_autofree char *label = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *text = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GFile) file = NULL;
  GtkWidget *name;
  GtkWidget *row;

  if (!g_menu_model_get_item_attribute (self->recent, index, G_MENU_ATTRIBUTE_LABEL, "s", &label) ||
      !g_menu_model_get_item_attribute (self->recent, index, G_MENU_ATTRIBUTE_TARGET, "s", &uri))
    return;

  file = g_file_new_for_uri (uri);
  place = g_file_get_parse_name (file);
  text = plain_label (label);
  name = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 48);

  row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), name);
  gtk_widget_set_tooltip_text (row, place);
  pollux_accessible_set_name (row, text);
  g_object_set_data_full (G_OBJECT (row), "uri", g_steal_pointer (&uri), g_free);
  gtk_list_box_append (self->recent_list, row);
}

static void
update_recent (PolluxEmptyPage *self)
{
  int n = g_menu_model_get_n_items (self->recent);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->recent_list, 0)) != NULL)
    gtk_list_box_remove (self->recent_list, GTK_WIDGET (row));
  for (int i = 0; i < n && i < RECENT_MAX; i++)
    add_row (self, i);
  gtk_widget_set_visible (self->recent_box, n > 0);
}

static void
row_activated_cb (PolluxEmptyPage *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-uri", "s",
                              g_object_get_data (G_OBJECT (row), "uri"));
}

static gboolean
pollux_empty_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (POLLUX_EMPTY_PAGE (widget)->open_button);
}

static void
pollux_empty_page_dispose (GObject *object)
{
  PolluxEmptyPage *self = POLLUX_EMPTY_PAGE (object);

  g_clear_object (&self->recent);
  pollux_template_dispose (GTK_WIDGET (self));
  G_OBJECT_CLASS (pollux_empty_page_parent_class)->dispose (object);
}

static void
pollux_empty_page_class_init (PolluxEmptyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pollux_empty_page_dispose;
  widget_class->grab_focus = pollux_empty_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-empty-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxEmptyPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, PolluxEmptyPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, PolluxEmptyPage, recent_box);
  gtk_widget_class_bind_template_child (widget_class, PolluxEmptyPage, recent_list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
pollux_empty_page_init (PolluxEmptyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->explanation,
                      _("Pollux shows when the tasks of a Tokio program ran, waited and were "
                        "woken, from what tracing-subscriber wrote."));
}

/**
 * pollux_empty_page_set_recent:
 * @recent: a menu of "app.open-uri" items; followed as it changes
 */
void
pollux_empty_page_set_recent (PolluxEmptyPage *self, GMenuModel *recent)
{
  g_return_if_fail (POLLUX_IS_EMPTY_PAGE (self));

  if (!g_set_object (&self->recent, recent) || recent == NULL)
    return;
  g_signal_connect_object (recent, "items-changed", G_CALLBACK (update_recent), self,
                           G_CONNECT_SWAPPED);
  update_recent (self);
}
