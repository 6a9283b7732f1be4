/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which lanes a session shows and how they are arranged; what collapsed groups
 * and packed rows are drawn from, merged in slices while nothing else is to be
 * done; and leaving out what is not alive in the view, once it has come to rest.
 */
#include "config.h"

#include "pollux-session.h"

#define SLICE_US 4000
#define REST_MS 250

typedef struct
{
  PolluxSession *session;   /* owns this */
  PolluxBands *bands;
  guint bands_source;
  gboolean only_alive;
  guint rest_source;
} Lanes;

static void
free_lanes (gpointer data)
{
  Lanes *lanes = data;

  g_clear_handle_id (&lanes->bands_source, g_source_remove);
  g_clear_handle_id (&lanes->rest_source, g_source_remove);
  pollux_bands_free (lanes->bands);
  g_free (lanes);
}

static Lanes *
get_lanes (PolluxSession *self)
{
  static GQuark quark = 0;
  Lanes *lanes;

  if (quark == 0)
    quark = g_quark_from_static_string ("pollux-session-lanes");
  lanes = g_object_get_qdata (G_OBJECT (self), quark);
  if (lanes == NULL)
    {
      lanes = g_new0 (Lanes, 1);
      lanes->session = self;
      lanes->bands = pollux_bands_new (FALSE);
      g_object_set_qdata_full (G_OBJECT (self), quark, lanes, free_lanes);
    }

  return lanes;
}

/* --- bands ------------------------------------------------------------------- */

