/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ranks names as people sort them: "ticker-2" before "ticker-10", letters of
 * both cases alike; equal names get equal ranks. */
void pollux_name_order_rank (const char * const *names,
                             guint               n,
                             guint              *ranks);

G_END_DECLS
