/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-event-copy.h"

#include "pollux-event-row.h"
#include "pollux-event-text.h"

struct _PolluxEventCopy
{
  PolluxTrace *trace;
  PolluxClock clock;
  GArray *items;
  GString *text;
  PolluxRecordJob *job;
  void (*done) (const char *text, guint n_items, const GError *error, gpointer owner);
  gpointer owner;
};

static void
copy_free (PolluxEventCopy *copy)
{
  g_object_unref (copy->trace);
  g_array_unref (copy->items);
  g_string_free (copy->text, TRUE);
  g_free (copy);
}

static void
append_value (GString *text, const char *value)
{
  if (strpbrk (value, "\t\r\n\"") == NULL)
    {
      g_string_append (text, value);
      return;
    }

  g_string_append_c (text, '"');
  for (; *value != '\0'; value++)
    {
      if (*value == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *value);
    }
  g_string_append_c (text, '"');
}

static gpointer
convert_cb (const PolluxRecordText *record, guint index, gpointer data)
{
  GArray *items = data;

  return pollux_event_text_new (
    record, pollux_event_item_is_foreign (g_array_index (items, PolluxEventItem, index)));
}

static void
take_cb (guint first, gpointer *texts, guint n_texts, gpointer owner)
{
  PolluxEventCopy *copy = owner;

  for (guint i = 0; i < n_texts; i++)
    {
      PolluxEventItem item = g_array_index (copy->items, PolluxEventItem, first + i);

      for (guint column = 0; column < POLLUX_N_EVENT_COLUMNS; column++)
        {
          g_autofree char *value = pollux_event_dup_text (copy->trace, &copy->clock, item, texts[i],
                                                         column);

          append_value (copy->text, value);
          g_string_append_c (copy->text, column + 1 < POLLUX_N_EVENT_COLUMNS ? '\t' : '\n');
        }
    }
}

static void
done_cb (const GError *error, gpointer owner)
{
  PolluxEventCopy *copy = owner;

  copy->done (error == NULL ? copy->text->str : NULL, copy->items->len, error, copy->owner);
  copy_free (copy);
}

static const PolluxRecordJobClass job_class = {
  convert_cb, (GDestroyNotify) pollux_event_text_free, take_cb, done_cb,
};

/**
 * pollux_event_copy_start:
 * @trace: whose events they are
 * @clock: how their times are told
 * @loader: what reads their texts
 * @items: (transfer full) (element-type PolluxEventItem): in file order
 * @done: gets the text
 *
 * Returns: (transfer none): valid until @done was called or it was cancelled
 */
PolluxEventCopy *
pollux_event_copy_start (PolluxTrace *trace, const PolluxClock *clock, PolluxLoader *loader,
                         GArray *items,
                         void (*done) (const char *text, guint n_items, const GError *error,
                                       gpointer owner),
                         gpointer owner)
{
  PolluxEventCopy *copy = g_new0 (PolluxEventCopy, 1);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (PolluxRecord));

  copy->trace = g_object_ref (trace);
  copy->clock = *clock;
  copy->items = items;
  copy->text = g_string_new (NULL);
  copy->done = done;
  copy->owner = owner;
  for (guint i = 0; i < items->len; i++)
    {
      PolluxLogEvent event;

      pollux_event_item_get (trace, g_array_index (items, PolluxEventItem, i), &event);
      g_array_append_val (records, event.record);
    }
  copy->job = pollux_record_job_start (&job_class, loader, trace,
                                       (const PolluxRecord *) records->data, records->len,
                                       g_array_ref (items), (GDestroyNotify) g_array_unref, copy);
  return copy;
}

/**
 * pollux_event_copy_cancel:
 * @copy: (transfer full): a copy that is not done
 */
void
pollux_event_copy_cancel (PolluxEventCopy *copy)
{
  pollux_record_job_cancel (copy->job);
  copy_free (copy);
}
