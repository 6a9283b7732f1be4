/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A line by the strict cursor; what both ways share.
 *
 * Most of a line is its span and its span list, and both were seen before. So
 * a guess is made where such a member ends: at its first closing bracket. If
 * those bytes are known, they were checked when they were new, and since no
 * object or list is the beginning of another one, the member ends there
 * indeed. If they are not known (or the guess is wrong, for a bracket in some
 * text) the member is parsed like any other.
 *
 * Nothing is said to the outside before the whole line is known to be good: a
 * new span in a line that breaks off behind it introduces no task.
 *
 * Flattened events put fields of any name beside the record's own members. Of
 * equal keys, the first "timestamp" and "level" are the record's, for they are
 * written before the fields, and the last of all others, written behind.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-parser-private.h"
#include "pollux-fmt-words.h"

/* No text that means something is longer, even if every byte is escaped. */
#define MAX_MEANING 256u
/* Thread ids beyond that are not remembered. */
#define MAX_THREAD_ID 256u
/* Bytes of a span's fields that are kept for people. */
#define MAX_LABEL 512u

/**
 * pollux_fmt_parser_new:
 * @names: who numbers tasks and threads; copied, its data must outlive the
 *   parser
 *
 * Returns: (transfer full): a parser for the lines of one file
 */
PolluxFmtParser *
pollux_fmt_parser_new (const PolluxFmtNames *names)
{
  PolluxFmtParser *parser = g_new0 (PolluxFmtParser, 1);

  parser->names = *names;
  parser->slices = pollux_fmt_slices_new ();
  parser->scratch = pollux_arena_new ();
  parser->label = g_string_new (NULL);
  return parser;
}

/**
 * pollux_fmt_parser_free:
 * @parser: (nullable) (transfer full): a parser
 */
void
pollux_fmt_parser_free (PolluxFmtParser *parser)
{
  if (parser == NULL)
    return;

  for (guint i = 0; i < N_THREAD_PLACES; i++)
    g_free (parser->threads[i].id);
  pollux_fmt_slices_free (parser->slices);
  pollux_arena_free (parser->scratch);
  g_string_free (parser->label, TRUE);
  g_clear_object (&parser->json);
  g_free (parser);
}

/**
 * pollux_fmt_parser_get_n_slow:
 * @parser: a parser
 *
 * Returns: how many lines went to json-glib
 */
guint64
pollux_fmt_parser_get_n_slow (PolluxFmtParser *parser)
{
  return parser->n_slow;
}

/* --- what both ways share ------------------------------------------------- */

/* The decoded text of a string, good until the next line. */
PolluxSlice
pollux_fmt_parser_unescape (PolluxFmtParser *parser,
                            PolluxSlice      raw)
{
  gsize length;
  g_autofree char *text = pollux_json_slice_unescape (raw, &length);

  /* Names end up as C strings. */
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\0')
        text[i] = '?';
    }

  parser->scratched = TRUE;
  return (PolluxSlice) { pollux_arena_strndup (parser->scratch, text, length), length };
}

/* Which member of a record @key names. */
PolluxFmtMember
pollux_fmt_member_from_key (PolluxSlice key)
{
  switch (key.length)
    {
    case 4:
      return IS (key, "span") ? POLLUX_FMT_MEMBER_SPAN : POLLUX_FMT_MEMBER_OTHER;
    case 5:
      if (IS (key, "level"))
        return POLLUX_FMT_MEMBER_LEVEL;
      return IS (key, "spans") ? POLLUX_FMT_MEMBER_SPANS : POLLUX_FMT_MEMBER_OTHER;
    case 6:
      if (IS (key, "fields"))
        return POLLUX_FMT_MEMBER_FIELDS;
      return IS (key, "target") ? POLLUX_FMT_MEMBER_TARGET : POLLUX_FMT_MEMBER_OTHER;
    case 8:
      if (IS (key, "threadId"))
        return POLLUX_FMT_MEMBER_THREAD_ID;
      return IS (key, "filename") ? POLLUX_FMT_MEMBER_PLACE : POLLUX_FMT_MEMBER_OTHER;
    case 9:
      return IS (key, "timestamp") ? POLLUX_FMT_MEMBER_TIMESTAMP : POLLUX_FMT_MEMBER_OTHER;
    case 10:
      return IS (key, "threadName") ? POLLUX_FMT_MEMBER_THREAD_NAME : POLLUX_FMT_MEMBER_OTHER;
    case 11:
      return IS (key, "line_number") ? POLLUX_FMT_MEMBER_PLACE : POLLUX_FMT_MEMBER_OTHER;
    default:
      return POLLUX_FMT_MEMBER_OTHER;
    }
}

