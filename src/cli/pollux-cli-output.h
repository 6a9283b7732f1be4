/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxCliOutput:
 *
 * Standard output, buffered. The first failure to write is remembered and
 * everything after it is dropped, so that callers need to look only at the end.
 */
typedef struct _PolluxCliOutput PolluxCliOutput;

PolluxCliOutput *pollux_cli_output_new    (int                fd);
void             pollux_cli_output_free   (PolluxCliOutput   *output);
/* Bytes as they are: JSON, pictures. */
void             pollux_cli_output_write  (PolluxCliOutput   *output,
                                           const char        *bytes,
                                           gssize             length);
/* UTF-8 for people, in the encoding of their locale. */
void             pollux_cli_output_print  (PolluxCliOutput   *output,
                                           const char        *text);
void             pollux_cli_output_printf (PolluxCliOutput   *output,
                                           const char        *format,
                                           ...) G_GNUC_PRINTF (2, 3);
/* FALSE once nobody takes the output any more. */
gboolean         pollux_cli_output_is_open (const PolluxCliOutput *output);
/* FALSE with @error if not all could be written. A reader that went away
 * (a closed pipe) is no error: it had enough. */
gboolean         pollux_cli_output_finish (PolluxCliOutput   *output,
                                           GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxCliOutput, pollux_cli_output_free)

G_END_DECLS
