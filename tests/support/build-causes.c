/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "build-causes.h"

#define N_THREADS 3
#define TASKS_MAX 40

typedef struct
{
  gboolean due;
  gboolean running;
  guint n_polls;
} Task;

typedef struct
{
  GRand *rand;
  BuildTrace build;
  PolluxTime now;
  Task tasks[TASKS_MAX];
  PolluxTaskIndex threads[N_THREADS];
  GArray *causes;
} Program;

static guint
choose (Program *program,
        guint    n)
{
  return g_rand_int_range (program->rand, 0, (gint32) n);
}

static void
note (Program         *program,
      PolluxTaskIndex  task,
      PolluxTaskIndex  by,
      gboolean         spawn,
      gboolean         effective)
{
  BuildCause cause = {
    .task = task,
    .spawn = spawn,
    .time = program->now,
    .record = program->build.record,
    .by = by,
    .poll = by != POLLUX_TASK_NONE ? program->tasks[by].n_polls - 1 : G_MAXUINT,
    .effective = effective,
    .answer = G_MAXUINT,
  };

  g_array_append_val (program->causes, cause);
}

static void
spawn (Program         *program,
       PolluxTaskIndex  by)
{
  PolluxTaskIndex task = program->build.n_tasks;

  if (task == TASKS_MAX)
    return;

  note (program, task, by, TRUE, TRUE);
  program->tasks[task].due = TRUE;
  build_task (&program->build, "task", "src/main.rs:1:1", program->now, by);
}

static void
wake (Program         *program,
      PolluxTaskIndex  by)
{
  PolluxTaskIndex task = choose (program, program->build.n_tasks);

  note (program, task, by, FALSE, !program->tasks[task].due);
  program->tasks[task].due = TRUE;
  build_wake (&program->build, task, program->now, by);
}

/* Everything since its last poll is answered. */
static void
answer (Program         *program,
        PolluxTaskIndex  task)
{
  for (guint i = 0; i < program->causes->len; i++)
    {
      BuildCause *cause = &g_array_index (program->causes, BuildCause, i);

      if (cause->task == task && cause->answer == G_MAXUINT)
        cause->answer = program->tasks[task].n_polls;
    }
}

static void
enter (Program *program,
       guint    thread)
{
  PolluxTaskIndex task = choose (program, program->build.n_tasks);
  PolluxRecord record = program->build.record;

  if (!program->tasks[task].due || program->tasks[task].running)
    return;

  answer (program, task);
  program->threads[thread] = task;
  program->tasks[task].due = FALSE;
  program->tasks[task].running = TRUE;
  program->tasks[task].n_polls++;
  pollux_batch_extend (program->build.batch, program->now, program->now, 1);
  pollux_batch_enter (program->build.batch, task, program->now, record, thread);
  program->build.record++;
}

static void
leave (Program *program,
       guint    thread)
{
  PolluxTaskIndex task = program->threads[thread];

  program->threads[thread] = POLLUX_TASK_NONE;
  program->tasks[task].running = FALSE;
  pollux_batch_extend (program->build.batch, program->now, program->now, 1);
  pollux_batch_exit (program->build.batch, task, program->now, program->build.record++, thread);
}

static void
take_step (Program *program)
{
  guint thread = choose (program, N_THREADS);
  PolluxTaskIndex task = program->threads[thread];
  guint what = choose (program, 10);

  if (task == POLLUX_TASK_NONE)
    {
      if (what == 0)
        wake (program, POLLUX_TASK_NONE);
      else
        enter (program, thread);
    }
  else if (what < 4)
    leave (program, thread);
  else if (what < 9)
    wake (program, task);
  else
    spawn (program, task);
}

PolluxTrace *
build_random_causes (guint32   seed,
                     guint     n_steps,
                     gint64    pause,
                     gint64    tick,
                     GArray  **causes)
{
  Program program = {
    .rand = g_rand_new_with_seed (seed),
    .causes = g_array_new (FALSE, FALSE, sizeof (BuildCause)),
  };
  gint64 clock = 0;

  build_trace_init (&program.build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      program.threads[i] = POLLUX_TASK_NONE;
      pollux_batch_add_thread (program.build.batch, id, -1, "", 0);
    }

  for (guint i = 0; i < 3; i++)
    spawn (&program, POLLUX_TASK_NONE);
  for (guint i = 0; i < n_steps; i++)
    {
      clock += g_rand_int_range (program.rand, 0, (gint32) pause);
      program.now = clock / tick * tick;
      take_step (&program);
    }

  g_rand_free (program.rand);
  *causes = program.causes;

  return build_trace_end (&program.build);
}
