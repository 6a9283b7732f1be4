/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "pollux-cli-load.h"
#include "pollux-cli-text.h"
#include "pollux-loader.h"

/* A progress line comes after this many µs, then as often as the other says. */
#define PROGRESS_AFTER (G_USEC_PER_SEC / 2)
#define PROGRESS_EVERY (G_USEC_PER_SEC / 10)
/* More damage than this is only counted on standard error. */
#define MAX_DAMAGE_LINES 20

typedef struct
{
  PolluxLoader *loader;
  const char *title;
  gint64 next;
} Progress;

/* Read by the signal handler. */
static volatile sig_atomic_t progress_is_shown;

static const char erase_line[] = "\r\033[K";

static void
erase_progress (void)
{
  if (progress_is_shown)
    {
      progress_is_shown = 0;
      if (write (STDERR_FILENO, erase_line, sizeof erase_line - 1) < 0)
        return;
    }
}

/* Ctrl+C ends the program as the system does it, but for the half line that
 * would be left on the terminal. */
static void
on_deadly_signal (int number)
{
  erase_progress ();
  signal (number, SIG_DFL);
  raise (number);
}

static void
on_changed (PolluxTrace *trace,
            gpointer     user_data)
{
  Progress *progress = user_data;
  gint64 now = g_get_monotonic_time ();
  double fraction = pollux_loader_get_fraction (progress->loader);

  if (now < progress->next)
    return;

  progress->next = now + PROGRESS_EVERY;
  if (!progress_is_shown)
    {
      signal (SIGINT, on_deadly_signal);
      signal (SIGTERM, on_deadly_signal);
    }

  progress_is_shown = 1;
  g_printerr ("\r");
  if (fraction >= 0)
    g_printerr (_("reading %s: %d %%"), progress->title, (int) (fraction * 100));
  else
    g_printerr (_("reading %s"), progress->title);
}

/**
 * pollux_cli_complain:
 * @file: (nullable): the file that it is about, as on the command line
 * @message: what is wrong
 */
void
pollux_cli_complain (const char *file,
                     const char *message)
{
  g_autofree char *text = pollux_cli_escape (message);

  erase_progress ();
  if (file != NULL)
    {
      g_autofree char *title = pollux_cli_get_file_title (file);

      g_printerr ("pollux-cli: %s: %s\n", title, text);
      return;
    }

  g_printerr ("pollux-cli: %s\n", text);
}

/**
 * pollux_cli_get_file_title:
 * @file: a file as on the command line
 *
 * Returns: (transfer full): what to call it
 */
char *
pollux_cli_get_file_title (const char *file)
{
  g_autofree char *name = NULL;

  if (strcmp (file, "-") == 0)
    return g_strdup (_("standard input"));

  name = g_filename_display_name (file);

  return pollux_cli_escape (name);
}

static PolluxLoader *
create_loader (const char  *file,
               GError     **error)
{
  g_autoptr (GFile) location = NULL;
  int fd;

  if (strcmp (file, "-") != 0)
    {
      location = g_file_new_for_commandline_arg (file);
      return pollux_loader_new (location);
    }

  /* The loader closes its descriptor. */
  fd = dup (STDIN_FILENO);
  if (fd < 0)
    {
      int number = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number),
                           g_strerror (number));
      return NULL;
    }

  return pollux_loader_new_for_fd (fd, _("standard input"));
}

static void
report_damage (const char         *file,
               const PolluxDamage *damage)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (damage->line > 0)
    g_string_append_printf (text, _("line %" PRIu64 ", byte %" PRIu64 ": %s"),
                            damage->line, damage->offset, damage->message);
  else
    g_string_append_printf (text, _("byte %" PRIu64 ": %s"), damage->offset,
                            damage->message);

  if (damage->records > 0)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, " (%" PRIu64 " record lost)",
                                         " (%" PRIu64 " records lost)",
                                         (gulong) damage->records),
                            damage->records);

  pollux_cli_complain (file, text->str);
}

static void
report_all_damage (const char  *file,
                   PolluxTrace *trace)
{
  guint n = pollux_trace_get_n_damages (trace);

  for (guint i = 0; i < MIN (n, MAX_DAMAGE_LINES); i++)
    report_damage (file, pollux_trace_get_damage (trace, i));

  if (n > MAX_DAMAGE_LINES)
    {
      g_autofree char *text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u more damaged place", "%u more damaged places",
                     n - MAX_DAMAGE_LINES),
        n - MAX_DAMAGE_LINES);

      pollux_cli_complain (file, text);
    }
}

/**
 * pollux_cli_load:
 * @file: a file as on the command line, "-" for standard input
 *
 * Reads a trace. How far it is shows on standard error, if that is a terminal
 * and it takes long.
 *
 * Returns: (transfer full) (nullable): the trace; %NULL if nothing could be
 *   read, which was reported then
 */
PolluxTrace *
pollux_cli_load (const char *file)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  g_autoptr (PolluxLoader) loader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = pollux_cli_get_file_title (file);
  Progress progress = { NULL, title, g_get_monotonic_time () + PROGRESS_AFTER };
  gboolean loaded = FALSE;

  loader = create_loader (file, &error);
  if (loader != NULL)
    {
      progress.loader = loader;
      if (isatty (STDERR_FILENO))
        g_signal_connect (trace, "changed", G_CALLBACK (on_changed), &progress);
      loaded = pollux_loader_load (loader, trace, NULL, &error);
      g_signal_handlers_disconnect_by_data (trace, &progress);
    }

  erase_progress ();
  if (!loaded)
    {
      pollux_cli_complain (file, error->message);
      return NULL;
    }
  report_all_damage (file, trace);

  return g_steal_pointer (&trace);
}
