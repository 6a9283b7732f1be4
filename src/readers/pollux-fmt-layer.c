/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * {"op":"new","span":5,"parent":null,"name":"runtime.spawn","fields":{…},
 *  "target":"tokio::task","thread":1,"ts":1795374424384381932}
 * {"op":"enter","span":5,"thread":1,"ts":…}
 * {"op":"event","span":5,"level":"INFO","target":"app","fields":{…},…}
 *
 * Span ids are reused with another generation only, so an id is one span; a
 * span is forgotten when it is closed.
 */

#include "config.h"

#include "pollux-fmt-layer.h"
#include "pollux-fmt-words.h"
#include "pollux-hash.h"

/* Parents that are followed. */
#define MAX_DEPTH 256u

typedef struct
{
  guint64 id;
  guint64 parent;
  gboolean has_parent;
  PolluxFmtSpan span;
  PolluxFmtTarget target;
} Known;

typedef struct
{
  PolluxSlice op;
  PolluxSlice name;
  PolluxSlice fields;
  PolluxFmtValue target;
  PolluxFmtValue level;
  guint64 span;
  guint64 parent;
  guint64 thread;
  gint64 ts;
  gboolean has_span;
  gboolean has_parent;
  gboolean has_thread;
  gboolean has_ts;
} Members;

struct _PolluxFmtLayer
{
  PolluxFmtNames names;
  PolluxFmtClock clock;
  GHashTable *spans;  /* Known, by its id */
  GString *label;
};

/**
 * pollux_fmt_layer_new:
 * @names: who numbers tasks, spans and threads; copied
 *
 * Returns: (transfer full): a parser that knows no span
 */
PolluxFmtLayer *
pollux_fmt_layer_new (const PolluxFmtNames *names)
{
  PolluxFmtLayer *layer = g_new0 (PolluxFmtLayer, 1);

  layer->names = *names;
  layer->spans = g_hash_table_new_full (pollux_uint64_hash, g_int64_equal, NULL, g_free);
  layer->label = g_string_new (NULL);
  return layer;
}

/**
 * pollux_fmt_layer_free:
 * @layer: (nullable) (transfer full): a parser
 */
void
pollux_fmt_layer_free (PolluxFmtLayer *layer)
{
  if (layer == NULL)
    return;

  g_hash_table_unref (layer->spans);
  g_string_free (layer->label, TRUE);
  g_free (layer);
}

static void
set_number (const PolluxJsonValue *value,
            guint64               *number,
            gboolean              *has)
{
  *has = value->kind == POLLUX_JSON_NUMBER && pollux_json_slice_to_uint64 (value->raw, number);
}

static void
set_member (Members               *members,
            PolluxSlice            key,
            const PolluxJsonValue *value)
{
  PolluxSlice text = { NULL, 0 };

  if (value->kind == POLLUX_JSON_STRING)
    text = value->raw;
  if (IS (key, "op"))
    members->op = text;
  else if (IS (key, "name"))
    members->name = text;
  else if (IS (key, "fields") && value->kind == POLLUX_JSON_OBJECT)
    members->fields = value->raw;
  else if (IS (key, "target"))
    members->target = (PolluxFmtValue) { value->kind, value->raw };
  else if (IS (key, "level"))
    members->level = (PolluxFmtValue) { value->kind, value->raw };
  else if (IS (key, "span"))
    set_number (value, &members->span, &members->has_span);
  else if (IS (key, "parent"))
    set_number (value, &members->parent, &members->has_parent);
  else if (IS (key, "thread"))
    set_number (value, &members->thread, &members->has_thread);
  else if (IS (key, "ts"))
    members->has_ts = value->kind == POLLUX_JSON_NUMBER &&
                      pollux_json_slice_to_int64 (value->raw, &members->ts);
}

static gboolean
take_members (PolluxSlice  text,
              Members     *members)
{
  PolluxJsonCursor cursor;
  PolluxJsonValue value;
  PolluxSlice key;

  *members = (Members) { .target.kind = POLLUX_JSON_NULL, .level.kind = POLLUX_JSON_NULL };
  pollux_json_cursor_init_lenient (&cursor, text.bytes, text.length);
  if (!pollux_json_cursor_enter_object (&cursor))
    return FALSE;
  while (pollux_json_cursor_next_key (&cursor, &key))
    {
      if (!pollux_json_cursor_take_value (&cursor, &value))
        return FALSE;
      set_member (members, key, &value);
    }

  return !cursor.failed && pollux_json_cursor_at_end (&cursor) && members->op.length > 0 &&
         members->has_ts;
}

/* Text that means something, without its escapes: they are rare. */
static void
read_fields (PolluxSlice          object,
             PolluxFmtFields     *fields,
             PolluxFmtSpanText   *span,
             GPtrArray           *kept)
{
  PolluxJsonCursor cursor;
  PolluxJsonValue value;
  PolluxSlice key;

  pollux_json_cursor_init_lenient (&cursor, object.bytes, object.length);
  if (object.length == 0 || !pollux_json_cursor_enter_object (&cursor))
    return;
  while (pollux_json_cursor_next_key (&cursor, &key) &&
         pollux_json_cursor_take_value (&cursor, &value))
    {
      PolluxFmtValue plain = { value.kind, value.raw };

      if (value.escaped)
        {
          char *text = pollux_json_slice_unescape (value.raw, &plain.text.length);

          g_ptr_array_add (kept, text);
          plain.text.bytes = text;
        }
      if (fields != NULL)
        pollux_fmt_fields_set (fields, key, &plain);
      else if (!IS (key, "name") && !IS (key, "id"))
        pollux_fmt_span_text_set (span, key, &plain);
    }
}

