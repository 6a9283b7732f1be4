/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pollux-cli-text.h"

static void
test_escape (void)
{
  const struct
  {
    const char *bytes;
    const char *text;
  } cases[] = {
    { "", "" },
    { "plain 任务 é", "plain 任务 é" },
    { "a\nb\tc\rd", "a\\nb\\tc\\rd" },
    { "\033[31m\a\177", "\\x1b[31m\\x07\\x7f" },
    { "\302\205\302\233", "\\u{85}\\u{9b}" },
    { "\342\200\256abc\342\201\251", "\\u{202e}abc\\u{2069}" },
    { "\342\200\250\342\200\251", "\\u{2028}\\u{2029}" },
    { "no\377utf\300\200", "no\357\277\275utf\357\277\275\357\277\275" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pollux_cli_escape (cases[i].bytes);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_columns (void)
{
  g_assert_cmpuint (pollux_cli_get_columns (""), ==, 0);
  g_assert_cmpuint (pollux_cli_get_columns ("abc"), ==, 3);
  g_assert_cmpuint (pollux_cli_get_columns ("1.58\302\240µs"), ==, 7);
  g_assert_cmpuint (pollux_cli_get_columns ("任务"), ==, 4);
  g_assert_cmpuint (pollux_cli_get_columns ("e\314\201"), ==, 1);
  g_assert_cmpuint (pollux_cli_get_columns ("—…"), ==, 2);
}

static void
test_shorten (void)
{
  const struct
  {
    const char *text;
    guint columns;
    PolluxCliCut cut;
    const char *shortened;
  } cases[] = {
    { "abcdef", 6, POLLUX_CLI_CUT_MIDDLE, "abcdef" },
    { "abcdef", 9, POLLUX_CLI_CUT_START, "abcdef" },
    { "abcdef", 5, POLLUX_CLI_CUT_MIDDLE, "ab…ef" },
    { "abcdef", 4, POLLUX_CLI_CUT_MIDDLE, "ab…f" },
    { "abcdef", 4, POLLUX_CLI_CUT_START, "…def" },
    { "abcdef", 1, POLLUX_CLI_CUT_MIDDLE, "…" },
    { "abcdef", 1, POLLUX_CLI_CUT_START, "…" },
    { "任务队列", 8, POLLUX_CLI_CUT_START, "任务队列" },
    { "任务队列", 7, POLLUX_CLI_CUT_START, "…务队列" },
    { "任务队列", 6, POLLUX_CLI_CUT_START, "…队列" },
    { "任务队列", 6, POLLUX_CLI_CUT_MIDDLE, "任…列" },
    { "abcde\314\201f", 3, POLLUX_CLI_CUT_START, "…e\314\201f" },
    { "abcde\314\201f", 2, POLLUX_CLI_CUT_START, "…f" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pollux_cli_shorten (cases[i].text, cases[i].columns, cases[i].cut);

      g_assert_cmpstr (text, ==, cases[i].shortened);
      g_assert_cmpuint (pollux_cli_get_columns (text), <=, cases[i].columns);
    }
}

static void
test_wrap (void)
{
  const struct
  {
    const char *text;
    guint columns;
    guint indent;
    const char *lines;
  } cases[] = {
    { "", 10, 2, "\n" },
    { "a b c", 0, 2, "  a b c\n" },
    { "one two three", 7, 0, "one two\nthree\n" },
    { "one two three", 6, 0, "one\ntwo\nthree\n" },
    { "one two three", 9, 2, "  one two\n  three\n" },
    { "a extraordinary b", 5, 1, " a\n extraordinary\n b\n" },
    { "任务 队列 ab", 9, 0, "任务 队列\nab\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lines = pollux_cli_wrap (cases[i].text, cases[i].columns, cases[i].indent);

      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

static void
test_share (void)
{
  const struct
  {
    gint64 part;
    gint64 whole;
    const char *text;
  } cases[] = {
    { 0, 0, "—" },
    { 0, 5, "0.00 %" },
    { 5, 5, "100.00 %" },
    { 1, 3, "33.33 %" },
    { 1, 1000000, "< 0.01 %" },
    { 999999, 1000000, "> 99.99 %" },
    { G_MAXINT64, G_MAXINT64, "100.00 %" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pollux_cli_share (cases[i].part, cases[i].whole);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-text/escape", test_escape);
  g_test_add_func ("/cli-text/columns", test_columns);
  g_test_add_func ("/cli-text/shorten", test_shorten);
  g_test_add_func ("/cli-text/wrap", test_wrap);
  g_test_add_func ("/cli-text/share", test_share);

  return g_test_run ();
}
