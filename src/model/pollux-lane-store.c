/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where a lane's polls and wakes lie: sealed blocks, and the tail behind them.
 *
 * A sealed block holds a column for each field, in as many bits as the largest
 * number of the block needs; starts count from the block's first, records and
 * threads from its lowest. That takes about a third of the bytes of the tail's
 * plain structures, has no largest number, and any field of any poll is read by
 * itself with a shift. What is to be changed is unsealed first, with all behind it: the
 * end of a lane, where everything happens while a file is read, never is sealed.
 */

#include "config.h"

#include "pollux-lane-private.h"

/* So many polls or wakes stay in the tail. */
#define KEEP 16

/* A lane that has no more stays as it is: a block would take more memory. */
#define FEW_POLLS 2
#define FEW_WAKES 7

static guint
count_blocks (guint n, guint size)
{
  return (n + size - 1) / size;
}

/* Columns of @n numbers each, @stride of them from one to the next. */
static guint8 *
make_block (PolluxSealed sealed, const guint64 *numbers, guint stride, const guint64 *bits,
            guint n_columns, guint n)
{
  gsize size = sizeof sealed + POLLUX_PACK_PADDING;
  guint8 *data, *out;

  for (guint i = 0; i < n_columns; i++)
    {
      sealed.widths[i] = pollux_pack_width (bits[i]);
      size += pollux_pack_size (n, sealed.widths[i]);
    }
  data = g_malloc (size);
  memcpy (data, &sealed, sizeof sealed);
  out = data + sizeof sealed;
  for (guint i = 0; i < n_columns; i++)
    out = pollux_pack_put (out, sealed.widths[i], n, numbers + i * stride);
  return data;
}

/* --- polls --------------------------------------------------------------- */

static guint8 *
pack_polls (const PolluxStoredPoll *polls, guint n)
{
  guint64 numbers[POLLUX_N_POLL_COLUMNS][POLLUX_LANE_FANOUT];
  guint64 bits[POLLUX_N_POLL_COLUMNS] = { 0 };
  PolluxSealed sealed = { polls[0].record, polls[0].thread, { 0 } };

  for (guint i = 1; i < n; i++)
    {
      sealed.record = MIN (sealed.record, polls[i].record);
      sealed.thread = MIN (sealed.thread, polls[i].thread);
    }
  for (guint i = 0; i < n; i++)
    {
      numbers[POLLUX_POLL_START][i] = (guint64) polls[i].start - (guint64) polls[0].start;
      numbers[POLLUX_POLL_LENGTH][i] = polls[i].length;
      numbers[POLLUX_POLL_WAIT][i] = polls[i].wait;
      numbers[POLLUX_POLL_RECORD][i] = polls[i].record - sealed.record;
      numbers[POLLUX_POLL_THREAD][i] = polls[i].thread - sealed.thread;
      numbers[POLLUX_POLL_FLAGS][i] = polls[i].flags;
      for (guint c = 0; c < POLLUX_N_POLL_COLUMNS; c++)
        bits[c] |= numbers[c][i];
    }
  return make_block (sealed, numbers[0], POLLUX_LANE_FANOUT, bits, POLLUX_N_POLL_COLUMNS, n);
}

static void
find_columns (const PolluxLane *lane, guint block, const guint8 **columns)
{
  const PolluxSealed *sealed = (const PolluxSealed *) lane->poll_blocks[block].data;
  guint n = pollux_lane_count_in_block (lane, block);

  columns[0] = (const guint8 *) (sealed + 1);
  for (guint c = 1; c < POLLUX_N_POLL_COLUMNS; c++)
    columns[c] = columns[c - 1] + pollux_pack_size (n, sealed->widths[c - 1]);
}

/* Column @c of polls [first, first + n) of a block into a field. */
#define UNPACK(c, base, field)                                                                     \
  POLLUX_PACK_UNPACK (columns[c], sealed->widths[c], first, n, base, polls, field)

