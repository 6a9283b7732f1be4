/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "pollux-json-cursor.h"
#include "pollux-source.h"

G_BEGIN_DECLS

/* A line that is longer is passed over: no recorder writes such a line, and
 * the memory for it must end somewhere. */
#define POLLUX_LINES_MAX ((gsize) 16 * 1024 * 1024)

/**
 * PolluxLine:
 * @text: its bytes without its end (LF or CRLF); empty if it is too long
 * @offset: where it begins in the (decompressed) file
 * @number: from 0
 * @ended: whether a line end stands behind it; only the last may lack one
 * @too_long: it was longer than POLLUX_LINES_MAX
 */
typedef struct
{
  PolluxSlice text;
  guint64 offset;
  guint64 number;
  gboolean ended;
  gboolean too_long;
} PolluxLine;

/**
 * PolluxLines:
 *
 * The lines of a source, one after the other.
 */
typedef struct _PolluxLines PolluxLines;

PolluxLines *pollux_lines_new  (PolluxSource  *source);
void         pollux_lines_free (PolluxLines   *lines);
/* FALSE at the end, or with @error; @line is good until the next call. */
gboolean     pollux_lines_next (PolluxLines   *lines,
                                PolluxLine    *line,
                                GCancellable  *cancellable,
                                GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxLines, pollux_lines_free)

G_END_DECLS
