/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Steps are 1, 2 or 5 times a power of ten up to 20 s, then whole minutes,
 * hours and days as clocks have them. The step is the smallest whose labels,
 * at a generous width for each character, have room between two ticks. The
 * unit follows the largest time in sight, so that a close look at the third
 * second reads 2.345 678 s and not 2345678 µs; the decimals follow the step.
 */

#include "config.h"

#include <math.h>

#include "pollux-axis.h"
#include "pollux-time-text.h"

#define SECOND G_GINT64_CONSTANT (1000000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

#define CHARACTER_WIDTH 7.5
#define LABEL_ROOM 18.0
#define MIN_PART_WIDTH 6.0

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
  PolluxRange range = pollux_viewport_get_range (viewport);

  g_return_if_fail (axis != NULL);

  *axis = (PolluxAxis) { ordinal ? 0 : origin, 1, 1, 1, ordinal };

  for (;; axis->step = get_next_step (axis->step, ordinal))
    {
      double width = axis->step / viewport->scale;
      gsize length;

      if (axis->step > G_MAXINT64 / 100)
        break;
      if (width < 3 * CHARACTER_WIDTH)
        continue;

      axis->unit = ordinal ? 1 : choose_unit (range, axis->step, origin);
      axis->n_parts = 1;
      length = MAX (count_characters (axis, range.begin),
                    count_characters (axis, MAX (range.begin, range.end - axis->step)));
      if (width >= length * CHARACTER_WIDTH + LABEL_ROOM)
        break;
    }

  axis->n_parts = choose_parts (axis->step, axis->step / viewport->scale);
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

/**
 * pollux_axis_get_label:
 * @tick: a tick
 *
 * Returns: (transfer full): what it is called: "1.2 ms", "#120", "5 min"
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

  if (axis->step >= MINUTE)
    return pollux_duration_to_tick (time, axis->step);

  text = g_string_new (time < 0 ? "\u2212" : "");
  g_string_append_printf (text, "%" G_GINT64_FORMAT, magnitude / axis->unit);
  append_decimals (text, magnitude % axis->unit, axis->unit, axis->step);
  g_string_append_printf (text, "\u00a0%s", get_unit_name (axis->unit));

  return g_string_free (text, FALSE);
}
