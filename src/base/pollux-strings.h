/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/**
 * PolluxStrings:
 *
 * Interned byte strings: equal bytes get equal ids. Ids are dense, from 0,
 * which is always the empty string. Strings may hold any bytes but are always
 * followed by a NUL that does not count; they never move.
 */
typedef struct _PolluxStrings PolluxStrings;

PolluxStrings *pollux_strings_new        (void);
void           pollux_strings_free       (PolluxStrings       *strings);
PolluxString   pollux_strings_intern     (PolluxStrings       *strings,
                                          const char          *bytes,
                                          gssize               length);
gboolean       pollux_strings_lookup     (const PolluxStrings *strings,
                                          const char          *bytes,
                                          gssize               length,
                                          PolluxString        *id);
const char    *pollux_strings_get        (const PolluxStrings *strings,
                                          PolluxString         id);
gsize          pollux_strings_get_length (const PolluxStrings *strings,
                                          PolluxString         id);
guint          pollux_strings_get_count  (const PolluxStrings *strings);
gsize          pollux_strings_get_memory (const PolluxStrings *strings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxStrings, pollux_strings_free)

G_END_DECLS
