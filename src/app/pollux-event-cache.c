/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "pollux-event-cache.h"

#include "pollux-record-job.h"

#define TEXTS_MAX 4096
/* One record may have 64 KB. */
#define BYTES_MAX (16 * 1024 * 1024)

typedef struct
{
  PolluxEventItem item;
  PolluxEventText *text;
  gsize n_bytes;
} Entry;

struct _PolluxEventCache
{
  guint n_references;
  GFunc loaded;
  gpointer owner;

  PolluxTrace *trace;
  PolluxLoader *loader;
  PolluxClock clock;

  GHashTable *links;        /* item -> link of @entries */
  GQueue entries;           /* (element-type Entry), the one used last first */
  gsize n_bytes;

  PolluxRecordJob *job;
  GArray *job_items;
  GError *error;
};

/**
 * pollux_event_cache_new:
 * @loaded: gets the cache and @owner
 * @owner: whose cache it is
 *
 * Returns: (transfer full): an empty cache
 */
PolluxEventCache *
pollux_event_cache_new (GFunc loaded, gpointer owner)
{
  PolluxEventCache *cache = g_new0 (PolluxEventCache, 1);

  cache->n_references = 1;
  cache->loaded = loaded;
  cache->owner = owner;
  cache->links = g_hash_table_new (NULL, NULL);
  g_queue_init (&cache->entries);

  return cache;
}

/**
 * pollux_event_cache_ref:
 *
 * Returns: (transfer full): @cache
 */
PolluxEventCache *
pollux_event_cache_ref (PolluxEventCache *cache)
{
  cache->n_references++;
  return cache;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  pollux_event_text_free (entry->text);
  g_free (entry);
}

static void
stop (PolluxEventCache *cache)
{
  g_clear_pointer (&cache->job, pollux_record_job_cancel);
  g_clear_pointer (&cache->job_items, g_array_unref);
}

static void
forget (PolluxEventCache *cache)
{
  stop (cache);
  g_hash_table_remove_all (cache->links);
  g_queue_clear_full (&cache->entries, entry_free);
  cache->n_bytes = 0;
  g_clear_error (&cache->error);
  g_clear_object (&cache->trace);
  g_clear_object (&cache->loader);
}

/**
 * pollux_event_cache_unref:
 * @cache: (transfer full): a cache
 */
void
pollux_event_cache_unref (PolluxEventCache *cache)
{
  if (--cache->n_references > 0)
    return;
  forget (cache);
  g_hash_table_unref (cache->links);
  g_free (cache);
}

/**
 * pollux_event_cache_close:
 *
 * Its owner goes; rows may still hold it.
 */
void
pollux_event_cache_close (PolluxEventCache *cache)
{
  forget (cache);
  cache->loaded = NULL;
}

/**
 * pollux_event_cache_set_trace:
 * @trace: (nullable): whose events they are
 * @loader: (nullable): what reads them
 */
void
pollux_event_cache_set_trace (PolluxEventCache *cache, PolluxTrace *trace, PolluxLoader *loader)
{
  forget (cache);
  g_set_object (&cache->trace, trace);
  g_set_object (&cache->loader, loader);
}

/**
 * pollux_event_cache_set_clock:
 * @clock: how the times of the events are told; copied
 */
void
pollux_event_cache_set_clock (PolluxEventCache *cache, const PolluxClock *clock)
{
  cache->clock = *clock;
}

/**
 * pollux_event_cache_get_clock:
 *
 * Returns: (transfer none): how the times of the events are told
 */
const PolluxClock *
pollux_event_cache_get_clock (PolluxEventCache *cache)
{
  return &cache->clock;
}

/**
 * pollux_event_cache_get:
 *
 * Returns: (transfer none) (nullable): the texts of @item
 */
const PolluxEventText *
pollux_event_cache_get (PolluxEventCache *cache, PolluxEventItem item)
{
  GList *link = g_hash_table_lookup (cache->links, GUINT_TO_POINTER (item));

  if (link == NULL)
    return NULL;
  g_queue_unlink (&cache->entries, link);
  g_queue_push_head_link (&cache->entries, link);
  return ((Entry *) link->data)->text;
}

