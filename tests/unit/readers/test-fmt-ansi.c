/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-fmt-ansi.h"

static void
test_measure (void)
{
  static const struct
  {
    const char *text;
    gsize length;
  } cases[] = {
    { "", 0 },           { "\033", 0 },        { "\033[", 0 },      { "\033[m", 3 },
    { "\033[0m", 4 },    { "\033[1;35mx", 7 }, { "\033[2J", 0 },    { "\033[38;5;12m", 10 },
    { "x\033[0m", 0 },   { "\033[0", 0 },      { "\033[0 m", 0 },   { "\033]0m", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (pollux_fmt_ansi_measure ((PolluxSlice) { cases[i].text,
                                                               strlen (cases[i].text) }), ==,
                      cases[i].length);
}

static void
test_strip (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "plain", "plain" },
    { "\033[2mdim\033[0m \033[1mbold\033[0m", "dim bold" },
    { "\033[0m", "" },
    { "a\033", "a\033" },
    { "a\033[2Kb\033[1mc", "a\033[2Kbc" },
    { "\033\033[0m\033", "\033\033" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) plain = g_string_new ("> ");
      g_autofree char *expected = g_strconcat ("> ", cases[i][1], NULL);

      pollux_fmt_ansi_strip ((PolluxSlice) { cases[i][0], strlen (cases[i][0]) }, plain);
      g_assert_cmpstr (plain->str, ==, expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-ansi/measure", test_measure);
  g_test_add_func ("/fmt-ansi/strip", test_strip);

  return g_test_run ();
}
