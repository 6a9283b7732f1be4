/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "build-trace.h"
#include "pollux-export.h"

static PolluxRows *
make_rows (PolluxTrace      *trace,
           PolluxLaneHeight  height)
{
  PolluxRows *rows = pollux_rows_new ();

  pollux_rows_set_lane_height (rows, height);
  pollux_rows_update (rows, trace);

  return rows;
}

static PolluxExport
make_picture (PolluxTrace      *trace,
              const PolluxRows *rows)
{
  return (PolluxExport) {
    .trace = trace, .rows = rows, .n_rows = G_MAXUINT, .width = 1000, .scale = 1,
    .palette = pollux_palette_get (POLLUX_PALETTE_PRINT), .title = "zoo.jsonl",
  };
}

static guint32
get_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* The file says the size that was announced, at every scale. */
static void
test_png (void)
{
  static const double scales[] = { 1, 2, 1.5 };
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxRows) rows = make_rows (trace, POLLUX_LANE_NORMAL);
  PolluxExport picture = make_picture (trace, rows);

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = NULL;
      const guint8 *data;
      int width, height;
      gsize size;

      picture.scale = scales[i];
      g_assert_true (pollux_export_get_size (&picture, &width, &height, &error));
      g_assert_no_error (error);
      g_assert_cmpint (width, ==, 1000 * scales[i]);
      g_assert_cmpint (height, >, 9 * 24 * scales[i]);

      bytes = pollux_export_to_png (&picture, &error);
      g_assert_no_error (error);
      data = g_bytes_get_data (bytes, &size);
      g_assert_cmpuint (size, >, 1000);
      g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
      g_assert_cmpuint (get_be32 (data + 16), ==, width);
      g_assert_cmpuint (get_be32 (data + 20), ==, height);
    }
}

/* A part of the rows takes less room; no row at all is an error. */
static void
test_rows (void)
{
  g_autoptr(PolluxTrace) trace = build_zoo_trace ();
  g_autoptr(PolluxRows) rows = make_rows (trace, POLLUX_LANE_NORMAL);
  PolluxExport picture = make_picture (trace, rows);
  g_autoptr(GError) error = NULL;
  int width, all, some;

  g_assert_true (pollux_export_get_size (&picture, &width, &all, NULL));
  picture.first_row = 2;
  picture.n_rows = 3;
  g_assert_true (pollux_export_get_size (&picture, &width, &some, NULL));
  g_assert_cmpint (all - some, >=, 4 * 24);

  picture.first_row = 100;
  g_assert_false (pollux_export_get_size (&picture, &width, &some, &error));
  g_assert_error (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (pollux_export_to_png (&picture, &error));
  g_assert_error (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_EMPTY);
  g_clear_error (&error);

  picture.first_row = 0;
  picture.width = 120;
  g_assert_false (pollux_export_get_size (&picture, &width, &some, &error));
  g_assert_error (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_EMPTY);
}

static void
test_too_large (void)
{
  g_autoptr(PolluxTrace) trace = build_random_trace (1500, 1, 1000000, 1);
  g_autoptr(PolluxRows) rows = make_rows (trace, POLLUX_LANE_COMFORTABLE);
  PolluxExport picture = make_picture (trace, rows);
  int width, height;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (pollux_export_get_size (&picture, &width, &height, &error));
      g_assert_error (error, POLLUX_EXPORT_ERROR, POLLUX_EXPORT_ERROR_TOO_LARGE);
      g_assert_nonnull (strstr (error->message, "32767"));
      g_assert_nonnull (strstr (error->message, i == 0 ? "high" : "wide"));
      picture.n_rows = 4;
      picture.width = 20000;
      picture.scale = 2;
    }

  picture.width = 16000;
  g_assert_true (pollux_export_get_size (&picture, &width, &height, NULL));
  g_assert_cmpint (width, ==, 32000);
}

