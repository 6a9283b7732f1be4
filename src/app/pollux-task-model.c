/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list behind the task table. What is kept per task is its place in the
 * list and the reverse, eight bytes; rows are made for what is on the screen.
 * The list follows the session's rows and the growing trace in slices (see
 * pollux-task-sort.c): what is shown stays until the new order is complete.
 *
 * The rows are places, which get other tasks in another order (see
 * pollux-places.c).
 *
 * It is its own selection model: the selection is that of the session, a
 * look at one bit for any position, however long the list.
 */

#include "config.h"

#include "pollux-task-model.h"

#include "pollux-places.h"
#include "pollux-task-sort.h"

/* µs of the main loop per slice. */
#define SLICE 4000
/* While a trace grows the list is brought up to date so often at most. */
#define PAUSE_MS 300

struct _PolluxTaskModel
{
  GObject parent_instance;

  PolluxSession *session;
  GSignalGroup *signals;
  PolluxTaskIndex selected; /* the one whose thing is selected */
  guint n_selected;

  PolluxTaskColumn column;
  gboolean descending;

  PolluxTaskIndex *tasks;   /* by position */
  guint n_tasks;
  PolluxPlaces *places;
  guint *positions;         /* by task, G_MAXUINT if it is not in the list */
  guint n_positions;

  PolluxTaskSort *sort;
  guint source;
  gboolean stale;
  gboolean active;
};

enum
{
  SIGNAL_UPDATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PolluxTaskModel, pollux_task_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      selection_model_iface_init))

static void schedule (PolluxTaskModel *self);

static GType
get_item_type (GListModel *model)
{
  return POLLUX_TYPE_TASK_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return pollux_places_get_n_offered (POLLUX_TASK_MODEL (model)->places);
}

static gpointer
get_item (GListModel *model, guint position)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);
  gpointer row;

  if (position >= pollux_places_get_n_offered (self->places))
    return NULL;

  row = pollux_places_ref_row (self->places, position);
  if (row != NULL)
    return row;

  row = pollux_task_row_new (pollux_session_get_trace (self->session),
                             pollux_task_model_get_task (self, position));
  pollux_places_add_row (self->places, position, row);
  return row;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static const PolluxTaskSet *
get_set (PolluxTaskModel *self)
{
  return self->session != NULL ? pollux_session_get_task_set (self->session) : NULL;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);

  return position < self->n_tasks && pollux_task_set_contains (get_set (self),
                                                               self->tasks[position]);
}

/* It is all right to tell of more than was asked for. */
static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);
  GtkBitset *bitset = gtk_bitset_new_empty ();
  guint end = n_items < self->n_tasks - MIN (position, self->n_tasks) ? position + n_items
                                                                      : self->n_tasks;
  guint selected = pollux_task_model_find (self, self->selected);

  if (self->n_selected <= 1)
    {
      if (selected != G_MAXUINT)
        gtk_bitset_add (bitset, selected);
      return bitset;
    }

  for (guint i = position; i < end; i++)
    if (is_selected (model, i))
      gtk_bitset_add (bitset, i);
  return bitset;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);
  PolluxThing thing = { POLLUX_THING_TASK, POLLUX_TASK_NONE, 0 };

  if (position >= self->n_tasks)
    return FALSE;

  thing.task = self->tasks[position];
  if (!unselect_rest && !is_selected (model, position))
    pollux_session_toggle_task (self->session, thing.task);
  /* A poll of the same task stays selected. */
  else if (unselect_rest && (thing.task != self->selected || self->n_selected > 1))
    pollux_session_select (self->session, &thing, TRUE);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);

  if (is_selected (model, position))
    pollux_session_toggle_task (self->session, self->tasks[position]);
  return TRUE;
}

