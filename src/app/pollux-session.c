/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of one window's view of one trace.
 *
 * While a file loads, the trace changes many times per frame. The session
 * passes that on at most once per frame, and rebuilds the rows, which costs
 * O(tasks), only as often as keeps it below a tenth of the time.
 */

#include "config.h"

#include "pollux-session.h"

#include "pollux-selection.h"

#define FRAME_MS 16
/* Rows may be rebuilt after this many times their last cost. */
#define ROWS_PAUSE_FACTOR 10

struct _PolluxSession
{
  GObject parent_instance;

  PolluxTrace *trace;
  PolluxLoader *loader;
  PolluxFinder *finder;

  PolluxViewport viewport;
  PolluxHistory *history;
  gboolean jumped;
  PolluxTimeMode time_mode;

  PolluxRange range;
  PolluxSelection selection;
  PolluxChain *chain;
  PolluxThing hovered;
  PolluxTime cursor;
  gboolean reveal;

  PolluxRows *rows;
  char *filter;
  PolluxOrder order;
  gboolean descending;
  gint64 rows_due;          /* monotonic us before which rows are not rebuilt */

  guint flush_source;
};

enum
{
  SIGNAL_TRACE_CHANGED,
  SIGNAL_VIEW_CHANGED,
  SIGNAL_RANGE_CHANGED,
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_HOVER_CHANGED,
  SIGNAL_ROWS_CHANGED,
  SIGNAL_CLOCK_CHANGED,
  SIGNAL_BANDS_CHANGED,
  SIGNAL_ARRANGING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxSession, pollux_session, G_TYPE_OBJECT)

static const PolluxThing nothing = POLLUX_THING_INIT;

static gboolean
same_view (const PolluxViewport *a, const PolluxViewport *b)
{
  return a->left == b->left && a->fraction == b->fraction && a->scale == b->scale &&
         a->width == b->width && a->extent.begin == b->extent.begin &&
         a->extent.end == b->extent.end;
}

/* Whether a person would see a difference. */
static gboolean
same_place (const PolluxViewport *a, const PolluxViewport *b)
{
  return a->left == b->left && a->fraction == b->fraction && a->scale == b->scale;
}

static void
show_view (PolluxSession *self, const PolluxViewport *viewport, gboolean jumped)
{
  if (same_view (&self->viewport, viewport))
    return;

  self->viewport = *viewport;
  self->jumped = jumped;
  g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
}

static void
change_view (PolluxSession *self, const PolluxViewport *viewport, PolluxStep step)
{
  if (!same_place (&self->viewport, viewport))
    pollux_history_leave (self->history, &self->viewport, step, g_get_monotonic_time ());
  show_view (self, viewport, step == POLLUX_STEP_JUMP || step == POLLUX_STEP_REVEAL);
}

/**
 * pollux_session_get_history:
 *
 * Returns: (transfer none): what was shown before, and where lanes are scrolled to
 */
PolluxHistory *
pollux_session_get_history (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return self->history;
}

static void
update_rows (PolluxSession *self)
{
  gint64 begin = g_get_monotonic_time ();
  gint64 end;

  pollux_session_arrange (self, FALSE);
  end = g_get_monotonic_time ();
  self->rows_due = end + (end - begin) * ROWS_PAUSE_FACTOR;
}

/* What the times since the selection count from. */
static PolluxTime
get_zero (PolluxSession *self)
{
  if (pollux_session_has_range (self))
    return self->range.begin;
  return pollux_thing_get_range (self->trace, &self->selection.thing).begin;
}

static void
zero_changed (PolluxSession *self)
{
  if (self->time_mode == POLLUX_TIME_MODE_SELECTION)
    g_signal_emit (self, signals[SIGNAL_CLOCK_CHANGED], 0);
}

static void
selection_changed (PolluxSession *self)
{
  pollux_chain_start (self->chain, &self->selection.thing);
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
  zero_changed (self);
}

