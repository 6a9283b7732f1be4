/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fmt-lines.h"
#include "pollux-reader.h"

FmtNamer *
fmt_namer_new (void)
{
  FmtNamer *namer = g_new0 (FmtNamer, 1);

  namer->tasks = g_ptr_array_new_with_free_func (g_free);
  namer->spans = g_ptr_array_new_with_free_func (g_free);
  namer->threads = g_ptr_array_new_with_free_func (g_free);
  namer->by_text = g_hash_table_new (g_str_hash, g_str_equal);
  return namer;
}

void
fmt_namer_free (FmtNamer *namer)
{
  g_hash_table_unref (namer->by_text);
  g_ptr_array_unref (namer->tasks);
  g_ptr_array_unref (namer->spans);
  g_ptr_array_unref (namer->threads);
  g_free (namer);
}

static guint
intern (FmtNamer  *namer,
        GPtrArray *texts,
        char      *text)
{
  gpointer found = g_hash_table_lookup (namer->by_text, text);

  if (found != NULL)
    {
      g_free (text);
      return GPOINTER_TO_UINT (found) - 1;
    }

  g_ptr_array_add (texts, text);
  g_hash_table_insert (namer->by_text, text, GUINT_TO_POINTER (texts->len));
  return texts->len - 1;
}

static void
append_slice (GString    *text,
              const char *name,
              PolluxSlice slice)
{
  g_autofree char *printable = pollux_slice_to_utf8 (slice);

  g_string_append_printf (text, " %s=%" G_GSIZE_FORMAT ":%s", name, slice.length, printable);
}

static PolluxTaskIndex
get_task (gpointer              data,
          const PolluxTaskSpan *span)
{
  FmtNamer *namer = data;
  g_autoptr (GString) text = g_string_new ("task");

  append_slice (text, "kind", span->kind);
  append_slice (text, "name", span->name);
  append_slice (text, "file", span->file);
  append_slice (text, "function", span->function);
  g_string_append_printf (text, " line=%d:%" G_GUINT64_FORMAT " column=%" G_GUINT64_FORMAT,
                          span->has_line, span->line, span->column);
  g_string_append_printf (text, " tokio=%d:%" G_GUINT64_FORMAT " span=%d:%" G_GUINT64_FORMAT
                          " size=%d", span->has_tokio_id, span->tokio_id, span->has_span_id,
                          span->span_id, span->has_size);
  if (!span->has_tokio_id)
    append_slice (text, "identity", span->identity);

  return intern (namer, namer->tasks, g_strdup (text->str));
}

static PolluxThread
get_thread (gpointer    data,
            PolluxSlice id,
            PolluxSlice name)
{
  FmtNamer *namer = data;
  g_autoptr (GString) text = g_string_new ("thread");

  append_slice (text, "id", id);
  return intern (namer, namer->threads, g_strdup (text->str));
}

static guint32
get_span (gpointer               data,
          const PolluxOtherSpan *span)
{
  FmtNamer *namer = data;
  g_autoptr (GString) text = g_string_new ("span");

  append_slice (text, "name", span->name);
  append_slice (text, "fields", span->fields);
  append_slice (text, "type", span->type);
  append_slice (text, "source", span->source);
  g_string_append_printf (text, " kind=%d internal=%d id=%d:%" G_GUINT64_FORMAT, span->kind,
                          span->internal, span->has_span_id, span->span_id);
  if (!span->has_span_id)
    append_slice (text, "identity", span->identity);

  return intern (namer, namer->spans, g_strdup (text->str));
}

PolluxFmtNames
fmt_namer_names (FmtNamer *namer)
{
  return (PolluxFmtNames) { get_task, get_span, get_thread, namer };
}

/* A parser that is numbered by @namer, which must outlive it. */
PolluxFmtParser *
fmt_namer_parser (FmtNamer *namer)
{
  PolluxFmtNames names = fmt_namer_names (namer);

  return pollux_fmt_parser_new (&names);
}

static const char *
task_text (FmtNamer        *namer,
           PolluxTaskIndex  task)
{
  return task == POLLUX_TASK_NONE ? "none" : g_ptr_array_index (namer->tasks, task);
}

