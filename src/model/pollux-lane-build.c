/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Filling a lane: polls, wakes and the pairing of both.
 *
 * Invariants of a settled lane: polls are ordered by (start, record), wakes
 * by (time, record); every poll's wait counts from the first wake since the
 * poll before began, or from that poll's end if the wake fell inside it; that
 * wake alone is flagged effective; the tree holds a block for every 32 polls
 * and for every 32 blocks of the level below.
 *
 * Cost: O(1) per record in order (amortised); a late one costs O(k log k) for
 * the k entries behind it, paid once per batch.
 */

#include "config.h"

#include "pollux-lane-private.h"

#include <stdlib.h>
#include <string.h>

/**
 * pollux_lane_init:
 * @shared: tables of the trace; must outlive the lane
 */
void
pollux_lane_init (PolluxLane *lane, PolluxLaneShared *shared, PolluxTaskIndex task)
{
  memset (lane, 0, sizeof *lane);
  lane->shared = shared;
  lane->task = task;
  lane->spawned = POLLUX_TIME_NONE;
  lane->ended = POLLUX_TIME_NONE;
  lane->seen = POLLUX_TIME_NONE;
  lane->pending = G_MAXUINT;
  lane->open = G_MAXUINT;
  lane->late_polls = G_MAXUINT;
  lane->late_wakes = G_MAXUINT;
  lane->late_events = G_MAXUINT;
  lane->removed_wakes = G_MAXUINT;
}

/**
 * pollux_lane_clear:
 *
 * Frees what the lane holds, not the lane.
 */
void
pollux_lane_clear (PolluxLane *lane)
{
  if (lane->tree != NULL)
    {
      for (guint i = 0; i < POLLUX_LANE_MAX_LEVELS; i++)
        g_free (lane->tree->blocks[i]);
    }
  g_clear_pointer (&lane->tree, g_free);
  pollux_lane_free_blocks (lane);
  g_clear_pointer (&lane->tail, g_free);
  g_clear_pointer (&lane->wake_tail, g_free);
  g_clear_pointer (&lane->events, g_free);
  g_clear_pointer (&lane->wake_counts, g_free);
  g_clear_pointer (&lane->more_open, g_array_unref);
}

/* Order of two records: by time, and by place in the file among equal times. */
static inline int
compare_moments (PolluxTime a, PolluxRecord a_record, PolluxTime b, PolluxRecord b_record)
{
  if (a != b)
    return a < b ? -1 : 1;
  return a_record < b_record ? -1 : a_record > b_record;
}

static int
compare_polls (const void *a, const void *b)
{
  const PolluxStoredPoll *left = a, *right = b;

  return compare_moments (left->start, left->record, right->start, right->record);
}

static int
compare_wakes (const void *a, const void *b)
{
  const PolluxStoredWake *left = a, *right = b;

  return compare_moments (left->time, left->record, right->time, right->record);
}

/* --- the tree ----------------------------------------------------------- */

static void
block_add_block (PolluxBlock *block, const PolluxBlock *child)
{
  block->last = MAX (block->last, child->last);
  block->busy = pollux_add_ns (block->busy, child->busy);
  block->wait = pollux_add_ns (block->wait, child->wait);
  block->longest_poll = MAX (block->longest_poll, child->longest_poll);
  block->longest_wait = MAX (block->longest_wait, child->longest_wait);
  block->n_delays += child->n_delays;
}

static PolluxBlock
block_of_poll (const PolluxStoredPoll *poll)
{
  return (PolluxBlock) {
    .first = poll->start - poll->wait,
    .last = poll->start + poll->length,
    .busy = poll->length,
    .wait = poll->wait,
    .longest_poll = poll->length,
    .longest_wait = poll->wait,
    .n_delays = (poll->flags & POLLUX_POLL_WOKEN) != 0,
  };
}

static void
push_block (PolluxLane *lane, guint level, const PolluxBlock *block)
{
  PolluxLaneTree *tree = lane->tree;

  POLLUX_LANE_RESERVE (tree->blocks[level], tree->n_blocks[level], tree->allocated[level]);
  tree->blocks[level][tree->n_blocks[level]++] = *block;
  tree->n_levels = MAX (tree->n_levels, level + 1);
}