void
pollux_fmt_parse_begin (PolluxFmtParse  *parse,
                        PolluxFmtParser *parser,
                        PolluxFmtLine   *line)
{
  if (G_UNLIKELY (parser->scratched))
    {
      pollux_arena_reset (parser->scratch);
      parser->scratched = FALSE;
    }

  parse->parser = parser;
  parse->line = line;
  parse->flat = (PolluxFmtFields) POLLUX_FMT_FIELDS_INIT;
  parse->thread_id = parse->thread_name = (PolluxSlice) { NULL, 0 };
  parse->new_span_raw = parse->new_list_raw = (PolluxSlice) { NULL, 0 };
  pollux_fmt_line_init (line);
}

static inline PolluxSlice
text_of (const PolluxFmtValue *value)
{
  return value->kind == POLLUX_JSON_STRING ? value->text : (PolluxSlice) { NULL, 0 };
}

void
pollux_fmt_parse_set_member (PolluxFmtParse       *parse,
                             PolluxFmtMember       member,
                             PolluxSlice           key,
                             const PolluxFmtValue *value)
{
  PolluxFmtLine *line = parse->line;

  switch (member)
    {
    case POLLUX_FMT_MEMBER_TIMESTAMP:
      pollux_fmt_line_set_timestamp (line, &parse->parser->clock, value);
      break;
    case POLLUX_FMT_MEMBER_LEVEL:
      pollux_fmt_line_set_level (line, value);
      break;
    case POLLUX_FMT_MEMBER_TARGET:
      pollux_fmt_line_set_target (line, value);
      break;
    case POLLUX_FMT_MEMBER_THREAD_ID:
      parse->thread_id = text_of (value);
      break;
    case POLLUX_FMT_MEMBER_THREAD_NAME:
      parse->thread_name = text_of (value);
      break;
    case POLLUX_FMT_MEMBER_FIELDS:
      line->has &= ~POLLUX_FMT_HAS_FIELDS;
      break;
    case POLLUX_FMT_MEMBER_SPAN:
      parse->new_span_raw.length = 0;
      pollux_fmt_parse_set_span (parse, NULL);
      if (value->kind == POLLUX_JSON_NUMBER)
        line->has |= POLLUX_FMT_HAS_ODD_SPAN;
      break;
    case POLLUX_FMT_MEMBER_SPANS:
      parse->new_list_raw.length = 0;
      pollux_fmt_parse_set_spans (parse, NULL);
      break;
    case POLLUX_FMT_MEMBER_OTHER:
      pollux_fmt_fields_set (&parse->flat, key, value);
      break;
    case POLLUX_FMT_MEMBER_PLACE:
    default:
      break;
    }
}

/* Appends a field as text: as it is, but in quotes where it would not be told
 * from the next one. */
static void
append_field (GString               *label,
              PolluxSlice            key,
              const PolluxJsonValue *value)
{
  gboolean quoted = value->kind == POLLUX_JSON_STRING &&
                    (value->raw.length == 0 || memchr (value->raw.bytes, ' ', value->raw.length));

  if (label->len > 0)
    g_string_append_c (label, ' ');
  g_string_append_len (label, key.bytes, key.length);
  g_string_append (label, quoted ? "=\"" : "=");
  if (value->escaped)
    {
      gsize length;
      g_autofree char *text = pollux_json_slice_unescape (value->raw, &length);

      g_string_append_len (label, text, length);
    }
  else
    g_string_append_len (label, value->raw.bytes, value->raw.length);
  if (quoted)
    g_string_append_c (label, '"');
}

/**
 * pollux_fmt_label_from_object:
 * @object: the bytes of a span's JSON object
 * @label: gets its fields as text, without what is no field of it
 */