static void
unpack_polls (const PolluxLane *lane, guint block, guint first, guint n, PolluxStoredPoll *polls)
{
  const PolluxSealedBlock *from = &lane->poll_blocks[block];
  const PolluxSealed *sealed = (const PolluxSealed *) from->data;
  const guint8 *columns[POLLUX_N_POLL_COLUMNS];

  find_columns (lane, block, columns);
  UNPACK (POLLUX_POLL_START, (guint64) from->start, start);
  UNPACK (POLLUX_POLL_LENGTH, 0, length);
  UNPACK (POLLUX_POLL_WAIT, 0, wait);
  UNPACK (POLLUX_POLL_RECORD, sealed->record, record);
  UNPACK (POLLUX_POLL_THREAD, sealed->thread, thread);
  UNPACK (POLLUX_POLL_FLAGS, 0, flags);
}

/* The same without records and threads. */
static void
unpack_times (const PolluxLane *lane, guint block, guint first, guint n, PolluxPoll *polls)
{
  const PolluxSealedBlock *from = &lane->poll_blocks[block];
  const PolluxSealed *sealed = (const PolluxSealed *) from->data;
  const guint8 *columns[POLLUX_N_POLL_COLUMNS];

  find_columns (lane, block, columns);
  UNPACK (POLLUX_POLL_START, (guint64) from->start, start);
  UNPACK (POLLUX_POLL_LENGTH, (guint64) polls[i_].start, end);
  UNPACK (POLLUX_POLL_WAIT, 0, wait);
  UNPACK (POLLUX_POLL_FLAGS, 0, flags);
}

/**
 * pollux_lane_load_polls:
 * @polls: (out caller-allocates) (array length=n): as they are stored
 */
void
pollux_lane_load_polls (const PolluxLane *lane, guint index, guint n, PolluxStoredPoll *polls)
{
  while (n > 0 && index < lane->n_sealed_polls)
    {
      guint block = index / POLLUX_LANE_FANOUT, first = index % POLLUX_LANE_FANOUT;
      guint some = MIN (n, pollux_lane_count_in_block (lane, block) - first);

      unpack_polls (lane, block, first, some, polls);
      index += some;
      polls += some;
      n -= some;
    }
  if (n > 0)
    memcpy (polls, &lane->tail[index - lane->n_sealed_polls], n * sizeof *polls);
}

/**
 * pollux_lane_load_times:
 * @polls: (out caller-allocates) (array length=n): all but record and thread; an open one
 *   ends where it starts
 */
void
pollux_lane_load_times (const PolluxLane *lane, guint index, guint n, PolluxPoll *polls)
{
  while (n > 0 && index < lane->n_sealed_polls)
    {
      guint block = index / POLLUX_LANE_FANOUT, first = index % POLLUX_LANE_FANOUT;
      guint some = MIN (n, pollux_lane_count_in_block (lane, block) - first);

      unpack_times (lane, block, first, some, polls);
      index += some;
      polls += some;
      n -= some;
    }
  for (guint i = 0; i < n; i++)
    {
      const PolluxStoredPoll *stored = pollux_lane_tail_poll (lane, index + i);

      polls[i].start = stored->start;
      polls[i].end = stored->start + stored->length;
      polls[i].wait = stored->wait;
      polls[i].flags = stored->flags;
    }
}

/**
 * pollux_lane_seal_polls:
 * @all: also those that are likely to change, and an incomplete block
 *
 * The lane must be settled.
 */
