/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the text formats share: the head, the thread, the event's fields, the
 * fields of a span.
 *
 * Values that a program prints may look like anything; only strings are in
 * quotes. What matters is therefore never searched for in values: the fields
 * of Tokio's records come in a known order, those of a task's span are found by
 * the keys around them, and the rest of a record is not taken apart at all.
 *
 * Nearly every record repeats spans that were seen before, so what these mean
 * is remembered by their bytes.
 */

#include "config.h"

#include "pollux-fmt-ansi.h"
#include "pollux-fmt-text-private.h"
#include "pollux-fmt-words.h"

/* Bytes of a span's fields that are kept for people. */
#define MAX_LABEL 512u
#define MAX_PLACE 4096u
/* Of the place of a task. */
#define MAX_LOCATION 4096u
/* Places that imitate its last key. */
#define MAX_KEYS 64u

const PolluxFmtStyle pollux_fmt_style_plain = { "=", " " };
const PolluxFmtStyle pollux_fmt_style_pretty = { ": ", ", " };

/**
 * pollux_fmt_text_parser_new:
 * @names: who numbers tasks, spans and threads; copied
 * @shape: how records are written; copied
 *
 * Returns: (transfer full): a parser for the records of one process
 */
PolluxFmtTextParser *
pollux_fmt_text_parser_new (const PolluxFmtNames *names,
                            const PolluxFmtShape *shape)
{
  PolluxFmtTextParser *parser = g_new0 (PolluxFmtTextParser, 1);

  parser->names = *names;
  parser->shape = *shape;
  parser->slices = pollux_fmt_slices_new ();
  parser->name_lists = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                              (GDestroyNotify) g_bytes_unref,
                                              pollux_fmt_compact_free_list);
  parser->bare_names = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                              (GDestroyNotify) g_bytes_unref, NULL);
  parser->scratch.rest = g_string_new (NULL);
  parser->scratch.spans = g_string_new (NULL);
  parser->scratch.label = g_string_new (NULL);
  return parser;
}

/**
 * pollux_fmt_text_parser_free:
 * @parser: (nullable) (transfer full): a parser
 */
void
pollux_fmt_text_parser_free (PolluxFmtTextParser *parser)
{
  if (parser == NULL)
    return;

  pollux_fmt_slices_free (parser->slices);
  g_hash_table_unref (parser->name_lists);
  g_hash_table_unref (parser->bare_names);
  g_string_free (parser->scratch.rest, TRUE);
  g_string_free (parser->scratch.spans, TRUE);
  g_string_free (parser->scratch.label, TRUE);
  g_free (parser);
}

/**
 * pollux_fmt_text_parser_watch:
 * @parser: a new parser
 * @func: gets the parts of the record that is parsed next
 * @data: for @func
 */
void
pollux_fmt_text_parser_watch (PolluxFmtTextParser   *parser,
                              PolluxFmtTextPartFunc  func,
                              gpointer               data)
{
  parser->watch = func;
  parser->watch_data = data;
}

/**
 * pollux_fmt_text_tell:
 * @parser: a parser
 * @part: what it is
 * @name: its name, may be empty
 * @text: its text
 */
void
pollux_fmt_text_tell (PolluxFmtTextParser *parser,
                      const char          *part,
                      PolluxSlice          name,
                      PolluxSlice          text)
{
  if (G_UNLIKELY (parser->watch != NULL))
    parser->watch (parser->watch_data, part, name, text);
}

/* --- fields --------------------------------------------------------------- */

static gsize
count_digits (PolluxSlice text)
{
  gsize n = 0;

  while (n < text.length && g_ascii_isdigit (text.bytes[n]))
    n++;
  return n;
}

/* A string in Debug's quotes; where it ends, or 0 if @text begins with none. */
static gsize
measure_quoted (PolluxSlice text)
{
  if (text.length == 0 || *text.bytes != '"')
    return 0;

  for (gsize at = 1; at < text.length; at++)
    {
      if (text.bytes[at] == '\\')
        at++;
      else if (text.bytes[at] == '"')
        return at + 1;
    }

  return 0;
}

