/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading a lane. Everything about a range costs O(log n) plus at most twice
 * the fan-out of single polls at each level of the tree, however many polls
 * lie in the range.
 */

#include "config.h"

#include "pollux-lane-private.h"

/* Where the section of poll @index begins, its wait included. */
static inline PolluxTime
poll_due (const PolluxLane *lane, guint index)
{
  return pollux_lane_poll_start (lane, index) - pollux_lane_poll_wait (lane, index);
}

/* Where a poll is drawn to: an open one to the next thing that is known. */
static PolluxTime
poll_end (const PolluxLane *lane, guint index)
{
  PolluxTime start = pollux_lane_poll_start (lane, index);
  PolluxTime end;

  if (!(pollux_lane_poll_flags (lane, index) & POLLUX_POLL_OPEN))
    return start + pollux_lane_poll_length (lane, index);
  if (index + 1 < lane->n_polls)
    end = poll_due (lane, index + 1);
  else
    end = pollux_lane_get_life (lane).end;
  return MAX (start, end);
}

/**
 * pollux_lane_get_n_polls:
 *
 * Returns: how many polls the lane has, open ones included, the drop not
 */
guint
pollux_lane_get_n_polls (const PolluxLane *lane)
{
  return lane->n_polls;
}

/**
 * pollux_lane_get_poll:
 * @index: below pollux_lane_get_n_polls()
 * @poll: (out caller-allocates): filled
 */
void
pollux_lane_get_poll (const PolluxLane *lane, guint index, PolluxPoll *poll)
{
  g_return_if_fail (index < lane->n_polls);

  pollux_lane_get_polls (lane, index, 1, poll);
}

/**
 * pollux_lane_get_polls:
 * @index: the first
 * @n: how many; @index + @n is at most pollux_lane_get_n_polls()
 * @polls: (out caller-allocates) (array length=n): filled
 */
void
pollux_lane_get_polls (const PolluxLane *lane, guint index, guint n, PolluxPoll *polls)
{
  /* Both structures are the same but for this field. */
  G_STATIC_ASSERT (sizeof (PolluxPoll) == sizeof (PolluxStoredPoll));
  G_STATIC_ASSERT (G_STRUCT_OFFSET (PolluxPoll, end)
                   == G_STRUCT_OFFSET (PolluxStoredPoll, length));
  G_STATIC_ASSERT (G_STRUCT_OFFSET (PolluxPoll, flags)
                   == G_STRUCT_OFFSET (PolluxStoredPoll, flags));

  g_return_if_fail (index <= lane->n_polls && n <= lane->n_polls - index);

  pollux_lane_load_polls (lane, index, n, (PolluxStoredPoll *) polls);
  for (guint i = 0; i < n; i++)
    {
      if (G_UNLIKELY (polls[i].flags & POLLUX_POLL_OPEN))
        polls[i].end = poll_end (lane, index + i);
      else
        polls[i].end += polls[i].start;
    }
}

/**
 * pollux_lane_get_times:
 * @index: the first
 * @n: how many; @index + @n is at most pollux_lane_get_n_polls()
 * @polls: (out caller-allocates) (array length=n): filled but for record and
 *   thread
 */
void
pollux_lane_get_times (const PolluxLane *lane, guint index, guint n, PolluxPoll *polls)
{
  g_return_if_fail (index <= lane->n_polls && n <= lane->n_polls - index);

  pollux_lane_load_times (lane, index, n, polls);
  for (guint i = 0; lane->open != G_MAXUINT && i < n; i++)
    {
      if (G_UNLIKELY (polls[i].flags & POLLUX_POLL_OPEN))
        polls[i].end = poll_end (lane, index + i);
    }
}

/**
 * pollux_lane_get_n_wakes:
 *
 * Returns: how many wakes of the task the file has, redundant ones included
 */
guint
pollux_lane_get_n_wakes (const PolluxLane *lane)
{
  return lane->n_wakes;
}

