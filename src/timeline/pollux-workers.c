/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-name-order.h"
#include "pollux-time-text.h"
#include "pollux-workers.h"

struct _PolluxWorkers
{
  gatomicrefcount refs;
  PolluxTrace *trace;
  GArray *workers;      /* PolluxWorker */
  guint *places;        /* of each thread among them, G_MAXUINT if it polled nothing */
  guint n_threads;
  guint unknown;        /* the worker of polls without a thread, G_MAXUINT if none */
};

static void
clear_worker (gpointer data)
{
  PolluxWorker *worker = data;

  g_free (worker->title);
  g_free (worker->id);
  pollux_bundle_unref (worker->bundle);
}

static void
set_texts (PolluxWorkers *workers,
           PolluxWorker  *worker)
{
  const char *id, *name;

  if (worker->thread == POLLUX_THREAD_NONE)
    {
      worker->title = g_strdup (_("Thread not recorded"));
      worker->id = g_strdup ("");
      return;
    }

  id = pollux_trace_get_thread_id (workers->trace, worker->thread);
  name = pollux_trace_get_thread_name (workers->trace, worker->thread);
  if (id == NULL)
    id = "";
  worker->title = g_strdup (name != NULL && *name != '\0' ? name : id);
  worker->id = g_strdup (g_str_equal (worker->title, id) ? "" : id);
}

static void
extend (PolluxRange *range,
        PolluxRange  by)
{
  if (pollux_range_length (*range) == 0)
    *range = by;
  else if (pollux_range_length (by) > 0)
    *range = (PolluxRange) { MIN (range->begin, by.begin), MAX (range->end, by.end) };
}

/* When each thread lived, where the runtime has a task for it; else empty. */
static PolluxRange *
find_lives (PolluxTrace *trace,
            guint        n_threads)
{
  PolluxRange *lives = g_new0 (PolluxRange, n_threads + 1);
  guint n_tasks = pollux_trace_get_n_tasks (trace);
  PolluxPoll poll;

  for (PolluxTaskIndex task = 0; task < n_tasks; task++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, task);

      if (!(pollux_trace_get_task (trace, task)->flags & POLLUX_TASK_RUNTIME_WORKER) ||
          pollux_lane_get_n_polls (lane) == 0)
        continue;

      /* It has one poll as long as the thread lives. */
      pollux_lane_get_poll (lane, 0, &poll);
      if (poll.thread < n_threads)
        extend (&lives[poll.thread], (PolluxRange) { poll.start, poll.end });
    }

  return lives;
}

static void
add_worker (PolluxWorkers *workers,
            PolluxThread   thread,
            PolluxRange    life,
            PolluxBundle  *bundle)
{
  PolluxWorker worker = { .thread = thread, .bundle = bundle };
  PolluxBundleSummary summary;

  set_texts (workers, &worker);
  worker.extent = pollux_bundle_get_extent (bundle);
  extend (&worker.extent, life);
  worker.covered = pollux_bundle_get_covered (bundle);
  worker.recorded = pollux_range_length (pollux_trace_get_extent (workers->trace));
  pollux_bundle_summarize (bundle, (PolluxRange) { G_MININT64 / 2, G_MAXINT64 / 2 }, &summary);
  worker.longest_poll = summary.longest_poll;
  g_array_append_val (workers->workers, worker);
}

static int
compare_ranks (gconstpointer a,
               gconstpointer b,
               gpointer      ranks)
{
  guint left = ((guint *) ranks)[*(const guint *) a];
  guint right = ((guint *) ranks)[*(const guint *) b];

  return left < right ? -1 : left > right;
}

/* By name, those of one name by their ids, the one without a thread last. */
static void
sort_workers (PolluxWorkers *workers)
{
  guint n = workers->workers->len;
  g_autoptr (GArray) unsorted = workers->workers;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree guint *ranks = g_new (guint, n + 1);
  g_autofree guint *order = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    {
      const PolluxWorker *worker = &g_array_index (unsorted, PolluxWorker, i);

      g_ptr_array_add (names, g_strconcat (worker->title, " ", worker->id, NULL));
      order[i] = i;
    }
  pollux_name_order_rank ((const char * const *) names->pdata, n, ranks);

  for (guint i = 0; i < n; i++)
    if (g_array_index (unsorted, PolluxWorker, i).thread == POLLUX_THREAD_NONE)
      ranks[i] = G_MAXUINT;
  g_qsort_with_data (order, n, sizeof *order, compare_ranks, ranks);

  workers->workers = g_array_sized_new (FALSE, FALSE, sizeof (PolluxWorker), n);
  g_array_set_clear_func (workers->workers, clear_worker);
  g_array_set_clear_func (unsorted, NULL);
  for (guint i = 0; i < n; i++)
    g_array_append_val (workers->workers, g_array_index (unsorted, PolluxWorker, order[i]));
}

