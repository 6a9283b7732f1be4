/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: saved by the window, read again, and compared in size. */
#include "config.h"

#include "window-fixture.h"

#include "pollux-export.h"
#include "pollux-timeline.h"

static GdkTexture *
save (PolluxWindow *window, const char *name)
{
  g_autofree char *path = test_temporary_path (name);
  g_autofree char *toast = g_strdup_printf ("Saved as “%s”", name);
  g_autoptr (GError) error = NULL;
  GdkTexture *texture;

  test_act_string (window, "export-to", path);
  test_wait_for (test_shows (window, toast));
  texture = gdk_texture_new_from_filename (path, &error);
  g_assert_no_error (error);

  return texture;
}

/* What the exporter says of a range of the same trace and the same width. */
static void
expect_size (PolluxWindow *window, PolluxRange range, int *width, int *height)
{
  PolluxSession *session = pollux_window_get_session (window);
  GtkWidget *timeline = test_find (window, POLLUX_TYPE_TIMELINE);
  PolluxExport picture = {
    .trace = pollux_session_get_trace (session),
    .rows = pollux_session_get_rows (session),
    .range = range,
    .n_rows = G_MAXUINT,
    .width = MAX (gtk_widget_get_width (timeline), 900),
    .scale = 1,
    .palette = pollux_palette_get (POLLUX_PALETTE_LIGHT),
    .title = "picture",
  };

  g_assert_true (pollux_export_get_size (&picture, width, height, NULL));
}

static void
test_whole (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  g_autoptr (GdkTexture) texture = save (window, "whole.png");
  int width;
  int height;

  expect_size (window, (PolluxRange) { 0, 0 }, &width, &height);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
  /* All lanes are in it, also those out of sight. */
  g_assert_cmpint (height, >, 14 * POLLUX_LANE_COMFORTABLE);
  test_close (window);
}

/* Another range makes another picture, and fewer lanes a lower one. */
static void
test_range_and_filter (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  g_autoptr (GdkTexture) whole = save (window, "before.png");
  g_autoptr (GdkTexture) range = NULL;
  g_autoptr (GdkTexture) few = NULL;
  g_autoptr (GBytes) whole_bytes = gdk_texture_save_to_png_bytes (whole);
  g_autoptr (GBytes) range_bytes = NULL;

  pollux_session_set_range (session, (PolluxRange) { 80000000, 100000000 });
  range = save (window, "range.png");
  range_bytes = gdk_texture_save_to_png_bytes (range);
  g_assert_cmpint (gdk_texture_get_width (range), ==, gdk_texture_get_width (whole));
  g_assert_false (g_bytes_equal (whole_bytes, range_bytes));

  pollux_session_set_filter (session, "ticker");
  few = save (window, "few.png");
  g_assert_cmpint (gdk_texture_get_height (few), <,
                   gdk_texture_get_height (range) - 8 * POLLUX_LANE_COMFORTABLE);
  test_close (window);
}

/* Pixels of the colour that wakes and their arrows have. */
static guint
count_arrow_pixels (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  const PolluxColor *color = &pollux_palette_get (POLLUX_PALETTE_LIGHT)->wake;
  guint32 expected = 0xff000000 | (guint) (color->red * 255 + 0.5) << 16 |
                     (guint) (color->green * 255 + 0.5) << 8 | (guint) (color->blue * 255 + 0.5);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * height);
  guint n = 0;

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (gsize i = 0; i < (gsize) width * height; i++)
    n += pixels[i] == expected;

  return n;
}

/* The first poll that another task made due. */
static PolluxThing
find_woken (PolluxTrace *trace)
{
  for (PolluxTaskIndex task = 0; task < pollux_trace_get_n_tasks (trace); task++)
    {
      const PolluxLane *lane = pollux_trace_get_lane (trace, task);

      for (guint i = 0; i < pollux_lane_get_n_polls (lane); i++)
        {
          guint at = pollux_lane_get_wake_of_poll (lane, i);
          PolluxWake wake = { .by = POLLUX_TASK_NONE };

          if (at != G_MAXUINT)
            pollux_lane_get_wake (lane, at, &wake);
          if (wake.by != POLLUX_TASK_NONE && wake.by != task)
            return (PolluxThing) { POLLUX_THING_POLL, task, i };
        }
    }

  g_assert_not_reached ();
}

