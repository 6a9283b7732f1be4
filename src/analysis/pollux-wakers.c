/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two tables in compressed rows: where each task's part begins, and the parts
 * one behind the other. They are made by counting, then by putting each entry
 * into its part. Lanes are in the order of time, so a part is a row of sorted
 * runs; most parts are one run and need no sorting. A part that does is sorted
 * by times copied beside it, or, if it is so long that this would cost much
 * memory, by looking them up.
 */
#include "config.h"

#include <stdlib.h>

#include "pollux-wakers.h"

#define COPIED_MAX (1 << 22)

struct _PolluxWakers
{
  guint n_tasks;
  guint32 *first_wake;        /* n_tasks + 1 */
  guint32 *first_spawned;     /* n_tasks + 1 */
  PolluxMadeWake *wakes;
  PolluxTaskIndex *spawned;
};

typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  PolluxMadeWake made;
} Timed;

static gboolean
is_stopped (const gint *stop)
{
  return stop != NULL && g_atomic_int_get (stop) != 0;
}

static void
look_up (PolluxTrace          *trace,
         const PolluxMadeWake *made,
         PolluxWake           *wake)
{
  pollux_lane_get_wake (pollux_trace_get_lane (trace, made->task), made->wake, wake);
}

static int
compare_moments (PolluxTime   a_time,
                 PolluxRecord a_record,
                 PolluxTime   b_time,
                 PolluxRecord b_record)
{
  if (a_time != b_time)
    return a_time < b_time ? -1 : 1;

  return a_record < b_record ? -1 : a_record > b_record;
}

static int
compare_timed (gconstpointer a,
               gconstpointer b)
{
  const Timed *x = a, *y = b;

  return compare_moments (x->time, x->record, y->time, y->record);
}

static int
compare_made (gconstpointer a,
              gconstpointer b,
              gpointer      trace)
{
  PolluxWake x, y;

  look_up (trace, a, &x);
  look_up (trace, b, &y);

  return compare_moments (x.time, x.record, y.time, y.record);
}

static gboolean
has_spawner (const PolluxWakers *self,
             const PolluxTask   *task)
{
  return task->spawner < self->n_tasks && task->spawned != POLLUX_TIME_NONE;
}

static gboolean
count (PolluxWakers *self,
       PolluxTrace  *trace,
       const gint   *stop)
{
  for (guint i = 0; i < self->n_tasks; i++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, i);
      const PolluxTask *task = pollux_trace_get_task (trace, i);
      guint n = pollux_lane_get_n_wakes (lane);

      if (is_stopped (stop))
        return FALSE;

      if (has_spawner (self, task))
        self->first_spawned[task->spawner + 1]++;
      for (guint j = 0; j < n; j++)
        {
          PolluxWake wake;

          pollux_lane_get_wake (lane, j, &wake);
          if (wake.by < self->n_tasks)
            self->first_wake[wake.by + 1]++;
        }
    }

  for (guint i = 0; i < self->n_tasks; i++)
    {
      self->first_wake[i + 1] += self->first_wake[i];
      self->first_spawned[i + 1] += self->first_spawned[i];
    }

  return TRUE;
}

/* The first of each part moves on while it fills, and is the first of the next
 * part in the end: all move back by one. */
static void
move_back (guint32 *first,
           guint    n)
{
  for (guint i = n; i > 0; i--)
    first[i] = first[i - 1];
  first[0] = 0;
}

static gboolean
fill (PolluxWakers *self,
      PolluxTrace  *trace,
      const gint   *stop)
{
  for (guint i = 0; i < self->n_tasks; i++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, i);
      const PolluxTask *task = pollux_trace_get_task (trace, i);
      guint n = pollux_lane_get_n_wakes (lane);

      if (is_stopped (stop))
        return FALSE;

      if (has_spawner (self, task))
        self->spawned[self->first_spawned[task->spawner]++] = i;
      for (guint j = 0; j < n; j++)
        {
          PolluxWake wake;

          pollux_lane_get_wake (lane, j, &wake);
          if (wake.by < self->n_tasks)
            self->wakes[self->first_wake[wake.by]++] = (PolluxMadeWake) { i, j };
        }
    }

  move_back (self->first_wake, self->n_tasks);
  move_back (self->first_spawned, self->n_tasks);

  return TRUE;
}

static gboolean
is_sorted (PolluxTrace          *trace,
           const PolluxMadeWake *wakes,
           guint                 n)
{
  PolluxWake before = { .time = G_MININT64 };

  for (guint i = 0; i < n; i++)
    {
      PolluxWake wake;

      look_up (trace, &wakes[i], &wake);
      if (compare_moments (before.time, before.record, wake.time, wake.record) > 0)
        return FALSE;
      before = wake;
    }

  return TRUE;
}

static void
sort_wakes (PolluxTrace    *trace,
            PolluxMadeWake *wakes,
            guint           n)
{
  g_autofree Timed *timed = NULL;

  if (is_sorted (trace, wakes, n))
    return;
  if (n > COPIED_MAX)
    {
      g_qsort_with_data (wakes, (int) n, sizeof (PolluxMadeWake), compare_made, trace);
      return;
    }

  timed = g_new (Timed, n);
  for (guint i = 0; i < n; i++)
    {
      PolluxWake wake;

      look_up (trace, &wakes[i], &wake);
      timed[i] = (Timed) { wake.time, wake.record, wakes[i] };
    }
  qsort (timed, n, sizeof (Timed), compare_timed);
  for (guint i = 0; i < n; i++)
    wakes[i] = timed[i].made;
}

