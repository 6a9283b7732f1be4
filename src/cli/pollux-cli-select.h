/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-cli-options.h"
#include "pollux-trace.h"

G_BEGIN_DECLS

/* The range that --from and --to mean in @trace, cut to what it holds. FALSE
 * with @error of G_OPTION_ERROR if they cannot mean any, of G_IO_ERROR if
 * nothing is in it. */
gboolean     pollux_cli_get_range         (PolluxTrace            *trace,
                                           const PolluxCliOptions *options,
                                           PolluxRange            *range,
                                           GError                **error);
/* Whether --from and --to are times at all, before a file is read. */
gboolean     pollux_cli_check_range       (const PolluxCliOptions *options,
                                           GError                **error);
/* Whether --tasks is a filter at all. */
gboolean     pollux_cli_check_pattern     (const PolluxCliOptions *options,
                                           GError                **error);

/* The tasks that the pattern takes, and how many (array length in the array).
 * Without @all, those of kind "blocking" must be named.
 * FALSE with @error of G_IO_ERROR if there is none. */
gboolean     pollux_cli_find_tasks        (PolluxTrace            *trace,
                                           const char             *pattern,
                                           gboolean                all,
                                           GArray                **tasks,
                                           GError                **error);

G_END_DECLS
