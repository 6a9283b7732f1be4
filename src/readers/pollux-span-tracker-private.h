/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-span-instances.h"
#include "pollux-span-tracker.h"
#include "pollux-strings.h"
#include "pollux-waker-map.h"

G_BEGIN_DECLS

typedef struct
{
  PolluxTaskIndex task;
  guint gap;
  gboolean guest;       /* entered in the poll of another task: no poll */
} PolluxStackEntry;

typedef struct
{
  GArray *entries;      /* PolluxStackEntry */
  PolluxTime last;
  gboolean timed;
  guint run;
  guint process;
} PolluxStack;

/* Tasks and wakers of several processes may have the same ids. */
typedef struct
{
  guint64 id;
  guint process;
} PolluxProcessKey;

/* One process that writes into the file. */
typedef struct
{
  guint run;            /* how many runs came before */
  guint slot;           /* of the stack for records without thread */
  guint64 largest_id;   /* of Tokio's, in this run */
  gboolean headless;    /* there were tasks before the file began */
  gboolean nested;      /* records without thread nest as on one */
} PolluxProcess;

typedef struct
{
  PolluxTime enter;          /* of the last poll */
  PolluxTime exit;           /* of the last poll */
  PolluxTime previous_exit;  /* of the poll before */
  guint n_pairs;
  guint entered;             /* entries on all stacks, without guests */
  guint n_guests;            /* the others */
  PolluxTaskIndex spawner;
  guint32 handle;
  guint run;
  guint8 kind;
  guint8 spawned : 1;
  guint8 closed : 1;
  guint8 woken : 1;          /* since the last enter */
  guint8 answered : 1;       /* the last enter followed a wake */
} PolluxTaskState;

typedef struct
{
  PolluxTask task;
  PolluxString name;
  PolluxString location;
  PolluxTaskIndex current;
  guint process;
} PolluxTaskHandle;

struct _PolluxSpanTracker
{
  PolluxBatch *batch;
  PolluxStrings *strings;
  GHashTable *threads;       /* id -> index + 1 */
  GArray *stacks;            /* PolluxStack; the first is for records without thread */
  GArray *slots;             /* guint per thread: its stack */
  GArray *processes;         /* PolluxProcess */
  GArray *handles;           /* PolluxTaskHandle */
  GArray *tasks;             /* PolluxTaskState */
  GHashTable *by_tokio_id;   /* PolluxProcessKey * -> handle + 1 */
  GHashTable *by_identity;   /* PolluxString -> handle + 1 */
  PolluxWakerMap *wakers;
  PolluxSpanInstances *spans;
  guint process;             /* whose records come now */
  guint gap;
  gboolean sized;            /* size.bytes was seen */
  gboolean drop_enters;      /* as said last */
  gboolean has_wakers;
  guint votes_for;
  guint votes_against;
  guint near_votes_for;
  guint near_votes_against;
};

static inline PolluxTaskState *
state_of (PolluxSpanTracker *tracker, PolluxTaskIndex task)
{
  return &g_array_index (tracker->tasks, PolluxTaskState, task);
}

static inline PolluxProcess *
process_of (PolluxSpanTracker *tracker, guint process)
{
  return &g_array_index (tracker->processes, PolluxProcess, process);
}

/* A stack of the process whose records come now; returns its place. */
guint           pollux_span_tracker_add_stack       (PolluxSpanTracker *tracker);
/* Makes a task for a handle and lets it stand for it. */
PolluxTaskIndex pollux_span_tracker_introduce       (PolluxSpanTracker *tracker,
                                                     guint32            handle);
void            pollux_span_tracker_say_drop_enters (PolluxSpanTracker *tracker,
                                                     gboolean           drop_enters);
/* For a GHashTable with PolluxProcessKey. */
guint           pollux_process_key_hash             (gconstpointer      data);
gboolean        pollux_process_key_equal            (gconstpointer      a,
                                                     gconstpointer      b);

G_END_DECLS
