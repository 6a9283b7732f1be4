/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The painter's palette for the theme a widget is shown in. The hues of the
 * states come from the built in palettes, of which the theme's brightness and
 * contrast choose one; what surrounds them (background, text, borders, the
 * accent) is the theme's own, so that the timeline looks like the lists and
 * entries beside it. Shades between background and text are mixed from both.
 */
#include "config.h"

#include <math.h>

#include "pollux-theme.h"

/* Of graphics against what is around them. */
#define LINE_CONTRAST 3.0
/* Pixels of 11 points, as GNOME has them. */
#define USUAL_SIZE (11.0 * 96 / 72)

static double
luminance (const GdkRGBA *color)
{
  return 0.2126 * color->red + 0.7152 * color->green + 0.0722 * color->blue;
}

static gboolean
is_high_contrast (GtkWidget *widget)
{
  const char *forced = g_getenv ("GTK_THEME");
  g_autofree char *name = NULL;

  g_object_get (gtk_widget_get_settings (widget), "gtk-theme-name", &name, NULL);

  return (name != NULL && strstr (name, "HighContrast") != NULL) ||
         (forced != NULL && strstr (forced, "HighContrast") != NULL) ||
         (name != NULL && g_str_has_prefix (name, "Default-hc")) ||
         (forced != NULL && g_str_has_prefix (forced, "Default-hc"));
}

static PolluxPaletteName
choose_palette (GtkWidget *widget,
                gboolean   dark)
{
  if (is_high_contrast (widget))
    return dark ? POLLUX_PALETTE_HIGH_CONTRAST_DARK : POLLUX_PALETTE_HIGH_CONTRAST;

  return dark ? POLLUX_PALETTE_DARK : POLLUX_PALETTE_LIGHT;
}

/* @over on top of @under, as one opaque colour. */
static PolluxColor
blend (const PolluxColor *under,
       const PolluxColor *over,
       double             alpha)
{
  return (PolluxColor) {
    under->red + (over->red - under->red) * alpha,
    under->green + (over->green - under->green) * alpha,
    under->blue + (over->blue - under->blue) * alpha,
    1.0
  };
}

/* Relative luminance as the contrast ratio of WCAG wants it. */
static double
linear_luminance (const PolluxColor *color)
{
  return 0.2126 * pow (color->red, 2.2) + 0.7152 * pow (color->green, 2.2) +
         0.0722 * pow (color->blue, 2.2);
}

static double
get_contrast (const PolluxColor *a,
              const PolluxColor *b)
{
  double x = linear_luminance (a) + 0.05, y = linear_luminance (b) + 0.05;

  return MAX (x, y) / MIN (x, y);
}

/* An accent is made for text upon it; lines of it on the background are thin
 * and need more contrast than some dark themes' has. */
static PolluxColor
make_visible (const PolluxPalette *palette,
              PolluxColor          color)
{
  for (guint i = 0; i < 10 && get_contrast (&palette->background, &color) < LINE_CONTRAST; i++)
    color = blend (&color, &palette->text, 0.1);

  return color;
}

/* Leaves @color as it is if the theme has none of the @names. */
static void
look_up (GtkWidget          *widget,
         const PolluxColor  *under,
         PolluxColor        *color,
         const char * const *names)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  for (; *names != NULL; names++)
    {
      GdkRGBA found;

      if (gtk_style_context_lookup_color (context, *names, &found))
        {
          PolluxColor opaque = { found.red, found.green, found.blue, 1.0 };

          *color = under != NULL ? blend (under, &opaque, found.alpha) : opaque;
          return;
        }
    }
}

/**
 * pollux_theme_get_palette:
 * @widget: whose theme
 * @palette: (out): what to paint with
 */
void
pollux_theme_get_palette (GtkWidget     *widget,
                          PolluxPalette *palette)
{
  static const char * const background[] = { "theme_base_color", "view_bg_color", NULL };
  static const char * const text[] = { "theme_text_color", "view_fg_color", NULL };
  static const char * const header[] = { "theme_bg_color", "window_bg_color", NULL };
  static const char * const accent[] = { "accent_bg_color", "theme_selected_bg_color", NULL };
  static const char * const border[] = { "borders", NULL };
  gboolean high_contrast = is_high_contrast (widget);
  GdkRGBA foreground;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &foreground);
  *palette = *pollux_palette_get (choose_palette (widget, luminance (&foreground) > 0.5));

  look_up (widget, NULL, &palette->background, background);
  look_up (widget, &palette->background, &palette->text, text);
  look_up (widget, &palette->background, &palette->header, header);
  look_up (widget, &palette->background, &palette->accent, accent);
  palette->accent = make_visible (palette, palette->accent);
  look_up (widget, &palette->background, &palette->border, border);

  palette->alternate = blend (&palette->background, &palette->text, high_contrast ? 0.0 : 0.03);
  palette->grid = blend (&palette->background, &palette->text, high_contrast ? 0.3 : 0.09);
  palette->dim_text = blend (&palette->background, &palette->text, high_contrast ? 1.0 : 0.70);
}

/**
 * pollux_theme_get_text_scale:
 * @widget: whose font
 *
 * Returns: how much higher its text is than that of the usual size, for which
 *   the measures in pixels were made; 1 at least
 */
double
pollux_theme_get_text_scale (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double resolution = pango_cairo_context_get_resolution (context);
  double size = font != NULL ? pango_font_description_get_size (font) / (double) PANGO_SCALE : 0;

  if (size <= 0)
    return 1;
  if (!pango_font_description_get_size_is_absolute (font))
    size *= (resolution > 0 ? resolution : 96) / 72;

  return CLAMP (size / USUAL_SIZE, 1, 4);
}

/**
 * pollux_theme_color:
 *
 * Returns: @color as GDK wants it
 */
GdkRGBA
pollux_theme_color (const PolluxColor *color)
{
  return (GdkRGBA) { color->red, color->green, color->blue, color->alpha };
}

/**
 * pollux_theme_apply:
 * @widget: in whose theme, font and scale @painter is to paint
 * @palette: (out): the colours that it was given
 */
void
pollux_theme_apply (GtkWidget     *widget,
                    PolluxPainter *painter,
                    PolluxPalette *palette)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  double resolution = pango_cairo_context_get_resolution (context);

  pollux_theme_get_palette (widget, palette);
  pollux_painter_set_palette (painter, palette);
  pollux_painter_set_font (painter, pango_context_get_font_description (context));
  pollux_painter_set_device_scale (painter, gtk_widget_get_scale_factor (widget));
  if (resolution > 0)
    pollux_painter_set_resolution (painter, resolution);
}