/* Tells of what was added to the trace. */
static void
follow_trace (PolluxSession *self)
{
  PolluxViewport viewport = self->viewport;

  if (pollux_selection_follow (&self->selection, self->trace))
    selection_changed (self);
  pollux_viewport_set_extent (&viewport, pollux_trace_get_extent (self->trace));
  g_signal_emit (self, signals[SIGNAL_TRACE_CHANGED], 0);
  change_view (self, &viewport, POLLUX_STEP_NONE);
}

static gboolean
flush_cb (gpointer user_data)
{
  g_autoptr (PolluxSession) self = g_object_ref (user_data);

  if (g_get_monotonic_time () < self->rows_due && !pollux_trace_is_finished (self->trace))
    {
      follow_trace (self);
      return G_SOURCE_CONTINUE;
    }

  self->flush_source = 0;
  update_rows (self);
  follow_trace (self);
  return G_SOURCE_REMOVE;
}

static void
trace_changed_cb (PolluxSession *self)
{
  if (self->flush_source == 0)
    self->flush_source = g_timeout_add (FRAME_MS, flush_cb, self);
}

static void
pollux_session_dispose (GObject *object)
{
  PolluxSession *self = POLLUX_SESSION (object);

  g_clear_handle_id (&self->flush_source, g_source_remove);
  G_OBJECT_CLASS (pollux_session_parent_class)->dispose (object);
}

static void
pollux_session_finalize (GObject *object)
{
  PolluxSession *self = POLLUX_SESSION (object);

  g_clear_pointer (&self->history, pollux_history_free);
  g_clear_pointer (&self->rows, pollux_rows_free);
  pollux_selection_clear (&self->selection);
  g_clear_pointer (&self->filter, g_free);
  g_clear_object (&self->chain);
  g_clear_object (&self->finder);
  g_clear_object (&self->loader);
  g_clear_object (&self->trace);
  G_OBJECT_CLASS (pollux_session_parent_class)->finalize (object);
}

static guint
add_signal (PolluxSessionClass *klass, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
pollux_session_class_init (PolluxSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pollux_session_dispose;
  object_class->finalize = pollux_session_finalize;

  signals[SIGNAL_TRACE_CHANGED] = add_signal (klass, "trace-changed");
  signals[SIGNAL_VIEW_CHANGED] = add_signal (klass, "view-changed");
  signals[SIGNAL_RANGE_CHANGED] = add_signal (klass, "range-changed");
  signals[SIGNAL_SELECTION_CHANGED] = add_signal (klass, "selection-changed");
  signals[SIGNAL_HOVER_CHANGED] = add_signal (klass, "hover-changed");
  signals[SIGNAL_ROWS_CHANGED] = add_signal (klass, "rows-changed");
  signals[SIGNAL_CLOCK_CHANGED] = add_signal (klass, "clock-changed");
  signals[SIGNAL_BANDS_CHANGED] = add_signal (klass, "bands-changed");
  signals[SIGNAL_ARRANGING] = add_signal (klass, "arranging");
}

static void
pollux_session_init (PolluxSession *self)
{
  self->history = pollux_history_new ();
  self->rows = pollux_rows_new ();
  self->filter = g_strdup ("");
  self->order = POLLUX_ORDER_SPAWN;
  pollux_selection_init (&self->selection);
  self->hovered = nothing;
  self->cursor = POLLUX_TIME_NONE;
  pollux_viewport_init (&self->viewport);
}

/**
 * pollux_session_new:
 * @trace: the trace that is looked at
 * @loader: (nullable): what fills it, and reads its records again
 *
 * The trace may still be empty: the session follows it while it grows.
 *
 * Returns: (transfer full): a session that shows the whole trace
 */
PolluxSession *
pollux_session_new (PolluxTrace *trace, PolluxLoader *loader)
{
  PolluxSession *self;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NULL);
  g_return_val_if_fail (loader == NULL || POLLUX_IS_LOADER (loader), NULL);

  self = g_object_new (POLLUX_TYPE_SESSION, NULL);
  self->trace = g_object_ref (trace);
  self->chain = pollux_chain_new (trace);
  self->loader = loader != NULL ? g_object_ref (loader) : NULL;
  g_signal_connect_object (trace, "changed", G_CALLBACK (trace_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pollux_viewport_set_extent (&self->viewport, pollux_trace_get_extent (trace));
  pollux_viewport_fit (&self->viewport);
  pollux_rows_update (self->rows, trace);

  return self;
}

/**
 * pollux_session_get_trace:
 *
 * Returns: (transfer none): the trace
 */
PolluxTrace *
pollux_session_get_trace (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return self->trace;
}

/**
 * pollux_session_get_loader:
 *
 * Returns: (transfer none) (nullable): what reads the trace
 */
PolluxLoader *
pollux_session_get_loader (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return self->loader;
}

/**
 * pollux_session_get_finder:
 *
 * Returns: (transfer none): who knows what is worth a look in the trace; it
 *   begins to search when it is asked for
 */
PolluxFinder *
pollux_session_get_finder (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  if (self->finder == NULL)
    self->finder = pollux_finder_new (self->trace);
  return self->finder;
}

/**
 * pollux_session_flush:
 *
 * Follows the trace at once, not with the next frame.
 */
void
pollux_session_flush (PolluxSession *self)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (self->flush_source == 0)
    return;

  g_clear_handle_id (&self->flush_source, g_source_remove);
  update_rows (self);
  follow_trace (self);
}

/**
 * pollux_session_get_viewport:
 *
 * Returns: (transfer none): the visible time; copy it to change it
 */
const PolluxViewport *
pollux_session_get_viewport (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return &self->viewport;
}

/**
 * pollux_session_set_viewport:
 * @viewport: the new view; its extent is kept as it is
 * @jump: whether to remember the old view in the history
 *
 * Emits "view-changed" if it differs.
 */
void
pollux_session_set_viewport (PolluxSession *self, const PolluxViewport *viewport, gboolean jump)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));
  g_return_if_fail (viewport != NULL);

  change_view (self, viewport, jump ? POLLUX_STEP_JUMP : POLLUX_STEP_NONE);
}

