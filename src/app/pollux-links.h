/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-session.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_LINKS (pollux_links_get_type ())

/**
 * PolluxLinks:
 *
 * Sessions that move together: one shows the same stretch of time as the other,
 * and has the cursor at the same moment. Emits "changed" when one comes or goes.
 */
G_DECLARE_FINAL_TYPE (PolluxLinks, pollux_links, POLLUX, LINKS, GObject)

PolluxLinks *pollux_links_new        (void);
/* A session that joins shows at once what the others show. */
void         pollux_links_add        (PolluxLinks   *self,
                                      PolluxSession *session);
void         pollux_links_remove     (PolluxLinks   *self,
                                      PolluxSession *session);
guint        pollux_links_get_n      (PolluxLinks   *self);
/* ns to add to a time of @from for the same moment in @to. */
gint64       pollux_links_get_offset (PolluxLinks   *self,
                                      PolluxSession *from,
                                      PolluxSession *to);

G_END_DECLS
