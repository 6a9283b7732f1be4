/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The places of a walk are in the order of causes: the one before made the next
 * one happen. Walking to the cause puts a place in front, if there is none yet.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-text.h"
#include "pollux-time-text.h"
#include "pollux-trail.h"

/* Effects that one can choose from, and steps that are counted. */
#define CHOICES_MAX 1000
#define STEPS_MAX 1000

/* How a place was caused by the one before. */
typedef enum
{
  LINK_NONE,
  LINK_WOKEN,      /* by a task */
  LINK_SPAWNED,
  LINK_OUTSIDE,    /* the one before is the wake, and nobody is known to have made it */
  LINK_ANSWER,     /* the one before is the wake, or the stretch that this ended */
} Link;

typedef struct
{
  PolluxThing thing;
  Link link;
  guint choice;         /* of the effects of the place before */
  guint n_choices;      /* 0: not asked */
  gboolean more;        /* there may be more choices than that */
} Place;

struct _PolluxTrail
{
  GArray *places;
  guint at;
  guint origin;
  guint n_back;         /* steps from the origin to where the chain begins */
  guint64 generation;
};

/**
 * pollux_trail_new:
 *
 * Returns: (transfer full): a trail that stands nowhere
 */
PolluxTrail *
pollux_trail_new (void)
{
  PolluxTrail *trail = g_new0 (PolluxTrail, 1);

  trail->places = g_array_new (FALSE, FALSE, sizeof (Place));
  pollux_trail_start (trail, &(PolluxThing) POLLUX_THING_INIT);

  return trail;
}

/**
 * pollux_trail_free:
 */
void
pollux_trail_free (PolluxTrail *trail)
{
  g_array_unref (trail->places);
  g_free (trail);
}

static Place *
get_place (const PolluxTrail *trail,
           guint              index)
{
  return &g_array_index (trail->places, Place, index);
}

static void
reset (PolluxTrail       *trail,
       const PolluxThing *thing)
{
  Place place = { .thing = *thing };

  g_array_set_size (trail->places, 0);
  g_array_append_val (trail->places, place);
  trail->at = trail->origin = 0;
  trail->n_back = 0;
}

/**
 * pollux_trail_start:
 * @thing: where one stands
 *
 * Tells of a selection. One that the trail itself led to changes nothing.
 */
void
pollux_trail_start (PolluxTrail       *trail,
                    const PolluxThing *thing)
{
  if (trail->places->len == 0 || !pollux_thing_equal (&get_place (trail, trail->at)->thing, thing))
    reset (trail, thing);
}

/* --- Single steps ----------------------------------------------------------- */

/* The link that leads to @thing; FALSE for what none leads to. Of an idle
 * stretch it is what ended it. */
static gboolean
find_link (PolluxTrace       *trace,
           const PolluxThing *thing,
           PolluxCause       *cause)
{
  PolluxThing wait = { POLLUX_THING_WAIT, thing->task, G_MAXUINT };
  guint wake;

  switch (thing->kind)
    {
    case POLLUX_THING_POLL:
    case POLLUX_THING_WAIT:
    case POLLUX_THING_IDLE:
      if (thing->index != G_MAXUINT)
        return pollux_cause_of_poll (trace, thing->task, thing->index, cause);
      if (pollux_thing_get_range (trace, &wait).begin == POLLUX_TIME_NONE)
        return FALSE;
      wake = pollux_thing_get_wake (trace, &wait);
      return wake != G_MAXUINT ? pollux_cause_of_wake (trace, thing->task, wake, cause)
                               : pollux_cause_of_task (trace, thing->task, cause);
    case POLLUX_THING_WAKE:
      return pollux_cause_of_wake (trace, thing->task, thing->index, cause);
    case POLLUX_THING_TASK:
      return pollux_cause_of_task (trace, thing->task, cause);
    default:
      return FALSE;
    }
}

