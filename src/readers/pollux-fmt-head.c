/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How a record begins, and which records a file has.
 *
 * A record begins with its time, its level, or both; with neither, every line
 * is one. Which of these a file has is learned from its first lines, because
 * a line that does not begin so is the continuation of a record, or of another
 * program. In a coloured file the time must be coloured, too: nothing that a
 * program logs can then be taken for a record.
 */

#include "config.h"

#include <string.h>

#include "pollux-fmt-ansi.h"
#include "pollux-fmt-head.h"
#include "pollux-fmt-words.h"

/* How far into a line a record may begin behind what another program wrote. */
#define MAX_PREFIX 200
/* How far behind the level a thread's id may stand. */
#define MAX_THREAD 128
/* No-break space, as web pages have it for a blank. */
#define NBSP "\302\240"

static void
skip_blanks (PolluxSlice *text)
{
  for (;;)
    {
      if (text->length > 0 && (*text->bytes == ' ' || *text->bytes == '\t'))
        *text = slice_from (*text, 1);
      else if (BEGINS (*text, NBSP))
        *text = slice_from (*text, 2);
      else
        return;
    }
}

/* Returns whether there was any. */
static gboolean
skip_colours (PolluxSlice *text)
{
  gboolean any = FALSE;
  gsize length;

  while ((length = pollux_fmt_ansi_measure (*text)) > 0)
    {
      *text = slice_from (*text, length);
      any = TRUE;
    }

  return any;
}

static gboolean
take_time (const PolluxFmtShape *shape,
           PolluxFmtClock       *clock,
           PolluxSlice          *text,
           PolluxFmtHead        *head)
{
  PolluxSlice stamp;
  gsize length;

  skip_blanks (text);
  /* What comes before may end with a colour of its own. */
  while (text->length > 0 && *text->bytes == '\033')
    {
      gsize n = pollux_fmt_ansi_measure (*text);

      if (n == 0)
        return FALSE;
      head->ansi = n == strlen (POLLUX_FMT_DIM) && BEGINS (*text, POLLUX_FMT_DIM);
      *text = slice_from (*text, n);
    }
  if (shape->ansi && !shape->mixed && !head->ansi)
    return FALSE;
  skip_blanks (text);

  stamp = *text;
  if (head->ansi)
    {
      const char *escape = stamp.length > 0 ? memchr (stamp.bytes, '\033', stamp.length) : NULL;

      if (escape != NULL)
        stamp.length = escape - stamp.bytes;
    }
  length = pollux_fmt_measure_time (stamp);
  if (length == 0)
    return FALSE;

  head->stamp = slice_to (stamp, length);
  head->time_kind = pollux_fmt_parse_time (clock, head->stamp, &head->time);
  *text = slice_from (*text, length);
  return head->time_kind != POLLUX_FMT_TIME_NONE;
}

static gboolean
take_level (PolluxSlice   *text,
            PolluxFmtHead *head)
{
  static const struct
  {
    const char *word;
    gsize length;
    PolluxLevel level;
  } levels[] = {
    { "TRACE", 5, POLLUX_LEVEL_TRACE }, { "DEBUG", 5, POLLUX_LEVEL_DEBUG },
    { "INFO", 4, POLLUX_LEVEL_INFO },   { "WARN", 4, POLLUX_LEVEL_WARN },
    { "ERROR", 5, POLLUX_LEVEL_ERROR },
  };

  skip_blanks (text);
  head->ansi = skip_colours (text) || head->ansi;
  skip_blanks (text);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      PolluxSlice rest;

      if (!slice_begins (*text, levels[i].word, levels[i].length))
        continue;
      rest = slice_from (*text, levels[i].length);
      skip_colours (&rest);
      if (rest.length > 0 && *rest.bytes != ' ' && !BEGINS (rest, NBSP))
        return FALSE;
      head->level = levels[i].level;
      *text = rest;
      return TRUE;
    }

  return FALSE;
}

static PolluxSlice
trim (PolluxSlice text)
{
  skip_blanks (&text);
  while (text.length > 0 && text.bytes[text.length - 1] == ' ')
    text.length--;
  return text;
}

/* "main ThreadId(01) ": a name may have blanks, but nothing of what comes
 * behind it may be taken for one. */
