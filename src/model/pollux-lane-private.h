/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-column.h"
#include "pollux-lane.h"
#include "pollux-pack.h"

G_BEGIN_DECLS

/*
 * How a lane is stored, and how the trace fills it.
 *
 * Polls and wakes are appended to a tail of plain structures and leave it in
 * sealed blocks, packed (see pollux-lane-store.c). Above the polls stands a
 * static tree of summaries, of 32 polls each and 8 blocks above; only complete blocks are stored,
 * the few polls after the last complete one are looked at one by one.
 *
 * What arrives in time order is appended and paired at once. What arrives
 * late is appended all the same and the lane is marked; pollux_lane_settle()
 * then sorts the part behind the earliest late record and pairs it anew, so
 * that a late record costs as much as lies behind it, and nothing is dropped.
 */

/* @length: 0 while the poll is open. */
typedef struct
{
  PolluxTime start;
  gint64 length;
  gint64 wait;
  PolluxRecord record;
  PolluxThread thread;
  guint16 flags;
} PolluxStoredPoll;

/* The columns of sealed polls, and of sealed wakes. */
enum
{
  POLLUX_POLL_START,
  POLLUX_POLL_LENGTH,
  POLLUX_POLL_WAIT,
  POLLUX_POLL_RECORD,
  POLLUX_POLL_THREAD,
  POLLUX_POLL_FLAGS,
  POLLUX_N_POLL_COLUMNS,
};

enum
{
  POLLUX_WAKE_TIME,
  POLLUX_WAKE_RECORD,
  POLLUX_WAKE_BY,
  POLLUX_WAKE_FLAGS,
  POLLUX_N_WAKE_COLUMNS,
};

/* What lies behind the columns, the first of them nearest, wherever they end: the
 * lowest record, and how wide each column is, in bits; of polls then the lowest
 * thread. It is also what a column may be read beyond its end for, at least
 * POLLUX_PACK_PADDING bytes. */
typedef struct
{
  PolluxRecord record;
  guint8 widths[];
} __attribute__ ((packed)) PolluxSealed;

#define POLLUX_SEALED_POLLS_SIZE                                                                   \
  (sizeof (PolluxSealed) + POLLUX_N_POLL_COLUMNS + sizeof (PolluxThread))
#define POLLUX_SEALED_WAKES_SIZE (sizeof (PolluxSealed) + POLLUX_N_WAKE_COLUMNS)

typedef struct
{
  PolluxTime start;    /* of the first poll, the time of the first wake */
  PolluxSealed *sealed;
} PolluxSealedBlock;

/* Blocks of polls, or of wakes. The first @n_in_arena are in the trace's arena.
 * A single one there needs no array, which would be as large as itself. */
typedef struct
{
  union
  {
    struct
    {
      PolluxSealedBlock *blocks;
      guint allocated;
      guint n_in_arena;
    } many;
    PolluxSealedBlock one;
  };
  guint n_items;            /* polls or wakes in all of them */
  guint n : 30;             /* blocks */
  guint is_one : 1;
  guint is_single : 1;      /* and of a single poll, stored otherwise (see put_single()) */
} PolluxSealedBlocks;

static inline const PolluxSealedBlock *
pollux_sealed_blocks_get (const PolluxSealedBlocks *list, guint index)
{
  return list->is_one ? &list->one : &list->many.blocks[index];
}

/* "by" is a task, all bits set for none; tasks beyond that are not told apart
 * from none. */
#define POLLUX_STORED_TASK_BITS 27
#define POLLUX_STORED_TASK_NONE ((1u << POLLUX_STORED_TASK_BITS) - 1)

/* The wake was given to another lane and leaves the array at the next settle. */
#define POLLUX_WAKE_REMOVED (1 << 4)

typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  guint32 by : POLLUX_STORED_TASK_BITS;
  guint32 flags : 5;
} PolluxStoredWake;

typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  guint32 task : POLLUX_STORED_TASK_BITS;
  guint32 level : 4;
} PolluxStoredEvent;

