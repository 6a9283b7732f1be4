/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One record of a text format again, for somebody to look at.
 *
 * An event's message and fields are cut where a name and an equals sign (in
 * Pretty a colon) follow a blank. A value that is not in quotes may hold the
 * same; then one field becomes two, which the text of the record shows.
 */

#include "config.h"

#include "pollux-fmt-ansi.h"
#include "pollux-fmt-reader.h"
#include "pollux-fmt-text-private.h"
#include "pollux-fmt-text.h"
#include "pollux-fmt-words.h"

/* Nobody reads more. */
#define MAX_FIELDS 4096

typedef struct
{
  PolluxRecordText *text;
  const PolluxFmtStyle *style;
  GPtrArray *spans;        /* (element-type Span) */
  char *fields;
  gsize n_fields;
  gboolean outermost_last; /* the spans are told from the innermost on */
} Watch;

typedef struct
{
  char *name;
  char *fields;
} Span;

static void
span_free (gpointer data)
{
  Span *span = data;

  g_free (span->name);
  g_free (span->fields);
  g_free (span);
}

/**
 * pollux_fmt_text_parser_new_for_one:
 * @shape: how the record is written
 *
 * Returns: (transfer full): a parser that numbers nothing
 */
PolluxFmtTextParser *
pollux_fmt_text_parser_new_for_one (const PolluxFmtShape *shape)
{
  PolluxFmtNames names = pollux_fmt_names_none ();

  return pollux_fmt_text_parser_new (&names, shape);
}

static void
add (PolluxRecordText *text,
     const char       *group,
     const char       *name,
     PolluxSlice       value)
{
  if (value.length > 0 && text->fields->len < MAX_FIELDS)
    g_ptr_array_add (text->fields, pollux_field_new ((PolluxSlice) { group, strlen (group) },
                                                     (PolluxSlice) { name, strlen (name) },
                                                     value));
}

/* --- values --------------------------------------------------------------- */

static void
append_escape (GString     *text,
               PolluxSlice *left)
{
  static const char names[] = "ntr0", values[] = "\n\t\r";
  const char *known = strchr (names, *left->bytes);
  const char *close;

  if (*left->bytes == 'u' && left->length > 2 && left->bytes[1] == '{' &&
      (close = memchr (left->bytes, '}', left->length)) != NULL)
    {
      g_autofree char *digits = g_strndup (left->bytes + 2, close - left->bytes - 2);
      guint64 code = g_ascii_strtoull (digits, NULL, 16);

      if (code > 0 && code <= 0x10FFFF && g_unichar_validate (code))
        g_string_append_unichar (text, code);
      *left = slice_from (*left, close + 1 - left->bytes);
      return;
    }

  if (known != NULL && *known != '0' && *known != '\0')
    g_string_append_c (text, values[known - names]);
  else if (*left->bytes == '0')
    g_string_append (text, "\342\220\200");
  else
    g_string_append_c (text, *left->bytes);
  *left = slice_from (*left, 1);
}

/* A string in Debug's quotes without them; anything else as it is. */
static char *
dup_value (PolluxSlice  value,
           gsize       *length)
{
  GString *text = g_string_sized_new (value.length);

  if (value.length >= 2 && *value.bytes == '"' && value.bytes[value.length - 1] == '"')
    {
      PolluxSlice left = { value.bytes + 1, value.length - 2 };

      while (left.length > 0)
        {
          if (*left.bytes == '\\' && left.length > 1)
            {
              left = slice_from (left, 1);
              append_escape (text, &left);
              continue;
            }
          g_string_append_c (text, *left.bytes);
          left = slice_from (left, 1);
        }
    }
  else
    g_string_append_len (text, value.bytes, value.length);

  *length = text->len;
  return g_string_free (text, FALSE);
}

static gsize
measure_key (const PolluxFmtStyle *style,
             PolluxSlice           text)
{
  gsize n = 0;
  gsize n_equals = strlen (style->equals);

  while (n < text.length && (g_ascii_isalnum (text.bytes[n]) || text.bytes[n] == '_' ||
                             text.bytes[n] == '.' || text.bytes[n] == '#'))
    n++;
  if (n == 0 || !slice_begins (slice_from (text, n), style->equals, n_equals))
    return 0;
  return n;
}

