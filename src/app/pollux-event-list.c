/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Four bytes an event that passes. What the model knows (level, task, time)
 * decides first: all events are gone through once, in slices of the main loop,
 * into the candidates; a trace that grows only adds to them.
 *
 * The text is in the file. What was found out about an event is kept, a byte
 * each, as long as the words are the same, so that another level or range does
 * not read the file again. The candidates whose answer is not known yet are
 * given to a job, in file order; up to the first that is unknown (the
 * frontier) the answers are what is shown.
 *
 * What was shown before stays until there is something else to show.
 */

#include "config.h"

#include <string.h>

#include "pollux-event-list.h"

#include "pollux-event-text.h"
#include "pollux-record-job.h"
#include "pollux-text.h"

/* µs of the main loop per slice. */
#define SLICE 4000
/* Events between two looks at the clock. */
#define STRIDE 1024

enum { UNKNOWN, ABSENT, PRESENT };

/* Of a task's words: they were looked for. */
#define TASK_KNOWN (1u << 31)

struct _PolluxEventList
{
  GFunc changed;
  gpointer owner;

  PolluxTrace *trace;
  PolluxLoader *loader;
  PolluxEventFilter filter; /* without its text */
  PolluxQuery *query;
  gboolean active;
  guint source;

  GArray *candidates;       /* (element-type PolluxEventItem) */
  GArray *coming;           /* what becomes the candidates, or NULL */
  guint next_event;
  guint next_foreign;
  gboolean has_foreign;     /* the filter lets some pass */

  gboolean direct;          /* the candidates are what is shown */
  GArray *shown;            /* else this */
  gboolean pending;         /* what is shown is of before */
  guint frontier;
  GByteArray *answers[2];   /* by index, of events and of foreign lines */
  GArray *task_words;       /* (element-type guint), by task */

  PolluxRecordJob *job;
  GArray *job_items;        /* also while it is prepared */
  GArray *job_records;      /* while it is prepared */
  guint prepared;           /* candidates that were looked at for it */
  GError *error;
};

/* What the thread needs. */
typedef struct
{
  PolluxQuery *query;
  GArray *items;
} Search;

static void schedule (PolluxEventList *list);

/**
 * pollux_event_item_get:
 * @item: an event or a foreign line
 * @event: (out caller-allocates): filled
 */
void
pollux_event_item_get (PolluxTrace *trace, PolluxEventItem item, PolluxLogEvent *event)
{
  if (!pollux_event_item_is_foreign (item))
    {
      pollux_trace_get_event (trace, item, event);
      return;
    }

  event->record =
    pollux_trace_get_foreign (trace, item & ~POLLUX_EVENT_FOREIGN, &event->time);
  event->task = POLLUX_TASK_NONE;
  event->level = pollux_trace_get_foreign_level (trace, item & ~POLLUX_EVENT_FOREIGN);
}

static PolluxRecord
get_record (PolluxEventList *list, PolluxEventItem item)
{
  PolluxLogEvent event;

  pollux_event_item_get (list->trace, item, &event);
  return event.record;
}

static guint8 *
get_answer (PolluxEventList *list, PolluxEventItem item)
{
  gboolean foreign = pollux_event_item_is_foreign (item);
  GByteArray *answers = list->answers[foreign];
  guint index = item & ~POLLUX_EVENT_FOREIGN;

  if (index >= answers->len)
    {
      guint before = answers->len;

      g_byte_array_set_size (answers, MAX (index + 1, before * 2));
      memset (answers->data + before, UNKNOWN, answers->len - before);
    }
  return &answers->data[index];
}

static void
forget_answers (PolluxEventList *list)
{
  g_byte_array_set_size (list->answers[0], 0);
  g_byte_array_set_size (list->answers[1], 0);
  g_array_set_size (list->task_words, 0);
  g_clear_error (&list->error);
}

static void
tell (PolluxEventList *list)
{
  list->changed (list, list->owner);
}

/* --- the candidates -------------------------------------------------------------- */

static gboolean
is_in_range (PolluxEventList *list, PolluxTime time)
{
  PolluxRange range = list->filter.range;

  return range.end <= range.begin ||
         (time != POLLUX_TIME_NONE && time >= range.begin && time < range.end);
}