void
pollux_fmt_label_from_object (PolluxSlice  object,
                              GString     *label)
{
  PolluxJsonCursor cursor;
  PolluxSlice key;

  g_string_truncate (label, 0);
  pollux_json_cursor_init_lenient (&cursor, object.bytes, object.length);
  pollux_json_cursor_enter_object (&cursor);
  while (pollux_json_cursor_next_key (&cursor, &key) && label->len < MAX_LABEL)
    {
      PolluxJsonValue value;

      if (!pollux_json_cursor_take_value (&cursor, &value))
        break;
      if (!IS (key, "name") && !IS (key, "id"))
        append_field (label, key, &value);
    }
  g_string_truncate (label, MIN (label->len, MAX_LABEL));
}

PolluxFmtSpan
pollux_fmt_parse_name_span (PolluxFmtParse    *parse,
                            PolluxFmtSpanText *text,
                            PolluxSlice        raw)
{
  PolluxFmtParser *parser = parse->parser;
  PolluxSlice label = { NULL, 0 };

  if (pollux_fmt_span_text_get_kind (text) != POLLUX_FMT_SPAN_TASK)
    {
      pollux_fmt_label_from_object (raw, parser->label);
      label = (PolluxSlice) { parser->label->str, parser->label->len };
    }
  return pollux_fmt_names_name_span (&parser->names, text, label, raw);
}

/**
 * pollux_fmt_names_name_span:
 * @names: who numbers
 * @text: a span with all its fields
 * @label: its fields for people; may be empty for a task
 * @identity: bytes that are the same for the same span
 *
 * Returns: what it is, with its number
 */
PolluxFmtSpan
pollux_fmt_names_name_span (const PolluxFmtNames *names,
                            PolluxFmtSpanText    *text,
                            PolluxSlice           label,
                            PolluxSlice           identity)
{
  PolluxFmtSpan span = POLLUX_FMT_SPAN_INIT;
  PolluxOtherSpan other = {
    .name = text->name,
    .fields = label,
    .type = text->type,
    .source = text->source,
    .identity = identity,
    .internal = text->internal,
    .span_id = text->task.span_id,
    .has_span_id = text->task.has_span_id,
  };

  span.kind = pollux_fmt_span_text_get_kind (text);
  if (span.kind == POLLUX_FMT_SPAN_TASK)
    {
      text->task.identity = identity;
      span.task = names->get_task (names->data, &text->task);
      return span;
    }

  other.kind = POLLUX_SPAN_USER;
  if (span.kind == POLLUX_FMT_SPAN_RESOURCE)
    other.kind = POLLUX_SPAN_RESOURCE;
  else if (span.kind == POLLUX_FMT_SPAN_OPERATION || span.kind == POLLUX_FMT_SPAN_POLLING)
    other.kind = POLLUX_SPAN_OPERATION;
  span.other = names->get_span (names->data, &other);
  return span;
}

void
pollux_fmt_parse_set_span (PolluxFmtParse         *parse,
                           const PolluxFmtMeaning *meaning)
{
  PolluxFmtLine *line = parse->line;

  line->span = meaning != NULL ? meaning->span : POLLUX_FMT_MEANING_NONE.span;
  line->has &= ~POLLUX_FMT_HAS_ODD_SPAN;
  if (meaning != NULL)
    line->has |= POLLUX_FMT_HAS_SPAN;
  else
    line->has &= ~POLLUX_FMT_HAS_SPAN;
}

void
pollux_fmt_parse_set_spans (PolluxFmtParse         *parse,
                            const PolluxFmtMeaning *meaning)
{
  PolluxFmtLine *line = parse->line;

  line->innermost = meaning != NULL ? meaning->span : POLLUX_FMT_MEANING_NONE.span;
  line->chain = meaning != NULL ? meaning->chain : POLLUX_TASK_NONE;
  line->resource = meaning != NULL ? meaning->resource : POLLUX_SPAN_NONE;
  line->operation = meaning != NULL ? meaning->operation : POLLUX_SPAN_NONE;
  if (meaning != NULL)
    line->has |= POLLUX_FMT_HAS_SPANS;
  else
    line->has &= ~POLLUX_FMT_HAS_SPANS;
}

