/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A made-up program: jobs that log a step, write a report in a span of their
 * own, and wait. Two workers take turns as real ones do, so the records of two
 * threads are interleaved. The mix of records and their length are those of
 * real recordings: a tenth of a new span per record, 390 bytes per line of
 * JSON.
 */

#include "config.h"

#include <stdio.h>

#include <glib/gstdio.h>

#include "bench-recording.h"

#define N_ALIVE 600
#define N_POLLS 5
#define N_WORKERS 2

/* A span in the words of each form. */
typedef struct
{
  const char *target;
  const char *name;
  char *json;
  char *plain;  /* its fields */
  char *pretty;
} Span;

typedef struct
{
  guint id;
  guint n_polls;
  guint64 waker;
  Span span;
} Job;

typedef struct
{
  BenchForm form;
  GString *text;
  GRand *random;
  gint64 time; /* µs */
  guint n_jobs;
  Job jobs[N_ALIVE];
} Bench;

/* One record: what it says, and the spans that it was made in, the outermost
 * first. */
typedef struct
{
  const char *level;
  const char *target;
  const char *json;    /* the fields */
  const char *plain;
  const char *pretty;
  const Span *spans[2];
  guint n_spans;
  guint n_listed;      /* of JSON's list, which has a span after its enter only */
} Record;

static void
clear_span (Span *span)
{
  g_free (span->json);
  g_free (span->plain);
  g_free (span->pretty);
}

static void
add_stamp (Bench        *bench,
           const Record *record)
{
  bench->time += g_rand_int_range (bench->random, 1, 9);
  g_string_append_printf (bench->text,
                          bench->form == BENCH_JSON
                            ? "{\"timestamp\":\"2026-11-22T%02d:%02d:%02d.%06dZ\",\"level\":\"%s\""
                          : bench->form == BENCH_PRETTY ? "  2026-11-22T%02d:%02d:%02d.%06dZ %5s "
                                                        : "2026-11-22T%02d:%02d:%02d.%06dZ %5s ",
                          (int) (bench->time / 3600000000 % 24),
                          (int) (bench->time / 60000000 % 60), (int) (bench->time / 1000000 % 60),
                          (int) (bench->time % 1000000), record->level);
}

static void
add_json (GString      *text,
          const Record *record,
          guint         worker)
{
  g_string_append_printf (text, ",\"fields\":{%s},\"target\":\"%s\"", record->json,
                          record->target);
  if (record->n_spans > 0)
    {
      g_string_append_printf (text, ",\"span\":%s,\"spans\":[",
                              record->spans[record->n_spans - 1]->json);
      for (guint i = 0; i < record->n_listed; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "," : "", record->spans[i]->json);
      g_string_append_c (text, ']');
    }
  g_string_append_printf (text, ",\"threadId\":\"ThreadId(%u)\"}\n", worker + 2);
}

static void
add_full (GString      *text,
          const Record *record,
          guint         worker)
{
  g_string_append_printf (text, "ThreadId(%02u) ", worker + 2);
  for (guint i = 0; i < record->n_spans; i++)
    g_string_append_printf (text, "%s{%s}:%s", record->spans[i]->name, record->spans[i]->plain,
                            i + 1 == record->n_spans ? " " : "");
  g_string_append_printf (text, "%s: %s\n", record->target, record->plain);
}

static void
add_compact (GString      *text,
             const Record *record,
             guint         worker)
{
  g_string_append_printf (text, "ThreadId(%02u) ", worker + 2);
  for (guint i = 0; i < record->n_spans; i++)
    g_string_append_printf (text, "%s:%s", record->spans[i]->name,
                            i + 1 == record->n_spans ? " " : "");
  g_string_append_printf (text, "%s: %s", record->target, record->plain);
  for (guint i = 0; i < record->n_spans; i++)
    g_string_append_printf (text, " %s", record->spans[i]->plain);
  g_string_append_c (text, '\n');
}

static void
add_pretty (GString      *text,
            const Record *record,
            guint         worker)
{
  g_string_append_printf (text, "%s: %s\n    at src/jobs.rs:180 on ThreadId(%u)\n",
                          record->target, record->pretty, worker + 2);
  for (guint i = record->n_spans; i > 0; i--)
    g_string_append_printf (text, "    in %s::%s with %s\n", record->spans[i - 1]->target,
                            record->spans[i - 1]->name, record->spans[i - 1]->pretty);
  g_string_append_c (text, '\n');
}

static void
add_record (Bench        *bench,
            const Record *record,
            guint         worker)
{
  static void (*const forms[]) (GString *, const Record *, guint) = {
    [BENCH_JSON] = add_json,
    [BENCH_FULL] = add_full,
    [BENCH_COMPACT] = add_compact,
    [BENCH_PRETTY] = add_pretty,
  };

  add_stamp (bench, record);
  forms[bench->form](bench->text, record, worker);
}

