/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-feed.h"
#include "pollux-fmt-prefixes.h"
#include "pollux-lines.h"
#include "pollux-reader.h"

G_BEGIN_DECLS

typedef struct _PolluxFmtReader PolluxFmtReader;

/**
 * PolluxFmtReader:
 * @take_line: takes the next line into @feed; @batch gets the marks
 * @flush: takes what waits for more lines, or NULL if nothing does
 * @parsers: one per process: spans of two that look alike are not the same
 *
 * The head of the readers of the fmt layer's records: lines that go to a feed.
 */
struct _PolluxFmtReader
{
  PolluxReader parent_instance;

  void (*take_line) (PolluxFmtReader *self, const PolluxLine *line, PolluxBatch *batch);
  void (*flush) (PolluxFmtReader *self);

  PolluxLines *lines;
  PolluxFmtFeed *feed;
  PolluxFmtPrefixes *prefixes;
  GPtrArray *parsers;
  guint process;     /* whose records come now, plus one; 0: none came */
  guint n_names;     /* of processes, when that was said */
  guint64 last_line;
  gboolean finished;
};

void           pollux_fmt_reader_init        (PolluxFmtReader          *self,
                                              const PolluxReaderClass  *klass,
                                              PolluxSource             *source,
                                              GDestroyNotify            free_parser);
void           pollux_fmt_reader_clear       (PolluxFmtReader          *self);
gboolean       pollux_fmt_reader_next_batch  (PolluxReader             *reader,
                                              PolluxBatch              *batch,
                                              GCancellable             *cancellable,
                                              GError                  **error);
/* Names what comes next as of @process. */
void           pollux_fmt_reader_set_process (PolluxFmtReader          *self,
                                              guint                     process);
/* Names that number nothing: for probes, and for one record alone. */
PolluxFmtNames pollux_fmt_names_none         (void);
gboolean       pollux_fmt_is_blank           (PolluxSlice               text);
/* Editors put a byte order mark in front of a file. */
PolluxSlice    pollux_fmt_skip_mark          (PolluxSlice               text);

G_END_DECLS
