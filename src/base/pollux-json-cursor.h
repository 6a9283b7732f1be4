/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxSlice:
 *
 * Borrowed bytes inside a buffer; not NUL terminated.
 */
typedef struct
{
  const char *bytes;
  gsize length;
} PolluxSlice;

#define POLLUX_SLICE_LITERAL(text) ((PolluxSlice) { (text), sizeof (text) - 1 })

gboolean pollux_slice_equal   (PolluxSlice a, PolluxSlice b);
/* A C string; what is no UTF-8, and every NUL, is replaced. (transfer full). */
char    *pollux_slice_to_utf8 (PolluxSlice slice);

/**
 * PolluxJsonKind:
 * @POLLUX_JSON_ERROR: not JSON as this cursor wants it: see PolluxJsonCursor
 *
 * What stands at the cursor.
 */
typedef enum
{
  POLLUX_JSON_ERROR,
  POLLUX_JSON_OBJECT,
  POLLUX_JSON_ARRAY,
  POLLUX_JSON_STRING,
  POLLUX_JSON_NUMBER,
  POLLUX_JSON_TRUE,
  POLLUX_JSON_FALSE,
  POLLUX_JSON_NULL,
} PolluxJsonKind;

/* How deep containers may nest inside a value that is skipped. */
#define POLLUX_JSON_MAX_DEPTH 64

/**
 * PolluxJsonCursor:
 * @at: the next byte
 * @end: behind the last byte
 * @failed: something was unusual; the cursor does not move any more
 * @lenient: white space and escaped keys are fine
 * @fresh: the container that was entered last has had no element yet
 *
 * A pull tokenizer over one JSON text: no copy, no tree. It is strict and
 * narrow: it accepts only what a compact writer prints (no white space
 * outside strings, no escaped key, plain number forms, valid UTF-8) and calls
 * everything else "unusual" (@failed). Unusual is no verdict: the caller hands such a
 * text to a complete parser. What it accepts, json-glib accepts too, with the
 * same values; a differential test holds that.
 *
 * A lenient cursor accepts all JSON of RFC 8259, but for escapes that are no
 * Unicode (a lone surrogate) and for nesting beyond POLLUX_JSON_MAX_DEPTH.
 *
 * Every byte it passes over is checked, also inside skipped values.
 */
typedef struct
{
  const char *at;
  const char *end;
  gboolean failed;
  gboolean lenient;
  gboolean fresh;
} PolluxJsonCursor;

/**
 * PolluxJsonValue:
 * @kind: what it is
 * @raw: its bytes; of a string those between the quotes, still escaped
 * @escaped: for a string, whether @raw holds a backslash
 */
typedef struct
{
  PolluxJsonKind kind;
  PolluxSlice raw;
  gboolean escaped;
} PolluxJsonValue;

void     pollux_json_cursor_init         (PolluxJsonCursor *cursor,
                                          const char       *bytes,
                                          gsize             length);
void     pollux_json_cursor_init_lenient (PolluxJsonCursor *cursor,
                                          const char       *bytes,
                                          gsize             length);

/* Objects: enter at '{', then next_key until it returns FALSE (at '}' or on
 * failure); after each key exactly one value must be taken. */
gboolean pollux_json_cursor_enter_object (PolluxJsonCursor *cursor);
gboolean pollux_json_cursor_next_key     (PolluxJsonCursor *cursor,
                                          PolluxSlice      *key);

/* Arrays: enter at '[', then next_element until FALSE. */
gboolean pollux_json_cursor_enter_array  (PolluxJsonCursor *cursor);
gboolean pollux_json_cursor_next_element (PolluxJsonCursor *cursor);

/* The kind of the value that comes next, by its first byte alone. */
PolluxJsonKind
         pollux_json_cursor_peek         (PolluxJsonCursor *cursor);

/* Takes any value; containers are validated and skipped, @value->raw is the
 * whole of them with their brackets. */
gboolean pollux_json_cursor_take_value   (PolluxJsonCursor *cursor,
                                          PolluxJsonValue  *value);

/* TRUE if nothing failed and nothing is left. */
gboolean pollux_json_cursor_at_end       (PolluxJsonCursor *cursor);

/* Numbers without a double in between: FALSE if the text is no integer or
 * does not fit. */
gboolean pollux_json_slice_to_uint64     (PolluxSlice       slice,
                                          guint64          *value);
gboolean pollux_json_slice_to_int64      (PolluxSlice       slice,
                                          gint64           *value);

/* Decodes the escapes of a string's raw bytes, which a cursor has accepted.
 * (transfer full). */
char    *pollux_json_slice_unescape      (PolluxSlice       slice,
                                          gsize            *length);
/* Whether a string's raw bytes, decoded, are @text. */
gboolean pollux_json_slice_equal         (PolluxSlice       slice,
                                          PolluxSlice       text);

G_END_DECLS
