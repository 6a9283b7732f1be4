/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Steps are 1, 2 or 5 times a power of ten up to 20 s, then whole minutes,
 * hours and days as clocks have them. The step is the smallest whose labels,
 * at a generous width for each character, have room between two ticks. The
 * unit follows the largest time in sight, so that a close look at the third
 * second reads 2.345 678 s and not 2345678 µs; the decimals follow the step.
 *
 * Ticks of a time of day are counted from the midnight before the view, in the
 * zone's offset at its left edge. Where the clocks are changed within the view
 * each label names its zone, since an hour may come twice.
 */

#include "config.h"

#include <math.h>

#include "pollux-axis.h"
#include "pollux-time-text.h"

#define SECOND POLLUX_CLOCK_SECOND
#define MINUTE POLLUX_CLOCK_MINUTE
#define HOUR (60 * MINUTE)
#define DAY POLLUX_CLOCK_DAY

#define CHARACTER_WIDTH 7.5
#define LABEL_ROOM 18.0
#define MIN_PART_WIDTH 6.0
/* Of a date, which stands at midnight among times that may be shorter. */
#define DATE_CHARACTERS 10

static const gint64 long_steps[] = {
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR,
};

static gint64
get_next_step (gint64   step,
               gboolean ordinal)
{
  gint64 power = 1;

  if (!ordinal && step >= 20 * SECOND && step < DAY)
    {
      for (guint i = 0; i < G_N_ELEMENTS (long_steps); i++)
        if (long_steps[i] > step)
          return long_steps[i];
      return DAY;
    }

  if (!ordinal && step >= DAY)
    power = DAY;

  while (step / power >= 10)
    power *= 10;

  return step / power == 2 ? power * 5 : step * 2;
}

/* How many small steps look natural in a step, finest first. */
static guint
choose_parts (gint64 step,
              double width)
{
  static const guint candidates[] = { 10, 5, 4, 2 };
  gint64 leading = step;

  while (leading % 10 == 0)
    leading /= 10;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint n = candidates[i];

      if (step % n != 0 || width / n < MIN_PART_WIDTH)
        continue;
      /* 2 in parts of 0.4, 5 in parts of 1.25: nobody counts in these. */
      if ((leading == 2 && n == 5) || (leading == 5 && n == 4))
        continue;
      return n;
    }

  return 1;
}

static gint64
choose_unit (PolluxRange range,
             gint64      step,
             PolluxTime  origin)
{
  gint64 magnitude = MAX (ABS (range.begin - origin), ABS (range.end - origin));
  gint64 unit = 1;

  magnitude = MAX (magnitude, step);
  while (unit < SECOND && magnitude >= unit * 1000)
    unit *= 1000;

  return unit;
}

static gsize
count_characters (const PolluxAxis *axis,
                  PolluxTime        time)
{
  PolluxTime tick = pollux_axis_first_tick (axis, time);
  g_autofree char *label = pollux_axis_get_label (axis, tick);

  return g_utf8_strlen (label, -1);
}

/* The longest label that can be in sight, roughly. */
static gsize
measure_labels (const PolluxAxis *axis,
                PolluxRange       range)
{
  gsize length = MAX (count_characters (axis, range.begin),
                      count_characters (axis, MAX (range.begin, range.end - axis->step)));

  if (pollux_clock_is_civil (&axis->clock))
    length = MAX (length, DATE_CHARACTERS);

  return length;
}

/* Whether the offset of the zone differs at both ends of the view. */
static gboolean
has_zones (const PolluxClock *clock,
           PolluxRange        range)
{
  return clock->kind == POLLUX_CLOCK_LOCAL &&
         pollux_clock_get_offset (clock, range.begin) != pollux_clock_get_offset (clock, range.end);
}

/**
 * pollux_axis_init_clock:
 * @axis: any memory
 * @viewport: what is shown
 * @clock: how times are told
 */
