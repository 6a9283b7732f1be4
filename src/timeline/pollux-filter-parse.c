/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A term is taken for one with a key only if it looks like nothing else:
 * letters right in front of a single colon or of a comparison. So paths
 * ("main.rs:12"), Rust's names ("tokio::spawn") and addresses are words.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pollux-filter-private.h"
#include "pollux-match.h"
#include "pollux-time-text.h"

#define BLANKS " \t\r\n"

typedef struct
{
  PolluxFilter *filter;
  const char *text;
  const char *at;
  const char *begin;   /* of the term */
} Parser;

static void
clear_needle (gpointer data)
{
  PolluxFilterNeedle *needle = data;

  g_free (needle->text);
  g_byte_array_unref (needle->answers);
}

static void
clear_term (PolluxFilterTerm *term)
{
  g_clear_pointer (&term->needles, g_array_unref);
  g_clear_pointer (&term->threads, g_byte_array_unref);
}

static void
clear_term_of_array (gpointer data)
{
  clear_term (data);
}

/* --- what is wrong --------------------------------------------------------- */

/* Takes @message. What was read of the term until now is its place. */
static gboolean
fail (Parser   *parser,
      gboolean  may_go_on,
      char     *message)
{
  PolluxFilter *filter = parser->filter;

  if (filter->message != NULL)
    {
      g_free (message);
      return FALSE;
    }

  filter->message = message;
  filter->fault.message = message;
  filter->fault.begin = parser->begin - parser->text;
  filter->fault.end = parser->at - parser->text;
  filter->fault.unfinished = may_go_on && *parser->at == '\0';

  return FALSE;
}

/* The term as it would stand in quotes. */
static char *
dup_term (const Parser *parser)
{
  const char *begin = parser->begin + (*parser->begin == '-');
  g_autofree char *term = g_strndup (begin, parser->at - begin);
  g_auto(GStrv) parts = g_strsplit (term, "\"", -1);
  g_autofree char *plain = g_strjoinv ("", parts);

  return g_utf8_make_valid (plain, -1);
}

static gboolean
fail_key (Parser     *parser,
          const char *key,
          gsize       length)
{
  g_autofree char *name = g_strndup (key, length);
  g_autofree char *term = dup_term (parser);

  return fail (parser, FALSE,
               /* Translators: in the filter of the tasks; the second is the whole term. */
               g_strdup_printf (_("“%s” is no key of the filter; quotes find the text itself: "
                                  "\"%s\""),
                                name, term));
}

static gboolean
fail_compare (Parser                *parser,
              const PolluxFilterKey *key)
{
  return fail (parser, FALSE,
               g_strdup_printf (_("“%s” cannot be compared: it is written as %s"), key->name,
                                key->example));
}

static gboolean
fail_value (Parser                *parser,
            const PolluxFilterKey *key,
            gboolean               may_go_on)
{
  return fail (parser, may_go_on,
               g_strdup_printf (_("“%s” needs a value: %s"), key->name, key->example));
}

/* --- numbers --------------------------------------------------------------- */

/* "100", "2.5k", "1M"; digits may be grouped as Pollux prints them. */
static gboolean
parse_count (const char *text,
             gint64     *count)
{
  g_auto(GStrv) groups = g_strsplit (text, "\u202f", -1);
  g_autofree char *plain = g_strjoinv ("", groups);
  char *end;
  double value;

  if (!g_ascii_isdigit (*plain) || g_ascii_strncasecmp (plain, "0x", 2) == 0)
    return FALSE;

  value = g_ascii_strtod (plain, &end);
  if (*end == 'k' || *end == 'K')
    value *= 1e3;
  else if (*end == 'M')
    value *= 1e6;
  else if (*end == 'G')
    value *= 1e9;
  if (*end != '\0')
    end++;
  if (*end != '\0' || !(value <= 9e15))
    return FALSE;

  /* Whole numbers are compared; a part of one only lies between two of them. */
  *count = (gint64) value;

  return (double) *count == value;
}

static gboolean
parse_number (Parser                *parser,
              const PolluxFilterKey *key,
              const char            *value,
              gint64                *number)
{
  gboolean may_go_on = g_ascii_isdigit (*value);

  if (*value == '\0')
    return fail_value (parser, key, TRUE);

  if (key->kind == POLLUX_FILTER_KEY_COUNT)
    return parse_count (value, number) ||
           fail (parser, may_go_on,
                 g_strdup_printf (_("“%s” is no number: it is written as 100, 5k or 2M"), value));

  return pollux_duration_from_text (value, number) ||
         fail (parser, may_go_on,
               g_strdup_printf (_("“%s” is no length of time: it is written as 12.5ms, 1s or "
                                  "250us"),
                                value));
}