/**
 * pollux_session_zoom:
 * @factor: above 1 zooms in
 * @x: pixel whose time stays where it is
 *
 * A quick series of zooms is one entry of the history.
 */
void
pollux_session_zoom (PolluxSession *self, double factor, double x)
{
  PolluxViewport viewport;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  viewport = self->viewport;
  pollux_viewport_zoom (&viewport, factor, x);
  change_view (self, &viewport, POLLUX_STEP_ZOOM);
}

/**
 * pollux_session_pan:
 * @pixels: above 0 goes to later times
 *
 * Not remembered in the history.
 */
void
pollux_session_pan (PolluxSession *self, double pixels)
{
  PolluxViewport viewport;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  viewport = self->viewport;
  pollux_viewport_pan (&viewport, pixels);
  change_view (self, &viewport, POLLUX_STEP_NONE);
}

/**
 * pollux_session_fit:
 *
 * Shows the whole trace.
 */
void
pollux_session_fit (PolluxSession *self)
{
  PolluxViewport viewport;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  viewport = self->viewport;
  pollux_viewport_fit (&viewport);
  change_view (self, &viewport, POLLUX_STEP_JUMP);
}

/**
 * pollux_session_show_range:
 * @range: half open, ns
 *
 * Shows a range with a little room on both sides.
 */
void
pollux_session_show_range (PolluxSession *self, PolluxRange range)
{
  PolluxViewport viewport;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  viewport = self->viewport;
  pollux_viewport_show_range (&viewport, range);
  change_view (self, &viewport, POLLUX_STEP_JUMP);
}

/**
 * pollux_session_has_jumped:
 *
 * Returns: whether the last "view-changed" was a jump (fit, a range, a revealed
 *   thing, the history), to which a timeline may glide; FALSE if it followed
 *   the hand, the window's size, or the growing trace
 */
gboolean
pollux_session_has_jumped (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  return self->jumped;
}

/**
 * pollux_session_can_go_back:
 *
 * Returns: whether the history has an earlier view
 */
