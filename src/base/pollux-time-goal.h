/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-clock.h"

G_BEGIN_DECLS

/**
 * PolluxTimeFrame:
 * @clock: how times are told; times of day without a zone are of its zone
 * @zero: the time that a duration counts from, "1.25s"
 * @here: the time that one with a sign counts from, "+3ms"
 * @extent: first and last time of the trace
 * @epoch: ns since the Unix epoch at time 0, or POLLUX_TIME_NONE
 *
 * What a text about time is understood by.
 */
typedef struct
{
  PolluxClock clock;
  PolluxTime zero;
  PolluxTime here;
  PolluxRange extent;
  gint64 epoch;
} PolluxTimeFrame;

typedef enum
{
  POLLUX_GOAL_MOMENT,  /* the begin of @range, which is empty */
  POLLUX_GOAL_RANGE,
  POLLUX_GOAL_WIDTH,   /* as long as @range, wherever */
} PolluxTimeGoalKind;

/**
 * PolluxTimeGoal:
 *
 * Where in time somebody wants to go.
 */
typedef struct
{
  PolluxTimeGoalKind kind;
  PolluxRange range;
} PolluxTimeGoal;

typedef enum
{
  POLLUX_TIME_GOAL_ERROR_EMPTY,     /* nothing was typed */
  POLLUX_TIME_GOAL_ERROR_SYNTAX,
  POLLUX_TIME_GOAL_ERROR_UNIT,      /* a number without one */
  POLLUX_TIME_GOAL_ERROR_UNKNOWN,   /* the trace does not know such times */
  POLLUX_TIME_GOAL_ERROR_ORDER,     /* the end is not behind the begin */
  POLLUX_TIME_GOAL_ERROR_OUTSIDE,   /* not in the trace */
} PolluxTimeGoalError;

#define POLLUX_TIME_GOAL_ERROR (pollux_time_goal_error_quark ())
GQuark   pollux_time_goal_error_quark (void);

/* One time: "1.25s", "+3ms" and "-3ms" from here, "12:34:56.789", with or
 * without UTC or Z, "2026-11-22T19:07:01.7Z", the zone of the clock if there is
 * none, "#1234". It need not be in the trace. */
gboolean pollux_time_point_parse      (const char             *text,
                                       const PolluxTimeFrame  *frame,
                                       PolluxTime             *time,
                                       GError                **error);
/* One time, or "1.2s 5ms" and "1.2s +5ms" (begin and duration), "1.2s..1.3s",
 * "w 5ms" (a width alone). Some of it must be in the trace. */
gboolean pollux_time_goal_parse       (const char             *text,
                                       const PolluxTimeFrame  *frame,
                                       PolluxTimeGoal         *goal,
                                       GError                **error);

G_END_DECLS
