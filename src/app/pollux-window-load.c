/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loading. A window reads at most one file at a time. The session of the file
 * that is read becomes the one that is shown when it has its first task, so
 * that neither a fast load nor a reload shows an empty picture in between; a
 * load that takes long shows its progress.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-window-private.h"

/* A load that is done before shows no progress at all. */
#define SLOW_MS 250

/* What the answer is for. The window may be gone, or read another file. */
typedef struct
{
  GWeakRef window;
  PolluxLoader *loader;
} Load;

static void
load_free (Load *load)
{
  g_weak_ref_clear (&load->window);
  g_object_unref (load->loader);
  g_free (load);
}

static void
keep_view (PolluxWindow *self)
{
  const PolluxViewport *viewport = pollux_session_get_viewport (self->session);
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  PolluxTrace *trace = pollux_session_get_trace (self->session);

  self->kept = (PolluxKeptView) {
    .valid = TRUE,
    .fitted = pollux_viewport_is_fitted (viewport),
    .view = pollux_viewport_get_range (viewport),
    .range = pollux_session_get_range (self->session),
  };
  g_clear_pointer (&self->kept_lanes, pollux_kept_lanes_free);
  self->kept_lanes = pollux_kept_lanes_new (self->session);
  if (thing->kind != POLLUX_THING_NONE && thing->task != POLLUX_TASK_NONE)
    {
      const PolluxTask *task = pollux_trace_get_task (trace, thing->task);

      self->kept.has_task = (task->flags & POLLUX_TASK_HAS_TOKIO_ID) != 0;
      self->kept.tokio_id = task->tokio_id;
    }
}

static void
select_kept_task (PolluxWindow *self)
{
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  guint n = pollux_trace_get_n_tasks (trace);

  for (guint i = 0; i < n; i++)
    {
      const PolluxTask *task = pollux_trace_get_task (trace, i);

      if ((task->flags & POLLUX_TASK_HAS_TOKIO_ID) && task->tokio_id == self->kept.tokio_id)
        {
          PolluxThing thing = { POLLUX_THING_TASK, i, 0 };

          pollux_session_select (self->session, &thing, FALSE);
          return;
        }
    }
}

/* Once the file is read again: as it was before, as far as there is such a
 * time and such a task now. */
static void
restore_view (PolluxWindow *self)
{
  PolluxRange extent = pollux_trace_get_extent (pollux_session_get_trace (self->session));
  PolluxViewport viewport = *pollux_session_get_viewport (self->session);

  if (!self->kept.valid)
    return;

  self->kept.valid = FALSE;
  if (self->kept_lanes != NULL)
    pollux_kept_lanes_restore (self->kept_lanes, self->session);
  g_clear_pointer (&self->kept_lanes, pollux_kept_lanes_free);
  if (!self->kept.fitted && self->kept.view.begin < extent.end)
    {
      pollux_viewport_set_range (&viewport, self->kept.view);
      pollux_session_set_viewport (self->session, &viewport, FALSE);
    }
  if (pollux_range_length (pollux_range_intersect (self->kept.range, extent)) > 0)
    pollux_session_set_range (self->session, self->kept.range);
  if (self->kept.has_task)
    select_kept_task (self);
}

