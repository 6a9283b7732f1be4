/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "pollux-types.h"

G_BEGIN_DECLS

#define POLLUX_MARKS_MAX 10000
#define POLLUX_MARK_NAME_MAX 256

/**
 * PolluxMark:
 * @id: never 0; stays, whatever happens to the others
 * @range: what is marked; a moment if it is empty
 * @name: printable, at most %POLLUX_MARK_NAME_MAX characters
 */
typedef struct
{
  guint id;
  PolluxRange range;
  char *name;
} PolluxMark;

#define POLLUX_TYPE_MARKS (pollux_marks_get_type ())

/**
 * PolluxMarks:
 *
 * Moments and ranges that somebody gave names to, by time. One of them may be
 * the current one. Emits "changed" when there are others, and "current-changed"
 * when one of them becomes the current one, or is gone to again.
 */
G_DECLARE_FINAL_TYPE (PolluxMarks, pollux_marks, POLLUX, MARKS, GObject)

PolluxMarks      *pollux_marks_new          (void);
guint             pollux_marks_get_n        (PolluxMarks      *self);
/* Borrowed, until the next change. */
const PolluxMark *pollux_marks_get          (PolluxMarks      *self,
                                             guint             index);
/* NULL if there is none. */
const PolluxMark *pollux_marks_find         (PolluxMarks      *self,
                                             guint             id);
/* The id; 0 if there are too many, or if the range is none. */
guint             pollux_marks_add          (PolluxMarks      *self,
                                             PolluxRange       range,
                                             const char       *name);
/* FALSE if there is none such, or the name is empty. */
gboolean          pollux_marks_rename       (PolluxMarks      *self,
                                             guint             id,
                                             const char       *name);
gboolean          pollux_marks_remove       (PolluxMarks      *self,
                                             guint             id);
/* Adds those of @other that are not there yet. How many these are. */
guint             pollux_marks_merge        (PolluxMarks      *self,
                                             PolluxMarks      *other);
/* "Mark 3", the first that is not taken. */
char             *pollux_marks_propose_name (PolluxMarks      *self);
/* From the current mark if it begins at @time, else from @time. NULL: none. */
const PolluxMark *pollux_marks_find_next    (PolluxMarks      *self,
                                             PolluxTime        time,
                                             int               direction);
void              pollux_marks_set_current  (PolluxMarks      *self,
                                             guint             id);
/* 0: none. */
guint             pollux_marks_get_current  (PolluxMarks      *self);

G_END_DECLS
