/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long the main loop is held up by the table of events: a log of a million
 * events (or POLLUX_BENCH_TRACE) in the real table, which is shown, scrolled,
 * filtered and searched. For each step the time until it is done, and the
 * longest stretch of CPU time in which the main loop did not look for input.
 * Most of that is GTK's: when a long list gets short it takes two hundred rows
 * of widgets down at once. It fails if a step stalls longer than GOAL_MS and
 * also longer than GOAL_RATIO times what scrolling row by row does.
 *
 * usage: bench-events [EVENTS]
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pollux-application.h"
#include "pollux-event-table.h"
#include "pollux-memory.h"

#define GOAL_MS 80.0
#define GOAL_RATIO 3.0
#define LIMIT_S 120

/* µs of the main thread's own: a busy machine does not lengthen them. */
static gint64
get_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_TIME_SPAN_SECOND + time.tv_nsec / 1000;
}

static gint64 awake_since;
static double longest_ms;
static double worst_ms;   /* of all steps but the first */

/* Between two of these the main loop is at work. */
static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  int result;
  double ms = (get_time () - awake_since) / 1000.0;

  longest_ms = MAX (longest_ms, ms);
  result = g_poll (fds, n_fds, timeout);
  awake_since = get_time ();
  return result;
}

static gboolean
turn_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
}

static void
run_until_idle (PolluxEventTable *table)
{
  gint64 end = g_get_monotonic_time () + LIMIT_S * G_TIME_SPAN_SECOND;

  while (pollux_event_model_is_busy (pollux_event_table_get_model (table)) &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
}

static GBytes *
make_log (guint n_events)
{
  static const char *const levels[] = { "TRACE", "DEBUG", "INFO", "INFO", "WARN", "ERROR" };
  GString *text = g_string_new (NULL);

  g_string_append (text, "{\"timestamp\":\"2026-11-22T19:00:00Z\",\"level\":\"TRACE\",\"fields\":"
                   "{\"message\":\"new\"},\"target\":\"tokio::task\",\"span\":{\"kind\":\"task\","
                   "\"task.id\":7,\"name\":\"runtime.spawn\"},\"spans\":[]}\n");
  for (guint i = 0; i < n_events; i++)
    g_string_append_printf (
      text,
      "{\"timestamp\":\"2026-11-22T19:%02u:%02u.%06uZ\",\"level\":\"%s\",\"fields\":{\"message\":"
      "\"handling request %u of the day\",\"peer\":\"10.0.%u.%u\",\"kind\":\"%s\"},\"target\":"
      "\"server::http\",\"threadId\":\"ThreadId(2)\"}\n",
      i / 6000000 % 60, i / 100000 % 60, i % 100000 * 10, levels[i * 7919 % 6], i, i / 256 % 256,
      i % 256, i % 5003 == 0 ? "rare" : "usual");
  return g_string_free_to_bytes (text);
}

static guint
get_memory_mb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status != NULL ? strstr (status, "VmRSS:") : NULL;
  return line != NULL ? (guint) (g_ascii_strtoull (line + 6, NULL, 10) / 1024) : 0;
}

static void
begin (gint64 *start)
{
  *start = g_get_monotonic_time ();
  awake_since = get_time ();
  longest_ms = 0;
}

static void
end (const char *name, gint64 start, PolluxEventTable *table)
{
  g_print ("%-36s %8.0f ms   stall %6.1f ms   %8u rows   %4u MB\n", name,
           (g_get_monotonic_time () - start) / 1000.0, longest_ms,
           g_list_model_get_n_items (G_LIST_MODEL (pollux_event_table_get_model (table))),
           get_memory_mb ());
  worst_ms = MAX (worst_ms, longest_ms);
}

static GtkAdjustment *
find_adjustment (GtkWidget *widget)
{
  if (GTK_IS_SCROLLED_WINDOW (widget))
    return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAdjustment *adjustment = find_adjustment (child);

      if (adjustment != NULL)
        return adjustment;
    }
  return NULL;
}

