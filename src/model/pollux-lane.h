/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/**
 * PolluxPollFlags:
 * @POLLUX_POLL_OPEN: the file has no end for it; @end is where it is drawn to
 * @POLLUX_POLL_SPAWN_DELAY: @wait is the time from the creation to this, the
 *   first poll, and not time scheduled after a wake
 * @POLLUX_POLL_WOKEN: it follows a recorded wake, @wait is its delay
 * @POLLUX_POLL_ADJUSTED: the recorder's clock stepped back; the start was
 *   moved to the end of the poll before
 */
typedef enum
{
  POLLUX_POLL_OPEN        = 1 << 0,
  POLLUX_POLL_SPAWN_DELAY = 1 << 1,
  POLLUX_POLL_WOKEN       = 1 << 2,
  POLLUX_POLL_ADJUSTED    = 1 << 3,
} PolluxPollFlags;

/**
 * PolluxPoll:
 * @start, @end: half open
 * @wait: ns scheduled (or spawn delay, see @flags) right before @start: that
 *   section is [@start - @wait, @start)
 * @record: the record of the enter
 * @thread: where it was polled, or POLLUX_THREAD_NONE
 *
 * One poll, with the scheduled section before it.
 */
typedef struct
{
  PolluxTime start;
  PolluxTime end;
  gint64 wait;
  PolluxRecord record;
  PolluxThread thread;
  guint16 flags;
} PolluxPoll;

/**
 * PolluxWakeFlags:
 * @POLLUX_WAKE_BY_REF: made by wake_by_ref, else by wake
 * @POLLUX_WAKE_EFFECTIVE: the first since the task's previous poll began
 * @POLLUX_WAKE_SELF: made during a poll of the same task
 * @POLLUX_WAKE_MOVED: first taken for another task's; the majority of the
 *   waker's records decided
 */
typedef enum
{
  POLLUX_WAKE_BY_REF    = 1 << 0,
  POLLUX_WAKE_EFFECTIVE = 1 << 1,
  POLLUX_WAKE_SELF      = 1 << 2,
  POLLUX_WAKE_MOVED     = 1 << 3,
} PolluxWakeFlags;

/**
 * PolluxWake:
 * @by: the task in whose poll it was made, or POLLUX_TASK_NONE: from outside
 */
typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  PolluxTaskIndex by;
  guint flags;
} PolluxWake;

/* Polls per block of the lowest level. */
#define POLLUX_LANE_FANOUT 32

/* Blocks per block of the next level. Fewer than polls per block: a column as
 * long as a thousand polls is then a handful of blocks, not thirty, and the
 * levels above cost a quarter of a byte per poll. */
#define POLLUX_LANE_STEP 8

/* 32 * 8^9 is as many as an index can count. */
#define POLLUX_LANE_MAX_LEVELS 10

/**
 * PolluxBlock:
 * @first: where the first section in it begins (its wait included)
 * @last: where its last poll ends
 * @busy: ns of its polls; open ones count 0
 * @wait: ns of its waits, the spawn delay included
 * @longest_poll, @longest_wait: ns
 * @n_delays: waits that follow a wake
 *
 * Summary of POLLUX_LANE_FANOUT * POLLUX_LANE_STEP^level consecutive polls.
 */
typedef struct
{
  PolluxTime first;
  PolluxTime last;
  gint64 busy;
  gint64 wait;
  gint64 longest_poll;
  gint64 longest_wait;
  guint32 n_delays;
} PolluxBlock;

/**
 * PolluxLaneSummary:
 * @alive: ns of the range in which the task lived
 * @busy, @scheduled, @spawn_delay: ns, clipped to the range
 * @unfinished: ns of an open poll, or of a wake or spawn that no poll followed
 * @idle: the rest: @alive is exactly the sum of the five (but where polls on several threads
 *   overlap, which only a clock that stepped back or a file of worker threads can say: 0 then)
 * @n_polls: polls that overlap the range (an empty poll if it starts in it), open ones included
 * @n_open: those without an end
 * @n_delays: scheduled sections (spawn delay excluded) that overlap it
 * @n_wakes, @n_self_wakes, @n_effective_wakes: wakes in it
 * @longest_poll, @longest_wait: whole lengths of the longest that overlap it;
 *   the wait may be a spawn delay
 *
 * Figures of one lane in a range. Drop-enters are in none of them.
 */
typedef struct
{
  gint64 alive;
  gint64 busy;
  gint64 scheduled;
  gint64 spawn_delay;
  gint64 unfinished;
  gint64 idle;
  guint64 n_polls;
  guint64 n_open;
  guint64 n_delays;
  guint64 n_wakes;
  guint64 n_self_wakes;
  guint64 n_effective_wakes;
  gint64 longest_poll;
  gint64 longest_wait;
} PolluxLaneSummary;

