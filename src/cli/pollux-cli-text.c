/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-cli-text.h"

#define ELLIPSIS "…"

/* Characters that move the cursor, change the terminal's state, or turn the
 * direction of what follows. */
static gboolean
is_dangerous (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 || c == 0x061c ||
         (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

static void
append_escaped (GString  *text,
                gunichar  c)
{
  switch (c)
    {
    case '\n':
      g_string_append (text, "\\n");
      break;

    case '\r':
      g_string_append (text, "\\r");
      break;

    case '\t':
      g_string_append (text, "\\t");
      break;

    default:
      if (c < 0x80)
        g_string_append_printf (text, "\\x%02x", c);
      else
        g_string_append_printf (text, "\\u{%x}", c);
    }
}

/**
 * pollux_cli_escape:
 * @bytes: any bytes from a trace or a file name
 *
 * What comes from a file must not steer the terminal: control characters are
 * spelled out, bytes that are no UTF-8 replaced.
 *
 * Returns: (transfer full): printable UTF-8 in one line
 */
char *
pollux_cli_escape (const char *bytes)
{
  g_autofree char *valid = g_utf8_make_valid (bytes, -1);
  GString *text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_dangerous (c))
        append_escaped (text, c);
      else
        g_string_append_unichar (text, c);
    }

  return g_string_free (text, FALSE);
}

static guint
columns_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;

  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * pollux_cli_get_columns:
 * @text: printable UTF-8
 *
 * Returns: how many columns of a terminal it takes
 */
guint
pollux_cli_get_columns (const char *text)
{
  guint columns = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    columns += columns_of (g_utf8_get_char (p));

  return columns;
}

/* The longest beginning that fits into @columns. */
static const char *
end_of_head (const char *text,
             guint       columns)
{
  guint taken = 0;
  const char *p = text;

  while (*p != '\0' && taken + columns_of (g_utf8_get_char (p)) <= columns)
    {
      taken += columns_of (g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }

  return p;
}

/* The longest end that fits into @columns. */
static const char *
begin_of_tail (const char *text,
               guint       columns)
{
  guint taken = 0;
  const char *p = text + strlen (text);

  while (p > text)
    {
      const char *before = g_utf8_prev_char (p);

      taken += columns_of (g_utf8_get_char (before));
      if (taken > columns)
        break;
      p = before;
    }

  /* A mark without width belongs to what was cut off. */
  while (*p != '\0' && g_unichar_iszerowidth (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  return p;
}

/**
 * pollux_cli_shorten:
 * @text: printable UTF-8
 * @columns: how many it may take, at least 1
 * @cut: what is left out
 *
 * Returns: (transfer full): @text, or a part of it with an ellipsis
 */
char *
pollux_cli_shorten (const char   *text,
                    guint         columns,
                    PolluxCliCut  cut)
{
  guint head;
  g_autofree char *begin = NULL;

  if (pollux_cli_get_columns (text) <= columns)
    return g_strdup (text);

  head = cut == POLLUX_CLI_CUT_MIDDLE ? columns / 2 : 0;
  begin = g_strndup (text, (gsize) (end_of_head (text, head) - text));

  return g_strconcat (begin, ELLIPSIS, begin_of_tail (text, columns - 1 - head), NULL);
}

/**
 * pollux_cli_wrap:
 * @text: printable UTF-8, words separated by one blank
 * @columns: how wide a line may be, its indentation included; 0 for no limit
 * @indent: blanks before each line
 *
 * A word that is longer than a line has one of its own.
 *
 * Returns: (transfer full): lines, each with its end
 */
char *
pollux_cli_wrap (const char *text,
                 guint       columns,
                 guint       indent)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GString *lines = g_string_new (NULL);
  guint taken = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint width = pollux_cli_get_columns (words[i]);

      if (i > 0 && (columns == 0 || taken + 1 + width <= columns))
        {
          g_string_append_printf (lines, " %s", words[i]);
          taken += 1 + width;
          continue;
        }
      g_string_append_printf (lines, "%s%*s%s", i > 0 ? "\n" : "", (int) indent, "", words[i]);
      taken = indent + width;
    }
  g_string_append_c (lines, '\n');

  return g_string_free (lines, FALSE);
}

/**
 * pollux_cli_share:
 * @part: a part of @whole
 * @whole: the sum
 *
 * Returns: (transfer full): percents; a dash if there is nothing to share
 */
char *
pollux_cli_share (gint64 part,
                  gint64 whole)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  double percent;

  if (whole <= 0)
    return g_strdup ("—");

  percent = 100.0 * (double) part / (double) whole;
  /* What is there is never shown as nothing, nor a part as the whole. */
  if (part > 0 && percent < 0.01)
    return g_strdup ("< 0.01 %");
  if (part < whole && percent > 99.99)
    return g_strdup ("> 99.99 %");

  return g_strconcat (g_ascii_formatd (digits, sizeof digits, "%.2f", percent), " %", NULL);
}
