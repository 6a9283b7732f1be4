/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-time-menu.h"

#include "pollux-time-mode.h"

/**
 * pollux_time_menu_fill:
 * @menu: emptied first
 * @trace: (nullable): what is shown
 *
 * Offers how times can be told. A trace without times has one way only, which
 * is said instead of offering what would do nothing.
 */
void
pollux_time_menu_fill (GMenu *menu, PolluxTrace *trace)
{
  g_menu_remove_all (menu);

  if (trace != NULL && !pollux_trace_has_times (trace))
    {
      g_menu_append (menu, _("Record Numbers"), "win.time-mode::relative");
      return;
    }

  for (guint i = 0; i < POLLUX_N_TIME_MODES; i++)
    if (trace == NULL || pollux_time_mode_is_available (i, trace))
      {
        g_autofree char *action =
          g_strdup_printf ("win.time-mode::%s", pollux_time_mode_get_name (i));

        g_menu_append (menu, pollux_time_mode_get_title (i), action);
      }
}
