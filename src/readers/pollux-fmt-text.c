/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The readers of tracing-subscriber's text formats.
 *
 * A record begins with a line that has a head; what follows may belong to it
 * (a value with line ends), or be another program's. What Tokio writes ends
 * with its line, so whatever follows that is foreign. Behind a program's own
 * event a line is taken for more of its message, unless it looks like what
 * only others print. A record of Pretty ends with an empty line.
 *
 * A record's number is its first line, so that it can be found again from any
 * mark; marks are set where records begin.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-fmt-reader.h"
#include "pollux-fmt-text-parser.h"
#include "pollux-fmt-text-private.h"
#include "pollux-fmt-text.h"
#include "pollux-fmt-words.h"
#include "pollux-lines.h"
#include "pollux-trace.h"

#define MARK_EVERY 1024
/* A record that goes on for longer is taken as it is. */
#define MAX_RECORD ((gsize) 256 * 1024)
/* So many times a record that waits is read again for each brace; from then on
 * only when it has become twice as long. */
#define MAX_TRIES 16

/* How often a record that waits was tried, and how long it was then. */
typedef struct
{
  guint n;
  gsize length;
} Tries;

static const char damage_unlike[] = "record that is written in another way than those before";

/* What the lines behind a record's first may be. */
typedef enum
{
  STATE_OUTSIDE,   /* they are foreign */
  STATE_OPEN,      /* the record waits for them */
  STATE_MESSAGE,   /* they continue a message; the record was taken */
} State;

typedef struct
{
  PolluxFmtReader parent_instance; /* its parsers: PolluxFmtTextParser */

  PolluxFmtFeed *feed;   /* the parent's */
  PolluxFmtShape shape;
  GString *record;       /* in STATE_OPEN */
  Tries tries;
  PolluxFmtHead head;    /* its slices are of what @record was at first */
  const char *head_base;
  PolluxLine at;         /* its first line; the text is not kept */
  State state;
  gboolean has_tail;     /* Pretty: its place or a span was seen */
  gboolean ended;        /* Pretty: the empty line was seen */
  guint64 last_mark;
} FmtText;

static PolluxFmtDialect
dialect_of (const PolluxReaderClass *klass)
{
  if (klass == &pollux_fmt_pretty_class)
    return POLLUX_FMT_PRETTY;
  return klass == &pollux_fmt_compact_class ? POLLUX_FMT_COMPACT : POLLUX_FMT_FULL;
}

/* How the records of @source are written, from its first bytes. */
static PolluxFmtShape
learn (const PolluxReaderClass *klass,
       PolluxSource            *source)
{
  const guint8 *bytes;
  gssize length = pollux_source_peek (source, &bytes, POLLUX_READER_PROBE_BYTES, NULL);
  PolluxFmtShape shape = { .dialect = POLLUX_FMT_FULL };

  if (length > 0)
    pollux_fmt_shape_learn ((const char *) bytes, length, &shape);
  shape.dialect = dialect_of (klass);
  return shape;
}

static void take_line  (PolluxFmtReader  *reader,
                        const PolluxLine *line,
                        PolluxBatch      *batch);
static void flush_last (PolluxFmtReader  *reader);

static PolluxReader *
fmt_text_open (const PolluxReaderClass *klass,
               PolluxSource            *source)
{
  FmtText *self = g_new0 (FmtText, 1);
  PolluxFmtReader *reader = &self->parent_instance;

  pollux_fmt_reader_init (reader, klass, source, (GDestroyNotify) pollux_fmt_text_parser_free);
  reader->take_line = take_line;
  reader->flush = flush_last;
  self->feed = reader->feed;
  self->shape = learn (klass, source);
  self->record = g_string_new (NULL);
  return &reader->parent_instance;
}

static void
fmt_text_close (PolluxReader *reader)
{
  FmtText *self = (FmtText *) reader;

  pollux_fmt_reader_clear (&self->parent_instance);
  g_string_free (self->record, TRUE);
  g_free (self);
}

static inline PolluxFmtTextParser *
get_parser (FmtText *self,
            guint    process)
{
  PolluxFmtReader *reader = &self->parent_instance;

  while (reader->parsers->len <= process)
    {
      PolluxFmtNames names = pollux_fmt_feed_get_names (reader->feed);

      g_ptr_array_add (reader->parsers, pollux_fmt_text_parser_new (&names, &self->shape));
    }

  pollux_fmt_reader_set_process (reader, process);
  return g_ptr_array_index (reader->parsers, process);
}

