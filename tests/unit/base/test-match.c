/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "pollux-match.h"

typedef struct
{
  const char *text, *wanted;
  int begin, end; /* -1: not there */
} Case;

static const Case cases[] = {
  { "Ping pong", "PING", 0, 4 },
  { "ping pong", "pong", 5, 9 },
  { "ping pong", "pongo", -1, -1 },
  { "ppping", "pping", 1, 6 },
  { "", "x", -1, -1 },
  { "Größe", "GRÖ", 0, 4 },
  { "die GRÖẞE", "größe", 4, 12 },
  { "Straße", "STRASSE", 0, 7 },
  { "Straße", "rass", 2, 6 },
  { "ΣΊΣΥΦΟΣ", "σίσυφος", 0, 14 },
  { "日本語 log", "LOG", 10, 13 },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *each = &cases[i];
      g_autofree char *folded = pollux_match_fold (each->wanted);
      gsize begin = 0, end = 0;
      gboolean found = pollux_match_find (each->text, 0, folded, &begin, &end);

      g_assert_cmpint (pollux_match_contains (each->text, folded), ==, each->begin >= 0);
      g_assert_cmpint (found, ==, each->begin >= 0);
      if (!found)
        continue;
      g_assert_cmpint (begin, ==, each->begin);
      g_assert_cmpint (end, ==, each->end);
    }
}

static void
test_all_places (void)
{
  const char *text = "ÄäxaÄ";
  g_autofree char *folded = pollux_match_fold ("Ä");
  gsize begin, end = 0;
  guint n = 0;

  while (pollux_match_find (text, end, folded, &begin, &end))
    {
      g_assert_cmpuint (end - begin, ==, 2);
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
}

static void
test_nothing (void)
{
  gsize begin, end;

  g_assert_true (pollux_match_contains ("x", ""));
  g_assert_true (pollux_match_contains ("", ""));
  g_assert_false (pollux_match_find ("x", 0, "", &begin, &end));
}

static void
test_bytes (void)
{
  g_autofree char *folded = pollux_match_fold ("NAME");
  g_autofree char *broken = pollux_match_fold ("\xff");

  g_assert_true (pollux_match_contains ("broken \xff name", folded));
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_true (pollux_match_contains ("broken \xfe name", broken));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/cases", test_cases);
  g_test_add_func ("/match/all-places", test_all_places);
  g_test_add_func ("/match/nothing", test_nothing);
  g_test_add_func ("/match/bytes", test_bytes);

  return g_test_run ();
}
