/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "build-trace.h"

void
build_trace_init (BuildTrace     *build,
                  PolluxTimeKind  kind)
{
  *build = (BuildTrace) { pollux_batch_new (), 0, 0, 0, 0, POLLUX_THREAD_NONE };
  pollux_batch_set_format (build->batch, "test", kind, 0);
  /* The first waker is the one that nobody is known to have. */
  pollux_batch_add_waker (build->batch, 0xdead);
}

PolluxTrace *
build_trace_end (BuildTrace *build)
{
  PolluxTrace *trace = pollux_trace_new ();
  gsize length = pollux_batch_get_length (build->batch);

  g_assert_cmpuint (pollux_trace_apply (trace, build->batch, 0, 0), ==, length);
  pollux_trace_settle (trace);
  pollux_trace_finish (trace);
  g_assert_true (pollux_trace_compact (trace, 0));
  g_clear_pointer (&build->batch, pollux_batch_free);

  return trace;
}

static PolluxRecord
next_record (BuildTrace *build,
             PolluxTime  time)
{
  pollux_batch_extend (build->batch, time, time, 1);

  return build->record++;
}

PolluxTaskIndex
build_task_of_kind (BuildTrace      *build,
                    const char      *name,
                    const char      *location,
                    PolluxTime       spawned,
                    PolluxTaskIndex  spawner,
                    PolluxTaskKind   kind,
                    guint            flags)
{
  PolluxTask task = {
    .tokio_id = build->n_tasks + 3,
    .span_id = build->n_tasks + 100,
    .spawner = POLLUX_TASK_NONE,
    .spawned = POLLUX_TIME_NONE,
    .ended = POLLUX_TIME_NONE,
    .reported_busy = POLLUX_TIME_NONE,
    .reported_idle = POLLUX_TIME_NONE,
    .spawn_record = POLLUX_RECORD_NONE,
    .end_record = POLLUX_RECORD_NONE,
    .kind = kind,
    .flags = POLLUX_TASK_HAS_TOKIO_ID | POLLUX_TASK_HAS_SPAN_ID | flags,
  };

  pollux_batch_add_task (build->batch, &task, name, strlen (name), location, strlen (location));
  pollux_batch_add_waker (build->batch, task.span_id);
  pollux_batch_map_waker (build->batch, build->n_tasks + 1, build->n_tasks, POLLUX_WAKER_DIRECT);
  if (spawned != POLLUX_TIME_NONE)
    pollux_batch_set_spawned (build->batch, build->n_tasks, spawned,
                              next_record (build, spawned), spawner);

  return build->n_tasks++;
}

PolluxTaskIndex
build_task (BuildTrace      *build,
            const char      *name,
            const char      *location,
            PolluxTime       spawned,
            PolluxTaskIndex  spawner)
{
  return build_task_of_kind (build, name, location, spawned, spawner, POLLUX_TASK_KIND_TASK, 0);
}

PolluxThread
build_thread (BuildTrace *build,
              const char *id,
              const char *name)
{
  pollux_batch_add_thread (build->batch, id, -1, name, -1);

  return build->n_threads++;
}

void
build_enter (BuildTrace      *build,
             PolluxTaskIndex  task,
             PolluxTime       start)
{
  pollux_batch_enter (build->batch, task, start, next_record (build, start), build->thread);
}

void
build_poll (BuildTrace      *build,
            PolluxTaskIndex  task,
            PolluxTime       start,
            PolluxTime       end)
{
  build_enter (build, task, start);
  pollux_batch_exit (build->batch, task, end, next_record (build, end), build->thread);
}

void
build_wake (BuildTrace      *build,
            PolluxTaskIndex  task,
            PolluxTime       time,
            PolluxTaskIndex  by)
{
  pollux_batch_wake (build->batch, task + 1, time, next_record (build, time), by, TRUE);
}

void
build_loose_wake (BuildTrace      *build,
                  PolluxTime       time,
                  PolluxTaskIndex  by)
{
  pollux_batch_wake (build->batch, 0, time, next_record (build, time), by, TRUE);
}

