/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-json-cursor.h"

/* What a text is: good for the strict cursor (and so for the lenient one),
 * good for the lenient one alone, or no JSON for either. */
typedef enum
{
  GOOD,
  UNUSUAL,
  BAD,
} Verdict;

typedef struct
{
  Verdict verdict;
  const char *text;
} Case;

static const Case cases[] = {
  /* Plain forms. */
  { GOOD, "{}" },
  { GOOD, "[]" },
  { GOOD, "\"\"" },
  { GOOD, "null" },
  { GOOD, "true" },
  { GOOD, "false" },
  { GOOD, "{\"a\":1}" },
  { GOOD, "{\"a\":[1,\"b\",{\"c\":null}],\"d\":true}" },
  { GOOD, "[[],{},[[]],[{}]]" },
  { GOOD, "{\"\":0}" },
  { GOOD, "{\"a\":1,\"a\":2}" },
  /* White space between tokens. */
  { UNUSUAL, " {}" },
  { UNUSUAL, "{} " },
  { UNUSUAL, "{ }" },
  { UNUSUAL, "[ ]" },
  { UNUSUAL, "{\"a\": 1}" },
  { UNUSUAL, "{\"a\" :1}" },
  { UNUSUAL, "{\"a\":1 }" },
  { UNUSUAL, "{\"a\":1, \"b\":2}" },
  { UNUSUAL, "[1 ,2]" },
  { UNUSUAL, "[\t1,\n2,\r3]" },
  { UNUSUAL, " { \"a\" : { \"b\" : [ ] } , \"c\" : { } } " },
  { BAD, "{\"a\":\v1}" },
  { BAD, "[1\f]" },
  { BAD, "[1\xC2\xA0]" },
  /* Keys. */
  { UNUSUAL, "{\"a\\u0062\":1}" },
  { UNUSUAL, "{\"\\n\":1}" },
  { BAD, "{a:1}" },
  { BAD, "{'a':1}" },
  { BAD, "{1:1}" },
  { BAD, "{\"a\"}" },
  { BAD, "{\"a\":}" },
  { BAD, "{\"a\"1}" },
  { BAD, "{:1}" },
  /* Commas and brackets. */
  { BAD, "" },
  { BAD, "{" },
  { BAD, "[" },
  { BAD, "}" },
  { BAD, "{]" },
  { BAD, "[}" },
  { BAD, "{\"a\":[}" },
  { BAD, "{\"a\":1]" },
  { BAD, "{\"a\":1,}" },
  { BAD, "[1,]" },
  { BAD, "[,1]" },
  { BAD, "{,\"a\":1}" },
  { BAD, "[1,,2]" },
  { BAD, "[1 2]" },
  { BAD, "{\"a\":1 \"b\":2}" },
  { BAD, "{\"a\":1;\"b\":2}" },
  { BAD, "{}{}" },
  { BAD, "{}x" },
  { BAD, "{\"a\":1} {\"b\":2}" },
  { BAD, "[1]2" },
  { BAD, "{\"a\":1}//c" },
  { BAD, "/*c*/{}" },
  { BAD, "#c" },
  { BAD, "var a = {};" },
  /* Words. */
  { BAD, "nul" },
  { BAD, "nulL" },
  { BAD, "True" },
  { BAD, "truefalse" },
  { BAD, "[truex]" },
  { BAD, "NaN" },
  { BAD, "Infinity" },
  { BAD, "undefined" },
  /* Numbers. */
  { GOOD, "0" },
  { GOOD, "-0" },
  { GOOD, "-1" },
  { GOOD, "10" },
  { GOOD, "18446744073709551615" },
  { GOOD, "99999999999999999999999999" },
  { GOOD, "0.5" },
  { GOOD, "1e300" },
  { GOOD, "1E+2" },
  { GOOD, "-1.50e-07" },
  { GOOD, "0e0" },
  { BAD, "-" },
  { BAD, "+1" },
  { BAD, "01" },
  { BAD, "-01" },
  { BAD, "00" },
  { BAD, ".5" },
  { BAD, "1." },
  { BAD, "1.e3" },
  { BAD, "1e" },
  { BAD, "1e+" },
  { BAD, "0x1F" },
  { BAD, "1_0" },
  { BAD, "--1" },
  { BAD, "- 1" },
  { BAD, "[1-2]" },
  { BAD, "1.2.3" },
  /* Strings. */
  { GOOD, "\"plain text that is longer than sixteen bytes\"" },
  { GOOD, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"" },
  { GOOD, "\"\\u0000\\u00e9\\uFFFF\"" },
  { GOOD, "\"\\ud83d\\ude80\"" },
  { GOOD, "\"\\uDBFF\\uDFFF\"" },
  { GOOD, "\"\x7F\"" },
  { BAD, "\"" },
  { BAD, "\"open" },
  { BAD, "\"\\\"" },
  { BAD, "\"\\" },
  { BAD, "\"\\x\"" },
  { BAD, "\"\\u\"" },
  { BAD, "\"\\u12\"" },
  { BAD, "\"\\u12g4\"" },
  { BAD, "\"\\u 123\"" },
  { BAD, "\"\\U0041\"" },
  { BAD, "\"\\ud800\"" },
  { BAD, "\"\\ud800x\"" },
  { BAD, "\"\\ud800\\n\"" },
  { BAD, "\"\\ud800\\u0041\"" },
  { BAD, "\"\\ud800\\ud800\"" },
  { BAD, "\"\\udc00\"" },
  { BAD, "\"\\ude80\\ud83d\"" },
  { BAD, "\"\\ud83d\\ude8\"" },
  { BAD, "\"tab\tin it\"" },
  { BAD, "\"line\nin it\"" },
  { BAD, "\"\x01\"" },
  { BAD, "\"\x1F\"" },
  { BAD, "'single'" },
  /* UTF-8. */
  { GOOD, "\"\xC2\x80\xDF\xBF\"" },
  { GOOD, "\"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\"" },
  { GOOD, "\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"" },
  { GOOD, "{\"\xC5\xBC\xC3\xB3\xC5\x82\xC4\x87\":\"\xE6\xBC\xA2\xE5\xAD\x97 \xF0\x9F\xA6\x80\"}" },
  { BAD, "\"\x80\"" },
  { BAD, "\"\xBF\"" },
  { BAD, "\"\xC0\x80\"" },
  { BAD, "\"\xC1\xBF\"" },
  { BAD, "\"\xC2\"" },
  { BAD, "\"\xC2\x41\"" },
  { BAD, "\"\xE0\x9F\xBF\"" },
  { BAD, "\"\xE2\x82\"" },
  { BAD, "\"\xED\xA0\x80\"" },
  { BAD, "\"\xF0\x8F\xBF\xBF\"" },
  { BAD, "\"\xF4\x90\x80\x80\"" },
  { BAD, "\"\xF5\x80\x80\x80\"" },
  { BAD, "\"\xF0\x9F\xA6\"" },
  { BAD, "\"\xFF\"" },
  { BAD, "\xEF\xBB\xBF{}" },
  /* Damage inside what is skipped. */
  { BAD, "{\"span\":{\"kind\":\"task\" \"x\":1}}" },
  { BAD, "{\"span\":{\"kind\":task}}" },
  { BAD, "{\"span\":{\"kind\":\"ta\x02sk\"}}" },
  { BAD, "{\"span\":{\"loc.col\":1x}}" },
  { BAD, "{\"span\":{\"loc.col\"}}" },
  { BAD, "{\"span\":{\"kind\":\"task\"}" },
};

/* Takes all of @text from a copy of exactly its size, so that a sanitizer
 * sees every byte that is read beyond it. */
static gboolean
accepts (const char *text,
         gsize       length,
         gboolean    lenient)
{
  g_autofree char *copy = g_memdup2 (text, MAX (length, 1));
  PolluxJsonCursor cursor;
  PolluxJsonValue value;

  if (lenient)
    pollux_json_cursor_init_lenient (&cursor, copy, length);
  else
    pollux_json_cursor_init (&cursor, copy, length);

  return pollux_json_cursor_take_value (&cursor, &value) && pollux_json_cursor_at_end (&cursor);
}

static void
test_grammar (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      gsize length = strlen (c->text);
      g_autofree char *printable = g_strescape (c->text, NULL);

      g_test_message ("%s", printable);
      g_assert_cmpint (accepts (c->text, length, FALSE), ==, c->verdict == GOOD);
      g_assert_cmpint (accepts (c->text, length, TRUE), ==, c->verdict != BAD);
    }
}

