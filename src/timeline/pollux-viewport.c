/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The left edge is kept as whole nanoseconds plus a fraction of one, so its
 * precision does not depend on how far it is from the origin: a double alone
 * has 128 ns steps at a time of 36 years and 1 ns steps at 104 days. Every
 * change adds a difference (pixels times scale) to that pair; no change is
 * ever derived from absolute times in floating point, so nothing drifts.
 *
 * A few pixels beyond both ends of the trace may be shown, for the marks that
 * sit exactly there.
 */

#include "config.h"

#include <math.h>

#include "pollux-viewport.h"

#define MARGIN 8.0
#define TIME_LIMIT (G_MAXINT64 / 2)

static PolluxTime
add_saturated (PolluxTime time,
               double     ns)
{
  PolluxTime sum;

  ns = CLAMP (ns, -9e18, 9e18);

  if (__builtin_add_overflow (time, (gint64) ns, &sum))
    sum = ns < 0 ? -TIME_LIMIT : TIME_LIMIT;

  return CLAMP (sum, -TIME_LIMIT, TIME_LIMIT);
}

static double
difference (PolluxTime a,
            PolluxTime b)
{
  gint64 result;

  if (__builtin_sub_overflow (a, b, &result))
    return (double) a - (double) b;

  return (double) result;
}

static void
set_left (PolluxViewport *viewport,
          PolluxTime      base,
          double          ns)
{
  double whole = floor (ns);

  viewport->left = add_saturated (base, whole);
  viewport->fraction = ns - whole;

  if (!(viewport->fraction >= 0 && viewport->fraction < 1))
    viewport->fraction = 0;
}

static double
get_margin (const PolluxViewport *viewport)
{
  return MIN (MARGIN, viewport->width / 16);
}

static double
get_length (const PolluxViewport *viewport)
{
  return MAX (1, difference (viewport->extent.end, viewport->extent.begin));
}

static double
get_fit_scale (const PolluxViewport *viewport)
{
  double scale = get_length (viewport) / (viewport->width - 2 * get_margin (viewport));

  return CLAMP (scale, POLLUX_VIEWPORT_MIN_SCALE, POLLUX_VIEWPORT_MAX_SCALE);
}

/* ns from the extent's begin to the left edge of a view that has it centred. */
static double
get_centred_offset (const PolluxViewport *viewport)
{
  return (get_length (viewport) - viewport->width * viewport->scale) / 2;
}

static void
clamp_view (PolluxViewport *viewport)
{
  double room = get_margin (viewport) * viewport->scale;
  double offset, last;

  viewport->scale = CLAMP (viewport->scale, POLLUX_VIEWPORT_MIN_SCALE, get_fit_scale (viewport));
  offset = difference (viewport->left, viewport->extent.begin) + viewport->fraction;
  last = get_length (viewport) + room - viewport->width * viewport->scale;

  if (last <= -room)
    set_left (viewport, viewport->extent.begin, get_centred_offset (viewport));
  else if (offset < -room)
    set_left (viewport, viewport->extent.begin, -room);
  else if (offset > last)
    set_left (viewport, viewport->extent.begin, last);
}

/**
 * pollux_viewport_init:
 * @viewport: any memory
 *
 * Makes @viewport one pixel of an empty trace. It counts as fitted: the first
 * extent that it is given is shown as a whole.
 */
void
pollux_viewport_init (PolluxViewport *viewport)
{
  g_return_if_fail (viewport != NULL);

  *viewport = (PolluxViewport) { .scale = 1, .width = 1 };
  pollux_viewport_fit (viewport);
}

/**
 * pollux_viewport_set_extent:
 * @extent: first and last time of the trace
 *
 * Sets how far one may go. What is shown stays, unless it was the whole: then
 * it is the new whole.
 */
void
pollux_viewport_set_extent (PolluxViewport *viewport,
                            PolluxRange     extent)
{
  gboolean fitted;

  g_return_if_fail (viewport != NULL);

  if (extent.begin == POLLUX_TIME_NONE || extent.end < extent.begin)
    extent = (PolluxRange) { 0, 0 };

  fitted = pollux_viewport_is_fitted (viewport);
  viewport->extent.begin = CLAMP (extent.begin, -TIME_LIMIT, TIME_LIMIT);
  viewport->extent.end = CLAMP (extent.end, -TIME_LIMIT, TIME_LIMIT);

  if (fitted)
    pollux_viewport_fit (viewport);
  else
    clamp_view (viewport);
}

/**
 * pollux_viewport_set_width:
 * @width: pixels, at least one is taken
 *
 * Sets the width. The left edge and the scale stay, unless the whole trace
 * was shown.
 */
void
pollux_viewport_set_width (PolluxViewport *viewport,
                           double          width)
{
  gboolean fitted;

  g_return_if_fail (viewport != NULL);

  fitted = pollux_viewport_is_fitted (viewport);
  viewport->width = width >= 1 ? MIN (width, 1e6) : 1;

  if (fitted)
    pollux_viewport_fit (viewport);
  else
    clamp_view (viewport);
}

/**
 * pollux_viewport_fit:
 *
 * Shows the whole trace, with a few pixels of room on both sides.
 */
void
pollux_viewport_fit (PolluxViewport *viewport)
{
  g_return_if_fail (viewport != NULL);

  viewport->scale = get_fit_scale (viewport);
  set_left (viewport, viewport->extent.begin, get_centred_offset (viewport));
}

