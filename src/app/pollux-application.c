/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-application.h"

#include "pollux-color-scheme.h"
#include "pollux-resources.h"
#include "pollux-settings.h"
#include "pollux-window.h"

struct _PolluxApplication
{
  GtkApplication parent_instance;

  PolluxColorScheme *color_scheme;
  PolluxRecent *recent;
};

G_DEFINE_FINAL_TYPE (PolluxApplication, pollux_application, GTK_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *accels[6];
} accels[] = {
  { "app.new-window", { "<Control>n", NULL } },
  { "app.quit", { "<Control>q", NULL } },
  { "win.open", { "<Control>o", NULL } },
  { "win.close", { "<Control>w", NULL } },
  { "win.reload", { "F5", "<Control>r", NULL } },
  { "win.search", { "<Control>f", NULL } },
  { "win.search-next", { "F3", NULL } },
  { "win.search-previous", { "<Shift>F3", NULL } },
  { "win.next-mark", { "<Control>m", NULL } },
  { "win.previous-mark", { "<Control><Shift>m", NULL } },
  { "win.go-to", { "<Control>g", NULL } },
  { "win.show-history", { "<Control>h", NULL } },
  { "win.new-view", { "<Control><Shift>n", NULL } },
  { "win.link-views", { "<Control><Shift>l", NULL } },
  { "win.export", { "<Control>e", NULL } },
  { "win.copy-picture", { "<Control><Shift>c", NULL } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add", NULL } },
  { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract", NULL } },
  { "win.fit", { "<Control>0", "<Control>KP_0", NULL } },
  { "win.back", { "<Alt>Left", "Back", NULL } },
  { "win.forward", { "<Alt>Right", "Forward", NULL } },
  { "win.next-pane", { "F6", NULL } },
  { "win.previous-pane", { "<Shift>F6", NULL } },
  { "win.toggle-side-panel", { "F9", NULL } },
  { "win.toggle-tables", { "<Control>F9", NULL } },
  { "win.events-table", { "<Control>l", NULL } },
  { "win.find-event", { "<Control><Shift>f", NULL } },
  { "win.toggle-fullscreen", { "F11", NULL } },
};

/* A window that shows nothing, the one used last first. */
static PolluxWindow *
find_empty_window (PolluxApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL;
       link = link->next)
    {
      if (POLLUX_IS_WINDOW (link->data) && pollux_window_is_empty (link->data))
        return link->data;
    }

  return NULL;
}

static PolluxWindow *
find_window_of (PolluxApplication *self, GFile *file)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL;
       link = link->next)
    {
      if (POLLUX_IS_WINDOW (link->data))
        {
          GFile *shown = pollux_window_get_file (link->data);

          if (shown != NULL && g_file_equal (shown, file))
            return link->data;
        }
    }

  return NULL;
}

/* Shows @file where it is shown already, else in an empty window, else in one
 * of its own. */
static void
open_file (PolluxApplication *self, GFile *file)
{
  PolluxWindow *window = find_window_of (self, file);

  if (window == NULL)
    window = find_empty_window (self);
  if (window == NULL)
    window = pollux_window_new (self);
  if (pollux_window_is_empty (window))
    pollux_window_open (window, file);
  gtk_window_present (GTK_WINDOW (window));
}

static void
pollux_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  PolluxApplication *self = POLLUX_APPLICATION (application);

  for (int i = 0; i < n_files; i++)
    open_file (self, files[i]);
}

static void
pollux_application_activate (GApplication *application)
{
  PolluxApplication *self = POLLUX_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (pollux_window_new (self));
  gtk_window_present (window);
}

static void
new_window_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (pollux_window_new (user_data)));
}

static void
open_uri_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  open_file (user_data, file);
}

static void
open_example_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = pollux_application_get_example (user_data);

  open_file (user_data, file);
}

static void
clear_recent_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pollux_recent_clear (POLLUX_APPLICATION (user_data)->recent);
}

