/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "pollux-application.h"
#include "pollux-memory.h"

int
main (int argc, char **argv)
{
  g_autoptr (PolluxApplication) application = NULL;

  pollux_memory_keep ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, POLLUX_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = pollux_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
