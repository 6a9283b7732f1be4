/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Compact: "name:name: target: file.rs:5: message and fields spans' fields".
 *
 * The names of the spans stand in front, the fields of all of them, outermost
 * first, at the very end, and nothing between the event's and theirs. Where
 * Tokio's records end is known, and so is how the fields of a task look; with
 * as many of these as the names say, each task is known. A coloured record
 * dims the spans' fields. What is left belongs to the program's own spans: to
 * the innermost, but for what the records of the spans around it ended with.
 *
 * What the fields mean is remembered by their bytes, for each list of names.
 */

#include "config.h"

#include "pollux-fmt-ansi.h"
#include "pollux-fmt-text-private.h"
#include "pollux-fmt-words.h"

#define MAX_SPANS 64u
#define MAX_LISTS 1024u
/* The fields of spans in a coloured record. */
#define TAIL " " POLLUX_FMT_DIM POLLUX_FMT_ITALIC

typedef struct _NameList NameList;

/* The names of a record's spans. */
struct _NameList
{
  char *text;               /* "a:b:c" */
  gsize n_bytes;
  PolluxSlice names[MAX_SPANS];
  guint n_names;
  guint n_tasks;
  guint n_others;           /* of the program itself */
  NameList *parent;         /* without the last, or NULL */
  PolluxFmtSlices *tails;
  GString *own;             /* what a record of the last one's life ended with */
};

/* A record without colours, and what is known of its parts. */
typedef struct
{
  PolluxSlice text;
  gsize n_names;            /* bytes of the names, without ": " */
  gsize tail;               /* where the spans' fields begin; 0 if not known */
  gboolean placed;          /* a target or place may come behind the names */
} Parts;

/**
 * pollux_fmt_compact_free_list:
 * @data: (transfer full): a list of names
 */
void
pollux_fmt_compact_free_list (gpointer data)
{
  NameList *list = data;

  pollux_fmt_slices_free (list->tails);
  g_string_free (list->own, TRUE);
  g_free (list->text);
  g_free (list);
}

static gboolean
is_task (PolluxSlice name)
{
  return IS (name, "runtime.spawn");
}

static gboolean
is_resource (PolluxSlice name)
{
  return BEGINS (name, "runtime.resource");
}

static NameList *
make_list (PolluxSlice text)
{
  NameList *list = g_new0 (NameList, 1);
  PolluxSlice left;

  list->text = g_strndup (text.bytes, text.length);
  list->n_bytes = text.length;
  list->tails = pollux_fmt_slices_new ();
  list->own = g_string_new (NULL);
  left = (PolluxSlice) { list->text, text.length };
  while (left.length > 0 && list->n_names < MAX_SPANS)
    {
      const char *colon = memchr (left.bytes, ':', left.length);
      PolluxSlice name = slice_to (left, colon != NULL ? (gsize) (colon - left.bytes)
                                                       : left.length);

      list->names[list->n_names++] = name;
      list->n_tasks += is_task (name);
      list->n_others += !is_task (name) && !is_resource (name);
      left = slice_from (left, MIN (name.length + 1, left.length));
    }

  return list;
}

/* Where a list that was asked for lately is remembered. */
static inline gpointer *
recent_place (PolluxFmtTextParser *parser,
              PolluxSlice          text)
{
  guint hash = text.length * 5 + (guchar) text.bytes[text.length - 1];

  return &parser->recent_lists[hash % POLLUX_FMT_N_RECENT];
}

static NameList *
find_list (PolluxFmtTextParser *parser,
           PolluxSlice          text)
{
  gpointer *recent = recent_place (parser, text);
  NameList *list = *recent;
  g_autoptr (GBytes) key = NULL;

  if (G_LIKELY (list != NULL && slice_is (text, list->text, list->n_bytes)))
    return list;

  key = g_bytes_new_static (text.bytes, text.length);
  list = g_hash_table_lookup (parser->name_lists, key);
  if (list != NULL)
    *recent = list;
  return list;
}

/* The list of these names, and of all of them but the last. */
static NameList *
get_list (PolluxFmtTextParser *parser,
          PolluxSlice          text)
{
  NameList *list = find_list (parser, text);

  if (G_LIKELY (list != NULL))
    return list;

  list = make_list (text);
  g_hash_table_insert (parser->name_lists, g_bytes_new (text.bytes, text.length), list);
  if (list->n_names > 1)
    {
      PolluxSlice last = list->names[list->n_names - 1];
      gsize n_before = last.bytes - 1 - list->text;

      if (n_before > 0)
        list->parent = get_list (parser, slice_to (text, n_before));
    }
  return list;
}