static void
scroll (PolluxEventTable *table, const char *name, double step)
{
  GtkAdjustment *adjustment = find_adjustment (GTK_WIDGET (table));
  gint64 start;

  gtk_adjustment_set_value (adjustment, 0);
  run_until_idle (table);
  begin (&start);
  for (guint i = 1; i <= 120; i++)
    {
      gtk_adjustment_set_value (adjustment,
                                step > 0 ? i * step
                                         : gtk_adjustment_get_upper (adjustment) * (i * 37 % 120) /
                                             120);
      run_for (16);
    }
  run_until_idle (table);
  end (name, start, table);
}

static void
choose_level (PolluxEventTable *table, PolluxLevel level)
{
  gint64 start;

  begin (&start);
  pollux_event_table_set_level (table, level);
  run_until_idle (table);
  run_for (50);
  end (level == POLLUX_LEVEL_NONE ? "all levels" : "warnings and up", start, table);
}

static void
search (PolluxEventTable *table, const char *text)
{
  g_autofree char *name = g_strdup_printf ("search \"%s\"", text);
  g_autofree char *part = NULL;
  gint64 start;

  begin (&start);
  for (guint i = 1; i <= strlen (text); i++)
    {
      g_free (part);
      part = g_strndup (text, i);
      pollux_event_table_set_filter (table, part);
      run_for (80);
    }
  run_until_idle (table);
  end (name, start, table);
}

static double
run_steps (PolluxEventTable *table, PolluxSession *session, GtkWindow *window)
{
  double yardstick;
  gint64 start;

  begin (&start);
  gtk_window_present (window);
  pollux_event_table_set_session (table, session);
  run_for (300);
  run_until_idle (table);
  end ("shown", start, table);

  scroll (table, "scrolled, 3 rows a frame", 54);
  yardstick = longest_ms;
  worst_ms = 0;
  scroll (table, "scrolled, anywhere each frame", 0);
  choose_level (table, POLLUX_LEVEL_WARN);
  choose_level (table, POLLUX_LEVEL_NONE);
  search (table, "rare");
  choose_level (table, POLLUX_LEVEL_WARN);
  scroll (table, "results scrolled anywhere", 0);
  choose_level (table, POLLUX_LEVEL_NONE);
  search (table, "request -usual");

  return worst_ms > GOAL_MS && worst_ms > GOAL_RATIO * yardstick ? worst_ms : 0;
}

int
main (int argc, char **argv)
{
  const char *path = g_getenv ("POLLUX_BENCH_TRACE");
  guint n_events = argc > 1 ? (guint) atoi (argv[1]) : 1000000;
  /* Its class brings the templates. */
  g_autoptr (PolluxApplication) application = pollux_application_new ();
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxLoader) loader = NULL;
  g_autoptr (PolluxSession) session = NULL;
  g_autoptr (GError) error = NULL;
  PolluxEventTable *table;
  GtkWidget *window;
  double missed;

  pollux_memory_keep ();
  gtk_init ();
  if (path != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);

      loader = pollux_loader_new (file);
    }
  else
    {
      g_autoptr (GBytes) log = make_log (n_events);

      loader = pollux_loader_new_for_bytes (log, "log");
    }
  if (!pollux_loader_load (loader, trace, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  session = pollux_session_new (trace, loader);
  window = gtk_window_new ();
  table = g_object_new (POLLUX_TYPE_EVENT_TABLE, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 400);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (table));
  g_timeout_add (4, turn_cb, NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
  g_print ("%u events, %u MB before the table\n", pollux_trace_get_n_events (trace),
           get_memory_mb ());
  missed = run_steps (table, session, GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
  if (missed == 0)
    return 0;

  g_printerr ("a stall of %.1f ms; goal: %.0f ms, or %.1f times that of scrolling\n", missed,
              GOAL_MS, GOAL_RATIO);
  return 1;
}