/* --- records -------------------------------------------------------------- */

static void
count_facts (FmtText                  *self,
             const PolluxFmtTextFacts *facts)
{
  if (facts->ambiguous)
    pollux_fmt_feed_count (self->feed, POLLUX_COUNTER_AMBIGUOUS);
  if (facts->repaired)
    pollux_fmt_feed_count (self->feed, POLLUX_COUNTER_REPAIRED);
  if (facts->prefix.length > 0)
    pollux_fmt_feed_count (self->feed, POLLUX_COUNTER_PREFIXED);
}

/* Reads a record whose head is known. */
static PolluxFmtTextVerdict
parse (FmtText             *self,
       const PolluxFmtHead *head,
       gboolean             final,
       PolluxFmtLine       *line,
       PolluxFmtTextFacts  *facts)
{
  guint process = 0;

  if (head->prefix.length > 0)
    process = pollux_fmt_prefixes_get_process (self->parent_instance.prefixes, head->prefix);
  return pollux_fmt_text_parser_parse (get_parser (self, process), head, final, line, facts);
}

static void
feed (FmtText                  *self,
      const PolluxLine         *at,
      const PolluxFmtLine      *line,
      const PolluxFmtTextFacts *facts)
{
  count_facts (self, facts);
  pollux_fmt_feed_take (self->feed, at, line);
  self->state = facts->whole ? STATE_OUTSIDE : STATE_MESSAGE;
}

static PolluxSlice
rebase (const FmtText *self,
        PolluxSlice    slice)
{
  if (slice.length > 0)
    slice.bytes = self->record->str + (slice.bytes - self->head_base);
  return slice;
}

/* The head of the record that waits, with all that came behind it. */
static PolluxFmtHead
get_open_head (const FmtText *self)
{
  PolluxFmtHead head = self->head;

  head.prefix = rebase (self, head.prefix);
  head.stamp = rebase (self, head.stamp);
  head.thread_id = rebase (self, head.thread_id);
  head.thread_name = rebase (self, head.thread_name);
  head.rest = rebase (self, head.rest);
  head.rest.length = self->record->str + self->record->len - head.rest.bytes;
  return head;
}

/* Tries to take the record that waited. */
static gboolean
take_open (FmtText  *self,
           gboolean  final)
{
  PolluxFmtHead head = get_open_head (self);
  PolluxFmtTextFacts facts;
  PolluxFmtLine line;

  if (parse (self, &head, final, &line, &facts) == POLLUX_FMT_TEXT_MORE)
    return FALSE;

  feed (self, &self->at, &line, &facts);
  return TRUE;
}

/* The record that waited gets no more lines. */
static void
flush (FmtText *self)
{
  if (self->state != STATE_OPEN)
    return;

  take_open (self, TRUE);
  self->state = STATE_OUTSIDE;
}

static void
open_record (FmtText             *self,
             const PolluxLine    *line,
             const PolluxFmtHead *head)
{
  self->state = STATE_OPEN;
  self->head = *head;
  self->head_base = line->text.bytes;
  self->at = *line;
  self->has_tail = self->ended = FALSE;
  self->tries = (Tries) { 0 };
  g_string_truncate (self->record, 0);
  g_string_append_len (self->record, line->text.bytes, line->text.length);
}

static void
mark (FmtText          *self,
      const PolluxLine *line,
      PolluxBatch      *batch)
{
  if (line->number != 0 && line->number < self->last_mark + MARK_EVERY)
    return;

  pollux_batch_add_mark (batch, line->number, line->offset);
  self->last_mark = line->number;
}

/* --- lines ---------------------------------------------------------------- */

/* What only the runtime, a build tool or another logger prints, and no message
 * goes on with. */
static gboolean
looks_foreign (PolluxSlice text)
{
  static const char *const beginnings[] = {
    "thread '",      "note: run with `RUST_BACKTRACE", "stack backtrace:",  "note: Some details",
    "{\"",           "   Compiling ",                  "    Finished ",     "     Running ",
    "Segmentation ", "fatal runtime error",            "memory allocation", "error: ",
    "warning: ",     "[",
  };

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      if (slice_begins (text, beginnings[i], strlen (beginnings[i])))
        return TRUE;
    }

  return pollux_fmt_measure_time (text) > 0;
}

