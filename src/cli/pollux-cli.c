/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "pollux-cli-commands.h"
#include "pollux-cli-load.h"
#include "pollux-cli-select.h"
#include "pollux-cli-table.h"
#include "pollux-cli-text.h"

typedef struct
{
  PolluxCliCommandInfo info;
  PolluxCliRun run;
} Command;

static const Command commands[] = {
  {
    {
      .name = "info",
      .arguments = N_("[OPTION…] FILE…"),
      .summary = N_("Say what a recording holds, what it cannot tell, and how to record better."),
      .description = N_("FILE is a recording, compressed or not; - is standard input."),
      .flags = POLLUX_CLI_OPTION_JSON,
      .many_files = TRUE,
    },
    pollux_cli_info,
  },
  {
    {
      .name = "tasks",
      .arguments = N_("[OPTION…] FILE…"),
      .summary = N_("List the tasks: how often and how long they were polled and waited."),
      .description = N_("FILE is a recording, compressed or not; - is standard input.\n"
                        "The manual page says what each figure means."),
      .flags = POLLUX_CLI_OPTION_JSON | POLLUX_CLI_OPTION_TASKS,
      .many_files = TRUE,
    },
    pollux_cli_tasks,
  },
  {
    {
      .name = "wakes",
      .arguments = N_("[OPTION…] FILE…"),
      .summary = N_("List the wakes: when, which task, by whom, and whether it made it due."),
      .description = N_("FILE is a recording, compressed or not; - is standard input."),
      .flags = POLLUX_CLI_OPTION_JSON | POLLUX_CLI_OPTION_TASKS,
      .many_files = TRUE,
    },
    pollux_cli_wakes,
  },
  {
    {
      .name = "stats",
      .arguments = N_("[OPTION…] FILE"),
      .summary = N_("Sum up a range: states, poll times and scheduled times."),
      .description = N_("Tasks of kind “blocking”, among them the runtime's own workers, only\n"
                        "count if the pattern names them."),
      .flags = POLLUX_CLI_OPTION_JSON | POLLUX_CLI_OPTION_RANGE | POLLUX_CLI_OPTION_TASKS,
    },
    pollux_cli_stats,
  },
  {
    {
      .name = "render",
      .arguments = N_("[OPTION…] FILE -o PNG"),
      .summary = N_("Draw the tasks over time into a picture."),
      .description = N_("The picture is as high as its tasks need."),
      .flags = POLLUX_CLI_OPTION_RANGE | POLLUX_CLI_OPTION_TASKS | POLLUX_CLI_OPTION_PICTURE,
    },
    pollux_cli_render,
  },
};

/**
 * pollux_cli_get_terminal_width:
 *
 * Returns: how many columns standard output has; 0 if it is no terminal
 */
guint
pollux_cli_get_terminal_width (void)
{
  struct winsize size = { 0 };

  if (!isatty (STDOUT_FILENO) || ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
    return 0;

  return size.ws_col;
}

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].info.name, name) == 0)
      return &commands[i];

  return NULL;
}

static void
print_help (PolluxCliOutput *output)
{
  static const PolluxCliColumn columns[] = { { NULL }, { NULL } };
  g_autoptr (PolluxCliTable) table = pollux_cli_table_new (columns, 2, 2, 2);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      pollux_cli_table_add (table, commands[i].info.name);
      pollux_cli_table_add (table, _(commands[i].info.summary));
    }

  pollux_cli_output_print (output, _("Usage: pollux-cli COMMAND [OPTION…] FILE…\n"
                                     "\n"
                                     "Reads recordings of async Tokio tasks and tells about them "
                                     "without a window.\n"
                                     "\n"
                                     "Commands:\n"));
  pollux_cli_table_print (table, 0, output);
  pollux_cli_output_print (output, _("\n"
                                     "Options:\n"
                                     "  -h, --help     Print this help, or that of a command\n"
                                     "  -V, --version  Print the version\n"
                                     "\n"
                                     "pollux-cli COMMAND --help tells the options of a command.\n"
                                     "Exit status: 0 fine, 1 nothing could be read or written, "
                                     "2 wrong usage.\n"));
}

