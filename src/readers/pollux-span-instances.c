/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which span a record is about.
 *
 * The common formats print no span ids: what a record has is a name and
 * fields, and several spans that live at the same time may have the same.
 * They are told apart by where they are: an enter is about the one that lives
 * in the task being polled and is not entered yet, the youngest of several.
 * That may be the wrong one of two twins in one task; the sums and the nesting
 * are right all the same. Fields that are recorded later are printed behind
 * the first ones, so a span that seems new and continues the fields of a
 * living one with its name is that one.
 *
 * What a task waits for is what the last operation on a resource said in its
 * poll. Its words come from the resource and the operation around it.
 *
 * Cost: O(1) per record, but for searches that look at MAX_SEARCH spans at
 * most.
 */

#include "config.h"

#include "pollux-span-instances.h"

#include <string.h>

#include "pollux-fmt-words.h"
#include "pollux-strings.h"

#define NO_INSTANCE G_MAXUINT32
/* Of spans that look alike, so many are looked at. */
#define MAX_SEARCH 256
/* Deeper nesting is damage: the oldest entry is given up. */
#define MAX_DEPTH 1024
#define MAX_SLOTS (G_MAXUINT16 + 256u)
/* How many lists are kept for the next span, and how long they may be. */
#define MAX_SPARES 64u
#define MAX_SPARE_ITEMS 256u

/* Instances in the order in which they came, with those that are gone among
 * them until they are more than the others. */
typedef struct
{
  GArray *items;     /* guint32, or NULL */
  guint n_gone;
  guint most;        /* as long as @items ever was */
} Live;

typedef struct
{
  PolluxString name;
  PolluxString fields;
  PolluxString type;
  PolluxString source;
  Live live;
  guint8 kind;
  guint8 internal;
} Handle;

typedef struct
{
  guint32 handle;
  PolluxTaskIndex task;
  guint32 entered;
  PolluxString unit;
  guint64 duration;  /* of a timer, if there is a unit */
  guint16 depth;
  guint8 closed;
} Instance;

typedef struct
{
  guint32 instance;
  PolluxTaskIndex task;
} Entry;

struct _PolluxSpanInstances
{
  PolluxBatch *batch;
  PolluxStrings *strings;
  GHashTable *by_identity;  /* PolluxString -> handle + 1 */
  GHashTable *by_name;      /* PolluxString -> Live */
  GArray *handles;          /* Handle */
  GArray *instances;        /* Instance */
  GPtrArray *stacks;        /* GArray of Entry per slot, or NULL */
  GArray *youngest;         /* guint32 per slot: the instance created last */
  GPtrArray *spares;        /* empty arrays for the items of a Live: most live shortly */
  GString *scratch;
};

static void
clear_handle (gpointer data)
{
  Handle *handle = data;

  g_clear_pointer (&handle->live.items, g_array_unref);
}

static void
free_live (gpointer data)
{
  Live *live = data;

  g_clear_pointer (&live->items, g_array_unref);
  g_free (live);
}

