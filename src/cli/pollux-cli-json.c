/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Strings go through json-glib's generator. The frame and the numbers do not:
 * the generator wants a tree of the whole text first, some hundred bytes for
 * each member of millions of records, and its numbers end at 2^63 - 1 while
 * ids go to 2^64 - 1.
 */

#include "config.h"

#include <json-glib/json-glib.h>

#include "pollux-cli-json.h"
#include "pollux-types.h"

struct _PolluxCliJson
{
  PolluxCliOutput *output;
  JsonGenerator *generator;
  JsonNode *string;
  GString *text;
  guint depth;
  gboolean filled; /* whether the innermost value has a member already */
};

/**
 * pollux_cli_json_new:
 * @output: where to; borrowed
 *
 * Returns: (transfer full): a writer of one JSON text
 */
PolluxCliJson *
pollux_cli_json_new (PolluxCliOutput *output)
{
  PolluxCliJson *json = g_new0 (PolluxCliJson, 1);

  json->output = output;
  json->generator = json_generator_new ();
  json->string = json_node_new (JSON_NODE_VALUE);
  json->text = g_string_new (NULL);

  return json;
}

/**
 * pollux_cli_json_free:
 * @json: (nullable) (transfer full): a writer whose outermost value is ended
 */
void
pollux_cli_json_free (PolluxCliJson *json)
{
  if (json == NULL)
    return;

  g_object_unref (json->generator);
  json_node_unref (json->string);
  g_string_free (json->text, TRUE);
  g_free (json);
}

static gboolean
is_plain (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (*p < 0x20 || *p >= 0x7f || *p == '"' || *p == '\\')
      return FALSE;

  return TRUE;
}

static void
append_string (PolluxCliJson *json,
               const char    *bytes)
{
  g_autofree char *valid = NULL;

  if (is_plain (bytes))
    {
      g_string_append_c (json->text, '"');
      g_string_append (json->text, bytes);
      g_string_append_c (json->text, '"');
      return;
    }

  valid = g_utf8_make_valid (bytes, -1);
  json_node_set_string (json->string, valid);
  json_generator_set_root (json->generator, json->string);
  json_generator_to_gstring (json->generator, json->text);
}

static void
append_separator (PolluxCliJson *json)
{
  if (json->filled)
    g_string_append_c (json->text, ',');

  if (json->depth == 1)
    g_string_append (json->text, "\n  ");
  else if (json->filled)
    g_string_append_c (json->text, ' ');
}

static void
begin_member (PolluxCliJson *json,
              const char    *key)
{
  if (json->depth > 0)
    append_separator (json);

  if (key != NULL)
    {
      append_string (json, key);
      g_string_append (json->text, ": ");
    }

  json->filled = TRUE;
}

static void
write_out (PolluxCliJson *json)
{
  pollux_cli_output_write (json->output, json->text->str, (gssize) json->text->len);
  g_string_truncate (json->text, 0);
}

static void
begin_container (PolluxCliJson *json,
                 const char    *key,
                 char           bracket)
{
  begin_member (json, key);
  g_string_append_c (json->text, bracket);
  json->depth++;
  json->filled = FALSE;
}

static void
end_container (PolluxCliJson *json,
               char           bracket)
{
  json->depth--;
  if (json->depth == 0 && json->filled)
    g_string_append_c (json->text, '\n');
  g_string_append_c (json->text, bracket);
  if (json->depth == 0)
    g_string_append_c (json->text, '\n');

  json->filled = TRUE;
  if (json->depth <= 1)
    write_out (json);
}

/**
 * pollux_cli_json_begin_object:
 * @json: a writer
 * @key: (nullable): the key of this member
 */
void
pollux_cli_json_begin_object (PolluxCliJson *json,
                              const char    *key)
{
  begin_container (json, key, '{');
}

/**
 * pollux_cli_json_end_object:
 * @json: a writer
 */
void
pollux_cli_json_end_object (PolluxCliJson *json)
{
  end_container (json, '}');
}

/**
 * pollux_cli_json_begin_array:
 * @json: a writer
 * @key: (nullable): the key of this member
 */
void
pollux_cli_json_begin_array (PolluxCliJson *json,
                             const char    *key)
{
  begin_container (json, key, '[');
}

/**
 * pollux_cli_json_end_array:
 * @json: a writer
 */
void
pollux_cli_json_end_array (PolluxCliJson *json)
{
  end_container (json, ']');
}

/**
 * pollux_cli_json_add_string:
 * @json: a writer
 * @key: (nullable): the key of this member
 * @text: (nullable): any bytes, or %NULL for null
 */
void
pollux_cli_json_add_string (PolluxCliJson *json,
                            const char    *key,
                            const char    *text)
{
  begin_member (json, key);
  if (text != NULL)
    append_string (json, text);
  else
    g_string_append (json->text, "null");
}

/**
 * pollux_cli_json_add_count:
 * @json: a writer
 * @key: (nullable): the key of this member
 * @count: a number
 */
void
pollux_cli_json_add_count (PolluxCliJson *json,
                           const char    *key,
                           guint64        count)
{
  begin_member (json, key);
  g_string_append_printf (json->text, "%" G_GUINT64_FORMAT, count);
}

/**
 * pollux_cli_json_add_time:
 * @json: a writer
 * @key: (nullable): the key of this member
 * @time: ns, or %POLLUX_TIME_NONE for null
 */
void
pollux_cli_json_add_time (PolluxCliJson *json,
                          const char    *key,
                          gint64         time)
{
  begin_member (json, key);
  if (time != POLLUX_TIME_NONE)
    g_string_append_printf (json->text, "%" G_GINT64_FORMAT, time);
  else
    g_string_append (json->text, "null");
}

/**
 * pollux_cli_json_add_boolean:
 * @json: a writer
 * @key: (nullable): the key of this member
 * @value: true or false
 */
void
pollux_cli_json_add_boolean (PolluxCliJson *json,
                             const char    *key,
                             gboolean       value)
{
  begin_member (json, key);
  g_string_append (json->text, value ? "true" : "false");
}

/**
 * pollux_cli_json_add_null:
 * @json: a writer
 * @key: (nullable): the key of this member
 */
void
pollux_cli_json_add_null (PolluxCliJson *json,
                          const char    *key)
{
  begin_member (json, key);
  g_string_append (json->text, "null");
}