/* Stores the blocks that the polls have completed, from the lowest level up. */
static void
grow_tree (PolluxLane *lane)
{
  if (lane->n_polls < POLLUX_LANE_FANOUT)
    return;
  if (lane->tree == NULL)
    lane->tree = g_new0 (PolluxLaneTree, 1);

  while (lane->tree->n_blocks[0] < lane->n_polls / POLLUX_LANE_FANOUT)
    {
      guint first = lane->tree->n_blocks[0] * POLLUX_LANE_FANOUT;
      PolluxStoredPoll polls[POLLUX_LANE_FANOUT];
      PolluxBlock block;

      pollux_lane_load_polls (lane, first, POLLUX_LANE_FANOUT, polls);
      block = block_of_poll (&polls[0]);
      for (guint i = 1; i < POLLUX_LANE_FANOUT; i++)
        {
          PolluxBlock child = block_of_poll (&polls[i]);
          block_add_block (&block, &child);
        }
      push_block (lane, 0, &block);
    }

  for (guint level = 1; level < POLLUX_LANE_MAX_LEVELS; level++)
    {
      while (lane->tree->n_blocks[level] < lane->tree->n_blocks[level - 1] / POLLUX_LANE_STEP)
        {
          guint first = lane->tree->n_blocks[level] * POLLUX_LANE_STEP;
          PolluxBlock block = lane->tree->blocks[level - 1][first];

          for (guint i = 1; i < POLLUX_LANE_STEP; i++)
            block_add_block (&block, &lane->tree->blocks[level - 1][first + i]);
          push_block (lane, level, &block);
        }
    }
}

/* Forgets all blocks that hold poll @from or later ones. */
static void
cut_tree (PolluxLane *lane, guint from)
{
  if (lane->tree == NULL)
    return;
  for (guint level = 0; level < POLLUX_LANE_MAX_LEVELS; level++)
    {
      from /= level == 0 ? POLLUX_LANE_FANOUT : POLLUX_LANE_STEP;
      lane->tree->n_blocks[level] = MIN (lane->tree->n_blocks[level], from);
    }
  while (lane->tree->n_levels > 0 && lane->tree->n_blocks[lane->tree->n_levels - 1] == 0)
    lane->tree->n_levels--;
}

/* A poll that stood in blocks as open got its length. */
static void
add_length_to_tree (PolluxLane *lane, guint index, gint64 length, PolluxTime end)
{
  guint at = index;

  if (lane->tree == NULL)
    return;
  for (guint level = 0; level < lane->tree->n_levels; level++)
    {
      PolluxBlock *block;

      at /= level == 0 ? POLLUX_LANE_FANOUT : POLLUX_LANE_STEP;
      if (at >= lane->tree->n_blocks[level])
        return;
      block = &lane->tree->blocks[level][at];
      block->busy = pollux_add_ns (block->busy, length);
      block->longest_poll = MAX (block->longest_poll, length);
      block->last = MAX (block->last, end);
    }
}

/* --- open polls --------------------------------------------------------- */

static void
add_open (PolluxLane *lane, guint index)
{
  if (lane->open != G_MAXUINT)
    {
      if (lane->more_open == NULL)
        lane->more_open = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (lane->more_open, lane->open);
    }
  lane->open = index;
}

/* Takes the latest open poll on @thread out of the open ones. A file without
 * threads has only one candidate that makes sense: the latest. */
static guint
take_open (PolluxLane *lane, PolluxThread thread)
{
  guint found = lane->open;

  if (found == G_MAXUINT)
    return G_MAXUINT;
  if (thread == POLLUX_THREAD_NONE || pollux_lane_poll_thread (lane, found) == thread)
    {
      lane->open = G_MAXUINT;
      if (lane->more_open != NULL && lane->more_open->len > 0)
        {
          lane->open = g_array_index (lane->more_open, guint, lane->more_open->len - 1);
          g_array_set_size (lane->more_open, lane->more_open->len - 1);
        }
      return found;
    }
  for (guint i = lane->more_open != NULL ? lane->more_open->len : 0; i > 0; i--)
    {
      found = g_array_index (lane->more_open, guint, i - 1);
      if (pollux_lane_poll_thread (lane, found) == thread)
        {
          g_array_remove_index (lane->more_open, i - 1);
          return found;
        }
    }
  return G_MAXUINT;
}