/* "key=" or "key: " */
static gboolean
take_key (const PolluxFmtStyle *style,
          PolluxSlice          *text,
          const char           *key,
          gsize                 length)
{
  gsize n_equals = strlen (style->equals);

  if (!slice_begins (*text, key, length) ||
      !slice_begins (slice_from (*text, length), style->equals, n_equals))
    return FALSE;

  *text = slice_from (*text, length + n_equals);
  return TRUE;
}

#define TAKE_KEY(style, text, literal) take_key ((style), (text), literal, sizeof (literal) - 1)

static gboolean
take_comma (const PolluxFmtStyle *style,
            PolluxSlice          *text)
{
  gsize n_comma = strlen (style->comma);

  if (!slice_begins (*text, style->comma, n_comma))
    return FALSE;

  *text = slice_from (*text, n_comma);
  return TRUE;
}

/* A value that needs no quotes: up to the next comma or the end. */
static PolluxSlice
take_word (const PolluxFmtStyle *style,
           PolluxSlice          *text)
{
  gsize n = 0;
  PolluxSlice word;

  while (n < text->length && text->bytes[n] != ' ' && text->bytes[n] != *style->comma)
    n++;
  word = slice_to (*text, n);
  *text = slice_from (*text, n);
  return word;
}

static gboolean
take_string (PolluxSlice *text,
             PolluxSlice *value)
{
  gsize length = measure_quoted (*text);

  if (length == 0)
    return FALSE;

  *value = (PolluxSlice) { text->bytes + 1, length - 2 };
  *text = slice_from (*text, length);
  return TRUE;
}

static gboolean
take_number (PolluxSlice *text,
             guint64     *number)
{
  gsize n = count_digits (*text);

  if (n == 0 || !pollux_json_slice_to_uint64 (slice_to (*text, n), number))
    return FALSE;

  *text = slice_from (*text, n);
  return TRUE;
}

/* "close time.busy=46.9ms time.idle=117ms" */
static void
take_timings (const PolluxFmtStyle *style,
              PolluxSlice          *text,
              PolluxFmtFields      *fields)
{
  PolluxSlice ahead = *text;

  if (!take_comma (style, &ahead) || !TAKE_KEY (style, &ahead, "time.busy"))
    return;
  fields->busy = pollux_fmt_parse_duration (take_word (style, &ahead));
  if (!take_comma (style, &ahead) || !TAKE_KEY (style, &ahead, "time.idle"))
    {
      fields->busy = POLLUX_TIME_NONE;
      return;
    }
  fields->idle = pollux_fmt_parse_duration (take_word (style, &ahead));
  fields->timings = TRUE;
  *text = ahead;
}

/* One of the four messages, as a whole word. */
static gboolean
take_message (const PolluxFmtStyle *style,
              PolluxSlice          *text,
              PolluxFmtFields      *fields)
{
  gsize n = 0;

  while (n < text->length && n < 6 && g_ascii_islower (text->bytes[n]))
    n++;
  fields->message = pollux_fmt_message_from_text (slice_to (*text, n));
  if (!pollux_fmt_message_is_lifecycle (fields->message))
    return FALSE;

  *text = slice_from (*text, n);
  if (fields->message == POLLUX_FMT_MESSAGE_CLOSE)
    take_timings (style, text, fields);
  return TRUE;
}

/* op="waker.wake" task.id=5; a page may have lost the second key. */
static gboolean
take_waker (const PolluxFmtStyle *style,
            PolluxSlice          *text,
            PolluxFmtFields      *fields,
            gboolean             *repaired)
{
  PolluxFmtValue value = { POLLUX_JSON_STRING, { NULL, 0 } };
  PolluxSlice ahead = *text;

  if (!TAKE_KEY (style, &ahead, "op") || !take_string (&ahead, &value.text))
    return FALSE;
  pollux_fmt_fields_set (fields, POLLUX_SLICE_LITERAL ("op"), &value);
  if (fields->op == POLLUX_FMT_OP_NONE || !take_comma (style, &ahead))
    return FALSE;

  if (!TAKE_KEY (style, &ahead, "task.id"))
    *repaired = TRUE;
  fields->has_waker_id = take_number (&ahead, &fields->waker_id);
  if (!fields->has_waker_id)
    return FALSE;

  *text = ahead;
  return TRUE;
}