/**
 * pollux_workers_new:
 * @build: a complete build by thread; its bundles are taken
 *
 * Returns: (transfer full): the threads that polled anything
 */
PolluxWorkers *
pollux_workers_new (PolluxTrace       *trace,
                    PolluxBundleBuild *build)
{
  PolluxWorkers *workers = g_new0 (PolluxWorkers, 1);
  guint n = pollux_bundle_build_get_n_bundles (build);
  g_autofree PolluxRange *lives = find_lives (trace, n - 1);
  gboolean has_filter = pollux_bundle_build_has_filter (build);

  g_atomic_ref_count_init (&workers->refs);
  workers->trace = g_object_ref (trace);
  workers->workers = g_array_new (FALSE, FALSE, sizeof (PolluxWorker));
  workers->n_threads = n - 1;
  workers->unknown = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    {
      PolluxBundle *bundle = pollux_bundle_build_take (build, i);
      guint n_polls = pollux_bundle_get_n (bundle);

      /* Polls without threads alone are no view by thread. */
      if (has_filter || (i == n - 1 ? n_polls > 0 && workers->workers->len > 0
                                    : n_polls > 0 || pollux_range_length (lives[i]) > 0))
        add_worker (workers, i == n - 1 ? POLLUX_THREAD_NONE : i, lives[i], bundle);
      else
        pollux_bundle_unref (bundle);
    }
  sort_workers (workers);

  workers->places = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    workers->places[i] = G_MAXUINT;
  for (guint i = 0; i < workers->workers->len; i++)
    {
      PolluxThread thread = pollux_workers_get (workers, i)->thread;

      if (thread == POLLUX_THREAD_NONE)
        workers->unknown = i;
      else
        workers->places[thread] = i;
    }

  return workers;
}

/**
 * pollux_workers_new_for_trace:
 * @filter: (nullable): only of tasks that it takes
 *
 * Goes through all polls: for the command line and for tests.
 *
 * Returns: (transfer full): the threads of @trace that polled anything
 */
PolluxWorkers *
pollux_workers_new_for_trace (PolluxTrace *trace,
                              const char  *filter)
{
  g_autoptr (PolluxBundleBuild) build = pollux_bundle_build_new (trace, NULL, 0, TRUE);

  pollux_bundle_build_set_filter (build, filter);
  pollux_bundle_build_step (build, 0, NULL);

  return pollux_workers_new (trace, build);
}

/**
 * pollux_workers_ref:
 *
 * Returns: (transfer full): @workers
 */
PolluxWorkers *
pollux_workers_ref (PolluxWorkers *workers)
{
  g_atomic_ref_count_inc (&workers->refs);

  return workers;
}

/**
 * pollux_workers_unref:
 */
void
pollux_workers_unref (PolluxWorkers *workers)
{
  if (!g_atomic_ref_count_dec (&workers->refs))
    return;

  g_array_unref (workers->workers);
  g_object_unref (workers->trace);
  g_free (workers->places);
  g_free (workers);
}

/**
 * pollux_workers_get_n:
 *
 * Returns: how many there are
 */
guint
pollux_workers_get_n (const PolluxWorkers *workers)
{
  return workers->workers->len;
}

/**
 * pollux_workers_get:
 * @index: below pollux_workers_get_n()
 *
 * Returns: (transfer none): a worker
 */
const PolluxWorker *
pollux_workers_get (const PolluxWorkers *workers,
                    guint                index)
{
  g_return_val_if_fail (index < workers->workers->len, NULL);

  return &g_array_index (workers->workers, PolluxWorker, index);
}

/**
 * pollux_workers_has_threads:
 *
 * Returns: %FALSE if no poll says on which thread it was
 */
gboolean
pollux_workers_has_threads (const PolluxWorkers *workers)
{
  return workers->workers->len > 0;
}

static guint
find_thread (const PolluxWorkers *workers,
             PolluxThread         thread)
{
  return thread < workers->n_threads ? workers->places[thread] : workers->unknown;
}

