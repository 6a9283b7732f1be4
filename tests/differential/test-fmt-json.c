/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The cursor against json-glib: on every line of the recorded files, and on
 * lines that were changed at random (always the same ones), both must say the
 * same, or the cursor must say that the line is unusual. What the cursor
 * accepts, json-glib accepts.
 *
 * The files of another folder are read too if POLLUX_EXTRA_TRACES names one.
 */

#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "fmt-lines.h"

#define N_MUTATIONS 60000
/* A parser that knows no span yet, every so many lines. */
#define COLD_LINES 3

typedef struct
{
  FmtNamer *namer;
  PolluxFmtParser *warm;
  PolluxFmtParser *cold;
  PolluxFmtParser *slow;
  JsonParser *json;
  guint n_lines;
  guint n_unusual;
  guint n_good;
  guint n_only_json;
} Both;

static void
both_init (Both *both)
{
  *both = (Both) { .namer = fmt_namer_new () };
  both->warm = fmt_namer_parser (both->namer);
  both->cold = fmt_namer_parser (both->namer);
  both->slow = fmt_namer_parser (both->namer);
  both->json = json_parser_new_immutable ();
}

static void
both_clear (Both *both)
{
  pollux_fmt_parser_free (both->warm);
  pollux_fmt_parser_free (both->cold);
  pollux_fmt_parser_free (both->slow);
  g_object_unref (both->json);
  fmt_namer_free (both->namer);
}

/* json-glib alone, without anything that is done around it. */
static gboolean
is_json_object (Both       *both,
                const char *bytes,
                gsize       length)
{
  JsonNode *root;

  if (!json_parser_load_from_data (both->json, bytes, length, NULL))
    return FALSE;

  root = json_parser_get_root (both->json);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root);
}

static void
compare (Both            *both,
         PolluxFmtParser *strict,
         PolluxSlice      text,
         const char      *expected)
{
  PolluxFmtLine line;
  PolluxFmtVerdict verdict = pollux_fmt_parser_parse_strict (strict, text, &line);
  g_autofree char *said = NULL;

  if (verdict == POLLUX_FMT_UNUSUAL)
    return;

  said = fmt_namer_describe (both->namer, verdict, &line);
  if (!g_str_equal (said, expected))
    {
      g_autofree char *printable = g_strndup (text.bytes, text.length);
      g_autofree char *escaped = g_strescape (printable, NULL);

      g_test_message ("%s", escaped);
      g_assert_cmpstr (said, ==, expected);
    }
  g_assert_true (is_json_object (both, text.bytes, text.length));
}

/* Whether the cursor takes the line. */
static gboolean
check_line (Both       *both,
            const char *bytes,
            gsize       length)
{
  /* Of exactly its size, so that a sanitizer sees what is read beyond. */
  g_autofree char *copy = g_memdup2 (bytes, MAX (length, 1));
  PolluxSlice text = { copy, length };
  g_autofree char *expected = NULL;
  PolluxFmtLine line;
  PolluxFmtVerdict verdict;
  gboolean usual;

  verdict = pollux_fmt_parser_parse_slow (both->slow, text, &line);
  g_assert_cmpint (verdict, !=, POLLUX_FMT_UNUSUAL);
  expected = fmt_namer_describe (both->namer, verdict, &line);
  both->n_good += verdict == POLLUX_FMT_GOOD;
  both->n_only_json += verdict != POLLUX_FMT_GOOD && is_json_object (both, text.bytes, length);

  if (both->n_lines++ % COLD_LINES == 0)
    {
      pollux_fmt_parser_free (both->cold);
      both->cold = fmt_namer_parser (both->namer);
    }
  compare (both, both->cold, text, expected);
  compare (both, both->warm, text, expected);

  usual = pollux_fmt_parser_parse_strict (both->warm, text, &line) == POLLUX_FMT_GOOD;
  both->n_unusual += !usual;
  return usual;
}

static GPtrArray *
read_lines (const char *path)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (char *at = contents, *end = contents + length; at < end;)
    {
      char *newline = memchr (at, '\n', end - at);
      gsize n = (newline != NULL ? newline : end) - at;

      g_ptr_array_add (lines, g_string_new_len (at, n));
      at += n + 1;
    }
  g_ptr_array_set_free_func (lines, NULL);
  return lines;
}

static void
free_lines (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    g_string_free (g_ptr_array_index (lines, i), TRUE);
  g_ptr_array_unref (lines);
}