/* Tasks that are not in the list stay what they are unless the rest is to go. */
static gboolean
change_range (PolluxTaskModel *self, guint position, guint n_items, gboolean selected,
              gboolean unselect_rest)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));
  guint n = 0;
  const PolluxTaskIndex *before;

  if (position >= self->n_tasks)
    return FALSE;
  n_items = MIN (n_items, self->n_tasks - position);

  before = pollux_session_get_selected_tasks (self->session, &n);
  for (guint i = 0; i < n && !unselect_rest; i++)
    {
      guint at = pollux_task_model_find (self, before[i]);

      if (selected || at < position || at - position >= n_items)
        g_array_append_val (tasks, before[i]);
    }
  if (selected)
    g_array_append_vals (tasks, self->tasks + position, n_items);

  pollux_session_select_tasks (self->session, (const PolluxTaskIndex *) (void *) tasks->data,
                               tasks->len, self->selected);
  return TRUE;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean unselect_rest)
{
  return change_range (POLLUX_TASK_MODEL (model), position, n_items, TRUE, unselect_rest);
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  return change_range (POLLUX_TASK_MODEL (model), position, n_items, FALSE, FALSE);
}

static gboolean
select_all (GtkSelectionModel *model)
{
  return change_range (POLLUX_TASK_MODEL (model), 0, G_MAXUINT, TRUE, FALSE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  pollux_session_select (POLLUX_TASK_MODEL (model)->session, NULL, FALSE);
  return TRUE;
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (PolluxTaskIndex));

  if (self->session == NULL)
    return FALSE;

  for (guint i = 0; i < self->n_tasks; i++)
    if (gtk_bitset_contains (mask, i) ? gtk_bitset_contains (selected, i) : is_selected (model, i))
      g_array_append_val (tasks, self->tasks[i]);

  pollux_session_select_tasks (self->session, (const PolluxTaskIndex *) (void *) tasks->data,
                               tasks->len, self->selected);
  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
  iface->set_selection = set_selection;
}

static void
tell_selected (PolluxTaskModel *self, guint position)
{
  if (position < pollux_places_get_n_offered (self->places))
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, 1);
}

/* For a selection of many, or what was one. */
static void
tell_all (PolluxTaskModel *self)
{
  guint n = pollux_places_get_n_offered (self->places);

  if (n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n);
}

static void
selection_changed_cb (PolluxTaskModel *self)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  PolluxTaskIndex task = thing->kind != POLLUX_THING_NONE ? thing->task : POLLUX_TASK_NONE;
  guint before = pollux_task_model_find (self, self->selected);
  guint after = pollux_task_model_find (self, task);
  guint n = pollux_task_set_get_n (get_set (self));
  gboolean many = n > 1 || self->n_selected > 1;

  self->n_selected = n;
  if (task == self->selected && !many)
    return;

  self->selected = task;
  if (many)
    {
      tell_all (self);
      return;
    }
  tell_selected (self, before);
  tell_selected (self, after);
}

static void
index_positions (PolluxTaskModel *self)
{
  guint n = pollux_trace_get_n_tasks (pollux_session_get_trace (self->session));

  if (n != self->n_positions)
    {
      g_free (self->positions);
      self->positions = g_new (guint, MAX (n, 1));
      self->n_positions = n;
    }
  memset (self->positions, 0xff, sizeof (guint) * n);
  for (guint i = 0; i < self->n_tasks; i++)
    self->positions[self->tasks[i]] = i;
}

static void
refill_row (gpointer owner, gpointer row, guint position)
{
  PolluxTaskModel *self = owner;

  pollux_task_row_set_task (row, pollux_task_model_get_task (self, position));
}

static guint
get_n_tasks (gpointer owner)
{
  return ((PolluxTaskModel *) owner)->n_tasks;
}

static void
offered (gpointer owner)
{
  g_signal_emit (owner, signals[SIGNAL_UPDATED], 0);
}

static const PolluxPlacesFuncs places_funcs = { get_n_tasks, offered, refill_row };