static void
color_scheme_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PolluxApplication *self = user_data;

  pollux_color_scheme_set_name (self->color_scheme, g_variant_get_string (value, NULL));
  pollux_settings_set_string ("color-scheme", pollux_color_scheme_get_name (self->color_scheme));
  g_simple_action_set_state (
    action, g_variant_new_string (pollux_color_scheme_get_name (self->color_scheme)));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_show_about_dialog (gtk_application_get_active_window (user_data),
                         "program-name", "Pollux",
                         "logo-icon-name", POLLUX_APP_ID,
                         "version", POLLUX_VERSION,
                         "comments", _("See when the tasks of a Tokio program ran, waited and "
                                       "were woken"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "copyright", _("Copyright The Pollux developers"),
                         /* Translators: put your names here, one to a line. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  /* Each remembers its size, and the program ends with the last. */
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (link->data);
  g_list_free (windows);
}

static void
add_actions (PolluxApplication *self)
{
  static const GActionEntry entries[] = {
    { "new-window", new_window_action },
    { "open-uri", open_uri_action, "s" },
    { "open-example", open_example_action },
    { "clear-recent", clear_recent_action },
    { "color-scheme", NULL, "s", "'follow'", color_scheme_action },
    { "about", about_action },
    { "quit", quit_action },
  };
  g_autofree char *scheme = pollux_settings_dup_string ("color-scheme", "follow");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  pollux_color_scheme_set_name (self->color_scheme, scheme);
  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "color-scheme")),
    g_variant_new_string (pollux_color_scheme_get_name (self->color_scheme)));

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char *const *) accels[i].accels);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/pollux/viewer/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
pollux_application_startup (GApplication *application)
{
  PolluxApplication *self = POLLUX_APPLICATION (application);

  G_APPLICATION_CLASS (pollux_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (POLLUX_APP_ID);
  load_style ();
  self->color_scheme = pollux_color_scheme_new ();
  self->recent = pollux_recent_new ();
  add_actions (self);
}

static void
pollux_application_shutdown (GApplication *application)
{
  PolluxApplication *self = POLLUX_APPLICATION (application);

  if (self->color_scheme != NULL)
    g_object_run_dispose (G_OBJECT (self->color_scheme));
  g_clear_object (&self->color_scheme);
  g_clear_object (&self->recent);
  G_APPLICATION_CLASS (pollux_application_parent_class)->shutdown (application);
}

static int
pollux_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("pollux %s\n", POLLUX_VERSION);
      return 0;
    }

  return -1;
}

static void
pollux_application_class_init (PolluxApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  pollux_register_resource ();

  application_class->startup = pollux_application_startup;
  application_class->shutdown = pollux_application_shutdown;
  application_class->activate = pollux_application_activate;
  application_class->open = pollux_application_open;
  application_class->handle_local_options = pollux_application_handle_local_options;
}

static void
pollux_application_init (PolluxApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  /* The rest of the arguments are files; an option that takes them would keep
   * them from the "open" signal. */
  g_application_add_main_option (application, "version", 0, G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE, N_("Print the version and exit"), NULL);
  g_application_set_option_context_parameter_string (application, _("[FILE…]"));
  g_application_set_option_context_summary (
    application, _("Shows when the tasks of a Tokio program ran, waited and were woken."));
}

/**
 * pollux_application_new:
 *
 * Returns: (transfer full): the program
 */
PolluxApplication *
pollux_application_new (void)
{
  g_set_application_name ("Pollux");
  return g_object_new (POLLUX_TYPE_APPLICATION,
                       "application-id", POLLUX_APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/pollux/viewer",
                       NULL);
}

/**
 * pollux_application_get_recent:
 *
 * Returns: (transfer none) (nullable): the traces opened last; NULL before
 *   the application has started
 */
PolluxRecent *
pollux_application_get_recent (PolluxApplication *self)
{
  g_return_val_if_fail (POLLUX_IS_APPLICATION (self), NULL);

  return self->recent;
}

/**
 * pollux_application_is_dark:
 *
 * Returns: whether windows are dark
 */
gboolean
pollux_application_is_dark (PolluxApplication *self)
{
  g_return_val_if_fail (POLLUX_IS_APPLICATION (self), FALSE);

  return self->color_scheme != NULL && pollux_color_scheme_is_dark (self->color_scheme);
}

/**
 * pollux_application_get_example:
 *
 * Returns: (transfer full): the file, whether it is installed or not
 */
GFile *
pollux_application_get_example (PolluxApplication *self)
{
  const char *folder = g_getenv ("POLLUX_DATADIR");

  return g_file_new_build_filename (folder != NULL ? folder : POLLUX_PKGDATADIR, "examples",
                                    "step.jsonl", NULL);
}
