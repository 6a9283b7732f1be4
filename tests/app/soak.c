/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The real window under thousands of random keys, clicks, drags, turns of the
 * wheel and typed texts, as one who is in a hurry sends them. Nothing may fault
 * (the sanitizers watch), the window must still be there and answer, and what
 * it has in memory must not grow from one rest to the next.
 *
 * With --goals it also fails if the main loop was held up for longer than
 * STALL_MS of its own CPU time: a question for the benchmarks, since it asks
 * for a time.
 *
 * usage: soak [--goals] [--actions=N] [--seed=N] [--megabytes=N]
 *
 * POLLUX_BENCH_TRACE names a recording to open instead of a made-up one.
 */
#include "config.h"

#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <time.h>

#include "../bench/bench-recording.h"
#include "pollux-memory.h"
#include "window-fixture.h"

#define STALL_MS 50.0
#define BATCH 20
#define BATCHES_TO_REST 20
/* Caches fill in the beginning; from then on this is what is allowed. */
#define GROWTH_MB 24.0
#define WIDTH 1400
#define HEIGHT 900
/* Above are the buttons that close the window and open dialogs. */
#define TOP 60
/* A drag from nearer to an edge of the window resizes it. */
#define EDGE 16

static gboolean with_goals;
static int n_actions = 1000;
static int seed = 1;
static int megabytes = 3;

static const GOptionEntry entries[] = {
  { "goals", 0, 0, G_OPTION_ARG_NONE, &with_goals, NULL, NULL },
  { "actions", 0, 0, G_OPTION_ARG_INT, &n_actions, NULL, NULL },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, NULL, NULL },
  { "megabytes", 0, 0, G_OPTION_ARG_INT, &megabytes, NULL, NULL },
  { NULL }
};

static const char * const keys[] = {
  "w", "s", "a", "d", "f", "0", "z", "plus", "minus", "BackSpace", "alt+Left", "alt+Right",
  "Left", "Right", "Up", "Down", "shift+Left", "shift+Right", "shift+Up", "shift+Down",
  "Prior", "Next", "Home", "ctrl+Home", "ctrl+End", "Return", "comma", "period",
  "bracketleft", "bracketright", "e", "shift+e", "n", "shift+n", "p", "h", "shift+h", "o", "k",
  "g", "shift+g", "r", "t", "ctrl+c", "ctrl+a", "ctrl+shift+plus", "ctrl+shift+minus",
  "F9", "ctrl+F9", "ctrl+l", "Tab", "shift+Tab", "F6", "Escape", "Escape", "Menu",
};

/* Behind a key that leads into an entry. */
static const struct { const char *key; const char *text; } typed[] = {
  { "ctrl+f", "job" }, { "ctrl+f", "1" }, { "ctrl+f", "nothing has this" },
  { "slash", "busy>1ms" }, { "slash", "polls>2" }, { "slash", "state:done" },
  { "slash", "1 -job" }, { "slash", "name:" }, { "slash", "((" },
  { "ctrl+g", "1ms" }, { "ctrl+g", "+3ms" }, { "ctrl+g", "10ms" }, { "ctrl+g", "0s" },
  { "m", "a mark" }, { "m", " " },
};

typedef struct
{
  PolluxWindow *window;
  GRand *random;
  guint n_done;
  gsize first;         /* bytes in use at the first rest that counts */
  gsize last;
} Soak;

/* ms of the main thread's own: a busy machine does not lengthen them. */
static double
get_cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1000.0 + time.tv_nsec / 1e6;
}

static double awake_since;
static double longest_ms;
static guint n_stalls;

/* Between two of these the main loop is at work. */
static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  double ms = get_cpu_ms () - awake_since;
  int result;

  longest_ms = MAX (longest_ms, ms);
  n_stalls += ms > STALL_MS;
  result = g_poll (fds, n_fds, timeout);
  awake_since = get_cpu_ms ();
  return result;
}

/* What the soak itself did since, as starting a program from a large process
 * or counting memory, holds nobody up. */
static void
forget_own_work (void)
{
  awake_since = get_cpu_ms ();
}

static void G_GNUC_PRINTF (2, 3)
add (GPtrArray *line, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (line, g_strdup (words[i]));
}

static void
add_move (Soak *soak, GPtrArray *line)
{
  add (line, "mousemove %d %d", g_rand_int_range (soak->random, EDGE, WIDTH - EDGE),
       g_rand_int_range (soak->random, TOP, HEIGHT - EDGE));
}

static void
add_drag (Soak *soak, GPtrArray *line, int button)
{
  add_move (soak, line);
  add (line, "mousedown %d", button);
  for (guint i = 0; i < 3; i++)
    add_move (soak, line);
  add (line, "mouseup %d", button);
}

static void
add_click (Soak *soak, GPtrArray *line)
{
  static const char * const modifiers[] = { "ctrl", "shift", "alt" };
  const char *modifier = modifiers[g_rand_int_range (soak->random, 0, 3)];

  add_move (soak, line);
  switch (g_rand_int_range (soak->random, 0, 6))
    {
    case 0:
      add (line, "keydown %s click 1 keyup %s", modifier, modifier);
      break;
    case 1:
      add (line, "click --repeat 2 --delay 20 1");
      break;
    case 2:
      add (line, "click 3 key Escape");
      break;
    default:
      add (line, "click 1");
      break;
    }
}

