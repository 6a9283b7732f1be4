/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/**
 * PolluxFilter:
 *
 * A filter text made ready for many tasks of one trace. A task is shown if it
 * fulfils each of its terms, which blanks separate:
 *
 *   word            in its name, location, process or kind, or "#5": its id
 *   "quoted words"  with the blanks
 *   name:x          in one of them only; also loc:, process:, kind:, thread:
 *                   (one that it was polled on), by: (the task that spawned it)
 *   id:5            its id
 *   state:idle      its state at the end of the trace
 *   busy>10ms       a figure, as in the task table; also <, <=, >=, =
 *   a|b             (also behind a key) one of them
 *   -term           not that
 *
 * Case does not matter. A wrong term is left out, and told of; the others
 * apply. What a file does not tell of a task fulfils no comparison.
 */
typedef struct _PolluxFilter PolluxFilter;

typedef enum
{
  POLLUX_FILTER_KEY_TEXT,
  POLLUX_FILTER_KEY_ID,
  POLLUX_FILTER_KEY_STATE,
  POLLUX_FILTER_KEY_DURATION,
  POLLUX_FILTER_KEY_COUNT,
} PolluxFilterKeyKind;

/**
 * PolluxFilterKey:
 * @name: as it is written, without the colon
 * @other: (nullable): another way to write it
 * @example: a whole term
 * @description: what it finds, to be translated
 */
typedef struct
{
  const char *name;
  const char *other;
  const char *example;
  const char *description;
  PolluxFilterKeyKind kind;
} PolluxFilterKey;

/**
 * PolluxFilterFault:
 * @begin, @end: the place in the filter's text, in bytes
 * @message: what is wrong there, translated; one sentence
 * @unfinished: it stands at the end of the text and may be right with more
 */
typedef struct
{
  gsize begin;
  gsize end;
  const char *message;
  gboolean unfinished;
} PolluxFilterFault;

PolluxFilter *pollux_filter_new         (const char         *text);
void          pollux_filter_free        (PolluxFilter       *filter);
gboolean      pollux_filter_matches     (PolluxFilter       *filter,
                                         PolluxTrace        *trace,
                                         PolluxTaskIndex     task);
/* Forgets the answers kept: another trace has other strings. */
void          pollux_filter_forget      (PolluxFilter       *filter);
/* The first wrong term; NULL if all are right. */
const PolluxFilterFault *
              pollux_filter_get_fault   (const PolluxFilter *filter);
/* Whether it names the tasks that it takes, and does not only leave out others
 * or look at figures. */
gboolean      pollux_filter_names       (const PolluxFilter *filter);
/* Whether a task that did not pass may pass later, when a trace grows. */
gboolean      pollux_filter_may_change  (const PolluxFilter *filter);

/* All keys, for who wants to help with them. */
const PolluxFilterKey *
              pollux_filter_get_keys    (guint              *n_keys);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFilter, pollux_filter_free)

G_END_DECLS