static void
replace_tasks (PolluxTaskModel *self, PolluxTaskIndex *tasks, guint n_tasks)
{
  guint selected_before = pollux_task_model_find (self, self->selected);
  guint selected;

  g_free (self->tasks);
  self->tasks = tasks;
  self->n_tasks = n_tasks;
  index_positions (self);
  pollux_places_offer (self->places);
  pollux_places_foreach (self->places, refill_row);

  selected = pollux_task_model_find (self, self->selected);
  if (self->n_selected > 1)
    {
      tell_all (self);
      return;
    }
  if (selected == selected_before)
    return;
  tell_selected (self, selected_before);
  tell_selected (self, selected);
}

static void
commit (PolluxTaskModel *self)
{
  guint n_tasks;
  PolluxTaskIndex *tasks = pollux_task_sort_steal (self->sort, &n_tasks);

  g_clear_pointer (&self->sort, pollux_task_sort_free);
  replace_tasks (self, tasks, n_tasks);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

static gboolean
slice_cb (gpointer user_data)
{
  PolluxTaskModel *self = user_data;

  if (!pollux_task_sort_run (self->sort, g_get_monotonic_time () + SLICE))
    return G_SOURCE_CONTINUE;

  self->source = 0;
  commit (self);
  if (self->stale)
    schedule (self);
  return G_SOURCE_REMOVE;
}

static void
start (PolluxTaskModel *self)
{
  self->stale = FALSE;
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->sort, pollux_task_sort_free);
  self->sort = pollux_task_sort_new (pollux_session_get_trace (self->session),
                                     pollux_session_get_task_rows (self->session), self->column,
                                     self->descending);
  if (pollux_task_sort_run (self->sort, g_get_monotonic_time () + SLICE))
    commit (self);
  else
    self->source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE + 5, slice_cb, self, NULL);
}

static gboolean
start_cb (gpointer user_data)
{
  PolluxTaskModel *self = user_data;

  self->source = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

/* The list is not up to date: after a pause, if nothing is under way. */
static void
schedule (PolluxTaskModel *self)
{
  self->stale = TRUE;
  if (self->session == NULL || !self->active || self->source != 0 || self->sort != NULL)
    return;
  self->source = g_timeout_add (PAUSE_MS, start_cb, self);
}

static void
trace_changed_cb (PolluxTaskModel *self)
{
  gboolean finished = pollux_trace_is_finished (pollux_session_get_trace (self->session));

  if (finished && self->active)
    start (self);
  else
    schedule (self);
}

/* Filter and order are a person's wish, and shown at once. */
static void
rows_changed_cb (PolluxTaskModel *self)
{
  gboolean finished = pollux_trace_is_finished (pollux_session_get_trace (self->session));

  if (self->active && (finished || self->n_tasks == 0 ||
                       (self->sort != NULL && pollux_task_sort_reads_rows (self->sort))))
    start (self);
  else
    schedule (self);
}

static void
forget (PolluxTaskModel *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->sort, pollux_task_sort_free);
  pollux_places_clear (self->places);
  g_clear_pointer (&self->tasks, g_free);
  g_clear_pointer (&self->positions, g_free);
  self->n_tasks = 0;
  self->n_positions = 0;
  self->stale = FALSE;
  self->selected = POLLUX_TASK_NONE;
  self->n_selected = 0;
}

static void
pollux_task_model_dispose (GObject *object)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (object);

  forget (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pollux_task_model_parent_class)->dispose (object);
}

static void
pollux_task_model_finalize (GObject *object)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (object);

  pollux_places_free (self->places);
  G_OBJECT_CLASS (pollux_task_model_parent_class)->finalize (object);
}

