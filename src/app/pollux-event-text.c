/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-event-text.h"

/* The bits of a guint, but for one: items of a job are pointers, and a set is
 * never to be NULL. */
#define WORDS_MAX 31

typedef struct
{
  char *text;               /* casefolded */
  gboolean negative;
} Word;

struct _PolluxEventQuery
{
  int n_references;         /* atomic */
  GArray *words;
  guint wanted;
  guint unwanted;
};

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

static void
clear_word (gpointer data)
{
  g_free (((Word *) data)->text);
}

/**
 * pollux_event_query_new:
 * @text: (nullable): words separated by blanks; one that begins with "-" must
 *   not be there. A lone "-" is no word, nor is what comes after thirty-one
 *
 * Returns: (transfer full): a query
 */
PolluxEventQuery *
pollux_event_query_new (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_auto (GStrv) parts = g_strsplit_set (valid, " \t\r\n", -1);
  PolluxEventQuery *query = g_new0 (PolluxEventQuery, 1);

  query->n_references = 1;
  query->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (query->words, clear_word);

  for (guint i = 0; parts[i] != NULL && query->words->len < WORDS_MAX; i++)
    {
      gboolean negative = parts[i][0] == '-';
      Word word = { NULL, negative };

      if (parts[i][negative] == '\0')
        continue;
      word.text = g_utf8_casefold (parts[i] + negative, -1);
      *(negative ? &query->unwanted : &query->wanted) |= 1u << query->words->len;
      g_array_append_val (query->words, word);
    }
  return query;
}

/**
 * pollux_event_query_ref:
 *
 * Returns: (transfer full): @query
 */
PolluxEventQuery *
pollux_event_query_ref (PolluxEventQuery *query)
{
  g_atomic_int_inc (&query->n_references);
  return query;
}

/**
 * pollux_event_query_unref:
 * @query: (transfer full): a query
 */
void
pollux_event_query_unref (PolluxEventQuery *query)
{
  if (!g_atomic_int_dec_and_test (&query->n_references))
    return;
  g_array_unref (query->words);
  g_free (query);
}

/**
 * pollux_event_query_is_empty:
 *
 * Returns: whether everything matches
 */
gboolean
pollux_event_query_is_empty (const PolluxEventQuery *query)
{
  return query->words->len == 0;
}

/**
 * pollux_event_query_equal:
 *
 * Returns: whether both have the same words in the same order
 */
gboolean
pollux_event_query_equal (const PolluxEventQuery *a, const PolluxEventQuery *b)
{
  if (a->words->len != b->words->len || a->wanted != b->wanted)
    return FALSE;
  for (guint i = 0; i < a->words->len; i++)
    {
      if (!g_str_equal (g_array_index (a->words, Word, i).text,
                        g_array_index (b->words, Word, i).text))
        return FALSE;
    }
  return TRUE;
}

/**
 * pollux_event_query_find:
 * @text: where to look; any case
 *
 * Returns: the words that are in it, as bits
 */
guint
pollux_event_query_find (const PolluxEventQuery *query, const char *text)
{
  g_autofree char *folded = g_str_is_ascii (text) ? g_ascii_strdown (text, -1)
                                                  : g_utf8_casefold (text, -1);
  guint found = 0;

  for (guint i = 0; i < query->words->len; i++)
    {
      if (strstr (folded, g_array_index (query->words, Word, i).text) != NULL)
        found |= 1u << i;
    }
  return found;
}

/**
 * pollux_event_query_find_in_event:
 *
 * Returns: the words that are in target, message or fields, as bits
 */
guint
pollux_event_query_find_in_event (const PolluxEventQuery *query, const PolluxEventText *text)
{
  return pollux_event_query_find (query, text->target) |
         pollux_event_query_find (query, text->message) |
         pollux_event_query_find (query, text->fields);
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
pollux_event_query_find_level (const PolluxEventQuery *query, PolluxLevel level)
{
  const char *name = pollux_event_text_name_level (level);
  guint found = 0;

  for (guint i = 0; level != POLLUX_LEVEL_NONE && i < query->words->len; i++)
    {
      if (g_ascii_strcasecmp (g_array_index (query->words, Word, i).text, name) == 0)
        found |= 1u << i;
    }
  return found;
}

/**
 * pollux_event_query_matches:
 * @found: all words that were found
 *
 * Returns: whether the event is to be shown
 */
gboolean
pollux_event_query_matches (const PolluxEventQuery *query, guint found)
{
  return (found & query->wanted) == query->wanted && (found & query->unwanted) == 0;
}
