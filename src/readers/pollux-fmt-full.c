/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Full: "name{fields}:name{fields}: target: file.rs:5: message and fields".
 *
 * Nothing marks where the spans end and the target begins. In a coloured record
 * names, braces and colons have colours of their own, which no value has. In
 * a plain one the list is read from its left, past quotes and nested braces: a
 * name with fields ends at a brace and a colon, names follow each other without
 * a blank, and the fields of a task are found by their known last key. A value
 * that imitates all of that can still be cut in the wrong place; the record
 * is then marked as ambiguous.
 *
 * One bare word before ": " may be a span without fields or a target. It is a
 * span if it is one of a resource, if one of that name was seen where nothing
 * else could be, or if a path follows.
 *
 * The list's bytes are remembered with what they mean. A record is looked up
 * by the bytes up to each of its "}: " in turn, so that what was remembered is
 * found without reading it again.
 */

#include "config.h"

#include "pollux-fmt-ansi.h"
#include "pollux-fmt-text-private.h"
#include "pollux-fmt-words.h"

#define OPEN POLLUX_FMT_BOLD "{" POLLUX_FMT_RESET
#define COLON POLLUX_FMT_DIM ":" POLLUX_FMT_RESET
#define CLOSE POLLUX_FMT_BOLD "}" POLLUX_FMT_RESET COLON

/* Braces that are tried as the end of a list that is known. */
#define MAX_GUESSES 8u
#define MAX_SPANS 256u
#define MAX_NAME 256u
#define MAX_BARE_NAMES 4096u

typedef struct
{
  PolluxFmtTextParser *parser;
  PolluxFmtMeaning meaning;
  gboolean repaired;
} List;

static const char *
find (PolluxSlice text,
      const char *needle,
      gsize       length)
{
  return memmem (text.bytes, text.length, needle, length);
}

static void
remember_bare (PolluxFmtTextParser *parser,
               PolluxSlice          name)
{
  if (g_hash_table_size (parser->bare_names) < MAX_BARE_NAMES)
    g_hash_table_add (parser->bare_names, g_bytes_new (name.bytes, name.length));
}

static gboolean
is_bare_name (PolluxFmtTextParser *parser,
              PolluxSlice          name)
{
  g_autoptr (GBytes) key = g_bytes_new_static (name.bytes, name.length);

  return g_hash_table_contains (parser->bare_names, key);
}

static void
add_span (List       *list,
          PolluxSlice name,
          PolluxSlice fields)
{
  PolluxFmtSpanText text = { .name = name };
  PolluxFmtSpan span;

  if (fields.length > 0)
    pollux_fmt_text_take_span (&pollux_fmt_style_plain, fields, &text, &list->repaired);
  span = pollux_fmt_text_name_span (list->parser, &text, fields, fields);
  pollux_fmt_meaning_add (&list->meaning, &span);
}

/* --- coloured ------------------------------------------------------------- */

/* Reads the list at the front of @text; sets where it ends. */
static PolluxFmtTextVerdict
scan_coloured (List       *list,
               PolluxSlice text,
               gsize      *end)
{
  PolluxSlice left = text;
  guint n = 0;

  *end = 0;
  while (BEGINS (left, POLLUX_FMT_BOLD) && n++ < MAX_SPANS)
    {
      const char *reset;
      PolluxSlice name, fields = { NULL, 0 };

      left = slice_from (left, strlen (POLLUX_FMT_BOLD));
      reset = find (left, POLLUX_FMT_RESET, strlen (POLLUX_FMT_RESET));
      if (reset == NULL)
        return POLLUX_FMT_TEXT_MORE;
      name = slice_to (left, reset - left.bytes);
      left = slice_from (left, name.length + strlen (POLLUX_FMT_RESET));
      if (BEGINS (left, OPEN))
        {
          const char *close = find (left, CLOSE, strlen (CLOSE));

          if (close == NULL)
            return POLLUX_FMT_TEXT_MORE;
          left = slice_from (left, strlen (OPEN));
          fields = pollux_fmt_text_plain (slice_to (left, close - left.bytes),
                                          list->parser->scratch.spans);
          left = slice_from (left, close - left.bytes + strlen (CLOSE));
        }
      else if (BEGINS (left, COLON))
        left = slice_from (left, strlen (COLON));
      else
        return POLLUX_FMT_TEXT_GOOD;

      add_span (list, name, fields);
      if (left.length > 0 && *left.bytes == ' ')
        {
          *end = text.length - left.length + 1;
          return POLLUX_FMT_TEXT_GOOD;
        }
    }

  return POLLUX_FMT_TEXT_GOOD;
}

/* --- plain ---------------------------------------------------------------- */

