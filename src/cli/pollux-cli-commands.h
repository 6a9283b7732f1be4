/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-cli-facts.h"
#include "pollux-cli-json.h"
#include "pollux-cli-options.h"
#include "pollux-cli-output.h"
#include "pollux-cli.h"

G_BEGIN_DECLS

/*
 * The commands. Each prints what it has to say of one loaded trace and
 * returns an exit status.
 */

typedef PolluxCliStatus (*PolluxCliRun) (const PolluxCliOptions *options,
                                         const char             *file,
                                         PolluxTrace            *trace,
                                         PolluxCliOutput        *output);

PolluxCliStatus pollux_cli_info   (const PolluxCliOptions *options,
                                   const char             *file,
                                   PolluxTrace            *trace,
                                   PolluxCliOutput        *output);
PolluxCliStatus pollux_cli_tasks  (const PolluxCliOptions *options,
                                   const char             *file,
                                   PolluxTrace            *trace,
                                   PolluxCliOutput        *output);
PolluxCliStatus pollux_cli_wakes  (const PolluxCliOptions *options,
                                   const char             *file,
                                   PolluxTrace            *trace,
                                   PolluxCliOutput        *output);
PolluxCliStatus pollux_cli_stats  (const PolluxCliOptions *options,
                                   const char             *file,
                                   PolluxTrace            *trace,
                                   PolluxCliOutput        *output);

PolluxCliStatus pollux_cli_render (const PolluxCliOptions *options,
                                   const char             *file,
                                   PolluxTrace            *trace,
                                   PolluxCliOutput        *output);

/* Columns of the terminal that standard output is; 0 if it is none. */
guint           pollux_cli_get_terminal_width (void);

G_END_DECLS
