/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-json-cursor.h"

G_BEGIN_DECLS

/* The colours of the fmt layer: SGR sequences, ESC [ digits and semicolons m.
 * They are written around what is structure, so they tell it from values. */
#define POLLUX_FMT_RESET "\033[0m"
#define POLLUX_FMT_BOLD "\033[1m"
#define POLLUX_FMT_DIM "\033[2m"
#define POLLUX_FMT_ITALIC "\033[3m"

/* The bytes of the sequence that @text begins with; 0: none. */
gsize pollux_fmt_ansi_measure (PolluxSlice  text);
/* Appends @text without its sequences. */
void  pollux_fmt_ansi_strip   (PolluxSlice  text,
                               GString     *plain);

G_END_DECLS