static const Known *
find (PolluxFmtLayer *layer,
      gboolean        has,
      guint64         id)
{
  return has ? g_hash_table_lookup (layer->spans, &id) : NULL;
}

/* All around a span, and itself. */
static void
follow (PolluxFmtLayer *layer,
        const Known    *known,
        PolluxFmtLine  *line)
{
  for (guint i = 0; known != NULL && i < MAX_DEPTH; i++)
    {
      const PolluxFmtSpan *span = &known->span;

      if (span->kind == POLLUX_FMT_SPAN_TASK && line->chain == POLLUX_TASK_NONE)
        line->chain = span->task;
      else if (span->kind == POLLUX_FMT_SPAN_RESOURCE && line->resource == POLLUX_SPAN_NONE)
        line->resource = span->other;
      else if (span->kind == POLLUX_FMT_SPAN_OPERATION && line->operation == POLLUX_SPAN_NONE)
        line->operation = span->other;
      known = find (layer, known->has_parent, known->parent);
    }
}

static void
take_new (PolluxFmtLayer *layer,
          const Members  *members,
          PolluxFmtLine  *line)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  PolluxFmtSpanText text = { .name = members->name };
  Known *known = g_new0 (Known, 1);

  read_fields (members->fields, NULL, &text, kept);
  text.task.span_id = members->span;
  text.task.has_span_id = TRUE;
  pollux_fmt_label_from_object (members->fields, layer->label);
  known->id = members->span;
  known->parent = members->parent;
  known->has_parent = members->has_parent;
  known->target = line->target;
  known->span = pollux_fmt_names_name_span (&layer->names, &text,
                                            (PolluxSlice) { layer->label->str, layer->label->len },
                                            members->fields);
  g_hash_table_replace (layer->spans, &known->id, known);
}

static void
take_thread (PolluxFmtLayer *layer,
             const Members  *members,
             PolluxFmtLine  *line)
{
  char id[40];
  gsize length;

  if (!members->has_thread)
    return;
  length = g_snprintf (id, sizeof id, "ThreadId(%" G_GUINT64_FORMAT ")", members->thread);
  line->thread = layer->names.get_thread (layer->names.data, (PolluxSlice) { id, length },
                                          (PolluxSlice) { NULL, 0 });
  line->has |= POLLUX_FMT_HAS_THREAD;
}

/* The life of the span @members names. */
static gboolean
take_life (PolluxFmtLayer   *layer,
           const Members    *members,
           PolluxFmtMessage  message,
           PolluxFmtLine    *line)
{
  const Known *known, *parent;

  if (!members->has_span)
    return FALSE;
  if (message == POLLUX_FMT_MESSAGE_NEW)
    take_new (layer, members, line);

  line->fields.message = message;
  known = find (layer, TRUE, members->span);
  if (known == NULL)
    {
      /* Its first record is not in the file. */
      line->target = POLLUX_FMT_TARGET_TOKIO;
      return TRUE;
    }
  line->span = known->span;
  line->target = known->target;
  parent = find (layer, known->has_parent, known->parent);
  if (parent != NULL)
    {
      line->innermost = parent->span;
      line->has |= POLLUX_FMT_HAS_SPANS;
      follow (layer, parent, line);
    }
  if (message == POLLUX_FMT_MESSAGE_CLOSE)
    g_hash_table_remove (layer->spans, &members->span);
  return TRUE;
}

static void
take_event (PolluxFmtLayer *layer,
            const Members  *members,
            GPtrArray      *kept,
            PolluxFmtLine  *line)
{
  const Known *known = find (layer, members->has_span, members->span);

  read_fields (members->fields, &line->fields, NULL, kept);
  if (members->has_span && known == NULL)
    line->span.kind = POLLUX_FMT_SPAN_OTHER;
  if (known == NULL)
    return;

  line->span = line->innermost = known->span;
  line->has |= POLLUX_FMT_HAS_SPANS;
  follow (layer, known, line);
}

/**
 * pollux_fmt_layer_parse:
 * @layer: a parser
 * @text: the bytes of a line
 * @line: (out): what it says
 *
 * The slices in @line are of @text, or unescaped copies that are good for
 * nothing but comparing with what was known before: none of them is kept.
 *
 * Returns: %FALSE if it is no record of this form
 */
gboolean
pollux_fmt_layer_parse (PolluxFmtLayer *layer,
                        PolluxSlice     text,
                        PolluxFmtLine  *line)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  PolluxFmtMessage message;
  Members members;

  if (!take_members (text, &members))
    return FALSE;

  pollux_fmt_line_init (line);
  line->has = POLLUX_FMT_HAS_TIMESTAMP | POLLUX_FMT_HAS_FIELDS | POLLUX_FMT_HAS_SPAN;
  line->time_kind = POLLUX_FMT_TIME_EPOCH;
  line->time = members.ts;
  pollux_fmt_line_set_target (line, &members.target);
  pollux_fmt_line_set_level (line, &members.level);
  take_thread (layer, &members, line);

  message = pollux_fmt_message_from_text (members.op);
  if (pollux_fmt_message_is_lifecycle (message))
    return take_life (layer, &members, message, line);
  if (!IS (members.op, "event"))
    return FALSE;

  take_event (layer, &members, kept, line);
  /* Copies end with this call. */
  if (kept->len > 0)
    line->fields.op_name = line->fields.duration_unit = (PolluxSlice) { NULL, 0 };
  return TRUE;
}