static const PolluxLane *
get_lane (const PolluxWorkers *workers,
          PolluxTaskIndex      task)
{
  if (task >= pollux_trace_get_n_tasks (workers->trace))
    return NULL;

  return pollux_trace_get_lane (workers->trace, task);
}

/**
 * pollux_workers_find:
 *
 * Returns: (transfer none) (nullable): what @thread did, or the polls without a
 *   thread for %POLLUX_THREAD_NONE
 */
const PolluxWorker *
pollux_workers_find (const PolluxWorkers *workers,
                     PolluxThread         thread)
{
  guint index = find_thread (workers, thread);

  return index != G_MAXUINT ? pollux_workers_get (workers, index) : NULL;
}

/**
 * pollux_workers_find_task:
 *
 * Returns: where @task ran at @time, or runs next, or ran last
 */
guint
pollux_workers_find_task (const PolluxWorkers *workers,
                          PolluxTaskIndex      task,
                          PolluxTime           time)
{
  const PolluxLane *lane = get_lane (workers, task);
  guint n = lane != NULL ? pollux_lane_get_n_polls (lane) : 0;
  PolluxPoll poll;
  guint at;

  if (n == 0)
    return G_MAXUINT;

  at = pollux_lane_find_poll (lane, time < G_MAXINT64 ? time + 1 : time);
  if (at > 0)
    {
      pollux_lane_get_poll (lane, at - 1, &poll);
      if (poll.end >= time || at == n)
        return find_thread (workers, poll.thread);
    }
  pollux_lane_get_poll (lane, at, &poll);

  return find_thread (workers, poll.thread);
}

/**
 * pollux_workers_find_thing:
 * @entry: (out) (nullable): of the poll in the worker's bundle
 *
 * Returns: in whose lane @thing is shown; %G_MAXUINT if in none
 */
guint
pollux_workers_find_thing (const PolluxWorkers *workers,
                           const PolluxThing   *thing,
                           guint               *entry)
{
  const PolluxLane *lane = get_lane (workers, thing->task);
  guint worker = G_MAXUINT;
  PolluxRange range;
  PolluxPoll poll;

  if (entry != NULL)
    *entry = G_MAXUINT;
  if (lane == NULL || thing->kind == POLLUX_THING_NONE)
    return G_MAXUINT;

  if ((thing->kind != POLLUX_THING_POLL && thing->kind != POLLUX_THING_WAIT &&
       thing->kind != POLLUX_THING_IDLE) || thing->index >= pollux_lane_get_n_polls (lane))
    {
      range = pollux_thing_get_range (workers->trace, thing);
      if (range.begin == POLLUX_TIME_NONE)
        return G_MAXUINT;
      return pollux_workers_find_task (workers, thing->task, range.begin);
    }

  pollux_lane_get_poll (lane, thing->index, &poll);
  worker = find_thread (workers, poll.thread);
  if (worker != G_MAXUINT && entry != NULL)
    *entry = pollux_bundle_find_poll (pollux_workers_get (workers, worker)->bundle, thing->task,
                                      thing->index);

  return worker;
}

static void
set_thing (const PolluxBundle *bundle,
           guint               entry,
           PolluxThing        *thing)
{
  thing->kind = POLLUX_THING_POLL;
  pollux_bundle_get_entry (bundle, entry, &thing->task, &thing->index);
}

/**
 * pollux_workers_step:
 * @direction: 1 for the next, -1 for the previous one
 * @next: (out caller-allocates): set if there is one
 *
 * Returns: whether the worker that ran @thing polled another before or behind it
 */
gboolean
pollux_workers_step (const PolluxWorkers *workers,
                     const PolluxThing   *thing,
                     int                  direction,
                     PolluxThing         *next)
{
  guint entry, at = pollux_workers_find_thing (workers, thing, &entry);
  const PolluxBundle *bundle;

  if (at == G_MAXUINT || entry == G_MAXUINT)
    return FALSE;

  bundle = pollux_workers_get (workers, at)->bundle;
  if (direction > 0 ? entry + 1 >= pollux_bundle_get_n (bundle) : entry == 0)
    return FALSE;

  set_thing (bundle, entry + direction, next);

  return TRUE;
}

/**
 * pollux_workers_find_at:
 * @index: which worker
 * @thing: (out caller-allocates): the poll that it made at @time, or the nearest
 *
 * Returns: %FALSE if it made none
 */
