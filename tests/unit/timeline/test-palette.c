/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the palettes can be read: contrast as WCAG 2.1 defines it, with the
 * whole sRGB curve, and the distance of the states in grey and for the three
 * dichromacies after Machado, Oliveira and Fernandes (2009), in CIELAB.
 */
#include "config.h"

#include <math.h>

#include "pollux-painter.h"

#define TEXT_CONTRAST 4.5
#define GRAPHICS_CONTRAST 3.0
/* What high contrast promises for text (AAA). */
#define HIGH_TEXT_CONTRAST 7.0
/* Lightness, of 100, and colour distance between the states of a task. */
#define GREY_DISTANCE 10.0
#define COLOR_DISTANCE 25.0

typedef struct
{
  double r, g, b;
} Linear;

static const char *const names[] = {
  "light", "dark", "high contrast", "high contrast dark", "print",
};

static double
decode (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static Linear
linearize (const PolluxColor *color)
{
  return (Linear) { decode (color->red), decode (color->green), decode (color->blue) };
}

static double
get_luminance (Linear color)
{
  return 0.2126 * color.r + 0.7152 * color.g + 0.0722 * color.b;
}

static double
get_contrast (const PolluxColor *a, const PolluxColor *b)
{
  double x = get_luminance (linearize (a)) + 0.05;
  double y = get_luminance (linearize (b)) + 0.05;

  return MAX (x, y) / MIN (x, y);
}

static double
lab_curve (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

/* sRGB primaries, D65. */
static void
to_lab (Linear color, double lab[3])
{
  double x = lab_curve ((0.4124 * color.r + 0.3576 * color.g + 0.1805 * color.b) / 0.95047);
  double y = lab_curve (get_luminance (color));
  double z = lab_curve ((0.0193 * color.r + 0.1192 * color.g + 0.9505 * color.b) / 1.08883);

  lab[0] = 116 * y - 16;
  lab[1] = 500 * (x - y);
  lab[2] = 200 * (y - z);
}

/* Protanopia, deuteranopia, tritanopia; the identity first. */
static const double deficiencies[][9] = {
  { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
  { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998 },
  { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881 },
  { 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900 },
};

static Linear
simulate (Linear color, const double m[9])
{
  return (Linear) {
    CLAMP (m[0] * color.r + m[1] * color.g + m[2] * color.b, 0, 1),
    CLAMP (m[3] * color.r + m[4] * color.g + m[5] * color.b, 0, 1),
    CLAMP (m[6] * color.r + m[7] * color.g + m[8] * color.b, 0, 1),
  };
}

static double
get_distance (const PolluxColor *a, const PolluxColor *b, const double deficiency[9])
{
  double x[3], y[3];

  to_lab (simulate (linearize (a), deficiency), x);
  to_lab (simulate (linearize (b), deficiency), y);

  return sqrt (pow (x[0] - y[0], 2) + pow (x[1] - y[1], 2) + pow (x[2] - y[2], 2));
}

static double
get_grey_distance (const PolluxColor *a, const PolluxColor *b)
{
  double x[3], y[3];

  to_lab (linearize (a), x);
  to_lab (linearize (b), y);

  return fabs (x[0] - y[0]);
}

static void
check (PolluxPaletteName name, const char *what, double got, double wanted)
{
  if (got < wanted)
    {
      g_test_message ("%s: %s: %.2f, wanted %.2f", names[name], what, got, wanted);
      g_test_fail ();
    }
}

static gboolean
is_high_contrast (PolluxPaletteName name)
{
  return name == POLLUX_PALETTE_HIGH_CONTRAST || name == POLLUX_PALETTE_HIGH_CONTRAST_DARK;
}

static void
test_text (void)
{
  for (PolluxPaletteName name = 0; name < G_N_ELEMENTS (names); name++)
    {
      const PolluxPalette *palette = pollux_palette_get (name);
      const PolluxColor *under[] = { &palette->background, &palette->alternate, &palette->header };
      double wanted = is_high_contrast (name) ? HIGH_TEXT_CONTRAST : TEXT_CONTRAST;

      for (guint i = 0; i < G_N_ELEMENTS (under); i++)
        {
          check (name, "text", get_contrast (&palette->text, under[i]), wanted);
          check (name, "dim text", get_contrast (&palette->dim_text, under[i]), wanted);
        }
      check (name, "text in a bar", get_contrast (&palette->active_text, &palette->active),
             wanted);
    }
}

static void
test_graphics (void)
{
  for (PolluxPaletteName name = 0; name < G_N_ELEMENTS (names); name++)
    {
      const PolluxPalette *palette = pollux_palette_get (name);
      const PolluxColor *under[] = { &palette->background, &palette->alternate };
      const struct
      {
        const char *name;
        const PolluxColor *color;
      } graphics[] = {
        { "active", &palette->active },   { "scheduled", &palette->scheduled },
        { "idle", &palette->idle },       { "wake", &palette->wake },
        { "warning", &palette->warning }, { "error", &palette->error },
        { "span", &palette->span },       { "resource", &palette->resource },
        { "accent", &palette->accent },
      };

      for (guint i = 0; i < G_N_ELEMENTS (graphics); i++)
        for (guint j = 0; j < G_N_ELEMENTS (under); j++)
          check (name, graphics[i].name, get_contrast (graphics[i].color, under[j]),
                 GRAPHICS_CONTRAST);
      /* The hatch, on its own ground. */
      check (name, "hatch", get_contrast (&palette->scheduled, &palette->scheduled_fill),
             GRAPHICS_CONTRAST);
    }
}

/* Bars of two states touch each other; a wake touches what it wakes. */
static void
test_states (void)
{
  for (PolluxPaletteName name = 0; name < G_N_ELEMENTS (names); name++)
    {
      const PolluxPalette *palette = pollux_palette_get (name);

      check (name, "active and scheduled in grey",
             get_grey_distance (&palette->active, &palette->scheduled), GREY_DISTANCE);
      check (name, "active and the ground of the hatch",
             get_contrast (&palette->active, &palette->scheduled_fill), GRAPHICS_CONTRAST);
      for (guint i = 0; i < G_N_ELEMENTS (deficiencies); i++)
        {
          check (name, "active and scheduled",
                 get_distance (&palette->active, &palette->scheduled, deficiencies[i]),
                 COLOR_DISTANCE);
          check (name, "active and idle",
                 get_distance (&palette->active, &palette->idle, deficiencies[i]),
                 COLOR_DISTANCE);
          check (name, "scheduled and wake",
                 get_distance (&palette->scheduled, &palette->wake, deficiencies[i]),
                 COLOR_DISTANCE);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/text", test_text);
  g_test_add_func ("/palette/graphics", test_graphics);
  g_test_add_func ("/palette/states", test_states);

  return g_test_run ();
}