static void
take_thread (const PolluxFmtShape *shape,
             PolluxSlice          *text,
             PolluxFmtHead        *head)
{
  static const char mark[] = "ThreadId(";
  const char *id = BEGINS (*text, "ThreadId(")
                     ? text->bytes
                     : memmem (text->bytes, MIN (text->length, MAX_THREAD), mark, sizeof mark - 1);
  const char *close, *end = text->bytes + text->length;
  PolluxSlice name;

  if (id == NULL || (id > text->bytes && id[-1] != ' '))
    return;
  close = memchr (id, ')', end - id);
  name = slice_to (*text, id - text->bytes);
  if (close == NULL || (close + 1 < end && close[1] != ' '))
    return;
  if (name.length > 0 &&
      (find_colon (name) != NULL || memchr (name.bytes, '{', name.length) != NULL ||
       memchr (name.bytes, '=', name.length) != NULL))
    return;

  head->thread_name = trim (name);
  head->thread_id = (PolluxSlice) { id, close + 1 - id };
  *text = slice_from (*text, close + 1 - text->bytes);
  skip_blanks (text);
}

/* A thread's name alone: the words before the one that ends at the first colon
 * with a blank behind it, or at a brace. */
static void
take_thread_name (PolluxSlice   *text,
                  PolluxFmtHead *head)
{
  gsize at = 0, blank = 0;

  while (at < text->length && strchr ("{=\033", text->bytes[at]) == NULL &&
         !BEGINS (slice_from (*text, at), ": "))
    {
      if (text->bytes[at] == ' ')
        blank = at;
      at++;
    }
  if (blank == 0 || at == text->length)
    return;

  head->thread_name = trim (slice_to (*text, blank));
  *text = slice_from (*text, blank + 1);
}

static gboolean
parse_at (const PolluxFmtShape *shape,
          PolluxFmtClock       *clock,
          PolluxSlice           text,
          PolluxFmtHead        *head)
{
  *head = (PolluxFmtHead) { .time_kind = POLLUX_FMT_TIME_NONE };
  if (shape->timed && !take_time (shape, clock, &text, head))
    return FALSE;
  if (shape->timed)
    {
      skip_colours (&text);
      if (text.length > 0 && *text.bytes != ' ' && !BEGINS (text, NBSP))
        return FALSE;
    }
  if (shape->leveled && !take_level (&text, head))
    return FALSE;

  skip_blanks (&text);
  if (shape->threaded)
    take_thread (shape, &text, head);
  else if (shape->named)
    take_thread_name (&text, head);
  head->rest = text;
  return text.length > 0;
}

/**
 * pollux_fmt_head_parse:
 * @shape: how records are written
 * @clock: of the records before
 * @line: the bytes of a line without its end
 * @head: (out): undefined if it returns %FALSE
 *
 * Returns: %FALSE if no record begins in the line
 */
