/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-event-row.h"

#include "pollux-text.h"
#include "pollux-time-text.h"

#define SECOND G_GINT64_CONSTANT (1000000000)

/* Characters of a time with all digits. */
#define MILLISECONDS_CHARS 12
#define SECONDS_CHARS 15
#define DAY_CHARS 18
#define DATE_CHARS 28

struct _PolluxEventRow
{
  GObject parent_instance;

  PolluxTrace *trace;
  PolluxEventCache *cache;
  PolluxEventItem item;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxEventRow, pollux_event_row, G_TYPE_OBJECT)

static void
pollux_event_row_finalize (GObject *object)
{
  PolluxEventRow *self = POLLUX_EVENT_ROW (object);

  g_object_unref (self->trace);
  pollux_event_cache_unref (self->cache);
  G_OBJECT_CLASS (pollux_event_row_parent_class)->finalize (object);
}

static void
pollux_event_row_class_init (PolluxEventRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pollux_event_row_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pollux_event_row_init (PolluxEventRow *self)
{
}

/**
 * pollux_event_row_new:
 * @trace: a reference is kept
 * @cache: where its texts are found; a reference is kept
 * @item: one of the events, or POLLUX_EVENT_ITEM_NONE for a blank row
 *
 * Returns: (transfer full): a row
 */
PolluxEventRow *
pollux_event_row_new (PolluxTrace *trace, PolluxEventCache *cache, PolluxEventItem item)
{
  PolluxEventRow *self = g_object_new (POLLUX_TYPE_EVENT_ROW, NULL);

  self->trace = g_object_ref (trace);
  self->cache = pollux_event_cache_ref (cache);
  self->item = item;

  return self;
}

/**
 * pollux_event_row_get_item:
 *
 * Returns: which event it is; POLLUX_EVENT_ITEM_NONE if the row is blank
 */
PolluxEventItem
pollux_event_row_get_item (PolluxEventRow *self)
{
  g_return_val_if_fail (POLLUX_IS_EVENT_ROW (self), POLLUX_EVENT_ITEM_NONE);

  return self->item;
}

/**
 * pollux_event_row_get_level:
 *
 * Returns: the event's level; of a line that is no record none
 */
PolluxLevel
pollux_event_row_get_level (PolluxEventRow *self)
{
  PolluxLogEvent event;

  g_return_val_if_fail (POLLUX_IS_EVENT_ROW (self), POLLUX_LEVEL_NONE);

  if (self->item == POLLUX_EVENT_ITEM_NONE || pollux_event_item_is_foreign (self->item))
    return POLLUX_LEVEL_NONE;
  pollux_event_item_get (self->trace, self->item, &event);
  return event.level;
}

/* Else in ms. */
static gboolean
times_are_seconds (PolluxTrace *trace)
{
  return pollux_trace_get_extent (trace).end >= SECOND;
}

/**
 * pollux_event_count_chars:
 * @clock: how times are told
 *
 * Returns: how many digits fit the width that a column of times needs
 */
int
pollux_event_count_chars (PolluxTrace *trace, const PolluxClock *clock)
{
  if (pollux_clock_is_civil (clock))
    return clock->dates ? DATE_CHARS : DAY_CHARS;

  return times_are_seconds (trace) ? SECONDS_CHARS : MILLISECONDS_CHARS;
}

/**
 * pollux_event_dup_time:
 * @clock: how times are told; one that counts does so since its trace's begin
 * @time: a time of @trace, or POLLUX_TIME_NONE
 *
 * All times of a table are in one unit and have all digits, so that they stand
 * under each other and can be compared at a glance.
 *
 * Returns: (transfer full): its text
 */
char *
pollux_event_dup_time (PolluxTrace *trace, const PolluxClock *clock, PolluxTime time)
{
  gboolean seconds = times_are_seconds (trace);
  guint64 unit = seconds ? SECOND : SECOND / 1000;
  g_autofree char *whole = NULL;
  guint64 magnitude, rest;
  PolluxTime since;
  const char *sign;

  if (time == POLLUX_TIME_NONE)
    return g_strdup ("—");
  if (!pollux_trace_has_times (trace))
    return pollux_text_for_moment (trace, time);
  if (pollux_clock_is_civil (clock))
    return pollux_clock_to_digits (clock, time);

  if (__builtin_sub_overflow (time, clock->zero, &since))
    since = time;
  magnitude = since < 0 ? -(guint64) since : (guint64) since;
  rest = magnitude % unit;
  sign = since < 0 ? "\u2212" : "";
  whole = pollux_count_to_label (magnitude / unit);
  if (seconds)
    return g_strdup_printf ("%s%s.%03u\u202f%03u\u202f%03u\u00a0s", sign, whole,
                            (guint) (rest / 1000000), (guint) (rest / 1000 % 1000),
                            (guint) (rest % 1000));
  return g_strdup_printf ("%s%s.%03u\u202f%03u\u00a0ms", sign, whole, (guint) (rest / 1000),
                          (guint) (rest % 1000));
}

/**
 * pollux_event_dup_text:
 * @clock: how times are told
 * @item: an event
 * @text: (nullable): its texts
 * @column: what of it
 *
 * Returns: (transfer full): the text of the column
 */
char *
pollux_event_dup_text (PolluxTrace *trace, const PolluxClock *clock, PolluxEventItem item,
                       const PolluxEventText *text, PolluxEventColumn column)
{
  PolluxLogEvent event;

  pollux_event_item_get (trace, item, &event);
  switch (column)
    {
    case POLLUX_EVENT_COLUMN_TIME:
      return pollux_event_dup_time (trace, clock, event.time);

    case POLLUX_EVENT_COLUMN_LEVEL:
      return g_strdup (pollux_event_text_name_level (pollux_event_item_is_foreign (item)
                                                       ? POLLUX_LEVEL_NONE
                                                       : event.level));

    case POLLUX_EVENT_COLUMN_TASK:
      return event.task != POLLUX_TASK_NONE ? pollux_text_for_task (trace, event.task)
                                            : g_strdup ("—");

    case POLLUX_EVENT_COLUMN_TARGET:
      return g_strdup (text != NULL ? text->target : "");

    case POLLUX_EVENT_COLUMN_MESSAGE:
      return g_strdup (text != NULL ? text->message : "");

    case POLLUX_EVENT_COLUMN_FIELDS:
      return g_strdup (text != NULL ? text->fields : "");

    case POLLUX_N_EVENT_COLUMNS:
    default:
      return g_strdup ("");
    }
}

/**
 * pollux_event_row_dup_text:
 * @column: what of it
 *
 * Returns: (transfer full): the text of the column; "" if the row is blank
 */
char *
pollux_event_row_dup_text (PolluxEventRow *self, PolluxEventColumn column)
{
  g_return_val_if_fail (POLLUX_IS_EVENT_ROW (self), NULL);

  if (self->item == POLLUX_EVENT_ITEM_NONE)
    return g_strdup ("");
  return pollux_event_dup_text (self->trace, pollux_event_cache_get_clock (self->cache), self->item,
                                pollux_event_cache_get (self->cache, self->item), column);
}

/**
 * pollux_event_row_set_item:
 * @item: what is in its place now, or POLLUX_EVENT_ITEM_NONE
 */
void
pollux_event_row_set_item (PolluxEventRow *self, PolluxEventItem item)
{
  g_return_if_fail (POLLUX_IS_EVENT_ROW (self));

  self->item = item;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
