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
 * static tree of summaries, 32 children each; only complete blocks are stored,
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

/* What comes before the columns: the lowest record and thread, and how wide
 * each column is, in bits. */
typedef struct
{
  PolluxRecord record;
  PolluxThread thread;
  guint8 widths[POLLUX_N_POLL_COLUMNS];
} PolluxSealed;

typedef struct
{
  PolluxTime start;    /* of the first poll, the time of the first wake */
  guint8 *data;        /* PolluxSealed, then the columns */
} PolluxSealedBlock;

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

/* What all lanes of a trace share. */
typedef struct
{
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

  /* Polls [0, n_sealed_polls) are in blocks, the others in the tail; the last
   * block is incomplete only where nothing is in the tail. Wakes likewise. */
  guint n_polls;
  guint n_sealed_polls;
  PolluxSealedBlock *poll_blocks;
  guint n_poll_blocks;
  guint poll_blocks_allocated;
  PolluxStoredPoll *tail;
  guint tail_allocated;

  guint n_wakes;
  guint n_sealed_wakes;
  PolluxSealedBlock *wake_blocks;
  guint n_wake_blocks;
  guint wake_blocks_allocated;
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
gsize    pollux_lane_get_polls_memory (const PolluxLane *lane);
gsize    pollux_lane_get_wakes_memory (const PolluxLane *lane);

static inline guint
pollux_lane_count_in_block (const PolluxLane *lane, guint block)
{
  return MIN (lane->n_sealed_polls - block * POLLUX_LANE_FANOUT, POLLUX_LANE_FANOUT);
}

/* Borrowed; for polls and wakes that are not sealed. */
static inline PolluxStoredPoll *
pollux_lane_tail_poll (const PolluxLane *lane, guint index)
{
  return &lane->tail[index - lane->n_sealed_polls];
}

static inline PolluxStoredWake *
pollux_lane_tail_wake (const PolluxLane *lane, guint index)
{
  return &lane->wake_tail[index - lane->n_sealed_wakes];
}

/* One number of a sealed poll. */
static inline guint64
pollux_lane_get_sealed (const PolluxLane *lane, guint index, guint which)
{
  guint block = index / POLLUX_LANE_FANOUT;
  const PolluxSealed *sealed = (const PolluxSealed *) lane->poll_blocks[block].data;
  const guint8 *column = (const guint8 *) (sealed + 1);
  guint n = pollux_lane_count_in_block (lane, block);

  for (guint i = 0; i < which; i++)
    column += pollux_pack_size (n, sealed->widths[i]);
  return pollux_pack_get (column, sealed->widths[which], index % POLLUX_LANE_FANOUT);
}

static inline PolluxTime
pollux_lane_poll_start (const PolluxLane *lane, guint index)
{
  if (index >= lane->n_sealed_polls)
    return pollux_lane_tail_poll (lane, index)->start;
  return lane->poll_blocks[index / POLLUX_LANE_FANOUT].start
         + pollux_lane_get_sealed (lane, index, POLLUX_POLL_START);
}

/* 0 for an open poll. */
static inline gint64
pollux_lane_poll_length (const PolluxLane *lane, guint index)
{
  if (index >= lane->n_sealed_polls)
    return pollux_lane_tail_poll (lane, index)->length;
  return pollux_lane_get_sealed (lane, index, POLLUX_POLL_LENGTH);
}

/* Of scheduled time or spawn delay before the poll. */
static inline gint64
pollux_lane_poll_wait (const PolluxLane *lane, guint index)
{
  if (index >= lane->n_sealed_polls)
    return pollux_lane_tail_poll (lane, index)->wait;
  return pollux_lane_get_sealed (lane, index, POLLUX_POLL_WAIT);
}

static inline guint
pollux_lane_poll_flags (const PolluxLane *lane, guint index)
{
  if (index >= lane->n_sealed_polls)
    return pollux_lane_tail_poll (lane, index)->flags;
  return pollux_lane_get_sealed (lane, index, POLLUX_POLL_FLAGS);
}

static inline PolluxRecord
pollux_lane_poll_record (const PolluxLane *lane, guint index)
{
  const PolluxSealed *sealed;

  if (index >= lane->n_sealed_polls)
    return pollux_lane_tail_poll (lane, index)->record;
  sealed = (const PolluxSealed *) lane->poll_blocks[index / POLLUX_LANE_FANOUT].data;
  return sealed->record + pollux_lane_get_sealed (lane, index, POLLUX_POLL_RECORD);
}

static inline PolluxThread
pollux_lane_poll_thread (const PolluxLane *lane, guint index)
{
  const PolluxSealed *sealed;

  if (index >= lane->n_sealed_polls)
    return pollux_lane_tail_poll (lane, index)->thread;
  sealed = (const PolluxSealed *) lane->poll_blocks[index / POLLUX_LANE_FANOUT].data;
  return sealed->thread + pollux_lane_get_sealed (lane, index, POLLUX_POLL_THREAD);
}

static inline PolluxTime
pollux_lane_wake_time (const PolluxLane *lane, guint index)
{
  const PolluxSealedBlock *block;

  if (index >= lane->n_sealed_wakes)
    return pollux_lane_tail_wake (lane, index)->time;
  block = &lane->wake_blocks[index / POLLUX_LANE_WAKE_STEP];
  return block->start
         + pollux_pack_get (block->data + sizeof (PolluxSealed),
                            ((const PolluxSealed *) block->data)->widths[POLLUX_WAKE_TIME],
                            index % POLLUX_LANE_WAKE_STEP);
}

G_END_DECLS
