/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pollux-cli-commands.h"
#include "pollux-cli-load.h"
#include "pollux-cli-select.h"
#include "pollux-export.h"

static gboolean
fail_with_errno (int      number,
                 GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));

  return FALSE;
}

/* Something that is no file, like a pipe: it cannot be replaced. */
static gboolean
write_through (const char  *path,
               GBytes      *bytes,
               GError     **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  int number = 0;

  if (fd < 0)
    return fail_with_errno (errno, error);

  while (size > 0 && number == 0)
    {
      ssize_t n = write (fd, data, size);

      if (n >= 0)
        {
          data += n;
          size -= (gsize) n;
        }
      else if (errno != EINTR)
        number = errno;
    }

  if (close (fd) < 0 && number == 0)
    number = errno;

  return number == 0 || fail_with_errno (number, error);
}

/* The whole picture or, whatever happens, what was there before. A signal
 * waits until it is done, so that no half of it is left beside. */
static gboolean
replace_file (const char  *path,
              mode_t       mode,
              GBytes      *bytes,
              GError     **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  sigset_t deadly, before;
  gboolean written;

  sigemptyset (&deadly);
  sigaddset (&deadly, SIGINT);
  sigaddset (&deadly, SIGTERM);
  sigaddset (&deadly, SIGHUP);

  sigprocmask (SIG_BLOCK, &deadly, &before);
  written = g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT,
                                      (int) mode, error);
  sigprocmask (SIG_SETMASK, &before, NULL);

  return written;
}

static gboolean
write_picture (const char       *path,
               GBytes           *bytes,
               PolluxCliOutput  *output,
               GError          **error)
{
  g_autofree char *target = NULL;
  struct stat info;

  if (strcmp (path, "-") == 0)
    {
      pollux_cli_output_write (output, g_bytes_get_data (bytes, NULL),
                               (gssize) g_bytes_get_size (bytes));
      return TRUE;
    }

  if (stat (path, &info) < 0)
    return replace_file (path, 0666, bytes, error);
  if (S_ISDIR (info.st_mode))
    return fail_with_errno (EISDIR, error);
  if (!S_ISREG (info.st_mode))
    return write_through (path, bytes, error);

  /* A link stays a link. */
  target = realpath (path, NULL);

  return replace_file (target != NULL ? target : path, info.st_mode & 0777, bytes, error);
}

static void
arrange (PolluxRows             *rows,
         const PolluxCliOptions *options)
{
  static const char *const groups[POLLUX_N_GROUPINGS] = {
    [POLLUX_GROUP_NONE] = "none",       [POLLUX_GROUP_LOCATION] = "location",
    [POLLUX_GROUP_KIND] = "kind",       [POLLUX_GROUP_SPAWNER] = "spawner",
    [POLLUX_GROUP_THREAD] = "thread",   [POLLUX_GROUP_NAME] = "name",
  };
  static const struct { const char *name; PolluxLaneHeight height; } heights[] = {
    { "tiny", POLLUX_LANE_TINY }, { "compact", POLLUX_LANE_COMPACT },
    { "normal", POLLUX_LANE_NORMAL }, { "comfortable", POLLUX_LANE_COMFORTABLE },
  };

  pollux_rows_set_lane_height (rows, POLLUX_LANE_COMFORTABLE);
  for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
    if (g_strcmp0 (options->height, heights[i].name) == 0)
      pollux_rows_set_lane_height (rows, heights[i].height);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_strcmp0 (options->group, groups[i]) == 0)
      pollux_rows_set_grouping (rows, i);
  pollux_rows_set_packed (rows, options->packed);
}

/* The spans of all tasks that have any, and of none. */
static void
unfold (PolluxRows  *rows,
        PolluxTrace *trace)
{
  guint n = pollux_trace_get_n_tasks (trace);

  for (PolluxTaskIndex task = 0; task < n; task++)
    if (pollux_span_rows_has_any (trace, task))
      pollux_rows_set_unfolded (rows, task, TRUE);
  if (pollux_span_rows_has_any (trace, POLLUX_TASK_NONE))
    pollux_rows_set_unfolded (rows, POLLUX_TASK_NONE, TRUE);
}

