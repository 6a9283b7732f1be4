/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes as a recording: detected, loaded into a trace, each line read
 * again. And each line by the cursor and by json-glib, which must say the same.
 */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"
#include "fuzz-load.h"
#include "fuzz-target.h"
#include "pollux-fmt-json.h"

static void
check_line (FmtNamer        *namer,
            PolluxFmtParser *strict,
            PolluxFmtParser *slow,
            PolluxSlice      text)
{
  g_autofree char *said = NULL;
  g_autofree char *expected = NULL;
  PolluxFmtLine line;
  PolluxFmtVerdict verdict = pollux_fmt_parser_parse_strict (strict, text, &line);

  if (verdict == POLLUX_FMT_GOOD)
    said = fmt_namer_describe (namer, verdict, &line);
  verdict = pollux_fmt_parser_parse_slow (slow, text, &line);
  expected = fmt_namer_describe (namer, verdict, &line);
  if (said != NULL)
    g_assert_cmpstr (said, ==, expected);
}

static void
check_lines (PolluxSlice text)
{
  g_autoptr (FmtNamer) namer = fmt_namer_new ();
  g_autoptr (PolluxFmtParser) strict = fmt_namer_parser (namer);
  g_autoptr (PolluxFmtParser) slow = fmt_namer_parser (namer);

  while (text.length > 0)
    {
      const char *newline = memchr (text.bytes, '\n', text.length);
      gsize length = newline != NULL ? (gsize) (newline - text.bytes) : text.length;

      check_line (namer, strict, slow, (PolluxSlice) { text.bytes, length });
      text.bytes += MIN (length + 1, text.length);
      text.length -= MIN (length + 1, text.length);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  check_lines ((PolluxSlice) { (const char *) data, size });
  fuzz_load (&pollux_fmt_json_class, data, size);

  return 0;
}
