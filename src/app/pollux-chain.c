/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The index is made in a thread, of a trace that is finished and so does not
 * change any more. While a file loads all lanes are asked instead, if that is
 * done in a moment.
 */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "pollux-chain.h"

/* Lanes that may be asked without an index, which takes a few milliseconds. */
#define ASKED_MAX 20000

/* Shared with the thread. */
typedef struct
{
  PolluxTrace *trace;
  GWeakRef owner;
  gint stop;
  guint64 generation;
} Job;

struct _PolluxChain
{
  GObject parent_instance;

  PolluxTrace *trace;
  PolluxWakers *wakers;
  guint64 generation;       /* of the trace when they were made */
  Job *job;                 /* while they are made */
  PolluxTrail *trail;
  const char *message;
  gboolean show_all;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxChain, pollux_chain, G_TYPE_OBJECT)

static void
clear_job (gpointer data)
{
  Job *job = data;

  g_object_unref (job->trace);
  g_weak_ref_clear (&job->owner);
}

static void
release_job (gpointer job)
{
  g_atomic_rc_box_release_full (job, clear_job);
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task, pollux_wakers_new (job->trace, &job->stop),
                         (GDestroyNotify) pollux_wakers_free);
}

static void
changed (PolluxChain *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
ready_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (PolluxChain) self = g_weak_ref_get (&job->owner);
  g_autoptr (PolluxWakers) wakers = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self == NULL || self->job != job)
    return;

  self->wakers = g_steal_pointer (&wakers);
  self->generation = job->generation;
  g_clear_pointer (&self->job, release_job);
  changed (self);
}

static void
start_job (PolluxChain *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, ready_cb, NULL);
  Job *job = g_atomic_rc_box_new0 (Job);

  job->trace = g_object_ref (self->trace);
  job->generation = pollux_trace_get_generation (self->trace);
  g_weak_ref_init (&job->owner, self);
  self->job = g_atomic_rc_box_acquire (job);
  g_task_set_source_tag (task, start_job);
  g_task_set_task_data (task, job, release_job);
  g_task_run_in_thread (task, run_thread);
}

static void
stop_job (PolluxChain *self)
{
  if (self->job == NULL)
    return;

  g_atomic_int_set (&self->job->stop, 1);
  g_clear_pointer (&self->job, release_job);
}

static void
pollux_chain_dispose (GObject *object)
{
  stop_job (POLLUX_CHAIN (object));
  G_OBJECT_CLASS (pollux_chain_parent_class)->dispose (object);
}

static void
pollux_chain_finalize (GObject *object)
{
  PolluxChain *self = POLLUX_CHAIN (object);

  g_clear_pointer (&self->wakers, pollux_wakers_free);
  g_clear_pointer (&self->trail, pollux_trail_free);
  g_clear_object (&self->trace);
  G_OBJECT_CLASS (pollux_chain_parent_class)->finalize (object);
}