/* A log event and a wake of nobody were made in a poll, too. */
static gboolean
find_made_in (PolluxTrace       *trace,
              const PolluxThing *thing,
              PolluxThing       *poll)
{
  PolluxTaskIndex by = thing->task;
  PolluxLooseWake loose;
  guint index;

  if (thing->kind == POLLUX_THING_LOOSE_WAKE &&
      thing->index < pollux_trace_get_n_loose_wakes (trace))
    {
      pollux_trace_get_loose_wake (trace, thing->index, &loose);
      by = loose.wake.by;
    }
  else if (thing->kind != POLLUX_THING_EVENT)
    return FALSE;

  if (by == POLLUX_TASK_NONE)
    return FALSE;

  index = pollux_cause_find_poll (trace, by, pollux_thing_get_range (trace, thing).begin,
                                  pollux_thing_get_record (trace, thing));
  if (index == G_MAXUINT)
    return FALSE;

  *poll = (PolluxThing) { POLLUX_THING_POLL, by, index };
  return TRUE;
}

static gboolean
step_back (PolluxTrace       *trace,
           const PolluxThing *from,
           PolluxThing       *thing,
           Link              *link)
{
  PolluxCause cause;

  *link = LINK_NONE;
  if (find_made_in (trace, from, thing))
    return TRUE;
  if (!find_link (trace, from, &cause))
    return FALSE;

  *link = cause.wake == G_MAXUINT ? LINK_SPAWNED : LINK_WOKEN;
  if (cause.poll != G_MAXUINT)
    *thing = (PolluxThing) { POLLUX_THING_POLL, cause.by, cause.poll };
  else if (cause.by != POLLUX_TASK_NONE)
    /* By whom is known, but not in which poll. */
    *thing = (PolluxThing) { POLLUX_THING_TASK, cause.by, 0 };
  else if (cause.wake != G_MAXUINT && from->kind != POLLUX_THING_WAKE)
    {
      *thing = (PolluxThing) { POLLUX_THING_WAKE, cause.task, cause.wake };
      *link = LINK_OUTSIDE;
    }
  else
    return FALSE;

  return TRUE;
}

/**
 * pollux_trail_find_cause:
 * @thing: (out): the poll in which @from was woken, spawned or logged; the wake
 *   if it came from outside
 *
 * Returns: FALSE where the chain begins
 */
gboolean
pollux_trail_find_cause (PolluxTrace       *trace,
                         const PolluxThing *from,
                         PolluxThing       *thing)
{
  PolluxThing found;
  Link link;

  if (!step_back (trace, from, &found, &link))
    return FALSE;

  *thing = found;
  return TRUE;
}

/* The poll that @cause led to; else the wait that nothing ended. */
static void
get_result (PolluxTrace       *trace,
            const PolluxCause *cause,
            PolluxThing       *thing)
{
  guint answer = pollux_cause_get_answer (trace, cause);

  if (answer != G_MAXUINT)
    {
      *thing = (PolluxThing) { POLLUX_THING_POLL, cause->task, answer };
      return;
    }

  *thing = (PolluxThing) { POLLUX_THING_WAIT, cause->task, G_MAXUINT };
  if (pollux_thing_get_range (trace, thing).begin != POLLUX_TIME_NONE)
    return;
  if (cause->wake != G_MAXUINT)
    *thing = (PolluxThing) { POLLUX_THING_WAKE, cause->task, cause->wake };
  else
    *thing = (PolluxThing) { POLLUX_THING_TASK, cause->task, 0 };
}

static gboolean
list_spawned (PolluxTrace        *trace,
              const PolluxWakers *wakers,
              PolluxTaskIndex     by,
              GArray             *things)
{
  guint n = pollux_trace_get_n_tasks (trace);
  const PolluxTaskIndex *spawned = NULL;

  if (wakers != NULL)
    spawned = pollux_wakers_get_spawned (wakers, by, &n);

  for (guint i = 0; i < n; i++)
    {
      PolluxThing thing = { POLLUX_THING_TASK, spawned != NULL ? spawned[i] : i, 0 };

      if (pollux_trace_get_task (trace, thing.task)->spawner != by)
        continue;
      if (things->len == CHOICES_MAX)
        return FALSE;
      g_array_append_val (things, thing);
    }

  return TRUE;
}

