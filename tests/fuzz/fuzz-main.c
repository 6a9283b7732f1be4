/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Runs a fuzz target without a fuzzer: on each file of the folders that are
 * given, on every beginning of the short ones, and on changed copies (always
 * the same). With libFuzzer this file is left out.
 */

#include "config.h"

#include <string.h>

#include <glib.h>

#include "fuzz-target.h"

#define N_CHANGES 300
#define MAX_PREFIXES 400

/* From a buffer of exactly its size, so that a sanitizer sees what is read
 * beyond it. */
static void
try (const char *bytes,
     gsize       length)
{
  g_autofree uint8_t *copy = g_memdup2 (bytes, MAX (length, 1));

  LLVMFuzzerTestOneInput (copy, length);
}

static void
change (GRand   *random,
        GString *text)
{
  gsize at = g_rand_int_range (random, 0, text->len + 1);
  gsize n = g_rand_int_range (random, 1, 9);

  switch (g_rand_int_range (random, 0, 3))
    {
    case 0:
      if (at < text->len)
        text->str[at] = g_rand_int_range (random, 0, 256);
      break;
    case 1:
      g_string_insert_c (text, at, " \",:{}[]\\\n0e-"[g_rand_int_range (random, 0, 13)]);
      break;
    default:
      if (at < text->len)
        g_string_erase (text, at, MIN (n, text->len - at));
      break;
    }
}

static void
run_file (const char *path)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    g_error ("%s", error->message);

  try (contents, length);
  for (gsize n = 0; n < length && n < MAX_PREFIXES; n++)
    try (contents, n);

  for (guint i = 0; i < N_CHANGES; i++)
    {
      g_autoptr (GString) text = g_string_new_len (contents, length);

      for (guint n = i % 4 + 1; n > 0; n--)
        change (random, text);
      try (text->str, text->len);
    }
}

static guint
run_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint n_files = 0;

  if (dir == NULL)
    g_error ("%s", error->message);

  for (; (name = g_dir_read_name (dir)) != NULL; n_files++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      run_file (path);
    }

  return n_files;
}

int
main (int   argc,
      char *argv[])
{
  for (int i = 1; i < argc; i++)
    {
      guint n_files = run_folder (argv[i]);

      g_print ("%u files of %s\n", n_files, argv[i]);
      if (n_files == 0)
        return 1;
    }

  return argc < 2;
}