/* A line that is no record, unless it is one that is written in another way
 * than the others: then something of the trace is missing. */
static void
add_foreign (FmtText          *self,
             const PolluxLine *line)
{
  static const char task[] = "tokio::task";
  PolluxSlice text = line->text;

  if (memmem (text.bytes, MIN (text.length, 4096), task, sizeof task - 1) != NULL &&
      memmem (text.bytes, MIN (text.length, 4096), "TRACE", 5) != NULL)
    pollux_fmt_feed_add_damage (self->feed, line, damage_unlike);
  else
    pollux_fmt_feed_add_foreign (self->feed, line);
}

static void
append_line (FmtText          *self,
             const PolluxLine *line)
{
  gsize at = self->record->len;

  g_string_set_size (self->record, at + 1 + line->text.length);
  self->record->str[at] = '\n';
  memcpy (self->record->str + at + 1, line->text.bytes, line->text.length);
}

/* Whether the record of @length that waits may be all there with @line: only a
 * brace ends what Full waits for, and the end of a task's fields what Compact
 * does. */
static gboolean
is_worth_trying (PolluxFmtDialect  dialect,
                 Tries            *tries,
                 PolluxSlice       line,
                 gsize             length)
{
  gboolean ends;

  if (dialect == POLLUX_FMT_FULL)
    ends = memchr (line.bytes, '}', line.length) != NULL;
  else
    ends = memmem (line.bytes, line.length, "loc.col", 7) != NULL ||
           memmem (line.bytes, line.length, "spawn.location", 14) != NULL;
  if (!ends || (tries->n >= MAX_TRIES && length < 2 * tries->length))
    return FALSE;

  tries->n++;
  tries->length = length;
  return TRUE;
}

/* A line without a head, in Full and Compact. */
static void
take_more (FmtText          *self,
           const PolluxLine *line)
{
  if (self->state == STATE_OPEN && self->record->len + line->text.length < MAX_RECORD)
    {
      append_line (self, line);
      if (is_worth_trying (self->shape.dialect, &self->tries, line->text, self->record->len))
        take_open (self, FALSE);
      return;
    }

  flush (self);
  if (pollux_fmt_is_blank (line->text) ||
      (self->state == STATE_MESSAGE && !looks_foreign (line->text)))
    return;
  self->state = STATE_OUTSIDE;
  add_foreign (self, line);
}

/* Most lines of Pretty: the place and the spans of the record before, and the
 * empty line behind it. FALSE if it is any other. */
static inline gboolean
take_pretty_tail (FmtText          *self,
                  const PolluxLine *line)
{
  if (self->shape.dialect != POLLUX_FMT_PRETTY || self->state != STATE_OPEN || !line->ended)
    return FALSE;
  if (line->text.length == 0 && self->has_tail)
    {
      self->ended = TRUE;
      return TRUE;
    }
  if (self->record->len + line->text.length >= MAX_RECORD ||
      !pollux_fmt_pretty_is_tail (line->text))
    return FALSE;

  self->has_tail = TRUE;
  self->ended = FALSE;
  append_line (self, line);
  return TRUE;
}

/* A line without a head, in Pretty. */
static void
take_pretty_more (FmtText          *self,
                  const PolluxLine *line)
{
  gboolean tail = pollux_fmt_pretty_is_tail (line->text);
  gboolean blank = !tail && pollux_fmt_is_blank (line->text);

  if (self->state == STATE_OPEN && blank)
    {
      self->ended = TRUE;
      if (!self->has_tail)
        append_line (self, line);
      return;
    }
  if (self->state == STATE_OPEN && self->record->len + line->text.length < MAX_RECORD &&
      (tail || ((!self->ended || !self->has_tail) && !looks_foreign (line->text))))
    {
      self->has_tail = self->has_tail || tail;
      self->ended = FALSE;
      append_line (self, line);
      return;
    }

  if (!blank)
    add_foreign (self, line);
}

static gboolean
has_targets (const FmtText *self)
{
  for (guint i = 0; i < self->parent_instance.parsers->len; i++)
    {
      const PolluxFmtTextParser *parser = g_ptr_array_index (self->parent_instance.parsers, i);

      if (parser->has_targets)
        return TRUE;
    }

  return FALSE;
}

