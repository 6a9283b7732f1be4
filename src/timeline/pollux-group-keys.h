/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

typedef enum
{
  POLLUX_GROUP_NONE,
  POLLUX_GROUP_LOCATION,  /* where they were spawned in the source */
  POLLUX_GROUP_KIND,
  POLLUX_GROUP_SPAWNER,   /* a tree: below the task that spawned them */
  POLLUX_GROUP_THREAD,    /* the one that polled them most often */
  POLLUX_GROUP_NAME,      /* the name without its numbers */
  POLLUX_N_GROUPINGS,
} PolluxGrouping;

/**
 * PolluxGroupKeys:
 *
 * Which group each task of a trace belongs to: small numbers that stay the
 * same while the trace grows. Not for groups by spawner, which are told by the
 * spawner's index.
 */
typedef struct _PolluxGroupKeys PolluxGroupKeys;

PolluxGroupKeys *pollux_group_keys_new       (void);
void             pollux_group_keys_free      (PolluxGroupKeys  *keys);
/* Brings them up to date; another grouping or trace begins anew. */
void             pollux_group_keys_update    (PolluxGroupKeys  *keys,
                                              PolluxTrace      *trace,
                                              PolluxGrouping    grouping);
guint            pollux_group_keys_get       (PolluxGroupKeys  *keys,
                                              PolluxTaskIndex   task);
/* Keys are below. */
guint            pollux_group_keys_get_n     (PolluxGroupKeys  *keys);
char            *pollux_group_keys_dup_title (PolluxGroupKeys  *keys,
                                              guint             key);
/* "job-*" of "job-12". (transfer full). */
char            *pollux_name_to_pattern      (const char       *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxGroupKeys, pollux_group_keys_free)

G_END_DECLS
