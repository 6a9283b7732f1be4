/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-loader.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxEventItem:
 *
 * A log event of a trace by its index, or, with POLLUX_EVENT_FOREIGN, a line
 * that is no record by its.
 */
typedef guint32 PolluxEventItem;

#define POLLUX_EVENT_FOREIGN (1u << 31)
#define POLLUX_EVENT_ITEM_NONE G_MAXUINT32

static inline gboolean
pollux_event_item_is_foreign (PolluxEventItem item)
{
  return (item & POLLUX_EVENT_FOREIGN) != 0;
}

/* What the trace knows of it; a foreign line has no task, and no level but
 * POLLUX_LEVEL_ERROR if it tells of a panic. */
void pollux_event_item_get (PolluxTrace     *trace,
                            PolluxEventItem  item,
                            PolluxLogEvent  *event);

/**
 * PolluxEventFilter:
 * @text: (nullable): words, see #PolluxQuery
 * @level: the lowest level; POLLUX_LEVEL_NONE: any, also none
 * @task: POLLUX_TASK_NONE: of any
 * @range: empty: at any time
 * @foreign: also lines that are no records
 * @own: words must be in the record itself, and not in the title of its task or
 *   the name of its level
 *
 * Which events are listed. Lines that are no records have no task, and a level
 * only if they tell of a panic, so mostly they pass only where neither is asked
 * for. A word also stands for the level that has it as its name.
 */
typedef struct
{
  const char *text;
  PolluxLevel level;
  PolluxTaskIndex task;
  PolluxRange range;
  gboolean foreign;
  gboolean own;
} PolluxEventFilter;

#define POLLUX_EVENT_FILTER_INIT \
  { NULL, POLLUX_LEVEL_NONE, POLLUX_TASK_NONE, { 0, 0 }, TRUE, FALSE }

/**
 * PolluxEventList:
 *
 * The events of a trace that pass a filter, in file order. It is brought up
 * to date in slices of the main loop, and the text is looked for on a thread.
 */
typedef struct _PolluxEventList PolluxEventList;

/* @changed is called with @owner when its items, its progress or its error
 * changed. Borrows nothing. */
PolluxEventList *pollux_event_list_new          (GFunc                    changed,
                                                 gpointer                 owner);
void             pollux_event_list_free         (PolluxEventList         *list);
/* Both nullable; a list without a trace is empty. */
void             pollux_event_list_set_trace    (PolluxEventList         *list,
                                                 PolluxTrace             *trace,
                                                 PolluxLoader            *loader);
void             pollux_event_list_set_filter   (PolluxEventList         *list,
                                                 const PolluxEventFilter *filter);
/* The trace has grown. */
void             pollux_event_list_update       (PolluxEventList         *list);
void             pollux_event_list_set_active   (PolluxEventList         *list,
                                                 gboolean                 active);

guint            pollux_event_list_get_n_items  (PolluxEventList         *list);
PolluxEventItem  pollux_event_list_get_item     (PolluxEventList         *list,
                                                 guint                    position);
/* Its position, or that of the next one: see get_item. */
guint            pollux_event_list_find         (PolluxEventList         *list,
                                                 PolluxEventItem          item);
/* How many there are without a filter; lines that are no records among them
 * if the filter does not leave out all. */
guint            pollux_event_list_get_n_all    (PolluxEventList         *list);
guint            pollux_event_list_get_n_foreign (PolluxEventList        *list);
/* 0 to 1 while the text is looked for, else -1. */
double           pollux_event_list_get_progress (PolluxEventList         *list);
gboolean         pollux_event_list_is_busy      (PolluxEventList         *list);
/* Why the text cannot be looked for, or NULL. */
const GError    *pollux_event_list_get_error    (PolluxEventList         *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxEventList, pollux_event_list_free)

G_END_DECLS
