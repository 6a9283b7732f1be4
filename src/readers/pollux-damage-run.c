/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-damage-run.h"

#define MAX_ENTRIES 256

static const char further[] = "further damage from here on";

/**
 * pollux_damage_run_end:
 * @run: a run
 * @batch: where its entry goes
 *
 * A good record: the next damage is another one.
 */
void
pollux_damage_run_end (PolluxDamageRun *run,
                       PolluxBatch     *batch)
{
  if (run->message == NULL || run->message == further)
    return;

  pollux_batch_add_damage (batch, run->offset, run->line, run->n_records, run->message);
  run->message = NULL;
}

/**
 * pollux_damage_run_add:
 * @run: a run
 * @batch: where the entry before goes, if this is another one
 * @offset: of the first bad byte
 * @line: from 1; 0 if there are none
 * @n_records: how many records were lost
 * @message: (transfer none): a literal; the same one goes on with the entry
 */
void
pollux_damage_run_add (PolluxDamageRun *run,
                       PolluxBatch     *batch,
                       guint64          offset,
                       guint64          line,
                       guint64          n_records,
                       const char      *message)
{
  if (run->message != NULL && (run->message == message || run->message == further))
    {
      run->n_records += n_records;
      return;
    }

  pollux_damage_run_end (run, batch);
  run->n_entries++;
  run->offset = offset;
  run->line = line;
  run->n_records = n_records;
  run->message = run->n_entries < MAX_ENTRIES ? message : further;
}

/**
 * pollux_damage_run_finish:
 * @run: a run
 * @batch: where the last entry goes
 *
 * The file is at its end.
 */
void
pollux_damage_run_finish (PolluxDamageRun *run,
                          PolluxBatch     *batch)
{
  if (run->message != NULL)
    pollux_batch_add_damage (batch, run->offset, run->line, run->n_records, run->message);
  run->message = NULL;
}