static const char *
span_text (FmtNamer *namer,
           guint32   span)
{
  return span == POLLUX_SPAN_NONE ? "none" : g_ptr_array_index (namer->spans, span);
}

/* All that a line says. (transfer full). */
char *
fmt_namer_describe (FmtNamer            *namer,
                    PolluxFmtVerdict     verdict,
                    const PolluxFmtLine *line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const PolluxFmtFields *fields = &line->fields;
  PolluxTaskIndex task;

  g_string_printf (text, "verdict %d\n", verdict);
  if (verdict != POLLUX_FMT_GOOD)
    return g_strdup (text->str);

  g_string_append_printf (text, "kind %d has %#x level %d target %d\n",
                          pollux_fmt_line_get_kind (line, &task), line->has, line->level,
                          line->target);
  g_string_append_printf (text, "of %s\n", task_text (namer, task));
  g_string_append_printf (text, "time %d %" G_GINT64_FORMAT "\n", line->time_kind,
                          line->time_kind != POLLUX_FMT_TIME_NONE ? line->time : 0);
  g_string_append_printf (text, "message %d op %d timings %d others %d waker %" G_GUINT64_FORMAT
                          "\n", fields->message, fields->op, fields->timings, fields->others,
                          fields->has_waker_id ? fields->waker_id : 0);
  g_string_append_printf (text, "span %d %s\ninnermost %d %s\nchain %s\n", line->span.kind,
                          task_text (namer, line->span.task), line->innermost.kind,
                          task_text (namer, line->innermost.task),
                          task_text (namer, line->chain));
  g_string_append_printf (text, "span %s\ninnermost %s\nresource %s\noperation %s\n",
                          span_text (namer, line->span.other),
                          span_text (namer, line->innermost.other),
                          span_text (namer, line->resource), span_text (namer, line->operation));
  append_slice (text, "op_name", fields->op_name);
  append_slice (text, "unit", fields->duration_unit);
  g_string_append_printf (text, " ready=%d duration=%d:%" G_GUINT64_FORMAT " busy=%"
                          G_GINT64_FORMAT " idle=%" G_GINT64_FORMAT "\n", fields->is_ready,
                          fields->has_duration, fields->has_duration ? fields->duration : 0,
                          fields->busy, fields->idle);
  if (line->thread != POLLUX_THREAD_NONE)
    g_string_append (text, g_ptr_array_index (namer->threads, line->thread));

  return g_strdup (text->str);
}

/* --- mutations ------------------------------------------------------------ */

/* What is worth putting anywhere into a line. */
static const char *const pieces[] = {
  " ", "\t", "\r", ",", ":", "\"", "{", "}", "[", "]", "\\", "\\\"", "\\u0000", "\\u006e",
  "\\ud800", "\\ud83d\\ude80", "0", "-", "1e5", ".5", "18446744073709551615",
  "18446744073709551616", "-9223372036854775809", "01", "0x1F", "null", "true", "\x01", "\x7F",
  "\x80", "\xC3\xA9", "\xED\xA0\x80", "\xF0\x9F\xA6\x80", "//", "/**/", "'", "{}", "[]",
};

/* What fits in front of another member. */
static const char *const members[] = {
  "\"message\":\"new\",", "\"message\":\"close\",", "\"name\":\"runtime.spawn\",",
  "\"name\":\"x\",", "\"task.id\":7,", "\"timestamp\":\"2026-01-01T00:00:00Z\",",
  "\"level\":\"INFO\",", "\"target\":\"tokio::task\",", "\"span\":{},", "\"span\":\"s\",",
  "\"spans\":[],", "\"spans\":[1,{\"name\":\"y\"}],", "\"fields\":{},", "\"fields\":3,",
  "\"threadId\":\"ThreadId(9)\",", "\"threadName\":\"ThreadId(8)\",", "\"x\":{\"y\":[1,{}]},",
  "\"op\":\"waker.wake\",", "\"time.busy\":\"1s\",", "\"id\":3,", "\"a\\u0062\":1,",
};

static gsize
place (GRand         *random,
       const GString *line)
{
  return g_rand_int_range (random, 0, line->len + 1);
}

