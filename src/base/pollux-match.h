/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Text in text without regard to case. What is looked for is folded once;
 * what is looked through may be anything, also bytes that are no UTF-8.
 */

/* (transfer full): @text as the others want it. */
char     *pollux_match_fold     (const char *text);
/* Whether @text, in whatever case, holds @folded. */
gboolean  pollux_match_contains (const char *text,
                                 const char *folded);
/* The first place of @folded in @text (valid UTF-8) that begins at @from or
 * after it, in bytes. FALSE if there is none, or if it is empty. */
gboolean  pollux_match_find     (const char *text,
                                 gsize       from,
                                 const char *folded,
                                 gsize      *begin,
                                 gsize      *end);

G_END_DECLS
