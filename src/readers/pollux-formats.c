/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The formats that Pollux reads, and which of them a file is: the one whose
 * probe is surest. Names of files are never looked at.
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "pollux-fmt-json.h"
#include "pollux-fmt-text.h"
#include "pollux-reader.h"

static const PolluxReaderClass *const formats[] = {
  &pollux_fmt_json_class,
  &pollux_fmt_full_class,
  &pollux_fmt_compact_class,
  &pollux_fmt_pretty_class,
  NULL,
};

/**
 * pollux_formats_list:
 *
 * Returns: (array zero-terminated=1) (transfer none): all formats
 */
const PolluxReaderClass *const *
pollux_formats_list (void)
{
  return formats;
}

/**
 * pollux_formats_find:
 * @name: (nullable): a format's name, as on the command line
 *
 * Returns: (transfer none) (nullable): the format; %NULL if there is none
 */
const PolluxReaderClass *
pollux_formats_find (const char *name)
{
  for (guint i = 0; formats[i] != NULL; i++)
    {
      if (g_strcmp0 (formats[i]->name, name) == 0)
        return formats[i];
    }

  return NULL;
}

/* Text, as far as it goes: the last character may be cut. */
static gboolean
is_text (const char *bytes,
         gsize       length)
{
  const char *end;

  if (memchr (bytes, '\0', length) != NULL)
    return FALSE;

  return g_utf8_validate (bytes, length, &end) || bytes + length - end < 4;
}

/* JSON, as far as it goes: the first value is good, or so long that its end
 * was not read. */
static gboolean
is_json (const char *bytes,
         gsize       length)
{
  PolluxJsonCursor cursor;
  PolluxJsonValue value;

  pollux_json_cursor_init_lenient (&cursor, bytes, length);
  value.kind = pollux_json_cursor_peek (&cursor);
  if (value.kind != POLLUX_JSON_OBJECT && value.kind != POLLUX_JSON_ARRAY)
    return FALSE;

  return pollux_json_cursor_take_value (&cursor, &value) ||
         (length == POLLUX_READER_PROBE_BYTES && cursor.end - cursor.at < (gssize) length / 2);
}

static void
set_unknown (const char  *bytes,
             gsize        length,
             GError     **error)
{
  const char *message;

  if (!is_text (bytes, length))
    message = _ ("This is not a recording that Pollux can read");
  else if (is_json (bytes, length))
    message = _ ("This is JSON, but not a tracing-subscriber record: those have a “level”, a "
                 "“target”, and the event’s “fields”");
  else
    message = _ ("This is text, but not a log that tracing-subscriber wrote: each record of those "
                 "has a level, mostly behind a time");

  g_set_error_literal (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_UNKNOWN, message);
}

/**
 * pollux_formats_detect:
 * @bytes: the first bytes of a file, decompressed
 * @length: how many, at most POLLUX_READER_PROBE_BYTES of them are looked at
 * @error: return location for %POLLUX_READER_ERROR_EMPTY or
 *   %POLLUX_READER_ERROR_UNKNOWN
 *
 * Returns: (transfer none) (nullable): the format; %NULL with @error if it is
 *   none that is known
 */
const PolluxReaderClass *
pollux_formats_detect (const guint8  *bytes,
                       gsize          length,
                       GError       **error)
{
  const PolluxReaderClass *best = NULL;
  int best_score = 0;

  if (length == 0)
    {
      g_set_error_literal (error, POLLUX_READER_ERROR, POLLUX_READER_ERROR_EMPTY,
                           _ ("The file is empty"));
      return NULL;
    }

  length = MIN (length, POLLUX_READER_PROBE_BYTES);
  for (guint i = 0; formats[i] != NULL; i++)
    {
      int score = formats[i]->probe (bytes, length);

      if (score > best_score)
        {
          best = formats[i];
          best_score = score;
        }
    }

  if (best == NULL)
    set_unknown ((const char *) bytes, length, error);
  return best;
}
