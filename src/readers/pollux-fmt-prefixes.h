/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-json-cursor.h"

G_BEGIN_DECLS

/**
 * PolluxFmtPrefixes:
 *
 * What other programs put in front of a line ("web-1  | ", "Nov 22 19:03:57
 * host shop[812]: "), and which process it names.
 */
typedef struct _PolluxFmtPrefixes PolluxFmtPrefixes;

PolluxFmtPrefixes *pollux_fmt_prefixes_new         (void);
void               pollux_fmt_prefixes_free        (PolluxFmtPrefixes *prefixes);
/* A number from 0 on; the same for the same process. */
guint              pollux_fmt_prefixes_get_process (PolluxFmtPrefixes *prefixes,
                                                    PolluxSlice        prefix);

/* How many processes there are. */
guint              pollux_fmt_prefixes_get_length  (PolluxFmtPrefixes *prefixes);
/* What that process is called; may be empty. */
const char        *pollux_fmt_prefixes_get_name    (PolluxFmtPrefixes *prefixes,
                                                    guint              process);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFmtPrefixes, pollux_fmt_prefixes_free)

G_END_DECLS