void
pollux_lane_seal_polls (PolluxLane *lane, gboolean all)
{
  guint n_tail = lane->n_polls - lane->n_sealed_polls;
  guint done = 0;

  if (n_tail == 0 || (!all && n_tail < POLLUX_LANE_FANOUT + KEEP)
      || lane->n_sealed_polls % POLLUX_LANE_FANOUT != 0)
    return;
  while (n_tail - done >= (all ? 1 : POLLUX_LANE_FANOUT + KEEP))
    {
      guint n = MIN (n_tail - done, POLLUX_LANE_FANOUT);
      PolluxSealedBlock block = { lane->tail[done].start, pack_polls (&lane->tail[done], n) };

      POLLUX_LANE_RESERVE (lane->poll_blocks, lane->n_poll_blocks, lane->poll_blocks_allocated);
      lane->poll_blocks[lane->n_poll_blocks++] = block;
      done += n;
    }
  lane->n_sealed_polls += done;
  memmove (lane->tail, lane->tail + done, (n_tail - done) * sizeof *lane->tail);
}

/**
 * pollux_lane_unseal_polls:
 *
 * Makes poll @from and all behind it part of the tail, in which polls can be changed and
 * appended.
 */
void
pollux_lane_unseal_polls (PolluxLane *lane, guint from)
{
  guint kept = from / POLLUX_LANE_FANOUT;
  guint n_tail = lane->n_polls - lane->n_sealed_polls;
  guint n;

  if (from >= lane->n_sealed_polls)
    return;
  n = lane->n_sealed_polls - kept * POLLUX_LANE_FANOUT;
  if (n + n_tail > lane->tail_allocated)
    {
      lane->tail_allocated = n + n_tail + KEEP;
      lane->tail = g_realloc_n (lane->tail, lane->tail_allocated, sizeof *lane->tail);
    }
  memmove (lane->tail + n, lane->tail, n_tail * sizeof *lane->tail);
  pollux_lane_load_polls (lane, kept * POLLUX_LANE_FANOUT, n, lane->tail);
  for (guint i = kept; i < lane->n_poll_blocks; i++)
    g_free (lane->poll_blocks[i].data);
  lane->n_poll_blocks = kept;
  lane->n_sealed_polls = kept * POLLUX_LANE_FANOUT;
}

/* --- wakes --------------------------------------------------------------- */

/* No task is the least of all: most wakes of many a file. */
static inline guint64
task_to_number (guint32 task)
{
  return (task + 1) & POLLUX_STORED_TASK_NONE;
}

static inline guint32
number_to_task (guint64 number)
{
  return (number - 1) & POLLUX_STORED_TASK_NONE;
}

static guint8 *
pack_wakes (const PolluxStoredWake *wakes, guint n)
{
  guint64 numbers[POLLUX_N_WAKE_COLUMNS][POLLUX_LANE_WAKE_STEP];
  guint64 bits[POLLUX_N_WAKE_COLUMNS] = { 0 };
  PolluxSealed sealed = { wakes[0].record, 0, { 0 } };

  for (guint i = 1; i < n; i++)
    sealed.record = MIN (sealed.record, wakes[i].record);
  for (guint i = 0; i < n; i++)
    {
      numbers[POLLUX_WAKE_TIME][i] = (guint64) wakes[i].time - (guint64) wakes[0].time;
      numbers[POLLUX_WAKE_RECORD][i] = wakes[i].record - sealed.record;
      numbers[POLLUX_WAKE_BY][i] = task_to_number (wakes[i].by);
      numbers[POLLUX_WAKE_FLAGS][i] = wakes[i].flags;
      for (guint c = 0; c < POLLUX_N_WAKE_COLUMNS; c++)
        bits[c] |= numbers[c][i];
    }
  return make_block (sealed, numbers[0], POLLUX_LANE_WAKE_STEP, bits, POLLUX_N_WAKE_COLUMNS, n);
}

/**
 * pollux_lane_load_wake:
 *
 * Returns: a wake as it is stored
 */
