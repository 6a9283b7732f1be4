/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Pretty: a head with target and fields, then indented lines that tell of the
 * place ("at src/main.rs:5 on main ThreadId(1)") and of the spans, innermost
 * first ("in app::serve with id: 5, path: \"/\""), then an empty line.
 *
 * Text from a web page may have lost its blanks, its keys and its quotes; what
 * is left is read.
 */

#include "config.h"

#include "pollux-fmt-ansi.h"
#include "pollux-fmt-text-private.h"
#include "pollux-fmt-words.h"

#define MAX_SPANS 256u

static PolluxSlice
trim (PolluxSlice text)
{
  for (;;)
    {
      if (text.length > 0 && (*text.bytes == ' ' || *text.bytes == '\t'))
        text = slice_from (text, 1);
      else if (BEGINS (text, "\302\240"))
        text = slice_from (text, 2);
      else
        break;
    }
  while (text.length > 0 && text.bytes[text.length - 1] == ' ')
    text.length--;
  return text;
}

typedef enum
{
  TAIL_NONE,
  TAIL_AT,
  TAIL_IN,
  TAIL_ON,
} Tail;

static Tail
tail_from_word (PolluxSlice text)
{
  if (text.length < 2)
    return TAIL_NONE;
  if (memcmp (text.bytes, "at", 2) == 0)
    return TAIL_AT;
  if (memcmp (text.bytes, "in", 2) == 0)
    return TAIL_IN;
  return memcmp (text.bytes, "on", 2) == 0 ? TAIL_ON : TAIL_NONE;
}

/* A line with colours, or blanks of another kind. */
static Tail
get_odd_tail (PolluxSlice  line,
              PolluxSlice *rest)
{
  PolluxSlice text = trim (line);
  gsize length;
  Tail tail;

  while ((length = pollux_fmt_ansi_measure (text)) > 0)
    text = slice_from (text, length);
  tail = tail_from_word (text);
  if (tail == TAIL_NONE)
    return tail;

  text = slice_from (text, 2);
  while ((length = pollux_fmt_ansi_measure (text)) > 0)
    text = slice_from (text, length);
  if (text.length == 0 || *text.bytes != ' ')
    return TAIL_NONE;
  *rest = slice_from (text, 1);
  return tail;
}

/* What a line behind the head tells of; sets what stands behind the word. */
static inline Tail
get_tail (PolluxSlice  line,
          PolluxSlice *rest)
{
  gsize n = 0;
  Tail tail;

  while (n < line.length && line.bytes[n] == ' ')
    n++;
  if (n == line.length)
    return TAIL_NONE;
  if (G_UNLIKELY ((guchar) line.bytes[n] >= 0x80 || line.bytes[n] == '\033' ||
                  line.bytes[n] == '\t'))
    return get_odd_tail (line, rest);

  tail = tail_from_word (slice_from (line, n));
  if (tail == TAIL_NONE || line.length < n + 3 || line.bytes[n + 2] != ' ')
    return TAIL_NONE;
  *rest = slice_from (line, n + 3);
  return tail;
}

/**
 * pollux_fmt_pretty_is_tail:
 * @line: a line that may belong to a record
 *
 * Returns: whether it tells of a record's place, thread or span
 */
gboolean
pollux_fmt_pretty_is_tail (PolluxSlice line)
{
  PolluxSlice rest;

  switch (get_tail (line, &rest))
    {
    case TAIL_AT:
      return TRUE;
    case TAIL_IN:
      return *line.bytes == ' ' || memmem (rest.bytes, rest.length, "::", 2) != NULL ||
             memmem (rest.bytes, rest.length, " with ", 6) != NULL;
    case TAIL_ON:
      return *line.bytes == ' ';
    case TAIL_NONE:
    default:
      return FALSE;
    }
}

/**
 * pollux_fmt_pretty_knows:
 * @parser: a parser
 * @line: the last line of a file, without a line end
 *
 * Returns: %FALSE if it is more than a place and was not seen before, so that
 *   nobody knows whether it is all there
 */