/* @inside: whether the job's span is the current one; else there is none. */
static void
add_life (Bench      *bench,
          const Job  *job,
          guint       worker,
          const char *message,
          gboolean    inside)
{
  gboolean close = message[0] == 'c';
  g_autofree char *json = g_strdup_printf ("\"message\":\"%s\"%s", message,
                                           close ? ",\"time.busy\":\"50.7µs\","
                                                   "\"time.idle\":\"102ms\"" : "");
  g_autofree char *plain = g_strdup_printf ("%s%s", message,
                                            close ? " time.busy=50.7µs time.idle=102ms" : "");
  g_autofree char *pretty = g_strdup_printf ("%s%s", message,
                                             close ? ", time.busy: 50.7µs, time.idle: 102ms"
                                                   : "");
  Record record = { "TRACE", "tokio::task", json, plain, pretty, { &job->span }, 1, inside };

  add_record (bench, &record, worker);
}

/* In the poll of @inside, or outside of all tasks if that is NULL. */
static void
add_waker (Bench      *bench,
           const Job  *job,
           guint       worker,
           const char *op,
           const Job  *inside)
{
  g_autofree char *json = g_strdup_printf ("\"op\":\"waker.%s\",\"task.id\":%" G_GUINT64_FORMAT,
                                           op, job->waker);
  g_autofree char *plain = g_strdup_printf ("op=\"waker.%s\" task.id=%" G_GUINT64_FORMAT, op,
                                            job->waker);
  g_autofree char *pretty = g_strdup_printf ("op: \"waker.%s\", task.id: %" G_GUINT64_FORMAT, op,
                                             job->waker);
  Record record = { "TRACE", "tokio::task::waker", json, plain, pretty,
                    { inside != NULL ? &inside->span : NULL }, inside != NULL, inside != NULL };

  add_record (bench, &record, worker);
}

static void
add_event (Bench     *bench,
           const Job *job,
           guint      worker)
{
  g_autofree char *json = g_strdup_printf ("\"message\":\"step\",\"job\":%u,\"k\":%u", job->id,
                                           job->n_polls);
  g_autofree char *plain = g_strdup_printf ("step job=%u k=%u", job->id, job->n_polls);
  g_autofree char *pretty = g_strdup_printf ("step, job: %u, k: %u", job->id, job->n_polls);
  Record record = { "DEBUG", "app::jobs", json, plain, pretty, { &job->span }, 1, 1 };

  add_record (bench, &record, worker);
}

static void
add_report (Bench     *bench,
            const Job *job,
            guint      worker)
{
  static const char *const messages[] = { "new", "enter", "exit", "close" };
  Span span = { "app::jobs", "report",
                g_strdup_printf ("{\"job\":%u,\"name\":\"report\"}", job->id),
                g_strdup_printf ("job=%u", job->id), g_strdup_printf ("job: %u", job->id) };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autofree char *json = g_strdup_printf ("\"message\":\"%s\"", messages[i]);
      Record record = { "INFO", "app::jobs", json, messages[i], messages[i],
                        { &job->span, &span }, 2, i == 1 ? 2 : 1 };

      add_record (bench, &record, worker);
    }
  clear_span (&span);
}

static void
start_job (Bench *bench,
           guint  place)
{
  Job *job = &bench->jobs[place];

  clear_span (&job->span);
  *job = (Job) { .id = ++bench->n_jobs };
  job->waker = 5 + place + ((guint64) (job->id / N_ALIVE) << 51);
  job->span = (Span) {
    "tokio::task", "runtime.spawn",
    g_strdup_printf ("{\"kind\":\"task\",\"loc.col\":9,\"loc.file\":\"src/jobs.rs\","
                     "\"loc.line\":180,\"size.bytes\":768,\"task.id\":%u,"
                     "\"task.name\":\"job-%u\",\"name\":\"runtime.spawn\"}", job->id,
                     job->id % 113),
    g_strdup_printf ("kind=task task.name=job-%u task.id=%u size.bytes=768 "
                     "loc.file=\"src/jobs.rs\" loc.line=180 loc.col=9", job->id % 113, job->id),
    g_strdup_printf ("kind: task, task.name: job-%u, task.id: %u, size.bytes: 768, "
                     "loc.file: \"src/jobs.rs\", loc.line: 180, loc.col: 9", job->id % 113,
                     job->id),
  };
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
                       BenchForm    form,
                       gsize        size,
                       GError     **error)
{
  Bench bench = { .form = form, .text = g_string_new (NULL), .random = g_rand_new_with_seed (1) };
  gboolean fine;

  for (guint i = 0; i < N_ALIVE; i++)
    start_job (&bench, i);
  fine = write_all (&bench, path, size, error);

  for (guint i = 0; i < N_ALIVE; i++)
    clear_span (&bench.jobs[i].span);
  g_string_free (bench.text, TRUE);
  g_rand_free (bench.random);
  return fine;
}
