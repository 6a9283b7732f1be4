/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-marks.h"
#include "pollux-session.h"

G_BEGIN_DECLS

/* What is told in one sentence, in the status line and to a screen reader alike. */

/* The part of the trace that is in sight: "12 lanes, 0 ns to 2.31 s". */
char *pollux_sentence_for_view      (PolluxSession *session);
/* What is selected, else what is in sight. */
char *pollux_sentence_for_selection (PolluxSession *session);

/* What @thing is, with times as the session tells them. */
char *pollux_sentence_for_thing     (PolluxSession     *session,
                                     const PolluxThing *thing);
/* A mark's name, and when it is. */
char *pollux_sentence_for_mark      (PolluxSession     *session,
                                     const PolluxMark  *mark);

G_END_DECLS
