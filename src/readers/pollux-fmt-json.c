/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The reader of tracing-subscriber's JSON: one object per line.
 *
 * Lines become PolluxFmtLines, and those go to the feed. A record's number is
 * its physical line, whatever the lines before it were, so that a record can be
 * found again from any mark.
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "pollux-fmt-json.h"
#include "pollux-fmt-layer.h"
#include "pollux-fmt-parser.h"
#include "pollux-fmt-reader.h"
#include "pollux-fmt-words.h"
#include "pollux-lines.h"
#include "pollux-trace.h"

#define MARK_EVERY 1024
/* Lines that a probe looks at. */
#define PROBE_LINES 1024
/* Where a record may begin behind what a service manager puts in front. */
#define MAX_PREFIX 256

static const char damage_broken[] = "broken record: the line is no JSON";

typedef struct
{
  PolluxFmtReader parent_instance;

  PolluxFmtLayer *layer;
  gboolean layered;    /* its records are the layer's */
} FmtJson;

static gboolean has_layer_records (PolluxSource *source);

static void take_line (PolluxFmtReader  *reader,
                       const PolluxLine *line,
                       PolluxBatch      *batch);

static PolluxReader *
fmt_json_open (const PolluxReaderClass *klass,
               PolluxSource            *source)
{
  FmtJson *self = g_new0 (FmtJson, 1);
  PolluxFmtReader *reader = &self->parent_instance;
  PolluxFmtNames names;

  pollux_fmt_reader_init (reader, klass, source, (GDestroyNotify) pollux_fmt_parser_free);
  reader->take_line = take_line;
  names = pollux_fmt_feed_get_names (reader->feed);
  self->layer = pollux_fmt_layer_new (&names);
  self->layered = has_layer_records (source);
  return &reader->parent_instance;
}

static void
fmt_json_close (PolluxReader *reader)
{
  FmtJson *self = (FmtJson *) reader;

  pollux_fmt_reader_clear (&self->parent_instance);
  pollux_fmt_layer_free (self->layer);
  g_free (self);
}

static PolluxFmtParser *
get_parser (PolluxFmtReader *reader,
            guint            process)
{
  while (reader->parsers->len <= process)
    {
      PolluxFmtNames names = pollux_fmt_feed_get_names (reader->feed);

      g_ptr_array_add (reader->parsers, pollux_fmt_parser_new (&names));
    }

  pollux_fmt_reader_set_process (reader, process);
  return g_ptr_array_index (reader->parsers, process);
}

/* --- lines ---------------------------------------------------------------- */

/* Whether a line that is no JSON was meant to be a record, or is a piece of
 * one: it has a record's beginning or end. */
static gboolean
looks_broken (PolluxSlice text)
{
  const char *end = text.bytes + text.length;

  if (text.length >= 2 && text.bytes[0] == '{' && text.bytes[1] == '"')
    return TRUE;

  return text.length >= 3 && end[-1] == '}' &&
         (end[-2] == '"' || end[-2] == ']' || end[-2] == '}') &&
         memmem (text.bytes, text.length, "\":", 2) != NULL;
}

static void
take_other (PolluxFmtReader  *reader,
            const PolluxLine *line,
            PolluxFmtVerdict  verdict)
{
  if (verdict == POLLUX_FMT_INVALID && looks_broken (line->text))
    pollux_fmt_feed_add_damage (reader->feed, line,
                                line->ended ? damage_broken : pollux_fmt_damage_cut);
  else if (!pollux_fmt_is_blank (line->text))
    pollux_fmt_feed_add_foreign (reader->feed, line);
}

/* A record behind what another program put in front of the line: its name, a
 * time, a bar. */
static gboolean
take_prefixed (PolluxFmtReader  *reader,
               const PolluxLine *line)
{
  PolluxSlice text = line->text;
  gsize limit = MIN (text.length, MAX_PREFIX);
  const char *brace = limit > 0 ? memchr (text.bytes + 1, '{', limit - 1) : NULL;
  PolluxFmtLine record;
  guint process;

  if (brace == NULL || text.bytes[text.length - 1] != '}')
    return FALSE;

  process = pollux_fmt_prefixes_get_process (reader->prefixes,
                                             slice_to (text, brace - text.bytes));
  if (pollux_fmt_parser_parse (get_parser (reader, process),
                               slice_from (text, brace - text.bytes), &record) !=
        POLLUX_FMT_GOOD ||
      !pollux_fmt_line_is_typical (&record) || !pollux_fmt_feed_take (reader->feed, line, &record))
    return FALSE;

  pollux_fmt_feed_count (reader->feed, POLLUX_COUNTER_PREFIXED);
  return TRUE;
}

