/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* To be called once, before anything else is. */
void pollux_memory_keep (void);

G_END_DECLS