static gboolean
list_caused (PolluxTrace        *trace,
             const PolluxWakers *wakers,
             const PolluxThing  *poll,
             GArray             *things)
{
  g_autoptr (GArray) effects = g_array_new (FALSE, FALSE, sizeof (PolluxCause));
  gboolean whole = pollux_cause_list_effects (trace, wakers, poll->task, poll->index, CHOICES_MAX,
                                              effects);

  for (guint i = 0; i < effects->len; i++)
    {
      PolluxThing thing;

      get_result (trace, &g_array_index (effects, PolluxCause, i), &thing);
      g_array_append_val (things, thing);
    }

  return whole;
}

/* What a wake or a stretch without work led to. */
static gboolean
find_answer (PolluxTrace       *trace,
             const PolluxThing *from,
             PolluxThing       *thing)
{
  PolluxThing result = { POLLUX_THING_POLL, from->task, from->index };
  PolluxCause cause;

  if (from->kind == POLLUX_THING_WAKE)
    {
      if (!pollux_cause_of_wake (trace, from->task, from->index, &cause))
        return FALSE;
      get_result (trace, &cause, &result);
    }
  else if (from->kind != POLLUX_THING_WAIT && from->kind != POLLUX_THING_IDLE)
    return FALSE;
  else if (from->kind == POLLUX_THING_IDLE && from->index == G_MAXUINT)
    result.kind = POLLUX_THING_WAIT;

  if (pollux_thing_equal (&result, from) ||
      pollux_thing_get_range (trace, &result).begin == POLLUX_TIME_NONE)
    return FALSE;

  *thing = result;
  return TRUE;
}

/* Everything that @from led to: FALSE if there may be more of it. */
static gboolean
list_effects (PolluxTrace        *trace,
              const PolluxWakers *wakers,
              const PolluxThing  *from,
              GArray             *things)
{
  PolluxThing thing;

  if (from->kind == POLLUX_THING_POLL)
    return list_caused (trace, wakers, from, things);
  if (from->kind == POLLUX_THING_TASK && from->task < pollux_trace_get_n_tasks (trace))
    return list_spawned (trace, wakers, from->task, things);
  if (find_answer (trace, from, &thing))
    g_array_append_val (things, thing);

  return TRUE;
}

/**
 * pollux_trail_find_effect:
 * @wakers: (nullable): the index of @trace
 * @thing: (out): the first thing that @from led to
 *
 * Returns: FALSE where the chain ends
 */
gboolean
pollux_trail_find_effect (PolluxTrace        *trace,
                          const PolluxWakers *wakers,
                          const PolluxThing  *from,
                          PolluxThing        *thing)
{
  g_autoptr (GArray) things = g_array_new (FALSE, FALSE, sizeof (PolluxThing));

  list_effects (trace, wakers, from, things);
  if (things->len == 0)
    return FALSE;

  *thing = g_array_index (things, PolluxThing, 0);
  return TRUE;
}

/* --- Walking ---------------------------------------------------------------- */

static void
check_generation (PolluxTrail *trail,
                  PolluxTrace *trace)
{
  guint64 generation = pollux_trace_get_generation (trace);
  PolluxThing thing = get_place (trail, trail->at)->thing;

  if (trail->generation != generation)
    reset (trail, &thing);
  trail->generation = generation;
}

static guint
count_back (PolluxTrace *trace,
            PolluxThing  thing)
{
  guint n = 0;

  while (n < STEPS_MAX && pollux_trail_find_cause (trace, &thing, &thing))
    n++;

  return n;
}