/* op_name="poll_elapsed" is_ready=false; duration=101 duration.unit="ms" … */
static gboolean
take_resource (const PolluxFmtStyle *style,
               PolluxSlice          *text,
               PolluxFmtFields      *fields)
{
  PolluxSlice ahead = *text;
  PolluxSlice word;

  if (TAKE_KEY (style, &ahead, "op_name"))
    {
      if (!take_string (&ahead, &fields->op_name) || !take_comma (style, &ahead) ||
          !TAKE_KEY (style, &ahead, "is_ready"))
        return FALSE;
      word = take_word (style, &ahead);
      fields->is_ready = IS (word, "true") ? POLLUX_FMT_YES : POLLUX_FMT_NO;
    }
  else if (TAKE_KEY (style, &ahead, "duration"))
    {
      fields->has_duration = take_number (&ahead, &fields->duration);
      if (!fields->has_duration || !take_comma (style, &ahead) ||
          !TAKE_KEY (style, &ahead, "duration.unit") ||
          !take_string (&ahead, &fields->duration_unit))
        return FALSE;
      if (take_comma (style, &ahead) && TAKE_KEY (style, &ahead, "duration.op"))
        take_string (&ahead, &word);
    }
  else
    return FALSE;

  fields->others = TRUE;
  *text = ahead;
  return TRUE;
}

/**
 * pollux_fmt_text_take_fields:
 * @style: the format's punctuation
 * @text: an event's message and fields, and in Compact what follows them
 * @line: gets what they mean
 * @repaired: set if something was missing
 *
 * Returns: where the event's own fields end, if it is one of Tokio's records
 *   or of a span's life; else the length of @text
 */
gsize
pollux_fmt_text_take_fields (const PolluxFmtStyle *style,
                             PolluxSlice           text,
                             PolluxFmtLine        *line,
                             gboolean             *repaired)
{
  PolluxFmtFields *fields = &line->fields;
  PolluxSlice rest = text;
  gboolean repairs = FALSE;

  *fields = (PolluxFmtFields) POLLUX_FMT_FIELDS_INIT;
  if (take_message (style, &rest, fields) || take_waker (style, &rest, fields, &repairs) ||
      take_resource (style, &rest, fields))
    {
      *repaired = *repaired || repairs;
      return rest.bytes - text.bytes;
    }

  *fields = (PolluxFmtFields) POLLUX_FMT_FIELDS_INIT;
  fields->others = TRUE;
  return text.length;
}

/* --- spans ---------------------------------------------------------------- */

/* A path of another system, as Debug prints it: "src\\\\main.rs". */
static PolluxSlice
unescape_path (PolluxFmtSpanText *span,
               PolluxSlice        text)
{
  gsize n = 0;

  if (text.length == 0 || text.length > sizeof span->buffer ||
      memchr (text.bytes, '\\', text.length) == NULL)
    return text;

  for (gsize i = 0; i < text.length; i++)
    {
      if (text.bytes[i] == '\\' && i + 1 < text.length)
        i++;
      span->buffer[n++] = text.bytes[i];
    }

  return (PolluxSlice) { span->buffer, n };
}

static void
set_text (PolluxFmtSpanText *span,
          const char        *key,
          PolluxSlice        text)
{
  PolluxFmtValue value = { POLLUX_JSON_STRING, text };

  pollux_fmt_span_text_set (span, (PolluxSlice) { key, strlen (key) }, &value);
}

static void
set_number (PolluxFmtSpanText *span,
            const char        *key,
            PolluxSlice        text)
{
  PolluxFmtValue value = { POLLUX_JSON_NUMBER, text };

  pollux_fmt_span_text_set (span, (PolluxSlice) { key, strlen (key) }, &value);
}

/* The last " task.id=7" of a task's fields: what comes before may be a name
 * that says the same. Only places count behind which it goes on as it must. */
