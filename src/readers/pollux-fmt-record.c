/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One line again, for somebody to look at: all members in file order, also
 * several with the same key, each value as the file writes it.
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "pollux-fmt-json.h"
#include "pollux-lines.h"

/* Nobody reads more. */
#define MAX_FIELDS 4096
#define MAX_VALUE POLLUX_RECORD_TEXT_MAX

static void
add_field (PolluxRecordText      *text,
           PolluxSlice            group,
           PolluxSlice            key,
           const PolluxJsonValue *value)
{
  g_autofree char *name = pollux_json_slice_unescape (key, &key.length);
  g_autofree char *string = NULL;
  PolluxSlice shown = value->raw;

  if (text->fields->len >= MAX_FIELDS)
    return;

  key.bytes = name;
  shown.length = MIN (shown.length, MAX_VALUE);
  if (value->escaped)
    {
      string = pollux_json_slice_unescape (shown, &shown.length);
      shown.bytes = string;
    }

  g_ptr_array_add (text->fields, pollux_field_new (group, key, shown));
}

static void
add_members (PolluxRecordText *text,
             PolluxSlice       group,
             PolluxSlice       object)
{
  PolluxJsonCursor cursor;
  PolluxSlice key;

  pollux_json_cursor_init_lenient (&cursor, object.bytes, object.length);
  pollux_json_cursor_enter_object (&cursor);
  while (pollux_json_cursor_next_key (&cursor, &key))
    {
      PolluxJsonValue value;

      if (pollux_json_cursor_take_value (&cursor, &value))
        add_field (text, group, key, &value);
    }
}

/* The name of a span: its last member "name". */
static char *
dup_span_name (PolluxSlice  object,
               gsize       *length)
{
  PolluxJsonValue name = { .raw = { "", 0 } };
  PolluxJsonCursor cursor;
  PolluxSlice key;

  pollux_json_cursor_init_lenient (&cursor, object.bytes, object.length);
  pollux_json_cursor_enter_object (&cursor);
  while (pollux_json_cursor_next_key (&cursor, &key))
    {
      PolluxJsonValue value;

      if (pollux_json_cursor_take_value (&cursor, &value) && value.kind == POLLUX_JSON_STRING &&
          pollux_json_slice_equal (key, POLLUX_SLICE_LITERAL ("name")))
        name = value;
    }

  return pollux_json_slice_unescape (name.raw, length);
}

static void
add_spans (PolluxRecordText *text,
           PolluxSlice       array)
{
  PolluxJsonCursor cursor;

  pollux_json_cursor_init_lenient (&cursor, array.bytes, array.length);
  pollux_json_cursor_enter_array (&cursor);
  while (pollux_json_cursor_next_element (&cursor))
    {
      g_autofree char *name = NULL;
      PolluxJsonValue value;
      PolluxSlice group;

      if (!pollux_json_cursor_take_value (&cursor, &value) || value.kind != POLLUX_JSON_OBJECT)
        continue;
      name = dup_span_name (value.raw, &group.length);
      group.bytes = name;
      add_members (text, group, value.raw);
    }
}

/* The fields of the record whose bytes are @line, if it is JSON at all. */
static void
add_fields (PolluxRecordText *text,
            PolluxSlice       line)
{
  PolluxJsonCursor cursor;
  PolluxJsonValue value;
  PolluxSlice key;

  pollux_json_cursor_init_lenient (&cursor, line.bytes, line.length);
  if (!pollux_json_cursor_take_value (&cursor, &value) || !pollux_json_cursor_at_end (&cursor) ||
      value.kind != POLLUX_JSON_OBJECT)
    return;

  pollux_json_cursor_init_lenient (&cursor, line.bytes, line.length);
  pollux_json_cursor_enter_object (&cursor);
  while (pollux_json_cursor_next_key (&cursor, &key))
    {
      pollux_json_cursor_take_value (&cursor, &value);

      if (value.kind == POLLUX_JSON_OBJECT &&
          (pollux_json_slice_equal (key, POLLUX_SLICE_LITERAL ("fields")) ||
           pollux_json_slice_equal (key, POLLUX_SLICE_LITERAL ("span"))))
        add_members (text, key, value.raw);
      else if (value.kind == POLLUX_JSON_ARRAY &&
               pollux_json_slice_equal (key, POLLUX_SLICE_LITERAL ("spans")))
        add_spans (text, value.raw);
      else
        add_field (text, POLLUX_SLICE_LITERAL (""), key, &value);
    }
}

static PolluxRecordText *
make_record (const PolluxLine *line,
             PolluxRecord      record)
{
  PolluxRecordText *text = pollux_record_text_new (record, line->offset, (guint64) record + 1,
                                                   line->text);

  text->cut = text->cut || line->too_long;
  add_fields (text, line->text);
  return text;
}

/**
 * pollux_fmt_json_read_records:
 * @source: a source that stands at the line @marked
 * @marked: a line's number, from 0
 * @records: the numbers of the lines that are wanted, ascending
 * @n_records: how many
 * @func: gets them
 * @data: for @func
 * @cancellable: (nullable): looked at while lines are read
 * @error: return location for an error of the source,
 *   %G_IO_ERROR_CANCELLED, or %G_IO_ERROR_NOT_FOUND if the file ends before
 *
 * Reads lines again. Their fields are in the groups "" (the record's own
 * members), "fields", "span", and one of its name for each span of the list.
 *
 * Returns: %FALSE with @error
 */
gboolean
pollux_fmt_json_read_records (PolluxSource       *source,
                              PolluxRecord        marked,
                              const PolluxRecord *records,
                              guint               n_records,
                              PolluxRecordFunc    func,
                              gpointer            data,
                              GCancellable       *cancellable,
                              GError            **error)
{
  g_autoptr (PolluxLines) lines = pollux_lines_new (source);
  PolluxLine line;
  GError *local_error = NULL;

  for (guint i = 0; i < n_records; i++)
    {
      do
        {
          if (!pollux_lines_next (lines, &line, cancellable, &local_error))
            {
              if (local_error == NULL)
                local_error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                                   _ ("The file ends before this record"));
              g_propagate_error (error, local_error);
              return FALSE;
            }
        }
      while (marked + line.number < records[i]);

      if (!func (make_record (&line, records[i]), data))
        break;
    }

  return TRUE;
}