static gboolean
go_back (PolluxTrail *trail,
         PolluxTrace *trace)
{
  Place *place = get_place (trail, trail->at);
  Place before = { .link = LINK_NONE };
  Link link;

  if (trail->at > 0)
    {
      trail->at--;
      return TRUE;
    }
  if (!step_back (trace, &place->thing, &before.thing, &link))
    return FALSE;

  if (trail->origin == 0)
    trail->n_back = count_back (trace, place->thing);
  place->link = link;
  place->n_choices = 0;
  g_array_prepend_val (trail->places, before);
  trail->origin++;

  return TRUE;
}

static Link
find_link_kind (PolluxTrace       *trace,
                const PolluxThing *from,
                const PolluxThing *thing)
{
  PolluxCause cause;

  if (from->kind != POLLUX_THING_POLL && from->kind != POLLUX_THING_TASK)
    return LINK_ANSWER;
  if (find_link (trace, thing, &cause) && cause.wake != G_MAXUINT)
    return LINK_WOKEN;

  return LINK_SPAWNED;
}

static gboolean
go_on (PolluxTrail        *trail,
       PolluxTrace        *trace,
       const PolluxWakers *wakers)
{
  g_autoptr (GArray) things = NULL;
  Place place = { .link = LINK_NONE };

  if (trail->at + 1 < trail->places->len)
    {
      trail->at++;
      return TRUE;
    }

  things = g_array_new (FALSE, FALSE, sizeof (PolluxThing));
  place.more = !list_effects (trace, wakers, &get_place (trail, trail->at)->thing, things);
  if (things->len == 0)
    return FALSE;

  place.thing = g_array_index (things, PolluxThing, 0);
  place.n_choices = things->len;
  place.link = find_link_kind (trace, &get_place (trail, trail->at)->thing, &place.thing);
  g_array_append_val (trail->places, place);
  trail->at++;

  return TRUE;
}

/**
 * pollux_trail_follow:
 * @thing: (out): where one stands then
 *
 * Returns: FALSE where the chain ends
 */
gboolean
pollux_trail_follow (PolluxTrail        *trail,
                     PolluxTrace        *trace,
                     const PolluxWakers *wakers,
                     int                 direction,
                     PolluxThing        *thing)
{
  gboolean gone;

  check_generation (trail, trace);
  gone = direction < 0 ? go_back (trail, trace) : go_on (trail, trace, wakers);
  if (gone)
    *thing = get_place (trail, trail->at)->thing;

  return gone;
}

/* Which of @things the place is; it may have been come to from its effect. */
static guint
find_choice (const GArray      *things,
             const PolluxThing *thing)
{
  for (guint i = 0; i < things->len; i++)
    if (pollux_thing_equal (&g_array_index (things, PolluxThing, i), thing))
      return i;

  return 0;
}

/**
 * pollux_trail_choose:
 * @thing: (out): where one stands then
 *
 * Goes to another of the things that the place before led to. What lay beyond
 * the old one is forgotten.
 *
 * Returns: FALSE if there is no other
 */
gboolean
pollux_trail_choose (PolluxTrail        *trail,
                     PolluxTrace        *trace,
                     const PolluxWakers *wakers,
                     int                 direction,
                     PolluxThing        *thing)
{
  g_autoptr (GArray) things = NULL;
  const PolluxThing *from;
  gboolean more;
  Place *place;
  guint at;

  check_generation (trail, trace);
  if (trail->at == 0)
    return FALSE;

  things = g_array_new (FALSE, FALSE, sizeof (PolluxThing));
  place = get_place (trail, trail->at);
  from = &get_place (trail, trail->at - 1)->thing;
  more = !list_effects (trace, wakers, from, things);
  if (things->len < 2)
    return FALSE;

  at = (find_choice (things, &place->thing) + things->len + (guint) direction) % things->len;
  *thing = g_array_index (things, PolluxThing, at);
  *place = (Place) { *thing, find_link_kind (trace, from, thing), at, things->len, more };
  g_array_set_size (trail->places, trail->at + 1);
  if (trail->origin >= trail->at)
    {
      /* Beside the way that one came by: from here on it begins here. */
      trail->origin = trail->at - 1;
      trail->n_back = count_back (trace, *from);
    }

  return TRUE;
}

