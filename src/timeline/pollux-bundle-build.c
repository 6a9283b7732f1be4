/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Merging lanes. A heap holds the next poll of each lane; what has been taken
 * and has not ended waits in a second heap (as many as run side by side), from
 * which ends come out in their order. Where waits are wanted, the moments at
 * which polls became due are merged the same way behind that: in a lane, each
 * is due after the one before has started. Nothing but the heaps is needed
 * beside the result, and the work can stop after any poll.
 */

#include "config.h"

#include "pollux-bundle-private.h"
#include "pollux-filter.h"

/* The clock is looked at after so many polls. */
#define STEP 512

typedef struct
{
  PolluxTime key;
  guint lane;           /* place among the lanes; breaks ties */
} HeapItem;

typedef struct
{
  HeapItem *items;
  guint n;
  guint allocated;
} Heap;

typedef struct
{
  PolluxTaskIndex task;
  guint next;
} Cursor;

typedef enum
{
  PHASE_BEGIN,
  PHASE_POLLS,
  PHASE_BEGIN_DUES,
  PHASE_DUES,
  PHASE_UNANSWERED,
  PHASE_FINISH,
  PHASE_DONE,
} Phase;

struct _PolluxBundleBuild
{
  PolluxTrace *trace;
  PolluxFilter *filter;  /* nullable */
  gboolean by_thread;
  Phase phase;
  guint at;              /* in the phases that go along the lanes */
  Cursor *cursors;
  guint n_cursors;
  guint64 n_polls;
  guint64 n_done;
  Heap heap;
  Heap ended;            /* unanswered stretches, by their end */
  GPtrArray *bundles;
  GArray *running;       /* a Heap for each bundle */
};

static inline gboolean
is_before (const HeapItem *a,
           const HeapItem *b)
{
  return a->key != b->key ? a->key < b->key : a->lane < b->lane;
}

static void
sift_down (Heap     *heap,
           HeapItem  item)
{
  guint at = 0;

  for (guint child = 1; child < heap->n; child = 2 * at + 1)
    {
      if (child + 1 < heap->n && is_before (&heap->items[child + 1], &heap->items[child]))
        child++;
      if (!is_before (&heap->items[child], &item))
        break;
      heap->items[at] = heap->items[child];
      at = child;
    }

  heap->items[at] = item;
}

static void
heap_push (Heap       *heap,
           PolluxTime  key,
           guint       lane)
{
  HeapItem item = { key, lane };
  guint at = heap->n;

  if (heap->n == heap->allocated)
    {
      heap->allocated = MAX (16, heap->n * 2);
      heap->items = g_renew (HeapItem, heap->items, heap->allocated);
    }

  heap->n++;
  while (at > 0 && is_before (&item, &heap->items[(at - 1) / 2]))
    {
      heap->items[at] = heap->items[(at - 1) / 2];
      at = (at - 1) / 2;
    }
  heap->items[at] = item;
}

static void
heap_pop (Heap *heap)
{
  if (--heap->n > 0)
    sift_down (heap, heap->items[heap->n]);
}

/**
 * pollux_bundle_build_new:
 * @tasks: (array length=n_tasks) (nullable): each once; %NULL: all of @trace
 * @by_thread: one bundle for each thread
 *
 * Returns: (transfer full): a build that has not begun
 */
PolluxBundleBuild *
pollux_bundle_build_new (PolluxTrace           *trace,
                         const PolluxTaskIndex *tasks,
                         guint                  n_tasks,
                         gboolean               by_thread)
{
  PolluxBundleBuild *build = g_new0 (PolluxBundleBuild, 1);
  guint n_bundles = by_thread ? pollux_trace_get_n_threads (trace) + 1 : 1;

  if (tasks == NULL)
    n_tasks = pollux_trace_get_n_tasks (trace);

  build->trace = g_object_ref (trace);
  build->by_thread = by_thread;
  build->cursors = g_new0 (Cursor, MAX (1, n_tasks));
  build->n_cursors = n_tasks;
  for (guint i = 0; i < n_tasks; i++)
    build->cursors[i].task = tasks != NULL ? tasks[i] : i;

  build->bundles = g_ptr_array_new ();
  build->running = g_array_new (FALSE, TRUE, sizeof (Heap));
  g_array_set_size (build->running, n_bundles);
  for (guint i = 0; i < n_bundles; i++)
    g_ptr_array_add (build->bundles, pollux_bundle_alloc (trace, !by_thread));

  return build;
}

