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
 *
 * When all is read everything is sealed, and moves to an arena. There may be a million
 * lanes with a few polls each: what is allocated for each of them counts more than what
 * it holds.
 */

#include "config.h"

#include "pollux-lane-private.h"

/* So many polls or wakes stay in the tail. */
#define KEEP 16

static guint
count_blocks (guint n, guint size)
{
  return (n + size - 1) / size;
}

/* --- blocks -------------------------------------------------------------- */

/* Chunks of it hold fifty blocks at least. */
#define CHUNK_SIZE (64 * 1024)

/* What there is of polls, or of wakes. */
typedef struct
{
  guint n_columns;
  guint n_in_block;
  gsize sealed_size;
} Kind;

static const Kind poll_kind = {
  POLLUX_N_POLL_COLUMNS, POLLUX_LANE_FANOUT, POLLUX_SEALED_POLLS_SIZE,
};
static const Kind wake_kind = {
  POLLUX_N_WAKE_COLUMNS, POLLUX_LANE_WAKE_STEP, POLLUX_SEALED_WAKES_SIZE,
};

G_STATIC_ASSERT (POLLUX_SEALED_POLLS_SIZE >= POLLUX_PACK_PADDING);
G_STATIC_ASSERT (POLLUX_SEALED_WAKES_SIZE >= POLLUX_PACK_PADDING);

/* Bytes before the PolluxSealed. */
static gsize
measure_columns (const Kind *kind, const guint8 *widths, guint n)
{
  gsize size = 0;

  for (guint i = 0; i < kind->n_columns; i++)
    size += pollux_pack_size (n, widths[i]);
  return size;
}

/* Columns of @n numbers each, one after the other as many as a block has; @bits of
 * all of them together. */
static PolluxSealed *
make_block (const Kind *kind, const guint64 *numbers, const guint64 *bits, guint n,
            PolluxRecord record)
{
  guint8 widths[POLLUX_N_POLL_COLUMNS];
  PolluxSealed *sealed;
  guint8 *column;
  gsize size;

  for (guint i = 0; i < kind->n_columns; i++)
    widths[i] = pollux_pack_width (bits[i]);
  size = measure_columns (kind, widths, n);
  column = g_malloc (size + kind->sealed_size);
  sealed = (PolluxSealed *) (gpointer) (column + size);

  /* What is written beyond the end of a column is written again. */
  for (guint i = kind->n_columns; i-- > 0;)
    column = pollux_pack_put (column, widths[i], n, numbers + i * kind->n_in_block);
  sealed->record = record;
  memcpy (sealed->widths, widths, kind->n_columns);
  return sealed;
}

/* Of a block that is not in the arena. */
static void
free_block (const Kind *kind, PolluxSealed *sealed, guint n)
{
  g_free ((guint8 *) sealed - measure_columns (kind, sealed->widths, n));
}

static guint8 *
arena_alloc (PolluxArena *arena, gsize size)
{
  g_assert (size <= CHUNK_SIZE);

  if (arena->chunks == NULL)
    arena->chunks = g_ptr_array_new_with_free_func (g_free);
  if (arena->chunks->len == 0 || arena->used + size > CHUNK_SIZE)
    {
      g_ptr_array_add (arena->chunks, g_malloc (CHUNK_SIZE));
      arena->used = 0;
    }
  arena->used += size;
  return (guint8 *) g_ptr_array_index (arena->chunks, arena->chunks->len - 1) + arena->used - size;
}

/**
 * pollux_arena_clear:
 *
 * Frees all that is in it.
 */
void
pollux_arena_clear (PolluxArena *arena)
{
  g_clear_pointer (&arena->chunks, g_ptr_array_unref);
  arena->used = 0;
}

/**
 * pollux_arena_get_spare:
 *
 * Returns: bytes at the end of the last chunk
 */
gsize
pollux_arena_get_spare (const PolluxArena *arena)
{
  return arena->chunks != NULL && arena->chunks->len > 0 ? CHUNK_SIZE - arena->used : 0;
}

static guint
count_in_block (const PolluxSealedBlocks *list, const Kind *kind, guint block)
{
  return MIN (list->n_items - block * kind->n_in_block, kind->n_in_block);
}

