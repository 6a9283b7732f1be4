/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-recent.h"

#define MIME_TYPE "application/x-tokio-trace+json"
#define ITEMS_MAX 8

struct _PolluxRecent
{
  GObject parent_instance;

  GtkRecentManager *manager;
  GMenu *menu;
};

G_DEFINE_FINAL_TYPE (PolluxRecent, pollux_recent, G_TYPE_OBJECT)

static int
compare_infos (gconstpointer a, gconstpointer b)
{
  GtkRecentInfo *const *info_a = a;
  GtkRecentInfo *const *info_b = b;

  return g_date_time_compare (gtk_recent_info_get_modified (*info_b),
                              gtk_recent_info_get_modified (*info_a));
}

/* What Pollux has opened, the last first. */
static GPtrArray *
list_infos (PolluxRecent *self)
{
  GList *items = gtk_recent_manager_get_items (self->manager);
  GPtrArray *infos =
    g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);

  for (GList *link = items; link != NULL; link = link->next)
    {
      if (gtk_recent_info_has_application (link->data, POLLUX_APP_ID))
        g_ptr_array_add (infos, link->data);
      else
        gtk_recent_info_unref (link->data);
    }
  g_list_free (items);
  g_ptr_array_sort (infos, compare_infos);

  return infos;
}

static gboolean
has_twin (GPtrArray *infos, GtkRecentInfo *info)
{
  const char *name = gtk_recent_info_get_display_name (info);

  for (guint i = 0; i < infos->len && i < ITEMS_MAX; i++)
    {
      GtkRecentInfo *other = g_ptr_array_index (infos, i);

      if (other != info && g_strcmp0 (gtk_recent_info_get_display_name (other), name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The name, and the folder where the name alone would not do. */
static char *
make_label (GPtrArray *infos, GtkRecentInfo *info)
{
  const char *name = gtk_recent_info_get_display_name (info);
  g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *folder_name = folder != NULL ? g_file_get_parse_name (folder) : NULL;
  g_autofree char *label = NULL;
  g_auto (GStrv) parts = NULL;

  if (folder_name != NULL && has_twin (infos, info))
    label = g_strdup_printf ("%s (%s)", name, folder_name);
  else
    label = g_strdup (name);

  /* An underscore would become a mnemonic. */
  parts = g_strsplit (label, "_", -1);
  return g_strjoinv ("__", parts);
}

static void
update_menu (PolluxRecent *self)
{
  g_autoptr (GPtrArray) infos = list_infos (self);

  g_menu_remove_all (self->menu);
  for (guint i = 0; i < infos->len && i < ITEMS_MAX; i++)
    {
      GtkRecentInfo *info = g_ptr_array_index (infos, i);
      g_autofree char *label = make_label (infos, info);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "app.open-uri", "s",
                                         gtk_recent_info_get_uri (info));
      g_menu_append_item (self->menu, item);
    }
}

static void
pollux_recent_finalize (GObject *object)
{
  PolluxRecent *self = POLLUX_RECENT (object);

  g_clear_object (&self->menu);
  G_OBJECT_CLASS (pollux_recent_parent_class)->finalize (object);
}

static void
pollux_recent_class_init (PolluxRecentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pollux_recent_finalize;
}

static void
pollux_recent_init (PolluxRecent *self)
{
  self->manager = gtk_recent_manager_get_default ();
  self->menu = g_menu_new ();
  g_signal_connect_object (self->manager, "changed", G_CALLBACK (update_menu), self,
                           G_CONNECT_SWAPPED);
  update_menu (self);
}

/**
 * pollux_recent_new:
 *
 * Returns: (transfer full): the recent traces
 */
PolluxRecent *
pollux_recent_new (void)
{
  return g_object_new (POLLUX_TYPE_RECENT, NULL);
}

/**
 * pollux_recent_get_menu:
 *
 * Returns: (transfer none): a menu that is kept up to date
 */
GMenuModel *
pollux_recent_get_menu (PolluxRecent *self)
{
  g_return_val_if_fail (POLLUX_IS_RECENT (self), NULL);

  return G_MENU_MODEL (self->menu);
}

/**
 * pollux_recent_add:
 * @file: a trace that was opened
 *
 * The file was recognised by its content, so its type is known without asking
 * the disk.
 */
void
pollux_recent_add (PolluxRecent *self, GFile *file)
{
  g_autofree char *uri = NULL;
  GtkRecentData data = {
    .mime_type = (char *) MIME_TYPE,
    .app_name = (char *) POLLUX_APP_ID,
    .app_exec = (char *) "pollux %u",
  };

  g_return_if_fail (POLLUX_IS_RECENT (self));

  uri = g_file_get_uri (file);
  gtk_recent_manager_add_full (self->manager, uri, &data);
}

/**
 * pollux_recent_remove:
 * @file: a file that is not there any more
 */
void
pollux_recent_remove (PolluxRecent *self, GFile *file)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (POLLUX_IS_RECENT (self));

  uri = g_file_get_uri (file);
  if (gtk_recent_manager_has_item (self->manager, uri))
    gtk_recent_manager_remove_item (self->manager, uri, NULL);
}

/**
 * pollux_recent_clear:
 *
 * Forgets the traces, and nothing that other programs remember.
 */
void
pollux_recent_clear (PolluxRecent *self)
{
  g_autoptr (GPtrArray) infos = NULL;

  g_return_if_fail (POLLUX_IS_RECENT (self));

  infos = list_infos (self);
  for (guint i = 0; i < infos->len; i++)
    gtk_recent_manager_remove_item (
      self->manager, gtk_recent_info_get_uri (g_ptr_array_index (infos, i)), NULL);
}