static inline guint32
pollux_stored_task (PolluxTaskIndex task)
{
  return MIN (task, POLLUX_STORED_TASK_NONE);
}

static inline PolluxTaskIndex
pollux_unstored_task (guint32 task)
{
  return task == POLLUX_STORED_TASK_NONE ? POLLUX_TASK_NONE : task;
}

/* Memory of blocks that are likely to stay: without the allocator's own words,
 * and all of it ends with the trace. */
typedef struct
{
  GPtrArray *chunks;
  gsize used;           /* of the last one */
} PolluxArena;

/* What all lanes of a trace share. */
typedef struct
{
  PolluxArena arena;
  PolluxColumn events;  /* PolluxStoredEvent */
  PolluxRange extent;
} PolluxLaneShared;

typedef struct
{
  guint n_levels;
  PolluxBlock *blocks[POLLUX_LANE_MAX_LEVELS];
  guint n_blocks[POLLUX_LANE_MAX_LEVELS];
  guint allocated[POLLUX_LANE_MAX_LEVELS];
} PolluxLaneTree;

/* Sums over the wakes before wake (i + 1) * POLLUX_LANE_WAKE_STEP. */
#define POLLUX_LANE_WAKE_STEP 64

typedef struct
{
  guint32 self;
  guint32 effective;
} PolluxWakeCount;

struct _PolluxLane
{
  PolluxLaneShared *shared;
  PolluxTaskIndex task;

  PolluxTime spawned;
  PolluxTime ended;
  PolluxTime seen;          /* the first record that mentions the task */
  PolluxRecord end_record;

  /* Polls [0, poll_blocks.n_items) are in blocks, the others in the tail; the last
   * block is incomplete only where nothing is in the tail. Wakes likewise. */
  guint n_polls;
  PolluxSealedBlocks poll_blocks;
  PolluxStoredPoll *tail;
  guint tail_allocated;

  guint n_wakes;
  PolluxSealedBlocks wake_blocks;
  PolluxStoredWake *wake_tail;
  guint wake_tail_allocated;

  guint32 *events;
  guint n_events;
  guint events_allocated;

  PolluxLaneTree *tree;
  PolluxWakeCount *wake_counts;
  guint n_wake_counts;
  guint wake_counts_allocated;

  /* The effective wake that no poll has answered yet, G_MAXUINT if none. */
  guint pending;
  /* The polls without an end: usually none or the last. */
  guint open;
  GArray *more_open;

  PolluxStoredPoll drop;
  gboolean has_drop;

  /* Where the late part begins, G_MAXUINT where all is in order. */
  guint late_polls;
  guint late_wakes;
  guint late_events;
  /* The first wake that was given away, G_MAXUINT if none was. */
  guint removed_wakes;
};

void     pollux_lane_init           (PolluxLane       *lane,
                                     PolluxLaneShared *shared,
                                     PolluxTaskIndex   task);
void     pollux_lane_clear          (PolluxLane       *lane);
void     pollux_lane_set_spawned    (PolluxLane       *lane,
                                     PolluxTime        time);
void     pollux_lane_see            (PolluxLane       *lane,
                                     PolluxTime        time);
void     pollux_lane_enter          (PolluxLane       *lane,
                                     PolluxTime        time,
                                     PolluxRecord      record,
                                     PolluxThread      thread);
gboolean pollux_lane_exit           (PolluxLane       *lane,
                                     PolluxTime        time,
                                     PolluxRecord      record,
                                     PolluxThread      thread);
PolluxTime pollux_lane_end          (PolluxLane       *lane,
                                     PolluxTime        time,
                                     PolluxRecord      record);
void     pollux_lane_set_drop_enter (PolluxLane       *lane,
                                     gboolean          drop_enter);
void     pollux_lane_add_wake       (PolluxLane       *lane,
                                     PolluxTime        time,
                                     PolluxRecord      record,
                                     PolluxTaskIndex   by,
                                     gboolean          by_ref);
