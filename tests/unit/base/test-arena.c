/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stddef.h>
#include <string.h>

#include "pollux-arena.h"

typedef struct
{
  guint8 *bytes;
  gsize size;
  guint8 fill;
} Piece;

static void
assert_filled (const Piece *piece)
{
  for (gsize i = 0; i < piece->size; i++)
    g_assert_cmpuint (piece->bytes[i], ==, piece->fill);
}

static guint8 *
alloc_aligned (PolluxArena *arena,
               gsize        size)
{
  guint8 *bytes = pollux_arena_alloc (arena, size);

  g_assert_nonnull (bytes);
  g_assert_cmpuint ((guintptr) bytes % _Alignof (max_align_t), ==, 0);

  for (gsize i = 0; i < size; i++)
    g_assert_cmpuint (bytes[i], ==, 0);

  return bytes;
}

static gsize
random_size (void)
{
  switch (g_test_rand_int_range (0, 10))
    {
    case 0:
      return 0;

    case 1:
      return (gsize) g_test_rand_int_range (0, 300000);

    case 2:
      return (gsize) g_test_rand_int_range (900, 5000);

    default:
      return (gsize) g_test_rand_int_range (1, 60);
    }
}

/* Pieces of all kinds do not overlap, keep their bytes, and are aligned. */
static void
fill_and_check (PolluxArena *arena)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  gsize sum = 0;

  for (guint i = 0; i < 3000; i++)
    {
      Piece piece = { .size = random_size (), .fill = (guint8) g_test_rand_int () };

      if (g_test_rand_bit ())
        piece.bytes = alloc_aligned (arena, piece.size);
      else
        piece.bytes = (guint8 *) pollux_arena_alloc_bytes (arena, piece.size);

      memset (piece.bytes, piece.fill, piece.size);
      g_array_append_val (pieces, piece);
      sum += piece.size;
    }

  for (guint i = 0; i < pieces->len; i++)
    assert_filled (&g_array_index (pieces, Piece, i));

  g_assert_cmpuint (pollux_arena_get_memory (arena), >=, sum);
  g_assert_cmpuint (pollux_arena_get_memory (arena), <=, 2 * sum + 2 * 1024 * 1024);
}

static void
test_random (void)
{
  g_autoptr (PolluxArena) arena = pollux_arena_new ();

  for (guint i = 0; i < 4; i++)
    {
      fill_and_check (arena);
      pollux_arena_reset (arena);
      g_assert_cmpuint (pollux_arena_get_memory (arena), <=, 1024 * 1024 + 64);
    }
}

static void
test_strndup (void)
{
  g_autoptr (PolluxArena) arena = pollux_arena_new ();
  const char *a = pollux_arena_strndup (arena, "a\0b", 3);
  const char *b = pollux_arena_strndup (arena, NULL, 0);
  const char *c = pollux_arena_strndup (arena, "cdef", 2);

  g_assert_cmpmem (a, 4, "a\0b\0", 4);
  g_assert_cmpstr (b, ==, "");
  g_assert_cmpstr (c, ==, "cd");
}

static void
test_small (void)
{
  g_autoptr (PolluxArena) arena = pollux_arena_new ();

  g_assert_cmpuint (pollux_arena_get_memory (arena), ==, 0);
  pollux_arena_reset (arena);
  alloc_aligned (arena, 0);
  pollux_arena_alloc_bytes (arena, 1);
  alloc_aligned (arena, 0);
  alloc_aligned (arena, 8);
  g_assert_cmpuint (pollux_arena_get_memory (arena), <=, 4096 + 64);
}

/* A big piece must not cost the rest of the block in use. */
static void
test_big_between_small (void)
{
  g_autoptr (PolluxArena) arena = pollux_arena_new ();
  char *first = pollux_arena_alloc_bytes (arena, 16);
  gsize memory = pollux_arena_get_memory (arena);

  alloc_aligned (arena, 100000);
  g_assert_cmpuint (pollux_arena_get_memory (arena) - memory, <, 100064);
  g_assert_true (pollux_arena_alloc_bytes (arena, 16) == first + 16);
}

static void
test_too_big (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (PolluxArena) arena = pollux_arena_new ();

      pollux_arena_alloc_bytes (arena, G_MAXSIZE);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*cannot hold*");
}

/* Refused before a byte is read. */
static void
test_too_long (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (PolluxArena) arena = pollux_arena_new ();

      pollux_arena_strndup (arena, NULL, G_MAXSIZE);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*cannot hold*");
}

/* One line of 100 MB must not stay in memory for good. */
static void
test_reset_after_big (void)
{
  g_autoptr (PolluxArena) arena = pollux_arena_new ();

  alloc_aligned (arena, 10000000);
  pollux_arena_reset (arena);
  g_assert_cmpuint (pollux_arena_get_memory (arena), ==, 0);
  alloc_aligned (arena, 8);
  g_assert_cmpuint (pollux_arena_get_memory (arena), <=, 4096 + 64);
  alloc_aligned (arena, 10000000);
  pollux_arena_reset (arena);
  g_assert_cmpuint (pollux_arena_get_memory (arena), <=, 4096 + 64);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/random", test_random);
  g_test_add_func ("/arena/strndup", test_strndup);
  g_test_add_func ("/arena/small", test_small);
  g_test_add_func ("/arena/big-between-small", test_big_between_small);
  g_test_add_func ("/arena/too-big", test_too_big);
  g_test_add_func ("/arena/too-long", test_too_long);
  g_test_add_func ("/arena/reset-after-big", test_reset_after_big);

  return g_test_run ();
}