static void
free_stack (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

/**
 * pollux_span_instances_new:
 *
 * Returns: (transfer full): no spans yet; needs a batch before it is used
 */
PolluxSpanInstances *
pollux_span_instances_new (void)
{
  PolluxSpanInstances *spans = g_new0 (PolluxSpanInstances, 1);

  spans->strings = pollux_strings_new ();
  spans->by_identity = g_hash_table_new (NULL, NULL);
  spans->by_name = g_hash_table_new_full (NULL, NULL, NULL, free_live);
  spans->handles = g_array_new (FALSE, FALSE, sizeof (Handle));
  spans->instances = g_array_new (FALSE, FALSE, sizeof (Instance));
  spans->stacks = g_ptr_array_new_with_free_func (free_stack);
  spans->youngest = g_array_new (FALSE, FALSE, sizeof (guint32));
  spans->spares = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  spans->scratch = g_string_new (NULL);
  g_array_set_clear_func (spans->handles, clear_handle);
  return spans;
}

/**
 * pollux_span_instances_free:
 * @spans: (nullable) (transfer full): spans
 */
void
pollux_span_instances_free (PolluxSpanInstances *spans)
{
  if (spans == NULL)
    return;

  pollux_strings_free (spans->strings);
  g_hash_table_unref (spans->by_identity);
  g_hash_table_unref (spans->by_name);
  g_array_unref (spans->handles);
  g_array_unref (spans->instances);
  g_ptr_array_unref (spans->stacks);
  g_array_unref (spans->youngest);
  g_ptr_array_unref (spans->spares);
  g_string_free (spans->scratch, TRUE);
  g_free (spans);
}

/**
 * pollux_span_instances_set_batch:
 * @batch: where results go from now on; borrowed
 */
void
pollux_span_instances_set_batch (PolluxSpanInstances *spans, PolluxBatch *batch)
{
  spans->batch = batch;
}

static Handle *
handle_of (PolluxSpanInstances *spans, guint32 handle)
{
  return &g_array_index (spans->handles, Handle, handle);
}

static Instance *
instance_of (PolluxSpanInstances *spans, guint32 instance)
{
  return &g_array_index (spans->instances, Instance, instance);
}

static PolluxString
intern (PolluxSpanInstances *spans, PolluxSlice text)
{
  return pollux_strings_intern (spans->strings, text.length > 0 ? text.bytes : "", text.length);
}

/* The string that stands for a span: spans of several processes differ. */
static PolluxString
intern_identity (PolluxSpanInstances *spans, guint process, const PolluxOtherSpan *span)
{
  GString *key = spans->scratch;

  g_string_truncate (key, 0);
  if (process > 0)
    g_string_append_printf (key, "%u", process);
  if (span->has_span_id)
    g_string_append_printf (key, "#%" G_GUINT64_FORMAT, span->span_id);
  else
    {
      g_string_append_c (key, '=');
      g_string_append_len (key, span->name.bytes, span->name.length);
      g_string_append_c (key, '{');
      g_string_append_len (key, span->identity.bytes, span->identity.length);
    }
  return pollux_strings_intern (spans->strings, key->str, key->len);
}

/**
 * pollux_span_instances_get:
 * @process: whose it is
 * @span: what the file says of it
 *
 * Returns: a handle
 */
guint32
pollux_span_instances_get (PolluxSpanInstances *spans, guint process, const PolluxOtherSpan *span)
{
  PolluxString identity = intern_identity (spans, process, span);
  gpointer found = g_hash_table_lookup (spans->by_identity, GUINT_TO_POINTER (identity));
  Handle handle = { .kind = span->kind, .internal = span->internal };

  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;

  handle.name = intern (spans, span->name);
  handle.fields = intern (spans, span->fields);
  handle.type = intern (spans, span->type);
  handle.source = intern (spans, span->source);
  g_array_append_val (spans->handles, handle);
  g_hash_table_insert (spans->by_identity, GUINT_TO_POINTER (identity),
                       GUINT_TO_POINTER (spans->handles->len));
  return spans->handles->len - 1;
}

/**
 * pollux_span_instances_get_kind:
 * @handle: a handle
 *
 * Returns: what kind of span it stands for
 */
PolluxSpanKind
pollux_span_instances_get_kind (PolluxSpanInstances *spans, guint32 handle)
{
  return handle < spans->handles->len ? handle_of (spans, handle)->kind : POLLUX_SPAN_USER;
}

/* --- living spans ------------------------------------------------------------ */

static GArray *
stack_of (PolluxSpanInstances *spans, guint slot)
{
  static const guint32 none = NO_INSTANCE;

  slot = MIN (slot, MAX_SLOTS);
  while (spans->stacks->len <= slot)
    {
      g_ptr_array_add (spans->stacks, NULL);
      g_array_append_val (spans->youngest, none);
    }
  if (g_ptr_array_index (spans->stacks, slot) == NULL)
    g_ptr_array_index (spans->stacks, slot) = g_array_new (FALSE, FALSE, sizeof (Entry));
  return g_ptr_array_index (spans->stacks, slot);
}

static guint32 *
youngest_of (PolluxSpanInstances *spans, guint slot)
{
  stack_of (spans, slot);
  return &g_array_index (spans->youngest, guint32, MIN (slot, MAX_SLOTS));
}

static Live *
live_with_name (PolluxSpanInstances *spans, PolluxString name)
{
  Live *live = g_hash_table_lookup (spans->by_name, GUINT_TO_POINTER (name));

  if (live == NULL)
    {
      live = g_new0 (Live, 1);
      g_hash_table_insert (spans->by_name, GUINT_TO_POINTER (name), live);
    }
  return live;
}

static void
add_live (PolluxSpanInstances *spans, Live *live, guint32 index)
{
  if (live->items == NULL && spans->spares->len > 0)
    live->items = g_ptr_array_steal_index_fast (spans->spares, spans->spares->len - 1);
  else if (live->items == NULL)
    live->items = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (live->items, index);
  live->most = MAX (live->most, live->items->len);
}

/* Nothing lives any more. A list that was long goes back to the system. */
static void
clear_live (PolluxSpanInstances *spans, Live *live)
{
  GArray *items = g_steal_pointer (&live->items);

  if (spans->spares->len < MAX_SPARES && live->most <= MAX_SPARE_ITEMS)
    g_ptr_array_add (spans->spares, items);
  else
    g_array_unref (items);
  live->most = 0;
}

/* @handle: whose list it is; NO_INSTANCE: that of a name. */
static gboolean
is_gone (PolluxSpanInstances *spans, guint32 index, guint32 handle)
{
  const Instance *instance = instance_of (spans, index);

  return instance->closed || (handle != NO_INSTANCE && instance->handle != handle);
}

/* One of the list is gone. Takes out what is gone at its end, and all of that
 * when it is more than half. */
static void
shrink_live (PolluxSpanInstances *spans, Live *live, guint32 handle)
{
  GArray *items = live->items;
  guint n = 0;

  if (items == NULL)
    return;
  live->n_gone++;
  while (items->len > 0 && is_gone (spans, g_array_index (items, guint32, items->len - 1), handle))
    {
      g_array_set_size (items, items->len - 1);
      live->n_gone--;
    }
  if (live->n_gone > items->len / 2)
    {
      for (guint i = 0; i < items->len; i++)
        {
          guint32 index = g_array_index (items, guint32, i);

          if (!is_gone (spans, index, handle))
            g_array_index (items, guint32, n++) = index;
        }
      g_array_set_size (items, n);
      live->n_gone = 0;
    }
  if (items->len == 0)
    clear_live (spans, live);
}

/* How well a living span answers to a record in @task that enters (or not). */
static guint
rate (const Instance *instance, PolluxTaskIndex task, gboolean entered)
{
  return (instance->task == task ? 2 : 0) + ((instance->entered > 0) == entered ? 1 : 0);
}

static guint32
find_best (PolluxSpanInstances *spans, guint32 handle, PolluxTaskIndex task, gboolean entered)
{
  const GArray *items = handle_of (spans, handle)->live.items;
  guint32 best = NO_INSTANCE;
  guint best_rate = 0;

  for (guint i = 0; items != NULL && i < items->len && i < MAX_SEARCH; i++)
    {
      guint32 index = g_array_index (items, guint32, items->len - 1 - i);
      guint rated = rate (instance_of (spans, index), task, entered);

      if (is_gone (spans, index, handle))
        continue;
      if (best == NO_INSTANCE || rated > best_rate)
        {
          best = index;
          best_rate = rated;
        }
      if (rated == 3)
        break;
    }
  return best;
}

static gboolean
continues (PolluxSpanInstances *spans, PolluxString longer, PolluxString shorter)
{
  gsize length = pollux_strings_get_length (spans->strings, shorter);

  return pollux_strings_get_length (spans->strings, longer) > length
         && memcmp (pollux_strings_get (spans->strings, longer),
                    pollux_strings_get (spans->strings, shorter), length) == 0;
}

/* A living span whose fields @handle continues: it has been given more. */
static guint32
find_recorded (PolluxSpanInstances *spans, guint32 handle, PolluxTaskIndex task)
{
  const Handle *wanted = handle_of (spans, handle);
  const Live *live = g_hash_table_lookup (spans->by_name, GUINT_TO_POINTER (wanted->name));
  const GArray *items = live != NULL ? live->items : NULL;

  for (guint i = 0; items != NULL && i < items->len && i < MAX_SEARCH; i++)
    {
      guint32 index = g_array_index (items, guint32, items->len - 1 - i);
      Instance *instance = instance_of (spans, index);
      guint32 before = instance->handle;

      if (!instance->closed && instance->task == task
          && continues (spans, wanted->fields, handle_of (spans, before)->fields))
        {
          instance->handle = handle;
          shrink_live (spans, &handle_of (spans, before)->live, before);
          add_live (spans, &handle_of (spans, handle)->live, index);
          return index;
        }
    }
  return NO_INSTANCE;
}

static guint32
find_live (PolluxSpanInstances *spans, guint32 handle, PolluxTaskIndex task, gboolean entered)
{
  guint32 index = find_best (spans, handle, task, entered);

  return index != NO_INSTANCE ? index : find_recorded (spans, handle, task);
}

/* Where a span lies: in what the file says, or in what is entered; Tokio makes
 * an operation right behind its resource. */
static guint32
find_parent (PolluxSpanInstances *spans, const PolluxSpanPlace *place, guint32 handle,
             guint32 parent)
{
  GArray *stack = stack_of (spans, place->slot);
  guint32 youngest = *youngest_of (spans, place->slot);
  PolluxSpanKind kind = handle_of (spans, handle)->kind;
  guint32 found = NO_INSTANCE;

  if (parent < spans->handles->len)
    found = find_best (spans, parent, place->task, TRUE);
  if (found == NO_INSTANCE && kind == POLLUX_SPAN_OPERATION && youngest != NO_INSTANCE
      && handle_of (spans, instance_of (spans, youngest)->handle)->kind != POLLUX_SPAN_USER)
    found = youngest;
  if (found == NO_INSTANCE && kind != POLLUX_SPAN_RESOURCE && stack->len > 0)
    found = g_array_index (stack, Entry, stack->len - 1).instance;
  return found;
}

static guint32
add_instance (PolluxSpanInstances *spans, const PolluxSpanPlace *place, guint32 handle,
              guint32 parent, PolluxTime created)
{
  guint32 index = spans->instances->len;
  guint32 outer = find_parent (spans, place, handle, parent);
  const Handle *owner = handle_of (spans, handle);
  Instance instance = { .handle = handle, .task = place->task };
  PolluxSpan span = {
    .created = created,
    .closed = POLLUX_TIME_NONE,
    .parent = POLLUX_SPAN_NONE,
    .task = place->task,
    .record = place->record,
    .close_record = POLLUX_RECORD_NONE,
    .kind = owner->kind,
  };

  if (outer != NO_INSTANCE && instance_of (spans, outer)->task == place->task)
    {
      span.parent = outer;
      instance.depth = MIN (instance_of (spans, outer)->depth + 1, MAX_DEPTH);
    }
  span.depth = instance.depth;
  g_array_append_val (spans->instances, instance);
  add_live (spans, live_with_name (spans, owner->name), index);
  add_live (spans, &handle_of (spans, handle)->live, index);
  *youngest_of (spans, place->slot) = index;
  pollux_batch_add_span (spans->batch, &span, pollux_strings_get (spans->strings, owner->name),
                         pollux_strings_get_length (spans->strings, owner->name),
                         pollux_strings_get (spans->strings, owner->fields),
                         pollux_strings_get_length (spans->strings, owner->fields));
  return index;
}

/* --- lifecycle -------------------------------------------------------------- */

static void
enter (PolluxSpanInstances *spans, const PolluxSpanPlace *place, guint32 handle, guint32 parent)
{
  GArray *stack = stack_of (spans, place->slot);
  guint32 index = find_live (spans, handle, place->task, FALSE);
  Entry entry;

  if (index == NO_INSTANCE)
    index = add_instance (spans, place, handle, parent, POLLUX_TIME_NONE);
  entry = (Entry) { index, place->task };
  if (stack->len >= MAX_DEPTH)
    g_array_remove_index (stack, 0);
  g_array_append_val (stack, entry);
  instance_of (spans, index)->entered++;
  pollux_batch_enter_span (spans->batch, index, place->task, place->time, place->record,
                           place->thread);
}

/* Whether an exit that names @handle may leave @instance: by its fields at
 * that time, or with more than it was entered with. */
static gboolean
is_left_by (PolluxSpanInstances *spans, guint32 instance, guint32 handle)
{
  const Handle *own = handle_of (spans, instance_of (spans, instance)->handle);
  const Handle *named = handle_of (spans, handle);

  return instance_of (spans, instance)->handle == handle
         || (own->name == named->name && continues (spans, named->fields, own->fields));
}

static void
leave (PolluxSpanInstances *spans, const PolluxSpanPlace *place, guint32 handle)
{
  GArray *stack = stack_of (spans, place->slot);

  for (guint i = stack->len; i > 0; i--)
    {
      Entry entry = g_array_index (stack, Entry, i - 1);
      Instance *instance = instance_of (spans, entry.instance);

      if (!is_left_by (spans, entry.instance, handle))
        continue;
      g_array_remove_index (stack, i - 1);
      if (instance->entered > 0)
        instance->entered--;
      pollux_batch_exit_span (spans->batch, entry.instance, entry.task, place->time,
                              place->record, place->thread);
      return;
    }
}

static void
close_span (PolluxSpanInstances *spans, const PolluxSpanPlace *place, guint32 handle)
{
  guint32 index = find_live (spans, handle, place->task, FALSE);

  if (index == NO_INSTANCE)
    return;
  handle = instance_of (spans, index)->handle;
  instance_of (spans, index)->closed = TRUE;
  shrink_live (spans, &handle_of (spans, handle)->live, handle);
  shrink_live (spans, live_with_name (spans, handle_of (spans, handle)->name), NO_INSTANCE);
  if (*youngest_of (spans, place->slot) == index)
    *youngest_of (spans, place->slot) = NO_INSTANCE;
  pollux_batch_close_span (spans->batch, index, place->time, place->record);
}

/**
 * pollux_span_instances_take:
 * @place: where and when
 * @op: what happened
 * @handle: to which span
 * @parent: the handle of the span it lies in, or POLLUX_SPAN_NONE
 *
 * A span that is no task was created, entered, left or closed.
 */
void
pollux_span_instances_take (PolluxSpanInstances *spans, const PolluxSpanPlace *place,
                            PolluxSpanOp op, guint32 handle, guint32 parent)
{
  if (handle >= spans->handles->len)
    return;

  switch (op)
    {
    case POLLUX_SPAN_OP_NEW:
      add_instance (spans, place, handle, parent, place->time);
      break;
    case POLLUX_SPAN_OP_ENTER:
      enter (spans, place, handle, parent);
      break;
    case POLLUX_SPAN_OP_EXIT:
      leave (spans, place, handle);
      break;
    case POLLUX_SPAN_OP_CLOSE:
      close_span (spans, place, handle);
      break;
    case POLLUX_SPAN_OP_NONE:
    default:
      break;
    }
}

/**
 * pollux_span_instances_forget:
 * @slot: a thread's, or a process's without threads
 *
 * What was entered there is left.
 */
void
pollux_span_instances_forget (PolluxSpanInstances *spans, guint slot)
{
  g_array_set_size (stack_of (spans, slot), 0);
  *youngest_of (spans, slot) = NO_INSTANCE;
}

/* --- resources --------------------------------------------------------------- */

/* The span of @handle that a record was made in: the innermost that is
 * entered, or one that lives in the task. */
static guint32
find_around (PolluxSpanInstances *spans, const PolluxSpanPlace *place, guint32 handle,
             PolluxSpanKind kind)
{
  GArray *stack = stack_of (spans, place->slot);

  if (handle < spans->handles->len)
    return find_best (spans, handle, place->task, TRUE);
  for (guint i = stack->len; i > 0; i--)
    {
      guint32 index = g_array_index (stack, Entry, i - 1).instance;

      if (handle_of (spans, instance_of (spans, index)->handle)->kind == kind)
        return index;
    }
  return NO_INSTANCE;
}

static void
append_operation (PolluxSpanInstances *spans, const Handle *operation, const Handle *resource)
{
  static const char *const known[][2] = {
    { "Receiver::await", "oneshot receive" },
    { "Acquire::new", "Semaphore acquire" },
  };
  const char *source = "";
  const char *colons;

  if (operation != NULL)
    source = pollux_strings_get (spans->strings, operation->source);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (strcmp (source, known[i][0]) == 0)
        {
          g_string_append (spans->scratch, known[i][1]);
          return;
        }
    }

  colons = strstr (source, "::");
  if (resource != NULL && resource->type != 0
      && (colons == NULL || g_str_has_prefix (colons, "::new")
          || g_str_has_prefix (colons, "::reset")))
    g_string_append (spans->scratch, pollux_strings_get (spans->strings, resource->type));
  else if (colons != NULL)
    g_string_append_printf (spans->scratch, "%.*s %s", (int) (colons - source), source,
                            colons + 2);
  else
    g_string_append (spans->scratch, source);
}