static void
test_nul (void)
{
  g_assert_false (accepts ("\"a\0b\"", 5, TRUE));
  g_assert_false (accepts ("{}\0", 3, TRUE));
  g_assert_false (accepts ("\0{}", 3, TRUE));
  g_assert_false (accepts ("\"\\\0\"", 4, TRUE));
}

/* Every prefix of a text that is accepted must be refused. */
static void
test_prefixes (void)
{
  static const char text[] = "{\"a\":\"x\\u00e9\xC3\xA9\\ud83d\\ude80\","
                             "\"b\":[true,{\"c\":-1.5e3}],"
                             "\"d\":\"long enough for two steps of sixteen bytes\"}";

  g_assert_true (accepts (text, sizeof text - 1, FALSE));
  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      g_assert_false (accepts (text, length, FALSE));
      g_assert_false (accepts (text, length, TRUE));
    }
}

/* One odd byte at every place of strings of every length around the width of
 * a step. */
static void
test_every_place (void)
{
  static const char odd[] = { '\0', '\n', '\x1F', '"', '\\', '\x80', '\xFF', ' ', '\x7F' };

  for (guint length = 1; length <= 50; length++)
    {
      g_autofree char *text = g_strnfill (length + 2, 'a');

      text[0] = text[length + 1] = '"';
      for (guint place = 1; place <= length; place++)
        {
          for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
            {
              gboolean good = odd[i] == ' ' || odd[i] == '\x7F';

              text[place] = odd[i];
              g_assert_cmpint (accepts (text, length + 2, FALSE), ==, good);
            }
          text[place] = 'a';
        }
      g_assert_true (accepts (text, length + 2, FALSE));
    }
}

