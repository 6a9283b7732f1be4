/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "pollux-cli-options.h"

#define DEFAULT_WIDTH 1600
#define MIN_WIDTH 200
#define MAX_WIDTH 32767
#define MAX_SCALE 16.0

#define MAX_ENTRIES 24

static void
add_entry (GOptionEntry       *entries,
           guint              *n_entries,
           const GOptionEntry *entry)
{
  g_assert (*n_entries + 1 < MAX_ENTRIES);

  entries[(*n_entries)++] = *entry;
}

static void
add_range_entries (PolluxCliOptions *options,
                   GOptionEntry     *entries,
                   guint            *n_entries)
{
  const GOptionEntry range[] = {
    { "from", 'f', 0, G_OPTION_ARG_STRING, &options->from,
      N_("Begin at this time of the recording"), N_("TIME") },
    { "to", 't', 0, G_OPTION_ARG_STRING, &options->to, N_("End right before this time"),
      N_("TIME") },
  };

  add_entry (entries, n_entries, &range[0]);
  add_entry (entries, n_entries, &range[1]);
}

static void
add_picture_entries (PolluxCliOptions *options,
                     GOptionEntry     *entries,
                     guint            *n_entries)
{
  const GOptionEntry picture[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      N_("The picture to write; - for standard output"), N_("PNG") },
    { "width", 'w', 0, G_OPTION_ARG_INT, &options->width,
      N_("How wide it is drawn (default: 1600)"), N_("PX") },
    { "scale", 's', 0, G_OPTION_ARG_DOUBLE, &options->scale,
      N_("Pixels of the picture for one that is drawn (default: 1)"), N_("N") },
    { "dark", 'd', 0, G_OPTION_ARG_NONE, &options->dark, N_("Light on dark"), NULL },
    { "group", 'g', 0, G_OPTION_ARG_STRING, &options->group,
      N_("Group by location, kind, spawner, thread or name"), N_("WAY") },
    { "collapse", 'c', 0, G_OPTION_ARG_NONE, &options->collapse,
      N_("Draw each group as one lane"), NULL },
    { "packed", 'p', 0, G_OPTION_ARG_NONE, &options->packed,
      N_("Put tasks that do not overlap into one row"), NULL },
    { "unfold", 'u', 0, G_OPTION_ARG_NONE, &options->unfold,
      N_("Show the spans below the tasks"), NULL },
    { "height", 0, 0, G_OPTION_ARG_STRING, &options->height,
      N_("Lanes are tiny, compact, normal or comfortable"), N_("SIZE") },
    { "time", 0, 0, G_OPTION_ARG_STRING, &options->time,
      N_("How times are told: relative (default), local or utc"), N_("MODE") },
    { "by-worker", 0, 0, G_OPTION_ARG_NONE, &options->by_worker,
      N_("A lane for each thread that polled tasks"), NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (picture); i++)
    add_entry (entries, n_entries, &picture[i]);
}

static GOptionContext *
create_context (const PolluxCliCommandInfo *command,
                PolluxCliOptions           *options)
{
  const GOptionEntry json = { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json,
                              N_("Print JSON, with all digits"), NULL };
  const GOptionEntry tasks = { "tasks", 'T', 0, G_OPTION_ARG_STRING, &options->pattern,
                               N_("Only tasks that match"), N_("PATTERN") };
  const GOptionEntry help = { "help", 'h', 0, G_OPTION_ARG_NONE, &options->help,
                              N_("Print this help"), NULL };
  const GOptionEntry files = { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
                               &options->files, NULL, NULL };
  GOptionEntry entries[MAX_ENTRIES] = { { NULL } };
  GOptionContext *context;
  guint n = 0;

  if ((command->flags & POLLUX_CLI_OPTION_PICTURE) != 0)
    add_picture_entries (options, entries, &n);
  if ((command->flags & POLLUX_CLI_OPTION_RANGE) != 0)
    add_range_entries (options, entries, &n);
  if ((command->flags & POLLUX_CLI_OPTION_TASKS) != 0)
    add_entry (entries, &n, &tasks);
  if ((command->flags & POLLUX_CLI_OPTION_JSON) != 0)
    add_entry (entries, &n, &json);
  add_entry (entries, &n, &help);
  add_entry (entries, &n, &files);

  context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);

  return FALSE;
}

static gboolean
check_files (const PolluxCliOptions      *options,
             const PolluxCliCommandInfo  *command,
             GError                     **error)
{
  guint n = options->files != NULL ? g_strv_length (options->files) : 0;

  if (n == 0)
    return fail (error, _("no file is named"));
  if (n > 1 && !command->many_files)
    return fail (error, _("more than one file is named"));
  if (n > 1 && options->json)
    return fail (error, _("--json takes one file at a time"));

  return TRUE;
}

