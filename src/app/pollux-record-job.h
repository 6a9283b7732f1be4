/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-loader.h"

G_BEGIN_DECLS

/**
 * PolluxRecordJob:
 *
 * Reads many records again on a thread of its own and brings what was made of
 * them to the main loop, a batch at a time.
 */
typedef struct _PolluxRecordJob PolluxRecordJob;

/**
 * PolluxRecordJobClass:
 * @convert: on the thread: makes an item of @text, record @index of the list that
 *   the job got; @text stays the job's. @data is what it was started with
 * @free_item: (nullable): frees an item
 * @take: on the main loop: @n_items items, those of the records from @first on
 *   of the list; what it wants to keep it sets to NULL
 * @done: on the main loop, once, after all items: @error if it went wrong. The
 *   job is gone afterwards
 */
typedef struct
{
  gpointer (*convert) (const PolluxRecordText *text, guint index, gpointer data);
  GDestroyNotify free_item;
  void (*take) (guint first, gpointer *items, guint n_items, gpointer owner);
  void (*done) (const GError *error, gpointer owner);
} PolluxRecordJobClass;

/* @records ascend. @data (transfer full) is for the thread, @owner for the
 * main loop. */
PolluxRecordJob *pollux_record_job_start  (const PolluxRecordJobClass *klass,
                                           PolluxLoader               *loader,
                                           PolluxTrace                *trace,
                                           const PolluxRecord         *records,
                                           guint                       n_records,
                                           gpointer                    data,
                                           GDestroyNotify              free_data,
                                           gpointer                    owner);
/* Neither take nor done are called any more; the thread ends soon. */
void             pollux_record_job_cancel (PolluxRecordJob            *job);

G_END_DECLS
