/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxArena:
 *
 * Bump allocation: many small pieces of memory that are freed together.
 */
typedef struct _PolluxArena PolluxArena;

PolluxArena *pollux_arena_new         (void);
void         pollux_arena_free        (PolluxArena *arena);
gpointer     pollux_arena_alloc       (PolluxArena *arena,
                                       gsize        size);
char        *pollux_arena_alloc_bytes (PolluxArena *arena,
                                       gsize        size);
char        *pollux_arena_strndup     (PolluxArena *arena,
                                       const char  *bytes,
                                       gsize        length);
void         pollux_arena_reset       (PolluxArena *arena);
gsize        pollux_arena_get_memory  (const PolluxArena *arena);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxArena, pollux_arena_free)

G_END_DECLS