static PolluxCliStatus
refuse_usage (const char *message,
              const char *command)
{
  g_autofree char *hint = NULL;

  if (command != NULL)
    hint = g_strdup_printf ("pollux-cli %s --help", command);

  pollux_cli_complain (NULL, message);
  g_printerr (_("Try “%s”.\n"), hint != NULL ? hint : "pollux-cli --help");

  return POLLUX_CLI_USAGE;
}

static void
print_title (const char      *file,
             PolluxCliOutput *output)
{
  g_autofree char *title = pollux_cli_get_file_title (file);

  pollux_cli_output_printf (output, "%s\n", title);
}

static PolluxCliStatus
run_on_files (const Command          *command,
              const PolluxCliOptions *options,
              PolluxCliOutput        *output)
{
  PolluxCliStatus status = POLLUX_CLI_OK;
  gboolean printed = FALSE;

  for (guint i = 0; options->files[i] != NULL && pollux_cli_output_is_open (output); i++)
    {
      g_autoptr (PolluxTrace) trace = pollux_cli_load (options->files[i]);
      PolluxCliStatus result;

      if (trace == NULL)
        {
          status = POLLUX_CLI_FAILED;
          continue;
        }

      if (printed)
        pollux_cli_output_print (output, "\n");
      if (options->files[1] != NULL && command->run != pollux_cli_info)
        print_title (options->files[i], output);
      result = command->run (options, options->files[i], trace, output);
      status = MAX (status, result);
      printed = TRUE;
    }

  return status;
}

static PolluxCliStatus
run_command (const Command   *command,
             int              argc,
             char           **argv,
             PolluxCliOutput *output)
{
  g_auto (PolluxCliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!pollux_cli_options_parse (&options, &command->info, argc, argv, &error))
    return refuse_usage (error->message, command->info.name);

  if (options.help)
    {
      g_autofree char *help = pollux_cli_options_get_help (&command->info);

      pollux_cli_output_print (output, help);
      return POLLUX_CLI_OK;
    }

  if (!pollux_cli_check_range (&options, &error) || !pollux_cli_check_pattern (&options, &error))
    return refuse_usage (error->message, command->info.name);

  return run_on_files (command, &options, output);
}

static PolluxCliStatus
dispatch (int              argc,
          char           **argv,
          PolluxCliOutput *output)
{
  const Command *command;
  g_autofree char *message = NULL;

  if (argc < 2)
    return refuse_usage (_("no command is given"), NULL);

  if (strcmp (argv[1], "--version") == 0 || strcmp (argv[1], "-V") == 0)
    {
      pollux_cli_output_printf (output, "pollux-cli %s\n", POLLUX_VERSION);
      return POLLUX_CLI_OK;
    }

  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      print_help (output);
      return POLLUX_CLI_OK;
    }

  command = find_command (argv[1]);
  if (command != NULL)
    return run_command (command, argc - 1, argv + 1, output);

  if (argv[1][0] == '-' && argv[1][1] != '\0')
    message = g_strdup_printf (_("unknown option “%s”"), argv[1]);
  else
    message = g_strdup_printf (_("unknown command “%s”"), argv[1]);

  return refuse_usage (message, NULL);
}

/* If one of the three is closed, the next file that is opened would take its
 * place, and messages would go into it. */
static void
occupy_standard_descriptors (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDONLY);
  while (fd >= 0 && fd <= STDERR_FILENO);

  if (fd > STDERR_FILENO)
    close (fd);
}

/**
 * pollux_cli_run:
 * @argc: how many arguments
 * @argv: the command line, the program's name first
 *
 * The whole program, but for the setup of the locale.
 *
 * Returns: the exit status
 */
int
pollux_cli_run (int    argc,
                char **argv)
{
  g_autoptr (PolluxCliOutput) output = NULL;
  g_autoptr (GError) error = NULL;
  PolluxCliStatus status;

  g_set_prgname ("pollux-cli");
  occupy_standard_descriptors ();
  /* A reader that goes away is told by write(2). */
  signal (SIGPIPE, SIG_IGN);

  output = pollux_cli_output_new (STDOUT_FILENO);
  status = dispatch (argc, argv, output);

  if (!pollux_cli_output_finish (output, &error))
    {
      pollux_cli_complain (NULL, error->message);
      status = MAX (status, POLLUX_CLI_FAILED);
    }

  return status;
}