static void
put (PolluxEventCache *cache, PolluxEventItem item, PolluxEventText *text)
{
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry) { item, text,
                     strlen (text->target) + strlen (text->message) + strlen (text->fields) };
  g_queue_push_head (&cache->entries, entry);
  g_hash_table_insert (cache->links, GUINT_TO_POINTER (item), cache->entries.head);
  cache->n_bytes += entry->n_bytes;

  while (cache->entries.length > TEXTS_MAX ||
         (cache->n_bytes > BYTES_MAX && cache->entries.length > 1))
    {
      Entry *last = g_queue_pop_tail (&cache->entries);

      cache->n_bytes -= last->n_bytes;
      g_hash_table_remove (cache->links, GUINT_TO_POINTER (last->item));
      entry_free (last);
    }
}

static gpointer
convert_cb (const PolluxRecordText *record, guint index, gpointer data)
{
  GArray *items = data;

  return pollux_event_text_new (
    record, pollux_event_item_is_foreign (g_array_index (items, PolluxEventItem, index)));
}

static void
tell (PolluxEventCache *cache)
{
  if (cache->loaded != NULL)
    cache->loaded (cache, cache->owner);
}

static void
take_cb (guint first, gpointer *items, guint n_items, gpointer owner)
{
  PolluxEventCache *cache = owner;

  for (guint i = 0; i < n_items; i++)
    {
      PolluxEventItem item = g_array_index (cache->job_items, PolluxEventItem, first + i);

      if (!g_hash_table_contains (cache->links, GUINT_TO_POINTER (item)))
        put (cache, item, g_steal_pointer (&items[i]));
    }
  g_clear_error (&cache->error);
  tell (cache);
}

static void
done_cb (const GError *error, gpointer owner)
{
  PolluxEventCache *cache = owner;

  cache->job = NULL;
  g_clear_pointer (&cache->job_items, g_array_unref);
  if (error != NULL)
    {
      g_clear_error (&cache->error);
      cache->error = g_error_copy (error);
      tell (cache);
    }
}

static const PolluxRecordJobClass job_class = {
  convert_cb, (GDestroyNotify) pollux_event_text_free, take_cb, done_cb,
};

static PolluxRecord
get_record (PolluxEventCache *cache, PolluxEventItem item)
{
  PolluxLogEvent event;

  pollux_event_item_get (cache->trace, item, &event);
  return event.record;
}

/* Whether the job under way brings all of @items. */
static gboolean
is_on_its_way (PolluxEventCache *cache, GArray *items)
{
  guint at = 0;

  if (cache->job_items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      while (at < cache->job_items->len && g_array_index (cache->job_items, PolluxEventItem, at) !=
                                             g_array_index (items, PolluxEventItem, i))
        at++;
      if (at == cache->job_items->len)
        return FALSE;
    }
  return TRUE;
}

/**
 * pollux_event_cache_want:
 * @items: (array length=n_items): in file order
 *
 * Says whose texts are looked at. An error of before ends the reading, until
 * there is another trace.
 */
void
pollux_event_cache_want (PolluxEventCache *cache, const PolluxEventItem *items, guint n_items)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (PolluxRecord));

  if (cache->trace == NULL || cache->loader == NULL || cache->error != NULL)
    return;

  for (guint i = 0; i < n_items; i++)
    {
      PolluxRecord record;

      if (pollux_event_cache_get (cache, items[i]) != NULL)
        continue;
      record = get_record (cache, items[i]);
      if (records->len > 0 && record <= g_array_index (records, PolluxRecord, records->len - 1))
        continue;
      g_array_append_val (missing, items[i]);
      g_array_append_val (records, record);
    }
  if (missing->len == 0 || is_on_its_way (cache, missing))
    return;

  stop (cache);
  cache->job_items = g_array_ref (missing);
  cache->job = pollux_record_job_start (&job_class, cache->loader, cache->trace,
                                        (const PolluxRecord *) records->data, records->len,
                                        g_array_ref (missing), (GDestroyNotify) g_array_unref,
                                        cache);
}

/**
 * pollux_event_cache_is_busy:
 *
 * Returns: whether texts are being read
 */
gboolean
pollux_event_cache_is_busy (PolluxEventCache *cache)
{
  return cache->job != NULL;
}

/**
 * pollux_event_cache_get_error:
 *
 * Returns: (transfer none) (nullable): why texts cannot be read
 */
const GError *
pollux_event_cache_get_error (PolluxEventCache *cache)
{
  return cache->error;
}