/* The bytes of a thread id differ near its end. */
static inline PolluxFmtThread *
thread_place (PolluxFmtParser *parser,
              PolluxSlice      id)
{
  guint hash = 0;

  for (gsize i = id.length > 6 ? id.length - 6 : 0; i < id.length; i++)
    hash = hash * 31 + (guchar) id.bytes[i];

  return &parser->threads[hash % N_THREAD_PLACES];
}

static PolluxThread
find_thread (PolluxFmtParser *parser,
             PolluxSlice      id,
             PolluxSlice      name)
{
  PolluxFmtThread *place = thread_place (parser, id);

  if (G_LIKELY (place->length == id.length && memcmp (place->id, id.bytes, id.length) == 0))
    return place->thread;
  if (id.length > MAX_THREAD_ID)
    return parser->names.get_thread (parser->names.data, id, name);

  g_free (place->id);
  place->id = g_strndup (id.bytes, id.length);
  place->length = id.length;
  place->thread = parser->names.get_thread (parser->names.data, id, name);
  return place->thread;
}

/* Says what only the end of a good line tells. */
void
pollux_fmt_parse_end (PolluxFmtParse *parse)
{
  PolluxFmtLine *line = parse->line;
  PolluxSlice id = parse->thread_id;

  if (!(line->has & POLLUX_FMT_HAS_FIELDS))
    line->fields = parse->flat;

  /* Names tell no threads apart: all of Tokio's are called alike. But without
   * ids a thread that has no name is printed with its id for one. */
  if (id.length == 0 && parse->thread_name.length > strlen ("ThreadId(") &&
      memcmp (parse->thread_name.bytes, "ThreadId(", strlen ("ThreadId(")) == 0)
    {
      id = parse->thread_name;
      parse->thread_name = (PolluxSlice) { NULL, 0 };
    }

  if (id.length > 0)
    {
      line->thread = find_thread (parse->parser, id, parse->thread_name);
      line->has |= POLLUX_FMT_HAS_THREAD;
    }
}

/* --- the cursor ----------------------------------------------------------- */

static inline gboolean
begins_with (const PolluxJsonCursor *cursor,
             char                    byte)
{
  return cursor->at < cursor->end && *cursor->at == byte;
}

/* Takes a value; decodes it if @decode and it has escapes. */
static inline gboolean
take (PolluxFmtParse   *parse,
      PolluxJsonCursor *cursor,
      gsize             decode,
      PolluxFmtValue   *value)
{
  PolluxJsonValue taken;

  if (!pollux_json_cursor_take_value (cursor, &taken))
    return FALSE;

  value->kind = taken.kind;
  value->text = taken.raw;
  if (G_UNLIKELY (taken.escaped) && taken.raw.length <= decode)
    value->text = pollux_fmt_parser_unescape (parse->parser, taken.raw);
  return TRUE;
}

static gboolean
take_fields (PolluxFmtParse   *parse,
             PolluxJsonCursor *cursor)
{
  PolluxFmtFields *fields = &parse->line->fields;
  PolluxSlice key;

  if (!pollux_json_cursor_enter_object (cursor))
    return FALSE;

  *fields = (PolluxFmtFields) POLLUX_FMT_FIELDS_INIT;
  while (pollux_json_cursor_next_key (cursor, &key))
    {
      PolluxFmtValue value;

      if (!take (parse, cursor, MAX_MEANING, &value))
        return FALSE;
      pollux_fmt_fields_set (fields, key, &value);
    }

  parse->line->has |= POLLUX_FMT_HAS_FIELDS;
  return !cursor->failed;
}

/* Takes the object or list here if its bytes are known. */
static inline const PolluxFmtMeaning *
take_known (PolluxFmtParse   *parse,
            PolluxJsonCursor *cursor,
            char              bracket)
{
  const char *end = memchr (cursor->at, bracket, cursor->end - cursor->at);
  const PolluxFmtMeaning *meaning;
  PolluxSlice slice;

  if (end == NULL)
    return NULL;

  slice = (PolluxSlice) { cursor->at, end + 1 - cursor->at };
  meaning = pollux_fmt_slices_lookup (parse->parser->slices, slice);
  if (meaning != NULL)
    cursor->at = end + 1;
  return meaning;
}