/* Hundreds of lanes are painted in parts: the last one is there. */
static void
test_bands (void)
{
  const PolluxPalette *palette = pollux_palette_get (POLLUX_PALETTE_PRINT);
  g_autoptr(PolluxRows) rows = NULL;
  g_autoptr(PolluxTrace) trace = NULL;
  cairo_surface_t *surface;
  PolluxExport picture;
  int width, height, n_lanes = 0;
  BuildTrace build;
  cairo_t *cr;

  build_trace_init (&build, POLLUX_TIME_KIND_CLOCK);
  for (guint i = 0; i < 300; i++)
    {
      build_task (&build, "task", "", 0, POLLUX_TASK_NONE);
      build_poll (&build, i, 100, 900);
    }
  trace = build_trace_end (&build);
  rows = make_rows (trace, POLLUX_LANE_TINY);
  picture = make_picture (trace, rows);
  g_assert_true (pollux_export_get_size (&picture, &width, &height, NULL));

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (surface);
  pollux_export_paint (&picture, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  /* Down a line through the polls: blue begins once a lane. */
  for (int y = 1; y < height; y++)
    {
      const guint8 *above = cairo_image_surface_get_data (surface) + (gsize) (y - 1) *
                            cairo_image_surface_get_stride (surface) + 500 * 4;
      const guint8 *here = above + cairo_image_surface_get_stride (surface);
      guint8 blue = palette->active.blue * 255 + 0.5, red = palette->active.red * 255 + 0.5;

      n_lanes += here[0] == blue && here[2] == red && !(above[0] == blue && above[2] == red);
    }
  g_assert_cmpint (n_lanes, ==, 300);
  cairo_surface_destroy (surface);
}

static void
test_ordinal (void)
{
  g_autoptr(PolluxTrace) trace = NULL;
  g_autoptr(PolluxRows) rows = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  PolluxExport picture;
  BuildTrace build;

  build_trace_init (&build, POLLUX_TIME_KIND_ORDINAL);
  build_task (&build, "a", "a.rs:1:1", 0, POLLUX_TASK_NONE);
  build_poll (&build, 0, 1, 4);
  trace = build_trace_end (&build);
  rows = make_rows (trace, POLLUX_LANE_COMFORTABLE);
  picture = make_picture (trace, rows);
  picture.title = "na\xffme";
  bytes = pollux_export_to_png (&picture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (bytes);
}

/* How many pixels of the picture have this colour. */
static guint
count_color (const PolluxExport *picture,
             const PolluxColor  *color)
{
  guint8 red = color->red * 255 + 0.5, blue = color->blue * 255 + 0.5;
  cairo_surface_t *surface;
  int width, height;
  guint n = 0;
  cairo_t *cr;

  g_assert_true (pollux_export_get_size (picture, &width, &height, NULL));
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (surface);
  pollux_export_paint (picture, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *here = cairo_image_surface_get_data (surface) +
                             (gsize) y * cairo_image_surface_get_stride (surface) + x * 4;

        n += here[0] == blue && here[2] == red;
      }
  cairo_surface_destroy (surface);

  return n;
}

/* Lanes are exported as they are shown, unfolded or not. */
static void
test_unfolded (void)
{
  const PolluxPalette *palette = pollux_palette_get (POLLUX_PALETTE_PRINT);
  g_autoptr(PolluxTrace) trace = build_web_trace ();
  g_autoptr(PolluxRows) rows = make_rows (trace, POLLUX_LANE_COMFORTABLE);
  PolluxExport picture = make_picture (trace, rows);
  int width, folded, unfolded;

  g_assert_true (pollux_export_get_size (&picture, &width, &folded, NULL));
  g_assert_cmpuint (count_color (&picture, &palette->span), ==, 0);
  g_assert_cmpuint (count_color (&picture, &palette->resource), ==, 0);

  pollux_rows_set_unfolded (rows, 1, TRUE);
  pollux_rows_update (rows, trace);
  g_assert_true (pollux_export_get_size (&picture, &width, &unfolded, NULL));
  g_assert_cmpint (unfolded, >=, folded + 3 * 18);
  g_assert_cmpuint (count_color (&picture, &palette->span), >, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/png", test_png);
  g_test_add_func ("/export/rows", test_rows);
  g_test_add_func ("/export/too-large", test_too_large);
  g_test_add_func ("/export/bands", test_bands);
  g_test_add_func ("/export/ordinal", test_ordinal);
  g_test_add_func ("/export/unfolded", test_unfolded);

  return g_test_run ();
}
