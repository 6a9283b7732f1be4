/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list behind the event table: PolluxEventList as GTK wants it. The rows
 * are places, which get other events with another filter (see pollux-places.c).
 */

#include "config.h"

#include "pollux-event-model.h"

#include "pollux-places.h"

/* While a view is scrolled texts are asked for so often at most. */
#define READ_MS 30

struct _PolluxEventModel
{
  GObject parent_instance;

  PolluxSession *session;
  GSignalGroup *signals;
  PolluxEventChoice choice; /* its text is owned */
  gboolean active;

  PolluxEventList *list;
  PolluxEventCache *cache;
  PolluxPlaces *places;

  GtkBitset *selected;      /* positions */
  PolluxEventItem current;  /* selected in the session */
  gboolean selecting;

  guint first_visible;
  guint n_visible;
  guint read_source;
};

enum
{
  SIGNAL_UPDATED,
  SIGNAL_REVEAL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PolluxEventModel, pollux_event_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      selection_model_iface_init))

/* --- the list -------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return POLLUX_TYPE_EVENT_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return pollux_places_get_n_offered (POLLUX_EVENT_MODEL (model)->places);
}

static gpointer
get_item (GListModel *model, guint position)
{
  PolluxEventModel *self = POLLUX_EVENT_MODEL (model);
  gpointer row;

  if (position >= pollux_places_get_n_offered (self->places))
    return NULL;

  row = pollux_places_ref_row (self->places, position);
  if (row != NULL)
    return row;

  row = pollux_event_row_new (pollux_session_get_trace (self->session), self->cache,
                              pollux_event_list_get_item (self->list, position));
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

/* The row is told even of the same event, for that may have got its text. */
static void
renew_row (gpointer owner, gpointer row, guint position)
{
  PolluxEventModel *self = owner;

  pollux_event_row_set_item (row, pollux_event_list_get_item (self->list, position));
}

static void
refill_row (gpointer owner, gpointer row, guint position)
{
  PolluxEventModel *self = owner;

  if (pollux_event_list_get_item (self->list, position) != pollux_event_row_get_item (row))
    renew_row (owner, row, position);
}

static guint
get_n_events (gpointer owner)
{
  return pollux_event_list_get_n_items (((PolluxEventModel *) owner)->list);
}

static void
offered (gpointer owner)
{
  g_signal_emit (owner, signals[SIGNAL_UPDATED], 0);
}

static const PolluxPlacesFuncs places_funcs = { get_n_events, offered, refill_row };

/* --- texts ----------------------------------------------------------------------- */

static gboolean
read_cb (gpointer user_data)
{
  PolluxEventModel *self = user_data;
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
  guint n = pollux_event_list_get_n_items (self->list);
  /* What may be scrolled to next. */
  guint first = self->first_visible - MIN (self->first_visible, self->n_visible);
  guint end = MIN (n, self->first_visible + 2 * self->n_visible);

  self->read_source = 0;
  for (guint i = first; i < end; i++)
    {
      PolluxEventItem item = pollux_event_list_get_item (self->list, i);

      g_array_append_val (items, item);
    }
  pollux_event_cache_want (self->cache, (const PolluxEventItem *) items->data, items->len);
  return G_SOURCE_REMOVE;
}

static void
read_texts (PolluxEventModel *self)
{
  if (self->read_source == 0 && self->active && self->session != NULL && self->n_visible > 0)
    self->read_source = g_timeout_add (READ_MS, read_cb, self);
}