/**
 * PolluxState:
 *
 * What a task is at one moment.
 */
typedef enum
{
  POLLUX_STATE_NONE,       /* not created yet, or dropped */
  POLLUX_STATE_IDLE,
  POLLUX_STATE_SCHEDULED,
  POLLUX_STATE_SPAWNED,    /* spawn delay */
  POLLUX_STATE_ACTIVE,
} PolluxState;

/**
 * PolluxSection:
 * @state: which
 * @range: from where to where, the whole section
 * @poll: the poll it is, or the one that ends this wait or idle stretch;
 *   G_MAXUINT if none follows
 * @unfinished: nothing in the file ends it
 */
typedef struct
{
  PolluxState state;
  PolluxRange range;
  guint poll;
  gboolean unfinished;
} PolluxSection;

/**
 * PolluxLane:
 *
 * The polls, wakes and log events of one task, each in time order, with a
 * static tree of summaries above the polls. Read it on the thread that owns
 * its trace. Indices are stable unless a late record arrives while loading.
 */
typedef struct _PolluxLane PolluxLane;

guint       pollux_lane_get_n_polls        (const PolluxLane   *lane);
void        pollux_lane_get_poll           (const PolluxLane   *lane,
                                            guint               index,
                                            PolluxPoll         *poll);
/* @n polls from @index on, for whoever walks along many. */
void        pollux_lane_get_polls          (const PolluxLane   *lane,
                                            guint               index,
                                            guint               n,
                                            PolluxPoll         *polls);
/* The same without record and thread, which are left alone: faster. */
void        pollux_lane_get_times          (const PolluxLane   *lane,
                                            guint               index,
                                            guint               n,
                                            PolluxPoll         *polls);
guint       pollux_lane_get_n_wakes        (const PolluxLane   *lane);
void        pollux_lane_get_wake           (const PolluxLane   *lane,
                                            guint               index,
                                            PolluxWake         *wake);
guint       pollux_lane_get_n_events       (const PolluxLane   *lane);
guint       pollux_lane_get_event          (const PolluxLane   *lane,
                                            guint               index);

/* First index whose start (time) is >= @time; the count if there is none. */
guint       pollux_lane_find_poll          (const PolluxLane   *lane,
                                            PolluxTime          time);
guint       pollux_lane_find_wake          (const PolluxLane   *lane,
                                            PolluxTime          time);
guint       pollux_lane_find_event         (const PolluxLane   *lane,
                                            PolluxTime          time);

/* The wake that made poll @poll due; G_MAXUINT if it has none. */
guint       pollux_lane_get_wake_of_poll   (const PolluxLane   *lane,
                                            guint               poll);
/* The poll that answered wake @wake (also of a redundant one); G_MAXUINT if
 * none did. */
guint       pollux_lane_get_poll_of_wake   (const PolluxLane   *lane,
                                            guint               wake);

/* Blocks of a level of the tree, only complete ones: block i covers polls
 * [i * n, (i + 1) * n), n = POLLUX_LANE_FANOUT * POLLUX_LANE_STEP^level. */
guint       pollux_lane_get_n_levels       (const PolluxLane   *lane);
guint       pollux_lane_get_n_blocks       (const PolluxLane   *lane,
                                            guint               level);
const PolluxBlock *
            pollux_lane_get_block          (const PolluxLane   *lane,
                                            guint               level,
                                            guint               index);

/* [spawned or first seen, ended or the end of the trace). Empty before
 * anything is known. */
PolluxRange pollux_lane_get_life           (const PolluxLane   *lane);
/* The stretch after the last poll in which the task was due (woken, or
 * spawned and never polled) and was not polled; empty if there is none. */
PolluxRange pollux_lane_get_unanswered     (const PolluxLane   *lane);
/* The span's last enter, while the future is dropped: no poll. Empty range
 * with begin POLLUX_TIME_NONE if there is none. */
PolluxRange pollux_lane_get_drop           (const PolluxLane   *lane);

void        pollux_lane_summarize          (const PolluxLane   *lane,
                                            PolluxRange         range,
                                            PolluxLaneSummary  *summary);
void        pollux_lane_get_longest        (const PolluxLane   *lane,
                                            gint64             *poll,
                                            gint64             *wait);
void        pollux_lane_get_section        (const PolluxLane   *lane,
                                            PolluxTime          time,
                                            PolluxSection      *section);
gsize       pollux_lane_get_memory         (const PolluxLane   *lane);

G_END_DECLS