static gboolean
step_bands (gpointer data)
{
  Lanes *lanes = data;
  g_autoptr (PolluxSession) self = g_object_ref (lanes->session);
  gboolean any = pollux_bands_step (lanes->bands, g_get_monotonic_time () + SLICE_US);
  gboolean more = pollux_bands_has_work (lanes->bands);

  if (!more)
    lanes->bands_source = 0;
  if (any)
    g_signal_emit_by_name (self, "bands-changed");

  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * pollux_session_get_bands:
 *
 * Returns: (transfer none): what collapsed groups and packed rows are drawn from
 */
PolluxBands *
pollux_session_get_bands (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return get_lanes (self)->bands;
}

/**
 * pollux_session_prepare_bands:
 *
 * Merges what was asked for and is not ready, and emits "bands-changed" for
 * each that is.
 */
void
pollux_session_prepare_bands (PolluxSession *self)
{
  Lanes *lanes;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  lanes = get_lanes (self);
  if (lanes->bands_source == 0 && pollux_bands_has_work (lanes->bands))
    lanes->bands_source = g_idle_add (step_bands, lanes);
}

/* --- how they are arranged ----------------------------------------------------- */

/**
 * pollux_session_set_grouping:
 *
 * Emits "rows-changed" if it differs.
 */
void
pollux_session_set_grouping (PolluxSession *self, PolluxGrouping grouping)
{
  PolluxRows *rows;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  rows = pollux_session_get_task_rows (self);
  if (pollux_rows_get_grouping (rows) == grouping)
    return;

  pollux_rows_set_grouping (rows, grouping);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_set_packed:
 * @packed: whether tasks that do not overlap share a row
 *
 * Emits "rows-changed" if it differs.
 */
void
pollux_session_set_packed (PolluxSession *self, gboolean packed)
{
  PolluxRows *rows;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  rows = pollux_session_get_task_rows (self);
  if (pollux_rows_is_packed (rows) == !!packed)
    return;

  pollux_rows_set_packed (rows, !!packed);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_collapse:
 * @key: of a group
 *
 * Emits "rows-changed".
 */
void
pollux_session_collapse (PolluxSession *self, guint key, gboolean collapsed)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  pollux_rows_set_collapsed (pollux_session_get_task_rows (self), key, collapsed);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_collapse_all:
 *
 * All groups. Emits "rows-changed".
 */
void
pollux_session_collapse_all (PolluxSession *self, gboolean collapsed)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  pollux_rows_collapse_all (pollux_session_get_task_rows (self), collapsed);
  pollux_session_arrange (self, TRUE);
}

/* --- pinned, hidden, only ------------------------------------------------------- */

/**
 * pollux_session_pin:
 * @tasks: (array length=n): which
 * @pinned: whether they stay at the top
 *
 * Emits "rows-changed".
 */
void
pollux_session_pin (PolluxSession *self, const PolluxTaskIndex *tasks, guint n, gboolean pinned)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  pollux_rows_set_pinned (pollux_session_get_task_rows (self), tasks, n, pinned);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_hide:
 * @tasks: (array length=n): which
 *
 * Emits "rows-changed".
 */
void
pollux_session_hide (PolluxSession *self, const PolluxTaskIndex *tasks, guint n)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  pollux_rows_hide (pollux_session_get_task_rows (self), tasks, n);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_show_hidden:
 *
 * Emits "rows-changed" if any were hidden.
 */
void
pollux_session_show_hidden (PolluxSession *self)
{
  PolluxRows *rows;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  rows = pollux_session_get_task_rows (self);
  if (pollux_rows_get_n_hidden (rows) == 0)
    return;

  pollux_rows_show_hidden (rows);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_set_only:
 * @tasks: (array length=n): what is shown; none: all
 *
 * Emits "rows-changed".
 */
void
pollux_session_set_only (PolluxSession *self, const PolluxTaskIndex *tasks, guint n)
{
  PolluxRows *rows;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  rows = pollux_session_get_task_rows (self);
  if (n == 0 && pollux_rows_get_n_only (rows) == 0)
    return;

  pollux_rows_set_only (rows, tasks, n);
  pollux_session_arrange (self, TRUE);
}

/* --- only what is alive ----------------------------------------------------------- */

static void
follow_view (Lanes *lanes)
{
  PolluxSession *self = lanes->session;
  const PolluxViewport *view = pollux_session_get_viewport (self);
  PolluxRange range = pollux_viewport_get_range (view);

  /* At the very end of the trace a view may have no length. */
  range.end = MAX (range.end, range.begin + 1);
  if (!lanes->only_alive || pollux_viewport_is_fitted (view))
    range = (PolluxRange) { 0, 0 };
  pollux_rows_set_range (pollux_session_get_task_rows (self), range);
  pollux_session_arrange (self, FALSE);
}

static gboolean
rest_cb (gpointer data)
{
  Lanes *lanes = data;
  g_autoptr (PolluxSession) self = g_object_ref (lanes->session);

  lanes->rest_source = 0;
  follow_view (lanes);

  return G_SOURCE_REMOVE;
}

static void
view_changed_cb (PolluxSession *self, gpointer data)
{
  Lanes *lanes = data;

  g_clear_handle_id (&lanes->rest_source, g_source_remove);
  lanes->rest_source = g_timeout_add (REST_MS, rest_cb, lanes);
}

/**
 * pollux_session_set_only_alive:
 * @only_alive: whether lanes of tasks that are not alive in the view are left out
 *
 * They are left out once the view has come to rest. Emits "rows-changed".
 */
void
pollux_session_set_only_alive (PolluxSession *self, gboolean only_alive)
{
  Lanes *lanes;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  lanes = get_lanes (self);
  if (lanes->only_alive == !!only_alive)
    return;

  lanes->only_alive = !!only_alive;
  if (only_alive)
    g_signal_connect (self, "view-changed", G_CALLBACK (view_changed_cb), lanes);
  else
    g_signal_handlers_disconnect_by_func (self, view_changed_cb, lanes);
  g_clear_handle_id (&lanes->rest_source, g_source_remove);
  follow_view (lanes);
}

/**
 * pollux_session_get_only_alive:
 */
gboolean
pollux_session_get_only_alive (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  return get_lanes (self)->only_alive;
}
