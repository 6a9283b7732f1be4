/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-bundle.h"
#include "pollux-thing.h"

G_BEGIN_DECLS

/**
 * PolluxWorker:
 * @thread: POLLUX_THREAD_NONE for the polls whose thread is not recorded
 * @title: its name, else its id, else that it is not recorded
 * @id: what the file calls it, if the title is another; else empty
 * @bundle: what it polled
 * @extent: from its first poll to the end of its last, and all of its life if that
 *   is recorded (as a task of the runtime)
 * @covered: ns of it in which it polled
 * @recorded: ns of the whole recording: what @covered is a share of
 * @longest_poll: ns
 *
 * What one thread did, or the polls that no thread is known of.
 */
typedef struct
{
  PolluxThread thread;
  char *title;
  char *id;
  PolluxBundle *bundle;
  PolluxRange extent;
  gint64 covered;
  gint64 recorded;
  gint64 longest_poll;
} PolluxWorker;

/**
 * PolluxWorkers:
 *
 * The threads that polled anything or are the runtime's workers, by name; last, if
 * there are such, the polls whose thread is not recorded. The task that the runtime
 * has for each of its workers is no poll here: it lasts as long as the thread. It
 * never changes. With a filter they are all threads, whatever they polled.
 */
typedef struct _PolluxWorkers PolluxWorkers;

/* From a complete build by thread. (transfer full). */
PolluxWorkers      *pollux_workers_new         (PolluxTrace         *trace,
                                                PolluxBundleBuild   *build);
/* The same, all at once, of the tasks that @filter (nullable) takes. (transfer full). */
PolluxWorkers      *pollux_workers_new_for_trace (PolluxTrace       *trace,
                                                  const char        *filter);
PolluxWorkers      *pollux_workers_ref         (PolluxWorkers       *workers);
void                pollux_workers_unref       (PolluxWorkers       *workers);

guint               pollux_workers_get_n       (const PolluxWorkers *workers);
const PolluxWorker *pollux_workers_get         (const PolluxWorkers *workers,
                                                guint                index);
/* (nullable): the one of @thread. */
const PolluxWorker *pollux_workers_find        (const PolluxWorkers *workers,
                                                PolluxThread         thread);
/* Whether any poll says its thread; else there are no workers at all. */
gboolean            pollux_workers_has_threads (const PolluxWorkers *workers);
/* The worker that ran @task at @time, or, if it did not run, the one that polled it
 * next (else last); G_MAXUINT if it was never polled. */
guint               pollux_workers_find_task   (const PolluxWorkers *workers,
                                                PolluxTaskIndex      task,
                                                PolluxTime           time);
/* The worker and entry of a poll, or of the one that ends a wait or idle stretch; of other
 * things the worker at their time, and G_MAXUINT as entry. G_MAXUINT if none. */
guint               pollux_workers_find_thing  (const PolluxWorkers *workers,
                                                const PolluxThing   *thing,
                                                guint               *entry);
/* The poll before or behind that of @thing in its worker's lane. */
gboolean            pollux_workers_step        (const PolluxWorkers *workers,
                                                const PolluxThing   *thing,
                                                int                  direction,
                                                PolluxThing         *next);
/* The poll in a worker's lane at or nearest to @time. */
gboolean            pollux_workers_find_at     (const PolluxWorkers *workers,
                                                guint                index,
                                                PolluxTime           time,
                                                PolluxThing         *thing);
/* What a worker did, as a translated sentence. */
char               *pollux_worker_describe     (const PolluxWorker  *worker);
/* "4,711 polls, busy 34 %"; with @taken (nullable), the same worker with fewer
 * tasks: "12 of 4,711 polls, busy 1.2 of 34 %". */
char               *pollux_worker_summarize    (const PolluxWorker  *worker,
                                                const PolluxWorker  *taken);
gsize               pollux_workers_get_memory  (const PolluxWorkers *workers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxWorkers, pollux_workers_unref)

G_END_DECLS
