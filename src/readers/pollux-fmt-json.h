/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-reader.h"

G_BEGIN_DECLS

/* tracing-subscriber's fmt layer with .json(). */
extern const PolluxReaderClass pollux_fmt_json_class;

/* Reads one line again: for pollux_fmt_json_class. */
PolluxRecordText *pollux_fmt_json_read_record (PolluxSource  *source,
                                               PolluxRecord   marked,
                                               PolluxRecord   record,
                                               GCancellable  *cancellable,
                                               GError       **error);

G_END_DECLS