/* What is selected stands out, with its arrows and what they mean. */
static void
test_selected (void)
{
  PolluxWindow *window = test_open_trace ("readme-recommended.jsonl");
  PolluxSession *session = pollux_window_get_session (window);
  PolluxThing thing = find_woken (pollux_session_get_trace (session));
  g_autoptr (GdkTexture) before = save (window, "unselected.png");
  g_autoptr (GdkTexture) task = NULL;
  g_autoptr (GdkTexture) poll = NULL;

  pollux_session_select (session, &(PolluxThing) { POLLUX_THING_IDLE, thing.task, 0 }, FALSE);
  task = save (window, "idle.png");
  pollux_session_select (session, &thing, FALSE);
  poll = save (window, "poll.png");
  /* The legend may take a line more. */
  g_assert_cmpint (gdk_texture_get_height (poll), >=, gdk_texture_get_height (task));
  g_assert_cmpuint (count_arrow_pixels (poll), >, count_arrow_pixels (task) + 30);
  g_assert_cmpuint (count_arrow_pixels (task), ==, count_arrow_pixels (before));
  test_close (window);
}

/* More lanes than a picture can be high: those in sight. */
static void
test_too_many (void)
{
  GString *text = test_record (3000);
  g_autoptr (GFile) file = test_write_file ("high.jsonl", text->str, text->len);
  PolluxWindow *window = test_open (file);
  g_autoptr (GdkTexture) texture = NULL;

  g_string_free (text, TRUE);
  test_wait_for (!pollux_window_is_loading (window));
  test_wait_for (pollux_session_get_viewport (pollux_window_get_session (window))->width > 0);
  texture = save (window, "high.png");
  g_assert_cmpint (gdk_texture_get_height (texture), >, 3 * POLLUX_LANE_COMFORTABLE);
  g_assert_cmpint (gdk_texture_get_height (texture), <, 2000);
  test_close (window);
}

static void
test_failure (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");

  test_act_string (window, "export-to", "/nowhere/at/all/picture.png");
  test_wait_for (test_shows_part (window, "The picture could not be saved: "));
  test_close (window);
}

/* Nothing is left to draw. */
static void
test_nothing (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  g_autofree char *path = test_temporary_path ("nothing.png");

  pollux_session_set_filter (pollux_window_get_session (window), "no such task");
  test_act_string (window, "export-to", path);
  test_wait_for (test_shows_part (window, "The picture could not be saved: "));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  test_close (window);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GdkTexture **texture = user_data;
  g_autoptr (GError) error = NULL;

  *texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, &error);
  g_assert_no_error (error);
}

static void
test_clipboard (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  g_autoptr (GdkTexture) texture = NULL;
  int width;
  int height;

  test_act (window, "copy-picture");
  gdk_clipboard_read_texture_async (clipboard, NULL, read_cb, &texture);
  test_wait_for (texture != NULL);
  expect_size (window, (PolluxRange) { 0, 0 }, &width, &height);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
  test_wait_for (test_shows (window, "The picture is on the clipboard"));
  test_close (window);
}

/* Closed before the picture is written. */
static void
test_close_at_once (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  g_autofree char *path = test_temporary_path ("closed.png");

  test_act_string (window, "export-to", path);
  test_close (window);
  test_wait_for (g_file_test (path, G_FILE_TEST_EXISTS));
  test_run_for (100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-export/whole", test_whole);
  g_test_add_func ("/window-export/selected", test_selected);
  g_test_add_func ("/window-export/range-and-filter", test_range_and_filter);
  g_test_add_func ("/window-export/too-many", test_too_many);
  g_test_add_func ("/window-export/failure", test_failure);
  g_test_add_func ("/window-export/nothing", test_nothing);
  g_test_add_func ("/window-export/clipboard", test_clipboard);
  g_test_add_func ("/window-export/close-at-once", test_close_at_once);

  return test_run_all ();
}