/* --- the parts ------------------------------------------------------------ */

/* The names in front of a plain record; 0: it has none. */
static gsize
measure_names (PolluxFmtTextParser *parser,
               PolluxSlice          text)
{
  const char *end = find_colon (text);
  PolluxSlice chunk, behind;
  gboolean paths = FALSE;

  if (end == NULL || end == text.bytes)
    return 0;

  chunk = slice_to (text, end - text.bytes);
  if (BEGINS (chunk, "runtime."))
    return chunk.length;
  for (gsize i = 0; i < chunk.length; i++)
    {
      if (chunk.bytes[i] != ':')
        continue;
      /* "file.rs:35: " of a record without target, or names. */
      if (i + 1 < chunk.length && chunk.bytes[i + 1] != ':')
        return g_ascii_isdigit (chunk.bytes[i + 1]) ? 0 : chunk.length;
      paths = TRUE;
      i++;
    }
  if (paths || memchr (chunk.bytes, '=', chunk.length) != NULL)
    return 0;
  if (find_list (parser, chunk) != NULL)
    return chunk.length;

  behind = slice_from (text, chunk.length + 2);
  if (pollux_fmt_text_is_life (behind))
    return chunk.length;
  end = find_colon (behind);
  if (end == NULL || memchr (chunk.bytes, ' ', chunk.length) != NULL)
    return 0;
  for (const char *at = behind.bytes; at < end; at++)
    {
      if (!g_ascii_isalnum (*at) && *at != '_' && *at != ':')
        return 0;
    }

  return memmem (behind.bytes, end - behind.bytes, "::", 2) != NULL ? chunk.length : 0;
}

/* A target or place is dim; until 0.3.16 a target was bold. */
static gboolean
is_placed (PolluxSlice raw)
{
  return BEGINS (raw, POLLUX_FMT_DIM) || BEGINS (raw, POLLUX_FMT_BOLD);
}

/* The names in front of a coloured record: bold, and their colons are not. Sets
 * whether a target or place is behind them. */
static gsize
measure_coloured_names (PolluxSlice raw,
                        gboolean   *placed)
{
  gsize n = 0;

  *placed = is_placed (raw);

  while (BEGINS (raw, POLLUX_FMT_BOLD))
    {
      const char *reset = memmem (raw.bytes, raw.length, POLLUX_FMT_RESET,
                                  strlen (POLLUX_FMT_RESET));
      gsize length;

      if (reset == NULL)
        return 0;
      length = reset - raw.bytes - strlen (POLLUX_FMT_BOLD);
      raw = slice_from (raw, reset - raw.bytes + strlen (POLLUX_FMT_RESET));
      if (!BEGINS (raw, ":"))
        return 0;
      n += length;
      if (BEGINS (raw, ": "))
        {
          *placed = is_placed (slice_from (raw, 2));
          return n;
        }
      raw = slice_from (raw, 1);
      n++;
    }

  return 0;
}

static Parts
split (PolluxFmtTextParser *parser,
       PolluxSlice          raw)
{
  GString *scratch = parser->scratch.rest;
  Parts parts = { .text = raw, .placed = TRUE };
  const char *tail;

  if (!parser->ansi)
    {
      parts.text = pollux_fmt_text_plain (raw, scratch);
      parts.n_names = measure_names (parser, parts.text);
      return parts;
    }

  parts.n_names = measure_coloured_names (raw, &parts.placed);
  tail = memmem (raw.bytes, raw.length, TAIL, strlen (TAIL));
  g_string_truncate (scratch, 0);
  pollux_fmt_ansi_strip (slice_to (raw, tail != NULL ? (gsize) (tail - raw.bytes) : raw.length),
                         scratch);
  if (tail != NULL)
    {
      g_string_append_c (scratch, ' ');
      parts.tail = scratch->len;
      pollux_fmt_ansi_strip (slice_from (raw, tail + 1 - raw.bytes), scratch);
    }
  parts.text = (PolluxSlice) { scratch->str, scratch->len };
  return parts;
}

/* --- the spans' fields ---------------------------------------------------- */