PolluxStoredWake
pollux_lane_load_wake (const PolluxLane *lane, guint index)
{
  guint block = index / POLLUX_LANE_WAKE_STEP;
  const PolluxSealed *sealed;
  guint64 numbers[POLLUX_N_WAKE_COLUMNS];
  const guint8 *column;
  guint in_block;

  if (index >= lane->n_sealed_wakes)
    return lane->wake_tail[index - lane->n_sealed_wakes];
  sealed = (const PolluxSealed *) lane->wake_blocks[block].data;
  in_block = MIN (lane->n_sealed_wakes - block * POLLUX_LANE_WAKE_STEP, POLLUX_LANE_WAKE_STEP);
  column = (const guint8 *) (sealed + 1);
  for (guint c = 0; c < POLLUX_N_WAKE_COLUMNS; c++)
    {
      numbers[c] = pollux_pack_get (column, sealed->widths[c], index % POLLUX_LANE_WAKE_STEP);
      column += pollux_pack_size (in_block, sealed->widths[c]);
    }
  return (PolluxStoredWake) {
    .time = lane->wake_blocks[block].start + numbers[POLLUX_WAKE_TIME],
    .record = sealed->record + numbers[POLLUX_WAKE_RECORD],
    .by = number_to_task (numbers[POLLUX_WAKE_BY]),
    .flags = numbers[POLLUX_WAKE_FLAGS],
  };
}

/**
 * pollux_lane_seal_wakes:
 * @all: also those that are likely to change, and an incomplete block
 *
 * The lane must be settled.
 */
void
pollux_lane_seal_wakes (PolluxLane *lane, gboolean all)
{
  guint n_tail = lane->n_wakes - lane->n_sealed_wakes;
  guint done = 0;

  if (n_tail == 0 || (!all && n_tail < POLLUX_LANE_WAKE_STEP + KEEP)
      || lane->n_sealed_wakes % POLLUX_LANE_WAKE_STEP != 0)
    return;
  while (n_tail - done >= (all ? 1 : POLLUX_LANE_WAKE_STEP + KEEP))
    {
      guint n = MIN (n_tail - done, POLLUX_LANE_WAKE_STEP);
      PolluxSealedBlock block = { lane->wake_tail[done].time,
                                  pack_wakes (&lane->wake_tail[done], n) };

      POLLUX_LANE_RESERVE (lane->wake_blocks, lane->n_wake_blocks, lane->wake_blocks_allocated);
      lane->wake_blocks[lane->n_wake_blocks++] = block;
      done += n;
    }
  lane->n_sealed_wakes += done;
  memmove (lane->wake_tail, lane->wake_tail + done, (n_tail - done) * sizeof *lane->wake_tail);
}

/**
 * pollux_lane_unseal_wakes:
 *
 * The same as pollux_lane_unseal_polls() for wakes.
 */
void
pollux_lane_unseal_wakes (PolluxLane *lane, guint from)
{
  guint kept = from / POLLUX_LANE_WAKE_STEP;
  guint n_tail = lane->n_wakes - lane->n_sealed_wakes;
  guint first = kept * POLLUX_LANE_WAKE_STEP;
  guint n;

  if (from >= lane->n_sealed_wakes)
    return;
  n = lane->n_sealed_wakes - first;
  if (n + n_tail > lane->wake_tail_allocated)
    {
      lane->wake_tail_allocated = n + n_tail + KEEP;
      lane->wake_tail = g_realloc_n (lane->wake_tail, lane->wake_tail_allocated,
                                     sizeof *lane->wake_tail);
    }
  memmove (lane->wake_tail + n, lane->wake_tail, n_tail * sizeof *lane->wake_tail);
  for (guint i = 0; i < n; i++)
    lane->wake_tail[i] = pollux_lane_load_wake (lane, first + i);
  for (guint i = kept; i < lane->n_wake_blocks; i++)
    g_free (lane->wake_blocks[i].data);
  lane->n_wake_blocks = kept;
  lane->n_sealed_wakes = first;
}

/* --- memory -------------------------------------------------------------- */