gboolean
pollux_session_can_go_back (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  return pollux_history_get_n_back (self->history) > 0;
}

/**
 * pollux_session_can_go_forward:
 *
 * Returns: whether a view was left by going back
 */
gboolean
pollux_session_can_go_forward (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  return pollux_history_get_n_forward (self->history) > 0;
}

/**
 * pollux_session_go_through_history:
 * @offset: below 0 back, above 0 forward
 *
 * Shows a view of the history, with the lanes that were in sight. Does nothing
 * if there is none.
 */
void
pollux_session_go_through_history (PolluxSession *self, int offset)
{
  PolluxPlace place;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (!pollux_history_go (self->history, offset, &self->viewport, &place))
    return;
  if (same_view (&self->viewport, &place.viewport))
    g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
  show_view (self, &place.viewport, TRUE);
}

/**
 * pollux_session_go_back:
 *
 * Shows the view before the last jump. Does nothing if there is none.
 */
void
pollux_session_go_back (PolluxSession *self)
{
  pollux_session_go_through_history (self, -1);
}

/**
 * pollux_session_go_forward:
 *
 * Undoes going back. Does nothing if there is nothing to undo.
 */
void
pollux_session_go_forward (PolluxSession *self)
{
  pollux_session_go_through_history (self, 1);
}

/**
 * pollux_session_set_time_mode:
 * @mode: how times are told
 *
 * Emits "clock-changed" if it differs.
 */
void
pollux_session_set_time_mode (PolluxSession *self, PolluxTimeMode mode)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));
  g_return_if_fail (mode < POLLUX_N_TIME_MODES);

  if (mode == self->time_mode)
    return;
  self->time_mode = mode;
  g_signal_emit (self, signals[SIGNAL_CLOCK_CHANGED], 0);
}

/**
 * pollux_session_get_time_mode:
 *
 * Returns: how times are to be told, if the trace knows them so
 */
PolluxTimeMode
pollux_session_get_time_mode (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), POLLUX_TIME_MODE_RELATIVE);

  return self->time_mode;
}

/**
 * pollux_session_get_clock:
 * @clock: (out caller-allocates): how times are told now
 */
void
pollux_session_get_clock (PolluxSession *self, PolluxClock *clock)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  pollux_time_mode_get_clock (self->time_mode, self->trace, get_zero (self), clock);
}

/**
 * pollux_session_get_range:
 *
 * Returns: the selected range, half open, ns; empty if there is none
 */
PolluxRange
pollux_session_get_range (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), ((PolluxRange) { 0, 0 }));

  return self->range;
}

/**
 * pollux_session_has_range:
 *
 * Returns: whether a range of time is selected
 */
gboolean
pollux_session_has_range (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  return pollux_range_length (self->range) > 0;
}

/**
 * pollux_session_set_range:
 * @range: half open, ns; an empty one selects none
 *
 * Emits "range-changed" if it differs.
 */
void
pollux_session_set_range (PolluxSession *self, PolluxRange range)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (pollux_range_length (range) == 0)
    range = (PolluxRange) { 0, 0 };
  if (range.begin == self->range.begin && range.end == self->range.end)
    return;

  self->range = range;
  g_signal_emit (self, signals[SIGNAL_RANGE_CHANGED], 0);
  zero_changed (self);
}

/**
 * pollux_session_get_chain:
 *
 * Returns: (transfer none): the walk along causes that begins at the selection
 */
PolluxChain *
pollux_session_get_chain (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return self->chain;
}

/**
 * pollux_session_get_selection:
 *
 * Returns: (transfer none): the selected thing, maybe of kind NONE
 */
const PolluxThing *
pollux_session_get_selection (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return &self->selection.thing;
}

static void
reveal_thing (PolluxSession *self, const PolluxThing *thing)
{
  PolluxRange range = pollux_thing_get_range (self->trace, thing);
  PolluxViewport viewport = self->viewport;

  if (range.begin == POLLUX_TIME_NONE)
    return;
  pollux_viewport_reveal (&viewport, range);
  change_view (self, &viewport, POLLUX_STEP_REVEAL);
}

