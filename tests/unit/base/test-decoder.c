/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include "pollux-source.h"
#include "test-compress.h"

#define NO_ERROR (-1)

/* All of it through a source, with what it ended with. */
static GByteArray *
decode (const void  *raw,
        gsize        length,
        gsize        piece,
        GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (raw, length);
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (piece);
  g_autoptr (GError) again = NULL;
  gssize n;

  while ((n = pollux_source_read (source, buffer, piece, error)) > 0)
    g_byte_array_append (all, buffer, (guint) n);

  g_assert_cmpint (n, ==, *error != NULL ? -1 : 0);

  /* It stays as it is. */
  g_assert_cmpint (pollux_source_read (source, buffer, piece, &again), ==, n);

  if (*error != NULL)
    g_assert_error (again, (*error)->domain, (*error)->code);

  return g_steal_pointer (&all);
}

static void
assert_decodes (GByteArray *raw,
                const char *expected,
                gint        code)
{
  const gsize pieces[] = { 1, 3, 4096 };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) all = decode (raw->data, raw->len, pieces[i], &error);

      if (code == NO_ERROR)
        g_assert_no_error (error);
      else
        g_assert_error (error, POLLUX_SOURCE_ERROR, code);

      g_assert_cmpmem (all->data, all->len, expected, strlen (expected));
    }
}

static void
append_packed (GByteArray              *raw,
               const char              *text,
               PolluxSourceCompression  compression)
{
  g_autoptr (GBytes) data = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) packed = test_compress (data, compression);

  g_byte_array_append (raw, g_bytes_get_data (packed, NULL), (guint) g_bytes_get_size (packed));
}

static void
append_skippable (GByteArray *raw,
                  guint       length)
{
  const guint8 head[] = { 0x5a, 0x2a, 0x4d, 0x18, (guint8) length, (guint8) (length >> 8), 0, 0 };
  guint start = raw->len;

  g_byte_array_append (raw, head, sizeof head);
  g_byte_array_set_size (raw, start + (guint) sizeof head + length);
  memset (raw->data + start + sizeof head, 0x28, length);
}

#define APPEND(raw, bytes) g_byte_array_append ((raw), (const guint8 *) (bytes), sizeof (bytes) - 1)

static void
test_members (void)
{
  for (PolluxSourceCompression c = POLLUX_SOURCE_GZIP; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      g_autoptr (GByteArray) raw = g_byte_array_new ();

      append_packed (raw, "one ", c);
      append_packed (raw, "", c);
      append_packed (raw, "two ", c);
      append_packed (raw, "", c);
      append_packed (raw, "three", c);
      assert_decodes (raw, "one two three", NO_ERROR);
    }
}

static void
test_trailing (void)
{
  for (PolluxSourceCompression c = POLLUX_SOURCE_GZIP; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      const char *const garbage[] = {
        "x", "garbage", "\x1e\x8b\x08 garbage", "\xff\xff\xff\xff\xff",
      };

      for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
        {
          g_autoptr (GByteArray) raw = g_byte_array_new ();

          append_packed (raw, "one ", c);
          append_packed (raw, "two", c);
          g_byte_array_append (raw, (const guint8 *) garbage[i], (guint) strlen (garbage[i]));

          assert_decodes (raw, "one two", POLLUX_SOURCE_ERROR_DAMAGED);
        }
    }
}

/* As the gzip tool does: zeros up to the end are padding. */
static void
test_gzip_padding (void)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  append_packed (raw, "data", POLLUX_SOURCE_GZIP);
  APPEND (raw, "\0");
  assert_decodes (raw, "data", NO_ERROR);
  APPEND (raw, "\0\0\0\0\0\0\0");
  assert_decodes (raw, "data", NO_ERROR);
  append_packed (raw, "more", POLLUX_SOURCE_GZIP);
  assert_decodes (raw, "data", POLLUX_SOURCE_ERROR_DAMAGED);
}

static void
test_gzip_header_fields (void)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  const guint8 head[] = { 0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3, 2, 0, 'e', 'x' };

  /* FEXTRA, FNAME, FCOMMENT, put in front of what follows a plain header. */
  append_packed (raw, "data", POLLUX_SOURCE_GZIP);
  g_byte_array_remove_range (raw, 0, 10);
  g_byte_array_prepend (raw, (const guint8 *) "trace.json\0a comment", 21);
  g_byte_array_prepend (raw, head, sizeof head);
  assert_decodes (raw, "data", NO_ERROR);
}

static void
test_zstd_skippable (void)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  append_skippable (raw, 300);
  assert_decodes (raw, "", NO_ERROR);
  append_packed (raw, "one ", POLLUX_SOURCE_ZSTD);
  append_skippable (raw, 0);
  append_packed (raw, "two", POLLUX_SOURCE_ZSTD);
  append_skippable (raw, 1000);
  assert_decodes (raw, "one two", NO_ERROR);
  g_byte_array_set_size (raw, raw->len - 1);
  assert_decodes (raw, "one two", POLLUX_SOURCE_ERROR_CUT);
}

/* A frame made by hand: no content size, one raw block "hi". */
static void
append_zstd_frame (GByteArray *raw,
                   guint8      descriptor,
                   guint8      window)
{
  APPEND (raw, "\x28\xb5\x2f\xfd");
  g_byte_array_append (raw, &descriptor, 1);
  g_byte_array_append (raw, &window, 1);

  if (descriptor == 1)
    APPEND (raw, "\x07");

  APPEND (raw, "\x11\x00\x00hi");
}

