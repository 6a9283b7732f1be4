/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Strings are most of the bytes of a trace, so they are passed over sixteen
 * bytes at a time until one byte is not plain: a quote, a backslash, a control
 * character or the start of a UTF-8 sequence. SSE2 is part of every x86-64;
 * elsewhere a plain loop does the same.
 *
 * Containers that are skipped are walked with the same functions that a caller
 * would use, so nothing inside them goes unchecked. What is open is kept as
 * one bit per level, not on the C stack.
 *
 * Cost: one pass, no allocation. Invariant: at <= end, and a failed cursor
 * stays where it failed and answers FALSE to everything.
 */

#include "config.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "pollux-json-cursor.h"

/**
 * pollux_slice_equal:
 * @a: bytes
 * @b: other bytes
 *
 * Returns: whether both hold the same bytes
 */
gboolean
pollux_slice_equal (PolluxSlice a,
                    PolluxSlice b)
{
  return a.length == b.length && (a.length == 0 || memcmp (a.bytes, b.bytes, a.length) == 0);
}

/**
 * pollux_slice_to_utf8:
 * @slice: bytes
 *
 * Returns: (transfer full): the same as a C string, with U+FFFD for what is no
 *   UTF-8 and for every NUL
 */
char *
pollux_slice_to_utf8 (PolluxSlice slice)
{
  return slice.length > 0 ? g_utf8_make_valid (slice.bytes, slice.length) : g_strdup ("");
}

/* The first byte of [at, end) that is a quote, a backslash, a control
 * character or no ASCII; @end if there is none. */
static inline const char *
skip_plain (const char *at,
            const char *end)
{
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8 ('"');
  const __m128i backslash = _mm_set1_epi8 ('\\');
  const __m128i blank = _mm_set1_epi8 (' ');

  for (; end - at >= 16; at += 16)
    {
      __m128i bytes = _mm_loadu_si128 ((const __m128i *) (const void *) at);
      /* Signed: bytes from 0x80 on are below the blank too. */
      __m128i odd = _mm_or_si128 (_mm_cmplt_epi8 (bytes, blank),
                                  _mm_or_si128 (_mm_cmpeq_epi8 (bytes, quote),
                                                _mm_cmpeq_epi8 (bytes, backslash)));
      guint mask = _mm_movemask_epi8 (odd);

      if (mask != 0)
        return at + __builtin_ctz (mask);
    }
#endif

  while (at < end && *at != '"' && *at != '\\' && (guchar) *at >= 0x20 && (guchar) *at < 0x80)
    at++;

  return at;
}

static inline gboolean
is_continuation (char byte)
{
  return ((guchar) byte & 0xC0) == 0x80;
}

/* The end of the UTF-8 sequence of several bytes at @at, NULL if it is none:
 * overlong forms, surrogates and what lies beyond U+10FFFF are none. */
static const char *
scan_utf8 (const char *at,
           const char *end)
{
  guchar lead = at[0];
  guchar second;
  guint length;

  if (lead < 0xC2 || lead > 0xF4)
    return NULL;

  length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if ((gsize) (end - at) < length)
    return NULL;

  for (guint i = 1; i < length; i++)
    {
      if (!is_continuation (at[i]))
        return NULL;
    }

  second = at[1];
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
      (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
    return NULL;

  return at + length;
}

/* The code unit of four hexadecimal digits at @at, -1 if they are none. */
static int
scan_hex (const char *at,
          const char *end)
{
  int unit = 0;

  if (end - at < 4)
    return -1;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }

  return unit;
}

/* The end of the escape whose backslash is at @at, NULL if it is none. The
 * halves of a surrogate pair only count together. */
static const char *
scan_escape (const char *at,
             const char *end,
             gunichar   *decoded)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *name;
  int high, low;

  if (end - at < 2)
    return NULL;

  if (at[1] != 'u')
    {
      name = at[1] != '\0' ? strchr (names, at[1]) : NULL;
      if (name == NULL)
        return NULL;
      *decoded = meanings[name - names];
      return at + 2;
    }

  high = scan_hex (at + 2, end);
  if (high < 0)
    return NULL;

  *decoded = high;
  if (high < 0xD800 || high > 0xDFFF)
    return at + 6;

  low = end - at >= 12 && at[6] == '\\' && at[7] == 'u' ? scan_hex (at + 8, end) : -1;
  if (high > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
    return NULL;

  *decoded = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  return at + 12;
}