gboolean
pollux_fmt_head_parse (const PolluxFmtShape *shape,
                       PolluxFmtClock       *clock,
                       PolluxSlice           line,
                       PolluxFmtHead        *head)
{
  gsize limit = MIN (line.length, MAX_PREFIX);

  if (parse_at (shape, clock, line, head))
    return TRUE;
  if (!shape->prefixed || (!shape->timed && !shape->leveled))
    return FALSE;

  for (gsize at = 1; at < limit; at++)
    {
      if (line.bytes[at - 1] != ' ' && line.bytes[at - 1] != '|' && line.bytes[at - 1] != '\t')
        continue;
      if (line.bytes[at] != ' ' && parse_at (shape, clock, slice_from (line, at), head))
        {
          head->prefix = slice_to (line, at);
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * pollux_fmt_head_strip_prefix:
 * @line: a line that may belong to a record of several
 * @prefix: what stood before that record, empty for nothing
 *
 * Service managers put the same in front of each line, but for the time.
 *
 * Returns: @line without it
 */
PolluxSlice
pollux_fmt_head_strip_prefix (PolluxSlice line,
                              PolluxSlice prefix)
{
  gsize n = prefix.length;
  gsize stamp;

  while (n > 0 && prefix.bytes[n - 1] == ' ')
    n--;
  if (n == 0)
    return line;

  stamp = pollux_fmt_measure_time (slice_to (prefix, n));
  if (stamp == n && (stamp = pollux_fmt_measure_time (line)) > 0)
    return slice_from (line, stamp);
  if (line.length >= n && line.bytes[n - 1] == prefix.bytes[n - 1])
    return slice_from (line, n);
  return line;
}

/* --- learning ------------------------------------------------------------- */

/* What was seen in the first lines, or in those of them that speak of Tokio. */
typedef struct
{
  guint n_lines;
  guint n_heads;     /* with a time or a level */
  guint n_timed;
  guint n_leveled;
  guint n_both;
  guint n_prefixed;
  guint n_ansi;
  guint n_threaded;
  guint n_named;
  guint n_tokio;     /* that speak of Tokio's tasks */
  guint n_bare;      /* that do, and have no head */
  guint n_full;
  guint n_compact;
  guint n_pretty;
  gboolean behind;   /* the line before was a head, or a tail behind one */
  char prefix[MAX_PREFIX]; /* of the head before */
  gsize n_prefix;
} Seen;

static gboolean
has (PolluxSlice text,
     const char *needle)
{
  return memmem (text.bytes, text.length, needle, strlen (needle)) != NULL;
}

static gboolean
is_of_tokio (PolluxSlice text)
{
  return has (text, "runtime.spawn") || has (text, "tokio::task") || has (text, "\"waker.") ||
         has (text, "runtime::resource");
}

/* "    at src/main.rs:5", "    in app::serve with id: 5": the lines that only
 * Pretty has. */
static gboolean
is_pretty_tail (PolluxSlice text)
{
  gboolean indented = text.length > 0 && (*text.bytes == ' ' || BEGINS (text, NBSP));

  skip_blanks (&text);
  return (BEGINS (text, "at ") && (has (text, "/") || has (text, ".rs"))) ||
         (BEGINS (text, "in ") && has (text, "::") && (indented || has (text, " with "))) ||
         (BEGINS (text, "on ") && indented && has (text, "ThreadId("));
}

/* A name with its fields in braces, as only Full has it. */
static gboolean
is_full (PolluxSlice rest)
{
  const char *brace = memchr (rest.bytes, '{', rest.length);
  const char *colon = memmem (rest.bytes, rest.length, ": ", 2);

  return brace != NULL && brace > rest.bytes && brace[-1] != ' ' &&
         (colon == NULL || brace < colon || brace[-1] == ':') &&
         (has (rest, "}: ") || has (rest, "}:"));
}

/* Names joined by colons, and their fields at the end. */
static gboolean
is_compact (PolluxSlice rest)
{
  /* In Full the name of a task is never without its fields. */
  return BEGINS (rest, "runtime.spawn:") ||
         ((has (rest, ":runtime.spawn:") || BEGINS (rest, "runtime.resource:") ||
           has (rest, " runtime.spawn:")) &&
          has (rest, "="));
}

/* Whether a thread's name stands before what Tokio's records have there. */
static gboolean
is_named (PolluxSlice rest)
{
  static const char *const anchors[] = { " runtime.spawn", " tokio::", " runtime.resource" };

  for (guint i = 0; i < G_N_ELEMENTS (anchors); i++)
    {
      const char *found = memmem (rest.bytes, rest.length, anchors[i], strlen (anchors[i]));
      gsize n = found != NULL ? (gsize) (found - rest.bytes) : 0;

      if (n > 0 && find_colon (slice_to (rest, n + 1)) == NULL &&
          memchr (rest.bytes, '{', n) == NULL && memchr (rest.bytes, '=', n) == NULL)
        return TRUE;
    }

  return FALSE;
}

/* Any head that @plain may have, at its begin or behind a prefix. */
static gboolean
find_any_head (PolluxSlice    plain,
               PolluxFmtHead *head,
               gboolean      *timed,
               gboolean      *leveled)
{
  static const PolluxFmtShape shapes[] = {
    { .timed = TRUE, .leveled = TRUE },
    { .leveled = TRUE },
    /* Before a time alone, which may be a service manager's. */
    { .timed = TRUE, .leveled = TRUE, .prefixed = TRUE },
    { .timed = TRUE },
    { .leveled = TRUE, .prefixed = TRUE },
  };
  PolluxFmtClock clock = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      if (pollux_fmt_head_parse (&shapes[i], &clock, plain, head))
        {
          *timed = shapes[i].timed;
          *leveled = shapes[i].leveled;
          return TRUE;
        }
    }

  return FALSE;
}

static void
see_line (Seen       *seen,
          PolluxSlice line,
          PolluxSlice plain)
{
  gboolean tokio = is_of_tokio (plain);
  gboolean timed, leveled;
  PolluxFmtHead head;

  seen->n_lines++;
  seen->n_tokio += tokio;
  /* A backtrace has such lines behind others. */
  if (is_pretty_tail (pollux_fmt_head_strip_prefix (plain, (PolluxSlice) { seen->prefix,
                                                                           seen->n_prefix })))
    {
      seen->n_pretty += seen->behind;
      return;
    }
  seen->behind = FALSE;
  if (!find_any_head (plain, &head, &timed, &leveled))
    {
      seen->n_bare += tokio;
      if (tokio && is_compact (plain))
        seen->n_compact++;
      else if (tokio && is_full (plain))
        seen->n_full++;
      return;
    }

  seen->n_heads++;
  seen->behind = TRUE;
  seen->n_prefix = MIN (head.prefix.length, MAX_PREFIX);
  memcpy (seen->prefix, plain.bytes, seen->n_prefix);
  seen->n_timed += timed;
  seen->n_leveled += leveled;
  seen->n_both += timed && leveled;
  seen->n_prefixed += head.prefix.length > 0;
  seen->n_ansi += has (slice_to (line, MIN (line.length, 2 * MAX_PREFIX)), POLLUX_FMT_DIM);
  seen->n_threaded += has (slice_to (head.rest, MIN (head.rest.length, MAX_THREAD)), "ThreadId(");
  seen->n_named += is_named (head.rest);
  /* A path of closures has braces, too. */
  if (is_compact (head.rest))
    seen->n_compact++;
  else if (is_full (head.rest))
    seen->n_full++;
}

static int
judge (const Seen     *seen,
       PolluxFmtShape *shape)
{
  *shape = (PolluxFmtShape) { .dialect = POLLUX_FMT_FULL };
  /* The places of a panic's stack look like those of Pretty. */
  if (seen->n_pretty > 0 && seen->n_pretty * 4 >= seen->n_heads &&
      (seen->n_full + seen->n_compact) * 2 <= seen->n_heads)
    shape->dialect = POLLUX_FMT_PRETTY;
  else if (seen->n_compact > seen->n_full)
    shape->dialect = POLLUX_FMT_COMPACT;

  shape->timed = seen->n_timed > 0 && seen->n_timed * 2 >= seen->n_heads;
  shape->leveled = shape->timed ? seen->n_both * 2 >= seen->n_timed : seen->n_leveled > 0;
  if (seen->n_bare > seen->n_heads)
    shape->timed = shape->leveled = FALSE;
  else if (seen->n_heads == 0)
    shape->timed = TRUE; /* no line is a record */
  shape->ansi = seen->n_ansi * 20 > seen->n_heads;
  shape->mixed = shape->ansi && seen->n_ansi * 20 < seen->n_heads * 19;
  shape->threaded = seen->n_threaded * 4 > seen->n_heads;
  shape->named = !shape->threaded && seen->n_named > 0 && seen->n_named * 2 >= seen->n_tokio;
  shape->prefixed = seen->n_prefixed * 2 > seen->n_heads;

  if (seen->n_tokio > 0 && (seen->n_heads > 0 || seen->n_bare > 0))
    return shape->timed || shape->leveled ? 80 : 40;
  return seen->n_both > 0 && seen->n_both * 2 >= seen->n_lines ? 50 : 0;
}

/**
 * pollux_fmt_shape_learn:
 * @bytes: the first bytes of a file
 * @length: how many
 * @shape: (out): how its records are written, if they are
 *
 * Returns: 0 to 100: how sure it is that the file has records of a text format
 */
int
pollux_fmt_shape_learn (const char     *bytes,
                        gsize           length,
                        PolluxFmtShape *shape)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  PolluxSlice left = { bytes, length };
  Seen seen = { 0 }, of_tokio = { 0 };

  if (BEGINS (left, "\357\273\277"))
    left = slice_from (left, 3);
  while (left.length > 0)
    {
      const char *newline = memchr (left.bytes, '\n', left.length);
      PolluxSlice line = slice_to (left, newline != NULL ? (gsize) (newline - left.bytes)
                                                         : left.length);

      left = slice_from (left, MIN (line.length + 1, left.length));
      if (line.length > 0 && line.bytes[line.length - 1] == '\r')
        line.length--;
      if (line.length == 0)
        continue;
      g_string_truncate (plain, 0);
      pollux_fmt_ansi_strip (line, plain);
      see_line (&seen, line, (PolluxSlice) { plain->str, plain->len });
      if (is_of_tokio ((PolluxSlice) { plain->str, plain->len }))
        see_line (&of_tokio, line, (PolluxSlice) { plain->str, plain->len });
    }

  /* Others may log into the same file in another way; Tokio's records are
   * what matters. */
  if (of_tokio.n_heads == 0)
    return judge (&seen, shape);
  of_tokio.n_pretty = seen.n_pretty;
  return judge (&of_tokio, shape);
}
