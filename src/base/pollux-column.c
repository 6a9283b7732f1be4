/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A column is a table of chunks of (1 << chunk_shift) elements each. All are
 * allocated in full and never move, but for the first: traces have hundreds of
 * thousands of columns that hold three elements, so the first chunk starts
 * small and doubles until it is a chunk like the others.
 *
 * Append is O(1), get is two loads. Only the table of chunk pointers is ever
 * copied as the column grows.
 *
 * Invariant: every element below the length lies in an allocated chunk, and at
 * most one allocated chunk lies wholly above the length, so that a truncate and
 * an append at a chunk's border do not allocate each time.
 */

#include "config.h"

#include <string.h>

#include "pollux-column.h"

#define FIRST_ELEMENTS 4u
#define MAX_CHUNK_SHIFT 24u

static inline guint
chunk_elements (const PolluxColumn *column)
{
  return 1u << column->chunk_shift;
}

/**
 * pollux_column_init:
 * @column: a column that holds nothing yet
 * @element_size: bytes per element, above 0
 * @chunk_shift: binary logarithm of the elements per chunk, at most 24
 *
 * Makes @column empty. An empty column owns no memory.
 */
void
pollux_column_init (PolluxColumn *column,
                    guint         element_size,
                    guint         chunk_shift)
{
  g_return_if_fail (column != NULL);
  g_return_if_fail (element_size > 0);
  g_return_if_fail (chunk_shift <= MAX_CHUNK_SHIFT);

  *column = (PolluxColumn) {
    .element_size = element_size,
    .chunk_shift = chunk_shift,
  };
}

/**
 * pollux_column_clear:
 * @column: an initialized column
 *
 * Frees all elements. The column is empty afterwards and can be used again.
 */
void
pollux_column_clear (PolluxColumn *column)
{
  g_return_if_fail (column != NULL);

  for (guint i = 0; i < column->n_chunks; i++)
    g_free (column->chunks[i]);

  g_free (column->chunks);
  pollux_column_init (column, column->element_size, column->chunk_shift);
}

static void
reserve_chunk_pointer (PolluxColumn *column)
{
  if (column->n_chunks < column->n_chunks_allocated)
    return;

  /* As many chunks as there can be elements, if a chunk holds but one. */
  if (column->n_chunks_allocated > G_MAXUINT / 2)
    column->n_chunks_allocated = G_MAXUINT;
  else
    column->n_chunks_allocated = MAX (1, column->n_chunks_allocated * 2);

  column->chunks = g_renew (guint8 *, column->chunks, column->n_chunks_allocated);
}

static void
grow_first_chunk (PolluxColumn *column)
{
  guint elements = MAX (FIRST_ELEMENTS, column->first_allocated * 2);

  elements = MIN (elements, chunk_elements (column));

  if (column->n_chunks == 0)
    {
      reserve_chunk_pointer (column);
      column->chunks[column->n_chunks++] = NULL;
    }

  column->chunks[0] = g_realloc_n (column->chunks[0], elements, column->element_size);
  column->first_allocated = elements;
}

static void
add_chunk (PolluxColumn *column)
{
  reserve_chunk_pointer (column);
  column->chunks[column->n_chunks++] = g_malloc_n (chunk_elements (column), column->element_size);
}

/**
 * pollux_column_append:
 * @column: a column
 *
 * Adds one element of zero bytes at the end. A column holds at most
 * %G_MAXUINT32 elements; one more ends the program with a message, as running
 * out of memory does.
 *
 * Returns: (transfer none) (not nullable): the new element; valid until the
 *   column is cleared or truncated, or, while the column is shorter than one
 *   chunk, until the next append.
 */
gpointer
pollux_column_append (PolluxColumn *column)
{
  guint index = column->length;
  guint chunk = index >> column->chunk_shift;
  gpointer element;

  if (G_UNLIKELY (index == G_MAXUINT32))
    g_error ("A column cannot hold more than %u elements", G_MAXUINT32);

  if (chunk == 0)
    {
      if (G_UNLIKELY (index == column->first_allocated))
        grow_first_chunk (column);
    }
  else if (G_UNLIKELY (chunk == column->n_chunks))
    {
      add_chunk (column);
    }

  element = pollux_column_get (column, index);
  memset (element, 0, column->element_size);
  column->length++;

  return element;
}

/**
 * pollux_column_truncate:
 * @column: a column
 * @length: the new length; nothing happens if the column is not longer
 *
 * Removes the elements from @length on and frees the chunks that became empty,
 * but for one.
 */
void
pollux_column_truncate (PolluxColumn *column,
                        guint         length)
{
  guint n_used;

  g_return_if_fail (column != NULL);

  if (length >= column->length)
    return;

  n_used = length > 0 ? ((length - 1) >> column->chunk_shift) + 1 : 0;

  while (column->n_chunks > n_used + 1)
    g_free (column->chunks[--column->n_chunks]);

  column->length = length;
}

/**
 * pollux_column_get_memory:
 * @column: a column
 *
 * Returns: the bytes allocated for @column, without the struct itself
 */
gsize
pollux_column_get_memory (const PolluxColumn *column)
{
  gsize elements = column->first_allocated;

  if (column->n_chunks > 1)
    elements += (gsize) (column->n_chunks - 1) << column->chunk_shift;

  return elements * column->element_size + column->n_chunks_allocated * sizeof (guint8 *);
}