/* The end of a value: before a comma and the next key. */
static gsize
measure_value (const PolluxFmtStyle *style,
               PolluxSlice           text)
{
  gsize n_comma = strlen (style->comma);
  gsize at = 0;

  if (text.length > 0 && *text.bytes == '"')
    {
      for (at = 1; at < text.length && text.bytes[at] != '"'; at++)
        at += text.bytes[at] == '\\';
      at = MIN (at, text.length);
    }
  for (; at < text.length; at++)
    {
      if (slice_begins (slice_from (text, at), style->comma, n_comma) &&
          measure_key (style, slice_from (text, at + n_comma)) > 0)
        return at;
    }

  return text.length;
}

static void
add_value (PolluxRecordText *text,
           const char       *group,
           PolluxSlice       key,
           PolluxSlice       raw)
{
  g_autofree char *name = g_strndup (key.bytes, key.length);
  PolluxSlice value;
  g_autofree char *copy = dup_value (raw, &value.length);

  value.bytes = copy;
  if (text->fields->len < MAX_FIELDS)
    g_ptr_array_add (text->fields, pollux_field_new ((PolluxSlice) { group, strlen (group) },
                                                     (PolluxSlice) { name, strlen (name) },
                                                     value));
}

/* "message key=value key=value", or without a message. */
static void
add_fields (PolluxRecordText     *text,
            const PolluxFmtStyle *style,
            const char           *group,
            PolluxSlice           fields,
            gboolean              has_message)
{
  gsize n_comma = strlen (style->comma), n_equals = strlen (style->equals);

  if (has_message && measure_key (style, fields) == 0)
    {
      gsize n = measure_value (style, fields);

      add (text, group, "message", slice_to (fields, n));
      fields = slice_from (fields, MIN (n + n_comma, fields.length));
    }
  while (fields.length > 0)
    {
      gsize n_key = measure_key (style, fields);
      gsize n;

      if (n_key == 0)
        {
          n = measure_value (style, fields);
          add_value (text, group, (PolluxSlice) { "", 0 }, slice_to (fields, n));
        }
      else
        {
          PolluxSlice rest = slice_from (fields, n_key + n_equals);

          n = measure_value (style, rest);
          add_value (text, group, slice_to (fields, n_key), slice_to (rest, n));
          n += n_key + n_equals;
        }
      fields = slice_from (fields, MIN (n + n_comma, fields.length));
    }
}

/* --- parts ---------------------------------------------------------------- */

/* "src/main.rs:5" and in Pretty what follows. */
static void
add_place (PolluxRecordText *text,
           PolluxSlice       place)
{
  const char *on = memmem (place.bytes, place.length, " on ", 4);
  gsize at;

  if (on != NULL)
    place.length = on - place.bytes;
  at = place.length;
  while (at > 0 && g_ascii_isdigit (place.bytes[at - 1]))
    at--;
  if (at > 0 && at < place.length && place.bytes[at - 1] == ':')
    {
      add (text, "", "filename", slice_to (place, at - 1));
      add (text, "", "line_number", slice_from (place, at));
    }
  else
    add (text, "", at == 0 ? "line_number" : "filename", place);
}

static void
add_thread_of (PolluxRecordText *text,
               PolluxSlice       place)
{
  const char *id = memmem (place.bytes, place.length, "ThreadId(", 9);
  const char *on = memmem (place.bytes, place.length, "on ", 3);
  PolluxSlice name;

  if (id == NULL || on == NULL || on >= id)
    return;
  name = (PolluxSlice) { on + 3, id - on - 3 };
  while (name.length > 0 && name.bytes[name.length - 1] == ' ')
    name.length--;
  add (text, "", "threadName", name);
  add (text, "", "threadId", slice_from (place, id - place.bytes));
}