/**
 * pollux_session_select:
 * @thing: (nullable): what to select; NULL for nothing
 * @reveal: whether to bring it into sight, in time and among the lanes
 *
 * Emits "selection-changed" if it differs, or if it is to be revealed.
 */
void
pollux_session_select (PolluxSession *self, const PolluxThing *thing, gboolean reveal)
{
  PolluxThing wanted;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  wanted = thing != NULL ? *thing : nothing;
  if (wanted.kind == POLLUX_THING_NONE)
    {
      wanted = nothing;
      reveal = FALSE;
    }
  if (pollux_thing_equal (&wanted, &self->selection.thing) && !reveal &&
      !pollux_session_has_tasks (self))
    return;

  if (reveal && wanted.task != POLLUX_TASK_NONE)
    pollux_session_reveal_task (self, wanted.task);
  if (reveal && wanted.kind == POLLUX_THING_SPAN)
    pollux_session_unfold (self, &wanted.task, 1, TRUE);
  pollux_selection_set (&self->selection, self->trace, &wanted);
  self->reveal = reveal;
  if (reveal && wanted.kind != POLLUX_THING_TASK)
    reveal_thing (self, &wanted);
  selection_changed (self);
}

/**
 * pollux_session_get_selected_tasks:
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): the selected tasks, ascending,
 *   until the selection changes
 */
const PolluxTaskIndex *
pollux_session_get_selected_tasks (PolluxSession *self, guint *n)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return pollux_task_set_get (self->selection.tasks, n);
}

/**
 * pollux_session_get_task_set:
 *
 * Returns: (transfer none): the same, to ask about one of them
 */
const PolluxTaskSet *
pollux_session_get_task_set (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return self->selection.tasks;
}

/**
 * pollux_session_has_tasks:
 *
 * Returns: whether several tasks are selected
 */
gboolean
pollux_session_has_tasks (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  return pollux_task_set_get_n (self->selection.tasks) > 1;
}

/**
 * pollux_session_select_tasks:
 * @tasks: (array length=n): which; none of them for nothing
 * @primary: the one of them whose details are shown
 *
 * Selects several tasks. Emits "selection-changed" in any case.
 */
void
pollux_session_select_tasks (PolluxSession *self, const PolluxTaskIndex *tasks, guint n,
                             PolluxTaskIndex primary)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  pollux_selection_set_tasks (&self->selection, self->trace, tasks, n, primary);
  self->reveal = FALSE;
  selection_changed (self);
}

/**
 * pollux_session_toggle_task:
 *
 * Selects @task with what is selected, or leaves it out. Where it held the
 * selected thing another task takes its place.
 */
void
pollux_session_toggle_task (PolluxSession *self, PolluxTaskIndex task)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));
  g_return_if_fail (task < pollux_trace_get_n_tasks (self->trace));

  pollux_selection_toggle (&self->selection, self->trace, task);
  self->reveal = FALSE;
  selection_changed (self);
}

/**
 * pollux_session_get_task_anchor:
 *
 * Returns: the task from which a selection is extended, or POLLUX_TASK_NONE
 */
PolluxTaskIndex
pollux_session_get_task_anchor (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), POLLUX_TASK_NONE);

  return self->selection.task_anchor;
}

/**
 * pollux_session_take_reveal:
 *
 * Returns: TRUE once after a selection that is to be revealed
 */
gboolean
pollux_session_take_reveal (PolluxSession *self)
{
  gboolean reveal;

  g_return_val_if_fail (POLLUX_IS_SESSION (self), FALSE);

  reveal = self->reveal;
  self->reveal = FALSE;
  return reveal;
}

/**
 * pollux_session_get_hovered:
 *
 * Returns: (transfer none): what is under the pointer, maybe of kind NONE
 */
const PolluxThing *
pollux_session_get_hovered (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return &self->hovered;
}

/**
 * pollux_session_get_cursor:
 *
 * Returns: the time under the pointer, or POLLUX_TIME_NONE
 */
PolluxTime
pollux_session_get_cursor (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), POLLUX_TIME_NONE);

  return self->cursor;
}

