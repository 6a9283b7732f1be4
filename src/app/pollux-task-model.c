/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list behind the task table. What is kept per task is its place in the
 * list and the reverse, eight bytes; rows are made for what is on the screen.
 * The list follows the session's rows and the growing trace in slices (see
 * pollux-task-sort.c): what is shown stays until the new order is complete.
 *
 * A row is a place and not a task: in another order the places that have rows
 * get other tasks, and only what the list grew or shrank by at its end is
 * told as a change of the list. GTK keeps two hundred rows of widgets at hand,
 * and to take them all down and up again takes a tenth of a second.
 *
 * For the same reason a list that was empty does not come all at once: the
 * first rows come a few at a time, when there is nothing else to do.
 *
 * It is its own selection model: the selection is that of the session, a
 * comparison of two numbers for any position, however long the list.
 */

#include "config.h"

#include "pollux-task-model.h"

#include "pollux-task-sort.h"

/* µs of the main loop per slice. */
#define SLICE 4000
/* While a trace grows the list is brought up to date so often at most. */
#define PAUSE_MS 300
/* Rows that are offered at a time, until the view has all it wants at hand. */
#define OFFER_STEP 20
#define OFFER_ALL 220

/* A row that somebody holds. */
typedef struct
{
  PolluxTaskModel *model;
  guint position;
  PolluxTaskRow *row;       /* weak */
} Place;

struct _PolluxTaskModel
{
  GObject parent_instance;

  PolluxSession *session;
  GSignalGroup *signals;
  PolluxTaskIndex selected;

  PolluxTaskColumn column;
  gboolean descending;

  PolluxTaskIndex *tasks;   /* by position */
  guint n_tasks;
  guint n_offered;          /* the length of the list, as others see it */
  guint offer_source;
  guint *positions;         /* by task, G_MAXUINT if it is not in the list */
  guint n_positions;
  GHashTable *rows;         /* position -> Place */

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
  return POLLUX_TASK_MODEL (model)->n_offered;
}

static void
row_gone_cb (gpointer user_data, GObject *where_the_row_was)
{
  Place *place = user_data;

  place->row = NULL;
  g_hash_table_remove (place->model->rows, GUINT_TO_POINTER (place->position));
}

static void
place_free (gpointer data)
{
  Place *place = data;

  if (place->row != NULL)
    g_object_weak_unref (G_OBJECT (place->row), row_gone_cb, place);
  g_free (place);
}

static gpointer
get_item (GListModel *model, guint position)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);
  Place *place;

  if (position >= self->n_offered)
    return NULL;

  place = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (position));
  if (place != NULL)
    return g_object_ref (place->row);

  place = g_new (Place, 1);
  place->model = self;
  place->position = position;
  place->row = pollux_task_row_new (pollux_session_get_trace (self->session),
                                    self->tasks[position]);
  g_object_weak_ref (G_OBJECT (place->row), row_gone_cb, place);
  g_hash_table_insert (self->rows, GUINT_TO_POINTER (position), place);
  return place->row;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);

  return position < self->n_tasks && self->selected != POLLUX_TASK_NONE &&
         self->tasks[position] == self->selected;
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);
  GtkBitset *bitset = gtk_bitset_new_empty ();
  guint selected = pollux_task_model_find (self, self->selected);

  if (selected != G_MAXUINT)
    gtk_bitset_add (bitset, selected);
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
  /* A poll of the same task stays selected. */
  if (thing.task != self->selected)
    pollux_session_select (self->session, &thing, TRUE);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  PolluxTaskModel *self = POLLUX_TASK_MODEL (model);

  if (is_selected (model, position))
    pollux_session_select (self->session, NULL, FALSE);
  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
}

static void
selection_changed_cb (PolluxTaskModel *self)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  PolluxTaskIndex task = thing->kind != POLLUX_THING_NONE ? thing->task : POLLUX_TASK_NONE;
  guint before = pollux_task_model_find (self, self->selected);
  guint after = pollux_task_model_find (self, task);

  if (task == self->selected)
    return;

  self->selected = task;
  if (before < self->n_offered)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), before, 1);
  if (after < self->n_offered)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), after, 1);
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

/* Brings the rows that somebody holds up to date. A handler may drop some. */
static void
refill_rows (PolluxTaskModel *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Place *place = value;

      g_ptr_array_add (rows, g_object_ref (place->row));
      g_array_append_val (positions, place->position);
    }

  for (guint i = 0; i < rows->len; i++)
    pollux_task_row_set_task (g_ptr_array_index (rows, i),
                              self->tasks[g_array_index (positions, guint, i)]);
}

/* Rows of places that the list has no longer are nobody's. */
static void
forget_places (PolluxTaskModel *self, guint from)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (((Place *) value)->position >= from)
        g_hash_table_iter_remove (&iter);
    }
}

/* Changes the length of the list as others see it, and tells them. */
static void
offer (PolluxTaskModel *self, guint n_offered)
{
  guint n_before = self->n_offered;
  guint n_common = MIN (n_before, n_offered);

  self->n_offered = n_offered;
  forget_places (self, n_common);
  if (n_before != n_offered)
    g_list_model_items_changed (G_LIST_MODEL (self), n_common, n_before - n_common,
                                n_offered - n_common);
}

static gboolean
offer_cb (gpointer user_data)
{
  PolluxTaskModel *self = user_data;
  guint next = self->n_offered + OFFER_STEP;

  if (next < OFFER_ALL && next < self->n_tasks)
    {
      offer (self, next);
      return G_SOURCE_CONTINUE;
    }

  self->offer_source = 0;
  offer (self, self->n_tasks);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
  return G_SOURCE_REMOVE;
}

/* Offers all tasks, at once or in steps. */
static void
offer_tasks (PolluxTaskModel *self)
{
  guint n = MIN (self->n_offered, self->n_tasks);

  g_clear_handle_id (&self->offer_source, g_source_remove);
  if (n >= OFFER_ALL || self->n_tasks <= n + OFFER_STEP)
    {
      offer (self, self->n_tasks);
      return;
    }
  offer (self, n);
  self->offer_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, offer_cb, self, NULL);
}

static void
replace_tasks (PolluxTaskModel *self, PolluxTaskIndex *tasks, guint n_tasks)
{
  guint selected_before = pollux_task_model_find (self, self->selected);
  guint selected;

  g_free (self->tasks);
  self->tasks = tasks;
  self->n_tasks = n_tasks;
  index_positions (self);
  offer_tasks (self);
  refill_rows (self);

  selected = pollux_task_model_find (self, self->selected);
  if (selected == selected_before)
    return;
  if (selected_before < self->n_offered)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), selected_before, 1);
  if (selected < self->n_offered)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), selected, 1);
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
                                     pollux_session_get_rows (self->session), self->column,
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
  g_clear_handle_id (&self->offer_source, g_source_remove);
  g_clear_pointer (&self->sort, pollux_task_sort_free);
  g_hash_table_remove_all (self->rows);
  g_clear_pointer (&self->tasks, g_free);
  g_clear_pointer (&self->positions, g_free);
  self->n_tasks = 0;
  self->n_offered = 0;
  self->n_positions = 0;
  self->stale = FALSE;
  self->selected = POLLUX_TASK_NONE;
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

  g_hash_table_unref (self->rows);
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
  self->rows = g_hash_table_new_full (NULL, NULL, NULL, place_free);
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

  n_before = self->n_offered;
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

  return self->stale || self->sort != NULL || self->source != 0 || self->offer_source != 0;
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