static void
watch_part (gpointer    data,
            const char *part,
            PolluxSlice name,
            PolluxSlice text)
{
  Watch *watch = data;

  if (strcmp (part, "target") == 0)
    add (watch->text, "", "target", text);
  else if (strcmp (part, "place") == 0)
    add_place (watch->text, text);
  else if (strcmp (part, "at") == 0)
    {
      PolluxSlice place = text;

      if (BEGINS (place, "at "))
        add_place (watch->text, slice_from (place, 3));
      add_thread_of (watch->text, text);
    }
  else if (strcmp (part, "fields") == 0)
    {
      g_free (watch->fields);
      watch->fields = g_memdup2 (text.bytes, text.length);
      watch->n_fields = text.length;
    }
  else
    {
      Span *span = g_new0 (Span, 1);

      span->name = pollux_slice_to_utf8 (name);
      span->fields = g_strndup (text.length > 0 ? text.bytes : "", text.length);
      g_ptr_array_add (watch->spans, span);
    }
}

static void
add_spans (Watch *watch)
{
  guint n = watch->spans->len;

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      /* The innermost first, under its own heading. */
      gboolean innermost = i == 0;
      guint at = innermost ? n - 1 : i - 1;
      const Span *span;

      if (watch->outermost_last)
        at = i;
      span = g_ptr_array_index (watch->spans, at);
      add_fields (watch->text, watch->style, innermost ? "span" : span->name,
                  (PolluxSlice) { span->fields, strlen (span->fields) }, FALSE);
      add (watch->text, innermost ? "span" : span->name, "name",
           (PolluxSlice) { span->name, strlen (span->name) });
    }
}

/**
 * pollux_fmt_text_new_record:
 * @record: its number
 * @offset: where it begins
 * @shape: how it is written
 * @text: all its lines
 *
 * The fields are in the groups "" (the record's own parts), "fields", "span"
 * (the innermost), and one of its name for each span around that.
 *
 * Returns: (transfer full): the record; without fields if it is foreign
 */
PolluxRecordText *
pollux_fmt_text_new_record (PolluxRecord          record,
                            guint64               offset,
                            const PolluxFmtShape *shape,
                            PolluxSlice           text)
{
  static const char *const levels[] = { "", "TRACE", "DEBUG", "INFO", "WARN", "ERROR" };
  g_autoptr (PolluxFmtTextParser) parser = pollux_fmt_text_parser_new_for_one (shape);
  g_autoptr (GString) plain = g_string_new (NULL);
  PolluxFmtTextFacts facts;
  PolluxFmtLine line;
  PolluxFmtHead head;
  Watch watch = {
    .style = shape->dialect == POLLUX_FMT_PRETTY ? &pollux_fmt_style_pretty
                                                 : &pollux_fmt_style_plain,
    .outermost_last = shape->dialect == POLLUX_FMT_PRETTY,
  };

  pollux_fmt_ansi_strip (text, plain);
  watch.text = pollux_record_text_new (record, offset, (guint64) record + 1,
                                       (PolluxSlice) { plain->str, plain->len });
  if (!pollux_fmt_text_parser_begins (parser, text, &head))
    return watch.text;

  watch.spans = g_ptr_array_new_with_free_func (span_free);
  add (watch.text, "", "timestamp", head.stamp);
  if (head.level != POLLUX_LEVEL_NONE)
    add (watch.text, "", "level",
         (PolluxSlice) { levels[head.level], strlen (levels[head.level]) });
  add (watch.text, "", "threadName", head.thread_name);
  add (watch.text, "", "threadId", head.thread_id);
  pollux_fmt_text_parser_watch (parser, watch_part, &watch);
  pollux_fmt_text_parser_parse (parser, &head, TRUE, &line, &facts);
  if (watch.fields != NULL)
    add_fields (watch.text, watch.style, "fields",
                (PolluxSlice) { watch.fields, watch.n_fields }, TRUE);
  add_spans (&watch);

  g_free (watch.fields);
  g_ptr_array_unref (watch.spans);
  return watch.text;
}
