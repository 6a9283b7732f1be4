/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-event-text.h"

/* What a record says of itself, and no field of the event's. */
static gboolean
is_own_member (const char *name)
{
  static const char *const names[] = {
    "timestamp", "level", "target", "message", "filename", "line_number", "threadId", "threadName",
    "thread", "file", "line", "spans", "span",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (name, names[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_field (const PolluxField *field)
{
  if (g_str_equal (field->group, "fields"))
    return !g_str_equal (field->name, "message");
  /* Flattened JSON has the fields among the record's own members. */
  return *field->group == '\0' && !is_own_member (field->name);
}

static char *
join_fields (const PolluxRecordText *record)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; record->fields != NULL && i < record->fields->len; i++)
    {
      const PolluxField *field = g_ptr_array_index (record->fields, i);

      if (!is_field (field))
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, field->name);
      g_string_append_c (text, '=');
      g_string_append (text, field->value);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_message (const PolluxRecordText *record)
{
  const char *message = pollux_record_text_find (record, "fields", "message");

  if (message == NULL)
    message = pollux_record_text_find (record, "", "message");
  return g_strdup (message != NULL ? message : "");
}

/**
 * pollux_event_text_new:
 * @record: an event's record, or a line that is none
 * @foreign: which of them
 *
 * Returns: (transfer full): its texts
 */
PolluxEventText *
pollux_event_text_new (const PolluxRecordText *record, gboolean foreign)
{
  PolluxEventText *text = g_new (PolluxEventText, 1);
  const char *target = foreign ? NULL : pollux_record_text_find (record, "", "target");

  text->target = g_strdup (target != NULL ? target : "");
  text->message = foreign ? g_strdup (record->text) : dup_message (record);
  text->fields = foreign ? g_strdup ("") : join_fields (record);
  return text;
}

/**
 * pollux_event_text_free:
 * @text: (nullable): to be freed
 */
void
pollux_event_text_free (PolluxEventText *text)
{
  if (text == NULL)
    return;

  g_free (text->target);
  g_free (text->message);
  g_free (text->fields);
  g_free (text);
}

/**
 * pollux_event_text_name_level:
 *
 * Returns: (transfer none): the level as it stands in a file
 */
const char *
pollux_event_text_name_level (PolluxLevel level)
{
  static const char *const names[] = { "—", "TRACE", "DEBUG", "INFO", "WARN", "ERROR" };

  return names[MIN ((guint) level, G_N_ELEMENTS (names) - 1)];
}

static gboolean
is_line_break (gunichar c)
{
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Characters that would turn the direction of what stands after them. */
static gboolean
is_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/**
 * pollux_event_text_flatten:
 * @text: valid UTF-8
 * @n_max: characters
 *
 * Returns: (transfer full): @text in one line
 */
char *
pollux_event_text_flatten (const char *text, guint n_max)
{
  GString *line = g_string_new (NULL);

  for (guint n = 0; *text != '\0'; text = g_utf8_next_char (text), n++)
    {
      gunichar c = g_utf8_get_char (text);

      if (n == n_max)
        {
          g_string_append (line, "…");
          break;
        }
      if (c == '\r' && text[1] == '\n')
        continue;
      if (is_line_break (c))
        g_string_append (line, "\u00a0⏎ ");
      else if (c == '\t')
        g_string_append (line, "⇥ ");
      else if (is_direction (c) || g_unichar_iscntrl (c))
        /* As Rust prints them: hardly a font has signs for these. */
        g_string_append_printf (line, "\\u{%x}", c);
      else
        g_string_append_unichar (line, c);
    }
  return g_string_free (line, FALSE);
}

/**
 * pollux_event_query_find_in_event:
 *
 * Returns: the words that are in target, message or fields, as bits
 */
guint
pollux_event_query_find_in_event (const PolluxQuery *query, const PolluxEventText *text)
{
  return pollux_query_find (query, text->target) |
         pollux_query_find (query, text->message) |
         pollux_query_find (query, text->fields);
}

/**
 * pollux_event_query_find_level:
 *
 * Only the whole name of a level stands for it: "in" is not to find all that
 * is INFO.
 *
 * Returns: the words that are the name of @level, as bits
 */
guint
pollux_event_query_find_level (const PolluxQuery *query, PolluxLevel level)
{
  if (level == POLLUX_LEVEL_NONE)
    return 0;
  return pollux_query_find_whole (query, pollux_event_text_name_level (level));
}
