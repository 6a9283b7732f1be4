/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-column.h"
#include "pollux-lane.h"

G_BEGIN_DECLS

/*
 * How a lane is stored, and how the trace fills it.
 *
 * A poll takes 24 bytes: lengths and waits beyond 4.29 s, which do not fit 32
 * bits, stand in a table of the trace and the poll holds their index. Above
 * the polls stands a static tree of summaries, 32 children each; only complete
 * blocks are stored, the few polls after the last complete one are looked at
 * one by one.
 *
 * What arrives in time order is appended and paired at once. What arrives
 * late is appended all the same and the lane is marked; pollux_lane_settle()
 * then sorts the part behind the earliest late record and pairs it anew, so
 * that a late record costs as much as lies behind it, and nothing is dropped.
 */

/* The wait and the length of a stored poll are indices into the longs. */
#define POLLUX_POLL_LONG_LENGTH (1 << 14)
#define POLLUX_POLL_LONG_WAIT   (1 << 15)
#define POLLUX_POLL_PUBLIC_FLAGS 0xff

typedef struct
{
  PolluxTime start;
  guint32 length;
  guint32 wait;
  PolluxRecord record;
  PolluxThread thread;
  guint16 flags;
} PolluxStoredPoll;

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
  PolluxColumn longs;   /* gint64 */
  PolluxColumn events;  /* PolluxStoredEvent */
  PolluxRange extent;
} PolluxLaneShared;

#define POLLUX_LANE_MAX_LEVELS 7

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

  PolluxStoredPoll *polls;
  guint n_polls;
  guint polls_allocated;
  PolluxStoredWake *wakes;
  guint n_wakes;
  guint wakes_allocated;
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

/* Shared by building and reading. */
gint64   pollux_lane_poll_length    (const PolluxLane *lane,
                                     guint             index);
gint64   pollux_lane_poll_wait      (const PolluxLane *lane,
                                     guint             index);

G_END_DECLS