/* From behind a string's opening quote to its closing one; NULL if it has
 * none or holds what no string may hold. */
static inline const char *
scan_string (const char *at,
             const char *end,
             gboolean   *escaped)
{
  *escaped = FALSE;

  for (;;)
    {
      gunichar decoded;

      at = skip_plain (at, end);
      if (at == end)
        return NULL;
      if (*at == '"')
        return at;

      if (*at == '\\')
        {
          *escaped = TRUE;
          at = scan_escape (at, end, &decoded);
        }
      else
        {
          at = scan_utf8 (at, end);
        }

      if (at == NULL)
        return NULL;
    }
}

static inline const char *
skip_digits (const char *at,
             const char *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

/* The end of the number at @at, NULL if there is none. */
static const char *
scan_number (const char *at,
             const char *end)
{
  const char *digits;

  if (at < end && *at == '-')
    at++;

  digits = at;
  at = skip_digits (at, end);
  if (at == digits || (*digits == '0' && at - digits > 1))
    return NULL;

  if (at < end && *at == '.')
    {
      digits = at + 1;
      at = skip_digits (digits, end);
      if (at == digits)
        return NULL;
    }

  if (at < end && (*at == 'e' || *at == 'E'))
    {
      at++;
      if (at < end && (*at == '+' || *at == '-'))
        at++;
      digits = at;
      at = skip_digits (digits, end);
      if (at == digits)
        return NULL;
    }

  return at;
}

static inline gboolean
fail (PolluxJsonCursor *cursor)
{
  cursor->failed = TRUE;
  return FALSE;
}

static inline void
skip_blanks (PolluxJsonCursor *cursor)
{
  if (G_LIKELY (!cursor->lenient))
    return;

  while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t' ||
                                      *cursor->at == '\n' || *cursor->at == '\r'))
    cursor->at++;
}

/* By the first byte of a value. */
static const guint8 kinds[256] = {
  ['"'] = POLLUX_JSON_STRING,
  ['{'] = POLLUX_JSON_OBJECT,
  ['['] = POLLUX_JSON_ARRAY,
  ['t'] = POLLUX_JSON_TRUE,
  ['f'] = POLLUX_JSON_FALSE,
  ['n'] = POLLUX_JSON_NULL,
  ['-'] = POLLUX_JSON_NUMBER,
  ['0'... '9'] = POLLUX_JSON_NUMBER,
};

static inline PolluxJsonKind
peek (const PolluxJsonCursor *cursor)
{
  if (G_UNLIKELY (cursor->failed || cursor->at == cursor->end))
    return POLLUX_JSON_ERROR;

  return kinds[(guchar) *cursor->at];
}

/* Takes @byte if it is what comes next. */
static inline gboolean
take_byte (PolluxJsonCursor *cursor,
           char              byte)
{
  if (cursor->at == cursor->end || *cursor->at != byte)
    return FALSE;

  cursor->at++;
  return TRUE;
}

/**
 * pollux_json_cursor_init:
 * @cursor: a cursor
 * @bytes: (nullable): a JSON text, borrowed; need not end in a NUL
 * @length: its bytes
 *
 * Puts a strict cursor in front of @bytes.
 */
void
pollux_json_cursor_init (PolluxJsonCursor *cursor,
                         const char       *bytes,
                         gsize             length)
{
  *cursor = (PolluxJsonCursor) { .at = bytes, .end = bytes != NULL ? bytes + length : NULL };
}

/**
 * pollux_json_cursor_init_lenient:
 * @cursor: a cursor
 * @bytes: (nullable): a JSON text, borrowed; need not end in a NUL
 * @length: its bytes
 *
 * Puts a cursor in front of @bytes that also accepts white space between the
 * tokens and escapes in keys.
 */
void
pollux_json_cursor_init_lenient (PolluxJsonCursor *cursor,
                                 const char       *bytes,
                                 gsize             length)
{
  pollux_json_cursor_init (cursor, bytes, length);
  cursor->lenient = TRUE;
  skip_blanks (cursor);
}

