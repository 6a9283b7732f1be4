/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Durations, counts and sizes as text, in integer arithmetic: a double would
 * round twice and lose the nanoseconds of a week.
 *
 * A label is scaled to a unit, rounded, and only then judged: what rounds up to
 * a full next unit is printed in that one (999 999 ns is "1.00 ms").
 */

#include "config.h"

#include <string.h>

#include "pollux-time-text.h"

#define NO_BREAK_SPACE "\u00a0"
#define THIN_SPACE "\u2009"
#define NARROW_NO_BREAK_SPACE "\u202f"
#define MINUS_SIGN "\u2212"
#define NOT_RECORDED "—"

#define MAX_FRACTION_DIGITS 14

/* @size is @factor times 10 to the power of @exponent. A label goes on to the
 * next unit at @limit. */
typedef struct
{
  const char *name;
  guint64 size;
  guint64 factor;
  guint exponent;
  guint64 limit;
} Unit;

static const Unit units[] = {
  { "ns", 1, 1, 0, 1000 },
  { "µs", 1000, 1, 3, 1000 },
  { "ms", 1000000, 1, 6, 1000 },
  { "s", 1000000000, 1, 9, 1000 },
  { "min", G_GUINT64_CONSTANT (60000000000), 60, 9, 120 },
  { "h", G_GUINT64_CONSTANT (3600000000000), 3600, 9, 48 },
  { "d", G_GUINT64_CONSTANT (86400000000000), 86400, 9, G_MAXUINT64 },
};

#define UNIT_SECOND 3

static const guint64 powers_of_ten[] = {
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
  G_GUINT64_CONSTANT (10000000000), G_GUINT64_CONSTANT (100000000000),
  G_GUINT64_CONSTANT (1000000000000), G_GUINT64_CONSTANT (10000000000000),
  G_GUINT64_CONSTANT (100000000000000),
};

static inline guint64
magnitude_of (gint64 value)
{
  return value < 0 ? -(guint64) value : (guint64) value;
}

/* Half away from zero, as people do it. */
static inline guint64
divide_rounded (guint64 dividend,
                guint64 divisor)
{
  return dividend / divisor + (dividend % divisor >= divisor - dividend % divisor ? 1 : 0);
}

static void
append_grouped (GString *text,
                guint64  value)
{
  char digits[24];
  gint length = g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, value);

  for (gint i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, NARROW_NO_BREAK_SPACE);

      g_string_append_c (text, digits[i]);
    }
}

/* Exactly @n_digits digits, grouped from the point on. */
static void
append_fraction (GString *text,
                 guint64  value,
                 guint    n_digits)
{
  if (n_digits > 0)
    g_string_append_c (text, '.');

  for (guint i = 0; i < n_digits; i++)
    {
      if (i > 0 && i % 3 == 0)
        g_string_append (text, NARROW_NO_BREAK_SPACE);

      g_string_append_c (text, (char) ('0' + value / powers_of_ten[n_digits - 1 - i] % 10));
    }
}

static void
append_unit (GString    *text,
             const char *unit)
{
  g_string_append (text, NO_BREAK_SPACE);
  g_string_append (text, unit);
}

static char *
print_scaled (gboolean    negative,
              guint64     scaled,
              guint       decimals,
              const char *unit)
{
  GString *text = g_string_new (negative && scaled > 0 ? MINUS_SIGN : NULL);

  append_grouped (text, scaled / powers_of_ten[decimals]);
  append_fraction (text, scaled % powers_of_ten[decimals], decimals);
  append_unit (text, unit);

  return g_string_free (text, FALSE);
}

/* The most decimals, up to two, with which @magnitude stays below three digits
 * and the unit's limit. */
static gboolean
scale_to_label (guint64     magnitude,
                const Unit *unit,
                guint64    *scaled,
                guint      *decimals)
{
  guint max_decimals = unit->size == 1 ? 0 : 2;

  if (magnitude / unit->size >= 1000)
    return FALSE;

  for (guint i = max_decimals + 1; i-- > 0;)
    {
      *decimals = i;
      *scaled = divide_rounded (magnitude * powers_of_ten[i], unit->size);

      if (*scaled < 1000 && *scaled / powers_of_ten[i] < unit->limit)
        return TRUE;
    }

  return FALSE;
}

