/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The history holds views, not steps: a series of zooms, or a walk from one
 * revealed thing to the next, is one entry, so that going back always leads to
 * something that somebody has looked at.
 */

#include "config.h"

#include "pollux-history.h"

#define MAX_PLACES 100
/* Zooms that follow each other faster than this are one entry. */
#define SERIES_US (900 * G_TIME_SPAN_MILLISECOND)

struct _PolluxHistory
{
  GArray *back;             /* PolluxPlace, the last is the nearest */
  GArray *forward;
  PolluxStep last_step;
  gint64 last_time;
  double scroll;            /* of what is shown */
  double wanted_scroll;     /* below 0: none */
};

/**
 * pollux_history_new:
 *
 * Returns: (transfer full): an empty history
 */
PolluxHistory *
pollux_history_new (void)
{
  PolluxHistory *history = g_new0 (PolluxHistory, 1);

  history->back = g_array_new (FALSE, FALSE, sizeof (PolluxPlace));
  history->forward = g_array_new (FALSE, FALSE, sizeof (PolluxPlace));

  history->wanted_scroll = -1;

  return history;
}

/**
 * pollux_history_free:
 */
void
pollux_history_free (PolluxHistory *history)
{
  g_array_unref (history->back);
  g_array_unref (history->forward);
  g_free (history);
}

static void
push (GArray *places, const PolluxPlace *place)
{
  if (places->len == MAX_PLACES)
    g_array_remove_index (places, 0);
  g_array_append_val (places, *place);
}

static gboolean
continues_series (const PolluxHistory *history, PolluxStep step, gint64 now)
{
  if (step == POLLUX_STEP_JUMP || step != history->last_step)
    return FALSE;
  return step == POLLUX_STEP_REVEAL || now - history->last_time < SERIES_US;
}

/**
 * pollux_history_leave:
 * @from: what was shown, with the lanes scrolled as noted
 * @step: how it is left
 * @now: monotonic time, µs
 *
 * Remembers @from, unless the step continues the one before.
 */
void
pollux_history_leave (PolluxHistory *history, const PolluxViewport *from, PolluxStep step,
                      gint64 now)
{
  PolluxPlace place = { *from, history->scroll };

  if (step == POLLUX_STEP_NONE)
    return;

  if (!continues_series (history, step, now))
    {
      push (history->back, &place);
      g_array_set_size (history->forward, 0);
    }
  history->last_step = step;
  history->last_time = now;
}

/**
 * pollux_history_get_n_back:
 *
 * Returns: how many views one can go back
 */
guint
pollux_history_get_n_back (PolluxHistory *history)
{
  return history->back->len;
}

/**
 * pollux_history_get_n_forward:
 *
 * Returns: how many views were left by going back
 */
guint
pollux_history_get_n_forward (PolluxHistory *history)
{
  return history->forward->len;
}

static const PolluxPlace *
find_place (PolluxHistory *history, int offset)
{
  GArray *places = offset < 0 ? history->back : history->forward;
  guint distance = (guint) ABS (offset);

  if (offset == 0 || distance > places->len)
    return NULL;
  return &g_array_index (places, PolluxPlace, places->len - distance);
}

/* The same view in a window and a trace that may have grown since. */
static void
adapt (PolluxViewport *viewport, const PolluxViewport *current)
{
  gboolean fitted = pollux_viewport_is_fitted (viewport);

  if (viewport->width != current->width)
    pollux_viewport_set_width (viewport, current->width);
  if (viewport->extent.begin != current->extent.begin ||
      viewport->extent.end != current->extent.end)
    pollux_viewport_set_extent (viewport, current->extent);
  if (fitted)
    pollux_viewport_fit (viewport);
}

/**
 * pollux_history_get_place:
 * @offset: below 0 back, above 0 forward, 0: what is shown
 * @current: what is shown
 * @place: (out): the view there, as it would be shown now
 *
 * Returns: whether there is one
 */
gboolean
pollux_history_get_place (PolluxHistory *history, int offset, const PolluxViewport *current,
                          PolluxPlace *place)
{
  const PolluxPlace *found = find_place (history, offset);

  *place = (PolluxPlace) { *current, history->scroll };
  if (found != NULL)
    *place = *found;
  adapt (&place->viewport, current);

  return offset == 0 || found != NULL;
}

/**
 * pollux_history_go:
 * @offset: below 0 back, above 0 forward
 * @current: what is shown
 * @place: (out): the view there, as it is to be shown now
 *
 * Goes through the views one by one, so that each stays within reach. The
 * lanes are wanted where they were.
 *
 * Returns: whether there is one
 */
gboolean
pollux_history_go (PolluxHistory *history, int offset, const PolluxViewport *current,
                   PolluxPlace *place)
{
  GArray *from = offset < 0 ? history->back : history->forward;
  GArray *to = offset < 0 ? history->forward : history->back;
  PolluxPlace shown = { *current, history->scroll };

  if (find_place (history, offset) == NULL)
    return FALSE;

  for (int n = ABS (offset); n > 0; n--)
    {
      push (to, &shown);
      shown = g_array_index (from, PolluxPlace, from->len - 1);
      g_array_set_size (from, from->len - 1);
    }
  history->last_step = POLLUX_STEP_NONE;
  history->wanted_scroll = shown.scroll;
  *place = shown;
  adapt (&place->viewport, current);

  return TRUE;
}

/**
 * pollux_history_note_scroll:
 * @scroll: pixels of the lanes above the upper edge of what is shown
 *
 * For views to be remembered with.
 */
void
pollux_history_note_scroll (PolluxHistory *history, double scroll)
{
  history->scroll = scroll;
}

/**
 * pollux_history_take_scroll:
 * @scroll: (out): to where the lanes are to be scrolled; untouched if FALSE
 *
 * Returns: TRUE once after a view was gone to
 */
gboolean
pollux_history_take_scroll (PolluxHistory *history, double *scroll)
{
  if (history->wanted_scroll < 0)
    return FALSE;
  *scroll = history->wanted_scroll;
  history->wanted_scroll = -1;
  return TRUE;
}