gboolean pollux_lane_move_wake      (PolluxLane       *lane,
                                     PolluxLane       *to,
                                     PolluxTime        time,
                                     PolluxRecord      record);
void     pollux_lane_add_event      (PolluxLane       *lane,
                                     guint             event);
gboolean pollux_lane_is_settled     (const PolluxLane *lane);
void     pollux_lane_settle         (PolluxLane       *lane);

/* Lengths that are not negative; the sums of a hostile file end at the top. */
static inline gint64
pollux_add_ns (gint64 a, gint64 b)
{
  return a > G_MAXINT64 - b ? G_MAXINT64 : a + b;
}

/* Makes room for one more element; grows by half, from 4 on. */
#define POLLUX_LANE_RESERVE(array, n, allocated)                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if ((n) == (allocated))                                                                        \
      {                                                                                            \
        (allocated) = (allocated) < 4 ? 4 : (allocated) + (allocated) / 2;                         \
        (array) = g_realloc_n ((array), (allocated), sizeof *(array));                             \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

/* Polls and wakes wherever they lie. */
void     pollux_lane_load_polls       (const PolluxLane *lane,
                                       guint             index,
                                       guint             n,
                                       PolluxStoredPoll *polls);
void     pollux_lane_load_times       (const PolluxLane *lane,
                                       guint             index,
                                       guint             n,
                                       PolluxPoll       *polls);
PolluxStoredWake
         pollux_lane_load_wake        (const PolluxLane *lane,
                                       guint             index);
void     pollux_lane_seal_polls       (PolluxLane       *lane,
                                       gboolean          all);
void     pollux_lane_unseal_polls     (PolluxLane       *lane,
                                       guint             from);
void     pollux_lane_seal_wakes       (PolluxLane       *lane,
                                       gboolean          all);
void     pollux_lane_unseal_wakes     (PolluxLane       *lane,
                                       guint             from);
void     pollux_lane_compact          (PolluxLane       *lane);
void     pollux_lane_free_blocks      (PolluxLane       *lane);
void     pollux_arena_clear           (PolluxArena      *arena);
gsize    pollux_arena_get_spare       (const PolluxArena *arena);
gsize    pollux_lane_get_polls_memory (const PolluxLane *lane);
gsize    pollux_lane_get_wakes_memory (const PolluxLane *lane);

static inline guint
pollux_lane_count_in_block (const PolluxLane *lane, guint block)
{
  return MIN (lane->poll_blocks.n_items - block * POLLUX_LANE_FANOUT, POLLUX_LANE_FANOUT);
}

static inline guint
pollux_lane_count_wakes_in_block (const PolluxLane *lane, guint block)
{
  return MIN (lane->wake_blocks.n_items - block * POLLUX_LANE_WAKE_STEP, POLLUX_LANE_WAKE_STEP);
}

/* Borrowed; for polls and wakes that are not sealed. */
static inline PolluxStoredPoll *
pollux_lane_tail_poll (const PolluxLane *lane, guint index)
{
  return &lane->tail[index - lane->poll_blocks.n_items];
}

static inline PolluxStoredWake *
pollux_lane_tail_wake (const PolluxLane *lane, guint index)
{
  return &lane->wake_tail[index - lane->wake_blocks.n_items];
}

/* The only poll of a lane. */
PolluxStoredPoll
         pollux_lane_load_single      (const PolluxLane *lane);

/* Of polls. */
static inline PolluxThread
pollux_sealed_get_thread (const PolluxSealed *sealed)
{
  PolluxThread thread;

  memcpy (&thread, sealed->widths + POLLUX_N_POLL_COLUMNS, sizeof thread);
  return thread;
}

/* One number of a sealed poll. */
static inline guint64
pollux_lane_get_sealed (const PolluxLane *lane, guint index, guint which)
{
  guint block = index / POLLUX_LANE_FANOUT;
  const PolluxSealed *sealed = pollux_sealed_blocks_get (&lane->poll_blocks, block)->sealed;
  const guint8 *column = (const guint8 *) sealed;
  guint n = pollux_lane_count_in_block (lane, block);

  for (guint i = 0; i <= which; i++)
    column -= pollux_pack_size (n, sealed->widths[i]);
  return pollux_pack_get (column, sealed->widths[which], index % POLLUX_LANE_FANOUT);
}

static inline PolluxTime
pollux_lane_poll_start (const PolluxLane *lane, guint index)
{
  if (index >= lane->poll_blocks.n_items)
    return pollux_lane_tail_poll (lane, index)->start;
  if (lane->poll_blocks.is_single)
    return lane->poll_blocks.one.start;
  return pollux_sealed_blocks_get (&lane->poll_blocks, index / POLLUX_LANE_FANOUT)->start
         + pollux_lane_get_sealed (lane, index, POLLUX_POLL_START);
}

/* 0 for an open poll. */
static inline gint64
pollux_lane_poll_length (const PolluxLane *lane, guint index)
{
  if (index >= lane->poll_blocks.n_items)
    return pollux_lane_tail_poll (lane, index)->length;
  if (lane->poll_blocks.is_single)
    return pollux_lane_load_single (lane).length;
  return pollux_lane_get_sealed (lane, index, POLLUX_POLL_LENGTH);
}

/* Of scheduled time or spawn delay before the poll. */
static inline gint64
pollux_lane_poll_wait (const PolluxLane *lane, guint index)
{
  if (index >= lane->poll_blocks.n_items)
    return pollux_lane_tail_poll (lane, index)->wait;
  if (lane->poll_blocks.is_single)
    return pollux_lane_load_single (lane).wait;
  return pollux_lane_get_sealed (lane, index, POLLUX_POLL_WAIT);
}

static inline guint
pollux_lane_poll_flags (const PolluxLane *lane, guint index)
{
  if (index >= lane->poll_blocks.n_items)
    return pollux_lane_tail_poll (lane, index)->flags;
  if (lane->poll_blocks.is_single)
    return pollux_lane_load_single (lane).flags;
  return pollux_lane_get_sealed (lane, index, POLLUX_POLL_FLAGS);
}

static inline PolluxRecord
pollux_lane_poll_record (const PolluxLane *lane, guint index)
{
  const PolluxSealed *sealed;

  if (index >= lane->poll_blocks.n_items)
    return pollux_lane_tail_poll (lane, index)->record;
  if (lane->poll_blocks.is_single)
    return pollux_lane_load_single (lane).record;
  sealed = pollux_sealed_blocks_get (&lane->poll_blocks, index / POLLUX_LANE_FANOUT)->sealed;
  return sealed->record + pollux_lane_get_sealed (lane, index, POLLUX_POLL_RECORD);
}

static inline PolluxThread
pollux_lane_poll_thread (const PolluxLane *lane, guint index)
{
  const PolluxSealed *sealed;

  if (index >= lane->poll_blocks.n_items)
    return pollux_lane_tail_poll (lane, index)->thread;
  if (lane->poll_blocks.is_single)
    return pollux_lane_load_single (lane).thread;
  sealed = pollux_sealed_blocks_get (&lane->poll_blocks, index / POLLUX_LANE_FANOUT)->sealed;
  return pollux_sealed_get_thread (sealed)
         + pollux_lane_get_sealed (lane, index, POLLUX_POLL_THREAD);
}

static inline PolluxTime
pollux_lane_wake_time (const PolluxLane *lane, guint index)
{
  guint at = index / POLLUX_LANE_WAKE_STEP;
  const PolluxSealedBlock *block;
  const guint8 *column;
  guint width;

  if (index >= lane->wake_blocks.n_items)
    return pollux_lane_tail_wake (lane, index)->time;
  block = pollux_sealed_blocks_get (&lane->wake_blocks, at);
  width = block->sealed->widths[POLLUX_WAKE_TIME];
  column = (const guint8 *) block->sealed
           - pollux_pack_size (pollux_lane_count_wakes_in_block (lane, at), width);
  return block->start + pollux_pack_get (column, width, index % POLLUX_LANE_WAKE_STEP);
}

G_END_DECLS