static const char *
find_task_id (const PolluxFmtStyle *style,
              PolluxSlice           fields,
              PolluxSlice          *digits)
{
  char key[16];
  gsize n_key = g_snprintf (key, sizeof key, "%stask.id%s", style->comma, style->equals);
  const char *found = NULL;
  PolluxSlice left = fields;

  for (;;)
    {
      const char *at = memmem (left.bytes, left.length, key, n_key);
      PolluxSlice number, behind;

      if (at == NULL)
        return found;
      left = (PolluxSlice) { at + n_key, left.bytes + left.length - (at + n_key) };
      number = slice_to (left, count_digits (left));
      behind = slice_from (left, number.length);
      if (number.length == 0 || (behind.length > 0 && !take_comma (style, &behind)))
        continue;
      if (found != NULL && !BEGINS (behind, "size.bytes") && !BEGINS (behind, "original_size") &&
          !BEGINS (behind, "loc.file") && !BEGINS (behind, "fn") &&
          !BEGINS (behind, "spawn.location"))
        continue;
      found = at;
      *digits = number;
    }
}

/* What stands behind the id: numbers, strings, and for blocking tasks the path
 * of a function. */
static void
take_places (const PolluxFmtStyle *style,
             PolluxSlice           text,
             PolluxFmtSpanText    *span)
{
  PolluxSlice value;

  while (text.length > 0)
    {
      if (TAKE_KEY (style, &text, "loc.file") && take_string (&text, &value))
        set_text (span, "loc.file", unescape_path (span, value));
      else if (TAKE_KEY (style, &text, "loc.line"))
        set_number (span, "loc.line", take_word (style, &text));
      else if (TAKE_KEY (style, &text, "loc.col"))
        set_number (span, "loc.col", take_word (style, &text));
      else if (TAKE_KEY (style, &text, "size.bytes") ||
               TAKE_KEY (style, &text, "original_size.bytes"))
        set_number (span, "size.bytes", take_word (style, &text));
      else if (TAKE_KEY (style, &text, "spawn.location"))
        {
          if (!take_string (&text, &value))
            value = take_word (style, &text);
          set_text (span, "spawn.location", value);
        }
      else if (TAKE_KEY (style, &text, "fn"))
        {
          const char *end = memmem (text.bytes, text.length, "spawn.location", 14);

          if (end == NULL)
            end = memmem (text.bytes, text.length, "size.bytes", 10);
          if (end == NULL)
            end = memmem (text.bytes, text.length, "loc.file", 8);
          value = slice_to (text, end != NULL ? (gsize) (end - text.bytes) : text.length);
          text = slice_from (text, value.length);
          while (value.length > 0 && (value.bytes[value.length - 1] == ' ' ||
                                      value.bytes[value.length - 1] == ','))
            value.length--;
          set_text (span, "fn", value);
          continue;
        }
      if (!take_comma (style, &text))
        {
          /* Something unknown: on behind the next comma. */
          take_word (style, &text);
          if (!take_comma (style, &text))
            return;
        }
    }
}

/* A page has lost keys: they come in a known order. "kind: task, , 18, loc…" */
static void
take_task_by_order (const PolluxFmtStyle *style,
                    PolluxSlice           text,
                    PolluxFmtSpanText    *span)
{
  PolluxSlice word;

  TAKE_KEY (style, &text, "kind");
  set_text (span, "kind", take_word (style, &text));
  for (guint i = 0; i < 4 && take_comma (style, &text); i++)
    {
      gsize n = count_digits (text);

      if (n > 0 && (n == text.length || text.bytes[n] == *style->comma))
        {
          set_number (span, "task.id", slice_to (text, n));
          text = slice_from (text, n);
          if (take_comma (style, &text))
            break;
          return;
        }
      if (BEGINS (text, "loc.") || BEGINS (text, "size.") || BEGINS (text, "fn"))
        break;
      TAKE_KEY (style, &text, "task.name");
      word = take_word (style, &text);
      if (word.length > 0)
        set_text (span, "task.name", word);
    }
  take_places (style, text, span);
}

static gsize
skip_digits (PolluxSlice text,
             gsize       at)
{
  while (at < text.length && g_ascii_isdigit (text.bytes[at]))
    at++;
  return at;
}

/* Where "src/main.rs:62:18" ends, as old Tokio writes the place of a blocking
 * task, without quotes, in @text from @at on; @at if it does not. */
