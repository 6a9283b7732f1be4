/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names, places and fields of spans are found in the trace itself, in slices
 * of the main loop (PolluxSearch). When that is done the texts of the log
 * events are looked through on a thread (PolluxEventList), so that what was
 * found only ever gets more at its end; but a trace that grows adds tasks in
 * the middle.
 *
 * Memory: four bytes for each that was found, and eight for its time.
 */

#include "config.h"

#include "pollux-search-model.h"

#include "pollux-event-cache.h"
#include "pollux-event-list.h"
#include "pollux-places.h"
#include "pollux-search.h"
#include "pollux-text.h"

/* µs of the main loop per slice. */
#define SLICE 4000
/* Characters of a text that are shown. */
#define TEXT_MAX 400

struct _PolluxSearchRow
{
  GObject parent_instance;

  PolluxThing thing;
};

struct _PolluxSearchModel
{
  GObject parent_instance;

  PolluxSession *session;
  GSignalGroup *signals;
  PolluxQuery *query;

  PolluxSearch *search;
  guint source;
  gboolean in_events;       /* their texts are looked through */
  PolluxEventList *events;
  PolluxEventCache *cache;

  PolluxPlaces *places;
  PolluxTicks *ticks;
  guint ticked_tasks;
  guint ticked_spans;
  guint ticked_events;
};

enum
{
  SIGNAL_CHANGED,
  N_ROW_SIGNALS,
};

enum
{
  SIGNAL_UPDATED,
  N_SIGNALS,
};

static guint row_signals[N_ROW_SIGNALS];
static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (PolluxSearchRow, pollux_search_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (PolluxSearchModel, pollux_search_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void schedule (PolluxSearchModel *self);

/* --- rows ------------------------------------------------------------------------ */

static void
pollux_search_row_class_init (PolluxSearchRowClass *klass)
{
  row_signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                              G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 0);
}

static void
pollux_search_row_init (PolluxSearchRow *self)
{
  self->thing = (PolluxThing) POLLUX_THING_INIT;
}

/**
 * pollux_search_row_get_thing:
 *
 * Returns: (transfer none): what is in this place
 */
const PolluxThing *
pollux_search_row_get_thing (PolluxSearchRow *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_ROW (self), NULL);

  return &self->thing;
}

/* --- what was found -------------------------------------------------------------- */

static guint
count_tasks (PolluxSearchModel *self)
{
  return self->search != NULL ? pollux_search_get_n_tasks (self->search) : 0;
}

static guint
count_spans (PolluxSearchModel *self)
{
  return self->search != NULL ? pollux_search_get_n_spans (self->search) : 0;
}

static guint
count_events (PolluxSearchModel *self)
{
  return self->in_events ? pollux_event_list_get_n_items (self->events) : 0;
}

static PolluxTrace *
get_trace (PolluxSearchModel *self)
{
  return pollux_session_get_trace (self->session);
}

static PolluxThing
get_event_thing (PolluxSearchModel *self, guint index)
{
  PolluxEventItem item = pollux_event_list_get_item (self->events, index);
  PolluxLogEvent event;

  if (pollux_event_item_is_foreign (item))
    return (PolluxThing) { POLLUX_THING_FOREIGN, POLLUX_TASK_NONE, item & ~POLLUX_EVENT_FOREIGN };

  pollux_event_item_get (get_trace (self), item, &event);
  return (PolluxThing) { POLLUX_THING_EVENT, event.task, item };
}

/**
 * pollux_search_model_get_n_found:
 *
 * Returns: how many were found until now
 */
guint
pollux_search_model_get_n_found (PolluxSearchModel *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_MODEL (self), 0);

  return count_tasks (self) + count_spans (self) + count_events (self);
}

/**
 * pollux_search_model_get_thing:
 * @thing: (out): what was found
 *
 * Returns: whether there is something at @position
 */
gboolean
pollux_search_model_get_thing (PolluxSearchModel *self, guint position, PolluxThing *thing)
{
  guint n_tasks, n_spans;

  g_return_val_if_fail (POLLUX_IS_SEARCH_MODEL (self), FALSE);

  if (position >= pollux_search_model_get_n_found (self))
    return FALSE;

  n_tasks = count_tasks (self);
  n_spans = count_spans (self);
  if (position < n_tasks)
    {
      PolluxTaskIndex task = pollux_search_get_task (self->search, position);

      *thing = (PolluxThing) { POLLUX_THING_TASK, task, 0 };
    }
  else if (position < n_tasks + n_spans)
    {
      PolluxSpanIndex span = pollux_search_get_span (self->search, position - n_tasks);

      *thing = (PolluxThing) { POLLUX_THING_SPAN,
                               pollux_trace_get_span (get_trace (self), span)->task, span };
    }
  else
    *thing = get_event_thing (self, position - n_tasks - n_spans);

  return TRUE;
}