#define TRIM(array, n, allocated)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if ((n) == 0)                                                                                  \
      g_clear_pointer (&(array), g_free);                                                          \
    else if ((n) < (allocated))                                                                    \
      (array) = g_realloc_n ((array), (n), sizeof *(array));                                       \
    (allocated) = (n);                                                                             \
  }                                                                                                \
  G_STMT_END

/**
 * pollux_lane_compact:
 *
 * Seals everything, unless that would take more memory, and returns the memory
 * that was kept for more. The lane may grow and change all the same.
 */
void
pollux_lane_compact (PolluxLane *lane)
{
  if (!pollux_lane_is_settled (lane))
    return;
  if (lane->n_polls > FEW_POLLS)
    pollux_lane_seal_polls (lane, TRUE);
  TRIM (lane->tail, lane->n_polls - lane->n_sealed_polls, lane->tail_allocated);
  TRIM (lane->poll_blocks, lane->n_poll_blocks, lane->poll_blocks_allocated);
  if (lane->n_wakes > FEW_WAKES)
    pollux_lane_seal_wakes (lane, TRUE);
  TRIM (lane->wake_tail, lane->n_wakes - lane->n_sealed_wakes, lane->wake_tail_allocated);
  TRIM (lane->wake_blocks, lane->n_wake_blocks, lane->wake_blocks_allocated);
  TRIM (lane->events, lane->n_events, lane->events_allocated);
  TRIM (lane->wake_counts, lane->n_wake_counts, lane->wake_counts_allocated);
  for (guint i = 0; lane->tree != NULL && i < POLLUX_LANE_MAX_LEVELS; i++)
    TRIM (lane->tree->blocks[i], lane->tree->n_blocks[i], lane->tree->allocated[i]);
}

static gsize
measure_blocks (const PolluxSealedBlock *blocks, guint n, guint n_columns, guint n_items,
                guint size)
{
  gsize bytes = n * sizeof *blocks;

  for (guint i = 0; i < n; i++)
    {
      const PolluxSealed *sealed = (const PolluxSealed *) blocks[i].data;
      guint in_block = MIN (n_items - i * size, size);

      /* The allocator's own word, and what it rounds up to. */
      gsize data = sizeof *sealed + POLLUX_PACK_PADDING + sizeof (gsize);

      for (guint c = 0; c < n_columns; c++)
        data += pollux_pack_size (in_block, sealed->widths[c]);
      bytes += (data + 15) / 16 * 16;
    }
  return bytes;
}

/**
 * pollux_lane_get_polls_memory:
 *
 * Returns: bytes of the polls
 */
gsize
pollux_lane_get_polls_memory (const PolluxLane *lane)
{
  g_assert (lane->n_poll_blocks == count_blocks (lane->n_sealed_polls, POLLUX_LANE_FANOUT));

  return (gsize) lane->tail_allocated * sizeof *lane->tail
         + (lane->poll_blocks_allocated - lane->n_poll_blocks) * sizeof *lane->poll_blocks
         + measure_blocks (lane->poll_blocks, lane->n_poll_blocks, POLLUX_N_POLL_COLUMNS,
                           lane->n_sealed_polls, POLLUX_LANE_FANOUT);
}

/**
 * pollux_lane_get_wakes_memory:
 *
 * Returns: bytes of the wakes
 */
gsize
pollux_lane_get_wakes_memory (const PolluxLane *lane)
{
  g_assert (lane->n_wake_blocks == count_blocks (lane->n_sealed_wakes, POLLUX_LANE_WAKE_STEP));

  return (gsize) lane->wake_tail_allocated * sizeof *lane->wake_tail
         + (lane->wake_blocks_allocated - lane->n_wake_blocks) * sizeof *lane->wake_blocks
         + measure_blocks (lane->wake_blocks, lane->n_wake_blocks, POLLUX_N_WAKE_COLUMNS,
                           lane->n_sealed_wakes, POLLUX_LANE_WAKE_STEP);
}
