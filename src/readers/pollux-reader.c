/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-reader.h"

G_DEFINE_QUARK (pollux-reader-error-quark, pollux_reader_error)

/**
 * pollux_field_new:
 * @group: what it belongs to
 * @name: its name
 * @value: its value as text
 *
 * Copies the texts; bytes in them that are no UTF-8 are replaced.
 *
 * Returns: (transfer full): a field
 */
PolluxField *
pollux_field_new (PolluxSlice group,
                  PolluxSlice name,
                  PolluxSlice value)
{
  PolluxField *field = g_new (PolluxField, 1);

  field->group = pollux_slice_to_utf8 (group);
  field->name = pollux_slice_to_utf8 (name);
  field->value = pollux_slice_to_utf8 (value);
  return field;
}

/**
 * pollux_field_free:
 * @field: (nullable) (transfer full): a field
 */
void
pollux_field_free (PolluxField *field)
{
  if (field == NULL)
    return;

  g_free (field->group);
  g_free (field->name);
  g_free (field->value);
  g_free (field);
}

/**
 * pollux_record_text_new:
 * @record: the record's number
 * @offset: where it begins in the file
 * @line: its line from 1, 0 if the format has none
 * @text: its bytes; only the first POLLUX_RECORD_TEXT_MAX are kept
 *
 * Returns: (transfer full): a text without fields
 */
PolluxRecordText *
pollux_record_text_new (PolluxRecord record,
                        guint64      offset,
                        guint64      line,
                        PolluxSlice  text)
{
  PolluxRecordText *self = g_new0 (PolluxRecordText, 1);

  self->record = record;
  self->offset = offset;
  self->line = line;
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) pollux_field_free);
  self->cut = text.length > POLLUX_RECORD_TEXT_MAX;
  if (self->cut)
    {
      text.length = POLLUX_RECORD_TEXT_MAX;
      /* Not in the middle of a character. */
      while (text.length > 0 && ((guchar) text.bytes[text.length] & 0xC0) == 0x80)
        text.length--;
    }
  self->text = pollux_slice_to_utf8 (text);
  return self;
}

/**
 * pollux_record_text_find:
 * @text: a record's text
 * @group: a field's group
 * @name: its name
 *
 * Returns: (transfer none) (nullable): the value of the last such field
 */
const char *
pollux_record_text_find (const PolluxRecordText *text,
                         const char             *group,
                         const char             *name)
{
  for (guint i = text->fields->len; i > 0; i--)
    {
      const PolluxField *field = g_ptr_array_index (text->fields, i - 1);

      if (g_str_equal (field->name, name) && g_str_equal (field->group, group))
        return field->value;
    }

  return NULL;
}

/**
 * pollux_record_text_free:
 * @text: (nullable) (transfer full): a text
 */
void
pollux_record_text_free (PolluxRecordText *text)
{
  if (text == NULL)
    return;

  g_free (text->text);
  g_clear_pointer (&text->fields, g_ptr_array_unref);
  g_free (text);
}

static gboolean
keep_record (PolluxRecordText *text,
             gpointer          data)
{
  PolluxRecordText **kept = data;

  *kept = text;
  return FALSE;
}

/**
 * pollux_reader_class_read_record:
 * @klass: a format
 * @source: a source that stands at the record @marked
 * @marked: a record's number
 * @record: the number of the record that is wanted, not smaller
 * @cancellable: (nullable): looked at while it reads
 * @error: see #PolluxReaderClass.read_records
 *
 * Returns: (transfer full) (nullable): the record
 */
PolluxRecordText *
pollux_reader_class_read_record (const PolluxReaderClass *klass,
                                 PolluxSource            *source,
                                 PolluxRecord             marked,
                                 PolluxRecord             record,
                                 GCancellable            *cancellable,
                                 GError                 **error)
{
  PolluxRecordText *text = NULL;

  klass->read_records (source, marked, &record, 1, keep_record, &text, cancellable, error);
  return text;
}