/* Polls @from and behind have moved. */
static void
collect_open (PolluxLane *lane, guint from)
{
  while (lane->open != G_MAXUINT && lane->open >= from)
    take_open (lane, POLLUX_THREAD_NONE);
  for (guint i = from; i < lane->n_polls; i++)
    {
      if (pollux_lane_poll_flags (lane, i) & POLLUX_POLL_OPEN)
        add_open (lane, i);
    }
}

/* --- pairing ------------------------------------------------------------ */

static void
mark_late_polls (PolluxLane *lane, guint from)
{
  lane->late_polls = MIN (lane->late_polls, from);
}

/* Of one that is not open. */
static PolluxTime
end_of_poll (const PolluxLane *lane, guint index)
{
  return pollux_lane_poll_start (lane, index) + pollux_lane_poll_length (lane, index);
}

/* The wait of poll @index, given the wake that made it due (or G_MAXUINT). */
static void
pair_poll (PolluxLane *lane, guint index, guint wake)
{
  PolluxStoredPoll *poll = pollux_lane_tail_poll (lane, index);
  gint64 wait = 0;

  poll->flags &= ~(POLLUX_POLL_SPAWN_DELAY | POLLUX_POLL_WOKEN);
  if (index == 0 && lane->spawned != POLLUX_TIME_NONE)
    {
      poll->flags |= POLLUX_POLL_SPAWN_DELAY;
      wait = poll->start - lane->spawned;
    }
  else if (wake != G_MAXUINT)
    {
      PolluxTime due = pollux_lane_wake_time (lane, wake);

      if (index > 0)
        due = MAX (due, end_of_poll (lane, index - 1));
      poll->flags |= POLLUX_POLL_WOKEN;
      wait = poll->start - due;
    }
  poll->wait = MAX (wait, 0);
}

static gboolean
is_after_end (const PolluxLane *lane, PolluxTime time, PolluxRecord record)
{
  return lane->ended != POLLUX_TIME_NONE
         && compare_moments (time, record, lane->ended, lane->end_record) > 0;
}

/* A wake that comes behind all polls and wakes: effective if it is the first
 * since the last poll began. */
static void
pair_wake (PolluxLane *lane, guint index)
{
  PolluxStoredWake *wake = pollux_lane_tail_wake (lane, index);
  gboolean before_first_poll = lane->n_polls == 0 && lane->spawned != POLLUX_TIME_NONE;

  wake->flags &= ~POLLUX_WAKE_EFFECTIVE;
  if (lane->pending != G_MAXUINT || before_first_poll
      || is_after_end (lane, wake->time, wake->record))
    return;
  wake->flags |= POLLUX_WAKE_EFFECTIVE;
  lane->pending = index;
}

/* Counts for every full step of wakes behind wake @from. */
static void
count_wakes (PolluxLane *lane, guint from)
{
  guint step = from / POLLUX_LANE_WAKE_STEP;

  lane->n_wake_counts = MIN (lane->n_wake_counts, step);
  while ((lane->n_wake_counts + 1) * POLLUX_LANE_WAKE_STEP <= lane->n_wakes)
    {
      guint first = lane->n_wake_counts * POLLUX_LANE_WAKE_STEP;
      PolluxWakeCount count = { 0, 0 };

      if (lane->n_wake_counts > 0)
        count = lane->wake_counts[lane->n_wake_counts - 1];
      for (guint i = first; i < first + POLLUX_LANE_WAKE_STEP; i++)
        {
          guint flags = pollux_lane_load_wake (lane, i).flags;

          count.self += (flags & POLLUX_WAKE_SELF) != 0;
          count.effective += (flags & POLLUX_WAKE_EFFECTIVE) != 0;
        }
      POLLUX_LANE_RESERVE (lane->wake_counts, lane->n_wake_counts, lane->wake_counts_allocated);
      lane->wake_counts[lane->n_wake_counts++] = count;
    }
}