/* The bytes behind the first of a character in quotes; 0: it is none. */
static gsize
measure_char (PolluxSlice text)
{
  gsize escaped = text.length > 1 && text.bytes[1] == '\\';

  return text.length > 2 + escaped && text.bytes[2 + escaped] == '\'' ? 2 + escaped : 0;
}

/* Where the fields in @text end, before "}:"; G_MAXSIZE if they do not.
 * @strict: quotes count. */
static gsize
measure_fields (PolluxSlice text,
                gboolean    strict)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < text.length; i++)
    {
      char byte = text.bytes[i];

      /* A character: '"', '{', '\'' */
      if (!quoted && byte == '\'' && strict)
        i += measure_char (slice_from (text, i));
      else if (quoted && byte == '\\')
        i++;
      else if (byte == '"')
        quoted = strict && !quoted;
      else if (quoted)
        continue;
      else if (byte == '{')
        depth++;
      else if (byte == '}' && depth > 0 && strict)
        depth--;
      else if (byte == '}' && i + 1 < text.length && text.bytes[i + 1] == ':')
        return i;
    }

  return G_MAXSIZE;
}

/* Whether a record can go on so behind "}:": with another span, or with a
 * target. */
static gboolean
goes_on_well (PolluxSlice text)
{
  const char *colon;

  if (text.length == 0 || *text.bytes != ' ')
    return text.length > 0;
  text = slice_from (text, 1);
  colon = find_colon (text);
  if (colon == NULL || colon == text.bytes)
    return FALSE;
  for (const char *at = text.bytes; at < colon; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr ("_:-./", *at) == NULL)
        return FALSE;
    }

  return TRUE;
}

/* The first end of the fields behind which the record goes on as it must. */
static gsize
measure_by_target (PolluxSlice text)
{
  gsize from = 0;

  for (guint i = 0; i < MAX_GUESSES * 4; i++)
    {
      gsize length = measure_fields (slice_from (text, from), FALSE);

      if (length == G_MAXSIZE)
        return length;
      length += from;
      if (goes_on_well (slice_from (text, length + 2)))
        return length;
      from = length + 1;
    }

  return G_MAXSIZE;
}

/* The fields behind a brace. Takes them by their looks if a quote or brace in
 * a value has no partner, and by what must follow if that does not. */
static gsize
measure_any (List       *list,
             PolluxSlice name,
             PolluxSlice text)
{
  gsize length = G_MAXSIZE;

  if (IS (name, "runtime.spawn"))
    length = pollux_fmt_text_measure_task (text, "}:");
  if (length != G_MAXSIZE)
    return length;

  length = measure_fields (text, TRUE);
  if (length == G_MAXSIZE)
    {
      length = measure_fields (text, FALSE);
      list->meaning.ambiguous = list->meaning.ambiguous || length != G_MAXSIZE;
    }
  if (length != G_MAXSIZE && list->parser->has_targets &&
      !goes_on_well (slice_from (text, length + 2)))
    {
      gsize other = measure_by_target (text);

      list->meaning.ambiguous = TRUE;
      if (other != G_MAXSIZE)
        length = other;
    }
  return length;
}

static gboolean
is_path (PolluxSlice text)
{
  const char *colon = find (text, ": ", 2);
  gboolean colons = FALSE;

  if (colon == NULL)
    return FALSE;
  for (const char *at = text.bytes; at < colon; at++)
    {
      if (!g_ascii_isalnum (*at) && *at != '_' && *at != ':' && *at != '-')
        return FALSE;
      colons = colons || *at == ':';
    }

  return colons;
}

/* Where the name at the front of @text ends: at a brace, a colon that is no
 * path's, or the end. */
static gsize
measure_name (PolluxSlice text)
{
  for (gsize i = 0; i < text.length; i++)
    {
      if (text.bytes[i] == '{')
        return i;
      if (text.bytes[i] != ':')
        continue;
      if (i + 1 < text.length && text.bytes[i + 1] == ':')
        i++;
      else
        return i;
    }

  return text.length;
}

/* "35: " behind a colon: the place of a record without target. */
static gboolean
is_line_number (PolluxSlice text)
{
  gsize n = 0;

  while (n < text.length && g_ascii_isdigit (text.bytes[n]))
    n++;
  return n > 0 && n < text.length && text.bytes[n] == ':';
}

/* A span without fields, at whose colon @behind begins. FALSE if the words are
 * no span but the target. */