static void
test_zstd_window (void)
{
  for (guint8 log = 10; log <= 41; log++)
    {
      g_autoptr (GByteArray) raw = g_byte_array_new ();

      append_packed (raw, "one ", POLLUX_SOURCE_ZSTD);
      append_zstd_frame (raw, 0, (guint8) ((log - 10) << 3));

      if (log <= 27)
        assert_decodes (raw, "one hi", NO_ERROR);
      else
        assert_decodes (raw, "one ", POLLUX_SOURCE_ERROR_UNSUPPORTED);
    }
}

static void
test_zstd_dictionary (void)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  append_zstd_frame (raw, 1, 0);
  assert_decodes (raw, "", POLLUX_SOURCE_ERROR_UNSUPPORTED);
}

static GBytes *
make_text (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; text->len < 3000; i++)
    g_string_append_printf (text, "{\"record\":%u,\"value\":%u}\n", i,
                            (guint32) g_test_rand_int ());

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/* Cut anywhere: a correct beginning, never more, and the code says it. */
static void
test_cut (void)
{
  g_autoptr (GBytes) data = make_text ();
  gsize length;
  const guint8 *expected = g_bytes_get_data (data, &length);

  for (PolluxSourceCompression c = POLLUX_SOURCE_GZIP; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      g_autoptr (GBytes) packed = test_compress (data, c);
      gsize n_packed = g_bytes_get_size (packed);
      gsize longest = 0;

      for (gsize cut = 4; cut < n_packed; cut++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GByteArray) all = decode (g_bytes_get_data (packed, NULL), cut, 500, &error);

          g_assert_error (error, POLLUX_SOURCE_ERROR, POLLUX_SOURCE_ERROR_CUT);
          g_assert_cmpmem (all->data, all->len, expected, all->len);
          g_assert_cmpuint (all->len, >=, longest);
          longest = all->len;
        }

      /* Only the checksum is missing. */
      g_assert_cmpuint (longest, ==, length);
    }
}

/* Every byte changed in several ways: an error, or the same data. */
static void
test_damage (void)
{
  g_autoptr (GBytes) data = make_text ();
  guint n_damaged = 0;
  guint n_all = 0;

  for (PolluxSourceCompression c = POLLUX_SOURCE_GZIP; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      g_autoptr (GBytes) packed = test_compress (data, c);
      gsize length = g_bytes_get_size (packed);
      g_autofree guint8 *raw = g_memdup2 (g_bytes_get_data (packed, NULL), length);

      for (gsize i = c == POLLUX_SOURCE_GZIP ? 3 : 4; i < length; i++)
        for (guint bit = 0; bit < 8; bit++)
          {
            g_autoptr (GError) error = NULL;
            g_autoptr (GByteArray) all = NULL;

            raw[i] ^= (guint8) (1 << bit);
            all = decode (raw, length, 500, &error);
            raw[i] ^= (guint8) (1 << bit);
            n_all++;

            if (error != NULL)
              n_damaged++;
            else
              g_assert_cmpmem (all->data, all->len, g_bytes_get_data (data, NULL),
                               g_bytes_get_size (data));
          }
    }

  /* Only a few bits of the headers may be changed without anybody's notice. */
  g_assert_cmpuint (n_damaged, <, n_all);
  g_assert_cmpuint (n_damaged, >, n_all - 200);
}

static void
test_noise (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      guint8 raw[300];
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) all = NULL;

      for (gsize b = 0; b < sizeof raw; b++)
        raw[b] = (guint8) g_test_rand_int ();

      memcpy (raw, i % 2 == 0 ? "\x1f\x8b\x08\x00" : "\x28\xb5\x2f\xfd", 4);
      all = decode (raw, sizeof raw, 4096, &error);
      g_assert_nonnull (error);
      g_assert_true (error->domain == POLLUX_SOURCE_ERROR);
    }
}

/* Half a gigabyte of zeros in a few kilobytes passes through without ever being
 * in memory. */
static void
test_bomb (void)
{
  const guint n_frames = 512;
  const gsize frame_size = 1 << 20;
  g_autofree guint8 *zeros = g_malloc0 (frame_size);
  g_autoptr (GBytes) frame = g_bytes_new_static (zeros, frame_size);

  for (PolluxSourceCompression c = POLLUX_SOURCE_GZIP; c <= POLLUX_SOURCE_ZSTD; c++)
    {
      g_autoptr (GByteArray) raw = g_byte_array_new ();
      g_autoptr (GBytes) packed = test_compress (frame, c);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (PolluxSource) source = NULL;
      g_autoptr (GError) error = NULL;
      struct rusage before;
      struct rusage after;

      for (guint i = 0; i < n_frames; i++)
        g_byte_array_append (raw, g_bytes_get_data (packed, NULL),
                             (guint) g_bytes_get_size (packed));

      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&raw));
      source = pollux_source_new_for_bytes (bytes);
      getrusage (RUSAGE_SELF, &before);
      g_assert_true (pollux_source_skip (source, n_frames * frame_size, &error));
      getrusage (RUSAGE_SELF, &after);
      g_assert_no_error (error);
      g_assert_false (pollux_source_skip (source, 1, NULL));
      g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 32 * 1024);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decoder/members", test_members);
  g_test_add_func ("/decoder/trailing", test_trailing);
  g_test_add_func ("/decoder/gzip-padding", test_gzip_padding);
  g_test_add_func ("/decoder/gzip-header-fields", test_gzip_header_fields);
  g_test_add_func ("/decoder/zstd-skippable", test_zstd_skippable);
  g_test_add_func ("/decoder/zstd-window", test_zstd_window);
  g_test_add_func ("/decoder/zstd-dictionary", test_zstd_dictionary);
  g_test_add_func ("/decoder/cut", test_cut);
  g_test_add_func ("/decoder/damage", test_damage);
  g_test_add_func ("/decoder/noise", test_noise);
  g_test_add_func ("/decoder/bomb", test_bomb);

  return g_test_run ();
}
