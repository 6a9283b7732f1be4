/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>

#include "build-trace.h"
#include "pollux-painter-private.h"

#define HEADER 100
#define RULER 28
#define WIDTH 1100
#define HEIGHT 330

static void
build_scene (PolluxScene      *scene,
             PolluxRows       *rows,
             PolluxTrace      *trace,
             PolluxLaneHeight  height,
             PolluxThing       selected)
{
  PolluxSceneRequest request = {
    .trace = trace, .rows = rows, .height = HEIGHT, .header_width = HEADER,
    .ruler_height = RULER, .selected = selected, .hovered = { POLLUX_THING_WAKE, 2, 0 },
    .range = { 300000, 500000 }, .cursor = 650000,
  };

  pollux_rows_set_lane_height (rows, height);
  pollux_rows_update (rows, trace);
  pollux_viewport_init (&request.viewport);
  pollux_viewport_set_extent (&request.viewport, pollux_trace_get_extent (trace));
  pollux_viewport_set_width (&request.viewport, WIDTH - HEADER);
  pollux_viewport_set_range (&request.viewport, (PolluxRange) { 0, 1000000 });
  pollux_scene_build (scene, &request);
}

static guint32
get_pixel (cairo_surface_t *surface,
           double           x,
           double           y)
{
  const guint8 *bytes = cairo_image_surface_get_data (surface);
  gsize offset = (gsize) y * cairo_image_surface_get_stride (surface) + (gsize) x * 4;

  return *(const guint32 *) (gpointer) (bytes + offset) & 0xffffff;
}

static guint32
get_rgb (const PolluxColor *color)
{
  return (guint) round (color->red * 255) << 16 | (guint) round (color->green * 255) << 8 |
         (guint) round (color->blue * 255);
}

static cairo_surface_t *
paint (PolluxPainter     *painter,
       const PolluxScene *scene,
       double             scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, ceil (WIDTH * scale),
                                                         ceil (HEIGHT * scale));
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  pollux_painter_paint (painter, cr, scene);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* Each state has its colour where it belongs, at every scale. */
static void
test_pixels (void)
{
  static const double scales[] = { 1, 2, 3 };
  const PolluxPalette *palette = pollux_palette_get (POLLUX_PALETTE_LIGHT);
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  g_autoptr(PolluxScene) scene = pollux_scene_new ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  build_scene (scene, rows, trace, POLLUX_LANE_COMFORTABLE, (PolluxThing) POLLUX_THING_INIT);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      double s = scales[i];
      /* The lane of task 1: the third, behind the trace's own and task 0. */
      double middle = (RULER + 2 * 32 + 15.5) * s, top = (RULER + 2 * 32 + 7.5) * s;
      cairo_surface_t *surface = paint (painter, scene, s);

      g_assert_cmphex (get_pixel (surface, (HEADER + 560) * s, middle), ==,
                       get_rgb (&palette->active));
      g_assert_cmphex (get_pixel (surface, (HEADER + 560) * s, top), ==,
                       get_rgb (&palette->active));
      g_assert_cmphex (get_pixel (surface, (HEADER + 185) * s, middle), ==,
                       get_rgb (&palette->idle));
      g_assert_cmphex (get_pixel (surface, (HEADER + 830) * s, middle), ==,
                       get_rgb (&palette->background));
      /* The frame of the wait before the last poll, half as high as a poll. */
      g_assert_cmphex (get_pixel (surface, (HEADER + 260) * s, top), ==,
                       get_rgb (&palette->background));
      g_assert_cmphex (get_pixel (surface, (HEADER + 210) * s, (RULER + 2 * 32 + 11.2) * s), ==,
                       get_rgb (&palette->scheduled));
      /* The wake at 200 us, below it. */
      g_assert_cmphex (get_pixel (surface, (HEADER + 200) * s, (RULER + 2 * 32 + 29.5) * s), ==,
                       get_rgb (&palette->wake));
      /* The error at 239 us, above it. */
      g_assert_cmphex (get_pixel (surface, (HEADER + 238.6) * s, (RULER + 2 * 32 + 3) * s), ==,
                       get_rgb (&palette->error));
      cairo_surface_destroy (surface);
    }
}

/* A mark at the top of the pixels that have a tick, and nothing elsewhere. */
static void
test_ticks (void)
{
  const PolluxPalette *palette = pollux_palette_get (POLLUX_PALETTE_LIGHT);
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  g_autoptr(PolluxTicks) ticks = pollux_ticks_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 100, 40);
  cairo_t *cr = cairo_create (surface);

  pollux_ticks_add (ticks, 500);
  cairo_set_source_rgb (cr, 0, 1, 0);
  cairo_paint (cr);
  pollux_painter_set_palette (painter, palette);
  pollux_painter_paint_ticks (painter, cr, ticks, (PolluxRange) { 0, 1000 }, 100, 40);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmphex (get_pixel (surface, 50, 4), ==, get_rgb (&palette->text));
  g_assert_cmphex (get_pixel (surface, 50, 20), ==, 0x00ff00);
  g_assert_cmphex (get_pixel (surface, 40, 4), ==, 0x00ff00);
  cairo_surface_destroy (surface);
}