/* Remembers what @raw means, if a guess will find it. */
static void
remember (PolluxFmtParse         *parse,
          PolluxSlice             raw,
          char                    bracket,
          const PolluxFmtMeaning *meaning)
{
  if (memchr (raw.bytes, bracket, raw.length) == raw.bytes + raw.length - 1)
    pollux_fmt_slices_insert (parse->parser->slices, raw, meaning);
}

/* Takes the span object at the cursor. */
static gboolean
take_span_text (PolluxFmtParse    *parse,
                PolluxJsonCursor  *cursor,
                PolluxFmtSpanText *text)
{
  PolluxSlice key;

  *text = (PolluxFmtSpanText) { .name = { NULL, 0 } };
  if (!pollux_json_cursor_enter_object (cursor))
    return FALSE;

  while (pollux_json_cursor_next_key (cursor, &key))
    {
      PolluxFmtValue value;

      if (!take (parse, cursor, G_MAXSIZE, &value))
        return FALSE;
      pollux_fmt_span_text_set (text, key, &value);
    }

  return !cursor->failed;
}

static gboolean
take_span (PolluxFmtParse   *parse,
           PolluxJsonCursor *cursor)
{
  const PolluxFmtMeaning *known = take_known (parse, cursor, '}');
  const char *begin = cursor->at;

  parse->new_span_raw.length = 0;
  if (G_LIKELY (known != NULL))
    {
      pollux_fmt_parse_set_span (parse, known);
      return TRUE;
    }

  if (!take_span_text (parse, cursor, &parse->new_span))
    return FALSE;
  parse->new_span_raw = (PolluxSlice) { begin, cursor->at - begin };
  return TRUE;
}

static gboolean
take_spans (PolluxFmtParse   *parse,
            PolluxJsonCursor *cursor)
{
  const PolluxFmtMeaning *known = take_known (parse, cursor, ']');
  PolluxJsonValue value;

  parse->new_list_raw.length = 0;
  if (G_LIKELY (known != NULL))
    {
      pollux_fmt_parse_set_spans (parse, known);
      return TRUE;
    }

  if (!pollux_json_cursor_take_value (cursor, &value))
    return FALSE;
  parse->new_list_raw = value.raw;
  return TRUE;
}

/* The meaning of a new span; remembers it. */
static PolluxFmtMeaning
name_span (PolluxFmtParse    *parse,
           PolluxFmtSpanText *text,
           PolluxSlice        raw)
{
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;

  meaning.span = pollux_fmt_parse_name_span (parse, text, raw);
  remember (parse, raw, '}', &meaning);
  return meaning;
}

/* The meaning of one element of a list that was checked. */
static PolluxFmtMeaning
name_element (PolluxFmtParse   *parse,
              PolluxJsonCursor *cursor)
{
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;
  const PolluxFmtMeaning *known;
  const char *begin = cursor->at;
  PolluxFmtSpanText text;
  PolluxJsonValue value;

  if (pollux_json_cursor_peek (cursor) != POLLUX_JSON_OBJECT)
    {
      meaning.span.kind = POLLUX_FMT_SPAN_OTHER;
      pollux_json_cursor_take_value (cursor, &value);
      return meaning;
    }

  known = take_known (parse, cursor, '}');
  if (known != NULL)
    return *known;

  take_span_text (parse, cursor, &text);
  return name_span (parse, &text, (PolluxSlice) { begin, cursor->at - begin });
}

/* The meaning of a new list; remembers it. */
static PolluxFmtMeaning
name_list (PolluxFmtParse *parse,
           PolluxSlice     raw)
{
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;
  PolluxJsonCursor cursor;

  pollux_json_cursor_init (&cursor, raw.bytes, raw.length);
  pollux_json_cursor_enter_array (&cursor);
  while (pollux_json_cursor_next_element (&cursor))
    {
      PolluxFmtMeaning element = name_element (parse, &cursor);

      pollux_fmt_meaning_add (&meaning, &element.span);
    }

  remember (parse, raw, ']', &meaning);
  return meaning;
}

