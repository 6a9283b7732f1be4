/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Service managers put a name, a time or both in front of what a program
 * prints. The time differs from line to line; what is left names the process:
 * what stands before a bar (docker compose), the last word before a colon
 * (journalctl, syslog), or else the last word that is no time (kubectl).
 *
 * Several services in one log have tasks with the same ids, so it matters
 * which of them a line is from.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-prefixes.h"

/* A name in each line would be no name. */
#define MAX_PROCESSES 256u
#define MAX_NAME 128u

struct _PolluxFmtPrefixes
{
  GHashTable *numbers;  /* name -> number */
  GPtrArray *names;     /* by number, of @numbers */
  char last[MAX_NAME];  /* the bytes of the prefix before */
  gsize last_length;
  guint last_number;
};

/**
 * pollux_fmt_prefixes_new:
 *
 * Returns: (transfer full): no prefixes
 */
PolluxFmtPrefixes *
pollux_fmt_prefixes_new (void)
{
  PolluxFmtPrefixes *prefixes = g_new0 (PolluxFmtPrefixes, 1);

  prefixes->names = g_ptr_array_new ();
  prefixes->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return prefixes;
}

/**
 * pollux_fmt_prefixes_free:
 * @prefixes: (nullable) (transfer full): prefixes
 */
void
pollux_fmt_prefixes_free (PolluxFmtPrefixes *prefixes)
{
  if (prefixes == NULL)
    return;

  g_ptr_array_unref (prefixes->names);
  g_hash_table_unref (prefixes->numbers);
  g_free (prefixes);
}

/* Without escape sequences. */
static char *
dup_plain (PolluxSlice prefix)
{
  GString *plain = g_string_sized_new (prefix.length);

  for (gsize i = 0; i < prefix.length; i++)
    {
      if (prefix.bytes[i] == '\033' && i + 1 < prefix.length && prefix.bytes[i + 1] == '[')
        {
          while (i < prefix.length && !g_ascii_isalpha (prefix.bytes[i]))
            i++;
          continue;
        }
      g_string_append_c (plain, prefix.bytes[i] != '\0' ? prefix.bytes[i] : '?');
    }

  return g_string_free (plain, FALSE);
}

static gboolean
is_time (const char *word)
{
  const char *colon = strchr (word, ':');

  return colon != NULL && colon > word && g_ascii_isdigit (colon[-1]) &&
         g_ascii_isdigit (colon[1]);
}

static char *
dup_name (PolluxSlice prefix)
{
  g_autofree char *plain = dup_plain (prefix);
  g_auto (GStrv) words = NULL;
  char *bar = strrchr (plain, '|');
  guint n;

  if (bar != NULL)
    {
      *bar = '\0';
      return g_strdup (g_strstrip (plain));
    }

  words = g_strsplit_set (g_strstrip (plain), " \t", -1);
  n = g_strv_length (words);
  while (n > 0 && (*words[n - 1] == '\0' || is_time (words[n - 1])))
    n--;
  return g_strdup (n > 0 ? words[n - 1] : "");
}

static guint
find_number (PolluxFmtPrefixes *prefixes,
             PolluxSlice        prefix)
{
  g_autofree char *name = dup_name (prefix);
  gpointer number;

  if (g_hash_table_lookup_extended (prefixes->numbers, name, NULL, &number))
    return GPOINTER_TO_UINT (number);
  if (g_hash_table_size (prefixes->numbers) >= MAX_PROCESSES)
    return MAX_PROCESSES - 1;

  number = GUINT_TO_POINTER (g_hash_table_size (prefixes->numbers));
  g_ptr_array_add (prefixes->names, name);
  g_hash_table_insert (prefixes->numbers, g_steal_pointer (&name), number);
  return GPOINTER_TO_UINT (number);
}

/**
 * pollux_fmt_prefixes_get_process:
 * @prefixes: prefixes
 * @prefix: what stands before a record in its line
 *
 * Returns: the number of the process that it names, at most one higher than
 *   any before
 */
guint
pollux_fmt_prefixes_get_process (PolluxFmtPrefixes *prefixes,
                                 PolluxSlice        prefix)
{
  if (prefix.length > 0 && prefix.length == prefixes->last_length &&
      memcmp (prefix.bytes, prefixes->last, prefix.length) == 0)
    return prefixes->last_number;

  prefixes->last_number = find_number (prefixes, prefix);
  prefixes->last_length = prefix.length <= MAX_NAME ? prefix.length : 0;
  memcpy (prefixes->last, prefix.bytes, prefixes->last_length);
  return prefixes->last_number;
}

/**
 * pollux_fmt_prefixes_get_name:
 * @prefixes: prefixes
 * @process: a number that pollux_fmt_prefixes_get_process() returned
 *
 * Returns: (transfer none): what the process is called; may be empty
 */
const char *
pollux_fmt_prefixes_get_name (PolluxFmtPrefixes *prefixes,
                              guint              process)
{
  return process < prefixes->names->len ? g_ptr_array_index (prefixes->names, process) : "";
}

/**
 * pollux_fmt_prefixes_get_length:
 * @prefixes: prefixes
 *
 * Returns: how many processes were told apart
 */
guint
pollux_fmt_prefixes_get_length (PolluxFmtPrefixes *prefixes)
{
  return prefixes->names->len;
}
