/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-text-parser.h"
#include "pollux-reader.h"

G_BEGIN_DECLS

/* tracing-subscriber's fmt layer as text: as it comes, with .compact(), and
 * with .pretty(); with colours or without. */
extern const PolluxReaderClass pollux_fmt_full_class;
extern const PolluxReaderClass pollux_fmt_compact_class;
extern const PolluxReaderClass pollux_fmt_pretty_class;

/* A record with all its lines, and its fields. */
PolluxRecordText    *pollux_fmt_text_new_record         (PolluxRecord          record,
                                                         guint64               offset,
                                                         const PolluxFmtShape *shape,
                                                         PolluxSlice           text);
/* A parser that numbers nothing, for one record. */
PolluxFmtTextParser *pollux_fmt_text_parser_new_for_one (const PolluxFmtShape *shape);

G_END_DECLS
