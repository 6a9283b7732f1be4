/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Nearly all text is ASCII, and compared in place; the rest is folded as a
 * whole, which may make other characters, and more of them ("ß" is "ss").
 */

#include "config.h"

#include <string.h>

#include "pollux-match.h"

/**
 * pollux_match_fold:
 * @text: what is to be looked for, any bytes
 *
 * Returns: (transfer full): it without its case
 */
char *
pollux_match_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return g_utf8_casefold (valid, -1);
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

/* Both ASCII, or @folded cannot be found. */
static const char *
find_ascii (const char *text,
            const char *folded)
{
  for (; *text != '\0'; text++)
    if (g_ascii_tolower (*text) == *folded && begins_with (text, folded))
      return text;

  return NULL;
}

/**
 * pollux_match_contains:
 * @text: any bytes
 * @folded: of pollux_match_fold()
 *
 * Returns: whether @text, in whatever case, holds @folded
 */
gboolean
pollux_match_contains (const char *text,
                       const char *folded)
{
  g_autofree char *other = NULL;

  if (*folded == '\0')
    return TRUE;
  if (g_str_is_ascii (text))
    return find_ascii (text, folded) != NULL;

  other = pollux_match_fold (text);

  return strstr (other, folded) != NULL;
}

/* Where @folded ends if it begins at @text; NULL if it does not. */
static const char *
match_here (const char *text,
            const char *folded)
{
  while (*folded != '\0')
    {
      const char *next;
      g_autofree char *part = NULL;
      gsize length;

      if (*text == '\0')
        return NULL;

      next = g_utf8_next_char (text);
      part = g_utf8_casefold (text, next - text);
      length = strlen (part);
      /* The end of what is looked for may be the half of a character. */
      if (strncmp (part, folded, MIN (length, strlen (folded))) != 0)
        return NULL;
      folded += MIN (length, strlen (folded));
      text = next;
    }

  return text;
}

/**
 * pollux_match_find:
 * @text: valid UTF-8
 * @from: where to begin, in bytes
 * @folded: of pollux_match_fold()
 * @begin: (out): where it begins, in bytes
 * @end: (out): right behind it
 *
 * Finds the place of what was found, so that it can be shown.
 *
 * Returns: whether there is one
 */
gboolean
pollux_match_find (const char *text,
                   gsize       from,
                   const char *folded,
                   gsize      *begin,
                   gsize      *end)
{
  if (*folded == '\0')
    return FALSE;

  if (g_str_is_ascii (text + from))
    {
      const char *found = find_ascii (text + from, folded);

      if (found == NULL)
        return FALSE;
      *begin = found - text;
      *end = *begin + strlen (folded);
      return TRUE;
    }

  for (const char *at = text + from; *at != '\0'; at = g_utf8_next_char (at))
    {
      const char *behind = match_here (at, folded);

      if (behind == NULL)
        continue;
      *begin = at - text;
      *end = behind - text;
      return TRUE;
    }

  return FALSE;
}
