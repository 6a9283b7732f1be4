/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-fmt-parser.h"

G_BEGIN_DECLS

/**
 * PolluxFmtLayer:
 *
 * The stand-alone form of the records: a small layer of its own writes one
 * object per line, with "op" (new, enter, exit, close, event), the numbers of
 * the span and its parent, the thread's number and "ts" in ns. A span's fields
 * stand in its first record only, so they are remembered here.
 */
typedef struct _PolluxFmtLayer PolluxFmtLayer;

PolluxFmtLayer *pollux_fmt_layer_new   (const PolluxFmtNames *names);
void            pollux_fmt_layer_free  (PolluxFmtLayer       *layer);
/* FALSE if @text is no such record. */
gboolean        pollux_fmt_layer_parse (PolluxFmtLayer       *layer,
                                        PolluxSlice           text,
                                        PolluxFmtLine        *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFmtLayer, pollux_fmt_layer_free)

G_END_DECLS