/* "Sleep 100 ms", "Semaphore acquire": in the words of Tokio. */
static void
describe_pending (PolluxSpanInstances *spans, const PolluxResourceState *state, guint32 resource)
{
  const Handle *operation = NULL;
  const Handle *owner = NULL;

  g_string_truncate (spans->scratch, 0);
  if (state->operation < spans->handles->len)
    operation = handle_of (spans, state->operation);
  if (state->resource < spans->handles->len)
    owner = handle_of (spans, state->resource);
  else if (resource != NO_INSTANCE)
    owner = handle_of (spans, instance_of (spans, resource)->handle);

  append_operation (spans, operation, owner);
  if (spans->scratch->len == 0)
    g_string_append_len (spans->scratch, state->op_name.bytes, state->op_name.length);
  if (resource != NO_INSTANCE && instance_of (spans, resource)->unit != 0)
    g_string_append_printf (spans->scratch, " %" G_GUINT64_FORMAT " %s",
                            instance_of (spans, resource)->duration,
                            pollux_strings_get (spans->strings,
                                                instance_of (spans, resource)->unit));
}

/**
 * pollux_span_instances_resource:
 * @place: where and when
 * @state: what Tokio says of a resource
 *
 * A resource changed, or was asked for something.
 */
void
pollux_span_instances_resource (PolluxSpanInstances *spans, const PolluxSpanPlace *place,
                                const PolluxResourceState *state)
{
  guint32 resource = find_around (spans, place, state->resource, POLLUX_SPAN_RESOURCE);
  guint32 operation;

  if (state->has_duration && resource != NO_INSTANCE)
    {
      instance_of (spans, resource)->duration = state->duration;
      instance_of (spans, resource)->unit = intern (spans, state->unit);
    }
  if (!state->pending || place->task == POLLUX_TASK_NONE)
    return;

  operation = find_around (spans, place, state->operation, POLLUX_SPAN_OPERATION);
  describe_pending (spans, state, resource);
  pollux_batch_add_pending (spans->batch, place->task,
                            resource != NO_INSTANCE ? resource : operation, place->time,
                            place->record, spans->scratch->str, spans->scratch->len);
}