void
build_event (BuildTrace      *build,
             PolluxTaskIndex  task,
             PolluxTime       time,
             PolluxLevel      level)
{
  pollux_batch_add_event (build->batch, time, next_record (build, time), task, level);
}

void
build_close (BuildTrace      *build,
             PolluxTaskIndex  task,
             PolluxTime       time)
{
  pollux_batch_close (build->batch, task, time, next_record (build, time));
}

PolluxSpanIndex
build_span (BuildTrace      *build,
            PolluxTaskIndex  task,
            PolluxSpanIndex  parent,
            PolluxSpanKind   kind,
            const char      *name,
            const char      *fields,
            PolluxTime       created)
{
  PolluxSpan span = {
    .created = created,
    .closed = POLLUX_TIME_NONE,
    .parent = parent,
    .task = task,
    .record = created != POLLUX_TIME_NONE ? next_record (build, created) : build->record,
    .close_record = POLLUX_RECORD_NONE,
    .kind = kind,
    .depth = 255,
  };

  pollux_batch_add_span (build->batch, &span, name, -1, fields, -1);

  return build->n_spans++;
}

void
build_section (BuildTrace      *build,
               PolluxSpanIndex  span,
               PolluxTaskIndex  task,
               PolluxTime       start,
               PolluxTime       end)
{
  pollux_batch_enter_span (build->batch, span, task, start, next_record (build, start),
                           POLLUX_THREAD_NONE);
  if (end != POLLUX_TIME_NONE)
    pollux_batch_exit_span (build->batch, span, task, end, next_record (build, end),
                            POLLUX_THREAD_NONE);
}

void
build_close_span (BuildTrace      *build,
                  PolluxSpanIndex  span,
                  PolluxTime       time)
{
  pollux_batch_close_span (build->batch, span, time, next_record (build, time));
}

void
build_pending (BuildTrace      *build,
               PolluxTaskIndex  task,
               PolluxSpanIndex  span,
               PolluxTime       time,
               const char      *text)
{
  pollux_batch_add_pending (build->batch, task, span, time, next_record (build, time), text, -1);
}

static void
build_random_lane (BuildTrace      *build,
                   PolluxTaskIndex  task,
                   GRand           *rand,
                   guint            n_polls,
                   gint64           length)
{
  double share = (double) length / n_polls;
  PolluxTime time = g_rand_double (rand) * share / 2;

  for (guint i = 0; i < n_polls; i++)
    {
      PolluxTime wake = time + share * g_rand_double (rand) * g_rand_double (rand);
      PolluxTime start = wake + share * g_rand_double (rand) * 0.2;
      PolluxTime end = start + share * g_rand_double (rand) * g_rand_double (rand);

      if (g_rand_int_range (rand, 0, 8) != 0)
        build_wake (build, task, wake, g_rand_int_range (rand, 0, task + 1));
      build_poll (build, task, start, end);
      time = end;
    }
}

PolluxTrace *
build_random_trace (guint   n_tasks,
                    guint   n_polls,
                    gint64  length,
                    guint32 seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autofree char *name = g_strdup_printf ("task-%u", i);
      PolluxTime spawned = g_rand_double (rand) * length / MAX (n_polls, 1) / 4;

      build_task (&build, name, "src/main.rs:42:5", spawned, POLLUX_TASK_NONE);
      build_random_lane (&build, i, rand, n_polls, length);
    }
  pollux_batch_extend (build.batch, 0, length, 0);

  return build_trace_end (&build);
}

/*
 * 1 ms in all:
 * 0 main: block_on, spawns the others, alive at the end
 * 1 ping: woken by main, by itself and from outside, dropped
 * 2 pong: woken twice before its second poll, ends in an open poll
 * 3 lost: woken and never polled again
 * 4 unborn: spawned and dropped without a poll
 * 5 dense: two hundred polls of 100 ns, 200 ns apart, then one of 60 us
 * 6 a runtime worker with one poll as long as the trace
 * Log events of all levels, a wake that belongs to nobody.
 */