/* Every line as it was recorded, then @n_mutations changed ones. */
static void
check_file (const char *path,
            guint       n_mutations)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20230928);
  GPtrArray *lines = read_lines (path);
  Both both;

  both_init (&both);
  for (guint i = 0; i < lines->len; i++)
    {
      GString *line = g_ptr_array_index (lines, i);
      gboolean usual = check_line (&both, line->str, line->len);

      /* What a recorder writes is what the cursor is made for; the last line
       * of a file may be cut. */
      if (i + 1 < lines->len)
        g_assert_true (usual);
    }
  g_assert_cmpuint (both.n_good, >, 0);

  for (guint i = 0; i < n_mutations; i++)
    {
      GString *line = g_ptr_array_index (lines, g_rand_int_range (random, 0, lines->len));
      GString *other = g_ptr_array_index (lines, g_rand_int_range (random, 0, lines->len));
      g_autoptr (GString) changed = g_string_new_len (line->str, line->len);

      fmt_mutate (random, changed, other);
      check_line (&both, changed->str, changed->len);
    }

  g_test_message ("%s: %u lines, %u good, %u unusual; %u more by json-glib alone",
                  path, both.n_lines, both.n_good, both.n_unusual, both.n_only_json);
  both_clear (&both);
  free_lines (lines);
}

static GPtrArray *
list_files (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_suffix (name, ".jsonl") && strstr (name, "layer") == NULL)
        g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
    }

  return paths;
}

static void
test_folder (gconstpointer data)
{
  g_autoptr (GPtrArray) paths = list_files (data);

  g_assert_cmpuint (paths->len, >, 0);
  for (guint i = 0; i < paths->len; i++)
    check_file (g_ptr_array_index (paths, i), N_MUTATIONS / paths->len);
}

#define HEAD "{\"timestamp\":\"2026-11-22T19:03:57.092152Z\",\"level\":\"TRACE\",\"fields\":"
#define SPAN "{\"kind\":\"task\",\"loc.col\":5,\"loc.file\":\"a.rs\",\"loc.line\":86,\"task.id\":2,"
#define END "\"task.name\":\"\",\"name\":\"runtime.spawn\"}"

