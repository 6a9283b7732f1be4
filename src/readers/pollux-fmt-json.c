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

#include "pollux-fmt-feed.h"
#include "pollux-fmt-json.h"
#include "pollux-fmt-layer.h"
#include "pollux-fmt-parser.h"
#include "pollux-fmt-prefixes.h"
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
  PolluxReader parent_instance;

  PolluxLines *lines;
  PolluxFmtFeed *feed;
  PolluxFmtPrefixes *prefixes;
  GPtrArray *parsers;  /* PolluxFmtParser per process */
  PolluxFmtLayer *layer;
  gboolean layered;    /* its records are the layer's */
  guint64 last_line;
  gboolean finished;
} FmtJson;

static gboolean has_layer_records (PolluxSource *source);

static PolluxReader *
fmt_json_open (const PolluxReaderClass *klass,
               PolluxSource            *source)
{
  FmtJson *self = g_new0 (FmtJson, 1);
  PolluxFmtNames names;

  self->parent_instance.klass = klass;
  self->parent_instance.source = source;
  self->lines = pollux_lines_new (source);
  self->feed = pollux_fmt_feed_new (klass->name);
  self->prefixes = pollux_fmt_prefixes_new ();
  self->parsers = g_ptr_array_new_with_free_func ((GDestroyNotify) pollux_fmt_parser_free);
  names = pollux_fmt_feed_get_names (self->feed);
  self->layer = pollux_fmt_layer_new (&names);
  self->layered = has_layer_records (source);
  return &self->parent_instance;
}

static void
fmt_json_close (PolluxReader *reader)
{
  FmtJson *self = (FmtJson *) reader;

  pollux_lines_free (self->lines);
  g_ptr_array_unref (self->parsers);
  pollux_fmt_layer_free (self->layer);
  pollux_fmt_prefixes_free (self->prefixes);
  pollux_fmt_feed_free (self->feed);
  g_free (self);
}

/* Spans that look alike in two processes are not the same, so each process has
 * a parser with a memory of its own. */
static PolluxFmtParser *
get_parser (FmtJson *self,
            guint    process)
{
  while (self->parsers->len <= process)
    {
      PolluxFmtNames names = pollux_fmt_feed_get_names (self->feed);

      g_ptr_array_add (self->parsers, pollux_fmt_parser_new (&names));
    }

  pollux_fmt_feed_set_process (self->feed, process);
  return g_ptr_array_index (self->parsers, process);
}

/* --- lines ---------------------------------------------------------------- */

static gboolean
is_blank (PolluxSlice text)
{
  for (gsize i = 0; i < text.length; i++)
    {
      if (!g_ascii_isspace (text.bytes[i]))
        return FALSE;
    }

  return TRUE;
}

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
take_other (FmtJson          *self,
            const PolluxLine *line,
            PolluxFmtVerdict  verdict)
{
  if (verdict == POLLUX_FMT_INVALID && looks_broken (line->text))
    pollux_fmt_feed_add_damage (self->feed, line,
                                line->ended ? damage_broken : pollux_fmt_damage_cut);
  else if (!is_blank (line->text))
    pollux_fmt_feed_add_foreign (self->feed, line);
}

/* A record behind what another program put in front of the line: its name, a
 * time, a bar. */
static gboolean
take_prefixed (FmtJson          *self,
               const PolluxLine *line)
{
  PolluxSlice text = line->text;
  gsize limit = MIN (text.length, MAX_PREFIX);
  const char *brace = limit > 0 ? memchr (text.bytes + 1, '{', limit - 1) : NULL;
  PolluxFmtLine record;
  guint process;

  if (brace == NULL || text.bytes[text.length - 1] != '}')
    return FALSE;

  process = pollux_fmt_prefixes_get_process (self->prefixes,
                                             slice_to (text, brace - text.bytes));
  if (pollux_fmt_parser_parse (get_parser (self, process),
                               slice_from (text, brace - text.bytes), &record) !=
        POLLUX_FMT_GOOD ||
      !pollux_fmt_line_is_typical (&record) || !pollux_fmt_feed_take (self->feed, line, &record))
    return FALSE;

  pollux_fmt_feed_count (self->feed, POLLUX_COUNTER_PREFIXED);
  return TRUE;
}

