/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-reader.h"

G_BEGIN_DECLS

/* tracing-subscriber's fmt layer with .json(). */
extern const PolluxReaderClass pollux_fmt_json_class;

/* Reads lines again: for pollux_fmt_json_class. */
gboolean pollux_fmt_json_read_records (PolluxSource       *source,
                                       PolluxRecord        marked,
                                       const PolluxRecord *records,
                                       guint               n_records,
                                       PolluxRecordFunc    func,
                                       gpointer            data,
                                       GCancellable       *cancellable,
                                       GError            **error);

G_END_DECLS