/* What aggregated columns stand for can be read off their height. */
static void
test_heights (void)
{
  const PolluxPalette *palette = pollux_palette_get (POLLUX_PALETTE_LIGHT);
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  g_autoptr(PolluxScene) scene = pollux_scene_new ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();
  g_autoptr(PolluxTrace) trace = NULL;
  cairo_surface_t *surface;
  PolluxLaneShape shape;
  BuildTrace build;
  guint n = 0;

  /* Half of each pixel busy, in ten polls; no waits. */
  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  build_task (&build, "half", "", POLLUX_TIME_NONE, POLLUX_TASK_NONE);
  for (guint i = 0; i < 10000; i++)
    build_poll (&build, 0, i * 100, i * 100 + 50);
  trace = build_trace_end (&build);
  build_scene (scene, rows, trace, POLLUX_LANE_COMFORTABLE, (PolluxThing) POLLUX_THING_INIT);
  surface = paint (painter, scene, 1);

  pollux_lane_shape_init (&shape, POLLUX_LANE_COMFORTABLE);
  for (guint y = 0; y < 32; y++)
    if (y >= shape.bar_top + 2 * shape.strip_height + shape.strip_gap)
      n += get_pixel (surface, HEADER + 700, RULER + y) == get_rgb (&palette->active);
  g_assert_cmpuint (n, ==, 6);
  cairo_surface_destroy (surface);
}

/* All palettes, heights and scales, crooked ones too, with all emphasis. */
static void
test_all (void)
{
  static const PolluxLaneHeight heights[] = { 32, 24, 16, 8 };
  static const double scales[] = { 1, 1.25, 1.5, 2, 0.5, 12 };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  g_autoptr(PolluxScene) scene = pollux_scene_new ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  for (guint h = 0; h < G_N_ELEMENTS (heights); h++)
    for (guint s = 0; s < G_N_ELEMENTS (scales) - (h > 0); s++)
      {
        const PolluxPalette *palette = pollux_palette_get ((h + s) % 5);
        cairo_surface_t *surface;

        build_scene (scene, rows, trace, heights[h], (PolluxThing) { s, 1, s % 3 });
        pollux_painter_set_palette (painter, palette);
        surface = paint (painter, scene, scales[s]);
        g_assert_cmphex (get_pixel (surface, (WIDTH - 5) * scales[s], (HEIGHT - 3) * scales[s]),
                         ==, get_rgb (&palette->background));
        cairo_surface_destroy (surface);
      }
}

static cairo_status_t
count_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  *(gsize *) closure += length;

  return CAIRO_STATUS_SUCCESS;
}

/* Vectors: few enough of them, though each pixel of 1000 has its own height. */
static void
test_vectors (void)
{
  g_autoptr(PolluxTrace) trace = build_random_trace (8, 5000, 1000000, 1);
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  g_autoptr(PolluxScene) scene = pollux_scene_new ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();

  build_scene (scene, rows, trace, POLLUX_LANE_NORMAL, (PolluxThing) POLLUX_THING_INIT);
  for (guint i = 0; i < 2; i++)
    {
      gsize size = 0;
      cairo_surface_t *surface = i == 0
        ? cairo_pdf_surface_create_for_stream (count_bytes, &size, WIDTH, HEIGHT)
        : cairo_svg_surface_create_for_stream (count_bytes, &size, WIDTH, HEIGHT);
      cairo_t *cr = cairo_create (surface);

      pollux_painter_paint (painter, cr, scene);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      g_assert_cmpuint (size, >, 3000);
      g_assert_cmpuint (size, <, 4000000);
    }
}

/* Labels are kept from picture to picture, but not without end. */
static void
test_labels (void)
{
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 10, 10);
  cairo_t *cr = cairo_create (surface);
  const PolluxLabel *label, *again;

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *text = g_strdup_printf ("label %u", i);

      if (i % 100 == 0)
        pollux_painter_begin (painter, cr);
      pollux_painter_get_label (painter, POLLUX_STYLE_TICK, text, 0);
      if (i % 100 == 99)
        pollux_painter_end (painter);
      g_assert_cmpuint (g_hash_table_size (painter->labels), <=, 2200);
    }

  pollux_painter_begin (painter, cr);
  label = pollux_painter_get_label (painter, POLLUX_STYLE_TITLE, "a rather long name", 60);
  g_assert_true (label->ellipsized);
  g_assert_cmpfloat (label->width, <=, 60);
  again = pollux_painter_get_label (painter, POLLUX_STYLE_TITLE, "a rather long name", 60);
  g_assert_true (label == again);
  label = pollux_painter_get_label (painter, POLLUX_STYLE_TITLE, "a rather long name", 0);
  g_assert_false (label->ellipsized);
  pollux_painter_end (painter);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* A window paints its lanes, then its headers: many labels of the one outlast
 * the other. */