static gboolean
take_bare (List       *list,
           PolluxSlice name,
           PolluxSlice behind,
           gboolean    first)
{
  gboolean last = behind.length > 1 && behind.bytes[1] == ' ';

  if (name.length == 0 || behind.length < 2 || (!last && is_line_number (slice_from (behind, 1))))
    return FALSE;
  if (first && last && !BEGINS (name, "runtime.resource") &&
      !is_bare_name (list->parser, name))
    {
      if (find (name, "::", 2) != NULL || memchr (name.bytes, ' ', name.length) != NULL ||
          (!is_path (slice_from (behind, 2)) &&
           !pollux_fmt_text_is_life (slice_from (behind, 2))))
        return FALSE;
    }
  if (!first || !last)
    remember_bare (list->parser, name);

  add_span (list, name, (PolluxSlice) { NULL, 0 });
  return TRUE;
}

/* Reads the list at the front of @text; sets where it ends. */
static PolluxFmtTextVerdict
scan_plain (List       *list,
            PolluxSlice text,
            gsize      *end)
{
  PolluxSlice left = text;

  *end = 0;
  for (guint n = 0; n < MAX_SPANS; n++)
    {
      gsize n_name = measure_name (left);
      PolluxSlice name = slice_to (left, n_name);
      PolluxSlice behind = slice_from (left, n_name);

      if (BEGINS (behind, "{") && n_name > 0 && find (name, ": ", 2) == NULL)
        {
          PolluxSlice inside = slice_from (behind, 1);
          gsize length = measure_any (list, name, inside);

          if (length == G_MAXSIZE)
            return n == 0 && name.bytes[n_name - 1] == ' ' ? POLLUX_FMT_TEXT_GOOD
                                                           : POLLUX_FMT_TEXT_MORE;
          add_span (list, name, slice_to (inside, length));
          left = slice_from (inside, length + 2);
        }
      else if (take_bare (list, name, behind, n == 0))
        left = slice_from (behind, 1);
      else
        return POLLUX_FMT_TEXT_GOOD;

      if (left.length == 0 || *left.bytes == ' ')
        {
          *end = text.length - left.length + (left.length > 0);
          return POLLUX_FMT_TEXT_GOOD;
        }
    }

  return POLLUX_FMT_TEXT_GOOD;
}

/* --- both ----------------------------------------------------------------- */

/* The next place where a list may end, from @from on; 0: there is none. */
static gsize
guess_end (PolluxFmtTextParser *parser,
           PolluxSlice          text,
           gsize                from)
{
  const char *found;

  if (parser->ansi)
    {
      found = find (slice_from (text, from), COLON " ", strlen (COLON " "));
      return found != NULL ? (gsize) (found - text.bytes) + strlen (COLON " ") : 0;
    }

  while ((found = memchr (text.bytes + from, '}', text.length - from)) != NULL)
    {
      PolluxSlice behind;
      const char *colon;

      from = found + 1 - text.bytes;
      if (text.length - from < 2 || found[1] != ':')
        continue;
      if (found[2] == ' ')
        return from + 2;
      /* A last span without fields. */
      behind = slice_from (text, from + 1);
      colon = find_colon (slice_to (behind, MIN (behind.length, MAX_NAME)));
      if (colon != NULL && memchr (behind.bytes, '{', colon - behind.bytes) == NULL)
        return colon + 2 - text.bytes;
    }

  return 0;
}

/* What the list means if its bytes are known; sets where it ends. */
static const PolluxFmtMeaning *
look_up (PolluxFmtTextParser *parser,
         PolluxSlice          text,
         gsize               *end)
{
  *end = 0;
  for (guint i = 0; i < MAX_GUESSES; i++)
    {
      const PolluxFmtMeaning *meaning;

      *end = guess_end (parser, text, *end);
      if (*end == 0)
        return NULL;
      meaning = pollux_fmt_slices_lookup (parser->slices, slice_to (text, *end));
      if (meaning != NULL || parser->ansi)
        return meaning;
    }

  return NULL;
}

/* The spans at the front of @text; sets where they end. */
static PolluxFmtTextVerdict
take_spans (PolluxFmtTextParser *parser,
            PolluxSlice          text,
            gboolean             final,
            PolluxFmtMeaning    *meaning,
            gsize               *end,
            PolluxFmtTextFacts  *facts)
{
  List list = { .parser = parser, .meaning = POLLUX_FMT_MEANING_NONE };
  const PolluxFmtMeaning *known = look_up (parser, text, end);
  PolluxFmtTextVerdict verdict;

  if (G_LIKELY (known != NULL))
    {
      *meaning = *known;
      facts->ambiguous = known->ambiguous;
      facts->known = TRUE;
      return POLLUX_FMT_TEXT_GOOD;
    }

  verdict = parser->ansi ? scan_coloured (&list, text, end) : scan_plain (&list, text, end);
  if (verdict == POLLUX_FMT_TEXT_MORE && !final)
    return verdict;
  if (verdict == POLLUX_FMT_TEXT_MORE)
    {
      list.meaning = POLLUX_FMT_MEANING_NONE;
      list.meaning.ambiguous = TRUE;
      *end = 0;
    }

  *meaning = list.meaning;
  facts->ambiguous = list.meaning.ambiguous;
  facts->repaired = list.repaired;
  if (*end > 0 && !list.repaired)
    pollux_fmt_slices_insert (parser->slices, slice_to (text, *end), meaning);
  return POLLUX_FMT_TEXT_GOOD;
}

