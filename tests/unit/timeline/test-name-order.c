/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-name-order.h"

static void
test_order (void)
{
  /* In order; those with the same number are equal. */
  static const struct { const char *name; guint rank; } names[] = {
    { "", 0 }, { "#9", 1 }, { "0", 2 }, { "00", 3 }, { "1", 4 }, { "9", 5 }, { "10", 6 },
    { "99999999999999999999", 7 }, { "100000000000000000000", 8 }, { "A", 9 }, { "a", 10 },
    { "a", 10 }, { "a-very-long-name-with-a-number-2", 11 },
    { "a-very-long-name-with-a-number-10", 12 }, { "a-very-long-name-with-b", 13 },
    { "a2b", 14 }, { "a02b10", 15 }, { "a10", 16 }, { "b", 17 }, { "\xc3\xa4", 18 },
    { "\xff", 19 },
  };
  g_autoptr(GRand) rand = g_rand_new_with_seed (4);
  guint order[G_N_ELEMENTS (names)];
  const char *shuffled[G_N_ELEMENTS (names)];
  guint ranks[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    order[i] = i;

  for (guint round = 0; round < 50; round++)
    {
      for (guint i = G_N_ELEMENTS (names) - 1; i > 0; i--)
        {
          guint other = g_rand_int_range (rand, 0, i + 1), swap = order[i];

          order[i] = order[other];
          order[other] = swap;
        }

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        shuffled[i] = names[order[i]].name;
      pollux_name_order_rank (shuffled, G_N_ELEMENTS (names), ranks);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        g_assert_cmpuint (ranks[i], ==, names[order[i]].rank);
    }
}

static void
test_common (void)
{
  static const char * const names[] = {
    "Connection-10", "connection-9", "connection-", "CONNECTION",
  };
  guint ranks[G_N_ELEMENTS (names)];

  pollux_name_order_rank (names, G_N_ELEMENTS (names), ranks);
  g_assert_cmpuint (ranks[0], ==, 3);
  g_assert_cmpuint (ranks[1], ==, 2);
  g_assert_cmpuint (ranks[2], ==, 1);
  g_assert_cmpuint (ranks[3], ==, 0);

  pollux_name_order_rank (names, 1, ranks);
  g_assert_cmpuint (ranks[0], ==, 0);
  pollux_name_order_rank (names, 0, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name-order/order", test_order);
  g_test_add_func ("/name-order/common", test_common);

  return g_test_run ();
}