/* The next task's fields in @text. */
static gboolean
find_task (PolluxSlice  text,
           PolluxSlice *task)
{
  PolluxSlice left = text;

  for (;;)
    {
      const char *at = memmem (left.bytes, left.length, "kind=", 5);
      gsize n = 5, length;

      if (at == NULL)
        return FALSE;
      left = slice_from (left, at - left.bytes);
      while (n < left.length && left.bytes[n] != ' ')
        n++;
      if ((at == text.bytes || at[-1] == ' ') && BEGINS (slice_from (left, n), " task.name="))
        {
          length = pollux_fmt_text_measure_task (left, " ");
          if (length == G_MAXSIZE)
            return FALSE;
          *task = slice_to (left, length);
          return TRUE;
        }
      left = slice_from (left, 5);
    }
}

/* All tasks' fields in @text; returns how many there are. */
static guint
find_tasks (PolluxSlice  text,
            PolluxSlice *tasks)
{
  PolluxSlice left = text;
  guint n = 0;

  while (n < MAX_SPANS && find_task (left, &tasks[n]))
    {
      const char *end = tasks[n].bytes + tasks[n].length;

      left = (PolluxSlice) { end, left.bytes + left.length - end };
      n++;
    }

  return n;
}

static PolluxSlice
trim (PolluxSlice text)
{
  while (text.length > 0 && *text.bytes == ' ')
    text = slice_from (text, 1);
  while (text.length > 0 && text.bytes[text.length - 1] == ' ')
    text.length--;
  return text;
}

/* What of @rest is a resource's own, or its operation's. */
static PolluxSlice
cut_resource (PolluxSlice name,
              PolluxSlice rest)
{
  static const char type[] = "concrete_type=", source[] = "source=";
  gboolean resource = IS (name, "runtime.resource");
  const char *own = resource ? type : source;
  const char *other = resource ? source : type;
  const char *begin = memmem (rest.bytes, rest.length, own, strlen (own));
  const char *end;

  if (begin == NULL || IS (name, "runtime.resource.async_op.poll"))
    return (PolluxSlice) { NULL, 0 };

  rest = slice_from (rest, begin - rest.bytes);
  end = memmem (rest.bytes, rest.length, other, strlen (other));
  return trim (end != NULL ? slice_to (rest, end - rest.bytes) : rest);
}

/* A span of the program: @rest is what the fields of it and of those around
 * it are; @names names them all. */
static PolluxFmtSpan
name_other (PolluxFmtTextParser *parser,
            const NameList      *list,
            PolluxSlice          rest)
{
  PolluxFmtSpanText text = { .name = list->names[list->n_names - 1] };
  const NameList *outer = list->parent;
  PolluxSlice label = rest;
  GString *identity = parser->scratch.label;

  if (outer != NULL && outer->own->len > 0 &&
      slice_begins (rest, outer->own->str, outer->own->len))
    label = trim (slice_from (rest, outer->own->len));

  g_string_assign (identity, list->text);
  g_string_append_c (identity, ' ');
  g_string_append_len (identity, rest.bytes, rest.length);
  return pollux_fmt_text_name_span (parser, &text, label,
                                    (PolluxSlice) { identity->str, identity->len });
}

/* The span that is last in @list. */
static PolluxFmtSpan
name_last (PolluxFmtTextParser *parser,
           const NameList      *list,
           PolluxSlice          rest,
           PolluxSlice          task,
           gboolean            *repaired)
{
  PolluxFmtSpanText text = { .name = list->names[list->n_names - 1] };
  PolluxSlice fields;

  if (is_task (text.name))
    {
      pollux_fmt_text_take_span (&pollux_fmt_style_plain, task, &text, repaired);
      return pollux_fmt_text_name_span (parser, &text, task, task);
    }
  if (is_resource (text.name))
    {
      fields = cut_resource (text.name, rest);
      pollux_fmt_text_take_span (&pollux_fmt_style_plain, fields, &text, repaired);
      return pollux_fmt_text_name_span (parser, &text, fields, fields);
    }

  return name_other (parser, list, rest);
}