/* An array again, for more. */
static void
spread_blocks (PolluxSealedBlocks *list)
{
  PolluxSealedBlock one = list->one;

  if (!list->is_one)
    return;
  list->many.blocks = g_new (PolluxSealedBlock, 1);
  list->many.blocks[0] = one;
  list->many.allocated = list->many.n_in_arena = 1;
  list->is_one = list->is_single = FALSE;
}

static void
append_block (PolluxSealedBlocks *list, PolluxTime start, PolluxSealed *sealed)
{
  spread_blocks (list);
  POLLUX_LANE_RESERVE (list->many.blocks, list->n, list->many.allocated);
  list->many.blocks[list->n++] = (PolluxSealedBlock) { start, sealed };
}

/* Those from @kept on; what is in the arena stays there, unused. */
static void
drop_blocks (PolluxSealedBlocks *list, const Kind *kind, guint kept)
{
  if (kept >= list->n)
    return;
  spread_blocks (list);
  for (guint i = MAX (kept, list->many.n_in_arena); i < list->n; i++)
    free_block (kind, list->many.blocks[i].sealed, count_in_block (list, kind, i));
  list->n = kept;
  list->many.n_in_arena = MIN (list->many.n_in_arena, kept);
  if (kept > 0)
    return;
  g_clear_pointer (&list->many.blocks, g_free);
  list->many.allocated = 0;
}

/* --- single polls -------------------------------------------------------- */

/* A number of up to 64 bits takes ten bytes. */
#define SINGLE_MAX (sizeof (PolluxRecord) + sizeof (PolluxThread) + 3 * 10)

static guint8 *
put_number (guint8 *out, guint64 number)
{
  for (; number >= 0x80; number >>= 7)
    *out++ = 0x80 | (number & 0x7f);
  *out++ = number;
  return out;
}

static guint64
get_number (const guint8 **in)
{
  guint64 number = 0;

  for (guint shift = 0; shift < 64; shift += 7)
    {
      guint8 byte = *(*in)++;

      number |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        break;
    }
  return number;
}

/* Its record and thread, then length, wait and flags, each in as many bytes as it needs,
 * seven bits in each. */
static gsize
put_single (guint8 *out, const PolluxStoredPoll *poll)
{
  guint8 *end = out + sizeof poll->record + sizeof poll->thread;

  memcpy (out, &poll->record, sizeof poll->record);
  memcpy (out + sizeof poll->record, &poll->thread, sizeof poll->thread);
  end = put_number (end, poll->length);
  end = put_number (end, poll->wait);
  end = put_number (end, poll->flags);
  return end - out;
}

/**
 * pollux_lane_load_single:
 *
 * Returns: the only poll of a lane that has it stored by itself
 */
PolluxStoredPoll
pollux_lane_load_single (const PolluxLane *lane)
{
  PolluxStoredPoll poll = { .start = lane->poll_blocks.one.start };
  const guint8 *in = (const guint8 *) lane->poll_blocks.one.sealed;

  memcpy (&poll.record, in, sizeof poll.record);
  memcpy (&poll.thread, in + sizeof poll.record, sizeof poll.thread);
  in += sizeof poll.record + sizeof poll.thread;
  poll.length = get_number (&in);
  poll.wait = get_number (&in);
  poll.flags = get_number (&in);
  return poll;
}

static gsize
measure_single (const PolluxLane *lane)
{
  PolluxStoredPoll poll = pollux_lane_load_single (lane);
  guint8 bytes[SINGLE_MAX];

  return put_single (bytes, &poll);
}

/* Many a program spawns a task for a request, which is polled once. */
static void
store_single (PolluxLane *lane)
{
  guint8 bytes[SINGLE_MAX], *data;
  PolluxSealedBlock one;
  PolluxStoredPoll poll;
  gsize size;

  pollux_lane_load_polls (lane, 0, 1, &poll);
  size = put_single (bytes, &poll);
  data = arena_alloc (&lane->shared->arena, size);
  memcpy (data, bytes, size);
  one = (PolluxSealedBlock) { poll.start, (PolluxSealed *) (gpointer) data };
  drop_blocks (&lane->poll_blocks, &poll_kind, 0);
  lane->poll_blocks = (PolluxSealedBlocks) {
    .one = one, .n_items = 1, .n = 1, .is_one = TRUE, .is_single = TRUE,
  };
}

