/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How fast a recording is loaded, the whole model included, beside two
 * yardsticks in the same run: "grep -c wake" on the file, and json-glib parsing
 * the same lines and doing nothing with them. Megabytes per second depend on
 * the machine and on what else it does; the ratios hardly do. They take turns,
 * and of each the best run counts. The same program in the text formats is
 * loaded beside grep alone.
 *
 * The file is the one that POLLUX_BENCH_TRACE names, or else made up.
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "bench-recording.h"
#include "pollux-loader.h"

#define MADE_UP_SIZE (100 * 1000 * 1000)
#define N_RUNS 7
/* json-glib is slow: it gets a part of the file, and less often. */
#define JSON_BYTES (16 * 1000 * 1000)
#define N_JSON_RUNS 3

#define GOAL_GREP 0.4
#define GOAL_GREP_TEXT 0.3
#define GOAL_JSON 12.0

static double
seconds_since (gint64 begin)
{
  return (g_get_monotonic_time () - begin) / 1e6;
}

static double
time_load (const char   *path,
           PolluxTrace **loaded)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (PolluxLoader) loader = pollux_loader_new (file);
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  double seconds;

  if (!pollux_loader_load (loader, trace, NULL, &error))
    g_error ("%s", error->message);
  seconds = seconds_since (begin);

  g_set_object (loaded, trace);
  return seconds;
}

/* Negative if there is no grep. Its output must be wanted: into /dev/null it
 * stops at the first match. */
static double
time_grep (const char *path)
{
  const char *argv[] = { "grep", "-c", "wake", path, NULL };
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "LC_ALL", "C", TRUE);
  g_autofree char *count = NULL;
  gint64 begin = g_get_monotonic_time ();

  if (!g_spawn_sync (NULL, (char **) argv, env,
                     G_SPAWN_SEARCH_PATH, NULL, NULL, &count, NULL, NULL, NULL))
    return -1;
  return seconds_since (begin);
}

/* Parses the lines of @text one by one. */
static double
time_json (const char *text,
           gsize       length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gint64 begin = g_get_monotonic_time ();
  const char *newline;

  for (const char *at = text; at < text + length; at = newline + 1)
    {
      newline = memchr (at, '\n', text + length - at);
      if (newline == NULL)
        break;
      json_parser_load_from_data (parser, at, newline - at, NULL);
    }

  return seconds_since (begin);
}

/* Cuts behind the last whole line. */
static void
read_beginning (const char *path,
                GString    *text)
{
  FILE *file = g_fopen (path, "rb");
  const char *newline;

  if (file == NULL)
    g_error ("%s cannot be read", path);
  g_string_set_size (text, JSON_BYTES);
  g_string_set_size (text, fread (text->str, 1, JSON_BYTES, file));
  fclose (file);

  newline = memrchr (text->str, '\n', text->len);
  g_string_truncate (text, newline != NULL ? newline + 1 - text->str : 0);
}

static void
describe (const char  *path,
          gint64       size,
          PolluxTrace *trace)
{
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  g_print ("file       %.1f MB, %" G_GUINT64_FORMAT " records: %s\n", size / 1e6,
           pollux_trace_get_counter (trace, POLLUX_COUNTER_RECORDS), path);
  g_print ("trace      %u tasks, %" G_GUINT64_FORMAT " polls, %" G_GUINT64_FORMAT " wakes, "
           "%.1f MB\n", pollux_trace_get_n_tasks (trace), totals.n_polls, totals.n_wakes,
           pollux_trace_get_memory (trace) / 1e6);
}

static void
print_rate (const char *what,
            double      rate,
            double      load,
            double      goal)
{
  if (rate <= 0)
    {
      g_print ("%-10s not there\n", what);
      return;
    }

  g_print ("%-10s %7.0f MB/s   a load is %.2f times as fast (goal: %g)%s\n", what, rate,
           load / rate, goal, load / rate >= goal ? "" : "   MISSED");
}

/* The best of some runs, in MB/s; @json_rate is left alone for what is no
 * JSON. */
static void
measure (const char   *path,
         gint64        size,
         PolluxTrace **trace,
         double       *load_rate,
         double       *grep_rate,
         double       *json_rate)
{
  g_autoptr (GString) beginning = g_string_new (NULL);
  double load = G_MAXDOUBLE, grep = G_MAXDOUBLE, json = G_MAXDOUBLE;
  gboolean is_json = TRUE;

  read_beginning (path, beginning);
  for (guint i = 0; i < N_RUNS; i++)
    {
      load = MIN (load, time_load (path, trace));
      grep = MIN (grep, time_grep (path));
      is_json = strcmp (pollux_trace_get_format (*trace), "tracing-fmt-json") == 0;
      if (is_json && i < N_JSON_RUNS)
        json = MIN (json, time_json (beginning->str, beginning->len));
    }

  *load_rate = size / 1e6 / load;
  *grep_rate = size / 1e6 / grep;
  if (is_json)
    *json_rate = beginning->len / 1e6 / json;
}

static int
run (const char *path)
{
  g_autoptr (PolluxTrace) trace = NULL;
  double load_rate, grep_rate, json_rate = -1;
  GStatBuf info;
  double goal;

  if (g_stat (path, &info) != 0)
    g_error ("%s is not there", path);

  measure (path, info.st_size, &trace, &load_rate, &grep_rate, &json_rate);
  goal = json_rate > 0 ? GOAL_GREP : GOAL_GREP_TEXT;
  describe (path, info.st_size, trace);
  g_print ("load       %7.0f MB/s   (best of %u, one thread, model complete)\n", load_rate, N_RUNS);
  print_rate ("grep -c", grep_rate, load_rate, goal);
  if (json_rate > 0)
    print_rate ("json-glib", json_rate, load_rate, GOAL_JSON);

  return load_rate < goal * grep_rate || load_rate < GOAL_JSON * json_rate;
}

static int
run_made_up (BenchForm form)
{
  static const char *const names[] = { "json", "full", "compact", "pretty" };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd, status;

  fd = g_file_open_tmp ("pollux-bench-XXXXXX", &path, &error);
  if (fd < 0 || !g_close (fd, &error) ||
      !bench_recording_write (path, form, MADE_UP_SIZE, &error))
    g_error ("%s", error->message);

  g_print ("%s\n", names[form]);
  status = run (path);
  g_unlink (path);
  return status;
}

int
main (int   argc,
      char *argv[])
{
  const char *given = g_getenv ("POLLUX_BENCH_TRACE");
  int status = 0;

  if (given != NULL)
    return run (given);

  for (guint form = 0; form < BENCH_N_FORMS; form++)
    status |= run_made_up (form);
  return status;
}
