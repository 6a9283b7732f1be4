/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-settings.h"

/* The settings if the schema has @key, else NULL. The schema is looked up
 * once: it does not come or go while the program runs. */
static GSettings *
get_settings (const char *key)
{
  static GSettings *settings;
  static GSettingsSchema *schema;
  static gsize looked_up;

  if (g_once_init_enter (&looked_up))
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, POLLUX_APP_ID, TRUE);
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
      else
        g_debug ("The settings schema is not installed: nothing will be remembered");
      g_once_init_leave (&looked_up, 1);
    }

  return schema != NULL && g_settings_schema_has_key (schema, key) ? settings : NULL;
}

/**
 * pollux_settings_get_int:
 * @key: name of an integer key
 * @fallback: value if the schema is not installed
 *
 * Returns: the value
 */
int
pollux_settings_get_int (const char *key,
                         int fallback)
{
  GSettings *settings = get_settings (key);

  return settings != NULL ? g_settings_get_int (settings, key) : fallback;
}

/**
 * pollux_settings_set_int:
 * @key: name of an integer key
 * @value: what to remember; outside of the key's range it is ignored
 */
void
pollux_settings_set_int (const char *key,
                         int value)
{
  GSettings *settings = get_settings (key);

  if (settings != NULL && g_settings_is_writable (settings, key))
    {
      g_autoptr (GSettingsSchema) schema = NULL;
      g_autoptr (GSettingsSchemaKey) schema_key = NULL;
      g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_int32 (value));

      g_object_get (settings, "settings-schema", &schema, NULL);
      schema_key = g_settings_schema_get_key (schema, key);
      if (g_settings_schema_key_range_check (schema_key, variant))
        g_settings_set_value (settings, key, variant);
    }
}

/**
 * pollux_settings_get_boolean:
 * @key: name of a boolean key
 * @fallback: value if the schema is not installed
 *
 * Returns: the value
 */
gboolean
pollux_settings_get_boolean (const char *key,
                             gboolean fallback)
{
  GSettings *settings = get_settings (key);

  return settings != NULL ? g_settings_get_boolean (settings, key) : fallback;
}

/**
 * pollux_settings_set_boolean:
 * @key: name of a boolean key
 * @value: what to remember
 */
void
pollux_settings_set_boolean (const char *key,
                             gboolean value)
{
  GSettings *settings = get_settings (key);

  if (settings != NULL)
    g_settings_set_boolean (settings, key, value);
}

/**
 * pollux_settings_dup_string:
 * @key: name of a string or enumeration key
 * @fallback: value if the schema is not installed
 *
 * Returns: (transfer full): the value, of an enumeration its nick
 */
char *
pollux_settings_dup_string (const char *key,
                            const char *fallback)
{
  GSettings *settings = get_settings (key);

  return settings != NULL ? g_settings_get_string (settings, key) : g_strdup (fallback);
}

/**
 * pollux_settings_set_string:
 * @key: name of a string or enumeration key
 * @value: what to remember; for an enumeration one of its nicks
 */
void
pollux_settings_set_string (const char *key,
                            const char *value)
{
  GSettings *settings = get_settings (key);

  if (settings != NULL)
    g_settings_set_string (settings, key, value);
}