static gsize
skip_location (PolluxSlice text,
               gsize       at)
{
  gsize begin = at;
  const char *colon;

  text.length = MIN (text.length, begin + MAX_LOCATION);
  while ((colon = memchr (text.bytes + at, ':', text.length - at)) != NULL)
    {
      gsize line = colon + 1 - text.bytes;
      gsize behind = skip_digits (text, line);

      at = line;
      if (behind == line || behind >= text.length || text.bytes[behind] != ':')
        continue;
      if (skip_digits (text, behind + 1) > behind + 1)
        return skip_digits (text, behind + 1);
    }

  return begin;
}

/* Where the first value behind @key in @text ends that @behind follows, or if
 * that is a blank the end. Few are tried: names have few of them. */
static gsize
measure_to (PolluxSlice text,
            const char *key,
            gsize (*skip) (PolluxSlice text, gsize at),
            const char *behind)
{
  gsize n_key = strlen (key), n_behind = strlen (behind);
  PolluxSlice left = text;
  const char *at;

  for (guint i = 0; i < MAX_KEYS; i++)
    {
      gsize begin, end;

      at = memmem (left.bytes, left.length, key, n_key);
      if (at == NULL)
        break;
      begin = at - text.bytes + n_key;
      end = skip (text, begin);

      if (end > begin && (slice_begins (slice_from (text, end), behind, n_behind) ||
                          (end == text.length && *behind == ' ')))
        return end;
      left = slice_from (text, begin);
    }

  return G_MAXSIZE;
}

/**
 * pollux_fmt_text_measure_task:
 * @text: the fields of a task, and whatever follows
 * @behind: what stands behind them; a blank stands for the end, too
 *
 * A task's last field is its column, or as old Tokio writes it for a blocking
 * task the whole place.
 *
 * Returns: where they end; %G_MAXSIZE: they do not
 */
gsize
pollux_fmt_text_measure_task (PolluxSlice text,
                              const char *behind)
{
  gsize column = measure_to (text, " loc.col=", skip_digits, behind);
  PolluxSlice before = slice_to (text, MIN (column, text.length));
  gsize place = measure_to (before, " spawn.location=", skip_location, behind);

  return MIN (place, column);
}

static void
take_task (const PolluxFmtStyle *style,
           PolluxSlice           fields,
           PolluxFmtSpanText    *span,
           gboolean             *repaired)
{
  PolluxSlice text = fields;
  PolluxSlice digits = { NULL, 0 };
  const char *id = find_task_id (style, fields, &digits);
  PolluxSlice kind;

  if (!TAKE_KEY (style, &text, "kind") || id == NULL)
    {
      *repaired = TRUE;
      take_task_by_order (style, fields, span);
      return;
    }

  kind = take_word (style, &text);
  set_text (span, "kind", kind);
  if (take_comma (style, &text) && TAKE_KEY (style, &text, "task.name") && text.bytes <= id)
    set_text (span, "task.name", slice_to (text, id - text.bytes));
  set_number (span, "task.id", digits);
  text = (PolluxSlice) { digits.bytes + digits.length,
                         fields.bytes + fields.length - (digits.bytes + digits.length) };
  if (take_comma (style, &text))
    take_places (style, text, span);
}

static void
take_quoted (const PolluxFmtStyle *style,
             PolluxSlice           fields,
             PolluxFmtSpanText    *span,
             const char           *key)
{
  char text[24];
  gsize n = g_snprintf (text, sizeof text, "%s%s", key, style->equals);
  const char *at = memmem (fields.bytes, fields.length, text, n);
  PolluxSlice rest, value;

  if (at == NULL || (at > fields.bytes && at[-1] != ' '))
    return;
  rest = slice_from (fields, at + n - fields.bytes);
  if (take_string (&rest, &value))
    set_text (span, key, value);
}

/**
 * pollux_fmt_text_take_span:
 * @style: the format's punctuation
 * @fields: the bytes of the span's fields
 * @span: a span whose name is set
 * @repaired: set if something was missing
 */
void
pollux_fmt_text_take_span (const PolluxFmtStyle *style,
                           PolluxSlice           fields,
                           PolluxFmtSpanText    *span,
                           gboolean             *repaired)
{
  if (fields.length == 0)
    fields.bytes = "";
  if (IS (span->name, "runtime.spawn"))
    {
      take_task (style, fields, span, repaired);
      return;
    }
  if (BEGINS (span->name, "runtime.resource"))
    {
      take_quoted (style, fields, span, "concrete_type");
      take_quoted (style, fields, span, "source");
      span->internal = memmem (fields.bytes, fields.length, "is_internal=true", 16) != NULL ||
                       memmem (fields.bytes, fields.length, "is_internal: true", 17) != NULL;
    }
}