/**
 * pollux_viewport_show_range:
 * @range: ns
 *
 * Shows @range with a twentieth of the width left on both sides, as far as
 * the trace and the closest zoom allow.
 */
void
pollux_viewport_show_range (PolluxViewport *viewport,
                            PolluxRange     range)
{
  double length, middle;

  g_return_if_fail (viewport != NULL);

  length = MAX (1, difference (range.end, range.begin));
  viewport->scale = CLAMP (length / (viewport->width * 0.9),
                           POLLUX_VIEWPORT_MIN_SCALE, POLLUX_VIEWPORT_MAX_SCALE);
  middle = difference (range.end, range.begin) / 2;
  set_left (viewport, range.begin, middle - viewport->width * viewport->scale / 2);
  clamp_view (viewport);
}

/**
 * pollux_viewport_set_range:
 * @range: ns
 *
 * Shows exactly @range, also where that is more than the trace.
 */
void
pollux_viewport_set_range (PolluxViewport *viewport,
                           PolluxRange     range)
{
  double length;

  g_return_if_fail (viewport != NULL);

  length = MAX (1, difference (range.end, range.begin));
  viewport->scale = CLAMP (length / viewport->width,
                           POLLUX_VIEWPORT_MIN_SCALE, POLLUX_VIEWPORT_MAX_SCALE);
  set_left (viewport, range.begin, 0);
}

/**
 * pollux_viewport_zoom:
 * @factor: above 1 to come closer
 * @x: pixels from the left edge
 *
 * Zooms. The time at @x stays at @x, unless the view would leave the trace.
 */
void
pollux_viewport_zoom (PolluxViewport *viewport,
                      double          factor,
                      double          x)
{
  double scale;

  g_return_if_fail (viewport != NULL);
  g_return_if_fail (factor > 0);

  scale = CLAMP (viewport->scale / factor, POLLUX_VIEWPORT_MIN_SCALE, get_fit_scale (viewport));
  set_left (viewport, viewport->left, viewport->fraction + x * (viewport->scale - scale));
  viewport->scale = scale;
  clamp_view (viewport);
}

/**
 * pollux_viewport_pan:
 * @pixels: how far the view moves to later times
 */
void
pollux_viewport_pan (PolluxViewport *viewport,
                     double          pixels)
{
  g_return_if_fail (viewport != NULL);

  set_left (viewport, viewport->left, viewport->fraction + pixels * viewport->scale);
  clamp_view (viewport);
}

/**
 * pollux_viewport_reveal:
 * @range: ns
 *
 * Pans as little as needed to have @range in sight with a tenth of the width
 * around it; if it is more than a width away, or longer than the view, it (or
 * its begin) is centred instead. The scale stays.
 */
void
pollux_viewport_reveal (PolluxViewport *viewport,
                        PolluxRange     range)
{
  double begin, end, room;

  g_return_if_fail (viewport != NULL);

  if (range.begin == POLLUX_TIME_NONE)
    return;

  begin = pollux_viewport_time_to_x (viewport, range.begin);
  end = pollux_viewport_time_to_x (viewport, MAX (range.begin, range.end));
  room = viewport->width / 10;

  if (begin >= 0 && end <= viewport->width)
    return;

  if (end - begin > viewport->width - 2 * room)
    {
      if (begin < 0 || begin > viewport->width - room)
        pollux_viewport_pan (viewport, begin - room);
    }
  else if (end < -viewport->width || begin > 2 * viewport->width)
    pollux_viewport_pan (viewport, (begin + end - viewport->width) / 2);
  else if (begin < 0)
    pollux_viewport_pan (viewport, begin - room);
  else
    pollux_viewport_pan (viewport, end - viewport->width + room);
}

/**
 * pollux_viewport_is_fitted:
 *
 * Returns: whether the whole trace is shown, as by pollux_viewport_fit()
 */
gboolean
pollux_viewport_is_fitted (const PolluxViewport *viewport)
{
  PolluxViewport fitted;

  g_return_val_if_fail (viewport != NULL, FALSE);

  fitted = *viewport;
  pollux_viewport_fit (&fitted);

  return fabs (fitted.scale - viewport->scale) <= fitted.scale * 1e-9 &&
         fabs (difference (fitted.left, viewport->left) + fitted.fraction - viewport->fraction)
           <= fitted.scale * 1e-3;
}

/**
 * pollux_viewport_get_range:
 *
 * Returns: the times that are shown, without those outside of the trace
 */
PolluxRange
pollux_viewport_get_range (const PolluxViewport *viewport)
{
  PolluxRange shown;

  g_return_val_if_fail (viewport != NULL, ((PolluxRange) { 0, 0 }));

  shown.begin = pollux_viewport_x_to_time (viewport, 0);
  shown.end = add_saturated (viewport->left,
                             ceil (viewport->fraction + viewport->width * viewport->scale));

  return pollux_range_intersect (shown, viewport->extent);
}

/**
 * pollux_viewport_time_to_x:
 *
 * Returns: pixels from the left edge to @time, possibly far outside
 */
double
pollux_viewport_time_to_x (const PolluxViewport *viewport,
                           PolluxTime            time)
{
  return (difference (time, viewport->left) - viewport->fraction) / viewport->scale;
}

/**
 * pollux_viewport_x_to_time:
 *
 * Returns: the nanosecond that holds the point @x pixels from the left edge
 */
PolluxTime
pollux_viewport_x_to_time (const PolluxViewport *viewport,
                           double                x)
{
  return add_saturated (viewport->left, floor (viewport->fraction + x * viewport->scale));
}
