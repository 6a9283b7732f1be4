/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "pollux-marks-file.h"

#define FORMAT "pollux-marks"
#define VERSION 1
/* More than the most and longest marks take, written as lavishly as JSON can. */
#define BYTES_MAX (32 * 1024 * 1024)
/* Ours go three deep. The parser descends by calling itself, so a file must not
 * choose how far. */
#define DEPTH_MAX 16

G_DEFINE_QUARK (pollux-marks-error-quark, pollux_marks_error)

static void
add_mark (JsonBuilder      *builder,
          const PolluxMark *mark)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "begin");
  json_builder_add_int_value (builder, mark->range.begin);
  if (pollux_range_length (mark->range) > 0)
    {
      json_builder_set_member_name (builder, "end");
      json_builder_add_int_value (builder, mark->range.end);
    }
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, mark->name);
  json_builder_end_object (builder);
}

/**
 * pollux_marks_to_json:
 *
 * Times are nanoseconds since the trace's begin, or, if its records have no
 * times, the records' numbers; a moment has no "end".
 *
 * Returns: (transfer full): @marks as JSON
 */
char *
pollux_marks_to_json (PolluxMarks *marks)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (POLLUX_IS_MARKS (marks), NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, FORMAT);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, VERSION);
  json_builder_set_member_name (builder, "marks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < pollux_marks_get_n (marks); i++)
    add_mark (builder, pollux_marks_get (marks, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}

/**
 * pollux_marks_to_tsv:
 *
 * Returns: (transfer full): @marks as a table with a heading
 */
char *
pollux_marks_to_tsv (PolluxMarks *marks)
{
  GString *table = g_string_new ("name\tstart_ns\tend_ns\tduration_ns\n");

  g_return_val_if_fail (POLLUX_IS_MARKS (marks), NULL);

  for (guint i = 0; i < pollux_marks_get_n (marks); i++)
    {
      const PolluxMark *mark = pollux_marks_get (marks, i);

      g_string_append_printf (table, "%s\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT
                              "\t%" G_GINT64_FORMAT "\n", mark->name, mark->range.begin,
                              mark->range.end, mark->range.end - mark->range.begin);
    }

  return g_string_free (table, FALSE);
}

static gboolean
check_depth (const char *text,
             gsize       length)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    if (quoted && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (quoted)
      continue;
    else if (text[i] == '[' || text[i] == '{')
      {
        if (++depth > DEPTH_MAX)
          return FALSE;
      }
    else if ((text[i] == ']' || text[i] == '}') && depth > 0)
      depth--;

  return TRUE;
}

static gboolean
get_time (JsonObject *object,
          const char *name,
          PolluxTime *time)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *time = json_node_get_int (node);
  return TRUE;
}

static gboolean
is_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
take_mark (PolluxMarks *marks,
           JsonNode    *node)
{
  PolluxRange range;
  JsonObject *object;
  JsonNode *name;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  name = json_object_get_member (object, "name");
  if (!is_string (name) || !get_time (object, "begin", &range.begin))
    return FALSE;
  range.end = range.begin;
  if (json_object_has_member (object, "end") && !get_time (object, "end", &range.end))
    return FALSE;

  return pollux_marks_add (marks, range, json_node_get_string (name)) != 0;
}

static JsonArray *
find_array (JsonNode *root)
{
  JsonNode *format, *marks;
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  object = json_node_get_object (root);
  format = json_object_get_member (object, "format");
  marks = json_object_get_member (object, "marks");
  if (!is_string (format) || g_strcmp0 (json_node_get_string (format), FORMAT) != 0 ||
      marks == NULL || !JSON_NODE_HOLDS_ARRAY (marks))
    return NULL;

  return json_node_get_array (marks);
}

static PolluxMarks *
take_array (JsonArray  *array,
            GError    **error)
{
  g_autoptr (PolluxMarks) marks = pollux_marks_new ();
  guint n = json_array_get_length (array);

  if (n > POLLUX_MARKS_MAX)
    {
      g_set_error (error, POLLUX_MARKS_ERROR, POLLUX_MARKS_ERROR_TOO_LARGE,
                   _("There are more than %d marks in it."), POLLUX_MARKS_MAX);
      return NULL;
    }

  for (guint i = 0; i < n; i++)
    if (!take_mark (marks, json_array_get_element (array, i)))
      {
        g_set_error (error, POLLUX_MARKS_ERROR, POLLUX_MARKS_ERROR_BROKEN,
                     _("Its mark number %u has no name or no time."), i + 1);
        return NULL;
      }

  return g_steal_pointer (&marks);
}

/**
 * pollux_marks_from_json:
 * @text: any bytes
 * @length: how many; -1: up to the first that is 0
 * @error: location for a %POLLUX_MARKS_ERROR
 *
 * Returns: (transfer full) (nullable): the marks in it, all or none
 */
PolluxMarks *
pollux_marks_from_json (const char  *text,
                        gssize       length,
                        GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  JsonArray *array = NULL;

  if (size > BYTES_MAX)
    {
      g_set_error_literal (error, POLLUX_MARKS_ERROR, POLLUX_MARKS_ERROR_TOO_LARGE,
                           _("It is too large for a list of marks."));
      return NULL;
    }

  if (g_utf8_validate (text, (gssize) size, NULL) && check_depth (text, size) &&
      json_parser_load_from_data (parser, text, (gssize) size, NULL))
    array = find_array (json_parser_get_root (parser));
  if (array == NULL)
    {
      g_set_error_literal (error, POLLUX_MARKS_ERROR, POLLUX_MARKS_ERROR_BROKEN,
                           _("It holds no marks of Pollux."));
      return NULL;
    }

  return take_array (array, error);
}