static void
loaded_cb (gpointer cache, gpointer owner)
{
  PolluxEventModel *self = owner;

  pollux_places_foreach (self->places, renew_row);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/* --- the selection --------------------------------------------------------------- */

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (POLLUX_EVENT_MODEL (model)->selected, position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  return gtk_bitset_ref (POLLUX_EVENT_MODEL (model)->selected);
}

static PolluxThing
get_thing (PolluxEventModel *self, PolluxEventItem item)
{
  PolluxLogEvent event;

  if (pollux_event_item_is_foreign (item))
    return (PolluxThing) { POLLUX_THING_FOREIGN, POLLUX_TASK_NONE, item & ~POLLUX_EVENT_FOREIGN };

  pollux_event_item_get (pollux_session_get_trace (self->session), item, &event);
  return (PolluxThing) { POLLUX_THING_EVENT, event.task, item };
}

static PolluxEventItem
get_item_of (const PolluxThing *thing)
{
  if (thing->kind == POLLUX_THING_EVENT)
    return thing->index;
  if (thing->kind == POLLUX_THING_FOREIGN)
    return POLLUX_EVENT_FOREIGN | thing->index;
  return POLLUX_EVENT_ITEM_NONE;
}

/* Takes @selected, and tells of what differs. */
static void
replace_selected (PolluxEventModel *self, GtkBitset *selected)
{
  g_autoptr (GtkBitset) changes = gtk_bitset_copy (self->selected);
  guint n_offered = pollux_places_get_n_offered (self->places);
  guint first;
  guint last;

  gtk_bitset_difference (changes, selected);
  gtk_bitset_unref (self->selected);
  self->selected = selected;
  if (gtk_bitset_is_empty (changes))
    return;

  first = gtk_bitset_get_minimum (changes);
  last = MIN (gtk_bitset_get_maximum (changes), n_offered - 1);
  if (n_offered > 0 && first <= last)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first, last - first + 1);
}

/* A single row is what is selected in the session. */
static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  PolluxEventModel *self = POLLUX_EVENT_MODEL (model);
  GtkBitset *all = gtk_bitset_copy (self->selected);
  g_autoptr (GtkBitset) added = gtk_bitset_copy (selected);

  gtk_bitset_intersect (added, mask);
  gtk_bitset_subtract (all, mask);
  gtk_bitset_union (all, added);
  gtk_bitset_remove_range_closed (all, get_n_events (self), G_MAXUINT);
  replace_selected (self, all);

  self->selecting = TRUE;
  if (gtk_bitset_get_size (all) == 1)
    {
      guint position = gtk_bitset_get_minimum (all);
      PolluxThing thing = get_thing (self, pollux_event_list_get_item (self->list, position));

      if (!pollux_thing_equal (&thing, pollux_session_get_selection (self->session)))
        pollux_session_select (self->session, &thing, TRUE);
    }
  else if (gtk_bitset_is_empty (all) && self->current != POLLUX_EVENT_ITEM_NONE)
    {
      pollux_session_select (self->session, NULL, FALSE);
    }
  self->selecting = FALSE;
  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
}

/* The row of what is selected in the session, and no other. */
static void
follow_session (PolluxEventModel *self)
{
  guint position = pollux_event_model_get_position (self);
  GtkBitset *selected = gtk_bitset_new_empty ();

  if (position != G_MAXUINT)
    gtk_bitset_add (selected, position);
  replace_selected (self, selected);
}

/* --- the filter ------------------------------------------------------------------ */

static void
apply_choice (PolluxEventModel *self)
{
  PolluxEventFilter filter = POLLUX_EVENT_FILTER_INIT;

  filter.text = self->choice.text;
  filter.level = self->choice.level;
  filter.foreign = self->choice.foreign;
  if (self->session != NULL && self->choice.selected_task)
    filter.task = pollux_session_get_selection (self->session)->task;
  if (self->session != NULL && self->choice.selected_range &&
      pollux_session_has_range (self->session))
    filter.range = pollux_session_get_range (self->session);
  pollux_event_list_set_filter (self->list, &filter);
}

