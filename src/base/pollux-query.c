/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-match.h"
#include "pollux-query.h"

/* The bits of a guint, but for one: where sets travel as pointers, none is
 * ever to be NULL. */
#define WORDS_MAX 31

typedef struct
{
  char *text;               /* folded */
  gboolean negative;
} Word;

struct _PolluxQuery
{
  int n_references;         /* atomic */
  char *text;
  GArray *words;
  guint wanted;
  guint unwanted;
};

static void
clear_word (gpointer data)
{
  g_free (((Word *) data)->text);
}

/* Up to a blank that is not in quotes, without the quotes. */
static char *
take_word (const char **at)
{
  GString *word = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (; **at != '\0' && (quoted || !g_ascii_isspace (**at)); (*at)++)
    {
      if (**at == '"')
        quoted = !quoted;
      else
        g_string_append_c (word, **at);
    }
  return g_string_free (word, FALSE);
}

static void
add_word (PolluxQuery *query, const char *text, gboolean negative)
{
  Word word = { pollux_match_fold (text), negative };

  *(negative ? &query->unwanted : &query->wanted) |= 1u << query->words->len;
  g_array_append_val (query->words, word);
}

/**
 * pollux_query_new:
 * @text: (nullable): words separated by blanks; quotes hold several together.
 *   One that begins with "-" must not be there. A lone "-" is no word, nor is
 *   what comes after thirty-one
 *
 * Returns: (transfer full): a query
 */
PolluxQuery *
pollux_query_new (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  const char *at = valid;
  PolluxQuery *query = g_new0 (PolluxQuery, 1);

  query->n_references = 1;
  query->text = g_strdup (valid);
  query->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (query->words, clear_word);

  while (*at != '\0' && query->words->len < WORDS_MAX)
    {
      g_autofree char *word = NULL;
      gboolean negative;

      if (g_ascii_isspace (*at))
        {
          at++;
          continue;
        }
      negative = *at == '-';
      at += negative;
      word = take_word (&at);
      if (*word != '\0')
        add_word (query, word, negative);
    }
  return query;
}

/**
 * pollux_query_ref:
 *
 * Returns: (transfer full): @query
 */
PolluxQuery *
pollux_query_ref (PolluxQuery *query)
{
  g_atomic_int_inc (&query->n_references);
  return query;
}

/**
 * pollux_query_unref:
 * @query: (transfer full): a query
 */
void
pollux_query_unref (PolluxQuery *query)
{
  if (!g_atomic_int_dec_and_test (&query->n_references))
    return;
  g_array_unref (query->words);
  g_free (query->text);
  g_free (query);
}

/**
 * pollux_query_get_text:
 *
 * Returns: (transfer none): what it was made of
 */
const char *
pollux_query_get_text (const PolluxQuery *query)
{
  return query->text;
}

/**
 * pollux_query_is_empty:
 *
 * Returns: whether everything matches
 */
gboolean
pollux_query_is_empty (const PolluxQuery *query)
{
  return query->words->len == 0;
}

/**
 * pollux_query_equal:
 *
 * Returns: whether both have the same words in the same order
 */
gboolean
pollux_query_equal (const PolluxQuery *a, const PolluxQuery *b)
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
 * pollux_query_find:
 * @text: where to look; any case
 *
 * Returns: the words that are in it, as bits
 */
guint
pollux_query_find (const PolluxQuery *query, const char *text)
{
  g_autofree char *folded = g_str_is_ascii (text) ? g_ascii_strdown (text, -1)
                                                  : pollux_match_fold (text);
  guint found = 0;

  for (guint i = 0; i < query->words->len; i++)
    {
      if (strstr (folded, g_array_index (query->words, Word, i).text) != NULL)
        found |= 1u << i;
    }
  return found;
}

/**
 * pollux_query_find_whole:
 * @text: ASCII
 *
 * Returns: the words that are the whole of it, as bits
 */
guint
pollux_query_find_whole (const PolluxQuery *query, const char *text)
{
  guint found = 0;

  for (guint i = 0; i < query->words->len; i++)
    {
      if (g_ascii_strcasecmp (g_array_index (query->words, Word, i).text, text) == 0)
        found |= 1u << i;
    }
  return found;
}

/**
 * pollux_query_matches:
 * @found: all words that were found
 *
 * Returns: whether that is what was asked for
 */
gboolean
pollux_query_matches (const PolluxQuery *query, guint found)
{
  return (found & query->wanted) == query->wanted && (found & query->unwanted) == 0;
}

/**
 * pollux_query_find_place:
 * @text: valid UTF-8
 * @from: where to begin, in bytes
 * @begin: (out): where it begins, in bytes
 * @end: (out): right behind it
 *
 * Returns: whether a wanted word is in @text from there on: the first one, of
 *   several that begin there the longest
 */
gboolean
pollux_query_find_place (const PolluxQuery *query, const char *text, gsize from, gsize *begin,
                         gsize *end)
{
  gboolean found = FALSE;

  for (guint i = 0; i < query->words->len; i++)
    {
      const Word *word = &g_array_index (query->words, Word, i);
      gsize first, last;

      if (word->negative || !pollux_match_find (text, from, word->text, &first, &last))
        continue;
      if (found && (first > *begin || (first == *begin && last <= *end)))
        continue;
      found = TRUE;
      *begin = first;
      *end = last;
    }
  return found;
}
