/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Windows that move together. Linking one links all that show a trace; each can
 * leave by the button in its header, which is there only while it is linked.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-window-private.h"

static GSimpleAction *
find_action (PolluxWindow *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

static GList *
get_windows (PolluxWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  return application != NULL ? gtk_application_get_windows (application) : NULL;
}

/* Those that show a trace, this one included. */
static guint
count_linkable (PolluxWindow *self)
{
  guint n = 0;

  for (GList *link = get_windows (self); link != NULL; link = link->next)
    if (POLLUX_IS_WINDOW (link->data) && pollux_window_get_session (link->data) != NULL)
      n++;

  return n;
}

static void
update_mark (PolluxWindow *self)
{
  guint n = self->links != NULL ? pollux_links_get_n (self->links) : 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->link_button, n > 1);
  g_simple_action_set_state (find_action (self, "link-views"), g_variant_new_boolean (n > 1));
  if (n < 2)
    return;

  text = g_strdup_printf (ngettext ("Moves with %u other window. Click to move alone.",
                                    "Moves with %u other windows. Click to move alone.", n - 1),
                          n - 1);
  gtk_widget_set_tooltip_text (self->link_button, text);
}

/* One alone is not linked. */
static void
links_changed_cb (PolluxWindow *self)
{
  if (self->links != NULL && pollux_links_get_n (self->links) < 2)
    {
      g_signal_handlers_disconnect_by_data (self->links, self);
      g_clear_object (&self->links);
    }
  update_mark (self);
}

static void
join (PolluxWindow *self, PolluxLinks *links)
{
  self->links = g_object_ref (links);
  pollux_links_add (links, self->session);
}

static void
link_all (PolluxWindow *self)
{
  g_autoptr (PolluxLinks) links = pollux_links_new ();

  pollux_window_unlink (self);
  join (self, links);
  for (GList *link = get_windows (self); link != NULL; link = link->next)
    {
      PolluxWindow *other = POLLUX_IS_WINDOW (link->data) ? link->data : NULL;

      if (other == NULL || other == self || other->session == NULL)
        continue;
      pollux_window_unlink (other);
      join (other, links);
    }

  for (GList *link = get_windows (self); link != NULL; link = link->next)
    if (POLLUX_IS_WINDOW (link->data) && POLLUX_WINDOW (link->data)->links == links)
      {
        g_signal_connect_swapped (links, "changed", G_CALLBACK (links_changed_cb), link->data);
        links_changed_cb (link->data);
      }
}

/**
 * pollux_window_unlink:
 *
 * Lets it move alone. The others stay linked if there are two.
 */
void
pollux_window_unlink (PolluxWindow *self)
{
  g_autoptr (PolluxLinks) links = g_steal_pointer (&self->links);

  if (links == NULL)
    return;

  g_signal_handlers_disconnect_by_data (links, self);
  pollux_links_remove (links, self->session);
  if (!gtk_widget_in_destruction (GTK_WIDGET (self)))
    update_mark (self);
}

static void
link_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxWindow *self = user_data;

  if (g_variant_get_boolean (value) && self->session != NULL)
    link_all (self);
  else
    pollux_window_unlink (self);
  update_mark (self);
}

/* Shows the same trace once more, from where this window is. */
static void
new_view_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxWindow *self = user_data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  const PolluxViewport *view = pollux_session_get_viewport (self->session);
  g_autoptr (PolluxSession) session = NULL;
  PolluxWindow *other;

  if (application == NULL)
    return;

  session = pollux_session_new (pollux_session_get_trace (self->session),
                                pollux_session_get_loader (self->session));
  pollux_session_set_viewport (session, view, FALSE);
  other = pollux_window_new (POLLUX_APPLICATION (application));
  g_set_object (&other->file, self->file);
  other->pasted = self->pasted != NULL ? g_bytes_ref (self->pasted) : NULL;
  pollux_window_set_session (other, session);
  pollux_window_show_page (other, POLLUX_WINDOW_TRACE);
  pollux_window_update_damage (other);
  pollux_window_update_title (other);
  pollux_window_update_actions (other);
  gtk_window_present (GTK_WINDOW (other));
}

static const GActionEntry entries[] = {
  { "link-views", NULL, NULL, "false", link_action },
  { "new-view", new_view_action },
};

/**
 * pollux_window_add_link_actions:
 *
 * Adds the commands.
 */
void
pollux_window_add_link_actions (PolluxWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/**
 * pollux_window_update_links:
 * @any: whether there is a trace to act on
 *
 * Enables what makes sense now.
 */
void
pollux_window_update_links (PolluxWindow *self, gboolean any)
{
  g_simple_action_set_enabled (find_action (self, "new-view"), any);
  g_simple_action_set_enabled (find_action (self, "link-views"),
                               self->links != NULL || (any && count_linkable (self) > 1));
}

/**
 * pollux_window_tell_links:
 *
 * Another trace is shown here, or none: what the others can do changes.
 */
void
pollux_window_tell_links (PolluxWindow *self)
{
  for (GList *link = get_windows (self); link != NULL; link = link->next)
    if (POLLUX_IS_WINDOW (link->data))
      pollux_window_update_links (link->data,
                                  pollux_window_get_state (link->data) == POLLUX_WINDOW_TRACE);
}