/* The target of a coloured record, which may be any words. Returns what is
 * behind it. */
static PolluxSlice
take_coloured_target (PolluxFmtTextParser *parser,
                      PolluxSlice          raw,
                      PolluxFmtLine       *line)
{
  const char *colon = find (raw, POLLUX_FMT_RESET COLON " ", strlen (POLLUX_FMT_RESET COLON " "));
  PolluxFmtValue value = { POLLUX_JSON_STRING, { NULL, 0 } };

  if (!BEGINS (raw, POLLUX_FMT_DIM) || colon == NULL)
    return raw;

  value.text = slice_from (slice_to (raw, colon - raw.bytes), strlen (POLLUX_FMT_DIM));
  if (memchr (value.text.bytes, '\033', value.text.length) != NULL ||
      memchr (value.text.bytes, '/', value.text.length) != NULL)
    return raw;
  pollux_fmt_line_set_target (line, &value);
  pollux_fmt_text_tell (parser, "target", (PolluxSlice) { NULL, 0 }, value.text);
  return slice_from (raw, colon - raw.bytes + strlen (POLLUX_FMT_RESET COLON " "));
}

/* The end of a record: blanks that the log crate leaves. */
static PolluxSlice
trim_end (PolluxSlice text)
{
  while (text.length > 0 && text.bytes[text.length - 1] == ' ')
    text.length--;
  return text;
}

/* Whether a brace closes in @fields that none opened there, as that of a span
 * whose fields were cut too early. */
static gboolean
closes_alone (PolluxSlice fields)
{
  const char *close = find (fields, "}:", 2);

  return close != NULL && memchr (fields.bytes, '{', close - fields.bytes) == NULL;
}

/**
 * pollux_fmt_full_parse:
 * @parser: a parser
 * @rest: a record behind its head
 * @final: no more of it comes
 * @line: gets what it says
 * @facts: gets what else there is to know
 *
 * Returns: what it is
 */
PolluxFmtTextVerdict
pollux_fmt_full_parse (PolluxFmtTextParser *parser,
                       PolluxSlice          rest,
                       gboolean             final,
                       PolluxFmtLine       *line,
                       PolluxFmtTextFacts  *facts)
{
  PolluxFmtMeaning meaning;
  PolluxSlice fields;
  gsize end = 0;

  if (take_spans (parser, rest, final, &meaning, &end, facts) == POLLUX_FMT_TEXT_MORE)
    return POLLUX_FMT_TEXT_MORE;

  rest = slice_from (rest, end);
  if (parser->ansi)
    rest = take_coloured_target (parser, rest, line);
  fields = pollux_fmt_text_plain (rest, parser->scratch.rest);
  /* In colour a place is dim, too: what is not belongs to the message. */
  if (!parser->ansi || BEGINS (rest, POLLUX_FMT_DIM))
    fields = pollux_fmt_text_take_target (parser, fields, line);
  fields = trim_end (fields);
  pollux_fmt_text_tell (parser, "fields", (PolluxSlice) { NULL, 0 }, fields);
  if (pollux_fmt_text_take_fields (&pollux_fmt_style_plain, fields, line, &facts->repaired) !=
      fields.length)
    {
      /* More follows what a record of Tokio's would have: it is none. */
      line->fields = (PolluxFmtFields) POLLUX_FMT_FIELDS_INIT;
      line->fields.others = TRUE;
    }
  if (line->fields.message == POLLUX_FMT_MESSAGE_NONE && !line->fields.has_waker_id &&
      line->target != POLLUX_FMT_TARGET_RESOURCE)
    line->fields.message = POLLUX_FMT_MESSAGE_OTHER;

  /* Where records have targets, one must follow the spans. */
  parser->has_targets = parser->has_targets || line->target != POLLUX_FMT_TARGET_NONE;
  if (end > 0 && ((line->target == POLLUX_FMT_TARGET_NONE && parser->has_targets) ||
                  (line->fields.others && closes_alone (fields))))
    facts->ambiguous = TRUE;

  pollux_fmt_text_set_spans (line, &meaning);
  return POLLUX_FMT_TEXT_GOOD;
}
