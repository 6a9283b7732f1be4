/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a frame needs is kept for the next one.
 */

#include "config.h"

#include <gdk/x11/gdkx.h>
#include <sys/ipc.h>
#include <sys/shm.h>

#include "pollux-memory.h"
#include "window-fixture.h"

/* Smaller segments are only asked whether they work. */
#define MIN_BYTES (1 << 20)

/* Addresses and numbers of the memory shared with the X server. */
static char *
get_shared (void)
{
  g_autoptr (GString) shared = g_string_new (NULL);
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL))
    return g_strdup ("");

  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 begin = g_ascii_strtoull (lines[i], NULL, 16);
      const char *dash = strchr (lines[i], '-');

      if (strstr (lines[i], "/SYSV") != NULL && dash != NULL &&
          g_ascii_strtoull (dash + 1, NULL, 16) - begin >= MIN_BYTES)
        g_string_append_printf (shared, "%s\n", lines[i]);
    }

  return g_string_free (g_steal_pointer (&shared), FALSE);
}

/* The display of the tests is on this machine; cairo asks the same of the system. */
static gboolean
is_shared (GtkWidget *window)
{
  GtkNative *native = GTK_NATIVE (window);
  int id = shmget (IPC_PRIVATE, 4096, IPC_CREAT | 0600);

  if (id != -1)
    shmctl (id, IPC_RMID, NULL);
  return id != -1 && GDK_IS_X11_SURFACE (gtk_native_get_surface (native)) &&
         GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

static void
draw_frames (GtkWidget *widget)
{
  for (guint i = 0; i < 3; i++)
    {
      gtk_widget_queue_draw (widget);
      test_run_for (60);
    }
}

/* cairo makes it anew for nearly each frame, unless a piece of it is taken. */
static void
test_shared (void)
{
  static const int sizes[][2] = { { 900, 700 }, { 1500, 900 } };
  GtkWidget *window = gtk_window_new ();

  pollux_memory_keep_frames (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      gtk_window_set_default_size (GTK_WINDOW (window), sizes[i][0], sizes[i][1]);
      gtk_window_present (GTK_WINDOW (window));
      test_wait_for (gtk_widget_get_width (window) >= sizes[i][0]);
      draw_frames (window);
      if (!is_shared (window))
        {
          g_test_skip ("frames do not go through shared memory here");
          break;
        }
      before = get_shared ();
      draw_frames (window);
      after = get_shared ();
      g_assert_cmpstr (before, !=, "");
      g_assert_cmpstr (after, ==, before);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/shared", test_shared);

  return g_test_run ();
}