static GType
get_item_type (GListModel *model)
{
  return POLLUX_TYPE_SEARCH_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return pollux_places_get_n_offered (POLLUX_SEARCH_MODEL (model)->places);
}

static gpointer
get_item (GListModel *model, guint position)
{
  PolluxSearchModel *self = POLLUX_SEARCH_MODEL (model);
  PolluxSearchRow *row;

  if (position >= pollux_places_get_n_offered (self->places))
    return NULL;

  row = pollux_places_ref_row (self->places, position);
  if (row != NULL)
    return row;

  row = g_object_new (POLLUX_TYPE_SEARCH_ROW, NULL);
  pollux_search_model_get_thing (self, position, &row->thing);
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

/* The row is told even of the same thing, for that may have got its text. */
static void
renew_row (gpointer owner, gpointer data, guint position)
{
  PolluxSearchRow *row = data;

  if (!pollux_search_model_get_thing (owner, position, &row->thing))
    row->thing = (PolluxThing) POLLUX_THING_INIT;
  g_signal_emit (row, row_signals[SIGNAL_CHANGED], 0);
}

static guint
get_n_found (gpointer owner)
{
  return pollux_search_model_get_n_found (owner);
}

static void
offered (gpointer owner)
{
  g_signal_emit (owner, signals[SIGNAL_UPDATED], 0);
}

static const PolluxPlacesFuncs places_funcs = { get_n_found, offered, renew_row };

static void
add_ticks (PolluxSearchModel *self)
{
  PolluxTrace *trace = get_trace (self);

  for (; self->ticked_tasks < count_tasks (self); self->ticked_tasks++)
    {
      PolluxTaskIndex task = pollux_search_get_task (self->search, self->ticked_tasks);

      pollux_ticks_add (self->ticks,
                        pollux_lane_get_life (pollux_trace_get_lane (trace, task)).begin);
    }
  for (; self->ticked_spans < count_spans (self); self->ticked_spans++)
    {
      PolluxSpanIndex span = pollux_search_get_span (self->search, self->ticked_spans);
      PolluxThing thing = { POLLUX_THING_SPAN, pollux_trace_get_span (trace, span)->task, span };

      pollux_ticks_add (self->ticks, pollux_thing_get_range (trace, &thing).begin);
    }
  for (; self->ticked_events < count_events (self); self->ticked_events++)
    {
      PolluxLogEvent event;

      pollux_event_item_get (
        trace, pollux_event_list_get_item (self->events, self->ticked_events), &event);
      pollux_ticks_add (self->ticks, event.time);
    }
}

/* There is more, or less. */
static void
follow (PolluxSearchModel *self)
{
  guint before = pollux_places_get_n_offered (self->places);
  gboolean all = count_events (self) == 0 || pollux_places_is_offering (self->places);

  if (self->session != NULL)
    add_ticks (self);
  pollux_places_offer (self->places);
  if (pollux_places_get_n_offered (self->places) != before || all)
    pollux_places_foreach (self->places, renew_row);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/* --- looking --------------------------------------------------------------------- */

static void
events_changed_cb (gpointer list, gpointer owner)
{
  PolluxSearchModel *self = owner;

  if (self->in_events)
    follow (self);
}

static void
loaded_cb (gpointer cache, gpointer owner)
{
  PolluxSearchModel *self = owner;

  pollux_places_foreach (self->places, renew_row);
}

/* Rows tell times. */
static void
clock_changed_cb (PolluxSearchModel *self)
{
  pollux_places_foreach (self->places, renew_row);
}

static void
start_events (PolluxSearchModel *self)
{
  if (self->in_events)
    {
      pollux_event_list_update (self->events);
      return;
    }

  self->in_events = TRUE;
  pollux_event_list_set_trace (self->events, get_trace (self),
                               pollux_session_get_loader (self->session));
}

static gboolean
slice_cb (gpointer user_data)
{
  PolluxSearchModel *self = user_data;
  gboolean done = pollux_search_run (self->search, g_get_monotonic_time () + SLICE);

  if (!done)
    {
      follow (self);
      return G_SOURCE_CONTINUE;
    }

  self->source = 0;
  start_events (self);
  follow (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (PolluxSearchModel *self)
{
  if (self->search != NULL && self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE + 5, slice_cb, self, NULL);
}

static void
forget (PolluxSearchModel *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->search, pollux_search_free);
  self->in_events = FALSE;
  pollux_event_list_set_trace (self->events, NULL, NULL);
  pollux_ticks_clear (self->ticks);
  self->ticked_tasks = self->ticked_spans = self->ticked_events = 0;
}

static void
restart (PolluxSearchModel *self)
{
  PolluxEventFilter filter = POLLUX_EVENT_FILTER_INIT;
  g_autofree char *text = NULL;

  forget (self);
  if (self->session != NULL && !pollux_query_is_empty (self->query))
    {
      text = g_strdup (pollux_query_get_text (self->query));
      filter.text = text;
      filter.own = TRUE;
      pollux_event_list_set_filter (self->events, &filter);
      self->search = pollux_search_new (get_trace (self), self->query);
      /* Mostly it is done at once. */
      if (pollux_search_run (self->search, g_get_monotonic_time () + SLICE))
        start_events (self);
      else
        schedule (self);
    }
  follow (self);
}

/* --- the object ------------------------------------------------------------------ */

static void
pollux_search_model_dispose (GObject *object)
{
  PolluxSearchModel *self = POLLUX_SEARCH_MODEL (object);

  forget (self);
  pollux_places_clear (self->places);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pollux_search_model_parent_class)->dispose (object);
}

static void
pollux_search_model_finalize (GObject *object)
{
  PolluxSearchModel *self = POLLUX_SEARCH_MODEL (object);

  pollux_event_list_free (self->events);
  pollux_event_cache_close (self->cache);
  pollux_event_cache_unref (self->cache);
  pollux_places_free (self->places);
  pollux_ticks_free (self->ticks);
  pollux_query_unref (self->query);
  G_OBJECT_CLASS (pollux_search_model_parent_class)->finalize (object);
}

static void
pollux_search_model_class_init (PolluxSearchModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pollux_search_model_dispose;
  object_class->finalize = pollux_search_model_finalize;

  signals[SIGNAL_UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pollux_search_model_init (PolluxSearchModel *self)
{
  self->query = pollux_query_new ("");
  self->ticks = pollux_ticks_new ();
  self->places = pollux_places_new (G_LIST_MODEL (self), &places_funcs);
  self->events = pollux_event_list_new (events_changed_cb, self);
  self->cache = pollux_event_cache_new (loaded_cb, self);
  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (schedule), self);
  g_signal_group_connect_swapped (self->signals, "clock-changed", G_CALLBACK (clock_changed_cb),
                                  self);
}

/**
 * pollux_search_model_new:
 *
 * Returns: (transfer full): a search for nothing
 */
PolluxSearchModel *
pollux_search_model_new (void)
{
  return g_object_new (POLLUX_TYPE_SEARCH_MODEL, NULL);
}

/**
 * pollux_search_model_set_session:
 * @session: (nullable): whose trace is searched
 */
void
pollux_search_model_set_session (PolluxSearchModel *self, PolluxSession *session)
{
  guint n_before;

  g_return_if_fail (POLLUX_IS_SEARCH_MODEL (self));

  if (session == self->session)
    return;

  n_before = pollux_places_get_n_offered (self->places);
  forget (self);
  pollux_places_clear (self->places);
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  pollux_event_cache_set_trace (self->cache,
                                session != NULL ? pollux_session_get_trace (session) : NULL,
                                session != NULL ? pollux_session_get_loader (session) : NULL);
  restart (self);
}

/**
 * pollux_search_model_set_text:
 * @text: words, see pollux_query_new()
 */
void
pollux_search_model_set_text (PolluxSearchModel *self, const char *text)
{
  g_autoptr (PolluxQuery) query = pollux_query_new (text);

  g_return_if_fail (POLLUX_IS_SEARCH_MODEL (self));

  if (pollux_query_equal (query, self->query))
    return;

  pollux_query_unref (self->query);
  self->query = g_steal_pointer (&query);
  restart (self);
}

/**
 * pollux_search_model_get_query:
 *
 * Returns: (transfer none): what is looked for
 */
const PolluxQuery *
pollux_search_model_get_query (PolluxSearchModel *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_MODEL (self), NULL);

  return self->query;
}

/**
 * pollux_search_model_is_busy:
 *
 * Returns: whether more may be found
 */
gboolean
pollux_search_model_is_busy (PolluxSearchModel *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_MODEL (self), FALSE);

  return self->source != 0 || (self->in_events && pollux_event_list_is_busy (self->events));
}

/**
 * pollux_search_model_get_progress:
 *
 * Returns: how much of the texts was looked through, or -1
 */
double
pollux_search_model_get_progress (PolluxSearchModel *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_MODEL (self), -1);

  return self->in_events ? pollux_event_list_get_progress (self->events) : -1;
}

