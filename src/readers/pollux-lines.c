/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One buffer that is filled in blocks; lines are slices of it. What is left of
 * a line at the buffer's end moves to its front, which is a few hundred bytes
 * per block. Only a line longer than the buffer makes it grow, up to
 * POLLUX_LINES_MAX; beyond that the line is passed over block by block, and the
 * buffer becomes small again.
 *
 * Invariant: begin <= scanned <= end <= allocated, and [begin, scanned) holds
 * no line end.
 */

#include "config.h"

#include <string.h>

#include "pollux-lines.h"

#define BLOCK ((gsize) 256 * 1024)
/* What is read first: most small files are smaller. */
#define FIRST_BLOCK ((gsize) 32 * 1024)

struct _PolluxLines
{
  PolluxSource *source;
  char *buffer;
  gsize allocated;
  gsize begin;
  gsize scanned;
  gsize end;
  guint64 offset;   /* of the byte at begin */
  guint64 number;
  gboolean skipping;
  gboolean at_end;
};

static void
resize (PolluxLines *lines,
        gsize        allocated)
{
  lines->buffer = g_realloc (lines->buffer, allocated);
  lines->allocated = allocated;
}

/**
 * pollux_lines_new:
 * @source: a source; borrowed
 *
 * Returns: (transfer full): the lines of @source from where it stands
 */
PolluxLines *
pollux_lines_new (PolluxSource *source)
{
  PolluxLines *lines = g_new0 (PolluxLines, 1);

  lines->source = source;
  lines->offset = pollux_source_get_offset (source);
  resize (lines, FIRST_BLOCK);
  return lines;
}

/**
 * pollux_lines_free:
 * @lines: (nullable) (transfer full): lines
 */
void
pollux_lines_free (PolluxLines *lines)
{
  if (lines == NULL)
    return;

  g_free (lines->buffer);
  g_free (lines);
}

/* Room behind what is left of the line that is being read: how much to read. */
static gsize
make_room (PolluxLines *lines)
{
  gsize left = lines->end - lines->begin;

  if (lines->begin > 0)
    memmove (lines->buffer, lines->buffer + lines->begin, left);
  lines->scanned -= lines->begin;
  lines->begin = 0;
  lines->end = left;

  if (lines->allocated == FIRST_BLOCK && left <= FIRST_BLOCK / 2)
    return FIRST_BLOCK - left;
  else if (lines->allocated > 4 * BLOCK && left <= BLOCK)
    resize (lines, 2 * BLOCK);
  else if (lines->allocated < left + BLOCK)
    resize (lines, MAX (2 * BLOCK, left * 2));

  return MIN (BLOCK, lines->allocated - left);
}

/* Reads another block. FALSE at the end, or with @error. */
static gboolean
fill (PolluxLines   *lines,
      GCancellable  *cancellable,
      GError       **error)
{
  gsize room;
  gssize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  room = make_room (lines);
  n = pollux_source_read (lines->source, lines->buffer + lines->end, room, error);
  if (n <= 0)
    {
      lines->at_end = TRUE;
      /* A cancelled source fails in its own words. */
      if (n < 0 && g_cancellable_is_cancelled (cancellable))
        {
          g_clear_error (error);
          g_cancellable_set_error_if_cancelled (cancellable, error);
        }
      return FALSE;
    }

  lines->end += n;
  return TRUE;
}

/* Makes the bytes before @next the line. */
static void
take (PolluxLines *lines,
      PolluxLine  *line,
      gsize        length,
      gsize        next,
      guint64      skipped)
{
  const char *text = lines->buffer + lines->begin;
  gboolean ended = next > lines->begin + length;

  if (ended && length > 0 && text[length - 1] == '\r')
    length--;

  *line = (PolluxLine) {
    .text = { text, lines->skipping ? 0 : length },
    .offset = lines->offset - skipped,
    .number = lines->number,
    .ended = ended,
    .too_long = lines->skipping,
  };

  lines->offset += next - lines->begin;
  lines->number++;
  lines->begin = lines->scanned = next;
  lines->skipping = FALSE;
}

/**
 * pollux_lines_next:
 * @lines: lines
 * @line: (out): the next line
 * @cancellable: (nullable): looked at whenever bytes are read
 * @error: return location for an error of the source, or a cancellation
 *
 * After an error the lines are at their end; a line that had begun is given
 * up.
 *
 * Returns: %FALSE at the end, or with @error set
 */
gboolean
pollux_lines_next (PolluxLines   *lines,
                   PolluxLine    *line,
                   GCancellable  *cancellable,
                   GError       **error)
{
  guint64 skipped = 0;

  for (;;)
    {
      const char *from = lines->buffer + lines->scanned;
      const char *newline = NULL;
      GError *local_error = NULL;

      if (lines->end > lines->scanned)
        newline = memchr (from, '\n', lines->end - lines->scanned);
      if (G_LIKELY (newline != NULL))
        {
          gsize at = newline - lines->buffer;

          take (lines, line, at - lines->begin, at + 1, skipped);
          return TRUE;
        }

      lines->scanned = lines->end;
      if (lines->end - lines->begin > POLLUX_LINES_MAX || lines->skipping)
        {
          lines->skipping = TRUE;
          skipped += lines->end - lines->begin;
          lines->offset += lines->end - lines->begin;
          lines->begin = lines->end;
        }

      if (lines->at_end || !fill (lines, cancellable, &local_error))
        {
          if (local_error != NULL)
            {
              g_propagate_error (error, local_error);
              return FALSE;
            }
          if (lines->end == lines->begin && !lines->skipping)
            return FALSE;
          take (lines, line, lines->end - lines->begin, lines->end, skipped);
          return TRUE;
        }
    }
}
