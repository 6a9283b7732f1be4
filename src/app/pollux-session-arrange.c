/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When the lanes of a session follow what is asked for. Those of many tasks
 * take longer than a frame may: they are arranged on another thread, and the
 * lanes stay as they were meanwhile. What is asked for then makes the draft
 * that is on its way useless; it is dropped, and the next begun when the
 * thread has noticed.
 */
#include "config.h"

#include "pollux-session.h"

/* Shorter waits are not spoken of. */
#define SILENT_MS 200

typedef struct
{
  PolluxRows *draft;       /* the task frees it */
  gboolean again;
  gboolean told;
  guint told_source;
  PolluxTaskIndex reveal;
} Arranging;

static void start (PolluxSession *self, Arranging *arranging);

static void
free_arranging (gpointer data)
{
  Arranging *arranging = data;

  if (arranging->draft != NULL)
    pollux_rows_cancel_draft (arranging->draft);
  g_clear_handle_id (&arranging->told_source, g_source_remove);
  g_free (arranging);
}

static Arranging *
get_arranging (PolluxSession *self)
{
  static GQuark quark = 0;
  Arranging *arranging;

  if (quark == 0)
    quark = g_quark_from_static_string ("pollux-session-arrange");
  arranging = g_object_get_qdata (G_OBJECT (self), quark);
  if (arranging == NULL)
    {
      arranging = g_new0 (Arranging, 1);
      arranging->reveal = POLLUX_TASK_NONE;
      g_object_set_qdata_full (G_OBJECT (self), quark, arranging, free_arranging);
    }

  return arranging;
}

static gboolean
tell_cb (gpointer data)
{
  g_autoptr (PolluxSession) self = g_object_ref (data);
  Arranging *arranging = get_arranging (self);

  arranging->told_source = 0;
  arranging->told = TRUE;
  g_signal_emit_by_name (self, "arranging");
  return G_SOURCE_REMOVE;
}

/* The lanes are as they were asked for. */
static void
finish (PolluxSession *self, Arranging *arranging, gboolean changed)
{
  PolluxTaskIndex reveal = arranging->reveal;

  g_clear_handle_id (&arranging->told_source, g_source_remove);
  arranging->told = FALSE;
  arranging->reveal = POLLUX_TASK_NONE;
  if (changed)
    g_signal_emit_by_name (self, "rows-changed");
  g_signal_emit_by_name (self, "arranging");
  if (reveal != POLLUX_TASK_NONE)
    pollux_session_reveal_task (self, reveal);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *weak = data;
  g_autoptr (PolluxRows) draft = g_task_get_task_data (G_TASK (result));
  g_autoptr (PolluxSession) self = g_weak_ref_get (weak);
  Arranging *arranging;

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL)
    return;

  arranging = get_arranging (self);
  arranging->draft = NULL;
  if (arranging->again)
    start (self, arranging);
  else
    finish (self, arranging, pollux_rows_adopt_draft (pollux_session_get_task_rows (self), draft));
}

static void
fill_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  pollux_rows_fill_draft (data);
  g_task_return_boolean (task, TRUE);
}

static void
start (PolluxSession *self, Arranging *arranging)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);
  g_autoptr (GTask) task = NULL;

  g_weak_ref_init (weak, self);
  arranging->again = FALSE;
  arranging->draft = pollux_rows_begin_draft (pollux_session_get_task_rows (self));
  task = g_task_new (NULL, NULL, filled_cb, weak);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, arranging->draft, NULL);
  g_task_run_in_thread (task, fill_thread);
}

static void
ask (PolluxSession *self)
{
  Arranging *arranging = get_arranging (self);

  if (arranging->draft == NULL)
    start (self, arranging);
  else
    {
      arranging->again = TRUE;
      pollux_rows_cancel_draft (arranging->draft);
    }

  if (arranging->told_source == 0 && !arranging->told)
    arranging->told_source = g_timeout_add (SILENT_MS, tell_cb, self);
  g_signal_emit_by_name (self, "arranging");
}

/**
 * pollux_session_arrange:
 * @asked: whether anything was asked for, and not only the trace has grown
 *
 * Brings the lanes up to date, or begins to. Emits "rows-changed" if they are
 * others; at once and always if @asked and they are few enough. Else "arranging"
 * tells that what is asked for has changed, and that it has taken effect.
 */
void
pollux_session_arrange (PolluxSession *self, gboolean asked)
{
  PolluxRows *rows;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  rows = pollux_session_get_task_rows (self);
  if (pollux_rows_needs_draft (rows))
    ask (self);
  else if (pollux_rows_update (rows, pollux_session_get_trace (self)) || asked)
    g_signal_emit_by_name (self, "rows-changed");
}

/**
 * pollux_session_is_arranging:
 *
 * Returns: whether the lanes are not yet those that were asked for
 */
gboolean
pollux_session_is_arranging (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  return pollux_rows_has_draft (pollux_session_get_task_rows (self));
}

/**
 * pollux_session_is_arranging_long:
 *
 * Returns: whether that takes so long that a person should be told
 */
gboolean
pollux_session_is_arranging_long (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  return get_arranging (self)->told;
}

/**
 * pollux_session_reveal_task:
 *
 * Expands the groups that @task is hidden in, now or when the lanes are
 * arranged. Emits "rows-changed" if there are any.
 */
void
pollux_session_reveal_task (PolluxSession *self, PolluxTaskIndex task)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (pollux_session_is_arranging (self))
    get_arranging (self)->reveal = task;
  else if (pollux_rows_reveal_task (pollux_session_get_task_rows (self), task))
    pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_show_task:
 *
 * What was left out by hand is shown again; POLLUX_TASK_NONE: the trace's own
 * lane, which only those of all tasks come with. Emits "rows-changed" then.
 */
void
pollux_session_show_task (PolluxSession *self, PolluxTaskIndex task)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (task == POLLUX_TASK_NONE)
    pollux_session_set_only (self, NULL, 0);
  else if (pollux_rows_show (pollux_session_get_task_rows (self), task))
    pollux_session_arrange (self, TRUE);
}
