/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "pollux-trail.h"

G_BEGIN_DECLS

#define POLLUX_TYPE_CHAIN (pollux_chain_get_type ())

/**
 * PolluxChain:
 *
 * What a session knows of causes: the index of wakes by who made them, made in
 * a thread once it is asked for and the trace is finished, the walk along a chain
 * from the selected thing, and whether arrows are shown for all things.
 *
 * #PolluxChain::changed: the index is there, or arrows are shown or not, or the
 * message is another
 */
G_DECLARE_FINAL_TYPE (PolluxChain, pollux_chain, POLLUX, CHAIN, GObject)

/**
 * PolluxFollow:
 * @POLLUX_FOLLOW_DONE: there one is
 * @POLLUX_FOLLOW_END: the chain ends here; the message says so
 * @POLLUX_FOLLOW_LATER: not known yet; ask again when "changed" is emitted
 */
typedef enum
{
  POLLUX_FOLLOW_DONE,
  POLLUX_FOLLOW_END,
  POLLUX_FOLLOW_LATER,
} PolluxFollow;

PolluxChain        *pollux_chain_new            (PolluxTrace       *trace);
/* NULL while there is none; asking makes it. */
const PolluxWakers *pollux_chain_get_wakers     (PolluxChain       *self);
/* The selection is another. */
void                pollux_chain_start          (PolluxChain       *self,
                                                 const PolluxThing *thing);
PolluxFollow        pollux_chain_follow         (PolluxChain       *self,
                                                 int                direction,
                                                 PolluxThing       *thing);
PolluxFollow        pollux_chain_choose         (PolluxChain       *self,
                                                 int                direction,
                                                 PolluxThing       *thing);
gboolean            pollux_chain_has_choice     (PolluxChain       *self);
/* Where one is in the chain, or why it does not go on; NULL if there is nothing
 * to say. */
char               *pollux_chain_describe       (PolluxChain       *self);
gboolean            pollux_chain_get_show_all   (PolluxChain       *self);
void                pollux_chain_set_show_all   (PolluxChain       *self,
                                                 gboolean           show_all);

G_END_DECLS