/**
 * pollux_fmt_text_name_span:
 * @parser: a parser
 * @span: a span with all its fields
 * @fields: these as text
 * @identity: bytes that are the same for the same span
 *
 * Returns: what it is, with its number
 */
PolluxFmtSpan
pollux_fmt_text_name_span (PolluxFmtTextParser *parser,
                           PolluxFmtSpanText   *span,
                           PolluxSlice          fields,
                           PolluxSlice          identity)
{
  pollux_fmt_text_tell (parser, "span", span->name, fields);
  fields.length = MIN (fields.length, MAX_LABEL);
  return pollux_fmt_names_name_span (&parser->names, span, fields, identity);
}

/* --- records -------------------------------------------------------------- */

/**
 * pollux_fmt_text_plain:
 * @text: any bytes
 * @scratch: where a copy may be made; what it holds is lost
 *
 * Returns: @text without colours
 */
PolluxSlice
pollux_fmt_text_plain (PolluxSlice  text,
                       GString     *scratch)
{
  if (text.length == 0 || memchr (text.bytes, '\033', text.length) == NULL)
    return text;

  g_string_truncate (scratch, 0);
  pollux_fmt_ansi_strip (text, scratch);
  return (PolluxSlice) { scratch->str, scratch->len };
}

/* "src/main.rs:35: " or "src/main.rs: " or "35: ", if it is there. A folder may
 * have blanks. */
static PolluxSlice
skip_place (PolluxSlice text)
{
  gboolean absolute = text.length > 2 && (*text.bytes == '/' || text.bytes[1] == ':');
  const char *blank = memchr (text.bytes, ' ', MIN (text.length, MAX_PLACE));
  const char *colon = blank != NULL ? blank - 1 : NULL;
  PolluxSlice place;
  gsize n;

  if (absolute)
    colon = find_colon (slice_to (text, MIN (text.length, MAX_PLACE)));
  if (colon == NULL || colon <= text.bytes || *colon != ':')
    return text;

  place = slice_to (text, colon - text.bytes);
  for (n = place.length; n > 0 && g_ascii_isdigit (place.bytes[n - 1]); n--)
    ;
  if (n == 0)
    return slice_from (text, place.length + 2);
  if (n < place.length && place.bytes[n - 1] == ':')
    n--;
  if (n > 3 && memcmp (place.bytes + n - 3, ".rs", 3) == 0 &&
      (*place.bytes == '/' || (n > 2 && place.bytes[1] == ':' && place.bytes[2] == '\\') ||
       memchr (place.bytes, ' ', n) == NULL))
    return slice_from (text, place.length + 2);
  return text;
}

/**
 * pollux_fmt_text_is_life:
 * @text: what may be a target, and what follows it
 *
 * Returns: whether it is a word of a span's life behind a target, and no more
 */
gboolean
pollux_fmt_text_is_life (PolluxSlice text)
{
  const char *colon = find_colon (text);

  if (colon == NULL || memchr (text.bytes, ' ', colon - text.bytes) != NULL)
    return FALSE;
  return pollux_fmt_message_is_lifecycle (
    pollux_fmt_message_from_text (slice_from (text, colon + 2 - text.bytes)));
}

/* Without the number of a line, which has no place of its own where files are
 * not printed: "tokio::task:35". */
static PolluxSlice
without_line (PolluxSlice target)
{
  gsize n = target.length;

  while (n > 0 && g_ascii_isdigit (target.bytes[n - 1]))
    n--;
  if (n < target.length && n > 1 && target.bytes[n - 1] == ':' && target.bytes[n - 2] != ':')
    return slice_to (target, n - 1);
  return target;
}

/* Targets are paths of modules, unless a program chose otherwise. */
static gboolean
is_target (PolluxSlice text)
{
  for (gsize i = 0; i < text.length; i++)
    {
      char byte = text.bytes[i];

      if (!g_ascii_isalnum (byte) && byte != '_' && byte != ':' && byte != '-' && byte != '.')
        return FALSE;
    }

  return text.length > 0;
}

