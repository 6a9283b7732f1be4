/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes through the JSON cursor. What a strict cursor takes, a lenient one
 * takes, and json-glib takes; taking a container in one go and walking through
 * it say the same.
 */

#include "config.h"

#include <json-glib/json-glib.h>

#include "fuzz-target.h"
#include "pollux-json-cursor.h"

#define MAX_WALK_DEPTH 200

static void
check_value (const PolluxJsonValue *value)
{
  guint64 unsigned_value;
  gint64 signed_value;

  if (value->kind == POLLUX_JSON_STRING)
    {
      gsize length;
      g_autofree char *text = pollux_json_slice_unescape (value->raw, &length);

      g_assert_cmpuint (length, <=, value->raw.length);
      g_assert_true (text[length] == 0);
      g_assert_true (value->escaped || length == value->raw.length);
      pollux_json_slice_equal (value->raw, POLLUX_SLICE_LITERAL ("message"));
    }
  else if (value->kind == POLLUX_JSON_NUMBER)
    {
      gboolean is_unsigned = pollux_json_slice_to_uint64 (value->raw, &unsigned_value);
      gboolean is_signed = pollux_json_slice_to_int64 (value->raw, &signed_value);

      if (is_unsigned && is_signed)
        g_assert_cmpuint (unsigned_value, ==, (guint64) signed_value);
    }
}

/* Walks through a value member by member. */
static void
walk (PolluxJsonCursor *cursor,
      guint             depth)
{
  PolluxJsonValue value;
  PolluxSlice key;

  switch (depth < MAX_WALK_DEPTH ? pollux_json_cursor_peek (cursor) : POLLUX_JSON_ERROR)
    {
    case POLLUX_JSON_OBJECT:
      if (pollux_json_cursor_enter_object (cursor))
        {
          while (pollux_json_cursor_next_key (cursor, &key))
            walk (cursor, depth + 1);
        }
      break;
    case POLLUX_JSON_ARRAY:
      if (pollux_json_cursor_enter_array (cursor))
        {
          while (pollux_json_cursor_next_element (cursor))
            walk (cursor, depth + 1);
        }
      break;
    case POLLUX_JSON_STRING:
    case POLLUX_JSON_NUMBER:
    case POLLUX_JSON_TRUE:
    case POLLUX_JSON_FALSE:
    case POLLUX_JSON_NULL:
    case POLLUX_JSON_ERROR:
    default:
      if (pollux_json_cursor_take_value (cursor, &value))
        check_value (&value);
      break;
    }
}

static gboolean
take (const char *bytes,
      gsize       length,
      gboolean    lenient)
{
  PolluxJsonCursor cursor, walker;
  PolluxJsonValue value;
  gboolean taken;

  if (lenient)
    pollux_json_cursor_init_lenient (&cursor, bytes, length);
  else
    pollux_json_cursor_init (&cursor, bytes, length);

  walker = cursor;
  walk (&walker, 0);

  taken = pollux_json_cursor_take_value (&cursor, &value) && pollux_json_cursor_at_end (&cursor);
  if (taken)
    g_assert_true (pollux_json_cursor_at_end (&walker));
  return taken;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *bytes = (const char *) data;
  gboolean strict = take (bytes, size, FALSE);
  gboolean lenient = take (bytes, size, TRUE);

  g_assert_true (!strict || lenient);
  if (lenient)
    {
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();

      g_assert_true (json_parser_load_from_data (parser, bytes, size, NULL));
      g_assert_nonnull (json_parser_get_root (parser));
    }

  return 0;
}