static void
test_depth (void)
{
  for (guint depth = 1; depth <= POLLUX_JSON_MAX_DEPTH + 2; depth++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *arrays = g_strnfill (2 * depth, '[');

      memset (arrays + depth, ']', depth);
      g_assert_cmpint (accepts (arrays, 2 * depth, FALSE), ==, depth <= POLLUX_JSON_MAX_DEPTH);

      for (guint i = 0; i < depth; i++)
        g_string_append (text, i % 3 == 1 ? "{\"a\":" : "[");
      for (guint i = depth; i-- > 0;)
        g_string_append_c (text, i % 3 == 1 ? '}' : ']');

      /* An object that holds nothing has no value. */
      if (depth % 3 == 2)
        continue;
      g_assert_cmpint (accepts (text->str, text->len, FALSE), ==, depth <= POLLUX_JSON_MAX_DEPTH);
    }
}

static void
test_pull (void)
{
  static const char text[] = "{\"a\":{\"b\":[1,\"two\",{}]},\"c\":\"\\n\"}";
  PolluxJsonCursor cursor;
  PolluxJsonValue value;
  PolluxSlice key;

  pollux_json_cursor_init (&cursor, text, sizeof text - 1);
  g_assert_cmpint (pollux_json_cursor_peek (&cursor), ==, POLLUX_JSON_OBJECT);
  g_assert_true (pollux_json_cursor_enter_object (&cursor));
  g_assert_true (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_true (pollux_slice_equal (key, POLLUX_SLICE_LITERAL ("a")));
  g_assert_true (pollux_json_cursor_enter_object (&cursor));
  g_assert_true (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_true (pollux_slice_equal (key, POLLUX_SLICE_LITERAL ("b")));
  g_assert_true (pollux_json_cursor_enter_array (&cursor));

  g_assert_true (pollux_json_cursor_next_element (&cursor));
  g_assert_true (pollux_json_cursor_take_value (&cursor, &value));
  g_assert_cmpint (value.kind, ==, POLLUX_JSON_NUMBER);
  g_assert_true (pollux_slice_equal (value.raw, POLLUX_SLICE_LITERAL ("1")));
  g_assert_true (pollux_json_cursor_next_element (&cursor));
  g_assert_true (pollux_json_cursor_take_value (&cursor, &value));
  g_assert_cmpint (value.kind, ==, POLLUX_JSON_STRING);
  g_assert_false (value.escaped);
  g_assert_true (pollux_slice_equal (value.raw, POLLUX_SLICE_LITERAL ("two")));
  g_assert_true (pollux_json_cursor_next_element (&cursor));
  g_assert_true (pollux_json_cursor_take_value (&cursor, &value));
  g_assert_true (pollux_slice_equal (value.raw, POLLUX_SLICE_LITERAL ("{}")));
  g_assert_false (pollux_json_cursor_next_element (&cursor));

  g_assert_false (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_true (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_true (pollux_json_cursor_take_value (&cursor, &value));
  g_assert_true (value.escaped);
  g_assert_true (pollux_slice_equal (value.raw, POLLUX_SLICE_LITERAL ("\\n")));
  g_assert_false (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_true (pollux_json_cursor_at_end (&cursor));
}

/* A failed cursor stays where it is and never answers TRUE again. */
static void
test_failed (void)
{
  static const char text[] = "{\"a\":x,\"b\":1}";
  PolluxJsonCursor cursor;
  PolluxJsonValue value;
  PolluxSlice key;

  pollux_json_cursor_init (&cursor, text, sizeof text - 1);
  g_assert_true (pollux_json_cursor_enter_object (&cursor));
  g_assert_true (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_false (pollux_json_cursor_take_value (&cursor, &value));
  g_assert_true (cursor.failed);
  g_assert_true (cursor.at == text + 5);

  g_assert_cmpint (pollux_json_cursor_peek (&cursor), ==, POLLUX_JSON_ERROR);
  g_assert_false (pollux_json_cursor_take_value (&cursor, &value));
  g_assert_false (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_false (pollux_json_cursor_next_element (&cursor));
  g_assert_false (pollux_json_cursor_enter_object (&cursor));
  g_assert_false (pollux_json_cursor_enter_array (&cursor));
  g_assert_false (pollux_json_cursor_at_end (&cursor));
  g_assert_true (cursor.at == text + 5);
}

/* The bytes of a skipped container end at its bracket. */
static void
test_raw (void)
{
  static const char text[] = " { \"a\" : [ 1 , { } ]  , \"b\" : 7  } ";
  PolluxJsonCursor cursor;
  PolluxJsonValue value;
  PolluxSlice key;

  pollux_json_cursor_init_lenient (&cursor, text, sizeof text - 1);
  g_assert_true (pollux_json_cursor_enter_object (&cursor));
  g_assert_true (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_true (pollux_json_cursor_take_value (&cursor, &value));
  g_assert_true (pollux_slice_equal (value.raw, POLLUX_SLICE_LITERAL ("[ 1 , { } ]")));
  g_assert_true (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_true (pollux_json_cursor_take_value (&cursor, &value));
  g_assert_true (pollux_slice_equal (value.raw, POLLUX_SLICE_LITERAL ("7")));
  g_assert_false (pollux_json_cursor_next_key (&cursor, &key));
  g_assert_true (pollux_json_cursor_at_end (&cursor));
}

static PolluxSlice
slice (const char *text)
{
  return (PolluxSlice) { text, strlen (text) };
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *text;
    gboolean fits_uint64;
    guint64 uint64;
    gboolean fits_int64;
    gint64 int64;
  } numbers[] = {
    { "0", TRUE, 0, TRUE, 0 },
    { "7", TRUE, 7, TRUE, 7 },
    { "9223372036854775807", TRUE, G_MAXINT64, TRUE, G_MAXINT64 },
    { "9223372036854775808", TRUE, (guint64) G_MAXINT64 + 1, FALSE, 0 },
    { "2251799813685266", TRUE, G_GUINT64_CONSTANT (2251799813685266), TRUE, 2251799813685266 },
    { "9999999999999999999", TRUE, G_GUINT64_CONSTANT (9999999999999999999), FALSE, 0 },
    { "18446744073709551615", TRUE, G_MAXUINT64, FALSE, 0 },
    { "18446744073709551616", FALSE, 0, FALSE, 0 },
    { "18446744073709551620", FALSE, 0, FALSE, 0 },
    { "99999999999999999999", FALSE, 0, FALSE, 0 },
    { "184467440737095516150", FALSE, 0, FALSE, 0 },
    { "-1", FALSE, 0, TRUE, -1 },
    { "-9223372036854775808", FALSE, 0, TRUE, G_MININT64 },
    { "-9223372036854775809", FALSE, 0, FALSE, 0 },
    { "-18446744073709551615", FALSE, 0, FALSE, 0 },
    { "1.0", FALSE, 0, FALSE, 0 },
    { "1e3", FALSE, 0, FALSE, 0 },
    { "-", FALSE, 0, FALSE, 0 },
    { "", FALSE, 0, FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint64 unsigned_value = 0;
      gint64 signed_value = 0;

      g_test_message ("%s", numbers[i].text);
      g_assert_cmpint (pollux_json_slice_to_uint64 (slice (numbers[i].text), &unsigned_value), ==,
                       numbers[i].fits_uint64);
      g_assert_cmpuint (unsigned_value, ==, numbers[i].uint64);
      g_assert_cmpint (pollux_json_slice_to_int64 (slice (numbers[i].text), &signed_value), ==,
                       numbers[i].fits_int64);
      g_assert_cmpint (signed_value, ==, numbers[i].int64);
    }
}

static void
test_unescape (void)
{
  static const struct
  {
    const char *raw;
    const char *text;
    gsize length;
  } strings[] = {
    { "", "", 0 },
    { "plain", "plain", 5 },
    { "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8 },
    { "\\u0041\\u00e9\\u20AC", "A\xC3\xA9\xE2\x82\xAC", 6 },
    { "\\uD83D\\ude80!", "\xF0\x9F\x9A\x80!", 5 },
    { "a\\u0000b", "a\0b", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      gsize length;
      g_autofree char *text = pollux_json_slice_unescape (slice (strings[i].raw), &length);

      g_assert_cmpmem (text, length + 1, strings[i].text, strings[i].length + 1);
    }
}

static void
test_equal (void)
{
  PolluxSlice new_slice = POLLUX_SLICE_LITERAL ("new");

  g_assert_true (pollux_json_slice_equal (slice ("new"), new_slice));
  g_assert_true (pollux_json_slice_equal (slice ("\\u006eew"), new_slice));
  g_assert_true (pollux_json_slice_equal (slice ("\\u006e\\u0065\\u0077"), new_slice));
  g_assert_false (pollux_json_slice_equal (slice ("new\\u0000"), new_slice));
  g_assert_false (pollux_json_slice_equal (slice ("newer"), new_slice));
  g_assert_false (pollux_json_slice_equal (slice ("ne"), new_slice));
  g_assert_false (pollux_json_slice_equal (slice (""), new_slice));
  g_assert_true (pollux_json_slice_equal (slice (""), slice ("")));
  g_assert_true (pollux_slice_equal ((PolluxSlice) { NULL, 0 }, slice ("")));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-cursor/grammar", test_grammar);
  g_test_add_func ("/json-cursor/nul", test_nul);
  g_test_add_func ("/json-cursor/prefixes", test_prefixes);
  g_test_add_func ("/json-cursor/every-place", test_every_place);
  g_test_add_func ("/json-cursor/depth", test_depth);
  g_test_add_func ("/json-cursor/pull", test_pull);
  g_test_add_func ("/json-cursor/failed", test_failed);
  g_test_add_func ("/json-cursor/raw", test_raw);
  g_test_add_func ("/json-cursor/numbers", test_numbers);
  g_test_add_func ("/json-cursor/unescape", test_unescape);
  g_test_add_func ("/json-cursor/equal", test_equal);

  return g_test_run ();
}