/* Editors put a byte order mark in front of a file. */
static PolluxSlice
skip_mark (PolluxSlice text)
{
  if (text.length >= 3 && memcmp (text.bytes, "\xEF\xBB\xBF", 3) == 0)
    return (PolluxSlice) { text.bytes + 3, text.length - 3 };
  return text;
}

static void
take_line (FmtJson          *self,
           const PolluxLine *line)
{
  PolluxFmtLine record;
  PolluxFmtVerdict verdict;

  if (G_UNLIKELY (line->too_long))
    {
      pollux_fmt_feed_add_damage (self->feed, line, pollux_fmt_damage_too_long);
      return;
    }

  /* Some of them would do as records of the fmt layer, too. */
  if (self->layered && pollux_fmt_layer_parse (self->layer, line->text, &record) &&
      pollux_fmt_feed_take (self->feed, line, &record))
    return;

  verdict = pollux_fmt_parser_parse (get_parser (self, 0), line->text, &record);
  if (G_LIKELY (verdict == POLLUX_FMT_GOOD && pollux_fmt_feed_take (self->feed, line, &record)))
    return;
  if (verdict != POLLUX_FMT_INVALID || !take_prefixed (self, line))
    take_other (self, line, verdict);
}

/* --- batches -------------------------------------------------------------- */

static gboolean
fmt_json_next_batch (PolluxReader  *reader,
                     PolluxBatch   *batch,
                     GCancellable  *cancellable,
                     GError       **error)
{
  FmtJson *self = (FmtJson *) reader;
  g_autoptr (GError) read_error = NULL;
  gboolean more = TRUE;
  gboolean cancelled;
  PolluxLine line = { .text = { NULL, 0 } };

  if (self->finished || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  pollux_fmt_feed_begin_batch (self->feed, batch);
  for (guint i = 0; i < POLLUX_READER_BATCH_RECORDS && more; i++)
    {
      more = pollux_lines_next (self->lines, &line, cancellable, &read_error);
      if (!more)
        break;

      self->last_line = line.number;
      if (G_UNLIKELY (line.number >= POLLUX_RECORD_NONE))
        {
          pollux_fmt_feed_add_damage (self->feed, &line, pollux_fmt_damage_records);
          more = FALSE;
          break;
        }
      if (line.number % MARK_EVERY == 0)
        pollux_batch_add_mark (batch, line.number, line.offset);
      if (line.number == 0)
        line.text = skip_mark (line.text);
      take_line (self, &line);
    }

  cancelled = g_error_matches (read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (cancelled)
    g_propagate_error (error, g_steal_pointer (&read_error));
  else if (!more)
    {
      self->finished = TRUE;
      pollux_fmt_feed_finish (self->feed, pollux_source_get_offset (reader->source),
                              self->last_line, read_error, error);
    }
  pollux_fmt_feed_end_batch (self->feed);
  return more;
}

/* --- detection ------------------------------------------------------------ */

static PolluxTaskIndex
probe_task (gpointer              data,
            const PolluxTaskSpan *span)
{
  return 0;
}

static guint32
probe_span (gpointer               data,
            const PolluxOtherSpan *span)
{
  return 0;
}

static PolluxThread
probe_thread (gpointer    data,
              PolluxSlice id,
              PolluxSlice name)
{
  return 0;
}

/* Whether the first records of @source are those of a layer of its own. */
static gboolean
has_layer_records (PolluxSource *source)
{
  PolluxFmtNames names = { probe_task, probe_span, probe_thread, NULL };
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
  PolluxFmtNames names = { probe_task, probe_span, probe_thread, NULL };
  g_autoptr (PolluxFmtParser) parser = pollux_fmt_parser_new (&names);
  g_autoptr (PolluxFmtLayer) layer = pollux_fmt_layer_new (&names);
  PolluxSlice left = skip_mark ((PolluxSlice) { (const char *) bytes, length });
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

      n_seen += !is_blank (text);
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
  .next_batch = fmt_json_next_batch,
  .read_records = pollux_fmt_json_read_records,
  .close = fmt_json_close,
};