/* All spans of a record. @rest: what is left of the fields besides the tasks'. */
static PolluxFmtMeaning
name_all (PolluxFmtTextParser *parser,
          const NameList      *list,
          const PolluxSlice   *tasks,
          PolluxSlice          rest,
          gboolean            *repaired)
{
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;
  const NameList *chain[MAX_SPANS];
  guint n = 0, n_tasks = 0;

  for (const NameList *at = list; at != NULL && n < MAX_SPANS; at = at->parent)
    chain[n++] = at;

  while (n > 0)
    {
      const NameList *at = chain[--n];
      PolluxSlice own = rest;
      PolluxSlice task = { NULL, 0 };
      PolluxFmtSpan span;

      if (is_task (at->names[at->n_names - 1]))
        task = tasks[n_tasks++];
      else if (n > 0 && !is_resource (at->names[at->n_names - 1]))
        {
          own = (PolluxSlice) { at->own->str, at->own->len };
          if (!slice_begins (rest, own.bytes, own.length))
            own.length = 0;
        }
      span = name_last (parser, at, own, task, repaired);
      pollux_fmt_meaning_add (&meaning, &span);
    }

  return meaning;
}

/* Which of the tasks' fields that were found are those of the names: @found
 * may be more if a value imitates them. NULL if that cannot be told. */
static const PolluxSlice *
choose_tasks (const NameList    *list,
              const PolluxSlice *found,
              guint              n_found,
              gboolean           exact)
{
  if (n_found == list->n_tasks || list->n_tasks == 0)
    return found;
  if (n_found < list->n_tasks)
    return NULL;

  /* With the event's own fields cut off, what comes behind the tasks' can
   * only imitate; before it, only where the last span is a task. */
  if (is_task (list->names[list->n_names - 1]))
    return found + (n_found - list->n_tasks);
  if (exact && list->n_tasks > 0 && is_task (list->names[list->n_tasks - 1]))
    return found;
  return NULL;
}

/* What the spans are, from the fields in @text, which may have the event's own
 * before them unless @exact. */
static PolluxFmtTextVerdict
take_spans (PolluxFmtTextParser *parser,
            NameList            *list,
            PolluxSlice          text,
            gboolean             exact,
            gboolean             final,
            PolluxFmtLine       *line,
            PolluxFmtTextFacts  *facts)
{
  const PolluxFmtMeaning *known = exact ? pollux_fmt_slices_lookup (list->tails, text) : NULL;
  PolluxFmtMeaning meaning = POLLUX_FMT_MEANING_NONE;
  PolluxSlice found[MAX_SPANS];
  const PolluxSlice *tasks;
  PolluxSlice rest = text;
  guint n_found;

  if (G_LIKELY (known != NULL))
    {
      pollux_fmt_text_set_spans (line, known);
      facts->known = TRUE;
      return POLLUX_FMT_TEXT_GOOD;
    }

  n_found = find_tasks (text, found);
  if (n_found < list->n_tasks && !final)
    return POLLUX_FMT_TEXT_MORE;
  tasks = choose_tasks (list, found, n_found, exact);
  facts->ambiguous = facts->ambiguous || n_found != list->n_tasks;
  if (tasks == NULL && list->n_tasks > 0)
    {
      /* There are spans, but nobody knows which. */
      meaning.span.kind = POLLUX_FMT_SPAN_OTHER;
      pollux_fmt_text_set_spans (line, &meaning);
      return POLLUX_FMT_TEXT_GOOD;
    }

  /* Behind an event's own fields there are the same as behind Tokio's. */
  if (!exact && list->n_tasks > 0 && is_task (list->names[0]) && !facts->ambiguous)
    {
      PolluxSlice tail = slice_from (text, tasks[0].bytes - text.bytes);

      known = pollux_fmt_slices_lookup (list->tails, trim (tail));
      if (known != NULL)
        {
          pollux_fmt_text_set_spans (line, known);
          return POLLUX_FMT_TEXT_GOOD;
        }
    }

  if (list->n_tasks > 0)
    {
      const PolluxSlice *last = &tasks[list->n_tasks - 1];

      rest = slice_from (text, last->bytes + last->length - text.bytes);
    }
  else if (!exact)
    rest.length = 0;
  rest = trim (rest);
  meaning = name_all (parser, list, tasks, rest, &facts->repaired);
  pollux_fmt_text_set_spans (line, &meaning);

  if (exact && pollux_fmt_message_is_lifecycle (line->fields.message))
    {
      g_string_truncate (list->own, 0);
      g_string_append_len (list->own, rest.bytes, rest.length);
    }
  if (exact && !facts->repaired && !facts->ambiguous)
    pollux_fmt_slices_insert (list->tails, text, &meaning);
  return POLLUX_FMT_TEXT_GOOD;
}

