/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-batch.h"

G_BEGIN_DECLS

/**
 * PolluxDamageRun:
 *
 * Damage on its way into batches: consecutive broken records become one entry,
 * and a file that is all damage does not become a list without end. Zero is a
 * valid initial state.
 */
typedef struct
{
  guint64 offset;
  guint64 line;
  guint64 n_records;
  const char *message;
  guint n_entries;
} PolluxDamageRun;

void pollux_damage_run_add    (PolluxDamageRun *run,
                               PolluxBatch     *batch,
                               guint64          offset,
                               guint64          line,
                               guint64          n_records,
                               const char      *message);
void pollux_damage_run_end    (PolluxDamageRun *run,
                               PolluxBatch     *batch);
void pollux_damage_run_finish (PolluxDamageRun *run,
                               PolluxBatch     *batch);

G_END_DECLS
