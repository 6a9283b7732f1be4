/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PolluxFdInput:
 *
 * The raw bytes of a file descriptor. What can block (pipes, terminals,
 * sockets) is waited for in a way that another thread can end. For
 * #PolluxSource alone.
 */
typedef struct _PolluxFdInput PolluxFdInput;

PolluxFdInput *pollux_fd_input_open     (const char           *path,
                                         GError              **error);
PolluxFdInput *pollux_fd_input_new      (int                   fd);
void           pollux_fd_input_free     (PolluxFdInput        *input);
gssize         pollux_fd_input_read     (PolluxFdInput        *input,
                                         void                 *buffer,
                                         gsize                 size,
                                         GError              **error);
gboolean       pollux_fd_input_can_seek (const PolluxFdInput  *input);
guint64        pollux_fd_input_skip     (PolluxFdInput        *input,
                                         guint64               n_bytes);
gint64         pollux_fd_input_get_size (const PolluxFdInput  *input);
void           pollux_fd_input_wake     (PolluxFdInput        *input);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxFdInput, pollux_fd_input_free)

G_END_DECLS