/* The first wake behind the start of poll @poll. */
static guint
first_wake_after (const PolluxLane *lane, guint poll)
{
  PolluxTime start = pollux_lane_poll_start (lane, poll);
  PolluxRecord record = pollux_lane_poll_record (lane, poll);
  guint low = 0, high = lane->n_wakes;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PolluxStoredWake wake = pollux_lane_load_wake (lane, middle);

      if (compare_moments (wake.time, wake.record, start, record) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* No poll comes before the task's creation, and a thread's own records never
 * overlap; where the clock stepped back they seem to, and the later one is
 * moved, but never so that the order of sorted polls is lost. */
static PolluxTime
earliest_start (const PolluxLane *lane, guint index)
{
  const PolluxStoredPoll *poll = pollux_lane_tail_poll (lane, index);
  PolluxStoredPoll before;

  if (index == 0)
    return lane->spawned;
  if (index > lane->poll_blocks.n_items)
    before = *pollux_lane_tail_poll (lane, index - 1);
  else
    pollux_lane_load_polls (lane, index - 1, 1, &before);
  if ((before.flags & POLLUX_POLL_OPEN)
      || (poll->thread != before.thread && poll->thread != POLLUX_THREAD_NONE))
    return lane->late_polls == G_MAXUINT ? before.start : POLLUX_TIME_NONE;
  return before.start + before.length;
}

static void
adjust_poll (PolluxLane *lane, guint index)
{
  PolluxStoredPoll *poll = pollux_lane_tail_poll (lane, index);
  PolluxTime end = earliest_start (lane, index);

  if (end == POLLUX_TIME_NONE || poll->start >= end)
    return;
  if (!(poll->flags & POLLUX_POLL_OPEN))
    poll->length = MAX (0, poll->start + poll->length - end);
  poll->start = end;
  poll->flags |= POLLUX_POLL_ADJUSTED;
}

/* Pairs polls from @from on, and the wakes behind the poll before it, anew. */
static void
pair_from (PolluxLane *lane, guint from)
{
  guint wake = from > 0 ? first_wake_after (lane, from - 1) : 0;
  guint first_wake = wake;

  pollux_lane_unseal_polls (lane, from);
  pollux_lane_unseal_wakes (lane, wake);
  lane->pending = G_MAXUINT;
  for (guint i = from; i < lane->n_polls; i++)
    {
      guint next;
      guint due = G_MAXUINT;

      adjust_poll (lane, i);
      next = first_wake_after (lane, i);
      for (guint w = wake; w < next; w++)
        {
          PolluxStoredWake *stored = pollux_lane_tail_wake (lane, w);

          stored->flags &= ~POLLUX_WAKE_EFFECTIVE;
          if (due == G_MAXUINT && (i > 0 || lane->spawned == POLLUX_TIME_NONE))
            {
              stored->flags |= POLLUX_WAKE_EFFECTIVE;
              due = w;
            }
        }
      pair_poll (lane, i, due);
      wake = next;
    }
  for (guint w = wake; w < lane->n_wakes; w++)
    pair_wake (lane, w);
  count_wakes (lane, first_wake);
  cut_tree (lane, from);
  grow_tree (lane);
  pollux_lane_seal_polls (lane, FALSE);
  pollux_lane_seal_wakes (lane, FALSE);
}

static int
compare_events (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PolluxColumn *events = user_data;
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;

  return compare_moments (pollux_column_index (events, PolluxStoredEvent, left)->time, left,
                          pollux_column_index (events, PolluxStoredEvent, right)->time, right);
}

static guint
place_of_event (const PolluxLane *lane, guint n, guint32 event)
{
  gpointer events = &lane->shared->events;
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_events (&lane->events[middle], &event, events) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
sort_events (PolluxLane *lane)
{
  guint start = lane->late_events;

  for (guint i = lane->late_events; i < lane->n_events; i++)
    start = MIN (start, place_of_event (lane, lane->late_events, lane->events[i]));
  if (start < lane->n_events)
    g_qsort_with_data (lane->events + start, lane->n_events - start, sizeof *lane->events,
                       compare_events, &lane->shared->events);
  lane->late_events = G_MAXUINT;
}

/* Index of the first of the first @n polls that does not come before @poll. */
static guint
place_of_poll (const PolluxLane *lane, guint n, const PolluxStoredPoll *poll)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_moments (pollux_lane_poll_start (lane, middle),
                           pollux_lane_poll_record (lane, middle), poll->start, poll->record) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static guint
place_of_wake (const PolluxLane *lane, guint n, const PolluxStoredWake *wake)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      PolluxStoredWake stored = pollux_lane_load_wake (lane, middle);

      if (compare_wakes (&stored, wake) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Sorts the polls that came late; returns the first that may have moved. */
static guint
sort_late_polls (PolluxLane *lane)
{
  guint start = lane->late_polls;
  PolluxStoredPoll poll;

  for (guint i = lane->late_polls; i < lane->n_polls; i++)
    {
      pollux_lane_load_polls (lane, i, 1, &poll);
      start = MIN (start, place_of_poll (lane, lane->late_polls, &poll));
    }
  pollux_lane_unseal_polls (lane, start);
  qsort (pollux_lane_tail_poll (lane, start), lane->n_polls - start, sizeof poll, compare_polls);
  collect_open (lane, start);
  return start;
}

static guint
sort_late_wakes (PolluxLane *lane)
{
  guint start = lane->late_wakes;

  for (guint i = lane->late_wakes; i < lane->n_wakes; i++)
    {
      PolluxStoredWake wake = pollux_lane_load_wake (lane, i);

      start = MIN (start, place_of_wake (lane, lane->late_wakes, &wake));
    }
  pollux_lane_unseal_wakes (lane, start);
  qsort (pollux_lane_tail_wake (lane, start), lane->n_wakes - start, sizeof (PolluxStoredWake),
         compare_wakes);
  return start;
}

/* The first poll that does not come before the wake. */
static guint
place_of_moment (const PolluxLane *lane, PolluxStoredWake wake)
{
  PolluxStoredPoll moment = { .start = wake.time, .record = wake.record };

  return place_of_poll (lane, lane->n_polls, &moment);
}

/* Sorts what came late; returns the first poll whose pairing may differ. */
static guint
sort_late (PolluxLane *lane)
{
  guint from = lane->n_polls;

  if (lane->late_polls < lane->n_polls)
    from = sort_late_polls (lane);
  if (lane->late_wakes < lane->n_wakes)
    {
      guint start = sort_late_wakes (lane);
      guint place = place_of_moment (lane, pollux_lane_load_wake (lane, start));

      from = MIN (from, place);
    }
  return from;
}

/* A lane that lost a wake may have been seen by it first. */
static void
see_again (PolluxLane *lane)
{
  PolluxTime time = lane->spawned;

  lane->seen = time;
  if (lane->n_polls > 0)
    pollux_lane_see (lane, pollux_lane_poll_start (lane, 0));
  if (lane->has_drop)
    pollux_lane_see (lane, lane->drop.start);
  if (lane->n_wakes > 0)
    pollux_lane_see (lane, pollux_lane_wake_time (lane, 0));
  if (lane->n_events > 0)
    pollux_lane_see (lane, pollux_column_index (&lane->shared->events, PolluxStoredEvent,
                                                lane->events[0])
                               ->time);
  if (lane->ended != POLLUX_TIME_NONE)
    pollux_lane_see (lane, lane->ended);
}

/* Closes the gaps of the wakes that were given away; returns the first poll
 * whose pairing may differ. */
static guint
drop_removed (PolluxLane *lane)
{
  guint kept = lane->removed_wakes;
  PolluxStoredWake moment = pollux_lane_load_wake (lane, kept);
  gboolean first = moment.time <= lane->seen;

  pollux_lane_unseal_wakes (lane, kept);
  for (guint i = kept; i < lane->n_wakes; i++)
    {
      const PolluxStoredWake *wake = pollux_lane_tail_wake (lane, i);

      if (!(wake->flags & POLLUX_WAKE_REMOVED))
        *pollux_lane_tail_wake (lane, kept++) = *wake;
    }
  lane->n_wakes = kept;
  lane->removed_wakes = G_MAXUINT;
  if (first)
    see_again (lane);
  return place_of_moment (lane, moment);
}

/**
 * pollux_lane_is_settled:
 *
 * Returns: whether nothing waits to be sorted
 */
gboolean
pollux_lane_is_settled (const PolluxLane *lane)
{
  return lane->late_polls == G_MAXUINT && lane->late_wakes == G_MAXUINT
         && lane->late_events == G_MAXUINT && lane->removed_wakes == G_MAXUINT;
}

/**
 * pollux_lane_settle:
 *
 * Sorts what came late and pairs it. Does nothing for a lane in order.
 */
void
pollux_lane_settle (PolluxLane *lane)
{
  if (lane->late_events != G_MAXUINT)
    sort_events (lane);
  if (lane->late_polls != G_MAXUINT || lane->late_wakes != G_MAXUINT)
    {
      guint from = sort_late (lane);

      lane->late_polls = G_MAXUINT;
      lane->late_wakes = G_MAXUINT;
      if (lane->removed_wakes != G_MAXUINT)
        {
          guint removed_from = drop_removed (lane);

          from = MIN (from, removed_from);
        }
      pair_from (lane, from);
    }
  else if (lane->removed_wakes != G_MAXUINT)
    pair_from (lane, drop_removed (lane));
}

/* --- what the trace tells the lane --------------------------------------- */

/**
 * pollux_lane_see:
 * @time: of any record that mentions the task
 */
void
pollux_lane_see (PolluxLane *lane, PolluxTime time)
{
  if (lane->seen == POLLUX_TIME_NONE || time < lane->seen)
    lane->seen = time;
}

/**
 * pollux_lane_set_spawned:
 * @time: the creation of the task
 */
void
pollux_lane_set_spawned (PolluxLane *lane, PolluxTime time)
{
  lane->spawned = time;
  pollux_lane_see (lane, time);
  if (lane->n_polls > 0 || lane->n_wakes > 0)
    mark_late_polls (lane, 0);
}

/* The last poll as a part of the tail; there is one. */
static PolluxStoredPoll *
open_tail (PolluxLane *lane)
{
  pollux_lane_unseal_polls (lane, lane->n_polls - 1);
  return pollux_lane_tail_poll (lane, lane->n_polls - 1);
}

static void
append_poll (PolluxLane *lane, const PolluxStoredPoll *poll)
{
  guint n_tail;

  if (lane->n_polls > 0)
    open_tail (lane);
  n_tail = lane->n_polls - lane->poll_blocks.n_items;
  POLLUX_LANE_RESERVE (lane->tail, n_tail, lane->tail_allocated);
  lane->tail[n_tail] = *poll;
  lane->n_polls++;
}

/**
 * pollux_lane_enter:
 *
 * A poll begins. It is open until its exit comes.
 */
void
pollux_lane_enter (PolluxLane *lane, PolluxTime time, PolluxRecord record, PolluxThread thread)
{
  PolluxStoredPoll poll = { .start = time, .record = record, .thread = thread };
  guint index = lane->n_polls;
  guint due = lane->pending;

  pollux_lane_see (lane, time);
  poll.flags = POLLUX_POLL_OPEN;
  if (index > 0)
    {
      const PolluxStoredPoll *last = open_tail (lane);
      gboolean same = thread == POLLUX_THREAD_NONE || last->thread == thread;

      /* On one thread file order is the truth, whatever the clock says. */
      if (same && compare_polls (&poll, last) < 0)
        {
          poll.start = last->start;
          poll.flags |= POLLUX_POLL_ADJUSTED;
        }
      if (compare_polls (&poll, last) < 0 || (last->flags & POLLUX_POLL_OPEN))
        mark_late_polls (lane, index - 1);
    }
  if (lane->n_wakes > 0)
    {
      PolluxStoredWake wake = pollux_lane_load_wake (lane, lane->n_wakes - 1);

      if (compare_moments (poll.start, record, wake.time, wake.record) < 0)
        mark_late_polls (lane, index);
    }
  append_poll (lane, &poll);
  add_open (lane, index);
  adjust_poll (lane, index);
  pair_poll (lane, index, due);
  lane->pending = G_MAXUINT;
  if (lane->late_polls == G_MAXUINT)
    grow_tree (lane);
  if (pollux_lane_is_settled (lane))
    pollux_lane_seal_polls (lane, FALSE);
}

/**
 * pollux_lane_exit:
 *
 * The poll that is open on @thread ends. An end before the start (the clock
 * stepped back) makes it empty.
 *
 * Returns: FALSE if no poll is open there
 */
gboolean
pollux_lane_exit (PolluxLane *lane, PolluxTime time, PolluxRecord record, PolluxThread thread)
{
  guint index = take_open (lane, thread);
  PolluxStoredPoll *poll;
  gint64 length;

  if (index == G_MAXUINT)
    return FALSE;
  pollux_lane_unseal_polls (lane, index);
  poll = pollux_lane_tail_poll (lane, index);
  length = MAX (0, time - poll->start);
  if (time < poll->start)
    poll->flags |= POLLUX_POLL_ADJUSTED;
  poll->flags &= ~POLLUX_POLL_OPEN;
  poll->length = length;
  if (index + 1 < lane->n_polls)
    mark_late_polls (lane, index);
  else if (lane->late_polls == G_MAXUINT)
    add_length_to_tree (lane, index, length, poll->start + length);
  return TRUE;
}

static gboolean
is_before_last_wake (const PolluxLane *lane, const PolluxStoredWake *wake)
{
  PolluxStoredWake last = pollux_lane_load_wake (lane, lane->n_wakes - 1);

  return compare_wakes (wake, &last) < 0;
}

static gboolean
is_before_last_poll (const PolluxLane *lane, PolluxTime time, PolluxRecord record)
{
  guint last = lane->n_polls - 1;

  return compare_moments (time, record, pollux_lane_poll_start (lane, last),
                          pollux_lane_poll_record (lane, last))
         < 0;
}

static void
append_wake (PolluxLane *lane, const PolluxStoredWake *wake)
{
  guint n_tail;

  if (lane->n_wakes > 0 && lane->wake_blocks.n_items % POLLUX_LANE_WAKE_STEP != 0)
    pollux_lane_unseal_wakes (lane, lane->n_wakes - 1);
  n_tail = lane->n_wakes - lane->wake_blocks.n_items;
  POLLUX_LANE_RESERVE (lane->wake_tail, n_tail, lane->wake_tail_allocated);
  lane->wake_tail[n_tail] = *wake;
  lane->n_wakes++;
}

/**
 * pollux_lane_add_wake:
 * @by: in whose poll, or POLLUX_TASK_NONE
 */
void
pollux_lane_add_wake (PolluxLane *lane, PolluxTime time, PolluxRecord record, PolluxTaskIndex by,
                      gboolean by_ref)
{
  PolluxStoredWake wake = { .time = time, .record = record };
  guint index = lane->n_wakes;
  gboolean late = FALSE;

  pollux_lane_see (lane, time);
  wake.by = pollux_stored_task (by);
  wake.flags = (by_ref ? POLLUX_WAKE_BY_REF : 0) | (by == lane->task ? POLLUX_WAKE_SELF : 0);
  if (index > 0)
    late = is_before_last_wake (lane, &wake);
  if (lane->n_polls > 0)
    late = late || is_before_last_poll (lane, time, record);
  append_wake (lane, &wake);
  if (late)
    lane->late_wakes = MIN (lane->late_wakes, index);
  else if (lane->late_wakes == G_MAXUINT)
    {
      pair_wake (lane, index);
      count_wakes (lane, index);
    }
  if (pollux_lane_is_settled (lane))
    pollux_lane_seal_wakes (lane, FALSE);
}

/* The wake of that record, among those that are in order. */
static guint
find_wake (const PolluxLane *lane, PolluxTime time, PolluxRecord record)
{
  PolluxStoredWake wake = { .time = time, .record = record };
  guint n = MIN (lane->late_wakes, lane->n_wakes);
  guint place = place_of_wake (lane, n, &wake);
  PolluxStoredWake found;

  if (place >= n)
    return G_MAXUINT;
  found = pollux_lane_load_wake (lane, place);
  if (compare_wakes (&wake, &found) != 0 || (found.flags & POLLUX_WAKE_REMOVED))
    return G_MAXUINT;
  return place;
}

/**
 * pollux_lane_move_wake:
 * @to: another lane of the trace
 *
 * Gives the wake of that record to @to. It stays in its place, marked, until
 * the lane is settled, so that many moves cost one pass.
 *
 * Returns: FALSE if there is no such wake
 */
gboolean
pollux_lane_move_wake (PolluxLane *lane, PolluxLane *to, PolluxTime time, PolluxRecord record)
{
  guint index = find_wake (lane, time, record);
  PolluxStoredWake *wake;

  if (index == G_MAXUINT && lane->late_wakes != G_MAXUINT)
    {
      pollux_lane_settle (lane);
      index = find_wake (lane, time, record);
    }
  if (index == G_MAXUINT)
    return FALSE;
  if (lane == to)
    return TRUE;
  pollux_lane_unseal_wakes (lane, index);
  wake = pollux_lane_tail_wake (lane, index);
  pollux_lane_add_wake (to, time, record, pollux_unstored_task (wake->by),
                        (wake->flags & POLLUX_WAKE_BY_REF) != 0);
  pollux_lane_tail_wake (to, to->n_wakes - 1)->flags |= POLLUX_WAKE_MOVED;
  wake->flags |= POLLUX_WAKE_REMOVED;
  lane->removed_wakes = MIN (lane->removed_wakes, index);
  return TRUE;
}

/**
 * pollux_lane_add_event:
 * @event: index into the trace's events
 */
void
pollux_lane_add_event (PolluxLane *lane, guint event)
{
  const PolluxColumn *events = &lane->shared->events;
  PolluxTime time = pollux_column_index (events, PolluxStoredEvent, event)->time;

  pollux_lane_see (lane, time);
  if (lane->n_events > 0
      && pollux_column_index (events, PolluxStoredEvent, lane->events[lane->n_events - 1])->time
             > time)
    lane->late_events = MIN (lane->late_events, lane->n_events);
  POLLUX_LANE_RESERVE (lane->events, lane->n_events, lane->events_allocated);
  lane->events[lane->n_events++] = event;
}

/**
 * pollux_lane_set_drop_enter:
 * @drop_enter: whether the last enter of this closed lane is the drop of its
 *   future
 *
 * Takes the last poll out of the polls, or puts it back.
 */
void
pollux_lane_set_drop_enter (PolluxLane *lane, gboolean drop_enter)
{
  if (lane->has_drop == drop_enter || lane->ended == POLLUX_TIME_NONE)
    return;
  pollux_lane_settle (lane);
  if (!drop_enter)
    {
      lane->has_drop = FALSE;
      append_poll (lane, &lane->drop);
    }
  else if (lane->n_polls > 0
           && !(pollux_lane_poll_flags (lane, lane->n_polls - 1) & POLLUX_POLL_OPEN))
    {
      lane->has_drop = TRUE;
      lane->drop = *open_tail (lane);
      lane->n_polls--;
    }
  else
    return;
  pair_from (lane, lane->n_polls > 0 ? lane->n_polls - 1 : 0);
}

/**
 * pollux_lane_end:
 *
 * The task was dropped. That comes after its creation and its polls, whatever
 * the clock says.
 *
 * Returns: when, as the lane understands it
 */
PolluxTime
pollux_lane_end (PolluxLane *lane, PolluxTime time, PolluxRecord record)
{
  pollux_lane_see (lane, time);
  pollux_lane_settle (lane);
  lane->ended = MAX (time, lane->spawned);
  if (lane->n_polls > 0)
    lane->ended = MAX (lane->ended, end_of_poll (lane, lane->n_polls - 1));
  lane->end_record = record;
  /* Wakes that were counted before may lie behind the end now. */
  if (lane->n_wakes > 0)
    {
      PolluxStoredWake last = pollux_lane_load_wake (lane, lane->n_wakes - 1);

      if (is_after_end (lane, last.time, last.record))
        lane->late_wakes = MIN (lane->late_wakes, lane->n_wakes - 1);
    }
  return lane->ended;
}
