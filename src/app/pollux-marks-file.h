/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-marks.h"

G_BEGIN_DECLS

/*
 * Marks as text: JSON to be read again, a table for other programs.
 */

#define POLLUX_MARKS_ERROR (pollux_marks_error_quark ())
typedef enum
{
  POLLUX_MARKS_ERROR_BROKEN,
  POLLUX_MARKS_ERROR_TOO_LARGE,
} PolluxMarksError;
GQuark       pollux_marks_error_quark (void);

/* (transfer full) */
char        *pollux_marks_to_json     (PolluxMarks  *marks);
char        *pollux_marks_to_tsv      (PolluxMarks  *marks);
/* NULL with POLLUX_MARKS_ERROR if @text, of any origin, holds no marks. */
PolluxMarks *pollux_marks_from_json   (const char   *text,
                                       gssize        length,
                                       GError      **error);

G_END_DECLS