/* --- text ------------------------------------------------------------------ */

static gboolean
is_blank (char c)
{
  return c != '\0' && strchr (BLANKS, c) != NULL;
}

/* What stands up to the next blank; quotes hold together, and "|" between
 * them parts. @separators: what parts as well. */
static GPtrArray *
take_values (Parser     *parser,
             const char *separators)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) value = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (;; parser->at++)
    {
      char c = *parser->at;
      gboolean ends = c == '\0' || (!quoted && is_blank (c));

      if (ends || (!quoted && strchr (separators, c) != NULL))
        {
          if (value->len > 0)
            g_ptr_array_add (values, g_strdup (value->str));
          g_string_truncate (value, 0);
          if (ends)
            return values;
        }
      else if (c == '"')
        quoted = !quoted;
      else
        g_string_append_c (value, c);
    }
}

/* "#5", and "5" if the number sign may be left out. */
static gboolean
parse_id (const char *text,
          gboolean    plain,
          guint64    *id)
{
  if (*text == '#')
    text++;
  else if (!plain)
    return FALSE;

  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, id, NULL);
}

static gboolean
is_begin_of_kind (const char *text)
{
  for (guint kind = 0; kind < POLLUX_N_TASK_KINDS; kind++)
    if (strstr (pollux_task_kind_to_string (kind), text) != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
check_needle (Parser              *parser,
              PolluxFilterSubject  subject,
              PolluxFilterNeedle  *needle,
              const char          *value)
{
  g_autofree char *list = pollux_filter_list_states ();

  switch (subject)
    {
    case POLLUX_FILTER_ID:
      return needle->has_id ||
             fail (parser, *value == '#' && value[1] == '\0',
                   g_strdup_printf (_("“%s” is no id: it is written as 5 or #5"), value));

    case POLLUX_FILTER_KIND:
      return is_begin_of_kind (needle->text) ||
             fail (parser, FALSE,
                   g_strdup_printf (_("“%s” is no kind: task, local, block_on, blocking or "
                                      "other"),
                                    value));

    case POLLUX_FILTER_STATE:
      needle->states = pollux_filter_find_states (value);
      return needle->states != 0 ||
             fail (parser, strstr (list, needle->text) != NULL,
                   g_strdup_printf (_("“%s” is no state: %s"), value, list));

    default:
      return TRUE;
    }
}

static gboolean
take_needles (Parser           *parser,
              PolluxFilterTerm *term)
{
  gboolean is_id = term->subject == POLLUX_FILTER_ID;
  gboolean plain_id = is_id || term->subject == POLLUX_FILTER_BY;
  g_autoptr(GPtrArray) values = take_values (parser, is_id ? "|," : "|");

  term->needles = g_array_new (FALSE, FALSE, sizeof (PolluxFilterNeedle));
  g_array_set_clear_func (term->needles, clear_needle);

  for (guint i = 0; i < values->len; i++)
    {
      const char *value = g_ptr_array_index (values, i);
      PolluxFilterNeedle needle = { pollux_match_fold (value), FALSE, 0, 0, g_byte_array_new () };

      needle.has_id = parse_id (value, plain_id, &needle.id);
      g_array_append_val (term->needles, needle);
      if (!check_needle (parser, term->subject,
                         &g_array_index (term->needles, PolluxFilterNeedle, i), value))
        return FALSE;
    }

  if (values->len > 0)
    return TRUE;
  if (term->subject == POLLUX_FILTER_WORD)
    return FALSE;

  return fail_value (parser, pollux_filter_get_key (term->subject), TRUE);
}

/* --- terms ----------------------------------------------------------------- */

static const char *
skip_blanks (const char *at)
{
  return at + strspn (at, BLANKS);
}

/* "<", "<=", "≤", "=", "==" and so on; 0 if there is none. */
static guint
take_operator (const char **at)
{
  static const struct
  {
    const char *text;
    guint operator;
  } operators[] = {
    { "<=", POLLUX_FILTER_LESS | POLLUX_FILTER_EQUAL },
    { ">=", POLLUX_FILTER_GREATER | POLLUX_FILTER_EQUAL },
    { "≤", POLLUX_FILTER_LESS | POLLUX_FILTER_EQUAL },
    { "≥", POLLUX_FILTER_GREATER | POLLUX_FILTER_EQUAL },
    { "<", POLLUX_FILTER_LESS },
    { ">", POLLUX_FILTER_GREATER },
    { "==", POLLUX_FILTER_EQUAL },
    { "=", POLLUX_FILTER_EQUAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (*at, operators[i].text))
      {
        *at += strlen (operators[i].text);
        return operators[i].operator;
      }

  return 0;
}

static gsize
get_key_length (const char *at)
{
  gsize n = 0;

  while (g_ascii_isalpha (at[n]) || (n > 0 && at[n] == '-'))
    n++;

  return n;
}

/* Behind a key and a colon or an operator, which may be both. */
static gboolean
take_figure (Parser           *parser,
             PolluxFilterTerm *term)
{
  const PolluxFilterKey *key = pollux_filter_get_key (term->subject);
  g_autofree char *value = NULL;
  gsize length;

  if (term->operator == 0)
    term->operator = take_operator (&parser->at);
  if (term->operator != 0)
    parser->at = skip_blanks (parser->at);

  length = strcspn (parser->at, BLANKS);
  value = g_strndup (parser->at, length);
  parser->at += length;
  if (term->operator == 0)
    return fail (parser, length == 0,
                 g_strdup_printf (_("“%s” must be compared: %s"), key->name, key->example));

  return parse_number (parser, key, value, &term->number);
}

/* @parser stands behind the key; @colon: and behind the colon. */
static gboolean
take_keyed (Parser           *parser,
            const char       *key,
            gsize             length,
            gboolean          colon,
            PolluxFilterTerm *term)
{
  term->subject = pollux_filter_find_key (key, length);
  if (!colon)
    term->operator = take_operator (&parser->at);

  if (term->subject == POLLUX_FILTER_N_SUBJECTS)
    {
      g_ptr_array_unref (take_values (parser, ""));
      return fail_key (parser, key, length);
    }
  if (POLLUX_FILTER_IS_FIGURE (term->subject))
    return take_figure (parser, term);

  if (term->operator != 0 && term->operator != POLLUX_FILTER_EQUAL)
    {
      g_ptr_array_unref (take_values (parser, ""));
      return fail_compare (parser, pollux_filter_get_key (term->subject));
    }

  return take_needles (parser, term);
}

/* A single one, that begins no "::", "://" or ":\\". */
static gboolean
has_colon (const char *at)
{
  return at[0] == ':' && (at[1] == '\0' || strchr (":/\\", at[1]) == NULL);
}

static gboolean
is_figure (const char *key,
           gsize       length)
{
  PolluxFilterSubject subject = pollux_filter_find_key (key, length);

  return subject != POLLUX_FILTER_N_SUBJECTS && POLLUX_FILTER_IS_FIGURE (subject);
}

static gboolean
take_term (Parser           *parser,
           PolluxFilterTerm *term)
{
  const char *key = parser->at;
  gsize length = get_key_length (key);
  const char *behind = key + length;
  const char *operator = skip_blanks (behind);

  if (has_colon (behind) && length > 0)
    {
      parser->at = behind + 1;
      return take_keyed (parser, key, length, TRUE, term);
    }
  /* Blanks in front of it belong to a comparison only if that makes sense. */
  if (length > 0 && take_operator (&operator) != 0 &&
      (!is_blank (*behind) || is_figure (key, length)))
    {
      parser->at = skip_blanks (behind);
      return take_keyed (parser, key, length, FALSE, term);
    }

  term->subject = POLLUX_FILTER_WORD;

  return take_needles (parser, term);
}

/* How dear it is to look. */
static guint
get_cost (PolluxFilterSubject subject)
{
  if (subject == POLLUX_FILTER_THREAD)
    return 2;

  return subject >= POLLUX_FILTER_STATE;
}

static void
insert_term (PolluxFilter     *filter,
             PolluxFilterTerm *term)
{
  guint at = filter->terms->len;

  while (at > 0 && get_cost (g_array_index (filter->terms, PolluxFilterTerm, at - 1).subject) >
                     get_cost (term->subject))
    at--;
  g_array_insert_val (filter->terms, at, *term);
}

/* Fills @filter. */
void
pollux_filter_parse (PolluxFilter *filter,
                     const char   *text)
{
  Parser parser = { filter, text, text, text };

  filter->terms = g_array_new (FALSE, FALSE, sizeof (PolluxFilterTerm));
  g_array_set_clear_func (filter->terms, clear_term_of_array);

  for (;;)
    {
      PolluxFilterTerm term = { POLLUX_FILTER_WORD, FALSE, NULL, 0, 0, NULL };

      parser.at = skip_blanks (parser.at);
      if (*parser.at == '\0')
        return;

      parser.begin = parser.at;
      term.negative = *parser.at == '-';
      parser.at += term.negative;
      if (take_term (&parser, &term))
        insert_term (filter, &term);
      else
        clear_term (&term);
    }
}
