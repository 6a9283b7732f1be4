/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-fmt-reader.h"
#include "pollux-fmt-words.h"

/**
 * pollux_fmt_reader_init:
 * @self: the head of a reader, zeroed
 * @klass: its class
 * @source: a source at its start; borrowed
 * @free_parser: for the elements of its parsers
 */
void
pollux_fmt_reader_init (PolluxFmtReader         *self,
                        const PolluxReaderClass *klass,
                        PolluxSource            *source,
                        GDestroyNotify           free_parser)
{
  self->parent_instance.klass = klass;
  self->parent_instance.source = source;
  self->lines = pollux_lines_new (source);
  self->feed = pollux_fmt_feed_new (klass->name);
  self->prefixes = pollux_fmt_prefixes_new ();
  self->parsers = g_ptr_array_new_with_free_func (free_parser);
}

/**
 * pollux_fmt_reader_clear:
 * @self: the head of a reader
 */
void
pollux_fmt_reader_clear (PolluxFmtReader *self)
{
  pollux_lines_free (self->lines);
  g_ptr_array_unref (self->parsers);
  pollux_fmt_prefixes_free (self->prefixes);
  pollux_fmt_feed_free (self->feed);
}

/**
 * pollux_fmt_reader_set_process:
 * @self: the head of a reader
 * @process: a number from its prefixes
 */
void
pollux_fmt_reader_set_process (PolluxFmtReader *self,
                               guint            process)
{
  guint n_names = pollux_fmt_prefixes_get_length (self->prefixes);

  if (G_LIKELY (self->process == process + 1 && self->n_names == n_names))
    return;

  self->process = process + 1;
  self->n_names = n_names;
  pollux_fmt_feed_set_process (self->feed, process,
                               pollux_fmt_prefixes_get_name (self->prefixes, process));
}

/* The file is at its end, or cannot be read on. */
static void
finish (PolluxFmtReader  *self,
        const GError     *read_error,
        GError          **error)
{
  self->finished = TRUE;
  if (self->flush != NULL)
    self->flush (self);
  pollux_fmt_feed_finish (self->feed, pollux_source_get_offset (self->parent_instance.source),
                          self->last_line, read_error, error);
}

/**
 * pollux_fmt_reader_next_batch:
 * @reader: a #PolluxFmtReader
 * @batch: filled
 * @cancellable: (nullable): looked at while lines are read
 * @error: see #PolluxReaderClass.next_batch
 *
 * Returns: %FALSE at the end, or with @error
 */
gboolean
pollux_fmt_reader_next_batch (PolluxReader  *reader,
                              PolluxBatch   *batch,
                              GCancellable  *cancellable,
                              GError       **error)
{
  PolluxFmtReader *self = (PolluxFmtReader *) reader;
  g_autoptr (GError) read_error = NULL;
  PolluxLine line = { .text = { NULL, 0 }, .ended = TRUE };
  gboolean more = TRUE;

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
      if (line.number == 0)
        line.text = pollux_fmt_skip_mark (line.text);
      self->take_line (self, &line, batch);
    }

  if (g_error_matches (read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&read_error));
  else if (!more)
    finish (self, read_error, error);
  pollux_fmt_feed_end_batch (self->feed);
  return more;
}

static PolluxTaskIndex
no_task (gpointer              data,
         const PolluxTaskSpan *span)
{
  return 0;
}

static guint32
no_span (gpointer               data,
         const PolluxOtherSpan *span)
{
  return 0;
}

static PolluxThread
no_thread (gpointer    data,
           PolluxSlice id,
           PolluxSlice name)
{
  return 0;
}

/**
 * pollux_fmt_names_none:
 *
 * Returns: names that number nothing
 */
PolluxFmtNames
pollux_fmt_names_none (void)
{
  return (PolluxFmtNames) { no_task, no_span, no_thread, NULL };
}

/**
 * pollux_fmt_is_blank:
 * @text: the bytes of a line
 *
 * Returns: whether there is nothing to see in it
 */
gboolean
pollux_fmt_is_blank (PolluxSlice text)
{
  for (gsize i = 0; i < text.length; i++)
    {
      if (!g_ascii_isspace (text.bytes[i]))
        return FALSE;
    }

  return TRUE;
}

/**
 * pollux_fmt_skip_mark:
 * @text: the bytes of a file's first line
 *
 * Returns: the bytes without a byte order mark
 */
PolluxSlice
pollux_fmt_skip_mark (PolluxSlice text)
{
  return BEGINS (text, "\357\273\277") ? slice_from (text, 3) : text;
}