static void
move_to_arena (PolluxSealedBlocks *list, const Kind *kind, PolluxArena *arena)
{
  if (list->n == 0 || list->is_one)
    return;

  for (guint i = list->many.n_in_arena; i < list->n; i++)
    {
      PolluxSealed *sealed = list->many.blocks[i].sealed;
      guint n = count_in_block (list, kind, i);
      gsize before = measure_columns (kind, sealed->widths, n);
      guint8 *data = arena_alloc (arena, before + kind->sealed_size);

      memcpy (data, (guint8 *) sealed - before, before + kind->sealed_size);
      list->many.blocks[i].sealed = (PolluxSealed *) (gpointer) (data + before);
      free_block (kind, sealed, n);
    }

  if (list->n == 1)
    {
      PolluxSealedBlock *array = list->many.blocks;

      list->one = array[0];
      list->is_one = TRUE;
      g_free (array);
      return;
    }
  list->many.n_in_arena = list->n;
  list->many.blocks = g_renew (PolluxSealedBlock, list->many.blocks, list->n);
  list->many.allocated = list->n;
}

/**
 * pollux_lane_free_blocks:
 *
 * Frees what is sealed, when the lane ends.
 */
void
pollux_lane_free_blocks (PolluxLane *lane)
{
  drop_blocks (&lane->poll_blocks, &poll_kind, 0);
  drop_blocks (&lane->wake_blocks, &wake_kind, 0);
}

/* --- polls --------------------------------------------------------------- */

static PolluxSealed *
pack_polls (const PolluxStoredPoll *polls, guint n)
{
  guint64 numbers[POLLUX_N_POLL_COLUMNS][POLLUX_LANE_FANOUT];
  guint64 bits[POLLUX_N_POLL_COLUMNS] = { 0 };
  PolluxRecord record = polls[0].record;
  PolluxThread thread = polls[0].thread;
  PolluxSealed *sealed;

  for (guint i = 1; i < n; i++)
    {
      record = MIN (record, polls[i].record);
      thread = MIN (thread, polls[i].thread);
    }
  for (guint i = 0; i < n; i++)
    {
      numbers[POLLUX_POLL_START][i] = (guint64) polls[i].start - (guint64) polls[0].start;
      numbers[POLLUX_POLL_LENGTH][i] = polls[i].length;
      numbers[POLLUX_POLL_WAIT][i] = polls[i].wait;
      numbers[POLLUX_POLL_RECORD][i] = polls[i].record - record;
      numbers[POLLUX_POLL_THREAD][i] = polls[i].thread - thread;
      numbers[POLLUX_POLL_FLAGS][i] = polls[i].flags;
      for (guint c = 0; c < POLLUX_N_POLL_COLUMNS; c++)
        bits[c] |= numbers[c][i];
    }
  sealed = make_block (&poll_kind, numbers[0], bits, n, record);
  memcpy (sealed->widths + POLLUX_N_POLL_COLUMNS, &thread, sizeof thread);
  return sealed;
}

static void
find_columns (const PolluxLane *lane, guint block, const guint8 **columns)
{
  const PolluxSealed *sealed = pollux_sealed_blocks_get (&lane->poll_blocks, block)->sealed;
  guint n = pollux_lane_count_in_block (lane, block);
  const guint8 *column = (const guint8 *) sealed;

  for (guint c = 0; c < POLLUX_N_POLL_COLUMNS; c++)
    {
      column -= pollux_pack_size (n, sealed->widths[c]);
      columns[c] = column;
    }
}

/* Column @c of polls [first, first + n) of a block into a field. */
#define UNPACK(c, base, field)                                                                     \
  POLLUX_PACK_UNPACK (columns[c], sealed->widths[c], first, n, base, polls, field)