/**
 * pollux_search_model_get_error:
 *
 * Returns: (transfer none) (nullable): why texts cannot be looked through
 */
const GError *
pollux_search_model_get_error (PolluxSearchModel *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_MODEL (self), NULL);

  return self->in_events ? pollux_event_list_get_error (self->events) : NULL;
}

/**
 * pollux_search_model_get_ticks:
 *
 * Returns: (transfer none): when what was found was
 */
PolluxTicks *
pollux_search_model_get_ticks (PolluxSearchModel *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_MODEL (self), NULL);

  return self->ticks;
}

/* --- texts ----------------------------------------------------------------------- */

static PolluxEventItem
get_item_of (const PolluxThing *thing)
{
  if (thing->kind == POLLUX_THING_EVENT)
    return thing->index;
  if (thing->kind == POLLUX_THING_FOREIGN)
    return POLLUX_EVENT_FOREIGN | thing->index;
  return POLLUX_EVENT_ITEM_NONE;
}

static char *
dup_event_text (PolluxSearchModel *self, PolluxEventItem item)
{
  const PolluxEventText *text = pollux_event_cache_get (self->cache, item);
  g_autofree char *whole = NULL;

  if (text == NULL)
    return g_strdup ("");
  whole = g_strconcat (text->message, *text->fields != '\0' ? "  " : "", text->fields,
                       *text->target != '\0' ? "  " : "", text->target, NULL);
  return pollux_event_text_flatten (whole, TEXT_MAX);
}