static gboolean
passes (PolluxEventList *list, const PolluxLogEvent *event)
{
  return event->level >= list->filter.level &&
         (list->filter.task == POLLUX_TASK_NONE || event->task == list->filter.task) &&
         is_in_range (list, event->time);
}

static guint
count_foreign (PolluxEventList *list)
{
  return list->has_foreign ? pollux_trace_get_n_foreign (list->trace) : 0;
}

/* Both are in file order: the one that comes first. */
static gboolean
scan (PolluxEventList *list, GArray *candidates, gint64 deadline)
{
  guint n_events = pollux_trace_get_n_events (list->trace);
  guint n_foreign = count_foreign (list);
  PolluxLogEvent event = { .record = POLLUX_RECORD_NONE };
  PolluxLogEvent line = { .record = POLLUX_RECORD_NONE };

  if (list->next_foreign < n_foreign)
    pollux_event_item_get (list->trace, POLLUX_EVENT_FOREIGN | list->next_foreign, &line);
  for (guint n = 0; list->next_event < n_events || list->next_foreign < n_foreign; n++)
    {
      PolluxEventItem item;

      if (n % STRIDE == STRIDE - 1 && g_get_monotonic_time () >= deadline)
        return FALSE;
      if (list->next_event < n_events)
        pollux_trace_get_event (list->trace, list->next_event, &event);
      if (list->next_event == n_events ||
          (list->next_foreign < n_foreign && line.record < event.record))
        {
          item = POLLUX_EVENT_FOREIGN | list->next_foreign++;
          if (passes (list, &line))
            g_array_append_val (candidates, item);
          if (list->next_foreign < n_foreign)
            pollux_event_item_get (list->trace, POLLUX_EVENT_FOREIGN | list->next_foreign, &line);
          continue;
        }
      item = list->next_event++;
      if (passes (list, &event))
        g_array_append_val (candidates, item);
    }
  return TRUE;
}

/* --- the text -------------------------------------------------------------------- */

static guint
find_in_task (PolluxEventList *list, PolluxTaskIndex task)
{
  guint *words;

  if (task == POLLUX_TASK_NONE)
    return 0;
  if (task >= list->task_words->len)
    g_array_set_size (list->task_words, MAX (task + 1, pollux_trace_get_n_tasks (list->trace)));

  words = &g_array_index (list->task_words, guint, task);
  if (*words == 0)
    {
      g_autofree char *title = pollux_text_for_task (list->trace, task);

      *words = TASK_KNOWN | pollux_query_find (list->query, title);
    }
  return *words & ~TASK_KNOWN;
}

/* Moves the frontier over what is known. */
static void
advance (PolluxEventList *list)
{
  for (; list->frontier < list->candidates->len; list->frontier++)
    {
      PolluxEventItem item = g_array_index (list->candidates, PolluxEventItem, list->frontier);
      guint8 answer = *get_answer (list, item);

      if (answer == UNKNOWN)
        return;
      if (answer == PRESENT)
        g_array_append_val (list->shown, item);
    }
}

/* From here on what is shown is of the present words. */
static void
show_results (PolluxEventList *list)
{
  if (list->pending)
    {
      list->pending = FALSE;
      list->direct = FALSE;
      list->frontier = 0;
      g_array_set_size (list->shown, 0);
    }
  advance (list);
}

static gpointer
convert_cb (const PolluxRecordText *record, guint index, gpointer data)
{
  Search *search = data;
  PolluxEventItem item = g_array_index (search->items, PolluxEventItem, index);
  g_autoptr (PolluxEventText) text =
    pollux_event_text_new (record, pollux_event_item_is_foreign (item));

  return GUINT_TO_POINTER (pollux_event_query_find_in_event (search->query, text));
}

static void
take_cb (guint first, gpointer *items, guint n_items, gpointer owner)
{
  PolluxEventList *list = owner;

  for (guint i = 0; i < n_items; i++)
    {
      PolluxEventItem item = g_array_index (list->job_items, PolluxEventItem, first + i);
      PolluxLogEvent event;
      guint found = GPOINTER_TO_UINT (items[i]);

      pollux_event_item_get (list->trace, item, &event);
      if (!list->filter.own)
        found |= find_in_task (list, event.task);
      /* A line's own text is all that there is to see of it. */
      if (!list->filter.own && !pollux_event_item_is_foreign (item))
        found |= pollux_event_query_find_level (list->query, event.level);
      *get_answer (list, item) =
        pollux_query_matches (list->query, found) ? PRESENT : ABSENT;
    }
  show_results (list);
  tell (list);
}