/**
 * pollux_bundle_build_set_filter:
 * @filter: (nullable): see #PolluxFilter
 *
 * Before the first step of a build by thread: only tasks that @filter takes are
 * built of.
 */
void
pollux_bundle_build_set_filter (PolluxBundleBuild *build,
                                const char        *filter)
{
  g_clear_pointer (&build->filter, pollux_filter_free);
  if (filter != NULL)
    build->filter = pollux_filter_new (filter);
}

/**
 * pollux_bundle_build_has_filter:
 *
 * Returns: whether tasks may be left out
 */
gboolean
pollux_bundle_build_has_filter (const PolluxBundleBuild *build)
{
  return build->filter != NULL;
}

/**
 * pollux_bundle_build_free:
 */
void
pollux_bundle_build_free (PolluxBundleBuild *build)
{
  for (guint i = 0; i < build->running->len; i++)
    g_free (g_array_index (build->running, Heap, i).items);

  for (guint i = 0; i < build->bundles->len; i++)
    if (build->bundles->pdata[i] != NULL)
      pollux_bundle_unref (build->bundles->pdata[i]);

  g_clear_pointer (&build->filter, pollux_filter_free);
  g_array_unref (build->running);
  g_ptr_array_unref (build->bundles);
  g_free (build->heap.items);
  g_free (build->ended.items);
  g_free (build->cursors);
  g_object_unref (build->trace);
  g_free (build);
}

static const PolluxLane *
get_lane (const PolluxBundleBuild *build,
          guint                    cursor)
{
  return pollux_trace_get_lane (build->trace, build->cursors[cursor].task);
}

/* The one poll of a runtime's worker is the life of its thread, and says nothing
 * of what the thread did. */
static gboolean
takes_lane (const PolluxBundleBuild *build,
            guint                    at)
{
  PolluxTaskIndex task = build->cursors[at].task;

  if (build->by_thread &&
      (pollux_trace_get_task (build->trace, task)->flags & POLLUX_TASK_RUNTIME_WORKER) != 0)
    return FALSE;

  return build->filter == NULL || pollux_filter_matches (build->filter, build->trace, task);
}

static void
begin_lane (PolluxBundleBuild *build,
            guint              at)
{
  const PolluxLane *lane = get_lane (build, at);
  PolluxRange unanswered = pollux_lane_get_unanswered (lane);
  guint n_polls = pollux_lane_get_n_polls (lane);
  PolluxPoll poll;

  if (!takes_lane (build, at))
    return;

  if (!build->by_thread && pollux_range_length (unanswered) > 0)
    heap_push (&build->ended, unanswered.end, at);
  if (n_polls == 0)
    return;

  pollux_lane_get_poll (lane, 0, &poll);
  heap_push (&build->heap, poll.start, at);
  build->n_polls += n_polls;
}

static void
end_polls (PolluxBundle *bundle,
           Heap         *running,
           PolluxTime    until)
{
  while (running->n > 0 && running->items[0].key <= until)
    {
      pollux_sorted_times_append (bundle->ends, running->items[0].key);
      heap_pop (running);
    }
}