/**
 * pollux_session_hover:
 * @thing: (nullable): what is under the pointer
 * @cursor: the time under it, or POLLUX_TIME_NONE
 *
 * Emits "hover-changed" if either differs.
 */
void
pollux_session_hover (PolluxSession *self, const PolluxThing *thing, PolluxTime cursor)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (thing == NULL)
    thing = &nothing;
  if (cursor == self->cursor && pollux_thing_equal (thing, &self->hovered))
    return;

  self->hovered = *thing;
  self->cursor = cursor;
  g_signal_emit (self, signals[SIGNAL_HOVER_CHANGED], 0);
}

/**
 * pollux_session_get_task_rows:
 *
 * Returns: (transfer none): the lanes of the tasks, also while others are shown;
 *   never changed but by the session
 */
PolluxRows *
pollux_session_get_task_rows (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return self->rows;
}

/**
 * pollux_session_get_filter:
 *
 * Returns: (transfer none): the words of the filter, "" for none
 */
const char *
pollux_session_get_filter (PolluxSession *self)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), NULL);

  return self->filter;
}

/**
 * pollux_session_set_filter:
 * @filter: (nullable): as for pollux_rows_set_filter()
 *
 * Emits "rows-changed" if other lanes are shown than before.
 */
void
pollux_session_set_filter (PolluxSession *self, const char *filter)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (filter == NULL)
    filter = "";
  if (g_str_equal (filter, self->filter))
    return;

  g_free (self->filter);
  self->filter = g_strdup (filter);
  pollux_rows_set_filter (self->rows, filter);
  pollux_session_follow_with_workers (self);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_set_order:
 * @order: by what lanes are sorted
 * @descending: the largest, or the last, first
 *
 * Emits "rows-changed" if it differs.
 */
void
pollux_session_set_order (PolluxSession *self, PolluxOrder order, gboolean descending)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));
  g_return_if_fail (order < POLLUX_N_ORDERS);

  descending = !!descending;
  if (order == self->order && descending == self->descending)
    return;

  self->order = order;
  self->descending = descending;
  pollux_rows_set_order (self->rows, order, descending);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_get_order:
 * @descending: (out) (optional): whether the largest comes first
 *
 * Returns: by what lanes are sorted
 */
PolluxOrder
pollux_session_get_order (PolluxSession *self, gboolean *descending)
{
  g_return_val_if_fail (POLLUX_IS_SESSION (self), POLLUX_ORDER_SPAWN);

  if (descending != NULL)
    *descending = self->descending;
  return self->order;
}

/**
 * pollux_session_set_lane_height:
 * @height: how high lanes are drawn
 *
 * Emits "rows-changed" if it differs.
 */
void
pollux_session_set_lane_height (PolluxSession *self, PolluxLaneHeight height)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (pollux_rows_get_lane_height (self->rows) == height)
    return;

  pollux_rows_set_lane_height (self->rows, height);
  pollux_session_follow_with_workers (self);
  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_unfold:
 * @tasks: (array length=n): whose lanes, POLLUX_TASK_NONE for the trace's own
 * @unfolded: whether their spans are shown below them
 *
 * Emits "rows-changed" if any of them was otherwise.
 */
void
pollux_session_unfold (PolluxSession *self, const PolluxTaskIndex *tasks, guint n,
                       gboolean unfolded)
{
  gboolean changed = FALSE;

  g_return_if_fail (POLLUX_IS_SESSION (self));

  for (guint i = 0; i < n; i++)
    {
      changed |= pollux_rows_is_unfolded (self->rows, tasks[i]) != unfolded;
      pollux_rows_set_unfolded (self->rows, tasks[i], unfolded);
    }
  if (!changed)
    return;

  pollux_session_arrange (self, TRUE);
}

/**
 * pollux_session_fold_all:
 *
 * Hides all rows of spans.
 */
void
pollux_session_fold_all (PolluxSession *self)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  pollux_rows_fold_all (self->rows);
  pollux_session_arrange (self, TRUE);
}
