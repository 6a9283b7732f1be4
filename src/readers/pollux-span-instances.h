/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-span-tracker.h"

G_BEGIN_DECLS

/**
 * PolluxSpanInstances:
 *
 * The spans that are no tasks, for the span tracker: which of the spans that
 * look alike a record is about, where it was entered, and what a task waits
 * for. A handle stands for a name with fields; instances of it are numbered
 * as the batch wants it.
 */
typedef struct _PolluxSpanInstances PolluxSpanInstances;

/* Where and when: @slot is the thread's, or the process's without threads.
 * @task: what was being polled, or POLLUX_TASK_NONE. */
typedef struct
{
  PolluxTime time;
  PolluxRecord record;
  PolluxThread thread;
  guint slot;
  PolluxTaskIndex task;
} PolluxSpanPlace;

PolluxSpanInstances *pollux_span_instances_new       (void);
void                 pollux_span_instances_free      (PolluxSpanInstances       *spans);
void                 pollux_span_instances_set_batch (PolluxSpanInstances       *spans,
                                                      PolluxBatch               *batch);
guint32              pollux_span_instances_get       (PolluxSpanInstances       *spans,
                                                      guint                      process,
                                                      const PolluxOtherSpan     *span);
PolluxSpanKind       pollux_span_instances_get_kind  (PolluxSpanInstances       *spans,
                                                      guint32                    handle);
void                 pollux_span_instances_take      (PolluxSpanInstances       *spans,
                                                      const PolluxSpanPlace     *place,
                                                      PolluxSpanOp               op,
                                                      guint32                    handle,
                                                      guint32                    parent);
void                 pollux_span_instances_resource  (PolluxSpanInstances       *spans,
                                                      const PolluxSpanPlace     *place,
                                                      const PolluxResourceState *state);
/* All that was entered in @slot is left: a new run of the program begins. */
void                 pollux_span_instances_forget    (PolluxSpanInstances       *spans,
                                                      guint                      slot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxSpanInstances, pollux_span_instances_free)

G_END_DECLS
