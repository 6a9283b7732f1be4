/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text as a terminal shows it. */

typedef enum
{
  POLLUX_CLI_CUT_MIDDLE,
  POLLUX_CLI_CUT_START,
} PolluxCliCut;

char  *pollux_cli_escape      (const char   *bytes);
guint  pollux_cli_get_columns (const char   *text);
char  *pollux_cli_shorten     (const char   *text,
                               guint         columns,
                               PolluxCliCut  cut);
/* Lines of @columns at most (0: one line), each after @indent blanks. */
char  *pollux_cli_wrap        (const char   *text,
                               guint         columns,
                               guint         indent);
/* "12.3 %", of 0 "—". */
char  *pollux_cli_share       (gint64        part,
                               gint64        whole);

G_END_DECLS
