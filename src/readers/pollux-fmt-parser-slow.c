/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A line by json-glib.
 *
 * json-glib decides what is JSON and what its strings say. Alone it would
 * accept too much and lose too much, so three things are done around it:
 *
 * - Before it sees a line, a lenient cursor goes over it. json-glib recurses
 *   without bound, so deep nesting would end the program; it makes broken UTF-8
 *   of a lone surrogate; and it takes comments, assignments, hexadecimal
 *   numbers and a second object behind the first for JSON.
 * - Its strings end at a NUL, so "\u0000" is replaced first: "new\u0000" is
 *   not the word "new".
 * - Its integers are gint64 and wrap or saturate beyond. Digits are read from
 *   the text: 2^64 - 1 is a valid id. And it keeps only the last of equal keys.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-parser-private.h"

/* The first or last member @name of the object whose bytes are @object. */
static gboolean
find_member (PolluxSlice      object,
             PolluxSlice      name,
             gboolean         first,
             PolluxJsonValue *value)
{
  PolluxJsonCursor cursor;
  PolluxSlice key;
  gboolean found = FALSE;

  pollux_json_cursor_init_lenient (&cursor, object.bytes, object.length);
  if (!pollux_json_cursor_enter_object (&cursor))
    return FALSE;

  while (pollux_json_cursor_next_key (&cursor, &key))
    {
      PolluxJsonValue taken;

      if (!pollux_json_cursor_take_value (&cursor, &taken))
        return FALSE;
      if (!pollux_json_slice_equal (key, name))
        continue;

      *value = taken;
      found = TRUE;
      if (first)
        break;
    }

  return found;
}

static PolluxJsonKind
kind_of_node (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return POLLUX_JSON_OBJECT;
    case JSON_NODE_ARRAY:
      return POLLUX_JSON_ARRAY;
    case JSON_NODE_NULL:
      return POLLUX_JSON_NULL;
    case JSON_NODE_VALUE:
    default:
      break;
    }

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return POLLUX_JSON_STRING;
    case G_TYPE_BOOLEAN:
      return json_node_get_boolean (node) ? POLLUX_JSON_TRUE : POLLUX_JSON_FALSE;
    default:
      return POLLUX_JSON_NUMBER;
    }
}

/* Whether anybody wants the digits of the number @key. Looking for them goes
 * over the whole object, so it is not done for each of its members. */
static gboolean
is_wanted (PolluxSlice key)
{
  static const char *const wanted[] = { "task.id", "id", "loc.line", "loc.col", "duration" };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      if (key.length == strlen (wanted[i]) && memcmp (key.bytes, wanted[i], key.length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The value of a member of the object whose bytes are @object. */
static PolluxFmtValue
value_of_node (JsonNode   *node,
               PolluxSlice object,
               PolluxSlice key)
{
  PolluxFmtValue value = { .kind = kind_of_node (node) };
  PolluxJsonValue raw;

  if (value.kind == POLLUX_JSON_STRING)
    {
      value.text.bytes = json_node_get_string (node);
      value.text.length = strlen (value.text.bytes);
    }
  else if (value.kind == POLLUX_JSON_NUMBER && is_wanted (key) &&
           find_member (object, key, FALSE, &raw))
    {
      value.text = raw.raw;
    }

  return value;
}

static PolluxFmtFields
read_fields (JsonObject *object,
             PolluxSlice raw)
{
  PolluxFmtFields fields = POLLUX_FMT_FIELDS_INIT;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      PolluxSlice key = { name, strlen (name) };
      PolluxFmtValue value = value_of_node (node, raw, key);

      pollux_fmt_fields_set (&fields, key, &value);
    }

  return fields;
}

static PolluxFmtSpan
read_span (PolluxFmtParse *parse,
           JsonObject     *object,
           PolluxSlice     raw)
{
  PolluxFmtSpanText text = { 0 };
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      PolluxSlice key = { name, strlen (name) };
      PolluxFmtValue value = value_of_node (node, raw, key);

      pollux_fmt_span_text_set (&text, key, &value);
    }

  /* Its identity is what stands in the file. */
  raw.bytes = parse->original + (raw.bytes - parse->copy);
  return pollux_fmt_parse_name_span (parse, &text, raw);
}

static PolluxFmtMeaning
read_spans (PolluxFmtParse *parse,
            JsonArray      *array,
            PolluxSlice     raw)
{
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;
  PolluxJsonCursor cursor;

  pollux_json_cursor_init_lenient (&cursor, raw.bytes, raw.length);
  pollux_json_cursor_enter_array (&cursor);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      PolluxFmtSpan span = { POLLUX_FMT_SPAN_OTHER, POLLUX_TASK_NONE, POLLUX_SPAN_NONE };
      PolluxJsonValue value;

      if (!pollux_json_cursor_next_element (&cursor) ||
          !pollux_json_cursor_take_value (&cursor, &value))
        break;
      if (JSON_NODE_HOLDS_OBJECT (node))
        span = read_span (parse, json_node_get_object (node), value.raw);
      pollux_fmt_meaning_add (&meaning, &span);
    }

  return meaning;
}