static inline gboolean
enter (PolluxJsonCursor *cursor,
       char              bracket)
{
  if (G_UNLIKELY (cursor->failed || !take_byte (cursor, bracket)))
    return fail (cursor);

  skip_blanks (cursor);
  cursor->fresh = TRUE;
  return TRUE;
}

/**
 * pollux_json_cursor_enter_object:
 * @cursor: a cursor in front of an object
 *
 * Returns: %FALSE, and the cursor has failed, if there is no object
 */
gboolean
pollux_json_cursor_enter_object (PolluxJsonCursor *cursor)
{
  return enter (cursor, '{');
}

/**
 * pollux_json_cursor_enter_array:
 * @cursor: a cursor in front of an array
 *
 * Returns: %FALSE, and the cursor has failed, if there is no array
 */
gboolean
pollux_json_cursor_enter_array (PolluxJsonCursor *cursor)
{
  return enter (cursor, '[');
}

/* Goes on to the next element of a container, over the comma if it is not the
 * first. FALSE behind the closing @bracket or after a failure. */
static inline gboolean
next (PolluxJsonCursor *cursor,
      char              bracket)
{
  gboolean fresh = cursor->fresh;

  if (G_UNLIKELY (cursor->failed))
    return FALSE;

  cursor->fresh = FALSE;
  if (take_byte (cursor, bracket))
    {
      skip_blanks (cursor);
      return FALSE;
    }

  if (fresh)
    return TRUE;

  if (!take_byte (cursor, ','))
    return fail (cursor);

  skip_blanks (cursor);
  return TRUE;
}

static G_GNUC_NO_INLINE gboolean
next_key_lenient (PolluxJsonCursor *cursor,
                  PolluxSlice      *key)
{
  const char *quote;
  gboolean escaped;

  if (!next (cursor, '}'))
    return FALSE;
  if (!take_byte (cursor, '"'))
    return fail (cursor);

  quote = scan_string (cursor->at, cursor->end, &escaped);
  if (quote == NULL)
    return fail (cursor);

  key->bytes = cursor->at;
  key->length = quote - cursor->at;
  cursor->at = quote + 1;

  skip_blanks (cursor);
  if (!take_byte (cursor, ':'))
    return fail (cursor);
  skip_blanks (cursor);

  return TRUE;
}

/**
 * pollux_json_cursor_next_key:
 * @cursor: a cursor inside an object
 * @key: (out): the key's raw bytes between its quotes; those of a strict
 *   cursor hold no escape
 *
 * Takes the next key and its colon.
 *
 * Returns: %FALSE behind the object's end, or if the cursor has failed
 */
gboolean
pollux_json_cursor_next_key (PolluxJsonCursor *cursor,
                             PolluxSlice      *key)
{
  const char *at = cursor->at;
  const char *end = cursor->end;
  const char *quote;
  gboolean escaped;

  if (G_UNLIKELY (cursor->lenient))
    return next_key_lenient (cursor, key);
  if (G_UNLIKELY (cursor->failed || end - at < 1))
    return fail (cursor);

  if (*at == '}')
    {
      cursor->fresh = FALSE;
      cursor->at = at + 1;
      return FALSE;
    }

  if (!cursor->fresh && *at++ != ',')
    return fail (cursor);
  cursor->fresh = FALSE;
  if (at == end || *at++ != '"')
    return fail (cursor);

  quote = scan_string (at, end, &escaped);
  if (quote == NULL || escaped || end - quote < 2 || quote[1] != ':')
    return fail (cursor);

  key->bytes = at;
  key->length = quote - at;
  cursor->at = quote + 2;
  return TRUE;
}

/**
 * pollux_json_cursor_next_element:
 * @cursor: a cursor inside an array
 *
 * Goes in front of the next element.
 *
 * Returns: %FALSE behind the array's end, or if the cursor has failed
 */
gboolean
pollux_json_cursor_next_element (PolluxJsonCursor *cursor)
{
  return next (cursor, ']');
}

/**
 * pollux_json_cursor_peek:
 * @cursor: a cursor in front of a value
 *
 * Returns: what its first byte says it is; %POLLUX_JSON_ERROR if none begins
 *   so. Takes nothing.
 */
PolluxJsonKind
pollux_json_cursor_peek (PolluxJsonCursor *cursor)
{
  return peek (cursor);
}