/* Lines that a careless reader gets wrong. */
static const struct
{
  gboolean usual;
  gboolean good;
  const char *text;
} odd_lines[] = {
  { TRUE, TRUE, HEAD "{\"message\":\"enter\"},\"target\":\"tokio::task\",\"span\":" SPAN END "}" },
  /* A blank behind a colon. */
  { FALSE, TRUE, HEAD "{\"op\": \"waker.wake\",\"task.id\":5},\"target\":\"tokio::task::waker\"}" },
  { FALSE, TRUE, HEAD "{\"op\":\"waker.wake\",\"task.id\": 5},\"target\":\"tokio::task::waker\"}" },
  { FALSE, TRUE, HEAD "{\"message\":\"new\"},\"span\": " SPAN END "}" },
  { FALSE, TRUE, " " HEAD "{\"message\":\"new\"},\"span\":" SPAN END "}" },
  { FALSE, TRUE, HEAD "{\"message\":\"new\"},\"span\":" SPAN END "}\r" },
  /* Damage inside a span object, whether its bytes are known or not. */
  { FALSE, FALSE, HEAD "{\"message\":\"enter\"},\"span\":" SPAN "x" END "}" },
  { FALSE, FALSE, HEAD "{\"message\":\"enter\"},\"span\":" SPAN "\"a\":tru," END "}" },
  { FALSE, FALSE, HEAD "{\"message\":\"enter\"},\"span\":" SPAN "\"a\" 1," END "}" },
  { FALSE, FALSE, HEAD "{\"message\":\"enter\"},\"span\":" SPAN "\"a\":\"\x02\"," END "}" },
  { FALSE, FALSE, HEAD "{\"message\":\"enter\"},\"span\":" SPAN "\"a\":\"\xC3\"," END "}" },
  { FALSE, FALSE, HEAD "{\"message\":\"enter\"},\"span\":" SPAN END ",\"spans\":[" SPAN END "x]}" },
  { FALSE, FALSE, HEAD "{\"message\":\"enter\"},\"span\":" SPAN END "x}" },
  { FALSE, FALSE, HEAD "{\"message\":\"enter\"},\"span\":" SPAN END },
  /* 64 bits, and beyond. */
  { TRUE, TRUE, HEAD "{\"op\":\"waker.clone\",\"task.id\":18446744073709551615},"
                "\"target\":\"tokio::task::waker\"}" },
  { FALSE, TRUE, HEAD "{\"op\":\"waker.clone\",\"task.id\" :18446744073709551615},"
                 "\"target\":\"tokio::task::waker\"}" },
  { TRUE, TRUE, HEAD "{\"op\":\"waker.clone\",\"task.id\":18446744073709551616},"
                "\"target\":\"tokio::task::waker\"}" },
  { TRUE, TRUE, HEAD "{\"op\":\"waker.clone\",\"task.id\":-9223372036854775809},"
                "\"target\":\"tokio::task::waker\"}" },
  /* Escapes that hide, or only seem to hide, a word. */
  { TRUE, TRUE, HEAD "{\"message\":\"\\u006eew\"},\"span\":" SPAN END "}" },
  { TRUE, TRUE, HEAD "{\"message\":\"new\\u0000\"},\"span\":" SPAN END "}" },
  { TRUE, TRUE, HEAD "{\"message\":\"new\\\\u0000\"},\"span\":" SPAN END "}" },
  { FALSE, TRUE, HEAD "{\"messa\\u0067e\":\"new\"},\"span\":" SPAN END "}" },
  { FALSE, TRUE, HEAD "{\"message\\u0000\":\"new\"},\"span\":" SPAN END "}" },
  { FALSE, FALSE, HEAD "{\"message\":\"\\ud83dx\"},\"span\":" SPAN END "}" },
  { TRUE, TRUE, HEAD "{},\"span\":{\"kind\":\"a\\u0000b\",\"name\":\"runtime.spawn\"}}" },
  /* Equal keys. */
  { TRUE, TRUE, HEAD "{\"message\":\"new\",\"message\":\"exit\"},\"span\":" SPAN END "}" },
  { TRUE, TRUE, HEAD "{\"message\":\"new\"},\"span\":" SPAN "\"name\":\"x\"," END "}" },
  { TRUE, TRUE, HEAD "{\"message\":\"new\"},\"level\":\"INFO\",\"timestamp\":\"fake\"}" },
  { FALSE, TRUE, HEAD "{\"message\":\"new\"},\"level\":\"INFO\", \"timestamp\":\"fake\"}" },
  /* What json-glib takes for JSON. */
  { FALSE, FALSE, "{'timestamp':1}" },
  { FALSE, FALSE, "/**/{\"timestamp\":1}" },
  { FALSE, FALSE, "{\"timestamp\":0x1F}" },
  { FALSE, FALSE, "{\"timestamp\":01}" },
  { FALSE, FALSE, "{\"timestamp\":1.}" },
  { FALSE, FALSE, "var a = {\"timestamp\":1};" },
  { FALSE, FALSE, "{\"timestamp\":1} {\"level\":2}" },
  { FALSE, FALSE, "" },
  { FALSE, FALSE, "  " },
  { FALSE, FALSE, "[]" },
  { FALSE, FALSE, "null" },
};

static void
test_odd (void)
{
  Both both;

  both_init (&both);
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (odd_lines); i++)
        {
          const char *text = odd_lines[i].text;
          guint n_good = both.n_good;

          g_assert_cmpint (check_line (&both, text, strlen (text)), ==, odd_lines[i].usual);
          g_assert_cmpint (both.n_good - n_good, ==, odd_lines[i].good);
        }
    }
  both_clear (&both);
}

/* What would end the program inside json-glib never gets there. */
static void
test_deep (void)
{
  static const char head[] = "{\"a\":";
  gsize length = 2000000;
  g_autofree char *text = g_strnfill (length, '[');
  PolluxFmtLine line;
  Both both;

  both_init (&both);
  memcpy (text, head, strlen (head));
  g_assert_cmpint (pollux_fmt_parser_parse (both.warm, (PolluxSlice) { text, length }, &line), ==,
                   POLLUX_FMT_INVALID);
  both_clear (&both);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = g_build_filename (g_getenv ("POLLUX_TRACES"), "fmt", NULL);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-json/odd", test_odd);
  g_test_add_func ("/fmt-json/deep", test_deep);
  g_test_add_data_func ("/fmt-json/recorded", folder, test_folder);
  if (g_getenv ("POLLUX_EXTRA_TRACES") != NULL)
    g_test_add_data_func ("/fmt-json/extra", g_getenv ("POLLUX_EXTRA_TRACES"), test_folder);

  return g_test_run ();
}
