/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-trace.h"

G_BEGIN_DECLS

/* Messages on standard error: "pollux-cli: FILE: message". */
void         pollux_cli_complain       (const char *file,
                                        const char *message);

/* How a file of the command line is called in messages and headings: without
 * anything that could steer a terminal. (transfer full) */
char        *pollux_cli_get_file_title (const char *file);

/* Reads @file ("-": standard input) to its end. NULL if nothing of it could be
 * read: that was said on standard error. So is its damage. (transfer full) */
PolluxTrace *pollux_cli_load           (const char *file);

G_END_DECLS
