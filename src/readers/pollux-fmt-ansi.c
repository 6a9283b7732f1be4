/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-fmt-ansi.h"

/**
 * pollux_fmt_ansi_measure:
 * @text: any bytes
 *
 * Returns: how long the SGR sequence is that @text begins with; 0 if it begins
 *   with none
 */
gsize
pollux_fmt_ansi_measure (PolluxSlice text)
{
  gsize at = 2;

  if (text.length < 3 || text.bytes[0] != '\033' || text.bytes[1] != '[')
    return 0;
  while (at < text.length && (g_ascii_isdigit (text.bytes[at]) || text.bytes[at] == ';'))
    at++;

  return at < text.length && text.bytes[at] == 'm' ? at + 1 : 0;
}

/**
 * pollux_fmt_ansi_strip:
 * @text: any bytes
 * @plain: gets @text without its SGR sequences
 */
void
pollux_fmt_ansi_strip (PolluxSlice  text,
                       GString     *plain)
{
  const char *at = text.bytes;
  const char *end = at + text.length;

  while (at < end)
    {
      const char *escape = memchr (at, '\033', end - at);
      gsize length;

      if (escape == NULL)
        escape = end;
      g_string_append_len (plain, at, escape - at);
      at = escape;
      if (at == end)
        break;

      length = pollux_fmt_ansi_measure ((PolluxSlice) { at, end - at });
      if (length == 0)
        {
          g_string_append_c (plain, *at);
          length = 1;
        }
      at += length;
    }
}