static void
done_cb (const GError *error, gpointer owner)
{
  PolluxEventList *list = owner;

  list->job = NULL;
  if (error != NULL)
    list->error = g_error_copy (error);
  /* What did not come will not come. */
  for (guint i = 0; i < list->job_items->len && error == NULL; i++)
    {
      guint8 *answer = get_answer (list, g_array_index (list->job_items, PolluxEventItem, i));

      if (*answer == UNKNOWN)
        *answer = ABSENT;
    }
  g_clear_pointer (&list->job_items, g_array_unref);
  show_results (list);
  tell (list);
  schedule (list);
}

static const PolluxRecordJobClass search_class = { convert_cb, NULL, take_cb, done_cb };

static void
search_free (gpointer data)
{
  Search *search = data;

  pollux_query_unref (search->query);
  g_array_unref (search->items);
  g_free (search);
}

static void
stop_search (PolluxEventList *list)
{
  g_clear_pointer (&list->job, pollux_record_job_cancel);
  g_clear_pointer (&list->job_items, g_array_unref);
  g_clear_pointer (&list->job_records, g_array_unref);
}

/* The candidates that are not known yet, up to @deadline. */
static gboolean
prepare_search (PolluxEventList *list, gint64 deadline)
{
  GArray *records = list->job_records;

  for (guint n = 0; list->prepared < list->candidates->len; list->prepared++, n++)
    {
      PolluxEventItem item = g_array_index (list->candidates, PolluxEventItem, list->prepared);
      PolluxRecord record;

      if (n % STRIDE == STRIDE - 1 && g_get_monotonic_time () >= deadline)
        return FALSE;
      if (*get_answer (list, item) != UNKNOWN)
        continue;
      record = get_record (list, item);
      /* A job goes through the file once; what lies behind is for the next. */
      if (records->len > 0 && record <= g_array_index (records, PolluxRecord, records->len - 1))
        continue;
      g_array_append_val (records, record);
      g_array_append_val (list->job_items, item);
    }
  return TRUE;
}

static void
start_search (PolluxEventList *list)
{
  g_autoptr (GArray) records = g_steal_pointer (&list->job_records);
  Search *search;

  if (records->len == 0)
    {
      g_clear_pointer (&list->job_items, g_array_unref);
      show_results (list);
      tell (list);
      return;
    }

  search = g_new (Search, 1);
  *search = (Search) { pollux_query_ref (list->query), g_array_ref (list->job_items) };
  list->job = pollux_record_job_start (&search_class, list->loader, list->trace,
                                       (const PolluxRecord *) records->data, records->len, search,
                                       search_free, list);
}

/* --- bringing it up to date ------------------------------------------------------ */

static gboolean
has_query (PolluxEventList *list)
{
  return list->query != NULL && !pollux_query_is_empty (list->query);
}

static gboolean
has_unknown (PolluxEventList *list)
{
  return has_query (list) && list->job == NULL && list->error == NULL && list->loader != NULL &&
         (list->pending || list->frontier < list->candidates->len);
}

/* All candidates are there. */
static void
commit (PolluxEventList *list)
{
  if (list->coming != NULL)
    {
      g_array_unref (list->candidates);
      list->candidates = g_steal_pointer (&list->coming);
      list->pending = TRUE;
    }

  if (!has_query (list))
    {
      list->direct = TRUE;
      list->pending = FALSE;
      tell (list);
      return;
    }

  if (list->pending && list->candidates->len > 0 &&
      *get_answer (list, g_array_index (list->candidates, PolluxEventItem, 0)) != UNKNOWN)
    show_results (list);
  if (has_unknown (list))
    {
      list->prepared = list->pending ? 0 : list->frontier;
      list->job_items = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
      list->job_records = g_array_new (FALSE, FALSE, sizeof (PolluxRecord));
    }
  tell (list);
}

static gboolean
is_complete (PolluxEventList *list)
{
  return list->next_event == pollux_trace_get_n_events (list->trace) &&
         list->next_foreign >= count_foreign (list);
}

