/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-column.h"

typedef struct
{
  guint64 key;
  guint32 value;
} Pair;

static void
test_empty (void)
{
  PolluxColumn column;

  pollux_column_init (&column, sizeof (Pair), 6);
  g_assert_cmpuint (pollux_column_get_length (&column), ==, 0);
  g_assert_cmpuint (pollux_column_get_memory (&column), ==, 0);
  pollux_column_truncate (&column, 0);
  pollux_column_truncate (&column, 7);
  g_assert_cmpuint (pollux_column_get_length (&column), ==, 0);
  pollux_column_clear (&column);
  pollux_column_clear (&column);
}

/* Odd sizes and the smallest chunks, around every border. */
static void
test_sizes (void)
{
  const guint sizes[] = { 1, 2, 3, 4, 8, 12, 24, 100 };
  const guint shifts[] = { 0, 1, 2, 3, 7, 12 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint h = 0; h < G_N_ELEMENTS (shifts); h++)
      {
        guint n = (3u << shifts[h]) + 2;
        PolluxColumn column;

        pollux_column_init (&column, sizes[s], shifts[h]);

        for (guint i = 0; i < n; i++)
          memset (pollux_column_append (&column), (int) (i & 0xff), sizes[s]);

        g_assert_cmpuint (pollux_column_get_length (&column), ==, n);

        for (guint i = 0; i < n; i++)
          {
            const guint8 *element = pollux_column_get (&column, i);

            for (guint b = 0; b < sizes[s]; b++)
              g_assert_cmpuint (element[b], ==, i & 0xff);
          }

        pollux_column_clear (&column);
      }
}

static void
test_addresses (void)
{
  const guint per_chunk = 64;
  Pair *addresses[1000];
  PolluxColumn column;

  pollux_column_init (&column, sizeof (Pair), 6);

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      addresses[i] = pollux_column_append (&column);
      g_assert_cmpuint ((guintptr) addresses[i] % _Alignof (Pair), ==, 0);

      /* Full: from here on the first chunk stays where it is, too. */
      if (i == per_chunk - 1)
        for (guint j = 0; j <= i; j++)
          addresses[j] = pollux_column_get (&column, j);
    }

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_assert_true (pollux_column_index (&column, Pair, i) == addresses[i]);

      if (i % per_chunk != 0)
        g_assert_true (addresses[i] == addresses[i - 1] + 1);
    }

  pollux_column_clear (&column);
}

static void
test_memory (void)
{
  PolluxColumn column;

  pollux_column_init (&column, sizeof (Pair), 12);
  pollux_column_append (&column);
  g_assert_cmpuint (pollux_column_get_memory (&column), <=, 4 * sizeof (Pair) + 8);

  for (guint i = 1; i < 10 * 4096; i++)
    pollux_column_append (&column);

  g_assert_cmpuint (pollux_column_get_memory (&column), >=, 40960 * sizeof (Pair));
  g_assert_cmpuint (pollux_column_get_memory (&column), <=, 40960 * sizeof (Pair) + 16 * 8);

  pollux_column_truncate (&column, 1);
  g_assert_cmpuint (pollux_column_get_memory (&column), <=, 2 * 4096 * sizeof (Pair) + 16 * 8);
  pollux_column_clear (&column);
  g_assert_cmpuint (pollux_column_get_memory (&column), ==, 0);
}

static void
assert_equal_model (const PolluxColumn *column,
                    const GArray       *model)
{
  g_assert_cmpuint (pollux_column_get_length (column), ==, model->len);

  for (guint i = 0; i < model->len; i++)
    {
      const Pair *a = pollux_column_get (column, i);
      const Pair *b = &g_array_index (model, Pair, i);

      g_assert_cmpuint (a->key, ==, b->key);
      g_assert_cmpuint (a->value, ==, b->value);
    }
}

static void
random_appends (PolluxColumn *column,
                GArray       *model)
{
  for (gint n = g_test_rand_int_range (0, 200); n > 0; n--)
    {
      Pair pair = { (guint32) g_test_rand_int (), (guint32) g_test_rand_int () };
      Pair *added = pollux_column_append (column);

      /* Zeroed, also where something was truncated before. */
      g_assert_cmpuint (added->key, ==, 0);
      g_assert_cmpuint (added->value, ==, 0);
      *added = pair;
      g_array_append_val (model, pair);
    }
}

static void
test_random (void)
{
  g_autoptr (GArray) model = g_array_new (FALSE, FALSE, sizeof (Pair));
  PolluxColumn column;

  pollux_column_init (&column, sizeof (Pair), 5);

  for (guint i = 0; i < 3000; i++)
    {
      gint dice = g_test_rand_int_range (0, 100);

      if (dice < 60)
        {
          random_appends (&column, model);
        }
      else if (dice < 98)
        {
          guint length = (guint) g_test_rand_int_range (0, (gint) model->len + 10);

          pollux_column_truncate (&column, length);
          g_array_set_size (model, MIN (length, model->len));
        }
      else
        {
          pollux_column_clear (&column);
          g_array_set_size (model, 0);
        }

      assert_equal_model (&column, model);
    }

  pollux_column_clear (&column);
}

static void
test_full (void)
{
  PolluxColumn column;

  if (g_test_subprocess ())
    {
      pollux_column_init (&column, 1, 4);
      pollux_column_append (&column);
      column.length = G_MAXUINT32;
      pollux_column_append (&column);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*cannot hold more than*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/column/empty", test_empty);
  g_test_add_func ("/column/sizes", test_sizes);
  g_test_add_func ("/column/addresses", test_addresses);
  g_test_add_func ("/column/memory", test_memory);
  g_test_add_func ("/column/random", test_random);
  g_test_add_func ("/column/full", test_full);

  return g_test_run ();
}