/* Behind one of @characters, if chance finds one. */
static gsize
seam (GRand         *random,
      const GString *line,
      const char    *characters)
{
  for (guint i = 0; i < 100; i++)
    {
      gsize at = place (random, line);

      if (at > 0 && line->str[at - 1] != '\0' && strchr (characters, line->str[at - 1]) != NULL)
        return at;
    }

  return place (random, line);
}

static const char *
pick (GRand             *random,
      const char *const *texts,
      guint              n_texts)
{
  return texts[g_rand_int_range (random, 0, n_texts)];
}

static void
remove_some (GRand   *random,
             GString *line)
{
  gsize at = place (random, line);
  gsize n = g_rand_boolean (random) ? 1 : g_rand_int_range (random, 1, 40);

  if (at < line->len)
    g_string_erase (line, at, MIN (n, line->len - at));
}

static void
repeat_some (GRand   *random,
             GString *line)
{
  gsize from = place (random, line);
  gsize n = g_rand_int_range (random, 1, 60);
  g_autofree char *copy = NULL;

  /* A call inside of MIN() would be made twice. */
  n = MIN (n, line->len - from);
  copy = g_memdup2 (line->str + from, n);
  g_string_insert_len (line, place (random, line), copy, n);
}

/* Replaces a number, a word or a string's text by a piece. */
static void
replace_token (GRand   *random,
               GString *line)
{
  gsize at = seam (random, line, ":\"");
  gsize n = 0;

  while (at + n < line->len && strchr ("{}[],:\"", line->str[at + n]) == NULL)
    n++;
  g_string_erase (line, at, n);
  g_string_insert (line, at, pick (random, pieces, G_N_ELEMENTS (pieces)));
}

static void
join (GRand         *random,
      GString       *line,
      const GString *other)
{
  gsize from = place (random, other);

  g_string_truncate (line, place (random, line));
  g_string_append_len (line, other->str + from, other->len - from);
}

static void
mutate_once (GRand         *random,
             GString       *line,
             const GString *other)
{
  switch (g_rand_int_range (random, 0, 12))
    {
    case 0:
      if (line->len > 0)
        line->str[g_rand_int_range (random, 0, line->len)] ^= 1 << g_rand_int_range (random, 0, 8);
      break;
    case 1:
      if (line->len > 0)
        line->str[g_rand_int_range (random, 0, line->len)] = g_rand_int_range (random, 0, 256);
      break;
    case 2:
      remove_some (random, line);
      break;
    case 3:
      repeat_some (random, line);
      break;
    case 4:
      replace_token (random, line);
      break;
    case 5:
      join (random, line, other);
      break;
    case 6:
      g_string_truncate (line, place (random, line));
      break;
    case 7:
      g_string_insert (line, seam (random, line, "{}[],:\""),
                       pick (random, pieces, G_N_ELEMENTS (pieces)));
      break;
    case 8:
      g_string_insert_c (line, seam (random, line, "{}[],:"), ' ');
      break;
    default:
      g_string_insert (line, seam (random, line, "{,"),
                       pick (random, members, G_N_ELEMENTS (members)));
      break;
    }
}

void
fmt_mutate (GRand         *random,
            GString       *line,
            const GString *other)
{
  guint n = g_rand_int_range (random, 0, 5) / 2 + 1;

  for (guint i = 0; i < n; i++)
    mutate_once (random, line, other);
}

/* --- text records ----------------------------------------------------------- */

/* What stands behind " @key=N:" in @text, as far as a blank. */
static void
append_part (GString    *words,
             const char *text,
             const char *key,
             const char *ends)
{
  const char *at = strstr (text, key);

  if (at != NULL)
    at = strchr (at, ':');
  if (at != NULL)
    g_string_append_len (words, at + 1, strcspn (at + 1, ends));
}

/* "task 7" or "span name". */
static void
append_span (GString             *words,
             FmtNamer            *namer,
             const char          *what,
             const PolluxFmtSpan *span)
{
  if (span->kind == POLLUX_FMT_SPAN_NONE)
    return;

  g_string_append_printf (words, "; %s ", what);
  if (span->kind == POLLUX_FMT_SPAN_TASK)
    {
      g_string_append (words, "task ");
      append_part (words, task_text (namer, span->task), " tokio=", " ");
    }
  else if (span->other == POLLUX_SPAN_NONE)
    g_string_append (words, "unknown");
  else
    {
      const char *text = span_text (namer, span->other);
      const char *name = strchr (strstr (text, " name="), ':') + 1;

      g_string_append_len (words, name, strstr (name, " fields=") - name);
    }
}