static void
build_pair (BuildTrace *build)
{
  build_poll (build, 0, 1000, 30000);
  build_poll (build, 1, 40000, 140000);
  build_wake (build, 1, 100000, 1);
  build_poll (build, 1, 150000, 160000);
  build_event (build, 1, 155000, POLLUX_LEVEL_INFO);
  build_wake (build, 1, 200000, POLLUX_TASK_NONE);
  build_event (build, 1, 230000, POLLUX_LEVEL_WARN);
  build_poll (build, 1, 225000, 240000);
  build_event (build, 1, 239000, POLLUX_LEVEL_ERROR);
  build_poll (build, 0, 300000, 400000);
  build_wake (build, 1, 350000, 0);
  build_wake (build, 2, 360000, 0);
  build_wake (build, 2, 370000, 0);
  build_poll (build, 1, 420000, 620000);
  build_close (build, 1, 630000);
}

PolluxTrace *
build_zoo_trace (void)
{
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task_of_kind (&build, "", "src/main.rs:9:1", 0, POLLUX_TASK_NONE,
                      POLLUX_TASK_KIND_BLOCK_ON, 0);
  build_task (&build, "ping", "src/bin/ping_pong.rs:21:13", 10000, 0);
  build_task (&build, "pong", "src/bin/ping_pong.rs:22:13", 20000, 0);
  build_task (&build, "lost", "src/lost.rs:7:9", 25000, 0);
  build_task (&build, "unborn-with-a-very-long-name-that-does-not-fit", "src/lost.rs:8:9", 27000,
              0);
  build_task (&build, "dense", "", 28000, 0);
  build_task_of_kind (&build, "", "tokio/src/runtime/worker.rs:457:13", 0, POLLUX_TASK_NONE,
                      POLLUX_TASK_KIND_BLOCKING, POLLUX_TASK_RUNTIME_WORKER);
  build_pair (&build);
  build_poll (&build, 2, 50000, 60000);
  build_poll (&build, 2, 400000, 500000);
  build_wake (&build, 2, 700000, POLLUX_TASK_NONE);
  build_enter (&build, 2, 710000);
  build_poll (&build, 3, 60000, 80000);
  build_wake (&build, 3, 380000, 0);
  build_close (&build, 4, 450000);
  for (guint i = 0; i < 200; i++)
    build_poll (&build, 5, 100000 + i * 300, 100100 + i * 300);
  build_wake (&build, 5, 200000, 2);
  build_poll (&build, 5, 210000, 270000);
  build_poll (&build, 6, 500, 1000000);
  build_loose_wake (&build, 480000, 2);
  build_event (&build, POLLUX_TASK_NONE, 490000, POLLUX_LEVEL_DEBUG);

  return build_trace_end (&build);
}

static void
build_mark (BuildTrace      *build,
            PolluxSpanIndex  span,
            PolluxTaskIndex  task,
            PolluxTime       time,
            gboolean         enter)
{
  if (enter)
    build_section (build, span, task, time, POLLUX_TIME_NONE);
  else
    pollux_batch_exit_span (build->batch, span, task, time, next_record (build, time),
                            POLLUX_THREAD_NONE);
}

/* A request: its handler, a query in it, and a timer that it waits for, all in
 * the span @around. */