/* Names what is new in a line that is good. */
static void
name_new (PolluxFmtParse *parse)
{
  PolluxFmtMeaning meaning;

  if (parse->new_span_raw.length > 0)
    {
      meaning = name_span (parse, &parse->new_span, parse->new_span_raw);
      pollux_fmt_parse_set_span (parse, &meaning);
    }

  if (parse->new_list_raw.length > 0)
    {
      meaning = name_list (parse, parse->new_list_raw);
      pollux_fmt_parse_set_spans (parse, &meaning);
    }
}

/* Of several members "timestamp" or "level", the first counts. */
static inline gboolean
is_second (PolluxFmtMember  member,
           guint           *seen)
{
  guint flag = 1u << member;
  gboolean second = (*seen & flag) != 0;

  *seen |= flag;
  return second && (member == POLLUX_FMT_MEMBER_TIMESTAMP || member == POLLUX_FMT_MEMBER_LEVEL);
}

static gboolean
take_member (PolluxFmtParse   *parse,
             PolluxJsonCursor *cursor,
             PolluxSlice       key,
             guint            *seen)
{
  PolluxFmtMember member = pollux_fmt_member_from_key (key);
  PolluxFmtValue value;

  if (G_UNLIKELY (is_second (member, seen)))
    return take (parse, cursor, 0, &value);

  if (member == POLLUX_FMT_MEMBER_FIELDS && begins_with (cursor, '{'))
    return take_fields (parse, cursor);
  if (member == POLLUX_FMT_MEMBER_SPAN && begins_with (cursor, '{'))
    return take_span (parse, cursor);
  if (member == POLLUX_FMT_MEMBER_SPANS && begins_with (cursor, '['))
    return take_spans (parse, cursor);

  if (!take (parse, cursor, member == POLLUX_FMT_MEMBER_OTHER ? MAX_MEANING : G_MAXSIZE, &value))
    return FALSE;
  pollux_fmt_parse_set_member (parse, member, key, &value);
  return TRUE;
}

/**
 * pollux_fmt_parser_parse_strict:
 * @parser: a parser
 * @text: the bytes of one line without its end
 * @line: (out): what it says; undefined unless the line is good
 *
 * Takes a line apart with the strict cursor.
 *
 * Returns: %POLLUX_FMT_GOOD or %POLLUX_FMT_UNUSUAL
 */
PolluxFmtVerdict
pollux_fmt_parser_parse_strict (PolluxFmtParser *parser,
                                PolluxSlice      text,
                                PolluxFmtLine   *line)
{
  PolluxJsonCursor cursor;
  PolluxFmtParse parse;
  PolluxSlice key;
  guint seen = 0;

  pollux_json_cursor_init (&cursor, text.bytes, text.length);
  if (!pollux_json_cursor_enter_object (&cursor))
    return POLLUX_FMT_UNUSUAL;

  pollux_fmt_parse_begin (&parse, parser, line);
  while (pollux_json_cursor_next_key (&cursor, &key))
    {
      if (!take_member (&parse, &cursor, key, &seen))
        return POLLUX_FMT_UNUSUAL;
    }
  if (!pollux_json_cursor_at_end (&cursor))
    return POLLUX_FMT_UNUSUAL;

  name_new (&parse);
  pollux_fmt_parse_end (&parse);
  return POLLUX_FMT_GOOD;
}

/**
 * pollux_fmt_parser_parse:
 * @parser: a parser
 * @text: the bytes of one line without its end
 * @line: (out): what it says; undefined unless the line is good
 *
 * Takes a line apart.
 *
 * Returns: what the line is; never %POLLUX_FMT_UNUSUAL
 */
PolluxFmtVerdict
pollux_fmt_parser_parse (PolluxFmtParser *parser,
                         PolluxSlice      text,
                         PolluxFmtLine   *line)
{
  PolluxFmtVerdict verdict = pollux_fmt_parser_parse_strict (parser, text, line);

  if (G_LIKELY (verdict == POLLUX_FMT_GOOD))
    return verdict;

  parser->n_slow++;
  return pollux_fmt_parser_parse_slow (parser, text, line);
}