/* Whether @tail can be the fields of these spans: a message may begin with one
 * of the words of a span's life. */
static gboolean
is_tail (const NameList *list,
         PolluxSlice     tail)
{
  gsize n = 0;

  if (is_task (list->names[0]))
    return BEGINS (tail, "kind=");
  while (n < tail.length && (g_ascii_isalnum (tail.bytes[n]) || tail.bytes[n] == '_' ||
                             tail.bytes[n] == '.' || tail.bytes[n] == '#'))
    n++;
  return tail.length == 0 || (n > 0 && n < tail.length && tail.bytes[n] == '=');
}

/* Tells what an event says itself: where the outermost span is a task, what
 * stands before the fields of that. */
static void
tell_own (PolluxFmtTextParser *parser,
          const NameList      *list,
          PolluxSlice          own,
          gboolean             exact)
{
  PolluxSlice tasks[MAX_SPANS];

  if (!exact && list->n_tasks > 0 && is_task (list->names[0]) &&
      find_tasks (own, tasks) == list->n_tasks)
    own = trim (slice_to (own, tasks[0].bytes - own.bytes));

  pollux_fmt_text_tell (parser, "fields", (PolluxSlice) { NULL, 0 }, own);
}

/**
 * pollux_fmt_compact_parse:
 * @parser: a parser
 * @rest: a record behind its head
 * @final: no more of it comes
 * @line: gets what it says
 * @facts: gets what else there is to know
 *
 * Returns: what it is
 */
PolluxFmtTextVerdict
pollux_fmt_compact_parse (PolluxFmtTextParser *parser,
                          PolluxSlice          rest,
                          gboolean             final,
                          PolluxFmtLine       *line,
                          PolluxFmtTextFacts  *facts)
{
  PolluxFmtMeaning none = POLLUX_FMT_MEANING_NONE;
  Parts parts = split (parser, rest);
  PolluxSlice text = parts.text;
  NameList *list = NULL;
  PolluxSlice own, tail;
  gboolean exact;
  gsize end;

  if (g_hash_table_size (parser->name_lists) > MAX_LISTS)
    {
      g_hash_table_remove_all (parser->name_lists);
      memset (parser->recent_lists, 0, sizeof parser->recent_lists);
    }
  if (parts.n_names > 0)
    {
      list = get_list (parser, slice_to (text, parts.n_names));
      text = slice_from (text, parts.n_names + 2);
    }

  if (parts.placed)
    text = pollux_fmt_text_take_target (parser, text, line);
  own = text;
  if (parts.tail > 0)
    own.length = parts.text.bytes + parts.tail - 1 - text.bytes;
  end = pollux_fmt_text_take_fields (&pollux_fmt_style_plain, own, line, &facts->repaired);
  /* Behind what Tokio's records have, the spans' fields begin, or nothing. */
  if (end < own.length && (own.bytes[end] != ' ' || list == NULL || parser->ansi ||
                           !is_tail (list, slice_from (own, end + 1))))
    {
      line->fields = (PolluxFmtFields) POLLUX_FMT_FIELDS_INIT;
      line->fields.others = TRUE;
      end = own.length;
    }
  if (end == own.length && own.length > 0 && line->fields.message == POLLUX_FMT_MESSAGE_NONE &&
      !line->fields.has_waker_id && line->target != POLLUX_FMT_TARGET_RESOURCE)
    line->fields.message = POLLUX_FMT_MESSAGE_OTHER;
  parser->has_targets = parser->has_targets || line->target != POLLUX_FMT_TARGET_NONE;
  if (list != NULL && line->target == POLLUX_FMT_TARGET_NONE && parser->has_targets)
    facts->ambiguous = TRUE;
  facts->whole = list == NULL || list->n_others == 0;

  if (list == NULL)
    {
      pollux_fmt_text_tell (parser, "fields", (PolluxSlice) { NULL, 0 }, own);
      pollux_fmt_text_set_spans (line, &none);
      return POLLUX_FMT_TEXT_GOOD;
    }

  tail = trim (slice_from (text, MIN (end, text.length)));
  exact = !line->fields.others || end < own.length || parts.tail > 0;
  if (G_UNLIKELY (parser->watch != NULL))
    tell_own (parser, list, slice_to (own, end), exact);
  if (exact)
    return take_spans (parser, list, tail, TRUE, final, line, facts);
  return take_spans (parser, list, text, FALSE, final, line, facts);
}