/**
 * pollux_lane_get_wake:
 * @index: below pollux_lane_get_n_wakes()
 * @wake: (out caller-allocates): filled
 */
void
pollux_lane_get_wake (const PolluxLane *lane, guint index, PolluxWake *wake)
{
  PolluxStoredWake stored;

  g_return_if_fail (index < lane->n_wakes);

  stored = pollux_lane_load_wake (lane, index);
  wake->time = stored.time;
  wake->record = stored.record;
  wake->by = pollux_unstored_task (stored.by);
  wake->flags = stored.flags;
}

/**
 * pollux_lane_get_n_events:
 *
 * Returns: how many log events were made in the task's polls
 */
guint
pollux_lane_get_n_events (const PolluxLane *lane)
{
  return lane->n_events;
}

/**
 * pollux_lane_get_event:
 * @index: below pollux_lane_get_n_events()
 *
 * Returns: the index of the event in the trace
 */
guint
pollux_lane_get_event (const PolluxLane *lane, guint index)
{
  g_return_val_if_fail (index < lane->n_events, 0);

  return lane->events[index];
}

/* Where the first item at @time or later may be, by the first ones of the sealed blocks:
 * in the last block that begins before @time, or right behind it. */
static void
narrow (const PolluxSealedBlocks *list, guint size, PolluxTime time, guint *from, guint *to)
{
  guint low = 0, high = list->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_sealed_blocks_get (list, middle)->start < time)
        low = middle + 1;
      else
        high = middle;
    }
  if (low > 0)
    *from = (low - 1) * size;
  if (low < list->n)
    *to = low * size;
}

/**
 * pollux_lane_find_poll:
 *
 * Returns: the first poll that starts at @time or later
 */
