/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/* Closest and farthest zoom, ns per pixel. */
#define POLLUX_VIEWPORT_MIN_SCALE (1.0 / 256)
#define POLLUX_VIEWPORT_MAX_SCALE 1e15

/**
 * PolluxViewport:
 * @left: time at the left edge
 * @scale: ns per pixel
 * @width: pixels
 * @extent: the trace; how far one may go
 *
 * Which part of the time is shown. The left edge is an integer, so that panning
 * and zooming at 1 ns per pixel in a trace of a day neither jitters nor drifts.
 */
typedef struct
{
  PolluxTime left;
  double fraction;   /* part of a ns to add to @left, [0, 1) */
  double scale;
  double width;
  PolluxRange extent;
} PolluxViewport;

void        pollux_viewport_init         (PolluxViewport       *viewport);
/* Sets the trace's extent and pixels; keeps the view, or, if the whole was
 * shown, shows the whole again. */
void        pollux_viewport_set_extent   (PolluxViewport       *viewport,
                                          PolluxRange           extent);
void        pollux_viewport_set_width    (PolluxViewport       *viewport,
                                          double                width);
void        pollux_viewport_fit          (PolluxViewport       *viewport);
/* Shows @range with a little room on both sides. */
void        pollux_viewport_show_range   (PolluxViewport       *viewport,
                                          PolluxRange           range);
/* Exactly @range. */
void        pollux_viewport_set_range    (PolluxViewport       *viewport,
                                          PolluxRange           range);
/* @factor > 1 zooms in; the time at @x stays where it is. */
void        pollux_viewport_zoom         (PolluxViewport       *viewport,
                                          double                factor,
                                          double                x);
void        pollux_viewport_pan          (PolluxViewport       *viewport,
                                          double                pixels);
/* Pans as little as needed to have @range in sight, centred if it is far. */
void        pollux_viewport_reveal       (PolluxViewport       *viewport,
                                          PolluxRange           range);
gboolean    pollux_viewport_is_fitted    (const PolluxViewport *viewport);
/* Times inside, clamped to the extent. */
PolluxRange pollux_viewport_get_range    (const PolluxViewport *viewport);
/* May lie far outside of the pixels: clip before drawing. */
double      pollux_viewport_time_to_x    (const PolluxViewport *viewport,
                                          PolluxTime            time);
PolluxTime  pollux_viewport_x_to_time    (const PolluxViewport *viewport,
                                          double                x);

G_END_DECLS
