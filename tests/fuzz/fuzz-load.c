/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz-load.h"
#include "pollux-trace.h"

static PolluxTrace *
load (const PolluxReaderClass *klass,
      GBytes                  *bytes)
{
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
  g_autoptr (GError) error = NULL;
  PolluxReader *reader = klass->open (klass, source);
  PolluxTrace *trace = pollux_trace_new ();
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (PolluxBatch) batch = pollux_batch_new ();

      more = klass->next_batch (reader, batch, NULL, &error);
      g_assert_true (!more || error == NULL);
      pollux_trace_apply (trace, batch, 0, 0);
    }
  klass->close (reader);
  pollux_trace_finish (trace);
  return trace;
}

static void
check_lanes (PolluxTrace *trace)
{
  PolluxRange extent = pollux_trace_get_extent (trace);
  PolluxTotals totals;

  pollux_trace_get_totals (trace, &totals);
  for (guint i = 0; i < pollux_trace_get_n_tasks (trace); i++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, i);
      PolluxLaneSummary summary;

      pollux_lane_summarize (lane, extent, &summary);
      g_assert_cmpint (summary.alive, ==, summary.busy + summary.scheduled + summary.spawn_delay
                                          + summary.unfinished + summary.idle);
    }
}

static void
check_record (const PolluxReaderClass *klass,
              GBytes                  *bytes,
              PolluxRecord             record)
{
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
  g_autoptr (PolluxRecordText) text = NULL;

  text = pollux_reader_class_read_record (klass, source, 0, record, NULL, NULL);
  if (text == NULL)
    return;

  g_assert_true (g_utf8_validate (text->text, -1, NULL));
  for (guint i = 0; i < text->fields->len; i++)
    {
      const PolluxField *field = g_ptr_array_index (text->fields, i);

      g_assert_true (g_utf8_validate (field->group, -1, NULL));
      g_assert_true (g_utf8_validate (field->name, -1, NULL));
      g_assert_true (g_utf8_validate (field->value, -1, NULL));
    }
}

/* Any bytes as a recording of @klass: detected, loaded into a trace, and some
 * of its records read again. */
void
fuzz_load (const PolluxReaderClass *klass,
           const uint8_t           *data,
           size_t                   size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pollux_formats_detect (data, size, &error) != NULL || error != NULL);
  trace = load (klass, bytes);
  check_lanes (trace);
  check_record (klass, bytes, 0);
  check_record (klass, bytes, 2);
}