guint
pollux_lane_find_poll (const PolluxLane *lane, PolluxTime time)
{
  guint low = 0, high = lane->n_polls;

  narrow (&lane->poll_blocks, POLLUX_LANE_FANOUT, time, &low, &high);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_lane_poll_start (lane, middle) < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pollux_lane_find_wake:
 *
 * Returns: the first wake at @time or later
 */
guint
pollux_lane_find_wake (const PolluxLane *lane, PolluxTime time)
{
  guint low = 0, high = lane->n_wakes;

  narrow (&lane->wake_blocks, POLLUX_LANE_WAKE_STEP, time, &low, &high);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pollux_lane_wake_time (lane, middle) < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pollux_lane_find_event:
 *
 * Returns: the first event (of the lane) at @time or later
 */
guint
pollux_lane_find_event (const PolluxLane *lane, PolluxTime time)
{
  guint low = 0, high = lane->n_events;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      guint event = lane->events[middle];

      if (pollux_column_index (&lane->shared->events, PolluxStoredEvent, event)->time < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The first wake behind poll @index began, by time and by place in the file. */
static guint
wake_behind_poll (const PolluxLane *lane, guint index)
{
  PolluxTime start = pollux_lane_poll_start (lane, index);
  PolluxRecord record = pollux_lane_poll_record (lane, index);
  guint wake = pollux_lane_find_wake (lane, start);

  while (wake < lane->n_wakes && pollux_lane_wake_time (lane, wake) == start
         && pollux_lane_load_wake (lane, wake).record < record)
    wake++;
  return wake;
}

/**
 * pollux_lane_get_wake_of_poll:
 *
 * Returns: the effective wake that @poll answered, G_MAXUINT if there is none
 */
guint
pollux_lane_get_wake_of_poll (const PolluxLane *lane, guint poll)
{
  guint wake;

  g_return_val_if_fail (poll < lane->n_polls, G_MAXUINT);

  if (!(pollux_lane_poll_flags (lane, poll) & POLLUX_POLL_WOKEN))
    return G_MAXUINT;
  wake = poll > 0 ? wake_behind_poll (lane, poll - 1) : 0;
  return wake < lane->n_wakes ? wake : G_MAXUINT;
}

/**
 * pollux_lane_get_poll_of_wake:
 *
 * Returns: the first poll that begins behind @wake, G_MAXUINT if there is none
 */
guint
pollux_lane_get_poll_of_wake (const PolluxLane *lane, guint wake)
{
  PolluxStoredWake stored;
  guint poll;

  g_return_val_if_fail (wake < lane->n_wakes, G_MAXUINT);

  stored = pollux_lane_load_wake (lane, wake);
  poll = pollux_lane_find_poll (lane, stored.time);
  while (poll < lane->n_polls && pollux_lane_poll_start (lane, poll) == stored.time
         && pollux_lane_poll_record (lane, poll) < stored.record)
    poll++;
  return poll < lane->n_polls ? poll : G_MAXUINT;
}

/**
 * pollux_lane_get_n_levels:
 *
 * Returns: how many levels of the tree have a complete block
 */
guint
pollux_lane_get_n_levels (const PolluxLane *lane)
{
  return lane->tree != NULL ? lane->tree->n_levels : 0;
}

/**
 * pollux_lane_get_n_blocks:
 *
 * Returns: how many blocks @level has; 0 for one that does not exist
 */
guint
pollux_lane_get_n_blocks (const PolluxLane *lane, guint level)
{
  return level < pollux_lane_get_n_levels (lane) ? lane->tree->n_blocks[level] : 0;
}

/**
 * pollux_lane_get_block:
 *
 * Returns: (transfer none): a block; valid until the trace changes
 */
const PolluxBlock *
pollux_lane_get_block (const PolluxLane *lane, guint level, guint index)
{
  g_return_val_if_fail (index < pollux_lane_get_n_blocks (lane, level), NULL);

  return &lane->tree->blocks[level][index];
}

/**
 * pollux_lane_get_life:
 *
 * Returns: from the creation (or the first record that mentions the task) to
 *   the drop (or the end of the trace)
 */
PolluxRange
pollux_lane_get_life (const PolluxLane *lane)
{
  PolluxRange life = { 0, 0 };

  if (lane->seen == POLLUX_TIME_NONE)
    return life;
  life.begin = lane->spawned != POLLUX_TIME_NONE ? lane->spawned : lane->seen;
  life.end = lane->ended != POLLUX_TIME_NONE ? lane->ended : lane->shared->extent.end;
  life.end = MAX (life.begin, life.end);
  return life;
}

/**
 * pollux_lane_get_unanswered:
 *
 * Returns: the stretch at the end in which the task was due and not polled
 */
PolluxRange
pollux_lane_get_unanswered (const PolluxLane *lane)
{
  PolluxRange life = pollux_lane_get_life (lane);
  PolluxRange none = { life.end, life.end };

  if (lane->n_polls == 0 && lane->spawned != POLLUX_TIME_NONE)
    return life;
  if (lane->pending == G_MAXUINT
      || (lane->n_polls > 0
          && (pollux_lane_poll_flags (lane, lane->n_polls - 1) & POLLUX_POLL_OPEN)))
    return none;
  none.begin = pollux_lane_wake_time (lane, lane->pending);
  if (lane->n_polls > 0)
    none.begin = MAX (none.begin, poll_end (lane, lane->n_polls - 1));
  none.begin = MIN (none.begin, none.end);
  return none;
}

/**
 * pollux_lane_get_drop:
 *
 * Returns: the span's last enter, in which the future was dropped
 */
PolluxRange
pollux_lane_get_drop (const PolluxLane *lane)
{
  if (!lane->has_drop)
    return (PolluxRange) { POLLUX_TIME_NONE, POLLUX_TIME_NONE };
  return (PolluxRange) { lane->drop.start, lane->drop.start + lane->drop.length };
}

/* --- sums ---------------------------------------------------------------- */

static void
add_block (PolluxBlock *sum, const PolluxBlock *block)
{
  sum->busy = pollux_add_ns (sum->busy, block->busy);
  sum->wait = pollux_add_ns (sum->wait, block->wait);
  sum->longest_poll = MAX (sum->longest_poll, block->longest_poll);
  sum->longest_wait = MAX (sum->longest_wait, block->longest_wait);
  sum->n_delays += block->n_delays;
}

/* At most as many as a block has. */
static void
add_some_polls (const PolluxLane *lane, guint index, guint n, PolluxBlock *sum)
{
  PolluxStoredPoll polls[POLLUX_LANE_FANOUT];

  pollux_lane_load_polls (lane, index, n, polls);
  for (guint i = 0; i < n; i++)
    {
      PolluxBlock poll = {
        .busy = polls[i].length,
        .wait = polls[i].wait,
        .longest_poll = polls[i].length,
        .longest_wait = polls[i].wait,
        .n_delays = (polls[i].flags & POLLUX_POLL_WOKEN) != 0,
      };

      add_block (sum, &poll);
    }
}

/* Whole sums of the polls [begin, end), open ones with length 0. */
static void
sum_polls (const PolluxLane *lane, guint begin, guint end, PolluxBlock *sum)
{
  while (begin < end)
    {
      const PolluxBlock *largest = NULL;
      guint64 span = POLLUX_LANE_FANOUT;
      guint n = 0;

      for (guint level = 0; level < pollux_lane_get_n_levels (lane) && begin % span == 0
             && span <= end - begin && begin / span < lane->tree->n_blocks[level]; level++)
        {
          largest = &lane->tree->blocks[level][begin / span];
          n = span;
          span *= POLLUX_LANE_STEP;
        }
      if (largest != NULL)
        {
          add_block (sum, largest);
        }
      else
        {
          n = MIN (end, (begin / POLLUX_LANE_FANOUT + 1) * POLLUX_LANE_FANOUT) - begin;
          add_some_polls (lane, begin, n, sum);
        }
      begin += n;
    }
}

static gboolean
overlaps (PolluxTime begin, PolluxTime end, PolluxRange range)
{
  if (begin == end)
    return begin >= range.begin && begin < range.end;
  return begin < range.end && end > range.begin;
}

/* One poll that the range cuts, or may not touch at all. */
static void
add_edge (const PolluxLane *lane, guint index, PolluxRange range, PolluxLaneSummary *summary)
{
  PolluxTime start = pollux_lane_poll_start (lane, index);
  guint flags = pollux_lane_poll_flags (lane, index);
  PolluxRange wait = { poll_due (lane, index), start };
  PolluxRange active = { start, poll_end (lane, index) };
  gint64 clipped = pollux_range_length (pollux_range_intersect (wait, range));

  if (flags & POLLUX_POLL_SPAWN_DELAY)
    summary->spawn_delay = pollux_add_ns (summary->spawn_delay, clipped);
  else
    summary->scheduled = pollux_add_ns (summary->scheduled, clipped);
  if (overlaps (wait.begin, wait.end, range))
    {
      summary->n_delays += (flags & POLLUX_POLL_WOKEN) != 0;
      summary->longest_wait = MAX (summary->longest_wait, wait.end - wait.begin);
    }
  if (!overlaps (active.begin, active.end, range))
    return;
  summary->n_polls++;
  if (flags & POLLUX_POLL_OPEN)
    return;
  clipped = pollux_range_length (pollux_range_intersect (active, range));
  summary->busy = pollux_add_ns (summary->busy, clipped);
  summary->longest_poll = MAX (summary->longest_poll, active.end - active.begin);
}

static void
count_wakes_before (const PolluxLane *lane, guint end, PolluxWakeCount *count)
{
  guint step = end / POLLUX_LANE_WAKE_STEP;

  *count = (PolluxWakeCount) { 0, 0 };
  if (step > 0)
    *count = lane->wake_counts[step - 1];
  for (guint i = step * POLLUX_LANE_WAKE_STEP; i < end; i++)
    {
      guint flags = pollux_lane_load_wake (lane, i).flags;

      count->self += (flags & POLLUX_WAKE_SELF) != 0;
      count->effective += (flags & POLLUX_WAKE_EFFECTIVE) != 0;
    }
}

static void
summarize_wakes (const PolluxLane *lane, PolluxRange range, PolluxLaneSummary *summary)
{
  guint first = pollux_lane_find_wake (lane, range.begin);
  guint last = pollux_lane_find_wake (lane, range.end);
  PolluxWakeCount before, until;

  if (last <= first)
    return;
  count_wakes_before (lane, first, &before);
  count_wakes_before (lane, last, &until);
  summary->n_wakes = last - first;
  summary->n_self_wakes = until.self - before.self;
  summary->n_effective_wakes = until.effective - before.effective;
}

static void
add_open_poll (const PolluxLane *lane, guint index, PolluxRange range, PolluxLaneSummary *summary)
{
  PolluxRange poll = { pollux_lane_poll_start (lane, index), poll_end (lane, index) };
  gint64 clipped = pollux_range_length (pollux_range_intersect (poll, range));

  if (!overlaps (poll.begin, poll.end, range))
    return;
  summary->n_open++;
  summary->unfinished = pollux_add_ns (summary->unfinished, clipped);
}

static void
summarize_unfinished (const PolluxLane *lane, PolluxRange range, PolluxLaneSummary *summary)
{
  PolluxRange unanswered = pollux_lane_get_unanswered (lane);

  summary->unfinished = pollux_range_length (pollux_range_intersect (unanswered, range));
  if (lane->open == G_MAXUINT)
    return;
  add_open_poll (lane, lane->open, range, summary);
  for (guint i = 0; lane->more_open != NULL && i < lane->more_open->len; i++)
    add_open_poll (lane, g_array_index (lane->more_open, guint, i), range, summary);
}

/* Polls are looked at one by one where the range may cut them: the last that
 * starts before it, those at its edges, and the first behind it, whose wait
 * may reach into it. All between lie inside whole. */
static void
summarize_polls (const PolluxLane *lane, PolluxRange range, PolluxLaneSummary *summary)
{
  guint first = pollux_lane_find_poll (lane, range.begin);
  guint behind = pollux_lane_find_poll (lane, range.end);
  guint inner_begin = MIN (first + 1, behind);
  guint inner_end = MAX (inner_begin, behind > 0 ? behind - 1 : 0);
  PolluxBlock sum = { 0 };

  for (guint i = first > 0 ? first - 1 : 0; i < inner_begin; i++)
    add_edge (lane, i, range, summary);
  for (guint i = inner_end; i < MIN (behind + 1, lane->n_polls); i++)
    add_edge (lane, i, range, summary);

  sum_polls (lane, inner_begin, inner_end, &sum);
  summary->n_polls += inner_end - inner_begin;
  summary->busy = pollux_add_ns (summary->busy, sum.busy);
  summary->scheduled = pollux_add_ns (summary->scheduled, sum.wait);
  summary->n_delays += sum.n_delays;
  summary->longest_poll = MAX (summary->longest_poll, sum.longest_poll);
  summary->longest_wait = MAX (summary->longest_wait, sum.longest_wait);
}

/**
 * pollux_lane_summarize:
 * @range: half open
 * @summary: (out caller-allocates): filled
 *
 * What happened in the lane in @range. The lane must be settled.
 */
void
pollux_lane_summarize (const PolluxLane *lane, PolluxRange range, PolluxLaneSummary *summary)
{
  gint64 known;

  *summary = (PolluxLaneSummary) { 0 };
  summary->alive = pollux_range_length (pollux_range_intersect (pollux_lane_get_life (lane),
                                                                range));
  summarize_wakes (lane, range, summary);
  if (range.end > range.begin)
    {
      summarize_polls (lane, range, summary);
      summarize_unfinished (lane, range, summary);
    }
  known = pollux_add_ns (pollux_add_ns (summary->busy, summary->unfinished),
                         pollux_add_ns (summary->scheduled, summary->spawn_delay));
  summary->idle = MAX (0, summary->alive - known);
}

/**
 * pollux_lane_get_longest:
 * @poll: (out): ns of the longest poll that has an end
 * @wait: (out): ns of the longest wait, spawn delay included, that a poll ended
 *
 * Those of pollux_lane_summarize() for all times, without the rest of it. The lane
 * must be settled.
 */
void
pollux_lane_get_longest (const PolluxLane *lane, gint64 *poll, gint64 *wait)
{
  PolluxBlock sum = { 0 };

  sum_polls (lane, 0, lane->n_polls, &sum);
  *poll = sum.longest_poll;
  *wait = sum.longest_wait;
}

/* --- one moment ---------------------------------------------------------- */

static void
section_before_poll (const PolluxLane *lane, guint next, PolluxTime time, PolluxRange life,
                     PolluxSection *section)
{
  PolluxRange unanswered = pollux_lane_get_unanswered (lane);
  PolluxTime begin = next > 0 ? poll_end (lane, next - 1) : life.begin;
  PolluxTime end = next < lane->n_polls ? poll_due (lane, next) : unanswered.begin;

  section->poll = next < lane->n_polls ? next : G_MAXUINT;
  if (time < end)
    {
      section->state = POLLUX_STATE_IDLE;
      section->range = (PolluxRange) { begin, end };
      return;
    }
  section->state = POLLUX_STATE_SCHEDULED;
  if (next < lane->n_polls)
    {
      section->range = (PolluxRange) { end, pollux_lane_poll_start (lane, next) };
      if (pollux_lane_poll_flags (lane, next) & POLLUX_POLL_SPAWN_DELAY)
        section->state = POLLUX_STATE_SPAWNED;
      return;
    }
  section->range = unanswered;
  section->unfinished = TRUE;
  if (lane->n_polls == 0 && lane->spawned != POLLUX_TIME_NONE)
    section->state = POLLUX_STATE_SPAWNED;
}

/**
 * pollux_lane_get_section:
 * @time: a moment
 * @section: (out caller-allocates): filled
 *
 * What the task was at @time, and from when to when.
 */
void
pollux_lane_get_section (const PolluxLane *lane, PolluxTime time, PolluxSection *section)
{
  PolluxRange life = pollux_lane_get_life (lane);
  guint next = pollux_lane_find_poll (lane, time + 1);

  *section = (PolluxSection) { POLLUX_STATE_NONE, { time, time }, G_MAXUINT, FALSE };
  if (time < life.begin || time >= life.end)
    return;
  if (next > 0 && time < poll_end (lane, next - 1))
    {
      section->state = POLLUX_STATE_ACTIVE;
      section->range = (PolluxRange) { pollux_lane_poll_start (lane, next - 1),
                                       poll_end (lane, next - 1) };
      section->poll = next - 1;
      section->unfinished = (pollux_lane_poll_flags (lane, next - 1) & POLLUX_POLL_OPEN) != 0;
      return;
    }
  section_before_poll (lane, next, time, life, section);
}

/**
 * pollux_lane_get_memory:
 *
 * Returns: bytes that the lane has allocated
 */
gsize
pollux_lane_get_memory (const PolluxLane *lane)
{
  gsize bytes = sizeof *lane;

  bytes += pollux_lane_get_polls_memory (lane) + pollux_lane_get_wakes_memory (lane);
  bytes += (gsize) lane->events_allocated * sizeof *lane->events;
  bytes += (gsize) lane->wake_counts_allocated * sizeof *lane->wake_counts;
  for (guint i = 0; lane->tree != NULL && i < POLLUX_LANE_MAX_LEVELS; i++)
    bytes += (gsize) lane->tree->allocated[i] * sizeof (PolluxBlock);
  return bytes;
}
