/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-thing.h"

G_BEGIN_DECLS

/*
 * What is selected as a table for the clipboard: a heading, then a row each,
 * fields separated by tabs. Headings and times are for programs: English,
 * integer nanoseconds; a field that is not recorded is empty. All (transfer full).
 */

/* Longer tables are cut, and their last row says so. */
#define POLLUX_TSV_MAX_ROWS 100000

/* One row: the thing with its begin and end. */
char *pollux_tsv_for_thing (PolluxTrace           *trace,
                            const PolluxThing     *thing);
/* A row for each task, with its sums over the whole trace. */
char *pollux_tsv_for_tasks (PolluxTrace           *trace,
                            const PolluxTaskIndex *tasks,
                            guint                  n);
/* A row for each poll and each wait of @tasks that overlaps @range, whole and not
 * clipped; by task, then by time. */
char *pollux_tsv_for_range (PolluxTrace           *trace,
                            PolluxRange            range,
                            const PolluxTaskIndex *tasks,
                            guint                  n);

/* The last two a few rows at a time. */
typedef struct _PolluxTsv PolluxTsv;

PolluxTsv *pollux_tsv_new_for_tasks (PolluxTrace           *trace,
                                     const PolluxTaskIndex *tasks,
                                     guint                  n);
PolluxTsv *pollux_tsv_new_for_range (PolluxTrace           *trace,
                                     PolluxRange            range,
                                     const PolluxTaskIndex *tasks,
                                     guint                  n);
gboolean   pollux_tsv_run           (PolluxTsv             *tsv,
                                     gint64                 deadline);
char      *pollux_tsv_free_to_text  (PolluxTsv             *tsv);
void       pollux_tsv_free          (PolluxTsv             *tsv);

G_END_DECLS