/* FALSE if there is more to do than until @deadline. */
static gboolean
proceed (PolluxEventList *list, gint64 deadline)
{
  if (list->job_records == NULL)
    {
      if (!scan (list, list->coming != NULL ? list->coming : list->candidates, deadline))
        return FALSE;
      commit (list);
    }
  if (list->job_records == NULL)
    return TRUE;
  if (!prepare_search (list, deadline))
    return FALSE;
  start_search (list);
  return TRUE;
}

static gboolean
slice_cb (gpointer user_data)
{
  PolluxEventList *list = user_data;
  guint source = list->source;

  /* Whoever is told must not see a list that is still busy with this. */
  list->source = 0;
  if (proceed (list, g_get_monotonic_time () + SLICE) || list->source != 0 || !list->active)
    return G_SOURCE_REMOVE;

  list->source = source;
  return G_SOURCE_CONTINUE;
}

static void
schedule (PolluxEventList *list)
{
  if (list->trace == NULL || !list->active || list->source != 0)
    return;
  if (list->coming == NULL && list->job_records == NULL && is_complete (list) &&
      !has_unknown (list))
    return;
  list->source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE + 5, slice_cb, list, NULL);
}

/* From the first event on. */
static void
restart (PolluxEventList *list)
{
  if (list->trace == NULL)
    return;

  g_clear_pointer (&list->coming, g_array_unref);
  list->coming = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
  list->next_event = 0;
  list->next_foreign = 0;
  list->has_foreign = list->filter.foreign && list->filter.task == POLLUX_TASK_NONE;
  if (!list->active)
    return;

  /* Mostly it is done at once. */
  g_clear_handle_id (&list->source, g_source_remove);
  if (!proceed (list, g_get_monotonic_time () + SLICE))
    schedule (list);
}

/**
 * pollux_event_list_new:
 * @changed: gets the list and @owner
 * @owner: whose list it is
 *
 * Returns: (transfer full): an empty list
 */
PolluxEventList *
pollux_event_list_new (GFunc changed, gpointer owner)
{
  PolluxEventList *list = g_new0 (PolluxEventList, 1);

  list->changed = changed;
  list->owner = owner;
  list->filter = (PolluxEventFilter) POLLUX_EVENT_FILTER_INIT;
  list->active = TRUE;
  list->direct = TRUE;
  list->candidates = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
  list->shown = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
  list->task_words = g_array_new (FALSE, TRUE, sizeof (guint));
  for (guint i = 0; i < G_N_ELEMENTS (list->answers); i++)
    list->answers[i] = g_byte_array_new ();

  return list;
}

static void
forget (PolluxEventList *list)
{
  stop_search (list);
  g_clear_handle_id (&list->source, g_source_remove);
  g_clear_pointer (&list->coming, g_array_unref);
  g_array_set_size (list->candidates, 0);
  g_array_set_size (list->shown, 0);
  list->frontier = 0;
  list->next_event = 0;
  list->next_foreign = 0;
  list->direct = !has_query (list);
  list->pending = FALSE;
  forget_answers (list);
  g_clear_object (&list->trace);
  g_clear_object (&list->loader);
}

/**
 * pollux_event_list_free:
 * @list: (transfer full): a list
 */
void
pollux_event_list_free (PolluxEventList *list)
{
  forget (list);
  g_clear_pointer (&list->query, pollux_query_unref);
  g_array_unref (list->candidates);
  g_array_unref (list->shown);
  g_array_unref (list->task_words);
  for (guint i = 0; i < G_N_ELEMENTS (list->answers); i++)
    g_byte_array_unref (list->answers[i]);
  g_free (list);
}

/**
 * pollux_event_list_set_trace:
 * @trace: (nullable): whose events are listed
 * @loader: (nullable): what reads their texts
 */
void
pollux_event_list_set_trace (PolluxEventList *list, PolluxTrace *trace, PolluxLoader *loader)
{
  forget (list);
  g_set_object (&list->trace, trace);
  g_set_object (&list->loader, loader);
  restart (list);
  if (trace == NULL)
    tell (list);
}

/**
 * pollux_event_list_set_filter:
 * @filter: copied
 */
