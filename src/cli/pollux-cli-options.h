/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "pollux-time-mode.h"

G_BEGIN_DECLS

/**
 * PolluxCliOptionFlags:
 *
 * Which options a command takes.
 */
typedef enum
{
  POLLUX_CLI_OPTION_JSON    = 1 << 0,
  POLLUX_CLI_OPTION_RANGE   = 1 << 1,
  POLLUX_CLI_OPTION_TASKS   = 1 << 2,
  POLLUX_CLI_OPTION_PICTURE = 1 << 3,
} PolluxCliOptionFlags;

/**
 * PolluxCliOptions:
 * @files: NULL terminated, at least one unless @help
 * @pattern: NULL for all tasks
 * @width, @scale: as given or their defaults, checked
 * @group, @height: NULL for the default, else one of the names, checked
 *
 * A command's line, taken apart.
 */
typedef struct
{
  gboolean help;
  gboolean json;
  char *from;
  char *to;
  char *pattern;
  char *output;
  int width;
  double scale;
  gboolean dark;
  char *group;
  char *height;
  gboolean collapse;
  gboolean packed;
  gboolean unfold;
  PolluxTimeMode time_mode;
  char *time;
  gboolean by_worker;
  char **files;
} PolluxCliOptions;

/**
 * PolluxCliCommandInfo:
 * @name: as it is typed
 * @arguments: how the rest of the line looks, translatable
 * @summary: one line, translatable
 * @description: what --help says below the options, translatable
 * @flags: the options it takes
 * @many_files: whether it takes more than one file
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  const char *description;
  PolluxCliOptionFlags flags;
  gboolean many_files;
} PolluxCliCommandInfo;

/* FALSE with @error (of G_OPTION_ERROR) for wrong usage. @argv is a command's:
 * its name first. */
gboolean  pollux_cli_options_parse    (PolluxCliOptions           *options,
                                       const PolluxCliCommandInfo *command,
                                       int                         argc,
                                       char                      **argv,
                                       GError                    **error);
void      pollux_cli_options_clear    (PolluxCliOptions           *options);
char     *pollux_cli_options_get_help (const PolluxCliCommandInfo *command);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PolluxCliOptions, pollux_cli_options_clear)

G_END_DECLS