static gboolean
take_word (PolluxJsonCursor *cursor,
           const char       *word,
           gsize             length)
{
  if ((gsize) (cursor->end - cursor->at) < length || memcmp (cursor->at, word, length) != 0)
    return fail (cursor);

  cursor->at += length;
  return TRUE;
}

static gboolean
take_number (PolluxJsonCursor *cursor)
{
  const char *end = scan_number (cursor->at, cursor->end);

  if (end == NULL)
    return fail (cursor);

  cursor->at = end;
  return TRUE;
}

static inline gboolean
take_string (PolluxJsonCursor *cursor,
             PolluxJsonValue  *value)
{
  const char *begin = cursor->at + 1;
  const char *quote = scan_string (begin, cursor->end, &value->escaped);

  if (quote == NULL)
    return fail (cursor);

  value->raw.bytes = begin;
  value->raw.length = quote - begin;
  cursor->at = quote + 1;
  return TRUE;
}

/* Takes a value that is neither object nor array. */
static inline gboolean
take_scalar (PolluxJsonCursor *cursor,
             PolluxJsonValue  *value)
{
  const char *begin = cursor->at;
  gboolean taken;

  switch (value->kind)
    {
    case POLLUX_JSON_STRING:
      return take_string (cursor, value);
    case POLLUX_JSON_NUMBER:
      taken = take_number (cursor);
      break;
    case POLLUX_JSON_TRUE:
      taken = take_word (cursor, "true", 4);
      break;
    case POLLUX_JSON_FALSE:
      taken = take_word (cursor, "false", 5);
      break;
    case POLLUX_JSON_NULL:
      taken = take_word (cursor, "null", 4);
      break;
    case POLLUX_JSON_OBJECT:
    case POLLUX_JSON_ARRAY:
    case POLLUX_JSON_ERROR:
    default:
      return fail (cursor);
    }

  value->raw.bytes = begin;
  value->raw.length = cursor->at - begin;
  return taken;
}

static inline gboolean
is_container (PolluxJsonKind kind)
{
  return kind == POLLUX_JSON_OBJECT || kind == POLLUX_JSON_ARRAY;
}

/* Closes what ends here and goes in front of the next value inside what is
 * still open. FALSE if nothing is, or after a failure. */
static gboolean
next_open (PolluxJsonCursor *cursor,
           guint64          *objects,
           guint            *depth)
{
  while (*depth > 0)
    {
      PolluxSlice key;

      if (*objects & 1 ? pollux_json_cursor_next_key (cursor, &key) : next (cursor, ']'))
        return TRUE;
      if (cursor->failed)
        return FALSE;

      *depth -= 1;
      *objects >>= 1;
    }

  return FALSE;
}

/* Passes over the container that begins here, checking all of it. @objects
 * has a bit for each open level: set if that is an object. */
static gboolean
skip_container (PolluxJsonCursor *cursor)
{
  guint64 objects = 0;
  guint depth = 0;

  G_STATIC_ASSERT (POLLUX_JSON_MAX_DEPTH <= 64);

  do
    {
      PolluxJsonValue value = { .kind = peek (cursor) };

      if (is_container (value.kind))
        {
          if (depth == POLLUX_JSON_MAX_DEPTH)
            return fail (cursor);
          depth++;
          objects = objects << 1 | (value.kind == POLLUX_JSON_OBJECT);
          enter (cursor, *cursor->at);
        }
      else
        {
          if (!take_scalar (cursor, &value))
            return FALSE;
          skip_blanks (cursor);
        }
    }
  while (next_open (cursor, &objects, &depth));

  return !cursor->failed;
}

/**
 * pollux_json_cursor_take_value:
 * @cursor: a cursor in front of a value
 * @value: (out): what stood there; its bytes are borrowed from the text
 *
 * Takes a whole value. Containers are checked and passed over.
 *
 * Returns: %FALSE if the cursor has failed
 */
gboolean
pollux_json_cursor_take_value (PolluxJsonCursor *cursor,
                               PolluxJsonValue  *value)
{
  const char *begin = cursor->at;
  gboolean taken;

  value->kind = peek (cursor);
  value->escaped = FALSE;

  if (G_LIKELY (value->kind == POLLUX_JSON_STRING))
    {
      taken = take_string (cursor, value);
      skip_blanks (cursor);
      return taken;
    }

  if (is_container (value->kind))
    {
      taken = skip_container (cursor);
      value->raw.bytes = begin;
      value->raw.length = cursor->at - begin;
      if (cursor->lenient)
        {
          while (value->raw.length > 0 && g_ascii_isspace (begin[value->raw.length - 1]))
            value->raw.length--;
        }
      return taken;
    }

  taken = take_scalar (cursor, value);
  skip_blanks (cursor);
  return taken;
}

