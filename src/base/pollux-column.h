/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxColumn:
 *
 * An append-only array of equally sized elements in chunks: elements never
 * move, so pointers into it stay valid, and growing never copies. A column
 * that holds little is small: the first chunk starts with a few elements and
 * is the only one that may be reallocated, until it is full (its elements can
 * move while the column is shorter than one chunk).
 *
 * A plain struct: embed it and call pollux_column_init(). Zero is not a valid
 * initial state.
 */
typedef struct
{
  guint8 **chunks;
  guint n_chunks;
  guint n_chunks_allocated;
  guint first_allocated;
  guint element_size;
  guint chunk_shift;
  guint length;
} PolluxColumn;

void     pollux_column_init   (PolluxColumn       *column,
                               guint               element_size,
                               guint               chunk_shift);
void     pollux_column_clear  (PolluxColumn       *column);
gpointer pollux_column_append (PolluxColumn       *column);
void     pollux_column_truncate (PolluxColumn     *column,
                                 guint             length);
gsize    pollux_column_get_memory (const PolluxColumn *column);

static inline guint
pollux_column_get_length (const PolluxColumn *column)
{
  return column->length;
}

/* Borrowed; @index must be below the length. */
static inline gpointer
pollux_column_get (const PolluxColumn *column, guint index)
{
  guint chunk = index >> column->chunk_shift;
  guint offset = index & ((1u << column->chunk_shift) - 1);

  return column->chunks[chunk] + (gsize) offset * column->element_size;
}

#define pollux_column_index(column, Type, index) (((Type *) pollux_column_get ((column), (index))))

G_END_DECLS
