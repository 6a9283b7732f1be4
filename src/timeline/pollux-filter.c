/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Every word keeps, for each interned string that it was tried on, whether it
 * is in it: a byte a string, since names and locations repeat.
 */

#include "config.h"

#include <string.h>

#include "pollux-filter.h"

enum { UNTRIED, ABSENT, PRESENT };

typedef struct
{
  char *text;          /* casefolded */
  gboolean negative;
  GByteArray *answers; /* by PolluxString */
} Word;

struct _PolluxFilter
{
  GArray *words;
};

static void
clear_word (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_byte_array_unref (word->answers);
}

/**
 * pollux_filter_new:
 * @text: (nullable): words separated by blanks; one that begins with "-" must
 *   not be there. A lone "-" is no word
 *
 * Returns: (transfer full): a filter
 */
PolluxFilter *
pollux_filter_new (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_auto(GStrv) parts = g_strsplit_set (valid, " \t\r\n", -1);
  PolluxFilter *filter = g_new0 (PolluxFilter, 1);

  filter->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (filter->words, clear_word);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean negative = parts[i][0] == '-';
      Word word = { NULL, negative, NULL };

      if (parts[i][negative] == '\0')
        continue;
      word.text = g_utf8_casefold (parts[i] + negative, -1);
      word.answers = g_byte_array_new ();
      g_array_append_val (filter->words, word);
    }

  return filter;
}

/**
 * pollux_filter_free:
 */
void
pollux_filter_free (PolluxFilter *filter)
{
  g_array_unref (filter->words);
  g_free (filter);
}

/**
 * pollux_filter_forget:
 */
void
pollux_filter_forget (PolluxFilter *filter)
{
  for (guint i = 0; i < filter->words->len; i++)
    g_byte_array_set_size (g_array_index (filter->words, Word, i).answers, 0);
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guint8) *text >= 0x80)
      return FALSE;

  return TRUE;
}

static gboolean
begins_with (const char *text,
             const char *folded)
{
  for (; *folded != '\0'; text++, folded++)
    if (g_ascii_tolower (*text) != *folded)
      return FALSE;

  return TRUE;
}

/* Whether @text, in whatever case, holds @folded. */
static gboolean
contains (const char *text,
          const char *folded)
{
  g_autofree char *valid = NULL;
  g_autofree char *other = NULL;

  if (is_ascii (text))
    {
      for (; *text != '\0'; text++)
        if (g_ascii_tolower (*text) == *folded && begins_with (text, folded))
          return TRUE;
      return FALSE;
    }

  valid = g_utf8_make_valid (text, -1);
  other = g_utf8_casefold (valid, -1);

  return strstr (other, folded) != NULL;
}

static gboolean
is_in_string (Word         *word,
              PolluxTrace  *trace,
              PolluxString  string)
{
  guint8 *answer;

  if (string == 0)
    return FALSE;

  if (string >= word->answers->len)
    {
      guint before = word->answers->len;

      g_byte_array_set_size (word->answers, MAX (string + 1, before * 2));
      memset (word->answers->data + before, UNTRIED, word->answers->len - before);
    }

  answer = &word->answers->data[string];
  if (*answer == UNTRIED)
    *answer = contains (pollux_trace_get_string (trace, string), word->text) ? PRESENT : ABSENT;

  return *answer == PRESENT;
}

static gboolean
is_in_task (Word            *word,
            PolluxTrace     *trace,
            PolluxTaskIndex  index)
{
  const PolluxTask *task = pollux_trace_get_task (trace, index);
  char id[24];

  if (is_in_string (word, trace, task->name) || is_in_string (word, trace, task->location) ||
      is_in_string (word, trace, task->process) ||
      contains (pollux_task_kind_to_string (task->kind), word->text))
    return TRUE;

  if (!(task->flags & POLLUX_TASK_HAS_TOKIO_ID) ||
      !(word->text[0] == '#' || g_ascii_isdigit (word->text[0])))
    return FALSE;

  g_snprintf (id, sizeof id, "#%" G_GUINT64_FORMAT, task->tokio_id);

  return strstr (id, word->text) != NULL;
}

/**
 * pollux_filter_matches:
 * @trace: always the same, or see pollux_filter_forget()
 *
 * Returns: whether @task is to be shown
 */
gboolean
pollux_filter_matches (PolluxFilter    *filter,
                       PolluxTrace     *trace,
                       PolluxTaskIndex  task)
{
  for (guint i = 0; i < filter->words->len; i++)
    {
      Word *word = &g_array_index (filter->words, Word, i);

      if (is_in_task (word, trace, task) == word->negative)
        return FALSE;
    }

  return TRUE;
}
