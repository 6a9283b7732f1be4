/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-parser.h"
#include "pollux-lines.h"
#include "pollux-reader.h"

G_BEGIN_DECLS

/**
 * PolluxFmtFeed:
 *
 * What all readers of the fmt layer's records share, however these are
 * written: it turns records into calls of a span tracker, gives all times one
 * origin, counts, and keeps what is no record. The records come in file order;
 * a record's number is its first physical line.
 */
typedef struct _PolluxFmtFeed PolluxFmtFeed;

PolluxFmtFeed *pollux_fmt_feed_new         (const char          *format);
void           pollux_fmt_feed_free        (PolluxFmtFeed       *feed);
/* For a parser: who numbers tasks, spans and threads. */
PolluxFmtNames pollux_fmt_feed_get_names   (PolluxFmtFeed       *feed);

void           pollux_fmt_feed_begin_batch (PolluxFmtFeed       *feed,
                                            PolluxBatch         *batch);
void           pollux_fmt_feed_end_batch   (PolluxFmtFeed       *feed);

/* Records of which process come next, and are named: 0 unless several write
 * into one file. */
void           pollux_fmt_feed_set_process (PolluxFmtFeed       *feed,
                                            guint                process,
                                            const char          *name);
/* FALSE if it is no record (POLLUX_FMT_KIND_FOREIGN): nothing was done. */
gboolean       pollux_fmt_feed_take        (PolluxFmtFeed       *feed,
                                            const PolluxLine    *at,
                                            const PolluxFmtLine *line);
void           pollux_fmt_feed_add_foreign (PolluxFmtFeed       *feed,
                                            const PolluxLine    *line);
void           pollux_fmt_feed_add_damage  (PolluxFmtFeed       *feed,
                                            const PolluxLine    *at,
                                            const char          *message);
void           pollux_fmt_feed_count       (PolluxFmtFeed       *feed,
                                            guint                counter);

/* The file is at its end, or cannot be read on behind line @last. Sets @error
 * if there was nothing to read in it. */
void           pollux_fmt_feed_finish      (PolluxFmtFeed       *feed,
                                            guint64              offset,
                                            guint64              last,
                                            const GError        *read_error,
                                            GError             **error);

/* What both readers say of a line that can be nothing else. */
extern const char pollux_fmt_damage_too_long[];
extern const char pollux_fmt_damage_cut[];
extern const char pollux_fmt_damage_records[];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFmtFeed, pollux_fmt_feed_free)

G_END_DECLS