static void
build_request (BuildTrace      *build,
               PolluxTaskIndex  task,
               PolluxSpanIndex  around,
               PolluxTime       start,
               guint            number)
{
  g_autofree char *fields = g_strdup_printf ("id=%u path=\"/orders/%u\"", number, number * 7);
  PolluxSpanIndex request, query, sleep;

  build_enter (build, task, start);
  build_mark (build, around, task, start + 1000, TRUE);
  request = build_span (build, task, POLLUX_SPAN_NONE, POLLUX_SPAN_USER, "request", fields,
                        start + 2000);
  sleep = build_span (build, task, POLLUX_SPAN_NONE, POLLUX_SPAN_RESOURCE, "runtime.resource",
                      "concrete_type=\"Sleep\" kind=\"timer\"", start + 10000);
  build_section (build, request, task, start + 3000, start + 38000);
  build_pending (build, task, sleep, start + 38000, "Sleep 100 µs");
  build_mark (build, around, task, start + 39000, FALSE);
  pollux_batch_exit (build->batch, task, start + 40000, build->record++, POLLUX_THREAD_NONE);

  build_wake (build, task, start + 140000, POLLUX_TASK_NONE);
  build_enter (build, task, start + 150000);
  build_mark (build, around, task, start + 151000, TRUE);
  query = build_span (build, task, request, POLLUX_SPAN_USER, "query",
                      "sql=\"select * from orders where id = ?\"", start + 153000);
  build_close_span (build, sleep, start + 151000);
  build_mark (build, request, task, start + 152000, TRUE);
  build_section (build, query, task, start + 155000, start + 185000);
  build_close_span (build, query, start + 186000);
  build_mark (build, request, task, start + 190000, FALSE);
  build_close_span (build, request, start + 191000);
  build_mark (build, around, task, start + 194000, FALSE);
  pollux_batch_exit (build->batch, task, start + 195000, build->record++, POLLUX_THREAD_NONE);
}

/*
 * 2 ms in all:
 * 0 main: block_on, waits in a span for the others
 * 1 web: three requests one after the other, each with a query and a timer;
 *   the span that it is instrumented with was created by main and is entered
 *   in every poll
 * 2 ticker: six hundred short spans side by side
 * 3 crowd: eighty spans that live at the same time, of which one has a child
 * 4 idle: no spans
 * A span outside all tasks that is never closed.
 */
PolluxTrace *
build_web_trace (void)
{
  BuildTrace build;
  PolluxSpanIndex outside, serve, worker, child;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  outside = build_span (&build, POLLUX_TASK_NONE, POLLUX_SPAN_NONE, POLLUX_SPAN_USER, "startup",
                        "version=\"1.2\"", 0);
  build_section (&build, outside, POLLUX_TASK_NONE, 1000, 9000);
  build_task_of_kind (&build, "", "src/main.rs:9:1", 10000, POLLUX_TASK_NONE,
                      POLLUX_TASK_KIND_BLOCK_ON, 0);
  build_task (&build, "web", "src/web.rs:20:5", 40000, 0);
  build_task (&build, "ticker", "src/tick.rs:4:5", 45000, 0);
  build_task (&build, "crowd", "src/crowd.rs:6:5", 46000, 0);
  build_task (&build, "idle", "src/idle.rs:2:5", 47000, 0);

  build_poll (&build, 0, 20000, 60000);
  serve = build_span (&build, 0, POLLUX_SPAN_NONE, POLLUX_SPAN_USER, "serve", "", 21000);
  build_section (&build, serve, 0, 22000, 58000);
  worker = build_span (&build, 0, serve, POLLUX_SPAN_USER, "worker", "n=1", 39000);
  for (guint i = 0; i < 3; i++)
    build_request (&build, 1, worker, 100000 + i * 600000, i + 1);
  build_close (&build, 1, 1700000);

  build_poll (&build, 2, 200000, 1400000);
  for (guint i = 0; i < 600; i++)
    {
      PolluxTime start = 200000 + i * 2000;
      PolluxSpanIndex tick = build_span (&build, 2, POLLUX_SPAN_NONE, POLLUX_SPAN_USER, "tick", "",
                                         start);

      build_section (&build, tick, 2, start + 100, start + 900);
      build_close_span (&build, tick, start + 1500);
    }

  build_poll (&build, 3, 300000, 400000);
  for (guint i = 0; i < 80; i++)
    {
      child = build_span (&build, 3, POLLUX_SPAN_NONE, i % 2 ? POLLUX_SPAN_USER
                                                             : POLLUX_SPAN_OPERATION,
                          "job", "", 300000 + i * 1000);
      if (i == 0)
        build_section (&build, build_span (&build, 3, child, POLLUX_SPAN_USER, "part", "",
                                           300500), 3, 300600, POLLUX_TIME_NONE);
    }
  build_poll (&build, 4, 500000, 510000);
  pollux_batch_extend (build.batch, 0, 2000000, 0);

  return build_trace_end (&build);
}
