/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A made-up program: jobs that log a step, write a report in a span of their
 * own, and wait. Two workers take turns as real ones do, so the records of two
 * threads are interleaved. The mix of records and their length are those of
 * real recordings: a tenth of a new span per record, 390 bytes per line.
 */

#include "config.h"

#include <stdio.h>

#include <glib/gstdio.h>

#include "bench-recording.h"

#define N_ALIVE 600
#define N_POLLS 5
#define N_WORKERS 2

typedef struct
{
  guint id;
  guint n_polls;
  guint64 waker;
  char *span;
} Job;

typedef struct
{
  GString *text;
  GRand *random;
  gint64 time; /* µs */
  guint n_jobs;
  Job jobs[N_ALIVE];
} Bench;

static void
begin_record (Bench      *bench,
              const char *level)
{
  bench->time += g_rand_int_range (bench->random, 1, 9);
  g_string_append_printf (bench->text,
                          "{\"timestamp\":\"2026-11-22T%02d:%02d:%02d.%06dZ\",\"level\":\"%s\","
                          "\"fields\":", (int) (bench->time / 3600000000 % 24),
                          (int) (bench->time / 60000000 % 60), (int) (bench->time / 1000000 % 60),
                          (int) (bench->time % 1000000), level);
}

static void
end_record (Bench *bench,
            guint  worker)
{
  g_string_append_printf (bench->text, ",\"threadId\":\"ThreadId(%u)\"}\n", worker + 2);
}

/* @inside: whether the job's span is the current one; else there is none. */
static void
add_life (Bench      *bench,
          const Job  *job,
          guint       worker,
          const char *message,
          gboolean    inside)
{
  begin_record (bench, "TRACE");
  g_string_append_printf (bench->text, "{\"message\":\"%s\"%s},\"target\":\"tokio::task\","
                          "\"span\":%s,\"spans\":[%s]", message,
                          message[0] == 'c' ? ",\"time.busy\":\"50.7µs\",\"time.idle\":\"102ms\""
                                            : "",
                          job->span, inside ? job->span : "");
  end_record (bench, worker);
}

/* In the poll of @inside, or outside of all tasks if that is NULL. */
static void
add_waker (Bench      *bench,
           const Job  *job,
           guint       worker,
           const char *op,
           const Job  *inside)
{
  begin_record (bench, "TRACE");
  g_string_append_printf (bench->text, "{\"op\":\"waker.%s\",\"task.id\":%" G_GUINT64_FORMAT "},"
                          "\"target\":\"tokio::task::waker\"", op, job->waker);
  if (inside != NULL)
    g_string_append_printf (bench->text, ",\"span\":%s,\"spans\":[%s]", inside->span, inside->span);
  end_record (bench, worker);
}

static void
add_event (Bench     *bench,
           const Job *job,
           guint      worker)
{
  begin_record (bench, "DEBUG");
  g_string_append_printf (bench->text, "{\"message\":\"step\",\"job\":%u,\"k\":%u},"
                          "\"target\":\"app::jobs\",\"span\":%s,\"spans\":[%s]", job->id,
                          job->n_polls, job->span, job->span);
  end_record (bench, worker);
}

static void
add_report (Bench     *bench,
            const Job *job,
            guint      worker)
{
  static const char *const messages[] = { "new", "enter", "exit", "close" };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      begin_record (bench, "INFO");
      g_string_append_printf (bench->text, "{\"message\":\"%s\"},\"target\":\"app::jobs\",\"span\":"
                              "{\"job\":%u,\"name\":\"report\"},\"spans\":[%s%s]", messages[i],
                              job->id, job->span,
                              i == 1 ? ",{\"job\":1,\"name\":\"report\"}" : "");
      end_record (bench, worker);
    }
}

static void
start_job (Bench *bench,
           guint  place)
{
  Job *job = &bench->jobs[place];

  g_free (job->span);
  *job = (Job) { .id = ++bench->n_jobs };
  job->waker = 5 + place + ((guint64) (job->id / N_ALIVE) << 51);
  job->span = g_strdup_printf ("{\"kind\":\"task\",\"loc.col\":9,\"loc.file\":\"src/jobs.rs\","
                               "\"loc.line\":180,\"size.bytes\":768,\"task.id\":%u,"
                               "\"task.name\":\"job-%u\",\"name\":\"runtime.spawn\"}", job->id,
                               job->id % 113);
  add_life (bench, job, 0, "new", FALSE);
}

static void
poll_job (Bench *bench,
          guint  place,
          guint  worker)
{
  Job *job = &bench->jobs[place];

  if (job->n_polls > 0)
    add_waker (bench, job, (worker + 1) % N_WORKERS, "wake",
               g_rand_boolean (bench->random) ? NULL : &bench->jobs[(place + 7) % N_ALIVE]);
  add_life (bench, job, worker, "enter", TRUE);
  add_waker (bench, job, worker, "clone", job);
  if (job->n_polls % 2)
    add_event (bench, job, worker);
  else
    add_report (bench, job, worker);
  add_life (bench, job, worker, "exit", FALSE);

  if (++job->n_polls < N_POLLS)
    return;

  add_waker (bench, job, worker, "drop", NULL);
  add_life (bench, job, worker, "enter", TRUE);
  add_life (bench, job, worker, "exit", FALSE);
  add_life (bench, job, worker, "close", FALSE);
  start_job (bench, place);
}

static gboolean
write_all (Bench       *bench,
           const char  *path,
           gsize        size,
           GError     **error)
{
  FILE *file = g_fopen (path, "wb");
  gsize written = 0;
  gboolean fine = file != NULL;

  while (fine && written < size)
    {
      poll_job (bench, g_rand_int_range (bench->random, 0, N_ALIVE),
                g_rand_int_range (bench->random, 0, N_WORKERS));
      fine = fwrite (bench->text->str, 1, bench->text->len, file) == bench->text->len;
      written += bench->text->len;
      g_string_truncate (bench->text, 0);
    }

  if (file != NULL)
    fine = fclose (file) == 0 && fine;
  if (!fine)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s cannot be written", path);
  return fine;
}

gboolean
bench_recording_write (const char  *path,
                       gsize        size,
                       GError     **error)
{
  Bench bench = { .text = g_string_new (NULL), .random = g_rand_new_with_seed (1) };
  gboolean fine;

  for (guint i = 0; i < N_ALIVE; i++)
    start_job (&bench, i);
  fine = write_all (&bench, path, size, error);

  for (guint i = 0; i < N_ALIVE; i++)
    g_free (bench.jobs[i].span);
  g_string_free (bench.text, TRUE);
  g_rand_free (bench.random);
  return fine;
}
