/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-window-private.h"

#include "pollux-damage-dialog.h"
#include "pollux-statistics.h"

/* Keys go to what is shown, unless a person is writing. The stack itself moves
 * the focus when its page changes: to the first entry, as it happens. */
static void
change_page (PolluxWindow *self, const char *name, GtkWidget *page)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean writing = GTK_IS_EDITABLE (focus) && gtk_widget_get_mapped (focus);

  gtk_stack_set_visible_child_name (self->pages, name);
  if (!writing || gtk_window_get_focus (GTK_WINDOW (self)) != focus)
    gtk_widget_grab_focus (page);
}

/* The header offers only what there is something to do with. */
static void
show_buttons (PolluxWindow *self, gboolean show)
{
  gtk_widget_set_visible (self->history_buttons, show);
  gtk_widget_set_visible (self->zoom_buttons, show);
  gtk_widget_set_visible (self->find_button, show);
  gtk_widget_set_visible (self->export_button, show);
  gtk_widget_set_visible (self->side_panel_button, show);
}

/**
 * pollux_window_show_page:
 * @state: what the window shows from now on
 */
void
pollux_window_show_page (PolluxWindow *self, PolluxWindowState state)
{
  gtk_spinner_set_spinning (self->spinner, FALSE);

  switch (state)
    {
    case POLLUX_WINDOW_LOADING:
      gtk_label_set_text (self->loading_label, "");
      gtk_stack_set_visible_child_name (self->pages, "loading");
      break;

    case POLLUX_WINDOW_TRACE:
      change_page (self, "trace", GTK_WIDGET (self->view));
      break;

    case POLLUX_WINDOW_REFUSED:
      gtk_stack_set_visible_child_name (self->pages, "refused");
      break;

    case POLLUX_WINDOW_EMPTY:
    default:
      change_page (self, "empty", GTK_WIDGET (self->empty_page));
      break;
    }
  show_buttons (self, state == POLLUX_WINDOW_TRACE);
  pollux_window_update_actions (self);
}

/**
 * pollux_window_show_refusal:
 * @error: why the file cannot be shown
 */
void
pollux_window_show_refusal (PolluxWindow *self, const GError *error)
{
  g_autofree char *name = pollux_window_dup_name (self);

  pollux_refused_page_set (self->refused_page, name, error);
  pollux_window_show_page (self, POLLUX_WINDOW_REFUSED);
}

/**
 * pollux_window_show_notice:
 * @text: what happened; a button offers to load again
 */
void
pollux_window_show_notice (PolluxWindow *self, const char *text)
{
  gtk_label_set_text (self->notice_label, text);
  gtk_info_bar_set_revealed (self->notice, TRUE);
}

/**
 * pollux_window_hide_bars:
 *
 * What they say is about the load before.
 */
void
pollux_window_hide_bars (PolluxWindow *self)
{
  gtk_info_bar_set_revealed (self->notice, FALSE);
  gtk_info_bar_set_revealed (self->damage, FALSE);
  gtk_info_bar_set_revealed (self->no_polls, FALSE);
}

/**
 * pollux_window_update_damage:
 *
 * Says what of the file could not be read, and if no polls are in it.
 */
void
pollux_window_update_damage (PolluxWindow *self)
{
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  g_autofree char *text = pollux_damage_describe (trace);

  gtk_label_set_text (self->damage_label, text != NULL ? text : "");
  gtk_info_bar_set_revealed (self->damage, text != NULL);
  gtk_info_bar_set_revealed (self->no_polls, !pollux_statistics_has_polls (trace));
}

/**
 * pollux_window_update_progress:
 *
 * Shows how much of the file is read.
 */
void
pollux_window_update_progress (PolluxWindow *self)
{
  double fraction;
  g_autofree char *text = NULL;

  if (self->loader == NULL || !gtk_widget_get_visible (self->progress))
    return;

  fraction = pollux_loader_get_fraction (self->loader);
  if (fraction < 0)
    {
      gtk_label_set_text (self->progress_label, _("Loading…"));
      gtk_progress_bar_pulse (self->progress_bar);
      return;
    }

  text = g_strdup_printf (_("Loading… %d %%"), (int) (fraction * 100));
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
}

/**
 * pollux_window_show_progress:
 * @show: whether a load takes so long that its progress is of interest
 */
void
pollux_window_show_progress (PolluxWindow *self, gboolean show)
{
  gtk_widget_set_visible (self->progress, show);
  pollux_window_update_progress (self);

  if (show && pollux_window_get_state (self) == POLLUX_WINDOW_LOADING)
    {
      g_autofree char *name = pollux_window_dup_name (self);
      /* Translators: %s is the name of a file. */
      g_autofree char *text = g_strdup_printf (_("Opening “%s”"), name);

      gtk_label_set_text (self->loading_label, text);
      gtk_spinner_set_spinning (self->spinner, TRUE);
    }
}

/**
 * pollux_window_notice_response_cb:
 * @response: of the bar's buttons
 */
void
pollux_window_notice_response_cb (PolluxWindow *self, int response)
{
  gtk_info_bar_set_revealed (self->notice, FALSE);
  if (response == GTK_RESPONSE_ACCEPT)
    pollux_window_reload (self);
}

/**
 * pollux_window_damage_response_cb:
 * @response: of the bar's buttons
 */
void
pollux_window_damage_response_cb (PolluxWindow *self, int response)
{
  if (response == GTK_RESPONSE_ACCEPT && self->session != NULL)
    {
      g_autofree char *name = pollux_window_dup_name (self);

      pollux_damage_dialog_show (GTK_WINDOW (self), pollux_session_get_trace (self->session), name);
      return;
    }
  gtk_info_bar_set_revealed (self->damage, FALSE);
}

/**
 * pollux_window_no_polls_response_cb:
 * @response: of the bar's button
 */
void
pollux_window_no_polls_response_cb (PolluxWindow *self, int response)
{
  gtk_info_bar_set_revealed (self->no_polls, FALSE);
}
