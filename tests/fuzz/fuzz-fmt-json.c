/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes as a recording: detected, loaded into a trace, each line read
 * again. And each line by the cursor and by json-glib, which must say the same.
 */

#include "config.h"

#include <string.h>

#include "fmt-lines.h"
#include "fuzz-target.h"
#include "pollux-fmt-json.h"
#include "pollux-trace.h"

static void
check_line (FmtNamer        *namer,
            PolluxFmtParser *strict,
            PolluxFmtParser *slow,
            PolluxSlice      text)
{
  g_autofree char *said = NULL;
  g_autofree char *expected = NULL;
  PolluxFmtLine line;
  PolluxFmtVerdict verdict = pollux_fmt_parser_parse_strict (strict, text, &line);

  if (verdict == POLLUX_FMT_GOOD)
    said = fmt_namer_describe (namer, verdict, &line);
  verdict = pollux_fmt_parser_parse_slow (slow, text, &line);
  expected = fmt_namer_describe (namer, verdict, &line);
  if (said != NULL)
    g_assert_cmpstr (said, ==, expected);
}

static void
check_lines (PolluxSlice text)
{
  g_autoptr (FmtNamer) namer = fmt_namer_new ();
  g_autoptr (PolluxFmtParser) strict = fmt_namer_parser (namer);
  g_autoptr (PolluxFmtParser) slow = fmt_namer_parser (namer);

  while (text.length > 0)
    {
      const char *newline = memchr (text.bytes, '\n', text.length);
      gsize length = newline != NULL ? (gsize) (newline - text.bytes) : text.length;

      check_line (namer, strict, slow, (PolluxSlice) { text.bytes, length });
      text.bytes += MIN (length + 1, text.length);
      text.length -= MIN (length + 1, text.length);
    }
}

static PolluxTrace *
load (GBytes *bytes)
{
  const PolluxReaderClass *klass = &pollux_fmt_json_class;
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
check_record (GBytes       *bytes,
              PolluxRecord  record)
{
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (bytes);
  g_autoptr (PolluxRecordText) text = NULL;

  text = pollux_reader_class_read_record (&pollux_fmt_json_class, source, 0, record, NULL, NULL);
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

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pollux_formats_detect (data, size, &error) != NULL || error != NULL);
  check_lines ((PolluxSlice) { (const char *) data, size });
  trace = load (bytes);
  check_lanes (trace);
  check_record (bytes, 0);
  check_record (bytes, 2);

  return 0;
}
