/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Following chains of wakes and spawns by keys, and arrows for all of them.
 */
#include "config.h"

#include "pollux-timeline-private.h"

static PolluxChain *
get_chain (PolluxTimeline *self)
{
  return pollux_session_get_chain (self->session);
}

/* Asked for again once the index is there. */
static void
take_step (PolluxTimeline *self,
           PolluxFollow    found,
           int             direction,
           PolluxThing    *thing)
{
  self->follow_later = found == POLLUX_FOLLOW_LATER ? direction : 0;
  if (found == POLLUX_FOLLOW_DONE)
    pollux_timeline_select (self, thing, POLLUX_TIME_NONE);
  else if (found == POLLUX_FOLLOW_END)
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/**
 * pollux_timeline_follow:
 * @direction: -1 towards the cause, 1 towards the effect
 */
void
pollux_timeline_follow (PolluxTimeline *self,
                        int             direction)
{
  PolluxThing thing = POLLUX_THING_INIT;

  if (pollux_session_get_selection (self->session)->kind == POLLUX_THING_NONE)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    take_step (self, pollux_chain_follow (get_chain (self), direction, &thing), direction, &thing);
}

/**
 * pollux_timeline_choose_effect:
 * @direction: to the next or the previous of what the step before had caused
 */
void
pollux_timeline_choose_effect (PolluxTimeline *self,
                               int             direction)
{
  PolluxThing thing = POLLUX_THING_INIT;
  PolluxFollow found = pollux_chain_choose (get_chain (self), direction, &thing);

  take_step (self, found == POLLUX_FOLLOW_LATER ? POLLUX_FOLLOW_END : found, 0, &thing);
}

/**
 * pollux_timeline_can_follow:
 *
 * Returns: whether there is a cause (@direction -1) or an effect (1) to go to
 */
gboolean
pollux_timeline_can_follow (PolluxTimeline *self,
                            int             direction)
{
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  const PolluxThing *from = pollux_session_get_selection (self->session);
  const PolluxWakers *wakers = NULL;
  PolluxThing thing;

  if (from->kind == POLLUX_THING_NONE)
    return FALSE;
  if (direction < 0)
    return pollux_trail_find_cause (trace, from, &thing);

  wakers = pollux_chain_get_wakers (get_chain (self));
  /* To look through all lanes only for a menu would take too long. */
  return wakers == NULL || pollux_trail_find_effect (trace, wakers, from, &thing);
}

void
pollux_timeline_toggle_arrows (PolluxTimeline *self,
                               int             unused)
{
  PolluxChain *chain = get_chain (self);

  pollux_chain_set_show_all (chain, !pollux_chain_get_show_all (chain));
}

/* The index is there, or arrows come and go. */
static void
chain_changed_cb (PolluxTimeline *self)
{
  int direction = self->follow_later;

  self->follow_later = 0;
  pollux_timeline_update_actions (self);
  pollux_timeline_queue_describe (self);
  pollux_timeline_invalidate_time (self);
  if (direction != 0 && self->session != NULL)
    pollux_timeline_follow (self, direction);
}

void
pollux_timeline_init_chain (PolluxTimeline *self)
{
  self->chain_signals = g_signal_group_new (POLLUX_TYPE_CHAIN);
  g_signal_group_connect_object (self->chain_signals, "changed", G_CALLBACK (chain_changed_cb),
                                 self, G_CONNECT_SWAPPED);
}
