/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "pollux-json-cursor.h"

/* Comparing bytes of a file with words of the format; for .c files only. */

static inline gboolean
slice_is (PolluxSlice slice,
          const char *text,
          gsize       length)
{
  return slice.length == length && memcmp (slice.bytes, text, length) == 0;
}

static inline gboolean
slice_begins (PolluxSlice slice,
              const char *text,
              gsize       length)
{
  return slice.length >= length && memcmp (slice.bytes, text, length) == 0;
}

#define IS(slice, literal) slice_is ((slice), literal, sizeof (literal) - 1)
#define BEGINS(slice, literal) slice_begins ((slice), literal, sizeof (literal) - 1)

/* The first ": " in @slice, or NULL. It is near. */
static inline const char *
find_colon (PolluxSlice slice)
{
  for (gsize i = 0; i + 1 < slice.length; i++)
    {
      if (slice.bytes[i] == ':' && slice.bytes[i + 1] == ' ')
        return slice.bytes + i;
    }

  return NULL;
}

/* What is left of @slice behind its first @n bytes, which it has. */
static inline PolluxSlice
slice_from (PolluxSlice slice,
            gsize       n)
{
  return (PolluxSlice) { slice.bytes + n, slice.length - n };
}

static inline PolluxSlice
slice_to (PolluxSlice slice,
          gsize       n)
{
  return (PolluxSlice) { slice.bytes, n };
}