static gboolean
check_picture (PolluxCliOptions  *options,
               GError           **error)
{
  static const char *const groups[] = {
    "none", "location", "kind", "spawner", "thread", "name", NULL,
  };
  static const char *const heights[] = { "tiny", "compact", "normal", "comfortable", NULL };

  if (options->output == NULL || *options->output == '\0')
    return fail (error, _("no picture is named: -o out.png"));
  if (strcmp (options->output, "-") == 0 && isatty (STDOUT_FILENO))
    return fail (error, _("a picture cannot be printed on a terminal"));
  if (options->width < MIN_WIDTH || options->width > MAX_WIDTH)
    return fail (error, _("--width must be between 200 and 32767"));
  if (options->time != NULL && (!pollux_time_mode_find (options->time, &options->time_mode) ||
                                options->time_mode == POLLUX_TIME_MODE_SELECTION))
    return fail (error, _("--time must be relative, local or utc"));
  /* Written so that it refuses what is not a number. */
  if (!(options->scale > 0.0 && options->scale <= MAX_SCALE))
    return fail (error, _("--scale must be above 0 and at most 16"));
  if (options->group != NULL && !g_strv_contains (groups, options->group))
    return fail (error, _("--group takes location, kind, spawner, thread or name"));
  if (options->height != NULL && !g_strv_contains (heights, options->height))
    return fail (error, _("--height takes tiny, compact, normal or comfortable"));

  return TRUE;
}

/**
 * pollux_cli_options_parse:
 * @options: (out caller-allocates): the result; clear it in any case
 * @command: which command it is
 * @argc: how many arguments, the command's name first
 * @argv: (array length=argc): they
 * @error: location for what is wrong with them
 *
 * Returns: whether they are right
 */
gboolean
pollux_cli_options_parse (PolluxCliOptions            *options,
                          const PolluxCliCommandInfo  *command,
                          int                          argc,
                          char                       **argv,
                          GError                     **error)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autofree char **copy = g_new0 (char *, argc + 1);
  int n = argc;

  *options = (PolluxCliOptions) { .width = DEFAULT_WIDTH, .scale = 1.0 };
  context = create_context (command, options);
  memcpy (copy, argv, sizeof (char *) * (gsize) argc);

  if (!g_option_context_parse (context, &n, &copy, error))
    return FALSE;
  if (options->help)
    return TRUE;
  if (!check_files (options, command, error))
    return FALSE;

  return (command->flags & POLLUX_CLI_OPTION_PICTURE) == 0 || check_picture (options, error);
}

/**
 * pollux_cli_options_clear:
 * @options: what pollux_cli_options_parse() filled
 */
void
pollux_cli_options_clear (PolluxCliOptions *options)
{
  g_clear_pointer (&options->from, g_free);
  g_clear_pointer (&options->to, g_free);
  g_clear_pointer (&options->pattern, g_free);
  g_clear_pointer (&options->output, g_free);
  g_clear_pointer (&options->group, g_free);
  g_clear_pointer (&options->height, g_free);
  g_clear_pointer (&options->time, g_free);
  g_clear_pointer (&options->files, g_strfreev);
}

/* The heading is GLib's "Usage:" line, which names the program; ours names
 * the command as well. */
static char *
cut_first_line (char *help)
{
  char *end = strstr (help, "\n\n");
  char *rest = g_strdup (end != NULL ? end + 2 : help);

  g_free (help);

  return rest;
}

/**
 * pollux_cli_options_get_help:
 * @command: a command
 *
 * Returns: (transfer full): what its --help prints
 */
char *
pollux_cli_options_get_help (const PolluxCliCommandInfo *command)
{
  PolluxCliOptions options = { 0 };
  g_autoptr (GOptionContext) context = create_context (command, &options);
  g_autofree char *entries = cut_first_line (g_option_context_get_help (context, FALSE, NULL));
  g_autoptr (GString) help = g_string_new (NULL);

  g_string_append_printf (help, _("Usage: pollux-cli %s %s\n\n%s\n\n"), command->name,
                          _(command->arguments), _(command->summary));
  g_string_append (help, entries);

  if ((command->flags & POLLUX_CLI_OPTION_RANGE) != 0)
    g_string_append (help, _("TIME counts from the first record: 12.5ms, 1s, 250us, 0; or it is "
                             "a date:\n2026-11-22T19:07:01.7Z; or a time of day: 19:07:01.7; or "
                             "the number of a record\nwhere there are no times: #1234.\n\n"));
  if ((command->flags & POLLUX_CLI_OPTION_TASKS) != 0)
    g_string_append (help, _("PATTERN is a filter, the same as in the window: words that must all "
                             "be in the name,\nlocation, process or kind; #5 for an id; "
                             "\"quotes\" around blanks; - in front for not.\n"
                             "name: loc: kind: process: thread: by: id: look there only, "
                             "state:idle at the end;\n"
                             "busy>10ms, scheduled, idle, spawn, longest, delay, life, polls, "
                             "wakes, selfwakes compare.\n\n"));
  g_string_append (help, _(command->description));
  g_string_append_c (help, '\n');

  return g_string_free (g_steal_pointer (&help), FALSE);
}
