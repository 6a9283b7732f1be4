/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-lines.h"

/* Bytes that come in pieces of any size, and may end in an error. */
typedef struct
{
  const char *bytes;
  gsize length;
  gsize at;
  gsize piece;
  gboolean fails;
} Feed;

static gssize
read_feed (gpointer   user_data,
           void      *buffer,
           gsize      size,
           GError   **error)
{
  Feed *feed = user_data;
  gsize n = MIN (MIN (size, feed->piece), feed->length - feed->at);

  if (n == 0 && feed->fails)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "broken disk");
      return -1;
    }

  memcpy (buffer, feed->bytes + feed->at, n);
  feed->at += n;
  return n;
}

static void
assert_line (const PolluxLine *line,
             const char       *text,
             gsize             length,
             guint64           offset,
             guint64           number,
             gboolean          ended)
{
  g_assert_cmpmem (line->text.bytes, line->text.length, text, length);
  g_assert_cmpuint (line->offset, ==, offset);
  g_assert_cmpuint (line->number, ==, number);
  g_assert_cmpint (line->ended, ==, ended);
  g_assert_false (line->too_long);
}

/* Lines as GLib splits them, whatever the pieces in which bytes come. */
static void
test_split (void)
{
  static const char *const texts[] = {
    "", "\n", "a", "a\n", "a\nb", "a\nb\n", "\n\n\n", "a\r\nb\r\n\r\nc", "\r\n", "a\rb\n", "a\r",
    "one\ntwo three\n\nfour",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      for (gsize piece = 1; piece < 8; piece++)
        {
          Feed feed = { texts[i], strlen (texts[i]), 0, piece, FALSE };
          g_autoptr (PolluxSource) source = pollux_source_new (read_feed, &feed, NULL, -1);
          g_autoptr (PolluxLines) lines = pollux_lines_new (source);
          g_auto (GStrv) expected = g_strsplit (texts[i], "\n", -1);
          guint n_expected = g_strv_length (expected);
          guint64 offset = 0;
          PolluxLine line;
          GError *error = NULL;

          for (guint n = 0; n < n_expected; n++)
            {
              gboolean ended = n + 1 < n_expected;
              gsize length = strlen (expected[n]);
              gsize shown = ended && g_str_has_suffix (expected[n], "\r") ? length - 1 : length;

              if (!ended && length == 0)
                break;
              g_assert_true (pollux_lines_next (lines, &line, NULL, &error));
              assert_line (&line, expected[n], shown, offset, n, ended);
              offset += length + 1;
            }
          g_assert_false (pollux_lines_next (lines, &line, NULL, &error));
          g_assert_no_error (error);
        }
    }
}

/* Lines longer than the buffer, and lines that end at its end. */
static void
test_long (void)
{
  static const gsize lengths[] = { 1000, 262143, 262144, 262145, 600000, 3, 5000000, 0, 524288 };
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 offset = 0;
  PolluxLine line;
  Feed feed;
  g_autoptr (PolluxSource) source = NULL;
  g_autoptr (PolluxLines) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *filling = g_strnfill (lengths[i], 'a' + i);

      g_string_append (text, filling);
      g_string_append_c (text, '\n');
    }

  feed = (Feed) { text->str, text->len, 0, 100000, FALSE };
  source = pollux_source_new (read_feed, &feed, NULL, -1);
  lines = pollux_lines_new (source);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_assert_true (pollux_lines_next (lines, &line, NULL, NULL));
      assert_line (&line, text->str + offset, lengths[i], offset, i, TRUE);
      offset += lengths[i] + 1;
    }
  g_assert_false (pollux_lines_next (lines, &line, NULL, NULL));
}

/* A line that is too long is passed over, and the next one is whole. */
static void
test_too_long (gconstpointer data)
{
  gboolean last = GPOINTER_TO_INT (data);
  gsize length = POLLUX_LINES_MAX * 2 + 12345;
  g_autofree char *filling = g_strnfill (length, 'x');
  g_autoptr (GString) text = g_string_new ("first\n");
  PolluxLine line;
  Feed feed;
  g_autoptr (PolluxSource) source = NULL;
  g_autoptr (PolluxLines) lines = NULL;

  g_string_append_len (text, filling, length);
  if (!last)
    g_string_append (text, "\nlast\r\n");

  feed = (Feed) { text->str, text->len, 0, G_MAXSIZE, FALSE };
  source = pollux_source_new (read_feed, &feed, NULL, -1);
  lines = pollux_lines_new (source);
  g_assert_true (pollux_lines_next (lines, &line, NULL, NULL));
  assert_line (&line, "first", 5, 0, 0, TRUE);
  g_assert_true (pollux_lines_next (lines, &line, NULL, NULL));
  g_assert_true (line.too_long);
  g_assert_cmpuint (line.text.length, ==, 0);
  g_assert_cmpuint (line.offset, ==, 6);
  g_assert_cmpuint (line.number, ==, 1);
  g_assert_cmpint (line.ended, ==, !last);
  if (!last)
    {
      g_assert_true (pollux_lines_next (lines, &line, NULL, NULL));
      assert_line (&line, "last", 4, 6 + length + 1, 2, TRUE);
    }
  g_assert_false (pollux_lines_next (lines, &line, NULL, NULL));
}

static void
test_error (void)
{
  Feed feed = { "first line\nsecond", 17, 0, 11, TRUE };
  g_autoptr (PolluxSource) source = pollux_source_new (read_feed, &feed, NULL, -1);
  g_autoptr (PolluxLines) lines = pollux_lines_new (source);
  g_autoptr (GError) error = NULL;
  PolluxLine line;

  g_assert_true (pollux_lines_next (lines, &line, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (pollux_lines_next (lines, &line, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_cancelled (void)
{
  g_autofree char *text = g_strnfill (2000000, '\n');
  Feed feed = { text, 2000000, 0, G_MAXSIZE, FALSE };
  g_autoptr (PolluxSource) source = pollux_source_new (read_feed, &feed, NULL, -1);
  g_autoptr (PolluxLines) lines = pollux_lines_new (source);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  PolluxLine line;

  g_assert_true (pollux_lines_next (lines, &line, cancellable, &error));
  g_cancellable_cancel (cancellable);
  while (pollux_lines_next (lines, &line, cancellable, &error))
    g_assert_cmpuint (line.number, <, 1000000);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lines/split", test_split);
  g_test_add_func ("/lines/long", test_long);
  g_test_add_data_func ("/lines/too-long", GINT_TO_POINTER (FALSE), test_too_long);
  g_test_add_data_func ("/lines/too-long-last", GINT_TO_POINTER (TRUE), test_too_long);
  g_test_add_func ("/lines/error", test_error);
  g_test_add_func ("/lines/cancelled", test_cancelled);

  return g_test_run ();
}
