/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GTK 4.8 does not follow the desktop's colour scheme by itself. It is asked
 * for over the settings portal (org.freedesktop.appearance, color-scheme: 1 is
 * dark, 2 is light, 0 is no wish), which also tells of changes. Nothing here
 * waits: until the portal has answered, and where there is none, GTK's own
 * setting from before stays, or that of the GNOME desktop if it is there.
 */

#include "config.h"

#include <gtk/gtk.h>

#include "pollux-color-scheme.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Settings"
#define APPEARANCE "org.freedesktop.appearance"
#define COLOR_SCHEME "color-scheme"

#define PREFER_DARK 1
#define PREFER_LIGHT 2

struct _PolluxColorScheme
{
  GObject parent_instance;

  GDBusConnection *connection;
  GCancellable *cancellable;
  guint subscription;

  const char *name;         /* "follow", "light" or "dark" */
  gboolean desktop_dark;
};

G_DEFINE_FINAL_TYPE (PolluxColorScheme, pollux_color_scheme, G_TYPE_OBJECT)

static void
apply (PolluxColorScheme *self)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (settings != NULL)
    g_object_set (settings, "gtk-application-prefer-dark-theme",
                  pollux_color_scheme_is_dark (self), NULL);
}

static void
take_value (PolluxColorScheme *self,
            GVariant *value)
{
  g_autoptr (GVariant) inner = g_variant_ref (value);

  /* The portal's Read() wraps the value once more than the signal does. */
  while (g_variant_is_of_type (inner, G_VARIANT_TYPE_VARIANT))
    {
      GVariant *next = g_variant_get_variant (inner);

      g_variant_unref (inner);
      inner = next;
    }

  if (!g_variant_is_of_type (inner, G_VARIANT_TYPE_UINT32))
    return;

  switch (g_variant_get_uint32 (inner))
    {
    case PREFER_DARK:
      self->desktop_dark = TRUE;
      break;

    case PREFER_LIGHT:
    default:
      self->desktop_dark = FALSE;
      break;
    }
  apply (self);
}

static void
setting_changed_cb (GDBusConnection *connection,
                    const char *sender,
                    const char *path,
                    const char *interface,
                    const char *signal,
                    GVariant *parameters,
                    gpointer user_data)
{
  PolluxColorScheme *self = user_data;
  g_autoptr (GVariant) value = NULL;
  const char *namespace;
  const char *key;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;

  g_variant_get (parameters, "(&s&sv)", &namespace, &key, &value);
  if (g_str_equal (namespace, APPEARANCE) && g_str_equal (key, COLOR_SCHEME))
    take_value (self, value);
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (PolluxColorScheme) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply != NULL)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (reply, 0);

      take_value (self, value);
    }
  else
    {
      g_debug ("The desktop does not say whether it is dark: %s", error->message);
    }
}

static void
bus_cb (GObject *source,
        GAsyncResult *result,
        gpointer user_data)
{
  g_autoptr (PolluxColorScheme) self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_bus_get_finish (result, &error);

  if (connection == NULL || g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_object (&connection);
      return;
    }

  self->connection = connection;
  self->subscription =
    g_dbus_connection_signal_subscribe (connection, PORTAL_NAME, PORTAL_INTERFACE,
                                        "SettingChanged", PORTAL_PATH, APPEARANCE,
                                        G_DBUS_SIGNAL_FLAGS_NONE, setting_changed_cb, self, NULL);
  g_dbus_connection_call (connection, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "Read",
                          g_variant_new ("(ss)", APPEARANCE, COLOR_SCHEME), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, read_cb,
                          g_object_ref (self));
}

/* What GTK was told from outside, or what the GNOME desktop says. */
static gboolean
guess_desktop (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  gboolean dark = FALSE;

  if (settings != NULL)
    g_object_get (settings, "gtk-application-prefer-dark-theme", &dark, NULL);

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, "org.gnome.desktop.interface", TRUE);
  if (schema != NULL && g_settings_schema_has_key (schema, COLOR_SCHEME))
    {
      g_autoptr (GSettings) desktop = g_settings_new_full (schema, NULL, NULL);
      g_autofree char *scheme = g_settings_get_string (desktop, COLOR_SCHEME);

      dark = dark || g_str_equal (scheme, "prefer-dark");
    }

  return dark;
}

static void
pollux_color_scheme_dispose (GObject *object)
{
  PolluxColorScheme *self = POLLUX_COLOR_SCHEME (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pollux_color_scheme_parent_class)->dispose (object);
}

static void
pollux_color_scheme_finalize (GObject *object)
{
  PolluxColorScheme *self = POLLUX_COLOR_SCHEME (object);

  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (pollux_color_scheme_parent_class)->finalize (object);
}

static void
pollux_color_scheme_class_init (PolluxColorSchemeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pollux_color_scheme_dispose;
  object_class->finalize = pollux_color_scheme_finalize;
}

static void
pollux_color_scheme_init (PolluxColorScheme *self)
{
  self->name = "follow";
  self->cancellable = g_cancellable_new ();
  self->desktop_dark = guess_desktop ();
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
}

/**
 * pollux_color_scheme_new:
 *
 * Returns: (transfer full): a scheme that follows the desktop
 */
PolluxColorScheme *
pollux_color_scheme_new (void)
{
  return g_object_new (POLLUX_TYPE_COLOR_SCHEME, NULL);
}

/**
 * pollux_color_scheme_get_name:
 *
 * Returns: (transfer none): "follow", "light" or "dark"
 */
const char *
pollux_color_scheme_get_name (PolluxColorScheme *self)
{
  g_return_val_if_fail (POLLUX_IS_COLOR_SCHEME (self), NULL);

  return self->name;
}

/**
 * pollux_color_scheme_set_name:
 * @name: "light" or "dark"; all else follows the desktop
 */
void
pollux_color_scheme_set_name (PolluxColorScheme *self,
                              const char *name)
{
  g_return_if_fail (POLLUX_IS_COLOR_SCHEME (self));

  if (g_strcmp0 (name, "light") == 0)
    self->name = "light";
  else if (g_strcmp0 (name, "dark") == 0)
    self->name = "dark";
  else
    self->name = "follow";
  apply (self);
}

/**
 * pollux_color_scheme_is_dark:
 *
 * Returns: whether windows are dark now
 */
gboolean
pollux_color_scheme_is_dark (PolluxColorScheme *self)
{
  g_return_val_if_fail (POLLUX_IS_COLOR_SCHEME (self), FALSE);

  if (g_str_equal (self->name, "follow"))
    return self->desktop_dark;
  return g_str_equal (self->name, "dark");
}