void
pollux_event_list_set_filter (PolluxEventList *list, const PolluxEventFilter *filter)
{
  g_autoptr (PolluxQuery) query = pollux_query_new (filter->text);
  gboolean same_words = list->query != NULL ? pollux_query_equal (query, list->query)
                                            : pollux_query_is_empty (query);

  /* Answers are of one kind of question. */
  same_words = same_words && filter->own == list->filter.own;
  if (same_words && filter->level == list->filter.level && filter->task == list->filter.task &&
      filter->range.begin == list->filter.range.begin &&
      filter->range.end == list->filter.range.end && filter->foreign == list->filter.foreign)
    return;

  stop_search (list);
  if (!same_words)
    {
      forget_answers (list);
      g_clear_pointer (&list->query, pollux_query_unref);
      list->query = g_steal_pointer (&query);
    }
  list->filter = *filter;
  list->filter.text = NULL;
  restart (list);
}

/**
 * pollux_event_list_update:
 *
 * Adds what the trace has grown by.
 */
void
pollux_event_list_update (PolluxEventList *list)
{
  schedule (list);
}

/**
 * pollux_event_list_set_active:
 * @active: whether somebody looks at it
 *
 * A list that nobody looks at does nothing, and makes up for it later.
 */
void
pollux_event_list_set_active (PolluxEventList *list, gboolean active)
{
  list->active = active;
  if (active)
    {
      schedule (list);
      return;
    }
  g_clear_handle_id (&list->source, g_source_remove);
  stop_search (list);
}

static GArray *
get_items (PolluxEventList *list)
{
  return list->direct ? list->candidates : list->shown;
}

/**
 * pollux_event_list_get_n_items:
 *
 * Returns: how many are known to pass
 */
guint
pollux_event_list_get_n_items (PolluxEventList *list)
{
  return get_items (list)->len;
}

/**
 * pollux_event_list_get_item:
 *
 * Returns: what is at @position, POLLUX_EVENT_ITEM_NONE beyond the end
 */
PolluxEventItem
pollux_event_list_get_item (PolluxEventList *list, guint position)
{
  GArray *items = get_items (list);

  return position < items->len ? g_array_index (items, PolluxEventItem, position)
                               : POLLUX_EVENT_ITEM_NONE;
}

/**
 * pollux_event_list_find:
 *
 * Returns: the first position whose record is not before that of @item
 */
guint
pollux_event_list_find (PolluxEventList *list, PolluxEventItem item)
{
  GArray *items = get_items (list);
  guint low = 0;
  guint high = items->len;
  PolluxRecord record;

  if (list->trace == NULL || high == 0)
    return 0;

  record = get_record (list, item);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_record (list, g_array_index (items, PolluxEventItem, middle)) < record)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pollux_event_list_get_n_all:
 *
 * Returns: how many there are without a filter
 */
guint
pollux_event_list_get_n_all (PolluxEventList *list)
{
  if (list->trace == NULL)
    return 0;
  return pollux_trace_get_n_events (list->trace) + pollux_event_list_get_n_foreign (list);
}

/**
 * pollux_event_list_get_n_foreign:
 *
 * Returns: how many lines that are no records could be in the list
 */
guint
pollux_event_list_get_n_foreign (PolluxEventList *list)
{
  return list->trace != NULL && list->filter.foreign ? pollux_trace_get_n_foreign (list->trace) : 0;
}

/**
 * pollux_event_list_get_progress:
 *
 * Returns: how much was searched; -1 if nothing is to be
 */
double
pollux_event_list_get_progress (PolluxEventList *list)
{
  if ((list->job == NULL && list->job_records == NULL) || list->candidates->len == 0)
    return -1;
  return list->pending ? 0 : (double) list->frontier / list->candidates->len;
}

/**
 * pollux_event_list_is_busy:
 *
 * Returns: whether it is to be brought up to date
 */
gboolean
pollux_event_list_is_busy (PolluxEventList *list)
{
  return list->source != 0 || list->job != NULL || list->job_records != NULL ||
         (list->trace != NULL && (list->coming != NULL || !is_complete (list)));
}

/**
 * pollux_event_list_get_error:
 *
 * Returns: (transfer none) (nullable): why the search ended
 */
const GError *
pollux_event_list_get_error (PolluxEventList *list)
{
  return list->error;
}