static void
changed_cb (gpointer list, gpointer owner)
{
  PolluxEventModel *self = owner;

  gtk_bitset_remove_range_closed (self->selected, get_n_events (self), G_MAXUINT);
  pollux_places_offer (self->places);
  pollux_places_foreach (self->places, refill_row);
  if (gtk_bitset_get_size (self->selected) <= 1 || self->current == POLLUX_EVENT_ITEM_NONE ||
      !gtk_bitset_contains (self->selected, pollux_event_model_get_position (self)))
    follow_session (self);
  read_texts (self);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

static void
trace_changed_cb (PolluxEventModel *self)
{
  pollux_event_list_update (self->list);
}

static void
range_changed_cb (PolluxEventModel *self)
{
  if (self->choice.selected_range)
    apply_choice (self);
}

static void
selection_changed_cb (PolluxEventModel *self)
{
  PolluxEventItem before = self->current;

  self->current = get_item_of (pollux_session_get_selection (self->session));
  if (self->choice.selected_task)
    apply_choice (self);
  if (self->selecting)
    return;

  if (self->current != before)
    follow_session (self);
  if (pollux_event_model_get_position (self) != G_MAXUINT)
    g_signal_emit (self, signals[SIGNAL_REVEAL], 0, pollux_event_model_get_position (self));
}

/* --- the object ------------------------------------------------------------------ */

static void
forget (PolluxEventModel *self)
{
  g_clear_handle_id (&self->read_source, g_source_remove);
  pollux_places_clear (self->places);
  gtk_bitset_remove_all (self->selected);
  self->current = POLLUX_EVENT_ITEM_NONE;
}

/* Selecting something changes the ruler's clock often, and this one not. */
static void
update_clock (PolluxEventModel *self)
{
  PolluxClock clock, before = *pollux_event_cache_get_clock (self->cache);

  pollux_session_get_fixed_clock (self->session, &clock);
  pollux_event_cache_set_clock (self->cache, &clock);
  if (pollux_clock_equal (&clock, &before))
    return;
  pollux_places_foreach (self->places, renew_row);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

static void
pollux_event_model_dispose (GObject *object)
{
  PolluxEventModel *self = POLLUX_EVENT_MODEL (object);

  forget (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pollux_event_model_parent_class)->dispose (object);
}

static void
pollux_event_model_finalize (GObject *object)
{
  PolluxEventModel *self = POLLUX_EVENT_MODEL (object);

  pollux_event_list_free (self->list);
  pollux_event_cache_close (self->cache);
  pollux_event_cache_unref (self->cache);
  pollux_places_free (self->places);
  gtk_bitset_unref (self->selected);
  g_free ((char *) self->choice.text);
  G_OBJECT_CLASS (pollux_event_model_parent_class)->finalize (object);
}

static void
pollux_event_model_class_init (PolluxEventModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pollux_event_model_dispose;
  object_class->finalize = pollux_event_model_finalize;

  signals[SIGNAL_UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REVEAL] = g_signal_new ("reveal", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
pollux_event_model_init (PolluxEventModel *self)
{
  self->current = POLLUX_EVENT_ITEM_NONE;
  self->choice.foreign = TRUE;
  self->active = TRUE;
  self->selected = gtk_bitset_new_empty ();
  self->places = pollux_places_new (G_LIST_MODEL (self), &places_funcs);
  self->list = pollux_event_list_new (changed_cb, self);
  self->cache = pollux_event_cache_new (loaded_cb, self);
  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (trace_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "clock-changed", G_CALLBACK (update_clock), self);
  g_signal_group_connect_swapped (self->signals, "range-changed", G_CALLBACK (range_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "selection-changed",
                                  G_CALLBACK (selection_changed_cb), self);
}

/**
 * pollux_event_model_new:
 *
 * Returns: (transfer full): an empty list
 */
PolluxEventModel *
pollux_event_model_new (void)
{
  return g_object_new (POLLUX_TYPE_EVENT_MODEL, NULL);
}

/**
 * pollux_event_model_set_session:
 * @session: (nullable): whose events are listed
 */
void
pollux_event_model_set_session (PolluxEventModel *self, PolluxSession *session)
{
  PolluxTrace *trace = session != NULL ? pollux_session_get_trace (session) : NULL;
  PolluxLoader *loader = session != NULL ? pollux_session_get_loader (session) : NULL;
  guint n_before;

  g_return_if_fail (POLLUX_IS_EVENT_MODEL (self));

  if (session == self->session)
    return;

  n_before = pollux_places_get_n_offered (self->places);
  forget (self);
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  g_set_object (&self->session, session);
  if (session != NULL)
    self->current = get_item_of (pollux_session_get_selection (session));
  g_signal_group_set_target (self->signals, session);
  pollux_event_cache_set_trace (self->cache, trace, loader);
  if (session != NULL)
    update_clock (self);
  pollux_event_list_set_trace (self->list, NULL, NULL);
  apply_choice (self);
  pollux_event_list_set_trace (self->list, trace, loader);
}

/**
 * pollux_event_model_set_choice:
 * @choice: copied
 */
void
pollux_event_model_set_choice (PolluxEventModel *self, const PolluxEventChoice *choice)
{
  char *text;

  g_return_if_fail (POLLUX_IS_EVENT_MODEL (self));

  text = g_strdup (choice->text);
  g_free ((char *) self->choice.text);
  self->choice = *choice;
  self->choice.text = text;
  apply_choice (self);
}

/**
 * pollux_event_model_is_narrowed:
 *
 * Returns: whether the filter may leave out events of the trace
 */
gboolean
pollux_event_model_is_narrowed (PolluxEventModel *self)
{
  g_return_val_if_fail (POLLUX_IS_EVENT_MODEL (self), FALSE);

  return pollux_event_list_get_n_items (self->list) < pollux_event_list_get_n_all (self->list);
}

/**
 * pollux_event_model_set_active:
 * @active: whether somebody looks at the list
 */
void
pollux_event_model_set_active (PolluxEventModel *self, gboolean active)
{
  g_return_if_fail (POLLUX_IS_EVENT_MODEL (self));

  self->active = active;
  pollux_places_set_resting (self->places, !active);
  pollux_event_list_set_active (self->list, active);
  if (active)
    read_texts (self);
  else
    g_clear_handle_id (&self->read_source, g_source_remove);
}

/**
 * pollux_event_model_set_visible:
 * @first: the first row in sight
 * @n_rows: how many are
 *
 * Reads the texts of these rows, and of those around them.
 */
void
pollux_event_model_set_visible (PolluxEventModel *self, guint first, guint n_rows)
{
  g_return_if_fail (POLLUX_IS_EVENT_MODEL (self));

  self->first_visible = first;
  self->n_visible = n_rows;
  read_texts (self);
}

/**
 * pollux_event_model_get_list:
 *
 * Returns: (transfer none): what is listed, and how far that is
 */
PolluxEventList *
pollux_event_model_get_list (PolluxEventModel *self)
{
  g_return_val_if_fail (POLLUX_IS_EVENT_MODEL (self), NULL);

  return self->list;
}

/**
 * pollux_event_model_get_position:
 *
 * Returns: the row that is selected in the session, or G_MAXUINT
 */
guint
pollux_event_model_get_position (PolluxEventModel *self)
{
  guint position;

  g_return_val_if_fail (POLLUX_IS_EVENT_MODEL (self), G_MAXUINT);

  if (self->current == POLLUX_EVENT_ITEM_NONE)
    return G_MAXUINT;
  position = pollux_event_list_find (self->list, self->current);
  return position < pollux_places_get_n_offered (self->places) &&
         pollux_event_list_get_item (self->list, position) == self->current ? position : G_MAXUINT;
}

/**
 * pollux_event_model_get_selected:
 *
 * Returns: (transfer none): the selected positions
 */
GtkBitset *
pollux_event_model_get_selected (PolluxEventModel *self)
{
  g_return_val_if_fail (POLLUX_IS_EVENT_MODEL (self), NULL);

  return self->selected;
}

/**
 * pollux_event_model_is_filling:
 *
 * Returns: whether there may be more rows, or fewer; their texts may come later
 */
gboolean
pollux_event_model_is_filling (PolluxEventModel *self)
{
  g_return_val_if_fail (POLLUX_IS_EVENT_MODEL (self), FALSE);

  return pollux_places_is_offering (self->places) || pollux_event_list_is_busy (self->list);
}

/**
 * pollux_event_model_is_busy:
 *
 * Returns: whether the list or its texts are to be brought up to date
 */
gboolean
pollux_event_model_is_busy (PolluxEventModel *self)
{
  g_return_val_if_fail (POLLUX_IS_EVENT_MODEL (self), FALSE);

  return pollux_event_model_is_filling (self) || self->read_source != 0 ||
         pollux_event_cache_is_busy (self->cache);
}

/**
 * pollux_event_model_get_error:
 *
 * Returns: (transfer none) (nullable): why texts cannot be read or looked for
 */
const GError *
pollux_event_model_get_error (PolluxEventModel *self)
{
  const GError *error;

  g_return_val_if_fail (POLLUX_IS_EVENT_MODEL (self), NULL);

  error = pollux_event_list_get_error (self->list);
  return error != NULL ? error : pollux_event_cache_get_error (self->cache);
}
