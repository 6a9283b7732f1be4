/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxCliStatus:
 * @POLLUX_CLI_OK: fine, also for a damaged file that could be read in part
 * @POLLUX_CLI_FAILED: nothing could be read, or nothing could be written
 * @POLLUX_CLI_USAGE: wrong usage
 *
 * Exit statuses.
 */
typedef enum
{
  POLLUX_CLI_OK = 0,
  POLLUX_CLI_FAILED = 1,
  POLLUX_CLI_USAGE = 2,
} PolluxCliStatus;

int pollux_cli_run (int    argc,
                    char **argv);

G_END_DECLS
