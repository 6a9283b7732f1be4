/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxCliFacts:
 * @times: whether the file has times at all
 * @polls: whether it says when tasks were polled (a recorder may leave out
 *   the enters and exits)
 * @spawns: whether it says when tasks were created
 * @first, @duration: see pollux_trace_get_extent(); POLLUX_TIME_NONE without times
 *
 * What a file records. What it does not is printed as a dash and null, never
 * as zero.
 */
typedef struct
{
  gboolean times;
  gboolean polls;
  gboolean spawns;
  PolluxTime first;
  gint64 duration;
} PolluxCliFacts;

void     pollux_cli_facts_init      (PolluxCliFacts       *facts,
                                     PolluxTrace          *trace);
/* @time since the first record; POLLUX_TIME_NONE if it is not known. */
gint64   pollux_cli_facts_since     (const PolluxCliFacts *facts,
                                     PolluxTime            time);
/* Whether some task's end cut short a wait for its first poll, or for another one. */
typedef struct
{
  gboolean spawn_delay;
  gboolean scheduled;
} PolluxCliCutWaits;

void     pollux_cli_find_cut_waits  (PolluxTrace          *trace,
                                     const GArray         *tasks,
                                     PolluxCliCutWaits    *cut);
/* Whether records are lines, numbered from 1. */
gboolean pollux_cli_has_lines       (PolluxTrace          *trace);

G_END_DECLS