static void
unpack_polls (const PolluxLane *lane, guint block, guint first, guint n, PolluxStoredPoll *polls)
{
  const PolluxSealedBlock *from = pollux_sealed_blocks_get (&lane->poll_blocks, block);
  const PolluxSealed *sealed = from->sealed;
  const guint8 *columns[POLLUX_N_POLL_COLUMNS];

  find_columns (lane, block, columns);
  UNPACK (POLLUX_POLL_START, (guint64) from->start, start);
  UNPACK (POLLUX_POLL_LENGTH, 0, length);
  UNPACK (POLLUX_POLL_WAIT, 0, wait);
  UNPACK (POLLUX_POLL_RECORD, sealed->record, record);
  UNPACK (POLLUX_POLL_THREAD, pollux_sealed_get_thread (sealed), thread);
  UNPACK (POLLUX_POLL_FLAGS, 0, flags);
}

/* The same without records and threads, all columns in one pass: where a pixel stands
 * for a dozen polls a fifth of the frame is spent here. */
static void
unpack_times (const PolluxLane *lane, guint block, guint first, guint n, PolluxPoll *polls)
{
  const PolluxSealedBlock *from = pollux_sealed_blocks_get (&lane->poll_blocks, block);
  const PolluxSealed *sealed = from->sealed;
  const guint8 *columns[POLLUX_N_POLL_COLUMNS];
  PolluxPackReader readers[POLLUX_N_POLL_COLUMNS];
  gboolean narrow = TRUE;

  find_columns (lane, block, columns);
  for (guint c = 0; c < POLLUX_N_POLL_COLUMNS; c++)
    narrow &= pollux_pack_reader_init (&readers[c], columns[c], sealed->widths[c], first);
  if (G_UNLIKELY (!narrow))
    {
      UNPACK (POLLUX_POLL_START, (guint64) from->start, start);
      UNPACK (POLLUX_POLL_LENGTH, (guint64) polls[i_].start, end);
      UNPACK (POLLUX_POLL_WAIT, 0, wait);
      UNPACK (POLLUX_POLL_FLAGS, 0, flags);
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      guint64 start = (guint64) from->start + pollux_pack_reader_next (&readers[POLLUX_POLL_START]);

      polls[i].start = start;
      polls[i].end = start + pollux_pack_reader_next (&readers[POLLUX_POLL_LENGTH]);
      polls[i].wait = pollux_pack_reader_next (&readers[POLLUX_POLL_WAIT]);
      polls[i].flags = pollux_pack_reader_next (&readers[POLLUX_POLL_FLAGS]);
    }
}

/**
 * pollux_lane_load_polls:
 * @polls: (out caller-allocates) (array length=n): as they are stored
 */
void
pollux_lane_load_polls (const PolluxLane *lane, guint index, guint n, PolluxStoredPoll *polls)
{
  if (n > 0 && index < lane->poll_blocks.n_items && lane->poll_blocks.is_single)
    {
      *polls++ = pollux_lane_load_single (lane);
      index++;
      n--;
    }
  while (n > 0 && index < lane->poll_blocks.n_items)
    {
      guint block = index / POLLUX_LANE_FANOUT, first = index % POLLUX_LANE_FANOUT;
      guint some = MIN (n, pollux_lane_count_in_block (lane, block) - first);

      unpack_polls (lane, block, first, some, polls);
      index += some;
      polls += some;
      n -= some;
    }
  if (n > 0)
    memcpy (polls, &lane->tail[index - lane->poll_blocks.n_items], n * sizeof *polls);
}

static void
copy_times (const PolluxStoredPoll *stored, PolluxPoll *poll)
{
  poll->start = stored->start;
  poll->end = stored->start + stored->length;
  poll->wait = stored->wait;
  poll->flags = stored->flags;
}

/**
 * pollux_lane_load_times:
 * @polls: (out caller-allocates) (array length=n): all but record and thread; an open one
 *   ends where it starts
 */
