/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-query.h"

static gboolean
matches (const char *query,
         const char *text)
{
  g_autoptr(PolluxQuery) words = pollux_query_new (query);

  return pollux_query_matches (words, pollux_query_find (words, text));
}

static void
test_words (void)
{
  g_assert_true (matches ("", "anything"));
  g_assert_true (matches ("PING pong", "pong and ping"));
  g_assert_false (matches ("ping pong", "ping"));
  g_assert_true (matches ("ping -pong", "ping"));
  g_assert_false (matches ("ping -pong", "ping pong"));
  g_assert_true (matches ("-", "anything"));
  g_assert_true (matches ("ÜBER", "übertragen"));
}

static void
test_quotes (void)
{
  g_assert_true (matches ("\"connection refused\"", "the Connection refused it"));
  g_assert_false (matches ("\"connection refused\"", "refused connection"));
  g_assert_false (matches ("-\"a b\"", "xa by"));
  g_assert_true (matches ("-\"a b\"", "b a"));
  /* What is still typed. */
  g_assert_true (matches ("\"a b", "a b c"));
  g_assert_true (matches ("\"\"", "anything"));
}

/* The words may be in several texts. */
static void
test_union (void)
{
  g_autoptr(PolluxQuery) words = pollux_query_new ("ping main.rs -kind");

  g_assert_false (pollux_query_matches (words, pollux_query_find (words, "ping")));
  g_assert_true (pollux_query_matches (words, pollux_query_find (words, "ping") |
                                                pollux_query_find (words, "src/main.rs:5")));
  g_assert_cmpuint (pollux_query_find_whole (words, "PING"), ==, 1);
  g_assert_cmpuint (pollux_query_find_whole (words, "pin"), ==, 0);
}

static void
test_equal (void)
{
  g_autoptr(PolluxQuery) a = pollux_query_new (" A  b");
  g_autoptr(PolluxQuery) b = pollux_query_new ("a B ");
  g_autoptr(PolluxQuery) c = pollux_query_new ("a -b");

  g_assert_true (pollux_query_equal (a, b));
  g_assert_false (pollux_query_equal (a, c));
  g_assert_cmpstr (pollux_query_get_text (a), ==, " A  b");
}

static void
test_many (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(PolluxQuery) query = NULL;

  for (guint i = 0; i < 40; i++)
    g_string_append (text, "a ");
  query = pollux_query_new (text->str);
  g_assert_cmpuint (pollux_query_find (query, "a"), ==, G_MAXUINT >> 1);
}

static void
test_places (void)
{
  g_autoptr(PolluxQuery) query = pollux_query_new ("Pin ping ö -x");
  const char *text = "x ping Ö pin";
  gsize begin, end = 0;

  g_assert_true (pollux_query_find_place (query, text, end, &begin, &end));
  g_assert_cmpuint (begin, ==, 2);
  g_assert_cmpuint (end, ==, 6);
  g_assert_true (pollux_query_find_place (query, text, end, &begin, &end));
  g_assert_cmpuint (begin, ==, 7);
  g_assert_cmpuint (end, ==, 9);
  g_assert_true (pollux_query_find_place (query, text, end, &begin, &end));
  g_assert_cmpuint (begin, ==, 10);
  g_assert_false (pollux_query_find_place (query, text, end, &begin, &end));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/words", test_words);
  g_test_add_func ("/query/quotes", test_quotes);
  g_test_add_func ("/query/union", test_union);
  g_test_add_func ("/query/equal", test_equal);
  g_test_add_func ("/query/many", test_many);
  g_test_add_func ("/query/places", test_places);

  return g_test_run ();
}