gboolean
pollux_workers_find_at (const PolluxWorkers *workers,
                        guint                index,
                        PolluxTime           time,
                        PolluxThing         *thing)
{
  const PolluxBundle *bundle = pollux_workers_get (workers, index)->bundle;
  guint n = pollux_bundle_get_n (bundle);
  guint at = pollux_bundle_find (bundle, time < G_MAXINT64 ? time + 1 : time);
  PolluxPoll before, after;

  if (n == 0)
    return FALSE;

  if (at == n)
    at--;
  else if (at > 0)
    {
      pollux_bundle_get_poll (bundle, at - 1, &before);
      pollux_bundle_get_poll (bundle, at, &after);
      if (before.end >= time || time - before.end <= after.start - time)
        at--;
    }
  set_thing (bundle, at, thing);

  return TRUE;
}

static char *
get_share (const PolluxWorker *worker)
{
  double share = worker->recorded > 0 ? 100.0 * worker->covered / worker->recorded : 0;

  /* Translators: a share in percent */
  return g_strdup_printf (share < 10 ? _("%.1f %%") : _("%.0f %%"), share);
}

static char *
summarize_taken (const PolluxWorker *worker,
                 const PolluxWorker *taken)
{
  guint n = pollux_bundle_get_n (worker->bundle);
  g_autofree char *all = pollux_count_to_label (n);
  g_autofree char *count = pollux_count_to_label (pollux_bundle_get_n (taken->bundle));
  g_autofree char *share = get_share (taken);

  if (worker->thread == POLLUX_THREAD_NONE || worker->recorded == 0)
    /* Translators: two counts, where a filter leaves out polls */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s of %s poll", "%s of %s polls", n),
                            count, all);

  /* Translators: "12 of 4711 polls, busy 1.2 %", where a filter leaves out polls */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s of %s poll, busy %s",
                                       "%s of %s polls, busy %s", n), count, all, share);
}

/**
 * pollux_worker_summarize:
 * @taken: (nullable): the same worker with fewer tasks; %NULL: all are meant
 *
 * Returns: (transfer full): how many polls, and which share of the recording
 */
char *
pollux_worker_summarize (const PolluxWorker *worker,
                         const PolluxWorker *taken)
{
  guint n = pollux_bundle_get_n (worker->bundle);
  g_autofree char *count = pollux_count_to_label (n);
  g_autofree char *share = get_share (worker);

  if (taken != NULL)
    return summarize_taken (worker, taken);
  if (worker->thread == POLLUX_THREAD_NONE || worker->recorded == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s poll", "%s polls", n), count);

  /* Translators: "4711 polls, busy 34 %" */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s poll, busy %s", "%s polls, busy %s",
                                       n), count, share);
}

/**
 * pollux_worker_describe:
 *
 * Returns: (transfer full): name, polls, busy share, longest poll, and the rest
 *   of the recording
 */
char *
pollux_worker_describe (const PolluxWorker *worker)
{
  g_autofree char *name = NULL;
  g_autofree char *polls = pollux_worker_summarize (worker, NULL);
  g_autofree char *busy = pollux_duration_to_label (worker->covered);
  g_autofree char *all = pollux_duration_to_label (worker->recorded);
  g_autofree char *longest = pollux_duration_to_label (worker->longest_poll);
  g_autofree char *between = pollux_duration_to_label (worker->recorded - worker->covered);

  if (*worker->id != '\0')
    name = g_strdup_printf ("%s %s", worker->title, worker->id);
  else
    name = g_strdup (worker->title);

  if (worker->thread == POLLUX_THREAD_NONE)
    /* Translators: "Thread not recorded", "12 polls", a duration */
    return g_strdup_printf (_("%s: %s, longest %s"), name, polls, longest);

  /* Translators: thread, "4711 polls, busy 34 %", and durations: polling, of the whole
   * recording, of the longest poll, and without a poll */
  return g_strdup_printf (_("%s: %s (%s of %s recorded), longest %s, %s without a poll"), name,
                          polls, busy, all, longest, between);
}

/**
 * pollux_workers_get_memory:
 *
 * Returns: bytes
 */
gsize
pollux_workers_get_memory (const PolluxWorkers *workers)
{
  gsize bytes = sizeof *workers + workers->workers->len * sizeof (PolluxWorker);

  for (guint i = 0; i < workers->workers->len; i++)
    bytes += pollux_bundle_get_memory (pollux_workers_get (workers, i)->bundle);

  return bytes;
}