static gboolean
add_workers (PolluxRows   *rows,
             PolluxTrace  *trace,
             const char   *filter,
             GError      **error)
{
  g_autoptr (PolluxWorkers) workers = pollux_workers_new_for_trace (trace, NULL);
  g_autoptr (PolluxWorkers) taken = NULL;

  if (!pollux_workers_has_threads (workers))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("no poll says on which thread it was"));
      return FALSE;
    }
  if (filter != NULL)
    taken = pollux_workers_new_for_trace (trace, filter);
  pollux_rows_set_workers (rows, workers, taken);

  return TRUE;
}

static GBytes *
draw (const PolluxCliOptions  *options,
      const char              *file,
      PolluxTrace             *trace,
      PolluxRange              range,
      GError                 **error)
{
  g_autoptr (PolluxRows) rows = pollux_rows_new ();
  g_autofree char *title = NULL;
  PolluxExport picture = { 0 };
  PolluxClock clock;

  if (strcmp (file, "-") != 0)
    {
      g_autofree char *base = g_path_get_basename (file);

      title = g_filename_display_name (base);
    }

  pollux_rows_set_filter (rows, options->pattern);
  pollux_rows_set_range (rows, range);
  arrange (rows, options);
  pollux_rows_update (rows, trace);
  if (options->group != NULL)
    pollux_rows_collapse_all (rows, options->collapse);
  if (options->unfold)
    unfold (rows, trace);
  if (options->by_worker && !add_workers (rows, trace, options->pattern, error))
    return NULL;
  pollux_rows_update (rows, trace);

  picture.trace = trace;
  picture.rows = rows;
  picture.range = range;
  picture.n_rows = G_MAXUINT;
  picture.width = options->width;
  picture.scale = options->scale;
  picture.palette = pollux_palette_get (options->dark ? POLLUX_PALETTE_DARK
                                                      : POLLUX_PALETTE_LIGHT);
  picture.title = title;
  pollux_time_mode_get_clock (options->time_mode, trace, POLLUX_TIME_NONE, &clock);
  picture.clock = &clock;

  return pollux_export_to_png (&picture, error);
}

static gboolean
check_pattern (PolluxTrace             *trace,
               const PolluxCliOptions  *options,
               GError                 **error)
{
  g_autoptr (GArray) tasks = NULL;

  return options->pattern == NULL ||
         pollux_cli_find_tasks (trace, options->pattern, TRUE, &tasks, error);
}

/**
 * pollux_cli_render:
 * @options: the line
 * @file: the trace's file, as on the line
 * @trace: the trace
 * @output: where to, if the line says "-o -"
 *
 * Draws a trace into a PNG file.
 *
 * Returns: an exit status
 */
PolluxCliStatus
pollux_cli_render (const PolluxCliOptions *options,
                   const char             *file,
                   PolluxTrace            *trace,
                   PolluxCliOutput        *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  PolluxRange range;

  if (!pollux_cli_get_range (trace, options, &range, &error) ||
      !check_pattern (trace, options, &error))
    {
      pollux_cli_complain (file, error->message);
      return error->domain == G_OPTION_ERROR ? POLLUX_CLI_USAGE : POLLUX_CLI_FAILED;
    }

  /* Without limits the picture takes its own little room on both sides. */
  if (options->from == NULL && options->to == NULL)
    range = (PolluxRange) { 0, 0 };

  bytes = draw (options, file, trace, range, &error);
  if (bytes == NULL)
    {
      pollux_cli_complain (file, error->message);
      return POLLUX_CLI_FAILED;
    }

  if (!write_picture (options->output, bytes, output, &error))
    {
      pollux_cli_complain (options->output, error->message);
      return POLLUX_CLI_FAILED;
    }

  return POLLUX_CLI_OK;
}
