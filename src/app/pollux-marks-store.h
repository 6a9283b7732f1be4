/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "pollux-marks.h"

G_BEGIN_DECLS

/*
 * Where marks are kept: beside the traces, in a folder of this person's, each
 * file named after the content of its trace. So a trace finds its marks wherever
 * it lies, and is not written to.
 */

/* What a trace is known by: (transfer full); NULL with an error. On any thread;
 * blocks while it reads. */
char        *pollux_marks_store_make_key (GFile         *file,
                                          GCancellable  *cancellable,
                                          GError       **error);
char        *pollux_marks_store_make_key_for_bytes
                                         (GBytes        *bytes);
/* Those of a trace, one object for all who ask, kept up to date on disk while
 * somebody holds it. Never NULL; with @error those kept could not be read, and
 * the broken file was put aside. (transfer full). */
PolluxMarks *pollux_marks_store_get      (const char    *key,
                                          GError       **error);
/* Writes at once what has changed. */
gboolean     pollux_marks_store_save     (PolluxMarks   *marks,
                                          GError       **error);
char        *pollux_marks_store_dup_path (const char    *key);

G_END_DECLS