static void
append_line (GString                  *words,
             FmtNamer                 *namer,
             const PolluxFmtLine      *line,
             const PolluxFmtTextFacts *facts)
{
  static const char *const kinds[] = { "foreign", "new", "enter", "exit", "close", "other",
                                       "waker", "event" };
  static const char *const ops[] = { "none", "clone", "wake", "wake_by_ref", "drop" };
  PolluxTaskIndex task = POLLUX_TASK_NONE;
  PolluxFmtKind kind = pollux_fmt_line_get_kind (line, &task);

  g_string_append (words, kinds[kind]);
  if (kind == POLLUX_FMT_KIND_WAKER)
    g_string_append_printf (words, " %s %" G_GUINT64_FORMAT, ops[line->fields.op],
                            line->fields.waker_id);
  else if (kind == POLLUX_FMT_KIND_OTHER_SPAN)
    g_string_append_printf (words, " %d", line->fields.message);
  append_span (words, namer, "of", &line->span);
  append_span (words, namer, "in", &line->innermost);
  if (line->chain != POLLUX_TASK_NONE)
    {
      g_string_append (words, "; chain ");
      append_part (words, task_text (namer, line->chain), " tokio=", " ");
    }
  if (line->has & POLLUX_FMT_HAS_THREAD)
    {
      g_string_append (words, "; thread ");
      append_part (words, g_ptr_array_index (namer->threads, line->thread), " id=", "");
    }
  g_string_append (words, facts->whole ? "; whole" : "");
  g_string_append (words, facts->ambiguous ? "; ambiguous" : "");
  g_string_append (words, facts->repaired ? "; repaired" : "");
}

static char *
describe_text (const PolluxFmtShape *shape,
                   const char           *before,
                   const char           *record)
{
  g_autoptr (FmtNamer) namer = fmt_namer_new ();
  PolluxFmtNames names = fmt_namer_names (namer);
  g_autoptr (PolluxFmtTextParser) parser = pollux_fmt_text_parser_new (&names, shape);
  g_autoptr (GString) words = g_string_new (NULL);
  const char *const records[] = { before, record };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      PolluxFmtTextFacts facts;
      PolluxFmtLine line;
      PolluxFmtHead head;

      if (records[i] == NULL)
        continue;
      g_string_truncate (words, 0);
      if (!pollux_fmt_text_parser_begins (parser,
                                          (PolluxSlice) { records[i], strlen (records[i]) }, &head))
        g_string_assign (words, "no head");
      else if (pollux_fmt_text_parser_parse (parser, &head, FALSE, &line, &facts)
               == POLLUX_FMT_TEXT_MORE)
        g_string_assign (words, "more");
      else
        append_line (words, namer, &line, &facts);
    }

  return g_strdup (words->str);
}

void
fmt_text_check_cases (const FmtTextCase *cases,
                      guint              n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *words = describe_text (cases[i].shape, cases[i].before, cases[i].record);

      g_test_message ("%s", cases[i].record);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* --- whole files ------------------------------------------------------------ */

PolluxTrace *
fmt_load (const char  *bytes,
          gsize        length,
          GError     **error)
{
  g_autoptr (GBytes) contents = g_bytes_new (bytes, length);
  g_autoptr (PolluxSource) source = pollux_source_new_for_bytes (contents);
  const PolluxReaderClass *klass = pollux_formats_detect ((const guint8 *) bytes, length, error);
  g_autoptr (PolluxTrace) trace = NULL;
  g_autoptr (GError) failure = NULL;
  PolluxReader *reader;
  gboolean more = TRUE;

  if (klass == NULL)
    return NULL;

  trace = pollux_trace_new ();
  reader = klass->open (klass, source);
  while (more)
    {
      g_autoptr (PolluxBatch) batch = pollux_batch_new ();

      more = klass->next_batch (reader, batch, NULL, &failure);
      pollux_trace_apply (trace, batch, 0, 0);
    }
  klass->close (reader);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  pollux_trace_finish (trace);
  return g_steal_pointer (&trace);
}