static void
pollux_chain_class_init (PolluxChainClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pollux_chain_dispose;
  object_class->finalize = pollux_chain_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
pollux_chain_init (PolluxChain *self)
{
  self->trail = pollux_trail_new ();
}

/**
 * pollux_chain_new:
 * @trace: may still grow
 *
 * Returns: (transfer full): a chain that begins nowhere
 */
PolluxChain *
pollux_chain_new (PolluxTrace *trace)
{
  PolluxChain *self;

  g_return_val_if_fail (POLLUX_IS_TRACE (trace), NULL);

  self = g_object_new (POLLUX_TYPE_CHAIN, NULL);
  self->trace = g_object_ref (trace);

  return self;
}

/**
 * pollux_chain_get_wakers:
 *
 * Returns: (transfer none) (nullable): the index; NULL while the trace grows,
 *   and until it is made
 */
const PolluxWakers *
pollux_chain_get_wakers (PolluxChain *self)
{
  guint64 generation;

  g_return_val_if_fail (POLLUX_IS_CHAIN (self), NULL);

  generation = pollux_trace_get_generation (self->trace);
  if (self->wakers != NULL && self->generation != generation)
    g_clear_pointer (&self->wakers, pollux_wakers_free);
  if (self->job != NULL && self->job->generation != generation)
    stop_job (self);
  if (self->wakers == NULL && self->job == NULL && pollux_trace_is_finished (self->trace))
    start_job (self);

  return self->wakers;
}

static void
set_message (PolluxChain *self,
             const char  *message)
{
  if (self->message == message)
    return;

  self->message = message;
  changed (self);
}

/**
 * pollux_chain_start:
 * @thing: what is selected; the walk begins anew there, if it did not lead to it
 */
void
pollux_chain_start (PolluxChain       *self,
                    const PolluxThing *thing)
{
  g_return_if_fail (POLLUX_IS_CHAIN (self));

  self->message = NULL;
  pollux_trail_start (self->trail, thing);
}

/* Whether effects can be found now: by the index, or in a moment without. */
static gboolean
can_look_ahead (PolluxChain *self)
{
  return pollux_chain_get_wakers (self) != NULL ||
         pollux_trace_get_n_tasks (self->trace) <= ASKED_MAX;
}

static PolluxFollow
look_later (PolluxChain *self)
{
  if (self->job != NULL)
    return POLLUX_FOLLOW_LATER;

  set_message (self, _("What it caused can be followed once the file is read"));
  return POLLUX_FOLLOW_END;
}

/**
 * pollux_chain_follow:
 * @direction: -1 towards the cause, 1 towards the effect
 * @thing: (out): what to select then
 *
 * Returns: whether there was anything
 */
PolluxFollow
pollux_chain_follow (PolluxChain *self,
                     int          direction,
                     PolluxThing *thing)
{
  g_return_val_if_fail (POLLUX_IS_CHAIN (self), POLLUX_FOLLOW_END);

  if (direction > 0 && !can_look_ahead (self))
    return look_later (self);
  if (pollux_trail_follow (self->trail, self->trace, self->wakers, direction, thing))
    return POLLUX_FOLLOW_DONE;

  set_message (self, direction < 0 ? _("The chain begins here: no cause is recorded")
                                   : _("The chain ends here: no effect is recorded"));
  return POLLUX_FOLLOW_END;
}

/**
 * pollux_chain_choose:
 * @direction: 1 for the next, -1 for the previous
 * @thing: (out): another thing that what was gone on from had caused
 *
 * Returns: whether there is another
 */
PolluxFollow
pollux_chain_choose (PolluxChain *self,
                     int          direction,
                     PolluxThing *thing)
{
  g_return_val_if_fail (POLLUX_IS_CHAIN (self), POLLUX_FOLLOW_END);

  if (!can_look_ahead (self))
    return look_later (self);
  if (pollux_trail_choose (self->trail, self->trace, self->wakers, direction, thing))
    return POLLUX_FOLLOW_DONE;

  set_message (self, _("There is no other effect to go to"));
  return POLLUX_FOLLOW_END;
}

/**
 * pollux_chain_has_choice:
 *
 * Returns: whether what was gone on from caused more than this
 */
gboolean
pollux_chain_has_choice (PolluxChain *self)
{
  g_return_val_if_fail (POLLUX_IS_CHAIN (self), FALSE);

  return pollux_trail_has_choice (self->trail);
}

/**
 * pollux_chain_describe:
 *
 * Returns: (transfer full) (nullable): a sentence, or NULL
 */
char *
pollux_chain_describe (PolluxChain *self)
{
  g_return_val_if_fail (POLLUX_IS_CHAIN (self), NULL);

  if (self->message != NULL)
    return g_strdup (self->message);

  return pollux_trail_describe (self->trail, self->trace);
}

/**
 * pollux_chain_get_show_all:
 *
 * Returns: whether arrows are shown for all things in sight
 */
gboolean
pollux_chain_get_show_all (PolluxChain *self)
{
  g_return_val_if_fail (POLLUX_IS_CHAIN (self), FALSE);

  return self->show_all;
}

/**
 * pollux_chain_set_show_all:
 * @show_all: arrows not only for the selected and the hovered thing
 */
void
pollux_chain_set_show_all (PolluxChain *self,
                           gboolean     show_all)
{
  g_return_if_fail (POLLUX_IS_CHAIN (self));

  if (self->show_all == show_all)
    return;

  self->show_all = show_all;
  changed (self);
}
