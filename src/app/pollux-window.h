/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "pollux-application.h"
#include "pollux-marks.h"
#include "pollux-session.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_WINDOW (pollux_window_get_type ())

/**
 * PolluxWindow:
 *
 * One trace, or none. Everything it can do are actions "win.…": see
 * pollux-window-actions.c.
 */
G_DECLARE_FINAL_TYPE (PolluxWindow, pollux_window, POLLUX, WINDOW, GtkApplicationWindow)

/**
 * PolluxWindowState:
 * @POLLUX_WINDOW_EMPTY: no trace
 * @POLLUX_WINDOW_LOADING: nothing of it can be shown yet
 * @POLLUX_WINDOW_TRACE: a trace is shown; it may still grow
 * @POLLUX_WINDOW_REFUSED: why a file cannot be shown
 */
typedef enum
{
  POLLUX_WINDOW_EMPTY,
  POLLUX_WINDOW_LOADING,
  POLLUX_WINDOW_TRACE,
  POLLUX_WINDOW_REFUSED,
} PolluxWindowState;

PolluxWindow      *pollux_window_new         (PolluxApplication *application);
/* Starts loading; what was shown before goes. */
void               pollux_window_open        (PolluxWindow      *self,
                                              GFile             *file);
/* The same with the content of no file. */
void               pollux_window_open_text   (PolluxWindow      *self,
                                              GBytes            *text);
PolluxWindowState  pollux_window_get_state   (PolluxWindow      *self);
/* No trace, and none to come. */
gboolean           pollux_window_is_empty    (PolluxWindow      *self);
gboolean           pollux_window_is_loading  (PolluxWindow      *self);
/* Borrowed; NULL if there is none. */
GFile             *pollux_window_get_file    (PolluxWindow      *self);
PolluxSession     *pollux_window_get_session (PolluxWindow      *self);
/* What was marked by hand; NULL while nothing is shown. */
PolluxMarks       *pollux_window_get_marks   (PolluxWindow      *self);
/* In the background; a toast tells when it is done. */
void               pollux_window_export_marks_to
                                             (PolluxWindow      *self,
                                              GFile             *file);
void               pollux_window_import_marks_from
                                             (PolluxWindow      *self,
                                              GFile             *file);

G_END_DECLS
