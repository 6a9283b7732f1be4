/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "pollux-fmt-slices.h"

static PolluxFmtMeaning
meaning (guint n)
{
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;

  meaning.span.kind = POLLUX_FMT_SPAN_TASK;
  meaning.span.task = meaning.chain = n;
  return meaning;
}

static char *
text_of (guint n,
         guint length)
{
  g_autofree char *number = g_strdup_printf ("%08u", n);
  g_autofree char *filling = g_strnfill (length - 8, '.');

  /* The difference lies anywhere. */
  return n % 2 ? g_strconcat (number, filling, NULL) : g_strconcat (filling, number, NULL);
}

static void
test_lookup (void)
{
  g_autoptr (PolluxFmtSlices) slices = pollux_fmt_slices_new ();

  for (guint length = 8; length < 100; length++)
    {
      for (guint n = 0; n < 20; n++)
        {
          g_autofree char *text = text_of (n, length);
          PolluxFmtMeaning one = meaning (length * 1000 + n);

          g_assert_null (pollux_fmt_slices_lookup (slices, (PolluxSlice) { text, length }));
          pollux_fmt_slices_insert (slices, (PolluxSlice) { text, length }, &one);
        }
    }

  for (guint length = 8; length < 100; length++)
    {
      for (guint n = 0; n < 20; n++)
        {
          g_autofree char *text = text_of (n, length);
          const PolluxFmtMeaning *found;

          found = pollux_fmt_slices_lookup (slices, (PolluxSlice) { text, length });
          g_assert_nonnull (found);
          g_assert_cmpuint (found->chain, ==, length * 1000 + n);
          text[length / 2] = 'x';
          g_assert_null (pollux_fmt_slices_lookup (slices, (PolluxSlice) { text, length }));
        }
    }

  g_assert_null (pollux_fmt_slices_lookup (slices, (PolluxSlice) { NULL, 0 }));
}

/* What is looked up is not what was inserted, but its bytes are. */
static void
test_copied (void)
{
  g_autoptr (PolluxFmtSlices) slices = pollux_fmt_slices_new ();
  char text[] = "{\"name\":\"x\"}";
  PolluxFmtMeaning one = meaning (1);

  pollux_fmt_slices_insert (slices, (PolluxSlice) { text, strlen (text) }, &one);
  text[2] = 'm';
  g_assert_null (pollux_fmt_slices_lookup (slices, (PolluxSlice) { text, strlen (text) }));
  text[2] = 'n';
  g_assert_nonnull (pollux_fmt_slices_lookup (slices, (PolluxSlice) { text, strlen (text) }));
}

/* Any number of different slices takes bounded memory, and the table goes on
 * working. */
static void
test_bounded (gconstpointer data)
{
  guint length = GPOINTER_TO_UINT (data);
  guint n_slices = length > 1000 ? 20000 : 300000;
  g_autoptr (PolluxFmtSlices) slices = pollux_fmt_slices_new ();

  for (guint n = 0; n < n_slices; n++)
    {
      g_autofree char *text = text_of (n, length);
      PolluxFmtMeaning one = meaning (n);

      pollux_fmt_slices_insert (slices, (PolluxSlice) { text, length }, &one);
      if (n % 1000 == 0 && length <= 8192)
        g_assert_nonnull (pollux_fmt_slices_lookup (slices, (PolluxSlice) { text, length }));
    }

  g_assert_cmpuint (pollux_fmt_slices_get_memory (slices), <, 16 * 1024 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fmt-slices/lookup", test_lookup);
  g_test_add_func ("/fmt-slices/copied", test_copied);
  g_test_add_data_func ("/fmt-slices/bounded/short", GUINT_TO_POINTER (40), test_bounded);
  g_test_add_data_func ("/fmt-slices/bounded/long", GUINT_TO_POINTER (8000), test_bounded);
  g_test_add_data_func ("/fmt-slices/bounded/too-long", GUINT_TO_POINTER (9000), test_bounded);

  return g_test_run ();
}
