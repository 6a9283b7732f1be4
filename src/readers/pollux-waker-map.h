/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-batch.h"

G_BEGIN_DECLS

/**
 * PolluxWakerMap:
 *
 * Finds out which task a waker id belongs to, from the polls in which the
 * waker was cloned. See the .c file for the rules.
 */
typedef struct _PolluxWakerMap PolluxWakerMap;

/**
 * PolluxWakerEvidence:
 * @owner: the one task in whose poll the operation was made, or
 *   POLLUX_TASK_NONE
 * @candidates: if there is no @owner: the tasks that were being polled then,
 *   innermost first
 * @n_candidates: 0 if nothing is known
 */
typedef struct
{
  PolluxTaskIndex owner;
  const PolluxTaskIndex *candidates;
  guint n_candidates;
} PolluxWakerEvidence;

PolluxWakerMap *pollux_waker_map_new          (void);
void            pollux_waker_map_free         (PolluxWakerMap            *map);
void            pollux_waker_map_set_process  (PolluxWakerMap            *map,
                                               guint                      process);
void            pollux_waker_map_note_wake    (PolluxWakerMap            *map,
                                               guint32                    waker,
                                               PolluxTime                 time,
                                               PolluxRecord               record);
guint32         pollux_waker_map_intern       (PolluxWakerMap            *map,
                                               PolluxBatch               *batch,
                                               guint64                    waker_id);
void            pollux_waker_map_begin_run    (PolluxWakerMap            *map);
void            pollux_waker_map_set_span     (PolluxWakerMap            *map,
                                               PolluxBatch               *batch,
                                               guint64                    span_id,
                                               PolluxTaskIndex            task);
void            pollux_waker_map_close_task   (PolluxWakerMap            *map,
                                               PolluxTaskIndex            task);
guint32         pollux_waker_map_observe      (PolluxWakerMap            *map,
                                               PolluxBatch               *batch,
                                               guint32                    waker,
                                               const PolluxWakerEvidence *evidence);
void            pollux_waker_map_suspect      (PolluxWakerMap            *map,
                                               guint32                    waker,
                                               PolluxTaskIndex            task);
gboolean        pollux_waker_map_is_fresh     (PolluxWakerMap            *map,
                                               guint32                    waker);
void            pollux_waker_map_touch        (PolluxWakerMap            *map,
                                               guint32                    waker);
PolluxTaskIndex pollux_waker_map_get_task     (PolluxWakerMap            *map,
                                               guint32                    waker);
gboolean        pollux_waker_map_owns         (PolluxWakerMap            *map,
                                               PolluxTaskIndex            task);
guint           pollux_waker_map_get_n_unmapped (PolluxWakerMap          *map);
void            pollux_waker_map_finish       (PolluxWakerMap            *map,
                                               PolluxBatch               *batch,
                                               gboolean                   nested,
                                               PolluxTaskIndex            only);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxWakerMap, pollux_waker_map_free)

G_END_DECLS