/* The file has something to show: from here on it is what is shown. */
static void
adopt (PolluxWindow *self)
{
  g_autoptr (PolluxSession) session = g_steal_pointer (&self->coming);

  if (session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (session, self);
  pollux_window_set_session (self, session);
  pollux_window_show_page (self, POLLUX_WINDOW_TRACE);
}

static void
coming_changed_cb (PolluxWindow *self)
{
  if (pollux_trace_get_n_tasks (pollux_session_get_trace (self->coming)) > 0)
    adopt (self);
}

static void
remember (PolluxWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  PolluxRecent *recent =
    application != NULL ? pollux_application_get_recent (POLLUX_APPLICATION (application)) : NULL;

  if (recent != NULL && self->file != NULL)
    pollux_recent_add (recent, self->file);
}

static void
forget (PolluxWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  PolluxRecent *recent =
    application != NULL ? pollux_application_get_recent (POLLUX_APPLICATION (application)) : NULL;

  if (recent != NULL && self->file != NULL)
    pollux_recent_remove (recent, self->file);
}

static void
end_loading (PolluxWindow *self)
{
  g_clear_handle_id (&self->slow_source, g_source_remove);
  if (self->loader != NULL)
    g_signal_handlers_disconnect_by_data (self->loader, self);
  if (self->coming != NULL)
    g_signal_handlers_disconnect_by_data (self->coming, self);
  g_clear_object (&self->loader);
  g_clear_object (&self->coming);
  g_clear_object (&self->cancellable);
  pollux_window_show_progress (self, FALSE);
  pollux_window_update_actions (self);
}

static void
loaded (PolluxWindow *self)
{
  adopt (self);
  pollux_session_flush (self->session);
  remember (self);
  end_loading (self);
  restore_view (self);
  pollux_window_update_damage (self);
}

static void
cancelled (PolluxWindow *self)
{
  g_autofree char *text = NULL;
  gboolean any;

  if (self->coming != NULL)
    coming_changed_cb (self);
  if (self->session != NULL)
    pollux_session_flush (self->session);
  any = self->session != NULL && self->coming == NULL;
  end_loading (self);
  if (self->cancelled_at >= 0)
    text = g_strdup_printf (_("Loading was cancelled at %d %%."), (int) (self->cancelled_at * 100));
  else
    text = g_strdup (_("Loading was cancelled."));

  if (any)
    {
      g_autofree char *notice =
        g_strconcat (text, " ", _("What was read until then is shown."), NULL);

      pollux_trust_monitor_set_partial (self->monitor);
      pollux_window_show_notice (self, notice);
      pollux_window_update_damage (self);
      return;
    }
  if (self->session == NULL)
    pollux_window_show_page (self, POLLUX_WINDOW_EMPTY);
  pollux_window_show_notice (self, text);
}

static void
failed (PolluxWindow *self, const GError *error)
{
  gboolean reloading = self->session != NULL && self->coming != NULL;

  end_loading (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    forget (self);

  if (reloading)
    {
      /* Translators: %s says why. */
      g_autofree char *text =
        g_strdup_printf (_("The file cannot be read again, so what was read before is shown: %s"),
                         error->message);

      pollux_window_show_notice (self, text);
      return;
    }

  pollux_window_set_session (self, NULL);
  pollux_window_show_refusal (self, error);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (PolluxWindow) self = g_weak_ref_get (&load->window);
  g_autoptr (GError) error = NULL;
  gboolean success = pollux_loader_load_finish (POLLUX_LOADER (source), result, &error);

  if (self != NULL && self->loader == load->loader)
    {
      if (success)
        loaded (self);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        cancelled (self);
      else
        failed (self, error);
    }

  load_free (load);
}

static gboolean
slow_cb (gpointer user_data)
{
  PolluxWindow *self = user_data;

  self->slow_source = 0;
  pollux_window_show_progress (self, TRUE);
  return G_SOURCE_REMOVE;
}

static PolluxLoader *
new_loader (PolluxWindow *self)
{
  g_autofree char *name = NULL;

  if (self->pasted == NULL)
    return pollux_loader_new (self->file);
  name = pollux_window_dup_name (self);
  return pollux_loader_new_for_bytes (self->pasted, name);
}

/**
 * pollux_window_load:
 * @file: (nullable): what to read
 * @pasted: (nullable): what to read instead
 *
 * Starts reading. What is shown now stays until the file has a task.
 */
void
pollux_window_load (PolluxWindow *self, GFile *file, GBytes *pasted)
{
  g_autoptr (PolluxTrace) trace = pollux_trace_new ();
  Load *load;

  pollux_window_stop_loading (self);
  pollux_window_hide_bars (self);
  g_set_object (&self->file, file);
  if (pasted != self->pasted)
    {
      g_clear_pointer (&self->pasted, g_bytes_unref);
      self->pasted = pasted != NULL ? g_bytes_ref (pasted) : NULL;
    }
  self->cancelled_at = -1;
  self->loader = new_loader (self);
  self->coming = pollux_session_new (trace, self->loader);
  self->cancellable = g_cancellable_new ();
  self->slow_source = g_timeout_add (SLOW_MS, slow_cb, self);
  g_signal_connect_swapped (self->coming, "trace-changed", G_CALLBACK (coming_changed_cb), self);
  g_signal_connect_swapped (self->loader, "notify::fraction",
                            G_CALLBACK (pollux_window_update_progress), self);

  if (self->session == NULL)
    pollux_window_show_page (self, POLLUX_WINDOW_LOADING);
  pollux_window_update_title (self);
  pollux_window_update_actions (self);

  load = g_new0 (Load, 1);
  g_weak_ref_init (&load->window, self);
  load->loader = g_object_ref (self->loader);
  pollux_loader_load_async (self->loader, trace, self->cancellable, load_cb, load);
}

/**
 * pollux_window_stop_loading:
 *
 * Ends reading without a word: the window closes, or reads another file.
 */
void
pollux_window_stop_loading (PolluxWindow *self)
{
  if (self->loader == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  end_loading (self);
}

/**
 * pollux_window_cancel:
 *
 * Ends reading and shows what was read. Does nothing if nothing is read.
 */
void
pollux_window_cancel (PolluxWindow *self)
{
  if (self->loader == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->cancelled_at = pollux_loader_get_fraction (self->loader);
  g_cancellable_cancel (self->cancellable);
}

/**
 * pollux_window_reload:
 *
 * Reads the file again and keeps the view as far as possible.
 */
void
pollux_window_reload (PolluxWindow *self)
{
  g_autoptr (GFile) file = NULL;

  if (self->file == NULL && self->pasted == NULL)
    return;

  if (self->session != NULL && !self->kept.valid)
    keep_view (self);
  g_set_object (&file, self->file);
  pollux_window_load (self, file, self->pasted);
}
