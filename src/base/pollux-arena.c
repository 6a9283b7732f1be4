/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A list of blocks; allocation moves a pointer in the newest one. Blocks grow
 * with the arena, from 4 KiB to 1 MiB, so small arenas are small and big ones
 * have few blocks. What takes more than a quarter of a block gets one of its
 * own, linked behind the current one, which goes on being filled: at most a
 * quarter of a block is wasted.
 */

#include "config.h"

#include <stddef.h>
#include <string.h>

#include "pollux-arena.h"

#define MIN_BLOCK ((gsize) 4 * 1024)
#define MAX_BLOCK ((gsize) 1024 * 1024)
#define ALIGNMENT _Alignof (max_align_t)

typedef struct _Block Block;

struct _Block
{
  Block *next;
  gsize size;
  _Alignas (max_align_t) char bytes[];
};

struct _PolluxArena
{
  Block *blocks;
  char *at;
  gsize left;
  gsize memory;
};

/**
 * pollux_arena_new:
 *
 * Returns: (transfer full): an empty arena
 */
PolluxArena *
pollux_arena_new (void)
{
  return g_new0 (PolluxArena, 1);
}

static void
free_blocks (Block *block)
{
  while (block != NULL)
    {
      Block *next = block->next;

      g_free (block);
      block = next;
    }
}

/**
 * pollux_arena_free:
 * @arena: (transfer full) (nullable): an arena
 *
 * Frees the arena and everything that was allocated from it.
 */
void
pollux_arena_free (PolluxArena *arena)
{
  if (arena == NULL)
    return;

  free_blocks (arena->blocks);
  g_free (arena);
}

static Block *
block_new (PolluxArena *arena,
           gsize        size)
{
  Block *block;

  if (G_UNLIKELY (size > G_MAXSSIZE - sizeof (Block)))
    g_error ("An arena cannot hold %" G_GSIZE_FORMAT " bytes in one piece", size);

  block = g_malloc (sizeof (Block) + size);
  block->next = NULL;
  block->size = size;
  arena->memory += sizeof (Block) + size;

  return block;
}

static gpointer
alloc_in_own_block (PolluxArena *arena,
                    gsize        size)
{
  Block *block = block_new (arena, size);

  if (arena->blocks != NULL)
    {
      block->next = arena->blocks->next;
      arena->blocks->next = block;
    }
  else
    {
      arena->blocks = block;
      arena->at = block->bytes + size;
      arena->left = 0;
    }

  return block->bytes;
}

static void
add_block (PolluxArena *arena)
{
  Block *block = block_new (arena, CLAMP (arena->memory, MIN_BLOCK, MAX_BLOCK));

  block->next = arena->blocks;
  arena->blocks = block;
  arena->at = block->bytes;
  arena->left = block->size;
}

static inline gpointer
take (PolluxArena *arena,
      gsize        size)
{
  gpointer piece = arena->at;

  arena->at += size;
  arena->left -= size;

  return piece;
}

/* A new block starts aligned for any type. */
static gpointer
alloc_in_new_block (PolluxArena *arena,
                    gsize        size)
{
  if (size > CLAMP (arena->memory, MIN_BLOCK, MAX_BLOCK) / 4)
    return alloc_in_own_block (arena, size);

  add_block (arena);

  return take (arena, size);
}

/**
 * pollux_arena_alloc:
 * @arena: an arena
 * @size: number of bytes, may be 0
 *
 * Allocates zeroed memory, aligned for any type.
 *
 * Returns: (transfer none) (not nullable): the memory, valid until the arena is
 *   reset or freed
 */
gpointer
pollux_arena_alloc (PolluxArena *arena,
                    gsize        size)
{
  gsize padding = -(guintptr) arena->at & (ALIGNMENT - 1);
  gpointer piece;

  if (G_LIKELY (padding < arena->left && size <= arena->left - padding))
    {
      take (arena, padding);
      piece = take (arena, size);
    }
  else
    {
      piece = alloc_in_new_block (arena, size);
    }

  return memset (piece, 0, size);
}

/**
 * pollux_arena_alloc_bytes:
 * @arena: an arena
 * @size: number of bytes, may be 0
 *
 * Like pollux_arena_alloc(), but for text: without alignment and not zeroed.
 *
 * Returns: (transfer none) (not nullable): the bytes, valid until the arena is
 *   reset or freed
 */
char *
pollux_arena_alloc_bytes (PolluxArena *arena,
                          gsize        size)
{
  if (G_LIKELY (size < arena->left))
    return take (arena, size);

  return alloc_in_new_block (arena, size);
}

/**
 * pollux_arena_strndup:
 * @arena: an arena
 * @bytes: (nullable): @length bytes; %NULL if @length is 0
 * @length: number of bytes
 *
 * Copies bytes, whatever they are, and puts a NUL behind them.
 *
 * Returns: (transfer none) (not nullable): the copy, valid until the arena is
 *   reset or freed
 */
char *
pollux_arena_strndup (PolluxArena *arena,
                      const char  *bytes,
                      gsize        length)
{
  char *copy;

  /* The largest size is refused; a wrapped one would not be. */
  copy = pollux_arena_alloc_bytes (arena, length < G_MAXSIZE ? length + 1 : length);

  if (length > 0)
    memcpy (copy, bytes, length);

  copy[length] = '\0';

  return copy;
}

/**
 * pollux_arena_reset:
 * @arena: an arena
 *
 * Frees everything allocated from @arena, but keeps its newest block for what
 * comes next, unless that is a huge piece.
 */
void
pollux_arena_reset (PolluxArena *arena)
{
  Block *block = arena->blocks;

  if (block != NULL && block->size <= MAX_BLOCK)
    {
      free_blocks (block->next);
      block->next = NULL;
      arena->at = block->bytes;
      arena->left = block->size;
      arena->memory = sizeof (Block) + block->size;
    }
  else
    {
      free_blocks (block);
      *arena = (PolluxArena) { 0 };
    }
}

/**
 * pollux_arena_get_memory:
 * @arena: an arena
 *
 * Returns: the bytes of all blocks of @arena
 */
gsize
pollux_arena_get_memory (const PolluxArena *arena)
{
  return arena->memory;
}