/* Whether a record without a line end can be all there: of what is Tokio's, a
 * whole word of a span's life; of anything else, nobody knows, unless the
 * target is missing that others have. A number may have lost its last digits,
 * and that is what a record of Compact ends with. */
static gboolean
is_all_there (const FmtText            *self,
              const PolluxFmtLine      *line,
              const PolluxFmtTextFacts *facts)
{
  if ((line->target == POLLUX_FMT_TARGET_NONE && has_targets (self)) ||
      (self->shape.dialect == POLLUX_FMT_COMPACT && !facts->known &&
       line->span.kind != POLLUX_FMT_SPAN_NONE))
    return FALSE;
  if (pollux_fmt_message_is_lifecycle (line->fields.message))
    return line->span.kind != POLLUX_FMT_SPAN_NONE;

  return line->target == POLLUX_FMT_TARGET_OTHER ||
         (line->target == POLLUX_FMT_TARGET_NONE && !line->fields.has_waker_id);
}

/* Whether a line without a line end, and without a head, is the beginning of
 * one. */
static gboolean
may_be_head (const FmtText *self,
             PolluxSlice    text)
{
  while (text.length > 0 && *text.bytes == ' ')
    text = slice_from (text, 1);
  return text.length > 0 && self->shape.timed &&
         (g_ascii_isdigit (*text.bytes) || (self->shape.ansi && *text.bytes == '\033'));
}

/* The last line of a file that does not end with a line end. */
static void
take_last (FmtText             *self,
           const PolluxLine    *line,
           const PolluxFmtHead *head)
{
  PolluxFmtTextFacts facts;
  PolluxFmtLine record;

  if (head == NULL)
    {
      if (self->state != STATE_MESSAGE && may_be_head (self, line->text))
        pollux_fmt_feed_add_damage (self->feed, line, pollux_fmt_damage_cut);
      else if (self->state != STATE_MESSAGE && !pollux_fmt_is_blank (line->text))
        add_foreign (self, line);
      return;
    }

  /* A blank follows the colon of a target even where nothing else does. */
  if (line->text.bytes[line->text.length - 1] != ':' &&
      parse (self, head, FALSE, &record, &facts) == POLLUX_FMT_TEXT_GOOD &&
      is_all_there (self, &record, &facts) && !facts.repaired)
    feed (self, line, &record, &facts);
  else
    pollux_fmt_feed_add_damage (self->feed, line, pollux_fmt_damage_cut);
}

/* The same in Pretty, with the last line put to its record. */
static void
take_pretty_last (FmtText          *self,
                  const PolluxLine *line)
{
  PolluxFmtTextFacts facts;
  PolluxFmtLine record;
  PolluxFmtHead head;

  if (self->state != STATE_OPEN)
    return;

  self->state = STATE_OUTSIDE;
  head = get_open_head (self);
  if (self->has_tail && pollux_fmt_pretty_knows (get_parser (self, 0), line->text) &&
      parse (self, &head, TRUE, &record, &facts) == POLLUX_FMT_TEXT_GOOD &&
      (is_all_there (self, &record, &facts) || record.fields.has_waker_id))
    feed (self, &self->at, &record, &facts);
  else
    pollux_fmt_feed_add_damage (self->feed, &self->at, pollux_fmt_damage_cut);
}

/* A line that begins no record. */
static void
take_headless (FmtText          *self,
               const PolluxLine *line)
{
  if (self->shape.dialect == POLLUX_FMT_PRETTY && !line->ended && self->ended &&
      may_be_head (self, line->text))
    {
      flush (self);
      pollux_fmt_feed_add_damage (self->feed, line, pollux_fmt_damage_cut);
    }
  else if (self->shape.dialect == POLLUX_FMT_PRETTY)
    {
      take_pretty_more (self, line);
      if (!line->ended)
        take_pretty_last (self, line);
    }
  else if (line->ended)
    take_more (self, line);
  else
    take_last (self, line, NULL);
}

