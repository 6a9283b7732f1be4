/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-strings.h"

static void
assert_string (const PolluxStrings *strings,
               PolluxString         id,
               const char          *bytes,
               gsize                length)
{
  const char *got = pollux_strings_get (strings, id);

  g_assert_cmpmem (got, pollux_strings_get_length (strings, id), bytes, length);
  g_assert_cmpint (got[length], ==, '\0');
}

static void
test_empty (void)
{
  g_autoptr (PolluxStrings) strings = pollux_strings_new ();
  PolluxString id = 99;

  g_assert_cmpuint (pollux_strings_get_count (strings), ==, 1);
  g_assert_cmpuint (pollux_strings_intern (strings, "", -1), ==, 0);
  g_assert_cmpuint (pollux_strings_intern (strings, "x", 0), ==, 0);
  g_assert_cmpuint (pollux_strings_intern (strings, NULL, 0), ==, 0);
  g_assert_cmpuint (pollux_strings_intern (strings, NULL, -1), ==, 0);
  g_assert_cmpuint (pollux_strings_get_count (strings), ==, 1);
  assert_string (strings, 0, "", 0);

  g_assert_true (pollux_strings_lookup (strings, "", 0, &id));
  g_assert_cmpuint (id, ==, 0);
  id = 99;
  g_assert_false (pollux_strings_lookup (strings, "a", 1, &id));
  g_assert_cmpuint (id, ==, 99);
  g_assert_false (pollux_strings_lookup (strings, "a", 1, NULL));
}

static void
test_bytes (void)
{
  g_autoptr (PolluxStrings) strings = pollux_strings_new ();

  g_assert_cmpuint (pollux_strings_intern (strings, "a", 1), ==, 1);
  g_assert_cmpuint (pollux_strings_intern (strings, "a\0", 2), ==, 2);
  g_assert_cmpuint (pollux_strings_intern (strings, "a\0b", 3), ==, 3);
  g_assert_cmpuint (pollux_strings_intern (strings, "\0", 1), ==, 4);
  g_assert_cmpuint (pollux_strings_intern (strings, "\0\0", 2), ==, 5);
  g_assert_cmpuint (pollux_strings_intern (strings, "\xff\xfe", 2), ==, 6);
  g_assert_cmpuint (pollux_strings_intern (strings, "a", -1), ==, 1);
  g_assert_cmpuint (pollux_strings_intern (strings, "a\0b", -1), ==, 1);
  g_assert_cmpuint (pollux_strings_intern (strings, "a\0bc", 3), ==, 3);
  assert_string (strings, 3, "a\0b", 3);
  assert_string (strings, 5, "\0\0", 2);
}

/* Every length around the borders of the hash's words, the stored length's
 * bytes, and the arena's blocks. */
static void
test_lengths (void)
{
  const gsize big[] = { 1000, 1023, 1024, 1025, 4096, 16383, 16384, 300000, 2097152 };
  g_autoptr (PolluxStrings) strings = pollux_strings_new ();
  g_autofree char *buffer = g_malloc (2097152);

  memset (buffer, 'q', 2097152);

  for (gsize n = 1; n <= 600; n++)
    g_assert_cmpuint (pollux_strings_intern (strings, buffer, (gssize) n), ==, n);

  for (guint i = 0; i < G_N_ELEMENTS (big); i++)
    g_assert_cmpuint (pollux_strings_intern (strings, buffer, (gssize) big[i]), ==, 601 + i);

  for (gsize n = 1; n <= 600; n++)
    assert_string (strings, (PolluxString) n, buffer, n);

  for (guint i = 0; i < G_N_ELEMENTS (big); i++)
    assert_string (strings, 601 + i, buffer, big[i]);
}

/* Half a million strings as they occur: numbered names, hex ids, and long
 * common prefixes. Probing that degenerates runs into the test's timeout. */
static void
test_many (void)
{
  const char *const formats[] = { "task %u", "%08x00000000", "src/very/long/path/to/main.rs:%u:1" };
  const guint n = 170000;
  g_autoptr (PolluxStrings) strings = pollux_strings_new ();
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  char text[64];

  g_ptr_array_add (addresses, (gpointer) pollux_strings_get (strings, 0));

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    for (guint i = 0; i < n; i++)
      {
        PolluxString id;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        g_snprintf (text, sizeof text, formats[f], i);
#pragma GCC diagnostic pop
        id = pollux_strings_intern (strings, text, -1);
        g_assert_cmpuint (id, ==, 1 + f * n + i);
        g_ptr_array_add (addresses, (gpointer) pollux_strings_get (strings, id));
      }

  /* They never move. */
  for (guint i = 0; i < addresses->len; i++)
    g_assert_true (pollux_strings_get (strings, i) == g_ptr_array_index (addresses, i));

  g_assert_cmpuint (pollux_strings_get_memory (strings), <, 3 * n * 80);
}

static void
intern_in_both (PolluxStrings *strings,
                GHashTable    *ids,
                GPtrArray     *model,
                GBytes        *text)
{
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);
  gpointer known = NULL;
  gboolean is_known = g_hash_table_lookup_extended (ids, text, NULL, &known);
  PolluxString looked_up = 77;
  PolluxString id;

  g_assert_cmpint (pollux_strings_lookup (strings, bytes, (gssize) length, &looked_up), ==,
                   is_known);
  g_assert_cmpuint (looked_up, ==, is_known ? GPOINTER_TO_UINT (known) : 77);

  id = pollux_strings_intern (strings, bytes, (gssize) length);

  if (is_known)
    {
      g_assert_cmpuint (id, ==, GPOINTER_TO_UINT (known));
      return;
    }

  g_assert_cmpuint (id, ==, model->len);
  g_ptr_array_add (model, g_bytes_ref (text));
  g_hash_table_insert (ids, g_bytes_ref (text), GUINT_TO_POINTER (id));
}

/* Few letters, so that many strings come twice. */
static void
test_random (void)
{
  g_autoptr (PolluxStrings) strings = pollux_strings_new ();
  g_autoptr (GPtrArray) model = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                                      (GDestroyNotify) g_bytes_unref, NULL);

  g_ptr_array_add (model, g_bytes_new_static ("", 0));
  g_hash_table_insert (ids, g_bytes_new_static ("", 0), GUINT_TO_POINTER (0));

  for (guint i = 0; i < 100000; i++)
    {
      gsize length = (gsize) g_test_rand_int_range (0, g_test_rand_bit () ? 10 : 40);
      g_autofree char *bytes = g_malloc (MAX (1, length));
      g_autoptr (GBytes) text = NULL;

      for (gsize b = 0; b < length; b++)
        bytes[b] = (char) g_test_rand_int_range (0, 3);

      text = g_bytes_new (bytes, length);
      intern_in_both (strings, ids, model, text);
    }

  g_assert_cmpuint (pollux_strings_get_count (strings), ==, model->len);

  for (guint i = 0; i < model->len; i++)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (g_ptr_array_index (model, i), &length);

      assert_string (strings, i, bytes, length);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/strings/empty", test_empty);
  g_test_add_func ("/strings/bytes", test_bytes);
  g_test_add_func ("/strings/lengths", test_lengths);
  g_test_add_func ("/strings/many", test_many);
  g_test_add_func ("/strings/random", test_random);

  return g_test_run ();
}