/**
 * pollux_trail_has_choice:
 *
 * Returns: whether one stands at one of several effects
 */
gboolean
pollux_trail_has_choice (const PolluxTrail *trail)
{
  return get_place (trail, trail->at)->n_choices > 1;
}

/* --- Texts ------------------------------------------------------------------ */

static char *
describe_link (PolluxTrace *trace,
               const Place *cause,
               const Place *effect)
{
  g_autofree char *by = NULL;
  g_autofree char *task = NULL;

  if (effect->thing.task == POLLUX_TASK_NONE || cause->thing.task == POLLUX_TASK_NONE)
    return NULL;

  task = pollux_text_for_task (trace, effect->thing.task);
  by = pollux_text_for_task (trace, cause->thing.task);
  switch (effect->link)
    {
    case LINK_WOKEN:
      if (effect->thing.task == cause->thing.task)
        /* Translators: the name of a task */
        return g_strdup_printf (_("%s woke itself"), task);
      /* Translators: the names of two tasks */
      return g_strdup_printf (_("%s was woken by %s"), task, by);
    case LINK_SPAWNED:
      return g_strdup_printf (_("%s was spawned by %s"), task, by);
    case LINK_OUTSIDE:
      return g_strdup_printf (_("%s was woken from outside"), task);
    case LINK_NONE:
    case LINK_ANSWER:
    default:
      return NULL;
    }
}

static char *
describe_steps (const PolluxTrail *trail)
{
  guint n = trail->at < trail->origin ? trail->origin - trail->at : trail->at - trail->origin;
  g_autofree char *of = NULL;

  if (trail->at > trail->origin)
    /* Translators: along a chain of wakes, to what was woken */
    return g_strdup_printf (_("step %u on"), n);
  if (n > trail->n_back || trail->n_back >= STEPS_MAX)
    return g_strdup_printf (_("step %u back"), n);

  /* Translators: along a chain of wakes, to what woke */
  return g_strdup_printf (_("step %u of %u back"), n, trail->n_back);
}

static char *
describe_choice (const Place *place)
{
  g_autofree char *count = pollux_count_to_label (place->n_choices);

  if (place->n_choices < 2)
    return NULL;
  if (place->more)
    /* Translators: 1 of more than 1000 things that a poll caused */
    return g_strdup_printf (_("%u of more than %s"), place->choice + 1, count);

  /* Translators: 1 of 3 things that a poll caused */
  return g_strdup_printf (_("%u of %s"), place->choice + 1, count);
}

/**
 * pollux_trail_describe:
 *
 * Returns: (transfer full) (nullable): where one is, in one sentence; NULL where
 *   the walk began
 */
char *
pollux_trail_describe (const PolluxTrail *trail,
                       PolluxTrace       *trace)
{
  g_autofree char *steps = NULL;
  g_autofree char *link = NULL;
  g_autofree char *choice = NULL;
  GString *text;

  if (trail->at == trail->origin)
    return NULL;

  steps = describe_steps (trail);
  if (trail->at < trail->origin)
    link = describe_link (trace, get_place (trail, trail->at), get_place (trail, trail->at + 1));
  else
    {
      link = describe_link (trace, get_place (trail, trail->at - 1), get_place (trail, trail->at));
      choice = describe_choice (get_place (trail, trail->at));
    }

  text = g_string_new (steps);
  if (link != NULL)
    g_string_append_printf (text, ": %s", link);
  if (choice != NULL)
    g_string_append_printf (text, " (%s)", choice);

  return g_string_free (text, FALSE);
}