/**
 * pollux_duration_to_label:
 * @duration: nanoseconds
 *
 * Prints a duration with three significant digits, rounded, for labels: from
 * "0 ns" and "7 ns" over "1.58 ms" and "999 s" to "16.7 min", "2.00 h" and days.
 *
 * Returns: (transfer full): the text; "—" for %POLLUX_TIME_NONE
 */
char *
pollux_duration_to_label (gint64 duration)
{
  const Unit *days = &units[G_N_ELEMENTS (units) - 1];
  guint64 magnitude = magnitude_of (duration);
  guint64 scaled;
  guint decimals;

  if (duration == POLLUX_TIME_NONE)
    return g_strdup (NOT_RECORDED);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (scale_to_label (magnitude, &units[i], &scaled, &decimals))
      return print_scaled (duration < 0, scaled, decimals, units[i].name);

  return print_scaled (duration < 0, divide_rounded (magnitude, days->size), 0, days->name);
}

/**
 * pollux_duration_to_exact:
 * @duration: nanoseconds
 *
 * Prints every digit of a duration: "7 ns", "1.579 000 ms",
 * "5 400.000 000 000 s". The unit is at most the second.
 *
 * Returns: (transfer full): the text; "—" for %POLLUX_TIME_NONE
 */
char *
pollux_duration_to_exact (gint64 duration)
{
  guint64 magnitude = magnitude_of (duration);
  guint i = 0;

  if (duration == POLLUX_TIME_NONE)
    return g_strdup (NOT_RECORDED);

  while (i < UNIT_SECOND && magnitude >= units[i + 1].size)
    i++;

  return print_scaled (duration < 0, magnitude, units[i].exponent, units[i].name);
}

static const Unit *
find_tick_unit (guint64 step)
{
  guint i = 0;

  while (i < UNIT_SECOND && step >= units[i + 1].size)
    i++;

  while (i >= UNIT_SECOND && i + 1 < G_N_ELEMENTS (units) && step % units[i + 1].size == 0)
    i++;

  return &units[i];
}

/**
 * pollux_duration_to_tick:
 * @time: nanoseconds; a multiple of @step, else it is rounded
 * @step: nanoseconds between two ticks, above 0
 *
 * Prints the label of one tick of a ruler. Unit and decimals depend on @step
 * alone: the largest unit up to the second that is not longer than @step, or
 * minutes, hours or days if @step is a multiple of them.
 *
 * Returns: (transfer full): the text; "—" for %POLLUX_TIME_NONE
 */
char *
pollux_duration_to_tick (gint64 time,
                         gint64 step)
{
  guint64 magnitude = magnitude_of (time);
  guint64 resolution;
  const Unit *unit;
  guint decimals = 0;

  if (time == POLLUX_TIME_NONE)
    return g_strdup (NOT_RECORDED);

  step = MAX (step, 1);
  unit = find_tick_unit ((guint64) step);
  resolution = unit->size;

  while ((guint64) step % resolution != 0)
    {
      resolution /= 10;
      decimals++;
    }

  return print_scaled (time < 0, divide_rounded (magnitude, resolution), decimals, unit->name);
}

static gboolean
take_literal (const char **at,
              const char  *literal)
{
  gsize length = strlen (literal);

  if (strncmp (*at, literal, length) != 0)
    return FALSE;

  *at += length;

  return TRUE;
}

static void
take_blank (const char **at)
{
  if (!take_literal (at, " ") && !take_literal (at, NO_BREAK_SPACE))
    take_literal (at, NARROW_NO_BREAK_SPACE);
}

/* Narrow spaces group digits; they may stand between two of them. */
static gboolean
take_digit (const char **at,
            guint       *digit)
{
  const char *p = *at;

  if (!take_literal (&p, THIN_SPACE))
    take_literal (&p, NARROW_NO_BREAK_SPACE);

  if (!g_ascii_isdigit (*p))
    return FALSE;

  *digit = (guint) (*p - '0');
  *at = p + 1;

  return TRUE;
}

typedef struct
{
  guint64 whole;
  guint64 fraction;
  guint n_fraction;
  gboolean has_point;
} Number;

static gboolean
take_number (const char **at,
             Number      *number)
{
  guint digit;

  *number = (Number) { 0 };

  if (!g_ascii_isdigit (**at))
    return FALSE;

  while (take_digit (at, &digit))
    if (!g_uint64_checked_mul (&number->whole, number->whole, 10)
        || !g_uint64_checked_add (&number->whole, number->whole, digit))
      return FALSE;

  number->has_point = take_literal (at, ".");

  if (!number->has_point)
    return TRUE;

  if (!g_ascii_isdigit (**at))
    return FALSE;

  while (take_digit (at, &digit))
    if (number->n_fraction < MAX_FRACTION_DIGITS)
      {
        number->fraction = number->fraction * 10 + digit;
        number->n_fraction++;
      }

  return TRUE;
}