/**
 * pollux_json_cursor_at_end:
 * @cursor: a cursor
 *
 * Returns: whether the whole text was taken and nothing in it was unusual
 */
gboolean
pollux_json_cursor_at_end (PolluxJsonCursor *cursor)
{
  return !cursor->failed && cursor->at == cursor->end;
}

/**
 * pollux_json_slice_to_uint64:
 * @slice: the raw bytes of a number
 * @value: (out): the number
 *
 * Returns: %FALSE if @slice is anything but digits, or beyond 2^64 - 1
 */
gboolean
pollux_json_slice_to_uint64 (PolluxSlice  slice,
                             guint64     *value)
{
  guint64 sum = 0;

  if (slice.length == 0)
    return FALSE;

  for (gsize i = 0; i < slice.length; i++)
    {
      guint digit = (guchar) slice.bytes[i] - '0';

      if (digit > 9)
        return FALSE;
      /* Up to 19 digits always fit. */
      if (G_UNLIKELY (i >= 19) && (__builtin_mul_overflow (sum, 10, &sum) ||
                                   __builtin_add_overflow (sum, digit, &sum)))
        return FALSE;
      if (G_LIKELY (i < 19))
        sum = sum * 10 + digit;
    }

  *value = sum;
  return TRUE;
}

/**
 * pollux_json_slice_to_int64:
 * @slice: the raw bytes of a number
 * @value: (out): the number
 *
 * Returns: %FALSE if @slice is no integer, or does not fit
 */
gboolean
pollux_json_slice_to_int64 (PolluxSlice  slice,
                            gint64      *value)
{
  gboolean negative = slice.length > 0 && slice.bytes[0] == '-';
  guint64 magnitude;

  if (negative)
    slice = (PolluxSlice) { slice.bytes + 1, slice.length - 1 };
  if (!pollux_json_slice_to_uint64 (slice, &magnitude))
    return FALSE;
  if (magnitude > (guint64) G_MAXINT64 + negative)
    return FALSE;

  *value = negative ? (gint64) (0 - magnitude) : (gint64) magnitude;
  return TRUE;
}

/**
 * pollux_json_slice_unescape:
 * @slice: the raw bytes of a string that a cursor took
 * @length: (out) (optional): how many bytes are returned, the final NUL not
 *   counted; the text itself may hold NULs
 *
 * Returns: (transfer full): the decoded text. A backslash that begins no
 *   escape is kept as it is.
 */
char *
pollux_json_slice_unescape (PolluxSlice  slice,
                            gsize       *length)
{
  /* No escape is shorter than what it stands for. */
  char *text = g_malloc (slice.length + 1);
  const char *at = slice.bytes;
  const char *end = at + slice.length;
  gsize n = 0;

  while (at < end)
    {
      gunichar decoded;
      const char *next_at = *at == '\\' ? scan_escape (at, end, &decoded) : NULL;

      if (next_at == NULL)
        {
          text[n++] = *at++;
          continue;
        }

      n += g_unichar_to_utf8 (decoded, text + n);
      at = next_at;
    }

  text[n] = '\0';
  if (length != NULL)
    *length = n;
  return text;
}

/**
 * pollux_json_slice_equal:
 * @slice: the raw bytes of a string that a cursor took
 * @text: plain text without a backslash
 *
 * Returns: whether the string says @text, escaped or not
 */
gboolean
pollux_json_slice_equal (PolluxSlice slice,
                         PolluxSlice text)
{
  g_autofree char *decoded = NULL;
  gsize length;

  if (slice.length == text.length)
    return pollux_slice_equal (slice, text);

  /* An escaped byte takes at most six. */
  if (slice.length < text.length || slice.length > text.length * 6 ||
      memchr (slice.bytes, '\\', slice.length) == NULL)
    return FALSE;

  decoded = pollux_json_slice_unescape (slice, &length);
  return pollux_slice_equal ((PolluxSlice) { decoded, length }, text);
}