/* The colon behind a target; most are one of two. */
static inline const char *
find_target_end (PolluxSlice text,
                 gboolean   *known)
{
  static const char waker[] = "tokio::task::waker: ", task[] = "tokio::task: ";

  *known = TRUE;
  if (slice_begins (text, task, sizeof task - 1))
    return text.bytes + sizeof task - 3;
  if (slice_begins (text, waker, sizeof waker - 1))
    return text.bytes + sizeof waker - 3;
  *known = FALSE;
  return find_colon (slice_to (text, MIN (text.length, 1024)));
}

/* Pretty puts a colon behind names of fields, too. */
static gboolean
is_field_of_tokio (PolluxSlice name)
{
  return IS (name, "op") || IS (name, "op_name") || IS (name, "duration");
}

/**
 * pollux_fmt_text_take_target:
 * @parser: a parser
 * @text: a record behind its spans, without colours
 * @line: gets the target if there is one and it has none
 *
 * Returns: the message and fields
 */
PolluxSlice
pollux_fmt_text_take_target (PolluxFmtTextParser *parser,
                             PolluxSlice          text,
                             PolluxFmtLine       *line)
{
  gboolean known;
  const char *colon = find_target_end (text, &known);
  PolluxFmtValue value = { POLLUX_JSON_STRING, { NULL, 0 } };
  PolluxSlice behind;

  /* Pretty and a record without message may end with the target's colon. */
  if (colon == NULL && text.length > 1 && text.bytes[text.length - 1] == ':')
    colon = text.bytes + text.length - 1;
  if (colon == NULL)
    return text;

  value.text = slice_to (text, colon - text.bytes);
  if (parser->shape.dialect == POLLUX_FMT_PRETTY && is_field_of_tokio (value.text))
    return text;
  if (line->target == POLLUX_FMT_TARGET_NONE && (known || is_target (value.text)))
    {
      gsize n_target = value.text.length;

      if (!known)
        value.text = without_line (value.text);
      pollux_fmt_line_set_target (line, &value);
      pollux_fmt_text_tell (parser, "target", (PolluxSlice) { NULL, 0 }, value.text);
      text = slice_from (text, MIN (n_target + 2, text.length));
    }

  behind = skip_place (text);
  if (behind.bytes > text.bytes)
    pollux_fmt_text_tell (parser, "place", (PolluxSlice) { NULL, 0 },
                          slice_to (text, behind.bytes - 2 - text.bytes));
  return behind;
}

/**
 * pollux_fmt_text_set_spans:
 * @line: a line with its fields
 * @meaning: the spans that it names, from the outermost on
 *
 * Records of a span's life name the span itself last: what it lies in is the
 * one before.
 */
void
pollux_fmt_text_set_spans (PolluxFmtLine          *line,
                           const PolluxFmtMeaning *meaning)
{
  gboolean own = pollux_fmt_message_is_lifecycle (line->fields.message);

  line->has |= POLLUX_FMT_HAS_FIELDS | POLLUX_FMT_HAS_SPAN | POLLUX_FMT_HAS_SPANS;
  line->span = meaning->span;
  line->innermost = own ? meaning->parent : meaning->span;
  line->chain = own ? meaning->parent_chain : meaning->chain;
  line->resource = meaning->resource;
  line->operation = meaning->operation;
  /* Without a parent the list does not say that nothing was entered: since
   * 1.41 Tokio makes its spans roots. */
  if (own && meaning->parent.kind == POLLUX_FMT_SPAN_NONE)
    line->has &= ~POLLUX_FMT_HAS_SPANS;
}

/**
 * pollux_fmt_text_set_thread:
 * @parser: a parser
 * @line: gets the thread
 * @id: "ThreadId(01)" or "ThreadId(1)", which are the same; empty for none
 * @name: its name, may be empty
 */