static void
pollux_task_model_class_init (PolluxTaskModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pollux_task_model_dispose;
  object_class->finalize = pollux_task_model_finalize;

  signals[SIGNAL_UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pollux_task_model_init (PolluxTaskModel *self)
{
  self->selected = POLLUX_TASK_NONE;
  self->column = POLLUX_N_TASK_COLUMNS;
  self->active = TRUE;
  self->places = pollux_places_new (G_LIST_MODEL (self), &places_funcs);
  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (trace_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (rows_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "selection-changed",
                                  G_CALLBACK (selection_changed_cb), self);
}

/**
 * pollux_task_model_new:
 *
 * Returns: (transfer full): an empty list
 */
PolluxTaskModel *
pollux_task_model_new (void)
{
  return g_object_new (POLLUX_TYPE_TASK_MODEL, NULL);
}

/**
 * pollux_task_model_set_session:
 * @session: (nullable): whose tasks are listed
 */
void
pollux_task_model_set_session (PolluxTaskModel *self, PolluxSession *session)
{
  guint n_before;

  g_return_if_fail (POLLUX_IS_TASK_MODEL (self));

  if (session == self->session)
    return;

  n_before = pollux_places_get_n_offered (self->places);
  forget (self);
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  if (session != NULL && self->active)
    start (self);
}

/**
 * pollux_task_model_sort:
 * @column: by what, or POLLUX_N_TASK_COLUMNS for the order of the picture
 * @descending: the largest first
 */
void
pollux_task_model_sort (PolluxTaskModel *self, PolluxTaskColumn column, gboolean descending)
{
  g_return_if_fail (POLLUX_IS_TASK_MODEL (self));

  if (column == self->column && descending == self->descending)
    return;

  self->column = column;
  self->descending = descending;
  if (self->session != NULL && self->active)
    start (self);
  else
    self->stale = TRUE;
}

/**
 * pollux_task_model_get_n_tasks:
 *
 * Returns: how many tasks there are, also those that are still to be offered
 */
guint
pollux_task_model_get_n_tasks (PolluxTaskModel *self)
{
  g_return_val_if_fail (POLLUX_IS_TASK_MODEL (self), 0);

  return self->n_tasks;
}

/**
 * pollux_task_model_find:
 *
 * Returns: the position of a task, or G_MAXUINT
 */
guint
pollux_task_model_find (PolluxTaskModel *self, PolluxTaskIndex task)
{
  g_return_val_if_fail (POLLUX_IS_TASK_MODEL (self), G_MAXUINT);

  return task < self->n_positions ? self->positions[task] : G_MAXUINT;
}

/**
 * pollux_task_model_get_task:
 *
 * Returns: the task at a position, or POLLUX_TASK_NONE
 */
PolluxTaskIndex
pollux_task_model_get_task (PolluxTaskModel *self, guint position)
{
  g_return_val_if_fail (POLLUX_IS_TASK_MODEL (self), POLLUX_TASK_NONE);

  return position < self->n_tasks ? self->tasks[position] : POLLUX_TASK_NONE;
}

/**
 * pollux_task_model_is_busy:
 *
 * Returns: whether the list is to be brought up to date
 */
gboolean
pollux_task_model_is_busy (PolluxTaskModel *self)
{
  g_return_val_if_fail (POLLUX_IS_TASK_MODEL (self), FALSE);

  return self->stale || self->sort != NULL || self->source != 0 ||
         pollux_places_is_offering (self->places);
}

/**
 * pollux_task_model_set_active:
 * @active: whether somebody looks at the list
 */
void
pollux_task_model_set_active (PolluxTaskModel *self, gboolean active)
{
  g_return_if_fail (POLLUX_IS_TASK_MODEL (self));

  self->active = active;
  pollux_places_set_resting (self->places, !active);
  if (active && self->stale && self->session != NULL)
    {
      start (self);
    }
  else if (!active && (self->source != 0 || self->sort != NULL))
    {
      g_clear_handle_id (&self->source, g_source_remove);
      g_clear_pointer (&self->sort, pollux_task_sort_free);
      self->stale = TRUE;
    }
}