static char *
dup_task_text (PolluxTrace *trace, PolluxTaskIndex index)
{
  const PolluxTask *task = pollux_trace_get_task (trace, index);
  g_autofree char *title = pollux_text_for_task (trace, index);
  g_autofree char *location = g_utf8_make_valid (pollux_trace_get_string (trace, task->location),
                                                 -1);
  g_autofree char *whole = g_strconcat (title, *location != '\0' ? "  " : "", location, NULL);

  return pollux_event_text_flatten (whole, TEXT_MAX);
}

static char *
dup_span_text (PolluxTrace *trace, PolluxSpanIndex index)
{
  const PolluxSpan *span = pollux_trace_get_span (trace, index);
  const char *fields = pollux_trace_get_string (trace, span->fields);
  g_autofree char *whole = g_strconcat (pollux_trace_get_string (trace, span->name),
                                        *fields != '\0' ? "  " : "", fields, NULL);
  g_autofree char *valid = g_utf8_make_valid (whole, -1);

  return pollux_event_text_flatten (valid, TEXT_MAX);
}

/**
 * pollux_search_model_dup_text:
 * @thing: something that was found
 *
 * Returns: (transfer full): the text that it was found in
 */
char *
pollux_search_model_dup_text (PolluxSearchModel *self, const PolluxThing *thing)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_MODEL (self), NULL);

  if (self->session == NULL || thing->kind == POLLUX_THING_NONE)
    return g_strdup ("");
  if (thing->kind == POLLUX_THING_TASK)
    return dup_task_text (get_trace (self), thing->task);
  if (thing->kind == POLLUX_THING_SPAN)
    return dup_span_text (get_trace (self), thing->index);
  return dup_event_text (self, get_item_of (thing));
}

/**
 * pollux_search_model_want:
 * @first: a position
 * @n: how many rows are looked at
 */
void
pollux_search_model_want (PolluxSearchModel *self, guint first, guint n)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
  PolluxThing thing;

  g_return_if_fail (POLLUX_IS_SEARCH_MODEL (self));

  for (guint i = 0; i < n && pollux_search_model_get_thing (self, first + i, &thing); i++)
    {
      PolluxEventItem item = get_item_of (&thing);

      if (item != POLLUX_EVENT_ITEM_NONE)
        g_array_append_val (items, item);
    }
  if (items->len > 0)
    pollux_event_cache_want (self->cache, (const PolluxEventItem *) items->data, items->len);
}