void
pollux_fmt_text_set_thread (PolluxFmtTextParser *parser,
                            PolluxFmtLine       *line,
                            PolluxSlice          id,
                            PolluxSlice          name)
{
  PolluxSlice digits;
  PolluxThread thread;
  guint64 number;
  char text[32];
  gsize length;

  if (id.length <= strlen ("ThreadId()") || id.length >= sizeof text)
    return;
  digits = (PolluxSlice) { id.bytes + 9, id.length - 10 };
  while (digits.length > 1 && *digits.bytes == '0')
    digits = slice_from (digits, 1);
  if (!pollux_json_slice_to_uint64 (digits, &number))
    return;

  line->has |= POLLUX_FMT_HAS_THREAD;
  if (number < POLLUX_FMT_N_THREADS && parser->threads[number] != 0)
    {
      line->thread = parser->threads[number] - 1;
      return;
    }

  length = g_snprintf (text, sizeof text, "ThreadId(%" G_GUINT64_FORMAT ")", number);
  thread = parser->names.get_thread (parser->names.data, (PolluxSlice) { text, length }, name);
  if (number < POLLUX_FMT_N_THREADS && thread != POLLUX_THREAD_NONE)
    parser->threads[number] = thread + 1;
  line->thread = thread;
}

/**
 * pollux_fmt_text_parser_begins:
 * @parser: a parser
 * @text: the bytes of a line without its end
 * @head: (out): how the record begins
 *
 * Returns: whether a record begins in this line
 */
gboolean
pollux_fmt_text_parser_begins (PolluxFmtTextParser *parser,
                               PolluxSlice          text,
                               PolluxFmtHead       *head)
{
  if (parser->shape.dialect == POLLUX_FMT_PRETTY && pollux_fmt_pretty_is_tail (text))
    return FALSE;

  return pollux_fmt_head_parse (&parser->shape, &parser->clock, text, head);
}

/**
 * pollux_fmt_text_parser_parse:
 * @parser: a parser
 * @head: how a record begins, with all of it that is there as its rest
 * @final: no more of it comes
 * @line: (out): what it says; undefined unless it is good
 * @facts: (out): what else there is to know
 *
 * Returns: whether the line says what is in it
 */
PolluxFmtTextVerdict
pollux_fmt_text_parser_parse (PolluxFmtTextParser *parser,
                              const PolluxFmtHead *head,
                              gboolean             final,
                              PolluxFmtLine       *line,
                              PolluxFmtTextFacts  *facts)
{
  static PolluxFmtTextVerdict (*const dialects[]) (PolluxFmtTextParser *, PolluxSlice, gboolean,
                                                   PolluxFmtLine *, PolluxFmtTextFacts *) = {
    [POLLUX_FMT_FULL] = pollux_fmt_full_parse,
    [POLLUX_FMT_COMPACT] = pollux_fmt_compact_parse,
    [POLLUX_FMT_PRETTY] = pollux_fmt_pretty_parse,
  };
  PolluxFmtTextVerdict verdict;

  parser->ansi = head->ansi;
  pollux_fmt_line_init (line);
  *facts = (PolluxFmtTextFacts) { .prefix = head->prefix };
  line->time_kind = head->time_kind;
  line->time = head->time;
  line->level = head->level;
  if (head->time_kind != POLLUX_FMT_TIME_NONE)
    line->has |= POLLUX_FMT_HAS_TIMESTAMP;
  if (head->level != POLLUX_LEVEL_NONE)
    line->has |= POLLUX_FMT_HAS_LEVEL;

  verdict = dialects[parser->shape.dialect](parser, head->rest, final, line, facts);
  if (verdict != POLLUX_FMT_TEXT_GOOD)
    return verdict;

  pollux_fmt_text_set_thread (parser, line, head->thread_id, head->thread_name);
  /* What Tokio writes has no end but that of its line, unless the fields of
   * the program's own spans come behind it. */
  if (parser->shape.dialect != POLLUX_FMT_COMPACT || facts->whole)
    facts->whole = line->target == POLLUX_FMT_TARGET_TASK ||
                   line->target == POLLUX_FMT_TARGET_WAKER ||
                   line->target == POLLUX_FMT_TARGET_TOKIO ||
                   line->target == POLLUX_FMT_TARGET_RESOURCE || line->fields.has_waker_id ||
                   pollux_fmt_message_is_lifecycle (line->fields.message);
  return POLLUX_FMT_TEXT_GOOD;
}
