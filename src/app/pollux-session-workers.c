/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The session's second set of lanes: what each thread polled. */

#include "config.h"

#include "pollux-session.h"
#include "pollux-worker-rows.h"

/* @rows: while by worker, or complete; else NULL. */
typedef struct
{
  PolluxWorkerRows *rows;
  gboolean by_worker;
} State;

static void
state_free (gpointer data)
{
  State *state = data;

  g_clear_pointer (&state->rows, pollux_worker_rows_free);
  g_free (state);
}

static State *
get_state (PolluxSession *self)
{
  static GQuark quark;
  State *state;

  if (quark == 0)
    quark = g_quark_from_static_string ("pollux-session-workers");

  state = g_object_get_qdata (G_OBJECT (self), quark);
  if (state == NULL)
    {
      state = g_new0 (State, 1);
      g_object_set_qdata_full (G_OBJECT (self), quark, state, state_free);
    }

  return state;
}

static void
rows_made_cb (gpointer data,
              gpointer unused)
{
  PolluxSession *self = data;

  pollux_session_follow_with_workers (self);
  if (get_state (self)->by_worker)
    g_signal_emit_by_name (self, "rows-changed");
}

/**
 * pollux_session_follow_with_workers:
 *
 * Gives filter and lane height on, if they are shown.
 */
void
pollux_session_follow_with_workers (PolluxSession *self)
{
  State *state = get_state (self);

  if (state->rows != NULL && state->by_worker)
    pollux_worker_rows_follow (state->rows, pollux_session_get_filter (self),
                               pollux_session_get_task_rows (self));
}

/**
 * pollux_session_set_by_worker:
 *
 * Emits "rows-changed" if it differs, and again when the lanes are made.
 */
void
pollux_session_set_by_worker (PolluxSession *self,
                              gboolean       by_worker)
{
  PolluxTrace *trace = pollux_session_get_trace (self);
  State *state = get_state (self);

  if (state->by_worker == !!by_worker)
    return;

  state->by_worker = !!by_worker;
  if (by_worker && state->rows == NULL)
    state->rows = pollux_worker_rows_new (trace, rows_made_cb, self);
  /* Lanes that are not complete would be made for nobody. */
  if (!by_worker && (!pollux_trace_is_finished (trace) ||
                     pollux_worker_rows_get (state->rows) == NULL))
    g_clear_pointer (&state->rows, pollux_worker_rows_free);
  pollux_session_follow_with_workers (self);
  g_signal_emit_by_name (self, "rows-changed");
}

/**
 * pollux_session_get_by_worker:
 *
 * Returns: whether what each thread polled is to be shown
 */
gboolean
pollux_session_get_by_worker (PolluxSession *self)
{
  return get_state (self)->by_worker;
}

/**
 * pollux_session_get_worker_rows:
 *
 * Returns: (transfer none) (nullable): the lanes of the threads, if they are made
 */
PolluxRows *
pollux_session_get_worker_rows (PolluxSession *self)
{
  State *state = get_state (self);

  return state->rows != NULL ? pollux_worker_rows_get (state->rows) : NULL;
}

/**
 * pollux_session_has_worker_rows:
 *
 * Returns: whether these are what is shown
 */
gboolean
pollux_session_has_worker_rows (PolluxSession *self)
{
  return get_state (self)->by_worker && pollux_session_get_worker_rows (self) != NULL;
}

/**
 * pollux_session_get_rows:
 *
 * Returns: (transfer none): the lanes as they are shown; never changed but by
 *   the session
 */
PolluxRows *
pollux_session_get_rows (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return pollux_session_has_worker_rows (self) ? pollux_session_get_worker_rows (self)
                                               : pollux_session_get_task_rows (self);
}