gboolean
pollux_fmt_pretty_knows (PolluxFmtTextParser *parser,
                         PolluxSlice          line)
{
  PolluxSlice rest;
  Tail tail = get_tail (line, &rest);

  return tail == TAIL_AT || tail == TAIL_ON ||
         (tail == TAIL_IN && pollux_fmt_slices_lookup (parser->slices, rest) != NULL);
}

/* "src/main.rs:5 on main ThreadId(1)" */
static void
take_place (PolluxFmtTextParser *parser,
            PolluxSlice          text,
            PolluxFmtLine       *line)
{
  PolluxSlice plain = pollux_fmt_text_plain (text, parser->scratch.spans);
  const char *id = NULL;
  const char *on = NULL, *close;
  PolluxSlice name = { NULL, 0 };

  plain = trim (plain);
  pollux_fmt_text_tell (parser, "at", name, plain);
  if (plain.length > 0 && plain.bytes[plain.length - 1] == ')')
    id = memrchr (plain.bytes, '(', plain.length);
  if (id == NULL || id - plain.bytes < 8 || memcmp (id - 8, "ThreadId", 8) != 0)
    return;
  id -= 8;
  close = memchr (id, ')', plain.bytes + plain.length - id);
  if (close == NULL)
    return;

  for (const char *at = id; at >= plain.bytes + 3 && on == NULL; at--)
    {
      if (memcmp (at - 3, "on ", 3) == 0 && (at - 3 == plain.bytes || at[-4] == ' '))
        on = at;
    }
  if (on != NULL)
    name = trim ((PolluxSlice) { on, id - on });
  pollux_fmt_text_set_thread (parser, line, (PolluxSlice) { id, close + 1 - id }, name);
}

/* "tokio::task::runtime.spawn with kind: task, …": the name is what follows
 * the last colons before the fields; in colour it is bold. */
static PolluxFmtSpan
name_span (PolluxFmtTextParser *parser,
           PolluxSlice          raw,
           gboolean            *repaired)
{
  PolluxSlice plain = trim (pollux_fmt_text_plain (raw, parser->scratch.spans));
  const char *with = memmem (plain.bytes, plain.length, " with ", 6);
  PolluxSlice fields = { NULL, 0 };
  PolluxFmtSpanText text = { .name = plain };

  if (with != NULL)
    {
      text.name.length = with - plain.bytes;
      fields = slice_from (plain, text.name.length + 6);
    }
  for (gsize i = text.name.length; i >= 2; i--)
    {
      if (memcmp (text.name.bytes + i - 2, "::", 2) == 0)
        {
          text.name = slice_from (text.name, i);
          break;
        }
    }

  pollux_fmt_text_take_span (&pollux_fmt_style_pretty, fields, &text, repaired);
  return pollux_fmt_text_name_span (parser, &text, fields, plain);
}

static PolluxFmtSpan
take_span (PolluxFmtTextParser *parser,
           PolluxSlice          raw,
           PolluxFmtTextFacts  *facts)
{
  const PolluxFmtMeaning *known = pollux_fmt_slices_lookup (parser->slices, raw);
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;
  gboolean repaired = FALSE;

  if (G_LIKELY (known != NULL))
    return known->span;

  meaning.span = name_span (parser, raw, &repaired);
  facts->repaired = facts->repaired || repaired;
  if (!repaired)
    pollux_fmt_slices_insert (parser->slices, raw, &meaning);
  return meaning.span;
}

/* The end of the line that begins at @from, in @text. */
static gsize
line_end (PolluxSlice text,
          gsize       from)
{
  const char *newline = memchr (text.bytes + from, '\n', text.length - from);

  return newline != NULL ? (gsize) (newline - text.bytes) : text.length;
}

