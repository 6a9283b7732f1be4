/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-application.h"
#include "pollux-window.h"

G_BEGIN_DECLS

/*
 * The real program on a display of its own, driven by actions. Everything
 * that waits gives up after a while, so that a hang fails.
 */

#define TEST_PATIENCE_SECONDS 20

/* Waits until @condition holds, running the main loop. */
#define test_wait_for(condition)                                                            \
  G_STMT_START                                                                              \
  {                                                                                         \
    gint64 test_end = g_get_monotonic_time () + TEST_PATIENCE_SECONDS * G_TIME_SPAN_SECOND; \
    while (!(condition))                                                                    \
      {                                                                                     \
        if (g_get_monotonic_time () > test_end)                                             \
          g_error ("%s:%d: gave up waiting for %s", __FILE__, __LINE__, #condition);        \
        test_turn ();                                                                       \
      }                                                                                     \
  }                                                                                         \
  G_STMT_END

/* One turn of the main loop; returns after a few milliseconds at the latest. */
void               test_turn          (void);
/* Runs the main loop for a while. */
void               test_run_for       (guint          milliseconds);

/* Runs all tests that were added, inside the running program; returns the
 * status of main(). */
int                test_run_all       (void);
PolluxApplication *test_get_application (void);

/* tests/traces/fmt/NAME */
char              *test_trace_path    (const char    *name);
GFile             *test_trace_file    (const char    *name);
/* A new file in the test's own folder. (transfer full). */
GFile             *test_write_file    (const char    *name,
                                       const char    *bytes,
                                       gssize         length);
char              *test_temporary_path (const char   *name);

/* A recording of @n_tasks tasks that are polled twice each, five lines a task. */
GString           *test_record        (guint          n_tasks);

/* Opens a file in a window of its own, as from outside, and presents it. */
PolluxWindow      *test_open          (GFile         *file);
/* And waits until it is read. */
PolluxWindow      *test_open_trace    (const char    *name);
/* Closes the window and waits until nothing of it is left. */
void               test_close         (PolluxWindow  *window);

void               test_act           (PolluxWindow  *window,
                                       const char    *action);
void               test_act_string    (PolluxWindow  *window,
                                       const char    *action,
                                       const char    *target);
gboolean           test_is_enabled    (PolluxWindow  *window,
                                       const char    *action);
char              *test_get_state     (PolluxWindow  *window,
                                       const char    *action);

/* Presses keys as a keyboard does, named as xdotool has it: "z", "shift+e". The
 * pointer is put into the window, which has the keyboard then. */
void               test_press         (PolluxWindow  *window,
                                       const char    *key);
/* Clicks the button with that label, which must be in sight. */
void               test_click         (gpointer       widget,
                                       const char    *label);

/* The first widget of that type (or name of a type) inside; NULL if none. */
gpointer           test_find          (gpointer       widget,
                                       GType          type);
/* Whether a label that can be seen shows exactly @text. */
gboolean           test_shows         (gpointer       widget,
                                       const char    *text);
/* Whether one has @part in its text. */
gboolean           test_shows_part    (gpointer       widget,
                                       const char    *part);
/* All labels that can be seen, for messages. */
char              *test_dump_labels   (gpointer       widget);

G_END_DECLS