void
pollux_lane_load_times (const PolluxLane *lane, guint index, guint n, PolluxPoll *polls)
{
  if (n > 0 && index < lane->poll_blocks.n_items && lane->poll_blocks.is_single)
    {
      PolluxStoredPoll single = pollux_lane_load_single (lane);

      copy_times (&single, polls++);
      index++;
      n--;
    }
  while (n > 0 && index < lane->poll_blocks.n_items)
    {
      guint block = index / POLLUX_LANE_FANOUT, first = index % POLLUX_LANE_FANOUT;
      guint some = MIN (n, pollux_lane_count_in_block (lane, block) - first);

      unpack_times (lane, block, first, some, polls);
      index += some;
      polls += some;
      n -= some;
    }
  for (guint i = 0; i < n; i++)
    copy_times (pollux_lane_tail_poll (lane, index + i), &polls[i]);
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
  guint n_tail = lane->n_polls - lane->poll_blocks.n_items;
  guint done = 0;

  if (n_tail == 0 || (!all && n_tail < POLLUX_LANE_FANOUT + KEEP)
      || lane->poll_blocks.n_items % POLLUX_LANE_FANOUT != 0)
    return;
  while (n_tail - done >= (all ? 1 : POLLUX_LANE_FANOUT + KEEP))
    {
      guint n = MIN (n_tail - done, POLLUX_LANE_FANOUT);

      append_block (&lane->poll_blocks, lane->tail[done].start, pack_polls (&lane->tail[done], n));
      done += n;
    }
  lane->poll_blocks.n_items += done;
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
  guint n_tail = lane->n_polls - lane->poll_blocks.n_items;
  guint n;

  if (from >= lane->poll_blocks.n_items)
    return;
  n = lane->poll_blocks.n_items - kept * POLLUX_LANE_FANOUT;
  if (n + n_tail > lane->tail_allocated)
    {
      lane->tail_allocated = n + n_tail + KEEP;
      lane->tail = g_realloc_n (lane->tail, lane->tail_allocated, sizeof *lane->tail);
    }
  memmove (lane->tail + n, lane->tail, n_tail * sizeof *lane->tail);
  pollux_lane_load_polls (lane, kept * POLLUX_LANE_FANOUT, n, lane->tail);
  drop_blocks (&lane->poll_blocks, &poll_kind, kept);
  lane->poll_blocks.n_items = kept * POLLUX_LANE_FANOUT;
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

static PolluxSealed *
pack_wakes (const PolluxStoredWake *wakes, guint n)
{
  guint64 numbers[POLLUX_N_WAKE_COLUMNS][POLLUX_LANE_WAKE_STEP];
  guint64 bits[POLLUX_N_WAKE_COLUMNS] = { 0 };
  PolluxRecord record = wakes[0].record;

  for (guint i = 1; i < n; i++)
    record = MIN (record, wakes[i].record);
  for (guint i = 0; i < n; i++)
    {
      numbers[POLLUX_WAKE_TIME][i] = (guint64) wakes[i].time - (guint64) wakes[0].time;
      numbers[POLLUX_WAKE_RECORD][i] = wakes[i].record - record;
      numbers[POLLUX_WAKE_BY][i] = task_to_number (wakes[i].by);
      numbers[POLLUX_WAKE_FLAGS][i] = wakes[i].flags;
      for (guint c = 0; c < POLLUX_N_WAKE_COLUMNS; c++)
        bits[c] |= numbers[c][i];
    }
  return make_block (&wake_kind, numbers[0], bits, n, record);
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

  if (index >= lane->wake_blocks.n_items)
    return lane->wake_tail[index - lane->wake_blocks.n_items];
  sealed = pollux_sealed_blocks_get (&lane->wake_blocks, block)->sealed;
  in_block = pollux_lane_count_wakes_in_block (lane, block);
  column = (const guint8 *) sealed;
  for (guint c = 0; c < POLLUX_N_WAKE_COLUMNS; c++)
    {
      column -= pollux_pack_size (in_block, sealed->widths[c]);
      numbers[c] = pollux_pack_get (column, sealed->widths[c], index % POLLUX_LANE_WAKE_STEP);
    }
  return (PolluxStoredWake) {
    .time = pollux_sealed_blocks_get (&lane->wake_blocks, block)->start + numbers[POLLUX_WAKE_TIME],
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
  guint n_tail = lane->n_wakes - lane->wake_blocks.n_items;
  guint done = 0;

  if (n_tail == 0 || (!all && n_tail < POLLUX_LANE_WAKE_STEP + KEEP)
      || lane->wake_blocks.n_items % POLLUX_LANE_WAKE_STEP != 0)
    return;
  while (n_tail - done >= (all ? 1 : POLLUX_LANE_WAKE_STEP + KEEP))
    {
      guint n = MIN (n_tail - done, POLLUX_LANE_WAKE_STEP);

      append_block (&lane->wake_blocks, lane->wake_tail[done].time,
                    pack_wakes (&lane->wake_tail[done], n));
      done += n;
    }
  lane->wake_blocks.n_items += done;
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
  guint n_tail = lane->n_wakes - lane->wake_blocks.n_items;
  guint first = kept * POLLUX_LANE_WAKE_STEP;
  guint n;

  if (from >= lane->wake_blocks.n_items)
    return;
  n = lane->wake_blocks.n_items - first;
  if (n + n_tail > lane->wake_tail_allocated)
    {
      lane->wake_tail_allocated = n + n_tail + KEEP;
      lane->wake_tail = g_realloc_n (lane->wake_tail, lane->wake_tail_allocated,
                                     sizeof *lane->wake_tail);
    }
  memmove (lane->wake_tail + n, lane->wake_tail, n_tail * sizeof *lane->wake_tail);
  for (guint i = 0; i < n; i++)
    lane->wake_tail[i] = pollux_lane_load_wake (lane, first + i);
  drop_blocks (&lane->wake_blocks, &wake_kind, kept);
  lane->wake_blocks.n_items = first;
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
 * Seals everything, and returns the memory that was kept for more. What is sealed
 * moves to the trace's arena: where many lanes have few polls the allocator's words
 * are a sixth of it. The lane may grow and change all the same.
 */
void
pollux_lane_compact (PolluxLane *lane)
{
  if (!pollux_lane_is_settled (lane))
    return;
  if (lane->n_polls == 1 && !lane->poll_blocks.is_single)
    store_single (lane);
  pollux_lane_seal_polls (lane, TRUE);
  TRIM (lane->tail, lane->n_polls - lane->poll_blocks.n_items, lane->tail_allocated);
  pollux_lane_seal_wakes (lane, TRUE);
  TRIM (lane->wake_tail, lane->n_wakes - lane->wake_blocks.n_items, lane->wake_tail_allocated);
  move_to_arena (&lane->poll_blocks, &poll_kind, &lane->shared->arena);
  move_to_arena (&lane->wake_blocks, &wake_kind, &lane->shared->arena);
  TRIM (lane->events, lane->n_events, lane->events_allocated);
  TRIM (lane->wake_counts, lane->n_wake_counts, lane->wake_counts_allocated);
  for (guint i = 0; lane->tree != NULL && i < POLLUX_LANE_MAX_LEVELS; i++)
    TRIM (lane->tree->blocks[i], lane->tree->n_blocks[i], lane->tree->allocated[i]);
}

static gsize
measure_blocks (const PolluxSealedBlocks *list, const Kind *kind)
{
  guint n_in_arena = list->is_one ? 1 : list->many.n_in_arena;
  gsize bytes = list->is_one ? 0 : list->many.allocated * sizeof (PolluxSealedBlock);

  g_assert (list->n == count_blocks (list->n_items, kind->n_in_block));

  for (guint i = 0; i < list->n; i++)
    {
      const PolluxSealed *sealed = pollux_sealed_blocks_get (list, i)->sealed;
      guint n = count_in_block (list, kind, i);
      gsize data = measure_columns (kind, sealed->widths, n) + kind->sealed_size;

      /* The allocator's own word, and what it rounds up to. */
      bytes += i < n_in_arena ? data : (data + sizeof (gsize) + 15) / 16 * 16;
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
  if (lane->poll_blocks.is_single)
    return (gsize) lane->tail_allocated * sizeof *lane->tail + measure_single (lane);
  return (gsize) lane->tail_allocated * sizeof *lane->tail
         + measure_blocks (&lane->poll_blocks, &poll_kind);
}

/**
 * pollux_lane_get_wakes_memory:
 *
 * Returns: bytes of the wakes
 */
gsize
pollux_lane_get_wakes_memory (const PolluxLane *lane)
{
  return (gsize) lane->wake_tail_allocated * sizeof *lane->wake_tail
         + measure_blocks (&lane->wake_blocks, &wake_kind);
}