static int
compare_spawned (gconstpointer a,
                 gconstpointer b,
                 gpointer      trace)
{
  const PolluxTask *x = pollux_trace_get_task (trace, *(const PolluxTaskIndex *) a);
  const PolluxTask *y = pollux_trace_get_task (trace, *(const PolluxTaskIndex *) b);

  return compare_moments (x->spawned, x->spawn_record, y->spawned, y->spawn_record);
}

static gboolean
sort (PolluxWakers *self,
      PolluxTrace  *trace,
      const gint   *stop)
{
  for (guint i = 0; i < self->n_tasks; i++)
    {
      guint n = self->first_spawned[i + 1] - self->first_spawned[i];

      if (is_stopped (stop))
        return FALSE;

      sort_wakes (trace, self->wakes + self->first_wake[i],
                  self->first_wake[i + 1] - self->first_wake[i]);
      if (n > 1)
        g_qsort_with_data (self->spawned + self->first_spawned[i], (int) n,
                           sizeof (PolluxTaskIndex), compare_spawned, trace);
    }

  return TRUE;
}

/**
 * pollux_wakers_new:
 * @trace: a finished trace; only read
 * @stop: (nullable): set it (atomically) to something else than 0 to give up
 *
 * Returns: (transfer full) (nullable): the index; NULL if it was stopped
 */
PolluxWakers *
pollux_wakers_new (PolluxTrace *trace,
                   const gint  *stop)
{
  g_autoptr (PolluxWakers) self = NULL;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NULL);

  self = g_new0 (PolluxWakers, 1);
  self->n_tasks = pollux_trace_get_n_tasks (trace);
  self->first_wake = g_new0 (guint32, (gsize) self->n_tasks + 1);
  self->first_spawned = g_new0 (guint32, (gsize) self->n_tasks + 1);
  if (!count (self, trace, stop))
    return NULL;

  self->wakes = g_new (PolluxMadeWake, self->first_wake[self->n_tasks]);
  self->spawned = g_new (PolluxTaskIndex, self->first_spawned[self->n_tasks]);
  if (!fill (self, trace, stop) || !sort (self, trace, stop))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * pollux_wakers_free:
 */
void
pollux_wakers_free (PolluxWakers *self)
{
  g_free (self->first_wake);
  g_free (self->first_spawned);
  g_free (self->wakes);
  g_free (self->spawned);
  g_free (self);
}

/**
 * pollux_wakers_get_wakes:
 * @by: a task; one that the trace does not have made none
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): the wakes that it made, its own
 *   among them
 */
const PolluxMadeWake *
pollux_wakers_get_wakes (const PolluxWakers *self,
                         PolluxTaskIndex     by,
                         guint              *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n = 0;
  if (by >= self->n_tasks)
    return NULL;

  *n = self->first_wake[by + 1] - self->first_wake[by];
  return self->wakes + self->first_wake[by];
}

/**
 * pollux_wakers_find:
 * @trace: the same trace
 * @time: ns
 *
 * Returns: the first of the wakes that @by made at @time or later
 */
guint
pollux_wakers_find (const PolluxWakers *self,
                    PolluxTrace        *trace,
                    PolluxTaskIndex     by,
                    PolluxTime          time)
{
  guint low = 0, high;
  const PolluxMadeWake *wakes = pollux_wakers_get_wakes (self, by, &high);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PolluxWake wake;

      look_up (trace, &wakes[middle], &wake);
      if (wake.time < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * pollux_wakers_get_spawned:
 * @by: a task
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): the tasks that it spawned
 */
const PolluxTaskIndex *
pollux_wakers_get_spawned (const PolluxWakers *self,
                           PolluxTaskIndex     by,
                           guint              *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n = 0;
  if (by >= self->n_tasks)
    return NULL;

  *n = self->first_spawned[by + 1] - self->first_spawned[by];
  return self->spawned + self->first_spawned[by];
}

/**
 * pollux_wakers_find_spawned:
 * @trace: the same trace
 * @time: ns
 *
 * Returns: the first of the tasks that @by spawned at @time or later
 */
guint
pollux_wakers_find_spawned (const PolluxWakers *self,
                            PolluxTrace        *trace,
                            PolluxTaskIndex     by,
                            PolluxTime          time)
{
  guint low = 0, high;
  const PolluxTaskIndex *spawned = pollux_wakers_get_spawned (self, by, &high);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_trace_get_task (trace, spawned[middle])->spawned < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * pollux_wakers_get_memory:
 *
 * Returns: bytes it takes
 */
gsize
pollux_wakers_get_memory (const PolluxWakers *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sizeof (PolluxWakers) + 2 * ((gsize) self->n_tasks + 1) * sizeof (guint32) +
         self->first_wake[self->n_tasks] * sizeof (PolluxMadeWake) +
         self->first_spawned[self->n_tasks] * sizeof (PolluxTaskIndex);
}