static void
take_line (PolluxFmtReader  *reader,
           const PolluxLine *line,
           PolluxBatch      *batch)
{
  FmtJson *self = (FmtJson *) reader;
  PolluxFmtLine record;
  PolluxFmtVerdict verdict;

  if (line->number % MARK_EVERY == 0)
    pollux_batch_add_mark (batch, line->number, line->offset);
  if (G_UNLIKELY (line->too_long))
    {
      pollux_fmt_feed_add_damage (reader->feed, line, pollux_fmt_damage_too_long);
      return;
    }

  /* Some of them would do as records of the fmt layer, too. */
  if (self->layered && pollux_fmt_layer_parse (self->layer, line->text, &record) &&
      pollux_fmt_feed_take (reader->feed, line, &record))
    return;

  verdict = pollux_fmt_parser_parse (get_parser (reader, 0), line->text, &record);
  if (G_LIKELY (verdict == POLLUX_FMT_GOOD && pollux_fmt_feed_take (reader->feed, line, &record)))
    return;
  if (verdict != POLLUX_FMT_INVALID || !take_prefixed (reader, line))
    take_other (reader, line, verdict);
}

/* --- detection ------------------------------------------------------------ */

/* Whether the first records of @source are those of a layer of its own. */
static gboolean
has_layer_records (PolluxSource *source)
{
  PolluxFmtNames names = pollux_fmt_names_none ();
  g_autoptr (PolluxFmtLayer) layer = pollux_fmt_layer_new (&names);
  const guint8 *bytes;
  gssize length = pollux_source_peek (source, &bytes, POLLUX_READER_PROBE_BYTES, NULL);
  PolluxSlice left = { (const char *) bytes, MAX (length, 0) };
  PolluxFmtLine line;

  for (guint i = 0; i < PROBE_LINES && left.length > 0; i++)
    {
      const char *newline = memchr (left.bytes, '\n', left.length);
      gsize n = newline != NULL ? (gsize) (newline - left.bytes) : left.length;

      if (pollux_fmt_layer_parse (layer, slice_to (left, n), &line))
        return TRUE;
      if (memmem (left.bytes, n, "\"timestamp\"", strlen ("\"timestamp\"")) != NULL)
        return FALSE;
      left = slice_from (left, MIN (n + 1, left.length));
    }

  return FALSE;
}

/* Also behind what a service manager puts in front. */
static gboolean
is_typical (PolluxFmtParser *parser,
            PolluxFmtLayer  *layer,
            PolluxSlice      text)
{
  const char *brace = memchr (text.bytes, '{', MIN (text.length, MAX_PREFIX));
  PolluxFmtLine line;

  if (brace == NULL)
    return FALSE;

  text = slice_from (text, brace - text.bytes);
  return (pollux_fmt_parser_parse (parser, text, &line) == POLLUX_FMT_GOOD &&
          pollux_fmt_line_is_typical (&line)) ||
         pollux_fmt_layer_parse (layer, text, &line);
}

/* A first line that is longer than what a probe gets. */
static int
probe_beginning (PolluxSlice text)
{
  static const char timestamp[] = "{\"timestamp\":\"";
  static const char level[] = "\",\"level\":\"";

  if (text.length < sizeof timestamp || memcmp (text.bytes, timestamp, sizeof timestamp - 1) != 0)
    return 0;

  return memmem (text.bytes, MIN (text.length, 128), level, sizeof level - 1) != NULL ? 40 : 0;
}

static int
fmt_json_probe (const guint8 *bytes,
                gsize         length)
{
  PolluxFmtNames names = pollux_fmt_names_none ();
  g_autoptr (PolluxFmtParser) parser = pollux_fmt_parser_new (&names);
  g_autoptr (PolluxFmtLayer) layer = pollux_fmt_layer_new (&names);
  PolluxSlice left = pollux_fmt_skip_mark ((PolluxSlice) { (const char *) bytes, length });
  guint n_seen = 0;

  for (guint i = 0; i < PROBE_LINES && left.length > 0; i++)
    {
      const char *newline = memchr (left.bytes, '\n', left.length);
      gsize n = newline != NULL ? (gsize) (newline - left.bytes) : left.length;
      PolluxSlice text = { left.bytes, n };

      if (text.length > 0 && is_typical (parser, layer, text))
        return n_seen == 0 ? 95 : 70;
      if (newline == NULL)
        return n_seen == 0 ? probe_beginning (text) : 0;

      n_seen += !pollux_fmt_is_blank (text);
      left.length -= text.length + 1;
      left.bytes = newline + 1;
    }

  return 0;
}

const PolluxReaderClass pollux_fmt_json_class = {
  .name = "tracing-fmt-json",
  .title = N_ ("tracing-subscriber JSON"),
  .probe = fmt_json_probe,
  .open = fmt_json_open,
  .next_batch = pollux_fmt_reader_next_batch,
  .read_records = pollux_fmt_json_read_records,
  .close = fmt_json_close,
};
