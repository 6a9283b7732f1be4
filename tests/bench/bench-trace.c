/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <time.h>

#include "bench-trace.h"
#include "pollux-lane-private.h"

/* How much one batch holds. */
#define STEP 20000
/* With its wake and what is needed while it grows. */
#define POLL_BYTES 60.0
#define TASK_BYTES 2500.0

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1e9 + time.tv_nsec;
}

static void
fill_batch (PolluxBatch *batch,
            GRand       *rand,
            guint        n_tasks,
            guint        task,
            guint        from,
            guint        to,
            PolluxTime   begin,
            double       share)
{
  for (guint i = from; i < to; i++)
    {
      double tail = g_rand_double (rand);
      PolluxTime wake = begin + share * (i + 0.4 * g_rand_double (rand));
      PolluxTime start = wake + share * 0.1 * g_rand_double (rand);
      PolluxTime end = start + MAX (1, share * 0.45 * tail * tail * tail * tail);
      PolluxRecord record = (i * n_tasks + task) * 3;
      PolluxTaskIndex by = g_rand_int_range (rand, 0, n_tasks + n_tasks / 2);

      pollux_batch_wake (batch, task, wake, record, by < n_tasks ? by : POLLUX_TASK_NONE, TRUE);
      pollux_batch_enter (batch, task, start, record + 1, task % 8);
      pollux_batch_exit (batch, task, end, record + 2, task % 8);
    }
}

static double
apply (PolluxTrace *trace,
       PolluxBatch *batch)
{
  double begin = now ();

  pollux_trace_apply (trace, batch, 0, 0);
  pollux_trace_settle (trace);
  pollux_batch_free (batch);

  return now () - begin;
}

/* Of tasks that follow each other @n_turns times, when the one begins. */
static PolluxTime
get_begin (guint  n_tasks,
           guint  task,
           guint  n_turns,
           gint64 length)
{
  guint rows = MAX (1, n_tasks / n_turns);

  return (double) length / n_turns * (task / rows) + (double) (task % rows);
}

/* All alive from the begin to the end if @n_turns is 1. */
static void
add_tasks (PolluxTrace *trace,
           guint        n_tasks,
           guint        n_turns,
           gint64       length)
{
  PolluxBatch *batch = pollux_batch_new ();

  pollux_batch_set_format (batch, "benchmark", POLLUX_TIME_KIND_CLOCK, 0);
  pollux_batch_extend (batch, 0, length, 1);
  for (guint i = 0; i < n_tasks; i++)
    {
      PolluxTask task = { .tokio_id = i, .span_id = i + 1, .spawner = POLLUX_TASK_NONE,
                          .spawned = get_begin (n_tasks, i, n_turns, length),
                          .ended = POLLUX_TIME_NONE,
                          .flags = POLLUX_TASK_HAS_TOKIO_ID };
      g_autofree char *name = g_strdup_printf ("connection-%u", i % 10000);

      pollux_batch_add_task (batch, &task, name, -1, "src/server.rs:120:9", -1);
      pollux_batch_add_waker (batch, i + 1);
      pollux_batch_map_waker (batch, i, i, POLLUX_WAKER_DIRECT);
    }
  apply (trace, batch);
}

PolluxTrace *
bench_trace_new_turns (guint   n_tasks,
                       guint   n_turns,
                       guint   n_polls,
                       gint64  length,
                       double *build_ns)
{
  PolluxTrace *trace = pollux_trace_new ();
  PolluxBatch *batch = pollux_batch_new ();
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  double ns = 0, begin;

  add_tasks (trace, n_tasks, n_turns, length);
  for (guint i = 0; i < n_tasks; i++)
    for (guint from = 0; from < n_polls; from += STEP)
      {
        fill_batch (batch, rand, n_tasks, i, from, MIN (n_polls, from + STEP),
                    get_begin (n_tasks, i, n_turns, length), (double) length / n_turns / n_polls);
        if (n_turns > 1 && from + STEP >= n_polls)
          pollux_batch_close (batch, i, get_begin (n_tasks, i + n_tasks / n_turns, n_turns,
                                                   length) - 1000, (n_polls * n_tasks + i) * 3);
        if (pollux_batch_get_length (batch) < STEP && i + 1 < n_tasks)
          continue;
        ns += apply (trace, batch);
        batch = pollux_batch_new ();
      }

  begin = now ();
  ns += apply (trace, batch);
  pollux_trace_finish (trace);
  pollux_trace_compact (trace, 0);
  ns += now () - begin;
  if (build_ns != NULL)
    *build_ns = ns / ((double) n_tasks * n_polls);

  return trace;
}

PolluxTrace *
bench_trace_new (guint   n_tasks,
                 guint   n_polls,
                 gint64  length,
                 double *build_ns)
{
  return bench_trace_new_turns (n_tasks, 1, n_polls, length, build_ns);
}

void
bench_trace_measure (PolluxTrace *trace,
                     double      *poll_bytes,
                     double      *wake_bytes)
{
  double polls = 0, wakes = 0, n_polls = 0, n_wakes = 0;

  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, i);

      polls += pollux_lane_get_polls_memory (lane);
      wakes += pollux_lane_get_wakes_memory (lane);
      n_polls += pollux_lane_get_n_polls (lane);
      n_wakes += pollux_lane_get_n_wakes (lane);
    }

  *poll_bytes = polls / MAX (1, n_polls);
  *wake_bytes = wakes / MAX (1, n_wakes);
}

gboolean
bench_trace_fits (guint n_tasks,
                  guint n_polls)
{
  FILE *file = fopen ("/proc/meminfo", "r");
  double available = G_MAXDOUBLE;
  char line[200];

  while (file != NULL && fgets (line, sizeof line, file) != NULL)
    if (g_str_has_prefix (line, "MemAvailable:"))
      available = g_ascii_strtod (line + strlen ("MemAvailable:"), NULL) * 1024;
  if (file != NULL)
    fclose (file);

  return available > n_tasks * (TASK_BYTES + POLL_BYTES * n_polls);
}
