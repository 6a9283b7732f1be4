/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

typedef enum
{
  POLLUX_ORDER_SPAWN,
  POLLUX_ORDER_NAME,
  POLLUX_ORDER_BUSY,
  POLLUX_ORDER_SCHEDULED,
  POLLUX_ORDER_POLLS,
  POLLUX_ORDER_LONGEST_POLL,
  POLLUX_ORDER_LONGEST_WAIT,
  POLLUX_N_ORDERS,
} PolluxOrder;

/**
 * PolluxFigures:
 * @scheduled: spawn delays included
 *
 * What tasks are sorted by, of one of them or of several.
 */
typedef struct
{
  gint64 busy;
  gint64 scheduled;
  guint64 n_polls;
  gint64 longest_poll;
  gint64 longest_wait;
} PolluxFigures;

/**
 * PolluxTaskRanks:
 * @figures: (nullable): of every task of a trace
 * @names: (nullable): the place of the name of each among all
 *
 * What is known already of the tasks that are to be sorted.
 */
typedef struct
{
  const PolluxFigures *figures;
  const guint *names;
} PolluxTaskRanks;

typedef struct
{
  guint64 key;
  guint32 value;
} PolluxSortEntry;

void       pollux_figures_add_task    (PolluxFigures        *figures,
                                       PolluxTrace          *trace,
                                       PolluxTaskIndex       task);
/* The same from what is known. */
void       pollux_figures_add_known   (PolluxFigures         *figures,
                                       PolluxTrace           *trace,
                                       PolluxTaskIndex        task,
                                       const PolluxTaskRanks *known);
void       pollux_figures_add         (PolluxFigures        *figures,
                                       const PolluxFigures  *other);
/* The figure of an order; 0 for spawn time and name. */
guint64    pollux_figures_get         (const PolluxFigures  *figures,
                                       PolluxOrder           order);

/* Stable, by key; @entries and @spare (of the same size) may change places. */
void       pollux_sort_entries        (PolluxSortEntry     **entries,
                                       PolluxSortEntry     **spare,
                                       guint                 n);
/* Sorts @n tasks; among equals by their creation, then by index, which is the
 * order that they must come in. */
void       pollux_task_order_sort     (PolluxTrace          *trace,
                                       PolluxTaskIndex      *tasks,
                                       guint                 n,
                                       PolluxOrder           order,
                                       gboolean              descending,
                                       const PolluxTaskRanks *known);
PolluxTime pollux_task_order_get_begin (PolluxTrace         *trace,
                                       PolluxTaskIndex       task);
/* Where unsigned keys sort as signed times do. */
guint64    pollux_time_to_key         (PolluxTime            time);

G_END_DECLS