static void
add_wheel (Soak *soak, GPtrArray *line)
{
  int button = g_rand_int_range (soak->random, 4, 6);

  add_move (soak, line);
  switch (g_rand_int_range (soak->random, 0, 4))
    {
    case 0:
      add (line, "keydown shift click %d keyup shift", button);
      break;
    case 1:
      add (line, "click %d", button);
      break;
    default:
      add (line, "keydown ctrl click --repeat 3 --delay 5 %d keyup ctrl", button);
      break;
    }
}

static void
add_text (Soak *soak, GPtrArray *line)
{
  guint i = g_rand_int_range (soak->random, 0, G_N_ELEMENTS (typed));

  add (line, "key %s sleep 0.03 type --delay 3 --args 1", typed[i].key);
  g_ptr_array_add (line, g_strdup (typed[i].text));
  add (line, "key %s key Escape", g_rand_boolean (soak->random) ? "Return" : "Escape");
}

static void
add_action (Soak *soak, GPtrArray *line)
{
  int kind = g_rand_int_range (soak->random, 0, 20);

  if (kind < 10)
    add (line, "key %s", keys[g_rand_int_range (soak->random, 0, G_N_ELEMENTS (keys))]);
  else if (kind < 13)
    add_click (soak, line);
  else if (kind < 15)
    add_drag (soak, line, kind == 13 ? 1 : 2);
  else if (kind < 18)
    add_wheel (soak, line);
  else if (kind < 19)
    add_move (soak, line);
  else
    add_text (soak, line);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
send (GPtrArray *line)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ended = FALSE;

  g_ptr_array_add (line, NULL);
  /* With the descriptors inherited GLib starts the process without a fork: after one each page
   * that is written to is copied first, and the next frames would pay for it. */
  process = g_subprocess_newv ((const char * const *) line->pdata, G_SUBPROCESS_FLAGS_INHERIT_FDS,
                               &error);
  g_assert_no_error (error);
  forget_own_work ();
  g_subprocess_wait_check_async (process, NULL, ended_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  test_run_for (20);
}

/* Dialogs and further windows that a key opened. */
static void
close_others (Soak *soak)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (l->data != soak->window && gtk_widget_get_mapped (l->data))
      gtk_window_close (l->data);
}

/* Without a window manager a drag of an edge may lead it out of the screen, where
 * GTK 4.8 has no monitor for a popover and fails an assertion of its own. */
static void
add_home (Soak *soak, GPtrArray *line)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (soak->window));

  if (GDK_IS_X11_SURFACE (surface))
    add (line, "windowmove %lu 0 0", gdk_x11_surface_get_xid (surface));
}

static void
run_batch (Soak *soak)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new_with_free_func (g_free);

  add (line, "xdotool");
  add_home (soak, line);
  for (guint i = 0; i < BATCH; i++)
    add_action (soak, line);
  send (line);
  close_others (soak);
  soak->n_done += BATCH;
}

/* Back to the whole trace with nothing selected, to compare like with like. */
static void
rest (Soak *soak)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new_with_free_func (g_free);
  struct mallinfo2 info;

  add (line, "xdotool mousemove %d 300 key Escape key Escape key Escape", WIDTH / 2);
  send (line);
  close_others (soak);
  test_act (soak->window, "clear-filter");
  test_act (soak->window, "fit");
  test_run_for (200);

  info = mallinfo2 ();
  forget_own_work ();
  soak->last = info.uordblks + info.hblkhd;
  if (soak->n_done <= (guint) n_actions / 2)
    soak->first = soak->last;
  g_print ("# %6u actions: %6.1f MB in use, longest stall %5.1f ms, %u above %.0f ms\n",
           soak->n_done, soak->last / 1e6, longest_ms, n_stalls, STALL_MS);
}

static GFile *
find_trace (void)
{
  const char *name = g_getenv ("POLLUX_BENCH_TRACE");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (name != NULL)
    return g_file_new_for_path (name);

  path = test_temporary_path ("soak.jsonl");
  bench_recording_write (path, BENCH_JSON, (gsize) megabytes * 1000 * 1000, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

static void
test_soak (void)
{
  g_autoptr (GFile) file = find_trace ();
  Soak soak = { test_open (file), g_rand_new_with_seed (seed), 0, 0, 0 };
  double growth;

  gtk_window_set_default_size (GTK_WINDOW (soak.window), WIDTH, HEIGHT);
  while (pollux_window_is_loading (soak.window))
    test_turn ();
  test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (soak.window)));
  test_run_for (500);

  g_main_context_set_poll_func (NULL, poll_cb);
  awake_since = get_cpu_ms ();
  longest_ms = n_stalls = 0;
  for (guint i = 1; soak.n_done < (guint) n_actions; i++)
    {
      run_batch (&soak);
      if (i % BATCHES_TO_REST == 0 || soak.n_done >= (guint) n_actions)
        rest (&soak);
    }
  g_main_context_set_poll_func (NULL, NULL);

  growth = ((double) soak.last - (double) soak.first) / 1e6;
  g_test_message ("grew by %.1f MB in the second half", growth);
  g_assert_cmpfloat (growth, <, GROWTH_MB);
  if (with_goals)
    g_assert_cmpfloat (longest_ms, <=, STALL_MS);

  test_close (soak.window);
  g_rand_free (soak.random);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);

  /* As the program does. */
  pollux_memory_keep ();
  g_test_init (&argc, &argv, NULL);
  /* A scrollbar that is dragged while its list is filled anew makes GTK 4.8
   * warn, and go on. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/soak/random", test_soak);

  return test_run_all ();
}