static void
add_poll (PolluxBundleBuild *build,
          PolluxTaskIndex    task,
          guint              index,
          const PolluxPoll  *poll)
{
  guint last = build->bundles->len - 1;
  guint at = !build->by_thread ? 0 : poll->thread == POLLUX_THREAD_NONE ? last : poll->thread;
  PolluxBundleBlock section = { poll->start, poll->end, poll->end - poll->start, 0 };
  PolluxBundle *bundle;
  Heap *running;

  /* A thread that the trace has got meanwhile. */
  if (at > last || (at == last && build->by_thread && poll->thread != POLLUX_THREAD_NONE))
    return;

  bundle = build->bundles->pdata[at];
  running = &g_array_index (build->running, Heap, at);
  if (bundle->has_waits)
    {
      section.first = poll->start - poll->wait;
      section.longest_wait = poll->wait;
    }

  if (bundle->polls.n == 0)
    bundle->covered_until = poll->start;
  bundle->covered += MAX (0, poll->end - MAX (poll->start, bundle->covered_until));
  bundle->covered_until = MAX (bundle->covered_until, poll->end);
  pollux_bundle_add_entry (&bundle->polls, task, index, &section);
  pollux_sorted_times_append (bundle->starts, poll->start);
  end_polls (bundle, running, poll->start);
  if (poll->end > poll->start)
    heap_push (running, poll->end, 0);
  else
    {
      pollux_sorted_times_append (bundle->ends, poll->end);
      pollux_sorted_times_append (bundle->empties, poll->start);
    }
}

/* Takes the next poll of all lanes, and its lane's next one into the heap. */
static void
take_poll (PolluxBundleBuild *build)
{
  guint at = build->heap.items[0].lane;
  Cursor *cursor = &build->cursors[at];
  const PolluxLane *lane = get_lane (build, at);
  guint n_polls = pollux_lane_get_n_polls (lane);
  PolluxPoll polls[2];
  guint n;

  build->n_done++;
  if (cursor->next >= n_polls)
    {
      heap_pop (&build->heap);
      return;
    }

  n = MIN (2, n_polls - cursor->next);
  pollux_lane_get_polls (lane, cursor->next, n, polls);
  add_poll (build, cursor->task, cursor->next, &polls[0]);
  cursor->next++;

  if (n > 1)
    sift_down (&build->heap, (HeapItem) { polls[1].start, at });
  else
    heap_pop (&build->heap);
}

/* When poll @next of a lane was due, or behind the last the unanswered stretch
 * begins. FALSE if nothing follows. */
static gboolean
get_due (const PolluxLane *lane,
         guint             next,
         PolluxTime       *due)
{
  PolluxRange unanswered;
  PolluxPoll poll;

  if (next < pollux_lane_get_n_polls (lane))
    {
      pollux_lane_get_poll (lane, next, &poll);
      *due = poll.start - poll.wait;
      return TRUE;
    }
  if (next > pollux_lane_get_n_polls (lane))
    return FALSE;

  unanswered = pollux_lane_get_unanswered (lane);
  *due = unanswered.begin;

  return pollux_range_length (unanswered) > 0;
}

static void
begin_dues (PolluxBundleBuild *build,
            guint              at)
{
  PolluxTime due;

  build->cursors[at].next = 0;
  if (get_due (get_lane (build, at), 0, &due))
    heap_push (&build->heap, due, at);
}

static void
take_due (PolluxBundleBuild *build)
{
  PolluxBundle *bundle = build->bundles->pdata[0];
  HeapItem item = build->heap.items[0];

  build->n_done++;
  pollux_sorted_times_append (bundle->dues, item.key);
  build->cursors[item.lane].next++;
  if (get_due (get_lane (build, item.lane), build->cursors[item.lane].next, &item.key))
    sift_down (&build->heap, item);
  else
    heap_pop (&build->heap);
}

static void
take_unanswered (PolluxBundleBuild *build)
{
  PolluxBundle *bundle = build->bundles->pdata[0];
  HeapItem item = build->ended.items[0];
  PolluxRange range = pollux_lane_get_unanswered (get_lane (build, item.lane));
  PolluxBundleBlock section = { range.begin, item.key, 0, pollux_range_length (range) };

  pollux_sorted_times_append (bundle->given_up, item.key);
  pollux_bundle_add_entry (&bundle->unanswered, build->cursors[item.lane].task, G_MAXUINT,
                           &section);
  heap_pop (&build->ended);
}

static void
finish_bundle (PolluxBundleBuild *build,
               guint              at)
{
  PolluxBundle *bundle = build->bundles->pdata[at];

  end_polls (bundle, &g_array_index (build->running, Heap, at), G_MAXINT64);
  pollux_bundle_part_finish (&bundle->polls);
  pollux_bundle_part_finish (&bundle->unanswered);
  pollux_sorted_times_trim (bundle->starts);
  pollux_sorted_times_trim (bundle->ends);
  pollux_sorted_times_trim (bundle->empties);
  pollux_sorted_times_trim (bundle->dues);
  pollux_sorted_times_trim (bundle->given_up);
}