static void
take_line (PolluxFmtReader  *reader,
           const PolluxLine *line,
           PolluxBatch      *batch)
{
  FmtText *self = (FmtText *) reader;
  PolluxLine bare = *line;
  PolluxFmtTextFacts facts;
  PolluxFmtLine record;
  PolluxFmtHead head;

  if (G_UNLIKELY (line->too_long))
    {
      flush (self);
      pollux_fmt_feed_add_damage (self->feed, line, pollux_fmt_damage_too_long);
      return;
    }

  if (self->shape.prefixed && self->state == STATE_OPEN)
    bare.text = pollux_fmt_head_strip_prefix (line->text, rebase (self, self->head.prefix));
  if (take_pretty_tail (self, &bare))
    return;
  if (!pollux_fmt_text_parser_begins (get_parser (self, 0), line->text, &head))
    {
      if (line->number == 0)
        mark (self, line, batch);
      take_headless (self, &bare);
      return;
    }

  flush (self);
  mark (self, line, batch);
  if (self->shape.dialect == POLLUX_FMT_PRETTY)
    {
      open_record (self, line, &head);
      if (!line->ended)
        take_pretty_last (self, line);
    }
  else if (!line->ended)
    take_last (self, line, &head);
  else if (parse (self, &head, FALSE, &record, &facts) == POLLUX_FMT_TEXT_MORE)
    open_record (self, line, &head);
  else
    feed (self, line, &record, &facts);
}

/* The file is at its end. */
static void
flush_last (PolluxFmtReader *reader)
{
  flush ((FmtText *) reader);
}

/* --- reading again -------------------------------------------------------- */

typedef struct
{
  PolluxFmtShape shape;
  PolluxLines *lines;
  PolluxLine line;        /* the next one, if there is one */
  gboolean has_line;
  State state;            /* behind what was read of a record */
  GString *prefix;        /* of the record that is read */
} Reread;

/* What @text, which begins with a record, would make of the lines behind it. */
static State
get_state (Reread  *reread,
           GString *text)
{
  g_autoptr (PolluxFmtTextParser) parser = pollux_fmt_text_parser_new_for_one (&reread->shape);
  PolluxFmtTextFacts facts;
  PolluxFmtLine line;
  PolluxFmtHead head;

  if (!pollux_fmt_text_parser_begins (parser, (PolluxSlice) { text->str, text->len }, &head))
    return STATE_OUTSIDE;
  if (pollux_fmt_text_parser_parse (parser, &head, FALSE, &line, &facts) == POLLUX_FMT_TEXT_MORE)
    return STATE_OPEN;
  return facts.whole ? STATE_OUTSIDE : STATE_MESSAGE;
}

/* The next line without what stood before the record, too. */
static PolluxSlice
get_bare (const Reread *reread)
{
  return pollux_fmt_head_strip_prefix (reread->line.text,
                                       (PolluxSlice) { reread->prefix->str,
                                                       reread->prefix->len });
}

/* Whether the next line belongs to the record that @text is so far. */
static gboolean
goes_on (Reread              *reread,
         PolluxFmtTextParser *parser,
         GString             *text,
         gboolean            *has_tail)
{
  PolluxSlice next = get_bare (reread);
  PolluxFmtHead head;

  if (!reread->has_line || text->len + next.length > MAX_RECORD ||
      pollux_fmt_text_parser_begins (parser, reread->line.text, &head))
    return FALSE;

  if (reread->shape.dialect == POLLUX_FMT_PRETTY)
    {
      gboolean tail = pollux_fmt_pretty_is_tail (next);

      *has_tail = *has_tail || tail;
      return tail || (!pollux_fmt_is_blank (next) ? !looks_foreign (next) : !*has_tail);
    }

  return reread->state == STATE_OPEN ||
         (reread->state == STATE_MESSAGE && !pollux_fmt_is_blank (next) && !looks_foreign (next));
}

static gboolean
next_line (Reread        *reread,
           GCancellable  *cancellable,
           GError       **error)
{
  GError *local_error = NULL;

  reread->has_line = pollux_lines_next (reread->lines, &reread->line, cancellable, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);
  return FALSE;
}