void
pollux_axis_init_clock (PolluxAxis           *axis,
                        const PolluxViewport *viewport,
                        const PolluxClock    *clock)
{
  gboolean ordinal = clock->kind == POLLUX_CLOCK_ORDINAL;
  PolluxRange range = pollux_viewport_get_range (viewport);
  PolluxTime origin = pollux_clock_get_midnight (clock, range.begin);

  g_return_if_fail (axis != NULL);

  *axis = (PolluxAxis) { origin, 1, 1, 1, ordinal, *clock, has_zones (clock, range) };

  for (;; axis->step = get_next_step (axis->step, ordinal))
    {
      double width = axis->step / viewport->scale;

      if (axis->step > G_MAXINT64 / 100)
        break;
      if (width < 3 * CHARACTER_WIDTH)
        continue;

      axis->unit = ordinal ? 1 : choose_unit (range, axis->step, origin);
      axis->n_parts = 1;
      if (width >= measure_labels (axis, range) * CHARACTER_WIDTH + LABEL_ROOM)
        break;
    }

  axis->n_parts = choose_parts (axis->step, axis->step / viewport->scale);
}

/**
 * pollux_axis_init:
 * @axis: any memory
 * @viewport: what is shown
 * @origin: the time that is called 0
 * @ordinal: the trace has no times, only numbers of records
 */
void
pollux_axis_init (PolluxAxis           *axis,
                  const PolluxViewport *viewport,
                  PolluxTime            origin,
                  gboolean              ordinal)
{
  PolluxClock clock = { ordinal ? POLLUX_CLOCK_ORDINAL : POLLUX_CLOCK_RELATIVE, origin };

  pollux_axis_init_clock (axis, viewport, &clock);
}

/**
 * pollux_axis_first_tick:
 *
 * Returns: the first tick at @time or later
 */
PolluxTime
pollux_axis_first_tick (const PolluxAxis *axis,
                        PolluxTime        time)
{
  gint64 part = axis->step / axis->n_parts;
  gint64 offset = time - axis->origin;
  gint64 whole = offset / part * part;

  return axis->origin + (whole < offset ? whole + part : whole);
}

/**
 * pollux_axis_next_tick:
 *
 * Returns: the tick behind @tick
 */
PolluxTime
pollux_axis_next_tick (const PolluxAxis *axis,
                       PolluxTime        tick)
{
  return tick + axis->step / axis->n_parts;
}

/**
 * pollux_axis_is_labelled:
 *
 * Returns: whether @tick is a long one with a label
 */
gboolean
pollux_axis_is_labelled (const PolluxAxis *axis,
                         PolluxTime        tick)
{
  return (tick - axis->origin) % axis->step == 0;
}

static const char *
get_unit_name (gint64 unit)
{
  if (unit >= SECOND)
    return "s";
  if (unit >= 1000000)
    return "ms";

  return unit >= 1000 ? "µs" : "ns";
}

/* The digits of @part behind the point, in groups of three. */
static void
append_decimals (GString *text,
                 gint64   part,
                 gint64   unit,
                 gint64   step)
{
  guint n = 0;

  while (unit > 1 && step % unit != 0)
    {
      unit /= 10;
      if (n % 3 == 0)
        g_string_append (text, n == 0 ? "." : "\u202f");
      g_string_append_c (text, '0' + (part / unit) % 10);
      n++;
    }
}

static char *
get_civil_label (const PolluxAxis *axis,
                 PolluxTime        tick)
{
  g_autofree char *label = pollux_clock_to_tick (&axis->clock, tick, axis->step);
  g_autofree char *zone = NULL;

  if (axis->zones)
    zone = pollux_clock_get_zone (&axis->clock, tick);
  if (zone == NULL)
    return g_steal_pointer (&label);

  return g_strdup_printf ("%s\u00a0%s", label, zone);
}

/**
 * pollux_axis_get_label:
 * @tick: a tick
 *
 * Returns: (transfer full): what it is called: "1.2 ms", "#120", "5 min", "19:07:01"
 */
char *
pollux_axis_get_label (const PolluxAxis *axis,
                       PolluxTime        tick)
{
  gint64 time = tick - axis->origin;
  gint64 magnitude = ABS (time);
  GString *text;

  if (axis->ordinal)
    return g_strdup_printf ("#%" G_GINT64_FORMAT, tick);
  if (pollux_clock_is_civil (&axis->clock))
    return get_civil_label (axis, tick);
  if (axis->step >= MINUTE)
    return pollux_clock_to_tick (&axis->clock, tick, axis->step);

  text = g_string_new (time < 0 ? "\u2212" : (axis->clock.plus && time > 0 ? "+" : ""));
  g_string_append_printf (text, "%" G_GINT64_FORMAT, magnitude / axis->unit);
  append_decimals (text, magnitude % axis->unit, axis->unit, axis->step);
  g_string_append_printf (text, "\u00a0%s", get_unit_name (axis->unit));

  return g_string_free (text, FALSE);
}