/* Longest names first: "m" begins others. */
static const Unit *
take_unit (const char **at)
{
  static const struct
  {
    const char *name;
    guint unit;
  } names[] = {
    { "ns", 0 }, { "us", 1 }, { "µs", 1 }, { "\u03bcs", 1 }, { "ms", 2 }, { "min", 4 },
    { "s", 3 }, { "m", 4 }, { "h", 5 }, { "d", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (take_literal (at, names[i].name))
      return &units[names[i].unit];

  return NULL;
}

/* The fraction has at most 14 digits and the factor five: it fits. */
static gboolean
add_part (guint64      *sum,
          const Number *number,
          const Unit   *unit)
{
  guint64 fraction = number->fraction * unit->factor;
  guint64 whole;

  if (number->n_fraction > unit->exponent)
    fraction /= powers_of_ten[number->n_fraction - unit->exponent];
  else
    fraction *= powers_of_ten[unit->exponent - number->n_fraction];

  return g_uint64_checked_mul (&whole, number->whole, unit->size)
         && g_uint64_checked_add (sum, *sum, whole)
         && g_uint64_checked_add (sum, *sum, fraction)
         && *sum <= G_MAXINT64;
}

/* "1m30s": parts with ever smaller units, a fraction only in the last. */
static gboolean
take_parts (const char *at,
            guint64    *sum)
{
  const Unit *last = NULL;

  *sum = 0;

  do
    {
      const Unit *unit;
      Number number;

      if (!take_number (&at, &number))
        return FALSE;

      if (last == NULL && *at == '\0')
        return number.whole == 0 && number.fraction == 0;

      take_blank (&at);
      unit = take_unit (&at);

      if (unit == NULL || (last != NULL && unit >= last)
          || !add_part (sum, &number, unit)
          || (number.has_point && *at != '\0'))
        return FALSE;

      last = unit;

      if (*at != '\0')
        take_blank (&at);
    }
  while (*at != '\0');

  return TRUE;
}

/**
 * pollux_duration_from_text:
 * @text: a duration
 * @duration: (out): nanoseconds; untouched on failure
 *
 * Parses what people type ("12.5ms", "1m30s", "+3 ms") and all that
 * pollux_duration_to_label(), pollux_duration_to_exact() and
 * pollux_duration_to_tick() print, but for "—". Units are ns, us, µs, ms, s, m
 * or min, h, d. Only 0 needs none. Digits below the nanosecond are cut.
 *
 * Returns: whether @text is a duration that fits
 */
gboolean
pollux_duration_from_text (const char *text,
                           gint64     *duration)
{
  gboolean negative;
  guint64 sum;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (duration != NULL, FALSE);

  negative = take_literal (&text, "-") || take_literal (&text, MINUS_SIGN);

  if (!negative)
    take_literal (&text, "+");

  if (!take_parts (text, &sum))
    return FALSE;

  *duration = negative ? -(gint64) sum : (gint64) sum;

  return TRUE;
}

/**
 * pollux_count_to_label:
 * @count: a number of things
 *
 * Returns: (transfer full): the digits of @count, in groups of three with a
 *   narrow no-break space (U+202F) in between
 */
char *
pollux_count_to_label (guint64 count)
{
  GString *text = g_string_new (NULL);

  append_grouped (text, count);

  return g_string_free (text, FALSE);
}

/**
 * pollux_bytes_to_label:
 * @bytes: a number of bytes
 *
 * Prints a size in powers of 1000 with one decimal, rounded: "999 B", "1.4 MB".
 *
 * Returns: (transfer full): the text
 */
char *
pollux_bytes_to_label (guint64 bytes)
{
  const char *const names[] = { "kB", "MB", "GB", "TB", "PB", "EB" };
  guint64 tenth = 100;
  guint i = 0;

  if (bytes < 1000)
    return print_scaled (FALSE, bytes, 0, "B");

  while (i + 1 < G_N_ELEMENTS (names) && divide_rounded (bytes, tenth) >= 10000)
    {
      tenth *= 1000;
      i++;
    }

  return print_scaled (FALSE, divide_rounded (bytes, tenth), 1, names[i]);
}