/* One thing of the phase; TRUE if that was the last of it. */
static gboolean
go_on (PolluxBundleBuild *build)
{
  switch (build->phase)
    {
    case PHASE_BEGIN:
      if (build->at < build->n_cursors)
        begin_lane (build, build->at++);
      return build->at >= build->n_cursors;

    case PHASE_POLLS:
      if (build->heap.n > 0)
        take_poll (build);
      return build->heap.n == 0;

    case PHASE_BEGIN_DUES:
      if (!build->by_thread && build->at < build->n_cursors)
        begin_dues (build, build->at++);
      return build->by_thread || build->at >= build->n_cursors;

    case PHASE_DUES:
      if (build->heap.n > 0)
        take_due (build);
      return build->heap.n == 0;

    case PHASE_UNANSWERED:
      if (build->ended.n > 0)
        take_unanswered (build);
      return build->ended.n == 0;

    case PHASE_FINISH:
      finish_bundle (build, build->at++);
      return build->at >= build->bundles->len;

    case PHASE_DONE:
    default:
      return TRUE;
    }
}

/**
 * pollux_bundle_build_step:
 * @deadline: of g_get_monotonic_time(), or 0: goes on to the end
 * @stop: (nullable): set (atomically) to other than 0 to stop early
 *
 * Goes on. On a trace that grows between two steps, what is taken is what the
 * trace has at that time; it is one of all polls only if it did not grow.
 *
 * Returns: whether the build is complete
 */
gboolean
pollux_bundle_build_step (PolluxBundleBuild *build,
                          gint64             deadline,
                          gint              *stop)
{
  while (build->phase != PHASE_DONE)
    {
      for (guint i = 0; i < STEP; i++)
        if (go_on (build))
          {
            build->phase++;
            build->at = 0;
            break;
          }

      if ((deadline != 0 && g_get_monotonic_time () >= deadline) ||
          (stop != NULL && g_atomic_int_get (stop) != 0))
        break;
    }

  return build->phase == PHASE_DONE;
}

/**
 * pollux_bundle_build_get_progress:
 *
 * Returns: how much is done, from 0 to 1
 */
double
pollux_bundle_build_get_progress (const PolluxBundleBuild *build)
{
  double all = (double) build->n_polls * (build->by_thread ? 1 : 2);

  if (build->phase == PHASE_DONE)
    return 1;
  if (build->phase == PHASE_BEGIN || all == 0)
    return 0;

  return MIN (1, build->n_done / all);
}

/**
 * pollux_bundle_build_get_n_bundles:
 *
 * Returns: 1, or by thread how many threads there are and one
 */
guint
pollux_bundle_build_get_n_bundles (const PolluxBundleBuild *build)
{
  return build->bundles->len;
}

/**
 * pollux_bundle_build_take:
 * @index: by thread the thread; the last is for polls without one
 *
 * Returns: (transfer full): a bundle of the complete @build
 */
PolluxBundle *
pollux_bundle_build_take (PolluxBundleBuild *build,
                          guint              index)
{
  g_return_val_if_fail (build->phase == PHASE_DONE && index < build->bundles->len, NULL);

  return g_steal_pointer (&build->bundles->pdata[index]);
}

/**
 * pollux_bundle_new:
 * @tasks: (array length=n_tasks): each once
 *
 * Makes a bundle at once: for few polls, or in another thread.
 *
 * Returns: (transfer full): the polls and waits of @tasks
 */
PolluxBundle *
pollux_bundle_new (PolluxTrace           *trace,
                   const PolluxTaskIndex *tasks,
                   guint                  n_tasks)
{
  g_autoptr(PolluxBundleBuild) build = pollux_bundle_build_new (trace, tasks, n_tasks, FALSE);

  pollux_bundle_build_step (build, 0, NULL);

  return pollux_bundle_build_take (build, 0);
}
