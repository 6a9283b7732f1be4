/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of one window's view of one trace.
 *
 * While a file loads, the trace changes many times per frame. The session
 * passes that on at most once per frame, and rebuilds the rows, which costs
 * O(tasks), only as often as keeps it below a tenth of the time.
 *
 * The history holds views, not steps: a series of zooms, or a walk from one
 * revealed thing to the next, is one entry, so that going back always leads to
 * something that somebody has looked at.
 */

#include "config.h"

#include "pollux-session.h"

#include "pollux-selection.h"

#define FRAME_MS 16
#define HISTORY_MAX 100
/* Zooms that follow each other faster than this are one entry. */
#define SERIES_US (900 * G_TIME_SPAN_MILLISECOND)
/* Rows may be rebuilt after this many times their last cost. */
#define ROWS_PAUSE_FACTOR 10

typedef enum
{
  STEP_NONE,
  STEP_JUMP,
  STEP_ZOOM,
  STEP_REVEAL,
  STEP_HISTORY,
} Step;

struct _PolluxSession
{
  GObject parent_instance;

  PolluxTrace *trace;
  PolluxLoader *loader;
  PolluxFinder *finder;

  PolluxViewport viewport;
  GArray *back;             /* PolluxViewport, the last is the nearest */
  GArray *forward;
  Step last_step;
  gint64 last_step_time;
  gboolean jumped;

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
push_view (GArray *views, const PolluxViewport *view)
{
  if (views->len == HISTORY_MAX)
    g_array_remove_index (views, 0);
  g_array_append_val (views, *view);
}

static gboolean
continues_series (PolluxSession *self, Step step, gint64 now)
{
  if (step == STEP_JUMP || step != self->last_step)
    return FALSE;
  return step == STEP_REVEAL || now - self->last_step_time < SERIES_US;
}

static void
change_view (PolluxSession *self, const PolluxViewport *viewport, Step step)
{
  gint64 now = g_get_monotonic_time ();

  if (same_view (&self->viewport, viewport))
    return;

  if (step != STEP_NONE && step != STEP_HISTORY && !same_place (&self->viewport, viewport))
    {
      if (!continues_series (self, step, now))
        {
          push_view (self->back, &self->viewport);
          g_array_set_size (self->forward, 0);
        }
      self->last_step = step;
      self->last_step_time = now;
    }

  self->viewport = *viewport;
  self->jumped = step == STEP_JUMP || step == STEP_REVEAL || step == STEP_HISTORY;
  g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
}

/* Goes to a view of the history in the window and the trace as they are now. */
static void
restore_view (PolluxSession *self, GArray *from, GArray *to)
{
  PolluxViewport view = g_array_index (from, PolluxViewport, from->len - 1);
  gboolean fitted = pollux_viewport_is_fitted (&view);
  PolluxRange extent = self->viewport.extent;

  g_array_set_size (from, from->len - 1);
  push_view (to, &self->viewport);

  if (self->viewport.width > 0 && view.width != self->viewport.width)
    pollux_viewport_set_width (&view, self->viewport.width);
  if (view.extent.begin != extent.begin || view.extent.end != extent.end)
    pollux_viewport_set_extent (&view, extent);
  if (fitted)
    pollux_viewport_fit (&view);

  self->last_step = STEP_NONE;
  change_view (self, &view, STEP_HISTORY);
}

static void
update_rows (PolluxSession *self)
{
  gint64 begin = g_get_monotonic_time ();
  gboolean changed = pollux_rows_update (self->rows, self->trace);
  gint64 end = g_get_monotonic_time ();

  self->rows_due = end + (end - begin) * ROWS_PAUSE_FACTOR;
  if (changed)
    g_signal_emit (self, signals[SIGNAL_ROWS_CHANGED], 0);
}

static void
selection_changed (PolluxSession *self)
{
  pollux_chain_start (self->chain, &self->selection.thing);
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
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
  change_view (self, &viewport, STEP_NONE);
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

  g_clear_pointer (&self->back, g_array_unref);
  g_clear_pointer (&self->forward, g_array_unref);
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
}

static void
pollux_session_init (PolluxSession *self)
{
  self->back = g_array_new (FALSE, FALSE, sizeof (PolluxViewport));
  self->forward = g_array_new (FALSE, FALSE, sizeof (PolluxViewport));
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

  change_view (self, viewport, jump ? STEP_JUMP : STEP_NONE);
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
  change_view (self, &viewport, STEP_ZOOM);
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
  change_view (self, &viewport, STEP_NONE);
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
  change_view (self, &viewport, STEP_JUMP);
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
  change_view (self, &viewport, STEP_JUMP);
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

  return self->back->len > 0;
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

  return self->forward->len > 0;
}

/**
 * pollux_session_go_back:
 *
 * Shows the view before the last jump. Does nothing if there is none.
 */
void
pollux_session_go_back (PolluxSession *self)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (self->back->len > 0)
    restore_view (self, self->back, self->forward);
}

/**
 * pollux_session_go_forward:
 *
 * Undoes going back. Does nothing if there is nothing to undo.
 */
void
pollux_session_go_forward (PolluxSession *self)
{
  g_return_if_fail (POLLUX_IS_SESSION (self));

  if (self->forward->len > 0)
    restore_view (self, self->forward, self->back);
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
  change_view (self, &viewport, STEP_REVEAL);
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
 * pollux_session_get_rows:
 *
 * Returns: (transfer none): the lanes as they are shown; never changed but
 *   by the session
 */
PolluxRows *
pollux_session_get_rows (PolluxSession *self)
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
  pollux_rows_update (self->rows, self->trace);
  g_signal_emit (self, signals[SIGNAL_ROWS_CHANGED], 0);
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
  pollux_rows_update (self->rows, self->trace);
  g_signal_emit (self, signals[SIGNAL_ROWS_CHANGED], 0);
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
  pollux_rows_update (self->rows, self->trace);
  g_signal_emit (self, signals[SIGNAL_ROWS_CHANGED], 0);
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

  pollux_rows_update (self->rows, self->trace);
  g_signal_emit (self, signals[SIGNAL_ROWS_CHANGED], 0);
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
  pollux_rows_update (self->rows, self->trace);
  g_signal_emit (self, signals[SIGNAL_ROWS_CHANGED], 0);
}
