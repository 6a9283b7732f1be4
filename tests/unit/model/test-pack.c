/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-pack.h"

#define N 70

typedef struct
{
  guint32 before;
  gint64 value;
  guint32 behind;
} Item;

/* Numbers of every width, two columns side by side, read one by one and together. */
static void
test_widths (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint width = 0; width <= 64; width++)
    for (guint n = 1; n <= N; n += 3)
      {
        gsize size = pollux_pack_size (n, width) + pollux_pack_size (n, 64 - width);
        g_autofree guint8 *bytes = g_malloc (size + POLLUX_PACK_PADDING);
        guint64 numbers[N], others[N];
        PolluxPackReader reader;
        guint8 *second, *end;
        gboolean readable;
        Item items[N] = { { 0 } };
        guint first = g_rand_int_range (rand, 0, n);

        for (guint i = 0; i < n; i++)
          {
            guint64 bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);

            numbers[i] = bits & pollux_pack_mask (width);
            others[i] = ~bits & pollux_pack_mask (64 - width);
          }
        second = pollux_pack_put (bytes, width, n, numbers);
        end = pollux_pack_put (second, 64 - width, n, others);
        g_assert_cmpuint (end - bytes, ==, size);
        for (guint i = 0; i < n; i++)
          {
            g_assert_cmphex (pollux_pack_get (bytes, width, i), ==, numbers[i]);
            g_assert_cmphex (pollux_pack_get (second, 64 - width, i), ==, others[i]);
          }

        readable = pollux_pack_reader_init (&reader, bytes, width, first);
        g_assert_cmpint (readable, ==, width <= POLLUX_PACK_ONE_WORD);
        for (guint i = first; i < n && readable; i++)
          g_assert_cmphex (pollux_pack_reader_next (&reader), ==, numbers[i]);

        POLLUX_PACK_UNPACK (bytes, width, first, n - first, 7, items, value);
        for (guint i = first; i < n; i++)
          {
            g_assert_cmphex ((guint64) items[i - first].value, ==, numbers[i] + 7);
            g_assert_cmpuint (items[i - first].before + items[i - first].behind, ==, 0);
          }
      }
}

static void
test_width (void)
{
  g_assert_cmpuint (pollux_pack_width (0), ==, 0);
  g_assert_cmpuint (pollux_pack_width (1), ==, 1);
  g_assert_cmpuint (pollux_pack_width (255), ==, 8);
  g_assert_cmpuint (pollux_pack_width (256), ==, 9);
  g_assert_cmpuint (pollux_pack_width (G_MAXUINT64), ==, 64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack/width", test_width);
  g_test_add_func ("/pack/widths", test_widths);
  return g_test_run ();
}