/* The lines behind the head: @text begins behind its line end. */
static void
take_tail (PolluxFmtTextParser *parser,
           PolluxSlice          text,
           PolluxFmtLine       *line,
           PolluxFmtMeaning    *meaning,
           PolluxFmtTextFacts  *facts)
{
  PolluxFmtSpan spans[MAX_SPANS];
  gsize at = 0;
  guint n = 0;

  while (at < text.length)
    {
      gsize end = line_end (text, at);
      PolluxSlice here = slice_from (slice_to (text, end), at);
      PolluxSlice rest = { NULL, 0 };
      Tail tail = get_tail (here, &rest);

      /* What continues a value of this span. */
      while (tail == TAIL_IN && end < text.length)
        {
          gsize next_end = line_end (text, end + 1);
          PolluxSlice next = slice_from (slice_to (text, next_end), end + 1);

          if (next.length == 0 || pollux_fmt_pretty_is_tail (next))
            break;
          end = next_end;
          rest.length = text.bytes + end - rest.bytes;
        }

      if (tail == TAIL_IN && n < MAX_SPANS)
        spans[n++] = take_span (parser, rest, facts);
      else if (tail == TAIL_AT || tail == TAIL_ON)
        take_place (parser, here, line);
      at = end + 1;
    }

  while (n > 0)
    pollux_fmt_meaning_add (meaning, &spans[--n]);
}

/* Where the message and fields end: before the first line of the tail. */
static gsize
measure_event (PolluxSlice text)
{
  gsize at = 0;

  while (at < text.length)
    {
      const char *newline = memchr (text.bytes + at, '\n', text.length - at);
      PolluxSlice next;
      const char *end;

      if (newline == NULL)
        return text.length;
      next = slice_from (text, newline + 1 - text.bytes);
      end = memchr (next.bytes, '\n', next.length);
      if (pollux_fmt_pretty_is_tail (slice_to (next, end != NULL ? (gsize) (end - next.bytes)
                                                                 : next.length)))
        return newline - text.bytes;
      at = newline + 1 - text.bytes;
    }

  return text.length;
}

/**
 * pollux_fmt_pretty_parse:
 * @parser: a parser
 * @rest: a record behind its head, with all its lines
 * @final: ignored: records come whole
 * @line: gets what it says
 * @facts: gets what else there is to know
 *
 * Returns: %POLLUX_FMT_TEXT_GOOD
 */
PolluxFmtTextVerdict
pollux_fmt_pretty_parse (PolluxFmtTextParser *parser,
                         PolluxSlice          rest,
                         gboolean             final,
                         PolluxFmtLine       *line,
                         PolluxFmtTextFacts  *facts)
{
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;
  gsize n_event = measure_event (rest);
  PolluxSlice fields = trim (pollux_fmt_text_plain (slice_to (rest, n_event),
                                                    parser->scratch.rest));
  gboolean is_tokio;

  while (fields.length > 0 && fields.bytes[fields.length - 1] == '\n')
    fields.length--;
  fields = pollux_fmt_text_take_target (parser, fields, line);
  pollux_fmt_text_tell (parser, "fields", (PolluxSlice) { NULL, 0 }, fields);
  is_tokio = pollux_fmt_text_take_fields (&pollux_fmt_style_pretty, fields, line,
                                          &facts->repaired) == fields.length;
  if (!is_tokio)
    {
      line->fields = (PolluxFmtFields) POLLUX_FMT_FIELDS_INIT;
      line->fields.others = TRUE;
    }
  if (line->fields.message == POLLUX_FMT_MESSAGE_NONE && !line->fields.has_waker_id &&
      line->target != POLLUX_FMT_TARGET_RESOURCE)
    line->fields.message = POLLUX_FMT_MESSAGE_OTHER;

  if (n_event < rest.length)
    take_tail (parser, slice_from (rest, n_event + 1), line, &meaning, facts);
  pollux_fmt_text_set_spans (line, &meaning);
  return POLLUX_FMT_TEXT_GOOD;
}