/* The record that begins with the next line, which is @record. */
static PolluxRecordText *
take_again (Reread        *reread,
            PolluxRecord   record,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GString) text = g_string_new_len (reread->line.text.bytes, reread->line.text.length);
  g_autoptr (PolluxFmtTextParser) parser = pollux_fmt_text_parser_new_for_one (&reread->shape);
  guint64 offset = reread->line.offset;
  gboolean too_long = reread->line.too_long;
  gboolean begins, has_tail = FALSE;
  PolluxRecordText *taken;
  Tries tries = { 0 };
  PolluxFmtHead head;

  begins = pollux_fmt_text_parser_begins (parser, reread->line.text, &head);
  g_string_truncate (reread->prefix, 0);
  if (begins && reread->shape.prefixed)
    g_string_append_len (reread->prefix, head.prefix.bytes, head.prefix.length);
  reread->state = get_state (reread, text);
  if (!next_line (reread, cancellable, error))
    return NULL;
  while (begins && goes_on (reread, parser, text, &has_tail))
    {
      PolluxSlice bare = get_bare (reread);

      g_string_append_c (text, '\n');
      g_string_append_len (text, bare.bytes, bare.length);
      if (reread->state == STATE_OPEN &&
          is_worth_trying (reread->shape.dialect, &tries, reread->line.text, text->len))
        reread->state = get_state (reread, text);
      if (!next_line (reread, cancellable, error))
        return NULL;
    }

  taken = pollux_fmt_text_new_record (record, offset, &reread->shape,
                                      (PolluxSlice) { text->str, text->len });
  taken->cut = taken->cut || too_long;
  return taken;
}

static gboolean
fmt_text_read_records (const PolluxReaderClass *klass,
                       PolluxSource            *source,
                       PolluxRecord             marked,
                       const PolluxRecord      *records,
                       guint                    n_records,
                       PolluxRecordFunc         func,
                       gpointer                 data,
                       GCancellable            *cancellable,
                       GError                 **error)
{
  g_autoptr (PolluxLines) lines = NULL;
  g_autoptr (GString) prefix = g_string_new (NULL);
  Reread reread = { .shape = learn (klass, source), .prefix = prefix };

  lines = reread.lines = pollux_lines_new (source);
  if (!next_line (&reread, cancellable, error))
    return FALSE;

  for (guint i = 0; i < n_records; i++)
    {
      PolluxRecordText *text;

      while (reread.has_line && marked + reread.line.number < records[i])
        if (!next_line (&reread, cancellable, error))
          return FALSE;
      if (!reread.has_line || marked + reread.line.number > records[i])
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                               _ ("The file ends before this record"));
          return FALSE;
        }

      text = take_again (&reread, records[i], cancellable, error);
      if (text == NULL)
        return FALSE;
      if (!func (text, data))
        break;
    }

  return TRUE;
}

/* --- the classes ---------------------------------------------------------- */

static int
probe (const guint8     *bytes,
       gsize             length,
       PolluxFmtDialect  dialect)
{
  PolluxFmtShape shape;
  int score = pollux_fmt_shape_learn ((const char *) bytes, length, &shape);

  return shape.dialect == dialect ? score : 0;
}

#define DEFINE_DIALECT(dialect, DIALECT, text_name, text_title)                             \
  static int probe_##dialect (const guint8 *bytes, gsize length)                            \
  {                                                                                         \
    return probe (bytes, length, POLLUX_FMT_##DIALECT);                                     \
  }                                                                                         \
                                                                                            \
  static gboolean read_##dialect (PolluxSource *source, PolluxRecord marked,                \
                                  const PolluxRecord *records, guint n_records,             \
                                  PolluxRecordFunc func, gpointer data,                     \
                                  GCancellable *cancellable, GError **error)                \
  {                                                                                         \
    return fmt_text_read_records (&pollux_fmt_##dialect##_class, source, marked, records,   \
                                  n_records, func, data, cancellable, error);               \
  }                                                                                         \
                                                                                            \
  const PolluxReaderClass pollux_fmt_##dialect##_class = {                                  \
    .name = text_name,                                                                      \
    .title = text_title,                                                                    \
    .probe = probe_##dialect,                                                               \
    .open = fmt_text_open,                                                                  \
    .next_batch = pollux_fmt_reader_next_batch,                                             \
    .read_records = read_##dialect,                                                         \
    .close = fmt_text_close,                                                                \
  };

DEFINE_DIALECT (full, FULL, "tracing-fmt-full", N_ ("tracing-subscriber text"))
DEFINE_DIALECT (compact, COMPACT, "tracing-fmt-compact", N_ ("tracing-subscriber compact text"))
DEFINE_DIALECT (pretty, PRETTY, "tracing-fmt-pretty", N_ ("tracing-subscriber pretty text"))