static void
test_label_age (void)
{
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 10, 10);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < 6; i++)
    {
      pollux_painter_begin (painter, cr);
      for (guint l = 0; l < (i % 2 == 0 ? 2500 : 10); l++)
        {
          g_autofree char *text = g_strdup_printf ("%u of %u", l, i % 2);

          pollux_painter_get_label (painter, POLLUX_STYLE_TICK, text, 0);
        }
      if (i >= 2)
        g_assert_cmpuint (painter->n_new_labels, ==, 0);
      pollux_painter_end (painter);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* With a limit each picture has some more, until it is like one without. */
static void
test_label_limit (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  g_autoptr(PolluxPainter) other = pollux_painter_new ();
  g_autoptr(PolluxScene) scene = pollux_scene_new ();
  g_autoptr(PolluxRows) rows = pollux_rows_new ();
  cairo_surface_t *whole, *part;
  gsize size;
  guint n = 1;

  build_scene (scene, rows, trace, POLLUX_LANE_COMFORTABLE, (PolluxThing) POLLUX_THING_INIT);
  whole = paint (other, scene, 1);
  g_assert_false (pollux_painter_lacks_labels (other));
  size = (gsize) cairo_image_surface_get_stride (whole) * HEIGHT;

  pollux_painter_set_max_new_labels (painter, 1);
  part = paint (painter, scene, 1);
  g_assert_true (pollux_painter_lacks_labels (painter));
  g_assert_cmpint (memcmp (cairo_image_surface_get_data (part),
                           cairo_image_surface_get_data (whole), size), !=, 0);
  while (pollux_painter_lacks_labels (painter))
    {
      cairo_surface_destroy (part);
      part = paint (painter, scene, 1);
      g_assert_cmpuint (++n, <, 100);
    }
  g_assert_cmpuint (n, >, 2);
  g_assert_cmpmem (cairo_image_surface_get_data (part), size,
                   cairo_image_surface_get_data (whole), size);
  cairo_surface_destroy (part);
  cairo_surface_destroy (whole);
}

/* Digits are as wide as each other, so that ticking numbers do not dance. */
static void
test_tabular (void)
{
  g_autoptr(PolluxPainter) painter = pollux_painter_new ();
  double ones = pollux_painter_get_label (painter, POLLUX_STYLE_TICK, "1111", 0)->width;
  double eights = pollux_painter_get_label (painter, POLLUX_STYLE_TICK, "8888", 0)->width;

  g_assert_cmpfloat_with_epsilon (ones, eights, 0.01);
}

static double
get_lightness (const PolluxColor *color)
{
  return 0.2126 * pow (color->red, 2.2) + 0.7152 * pow (color->green, 2.2) +
         0.0722 * pow (color->blue, 2.2);
}

static double
get_contrast (const PolluxColor *a,
              const PolluxColor *b)
{
  double left = get_lightness (a) + 0.05, right = get_lightness (b) + 0.05;

  return left > right ? left / right : right / left;
}

/* Text is readable, marks are seen, and states differ without their hue. */
static void
test_contrast (void)
{
  for (guint i = POLLUX_PALETTE_LIGHT; i <= POLLUX_PALETTE_PRINT; i++)
    {
      const PolluxPalette *palette = pollux_palette_get (i);
      gboolean high = i == POLLUX_PALETTE_HIGH_CONTRAST || i == POLLUX_PALETTE_HIGH_CONTRAST_DARK;

      g_assert_cmpfloat (get_contrast (&palette->text, &palette->background), >=, high ? 15 : 11);
      g_assert_cmpfloat (get_contrast (&palette->text, &palette->header), >=, high ? 15 : 10);
      g_assert_cmpfloat (get_contrast (&palette->dim_text, &palette->header), >=, high ? 7 : 4.5);
      g_assert_cmpfloat (get_contrast (&palette->active_text, &palette->active), >=,
                         high ? 7 : 4.5);
      g_assert_cmpfloat (get_contrast (&palette->active, &palette->background), >=, 3);
      g_assert_cmpfloat (get_contrast (&palette->wake, &palette->background), >=, 3);
      g_assert_cmpfloat (get_contrast (&palette->error, &palette->background), >=, 3);
      g_assert_cmpfloat (get_contrast (&palette->warning, &palette->background), >=, 3);
      g_assert_cmpfloat (get_contrast (&palette->scheduled, &palette->active), >=, 1.35);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painter/pixels", test_pixels);
  g_test_add_func ("/painter/ticks", test_ticks);
  g_test_add_func ("/painter/heights", test_heights);
  g_test_add_func ("/painter/all", test_all);
  g_test_add_func ("/painter/vectors", test_vectors);
  g_test_add_func ("/painter/labels", test_labels);
  g_test_add_func ("/painter/label-age", test_label_age);
  g_test_add_func ("/painter/label-limit", test_label_limit);
  g_test_add_func ("/painter/tabular", test_tabular);
  g_test_add_func ("/painter/contrast", test_contrast);

  return g_test_run ();
}