static void
read_member (PolluxFmtParse *parse,
             PolluxSlice     text,
             PolluxSlice     key,
             JsonNode       *node)
{
  PolluxFmtMember member = pollux_fmt_member_from_key (key);
  PolluxFmtValue value = value_of_node (node, text, key);
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;
  PolluxJsonValue raw = { .raw = { NULL, 0 } };

  if (member == POLLUX_FMT_MEMBER_FIELDS && value.kind == POLLUX_JSON_OBJECT)
    {
      find_member (text, key, FALSE, &raw);
      parse->line->fields = read_fields (json_node_get_object (node), raw.raw);
      parse->line->has |= POLLUX_FMT_HAS_FIELDS;
    }
  else if (member == POLLUX_FMT_MEMBER_SPAN && value.kind == POLLUX_JSON_OBJECT)
    {
      find_member (text, key, FALSE, &raw);
      meaning.span = read_span (parse, json_node_get_object (node), raw.raw);
      pollux_fmt_parse_set_span (parse, &meaning);
    }
  else if (member == POLLUX_FMT_MEMBER_SPANS && value.kind == POLLUX_JSON_ARRAY)
    {
      find_member (text, key, FALSE, &raw);
      meaning = read_spans (parse, json_node_get_array (node), raw.raw);
      pollux_fmt_parse_set_spans (parse, &meaning);
    }
  else
    {
      if ((member == POLLUX_FMT_MEMBER_TIMESTAMP || member == POLLUX_FMT_MEMBER_LEVEL) &&
          find_member (text, key, TRUE, &raw))
        {
          value.kind = raw.kind;
          value.text = raw.escaped ? pollux_fmt_parser_unescape (parse->parser, raw.raw) : raw.raw;
        }
      pollux_fmt_parse_set_member (parse, member, key, &value);
    }
}

/* Writes every escaped NUL of @text as an escaped question mark. */
static void
replace_nuls (char *text,
              gsize length)
{
  gsize i = 0;

  while (i + 6 <= length)
    {
      if (text[i] != '\\')
        {
          i++;
        }
      else if (memcmp (text + i, "\\u0000", 6) == 0)
        {
          memcpy (text + i, "\\u003f", 6);
          i += 6;
        }
      else
        {
          i += 2;
        }
    }
}

static PolluxFmtVerdict
check (PolluxSlice text)
{
  PolluxJsonCursor cursor;
  PolluxJsonValue value;

  pollux_json_cursor_init_lenient (&cursor, text.bytes, text.length);
  if (!pollux_json_cursor_take_value (&cursor, &value) || !pollux_json_cursor_at_end (&cursor))
    return POLLUX_FMT_INVALID;

  return value.kind == POLLUX_JSON_OBJECT ? POLLUX_FMT_GOOD : POLLUX_FMT_NO_OBJECT;
}

/**
 * pollux_fmt_parser_parse_slow:
 * @parser: a parser
 * @text: the bytes of one line without its end
 * @line: (out): what it says; undefined unless the line is good
 *
 * Takes a line apart with json-glib.
 *
 * Returns: what the line is; never %POLLUX_FMT_UNUSUAL
 */
PolluxFmtVerdict
pollux_fmt_parser_parse_slow (PolluxFmtParser *parser,
                              PolluxSlice      text,
                              PolluxFmtLine   *line)
{
  g_autofree char *copy = NULL;
  const char *original = text.bytes;
  PolluxFmtVerdict verdict = check (text);
  PolluxFmtParse parse;
  JsonObjectIter iter;
  const char *name;
  JsonNode *root, *node;

  if (verdict != POLLUX_FMT_GOOD)
    return verdict;

  if (memmem (text.bytes, text.length, "\\u0000", 6) != NULL)
    {
      copy = g_memdup2 (text.bytes, text.length);
      replace_nuls (copy, text.length);
      text.bytes = copy;
    }

  if (parser->json == NULL)
    parser->json = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser->json, text.bytes, text.length, NULL))
    return POLLUX_FMT_INVALID;
  root = json_parser_get_root (parser->json);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return POLLUX_FMT_INVALID;

  pollux_fmt_parse_begin (&parse, parser, line);
  parse.original = original;
  parse.copy = text.bytes;
  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    read_member (&parse, text, (PolluxSlice) { name, strlen (name) }, node);
  pollux_fmt_parse_end (&parse);

  return POLLUX_FMT_GOOD;
}
